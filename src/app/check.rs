//! The check page: one group of questions at a time, with the live summary beside it.

use markup::html;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::faults;
use super::icon::{Icon, draw};
use super::live::Live;
use super::question::{ErrorSummary, Question};
use super::root::Store;
use super::route::Route;
use super::rows::Rows;
use super::shell::use_store;
use super::state::{Action, Slot};
use super::visible::field_id;
use crate::policy::layout::APPLICANT;
use crate::policy::model::QuestionGroup;

/// Which group.
#[derive(Properties, PartialEq)]
pub struct CheckProps {
    /// Group id; none: the first.
    pub group: Option<String>,
}

/// The check page.
#[component]
pub fn Check(props: &CheckProps) -> Html {
    let opened = use_state(|| false);
    let Some(store) = use_store() else { return Html::default() };
    let groups = store.steps();
    let at = props.group.as_ref().and_then(|id| groups.iter().position(|group| group.id == *id)).unwrap_or(0);
    let Some(group) = groups.get(at).copied() else { return Html::default() };
    let lang = store.lang;
    let facts = store.facts_of(group).into_iter().filter(|&index| store.asks(index));
    let questions = facts.filter_map(|index| {
        let fact = store.policy().facts.applicant.get(index)?;
        let pointer = format!("/{APPLICANT}/{}", fact.name);
        Some(html! { <Question key={fact.name.clone()} slot={Slot::Applicant(index)} {pointer} /> })
    });
    let tables = store.tables_of(group).into_iter().filter(|&index| store.asks_table(index));
    let tables = tables.map(|table| html! { <Rows key={table} {table} /> });
    html! {
        <div class="cols">
            <form class="cols-main stack stack-l" novalidate=true onsubmit={|event: SubmitEvent| event.prevent_default()}>
                <header class="page-head">
                    <h1 id="step-title">{ lang.of(&group.label) }</h1>
                    <p class="eyebrow">{ lang.of(&group.help) }</p>
                    { progress(&store, &groups, at) }
                </header>
                <ErrorSummary faults={faults_of(&store, group)} />
                <section class="qgroup" key={group.id.clone()} aria-labelledby="step-title">{ for questions }{ for tables }{ name(&store, at) }</section>
                { as_of(&store, &opened) }
                { pager(&store, &groups, at) }
            </form>
            <Live />
        </div>
    }
}

/// On the first page: what the applicant is called, for the head of what is printed and saved.
fn name(store: &Store, at: usize) -> Html {
    if at > 0 {
        return Html::default();
    }
    let lang = store.lang;
    let dispatcher = store.dispatcher();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            dispatcher.dispatch(Action::Name(input.value()));
        }
    });
    html! {
        <div class="q">
            <label class="q-title" for="applicant-name">{ lang.t("单位名称（可不填）", "Name of the applicant (optional)") }</label>
            <p class="q-help" id="applicant-name-help">{ lang.t("只用在打印和保存的文件里，不影响结果。", "For what is printed and saved only; it changes no result.") }</p>
            <div class="q-control field">
                <input class="input" id="applicant-name" type="text" autocomplete="off" value={store.draft.name.clone()} {oninput} aria-describedby="applicant-name-help" />
            </div>
        </div>
    }
}

/// Faults of a group's fields, with the field's name.
fn faults_of(store: &Store, group: &QuestionGroup) -> Vec<(String, String)> {
    let lang = store.lang;
    let policy = store.policy();
    let asked_here = |pointer: &str| store.group_at(pointer).is_none_or(|asking| asking.id == group.id);
    let here = store.computed.faults.iter().filter(|fault| asked_here(&fault.pointer));
    here.map(|fault| {
        let place = faults::place(policy, lang, &fault.pointer);
        (fault.pointer.clone(), faults::sentence(lang, &place, &fault.message))
    })
    .collect()
}

fn progress(store: &Store, groups: &[&'static QuestionGroup], at: usize) -> Html {
    let lang = store.lang;
    let zh = lang.t("zh", "en") == "zh";
    let tally = store.tally();
    let number = |count: usize| count.to_string();
    // How many steps there will be depends on the answers, so no total is claimed.
    let step = [lang.t("第 ", "Step "), &number(at + 1), lang.t(" 步", "")].concat();
    let done = [lang.t("已答 ", ""), &number(tally.answered), lang.t(" 题", " answered")].concat();
    let left = match tally.open {
        0 if tally.unsure > 0 => lang.t("，没有别的问题了", ", no other question").to_owned(),
        0 => lang.t("，没有还会改变结果的问题了", ", no open question can change the result").to_owned(),
        open => [lang.t("，还有 ", ", "), &number(open), lang.t(" 题可能改变结果", " open that may change the result")]
            .concat(),
    };
    let unsure = match tally.unsure {
        0 => String::new(),
        unsure => [lang.t("，", ", "), &number(unsure), lang.t(" 题您答“不清楚”", " you were not sure of")].concat(),
    };
    let words = [done, left, unsure].concat();
    let all = tally.answered + tally.open + tally.unsure;
    let steps = groups.iter().enumerate().map(|(number, group)| {
        let open = store.open_questions(group);
        let asked = |pointer: &str| store.group_at(pointer).is_some_and(|asking| asking.id == group.id);
        let faults = store.computed.faults.iter().filter(|fault| asked(&fault.pointer)).count();
        let state = if faults > 0 {
            match lang.t("zh", "en") {
                "zh" => format!("{faults} 处要改正"),
                _ => format!("{faults} to mend"),
            }
        } else if number == at {
            lang.t("正在填", "here").to_owned()
        } else if open == 0 {
            let answered = store.is_answered(group);
            if answered { lang.t("已答完", "done") } else { lang.t("可不填", "optional") }.to_owned()
        } else if zh {
            format!("还有 {open} 题")
        } else {
            format!("{open} open")
        };
        let route = Route::Check(Some(group.id.clone()));
        html! {
            <li>
                <a class="step" href={route.hash()} aria-current={(number == at).then_some("step")} data-invalid={(faults > 0).then_some("true")}>
                    <span>{ format!("{}. {}", number + 1, lang.of(&group.label)) }</span><span class="step-state">{ state }</span>
                </a>
            </li>
        }
    });
    html! {
        <div class="progress">
            <p class="progress-line"><span>{ step }</span><span role="status">{ words.clone() }</span></p>
            <progress class="progress-bar" max={all.max(1).to_string()} value={tally.answered.to_string()}
                aria-label={lang.t("填写进度", "Progress")}>{ words }</progress>
            <details class="fold">
                <summary>{ draw(Icon::Chevron) }{ lang.t("全部步骤", "All steps") }</summary>
                <ol class="steps">{ for steps }</ol>
            </details>
        </div>
    }
}

/// The day of assessment: today, unless the user says otherwise.
/// Once `opened`, the field stays: whoever types must not lose it, whatever becomes of what is typed.
fn as_of(store: &Store, opened: &UseStateHandle<bool>) -> Html {
    let lang = store.lang;
    let report = &store.computed.report;
    let fault = store.computed.fault("/as_of");
    let id = field_id("/as_of");
    let shown = lang.date(report.as_of);
    let summary = match lang.t("zh", "en") {
        "zh" => format!("按 {shown}{} 测算，更改日期", store.not_today()),
        _ => format!("Assessed as of {shown}{}: change the day", store.not_today()),
    };
    let dispatcher = store.dispatcher();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            dispatcher.dispatch(Action::AsOf(input.value()));
        }
    });
    let placeholder = store.today.to_string();
    let (open, toggled) = (**opened || fault.is_some(), opened.clone());
    let ontoggle = Callback::from(move |event: Event| {
        if let Some(fold) = event.target_dyn_into::<Element>() {
            toggled.set(fold.has_attribute("open"));
        }
    });
    html! {
        <details class="fold" {open} {ontoggle}>
            <summary>{ draw(Icon::Chevron) }{ summary }</summary>
            <div class="qgroup">
                <div class="q" data-invalid={fault.is_some().then_some("true")}>
                    <label class="q-title" for={id.clone()}>{ lang.t("按哪一天测算", "Day of assessment") }</label>
                    <p class="q-help" id={format!("{id}-help")}>
                        { lang.t("不填则按今天。例：2026-06-01 或 2026年6月1日", "Today if left empty. For example 2026-06-01") }
                    </p>
                    <div class="q-control field">
                        <input class="input input-date" id={id.clone()} type="text" autocomplete="off" {placeholder} {oninput}
                            value={store.draft.as_of.clone()} aria-invalid={fault.is_some().then_some("true")}
                            aria-describedby={format!("{id}-help {id}-echo")} />
                    </div>
                    if let Some(message) = fault {
                        <p class="error" id={format!("{id}-echo")}>{ draw(Icon::Warning) }<span>{ message.to_owned() }</span></p>
                    } else {
                        <p class="echo" id={format!("{id}-echo")}>{ format!("{shown} · {}", lang.validity(report.validity)) }</p>
                    }
                </div>
            </div>
        </details>
    }
}

fn pager(store: &Store, groups: &[&'static QuestionGroup], at: usize) -> Html {
    let lang = store.lang;
    let go = |to: Route| {
        let dispatcher = store.dispatcher();
        Callback::from(move |_: MouseEvent| dispatcher.dispatch(Action::Go(to.clone(), None)))
    };
    let group = |number: usize| groups.get(number).map(|group| Route::Check(Some(group.id.clone())));
    let back = at.checked_sub(1).and_then(group).unwrap_or(Route::Start);
    let after = groups.get(at).and_then(|group| store.next_step(&group.id));
    let next = after.map(|group| Route::Check(Some(group.id.clone())));
    let words = match after {
        Some(group) => format!("{}{}", lang.t("下一步：", "Next: "), lang.of(&group.label)),
        None => lang.t("查看结果", "See the result").to_owned(),
    };
    // What cannot be read is told before one goes on; the result and the steps stay open meanwhile.
    let here = groups.get(at).copied().filter(|group| !faults_of(store, group).is_empty());
    let mend = here.map(|group| {
        let (dispatcher, route) = (store.dispatcher(), Route::Check(Some(group.id.clone())));
        Callback::from(move |_: MouseEvent| {
            dispatcher.dispatch(Action::Go(route.clone(), Some("error-summary".to_owned())));
        })
    });
    let goes_on = next.is_some();
    let onward = mend.filter(|_| goes_on).unwrap_or_else(|| go(next.unwrap_or(Route::Result)));
    html! {
        <div class="pager">
            <button class="btn" type="button" onclick={go(back)}>{ lang.t("上一步", "Back") }</button>
            <div class="pager-end">
                if goes_on {
                    <a class="btn" href={Route::Result.hash()}>{ lang.t("先看结果", "See the result now") }</a>
                }
                <button class="btn btn-primary" type="button" onclick={onward}>{ words }</button>
            </div>
        </div>
    }
}
