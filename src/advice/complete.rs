//! The best verdict that is still possible: over every answer to what is missing.

use super::change::{put, value_at};
use super::near_miss::with_row;
use crate::engine::{FactPath, Findings, Program, Verdict};
use crate::policy::Policy;
use crate::profile::value::ClaimIndex;
use crate::profile::{Profile, Value};

/// Most verdicts that are tried for one profile.
const MAX_TRIES: u32 = 2_000;

/// Completes what a claim misses.
pub(super) struct Completion<'a> {
    policy: &'a Policy,
    program: &'a Program,
    claim: ClaimIndex,
    /// A row; what other rows of its table miss stays missing.
    pub(super) only: Option<(u16, u32)>,
    /// Why verdicts on the way were unclear, by number.
    pub(super) causes: Vec<u16>,
    findings: Findings,
    tries: u32,
}

impl<'a> Completion<'a> {
    pub(super) fn new(policy: &'a Policy, program: &'a Program, claim: ClaimIndex) -> Self {
        Completion { policy, program, claim, only: None, causes: Vec::new(), findings: Findings::default(), tries: 0 }
    }

    /// The best verdict; the profile is the same afterwards. Unknown: something misses that may not be answered.
    pub(super) fn best(&mut self, profile: &mut Profile) -> Verdict {
        self.causes.clear();
        self.tries = 0;
        self.complete(profile)
    }

    fn complete(&mut self, profile: &mut Profile) -> Verdict {
        self.tries += 1;
        let verdict = self.program.verdict_with(profile, self.claim, &mut self.findings).unwrap_or(Verdict::False);
        if verdict == Verdict::Unclear {
            for cause in &self.findings.causes {
                if !self.causes.contains(cause) {
                    self.causes.push(*cause);
                }
            }
        }
        if verdict != Verdict::Unknown || self.tries > MAX_TRIES {
            return verdict;
        }
        match self.findings.missing.iter().copied().find(|at| self.may_be_told(*at)) {
            None => Verdict::Unknown,
            Some(FactPath::Table(table)) => self.complete_table(profile, table),
            Some(at) => self.complete_fact(profile, at),
        }
    }

    fn may_be_told(&self, at: FactPath) -> bool {
        match (at, self.only) {
            (FactPath::Cell { table, row, .. }, Some((own, only))) => table != own || row == only,
            (FactPath::Evaluation { .. }, _) => false,
            _ => true,
        }
    }

    fn complete_fact(&mut self, profile: &mut Profile, at: FactPath) -> Verdict {
        let Some(fact) = at.fact() else { return Verdict::Unknown };
        let Some(definition) = self.policy.facts.get(fact) else { return Verdict::Unknown };
        let row = match at {
            FactPath::Cell { table, row, .. } => profile.rows(table).and_then(|rows| rows.get(row as usize)),
            _ => None,
        };
        let mut values: Vec<Value> = self.program.turning_values(self.claim.0, (fact, definition), profile, row);
        // A day to come would be missing as before.
        values.retain(|value| value.date().is_none_or(|day| day <= profile.as_of));
        let before = value_at(profile, at);
        let mut best = Verdict::False;
        for value in values {
            put(profile, at, value);
            best = better(best, self.complete(profile));
            if best == Verdict::True {
                break;
            }
        }
        put(profile, at, before);
        best
    }

    /// A table that has not been told has a row, or none.
    fn complete_table(&mut self, profile: &mut Profile, table: u16) -> Verdict {
        with_row(self.policy, profile, table);
        let mut best = self.complete(profile);
        if best != Verdict::True
            && let Some(told) = profile.tables.get_mut(usize::from(table))
        {
            *told = Some(Vec::new());
            best = better(best, self.complete(profile));
        }
        if let Some(told) = profile.tables.get_mut(usize::from(table)) {
            *told = None;
        }
        best
    }
}

fn better(a: Verdict, b: Verdict) -> Verdict {
    let rank = |verdict| match verdict {
        Verdict::False => 0,
        Verdict::Unclear => 1,
        Verdict::Unknown => 2,
        Verdict::True => 3,
    };
    if rank(b) > rank(a) { b } else { a }
}
