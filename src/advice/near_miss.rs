//! The smallest changes that would change a verdict.

use super::change::{Change, add_row};
use super::search::Search;
use crate::engine::{Program, Verdict};
use crate::policy::Policy;
use crate::profile::value::{ClaimIndex, EvaluationKey};
use crate::profile::{EvaluationState, Profile, Value};

/// Largest set of changes that is looked for; a set fact counts as one, with up to as many values added or taken away.
pub const MAX_CHANGES: usize = 3;

/// Changes that together turn a refused or unclear claim, and no part of them does.
#[derive(Debug, Clone, PartialEq)]
pub struct NearMiss {
    /// The changes.
    pub changes: Vec<Change>,
    /// The verdict that follows: true, or unknown where other facts are missing.
    pub verdict: Verdict,
}

/// All minimal sets of up to [`MAX_CHANGES`] changes that turn a claim from refused to fulfilled or to missing facts
/// only, or from unclear to fulfilled; smaller sets first. Facts that are missing stay missing, but a new row is as
/// complete as the condition needs. An item per row that has no rows is asked for without one: then a row is added.
/// A day of a new row may lie ahead: it is judged as seen from that day. Two facts that a
/// rule holds against each other, such as an event and the day its window starts, are not changed together.
pub fn near_misses(policy: &Policy, program: &Program, profile: &Profile, claim: ClaimIndex) -> Vec<NearMiss> {
    sets(policy, program, profile, claim, MAX_CHANGES)
}

/// The first single change that one can bring about and that makes a claim's condition true.
pub fn one_change(policy: &Policy, program: &Program, profile: &Profile, claim: ClaimIndex) -> Option<Change> {
    let found = sets(policy, program, profile, claim, 1).into_iter().filter(|miss| miss.verdict == Verdict::True);
    let mut changes = found.flat_map(|miss| miss.changes);
    changes.find(|change| change.can_be_done(&policy.facts, profile.as_of))
}

fn sets(policy: &Policy, program: &Program, profile: &Profile, claim: ClaimIndex, most: usize) -> Vec<NearMiss> {
    let (item, row) = claim;
    let table = program.table_of(item).filter(|_| row.is_none());
    let empty = table.filter(|table| profile.rows(*table).is_some_and(<[_]>::is_empty));
    if table.is_some_and(|table| profile.rows(table).is_some_and(|rows| !rows.is_empty())) {
        return Vec::new();
    }
    // An item without rows is refused whatever else is said.
    let verdict = if empty.is_some() { Some(Verdict::False) } else { program.verdict(profile, claim) };
    let failed = program.is_evaluated(item) && profile.evaluation(claim).0 == EvaluationState::Failed;
    let most = most - usize::from(failed);
    let mut found = match verdict {
        Some(start @ (Verdict::False | Verdict::Unclear)) => {
            Search::new(policy, program, profile, claim, start, empty).sets(most)
        }
        Some(verdict) if failed => vec![NearMiss { changes: Vec::new(), verdict }],
        _ => Vec::new(),
    };
    if failed {
        let own = profile.evaluation(claim).1 == EvaluationKey::Claim;
        for miss in &mut found {
            miss.changes.push(Change::Evaluation { item, row: row.filter(|_| own) });
        }
    }
    found
}

/// A profile with the row that an item without rows needs, empty.
pub(super) fn with_row(policy: &Policy, profile: &mut Profile, table: u16) -> u32 {
    let width = policy.facts.table_at(table).map_or(0, |table| table.columns.len());
    add_row(profile, table, vec![Value::Unknown; width])
}
