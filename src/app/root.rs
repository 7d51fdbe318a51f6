//! The root component: holds the state, listens to the browser, and tells it what to show.

use gloo::events::EventListener;
use gloo::utils::{document, history, window};
use markup::html;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::adviser::{advising, use_adviser};
use super::breath::breath;
use super::check::Check;
use super::frame::{self, Frame};
use super::item_page::ItemPage;
use super::keeping::{is_told, use_keeping};
use super::kept_focus::use_kept_focus;
use super::later;
use super::memory::{self, use_memory};
use super::rest::{self, Needs, needed, use_rest, waiting};
use super::result::ResultPage;
use super::route::Route;
use super::shell::{footer, masthead};
use super::start::Start;
use super::state::{Action, Loaded, MAIN, State};
use super::storage;
use super::text_page::{TextPage, sentence_id};
use super::update::Update;
use super::what_if::is_drawn;
use super::words::Lang;
use crate::EMBEDDED_POLICY;
use crate::policy::Bundle;
use crate::report::Assessor;
use crate::values::Date;

/// The state as components see it.
pub type Store = UseReducerHandle<State>;

/// Starts the page in the element `app`; gives what assesses its answers.
///
/// # Errors
/// When the embedded policy cannot be used or the element is missing: the page then shows what to do.
pub async fn run() -> Result<&'static Assessor, JsValue> {
    let error = |message: String| JsValue::from_str(&message);
    // Between the steps the browser may draw what stands there already, and answer its user.
    breath().await;
    let bundle = Bundle::from_json(EMBEDDED_POLICY).map_err(|e| error(e.to_string()))?;
    breath().await;
    let assessor: &'static Assessor = Box::leak(Box::new(Assessor::new(bundle).map_err(|e| error(e.to_string()))?));
    let root = document().get_element_by_id("app").ok_or_else(|| error("no element “app”".into()))?;
    let today = today().ok_or_else(|| error("no date".into()))?;
    breath().await;
    let state = initial(assessor, today).ok_or_else(|| error("the policy's data cannot be used".into()))?;
    breath().await;
    root.set_text_content(None);
    yew::Renderer::<Page>::with_root_and_props(root, PageProps { state }).render();
    Ok(assessor)
}

/// The engine in the page, as [`crate::door::assess`]; empty until the part with the result is there.
pub fn assess(profile: &str) -> String {
    if rest::now().has(Needs::Result) { later::result::assess(profile) } else { String::new() }
}

/// The browser's day, in its own time zone; outside 1900 to 2199 the nearest day inside.
pub fn today() -> Option<Date> {
    let now = js_sys::Date::new_0();
    let year = u16::try_from(now.get_full_year()).unwrap_or(u16::MAX).clamp(1900, 2199);
    Date::new(year, u8::try_from(now.get_month() + 1).ok()?, u8::try_from(now.get_date()).ok()?)
}

fn current_route() -> Route {
    Route::parse(&window().location().hash().unwrap_or_default())
}

/// What the page begins with: the answers that the tab holds, or those that an embedding page asks for.
fn initial(assessor: &'static Assessor, today: Date) -> Option<State> {
    let display = frame::first_display(storage::display().unwrap_or_default());
    let lang = if display.english { Lang::En } else { Lang::Zh };
    let preset = || frame::first_draft(assessor.policy()).map(Loaded::from);
    let loaded = memory::recall().map(|kept| memory::loaded(assessor, lang, &kept)).or_else(preset);
    // What cannot be assessed must not keep the page from opening.
    let begin = |loaded| State::before(rest::now(), assessor, loaded, current_route(), today);
    Some(begin(loaded).or_else(|| begin(None))?.shown_as(display))
}

#[derive(Properties)]
struct PageProps {
    state: State,
}

impl PartialEq for PageProps {
    /// The initial state never changes.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[component]
fn Page(props: &PageProps) -> Html {
    let store = use_reducer(|| props.state.clone());
    use_hash(&store);
    use_root_attributes(&store);
    use_memory(&store);
    use_focus(&store);
    use_rest(&store);
    let rest = store.rest;
    use_kept_focus();
    let page = match &store.route {
        Route::Start => html! { <Start /> },
        Route::Check(group) => html! { <Check group={group.clone()} /> },
        route if !rest.has(needed(route)) => waiting(store.lang, rest),
        Route::Result => html! { <ResultPage /> },
        Route::Text(at) => html! { <TextPage at={*at} /> },
        Route::Saved => later::seldom::saved(),
        Route::Link(letters) => later::seldom::link(letters),
        Route::Workspace => later::seldom::workspace(store.lang),
        Route::Embed => later::seldom::embed(store.lang),
        Route::Item(id) => html! { <ItemPage id={id.clone()} /> },
    };
    use_keeping(&store);
    use_adviser(&store);
    let wide = store.route == Route::Workspace;
    let shown = html! {
        <div class={classes!("app", store.kept.is_some().then_some("app-supposing"), is_drawn(&store).then_some("app-drawn"), wide.then_some("app-wide"))}>
            <a class="skip" href="#main" onclick={jump("main")}>{ store.lang.t("跳到正文", "Skip to content") }</a>
            { masthead(&store) }
            if is_told(&store) && rest.has(Needs::Everything) { { later::seldom::notices(&store) } }
            <Update />
            <Frame />
            { advising(&store) }
            if store.kept.is_some() && rest.has(Needs::Result) { { later::result::supposing(&store) } }
            <p class="vh" role="status"><span key={store.said.0}>{ store.said.1.clone() }</span></p>
            <main class="main wrap" id="main" tabindex="-1">
                if store.lang == Lang::En { <p class="unofficial">{ store.lang.unofficial() }</p> }
                { page }
            </main>
            { footer(&store) }
        </div>
    };
    yew::html! { <ContextProvider<Store> context={store.clone()}>{ shown }</ContextProvider<Store>> }
}

/// Keeps state and location together: links change the hash, the hash changes the page.
#[hook]
fn use_hash(store: &Store) {
    let dispatcher = store.dispatcher();
    let begun = store.route.clone();
    use_effect_with((), move |()| {
        // The address may have changed since the state was made.
        if current_route() != begun {
            dispatcher.dispatch(Action::Located(current_route()));
        }
        let listener = EventListener::new(&window(), "hashchange", move |_| {
            memory::tidy_entry();
            dispatcher.dispatch(Action::Located(current_route()));
        });
        move || drop(listener)
    });
    use_effect_with((store.route.clone(), store.located), |(route, located)| {
        match current_route() {
            here if *located || here == *route => {}
            // A link's letters do not stay in the history.
            Route::Link(_) => {
                let _ = history().replace_state_with_url(&JsValue::NULL, "", Some(&route.hash()));
            }
            _ => {
                let _ = window().location().set_hash(&route.hash());
            }
        }
    });
}

/// Theme, text size, language and title.
#[hook]
fn use_root_attributes(store: &Store) {
    use_effect_with((store.dark, store.large, store.lang), |(dark, large, lang)| {
        let Some(root) = document().document_element() else { return };
        let set = |name: &str, value: Option<&str>| {
            let _ = value.map_or_else(|| root.remove_attribute(name), |value| root.set_attribute(name, value));
        };
        set("data-theme", dark.map(|dark| if dark { "dark" } else { "light" }));
        set("data-size", large.then_some("large"));
        set("lang", Some(lang.t("zh-CN", "en")));
    });
    let title = {
        let page = match store.route {
            Route::Start => store.lang.of(&store.policy().document.title),
            Route::Check(_) => store.lang.t("自查", "Check"),
            Route::Result => store.lang.t("结果", "Result"),
            Route::Text(_) => store.lang.t("原文", "Text"),
            Route::Workspace => store.lang.t("工作台", "Workspace"),
            Route::Embed => store.lang.t("嵌入", "Embed"),
            Route::Item(_) => store.lang.t("事项", "Item"),
            Route::Saved | Route::Link(_) => store.lang.t("我的填报", "Saved"),
        };
        format!("{page} · {}", store.lang.t("政策自查", "Policy self-check"))
    };
    use_effect_with(title, |title| document().set_title(title));
}

/// After a change of page the focus is on the place that was meant, or on the page itself.
#[hook]
fn use_focus(store: &Store) {
    // A link to a sentence means that sentence.
    let place = match &store.route {
        Route::Text(Some(at)) => Some(sentence_id(*at)),
        _ => None,
    };
    use_effect_with(store.focus.clone(), move |(count, target)| {
        if *count == 0 {
            return;
        }
        if !target.as_deref().or(place.as_deref()).is_some_and(focus) {
            focus(MAIN);
            // After the focus, which scrolls to the page's text and past a part of the masthead.
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
}

/// Focuses an element and scrolls to it; whether there is one.
pub fn focus(id: &str) -> bool {
    let Some(element) = document().get_element_by_id(id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    // What is folded cannot get the focus.
    while let Ok(Some(fold)) = element.closest("details:not([open])") {
        if fold.set_attribute("open", "").is_err() {
            break;
        }
    }
    // A group of radios is no control: its first control gets the focus.
    let control = element.query_selector("input, select, textarea, button").ok().flatten();
    let target = if element.matches("fieldset").unwrap_or(false) { control } else { None };
    let target = target.and_then(|e| e.dyn_into::<HtmlElement>().ok()).unwrap_or_else(|| element.clone());
    if id != MAIN {
        // With what asks for it: a field without its question helps nobody.
        element
            .closest(".q, .brief, .claim")
            .ok()
            .flatten()
            .unwrap_or_else(|| element.clone().into())
            .scroll_into_view();
    }
    let focused = target.focus().is_ok();
    frame::bring_into_view(&element);
    focused
}

/// A link within the page: moves focus, leaves the hash alone.
pub fn jump(id: impl Into<String>) -> Callback<MouseEvent> {
    let id: String = id.into();
    Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        focus(&id);
    })
}
