//! Profiles that break the format get every error, each with its code and place, and no report.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::BTreeSet;

use policy_selfcheck::profile::MAX_BYTES;
use serde_json::{Value, json};

mod support;

const CODES: [&str; 17] = [
    "E_JSON",
    "E_FORMAT",
    "E_UNKNOWN_FIELD",
    "E_TYPE",
    "E_ENUM",
    "E_DATE",
    "E_DATE_ORDER",
    "E_MONEY",
    "E_MONEY_NEGATIVE",
    "E_MONEY_PRECISION",
    "E_MONEY_RANGE",
    "E_INT_NEGATIVE",
    "E_DUPLICATE_ID",
    "E_MISSING_ID",
    "E_PROPERTY_EXCEEDS_INVESTMENT",
    "E_UNKNOWN_ITEM",
    "E_TOO_LARGE",
];

fn cases() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("error_cases.json")).unwrap();
    file["cases"].as_array().unwrap().clone()
}

/// The profile text of a case.
fn text(case: &Value) -> String {
    let mut profile = json!({"format": "changping-profile/1", "as_of": "2026-06-01"});
    if let Some(members) = case["profile"].as_object() {
        profile.as_object_mut().unwrap().extend(members.clone());
    }
    case["text"].as_str().map_or_else(|| profile.to_string(), str::to_owned)
}

fn found(profile: &str) -> BTreeSet<(String, String)> {
    let answer = support::answer(profile);
    assert_eq!(answer["format"], "changping-errors/1", "{profile}");
    let errors = answer["errors"].as_array().unwrap();
    assert!(errors.iter().all(|error| !error["message"].as_str().unwrap().is_empty()));
    let word = |error: &Value, key: &str| error[key].as_str().unwrap().to_owned();
    let set: BTreeSet<_> = errors.iter().map(|error| (word(error, "code"), word(error, "path"))).collect();
    assert_eq!(set.len(), errors.len(), "an error is told twice: {answer}");
    set
}

#[test]
fn every_fault_is_told_at_its_place_and_nothing_else() {
    for case in cases() {
        let pairs = case["errors"].as_array().unwrap();
        let word = |pair: &Value, at: usize| pair[at].as_str().unwrap().to_owned();
        let wanted: BTreeSet<_> = pairs.iter().map(|pair| (word(pair, 0), word(pair, 1))).collect();
        assert_eq!(found(&text(&case)), wanted, "{}", case["name"]);
    }
}

#[test]
fn the_cases_make_every_code() {
    let mut seen: BTreeSet<String> = cases().iter().flat_map(|case| found(&text(case))).map(|(code, _)| code).collect();
    seen.insert("E_TOO_LARGE".to_owned());
    assert_eq!(seen, CODES.map(str::to_owned).into());
}

#[test]
fn a_profile_may_be_just_as_large_as_the_limit() {
    let head = r#"{"format":"changping-profile/1","as_of":"2026-06-01","applicant":{"name":""#;
    let tail = r#""}}"#;
    let fill = MAX_BYTES - head.len() - tail.len();
    let fits = format!("{head}{}{tail}", "x".repeat(fill));
    assert_eq!(support::answer(&fits)["format"], "changping-report/1");
    let over = format!("{head}{}{tail}", "x".repeat(fill + 1));
    assert_eq!(found(&over), [("E_TOO_LARGE".to_owned(), String::new())].into());
}

#[test]
fn what_looks_odd_but_is_allowed() {
    let profile = json!({
        "format": "changping-profile/1", "as_of": "2026-06-01",
        "applicant": {"roles": ["university", "university"], "founded_on": null, "name": null},
        "projects": [{"id": "p", "rd_cost": "007.50", "cost_window_start": "2026-01-01", "cost_window_end": "2026-01-01",
                      "project": null, "fixed_asset_investment": "1", "property_land_cost": "1.00"}],
        "special_funds": null, "evaluations": {"5.1": null, "3.1": "passed"}, "tags": {"4.2": {"project": null}},
        "untagged_matters": null, "other_awards": [],
    });
    support::report(&profile);
}

#[test]
fn depth_that_would_break_a_recursive_reader() {
    for open in ["[", "{\"a\":"] {
        assert_eq!(found(&open.repeat(200_000)), [("E_JSON".to_owned(), String::new())].into());
    }
}
