//! What the workspace hears of the page around it: its language, answers edited there, files dropped or pasted
//! anywhere, that all that was kept has been deleted, and that it is about to be closed.

use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, window};
use serde_json::Value as Json;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{BeforeUnloadEvent, ClipboardEvent, DragEvent, Element, EventTarget};
use yew::prelude::*;

use super::desk::{Bench, Event, Stage};
use super::import::{open, open_text};
use super::protocol::Request;
use super::root::spoken;
use crate::app::adviser::{EDITED_EVENT, FORGOTTEN_EVENT, LANGUAGE_EVENT, text_of};
use crate::app::words::Lang;

/// Hears the page.
#[hook]
pub fn use_page(bench: &Bench) {
    use_edits(bench);
    use_files(bench);
    use_leaving(bench);
    use_forgotten(bench);
}

/// The page's language, and answers that were edited there.
#[hook]
fn use_edits(bench: &Bench) {
    let (client, dispatcher) = (Rc::clone(&bench.client), bench.desk.dispatcher());
    use_effect_with((), move |()| {
        let edited = {
            let client = Rc::clone(&client);
            EventListener::new(&window(), EDITED_EVENT, move |event| {
                let told: Option<Json> = text_of(event).and_then(|text| serde_json::from_str(&text).ok());
                let Some(told) = told else { return };
                let number = |key: &str| told.get(key).and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok());
                let profile = told.get("profile").and_then(Json::as_str);
                // What is said of another list than the present one comes too late.
                let of_list = number("list") == Some(client.list());
                if let (true, Some(index), Some(profile)) = (of_list, number("index"), profile) {
                    client.post(&Request::Replace { index, profile: profile.to_owned() });
                }
            })
        };
        let language = EventListener::new(&window(), LANGUAGE_EVENT, move |_| {
            let dispatcher = dispatcher.clone();
            let client = Rc::clone(&client);
            spawn_local(async move {
                // The root element gets its language in the same turn.
                crate::app::breath::breath().await;
                let lang = spoken();
                client.speak(lang == Lang::En);
                dispatcher.dispatch(Event::Spoken(lang));
            });
        });
        move || drop((edited, language))
    });
}

/// Whether the workspace is what the page shows.
fn is_shown() -> bool {
    document().query_selector(".desk").ok().flatten().is_some()
}

/// Whether something can be typed there.
fn is_field(target: Option<EventTarget>) -> bool {
    let element = target.and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| element.matches("input, textarea, select").unwrap_or(false))
}

/// Files that are dropped, and rows that are pasted, anywhere in the page. A browser that is left alone with a dropped
/// file would show it in place of the page.
#[hook]
fn use_files(bench: &Bench) {
    let now = bench.clone();
    let newest = use_mut_ref(|| now.clone());
    *newest.borrow_mut() = now;
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let over = EventListener::new_with_options(&window(), "dragover", options, web_sys::Event::prevent_default);
        let bench = newest.clone();
        let dropped = EventListener::new_with_options(&window(), "drop", options, move |event| {
            let Some(event) = event.dyn_ref::<DragEvent>() else { return };
            event.prevent_default();
            let files = event.data_transfer().and_then(|data| data.files());
            let bench = bench.borrow();
            if let (Some(files), true) = (files, is_shown() && is_free(&bench)) {
                open(&bench, &files, false);
            }
        });
        let pasted = EventListener::new_with_options(&window(), "paste", options, move |event| {
            let Some(event) = event.dyn_ref::<ClipboardEvent>() else { return };
            let bench = newest.borrow();
            if !is_shown() || !is_free(&bench) || is_field(event.target()) {
                return;
            }
            let Some(data) = event.clipboard_data() else { return };
            if let Some(files) = data.files().filter(|files| files.length() > 0) {
                event.prevent_default();
                open(&bench, &files, false);
            } else if let Ok(text) = data.get_data("text") {
                open_text(&bench, &text);
            }
        });
        move || drop((over, dropped, pasted))
    });
}

/// Whether a file can be opened now.
fn is_free(bench: &Bench) -> bool {
    matches!(bench.desk.stage, Stage::Idle | Stage::Planning(_)) && bench.desk.busy.is_none()
}

/// Before a list is lost that is not kept, the browser asks.
#[hook]
fn use_leaving(bench: &Bench) {
    use_effect_with(bench.desk.has_roster() && !bench.desk.keeping, |lost| {
        let options = EventListenerOptions::enable_prevent_default();
        let listener = lost.then(|| {
            EventListener::new_with_options(&window(), "beforeunload", options, |event| {
                event.prevent_default();
                // Browsers before 2024 ask for a value (HTML, “BeforeUnloadEvent”).
                if let Some(event) = event.dyn_ref::<BeforeUnloadEvent>() {
                    event.set_return_value("1");
                }
            })
        });
        move || drop(listener)
    });
}

/// Once the page has deleted all that was kept, the list is kept no longer either.
#[hook]
fn use_forgotten(bench: &Bench) {
    let client = Rc::clone(&bench.client);
    use_effect_with(bench.desk.keeping || bench.desk.found, move |kept| {
        let listener = kept.then(|| {
            EventListener::new(&window(), FORGOTTEN_EVENT, move |_| {
                client.post(&Request::Unkeep);
                client.ask_opener(&Request::Unkeep);
            })
        });
        move || drop(listener)
    });
}
