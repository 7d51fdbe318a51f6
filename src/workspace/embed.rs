//! How to embed this in another page: choices, what they look like, and the lines to copy.

mod snippet;

use gloo::events::EventListener;
use gloo::utils::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use self::snippet::{Choice, LOOK, contrast, element, plain_frame};
use super::root::{ready, spoken};
use crate::app::adviser::LANGUAGE_EVENT;
use crate::app::breath::breath;
use crate::app::frame::is_framed;
use crate::app::icon::{Icon, draw};
use crate::app::words::Lang;
use crate::policy::layout::APPLICANT;
use crate::policy::model::{Choice as Role, Policy};

/// Least contrast of text and its ground (WCAG 2.2, 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

/// Opens the choices in an element of the page, which has loaded the element's script for the preview.
///
/// # Errors
/// When the embedded policy cannot be used.
#[wasm_bindgen]
pub fn open_embed(place: Element) -> Result<(), JsValue> {
    let policy = ready()?.policy();
    yew::Renderer::<Choices>::with_root_and_props(place, ChoicesProps { policy: Known(policy) }).render();
    Ok(())
}

/// The one policy there is.
#[derive(Clone, Copy)]
struct Known(&'static Policy);

impl PartialEq for Known {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[derive(Properties, PartialEq)]
struct ChoicesProps {
    policy: Known,
}

/// What everything here needs.
#[derive(Clone, Copy)]
struct Shown {
    policy: &'static Policy,
    lang: Lang,
}

/// The folder that this page lies in.
fn folder() -> String {
    let here = window().location().href().unwrap_or_default();
    let path = here.split(['#', '?']).next().unwrap_or_default();
    [path.rsplit_once('/').map_or("", |(folder, _)| folder), "/"].concat()
}

/// The page's language.
#[hook]
fn use_language() -> Lang {
    let lang = use_state(spoken);
    {
        let lang = lang.clone();
        use_effect_with((), move |()| {
            let listener = EventListener::new(&window(), LANGUAGE_EVENT, move |_| {
                let lang = lang.clone();
                spawn_local(async move {
                    // The root element gets its language in the same turn.
                    breath().await;
                    lang.set(spoken());
                });
            });
            move || drop(listener)
        });
    }
    *lang
}

/// Choices, the lines they make, and what these look like.
#[component]
fn Choices(props: &ChoicesProps) -> Html {
    let choice = use_state(Choice::default);
    let lang = use_language();
    let store = Shown { policy: props.policy.0, lang };
    let folder = folder();
    html! {
        <div class="stack stack-l">
            <div class="embed">
                <section class="panel" aria-labelledby="embed-choices">
                    <h2 id="embed-choices">{ lang.t("选项", "Options") }</h2>
                    { choices(store, &choice) }
                </section>
                <section class="stack" aria-labelledby="embed-code">
                    <h2 id="embed-code">{ lang.t("代码", "Code") }</h2>
                    <Code {lang} label={lang.t("复制到网页里", "To copy into your page")} text={element(&folder, &choice)} />
                    <p class="muted">{ lang.t("网页若有内容安全策略（CSP），请允许：", "If your page has a Content-Security-Policy, allow: ") }
                        <code>{ format!("script-src {0}; frame-src {0}", folder.trim_end_matches('/')) }</code></p>
                    <details class="fold">
                        <summary>{ draw(Icon::Chevron) }{ lang.t("不用脚本的写法", "Without a script") }</summary>
                        <div class="fold-body">
                            <p>{ lang.t("高度固定，也收不到结果；其余相同。", "Its height is fixed and it gives no result; all else is the same.") }</p>
                            <Code {lang} label={lang.t("只用 iframe", "An iframe alone")} text={plain_frame(&folder, &choice)} />
                        </div>
                    </details>
                </section>
            </div>
            if !is_framed() {
                <section class="stack" aria-labelledby="embed-preview">
                    <h2 id="embed-preview">{ lang.t("预览", "Preview") }</h2>
                    <p class="muted">{ lang.t("下面就是嵌入后的样子，可以直接试填。", "This is what it looks like; try it.") }</p>
                    { preview(&choice) }
                </section>
            }
        </div>
    }
}

/// The element itself, made anew where a choice only counts at the beginning.
fn preview(choice: &Choice) -> Html {
    let of = |index: usize| choice.look.get(index).cloned().flatten();
    html! {
        <div class="embed-preview" key={[&choice.start, " ", &choice.roles.join(" ")].concat()}>
            <policy-selfcheck start={choice.start.clone()} lang={choice.lang.clone()} theme={choice.theme.clone()}
                roles={choice.roles.join(" ")} height={choice.auto.then_some("auto")}
                accent={of(0)} accent-contrast={of(1)} ground={of(2)} text={of(3)} typeface={of(4)}></policy-selfcheck>
        </div>
    }
}

type Chosen = UseStateHandle<Choice>;

fn choices(store: Shown, choice: &Chosen) -> Html {
    let lang = store.lang;
    let starts = [
        ("", lang.t("首页", "The start page")),
        ("check", lang.t("自查", "The check")),
        ("workspace", lang.t("工作台（核对许多企业）", "The workspace")),
    ];
    let starts = starts.into_iter().map(|(value, words)| (value.to_owned(), words.to_owned()));
    let items = store.policy.items.iter().filter(|item| !item.kind.is_direction());
    let items = items.map(|item| {
        let at = item.quotes.first().map(|quote| lang.article(quote.article)).unwrap_or_default();
        (item.id.clone(), [&at, " ", lang.of(&item.title)].concat())
    });
    let themes = [
        ("auto", lang.t("随系统", "As the system")),
        ("light", lang.t("浅色", "Light")),
        ("dark", lang.t("深色", "Dark")),
    ];
    let langs = [("zh-CN", "中文"), ("en", "English")];
    let owned = |list: &[(&str, &str)]| list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let toggle_auto = {
        let choice = choice.clone();
        Callback::from(move |_: Event| choice.set(Choice { auto: !choice.auto, ..(*choice).clone() }))
    };
    html! {
        <div class="stack">
            { select(choice, "embed-start", lang.t("从哪里开始", "Begins with"), &choice.start, starts.chain(items).collect(), |choice, value| choice.start = value) }
            { select(choice, "embed-lang", lang.t("语言", "Language"), &choice.lang, owned(&langs), |choice, value| choice.lang = value) }
            { select(choice, "embed-theme", lang.t("明暗", "Theme"), &choice.theme, owned(&themes), |choice, value| choice.theme = value) }
            <label class="tick"><input type="checkbox" checked={choice.auto} onchange={toggle_auto} /><span>{ lang.t("高度随内容变化", "As tall as its content") }</span></label>
            { roles(store, choice) }
            { look(store, choice) }
        </div>
    }
}

fn select(
    choice: &Chosen,
    id: &'static str,
    label: &str,
    value: &str,
    options: Vec<(String, String)>,
    set: fn(&mut Choice, String),
) -> Html {
    let choice = choice.clone();
    let chosen = value.to_owned();
    let onchange = Callback::from(move |event: Event| {
        let Some(input) = event.target_dyn_into::<HtmlSelectElement>() else { return };
        let mut next = (*choice).clone();
        set(&mut next, input.value());
        choice.set(next);
    });
    let options = options.into_iter().map(|(value, words)| {
        let selected = value == chosen;
        html! { <option {value} {selected}>{ words }</option> }
    });
    html! {
        <div class="embed-field">
            <label for={id}>{ label.to_owned() }</label>
            <span class="select"><select {id} {onchange}>{ for options }</select></span>
        </div>
    }
}

/// The values of the question who the applicant is.
fn role_values(store: Shown) -> &'static [Role] {
    let facts = &store.policy.facts;
    let name = facts.role_fact.strip_prefix(APPLICANT).and_then(|rest| rest.strip_prefix('.'));
    let fact = facts.applicant.iter().find(|fact| Some(fact.name.as_str()) == name);
    fact.map(|fact| &fact.values[..]).unwrap_or_default()
}

fn roles(store: Shown, choice: &Chosen) -> Html {
    let lang = store.lang;
    let boxes = role_values(store).iter().map(|role| {
        let on = choice.roles.contains(&role.value);
        let choice = choice.clone();
        let onchange = Callback::from(move |_: Event| {
            let mut next = (*choice).clone();
            if on { next.roles.retain(|one| *one != role.value) } else { next.roles.push(role.value.clone()) }
            choice.set(next);
        });
        html! { <label class="tick"><input type="checkbox" checked={on} {onchange} /><span>{ lang.of(&role.label) }</span></label> }
    });
    html! {
        <details class="fold">
            <summary>{ draw(Icon::Chevron) }{ lang.t("预先选好身份", "Preset who the visitor is") }</summary>
            <div class="embed-roles">{ for boxes }</div>
        </details>
    }
}

fn look(store: Shown, choice: &Chosen) -> Html {
    let lang = store.lang;
    let fields = LOOK.iter().enumerate().map(|(index, part)| {
        let id = ["embed-", part.name].concat();
        let value = choice.look.get(index).cloned().flatten();
        let choice = choice.clone();
        let is_colour = part.standard.starts_with('#');
        let oninput = Callback::from(move |event: InputEvent| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let mut next = (*choice).clone();
            if let Some(place) = next.look.get_mut(index) {
                *place = Some(input.value()).filter(|value| !value.trim().is_empty() && value != part.standard);
            }
            choice.set(next);
        });
        let shown = value.unwrap_or_else(|| if is_colour { part.standard.to_owned() } else { String::new() });
        html! {
            <div class="embed-field">
                <label for={id.clone()}>{ lang.t(part.zh, part.en) }</label>
                <input class={if is_colour { "embed-colour" } else { "input" }} type={if is_colour { "color" } else { "text" }} {id} value={shown} {oninput} />
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

/// Warns of colours that cannot be read.
fn readable(lang: Lang, choice: &Choice) -> Html {
    let colour = |index: usize| {
        let chosen = choice.look.get(index).and_then(Option::as_deref);
        chosen.or_else(|| LOOK.get(index).map(|part| part.standard)).unwrap_or_default()
    };
    let pairs = [
        (3, 2, lang.t("文字与底色", "text on ground")),
        (1, 0, lang.t("按钮文字与主色", "text on accent")),
        (0, 2, lang.t("主色与底色", "accent on ground")),
    ];
    let faint = pairs.into_iter().filter_map(|(above, below, words)| {
        let ratio = contrast(colour(above), colour(below)).filter(|ratio| *ratio < LEAST_CONTRAST)?;
        Some(html! { <li>{ format!("{words}: {ratio:.1} : 1") }</li> })
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

/// Lines to copy.
#[derive(Properties, PartialEq)]
struct CodeProps {
    lang: Lang,
    label: AttrValue,
    text: AttrValue,
}

#[component]
fn Code(props: &CodeProps) -> Html {
    let copied = use_state(|| false);
    let lang = props.lang;
    {
        let copied = copied.clone();
        use_effect_with(props.text.clone(), move |_| copied.set(false));
    }
    let copy = {
        let (copied, text) = (copied.clone(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let (copied, text) = (copied.clone(), text.clone());
            spawn_local(async move {
                let done = JsFuture::from(window().navigator().clipboard().write_text(&text)).await;
                copied.set(done.is_ok());
            });
        })
    };
    html! {
        <div class="stack code-block">
            <pre class="code" tabindex="0" role="region" aria-label={props.label.clone()}><code>{ props.text.clone() }</code></pre>
            <p class="actions">
                <button class="btn" type="button" onclick={copy}>{ lang.t("复制", "Copy") }</button>
                <span role="status">{ if *copied { lang.t("已复制", "Copied") } else { "" } }</span>
            </p>
        </div>
    }
}
