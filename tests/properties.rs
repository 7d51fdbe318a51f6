//! What must hold for every profile.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use policy_selfcheck::engine::{Findings, Outcome};
use proptest::prelude::*;
use proptest::sample::Index;
use rust_decimal::Decimal;
use serde_json::Value;

mod support;

use support::profiles::{known_facts, profiles, unknown_choices};
use support::{assessor, report};

fn yuan(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

/// Every claim of a report.
fn claims(report: &Value) -> Vec<&Value> {
    let items = report["items"].as_array().unwrap().iter();
    items.filter_map(|item| item["claims"].as_array()).flatten().collect()
}

/// Least and most of an amount; none where the text states none.
fn bounds(amount: &Value) -> Option<(Decimal, Decimal)> {
    match amount["kind"].as_str().unwrap() {
        "exact" => Some((yuan(&amount["yuan"]), yuan(&amount["yuan"]))),
        "at_least" => {
            let most = amount["at_most"].as_str().map_or(Decimal::MAX, |most| most.parse().unwrap());
            Some((yuan(&amount["yuan"]), most))
        }
        _ => None,
    }
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect()
}

fn names_or_none(list: &Value) -> Vec<&str> {
    if list.is_array() { names(list) } else { Vec::new() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// The fast path and the explaining path judge alike, claim by claim.
    #[test]
    fn both_paths_judge_alike(profile in profiles()) {
        let read = assessor().read(&profile.to_string()).unwrap();
        let program = assessor().program();
        let (mut outcome, mut findings) = (Outcome::default(), Findings::default());
        program.evaluate(&read, &mut outcome);
        for claim in &outcome.claims {
            let explained = program.findings(&read, (claim.item, claim.row), &mut findings);
            prop_assert_eq!(*claim, explained);
        }
    }

    /// A settled verdict is never taken back and bounds only close in when a fact is added.
    #[test]
    fn answers_only_narrow(profile in profiles(), chosen in any::<Index>()) {
        let known = known_facts(&profile);
        prop_assume!(!known.is_empty());
        let mut less = profile.clone();
        let (pointer, path) = chosen.get(&known);
        *less.pointer_mut(pointer).unwrap() = Value::Null;
        let (before, after) = (report(&less), report(&profile));
        for (old, new) in claims(&before).into_iter().zip(claims(&after)) {
            prop_assert_eq!(&old["key"], &new["key"]);
            if old["status"] != "insufficient_facts" {
                prop_assert_eq!(&old["status"], &new["status"], "{} on adding {}", old["key"], path);
            }
            if let (Some((low, high)), Some((least, most))) = (bounds(&old["amount"]), bounds(&new["amount"])) {
                prop_assert!(low <= least && most <= high, "{} widens on adding {}", old["key"], path);
            }
        }
    }

    /// What is not missing cannot change a claim.
    #[test]
    fn what_is_not_missing_changes_nothing(profile in profiles(), chosen in any::<Index>()) {
        let known = known_facts(&profile);
        prop_assume!(!known.is_empty());
        let mut less = profile.clone();
        let (pointer, path) = chosen.get(&known);
        *less.pointer_mut(pointer).unwrap() = Value::Null;
        let (before, after) = (report(&less), report(&profile));
        for (old, new) in claims(&before).into_iter().zip(claims(&after)) {
            if !names(&old["missing"]).contains(&path.as_str()) {
                prop_assert_eq!(&old["status"], &new["status"], "{} though {} is not missing", old["key"], path);
                prop_assert_eq!(&old["amount"], &new["amount"], "{} though {} is not missing", old["key"], path);
            }
        }
    }

    /// A question that is not asked changes no verdict, amount or total, whatever its answer: every value of every
    /// yes-or-no and every choice is tried, of sets none, each and all, and of tables that they have no rows.
    #[test]
    fn questions_not_asked_change_nothing(profile in profiles()) {
        let before = report(&profile);
        let missing: Vec<&str> = claims(&before).into_iter().flat_map(|claim| names(&claim["missing"])).collect();
        let verdicts = |report: &Value| -> Vec<(Value, Value)> {
            let items = report["items"].as_array().unwrap().iter().map(|item| (item["id"].clone(), item["status"].clone()));
            items.chain(claims(report).into_iter().map(|claim| (claim["status"].clone(), claim["amount"].clone()))).collect()
        };
        for (pointer, path, values) in unknown_choices(&profile) {
            if missing.contains(&path.as_str()) || before["items"].as_array().unwrap().iter().any(|i| names_or_none(&i["missing"]).contains(&path.as_str())) {
                continue;
            }
            for value in values {
                let mut more = profile.clone();
                *more.pointer_mut(&pointer).unwrap() = value;
                let after = report(&more);
                prop_assert_eq!(verdicts(&before), verdicts(&after), "{}", path);
                prop_assert_eq!(&before["totals"], &after["totals"], "{}", path);
            }
        }
    }

    /// Findings fit the status, an evaluation never passes by itself, and the item has the best of its claims.
    #[test]
    fn findings_fit_the_status(profile in profiles()) {
        let report = report(&profile);
        for item in report["items"].as_array().unwrap() {
            for claim in item["claims"].as_array().into_iter().flatten() {
                let status = claim["status"].as_str().unwrap();
                let (missing, failed) = (names(&claim["missing"]), names(&claim["failed"]));
                match status {
                    "not_eligible" => {
                        prop_assert!(missing.is_empty() && !failed.is_empty(), "{}", claim);
                        prop_assert_eq!(&claim["amount"]["kind"], "none");
                    }
                    "insufficient_facts" => prop_assert!(!missing.is_empty() && failed.is_empty(), "{}", claim),
                    "unclear" => prop_assert!(failed.is_empty() && !names(&claim["ambiguities"]).is_empty(), "{}", claim),
                    _ => prop_assert!(failed.is_empty(), "{}", claim),
                }
                if status == "meets" && claim["amount"]["kind"] != "none" {
                    let rule = assessor().policy().items.iter().find(|i| i.id == item["id"]).unwrap();
                    let key = claim["key"].as_str().unwrap();
                    let states = &profile["evaluations"];
                    let state = states[key].as_str().or(states[rule.id.as_str()].as_str());
                    prop_assert!(rule.evaluations.is_empty() || state == Some("passed"));
                }
            }
            let order = ["meets", "meets_pending_evaluation", "unclear", "insufficient_facts", "not_eligible"];
            let place = |status: &Value| order.iter().position(|word| status == word);
            if let Some(best) = item["claims"].as_array().and_then(|list| list.iter().filter_map(|c| place(&c["status"])).min()) {
                prop_assert_eq!(place(&item["status"]), Some(best));
            }
        }
    }

    /// The lower total is never above the upper, both come from claims that count, and outside the validity there is none.
    #[test]
    fn totals_fit_together(profile in profiles()) {
        let report = report(&profile);
        let current = ["in_force", "boundary"].contains(&report["validity"].as_str().unwrap());
        prop_assert_eq!(report["totals"].is_null(), !current);
        prop_assert_eq!(report["overlap"].is_null(), !current);
        if current {
            let (totals, overlap) = (&report["totals"], &report["overlap"]);
            let counted: Vec<&Value> = claims(&report).into_iter()
                .filter(|claim| ["meets", "meets_pending_evaluation"].contains(&claim["status"].as_str().unwrap()))
                .collect();
            let sum: Decimal = counted.iter().filter_map(|claim| bounds(&claim["amount"])).map(|(least, _)| least).sum();
            prop_assert!(yuan(&totals["lower_yuan"]) <= yuan(&totals["upper_yuan"]));
            prop_assert!(yuan(&totals["upper_yuan"]) <= sum);
            for key in names(&overlap["chosen_lower"]).into_iter().chain(names(&overlap["chosen_upper"])) {
                prop_assert!(counted.iter().any(|claim| claim["key"] == key), "{} does not count", key);
            }
            let sum_of = |keys: &Value| -> Decimal {
                names(keys).iter().map(|key| bounds(&counted.iter().find(|c| c["key"] == *key).unwrap()["amount"]).unwrap().0).sum()
            };
            prop_assert_eq!(sum_of(&overlap["chosen_lower"]), yuan(&overlap["lower_yuan"]));
            if overlap["determined"] == true {
                prop_assert_eq!(yuan(&totals["lower_yuan"]), yuan(&totals["upper_yuan"]));
                prop_assert!(overlap["undecided"].as_array().unwrap().is_empty());
            }
        }
    }

    /// The same profile gives the same bytes, and the order of keys says nothing.
    #[test]
    fn the_same_profile_gives_the_same_bytes(profile in profiles()) {
        let first = assessor().assess(&profile.to_string()).unwrap();
        let members: Vec<String> = profile.as_object().unwrap().iter().rev()
            .map(|(key, value)| format!("{}:{value}", Value::from(key.as_str()))).collect();
        prop_assert_eq!(first, assessor().assess(&format!("{{{}}}", members.join(","))).unwrap());
    }
}
