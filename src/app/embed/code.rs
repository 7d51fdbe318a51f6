//! Lines to copy.

use markup::html;
use yew::prelude::*;

use super::super::copying::Copy;
use super::super::words::Lang;

/// Lines to copy.
#[derive(Properties, PartialEq)]
pub struct CodeProps {
    /// Language.
    pub lang: Lang,
    /// What the lines are called.
    pub label: AttrValue,
    /// The lines.
    pub text: AttrValue,
}

/// The lines, and a button that copies them.
#[component]
pub fn Code(props: &CodeProps) -> Html {
    let place = use_node_ref();
    let lang = props.lang;
    html! {
        <div class="stack code-block">
            <pre class="code" ref={place.clone()} tabindex="0" role="region" aria-label={props.label.clone()}><code>{ props.text.clone() }</code></pre>
            <p class="actions">
                <Copy {lang} label={lang.t("复制", "Copy")} text={props.text.clone()} {place} />
            </p>
        </div>
    }
}
