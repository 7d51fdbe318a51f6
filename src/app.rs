//! The page: draws what the core says and decides nothing.
#![allow(clippy::similar_names, reason = "the names the html macro makes up for tags")]

mod advice_panel;
mod card;
mod check;
pub mod computed;
mod download;
pub mod draft;
mod icon;
mod judged;
mod live;
pub mod markdown;
mod overlap_panel;
mod question;
mod reading;
mod reports;
mod result;
mod root;
mod route;
mod rows;
mod shell;
mod start;
mod state;
mod text_page;
mod visible;
mod what_if;
pub mod words;

pub use root::run;
