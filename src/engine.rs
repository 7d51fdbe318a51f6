//! Evaluation: the policy compiled to a flat program, four-valued verdicts, typed amounts, findings and explanations.

mod amount;
mod compile;
mod domain;
mod evaluate;
pub mod explain;
mod outcome;
mod program;
mod turning;

pub use amount::{Amount, Arithmetic, TermValue};
pub use compile::CompileError;
pub use domain::Window;
pub use evaluate::{Findings, Observer};
pub use outcome::{ClaimOutcome, ItemOutcome, Outcome, Status, Validity};
pub(crate) use program::ReadingProgram;
pub use program::{FactPath, Program, Verdict};
pub use turning::ones;
