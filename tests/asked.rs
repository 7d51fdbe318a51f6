//! How many questions six typical applicants answer from their role to a settled result, one by one: always the question
//! that settles most, as programs get it. Those of the page, which keeps related ones together, are counted with it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use policy_selfcheck::advice::questions;
use policy_selfcheck::engine::FactPath;
use policy_selfcheck::profile::Profile;
use serde_json::{Value, json};

mod support;

use support::assessor;

/// Applicants by name, their whole truth, and the number of questions they answer.
fn applicants() -> Vec<(String, Value, usize)> {
    let file: Value = serde_json::from_str(include_str!("applicants.json")).unwrap();
    let list = file["applicants"].as_array().unwrap().iter();
    list.map(|one| {
        let asked = usize::try_from(one["one_by_one"].as_u64().unwrap()).unwrap();
        (one["name"].as_str().unwrap().to_owned(), one["truth"].clone(), asked)
    })
    .collect()
}

fn read(profile: &Value) -> Profile {
    assessor().read(&profile.to_string()).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// Where a fact stands in the JSON of a profile, and what the truth says of it.
fn answer(truth: &Value, known: &mut Value, at: FactPath) {
    let facts = &assessor().policy().facts;
    match at {
        FactPath::Applicant(index) => {
            let name = &facts.applicant[usize::from(index)].name;
            known["applicant"][name] = truth["applicant"][name].clone();
            assert!(!known["applicant"][name].is_null(), "the truth does not say {name}");
        }
        FactPath::Cell { table, column, row } => {
            let table = &facts.tables[usize::from(table)];
            let (row, name) = (row as usize, &table.columns[usize::from(column)].name);
            known[&table.name][row][name] = truth[&table.name][row][name].clone();
            assert!(!known[&table.name][row][name].is_null(), "the truth does not say {}.{name}", table.name);
        }
        FactPath::Table(table) => {
            let name = &facts.tables[usize::from(table)].name;
            let rows = truth[name].as_array().map_or(&[][..], Vec::as_slice).iter();
            known[name] = rows.map(|row| json!({"id": row["id"]})).collect();
        }
        FactPath::Evaluation { .. } => panic!("evaluations are not asked"),
    }
}

fn asked(truth: &Value) -> usize {
    let mut known = json!({"format": "changping-profile/1", "as_of": "2026-06-01", "applicant": {"roles": truth["applicant"]["roles"]}});
    let mut count = 1;
    loop {
        let profile = read(&known);
        let Some(next) = questions(assessor().policy(), assessor().program(), &profile).first().copied() else { break };
        answer(truth, &mut known, next.at);
        count += 1;
        assert!(count < 200, "the questions do not come to an end");
    }
    let mut whole = truth.clone();
    whole["format"] = known["format"].clone();
    whole["as_of"] = known["as_of"].clone();
    let statuses = |report: &Value| -> Vec<(Value, Value)> {
        let claims =
            report["items"].as_array().unwrap().iter().flat_map(|item| item["claims"].as_array().into_iter().flatten());
        claims.map(|claim| (claim["key"].clone(), json!([claim["status"], claim["amount"]]))).collect()
    };
    let (short, full) = (support::report(&known), support::report(&whole));
    assert_eq!(
        short["totals"]["lower_yuan"], full["totals"]["lower_yuan"],
        "what was not asked would change the total"
    );
    for (key, verdict) in statuses(&short) {
        let same = statuses(&full).into_iter().find(|(other, _)| *other == key);
        assert_eq!(same.map(|(_, v)| v), Some(verdict), "what was not asked would change {key}");
    }
    count
}

#[test]
fn six_applicants_answer_no_more_than_matters() {
    let facts = &assessor().policy().facts;
    let all = facts.applicant.len() + facts.tables.iter().map(|table| table.columns.len() + 1).sum::<usize>();
    println!("the policy has {all} facts and tables to tell");
    for (name, truth, expected) in applicants() {
        let count = asked(&truth);
        println!("{name}: {count} questions");
        assert_eq!(count, expected, "{name}");
    }
}
