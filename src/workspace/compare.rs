//! Comparing with a former list, or with what another policy gives: whose results changed, and why.

use js_sys::Uint8Array;
use markup::html;
use rust_decimal::Decimal;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::answers::answer_words;
use super::desk::{Bench, Event, Former};
use super::import::file_button;
use super::protocol::{Request, Work};
use super::words;
use crate::app::icon::{Icon, draw};
use crate::app::words::Lang;
use crate::engine::Status;
use crate::policy::model::Text;
use crate::roster::compare::{AnswerChange, Difference, Fate, ItemChange, PolicyChange, Rule};
use crate::values::display::percent;

/// The tab.
pub fn compare_tab(bench: &Bench) -> Html {
    let (desk, lang) = (&bench.desk, bench.lang());
    let former = match (desk.former.as_ref().map(|former| former.count), lang.t("zh", "en")) {
        (Some(count), "zh") => format!("已读入上一份名单：{count} 家。"),
        (Some(count), _) => format!("The former list has {count} applicants."),
        (None, "zh") => "读入上一份名单（例如上个月的），看哪些企业的结果变了。".to_owned(),
        (None, _) => "Read a former list, say of last month, to see whose results changed.".to_owned(),
    };
    let compare = bench.long(Work::Comparing, Request::Compare);
    html! {
        <section class="desk-compare" aria-labelledby="compare-title">
            <h2 id="compare-title">{ lang.t("对比", "Compare") }</h2>
            <p>{ former }</p>
            { desk.former.as_ref().map(|former| former_faults(lang, former)) }
            <div class="actions">
                { file_button(bench, lang.t("读入上一份名单", "Read a former list"), false, true) }
                if desk.former.is_some() {
                    <button class="btn btn-primary" type="button" onclick={compare} aria-disabled={desk.busy.is_some().to_string()}>{ lang.t("与上一份名单对比", "Compare with it") }</button>
                }
            </div>
            <p>{ lang.t("也可读入另一版政策数据（.json），看同样的回答在那份政策下结果有何不同。", "Or read another version of the policy data (.json) to see what the same answers give under it.") }</p>
            <div class="actions">{ policy_button(bench) }</div>
            { results(bench) }
        </section>
    }
}

/// Cells of the former list that could not be read: they count on neither side.
fn former_faults(lang: Lang, former: &Former) -> Html {
    if former.told == 0 {
        return Html::default();
    }
    let words = match lang {
        Lang::Zh => format!("上一份名单里有 {} 个单元格读不出，没有计入", former.told),
        Lang::En => format!("{} cells of the former list could not be read and do not count", former.told),
    };
    let rows = former.faults.iter().map(|row| {
        html! { <li>{ row.sheet.clone() }{ " " }<span class="num">{ row.cell.clone() }</span>{ " " }{ row.applicant.clone() }{ " · " }{ row.head.clone() }{ lang.t("：", ": ") }{ row.value.clone() }{ lang.t("。", ". ") }{ row.reason.clone() }</li> }
    });
    let more = former.told.saturating_sub(u32::try_from(former.faults.len()).unwrap_or(u32::MAX));
    html! {
        <details class="fold">
            <summary>{ draw(Icon::Chevron) }<span>{ words }</span></summary>
            <div class="fold-body">
                <ul class="desk-list">{ for rows }</ul>
                { more_words(lang, more) }
            </div>
        </details>
    }
}

fn more_words(lang: Lang, more: u32) -> Html {
    if more == 0 {
        return Html::default();
    }
    html! { <p class="muted">{ [lang.t("另有 ", "and "), &more.to_string(), lang.t(" 条未列出。", " more.")].concat() }</p> }
}

fn policy_button(bench: &Bench) -> Html {
    let (client, dispatcher) = (bench.client.clone(), bench.desk.dispatcher());
    let onchange = Callback::from(move |event: yew::Event| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        let file = input.files().and_then(|files| files.get(0));
        input.set_value("");
        let (client, dispatcher) = (client.clone(), dispatcher.clone());
        spawn_local(async move {
            let Some(file) = file else { return };
            if let Ok(buffer) = JsFuture::from(file.array_buffer()).await {
                dispatcher.dispatch(Event::Busy(Work::Comparing));
                client.post_files(&Request::ComparePolicy, &[Uint8Array::new(&buffer).into()]);
            }
        });
    });
    html! {
        <label class="btn desk-file"><input class="vh" type="file" accept=".json" {onchange} />{ bench.lang().t("读入另一版政策", "Read another policy") }</label>
    }
}

fn results(bench: &Bench) -> Html {
    let lang = bench.lang();
    let Some(found) = bench.desk.differences.clone() else { return Html::default() };
    let policies = found.policy.as_ref().map(|policy| policy_change(lang, policy));
    if found.list.is_empty() {
        return html! { <>{ policies }<p class="desk-empty">{ lang.t("没有企业的结果不同。", "No result differs.") }</p></> };
    }
    let rows = found.list.iter().map(|one| difference(bench, one));
    let count = found.count.to_string();
    let more = found.count.saturating_sub(u32::try_from(found.list.len()).unwrap_or(u32::MAX));
    html! {
        <>
            { policies }
            <h3>{ [lang.t("结果不同的企业：", "Results that differ: "), &count].concat() }</h3>
            <ul class="desk-list">{ for rows }</ul>
            { more_words(lang, more) }
        </>
    }
}

/// How the two policies differ.
fn policy_change(lang: Lang, policy: &PolicyChange) -> Html {
    let titles = |words: &str, titles: &[Text]| {
        let all: Vec<&str> = titles.iter().map(|title| lang.of(title)).collect();
        (!all.is_empty()).then(|| html! { <li>{ [words, &all.join(lang.t("、", ", "))].concat() }</li> })
    };
    let items = policy.items.iter().map(|(title, rules)| {
        html! { <li>{ [lang.of(title), lang.t("：", ": "), &rules_words(lang, rules)].concat() }</li> }
    });
    let note =
        |differs: bool, zh: &'static str, en: &'static str| differs.then(|| html! { <li>{ lang.t(zh, en) }</li> });
    let same = PolicyChange::default() == *policy;
    html! {
        <>
            <h3>{ lang.t("两份政策的规定有何不同", "How the policies differ") }</h3>
            <ul class="desk-list">
                { titles(lang.t("新增的事项：", "New items: "), &policy.new) }
                { titles(lang.t("没有了的事项：", "Items that are gone: "), &policy.gone) }
                { for items }
                { note(policy.stacking, "可否同时享受的规定不同", "What may be combined differs") }
                { note(policy.validity, "施行期不同", "The time in force differs") }
                { note(same, "没有影响结果的不同", "Nothing that touches results") }
            </ul>
        </>
    }
}

fn rules_words(lang: Lang, rules: &[Rule]) -> String {
    let words = rules.iter().map(|rule| match rule {
        Rule::Kind => lang.t("事项的类别不同", "another kind of item").to_owned(),
        Rule::Condition => lang.t("条件不同", "other conditions").to_owned(),
        Rule::Rows => lang.t("按什么逐项计算不同", "counted per other rows").to_owned(),
        Rule::Rate(was, is) => [lang.t("比例 ", "rate "), &percent(*was), " → ", &percent(*is)].concat(),
        Rule::Terms => lang.t("计入哪些费用不同", "other costs count").to_owned(),
        Rule::AmountKind => lang.t("金额怎样规定不同", "the amount is stated otherwise").to_owned(),
        Rule::Evaluations => lang.t("要求的评定不同", "other evaluations").to_owned(),
        Rule::Readings => lang.t("条文不明之处不同", "other points left open").to_owned(),
    });
    words.collect::<Vec<_>>().join(lang.t("，", ", "))
}

fn difference(bench: &Bench, one: &Difference) -> Html {
    let lang = bench.lang();
    let body = match &one.fate {
        Fate::New => html! { { lang.t("新增", "new") } },
        Fate::Gone => html! { { lang.t("这一份名单里没有了", "no longer in the list") } },
        Fate::Changed { lower, upper, open, items, answers } => {
            let figures = (lower.0 != lower.1 || upper.0 != upper.1 || open.0 != open.1).then(|| {
                let range = |low: Decimal, high: Decimal, open| {
                    let figure = |yuan| words::cell(lang, yuan, open);
                    match low == high {
                        _ if high.is_zero() => lang.t("暂无", "none yet").to_owned(),
                        true => figure(low),
                        false => [&figure(low), lang.t(" 至 ", " to "), &figure(high)].concat(),
                    }
                };
                [
                    lang.t("可计入金额 ", "counts "),
                    &range(lower.0, upper.0, open.0),
                    " → ",
                    &range(lower.1, upper.1, open.1),
                    lang.t("。", ". "),
                ]
                .concat()
            });
            let why = why(bench, answers);
            html! { <>{ figures }<span>{ why }</span><ul>{ for items.iter().map(|item| change(lang, item)) }</ul></> }
        }
    };
    let called = lang.called(&one.name).to_owned();
    let name = match one.index {
        Some(index) => {
            html! { <button class="btn-link" type="button" onclick={bench.ask(Request::Profile { index })}>{ called }</button> }
        }
        None => html! { <strong>{ called }</strong> },
    };
    html! { <li>{ name }{ lang.t("：", ": ") }{ body }</li> }
}

/// The answers that differ; without any it is the policies that do, which each item says.
fn why(bench: &Bench, answers: &[AnswerChange]) -> String {
    let lang = bench.lang();
    if answers.is_empty() {
        return String::new();
    }
    let words: Vec<String> = answers.iter().map(|answer| answer_words(lang, bench.desk.policy(), answer)).collect();
    [lang.t("原因：", "Because "), &words.join(lang.t("；", "; ")), lang.t("。", ".")].concat()
}

fn change(lang: Lang, item: &ItemChange) -> Html {
    let status = |word: &Option<String>| {
        let known = word.as_deref().and_then(|word| Status::ALL.into_iter().find(|status| status.word() == word));
        known.map_or(lang.t("没有这一事项", "no such item"), |status| lang.status(status))
    };
    let moved = (item.status.0 != item.status.1)
        .then(|| html! { <>{ status(&item.status.0) }{ " → " }<strong>{ status(&item.status.1) }</strong></> });
    let figure = |yuan: Decimal, open| {
        if yuan.is_zero() { lang.t("暂无", "none yet").to_owned() } else { words::cell(lang, yuan, open) }
    };
    let differ = item.known.0 != item.known.1 || item.open.0 != item.open.1;
    let amounts =
        differ.then(|| [&figure(item.known.0, item.open.0), " → ", &figure(item.known.1, item.open.1)].concat());
    let between = (moved.is_some() && amounts.is_some()).then(|| lang.t("，", ", "));
    let rules = (!item.rules.is_empty())
        .then(|| [lang.t("（规定不同：", " (rules: "), &rules_words(lang, &item.rules), lang.t("）", ")")].concat());
    html! { <li>{ lang.of(&item.title) }{ lang.t("：", ": ") }{ moved }{ between }{ amounts }{ rules }</li> }
}
