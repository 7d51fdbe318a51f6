//! The short result of one applicant: what the table shows and sorts by. The same verdicts and figures as the report.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::advice::deadlines;
use crate::engine::{Amount, FactPath, Findings, Outcome, Status};
use crate::policy::layout::APPLICANT;
use crate::policy::model::Facts;
use crate::profile::Profile;
use crate::report::Assessor;
use crate::values::Date;

/// A fact or table that somebody misses, whatever the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// An applicant fact.
    Applicant(u16),
    /// Whether there are rows.
    Table(u16),
    /// A column.
    Column(u16, u16),
}

/// The computable amount of a claim that is not refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClaimAmount {
    /// Its item.
    pub item: u16,
    /// Its own status: only some statuses count, whatever other claims of the item say.
    pub status: Status,
    /// The amount.
    pub amount: Amount,
}

/// Results of one applicant, or of many that have them alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Summary {
    /// Status of every item.
    pub statuses: Arc<[Status]>,
    /// Computable amounts of claims that are not refused, counted or not.
    pub amounts: Box<[ClaimAmount]>,
    /// Total under the strict reading of what may not be combined, over the known parts of counted claims, yuan; 0
    /// outside the time in force.
    pub lower: Decimal,
    /// The same under the lenient reading: no bound of what may be granted.
    pub upper: Decimal,
    /// Whether a counted claim's amount is known in part only, so that both totals may still grow.
    pub open: bool,
    /// Counted money claims whose amount the text does not state.
    pub unspecified: u16,
    /// Money claims that are unclear.
    pub unclear: u16,
    /// Whether the total is one settled figure and no money claim is open.
    pub settled: bool,
    /// What could still change a status or amount.
    pub missing: Arc<[Missing]>,
    /// Day of assessment, as the profile says it.
    pub as_of: Option<Date>,
    /// Last days of windows that are still open on that day, with their item; the next first.
    pub deadlines: Box<[(Date, u16)]>,
}

/// Assesses profiles one after the other without allocating anew what they share.
#[derive(Debug)]
pub struct Quick<'p> {
    assessor: &'p Assessor,
    outcome: Outcome,
    findings: Findings,
    statuses: Pool<[Status]>,
    missing: Pool<[Missing]>,
    summaries: Pool<Summary>,
}

/// What is kept once where it is equal.
type Pool<T> = HashSet<Arc<T>>;

fn shared<T: Eq + Hash + ?Sized, N: Borrow<T> + Into<Arc<T>>>(pool: &mut Pool<T>, new: N) -> Arc<T> {
    if let Some(known) = pool.get(new.borrow()) {
        return Arc::clone(known);
    }
    let new: Arc<T> = new.into();
    pool.insert(Arc::clone(&new));
    new
}

impl<'p> Quick<'p> {
    /// For a policy.
    pub fn new(assessor: &'p Assessor) -> Self {
        let (outcome, findings) = (Outcome::default(), Findings::default());
        let (statuses, missing, summaries) = (Pool::new(), Pool::new(), Pool::new());
        Self { assessor, outcome, findings, statuses, missing, summaries }
    }

    /// The results of a profile.
    pub fn summary(&mut self, profile: &Profile) -> Arc<Summary> {
        let (policy, program) = (self.assessor.policy(), self.assessor.program());
        program.evaluate(profile, &mut self.outcome);
        let outcome = &self.outcome;
        let mut missing: Vec<Missing> = Vec::new();
        let mut miss = |facts: &[FactPath]| {
            for fact in facts.iter().filter_map(|fact| Missing::of(*fact)) {
                if !missing.contains(&fact) {
                    missing.push(fact);
                }
            }
        };
        for claim in &outcome.claims {
            let open = matches!(claim.amount, Amount::AtLeast { .. });
            if claim.status == Status::InsufficientFacts || open {
                program.findings(profile, (claim.item, claim.row), &mut self.findings);
                miss(&self.findings.missing);
            }
        }
        for (item, index) in outcome.items.iter().zip(0..) {
            if item.status == Status::InsufficientFacts && item.count == 0 {
                program.findings_without_rows(profile, index, &mut self.findings);
                miss(&self.findings.missing);
            }
        }
        missing.sort_unstable();
        let money = || outcome.claims.iter().filter(|claim| program.is_money(claim.item));
        let count = |wanted: &dyn Fn(Status, Amount) -> bool| {
            u16::try_from(money().filter(|claim| wanted(claim.status, claim.amount)).count()).unwrap_or(u16::MAX)
        };
        let current = program.validity(profile).is_current();
        let (lower, upper, determined) =
            if current { self.assessor.range(profile, outcome) } else { (Decimal::ZERO, Decimal::ZERO, false) };
        let open = |status| matches!(status, Status::InsufficientFacts | Status::Unclear);
        let money_items = outcome.items.iter().zip(0..).filter(|(_, index)| program.is_money(*index));
        let complete = !money_items.into_iter().any(|(item, _)| open(item.status)) && !money().any(|c| open(c.status));
        let claims: Vec<_> = outcome.claims.iter().map(|claim| (claim.item, claim.row)).collect();
        let windows = deadlines(policy, program, profile, &claims);
        let known = money().filter(|claim| claim.status != Status::NotEligible && claim.amount.known().is_some());
        let amounts: Box<[ClaimAmount]> =
            known.map(|claim| ClaimAmount { item: claim.item, status: claim.status, amount: claim.amount }).collect();
        let unspecified = count(&|status, amount| status.counts() && amount.known().is_none());
        let unclear = count(&|status, _| status == Status::Unclear);
        let statuses: Vec<Status> = outcome.items.iter().map(|item| item.status).collect();
        let summary = Summary {
            open: current && amounts.iter().any(|claim| claim.counts() && claim.is_open()),
            statuses: shared(&mut self.statuses, statuses),
            amounts,
            lower,
            upper,
            unspecified,
            unclear,
            settled: determined && complete,
            missing: shared(&mut self.missing, missing),
            as_of: Some(profile.as_of),
            deadlines: windows.iter().map(|window| (window.last_day, window.claim.0)).collect(),
        };
        shared(&mut self.summaries, summary)
    }
}

impl ClaimAmount {
    /// Whether it counts in totals.
    pub fn counts(&self) -> bool {
        self.status.counts()
    }

    /// Whether only part of it is known.
    pub fn is_open(&self) -> bool {
        matches!(self.amount, Amount::AtLeast { .. })
    }
}

impl Missing {
    fn of(fact: FactPath) -> Option<Self> {
        match fact {
            FactPath::Applicant(index) => Some(Self::Applicant(index)),
            FactPath::Table(table) => Some(Self::Table(table)),
            FactPath::Cell { table, column, .. } => Some(Self::Column(table, column)),
            FactPath::Evaluation { .. } => None,
        }
    }

    /// The word for programs: `applicant.x`, `table` or `table.x`.
    pub fn key(self, facts: &Facts) -> String {
        let table = |index| facts.table_at(index).map_or("", |t| t.name.as_str());
        match self {
            Self::Applicant(index) => {
                let name = facts.applicant.get(usize::from(index)).map_or("", |f| f.name.as_str());
                [APPLICANT, ".", name].concat()
            }
            Self::Table(index) => table(index).to_owned(),
            Self::Column(index, column) => {
                let columns = facts.table_at(index).map_or(&[][..], |t| &t.columns);
                let name = columns.get(usize::from(column)).map_or("", |f| f.name.as_str());
                [table(index), ".", name].concat()
            }
        }
    }
}
