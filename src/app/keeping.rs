//! Writes the draft that is being edited to this machine, and notices when another window has written it.

use gloo::events::EventListener;
use gloo::utils::window;
use markup::html;
use wasm_bindgen::JsCast;
use web_sys::StorageEvent;
use yew::prelude::*;

use super::memory::loaded;
use super::root::Store;
use super::saved::save_file;
use super::state::{Action, MAIN, Made, Opened};
use super::storage::{self, StoreError};
use super::words::Lang;

/// Keeps the opened draft up to date, and looks out for other windows.
#[hook]
pub fn use_keeping(store: &Store) {
    let opened = store.opened.as_ref().map(|open| open.id);
    {
        let store = store.clone();
        use_effect_with((store.own_draft().clone(), opened), move |_| keep(&store));
    }
    let policy = store.policy().document.id.clone();
    let dispatcher = store.dispatcher();
    use_effect_with(opened, move |opened| {
        let listener = opened.map(|id| {
            let key = storage::key(&policy, id);
            EventListener::new(&window(), "storage", move |event| {
                let changed = event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key);
                // No key: everything was wiped.
                if changed.is_none_or(|changed| changed == key) {
                    dispatcher.dispatch(Action::Elsewhere(storage::read(&policy, id).map(Box::new)));
                }
            })
        });
        move || drop(listener)
    });
}

/// Writes the opened draft where its answers differ from what is there. What another window did is not undone; where
/// there was no room, there may be some by now.
fn keep(store: &Store) {
    let Some(open) = &store.opened else { return };
    if matches!(store.trouble, Some(StoreError::Newer | StoreError::Gone)) {
        return;
    }
    let policy = &store.policy().document.id;
    let there = storage::read(policy, open.id);
    if there.is_none() && !storage::is_open() {
        return store.dispatch(Action::Trouble(StoreError::Blocked));
    }
    let name = match there {
        Some(there) if there.draft != *store.own_draft() => there.name,
        Some(there) if there.revision == open.revision && store.trouble.is_none() => return,
        other => return store.dispatch(Action::Elsewhere(other.map(Box::new))),
    };
    match storage::write(policy, &store.to_keep(open.id, name.clone(), open.revision)) {
        Ok(revision) => store.dispatch(Action::Open(Some(Opened { id: open.id, name, revision }))),
        Err(error) => store.dispatch(Action::Trouble(error)),
    }
}

/// What could not be kept, in words.
pub fn refused(lang: Lang, error: StoreError) -> &'static str {
    match error {
        StoreError::Blocked => lang.t(
            "浏览器不允许保存（可能是无痕模式或被禁用）。回答仍在本页，可以存为文件。",
            "This browser does not let the page store anything. Your answers are still here; save them as a file.",
        ),
        StoreError::Full => lang.t(
            "浏览器的存储空间已满，没有保存。请删除一些，或存为文件。",
            "There is no room left in this browser, so this was not saved. Delete something, or save a file.",
        ),
        StoreError::Newer => lang.t(
            "另一个窗口刚改过这份填报，没有覆盖。",
            "Another window has just changed this draft; it was not overwritten.",
        ),
        StoreError::Gone => lang.t(
            "这份填报已在别处删除，现在的改动没有保存。",
            "This draft has been deleted elsewhere; your present changes are not saved.",
        ),
    }
}

/// Whether there is something the user must know about where the answers come from and go to.
pub fn is_told(store: &Store) -> bool {
    store.made != Made::Here || store.trouble.is_some()
}

/// What the user must know about where the answers come from and go to.
pub fn notices(store: &Store) -> Html {
    let lang = store.lang;
    let words = match store.made {
        Made::Here => None,
        Made::OtherVersion => Some(lang.t(
            "这份填报是用本页的另一个版本做的，已按现在的版本重新测算。",
            "These answers were made with another version of this page; the result is computed by the present one.",
        )),
        Made::OtherPolicy => Some(lang.t(
            "这份填报是用另一版政策数据做的，结果按现在的数据重新算过，可能与当时不同。",
            "These answers were made with other policy data; the result is computed with the present data and may differ.",
        )),
    };
    let dismiss = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::Dismiss))
    };
    html! {
        <>
            if let Some(words) = words {
                <div class="wrap"><div class="notice" role={if store.made == Made::OtherPolicy { "alert" } else { "status" }}>
                    <p>{ words }</p>
                    <button class="btn btn-quiet" type="button" onclick={dismiss}>{ lang.t("知道了", "Understood") }</button>
                </div></div>
            }
            if let Some(error) = store.trouble { { trouble(store, error) } }
        </>
    }
}

/// Why changes are not kept, and the ways out.
fn trouble(store: &Store, error: StoreError) -> Html {
    let lang = store.lang;
    let Some(open) = &store.opened else { return Html::default() };
    let button = |words: &'static str, act: Box<dyn Fn(&Store)>| {
        let store = store.clone();
        let onclick = Callback::from(move |_: MouseEvent| act(&store));
        html! { <button class="btn" type="button" {onclick}>{ words }</button> }
    };
    let stop = || button(lang.t("停止自动保存", "Stop saving"), Box::new(stop_keeping));
    let ways = match error {
        StoreError::Newer => {
            let there = storage::read(&store.policy().document.id, open.id);
            let take = there.map(|there| {
                button(
                    lang.t("载入另一窗口的内容", "Load the other window’s"),
                    Box::new(move |store: &Store| {
                        store.dispatch(Action::Load(Box::new(loaded(store.assessor, store.lang, &there))));
                    }),
                )
            });
            let name = [&open.name, lang.t("（副本）", " (copy)")].concat();
            let copy = button(lang.t("把这里的另存为副本", "Save mine as a copy"), anew(name));
            html! { <>{ take }{ copy }</> }
        }
        StoreError::Gone => {
            html! { <>{ button(lang.t("重新保存", "Save it again"), anew(open.name.clone())) }{ stop() }</> }
        }
        StoreError::Blocked | StoreError::Full => html! {
            <>
                { button(lang.t("再试一次", "Try again"), Box::new(keep)) }
                { button(lang.t("存为填报文件", "Save a profile file"), Box::new(save_file)) }
                { stop() }
            </>
        },
    };
    html! {
        <div class="wrap"><div class="notice" role="alert">
            <p>{ refused(lang, error) }</p>
            <span class="actions">{ ways }</span>
        </div></div>
    }
}

/// Keeps the own answers under a new id.
fn anew(name: String) -> Box<dyn Fn(&Store)> {
    Box::new(move |store: &Store| {
        let policy = &store.policy().document.id;
        let one = store.to_keep(storage::free_id(policy), name.clone(), 0);
        match storage::write(policy, &one) {
            Ok(revision) => {
                store.dispatch(Action::Open(Some(Opened { id: one.id, name: one.name, revision })));
                let words = store.lang.t("已保存", "Saved").to_owned();
                store.dispatch(Action::Say(words, Some(MAIN.to_owned())));
            }
            Err(error) => store.dispatch(Action::Trouble(error)),
        }
    })
}

/// From here on changes are not written to this machine.
pub fn stop_keeping(store: &Store) {
    store.dispatch(Action::Open(None));
    let words = store.lang.t("已停止自动保存", "Changes are no longer saved").to_owned();
    store.dispatch(Action::Say(words, Some(MAIN.to_owned())));
}
