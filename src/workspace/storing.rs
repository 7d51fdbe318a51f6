//! What the worker keeps on this machine, where other windows may keep theirs, and brings back.

use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

use super::protocol::{Keeping, Reply, Work};
use super::session::Session;
use super::worker::{Desk, PIECE, Stop, call, text_of};
use crate::roster::Roster;
use crate::roster::keep::Kept;

/// Stands for the number of a list where none is kept.
const NONE: f64 = -1.0;

/// A list as it stands there, without its text.
struct Found {
    digest: String,
    day: String,
    parts: f64,
    changes: Array,
    number: u32,
}

impl Found {
    /// As the worker's script tells it.
    fn of(told: &JsValue) -> Option<Self> {
        let told = Array::from(told);
        Some(Self {
            digest: told.get(0).as_string()?,
            day: told.get(1).as_string()?,
            parts: told.get(2).as_f64()?,
            changes: Array::from(&told.get(3)),
            number: number_of(&told.get(4))?,
        })
    }
}

/// The number of a list; none where it stands for no list.
fn number_of(told: &JsValue) -> Option<u32> {
    let told = told.as_f64().filter(|told| (0.0..=f64::from(u32::MAX)).contains(told))?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded at once")]
    Some(told as u32)
}

impl Desk {
    /// Keeps the list as it is, if what stands there is one of these.
    async fn save(&self, may: &[f64]) -> Keeping {
        let as_of = self.session.borrow().as_of.to_string();
        let digest = self.session.borrow().assessor.digest().to_owned();
        let may: Array = may.iter().copied().map(JsValue::from_f64).collect();
        // Without a pause, so that no change comes between.
        let parts = text_of(&self.session.borrow().roster, PIECE);
        let extent = self.session.borrow().roster.extent();
        let list = [JsValue::from_str(&digest), JsValue::from_str(&as_of), parts.into(), may.into()];
        let Some(told) = call("save", &list).await.map(|told| Array::from(&told)) else { return Keeping::Refused };
        let number = number_of(&told.get(1));
        if told.get(0).is_truthy() {
            self.alone(extent);
            number.map_or(Keeping::Refused, Keeping::On)
        } else {
            number.map_or(Keeping::Lost, Keeping::Other)
        }
    }

    /// Keeps the list in place of the one that this window has kept so far.
    pub(super) async fn save_over(&self, number: u32) -> Keeping {
        match self.save(&[f64::from(number)]).await {
            Keeping::Other(_) => Keeping::Lost,
            kept => kept,
        }
    }

    /// Keeps the list from now on, where no other is kept than that of this number.
    pub(super) async fn keep(&self, over: Option<u32>) {
        // Changes that come while it is written stand behind it.
        self.keeping.set(true);
        let may: Vec<f64> = std::iter::once(NONE).chain(over.map(f64::from)).collect();
        let kept = self.save(&may).await;
        self.keeping.set(self.keeping.get() && kept.number().is_some());
        self.tell(&Reply::Kept(kept));
    }

    /// Keeps the list no longer; another that is kept by now stays.
    pub(super) async fn unkeep(&self) {
        self.keeping.set(false);
        let done = call("drop", &[]).await.is_some();
        self.tell(&Reply::Kept(if done { Keeping::Off } else { Keeping::Refused }));
    }

    /// What stands there is what this window knows.
    fn alone(&self, extent: (u32, u32)) {
        self.shared.set(false);
        self.extent.set(extent);
    }

    /// Puts a change behind the list that is kept, or only `alone`: where no other window has changed it since. Gives what is
    /// to be told of it.
    pub(super) async fn append(&self, entry: &str, alone: bool) -> Option<Keeping> {
        let since = if alone && self.shared.get() {
            Some(-1.0)
        } else {
            let told = call("append", &[JsValue::from_str(entry), JsValue::from_bool(alone)]).await;
            told.and_then(|since| since.as_f64())
        };
        // Keeping has ended since, which has been told.
        if !self.keeping.get() {
            return None;
        }
        let told = match since {
            Some(since) if since > 1.0 => return (!self.shared.replace(true)).then_some(Keeping::Shared),
            Some(since) if since > 0.0 => return None,
            Some(since) if since < 0.0 => Keeping::Apart,
            Some(_) => Keeping::Lost,
            None => Keeping::Refused,
        };
        self.keeping.set(false);
        Some(told)
    }

    /// Brings back what is kept; with a number, only the list that has it.
    pub(super) async fn restore(self: &Rc<Self>, only: Option<u32>) {
        let found = call("load", &[]).await.as_ref().and_then(Found::of);
        if only.is_some() && found.as_ref().map(|found| found.number) != only {
            return self.tell(&Reply::Kept(Keeping::Lost));
        }
        let Some(found) = found else { return self.tell(&Reply::Kept(Keeping::Refused)) };
        match self.text_back(&found).await {
            Ok(Some(roster)) => self.put_back(roster, &found),
            Ok(None) => return self.tell(&Reply::Kept(Keeping::Refused)),
            Err(stop) => return self.stopped(stop),
        }
        self.changes.set(self.changes.get() + 1);
        self.alone(self.session.borrow().roster.extent());
        let anew = found.digest != self.session.borrow().assessor.digest();
        let kept = if anew { self.save_over(found.number).await } else { Keeping::On(found.number) };
        // Where there is no room for it as it is now, it stays as it was.
        let kept = if kept == Keeping::Refused { Keeping::On(found.number) } else { kept };
        self.keeping.set(kept.number().is_some());
        self.tell(&Reply::Restored { kept, anew });
    }

    /// The list's text; none where it is damaged.
    async fn text_back(&self, found: &Found) -> Result<Option<Roster>, Stop> {
        let (assessor, stops) = (self.session.borrow().assessor, self.stops());
        let mut reading = Kept::new(assessor);
        let mut number = 0.0;
        while number < found.parts {
            let part = call("part", &[JsValue::from_f64(number)]).await;
            let Some(part) = part.and_then(|part| part.dyn_into::<Uint8Array>().ok()) else { return Ok(None) };
            let span = (number / found.parts, 1.0 / found.parts);
            if !self.take_part(stops, &mut reading, &part.to_vec(), Work::Restoring, span).await? {
                return Ok(None);
            }
            number += 1.0;
        }
        Ok(reading.finish())
    }

    /// Takes a list into use as it was kept, with the changes since.
    fn put_back(&self, roster: Roster, found: &Found) {
        let mut session = self.session.borrow_mut();
        if let Ok(day) = found.day.parse() {
            session.as_of = day;
        }
        session.put(roster);
        for entry in found.changes.iter().filter_map(|entry| entry.as_string()) {
            if let Ok(request) = serde_json::from_str(&entry) {
                session.answer(request);
            }
        }
    }

    pub(super) async fn wipe(&self) {
        self.stop();
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
