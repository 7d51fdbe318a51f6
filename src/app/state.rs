//! The page's state: one pure reducer owns it; the browser stays outside.

mod answers;

use std::rc::Rc;

use yew::Reducible;

use super::adviser::Advised;
use super::computed::{Computed, compute};
use super::draft::{Answer, ClaimId, ClaimTags, Draft, RowDraft, TableDraft};
use super::later;
use super::rest::{Needs, Rest};
use super::route::Route;
use super::storage::{Display, Kept as Stored, StoreError};
use super::words::Lang;
use crate::overlap::Weigh;
use crate::policy::Policy;
use crate::report::Assessor;
use crate::values::Date;

/// The page's content.
pub const MAIN: &str = "main";
/// The button that begins to suppose.
pub const SUPPOSE: &str = "suppose";
/// The title of what is supposed.
pub const SUPPOSING: &str = "supposing";

/// The DOM id of a row's title.
pub fn row_title(table: &str, uid: u32) -> String {
    ["row-", table, "-", &uid.to_string()].concat()
}

/// The DOM id of where the state of a claim's evaluation is told.
pub fn evaluation_id((item, row): &ClaimId) -> String {
    ["evaluation-", item, "-", &row.unwrap_or_default().to_string()].concat()
}

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
    /// The row that was removed last comes back.
    PutBack,
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
    /// The draft that is being edited could not be kept.
    Trouble(StoreError),
    /// What stands on this machine where the draft that is being edited belongs; none: it is gone.
    Elsewhere(Option<Box<Stored>>),
    /// Something is said to screen readers; then the element with this id gets the focus.
    Say(String, Option<String>),
    /// The notice has been read.
    Dismiss,
    /// What the applicant is called.
    Name(String),
    /// An applicant of the workspace is shown instead of the own answers.
    Advise {
        /// Number of the list and its own in it.
        place: (u32, u32),
        /// Its name.
        name: String,
        /// Its answers.
        draft: Box<Draft>,
    },
    /// The own answers come back, and the workspace is shown.
    EndAdvice,
    /// The same, if an applicant is shown: its list is there no more.
    LeaveAdvice,
    /// All answers are forgotten.
    Clear,
    /// Later parts of the program have come, or could not be loaded.
    Rest(Rest),
}

/// Answers that come from outside the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The answers.
    pub draft: Draft,
    /// The draft on this machine they are, if they are one.
    pub opened: Option<Opened>,
    /// What else they were made with.
    pub made: Made,
}

impl From<Draft> for Loaded {
    fn from(draft: Draft) -> Self {
        Self { draft, opened: None, made: Made::Here }
    }
}

/// What answers were made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Made {
    /// The same as here.
    #[default]
    Here,
    /// The same policy data, another version of the page.
    OtherVersion,
    /// Other policy data.
    OtherPolicy,
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

/// A row that was removed.
#[derive(Debug)]
pub struct Removed {
    /// Its table, by index.
    pub table: usize,
    /// Its place among the rows, from 0.
    pub place: usize,
    /// What it held.
    pub row: RowDraft,
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
    /// The row with answers that was removed last: it may come back.
    pub removed: Option<Rc<Removed>>,
    /// The draft on this machine that changes are written to.
    pub opened: Option<Opened>,
    /// The applicant of the workspace whose answers these are.
    pub advised: Option<Rc<Advised>>,
    /// Why its last changes are not kept.
    pub trouble: Option<StoreError>,
    /// What the answers were made with.
    pub made: Made,
    /// What screen readers are told; counts up, so that the same can be said twice.
    pub said: (u32, String),
    /// Groups of questions that have been shown, in that order.
    pub visited: Vec<String>,
    /// Page.
    pub route: Route,
    /// The location has said so, and is not told: it may say another by now.
    pub located: bool,
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
    /// Which later parts of the program are there.
    pub rest: Rest,
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
    /// The state at the beginning, with all of the program there; none only if the policy cannot be assessed at all.
    pub fn new(assessor: &'static Assessor, loaded: Option<Loaded>, route: Route, today: Date) -> Option<Self> {
        Self::before(Rest::WHOLE, assessor, loaded, route, today)
    }

    /// The state at the beginning, with parts of the program still to come.
    pub fn before(
        rest: Rest,
        assessor: &'static Assessor,
        loaded: Option<Loaded>,
        route: Route,
        today: Date,
    ) -> Option<Self> {
        let lang = Lang::Zh;
        let blank = || Draft::new(assessor.policy()).into();
        let Loaded { draft, opened, made } = loaded.unwrap_or_else(blank);
        let computed = Rc::new(compute(assessor, &draft, today, lang, weigh(rest))?);
        let focus = (0, None);
        let mut state = Self {
            assessor,
            draft,
            computed,
            kept: None,
            removed: None,
            opened,
            advised: None,
            trouble: None,
            made,
            said: (0, String::new()),
            visited: Vec::new(),
            route,
            located: true,
            focus,
            lang,
            dark: None,
            large: false,
            today,
            rest,
            version: 0,
        };
        state.visit();
        Some(state)
    }

    /// Notes the group of questions that is shown.
    fn visit(&mut self) {
        let Route::Check(group) = &self.route else { return };
        let shown = group.clone();
        // Whoever comes back to answers finds the steps in the order of the policy, the first of all at their head.
        if self.visited.is_empty() {
            let groups = self.groups();
            let known = groups.iter().enumerate().filter(|(place, group)| *place == 0 || self.is_answered(group));
            self.visited = known.map(|(_, group)| group.id.clone()).collect();
        }
        if let Some(id) = shown.filter(|id| !self.visited.contains(id)) {
            self.visited.push(id);
        }
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

    /// What follows from the answers shown, without what is only tried.
    pub fn settled(&self) -> &Rc<Computed> {
        self.kept.as_ref().map_or(&self.computed, |kept| &kept.computed)
    }

    /// What follows from the own answers.
    pub fn own_computed(&self) -> Rc<Computed> {
        let own = self
            .advised
            .as_ref()
            .and_then(|own| compute(self.assessor, &own.own, self.today, self.lang, weigh(self.rest)));
        own.map_or_else(|| self.settled().clone(), Rc::new)
    }

    /// The own answers for this machine, beside what is kept there already: a draft of this name with a new id.
    pub fn to_keep(&self, id: u32, name: String, revision: u64) -> Stored {
        let (digest, draft) = (self.assessor.digest().to_owned(), self.own_draft().clone());
        Stored { id, name, revision, digest, draft, profile: self.own_computed().json.to_string() }
    }

    /// Whether the own answers are written to this machine as they change.
    pub fn is_kept(&self) -> bool {
        self.opened.is_some() && self.trouble.is_none()
    }

    /// What a draft is called that the user gives no name.
    pub fn default_name(&self) -> String {
        match self.own_draft().name.trim() {
            "" => [self.lang.t("填报 ", "Draft "), &self.lang.date(self.today)].concat(),
            name => name.to_owned(),
        }
    }

    /// Behind the day of assessment, where it is not today's.
    pub fn not_today(&self) -> &'static str {
        if self.computed.report.as_of == self.today { "" } else { self.lang.t("（不是今天）", " (not today)") }
    }

    /// The policy.
    pub fn policy(&self) -> &'static Policy {
        self.assessor.policy()
    }

    /// Makes a change that no answer depends on; gives back any other.
    fn change_view(&mut self, action: Action) -> Option<Action> {
        match action {
            Action::Go(route, focus) => self.go(route, focus),
            Action::Located(route) => {
                if route != self.route {
                    self.go(route, None);
                    self.located = true;
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
                self.look(SUPPOSING);
            }
            Action::Adopt => {
                self.kept = None;
                self.say(self.lang.t("已采用假设的回答", "The supposed answers are now yours"));
                self.look(SUPPOSE);
            }
            Action::Open(opened) => {
                self.opened = opened;
                self.trouble = None;
            }
            Action::Trouble(trouble) => self.trouble = Some(trouble),
            Action::Elsewhere(there) => self.elsewhere(there.as_deref()),
            Action::Say(words, focus) => {
                self.say(&words);
                if let Some(id) = focus {
                    self.look(&id);
                }
            }
            Action::Dismiss => {
                self.made = Made::Here;
                self.look(MAIN);
            }
            Action::LeaveAdvice if self.advised.is_none() => {}
            other => return Some(other),
        }
        None
    }

    /// Makes a change; whether what follows from it could be worked out.
    fn change(&mut self, action: Action) -> bool {
        let Some(action) = self.change_view(action) else { return true };
        self.change_answers(action);
        let computed = compute(self.assessor, &self.draft, self.today, self.lang, weigh(self.rest));
        let worked = computed.is_some();
        self.computed = computed.map_or_else(|| self.computed.clone(), Rc::new);
        worked
    }

    fn go(&mut self, route: Route, focus: Option<String>) {
        self.route = route;
        self.located = false;
        self.focus = (self.focus.0 + 1, focus);
    }

    fn look(&mut self, id: &str) {
        self.focus = (self.focus.0 + 1, Some(id.to_owned()));
    }

    fn say(&mut self, words: &str) {
        self.said = (self.said.0 + 1, words.to_owned());
    }

    /// Takes note of what stands on this machine: the same answers are no trouble, whoever wrote them.
    fn elsewhere(&mut self, there: Option<&Stored>) {
        let same = there.is_some_and(|there| there.draft == *self.own_draft());
        let Some(open) = &mut self.opened else { return };
        self.trouble = match there {
            None => Some(StoreError::Gone),
            Some(there) if same => {
                open.revision = there.revision;
                open.name.clone_from(&there.name);
                None
            }
            Some(there) if there.revision > open.revision => Some(StoreError::Newer),
            Some(_) => self.trouble,
        };
    }
}

/// What weighs claims, once it is there.
fn weigh(rest: Rest) -> Option<Weigh> {
    rest.has(Needs::Result).then_some(later::result::weigh)
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        next.version += 1;
        if !next.change(action) {
            // More than a profile can hold: the answers stay as they were.
            next = (*self).clone();
            next.version += 1;
            next.say(next.lang.t("内容太多，没有接受", "That is too much and was not taken"));
        }
        next.visit();
        Rc::new(next)
    }
}
