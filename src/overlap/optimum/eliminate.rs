//! Variable elimination: for each labelling of a node's neighbours, the node's best label. Exact, and quick as long as
//! the nodes can be put in an order in which each has few neighbours left (trees: one).

use std::collections::{BTreeMap, BTreeSet};

use super::Steps;
use super::labels::Problem;

/// The order of elimination.
pub(super) struct Plan {
    order: Vec<usize>,
    /// Steps that it takes.
    pub work: u64,
}

/// A sum of scores by the labels of some nodes.
struct Table {
    /// From the last eliminated to the first, whose label varies fastest.
    scope: Vec<usize>,
    scores: Vec<u128>,
}

/// What is remembered of an eliminated node: its best label by the labels of its scope.
struct Choice {
    node: usize,
    scope: Vec<usize>,
    labels: Vec<usize>,
}

/// Eliminates the node with the smallest table first. None: beyond the limit of steps.
pub(super) fn plan(problem: &Problem, limit: u64) -> Option<Plan> {
    let mut near: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); problem.sizes.len()];
    for term in &problem.terms {
        if let [Some((a, _)), Some((b, _))] = term.ends {
            near.get_mut(a)?.insert(b);
            near.get_mut(b)?.insert(a);
        }
    }
    let cost = |near: &[BTreeSet<usize>], node: usize| {
        let around = near.get(node).into_iter().flatten();
        let mut cost = 1_u64;
        for size in around.chain([&node]).filter_map(|node| problem.sizes.get(*node)) {
            cost = cost.saturating_mul((*size).max(2) as u64);
            if cost > limit {
                return u64::MAX;
            }
        }
        cost
    };
    let mut costs: Vec<u64> = (0..near.len()).map(|node| cost(&near, node)).collect();
    let mut queue = BTreeSet::new();
    queue.extend(costs.iter().copied().zip(0..));
    let mut plan = Plan { order: Vec::with_capacity(near.len()), work: 0 };
    while let Some((table, node)) = queue.pop_first() {
        let around = std::mem::take(near.get_mut(node)?);
        // Filling the table takes one sum or more for each neighbour.
        plan.work = plan.work.saturating_add(table.saturating_mul(around.len() as u64 + 1));
        if plan.work > limit {
            return None;
        }
        plan.order.push(node);
        for &other in &around {
            let set = near.get_mut(other)?;
            set.remove(&node);
            set.extend(around.iter().filter(|&&third| third != other));
            let new = cost(&near, other);
            let old = costs.get_mut(other)?;
            queue.remove(&(*old, other));
            queue.insert((new, other));
            *old = new;
        }
    }
    Some(plan)
}

impl Plan {
    /// The best labels.
    pub(super) fn run(&self, problem: &Problem, steps: &mut Steps) -> Vec<usize> {
        let mut places = vec![0; problem.sizes.len()];
        for (place, &node) in self.order.iter().enumerate() {
            if let Some(slot) = places.get_mut(node) {
                *slot = place;
            }
        }
        let mut run = Run { problem, places, buckets: Vec::new() };
        run.buckets.resize_with(problem.sizes.len(), BTreeMap::new);
        run.fill();
        let choices: Vec<Choice> = self.order.iter().map(|&node| run.eliminate(node, steps)).collect();
        let mut labels = vec![0; problem.sizes.len()];
        for choice in choices.iter().rev() {
            let index = run.index(&choice.scope, |node| labels.get(node).copied().unwrap_or(0));
            let label = choice.labels.get(index).copied().unwrap_or(0);
            if let Some(slot) = labels.get_mut(choice.node) {
                *slot = label;
            }
        }
        labels
    }
}

struct Run<'a> {
    problem: &'a Problem,
    /// When each node is eliminated.
    places: Vec<usize>,
    /// Tables by the node of their scope that is eliminated first; one for each scope.
    buckets: Vec<BTreeMap<Vec<usize>, Vec<u128>>>,
}

impl Run<'_> {
    fn size(&self, node: usize) -> usize {
        self.problem.sizes.get(node).copied().unwrap_or(1)
    }

    fn place(&self, node: usize) -> usize {
        self.places.get(node).copied().unwrap_or(0)
    }

    fn length(&self, scope: &[usize]) -> usize {
        scope.iter().map(|&node| self.size(node)).product()
    }

    /// Where the labels stand in a table.
    fn index(&self, scope: &[usize], label: impl Fn(usize) -> usize) -> usize {
        scope.iter().fold(0, |index, &node| index * self.size(node) + label(node))
    }

    fn fill(&mut self) {
        for term in &self.problem.terms {
            let mut ends: Vec<(usize, usize)> = term.ends.iter().flatten().copied().collect();
            if let [first, second] = ends[..]
                && self.place(first.0) < self.place(second.0)
            {
                ends.reverse();
            }
            let scope: Vec<usize> = ends.iter().map(|end| end.0).collect();
            let index = ends.iter().fold(0, |index, &(node, label)| index * self.size(node) + label);
            let length = self.length(&scope);
            let bucket = scope.last().and_then(|&node| self.buckets.get_mut(node));
            let table = bucket.map(|bucket| bucket.entry(scope).or_insert_with(|| vec![0; length]));
            if let Some(slot) = table.and_then(|table| table.get_mut(index)) {
                *slot += term.score;
            }
        }
    }

    /// Replaces a node's tables by one without it.
    fn eliminate(&mut self, node: usize, steps: &mut Steps) -> Choice {
        let bucket = self.buckets.get_mut(node).map(std::mem::take).unwrap_or_default();
        let sum = self.sum(node, &bucket, steps);
        let mut scope = sum.scope;
        scope.pop();
        let mut labels = Vec::with_capacity(sum.scores.len() / self.size(node).max(1));
        let mut scores = Vec::with_capacity(labels.capacity());
        for choice in sum.scores.chunks(self.size(node).max(1)) {
            let best = choice.iter().enumerate().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(&a.0)));
            let (label, &highest) = best.unwrap_or((0, &0));
            labels.push(label);
            scores.push(highest);
        }
        if let Some(bucket) = scope.last().and_then(|&next| self.buckets.get_mut(next)) {
            if let Some(table) = bucket.get_mut(&scope) {
                table.iter_mut().zip(&scores).for_each(|(slot, score)| *slot += score);
            } else {
                bucket.insert(scope.clone(), scores);
            }
        }
        Choice { node, scope, labels }
    }

    /// All tables of a bucket in one.
    fn sum(&self, node: usize, bucket: &BTreeMap<Vec<usize>, Vec<u128>>, steps: &mut Steps) -> Table {
        let mut scope: Vec<usize> = bucket.keys().flatten().copied().chain([node]).collect();
        scope.sort_by_key(|&node| std::cmp::Reverse(self.place(node)));
        scope.dedup();
        let mut scores = vec![0_u128; self.length(&scope)];
        steps.spend(scores.len() * (bucket.len() + 1));
        for (part, table) in bucket {
            let mut walk = self.walk(&scope, part);
            for slot in &mut scores {
                *slot += table.get(walk.index).copied().unwrap_or(0);
                walk.next();
            }
        }
        Table { scope, scores }
    }

    fn walk(&self, scope: &[usize], part: &[usize]) -> Walk {
        let mut stride = 1;
        let mut digits = Vec::with_capacity(scope.len());
        let mut rest = part.iter().rev().peekable();
        for &node in scope.iter().rev() {
            let size = self.size(node);
            let step = if rest.next_if(|&&own| own == node).is_some() { stride } else { 0 };
            digits.push(Digit { size, step, label: 0 });
            stride *= if step == 0 { 1 } else { size };
        }
        Walk { index: 0, digits }
    }
}

/// Runs through a table in the order of a larger scope.
struct Walk {
    index: usize,
    /// From the fastest.
    digits: Vec<Digit>,
}

struct Digit {
    size: usize,
    /// How far one label is from the next in the table; 0: not of its scope.
    step: usize,
    label: usize,
}

impl Walk {
    fn next(&mut self) {
        for digit in &mut self.digits {
            digit.label += 1;
            self.index += digit.step;
            if digit.label < digit.size {
                return;
            }
            self.index -= digit.step * digit.size;
            digit.label = 0;
        }
    }
}
