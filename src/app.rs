//! The page: draws what the core says and decides nothing.
#![allow(clippy::similar_names, reason = "the names the html macro makes up for tags")]

mod advice_panel;
pub(crate) mod adviser;
mod ask;
#[cfg(test)]
#[path = "../tests/page/asked.rs"]
mod asked;
mod awards;
pub(crate) mod breath;
pub(crate) mod card;
mod check;
pub mod computed;
pub(crate) mod copying;
pub(crate) mod download;
pub mod draft;
mod embed;
mod envelope;
pub mod exchange;
pub(crate) mod faults;
mod forget;
pub(crate) mod frame;
pub(crate) mod icon;
mod item_page;
mod judged;
mod keeping;
mod kept_focus;
mod later;
mod lazy;
mod link;
pub(crate) mod live;
pub mod markdown;
mod may_add;
mod memory;
pub(crate) mod near_misses;
#[cfg(test)]
mod odd;
pub(crate) mod overlap_panel;
mod question;
mod reading;
mod reports;
mod rest;
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
mod turns;
pub(crate) mod unwritten;
pub(crate) mod update;
mod visible;
mod what_if;
pub(crate) mod windows;
pub mod words;

pub use root::{assess, run};
