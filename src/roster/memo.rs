//! Cells as members of profiles. What was read once under a fact is not read again: most columns hold few different
//! words.

use std::collections::BTreeMap;

use serde_json::json;

use super::fault::Reason;
use super::pack::Words;
use super::read_cell::read_cell;
use crate::book::Cell;
use crate::policy::FactRef;
use crate::policy::model::{Fact, FactType};

/// Words remembered of a fact.
const MOST: usize = 64;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// By fact and the zeros that a column's unit adds: words read so far, each with its packed member.
    facts: BTreeMap<(FactRef, u32), Members>,
}

/// Packed members by words.
type Members = BTreeMap<Box<str>, Box<[u8]>>;

impl Memo {
    /// Adds the member that a cell is, packed, with a comma behind it; nothing where nobody knows.
    pub(super) fn member(
        &mut self,
        words: &Words,
        cell: &Cell,
        (at, fact, zeros): (FactRef, &Fact, u32),
        members: &mut Vec<u8>,
    ) -> Result<(), Reason> {
        let text = match cell {
            Cell::Empty => return Ok(()),
            Cell::Text(text) if !matches!(fact.kind, FactType::Money | FactType::Date) => Some(text.as_str()),
            _ => None,
        };
        let known = self.facts.entry((at, zeros)).or_default();
        if let Some(member) = text.and_then(|text| known.get(text)) {
            members.extend_from_slice(member);
            return Ok(());
        }
        let from = members.len();
        if let Some(value) = read_cell(cell, at, fact, zeros)? {
            words.pack(&[&json!(fact.name).to_string(), ":", &value.to_string(), ","].concat(), members);
        }
        if let Some(text) = text.filter(|_| known.len() < MOST) {
            known.insert(text.into(), members.get(from..).unwrap_or_default().into());
        }
        Ok(())
    }
}
