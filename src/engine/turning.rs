//! The values at which the rules of an item turn: trying them is trying every value.

use super::program::{Against, Node, Program};
use crate::policy::FactRef;
use crate::policy::model::{Fact, FactType};
use crate::profile::{Profile, Row, Value};
use crate::values::{Date, order};

impl Program {
    /// Values of a fact that make every difference to an item: one on each side of each turning point, and on it; days,
    /// amounts and counts in ascending order. Of a set, each value of a rule alone beside those it has, and none of
    /// them. `row` holds the cells a column is compared with.
    pub fn turning_values(
        &self,
        item: u16,
        (fact, definition): (FactRef, &Fact),
        profile: &Profile,
        row: Option<&Row>,
    ) -> Vec<Value> {
        let mut values: Vec<Value> = Vec::new();
        let mut push = |value: Value| {
            if !values.contains(&value) {
                values.push(value);
            }
        };
        for node in self.nodes_of(item) {
            match *node {
                Node::Is { fact: here, .. } if here == fact => {
                    push(Value::Bool(true));
                    push(Value::Bool(false));
                }
                Node::Has { fact: here, bits, .. } if here == fact => {
                    if definition.kind == FactType::Set {
                        let kept = profile.value(fact, row).bits().unwrap_or(0);
                        ones(bits).for_each(|bit| push(Value::Set(kept | bit)));
                        push(Value::Set(kept & !bits));
                    } else {
                        let all = u32::try_from(definition.values.len()).unwrap_or(u32::MAX);
                        ones(1_u64.checked_shl(all).unwrap_or(0).wrapping_sub(1))
                            .for_each(|bit| push(Value::Choice(bit)));
                    }
                }
                Node::Compare { fact: here, against, .. } => {
                    let other = match against {
                        _ if here == fact => against,
                        // The other side of a comparison of two facts.
                        Against::Fact(other) if other == fact => Against::Fact(here),
                        _ => continue,
                    };
                    compared(fact, other, profile, row).into_iter().for_each(&mut push);
                }
                Node::Within { event, of, years, .. } | Node::Span { end: event, start: of, years, .. } => {
                    days(fact, (event, of, years), profile, row).into_iter().for_each(&mut push);
                }
                _ => {}
            }
        }
        if matches!(definition.kind, FactType::Date | FactType::Money | FactType::Int) {
            order::sort_by(&mut values, |a, b| a.order(*b));
        }
        values
    }

    /// The values of a set that the item's rules look for, as bits.
    pub fn bits_of(&self, item: u16, fact: FactRef) -> u64 {
        self.nodes_of(item).iter().fold(0, |sum, node| match *node {
            Node::Has { fact: here, bits, .. } if here == fact => sum | bits,
            _ => sum,
        })
    }
}

/// The bits of a number, one by one.
pub fn ones(bits: u64) -> impl Iterator<Item = u64> {
    (0..64).map(|shift| 1_u64 << shift).filter(move |bit| bits & bit != 0)
}

/// Values of another fact that a fact of this row is held against: the row's own, or those of every row.
fn others(fact: FactRef, other: FactRef, profile: &Profile, row: Option<&Row>) -> Vec<Value> {
    match other {
        FactRef::Applicant(_) => vec![profile.value(other, None)],
        FactRef::Column { table, .. } if fact.table() == Some(table) => vec![profile.value(other, row)],
        FactRef::Column { table, .. } => {
            let rows = profile.rows(table).unwrap_or_default().iter();
            rows.map(|row| profile.value(other, Some(row))).collect()
        }
    }
}

/// Below, at and above what a fact is compared with.
fn compared(fact: FactRef, against: Against, profile: &Profile, row: Option<&Row>) -> Vec<Value> {
    let values = match against {
        Against::Money(amount) => vec![Value::Money(amount)],
        Against::Int(count) => vec![Value::Int(count)],
        Against::Date(date) => vec![Value::Date(date)],
        Against::Fact(other) => others(fact, other, profile, row),
    };
    values.into_iter().flat_map(|value| around(value, profile.as_of)).collect()
}

fn around(value: Value, as_of: Date) -> Vec<Value> {
    match value {
        Value::Money(amount) => {
            let fen = rust_decimal::Decimal::new(1, 2);
            let below = (amount >= fen).then(|| Value::Money(amount - fen));
            [below, Some(value), Some(Value::Money(amount + fen))].into_iter().flatten().collect()
        }
        Value::Int(count) => {
            let below = count.checked_sub(1).map(Value::Int);
            [below, Some(value), count.checked_add(1).map(Value::Int)].into_iter().flatten().collect()
        }
        Value::Date(date) => days_around(Some(date), as_of),
        _ => Vec::new(),
    }
}

/// Days of an event at which its window closes, or days of the start at which the event falls out of it.
fn days(
    fact: FactRef,
    (event, of, years): (FactRef, FactRef, u16),
    profile: &Profile,
    row: Option<&Row>,
) -> Vec<Value> {
    let dates = |other| others(fact, other, profile, row).into_iter().filter_map(Value::date);
    let turns: Vec<Date> = if event == fact {
        dates(of).map(|start| start.anniversary(years)).collect()
    } else if of == fact {
        dates(event).flat_map(|event| [first_start(event, years), Some(event)]).flatten().collect()
    } else {
        return Vec::new();
    };
    let around = turns.into_iter().flat_map(|day| days_around(Some(day), profile.as_of));
    around.chain(days_around(None, profile.as_of)).collect()
}

/// The first day whose anniversary lies after an event.
fn first_start(event: Date, years: u16) -> Option<Date> {
    // One day too early at the most, also around the end of February.
    let mut start =
        (0..2).find_map(|back| Date::new(event.year().checked_sub(years)?, event.month(), event.day() - back))?;
    while start.anniversary(years) <= event {
        start = start.next()?;
    }
    Some(start)
}

/// The day before, the day, the day after, and the day of assessment.
fn days_around(day: Option<Date>, as_of: Date) -> Vec<Value> {
    let days = [day.and_then(Date::previous), day, day.and_then(Date::next), Some(as_of)];
    // An anniversary may lie past the years a profile can hold.
    days.into_iter().flatten().filter(|day| day.year() <= 2199).map(Value::Date).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_start_is_the_first_whose_anniversary_is_later() {
        for event in ["2024-02-28", "2024-02-29", "2024-03-01", "2025-02-28", "2025-03-01", "2026-12-31"] {
            let event: Date = event.parse().unwrap();
            for years in 1..5 {
                let start = first_start(event, years).unwrap();
                assert!(start.anniversary(years) > event, "{event} {years}");
                assert!(start.previous().unwrap().anniversary(years) <= event, "{event} {years}");
            }
        }
    }
}
