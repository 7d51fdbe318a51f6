//! The parts of a profile that are keyed by item or claim: evaluation states and tags.

use super::fault::{FaultKind, Path};
use super::read::{NO_TAGS, Reader};
use super::value::{ClaimIndex, EvaluationState, Profile};
use crate::values::json::Json;
use crate::values::order;

/// What a key names.
enum Named {
    /// An item as a whole.
    Item(u16),
    /// A claim.
    Claim(ClaimIndex),
    /// An item that has no claims under that key.
    Nothing,
    /// A row of a table whose rows cannot all be named: not judged.
    Unjudged,
}

/// Resolves `5.1` or `5.1#p1` against items and rows.
struct Keys<'a> {
    reader: &'a Reader<'a>,
    profile: &'a Profile,
    /// Per table: row ids sorted, with row numbers; filled when first needed.
    rows: Vec<Option<Vec<(&'a str, u32)>>>,
}

impl<'a> Keys<'a> {
    fn new(reader: &'a Reader<'a>, profile: &'a Profile) -> Self {
        Self { reader, profile, rows: vec![None; profile.tables.len()] }
    }

    fn resolve(&mut self, key: &str) -> Named {
        let policy = self.reader.policy;
        if let Some(item) = policy.item(key) {
            return Named::Item(item);
        }
        let Some((id, row)) = key.split_once('#') else { return Named::Nothing };
        let Some(item) = policy.item(id) else { return Named::Nothing };
        let per_row = policy.item_at(item).and_then(|i| i.per_row.as_deref());
        let Some(table) = per_row.and_then(|name| policy.facts.table(name)) else { return Named::Nothing };
        if !self.reader.nameable.get(usize::from(table)).copied().unwrap_or(true) {
            return Named::Unjudged;
        }
        let found = self.row_numbers(table).and_then(|rows| {
            let index = rows.binary_search_by(|(known, _)| (*known).cmp(row)).ok()?;
            rows.get(index).map(|(_, number)| *number)
        });
        found.map_or(Named::Nothing, |number| Named::Claim((item, Some(number))))
    }

    fn row_numbers(&mut self, table: u16) -> Option<&[(&'a str, u32)]> {
        let rows = self.profile.rows(table)?;
        let slot = self.rows.get_mut(usize::from(table))?;
        let sorted = slot.get_or_insert_with(|| {
            let mut list: Vec<(&str, u32)> = rows.iter().map(|row| row.id.as_str()).zip(0..).collect();
            order::sort_by(&mut list, Ord::cmp);
            list
        });
        Some(sorted)
    }
}

/// Reads `evaluations`: states by item id or claim key.
pub(super) fn evaluations(reader: &mut Reader<'_>, json: &Json<'_>, profile: &mut Profile) {
    let root = Path::Root;
    let place = Path::Key(&root, "evaluations");
    let Some(members) = reader.object(json, &place) else { return };
    let mut faults = Vec::new();
    let (mut by_item, mut by_claim) = (Vec::new(), Vec::new());
    let mut keys = Keys::new(reader, profile);
    for (key, json) in members {
        let named = keys.resolve(key);
        if matches!(named, Named::Nothing) {
            faults.push((FaultKind::UnknownItem, key));
            continue;
        }
        let state = match json {
            Json::Null => continue,
            Json::Str(word) => EvaluationState::from_word(word).ok_or(FaultKind::Enum),
            _ => Err(FaultKind::Type),
        };
        match (state, named) {
            (Err(kind), _) => faults.push((kind, key)),
            (Ok(state), Named::Item(item)) => by_item.push((item, state)),
            (Ok(state), Named::Claim(claim)) => by_claim.push((claim, state)),
            (Ok(_), _) => {}
        }
    }
    order::sort_by_key(&mut by_item, |(item, _)| *item);
    order::sort_by_key(&mut by_claim, |(claim, _)| *claim);
    profile.item_evaluations = by_item;
    profile.claim_evaluations = by_claim;
    for (kind, key) in faults {
        reader.fault(kind, &Path::Key(&place, key));
    }
}

/// Reads `tags`: project and matter by claim key.
pub(super) fn tags(reader: &mut Reader<'_>, json: &Json<'_>, profile: &mut Profile) {
    let root = Path::Root;
    let place = Path::Key(&root, "tags");
    let Some(members) = reader.object(json, &place) else { return };
    let named: Vec<Named> = {
        let mut keys = Keys::new(reader, profile);
        members.iter().map(|(key, _)| keys.resolve(key)).collect()
    };
    let mut found = Vec::new();
    for ((key, json), named) in members.iter().zip(named) {
        let path = Path::Key(&place, key);
        let claim = match named {
            Named::Claim(claim) => Some(claim),
            Named::Item(item) if makes_one_claim(reader, item) => Some((item, None)),
            Named::Item(_) | Named::Nothing => {
                reader.fault(FaultKind::UnknownItem, &path);
                continue;
            }
            Named::Unjudged => None,
        };
        let Some(parts) = reader.object(json, &path) else { continue };
        let mut tags = NO_TAGS;
        for (part, json) in parts {
            let path = Path::Key(&path, part);
            match part.as_ref() {
                "project" => tags.project = reader.tag(json, &path),
                "matter" => tags.matter = reader.tag(json, &path),
                _ => reader.fault(FaultKind::UnknownField, &path),
            }
        }
        found.extend(claim.map(|claim| (claim, tags)));
    }
    order::sort_by_key(&mut found, |(claim, _)| *claim);
    profile.claim_tags = found;
}

/// Whether an item's id is itself a claim key.
fn makes_one_claim(reader: &Reader<'_>, item: u16) -> bool {
    reader.policy.item_at(item).is_some_and(|i| i.per_row.is_none() && !i.kind.is_direction())
}
