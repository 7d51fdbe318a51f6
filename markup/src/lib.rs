//! `html!`: yew's markup, compiled to calls of one small builder (`crate::markup::Build`) instead of values built in place.
//!
//! The page is mostly markup, and each element that is built in place costs some 150 bytes of WebAssembly; a call costs
//! about 20. The syntax is that part of yew's which the page uses: elements, fragments, components (handed on to yew),
//! `{ expression }`, `{ for iterator }`, and `if` with `else`.

mod emit;
mod parse;

use proc_macro::TokenStream;
use syn::parse_macro_input;

/// Markup as a node: `html! { <p class="note">{ words }</p> }`.
#[proc_macro]
pub fn html(input: TokenStream) -> TokenStream {
    let nodes = parse_macro_input!(input as parse::Nodes);
    emit::nodes(&nodes).into()
}
