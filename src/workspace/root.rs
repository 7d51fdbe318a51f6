//! The workspace's root component.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::utils::{document, window};
use serde_json::{Value as Json, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, Element};
use yew::prelude::*;

use super::client::Client;
use super::compare::compare_tab;
use super::desk::{Bench, Desk, Event, Stage, Tab};
use super::faults::Faults;
use super::import::{import_panel, start_panel, working};
use super::mapping::mapping;
use super::overview::overview_tab;
use super::printing::printing;
use super::protocol::{Export, Reply, Request};
use super::table::TableTab;
use super::todo::TodoTab;
use crate::EMBEDDED_POLICY;
use crate::app::adviser::{APPLICANT_EVENT, EDITED_EVENT, LANGUAGE_EVENT, tell, text_of};
use crate::app::download::download_blob;
use crate::app::words::Lang;
use crate::policy::Bundle;
use crate::report::Assessor;

/// Opens the workspace in an element; `script` is the address of its worker.
///
/// # Errors
/// When the embedded policy cannot be used.
#[wasm_bindgen]
pub fn open_workspace(place: Element, script: String) -> Result<(), JsValue> {
    let assessor = ready()?;
    let props = RootProps { assessor: Ready(assessor), script: script.into() };
    yew::Renderer::<Root>::with_root_and_props(place, props).render();
    Ok(())
}

thread_local! {
    static ASSESSOR: Cell<Option<&'static Assessor>> = const { Cell::new(None) };
}

/// The engine with the embedded policy, made ready once for everything in this module.
///
/// # Errors
/// When the embedded policy cannot be used.
pub(super) fn ready() -> Result<&'static Assessor, JsValue> {
    if let Some(assessor) = ASSESSOR.get() {
        return Ok(assessor);
    }
    let error = |message: String| JsValue::from_str(&message);
    let bundle = Bundle::from_json(EMBEDDED_POLICY).map_err(|e| error(e.to_string()))?;
    let assessor: &'static Assessor = Box::leak(Box::new(Assessor::new(bundle).map_err(|e| error(e.to_string()))?));
    // The page and this module each number their trees from 1, and a tree takes events for its own number: this module's
    // number 1 goes to a tree that is never shown.
    yew::Renderer::<Unseen>::with_root(document().create_element("div")?).render();
    ASSESSOR.set(Some(assessor));
    Ok(assessor)
}

#[component]
fn Unseen() -> Html {
    Html::default()
}

#[derive(Clone, Copy)]
struct Ready(&'static Assessor);

impl PartialEq for Ready {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

#[derive(Properties, PartialEq)]
struct RootProps {
    assessor: Ready,
    script: AttrValue,
}

/// The page's language, as its root element says.
pub(super) fn spoken() -> Lang {
    let lang = document().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default();
    if lang.starts_with("zh") { Lang::Zh } else { Lang::En }
}

#[component]
fn Root(props: &RootProps) -> Html {
    let assessor = props.assessor.0;
    let desk = use_reducer(|| Desk::new(assessor, spoken()));
    let client = use_client(&props.script, &desk);
    let Some(client) = client else {
        let words = desk.lang.t(
            "浏览器没有启动后台线程，工作台不能使用。",
            "The browser starts no worker: the workspace cannot be used.",
        );
        return html! { <p class="notice" role="alert">{ words }</p> };
    };
    let bench = Bench::new(desk, client);
    use_page(&bench);
    page(&bench)
}

/// Starts the worker once.
#[hook]
fn use_client(script: &AttrValue, desk: &UseReducerHandle<Desk>) -> Option<Rc<Client>> {
    let dispatcher = desk.dispatcher();
    let client = use_memo(script.clone(), move |script| {
        let own: Rc<RefCell<Option<Rc<Client>>>> = Rc::default();
        let ask = Rc::clone(&own);
        let started = Client::start(script, move |reply, file| {
            let post = |request: &Request| {
                if let Some(client) = ask.borrow().as_ref() {
                    client.post(request);
                }
            };
            match &reply {
                Reply::Ready { .. } => post(&Request::Speak { english: spoken() == Lang::En }),
                Reply::Changed => post(&Request::Overview),
                Reply::Profile { index, name, json } => {
                    let detail = json!({ "index": index, "name": name, "profile": json }).to_string();
                    tell(APPLICANT_EVENT, &JsValue::from_str(&detail));
                }
                Reply::File { name, .. } => save(name, file),
                Reply::Letter(text) => copy(text.clone(), dispatcher.clone()),
                _ => {}
            }
            dispatcher.dispatch(Event::Heard(reply));
        });
        let started = started.ok().map(Rc::new);
        own.borrow_mut().clone_from(&started);
        started
    });
    (*client).clone()
}

fn save(name: &str, file: Option<Blob>) {
    if let Some(blob) = file {
        // A browser that refuses says so itself; there is nothing to mend here.
        let _ = download_blob(name, &blob);
    }
}

fn copy(text: String, dispatcher: UseReducerDispatcher<Desk>) {
    spawn_local(async move {
        let copied = wasm_bindgen_futures::JsFuture::from(window().navigator().clipboard().write_text(&text)).await;
        let lang = spoken();
        let words = match copied {
            Ok(_) => lang.t("已复制，可粘贴到邮件里。", "Copied: paste it into a mail."),
            Err(_) => lang.t(
                "浏览器不允许复制，请打开该企业的结果另存。",
                "The browser does not allow copying: open the applicant and save its result.",
            ),
        };
        dispatcher.dispatch(Event::Tell(copied.is_err(), words.to_owned()));
    });
}

/// Hears the page: its language, and answers that were edited there.
#[hook]
fn use_page(bench: &Bench) {
    let (client, dispatcher) = (Rc::clone(&bench.client), bench.desk.dispatcher());
    use_effect_with((), move |()| {
        let edited = {
            let client = Rc::clone(&client);
            EventListener::new(&window(), EDITED_EVENT, move |event| {
                let told: Option<Json> = text_of(event).and_then(|text| serde_json::from_str(&text).ok());
                let Some(told) = told else { return };
                let index = told.get("index").and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok());
                let profile = told.get("profile").and_then(Json::as_str);
                if let (Some(index), Some(profile)) = (index, profile) {
                    client.post(&Request::Replace { index, profile: profile.to_owned() });
                }
            })
        };
        let language = EventListener::new(&window(), LANGUAGE_EVENT, move |_| {
            let dispatcher = dispatcher.clone();
            let client = Rc::clone(&client);
            spawn_local(async move {
                // The root element gets its language in the same turn.
                crate::app::breath::breath().await;
                let lang = spoken();
                client.post(&Request::Speak { english: lang == Lang::En });
                dispatcher.dispatch(Event::Spoken(lang));
            });
        });
        move || drop((edited, language))
    });
}

fn page(bench: &Bench) -> Html {
    let desk = &bench.desk;
    let has_roster =
        desk.overview.as_ref().is_some_and(|all| all.applicants > 0 || desk.faults.0 > 0 || all.faults > 0);
    let body = match &desk.stage {
        Stage::Opening | Stage::Working { .. } => working(bench),
        Stage::Planning(sheets) => mapping(bench, sheets),
        Stage::Idle if has_roster => roster(bench),
        Stage::Idle => start_panel(bench),
    };
    html! {
        <div class="desk">
            { notice(bench) }
            { body }
            { printing(bench) }
        </div>
    }
}

fn notice(bench: &Bench) -> Html {
    let Some((wrong, words)) = bench.desk.notice.clone() else {
        return html! { <div role="status" aria-live="polite"></div> };
    };
    html! {
        <div class="notice desk-notice" role={if wrong { "alert" } else { "status" }} data-status={if wrong { "not_eligible" } else { "meets" }}>
            <p>{ words }</p>
            <button class="btn btn-quiet" type="button" onclick={bench.on(|| Event::Dismiss)}>{ bench.lang().t("知道了", "Close") }</button>
        </div>
    }
}

fn roster(bench: &Bench) -> Html {
    let (desk, lang) = (&bench.desk, bench.lang());
    let faults = desk.overview.as_ref().map_or(0, |all| all.faults);
    let tabs = [
        (Tab::Table, lang.t("名单", "List").to_owned()),
        (Tab::Overview, lang.t("概览", "Overview").to_owned()),
        (Tab::Todo, lang.t("可以推动的事", "To do").to_owned()),
        (Tab::Faults, [lang.t("读不出的单元格", "Cells to mend"), " (", &faults.to_string(), ")"].concat()),
        (Tab::Compare, lang.t("对比", "Compare").to_owned()),
    ];
    let tabs = tabs.into_iter().map(|(tab, words)| {
        let current = (desk.tab == tab).then_some("true");
        html! { <button class="desk-tab" type="button" aria-current={current} onclick={bench.on(move || Event::Show(tab))}>{ words }</button> }
    });
    let body = match desk.tab {
        Tab::Table => html! { <TableTab bench={bench.clone()} /> },
        Tab::Overview => overview_tab(bench),
        Tab::Todo => html! { <TodoTab bench={bench.clone()} /> },
        Tab::Faults => html! { <Faults bench={bench.clone()} /> },
        Tab::Compare => compare_tab(bench),
    };
    html! {
        <>
            { import_panel(bench) }
            <nav class="desk-tabs no-print" aria-label={lang.t("工作台内容", "Parts of the workspace")}>{ for tabs }</nav>
            { body }
            <div class="desk-foot no-print">
                <div class="actions">
                    <button class="btn" type="button" onclick={bench.ask(Request::Export(Export::Workbook))}>{ lang.t("导出工作簿（.xlsx）", "Export workbook (.xlsx)") }</button>
                    <button class="btn" type="button" onclick={bench.ask(Request::Export(Export::Table))}>{ lang.t("导出结果表（.csv）", "Export table (.csv)") }</button>
                    <button class="btn" type="button" onclick={bench.ask(Request::Export(Export::Profiles))}>{ lang.t("导出填报数据（.jsonl）", "Export profiles (.jsonl)") }</button>
                    <button class="btn" type="button" onclick={bench.ask(Request::Print { view: desk.view.clone() })}>{ lang.t("打印名单中各企业的结果", "Print a sheet per applicant") }</button>
                </div>
                <p class="muted">{ lang.of(&desk.policy().document.disclaimer) }</p>
            </div>
        </>
    }
}
