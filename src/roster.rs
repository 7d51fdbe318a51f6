//! Many applicants at once: rows of cells become profiles, each with a short result; what cannot be read is kept with
//! its place until it is mended. Nothing here touches the browser.

pub mod assess;
mod close;
pub mod code;
pub mod compare;
pub mod fault;
pub mod gather;
pub mod guess;
mod index;
pub mod keep;
pub mod list;
mod memo;
pub mod mend;
mod nobody;
pub mod pack;
pub mod plan;
pub mod read_cell;
pub mod unit;
pub mod view;

pub use assess::{ClaimAmount, Summary};
pub use close::Closing;
pub use fault::{CellFault, Place, Reason, Repair};
pub use gather::Gather;
pub use list::{Applicant, Roster};
pub use pack::Packed;
pub use plan::{ColumnPlan, Plan, SheetPlan, SheetRole, Target};
