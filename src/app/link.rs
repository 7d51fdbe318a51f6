//! A link that holds the answers: compressed by the browser, in the fragment, which is never sent.

use gloo::utils::window;
use js_sys::{Array, ArrayBuffer, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableWritablePair, Response};

use super::envelope::{Envelope, Refusal, from_letters, to_letters};
use super::later;

/// Whether the page was opened as a file, which no link of another machine leads to.
pub fn is_file() -> bool {
    window().location().protocol().is_ok_and(|protocol| protocol == "file:")
}

/// The letters of a link for an envelope.
///
/// # Errors
/// When they are more than a link may have.
pub async fn pack(envelope: &Envelope) -> Result<String, Refusal> {
    let bytes = envelope.to_bytes();
    match through("CompressionStream", &bytes).await {
        Some(packed) if packed.len() < bytes.len() => to_letters(true, &packed),
        _ => to_letters(false, &bytes),
    }
}

/// The envelope behind the letters of a link.
///
/// # Errors
/// When they are damaged, foreign or too many.
pub async fn unpack(letters: &str) -> Result<Envelope, Refusal> {
    let (packed, bytes) = from_letters(letters)?;
    if !packed {
        return later::seldom::envelope(&bytes);
    }
    let plain = through("DecompressionStream", &bytes).await.ok_or(Refusal::Damaged)?;
    later::seldom::envelope(&plain)
}

/// Bytes through one of the browser's streams; none where it has no such stream or they do not fit it.
async fn through(stream: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let maker: Function = Reflect::get(&js_sys::global(), &JsValue::from_str(stream)).ok()?.dyn_into().ok()?;
    let pair = Reflect::construct(&maker, &Array::of1(&JsValue::from_str("deflate-raw"))).ok()?;
    let pair: ReadableWritablePair = pair.unchecked_into();
    let parts = Array::of1(&Uint8Array::from(bytes));
    let source = Blob::new_with_u8_array_sequence(&parts).ok()?.stream();
    let stream = source.pipe_through(&pair);
    let response = Response::new_with_opt_readable_stream(Some(&stream)).ok()?;
    let buffer: JsValue = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer.unchecked_into::<ArrayBuffer>()).to_vec())
}
