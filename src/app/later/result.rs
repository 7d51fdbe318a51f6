//! The result, and what is read and done with it.

use yew::{Html, UseReducerHandle};

use crate::app::advice_panel::{Named, advice_panel};
use crate::app::card::card;
use crate::app::frame::Question;
use crate::app::item_page::item_page;
use crate::app::overlap_panel::overlap_panel;
use crate::app::result::{briefs, result_page};
use crate::app::root::Store;
use crate::app::state::State;
use crate::app::turns::Part;
use crate::app::unwritten::unwritten;
use crate::app::words::Lang;
use crate::app::{frame, judged, markdown, near_misses, what_if};
use crate::overlap::{self, Award, Counted, Overlap, Untagged};
use crate::profile::value::ClaimIndex;

/// What counted claims give together.
#[inline(never)]
pub fn weigh(claims: &[Counted<'_>], awards: &[Award<'_>], untagged: Untagged) -> Overlap {
    overlap::weigh(claims, awards, untagged)
}

/// From profile JSON to report JSON, or to an errors object.
#[inline(never)]
pub fn assess(profile: &str) -> String {
    crate::door::assess(profile)
}

/// The host's question whether it gets the report.
#[inline(never)]
pub fn consent(store: &Store, question: &UseReducerHandle<Question>) -> Html {
    frame::consent(store, question)
}

/// That the host has got the report.
#[inline(never)]
pub fn given(lang: Lang, question: &UseReducerHandle<Question>) -> Html {
    frame::given(lang, question)
}

/// The result page.
#[inline(never)]
pub fn page(store: &Store) -> Html {
    result_page(store)
}

/// A part of the result page.
#[inline(never)]
pub fn part(store: &Store, part: Part) -> Html {
    match part {
        Part::Card(index) => {
            let item = store.computed.report.items.get(usize::from(index));
            item.map_or_else(Html::default, |item| card(store, item))
        }
        Part::Overlap => overlap_panel(store),
        Part::Advice => advice_panel(store),
        Part::Unwritten => unwritten(store),
        Part::Briefs(status) => briefs(store, status),
        Part::Article(..) => Html::default(),
    }
}

/// One item with its questions.
#[inline(never)]
pub fn item(store: &Store, id: &str) -> Html {
    item_page(store, id)
}

/// How a claim was judged, as a tree.
#[inline(never)]
pub fn tree(store: &Store, claim: ClaimIndex) -> Html {
    judged::tree(store, claim)
}

/// Changes of settled facts that would turn a verdict.
#[inline(never)]
pub fn settled_misses(store: &Store, claims: &[Named]) -> Html {
    near_misses::settled(store, claims)
}

/// The drawer of what is supposed.
#[inline(never)]
pub fn supposing(store: &Store) -> Html {
    what_if::supposing(store)
}

/// The result as Markdown.
#[inline(never)]
pub fn markdown(state: &State) -> String {
    markdown::markdown(state)
}
