//! Copying to the clipboard. Where the browser does not allow it, what was to be copied stands selected, and words say
//! how to copy it by hand.

use gloo::utils::window;
use markup::html;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::words::Lang;

/// Puts a text on the clipboard; whether the browser did so.
pub async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // A page that did not come over a secure connection has none.
    !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Selects what stands in an element and gives it the focus, so that the keyboard copies it.
pub fn select(place: &NodeRef) {
    let Some(element) = place.cast::<HtmlElement>() else { return };
    let _ = element.focus();
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.select();
    } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.select();
    } else if let Ok(Some(selection)) = window().get_selection() {
        let _ = selection.select_all_children(&element);
    }
}

/// How to copy what is selected.
pub fn by_hand(lang: Lang) -> &'static str {
    lang.t(
        "浏览器不允许自动复制。内容已选中，请按 Ctrl+C（苹果电脑按 ⌘C）复制，手机上请长按选中的内容。",
        "This browser does not let the page copy. The text is selected: press Ctrl+C (⌘C on a Mac), or hold it on a phone.",
    )
}

/// What a button copies.
#[derive(Properties, PartialEq)]
pub struct CopyProps {
    /// Language.
    pub lang: Lang,
    /// What the button is called.
    pub label: &'static str,
    /// The text.
    pub text: AttrValue,
    /// Where it stands.
    pub place: NodeRef,
}

/// A button that copies a text, and what became of it.
#[component]
pub fn Copy(props: &CopyProps) -> Html {
    let copied = use_state(|| None::<bool>);
    {
        let copied = copied.clone();
        use_effect_with(props.text.clone(), move |_| copied.set(None));
    }
    let onclick = {
        let (copied, text, place) = (copied.clone(), props.text.clone(), props.place.clone());
        Callback::from(move |_: MouseEvent| {
            let (copied, text, place) = (copied.clone(), text.clone(), place.clone());
            spawn_local(async move {
                let done = copy(&text).await;
                copied.set(Some(done));
                if !done {
                    select(&place);
                }
            });
        })
    };
    let told = match *copied {
        None => "",
        Some(true) => props.lang.t("已复制", "Copied"),
        Some(false) => by_hand(props.lang),
    };
    html! {
        <>
            <button class="btn" type="button" {onclick}>{ props.label }</button>
            <span role="status">{ told }</span>
        </>
    }
}
