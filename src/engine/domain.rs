//! What a claim's verdict rests on: the facts and tables of its condition, its windows, and what it misses.

use super::amount::Amount;
use super::evaluate::{Evaluation, Findings, Frame, Observer};
use super::outcome::{ClaimOutcome, Status};
use super::program::{Against, AmountProgram, ItemProgram, Node, Program, Verdict};
use crate::policy::FactRef;
use crate::profile::Profile;
use crate::profile::value::ClaimIndex;

/// A time window of a claim's condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The event that must fall into it.
    pub event: FactRef,
    /// The day it starts.
    pub of: FactRef,
    /// Its length in years.
    pub years: u16,
}

impl Program {
    /// The verdict on a claim's condition; none for directions.
    pub fn verdict(&self, profile: &Profile, claim: ClaimIndex) -> Option<Verdict> {
        self.judged(profile, claim, &mut ())
    }

    /// The verdict on a claim's condition with what it misses, failed on and is unclear for; none for directions.
    pub fn verdict_with(&self, profile: &Profile, claim: ClaimIndex, findings: &mut Findings) -> Option<Verdict> {
        findings.clear();
        self.judged(profile, claim, findings)
    }

    fn judged<O: Observer>(&self, profile: &Profile, claim: ClaimIndex, observer: &mut O) -> Option<Verdict> {
        let rule = self.item(claim.0)?;
        let rows = rule.table.and_then(|table| profile.rows(table)).unwrap_or_default();
        let row = claim.1.and_then(|number| Some((number, rows.get(number as usize)?)));
        let frame = rule.table.map(|table| Frame { table, row, outer: None });
        Some(Evaluation { program: self, profile }.judge(rule.condition?, frame.as_ref(), observer))
    }

    /// How much of one item is open: 1 while it is undecided, and 1 for each amount that has bounds only. `claims` is
    /// room to work in.
    pub fn open_in(&self, profile: &Profile, item: u16, claims: &mut Vec<ClaimOutcome>) -> usize {
        let status = self.status_of(profile, item, claims);
        let bounded = claims.iter().filter(|claim| matches!(claim.amount, Amount::AtLeast { .. })).count();
        bounded + usize::from(status == Status::InsufficientFacts)
    }

    /// The status of one item. `claims` is room to work in.
    pub fn status_of(&self, profile: &Profile, item: u16, claims: &mut Vec<ClaimOutcome>) -> Status {
        claims.clear();
        let rule = self.item(item);
        rule.map_or(Status::DirectionOnly, |rule| Evaluation { program: self, profile }.item(rule, item, claims).status)
    }

    /// Whether an item's amount is computed from facts.
    pub fn is_computed(&self, item: u16) -> bool {
        self.item(item).is_some_and(|rule| matches!(rule.amount, AmountProgram::Share { .. }))
    }

    /// The table an item's claims are rows of.
    pub fn table_of(&self, item: u16) -> Option<u16> {
        self.item(item)?.table
    }

    /// Items that rest on a fact, or that disclose something by it; their claims in the fact's row are what it can
    /// change.
    pub fn items_by(&self, fact: FactRef) -> impl Iterator<Item = u16> {
        let rules = self.items.iter().zip(0..);
        let named = move |start: u32| self.nodes_at(start).iter().any(|node| facts(node).contains(&Some(fact)));
        let named = move |rule: &ItemProgram| {
            rule.condition.is_some_and(named) || rule.disclosures.iter().any(|(_, start)| named(*start))
        };
        rules.filter(move |(rule, _)| named(rule)).map(|(_, item)| item)
    }

    /// The nodes of an item's condition.
    pub(super) fn nodes_of(&self, item: u16) -> &[Node] {
        let start = self.item(item).and_then(|rule| rule.condition);
        start.map_or(&[], |start| self.nodes_at(start))
    }

    /// A node with all that it holds.
    fn nodes_at(&self, start: u32) -> &[Node] {
        let end = match self.node(start) {
            Some(Node::All { end } | Node::Any { end } | Node::Rows { end, .. } | Node::Soften { end, .. }) => *end,
            _ => start + 1,
        };
        self.nodes.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Tables of which some row must fulfil a condition of the item.
    pub fn tables_of(&self, item: u16) -> Vec<u16> {
        let tables = self.nodes_of(item).iter().filter_map(|node| match node {
            Node::Rows { table, any: true, .. } => Some(*table),
            _ => None,
        });
        let mut found: Vec<u16> = Vec::new();
        for table in tables {
            if !found.contains(&table) {
                found.push(table);
            }
        }
        found
    }

    /// Columns of a table that the item's condition is judged by.
    pub fn columns_of(&self, item: u16, table: u16) -> Vec<FactRef> {
        let mut columns = Vec::new();
        for node in self.nodes_of(item) {
            for fact in facts(node).into_iter().flatten() {
                if fact.table() == Some(table) && !columns.contains(&fact) {
                    columns.push(fact);
                }
            }
        }
        columns
    }

    /// Facts that an item's condition holds against another, such as an event against the start of its window.
    pub fn partners(&self, item: u16, fact: FactRef) -> impl Iterator<Item = FactRef> {
        let pairs = self.nodes_of(item).iter().map(facts).filter(move |pair| pair.contains(&Some(fact)));
        pairs.flatten().flatten().filter(move |other| *other != fact)
    }

    /// Time windows of an item's condition.
    pub fn windows(&self, item: u16) -> Vec<Window> {
        let found = self.nodes_of(item).iter().filter_map(|node| match *node {
            Node::Within { event, of, years, holds: true, .. } => Some(Window { event, of, years }),
            _ => None,
        });
        let mut windows: Vec<Window> = Vec::new();
        for window in found {
            if !windows.contains(&window) {
                windows.push(window);
            }
        }
        windows
    }
}

/// The facts a leaf is judged by.
fn facts(node: &Node) -> [Option<FactRef>; 2] {
    match *node {
        Node::Compare { fact, against: Against::Fact(other), .. } => [Some(fact), Some(other)],
        Node::Is { fact, .. } | Node::Has { fact, .. } | Node::Compare { fact, .. } => [Some(fact), None],
        Node::Within { event, of, .. } => [Some(event), Some(of)],
        Node::Span { start, end, .. } => [Some(start), Some(end)],
        _ => [None, None],
    }
}
