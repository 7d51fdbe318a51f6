//! The whole measure, each sentence with the items it gives.

use yew::prelude::*;

use super::icon::{Icon, draw};
use super::lazy::Lazy;
use super::reading::Reader;
use super::result::item_note;
use super::root::{Store, focus, jump};
use super::route::{Route, SentenceId};
use super::shell::use_store;
use super::words::Lang;
use crate::policy::model::{Article, Condition};
use crate::report::ItemReport;
use crate::values::display::chinese_number;

/// Where the page is opened at.
#[derive(Properties, PartialEq)]
pub struct TextProps {
    /// A sentence.
    pub at: Option<SentenceId>,
}

/// The text page.
#[component]
pub fn TextPage(props: &TextProps) -> Html {
    let Some(store) = use_store() else { return Html::default() };
    use_effect_with(props.at, |at| {
        if let Some(at) = at {
            focus(&sentence_id(*at));
        }
    });
    let lang = store.lang;
    let policy = store.policy();
    let document = &policy.document;
    let contents = policy.text.articles.iter().map(|article| {
        let id = format!("article-{}", article.article);
        html! {
            <li><a href={format!("#{id}")} onclick={jump(id)}>{ format!("{} {}", lang.article(article.article), lang.of(&article.topic)) }</a></li>
        }
    });
    html! {
        <>
            <header class="text-doc">
                <p class="text-no">{ &document.number }</p>
                <h1 class="text-title" lang="zh-CN">{ &document.title.zh }</h1>
                <p class="muted">
                    <span class="num">{ lang.of(&document.issuer) }</span>{ "　" }
                    <span class="num">{ lang.date(document.issued_on) }</span>{ "　" }
                    <span class="num">{ lang.of(&document.validity.note) }</span>
                </p>
                <div class="rule"></div>
            </header>
            <details class="fold no-print">
                <summary>{ draw(Icon::Chevron) }{ lang.t("目录", "Contents") }</summary>
                <ol class="toc">{ for contents }</ol>
            </details>
            <p class="eyebrow no-print">
                { lang.t("句末有圆点", "Sentences that end in a dot") }<span class="dot"></span>
                { lang.t("的句子对应具体事项，点开可看结论。", " give items: follow them to their verdicts.") }
            </p>
            { for policy.text.articles.iter().map(|article| one(&store, article, props.at)) }
        </>
    }
}

/// The DOM id of a sentence.
fn sentence_id((article, paragraph, sentence): SentenceId) -> String {
    format!("s-{article}-{paragraph}-{sentence}")
}

fn one(store: &Store, article: &'static Article, at: Option<SentenceId>) -> Html {
    let lang = store.lang;
    let number = article.article;
    let id = format!("article-{number}");
    let title = format!("{id}-title");
    let paragraphs = (1..).zip(&article.paragraphs).map(|(paragraph, sentences)| {
        let sentences = (1..)
            .zip(sentences)
            .map(|(sentence, words)| sentence_html(store, (number, paragraph, sentence), words, at));
        html! { <p class="para" lang="zh-CN">{ for sentences }</p> }
    });
    let several = article.paragraphs.len() > 1;
    let notes = store.computed.report.items.iter().filter_map(|item| {
        let quote =
            item.item.quotes.iter().filter(|q| q.article == number).max_by_key(|q| (q.paragraph, q.sentence))?;
        let place = lang.place(number, several.then_some(quote.paragraph), quote.sentence);
        Some(html! {
            <div class="note" key={item.item.id.clone()} data-current={quotes(item, at).then_some("true")}>
                <p class="note-place">{ place }</p>{ item_note(store, item) }
                <p class="note-reading">{ lang.of(&item.item.summary) }</p>
                { rules(store, item.index) }
            </div>
        })
    });
    let notes: Vec<Html> = notes.chain(remarks(store, number)).collect();
    html! {
        <article class="art" key={number} id={id} tabindex="-1" aria-labelledby={title.clone()}>
            <h2 class="art-no" id={title}>{ lang.article(number) }</h2>
            <div class="art-body">{ for paragraphs }{ english(store, article) }</div>
            if !notes.is_empty() {
                <aside class="notes" aria-label={format!("{}{}", lang.article(number), lang.t("的对照", ": notes"))}>{ for notes }</aside>
            }
        </article>
    }
}

/// Remarks on an article's sentences.
fn remarks(store: &Store, article: u16) -> Vec<Html> {
    let remarks = store.policy().remarks.iter().filter(|remark| remark.quotes.iter().any(|q| q.article == article));
    remarks
        .map(|remark| html! { <div class="note"><p class="note-reading">{ store.lang.of(&remark.text) }</p></div> })
        .collect()
}

fn quotes(item: &ItemReport<'_>, at: Option<SentenceId>) -> bool {
    at.is_some_and(|at| item.item.quotes.iter().any(|q| (q.article, q.paragraph, q.sentence) == at))
}

/// A sentence; the article's number is left to the heading.
fn sentence_html(store: &Store, place: SentenceId, words: &'static str, at: Option<SentenceId>) -> Html {
    let numbered = format!("第{}条 ", chinese_number(place.0));
    let shown = words.strip_prefix(&numbered).unwrap_or(words);
    let id = sentence_id(place);
    let current = (at == Some(place)).then_some("true");
    let claimed = store.computed.report.items.iter().any(|item| quotes(item, Some(place)));
    if claimed {
        let href = Route::Text(Some(place)).hash();
        html! { <a class="sent" {id} {href} data-current={current}>{ shown }</a> }
    } else {
        html! { <span class="sent" {id} tabindex="-1" data-current={current}>{ shown }</span> }
    }
}

/// The unofficial English of an article, for readers of English.
fn english(store: &Store, article: &'static Article) -> Html {
    if store.lang != Lang::En {
        return Html::default();
    }
    let paragraphs = article.translation.iter().map(|sentences| html! { <p>{ sentences.join(" ") }</p> });
    html! {
        <div class="art-english" lang="en"><p class="muted">{ "Unofficial translation" }</p>{ for paragraphs }</div>
    }
}

/// How the page reads an item, folded; nothing for directions.
fn rules(store: &Store, index: u16) -> Html {
    if store.policy().item_at(index).is_none_or(|item| item.condition.is_none()) {
        return Html::default();
    }
    let inside = store.clone();
    let make = Callback::from(move |()| reading(&inside, index));
    html! { <Lazy summary={store.lang.t("本页怎样读这一条", "How this page reads it")} {make} /> }
}

/// Its conditions as a list, its amount as a formula, what it leaves open.
fn reading(store: &Store, index: u16) -> Html {
    let lang = store.lang;
    let Some(item) = store.policy().item_at(index) else { return Html::default() };
    let Some(condition) = &item.condition else { return Html::default() };
    let reader = Reader { policy: store.policy(), lang };
    let formula = item.amount.as_ref().and_then(|rule| reader.formula(rule));
    let open = item.ambiguities.iter().map(|id| html! { <li>{ reader.ambiguity(id) }</li> });
    html! {
        <>
            <ul class="tree">{ rule_html(reader, condition, false) }</ul>
            if let Some(formula) = formula {
                <p class="note-reading">{ lang.t("金额 = ", "Amount = ") }{ formula }</p>
            }
            if !item.ambiguities.is_empty() {
                <p class="note-reading">{ lang.t("条文没有写清的：", "What the text leaves open:") }</p>
                <ul class="amb-list">{ for open }</ul>
            }
        </>
    }
}

/// A condition as a nested list.
fn rule_html(reader: Reader<'static>, condition: &'static Condition, negated: bool) -> Html {
    let lang = reader.lang;
    let list = |words: String, inside: Vec<Html>| html! { <li>{ words }<ul>{ for inside }</ul></li> };
    match condition {
        Condition::All(members) | Condition::Any(members) => {
            let all = matches!(condition, Condition::All(_)) != negated;
            let words =
                if all { lang.t("都要满足：", "all of:") } else { lang.t("满足一项即可：", "any of:") };
            list(words.to_owned(), members.iter().map(|member| rule_html(reader, member, negated)).collect())
        }
        Condition::Not(inner) => rule_html(reader, inner, !negated),
        Condition::ConditionOf(id) => {
            reader.other(id).map_or_else(Html::default, |other| rule_html(reader, other, negated))
        }
        Condition::Softened(soft) => {
            let words = lang.t("不满足时条文不明：", "unclear where this fails: ");
            list([words, reader.ambiguity(&soft.ambiguity)].concat(), vec![rule_html(reader, &soft.condition, negated)])
        }
        Condition::SomeRow(rows) => {
            let words =
                [lang.t("有一条", "some "), reader.row_label(&rows.table), lang.t("符合：", " that fulfils:")].concat();
            list(words, vec![rule_html(reader, &rows.fulfils, negated)])
        }
        leaf => reader.rule(leaf, negated).map_or_else(Html::default, |rule| html! { <li>{ rule.words }</li> }),
    }
}
