//! A short summary of one result, to paste into a mail: what counts, what is missing, until when, what to ask.

use std::collections::BTreeSet;

use crate::advice::deadlines;
use crate::app::card::fact_words;
use crate::app::live::{headline_words, is_settled, open_words, state_words};
use crate::app::markdown::{amount_words, arithmetic};
use crate::app::overlap_panel::{award_words, called};
use crate::app::state::State;
use crate::app::unwritten::procedure;
use crate::app::windows::deadline_words;
use crate::app::words::Lang;
use crate::engine::Status;
use crate::report::{ClaimReport, ItemReport};

/// Most lines of a list.
const MOST: usize = 12;

/// The summary as Markdown that also reads well as plain text.
pub fn letter(state: &State) -> String {
    let (lang, document, report) = (state.lang, &state.policy().document, &state.computed.report);
    let mut out = String::new();
    line(
        &mut out,
        &["# ", lang.t("政策自查摘要", "Self-check in short"), lang.t("：", ": "), &plain(&state.draft.name)],
    );
    line(&mut out, &[""]);
    line(
        &mut out,
        &[
            "- ",
            lang.t("政策：", "Measure: "),
            lang.of(&document.title),
            lang.t("（", " ("),
            &document.number,
            lang.t("）", ")"),
        ],
    );
    line(
        &mut out,
        &[
            "- ",
            lang.t("测算日：", "As of: "),
            &lang.date(report.as_of),
            lang.t("，", ", "),
            lang.validity(report.validity),
        ],
    );
    line(
        &mut out,
        &["- ", lang.t("可计入的已知金额：", "Known amounts that count: "), &headline_words(state), &certainty(state)],
    );
    for status in [Status::Meets, Status::MeetsPendingEvaluation] {
        let of_status = |item: &ItemReport<'_>| claims_of(state, item, status);
        list(&mut out, state, lang.status(status), report.items.iter().flat_map(of_status).collect());
    }
    list(&mut out, state, lang.t("还有什么没有确定", "What is still open"), open_words(state));
    list(&mut out, state, lang.of(&state.policy().stacking.title), overlap_lines(state));
    list(&mut out, state, lang.t("还缺的信息", "What is missing"), missing(state));
    list(&mut out, state, lang.t("期限", "Last days"), windows(state, |_| String::new()));
    list(&mut out, state, lang.t("需向主管部门确认", "To ask the authority"), to_ask(state));
    line(&mut out, &[""]);
    line(&mut out, &["> ", lang.of(&document.disclaimer)]);
    let behind = procedure(lang, state.policy()).into_iter().chain((lang == Lang::En).then(|| lang.unofficial()));
    for words in behind {
        line(&mut out, &[">"]);
        line(&mut out, &["> ", words]);
    }
    out
}

fn line(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
    out.push('\n');
}

fn list(out: &mut String, state: &State, title: &str, mut words: Vec<String>) {
    if words.is_empty() {
        return;
    }
    let more = words.len().saturating_sub(MOST);
    words.truncate(MOST);
    line(out, &[""]);
    line(out, &["## ", title]);
    line(out, &[""]);
    for words in &words {
        line(out, &["- ", words]);
    }
    if more > 0 {
        line(
            out,
            &[
                "- ",
                &match state.lang.t("zh", "en") {
                    "zh" => format!("……另有 {more} 条"),
                    _ => format!("… and {more} more"),
                },
            ],
        );
    }
}

/// Whether the figure is the last word.
pub fn certainty(state: &State) -> String {
    let report = &state.computed.report;
    report
        .totals
        .as_ref()
        .map_or_else(String::new, |_| state.lang.bracketed(state_words(state.lang, is_settled(report))))
}

/// What the readings of what may not be combined come to where they differ, and other support with what follows from it.
pub fn overlap_lines(state: &State) -> Vec<String> {
    let (lang, report) = (state.lang, &state.computed.report);
    let Some(overlap) = report.overlap.as_ref().filter(|_| report.totals.is_some()) else { return Vec::new() };
    let differ = overlap.lower != overlap.upper;
    let readings = [
        (lang.t("从严读法 ", "Strict reading "), overlap.lower),
        (lang.t("从宽读法 ", "Lenient reading "), overlap.upper),
    ];
    let readings = readings.into_iter().filter(|_| differ).map(|(name, yuan)| [name, &lang.yuan(yuan)].concat());
    let awards = award_words(state, overlap).into_iter();
    let awards = awards.map(|(name, words)| [&plain(&name), lang.t("：", ": "), &words].concat());
    readings.chain(awards).collect()
}

/// An item's claims of a status, each with its amount and arithmetic.
fn claims_of(state: &State, item: &ItemReport<'_>, status: Status) -> Vec<String> {
    let lang = state.lang;
    let article = item.item.quotes.first().map(|quote| lang.article(quote.article)).unwrap_or_default();
    let words = |claim: &ClaimReport<'_>| {
        let row = claim.key.split_once('#').map(|(_, row)| [" · ", &plain(row)].concat()).unwrap_or_default();
        let (amount, sum) = (amount_words(state, item, claim), arithmetic(state, claim));
        let sum = if sum.is_empty() { sum } else { [lang.t("；测算：", "; computed: "), &sum].concat() };
        let colon = if amount.is_empty() { "" } else { lang.t("：", ": ") };
        [
            "**",
            lang.of(&item.item.title),
            &row,
            "**",
            lang.t("（", " ("),
            &article,
            lang.t("）", ")"),
            colon,
            &amount,
            &sum,
        ]
        .concat()
    };
    item.claims.iter().filter(|claim| claim.status == status).map(words).collect()
}

/// What could still change a result, each once.
fn missing(state: &State) -> Vec<String> {
    let items = state.computed.report.items.iter().filter(|item| item.is_money());
    let paths = items.flat_map(|item| item.missing.iter().chain(item.claims.iter().flat_map(|claim| &claim.missing)));
    let mut known = BTreeSet::new();
    paths.map(|path| plain(&fact_words(state, path))).filter(|words| known.insert(words.clone())).collect()
}

/// Windows that are still open, each with its item, event and last day; `left` says how many days are left.
pub fn windows(state: &State, left: impl Fn(u32) -> String) -> Vec<String> {
    let (lang, policy) = (state.lang, state.policy());
    let claims = state.computed.report.items.iter().flat_map(|item| &item.claims).map(|claim| claim.index);
    let claims: Vec<_> = claims.collect();
    let open = deadlines(policy, state.assessor.program(), &state.computed.profile, &claims);
    let words = open.iter().map(|window| {
        let title = policy.item_at(window.claim.0).map_or("", |item| lang.of(&item.title));
        [title, lang.t("：", ": "), deadline_words(state, window, &left(window.days_left)).trim_end()].concat()
    });
    words.collect()
}

/// What the text leaves open of claims that are unclear, and pairs that no figure settles.
pub fn to_ask(state: &State) -> Vec<String> {
    let (lang, report, policy) = (state.lang, &state.computed.report, state.policy());
    let mut words = Vec::new();
    let mut known = BTreeSet::new();
    for item in &report.items {
        for claim in item.claims.iter().filter(|claim| claim.status == Status::Unclear) {
            let causes = policy.ambiguities.iter().filter(|one| claim.ambiguities.contains(&one.id.as_str()));
            for cause in causes.filter(|one| known.insert((item.index, one.id.as_str()))) {
                words.push([lang.of(&item.item.title), lang.t("：", ": "), lang.of(&cause.text)].concat());
            }
        }
    }
    for ([a, b], _) in report.overlap.iter().flat_map(|overlap| &overlap.undecided) {
        let (a, b) = (plain(&called(state, a)), plain(&called(state, b)));
        words.push(match lang.t("zh", "en") {
            "zh" => format!("“{a}”与“{b}”能否同时享受；不能的，取哪一项"),
            _ => format!("Whether “{a}” and “{b}” can be combined, and which to take if not"),
        });
    }
    words
}

/// Words the user typed: only what Markdown would take for a mark is escaped, so that they also read well as they stand.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '\\' | '`' | '*' | '_' | '[' => out.extend(['\\', letter]),
            other => out.push(other),
        }
    }
    out
}
