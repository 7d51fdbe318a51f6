//! The page's state: one pure reducer owns it; the browser stays outside.

use std::rc::Rc;

use yew::Reducible;

use super::adviser::Advised;
use super::computed::{Computed, compute};
use super::draft::{Answer, ClaimId, ClaimTags, Draft, TableDraft, set_entry};
use super::route::Route;
use super::storage::Display;
use super::words::Lang;
use crate::policy::Policy;
use crate::report::Assessor;
use crate::values::Date;

/// A question's place in the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// An applicant fact by index.
    Applicant(usize),
    /// A cell: table by index, row by its number, column by index.
    Cell(usize, u32, usize),
}

/// A row's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowPart {
    /// Name.
    Name,
    /// Project tag.
    Project,
    /// Matter tag.
    Matter,
}

/// What can happen.
#[derive(Debug, Clone)]
pub enum Action {
    /// A question is answered.
    Answer(Slot, Answer),
    /// Whether a table has rows is answered.
    Have(usize, TableDraft),
    /// A row is added.
    AddRow(usize),
    /// A row is removed.
    RemoveRow(usize, u32),
    /// A row's own words change.
    RowText(usize, u32, RowPart, String),
    /// The state of an evaluation is told.
    Evaluate(ClaimId, String),
    /// A claim's tags change.
    Tag(ClaimId, ClaimTags),
    /// Untagged claims are different, or may be the same.
    Distinct(bool),
    /// The day of assessment is typed.
    AsOf(String),
    /// A page is shown; then the element with this id gets the focus.
    Go(Route, Option<String>),
    /// The location says this page; nothing happens if it is shown already.
    Located(Route),
    /// Light, dark, or as the system.
    Theme(Option<bool>),
    /// Large text.
    Large(bool),
    /// Another language.
    Speak(Lang),
    /// The answers are kept, and others may be tried.
    Suppose,
    /// The kept answers come back.
    Restore,
    /// The answers tried become the own ones.
    Adopt,
    /// Answers from a file, a link or this machine take the place of the present ones.
    Load(Box<Loaded>),
    /// The draft on this machine that is being edited.
    Open(Option<Opened>),
    /// Another window has changed the draft that is being edited.
    Conflict,
    /// The notice has been read.
    Dismiss,
    /// What the applicant is called.
    Name(String),
    /// An applicant of the workspace is shown instead of the own answers.
    Advise {
        /// Its number there.
        index: u32,
        /// Its name.
        name: String,
        /// Its answers.
        draft: Box<Draft>,
    },
    /// The own answers come back, and the workspace is shown.
    EndAdvice,
    /// All answers are forgotten.
    Clear,
}

/// Answers that come from outside the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The answers.
    pub draft: Draft,
    /// The draft on this machine they are, if they are one.
    pub opened: Option<Opened>,
    /// Whether they were made with other policy data.
    pub changed: bool,
}

/// The draft on this machine that is being edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its id.
    pub id: u32,
    /// What the user calls it.
    pub name: String,
    /// The revision that this window has seen.
    pub revision: u64,
}

/// Answers that are kept while others are tried.
#[derive(Debug)]
pub struct Kept {
    /// Answers.
    pub draft: Draft,
    /// What follows from them.
    pub computed: Rc<Computed>,
}

/// Everything the page shows.
#[derive(Debug, Clone)]
pub struct State {
    /// The policy, ready to assess.
    pub assessor: &'static Assessor,
    /// Answers.
    pub draft: Draft,
    /// What follows from them.
    pub computed: Rc<Computed>,
    /// The own answers while others are tried.
    pub kept: Option<Rc<Kept>>,
    /// The draft on this machine that changes are written to.
    pub opened: Option<Opened>,
    /// The applicant of the workspace whose answers these are.
    pub advised: Option<Rc<Advised>>,
    /// Another window has changed that draft.
    pub conflict: bool,
    /// The answers were made with other policy data.
    pub outdated: bool,
    /// Page.
    pub route: Route,
    /// Where the focus goes after the page has been drawn; counts up, so that the same place can be meant twice.
    pub focus: (u32, Option<String>),
    /// Language.
    pub lang: Lang,
    /// Dark, light, or as the system.
    pub dark: Option<bool>,
    /// Large text.
    pub large: bool,
    /// The browser's day.
    pub today: Date,
    /// Counts the changes.
    version: u64,
}

impl PartialEq for State {
    /// States of one page differ exactly by the number of changes.
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
    }
}

impl State {
    /// The state at the beginning; none only if the policy cannot be assessed at all.
    pub fn new(assessor: &'static Assessor, draft: Option<Draft>, route: Route, today: Date) -> Option<Self> {
        let lang = Lang::Zh;
        let fitting = draft.filter(|draft| draft.fits(assessor.policy()));
        let draft = fitting.unwrap_or_else(|| Draft::new(assessor.policy()));
        let computed = Rc::new(compute(assessor, &draft, today, lang)?);
        let focus = (0, None);
        Some(Self {
            assessor,
            draft,
            computed,
            kept: None,
            opened: None,
            advised: None,
            conflict: false,
            outdated: false,
            route,
            focus,
            lang,
            dark: None,
            large: false,
            today,
            version: 0,
        })
    }

    /// The state with a chosen display.
    #[must_use]
    pub fn shown_as(self, display: Display) -> Self {
        let lang = if display.english { Lang::En } else { Lang::Zh };
        let mut state = Self { dark: display.dark, large: display.large, ..self };
        // Rows without a name are called in the language, so the language counts in what is computed.
        state.change(Action::Speak(lang));
        state
    }

    /// The own answers: those that are kept while others are tried.
    pub fn own_draft(&self) -> &Draft {
        let shown = || self.kept.as_ref().map_or(&self.draft, |kept| &kept.draft);
        self.advised.as_ref().map_or_else(shown, |advised| &advised.own)
    }

    /// The profile of the own answers as JSON text.
    pub fn own_profile(&self) -> String {
        self.kept.as_ref().map_or(&self.computed, |kept| &kept.computed).json.to_string()
    }

    /// What a draft is called that the user gives no name.
    pub fn default_name(&self) -> String {
        match self.own_draft().name.trim() {
            "" => [self.lang.t("填报 ", "Draft "), &self.lang.date(self.today)].concat(),
            name => name.to_owned(),
        }
    }

    /// The policy.
    pub fn policy(&self) -> &'static Policy {
        self.assessor.policy()
    }

    /// Makes a change that no answer depends on; gives back any other.
    fn change_view(&mut self, action: Action) -> Option<Action> {
        match action {
            Action::Go(route, focus) => {
                self.route = route;
                self.focus = (self.focus.0 + 1, focus);
            }
            Action::Located(route) => {
                if route != self.route {
                    self.route = route;
                    self.focus = (self.focus.0 + 1, None);
                }
            }
            Action::Theme(dark) => {
                self.dark = dark;
            }
            Action::Large(large) => {
                self.large = large;
            }
            Action::Suppose => {
                self.kept = Some(Rc::new(Kept { draft: self.draft.clone(), computed: self.computed.clone() }));
            }
            Action::Adopt => {
                self.kept = None;
            }
            Action::Open(opened) => {
                self.opened = opened;
                self.conflict = false;
            }
            Action::Conflict => {
                self.conflict = true;
            }
            Action::Dismiss => {
                self.outdated = false;
            }
            other => return Some(other),
        }
        None
    }

    fn change(&mut self, action: Action) {
        let policy = self.policy();
        let Some(action) = self.change_view(action) else { return };
        match action {
            Action::Answer(slot, answer) => {
                let target = match slot {
                    Slot::Applicant(index) => self.draft.applicant.get_mut(index),
                    Slot::Cell(table, uid, column) => {
                        self.row_mut(table, uid).and_then(|row| row.cells.get_mut(column))
                    }
                };
                if let Some(target) = target {
                    *target = answer;
                }
            }
            Action::Have(table, have) => {
                let empty = self.draft.tables.get(table).is_some_and(|t| t.rows.is_empty());
                if have == TableDraft::Rows && empty {
                    self.draft.add_row(policy, table);
                } else if let Some(table) = self.draft.tables.get_mut(table) {
                    table.have = have;
                }
            }
            Action::AddRow(table) => self.draft.add_row(policy, table),
            Action::RemoveRow(table, uid) => {
                if let Some(table) = self.draft.tables.get_mut(table) {
                    table.rows.retain(|row| row.uid != uid);
                    if table.rows.is_empty() {
                        table.have = TableDraft::Open;
                    }
                }
            }
            Action::RowText(table, uid, part, text) => {
                if let Some(row) = self.row_mut(table, uid) {
                    match part {
                        RowPart::Name => row.name = text,
                        RowPart::Project => row.project = text,
                        RowPart::Matter => row.matter = text,
                    }
                }
            }
            Action::Evaluate(claim, state) => set_entry(&mut self.draft.evaluations, claim, state),
            Action::Tag(claim, tags) => set_entry(&mut self.draft.tags, claim, tags),
            Action::Distinct(distinct) => self.draft.distinct = distinct,
            Action::AsOf(text) => self.draft.as_of = text,
            Action::Speak(lang) => self.lang = lang,
            Action::Restore => {
                if let Some(kept) = self.kept.take() {
                    self.draft = kept.draft.clone();
                }
            }
            Action::Load(loaded) => {
                self.advised = None;
                self.kept = None;
                self.draft = loaded.draft;
                self.opened = loaded.opened;
                self.conflict = false;
                self.outdated = loaded.changed;
                self.route = Route::Result;
                self.focus = (self.focus.0 + 1, None);
            }
            Action::Name(name) => self.draft.name = name,
            Action::Advise { index, name, draft } => {
                self.end_advice();
                let (own, opened) = (self.draft.clone(), self.opened.take());
                self.advised = Some(Rc::new(Advised { index, name, own, opened }));
                self.draft = *draft;
                self.kept = None;
                self.route = Route::Result;
                self.focus = (self.focus.0 + 1, None);
            }
            Action::EndAdvice => {
                self.end_advice();
                self.route = Route::Workspace;
                self.focus = (self.focus.0 + 1, None);
            }
            Action::Clear => {
                self.advised = None;
                self.opened = None;
                self.conflict = false;
                self.outdated = false;
                self.kept = None;
                self.draft = Draft::new(policy);
                self.route = Route::Start;
                self.focus = (self.focus.0 + 1, None);
            }
            _ => return,
        }
        if let Some(computed) = compute(self.assessor, &self.draft, self.today, self.lang) {
            self.computed = Rc::new(computed);
        }
    }

    /// Brings the own answers back after an applicant of the workspace was shown.
    fn end_advice(&mut self) {
        if let Some(advised) = self.advised.take() {
            self.draft = advised.own.clone();
            self.opened.clone_from(&advised.opened);
            self.kept = None;
        }
    }

    fn row_mut(&mut self, table: usize, uid: u32) -> Option<&mut super::draft::RowDraft> {
        self.draft.tables.get_mut(table)?.rows.iter_mut().find(|row| row.uid == uid)
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        next.version += 1;
        next.change(action);
        Rc::new(next)
    }
}
