//! One item alone: its questions, and what they give. For pages that tell of one item and embed it.

use markup::html;
use yew::prelude::*;

use super::card::card;
use super::later;
use super::live::validity_notice;
use super::question::Question;
use super::result::day_words;
use super::root::Store;
use super::route::Route;
use super::rows::Rows;
use super::shell::use_store;
use super::state::{Slot, State};
use super::visible::judges;
use crate::policy::layout::APPLICANT;
use crate::policy::model::{AmountRule, Condition, Item};

/// Which item.
#[derive(Properties, PartialEq)]
pub struct ItemPageProps {
    /// Its id.
    pub id: AttrValue,
}

/// The page.
#[component]
pub fn ItemPage(props: &ItemPageProps) -> Html {
    use_store().map_or_else(Html::default, |store| later::result::item(&store, &props.id))
}

/// What the page of an item shows.
pub fn item_page(store: &Store, id: &str) -> Html {
    let lang = store.lang;
    let found = store.computed.report.items.iter().find(|item| item.item.id == id);
    let Some(report) = found else {
        return html! {
            <div class="stack">
                <h1>{ lang.t("没有这个事项", "There is no such item") }</h1>
                <p><a href={Route::Start.hash()}>{ lang.t("回到首页", "To the start page") }</a></p>
            </div>
        };
    };
    html! {
        <div class="stack stack-l">
            <header class="page-head">
                <p class="eyebrow">{ lang.of(&store.policy().document.title) }</p>
                <h1>{ lang.of(&report.item.title) }</h1>
                <p class="eyebrow"><a href={Route::Check(None).hash()}>{ lang.t("自查全部事项", "Check all items") }</a></p>
            </header>
            { questions(store, report.item) }
            <section class="stack" aria-labelledby="item-now" aria-live="polite">
                <h2 class="group-title" id="item-now">{ lang.t("按现有回答", "By your answers") }</h2>
                <p class="eyebrow">{ day_words(store) }</p>
                { validity_notice(store) }
                { card(store, report) }
            </section>
        </div>
    }
}

/// The questions that decide the item, in the order of the policy.
fn questions(store: &Store, item: &'static Item) -> Html {
    let facts = &store.policy().facts;
    let asked = facts.applicant.iter().enumerate().filter(|(index, fact)| {
        let path = [APPLICANT, ".", &fact.name].concat();
        store.asks(*index) && needs(store, item, &path)
    });
    let asked: Vec<Html> = asked
        .map(|(index, fact)| {
            let pointer = format!("/{APPLICANT}/{}", fact.name);
            html! { <Question key={fact.name.clone()} slot={Slot::Applicant(index)} {pointer} /> }
        })
        .collect();
    let tables = facts.tables.iter().enumerate().filter(|(index, table)| {
        let own = item.per_row.as_ref() == Some(&table.name) || needs(store, item, &table.name);
        own && store.asks_table(*index)
    });
    let tables: Vec<Html> =
        tables.map(|(index, _)| html! { <Rows key={index} table={index} item={item.id.clone()} /> }).collect();
    html! {
        <form class="qgroup" novalidate=true onsubmit={|event: SubmitEvent| event.prevent_default()}>{ for asked }{ for tables }</form>
    }
}

/// Whether an item's verdict or amount depends on a fact or table.
pub(super) fn needs(state: &State, item: &Item, path: &str) -> bool {
    let summed = match &item.amount {
        Some(AmountRule::Share(share)) => {
            share.terms.iter().any(|term| term.fact == path || term.less.as_deref() == Some(path))
        }
        Some(AmountRule::Unspecified(rule)) => rule.units.as_deref() == Some(path),
        None => false,
    };
    summed || item.condition.as_ref().is_some_and(|condition| rests_on(state, condition, path))
}

/// Whether a condition, or that of an item it names, is judged by a fact or table. No item's condition leads back to it.
fn rests_on(state: &State, condition: &Condition, path: &str) -> bool {
    match condition {
        Condition::All(members) | Condition::Any(members) => members.iter().any(|one| rests_on(state, one, path)),
        Condition::Not(inner) => rests_on(state, inner, path),
        Condition::Softened(soft) => rests_on(state, &soft.condition, path),
        Condition::SomeRow(rows) => rows.table == path || rests_on(state, &rows.fulfils, path),
        Condition::ConditionOf(id) => {
            let item = state.policy().items.iter().find(|item| item.id == *id);
            item.and_then(|item| item.condition.as_ref()).is_some_and(|condition| rests_on(state, condition, path))
        }
        other => judges(other, path),
    }
}
