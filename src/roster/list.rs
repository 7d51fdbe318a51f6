//! The roster: applicants with their profiles and results, and the cells that are still told.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;

use super::assess::{Quick, Summary};
use super::fault::{CellFault, Place, Reason, Repair};
use super::pack::{Packed, Words};
use crate::policy::model::Policy;
use crate::profile::Fault;
use crate::report::Assessor;

/// One applicant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applicant {
    /// Name; may be empty until it is mended.
    pub name: Box<str>,
    /// Unified social credit code as written, or empty.
    pub code: Box<str>,
    /// Where its row stands: sheet and row.
    pub row: (u16, u32),
    /// Its profile as JSON.
    pub profile: Packed,
    /// Its results.
    pub summary: Arc<Summary>,
    /// Left out of every list and figure.
    pub left_out: bool,
}

/// Applicants of one import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    /// Names of the file's sheets.
    pub sheets: Vec<String>,
    /// Applicants in the order of the file.
    pub applicants: Vec<Applicant>,
    /// Cells that are told.
    pub faults: Vec<CellFault>,
    /// Number of the next fault.
    pub(super) next_fault: u32,
    /// Names of the profiles that were added, each with the first applicant that had it.
    pub(super) added: BTreeMap<String, u32>,
    /// What profiles are packed by, once there is one.
    pub(super) words: Option<Arc<Words>>,
}

impl Roster {
    /// An empty roster of a file with these sheets.
    pub fn of_sheets(sheets: Vec<String>) -> Self {
        Self { sheets, ..Self::default() }
    }

    /// Packs a profile.
    pub(super) fn pack(&mut self, policy: &Policy, text: &str) -> Packed {
        Packed::new(self.words.get_or_insert_with(|| Arc::new(Words::of(policy))), text)
    }

    /// The first numbers that no applicant and no told cell has had yet.
    pub fn extent(&self) -> (u32, u32) {
        (u32::try_from(self.applicants.len()).unwrap_or(u32::MAX), self.next_fault)
    }

    /// Tells a cell.
    pub(super) fn tell(&mut self, place: Place, head: &str, value: &str, reason: Reason, repair: Repair) {
        let id = self.next_fault;
        self.next_fault += 1;
        self.faults.push(CellFault { id, place, head: head.to_owned(), value: value.to_owned(), reason, repair });
    }

    /// Takes a profile into use: what the reader refuses is taken out of it and given back, with its pointer, the
    /// refused value and why. The rest is assessed.
    pub(super) fn settle(quick: &mut Quick<'_>, assessor: &Assessor, json: &mut Json) -> Settled {
        let mut refused = Vec::new();
        loop {
            let text = json.to_string();
            match assessor.read(&text) {
                Ok(profile) => {
                    let summary = quick.summary(&profile);
                    return Settled { profile: Some((text, summary)), refused };
                }
                Err(faults) => {
                    let mut removed = false;
                    let known = refused.len();
                    // From the last: what is taken out of a list moves what stands behind it.
                    for fault in faults.into_iter().rev() {
                        let value = take(json, &fault.path);
                        removed |= value.is_some();
                        if value.is_some() {
                            moved(&mut refused, &fault.path);
                        }
                        let (now, why) = (fault.path.clone(), why(assessor, &fault));
                        let value = value.unwrap_or(Json::Null);
                        refused.push(Refused { pointer: fault.path, now, value, why });
                    }
                    refused.get_mut(known..).unwrap_or_default().reverse();
                    if !removed {
                        return Settled { profile: None, refused };
                    }
                }
            }
        }
    }

    /// Sets the day of assessment and assesses everybody anew.
    pub fn reassess(&mut self, assessor: &Assessor, indices: impl Iterator<Item = usize>) {
        let mut quick = Quick::new(assessor);
        for index in indices {
            if let Some(applicant) = self.applicants.get_mut(index)
                && let Ok(profile) = assessor.read(&applicant.profile.text())
            {
                applicant.summary = quick.summary(&profile);
            }
        }
    }
}

/// Why the reader refuses a value: the words of the policy's constraint, else the error code of the format.
pub(super) fn why(assessor: &Assessor, fault: &Fault<'_>) -> String {
    let mut own = assessor.policy().facts.constraints.iter().map(|constraint| &*constraint.message.zh);
    own.find(|words| *words == fault.message).unwrap_or(fault.code).to_owned()
}

/// What became of a profile.
pub(super) struct Settled {
    /// Its text and results; none where it is no profile at all.
    pub profile: Option<(String, Arc<Summary>)>,
    /// What was taken out.
    pub refused: Vec<Refused>,
}

/// A value that was taken out of a profile.
pub(super) struct Refused {
    /// Where it stood.
    pub pointer: String,
    /// Where it belongs now that rows before it may be gone.
    pub now: String,
    /// The value.
    pub value: Json,
    /// Why, as [`why`] says it.
    pub why: String,
}

/// A row of a list is gone: what was taken out of the rows behind it belongs one row further up.
fn moved(refused: &mut [Refused], row: &str) {
    let Some((list, gone)) = row.rsplit_once('/') else { return };
    let Ok(gone) = gone.parse::<usize>() else { return };
    for other in refused {
        let behind = other.now.strip_prefix(list).and_then(|rest| rest.strip_prefix('/')).and_then(|rest| {
            let (number, rest) = rest.split_once('/')?;
            Some((number.parse::<usize>().ok().filter(|number| *number > gone)?, rest))
        });
        if let Some((number, rest)) = behind {
            other.now = format!("{list}/{}/{rest}", number - 1);
        }
    }
}

/// Takes out the value at a JSON Pointer.
fn take(json: &mut Json, pointer: &str) -> Option<Json> {
    let (parent, key) = pointer.rsplit_once('/')?;
    let key = key.replace("~1", "/").replace("~0", "~");
    match json.pointer_mut(parent)? {
        Json::Object(members) => members.remove(&key),
        Json::Array(items) => {
            let index = key.parse::<usize>().ok().filter(|index| *index < items.len())?;
            Some(items.remove(index))
        }
        _ => None,
    }
}
