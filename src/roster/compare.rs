//! Two rosters, or one under two policies, beside each other: whose results changed, and why.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::list::{Applicant, Roster};
use super::plan::{EVALUATIONS, TAGS};
use super::read_cell::same_name;
use crate::engine::Status;
use crate::policy::Policy;
use crate::policy::layout::APPLICANT;
use crate::policy::model::{AmountRule, Item, Text};

/// A rule of an item that differs between two policies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// Kind of the item.
    Kind,
    /// When it applies.
    Condition,
    /// Table with a claim per row.
    Rows,
    /// Rate of the amount, before and now.
    Rate(Decimal, Decimal),
    /// Facts that the amount is computed from.
    Terms,
    /// Whether the amount is computed or not stated, or what it is stated for.
    AmountKind,
    /// Evaluations that it asks for.
    Evaluations,
    /// Readings or ambiguities of it.
    Readings,
}

/// An item whose verdict or amount differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemChange {
    /// Its title.
    pub title: Text,
    /// Its status before and now, as words of reports; none where the policy has no such item.
    pub status: (Option<String>, Option<String>),
    /// Its known amount before and now, yuan.
    pub known: (Decimal, Decimal),
    /// Whether more than that may come, before and now.
    pub open: (bool, bool),
    /// Its rules that differ.
    pub rules: Vec<Rule>,
}

/// An answer that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerChange {
    /// `applicant.x`, `table.x`, `table` for a whole row or all rows, or a key of the profile such as `as_of`.
    pub key: String,
    /// Name of the row, without one its id, or key of the claim; may be empty.
    pub row: String,
    /// Its JSON before and now; null where there is none.
    pub values: (Json, Json),
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
        lower: (Decimal, Decimal),
        /// Upper totals before and now.
        upper: (Decimal, Decimal),
        /// Whether the totals may still grow, before and now.
        open: (bool, bool),
        /// Items that differ.
        items: Vec<ItemChange>,
        /// Answers that differ, the day of assessment among them.
        answers: Vec<AnswerChange>,
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

/// How two policies differ.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PolicyChange {
    /// Titles of items that only the other has.
    pub new: Vec<Text>,
    /// Titles of items that only the first has.
    pub gone: Vec<Text>,
    /// Items whose rules differ.
    pub items: Vec<(Text, Vec<Rule>)>,
    /// The rules of combining differ.
    pub stacking: bool,
    /// The times in force differ.
    pub validity: bool,
}

/// An item of either policy or both.
#[derive(Debug)]
struct Pair {
    title: Text,
    /// Its numbers.
    before: Option<u16>,
    now: Option<u16>,
    rules: Vec<Rule>,
}

/// Looks at applicants under two policies, or under the same one; items are the same by id.
#[derive(Debug)]
pub struct Lens<'p> {
    policies: (&'p Policy, &'p Policy),
    items: Vec<Pair>,
}

impl<'p> Lens<'p> {
    /// For the policy before and the one now.
    pub fn new(before: &'p Policy, now: &'p Policy) -> Self {
        let place = |policy: &Policy, id: &str| {
            policy.items.iter().position(|item| item.id == id).and_then(|place| u16::try_from(place).ok())
        };
        let mut items: Vec<Pair> = (0_u16..)
            .zip(&now.items)
            .map(|(number, item)| {
                let was = place(before, &item.id);
                let rules = was.and_then(|was| before.item_at(was)).map(|was| rules(was, item)).unwrap_or_default();
                Pair { title: item.title.clone(), before: was, now: Some(number), rules }
            })
            .collect();
        let gone = (0_u16..).zip(&before.items).filter(|(_, item)| place(now, &item.id).is_none());
        items.extend(gone.map(|(number, item)| Pair {
            title: item.title.clone(),
            before: Some(number),
            now: None,
            rules: Vec::new(),
        }));
        Self { policies: (before, now), items }
    }

    /// How the policies differ.
    pub fn policies(&self) -> PolicyChange {
        let titles = |wanted: fn(&Pair) -> bool| {
            self.items.iter().filter(|pair| wanted(pair)).map(|pair| pair.title.clone()).collect()
        };
        let changed = self.items.iter().filter(|pair| !pair.rules.is_empty());
        let (before, now) = self.policies;
        PolicyChange {
            new: titles(|pair| pair.before.is_none()),
            gone: titles(|pair| pair.now.is_none()),
            items: changed.map(|pair| (pair.title.clone(), pair.rules.clone())).collect(),
            stacking: differ(&before.stacking, &now.stacking),
            validity: differ(&before.document.validity, &now.document.validity),
        }
    }

    /// What became of an applicant; none where its results are the same.
    pub fn changed(&self, was: &Applicant, is: &Applicant) -> Option<Fate> {
        let (old, new) = (&was.summary, &is.summary);
        let items: Vec<ItemChange> = self.items.iter().filter_map(|pair| item_change(pair, was, is)).collect();
        if items.is_empty() && (old.lower, old.upper) == (new.lower, new.upper) {
            return None;
        }
        let answers = different_answers(self.policies.1, &was.profile.text(), &is.profile.text());
        let (lower, upper, open) = ((old.lower, new.lower), (old.upper, new.upper), (old.open, new.open));
        Some(Fate::Changed { lower, upper, open, items, answers })
    }

    /// What became of a pair of applicants.
    pub fn difference(&self, before: &Roster, now: &Roster, pair: (Option<u32>, Option<u32>)) -> Option<Difference> {
        let (was, is) = (applicant(before, pair.0), applicant(now, pair.1));
        let fate = match (was, is) {
            (Some(was), Some(is)) => self.changed(was, is)?,
            (None, Some(_)) => Fate::New,
            _ => Fate::Gone,
        };
        let name = is.or(was).map(|one| one.name.to_string()).unwrap_or_default();
        Some(Difference { name, index: pair.1, fate })
    }
}

fn applicant(roster: &Roster, index: Option<u32>) -> Option<&Applicant> {
    index.and_then(|index| roster.applicants.get(index as usize))
}

fn item_change(pair: &Pair, was: &Applicant, is: &Applicant) -> Option<ItemChange> {
    let status =
        |one: &Applicant, item: Option<u16>| item.and_then(|item| one.summary.statuses.get(usize::from(item)).copied());
    let (old, new) = (status(was, pair.before), status(is, pair.now));
    let counted = |one: &Applicant, item: Option<u16>| item.and_then(|item| one.counted(item)).unwrap_or_default();
    let (was, is) = (counted(was, pair.before), counted(is, pair.now));
    let (known, open) = ((was.0, is.0), (was.1, is.1));
    // An item that comes or goes without touching the applicant is no change of its results.
    let nothing =
        |status: Option<Status>| status.is_none_or(|s| matches!(s, Status::NotEligible | Status::DirectionOnly));
    let same = if old.is_none() || new.is_none() { nothing(old) && nothing(new) } else { old == new };
    let word = |status: Option<Status>| status.map(|status| status.word().to_owned());
    (!same || was != is).then(|| ItemChange {
        title: pair.title.clone(),
        status: (word(old), word(new)),
        known,
        open,
        rules: pair.rules.clone(),
    })
}

/// Which applicants are the same: by code and name, else by code, else by name, without one by all answers. Each stands in one pair; those of the
/// present roster come first, in its order.
pub fn pairs(before: &Roster, now: &Roster) -> Vec<(Option<u32>, Option<u32>)> {
    let keys: [fn(&Applicant) -> Option<String>; 4] = [
        |one| (!one.code.is_empty()).then(|| [&one.code, " ", same_name(&one.name).as_str()].concat()),
        |one| (!one.code.is_empty()).then(|| one.code.to_string()),
        |one| Some(same_name(&one.name)).filter(|name| !name.is_empty()),
        |one| one.name.is_empty().then(|| one.profile.text()),
    ];
    let live = |roster: &'_ Roster| -> Vec<u32> {
        (0..).zip(&roster.applicants).filter(|(_, one)| !one.left_out).map(|(index, _)| index).collect()
    };
    let (mut old, new) = (live(before), live(now));
    let mut found: BTreeMap<u32, u32> = BTreeMap::new();
    for key in keys {
        let key_of =
            |roster: &Roster, index: u32| roster.applicants.get(index as usize).and_then(key).unwrap_or_default();
        let mut waiting: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for index in old.iter().rev() {
            waiting.entry(key_of(before, *index)).or_default().push(*index);
        }
        waiting.remove("");
        for index in &new {
            if !found.contains_key(index)
                && let Some(was) = waiting.get_mut(&key_of(now, *index)).and_then(Vec::pop)
            {
                found.insert(*index, was);
            }
        }
        let taken: std::collections::BTreeSet<u32> = found.values().copied().collect();
        old.retain(|index| !taken.contains(index));
    }
    let mut pairs: Vec<_> = new.into_iter().map(|index| (found.get(&index).copied(), Some(index))).collect();
    pairs.extend(old.into_iter().map(|index| (Some(index), None)));
    pairs
}

/// Compares two rosters of one policy.
pub fn compare(policy: &Policy, before: &Roster, now: &Roster) -> Vec<Difference> {
    let lens = Lens::new(policy, policy);
    pairs(before, now).into_iter().filter_map(|pair| lens.difference(before, now, pair)).collect()
}

fn differ(was: &impl Serialize, is: &impl Serialize) -> bool {
    serde_json::to_value(was).ok() != serde_json::to_value(is).ok()
}

/// The rules of an item that differ.
fn rules(was: &Item, is: &Item) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut note = |differs: bool, rule: Rule| {
        if differs {
            rules.push(rule);
        }
    };
    note(was.kind != is.kind, Rule::Kind);
    note(differ(&was.condition, &is.condition), Rule::Condition);
    note(was.per_row != is.per_row, Rule::Rows);
    match (&was.amount, &is.amount) {
        (Some(AmountRule::Share(was)), Some(AmountRule::Share(is))) => {
            note(was.rate != is.rate, Rule::Rate(was.rate, is.rate));
            note(differ(&was.terms, &is.terms), Rule::Terms);
        }
        (was, is) => note(differ(was, is), Rule::AmountKind),
    }
    note(was.evaluations != is.evaluations, Rule::Evaluations);
    let readings = differ(&was.readings, &is.readings) || differ(&was.disclosures, &is.disclosures);
    note(readings || was.ambiguities != is.ambiguities, Rule::Readings);
    rules
}

/// Answers that differ: of the applicant and of the rows one by one, states of evaluations, tags, the day.
fn different_answers(policy: &Policy, was: &str, is: &str) -> Vec<AnswerChange> {
    let parse = |text: &str| serde_json::from_str::<Json>(text).unwrap_or(Json::Null);
    let (was, is) = (parse(was), parse(is));
    let part = |key: &str| (member(&was, key), member(&is, key));
    let mut changes = Vec::new();
    members([APPLICANT, "."].concat().as_str(), "", part(APPLICANT), &mut changes);
    for table in &policy.facts.tables {
        rows(&table.name, part(&table.name), &mut changes);
    }
    for key in [EVALUATIONS, TAGS] {
        let (was, is) = part(key);
        for claim in names(was, is) {
            note(key.to_owned(), claim, (member(was, claim), member(is, claim)), &mut changes);
        }
    }
    for key in ["untagged_matters", "as_of"] {
        note(key.to_owned(), "", part(key), &mut changes);
    }
    changes
}

/// What a profile says there; the word for what nobody knows is what stands for a key that is not there.
fn said(json: &Json) -> &Json {
    if json == "unknown" { &Json::Null } else { json }
}

fn member<'j>(json: &'j Json, key: &str) -> &'j Json {
    json.get(key).unwrap_or(&Json::Null)
}

/// Names of the members of either object.
fn names<'j>(was: &'j Json, is: &'j Json) -> std::collections::BTreeSet<&'j String> {
    [was, is].into_iter().filter_map(Json::as_object).flat_map(Map::keys).collect()
}

fn note(key: String, row: &str, values: (&Json, &Json), changes: &mut Vec<AnswerChange>) {
    let values = (said(values.0), said(values.1));
    if values.0 != values.1 {
        changes.push(AnswerChange { key, row: row.to_owned(), values: (values.0.clone(), values.1.clone()) });
    }
}

fn members(prefix: &str, row: &str, (was, is): (&Json, &Json), changes: &mut Vec<AnswerChange>) {
    for name in names(was, is).into_iter().filter(|name| *name != "id") {
        note([prefix, name].concat(), row, (member(was, name), member(is, name)), changes);
    }
}

/// Rows are the same by id; one that is new or gone is told as a whole.
fn rows(table: &str, (was, is): (&Json, &Json), changes: &mut Vec<AnswerChange>) {
    let (Some(old), Some(new)) = (was.as_array(), is.as_array()) else {
        note(table.to_owned(), "", (was, is), changes);
        return;
    };
    let id = |row: &'_ Json| member(row, "id").as_str().unwrap_or_default().to_owned();
    let name = |row: &'_ Json| member(row, "name").as_str().map_or_else(|| id(row), str::to_owned);
    let same = |rows: &'_ [Json], id: &str| rows.iter().position(|row| member(row, "id").as_str() == Some(id));
    for row in new {
        match same(old, &id(row)).and_then(|place| old.get(place)) {
            Some(known) => members(&[table, "."].concat(), &name(row), (known, row), changes),
            None => note(table.to_owned(), &name(row), (&Json::Null, row), changes),
        }
    }
    for row in old.iter().filter(|row| same(new, &id(row)).is_none()) {
        note(table.to_owned(), &name(row), (row, &Json::Null), changes);
    }
}
