//! Workbooks and text tables as rows of cells, and back: knows nothing of policies or applicants.

pub mod cell;

pub use cell::Cell;
