//! Hostile input: nothing that arrives as bytes may crash the engine or be taken for something it is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

mod support;

use support::profiles::profiles;

/// The answer is a report or an errors object with at least one error, and valid JSON.
fn answers(text: &str) -> Result<(), TestCaseError> {
    let answer = support::answer(text);
    let format = answer["format"].as_str().unwrap();
    prop_assert!(["changping-report/1", "changping-errors/1"].contains(&format));
    if format == "changping-errors/1" {
        prop_assert!(!answer["errors"].as_array().unwrap().is_empty());
    }
    Ok(())
}

/// Words that stand somewhere between two formats.
const WORDS: [&str; 10] =
    ["", "p", "unknown", "-0", "1e400", "2026-13-01", "999999999999999999999999999999", "\u{0}", "𠀀", "5.1#p"];

/// Any JSON value, small.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        proptest::sample::select(&WORDS[..]).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((any::<String>(), inner), 0..4).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Pointers to every place of a value.
fn places(value: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    let step = |key: &str| format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Object(members) => members.iter().for_each(|(key, inner)| places(inner, &step(key), out)),
        Value::Array(list) => list.iter().zip(0..).for_each(|(inner, n)| places(inner, &step(&n.to_string()), out)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        answers(&text)?;
    }

    #[test]
    fn any_value(value in any_json()) {
        answers(&value.to_string())?;
    }

    /// A sound profile with one place put to anything.
    #[test]
    fn one_place_changed(profile in profiles(), place in any::<Index>(), value in any_json()) {
        let mut all = Vec::new();
        places(&profile, "", &mut all);
        let mut changed = profile.clone();
        *changed.pointer_mut(place.get(&all).as_str()).unwrap() = value;
        answers(&changed.to_string())?;
    }

    /// A sound profile with bytes cut out, doubled or changed.
    #[test]
    fn bytes_changed(profile in profiles(), edits in vec((any::<Index>(), any::<u8>(), 0_u8..3), 1..6)) {
        let mut bytes = profile.to_string().into_bytes();
        for (place, byte, kind) in edits {
            if bytes.is_empty() {
                break;
            }
            let at = place.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => bytes.truncate(at),
            }
        }
        answers(&String::from_utf8_lossy(&bytes))?;
    }
}

#[test]
fn a_profile_full_of_claims_is_answered() {
    let row = |n: usize| {
        let (project, matter) = (format!("P{}", n % 40), format!("M{}", n % 37));
        json!({"id": format!("r{n}"), "project": project, "matter": matter, "is_commercialisation": true,
               "is_major": true, "early_poc": true, "disruptive_team": true, "rd_cost": format!("{}", n + 1)})
    };
    let contract = |n: usize| {
        json!({"id": format!("c{n}"), "project": format!("P{}", n % 41), "matter": format!("M{}", n % 31),
               "service_invention": true, "directed_mode": "rd", "registered": true, "converted": true,
               "amount": format!("{}", 7 * n + 1)})
    };
    let profile = json!({
        "format": "changping-profile/1", "as_of": "2026-06-01", "applicant": {"roles": ["university"]},
        "projects": (0..2000).map(row).collect::<Vec<_>>(), "technology_contracts": (0..2000).map(contract).collect::<Vec<_>>(),
    });
    let report = support::report(&profile);
    assert_eq!(support::item(&report, "5.1")["claims"].as_array().unwrap().len(), 2000);
    assert!(report["overlap"]["lower_yuan"].is_string());
}

#[test]
fn the_largest_amounts_do_not_overflow() {
    let most = "999999999999999999.99";
    let project = |n: usize| {
        json!({"id": format!("p{n}"), "is_commercialisation": true, "is_major": true, "rd_cost": most, "rent_cost": most,
               "fitout_cost": most, "fixed_asset_investment": most, "property_land_cost": "0"})
    };
    let profile = json!({"format": "changping-profile/1", "as_of": "2026-06-01",
                         "projects": (0..3000).map(project).collect::<Vec<_>>()});
    let report = support::report(&profile);
    // 4 × 999,999,999,999,999,999.99 × 30% = 1,199,999,999,999,999,999.988 a project, 3,000 projects of one item.
    assert_eq!(support::claim(&report, "5.1#p0")["amount"]["yuan"], "1199999999999999999.988");
    assert_eq!(report["totals"]["lower_yuan"], "3599999999999999999964");
}
