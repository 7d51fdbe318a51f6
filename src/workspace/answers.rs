//! A changed answer in words: whose row, which fact, what it was and is.

use serde_json::Value as Json;

use super::words;
use crate::app::words::Lang;
use crate::policy::Policy;
use crate::policy::layout::APPLICANT;
use crate::policy::model::{Fact, FactType};
use crate::profile::EvaluationState;
use crate::roster::compare::AnswerChange;
use crate::roster::plan::{EVALUATIONS, TAGS};
use crate::roster::{SheetRole, Target};
use crate::values::{Date, parse_amount};

/// The words.
pub fn answer_words(lang: Lang, policy: &Policy, answer: &AnswerChange) -> String {
    let (was, is) = &answer.values;
    let row = if answer.row.is_empty() { String::new() } else { format!("“{}”", answer.row) };
    let arrow = |show: &dyn Fn(&Json) -> String| [" ", &show(was), " → ", &show(is)].concat();
    if let Ok(at) = policy.facts.find(&answer.key)
        && let Some(fact) = policy.facts.get(at)
    {
        let table = at.table().and_then(|table| policy.facts.table_at(table));
        let place = table.map(|table| [lang.of(&table.row_label), &row, lang.t("的", ": ")].concat());
        let show = |value: &Json| fact_value(lang, fact, value);
        return [&place.unwrap_or_default(), lang.of(&fact.short), &arrow(&show)].concat();
    }
    if let Some(number) = policy.facts.table(&answer.key) {
        let label = policy.facts.table_at(number).map_or("", |table| lang.of(&table.label));
        let what = match (was.is_null(), is.is_null(), answer.row.is_empty()) {
            (_, _, true) => arrow(&|value| rows_words(lang, value)),
            (true, _, _) => [lang.t("新增", " new "), &row].concat(),
            _ => [lang.t("没有了", " gone "), &row].concat(),
        };
        return [label, &what].concat();
    }
    let item = |key: &str| {
        let (id, row) = key.split_once('#').unwrap_or((key, ""));
        let title = policy.items.iter().find(|item| item.id == id).map_or(id, |item| lang.of(&item.title));
        if row.is_empty() { title.to_owned() } else { [title, " · ", row].concat() }
    };
    match answer.key.as_str() {
        EVALUATIONS => {
            let state = |value: &Json| {
                let word = value.as_str().unwrap_or_default();
                EvaluationState::from_word(word)
                    .map_or(none(lang), |state| super::files::state_words(lang, state))
                    .to_owned()
            };
            [&item(&answer.row), lang.t("的评定", ": evaluation"), &arrow(&state)].concat()
        }
        TAGS => [&item(&answer.row), lang.t("的标签变了", ": its tags")].concat(),
        "untagged_matters" => lang.t("未标明的项目和事项是否互不相同", "whether untagged claims differ").to_owned(),
        "as_of" => {
            let day = |value: &Json| {
                let day = value.as_str().and_then(|text| text.parse::<Date>().ok());
                day.map_or_else(|| none(lang).to_owned(), |day| lang.date(day))
            };
            [lang.t("测算日", "day of assessment"), &arrow(&day)].concat()
        }
        key => part_words(lang, policy, key, &row) + &arrow(&|value| plain(lang, value)),
    }
}

fn none(lang: Lang) -> &'static str {
    lang.t("未填", "none")
}

fn plain(lang: Lang, value: &Json) -> String {
    value.as_str().map_or_else(|| none(lang).to_owned(), str::to_owned)
}

/// Rows as a whole: none known, or how many.
fn rows_words(lang: Lang, value: &Json) -> String {
    match value.as_array().map(Vec::len) {
        None => none(lang).to_owned(),
        Some(count) => [&count.to_string(), lang.t(" 项", " rows")].concat(),
    }
}

/// A member that is no fact: a name or a tag.
fn part_words(lang: Lang, policy: &Policy, key: &str, row: &str) -> String {
    let (owner, member) = key.split_once('.').unwrap_or((key, ""));
    if owner == APPLICANT {
        return words::target(lang, policy, SheetRole::Applicants, Target::Owner);
    }
    let role = SheetRole::from_key(owner, &policy.facts);
    let target = Target::from_key(member, &policy.facts);
    [row, &words::target(lang, policy, role, target)].concat()
}

fn fact_value(lang: Lang, fact: &Fact, value: &Json) -> String {
    let label = |word: &str| {
        fact.values.iter().find(|choice| choice.value == word).map_or(word, |choice| lang.of(&choice.label)).to_owned()
    };
    match value {
        Json::Bool(flag) => if *flag { lang.t("是", "yes") } else { lang.t("否", "no") }.to_owned(),
        Json::Number(count) => count.to_string(),
        Json::String(text) if fact.kind == FactType::Money => {
            parse_amount(text).map_or_else(|_| text.clone(), |yuan| words::figure(lang, yuan))
        }
        Json::String(text) if fact.kind == FactType::Date => {
            text.parse::<Date>().map_or_else(|_| text.clone(), |day| lang.date(day))
        }
        Json::String(text) => label(text),
        Json::Array(words) => {
            let labels: Vec<String> = words.iter().filter_map(Json::as_str).map(label).collect();
            if labels.is_empty() { none(lang).to_owned() } else { labels.join(lang.t("、", ", ")) }
        }
        _ => none(lang).to_owned(),
    }
}
