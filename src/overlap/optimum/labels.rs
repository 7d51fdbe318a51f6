//! The labelling: each project and each matter (node) serves one class; a bid counts if all of its nodes serve its
//! class. Nodes that no bid joins are independent, so connected parts are solved one by one.
//!
//! Ties: a part's weights are scaled up by a power of two, and the low bits say which of its first bids count, the
//! first bid in the highest bit. The best score then settles those bids by the tie rule; they are fixed, and what is
//! left, usually nothing, is solved again.

use std::collections::{BTreeMap, VecDeque};

use super::{Steps, branch, eliminate};
use crate::values::order;

/// Steps, in all and for each bid, up to which a part is solved by elimination without trying to branch first.
const CHEAP: (u64, u64) = (100_000, 100);

/// Steps that sorting or planning takes for each bid, about.
const SETUP: usize = 6;

/// Rounds in which dominated classes are dropped; more would seldom find more.
const ROUNDS: usize = 4;

/// Twin claims as one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bid {
    /// Place in the tie rule; unique.
    pub rank: usize,
    pub class: u32,
    pub weight: u128,
    /// Project (even) and matter (odd), unless missing or settled to serve the class.
    pub ends: [Option<u64>; 2],
    /// Whether the best labelling known has it.
    pub kept: bool,
}

/// Connected bids, by rank.
struct Part {
    bids: Vec<Bid>,
    /// Whether `kept` is proven a heaviest set, and only ties are open.
    proven: bool,
}

/// The ranks of the best bids, in no order, and whether they are proven the best.
pub(super) fn solve(bids: Vec<Bid>, steps: &mut Steps) -> (Vec<usize>, bool) {
    steps.spend(bids.len().saturating_mul(SETUP));
    let mut taken = Vec::new();
    let mut exact = true;
    let mut parts = split(undominated(bids), &mut taken);
    // The small first: a large one may use up all steps.
    order::sort_by_key(&mut parts, Vec::len);
    let mut queue: VecDeque<Part> = parts.into_iter().map(|bids| Part { bids, proven: false }).collect();
    while let Some(part) = queue.pop_front() {
        if part.proven && (steps.left() == 0 || !varies(&part.bids, steps)) {
            taken.extend(part.bids.iter().filter(|bid| bid.kept).map(|bid| bid.rank));
            continue;
        }
        let (bids, settled) = settle(part.bids, part.proven, steps);
        exact &= settled.is_some() || part.proven;
        let Some(settled) = settled.filter(|&settled| settled < bids.len()) else {
            taken.extend(bids.iter().filter(|bid| bid.kept).map(|bid| bid.rank));
            continue;
        };
        let rest = strip(fix(bids, settled, &mut taken));
        steps.spend(rest.bids.len().saturating_mul(SETUP));
        queue.extend(split(rest, &mut taken).into_iter().map(|bids| Part { bids, proven: true }));
    }
    (taken, exact)
}

/// Finds the best labelling and keeps its bids; how many of the first bids it settles for good. None: not proven.
fn settle(mut bids: Vec<Bid>, proven: bool, steps: &mut Steps) -> (Vec<Bid>, Option<usize>) {
    let (weights, spare, rounded) = weights(&bids);
    let block = spare.min(bids.len());
    let scores = weights.iter().enumerate().map(|(index, weight)| {
        let tie = if index < block { 1 << (block - 1 - index) } else { 0 };
        (weight << block) | tie
    });
    let problem = Problem::new(&bids, scores);
    let (labels, best) = problem.solve(steps);
    if best || !proven {
        for (bid, term) in bids.iter_mut().zip(&problem.terms) {
            bid.kept = term.counts(&labels);
        }
    }
    // Without a spare bit no tie can be settled.
    let settled = if block == 0 { bids.len() } else { block };
    (bids, (best && !rounded).then_some(settled))
}

/// Whether another set weighs as much as the kept one, as far as the steps can tell.
fn varies(bids: &[Bid], steps: &mut Steps) -> bool {
    let (weights, spare, _) = weights(bids);
    let count = bids.len().checked_ilog2().unwrap_or(0) as usize + 1;
    if spare >= bids.len() || spare < count {
        return true;
    }
    // Of the heaviest sets the one with most bids that are not kept: none if the kept one is alone.
    let scores = weights.iter().zip(bids).map(|(weight, bid)| (weight << count) | u128::from(!bid.kept));
    let problem = Problem::new(bids, scores);
    let (labels, best) = problem.solve(steps);
    best && bids.iter().zip(&problem.terms).any(|(bid, term)| !bid.kept && term.counts(&labels))
}

/// Weights by their greatest common divisor, the high bits that even their sum leaves free, and whether they had to be
/// rounded to have a sum at all.
fn weights(bids: &[Bid]) -> (Vec<u128>, usize, bool) {
    let divisor = bids.iter().fold(0, |divisor, bid| common_divisor(bid.weight, divisor)).max(1);
    let mut weights: Vec<u128> = bids.iter().map(|bid| bid.weight / divisor).collect();
    let sum = |weights: &[u128]| weights.iter().try_fold(0_u128, |sum, &weight| sum.checked_add(weight));
    let rounded = sum(&weights).is_none();
    if rounded {
        for weight in &mut weights {
            *weight >>= u32::BITS;
        }
    }
    let spare = sum(&weights).map_or(0, u128::leading_zeros) as usize;
    // One bit less, so that no shift is by the whole width.
    (weights, spare.saturating_sub(1), rounded)
}

fn common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Fixes the first bids as kept or not, and what follows from the kept ones. The others need no ban: a labelling that
/// has one of them would have scored more.
fn fix(bids: Vec<Bid>, settled: usize, taken: &mut Vec<usize>) -> Vec<Bid> {
    let mut serves = BTreeMap::new();
    for bid in bids.iter().take(settled).filter(|bid| bid.kept) {
        taken.push(bid.rank);
        serves.extend(bid.ends.iter().flatten().map(|&end| (end, bid.class)));
    }
    let mut rest = bids;
    rest.drain(..settled.min(rest.len()));
    rest.retain_mut(|bid| {
        for end in &mut bid.ends {
            match end.and_then(|node| serves.get(&node)) {
                Some(&class) if class == bid.class => *end = None,
                Some(_) => return false,
                None => {}
            }
        }
        true
    });
    rest
}

/// Drops bids whose node has a class that is sure to weigh more.
fn undominated(bids: Vec<Bid>) -> Stripped {
    let mut stripped = strip(bids);
    for _ in 0..ROUNDS {
        let dropped = dominated(&stripped);
        if dropped.is_empty() {
            break;
        }
        let mut bids = stripped.bids;
        bids.retain(|bid| bid.ends.iter().flatten().all(|&node| dropped.binary_search(&(node, bid.class)).is_err()));
        stripped = strip(bids);
    }
    stripped
}

/// A node, a class, and the index of a bid of that class which needs that node.
type End = (u64, u32, usize);

/// Bids without the nodes that only one class wants, and what they still need, sorted.
struct Stripped {
    bids: Vec<Bid>,
    ends: Vec<End>,
}

/// What the bids need, sorted.
fn ends(bids: &[Bid]) -> Vec<End> {
    // As one number each they compare at once.
    let mut keys: Vec<u128> = (0_u32..)
        .zip(bids)
        .flat_map(|(index, bid)| {
            let rest = (u128::from(bid.class) << 32) | u128::from(index);
            bid.ends.iter().flatten().map(move |&node| (u128::from(node) << 64) | rest)
        })
        .collect();
    keys.sort_unstable();
    let low = |key: u128| u32::try_from(key & u128::from(u32::MAX)).unwrap_or_default();
    let node = |key: u128| u64::try_from(key >> 64).unwrap_or_default();
    keys.into_iter().map(|key| (node(key), low(key >> 32), low(key) as usize)).collect()
}

/// Sorted pairs of a node and a class that it serves in no best labelling: another class weighs more by its bids with
/// no other node than this one by all its bids.
fn dominated(stripped: &Stripped) -> Vec<(u64, u32)> {
    let Stripped { bids, ends } = stripped;
    let mut dropped = Vec::new();
    for node in ends.chunk_by(|a, b| a.0 == b.0) {
        let classes: Vec<_> = node.chunk_by(|a, b| a.1 == b.1).map(|class| reach(class, bids)).collect();
        let Some(sure) = classes.iter().map(|&(_, sure, _)| sure).max() else { continue };
        dropped.extend(classes.iter().filter(|(_, _, all)| *all < sure).map(|&(end, ..)| end));
    }
    dropped
}

/// A weight, and where it is equal the earlier rank: how disjoint sets compare.
type Reach = (u128, std::cmp::Reverse<usize>);

/// What a class has at a node by its bids that only need the node, and by all.
fn reach(class: &[End], bids: &[Bid]) -> ((u64, u32), Reach, Reach) {
    let nothing = (0_u128, std::cmp::Reverse(usize::MAX));
    let (mut sure, mut all) = (nothing, nothing);
    for bid in class.iter().filter_map(|&(.., index)| bids.get(index)) {
        let add = |reach: Reach| (reach.0.saturating_add(bid.weight), reach.1.max(std::cmp::Reverse(bid.rank)));
        all = add(all);
        if bid.ends.iter().flatten().count() == 1 {
            sure = add(sure);
        }
    }
    let end = class.first().map_or((0, 0), |&(node, class, _)| (node, class));
    (end, sure, all)
}

/// Settles nodes that only one class wants.
fn strip(mut bids: Vec<Bid>) -> Stripped {
    let all = ends(&bids);
    let mut ends = Vec::with_capacity(all.len());
    for node in all.chunk_by(|a, b| a.0 == b.0) {
        if node.first().map(|end| end.1) != node.last().map(|end| end.1) {
            ends.extend_from_slice(node);
            continue;
        }
        for &(node, _, index) in node {
            if let Some(bid) = bids.get_mut(index) {
                bid.ends.iter_mut().filter(|end| **end == Some(node)).for_each(|end| *end = None);
            }
        }
    }
    Stripped { bids, ends }
}

/// Connected parts, each by rank, in the order of their first bids. Bids without a node are taken.
fn split(stripped: Stripped, taken: &mut Vec<usize>) -> Vec<Vec<Bid>> {
    let Stripped { bids, ends } = stripped;
    let mut parents: Vec<usize> = (0..bids.len()).collect();
    for node in ends.chunk_by(|a, b| a.0 == b.0) {
        for pair in node.windows(2) {
            if let &[(.., a), (.., b)] = pair {
                let (a, b) = (root(&mut parents, a), root(&mut parents, b));
                if let Some(parent) = parents.get_mut(a.max(b)) {
                    *parent = a.min(b);
                }
            }
        }
    }
    let mut parts: BTreeMap<usize, Vec<Bid>> = BTreeMap::new();
    for (index, bid) in bids.into_iter().enumerate() {
        if bid.ends.iter().all(Option::is_none) {
            taken.push(bid.rank);
        } else {
            parts.entry(root(&mut parents, index)).or_default().push(bid);
        }
    }
    parts.into_values().collect()
}

/// The first bid of the part that a bid is known to be in, shortening the way there.
fn root(parents: &mut [usize], mut index: usize) -> usize {
    while let Some(&parent) = parents.get(index).filter(|&&parent| parent != index) {
        let next = parents.get(parent).copied().unwrap_or(parent);
        if let Some(slot) = parents.get_mut(index) {
            *slot = next;
        }
        index = next;
    }
    index
}

/// A bid that scores if all of its nodes have its label there.
#[derive(Debug)]
pub(super) struct Term {
    pub score: u128,
    /// Project and matter: node and label, both numbered from 0.
    pub ends: [Option<(usize, usize)>; 2],
}

impl Term {
    fn counts(&self, labels: &[usize]) -> bool {
        self.ends.iter().flatten().all(|&(node, label)| labels.get(node) == Some(&label))
    }
}

/// A part with nodes and their classes numbered. The sum of all scores is in range.
#[derive(Debug)]
pub(super) struct Problem {
    /// Labels that each node can have.
    pub sizes: Vec<usize>,
    /// One for each bid.
    pub terms: Vec<Term>,
}

impl Problem {
    pub(super) fn new(bids: &[Bid], scores: impl Iterator<Item = u128>) -> Self {
        let mut terms: Vec<Term> = scores.map(|score| Term { score, ends: [None; 2] }).collect();
        let mut sizes = Vec::new();
        for (number, node) in ends(bids).chunk_by(|a, b| a.0 == b.0).enumerate() {
            let mut labels = 0;
            for (label, class) in node.chunk_by(|a, b| a.1 == b.1).enumerate() {
                labels = label + 1;
                for &(node, _, index) in class {
                    let side = usize::from(node % 2 == 1);
                    if let Some(end) = terms.get_mut(index).and_then(|term| term.ends.get_mut(side)) {
                        *end = Some((number, label));
                    }
                }
            }
            sizes.push(labels);
        }
        Self { sizes, terms }
    }

    /// The best label of each node, and whether they are proven the best.
    fn solve(&self, steps: &mut Steps) -> (Vec<usize>, bool) {
        steps.spend(self.terms.len().saturating_mul(SETUP));
        let Some(plan) = eliminate::plan(self, steps.left()) else {
            return branch::search(self, steps);
        };
        let cheap = CHEAP.0.max(CHEAP.1 * self.terms.len() as u64);
        if plan.work > cheap {
            // Branching is often quicker; what elimination takes is kept for it.
            let most = (steps.left() / 4).min(steps.left().saturating_sub(plan.work));
            let found = steps.only(most, |steps| branch::search(self, steps));
            if found.1 {
                return found;
            }
        }
        (plan.run(self, steps), true)
    }

    pub(super) fn value(&self, labels: &[usize]) -> u128 {
        self.terms.iter().filter(|term| term.counts(labels)).map(|term| term.score).sum()
    }
}
