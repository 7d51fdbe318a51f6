//! Links from a result to the question behind it.

use markup::html;
use yew::prelude::*;

use super::card::fact_words;
use super::root::Store;
use super::route::Route;
use super::state::Action;

/// A link to the question behind a fact path.
pub fn ask(store: &Store, path: &str) -> Option<Html> {
    let (group, field) = store.place_of(path)?;
    let route = Route::Check(Some(group));
    let (href, dispatcher) = (route.hash(), store.dispatcher());
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        dispatcher.dispatch(Action::Go(route.clone(), Some(field.clone())));
    });
    Some(html! { <a {href} {onclick}>{ fact_words(store, path) }</a> })
}
