//! A change of a profile: a fact, a new row, or the result of an evaluation.

use crate::engine::FactPath;
use crate::policy::FactRef;
use crate::policy::model::Facts;
use crate::profile::{EvaluationState, Profile, Row, Value};
use crate::values::Date;

/// What a fact must become: one value that does it and, of days, amounts and counts, all others beside it that do.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Wanted {
    /// A value that does it; unknown: the fact does not matter.
    pub value: Value,
    /// The least that does it; none: there is no least.
    pub least: Option<Value>,
    /// The most that does it; none: there is no most.
    pub most: Option<Value>,
}

impl Wanted {
    /// Exactly this value, or any where it is of a kind without order.
    pub fn only(value: Value) -> Self {
        let bound = is_ordered(value).then_some(value);
        Self { value, least: bound, most: bound }
    }

    /// Whether a value does it.
    pub fn holds(&self, value: Value) -> bool {
        if !is_ordered(self.value) {
            return self.value == value;
        }
        value.is_known()
            && self.least.is_none_or(|least| value.order(least).is_ge())
            && self.most.is_none_or(|most| value.order(most).is_le())
    }
}

/// Whether values of this kind lie between others.
pub fn is_ordered(value: Value) -> bool {
    matches!(value, Value::Date(_) | Value::Money(_) | Value::Int(_))
}

/// One change of a profile.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A fact gets a value.
    Fact {
        /// An applicant fact or a cell.
        at: FactPath,
        /// What it must become.
        to: Wanted,
    },
    /// A row is added to a table.
    Row {
        /// Table.
        table: u16,
        /// Its cells in the order of the columns.
        cells: Vec<Wanted>,
    },
    /// An evaluation that was failed is passed another time; who evaluates decides that.
    Evaluation {
        /// Item.
        item: u16,
        /// Row of the claim.
        row: Option<u32>,
    },
}

impl Change {
    /// What is changed, whatever the value: a fact, a table that gets a row, or an evaluation.
    pub fn place(&self) -> FactPath {
        match self {
            Self::Fact { at, .. } => *at,
            Self::Row { table, .. } => FactPath::Table(*table),
            Self::Evaluation { item, row } => FactPath::Evaluation { item: *item, row: *row, of_item: row.is_none() },
        }
    }

    /// Makes the change with its examples. Nothing happens where the place does not exist.
    pub fn apply(&self, profile: &mut Profile) {
        match self {
            Self::Fact { at, to } => put(profile, *at, to.value),
            Self::Row { table, cells } => {
                add_row(profile, *table, cells.iter().map(|cell| cell.value).collect());
            }
            Self::Evaluation { item, row } => profile.evaluate((*item, *row), EvaluationState::Passed),
        }
    }

    /// Whether an applicant can bring it about: the fact is not settled, and no day of a new row has gone by.
    pub fn can_be_done(&self, facts: &Facts, as_of: Date) -> bool {
        match self {
            Self::Fact { at, .. } => at.fact().and_then(|fact| facts.get(fact)).is_some_and(|fact| !fact.fixed),
            Self::Row { cells, .. } => {
                !cells.iter().any(|cell| cell.most.and_then(Value::date).is_some_and(|day| day < as_of))
            }
            Self::Evaluation { .. } => false,
        }
    }

    /// Whether this is a part of another change, or the same.
    pub(super) fn is_part_of(&self, other: &Self, profile: &Profile) -> bool {
        match (self, other) {
            (Self::Fact { at, to }, Self::Fact { at: there, to: wanted }) if at == there => {
                match (to.value, wanted.value) {
                    (Value::Set(few), Value::Set(many)) => {
                        let now = value_at(profile, *at).bits().unwrap_or(0);
                        (few ^ now) & !(many ^ now) == 0
                    }
                    _ => to.holds(wanted.value),
                }
            }
            (Self::Row { table, cells }, Self::Row { table: there, cells: more }) if table == there => {
                cells.iter().zip(more).all(|(few, many)| !few.value.is_known() || few.holds(many.value))
            }
            (Self::Evaluation { .. }, Self::Evaluation { .. }) => true,
            _ => false,
        }
    }
}

/// The value at a place.
pub(super) fn value_at(profile: &Profile, at: FactPath) -> Value {
    match at {
        FactPath::Applicant(index) => profile.value(FactRef::Applicant(index), None),
        FactPath::Cell { table, column, row } => {
            let row = profile.rows(table).and_then(|rows| rows.get(row as usize));
            profile.value(FactRef::Column { table, column }, row)
        }
        FactPath::Table(_) | FactPath::Evaluation { .. } => Value::Unknown,
    }
}

/// Puts a value at a place, if it exists.
pub(super) fn put(profile: &mut Profile, at: FactPath, value: Value) {
    let target = match at {
        FactPath::Applicant(index) => profile.applicant.get_mut(usize::from(index)),
        FactPath::Cell { table, column, row } => {
            let rows = profile.tables.get_mut(usize::from(table)).and_then(Option::as_mut);
            rows.and_then(|rows| rows.get_mut(row as usize)?.cells.get_mut(usize::from(column)))
        }
        FactPath::Table(_) | FactPath::Evaluation { .. } => None,
    };
    if let Some(target) = target {
        *target = value;
    }
}

/// Adds a row to a table; its number.
pub(super) fn add_row(profile: &mut Profile, table: u16, cells: Vec<Value>) -> u32 {
    let Some(rows) = profile.tables.get_mut(usize::from(table)) else { return 0 };
    let rows = rows.get_or_insert_default();
    rows.push(Row { cells, ..Row::default() });
    u32::try_from(rows.len() - 1).unwrap_or(u32::MAX)
}
