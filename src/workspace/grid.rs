//! The table itself: rows are asked for as they come into sight, and only the cells in sight are drawn.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::utils::{document, window};
use markup::html;
use rust_decimal::Decimal;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::client::Workers;
use super::desk::Bench;
use super::protocol::{Export, Request, TableRow};
use super::table::look;
use super::words;
use crate::app::adviser::ROOM_EVENT;
use crate::app::breath::breath;
use crate::app::words::Lang;
use crate::engine::Status;
use crate::roster::view::SortBy;
use crate::values::Date;

/// Height of a row, px; the same as in the style sheet.
const ROW: u32 = 44;
/// Rows drawn beyond those in sight, on either side; also by how many what is drawn moves on.
const BEYOND: u32 = 4;
/// Rows asked for beyond those in sight, on either side.
const AROUND: u32 = 20;
/// Rows asked for at once.
const ASKED: u32 = 80;
/// Columns before those of items.
const FIXED: usize = 6;

/// Items that have a column, by number.
type Items = Rc<Vec<u16>>;

/// Rows and columns of items that are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sight {
    rows: (u32, u32),
    columns: (usize, usize),
}

impl Sight {
    /// Before anything is known of the place: what fits into most windows.
    const FIRST: Self = Self { rows: (0, 24), columns: (0, 8) };

    /// What is in sight of an element that scrolls.
    fn of(grid: &Element) -> Self {
        let whole = |number: i32| u32::try_from(number).unwrap_or(0);
        let first = whole(grid.scroll_top()) / ROW / BEYOND * BEYOND;
        let rows = whole(grid.client_height()) / ROW + 1;
        let rows = (first.saturating_sub(BEYOND), first + rows.div_ceil(BEYOND) * BEYOND + 2 * BEYOND);
        let place = |selector: &str| {
            let found = grid.query_selector(selector).ok().flatten().and_then(|e| e.dyn_into::<HtmlElement>().ok());
            found.map_or((0, 0), |element| (element.offset_left(), element.offset_width()))
        };
        let ((start, width), (_, name)) = (place("thead .desk-item"), place("thead .desk-name"));
        if width == 0 {
            return Self { rows, ..Self::FIRST };
        }
        let column = |px: i32| usize::try_from((px - start) / width).unwrap_or(0);
        let left = grid.scroll_left();
        // By two, so that not each step draws anew.
        let first = column(left + name) / 2 * 2;
        let last = (column(left + grid.client_width()) / 2 + 1) * 2;
        Self { rows, columns: (first, last) }
    }
}

/// Before the row that has the focus is drawn no longer, the table takes it: its keys go on scrolling.
fn hold_focus(grid: &Element, sight: Sight) {
    let active = document().active_element().filter(|active| grid.contains(Some(active)));
    let row = active.and_then(|active| active.closest("tr.desk-row").ok().flatten());
    // The heads are the first row.
    let number = row.and_then(|row| row.get_attribute("aria-rowindex")?.parse::<u32>().ok()?.checked_sub(2));
    if number.is_some_and(|number| !(sight.rows.0..sight.rows.1).contains(&number))
        && let Some(grid) = grid.dyn_ref::<HtmlElement>()
    {
        let _ = grid.focus();
    }
}

/// What the table needs.
#[derive(Properties, PartialEq)]
pub struct GridProps {
    /// State and worker.
    pub bench: Bench,
    /// Items that have a column.
    pub items: Items,
}

/// The table.
#[component]
pub fn Grid(props: &GridProps) -> Html {
    let (bench, desk, lang) = (&props.bench, &props.bench.desk, props.bench.lang());
    let sight = use_state_eq(|| Sight::FIRST);
    let node = use_node_ref();
    let look_at = {
        let sight = sight.clone();
        Callback::from(move |grid: Element| {
            let now = Sight::of(&grid);
            hold_focus(&grid, now);
            sight.set(now);
        })
    };
    use_place(bench, &node, &look_at, props.items.len());
    {
        let (client, view) = (bench.client.clone(), desk.view.clone());
        let from = sight.rows.0.saturating_sub(AROUND) / AROUND * AROUND;
        use_effect_with((desk.version, view, from, desk.lang), move |(_, view, from, _)| {
            client.post(&Request::Rows { view: view.clone(), from: *from, count: ASKED });
        });
    }
    let drawing = use_memo((), |()| Cell::new(false));
    let onscroll = {
        let (place, list, view) = (bench.place.clone(), bench.client.list(), desk.view.clone());
        Callback::from(move |event: Event| {
            let Some(grid) = event.target_dyn_into::<Element>() else { return };
            *place.borrow_mut() = (list, view.clone(), grid.scroll_top(), grid.scroll_left());
            if drawing.replace(true) {
                return;
            }
            // First the browser shows what is drawn already, then rows are drawn, then shown: three short tasks instead
            // of a long one.
            let (drawing, look_at) = (drawing.clone(), look_at.clone());
            spawn_local(async move {
                breath().await;
                drawing.set(false);
                look_at.emit(grid);
            });
        })
    };
    let part = &desk.part;
    let width = props.items.len() + FIXED;
    // The rows that are in sight and there.
    let there = part.from + u32::try_from(part.rows.len()).unwrap_or(0);
    let (first, last) = (sight.rows.0.clamp(part.from, there), sight.rows.1.clamp(part.from, there));
    // Keyed as the rows are: among rows with keys, one without would have all of them made anew.
    let spacer = |key: &'static str, rows: u32| {
        html! { <tr key={key} class="desk-space" aria-hidden="true"><td colspan={width.to_string()} height={(rows * ROW).to_string()}></td></tr> }
    };
    let columns = (sight.columns.0.min(props.items.len()), sight.columns.1.min(props.items.len()));
    let asker = Asker(bench.client.clone());
    let drawn = (part.from..).zip(&part.rows).filter(|(number, _)| (first..last).contains(number));
    let rows = drawn.map(|(number, row)| {
        html! { <Row key={row.index} row={row.clone()} {number} items={props.items.clone()} {columns} {lang} asker={asker.clone()} /> }
    });
    let (above, below) = (spacer("above", first), spacer("below", part.total.saturating_sub(last)));
    let around = std::iter::once(above).chain(rows).chain(std::iter::once(below));
    html! {
        <div ref={node} class="desk-grid" tabindex="0" role="region" aria-label={lang.t("企业与事项", "Applicants and items").to_owned()} {onscroll}>
            <table aria-rowcount={(part.total + 1).to_string()} aria-colcount={width.to_string()}>
                <Heads bench={bench.clone()} items={props.items.clone()} sort={(desk.view.sort, desk.view.descending)} {lang} />
                <tbody>{ for around }</tbody>
            </table>
        </div>
    }
}

/// Puts the table back to where it was scrolled: when it is shown again, and when the page shows the workspace again.
/// Another view begins at its top.
#[hook]
fn use_place(bench: &Bench, node: &NodeRef, look_at: &Callback<Element>, columns: usize) {
    let (list, view) = (bench.client.list(), bench.desk.view.clone());
    let put_back = {
        let (place, node, look_at, view) = (bench.place.clone(), node.clone(), look_at.clone(), view.clone());
        move || {
            let Some(grid) = node.cast::<Element>() else { return };
            let (of, known, top, left) = place.borrow().clone();
            let (same_list, same_view) = (of == list, known == view);
            grid.set_scroll_top(if same_list && same_view { top } else { 0 });
            grid.set_scroll_left(if same_list { left } else { 0 });
            look_at.emit(grid);
        }
    };
    let again = put_back.clone();
    use_effect_with((view.clone(), columns, bench.desk.part.total > 0), move |_| put_back());
    use_effect_with(view, move |_| {
        let shown = EventListener::new(&window(), ROOM_EVENT, move |_| {
            let again = again.clone();
            // The page puts the workspace into its place in the same turn.
            spawn_local(async move {
                breath().await;
                again();
            });
        });
        move || drop(shown)
    });
}

/// The worker as rows know it: always the same.
#[derive(Clone)]
struct Asker(Rc<Workers>);

impl PartialEq for Asker {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Properties)]
struct HeadsProps {
    bench: Bench,
    items: Items,
    sort: (SortBy, bool),
    lang: Lang,
}

impl PartialEq for HeadsProps {
    fn eq(&self, other: &Self) -> bool {
        (&self.items, self.sort, self.lang) == (&other.items, other.sort, other.lang)
    }
}

#[component]
fn Heads(props: &HeadsProps) -> Html {
    let (bench, lang) = (&props.bench, props.lang);
    let head = |words: String, by: SortBy, class: &'static str| {
        let (sort, descending) = props.sort;
        let sorted = (sort == by).then_some(if descending { "descending" } else { "ascending" });
        let bench = bench.clone();
        let click = Callback::from(move |_: MouseEvent| {
            look(&bench, |view| {
                view.descending = view.sort == by && !view.descending;
                view.sort = by;
            });
        });
        html! { <th scope="col" {class} aria-sort={sorted}><button type="button" onclick={click} title={words.clone()}><span>{ words }</span></button></th> }
    };
    let items = props.items.iter().filter_map(|number| Some((number, bench.desk.policy().item_at(*number)?)));
    let items = items.map(|(number, item)| {
        let article = item.quotes.first().map(|quote| lang.article(quote.article)).unwrap_or_default();
        head([&article, " ", lang.of(&item.title)].concat(), SortBy::Item(*number), "desk-item")
    });
    html! {
        <thead><tr>
            { head(lang.t("企业", "Applicant").to_owned(), SortBy::Name, "desk-name") }
            { head(lang.t("从严口径", "Strict (CNY)").to_owned(), SortBy::Lower, "desk-figure") }
            { head(lang.t("从宽口径", "Lenient (CNY)").to_owned(), SortBy::Upper, "desk-figure") }
            { head(lang.t("未载明金额", "Not stated").to_owned(), SortBy::Unspecified, "desk-number") }
            { head(lang.t("缺信息", "Missing").to_owned(), SortBy::Missing, "desk-number") }
            { head(lang.t("最近期限", "Next day").to_owned(), SortBy::Deadline, "desk-day") }
            { for items }
        </tr></thead>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    row: Rc<TableRow>,
    number: u32,
    items: Items,
    columns: (usize, usize),
    lang: Lang,
    asker: Asker,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let (row, lang) = (&props.row, props.lang);
    let ask = |request: Request| {
        let asker = props.asker.clone();
        Callback::from(move |_: MouseEvent| asker.0.post(&request))
    };
    let open = ask(Request::Profile { index: row.index });
    let letter = ask(Request::Export { what: Export::Letter(row.index), view: None });
    let name = lang.called(&row.name).to_owned();
    let day = row.deadline.as_ref().and_then(|(day, _)| day.parse::<Date>().ok());
    let (from, to) = props.columns;
    let beside =
        |columns: usize| (columns > 0).then(|| html! { <td class="desk-beside" colspan={columns.to_string()}></td> });
    let cells = props
        .items
        .iter()
        .take(to)
        .skip(from)
        .enumerate()
        .map(|(place, number)| cell(lang, row, *number, from + place + FIXED + 1));
    html! {
        <tr class="desk-row" aria-rowindex={(props.number + 2).to_string()}>
            <th scope="row" class="desk-name"><div class="desk-who">
                <button class="desk-open" type="button" data-applicant={row.index.to_string()} onclick={open} title={name.clone()}>{ name.clone() }</button>
                if row.told { <span class="desk-told" title={lang.t("有读不出的单元格", "Some cells are to be mended").to_owned()}>{ "!" }</span> }
                <button class="desk-mail" type="button" onclick={letter} title={lang.t("复制结果摘要，可粘贴到邮件", "Copy a summary for a mail").to_owned()} aria-label={[lang.t("复制结果：", "Copy the result: "), &name].concat()}></button>
            </div></th>
            { total(lang, row, row.lower) }
            { total(lang, row, row.upper) }
            <td class="desk-number num">{ row.unspecified }</td>
            <td class="desk-number num">{ row.missing }</td>
            <td class="desk-day num">{ day.map(|day| lang.date(day)).unwrap_or_default() }</td>
            { beside(from) }{ for cells }{ beside(props.items.len().saturating_sub(to)) }
        </tr>
    }
}

fn cell(lang: Lang, row: &TableRow, item: u16, column: usize) -> Html {
    let digit = row.statuses.as_bytes().get(usize::from(item));
    let place = digit.map_or(0, |digit| usize::from(digit.saturating_sub(b'0')));
    let status = Status::ALL.get(place).copied().unwrap_or(Status::DirectionOnly);
    let mut known = row.amounts.iter().filter(|(known, ..)| *known == item).peekable();
    let any = known.peek().is_some();
    let (amount, more) = known.fold((Decimal::ZERO, false), |(sum, more), (_, yuan, open)| (sum + yuan, more || *open));
    let words = lang.status(status);
    let column = column.to_string();
    if !any {
        // The sign says it; the words, for readers, are not drawn.
        return html! { <td class="desk-cell desk-bare" aria-colindex={column} data-status={status.word()} title={words}>{ words }</td> };
    }
    let least = if more { lang.t("，至少 ", ", at least ") } else { lang.t("，", ", ") };
    let title = [words, least, &lang.yuan(amount)].concat();
    html! { <td class="desk-cell num" aria-colindex={column} data-status={status.word()} {title}><span class="vh">{ words }</span>{ words::cell(lang, amount, more) }</td> }
}

/// A total, marked where it may still grow; where nothing counts, a bare 0 would say more than the answers do.
fn total(lang: Lang, row: &TableRow, yuan: Decimal) -> Html {
    if row.upper.is_zero() {
        return html! { <td class="desk-figure num"><span aria-hidden="true">{ "—" }</span><span class="vh">{ lang.t("暂无", "none yet") }</span></td> };
    }
    let title = [if row.open { lang.t("至少 ", "at least ") } else { "" }, &lang.yuan(yuan)].concat();
    html! { <td class="desk-figure num" {title}>{ words::cell(lang, yuan, row.open) }</td> }
}
