//! What a claim's verdict can turn on: the facts of its condition, the values at which each rule turns, its windows.

use super::evaluate::{Evaluation, Frame};
use super::program::{Against, Node, Program, Verdict};
use crate::policy::FactRef;
use crate::policy::model::FactType;
use crate::profile::value::ClaimIndex;
use crate::profile::{Profile, Row, Value};
use crate::values::Date;

/// A time window of a claim's condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The event that must fall into it.
    pub event: FactRef,
    /// The day it starts.
    pub of: FactRef,
    /// Its length in years.
    pub years: u16,
    /// Why the last day itself is unclear, by number.
    pub ambiguity: u16,
}

impl Program {
    /// The verdict on a claim's condition; none for directions.
    pub fn verdict(&self, profile: &Profile, claim: ClaimIndex) -> Option<Verdict> {
        let rule = self.item(claim.0)?;
        let rows = rule.table.and_then(|table| profile.rows(table)).unwrap_or_default();
        let row = claim.1.and_then(|number| Some((number, rows.get(number as usize)?)));
        let frame = rule.table.map(|table| Frame { table, row, outer: None });
        Some(Evaluation { program: self, profile }.judge(rule.condition?, frame.as_ref(), &mut ()))
    }

    /// The nodes of an item's condition.
    fn nodes_of(&self, item: u16) -> &[Node] {
        let Some(start) = self.item(item).and_then(|rule| rule.condition) else { return &[] };
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
        let mut tables: Vec<u16> = tables.collect();
        tables.dedup();
        tables
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

    /// Time windows of an item's condition.
    pub fn windows(&self, item: u16) -> Vec<Window> {
        let found = self.nodes_of(item).iter().filter_map(|node| match *node {
            Node::Within { event, of, years, ambiguity, holds: true } => Some(Window { event, of, years, ambiguity }),
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

    /// Values of a fact that make every difference to an item: one on each side of each turning point, and on it.
    /// `kind` is the fact's type; `row` holds the cells a column is compared with.
    pub fn turning_values(
        &self,
        item: u16,
        (fact, kind): (FactRef, FactType),
        profile: &Profile,
        row: Option<&Row>,
    ) -> Vec<Value> {
        let mut values = if kind == FactType::Set { self.turning_pairs(item, fact, profile) } else { Vec::new() };
        let mut push = |value: Value| {
            if !values.contains(&value) {
                values.push(value);
            }
        };
        let date = |other: FactRef| profile.value(other, row).date();
        for node in self.nodes_of(item) {
            match *node {
                Node::Is { fact: here, .. } if here == fact => {
                    push(Value::Bool(true));
                    push(Value::Bool(false));
                }
                Node::Has { fact: here, bits, .. } if here == fact => {
                    let kept = profile.value(fact, row).bits().unwrap_or(0);
                    if kind == FactType::Set {
                        ones(bits).for_each(|bit| push(Value::Set(kept | bit)));
                        push(Value::Set(kept & !bits));
                    } else {
                        ones(bits).for_each(|bit| push(Value::Choice(bit)));
                    }
                }
                Node::Compare { fact: here, against, .. } if here == fact => {
                    around(against, profile, row).into_iter().for_each(&mut push);
                }
                Node::Within { event, of, years, .. } if event == fact => {
                    let limit = date(of).map(|start| start.anniversary(years));
                    days_around(limit, profile.as_of).into_iter().for_each(&mut push);
                }
                Node::Within { event, of, .. } if of == fact => {
                    days_around(date(event), profile.as_of).into_iter().for_each(&mut push);
                }
                _ => {}
            }
        }
        values
    }

    /// Sets of one fact that fulfil several of an item's rules at once: each pair of values beside those it has.
    fn turning_pairs(&self, item: u16, fact: FactRef, profile: &Profile) -> Vec<Value> {
        let bits = self.nodes_of(item).iter().fold(0, |sum, node| match *node {
            Node::Has { fact: here, bits, .. } if here == fact => sum | bits,
            _ => sum,
        });
        let kept = profile.value(fact, None).bits().unwrap_or(0);
        let single: Vec<u64> = ones(bits).collect();
        let pairs = single.iter().enumerate();
        pairs.flat_map(|(n, a)| single.iter().skip(n + 1).map(move |b| Value::Set(kept | a | b))).collect()
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

fn ones(bits: u64) -> impl Iterator<Item = u64> {
    (0..64).map(|shift| 1_u64 << shift).filter(move |bit| bits & bit != 0)
}

/// Below, at and above what a fact is compared with.
fn around(against: Against, profile: &Profile, row: Option<&Row>) -> Vec<Value> {
    let value = match against {
        Against::Money(amount) => Value::Money(amount),
        Against::Int(count) => Value::Int(count),
        Against::Date(date) => Value::Date(date),
        Against::Fact(fact) => profile.value(fact, row),
    };
    match value {
        Value::Money(amount) => {
            let fen = rust_decimal::Decimal::new(1, 2);
            let below = (amount >= fen).then(|| Value::Money(amount - fen));
            [Some(value), Some(Value::Money(amount + fen)), below].into_iter().flatten().collect()
        }
        Value::Int(count) => {
            let below = count.checked_sub(1).map(Value::Int);
            [Some(value), count.checked_add(1).map(Value::Int), below].into_iter().flatten().collect()
        }
        Value::Date(date) => days_around(Some(date), profile.as_of),
        _ => Vec::new(),
    }
}

/// The day before, the day, the day after, and the day of assessment.
fn days_around(day: Option<Date>, as_of: Date) -> Vec<Value> {
    let days = [day.and_then(Date::previous), day, day.and_then(Date::next), Some(as_of)];
    // An anniversary may lie past the years a profile can hold.
    days.into_iter().flatten().filter(|day| day.year() <= 2199).map(Value::Date).collect()
}
