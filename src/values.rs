//! Values: money, dates, what people type and how values are written. Knows nothing of policies.

mod date;
pub mod decode;
pub mod display;
pub mod json;
mod money;
pub mod order;
mod typed;

pub use date::{Date, NotADate};
pub use money::{MoneyFault, Plain, parse_amount};
pub use typed::{TypedFault, parse_typed_amount, parse_typed_count, parse_typed_date};
