//! The result to keep: printed, as Markdown, as JSON.

use gloo::events::EventListener;
use gloo::utils::{document, window};
use markup::html;
use wasm_bindgen::JsCast;
use web_sys::CssStyleSheet;
use yew::prelude::*;

use super::download::download;
use super::later;
use super::live::{open_words, overlap_words};
use super::markdown::{amount_words, applicant_words, document_words, supposed_words};
use super::result::{CARDS, MOST_FAULTS};
use super::root::Store;
use super::shell::use_store;
use super::state::State;
use crate::engine::{Status, Validity};
use crate::report::ItemReport;

/// The buttons.
pub fn reports(store: &Store) -> Html {
    let lang = store.lang;
    let save = |suffix: &'static str, kind: &'static str, made: fn(&State) -> String| {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| {
            // A report has no place to say so itself.
            let supposed = if store.kept.is_some() { store.lang.t("-假设", "-supposed") } else { "" };
            let day = store.computed.report.as_of.to_string();
            let name = [&store.policy().document.id, "-", &day, supposed, suffix].concat();
            // A browser that refuses says so itself.
            let _ = download(&name, kind, &made(&store));
        })
    };
    html! {
        <>
        { summary(store) }
        <div class="actions no-print">
            <button class="btn" type="button" onclick={|_: MouseEvent| print(true)}>{ lang.t("打印摘要（一页）", "Print the summary (one page)") }</button>
            <button class="btn" type="button" onclick={|_: MouseEvent| print(false)}>{ lang.t("打印全部", "Print everything") }</button>
            <button class="btn" type="button" onclick={save(".md", "text/markdown", later::result::markdown)}>{ lang.t("存为 Markdown", "Save as Markdown") }</button>
            <button class="btn" type="button" onclick={save("-report.json", "application/json", |state| state.computed.report.to_json())}>{ lang.t("存为数据（JSON）", "Save as data (JSON)") }</button>
        </div>
        </>
    }
}

/// Says to the style rules that only the first page is wanted.
const PRINT: &str = "data-print";

/// Prints the summary page alone, or everything.
fn print(summary: bool) {
    if let (true, Some(root)) = (summary, document().document_element()) {
        // Without the attribute everything is printed: nothing is lost.
        let _ = root.set_attribute(PRINT, "summary");
        EventListener::once(&window(), "afterprint", move |_| {
            let _ = root.remove_attribute(PRINT);
        })
        .forget();
    }
    // A browser that cannot print says so itself.
    let _ = window().print();
}

/// On paper alone: the document and the applicant. The head of each page is set beside it.
#[component]
pub fn Letterhead() -> Html {
    let Some(store) = use_store() else { return Html::default() };
    let head = [&document_words(&store), " · ", &store.lang.date(store.computed.report.as_of)].concat();
    use_effect_with(head, |head| page_head(head));
    html! {
        <div class="print-only letterhead">
            <p>{ document_words(&store) }</p>
            if let Some(words) = applicant_words(&store) { <p>{ words }</p> }
            if store.kept.is_some() { <p><strong>{ supposed_words(store.lang) }</strong></p> }
        </div>
    }
}

/// Lines of text that the first page has for its table, where nothing else is told on it.
const LINES: usize = 28;
/// How many full-width letters a line of each column holds: what it is, the verdict, the amount.
const COLUMNS: [usize; 3] = [21, 10, 17];

/// A line of the table.
type Cells = [String; 3];

/// On paper alone: a line for each claim that is not refused, as many as the first page holds.
fn summary(store: &Store) -> Html {
    let rows: Vec<Cells> = CARDS.into_iter().flat_map(|status| rows_of(store, status)).collect();
    let shown = fitting(&rows, LINES.saturating_sub(lines_told(store)));
    let more = rows.len() - shown;
    let lang = store.lang;
    let rows = rows.into_iter().take(shown).map(|[title, status, amount]| {
        html! { <tr><td>{ title }</td><td>{ status }</td><td class="num">{ amount }</td></tr> }
    });
    html! {
        <div class="print-only">
            <table class="print-sum"><tbody>
                { for rows }
                if more > 0 {
                    <tr><td colspan="3">{ match lang.t("zh", "en") {
                        "zh" => ["其余 ", &more.to_string(), " 项见明细。"].concat(),
                        _ => ["And ", &more.to_string(), " more: see the details."].concat(),
                    } }</td></tr>
                }
            </tbody></table>
        </div>
    }
}

/// Lines that the first page needs for what is not always told: open points, faults, the validity, the applicant.
fn lines_told(store: &State) -> usize {
    let wide = |words: &str| lines(words, COLUMNS.iter().sum());
    let open: usize = open_words(store).iter().map(|words| wide(words)).sum();
    let report = &store.computed.report;
    let validity = if report.validity == Validity::InForce { 0 } else { 5 };
    let faults = match store.computed.faults.len() {
        0 => 0,
        count => 3 + count.min(MOST_FAULTS + 1),
    };
    open + overlap_words(store).map_or(0, wide)
        + usize::from(store.kept.is_some())
        + applicant_words(store).map_or(0, |words| wide(&words))
        + validity
        + faults
}

/// How many rows fit into so many lines of text, with a row for the rest where not all fit.
fn fitting(rows: &[Cells], space: usize) -> usize {
    // In tenths of a line: a row has three for its rule and room.
    let height =
        |row: &Cells| 3 + 10 * row.iter().zip(COLUMNS).map(|(words, width)| lines(words, width)).max().unwrap_or(1);
    let space = space * 10;
    if rows.iter().map(height).sum::<usize>() <= space {
        return rows.len();
    }
    let mut used = 13;
    rows.iter()
        .take_while(|row| {
            used += height(row);
            used <= space
        })
        .count()
}

/// Lines that words take at most in a column of so many full-width letters: others are six tenths as wide, and a line
/// that breaks at a word stays a tenth empty.
fn lines(words: &str, width: usize) -> usize {
    let tenths: usize = words.chars().map(|letter| if u32::from(letter) < 0x2000 { 6 } else { 10 }).sum();
    (tenths * 11 / 10).div_ceil(width * 10).max(1)
}

/// A line for each claim with a verdict, or one for an item without claims.
fn rows_of(state: &State, status: Status) -> Vec<Cells> {
    let row = |item: &ItemReport<'_>, name: &str, amount: String| {
        let title = state.lang.of(&item.item.title);
        [[title, if name.is_empty() { "" } else { " · " }, name].concat(), state.lang.status(status).to_owned(), amount]
    };
    let mut out = Vec::new();
    for item in &state.computed.report.items {
        if item.claims.is_empty() && item.status == status {
            out.push(row(item, "", String::new()));
        }
        for claim in item.claims.iter().filter(|claim| claim.status == status) {
            let name = claim.key.split_once('#').map_or("", |(_, row)| row);
            out.push(row(item, name, amount_words(state, item, claim)));
        }
    }
    out
}

/// Writes the head of printed pages: style rules cannot read it from the page. Later rules override earlier ones.
fn page_head(words: &str) {
    let sheet = document().style_sheets().get(0).and_then(|sheet| sheet.dyn_into::<CssStyleSheet>().ok());
    let Some(sheet) = sheet else { return };
    let plain: String = words.chars().filter(|letter| !matches!(letter, '"' | '\\' | '\n')).collect();
    let count = sheet.css_rules().map_or(0, |rules| rules.length());
    let rule = ["@page { @top-left { content: \"", &plain, "\"; font-size: 9pt; color: #555; } }"].concat();
    // A browser without page heads prints without them.
    let _ = sheet.insert_rule_with_index(&rule, count);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(title: &str) -> Cells {
        [title.to_owned(), String::new(), String::new()]
    }

    #[test]
    fn rows_that_fit_are_all_shown() {
        assert_eq!(fitting(&[], 0), 0);
        assert_eq!(fitting(&vec![row("短"); 10], 13), 10);
    }

    #[test]
    fn where_not_all_fit_there_is_room_for_the_rest() {
        assert_eq!(fitting(&vec![row("短"); 11], 13), 9);
        let long = row(&"长".repeat(60));
        assert_eq!(fitting(&[long.clone(), long], 6), 1);
        assert_eq!(fitting(&[row("短")], 0), 0);
    }

    #[test]
    fn narrow_letters_take_less_room() {
        assert_eq!(lines("", 10), 1);
        assert_eq!(lines(&"字".repeat(9), 10), 1);
        assert_eq!(lines(&"字".repeat(10), 10), 2);
        assert_eq!(lines(&"a".repeat(15), 10), 1);
        assert_eq!(lines(&"a".repeat(16), 10), 2);
    }
}
