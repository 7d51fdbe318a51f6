//! The page: draws what the core says and decides nothing.
#![allow(clippy::similar_names, reason = "the names the html macro makes up for tags")]

mod advice_panel;
pub(crate) mod adviser;
mod ask;
pub(crate) mod breath;
pub(crate) mod card;
mod check;
pub mod computed;
pub(crate) mod download;
pub mod draft;
pub mod exchange;
pub(crate) mod frame;
pub(crate) mod icon;
mod item_page;
mod judged;
mod keeping;
mod lazy;
mod link;
pub(crate) mod live;
pub mod markdown;
mod may_add;
pub(crate) mod near_misses;
mod overlap_panel;
mod question;
mod reading;
mod reports;
pub(crate) mod result;
pub(crate) mod root;
pub(crate) mod route;
mod rows;
mod saved;
mod shell;
pub(crate) mod start;
pub(crate) mod state;
pub(crate) mod storage;
mod text_page;
mod update;
mod visible;
mod what_if;
mod windows;
pub mod words;

pub use root::run;
