//! A pause between two steps of long work, so that the browser answers its user, or a worker its page.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// Ends the browser's present task; what follows is a task of its own. Works in windows and workers.
pub async fn breath() {
    // A message to oneself: timers that follow each other are held back for 4 ms each (HTML, “timers”).
    let soon = Promise::new(&mut |resolve, _| {
        let sent = MessageChannel::new().and_then(|channel| {
            channel.port2().set_onmessage(Some(resolve.unchecked_ref()));
            channel.port1().post_message(&JsValue::NULL)
        });
        if sent.is_err() {
            // Without a message the promise would wait for ever: then there is no pause.
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    let _ = JsFuture::from(soon).await;
}
