//! The page: draws what the core says and decides nothing.

mod card;
mod check;
pub mod computed;
pub mod draft;
mod icon;
mod live;
mod overlap_panel;
mod question;
mod result;
mod root;
mod route;
mod rows;
mod shell;
mod start;
mod state;
mod text_page;
mod visible;
pub mod words;

pub use root::run;
