//! Cells that could not be read: each with its place and reason, and mended in place.

use markup::html;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::desk::Bench;
use super::protocol::{FaultFind, FaultRow, Request};
use crate::app::words::Lang;

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
    let find = use_state(FaultFind::default);
    {
        let client = bench.client.clone();
        use_effect_with((desk.version, *from, (*find).clone(), desk.lang), move |(_, from, find, _)| {
            client.post(&Request::Faults { find: find.clone(), from: *from, count: PAGE });
        });
    }
    let part = &desk.faults;
    if part.total == 0 {
        return html! { <p class="desk-empty">{ lang.t("每个单元格都读出来了。", "Every cell has been read.") }</p> };
    }
    let go = |to: u32| {
        let from = from.clone();
        Callback::from(move |_: MouseEvent| from.set(to))
    };
    let looked = {
        let (find, from) = (find.clone(), from.clone());
        Callback::from(move |next: FaultFind| {
            from.set(0);
            find.set(next);
        })
    };
    let (first, last) = (part.from, (part.from + PAGE).min(part.found));
    html! {
        <section class="desk-mend" aria-labelledby="faults-title">
            <h2 id="faults-title">{ lang.t("读不出的单元格", "Cells to mend") }</h2>
            <p class="muted">{ lang.t("这些单元格没有计入测算，其余照常。可在这里改正，改正后立即重新测算。", "These cells are left out, everything else counts. Mend them here: the applicant is assessed anew at once.") }</p>
            { finding(bench, &find, &looked) }
            <p role="status">{ count_words(lang, part.found, part.total) }</p>
            <div class="desk-scroll" tabindex="0" role="region" aria-label={lang.t("位置、原因和改正", "Where, why, and mending").to_owned()}>
                <table class="desk-faults">
                    <thead><tr>
                        <th scope="col">{ lang.t("位置", "Place") }</th><th scope="col">{ lang.t("企业", "Applicant") }</th>
                        <th scope="col">{ lang.t("列", "Column") }</th><th scope="col">{ lang.t("原因", "Reason") }</th><th scope="col">{ lang.t("改正", "Mend") }</th>
                    </tr></thead>
                    <tbody>{ for part.rows.iter().map(|row| html! { <OneFault key={row.id} bench={bench.clone()} row={row.clone()} /> }) }</tbody>
                </table>
            </div>
            if part.found > PAGE {
                <div class="actions">
                    <button class="btn" type="button" disabled={first == 0} onclick={go(first.saturating_sub(PAGE))}>{ lang.t("上一页", "Previous") }</button>
                    <span class="num">{ format!("{} – {last} / {}", first + 1, part.found) }</span>
                    <button class="btn" type="button" disabled={last == part.found} onclick={go(first + PAGE)}>{ lang.t("下一页", "Next") }</button>
                </div>
            }
        </section>
    }
}

fn count_words(lang: Lang, found: u32, total: u32) -> String {
    match lang {
        Lang::Zh if found == total => format!("共 {total} 处"),
        Lang::Zh => format!("找到 {found} 处，共 {total} 处"),
        Lang::En if found == total => format!("{total} cells"),
        Lang::En => format!("{found} of {total} cells"),
    }
}

/// Which are shown: by words, or by column and kind of reason.
fn finding(bench: &Bench, find: &FaultFind, looked: &Callback<FaultFind>) -> Html {
    let (lang, groups) = (bench.lang(), &bench.desk.faults.groups);
    let search = {
        let (find, looked) = (find.clone(), looked.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                looked.emit(FaultFind { search: input.value(), ..find.clone() });
            }
        })
    };
    let choose = {
        let (find, looked, groups) = (find.clone(), looked.clone(), groups.clone());
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                let place = select.value().parse::<usize>().ok();
                let group = place.and_then(|place| groups.get(place)).map(|(group, _)| group.clone());
                looked.emit(FaultFind { group, ..find.clone() });
            }
        })
    };
    let options = groups.iter().enumerate().map(|(place, (group, count))| {
        let words = [&group.sheet, " · ", &group.head, lang.t("：", ": "), &group.kind, " (", &count.to_string(), ")"];
        html! { <option value={place.to_string()} selected={find.group.as_ref() == Some(group)}>{ words.concat() }</option> }
    });
    html! {
        <div class="desk-filters" role="search">
            <label class="desk-field"><span>{ lang.t("搜索企业、值或位置", "Search applicant, value or place") }</span>
                <input type="search" value={find.search.clone()} oninput={search} /></label>
            <label class="desk-field"><span>{ lang.t("按列和原因", "By column and reason") }</span>
                <span class="select"><select onchange={choose}>
                    <option value="" selected={find.group.is_none()}>{ lang.t("全部", "all") }</option>{ for options }
                </select></span></label>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct OneProps {
    bench: Bench,
    row: FaultRow,
}

#[component]
fn OneFault(props: &OneProps) -> Html {
    let alike = use_state(|| false);
    fault(&props.bench, &props.row, &alike)
}

fn fault(bench: &Bench, row: &FaultRow, alike: &UseStateHandle<bool>) -> Html {
    let lang = bench.lang();
    let id = row.id;
    let mend = {
        let (client, alike) = (bench.client.clone(), **alike && row.alike > 0);
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                client.post(&Request::Mend { fault: id, typed: input.value(), alike });
            }
        })
    };
    let toggle = {
        let alike = alike.clone();
        Callback::from(move |_: MouseEvent| alike.set(!*alike))
    };
    let also = match lang {
        Lang::Zh => format!("这一列另有 {} 处相同的值，一起改正", row.alike),
        Lang::En => format!("also the {} others of this column that hold the same", row.alike),
    };
    let refused = bench.desk.not_mended.get(&id);
    let value = refused.map_or(&row.value, |(typed, _)| typed);
    let leave_out = row.index.map(|index| {
        html! { <button class="btn btn-quiet btn-danger" type="button" onclick={bench.ask(Request::LeaveOut { index })}>{ lang.t("移除这家", "Leave out") }</button> }
    });
    let leave_out = leave_out.unwrap_or_default();
    let label = [lang.t("改正 ", "Mend "), &row.sheet, " ", &row.cell].concat();
    let described = format!("fault-{id}");
    html! {
        <tr>
            <td>{ row.sheet.clone() }{ " " }<span class="num">{ row.cell.clone() }</span></td>
            <td>{ row.applicant.clone() }</td>
            <td>{ row.head.clone() }</td>
            <td id={described.clone()}>
                { row.reason.clone() }
                if let Some((_, why)) = refused { <p class="q-fault" role="alert">{ why.clone() }</p> }
            </td>
            <td>
                if row.typed {
                    <input type="text" aria-label={label} aria-describedby={described} aria-invalid={refused.is_some().to_string()} value={value.clone()} onchange={mend} />
                    if row.alike > 0 {
                        <label class="desk-check"><input type="checkbox" checked={**alike} onclick={toggle} />{ also }</label>
                    }
                    if row.let_go {
                        <button class="btn btn-quiet" type="button" onclick={bench.ask(Request::LetGo { fault: id })}>{ lang.t("不导入", "Let it go") }</button>
                    }
                    { leave_out }
                } else {
                    <div class="actions">
                        <span>{ row.value.clone() }</span>
                        <button class="btn btn-quiet" type="button" onclick={bench.ask(Request::Mend { fault: id, typed: String::new(), alike: false })}>{ lang.t("保留", "Keep") }</button>
                        { leave_out }
                    </div>
                }
            </td>
        </tr>
    }
}
