//! How far long work is, and stopping it.

use markup::html;
use yew::prelude::*;

use super::desk::{Bench, Event, Stage};
use super::protocol::{Request, Work};
use crate::app::words::Lang;

fn words(lang: Lang, work: Work) -> &'static str {
    match work {
        Work::Reading => lang.t("正在读取：", "Reading rows: "),
        Work::Assessing => lang.t("正在测算：", "Assessing: "),
        Work::Restoring => lang.t("正在恢复名单：", "Bringing the list back: "),
        Work::Former => lang.t("正在读入上一份名单：", "Taking in the former list: "),
        Work::Comparing => lang.t("正在对比：", "Comparing: "),
        Work::Writing => lang.t("正在生成…", "Writing…"),
    }
}

/// A bar; without a share it only says that something goes on.
fn bar(share: Option<f64>, label: String) -> Html {
    match share {
        Some(share) => {
            html! { <progress class="desk-progress" max="1" value={share.to_string()} aria-label={label}></progress> }
        }
        None => html! { <progress class="desk-progress" aria-label={label}></progress> },
    }
}

/// A file is being opened or imported.
pub fn working(bench: &Bench) -> Html {
    let lang = bench.lang();
    let (words, share, count) = match &bench.desk.stage {
        Stage::Working { work, share, count } => (words(lang, *work), Some(*share), count.to_string()),
        Stage::Settling => (lang.t("正在打开名单…", "Opening the list…"), None, String::new()),
        _ => (lang.t("正在打开文件…", "Opening the file…"), None, String::new()),
    };
    let stop = {
        let (client, dispatcher) = (bench.client.clone(), bench.desk.dispatcher());
        Callback::from(move |_: MouseEvent| {
            client.end_opener();
            dispatcher.dispatch(Event::Stopped);
        })
    };
    html! {
        <section class="desk-zone" aria-busy="true">
            <p role="status">{ words }<span class="num">{ count }</span></p>
            { bar(share, words.to_owned()) }
            if bench.desk.stage != Stage::Settling {
                <div class="actions"><button class="btn" type="button" onclick={stop}>{ lang.t("取消", "Stop") }</button></div>
            }
        </section>
    }
}

/// Something long is done with the list. What is written at once, and so without a share, cannot be stopped.
pub fn busy(bench: &Bench) -> Html {
    let lang = bench.lang();
    let Some((work, progress)) = bench.desk.busy else { return Html::default() };
    // A file has more than one part for each applicant: its bar says more than a number.
    let counted = progress.filter(|_| work != Work::Writing);
    let (words, count) = (words(lang, work), counted.map(|(_, count)| count.to_string()).unwrap_or_default());
    html! {
        <section class="desk-busy no-print" aria-busy="true">
            <p role="status">{ words }<span class="num">{ count }</span></p>
            { bar(progress.map(|(share, _)| share), words.to_owned()) }
            if work != Work::Writing || progress.is_some() {
                <button class="btn" type="button" onclick={bench.ask(Request::Cancel)}>{ lang.t("取消", "Stop") }</button>
            }
        </section>
    }
}
