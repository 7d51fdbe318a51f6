//! Supposing: answers may be changed to see what follows, and the own answers come back untouched.

use yew::prelude::*;

use super::live::{Headline, headline_of};
use super::root::Store;
use super::state::Action;
use crate::report::{ItemReport, Report};

/// Begins to suppose; stands on the result page.
pub fn suppose(store: &Store) -> Html {
    if store.kept.is_some() {
        return Html::default();
    }
    let lang = store.lang;
    let dispatcher = store.dispatcher();
    let begin = Callback::from(move |_: MouseEvent| dispatcher.dispatch(Action::Suppose));
    html! {
        <button class="btn" type="button" onclick={begin}>{ lang.t("假设一下：改几个回答看看", "What if: try other answers") }</button>
    }
}

/// While supposing: what differs from the own answers, and the ways back.
pub fn supposing(store: &Store) -> Html {
    let Some(kept) = store.kept.clone() else { return Html::default() };
    let lang = store.lang;
    let go = |action: Action| {
        let dispatcher = store.dispatcher();
        Callback::from(move |_: MouseEvent| dispatcher.dispatch(action.clone()))
    };
    let (before, after) = (&kept.computed.report, &store.computed.report);
    let changed: Vec<Html> =
        before.items.iter().zip(&after.items).filter_map(|(a, b)| difference(store, a, b)).collect();
    html! {
        <aside class="supposing" aria-label={lang.t("假设", "What if")}>
            <div class="wrap supposing-in">
                <p class="supposing-title">{ lang.t("正在假设：您原来的回答已留好，不受影响。", "Supposing: your own answers are kept and untouched.") }</p>
                <div aria-live="polite">
                    <p class="num">{ lang.t("可计入金额：", "What counts: ") }{ figure(store, before) }{ " → " }<strong>{ figure(store, after) }</strong></p>
                    if changed.is_empty() {
                        <p class="muted">{ lang.t("还没有结论变化。到自查页改一改回答。", "No verdict differs yet. Change answers on the check pages.") }</p>
                    } else {
                        <ul class="supposing-list">{ for changed }</ul>
                    }
                </div>
                <div class="actions">
                    <button class="btn" type="button" onclick={go(Action::Restore)}>{ lang.t("恢复原来的回答", "Back to my answers") }</button>
                    <button class="btn btn-quiet" type="button" onclick={go(Action::Adopt)}>{ lang.t("采用这些回答", "Use these answers") }</button>
                </div>
            </div>
        </aside>
    }
}

/// An item whose verdict differs.
fn difference(store: &Store, before: &ItemReport<'_>, after: &ItemReport<'_>) -> Option<Html> {
    if before.status == after.status {
        return None;
    }
    let lang = store.lang;
    Some(html! {
        <li>{ lang.of(&after.item.title) }{ lang.t("：", ": ") }{ lang.status(before.status) }{ " → " }<strong>{ lang.status(after.status) }</strong></li>
    })
}

fn figure(store: &Store, report: &Report<'_>) -> String {
    let lang = store.lang;
    match headline_of(report) {
        Headline::NotCurrent => lang.validity(report.validity).to_owned(),
        Headline::NoFigure => lang.t("暂无", "none yet").to_owned(),
        Headline::Range { lower, upper, open } => {
            let least = if open { lang.t("至少 ", "at least ") } else { "" };
            if lower == upper {
                [least, &lang.short_yuan(lower)].concat()
            } else {
                [least, &lang.short_yuan(lower), lang.t(" 至 ", " to "), &lang.short_yuan(upper)].concat()
            }
        }
    }
}
