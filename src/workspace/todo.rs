//! What an adviser can push: claims that one change would turn, and windows that close soon.

use std::cell::Cell;

use yew::prelude::*;

use super::desk::{Bench, Event};
use super::protocol::{Request, Todo};
use crate::roster::view::View;

/// Entries that are shown of each list.
const MOST: usize = 300;
/// Days within which a window closes soon.
const SOON: [u16; 2] = [30, 90];

/// What the lists need.
#[derive(Properties, PartialEq)]
pub struct TodoProps {
    /// State and worker.
    pub bench: Bench,
}

/// The lists.
#[component]
pub fn TodoTab(props: &TodoProps) -> Html {
    let (bench, desk, lang) = (&props.bench, &props.bench.desk, props.bench.lang());
    {
        let (client, dispatcher) = (bench.client.clone(), desk.dispatcher());
        use_effect_with((desk.version, desk.lang), move |_| {
            client.post(&Request::Cancel);
            dispatcher.dispatch(Event::LookForNear);
            client.post(&Request::Closing { days: SOON[1] });
            client.post(&Request::Near);
        });
    }
    let (near, done) = &desk.near;
    let soon = SOON.map(|days| {
        let list: Vec<&Todo> = desk.closing.iter().filter(|todo| todo.days <= u32::from(days)).collect();
        let title = match lang.t("zh", "en") {
            "zh" => format!("{days} 天内到期的窗口（{}）", list.len()),
            _ => format!("Windows that close within {days} days ({})", list.len()),
        };
        let view = View { within: Some(days), ..View::default() };
        let look = bench.on(move || Event::Look(view.clone()));
        html! {
            <section>
                <h2>{ title.clone() }</h2>
                if list.is_empty() { <p class="muted">{ lang.t("没有。", "None.") }</p> } else {
                    <p><button class="btn-link" type="button" onclick={look}>{ lang.t("在名单里看这些企业", "Show them in the list") }</button></p>
                    { entries(bench, &list, true, &title) }
                }
            </section>
        }
    });
    let near: Vec<&Todo> = near.iter().collect();
    html! {
        <div class="desk-todo">
            <section aria-busy={(!done).to_string()}>
                <h2>{ lang.t("谁只差一个条件", "One condition away") }{ [lang.t("（", " ("), &near.len().to_string(), lang.t("）", ")")].concat() }</h2>
                <p class="muted">{ lang.t("只差一个可以争取的条件，条件满足即转为符合或待评定；不含成立日期这类既定事实。", "One condition that can be brought about is missing; settled facts are left out.") }
                    if !done { <span role="status">{ lang.t(" 还在查找…", " Still looking…") }</span> }</p>
                { entries(bench, &near, false, lang.t("只差一个条件的企业", "Applicants one condition away")) }
            </section>
            { for soon }
        </div>
    }
}

fn entries(bench: &Bench, list: &[&Todo], days: bool, label: &str) -> Html {
    let (lang, policy) = (bench.lang(), bench.desk.policy());
    let before = Cell::new(None);
    if list.is_empty() {
        return Html::default();
    }
    let rows = list.iter().take(MOST).map(|todo| {
        let title = policy.item_at(todo.item).map_or("", |item| lang.of(&item.title));
        let open = bench.ask(Request::Profile { index: todo.index });
        let left = match (lang.t("zh", "en"), todo.days) {
            _ if !days => String::new(),
            ("zh", left) => format!("，还有 {left} 天"),
            (_, left) => format!(", {left} days left"),
        };
        // An applicant is named once, however many lines follow.
        let again = before.replace(Some(todo.index)) == Some(todo.index);
        html! {
            <tr data-again={again.to_string()}>
                <th scope="row"><button class="btn-link" type="button" onclick={open}>{ todo.name.clone() }</button></th>
                <td>{ title }</td>
                <td>{ todo.words.clone() }{ left }</td>
            </tr>
        }
    });
    let more = list.len().saturating_sub(MOST);
    html! {
        <>
            <div class="desk-scroll" tabindex="0" role="region" aria-label={label.to_owned()}>
                <table class="desk-do">
                    <thead><tr>
                        <th scope="col">{ lang.t("企业", "Applicant") }</th><th scope="col">{ lang.t("事项", "Item") }</th>
                        <th scope="col">{ if days { lang.t("到期", "Closes") } else { lang.t("条件", "Condition") } }</th>
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            if more > 0 { <p class="muted">{ [lang.t("另有 ", "and "), &more.to_string(), lang.t(" 条未列出，可在名单里筛选。", " more: filter the list.")].concat() }</p> }
        </>
    }
}
