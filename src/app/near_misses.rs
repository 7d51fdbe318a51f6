//! The smallest changes that would change a verdict, in words: what one can act on first, settled facts folded.

use yew::prelude::*;

use super::advice_panel::Named;
use super::card::fact_words;
use super::lazy::Lazy;
use super::root::Store;
use super::state::State;
use crate::advice::{Change, Deadline, NearMiss, near_misses};
use crate::engine::{FactPath, Status};
use crate::policy::FactRef;
use crate::policy::model::{Fact, FactType};
use crate::profile::Value;

/// What would change a verdict: sets of changes that one can bring about, and folded those with settled facts.
pub fn misses(store: &Store, claims: &[Named], open: &[Deadline]) -> Option<Html> {
    let lang = store.lang;
    let ours = by_claim(store, claims, open, true);
    let shown = ours.clone();
    let (again, all) = (store.clone(), claims.to_vec());
    let windows = open.to_vec();
    let make = Callback::from(move |()| {
        let entries = by_claim(&again, &all, &windows, false);
        if entries.is_empty() {
            return html! { <p class="muted">{ again.lang.t("没有。", "None.") }</p> };
        }
        html! { <ul class="advice-list">{ for entries }</ul> }
    });
    let refused = claims.iter().any(|(_, _, status)| matches!(status, Status::NotEligible | Status::Unclear));
    refused.then(|| {
        html! {
            <div class="advice-part">
                <h3>{ lang.t("改变哪一点，结论会不同", "What would change a verdict") }</h3>
                <p class="muted">{ lang.t(
                    "每一条都是最小的改变：少一点，结论就不变。标明“可争取”或“既定事实”。",
                    "Each line is the smallest change: with less of it the verdict stays. Each fact is marked “can change” or “settled”.",
                ) }</p>
                if !shown.is_empty() { <ul class="advice-list">{ for shown }</ul> }
                <Lazy summary={lang.t("要改变既定事实才行的（一般不能改变）", "What only other settled facts would change").to_owned()} {make} />
            </div>
        }
    })
}

/// Per claim the sets of changes: those all of which one can bring about, or the others.
fn by_claim(store: &Store, claims: &[Named], open: &[Deadline], ours: bool) -> Vec<Html> {
    let (policy, program, profile) = (store.policy(), store.assessor.program(), &store.computed.profile);
    let entry = |(claim, words, _): &Named| {
        let found = near_misses(policy, program, profile, *claim);
        let wanted = |miss: &&NearMiss| miss.changes.iter().all(|change| can_be_done(store, change)) == ours;
        let deadline = open.iter().find(|deadline| deadline.claim == *claim);
        let ways: Vec<Html> = found.iter().filter(wanted).map(|miss| way(store, miss, deadline)).collect();
        (!ways.is_empty()).then(|| html! { <li><span class="advice-name">{ words.clone() }</span>{ for ways }</li> })
    };
    claims.iter().filter_map(entry).collect()
}

/// Whether a change is one that an applicant can bring about.
fn can_be_done(store: &Store, change: &Change) -> bool {
    let fact = match change {
        Change::Fact { at: FactPath::Applicant(index), .. } => FactRef::Applicant(*index),
        Change::Fact { at: FactPath::Cell { table, column, .. }, .. } => {
            FactRef::Column { table: *table, column: *column }
        }
        Change::Fact { .. } => return false,
        Change::Row { .. } => return true,
    };
    store.policy().facts.get(fact).is_some_and(|fact| !fact.fixed)
}

fn way(store: &Store, miss: &NearMiss, deadline: Option<&Deadline>) -> Html {
    let lang = store.lang;
    let words = miss.changes.iter().map(|change| {
        let mark = if can_be_done(store, change) {
            lang.t("（可争取）", " (can change)")
        } else {
            lang.t("（既定事实）", " (settled)")
        };
        [&change_words(store, change, deadline), mark].concat()
    });
    let words: Vec<String> = words.collect();
    html! { <span>{ words.join(lang.t("，并且", ", and ")) }{ lang.t("。", ".") }</span> }
}

/// A change in words; dates of new rows as their deadline, where one is given.
pub fn change_words(store: &State, change: &Change, deadline: Option<&Deadline>) -> String {
    let lang = store.lang;
    let facts = &store.policy().facts;
    match change {
        Change::Fact { at, value } => {
            let path = store.assessor.path(&store.computed.profile, *at);
            let fact = match *at {
                FactPath::Applicant(index) => facts.get(FactRef::Applicant(index)),
                FactPath::Cell { table, column, .. } => facts.get(FactRef::Column { table, column }),
                FactPath::Table(_) | FactPath::Evaluation { .. } => None,
            };
            let value = fact.map(|fact| value_words(store, fact, *value)).unwrap_or_default();
            [lang.t("“", "“"), &fact_words(store, &path), lang.t("”变为“", "” becomes “"), &value, "”"].concat()
        }
        Change::Row { table, cells } => {
            let Some(table) = facts.table_at(*table) else { return String::new() };
            let mut words =
                [lang.t("新增一条", "one more: "), lang.of(&table.row_label), lang.t("：", " with ")].concat();
            let parts = table.columns.iter().zip(cells).filter(|(_, value)| value.is_known()).map(|(column, value)| {
                let name = lang.of(&column.short);
                match deadline.filter(|_| column.kind == FactType::Date) {
                    Some(deadline) => [name, lang.t("不晚于 ", " by "), &lang.date(deadline.last_day)].concat(),
                    None => [name, lang.t("为“", " “"), &value_words(store, column, *value), "”"].concat(),
                }
            });
            words.push_str(&parts.collect::<Vec<_>>().join(lang.t("，", ", ")));
            words
        }
    }
}

/// A value in words; of a set the words of all its values.
pub fn value_words(store: &State, fact: &Fact, value: Value) -> String {
    let lang = store.lang;
    match value {
        Value::Unknown => String::new(),
        Value::Bool(true) => lang.t("是", "yes").to_owned(),
        Value::Bool(false) => lang.t("否", "no").to_owned(),
        Value::Date(day) => lang.date(day),
        Value::Money(yuan) => lang.yuan(yuan),
        Value::Int(count) => count.to_string(),
        Value::Choice(bits) | Value::Set(bits) => {
            let chosen = fact.values.iter().enumerate().filter(|(n, _)| bits >> n & 1 == 1);
            chosen.map(|(_, choice)| lang.of(&choice.label)).collect::<Vec<_>>().join(lang.t("、", ", "))
        }
    }
}
