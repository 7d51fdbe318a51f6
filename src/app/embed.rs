//! The page that tells how to embed this in another page: choices, what they look like, and the lines to copy.

mod code;
mod look;
mod snippet;

use std::cell::RefCell;

use gloo::utils::window;
use markup::html;
use web_sys::{Element, HtmlSelectElement};
use yew::prelude::*;

use self::code::Code;
use self::look::{look, usable};
use self::snippet::{Choice, element, plain_frame};
use super::adviser::tell;
use super::frame::is_framed;
use super::icon::{Icon, draw};
use super::link::is_file;
use super::shell::use_store;
use super::words::Lang;
use crate::policy::layout::APPLICANT;
use crate::policy::model::{Choice as Role, Policy};

/// How a page hears of the result.
const LISTENING: &str = "\
const check = document.querySelector(\"policy-selfcheck\");
check.addEventListener(\"result\", ({ detail: report }) => {
  console.log(report.totals, report.items);
});
document.querySelector(\"#send\").addEventListener(\"click\", () => check.requestResult());";

/// The preview's room wants the element's script: the start module writes the script's digest on the room, and loads the
/// script once the room comes into sight.
const EVENT: &str = "selfcheck:embed";

thread_local! {
    /// What was chosen last, for when the page is opened again.
    static CHOSEN: RefCell<Choice> = RefCell::default();
}

/// The page that tells how to embed.
pub fn embed_page(lang: Lang) -> Html {
    html! {
        <div class="stack stack-l">
            <header class="page-head">
                <h1>{ lang.t("嵌入到网站", "Embed in a website") }</h1>
                <p class="lead">{ lang.t(
                    "把自查放进您的网页，只需两行代码。访客的回答留在访客自己的浏览器里：本站和您的网站都收不到，除非访客点击同意把结果交给您。",
                    "Put the self-check into your page with two lines. Visitors’ answers stay in their browser: neither this site nor yours receives them, unless a visitor agrees to hand you the result.",
                ) }</p>
            </header>
            if is_file() {
                <div class="notice">{ draw(Icon::Warning) }<div><p>{ lang.t(
                    "您打开的是单个文件。别的网页不能嵌入一个文件：请先把完整的一套文件放到网站上，再从那里打开本页。",
                    "You have opened a single file, which no other page can embed: put the whole set of files on a web server and open this page there.",
                ) }</p></div></div>
            } else {
                <Choices />
            }
        </div>
    }
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

/// Choices, the lines they make, and what these look like.
#[component]
fn Choices() -> Html {
    let choice = use_state(|| CHOSEN.with_borrow(Clone::clone));
    use_effect_with((*choice).clone(), |choice| CHOSEN.set(choice.clone()));
    let (room, integrity) = use_script();
    let Some(store) = use_store() else { return Html::default() };
    let lang = store.lang;
    let store = Shown { policy: store.policy(), lang };
    let folder = folder();
    let sound = usable(&choice);
    let lines = element(&folder, &sound, choice.pinned.then_some(&*integrity));
    html! {
        <div class="stack stack-l" ref={room}>
            <div class="embed">
                <section class="panel" aria-labelledby="embed-choices">
                    <h2 id="embed-choices">{ lang.t("选项", "Options") }</h2>
                    { choices(store, &choice) }
                </section>
                <section class="stack" aria-labelledby="embed-code">
                    <h2 id="embed-code">{ lang.t("代码", "Code") }</h2>
                    <Code {lang} label={lang.t("复制到网页里", "To copy into your page")} text={lines} />
                    <p class="muted">{ lang.t("网页若有内容安全策略（CSP），请允许：", "If your page has a Content-Security-Policy, allow: ") }
                        <code>{ format!("script-src {0}; frame-src {0}", folder.trim_end_matches('/')) }</code></p>
                    <details class="fold">
                        <summary>{ draw(Icon::Chevron) }{ lang.t("不用脚本的写法", "Without a script") }</summary>
                        <div class="fold-body">
                            <p>{ lang.t("高度固定，也收不到结果；其余相同。", "Its height is fixed and it gives no result; all else is the same.") }</p>
                            <Code {lang} label={lang.t("只用 iframe", "An iframe alone")} text={plain_frame(&folder, &sound)} />
                        </div>
                    </details>
                    { result(lang) }
                </section>
            </div>
            if !is_framed() {
                <section class="stack" aria-labelledby="embed-preview">
                    <h2 id="embed-preview">{ lang.t("预览", "Preview") }</h2>
                    <p class="muted">{ lang.t("下面就是嵌入后的样子，可以直接试填。", "This is what it looks like; try it.") }</p>
                    <Preview choice={sound} />
                </section>
            }
        </div>
    }
}

/// The room of the preview, and the digest of the script that fills it.
#[hook]
fn use_script() -> (NodeRef, AttrValue) {
    let (room, integrity) = (use_node_ref(), use_state(AttrValue::default));
    {
        let (room, integrity) = (room.clone(), integrity.clone());
        use_effect_with((), move |()| {
            if let Some(element) = room.cast::<Element>() {
                tell(EVENT, &element);
                integrity.set(element.get_attribute("data-integrity").unwrap_or_default().into());
            }
        });
    }
    (room, (*integrity).clone())
}

/// How to get the result, and where the rest is written.
fn result(lang: Lang) -> Html {
    let events = [
        ("ready", lang.t("框内页面可以使用了", "the page inside can be used")),
        ("resize", lang.t("内容的高度变了", "its content has another height")),
        ("result", lang.t("访客同意后，带来这一次的测算结果", "after the visitor has agreed: this one report")),
    ];
    let events =
        events.into_iter().map(|(name, words)| html! { <li><code>{ name }</code>{ lang.t("：", ": ") }{ words }</li> });
    html! {
        <details class="fold">
            <summary>{ draw(Icon::Chevron) }{ lang.t("取得测算结果（须访客同意）", "Getting the result, if the visitor agrees") }</summary>
            <div class="fold-body">
                <p>{ lang.t(
                    "网页可以请求结果：框内会写明您的网址并询问访客，访客同意后才交给您，每同意一次只给一次。下例在访客点击您网页上的按钮时请求。",
                    "Your page may ask for the result: the frame names your address and asks the visitor, who hands it over or not, once for each time. Here a button of your page asks.",
                ) }</p>
                <Code {lang} label={lang.t("接收结果", "Receiving the result")} text={LISTENING} />
                <p>{ lang.t("元素会发出这些事件：", "Events of the element:") }</p>
                <ul>{ for events }</ul>
                <p class="muted">{ lang.t("全部属性、事件和消息格式见源代码里的英文文档 ", "All attributes, events and messages: in the source, ") }<code>{ "docs/embedding.md" }</code>{ lang.t("。", ".") }</p>
            </div>
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct PreviewProps {
    choice: Choice,
}

/// The element itself, made anew where a choice only counts at the beginning, and without the answers of another time.
#[component]
fn Preview(props: &PreviewProps) -> Html {
    let choice = &props.choice;
    let beginning = [&choice.start, " ", &choice.roles.join(" ")].concat();
    let id = use_memo(beginning, |_| format!("preview-{:x}", (js_sys::Math::random() * 1e15).to_bits()));
    let of = |index: usize| choice.look.get(index).cloned().flatten();
    let given = |value: &String| Some(value.clone()).filter(|value| !value.is_empty());
    html! {
        <div class="embed-preview" key={(*id).clone()}>
            <policy-selfcheck id={(*id).clone()} start={choice.start.clone()} lang={choice.lang.clone()} theme={given(&choice.theme)}
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
        ("result", lang.t("结果", "The result")),
        ("text", lang.t("原文", "The text")),
        ("workspace", lang.t("工作台（核对许多企业）", "The workspace")),
    ];
    let starts = starts.into_iter().map(|(value, words)| (value.to_owned(), words.to_owned()));
    let items = store.policy.items.iter().filter(|item| !item.kind.is_direction());
    let items = items.map(|item| {
        let at = item.quotes.first().map(|quote| lang.article(quote.article)).unwrap_or_default();
        (item.id.clone(), [&at, " ", lang.of(&item.title)].concat())
    });
    let themes = [
        ("", lang.t("由访客选择", "As the visitor chooses")),
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
    let toggle_pinned = {
        let choice = choice.clone();
        Callback::from(move |_: Event| choice.set(Choice { pinned: !choice.pinned, ..(*choice).clone() }))
    };
    html! {
        <div class="stack">
            { select(choice, "embed-start", lang.t("从哪里开始", "Begins with"), &choice.start, starts.chain(items).collect(), |choice, value| choice.start = value) }
            { select(choice, "embed-lang", lang.t("语言", "Language"), &choice.lang, owned(&langs), |choice, value| choice.lang = value) }
            { select(choice, "embed-theme", lang.t("明暗", "Theme"), &choice.theme, owned(&themes), |choice, value| choice.theme = value) }
            <label class="tick"><input type="checkbox" checked={choice.auto} onchange={toggle_auto} /><span>{ lang.t("高度随内容变化", "As tall as its content") }</span></label>
            <label class="tick"><input type="checkbox" checked={choice.pinned} onchange={toggle_pinned} />
                <span>{ lang.t("锁定此版本的脚本（更新后要换代码）", "Pin this version of the script (an update needs new lines)") }</span></label>
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
