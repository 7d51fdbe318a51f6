//! Many applicants at once: rows of cells become profiles, each with a short result; what cannot be read is kept with
//! its place until it is mended. Nothing here touches the browser.

pub mod assess;
pub mod code;
pub mod compare;
pub mod fault;
pub mod gather;
pub mod guess;
pub mod keep;
pub mod list;
pub mod mend;
pub mod plan;
pub mod read_cell;
pub mod view;

pub use assess::Summary;
pub use fault::{CellFault, Place, Reason, Repair};
pub use gather::Gather;
pub use list::{Applicant, Roster};
pub use plan::{ColumnPlan, Plan, SheetPlan, SheetRole, Target};
