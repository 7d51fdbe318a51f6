//! The adviser's workspace: many applicants in one table. What draws it is a part of the page's program that is loaded when
//! it is opened; files are read and applicants assessed by a program of its own in workers, so that the page stays
//! answerable.
#![allow(clippy::similar_names, reason = "the names the html macro makes up for tags")]

mod answers;
mod client;
mod compare;
mod days;
mod desk;
mod faults;
pub mod files;
mod focus;
mod grid;
mod hearing;
mod import;
mod long;
mod mapping;
pub mod opened;
mod opening;
mod overview;
mod page;
mod planning;
mod printing;
mod prospects;
pub mod protocol;
mod root;
mod saving;
pub mod session;
mod sheets;
mod storing;
mod table;
mod todo;
mod told;
mod words;
mod worker;
mod working;
mod writing;

pub use worker::serve;
