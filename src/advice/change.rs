//! A change of one fact, and a profile with it.

use crate::engine::FactPath;
use crate::profile::{Profile, Row, Value};

/// One change of a profile.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A fact gets a value.
    Fact {
        /// An applicant fact or a cell.
        at: FactPath,
        /// The value.
        value: Value,
    },
    /// A row is added to a table.
    Row {
        /// Table.
        table: u16,
        /// Its cells in the order of the columns.
        cells: Vec<Value>,
    },
}

impl Change {
    /// What is changed, whatever the value: a fact, or a table that gets a row.
    pub fn place(&self) -> FactPath {
        match self {
            Self::Fact { at, .. } => *at,
            Self::Row { table, .. } => FactPath::Table(*table),
        }
    }

    /// Makes the change. Nothing happens where the place does not exist.
    pub fn apply(&self, profile: &mut Profile) {
        match self {
            Self::Fact { at: FactPath::Applicant(index), value } => {
                put(profile.applicant.get_mut(usize::from(*index)), *value);
            }
            Self::Fact { at: FactPath::Cell { table, column, row }, value } => {
                let rows = profile.tables.get_mut(usize::from(*table)).and_then(Option::as_mut);
                let cell = rows.and_then(|rows| rows.get_mut(*row as usize)?.cells.get_mut(usize::from(*column)));
                put(cell, *value);
            }
            Self::Fact { .. } => {}
            Self::Row { table, cells } => {
                if let Some(rows) = profile.tables.get_mut(usize::from(*table)) {
                    let row = Row { cells: cells.clone(), ..Row::default() };
                    rows.get_or_insert_default().push(row);
                }
            }
        }
    }
}

fn put(target: Option<&mut Value>, value: Value) {
    if let Some(target) = target {
        *target = value;
    }
}
