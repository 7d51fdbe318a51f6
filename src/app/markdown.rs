//! The result as Markdown, in the words of the page: for mail, notes and other programs.

use rust_decimal::Decimal;

use super::advice_panel::advised_claims;
use super::card::fact_words;
use super::live::{
    Headline, headline_of, headline_words, is_settled, open_title, open_words, overlap_words, state_words, total_name,
};
use super::overlap_panel::{MAX_PAIRS, award_words, called, more_pairs, pair_words};
use super::state::State;
use super::unwritten::{self, points};
use super::words::Lang;
use super::{near_misses, windows};
use crate::advice::deadlines;
use crate::engine::{Amount, Status};
use crate::policy::Policy;
use crate::policy::model::AmountRule;
use crate::profile::value::ClaimIndex;
use crate::report::{ClaimReport, ItemReport, OverlapReport, ReadingReport};
use crate::values::display::{grouped, percent};

/// Statuses whose items are written in full.
const FULL: [Status; 4] = [Status::Meets, Status::MeetsPendingEvaluation, Status::Unclear, Status::InsufficientFacts];

/// The document's number and title.
pub fn document_words(state: &State) -> String {
    let document = &state.policy().document;
    [&document.number, " ", state.lang.of(&document.title)].concat()
}

/// Whose result it is; none where no name is given.
pub fn applicant_words(state: &State) -> Option<String> {
    let name = state.computed.profile.name.as_ref()?;
    Some([state.lang.t("申请主体：", "Applicant: "), name].concat())
}

/// That the answers are only supposed, for what leaves the page.
pub fn supposed_words(lang: Lang) -> &'static str {
    lang.t("这是假设的情形，不是申请主体的实际回答。", "These answers are supposed, not the applicant's own.")
}

/// The result as Markdown (`CommonMark`); what the user typed is escaped.
pub fn markdown(state: &State) -> String {
    let (lang, document, report) = (state.lang, &state.policy().document, &state.computed.report);
    let mut out = Lines::default();
    out.line(&["# ", lang.t("自查结果：", "Self-check: "), lang.of(&document.title)]);
    out.gap();
    if let Some(words) = applicant_words(state) {
        out.line(&["- ", &escaped(&words)]);
    }
    out.line(&["- ", &document.number, " · ", lang.of(&document.issuer), " · ", &lang.date(document.issued_on)]);
    out.line(&["- ", lang.t("测算日：", "As of: "), &lang.date(report.as_of), " · ", lang.validity(report.validity)]);
    write_headline(&mut out, state);
    out.gap();
    if state.kept.is_some() {
        out.line(&["> **", supposed_words(lang), "**"]);
        out.line(&[">"]);
    }
    out.line(&["> ", lang.of(&document.disclaimer)]);
    if lang == Lang::En {
        out.line(&[">"]);
        out.line(&["> ", lang.unofficial()]);
    }
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
    write_advice(&mut out, state);
    let points = points(lang, state.policy());
    if !points.is_empty() {
        out.gap();
        out.line(&["## ", unwritten::title(lang)]);
        out.gap();
        for words in points {
            out.line(&["- ", words]);
        }
    }
    for status in [Status::NotEligible, Status::DirectionOnly] {
        out.gap();
        out.line(&["## ", lang.status(status)]);
        out.gap();
        if status == Status::DirectionOnly {
            out.line(&[lang.of(&document.direction_note)]);
            out.gap();
        }
        for item in report.items.iter().filter(|item| item.status == status) {
            write_brief(&mut out, state, item);
        }
    }
    out.text
}

/// The figure with its state and every reason why it is not the last word.
fn write_headline(out: &mut Lines, state: &State) {
    let (lang, report) = (state.lang, &state.computed.report);
    let settled = is_settled(report);
    let told = if report.totals.is_some() { lang.bracketed(state_words(lang, settled)) } else { String::new() };
    out.line(&["- **", total_name(lang, settled), &told, "**", lang.t("：", ": "), &headline_words(state)]);
    if let Some(words) = lang.validity_note(report.validity, &state.policy().document.validity) {
        out.line(&["- ", &words]);
    }
    let mut reasons: Vec<String> = overlap_words(state).map(str::to_owned).into_iter().collect();
    reasons.extend(open_words(state).into_iter().map(|words| [&Lang::begun(&words), lang.t("。", ".")].concat()));
    if !reasons.is_empty() {
        out.line(&["- ", open_title(lang), lang.t("：", ": ")]);
        for words in &reasons {
            out.line(&["  - ", words]);
        }
    }
}

/// Days that count, and what would change a verdict.
fn write_advice(out: &mut Lines, state: &State) {
    let lang = state.lang;
    let claims = advised_claims(state);
    let indices: Vec<ClaimIndex> = claims.iter().map(|claim| claim.0).collect();
    let open = deadlines(state.policy(), state.assessor.program(), &state.computed.profile, &indices);
    let parts = [
        (windows::title(lang), windows::written(state, &claims, &open)),
        (near_misses::title(lang), near_misses::written(state, &claims)),
    ];
    for (title, entries) in parts {
        if entries.is_empty() {
            continue;
        }
        out.gap();
        out.line(&["## ", title]);
        out.gap();
        for (name, ways) in entries {
            out.line(&["- **", &escaped(&name), "**"]);
            for words in &ways {
                out.line(&["  - ", &escaped(words)]);
            }
        }
    }
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

/// An item in lines, one per claim that is not refused: its status, what it is called, and its amount and what is missing.
pub fn lines(state: &State, item: &ItemReport<'_>) -> Vec<(Status, String, String)> {
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
        return vec![(item.status, title.to_owned(), missing(&item.missing))];
    }
    let line = |claim: &ClaimReport<'_>| {
        let row = claim.key.split_once('#').map(|(_, row)| [" · ", row].concat()).unwrap_or_default();
        let parts = [amount_words(state, item, claim), missing(&claim.missing)];
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        (claim.status, [title, &row].concat(), parts.join(lang.t("；", "; ")))
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
    for (label, yuan) in readings_words(lang, item) {
        out.line(&["- ", &label, lang.t("：", ": "), &lang.yuan(yuan)]);
    }
    let missing: Vec<String> = item.missing.iter().map(|path| escaped(&fact_words(state, path))).collect();
    write_list(out, lang, lang.t("还缺：", "Missing: "), &missing);
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

/// Readings of an item that give another sum, as such, with the sum.
pub fn readings_words(lang: Lang, item: &ItemReport<'_>) -> Vec<(String, Decimal)> {
    let known = |reading: &ReadingReport<'_>| {
        let label = lang.of(&item.item.readings.get(reading.number)?.label);
        Some(([lang.t("另一种读法：", "Another reading: "), label].concat(), reading.yuan))
    };
    item.readings.iter().filter_map(known).collect()
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
        write_list(out, lang, &["  - ", title].concat(), &words);
    }
    let ambiguities = claim.ambiguities.iter().filter_map(|id| state.policy().ambiguities.iter().find(|a| a.id == *id));
    for ambiguity in ambiguities {
        out.line(&["  - ", lang.t("条文未写清：", "Left open: "), lang.of(&ambiguity.text)]);
    }
}

fn write_list(out: &mut Lines, lang: Lang, title: &str, words: &[String]) {
    if !words.is_empty() {
        out.line(&[title, &words.join(lang.t("、", ", "))]);
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
pub fn arithmetic(state: &State, claim: &ClaimReport<'_>) -> String {
    let profile = &state.computed.profile;
    let policy = state.policy();
    let table =
        policy.item_at(claim.index.0).and_then(|item| item.per_row.as_deref()).and_then(|t| policy.facts.table(t));
    let rows = table.and_then(|table| profile.rows(table)).unwrap_or_default();
    let row = claim.index.1.and_then(|number| Some((number, rows.get(number as usize)?)));
    let Some(sum) = state.assessor.program().arithmetic(profile, claim.index.0, row) else { return String::new() };
    let unknown = state.lang.t("未知", "unknown");
    let figure = |value: Option<Decimal>| value.map_or_else(|| unknown.to_owned(), grouped);
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
    let open = matches!(headline_of(&state.computed.report), Headline::Range { open: true, .. });
    let least = if open { lang.t("至少 ", "at least ") } else { "" };
    for (name, yuan, chosen) in [
        (lang.t("从严读法", "Strict reading"), overlap.lower, &overlap.chosen_lower),
        (lang.t("从宽读法", "Lenient reading"), overlap.upper, &overlap.chosen_upper),
    ] {
        let words: Vec<String> = chosen.iter().map(|key| escaped(&called(state, key))).collect();
        let between = if words.is_empty() { "" } else { lang.t("：", ": ") };
        let words = words.join(lang.t("、", ", "));
        out.line(&["- ", name, lang.t(" 计入 ", " counts "), least, &lang.yuan(yuan), between, &words]);
    }
    for (pair, break_even) in overlap.undecided.iter().take(MAX_PAIRS) {
        let (words, note) = pair_words(state, pair, *break_even);
        out.line(&["- ", &escaped(&words), lang.t("", " "), &escaped(&note)]);
    }
    if let Some(words) = more_pairs(lang, overlap) {
        out.line(&["- ", &words]);
    }
    for (name, words) in award_words(state, overlap) {
        out.line(&["- ", &escaped(&name), lang.t("：", ": "), &escaped(&words)]);
    }
}

fn write_brief(out: &mut Lines, state: &State, item: &ItemReport<'_>) {
    let failed = item.failed.iter().chain(item.claims.iter().flat_map(|claim| &claim.failed));
    let mut words: Vec<String> = failed.map(|path| escaped(&fact_words(state, path))).collect();
    words.dedup();
    let why = if words.is_empty() {
        String::new()
    } else {
        [state.lang.t("：", ": "), &words.join(state.lang.t("、", ", "))].concat()
    };
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
