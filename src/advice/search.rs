//! The search for near misses: every change of the facts that stand in the way is tried, at the values at which a rule
//! turns.

use super::change::{Change, Wanted, is_ordered, put, value_at};
use super::complete::Completion;
use super::near_miss::{MAX_CHANGES, NearMiss, with_row};
use crate::engine::explain::Explanation;
use crate::engine::{FactPath, Findings, Program, Verdict, ones};
use crate::policy::model::FactType;
use crate::policy::{FactRef, Policy};
use crate::profile::value::ClaimIndex;
use crate::profile::{Demand, Profile, Value, demands};
use crate::values::Date;

/// Most facts that are tried together; a condition of this policy's kind has fewer.
const MAX_PLACES: usize = 24;
/// Most verdicts that are tried per claim, so that a profile with very many rows cannot hold up the page.
const MAX_TRIES: u32 = 100_000;

pub(super) struct Search<'a> {
    policy: &'a Policy,
    program: &'a Program,
    profile: &'a Profile,
    claim: ClaimIndex,
    start: Verdict,
    /// The table of which a row must be added.
    needed: Option<u16>,
    demands: Vec<Demand>,
    /// The profile with the changes that are being tried.
    tried: Profile,
    facts: Vec<(FactPath, Value)>,
    rows: Vec<(u16, u32)>,
    tries: u32,
    findings: Findings,
    rest: Completion<'a>,
    found: Vec<NearMiss>,
}

impl<'a> Search<'a> {
    /// A search for a claim that is refused or unclear; `needed` is the table of an item without rows.
    pub(super) fn new(
        policy: &'a Policy,
        program: &'a Program,
        profile: &'a Profile,
        claim: ClaimIndex,
        start: Verdict,
        needed: Option<u16>,
    ) -> Self {
        let claim = needed.map_or(claim, |_| (claim.0, Some(0)));
        Search {
            policy,
            program,
            profile,
            claim,
            start,
            needed,
            demands: demands(&policy.facts),
            tried: profile.clone(),
            facts: Vec::new(),
            rows: Vec::new(),
            tries: 0,
            findings: Findings::default(),
            rest: Completion::new(policy, program, claim),
            found: Vec::new(),
        }
    }

    /// All minimal sets of up to so many changes, smaller ones first.
    pub(super) fn sets(mut self, most: usize) -> Vec<NearMiss> {
        let places = self.places();
        // The row that is needed belongs to every set.
        let needed = usize::from(self.needed.is_some());
        for size in needed..=most.min(places.len() + needed) {
            for set in subsets(places.len(), size - needed) {
                let chosen = set.iter().filter_map(|place| places.get(*place).copied());
                let chosen: Vec<FactPath> = chosen.chain(self.needed.map(FactPath::Table)).collect();
                self.try_changes(&chosen);
            }
        }
        let parts = |few: &NearMiss, many: &NearMiss| {
            few.changes.iter().all(|part| many.changes.iter().any(|whole| part.is_part_of(whole, self.profile)))
        };
        // A set is minimal if no other is a part of it; of equal ones the first is kept.
        let minimal = self.found.iter().enumerate().filter(|(n, miss)| {
            let mut others = self.found.iter().enumerate().filter(|(other, _)| other != n);
            !others.any(|(other, part)| parts(part, miss) && (other < *n || !parts(miss, part)))
        });
        minimal.map(|(_, miss)| miss.clone()).collect()
    }

    /// Facts of leaves that stand in the way, then tables that a new row could help.
    fn places(&self) -> Vec<FactPath> {
        let mut places = Vec::new();
        if let Some(tree) = self.program.explain(self.profile, self.claim) {
            in_the_way(&tree, false, &mut places);
        }
        // What is missing stays missing.
        places.retain(|place| value_at(self.profile, *place).is_known());
        places.truncate(MAX_PLACES);
        let tables = self.program.tables_of(self.claim.0).into_iter();
        places.extend(tables.filter(|table| Some(*table) != self.needed).map(FactPath::Table));
        places
    }

    /// Tries every way to change all of these places; tables stand last.
    fn try_changes(&mut self, places: &[FactPath]) {
        if self.tries > MAX_TRIES || self.is_covered() {
            return;
        }
        let Some((&place, rest)) = places.split_first() else {
            if let Some(verdict) = self.turned() {
                self.note(verdict);
            }
            return;
        };
        if self.has_partner(place) {
            return;
        }
        if let FactPath::Table(table) = place {
            let row = with_row(self.policy, &mut self.tried, table);
            self.rows.push((table, row));
            let columns = self.program.columns_of(self.claim.0, table);
            self.fill((table, row), &columns, rest);
            self.rows.pop();
            if let Some(Some(rows)) = self.tried.tables.get_mut(usize::from(table)) {
                rows.pop();
            }
            if self.profile.rows(table).is_none()
                && let Some(rows) = self.tried.tables.get_mut(usize::from(table))
            {
                *rows = None;
            }
            return;
        }
        let now = value_at(self.profile, place);
        let as_of = self.profile.as_of;
        for value in self.options(place) {
            // What has been told has happened: its day cannot be one to come.
            if value != now && value.date().is_none_or(|day| day <= as_of) {
                self.with(place, value, |this| this.try_changes(rest));
            }
        }
        put(&mut self.tried, place, now);
    }

    /// Whether a rule holds the place against a fact that is changed already: the two are not changed together.
    fn has_partner(&self, place: FactPath) -> bool {
        let mut told = self.facts.iter().filter_map(|(at, _)| at.fact());
        told.any(|fact| {
            self.program.partners(self.claim.0, fact).any(|other| match place {
                FactPath::Table(table) => other.table() == Some(table),
                place => place.fact() == Some(other),
            })
        })
    }

    /// Fills the cells of a new row, each with every value or not at all, until the verdict has turned or cannot.
    fn fill(&mut self, row: (u16, u32), columns: &[FactRef], rest: &[FactPath]) {
        if self.tries > MAX_TRIES {
            return;
        }
        if rest.is_empty() {
            let (verdict, turned) = self.judge();
            if turned {
                if !self.is_covered() && self.is_sound() {
                    self.note(verdict);
                }
                return;
            }
            if verdict != Verdict::Unknown {
                return;
            }
        } else {
            self.try_changes(rest);
        }
        let Some((&fact, others)) = columns.split_first() else { return };
        let FactRef::Column { column, .. } = fact else { return };
        self.fill(row, others, rest);
        let at = FactPath::Cell { table: row.0, column, row: row.1 };
        for value in self.options(at) {
            self.with(at, value, |this| this.fill(row, others, rest));
        }
        put(&mut self.tried, at, Value::Unknown);
    }

    /// Does something while a place has another value.
    fn with(&mut self, at: FactPath, value: Value, act: impl FnOnce(&mut Self)) {
        put(&mut self.tried, at, value);
        self.facts.push((at, value));
        act(self);
        self.facts.pop();
    }

    /// Values of a place that can make a difference.
    fn options(&self, place: FactPath) -> Vec<Value> {
        let Some(fact) = place.fact() else { return Vec::new() };
        let Some(definition) = self.policy.facts.get(fact) else { return Vec::new() };
        if definition.kind == FactType::Set {
            let now = value_at(self.profile, place).bits().unwrap_or(0);
            let bits: Vec<u64> = ones(self.program.bits_of(self.claim.0, fact)).collect();
            let sets = (1..=MAX_CHANGES).flat_map(|size| subsets(bits.len(), size));
            let flips = sets.map(|set| set.iter().filter_map(|n| bits.get(*n)).sum::<u64>());
            return flips.map(|flip| Value::Set(now ^ flip)).collect();
        }
        let row = match place {
            FactPath::Cell { table, row, .. } => self.tried.rows(table).and_then(|rows| rows.get(row as usize)),
            _ => None,
        };
        self.program.turning_values(self.claim.0, (fact, definition), &self.tried, row)
    }

    /// The verdict on what is tried, as seen from the last day of the new rows, and whether that is a turn.
    fn judge(&mut self) -> (Verdict, bool) {
        self.tries += 1;
        let added = self.facts.iter().filter(|(at, _)| self.rows.iter().any(|row| is_in(*row, *at)));
        let last: Option<Date> = added.filter_map(|(_, value)| value.date()).max();
        self.tried.as_of = last.map_or(self.profile.as_of, |day| day.max(self.profile.as_of));
        let verdict = self.program.verdict_with(&self.tried, self.claim, &mut self.findings);
        let verdict = verdict.unwrap_or(self.start);
        let missing = &self.findings.missing;
        let turned = match verdict {
            Verdict::True => true,
            // A new row has all that it needs; what else is missing may stay open, if an answer can make it true.
            Verdict::Unknown => {
                self.start == Verdict::False
                    && !self.rows.iter().any(|row| missing.iter().any(|at| is_in(*row, *at)))
                    && self.rest.best(&mut self.tried) == Verdict::True
            }
            _ => false,
        };
        self.tried.as_of = self.profile.as_of;
        (verdict, turned)
    }

    fn turned(&mut self) -> Option<Verdict> {
        let (verdict, turned) = self.judge();
        (turned && self.is_sound()).then_some(verdict)
    }

    /// Whether what is tried keeps what the policy demands of facts.
    fn is_sound(&self) -> bool {
        self.demands.iter().all(|demand| demand.broken(&self.tried).is_empty())
    }

    /// Whether a part of what is tried has been found to do it.
    fn is_covered(&self) -> bool {
        if self.found.is_empty() {
            return false;
        }
        let tried = self.changes(|_, value| Wanted { value, ..Wanted::default() });
        let part = |miss: &NearMiss| {
            miss.changes.iter().all(|part| tried.iter().any(|whole| part.is_part_of(whole, self.profile)))
        };
        self.found.iter().any(part)
    }

    /// What is tried, as changes.
    fn changes(&self, wanted: impl Fn(FactPath, Value) -> Wanted) -> Vec<Change> {
        let told = self.facts.iter().filter(|(at, _)| !self.rows.iter().any(|row| is_in(*row, *at)));
        let mut changes: Vec<Change> =
            told.map(|(at, value)| Change::Fact { at: *at, to: wanted(*at, *value) }).collect();
        for &(table, row) in &self.rows {
            let width = self.policy.facts.table_at(table).map_or(0, |table| table.columns.len());
            let mut cells = vec![Wanted::default(); width];
            for (at, value) in &self.facts {
                if let FactPath::Cell { column, .. } = at
                    && is_in((table, row), *at)
                    && let Some(cell) = cells.get_mut(usize::from(*column))
                {
                    *cell = wanted(*at, *value);
                }
            }
            changes.push(Change::Row { table, cells });
        }
        changes
    }

    /// Notes that what is tried turns the verdict, with all values around that turn it to the same.
    fn note(&mut self, verdict: Verdict) {
        let facts = self.facts.clone();
        let mut ranges: Vec<Wanted> = facts.iter().map(|(at, value)| self.range(*at, *value, verdict)).collect();
        if !self.all_corners(&facts, &ranges, verdict) {
            ranges = facts.iter().map(|(_, value)| Wanted::only(*value)).collect();
        }
        let changes = self.changes(|at, _| {
            let place = facts.iter().position(|(other, _)| *other == at);
            place.and_then(|place| ranges.get(place)).copied().unwrap_or_default()
        });
        self.found.push(NearMiss { changes, verdict });
    }

    /// All values beside one that lead to the same verdict while everything else stays.
    fn range(&mut self, at: FactPath, value: Value, verdict: Verdict) -> Wanted {
        if !is_ordered(value) {
            return Wanted::only(value);
        }
        let options = self.options(at);
        let here = options.iter().position(|option| *option == value).unwrap_or(0);
        let (below, above) = (options.get(..here).unwrap_or_default(), options.get(here + 1..).unwrap_or_default());
        let mut least = Some(value);
        for (n, option) in below.iter().rev().enumerate() {
            if !self.leads_to(at, *option, verdict) {
                break;
            }
            least = (n + 1 < below.len()).then_some(*option);
        }
        let mut most = Some(value);
        for (n, option) in above.iter().enumerate() {
            if !self.leads_to(at, *option, verdict) {
                break;
            }
            most = (n + 1 < above.len()).then_some(*option);
        }
        let (least, most) = (least.filter(|_| !below.is_empty()), most.filter(|_| !above.is_empty()));
        self.set(at, value);
        Wanted { value, least, most }
    }

    fn leads_to(&mut self, at: FactPath, value: Value, verdict: Verdict) -> bool {
        self.set(at, value);
        self.turned() == Some(verdict)
    }

    fn set(&mut self, at: FactPath, value: Value) {
        put(&mut self.tried, at, value);
        if let Some(fact) = self.facts.iter_mut().find(|(known, _)| *known == at) {
            fact.1 = value;
        }
    }

    /// Whether the ends of several ranges also do it together.
    fn all_corners(&mut self, facts: &[(FactPath, Value)], ranges: &[Wanted], verdict: Verdict) -> bool {
        let ordered: Vec<(FactPath, Value, Wanted)> = facts
            .iter()
            .zip(ranges)
            .filter(|((_, value), _)| is_ordered(*value))
            .map(|((at, value), range)| (*at, *value, *range))
            .collect();
        if ordered.len() < 2 {
            return true;
        }
        let corners = 1_u32.checked_shl(u32::try_from(ordered.len()).unwrap_or(u32::MAX)).unwrap_or(0);
        let hold = (0..corners).all(|corner| {
            for (n, (at, _, range)) in ordered.iter().enumerate() {
                let options = self.options(*at);
                let ends = (range.least.or(options.first().copied()), range.most.or(options.last().copied()));
                let end = if corner >> n & 1 == 0 { ends.0 } else { ends.1 };
                self.set(*at, end.unwrap_or_default());
            }
            self.turned() == Some(verdict)
        });
        for (at, value, _) in ordered {
            self.set(at, value);
        }
        hold
    }
}

fn is_in((table, row): (u16, u32), at: FactPath) -> bool {
    matches!(at, FactPath::Cell { table: of, row: number, .. } if (of, number) == (table, row))
}

/// Facts of leaves that are false or unclear, or that made a softened condition unclear; in the order of the condition,
/// each once.
fn in_the_way(node: &Explanation, softened: bool, places: &mut Vec<FactPath>) {
    let softened = softened || (node.verdict == Verdict::Unclear && !node.causes.is_empty());
    if node.members.is_empty() && (softened || matches!(node.verdict, Verdict::False | Verdict::Unclear)) {
        for fact in &node.facts {
            if !places.contains(fact) {
                places.push(*fact);
            }
        }
    }
    node.members.iter().for_each(|member| in_the_way(member, softened, places));
}

/// Every set of `size` of the numbers below `count`, in order.
fn subsets(count: usize, size: usize) -> Vec<Vec<usize>> {
    let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..size {
        let longer = sets.iter().flat_map(|set| {
            let first = set.last().map_or(0, |last| last + 1);
            (first..count).map(move |next| set.iter().copied().chain([next]).collect())
        });
        sets = longer.collect();
    }
    sets
}
