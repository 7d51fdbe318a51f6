//! Other readings of an item's total, over the known parts of its counted claims.

use rust_decimal::Decimal;

use super::assemble::sum;
use super::{Assessor, ClaimReport, ReadingReport};
use crate::engine::ReadingProgram;
use crate::policy::model::Item;
use crate::profile::{Profile, Row, Value};
use crate::values::order;

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
            let mut groups = Vec::with_capacity(counted.len());
            groups.extend(counted.iter().map(|(_, row, yuan)| (profile.value(*fact, *row).bits(), *yuan)));
            order::sort_by_key(&mut groups, |(group, _)| *group);
            let sums = groups.chunk_by(|a, b| a.0 == b.0).map(|group| sum(group.iter().map(|(_, yuan)| *yuan)));
            sums.max().unwrap_or_default()
        }
        ReadingProgram::RequiresEach(facts) => {
            let each = facts
                .iter()
                .all(|fact| counted.iter().any(|(_, row, _)| profile.value(*fact, *row) == Value::Bool(true)));
            if each { plain } else { Decimal::ZERO }
        }
        ReadingProgram::LargestPerProject => {
            let mut projects = Vec::with_capacity(counted.len());
            projects.extend(counted.iter().map(|(claim, row, yuan)| (profile.tags(claim.index, *row).0, *yuan)));
            order::sort_by_key(&mut projects, |(project, _)| *project);
            // Claims without a project each stand for themselves.
            let alike = |a: &(Option<&str>, Decimal), b: &(Option<&str>, Decimal)| a.0.is_some() && a.0 == b.0;
            sum(projects.chunk_by(alike).map(|claims| match claims {
                [(None, yuan)] => *yuan,
                of_project => of_project.iter().map(|(_, yuan)| *yuan).fold(Decimal::ZERO, Decimal::max),
            }))
        }
    }
}
