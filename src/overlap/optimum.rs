//! The heaviest set of claims without conflict in the lower reading.
//!
//! Claims of different classes conflict when they share a project or share a matter. So each project and each matter
//! serves one class, and a claim counts if both of its own serve its class: a labelling, which `labels` solves part by
//! part. Missing tags, where they may hide a conflict, are a choice between a few such labellings ([`cases`]).

mod branch;
mod eliminate;
mod labels;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::values::order;
use labels::Bid;

/// A claim as a weighted vertex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Claims of one class never conflict.
    pub class: u32,
    /// Project; none: untagged.
    pub project: Option<u32>,
    /// Matter; none: untagged.
    pub matter: Option<u32>,
    /// Amount in any whole unit.
    pub weight: u128,
}

/// What a missing tag says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untagged {
    /// It may be any: two claims conflict if neither projects nor matters can be compared.
    Unknown,
    /// It differs from every other.
    Distinct,
}

/// The best set found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Optimum {
    /// Its weight, in the unit of the claims.
    pub total: u128,
    /// Its claims by index, ascending. Of equal sets the one with the earliest claim that not all have, as far as the
    /// steps last to tell: always unless a component is large and tangled.
    pub chosen: Vec<usize>,
    /// Whether no set weighs more, proven.
    pub exact: bool,
    /// Steps spent: the same on every machine.
    pub steps: u64,
}

/// Steps, of a few machine instructions each, after which the search settles for the best set found.
pub const STEP_LIMIT: u64 = 3_500_000;

/// The heaviest set of claims without conflict.
///
/// Near-linear for forests of projects and matters, exponential only in how tangled they are, up to [`STEP_LIMIT`].
pub fn lower(claims: &[Claim], untagged: Untagged) -> Optimum {
    let groups = groups(claims);
    let mut steps = Steps { used: 0, limit: STEP_LIMIT };
    let found = match untagged {
        Untagged::Distinct => solve(&groups, |_| true, &mut steps),
        Untagged::Unknown => cases(&groups, &mut steps),
    };
    let members = found.ranks.iter().filter_map(|&rank| groups.get(rank)).flat_map(|group| &group.members);
    let chosen = ascending(members.copied(), claims.len());
    Optimum { total: found.total, chosen, exact: found.exact, steps: steps.used }
}

/// Different numbers below a limit, in order.
fn ascending(numbers: impl Iterator<Item = usize>, limit: usize) -> Vec<usize> {
    let mut there = vec![false; limit];
    for number in numbers {
        if let Some(slot) = there.get_mut(number) {
            *slot = true;
        }
    }
    (0..).zip(there).filter_map(|(number, there)| there.then_some(number)).collect()
}

/// Steps spent of those allowed.
struct Steps {
    used: u64,
    limit: u64,
}

impl Steps {
    fn left(&self) -> u64 {
        self.limit.saturating_sub(self.used)
    }

    fn spend(&mut self, steps: usize) {
        self.used = self.used.saturating_add(steps as u64);
    }

    /// Runs with one of so many equal shares of what is left.
    fn share<T>(&mut self, shares: usize, run: impl FnOnce(&mut Self) -> T) -> T {
        self.only(self.left() / (shares.max(1) as u64), run)
    }

    /// Runs with only so many steps.
    fn only<T>(&mut self, steps: u64, run: impl FnOnce(&mut Self) -> T) -> T {
        let limit = self.limit;
        self.limit = self.used.saturating_add(steps).min(limit);
        let result = run(self);
        self.limit = limit;
        result
    }
}

/// Claims alike but for their weight: all of them count or none.
#[derive(Debug)]
struct Group {
    class: u32,
    project: Option<u32>,
    matter: Option<u32>,
    weight: u128,
    /// By index, ascending.
    members: Vec<usize>,
}

/// Groups in the order of their first claims; a group's index is its rank. The first claim on which two sets differ is
/// the first of the first group on which they differ, so ranks settle ties as claims would.
fn groups(claims: &[Claim]) -> Vec<Group> {
    let mut ranks = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (index, claim) in claims.iter().enumerate() {
        let Claim { class, project, matter, weight } = *claim;
        let rank = *ranks.entry((class, project, matter)).or_insert(groups.len());
        if let Some(group) = groups.get_mut(rank) {
            group.weight = group.weight.saturating_add(weight);
            group.members.push(index);
        } else {
            groups.push(Group { class, project, matter, weight, members: vec![index] });
        }
    }
    groups
}

/// A set of groups without conflict.
struct Found {
    total: u128,
    /// Ascending.
    ranks: Vec<usize>,
    /// Whether it is proven the best of its case.
    exact: bool,
}

impl Found {
    /// The heavier; of equals the one that has the first group on which they differ.
    fn better(self, other: Self) -> Self {
        let first = self.ranks.iter().zip(&other.ranks).map(|(a, b)| b.cmp(a)).find(|order| order.is_ne());
        let tie = first.unwrap_or_else(|| self.ranks.len().cmp(&other.ranks.len()));
        let exact = self.exact && other.exact;
        let better = if self.total.cmp(&other.total).then(tie) == Ordering::Less { other } else { self };
        Self { exact, ..better }
    }
}

/// The best of some groups, where claims conflict by a shared tag only.
fn solve(groups: &[Group], allowed: impl Fn(&Group) -> bool, steps: &mut Steps) -> Found {
    let numbered = groups.iter().enumerate().filter(|(_, group)| allowed(group));
    let bids: Vec<Bid> = numbered.map(|(rank, group)| bid(rank, group)).collect();
    let (ranks, exact) = labels::solve(bids, steps);
    let ranks = ascending(ranks.into_iter(), groups.len());
    Found { total: total(groups, &ranks), ranks, exact }
}

fn bid(rank: usize, group: &Group) -> Bid {
    // Projects and matters share one numbering: even and odd.
    let project = group.project.map(|tag| u64::from(tag) * 2);
    let matter = group.matter.map(|tag| u64::from(tag) * 2 + 1);
    Bid { rank, class: group.class, weight: group.weight, ends: [project, matter], kept: false }
}

fn total(groups: &[Group], ranks: &[usize]) -> u128 {
    let weights = ranks.iter().filter_map(|&rank| groups.get(rank)).map(|group| group.weight);
    weights.fold(0, u128::saturating_add)
}

/// The best of all groups, where missing tags may hide conflicts.
///
/// A claim without tags conflicts with every claim of another class: one that counts leaves only its class. Otherwise
/// a claim with only a project conflicts with every claim of another class with only a matter: those that count are of
/// one kind, or all of one class. In each of these cases the rest conflict by a shared tag only.
fn cases(groups: &[Group], steps: &mut Steps) -> Found {
    let alone = alone(groups);
    let [projects, matters] = [weights(groups, Group::project_only), weights(groups, Group::matter_only)];
    let tagged = |group: &Group| group.project.is_some() || group.matter.is_some();
    if projects.is_empty() || matters.is_empty() {
        return solve(groups, tagged, steps).better(alone);
    }
    let none = steps.share(4, |steps| solve(groups, Group::both, steps));
    let one = |kind: fn(&Group) -> bool| move |group: &Group| group.both() || kind(group);
    let by_project = steps.share(3, |steps| solve(groups, one(Group::project_only), steps));
    let by_matter = steps.share(2, |steps| solve(groups, one(Group::matter_only), steps));
    // What a class can add bounds the case in which it has both kinds.
    let bound = |class: &u32| {
        let (project, matter) = (*projects.get(class)?, *matters.get(class)?);
        let bounds = [(&none, project.saturating_add(matter)), (&by_project, matter), (&by_matter, project)];
        let proven = bounds.iter().filter(|(found, _)| found.exact);
        let bound = proven.map(|(found, more)| found.total.saturating_add(*more)).min();
        Some((std::cmp::Reverse(bound.unwrap_or(u128::MAX)), *class))
    };
    let mut mixed: Vec<_> = projects.keys().filter_map(bound).collect();
    order::sort_by(&mut mixed, Ord::cmp);
    let mut best = by_project.better(by_matter).better(alone);
    for (index, &(bound, class)) in mixed.iter().enumerate() {
        if bound.0 < best.total {
            break;
        }
        if steps.left() == 0 {
            best.exact = false;
            break;
        }
        let allowed = |group: &Group| group.both() || (tagged(group) && group.class == class);
        best = best.better(steps.share(mixed.len() - index, |steps| solve(groups, allowed, steps)));
    }
    best
}

impl Group {
    fn project_only(&self) -> bool {
        self.project.is_some() && self.matter.is_none()
    }

    fn matter_only(&self) -> bool {
        self.project.is_none() && self.matter.is_some()
    }

    fn both(&self) -> bool {
        self.project.is_some() && self.matter.is_some()
    }
}

/// The best class, taken whole, of those with a claim without tags.
fn alone(groups: &[Group]) -> Found {
    let untagged = groups.iter().filter(|group| group.project.is_none() && group.matter.is_none());
    let mut classes = BTreeSet::new();
    classes.extend(untagged.map(|group| group.class));
    let mut sets: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (rank, group) in groups.iter().enumerate().filter(|(_, group)| classes.contains(&group.class)) {
        sets.entry(group.class).or_default().push(rank);
    }
    let found = sets.into_values().map(|ranks| Found { total: total(groups, &ranks), ranks, exact: true });
    found.fold(Found { total: 0, ranks: Vec::new(), exact: true }, Found::better)
}

/// Weights by class of the groups of a kind.
fn weights(groups: &[Group], kind: fn(&Group) -> bool) -> BTreeMap<u32, u128> {
    let mut weights = BTreeMap::new();
    for group in groups.iter().filter(|group| kind(group)) {
        let weight: &mut u128 = weights.entry(group.class).or_default();
        *weight = weight.saturating_add(group.weight);
    }
    weights
}
