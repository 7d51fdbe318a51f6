//! Drafts by name on this machine.

use markup::html;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Replace, is_safe};
use crate::app::forget::{Forget, Forgets};
use crate::app::keeping::{refused, stop_keeping};
use crate::app::memory::loaded;
use crate::app::question::spoken;
use crate::app::root::{Store, focus};
use crate::app::route::Route;
use crate::app::shell::use_store;
use crate::app::state::{Action, Opened};
use crate::app::storage::{self, Kept, StoreError};

/// The title above the drafts.
const TITLE: &str = "drafts-title";

/// The drafts, and the field to keep one more.
#[component]
pub fn Drafts() -> Html {
    let again = use_state(|| 0_u32);
    let name = use_state(String::new);
    let told = use_state(|| None::<StoreError>);
    let Some(store) = use_store() else { return Html::default() };
    let lang = store.lang;
    let (kept, damaged) = storage::list(&store.policy().document.id);
    // What happened to a draft: the list is read again.
    let changed = {
        let (again, told) = (again.clone(), told.clone());
        Callback::from(move |error: Option<StoreError>| {
            told.set(error);
            again.set(again.wrapping_add(1));
        })
    };
    let save = {
        let (store, name, changed) = (store.clone(), name.clone(), changed.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = name.trim();
            let words = if typed.is_empty() { store.default_name() } else { typed.to_owned() };
            let policy = &store.policy().document.id;
            let one = store.to_keep(storage::free_id(policy), words, 0);
            let error = match storage::write(policy, &one) {
                Ok(revision) => {
                    store.dispatch(Action::Open(Some(Opened { id: one.id, name: one.name, revision })));
                    name.set(String::new());
                    None
                }
                Err(error) => Some(error),
            };
            changed.emit(error);
        })
    };
    let typing = {
        let name = name.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                name.set(input.value());
            }
        })
    };
    let rows = kept.iter().enumerate().map(|(place, one)| {
        let near = kept.get(place + 1).or_else(|| kept.get(place.checked_sub(1)?)).map(|near| near.id);
        html! { <Row key={one.id} kept={one.clone()} {near} changed={changed.clone()} /> }
    });
    let forgotten = {
        let (store, changed) = (store.clone(), changed.clone());
        Callback::from(move |()| {
            let words = store.lang.t("已全部删除", "All deleted").to_owned();
            store.dispatch(Action::Say(words, Some(TITLE.to_owned())));
            changed.emit(None);
        })
    };
    html! {
        <section class="panel" aria-labelledby={TITLE}>
            <h2 id={TITLE} tabindex="-1">{ lang.t("保存在这台设备", "On this machine") }</h2>
            { editing(&store) }
            <form class="field" onsubmit={save}>
                <label class="q-title" for="save-name">{ lang.t("给现在的回答起个名字", "Name the present answers") }</label>
                <input class="input" id="save-name" autocomplete="off" value={(*name).clone()} oninput={typing} placeholder={store.default_name()} />
                <button class="btn btn-primary" type="submit">{ lang.t("保存", "Save") }</button>
            </form>
            if let Some(error) = *told { <p class="error" role="alert">{ refused(lang, error) }</p> }
            if damaged > 0 { <p class="error">{ lang.t("有内容无法读取，已原样留下：", "Entries that cannot be read, left as they are: ") }{ damaged }</p> }
            if kept.is_empty() {
                <p class="muted">{ lang.t("还没有保存任何填报。", "No answers are saved yet.") }</p>
            } else {
                <ul class="saved-list">{ for rows }</ul>
            }
            <p class="muted">{ lang.t("工作台的名单另外保存，见", "The workspace keeps its list apart: see the ") }<a href={Route::Workspace.hash()}>{ lang.t("工作台", "workspace") }</a>{ lang.t("。", ".") }</p>
            <div class="actions">
                if !kept.is_empty() || damaged > 0 { <Forget what={Forgets::Drafts} done={forgotten} /> }
                <Forget what={Forgets::Everything} />
            </div>
        </section>
    }
}

/// Which draft is being edited, and whether its changes are kept.
fn editing(store: &Store) -> Html {
    let Some(open) = &store.opened else { return Html::default() };
    let lang = store.lang;
    let stop = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| stop_keeping(&store))
    };
    let behind = if store.is_kept() {
        lang.t("”，改动会自动保存。", "”; changes are saved as you make them.")
    } else {
        lang.t(
            "”，但最近的改动没有保存，见页面上方的提示。",
            "”, but its last changes are not saved: see the notice above.",
        )
    };
    html! {
        <p role="status">{ lang.t("正在编辑“", "Editing “") }<strong>{ &open.name }</strong>{ behind }
            <button class="btn btn-quiet" type="button" onclick={stop}>{ lang.t("停止自动保存", "Stop saving") }</button></p>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    kept: Kept,
    /// The draft that takes its place when it is gone.
    near: Option<u32>,
    changed: Callback<Option<StoreError>>,
}

/// What a row shows.
#[derive(Clone, PartialEq)]
enum Mode {
    /// What can be done; the button of this name has just been used.
    Plain(Option<&'static str>),
    /// The question whether it is to be deleted.
    Deleting,
    /// The question whether it may replace the present answers.
    Opening,
    /// A field with its new name.
    Renaming(String),
}

fn part(name: &str, id: u32) -> String {
    [name, "-", &id.to_string()].concat()
}

#[component]
fn Row(props: &RowProps) -> Html {
    let mode = use_state(|| Mode::Plain(None));
    let id = props.kept.id;
    let place = match &*mode {
        Mode::Plain(used) => *used,
        Mode::Deleting => Some("keep"),
        Mode::Renaming(_) => Some("name"),
        Mode::Opening => None,
    };
    use_effect_with(place, move |place| {
        if let Some(place) = place {
            focus(&part(place, id));
        }
    });
    let Some(store) = use_store() else { return Html::default() };
    let lang = store.lang;
    let turn = |to: Mode| {
        let mode = mode.clone();
        Callback::from(move |_: MouseEvent| mode.set(to.clone()))
    };
    let one = &props.kept;
    match &*mode {
        Mode::Renaming(typed) => renaming(&store, props, &mode, typed),
        Mode::Opening => {
            let mode = mode.clone();
            let keep = Callback::from(move |()| mode.set(Mode::Plain(Some("open"))));
            html! {
                <li class="saved-row"><span class="saved-name">{ one.name.clone() }</span>
                    <Replace loaded={loaded(store.assessor, lang, one)} {keep} /></li>
            }
        }
        Mode::Deleting => html! {
            <li class="saved-row">
                <span class="saved-name">{ one.name.clone() }</span>
                <span class="actions" role="group" aria-label={one.name.clone()}>
                    <span role="alert">{ lang.t("确定删除？", "Delete it?") }</span>
                    <button class="btn btn-danger" type="button" onclick={delete(&store, props)}>{ lang.t("删除", "Delete") }</button>
                    <button class="btn" type="button" id={part("keep", id)} onclick={turn(Mode::Plain(Some("delete")))}>{ lang.t("取消", "Keep it") }</button>
                </span>
            </li>
        },
        Mode::Plain(_) => {
            let open = {
                let (store, one, mode) = (store.clone(), one.clone(), mode.clone());
                Callback::from(move |_: MouseEvent| {
                    if is_safe(&store) {
                        store.dispatch(Action::Load(Box::new(loaded(store.assessor, store.lang, &one))));
                    } else {
                        mode.set(Mode::Opening);
                    }
                })
            };
            html! {
                <li class="saved-row">
                    <span class="saved-name">{ one.name.clone() }</span>
                    <span class="actions" role="group" aria-label={one.name.clone()}>
                        <button class="btn" type="button" id={part("open", id)} onclick={open}>{ lang.t("打开", "Open") }{ spoken(lang, &one.name) }</button>
                        <button class="btn btn-quiet" type="button" id={part("rename", id)} onclick={turn(Mode::Renaming(one.name.clone()))}>{ lang.t("改名", "Rename") }{ spoken(lang, &one.name) }</button>
                        <button class="btn btn-quiet" type="button" onclick={duplicate(&store, props)}>{ lang.t("复制", "Duplicate") }{ spoken(lang, &one.name) }</button>
                        <button class="btn btn-quiet btn-danger" type="button" id={part("delete", id)} onclick={turn(Mode::Deleting)}>{ lang.t("删除", "Delete") }{ spoken(lang, &one.name) }</button>
                    </span>
                </li>
            }
        }
    }
}

/// Says what happened to a draft.
fn say(store: &Store, zh: &str, en: &str, name: &str, at: Option<String>) {
    let words = [store.lang.t(zh, en), store.lang.t("“", " “"), name, "”"].concat();
    store.dispatch(Action::Say(words, at));
}

fn duplicate(store: &Store, props: &RowProps) -> Callback<MouseEvent> {
    let (store, one, changed) = (store.clone(), props.kept.clone(), props.changed.clone());
    Callback::from(move |_: MouseEvent| {
        let policy = &store.policy().document.id;
        let taken = storage::list(policy).0;
        let first = [&one.name, store.lang.t("（副本）", " (copy)")].concat();
        let numbered = (2..).map(|number: u32| [&first, " ", &number.to_string()].concat());
        let mut names = std::iter::once(first.clone()).chain(numbered);
        let name = names.find(|name| !taken.iter().any(|kept| kept.name == *name)).unwrap_or_default();
        let copy = Kept { id: storage::free_id(policy), name, revision: 0, ..one.clone() };
        let error = storage::write(policy, &copy).err();
        if error.is_none() {
            say(&store, "已复制", "Copied to", &copy.name, None);
        }
        changed.emit(error);
    })
}

fn delete(store: &Store, props: &RowProps) -> Callback<MouseEvent> {
    let (store, id, name) = (store.clone(), props.kept.id, props.kept.name.clone());
    let (near, changed) = (props.near, props.changed.clone());
    Callback::from(move |_: MouseEvent| {
        storage::remove(&store.policy().document.id, id);
        if store.opened.as_ref().is_some_and(|open| open.id == id) {
            store.dispatch(Action::Open(None));
        }
        let at = near.map_or_else(|| TITLE.to_owned(), |near| part("open", near));
        say(&store, "已删除", "Deleted", &name, Some(at));
        changed.emit(None);
    })
}

/// The field with a draft's new name.
fn renaming(store: &Store, props: &RowProps, mode: &UseStateHandle<Mode>, typed: &str) -> Html {
    let lang = store.lang;
    let oninput = {
        let mode = mode.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                mode.set(Mode::Renaming(input.value()));
            }
        })
    };
    let rename = {
        let (store, mode, changed) = (store.clone(), mode.clone(), props.changed.clone());
        let (one, typed) = (props.kept.clone(), typed.trim().to_owned());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let name = if typed.is_empty() { one.name.clone() } else { typed.clone() };
            let written = storage::write(&store.policy().document.id, &Kept { name: name.clone(), ..one.clone() });
            if let Ok(revision) = written {
                if store.opened.as_ref().is_some_and(|open| open.id == one.id) {
                    store.dispatch(Action::Open(Some(Opened { id: one.id, name: name.clone(), revision })));
                }
                say(&store, "已改名为", "Renamed to", &name, None);
            }
            mode.set(Mode::Plain(Some("rename")));
            changed.emit(written.err());
        })
    };
    html! {
        <li class="saved-row"><form class="field" onsubmit={rename}>
            <input class="input" id={part("name", props.kept.id)} aria-label={lang.t("新名字", "New name")} value={typed.to_owned()} {oninput} />
            <button class="btn" type="submit">{ lang.t("改名", "Rename") }</button>
        </form></li>
    }
}
