//! The table: applicants × items. Only the rows in sight are drawn.

use gloo::utils::window;
use rust_decimal::Decimal;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::desk::{Bench, Event};
use super::protocol::{Export, Request, TableRow};
use super::words;
use crate::app::words::Lang;
use crate::engine::Status;
use crate::policy::model::Item;
use crate::roster::view::{SortBy, View};
use crate::values::Date;

/// Height of a row, px; the same as in the style sheet.
const ROW: u32 = 44;
/// Rows asked for beyond those in sight, on either side.
const AROUND: u32 = 20;
/// Rows asked for at once.
const ASKED: u32 = 80;

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
    let top = use_state(|| 0_u32);
    let all_items = use_state(|| false);
    {
        let (client, view) = (bench.client.clone(), desk.view.clone());
        let from = top.saturating_sub(AROUND) / AROUND * AROUND;
        use_effect_with((desk.version, view, from, desk.lang), move |(_, view, from, _)| {
            client.post(&Request::Rows { view: view.clone(), from: *from, count: ASKED });
        });
    }
    let scrolled = {
        let top = top.clone();
        Callback::from(move |event: yew::Event| {
            if let Some(place) = event.target_dyn_into::<Element>() {
                let row = u32::try_from(place.scroll_top()).unwrap_or(0) / ROW;
                // Only whole steps draw anew.
                if row.abs_diff(*top) >= 5 || row == 0 {
                    top.set(row);
                }
            }
        })
    };
    let toggle = {
        let all_items = all_items.clone();
        Callback::from(move |_: MouseEvent| all_items.set(!*all_items))
    };
    html! {
        <section class="desk-table" aria-label={desk.lang.t("名单", "List").to_owned()}>
            { filters(bench) }
            <p class="desk-count" role="status">
                { count_words(bench) }
                <label class="desk-check"><input type="checkbox" checked={*all_items} onclick={toggle} />{ desk.lang.t("显示全部事项", "Show all items") }</label>
            </p>
            { grid(bench, *top, *all_items, scrolled) }
            { legend(desk.lang) }
        </section>
    }
}

fn count_words(bench: &Bench) -> String {
    let (part, all) = (&bench.desk.part, bench.desk.overview.as_ref().map_or(0, |all| all.applicants));
    match bench.lang() {
        Lang::Zh if part.total == all => format!("共 {all} 家企业"),
        Lang::Zh => format!("符合条件的 {} 家，共 {all} 家", part.total),
        Lang::En if part.total == all => format!("{all} applicants"),
        Lang::En => format!("{} of {all} applicants", part.total),
    }
}

fn look(bench: &Bench, change: impl Fn(&mut View)) {
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

fn filters(bench: &Bench) -> Html {
    let (desk, lang) = (&bench.desk, bench.lang());
    let policy = desk.policy();
    let view = &desk.view;
    let search = {
        let bench = bench.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                look(&bench, |view| view.search = input.value());
            }
        })
    };
    let chosen_item = view.item.as_ref().map(|(item, _)| *item);
    let items = (0_u16..).zip(&policy.items).map(|(number, item)| {
        html! { <option value={number.to_string()} selected={chosen_item == Some(number)}>{ lang.of(&item.title) }</option> }
    });
    let on_item = select(bench, |view, value| {
        let status = view.item.take().and_then(|(_, status)| status);
        view.item = value.parse().ok().map(|item| (item, status));
    });
    let chosen_status = view.item.as_ref().and_then(|(_, status)| status.clone());
    let statuses = Status::ALL.into_iter().map(|status| {
        let selected = chosen_status.as_deref() == Some(status.word());
        html! { <option value={status.word()} {selected}>{ lang.status(status) }</option> }
    });
    let on_status = select(bench, |view, value| {
        if let Some((_, status)) = &mut view.item {
            *status = Some(value).filter(|word| !word.is_empty());
        }
    });
    let missing = desk.overview.as_ref().map(|all| all.missing.clone()).unwrap_or_default();
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
    let field = |words: &str, control: Html| html! { <label class="desk-field"><span>{ words.to_owned() }</span>{ control }</label> };
    let any = |words: &str, chosen: bool| html! { <option value="" selected={!chosen}>{ words.to_owned() }</option> };
    html! {
        <div class="desk-filters no-print" role="search">
            { field(lang.t("搜索名称或代码", "Search name or code"), html! { <input type="search" value={view.search.clone()} oninput={search} /> }) }
            { field(lang.t("事项", "Item"), html! { <span class="select"><select onchange={on_item}>{ any(lang.t("不限", "any"), view.item.is_some()) }{ for items }</select></span> }) }
            if view.item.is_some() {
                { field(lang.t("结论", "Verdict"), html! { <span class="select"><select onchange={on_status}>{ any(lang.t("除不符合外", "all but refused"), chosen_status.is_some()) }{ for statuses }</select></span> }) }
            }
            { field(lang.t("缺哪项信息", "Missing fact"), html! { <span class="select"><select onchange={on_missing}>{ any(lang.t("不限", "any"), view.missing.is_some()) }{ for missing }</select></span> }) }
            { field(lang.t("窗口期将到", "Window closes"), html! { <span class="select"><select onchange={on_within}>{ any(lang.t("不限", "any"), view.within.is_some()) }{ for days }</select></span> }) }
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
fn shown_items(bench: &Bench, all: bool) -> Vec<(u16, &'static Item)> {
    let items = (0_u16..).zip(&bench.desk.policy().items);
    let reached = |number: u16| {
        let overview = bench.desk.overview.as_ref();
        let counts = overview.and_then(|all| all.items.get(usize::from(number))).map(|reach| reach.counts);
        counts.is_none_or(|[meets, pending, unclear, open, ..]| meets + pending + unclear + open > 0)
    };
    items.filter(|(number, _)| all || reached(*number)).collect()
}

fn grid(bench: &Bench, top: u32, all: bool, onscroll: Callback<yew::Event>) -> Html {
    let (desk, lang) = (&bench.desk, bench.lang());
    let part = &desk.part;
    let items = shown_items(bench, all);
    let width = (items.len() + 6).to_string();
    let first = part.from;
    let below = part.total.saturating_sub(first + u32::try_from(part.rows.len()).unwrap_or(0));
    let spacer = |rows: u32| {
        (rows > 0).then(|| html! { <tr class="desk-space" aria-hidden="true"><td colspan={width.clone()} height={(rows * ROW).to_string()}></td></tr> })
    };
    let seen = (top.saturating_sub(8)..top + 40).collect::<std::collections::BTreeSet<u32>>();
    let rows = (first..).zip(&part.rows).map(|(number, row)| {
        if seen.contains(&number) {
            table_row(bench, number, row, &items)
        } else {
            html! { <tr key={row.index} class="desk-row" aria-hidden="true"><td colspan={width.clone()}></td></tr> }
        }
    });
    let head = |words: String, by: SortBy, class: &'static str| {
        let view = &desk.view;
        let sorted = (view.sort == by).then_some(if view.descending { "descending" } else { "ascending" });
        let bench = bench.clone();
        let click = Callback::from(move |_: MouseEvent| {
            look(&bench, |view| {
                view.descending = view.sort == by && !view.descending;
                view.sort = by;
            });
        });
        html! { <th scope="col" {class} aria-sort={sorted}><button type="button" onclick={click}>{ words }</button></th> }
    };
    let item_heads = items.iter().map(|(number, item)| {
        let article = item.quotes.first().map(|quote| lang.article(quote.article)).unwrap_or_default();
        head([&article, " ", lang.of(&item.title)].concat(), SortBy::Item(*number), "desk-item")
    });
    html! {
        <div class="desk-grid" tabindex="0" role="region" aria-label={lang.t("企业与事项", "Applicants and items").to_owned()} {onscroll}>
            <table aria-rowcount={(part.total + 1).to_string()}>
                <thead><tr>
                    { head(lang.t("企业", "Applicant").to_owned(), SortBy::Name, "desk-name") }
                    { head(lang.t("至少", "At least").to_owned(), SortBy::Lower, "desk-figure") }
                    { head(lang.t("至多", "At most").to_owned(), SortBy::Upper, "desk-figure") }
                    { head(lang.t("未载明金额", "Not stated").to_owned(), SortBy::Unspecified, "desk-number") }
                    { head(lang.t("缺信息", "Missing").to_owned(), SortBy::Missing, "desk-number") }
                    { head(lang.t("最近期限", "Next day").to_owned(), SortBy::Deadline, "desk-day") }
                    { for item_heads }
                </tr></thead>
                <tbody>{ spacer(first) }{ for rows }{ spacer(below) }</tbody>
            </table>
        </div>
    }
}

fn table_row(bench: &Bench, number: u32, row: &TableRow, items: &[(u16, &'static Item)]) -> Html {
    let lang = bench.lang();
    let open = bench.ask(Request::Profile { index: row.index });
    let letter = bench.ask(Request::Export(Export::Letter(row.index)));
    let name =
        if row.name.is_empty() { lang.t("（未写名称）", "(no name)").to_owned() } else { row.name.clone() };
    let day = row.deadline.as_ref().and_then(|(day, _)| day.parse::<Date>().ok());
    let statuses = row.statuses.as_bytes();
    let cells = items.iter().map(|(item, _)| {
        let place = statuses.get(usize::from(*item)).map_or(0, |digit| usize::from(digit.saturating_sub(b'0')));
        let status = Status::ALL.get(place).copied().unwrap_or(Status::DirectionOnly);
        let known = row.amounts.iter().filter(|(known, ..)| known == item);
        let amount = known.clone().map(|(_, yuan, _)| *yuan).sum::<Decimal>();
        let more = known.clone().any(|(_, _, open)| *open);
        let figure = if known.count() == 0 { String::new() } else { [if more { "≥" } else { "" }, &words::figure(lang, amount)].concat() };
        html! { <td class="desk-cell" data-status={status.word()}><span class="vh">{ lang.status(status) }</span><span class="num">{ figure }</span></td> }
    });
    html! {
        <tr key={row.index} class="desk-row" aria-rowindex={(number + 2).to_string()}>
            <th scope="row" class="desk-name"><div class="desk-who">
                <button class="desk-open" type="button" onclick={open} title={name.clone()}>{ name.clone() }</button>
                if row.told { <span class="desk-told" title={lang.t("有读不出的单元格", "Some cells are to be mended").to_owned()}>{ "!" }</span> }
                <button class="desk-mail" type="button" onclick={letter} title={lang.t("复制结果摘要，可粘贴到邮件", "Copy a summary for a mail").to_owned()}>
                    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M8.5 8.5h11v12h-11ZM15.5 8.5v-5h-11v12h4" /></svg><span class="vh">{ [lang.t("复制结果：", "Copy the result: "), &name].concat() }</span></button>
            </div></th>
            <td class="desk-figure num">{ total(lang, row.lower) }</td>
            <td class="desk-figure num">{ total(lang, row.upper) }</td>
            <td class="desk-number num">{ row.unspecified }</td>
            <td class="desk-number num">{ row.missing }</td>
            <td class="desk-day num">{ day.map(|day| lang.date(day)).unwrap_or_default() }</td>
            { for cells }
        </tr>
    }
}

/// A total; a bare 0 would say more than the answers do.
fn total(lang: Lang, yuan: Decimal) -> Html {
    if yuan.is_zero() {
        return html! { <><span aria-hidden="true">{ "—" }</span><span class="vh">{ lang.t("暂无", "none yet") }</span></> };
    }
    html! { <span title={lang.yuan(yuan)}>{ words::figure(lang, yuan) }</span> }
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
