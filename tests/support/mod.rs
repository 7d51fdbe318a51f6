//! What the tests share: the shipped policy ready to assess, and the comparison of a report with a case.
#![allow(dead_code, reason = "each test uses a part")]

pub mod profiles;
pub mod small;

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use policy_selfcheck::EMBEDDED_POLICY;
use policy_selfcheck::policy::Bundle;
use policy_selfcheck::report::Assessor;
use rust_decimal::Decimal;
use serde_json::Value;

/// The embedded policy.
pub fn assessor() -> &'static Assessor {
    static READY: OnceLock<Assessor> = OnceLock::new();
    READY.get_or_init(|| Assessor::new(Bundle::from_json(EMBEDDED_POLICY).unwrap()).unwrap())
}

/// The answer to a profile, report or errors object.
pub fn answer(profile: &str) -> Value {
    answer_of(assessor(), profile)
}

fn answer_of(assessor: &Assessor, profile: &str) -> Value {
    let text = assessor.assess(profile).unwrap_or_else(|errors| errors);
    serde_json::from_str(&text).unwrap()
}

/// Asserts that every case of a folder holds, of which there are at least so many.
#[track_caller]
pub fn all_hold(assessor: &Assessor, folder: &Path, least: usize) {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= least, "cases are lost");
    let wrong: Vec<String> = files.iter().filter_map(|file| check(assessor, file)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(assessor: &Assessor, file: &Path) -> Option<String> {
    let case: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let profile = case["profile_text"].as_str().map_or_else(|| case["profile"].to_string(), str::to_owned);
    let found = mismatches(&case["expect"], &answer_of(assessor, &profile), "", "");
    (!found.is_empty()).then(|| format!("{}: {}\n  {}", file.display(), case["why"], found.join("\n  ")))
}

/// The report on a profile that must be sound.
#[track_caller]
pub fn report(profile: &Value) -> Value {
    let text = assessor().assess(&profile.to_string()).unwrap_or_else(|errors| panic!("{errors}"));
    serde_json::from_str(&text).unwrap()
}

/// The item with an id.
pub fn item<'r>(report: &'r Value, id: &str) -> &'r Value {
    report["items"].as_array().unwrap().iter().find(|item| item["id"] == id).unwrap()
}

/// The claim with a key.
pub fn claim<'r>(report: &'r Value, key: &str) -> &'r Value {
    let id = key.split('#').next().unwrap();
    item(report, id)["claims"].as_array().unwrap().iter().find(|claim| claim["key"] == key).unwrap()
}

/// Lists whose order says nothing and that must hold the same members.
const SAME_SET: [&str; 13] = [
    "missing",
    "failed",
    "unspecified",
    "unclear",
    "chosen_lower",
    "chosen_upper",
    "between",
    "undecided",
    "parallel",
    "to_choose",
    "readings",
    "errors",
    "claims",
];

/// Places where `got` does not hold what a case expects: expected members must be there, items are matched by id and
/// claims by key, amounts are compared as numbers, and expected ambiguities must be among those found.
pub fn mismatches(want: &Value, got: &Value, name: &str, place: &str) -> Vec<String> {
    let differs = || vec![format!("{place}: expected {want}, found {got}")];
    match (want, got) {
        (Value::String(a), Value::String(b)) if name.ends_with("yuan") || name == "at_most" => {
            let (a, b): (Decimal, Decimal) = (a.parse().unwrap(), b.parse().unwrap());
            if a == b { Vec::new() } else { differs() }
        }
        (Value::Object(members), Value::Object(_)) => members
            .iter()
            .flat_map(|(key, value)| mismatches(value, &got[key], key, &format!("{place}.{key}")))
            .collect(),
        (Value::Array(wanted), _) => list(wanted, got, name, place),
        _ if want == got => Vec::new(),
        _ => differs(),
    }
}

fn list(wanted: &[Value], got: &Value, name: &str, place: &str) -> Vec<String> {
    let Some(found) = got.as_array() else {
        let none = wanted.is_empty() && got.is_null();
        return if none { Vec::new() } else { vec![format!("{place}: expected a list, found {got}")] };
    };
    let key = match name {
        "items" => Some("id"),
        "claims" if wanted.first().is_some_and(Value::is_object) => Some("key"),
        _ => None,
    };
    if let Some(key) = key {
        let row = |want: &Value| found.iter().find(|row| row[key] == want[key]).unwrap_or(&Value::Null).clone();
        return wanted.iter().flat_map(|w| mismatches(w, &row(w), "", &format!("{place}[{}]", w[key]))).collect();
    }
    let holds = |want: &Value| found.iter().any(|got| mismatches(want, got, "", "").is_empty());
    let lacking = wanted.iter().filter(|want| !holds(want)).map(|want| format!("{place}: lacks {want} in {got}"));
    let mut out: Vec<String> = lacking.collect();
    if SAME_SET.contains(&name) && wanted.len() != found.len() {
        out.push(format!("{place}: expected {} entries, found {got}", wanted.len()));
    }
    out
}
