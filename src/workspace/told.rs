//! Told cells: looked for, grouped, and mended alike.

use std::collections::BTreeMap;

use super::protocol::{FaultFind, FaultKey, FaultPart, FaultRow, Reply};
use super::session::Session;
use super::words;
use crate::policy::FactRef;
use crate::roster::{CellFault, Repair, Roster};

/// What told cells share that are mended alike: sheet, column, what the column is about, and what stands there.
type AlikeKey<'r> = (u16, u16, (Option<FactRef>, &'r str), &'r str);

impl Session {
    /// Told cells of the present roster.
    pub fn faults(&self, find: &FaultFind, from: u32, count: u32) -> Reply {
        let mut groups: BTreeMap<FaultKey, u32> = BTreeMap::new();
        for fault in &self.roster.faults {
            *groups.entry(self.key(fault)).or_default() += 1;
        }
        let alike = alike(&self.roster);
        let search: Vec<String> = find.search.split_whitespace().map(str::to_lowercase).collect();
        let found: Vec<&CellFault> = (self.roster.faults.iter())
            .filter(|fault| find.group.as_ref().is_none_or(|group| self.key(fault) == *group))
            .filter(|fault| search.is_empty() || self.holds(fault, &search))
            .collect();
        let shown = found.iter().skip(from as usize).take(count as usize);
        Reply::Faults(FaultPart {
            total: number(self.roster.faults.len()),
            found: number(found.len()),
            from,
            rows: shown.map(|fault| self.fault_row(&self.roster, fault, &alike)).collect(),
            groups: groups.into_iter().collect(),
        })
    }

    /// The first told cells of a roster, to be read only.
    pub fn first_faults(&self, roster: &Roster, count: usize) -> Vec<FaultRow> {
        roster.faults.iter().take(count).map(|fault| self.fault_row(roster, fault, &BTreeMap::new())).collect()
    }

    fn key(&self, fault: &CellFault) -> FaultKey {
        FaultKey {
            sheet: self.roster.sheets.get(usize::from(fault.place.sheet)).cloned().unwrap_or_default(),
            head: self.head(fault),
            kind: words::reason_kind(self.lang, &fault.reason).to_owned(),
        }
    }

    /// The head of a cell's column, or what stands there.
    pub(super) fn head(&self, fault: &CellFault) -> String {
        let named = fault.named(&self.assessor.policy().facts);
        named.map_or_else(|| fault.head.clone(), |name| self.lang.of(&name).to_owned())
    }

    fn holds(&self, fault: &CellFault, search: &[String]) -> bool {
        let row = self.fault_row(&self.roster, fault, &BTreeMap::new());
        let text = [row.sheet, row.cell, row.head, row.applicant, row.value, row.reason].join(" ").to_lowercase();
        search.iter().all(|word| text.contains(word.as_str()))
    }

    fn fault_row(&self, roster: &Roster, fault: &CellFault, alike: &BTreeMap<AlikeKey<'_>, u32>) -> FaultRow {
        let facts = &self.assessor.policy().facts;
        let index = fault.repair.applicant();
        let one = index.and_then(|index| roster.applicants.get(index as usize));
        let place = fault.place;
        let same = alike_key(fault).and_then(|key| alike.get(&key)).copied().unwrap_or_default();
        FaultRow {
            id: fault.id,
            sheet: roster.sheets.get(usize::from(place.sheet)).cloned().unwrap_or_default(),
            cell: [column_letters(place.column), place.row.to_string()].concat(),
            head: self.head(fault),
            applicant: one.map(|one| one.name.to_string()).unwrap_or_default(),
            value: fault.value.clone(),
            reason: words::of_cell(self.lang, facts, fault),
            typed: !matches!(fault.repair, Repair::None { .. }),
            let_go: fault.repair.can_be_let_go(),
            alike: same.saturating_sub(1),
            index: index.filter(|_| fault.repair.can_be_left_out()),
        }
    }

    /// Mends a cell, and those of its column that hold the same where that is asked.
    pub fn mend(&mut self, fault: u32, typed: &str, alike: bool) -> Reply {
        let told = self.roster.faults.iter().find(|known| known.id == fault).cloned();
        let key = told.as_ref().and_then(alike_key);
        let same = |known: &&CellFault| key.is_some() && known.id != fault && alike_key(known) == key;
        let others: Vec<u32> =
            if alike { self.roster.faults.iter().filter(same).map(|fault| fault.id).collect() } else { Vec::new() };
        let mut touched = Vec::new();
        match self.roster.mend(self.assessor, fault, typed) {
            Ok(index) => touched.extend(index),
            Err(reason) => {
                let typed = typed.to_owned();
                let wrong = told.as_ref().map(|told| CellFault { reason, value: typed.clone(), ..told.clone() });
                let facts = &self.assessor.policy().facts;
                let reason = wrong.map(|wrong| words::of_cell(self.lang, facts, &wrong)).unwrap_or_default();
                return Reply::NotMended { fault, typed, reason };
            }
        }
        let mut left = 0;
        for other in others {
            match self.roster.mend(self.assessor, other, typed) {
                Ok(index) => touched.extend(index),
                Err(_) => left += 1,
            }
        }
        let done = self.changed(touched);
        if left > 0 { Reply::MendedInPart { left } } else { done }
    }
}

/// What told cells share that are mended alike; none where what mends one mends no other: names and codes are each
/// applicant's own. In lists of profiles all values stand in one column, so the fact counts too.
fn alike_key(fault: &CellFault) -> Option<AlikeKey<'_>> {
    let about = match &fault.repair {
        Repair::Value { fact, .. } => (Some(*fact), ""),
        Repair::Word { pointer, .. } => (None, pointer.split('/').nth(1).unwrap_or_default()),
        Repair::Owner { part, .. } => (None, part.as_str()),
        _ => return None,
    };
    Some((fault.place.sheet, fault.place.column, about, fault.value.as_str()))
}

fn alike(roster: &Roster) -> BTreeMap<AlikeKey<'_>, u32> {
    let mut alike = BTreeMap::new();
    for key in roster.faults.iter().filter_map(alike_key) {
        *alike.entry(key).or_default() += 1;
    }
    alike
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A column's letters as programs show them.
fn column_letters(column: u16) -> String {
    let mut rest = u32::from(column);
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.iter().rev().collect()
}
