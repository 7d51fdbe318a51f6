//! A pause between two steps of long work, so that the browser answers its user, or a worker its page.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Ends the browser's present task; what follows is a task of its own. Works in windows and workers.
pub async fn breath() {
    let soon = Promise::new(&mut |resolve, _| {
        let global = js_sys::global();
        let timer = Reflect::get(&global, &JsValue::from_str("setTimeout")).ok().and_then(|f| f.dyn_into().ok());
        let set = timer.and_then(|timer: Function| timer.call1(&global, &resolve).ok());
        if set.is_none() {
            // Without timers the promise would wait for ever: then there is no pause.
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    let _ = JsFuture::from(soon).await;
}
