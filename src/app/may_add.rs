//! What open claims may still add to the counted amount: per claim its bounds and the answers that settle them.

use markup::html;
use rust_decimal::Decimal;
use yew::prelude::*;

use super::ask::ask;
use super::card::claim_name;
use super::root::Store;
use super::state::State;
use crate::engine::{Amount, Status};
use crate::policy::model::AmountRule;
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

/// Money items that have no claim yet and are not decided: those with a computed amount, and the others.
fn undecided(store: &State) -> (Vec<&ItemReport<'static>>, Vec<&ItemReport<'static>>) {
    let items = store.computed.report.items.iter();
    let open = items.filter(|item| item.is_money() && item.status == Status::InsufficientFacts);
    open.partition(|item| matches!(item.item.amount, Some(AmountRule::Share(_))))
}

/// Whether an item whose amount the text does not state may still be added: undecided, or by an unclear claim.
fn unbounded(store: &State) -> bool {
    let mut items = store.computed.report.items.iter().filter(|item| item.is_money());
    items.any(|item| {
        let stated = matches!(item.item.amount, Some(AmountRule::Share(_)));
        let open = |status| matches!(status, Status::InsufficientFacts | Status::Unclear);
        !stated && (open(item.status) || item.claims.iter().any(|claim| open(claim.status)))
    })
}

/// The most that open claims may add together, before what may not be combined; in words. What has no stated amount has
/// no bound: it is told beside.
pub fn may_add_words(store: &State) -> Option<String> {
    store.computed.report.totals.as_ref()?;
    let lang = store.lang;
    let others =
        || lang.t("还可能增加条文未载明金额的事项", "items whose amount the text does not state may still be added");
    match (stated_words(store), unbounded(store)) {
        (Some(stated), true) => Some([&stated, lang.t("；", "; "), others()].concat()),
        (Some(stated), false) => Some(stated),
        (None, more) => more.then(|| others().to_owned()),
    }
}

/// What the claims with a computed amount may add; none where none is open.
fn stated_words(store: &State) -> Option<String> {
    let open = open(store);
    let lang = store.lang;
    let (computed, _) = undecided(store);
    if open.is_empty() && computed.is_empty() {
        return None;
    }
    // What has no row yet has no bound either.
    let open = if computed.iter().any(|item| item.claims.is_empty()) { Vec::new() } else { open };
    let most: Option<Decimal> = open.iter().map(|one| one.most).sum();
    Some(match most.filter(|_| !open.is_empty()) {
        Some(most) => [
            lang.t(
                "已填写、金额可以计算的，最多还增加 ",
                "what has been told and can be computed may still add at most ",
            ),
            &lang.short_yuan(most),
        ]
        .concat(),
        None => lang
            .t("还可能增加金额，多少取决于尚缺的回答", "a further amount is possible; how much depends on the missing answers")
            .to_owned(),
    })
}

/// The claims one by one; nothing where none is open.
pub fn may_add(store: &Store) -> Html {
    let open = open(store);
    let (computed, others) = undecided(store);
    if (open.is_empty() && computed.is_empty() && others.is_empty()) || store.computed.report.totals.is_none() {
        return Html::default();
    }
    let lang = store.lang;
    let without = computed.into_iter().filter(|item| item.claims.is_empty());
    html! {
        <div class="headline-open may-add">
            <h3>{ lang.t("还可能增加多少", "What may still be added") }</h3>
            <ul class="open-list">{ for open.iter().map(|one| entry(store, one)) }{ for without.map(|item| item_entry(store, item)) }{ unstated(store, &others) }</ul>
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
    let settled = if open.claim.status == Status::Unclear {
        html! { { lang.t("条文不明，须向主管部门确认", "the text is unclear: ask the authority") } }
    } else {
        settled_by(store, &open.claim.missing)
    };
    html! { <li>{ name }{ lang.t("：", ": ") }{ bounds }{ lang.t("；", "; ") }{ settled }{ lang.t("。", ".") }</li> }
}

/// Which answers settle something; nothing where none is missing.
fn settled_by<'a>(store: &Store, missing: impl IntoIterator<Item = &'a String>) -> Html {
    let lang = store.lang;
    let answers: Vec<Html> = missing.into_iter().filter_map(|path| ask(store, path)).collect();
    if answers.is_empty() {
        return Html::default();
    }
    let more = answers.len() > MOST_ANSWERS;
    let links = answers.into_iter().take(MOST_ANSWERS);
    let links = links.map(|link| html! { <>{ lang.t("“", "“") }{ link }{ lang.t("”", "” ") }</> });
    html! {
        <>
            { lang.t("回答", "answer ") }{ for links }
            { if more { lang.t("等", "and others") } else { "" } }
            { lang.t("可确定", " to settle it") }
        </>
    }
}

/// An item with a computed amount of which no row has been told.
fn item_entry(store: &Store, item: &ItemReport<'_>) -> Html {
    let lang = store.lang;
    let bounds = lang.t("金额取决于尚缺的回答；", "the amount depends on missing answers; ");
    html! { <li>{ lang.of(&item.item.title) }{ lang.t("：", ": ") }{ bounds }{ settled_by(store, &item.missing) }{ lang.t("。", ".") }</li> }
}

/// Undecided items whose amount the text does not state, together.
fn unstated(store: &Store, items: &[&ItemReport<'_>]) -> Html {
    if items.is_empty() {
        return Html::default();
    }
    let lang = store.lang;
    let of = |item: &ItemReport<'_>, path: &String| {
        item.missing.contains(path) || item.claims.iter().any(|claim| claim.missing.contains(path))
    };
    // Those that settle most come first.
    let asked = store.computed.questions(store.assessor).iter().map(|asked| &asked.path);
    let missing: Vec<&String> = asked.filter(|path| items.iter().any(|item| of(item, path))).collect();
    let count = items.len().to_string();
    html! {
        <li>
            { [lang.t("另有 ", ""), &count, lang.t(" 项条文未载明金额的事项还没有确定；", " items whose amount the text does not state are undecided; ")].concat() }
            { settled_by(store, missing) }{ lang.t("。", ".") }
        </li>
    }
}
