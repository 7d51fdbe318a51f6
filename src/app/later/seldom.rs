//! What few need: the pages of what is kept, shared, embedded and worked on.

use markup::html;
use yew::Html;

use crate::app::adviser;
use crate::app::embed::embed_page;
use crate::app::envelope::{Envelope, Refusal};
use crate::app::keeping;
use crate::app::root::Store;
use crate::app::saved::{OpenLink, Saved};
use crate::app::words::Lang;

/// The page of what is kept.
#[inline(never)]
pub fn saved() -> Html {
    html! { <Saved /> }
}

/// The page that opens what a link holds.
#[inline(never)]
pub fn link(letters: &str) -> Html {
    html! { <OpenLink letters={letters.to_owned()} /> }
}

/// The page of the workspace.
#[inline(never)]
pub fn workspace(lang: Lang) -> Html {
    adviser::workspace_page(lang)
}

/// The page that tells how to embed.
#[inline(never)]
pub fn embed(lang: Lang) -> Html {
    embed_page(lang)
}

/// The envelope in a link or file.
///
/// # Errors
/// When it is damaged or foreign.
#[inline(never)]
pub fn envelope(bytes: &[u8]) -> Result<Envelope, Refusal> {
    Envelope::from_bytes(bytes)
}

/// What the user must know about where the answers come from and go to.
#[inline(never)]
pub fn notices(store: &Store) -> Html {
    keeping::notices(store)
}
