//! The short result of one applicant: what the table shows and sorts by. The same verdicts and figures as the report.

use rust_decimal::Decimal;

use crate::advice::deadlines;
use crate::engine::{Amount, FactPath, Findings, Outcome, Status};
use crate::policy::layout::APPLICANT;
use crate::policy::model::Facts;
use crate::profile::Profile;
use crate::report::Assessor;
use crate::values::Date;

/// A fact or table that somebody misses, whatever the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// An applicant fact.
    Applicant(u16),
    /// Whether there are rows.
    Table(u16),
    /// A column.
    Column(u16, u16),
}

/// Results of one applicant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Status of every item.
    pub statuses: Box<[Status]>,
    /// Computable amounts of claims that are not refused, with their item.
    pub amounts: Box<[(u16, Amount)]>,
    /// Lower total, yuan; 0 outside the time in force.
    pub lower: Decimal,
    /// Upper total, yuan; 0 outside the time in force.
    pub upper: Decimal,
    /// Counted money claims whose amount the text does not state.
    pub unspecified: u16,
    /// Money claims that are unclear.
    pub unclear: u16,
    /// Whether the total is one settled figure and no money claim is open.
    pub settled: bool,
    /// What could still change a status or amount.
    pub missing: Box<[Missing]>,
    /// Last days of windows that are still open, with their item; the next first.
    pub deadlines: Box<[(Date, u16)]>,
}

/// Assesses profiles one after the other without allocating anew what they share.
#[derive(Debug)]
pub struct Quick<'p> {
    assessor: &'p Assessor,
    outcome: Outcome,
    findings: Findings,
}

impl<'p> Quick<'p> {
    /// For a policy.
    pub fn new(assessor: &'p Assessor) -> Self {
        Self { assessor, outcome: Outcome::default(), findings: Findings::default() }
    }

    /// The results of a profile.
    pub fn summary(&mut self, profile: &Profile) -> Summary {
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
        let amounts = outcome.claims.iter().filter(|claim| {
            claim.status != Status::NotEligible && matches!(claim.amount, Amount::Exact(_) | Amount::AtLeast { .. })
        });
        Summary {
            statuses: outcome.items.iter().map(|item| item.status).collect(),
            amounts: amounts.map(|claim| (claim.item, claim.amount)).collect(),
            lower,
            upper,
            unspecified: count(&|status, amount| status.counts() && amount.known().is_none()),
            unclear: count(&|status, _| status == Status::Unclear),
            settled: determined && complete,
            missing: missing.into(),
            deadlines: windows.iter().map(|window| (window.last_day, window.claim.0)).collect(),
        }
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
