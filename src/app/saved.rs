//! The page of what is kept: drafts by name on this machine, files, and links.

mod drafts;
mod files;
mod sharing;

use markup::html;
use serde_json::Value as Json;
use yew::prelude::*;

pub use files::save_file;
pub use sharing::OpenLink;

use super::draft::Draft;
use super::exchange::draft_of;
use super::root::{Store, focus};
use super::route::Route;
use super::shell::use_store;
use super::state::{Action, Loaded, State};
use super::storage;
use crate::profile::{Fault, FaultKind};
use drafts::Drafts;
use files::Files;
use sharing::Link;

/// The page.
#[component]
pub fn Saved() -> Html {
    let Some(store) = use_store() else { return Html::default() };
    let lang = store.lang;
    html! {
        <div class="stack stack-l">
            <header class="page-head">
                <h1>{ lang.t("我的填报", "Saved") }</h1>
                <p class="eyebrow">{ lang.t("只保存在这台设备的浏览器里，不上传。公用电脑用完请清空。", "Kept in this browser on this machine, never uploaded. On a shared computer, forget everything when done.") }</p>
            </header>
            { whose(&store) }
            <Drafts />
            <Anew />
            <Files />
            <Link />
        </div>
    }
}

/// While other answers than the own ones are shown: that it is the own answers that are kept.
fn whose(store: &Store) -> Html {
    let lang = store.lang;
    let words = match (&store.advised, &store.kept) {
        (Some(advised), _) => [
            lang.t("本页保存的是您自己的回答，不是名单里的“", "This page keeps your own answers, not those of “"),
            &advised.name,
            lang.t("”：它的回答随名单保存在工作台。", "”, which stay with the list in the workspace."),
        ]
        .concat(),
        (None, Some(_)) => lang
            .t("正在假设：本页保存的是您原来的回答。", "While you suppose, this page keeps your own answers.")
            .to_owned(),
        (None, None) => return Html::default(),
    };
    html! { <p class="notice">{ words }</p> }
}

/// Whether nothing is lost when the own answers are replaced: there are none, or they are kept as they are.
fn is_safe(store: &State) -> bool {
    let own = store.own_draft();
    own.is_blank() || storage::list(&store.policy().document.id).0.iter().any(|kept| kept.draft == *own)
}

/// Begins another self-check; drafts that are kept stay.
#[component]
fn Anew() -> Html {
    let asking = use_state(|| false);
    let Some(store) = use_store() else { return Html::default() };
    let lang = store.lang;
    if store.own_draft().is_blank() {
        return Html::default();
    }
    let blank = || Loaded::from(Draft::new(store.policy()));
    let begin = {
        let (store, asking, blank) = (store.clone(), asking.clone(), blank());
        Callback::from(move |_: MouseEvent| {
            if is_safe(&store) {
                store.dispatch(Action::Load(Box::new(blank.clone())));
                store.dispatch(Action::Go(Route::Check(None), None));
            } else {
                asking.set(true);
            }
        })
    };
    let keep = {
        let asking = asking.clone();
        Callback::from(move |()| {
            asking.set(false);
            focus("anew");
        })
    };
    html! {
        <section class="panel" aria-labelledby="anew-title">
            <h2 id="anew-title">{ lang.t("另填一份", "Another self-check") }</h2>
            <p class="muted">{ lang.t("从空白开始；已保存在这台设备上的填报不受影响。", "Begins with nothing; what is saved on this machine stays.") }</p>
            if *asking {
                <Replace loaded={blank()} {keep} />
            } else {
                <div class="actions"><button class="btn" type="button" id="anew" onclick={begin}>{ lang.t("开始另一份", "Begin another") }</button></div>
            }
        </section>
    }
}

/// What takes the place of the present answers if the user agrees.
#[derive(Properties, PartialEq)]
struct ReplaceProps {
    loaded: Loaded,
    /// Called when the present answers stay.
    keep: Callback<()>,
}

/// Asks before present answers are replaced.
#[component]
fn Replace(props: &ReplaceProps) -> Html {
    use_effect_with((), |()| {
        focus("keep-mine");
    });
    let Some(store) = use_store() else { return Html::default() };
    let lang = store.lang;
    let loaded = props.loaded.clone();
    let load = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::Load(Box::new(loaded.clone()))))
    };
    let keep = props.keep.reform(|_: MouseEvent| ());
    html! {
        <div class="ask" role="alert">
            <p>{ lang.t("现有回答会被替换。没有保存过的回答将找不回来。", "Your present answers will be replaced. What is not saved is lost.") }</p>
            <div class="actions">
                <button class="btn btn-primary" type="button" onclick={load}>{ lang.t("替换", "Replace") }</button>
                <button class="btn" type="button" id="keep-mine" onclick={keep}>{ lang.t("保留现有回答", "Keep mine") }</button>
            </div>
        </div>
    }
}

/// A profile's text as a draft, or everything that is wrong with it.
fn imported(store: &State, text: &str) -> Result<Loaded, Vec<Fault<'static>>> {
    let value: Json = serde_json::from_str(text).unwrap_or_default();
    store.assessor.read(text).map_err(|mut faults| {
        // A saved result is sound as such: that it is one is all there is to tell.
        if value.get("format").is_some_and(|format| *format == store.policy().document.formats.report) {
            faults.retain(|fault| fault.code == FaultKind::Format.code());
        }
        faults
    })?;
    Ok(draft_of(store.policy(), store.lang, &value).into())
}

/// Sentences of what is wrong, as an alert.
fn refusal(title: &str, lines: &[String]) -> Html {
    html! {
        <div class="error-summary" role="alert">
            <p>{ title.to_owned() }</p>
            <ul>{ for lines.iter().map(|words| html! { <li>{ words.clone() }</li> }) }</ul>
        </div>
    }
}
