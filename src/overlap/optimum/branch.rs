//! Branch and bound for tangled parts. Once the nodes of one side (projects or matters) have labels, each node of the
//! other side has its best label for itself; so only one side is branched on.
//!
//! The bound: a bid between two nodes splits its score between them, and each node without a label takes the class with
//! the highest sum for itself. Any split is valid; the splits are improved before the search.

use super::Steps;
use super::labels::Problem;
use crate::values::order;

/// Most rounds in which the splits are improved.
const ROUNDS: usize = 200;

/// The best labels found, and whether the search proved them the best.
pub(super) fn search(problem: &Problem, steps: &mut Steps) -> (Vec<usize>, bool) {
    let mut search = Search::new(problem);
    steps.spend(problem.terms.len());
    search.sharpen(steps);
    search.sort(steps);
    let proven = search.run(steps);
    (search.best_labels, proven)
}

/// A node that is branched on.
struct Arm {
    node: usize,
    /// By label: the score of bids with no other node.
    own: Vec<u128>,
    /// The label with the highest sum of own scores and shares, and that sum.
    label: usize,
    hope: u128,
    /// By label.
    links: Vec<Link>,
}

/// A bid between an arm and a node of the other side.
struct Link {
    label: usize,
    /// The other node's place in `Search::leaves`, and its label.
    leaf: usize,
    other: usize,
    score: u128,
    /// What the arm counts of it until it has a label; the leaf counts the rest.
    share: u128,
}

/// A node of the other side.
struct Leaf {
    node: usize,
    /// By label: the score of bids with no other node.
    own: Vec<u128>,
    /// By label, and the highest.
    sums: Vec<u128>,
    peak: u128,
}

impl Link {
    /// Adds to what the leaf counts of this, or takes it away: the bound that results.
    fn shift(&self, leaves: &mut [Leaf], score: u128, plus: bool, bound: u128) -> u128 {
        let Some(leaf) = leaves.get_mut(self.leaf) else { return bound };
        let before = leaf.peak;
        leaf.shift(self.other, score, plus);
        bound + leaf.peak - before
    }
}

impl Leaf {
    fn shift(&mut self, label: usize, score: u128, plus: bool) {
        let Some(sum) = self.sums.get_mut(label) else { return };
        if plus {
            *sum += score;
            self.peak = self.peak.max(*sum);
            return;
        }
        let before = *sum;
        *sum -= score;
        if before == self.peak {
            self.peak = self.sums.iter().copied().max().unwrap_or(0);
        }
    }

    fn label(&self) -> usize {
        highest(&self.sums).0
    }
}

/// A step of the path through the labellings of the arms.
struct Choice {
    /// Labels yet to be tried with their bounds, the most promising last.
    left: Vec<(u128, usize)>,
    /// The present label.
    now: Option<usize>,
}

struct Search<'a> {
    problem: &'a Problem,
    arms: Vec<Arm>,
    leaves: Vec<Leaf>,
    bound: u128,
    best: u128,
    best_labels: Vec<usize>,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem) -> Self {
        let nodes = problem.sizes.len();
        let mut search =
            Self { problem, arms: Vec::new(), leaves: Vec::new(), bound: 0, best: 0, best_labels: vec![0; nodes] };
        let branched = branched(problem);
        let mut places = vec![None; nodes];
        for term in &problem.terms {
            let place = |(side, end): (usize, &Option<(usize, usize)>)| {
                let (node, label) = (*end)?;
                let place = *places.get_mut(node)?.get_or_insert_with(|| search.place(node, side == branched));
                Some((side, (place, label)))
            };
            let ends: Vec<_> = term.ends.iter().enumerate().filter_map(place).collect();
            let end = |arm: bool| ends.iter().find(|(side, _)| (*side == branched) == arm).map(|&(_, end)| end);
            search.join(end(true), end(false), term.score);
        }
        for arm in &mut search.arms {
            order::sort_by_key(&mut arm.links, |link| link.label);
        }
        search
    }

    /// A place for a node among the arms or the leaves.
    fn place(&mut self, node: usize, arm: bool) -> usize {
        let own = vec![0; self.problem.sizes.get(node).copied().unwrap_or(1)];
        if arm {
            self.arms.push(Arm { node, own, label: 0, hope: 0, links: Vec::new() });
            self.arms.len() - 1
        } else {
            self.leaves.push(Leaf { node, own, sums: Vec::new(), peak: 0 });
            self.leaves.len() - 1
        }
    }

    /// Adds a bid by its places and labels.
    fn join(&mut self, arm: Option<(usize, usize)>, leaf: Option<(usize, usize)>, score: u128) {
        let at_arm = arm.and_then(|(place, label)| Some((self.arms.get_mut(place)?, label)));
        let slot = match (at_arm, leaf) {
            (Some((arm, label)), Some((leaf, other))) => {
                arm.links.push(Link { label, leaf, other, score, share: score / 2 });
                None
            }
            (Some((arm, label)), None) => arm.own.get_mut(label),
            (None, Some((leaf, other))) => self.leaves.get_mut(leaf).and_then(|leaf| leaf.own.get_mut(other)),
            (None, None) => None,
        };
        if let Some(slot) = slot {
            *slot += score;
        }
    }

    /// Sums by label, and the bound, for the present splits.
    fn add_up(&mut self) {
        for leaf in &mut self.leaves {
            leaf.sums.clone_from(&leaf.own);
        }
        for arm in &mut self.arms {
            let mut sums = arm.own.clone();
            for link in &arm.links {
                if let Some(slot) = sums.get_mut(link.label) {
                    *slot += link.share;
                }
                if let Some(slot) = self.leaves.get_mut(link.leaf).and_then(|leaf| leaf.sums.get_mut(link.other)) {
                    *slot += link.score - link.share;
                }
            }
            (arm.label, arm.hope) = highest(&sums);
        }
        for leaf in &mut self.leaves {
            leaf.peak = highest(&leaf.sums).1;
        }
        let peaks: u128 = self.leaves.iter().map(|leaf| leaf.peak).sum();
        self.bound = peaks + self.arms.iter().map(|arm| arm.hope).sum::<u128>();
    }

    /// Lowers the bound by better splits: where only one of a bid's nodes takes its class, that node gives some of the
    /// score to the other (a subgradient method). On the way, the labels that the nodes take are tried as a solution.
    fn sharpen(&mut self, steps: &mut Steps) {
        let links: usize = self.arms.iter().map(|arm| arm.links.len()).sum();
        // At least half of the steps are for the search.
        let enough = steps.left() / 2;
        let mut lowest = u128::MAX;
        let mut splits: Vec<u128> = Vec::new();
        let (mut damping, mut stuck) = (1, 0);
        for round in 0..ROUNDS {
            if round > 0 && steps.left() <= enough {
                break;
            }
            steps.spend(links * 4);
            self.add_up();
            self.try_labels();
            if self.bound < lowest {
                lowest = self.bound;
                splits = self.arms.iter().flat_map(|arm| &arm.links).map(|link| link.share).collect();
                stuck = 0;
            } else {
                stuck += 1;
            }
            if stuck > 5 {
                (damping, stuck) = (damping * 2, 0);
            }
            let apart = self.links_apart();
            let step = (self.bound - self.best) / damping / apart.max(1);
            if step == 0 {
                break;
            }
            self.shift_shares(step);
        }
        for (link, share) in self.arms.iter_mut().flat_map(|arm| &mut arm.links).zip(splits) {
            link.share = share;
        }
        self.add_up();
    }

    fn links_apart(&self) -> u128 {
        let mut apart = 0;
        for arm in &self.arms {
            let differs = |link: &&Link| {
                let leaf = self.leaves.get(link.leaf).map(Leaf::label);
                (arm.label == link.label) != (leaf == Some(link.other))
            };
            apart += arm.links.iter().filter(differs).count() as u128;
        }
        apart
    }

    fn shift_shares(&mut self, step: u128) {
        let labels: Vec<usize> = self.leaves.iter().map(Leaf::label).collect();
        for arm in &mut self.arms {
            for link in &mut arm.links {
                match (arm.label == link.label, labels.get(link.leaf) == Some(&link.other)) {
                    (true, false) => link.share = link.share.saturating_sub(step),
                    (false, true) => link.share = link.share.saturating_add(step).min(link.score),
                    _ => {}
                }
            }
        }
    }

    /// The arms' labels with the best labels of the leaves, and so on in turns as long as it helps.
    fn try_labels(&mut self) {
        let mut labels = vec![0; self.problem.sizes.len()];
        for arm in &self.arms {
            set(&mut labels, arm.node, arm.label);
        }
        let mut value = 0;
        loop {
            self.answer_arms(&mut labels);
            self.answer_leaves(&mut labels);
            let new = self.problem.value(&labels);
            if new <= value {
                break;
            }
            value = new;
            if value > self.best {
                self.best = value;
                self.best_labels.clone_from(&labels);
            }
        }
    }

    /// Gives the leaves their best labels, those of the arms being given.
    fn answer_arms(&self, labels: &mut [usize]) {
        let mut sums: Vec<Vec<u128>> = self.leaves.iter().map(|leaf| leaf.own.clone()).collect();
        for arm in &self.arms {
            let label = labels.get(arm.node).copied();
            for link in arm.links.iter().filter(|link| label == Some(link.label)) {
                if let Some(slot) = sums.get_mut(link.leaf).and_then(|sums| sums.get_mut(link.other)) {
                    *slot += link.score;
                }
            }
        }
        for (leaf, sums) in self.leaves.iter().zip(&sums) {
            set(labels, leaf.node, highest(sums).0);
        }
    }

    /// Gives the arms their best labels, those of the leaves being given.
    fn answer_leaves(&self, labels: &mut [usize]) {
        for arm in &self.arms {
            let mut sums = arm.own.clone();
            for link in &arm.links {
                let label = self.leaves.get(link.leaf).and_then(|leaf| labels.get(leaf.node));
                if let Some(slot) = sums.get_mut(link.label).filter(|_| label == Some(&link.other)) {
                    *slot += link.score;
                }
            }
            set(labels, arm.node, highest(&sums).0);
        }
    }

    /// Takes the shares and hopes of an arm without a label out of the bound, or puts them in again.
    fn open(&mut self, depth: usize, on: bool) {
        let Some(arm) = self.arms.get(depth) else { return };
        let mut bound = if on { self.bound - arm.hope } else { self.bound + arm.hope };
        for link in &arm.links {
            bound = link.shift(&mut self.leaves, link.score - link.share, !on, bound);
        }
        self.bound = bound;
    }

    /// Gives an open arm a label, or takes it away again.
    fn turn(&mut self, depth: usize, label: usize, on: bool) {
        let Some(arm) = self.arms.get(depth) else { return };
        let own = arm.own.get(label).copied().unwrap_or(0);
        let mut bound = if on { self.bound + own } else { self.bound - own };
        let first = arm.links.partition_point(|link| link.label < label);
        for link in arm.links.iter().skip(first).take_while(|link| link.label == label) {
            bound = link.shift(&mut self.leaves, link.score, on, bound);
        }
        self.bound = bound;
    }

    /// The labels of an open arm that may still beat the best, the most promising last.
    fn promising(&mut self, depth: usize, steps: &mut Steps) -> Vec<(u128, usize)> {
        let labels = self.arms.get(depth).map_or(0, |arm| arm.own.len());
        steps.spend(self.cost(depth));
        let mut bounds: Vec<(u128, usize)> = Vec::with_capacity(labels);
        for label in 0..labels {
            self.turn(depth, label, true);
            if self.bound > self.best {
                bounds.push((self.bound, label));
            }
            self.turn(depth, label, false);
        }
        order::sort_by(&mut bounds, |a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        bounds
    }

    /// Steps that opening an arm and trying its labels takes.
    fn cost(&self, depth: usize) -> usize {
        self.arms.get(depth).map_or(0, |arm| arm.links.len() * 6 + arm.own.len())
    }

    /// The arms with the fewest labels that may beat the best first, then those whose labels lower the bound most.
    fn sort(&mut self, steps: &mut Steps) {
        let cost: usize = (0..self.arms.len()).map(|depth| self.cost(depth)).sum();
        if steps.left() / 2 < cost as u64 {
            return;
        }
        let mut keys = Vec::with_capacity(self.arms.len());
        for depth in 0..self.arms.len() {
            let bound = self.bound;
            self.open(depth, true);
            let bounds = self.promising(depth, steps);
            self.open(depth, false);
            let count = bounds.len().max(1) as u128;
            let mean: u128 = bounds.iter().map(|(lower, _)| (bound - lower) / count).sum();
            keys.push((bounds.len(), std::cmp::Reverse(mean)));
        }
        let mut keyed: Vec<_> = keys.into_iter().zip(self.arms.drain(..)).collect();
        order::sort_by_key(&mut keyed, |(key, _)| *key);
        self.arms = keyed.into_iter().map(|(_, arm)| arm).collect();
    }

    /// Whether the search ended before the steps did.
    fn run(&mut self, steps: &mut Steps) -> bool {
        self.open(0, true);
        let mut path = vec![Choice { left: self.promising(0, steps), now: None }];
        while let Some(depth) = path.len().checked_sub(1) {
            let Some(choice) = path.last_mut() else { break };
            if let Some(label) = choice.now.take() {
                self.turn(depth, label, false);
            }
            // The best may have risen since the bounds were computed.
            let Some((_, label)) = choice.left.pop().filter(|(bound, _)| *bound > self.best) else {
                path.pop();
                self.open(depth, false);
                continue;
            };
            choice.now = Some(label);
            self.turn(depth, label, true);
            if depth + 1 == self.arms.len() {
                self.record(&path);
            } else if steps.left() == 0 {
                return false;
            } else {
                self.open(depth + 1, true);
                path.push(Choice { left: self.promising(depth + 1, steps), now: None });
            }
        }
        true
    }

    /// All arms have labels, so the bound is a score: the best so far, or the label would not have been tried.
    fn record(&mut self, path: &[Choice]) {
        self.best = self.bound;
        for (arm, choice) in self.arms.iter().zip(path) {
            set(&mut self.best_labels, arm.node, choice.now.unwrap_or(0));
        }
        for leaf in &self.leaves {
            set(&mut self.best_labels, leaf.node, leaf.label());
        }
    }
}

/// The side with fewer labellings.
fn branched(problem: &Problem) -> usize {
    let mut sides = vec![None; problem.sizes.len()];
    for term in &problem.terms {
        for (side, end) in term.ends.iter().enumerate() {
            if let Some(slot) = end.and_then(|(node, _)| sides.get_mut(node)) {
                *slot = Some(side);
            }
        }
    }
    // Logarithms in eighths.
    let log = |size: usize| u64::from((size as u128).saturating_pow(8).max(1).ilog2());
    let sum = |side| {
        let nodes = sides.iter().zip(&problem.sizes).filter(|(own, _)| **own == Some(side));
        nodes.map(|(_, &size)| log(size)).sum::<u64>()
    };
    usize::from(sum(1) < sum(0))
}

fn set(labels: &mut [usize], node: usize, label: usize) {
    if let Some(slot) = labels.get_mut(node) {
        *slot = label;
    }
}

/// The first label with the highest sum, and that sum.
fn highest(sums: &[u128]) -> (usize, u128) {
    let best = sums.iter().copied().enumerate().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
    best.unwrap_or((0, 0))
}
