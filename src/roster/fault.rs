//! What cannot be read or does not fit, with its place and the way to mend it.

use serde::{Deserialize, Serialize};

use super::code::CodeFault;
use super::plan::{SheetRole, Target};
use crate::policy::FactRef;
use crate::policy::model::{Facts, Text};
use crate::values::TypedFault;

/// A cell's place in the imported file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Number of the sheet in the file.
    pub sheet: u16,
    /// Row as the program shows it, from 1.
    pub row: u32,
    /// Column, from 0.
    pub column: u16,
}

/// Why a cell is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// An amount, day or count that cannot be read.
    Typed(TypedFault),
    /// Neither yes nor no.
    NotYesNo,
    /// None of the possible values.
    NotAChoice {
        /// The fact whose values there are.
        fact: FactRef,
        /// The word that is none.
        word: String,
    },
    /// The program that made the file shows an error in the cell.
    ProgramFault,
    /// A formula whose result the file does not hold.
    NoResult,
    /// The row says of no applicant.
    NoOwner,
    /// No applicant has this name or code.
    UnknownOwner,
    /// The applicant has no name.
    NoName,
    /// No unified social credit code.
    Code(CodeFault),
    /// Another row has the same name.
    SameName {
        /// That row.
        row: u32,
    },
    /// Another row has the same code.
    SameCode {
        /// That row.
        row: u32,
    },
    /// The row adds up others or is a note, as its name says: it may be no applicant.
    Total,
    /// An amount in a foreign currency, as the head says.
    Foreign,
    /// No state of an evaluation, or no word for untagged matters.
    UnknownWord,
    /// The profile breaks a rule: an error code of the format, or the words of the policy's constraint in Chinese.
    Rule(String),
    /// Another row says something else of the same item, and counts.
    SameItem {
        /// That row.
        row: u32,
    },
    /// The item that is typed has been told of already.
    KnownItem,
    /// The line is no profile: the same, or what of it is broken off.
    NotAProfile(String),
}

/// What mending does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Repair {
    /// A value of an applicant.
    Value {
        /// Applicant.
        applicant: u32,
        /// JSON Pointer of the value.
        pointer: String,
        /// The fact.
        fact: FactRef,
        /// Zeros that the column's unit adds.
        zeros: u32,
    },
    /// The word for untagged matters, or a state of an evaluation: a JSON Pointer of an applicant.
    Word {
        /// Applicant.
        applicant: u32,
        /// JSON Pointer.
        pointer: String,
    },
    /// A name, id or tag as it is typed: a JSON Pointer of an applicant.
    Text {
        /// Applicant.
        applicant: u32,
        /// JSON Pointer.
        pointer: String,
    },
    /// The key of an evaluation or of tags.
    Key {
        /// Applicant.
        applicant: u32,
        /// Where it goes: `evaluations` or `tags`.
        part: String,
        /// What stands under the key, as JSON.
        json: String,
    },
    /// The owner of a part: a table's row, an evaluation or tags, as JSON under the name it goes to.
    Owner {
        /// Where it goes: a table's name, or `evaluations` or `tags`.
        part: String,
        /// A row, or an object with one member.
        json: String,
    },
    /// The applicant's name.
    Name {
        /// Applicant.
        applicant: u32,
    },
    /// The applicant's code.
    Code {
        /// Applicant.
        applicant: u32,
    },
    /// A whole profile.
    Profile,
    /// Nothing to type: one of the rows may be removed.
    None {
        /// Applicant.
        applicant: u32,
    },
}

impl Repair {
    /// Whether the row, line or cell may be let go as it is, instead of being mended.
    pub fn can_be_let_go(&self) -> bool {
        matches!(self, Self::Owner { .. } | Self::Key { .. } | Self::Profile | Self::None { .. } | Self::Text { .. })
    }

    /// Whether the applicant may be left out instead: its row may be nobody's.
    pub fn can_be_left_out(&self) -> bool {
        matches!(self, Self::Name { .. } | Self::None { .. })
    }

    /// The JSON Pointer of the value that it mends, if it mends one.
    pub fn pointer(&self) -> Option<&str> {
        match self {
            Self::Value { pointer, .. } | Self::Word { pointer, .. } | Self::Text { pointer, .. } => Some(pointer),
            _ => None,
        }
    }

    /// The applicant it is about, if it is about one.
    pub fn applicant(&self) -> Option<u32> {
        match self {
            Self::Value { applicant, .. }
            | Self::Word { applicant, .. }
            | Self::Text { applicant, .. }
            | Self::Key { applicant, .. }
            | Self::Name { applicant }
            | Self::Code { applicant }
            | Self::None { applicant } => Some(*applicant),
            Self::Owner { .. } | Self::Profile => None,
        }
    }
}

/// A cell that is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellFault {
    /// Unique within the roster.
    pub id: u32,
    /// Its place.
    pub place: Place,
    /// Head of its column; empty where it has none, as the values of a profile.
    pub head: String,
    /// What stands in it; of a value that breaks a rule how it was read, amounts in yuan.
    pub value: String,
    /// Why it is told.
    pub reason: Reason,
    /// What mending it does.
    pub repair: Repair,
}

impl CellFault {
    /// What stands in a cell without a head, where that can be said.
    pub fn named(&self, facts: &Facts) -> Option<Text> {
        if !self.head.is_empty() {
            return None;
        }
        let (target, role) = match &self.repair {
            Repair::Value { fact, .. } => (Target::Fact(*fact), SheetRole::Applicants),
            Repair::Key { part, .. } => (Target::Claim, SheetRole::from_key(part, facts)),
            Repair::Text { pointer, .. } => {
                let owner = pointer.split('/').nth(1).unwrap_or_default();
                let name = pointer.rsplit('/').next().unwrap_or_default();
                (Target::from_key(name, facts), SheetRole::from_key(owner, facts))
            }
            _ => return None,
        };
        Some(target.label(facts, role))
    }
}
