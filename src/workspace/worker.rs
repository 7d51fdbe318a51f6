//! The worker: answers requests one by one, and does long work in steps, so that it can be stopped.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, MessageEvent};

use super::protocol::{PlannedSheet, Reply, Request};
use super::session::Session;
use crate::app::breath::breath;
use crate::app::root::today;
use crate::book::{Book, BookFault, Cell as SheetCell};
use crate::policy::Bundle;
use crate::report::Assessor;
use crate::roster::guess::{HEAD_ROWS, Preview};
use crate::roster::{Gather, Place, Plan, Roster, SheetRole};
use crate::{EMBEDDED_POLICY, values::Date};

/// Rows read, and applicants assessed, between two pauses.
const STEP: usize = 500;
/// Rows shown for planning.
const PREVIEW_ROWS: usize = HEAD_ROWS + 5;

/// An opened file.
enum Opened {
    Book(Box<Book>),
    /// Profiles as JSON texts.
    Profiles {
        name: String,
        texts: Vec<String>,
    },
}

struct Desk {
    scope: DedicatedWorkerGlobalScope,
    session: RefCell<Session>,
    file: RefCell<Option<Opened>>,
    cancelled: Cell<bool>,
    keeping: Cell<bool>,
}

/// Why long work ended early.
enum Stop {
    Cancelled,
    Fault(BookFault),
    NoApplicants,
}

impl From<BookFault> for Stop {
    fn from(fault: BookFault) -> Self {
        Self::Fault(fault)
    }
}

/// Begins to answer the page. Called once, in the worker.
///
/// # Errors
/// When this is no worker or the embedded policy cannot be used.
#[wasm_bindgen]
pub fn serve() -> Result<(), JsValue> {
    let error = |message: String| JsValue::from_str(&message);
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
    let bundle = Bundle::from_json(EMBEDDED_POLICY).map_err(|e| error(e.to_string()))?;
    let assessor: &'static Assessor = Box::leak(Box::new(Assessor::new(bundle).map_err(|e| error(e.to_string()))?));
    let today = today().ok_or_else(|| error("no date".into()))?;
    let desk = Rc::new(Desk {
        scope: scope.clone(),
        session: RefCell::new(Session::new(assessor, today)),
        file: RefCell::new(None),
        cancelled: Cell::new(false),
        keeping: Cell::new(false),
    });
    let told = Rc::clone(&desk);
    let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let parts = Array::from(&event.data());
        let text = parts.get(0).as_string().unwrap_or_default();
        let bytes = parts.get(1).dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec());
        if let Ok(request) = serde_json::from_str(&text) {
            take(&told, request, bytes);
        }
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
    spawn_local(async move {
        let kept = call("has", &[]).await.is_some_and(|found| found.is_truthy());
        desk.tell(&Reply::Ready { kept });
    });
    Ok(())
}

fn take(desk: &Rc<Desk>, request: Request, bytes: Option<Vec<u8>>) {
    match request {
        Request::Cancel => desk.cancelled.set(true),
        Request::Open { name } => desk.open(name, bytes.unwrap_or_default()),
        Request::Import { sheets, as_of, former } => {
            let desk = Rc::clone(desk);
            spawn_local(async move { desk.import(sheets, &as_of, former).await });
        }
        Request::Near => {
            let desk = Rc::clone(desk);
            spawn_local(async move { desk.near().await });
        }
        Request::Keep { on } => {
            let desk = Rc::clone(desk);
            spawn_local(async move { desk.keep(on).await });
        }
        Request::Restore => {
            let desk = Rc::clone(desk);
            spawn_local(async move { desk.restore().await });
        }
        Request::Wipe => {
            let desk = Rc::clone(desk);
            spawn_local(async move { desk.wipe().await });
        }
        other => desk.answer(other, bytes),
    }
}

impl Desk {
    fn tell(&self, reply: &Reply) {
        self.send(reply, Vec::new());
    }

    /// Sends a reply, with a file where it is one. The file is put together here: the page only gets a handle.
    fn send(&self, reply: &Reply, parts: Vec<Vec<u8>>) {
        let Ok(text) = serde_json::to_string(reply) else { return };
        let message = Array::of1(&JsValue::from_str(&text));
        if let Reply::File { kind, .. } = reply {
            let pieces: Array = parts.into_iter().map(|part| Uint8Array::from(&part[..])).collect();
            let options = BlobPropertyBag::new();
            options.set_type(kind);
            if let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&pieces, &options) {
                message.push(&blob);
            }
        }
        // If the page has gone, nobody is there to be told.
        let _ = self.scope.post_message(&message);
    }

    fn answer(self: &Rc<Self>, request: Request, bytes: Option<Vec<u8>>) {
        let changes = matches!(request, Request::Mend { .. } | Request::Replace { .. } | Request::LeaveOut { .. });
        let entry = (changes && self.keeping.get()).then(|| serde_json::to_string(&request).unwrap_or_default());
        let (reply, bytes) = self.session.borrow_mut().answer(request, bytes);
        let done = !matches!(reply, Reply::NotMended { .. });
        match entry.filter(|_| done) {
            None => self.send(&reply, bytes),
            // What the page shows as changed is kept already.
            Some(entry) => {
                let desk = Rc::clone(self);
                spawn_local(async move {
                    call("append", &[JsValue::from_str(&entry)]).await;
                    desk.send(&reply, bytes);
                });
            }
        }
    }

    fn open(&self, name: String, bytes: Vec<u8>) {
        let opened = match profiles(&name, &bytes) {
            Some(texts) => Ok(Opened::Profiles { name, texts }),
            None => Book::open(&name, bytes).map(|book| Opened::Book(Box::new(book))),
        };
        let shown = opened.and_then(|mut opened| {
            let previews = match &mut opened {
                Opened::Book(book) => previews(book)?,
                Opened::Profiles { .. } => Vec::new(),
            };
            Ok((opened, previews))
        });
        match shown {
            Err(fault) => self.tell(&Reply::Refused(fault)),
            Ok((opened, previews)) => {
                let is_profiles = matches!(opened, Opened::Profiles { .. });
                *self.file.borrow_mut() = Some(opened);
                let mut session = self.session.borrow_mut();
                session.previews = previews;
                let reply =
                    if is_profiles { Reply::Planned { sheets: Vec::new(), profiles: true } } else { session.planned() };
                self.tell(&reply);
            }
        }
    }

    async fn import(&self, sheets: Vec<PlannedSheet>, as_of: &str, former: bool) {
        self.cancelled.set(false);
        let Some(mut file) = self.file.borrow_mut().take() else { return };
        let (assessor, plan, as_of) = {
            let mut session = self.session.borrow_mut();
            if let Ok(day) = as_of.parse() {
                session.as_of = day;
            }
            (session.assessor, session.plan(&sheets), session.as_of)
        };
        let done = match &mut file {
            Opened::Book(book) => self.gather(assessor, book, plan, as_of).await,
            Opened::Profiles { name, texts } => self.profiles(assessor, name, texts).await,
        };
        // The file stays open, so that another meaning of its columns can be tried.
        *self.file.borrow_mut() = Some(file);
        match done {
            Ok(roster) => {
                let reply = self.session.borrow_mut().put(roster, former);
                if self.keeping.get() && !former {
                    self.save().await;
                }
                self.tell(&reply);
            }
            Err(Stop::Cancelled) => self.tell(&Reply::Cancelled),
            Err(Stop::Fault(fault)) => self.tell(&Reply::Refused(fault)),
            Err(Stop::NoApplicants) => self.tell(&Reply::NoApplicants),
        }
    }

    async fn gather(
        &self,
        assessor: &'static Assessor,
        book: &mut Book,
        plan: Plan,
        as_of: Date,
    ) -> Result<Roster, Stop> {
        if !plan.sheets.iter().any(|sheet| sheet.role == SheetRole::Applicants) {
            return Err(Stop::NoApplicants);
        }
        let order = Gather::order(&plan);
        let all = order.len();
        let mut gather = Gather::new(assessor.policy(), plan, as_of);
        let mut count = 0;
        for (number, sheet) in order.into_iter().enumerate() {
            let mut rows = book.rows(sheet)?;
            let mut since = 0;
            while let Some(row) = rows.next_row()? {
                gather.row(sheet, row.number, row.cells);
                count += 1;
                since += 1;
                if since == STEP {
                    since = 0;
                    #[allow(clippy::cast_precision_loss, reason = "a workbook has few sheets")]
                    let share = (number as f64 + rows.progress()) / all as f64;
                    self.progress(true, share, count).await?;
                }
            }
        }
        let mut closing = gather.close();
        while closing.advance(assessor, STEP) {
            let (total, done) = closing.progress();
            self.progress(false, share(done, total), u32::try_from(done).unwrap_or(u32::MAX)).await?;
        }
        Ok(closing.into_roster())
    }

    async fn profiles(&self, assessor: &Assessor, name: &str, texts: &[String]) -> Result<Roster, Stop> {
        let mut roster = Roster::of_sheets(vec![name.to_owned()]);
        for (number, text) in (1_u32..).zip(texts) {
            if text.trim().is_empty() {
                continue;
            }
            let place = Place { sheet: 0, row: number, column: 0 };
            if let Err(reason) = roster.add_profile(assessor, text, place) {
                roster.tell_line(place, text, reason);
            }
            if (number as usize).is_multiple_of(STEP) {
                self.progress(false, share(number as usize, texts.len()), number).await?;
            }
        }
        Ok(roster)
    }

    /// Says how far the work is, pauses, and stops where that was asked.
    async fn progress(&self, reading: bool, share: f64, count: u32) -> Result<(), Stop> {
        self.tell(&Reply::Progress { reading, share, count });
        breath().await;
        if self.cancelled.get() { Err(Stop::Cancelled) } else { Ok(()) }
    }

    async fn near(&self) {
        self.cancelled.set(false);
        let total = self.session.borrow().roster.applicants.len();
        let (mut from, part) = (0, 20);
        while from < total {
            let to = (from + part).min(total);
            let list = self.session.borrow().near(from..to);
            self.tell(&Reply::Near { list, done: to == total });
            breath().await;
            if self.cancelled.get() {
                return;
            }
            from = to;
        }
    }

    async fn save(&self) -> bool {
        let text = self.session.borrow().roster.to_text();
        let as_of = self.session.borrow().as_of.to_string();
        let digest = self.session.borrow().assessor.digest().to_owned();
        let parts = [digest, as_of, text].map(|part| JsValue::from_str(&part));
        call("save", &parts).await.is_some()
    }

    async fn keep(&self, on: bool) {
        let done = if on { self.save().await } else { call("wipe", &[]).await.is_some() };
        self.keeping.set(on && done);
        self.tell(&Reply::Kept(done.then_some(on)));
    }

    async fn restore(&self) {
        let found = call("load", &[]).await.map(|found| Array::from(&found));
        let word = |place: u32| found.as_ref().and_then(|found| found.get(place).as_string());
        let assessor = self.session.borrow().assessor;
        let roster = word(2).and_then(|text| Roster::from_text(assessor, &text));
        let Some(roster) = roster else {
            self.tell(&Reply::Kept(None));
            return;
        };
        {
            let mut session = self.session.borrow_mut();
            if let Some(day) = word(1).and_then(|day| day.parse().ok()) {
                session.as_of = day;
            }
            session.put(roster, false);
            let entries = found.as_ref().map(|found| Array::from(&found.get(3))).unwrap_or_default();
            for entry in entries.iter().filter_map(|entry| entry.as_string()) {
                if let Ok(request) = serde_json::from_str(&entry) {
                    session.answer(request, None);
                }
            }
        }
        self.keeping.set(true);
        self.tell(&Reply::Kept(Some(true)));
        self.tell(&Reply::Changed);
    }

    async fn wipe(&self) {
        self.cancelled.set(true);
        self.keeping.set(false);
        *self.file.borrow_mut() = None;
        {
            let mut session = self.session.borrow_mut();
            let (assessor, as_of, lang) = (session.assessor, session.as_of, session.lang);
            *session = Session::new(assessor, as_of);
            session.lang = lang;
        }
        call("wipe", &[]).await;
        self.tell(&Reply::Wiped);
    }
}

fn share(part: usize, whole: usize) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a share needs no more digits")]
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// The first rows of every sheet.
fn previews(book: &mut Book) -> Result<Vec<Preview>, BookFault> {
    let names: Vec<String> = book.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    let mut previews = Vec::new();
    for (number, name) in names.into_iter().enumerate() {
        let mut rows = book.rows(number)?;
        let mut first = Vec::new();
        while first.len() < PREVIEW_ROWS
            && let Some(row) = rows.next_row()?
        {
            first.push((row.number, row.cells.iter().map(SheetCell::text).collect()));
        }
        previews.push(Preview { name, rows: first });
    }
    Ok(previews)
}

/// Profiles as JSON texts: a file of one, a list of them, or one a line; none where it is no such file.
fn profiles(name: &str, bytes: &[u8]) -> Option<Vec<String>> {
    let plain = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let first = plain.iter().find(|byte| !byte.is_ascii_whitespace())?;
    let named = name
        .rsplit('.')
        .next()
        .is_some_and(|end| end.eq_ignore_ascii_case("json") || end.eq_ignore_ascii_case("jsonl"));
    if !named && !matches!(first, b'{' | b'[') {
        return None;
    }
    let text = std::str::from_utf8(plain).ok()?;
    let raw: Result<Vec<&serde_json::value::RawValue>, _> = serde_json::from_str(text);
    if let Ok(list) = raw {
        return Some(list.into_iter().map(|one| one.get().to_owned()).collect());
    }
    if serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok() {
        return Some(vec![text.to_owned()]);
    }
    Some(text.lines().map(str::to_owned).collect())
}

/// Calls what the worker's script keeps on this machine with; none where the browser refuses.
async fn call(name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let store = Reflect::get(&js_sys::global(), &JsValue::from_str("selfcheckStore")).ok()?;
    let function: Function = Reflect::get(&store, &JsValue::from_str(name)).ok()?.dyn_into().ok()?;
    let list: Array = arguments.iter().collect();
    let promise: Promise = function.apply(&store, &list).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
