//! TypeScript declarations of what goes in and out, for users of the library. Facts come from the policy, words from the
//! types that write them, the policy's own shape from the schema of its types.

mod from_schema;

use std::fmt::Write;

use crate::engine::{Status, Validity};
use crate::policy::layout::APPLICANT;
use crate::policy::model::{Fact, FactType, ItemKind, Policy, Table};
use crate::policy::schema;
use crate::profile::EvaluationState;

/// What no policy changes but the names of its formats.
const REPORTS: &str = include_str!("declarations/reports.d.ts");

/// The declarations for one policy.
pub fn declarations(policy: &Policy) -> String {
    let mut out = String::new();
    words(&mut out, "Status", "A verdict.", Status::ALL.map(Status::word));
    words(&mut out, "Validity", "Whether the policy is in force.", Validity::ALL.map(Validity::word));
    words(&mut out, "ItemKind", "What kind of thing an item is.", ItemKind::ALL.map(ItemKind::word));
    let states = EvaluationState::ALL.map(|(word, _)| word);
    words(&mut out, "EvaluationState", "How far an official evaluation is.", states);
    let formats = &policy.document.formats;
    out += &REPORTS
        .replace("PROFILE_FORMAT", &formats.profile)
        .replace("REPORT_FORMAT", &formats.report)
        .replace("ADVICE_FORMAT", &formats.advice)
        .replace("ERRORS_FORMAT", &formats.errors);
    profile(&mut out, policy);
    from_schema::declare(&mut out, "Policy", &schema::policy());
    out
}

fn words<const N: usize>(out: &mut String, name: &str, meaning: &str, words: [&str; N]) {
    let _ = writeln!(out, "/** {meaning} */\nexport type {name} = {};\n", union(words));
}

fn union<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    words.into_iter().map(|word| ["\"", word, "\""].concat()).collect::<Vec<_>>().join(" | ")
}

/// Text as a comment, which it cannot end.
fn comment(text: &str) -> String {
    text.replace("*/", "* /")
}

/// A name such as `special_funds` as `SpecialFunds`.
fn pascal(name: &str) -> String {
    let upper = |part: &str| {
        let mut letters = part.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    name.split('_').map(upper).collect()
}

fn profile(out: &mut String, policy: &Policy) {
    let facts = &policy.facts;
    let _ = writeln!(out, "/** Facts of one applicant on one day. What is absent or null is unknown. */");
    let _ = writeln!(out, "export interface Profile extends ProfileHead {{\n  {APPLICANT}?: Applicant | null;");
    for table in &facts.tables {
        let _ = writeln!(
            out,
            "  /** {} · {}. Absent: unknown; empty: none. */\n  {}?: {}[] | null;",
            comment(&table.label.zh),
            comment(&table.label.en),
            table.name,
            row_name(table),
        );
    }
    out.push_str("}\n\n/** The applicant's own facts. */\nexport interface Applicant {\n  name?: string | null;\n");
    members(out, &facts.applicant);
    for table in &facts.tables {
        let (zh, en) = (comment(&table.row_label.zh), comment(&table.row_label.en));
        let _ = writeln!(out, "/** {zh} · {en} */\nexport interface {} extends Row {{", row_name(table));
        members(out, &table.columns);
    }
}

fn row_name(table: &Table) -> String {
    [&pascal(&table.name), "Row"].concat()
}

fn members(out: &mut String, facts: &[Fact]) {
    for fact in facts {
        let kind = match fact.kind {
            FactType::Bool => "boolean".to_owned(),
            FactType::Date => "Day".to_owned(),
            FactType::Money => "Yuan".to_owned(),
            FactType::Int => "number".to_owned(),
            FactType::Choice => union(fact.values.iter().map(|choice| choice.value.as_str())),
            FactType::Set => ["(", &union(fact.values.iter().map(|choice| choice.value.as_str())), ")[]"].concat(),
        };
        let (zh, en) = (comment(&fact.short.zh), comment(&fact.short.en));
        let _ = writeln!(out, "  /** {zh} · {en} */\n  {}?: {kind} | null;", fact.name);
    }
    out.push_str("}\n\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_comments() {
        assert_eq!(pascal("special_funds"), "SpecialFunds");
        assert_eq!(union(["a", "b"]), "\"a\" | \"b\"");
        assert_eq!(comment("a */ b"), "a * / b");
    }
}
