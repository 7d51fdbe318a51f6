//! The explaining path: the same evaluation, written down as a tree.

use super::evaluate::{Evaluation, Frame, Observer};
use super::program::{FactPath, Program, Verdict};
use crate::profile::Profile;
use crate::profile::value::ClaimIndex;

/// One judged condition of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Number of the node in the program; the same for the same condition of a policy.
    pub node: u32,
    /// The row, where the node is one row of a quantifier.
    pub row: Option<u32>,
    /// Its verdict.
    pub verdict: Verdict,
    /// Facts it was judged on: the missing ones where the verdict is unknown.
    pub facts: Vec<FactPath>,
    /// Ambiguities that made it unclear, by number.
    pub causes: Vec<u16>,
    /// Conditions it consists of.
    pub members: Vec<Explanation>,
}

impl Explanation {
    fn new(node: u32, row: Option<u32>) -> Self {
        Self { node, row, verdict: Verdict::Unknown, facts: Vec::new(), causes: Vec::new(), members: Vec::new() }
    }
}

/// Builds the tree.
#[derive(Default)]
struct Tree {
    open: Vec<Explanation>,
    root: Option<Explanation>,
}

impl Tree {
    fn close(&mut self, done: Explanation) {
        match self.open.last_mut() {
            Some(parent) => parent.members.push(done),
            None => self.root = Some(done),
        }
    }
}

impl Observer for Tree {
    const WATCHES: bool = true;

    fn enter(&mut self, node: u32, row: Option<u32>) {
        self.open.push(Explanation::new(node, row));
    }

    fn leave(&mut self, _node: u32, verdict: Verdict) {
        if let Some(mut done) = self.open.pop() {
            done.verdict = verdict;
            self.close(done);
        }
    }

    fn leaf(&mut self, node: u32, verdict: Verdict, facts: &[FactPath], cause: Option<u16>) {
        let causes = cause.into_iter().collect();
        self.close(Explanation { verdict, facts: facts.to_vec(), causes, ..Explanation::new(node, None) });
    }

    fn cause(&mut self, ambiguity: u16) {
        if let Some(group) = self.open.last_mut() {
            group.causes.push(ambiguity);
        }
    }
}

impl Program {
    /// The tree behind a claim's verdict; none for directions.
    pub fn explain(&self, profile: &Profile, claim: ClaimIndex) -> Option<Explanation> {
        let rule = self.item(claim.0)?;
        let rows = rule.table.and_then(|table| profile.rows(table)).unwrap_or_default();
        let row = claim.1.and_then(|number| Some((number, rows.get(number as usize)?)));
        let frame = rule.table.map(|table| Frame { table, row, outer: None });
        let mut tree = Tree::default();
        Evaluation { program: self, profile }.judge(rule.condition?, frame.as_ref(), &mut tree);
        tree.root
    }
}
