//! Rows of cells into applicants: each row goes to its applicant, each cell to its fact, each fault to its place.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::assess::Quick;
use super::code;
use super::fault::{Place, Reason, Repair};
use super::list::{Applicant, Roster};
use super::plan::{EVALUATIONS, EXAMPLES, Plan, SheetPlan, SheetRole, TAGS, Target};
use super::read_cell::{is_unknown, read_cell, same_name, state_of_words};
use crate::book::Cell;
use crate::policy::FactRef;
use crate::policy::layout::APPLICANT;
use crate::policy::model::Policy;
use crate::profile::EvaluationState;
use crate::report::Assessor;
use crate::values::Date;

/// An applicant while its rows come in. Members are kept as JSON text: short, and quickly put together.
#[derive(Debug, Default)]
struct Draft {
    name: String,
    code: String,
    row: (u16, u32),
    /// Members of the applicant, each with a comma behind it.
    facts: String,
    untagged: bool,
    parts: Vec<Part>,
}

/// A row of a table, an evaluation or tags.
#[derive(Debug)]
struct Part {
    role: SheetRole,
    /// Id of a row, or key of a claim.
    key: String,
    /// A row's other members, each with a comma in front; or the value of the key.
    json: String,
    row: (u16, u32),
}

/// Takes in rows.
#[derive(Debug)]
pub struct Gather<'p> {
    policy: &'p Policy,
    plan: Plan,
    as_of: Date,
    drafts: Vec<Draft>,
    names: BTreeMap<String, u32>,
    codes: BTreeMap<String, u32>,
    roster: Roster,
}

/// A row with what is needed to read it.
struct Here<'a> {
    sheet: u16,
    row: u32,
    plan: &'a SheetPlan,
    cells: &'a [Cell],
}

impl Here<'_> {
    fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    fn words(&self, target: Target) -> String {
        self.plan.column(target).map(|column| self.cell(column).text()).unwrap_or_default()
    }

    /// Whether the program that made the file shows an error in a target's cell.
    fn failed(&self, target: Target) -> bool {
        self.plan.column(target).is_some_and(|column| matches!(self.cell(column), Cell::Fault(_)))
    }

    fn place(&self, column: usize) -> Place {
        Place { sheet: self.sheet, row: self.row, column: u16::try_from(column).unwrap_or(u16::MAX) }
    }

    /// The place of a target's cell, with its head and what stands there.
    fn told(&self, target: Target) -> (Place, String, String) {
        let column = self.plan.column(target).unwrap_or_default();
        let head = self.plan.columns.get(column).map(|plan| plan.head.clone()).unwrap_or_default();
        (self.place(column), head, self.cell(column).text())
    }
}

impl<'p> Gather<'p> {
    /// Begins an import.
    pub fn new(policy: &'p Policy, plan: Plan, as_of: Date) -> Self {
        let roster =
            Roster { sheets: plan.sheets.iter().map(|sheet| sheet.name.clone()).collect(), ..Roster::default() };
        Self { policy, plan, as_of, drafts: Vec::new(), names: BTreeMap::new(), codes: BTreeMap::new(), roster }
    }

    /// Sheets in the order in which their rows must come: applicants first.
    pub fn order(plan: &Plan) -> Vec<usize> {
        let of = |wanted: fn(SheetRole) -> bool| {
            plan.sheets.iter().enumerate().filter(move |(_, sheet)| wanted(sheet.role)).map(|(index, _)| index)
        };
        let applicants = of(|role| role == SheetRole::Applicants);
        applicants.chain(of(|role| !matches!(role, SheetRole::Applicants | SheetRole::Ignored))).collect()
    }

    /// Takes in a row of a sheet. Rows up to the heads and blank rows are passed over.
    pub fn row(&mut self, sheet: usize, row: u32, cells: &[Cell]) {
        let Some(mut plan) = self.plan.sheets.get_mut(sheet).map(std::mem::take) else { return };
        if row > plan.head_row && !cells.iter().all(Cell::is_blank) {
            let here = Here { sheet: u16::try_from(sheet).unwrap_or(u16::MAX), row, plan: &plan, cells };
            let example = EXAMPLES.contains(&here.words(Target::Owner).as_str());
            match plan.role {
                _ if example => {}
                SheetRole::Applicants => self.applicant(&here),
                SheetRole::Table(table) => self.table_row(&here, table),
                SheetRole::Evaluations => self.evaluation(&here),
                SheetRole::Tags => self.tags(&here),
                SheetRole::Ignored => {}
            }
        }
        if let Some(slot) = self.plan.sheets.get_mut(sheet) {
            std::mem::swap(slot, &mut plan);
        }
    }

    fn applicant(&mut self, here: &Here<'_>) {
        let index = u32::try_from(self.drafts.len()).unwrap_or(u32::MAX);
        let mut draft = Draft { row: (here.sheet, here.row), ..Draft::default() };
        let failed = here.failed(Target::Owner);
        draft.name = if failed { String::new() } else { here.words(Target::Owner) };
        if draft.name.is_empty() {
            let (place, head, value) = here.told(Target::Owner);
            let reason = if failed { Reason::ProgramFault } else { Reason::NoName };
            self.roster.tell(place, &head, &value, reason, Repair::Name { applicant: index });
        } else if let Some(&other) = self.names.get(&same_name(&draft.name)) {
            let (place, head, value) = here.told(Target::Owner);
            let row = self.drafts.get(other as usize).map_or(0, |draft| draft.row.1);
            self.roster.tell(place, &head, &value, Reason::SameName { row }, Repair::None { applicant: index });
        } else {
            self.names.insert(same_name(&draft.name), index);
        }
        self.take_code(here, index, &mut draft);
        draft.facts =
            self.values(here, index, |fact| matches!(fact, FactRef::Applicant(_)), &["", APPLICANT].join("/"));
        let untagged = here.words(Target::Untagged);
        match untagged.as_str() {
            "" | "unknown" | "不清楚" | "可能相同" => {}
            "distinct" | "互不相同" | "不同" => draft.untagged = true,
            _ => {
                let (place, head, value) = here.told(Target::Untagged);
                let repair = Repair::Word { applicant: index, pointer: "/untagged_matters".into() };
                self.roster.tell(place, &head, &value, Reason::UnknownWord, repair);
            }
        }
        self.drafts.push(draft);
    }

    fn take_code(&mut self, here: &Here<'_>, index: u32, draft: &mut Draft) {
        let written = here.words(Target::Code);
        if written.is_empty() {
            return;
        }
        let told = || here.told(Target::Code);
        match code::check(&written) {
            Ok(code) => {
                if let Some(&other) = self.codes.get(&code) {
                    let (place, head, value) = told();
                    let row = self.drafts.get(other as usize).map_or(0, |draft| draft.row.1);
                    self.roster.tell(place, &head, &value, Reason::SameCode { row }, Repair::None { applicant: index });
                } else {
                    self.codes.insert(code.clone(), index);
                }
                draft.code = code;
            }
            Err(fault) => {
                let (place, head, value) = told();
                self.roster.tell(place, &head, &value, Reason::Code(fault), Repair::Code { applicant: index });
                draft.code = written;
            }
        }
    }

    /// The facts of a row as JSON members with a comma behind each. `pointer` leads to the object they belong to.
    fn values(&mut self, here: &Here<'_>, applicant: u32, wanted: fn(FactRef) -> bool, pointer: &str) -> String {
        let mut members = String::new();
        for (column, plan) in here.plan.columns.iter().enumerate() {
            let Target::Fact(at) = plan.target else { continue };
            let (Some(fact), true) = (self.policy.facts.get(at), wanted(at)) else { continue };
            match read_cell(here.cell(column), at, fact, plan.zeros) {
                Ok(None) => {}
                Ok(Some(value)) => {
                    members.push_str(&json!(fact.name).to_string());
                    members.push(':');
                    members.push_str(&value.to_string());
                    members.push(',');
                }
                Err(reason) => {
                    let pointer = [pointer, "/", &fact.name].concat();
                    let repair = Repair::Value { applicant, pointer, fact: at, zeros: plan.zeros };
                    self.roster.tell(here.place(column), &plan.head, &here.cell(column).text(), reason, repair);
                }
            }
        }
        members
    }

    /// The applicant a row belongs to, by code or name.
    fn owner(&self, here: &Here<'_>) -> Result<u32, (Target, Reason)> {
        let code = here.words(Target::Code);
        if let Some(&index) = code::check(&code).ok().and_then(|code| self.codes.get(&code)) {
            return Ok(index);
        }
        let name = here.words(Target::Owner);
        if let Some(&index) = self.names.get(&same_name(&name)) {
            return Ok(index);
        }
        if let Some(&index) = code::check(&name).ok().and_then(|code| self.codes.get(&code)) {
            return Ok(index);
        }
        let target = if here.plan.column(Target::Owner).is_some() { Target::Owner } else { Target::Code };
        Err((target, if name.is_empty() && code.is_empty() { Reason::NoOwner } else { Reason::UnknownOwner }))
    }

    /// A row's name, id or tag. A blank or 不清楚 is none; an error of the program is told, lest it tie rows together.
    fn label(&mut self, here: &Here<'_>, applicant: u32, target: Target) -> String {
        if here.failed(target) {
            let (place, head, value) = here.told(target);
            self.roster.tell(place, &head, &value, Reason::ProgramFault, Repair::None { applicant });
            return String::new();
        }
        Some(here.words(target)).filter(|words| !is_unknown(words)).unwrap_or_default()
    }

    fn table_row(&mut self, here: &Here<'_>, table: u16) {
        let owner = self.owner(here);
        let index = owner.as_ref().copied().unwrap_or(u32::MAX);
        let Some(definition) = self.policy.facts.table_at(table) else { return };
        let labels = [Target::Id, Target::Name, Target::Project, Target::Matter];
        let [id, name, project, matter] = labels.map(|target| self.label(here, index, target));
        let parts = self.drafts.get(index as usize).map(|draft| &draft.parts[..]).unwrap_or_default();
        let rows = parts.iter().filter(|part| part.role == SheetRole::Table(table));
        let wish = [&id, &name].into_iter().find(|words| !words.is_empty()).cloned();
        let number = rows.clone().count() + 1;
        let wish = wish.unwrap_or_else(|| format!("{} {number}", definition.row_label.zh));
        let mut key = wish.clone();
        let mut again = 2;
        while rows.clone().any(|part| part.key == key) {
            key = format!("{wish}（{again}）");
            again += 1;
        }
        let pointer = format!("/{}/{}", definition.name, number - 1);
        let facts = self.values(here, index, |fact| fact.table().is_some(), &pointer);
        let mut json = String::new();
        for (member, words) in [("name", name), ("project", project), ("matter", matter)] {
            if !words.is_empty() {
                json.push_str(&[",\"", member, "\":", &json!(words).to_string()].concat());
            }
        }
        if let Some(facts) = facts.strip_suffix(',') {
            json.push(',');
            json.push_str(facts);
        }
        match owner {
            Ok(_) => {
                let row = (here.sheet, here.row);
                self.push(index, Part { role: SheetRole::Table(table), key, json, row });
            }
            Err((target, reason)) => {
                let (place, head, value) = here.told(target);
                let json = ["{\"id\":", &json!(key).to_string(), &json, "}"].concat();
                self.roster.tell(place, &head, &value, reason, Repair::Owner { part: definition.name.clone(), json });
            }
        }
    }

    fn evaluation(&mut self, here: &Here<'_>) {
        let (claim, state) = (here.words(Target::Claim), here.words(Target::State));
        let state = match EvaluationState::from_word(&state) {
            Some(_) => state.clone(),
            None => state_of_words(&state).unwrap_or_default().to_owned(),
        };
        if state.is_empty() {
            let (place, head, value) = here.told(Target::State);
            let pointer = format!("/{EVALUATIONS}/{}", claim.replace('~', "~0").replace('/', "~1"));
            let applicant = self.owner(here).ok();
            let repair = Repair::Word { applicant: applicant.unwrap_or(u32::MAX), pointer };
            self.roster.tell(place, &head, &value, Reason::UnknownWord, repair);
            if applicant.is_none() {
                self.keyed(here, SheetRole::Evaluations, EVALUATIONS, claim, &json!("unknown"));
            }
            return;
        }
        self.keyed(here, SheetRole::Evaluations, EVALUATIONS, claim, &json!(state));
    }

    fn tags(&mut self, here: &Here<'_>) {
        let applicant = self.owner(here).unwrap_or(u32::MAX);
        let mut part = |target| Some(self.label(here, applicant, target)).filter(|words| !words.is_empty());
        let tags = json!({ "project": part(Target::Project), "matter": part(Target::Matter) });
        self.keyed(here, SheetRole::Tags, TAGS, here.words(Target::Claim), &tags);
    }

    fn keyed(&mut self, here: &Here<'_>, role: SheetRole, part: &str, key: String, value: &Json) {
        match self.owner(here) {
            Ok(index) => {
                let json = value.to_string();
                let parts = self.drafts.get(index as usize).map(|draft| &draft.parts[..]).unwrap_or_default();
                let other = parts.iter().find(|part| (part.role, &part.key) == (role, &key));
                if let Some(row) = other.filter(|part| part.json != json).map(|part| part.row.1) {
                    let (place, head, told) = here.told(Target::Claim);
                    let why = format!("第 {row} 行已填写同一事项，内容不同；以第 {row} 行为准");
                    self.roster.tell(place, &head, &told, Reason::Rule(why), Repair::None { applicant: index });
                    return;
                }
                self.push(index, Part { role, key, json, row: (here.sheet, here.row) });
            }
            Err((target, reason)) => {
                let (place, head, told) = here.told(target);
                let json = json!({ key: value }).to_string();
                self.roster.tell(place, &head, &told, reason, Repair::Owner { part: part.into(), json });
            }
        }
    }

    fn push(&mut self, index: u32, part: Part) {
        if let Some(draft) = self.drafts.get_mut(index as usize) {
            draft.parts.push(part);
        }
    }

    /// No row is left: what came in can be assessed.
    pub fn close(self) -> Closing<'p> {
        let drafts = self.drafts.into_iter();
        Closing {
            policy: self.policy,
            plan: self.plan,
            as_of: self.as_of,
            total: drafts.len(),
            drafts,
            roster: self.roster,
        }
    }
}

/// Assesses the applicants, some at a time.
#[derive(Debug)]
pub struct Closing<'p> {
    policy: &'p Policy,
    plan: Plan,
    as_of: Date,
    total: usize,
    drafts: std::vec::IntoIter<Draft>,
    roster: Roster,
}

impl Closing<'_> {
    /// How many there are, and how many are done.
    pub fn progress(&self) -> (usize, usize) {
        (self.total, self.roster.applicants.len())
    }

    /// Assesses up to `most` more; whether some are left.
    pub fn advance(&mut self, assessor: &Assessor, most: usize) -> bool {
        let mut quick = Quick::new(assessor);
        for _ in 0..most {
            let Some(draft) = self.drafts.next() else { return false };
            self.one(assessor, &mut quick, draft);
        }
        self.drafts.len() > 0
    }

    /// The roster when all are done.
    pub fn into_roster(self) -> Roster {
        self.roster
    }

    fn one(&mut self, assessor: &Assessor, quick: &mut Quick<'_>, draft: Draft) {
        let text = self.text(&draft);
        let done = assessor.read(&text).ok().map(|profile| quick.summary(&profile));
        let (profile, summary) = match done {
            Some(summary) => (text, summary),
            None => self.mended(assessor, quick, &draft, &text),
        };
        self.roster.applicants.push(Applicant {
            name: draft.name.into(),
            code: draft.code.into(),
            row: draft.row,
            profile: profile.into(),
            summary,
            left_out: false,
        });
    }

    /// A profile that the reader refuses in part: the refused values are told at their cells.
    fn mended(
        &mut self,
        assessor: &Assessor,
        quick: &mut Quick<'_>,
        draft: &Draft,
        text: &str,
    ) -> (String, super::Summary) {
        let applicant = u32::try_from(self.roster.applicants.len()).unwrap_or(u32::MAX);
        let mut json: Json = serde_json::from_str(text).unwrap_or(Json::Null);
        let settled = Roster::settle(quick, assessor, &mut json);
        for (pointer, value, message) in settled.refused {
            let (place, head, repair) = self.origin(draft, applicant, &pointer);
            let value = match (&repair, value) {
                // The column's unit is already in the amount; written out, it can be typed again as it stands.
                (Repair::Value { zeros: 1.., .. }, Json::String(yuan)) => yuan + "元",
                (Repair::Value { .. }, Json::String(text)) => text,
                _ if pointer.is_empty() => draft.name.clone(),
                _ => pointer.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~"),
            };
            self.roster.tell(place, &head, &value, Reason::Rule(message), repair);
        }
        settled.profile.unwrap_or_default()
    }

    /// The cell that a value of a profile came from.
    fn origin(&self, draft: &Draft, applicant: u32, pointer: &str) -> (Place, String, Repair) {
        let mut steps = pointer.split('/').skip(1);
        let (owner, step) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
        let role = SheetRole::from_key(owner, &self.policy.facts);
        let part = match role {
            SheetRole::Table(_) => {
                let mut rows = draft.parts.iter().filter(|part| part.role == role);
                step.parse().ok().and_then(|number| rows.nth(number))
            }
            _ => draft
                .parts
                .iter()
                .find(|part| part.role == role && part.key.replace('~', "~0").replace('/', "~1") == step),
        };
        let row = part.map_or(draft.row, |part| part.row);
        let name = if role == SheetRole::Applicants { step } else { steps.next().unwrap_or_default() };
        let fact = self.policy.facts.find(&[owner, ".", name].concat()).ok();
        let target = match (role, fact) {
            (_, Some(fact)) => Target::Fact(fact),
            (SheetRole::Evaluations | SheetRole::Tags, None) => Target::Claim,
            _ => Target::Owner,
        };
        let plan = self.plan.sheets.get(usize::from(row.0));
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
            None => Repair::None { applicant },
        };
        (place, head, repair)
    }

    /// The profile as JSON.
    fn text(&self, draft: &Draft) -> String {
        let mut text = format!(
            "{{\"format\":{},\"as_of\":\"{}\",\"{APPLICANT}\":{{{}",
            json!(self.policy.document.formats.profile),
            self.as_of,
            draft.facts
        );
        if draft.name.is_empty() {
            text.truncate(text.trim_end_matches(',').len());
        } else {
            text.push_str(&["\"name\":", &json!(draft.name).to_string()].concat());
        }
        text.push('}');
        for (table, number) in self.policy.facts.tables.iter().zip(0..) {
            let role = SheetRole::Table(number);
            let rows = draft.parts.iter().filter(|part| part.role == role);
            let rows: Vec<String> = rows.map(|part| format!("{{\"id\":{}{}}}", json!(part.key), part.json)).collect();
            let complete = self.plan.sheets.iter().any(|sheet| sheet.role == role && sheet.complete);
            if !rows.is_empty() || complete {
                text.push_str(&[",\"", &table.name, "\":[", &rows.join(","), "]"].concat());
            }
        }
        for (role, key) in [(SheetRole::Evaluations, EVALUATIONS), (SheetRole::Tags, TAGS)] {
            let mut members = Map::new();
            for part in draft.parts.iter().filter(|part| part.role == role) {
                members.insert(part.key.clone(), serde_json::from_str(&part.json).unwrap_or(Json::Null));
            }
            if !members.is_empty() {
                text.push_str(&[",\"", key, "\":", &Json::Object(members).to_string()].concat());
            }
        }
        text.push_str(if draft.untagged { ",\"untagged_matters\":\"distinct\"}" } else { "}" });
        text
    }
}
