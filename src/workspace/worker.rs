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
use super::protocol::{Keeping, KnownSheet, PlannedSheet, Reply, Request, Work};
use super::session::Session;
use crate::EMBEDDED_POLICY;
use crate::app::breath::breath;
use crate::app::root::today;
use crate::book::{Book, BookFault, MAX_FILE};
use crate::policy::Bundle;
use crate::report::Assessor;
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
    pub(super) file: RefCell<Option<Opened>>,
    /// Counts how often stopping was asked for.
    stops: Cell<u32>,
    /// Counts the changes of the list and of the language.
    pub(super) changes: Cell<u32>,
    pub(super) keeping: Cell<bool>,
    /// Whether it has been told that another window changes the kept list too.
    pub(super) shared: Cell<bool>,
    /// How far the numbers of applicants and told cells went when the kept list was written or read.
    pub(super) extent: Cell<(u32, u32)>,
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
        shared: Cell::new(false),
        extent: Cell::default(),
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
        Request::Cancel => desk.stop(),
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
        Request::Keep(over) => spawn_local(async move { own.keep(over).await }),
        Request::Unkeep => spawn_local(async move { own.unkeep().await }),
        Request::Restore(only) => spawn_local(async move { own.restore(only).await }),
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
        let entry = (edits && self.keeping.get()).then(|| {
            let alone = request.rests_on_new(self.extent.get());
            (serde_json::to_string(&request).unwrap_or_default(), alone)
        });
        let reply = self.session.borrow_mut().answer(request);
        let done = !matches!(reply, Reply::NotMended { .. });
        match entry.filter(|_| done) {
            None => self.tell(&reply),
            // What the page shows as changed is kept already.
            Some((entry, alone)) => {
                let desk = Rc::clone(self);
                spawn_local(async move {
                    let kept = desk.append(&entry, alone).await;
                    desk.tell(&reply);
                    if let Some(kept) = kept {
                        desk.tell(&Reply::Kept(kept));
                    }
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

    async fn import(&self, sheets: Vec<PlannedSheet>, as_of: &str, former: bool, keep: Option<u32>) {
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
                let kept = match keep {
                    Some(number) => self.save_over(number).await,
                    None => Keeping::Off,
                };
                self.keeping.set(kept.number().is_some());
                self.tell(&Reply::Imported { kept });
            }
            Err(stop) => self.stopped(stop),
        }
    }

    pub(super) fn stopped(&self, stop: Stop) {
        self.tell(&match stop {
            Stop::Cancelled => Reply::Cancelled,
            Stop::Fault(fault) => Reply::Refused(fault, None),
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

    /// Stops what is going on.
    pub(super) fn stop(&self) {
        self.stops.set(self.stops.get() + 1);
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
}

/// A roster's text in parts of about so many bytes. They leave this memory, which never shrinks, one by one.
pub(super) fn text_of(roster: &Roster, bytes: usize) -> Array {
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
        return Err(Reply::Refused(BookFault::TooLarge, None));
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
pub(super) async fn call(name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let store = Reflect::get(&js_sys::global(), &JsValue::from_str("selfcheckStore")).ok()?;
    let function: Function = Reflect::get(&store, &JsValue::from_str(name)).ok()?.dyn_into().ok()?;
    let list: Array = arguments.iter().collect();
    let promise: Promise = function.apply(&store, &list).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
