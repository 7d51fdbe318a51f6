//! The data model of policies, loading and checking. Knows nothing of profiles.

pub mod bundle;
#[cfg(not(target_arch = "wasm32"))]
pub mod check;
mod decode;
#[cfg(not(target_arch = "wasm32"))]
pub mod files;
pub mod layout;
pub mod model;
#[cfg(feature = "schema")]
pub mod schema;

pub use bundle::{Bundle, LoadError};
pub use layout::FactRef;
pub use model::Policy;
