//! The worker's state and its answers. Reading files takes long and is done in steps by [`super::worker`]; everything
//! here is done at once.

use serde_json::Value as Json;

use super::files;
use super::protocol::{FaultRow, PlannedColumn, PlannedSheet, Printed, Reply, Request, TableRow, Todo};
use super::words;
use crate::advice::one_change;
use crate::app::draft::Draft;
use crate::app::exchange::draft_of;
use crate::app::near_misses::change_words;
use crate::app::route::Route;
use crate::app::state::State;
use crate::app::words::Lang;
use crate::engine::{Amount, Outcome, Status};
use crate::policy::Bundle;
use crate::report::Assessor;
use crate::roster::compare::{self, Difference};
use crate::roster::guess::{Preview, columns, zeros};
use crate::roster::view::View;
use crate::roster::{Applicant, ColumnPlan, Plan, Roster, SheetPlan, SheetRole, Target};
use crate::values::Date;

/// Most applicants of one print job.
const MOST_PRINTED: usize = 500;
/// Sample values of a column.
const SAMPLES: usize = 3;

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
    /// The present roster.
    pub roster: Roster,
    /// The former roster.
    pub former: Option<Roster>,
    /// The last view and its applicants.
    selected: Option<(View, Vec<u32>)>,
}

impl Session {
    /// Nothing yet.
    pub fn new(assessor: &'static Assessor, as_of: Date) -> Self {
        let roster = Roster::default();
        Self { assessor, lang: Lang::Zh, as_of, previews: Vec::new(), roster, former: None, selected: None }
    }

    /// Takes a roster into use.
    pub fn put(&mut self, roster: Roster, former: bool) -> Reply {
        self.selected = None;
        if former {
            let count = u32::try_from(roster.applicants.len()).unwrap_or(u32::MAX);
            self.former = Some(roster);
            return Reply::Former(count);
        }
        self.roster = roster;
        Reply::Changed
    }

    /// What the opened file most likely means.
    pub fn planned(&self) -> Reply {
        let plan = crate::roster::guess::guess(self.assessor.policy(), &self.previews);
        let sheets = plan.sheets.iter().zip(&self.previews).map(|(sheet, preview)| self.shown(sheet, preview));
        Reply::Planned { sheets: sheets.collect(), profiles: false }
    }

    fn shown(&self, sheet: &SheetPlan, preview: &Preview) -> PlannedSheet {
        let facts = &self.assessor.policy().facts;
        let below = preview.rows.iter().filter(|(number, _)| *number > sheet.head_row);
        let column = |(place, column): (usize, &ColumnPlan)| {
            let values = below.clone().filter_map(|(_, cells)| cells.get(place)).filter(|value| !value.is_empty());
            PlannedColumn {
                head: column.head.clone(),
                target: column.target.key(facts),
                zeros: column.zeros,
                sample: values.take(SAMPLES).cloned().collect(),
            }
        };
        PlannedSheet {
            name: sheet.name.clone(),
            role: sheet.role.key(facts),
            head_row: sheet.head_row,
            columns: sheet.columns.iter().enumerate().map(column).collect(),
            complete: sheet.complete,
        }
    }

    /// The plan that the user has agreed to.
    pub fn plan(&self, sheets: &[PlannedSheet]) -> Plan {
        let facts = &self.assessor.policy().facts;
        let column = |column: &PlannedColumn| {
            let target = Target::from_key(&column.target, facts);
            ColumnPlan { head: column.head.clone(), target, zeros: zeros(facts, target, &column.head) }
        };
        let sheet = |sheet: &PlannedSheet| SheetPlan {
            name: sheet.name.clone(),
            role: SheetRole::from_key(&sheet.role, facts),
            head_row: sheet.head_row,
            columns: sheet.columns.iter().map(column).collect(),
            complete: sheet.complete,
        };
        Plan { sheets: sheets.iter().map(sheet).collect() }
    }

    /// Answers a request that is done at once; with a file's bytes where one is written.
    pub fn answer(&mut self, request: Request, bytes: Option<Vec<u8>>) -> (Reply, Vec<Vec<u8>>) {
        let reply = match request {
            Request::Speak { english } => {
                self.lang = if english { Lang::En } else { Lang::Zh };
                Reply::Changed
            }
            Request::Plan { sheet, role, head_row } => self.replanned(sheet, &role, head_row),
            Request::Rows { view, from, count } => self.rows(view, from, count),
            Request::Overview => {
                let policy = self.assessor.policy();
                Reply::Overview(self.roster.overview(&policy.facts, self.as_of, policy.items.len()))
            }
            Request::Faults { from, count } => self.faults(from, count),
            Request::Mend { fault, typed } => match self.roster.mend(self.assessor, fault, &typed) {
                Ok(_) => self.changed(),
                Err(reason) => {
                    let reason = words::reason(self.lang, &self.assessor.policy().facts, &reason);
                    Reply::NotMended { fault, reason }
                }
            },
            Request::Profile { index } => match self.roster.applicants.get(index as usize) {
                Some(one) => Reply::Profile { index, name: one.name.to_string(), json: one.profile.to_string() },
                None => Reply::Changed,
            },
            Request::Replace { index, profile } => {
                // The page sends what its own engine reads, so this cannot be refused.
                let _ = self.roster.replace(self.assessor, index, &profile);
                self.changed()
            }
            Request::LeaveOut { index } => {
                self.roster.leave_out(index);
                self.changed()
            }
            Request::Closing { days } => Reply::Closing(self.closing(days)),
            Request::Compare => {
                let facts = &self.assessor.policy().facts;
                let list = self.former.as_ref().map(|former| compare::compare(facts, former, &self.roster));
                Reply::Differences { list: list.unwrap_or_default(), policy: false }
            }
            Request::ComparePolicy => self.under_policy(&bytes.unwrap_or_default()),
            Request::Export(export) => return files::write(self, &export),
            Request::Print { view } => self.print(&view),
            _ => Reply::Changed,
        };
        (reply, Vec::new())
    }

    fn changed(&mut self) -> Reply {
        self.selected = None;
        Reply::Changed
    }

    fn replanned(&self, sheet: usize, role: &str, head_row: u32) -> Reply {
        let facts = &self.assessor.policy().facts;
        let plan = crate::roster::guess::guess(self.assessor.policy(), &self.previews);
        let sheets = plan.sheets.into_iter().zip(&self.previews).enumerate().map(|(number, (mut known, preview))| {
            if number == sheet {
                known.role = SheetRole::from_key(role, facts);
                known.head_row = head_row;
                let heads = preview.rows.iter().find(|(row, _)| *row == head_row).map(|(_, heads)| heads.clone());
                known.columns = columns(facts, known.role, &heads.unwrap_or_default());
            }
            self.shown(&known, preview)
        });
        Reply::Planned { sheets: sheets.collect(), profiles: false }
    }

    /// Applicants of a view; the last view is remembered.
    pub fn selected(&mut self, view: &View) -> &[u32] {
        if self.selected.as_ref().is_none_or(|(known, _)| known != view) {
            let chosen = self.roster.select(&self.assessor.policy().facts, self.as_of, view);
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

    fn faults(&self, from: u32, count: u32) -> Reply {
        let facts = &self.assessor.policy().facts;
        let rows = self.roster.faults.iter().skip(from as usize).take(count as usize).map(|fault| {
            let index = fault.repair.applicant();
            let one = index.and_then(|index| self.roster.applicants.get(index as usize));
            FaultRow {
                id: fault.id,
                sheet: self.roster.sheets.get(usize::from(fault.place.sheet)).cloned().unwrap_or_default(),
                cell: [column_letters(fault.place.column), fault.place.row.to_string()].concat(),
                head: fault.head.clone(),
                applicant: one.map(|one| one.name.to_string()).unwrap_or_default(),
                value: fault.value.clone(),
                reason: words::reason(self.lang, facts, &fault.reason),
                typed: !matches!(fault.repair, crate::roster::Repair::None { .. }),
                index,
            }
        });
        let total = u32::try_from(self.roster.faults.len()).unwrap_or(u32::MAX);
        Reply::Faults { total, from, rows: rows.collect() }
    }

    fn closing(&self, days: u16) -> Vec<Todo> {
        let live = (0..).zip(&self.roster.applicants).filter(|(_, one)| !one.left_out);
        let mut list: Vec<Todo> = Vec::new();
        for (index, one) in live {
            for (day, item) in &one.summary.deadlines {
                let left = day.days_since_epoch() - self.as_of.days_since_epoch();
                if left <= i32::from(days) {
                    let words = self.lang.date(*day);
                    let days = u32::try_from(left).unwrap_or(0);
                    list.push(Todo { index, name: one.name.to_string(), item: *item, words, days });
                }
            }
        }
        list.sort_by_key(|todo| todo.days);
        list
    }

    /// Claims of these applicants that one change would turn.
    pub fn near(&self, indices: std::ops::Range<usize>) -> Vec<Todo> {
        let (policy, program) = (self.assessor.policy(), self.assessor.program());
        let mut outcome = Outcome::default();
        let mut list = Vec::new();
        for index in indices {
            let Some(one) = self.roster.applicants.get(index).filter(|one| !one.left_out) else { continue };
            let Ok(profile) = self.assessor.read(&one.profile) else { continue };
            program.evaluate(&profile, &mut outcome);
            let mut state = None;
            for claim in outcome.claims.iter().filter(|claim| claim.status == Status::NotEligible) {
                let Some(change) = one_change(policy, program, &profile, (claim.item, claim.row)) else { continue };
                if state.is_none() {
                    state = self.state(one);
                }
                let words = state.as_ref().map(|state| change_words(state, &change, None)).unwrap_or_default();
                let index = u32::try_from(index).unwrap_or(u32::MAX);
                list.push(Todo { index, name: one.name.to_string(), item: claim.item, words, days: 0 });
            }
        }
        list
    }

    /// An applicant as the page would show it.
    pub fn state(&self, one: &Applicant) -> Option<State> {
        let json: Json = serde_json::from_str(&one.profile).ok()?;
        let draft: Draft = draft_of(self.assessor.policy(), self.lang, &json);
        let mut state = State::new(self.assessor, Some(draft), Route::Result, self.as_of)?;
        state.lang = self.lang;
        Some(state)
    }

    fn under_policy(&mut self, bytes: &[u8]) -> Reply {
        let other = match std::str::from_utf8(bytes).map_err(|error| error.to_string()).and_then(|text| {
            let bundle = Bundle::from_json(text).map_err(|error| error.to_string())?;
            Assessor::new(bundle).map_err(|error| error.to_string())
        }) {
            Ok(other) => other,
            Err(why) => return Reply::NotAPolicy(why),
        };
        let (own, other_facts) = (&self.assessor.policy().document.formats.profile, &other.policy().document.formats);
        let mut changed = Roster::default();
        let mut quick = crate::roster::assess::Quick::new(&other);
        for one in &self.roster.applicants {
            // The same answers, said in the other policy's format.
            let text = one.profile.replacen(own, &other_facts.profile, 1);
            let Ok(profile) = other.read(&text) else {
                return Reply::NotAPolicy(
                    self.lang
                        .t("该政策的填报项与本政策不同，无法比较。", "Its facts differ from this policy's.")
                        .to_owned(),
                );
            };
            changed.applicants.push(Applicant { summary: quick.summary(&profile), ..one.clone() });
        }
        let list: Vec<Difference> = compare::compare(&self.assessor.policy().facts, &self.roster, &changed);
        Reply::Differences { list, policy: true }
    }

    fn print(&mut self, view: &View) -> Reply {
        let chosen = self.selected(view).to_vec();
        let left_out = u32::try_from(chosen.len().saturating_sub(MOST_PRINTED)).unwrap_or(u32::MAX);
        let sheets = chosen.iter().take(MOST_PRINTED).filter_map(|index| {
            let one = self.roster.applicants.get(*index as usize)?;
            Some(printed(&self.state(one)?))
        });
        Reply::Print { sheets: sheets.collect(), left_out }
    }
}

fn table_row(index: u32, one: &Applicant, told: bool) -> TableRow {
    let summary = &one.summary;
    let digit = |status: &Status| {
        let place = Status::ALL.iter().position(|known| known == status).unwrap_or_default();
        char::from(b'0' + u8::try_from(place).unwrap_or(0))
    };
    let amounts = summary
        .amounts
        .iter()
        .map(|(item, amount)| (*item, amount.known().unwrap_or_default(), matches!(amount, Amount::AtLeast { .. })));
    TableRow {
        index,
        name: one.name.to_string(),
        code: one.code.to_string(),
        statuses: summary.statuses.iter().map(digit).collect(),
        amounts: amounts.collect(),
        lower: summary.lower,
        upper: summary.upper,
        unspecified: summary.unspecified,
        missing: u16::try_from(summary.missing.len()).unwrap_or(u16::MAX),
        deadline: summary.deadlines.first().map(|(day, item)| (day.to_string(), *item)),
        told,
    }
}

fn printed(state: &State) -> Printed {
    let lang = state.lang;
    let groups = crate::app::result::CARDS.into_iter().filter_map(|status| {
        let items = state.computed.report.items.iter().filter(|item| item.status == status);
        let lines: Vec<(String, String)> = items.flat_map(|item| crate::app::markdown::lines(state, item)).collect();
        (!lines.is_empty()).then(|| (lang.status(status).to_owned(), lines))
    });
    Printed {
        name: state.draft.name.clone(),
        total: crate::app::markdown::headline(state),
        open: crate::app::live::open_words(state),
        groups: groups.collect(),
    }
}

/// A column's letters as programs show them.
fn column_letters(column: u16) -> String {
    let mut rest = u32::from(column);
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.iter().rev().collect()
}
