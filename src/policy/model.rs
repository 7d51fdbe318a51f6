//! The data model of a policy: what `policy-data/<policy>/*.json` may say.
//!
//! Everything a policy means lives in these types; nothing here knows any particular policy.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::values::Date;

/// Wording in the languages of the product. Chinese is the authentic one, English unofficial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Chinese (简体中文).
    pub zh: String,
    /// English, unofficial.
    pub en: String,
}

/// A whole policy: document, text, facts, items, ambiguities and the stacking rule.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// What the document is; `document.json`.
    pub document: Document,
    /// Its wording, sentence by sentence; `text.json`.
    pub text: DocumentText,
    /// What can be asked of an applicant; `facts.json`.
    pub facts: Facts,
    /// What the document gives, in the order of the text; `items/*.json` by file name.
    pub items: Vec<Item>,
    /// What sentences say that is no item of its own; `remarks.json`.
    pub remarks: Vec<Remark>,
    /// What the text leaves open; `ambiguities.json`.
    pub ambiguities: Vec<Ambiguity>,
    /// Which benefits may not be combined; `stacking.json`.
    pub stacking: Stacking,
}

/// Number, title, issuer, dates and validity of the document.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Stable id of the policy, e.g. for file names.
    pub id: String,
    /// Official document number, verbatim.
    pub number: String,
    /// Official title.
    pub title: Text,
    /// Short name for headings.
    pub short_title: Text,
    /// Body that issued it.
    pub issuer: Text,
    /// Body that interprets it: the only one a user can be pointed to.
    pub interpreter: Text,
    /// Day of issue the text shows.
    pub issued_on: Date,
    /// When it is in force.
    pub validity: Validity,
    /// What the document repeals.
    pub repeals: Vec<Text>,
    /// `format` strings of the JSON this policy speaks.
    pub formats: Formats,
    /// Sentence shown wherever figures stand: who decides.
    pub disclaimer: Text,
    /// Line shown on items that are directions or government action only.
    pub direction_note: Text,
    /// Line shown where the text states no amount.
    pub unspecified_note: Text,
    /// Line shown where the text states no cap.
    pub no_cap_note: Text,
    /// The evaluation wordings of the text, kept apart as labels.
    pub evaluations: Vec<EvaluationWording>,
    /// Ambiguities that touch the whole document.
    pub ambiguities: Vec<String>,
}

/// The `format` strings.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Formats {
    /// Of a profile.
    pub profile: String,
    /// Of a report.
    pub report: String,
    /// Of an errors object.
    pub errors: String,
    /// Of advice.
    pub advice: String,
}

/// When the document is in force. All days inclusive.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// First day in force.
    pub from: Date,
    /// Last day on which it certainly is in force.
    pub last_certain_day: Date,
    /// Last day on which it may be in force; later days are expired.
    pub last_possible_day: Date,
    /// Why the days between the two are open.
    pub boundary_ambiguity: String,
    /// What the validity rests on, in words.
    pub note: Text,
}

/// One evaluation wording of the text, e.g. 经评定.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EvaluationWording {
    /// Id used by items.
    pub id: String,
    /// The wording; `zh` is verbatim.
    pub label: Text,
}

/// The document's text: `before`, the articles' lines and `after` joined by newlines are the official file, byte for byte.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DocumentText {
    /// Lines before the first article.
    pub before: Vec<String>,
    /// The articles.
    pub articles: Vec<Article>,
    /// Lines after the last article.
    pub after: Vec<String>,
    /// Articles from this number to `claimed_to` must be claimed sentence by sentence by items or remarks.
    pub claimed_from: u16,
    /// See `claimed_from`.
    pub claimed_to: u16,
}

/// One article (条) with its paragraphs (款).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_field_names, reason = "the key an author writes, as in quotes")]
pub struct Article {
    /// Number, from 1.
    pub article: u16,
    /// What the article is about, for headings; not part of the text.
    pub topic: Text,
    /// Paragraphs; each a list of sentences that joined give the line byte for byte.
    pub paragraphs: Vec<Vec<String>>,
    /// Unofficial English, sentence by sentence in the same shape.
    pub translation: Vec<Vec<String>>,
}

/// Verbatim words of one sentence. All numbers count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// Article (条).
    pub article: u16,
    /// Paragraph (款) within the article.
    pub paragraph: u16,
    /// Sentence within the paragraph.
    pub sentence: u16,
    /// The words: the whole sentence or a part of it, byte for byte.
    pub text: String,
}

/// A place in the text without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Article (条).
    pub article: u16,
    /// Paragraph (款).
    pub paragraph: u16,
    /// Sentence.
    pub sentence: u16,
}

/// All facts: the applicant's own and the tables.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The set fact that says what the applicant is; asked first.
    pub role_fact: String,
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
    /// The level that competes with claims.
    pub competing_level: String,
    /// Levels that go in parallel, with what to say of each.
    pub parallel: BTreeMap<String, Text>,
}
