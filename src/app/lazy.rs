//! A folded part whose inside is made when it is first opened: most are never opened, and pages are quicker without.

use markup::html;
use yew::prelude::*;

use super::icon::{Icon, draw};

/// What is folded.
#[derive(Properties, PartialEq)]
pub struct LazyProps {
    /// The line that opens it.
    pub summary: AttrValue,
    /// Makes what is inside.
    pub make: Callback<(), Html>,
}

/// The part.
#[component]
pub fn Lazy(props: &LazyProps) -> Html {
    let opened = use_state(|| false);
    let ontoggle = {
        let opened = opened.clone();
        Callback::from(move |_: Event| opened.set(true))
    };
    html! {
        <details class="fold" {ontoggle}>
            <summary>{ draw(Icon::Chevron) }{ props.summary.clone() }</summary>
            if *opened { { props.make.emit(()) } }
        </details>
    }
}
