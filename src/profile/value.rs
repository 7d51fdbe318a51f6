//! Facts as values.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::policy::FactRef;
use crate::values::Date;

/// A fact's value. Choices and sets are bits: bit *n* is the *n*th value of the fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Value {
    /// Not known.
    #[default]
    Unknown,
    /// Yes or no.
    Bool(bool),
    /// A day.
    Date(Date),
    /// Yuan.
    Money(Decimal),
    /// A count.
    Int(u64),
    /// One value, as its bit.
    Choice(u64),
    /// Any values, as their bits.
    Set(u64),
}

impl Value {
    /// Whether the value is known.
    pub fn is_known(self) -> bool {
        self != Self::Unknown
    }

    /// The amount, if it is a known one.
    pub fn money(self) -> Option<Decimal> {
        if let Self::Money(amount) = self { Some(amount) } else { None }
    }

    /// The day, if it is a known one.
    pub fn date(self) -> Option<Date> {
        if let Self::Date(date) = self { Some(date) } else { None }
    }

    /// How two days, amounts or counts compare; equal where they do not.
    pub fn order(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Date(a), Self::Date(b)) => a.cmp(&b),
            (Self::Money(a), Self::Money(b)) => a.cmp(&b),
            (Self::Int(a), Self::Int(b)) => a.cmp(&b),
            _ => Ordering::Equal,
        }
    }

    /// The count, if it is a known one.
    pub fn int(self) -> Option<u64> {
        if let Self::Int(count) = self { Some(count) } else { None }
    }

    /// The bits of a known choice or set.
    pub fn bits(self) -> Option<u64> {
        match self {
            Self::Choice(bits) | Self::Set(bits) => Some(bits),
            _ => None,
        }
    }
}

/// The tags by which claims are compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tags {
    /// Project; none: untagged.
    pub project: Option<String>,
    /// Matter; none: untagged.
    pub matter: Option<String>,
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Unique within its table.
    pub id: String,
    /// What the applicant calls it.
    pub name: Option<String>,
    /// Tags; a row of a table of projects has its id as project unless it says otherwise.
    pub tags: Tags,
    /// Cells in the order of the columns.
    pub cells: Vec<Value>,
}

/// State of an official evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EvaluationState {
    /// Not applied for.
    NotApplied,
    /// Under way.
    InProgress,
    /// Passed.
    Passed,
    /// Failed.
    Failed,
    /// Not known.
    #[default]
    Unknown,
}

impl EvaluationState {
    /// All states with their words in profiles.
    pub const ALL: [(&'static str, Self); 5] = [
        ("not_applied", Self::NotApplied),
        ("in_progress", Self::InProgress),
        ("passed", Self::Passed),
        ("failed", Self::Failed),
        ("unknown", Self::Unknown),
    ];

    /// The state for a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == word).map(|(_, state)| state)
    }
}

/// How claims without a tag compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Untagged {
    /// They may be the same.
    #[default]
    Unknown,
    /// They are different.
    Distinct,
}

/// A claim by numbers: the item and, for items per row, the row.
pub type ClaimIndex = (u16, Option<u32>);

/// The facts of one applicant on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Day of assessment.
    pub as_of: Date,
    /// What the applicant is called.
    pub name: Option<String>,
    /// Applicant facts in the order of the policy.
    pub applicant: Vec<Value>,
    /// Tables in the order of the policy; `None`: not known.
    pub tables: Vec<Option<Vec<Row>>>,
    /// How untagged claims compare.
    pub untagged: Untagged,
    /// State per item where given, sorted.
    pub(super) item_evaluations: Vec<(u16, EvaluationState)>,
    /// State per claim where given, sorted.
    pub(super) claim_evaluations: Vec<(ClaimIndex, EvaluationState)>,
    /// Tags per claim where given, sorted.
    pub(super) claim_tags: Vec<(ClaimIndex, Tags)>,
}

/// Which key of a profile held an evaluation state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvaluationKey {
    /// The item's.
    Item,
    /// The claim's own.
    Claim,
}

impl Profile {
    /// Value of an applicant fact, or of a cell when the row is given.
    #[inline]
    pub fn value(&self, fact: FactRef, row: Option<&Row>) -> Value {
        let cell = match fact {
            FactRef::Applicant(index) => self.applicant.get(usize::from(index)),
            FactRef::Column { column, .. } => row.and_then(|r| r.cells.get(usize::from(column))),
        };
        cell.copied().unwrap_or_default()
    }

    /// Rows of a table; `None`: not known.
    pub fn rows(&self, table: u16) -> Option<&[Row]> {
        self.tables.get(usize::from(table))?.as_deref()
    }

    /// State of a claim's evaluation and the key that held it: the claim's own wins over the item's.
    #[inline]
    pub fn evaluation(&self, claim: ClaimIndex) -> (EvaluationState, EvaluationKey) {
        if let Some(state) = find(&self.claim_evaluations, &claim) {
            return (*state, EvaluationKey::Claim);
        }
        (find(&self.item_evaluations, &claim.0).copied().unwrap_or_default(), EvaluationKey::Item)
    }

    /// Puts a state where the state of a claim's evaluation is held.
    pub fn evaluate(&mut self, claim: ClaimIndex, state: EvaluationState) {
        if let Ok(at) = self.claim_evaluations.binary_search_by(|(known, _)| known.cmp(&claim)) {
            if let Some(held) = self.claim_evaluations.get_mut(at) {
                held.1 = state;
            }
        } else if let Some(held) = self.item_evaluations.iter_mut().find(|(item, _)| *item == claim.0) {
            held.1 = state;
        }
    }

    /// Tags of a claim: its own entry over the row's, project and matter each apart.
    pub fn tags<'a>(&'a self, claim: ClaimIndex, row: Option<&'a Row>) -> (Option<&'a str>, Option<&'a str>) {
        let own = find(&self.claim_tags, &claim);
        let pick = |part: fn(&Tags) -> &Option<String>| {
            own.and_then(|t| part(t).as_deref()).or_else(|| row.and_then(|r| part(&r.tags).as_deref()))
        };
        (pick(|t| &t.project), pick(|t| &t.matter))
    }
}

fn find<'a, K: Ord, V>(sorted: &'a [(K, V)], key: &K) -> Option<&'a V> {
    let index = sorted.binary_search_by(|(known, _)| known.cmp(key)).ok()?;
    sorted.get(index).map(|(_, value)| value)
}
