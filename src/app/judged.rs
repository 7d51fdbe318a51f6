//! How a claim was judged: the tree of its conditions with the answers, the rules in words and the quoted text.

use markup::html;
use yew::prelude::*;

use super::card::fact_words;
use super::icon::{Icon, draw};
use super::later;
use super::lazy::Lazy;
use super::reading::Reader;
use super::root::Store;
use super::route::Route;
use crate::engine::explain::Explanation;
use crate::engine::{FactPath, Status, Verdict};
use crate::policy::FactRef;
use crate::policy::model::{Condition, Quote};
use crate::profile::Row;
use crate::profile::value::ClaimIndex;

use super::near_misses::value_words;

/// The tree behind a claim's verdict, folded; nothing for directions.
pub fn judged(store: &Store, claim: ClaimIndex) -> Html {
    if store.policy().item_at(claim.0).is_none_or(|item| item.condition.is_none()) {
        return Html::default();
    }
    let inside = store.clone();
    let make = Callback::from(move |()| later::result::tree(&inside, claim));
    html! { <Lazy summary={store.lang.t("判断过程", "How this was judged")} {make} /> }
}

/// The tree itself.
pub fn tree(store: &Store, claim: ClaimIndex) -> Html {
    let tree = store.assessor.program().explain(&store.computed.profile, claim);
    let condition = store.policy().item_at(claim.0).and_then(|item| item.condition.as_ref());
    let (Some(tree), Some(condition)) = (tree, condition) else { return Html::default() };
    let walk = Walk { store, reader: Reader { policy: store.policy(), lang: store.lang } };
    html! { <ul class="tree">{ walk.node(condition, &tree, false) }</ul> }
}

struct Walk<'a> {
    store: &'a Store,
    reader: Reader<'static>,
}

impl Walk<'_> {
    /// A condition beside its judgement; the two have the same shape.
    fn node(&self, condition: &'static Condition, judged: &Explanation, negated: bool) -> Html {
        let lang = self.store.lang;
        match condition {
            Condition::All(members) | Condition::Any(members) => {
                let all = matches!(condition, Condition::All(_)) != negated;
                let words = if all {
                    lang.t("以下各项都要成立", "All of these")
                } else {
                    lang.t("以下有一项成立即可", "Any of these")
                };
                let inside = members.iter().zip(&judged.members).map(|(member, part)| self.node(member, part, negated));
                self.group(words.to_owned(), judged.verdict, inside.collect())
            }
            Condition::Not(inner) => self.node(inner, judged, !negated),
            Condition::ConditionOf(id) => {
                self.reader.other(id).map_or_else(Html::default, |other| self.node(other, judged, negated))
            }
            Condition::Softened(soft) => {
                let inner = judged.members.first().map(|part| self.node(&soft.condition, part, negated));
                let unclear = judged.verdict == Verdict::Unclear && !judged.causes.is_empty();
                html! {
                    <>
                        { inner.unwrap_or_default() }
                        if unclear { <li class="tree-note">{ mark(self.store, Verdict::Unclear) }{ self.reader.ambiguity(&soft.ambiguity) }</li> }
                    </>
                }
            }
            Condition::SomeRow(rows) => {
                let label = self.reader.row_label(&rows.table);
                let words = [lang.t("有一条", "some "), label, lang.t("符合", " fulfils")].concat();
                let inside = judged.members.iter().filter_map(|part| {
                    let number = part.row?;
                    let name = self.row_name(&rows.table, number);
                    let inner = part.members.first().map(|inner| self.node(&rows.fulfils, inner, negated));
                    Some(self.group(name, part.verdict, inner.into_iter().collect()))
                });
                self.group(words, judged.verdict, inside.collect())
            }
            leaf => self.leaf(leaf, judged, negated),
        }
    }

    fn group(&self, words: String, verdict: Verdict, inside: Vec<Html>) -> Html {
        html! { <li>{ mark(self.store, verdict) }<span>{ words }</span>if !inside.is_empty() { <ul>{ for inside }</ul> }</li> }
    }

    fn leaf(&self, leaf: &'static Condition, judged: &Explanation, negated: bool) -> Html {
        let lang = self.store.lang;
        let Some(rule) = self.reader.rule(leaf, negated) else { return Html::default() };
        let named = judged.facts.len() > 1;
        let answers: Vec<String> = judged.facts.iter().filter_map(|fact| self.answer(*fact, named)).collect();
        html! {
            <li>
                { mark(self.store, judged.verdict) }<span>{ rule.words }</span>
                if rule.undefined { <span class="muted">{ lang.t("（条文没有标准，由您判断）", " (no standard in the text, you judge)") }</span> }
                if !answers.is_empty() { <p class="tree-answer">{ lang.t("您的回答：", "Your answer: ") }{ answers.join(lang.t("；", "; ")) }</p> }
                { self.quote(rule.quote) }
            </li>
        }
    }

    /// The user's answer to a fact in words, with the fact's name where there are several.
    fn answer(&self, at: FactPath, named: bool) -> Option<String> {
        let (store, profile) = (self.store, &self.store.computed.profile);
        let fact = at.fact()?;
        let row = match at {
            FactPath::Cell { table, row, .. } => profile.rows(table)?.get(row as usize),
            _ => None,
        };
        let definition = store.policy().facts.get(fact)?;
        let words = value_words(store, definition, profile.value(fact, row));
        let words = if words.is_empty() { store.lang.t("未填", "not told").to_owned() } else { words };
        if !named {
            return Some(words);
        }
        let name = match fact {
            FactRef::Applicant(_) => store.lang.of(&definition.short).to_owned(),
            FactRef::Column { .. } => fact_words(store, &store.assessor.path(profile, at)),
        };
        Some([&name, store.lang.t(" ", " "), &words].concat())
    }

    fn row_name(&self, table: &str, number: u32) -> String {
        let facts = &self.store.policy().facts;
        let rows = facts.table(table).and_then(|table| self.store.computed.profile.rows(table)).unwrap_or_default();
        rows.get(number as usize).map(|row: &Row| row.id.clone()).unwrap_or_default()
    }

    fn quote(&self, quote: Option<&Quote>) -> Html {
        let Some(quote) = quote else { return Html::default() };
        let route = Route::Text(Some((quote.article, quote.paragraph, quote.sentence)));
        html! {
            <p class="tree-quote"><q lang="zh-CN">{ quote.text.clone() }</q>{ " " }
                <a href={route.hash()}>{ self.store.lang.article(quote.article) }</a></p>
        }
    }
}

/// A verdict as icon and word.
fn mark(store: &Store, verdict: Verdict) -> Html {
    let lang = store.lang;
    let (status, word) = match verdict {
        Verdict::True => (Status::Meets, lang.t("成立", "holds")),
        Verdict::False => (Status::NotEligible, lang.t("不成立", "does not hold")),
        Verdict::Unknown => (Status::InsufficientFacts, lang.t("还不知道", "not known yet")),
        Verdict::Unclear => (Status::Unclear, lang.t("条文不明", "text unclear")),
    };
    html! { <span class="tree-mark" data-status={status.word()}>{ draw(Icon::Status(status)) }{ word }</span> }
}
