//! Long work on the list that the worker holds: taking in texts of lists, comparing, looking for near misses.

use std::rc::Rc;

use super::prospects::MOST;
use super::protocol::{Reply, Work};
use super::worker::{Desk, STEP, Stop, share};
use crate::app::breath::breath;
use crate::policy::Bundle;
use crate::report::Assessor;
use crate::roster::Applicant;
use crate::roster::assess::Quick;
use crate::roster::compare::{Difference, Lens, pairs};
use crate::roster::keep::Kept;

/// Differences that the page gets; it counts the others.
const MOST_DIFFERENCES: usize = 500;
/// Told cells of a former list that the page gets.
const MOST_FAULTS: usize = 200;
/// Bytes of a roster's text read between two pauses: some hundred applicants.
const READ: usize = 256 << 10;
/// Milliseconds between two pauses, and between two replies.
const PAUSE: f64 = 15.0;
const SPEAK: f64 = 200.0;

/// Differences as they are found.
#[derive(Default)]
struct Found {
    list: Vec<Difference>,
    count: u32,
}

impl Found {
    fn add(&mut self, difference: Difference) {
        self.count += 1;
        if self.list.len() < MOST_DIFFERENCES {
            self.list.push(difference);
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl Desk {
    /// Takes in a part of a roster's text, which spans from one share of the work on; whether it is sound.
    pub(super) async fn take_part(
        &self,
        stops: u32,
        reading: &mut Kept<'_>,
        part: &[u8],
        work: Work,
        (from, span): (f64, f64),
    ) -> Result<bool, Stop> {
        let mut done = 0;
        for some in part.chunks(READ) {
            if !reading.take(some) {
                return Ok(false);
            }
            done += some.len();
            let share = from + span * share(done, part.len());
            self.progress(stops, work, share, number(reading.applicants())).await?;
        }
        Ok(true)
    }

    /// Takes in the former roster as another worker has read it.
    pub(super) async fn former(&self, bytes: Vec<u8>) {
        let (assessor, stops) = (self.session.borrow().assessor, self.stops());
        let mut reading = Kept::new(assessor);
        if let Err(stop) = self.take_part(stops, &mut reading, &bytes, Work::Former, (0.0, 1.0)).await {
            return self.stopped(stop);
        }
        let Some(roster) = reading.finish() else { return self.tell(&Reply::Cancelled) };
        let mut session = self.session.borrow_mut();
        let faults = session.first_faults(&roster, MOST_FAULTS);
        let (count, told) = (number(roster.applicants.len()), number(roster.faults.len()));
        session.former = Some(roster);
        self.tell(&Reply::Former { count, told, faults });
    }

    /// Compares the list with the former one.
    pub(super) async fn compare(&self) {
        let (policy, stops) = (self.session.borrow().assessor.policy(), self.stops());
        let lens = Lens::new(policy, policy);
        let pairs = {
            let session = self.session.borrow();
            session.former.as_ref().map(|former| pairs(former, &session.roster)).unwrap_or_default()
        };
        let (mut found, mut done) = (Found::default(), 0);
        for some in pairs.chunks(STEP) {
            {
                let session = self.session.borrow();
                let Some(former) = &session.former else { return };
                some.iter()
                    .filter_map(|pair| lens.difference(former, &session.roster, *pair))
                    .for_each(|one| found.add(one));
            }
            done += some.len();
            if let Err(stop) = self.progress(stops, Work::Comparing, share(done, pairs.len()), number(done)).await {
                return self.stopped(stop);
            }
        }
        self.tell(&Reply::Differences { list: found.list, count: found.count, policy: None });
    }

    /// Compares the results with those that the same answers have under another policy.
    pub(super) async fn compare_policy(&self, bytes: Vec<u8>) {
        let text = String::from_utf8(bytes).unwrap_or_default();
        let lang = self.session.borrow().lang;
        let unusable = |zh: &'static str, en: &'static str| self.tell(&Reply::NotAPolicy(lang.t(zh, en).to_owned()));
        let other = Bundle::from_json(&text).ok().and_then(|bundle| Assessor::new(bundle).ok());
        let Some(other) = other else {
            return unusable("这不是本程序能读的政策数据文件。", "It is no policy file that this program reads.");
        };
        let (assessor, stops) = (self.session.borrow().assessor, self.stops());
        let lens = Lens::new(assessor.policy(), other.policy());
        let formats = [assessor, &other].map(|one| one.policy().document.formats.profile.clone());
        let mut quick = Quick::new(&other);
        let (mut found, mut done) = (Found::default(), 0);
        let total = self.session.borrow().roster.applicants.len();
        while done < total {
            let next = (done + STEP).min(total);
            for index in done..next {
                let session = self.session.borrow();
                let Some(was) = session.roster.applicants.get(index).filter(|one| !one.left_out) else { continue };
                // The same answers, said in the other policy's format.
                let [own, theirs] = &formats;
                let Ok(profile) = other.read(&was.profile.text().replacen(own.as_str(), theirs, 1)) else {
                    return unusable("该政策的填报项与本政策不同，无法比较。", "Its facts differ from this policy's.");
                };
                let is = Applicant { summary: quick.summary(&profile), ..was.clone() };
                if let Some(fate) = lens.changed(was, &is) {
                    found.add(Difference { name: was.name.to_string(), index: Some(number(index)), fate });
                }
            }
            done = next;
            if let Err(stop) = self.progress(stops, Work::Comparing, share(done, total), number(done)).await {
                return self.stopped(stop);
            }
        }
        self.tell(&Reply::Differences { list: found.list, count: found.count, policy: Some(lens.policies()) });
    }

    /// Looks for claims that one change would turn, and says so as they are found; ends when the list changes or
    /// stopping is asked for. What has been found is remembered.
    pub(super) async fn near(self: &Rc<Self>) {
        self.changes.set(self.changes.get() + 1);
        let (changes, stops) = (self.changes.get(), self.stops());
        let total = self.session.borrow().roster.applicants.len();
        let (mut sent, mut found, mut list) = (0, 0, Vec::new());
        let (mut spoke, mut paused) = (js_sys::Date::now(), js_sys::Date::now());
        for index in 0..total {
            {
                let mut session = self.session.borrow_mut();
                let some = session.near(index);
                found += some.len();
                list.extend(some.iter().take(MOST.saturating_sub(sent + list.len())).cloned());
            }
            let now = js_sys::Date::now();
            if now - spoke > SPEAK {
                spoke = now;
                sent += list.len();
                self.tell_near(&mut list, found, index + 1, total);
            }
            if now - paused > PAUSE {
                breath().await;
                if changes != self.changes.get() {
                    return;
                }
                if stops != self.stops() {
                    return self.tell_near(&mut list, found, index + 1, total);
                }
                paused = js_sys::Date::now();
            }
        }
        self.tell_near(&mut list, found, total, total);
    }

    fn tell_near(&self, list: &mut Vec<super::protocol::Todo>, found: usize, done: usize, total: usize) {
        let list = std::mem::take(list);
        self.tell(&Reply::Near { list, found: number(found), done: number(done), total: number(total) });
    }
}
