//! Cells that could not be read: each with its place and reason, and mended in place.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::desk::Bench;
use super::protocol::{FaultRow, Request};

/// Faults that are shown at once.
const PAGE: u32 = 100;

/// What the list needs.
#[derive(Properties, PartialEq)]
pub struct FaultsProps {
    /// State and worker.
    pub bench: Bench,
}

/// The list.
#[component]
pub fn Faults(props: &FaultsProps) -> Html {
    let (bench, desk, lang) = (&props.bench, &props.bench.desk, props.bench.lang());
    let from = use_state(|| 0_u32);
    {
        let client = bench.client.clone();
        use_effect_with((desk.version, *from, desk.lang), move |(_, from, _)| {
            client.post(&Request::Faults { from: *from, count: PAGE });
        });
    }
    let (total, first, rows) = &desk.faults;
    if *total == 0 {
        return html! { <p class="desk-empty">{ lang.t("每个单元格都读出来了。", "Every cell has been read.") }</p> };
    }
    let go = |to: u32| {
        let from = from.clone();
        Callback::from(move |_: MouseEvent| from.set(to))
    };
    let last = (first + PAGE).min(*total);
    html! {
        <section class="desk-mend" aria-labelledby="faults-title">
            <h2 id="faults-title">{ lang.t("读不出的单元格", "Cells to mend") }</h2>
            <p class="muted">{ lang.t("这些单元格没有计入测算，其余照常。可在这里改正，改正后立即重新测算。", "These cells are left out, everything else counts. Mend them here: the applicant is assessed anew at once.") }</p>
            <div class="desk-scroll" tabindex="0" role="region" aria-label={lang.t("位置、原因和改正", "Where, why, and mending").to_owned()}>
                <table class="desk-faults">
                    <thead><tr>
                        <th scope="col">{ lang.t("位置", "Place") }</th><th scope="col">{ lang.t("企业", "Applicant") }</th>
                        <th scope="col">{ lang.t("列", "Column") }</th><th scope="col">{ lang.t("原因", "Reason") }</th><th scope="col">{ lang.t("改正", "Mend") }</th>
                    </tr></thead>
                    <tbody>{ for rows.iter().map(|row| fault(bench, row)) }</tbody>
                </table>
            </div>
            if *total > PAGE {
                <div class="actions">
                    <button class="btn" type="button" disabled={*first == 0} onclick={go(first.saturating_sub(PAGE))}>{ lang.t("上一页", "Previous") }</button>
                    <span class="num">{ format!("{} – {last} / {total}", first + 1) }</span>
                    <button class="btn" type="button" disabled={last == *total} onclick={go(first + PAGE)}>{ lang.t("下一页", "Next") }</button>
                </div>
            }
        </section>
    }
}

fn fault(bench: &Bench, row: &FaultRow) -> Html {
    let lang = bench.lang();
    let id = row.id;
    let mend = {
        let client = bench.client.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                client.post(&Request::Mend { fault: id, typed: input.value() });
            }
        })
    };
    let refused = bench.desk.not_mended.as_ref().filter(|(fault, _)| *fault == id).map(|(_, why)| why.clone());
    let label = [lang.t("改正 ", "Mend "), &row.sheet, " ", &row.cell].concat();
    let described = format!("fault-{id}");
    html! {
        <tr key={id}>
            <td>{ row.sheet.clone() }{ " " }<span class="num">{ row.cell.clone() }</span></td>
            <td>{ row.applicant.clone() }</td>
            <td>{ row.head.clone() }</td>
            <td id={described.clone()}>
                { row.reason.clone() }
                if let Some(why) = &refused { <p class="q-fault" role="alert">{ why.clone() }</p> }
            </td>
            <td>
                if row.typed {
                    <input type="text" aria-label={label} aria-describedby={described} aria-invalid={refused.is_some().to_string()} value={row.value.clone()} onchange={mend} />
                } else {
                    <div class="actions">
                        <span>{ row.value.clone() }</span>
                        <button class="btn btn-quiet" type="button" onclick={bench.ask(Request::Mend { fault: id, typed: String::new() })}>{ lang.t("保留", "Keep") }</button>
                        if let Some(index) = row.index {
                            <button class="btn btn-quiet btn-danger" type="button" onclick={bench.ask(Request::LeaveOut { index })}>{ lang.t("移除这家", "Leave out") }</button>
                        }
                    </div>
                }
            </td>
        </tr>
    }
}
