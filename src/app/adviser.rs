//! Between the page and the workspace, which is a module of its own: events of the window, with JSON texts. The
//! workspace opens an applicant in the page; every change of its answers goes back at once, with the number of the list
//! it is of, so that none reaches another list.

use gloo::events::EventListener;
use gloo::utils::window;
use markup::html;
use serde_json::{Value as Json, json};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit, Element};
use yew::prelude::*;

use super::draft::Draft;
use super::exchange::draft_of;
use super::root::Store;
use super::state::Action;
use super::words::Lang;

/// The workspace shows this applicant in the page: `{"list", "index", "name", "profile"}`.
pub const APPLICANT_EVENT: &str = "selfcheck:applicant";
/// Its answers have changed: `{"list", "index", "profile"}`.
pub const EDITED_EVENT: &str = "selfcheck:edited";
/// The workspace has another list or none: no applicant of the former one is shown any more.
pub const LIST_EVENT: &str = "selfcheck:list";
/// All that was kept on this machine has been deleted.
pub const FORGOTTEN_EVENT: &str = "selfcheck:forgotten";
/// The language has changed; the root element says to which.
pub const LANGUAGE_EVENT: &str = "selfcheck:language";
/// The page has made room for the workspace: the element.
pub const ROOM_EVENT: &str = "selfcheck:workspace";

/// An applicant of the workspace whose answers are shown instead of the own ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Advised {
    /// Number of the list and its own in it.
    pub place: (u32, u32),
    /// Its name.
    pub name: String,
    /// The own answers, which come back afterwards.
    pub own: Draft,
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
    // The answers as they came, or were last sent: only what the user changes goes back.
    let known = use_mut_ref(|| None::<Draft>);
    let came = known.clone();
    use_effect_with(lang, move |lang| {
        let lang = *lang;
        tell(LANGUAGE_EVENT, &JsValue::NULL);
        let ended = dispatcher.clone();
        let listener = EventListener::new(&window(), APPLICANT_EVENT, move |event| {
            let told: Option<Json> = text_of(event).and_then(|text| serde_json::from_str(&text).ok());
            let Some(told) = told else { return };
            let word = |key: &str| told.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
            let number = |key: &str| told.get(key).and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok());
            let profile: Json = serde_json::from_str(&word("profile")).unwrap_or(Json::Null);
            if let (Some(list), Some(index), true) = (number("list"), number("index"), profile.is_object()) {
                let draft = draft_of(policy, lang, &profile);
                *came.borrow_mut() = Some(draft.clone());
                let (place, name) = ((list, index), word("name"));
                dispatcher.dispatch(Action::Advise { place, name, draft: Box::new(draft) });
            }
        });
        let other = EventListener::new(&window(), LIST_EVENT, move |_| ended.dispatch(Action::LeaveAdvice));
        move || drop((listener, other))
    });
    // What is only tried does not count.
    let (draft, computed) = (store.kept.as_ref().map_or(&store.draft, |kept| &kept.draft), store.settled());
    if let Some(advised) = &store.advised
        && known.borrow().as_ref() != Some(draft)
    {
        *known.borrow_mut() = Some(draft.clone());
        let (list, index) = advised.place;
        let told = json!({ "list": list, "index": index, "profile": computed.json.to_string() });
        tell(EDITED_EVENT, &JsValue::from_str(&told.to_string()));
    }
}

/// Whose answers are shown, and the way back.
pub fn advising(store: &Store) -> Html {
    let Some(advised) = &store.advised else { return Html::default() };
    let lang = store.lang;
    let dispatcher = store.dispatcher();
    let back = Callback::from(move |_: MouseEvent| dispatcher.dispatch(Action::EndAdvice));
    let name = lang.called(&advised.name);
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

/// Room for the workspace, a module of its own that is loaded when it is opened.
#[component]
fn Room() -> Html {
    let room = use_node_ref();
    {
        let room = room.clone();
        use_effect_with((), move |()| {
            if let Some(element) = room.cast::<Element>() {
                tell(ROOM_EVENT, &element);
            }
        });
    }
    let Some(store) = super::shell::use_store() else { return Html::default() };
    let lang = store.lang;
    html! {
        <div ref={room} class="desk-room">
            <p class="desk-wait muted to-come" role="status">{ lang.t("正在打开…", "Opening…") }</p>
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
            <Room />
        </>
    }
}
