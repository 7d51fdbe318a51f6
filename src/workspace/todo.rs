//! What an adviser can push: claims that one change would turn, and windows that close soon.

use std::cell::Cell;

use markup::html;
use yew::prelude::*;

use super::desk::{Bench, Event};
use super::protocol::{Request, Todo};
use crate::roster::view::View;

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
        let client = bench.client.clone();
        use_effect_with((desk.version, desk.lang), move |_| {
            client.post(&Request::Closing { days: SOON.to_vec() });
        });
    }
    {
        // What has been found stays until the list changes.
        let (client, dispatcher) = (bench.client.clone(), desk.dispatcher());
        use_effect_with(desk.near.asked, move |asked| {
            if !asked {
                dispatcher.dispatch(Event::LookForNear);
                client.post(&Request::Near);
            }
        });
    }
    let (closing, counts) = &*desk.closing;
    let soon = SOON.into_iter().zip(counts).map(|(days, count)| {
        let list: Vec<&Todo> = closing.iter().filter(|todo| todo.days <= u32::from(days)).collect();
        let title = match lang.t("zh", "en") {
            "zh" => format!("{days} 天内到期的窗口（{count}）"),
            _ => format!("Windows that close within {days} days ({count})"),
        };
        let view = View { within: Some(days), ..View::default() };
        let look = bench.on(move || Event::Look(view.clone()));
        html! {
            <section>
                <h2>{ title.clone() }</h2>
                if list.is_empty() { <p class="muted">{ lang.t("没有。", "None.") }</p> } else {
                    <p><button class="btn-link" type="button" onclick={look}>{ lang.t("在名单里看这些企业", "Show them in the list") }</button></p>
                    { entries(bench, &list, *count, true, &title) }
                }
            </section>
        }
    });
    html! {
        <div class="desk-todo">
            { near(bench) }
            { for soon }
        </div>
    }
}

/// Claims that one change would turn, and how far looking for them is.
fn near(bench: &Bench) -> Html {
    let (near, lang) = (&bench.desk.near, bench.lang());
    let list: Vec<&Todo> = near.list.iter().collect();
    let progress = match lang.t("zh", "en") {
        "zh" => format!("已查 {} / {} 家", near.done, near.total),
        _ => format!("{} of {} applicants looked at", near.done, near.total),
    };
    let stop = {
        let (client, dispatcher) = (bench.client.clone(), bench.desk.dispatcher());
        Callback::from(move |_: MouseEvent| {
            client.post(&Request::Cancel);
            dispatcher.dispatch(Event::StopLooking);
        })
    };
    let go_on = {
        let (client, dispatcher) = (bench.client.clone(), bench.desk.dispatcher());
        Callback::from(move |_: MouseEvent| {
            dispatcher.dispatch(Event::LookForNear);
            client.post(&Request::Near);
        })
    };
    html! {
        <section aria-busy={near.looking.to_string()}>
            <h2>{ lang.t("谁只差一个条件", "One condition away") }{ [lang.t("（", " ("), &near.found.to_string(), lang.t("）", ")")].concat() }</h2>
            <p class="muted">{ lang.t("只差一个可以争取的条件，条件满足即转为符合或待评定；不含成立日期这类既定事实。", "One condition that can be brought about is missing; fixed facts are left out.") }</p>
            if near.looking || near.stopped {
                <div class="desk-looking">
                    <p role="status">{ progress.clone() }</p>
                    <progress class="desk-progress" max={near.total.max(1).to_string()} value={near.done.to_string()} aria-label={progress}></progress>
                    if near.looking {
                        <button class="btn" type="button" onclick={stop}>{ lang.t("停止", "Stop") }</button>
                    } else {
                        <button class="btn" type="button" onclick={go_on}>{ lang.t("继续查找", "Go on") }</button>
                    }
                </div>
            }
            { entries(bench, &list, near.found, false, lang.t("只差一个条件的企业", "Applicants one condition away")) }
        </section>
    }
}

fn entries(bench: &Bench, list: &[&Todo], count: u32, days: bool, label: &str) -> Html {
    let (lang, policy) = (bench.lang(), bench.desk.policy());
    let before = Cell::new(None);
    if list.is_empty() {
        return Html::default();
    }
    let rows = list.iter().map(|todo| {
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
                <th scope="row"><button class="btn-link" type="button" onclick={open}>{ lang.called(&todo.name).to_owned() }</button></th>
                <td>{ title }</td>
                <td>{ todo.words.clone() }{ left }</td>
            </tr>
        }
    });
    let more = count.saturating_sub(u32::try_from(list.len()).unwrap_or(u32::MAX));
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
