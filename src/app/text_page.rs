//! The whole measure, each sentence with the items it gives.

use markup::html;
use yew::prelude::*;

use super::icon::{Icon, draw};
use super::later;
use super::lazy::Lazy;
use super::live::validity_notice;
use super::reading::Reader;
use super::result::item_note;
use super::root::{Store, focus, jump};
use super::route::{Route, SentenceId};
use super::shell::use_store;
use super::turns::{Part, Turns};
use super::words::Lang;
use crate::policy::model::{Condition, Quote};
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
    later::text::page(&store, props.at)
}

/// What the text page shows.
pub fn text_page(store: &Store, at: Option<SentenceId>) -> Html {
    let lang = store.lang;
    let policy = store.policy();
    let document = &policy.document;
    let contents = policy.text.articles.iter().map(|article| {
        let id = format!("article-{}", article.article);
        html! {
            <li><a href={format!("#{id}")} onclick={jump(id)}>{ format!("{} {}", lang.article(article.article), lang.of(&article.topic)) }</a></li>
        }
    });
    let turns = Turns::new(store, at.is_some());
    let articles = policy
        .text
        .articles
        .iter()
        .map(|article| turns.part(article.article.to_string(), Part::Article(article.article, at)));
    html! {
        <>
            <header class="text-doc">
                <p class="text-no">{ &document.number }</p>
                <h1 class="text-title" lang="zh-CN">{ &document.title.zh }</h1>
                <p class="muted">
                    <span>{ lang.of(&document.issuer) }</span>{ " · " }
                    <span>{ lang.date(document.issued_on) }</span>{ " · " }
                    <span>{ lang.of(&document.validity.note) }</span>
                </p>
                <div class="rule"></div>
            </header>
            <details class="fold no-print">
                <summary>{ draw(Icon::Chevron) }{ lang.t("目录", "Contents") }</summary>
                <ol class="toc">{ for contents }</ol>
            </details>
            if lang == Lang::En {
                <p class="eyebrow">{ "The English beneath each sentence is an unofficial translation; the Chinese text alone counts." }</p>
            }
            <p class="eyebrow no-print">
                { lang.t("句末有圆点", "Sentences that end in a dot") }<span class="dot"></span>
                { lang.t("的句子对应具体事项，点开可看结论。", " give items: follow them to their verdicts.") }
            </p>
            { validity_notice(store) }
            { for articles }
        </>
    }
}

/// The DOM id of a sentence.
pub fn sentence_id((article, paragraph, sentence): SentenceId) -> String {
    format!("s-{article}-{paragraph}-{sentence}")
}

/// An article, by its number.
pub fn article(store: &Store, number: u16, at: Option<SentenceId>) -> Html {
    let lang = store.lang;
    let known = store.policy().text.articles.iter().find(|article| article.article == number);
    let Some(article) = known else { return Html::default() };
    let id = format!("article-{number}");
    let title = format!("{id}-title");
    let paragraphs = (1..).zip(article.paragraphs.iter().zip(&article.translation)).map(|(paragraph, said)| {
        let sentences = (1..).zip(said.0.iter().zip(said.1)).map(|(sentence, (words, english))| {
            let place = (number, paragraph, sentence);
            html! {
                <div class="said" key={sentence}>
                    <div class="said-text">
                        <p class="sent-line" lang="zh-CN">{ sentence_html(store, place, words, at) }</p>
                        if lang == Lang::En { <p class="sent-english" lang="en">{ english }</p> }
                    </div>
                    { notes(store, place, at) }
                </div>
            }
        });
        html! { <div class="para" key={paragraph}>{ for sentences }</div> }
    });
    html! {
        <article class="art" key={number} id={id} tabindex="-1" aria-labelledby={title.clone()}>
            <h2 class="art-no" id={title}>{ lang.article(number) }</h2>
            <div class="art-body">{ for paragraphs }</div>
        </article>
    }
}

/// Whether a quote stands at a place.
fn stands_at(quote: &Quote, place: SentenceId) -> bool {
    (quote.article, quote.paragraph, quote.sentence) == place
}

/// How the page reads a sentence: the items that rest on it, remarks, and the items that it introduces.
fn notes(store: &Store, place: SentenceId, at: Option<SentenceId>) -> Html {
    let policy = store.policy();
    let items = store.computed.report.items.iter();
    let own = items.clone().filter(|item| item.item.quotes.first().is_some_and(|quote| stands_at(quote, place)));
    let own = own.map(|item| item_reading(store, item, at == Some(place)));
    let remarks = policy.remarks.iter().filter(|remark| remark.quotes.iter().any(|quote| stands_at(quote, place)));
    let remarks = remarks.map(|remark| {
        html! {
            <div class="note" key={remark.id.clone()}>
                <p class="note-reading">{ store.lang.of(&remark.text) }</p>
                { left_open(store, &remark.ambiguities) }
            </div>
        }
    });
    let led_to: Vec<Html> = items
        .filter(|item| item.item.quotes.iter().skip(1).any(|quote| stands_at(quote, place)))
        .filter_map(|item| {
            let main = item.item.quotes.first()?;
            let route = Route::Text(Some((main.article, main.paragraph, main.sentence)));
            Some(html! { <li><a href={route.hash()}>{ store.lang.of(&item.item.title) }</a></li> })
        })
        .collect();
    html! {
        <div class="notes">
            { for own }
            { for remarks }
            if !led_to.is_empty() {
                <div class="note">
                    <p class="note-reading">{ store.lang.t("这一句关系到：", "This sentence bears on:") }</p>
                    <ul class="note-list">{ for led_to }</ul>
                </div>
            }
        </div>
    }
}

/// How the page reads an item: in short, its conditions in one line, its amount, what it leaves open; the conditions
/// one by one are folded.
fn item_reading(store: &Store, item: &ItemReport<'_>, current: bool) -> Html {
    let lang = store.lang;
    let reader = Reader { policy: store.policy(), lang };
    let part = |name: &'static str, words: String| {
        html! { <p class="note-reading"><span class="note-place">{ name }</span>{ words }</p> }
    };
    let known = store.policy().item_at(item.index);
    let condition = known.and_then(|item| item.condition.as_ref());
    let line = condition.and_then(|condition| reader.line(condition, false));
    let formula = item.item.amount.as_ref().and_then(|rule| reader.formula(rule));
    html! {
        <div class="note" key={item.item.id.clone()} data-current={current.then_some("true")}>
            { item_note(store, item) }
            <p class="note-reading">{ lang.of(&item.item.summary) }</p>
            if let Some(words) = line { { part(lang.t("条件：", "Conditions: "), words) } }
            if let Some(words) = formula { { part(lang.t("金额 = ", "Amount = "), words) } }
            { left_open(store, &item.item.ambiguities) }
            { rules(store, condition) }
        </div>
    }
}

/// What the text does not settle.
fn left_open(store: &Store, ids: &[String]) -> Html {
    if ids.is_empty() {
        return Html::default();
    }
    let reader = Reader { policy: store.policy(), lang: store.lang };
    let open = ids.iter().map(|id| html! { <li>{ reader.ambiguity(id) }</li> });
    html! {
        <>
            <p class="note-place">{ store.lang.t("条文没有写清的：", "What the text leaves open:") }</p>
            <ul class="note-open">{ for open }</ul>
        </>
    }
}

/// Whether an item rests on a sentence.
fn quotes(item: &ItemReport<'_>, place: SentenceId) -> bool {
    item.item.quotes.iter().any(|quote| stands_at(quote, place))
}

/// A sentence; the article's number is left to the heading.
fn sentence_html(store: &Store, place: SentenceId, words: &'static str, at: Option<SentenceId>) -> Html {
    let numbered = format!("第{}条 ", chinese_number(place.0));
    let shown = words.strip_prefix(&numbered).unwrap_or(words);
    let id = sentence_id(place);
    let current = (at == Some(place)).then_some("true");
    let claimed = store.computed.report.items.iter().any(|item| quotes(item, place));
    if claimed {
        let href = Route::Text(Some(place)).hash();
        html! { <a class="sent" {id} {href} data-current={current}>{ shown }</a> }
    } else {
        html! { <span class="sent" {id} tabindex="-1" data-current={current}>{ shown }</span> }
    }
}

/// The conditions one by one, folded; nothing for directions.
fn rules(store: &Store, condition: Option<&'static Condition>) -> Html {
    let Some(condition) = condition else { return Html::default() };
    let reader = Reader { policy: store.policy(), lang: store.lang };
    let make = Callback::from(move |()| later::text::conditions(reader, condition));
    html! { <Lazy summary={store.lang.t("逐条看条件", "The conditions one by one")} {make} /> }
}

/// A condition with all that stand in it.
pub fn conditions(reader: Reader<'static>, condition: &'static Condition) -> Html {
    html! { <ul class="tree">{ rule_html(reader, condition, false) }</ul> }
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
