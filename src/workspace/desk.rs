//! The workspace's state on the page: what the worker said last, and what the user looks at.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use yew::prelude::*;

use super::client::Workers;
use super::protocol::{FaultPart, FaultRow, PlannedSheet, Printed, Reply, Request, TableRow, Todo, Work};
use crate::app::copying::by_hand;
use crate::app::words::Lang;
use crate::policy::Policy;
use crate::report::Assessor;
use crate::roster::compare::{Difference, PolicyChange};
use crate::roster::view::{Overview, View};

/// What is going on with a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// Nothing.
    Idle,
    /// It is being opened.
    Opening,
    /// It has become the list, which is being added up.
    Settling,
    /// What its columns mean is to be agreed to; no sheets: it holds profiles.
    Planning(Rc<Vec<PlannedSheet>>),
    /// It is being imported.
    Working {
        /// What is being done.
        work: Work,
        /// From 0 to 1.
        share: f64,
        /// Rows or applicants.
        count: u32,
    },
}

/// What is shown of the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// The table.
    Table,
    /// Everything added up.
    Overview,
    /// What to do for whom.
    Todo,
    /// Told cells.
    Faults,
    /// Differences.
    Compare,
}

/// A part of the table as it came.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Part {
    /// View it belongs to.
    pub view: View,
    /// Applicants of the view.
    pub total: u32,
    /// First of them.
    pub from: u32,
    /// Rows.
    pub rows: Vec<Rc<TableRow>>,
}

/// Claims that one change would turn, as far as they have been looked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Near {
    /// The first of them.
    pub list: Rc<Vec<Todo>>,
    /// All that were found.
    pub found: u32,
    /// Applicants looked at.
    pub done: u32,
    /// Applicants.
    pub total: u32,
    /// Whether the worker is looking.
    pub looking: bool,
    /// Whether it was told to stop before it had looked at all.
    pub stopped: bool,
    /// Whether it has been asked to, since the list changed.
    pub asked: bool,
}

/// The former roster.
#[derive(Debug, Clone, PartialEq)]
pub struct Former {
    /// Applicants.
    pub count: u32,
    /// Told cells.
    pub told: u32,
    /// The first of them.
    pub faults: Vec<FaultRow>,
}

/// What comparing found.
#[derive(Debug, Clone, PartialEq)]
pub struct Differences {
    /// The first of them.
    pub list: Vec<Difference>,
    /// All.
    pub count: u32,
    /// How the other policy differs, where it is one.
    pub policy: Option<PolicyChange>,
}

/// The state.
#[derive(Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is told by the worker on its own")]
pub struct Desk {
    /// The policy.
    pub assessor: &'static Assessor,
    /// Language.
    pub lang: Lang,
    /// Whether the worker is there.
    pub ready: bool,
    /// Whether something is kept on this machine that has not been brought back.
    pub found: bool,
    /// Whether everything is kept on this machine.
    pub keeping: bool,
    /// Number of the list on this machine that this window has kept or brought back: it may be replaced unasked.
    pub own: Option<u32>,
    /// Number of another list that is kept there: whether it may be replaced is being asked.
    pub other: Option<u32>,
    /// What is going on.
    pub stage: Stage,
    /// The file becomes the former roster.
    pub former_wanted: bool,
    /// Counts the changes of the roster.
    pub version: u32,
    /// Counts the changes of this state.
    pub changes: u64,
    /// Applicants, once there is a roster.
    pub overview: Option<Rc<Overview>>,
    /// What the table shows.
    pub view: View,
    /// Rows of the table.
    pub part: Rc<Part>,
    /// Told cells.
    pub faults: Rc<FaultPart>,
    /// Faults that were not mended: what was typed for each, and why it does not do.
    pub not_mended: BTreeMap<u32, (String, String)>,
    /// Windows that close soon: the first, and how many per number of days.
    pub closing: Rc<(Vec<Todo>, Vec<u32>)>,
    /// Claims that one change would turn.
    pub near: Near,
    /// The former roster.
    pub former: Option<Rc<Former>>,
    /// Differences to it, or to another policy.
    pub differences: Option<Rc<Differences>>,
    /// Something long that is done with the list; how far it is: share and count.
    pub busy: Option<(Work, Option<(f64, u32)>)>,
    /// What is shown.
    pub tab: Tab,
    /// Something to tell: whether it went wrong, and the words.
    pub notice: Option<(bool, String)>,
    /// A letter that the browser did not let the page copy.
    pub uncopied: Option<AttrValue>,
    /// Sheets to print.
    pub printed: Rc<Vec<Printed>>,
}

/// What happens.
pub enum Event {
    /// The worker said something.
    Heard(Reply),
    /// The language has changed.
    Spoken(Lang),
    /// A file is being opened; whether as the former roster.
    Opening(bool),
    /// What is going on ends.
    Idle,
    /// The user has stopped opening or importing a file.
    Stopped,
    /// The worker that opened a file has ended by itself.
    OpenerEnded {
        /// It had begun to work.
        ready: bool,
    },
    /// The worker that held the list has ended by itself.
    DeskEnded {
        /// Another has been started.
        again: bool,
        /// The list is kept and comes back.
        kept: bool,
    },
    /// Another list that is kept on this machine is not replaced.
    NotReplaced,
    /// Something long is asked of the worker.
    Busy(Work),
    /// The plan has been changed.
    Planned(Vec<PlannedSheet>),
    /// Another part is shown.
    Show(Tab),
    /// The table shows something else.
    Look(View),
    /// Claims that one change would turn are looked for anew.
    LookForNear,
    /// They are looked for no longer.
    StopLooking,
    /// Something to tell.
    Tell(bool, String),
    /// The browser did not let the page copy a letter.
    Uncopied(AttrValue),
    /// The notice has been read.
    Dismiss,
    /// The sheets have been printed.
    Printed,
}

impl Desk {
    /// Nothing yet.
    pub fn new(assessor: &'static Assessor, lang: Lang) -> Self {
        Self {
            assessor,
            lang,
            ready: false,
            found: false,
            keeping: false,
            own: None,
            other: None,
            stage: Stage::Idle,
            former_wanted: false,
            version: 0,
            changes: 0,
            overview: None,
            view: View::default(),
            part: Rc::default(),
            faults: Rc::default(),
            not_mended: BTreeMap::new(),
            closing: Rc::default(),
            near: Near::default(),
            former: None,
            differences: None,
            busy: None,
            tab: Tab::Table,
            notice: None,
            uncopied: None,
            printed: Rc::default(),
        }
    }

    /// The policy.
    pub fn policy(&self) -> &'static Policy {
        self.assessor.policy()
    }

    /// Whether there is a list, or something told of one.
    pub fn has_roster(&self) -> bool {
        self.overview.as_ref().is_some_and(|all| all.applicants > 0 || all.faults > 0)
    }

    /// Whether the table shows some of the list only.
    pub fn is_filtered(&self) -> bool {
        View { sort: self.view.sort, descending: self.view.descending, ..View::default() } != self.view
    }
}

impl Reducible for Desk {
    type Action = Event;

    fn reduce(self: Rc<Self>, event: Event) -> Rc<Self> {
        let mut next = (*self).clone();
        next.changes += 1;
        match event {
            Event::Heard(reply) => next.hear(reply),
            Event::Spoken(lang) => {
                next.lang = lang;
                next.notice = None;
                // What is typed stays; why it does not do was said in the other language.
                let why = lang.t("没有改成，请看上面的原因。", "Not mended: see the reason above.");
                next.not_mended.values_mut().for_each(|(_, words)| why.clone_into(words));
            }
            Event::Opening(former) => {
                next.stage = Stage::Opening;
                next.former_wanted = former;
                next.notice = None;
            }
            Event::Idle => next.stage = Stage::Idle,
            Event::Stopped => {
                next.stage = Stage::Idle;
                next.hear(Reply::Cancelled);
            }
            Event::OpenerEnded { ready: false } => {
                next.stage = Stage::Idle;
                next.say(
                    true,
                    "后台程序没有启动，文件没有读。名单没有变；请检查网络后再试。",
                    "The worker did not start and the file was not read. The list is as before; check the network and try again.",
                );
            }
            Event::OpenerEnded { ready: true } => {
                next.stage = Stage::Idle;
                next.say(
                    true,
                    "读这个文件时程序意外停止了，多半是文件太大或内容异常。名单没有变；可另存或分成几份后再导入。",
                    "The program stopped while it read this file, most likely because it is too large or odd. The list is as before; save the file anew or split it.",
                );
            }
            Event::DeskEnded { again, kept } => next.desk_ended(again, kept),
            Event::NotReplaced => next.other = None,
            Event::Busy(work) => next.busy = Some((work, None)),
            Event::Planned(sheets) => next.stage = Stage::Planning(Rc::new(sheets)),
            Event::Show(tab) => next.tab = tab,
            Event::Look(view) => {
                next.view = view;
                next.tab = Tab::Table;
            }
            Event::LookForNear => next.near = Near { looking: true, asked: true, ..Near::default() },
            Event::StopLooking => {
                next.near.looking = false;
                next.near.stopped = true;
            }
            Event::Tell(wrong, words) => next.notice = Some((wrong, words)),
            Event::Uncopied(text) => {
                next.notice = Some((true, by_hand(next.lang).to_owned()));
                next.uncopied = Some(text);
            }
            Event::Dismiss => next.notice = None,
            Event::Printed => next.printed = Rc::default(),
        }
        // A letter goes with its notice.
        if next.uncopied == self.uncopied && next.notice != self.notice {
            next.uncopied = None;
        }
        Rc::new(next)
    }
}

/// Where the table was last scrolled to: number of the list, its view, px from the top and from the start.
pub type Scrolled = Rc<RefCell<(u32, View, i32, i32)>>;

/// The state and the worker, as components get them.
#[derive(Clone)]
pub struct Bench {
    /// State.
    pub desk: UseReducerHandle<Desk>,
    /// Workers.
    pub client: Rc<Workers>,
    /// Where the table was last scrolled to.
    pub place: Scrolled,
    /// The state's number of changes when this was made: handles of a state show its newest.
    changes: u64,
}

impl PartialEq for Bench {
    fn eq(&self, other: &Self) -> bool {
        self.changes == other.changes
    }
}

impl Bench {
    /// Of a state, its workers and the table's place.
    pub fn new(desk: UseReducerHandle<Desk>, client: Rc<Workers>, place: Scrolled) -> Self {
        let changes = desk.changes;
        Self { desk, client, place, changes }
    }

    /// Language.
    pub fn lang(&self) -> Lang {
        self.desk.lang
    }

    /// A click that asks the worker.
    pub fn ask(&self, request: Request) -> Callback<MouseEvent> {
        let client = Rc::clone(&self.client);
        Callback::from(move |_| client.post(&request))
    }

    /// A click that changes the state.
    pub fn on(&self, event: impl Fn() -> Event + 'static) -> Callback<MouseEvent> {
        let dispatcher = self.desk.dispatcher();
        Callback::from(move |_| dispatcher.dispatch(event()))
    }
}
