//! Random profiles made from the facts of a policy: nothing here knows which policy it is.

use policy_selfcheck::policy::model::{Fact, FactType, Table};
use policy_selfcheck::policy::{Policy, layout::APPLICANT};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use super::assessor;

/// Days on and around anniversaries, validity ends and a leap day.
const DAYS: [&str; 14] = [
    "2023-05-31",
    "2024-02-28",
    "2024-02-29",
    "2025-02-28",
    "2025-03-01",
    "2026-02-28",
    "2026-03-01",
    "2026-04-20",
    "2026-04-21",
    "2026-06-01",
    "2027-02-28",
    "2027-03-01",
    "2028-02-29",
    "2029-04-20",
];
const AMOUNTS: [&str; 10] =
    ["0", "0.00", "0.01", "33.33", "1", "1000000", "99999999.99", "100000000", "100000000.01", "999999999999999999.99"];
const TAGS: [&str; 3] = ["P", "Q", "r1"];
const DAYS_OF_ASSESSMENT: [&str; 6] =
    ["2026-04-20", "2026-04-21", "2026-06-01", "2027-03-01", "2029-04-21", "2029-04-22"];
const STATES: [&str; 5] = ["not_applied", "in_progress", "passed", "failed", "unknown"];

/// A value of a fact, often none.
fn value(fact: &Fact) -> BoxedStrategy<Value> {
    let words: Vec<String> = fact.values.iter().map(|choice| choice.value.clone()).collect();
    let known = match fact.kind {
        FactType::Bool => prop_oneof![3 => Just(json!(true)), 1 => Just(json!(false))].boxed(),
        FactType::Date => select(&DAYS[..]).prop_map(|day| json!(day)).boxed(),
        FactType::Money => select(&AMOUNTS[..]).prop_map(|amount| json!(amount)).boxed(),
        FactType::Int => (0_u64..3).prop_map(|count| json!(count)).boxed(),
        FactType::Choice => select(words).prop_map(|word| json!(word)).boxed(),
        FactType::Set => {
            let most = words.len();
            subsequence(words, 0..=most).prop_map(|list| json!(list)).boxed()
        }
    };
    prop_oneof![1 => Just(Value::Null), 4 => known].boxed()
}

fn tag() -> BoxedStrategy<Value> {
    prop_oneof![3 => Just(Value::Null), 2 => select(&TAGS[..]).prop_map(|tag| json!(tag))].boxed()
}

fn object(members: Vec<(String, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let (names, values): (Vec<String>, Vec<_>) = members.into_iter().unzip();
    values
        .prop_map(move |values| Value::Object(names.iter().cloned().zip(values).collect::<Map<String, Value>>()))
        .boxed()
}

fn rows(table: &Table) -> BoxedStrategy<Value> {
    let mut members: Vec<(String, BoxedStrategy<Value>)> =
        table.columns.iter().map(|column| (column.name.clone(), value(column))).collect();
    members.push(("project".to_owned(), tag()));
    members.push(("matter".to_owned(), tag()));
    let list = vec(object(members), 0..4).prop_map(|mut rows| {
        for (row, number) in rows.iter_mut().zip(1..) {
            row["id"] = json!(format!("r{number}"));
        }
        Value::Array(rows)
    });
    prop_oneof![1 => Just(Value::Null), 4 => list].boxed()
}

/// Evaluation states by item, tags by item without rows.
fn keyed(policy: &Policy) -> (BoxedStrategy<Value>, BoxedStrategy<Value>) {
    let state = || prop_oneof![3 => Just(Value::Null), 2 => select(&STATES[..]).prop_map(|state| json!(state))].boxed();
    let states = policy.items.iter().map(|item| (item.id.clone(), state())).collect();
    let claims = policy.items.iter().filter(|item| item.per_row.is_none() && !item.kind.is_direction());
    let tags = claims
        .map(|item| (item.id.clone(), object(vec![("project".to_owned(), tag()), ("matter".to_owned(), tag())])))
        .collect();
    (object(states), object(tags))
}

/// Sound profiles of the shipped policy.
pub fn profiles() -> BoxedStrategy<Value> {
    let policy = assessor().policy();
    let facts = &policy.facts;
    let applicant = object(facts.applicant.iter().map(|fact| (fact.name.clone(), value(fact))).collect());
    let tables = object(facts.tables.iter().map(|table| (table.name.clone(), rows(table))).collect());
    let (states, tags) = keyed(policy);
    let untagged = prop_oneof![Just(Value::Null), Just(json!("unknown")), Just(json!("distinct"))];
    let day = prop_oneof![4 => Just("2026-06-01"), 3 => select(&DAYS_OF_ASSESSMENT[..])];
    (applicant, tables, states, tags, untagged, day)
        .prop_map(|(applicant, tables, states, tags, untagged, day)| {
            let mut profile = json!({
                "format": assessor().policy().document.formats.profile, "as_of": day, "evaluations": states,
                "tags": tags, "untagged_matters": untagged,
            });
            profile[APPLICANT] = applicant;
            if let (Value::Object(all), Value::Object(tables)) = (&mut profile, tables) {
                all.extend(tables);
            }
            mended(profile)
        })
        .boxed()
}

/// Takes out what contradicts another fact, until nothing does.
pub fn mended(mut profile: Value) -> Value {
    while let Err(faults) = assessor().read(&profile.to_string()) {
        for fault in faults {
            let place = profile.pointer_mut(&fault.path).filter(|value| !value.is_null());
            *place.unwrap_or_else(|| panic!("{fault:?} cannot be mended")) = Value::Null;
        }
    }
    profile
}

/// Pointers and fact paths of the facts a profile knows.
pub fn known_facts(profile: &Value) -> Vec<(String, String)> {
    let facts = &assessor().policy().facts;
    let mut known = Vec::new();
    let mut note = |pointer: String, path: String| {
        if profile.pointer(&pointer).is_some_and(|value| !value.is_null()) {
            known.push((pointer, path));
        }
    };
    for fact in facts.applicant.iter().filter(|fact| !fact.optional) {
        note(format!("/{APPLICANT}/{}", fact.name), format!("{APPLICANT}.{}", fact.name));
    }
    for table in &facts.tables {
        let count = profile[&table.name].as_array().map_or(0, Vec::len);
        for row in 0..count {
            let id = profile[&table.name][row]["id"].as_str().unwrap();
            for column in table.columns.iter().filter(|column| !column.optional) {
                note(format!("/{}/{row}/{}", table.name, column.name), format!("{}[{id}].{}", table.name, column.name));
            }
        }
    }
    known
}

/// Yes-or-no facts, choices, sets and tables that a profile leaves open: pointer, fact path, and every value; of a set
/// none, each value alone and all together, of a table that it has no rows.
pub fn unknown_choices(profile: &Value) -> Vec<(String, String, Vec<Value>)> {
    let facts = &assessor().policy().facts;
    let mut open = Vec::new();
    let mut note = |pointer: String, path: String, fact: &Fact| {
        let values: Vec<Value> = match fact.kind {
            FactType::Bool => vec![json!(true), json!(false)],
            FactType::Choice => fact.values.iter().map(|choice| json!(choice.value)).collect(),
            FactType::Set => {
                let words: Vec<&String> = fact.values.iter().map(|choice| &choice.value).collect();
                let single = words.iter().map(|word| json!([word]));
                single.chain([json!([]), json!(words)]).collect()
            }
            _ => return,
        };
        if !fact.optional && profile.pointer(&pointer).is_some_and(Value::is_null) {
            open.push((pointer, path, values));
        }
    };
    for fact in &facts.applicant {
        note(format!("/{APPLICANT}/{}", fact.name), format!("{APPLICANT}.{}", fact.name), fact);
    }
    for table in &facts.tables {
        for (number, row) in profile[&table.name].as_array().into_iter().flatten().enumerate() {
            let id = row["id"].as_str().unwrap();
            for column in &table.columns {
                note(
                    format!("/{}/{number}/{}", table.name, column.name),
                    format!("{}[{id}].{}", table.name, column.name),
                    column,
                );
            }
        }
    }
    let untold = facts.tables.iter().filter(|table| profile[&table.name].is_null());
    open.extend(untold.map(|table| (format!("/{}", table.name), table.name.clone(), vec![json!([])])));
    open
}
