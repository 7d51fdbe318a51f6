//! In a frame of another page: how that page wants it shown, how tall it is, and the report once the user agrees.
//!
//! The messages are described in `docs/embedding.md`. Before the host has answered, nothing but `ready` is sent, and
//! that says nothing of the user. Only messages of the window around the frame count, and only of the origin that
//! answered first.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::utils::{body, document, window};
use js_sys::{JSON, Reflect};
use markup::html;
use serde_json::{Value as Json, json};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, MessageEvent, ResizeObserver, Window};
use yew::prelude::*;

use super::draft::{Answer, Draft};
use super::icon::{Icon, draw};
use super::later;
use super::rest::Needs;
use super::root::{Store, focus};
use super::route::Route;
use super::shell::use_store;
use super::state::Action;
use super::storage::{self, Display};
use super::words::Lang;
use crate::policy::Policy;
use crate::policy::layout::APPLICANT;

/// Version of the messages.
pub const PROTOCOL: u32 = 1;
/// What a host may set of the look, and the property that each is tried as.
pub const VARIABLES: [(&str, &str); 5] = [
    ("accent", "color"),
    ("accent-contrast", "color"),
    ("ground", "color"),
    ("text", "color"),
    ("typeface", "font-family"),
];

/// Id of the notice with the host's question.
const ASK: &str = "frame-ask";

thread_local! {
    /// The origin of the page around, once it has answered.
    static HOST: RefCell<Option<String>> = const { RefCell::new(None) };
    /// The height the host knows of, in pixels.
    static TOLD: RefCell<f64> = const { RefCell::new(0.0) };
}

/// The window around, where there is one.
fn host_window() -> Option<Window> {
    let parent = window().parent().ok().flatten()?;
    (JsValue::from(&parent) != JsValue::from(window())).then_some(parent)
}

/// Whether the page stands in a frame.
pub fn is_framed() -> bool {
    host_window().is_some()
}

/// What the host wrote into the frame's name: there it reaches the page before anything is drawn, and no server.
fn named_options() -> Json {
    let name = if is_framed() { window().name().unwrap_or_default() } else { String::new() };
    serde_json::from_str(&name).unwrap_or(Json::Null)
}

fn word<'j>(options: &'j Json, key: &str) -> Option<&'j str> {
    options.get(key).and_then(Json::as_str)
}

/// The display a frame begins with: the host's where it says one, else the user's own.
pub fn first_display(own: Display) -> Display {
    let options = named_options();
    wear(&options);
    Display {
        dark: theme(&options).map_or(own.dark, |theme| theme.0),
        english: language(&options).map_or(own.english, |lang| lang == Lang::En),
        ..own
    }
}

/// Whether dark; none: as the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Theme(Option<bool>);

/// The theme of the options; none where they do not say.
fn theme(options: &Json) -> Option<Theme> {
    match word(options, "theme")? {
        "dark" => Some(Theme(Some(true))),
        "light" => Some(Theme(Some(false))),
        "auto" => Some(Theme(None)),
        _ => None,
    }
}

fn language(options: &Json) -> Option<Lang> {
    match word(options, "lang")?.split('-').next()? {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// Whether a value is one of a property. One that refers elsewhere could be valid here and mean nothing there.
pub fn fits(property: &str, value: &str) -> bool {
    !value.contains("var(") && web_sys::css::supports_with_value(property, value).unwrap_or(false)
}

/// Takes over the host's colours and typeface, each only where it is one, and who scrolls.
fn wear(options: &Json) {
    let Some(root) = document().document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    if is_framed() {
        let auto = word(options, "height") == Some("auto");
        let _ = root.set_attribute("data-frame", if auto { "auto" } else { "fixed" });
    }
    for (name, property) in VARIABLES {
        let variable = ["--", name].concat();
        let _ = match word(options, name).filter(|value| fits(property, value)) {
            Some(value) => root.style().set_property(&variable, value),
            None => root.style().remove_property(&variable).map(drop),
        };
    }
}

/// The answers a frame begins with where the tab holds none: the host's preset of roles.
pub fn first_draft(policy: &Policy) -> Option<Draft> {
    preset(policy, &named_options())
}

/// What the answers of this frame are kept by: the host's own word, else its origin with the frame's name, which are the
/// same when the host is opened again. None outside a frame.
pub fn key() -> Option<String> {
    if !is_framed() {
        return None;
    }
    let given = word(&named_options(), "key").map(str::to_owned);
    Some(given.unwrap_or_else(|| {
        let origins = Reflect::get(&window().location(), &"ancestorOrigins".into()).ok();
        let host = origins.and_then(|origins| Reflect::get_u32(&origins, 0).ok()?.as_string()).unwrap_or_default();
        [&host, " ", &window().name().unwrap_or_default()].concat()
    }))
}

/// A draft that answers the question who the applicant is; none where the host names no role of the policy.
fn preset(policy: &Policy, options: &Json) -> Option<Draft> {
    let wanted = word(options, "roles")?;
    let name = policy.facts.role_fact.strip_prefix(APPLICANT)?.strip_prefix('.')?;
    let index = policy.facts.applicant.iter().position(|fact| fact.name == name)?;
    let known = policy.facts.applicant.get(index)?.values.iter().map(|choice| &choice.value);
    let roles: Vec<String> = known.filter(|role| wanted.split([' ', ',']).any(|one| one == *role)).cloned().collect();
    let mut draft = Draft::new(policy);
    *draft.applicant.get_mut(index)? = Answer::Words(roles.clone());
    (!roles.is_empty()).then_some(draft)
}

/// Tells the host; before it has answered, only `ready` may go out.
fn tell(mut message: Json, to: &str) {
    if let Some(members) = message.as_object_mut() {
        members.insert("selfcheck".into(), json!(PROTOCOL));
    }
    if let (Some(host), Ok(message)) = (host_window(), JSON::parse(&message.to_string())) {
        let _ = host.post_message(&message, to);
    }
}

fn tell_host(message: Json) {
    if let Some(origin) = HOST.with_borrow(Clone::clone) {
        tell(message, &origin);
    }
}

/// Tells the host how tall the page is. Measured here and now: frames out of sight get no callbacks for drawing.
fn tell_height() {
    let height = body().get_bounding_client_rect().height().ceil();
    if HOST.with_borrow(Option::is_some) && (TOLD.replace(height) - height).abs() >= 1.0 {
        tell_host(json!({ "type": "resize", "height": height }));
    }
}

/// Asks the host to bring an element into view, where the frame itself does not scroll.
pub fn bring_into_view(element: &Element) {
    if is_framed() {
        let top = element.get_bounding_client_rect().top() + window().scroll_y().unwrap_or(0.0);
        tell_height();
        tell_host(json!({ "type": "scroll", "top": top }));
    }
}

/// A message of the host; nothing for any other window, origin or version.
fn heard(event: &Event) -> Option<Json> {
    let event = event.dyn_ref::<MessageEvent>()?;
    let source: JsValue = event.source()?.into();
    let origin = event.origin();
    let known = HOST.with_borrow(|host| host.as_ref().is_none_or(|host| *host == origin));
    if !known || source != JsValue::from(host_window()?) {
        return None;
    }
    let text = String::from(JSON::stringify(&event.data()).ok()?);
    let message: Json = serde_json::from_str(&text).ok()?;
    if *message.get("selfcheck")? != json!(PROTOCOL) {
        return None;
    }
    // An opaque origin cannot be addressed, so such a host only gets a frame that it does not hear of.
    if origin != "null" {
        HOST.set(Some(origin));
    }
    Some(message)
}

/// What the host asks of the visitor, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// Nothing.
    Nothing,
    /// It asks for the report.
    Asked,
    /// It has got it.
    Given,
    /// The visitor knows that it has got it.
    Done,
    /// The visitor has refused.
    Refused,
    /// The visitor wants to be asked no more.
    Silent,
}

/// The question as the state of the frame: `refused` says whether the visitor has refused before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    now: Asking,
    refused: bool,
}

impl Reducible for Question {
    type Action = Asking;

    fn reduce(self: Rc<Self>, next: Asking) -> Rc<Self> {
        match (self.now, next) {
            (Asking::Silent, _) => self,
            (now, next) if now == next => self,
            _ => Rc::new(Self { now: next, refused: self.refused || next == Asking::Refused }),
        }
    }
}

/// Speaks with the host, and shows what it asks.
#[component]
pub fn Frame() -> Html {
    let question = use_reducer_eq(|| Question { now: Asking::Nothing, refused: false });
    let Some(store) = use_store() else { return Html::default() };
    use_effect(tell_height);
    use_host(&store, question.dispatcher());
    // What is asked comes with the result.
    let now = if store.rest.has(Needs::Result) { question.now } else { Asking::Nothing };
    use_effect_with(now, |now| match now {
        Asking::Nothing => {}
        // The notice may be out of sight; when it goes, the focus would go with it.
        Asking::Asked | Asking::Given => _ = focus(ASK),
        Asking::Refused | Asking::Silent | Asking::Done => _ = focus("main"),
    });
    let question = match now {
        Asking::Asked => later::result::consent(&store, &question),
        Asking::Given => later::result::given(store.lang, &question),
        _ => Html::default(),
    };
    html! { <>{ forgetful(&store) }{ question }</> }
}

/// Hears the host for as long as the page is there.
#[hook]
fn use_host(store: &Store, question: UseReducerDispatcher<Question>) {
    let dispatcher = store.dispatcher();
    let document = &store.policy().document;
    let ready = json!({
        "type": "ready", "policy": document.id, "digest": store.assessor.digest(), "engine": crate::ENGINE_VERSION,
    });
    use_effect_with((), move |()| {
        let listener = is_framed().then(|| {
            EventListener::new(&window(), "message", move |event| {
                let Some(message) = heard(event) else { return };
                match word(&message, "type") {
                    Some("options") => {
                        let options = message.get("options").unwrap_or(&Json::Null);
                        wear(options);
                        if let Some(Theme(dark)) = theme(options) {
                            dispatcher.dispatch(Action::Theme(dark));
                        }
                        if let Some(lang) = language(options) {
                            dispatcher.dispatch(Action::Speak(lang));
                        }
                        TOLD.set(0.0);
                        tell_height();
                    }
                    Some("ask") => question.dispatch(Asking::Asked),
                    _ => {}
                }
            })
        });
        let watch = is_framed().then(watch_height);
        if is_framed() {
            tell(ready, "*");
        }
        move || drop((listener, watch))
    });
}

/// Says before anything is typed that answers will not outlive the page around, where the browser keeps nothing here.
fn forgetful(store: &Store) -> Html {
    let asks = matches!(store.route, Route::Start | Route::Check(_) | Route::Item(_));
    if !asks || !is_framed() || storage::keeps_frames() {
        return Html::default();
    }
    html! {
        <div class="wrap frame-ask no-print"><div class="notice" role="note">
            { draw(Icon::Warning) }
            <p>{ store.lang.t(
                "此浏览器不允许嵌入的页面保存内容：刷新或离开外层网页后，这里的回答会丢失。需要留存时，请在“我的填报”里存成文件。",
                "This browser lets embedded pages keep nothing: answers here are lost when the page around is reloaded or left. To keep them, save a file under “Saved”.",
            ) }</p>
        </div></div>
    }
}

/// Tells the height whenever what is drawn has another.
fn watch_height() -> Option<(Stop, Closure<dyn FnMut()>)> {
    let changed = Closure::<dyn FnMut()>::new(tell_height);
    let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok()?;
    observer.observe(&body());
    Some((Stop(observer), changed))
}

/// Ends an observation when it is dropped.
struct Stop(ResizeObserver);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.disconnect();
    }
}

/// The host asks for the report: the user says whether it gets it.
pub fn consent(store: &Store, question: &UseReducerHandle<Question>) -> Html {
    let lang = store.lang;
    let answer = |with: Asking| {
        let question = question.clone();
        Callback::from(move |_: MouseEvent| question.dispatch(with))
    };
    let send = {
        let (store, question) = (store.clone(), question.clone());
        Callback::from(move |_: MouseEvent| {
            let report: Json = serde_json::from_str(&store.computed.report.to_json()).unwrap_or(Json::Null);
            tell_host(json!({ "type": "result", "report": report }));
            question.dispatch(Asking::Given);
        })
    };
    // Answers that are only tried, or another applicant's, are not the user's own.
    let own = store.kept.is_none() && store.advised.is_none();
    html! {
        <div class="wrap frame-ask no-print"><div class="notice" role="alert" id={ASK} tabindex="-1">
            { draw(Icon::Shield) }
            <div>
                <p class="notice-title">{ lang.t("所在网站请求取得您的测算结果", "The site around this page asks for your result") }</p>
                <p>{ lang.t("请求来自：", "It is: ") }<strong class="frame-host">{ host() }</strong></p>
                <p class="muted">{ lang.t(
                    "同意后，只把这一次的结果（各事项的结论、金额、缺少的信息，以及您给项目等起的名称）交给该网站，怎样使用由它负责。不同意也可以继续自查。",
                    "If you agree, it gets this one result: verdicts, amounts, what is missing, and the names you gave your projects. What it does with it is its responsibility. You can go on without agreeing.",
                ) }</p>
                if !own {
                    <p>{ lang.t("现在显示的不是您自己的回答，请先返回自己的回答。", "What is shown now are not your own answers: go back to them first.") }</p>
                }
                <p class="actions">
                    <button class="btn btn-primary" type="button" disabled={!own} onclick={send}>{ lang.t("同意，交出结果", "Agree and hand it over") }</button>
                    <button class="btn" type="button" onclick={answer(Asking::Refused)}>{ lang.t("不同意", "Do not agree") }</button>
                    if question.refused {
                        <button class="btn btn-quiet" type="button" onclick={answer(Asking::Silent)}>{ lang.t("不再询问", "Ask no more") }</button>
                    }
                </p>
            </div>
        </div></div>
    }
}

/// The host's origin, as the visitor reads it.
fn host() -> String {
    HOST.with_borrow(Clone::clone).unwrap_or_default()
}

/// Says that the host has got the report.
pub fn given(lang: Lang, question: &UseReducerHandle<Question>) -> Html {
    let question = question.clone();
    let close = Callback::from(move |_: MouseEvent| question.dispatch(Asking::Done));
    html! {
        <div class="wrap frame-ask no-print"><div class="notice" role="status" id={ASK} tabindex="-1">
            { draw(Icon::Shield) }
            <div>
                <p>{ lang.t("已把这一次的结果交给 ", "This one result has been handed to ") }<strong class="frame-host">{ host() }</strong>{ lang.t("。", ".") }</p>
                <p class="actions"><button class="btn" type="button" onclick={close}>{ lang.t("知道了", "Understood") }</button></p>
            </div>
        </div></div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EMBEDDED_POLICY;
    use crate::policy::Bundle;

    #[test]
    fn options_are_read_or_left_alone() {
        assert_eq!(theme(&json!({ "theme": "dark" })), Some(Theme(Some(true))));
        assert_eq!(theme(&json!({ "theme": "auto" })), Some(Theme(None)));
        assert_eq!(theme(&json!({ "theme": "pink" })), None);
        assert_eq!(theme(&Json::Null), None);
        assert_eq!(language(&json!({ "lang": "zh-CN" })), Some(Lang::Zh));
        assert_eq!(language(&json!({ "lang": "en-GB" })), Some(Lang::En));
        assert_eq!(language(&json!({ "lang": "fr" })), None);
    }

    #[test]
    fn a_question_is_asked_until_the_visitor_wants_no_more() {
        let after = |steps: &[Asking]| {
            let first = Rc::new(Question { now: Asking::Nothing, refused: false });
            *steps.iter().fold(first, |question, step| question.reduce(*step))
        };
        let refused = after(&[Asking::Asked, Asking::Refused]);
        assert_eq!((refused.now, refused.refused), (Asking::Refused, true));
        assert_eq!(after(&[Asking::Asked, Asking::Refused, Asking::Asked]).now, Asking::Asked);
        let silent = after(&[Asking::Asked, Asking::Refused, Asking::Asked, Asking::Silent, Asking::Asked]);
        assert_eq!(silent.now, Asking::Silent);
    }

    #[test]
    fn a_preset_names_roles_of_the_policy_only() {
        let bundle = Bundle::from_json(EMBEDDED_POLICY).unwrap();
        let facts = &bundle.policy.facts;
        let index = facts.applicant.iter().position(|f| facts.role_fact.ends_with(&format!(".{}", f.name))).unwrap();
        let role = facts.applicant[index].values[1].value.clone();
        let draft = preset(&bundle.policy, &json!({ "roles": format!("nobody {role}") })).unwrap();
        assert_eq!(draft.applicant[index], Answer::Words(vec![role]));
        assert!(preset(&bundle.policy, &json!({ "roles": "nobody" })).is_none());
        assert!(preset(&bundle.policy, &Json::Null).is_none());
    }
}
