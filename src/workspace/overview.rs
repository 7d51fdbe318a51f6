//! Everything added up: how many applicants each item reaches and at what sum, and which facts are missing most.

use markup::html;
use rust_decimal::Decimal;
use yew::prelude::*;

use super::desk::{Bench, Event};
use super::table::missing_words;
use super::words;
use crate::app::words::Lang;
use crate::engine::Status;
use crate::policy::model::AmountRule;
use crate::roster::view::{Reach, View};

/// Statuses that claims have.
const SHOWN: [Status; 5] =
    [Status::Meets, Status::MeetsPendingEvaluation, Status::Unclear, Status::InsufficientFacts, Status::NotEligible];
/// Facts that are named at once.
const MOST_MISSING: usize = 12;

/// The overview.
pub fn overview_tab(bench: &Bench) -> Html {
    let (desk, lang) = (&bench.desk, bench.lang());
    let Some(all) = desk.overview.clone() else { return Html::default() };
    let figure = |number: String, words: &str| {
        html! { <li><span class="tally-n">{ number }</span><span class="tally-label">{ words.to_owned() }</span></li> }
    };
    // Each figure stays in one piece where the line breaks.
    let whole = |words: String| html! { <span class="desk-whole-figure">{ words }</span> };
    let least = if all.open > 0 { lang.t("至少 ", "at least ") } else { "" };
    let range = |words: fn(Lang, Decimal) -> String| match (all.lower, all.upper) {
        (_, upper) if upper.is_zero() => whole(lang.t("暂无", "none yet").to_owned()),
        (lower, upper) if words(lang, lower) == words(lang, upper) => whole([least, &words(lang, upper)].concat()),
        (lower, upper) => {
            let reading = |name: &'static str, yuan| html! { <span class="desk-reading">{ name }{ least }{ whole(words(lang, yuan)) }</span> };
            html! { <>{ reading(lang.t("从严 ", "strict "), lower) }{ reading(lang.t("从宽 ", "lenient "), upper) }</> }
        }
    };
    let about = range(words::about);
    // In full beneath, where the large figure is rounded.
    let rounded = [all.lower, all.upper].into_iter().any(|yuan| words::about(lang, yuan) != words::figure(lang, yuan));
    let exact = rounded.then(|| range(words::figure));
    let unsettled = all.applicants.saturating_sub(all.settled);
    let sum_of = match (lang, unsettled) {
        (_, 0) => lang.t("各家可计入金额之和", "sum of what counts").to_owned(),
        (Lang::Zh, open) => format!("各家可计入金额之和，{open} 家尚未确定"),
        (Lang::En, open) => format!("sum of what counts, {open} not settled"),
    };
    html! {
        <section class="desk-overview" aria-labelledby="overview-title">
            <h2 id="overview-title">{ lang.t("概览", "Overview") }</h2>
            <ul class="tally">
                { figure(all.applicants.to_string(), lang.t("家企业", "applicants")) }
                { figure(all.reached.to_string(), lang.t("家自述至少符合一项资金支持", "meet at least one money item by their answers")) }
                <li class="desk-sum"><span class="tally-n">{ about }</span>
                    <span class="tally-label">{ sum_of }</span>
                    if let Some(exact) = exact { <span class="tally-label num">{ exact }</span> }</li>
                { figure(all.unspecified.to_string(), lang.t("项自述符合、条文未载明金额", "claims that count, amount not stated")) }
                { figure(all.closing.0.to_string(), lang.t("家有窗口 30 天内到期", "with a window closing in 30 days")) }
                { figure(all.closing.1.to_string(), lang.t("家有窗口 90 天内到期", "with a window closing in 90 days")) }
            </ul>
            <p class="muted">{ lang.t("每个事项惠及多少企业、已知金额多少（未扣除不得重复享受的部分）。颜色越深，企业越多。", "How many applicants each item reaches and the known amounts, before what may not be combined. The darker, the more.") }</p>
            { heat(bench, all.applicants, &all.items) }
            { missing(bench, &all.missing) }
        </section>
    }
}

/// Items × statuses, shaded by how many applicants stand there.
fn heat(bench: &Bench, applicants: u32, items: &[Reach]) -> Html {
    let lang = bench.lang();
    let heads =
        SHOWN.into_iter().map(|status| html! { <th scope="col" class="desk-count-head">{ lang.status(status) }</th> });
    // What states a direction only has the same verdict for everybody.
    let claimed = |(_, (_, reach)): &(u16, (_, &Reach))| reach.counts.iter().rev().skip(1).any(|count| *count > 0);
    let rows = (0_u16..).zip(bench.desk.policy().items.iter().zip(items)).filter(claimed).map(|(number, (item, reach))| {
        let cells = SHOWN.into_iter().zip(reach.counts).map(|(status, count)| {
            // Five shades: none, some, more than a twentieth, a fifth, a half.
            let shade = match count * 20 {
                0 => 0,
                part if part <= applicants => 1,
                part if part <= 4 * applicants => 2,
                part if part <= 10 * applicants => 3,
                _ => 4,
            };
            let click = bench.on(move || {
                Event::Look(View { item: Some(number), status: Some(status.word().to_owned()), ..View::default() })
            });
            let words = if count == 0 { Html::default() } else { html! { <button type="button" onclick={click}>{ count }</button> } };
            html! { <td class="desk-heat num" data-status={status.word()} data-shade={shade.to_string()}>{ words }</td> }
        });
        let sum = match &item.amount {
            Some(AmountRule::Share(_)) if reach.known > Decimal::ZERO => words::cell(lang, reach.known, reach.open),
            Some(AmountRule::Unspecified(_)) => lang.t("未载明", "not stated").to_owned(),
            _ => String::new(),
        };
        let article = item.quotes.first().map(|quote| lang.article(quote.article)).unwrap_or_default();
        html! { <tr key={number}><th scope="row"><span class="muted">{ article }</span>{ " " }{ lang.of(&item.title) }</th><td class="num desk-sum-cell">{ sum }</td>{ for cells }</tr> }
    });
    html! {
        <div class="desk-scroll" tabindex="0" role="region" aria-label={lang.t("事项与结论", "Items and verdicts").to_owned()}>
            <table class="desk-heatmap">
                <thead><tr><th scope="col">{ lang.t("事项", "Item") }</th><th scope="col" class="desk-sum-cell">{ lang.t("已知金额", "Known amount") }</th>{ for heads }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}

fn missing(bench: &Bench, missing: &[(String, u32)]) -> Html {
    if missing.is_empty() {
        return Html::default();
    }
    let lang = bench.lang();
    let entries = missing.iter().take(MOST_MISSING).map(|(key, count)| {
        let view = View { missing: Some(key.clone()), ..View::default() };
        let click = bench.on(move || Event::Look(view.clone()));
        html! { <li><button class="btn-link" type="button" onclick={click}>{ missing_words(bench, key) }</button>{ " " }<span class="num muted">{ *count }</span></li> }
    });
    html! {
        <>
            <h3>{ lang.t("缺得最多的信息（企业数）", "Facts missing most (applicants)") }</h3>
            <ul class="desk-missing">{ for entries }</ul>
        </>
    }
}
