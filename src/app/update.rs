//! A newer version that waits: offered, never forced. The start module finds it and puts it in place.

use gloo::events::EventListener;
use gloo::utils::{document, window};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::adviser::tell;
use super::icon::{Icon, draw};
use super::shell::use_store;

/// A newer version is ready; the root element has [`WAITING`] then.
const FOUND_EVENT: &str = "selfcheck:update";
/// The user wants the newer version.
const TAKE_EVENT: &str = "selfcheck:renew";
/// Attribute of the root element while a newer version waits.
const WAITING: &str = "data-update";

/// The offer.
#[component]
pub fn Update() -> Html {
    let waits = use_state(|| false);
    {
        let waits = waits.clone();
        use_effect_with((), move |()| {
            let look = move || waits.set(document().document_element().is_some_and(|root| root.has_attribute(WAITING)));
            look();
            let listener = EventListener::new(&window(), FOUND_EVENT, move |_| look());
            move || drop(listener)
        });
    }
    let Some(store) = use_store() else { return Html::default() };
    if !*waits {
        return Html::default();
    }
    let lang = store.lang;
    let take = Callback::from(|_: MouseEvent| tell(TAKE_EVENT, &JsValue::NULL));
    let later = Callback::from(move |_: MouseEvent| waits.set(false));
    html! {
        <div class="wrap offer no-print"><div class="notice" role="status">
            { draw(Icon::Arrow) }
            <div>
                <p>{ lang.t("本页有新版本。更新时重新打开本页，您的回答会保留；不更新也可以继续。", "There is a newer version. Updating opens the page again and keeps your answers; you can also go on as it is.") }</p>
                <p class="actions">
                    <button class="btn" type="button" onclick={take}>{ lang.t("现在更新", "Update now") }</button>
                    <button class="btn btn-quiet" type="button" onclick={later}>{ lang.t("以后再说", "Later") }</button>
                </p>
            </div>
        </div></div>
    }
}
