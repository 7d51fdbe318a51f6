//! The live summary beside the questions: the range so far and how many items stand where.

use markup::html;
use rust_decimal::Decimal;
use yew::prelude::*;

use super::awards::doubt_words;
use super::icon::{Icon, draw};
use super::may_add::may_add_words;
use super::rest::again;
use super::root::Store;
use super::route::Route;
use super::shell::use_store;
use super::state::State;
use super::words::Lang;
use crate::engine::{Status, Validity};
use crate::report::Report;

/// What the headline may say: never a bare figure while anything is open.
pub enum Headline {
    /// Outside the time in force: no totals.
    NotCurrent,
    /// Nothing counts yet that has an amount.
    NoFigure,
    /// A range, or one figure when both ends are equal.
    Range {
        /// Lower total.
        lower: Decimal,
        /// Upper total.
        upper: Decimal,
        /// Whether some counted amount may still grow.
        open: bool,
    },
}

/// What the headline says for the present answers.
pub fn headline(store: &Store) -> Headline {
    headline_of(&store.computed.report)
}

/// What the headline says of a report.
pub fn headline_of(report: &Report<'_>) -> Headline {
    let Some(totals) = &report.totals else { return Headline::NotCurrent };
    let money = report.items.iter().filter(|item| item.is_money());
    let mut counted = money.flat_map(|item| &item.claims).filter(|claim| claim.status.counts());
    let any = counted.clone().any(|claim| claim.amount.known().is_some_and(|yuan| yuan > Decimal::ZERO));
    let open = counted.any(|claim| matches!(claim.amount, crate::engine::Amount::AtLeast { .. }));
    if !any {
        return Headline::NoFigure;
    }
    Headline::Range { lower: totals.lower, upper: totals.upper, open }
}

/// Whether the answers settle the totals.
pub fn is_settled(report: &Report<'_>) -> bool {
    report.validity == Validity::InForce
        && report.totals.as_ref().is_some_and(|totals| totals.determined && totals.complete)
}

/// What the headline's figure is called.
pub fn total_name(lang: Lang, settled: bool) -> &'static str {
    if settled {
        lang.t("可计入的金额合计", "Total of what counts")
    } else {
        lang.t("目前可计入的金额", "What counts so far")
    }
}

/// Whether the figure is the last word.
pub fn state_words(lang: Lang, settled: bool) -> &'static str {
    if settled {
        lang.t("按现有回答已算出", "Worked out from your answers")
    } else {
        lang.t("尚未确定", "Not settled")
    }
}

/// Above the reasons why the figure is not the last word.
pub fn open_title(lang: Lang) -> &'static str {
    lang.t("还有什么没有确定", "What is still open")
}

/// The counted range in words.
pub fn headline_words(state: &State) -> String {
    let lang = state.lang;
    match headline_of(&state.computed.report) {
        Headline::NotCurrent => lang.t("不给出合计", "No totals").to_owned(),
        Headline::NoFigure => lang.t("暂无可计入的金额", "No amount counts yet").to_owned(),
        Headline::Range { lower, upper, open } => {
            let least = if open { lang.t("至少 ", "at least ") } else { "" };
            let upper =
                if lower == upper { String::new() } else { [lang.t(" 至 ", " to "), &lang.yuan(upper)].concat() };
            [least, &lang.yuan(lower), &upper].concat()
        }
    }
}

/// That some claims may exclude one another; none where nothing hangs on it.
pub fn overlap_words(state: &State) -> Option<&'static str> {
    let report = &state.computed.report;
    let totals = report.totals.as_ref()?;
    let undecided = report.overlap.as_ref().is_some_and(|overlap| !overlap.undecided.is_empty());
    let deducted = report.overlap.as_ref().is_some_and(|overlap| !overlap.deducted.is_empty());
    (totals.lower != totals.upper || undecided).then(|| {
        if deducted {
            return state.lang.t(
                "已经收到的其他支持和已计入的事项，可能属于同一项目、同一事项，能否同时享受，条文的口径没有写明。",
                "Support already received and counted claims may concern the same project or matter; whether both can be had is not settled by the text.",
            );
        }
        state.lang.t(
            "有的事项可能属于同一项目、同一事项，能否同时享受，条文的口径没有写明。",
            "Some claims may concern the same project or matter; whether both can be had is not settled by the text.",
        )
    })
}

/// How many items have a status.
pub fn count(store: &Store, status: Status) -> usize {
    store.computed.report.items.iter().filter(|item| item.status == status).count()
}

/// The statuses that are counted beside the questions.
pub const COUNTED: [Status; 5] =
    [Status::Meets, Status::MeetsPendingEvaluation, Status::Unclear, Status::InsufficientFacts, Status::NotEligible];

/// What is open beside the figures, in words.
pub fn open_words(store: &State) -> Vec<String> {
    let zh = store.lang.t("zh", "en") == "zh";
    let Some(totals) = &store.computed.report.totals else { return Vec::new() };
    let money =
        |status| store.computed.report.items.iter().filter(|item| item.is_money() && item.status == status).count();
    let missing = money(Status::InsufficientFacts);
    let mut words = Vec::new();
    if store.computed.report.validity != Validity::InForce {
        words.push(store.lang.validity(store.computed.report.validity).to_owned());
    }
    if !totals.unspecified.is_empty() {
        let n = totals.unspecified.len();
        words.push(if zh {
            format!("另有 {n} 项符合或自述符合，但条文未载明金额")
        } else {
            [&Lang::counted(n, "more claim", "more claims"), " whose amount the text does not state"].concat()
        });
    }
    if missing > 0 {
        words.push(if zh {
            format!("{missing} 项资金事项还缺信息")
        } else {
            [&Lang::counted(missing, "money item lacks", "money items lack"), " facts"].concat()
        });
    }
    if !totals.unclear.is_empty() {
        let n = totals.unclear.len();
        words.push(if zh {
            format!("{n} 项条文不明，未计入")
        } else {
            [&Lang::counted(n, "claim is", "claims are"), " unclear and not counted"].concat()
        });
    }
    words.extend(may_add_words(store));
    words.extend(doubt_words(store));
    words.extend(other_readings(store));
    words.extend(to_be_evaluated(store));
    words
}

/// Readings that give another figure than the one that is added up.
fn other_readings(state: &State) -> impl Iterator<Item = String> {
    let lang = state.lang;
    let all =
        state.computed.report.items.iter().flat_map(|item| item.readings.iter().map(move |reading| (item, reading)));
    all.map(move |(item, reading)| {
        let (title, yuan) = (lang.of(&item.item.title), lang.short_yuan(reading.yuan));
        match lang {
            Lang::Zh => format!("“{title}”按另一种读法是 {yuan}"),
            Lang::En => format!("under another reading “{title}” comes to {yuan}"),
        }
    })
}

/// How many amounts of the total still wait for an official evaluation.
fn to_be_evaluated(state: &State) -> Option<String> {
    let claims = state.computed.report.items.iter().filter(|item| item.is_money()).flat_map(|item| &item.claims);
    let waiting = claims.filter(|claim| {
        claim.status == Status::MeetsPendingEvaluation && claim.amount.known().is_some_and(|yuan| yuan > Decimal::ZERO)
    });
    let count = waiting.count();
    (count > 0).then(|| match state.lang {
        Lang::Zh => format!("已计入的金额中，{count} 项还要经评定"),
        Lang::En => {
            [&Lang::counted(count, "counted amount", "counted amounts"), " still to be evaluated officially"].concat()
        }
    })
}

/// Above results outside the time that the measure certainly is in force: that it is so, and what follows.
pub fn validity_notice(store: &State) -> Html {
    let (lang, validity) = (store.lang, store.computed.report.validity);
    let Some(note) = lang.validity_note(validity, &store.policy().document.validity) else { return Html::default() };
    html! {
        <div class="notice" data-status={Status::Unclear.word()}>
            { draw(Icon::Warning) }
            <div><p class="notice-title">{ lang.validity(validity) }</p><p>{ note }</p></div>
        </div>
    }
}

/// The live summary.
#[component]
pub fn Live() -> Html {
    let Some(store) = use_store() else { return Html::default() };
    let expanded = use_state(|| false);
    let lang = store.lang;
    let toggle = {
        let expanded = expanded.clone();
        Callback::from(move |_: MouseEvent| expanded.set(!*expanded))
    };
    let sub: Vec<String> = COUNTED
        .into_iter()
        .map(|status| (status, count(&store, status)))
        .filter(|(status, n)| *n > 0 && *status != Status::NotEligible)
        .map(|(status, n)| format!("{} {n}", short(&store, status)))
        .collect();
    let state = state_words(lang, is_settled(&store.computed.report)).to_owned();
    let open = store.computed.report.totals.is_some().then_some(state);
    let sub: Vec<String> = open.into_iter().chain(sub).collect();
    let counts = COUNTED.into_iter().map(|status| {
        let n = count(&store, status);
        html! {
            <li class="count" data-status={status.word()} data-zero={(n == 0).to_string()}>
                { draw(Icon::Status(status)) }<span>{ lang.status(status) }</span><span class="count-n">{ n }</span>
            </li>
        }
    });
    html! {
        <aside class={classes!("live", "cols-aside", store.draft.is_blank().then_some("live-quiet"))} aria-label={lang.t("测算小结", "Summary so far")}>
            <button class="live-bar" type="button" aria-expanded={expanded.to_string()} aria-controls="live-body" onclick={toggle}>
                <span class="live-bar-text">
                    <span class="live-bar-main">{ bar(&store) }</span>
                    <span class="live-bar-sub">{ sub.join(" · ") }</span>
                </span>
                <span class="vh">{ lang.t("展开或收起测算小结", "Show or hide the summary") }</span>
                { draw(Icon::Chevron) }
            </button>
            <div class="live-body" id="live-body">
                <h2 class="live-title">{ lang.t("测算小结", "Summary so far") }</h2>
                <div aria-live="polite">{ figures(&store) }</div>
                <ul class="counts">{ for counts }</ul>
                <a class="btn" href={Route::Result.hash()}>{ lang.t("查看结果", "See the result") }</a>
                <p class="live-note">{ lang.of(&store.policy().document.disclaimer) }</p>
            </div>
        </aside>
    }
}

fn short(store: &Store, status: Status) -> &'static str {
    let lang = store.lang;
    match status {
        Status::MeetsPendingEvaluation => lang.t("待评定", "pending"),
        Status::Unclear => lang.t("条文不明", "unclear"),
        other => lang.status(other),
    }
}

/// Whether there are totals, and only the code that works them out is still to come.
fn is_to_come(report: &Report<'_>) -> bool {
    report.totals.is_none() && report.validity.is_current()
}

fn bar(store: &Store) -> String {
    let lang = store.lang;
    if is_to_come(&store.computed.report) {
        return lang.t("正在合计…", "Adding up …").to_owned();
    }
    match headline(store) {
        Headline::NotCurrent => lang.validity(store.computed.report.validity).to_owned(),
        Headline::NoFigure => lang.t("暂无可计入的金额", "No amount counts yet").to_owned(),
        Headline::Range { lower, upper, open } => {
            let least = if open { lang.t("至少 ", "at least ") } else { "" };
            if lower == upper {
                format!("{least}{}", lang.short_yuan(lower))
            } else {
                format!("{least}{} {} {}", lang.short_yuan(lower), lang.t("至", "to"), lang.short_yuan(upper))
            }
        }
    }
}

fn figures(store: &Store) -> Html {
    let lang = store.lang;
    let open = open_words(store);
    let note = |words: String| html! { <p class="live-note">{ words }</p> };
    if is_to_come(&store.computed.report) {
        return to_come(lang, store.rest.is_missing());
    }
    match headline(store) {
        Headline::NotCurrent => {
            let report = &store.computed.report;
            let words = lang.validity_note(report.validity, &store.policy().document.validity).unwrap_or_default();
            html! { <><p class="live-none">{ lang.validity(report.validity) }</p>{ note(words) }</> }
        }
        Headline::NoFigure => html! {
            <>
                <p class="live-none">{ lang.t("暂无可计入的金额", "No amount counts yet") }</p>
                { note(if open.is_empty() { String::new() } else { sentence(store, &open) }) }
            </>
        },
        Headline::Range { lower, upper, open: growing } => {
            let figure = |yuan| {
                let (figure, behind) = lang.yuan_parts(yuan);
                html! { <><span class="num">{ figure }</span>{ " " }<span class="wan num">{ behind }</span></> }
            };
            let state = state_words(lang, is_settled(&store.computed.report));
            html! {
                <>
                    <p class="live-range">
                        <span>{ if growing { lang.t("至少 ", "at least ") } else { "" } }{ figure(lower) }</span>
                        if lower != upper {
                            <span>{ lang.t("至 ", "to ") }{ figure(upper) }</span>
                        }
                    </p>
                    { note(if open.is_empty() { state.to_owned() } else { format!("{state}{}{}", lang.t("。", ". "), sentence(store, &open)) }) }
                </>
            }
        }
    }
}

/// In place of the figures while the code that adds them up is not there.
fn to_come(lang: Lang, missing: bool) -> Html {
    if !missing {
        return html! { <p class="live-none">{ lang.t("正在合计…", "Adding up …") }</p> };
    }
    html! {
        <>
            <p class="live-note">{ lang.t("还不能合计，可能是网络中断。您的回答都还在。", "The total cannot be worked out yet; the network may be down. Your answers are all here.") }</p>
            <p><button class="btn" type="button" onclick={again}>{ lang.t("再试一次", "Try again") }</button></p>
        </>
    }
}

fn sentence(store: &Store, parts: &[String]) -> String {
    let (joint, end) = (store.lang.t("；", "; "), store.lang.t("。", "."));
    format!("{}{end}", Lang::begun(&parts.join(joint)))
}
