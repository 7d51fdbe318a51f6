//! Two lists, or one under two policies, beside each other, and what a list shows: each applicant once, with its reasons.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use policy_selfcheck::policy::Bundle;
use policy_selfcheck::report::Assessor;
use policy_selfcheck::roster::compare::{AnswerChange, Fate, Lens, Rule, compare, pairs};
use policy_selfcheck::roster::view::View;
use policy_selfcheck::roster::{Place, Roster};
use serde_json::{Value, json};

mod support;
use support::assessor;

fn profile(name: &str) -> Value {
    json!({
        "format": assessor().policy().document.formats.profile, "as_of": "2026-06-01",
        "applicant": { "name": name, "roles": ["tech_enterprise"] },
        "projects": [{
            "id": "p1", "is_commercialisation": true, "is_major": true, "rd_cost": "1000000", "rent_cost": "0",
            "fitout_cost": "0", "fixed_asset_investment": "0", "property_land_cost": "0",
        }],
    })
}

/// A list of profiles, each with a code that may be empty.
fn roster(assessor: &Assessor, profiles: &[(Value, &str)]) -> Roster {
    let mut roster = Roster::of_sheets(vec!["名单".into()]);
    for ((profile, code), row) in profiles.iter().zip(1..) {
        roster.add_profile(assessor, &profile.to_string(), Place { sheet: 0, row, column: 0 }).unwrap();
        roster.applicants.last_mut().unwrap().code = (*code).into();
    }
    roster
}

/// The answers that a change of one profile is put down to.
fn answers(was: Value, is: Value) -> Vec<AnswerChange> {
    let (before, now) = (roster(assessor(), &[(was, "")]), roster(assessor(), &[(is, "")]));
    let [difference] = compare(assessor().policy(), &before, &now).try_into().unwrap();
    match difference.fate {
        Fate::Changed { answers, .. } => answers,
        other => panic!("{other:?}"),
    }
}

fn answer(key: &str, row: &str, was: Value, is: Value) -> AnswerChange {
    AnswerChange { key: key.into(), row: row.into(), values: (was, is) }
}

#[test]
fn a_list_does_not_differ_from_itself_whatever_stands_in_it_twice() {
    let mut refused = profile("甲");
    refused["projects"][0]["is_major"] = json!(false);
    let twice = [(profile("甲"), ""), (refused.clone(), ""), (profile("乙"), "A"), (refused, "A"), (profile(""), "")];
    let list = roster(assessor(), &twice);
    assert_eq!(compare(assessor().policy(), &list, &list), []);
}

#[test]
fn applicants_are_the_same_by_code_then_by_name_and_each_stands_in_one_pair() {
    let before = roster(assessor(), &[(profile("甲"), "A"), (profile("乙"), ""), (profile("丁"), "D")]);
    let now =
        roster(assessor(), &[(profile("乙"), "B"), (profile("甲新名"), "A"), (profile("丙"), ""), (profile("乙"), "")]);
    assert_eq!(
        pairs(&before, &now),
        [(Some(1), Some(0)), (Some(0), Some(1)), (None, Some(2)), (None, Some(3)), (Some(2), None)]
    );
}

#[test]
fn a_change_is_put_down_to_the_answer_its_row_and_its_values() {
    let mut now = profile("甲");
    now["projects"][0]["rd_cost"] = json!("2000000");
    assert_eq!(answers(profile("甲"), now), [answer("projects.rd_cost", "p1", json!("1000000"), json!("2000000"))]);
    let mut now = profile("甲");
    now["projects"].as_array_mut().unwrap().clear();
    let row = profile("甲")["projects"][0].clone();
    assert_eq!(answers(profile("甲"), now), [answer("projects", "p1", row, Value::Null)]);
}

#[test]
fn a_changed_evaluation_and_a_changed_day_are_reasons_of_their_own() {
    let policy = assessor().policy();
    let before = roster(assessor(), &[(profile("甲"), "")]);
    let item = |id: &str| policy.items.iter().position(|item| item.id == id).unwrap();
    let id = "5.1";
    let mut now = profile("甲");
    now["evaluations"] = json!({ id: "passed" });
    let after = roster(assessor(), &[(now.clone(), "")]);
    assert_ne!(before.applicants[0].summary.statuses[item(id)], after.applicants[0].summary.statuses[item(id)]);
    assert_eq!(answers(profile("甲"), now), [answer("evaluations", id, Value::Null, json!("passed"))]);
    let mut now = profile("甲");
    now["as_of"] = json!("2040-01-01");
    assert_eq!(answers(profile("甲"), now), [answer("as_of", "", json!("2026-06-01"), json!("2040-01-01"))]);
}

#[test]
fn a_word_for_what_nobody_knows_is_no_change() {
    let mut was = profile("甲");
    was["untagged_matters"] = json!("unknown");
    was["evaluations"] = json!({ "5.1": "unknown" });
    let mut now = profile("甲");
    now["projects"][0]["rd_cost"] = json!("2000000");
    assert_eq!(answers(was, now), [answer("projects.rd_cost", "p1", json!("1000000"), json!("2000000"))]);
}

#[test]
fn an_amount_that_may_still_grow_is_told_apart_from_the_same_amount_settled() {
    let mut was = profile("甲");
    was["projects"][0].as_object_mut().unwrap().remove("rent_cost");
    let (before, now) = (roster(assessor(), &[(was, "")]), roster(assessor(), &[(profile("甲"), "")]));
    let [difference] = compare(assessor().policy(), &before, &now).try_into().unwrap();
    let Fate::Changed { items, open, .. } = difference.fate else { panic!("{difference:?}") };
    assert_eq!((open, items[0].known.0 == items[0].known.1, items[0].open), ((true, false), true, (true, false)));
}

/// The policy that ships, changed, and the same list under both.
fn other(change: impl FnOnce(&mut Value)) -> Assessor {
    let mut policy = serde_json::to_value(assessor().policy()).unwrap();
    change(&mut policy);
    Assessor::new(Bundle::from_json(&json!({ "digest": "", "policy": policy }).to_string()).unwrap()).unwrap()
}

fn under(other: &Assessor, profiles: &[(Value, &str)]) -> Vec<(String, Fate)> {
    let (before, now) = (roster(assessor(), profiles), roster(other, profiles));
    let lens = Lens::new(assessor().policy(), other.policy());
    let all = before.applicants.iter().zip(&now.applicants);
    all.filter_map(|(was, is)| Some((was.name.to_string(), lens.changed(was, is)?))).collect()
}

#[test]
fn items_in_another_order_are_no_difference() {
    let swapped = other(|policy| policy["items"].as_array_mut().unwrap().swap(0, 1));
    assert_eq!(under(&swapped, &[(profile("甲"), "")]), []);
}

#[test]
fn a_removed_item_touches_those_who_had_it_and_nobody_else() {
    let id = "5.1";
    let without = other(|policy| policy["items"].as_array_mut().unwrap().retain(|item| item["id"] != id));
    let mut none = profile("乙");
    none["projects"] = json!([]);
    let changed = under(&without, &[(profile("甲"), ""), (none, "")]);
    let [(name, Fate::Changed { items, .. })] = &changed[..] else { panic!("{changed:?}") };
    let title = &assessor().policy().items.iter().find(|item| item.id == id).unwrap().title;
    assert_eq!((name.as_str(), items.len()), ("甲", 1));
    assert_eq!((&items[0].title, &items[0].status.1), (title, &None));
    assert_eq!(Lens::new(assessor().policy(), without.policy()).policies().gone, std::slice::from_ref(title));
}

#[test]
fn a_rule_that_differs_is_named() {
    let cheaper = other(|policy| {
        let item = policy["items"].as_array_mut().unwrap().iter_mut().find(|item| item["id"] == "5.1").unwrap();
        item["amount"]["share"]["rate"] = json!("0.2");
    });
    let changed = under(&cheaper, &[(profile("甲"), "")]);
    let [(_, Fate::Changed { items, answers, .. })] = &changed[..] else { panic!("{changed:?}") };
    assert_eq!(items[0].rules, [Rule::Rate("0.3".parse().unwrap(), "0.2".parse().unwrap())]);
    assert_eq!(answers, &[]);
}

#[test]
fn windows_close_by_the_profiles_own_day() {
    let founded = |as_of: &str| {
        let mut profile = profile("甲");
        profile["as_of"] = json!(as_of);
        profile["applicant"]["founded_on"] = json!("2025-03-10");
        profile["applicant"]["founder_origin"] = json!("university");
        profile["applicant"]["founder_is_main_shareholder"] = json!(true);
        profile["applicant"]["is_tech_company"] = json!(true);
        profile
    };
    let list = roster(assessor(), &[(founded("2026-06-01"), ""), (founded("2027-02-20"), "")]);
    let first = |index: usize| list.applicants[index].windows().next();
    let (early, late) = (first(0).unwrap(), first(1).unwrap());
    assert_eq!(early.0, late.0);
    assert_eq!(early.2 - late.2, 264);
    let within = View { within: Some(u16::try_from(late.2).unwrap()), ..View::default() };
    assert_eq!(list.select(&assessor().policy().facts, &within), [1]);
}

#[test]
fn a_verdict_is_looked_for_in_any_item_or_in_one() {
    let policy = assessor().policy();
    let mut none = profile("乙");
    none["projects"] = json!([]);
    let list = roster(assessor(), &[(profile("甲"), ""), (none, "")]);
    let place = policy.items.iter().position(|item| item.id == "5.1").unwrap();
    let word = list.applicants[0].summary.statuses[place].word().to_owned();
    let view = View { status: Some(word), ..View::default() };
    assert_eq!(list.select(&policy.facts, &view), [0]);
    let of_item = View { item: u16::try_from(place).ok(), ..view };
    assert_eq!(list.select(&policy.facts, &of_item), [0]);
}
