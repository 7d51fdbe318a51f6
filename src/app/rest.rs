//! Which later parts of the page's program are there. The start module loads them and says so on the root element.

use gloo::events::EventListener;
use gloo::utils::{document_element, window};
use markup::html;
use yew::prelude::*;

use super::root::Store;
use super::route::Route;
use super::state::Action;
use super::words::Lang;

/// On the root element: how many later parts are there. Absent once all are, or where they were never apart.
const THERE: &str = "data-parts";
/// On the root element: the next part could not be loaded.
const MISSING: &str = "data-part-missing";
/// Event on the window: one of these has changed.
const EVENT: &str = "selfcheck:rest";

/// What a page needs of the modules in [`super::later`], in the order in which they are loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needs {
    /// None of them.
    Nothing,
    /// The text.
    Text,
    /// The result.
    Result,
    /// All of them.
    Everything,
}

/// What a page needs. The start module loads by the same list (`NEEDS` in `boot.js`).
pub fn needed(route: &Route) -> Needs {
    match route {
        Route::Start | Route::Check(_) => Needs::Nothing,
        Route::Text(_) => Needs::Text,
        Route::Result | Route::Item(_) => Needs::Result,
        Route::Saved | Route::Link(_) | Route::Workspace | Route::Embed => Needs::Everything,
    }
}

/// The later parts of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    /// What is there.
    there: Needs,
    /// Whether the next could not be loaded.
    missing: bool,
}

impl Rest {
    /// Everything is there.
    pub const WHOLE: Self = Self { there: Needs::Everything, missing: false };

    /// Whether what is needed is there.
    pub fn has(self, needs: Needs) -> bool {
        self.there >= needs
    }

    /// Whether what is not there could not be loaded.
    pub fn is_missing(self) -> bool {
        self.missing
    }
}

/// What is there now.
pub fn now() -> Rest {
    let root = document_element();
    let there = match root.get_attribute(THERE).as_deref() {
        None => Needs::Everything,
        Some("1") => Needs::Text,
        Some("2") => Needs::Result,
        Some(_) => Needs::Nothing,
    };
    Rest { there, missing: root.has_attribute(MISSING) }
}

/// Tells the state what has come.
#[hook]
pub fn use_rest(store: &Store) {
    let (dispatcher, begun) = (store.dispatcher(), store.rest);
    use_effect_with((), move |()| {
        // It may have come between the first drawing and now.
        if now() != begun {
            dispatcher.dispatch(Action::Rest(now()));
        }
        let listener = EventListener::new(&window(), EVENT, move |_| dispatcher.dispatch(Action::Rest(now())));
        move || drop(listener)
    });
}

/// Asks for it once more.
pub fn again(_: MouseEvent) {
    if let Ok(event) = Event::new("selfcheck:rest-again") {
        let _ = window().dispatch_event(&event);
    }
}

/// What stands in place of a page that is not there yet.
pub fn waiting(lang: Lang, rest: Rest) -> Html {
    if rest.missing {
        return html! {
            <div class="notice" role="alert" data-status="unclear">
                <div>
                    <p class="notice-title">{ lang.t("这一页没能打开", "This page could not be opened") }</p>
                    <p>{ lang.t("可能是网络中断。您的回答都还在。", "The network may be down. Your answers are all here.") }</p>
                    <p><button class="btn" type="button" onclick={again}>{ lang.t("再试一次", "Try again") }</button></p>
                </div>
            </div>
        };
    }
    html! { <p role="status" class="muted to-come">{ lang.t("正在打开…", "Opening …") }</p> }
}
