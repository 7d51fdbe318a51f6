//! What the user can do with the result: the question that settles most, windows still open, what would change a verdict.

use yew::prelude::*;

use super::card::fact_words;
use super::download::download;
use super::draft::{Answer, TableDraft};
use super::icon::{Icon, draw};
use super::root::Store;
use super::route::Route;
use super::state::Action;
use crate::advice::calendar::{Entry, calendar};
use crate::advice::{Change, Deadline, NearMiss, deadlines, near_misses, questions};
use crate::engine::{FactPath, Status};
use crate::policy::FactRef;
use crate::policy::layout::APPLICANT;
use crate::policy::model::{Fact, FactType};
use crate::profile::Value;
use crate::profile::value::ClaimIndex;

/// Questions that are named at once.
const MOST_QUESTIONS: usize = 3;

/// The panel; nothing where there is nothing to do.
pub fn advice_panel(store: &Store) -> Html {
    let lang = store.lang;
    let claims = claims(store);
    let indices: Vec<ClaimIndex> = claims.iter().map(|claim| claim.0).collect();
    let open = deadlines(store.policy(), store.assessor.program(), &store.computed.profile, &indices);
    let parts = [next_questions(store), unsure(store), windows(store, &claims, &open), misses(store, &claims, &open)];
    let parts: Vec<Html> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        return Html::default();
    }
    html! {
        <section class="group" id="advice" tabindex="-1" aria-labelledby="advice-title">
            <header class="group-head">
                <h2 class="group-title" id="advice-title">{ draw(Icon::Arrow) }<span>{ lang.t("还能做什么", "What you can do") }</span></h2>
                <p class="group-note">{ lang.t("按条文和您的回答推算，供您参考。", "Worked out from the text and your answers, for your information.") }</p>
            </header>
            <div class="overlap advice">{ for parts }</div>
        </section>
    }
}

/// Claims that are refused, unclear or open, with what they are called.
fn claims(store: &Store) -> Vec<(ClaimIndex, String, Status)> {
    let items = store.computed.report.items.iter();
    let all = items.flat_map(|item| item.claims.iter().map(move |claim| (item, claim)));
    let wanted = all.filter(|(_, claim)| !claim.status.counts() && claim.status != Status::DirectionOnly);
    wanted
        .map(|(item, claim)| {
            let title = store.lang.of(&item.item.title);
            let words =
                claim.key.split_once('#').map_or_else(|| title.to_owned(), |(_, row)| [title, " · ", row].concat());
            (claim.index, words, claim.status)
        })
        .collect()
}

/// Links to the questions that settle most.
fn next_questions(store: &Store) -> Option<Html> {
    let lang = store.lang;
    let asked = questions(store.policy(), store.assessor.program(), &store.computed.profile);
    let entries: Vec<Html> = asked
        .iter()
        .filter_map(|question| {
            let path = store.assessor.path(&store.computed.profile, question.at);
            let link = ask(store, &path)?;
            let count = question.items.to_string();
            let concerns = [lang.t("关系到 ", "concerns "), &count, lang.t(" 个事项", " items")].concat();
            let money = question.money.then(|| lang.t("，可确定金额", ", settles an amount"));
            Some(html! { <li>{ link }<span class="muted">{ " " }{ concerns }{ money }</span></li> })
        })
        .take(MOST_QUESTIONS)
        .collect();
    (!entries.is_empty()).then(|| {
        html! {
            <div class="advice-part">
                <h3>{ lang.t("先回答这几个问题，最能确定结果", "These answers settle most") }</h3>
                <ol class="advice-list">{ for entries }</ol>
            </div>
        }
    })
}

/// Links to what was answered by 不清楚 and can still change something.
fn unsure(store: &Store) -> Option<Html> {
    let facts = &store.policy().facts;
    let missing = &store.computed.missing;
    let mut paths: Vec<String> = Vec::new();
    for (fact, answer) in facts.applicant.iter().zip(&store.draft.applicant) {
        if matches!(answer, Answer::Unsure(_)) {
            paths.push([APPLICANT, ".", &fact.name].concat());
        }
    }
    for ((table, told), ids) in facts.tables.iter().zip(&store.draft.tables).zip(&store.computed.row_ids) {
        if told.have == TableDraft::Unsure {
            paths.push(table.name.clone());
        }
        for row in &told.rows {
            let Some(id) = ids.get(&row.uid) else { continue };
            let cells = table.columns.iter().zip(&row.cells).filter(|(_, answer)| matches!(answer, Answer::Unsure(_)));
            paths.extend(cells.map(|(column, _)| [&table.name, "[", id, "].", &column.name].concat()));
        }
    }
    let entries: Vec<Html> =
        paths.iter().filter(|path| missing.contains(*path)).filter_map(|path| ask(store, path)).collect();
    (!entries.is_empty()).then(|| {
        html! {
            <div class="advice-part">
                <h3>{ store.lang.t("您答“不清楚”的，弄清后可以回来补", "What you were not sure of, to come back to") }</h3>
                <ul class="advice-list">{ for entries.into_iter().map(|link| html! { <li>{ link }</li> }) }</ul>
            </div>
        }
    })
}

/// A link to the question behind a fact path.
fn ask(store: &Store, path: &str) -> Option<Html> {
    let (group, field) = store.place_of(path)?;
    let route = Route::Check(Some(group));
    let (href, dispatcher) = (route.hash(), store.dispatcher());
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        dispatcher.dispatch(Action::Go(route.clone(), Some(field.clone())));
    });
    Some(html! { <a {href} {onclick}>{ fact_words(store, path) }</a> })
}

/// Windows that are still open, as words, as a picture, and for the calendar.
fn windows(store: &Store, claims: &[(ClaimIndex, String, Status)], open: &[Deadline]) -> Option<Html> {
    if open.is_empty() {
        return None;
    }
    let lang = store.lang;
    let name = |claim: ClaimIndex| claims.iter().find(|known| known.0 == claim).map_or("", |known| known.1.as_str());
    let entries = open.iter().map(|deadline| {
        html! { <li><span class="advice-name">{ name(deadline.claim).to_owned() }</span><span>{ deadline_words(store, deadline) }</span></li> }
    });
    let made_on = store.computed.report.as_of;
    let file: Vec<Entry> = open.iter().map(|deadline| entry(store, name(deadline.claim), deadline)).collect();
    let product = store.policy().document.id.clone();
    let save = Callback::from(move |_: MouseEvent| {
        // A browser that refuses says so itself; there is nothing to mend here.
        let _ = download(&[&product, ".ics"].concat(), "text/calendar", &calendar(&product, made_on, &file));
    });
    Some(html! {
        <div class="advice-part">
            <h3>{ lang.t("还开着的时间窗口", "Windows still open") }</h3>
            { timeline(store, open) }
            <ul class="advice-list">{ for entries }</ul>
            <div class="actions no-print">
                <button class="btn" type="button" onclick={save}>{ lang.t("存入日历（.ics）", "Save to calendar (.ics)") }</button>
            </div>
        </div>
    })
}

/// Until when, what the day after is, and how many days are left.
fn deadline_words(store: &Store, deadline: &Deadline) -> String {
    let lang = store.lang;
    let event = event_name(store, deadline.event);
    let last = lang.date(deadline.last_day);
    let left = deadline.days_left.to_string();
    let after = deadline.last_day.next().map(|day| lang.date(day)).unwrap_or_default();
    match lang.t("zh", "en") {
        "zh" => {
            let left = if deadline.days_left == 0 {
                "今天是最后一天".to_owned()
            } else {
                ["还有 ", &left, " 天"].concat()
            };
            [event, "须在 ", &last, "（含当日）之前；", &after, " 当天条文不明。", &left, "。"].concat()
        }
        _ => [event, ": on or before ", &last, "; ", &after, " itself is unclear. ", &left, " days left."].concat(),
    }
}

fn event_name(store: &Store, event: FactRef) -> &str {
    store.policy().facts.get(event).map_or("", |fact| store.lang.of(&fact.short))
}

fn entry(store: &Store, claim: &str, deadline: &Deadline) -> Entry {
    Entry {
        id: [&deadline.last_day.to_string(), "-", &deadline.claim.0.to_string()].concat(),
        day: deadline.last_day,
        title: [store.lang.t("最后一天：", "Last day: "), claim].concat(),
        note: [&deadline_words(store, deadline), "\n", store.lang.of(&store.policy().document.disclaimer)].concat(),
    }
}

/// From the day of assessment to the last window: a line with a mark for each.
fn timeline(store: &Store, open: &[Deadline]) -> Html {
    let longest = open.iter().map(|deadline| deadline.days_left).max().unwrap_or(0).max(1);
    let marks = open.iter().map(|deadline| {
        let x = 20 + 560 * deadline.days_left / longest;
        html! { <circle cx={x.to_string()} cy="14" r="6" class="mark" /> }
    });
    let last = open.last().map(|deadline| store.lang.date(deadline.last_day)).unwrap_or_default();
    html! {
        <div class="timeline" aria-hidden="true">
            <svg viewBox="0 0 600 28"><path d="M20 14h560" class="line" /><circle cx="20" cy="14" r="4" class="now" />{ for marks }</svg>
            <p class="timeline-ends"><span>{ store.lang.date(store.computed.report.as_of) }</span><span>{ last }</span></p>
        </div>
    }
}

/// What would change a verdict, where it can be changed by acting.
fn misses(store: &Store, claims: &[(ClaimIndex, String, Status)], open: &[Deadline]) -> Option<Html> {
    let lang = store.lang;
    let (policy, program, profile) = (store.policy(), store.assessor.program(), &store.computed.profile);
    let entries: Vec<Html> = claims
        .iter()
        .filter_map(|(claim, words, _)| {
            let found = near_misses(policy, program, profile, *claim);
            let ways: Vec<&NearMiss> =
                found.iter().filter(|miss| miss.changes.iter().all(|c| can_be_done(store, c))).collect();
            let deadline = open.iter().find(|deadline| deadline.claim == *claim);
            let ways: Vec<Html> = ways.into_iter().map(|miss| way(store, miss, deadline)).collect();
            (!ways.is_empty())
                .then(|| html! { <li><span class="advice-name">{ words.clone() }</span>{ for ways }</li> })
        })
        .collect();
    (!entries.is_empty()).then(|| {
        html! {
            <div class="advice-part">
                <h3>{ lang.t("改变哪一点，结论会不同", "What would change a verdict") }</h3>
                <p class="muted">{ lang.t("只列出可以争取的；主体类型、成立日期这类既定事实不在此列。", "Only what one can act on; settled facts such as what you are or when you were founded are left out.") }</p>
                <ul class="advice-list">{ for entries }</ul>
            </div>
        }
    })
}

/// Whether a change is one that an applicant can bring about.
fn can_be_done(store: &Store, change: &Change) -> bool {
    let fact = match change {
        Change::Fact { at: FactPath::Applicant(index), .. } => FactRef::Applicant(*index),
        Change::Fact { at: FactPath::Cell { table, column, .. }, .. } => {
            FactRef::Column { table: *table, column: *column }
        }
        Change::Fact { .. } => return false,
        Change::Row { .. } => return true,
    };
    store.policy().facts.get(fact).is_some_and(|fact| !fact.fixed)
}

fn way(store: &Store, miss: &NearMiss, deadline: Option<&Deadline>) -> Html {
    let words: Vec<String> = miss.changes.iter().map(|change| change_words(store, change, deadline)).collect();
    let joint = store.lang.t("，并且", ", and ");
    html! { <span>{ words.join(joint) }{ store.lang.t("。", ".") }</span> }
}

fn change_words(store: &Store, change: &Change, deadline: Option<&Deadline>) -> String {
    let lang = store.lang;
    let facts = &store.policy().facts;
    match change {
        Change::Fact { at, value } => {
            let path = store.assessor.path(&store.computed.profile, *at);
            let fact = match *at {
                FactPath::Applicant(index) => facts.get(FactRef::Applicant(index)),
                FactPath::Cell { table, column, .. } => facts.get(FactRef::Column { table, column }),
                FactPath::Table(_) | FactPath::Evaluation { .. } => None,
            };
            let value = fact.map(|fact| value_words(store, fact, *value)).unwrap_or_default();
            [lang.t("“", "“"), &fact_words(store, &path), lang.t("”变为“", "” becomes “"), &value, "”"].concat()
        }
        Change::Row { table, cells } => {
            let Some(table) = facts.table_at(*table) else { return String::new() };
            let mut words =
                [lang.t("新增一条", "one more: "), lang.of(&table.row_label), lang.t("：", " with ")].concat();
            let parts = table.columns.iter().zip(cells).filter(|(_, value)| value.is_known()).map(|(column, value)| {
                let name = lang.of(&column.short);
                match deadline.filter(|_| column.kind == FactType::Date) {
                    Some(deadline) => [name, lang.t("不晚于 ", " by "), &lang.date(deadline.last_day)].concat(),
                    None => [name, lang.t("为“", " “"), &value_words(store, column, *value), "”"].concat(),
                }
            });
            words.push_str(&parts.collect::<Vec<_>>().join(lang.t("，", ", ")));
            words
        }
    }
}

/// A value in words; of a set the words of all its values.
pub fn value_words(store: &Store, fact: &Fact, value: Value) -> String {
    let lang = store.lang;
    match value {
        Value::Unknown => String::new(),
        Value::Bool(true) => lang.t("是", "yes").to_owned(),
        Value::Bool(false) => lang.t("否", "no").to_owned(),
        Value::Date(day) => lang.date(day),
        Value::Money(yuan) => lang.yuan(yuan),
        Value::Int(count) => count.to_string(),
        Value::Choice(bits) | Value::Set(bits) => {
            let chosen = fact.values.iter().enumerate().filter(|(n, _)| bits >> n & 1 == 1);
            chosen.map(|(_, choice)| lang.of(&choice.label)).collect::<Vec<_>>().join(lang.t("、", ", "))
        }
    }
}
