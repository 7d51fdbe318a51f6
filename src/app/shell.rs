//! What stands around every page: masthead and footer.

use markup::html;
use yew::prelude::*;

use super::icon::{Icon, draw};
use super::root::Store;
use super::route::Route;
use super::state::Action;
use super::storage::{self, Display};
use super::words::Lang;

/// The state from the context.
#[hook]
pub fn use_store() -> Option<Store> {
    use_context::<Store>()
}

/// Name, pages and display settings.
pub fn masthead(store: &Store) -> Html {
    let lang = store.lang;
    let pages = [
        (Route::Start, lang.t("首页", "Home")),
        (Route::Check(None), lang.t("自查", "Check")),
        (Route::Result, lang.t("结果", "Result")),
        (Route::Text(None), lang.t("原文", "Text")),
        (Route::Saved, lang.t("我的填报", "Saved")),
        (Route::Workspace, lang.t("工作台", "Workspace")),
    ];
    let links = pages.into_iter().map(|(route, words)| {
        let current = route.same_page(&store.route).then_some("page");
        html! { <a class="nav-link" href={route.hash()} aria-current={current}>{ words }</a> }
    });
    let large = store.large;
    let dark = store.dark.unwrap_or_else(system_is_dark);
    let dispatcher = store.dispatcher();
    let on_large = Callback::from(move |_: MouseEvent| {
        storage::remember_display(Display { large: !large, ..stored() });
        dispatcher.dispatch(Action::Large(!large));
    });
    let dispatcher = store.dispatcher();
    let on_dark = Callback::from(move |_: MouseEvent| {
        storage::remember_display(Display { dark: Some(!dark), ..stored() });
        dispatcher.dispatch(Action::Theme(Some(!dark)));
    });
    let (other, other_name, other_tag) = match lang {
        Lang::Zh => (Lang::En, "English", "en"),
        Lang::En => (Lang::Zh, "中文", "zh-CN"),
    };
    let dispatcher = store.dispatcher();
    let on_lang = Callback::from(move |_: MouseEvent| {
        storage::remember_display(Display { english: other == Lang::En, ..stored() });
        dispatcher.dispatch(Action::Speak(other));
    });
    html! {
        <header class="masthead">
            <div class="wrap masthead-in">
                <a class="brand" href={Route::Start.hash()}>
                    { mark() }
                    <span class="brand-name">{ lang.t("政策自查", "Policy self-check") }</span>
                    <span class="brand-sub">{ &store.policy().document.number }</span>
                </a>
                <nav class="nav" aria-label={lang.t("主导航", "Main navigation")}>{ for links }</nav>
                <div class="tools">
                    <button class="tool" type="button" lang={other_tag} onclick={on_lang}><span>{ other_name }</span></button>
                    <button class="tool" type="button" aria-pressed={large.to_string()} onclick={on_large}>
                        { draw(Icon::Letters) }<span>{ lang.t("大字", "Large") }</span>
                    </button>
                    <button class="tool" type="button" aria-pressed={dark.to_string()} onclick={on_dark}>
                        { draw(Icon::Moon) }<span>{ lang.t("深色", "Dark") }</span>
                    </button>
                </div>
            </div>
        </header>
    }
}

/// The user's own choices: what a host chose for its frame is not among them.
fn stored() -> Display {
    storage::display().unwrap_or_default()
}

fn system_is_dark() -> bool {
    let query = gloo::utils::window().match_media("(prefers-color-scheme: dark)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// The product's mark: a document with a tick.
fn mark() -> Html {
    html! {
        <svg class="brand-mark" viewBox="0 0 30 30" aria-hidden="true" focusable="false">
            <rect width="30" height="30" rx="5" fill="currentColor" />
            <g fill="none" class="brand-ink" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
                <path d="M8 8.5h14M8 13.5h7M8 18.5h4" />
                <path d="m14.5 19.5 3 3 5.5-7" />
            </g>
        </svg>
    }
}

/// Who decides, and on what it rests.
pub fn footer(store: &Store) -> Html {
    let document = &store.policy().document;
    let basis = store.lang.t("依据", "Based on ");
    let title = store.lang.of(&document.title);
    let basis =
        if store.lang.t("zh", "en") == "zh" { format!("{basis}《{title}》") } else { format!("{basis}{title}") };
    html! {
        <footer class="footer">
            <div class="wrap footer-in">
                <p>{ store.lang.of(&document.disclaimer) }</p>
                <p>{ basis }</p>
            </div>
        </footer>
    }
}
