//! The answers of this tab: they outlive a reload and go with the tab, and one key holds them, so that forgetting them
//! forgets all of them. Where the browser has no such place, the entry of the history that is left carries them, and
//! gives them up when it is reached again.

use std::cell::RefCell;

use gloo::events::EventListener;
use gloo::utils::{history, window};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::draft::Draft;
use super::exchange::draft_of;
use super::frame;
use super::root::Store;
use super::state::{Loaded, Made, Opened};
use super::storage::{self, Kept};
use super::words::Lang;
use crate::report::Assessor;

thread_local! {
    /// What the tab would not hold.
    static CARRIED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The name under which the tab holds the answers; none in a frame that its host has not named.
fn name() -> Option<String> {
    match frame::key() {
        Some(key) => Some(["frame/", &key].concat()),
        None => (!frame::is_framed()).then(|| "present".to_owned()),
    }
}

/// The answers that this tab holds, with what they are kept as on this machine; id 0: as nothing.
pub fn recall() -> Option<Kept> {
    let in_tab = name().and_then(|name| storage::in_tab(&name)).and_then(|text| Kept::from_text(&text));
    let carried = || Kept::from_text(&held()?);
    let found = in_tab.or_else(carried);
    tidy();
    found
}

/// Empties the present entry of the history: what it may hold is either known by now or forgotten.
pub fn tidy() {
    if history().state().is_ok_and(|state| !state.is_null()) {
        let _ = history().replace_state_with_url(&JsValue::NULL, "", None);
    }
}

/// Empties the entry that was gone to, unless it holds the present answers. Who goes back and at once reloads is told of
/// the entry only after these were put into it on leaving.
pub fn tidy_entry() {
    let put = CARRIED.with_borrow(|text| text.as_ref().is_some_and(|text| Some(text) == held().as_ref()));
    if !put {
        tidy();
    }
}

/// What the present entry of the history holds.
fn held() -> Option<String> {
    history().state().ok()?.as_string()
}

/// Forgets what this tab holds.
pub fn forget() {
    CARRIED.set(None);
    tidy();
    if let Some(name) = name() {
        storage::put_in_tab(&name, None);
    }
}

/// Holds the own answers in this tab, and what they are kept as.
#[hook]
pub fn use_memory(store: &Store) {
    {
        let store = store.clone();
        use_effect_with((store.own_draft().clone(), store.opened.clone()), move |_| remember(&store));
    }
    use_effect_with((), |()| {
        // Later events come too late for a reload.
        let listener = EventListener::new(&window(), "beforeunload", |_| {
            if let Some(text) = CARRIED.with_borrow(Clone::clone) {
                let _ = history().replace_state_with_url(&JsValue::from_str(&text), "", None);
            }
        });
        move || drop(listener)
    });
}

fn remember(store: &Store) {
    if *store.own_draft() == Draft::new(store.policy()) && store.opened.is_none() {
        return forget();
    }
    let (id, name_there, revision) = match &store.opened {
        Some(open) => (open.id, open.name.clone(), open.revision),
        None => (0, String::new(), 0),
    };
    let text = store.to_keep(id, name_there, revision).to_text();
    let held = name().is_some_and(|name| storage::put_in_tab(&name, Some(&text)));
    CARRIED.set((!held).then_some(text));
}

/// A kept draft ready to be opened; where the policy's facts have changed, by its profile.
pub fn loaded(assessor: &'static Assessor, lang: Lang, one: &Kept) -> Loaded {
    let opened = (one.id > 0).then(|| Opened { id: one.id, name: one.name.clone(), revision: one.revision });
    let made = if one.digest == assessor.digest() { Made::Here } else { Made::OtherPolicy };
    if one.draft.fits(assessor.policy()) {
        return Loaded { draft: one.draft.clone(), opened, made };
    }
    let value = serde_json::from_str(&one.profile).unwrap_or_default();
    Loaded { draft: draft_of(assessor.policy(), lang, &value), opened, made }
}
