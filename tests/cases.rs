//! Worked cases as data: each file says what it shows, with the arithmetic, a profile and what the report must hold.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::path::Path;

mod support;

#[test]
fn every_case_holds() {
    support::all_hold(support::assessor(), &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases"), 45);
}
