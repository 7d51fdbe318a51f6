//! A made-up policy with other facts, items, rates and formats runs through the same engine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::path::Path;

use policy_selfcheck::policy::{Bundle, files};
use policy_selfcheck::report::Assessor;

mod support;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/policies/brookfield-2031");

#[test]
fn its_cases_hold() {
    let bundle = files::load(Path::new(FOLDER)).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let assessor = Assessor::new(Bundle::from_json(&bundle).unwrap()).unwrap();
    support::all_hold(&assessor, &Path::new(FOLDER).join("cases"), 5);
}
