//! A control that goes away with what it did leaves the focus to what stands in its place: without that the keyboard
//! would begin again at the top of the page.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::breath::breath;

/// What takes the focus itself.
const CONTROLS: &str = "a[href], button, input, select, textarea, summary";

/// Looks after the focus at every click, which the keyboard makes too.
#[hook]
pub fn use_kept_focus() {
    use_effect_with((), |()| {
        // Before the page acts on it: afterwards what was clicked has no place any more.
        let early = EventListenerOptions::run_in_capture_phase();
        let listener = EventListener::new_with_options(&document(), "click", early, |event| {
            let Some(clicked) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
            let around = places(clicked);
            spawn_local(async move {
                breath().await;
                keep(around);
            });
        });
        move || drop(listener)
    });
}

/// An element's place: what stands before it, and what holds it.
struct Place {
    before: Option<Element>,
    holder: Element,
}

/// The places of an element and of all that hold it, from the inside.
fn places(mut element: Element) -> Vec<Place> {
    let mut places = Vec::new();
    while let Some(holder) = element.parent_element() {
        places.push(Place { before: element.previous_element_sibling(), holder: holder.clone() });
        element = holder;
    }
    places
}

/// Where the focus is lost, gives it to what stands now at the innermost place that is still there.
fn keep(around: Vec<Place>) {
    let lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
    let there = around.into_iter().find(|place| place.holder.is_connected());
    let Some(place) = there.filter(|place| lost && place.holder.tag_name() != "BODY") else { return };
    let now = match place.before.filter(|before| before.is_connected()) {
        Some(before) => before.next_element_sibling(),
        None => place.holder.first_element_child(),
    };
    let Ok(now) = now.unwrap_or(place.holder).dyn_into::<HtmlElement>() else { return };
    if !now.matches(CONTROLS).unwrap_or(false) && !now.has_attribute("tabindex") {
        // Scripts may focus it then; the tab key still passes it by.
        let _ = now.set_attribute("tabindex", "-1");
    }
    let _ = now.focus();
}
