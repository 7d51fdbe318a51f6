//! The page: draws what the core says and decides nothing.
#![allow(clippy::similar_names, reason = "the names the html macro makes up for tags")]

mod advice_panel;
mod ask;
mod card;
mod check;
pub mod computed;
mod download;
pub mod draft;
pub mod exchange;
mod icon;
mod judged;
mod keeping;
mod lazy;
mod link;
mod live;
pub mod markdown;
mod may_add;
mod near_misses;
mod overlap_panel;
mod question;
mod reading;
mod reports;
mod result;
mod root;
mod route;
mod rows;
mod saved;
mod shell;
mod start;
mod state;
mod storage;
mod text_page;
mod visible;
mod what_if;
mod windows;
pub mod words;

pub use root::run;
