//! Variable elimination: for each labelling of a node's neighbours, the node's best label. Exact, and quick as long as
//! the nodes can be put in an order in which each has few neighbours left (trees: one).

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use super::Steps;
use super::labels::Problem;
use crate::values::order;

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

/// What is remembered of an eliminated node: its best label by the labels of its scope, as places in [`Run`].
struct Choice {
    node: usize,
    scope: Range<usize>,
    labels: Range<usize>,
}

/// Eliminates the node with the smallest table first. None: beyond the limit of steps.
pub(super) fn plan(problem: &Problem, limit: u64) -> Option<Plan> {
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); problem.sizes.len()];
    for term in &problem.terms {
        if let [Some((a, _)), Some((b, _))] = term.ends {
            insert(near.get_mut(a)?, b);
            insert(near.get_mut(b)?, a);
        }
    }
    let cost = |near: &[Vec<usize>], node: usize| {
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
    // A node whose cost has changed stands in it again; what it stood there with before counts no more.
    let mut queue: BinaryHeap<Reverse<(u64, usize)>> = costs.iter().copied().zip(0..).map(Reverse).collect();
    let mut plan = Plan { order: Vec::with_capacity(near.len()), work: 0 };
    while let Some(Reverse((table, node))) = queue.pop() {
        let cost_now = costs.get_mut(node)?;
        if *cost_now != table {
            continue;
        }
        // No table costs nothing: the node is done.
        *cost_now = 0;
        let around = std::mem::take(near.get_mut(node)?);
        // Filling the table takes one sum or more for each neighbour.
        plan.work = plan.work.saturating_add(table.saturating_mul(around.len() as u64 + 1));
        if plan.work > limit {
            return None;
        }
        plan.order.push(node);
        for &other in &around {
            let set = near.get_mut(other)?;
            if let Ok(place) = set.binary_search(&node) {
                set.remove(place);
            }
            around.iter().filter(|&&third| third != other).for_each(|&third| insert(set, third));
            let new = cost(&near, other);
            let old = costs.get_mut(other)?;
            if *old != new {
                *old = new;
                queue.push(Reverse((new, other)));
            }
        }
    }
    Some(plan)
}

/// Into a sorted list, once.
fn insert(list: &mut Vec<usize>, node: usize) {
    if let Err(place) = list.binary_search(&node) {
        list.insert(place, node);
    }
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
        let mut run = Run {
            problem,
            places,
            buckets: Vec::new(),
            scopes: Vec::new(),
            labels: Vec::new(),
            sums: Vec::new(),
            digits: Vec::new(),
        };
        run.buckets.resize_with(problem.sizes.len(), Vec::new);
        run.fill();
        let choices: Vec<Choice> = self.order.iter().map(|&node| run.eliminate(node, steps)).collect();
        let mut labels = vec![0; problem.sizes.len()];
        for choice in choices.iter().rev() {
            let scope = run.scopes.get(choice.scope.clone()).unwrap_or_default();
            let index = run.index(scope, |node| labels.get(node).copied().unwrap_or(0));
            let best = run.labels.get(choice.labels.clone()).unwrap_or_default();
            let label = best.get(index).copied().unwrap_or(0);
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
    buckets: Vec<Vec<Table>>,
    /// Scopes of the nodes eliminated so far, one after the other.
    scopes: Vec<usize>,
    /// Their best labels, likewise.
    labels: Vec<usize>,
    /// Room for the sum of a node's tables.
    sums: Vec<u128>,
    /// Room for running through a table.
    digits: Vec<Digit>,
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
            let (both, one);
            let ends: &[(usize, usize)] = match term.ends {
                [Some(a), Some(b)] => {
                    both = if self.place(a.0) < self.place(b.0) { [b, a] } else { [a, b] };
                    &both
                }
                [end, None] | [None, end] => {
                    one = end;
                    one.as_slice()
                }
            };
            let scope = || ends.iter().map(|end| end.0);
            let index = ends.iter().fold(0, |index, &(node, label)| index * self.size(node) + label);
            let length = scope().map(|node| self.size(node)).product();
            let Some(bucket) = ends.last().and_then(|end| self.buckets.get_mut(end.0)) else { continue };
            let place = bucket.iter().position(|table| scope().eq(table.scope.iter().copied())).unwrap_or(bucket.len());
            if place == bucket.len() {
                bucket.push(Table { scope: scope().collect(), scores: vec![0; length] });
            }
            if let Some(slot) = bucket.get_mut(place).and_then(|table| table.scores.get_mut(index)) {
                *slot += term.score;
            }
        }
    }

    /// Replaces a node's tables by one without it.
    fn eliminate(&mut self, node: usize, steps: &mut Steps) -> Choice {
        let bucket = self.buckets.get_mut(node).map(std::mem::take).unwrap_or_default();
        let mut scope = self.sum(node, &bucket, steps);
        scope.pop();
        let start = (self.scopes.len(), self.labels.len());
        let size = self.size(node).max(1);
        let mut scores = Vec::with_capacity(self.sums.len() / size);
        for choice in self.sums.chunks(size) {
            let best = choice.iter().enumerate().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(&a.0)));
            let (label, &highest) = best.unwrap_or((0, &0));
            self.labels.push(label);
            scores.push(highest);
        }
        self.scopes.extend_from_slice(&scope);
        if let Some(bucket) = scope.last().and_then(|&next| self.buckets.get_mut(next)) {
            if let Some(table) = bucket.iter_mut().find(|table| table.scope == scope) {
                table.scores.iter_mut().zip(&scores).for_each(|(slot, score)| *slot += score);
            } else {
                bucket.push(Table { scope, scores });
            }
        }
        Choice { node, scope: start.0..self.scopes.len(), labels: start.1..self.labels.len() }
    }

    /// Adds all tables of a bucket up in [`Self::sums`]; gives their scope.
    fn sum(&mut self, node: usize, bucket: &[Table], steps: &mut Steps) -> Vec<usize> {
        let mut scope: Vec<usize> = bucket.iter().flat_map(|table| &table.scope).copied().chain([node]).collect();
        order::sort_by_key(&mut scope, |&node| Reverse(self.place(node)));
        scope.dedup();
        let mut sums = std::mem::take(&mut self.sums);
        sums.clear();
        sums.resize(self.length(&scope), 0);
        steps.spend(sums.len() * (bucket.len() + 1));
        for table in bucket {
            let mut walk = self.walk(&scope, &table.scope);
            for slot in &mut sums {
                *slot += table.scores.get(walk.index).copied().unwrap_or(0);
                walk.next();
            }
            self.digits = walk.digits;
        }
        self.sums = sums;
        scope
    }

    /// Through a table of a part of the scope.
    fn walk(&mut self, scope: &[usize], part: &[usize]) -> Walk {
        let mut stride = 1;
        let mut digits = std::mem::take(&mut self.digits);
        digits.clear();
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
