//! Which question to ask next: the one whose answer settles most.

use std::cmp::Reverse;

use super::change::Change;
use crate::engine::{Amount, FactPath, Findings, Outcome, Program, Status};
use crate::policy::model::FactType;
use crate::policy::{FactRef, Policy};
use crate::profile::{Profile, Value};
use crate::values::order;

/// A question whose answer can still change something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The fact, or the table that has not been told.
    pub at: FactPath,
    /// Items that miss it.
    pub items: u32,
    /// Items and amounts that an answer settles, in hundredths: the mean over the answers that make a difference.
    pub settles: u32,
    /// Whether the amount of some claim waits for it.
    pub money: bool,
}

/// A place that is missing, the items that miss it, and whether an amount waits for it.
struct Missing {
    at: FactPath,
    items: Vec<u16>,
    money: bool,
}

/// All questions that are open, the one that settles most first; equals stay in the order of the policy.
pub fn questions(policy: &Policy, program: &Program, profile: &Profile) -> Vec<Question> {
    let mut outcome = Outcome::default();
    program.evaluate(profile, &mut outcome);
    let missing = missing(program, profile, &outcome);
    let before = open(&outcome);
    let mut questions: Vec<Question> = Vec::with_capacity(missing.len());
    for place in missing {
        let answers = answers(policy, program, profile, &place);
        let mut settled = 0;
        for change in &answers {
            let mut answered = profile.clone();
            change.apply(&mut answered);
            program.evaluate(&answered, &mut outcome);
            settled += before.saturating_sub(open(&outcome));
        }
        let hundredths = (settled * 100).checked_div(answers.len()).unwrap_or(0);
        questions.push(Question {
            at: place.at,
            items: u32::try_from(place.items.len()).unwrap_or(u32::MAX),
            settles: u32::try_from(hundredths).unwrap_or(u32::MAX),
            money: place.money,
        });
    }
    order::sort_by_key(&mut questions, |question| Reverse((question.settles, question.items, question.money)));
    questions
}

/// How much is open: undecided items, and amounts that have bounds only.
fn open(outcome: &Outcome) -> usize {
    let undecided = outcome.items.iter().filter(|item| item.status == Status::InsufficientFacts).count();
    undecided + outcome.claims.iter().filter(|claim| matches!(claim.amount, Amount::AtLeast { .. })).count()
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
                note(*at, number, false);
            }
        }
    }
    found
}

/// Answers that make a difference to the items that miss the fact.
fn answers(policy: &Policy, program: &Program, profile: &Profile, missing: &Missing) -> Vec<Change> {
    let at = missing.at;
    let (fact, row) = match at {
        FactPath::Applicant(index) => (FactRef::Applicant(index), None),
        FactPath::Cell { table, column, row } => {
            let rows = profile.rows(table).unwrap_or_default();
            (FactRef::Column { table, column }, rows.get(row as usize))
        }
        FactPath::Table(_) | FactPath::Evaluation { .. } => return Vec::new(),
    };
    let kind = policy.facts.get(fact).map_or(FactType::Bool, |fact| fact.kind);
    let mut values: Vec<Value> = Vec::new();
    for item in &missing.items {
        for value in program.turning_values(*item, (fact, kind), profile, row) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }
    if values.is_empty() && kind == FactType::Money {
        values.push(Value::Money(rust_decimal::Decimal::ONE));
    }
    values.into_iter().map(|value| Change::Fact { at, value }).collect()
}
