//! Days that count: windows that are still open and the end of the policy's validity, as words, a picture and a
//! calendar file.

use markup::html;
use yew::prelude::*;

use super::advice_panel::Named;
use super::download::download;
use super::markdown::document_words;
use super::root::Store;
use super::state::State;
use super::words::Lang;
use crate::advice::calendar::{Entry, calendar};
use crate::advice::{Deadline, afterwards};
use crate::engine::Validity;
use crate::policy::FactRef;
use crate::values::{Date, order};

/// A day on the timeline and in the calendar.
struct Last {
    id: String,
    day: Date,
    days_left: u32,
    title: String,
    /// As seen on the day of assessment.
    words: String,
    /// As true on any other day.
    lasting: String,
}

/// The part of the panel; none where no day is ahead.
pub fn windows(store: &Store, claims: &[Named], open: &[Deadline]) -> Option<Html> {
    let days = all(store, claims, open);
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
            <h3>{ title(lang) }</h3>
            { line }
            <ul class="advice-list">{ for entries }</ul>
            <div class="actions no-print">
                <button class="btn" type="button" onclick={save}>{ lang.t("存入日历（.ics）", "Save to calendar (.ics)") }</button>
            </div>
        </div>
    })
}

/// What the days are called together.
pub fn title(lang: Lang) -> &'static str {
    lang.t("要赶在哪一天之前", "Days that count")
}

/// The days in words: what each is about, and until when.
pub fn written(store: &State, claims: &[Named], open: &[Deadline]) -> Vec<(String, Vec<String>)> {
    all(store, claims, open).into_iter().map(|last| (last.title, vec![last.words])).collect()
}

/// All days, the first first.
fn all(store: &State, claims: &[Named], open: &[Deadline]) -> Vec<Last> {
    let mut days: Vec<Last> = open.iter().map(|deadline| window(store, claims, deadline)).collect();
    days.extend(validity(store));
    order::sort_by_key(&mut days, |last| last.day);
    days
}

fn window(store: &State, claims: &[Named], deadline: &Deadline) -> Last {
    let left = left_words(store, deadline.days_left);
    let (words, lasting) = (deadline_words(store, deadline, &left), deadline_words(store, deadline, ""));
    let title = claims.iter().find(|known| known.0 == deadline.claim).map(|known| known.1.clone()).unwrap_or_default();
    let id = [&deadline.last_day.to_string(), "-", &deadline.claim.0.to_string()].concat();
    Last { id, day: deadline.last_day, days_left: deadline.days_left, title, words, lasting }
}

/// The last day on which the policy certainly is in force, while that day is ahead.
fn validity(store: &State) -> Option<Last> {
    let report = &store.computed.report;
    if report.validity != Validity::InForce {
        return None;
    }
    let (lang, days) = (store.lang, &store.policy().document.validity);
    let day = days.last_certain_day;
    let days_left = u32::try_from(day.days_since_epoch() - report.as_of.days_since_epoch()).ok()?;
    let (last, after) = (lang.date(day), day.next().map(|day| lang.date(day)).unwrap_or_default());
    let doubt = days.last_possible_day > day;
    let lasting = match (lang.t("zh", "en"), doubt) {
        ("zh", true) => ["到 ", &last, "（含当日）；", &after, " 当天是否仍在施行期，条文不明。"].concat(),
        ("zh", false) => ["到 ", &last, "（含当日）。"].concat(),
        (_, true) => ["Until ", &last, " inclusive; whether ", &after, " still counts is unclear. "].concat(),
        _ => ["Until ", &last, " inclusive. "].concat(),
    };
    let words = [&*lasting, &left_words(store, days_left)].concat();
    let title = lang.t("办法的施行期", "The measure in force").to_owned();
    Some(Last { id: ["validity-", &day.to_string()].concat(), day, days_left, title, words, lasting })
}

/// How many days are left.
pub fn left_words(store: &State, days: u32) -> String {
    match (store.lang.t("zh", "en"), days) {
        ("zh", 0) => "今天是最后一天。".into(),
        ("zh", _) => ["还有 ", &days.to_string(), " 天。"].concat(),
        (_, 0) => "Today is the last day.".into(),
        _ => [&days.to_string(), " days left."].concat(),
    }
}

/// Until when, what is unclear afterwards, and in `left`, which may be empty, how many days are left.
pub fn deadline_words(store: &State, deadline: &Deadline, left: &str) -> String {
    let (lang, policy) = (store.lang, store.policy());
    let event = event_name(store, deadline.event);
    let last = lang.date(deadline.last_day);
    let after = afterwards(policy, store.assessor.program(), &store.computed.profile, deadline);
    let next = deadline.last_day.next().map(|day| lang.date(day)).unwrap_or_default();
    let (zh, mut why) = (lang.t("zh", "en") == "zh", String::new());
    let unclear = after.map(|after| {
        if Some(after.until) == deadline.last_day.next() {
            return if zh {
                ["；", &next, " 当天条文不明"].concat()
            } else {
                ["; ", &next, " itself is unclear"].concat()
            };
        }
        let causes = after.ambiguities.iter().filter_map(|number| policy.ambiguities.get(usize::from(*number)));
        why = causes.map(|ambiguity| lang.of(&ambiguity.text)).collect::<Vec<_>>().join(lang.t("", " "));
        let until = lang.date(after.until);
        if zh {
            ["；", &next, " 至 ", &until, " 条文不明"].concat()
        } else {
            ["; from ", &next, " to ", &until, " the text is unclear"].concat()
        }
    });
    let unclear = unclear.unwrap_or_default();
    if zh {
        [event, "须在 ", &last, "（含当日）之前", &unclear, "。", left, &why, &end_words(store, deadline)].concat()
    } else {
        [event, ": on or before ", &last, &unclear, ". ", left, " ", &why, &end_words(store, deadline)].concat()
    }
}

/// That the measure ends before a window does; empty where it does not.
fn end_words(store: &State, deadline: &Deadline) -> String {
    let (lang, end) = (store.lang, store.policy().document.validity.last_certain_day);
    if deadline.last_day <= end {
        return String::new();
    }
    let day = lang.date(end);
    match lang.t("zh", "en") {
        "zh" => ["办法施行期的最后一天（", &day, "）在此之前。"].concat(),
        _ => [" The measure itself ends before, on ", &day, "."].concat(),
    }
}

fn event_name(store: &State, event: FactRef) -> &str {
    store.policy().facts.get(event).map_or("", |fact| store.lang.of(&fact.short))
}

/// An entry says by itself whose day it is and by which document: in a calendar nothing stands around it.
fn entry(store: &State, last: &Last) -> Entry {
    let (lang, document) = (store.lang, &store.policy().document);
    let name = store.computed.profile.name.as_deref();
    let whose = [name, Some(lang.of(&document.short_title))].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    Entry {
        // Calendars take entries of one id for the same, also where they are of two applicants.
        id: [&*last.id, if name.is_some() { "-" } else { "" }, name.unwrap_or_default()].concat(),
        day: last.day,
        title: [lang.t("最后一天：", "Last day: "), &last.title, &lang.bracketed(&whose)].concat(),
        note: [&last.lasting, "\n", &document_words(store), "\n", lang.of(&document.disclaimer)].concat(),
    }
}

/// From the day of assessment to each of the days: a bar with its title, its end and the days left. The list below
/// says the same in words.
fn timeline(store: &Store, days: &[Last]) -> Html {
    let longest = days.iter().map(|last| last.days_left).max().unwrap_or(0).max(1);
    let bars = days.iter().map(|last| {
        let x = (2 + 576 * last.days_left / longest).to_string();
        let end = [&store.lang.date(last.day), " · ", left_words(store, last.days_left).trim_end_matches(['。', '.'])].concat();
        html! {
            <div class="timeline-row">
                <p class="timeline-label"><span>{ last.title.clone() }</span><span class="timeline-end">{ end }</span></p>
                <svg viewBox="0 0 600 16" preserveAspectRatio="none"><path d="M2 8h596" class="line" /><path d={format!("M2 8H{x}")} class="span" /><path d={format!("M{x} 2v12")} class="mark" /></svg>
            </div>
        }
    });
    let from =
        [store.lang.t("从 ", "From "), &store.lang.date(store.computed.report.as_of), store.lang.t(" 起：", ":")]
            .concat();
    html! { <div class="timeline" aria-hidden="true"><p class="timeline-from">{ from }</p>{ for bars }</div> }
}
