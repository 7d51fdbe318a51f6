//! Which question to ask next: the one whose answer settles most.

use std::cmp::Reverse;

use super::change::{put, value_at};
use super::near_miss::with_row;
use crate::engine::{ClaimOutcome, FactPath, Findings, Outcome, Program, Status};
use crate::policy::Policy;
use crate::policy::model::FactType;
use crate::profile::{Profile, Row, Value};
use crate::values::order;

/// A question whose answer can still change something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The fact, or the table that has not been told.
    pub at: FactPath,
    /// Items that miss it.
    pub items: u32,
    /// Items and amounts that an answer settles, in hundredths: the mean over the answers that make a difference. A
    /// table is answered by none, or by one row of which nothing is known yet.
    pub settles: u32,
    /// Whether a computed amount waits for it.
    pub money: bool,
}

/// A place that is missing, the items that miss it, and whether an amount waits for it.
struct Missing {
    at: FactPath,
    items: Vec<u16>,
    money: bool,
}

/// All questions that are open, the one that settles most first, then the one that more items and an amount wait for;
/// equals stay in the order of the policy.
pub fn questions(policy: &Policy, program: &Program, profile: &Profile) -> Vec<Question> {
    let mut outcome = Outcome::default();
    program.evaluate(profile, &mut outcome);
    let mut ask = Asking { policy, program, profile: profile.clone(), claims: Vec::new() };
    let found = missing(program, profile, &outcome).into_iter().map(|place| Question {
        at: place.at,
        items: u32::try_from(place.items.len()).unwrap_or(u32::MAX),
        settles: ask.settles(&place),
        money: place.money,
    });
    let mut questions: Vec<Question> = found.collect();
    order::sort_by_key(&mut questions, |question| Reverse((question.settles, question.items, question.money)));
    questions
}

/// Whether an optional fact, which no verdict waits for, can still change what is said of a claim: one that rests on
/// it, or discloses something by it, and is not refused.
pub fn optional_matters(program: &Program, profile: &Profile, at: FactPath) -> bool {
    let Some(fact) = at.fact() else { return false };
    let row = if let FactPath::Cell { row, .. } = at { Some(row) } else { None };
    let mut findings = Findings::default();
    program.items_by(fact).any(|item| {
        let own = program.table_of(item).is_some() && program.table_of(item) == fact.table();
        if own {
            return program.findings(profile, (item, row), &mut findings).status != Status::NotEligible;
        }
        let mut claims = Vec::new();
        program.status_of(profile, item, &mut claims) != Status::NotEligible
    })
}

/// Everything that some item misses, in the order of the items.
fn missing(program: &Program, profile: &Profile, outcome: &Outcome) -> Vec<Missing> {
    let mut found: Vec<Missing> = Vec::new();
    let mut note = |at: FactPath, item: u16, money: bool| match found.iter_mut().find(|place| place.at == at) {
        Some(place) => {
            if place.items.last() != Some(&item) {
                place.items.push(item);
            }
            place.money |= money;
        }
        None => found.push(Missing { at, items: vec![item], money }),
    };
    let mut findings = Findings::default();
    for (item, number) in outcome.items.iter().zip(0..) {
        for claim in outcome.claims_of(item) {
            program.findings(profile, (claim.item, claim.row), &mut findings);
            for at in &findings.missing {
                note(*at, number, findings.amount_missing.contains(at));
            }
        }
        if item.count == 0 {
            program.findings_without_rows(profile, number, &mut findings);
            for at in &findings.missing {
                // The rows of the item are what its amount is computed from.
                let rows = program.table_of(number).map(FactPath::Table);
                note(*at, number, Some(*at) == rows && program.is_computed(number));
            }
        }
    }
    found
}

/// A profile in which answers are tried.
struct Asking<'a> {
    policy: &'a Policy,
    program: &'a Program,
    profile: Profile,
    claims: Vec<ClaimOutcome>,
}

impl Asking<'_> {
    /// How much of the items that miss a place its answers settle on average, in hundredths.
    fn settles(&mut self, missing: &Missing) -> u32 {
        let before = self.open(missing);
        let mut settled = 0;
        let mut count = 0;
        if let FactPath::Table(table) = missing.at {
            with_row(self.policy, &mut self.profile, table);
            settled += before.saturating_sub(self.open(missing));
            self.put_rows(table, Some(Vec::new()));
            settled += before.saturating_sub(self.open(missing));
            self.put_rows(table, None);
            count = 2;
        } else {
            let now = value_at(&self.profile, missing.at);
            for value in self.answers(missing) {
                put(&mut self.profile, missing.at, value);
                settled += before.saturating_sub(self.open(missing));
                count += 1;
            }
            put(&mut self.profile, missing.at, now);
        }
        u32::try_from((settled * 100).checked_div(count).unwrap_or(0)).unwrap_or(u32::MAX)
    }

    fn put_rows(&mut self, table: u16, rows: Option<Vec<Row>>) {
        if let Some(told) = self.profile.tables.get_mut(usize::from(table)) {
            *told = rows;
        }
    }

    /// How much is open: undecided items, and amounts that have bounds only. Other items do not change with the place.
    fn open(&mut self, missing: &Missing) -> usize {
        let (program, profile, claims) = (self.program, &self.profile, &mut self.claims);
        missing.items.iter().map(|item| program.open_in(profile, *item, claims)).sum()
    }

    /// Answers that make a difference to the items that miss the fact.
    fn answers(&self, missing: &Missing) -> Vec<Value> {
        let Some(fact) = missing.at.fact() else { return Vec::new() };
        let Some(definition) = self.policy.facts.get(fact) else { return Vec::new() };
        let row = match missing.at {
            FactPath::Cell { table, row, .. } => self.profile.rows(table).and_then(|rows| rows.get(row as usize)),
            _ => None,
        };
        let mut values: Vec<Value> = Vec::new();
        for item in &missing.items {
            for value in self.program.turning_values(*item, (fact, definition), &self.profile, row) {
                if !values.contains(&value) {
                    values.push(value);
                }
            }
        }
        if values.is_empty() && definition.kind == FactType::Money {
            values.push(Value::Money(rust_decimal::Decimal::ONE));
        }
        values
    }
}
