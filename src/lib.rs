//! Tells an applicant what a published support measure offers, how much, why, and what it leaves open.
//!
//! Layers import only downwards: [`values`] ← [`policy`] ← [`profile`] ← [`engine`] ← [`overlap`] ← [`report`] ← [`advice`] ← the page.
//! The core has no clock, no browser and no global state; the day of assessment is always an argument.

pub mod advice;
pub mod engine;
pub mod overlap;
pub mod policy;
pub mod profile;
pub mod report;
pub mod values;

#[cfg(feature = "schema")]
pub mod declarations;

#[cfg(feature = "roster")]
pub mod book;
#[cfg(feature = "roster")]
pub mod roster;

#[cfg(feature = "ui")]
pub mod app;
#[cfg(feature = "door")]
pub mod door;
#[cfg(feature = "ui")]
pub mod markup;
#[cfg(feature = "page")]
pub mod page;
#[cfg(feature = "ui")]
pub mod workspace;

/// The policy this build embeds, as JSON (see [`policy::Bundle`]).
pub const EMBEDDED_POLICY: &str = include_str!(concat!(env!("OUT_DIR"), "/policy.json"));

/// Version of the engine, as reports name it.
pub const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");
