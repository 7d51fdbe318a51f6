//! A table: whether there are rows, and the rows.

use markup::html;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::computed::row_name;
use super::draft::{RowDraft, TableDraft};
use super::icon::{Icon, draw};
use super::item_page::needs;
use super::question::{Question, Why, spoken};
use super::root::Store;
use super::shell::use_store;
use super::state::{Action, RowPart, Slot, row_title};
use super::visible::field_id;
use crate::policy::model::{Fact, FactType, Item, Table};

/// More rows than this are folded, each drawn when it is first opened: hundreds would keep the browser busy for seconds.
const MANY: usize = 30;

/// Which table.
#[derive(Properties, PartialEq)]
pub struct RowsProps {
    /// Index in the policy.
    pub table: usize,
    /// Id of the item whose questions alone are asked.
    #[prop_or_default]
    pub item: Option<AttrValue>,
}

/// A table of the check page.
#[component]
pub fn Rows(props: &RowsProps) -> Html {
    let opened = use_state(Vec::new);
    let Some(store) = use_store() else { return Html::default() };
    let index = props.table;
    let (Some(definition), Some(table)) = (store.policy().facts.tables.get(index), store.draft.tables.get(index))
    else {
        return Html::default();
    };
    let lang = store.lang;
    let label = lang.of(&definition.label);
    let row_label = lang.of(&definition.row_label);
    let have = |state: TableDraft, words: String, class: &'static str| {
        let on = table.have == state;
        let dispatcher = store.dispatcher();
        let onchange = Callback::from(move |_: Event| dispatcher.dispatch(Action::Have(index, state.clone())));
        html! {
            <label class={classes!("opt", class)} data-on={on.to_string()}>
                <input type="radio" name={format!("have-{}", definition.name)} checked={on} {onchange} /><span>{ words }</span>
            </label>
        }
    };
    let zh = lang.t("zh", "en") == "zh";
    let none = if zh { format!("没有{row_label}") } else { "None".to_owned() };
    let title = if zh { format!("有没有{label}？") } else { format!("{label}: do you have any?") };
    let item = props.item.as_deref().and_then(|id| store.policy().items.iter().find(|item| item.id == id));
    let rows = table.rows.iter().zip(0..).map(|(row, number)| {
        let row = Shown { store: &store, index, table: definition, item, number, row };
        if table.rows.len() > MANY { folded(&row, &opened) } else { one_row(&row) }
    });
    let dispatcher = store.dispatcher();
    let add = Callback::from(move |_: MouseEvent| dispatcher.dispatch(Action::AddRow(index)));
    html! {
        <>
            <fieldset class="q" id={field_id(&format!("/{}", definition.name))}>
                <legend class="q-title">{ title }</legend>
                <p class="q-help">{ lang.of(&definition.help) }</p>
                <div class="q-control seg">
                    { have(TableDraft::Rows, lang.t("有", "Yes").to_owned(), "") }
                    { have(TableDraft::Empty, none, "") }
                    { have(TableDraft::Unsure, lang.t("不清楚", "Not sure").to_owned(), "opt-unsure") }
                </div>
                <Why cites={definition.cites.clone()} reason={lang.of(&definition.reason).to_owned()} />
            </fieldset>
            if table.have == TableDraft::Rows {
                <div class="rows">
                    { for rows }
                    // With a key as the rows have: otherwise each would take the place of another when one is added.
                    <div class="actions" key="add">
                        <button class="btn" type="button" onclick={add}>
                            { draw(Icon::Plus) }{ format!("{}{row_label}", lang.t("添加", "Add: ")) }
                        </button>
                    </div>
                </div>
            }
            { removed(&store, index, definition) }
        </>
    }
}

/// Beneath the rows of a table: the one that was removed last, to be put back.
fn removed(store: &Store, index: usize, table: &'static Table) -> Html {
    let Some(removed) = store.removed.as_ref().filter(|removed| removed.table == index) else { return Html::default() };
    let lang = store.lang;
    let name = row_name(lang, table, &removed.row, removed.place + 1);
    let words = match lang.t("zh", "en") {
        "zh" => format!("已删除“{name}”。"),
        _ => format!("“{name}” was removed."),
    };
    let dispatcher = store.dispatcher();
    let onclick = Callback::from(move |_: MouseEvent| dispatcher.dispatch(Action::PutBack));
    html! {
        <div class="notice row-removed no-print">
            <p>{ words }</p>
            <button class="btn" type="button" {onclick}>{ lang.t("恢复", "Put it back") }</button>
        </div>
    }
}

/// The parts of a row, in the order they are asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Plain,
    Amounts,
    Optional,
}

/// A row with what stands around it.
struct Shown<'a> {
    store: &'a Store,
    index: usize,
    table: &'static Table,
    item: Option<&'a Item>,
    /// Its place among the rows, from 0.
    number: usize,
    row: &'a RowDraft,
}

impl Shown<'_> {
    fn numbered(&self) -> String {
        format!("{} {}", self.store.lang.of(&self.table.row_label), self.number + 1)
    }

    fn heading(&self) -> String {
        let (numbered, lang) = (self.numbered(), self.store.lang);
        if self.row.name.trim().is_empty() {
            return numbered;
        }
        [&numbered, lang.t("：", ": "), &row_name(lang, self.table, self.row, self.number + 1)].concat()
    }

    /// JSON Pointer in the profile.
    fn pointer(&self) -> String {
        format!("/{}/{}", self.table.name, self.number)
    }

    fn title_id(&self) -> String {
        row_title(&self.table.name, self.row.uid)
    }

    /// Whether the focus is meant for the row or something in it.
    fn is_meant(&self) -> bool {
        let fields = [&field_id(&self.pointer()), "-"].concat();
        self.store.focus.1.as_ref().is_some_and(|target| *target == self.title_id() || target.starts_with(&fields))
    }

    /// What is to be done in it.
    fn state(&self) -> String {
        let (store, lang) = (self.store, self.store.lang);
        let inside = [&self.pointer(), "/"].concat();
        if store.computed.faults.iter().any(|fault| fault.pointer.starts_with(&inside)) {
            return lang.t("有要改正的", "to mend").to_owned();
        }
        match store.open_in_row(self.index, self.row) {
            0 => lang.t("已答完", "done").to_owned(),
            open => [lang.t("还有 ", ""), &open.to_string(), lang.t(" 题", " open")].concat(),
        }
    }
}

fn one_row(row: &Shown<'_>) -> Html {
    let heading_id = row.title_id();
    html! {
        <section class="row" key={row.row.uid} aria-labelledby={heading_id.clone()}>
            <div class="row-head">
                <h2 class="row-title" id={heading_id} tabindex="-1">{ row.heading() }</h2>
                { remove(row) }
            </div>
            { inside(row) }
        </section>
    }
}

/// A row in a line that opens; what is inside is made when it is first opened, or when the focus is meant for it.
fn folded(row: &Shown<'_>, opened: &UseStateHandle<Vec<u32>>) -> Html {
    let uid = row.row.uid;
    let drawn = opened.contains(&uid) || row.is_meant();
    let ontoggle = {
        let opened = opened.clone();
        Callback::from(move |_: Event| {
            if !opened.contains(&uid) {
                opened.set([&opened[..], &[uid]].concat());
            }
        })
    };
    html! {
        <details class="row" key={uid} {ontoggle}>
            <summary class="row-head">
                { draw(Icon::Chevron) }
                <h2 class="row-title" id={row.title_id()} tabindex="-1">{ row.heading() }</h2>
                <span class="step-state">{ row.state() }</span>
            </summary>
            if drawn {
                { inside(row) }
                <div class="row-foot">{ remove(row) }</div>
            }
        </details>
    }
}

fn remove(row: &Shown<'_>) -> Html {
    let (dispatcher, index, uid) = (row.store.dispatcher(), row.index, row.row.uid);
    let onclick = Callback::from(move |_: MouseEvent| dispatcher.dispatch(Action::RemoveRow(index, uid)));
    html! {
        <button class="btn btn-quiet btn-danger" type="button" {onclick}>
            { draw(Icon::Bin) }{ row.store.lang.t("删除", "Remove") }<span class="vh">{ row.numbered() }</span>
        </button>
    }
}

/// The questions of a row.
fn inside(shown: &Shown<'_>) -> Html {
    let Shown { store, index, table, item, row, .. } = *shown;
    let (lang, uid) = (store.lang, row.uid);
    let (numbered, pointer) = (shown.numbered(), shown.pointer());
    let all_optional = table.columns.iter().all(|fact| fact.optional);
    let place = move |fact: &Fact| match fact.kind {
        _ if fact.optional && !all_optional => Part::Optional,
        FactType::Money => Part::Amounts,
        _ => Part::Plain,
    };
    let asked = |part: Part| {
        let pointer = pointer.clone();
        let numbered = numbered.clone();
        table.columns.iter().enumerate().filter_map(move |(column, fact)| {
            let wanted = item.is_none_or(|item| needs(store, item, &[&table.name, ".", &fact.name].concat()));
            let shown = wanted && place(fact) == part && store.asks_cell(index, uid, column);
            let pointer = format!("{pointer}/{}", fact.name);
            shown.then(|| html! { <Question key={fact.name.clone()} slot={Slot::Cell(index, uid, column)} {pointer} row={numbered.clone()} /> })
        })
    };
    let amounts: Vec<Html> = asked(Part::Amounts).collect();
    let optional: Vec<Html> = asked(Part::Optional).collect();
    html! {
        <>
            { words(store, index, row, RowPart::Name, &pointer, lang.t("名称", "Name"),
                if table.rows_are_projects {
                    lang.t("用来在结果里区分；说明其他支持属于哪个项目时，也用这个名称。可不填。", "Tells it apart in the results, and says which project other support is for; may stay empty.")
                } else {
                    lang.t("只用来在结果里区分，可不填。", "Only to tell it apart in the results; may stay empty.")
                }, &numbered) }
            { for asked(Part::Plain) }
            if !amounts.is_empty() {
                <div class="q-pair">{ for amounts }</div>
            }
            if !optional.is_empty() {
                <div class="q-pair">{ for optional }</div>
            }
            if store.is_awards(index) {
                <div class="q-pair">
                    { words(store, index, row, RowPart::Project, &pointer, lang.t("所属项目", "Project"),
                        lang.t("与项目的名称、或结果页填写的项目同名，才算同一项目；可不填。", "The name of a project above, or the words of the result page; may stay empty."), &numbered) }
                    { words(store, index, row, RowPart::Matter, &pointer, lang.t("支持事项", "Matter"),
                        lang.t("与结果页填写的事项同名，才算同一事项；可不填。", "Same words as on the result page mean the same matter; may stay empty."), &numbered) }
                </div>
            }
        </>
    }
}

#[expect(clippy::too_many_arguments, reason = "a field is all of these, and they are used once each")]
fn words(
    store: &Store,
    table: usize,
    row: &RowDraft,
    part: RowPart,
    pointer: &str,
    label: &str,
    help: &str,
    numbered: &str,
) -> Html {
    let (value, name) = match part {
        RowPart::Name => (&row.name, "name"),
        RowPart::Project => (&row.project, "project"),
        RowPart::Matter => (&row.matter, "matter"),
    };
    let id = field_id(&format!("{pointer}/{name}"));
    let list = (part == RowPart::Project).then(|| format!("{id}-list"));
    let projects = if list.is_some() { store.projects() } else { Vec::new() };
    let typed = value.trim();
    let unknown = list.is_some() && !typed.is_empty() && !projects.iter().any(|project| project == typed);
    let (dispatcher, uid) = (store.dispatcher(), row.uid);
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            dispatcher.dispatch(Action::RowText(table, uid, part, input.value()));
        }
    });
    html! {
        <div class="q">
            <label class="q-title" for={id.clone()}>{ label.to_owned() }{ spoken(store.lang, numbered) }</label>
            <p class="q-help" id={format!("{id}-help")}>{ help.to_owned() }</p>
            <div class="q-control field">
                <input class="input" id={id.clone()} type="text" autocomplete="off" value={value.clone()} {oninput}
                    list={list.clone()} aria-describedby={format!("{id}-help {id}-echo")} />
            </div>
            if let Some(list) = list {
                <datalist id={list}>{ for projects.into_iter().map(|value| html! { <option {value}></option> }) }</datalist>
                <p class="echo" id={format!("{id}-echo")}>{ if unknown {
                    store.lang.t("没有同名的项目，当作另一个项目。", "No project has this name: it is taken for another project.")
                } else { "" } }</p>
            }
        </div>
    }
}
