//! The typed facts of one applicant: read from JSON with every error and its path. Knows nothing of what items mean.

mod demand;
pub mod fault;
mod keyed;
mod read;
pub mod value;

pub use demand::{Demand, demands};
pub use fault::{Fault, FaultKind, MAX_BYTES, MAX_INT};
pub use read::read;
pub use value::{EvaluationState, Profile, Row, Tags, Untagged, Value};
