//! Other readings of an item's total, over the known parts of its counted claims.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::assemble::sum;
use super::{Assessor, ClaimReport, ReadingReport};
use crate::engine::ReadingProgram;
use crate::policy::model::Item;
use crate::profile::{Profile, Row, Value};

impl Assessor {
    /// The readings that differ from the plain sum.
    pub(super) fn readings<'p>(
        &'p self,
        profile: &Profile,
        index: u16,
        item: &'p Item,
        claims: &[ClaimReport<'_>],
    ) -> Vec<ReadingReport<'p>> {
        let table = item.per_row.as_deref().and_then(|name| self.policy.facts.table(name));
        let rows = table.and_then(|table| profile.rows(table)).unwrap_or_default();
        let counted: Vec<(&ClaimReport<'_>, Option<&Row>, Decimal)> = claims
            .iter()
            .filter(|claim| claim.status.counts())
            .filter_map(|claim| {
                Some((claim, claim.index.1.and_then(|row| rows.get(row as usize)), claim.amount.known()?))
            })
            .collect();
        let plain = sum(counted.iter().map(|(.., yuan)| *yuan));
        let rules = item.readings.iter().zip(self.program.readings(index)).enumerate();
        rules
            .filter_map(|(number, (reading, rule))| {
                let yuan = read(profile, rule, &counted, plain);
                (yuan != plain).then(|| ReadingReport { ambiguity: &reading.ambiguity, number, yuan })
            })
            .collect()
    }
}

fn read(
    profile: &Profile,
    rule: &ReadingProgram,
    counted: &[(&ClaimReport<'_>, Option<&Row>, Decimal)],
    plain: Decimal,
) -> Decimal {
    match rule {
        ReadingProgram::LargestGroup(fact) => {
            let mut groups: BTreeMap<Option<u64>, Decimal> = BTreeMap::new();
            for (_, row, yuan) in counted {
                *groups.entry(profile.value(*fact, *row).bits()).or_default() += yuan;
            }
            groups.into_values().max().unwrap_or_default()
        }
        ReadingProgram::RequiresEach(facts) => {
            let each = facts
                .iter()
                .all(|fact| counted.iter().any(|(_, row, _)| profile.value(*fact, *row) == Value::Bool(true)));
            if each { plain } else { Decimal::ZERO }
        }
        ReadingProgram::LargestPerProject => {
            let mut largest: BTreeMap<&str, Decimal> = BTreeMap::new();
            let mut alone = Decimal::ZERO;
            for (claim, row, yuan) in counted {
                match profile.tags(claim.index, *row).0 {
                    None => alone += yuan,
                    Some(project) => {
                        let best = largest.entry(project).or_default();
                        *best = (*best).max(*yuan);
                    }
                }
            }
            alone + sum(largest.into_values())
        }
    }
}
