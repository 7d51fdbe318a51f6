//! Supposing: answers may be changed to see what follows, and the own answers come back untouched. On the result page
//! the amounts and days stand in a drawer beside what they change; on the other pages a bar tells what differs.

mod fields;

use markup::html;
use yew::prelude::*;

use super::card::claim_name;
use super::live::{Headline, headline_of};
use super::root::Store;
use super::route::Route;
use super::state::{Action, SUPPOSE, SUPPOSING};
use crate::engine::Amount;
use crate::report::{ClaimReport, ItemReport, Report};
use fields::fields;

/// Begins to suppose; stands on the result page.
pub fn suppose(store: &Store) -> Html {
    if store.kept.is_some() {
        return Html::default();
    }
    let lang = store.lang;
    let dispatcher = store.dispatcher();
    let begin = Callback::from(move |_: MouseEvent| dispatcher.dispatch(Action::Suppose));
    html! {
        <button class="btn" type="button" id={SUPPOSE} onclick={begin}>{ lang.t("假设一下：改几个回答看看", "What if: try other answers") }</button>
    }
}

/// Whether the drawer is open.
pub fn is_drawn(store: &Store) -> bool {
    store.kept.is_some() && store.route == Route::Result
}

/// While supposing: what differs from the own answers, and the ways back.
pub fn supposing(store: &Store) -> Html {
    let Some(kept) = store.kept.clone() else { return Html::default() };
    let lang = store.lang;
    let go = |action: Action| {
        let dispatcher = store.dispatcher();
        Callback::from(move |_: MouseEvent| dispatcher.dispatch(action.clone()))
    };
    let drawn = is_drawn(store);
    html! {
        <aside class={classes!("supposing", "no-print", drawn.then_some("supposing-open"))} aria-label={lang.t("假设", "What if")}>
            <div class="wrap supposing-in">
                <h2 class="supposing-title" id={SUPPOSING} tabindex="-1">{ lang.t("正在假设：您原来的回答已留好，不受影响。", "Supposing: your own answers are kept and untouched.") }</h2>
                { differences(store, &kept.computed.report, drawn) }
                if drawn { { fields(store, &kept.draft) } }
                <div class="actions">
                    <button class="btn" type="button" onclick={go(Action::Restore)}>{ lang.t("恢复原来的回答", "Back to my answers") }</button>
                    <button class="btn btn-quiet" type="button" onclick={go(Action::Adopt)}>{ lang.t("采用这些回答", "Use these answers") }</button>
                    if !drawn { <a class="btn btn-quiet" href={Route::Result.hash()}>{ lang.t("改金额和日期", "Amounts and days") }</a> }
                </div>
            </div>
        </aside>
    }
}

/// What the supposed answers change: the range, then the items.
fn differences(store: &Store, before: &Report<'_>, drawn: bool) -> Html {
    let lang = store.lang;
    let after = &store.computed.report;
    let pairs = before.items.iter().zip(&after.items);
    let changed: Vec<Html> = pairs.filter_map(|(before, after)| difference(store, before, after)).collect();
    let nothing = if drawn {
        lang.t(
            "还没有变化。改一改金额或日期，也可到自查页改别的回答。",
            "Nothing differs yet. Change an amount or a day, or other answers on the check pages.",
        )
    } else {
        lang.t("还没有变化。改一改这里的回答。", "Nothing differs yet. Change answers here.")
    };
    html! {
        <div class="supposing-result" aria-live="polite">
            <p class="supposing-range num">{ lang.t("可计入金额：", "What counts: ") }{ figure(store, before) }{ " → " }<strong>{ figure(store, after) }</strong></p>
            if changed.is_empty() {
                <p class="muted">{ nothing }</p>
            } else {
                <ul class="supposing-list">{ for changed }</ul>
            }
        </div>
    }
}

/// An item whose verdict or amounts differ.
fn difference(store: &Store, before: &ItemReport<'_>, after: &ItemReport<'_>) -> Option<Html> {
    let lang = store.lang;
    let mut parts: Vec<Html> = Vec::new();
    if before.status != after.status {
        parts
            .push(html! { <>{ lang.status(before.status) }{ " → " }<strong>{ lang.status(after.status) }</strong></> });
    }
    let several = before.claims.len().max(after.claims.len()) > 1;
    let gone = before.claims.iter().filter(|old| claim_of(after, old).is_none()).map(|old| (Some(old), None));
    let there = after.claims.iter().map(|new| (claim_of(before, new), Some(new)));
    for (old, new) in there.chain(gone) {
        let status = several && old.map(|claim| claim.status) != new.map(|claim| claim.status);
        let (was, is) = (claim_words(store, old, status), claim_words(store, new, status));
        if was == is {
            continue;
        }
        let name = new.or(old).filter(|_| several).and_then(|claim| claim_name(claim));
        parts.push(html! {
            <span class="num">{ name.map(|name| [name, lang.t("：", ": ")].concat()) }{ was }{ " → " }<strong>{ is }</strong></span>
        });
    }
    if parts.is_empty() {
        return None;
    }
    let joint = lang.t("；", "; ");
    let parts =
        parts.into_iter().enumerate().map(|(n, part)| html! { <>{ if n > 0 { joint } else { "" } }{ part }</> });
    Some(html! { <li>{ lang.of(&after.item.title) }{ lang.t("：", ": ") }{ for parts }</li> })
}

/// The same claim in another report of the item.
fn claim_of<'r, 'p>(item: &'r ItemReport<'p>, claim: &ClaimReport<'_>) -> Option<&'r ClaimReport<'p>> {
    item.claims.iter().find(|other| other.key == claim.key)
}

/// A claim's amount in words, and its status where that is to be told.
fn claim_words(store: &Store, claim: Option<&ClaimReport<'_>>, status: bool) -> String {
    let lang = store.lang;
    let Some(claim) = claim else { return lang.t("无", "none").to_owned() };
    let amount = match claim.amount {
        Amount::None => String::new(),
        Amount::Unspecified { units } => {
            let units = units.map(|units| [" × ", &units.to_string()].concat()).unwrap_or_default();
            [lang.of(&store.policy().document.unspecified_note), &units].concat()
        }
        Amount::Exact(yuan) => lang.short_yuan(yuan),
        Amount::AtLeast { known, at_most: None } if known.is_zero() => lang.t("金额待填", "amount open").to_owned(),
        Amount::AtLeast { known, at_most } => range(store, known, at_most, true),
    };
    match (status, amount.is_empty()) {
        (true, true) => lang.status(claim.status).to_owned(),
        (true, false) => [lang.status(claim.status), " ", &amount].concat(),
        (false, true) => lang.t("无金额", "no amount").to_owned(),
        (false, false) => amount,
    }
}

fn range(store: &Store, lower: rust_decimal::Decimal, upper: Option<rust_decimal::Decimal>, open: bool) -> String {
    let lang = store.lang;
    let least = if open { lang.t("至少 ", "at least ") } else { "" };
    match upper {
        Some(upper) if upper != lower => {
            [least, &lang.short_yuan(lower), lang.t(" 至 ", " to "), &lang.short_yuan(upper)].concat()
        }
        _ => [least, &lang.short_yuan(lower)].concat(),
    }
}

fn figure(store: &Store, report: &Report<'_>) -> String {
    let lang = store.lang;
    match headline_of(report) {
        Headline::NotCurrent => lang.validity(report.validity).to_owned(),
        Headline::NoFigure => lang.t("暂无", "none yet").to_owned(),
        Headline::Range { lower, upper, open } => range(store, lower, Some(upper), open),
    }
}
