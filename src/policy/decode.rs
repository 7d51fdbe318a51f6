//! Reads a checked bundle. The build has read the same data with every check and message; this reader is small,
//! because it travels in the page.

use std::collections::BTreeMap;

use super::bundle::Bundle;
use super::model::{
    Ambiguity, AmountRule, Article, Awards, Basis, Choice, Compare, Comparison, Condition, Constraint, Disclosure,
    Document, DocumentText, EvaluationWording, Fact, FactType, Facts, Formats, IsTrue, Item, ItemKind, Operand, Payee,
    PayeeBasis, Place, Policy, QuestionGroup, Quote, Reading, ReadingRule, Remark, Share, Softened, SomeRow,
    SpanWithinYears, StackedGroup, Stacking, Table, Term, Text, Unclear, Unspecified, Validity, Values, WithinYears,
};
use crate::values::decode::{Decode, field, or_unsound, records, tagged, tagged_by_word, words};
use crate::values::json::Json;

impl Decode for BTreeMap<String, Text> {
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self {
        let members = or_unsound(if let Json::Object(members) = json { Some(&members[..]) } else { None }, sound);
        // Collecting them would bring a sort.
        let mut out = Self::new();
        out.extend(members.iter().map(|(key, value)| (key.clone().into_owned(), Text::decode(value, sound))));
        out
    }
}

records! {
    Bundle { digest, policy }
    Policy { document, text, facts, items, remarks, ambiguities, stacking }
    Document {
        id, number, title, short_title, issuer, interpreter, issued_on, validity, repeals, formats, disclaimer,
        direction_note, unspecified_note, no_cap_note, evaluations, ambiguities, procedure_ambiguity,
    }
    Formats { profile, report, errors, advice }
    Validity { from, last_certain_day, last_possible_day, boundary_ambiguity, note }
    EvaluationWording { id, label }
    DocumentText { before, articles, after, claimed_from, claimed_to }
    Article { article, topic, paragraphs, translation }
    Quote { article, paragraph, sentence, text }
    Place { article, paragraph, sentence }
    Facts { role_fact, applicant_sheet, applicant, tables, groups, constraints }
    Choice { value, label, also, help }
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
    Remark { id, quotes, text, items, ambiguities }
    Ambiguity { id, text, default }
    Stacking { title, quotes, text, stacked, ambiguities, awards }
    StackedGroup { items, quote }
    Awards { table, level, status, amount, received, not_received, competing_level, parallel }
    Text { zh, en }
}

impl Decode for Fact {
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self {
        Self {
            name: field(json, "name", sound),
            kind: field(json, "type", sound),
            label: field(json, "label", sound),
            short: field(json, "short", sound),
            heads: field(json, "heads", sound),
            help: field(json, "help", sound),
            reason: field(json, "reason", sound),
            cites: field(json, "cites", sound),
            values: field(json, "values", sound),
            fixed: field(json, "fixed", sound),
            optional: field(json, "optional", sound),
        }
    }
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

tagged_by_word! {
    Condition {
        "all" => All, "any" => Any, "not" => Not, "is_true" => IsTrue, "one_of" => OneOf, "has_any" => HasAny,
        "compare" => Compare, "within_years" => WithinYears, "span_within_years" => SpanWithinYears,
        "some_row" => SomeRow, "softened" => Softened, "unclear" => Unclear, "condition_of" => ConditionOf,
    }
    Operand { "money" => Money, "int" => Int, "date" => Date, "fact" => Fact }
    AmountRule { "share" => Share, "unspecified" => Unspecified }
}

impl Decode for ReadingRule {
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self {
        match tagged(json) {
            Some(("largest_group", value)) => Self::LargestGroup(String::decode(value, sound)),
            Some(("requires_each", value)) => Self::RequiresEach(Vec::decode(value, sound)),
            other => {
                *sound &= other.is_some_and(|(word, _)| word == "largest_per_project");
                Self::LargestPerProject
            }
        }
    }
}
