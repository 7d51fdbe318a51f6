//! The root component: holds the state, listens to the browser, and tells it what to show.

use gloo::events::EventListener;
use gloo::utils::{document, history, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
#[cfg(feature = "page")]
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::adviser::{advising, embed_page, use_adviser, workspace_page};
use super::breath::breath;
use super::check::Check;
use super::draft::Draft;
use super::frame::{self, Frame};
use super::item_page::ItemPage;
use super::keeping::{notices, use_keeping};
use super::result::ResultPage;
use super::route::Route;
use super::saved::{OpenLink, Saved};
use super::shell::{footer, masthead};
use super::start::Start;
use super::state::{Action, State};
use super::storage;
use super::text_page::TextPage;
use super::update::Update;
use super::what_if::supposing;
use crate::EMBEDDED_POLICY;
use crate::policy::Bundle;
use crate::report::Assessor;
use crate::values::Date;

/// The state as components see it.
pub type Store = UseReducerHandle<State>;

/// Starts the page in the element `app`.
///
/// # Errors
/// When the embedded policy cannot be used or the element is missing: the page then shows what to do.
#[cfg_attr(feature = "page", wasm_bindgen)]
pub async fn run() -> Result<(), JsValue> {
    let error = |message: String| JsValue::from_str(&message);
    // Between the steps the browser may draw what stands there already, and answer its user.
    breath().await;
    let bundle = Bundle::from_json(EMBEDDED_POLICY).map_err(|e| error(e.to_string()))?;
    breath().await;
    let assessor: &'static Assessor = Box::leak(Box::new(Assessor::new(bundle).map_err(|e| error(e.to_string()))?));
    let root = document().get_element_by_id("app").ok_or_else(|| error("no element “app”".into()))?;
    let today = today().ok_or_else(|| error("no date".into()))?;
    breath().await;
    root.set_text_content(None);
    yew::Renderer::<App>::with_root_and_props(root, AppProps { assessor: Ready(assessor), today }).render();
    Ok(())
}

/// The browser's day, in its own time zone; outside 1900 to 2199 the nearest day inside.
pub fn today() -> Option<Date> {
    let now = js_sys::Date::new_0();
    let year = u16::try_from(now.get_full_year()).unwrap_or(u16::MAX).clamp(1900, 2199);
    Date::new(year, u8::try_from(now.get_month() + 1).ok()?, u8::try_from(now.get_date()).ok()?)
}

#[derive(Clone, Copy)]
struct Ready(&'static Assessor);

impl PartialEq for Ready {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

#[derive(Properties, PartialEq)]
struct AppProps {
    assessor: Ready,
    today: Date,
}

fn current_route() -> Route {
    Route::parse(&window().location().hash().unwrap_or_default())
}

/// Answers that the history entry carries: they outlive a reload, and go with the tab.
fn remembered() -> Option<Draft> {
    serde_json::from_str(&history().state().ok()?.as_string()?).ok()
}

fn remember(draft: &Draft) {
    let Ok(text) = serde_json::to_string(draft) else { return };
    // Browsers limit how much an entry holds and how often it changes; the answers then only do not outlive a reload.
    let _ = history().replace_state_with_url(&JsValue::from_str(&text), "", None);
    frame::remember(&text);
}

#[component]
fn App(props: &AppProps) -> Html {
    let (assessor, today) = (props.assessor.0, props.today);
    let initial = use_memo((), |()| {
        let draft = remembered().or_else(|| frame::first_draft(assessor.policy()));
        let state = State::new(assessor, draft, current_route(), today)?;
        Some(state.shown_as(frame::first_display(storage::display().unwrap_or_default())))
    });
    match (*initial).clone() {
        Some(state) => html! { <Page {state} /> },
        None => html! { <main class="boot"><p>{ "政策数据无法使用。" }</p></main> },
    }
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
    use_effect_with((store.own_draft().clone(), store.route.clone()), |(draft, _)| remember(draft));
    use_focus(&store);
    let page = match &store.route {
        Route::Start => html! { <Start /> },
        Route::Check(group) => html! { <Check group={group.clone()} /> },
        Route::Result => html! { <ResultPage /> },
        Route::Text(at) => html! { <TextPage at={*at} /> },
        Route::Saved => html! { <Saved /> },
        Route::Link(letters) => html! { <OpenLink letters={letters.clone()} /> },
        Route::Workspace => workspace_page(store.lang),
        Route::Embed => embed_page(store.lang),
        Route::Item(id) => html! { <ItemPage id={id.clone()} /> },
    };
    use_keeping(&store);
    use_adviser(&store);
    let wide = store.route == Route::Workspace;
    html! {
        <ContextProvider<Store> context={store.clone()}>
            <div class={classes!("app", store.kept.is_some().then_some("app-supposing"), wide.then_some("app-wide"))}>
                <a class="skip" href="#main" onclick={jump("main")}>{ store.lang.t("跳到正文", "Skip to content") }</a>
                { masthead(&store) }
                { notices(&store) }
                <Update />
                <Frame />
                { advising(&store) }
                { supposing(&store) }
                <main class="main wrap" id="main" tabindex="-1">{ page }</main>
                { footer(&store) }
            </div>
        </ContextProvider<Store>>
    }
}

/// Keeps state and location together: links change the hash, the hash changes the page.
#[hook]
fn use_hash(store: &Store) {
    let dispatcher = store.dispatcher();
    use_effect_with((), move |()| {
        let listener = EventListener::new(&window(), "hashchange", move |_| {
            dispatcher.dispatch(Action::Located(current_route()));
        });
        move || drop(listener)
    });
    use_effect_with(store.route.clone(), |route| {
        match current_route() {
            here if here == *route => {}
            // A link's letters do not stay in the history.
            Route::Link(_) => {
                let state = history().state().unwrap_or(JsValue::NULL);
                let _ = history().replace_state_with_url(&state, "", Some(&route.hash()));
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
    use_effect_with(store.focus.clone(), |(count, target)| {
        if *count == 0 {
            return;
        }
        if !target.as_deref().is_some_and(focus) {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            focus("main");
        }
    });
}

/// Focuses an element and scrolls to it; whether there is one.
pub fn focus(id: &str) -> bool {
    let Some(element) = document().get_element_by_id(id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    // A group of radios is no control: its first control gets the focus.
    let control = element.query_selector("input, select, textarea, button").ok().flatten();
    let target = if element.matches("fieldset").unwrap_or(false) { control } else { None };
    let target = target.and_then(|e| e.dyn_into::<HtmlElement>().ok()).unwrap_or_else(|| element.clone());
    if id != "main" {
        element.scroll_into_view();
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
