//! Reads a checked bundle. The build has read the same data with every check and message; this reader is small,
//! because it travels in the page.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::bundle::Bundle;
use super::model::{
    Ambiguity, AmountRule, Article, Awards, Basis, Choice, Compare, Comparison, Condition, Constraint, Disclosure,
    Document, DocumentText, EvaluationWording, Fact, FactType, Facts, Formats, IsTrue, Item, ItemKind, Operand, Payee,
    PayeeBasis, Place, Policy, QuestionGroup, Quote, Reading, ReadingRule, Remark, Share, Softened, SomeRow,
    SpanWithinYears, StackedGroup, Stacking, Table, Term, Text, Unclear, Unspecified, Validity, Values, WithinYears,
};
use crate::values::Date;
use crate::values::json::Json;

/// What can be read from a JSON value.
pub(super) trait Decode: Sized {
    /// The value; none where it has another shape.
    fn decode(json: &Json<'_>) -> Option<Self>;

    /// What stands for a key that is absent; none where the key is required.
    fn absent() -> Option<Self> {
        None
    }
}

fn member<'j, 'a>(json: &'j Json<'a>, key: &str) -> Option<&'j Json<'a>> {
    let Json::Object(members) = json else { return None };
    members.iter().find(|(known, _)| known == key).map(|(_, value)| value)
}

fn field<T: Decode>(json: &Json<'_>, key: &str) -> Option<T> {
    member(json, key).map_or_else(T::absent, T::decode)
}

/// The word and the value of `{"word": value}`; a bare word has no value.
fn tagged<'j, 'a>(json: &'j Json<'a>) -> Option<(&'j str, &'j Json<'a>)> {
    match json {
        Json::Str(word) => Some((word, &Json::Null)),
        Json::Object(members) => members.first().map(|(key, value)| (key.as_ref(), value)),
        _ => None,
    }
}

fn text<'j>(json: &'j Json<'_>) -> Option<&'j str> {
    if let Json::Str(text) = json { Some(text) } else { None }
}

impl Decode for String {
    fn decode(json: &Json<'_>) -> Option<Self> {
        text(json).map(str::to_owned)
    }
}

impl Decode for bool {
    fn decode(json: &Json<'_>) -> Option<Self> {
        if let Json::Bool(flag) = json { Some(*flag) } else { None }
    }

    fn absent() -> Option<Self> {
        Some(false)
    }
}

impl Decode for u64 {
    fn decode(json: &Json<'_>) -> Option<Self> {
        if let Json::Int(number) = json { Some(*number) } else { None }
    }
}

impl Decode for u16 {
    fn decode(json: &Json<'_>) -> Option<Self> {
        u64::decode(json).and_then(|number| Self::try_from(number).ok())
    }
}

impl Decode for Date {
    fn decode(json: &Json<'_>) -> Option<Self> {
        text(json)?.parse().ok()
    }
}

impl Decode for Decimal {
    fn decode(json: &Json<'_>) -> Option<Self> {
        text(json)?.parse().ok()
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(json: &Json<'_>) -> Option<Self> {
        T::decode(json).map(Self::new)
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(json: &Json<'_>) -> Option<Self> {
        if *json == Json::Null { Some(None) } else { T::decode(json).map(Some) }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(json: &Json<'_>) -> Option<Self> {
        let Json::Array(list) = json else { return None };
        let mut out = Self::with_capacity(list.len());
        for value in list {
            out.push(T::decode(value)?);
        }
        Some(out)
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl Decode for BTreeMap<String, Text> {
    fn decode(json: &Json<'_>) -> Option<Self> {
        let Json::Object(members) = json else { return None };
        let mut out = Self::new();
        for (key, value) in members {
            out.insert(key.clone().into_owned(), Text::decode(value)?);
        }
        Some(out)
    }
}

/// Structs whose keys are the names of their fields.
macro_rules! records {
    ($($name:ident { $($field:ident),* $(,)? })*) => {
        $(impl Decode for $name {
            fn decode(json: &Json<'_>) -> Option<Self> {
                Some(Self { $($field: field(json, stringify!($field))?),* })
            }
        })*
    };
}

records! {
    Bundle { digest, policy }
    Policy { document, text, facts, items, remarks, ambiguities, stacking }
    Document {
        id, number, title, short_title, issuer, interpreter, issued_on, validity, repeals, formats, disclaimer,
        direction_note, unspecified_note, no_cap_note, evaluations, ambiguities,
    }
    Formats { profile, report, errors, advice }
    Validity { from, last_certain_day, last_possible_day, boundary_ambiguity, note }
    EvaluationWording { id, label }
    DocumentText { before, articles, after, claimed_from, claimed_to }
    Article { article, topic, paragraphs, translation }
    Quote { article, paragraph, sentence, text }
    Place { article, paragraph, sentence }
    Facts { role_fact, applicant_sheet, applicant, tables, groups, constraints }
    Choice { value, label, help }
    Table { name, label, sheet, row_label, help, reason, cites, rows_are_projects, columns }
    QuestionGroup { id, label, help, facts, tables }
    Constraint { fact, must_be, other, code, message }
    Item {
        id, kind, title, summary, quotes, per_row, condition, amount, evaluations, frequency, payee, audience,
        readings, ambiguities, disclosures, notes,
    }
    Payee { basis, text }
    Disclosure { ambiguity, when }
    IsTrue { fact, basis, quote }
    Values { fact, values, basis, quote }
    Compare { fact, is, than, basis, quote }
    WithinYears { event, of, years, on_the_day, basis, quote }
    SpanWithinYears { start, end, years, otherwise, basis, quote }
    SomeRow { table, fulfils }
    Softened { condition, ambiguity }
    Unclear { ambiguity, quote }
    Share { rate, quote, terms }
    Term { fact, less }
    Unspecified { units, unit_label }
    Reading { ambiguity, rule, label }
    Remark { id, quotes, text, items }
    Ambiguity { id, text, default }
    Stacking { title, quotes, text, stacked, ambiguities, awards }
    StackedGroup { items, quote }
    Awards { table, level, status, amount, received, competing_level, parallel }
    Text { zh, en }
}

impl Decode for Fact {
    fn decode(json: &Json<'_>) -> Option<Self> {
        Some(Self {
            name: field(json, "name")?,
            kind: field(json, "type")?,
            label: field(json, "label")?,
            short: field(json, "short")?,
            help: field(json, "help")?,
            reason: field(json, "reason")?,
            cites: field(json, "cites")?,
            values: field(json, "values")?,
            fixed: field(json, "fixed")?,
            optional: field(json, "optional")?,
        })
    }
}

/// Enums that are words.
macro_rules! words {
    ($($name:ident { $($word:literal => $variant:ident),* $(,)? })*) => {
        $(impl Decode for $name {
            fn decode(json: &Json<'_>) -> Option<Self> {
                match text(json)? {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }
        })*
    };
}

words! {
    FactType { "bool" => Bool, "date" => Date, "money" => Money, "int" => Int, "choice" => Choice, "set" => Set }
    Comparison { "at_least" => AtLeast, "at_most" => AtMost, "more_than" => MoreThan, "less_than" => LessThan }
    ItemKind {
        "money" => Money, "fund" => Fund, "honour" => Honour, "service" => Service, "direction" => Direction,
        "government" => Government,
    }
    PayeeBasis { "written" => Written, "implied" => Implied, "not_written" => NotWritten }
    Basis { "observable" => Observable, "undefined" => Undefined, "evaluated" => Evaluated }
}

/// Enums that are a word with a value.
macro_rules! tagged {
    ($($name:ident { $($word:literal => $variant:ident),* $(,)? })*) => {
        $(impl Decode for $name {
            fn decode(json: &Json<'_>) -> Option<Self> {
                let (word, value) = tagged(json)?;
                match word {
                    $($word => Decode::decode(value).map(Self::$variant),)*
                    _ => None,
                }
            }
        })*
    };
}

tagged! {
    Condition {
        "all" => All, "any" => Any, "not" => Not, "is_true" => IsTrue, "one_of" => OneOf, "has_any" => HasAny,
        "compare" => Compare, "within_years" => WithinYears, "span_within_years" => SpanWithinYears,
        "some_row" => SomeRow, "softened" => Softened, "unclear" => Unclear, "condition_of" => ConditionOf,
    }
    Operand { "money" => Money, "int" => Int, "date" => Date, "fact" => Fact }
    AmountRule { "share" => Share, "unspecified" => Unspecified }
}

impl Decode for ReadingRule {
    fn decode(json: &Json<'_>) -> Option<Self> {
        let (word, value) = tagged(json)?;
        match word {
            "largest_group" => String::decode(value).map(Self::LargestGroup),
            "requires_each" => Vec::decode(value).map(Self::RequiresEach),
            "largest_per_project" => Some(Self::LargestPerProject),
            _ => None,
        }
    }
}
