//! A sheet per applicant, all in one print job.

use gloo::events::EventListener;
use gloo::utils::window;
use markup::html;
use yew::prelude::*;

use super::desk::{Bench, Event};
use super::protocol::Printed;
use super::table::print_page;
use crate::app::unwritten::procedure;
use crate::app::words::Lang;

/// The sheets; on the screen they are not to be seen.
pub fn printing(bench: &Bench) -> Html {
    html! { <Sheets bench={bench.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct SheetsProps {
    bench: Bench,
}

#[component]
fn Sheets(props: &SheetsProps) -> Html {
    let bench = &props.bench;
    let sheets = &bench.desk.printed;
    {
        let dispatcher = bench.desk.dispatcher();
        use_effect_with(sheets.len(), move |count| {
            // Not every browser waits while it prints, so the sheets stay until it says that it has.
            let printed = (*count > 0)
                .then(|| EventListener::once(&window(), "afterprint", move |_| dispatcher.dispatch(Event::Printed)));
            if printed.is_some() {
                print_page();
            }
            move || drop(printed)
        });
    }
    if sheets.is_empty() {
        return Html::default();
    }
    html! { <div class="desk-sheets">{ for sheets.iter().map(|sheet| one(bench, sheet)) }</div> }
}

/// A titled list; nothing where it is empty.
fn part(title: &str, lines: &[String]) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    let lines = lines.iter().map(|words| html! { <li>{ words.clone() }</li> });
    html! { <><h3>{ title.to_owned() }</h3><ul>{ for lines }</ul></> }
}

fn one(bench: &Bench, sheet: &Printed) -> Html {
    let (lang, document) = (bench.lang(), &bench.desk.policy().document);
    let groups = sheet.groups.iter().map(|(status, lines)| {
        let lines = lines.iter().map(|line| {
            html! {
                <li>
                    <strong>{ line.title.clone() }</strong>{ if line.words.is_empty() { "" } else { lang.t("：", ": ") } }{ line.words.clone() }
                    if let Some((text, place)) = &line.quote { <blockquote lang="zh-CN">{ text.clone() }{ lang.t("（", " (") }{ place.clone() }{ lang.t("）", ")") }</blockquote> }
                </li>
            }
        });
        html! { <><h3>{ status.clone() }</h3><ul>{ for lines }</ul></> }
    });
    html! {
        <article class="desk-print">
            <p class="eyebrow">{ lang.of(&document.title) }{ " · " }{ document.number.clone() }</p>
            <h2>{ lang.called(&sheet.name).to_owned() }</h2>
            <p>{ sheet.day.clone() }</p>
            <p>{ lang.t("可计入的金额：", "What counts: ") }<strong>{ sheet.total.clone() }</strong></p>
            <ul>{ for sheet.open.iter().map(|words| html! { <li>{ words.clone() }</li> }) }</ul>
            { part(lang.of(&bench.desk.policy().stacking.title), &sheet.overlap) }
            { part(lang.t("要赶在哪一天之前", "Days that count"), &sheet.windows) }
            { for groups }
            { part(lang.t("请向主管部门确认", "Ask the authority"), &sheet.ask) }
            <p class="muted">{ lang.of(&document.disclaimer) }{ lang.t("", " ") }{ procedure(lang, bench.desk.policy()).map(str::to_owned) }</p>
            if lang == Lang::En { <p class="muted">{ lang.unofficial() }</p> }
        </article>
    }
}
