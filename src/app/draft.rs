//! What the user has said so far, as typed: nothing typed is lost, also where it cannot be read.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::policy::Policy;
use crate::policy::model::{Fact, FactType};
use crate::values::decode::{Decode, field, records, tagged, words};
use crate::values::json::Json;

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub enum Answer {
    /// Not answered yet.
    #[default]
    Open,
    /// 不清楚; keeps what was typed before.
    Unsure(String),
    /// Yes or no.
    Flag(bool),
    /// A value of a choice.
    Word(String),
    /// Values of a set.
    Words(Vec<String>),
    /// An amount, day or count as typed.
    Typed(String),
}

impl Answer {
    /// Whether the user has said anything, 不清楚 included.
    pub fn is_given(&self) -> bool {
        match self {
            Self::Open => false,
            Self::Typed(text) => !text.trim().is_empty(),
            _ => true,
        }
    }

    /// What was typed, also when it is set aside by 不清楚.
    pub fn typed(&self) -> &str {
        match self {
            Self::Typed(text) | Self::Unsure(text) => text,
            _ => "",
        }
    }
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct RowDraft {
    /// Number that stays with the row while rows come and go.
    pub uid: u32,
    /// Name; may be empty.
    pub name: String,
    /// Project tag; may be empty.
    pub project: String,
    /// Matter tag; may be empty.
    pub matter: String,
    /// Answers in the order of the columns.
    pub cells: Vec<Answer>,
}

impl RowDraft {
    /// Whether nothing is said in it.
    pub fn is_blank(&self) -> bool {
        let words = [&self.name, &self.project, &self.matter];
        words.iter().all(|text| text.trim().is_empty()) && !self.cells.iter().any(Answer::is_given)
    }
}

/// Whether there are rows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub enum TableDraft {
    /// Not answered yet.
    #[default]
    Open,
    /// 不清楚.
    Unsure,
    /// There are none.
    Empty,
    /// There are some.
    Rows,
}

/// A table: the answer whether there are rows, and the rows, which stay when the answer changes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Table {
    /// Whether there are rows.
    pub have: TableDraft,
    /// The rows.
    pub rows: Vec<RowDraft>,
}

/// A claim by what stays: the item's id and the row's number.
pub type ClaimId = (String, Option<u32>);

/// Tags the user gave a claim.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ClaimTags {
    /// Project; empty: as the row says.
    pub project: String,
    /// Matter; empty: as the row says.
    pub matter: String,
}

/// All answers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Draft {
    /// Day of assessment as typed; empty: today.
    pub as_of: String,
    /// What the applicant is called; may be empty.
    pub name: String,
    /// Applicant facts in the order of the policy.
    pub applicant: Vec<Answer>,
    /// Tables in the order of the policy.
    pub tables: Vec<Table>,
    /// Evaluation states by claim.
    pub evaluations: Vec<(ClaimId, String)>,
    /// Tags by claim.
    pub tags: Vec<(ClaimId, ClaimTags)>,
    /// Untagged claims are different matters.
    pub distinct: bool,
    /// Largest row number given out.
    pub last_uid: u32,
}

records! {
    RowDraft { uid, name, project, matter, cells }
    Table { have, rows }
    ClaimTags { project, matter }
}

words! { TableDraft { "Open" => Open, "Unsure" => Unsure, "Empty" => Empty, "Rows" => Rows } }

impl Decode for Answer {
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self {
        match tagged(json) {
            Some(("Unsure", value)) => Self::Unsure(String::decode(value, sound)),
            Some(("Flag", value)) => Self::Flag(bool::decode(value, sound)),
            Some(("Word", value)) => Self::Word(String::decode(value, sound)),
            Some(("Words", value)) => Self::Words(Vec::decode(value, sound)),
            Some(("Typed", value)) => Self::Typed(String::decode(value, sound)),
            other => {
                *sound &= other.is_some_and(|(word, _)| word == "Open");
                Self::Open
            }
        }
    }
}

impl Decode for Draft {
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self {
        Self {
            as_of: field(json, "as_of", sound),
            name: field::<Option<String>>(json, "name", sound).unwrap_or_default(),
            applicant: field(json, "applicant", sound),
            tables: field(json, "tables", sound),
            evaluations: field(json, "evaluations", sound),
            tags: field(json, "tags", sound),
            distinct: field(json, "distinct", sound),
            last_uid: field(json, "last_uid", sound),
        }
    }
}

impl Draft {
    /// An empty draft for a policy.
    pub fn new(policy: &Policy) -> Self {
        Self {
            applicant: vec![Answer::Open; policy.facts.applicant.len()],
            tables: vec![Table::default(); policy.facts.tables.len()],
            ..Self::default()
        }
    }

    /// Whether the draft has the shape of a policy's facts, so that it can be restored.
    pub fn fits(&self, policy: &Policy) -> bool {
        let tables = &policy.facts.tables;
        self.applicant.len() == policy.facts.applicant.len()
            && self.tables.len() == tables.len()
            && self.tables.iter().zip(tables).all(|(t, def)| t.rows.iter().all(|r| r.cells.len() == def.columns.len()))
            && self.numbers_are_unique()
    }

    /// Whether each row has a number of its own, and the next one will have another.
    fn numbers_are_unique(&self) -> bool {
        let mut seen = BTreeSet::new();
        let mut rows = self.tables.iter().flat_map(|table| &table.rows);
        rows.all(|row| row.uid <= self.last_uid && seen.insert(row.uid)) && self.last_uid < u32::MAX / 2
    }

    /// Whether nothing has been said.
    pub fn is_blank(&self) -> bool {
        !self.applicant.iter().any(Answer::is_given) && self.tables.iter().all(|table| table.have == TableDraft::Open)
    }

    /// Adds a row to a table.
    pub fn add_row(&mut self, policy: &Policy, table: usize) {
        self.last_uid += 1;
        let uid = self.last_uid;
        let columns = policy.facts.tables.get(table).map_or(0, |t| t.columns.len());
        if let Some(table) = self.tables.get_mut(table) {
            table.have = TableDraft::Rows;
            table.rows.push(RowDraft { uid, cells: vec![Answer::Open; columns], ..RowDraft::default() });
        }
    }

    /// State the user gave a claim's evaluation.
    pub fn evaluation(&self, claim: &ClaimId) -> &str {
        self.evaluations.iter().find(|(id, _)| id == claim).map_or("unknown", |(_, state)| state)
    }

    /// Tags the user gave a claim.
    pub fn claim_tags(&self, claim: &ClaimId) -> ClaimTags {
        self.tags.iter().find(|(id, _)| id == claim).map(|(_, tags)| tags.clone()).unwrap_or_default()
    }
}

/// Sets the entry of a claim.
pub fn set_entry<V>(list: &mut Vec<(ClaimId, V)>, claim: ClaimId, value: V) {
    match list.iter_mut().find(|(id, _)| *id == claim) {
        Some(entry) => entry.1 = value,
        None => list.push((claim, value)),
    }
}

/// What a question's answer starts as, by its type: sets begin empty once touched.
pub fn is_typed(fact: &Fact) -> bool {
    matches!(fact.kind, FactType::Date | FactType::Money | FactType::Int)
}
