//! What the advice must hold: near misses flip and are minimal, deadlines are the last day, questions can change something.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use policy_selfcheck::advice::{
    Change, NearMiss, Wanted, afterwards, deadlines, near_misses, optional_matters, questions,
};
use policy_selfcheck::engine::{FactPath, Outcome, Program, Status, Verdict};
use policy_selfcheck::policy::FactRef;
use policy_selfcheck::policy::model::FactType;
use policy_selfcheck::profile::{Profile, Value};
use policy_selfcheck::report::Assessor;
use policy_selfcheck::values::Date;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

mod support;

use support::assessor;
use support::profiles::profiles;
use support::small::{Case, cases, part_of};

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

fn misses(profile: &Profile, id: &str) -> Vec<NearMiss> {
    near_misses(assessor().policy(), program(), profile, (item(id), None))
}

/// The near misses of an item, as programs get them.
fn told(profile: &Json, claim: &str) -> Vec<Json> {
    let advice: Json = serde_json::from_str(&assessor().advise(&profile.to_string()).unwrap()).unwrap();
    let all = advice["near_misses"].as_array().unwrap().iter();
    all.filter(|miss| miss["claim"] == claim).map(|miss| miss["changes"].clone()).collect()
}

fn bare(applicant: &Json) -> Json {
    json!({"format": "changping-profile/1", "as_of": "2026-11-23", "applicant": applicant})
}

#[test]
fn a_startup_without_a_round_is_a_round_away() {
    let found = misses(&startup(&json!([])), "6.2a");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].verdict, Verdict::True);
    let [Change::Row { cells, .. }] = &found[0].changes[..] else { panic!("no row") };
    assert_eq!(cells[0].most, Some(Value::Date(day("2027-03-09"))));
    assert_eq!(cells[0].least, None);
    assert_eq!(cells[3], Wanted::default(), "the valuation does not matter here");
}

#[test]
fn the_day_of_a_round_that_must_do_for_both_is_the_earlier_one() {
    let found = misses(&startup(&json!([])), "6.2b");
    assert_eq!(found.len(), 1);
    let [Change::Row { cells, .. }] = &found[0].changes[..] else { panic!("no row") };
    assert_eq!(cells[0].most, Some(Value::Date(day("2027-03-09"))));
    assert_eq!((cells[3].least, cells[3].most), (Some(Value::Money(100_000_000.into())), None));
}

#[test]
fn after_an_early_round_the_third_anniversary_counts() {
    let first = json!([{"id": "r", "obtained_on": "2026-05-01", "is_equity": true, "strong_investor": true,
                        "post_money_valuation": "1000000"}]);
    let found = misses(&startup(&first), "6.2b");
    let rows: Vec<_> = found
        .iter()
        .filter_map(|miss| match &miss.changes[..] {
            [Change::Row { cells, .. }] => Some(cells.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0][0].most, Some(Value::Date(day("2028-03-09"))));
    assert_eq!(rows[0][2], Wanted::default(), "the first round had the strong investor");
    let windows = deadlines(assessor().policy(), program(), &startup(&first), &[(item("6.2b"), None)]);
    assert_eq!(windows[0].last_day, day("2028-03-09"));
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
    let found = misses(&profile, "6.2a");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].changes.len(), 2, "technology company and main shareholder");
}

#[test]
fn every_way_is_told_and_none_has_more_than_it_needs() {
    let incubator = told(&bare(&json!({"roles": ["other"]})), "14.1");
    let roles: Vec<&Json> = incubator.iter().map(|changes| &changes[0]["value"]).collect();
    assert_eq!(roles.len(), 3);
    assert!(roles.iter().all(|value| value.as_array().unwrap().len() == 2), "one more beside what it is: {roles:?}");
    let platform = told(&bare(&json!({"roles": ["poc_platform"], "poc_platform_provides_service": true})), "11.2a");
    assert_eq!(platform.len(), 4);
    let origin = told(&bare(&json!({"founder_origin": "none"})), "6.2a");
    assert_eq!(origin.len(), 3);
}

#[test]
fn an_item_without_rows_is_a_row_away() {
    let mut profile = bare(&json!({"roles": ["foreign_rd_centre", "university", "public_tech_platform"],
        "public_platform_market_run": true, "public_platform_special": true, "public_platform_cooperates": true}));
    for table in ["projects", "special_funds", "technology_managers", "technology_contracts", "service_projects"] {
        profile[table] = json!([]);
    }
    let rows = |id: &str| -> Vec<Json> {
        let all = told(&profile, id).into_iter();
        all.filter(|changes| changes.as_array().unwrap().len() == 1).map(|changes| changes[0]["row"].clone()).collect()
    };
    assert_eq!(rows("5.1"), [json!({"is_commercialisation": true, "is_major": true})]);
    assert_eq!(rows("5.2"), [json!({"disruptive_team": true})]);
    assert_eq!(rows("6.1"), [json!({"renowned_scientist_led": true})]);
    assert_eq!(rows("8.2").len(), 2, "national or municipal");
    let managers = [json!({"market_hired": true, "high_level": true}), json!({"market_hired": true, "zhuque": true})];
    assert_eq!(rows("10.2").len(), 2);
    assert!(rows("10.2").iter().all(|row| managers.contains(row)));
    assert_eq!(rows("11.1"), [json!({"is_commercialisation": true, "early_poc": true})]);
    assert_eq!(rows("12.2"), [json!({"landed": true})]);
    assert_eq!(rows("15.1").len(), 3, "three directed ways");
}

#[test]
fn a_failed_evaluation_is_what_must_change() {
    let mut profile = bare(&json!({"roles": ["poc_platform", "university"], "poc_platform_provides_service": true}));
    profile["evaluations"] = json!({"11.2a": "failed"});
    let found = told(&profile, "11.2a");
    assert_eq!(found, [json!([{"evaluation": "evaluations[11.2a]", "changeable": false}])]);
    profile["applicant"]["poc_platform_provides_service"] = json!(false);
    let found = told(&profile, "11.2a");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].as_array().unwrap().len(), 2, "the fact and the evaluation");
    let read = read(&profile);
    let after = with(&read, &misses(&read, "11.2a")[0].changes);
    let outcome = outcome(&after);
    assert_eq!(outcome.items[usize::from(item("11.2a"))].status, Status::Meets);
}

#[test]
fn a_change_keeps_what_the_policy_demands_of_facts() {
    let late = json!([{"id": "r", "obtained_on": "2026-05-01", "is_equity": true, "strong_investor": true}]);
    let mut profile = startup(&late);
    profile.applicant[1] = Value::Date(day("2020-01-01"));
    let found = misses(&profile, "6.2a");
    let founded = found.iter().find_map(|miss| match miss.changes[..] {
        [Change::Fact { at: FactPath::Applicant(1), to }] => Some(to),
        _ => None,
    });
    let founded = founded.unwrap();
    assert_eq!(founded.least, Some(Value::Date(day("2024-05-02"))));
    assert_eq!(founded.most, Some(Value::Date(day("2026-05-01"))), "no round before the founding");
}

#[test]
fn the_second_anniversary_is_told_with_the_days_left() {
    let profile = startup(&json!([]));
    let (policy, claims) = (assessor().policy(), [(item("6.2a"), None), (item("6.2b"), None)]);
    let found = deadlines(policy, program(), &profile, &claims);
    assert_eq!((found[0].last_day, found[0].days_left), (day("2027-03-09"), 106));
    let after = |n: usize| afterwards(policy, program(), &profile, &found[n]).unwrap();
    let ids = |numbers: &[u16]| -> Vec<&str> {
        numbers.iter().map(|n| policy.ambiguities[usize::from(*n)].id.as_str()).collect()
    };
    assert_eq!((after(0).until, ids(&after(0).ambiguities)), (day("2027-03-10"), vec!["AMB-22"]));
    // One round must do for both, so the wider window is certain only as long as the narrower one is open.
    assert_eq!(found[1].last_day, day("2027-03-09"));
    assert_eq!(after(1).until, day("2028-03-10"));
    assert!(ids(&after(1).ambiguities).contains(&"AMB-23"));
}

/// A round that is there already keeps the claim unclear, or open, on any day: that says nothing of the next round.
#[test]
fn what_is_unclear_after_a_window_does_not_hang_on_other_rows() {
    let round = |strong: &Json| {
        json!([{"id": "r1", "obtained_on": "2026-04-21", "is_equity": true, "strong_investor": strong,
            "post_money_valuation": "150000000"}])
    };
    let claims = [(item("6.2b"), None)];
    let (policy, mut seen) = (assessor().policy(), 0);
    for strong in [json!(false), Json::Null] {
        let profile = startup(&round(&strong));
        for deadline in deadlines(policy, program(), &profile, &claims) {
            let after = afterwards(policy, program(), &profile, &deadline).unwrap();
            assert_eq!(after.until, day("2028-03-10"), "strong investor: {strong}");
            seen += 1;
        }
    }
    assert_eq!(seen, 2);
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

#[test]
fn of_a_company_the_projects_are_asked_first() {
    let profile = read(&bare(&json!({"roles": ["tech_enterprise"]})));
    let found = questions(assessor().policy(), program(), &profile);
    assert_eq!(found[0].at, FactPath::Table(assessor().policy().facts.table("projects").unwrap()));
    assert!(found[0].money && found[0].settles > 0);
    let rounds = FactPath::Table(assessor().policy().facts.table("financing_rounds").unwrap());
    assert!(found.iter().any(|question| question.at == rounds && question.settles > 0), "none would settle two items");
}

/// The verdict on a claim after changes, as seen from the last day of the rows they add.
fn judged(assessor: &Assessor, profile: &Profile, changes: &[Change], claim: (u16, Option<u32>)) -> Verdict {
    let mut then = with(profile, changes);
    for change in changes {
        if let Change::Row { cells, .. } = change {
            then.as_of = cells.iter().filter_map(|cell| cell.value.date()).fold(then.as_of, Date::max);
        }
    }
    assessor.program().verdict(&then, claim).unwrap()
}

fn has_turned(start: Verdict, verdict: Verdict) -> bool {
    match start {
        Verdict::False => matches!(verdict, Verdict::True | Verdict::Unknown),
        _ => verdict == Verdict::True,
    }
}

/// The change with other examples: the ends of the ranges.
fn at_ends(change: &Change, most: bool) -> Change {
    let end = |wanted: &Wanted| {
        let bound = if most { wanted.most } else { wanted.least };
        Wanted { value: bound.unwrap_or(wanted.value), ..*wanted }
    };
    match change {
        Change::Fact { at, to } => Change::Fact { at: *at, to: end(to) },
        Change::Row { table, cells } => Change::Row { table: *table, cells: cells.iter().map(end).collect() },
        other @ Change::Evaluation { .. } => other.clone(),
    }
}

/// Any answers to what a claim misses that make it true: whether there are some.
fn can_be_true(profile: &Profile, claim: (u16, Option<u32>), own: (u16, u32)) -> bool {
    let mut findings = policy_selfcheck::engine::Findings::default();
    match program().verdict_with(profile, claim, &mut findings).unwrap() {
        Verdict::True => return true,
        Verdict::Unknown => {}
        _ => return false,
    }
    let mut open = findings.missing.iter().filter(|at| match at {
        FactPath::Cell { table, row, .. } => *table != own.0 || *row == own.1,
        FactPath::Applicant(_) => true,
        _ => false,
    });
    let Some(at) = open.next().copied() else { return false };
    let (facts, fact) = (&assessor().policy().facts, at.fact().unwrap());
    let row = match at {
        FactPath::Cell { table, row, .. } => Some(&profile.rows(table).unwrap()[row as usize]),
        _ => None,
    };
    let values = program().turning_values(claim.0, (fact, facts.get(fact).unwrap()), profile, row);
    let mut past = values.into_iter().filter(|value| value.date().is_none_or(|day| day <= profile.as_of));
    past.any(|value| {
        let change = Change::Fact { at, to: Wanted::only(value) };
        can_be_true(&with(profile, &[change]), claim, own)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// Every set turns its claim, at both ends of its ranges, and no set is a part of another.
    #[test]
    fn near_misses_turn_and_are_minimal(profile in profiles()) {
        let profile = read(&profile);
        for claim in outcome(&profile).claims {
            let index = (claim.item, claim.row);
            if claim.status == Status::NotEligible && program().verdict(&profile, index) != Some(Verdict::False) {
                continue; // An evaluation refused it.
            }
            let start = program().verdict(&profile, index).unwrap();
            let found = near_misses(assessor().policy(), program(), &profile, index);
            for miss in &found {
                prop_assert_eq!(judged(assessor(), &profile, &miss.changes, index), miss.verdict);
                prop_assert!(has_turned(start, miss.verdict));
                for most in [false, true] {
                    let ends: Vec<Change> = miss.changes.iter().map(|change| at_ends(change, most)).collect();
                    prop_assert_eq!(judged(assessor(), &profile, &ends, index), miss.verdict);
                }
                let part = |other: &NearMiss| part_of(&profile, &other.changes, &miss.changes);
                prop_assert!(!found.iter().any(|other| other != miss && part(other)));
            }
        }
    }

    /// Of small policies every minimal set is found, no part of one turns the claim, and nothing else is found.
    #[test]
    fn near_misses_are_all_minimal_sets(case in cases()) {
        let Case { assessor, profile, claim } = &case;
        let start = assessor.program().verdict(profile, *claim).unwrap();
        let found = near_misses(assessor.policy(), assessor.program(), profile, *claim);
        if !matches!(start, Verdict::False | Verdict::Unclear) {
            prop_assert!(found.is_empty());
            return Ok(());
        }
        let all = case.all_turns(start);
        for turn in &all {
            prop_assert!(found.iter().any(|miss| part_of(profile, &miss.changes, turn)), "not found: {turn:?}\nof {found:?}");
        }
        for miss in &found {
            let mine = |other: &&Vec<Change>| part_of(profile, other, &miss.changes);
            let less = all.iter().filter(mine).find(|other| !part_of(profile, &miss.changes, other));
            prop_assert!(less.is_none(), "{miss:?}\nhas more than {less:?}");
            prop_assert!(all.iter().any(|turn| part_of(profile, &miss.changes, turn)), "turns nothing: {miss:?}");
        }
    }

    /// With everything else as it should be, the event makes the claim true on the last day and not on the next.
    #[test]
    fn deadlines_are_the_last_day_that_counts(profile in profiles()) {
        let profile = read(&profile);
        let claims: Vec<_> = outcome(&profile).claims.iter().map(|claim| (claim.item, claim.row)).collect();
        for deadline in deadlines(assessor().policy(), program(), &profile, &claims) {
            let FactRef::Column { table, column } = deadline.event else { continue };
            let at = |day: Date| {
                let width = assessor().policy().facts.table_at(table).unwrap().columns.len();
                let mut then = profile.clone();
                for row in then.tables[usize::from(table)].iter_mut().flatten() {
                    // A day that is still ahead in another row is a plan.
                    if row.cells[usize::from(column)].date().is_some_and(|day| day > profile.as_of) {
                        row.cells[usize::from(column)] = Value::Unknown;
                    }
                }
                let mut cells = vec![Wanted::default(); width];
                cells[usize::from(column)] = Wanted::only(Value::Date(day));
                let mut then = with(&then, &[Change::Row { table, cells }]);
                then.as_of = then.as_of.max(day);
                let own = u32::try_from(then.rows(table).unwrap().len() - 1).unwrap();
                can_be_true(&then, deadline.claim, (table, own))
            };
            prop_assert!(at(deadline.last_day));
            prop_assert!(!at(deadline.last_day.next().unwrap()));
            prop_assert!(deadline.last_day >= profile.as_of);
            if let Some(after) = afterwards(assessor().policy(), program(), &profile, &deadline) {
                prop_assert!(after.until > deadline.last_day && !after.ambiguities.is_empty());
            }
        }
    }

    /// An optional fact that is not shown changes nothing: the earliest and the latest day are tried.
    #[test]
    fn optional_facts_that_do_not_matter_change_nothing(profile in profiles()) {
        let profile = read(&profile);
        let facts = &assessor().policy().facts;
        let before = outcome(&profile);
        let mut early_late = [profile.clone(), profile.clone()];
        for (table, definition) in (0..).zip(&facts.tables) {
            for row in (0..).take(profile.rows(table).map_or(0, <[_]>::len)) {
                for (column, fact) in (0..).zip(&definition.columns) {
                    let at = FactPath::Cell { table, column, row };
                    if fact.optional && fact.kind == FactType::Date && !optional_matters(program(), &profile, at) {
                        // The first of two days early, the second late, and the other way round.
                        for (trial, late) in early_late.iter_mut().zip([column % 2, (column + 1) % 2]) {
                            let value = Value::Date(day(if late == 1 { "2199-12-31" } else { "1900-01-01" }));
                            Change::Fact { at, to: Wanted::only(value) }.apply(trial);
                        }
                    }
                }
            }
        }
        for trial in early_late {
            prop_assert_eq!(&outcome(&trial), &before);
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
