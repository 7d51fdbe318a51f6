//! The result as Markdown, in the words of the page: for mail, notes and other programs.

use super::card::fact_words;
use super::live::{Headline, headline_of, open_words};
use super::state::State;
use super::words::Lang;
use crate::engine::{Amount, Status};
use crate::policy::Policy;
use crate::policy::model::AmountRule;
use crate::report::{ClaimReport, ItemReport, OverlapReport};
use crate::values::display::{grouped, percent};

/// Statuses whose items are written in full.
const FULL: [Status; 4] = [Status::Meets, Status::MeetsPendingEvaluation, Status::Unclear, Status::InsufficientFacts];

/// The result as Markdown (`CommonMark`); what the user typed is escaped.
pub fn markdown(state: &State) -> String {
    let (lang, document, report) = (state.lang, &state.policy().document, &state.computed.report);
    let mut out = Lines::default();
    out.line(&["# ", lang.t("自查结果：", "Self-check: "), lang.of(&document.title)]);
    out.gap();
    if let Some(name) = &state.computed.profile.name {
        out.line(&["- ", lang.t("申请主体：", "Applicant: "), &escaped(name)]);
    }
    out.line(&["- ", &document.number, " · ", lang.of(&document.issuer), " · ", &lang.date(document.issued_on)]);
    out.line(&["- ", lang.t("测算日：", "As of: "), &lang.date(report.as_of), " · ", lang.validity(report.validity)]);
    out.line(&["- ", lang.t("可计入的金额：", "What counts: "), &headline(state)]);
    for words in open_words(state) {
        out.line(&["- ", &words, lang.t("。", ".")]);
    }
    out.gap();
    out.line(&["> ", lang.of(&document.disclaimer)]);
    for status in FULL {
        let mut items = report.items.iter().filter(|item| item.status == status).peekable();
        if items.peek().is_some() {
            out.gap();
            out.line(&["## ", lang.status(status)]);
            items.for_each(|item| write_item(&mut out, state, item));
        }
    }
    if let Some(overlap) = &report.overlap {
        write_overlap(&mut out, state, overlap);
    }
    for status in [Status::NotEligible, Status::DirectionOnly] {
        out.gap();
        out.line(&["## ", lang.status(status)]);
        out.gap();
        for item in report.items.iter().filter(|item| item.status == status) {
            write_brief(&mut out, state, item);
        }
    }
    out.text
}

/// Text that grows by lines.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn line(&mut self, parts: &[&str]) {
        for part in parts {
            self.text.push_str(part);
        }
        self.text.push('\n');
    }

    fn gap(&mut self) {
        self.text.push('\n');
    }
}

/// The counted range in words.
pub fn headline(state: &State) -> String {
    let lang = state.lang;
    match headline_of(&state.computed.report) {
        Headline::NotCurrent => lang.t("不给出合计", "no totals").to_owned(),
        Headline::NoFigure => lang.t("暂无可计入的金额", "no amount counts yet").to_owned(),
        Headline::Range { lower, upper, open } => {
            let least = if open { lang.t("至少 ", "at least ") } else { "" };
            let upper =
                if lower == upper { String::new() } else { [lang.t(" 至 ", " to "), &lang.yuan(upper)].concat() };
            [least, &lang.yuan(lower), &upper].concat()
        }
    }
}

/// An item in lines: what it is called, and its amount and what is missing.
pub fn lines(state: &State, item: &ItemReport<'_>) -> Vec<(String, String)> {
    let lang = state.lang;
    let title = lang.of(&item.item.title);
    let missing = |paths: &[String]| {
        let words: Vec<String> = paths.iter().map(|path| fact_words(state, path)).collect();
        if words.is_empty() {
            String::new()
        } else {
            [lang.t("还缺：", "Missing: "), &words.join(lang.t("、", ", "))].concat()
        }
    };
    if item.claims.is_empty() {
        return vec![(title.to_owned(), missing(&item.missing))];
    }
    let line = |claim: &ClaimReport<'_>| {
        let row = claim.key.split_once('#').map(|(_, row)| [" · ", row].concat()).unwrap_or_default();
        let parts = [amount_words(state, item, claim), missing(&claim.missing)];
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        ([title, &row].concat(), parts.join(lang.t("；", "; ")))
    };
    item.claims.iter().filter(|claim| claim.status != Status::NotEligible).map(line).collect()
}

fn write_item(out: &mut Lines, state: &State, item: &ItemReport<'_>) {
    let lang = state.lang;
    let article = item.item.quotes.first().map(|quote| lang.article(quote.article)).unwrap_or_default();
    out.gap();
    out.line(&["### ", lang.of(&item.item.title), " (", &article, ")"]);
    out.gap();
    out.line(&[lang.of(&item.item.summary)]);
    out.gap();
    for claim in &item.claims {
        write_claim(out, state, item, claim);
    }
    let missing: Vec<String> = item.missing.iter().map(|path| escaped(&fact_words(state, path))).collect();
    write_list(out, lang.t("还缺：", "Missing: "), &missing);
    for quote in item.item.quotes.iter().take(1) {
        out.gap();
        out.line(&["> ", &quote.text]);
        let english = state.policy().translation(quote.article, quote.paragraph, quote.sentence);
        if let (Lang::En, Some(english)) = (lang, english) {
            out.line(&[">"]);
            out.line(&["> *", english, "* (unofficial)"]);
        }
    }
}

fn write_claim(out: &mut Lines, state: &State, item: &ItemReport<'_>, claim: &ClaimReport<'_>) {
    let lang = state.lang;
    let name =
        claim.key.split_once('#').map(|(_, row)| [&escaped(row), lang.t("：", ": ")].concat()).unwrap_or_default();
    let amount = amount_words(state, item, claim);
    let colon = if amount.is_empty() { "" } else { lang.t("：", ": ") };
    out.line(&["- **", &name, lang.status(claim.status), "**", colon, &amount]);
    let sum = arithmetic(state, claim);
    if !sum.is_empty() {
        out.line(&["  - ", lang.t("测算：", "Computed: "), &sum]);
    }
    for (title, paths) in
        [(lang.t("还缺：", "Missing: "), &claim.missing), (lang.t("不满足：", "Not fulfilled: "), &claim.failed)]
    {
        let words: Vec<String> = paths.iter().map(|path| escaped(&fact_words(state, path))).collect();
        write_list(out, &["  - ", title].concat(), &words);
    }
    let ambiguities = claim.ambiguities.iter().filter_map(|id| state.policy().ambiguities.iter().find(|a| a.id == *id));
    for ambiguity in ambiguities {
        out.line(&["  - ", lang.t("条文未写清：", "Left open: "), lang.of(&ambiguity.text)]);
    }
}

fn write_list(out: &mut Lines, title: &str, words: &[String]) {
    if !words.is_empty() {
        out.line(&[title, &words.join("、")]);
    }
}

/// A claim's amount in words; nothing for what is no money.
pub fn amount_words(state: &State, item: &ItemReport<'_>, claim: &ClaimReport<'_>) -> String {
    amount_in_words(state.lang, state.policy(), item, claim)
}

/// A claim's amount in words, in a language.
pub fn amount_in_words(lang: Lang, policy: &Policy, item: &ItemReport<'_>, claim: &ClaimReport<'_>) -> String {
    let words = match claim.amount {
        Amount::None => return String::new(),
        Amount::Exact(yuan) => lang.yuan(yuan),
        Amount::AtLeast { known, at_most: None } if known.is_zero() => {
            lang.t("填写金额后即可测算", "to be computed from the amounts still missing").to_owned()
        }
        Amount::AtLeast { known, at_most } => {
            let most =
                at_most.map(|most| [lang.t("，至多 ", ", at most "), &lang.yuan(most)].concat()).unwrap_or_default();
            [lang.t("至少 ", "at least "), &lang.yuan(known), &most].concat()
        }
        Amount::Unspecified { units } => {
            let label = match &item.item.amount {
                Some(AmountRule::Unspecified(rule)) => rule.unit_label.as_ref().map_or("", |label| lang.of(label)),
                _ => "",
            };
            let units = units.map(|units| [" × ", &units.to_string(), " ", label].concat()).unwrap_or_default();
            [lang.of(&policy.document.unspecified_note), &units].concat()
        }
    };
    let note = if claim.status.counts() { "" } else { lang.t("（未计入合计）", " (not counted)") };
    [&words, note].concat()
}

/// The computation in one line: `(6,000,000 + 10,000,000 − 4,000,000) × 30% = …`.
fn arithmetic(state: &State, claim: &ClaimReport<'_>) -> String {
    let profile = &state.computed.profile;
    let policy = state.policy();
    let table =
        policy.item_at(claim.index.0).and_then(|item| item.per_row.as_deref()).and_then(|t| policy.facts.table(t));
    let rows = table.and_then(|table| profile.rows(table)).unwrap_or_default();
    let row = claim.index.1.and_then(|number| Some((number, rows.get(number as usize)?)));
    let Some(sum) = state.assessor.program().arithmetic(profile, claim.index.0, row) else { return String::new() };
    let unknown = state.lang.t("未知", "unknown");
    let figure = |value: Option<rust_decimal::Decimal>| value.map_or_else(|| unknown.to_owned(), grouped);
    let terms: Vec<String> = sum
        .terms
        .iter()
        .map(|term| match term.less {
            Some(_) => ["(", &figure(term.gross), " − ", &figure(term.deduction()), ")"].concat(),
            None => figure(term.gross),
        })
        .collect();
    let result = sum.amount.known().unwrap_or_default();
    let equals = if matches!(sum.amount, Amount::Exact(_)) { " = " } else { " ≥ " };
    ["(", &terms.join(" + "), ") × ", &percent(sum.rate), equals, &state.lang.yuan(result)].concat()
}

fn write_overlap(out: &mut Lines, state: &State, overlap: &OverlapReport<'_>) {
    let lang = state.lang;
    let stacking = &state.policy().stacking;
    out.gap();
    out.line(&["## ", lang.of(&stacking.title)]);
    out.gap();
    for quote in &stacking.quotes {
        out.line(&["> ", &quote.text]);
    }
    out.gap();
    for (name, chosen) in [
        (lang.t("从严读法计入：", "Strict reading counts: "), &overlap.chosen_lower),
        (lang.t("从宽读法计入：", "Lenient reading counts: "), &overlap.chosen_upper),
    ] {
        let words: Vec<String> = chosen.iter().map(|key| called(state, key)).collect();
        write_list(out, &["- ", name].concat(), &words);
    }
    for ([a, b], _) in &overlap.undecided {
        out.line(&["- ", lang.t("无法比较：", "Cannot be compared: "), &called(state, a), " / ", &called(state, b)]);
    }
}

/// A claim by its item's title and its row.
fn called(state: &State, key: &str) -> String {
    let (id, row) = key.split_once('#').map_or((key, None), |(id, row)| (id, Some(row)));
    let title = state.policy().items.iter().find(|item| item.id == id).map_or("", |item| state.lang.of(&item.title));
    row.map_or_else(|| title.to_owned(), |row| [title, " · ", &escaped(row)].concat())
}

fn write_brief(out: &mut Lines, state: &State, item: &ItemReport<'_>) {
    let failed = item.failed.iter().chain(item.claims.iter().flat_map(|claim| &claim.failed));
    let mut words: Vec<String> = failed.map(|path| escaped(&fact_words(state, path))).collect();
    words.dedup();
    let why = if words.is_empty() { String::new() } else { [state.lang.t("：", ": "), &words.join("、")].concat() };
    out.line(&["- ", state.lang.of(&item.item.title), &why]);
}

/// Words the user typed, so that Markdown and HTML read them as words.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '!' | '~' | '>' => out.extend(['\\', letter]),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_words_stay_words() {
        assert_eq!(escaped("<b>*a*|b\n# [x](y)"), "&lt;b\\>\\*a\\*\\|b \\# \\[x\\](y)");
    }
}
