//! The smallest changes that would change a verdict, in words: what one can act on first, settled facts folded.

use markup::html;
use yew::prelude::*;

use super::advice_panel::Named;
use super::card::fact_words;
use super::later;
use super::lazy::Lazy;
use super::root::Store;
use super::state::State;
use super::words::Lang;
use crate::advice::{Change, NearMiss, Wanted};
use crate::engine::{FactPath, Status, Verdict};
use crate::policy::model::{Fact, Table};
use crate::profile::Value;

/// What would change a verdict: sets of changes that one can bring about, and folded those with settled facts.
pub fn misses(store: &Store, claims: &[Named]) -> Option<Html> {
    let lang = store.lang;
    let shown = by_claim(store, claims, true);
    let (again, all) = (store.clone(), claims.to_vec());
    let make = Callback::from(move |()| later::result::settled_misses(&again, &all));
    let refused = claims.iter().any(|(_, _, status)| matches!(status, Status::NotEligible | Status::Unclear));
    refused.then(|| {
        html! {
            <div class="advice-part">
                <h3>{ title(lang) }</h3>
                <p class="muted">{ lang.t(
                    "每一条都是最小的改变：少一点，结论就不变。标明“可争取”或“既定事实”。",
                    "Each line is the smallest change: with less of it the verdict stays. Each fact is marked “can change” or “fixed”.",
                ) }</p>
                if !shown.is_empty() { { list(shown) } }
                <Lazy summary={lang.t("要改变既定事实才行的（一般不能改变）", "What would take other fixed facts (these rarely change)").to_owned()} {make} />
            </div>
        }
    })
}

/// The sets of changes with settled facts.
pub fn settled(store: &Store, claims: &[Named]) -> Html {
    let entries = by_claim(store, claims, false);
    if entries.is_empty() {
        return html! { <p class="muted">{ store.lang.t("没有。", "None.") }</p> };
    }
    list(entries)
}

/// What the changes are called together.
pub fn title(lang: Lang) -> &'static str {
    lang.t("改变哪一点，结论会不同", "What would change a verdict")
}

/// In words: per claim the sets of changes that one can bring about.
pub fn written(store: &State, claims: &[Named]) -> Vec<(String, Vec<String>)> {
    // What would change a verdict helps nobody when the measure is not in force.
    if store.computed.report.validity.is_current() { by_claim(store, claims, true) } else { Vec::new() }
}

fn list(entries: Vec<(String, Vec<String>)>) -> Html {
    let entries = entries.into_iter().map(|(name, ways)| {
        let ways = ways.into_iter().map(|words| html! { <span>{ words }</span> });
        html! { <li><span class="advice-name">{ name }</span>{ for ways }</li> }
    });
    html! { <ul class="advice-list">{ for entries }</ul> }
}

/// Per claim the sets of changes: those with no settled fact, or the others.
fn by_claim(store: &State, claims: &[Named], ours: bool) -> Vec<(String, Vec<String>)> {
    let entry = |(claim, words, status): &Named| {
        if !matches!(status, Status::NotEligible | Status::Unclear) {
            return None;
        }
        let found = store.computed.near_misses(store.assessor, *claim);
        let settled = |change: &Change| !matches!(change, Change::Evaluation { .. }) && !can_be_done(store, change);
        let wanted: Vec<&NearMiss> = found.iter().filter(|miss| miss.changes.iter().any(settled) != ours).collect();
        let ways: Vec<String> = together(&wanted).iter().map(|way| way_words(store, way)).collect();
        (!ways.is_empty()).then(|| (words.clone(), ways))
    };
    claims.iter().filter_map(entry).collect()
}

fn can_be_done(store: &State, change: &Change) -> bool {
    change.can_be_done(&store.policy().facts, store.computed.profile.as_of)
}

/// Sets of changes that differ in one change alone: per change its alternatives.
struct Way<'a> {
    parts: Vec<Vec<&'a Change>>,
    verdict: Verdict,
}

impl<'a> Way<'a> {
    /// Takes in a set that differs in one change, which is the same one for all; whether it did.
    fn take(&mut self, miss: &'a NearMiss) -> bool {
        if self.verdict != miss.verdict || self.parts.len() != miss.changes.len() {
            return false;
        }
        let pairs = || self.parts.iter().zip(&miss.changes);
        let mut other = pairs().enumerate().filter(|(_, (known, change))| !known.contains(change));
        let (Some((at, (known, change))), None) = (other.next(), other.next()) else { return false };
        let same_place = known.first().is_some_and(|first| first.place() == change.place());
        let alone = self.parts.iter().enumerate().all(|(n, known)| n == at || known.len() == 1);
        if same_place
            && alone
            && let Some(known) = self.parts.get_mut(at)
        {
            known.push(change);
            return true;
        }
        false
    }
}

fn together<'a>(misses: &[&'a NearMiss]) -> Vec<Way<'a>> {
    let mut ways: Vec<Way<'a>> = Vec::new();
    for miss in misses.iter().copied() {
        if !ways.iter_mut().any(|way| way.take(miss)) {
            ways.push(Way { parts: miss.changes.iter().map(|change| vec![change]).collect(), verdict: miss.verdict });
        }
    }
    ways
}

fn way_words(store: &State, way: &Way<'_>) -> String {
    let lang = store.lang;
    let words = way.parts.iter().map(|alternatives| {
        let mark = match alternatives.first() {
            Some(Change::Evaluation { .. }) => "",
            Some(change) if can_be_done(store, change) => lang.t("（可争取）", " (can change)"),
            _ => lang.t("（既定事实）", " (fixed)"),
        };
        [&change_words(store, alternatives), mark].concat()
    });
    let words: Vec<String> = words.collect();
    let open = if way.verdict == Verdict::Unknown {
        lang.t("；其余还须补充信息", "; then more facts are needed")
    } else {
        ""
    };
    [&words.join(lang.t("，并且", ", and ")), open, lang.t("。", ".")].concat()
}

/// A change in words, or several of one place of which one is enough.
pub fn change_words(store: &State, alternatives: &[&Change]) -> String {
    let lang = store.lang;
    let or = lang.t("或", " or ");
    match alternatives.first() {
        Some(Change::Fact { at, .. }) => {
            let name = ["“", &fact_words(store, &store.assessor.path(&store.computed.profile, *at)), "”"].concat();
            let Some(fact) = at.fact().and_then(|fact| store.policy().facts.get(fact)) else { return name };
            let now = bits_now(store, *at);
            let wanted = alternatives.iter().filter_map(|change| match change {
                Change::Fact { to, .. } => Some(wanted_words(store, fact, to, now)),
                _ => None,
            });
            [name, or_words(&wanted.collect::<Vec<_>>(), or)].concat()
        }
        Some(Change::Row { table, .. }) => {
            let Some(table) = store.policy().facts.table_at(*table) else { return String::new() };
            let rows = alternatives.iter().filter_map(|change| match change {
                Change::Row { cells, .. } => Some(&cells[..]),
                _ => None,
            });
            let head =
                [lang.t("新增一条", "one more row under “"), lang.of(&table.row_label), lang.t("", "”")].concat();
            let words = row_words(store, table, &rows.collect::<Vec<_>>());
            if words.is_empty() { head } else { [&head, lang.t("：", ": "), &words].concat() }
        }
        Some(Change::Evaluation { .. }) => lang
            .t(
                "评定改为通过（由主管部门评定，不由申请人决定）",
                "the evaluation is passed (the authority decides that, not the applicant)",
            )
            .to_owned(),
        None => String::new(),
    }
}

/// The values of a set at present.
fn bits_now(store: &State, at: FactPath) -> u64 {
    let profile = &store.computed.profile;
    let row = match at {
        FactPath::Cell { table, row, .. } => profile.rows(table).and_then(|rows| rows.get(row as usize)),
        _ => None,
    };
    at.fact().and_then(|fact| profile.value(fact, row).bits()).unwrap_or(0)
}

/// Alternatives joined; a verb that they share stands once.
fn or_words(words: &[(&str, String)], or: &str) -> String {
    let mut joined = String::new();
    let mut last = "";
    for (n, (verb, words)) in words.iter().enumerate() {
        let shown = if n > 0 && *verb == last { "" } else { *verb };
        joined += &[if n > 0 { or } else { "" }, shown, words].concat();
        last = verb;
    }
    joined
}

/// What a fact must become, as a verb and what follows it.
fn wanted_words(store: &State, fact: &Fact, wanted: &Wanted, now: u64) -> (&'static str, String) {
    let lang = store.lang;
    let quoted = |value: Value| ["“", &value_words(store, fact, value), "”"].concat();
    match wanted.value {
        Value::Set(bits) => {
            let (more, less) = (Value::Set(bits & !now), Value::Set(now & !bits));
            match (bits & !now != 0, now & !bits != 0) {
                (true, true) => (
                    lang.t("加上", " with "),
                    [&quoted(more), lang.t("、去掉", " and without "), &quoted(less)].concat(),
                ),
                (false, true) => (lang.t("去掉", " without "), quoted(less)),
                _ => (lang.t("加上", " with "), quoted(more)),
            }
        }
        Value::Date(_) | Value::Money(_) | Value::Int(_) => ("", range_words(store, fact, wanted)),
        value => (lang.t("变为", " becomes "), quoted(value)),
    }
}

/// The values that do it, as a range; empty where every value does.
fn range_words(store: &State, fact: &Fact, wanted: &Wanted) -> String {
    let lang = store.lang;
    let words = |value: Value| value_words(store, fact, value);
    let is_day = matches!(wanted.value, Value::Date(_));
    match (wanted.least, wanted.most) {
        (None, None) => String::new(),
        (Some(least), Some(most)) if least == most => [lang.t("为 ", " is "), &words(least)].concat(),
        (Some(least), Some(most)) => {
            [lang.t("在 ", " from "), &words(least), lang.t(" 至 ", " to "), &words(most), lang.t(" 之间", "")].concat()
        }
        (Some(least), None) if is_day => [lang.t("不早于 ", " on or after "), &words(least)].concat(),
        (Some(least), None) => [lang.t("达到 ", " at least "), &words(least), lang.t(" 及以上", "")].concat(),
        (None, Some(most)) if is_day => [lang.t("不晚于 ", " on or before "), &words(most)].concat(),
        (None, Some(most)) => [lang.t("不超过 ", " at most "), &words(most)].concat(),
    }
}

/// The cells of a new row; of several rows that differ in one cell, its alternatives.
fn row_words(store: &State, table: &Table, rows: &[&[Wanted]]) -> String {
    let lang = store.lang;
    let differing = (0..table.columns.len())
        .filter(|n| rows.iter().any(|row| row.get(*n) != rows.first().and_then(|row| row.get(*n))));
    if differing.count() > 1 {
        let each: Vec<String> = rows.iter().map(|row| row_words(store, table, &[row])).collect();
        return each.join(lang.t("；或者 ", "; or "));
    }
    let cells = table.columns.iter().enumerate().filter_map(|(n, column)| {
        let mut words: Vec<(&str, String)> = Vec::new();
        for cell in rows.iter().filter_map(|row| row.get(n)).filter(|cell| cell.value.is_known()) {
            let (verb, end) = match cell.value {
                Value::Date(_) | Value::Money(_) | Value::Int(_) => ("", range_words(store, column, cell)),
                value => (lang.t("为", " is "), ["“", &value_words(store, column, value), "”"].concat()),
            };
            if !end.is_empty() && !words.iter().any(|(_, known)| *known == end) {
                words.push((verb, end));
            }
        }
        let or = lang.t("或", " or ");
        (!words.is_empty())
            .then(|| [lang.t("", "“"), lang.of(&column.short), lang.t("", "”"), &or_words(&words, or)].concat())
    });
    cells.collect::<Vec<_>>().join(lang.t("，", ", "))
}

/// A value in words; of a set the words of all its values.
pub fn value_words(store: &State, fact: &Fact, value: Value) -> String {
    let lang = store.lang;
    match value {
        Value::Unknown => String::new(),
        Value::Bool(true) => lang.t("是", "yes").to_owned(),
        Value::Bool(false) => lang.t("否", "no").to_owned(),
        Value::Date(day) => lang.date(day),
        Value::Money(yuan) => lang.yuan(yuan),
        Value::Int(count) => count.to_string(),
        Value::Choice(bits) | Value::Set(bits) => {
            let chosen = fact.values.iter().enumerate().filter(|(n, _)| bits >> n & 1 == 1);
            chosen.map(|(_, choice)| lang.of(&choice.label)).collect::<Vec<_>>().join(lang.t("、", ", "))
        }
    }
}
