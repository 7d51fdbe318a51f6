//! Writes the draft that is being edited to this machine, and notices when another window has written it.

use gloo::events::EventListener;
use gloo::utils::window;
use wasm_bindgen::JsCast;
use web_sys::StorageEvent;
use yew::prelude::*;

use super::root::Store;
use super::saved::{loaded, refused};
use super::state::{Action, Opened};
use super::storage::{self, Kept, StoreError};

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
        let key = opened.map(|id| storage::key(&policy, id));
        let listener = key.map(|key| {
            EventListener::new(&window(), "storage", move |event| {
                let changed = event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key);
                // No key: everything was wiped.
                if changed.is_none_or(|changed| changed == key) {
                    dispatcher.dispatch(Action::Conflict);
                }
            })
        });
        move || drop(listener)
    });
}

/// Writes the opened draft where its answers differ from what is there.
fn keep(store: &Store) {
    let Some(open) = store.opened.clone().filter(|_| !store.conflict) else { return };
    let policy = &store.policy().document.id;
    let Some(there) = storage::read(policy, open.id) else { return };
    if there.draft == *store.own_draft() {
        return;
    }
    let (draft, profile) = (store.own_draft().clone(), store.own_profile());
    let digest = store.assessor.digest().to_owned();
    let one = Kept { id: open.id, name: there.name, revision: open.revision, digest, draft, profile };
    match storage::write(policy, &one) {
        Ok(revision) => store.dispatch(Action::Open(Some(Opened { revision, ..open }))),
        Err(StoreError::Newer) => store.dispatch(Action::Conflict),
        Err(StoreError::Blocked | StoreError::Full) => store.dispatch(Action::Open(None)),
    }
}

/// What the user must know about where the answers come from and go to.
pub fn notices(store: &Store) -> Html {
    let lang = store.lang;
    let dismiss = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::Dismiss))
    };
    html! {
        <>
            if store.outdated {
                <div class="wrap"><div class="notice" role="alert">
                    <p>{ lang.t("这份填报是用另一版政策数据做的，结果按现在的数据重新算过，可能与当时不同。", "These answers were made with other policy data; the result is computed with the present data and may differ.") }</p>
                    <button class="btn btn-quiet" type="button" onclick={dismiss}>{ lang.t("知道了", "Understood") }</button>
                </div></div>
            }
            if store.conflict { { conflict(store) } }
        </>
    }
}

fn conflict(store: &Store) -> Html {
    let lang = store.lang;
    let Some(open) = store.opened.clone() else { return Html::default() };
    let policy = store.policy().document.id.clone();
    let there = storage::read(&policy, open.id);
    let take = there.map(|there| {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::Load(Box::new(loaded(&store, &there)))))
    });
    let apart = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| {
            let (kept, _) = storage::list(&policy);
            let id = kept.iter().map(|one| one.id).max().unwrap_or(0) + 1;
            let name = [&open.name, store.lang.t("（副本）", " (copy)")].concat();
            let (draft, profile) = (store.own_draft().clone(), store.own_profile());
            let digest = store.assessor.digest().to_owned();
            let one = Kept { id, name: name.clone(), revision: 0, digest, draft, profile };
            let opened = storage::write(&policy, &one).ok().map(|revision| Opened { id, name, revision });
            store.dispatch(Action::Open(opened));
        })
    };
    html! {
        <div class="wrap"><div class="notice" role="alert">
            <p>{ refused(store, StoreError::Newer) }</p>
            <span class="actions">
                if let Some(take) = take { <button class="btn" type="button" onclick={take}>{ lang.t("载入另一窗口的内容", "Load the other window’s") }</button> }
                <button class="btn" type="button" onclick={apart}>{ lang.t("把这里的另存为副本", "Save mine as a copy") }</button>
            </span>
        </div></div>
    }
}
