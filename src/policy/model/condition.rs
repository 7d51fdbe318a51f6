//! Four-valued conditions on facts.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Comparison, Quote};
use crate::values::Date;

/// A four-valued condition. Facts are written `applicant.name` or `table.column`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[allow(clippy::enum_variant_names, reason = "the word an author writes")]
pub enum Condition {
    /// All hold: false if any is false; else unknown if any is; else unclear if any is; else true.
    All(Vec<Condition>),
    /// One holds: true if any is true; else unknown if any is; else unclear if any is; else false.
    Any(Vec<Condition>),
    /// Swaps true and false.
    Not(Box<Condition>),
    /// A bool fact is true.
    IsTrue(IsTrue),
    /// A choice fact has one of the values.
    OneOf(Values),
    /// A set fact holds one of the values.
    HasAny(Values),
    /// A fact compares so with a value or another fact of the same type.
    Compare(Compare),
    /// An event lies within so many years of another date.
    WithinYears(WithinYears),
    /// A span ends before so many years are over; missing dates count as true.
    SpanWithinYears(SpanWithinYears),
    /// Some row of a table fulfils a condition: any-of over the rows.
    SomeRow(SomeRow),
    /// The condition, with unclear in place of false.
    Softened(Softened),
    /// Never settled by the text.
    Unclear(Unclear),
    /// The condition of another item.
    ConditionOf(String),
}

/// How an applicant can know a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The applicant can check it.
    Observable,
    /// The applicant can answer, but the text defines no standard.
    Undefined,
    /// An official evaluation decides.
    Evaluated,
}

/// See [`Condition::IsTrue`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IsTrue {
    /// A bool fact.
    pub fact: String,
    /// How it is known.
    pub basis: Basis,
    /// The words of the text it rests on.
    pub quote: Quote,
}

/// See [`Condition::OneOf`] and [`Condition::HasAny`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_field_names, reason = "the key an author writes")]
pub struct Values {
    /// A choice or set fact.
    pub fact: String,
    /// Accepted values.
    pub values: Vec<String>,
    /// How it is known.
    pub basis: Basis,
    /// The words of the text it rests on.
    pub quote: Quote,
}

/// See [`Condition::Compare`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// An int, money or date fact.
    pub fact: String,
    /// How.
    pub is: Comparison,
    /// With what.
    pub than: Operand,
    /// How it is known.
    pub basis: Basis,
    /// The words of the text it rests on.
    pub quote: Quote,
}

/// What a fact is compared with.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Operand {
    /// Yuan.
    Money(#[cfg_attr(feature = "schema", schemars(with = "String"))] Decimal),
    /// A whole number.
    Int(u64),
    /// A day.
    Date(Date),
    /// Another fact.
    Fact(String),
}

/// The event lies before the Nth anniversary of `of` → true; on it → unclear; after it → false. An event later than
/// the assessment date and not after the anniversary is unknown. 29 February clamps to 28 February.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WithinYears {
    /// Date fact of the event.
    pub event: String,
    /// Date fact the years start at.
    pub of: String,
    /// Years.
    pub years: u16,
    /// Ambiguity when the event is on the anniversary itself.
    pub on_the_day: String,
    /// How it is known.
    pub basis: Basis,
    /// The words of the text it rests on.
    pub quote: Quote,
}

/// `end` before the Nth anniversary of `start` → true, on or after it → unclear; either missing → true.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SpanWithinYears {
    /// Date fact.
    pub start: String,
    /// Date fact.
    pub end: String,
    /// Years.
    pub years: u16,
    /// Ambiguity when the span is as long or longer.
    pub otherwise: String,
    /// How it is known.
    pub basis: Basis,
    /// The words of the text it rests on.
    pub quote: Quote,
}

/// See [`Condition::SomeRow`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SomeRow {
    /// Table.
    pub table: String,
    /// Condition on the row; may use applicant facts too.
    pub fulfils: Box<Condition>,
}

/// See [`Condition::Softened`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Softened {
    /// The condition.
    pub condition: Box<Condition>,
    /// Why false is not final.
    pub ambiguity: String,
}

/// See [`Condition::Unclear`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Unclear {
    /// Why.
    pub ambiguity: String,
    /// The words of the text it rests on.
    pub quote: Quote,
}
