//! A link that holds the answers: compressed by the browser, in the fragment, which is never sent.

use gloo::utils::window;
use js_sys::{Array, ArrayBuffer, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableWritablePair, Response};

use super::exchange::{Envelope, MAX_LINK, Refusal, from_base64url, to_base64url};
use crate::profile::MAX_BYTES;

/// How the bytes of a link are packed: the first letter.
const PLAIN: char = '0';
const DEFLATED: char = '1';

/// Whether the page was opened as a file, which no link of another machine leads to.
pub fn is_file() -> bool {
    window().location().protocol().is_ok_and(|protocol| protocol == "file:")
}

/// The letters of a link for an envelope.
pub async fn pack(envelope: &Envelope) -> String {
    let bytes = envelope.to_bytes();
    let (mark, packed) = match through("CompressionStream", &bytes).await {
        Some(packed) if packed.len() < bytes.len() => (DEFLATED, packed),
        _ => (PLAIN, bytes),
    };
    let mut letters = String::from(mark);
    letters.push_str(&to_base64url(&packed));
    letters
}

/// The envelope behind the letters of a link.
///
/// # Errors
/// When they are damaged, foreign or too many.
pub async fn unpack(letters: &str) -> Result<Envelope, Refusal> {
    if letters.len() > MAX_LINK {
        return Err(Refusal::TooLarge);
    }
    let mark = letters.chars().next().ok_or(Refusal::Damaged)?;
    let bytes = from_base64url(letters.get(mark.len_utf8()..).unwrap_or_default())?;
    match mark {
        PLAIN => Envelope::from_bytes(&bytes),
        DEFLATED => {
            let plain = through("DecompressionStream", &bytes).await.ok_or(Refusal::Damaged)?;
            if plain.len() > 2 * MAX_BYTES { Err(Refusal::TooLarge) } else { Envelope::from_bytes(&plain) }
        }
        _ => Err(Refusal::Foreign),
    }
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
