//! A roster as text, to be kept and brought back: a line per applicant and told cell, in parts, so that no text of the
//! whole is ever in memory. Results are computed anew.

use serde_json::{Value as Json, json};

use super::assess::Quick;
use super::list::{Applicant, Roster};
use crate::report::Assessor;

/// Version of the text.
const VERSION: u32 = 1;

impl Roster {
    /// The part of the text that begins with line `from`, of about so many bytes, and the line behind it; none where
    /// no line is left. The parts one after the other are the text.
    pub fn part(&self, from: usize, bytes: usize) -> Option<(Vec<u8>, usize)> {
        let mut text = String::new();
        let mut next = from;
        while text.len() < bytes
            && let Some(line) = self.line(next)
        {
            text.push_str(&line);
            text.push('\n');
            next += 1;
        }
        (next > from).then(|| (text.into_bytes(), next))
    }

    /// The head, then applicants, then told cells.
    fn line(&self, number: usize) -> Option<String> {
        let Some(number) = number.checked_sub(1) else {
            return Some(json!({ "v": VERSION, "sheets": self.sheets, "next": self.next_fault }).to_string());
        };
        if let Some(one) = self.applicants.get(number) {
            let line = json!(["a", &*one.name, &*one.code, one.row.0, one.row.1, one.left_out, one.profile.text()]);
            return Some(line.to_string());
        }
        let fault = self.faults.get(number - self.applicants.len())?;
        Some(json!(["f", fault]).to_string())
    }
}

/// A roster that is being brought back.
#[derive(Debug)]
pub struct Kept<'p> {
    assessor: &'p Assessor,
    quick: Quick<'p>,
    roster: Option<Roster>,
    /// The beginning of a line whose end is in the next part.
    begun: Vec<u8>,
    damaged: bool,
}

impl<'p> Kept<'p> {
    /// Nothing yet.
    pub fn new(assessor: &'p Assessor) -> Self {
        Self { assessor, quick: Quick::new(assessor), roster: None, begun: Vec::new(), damaged: false }
    }

    /// Takes in the next part; whether the text is sound so far.
    pub fn take(&mut self, part: &[u8]) -> bool {
        let mut rest = part;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n').filter(|_| !self.damaged) {
            let (line, behind) = rest.split_at_checked(end).unwrap_or((rest, &[]));
            let mut whole = std::mem::take(&mut self.begun);
            whole.extend_from_slice(line);
            self.damaged = std::str::from_utf8(&whole).ok().and_then(|line| self.line(line)).is_none();
            rest = behind.get(1..).unwrap_or_default();
        }
        self.begun.extend_from_slice(rest);
        !self.damaged
    }

    /// How many applicants have been read.
    pub fn applicants(&self) -> usize {
        self.roster.as_ref().map_or(0, |roster| roster.applicants.len())
    }

    /// The roster; none where the text is damaged, of another version, or does not fit the policy.
    pub fn finish(self) -> Option<Roster> {
        self.roster.filter(|_| !self.damaged && self.begun.is_empty())
    }

    fn line(&mut self, line: &str) -> Option<()> {
        let Some(roster) = &mut self.roster else {
            let head: Json = serde_json::from_str(line).ok()?;
            if head.get("v")?.as_u64()? != u64::from(VERSION) {
                return None;
            }
            self.roster = Some(Roster {
                sheets: serde_json::from_value(head.get("sheets")?.clone()).ok()?,
                next_fault: u32::try_from(head.get("next")?.as_u64()?).ok()?,
                ..Roster::default()
            });
            return Some(());
        };
        if line.starts_with("[\"f\"") {
            let (_, fault): (String, super::CellFault) = serde_json::from_str(line).ok()?;
            roster.faults.push(fault);
            return Some(());
        }
        let (_, name, code, sheet, row, left_out, profile): (String, String, String, u16, u32, bool, String) =
            serde_json::from_str(line).ok()?;
        let summary = self.quick.summary(&self.assessor.read(&profile).ok()?);
        let profile = roster.pack(self.assessor.policy(), &profile);
        roster.applicants.push(Applicant {
            name: name.into(),
            code: code.into(),
            row: (sheet, row),
            profile,
            summary,
            left_out,
        });
        Some(())
    }
}
