//! The end of an import: each applicant's rows become its profile, which is assessed; what the reader refuses of it is
//! told at its cells.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::assess::{Quick, Summary};
use super::fault::{CellFault, Place, Reason, Repair};
use super::gather::{Draft, step as step_of};
use super::list::{Applicant, Refused, Roster};
use super::pack::{Packed, Words};
use super::plan::{EVALUATIONS, Plan, SheetRole, TAGS, Target};
use crate::policy::layout::APPLICANT;
use crate::report::Assessor;
use crate::values::Date;

/// Assesses the applicants, some at a time.
#[derive(Debug)]
pub struct Closing<'p> {
    settler: Settler<'p>,
    plan: Plan,
    total: usize,
    drafts: std::vec::IntoIter<Draft>,
    roster: Roster,
}

impl<'p> Closing<'p> {
    pub(super) fn new(mut settler: Settler<'p>, plan: Plan, drafts: Vec<Draft>, mut roster: Roster) -> Self {
        settler.tell(&mut roster);
        let total = roster.applicants.len() + drafts.len();
        roster.applicants.reserve_exact(drafts.len());
        Self { settler, plan, total, drafts: drafts.into_iter(), roster }
    }

    /// How many there are, and how many are done.
    pub fn progress(&self) -> (usize, usize) {
        (self.total, self.roster.applicants.len())
    }

    /// Assesses up to `most` more; whether some are left.
    pub fn advance(&mut self, most: usize) -> bool {
        for _ in 0..most {
            let Some(draft) = self.drafts.next() else { return false };
            self.settler.settle(&self.plan, &mut self.roster, draft);
            self.settler.tell(&mut self.roster);
        }
        self.drafts.len() > 0
    }

    /// The roster when all are done.
    pub fn into_roster(self) -> Roster {
        self.roster
    }
}

/// Makes applicants of what came in.
#[derive(Debug)]
pub(super) struct Settler<'p> {
    assessor: &'p Assessor,
    quick: Quick<'p>,
    words: Arc<Words>,
    /// The beginning of every profile.
    head: String,
    packed_head: Vec<u8>,
    /// What is to be told when all rows are in, after what was told of cells as they came.
    late: Vec<CellFault>,
}

impl<'p> Settler<'p> {
    pub(super) fn new(assessor: &'p Assessor, as_of: Date, words: &Arc<Words>) -> Self {
        let format = json!(assessor.policy().document.formats.profile);
        let head = format!("{{\"format\":{format},\"as_of\":\"{as_of}\",\"{APPLICANT}\":{{");
        let mut packed_head = Vec::new();
        words.pack(&head, &mut packed_head);
        let words = Arc::clone(words);
        Self { assessor, quick: Quick::new(assessor), words, head, packed_head, late: Vec::new() }
    }

    /// Adds the applicant of a draft to the roster.
    pub(super) fn settle(&mut self, plan: &Plan, roster: &mut Roster, draft: Draft) {
        let (text, behind) = self.text(plan, &draft);
        let applicant = u32::try_from(roster.applicants.len()).unwrap_or(u32::MAX);
        let done = self.assessor.read(&text).ok().map(|profile| self.quick.summary(&profile));
        let (profile, summary) = if let Some(summary) = done {
            (self.packed(&draft, &text, behind), summary)
        } else {
            let (text, summary) = self.mended(plan, applicant, &draft, &text);
            (Packed::new(&self.words, &text), summary)
        };
        let Draft { name, code, row, .. } = draft;
        roster.applicants.push(Applicant { name, code, row, profile, summary, left_out: false });
    }

    /// The packed profile of a draft; its facts are packed already.
    fn packed(&self, draft: &Draft, text: &str, behind: Option<usize>) -> Packed {
        let Some(rest) = behind.and_then(|behind| text.get(behind..)) else { return Packed::new(&self.words, text) };
        let mut packed = [&self.packed_head, draft.facts.bytes()].concat();
        self.words.pack(rest, &mut packed);
        Packed::of(&self.words, packed)
    }

    /// Tells what is to be told of those that have been settled.
    pub(super) fn tell(&mut self, roster: &mut Roster) {
        for fault in self.late.drain(..) {
            roster.tell(fault.place, &fault.head, &fault.value, fault.reason, fault.repair);
        }
    }

    /// A profile that the reader refuses in part: the refused values are told at their cells.
    fn mended(&mut self, plan: &Plan, applicant: u32, draft: &Draft, text: &str) -> (String, Arc<Summary>) {
        let mut json: Json = serde_json::from_str(text).unwrap_or(Json::Null);
        let settled = Roster::settle(&mut self.quick, self.assessor, &mut json);
        for Refused { pointer, value, why, .. } in settled.refused {
            let (place, head, repair) = self.origin(plan, draft, applicant, &pointer);
            let value = match (&repair, value) {
                // The column's unit is already in the amount; written out, it can be typed again as it stands.
                (Repair::Value { zeros: 1.., .. }, Json::String(yuan)) => yuan + "元",
                (Repair::Value { .. }, Json::String(text)) => text,
                _ if pointer.is_empty() => draft.name.to_string(),
                _ => pointer.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~"),
            };
            self.late.push(CellFault { id: 0, place, head, value, reason: Reason::Rule(why), repair });
        }
        settled.profile.unwrap_or_default()
    }

    /// The cell that a value of a profile came from.
    fn origin(&self, plan: &Plan, draft: &Draft, applicant: u32, pointer: &str) -> (Place, String, Repair) {
        let mut steps = pointer.split('/').skip(1);
        let (owner, step) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
        let role = SheetRole::from_key(owner, &self.assessor.policy().facts);
        let part = match role {
            SheetRole::Table(_) => {
                let mut rows = draft.parts.iter().filter(|part| part.role == role);
                step.parse().ok().and_then(|number| rows.nth(number))
            }
            _ => draft.parts.iter().find(|part| part.role == role && step_of(&part.key) == step),
        };
        let row = part.map_or(draft.row, |part| part.row);
        let name = if role == SheetRole::Applicants { step } else { steps.next().unwrap_or_default() };
        let fact = self.assessor.policy().facts.find(&[owner, ".", name].concat()).ok();
        let target = match (role, fact) {
            (_, Some(fact)) => Target::Fact(fact),
            (SheetRole::Evaluations | SheetRole::Tags, None) => Target::Claim,
            _ => Target::Owner,
        };
        let plan = plan.sheets.get(usize::from(row.0));
        let column = plan.and_then(|plan| plan.column(target)).unwrap_or_default();
        let found = plan.and_then(|plan| plan.columns.get(column));
        let head = found.map(|plan| plan.head.clone()).unwrap_or_default();
        let place = Place { sheet: row.0, row: row.1, column: u16::try_from(column).unwrap_or(u16::MAX) };
        let repair = match fact {
            Some(fact) => Repair::Value {
                applicant,
                pointer: pointer.to_owned(),
                fact,
                zeros: found.map_or(0, |plan| plan.zeros),
            },
            None => match part {
                Some(part) if target == Target::Claim => {
                    Repair::Key { applicant, part: owner.to_owned(), json: part.json.text() }
                }
                Some(_) if !name.is_empty() => Repair::Text { applicant, pointer: pointer.to_owned() },
                _ => Repair::None { applicant },
            },
        };
        (place, head, repair)
    }

    /// The profile as JSON, and where in it what is behind the applicant's facts begins; none where they do not stand in
    /// it as they are.
    fn text(&self, plan: &Plan, draft: &Draft) -> (String, Option<usize>) {
        let policy = self.assessor.policy();
        let mut text = [self.head.as_str(), &draft.facts.text()].concat();
        let behind = (!draft.name.is_empty()).then_some(text.len());
        if draft.name.is_empty() {
            text.truncate(text.trim_end_matches(',').len());
        } else {
            text.push_str(&["\"name\":", &json!(draft.name).to_string()].concat());
        }
        text.push('}');
        for (table, number) in policy.facts.tables.iter().zip(0..) {
            let role = SheetRole::Table(number);
            let rows = draft.parts.iter().filter(|part| part.role == role);
            let rows: Vec<String> =
                rows.map(|part| format!("{{\"id\":{}{}}}", json!(part.key), part.json.text())).collect();
            let complete = plan.sheets.iter().any(|sheet| sheet.role == role && sheet.complete);
            if !rows.is_empty() || complete {
                text.push_str(&[",\"", &table.name, "\":[", &rows.join(","), "]"].concat());
            }
        }
        for (role, key) in [(SheetRole::Evaluations, EVALUATIONS), (SheetRole::Tags, TAGS)] {
            let mut members = Map::new();
            for part in draft.parts.iter().filter(|part| part.role == role) {
                members.insert(part.key.to_string(), serde_json::from_str(&part.json.text()).unwrap_or(Json::Null));
            }
            if !members.is_empty() {
                text.push_str(&[",\"", key, "\":", &Json::Object(members).to_string()].concat());
            }
        }
        text.push_str(if draft.untagged { ",\"untagged_matters\":\"distinct\"}" } else { "}" });
        (text, behind)
    }
}
