//! The worker: answers requests one by one, and does long work in steps, so that it can be stopped.
//!
//! The page has one that holds the list, and starts another for each file it opens: a file that ends its worker takes
//! nothing with it. The other takes over where its file becomes the list.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, MessageEvent};

use super::opening::{Opened, add_profile, is_empty, sheet_of};
use super::protocol::{KnownSheet, PlannedSheet, Reply, Request, Work};
use super::session::Session;
use crate::EMBEDDED_POLICY;
use crate::app::breath::breath;
use crate::app::root::today;
use crate::book::{Book, BookFault, MAX_FILE};
use crate::policy::Bundle;
use crate::report::Assessor;
use crate::roster::keep::Kept;
use crate::roster::{Gather, Plan, Roster, SheetRole};
use crate::values::Date;

/// Rows read, and applicants assessed, between two pauses.
pub(super) const STEP: usize = 500;
/// Bytes of a file that are given to the browser at once.
pub(super) const PIECE: usize = 1 << 20;
/// How often progress is told, ms: each time the page draws it.
const SOON: f64 = 50.0;
/// The part of an import's work that reading rows is; the rest is assessing.
const READING: f64 = 0.4;

pub(super) struct Desk {
    scope: DedicatedWorkerGlobalScope,
    pub(super) session: RefCell<Session>,
    file: RefCell<Option<Opened>>,
    /// Counts how often stopping was asked for.
    stops: Cell<u32>,
    /// Counts the changes of the list and of the language.
    pub(super) changes: Cell<u32>,
    keeping: Cell<bool>,
    /// When progress was told last, ms.
    told: Cell<f64>,
}

/// Why long work ended early.
pub(super) enum Stop {
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
#[cfg_attr(feature = "worker", wasm_bindgen)]
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
        stops: Cell::new(0),
        changes: Cell::new(0),
        keeping: Cell::new(false),
        told: Cell::new(0.0),
    });
    let told = Rc::clone(&desk);
    let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let parts = Array::from(&event.data());
        let text = parts.get(0).as_string().unwrap_or_default();
        let files = parts.iter().skip(1).collect();
        if let Ok(request) = serde_json::from_str(&text) {
            take(&told, request, files);
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

fn take(desk: &Rc<Desk>, request: Request, files: Vec<JsValue>) {
    let own = Rc::clone(desk);
    match request {
        Request::Cancel => desk.stops.set(desk.stops.get() + 1),
        Request::Open { names, known } => {
            spawn_local(async move { own.tell(&own.open(names, files, &known).await.unwrap_or_else(|reply| reply)) });
        }
        Request::Import { sheets, as_of, former, keep } => {
            spawn_local(async move { own.import(sheets, &as_of, former, keep).await });
        }
        Request::Export { what, view } => {
            spawn_local(async move { own.export(&what, view).await });
        }
        Request::Former => spawn_local(async move { own.former(last_bytes(&files)).await }),
        Request::Compare => spawn_local(async move { own.compare().await }),
        Request::ComparePolicy => {
            spawn_local(async move { own.compare_policy(last_bytes(&files)).await });
        }
        Request::Near => spawn_local(async move { own.near().await }),
        Request::Keep(on) => spawn_local(async move { own.keep(on).await }),
        Request::Restore => spawn_local(async move { own.restore().await }),
        Request::Wipe => spawn_local(async move { own.wipe().await }),
        other => desk.answer(other),
    }
}

impl Desk {
    pub(super) fn tell(&self, reply: &Reply) {
        self.send(reply, &Array::new());
    }

    /// Sends a reply and what comes along. A file is put together here: the page only gets a handle.
    pub(super) fn send(&self, reply: &Reply, pieces: &Array) {
        let Ok(text) = serde_json::to_string(reply) else { return };
        let message = Array::of1(&JsValue::from_str(&text));
        if let Reply::File { kind, .. } = reply {
            let options = BlobPropertyBag::new();
            options.set_type(kind);
            if let Ok(blob) = Blob::new_with_blob_sequence_and_options(pieces, &options) {
                message.push(&blob);
            }
        } else {
            pieces.for_each(&mut |piece, _, _| {
                message.push(&piece);
            });
        }
        // If the page has gone, nobody is there to be told.
        let _ = self.scope.post_message(&message);
    }

    fn answer(self: &Rc<Self>, request: Request) {
        let edits = matches!(
            request,
            Request::Mend { .. } | Request::LetGo { .. } | Request::Replace { .. } | Request::LeaveOut { .. }
        );
        if edits || matches!(request, Request::Speak { .. }) {
            self.changes.set(self.changes.get() + 1);
        }
        let entry = (edits && self.keeping.get()).then(|| serde_json::to_string(&request).unwrap_or_default());
        let reply = self.session.borrow_mut().answer(request);
        let done = !matches!(reply, Reply::NotMended { .. });
        match entry.filter(|_| done) {
            None => self.tell(&reply),
            // What the page shows as changed is kept already.
            Some(entry) => {
                let desk = Rc::clone(self);
                spawn_local(async move {
                    call("append", &[JsValue::from_str(&entry)]).await;
                    desk.tell(&reply);
                });
            }
        }
    }

    /// Opens files, and says what they most likely mean or why they are not read.
    async fn open(&self, names: Vec<String>, files: Vec<JsValue>, known: &[KnownSheet]) -> Result<Reply, Reply> {
        let mut read = Vec::new();
        for (name, file) in names.into_iter().zip(files) {
            read.push((name, bytes_of(file).await?));
        }
        let opened = Opened::open(&mut self.session.borrow_mut(), read)?;
        let profiles = matches!(opened, Opened::Profiles { .. });
        *self.file.borrow_mut() = Some(opened);
        let tables = || self.session.borrow().planned(known);
        Ok(if profiles { Reply::Planned { sheets: Vec::new(), profiles } } else { tables() })
    }

    async fn import(&self, sheets: Vec<PlannedSheet>, as_of: &str, former: bool, keep: bool) {
        let Some(mut file) = self.file.borrow_mut().take() else { return };
        let (assessor, plan, as_of) = {
            let mut session = self.session.borrow_mut();
            if let Ok(day) = as_of.parse() {
                session.as_of = day;
            }
            (session.assessor, session.plan(&sheets), session.as_of)
        };
        let done = match &mut file {
            Opened::Books(books) => self.gather(assessor, books, plan, as_of).await,
            Opened::Profiles { names, texts } => self.profiles(assessor, names, texts).await,
        };
        let profiles = matches!(file, Opened::Profiles { .. });
        // Nothing on the page asks for the file again: its room is given back.
        drop(file);
        match done {
            Ok(roster) if is_empty(&roster, profiles) => self.tell(&Reply::Nobody { profiles }),
            Ok(roster) if former => self.send(&Reply::ReadFormer, &text_of(&roster, usize::MAX)),
            Ok(roster) => {
                self.session.borrow_mut().put(roster);
                let kept = keep && self.save().await;
                self.keeping.set(kept);
                self.tell(&Reply::Imported { kept });
            }
            Err(stop) => self.stopped(stop),
        }
    }

    pub(super) fn stopped(&self, stop: Stop) {
        self.tell(&match stop {
            Stop::Cancelled => Reply::Cancelled,
            Stop::Fault(fault) => Reply::Refused(fault),
            Stop::NoApplicants => Reply::NoApplicants,
        });
    }

    async fn gather(
        &self,
        assessor: &'static Assessor,
        books: &mut [Book],
        plan: Plan,
        as_of: Date,
    ) -> Result<Roster, Stop> {
        if !plan.sheets.iter().any(|sheet| sheet.role == SheetRole::Applicants) {
            return Err(Stop::NoApplicants);
        }
        let stops = self.stops.get();
        let order = Gather::order(&plan);
        let all = order.len();
        let mut gather = Gather::new(assessor, plan, as_of);
        let at_once = gather.is_at_once();
        let (work, reading) = if at_once { (Work::Assessing, 1.0) } else { (Work::Reading, READING) };
        let mut count = 0;
        for (number, sheet) in order.into_iter().enumerate() {
            let Some((book, own)) = sheet_of(books, sheet) else { continue };
            let mut rows = book.rows(own)?;
            let mut since = 0;
            while let Some(row) = rows.next_row()? {
                gather.row(sheet, row.number, row.cells);
                count += 1;
                since += 1;
                if since == STEP {
                    since = 0;
                    if count as usize == STEP {
                        gather.expect(rows.progress());
                    }
                    // Room for what the rows become.
                    if let Some(passed) = rows.passed(PIECE) {
                        drop(rows);
                        book.give_up(passed);
                        rows = book.rows(own)?;
                    }
                    #[allow(clippy::cast_precision_loss, reason = "a workbook has few sheets")]
                    let share = (number as f64 + rows.progress()) / all as f64;
                    self.progress(stops, work, reading * share, count).await?;
                }
            }
        }
        let mut closing = gather.close();
        while closing.advance(STEP) {
            let (total, done) = closing.progress();
            let share = reading + (1.0 - reading) * share(done, total);
            self.progress(stops, Work::Assessing, share, u32::try_from(done).unwrap_or(u32::MAX)).await?;
        }
        Ok(closing.into_roster())
    }

    async fn profiles(
        &self,
        assessor: &Assessor,
        names: &[String],
        texts: &[(crate::roster::Place, String)],
    ) -> Result<Roster, Stop> {
        let stops = self.stops.get();
        let mut roster = Roster::of_sheets(names.to_vec());
        for (number, (place, text)) in (1_u32..).zip(texts) {
            add_profile(&mut roster, assessor, *place, text);
            if (number as usize).is_multiple_of(STEP) {
                self.progress(stops, Work::Assessing, share(number as usize, texts.len()), number).await?;
            }
        }
        Ok(roster)
    }

    /// How often stopping has been asked for, for [`Self::progress`].
    pub(super) fn stops(&self) -> u32 {
        self.stops.get()
    }

    /// Says how far the work is if it has not for a while, pauses, and stops where that was asked since it began.
    pub(super) async fn progress(&self, stops: u32, work: Work, share: f64, count: u32) -> Result<(), Stop> {
        let now = js_sys::Date::now();
        if now - self.told.get() >= SOON {
            self.told.set(now);
            self.tell(&Reply::Progress { work, share, count });
        }
        breath().await;
        if self.stops.get() == stops { Ok(()) } else { Err(Stop::Cancelled) }
    }

    pub(super) async fn save(&self) -> bool {
        let as_of = self.session.borrow().as_of.to_string();
        let digest = self.session.borrow().assessor.digest().to_owned();
        // Without a pause, so that no change comes between.
        let parts = text_of(&self.session.borrow().roster, PIECE);
        call("save", &[JsValue::from_str(&digest), JsValue::from_str(&as_of), parts.into()]).await.is_some()
    }

    async fn keep(&self, on: bool) {
        let done = if on { self.save().await } else { call("wipe", &[]).await.is_some() };
        self.keeping.set(on && done);
        self.tell(&Reply::Kept(done.then_some(on)));
    }

    async fn restore(self: &Rc<Self>) {
        let found = call("load", &[]).await.map(|found| Array::from(&found));
        let word = |place: u32| found.as_ref().and_then(|found| found.get(place).as_string());
        let (assessor, stops) = (self.session.borrow().assessor, self.stops());
        let count = found.as_ref().and_then(|found| found.get(2).as_f64()).unwrap_or_default();
        let mut reading = Kept::new(assessor);
        let mut number = 0.0;
        while number < count {
            let part = call("part", &[JsValue::from_f64(number)]).await;
            let Some(part) = part.and_then(|part| part.dyn_into::<Uint8Array>().ok()) else { break };
            let span = (number / count, 1.0 / count);
            match self.take_part(stops, &mut reading, &part.to_vec(), Work::Restoring, span).await {
                Ok(true) => number += 1.0,
                Ok(false) => break,
                Err(stop) => return self.stopped(stop),
            }
        }
        let Some(roster) = reading.finish().filter(|_| number > 0.0 && number >= count) else {
            return self.tell(&Reply::Kept(None));
        };
        {
            let mut session = self.session.borrow_mut();
            if let Some(day) = word(1).and_then(|day| day.parse().ok()) {
                session.as_of = day;
            }
            session.put(roster);
            let entries = found.as_ref().map(|found| Array::from(&found.get(3))).unwrap_or_default();
            for entry in entries.iter().filter_map(|entry| entry.as_string()) {
                if let Ok(request) = serde_json::from_str(&entry) {
                    session.answer(request);
                }
            }
        }
        self.changes.set(self.changes.get() + 1);
        let anew = word(0).is_none_or(|digest| digest != self.session.borrow().assessor.digest());
        if anew {
            self.save().await;
        }
        self.keeping.set(true);
        self.tell(&Reply::Restored { anew });
    }

    async fn wipe(&self) {
        self.stops.set(self.stops.get() + 1);
        self.changes.set(self.changes.get() + 1);
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

/// A roster's text in parts of about so many bytes. They leave this memory, which never shrinks, one by one.
fn text_of(roster: &Roster, bytes: usize) -> Array {
    let parts = Array::new();
    let mut from = 0;
    while let Some((part, next)) = roster.part(from, bytes) {
        parts.push(&Uint8Array::from(&part[..]));
        from = next;
    }
    parts
}

/// The bytes of a file, or bytes as they came. Of a file they come bit by bit, through a room that is used again and
/// again, so that no second copy of it is ever in memory.
async fn bytes_of(file: JsValue) -> Result<Vec<u8>, Reply> {
    let file: Blob = match file.dyn_into::<Uint8Array>() {
        Ok(bytes) => return Ok(bytes.to_vec()),
        Err(other) => other.dyn_into().map_err(|_| Reply::Unread)?,
    };
    let read = Rc::new(RefCell::new(Vec::new()));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size, bounded at once")]
    let size = file.size() as usize;
    if size > MAX_FILE {
        return Err(Reply::Refused(BookFault::TooLarge));
    }
    read.borrow_mut().reserve_exact(size);
    let into = Rc::clone(&read);
    let take = Closure::<dyn FnMut(Uint8Array)>::new(move |some: Uint8Array| into.borrow_mut().extend(some.to_vec()));
    call("read", &[file.into(), take.as_ref().clone()]).await.ok_or(Reply::Unread)?;
    Ok(read.take())
}

fn last_bytes(files: &[JsValue]) -> Vec<u8> {
    files.last().and_then(|file| file.dyn_ref::<Uint8Array>()).map(Uint8Array::to_vec).unwrap_or_default()
}

pub(super) fn share(part: usize, whole: usize) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a share needs no more digits")]
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Calls what the worker's script reads files and keeps lists with; none where the browser refuses.
async fn call(name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let store = Reflect::get(&js_sys::global(), &JsValue::from_str("selfcheckStore")).ok()?;
    let function: Function = Reflect::get(&store, &JsValue::from_str(name)).ok()?.dyn_into().ok()?;
    let list: Array = arguments.iter().collect();
    let promise: Promise = function.apply(&store, &list).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
