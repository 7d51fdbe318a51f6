//! Windows that are still open: the last day on which an event certainly counts, and what is unclear afterwards.

use super::change::{put, value_at};
use super::complete::Completion;
use super::near_miss::with_row;
use crate::engine::{FactPath, Program, Verdict};
use crate::policy::{FactRef, Policy};
use crate::profile::value::ClaimIndex;
use crate::profile::{Profile, Value};
use crate::values::{Date, order};

/// A window of a claim that is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// Claim it belongs to.
    pub claim: ClaimIndex,
    /// The event that must come about.
    pub event: FactRef,
    /// Last day on which the claim is certainly fulfilled by it, with everything else as it should be.
    pub last_day: Date,
    /// Days from the day of assessment to the last day; 0: it is today.
    pub days_left: u32,
}

/// The time after a last day in which the text does not settle the claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Afterwards {
    /// Its last day; later the claim is refused.
    pub until: Date,
    /// Why it is unclear, by number.
    pub ambiguities: Vec<u16>,
}

/// Windows that are open on the day of assessment, of claims that are not fulfilled yet and can still be; the next
/// to close first.
pub fn deadlines(policy: &Policy, program: &Program, profile: &Profile, claims: &[ClaimIndex]) -> Vec<Deadline> {
    let mut open: Vec<Deadline> = Vec::new();
    for &claim in claims {
        let windows = program.windows(claim.0);
        if windows.is_empty() || program.verdict(profile, claim) == Some(Verdict::True) {
            continue;
        }
        for (n, window) in windows.iter().enumerate() {
            let event = window.event;
            let seen = windows.iter().take(n).any(|earlier| earlier.event == event);
            let Some(mut trial) = (!seen).then(|| Trial::new(policy, program, profile, claim, event)).flatten() else {
                continue;
            };
            let of_event = windows.iter().filter(|other| other.event == event);
            let starts = of_event.filter_map(|one| Some((profile.value(one.of, None).date()?, one.years)));
            let mut ends: Vec<Date> = starts.filter_map(|(start, years)| start.anniversary(years).previous()).collect();
            ends.retain(|day| *day >= profile.as_of);
            order::sort_by(&mut ends, |a, b| b.cmp(a));
            let closes = |day: &Date| {
                trial.best(*day) == Verdict::True && day.next().is_some_and(|next| trial.best(next) != Verdict::True)
            };
            if let Some(last_day) = ends.into_iter().find(closes) {
                let days = last_day.days_since_epoch() - profile.as_of.days_since_epoch();
                open.push(Deadline { claim, event, last_day, days_left: u32::try_from(days).unwrap_or(0) });
            }
        }
    }
    order::sort_by_key(&mut open, |deadline| (deadline.last_day, deadline.claim));
    open
}

/// What follows after the last day of a window; none where the claim is refused at once.
pub fn afterwards(policy: &Policy, program: &Program, profile: &Profile, deadline: &Deadline) -> Option<Afterwards> {
    // Other rows may keep the claim unclear or open whatever the day: what follows is about this event alone.
    let mut alone = profile.clone();
    if let FactRef::Column { table, .. } = deadline.event
        && program.table_of(deadline.claim.0) != Some(table)
        && let Some(rows) = alone.tables.get_mut(usize::from(table))
    {
        *rows = Some(Vec::new());
    }
    let mut trial = Trial::new(policy, program, &alone, deadline.claim, deadline.event)?;
    let mut after: Option<Afterwards> = None;
    for day in trial.days().into_iter().filter(|day| *day > deadline.last_day) {
        if trial.best(day) != Verdict::Unclear {
            continue;
        }
        let after = after.get_or_insert(Afterwards { until: day, ambiguities: Vec::new() });
        after.until = day;
        for cause in &trial.rest.causes {
            if !after.ambiguities.contains(cause) {
                after.ambiguities.push(*cause);
            }
        }
    }
    after
}

/// Facts that are missing to say until which day an event counts: the day from which a window of a claim runs, where
/// the claim is refused without it being asked.
pub fn undated(policy: &Policy, program: &Program, profile: &Profile, claims: &[ClaimIndex]) -> Vec<FactRef> {
    let mut found = Vec::new();
    for &claim in claims {
        if program.verdict(profile, claim) != Some(Verdict::False) {
            continue;
        }
        for window in program.windows(claim.0) {
            let unknown = matches!(window.of, FactRef::Applicant(_)) && !profile.value(window.of, None).is_known();
            let wanted = unknown && !found.contains(&window.of);
            if wanted && Trial::new(policy, program, profile, claim, window.event).is_some() {
                found.push(window.of);
            }
        }
    }
    found
}

/// A profile in which an event comes about on a day still to be chosen, and everything else that is missing as well as
/// can be.
struct Trial<'a> {
    policy: &'a Policy,
    program: &'a Program,
    claim: ClaimIndex,
    event: FactRef,
    /// Where the event stands.
    at: FactPath,
    as_of: Date,
    profile: Profile,
    rest: Completion<'a>,
}

impl<'a> Trial<'a> {
    /// None where the event has come about already, or nothing else could make up for what refuses the claim.
    fn new(
        policy: &'a Policy,
        program: &'a Program,
        profile: &Profile,
        claim: ClaimIndex,
        event: FactRef,
    ) -> Option<Self> {
        let mut changed = profile.clone();
        let at = match event {
            FactRef::Applicant(index) => FactPath::Applicant(index),
            FactRef::Column { table, column } if program.table_of(claim.0) == Some(table) => {
                FactPath::Cell { table, column, row: claim.1? }
            }
            FactRef::Column { table, column } => {
                let row = with_row(policy, &mut changed, table);
                // Days ahead in other rows are plans: what they may bring is not counted on.
                let rows = changed.tables.get_mut(usize::from(table)).and_then(Option::as_mut).into_iter().flatten();
                for cell in rows.filter_map(|row| row.cells.get_mut(usize::from(column))) {
                    if cell.date().is_some_and(|day| day > profile.as_of) {
                        *cell = Value::Unknown;
                    }
                }
                FactPath::Cell { table, column, row }
            }
        };
        if value_at(&changed, at).date().is_some_and(|day| day <= profile.as_of) {
            return None;
        }
        put(&mut changed, at, Value::Unknown);
        let as_of = profile.as_of;
        let mut rest = Completion::new(policy, program, claim);
        if let FactPath::Cell { table, row, .. } = at {
            rest.only = Some((table, row));
        }
        let trial = Trial { policy, program, claim, event, at, as_of, profile: changed, rest };
        let refused = matches!(program.verdict(&trial.profile, claim), Some(Verdict::False | Verdict::Unclear));
        (!refused).then_some(trial)
    }

    /// Days at which something turns, in order.
    fn days(&self) -> Vec<Date> {
        let Some(definition) = self.policy.facts.get(self.event) else { return Vec::new() };
        let values = self.program.turning_values(self.claim.0, (self.event, definition), &self.profile, None);
        values.into_iter().filter_map(Value::date).collect()
    }

    /// The best verdict that is still possible when the event comes about on a day, as seen from that day.
    fn best(&mut self, day: Date) -> Verdict {
        put(&mut self.profile, self.at, Value::Date(day));
        self.profile.as_of = day.max(self.as_of);
        let best = self.rest.best(&mut self.profile);
        put(&mut self.profile, self.at, Value::Unknown);
        self.profile.as_of = self.as_of;
        best
    }
}
