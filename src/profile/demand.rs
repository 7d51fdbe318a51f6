//! What a policy demands of two facts wherever both are known, such as an event after the founding.

use std::cmp::Ordering;

use super::value::{Profile, Value};
use crate::policy::FactRef;
use crate::policy::model::{Comparison, Facts};

/// A demand, by numbers.
#[derive(Debug, Clone, Copy)]
pub struct Demand {
    /// The fact that is wrong where the demand is broken.
    pub fact: FactRef,
    /// Its number in the policy.
    pub number: usize,
    other: FactRef,
    must_be: Comparison,
}

/// The demands of a policy in its order, those whose facts exist.
pub fn demands(facts: &Facts) -> Vec<Demand> {
    let all = facts.constraints.iter().enumerate();
    let known = all.filter_map(|(number, constraint)| {
        let (fact, other) = (facts.find(&constraint.fact).ok()?, facts.find(&constraint.other).ok()?);
        Some(Demand { fact, number, other, must_be: constraint.must_be })
    });
    known.collect()
}

impl Demand {
    /// Rows that break it; none in place of a row for an applicant's own fact.
    pub fn broken(&self, profile: &Profile) -> Vec<Option<usize>> {
        let FactRef::Column { table, .. } = self.fact else {
            let broken = self.is_broken(profile.value(self.fact, None), profile.value(self.other, None));
            return broken.then_some(None).into_iter().collect();
        };
        let rows = profile.rows(table).unwrap_or_default().iter().enumerate();
        let broken = rows.filter(|(_, row)| {
            self.is_broken(profile.value(self.fact, Some(row)), profile.value(self.other, Some(row)))
        });
        broken.map(|(number, _)| Some(number)).collect()
    }

    fn is_broken(&self, fact: Value, other: Value) -> bool {
        let order = fact.order(other);
        if !fact.is_known() || !other.is_known() {
            return false;
        }
        match self.must_be {
            Comparison::AtLeast => order == Ordering::Less,
            Comparison::AtMost => order == Ordering::Greater,
            Comparison::MoreThan => order != Ordering::Greater,
            Comparison::LessThan => order != Ordering::Less,
        }
    }
}
