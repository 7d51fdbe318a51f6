//! Windows that are still open: the last day that still counts.

use super::change::Change;
use crate::engine::{FactPath, Program, Verdict};
use crate::policy::{FactRef, Policy};
use crate::profile::value::ClaimIndex;
use crate::profile::{Profile, Value};
use crate::values::Date;
use crate::values::order;

/// A window of an item that is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// Claim it belongs to.
    pub claim: ClaimIndex,
    /// The event that must fall into the window.
    pub event: FactRef,
    /// The day from which the years count.
    pub start: Date,
    /// Years.
    pub years: u16,
    /// Last day on which the event certainly counts.
    pub last_day: Date,
    /// Why the day after it is unclear, by number.
    pub ambiguity: u16,
    /// Days from the day of assessment to the last day; 0: it is today.
    pub days_left: u32,
}

/// Windows that are open on the day of assessment, of claims that are not fulfilled yet and can still be; the next
/// to close first.
pub fn deadlines(policy: &Policy, program: &Program, profile: &Profile, claims: &[ClaimIndex]) -> Vec<Deadline> {
    let mut open: Vec<Deadline> = Vec::new();
    for &claim in claims {
        if program.verdict(profile, claim) == Some(Verdict::True) {
            continue;
        }
        for window in program.windows(claim.0) {
            let Some(start) = profile.value(window.of, None).date() else { continue };
            let Some(last_day) = start.anniversary(window.years).previous() else { continue };
            let Ok(days_left) = u32::try_from(last_day.days_since_epoch() - profile.as_of.days_since_epoch()) else {
                continue;
            };
            let (event, years, ambiguity) = (window.event, window.years, window.ambiguity);
            if can_still(policy, program, profile, claim, event, last_day) {
                let found = Deadline { claim, event, start, years, last_day, ambiguity, days_left };
                // Of several windows for one event the widest is the last chance.
                match open.iter_mut().find(|other| (other.claim, other.event) == (claim, event)) {
                    Some(other) if other.last_day < last_day => *other = found,
                    Some(_) => {}
                    None => open.push(found),
                }
            }
        }
    }
    order::sort_by_key(&mut open, |deadline| (deadline.last_day, deadline.claim));
    open
}

/// Whether the claim is no longer refused when the event comes about on its last day.
fn can_still(
    policy: &Policy,
    program: &Program,
    profile: &Profile,
    claim: ClaimIndex,
    event: FactRef,
    day: Date,
) -> bool {
    let change = match event {
        FactRef::Applicant(index) => Change::Fact { at: FactPath::Applicant(index), value: Value::Date(day) },
        FactRef::Column { table, column } => {
            let width = policy.facts.table_at(table).map_or(0, |table| table.columns.len());
            let mut cells = vec![Value::Unknown; width];
            if let Some(cell) = cells.get_mut(usize::from(column)) {
                *cell = Value::Date(day);
            }
            Change::Row { table, cells }
        }
    };
    let mut changed = profile.clone();
    change.apply(&mut changed);
    matches!(program.verdict(&changed, claim), Some(Verdict::Unknown | Verdict::True))
}
