//! Worked cases as data: each file says what it shows, with the arithmetic, a profile and what the report must hold.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::fs;
use std::path::Path;

use serde_json::Value;

mod support;

#[test]
fn every_case_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 18, "cases are lost");
    let wrong: Vec<String> = files.iter().filter_map(|file| check(file)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(file: &Path) -> Option<String> {
    let case: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let profile = case["profile_text"].as_str().map_or_else(|| case["profile"].to_string(), str::to_owned);
    let found = support::mismatches(&case["expect"], &support::answer(&profile), "", "");
    (!found.is_empty()).then(|| format!("{}: {}\n  {}", file.display(), case["why"], found.join("\n  ")))
}
