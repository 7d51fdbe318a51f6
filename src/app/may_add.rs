//! What open claims may still add to the counted amount: per claim its bounds and the answers that settle them.

use rust_decimal::Decimal;
use yew::prelude::*;

use super::ask::ask;
use super::card::claim_name;
use super::root::Store;
use super::state::State;
use crate::engine::{Amount, Status};
use crate::report::{ClaimReport, ItemReport};

/// Answers that are named per claim.
const MOST_ANSWERS: usize = 4;

/// A claim that may add to the total, at most so much (none: not bounded by the answers).
struct Open<'a> {
    item: &'a ItemReport<'static>,
    claim: &'a ClaimReport<'static>,
    most: Option<Decimal>,
}

/// Claims with a computable amount that is not settled or not counted.
fn open(store: &State) -> Vec<Open<'_>> {
    let money = store.computed.report.items.iter().filter(|item| item.is_money());
    let claims = money.flat_map(|item| item.claims.iter().map(move |claim| (item, claim)));
    let open = claims.filter_map(|(item, claim)| {
        let most = match (claim.status.counts(), claim.amount) {
            // What is known counts already; the rest may come on top.
            (true, Amount::AtLeast { known, at_most }) => at_most.map(|most| most - known),
            (false, Amount::Exact(yuan)) => Some(yuan),
            (false, Amount::AtLeast { at_most, .. }) => at_most,
            _ => return None,
        };
        Some(Open { item, claim, most })
    });
    open.filter(|open| open.most != Some(Decimal::ZERO)).collect()
}

/// The most that open claims may add together, before what may not be combined; in words.
pub fn may_add_words(store: &State) -> Option<String> {
    let open = open(store);
    if open.is_empty() || store.computed.report.totals.is_none() {
        return None;
    }
    let lang = store.lang;
    let most: Option<Decimal> = open.iter().map(|one| one.most).sum();
    Some(match most {
        Some(most) => [lang.t("还可能增加，最多 ", "may still add at most "), &lang.short_yuan(most)].concat(),
        None => lang
            .t("还可能增加金额，多少取决于尚缺的回答", "may still add an amount that depends on the missing answers")
            .to_owned(),
    })
}

/// The claims one by one; nothing where none is open.
pub fn may_add(store: &Store) -> Html {
    let open = open(store);
    if open.is_empty() || store.computed.report.totals.is_none() {
        return Html::default();
    }
    let lang = store.lang;
    html! {
        <div class="headline-open">
            <h3>{ lang.t("还可能增加多少", "What may still be added") }</h3>
            <ul class="open-list">{ for open.iter().map(|one| entry(store, one)) }</ul>
            <p class="muted">{ lang.t(
                "未扣除不得重复享受的部分；条文没有规定上限的，这里也不写上限。",
                "Before what may not be combined; where the text states no cap, none is shown.",
            ) }</p>
        </div>
    }
}

fn entry(store: &Store, open: &Open<'_>) -> Html {
    let lang = store.lang;
    let title = lang.of(&open.item.item.title);
    let name = match claim_name(open.claim) {
        Some(row) => [title, " · ", row].concat(),
        None => title.to_owned(),
    };
    let bounds = match (open.claim.amount, open.most) {
        (Amount::AtLeast { known, .. }, None) if known.is_zero() => {
            lang.t("金额取决于尚缺的回答", "the amount depends on missing answers").to_owned()
        }
        (_, Some(most)) => [lang.t("最多 ", "at most "), &lang.short_yuan(most)].concat(),
        (Amount::AtLeast { known, .. }, None) => [lang.t("已知部分 ", "known part "), &lang.short_yuan(known)].concat(),
        _ => String::new(),
    };
    let answers: Vec<Html> = open.claim.missing.iter().filter_map(|path| ask(store, path)).collect();
    let more = answers.len() > MOST_ANSWERS;
    let links = answers
        .into_iter()
        .take(MOST_ANSWERS)
        .map(|link| html! { <>{ lang.t("“", "“") }{ link }{ lang.t("”", "” ") }</> });
    let settled = if open.claim.status == Status::Unclear {
        html! { { lang.t("条文不明，须向主管部门确认", "the text is unclear: ask the authority") } }
    } else if open.claim.missing.is_empty() {
        Html::default()
    } else {
        html! {
            <>
                { lang.t("回答", "answer ") }{ for links }
                { if more { lang.t("等", "and others") } else { "" } }
                { lang.t("可确定", " to settle it") }
            </>
        }
    };
    html! { <li>{ name }{ lang.t("：", ": ") }<span class="num">{ bounds }</span>{ lang.t("；", "; ") }{ settled }{ lang.t("。", ".") }</li> }
}
