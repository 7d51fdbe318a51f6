//! Files made in the page and handed to the browser to keep. Nothing is sent anywhere.

use gloo::utils::{body, document};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Hands the user a text file.
///
/// # Errors
/// When the browser refuses.
pub fn download(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(text)), &options)?;
    download_blob(name, &blob)
}

/// Hands the user a file of any kind.
///
/// # Errors
/// When the browser refuses.
pub fn download_blob(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    body().append_child(&link)?;
    link.click();
    link.remove();
    Url::revoke_object_url(&address)
}
