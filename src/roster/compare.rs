//! Two rosters beside each other: whose results changed, and why.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::list::{Applicant, Roster};
use super::read_cell::same_name;
use crate::policy::model::Facts;

/// An item whose verdict or amount differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemChange {
    /// Item.
    pub item: u16,
    /// Its status before and now, as words of reports.
    pub status: (String, String),
    /// Its known amount before and now, yuan.
    pub known: (rust_decimal::Decimal, rust_decimal::Decimal),
}

/// What became of an applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// It is new.
    New,
    /// It is there no more.
    Gone,
    /// Its results differ.
    Changed {
        /// Lower totals before and now.
        lower: (rust_decimal::Decimal, rust_decimal::Decimal),
        /// Upper totals before and now.
        upper: (rust_decimal::Decimal, rust_decimal::Decimal),
        /// Items that differ.
        items: Vec<ItemChange>,
        /// Paths of facts that differ, or empty: then the day of assessment or the policy made the difference.
        facts: Vec<String>,
    },
}

/// One applicant of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Name.
    pub name: String,
    /// Number in the present roster; none if gone.
    pub index: Option<u32>,
    /// What became of it.
    pub fate: Fate,
}

/// Compares two rosters of one policy: applicants are the same by code, else by name.
pub fn compare(facts: &Facts, before: &Roster, now: &Roster) -> Vec<Difference> {
    let key = |one: &Applicant| if one.code.is_empty() { same_name(&one.name) } else { one.code.to_string() };
    let live = |roster: &'_ Roster| -> Vec<u32> {
        (0..).zip(&roster.applicants).filter(|(_, one)| !one.left_out).map(|(index, _)| index).collect()
    };
    let mut old: BTreeMap<String, &Applicant> = BTreeMap::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for index in live(before) {
        if let Some(one) = before.applicants.get(index as usize) {
            names.insert(same_name(&one.name), key(one));
            old.insert(key(one), one);
        }
    }
    let mut found = Vec::new();
    for index in live(now) {
        let Some(one) = now.applicants.get(index as usize) else { continue };
        let by_name = || names.get(&same_name(&one.name)).cloned().unwrap_or_default();
        let fate = match old.remove(&key(one)).or_else(|| old.remove(&by_name())) {
            None => Some(Fate::New),
            Some(was) => changed(facts, was, one),
        };
        found.extend(fate.map(|fate| Difference { name: one.name.to_string(), index: Some(index), fate }));
    }
    found.extend(old.into_values().map(|one| Difference { name: one.name.to_string(), index: None, fate: Fate::Gone }));
    found
}

fn changed(facts: &Facts, was: &Applicant, is: &Applicant) -> Option<Fate> {
    let (old, new) = (&was.summary, &is.summary);
    let items = (0..).zip(old.statuses.iter().zip(&new.statuses)).filter_map(|(item, (a, b))| {
        let known = (was.known(item), is.known(item));
        let change = || ItemChange { item, status: (a.word().to_owned(), b.word().to_owned()), known };
        (a != b || known.0 != known.1).then(change)
    });
    let items: Vec<ItemChange> = items.collect();
    if items.is_empty() && (old.lower, old.upper) == (new.lower, new.upper) {
        return None;
    }
    let facts = different_facts(facts, &was.profile, &is.profile);
    Some(Fate::Changed { lower: (old.lower, new.lower), upper: (old.upper, new.upper), items, facts })
}

/// Paths of facts that differ: of the applicant one by one, of tables as wholes.
fn different_facts(facts: &Facts, was: &str, is: &str) -> Vec<String> {
    let parse = |text: &str| serde_json::from_str::<Json>(text).unwrap_or(Json::Null);
    let (was, is) = (parse(was), parse(is));
    let own = facts.applicant.iter().map(|fact| [crate::policy::layout::APPLICANT, ".", &fact.name].concat());
    let tables = facts.tables.iter().map(|table| table.name.clone());
    let differs = |path: &String| {
        let pointer = ["/", &path.replace('.', "/")].concat();
        was.pointer(&pointer).unwrap_or(&Json::Null) != is.pointer(&pointer).unwrap_or(&Json::Null)
    };
    own.chain(tables).filter(differs).collect()
}
