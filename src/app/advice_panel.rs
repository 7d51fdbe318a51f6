//! What the user can do with the result: the question that settles most, windows still open, what would change a verdict.

use yew::prelude::*;

use super::ask::ask;
use super::draft::{Answer, TableDraft};
use super::icon::{Icon, draw};
use super::near_misses::misses;
use super::root::Store;
use super::windows::windows;
use crate::advice::{deadlines, questions};
use crate::engine::Status;
use crate::policy::layout::APPLICANT;
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

/// A claim, what it is called, and its status.
pub type Named = (ClaimIndex, String, Status);

/// Claims that are refused, unclear or open.
fn claims(store: &Store) -> Vec<Named> {
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
