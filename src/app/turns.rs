//! The parts of a long page, drawn one after the other while the page is being opened: each in a task of its own, so that
//! the browser shows the first of them at once and answers its user in between.

use std::cell::Cell;

use markup::html;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew::virtual_dom::Key;

use super::breath::breath;
use super::later;
use super::root::Store;
use super::route::SentenceId;
use super::shell::use_store;
use crate::engine::Status;

/// A part of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The card of an item, by its place in the policy.
    Card(u16),
    /// What may not be combined.
    Overlap,
    /// What one can do.
    Advice,
    /// What the document as a whole does not write.
    Unwritten,
    /// The items of a status in short.
    Briefs(Status),
    /// An article of the text by its number, and the sentence that was asked for.
    Article(u16, Option<SentenceId>),
}

/// Hands out the turns of a page, from its top to its end.
pub struct Turns {
    at_once: bool,
    given: Cell<u32>,
}

impl Turns {
    /// Turns for a page; `at_once` draws it whole, since a place in it is looked for. Once the user has gone from page to
    /// page, the program is warm and places are looked for at any time: then all is drawn at once too.
    pub fn new(store: &Store, at_once: bool) -> Self {
        Self { at_once: at_once || store.focus.0 > 0, given: Cell::new(0) }
    }

    /// The next part, known by its key among its neighbours.
    pub fn part(&self, key: impl Into<Key>, part: Part) -> Html {
        let given = self.given.get();
        self.given.set(given + 1);
        let before = if self.at_once { 0 } else { 1 + given };
        html! { <Turn key={key.into()} {before} {part} /> }
    }
}

#[derive(Properties, PartialEq)]
struct TurnProps {
    /// Tasks that come first; counts when the part is new alone.
    before: u32,
    part: Part,
}

#[component]
fn Turn(props: &TurnProps) -> Html {
    let before = props.before;
    let store = use_store();
    let come = use_state(|| before == 0);
    let coming = come.clone();
    use_effect_with((), move |()| {
        if !*coming {
            spawn_local(async move {
                for _ in 0..before {
                    breath().await;
                }
                coming.set(true);
            });
        }
    });
    match store {
        Some(store) if *come => match props.part {
            Part::Article(number, at) => later::text::article(&store, number, at),
            part => later::result::part(&store, part),
        },
        // High enough that what follows does not come into sight only to be pushed out of it.
        _ => html! { <div class="to-come"></div> },
    }
}
