//! The worker's state and its answers. What takes long is done in steps by [`super::worker`]; everything here is done
//! at once.

use super::protocol::{Reply, Request, TableRow, Todo};
use crate::app::words::Lang;
use crate::engine::Status;
use crate::report::Assessor;
use crate::roster::guess::Preview;
use crate::roster::view::View;
use crate::roster::{Applicant, Roster};
use crate::values::Date;

/// The state.
pub struct Session {
    /// The policy.
    pub assessor: &'static Assessor,
    /// Language of words.
    pub lang: Lang,
    /// Day of assessment.
    pub as_of: Date,
    /// The opened file's beginning, for planning.
    pub previews: Vec<Preview>,
    /// What its sheets are called where they are shown.
    pub sheets: Vec<String>,
    /// The present roster.
    pub roster: Roster,
    /// The former roster.
    pub former: Option<Roster>,
    /// Claims that one change would turn, per applicant, as far as they have been looked for.
    pub(super) near: Vec<Option<Box<[Todo]>>>,
    /// The last view and its applicants.
    selected: Option<(View, Vec<u32>)>,
}

impl Session {
    /// Nothing yet.
    pub fn new(assessor: &'static Assessor, as_of: Date) -> Self {
        Self {
            assessor,
            lang: Lang::Zh,
            as_of,
            previews: Vec::new(),
            sheets: Vec::new(),
            roster: Roster::default(),
            former: None,
            near: Vec::new(),
            selected: None,
        }
    }

    /// Takes a roster into use. The day of assessment is that of its applicants, where they have one in common.
    pub fn put(&mut self, roster: Roster) {
        let mut days = roster.applicants.iter().filter_map(|one| one.summary.as_of);
        if let Some(first) = days.next().filter(|first| days.all(|day| day == *first)) {
            self.as_of = first;
        }
        self.roster = roster;
        self.near.clear();
        self.selected = None;
    }

    /// Answers a request that is done at once.
    pub fn answer(&mut self, request: Request) -> Reply {
        match request {
            Request::Speak { english } => {
                self.lang = if english { Lang::En } else { Lang::Zh };
                self.near.clear();
                Reply::Changed
            }
            Request::Guess => self.planned(&[]),
            Request::Plan { sheet, role, head_row } => self.replanned(sheet, &role, head_row),
            Request::Rows { view, from, count } => self.rows(view, from, count),
            Request::Overview => {
                let policy = self.assessor.policy();
                Reply::Overview(Box::new(self.roster.overview(policy)))
            }
            Request::Faults { find, from, count } => self.faults(&find, from, count),
            Request::Mend { fault, typed, alike } => self.mend(fault, &typed, alike),
            Request::LetGo { fault } => {
                self.roster.let_go(fault);
                self.changed([])
            }
            Request::Profile { index } => match self.roster.applicants.get(index as usize) {
                Some(one) => Reply::Profile { index, name: one.name.to_string(), json: one.profile.text() },
                None => Reply::Changed,
            },
            Request::Replace { index, profile } => {
                // The page sends what its own engine reads, so this cannot be refused.
                let _ = self.roster.replace(self.assessor, index, &profile);
                self.changed([index])
            }
            Request::LeaveOut { index } => {
                self.roster.leave_out(index);
                self.changed([index])
            }
            Request::Closing { days } => self.closing(&days),
            Request::Print { view } => self.print(&view),
            _ => Reply::Changed,
        }
    }

    /// What was found out about these applicants may be different now.
    pub(super) fn changed(&mut self, indices: impl IntoIterator<Item = u32>) -> Reply {
        for index in indices {
            if let Some(slot) = self.near.get_mut(index as usize) {
                *slot = None;
            }
        }
        self.selected = None;
        Reply::Changed
    }

    /// Applicants of a view; the last view is remembered.
    pub fn selected(&mut self, view: &View) -> &[u32] {
        if self.selected.as_ref().is_none_or(|(known, _)| known != view) {
            let chosen = self.roster.select(&self.assessor.policy().facts, view);
            self.selected = Some((view.clone(), chosen));
        }
        self.selected.as_ref().map(|(_, chosen)| &chosen[..]).unwrap_or_default()
    }

    fn rows(&mut self, view: View, from: u32, count: u32) -> Reply {
        let told = self.roster.told();
        let chosen = self.selected(&view);
        let total = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
        let part: Vec<u32> = chosen.iter().skip(from as usize).take(count as usize).copied().collect();
        let rows = part.into_iter().filter_map(|index| {
            let one = self.roster.applicants.get(index as usize)?;
            Some(table_row(index, one, told.binary_search(&index).is_ok()))
        });
        Reply::Rows { view, total, from, rows: rows.collect() }
    }
}

fn table_row(index: u32, one: &Applicant, told: bool) -> TableRow {
    let summary = &one.summary;
    let digit = |status: &Status| {
        let place = Status::ALL.iter().position(|known| known == status).unwrap_or_default();
        char::from(b'0' + u8::try_from(place).unwrap_or(0))
    };
    // Only what counts: a claim that does not would make an item look like more than it gives.
    let amounts = (0_u16..).zip(summary.statuses.iter()).filter_map(|(item, _)| {
        let (yuan, open) = one.counted(item)?;
        Some((item, yuan, open))
    });
    TableRow {
        index,
        name: one.name.to_string(),
        code: one.code.to_string(),
        statuses: summary.statuses.iter().map(digit).collect(),
        amounts: amounts.collect(),
        lower: summary.lower,
        upper: summary.upper,
        open: summary.open,
        settled: summary.settled,
        unspecified: summary.unspecified,
        missing: u16::try_from(summary.missing.len()).unwrap_or(u16::MAX),
        deadline: summary.deadlines.first().map(|(day, item)| (day.to_string(), *item)),
        told,
    }
}
