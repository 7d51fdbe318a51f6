//! What an applicant can do with a result: what to ask next, what would change a verdict, and by when.

pub mod calendar;
mod change;
mod complete;
mod deadline;
mod near_miss;
mod question;
mod search;
mod write;

pub use change::{Change, Wanted};
pub use deadline::{Afterwards, Deadline, afterwards, deadlines, undated};
pub use near_miss::{MAX_CHANGES, NearMiss, near_misses, one_change};
pub use question::{Question, optional_matters, questions};
