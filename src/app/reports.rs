//! The result to keep: printed, as Markdown, as JSON.

use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::CssStyleSheet;
use yew::prelude::*;

use super::download::download;
use super::markdown::{amount_words, markdown};
use super::root::Store;
use super::shell::use_store;
use super::state::State;
use crate::engine::Status;
use crate::report::ItemReport;

/// The buttons.
pub fn reports(store: &Store) -> Html {
    let lang = store.lang;
    let print = Callback::from(|_: MouseEvent| {
        // A browser that cannot print says so itself.
        let _ = window().print();
    });
    let save = |suffix: &'static str, kind: &'static str, made: fn(&State) -> String| {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| {
            let name = [&store.policy().document.id, "-", &store.computed.report.as_of.to_string(), suffix].concat();
            // A browser that refuses says so itself.
            let _ = download(&name, kind, &made(&store));
        })
    };
    html! {
        <>
        <Summary />
        <div class="actions no-print">
            <button class="btn" type="button" onclick={print}>{ lang.t("打印", "Print") }</button>
            <button class="btn" type="button" onclick={save(".md", "text/markdown", markdown)}>{ lang.t("存为 Markdown", "Save as Markdown") }</button>
            <button class="btn" type="button" onclick={save("-report.json", "application/json", |state| state.computed.report.to_json())}>{ lang.t("存为数据（JSON）", "Save as data (JSON)") }</button>
        </div>
        </>
    }
}

/// On paper alone: a line for each item that is not refused. The head of each page is set beside it.
#[component]
fn Summary() -> Html {
    let Some(store) = use_store() else { return Html::default() };
    let report = &store.computed.report;
    let head = [&store.policy().document.number, " · ", &store.lang.date(report.as_of)].concat();
    use_effect_with(head, |head| page_head(head));
    let open = |item: &&ItemReport<'_>| !matches!(item.status, Status::NotEligible | Status::DirectionOnly);
    let rows: Vec<Html> = report.items.iter().filter(open).flat_map(|item| summary_rows(&store, item)).collect();
    html! {
        <div class="print-only">
            <table class="print-sum"><tbody>{ for rows }</tbody></table>
        </div>
    }
}

/// A line for each claim of an item, or one for an item without claims.
fn summary_rows(state: &State, item: &ItemReport<'_>) -> Vec<Html> {
    let lang = state.lang;
    let title = lang.of(&item.item.title);
    let line = |row: &str, status: Status, amount: String| {
        html! { <tr><td>{ title }{ " " }{ row.to_owned() }</td><td>{ lang.status(status) }</td><td class="num">{ amount }</td></tr> }
    };
    if item.claims.is_empty() {
        return vec![line("", item.status, String::new())];
    }
    let claims = item.claims.iter();
    claims
        .map(|claim| {
            let row = claim.key.split_once('#').map_or("", |(_, row)| row);
            line(row, claim.status, amount_words(state, item, claim))
        })
        .collect()
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
