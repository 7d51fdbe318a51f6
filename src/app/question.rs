//! One question: the control that fits its type, with 不清楚, help, error and the clause behind it.

use markup::html;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::draft::Answer;
use super::icon::{Icon, draw};
use super::root::Store;
use super::route::Route;
use super::shell::use_store;
use super::state::{Action, Slot};
use super::visible::field_id;
use super::words::Lang;
use crate::policy::model::{Choice, Fact, FactType, Place};
use crate::values::{parse_typed_amount, parse_typed_date};

/// Where a question stands.
#[derive(Properties, PartialEq)]
pub struct QuestionProps {
    /// Place in the draft.
    pub slot: Slot,
    /// Place in the profile, as JSON Pointer.
    pub pointer: AttrValue,
    /// What the row is called, for screen readers.
    #[prop_or_default]
    pub row: AttrValue,
}

/// A question.
#[component]
pub fn Question(props: &QuestionProps) -> Html {
    let Some(store) = use_store() else { return Html::default() };
    let policy = store.policy();
    let fact = match props.slot {
        Slot::Applicant(index) => policy.facts.applicant.get(index),
        Slot::Cell(table, _, column) => policy.facts.tables.get(table).and_then(|t| t.columns.get(column)),
    };
    let Some(fact) = fact else { return Html::default() };
    let asked = Asked { id: field_id(&props.pointer), fact, answer: answer(&store, props.slot), slot: props.slot };
    let fault = store.computed.fault(&props.pointer).map(str::to_owned);
    let group = matches!(fact.kind, FactType::Bool | FactType::Choice | FactType::Set);
    let invalid = fault.is_some().then_some("true");
    let title =
        html! { <>{ store.lang.of(&fact.label) }{ optional(&store, fact) }{ spoken(store.lang, &props.row) }</> };
    let inside = html! {
        <>
            { help(&store, &asked) }
            { control(&store, &asked, fault.is_some()) }
            { error(&asked.id, fault.as_deref()) }
            <Why cites={fact.cites.clone()} reason={store.lang.of(&fact.reason).to_owned()} />
        </>
    };
    if group {
        html! {
            <fieldset class="q" id={asked.id.clone()} data-invalid={invalid} aria-describedby={format!("{}-help", asked.id)}>
                <legend class="q-title">{ title }</legend>{ inside }
            </fieldset>
        }
    } else {
        html! {
            <div class="q" data-invalid={invalid}>
                <label class="q-title" for={asked.id.clone()}>{ title }</label>{ inside }
            </div>
        }
    }
}

/// A question with its answer.
struct Asked {
    id: String,
    fact: &'static Fact,
    answer: Answer,
    slot: Slot,
}

fn answer(store: &Store, slot: Slot) -> Answer {
    let found = match slot {
        Slot::Applicant(index) => store.draft.applicant.get(index),
        Slot::Cell(table, uid, column) => {
            let rows = store.draft.tables.get(table).map(|t| &t.rows[..]).unwrap_or_default();
            rows.iter().find(|row| row.uid == uid).and_then(|row| row.cells.get(column))
        }
    };
    found.cloned().unwrap_or_default()
}

fn optional(store: &Store, fact: &Fact) -> Html {
    if fact.optional {
        html! { <span class="muted">{ store.lang.t("（可不填）", " (optional)") }</span> }
    } else {
        Html::default()
    }
}

/// Words for screen readers alone.
pub fn spoken(lang: Lang, words: &str) -> Html {
    if words.is_empty() {
        Html::default()
    } else {
        html! { <span class="vh">{ lang.bracketed(words) }</span> }
    }
}

fn help(store: &Store, asked: &Asked) -> Html {
    html! { <p class="q-help" id={format!("{}-help", asked.id)}>{ store.lang.of(&asked.fact.help) }</p> }
}

fn error(id: &str, fault: Option<&str>) -> Html {
    fault.map_or_else(Html::default, |message| {
        html! { <p class="error" id={format!("{id}-error")}>{ draw(Icon::Warning) }<span>{ message.to_owned() }</span></p> }
    })
}

fn control(store: &Store, asked: &Asked, invalid: bool) -> Html {
    let lang = store.lang;
    match asked.fact.kind {
        FactType::Bool => {
            let on = |flag| asked.answer == Answer::Flag(flag);
            html! {
                <div class="q-control seg">
                    { radio(store, asked, lang.t("是", "Yes"), None, on(true), Answer::Flag(true)) }
                    { radio(store, asked, lang.t("否", "No"), None, on(false), Answer::Flag(false)) }
                    { unsure(store, asked) }
                </div>
            }
        }
        FactType::Choice => {
            // A choice may have a word of its own for what nobody knows: once is enough.
            let is_unsure = |choice: &Choice| lang.of(&choice.label) == lang.t("不清楚", "Not sure");
            let options = asked.fact.values.iter().map(|choice| {
                let word = Answer::Word(choice.value.clone());
                let note = choice.help.as_ref().map(|text| lang.of(text));
                let on = asked.answer == word || is_unsure(choice) && matches!(asked.answer, Answer::Unsure(_));
                radio(store, asked, lang.of(&choice.label), note, on, word)
            });
            let own = asked.fact.values.iter().any(is_unsure);
            html! { <div class="q-control opts">{ for options }if !own { { unsure(store, asked) } }</div> }
        }
        FactType::Set => {
            let options = asked.fact.values.iter().map(|choice| tick(store, asked, choice));
            html! { <div class="q-control opts opts-grid">{ for options }{ unsure(store, asked) }</div> }
        }
        FactType::Money | FactType::Date | FactType::Int => typed(store, asked, invalid),
    }
}

fn say(store: &Store, slot: Slot, answer: Answer) -> Callback<Event> {
    let dispatcher = store.dispatcher();
    Callback::from(move |_| dispatcher.dispatch(Action::Answer(slot, answer.clone())))
}

fn radio(store: &Store, asked: &Asked, words: &str, note: Option<&str>, on: bool, answer: Answer) -> Html {
    html! {
        <label class="opt" data-on={on.to_string()}>
            <input type="radio" name={asked.id.clone()} checked={on} onchange={say(store, asked.slot, answer)} />
            <span>{ words.to_owned() }{ option_note(note) }</span>
        </label>
    }
}

fn option_note(note: Option<&str>) -> Html {
    note.map_or_else(Html::default, |note| html! { <span class="opt-note">{ note.to_owned() }</span> })
}

/// 不清楚 as the last of the options.
fn unsure(store: &Store, asked: &Asked) -> Html {
    let on = matches!(asked.answer, Answer::Unsure(_));
    let set = asked.fact.kind == FactType::Set;
    let kind = if set { "checkbox" } else { "radio" };
    let answer = if set && on { Answer::Open } else { Answer::Unsure(String::new()) };
    html! {
        <label class="opt opt-unsure" data-on={on.to_string()}>
            <input type={kind} name={asked.id.clone()} checked={on} onchange={say(store, asked.slot, answer)} />
            <span>{ store.lang.t("不清楚", "Not sure") }</span>
        </label>
    }
}

fn tick(store: &Store, asked: &Asked, choice: &Choice) -> Html {
    let chosen: &[String] = if let Answer::Words(words) = &asked.answer { words } else { &[] };
    let on = chosen.contains(&choice.value);
    let mut next: Vec<String> = chosen.iter().filter(|word| **word != choice.value).cloned().collect();
    if !on {
        next.push(choice.value.clone());
    }
    let answer = if next.is_empty() { Answer::Open } else { Answer::Words(next) };
    let note = choice.help.as_ref().map(|text| store.lang.of(text));
    html! {
        <label class="opt" data-on={on.to_string()}>
            <input type="checkbox" name={asked.id.clone()} value={choice.value.clone()} checked={on}
                onchange={say(store, asked.slot, answer)} />
            <span>{ store.lang.of(&choice.label) }{ option_note(note) }</span>
        </label>
    }
}

fn typed(store: &Store, asked: &Asked, invalid: bool) -> Html {
    let lang = store.lang;
    let unsure = matches!(asked.answer, Answer::Unsure(_));
    let text = asked.answer.typed().to_owned();
    let (dispatcher, slot) = (store.dispatcher(), asked.slot);
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            dispatcher.dispatch(Action::Answer(slot, Answer::Typed(input.value())));
        }
    });
    let flipped = if unsure { Answer::Typed(text.clone()) } else { Answer::Unsure(text.clone()) };
    let (class, mode) = match asked.fact.kind {
        FactType::Date => ("input input-date", "text"),
        FactType::Int => ("input input-int", "numeric"),
        _ => ("input", "decimal"),
    };
    let id = &asked.id;
    let described = format!("{id}-help {id}-echo{}", if invalid { format!(" {id}-error") } else { String::new() });
    let input = html! {
        <input {class} id={id.clone()} type="text" inputmode={mode} autocomplete="off" value={text.clone()} {oninput}
            disabled={unsure} aria-invalid={invalid.then_some("true")} aria-describedby={described} />
    };
    let money = asked.fact.kind == FactType::Money;
    html! {
        <>
            <div class="q-control field">
                if money {
                    <div class="money">{ input }<span class="unit" aria-hidden="true">{ lang.t("元", "CNY") }</span></div>
                } else {
                    { input }
                }
                <label class="tick">
                    <input type="checkbox" checked={unsure} onchange={say(store, slot, flipped)} />
                    <span>{ lang.t("不清楚", "Not sure") }</span>
                </label>
            </div>
            <p class="echo" id={format!("{id}-echo")}>{ echo(store, asked.fact.kind, &text) }</p>
        </>
    }
}

/// How what was typed is understood, or how it can be typed.
fn echo(store: &Store, kind: FactType, text: &str) -> Html {
    let lang = store.lang;
    let hint = match kind {
        FactType::Money => lang.t("可写“600万”“1.5亿元”", "For example 6,000,000 or 6 million"),
        FactType::Date => lang.t("例：2025-03-10 或 2025年3月10日", "For example 2025-03-10"),
        _ => "",
    };
    let understood = match kind {
        FactType::Money => parse_typed_amount(text).ok().flatten().map(|yuan| lang.yuan_parts(yuan)),
        FactType::Date => parse_typed_date(text).ok().flatten().map(|date| (lang.date(date), String::new())),
        _ => None,
    };
    match understood {
        Some((figure, behind)) => html! {
            <>{ lang.t("即 ", "That is ") }<span class="num">{ figure }</span>{ lang.t("", " ") }<span class="num">{ behind }</span></>
        },
        None => html! { { hint } },
    }
}

/// Why something is asked.
#[derive(Properties, PartialEq)]
pub struct WhyProps {
    /// The reason.
    pub reason: AttrValue,
    /// Clauses.
    pub cites: Vec<Place>,
}

/// Why a question is asked, with the clauses word for word.
#[component]
pub fn Why(props: &WhyProps) -> Html {
    let Some(store) = use_store() else { return Html::default() };
    let quotes = props.cites.iter().filter_map(|place| {
        let words = store.policy().sentence(place.article, place.paragraph, place.sentence)?;
        Some(quote(&store, *place, words))
    });
    html! {
        <details class="why">
            <summary>{ draw(Icon::Chevron) }{ store.lang.t("为什么问", "Why this is asked") }</summary>
            <div class="why-body"><p>{ props.reason.clone() }</p>{ for quotes }</div>
        </details>
    }
}

/// Words of the text with a link to their place.
pub fn quote(store: &Store, place: Place, words: &str) -> Html {
    let Place { article, paragraph, sentence } = place;
    let several = store.policy().text.articles.iter().any(|a| a.article == article && a.paragraphs.len() > 1);
    let shown = store.lang.place(article, several.then_some(paragraph), sentence);
    let route = Route::Text(Some((article, paragraph, sentence)));
    let english = (store.lang == Lang::En).then(|| store.policy().translation(article, paragraph, sentence)).flatten();
    html! {
        <blockquote class="quote">
            <p class="quote-text" lang="zh-CN">{ words.to_owned() }</p>
            if let Some(english) = english {
                <p class="quote-english" lang="en">{ english }<span class="muted">{ " (unofficial, the whole sentence)" }</span></p>
            }
            <p class="quote-src"><a href={route.hash()}>{ shown }</a></p>
        </blockquote>
    }
}

/// Links to every field that is to be mended.
#[component]
pub fn ErrorSummary(props: &ErrorSummaryProps) -> Html {
    let Some(store) = use_store() else { return Html::default() };
    if props.faults.is_empty() {
        return Html::default();
    }
    let heading = match store.lang.t("zh", "en") {
        "zh" => format!("有 {} 处需要改正", props.faults.len()),
        _ => Lang::counted(props.faults.len(), "answer to mend", "answers to mend"),
    };
    let links = props.faults.iter().map(|(pointer, words)| {
        let id = field_id(pointer);
        let href = format!("#{id}");
        let (dispatcher, route) = (store.dispatcher(), store.route.clone());
        // The field may stand in a row that is not drawn yet.
        let onclick = Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            dispatcher.dispatch(Action::Go(route.clone(), Some(id.clone())));
        });
        html! { <li><a {href} {onclick}>{ words }</a></li> }
    });
    html! {
        <div class="error-summary" role="alert" tabindex="-1" aria-labelledby="error-summary">
            <h2 class="error-summary-title" id="error-summary" tabindex="-1">{ draw(Icon::Warning) }{ heading }</h2>
            <ul>{ for links }</ul>
        </div>
    }
}

/// What is to be mended on this page.
#[derive(Properties, PartialEq)]
pub struct ErrorSummaryProps {
    /// Field by JSON Pointer, and words.
    pub faults: Vec<(String, String)>,
}
