//! What opens the workspace. The build cuts the page's program here too: what only the workspace needs is loaded with it.

use wasm_bindgen::JsValue;
use web_sys::Element;

use super::client::Program;
use super::root::{Root, RootProps};
use crate::report::Assessor;

/// Opens the workspace in an element.
#[inline(never)]
pub fn open(assessor: &'static Assessor, place: Element, script: String, program: JsValue) {
    let props = RootProps::new(assessor, Program { script, compiled: program });
    yew::Renderer::<Root>::with_root_and_props(place, props).render();
}
