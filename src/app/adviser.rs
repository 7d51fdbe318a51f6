//! Between the page and the workspace, which is a module of its own: events of the window, with JSON texts. The
//! workspace opens an applicant in the page; every change of its answers goes back at once.

use gloo::events::EventListener;
use gloo::utils::window;
use serde_json::{Value as Json, json};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit, Element};
use yew::prelude::*;

use super::draft::Draft;
use super::exchange::draft_of;
use super::icon::{Icon, draw};
use super::link::is_file;
use super::root::Store;
use super::state::{Action, Opened};
use super::words::Lang;

/// The workspace shows this applicant in the page: `{"index", "name", "profile"}`.
pub const APPLICANT_EVENT: &str = "selfcheck:applicant";
/// Its answers have changed: `{"index", "profile"}`.
pub const EDITED_EVENT: &str = "selfcheck:edited";
/// The language has changed; the root element says to which.
pub const LANGUAGE_EVENT: &str = "selfcheck:language";
/// The page has made room for the workspace: the element.
const ROOM_EVENT: &str = "selfcheck:workspace";
/// The page has made room for the choices of embedding: the element.
const EMBED_EVENT: &str = "selfcheck:embed";

/// An applicant of the workspace whose answers are shown instead of the own ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Advised {
    /// Its number in the workspace.
    pub index: u32,
    /// Its name.
    pub name: String,
    /// The own answers, which come back afterwards.
    pub own: Draft,
    /// The draft on this machine that they are.
    pub opened: Option<Opened>,
}

/// Tells everybody in the window.
pub fn tell(name: &str, detail: &JsValue) {
    let options = CustomEventInit::new();
    options.set_detail(detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &options) {
        let _ = window().dispatch_event(&event);
    }
}

/// The text that an event carries.
pub fn text_of(event: &Event) -> Option<String> {
    event.dyn_ref::<CustomEvent>()?.detail().as_string()
}

/// Listens to the workspace, and sends it what changes.
#[hook]
pub fn use_adviser(store: &Store) {
    let (dispatcher, policy, lang) = (store.dispatcher(), store.policy(), store.lang);
    use_effect_with(lang, move |lang| {
        let lang = *lang;
        tell(LANGUAGE_EVENT, &JsValue::NULL);
        let listener = EventListener::new(&window(), APPLICANT_EVENT, move |event| {
            let told: Option<Json> = text_of(event).and_then(|text| serde_json::from_str(&text).ok());
            let Some(told) = told else { return };
            let word = |key: &str| told.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
            let profile: Json = serde_json::from_str(&word("profile")).unwrap_or(Json::Null);
            let index = told.get("index").and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok());
            if let (Some(index), true) = (index, profile.is_object()) {
                let draft = draft_of(policy, lang, &profile);
                dispatcher.dispatch(Action::Advise { index, name: word("name"), draft: Box::new(draft) });
            }
        });
        move || drop(listener)
    });
    let advised = store.advised.as_ref().map(|advised| advised.index);
    let profile = advised.map(|_| store.computed.json.to_string());
    use_effect_with((advised, profile), |(advised, profile)| {
        if let (Some(index), Some(profile)) = (advised, profile) {
            tell(EDITED_EVENT, &JsValue::from_str(&json!({ "index": index, "profile": profile }).to_string()));
        }
    });
}

/// Whose answers are shown, and the way back.
pub fn advising(store: &Store) -> Html {
    let Some(advised) = &store.advised else { return Html::default() };
    let lang = store.lang;
    let dispatcher = store.dispatcher();
    let back = Callback::from(move |_: MouseEvent| dispatcher.dispatch(Action::EndAdvice));
    let name = if advised.name.is_empty() { lang.t("（未写名称）", "(no name)") } else { &advised.name };
    html! {
        <aside class="advising no-print" aria-label={lang.t("名单里的企业", "Applicant of the list")}>
            <div class="wrap advising-in">
                <p>
                    { lang.t("正在查看名单里的：", "Showing from the list: ") }<strong>{ name.to_owned() }</strong>
                    <span class="muted">{ lang.t(" 改动随时记回名单，您自己的回答不受影响。", " Changes go back to the list at once; your own answers are untouched.") }</span>
                </p>
                <button class="btn" type="button" onclick={back}>{ lang.t("返回名单", "Back to the list") }</button>
            </div>
        </aside>
    }
}

/// What the page makes room for, in a module of its own that is loaded for it.
#[derive(Properties, PartialEq)]
pub struct RoomProps {
    /// The event that asks for it, with the room.
    pub event: &'static str,
}

/// Room for a part of the page that is loaded when it is opened.
#[component]
pub fn Room(props: &RoomProps) -> Html {
    let room = use_node_ref();
    {
        let room = room.clone();
        use_effect_with(props.event, move |event| {
            if let Some(element) = room.cast::<Element>() {
                tell(event, &element);
            }
        });
    }
    let Some(store) = super::shell::use_store() else { return Html::default() };
    let lang = store.lang;
    html! {
        <div ref={room} class="desk-room">
            <p class="desk-wait muted" role="status">{ lang.t("正在打开…", "Opening…") }</p>
            <p class="desk-failed notice" role="alert" hidden=true>{ lang.t(
                "没有打开：文件没有下载完整，或浏览器不支持。请检查网络后重新打开本页。",
                "It did not open: its files did not arrive, or the browser does not support it. Check the network and open this page again.",
            ) }</p>
        </div>
    }
}

/// The page of the workspace.
pub fn workspace_page(lang: Lang) -> Html {
    html! {
        <>
            <header class="page-head">
                <h1>{ lang.t("工作台", "Workspace") }</h1>
                <p class="eyebrow">{ lang.t("一次核对许多企业：导入名单，逐家逐条测算。文件只在这台设备上读取。", "Many applicants at once: import a list and assess each. Files are read on this machine alone.") }</p>
            </header>
            <Room key={ROOM_EVENT} event={ROOM_EVENT} />
        </>
    }
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
                <Room key={EMBED_EVENT} event={EMBED_EVENT} />
            }
        </div>
    }
}
