//! What the document as a whole does not write: how to apply, caps, where one must be registered and the like.

use markup::html;
use yew::prelude::*;

use super::icon::{Icon, draw};
use super::state::State;
use super::words::Lang;
use crate::engine::Status;
use crate::policy::Policy;

/// What stands above the list.
pub fn title(lang: Lang) -> &'static str {
    lang.t("整份办法都没有写明的", "What the measure as a whole leaves open")
}

/// Each point in words, in the order of the policy data.
pub fn points(lang: Lang, policy: &Policy) -> Vec<&str> {
    let known = |id: &String| policy.ambiguities.iter().find(|ambiguity| ambiguity.id == *id);
    policy.document.ambiguities.iter().filter_map(known).map(|ambiguity| lang.of(&ambiguity.text)).collect()
}

/// What is not written of how to apply; none where the text writes it.
pub fn procedure(lang: Lang, policy: &Policy) -> Option<&str> {
    let id = policy.document.procedure_ambiguity.as_ref()?;
    policy.ambiguities.iter().find(|ambiguity| ambiguity.id == *id).map(|ambiguity| lang.of(&ambiguity.text))
}

/// The list, for the result and the text.
pub fn unwritten(state: &State) -> Html {
    let lang = state.lang;
    let points = points(lang, state.policy());
    if points.is_empty() {
        return Html::default();
    }
    html! {
        <section class="group" id="unwritten" tabindex="-1" data-status={Status::Unclear.word()} aria-labelledby="unwritten-title">
            <header class="group-head">
                <h2 class="group-title" id="unwritten-title">{ draw(Icon::Status(Status::Unclear)) }<span>{ title(lang) }</span></h2>
                <p class="group-note">{ lang.t(
                    "对每个事项都适用，须以主管部门的说明为准。",
                    "This holds for every item; ask the authority.") }</p>
            </header>
            <ul class="open-list">{ for points.into_iter().map(|words| html! { <li>{ words.to_owned() }</li> }) }</ul>
        </section>
    }
}
