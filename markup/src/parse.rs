//! Reading markup.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, discouraged::Speculative};
use syn::{Block, Expr, Ident, Lit, Token, braced, token};

/// Nodes beside each other.
pub struct Nodes(pub Vec<Node>);

/// A piece of markup.
pub enum Node {
    /// `<p class="…">…</p>`
    Element(Element),
    /// `<>…</>`
    Fragment(Vec<Node>),
    /// `<Component … />`, as it is written.
    Component(TokenStream),
    /// `{ expression }`
    Value(Block),
    /// `{ for iterator }`
    Each(Expr),
    /// `if condition { … } else { … }`
    If(If),
}

/// An element.
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// What stands in it.
    pub children: Vec<Node>,
}

/// An attribute, a listener, `key` or `ref`.
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Expr,
}

impl Attribute {
    /// The value where it is a text in quotes.
    pub fn fixed(&self) -> Option<String> {
        match &self.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        }
    }
}

/// One of two, or nothing.
pub struct If {
    /// The condition; `let` is possible.
    pub condition: Expr,
    /// If it holds.
    pub then: Vec<Node>,
    /// If it does not.
    pub otherwise: Vec<Node>,
}

impl Parse for Nodes {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut nodes = Vec::new();
        while !input.is_empty() {
            nodes.push(input.parse()?);
        }
        Ok(Self(nodes))
    }
}

impl Parse for Node {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![<]) {
            return tag(input);
        }
        if input.peek(Token![if]) {
            return Ok(Self::If(input.parse()?));
        }
        if !input.peek(token::Brace) {
            return Err(input.error("here stands an element, an expression in braces, or `if`"));
        }
        let ahead = input.fork();
        let inside;
        braced!(inside in ahead);
        if inside.peek(Token![for]) && !inside.peek2(Token![<]) {
            let inside;
            braced!(inside in input);
            inside.parse::<Token![for]>()?;
            return Ok(Self::Each(inside.parse()?));
        }
        Ok(Self::Value(input.parse()?))
    }
}

impl Parse for If {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Token![if]>()?;
        let condition = Expr::parse_without_eager_brace(input)?;
        let inside;
        braced!(inside in input);
        let Nodes(then) = inside.parse()?;
        if !input.peek(Token![else]) {
            return Ok(Self { condition, then, otherwise: Vec::new() });
        }
        input.parse::<Token![else]>()?;
        if input.peek(Token![if]) {
            let otherwise = vec![Node::If(input.parse()?)];
            return Ok(Self { condition, then, otherwise });
        }
        let inside;
        braced!(inside in input);
        let Nodes(otherwise) = inside.parse()?;
        Ok(Self { condition, then, otherwise })
    }
}

/// What begins with `<`.
fn tag(input: ParseStream<'_>) -> syn::Result<Node> {
    let start = input.fork();
    input.parse::<Token![<]>()?;
    if input.peek(Token![>]) {
        input.parse::<Token![>]>()?;
        let children = children(input)?;
        input.parse::<Token![<]>()?;
        input.parse::<Token![/]>()?;
        input.parse::<Token![>]>()?;
        return Ok(Node::Fragment(children));
    }
    let ident = input.call(Ident::parse_any)?;
    if ident.to_string().starts_with(char::is_uppercase) {
        return component(input, &start);
    }
    let name = with_dashes(input, ident.to_string())?;
    let attributes = attributes(input)?;
    if input.peek(Token![/]) {
        input.parse::<Token![/]>()?;
        input.parse::<Token![>]>()?;
        return Ok(Node::Element(Element { name, attributes, children: Vec::new() }));
    }
    input.parse::<Token![>]>()?;
    let children = children(input)?;
    input.parse::<Token![<]>()?;
    input.parse::<Token![/]>()?;
    let end = input.call(Ident::parse_any)?;
    let closing = with_dashes(input, end.to_string())?;
    if closing != name {
        return Err(syn::Error::new(end.span(), format!("this closes <{closing}>, but <{name}> is open")));
    }
    input.parse::<Token![>]>()?;
    Ok(Node::Element(Element { name, attributes, children }))
}

/// Nodes up to the next closing tag.
fn children(input: ParseStream<'_>) -> syn::Result<Vec<Node>> {
    let mut nodes = Vec::new();
    while !(input.peek(Token![<]) && input.peek2(Token![/])) {
        nodes.push(input.parse()?);
    }
    Ok(nodes)
}

fn with_dashes(input: ParseStream<'_>, mut name: String) -> syn::Result<String> {
    while input.peek(Token![-]) {
        input.parse::<Token![-]>()?;
        name.push('-');
        name.push_str(&input.call(Ident::parse_any)?.to_string());
    }
    Ok(name)
}

fn attributes(input: ParseStream<'_>) -> syn::Result<Vec<Attribute>> {
    let mut attributes: Vec<Attribute> = Vec::new();
    while !input.peek(Token![>]) && !input.peek(Token![/]) {
        let place = input.span();
        let attribute = if input.peek(token::Brace) {
            // `{name}` is short for `name={name}`.
            let inside;
            braced!(inside in input);
            let ident: Ident = inside.parse()?;
            Attribute { name: ident.to_string(), value: syn::parse_quote!(#ident) }
        } else {
            let first = input.call(Ident::parse_any)?;
            let name = with_dashes(input, first.to_string())?;
            input.parse::<Token![=]>()?;
            Attribute { name, value: value(input)? }
        };
        if attributes.iter().any(|known| known.name == attribute.name) {
            return Err(syn::Error::new(place, format!("`{}` stands twice", attribute.name)));
        }
        attributes.push(attribute);
    }
    Ok(attributes)
}

/// A text in quotes, a literal, or an expression in braces.
fn value(input: ParseStream<'_>) -> syn::Result<Expr> {
    if input.peek(token::Brace) {
        let inside;
        braced!(inside in input);
        return inside.parse();
    }
    Ok(Expr::Lit(input.parse()?))
}

/// A component without children, up to `/>`; `input` stands behind its name's first part, `start` before its `<`.
fn component(input: ParseStream<'_>, start: ParseStream<'_>) -> syn::Result<Node> {
    let mut tokens = TokenStream::new();
    while !(start.peek(Token![/]) && start.peek2(Token![>])) {
        if start.is_empty() {
            return Err(input.error("a component ends with `/>`"));
        }
        start.parse::<TokenTree>()?.to_tokens(&mut tokens);
    }
    start.parse::<Token![/]>()?.to_tokens(&mut tokens);
    start.parse::<Token![>]>()?.to_tokens(&mut tokens);
    input.advance_to(start);
    Ok(Node::Component(tokens))
}
