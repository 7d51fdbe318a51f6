//! Days that count: windows that are still open and the end of the policy's validity, as words, a picture and a
//! calendar file.

use yew::prelude::*;

use super::advice_panel::Named;
use super::download::download;
use super::root::Store;
use crate::advice::Deadline;
use crate::advice::calendar::{Entry, calendar};
use crate::engine::Validity;
use crate::policy::FactRef;
use crate::values::{Date, order};

/// A day on the timeline and in the calendar.
struct Last {
    id: String,
    day: Date,
    days_left: u32,
    title: String,
    words: String,
}

/// The part of the panel; none where no day is ahead.
pub fn windows(store: &Store, claims: &[Named], open: &[Deadline]) -> Option<Html> {
    let mut days: Vec<Last> = open.iter().map(|deadline| window(store, claims, deadline)).collect();
    days.extend(validity(store));
    order::sort_by_key(&mut days, |last| last.day);
    if days.is_empty() {
        return None;
    }
    let lang = store.lang;
    let made_on = store.computed.report.as_of;
    let file: Vec<Entry> = days.iter().map(|last| entry(store, last)).collect();
    let product = store.policy().document.id.clone();
    let save = Callback::from(move |_: MouseEvent| {
        // A browser that refuses says so itself; there is nothing to mend here.
        let _ = download(&[&product, ".ics"].concat(), "text/calendar", &calendar(&product, made_on, &file));
    });
    let line = timeline(store, &days);
    let entries = days.into_iter().map(|last| {
        html! { <li><span class="advice-name">{ last.title }</span><span>{ last.words }</span></li> }
    });
    Some(html! {
        <div class="advice-part">
            <h3>{ lang.t("要赶在哪一天之前", "Days that count") }</h3>
            { line }
            <ul class="advice-list">{ for entries }</ul>
            <div class="actions no-print">
                <button class="btn" type="button" onclick={save}>{ lang.t("存入日历（.ics）", "Save to calendar (.ics)") }</button>
            </div>
        </div>
    })
}

fn window(store: &Store, claims: &[Named], deadline: &Deadline) -> Last {
    let (lang, end) = (store.lang, store.policy().document.validity.last_certain_day);
    let mut words = deadline_words(store, deadline);
    if deadline.last_day > end {
        let day = lang.date(end);
        words += &match lang.t("zh", "en") {
            "zh" => ["办法施行期的最后一天（", &day, "）在此之前。"].concat(),
            _ => [" The measure itself ends before, on ", &day, "."].concat(),
        };
    }
    let title = claims.iter().find(|known| known.0 == deadline.claim).map(|known| known.1.clone()).unwrap_or_default();
    let id = [&deadline.last_day.to_string(), "-", &deadline.claim.0.to_string()].concat();
    Last { id, day: deadline.last_day, days_left: deadline.days_left, title, words }
}

/// The last day on which the policy certainly is in force, while that day is ahead.
fn validity(store: &Store) -> Option<Last> {
    let report = &store.computed.report;
    if report.validity != Validity::InForce {
        return None;
    }
    let (lang, days) = (store.lang, &store.policy().document.validity);
    let day = days.last_certain_day;
    let days_left = u32::try_from(day.days_since_epoch() - report.as_of.days_since_epoch()).ok()?;
    let (last, after) = (lang.date(day), day.next().map(|day| lang.date(day)).unwrap_or_default());
    let left = left_words(store, days_left);
    let doubt = days.last_possible_day > day;
    let words = match (lang.t("zh", "en"), doubt) {
        ("zh", true) => ["到 ", &last, "（含当日）；", &after, " 当天是否仍在施行期，条文不明。", &left].concat(),
        ("zh", false) => ["到 ", &last, "（含当日）。", &left].concat(),
        (_, true) => ["Until ", &last, " inclusive; whether ", &after, " still counts is unclear. ", &left].concat(),
        _ => ["Until ", &last, " inclusive. ", &left].concat(),
    };
    let title = lang.t("办法的施行期", "The measure in force").to_owned();
    Some(Last { id: ["validity-", &day.to_string()].concat(), day, days_left, title, words })
}

fn left_words(store: &Store, days: u32) -> String {
    match (store.lang.t("zh", "en"), days) {
        ("zh", 0) => "今天是最后一天。".into(),
        ("zh", _) => ["还有 ", &days.to_string(), " 天。"].concat(),
        (_, 0) => "Today is the last day.".into(),
        _ => [&days.to_string(), " days left."].concat(),
    }
}

/// Until when, what the day after is, and how many days are left.
fn deadline_words(store: &Store, deadline: &Deadline) -> String {
    let lang = store.lang;
    let event = event_name(store, deadline.event);
    let last = lang.date(deadline.last_day);
    let left = left_words(store, deadline.days_left);
    let after = deadline.last_day.next().map(|day| lang.date(day)).unwrap_or_default();
    match lang.t("zh", "en") {
        "zh" => [event, "须在 ", &last, "（含当日）之前；", &after, " 当天条文不明。", &left].concat(),
        _ => [event, ": on or before ", &last, "; ", &after, " itself is unclear. ", &left].concat(),
    }
}

fn event_name(store: &Store, event: FactRef) -> &str {
    store.policy().facts.get(event).map_or("", |fact| store.lang.of(&fact.short))
}

fn entry(store: &Store, last: &Last) -> Entry {
    Entry {
        id: last.id.clone(),
        day: last.day,
        title: [store.lang.t("最后一天：", "Last day: "), &last.title].concat(),
        note: [&last.words, "\n", store.lang.of(&store.policy().document.disclaimer)].concat(),
    }
}

/// From the day of assessment to the last of the days: a line with a mark for each.
fn timeline(store: &Store, days: &[Last]) -> Html {
    let longest = days.iter().map(|last| last.days_left).max().unwrap_or(0).max(1);
    let marks = days.iter().map(|last| {
        let x = 20 + 560 * last.days_left / longest;
        html! { <circle cx={x.to_string()} cy="14" r="6" class="mark" /> }
    });
    let end = days.last().map(|last| store.lang.date(last.day)).unwrap_or_default();
    html! {
        <div class="timeline" aria-hidden="true">
            <svg viewBox="0 0 600 28"><path d="M20 14h560" class="line" /><circle cx="20" cy="14" r="4" class="now" />{ for marks }</svg>
            <p class="timeline-ends"><span>{ store.lang.date(store.computed.report.as_of) }</span><span>{ end }</span></p>
        </div>
    }
}
