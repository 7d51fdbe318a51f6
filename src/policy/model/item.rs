//! What the document gives, what it leaves open, and what may not be combined.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Condition, Quote, Text};

/// What kind of thing an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Money to the applicant.
    Money,
    /// Investment by a fund; direction only.
    Fund,
    /// A title of honour.
    Honour,
    /// A service.
    Service,
    /// A statement of direction.
    Direction,
    /// Action of the government itself.
    Government,
}

impl ItemKind {
    /// Whether items of this kind state a direction only and make no claims.
    pub fn is_direction(self) -> bool {
        matches!(self, Self::Fund | Self::Direction | Self::Government)
    }
}

/// One thing the document gives or states.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Id, e.g. article and number.
    pub id: String,
    /// Kind.
    pub kind: ItemKind,
    /// A few words.
    pub title: Text,
    /// What it gives, in a plain sentence without promise.
    pub summary: Text,
    /// The sentences it rests on, first the most telling.
    pub quotes: Vec<Quote>,
    /// Table with a claim per row; absent: one claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_row: Option<String>,
    /// When it applies; required unless the kind is a direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// What is paid; required for money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<AmountRule>,
    /// Evaluation wordings; empty: the text asks for none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evaluations: Vec<String>,
    /// How often, where the text says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Text>,
    /// Who is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payee: Option<Payee>,
    /// Directions: the values of the role fact they speak to; empty: nobody in particular.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audience: Vec<String>,
    /// Other readings of the amount.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<Reading>,
    /// Ambiguities that touch every claim.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ambiguities: Vec<String>,
    /// Ambiguities that touch a claim only when a condition is true.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disclosures: Vec<Disclosure>,
    /// Remarks shown with the item, e.g. 暂无上限.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Text>,
}

/// Who is paid and how the text says it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Payee {
    /// How sure the payee is.
    pub basis: PayeeBasis,
    /// Words.
    pub text: Text,
}

/// How the text names the payee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PayeeBasis {
    /// Written.
    Written,
    /// Implied only.
    Implied,
    /// Not written.
    NotWritten,
}

/// An ambiguity that shows when a condition is true.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// Its id.
    pub ambiguity: String,
    /// When.
    pub when: Condition,
}

/// What is paid.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AmountRule {
    /// A rate of a sum of money facts.
    Share(Share),
    /// The text states no amount.
    Unspecified(Unspecified),
}

/// `rate × Σ terms`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Rate between 0 and 1 with at most four decimals, e.g. `"0.3"`.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub rate: Decimal,
    /// The rate's words in the text.
    pub quote: Quote,
    /// Terms of the sum.
    pub terms: Vec<Term>,
}

/// One term of a sum: a money fact, less another that is part of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The gross figure.
    pub fact: String,
    /// The part that does not count; never more than the gross figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub less: Option<String>,
}

/// No amount in the text, perhaps for each of a number of things.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Unspecified {
    /// Int fact that counts the units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<String>,
    /// What a unit is, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_label: Option<Text>,
}

/// Another reading of an item's total, over the known parts of its counted claims.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The ambiguity it comes from.
    pub ambiguity: String,
    /// How it differs.
    pub rule: ReadingRule,
    /// The reading in words.
    pub label: Text,
}

/// How another reading counts.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ReadingRule {
    /// Claims grouped by a choice fact; the group with the largest sum alone counts.
    LargestGroup(String),
    /// Nothing counts unless each of these bool facts is true in some counted row.
    RequiresEach(Vec<String>),
    /// In each project the largest claim alone counts; a claim without a project stands alone.
    LargestPerProject,
}

/// What sentences say that is no item of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// Id.
    pub id: String,
    /// The words.
    pub quotes: Vec<Quote>,
    /// What they mean for an applicant.
    pub text: Text,
    /// Items it is shown with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// What they leave open: ids of ambiguities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ambiguities: Vec<String>,
}

/// What the text leaves open, and what is taken meanwhile.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ambiguity {
    /// Id.
    pub id: String,
    /// What is open.
    pub text: Text,
    /// What is taken meanwhile.
    pub default: Text,
}

/// Which benefits may not be combined.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stacking {
    /// What the rule is called.
    pub title: Text,
    /// The rule's words.
    pub quotes: Vec<Quote>,
    /// The rule in plain words.
    pub text: Text,
    /// Groups of items the text itself stacks; an item is in one at most.
    pub stacked: Vec<StackedGroup>,
    /// Ambiguities of the rule.
    pub ambiguities: Vec<String>,
    /// Other support the applicant has.
    pub awards: Awards,
}

/// Items that stack by the text itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StackedGroup {
    /// Item ids.
    pub items: Vec<String>,
    /// The words that say so.
    pub quote: Quote,
}

/// Where other support stands in a profile and what it does.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Awards {
    /// Table.
    pub table: String,
    /// Its choice column for the level.
    pub level: String,
    /// Its choice column for the state.
    pub status: String,
    /// Its money column.
    pub amount: String,
    /// The state that deducts.
    pub received: String,
    /// The states that say for certain that nothing is received.
    pub not_received: Vec<String>,
    /// The level that competes with claims.
    pub competing_level: String,
    /// Levels that go in parallel, with what to say of each.
    pub parallel: BTreeMap<String, Text>,
}
