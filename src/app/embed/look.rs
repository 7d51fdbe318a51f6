//! Colours and typeface: fields, and warnings of what cannot be read or is not usable.

use markup::html;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::frame::{VARIABLES, fits};
use super::super::icon::{Icon, draw};
use super::super::words::Lang;
use super::snippet::{Choice, LOOK, Look, contrast};
use super::{Chosen, Shown};

/// Least contrast of text and its ground (WCAG 2.2, 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

/// The choice without what no browser would take.
pub fn usable(choice: &Choice) -> Choice {
    let mut choice = choice.clone();
    for (place, part) in choice.look.iter_mut().zip(&LOOK) {
        *place = place.take().filter(|value| is_usable(part, value));
    }
    choice
}

fn is_usable(part: &Look, value: &str) -> bool {
    VARIABLES.iter().any(|(name, property)| *name == part.name && fits(property, value))
}

/// The themes that a visitor may see, as places in [`Look::standard`].
fn themes(choice: &Choice) -> &'static [usize] {
    match choice.theme.as_str() {
        "light" => &[0],
        "dark" => &[1],
        _ => &[0, 1],
    }
}

fn standard(choice: &Choice, part: &Look) -> &'static str {
    let first = themes(choice).first().copied().unwrap_or_default();
    part.standard.get(first).copied().unwrap_or_default()
}

/// The fields.
pub fn look(store: Shown, choice: &Chosen) -> Html {
    let lang = store.lang;
    let fields = LOOK.iter().enumerate().map(|(index, part)| {
        let id = ["embed-", part.name].concat();
        let value = choice.look.get(index).cloned().flatten();
        let choice = choice.clone();
        let standard = standard(&choice, part);
        let is_colour = !standard.is_empty();
        let oninput = Callback::from(move |event: InputEvent| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let mut next = (*choice).clone();
            if let Some(place) = next.look.get_mut(index) {
                *place = Some(input.value()).filter(|value| !value.trim().is_empty() && value != standard);
            }
            choice.set(next);
        });
        let wrong = value.as_deref().is_some_and(|value| !is_usable(part, value));
        let shown = value.unwrap_or_else(|| standard.to_owned());
        html! {
            <div class="embed-field">
                <label for={id.clone()}>{ lang.t(part.zh, part.en) }</label>
                <input class={if is_colour { "embed-colour" } else { "input" }} type={if is_colour { "color" } else { "text" }} {id} value={shown} {oninput} aria-invalid={wrong.then_some("true")} />
                if wrong {
                    <p class="error" role="alert">{ lang.t("浏览器不认得这样写的字体，代码里没有写入。", "No browser takes this as a typeface: it is left out of the lines.") }</p>
                }
            </div>
        }
    });
    html! {
        <details class="fold">
            <summary>{ draw(Icon::Chevron) }{ lang.t("颜色和字体", "Colours and typeface") }</summary>
            <div class="stack">{ for fields }{ readable(lang, choice) }</div>
        </details>
    }
}

/// Warns of colours that cannot be read in a theme that visitors may see.
fn readable(lang: Lang, choice: &Choice) -> Html {
    let pairs = [
        (3, 2, lang.t("文字与底色", "text on ground")),
        (1, 0, lang.t("按钮文字与主色", "text on accent")),
        (0, 2, lang.t("主色与底色", "accent on ground")),
    ];
    let faint = themes(choice).iter().flat_map(|theme| {
        let theme = *theme;
        let colour = move |index: usize| {
            let chosen = choice.look.get(index).and_then(Option::as_deref);
            chosen.or_else(|| LOOK.get(index)?.standard.get(theme).copied()).unwrap_or_default()
        };
        let name = if theme == 0 { lang.t("浅色：", "light: ") } else { lang.t("深色：", "dark: ") };
        pairs.into_iter().filter_map(move |(above, below, words)| {
            let ratio = contrast(colour(above), colour(below)).filter(|ratio| *ratio < LEAST_CONTRAST)?;
            // Rounded down: what is too low must not read as enough.
            let tenths = (0..45_u32).rev().find(|tenths| f64::from(*tenths) <= ratio * 10.0)?;
            Some(html! { <li>{ format!("{name}{words} {}.{} : 1", tenths / 10, tenths % 10) }</li> })
        })
    });
    let faint: Vec<Html> = faint.collect();
    if faint.is_empty() {
        return Html::default();
    }
    html! {
        <div class="notice" role="status">{ draw(Icon::Warning) }<div>
            <p>{ lang.t("对比度低于 4.5 : 1，有些访客会看不清：", "Contrast below 4.5 : 1, which some visitors cannot read:") }</p>
            <ul>{ for faint }</ul>
        </div></div>
    }
}
