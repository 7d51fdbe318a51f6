//! Comparing with a former list, or with what another policy gives: whose results changed, and why.

use js_sys::Uint8Array;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::desk::Bench;
use super::import::file_button;
use super::protocol::Request;
use super::table::missing_words;
use super::words;
use crate::engine::Status;
use crate::roster::compare::{Difference, Fate, ItemChange};

/// Applicants that are shown.
const MOST: usize = 500;

/// The tab.
pub fn compare_tab(bench: &Bench) -> Html {
    let (desk, lang) = (&bench.desk, bench.lang());
    let former = match (desk.former, lang.t("zh", "en")) {
        (Some(count), "zh") => format!("已读入上一份名单：{count} 家。"),
        (Some(count), _) => format!("The former list has {count} applicants."),
        (None, "zh") => "读入上一份名单（例如上个月的），看哪些企业的结果变了。".to_owned(),
        (None, _) => "Read a former list, say of last month, to see whose results changed.".to_owned(),
    };
    html! {
        <section class="desk-compare" aria-labelledby="compare-title">
            <h2 id="compare-title">{ lang.t("对比", "Compare") }</h2>
            <p>{ former }</p>
            <div class="actions">
                { file_button(bench, lang.t("读入上一份名单", "Read a former list"), false, true) }
                if desk.former.is_some() {
                    <button class="btn btn-primary" type="button" onclick={bench.ask(Request::Compare)}>{ lang.t("与上一份名单对比", "Compare with it") }</button>
                }
            </div>
            <p>{ lang.t("也可读入另一版政策数据（.json），看同样的回答在那份政策下结果有何不同。", "Or read another version of the policy data (.json) to see what the same answers give under it.") }</p>
            <div class="actions">{ policy_button(bench) }</div>
            { results(bench) }
        </section>
    }
}

fn policy_button(bench: &Bench) -> Html {
    let client = bench.client.clone();
    let onchange = Callback::from(move |event: Event| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        let file = input.files().and_then(|files| files.get(0));
        input.set_value("");
        let client = client.clone();
        spawn_local(async move {
            let Some(file) = file else { return };
            if let Ok(buffer) = JsFuture::from(file.array_buffer()).await {
                client.post_file(&Request::ComparePolicy, &Uint8Array::new(&buffer));
            }
        });
    });
    html! {
        <label class="btn desk-file"><input class="vh" type="file" accept=".json" {onchange} />{ bench.lang().t("读入另一版政策", "Read another policy") }</label>
    }
}

fn results(bench: &Bench) -> Html {
    let lang = bench.lang();
    let Some((list, policy)) = &bench.desk.differences else { return Html::default() };
    if list.is_empty() {
        return html! { <p class="desk-empty">{ lang.t("没有企业的结果不同。", "No result differs.") }</p> };
    }
    let rows = list.iter().take(MOST).map(|one| difference(bench, one, *policy));
    let count = list.len().to_string();
    let more = list.len().saturating_sub(MOST);
    html! {
        <>
            <h3>{ [lang.t("结果不同的企业：", "Results that differ: "), &count].concat() }</h3>
            <ul class="desk-list">{ for rows }</ul>
            if more > 0 { <p class="muted">{ [lang.t("另有 ", "and "), &more.to_string(), lang.t(" 家未列出。", " more.")].concat() }</p> }
        </>
    }
}

fn difference(bench: &Bench, one: &Difference, policy: bool) -> Html {
    let lang = bench.lang();
    let body = match &one.fate {
        Fate::New => html! { { lang.t("新增", "new") } },
        Fate::Gone => html! { { lang.t("这一份名单里没有了", "no longer in the list") } },
        Fate::Changed { lower, upper, items, facts } => {
            let figures = (lower.0 != lower.1 || upper.0 != upper.1).then(|| {
                let range = |low, high| {
                    if low == high {
                        words::figure(lang, low)
                    } else {
                        [&words::figure(lang, low), lang.t(" 至 ", " to "), &words::figure(lang, high)].concat()
                    }
                };
                [
                    lang.t("可计入金额 ", "counts "),
                    &range(lower.0, upper.0),
                    " → ",
                    &range(lower.1, upper.1),
                    lang.t("。", ". "),
                ]
                .concat()
            });
            let why = if policy {
                lang.t("原因：两份政策的规定不同。", "Because the policies differ.").to_owned()
            } else if facts.is_empty() {
                lang.t("原因：测算日不同。", "Because the day of assessment differs.").to_owned()
            } else {
                let facts: Vec<String> = facts.iter().map(|key| missing_words(bench, key)).collect();
                [
                    lang.t("原因：以下回答变了：", "Because these answers changed: "),
                    &facts.join(lang.t("、", ", ")),
                    lang.t("。", "."),
                ]
                .concat()
            };
            html! { <>{ figures }<span>{ why }</span><ul>{ for items.iter().map(|item| change(bench, item)) }</ul></> }
        }
    };
    let name = match one.index {
        Some(index) => {
            html! { <button class="btn-link" type="button" onclick={bench.ask(Request::Profile { index })}>{ one.name.clone() }</button> }
        }
        None => html! { <strong>{ one.name.clone() }</strong> },
    };
    html! { <li>{ name }{ lang.t("：", ": ") }{ body }</li> }
}

fn change(bench: &Bench, item: &ItemChange) -> Html {
    let lang = bench.lang();
    let title = bench.desk.policy().item_at(item.item).map_or("", |item| lang.of(&item.title));
    let status = |word: &str| {
        Status::ALL.into_iter().find(|status| status.word() == word).map_or("", |status| lang.status(status))
    };
    let moved = (item.status.0 != item.status.1)
        .then(|| html! { <>{ status(&item.status.0) }{ " → " }<strong>{ status(&item.status.1) }</strong></> });
    let amounts = (item.known.0 != item.known.1)
        .then(|| [words::figure(lang, item.known.0).as_str(), " → ", &words::figure(lang, item.known.1)].concat());
    let between = (moved.is_some() && amounts.is_some()).then(|| lang.t("，", ", "));
    html! { <li>{ title }{ lang.t("：", ": ") }{ moved }{ between }{ amounts }</li> }
}
