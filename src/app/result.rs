//! The result page: the range first, then items by status, then what may not be combined.

use markup::html;
use yew::prelude::*;

use super::card::{evaluation, fact_words, place_of};
use super::computed::FieldFault;
use super::faults;
use super::forget::{Forget, Forgets};
use super::icon::{Icon, draw};
use super::judged::judged;
use super::later;
use super::live::{
    Headline, headline, is_settled, open_title, open_words, overlap_words, state_words, total_name, validity_notice,
};
use super::may_add::may_add;
use super::reports::{Letterhead, reports};
use super::root::{Store, jump};
use super::route::Route;
use super::shell::use_store;
use super::start::badge;
use super::state::Action;
use super::turns::{Part, Turns};
use super::unwritten::procedure;
use super::visible::field_id;
use super::what_if::suppose;
use super::words::Lang;
use crate::engine::Status;
use crate::report::{ClaimReport, ItemReport};

/// Statuses whose items are shown as cards.
pub const CARDS: [Status; 4] =
    [Status::Meets, Status::MeetsPendingEvaluation, Status::Unclear, Status::InsufficientFacts];

/// The result page.
#[component]
pub fn ResultPage() -> Html {
    use_store().map_or_else(Html::default, |store| later::result::page(&store))
}

/// The day of assessment, and whether the measure is in force then.
pub fn day_words(store: &Store) -> String {
    let (lang, report) = (store.lang, &store.computed.report);
    let (day, validity) =
        ([lang.date(report.as_of).as_str(), store.not_today()].concat(), lang.validity(report.validity));
    match lang.t("zh", "en") {
        "zh" => format!("按 {day} 测算 · {validity}。"),
        _ => format!("As of {day} · {validity}. "),
    }
}

/// What the result page shows.
pub fn result_page(store: &Store) -> Html {
    let lang = store.lang;
    let dispatcher = store.dispatcher();
    let today = Callback::from(move |_: MouseEvent| dispatcher.dispatch(Action::AsOf(String::new())));
    let turns = Turns::new(store, false);
    let groups = CARDS.into_iter().map(|status| group(store, status, &turns));
    html! {
        <div class="cols cols-3">
            <div class="cols-main stack stack-l page-one">
                <header class="page-head">
                    <h1>{ lang.t("自查结果", "Your result") }</h1>
                    <Letterhead />
                    <p class="eyebrow">
                        { day_words(store) }
                        <a class="no-print" href={Route::Check(None).hash()}>{ lang.t("修改回答", "Change answers") }</a>
                        if !store.not_today().is_empty() {
                            { " " }<button class="btn-link no-print" type="button" onclick={today}>{ lang.t("改按今天测算", "Assess as of today") }</button>
                        }
                    </p>
                </header>
                { unread(store) }
                { head(store) }
                { reports(store) }
            </div>
            { index(store) }
            <div class="cols-main stack stack-l">
                <div class="print-only">{ may_add(store) }</div>
                { for groups }
                { turns.part("overlap", Part::Overlap) }
                { turns.part("advice", Part::Advice) }
                { turns.part("unwritten", Part::Unwritten) }
                { turns.part("refused", Part::Briefs(Status::NotEligible)) }
                { turns.part("directions", Part::Briefs(Status::DirectionOnly)) }
            </div>
        </div>
    }
}

/// Answers to mend that are listed.
pub const MOST_FAULTS: usize = 10;

/// Answers that could not be read are left out of the result: that must be said here too.
fn unread(store: &Store) -> Html {
    let count = store.computed.faults.len();
    if count == 0 {
        return Html::default();
    }
    let words = match store.lang.t("zh", "en") {
        "zh" => format!("有 {count} 处回答读不出来，没有计入下面的结果。"),
        _ => [
            &Lang::counted(count, "answer cannot be read and is", "answers cannot be read and are"),
            " left out below.",
        ]
        .concat(),
    };
    let list = store.computed.faults.iter().take(MOST_FAULTS).map(|fault| fault_link(store, fault));
    let more = count.saturating_sub(MOST_FAULTS);
    let more = (more > 0).then(|| html! { <li>{ [store.lang.t("另有 ", "and "), &more.to_string(), store.lang.t(" 处", " more")].concat() }</li> });
    let list = list.chain(more);
    html! {
        <div class="notice" role="alert">
            { draw(Icon::Warning) }
            <div><p class="notice-title">{ words }</p><ul class="open-list">{ for list }</ul></div>
        </div>
    }
}

/// An answer that cannot be read, with the way to it.
fn fault_link(store: &Store, fault: &FieldFault) -> Html {
    let place = faults::place(store.policy(), store.lang, &fault.pointer);
    let group = store.group_at(&fault.pointer).map(|group| group.id.clone());
    let (route, field) = (Route::Check(group), field_id(&fault.pointer));
    let (href, dispatcher) = (route.hash(), store.dispatcher());
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        dispatcher.dispatch(Action::Go(route.clone(), Some(field.clone())));
    });
    html! { <li><a {href} {onclick}>{ faults::sentence(store.lang, &place, &fault.message) }</a></li> }
}

fn head(store: &Store) -> Html {
    let lang = store.lang;
    let report = &store.computed.report;
    let document = &store.policy().document;
    let settled = is_settled(report);
    let status = match settled {
        true if open_words(store).is_empty() => Status::Meets,
        true => Status::MeetsPendingEvaluation,
        false => Status::Unclear,
    };
    html! {
        <section class="headline" aria-labelledby="headline">
            <div class="rule"></div>
            { validity_notice(store) }
            <div class="headline-label">
                <h2 class="live-title" id="headline">{ total_name(lang, settled) }</h2>
                if report.totals.is_some() {
                    <span class="badge" data-status={status.word()}>
                        { draw(Icon::Status(status)) }<span>{ state_words(lang, settled) }</span>
                    </span>
                }
            </div>
            { range(store) }
            { open(store) }
            { may_add(store) }
            <p class="disclaimer">
                { lang.of(&document.disclaimer) }
                if let Some(words) = procedure(lang, store.policy()) {
                    { lang.t("", " ") }{ words.to_owned() }{ lang.t("", " ") }
                    <a class="no-print" href="#unwritten" onclick={jump("unwritten")}>{ lang.t("还有什么没有写明", "What else it leaves open") }</a>
                }
            </p>
        </section>
    }
}

fn range(store: &Store) -> Html {
    let lang = store.lang;
    match headline(store) {
        Headline::NotCurrent => html! { <p class="range-words">{ lang.t("不给出合计", "No totals") }</p> },
        Headline::NoFigure => {
            html! { <p class="range-words">{ lang.t("暂无可计入的金额", "No amount counts yet") }</p> }
        }
        Headline::Range { lower, upper, open } => {
            let end = |yuan, words: &'static str| {
                let (figure, behind) = lang.yuan_parts(yuan);
                html! {
                    <span class="range-end">{ words }<span class="range-figure">{ figure }</span><span class="range-wan">{ behind }</span></span>
                }
            };
            let least = if open { lang.t("至少 ", "at least ") } else { "" };
            html! {
                <p class="range">
                    { end(lower, least) }
                    if lower != upper {
                        <span class="range-to">{ lang.t("至", "to") }</span>
                        { end(upper, "") }
                    }
                </p>
            }
        }
    }
}

/// Why the figure is not the last word.
fn open(store: &Store) -> Html {
    let lang = store.lang;
    let mut entries: Vec<Html> = Vec::new();
    if let Some(words) = overlap_words(store) {
        entries.push(html! {
            <li>
                { words }{ lang.t("", " ") }
                <a class="no-print" href="#overlap" onclick={jump("overlap")}>{ lang.t("去标明项目和事项", "Say which") }</a>
            </li>
        });
    }
    entries.extend(
        open_words(store).into_iter().map(|words| html! { <li>{ Lang::begun(&words) }{ lang.t("。", ".") }</li> }),
    );
    if entries.is_empty() {
        return Html::default();
    }
    html! {
        <div class="headline-open">
            <h3>{ open_title(lang) }</h3>
            <ul class="open-list">{ for entries }</ul>
        </div>
    }
}

fn of_status(store: &Store, status: Status) -> Vec<&ItemReport<'static>> {
    store.computed.report.items.iter().filter(|item| item.status == status).collect()
}

fn heading(store: &Store, status: Status, count: usize, id: String, behind: Html) -> Html {
    let unit = store.lang.t(" 项", "");
    html! {
        <h2 class="group-title" {id}>
            { draw(Icon::Status(status)) }
            <span>{ store.lang.status(status) }{ " " }<span class="group-n">{ count }{ unit }</span></span>
            { behind }
        </h2>
    }
}

fn group(store: &Store, status: Status, turns: &Turns) -> Html {
    let items = of_status(store, status);
    if items.is_empty() {
        return Html::default();
    }
    let count = items.len();
    let cards = items.into_iter().map(|item| turns.part(item.item.id.clone(), Part::Card(item.index)));
    let id = format!("group-{}", status.word());
    let title = format!("{id}-title");
    html! {
        <section class="group" key={status.word()} id={id} tabindex="-1" data-status={status.word()} aria-labelledby={title.clone()}>
            <header class="group-head">
                { heading(store, status, count, title, Html::default()) }
                <p class="group-note">{ store.lang.status_note(status) }</p>
            </header>
            { for cards }
        </section>
    }
}

/// Items in short: what does not apply, and what is a direction only.
pub fn briefs(store: &Store, status: Status) -> Html {
    let items = of_status(store, status);
    if items.is_empty() {
        return Html::default();
    }
    let lang = store.lang;
    let note = if status == Status::DirectionOnly {
        lang.of(&store.policy().document.direction_note)
    } else {
        lang.status_note(status)
    };
    let count = items.len();
    let entries = items.into_iter().map(|item| brief(store, item));
    html! {
        <details class="group" id={format!("group-{}", status.word())} data-status={status.word()}>
            <summary class="group-head">
                { heading(store, status, count, format!("group-{}-title", status.word()), html! { { draw(Icon::Chevron) } }) }
                <p class="group-note">{ note }</p>
            </summary>
            <ul class="briefs">{ for entries }</ul>
        </details>
    }
}

/// Whether a claim is refused by the state of its evaluation, which may have been told in error.
fn failed_evaluation(claim: &ClaimReport<'_>) -> bool {
    claim.status == Status::NotEligible && claim.failed.iter().any(|path| path.starts_with("evaluations["))
}

fn brief(store: &Store, item: &ItemReport<'_>) -> Html {
    let lang = store.lang;
    let failed = item.failed.iter().chain(item.claims.iter().flat_map(|claim| &claim.failed));
    let mut failed: Vec<String> = failed.map(|path| fact_words(store, path)).collect();
    failed.dedup();
    let relevant = match item.relevant {
        Some(true) => lang.t(" · 与您的身份有关", " · concerns you"),
        _ => "",
    };
    let quotes = item.item.quotes.iter().map(|q| {
        let route = Route::Text(Some((q.article, q.paragraph, q.sentence)));
        html! { <><q lang="zh-CN">{ q.text.clone() }</q>{ " " }<a class="no-print" href={route.hash()}>{ lang.t("看原文", "in the text") }</a>{ " " }</> }
    });
    html! {
        <li class="brief" key={item.item.id.clone()} id={format!("item-{}", item.item.id)} tabindex="-1">
            <div class="brief-head">
                <h3 class="brief-title">{ lang.of(&item.item.title) }</h3>
                <span class="card-place">{ place_of(store, item.item) }{ relevant }</span>
            </div>
            if failed.is_empty() {
                if lang == Lang::En { <p class="brief-text">{ &item.item.summary.en }</p> }
                <p class="brief-text">{ for quotes }</p>
            } else {
                <div class="needs" data-status={Status::NotEligible.word()}>
                    <p class="needs-title">{ lang.t("不满足", "Not fulfilled") }</p>
                    <ul class="needs-list">{ for failed.into_iter().map(|words| html! { <li>{ words }</li> }) }</ul>
                </div>
            }
            { for item.claims.iter().map(|claim| judged(store, claim.index)) }
            { for item.claims.iter().filter(|claim| failed_evaluation(claim)).map(|claim| evaluation(store, item, claim)) }
        </li>
    }
}

/// Links to the groups, and starting again.
fn index(store: &Store) -> Html {
    let lang = store.lang;
    let entries = Status::ALL.into_iter().map(|status| {
        let count = of_status(store, status).len();
        let id = format!("group-{}", status.word());
        html! {
            <li>
                <a class="count" data-status={status.word()} data-zero={(count == 0).to_string()} href={format!("#{id}")} onclick={jump(id)}>
                    { draw(Icon::Status(status)) }<span>{ lang.status(status) }</span><span class="count-n">{ count }</span>
                </a>
            </li>
        }
    });
    let kept = if store.advised.is_some() {
        lang.t(
            "这家企业的回答记在名单里；名单是否保存，见工作台。",
            "This applicant's answers stand in the list; whether that is kept is shown in the workspace.",
        )
    } else if store.is_kept() {
        lang.t("回答保存在这台设备上，不上传。", "Your answers are saved on this machine and never uploaded.")
    } else {
        lang.t(
            "回答只留在这个标签页里，关闭后不保留。",
            "Your answers stay in this tab and are gone when it is closed.",
        )
    };
    html! {
        <aside class="cols-aside index" aria-label={lang.t("结果目录", "Contents of the result")}>
            <h2 class="index-title">{ lang.t("各项结论", "Verdicts") }</h2>
            <ul class="counts">{ for entries }</ul>
            <div class="actions">
                <a class="btn" href={Route::Check(None).hash()}>{ lang.t("修改回答", "Change answers") }</a>
                { suppose(store) }
                if store.advised.is_none() { <Forget what={Forgets::Everything} /> }
            </div>
            <p class="live-note">{ kept }</p>
        </aside>
    }
}

/// A badge with a link to the item on the result page.
pub fn item_note(store: &Store, item: &ItemReport<'_>) -> Html {
    let route = Route::Result;
    let target = format!("item-{}", item.item.id);
    let dispatcher = store.dispatcher();
    let href = route.hash();
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        dispatcher.dispatch(Action::Go(route.clone(), Some(target.clone())));
    });
    html! {
        <>
            <p class="note-title"><a {href} {onclick}>{ store.lang.of(&item.item.title) }</a></p>
            { badge(store, item.status) }
        </>
    }
}
