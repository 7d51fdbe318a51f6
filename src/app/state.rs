//! The page's state: one pure reducer owns it; the browser stays outside.

use std::rc::Rc;

use yew::Reducible;

use super::computed::{Computed, compute};
use super::draft::{Answer, ClaimId, ClaimTags, Draft, TableDraft, set_entry};
use super::route::Route;
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
    /// All answers are forgotten.
    Clear,
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
            route,
            focus,
            lang,
            dark: None,
            large: false,
            today,
            version: 0,
        })
    }

    /// The own answers: those that are kept while others are tried.
    pub fn own_draft(&self) -> &Draft {
        self.kept.as_ref().map_or(&self.draft, |kept| &kept.draft)
    }

    /// The policy.
    pub fn policy(&self) -> &'static Policy {
        self.assessor.policy()
    }

    fn change(&mut self, action: Action) {
        let policy = self.policy();
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
            Action::Go(route, focus) => {
                self.route = route;
                self.focus = (self.focus.0 + 1, focus);
                return;
            }
            Action::Located(route) => {
                if route != self.route {
                    self.route = route;
                    self.focus = (self.focus.0 + 1, None);
                }
                return;
            }
            Action::Theme(dark) => {
                self.dark = dark;
                return;
            }
            Action::Large(large) => {
                self.large = large;
                return;
            }
            Action::Speak(lang) => self.lang = lang,
            Action::Suppose => {
                self.kept = Some(Rc::new(Kept { draft: self.draft.clone(), computed: self.computed.clone() }));
                return;
            }
            Action::Restore => {
                if let Some(kept) = self.kept.take() {
                    self.draft = kept.draft.clone();
                }
            }
            Action::Adopt => {
                self.kept = None;
                return;
            }
            Action::Clear => {
                self.kept = None;
                self.draft = Draft::new(policy);
                self.route = Route::Start;
                self.focus = (self.focus.0 + 1, None);
            }
        }
        if let Some(computed) = compute(self.assessor, &self.draft, self.today, self.lang) {
            self.computed = Rc::new(computed);
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
