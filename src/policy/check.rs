//! Checks of policy data. Messages are for authors who know the policy, not Rust.

mod conditions;
mod parts;
mod quotes;

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use super::model::Policy;

/// One problem in the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// File, relative to the policy's folder.
    pub file: String,
    /// Where in the file: an item's id, a fact's name, or a path of keys.
    pub place: String,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl Problem {
    /// A problem at a place.
    pub fn new(file: &str, place: &str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), place: place.to_owned(), message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.place.is_empty() { String::new() } else { format!(", at {}", self.place) };
        write!(f, "{}{place}: {}", self.file, self.message)
    }
}

/// Checks a whole policy against the official text.
pub fn policy(policy: &Policy, official: &str) -> Vec<Problem> {
    let mut checker = Checker { policy, problems: Vec::new() };
    checker.text(official);
    checker.sentences_claimed();
    checker.document();
    checker.facts();
    checker.items();
    checker.remarks();
    checker.ambiguities();
    checker.stacking();
    checker.problems
}

/// Finds wording that lacks a language: every object with `zh` or `en` needs both, not empty.
pub fn wording(value: &Value, file: &str, problems: &mut Vec<Problem>) {
    walk_wording(value, "", file, problems);
}

fn walk_wording(value: &Value, place: &str, file: &str, problems: &mut Vec<Problem>) {
    match value {
        Value::Object(members) => {
            for (language, name) in [("zh", "Chinese"), ("en", "English")] {
                let other = if language == "zh" { "en" } else { "zh" };
                let empty = members.get(language).and_then(Value::as_str).is_none_or(|text| text.trim().is_empty());
                if empty && (members.contains_key(other) || members.contains_key(language)) {
                    let message = format!("the {name} wording (“{language}”) is missing; write it beside “{other}”");
                    problems.push(Problem::new(file, place, message));
                }
            }
            for (key, inner) in members {
                walk_wording(inner, &format!("{place}.{key}"), file, problems);
            }
        }
        Value::Array(list) => {
            for (number, inner) in list.iter().enumerate() {
                walk_wording(inner, &format!("{place}[{number}]"), file, problems);
            }
        }
        _ => {}
    }
}

/// Collects problems.
struct Checker<'p> {
    policy: &'p Policy,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn problem(&mut self, file: &str, place: &str, message: impl Into<String>) {
        self.problems.push(Problem::new(file, place, message));
    }

    /// Says which of several things that must differ come twice.
    fn unique<'a>(&mut self, file: &str, what: &str, names: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name) {
                self.problem(file, name, format!("two {what} have the name “{name}”; each needs its own"));
            }
        }
    }

    fn ambiguity(&mut self, file: &str, place: &str, id: &str) {
        if !self.policy.ambiguities.iter().any(|ambiguity| ambiguity.id == id) {
            self.problem(file, place, format!("there is no ambiguity “{id}” in ambiguities.json"));
        }
    }
}
