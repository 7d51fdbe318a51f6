//! The measure's text with its readings.

use yew::Html;

use crate::app::reading::Reader;
use crate::app::root::Store;
use crate::app::route::SentenceId;
use crate::app::text_page;
use crate::policy::model::Condition;

/// The text, with the sentence that was asked for.
#[inline(never)]
pub fn page(store: &Store, at: Option<SentenceId>) -> Html {
    text_page::text_page(store, at)
}

/// An article, by its number.
#[inline(never)]
pub fn article(store: &Store, number: u16, at: Option<SentenceId>) -> Html {
    text_page::article(store, number, at)
}

/// The conditions of an item, one by one.
#[inline(never)]
pub fn conditions(reader: Reader<'static>, condition: &'static Condition) -> Html {
    text_page::conditions(reader, condition)
}
