//! A newer version that waits: offered, never forced. The start module finds it and puts it in place.

use gloo::events::EventListener;
use gloo::utils::{document, window};
use markup::html;
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
/// Attribute of the root element while the workspace holds a list that is kept nowhere.
pub const UNKEPT: &str = "data-unkept-list";

/// Whether the root element has an attribute.
fn says(attribute: &str) -> bool {
    document().document_element().is_some_and(|root| root.has_attribute(attribute))
}

/// The offer.
#[component]
pub fn Update() -> Html {
    let waits = use_state(|| false);
    let warned = use_state(|| false);
    {
        let waits = waits.clone();
        use_effect_with((), move |()| {
            let look = move || waits.set(says(WAITING));
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
    let take = {
        let warned = warned.clone();
        Callback::from(
            move |_: MouseEvent| {
                if *warned || !says(UNKEPT) { tell(TAKE_EVENT, &JsValue::NULL) } else { warned.set(true) }
            },
        )
    };
    let later = {
        let warned = warned.clone();
        Callback::from(move |_: MouseEvent| {
            warned.set(false);
            waits.set(false);
        })
    };
    html! {
        <div class="wrap offer no-print"><div class="notice" role="status">
            { draw(Icon::Arrow) }
            <div>
                <p>{ lang.t("本页有新版本。更新时重新打开本页，您的回答会保留；不更新也可以继续。", "There is a newer version. Updating opens the page again and keeps your answers; you can also go on as it is.") }</p>
                if *warned {
                    <p role="alert"><strong>{ lang.t("工作台里的名单没有保存在这台设备上，更新后会丢失。请先到工作台保存或导出。", "The list in the workspace is kept nowhere, and updating loses it: first keep or export it there.") }</strong></p>
                }
                <p class="actions">
                    <button class="btn" type="button" onclick={take}>{ if *warned { lang.t("丢弃名单并更新", "Drop the list and update") } else { lang.t("现在更新", "Update now") } }</button>
                    <button class="btn btn-quiet" type="button" onclick={later}>{ lang.t("以后再说", "Later") }</button>
                </p>
            </div>
        </div></div>
    }
}
