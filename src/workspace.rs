//! The adviser's workspace: many applicants in one table. A module of its own that the page loads when it is opened;
//! files are read and applicants assessed in a worker, so that the page stays answerable.
#![allow(clippy::similar_names, reason = "the names the html macro makes up for tags")]

mod client;
mod compare;
mod desk;
mod embed;
mod faults;
mod files;
mod import;
mod mapping;
mod overview;
mod printing;
pub mod protocol;
mod root;
pub mod session;
mod table;
mod todo;
mod words;
mod worker;

pub use embed::open_embed;
pub use root::open_workspace;
pub use worker::serve;
