//! What the sheets of an opened file mean.

use serde::{Deserialize, Serialize};

/// A column of a plan, in words for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedColumn {
    /// Head as it stands.
    pub head: String,
    /// What it holds.
    pub target: String,
    /// Zeros that its unit adds to amounts.
    pub zeros: u32,
    /// The first values under it.
    pub sample: Vec<String>,
}

/// A sheet of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedSheet {
    /// Name.
    pub name: String,
    /// What its rows are.
    pub role: String,
    /// Row of the heads, from 1.
    pub head_row: u32,
    /// Columns.
    pub columns: Vec<PlannedColumn>,
    /// Applicants without a row have none, instead of not known.
    pub complete: bool,
    /// What its columns mean was not guessed but remembered.
    pub known: bool,
}

/// What the columns of a sheet meant once: the sheet is known again by its heads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownSheet {
    /// Heads of its columns.
    pub heads: Vec<String>,
    /// What its rows are.
    pub role: String,
    /// What each column holds.
    pub targets: Vec<String>,
    /// Zeros that each column's unit adds to amounts; as the heads say where it is shorter.
    #[serde(default)]
    pub zeros: Vec<u32>,
    /// Applicants without a row have none.
    pub complete: bool,
}
