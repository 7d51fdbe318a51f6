//! The table: applicants × items, and what it is filtered by.

use std::rc::Rc;

use gloo::utils::window;
use markup::html;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::desk::{Bench, Event};
use super::grid::Grid;
use crate::app::words::Lang;
use crate::engine::Status;
use crate::roster::view::{Overview, View};

/// What the table needs.
#[derive(Properties, PartialEq)]
pub struct TableProps {
    /// State and worker.
    pub bench: Bench,
}

/// The table with its filters.
#[component]
pub fn TableTab(props: &TableProps) -> Html {
    let (bench, desk) = (&props.bench, &props.bench.desk);
    let all_items = use_state(|| false);
    let items = use_memo((desk.overview.clone(), *all_items), |(_, all)| shown_items(bench, *all));
    let toggle = {
        let all_items = all_items.clone();
        Callback::from(move |_: MouseEvent| all_items.set(!*all_items))
    };
    html! {
        <section class="desk-table" aria-label={desk.lang.t("名单", "List").to_owned()}>
            <Filters bench={bench.clone()} view={desk.view.clone()} overview={desk.overview.clone()} lang={desk.lang} />
            <p class="desk-count" role="status">
                { count_words(bench) }
                <label class="desk-check"><input type="checkbox" checked={*all_items} onclick={toggle} />{ desk.lang.t("显示全部事项", "Show all items") }</label>
            </p>
            <Grid bench={bench.clone()} {items} />
            if desk.part.total == 0 && desk.part.view == desk.view && desk.is_filtered() {
                <p class="desk-empty">{ desk.lang.t("没有匹配的企业。", "No applicant matches.") }</p>
            }
            { legend(desk.lang) }
        </section>
    }
}

fn count_words(bench: &Bench) -> String {
    let (part, all) = (&bench.desk.part, bench.desk.overview.as_ref().map_or(0, |all| all.applicants));
    match bench.lang() {
        Lang::Zh if part.total == all => format!("共 {all} 家企业"),
        Lang::Zh => format!("筛出 {} 家，共 {all} 家", part.total),
        Lang::En if part.total == all => format!("{all} applicants"),
        Lang::En => format!("{} of {all} applicants", part.total),
    }
}

/// Changes what the table shows.
pub fn look(bench: &Bench, change: impl Fn(&mut View)) {
    let mut view = bench.desk.view.clone();
    change(&mut view);
    bench.desk.dispatch(Event::Look(view));
}

fn select(bench: &Bench, change: impl Fn(&mut View, String) + 'static) -> Callback<yew::Event> {
    let bench = bench.clone();
    Callback::from(move |event: yew::Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            look(&bench, |view| change(view, select.value()));
        }
    })
}

#[derive(Properties)]
struct FiltersProps {
    bench: Bench,
    view: View,
    overview: Option<Rc<Overview>>,
    lang: Lang,
}

impl PartialEq for FiltersProps {
    fn eq(&self, other: &Self) -> bool {
        // The overview only comes anew as a whole.
        let same = |a: &Rc<Overview>, b: &Rc<Overview>| Rc::ptr_eq(a, b);
        let overviews = match (&self.overview, &other.overview) {
            (Some(a), Some(b)) => same(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        overviews && self.view == other.view && self.lang == other.lang
    }
}

#[component]
fn Filters(props: &FiltersProps) -> Html {
    let (bench, view, lang) = (&props.bench, &props.view, props.lang);
    let policy = bench.desk.policy();
    let search = {
        let bench = bench.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                look(&bench, |view| view.search = input.value());
            }
        })
    };
    let items = (0_u16..).zip(&policy.items).map(|(number, item)| {
        html! { <option value={number.to_string()} selected={view.item == Some(number)}>{ lang.of(&item.title) }</option> }
    });
    let on_item = select(bench, |view, value| view.item = value.parse().ok());
    let statuses = Status::ALL.into_iter().map(|status| {
        let selected = view.status.as_deref() == Some(status.word());
        html! { <option value={status.word()} {selected}>{ lang.status(status) }</option> }
    });
    let on_status = select(bench, |view, value| view.status = Some(value).filter(|word| !word.is_empty()));
    let any_status = match view.item {
        Some(_) => lang.t("除不符合外", "all but refused"),
        None => lang.t("不限", "any"),
    };
    let on_told = {
        let bench = bench.clone();
        Callback::from(move |_: MouseEvent| look(&bench, |view| view.told = !view.told))
    };
    let missing = props.overview.as_ref().map(|all| all.missing.clone()).unwrap_or_default();
    let missing = missing.into_iter().map(|(key, count)| {
        let words = missing_words(bench, &key);
        let selected = view.missing.as_ref() == Some(&key);
        html! { <option value={key} {selected}>{ format!("{words} ({count})") }</option> }
    });
    let on_missing = select(bench, |view, value| view.missing = Some(value).filter(|key| !key.is_empty()));
    let on_within = select(bench, |view, value| view.within = value.parse().ok());
    let days = [30_u16, 90, 180, 365].into_iter().map(|days| {
        let words = [lang.t("", "within "), &days.to_string(), lang.t(" 天内", " days")].concat();
        html! { <option value={days.to_string()} selected={view.within == Some(days)}>{ words }</option> }
    });
    let on_settled = select(bench, |view, value| view.settled = value.parse().ok());
    let settled = [(true, lang.t("已算出", "worked out")), (false, lang.t("尚未确定", "not settled yet"))].map(
        |(settled, words)| {
            html! { <option value={settled.to_string()} selected={view.settled == Some(settled)}>{ words }</option> }
        },
    );
    let field = |words: &str, control: Html| html! { <label class="desk-field"><span>{ words.to_owned() }</span>{ control }</label> };
    let any = |words: &str, chosen: bool| html! { <option value="" selected={!chosen}>{ words.to_owned() }</option> };
    html! {
        <div class="desk-filters no-print" role="search">
            { field(lang.t("搜索名称或代码", "Search name or code"), html! { <input type="search" value={view.search.clone()} oninput={search} /> }) }
            { field(lang.t("事项", "Item"), html! { <span class="select"><select onchange={on_item}>{ any(lang.t("不限", "any"), view.item.is_some()) }{ for items }</select></span> }) }
            { field(if view.item.is_some() { lang.t("结论", "Verdict") } else { lang.t("任一事项的结论", "Verdict of any item") }, html! { <span class="select"><select onchange={on_status}>{ any(any_status, view.status.is_some()) }{ for statuses }</select></span> }) }
            { field(lang.t("缺哪项信息", "Missing fact"), html! { <span class="select"><select onchange={on_missing}>{ any(lang.t("不限", "any"), view.missing.is_some()) }{ for missing }</select></span> }) }
            { field(lang.t("窗口期将到", "Window closes"), html! { <span class="select"><select onchange={on_within}>{ any(lang.t("不限", "any"), view.within.is_some()) }{ for days }</select></span> }) }
            { field(lang.t("合计", "Total"), html! { <span class="select"><select onchange={on_settled}>{ any(lang.t("不限", "any"), view.settled.is_some()) }{ for settled }</select></span> }) }
            <label class="desk-check"><input type="checkbox" checked={view.told} onclick={on_told} />{ lang.t("只看有读不出的单元格的", "Only with cells to mend") }</label>
            if *view != View::default() {
                <button class="btn btn-quiet" type="button" onclick={bench.on(|| Event::Look(View::default()))}>{ lang.t("清除筛选", "Clear") }</button>
            }
        </div>
    }
}

/// What a missing fact is called.
pub fn missing_words(bench: &Bench, key: &str) -> String {
    let (lang, facts) = (bench.lang(), &bench.desk.policy().facts);
    match facts.find(key) {
        Ok(fact) => {
            let table = fact.table().and_then(|table| facts.table_at(table)).map(|table| lang.of(&table.row_label));
            let short = facts.get(fact).map_or("", |fact| lang.of(&fact.short));
            table.map_or_else(|| short.to_owned(), |table| [table, " · ", short].concat())
        }
        Err(_) => facts.table(key).and_then(|table| facts.table_at(table)).map_or("", |t| lang.of(&t.label)).to_owned(),
    }
}

/// Items whose columns are shown: all, or those that somebody may get.
fn shown_items(bench: &Bench, all: bool) -> Vec<u16> {
    let items = (0_u16..).zip(&bench.desk.policy().items).map(|(number, _)| number);
    let reached = |number: u16| {
        let overview = bench.desk.overview.as_ref();
        let counts = overview.and_then(|all| all.items.get(usize::from(number))).map(|reach| reach.counts);
        counts.is_none_or(|[meets, pending, unclear, open, ..]| meets + pending + unclear + open > 0)
    };
    items.filter(|number| all || reached(*number)).collect()
}

fn legend(lang: Lang) -> Html {
    let entries = Status::ALL.into_iter().map(|status| {
        html! { <li><span class="desk-cell desk-key" data-status={status.word()}></span>{ lang.status(status) }</li> }
    });
    html! { <ul class="desk-legend">{ for entries }</ul> }
}

/// Prints the page.
pub fn print_page() {
    // A browser that does not print says so itself.
    let _ = window().print();
}
