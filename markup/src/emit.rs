//! From markup to calls of the builder.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::parse::{Attribute, Element, If, Node, Nodes};

/// Attributes that are there or not (HTML Living Standard, table of attributes, where the value is “boolean attribute”).
const FLAGS: &[&str] = &[
    "autofocus",
    "controls",
    "disabled",
    "hidden",
    "inert",
    "multiple",
    "novalidate",
    "open",
    "readonly",
    "required",
    "reversed",
    "selected",
];

/// An expression that gives the node.
pub fn nodes(nodes: &Nodes) -> TokenStream {
    let steps = children(&nodes.0);
    // A call rather than a block, so that lints see the markup as one expression.
    quote! {
        ::core::convert::identity({
            let mut build = crate::markup::Build::new();
            #steps
            build.done()
        })
    }
}

fn children(nodes: &[Node]) -> TokenStream {
    nodes.iter().map(node).collect()
}

fn node(node: &Node) -> TokenStream {
    match node {
        Node::Element(element) => self::element(element),
        Node::Fragment(nodes) => group(nodes),
        Node::Component(tokens) => quote! { build.put(::yew::html! { #tokens }); },
        Node::Value(block) => {
            let value = if let [syn::Stmt::Expr(expression, None)] = &block.stmts[..] {
                quote! { #expression }
            } else {
                quote! { #block }
            };
            quote! { build.put(#value); }
        }
        Node::Each(iterator) => quote! { for each in #iterator { build.put(each); } },
        Node::If(choice) => self::choice(choice),
    }
}

/// Nodes that keep one place among their neighbours, however many they are.
fn group(nodes: &[Node]) -> TokenStream {
    let steps = children(nodes);
    quote! { build.open_group(); #steps build.close(); }
}

fn choice(choice: &If) -> TokenStream {
    let If { condition, then, otherwise } = choice;
    let (then, otherwise) = (group(then), group(otherwise));
    quote! { if #condition { #then } else { #otherwise } }
}

fn element(element: &Element) -> TokenStream {
    let Element { name, attributes, children } = element;
    let steps = self::children(children);
    let typed = matches!(name.as_str(), "input" | "textarea");
    let special = |attribute: &&Attribute| match attribute.name.as_str() {
        "key" | "ref" => true,
        "value" | "checked" => typed,
        name => name.starts_with("on"),
    };
    let plain: Vec<&Attribute> = attributes.iter().filter(|attribute| !special(attribute)).collect();
    let (fixed, changing): (Vec<&Attribute>, Vec<&Attribute>) =
        plain.into_iter().partition(|attribute| attribute.fixed().is_some());
    let names = fixed.iter().chain(&changing).map(|attribute| &attribute.name);
    let values = fixed.iter().filter_map(|attribute| attribute.fixed());
    let open = if changing.is_empty() {
        let names = names.clone();
        quote! { build.open(#name, &[#((#names, ::yew::virtual_dom::AttributeOrProperty::Static(#values))),*]); }
    } else {
        quote! { build.open_with(#name, &[#(#names),*], &[#(#values),*]); }
    };
    let changing = changing.iter().map(|attribute| changing_value(attribute));
    // The order in which yew uses values: one that is given away in a listener may be borrowed in attributes before.
    let (first, last): (Vec<&Attribute>, Vec<&Attribute>) =
        attributes.iter().filter(special).partition(|attribute| matches!(attribute.name.as_str(), "key" | "ref"));
    let (first, last) = (first.into_iter().map(special_value), last.into_iter().map(special_value));
    quote! { #open #(#first)* #(#changing)* #(#last)* #steps build.close(); }
}

fn changing_value(attribute: &Attribute) -> TokenStream {
    let Attribute { name, value } = attribute;
    if FLAGS.contains(&name.as_str()) {
        quote! { build.flag(#name, #value); }
    } else if name == "class" {
        quote! { build.class(#value); }
    } else {
        quote! { build.attribute(#value); }
    }
}

fn special_value(attribute: &Attribute) -> TokenStream {
    let Attribute { name, value } = attribute;
    match name.as_str() {
        "key" => quote! { build.key(#value); },
        "ref" => quote! { build.node_ref(#value); },
        "value" => quote! { build.value(#value); },
        "checked" => quote! { build.checked(#value); },
        event => {
            let event = format_ident!("{event}");
            quote! { build.listen(::std::rc::Rc::new(::yew::html::#event::Wrapper::new(::yew::Callback::from(#value)))); }
        }
    }
}
