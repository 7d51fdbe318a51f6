//! The door for programs in a browser or in Node: `assess` and the policy, as JSON texts. The page leaves out
//! `advise`, which nothing there calls, and has an `assess` of its own, in a later part.

use std::cell::OnceCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::EMBEDDED_POLICY;
use crate::policy::Bundle;
use crate::report::Assessor;

thread_local! {
    static ASSESSOR: OnceCell<Option<Assessor>> = const { OnceCell::new() };
}

/// From profile JSON (`Profile`) to report JSON (`Report`); an errors object (`Errors`) when the profile breaks the
/// format. The same bytes as the native program writes.
#[cfg_attr(not(feature = "page"), wasm_bindgen)]
pub fn assess(profile: &str) -> String {
    with_assessor(|assessor| assessor.assess(profile))
}

/// From profile JSON (`Profile`) to advice JSON (`Advice`): what to ask next, what would change a verdict, and by when;
/// an errors object (`Errors`) when the profile breaks the format.
#[cfg(not(feature = "ui"))]
#[wasm_bindgen]
pub fn advise(profile: &str) -> String {
    with_assessor(|assessor| assessor.advise(profile))
}

fn with_assessor(answer: impl FnOnce(&Assessor) -> Result<String, String>) -> String {
    ASSESSOR.with(|cell| {
        let ready = cell.get_or_init(|| Bundle::from_json(EMBEDDED_POLICY).ok().and_then(|b| Assessor::new(b).ok()));
        // The build has checked the policy, so it is always there.
        ready.as_ref().map_or_else(String::new, |assessor| answer(assessor).unwrap_or_else(|errors| errors))
    })
}

/// The embedded policy as JSON, with its digest (`Bundle`).
#[wasm_bindgen]
pub fn policy() -> String {
    EMBEDDED_POLICY.to_owned()
}
