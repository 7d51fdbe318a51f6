//! Looking at a roster: searching, filtering, sorting, and adding up.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::assess::{ClaimAmount, Missing};
use super::list::{Applicant, Roster};
use crate::engine::Status;
use crate::policy::Policy;
use crate::policy::model::Facts;
use crate::values::Date;

/// What the table is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SortBy {
    /// The order of the file.
    #[default]
    File,
    /// Name.
    Name,
    /// Lower total.
    Lower,
    /// Upper total.
    Upper,
    /// Claims whose amount the text does not state.
    Unspecified,
    /// How many facts are missing.
    Missing,
    /// The next last day.
    Deadline,
    /// Status of an item, then its amount.
    Item(u16),
}

/// Which applicants are shown, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct View {
    /// Words that name or code must hold.
    pub search: String,
    /// The item that the status is about; without one, any item.
    pub item: Option<u16>,
    /// A status that the item, or any item, must have; of an item without a status any but refused.
    pub status: Option<String>,
    /// A fact that must be missing: `applicant.x`, `table` or `table.x`.
    pub missing: Option<String>,
    /// A window must close within this many days.
    pub within: Option<u16>,
    /// Only applicants with told cells.
    pub told: bool,
    /// Only applicants whose total is settled, or only those whose total is not.
    #[serde(default)]
    pub settled: Option<bool>,
    /// Order.
    pub sort: SortBy,
    /// From the largest.
    pub descending: bool,
}

/// One item over all applicants.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reach {
    /// Applicants per status, in the order of [`Status::ALL`].
    pub counts: [u32; 6],
    /// Known part of the computable amounts of claims that count, before what may not be combined; yuan.
    pub known: Decimal,
    /// Whether some of these amounts are known in part only, so that more may come.
    #[serde(default)]
    pub open: bool,
}

/// All applicants together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Overview {
    /// Applicants.
    pub applicants: u32,
    /// Applicants for whom at least one money claim counts.
    pub reached: u32,
    /// Sum of the totals under the strict reading, yuan.
    pub lower: Decimal,
    /// Sum of the totals under the lenient reading, yuan.
    pub upper: Decimal,
    /// Applicants of whose counted amounts some are known in part only, so that the sums may still grow.
    pub open: u32,
    /// Counted claims whose amount the text does not state.
    pub unspecified: u32,
    /// Unclear money claims.
    pub unclear: u32,
    /// Applicants whose total is settled.
    pub settled: u32,
    /// Every item.
    pub items: Vec<Reach>,
    /// Facts that are missing, with how many applicants miss them; most first.
    pub missing: Vec<(String, u32)>,
    /// Applicants with a window that closes within 30 and within 90 days.
    pub closing: (u32, u32),
    /// Cells that are told.
    pub faults: u32,
    /// The first and the last of their days of assessment.
    #[serde(default)]
    pub days: Option<(Date, Date)>,
    /// Applicants on whose day the measure is not in force, and those on whose day that is unclear.
    #[serde(default)]
    pub outside: (u32, u32),
}

impl Roster {
    /// Indices of the applicants of a view, in its order.
    pub fn select(&self, facts: &Facts, view: &View) -> Vec<u32> {
        let words: Vec<String> = view.search.split_whitespace().map(str::to_lowercase).collect();
        let told: Vec<u32> = if view.told { self.told() } else { Vec::new() };
        let fits = |(index, one): &(u32, &Applicant)| {
            !one.left_out
                && (words.is_empty() || {
                    let text = [&one.name, " ", &one.code].concat().to_lowercase();
                    words.iter().all(|word| text.contains(word.as_str()))
                })
                && one.fits(view.item, view.status.as_deref())
                && view
                    .missing
                    .as_ref()
                    .is_none_or(|key| one.summary.missing.iter().any(|missing| missing.key(facts) == *key))
                && view.within.is_none_or(|days| one.closes_within(days))
                && view.settled.is_none_or(|settled| one.summary.settled == settled)
                && (!view.told || told.binary_search(index).is_ok())
        };
        let mut chosen: Vec<u32> = (0..).zip(&self.applicants).filter(fits).map(|(index, _)| index).collect();
        let one = |index: u32| self.applicants.get(index as usize);
        chosen.sort_by(|a, b| {
            let order = match (one(*a), one(*b)) {
                (Some(a), Some(b)) => compare(a, b, view.sort),
                _ => Ordering::Equal,
            };
            // Equal ones stay in the order of the file, and those without a window come last, whichever way.
            let without = |one: Option<&Applicant>| one.is_some_and(|one| one.summary.deadlines.is_empty());
            let apart = view.sort == SortBy::Deadline && without(one(*a)) != without(one(*b));
            if view.descending && !apart { order.reverse() } else { order }.then(a.cmp(b))
        });
        chosen
    }

    /// Applicants with told cells, sorted.
    pub fn told(&self) -> Vec<u32> {
        let mut told: Vec<u32> = self.faults.iter().filter_map(|fault| fault.repair.applicant()).collect();
        told.sort_unstable();
        told.dedup();
        told
    }

    /// Everything added up.
    pub fn overview(&self, policy: &Policy) -> Overview {
        let facts = &policy.facts;
        let mut all = Overview { items: vec![Reach::default(); policy.items.len()], ..Overview::default() };
        let mut missing: std::collections::BTreeMap<Missing, u32> = std::collections::BTreeMap::new();
        for one in self.applicants.iter().filter(|one| !one.left_out) {
            let summary = &one.summary;
            all.applicants += 1;
            all.lower += summary.lower;
            all.upper += summary.upper;
            all.open += u32::from(summary.open);
            all.unspecified += u32::from(summary.unspecified);
            all.unclear += u32::from(summary.unclear);
            all.settled += u32::from(summary.settled);
            if let Some(day) = summary.as_of {
                let (first, last) = all.days.unwrap_or((day, day));
                all.days = Some((first.min(day), last.max(day)));
                let days = &policy.document.validity;
                let current = (days.from..=days.last_possible_day).contains(&day);
                all.outside.0 += u32::from(!current);
                all.outside.1 += u32::from(current && day > days.last_certain_day);
            }
            all.closing.0 += u32::from(one.closes_within(30));
            all.closing.1 += u32::from(one.closes_within(90));
            for (status, reach) in summary.statuses.iter().zip(&mut all.items) {
                let place = Status::ALL.iter().position(|known| known == status).unwrap_or_default();
                if let Some(count) = reach.counts.get_mut(place) {
                    *count += 1;
                }
            }
            for claim in summary.amounts.iter().filter(|claim| claim.counts()) {
                if let Some(reach) = all.items.get_mut(usize::from(claim.item)) {
                    reach.known += claim.amount.known().unwrap_or_default();
                    reach.open |= claim.is_open();
                }
            }
            all.reached += u32::from(summary.unspecified > 0 || summary.amounts.iter().any(ClaimAmount::counts));
            for fact in &*summary.missing {
                *missing.entry(*fact).or_default() += 1;
            }
        }
        all.missing = missing.into_iter().map(|(fact, count)| (fact.key(facts), count)).collect();
        all.missing.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        all.faults = u32::try_from(self.faults.len()).unwrap_or(u32::MAX);
        all
    }
}

impl Applicant {
    /// Whether an item, or without one any item, has this status; without a status an item must not be refused.
    pub fn fits(&self, item: Option<u16>, status: Option<&str>) -> bool {
        match (item, status) {
            (Some(item), status) => self.has(item, status),
            (None, Some(word)) => self.summary.statuses.iter().any(|status| status.word() == word),
            (None, None) => true,
        }
    }

    fn has(&self, item: u16, status: Option<&str>) -> bool {
        let found = self.summary.statuses.get(usize::from(item));
        found.is_some_and(|found| match status {
            Some(word) => found.word() == word,
            None => !matches!(found, Status::NotEligible | Status::DirectionOnly),
        })
    }

    /// Windows with their item and the days left on the applicant's own day of assessment; the next first.
    pub fn windows(&self) -> impl Iterator<Item = (Date, u16, u32)> {
        let as_of = self.summary.as_of;
        self.summary.deadlines.iter().filter_map(move |(day, item)| {
            let left = day.days_since_epoch() - as_of?.days_since_epoch();
            Some((*day, *item, u32::try_from(left).ok()?))
        })
    }

    /// Whether a window closes within so many days of the applicant's own day of assessment.
    pub fn closes_within(&self, days: u16) -> bool {
        self.windows().next().is_some_and(|(_, _, left)| left <= u32::from(days))
    }

    /// The known amount of an item's claims that count; 0 where none does.
    pub fn known(&self, item: u16) -> Decimal {
        self.counted(item).map(|(yuan, _)| yuan).unwrap_or_default()
    }

    /// The known amount of an item's claims that count, and whether more may come; none where no such claim has an
    /// amount.
    pub fn counted(&self, item: u16) -> Option<(Decimal, bool)> {
        let of_item = self.summary.amounts.iter().filter(|claim| claim.item == item && claim.counts());
        of_item.fold(None, |sum, claim| {
            let (yuan, open) = sum.unwrap_or_default();
            Some((yuan + claim.amount.known().unwrap_or_default(), open || claim.is_open()))
        })
    }
}

fn compare(a: &Applicant, b: &Applicant, by: SortBy) -> Ordering {
    let (x, y) = (&a.summary, &b.summary);
    match by {
        SortBy::File => Ordering::Equal,
        SortBy::Name => a.name.cmp(&b.name),
        SortBy::Lower => x.lower.cmp(&y.lower),
        SortBy::Upper => x.upper.cmp(&y.upper),
        SortBy::Unspecified => x.unspecified.cmp(&y.unspecified),
        SortBy::Missing => x.missing.len().cmp(&y.missing.len()),
        SortBy::Deadline => {
            // Those without a window come last.
            let day = |summary: &super::Summary| summary.deadlines.first().map(|(day, _)| *day);
            match (day(x), day(y)) {
                (Some(a), Some(b)) => a.cmp(&b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            }
        }
        SortBy::Item(item) => {
            let status = |one: &Applicant| one.summary.statuses.get(usize::from(item)).copied();
            status(a).cmp(&status(b)).then_with(|| b.known(item).cmp(&a.known(item)))
        }
    }
}
