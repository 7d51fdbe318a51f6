//! What a worker answers replaces what is shown, and the focus with it, or the page takes the workspace away and brings it
//! back. Either way the keyboard goes on where it was, not at the top of the page.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::app::adviser::{APPLICANT_EVENT, ROOM_EVENT};
use crate::app::breath::breath;

/// What the row of an applicant says of itself: its number in the list.
pub const APPLICANT: &str = "data-applicant";

/// Where the focus goes when what had it is gone: the first of these that is there.
const PLACES: [&str; 5] = ["#plan-title", ".desk-zone", ".desk-count", ".desk section h2", ".desk-empty"];

/// Where the focus was last in the workspace.
#[derive(Clone)]
struct Spot {
    element: Element,
    /// Its row's place among the rows, where it stood in a list that gets shorter.
    row: Option<usize>,
    /// The applicant it stood for.
    applicant: Option<String>,
}

impl Spot {
    fn of(element: Element) -> Option<Self> {
        element.closest(".desk").ok().flatten()?;
        let row = element.closest("tbody tr").ok().flatten();
        let row = row.map(|row| {
            std::iter::successors(row.previous_element_sibling(), Element::previous_element_sibling).count()
        });
        let applicant = element.get_attribute(APPLICANT);
        Some(Self { element, row, applicant })
    }

    /// What stands in its place now.
    fn successor(&self) -> Option<Element> {
        let rows = document().query_selector_all(".desk-faults tbody tr").ok()?;
        let place = self.row.and_then(|row| u32::try_from(row).ok());
        let row = place.and_then(|place| rows.item(place.min(rows.length().checked_sub(1)?)));
        let row = row.and_then(|row| row.dyn_into::<Element>().ok());
        let control = row.and_then(|row| row.query_selector("input, button").ok().flatten());
        control.or_else(|| PLACES.iter().find_map(|place| document().query_selector(place).ok().flatten()))
    }
}

fn focus(element: Element) {
    let Ok(element) = element.dyn_into::<HtmlElement>() else { return };
    if !element.matches("a[href], button, input, select, textarea, [tabindex]").unwrap_or(false) {
        // Scripts may focus it then; the tab key still passes it by.
        let _ = element.set_attribute("tabindex", "-1");
    }
    let _ = element.focus();
}

/// Looks after the focus; `changes` counts those of what is shown.
#[hook]
pub fn use_focus(changes: u64) {
    let last: Rc<RefCell<Option<Spot>>> = use_mut_ref(|| None);
    let known = last.clone();
    use_effect_with((), move |()| {
        let noted = known.clone();
        let focused = EventListener::new(&document(), "focusin", move |event| {
            let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if let Some(spot) = element.and_then(Spot::of) {
                *noted.borrow_mut() = Some(spot);
            }
        });
        let away = returning(known);
        move || drop((focused, away))
    });
    use_effect_with(changes, move |_| {
        let next = {
            let spot = last.borrow();
            let gone = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
            spot.as_ref().filter(|spot| gone && !spot.element.is_connected()).and_then(Spot::successor)
        };
        // Focusing is told at once, to the listener above.
        if let Some(next) = next {
            focus(next);
        }
    });
}

/// When the page comes back from an applicant, the focus is on its row again.
fn returning(last: Rc<RefCell<Option<Spot>>>) -> (EventListener, EventListener) {
    let from: Rc<RefCell<Option<Spot>>> = Rc::default();
    let left = from.clone();
    let opened = EventListener::new(&window(), APPLICANT_EVENT, move |_| {
        left.borrow_mut().clone_from(&last.borrow());
    });
    let shown = EventListener::new(&window(), ROOM_EVENT, move |_| {
        let Some(Spot { element, applicant, .. }) = from.borrow_mut().take() else { return };
        spawn_local(async move {
            // First the table is put back to where it was scrolled, and drawn.
            breath().await;
            breath().await;
            let selector = applicant.map(|number| [".desk-grid [", APPLICANT, "=\"", &number, "\"]"].concat());
            let row = selector.and_then(|selector| document().query_selector(&selector).ok().flatten());
            if let Some(element) = row.or_else(|| Some(element).filter(|element| element.is_connected())) {
                focus(element);
            }
        });
    });
    (opened, shown)
}
