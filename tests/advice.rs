//! What the advice must hold: near misses flip and are minimal, deadlines are the last day, questions can change something.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use policy_selfcheck::advice::{Change, deadlines, near_misses, questions};
use policy_selfcheck::engine::{FactPath, Outcome, Program, Status, Verdict};
use policy_selfcheck::policy::FactRef;
use policy_selfcheck::profile::{Profile, Value};
use policy_selfcheck::values::Date;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

mod support;

use support::assessor;
use support::profiles::profiles;

fn read(profile: &Json) -> Profile {
    assessor().read(&profile.to_string()).unwrap()
}

fn program() -> &'static Program {
    assessor().program()
}

fn outcome(profile: &Profile) -> Outcome {
    let mut outcome = Outcome::default();
    program().evaluate(profile, &mut outcome);
    outcome
}

fn with<'a>(profile: &Profile, changes: impl IntoIterator<Item = &'a Change>) -> Profile {
    let mut other = profile.clone();
    changes.into_iter().for_each(|change| change.apply(&mut other));
    other
}

/// Number of a claim without a row.
fn item(id: &str) -> u16 {
    assessor().policy().item(id).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn startup(rounds: &Json) -> Profile {
    read(&json!({
        "format": "changping-profile/1", "as_of": "2026-11-23",
        "applicant": {"founded_on": "2025-03-10", "is_tech_company": true, "founder_origin": "university",
                      "founder_is_main_shareholder": true},
        "financing_rounds": rounds,
    }))
}

#[test]
fn a_startup_without_a_round_is_a_round_away() {
    let profile = startup(&json!([]));
    let misses = near_misses(assessor().policy(), program(), &profile, (item("6.2a"), None));
    assert_eq!(misses.len(), 1);
    assert!(matches!(misses[0].changes[..], [Change::Row { .. }]));
    assert_eq!(misses[0].verdict, Verdict::True);
}

#[test]
fn two_facts_in_the_way_are_told_together() {
    let mut profile =
        startup(&json!([{"id": "r", "obtained_on": "2026-05-01", "is_equity": true, "strong_investor": true}]));
    profile.applicant.iter_mut().for_each(|value| {
        if *value == Value::Bool(true) {
            *value = Value::Bool(false);
        }
    });
    let misses = near_misses(assessor().policy(), program(), &profile, (item("6.2a"), None));
    assert_eq!(misses.len(), 1);
    assert_eq!(misses[0].changes.len(), 2, "technology company and main shareholder");
}

#[test]
fn the_second_anniversary_is_told_with_the_days_left() {
    let profile = startup(&json!([]));
    let found = deadlines(assessor().policy(), program(), &profile, &[(item("6.2a"), None), (item("6.2b"), None)]);
    let first = found[0];
    assert_eq!((first.last_day, first.days_left), (day("2027-03-09"), 106));
    assert_eq!(found[1].last_day, day("2028-03-09"));
}

#[test]
fn a_window_that_another_condition_closes_is_not_told() {
    let mut profile = startup(&json!([]));
    profile.applicant.iter_mut().for_each(|value| {
        if *value == Value::Bool(true) {
            *value = Value::Bool(false);
        }
    });
    assert!(deadlines(assessor().policy(), program(), &profile, &[(item("6.2a"), None)]).is_empty());
}

#[test]
fn on_the_last_day_none_is_left_and_afterwards_it_is_gone() {
    let mut profile = startup(&json!([]));
    let claims = [(item("6.2a"), None)];
    profile.as_of = day("2027-03-09");
    assert_eq!(deadlines(assessor().policy(), program(), &profile, &claims)[0].days_left, 0);
    profile.as_of = day("2027-03-10");
    assert!(deadlines(assessor().policy(), program(), &profile, &claims).is_empty());
}

#[test]
fn the_first_question_of_a_blank_profile_is_the_role() {
    let profile = read(&json!({"format": "changping-profile/1", "as_of": "2026-06-01"}));
    let first = questions(assessor().policy(), program(), &profile)[0];
    assert_eq!(first.at, FactPath::Applicant(0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// Every set flips its claim, and no part of it does.
    #[test]
    fn near_misses_flip_and_are_minimal(profile in profiles()) {
        let profile = read(&profile);
        for claim in outcome(&profile).claims {
            let index = (claim.item, claim.row);
            let start = program().verdict(&profile, index).unwrap();
            for miss in near_misses(assessor().policy(), program(), &profile, index) {
                let flipped = |verdict| match start {
                    Verdict::False => matches!(verdict, Verdict::True | Verdict::Unknown),
                    _ => verdict == Verdict::True,
                };
                prop_assert!(flipped(program().verdict(&with(&profile, &miss.changes), index).unwrap()));
                for left_out in 0..miss.changes.len() {
                    let fewer = miss.changes.iter().enumerate().filter(|(n, _)| *n != left_out).map(|(_, change)| change);
                    prop_assert!(!flipped(program().verdict(&with(&profile, fewer), index).unwrap()));
                }
            }
        }
    }

    /// On the last day the event counts, on the day after it does not certainly count.
    #[test]
    fn deadlines_are_the_last_day_that_counts(profile in profiles()) {
        let profile = read(&profile);
        let claims: Vec<_> = outcome(&profile).claims.iter().map(|claim| (claim.item, claim.row)).collect();
        for deadline in deadlines(assessor().policy(), program(), &profile, &claims) {
            let FactRef::Column { table, column } = deadline.event else { continue };
            let at = |day: Date| {
                let rows = assessor().policy().facts.table_at(table).unwrap().columns.len();
                let mut cells = vec![Value::Unknown; rows];
                cells[usize::from(column)] = Value::Date(day);
                let mut then = with(&profile, &[Change::Row { table, cells }]);
                // Looked at from afterwards, so that nothing lies ahead.
                then.as_of = deadline.last_day.next().unwrap().next().unwrap();
                program().verdict(&then, deadline.claim).unwrap()
            };
            prop_assert_ne!(at(deadline.last_day), Verdict::False);
            let window = deadline.start.anniversary(deadline.years);
            prop_assert_eq!(deadline.last_day.next(), Some(window));
            prop_assert!(deadline.last_day >= profile.as_of);
        }
    }

    /// Only what is missing is asked, everything that is missing is asked, each once.
    #[test]
    fn questions_are_what_is_missing(profile in profiles()) {
        let profile = read(&profile);
        let asked = questions(assessor().policy(), program(), &profile);
        let report = assessor().report(&profile);
        let all = report.items.iter().flat_map(|i| i.missing.iter().chain(i.claims.iter().flat_map(|c| &c.missing)));
        let mut names: Vec<&String> = all.collect();
        names.sort();
        names.dedup();
        prop_assert_eq!(asked.len(), names.len());
        let undecided = outcome(&profile).items.iter().any(|item| item.status == Status::InsufficientFacts);
        prop_assert!(!undecided || !asked.is_empty());
    }
}
