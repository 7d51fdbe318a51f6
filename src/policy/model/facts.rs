//! What can be asked of an applicant.

use serde::{Deserialize, Serialize};

use super::{Place, Text};

/// All facts: the applicant's own and the tables.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The set fact that says what the applicant is; asked first.
    pub role_fact: String,
    /// Name of the sheet of a workbook that has a row per applicant.
    pub applicant_sheet: Text,
    /// Facts about the applicant, in question order.
    pub applicant: Vec<Fact>,
    /// Tables of things an applicant has several of.
    pub tables: Vec<Table>,
    /// Question groups, in order; every applicant fact stands in exactly one, every table in exactly one.
    pub groups: Vec<QuestionGroup>,
    /// What must hold between facts of a profile.
    pub constraints: Vec<Constraint>,
}

/// One thing to know.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Name, unique within the applicant or its table.
    pub name: String,
    /// Type of its value.
    #[serde(rename = "type")]
    pub kind: FactType,
    /// The question.
    pub label: Text,
    /// A few words for tables, summaries and lists of what is missing.
    pub short: Text,
    /// What heads of columns that hold it also say in lists of others, in either language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heads: Vec<String>,
    /// How to answer, what counts.
    pub help: Text,
    /// Why it is asked.
    pub reason: Text,
    /// The clause that makes it matter.
    pub cites: Vec<Place>,
    /// For `choice` and `set`: the possible values, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Choice>,
    /// A matter of history or nature that nobody can change by acting.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fixed: bool,
    /// May stay unanswered for good: never reported as missing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// Types of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FactType {
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// Yuan, at most two decimals, below 10^18.
    Money,
    /// A whole number from 0 to 2^53 − 1.
    Int,
    /// One of the values.
    Choice,
    /// Any of the values.
    Set,
}

/// One value of a `choice` or `set`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Value in profiles.
    pub value: String,
    /// Words.
    pub label: Text,
    /// What lists of others call it, e.g. 市级 for 北京市级.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Explanation, where the words alone do not do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Text>,
}

/// A table: rows with `id`, `name`, `project`, `matter` and the columns.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Name in profiles.
    pub name: String,
    /// Heading.
    pub label: Text,
    /// Name of the table's sheet in a workbook, e.g. 项目.
    pub sheet: Text,
    /// One row, e.g. 项目.
    pub row_label: Text,
    /// What belongs here.
    pub help: Text,
    /// Why it is asked.
    pub reason: Text,
    /// The clauses that make it matter.
    pub cites: Vec<Place>,
    /// A row is a project: its id is its project tag unless it says otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rows_are_projects: bool,
    /// Columns.
    pub columns: Vec<Fact>,
}

/// Questions that belong together on one page.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QuestionGroup {
    /// Id, for links.
    pub id: String,
    /// Heading.
    pub label: Text,
    /// A sentence under the heading.
    pub help: Text,
    /// Applicant facts by name.
    #[serde(default)]
    pub facts: Vec<String>,
    /// Tables by name.
    #[serde(default)]
    pub tables: Vec<String>,
}

/// A demand on a profile: `fact` may not be less than / more than `other`, when both are known.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Constraint {
    /// The fact at fault, `applicant.x` or `table.x`; the error's path points to it.
    pub fact: String,
    /// How it must compare: `at_least` or `at_most`.
    pub must_be: Comparison,
    /// The fact it is compared with, of the same type, the same table or the applicant.
    pub other: String,
    /// Error code, `E_…`.
    pub code: String,
    /// What is wrong and how to mend it.
    pub message: Text,
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// ≥
    AtLeast,
    /// ≤
    AtMost,
    /// >
    MoreThan,
    /// <
    LessThan,
}
