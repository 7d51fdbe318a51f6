//! What `html!` of the crate `markup` compiles to: a builder of nodes whose calls are small.

use std::rc::Rc;

use yew::html::{Classes, IntoPropValue, NodeRef};
use yew::virtual_dom::{AttrValue, AttributeOrProperty, Attributes, Key, Listener, VList, VNode, VTag, VText};

/// Nodes in the making: elements are opened, filled and closed one inside the other.
#[derive(Debug, Default)]
pub struct Build {
    /// What is open around what is being built; the innermost last.
    around: Vec<Open>,
    /// What is being built.
    here: Open,
}

#[derive(Debug, Default)]
struct Open {
    /// None: a group of nodes.
    tag: Option<VTag>,
    names: &'static [&'static str],
    values: Vec<Option<AttributeOrProperty>>,
    children: Vec<VNode>,
}

impl Open {
    fn closed(self) -> VNode {
        let Self { tag, names, values, mut children } = self;
        let inside = match (children.pop(), children.is_empty()) {
            (None, _) => VNode::default(),
            (Some(only), true) => only,
            (Some(last), false) => {
                children.push(last);
                VList::with_children(children, None).into()
            }
        };
        let Some(mut tag) = tag else { return inside };
        if !names.is_empty() {
            tag.set_attributes(Attributes::Dynamic { keys: names, values: values.into_boxed_slice() });
        }
        if let Some(place) = tag.children_mut() {
            *place = inside;
        }
        tag.into()
    }
}

impl Build {
    /// Nothing yet.
    #[inline(never)]
    pub fn new() -> Self {
        Self::default()
    }

    /// The node that was built: one, or a list.
    #[inline(never)]
    pub fn done(self) -> VNode {
        self.here.closed()
    }

    fn enter(&mut self, open: Open) {
        self.around.push(std::mem::replace(&mut self.here, open));
    }

    /// Opens an element whose attributes never change.
    #[inline(never)]
    pub fn open(&mut self, name: &'static str, attributes: &'static [(&'static str, AttributeOrProperty)]) {
        let mut tag = VTag::new(name);
        tag.set_attributes(Attributes::Static(attributes));
        self.enter(Open { tag: Some(tag), ..Open::default() });
    }

    /// Opens an element with all names of its attributes and the fixed values of the first of them; the others follow in
    /// their order.
    #[inline(never)]
    pub fn open_with(&mut self, name: &'static str, names: &'static [&'static str], fixed: &[&'static str]) {
        let mut values = Vec::with_capacity(names.len());
        values.extend(fixed.iter().map(|value| Some(AttributeOrProperty::Static(value))));
        self.enter(Open { tag: Some(VTag::new(name)), names, values, children: Vec::new() });
    }

    /// Opens a group of nodes that counts as one.
    #[inline(never)]
    pub fn open_group(&mut self) {
        self.enter(Open::default());
    }

    /// Closes what was opened last.
    #[inline(never)]
    pub fn close(&mut self) {
        let around = self.around.pop().unwrap_or_default();
        let node = std::mem::replace(&mut self.here, around).closed();
        self.here.children.push(node);
    }

    #[inline(never)]
    fn push_value(&mut self, value: Option<AttrValue>) {
        self.here.values.push(value.map(AttributeOrProperty::Attribute));
    }

    /// The next attribute's value; none: it is left out.
    pub fn attribute(&mut self, value: impl IntoPropValue<Option<AttrValue>>) {
        self.push_value(value.into_prop_value());
    }

    /// The next attribute, which is there or not.
    #[inline(never)]
    pub fn flag(&mut self, name: &'static str, on: bool) {
        self.push_value(on.then_some(AttrValue::Static(name)));
    }

    /// The next attribute: classes.
    pub fn class(&mut self, classes: impl Into<Classes>) {
        self.push_classes(classes.into());
    }

    #[inline(never)]
    fn push_classes(&mut self, classes: Classes) {
        self.push_value(classes.into_prop_value());
    }

    #[inline(never)]
    fn tag(&mut self) -> Option<&mut VTag> {
        self.here.tag.as_mut()
    }

    /// By what the node is known among its neighbours.
    pub fn key(&mut self, key: impl Into<Key>) {
        self.set_key(key.into());
    }

    #[inline(never)]
    fn set_key(&mut self, key: Key) {
        if let Some(tag) = self.tag() {
            tag.key = Some(key);
        }
    }

    /// Where the element can be found later.
    #[inline(never)]
    pub fn node_ref(&mut self, node: NodeRef) {
        if let Some(tag) = self.tag() {
            tag.node_ref = node;
        }
    }

    /// What stands in an input.
    pub fn value(&mut self, value: impl IntoPropValue<Option<AttrValue>>) {
        self.set_value(value.into_prop_value());
    }

    #[inline(never)]
    fn set_value(&mut self, value: Option<AttrValue>) {
        if let Some(tag) = self.tag() {
            tag.set_value(value);
        }
    }

    /// Whether an input is ticked.
    #[inline(never)]
    pub fn checked(&mut self, on: bool) {
        if let Some(tag) = self.tag() {
            tag.set_checked(on);
        }
    }

    /// Listens to an event.
    #[inline(never)]
    pub fn listen(&mut self, listener: Rc<dyn Listener>) {
        if let Some(tag) = self.tag() {
            tag.add_listener(listener);
        }
    }

    /// Puts a node, words, several of them or none here.
    pub fn put(&mut self, content: impl Content) {
        content.put(self);
    }

    #[inline(never)]
    fn push(&mut self, node: VNode) {
        self.here.children.push(node);
    }

    #[inline(never)]
    fn push_text(&mut self, text: AttrValue) {
        self.push(VText::new(text).into());
    }
}

/// What can stand in an element.
pub trait Content {
    /// Puts it where the builder is.
    fn put(self, build: &mut Build);
}

impl Content for VNode {
    fn put(self, build: &mut Build) {
        build.push(self);
    }
}

impl Content for &VNode {
    fn put(self, build: &mut Build) {
        build.push(self.clone());
    }
}

impl<T: Content> Content for Option<T> {
    fn put(self, build: &mut Build) {
        if let Some(content) = self {
            content.put(build);
        }
    }
}

impl<T: Content> Content for Vec<T> {
    fn put(self, build: &mut Build) {
        for content in self {
            content.put(build);
        }
    }
}

impl Content for AttrValue {
    fn put(self, build: &mut Build) {
        build.push_text(self);
    }
}

impl Content for String {
    fn put(self, build: &mut Build) {
        build.push_text(self.into());
    }
}

impl Content for &String {
    fn put(self, build: &mut Build) {
        self.as_str().put(build);
    }
}

impl Content for &str {
    #[inline(never)]
    fn put(self, build: &mut Build) {
        build.push_text(self.to_owned().into());
    }
}

macro_rules! numbers {
    ($($kind:ident)*) => {
        $(impl Content for $kind {
            fn put(self, build: &mut Build) {
                build.push_text(self.to_string().into());
            }
        })*
    };
}

numbers! { u16 u32 u64 usize }
