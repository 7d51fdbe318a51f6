//! What the user can do with the result: the question that settles most, windows still open, what would change a verdict.

use markup::html;
use yew::prelude::*;

use super::ask::ask;
use super::icon::{Icon, draw};
use super::near_misses::misses;
use super::question::Question;
use super::root::Store;
use super::state::{Slot, State};
use super::windows::windows;
use super::words::Lang;
use crate::advice::{deadlines, undated};
use crate::engine::Status;
use crate::policy::FactRef;
use crate::policy::layout::APPLICANT;
use crate::profile::value::ClaimIndex;

/// Questions that are named at once.
const MOST_QUESTIONS: usize = 3;

/// The panel; nothing where there is nothing to do.
pub fn advice_panel(store: &Store) -> Html {
    let lang = store.lang;
    let claims = advised_claims(store);
    let indices: Vec<ClaimIndex> = claims.iter().map(|claim| claim.0).collect();
    let (policy, program, profile) = (store.policy(), store.assessor.program(), &store.computed.profile);
    let open = deadlines(policy, program, profile, &indices);
    let dates = undated(policy, program, profile, &indices);
    let parts = [
        next_questions(store),
        unsure(store),
        windows(store, &claims, &open),
        start_days(store, &dates),
        // What would change a verdict helps nobody when the measure is not in force.
        store.computed.report.validity.is_current().then(|| misses(store, &claims)).flatten(),
    ];
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

/// A claim, what it is called, and its status. An item per row that has no rows is named by itself.
pub type Named = (ClaimIndex, String, Status);

/// Claims that are refused, unclear or open, and refused items without rows.
pub fn advised_claims(store: &State) -> Vec<Named> {
    let mut named = Vec::new();
    for (item, index) in store.computed.report.items.iter().zip(0..) {
        let title = store.lang.of(&item.item.title);
        for claim in &item.claims {
            if !claim.status.counts() && claim.status != Status::DirectionOnly {
                let row = claim.key.split_once('#');
                let words = row.map_or_else(|| title.to_owned(), |(_, row)| [title, " · ", row].concat());
                named.push((claim.index, words, claim.status));
            }
        }
        if item.claims.is_empty() && item.status == Status::NotEligible {
            named.push(((index, None), title.to_owned(), item.status));
        }
    }
    named
}

/// Links to the questions that settle most, and folded to all others that were skipped.
fn next_questions(store: &Store) -> Option<Html> {
    let lang = store.lang;
    let questions = store.computed.questions(store.assessor).iter();
    let asked = questions.filter(|asked| !store.is_unsure(&asked.path) && !store.is_to_come(&asked.path));
    let mut entries = asked.filter_map(|asked| {
        let link = ask(store, &asked.path)?;
        let items = asked.question.items;
        let concerns = match lang {
            Lang::Zh => ["关系到 ", &items.to_string(), " 个事项"].concat(),
            Lang::En => {
                ["concerns ", &Lang::counted(usize::try_from(items).unwrap_or(usize::MAX), "item", "items")].concat()
            }
        };
        let money = asked.question.money.then(|| lang.t("，可确定金额", ", settles an amount"));
        Some(html! { <li>{ link }<span class="muted">{ " " }{ concerns }{ money }</span></li> })
    });
    let first: Vec<Html> = entries.by_ref().take(MOST_QUESTIONS).collect();
    let rest: Vec<Html> = entries.collect();
    let count = rest.len().to_string();
    (!first.is_empty()).then(|| {
        html! {
            <div class="advice-part">
                <h3>{ lang.t("先回答这几个问题，最能确定结果", "These answers settle most") }</h3>
                <ol class="advice-list">{ for first }</ol>
                if !rest.is_empty() {
                    <details class="fold">
                        <summary>{ draw(Icon::Chevron) }{ [lang.t("其余还没有回答的 ", "Others not answered yet: "), &count, lang.t(" 个问题", "")].concat() }</summary>
                        <ul class="advice-list">{ for rest }</ul>
                    </details>
                }
            </div>
        }
    })
}

/// Days that no verdict waits for, but without which nobody can say until when there is time.
fn start_days(store: &Store, dates: &[FactRef]) -> Option<Html> {
    let lang = store.lang;
    let facts = &store.policy().facts;
    let fields = dates.iter().filter_map(|fact| {
        let FactRef::Applicant(index) = *fact else { return None };
        let index = usize::from(index);
        let name = &facts.applicant.get(index)?.name;
        let pointer = ["/", APPLICANT, "/", name].concat();
        // What is asked on the check page is not asked twice.
        (!store.asks(index)).then(|| html! { <Question key={name.clone()} slot={Slot::Applicant(index)} {pointer} /> })
    });
    let fields: Vec<Html> = fields.collect();
    (!fields.is_empty()).then(|| {
        html! {
            <div class="advice-part no-print">
                <h3>{ lang.t("想知道最晚到哪一天，请补充", "To learn until which day there is time, tell") }</h3>
                { for fields }
            </div>
        }
    })
}

/// Links to what was answered by 不清楚 and can still change something.
fn unsure(store: &Store) -> Option<Html> {
    let asked = store.computed.questions(store.assessor).iter().filter(|asked| store.is_unsure(&asked.path));
    let entries: Vec<Html> = asked.filter_map(|asked| ask(store, &asked.path)).collect();
    (!entries.is_empty()).then(|| {
        html! {
            <div class="advice-part">
                <h3>{ store.lang.t("您答“不清楚”的，弄清后可以回来补", "What you were not sure of, to come back to") }</h3>
                <ul class="advice-list">{ for entries.into_iter().map(|link| html! { <li>{ link }</li> }) }</ul>
            </div>
        }
    })
}
