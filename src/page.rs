//! The page's program as the start module calls it.

use std::cell::Cell;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

use crate::report::Assessor;
use crate::{app, workspace};

thread_local! {
    /// What assesses answers, once the page has started.
    static ASSESSOR: Cell<Option<&'static Assessor>> = const { Cell::new(None) };
}

/// Starts the page in the element `app`.
///
/// # Errors
/// When the embedded policy cannot be used or the element is missing: the page then shows what to do.
#[wasm_bindgen]
pub async fn run() -> Result<(), JsValue> {
    ASSESSOR.set(Some(app::run().await?));
    Ok(())
}

/// The engine in the page, as [`crate::door::assess`]; empty until the part with the result is there.
#[wasm_bindgen]
pub fn assess(profile: &str) -> String {
    app::assess(profile)
}

/// Opens the workspace in an element; `script` is the address of its worker, `program` the worker's compiled program.
///
/// # Errors
/// Before the page has started.
#[wasm_bindgen]
pub fn open_workspace(place: Element, script: String, program: JsValue) -> Result<(), JsValue> {
    let assessor = ASSESSOR.get().ok_or("the page has not started")?;
    workspace::opened::open(assessor, place, script, program);
    Ok(())
}
