//! The roster: applicants with their profiles and results, and the cells that are still told.

use serde_json::Value as Json;

use super::assess::{Quick, Summary};
use super::fault::{CellFault, Place, Reason, Repair};
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
    pub profile: Box<str>,
    /// Its results.
    pub summary: Summary,
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
}

impl Roster {
    /// An empty roster of a file with these sheets.
    pub fn of_sheets(sheets: Vec<String>) -> Self {
        Self { sheets, ..Self::default() }
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
                        if let Some(value) = take(json, &fault.path) {
                            removed = true;
                            refused.push((fault.path, value, fault.message.into_owned()));
                        } else {
                            refused.push((fault.path, Json::Null, fault.message.into_owned()));
                        }
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
                && let Ok(profile) = assessor.read(&applicant.profile)
            {
                applicant.summary = quick.summary(&profile);
            }
        }
    }
}

/// What became of a profile.
pub(super) struct Settled {
    /// Its text and results; none where it is no profile at all.
    pub profile: Option<(String, Summary)>,
    /// What was taken out: pointer, value, why.
    pub refused: Vec<(String, Json, String)>,
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
