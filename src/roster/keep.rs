//! A roster as text, to be kept and brought back: a line per applicant and told cell. Results are computed anew.

use serde_json::{Value as Json, json};

use super::assess::Quick;
use super::list::{Applicant, Roster};
use crate::report::Assessor;

/// Version of the text.
const VERSION: u32 = 1;

impl Roster {
    /// The roster as text.
    pub fn to_text(&self) -> String {
        let mut text = json!({ "v": VERSION, "sheets": self.sheets, "next": self.next_fault }).to_string();
        for one in &self.applicants {
            let line = json!(["a", &*one.name, &*one.code, one.row.0, one.row.1, one.left_out, &*one.profile]);
            text.push('\n');
            text.push_str(&line.to_string());
        }
        for fault in &self.faults {
            text.push('\n');
            text.push_str(&json!(["f", fault]).to_string());
        }
        text
    }

    /// Reads a text; none where it is damaged, of another version, or does not fit the policy.
    pub fn from_text(assessor: &Assessor, text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let head: Json = serde_json::from_str(lines.next()?).ok()?;
        if head.get("v")?.as_u64()? != u64::from(VERSION) {
            return None;
        }
        let mut roster = Self {
            sheets: serde_json::from_value(head.get("sheets")?.clone()).ok()?,
            next_fault: u32::try_from(head.get("next")?.as_u64()?).ok()?,
            ..Self::default()
        };
        let mut quick = Quick::new(assessor);
        for line in lines {
            if line.starts_with("[\"f\"") {
                let (_, fault): (String, super::CellFault) = serde_json::from_str(line).ok()?;
                roster.faults.push(fault);
                continue;
            }
            let (_, name, code, sheet, row, left_out, profile): (String, String, String, u16, u32, bool, String) =
                serde_json::from_str(line).ok()?;
            let summary = quick.summary(&assessor.read(&profile).ok()?);
            roster.applicants.push(Applicant {
                name: name.into(),
                code: code.into(),
                row: (sheet, row),
                profile: profile.into(),
                summary,
                left_out,
            });
        }
        Some(roster)
    }
}
