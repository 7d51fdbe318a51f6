//! Putting a report together from what the engine and the overlap say.

use rust_decimal::Decimal;

use super::{Assessor, ClaimReport, ItemReport, OverlapReport, Report, Totals};
use crate::engine::{Amount, FactPath, Findings, ItemOutcome, Outcome, Status};
use crate::overlap::{self, Award, Counted, Overlap, Tagged, Untagged, Weigh};
use crate::policy::layout::APPLICANT;
use crate::policy::model::Item;
use crate::profile::value::ClaimIndex;
use crate::profile::{Profile, Row};

impl Assessor {
    /// Assesses a profile.
    pub fn report(&self, profile: &Profile) -> Report<'_> {
        self.report_by(profile, Some(overlap::weigh))
    }

    /// Assesses a profile where the code that weighs claims may not be there yet: without it, claims that must be weighed
    /// have neither overlap nor totals.
    pub fn report_by(&self, profile: &Profile, weigh: Option<Weigh>) -> Report<'_> {
        let mut outcome = Outcome::default();
        self.program.evaluate(profile, &mut outcome);
        let validity = self.program.validity(profile);
        let mut writer = Writer { assessor: self, profile, findings: Findings::default(), numbers: Vec::new() };
        let items = self.policy.items.iter().zip(&outcome.items).zip(0..);
        let items: Vec<ItemReport<'_>> =
            items.map(|((item, judged), index)| writer.item(index, item, judged, &outcome)).collect();
        let sums = if validity.is_current() { self.sums(profile, &items, weigh) } else { None };
        let (overlap, totals) = sums.unzip();
        Report { assessor: self, as_of: profile.as_of, validity, items, overlap, totals }
    }

    fn row<'a>(&self, profile: &'a Profile, (item, row): ClaimIndex) -> Option<&'a Row> {
        let table = self.policy.item_at(item)?.per_row.as_deref().and_then(|name| self.policy.facts.table(name))?;
        profile.rows(table)?.get(row? as usize)
    }

    fn sums<'p>(
        &'p self,
        profile: &Profile,
        items: &[ItemReport<'p>],
        weigh: Option<Weigh>,
    ) -> Option<(OverlapReport<'p>, Totals)> {
        let money = || items.iter().filter(|item| item.is_money());
        let own = || money().flat_map(|item| &item.claims);
        let counted: Vec<&ClaimReport<'_>> = own().filter(|claim| claim.status.counts()).collect();
        let plain: Vec<(ClaimIndex, Amount)> = counted.iter().map(|claim| (claim.index, claim.amount)).collect();
        let (awards, ids, parallel) = self.awards(profile);
        let (claims, untagged) = self.tagged(profile, &plain);
        let weighed = overlap::unopposed(&claims, &awards).or_else(|| Some(weigh?(&claims, &awards, untagged)))?;
        let unstated = counted.iter().filter(|claim| claim.amount.known().is_none());
        let open = |status| matches!(status, Status::InsufficientFacts | Status::Unclear);
        let totals = Totals {
            lower: weighed.lower,
            upper: weighed.upper,
            unspecified: unstated.map(|claim| claim.key.clone()).collect(),
            unclear: own().filter(|claim| claim.status == Status::Unclear).map(|claim| claim.key.clone()).collect(),
            determined: weighed.determined,
            complete: !money().any(|item| open(item.status) || item.claims.iter().any(|claim| open(claim.status))),
        };
        Some((overlap_report(weighed, &counted, &ids, parallel), totals))
    }

    /// Counted claims with their tags, and what a missing tag says.
    fn tagged<'a>(&self, profile: &'a Profile, counted: &[(ClaimIndex, Amount)]) -> (Vec<Counted<'a>>, Untagged) {
        let tagged = counted.iter().map(|(index, amount)| {
            let (project, matter) = profile.tags(*index, self.row(profile, *index));
            Counted {
                class: self.program.stacking_class(index.0),
                tags: Tagged { project, matter },
                known: amount.known(),
                open: matches!(amount, Amount::AtLeast { .. }),
            }
        });
        let untagged = match profile.untagged {
            crate::profile::Untagged::Unknown => Untagged::Unknown,
            crate::profile::Untagged::Distinct => Untagged::Distinct,
        };
        (tagged.collect(), untagged)
    }

    /// The totals' figures alone, from an outcome: lower, upper and whether they are one settled figure. The same
    /// figures as in [`Assessor::report`], without its words.
    pub fn range(&self, profile: &Profile, outcome: &Outcome) -> (Decimal, Decimal, bool) {
        let money = outcome.claims.iter().filter(|claim| self.program.is_money(claim.item) && claim.status.counts());
        let counted: Vec<(ClaimIndex, Amount)> = money.map(|claim| ((claim.item, claim.row), claim.amount)).collect();
        let (awards, ..) = self.awards(profile);
        let (claims, untagged) = self.tagged(profile, &counted);
        let weighed =
            overlap::unopposed(&claims, &awards).unwrap_or_else(|| overlap::weigh(&claims, &awards, untagged));
        (weighed.lower, weighed.upper, weighed.determined)
    }

    /// Awards of the competing level with their ids, and those that go in parallel.
    fn awards<'a, 'p>(&'p self, profile: &'a Profile) -> (Vec<Award<'a>>, Vec<&'a str>, Vec<(String, &'p str)>) {
        let columns = self.program.awards();
        let (mut awards, mut ids, mut parallel) = (Vec::new(), Vec::new(), Vec::new());
        for row in profile.rows(columns.table).unwrap_or_default() {
            let Some(level) = profile.value(columns.level, Some(row)).bits() else { continue };
            if level & columns.competing != 0 {
                let status = profile.value(columns.status, Some(row)).bits();
                awards.push(Award {
                    tags: Tagged { project: row.tags.project.as_deref(), matter: row.tags.matter.as_deref() },
                    received: status.is_some_and(|bits| bits & columns.received != 0),
                    amount: profile.value(columns.amount, Some(row)).money(),
                });
                ids.push(row.id.as_str());
            } else if let Some((_, word)) = columns.parallel.iter().find(|(bit, _)| level & bit != 0) {
                parallel.push((row.id.clone(), word.as_str()));
            }
        }
        (awards, ids, parallel)
    }
}

fn overlap_report<'p>(
    weighed: Overlap,
    counted: &[&ClaimReport<'_>],
    ids: &[&str],
    parallel: Vec<(String, &'p str)>,
) -> OverlapReport<'p> {
    let key = |index: usize| counted.get(index).map(|claim| claim.key.clone()).unwrap_or_default();
    let keys = |list: Vec<usize>| -> Vec<String> { list.into_iter().map(key).collect() };
    let pairs = weighed.undecided.into_iter();
    let choices = |list: Vec<overlap::Choice>| -> Vec<(String, Vec<String>)> {
        let id = |award: usize| ids.get(award).copied().unwrap_or_default().to_owned();
        list.into_iter().map(|choice| (id(choice.award), keys(choice.claims))).collect()
    };
    OverlapReport {
        determined: weighed.determined,
        exact: weighed.exact,
        truncated: weighed.truncated,
        lower: weighed.lower,
        upper: weighed.upper,
        chosen_lower: keys(weighed.chosen_lower),
        chosen_upper: keys(weighed.chosen_upper),
        undecided: pairs.map(|p| ([key(p.between.0), key(p.between.1)], p.break_even)).collect(),
        parallel,
        to_choose: choices(weighed.to_choose),
        deducted: choices(weighed.deducted),
    }
}

/// Turns numbers into words, item by item.
struct Writer<'a, 'p> {
    assessor: &'p Assessor,
    profile: &'a Profile,
    findings: Findings,
    numbers: Vec<u16>,
}

impl<'p> Writer<'_, 'p> {
    fn item(&mut self, index: u16, item: &'p Item, judged: &ItemOutcome, outcome: &Outcome) -> ItemReport<'p> {
        let claims: Vec<ClaimReport<'p>> =
            outcome.claims_of(judged).iter().map(|claim| self.claim(item, (claim.item, claim.row))).collect();
        let without_rows = claims.is_empty() && item.per_row.is_some();
        let (mut missing, mut failed) = (Vec::new(), Vec::new());
        if without_rows {
            self.assessor.program.findings_without_rows(self.profile, index, &mut self.findings);
            missing = self.paths(&self.findings.missing);
            failed = self.paths(&self.findings.failed);
        }
        let readings = self.assessor.readings(self.profile, index, item, &claims);
        ItemReport { index, item, status: judged.status, relevant: judged.relevant, claims, missing, failed, readings }
    }

    fn claim(&mut self, item: &'p Item, index: ClaimIndex) -> ClaimReport<'p> {
        let (program, policy) = (&self.assessor.program, &self.assessor.policy);
        let judged = program.findings(self.profile, index, &mut self.findings);
        let amount_missing = self.paths(&self.findings.amount_missing);
        program.ambiguities(self.profile, index, &self.findings.causes, &mut self.numbers);
        let ids = self.numbers.iter().filter_map(|&number| policy.ambiguities.get(usize::from(number)));
        let row = self.assessor.row(self.profile, index);
        ClaimReport {
            index,
            key: row.map_or_else(|| item.id.clone(), |row| format!("{}#{}", item.id, row.id)),
            status: judged.status,
            amount: judged.amount,
            amount_missing,
            missing: self.paths(&self.findings.missing),
            failed: self.paths(&self.findings.failed),
            ambiguities: ids.map(|ambiguity| ambiguity.id.as_str()).collect(),
        }
    }

    fn paths(&self, facts: &[FactPath]) -> Vec<String> {
        facts.iter().map(|fact| self.assessor.path(self.profile, *fact)).collect()
    }
}

impl Assessor {
    /// A fact path in words: `applicant.x`, `table[row].column`, `table`, `evaluations[key]`.
    pub fn path(&self, profile: &Profile, fact: FactPath) -> String {
        let facts = &self.policy.facts;
        let table_name = |table: u16| facts.table_at(table).map_or("", |t| t.name.as_str());
        let row_id = |table: u16, row: u32| {
            profile.rows(table).and_then(|rows| rows.get(row as usize)).map_or("", |row| row.id.as_str())
        };
        match fact {
            FactPath::Applicant(index) => {
                let name = facts.applicant.get(usize::from(index)).map_or("", |f| f.name.as_str());
                format!("{APPLICANT}.{name}")
            }
            FactPath::Cell { table, column, row } => {
                let columns = facts.table_at(table).map_or(&[][..], |t| &t.columns);
                let name = columns.get(usize::from(column)).map_or("", |c| c.name.as_str());
                format!("{}[{}].{name}", table_name(table), row_id(table, row))
            }
            FactPath::Table(table) => table_name(table).to_owned(),
            FactPath::Evaluation { item, row, of_item } => {
                let id = self.policy.item_at(item).map_or("", |i| i.id.as_str());
                match self.row(profile, (item, row)).filter(|_| !of_item) {
                    Some(row) => format!("evaluations[{id}#{}]", row.id),
                    None => format!("evaluations[{id}]"),
                }
            }
        }
    }
}

/// Sum of amounts.
pub(super) fn sum(amounts: impl Iterator<Item = Decimal>) -> Decimal {
    amounts.fold(Decimal::ZERO, |sum, amount| sum + amount)
}
