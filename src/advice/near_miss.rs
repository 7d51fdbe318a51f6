//! The smallest changes that would change a verdict.

use super::change::Change;
use crate::engine::explain::Explanation;
use crate::engine::{FactPath, Program, Verdict};
use crate::policy::model::{FactType, Facts};
use crate::policy::{FactRef, Policy};
use crate::profile::value::ClaimIndex;
use crate::profile::{Profile, Value};

/// Largest set of changes that is looked for.
pub const MAX_CHANGES: usize = 3;
/// Most places that are tried together; a condition of this policy's kind has fewer.
const MAX_PLACES: usize = 14;
/// Most ways to fill a new row that are tried.
const MAX_ROWS: usize = 256;

/// Changes that together turn a refused or unclear verdict, and no part of them does.
#[derive(Debug, Clone, PartialEq)]
pub struct NearMiss {
    /// The changes, each with one value that does it.
    pub changes: Vec<Change>,
    /// The verdict that follows: true, or unknown where other facts are missing.
    pub verdict: Verdict,
}

/// All minimal sets of up to [`MAX_CHANGES`] changes that turn a claim's condition from false to true or unknown, or
/// from unclear to true; smaller sets first. Facts that are missing stay missing.
pub fn near_misses(policy: &Policy, program: &Program, profile: &Profile, claim: ClaimIndex) -> Vec<NearMiss> {
    let Some(search) = Search::new(policy, program, profile, claim) else { return Vec::new() };
    let places: Vec<Vec<Change>> = search.places().into_iter().map(|place| search.options(place)).collect();
    let mut found: Vec<(Vec<usize>, NearMiss)> = Vec::new();
    for size in 1..=MAX_CHANGES.min(places.len()) {
        for set in subsets(places.len(), size) {
            let covered = found.iter().any(|(smaller, _)| smaller.iter().all(|place| set.contains(place)));
            if !covered && let Some(miss) = search.turned(&places, &set) {
                found.push((set, miss));
            }
        }
    }
    found.into_iter().map(|(_, miss)| miss).collect()
}

/// The first single change of a fact that one can bring about (not a settled one) that makes a claim's condition true.
pub fn one_change(policy: &Policy, program: &Program, profile: &Profile, claim: ClaimIndex) -> Option<Change> {
    let search = Search::new(policy, program, profile, claim)?;
    let open = |place: &FactPath| match place {
        FactPath::Table(_) => true,
        other => other.fact().and_then(|fact| policy.facts.get(fact)).is_some_and(|fact| !fact.fixed),
    };
    let mut options = search.places().into_iter().filter(open).flat_map(|place| search.options(place));
    options.find(|change| {
        let mut other = profile.clone();
        change.apply(&mut other);
        program.verdict(&other, claim) == Some(Verdict::True) && is_in_order(&other, &[change])
    })
}

struct Search<'a> {
    facts: &'a Facts,
    program: &'a Program,
    profile: &'a Profile,
    claim: ClaimIndex,
    start: Verdict,
}

impl<'a> Search<'a> {
    /// A search for a claim that is refused or unclear.
    fn new(policy: &'a Policy, program: &'a Program, profile: &'a Profile, claim: ClaimIndex) -> Option<Self> {
        let start = program.verdict(profile, claim)?;
        let search = Search { facts: &policy.facts, program, profile, claim, start };
        matches!(start, Verdict::False | Verdict::Unclear).then_some(search)
    }

    /// Facts of leaves that stand in the way, and tables that a new row could help.
    fn places(&self) -> Vec<FactPath> {
        let mut places = Vec::new();
        if let Some(tree) = self.program.explain(self.profile, self.claim) {
            in_the_way(&tree, &mut places);
        }
        places.retain(|place| matches!(place, FactPath::Applicant(_) | FactPath::Cell { .. }));
        places.extend(self.program.tables_of(self.claim.0).into_iter().map(FactPath::Table));
        places.truncate(MAX_PLACES);
        places
    }

    /// Changes of one place that can make a difference.
    fn options(&self, place: FactPath) -> Vec<Change> {
        let (fact, row) = match place {
            FactPath::Applicant(index) => (FactRef::Applicant(index), None),
            FactPath::Cell { table, column, row } => {
                let rows = self.profile.rows(table).unwrap_or_default();
                (FactRef::Column { table, column }, rows.get(row as usize))
            }
            FactPath::Table(table) => return self.new_rows(table),
            FactPath::Evaluation { .. } => return Vec::new(),
        };
        let now = self.profile.value(fact, row);
        let values = self.program.turning_values(self.claim.0, (fact, self.kind(fact)), self.profile, row);
        values.into_iter().filter(|value| *value != now).map(|value| Change::Fact { at: place, value }).collect()
    }

    fn kind(&self, fact: FactRef) -> FactType {
        self.facts.get(fact).map_or(FactType::Bool, |fact| fact.kind)
    }

    /// Rows that could be added: every combination of turning values, up to a limit.
    fn new_rows(&self, table: u16) -> Vec<Change> {
        let width = self.facts.table_at(table).map_or(0, |table| table.columns.len());
        let mut rows = vec![vec![Value::Unknown; width]];
        for fact in self.program.columns_of(self.claim.0, table) {
            let FactRef::Column { column, .. } = fact else { continue };
            let values = self.program.turning_values(self.claim.0, (fact, self.kind(fact)), self.profile, None);
            if values.is_empty() || rows.len() * values.len() > MAX_ROWS {
                continue;
            }
            let filled = rows.iter().flat_map(|row| {
                values.iter().map(move |value| {
                    let mut row = row.clone();
                    if let Some(cell) = row.get_mut(usize::from(column)) {
                        *cell = *value;
                    }
                    row
                })
            });
            rows = filled.collect();
        }
        rows.into_iter().map(|cells| Change::Row { table, cells }).collect()
    }

    /// The first combination of changes of these places that makes the verdict true, else the first that turns it.
    fn turned(&self, places: &[Vec<Change>], set: &[usize]) -> Option<NearMiss> {
        let options: Vec<&Vec<Change>> = set.iter().filter_map(|place| places.get(*place)).collect();
        let mut picks = vec![0_usize; options.len()];
        let mut turned = None;
        loop {
            let changes: Vec<&Change> = options.iter().zip(&picks).filter_map(|(list, pick)| list.get(*pick)).collect();
            if changes.len() == options.len() {
                let mut other = self.profile.clone();
                for change in &changes {
                    change.apply(&mut other);
                }
                let verdict = self.program.verdict(&other, self.claim)?;
                if turns(self.start, verdict) && is_in_order(&other, &changes) {
                    let miss = NearMiss { changes: changes.into_iter().cloned().collect(), verdict };
                    if verdict == Verdict::True {
                        return Some(miss);
                    }
                    turned = turned.or(Some(miss));
                }
            }
            // Counts on, like the figures of a number.
            let mut place = 0;
            loop {
                let (Some(pick), Some(list)) = (picks.get_mut(place), options.get(place)) else { return turned };
                *pick += 1;
                if *pick < list.len() {
                    break;
                }
                *pick = 0;
                place += 1;
            }
        }
    }
}

fn turns(start: Verdict, verdict: Verdict) -> bool {
    match start {
        Verdict::False => matches!(verdict, Verdict::True | Verdict::Unknown),
        Verdict::Unclear => verdict == Verdict::True,
        Verdict::True | Verdict::Unknown => false,
    }
}

/// A changed day is no later than the day of assessment, or still ahead for a new row alone.
fn is_in_order(profile: &Profile, changes: &[&Change]) -> bool {
    changes.iter().all(|change| match change {
        Change::Fact { value: Value::Date(day), .. } => *day <= profile.as_of,
        _ => true,
    })
}

/// Facts of leaves that are false or unclear, in the order of the condition, each once.
fn in_the_way(node: &Explanation, places: &mut Vec<FactPath>) {
    if matches!(node.verdict, Verdict::False | Verdict::Unclear) && node.members.is_empty() {
        for fact in &node.facts {
            if !places.contains(fact) {
                places.push(*fact);
            }
        }
    }
    node.members.iter().for_each(|member| in_the_way(member, places));
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
