//! Statuses of claims and items: what the fast path gives, and the findings beside it.

use super::amount::Amount;
use super::evaluate::{Evaluation, Findings, Frame, Observer};
use super::program::{FactPath, ItemProgram, Program, Verdict};
use crate::profile::value::{ClaimIndex, EvaluationKey, EvaluationState};
use crate::profile::{Profile, Row};
use crate::values::order;

/// Status of a claim or item, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// All conditions hold and no evaluation is open.
    Meets,
    /// All conditions hold; an official evaluation decides.
    MeetsPendingEvaluation,
    /// The facts are known, the text does not settle it.
    Unclear,
    /// A fact is missing.
    InsufficientFacts,
    /// It does not apply.
    NotEligible,
    /// The item states a direction only.
    DirectionOnly,
}

impl Status {
    /// Every status, best first.
    pub const ALL: [Self; 6] = [
        Self::Meets,
        Self::MeetsPendingEvaluation,
        Self::Unclear,
        Self::InsufficientFacts,
        Self::NotEligible,
        Self::DirectionOnly,
    ];

    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Meets => "meets",
            Self::MeetsPendingEvaluation => "meets_pending_evaluation",
            Self::Unclear => "unclear",
            Self::InsufficientFacts => "insufficient_facts",
            Self::NotEligible => "not_eligible",
            Self::DirectionOnly => "direction_only",
        }
    }

    /// Whether a money claim of this status counts in totals.
    pub fn counts(self) -> bool {
        matches!(self, Self::Meets | Self::MeetsPendingEvaluation)
    }
}

/// Whether the policy is in force on the day of assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// Before the first day.
    NotYet,
    /// In force.
    InForce,
    /// On a day that depends on how the last day is counted.
    Boundary,
    /// After the last possible day.
    Expired,
}

impl Validity {
    /// Every state, in the order of time.
    pub const ALL: [Self; 4] = [Self::NotYet, Self::InForce, Self::Boundary, Self::Expired];

    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet",
            Self::InForce => "in_force",
            Self::Boundary => "boundary",
            Self::Expired => "expired",
        }
    }

    /// Whether results may be presented as current.
    pub fn is_current(self) -> bool {
        matches!(self, Self::InForce | Self::Boundary)
    }
}

/// One claim, by numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClaimOutcome {
    /// Item.
    pub item: u16,
    /// Row of the item's table.
    pub row: Option<u32>,
    /// Status.
    pub status: Status,
    /// Amount; none when not eligible.
    pub amount: Amount,
}

/// One item, by numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemOutcome {
    /// Best status of its claims.
    pub status: Status,
    /// For directions: whether it speaks to the applicant's roles.
    pub relevant: Option<bool>,
    /// First of its claims in [`Outcome::claims`].
    pub first: u32,
    /// How many claims it has.
    pub count: u32,
}

/// Verdicts and amounts of every item; reusable, so that evaluating again allocates nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Items in the order of the policy.
    pub items: Vec<ItemOutcome>,
    /// Claims in the order of the report.
    pub claims: Vec<ClaimOutcome>,
}

impl Outcome {
    /// Claims of an item.
    pub fn claims_of(&self, item: &ItemOutcome) -> &[ClaimOutcome] {
        let first = item.first as usize;
        self.claims.get(first..first + item.count as usize).unwrap_or_default()
    }
}

impl Program {
    /// Whether the policy is in force on the profile's day.
    pub fn validity(&self, profile: &Profile) -> Validity {
        let (days, day) = (self.days, profile.as_of);
        if day < days.from {
            Validity::NotYet
        } else if day <= days.last_certain {
            Validity::InForce
        } else if day <= days.last_possible {
            Validity::Boundary
        } else {
            Validity::Expired
        }
    }

    /// The fast path: statuses and amounts of all items.
    pub fn evaluate(&self, profile: &Profile, outcome: &mut Outcome) {
        outcome.items.clear();
        outcome.claims.clear();
        let evaluation = Evaluation { program: self, profile };
        for (rule, item) in self.items.iter().zip(0..) {
            let judged = evaluation.item(rule, item, &mut outcome.claims);
            outcome.items.push(judged);
        }
    }

    /// Status and amount of one claim, with what it misses, failed on, and is unclear for.
    pub fn findings(&self, profile: &Profile, claim: ClaimIndex, findings: &mut Findings) -> ClaimOutcome {
        findings.clear();
        let (item, row) = claim;
        let evaluation = Evaluation { program: self, profile };
        let Some(rule) = self.item(item) else {
            return ClaimOutcome { item, row, status: Status::DirectionOnly, amount: Amount::None };
        };
        let rows = rule.table.and_then(|table| profile.rows(table)).unwrap_or_default();
        let found = row.and_then(|number| Some((number, rows.get(number as usize)?)));
        let outcome = evaluation.claim(rule, claim, found, findings);
        if outcome.status == Status::NotEligible {
            findings.missing.clear();
            let (state, key) = profile.evaluation(claim);
            if rule.evaluated && state == EvaluationState::Failed {
                let of_item = key == EvaluationKey::Item;
                findings.failed.push(FactPath::Evaluation { item, row, of_item });
            }
        } else {
            findings.failed.clear();
        }
        if outcome.status != Status::Unclear {
            findings.causes.clear();
        }
        dedup(&mut findings.missing);
        dedup(&mut findings.failed);
        outcome
    }

    /// What an item without claims misses or failed on: applicant facts and its table.
    pub fn findings_without_rows(&self, profile: &Profile, item: u16, findings: &mut Findings) {
        findings.clear();
        let Some((rule, table, condition)) =
            self.item(item).and_then(|rule| Some((rule, rule.table?, rule.condition?)))
        else {
            return;
        };
        let evaluation = Evaluation { program: self, profile };
        let status = evaluation.without_rows(rule, table, condition, findings);
        let absent = profile.rows(table).is_none();
        if status == Status::NotEligible {
            findings.missing.clear();
            if !absent {
                findings.failed.push(FactPath::Table(table));
            }
        } else {
            findings.failed.clear();
            findings.missing.push(FactPath::Table(table));
        }
        dedup(&mut findings.missing);
        dedup(&mut findings.failed);
    }

    /// Ambiguities that touch a claim, by number in ascending order: the item's, the disclosures that apply, the causes.
    pub fn ambiguities(&self, profile: &Profile, claim: ClaimIndex, causes: &[u16], out: &mut Vec<u16>) {
        out.clear();
        let Some(rule) = self.item(claim.0) else { return };
        let rows = rule.table.and_then(|table| profile.rows(table)).unwrap_or_default();
        let row = claim.1.and_then(|number| Some((number, rows.get(number as usize)?)));
        let frame = rule.table.map(|table| Frame { table, row, outer: None });
        let evaluation = Evaluation { program: self, profile };
        out.extend_from_slice(&rule.ambiguities);
        out.extend_from_slice(causes);
        for (ambiguity, condition) in &rule.disclosures {
            if evaluation.judge(*condition, frame.as_ref(), &mut ()) == Verdict::True {
                out.push(*ambiguity);
            }
        }
        order::sort_by(out, Ord::cmp);
        out.dedup();
    }
}

/// Above this length, repeated facts are found by sorting instead of comparing all with all.
const FEW: usize = 32;

/// Keeps the first of equal facts.
fn dedup(facts: &mut Vec<FactPath>) {
    if facts.len() <= FEW {
        let mut kept = 0;
        while kept < facts.len() {
            let (head, tail) = facts.split_at(kept);
            match tail.first() {
                Some(fact) if head.contains(fact) => {
                    facts.remove(kept);
                }
                _ => kept += 1,
            }
        }
        return;
    }
    let mut seen = std::collections::HashSet::with_capacity(facts.len());
    facts.retain(|fact| seen.insert(*fact));
}

impl Evaluation<'_> {
    #[inline]
    pub(super) fn item(&self, rule: &ItemProgram, item: u16, claims: &mut Vec<ClaimOutcome>) -> ItemOutcome {
        let first = u32::try_from(claims.len()).unwrap_or(u32::MAX);
        let Some(condition) = rule.condition else {
            let relevant = (rule.audience != 0).then(|| self.profile.value(self.program.role_fact, None).bits());
            let relevant = relevant.flatten().map(|roles| roles & rule.audience != 0);
            return ItemOutcome { status: Status::DirectionOnly, relevant, first, count: 0 };
        };
        match rule.table {
            None => claims.push(self.claim(rule, (item, None), None, &mut ())),
            Some(table) => {
                let rows = self.profile.rows(table).unwrap_or_default();
                for (number, row) in (0..).zip(rows) {
                    claims.push(self.claim(rule, (item, Some(number)), Some((number, row)), &mut ()));
                }
                if rows.is_empty() {
                    let status = self.without_rows(rule, table, condition, &mut ());
                    return ItemOutcome { status, relevant: None, first, count: 0 };
                }
            }
        }
        let own = claims.get(first as usize..).unwrap_or_default();
        let status = own.iter().map(|claim| claim.status).min().unwrap_or(Status::InsufficientFacts);
        ItemOutcome { status, relevant: None, first, count: u32::try_from(own.len()).unwrap_or(u32::MAX) }
    }

    fn without_rows<O: Observer>(&self, rule: &ItemProgram, table: u16, condition: u32, observer: &mut O) -> Status {
        let frame = Frame { table, row: None, outer: None };
        let verdict = self.judge(condition, Some(&frame), observer);
        let empty = rule.table.is_some() && self.profile.rows(table).is_some();
        if empty || verdict == Verdict::False { Status::NotEligible } else { Status::InsufficientFacts }
    }

    #[inline]
    fn claim<O: Observer>(
        &self,
        rule: &ItemProgram,
        claim: ClaimIndex,
        row: Option<(u32, &Row)>,
        observer: &mut O,
    ) -> ClaimOutcome {
        let frame = rule.table.map(|table| Frame { table, row, outer: None });
        let verdict =
            rule.condition.map_or(Verdict::Unknown, |condition| self.judge(condition, frame.as_ref(), observer));
        let status = self.status(rule, claim, verdict);
        let amount = match status {
            Status::NotEligible => Amount::None,
            _ => self.amount(&rule.amount, frame.as_ref(), observer),
        };
        ClaimOutcome { item: claim.0, row: claim.1, status, amount }
    }

    #[inline]
    fn status(&self, rule: &ItemProgram, claim: ClaimIndex, verdict: Verdict) -> Status {
        let state = if rule.evaluated { self.profile.evaluation(claim).0 } else { EvaluationState::Passed };
        match (verdict, state) {
            (Verdict::False, _) | (_, EvaluationState::Failed) => Status::NotEligible,
            (Verdict::Unknown, _) => Status::InsufficientFacts,
            (Verdict::Unclear, _) => Status::Unclear,
            (Verdict::True, EvaluationState::Passed) => Status::Meets,
            (Verdict::True, _) => Status::MeetsPendingEvaluation,
        }
    }
}
