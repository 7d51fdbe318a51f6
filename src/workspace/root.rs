//! The workspace's root component.

use std::cell::Cell;
use std::rc::{Rc, Weak};

use gloo::utils::document;
use js_sys::Uint8Array;
use markup::html;
use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::client::{Heard, Place, Program, Workers};
use super::compare::compare_tab;
use super::days::days;
use super::desk::{Bench, Desk, Event, Scrolled, Stage, Tab};
use super::faults::Faults;
use super::focus::use_focus;
use super::import::{import_panel, start_panel};
use super::mapping::mapping;
use super::overview::overview_tab;
use super::page::use_page;
use super::printing::printing;
use super::protocol::{Keeping, Reply, Request};
use super::saving::saving;
use super::table::TableTab;
use super::todo::TodoTab;
use super::working::{busy, working};
use crate::app::adviser::{APPLICANT_EVENT, LIST_EVENT, tell};
use crate::app::copying::{copy, select};
use crate::app::download::download_blob;
use crate::app::update::UNKEPT;
use crate::app::words::Lang;
use crate::report::Assessor;

/// What the workspace works with.
#[derive(Properties)]
pub struct RootProps {
    assessor: &'static Assessor,
    program: Program,
}

impl RootProps {
    /// The engine, and the workers' program.
    pub fn new(assessor: &'static Assessor, program: Program) -> Self {
        Self { assessor, program }
    }
}

impl PartialEq for RootProps {
    /// They never change.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The page's language, as its root element says.
pub(super) fn spoken() -> Lang {
    let lang = document().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default();
    if lang.starts_with("zh") { Lang::Zh } else { Lang::En }
}

/// The workspace.
#[component]
pub fn Root(props: &RootProps) -> Html {
    let assessor = props.assessor;
    let desk = use_reducer(|| Desk::new(assessor, spoken()));
    let client = use_client(&props.program, &desk);
    let place = use_memo((), |()| Scrolled::default());
    let Some(client) = client else {
        let words = desk.lang.t(
            "浏览器没有启动后台程序，工作台不能使用。",
            "The browser starts no worker: the workspace cannot be used.",
        );
        return html! { <p class="notice" role="alert">{ words }</p> };
    };
    let bench = Bench::new(desk, client, (*place).clone());
    use_page(&bench);
    use_unkept(&bench);
    use_focus(bench.desk.changes);
    page(&bench)
}

/// Starts the worker once.
#[hook]
fn use_client(program: &Program, desk: &UseReducerHandle<Desk>) -> Option<Rc<Workers>> {
    let (program, dispatcher) = (program.clone(), desk.dispatcher());
    let client = use_memo((), move |()| {
        let own: Rc<std::cell::RefCell<Weak<Workers>>> = Rc::default();
        let (ask, keeping) = (Rc::clone(&own), Cell::new(None));
        let started = Workers::start(program, spoken() == Lang::En, move |place, heard| {
            if let Some(workers) = ask.borrow().upgrade() {
                hear(&workers, &dispatcher, &keeping, place, heard);
            }
        });
        let started = started.ok();
        if let Some(started) = &started {
            *own.borrow_mut() = Rc::downgrade(started);
        }
        started
    });
    (*client).clone()
}

/// Does what follows from what a worker says, and tells the state.
fn hear(
    workers: &Rc<Workers>,
    dispatcher: &UseReducerDispatcher<Desk>,
    keeping: &Cell<Option<u32>>,
    place: Place,
    heard: Heard,
) {
    let (reply, file) = match heard {
        Heard::Ended { ready } => return ended(workers, dispatcher, keeping, place, ready),
        Heard::Said(reply, file) => (reply, file),
    };
    match (place, &reply) {
        // Until its file has become the list, of the opener nothing counts but what it says of the file.
        (Place::Opener, Reply::Changed) => return,
        (
            Place::Opener,
            Reply::Refused(..) | Reply::NoApplicants | Reply::Nobody { .. } | Reply::Mixed | Reply::Unread,
        ) => {
            workers.leave_opener();
        }
        (Place::Opener, Reply::ReadFormer) => {
            workers.leave_opener();
            if let Ok(bytes) = file.dyn_into::<Uint8Array>() {
                workers.post_files(&Request::Former, &[bytes.into()]);
            }
            dispatcher.dispatch(Event::Heard(reply));
            return;
        }
        (Place::Opener, Reply::Imported { kept }) => {
            workers.take_over();
            keeping.set(kept.number());
            another_list(workers);
        }
        (_, Reply::Restored { kept, .. }) => {
            keeping.set(kept.number());
            another_list(workers);
        }
        (_, Reply::Changed | Reply::MendedInPart { .. }) => workers.post(&Request::Overview),
        // What another window changes is kept all the same.
        (_, Reply::Kept(Keeping::Shared)) => {}
        (_, Reply::Kept(kept)) => keeping.set(kept.number()),
        (_, Reply::Wiped) => {
            keeping.set(None);
            super::mapping::forget();
            tell(LIST_EVENT, &JsValue::NULL);
        }
        (_, Reply::Profile { index, name, json }) => {
            let detail = json!({ "list": workers.list(), "index": index, "name": name, "profile": json }).to_string();
            tell(APPLICANT_EVENT, &JsValue::from_str(&detail));
        }
        (_, Reply::File { name, .. }) => {
            if let Ok(blob) = file.dyn_into() {
                // A browser that refuses says so itself; there is nothing to mend here.
                let _ = download_blob(name, &blob);
            }
        }
        (_, Reply::Letter(text)) => hand_over(text.clone(), dispatcher.clone()),
        _ => {}
    }
    dispatcher.dispatch(Event::Heard(reply));
}

/// Another list is there: applicants of the former one are shown no longer.
fn another_list(workers: &Workers) {
    tell(LIST_EVENT, &JsValue::NULL);
    workers.post(&Request::Overview);
}

/// A worker has ended by itself: another takes its place, and what is kept comes back.
fn ended(
    workers: &Rc<Workers>,
    dispatcher: &UseReducerDispatcher<Desk>,
    keeping: &Cell<Option<u32>>,
    place: Place,
    ready: bool,
) {
    if place == Place::Opener {
        workers.end_opener();
        dispatcher.dispatch(Event::OpenerEnded { ready });
        return;
    }
    tell(LIST_EVENT, &JsValue::NULL);
    // One that never became ready would not the next time either.
    let again = ready && workers.restart().is_ok();
    let kept = keeping.replace(None);
    dispatcher.dispatch(Event::DeskEnded { again, kept: kept.is_some() });
    if again && kept.is_some() {
        workers.post(&Request::Restore(kept));
    }
}

/// Copies a letter, or shows it to be copied by hand.
fn hand_over(text: String, dispatcher: UseReducerDispatcher<Desk>) {
    spawn_local(async move {
        if copy(&text).await {
            let words = spoken().t("已复制，可粘贴到邮件里。", "Copied: paste it into a mail.");
            dispatcher.dispatch(Event::Tell(false, words.to_owned()));
        } else {
            dispatcher.dispatch(Event::Uncopied(text.into()));
        }
    });
}

/// Lets the page know whether its list would go with it.
#[hook]
fn use_unkept(bench: &Bench) {
    let desk = &bench.desk;
    let unkept = !desk.keeping && desk.overview.as_ref().is_some_and(|all| all.applicants > 0);
    use_effect_with(unkept, |unkept| {
        if let Some(root) = document().document_element() {
            let _ = root.toggle_attribute_with_force(UNKEPT, *unkept);
        }
    });
}

fn page(bench: &Bench) -> Html {
    let desk = &bench.desk;
    let body = match &desk.stage {
        Stage::Opening | Stage::Settling | Stage::Working { .. } => working(bench),
        Stage::Planning(sheets) => mapping(bench, sheets),
        Stage::Idle if desk.has_roster() => roster(bench),
        Stage::Idle => start_panel(bench),
    };
    html! {
        <div class="desk">
            { notice(bench) }
            { busy(bench) }
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
            if let Some(text) = &bench.desk.uncopied { <ByHand lang={bench.lang()} text={text.clone()} /> }
            <button class="btn btn-quiet" type="button" onclick={bench.on(|| Event::Dismiss)}>{ bench.lang().t("知道了", "Close") }</button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ByHandProps {
    lang: Lang,
    text: AttrValue,
}

/// A letter that is to be copied by hand: it stands selected.
#[component]
fn ByHand(props: &ByHandProps) -> Html {
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with(props.text.clone(), move |_| select(&place));
    }
    let label = props.lang.t("结果摘要", "Summary of the result");
    html! { <textarea class="input desk-letter" ref={place} readonly=true rows="6" aria-label={label} value={props.text.clone()} /> }
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
            { days(bench) }
            <nav class="desk-tabs no-print" aria-label={lang.t("工作台内容", "Parts of the workspace")}>{ for tabs }</nav>
            { body }
            { saving(bench) }
        </>
    }
}
