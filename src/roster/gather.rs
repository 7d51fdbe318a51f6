//! Rows of cells into applicants: each row goes to its applicant, each cell to its fact, each fault to its place.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::close::{Closing, Settler};
use super::code;
use super::fault::{Place, Reason, Repair};
use super::index::{Index, Known};
use super::list::Roster;
use super::memo::Memo;
use super::nobody::{is_heads, says_nobody};
use super::pack::{Packed, Words};
use super::plan::{EVALUATIONS, EXAMPLES, Plan, SheetPlan, SheetRole, TAGS, Target};
use super::read_cell::{failure, is_unknown, same_name, state_of_words};
use crate::book::{Cell, MAX_ROWS};
use crate::policy::FactRef;
use crate::policy::layout::APPLICANT;
use crate::policy::model::Policy;
use crate::profile::EvaluationState;
use crate::report::Assessor;
use crate::values::Date;

/// An applicant while its rows come in. Members are kept as JSON text: short, and quickly put together.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub name: Box<str>,
    pub code: Box<str>,
    pub row: (u16, u32),
    /// Members of the applicant, each with a comma behind it.
    pub facts: Packed,
    pub untagged: bool,
    pub parts: Vec<Part>,
}

/// A row of a table, an evaluation or tags.
#[derive(Debug)]
pub(super) struct Part {
    pub role: SheetRole,
    /// Id of a row, or key of a claim.
    pub key: Box<str>,
    /// A row's other members, each with a comma in front; or the value of the key.
    pub json: Packed,
    pub row: (u16, u32),
}

/// Takes in rows.
#[derive(Debug)]
pub struct Gather<'p> {
    policy: &'p Policy,
    plan: Plan,
    drafts: Vec<Draft>,
    names: Index,
    codes: Index,
    roster: Roster,
    words: Arc<Words>,
    memo: Memo,
    settler: Settler<'p>,
    at_once: bool,
}

/// A key as a step of a JSON Pointer.
pub(super) fn step(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
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

    /// What is wrong where the program that made the file has no value in a target's cell.
    fn failed(&self, target: Target) -> Option<Reason> {
        let cell = self.cell(self.plan.column(target)?);
        cell.is_fault().then(|| failure(cell))
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
    pub fn new(assessor: &'p Assessor, plan: Plan, as_of: Date) -> Self {
        let words = Arc::new(Words::of(assessor.policy()));
        let mut roster = Roster::of_sheets(plan.sheets.iter().map(|sheet| sheet.name.clone()).collect());
        roster.words = Some(Arc::clone(&words));
        let imported = || plan.sheets.iter().filter(|sheet| sheet.role != SheetRole::Ignored);
        Self {
            policy: assessor.policy(),
            at_once: imported().all(|sheet| sheet.role == SheetRole::Applicants),
            plan,
            drafts: Vec::new(),
            names: Index::default(),
            codes: Index::default(),
            roster,
            memo: Memo::default(),
            settler: Settler::new(assessor, as_of, &words),
            words,
        }
    }

    /// Whether each applicant is assessed as soon as its row is read: no other sheet can add to it.
    pub fn is_at_once(&self) -> bool {
        self.at_once
    }

    /// Makes room at once for all applicants that are to be expected, where those so far are this share of them. More
    /// may come, or fewer.
    pub fn expect(&mut self, share: f64) {
        let more = f64::from(self.count()) * ((1.0 / share.clamp(f64::EPSILON, 1.0)) * 1.05 - 1.0);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to the most rows")]
        let more = more.clamp(0.0, f64::from(MAX_ROWS)) as usize;
        if self.at_once {
            self.roster.applicants.reserve_exact(more);
        } else {
            self.drafts.reserve_exact(more);
        }
    }

    /// Sheets in the order in which their rows must come: applicants first.
    pub fn order(plan: &Plan) -> Vec<usize> {
        let of = |wanted: fn(SheetRole) -> bool| {
            plan.sheets.iter().enumerate().filter(move |(_, sheet)| wanted(sheet.role)).map(|(index, _)| index)
        };
        let applicants = of(|role| role == SheetRole::Applicants);
        applicants.chain(of(|role| !matches!(role, SheetRole::Applicants | SheetRole::Ignored))).collect()
    }

    /// Takes in a row of a sheet. Rows up to the heads, the heads where they stand again, and blank rows are passed over.
    pub fn row(&mut self, sheet: usize, row: u32, cells: &[Cell]) {
        let Some(mut plan) = self.plan.sheets.get_mut(sheet).map(std::mem::take) else { return };
        if row > plan.head_row && !cells.iter().all(Cell::is_blank) && !is_heads(&plan, cells) {
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
        if self.at_once
            && let Some(draft) = self.drafts.pop()
        {
            self.settler.settle(&self.plan, &mut self.roster, draft);
        }
    }

    /// How many applicants there are.
    fn count(&self) -> u32 {
        u32::try_from(self.roster.applicants.len() + self.drafts.len()).unwrap_or(u32::MAX)
    }

    /// The applicant of this name, code and row that holds for.
    fn known(&self, index: u32) -> Known<'_> {
        let index = index as usize;
        let draft = self.drafts.get(index).map(|draft| (&*draft.name, &*draft.code, draft.row.1));
        let settled = || self.roster.applicants.get(index).map(|one| (&*one.name, &*one.code, one.row.1));
        draft.or_else(settled).unwrap_or_default()
    }

    /// The first applicant of a name.
    fn of_name(&self, name: &str) -> Option<u32> {
        let name = same_name(name);
        self.names.find(&name, |index| same_name(self.known(index).0) == name)
    }

    /// The first applicant of a code, as it is written when it is checked.
    fn of_code(&self, code: &str) -> Option<u32> {
        self.codes.find(code, |index| self.known(index).1 == code)
    }

    fn applicant(&mut self, here: &Here<'_>) {
        let index = self.count();
        let mut draft = Draft { row: (here.sheet, here.row), ..Draft::default() };
        let failed = here.failed(Target::Owner);
        draft.name = if failed.is_some() { Box::default() } else { here.words(Target::Owner).into() };
        if draft.name.is_empty() {
            let (place, head, value) = here.told(Target::Owner);
            let reason = failed.unwrap_or(Reason::NoName);
            self.roster.tell(place, &head, &value, reason, Repair::Name { applicant: index });
        } else {
            self.take_name(here, index, &draft.name);
        }
        self.take_code(here, index, &mut draft);
        let facts = self.values(here, index, |fact| matches!(fact, FactRef::Applicant(_)), &["", APPLICANT].join("/"));
        draft.facts = Packed::of(&self.words, facts);
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

    /// The applicant's name, which may say that there is none, or be another's.
    fn take_name(&mut self, here: &Here<'_>, index: u32, name: &str) {
        let other = self.of_name(name);
        let row = other.map(|other| self.known(other).2);
        let column = here.plan.column(Target::Owner).and_then(|column| here.plan.columns.get(column));
        // Each sum below a part of the list is one, whatever the others are called.
        let nobody = says_nobody(name, column.map_or("", |column| &column.head)).then_some(Reason::Total);
        if let Some(reason) = nobody.or(row.map(|row| Reason::SameName { row })) {
            let (place, head, value) = here.told(Target::Owner);
            self.roster.tell(place, &head, &value, reason, Repair::None { applicant: index });
        }
        if other.is_none() {
            self.names.insert(&same_name(name), index);
        }
    }

    fn take_code(&mut self, here: &Here<'_>, index: u32, draft: &mut Draft) {
        let written = here.words(Target::Code);
        if written.is_empty() {
            return;
        }
        let told = || here.told(Target::Code);
        match code::check(&written) {
            Ok(code) => {
                if let Some(other) = self.of_code(&code) {
                    let (place, head, value) = told();
                    let row = self.known(other).2;
                    self.roster.tell(place, &head, &value, Reason::SameCode { row }, Repair::None { applicant: index });
                } else {
                    self.codes.insert(&code, index);
                }
                draft.code = code.into();
            }
            Err(fault) => {
                let (place, head, value) = told();
                self.roster.tell(place, &head, &value, Reason::Code(fault), Repair::Code { applicant: index });
                draft.code = written.into();
            }
        }
    }

    /// The facts of a row as JSON members with a comma behind each, packed. `pointer` leads to the object they belong to.
    fn values(&mut self, here: &Here<'_>, applicant: u32, wanted: fn(FactRef) -> bool, pointer: &str) -> Vec<u8> {
        let mut members = Vec::new();
        for (column, plan) in here.plan.columns.iter().enumerate() {
            let Target::Fact(at) = plan.target else { continue };
            let (Some(fact), true) = (self.policy.facts.get(at), wanted(at)) else { continue };
            let cell = here.cell(column);
            let read = if plan.foreign {
                if is_unknown(&cell.text()) { Ok(()) } else { Err(Reason::Foreign) }
            } else {
                self.memo.member(&self.words, cell, (at, fact, plan.zeros), &mut members)
            };
            if let Err(reason) = read {
                let pointer = [pointer, "/", &fact.name].concat();
                let repair = Repair::Value { applicant, pointer, fact: at, zeros: plan.zeros };
                self.roster.tell(here.place(column), &plan.head, &cell.text(), reason, repair);
            }
        }
        members
    }

    /// The applicant a row belongs to, by code or name.
    fn owner(&self, here: &Here<'_>) -> Result<u32, (Target, Reason)> {
        let code = here.words(Target::Code);
        if let Some(index) = code::check(&code).ok().and_then(|code| self.of_code(&code)) {
            return Ok(index);
        }
        let name = here.words(Target::Owner);
        if let Some(index) = self.of_name(&name) {
            return Ok(index);
        }
        if let Some(index) = code::check(&name).ok().and_then(|code| self.of_code(&code)) {
            return Ok(index);
        }
        let target = if here.plan.column(Target::Owner).is_some() { Target::Owner } else { Target::Code };
        let named = !name.is_empty() || !code.is_empty();
        let reason = match here.failed(target) {
            Some(Reason::NoResult) => Reason::NoResult,
            _ if named => Reason::UnknownOwner,
            _ => Reason::NoOwner,
        };
        Err((target, reason))
    }

    /// A row's name, id or tag. A blank or 不清楚 is none; an error of the program is told, lest it tie rows together.
    /// `object`: the JSON Pointer of what it belongs to.
    fn label(&mut self, here: &Here<'_>, applicant: u32, target: Target, object: &str) -> String {
        if let Some(reason) = here.failed(target) {
            let (place, head, value) = here.told(target);
            let pointer = [object, "/", target.key(&self.policy.facts).as_str()].concat();
            self.roster.tell(place, &head, &value, reason, Repair::Text { applicant, pointer });
            return String::new();
        }
        Some(here.words(target)).filter(|words| !is_unknown(words)).unwrap_or_default()
    }

    fn table_row(&mut self, here: &Here<'_>, table: u16) {
        let owner = self.owner(here);
        let index = owner.as_ref().copied().unwrap_or(u32::MAX);
        let Some(definition) = self.policy.facts.table_at(table) else { return };
        let count = self.parts(index).iter().filter(|part| part.role == SheetRole::Table(table)).count();
        let pointer = format!("/{}/{count}", definition.name);
        let labels = [Target::Id, Target::Name, Target::Project, Target::Matter];
        let [id, name, project, matter] = labels.map(|target| self.label(here, index, target, &pointer));
        let rows = self.parts(index).iter().filter(|part| part.role == SheetRole::Table(table));
        let wish = [&id, &name].into_iter().find(|words| !words.is_empty()).cloned();
        let number = count + 1;
        let wish = wish.unwrap_or_else(|| format!("{} {number}", definition.row_label.zh));
        let mut key = wish.clone();
        let mut again = 2;
        while rows.clone().any(|part| *part.key == *key) {
            key = format!("{wish}（{again}）");
            again += 1;
        }
        let facts = self.values(here, index, |fact| fact.table().is_some(), &pointer);
        let facts = self.words.text(&facts);
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
                let json = Packed::new(&self.words, &json);
                self.push(index, Part { role: SheetRole::Table(table), key: key.into(), json, row });
            }
            Err((target, reason)) => {
                let (place, head, value) = here.told(target);
                let json = ["{\"id\":", &json!(key).to_string(), &json, "}"].concat();
                self.roster.tell(place, &head, &value, reason, Repair::Owner { part: definition.name.clone(), json });
            }
        }
    }

    /// What an applicant has so far besides its own facts.
    fn parts(&self, index: u32) -> &[Part] {
        self.drafts.get(index as usize).map(|draft| &draft.parts[..]).unwrap_or_default()
    }

    fn evaluation(&mut self, here: &Here<'_>) {
        let (claim, state) = (here.words(Target::Claim), here.words(Target::State));
        let state = match EvaluationState::from_word(&state) {
            Some(_) => state.clone(),
            None => state_of_words(&state).unwrap_or_default().to_owned(),
        };
        if state.is_empty() {
            let (place, head, value) = here.told(Target::State);
            let pointer = ["/", EVALUATIONS, "/", &step(&claim)].concat();
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
        let object = ["/", TAGS, "/", &step(&here.words(Target::Claim))].concat();
        let mut part = |target| Some(self.label(here, applicant, target, &object)).filter(|words| !words.is_empty());
        let tags = json!({ "project": part(Target::Project), "matter": part(Target::Matter) });
        self.keyed(here, SheetRole::Tags, TAGS, here.words(Target::Claim), &tags);
    }

    fn keyed(&mut self, here: &Here<'_>, role: SheetRole, part: &str, key: String, value: &Json) {
        match self.owner(here) {
            Ok(index) => {
                let json = value.to_string();
                let other = self.parts(index).iter().find(|part| (part.role, &*part.key) == (role, &*key));
                if let Some(row) = other.filter(|part| part.json.text() != json).map(|part| part.row.1) {
                    let (place, head, told) = here.told(Target::Claim);
                    let repair = Repair::Key { applicant: index, part: part.to_owned(), json };
                    self.roster.tell(place, &head, &told, Reason::SameItem { row }, repair);
                    return;
                }
                let json = Packed::new(&self.words, &json);
                self.push(index, Part { role, key: key.into(), json, row: (here.sheet, here.row) });
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
        Closing::new(self.settler, self.plan, self.drafts, self.roster)
    }
}
