//! A table: whether there are rows, and the rows.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::computed::row_name;
use super::draft::{RowDraft, TableDraft};
use super::icon::{Icon, draw};
use super::item_page::needs;
use super::question::{Question, Why, spoken};
use super::root::Store;
use super::shell::use_store;
use super::state::{Action, RowPart, Slot};
use super::visible::field_id;
use crate::policy::model::{Fact, FactType, Item, Table};

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
    let rows = table.rows.iter().enumerate().map(|(number, row)| one_row(&store, index, definition, item, number, row));
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
                    <div class="actions">
                        <button class="btn" type="button" onclick={add}>
                            { draw(Icon::Plus) }{ format!("{}{row_label}", lang.t("添加", "Add: ")) }
                        </button>
                    </div>
                </div>
            }
        </>
    }
}

/// The parts of a row, in the order they are asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Plain,
    Amounts,
    Optional,
}

fn one_row(
    store: &Store,
    index: usize,
    table: &'static Table,
    item: Option<&Item>,
    number: usize,
    row: &RowDraft,
) -> Html {
    let lang = store.lang;
    let uid = row.uid;
    let numbered = format!("{} {}", lang.of(&table.row_label), number + 1);
    let name = row_name(lang, table, row, number + 1);
    let heading = if row.name.trim().is_empty() { numbered.clone() } else { format!("{numbered}：{name}") };
    let dispatcher = store.dispatcher();
    let remove = Callback::from(move |_: MouseEvent| dispatcher.dispatch(Action::RemoveRow(index, uid)));
    let pointer = format!("/{}/{number}", table.name);
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
    let heading_id = format!("row-{}-{uid}", table.name);
    html! {
        <section class="row" key={uid} aria-labelledby={heading_id.clone()}>
            <div class="row-head">
                <h2 class="row-title" id={heading_id}>{ heading }</h2>
                <button class="btn btn-quiet btn-danger" type="button" onclick={remove}>
                    { draw(Icon::Bin) }{ lang.t("删除", "Remove") }<span class="vh">{ numbered.clone() }</span>
                </button>
            </div>
            { words(store, index, row, RowPart::Name, &pointer, lang.t("名称", "Name"),
                lang.t("只用来在结果里区分，可不填。", "Only to tell it apart in the results; may stay empty."), &numbered) }
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
                        lang.t("与结果页填写的项目同名，才算同一项目；可不填。", "Same words as on the result page mean the same project; may stay empty."), &numbered) }
                    { words(store, index, row, RowPart::Matter, &pointer, lang.t("支持事项", "Matter"),
                        lang.t("与结果页填写的事项同名，才算同一事项；可不填。", "Same words as on the result page mean the same matter; may stay empty."), &numbered) }
                </div>
            }
        </section>
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
    let (dispatcher, uid) = (store.dispatcher(), row.uid);
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            dispatcher.dispatch(Action::RowText(table, uid, part, input.value()));
        }
    });
    html! {
        <div class="q">
            <label class="q-title" for={id.clone()}>{ label.to_owned() }{ spoken(numbered) }</label>
            <p class="q-help" id={format!("{id}-help")}>{ help.to_owned() }</p>
            <div class="q-control field">
                <input class="input" id={id.clone()} type="text" autocomplete="off" value={value.clone()} {oninput}
                    aria-describedby={format!("{id}-help")} />
            </div>
        </div>
    }
}
