//! The workspace's state on the page: what the worker said last, and what the user looks at.

use std::rc::Rc;

use yew::prelude::*;

use super::client::Client;
use super::protocol::{FaultRow, PlannedSheet, Printed, Reply, Request, TableRow, Todo};
use super::words;
use crate::app::words::Lang;
use crate::policy::Policy;
use crate::report::Assessor;
use crate::roster::compare::Difference;
use crate::roster::view::{Overview, View};

/// What is going on with a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// Nothing.
    Idle,
    /// It is being opened.
    Opening,
    /// What its columns mean is to be agreed to; no sheets: it holds profiles.
    Planning(Rc<Vec<PlannedSheet>>),
    /// It is being imported.
    Working {
        /// Rows are being read; else applicants assessed.
        reading: bool,
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
    pub rows: Vec<TableRow>,
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
    /// Told cells: all, first, rows.
    pub faults: (u32, u32, Rc<Vec<FaultRow>>),
    /// A fault that was not mended, and why.
    pub not_mended: Option<(u32, String)>,
    /// Windows that close soon.
    pub closing: Rc<Vec<Todo>>,
    /// Claims that one change would turn; whether all have been looked at.
    pub near: (Rc<Vec<Todo>>, bool),
    /// Applicants of the former roster.
    pub former: Option<u32>,
    /// Differences; whether to another policy.
    pub differences: Option<(Rc<Vec<Difference>>, bool)>,
    /// What is shown.
    pub tab: Tab,
    /// Something to tell: whether it went wrong, and the words.
    pub notice: Option<(bool, String)>,
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
    /// The plan has been changed.
    Planned(Vec<PlannedSheet>),
    /// Another part is shown.
    Show(Tab),
    /// The table shows something else.
    Look(View),
    /// Claims that one change would turn are looked for anew.
    LookForNear,
    /// Something to tell.
    Tell(bool, String),
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
            stage: Stage::Idle,
            former_wanted: false,
            version: 0,
            changes: 0,
            overview: None,
            view: View::default(),
            part: Rc::default(),
            faults: (0, 0, Rc::default()),
            not_mended: None,
            closing: Rc::default(),
            near: (Rc::default(), false),
            former: None,
            differences: None,
            tab: Tab::Table,
            notice: None,
            printed: Rc::default(),
        }
    }

    /// The policy.
    pub fn policy(&self) -> &'static Policy {
        self.assessor.policy()
    }

    fn hear(&mut self, reply: Reply) {
        match reply {
            Reply::Ready { kept } => {
                self.ready = true;
                self.found = kept;
            }
            Reply::Planned { sheets, .. } => self.stage = Stage::Planning(Rc::new(sheets)),
            Reply::Progress { reading, share, count } => self.stage = Stage::Working { reading, share, count },
            Reply::Cancelled => {
                self.stage = Stage::Idle;
                self.notice =
                    Some((false, self.lang.t("已取消，名单没有变。", "Stopped; the list is as before.").to_owned()));
            }
            Reply::Refused(fault) => {
                self.stage = Stage::Idle;
                self.notice = Some((true, words::book_fault(self.lang, &fault)));
            }
            Reply::NoApplicants => {
                self.stage = Stage::Idle;
                let words = self.lang.t(
                    "没有一张工作表是企业名单。请重新打开文件，把其中一张指定为企业名单。",
                    "No sheet holds the applicants. Open the file again and say which one does.",
                );
                self.notice = Some((true, words.to_owned()));
            }
            Reply::Changed => {
                self.version += 1;
                self.not_mended = None;
                if matches!(self.stage, Stage::Working { .. }) {
                    self.found = false;
                    self.stage = Stage::Idle;
                    self.view = View::default();
                    self.differences = None;
                    self.tab = Tab::Table;
                }
                self.near = (Rc::default(), false);
            }
            Reply::Former(count) => {
                self.stage = Stage::Idle;
                self.former = Some(count);
                self.version += 1;
                self.tab = Tab::Compare;
            }
            Reply::Rows { view, total, from, rows } => self.part = Rc::new(Part { view, total, from, rows }),
            Reply::Overview(overview) => self.overview = Some(Rc::new(overview)),
            Reply::Faults { total, from, rows } => self.faults = (total, from, Rc::new(rows)),
            Reply::NotMended { fault, reason } => self.not_mended = Some((fault, reason)),
            Reply::Closing(list) => self.closing = Rc::new(list),
            Reply::Near { list, done } => {
                let mut all = (*self.near.0).clone();
                all.extend(list);
                self.near = (Rc::new(all), done);
            }
            Reply::Differences { list, policy } => self.differences = Some((Rc::new(list), policy)),
            Reply::NotAPolicy(why) => {
                let words = [self.lang.t("不能用作比较的政策：", "This policy cannot be used: "), &why].concat();
                self.notice = Some((true, words));
            }
            Reply::Print { sheets, .. } => self.printed = Rc::new(sheets),
            Reply::Kept(kept) => self.kept(kept),
            Reply::Wiped => {
                let words = self.lang.t(
                    "名单和保存在这台设备上的内容都已清除。",
                    "The list and all that was kept on this machine are gone.",
                );
                *self = Self {
                    ready: true,
                    changes: self.changes,
                    notice: Some((false, words.to_owned())),
                    ..Self::new(self.assessor, self.lang)
                };
            }
            Reply::File { left_out, .. } if left_out > 0 => {
                let words = match self.lang.t("zh", "en") {
                    "zh" => format!("文件已写出；“原因”表放不下的 {left_out} 行没有写入。"),
                    _ => format!("The file is written; {left_out} rows of reasons did not fit."),
                };
                self.notice = Some((false, words));
            }
            Reply::File { .. } | Reply::Profile { .. } | Reply::Letter(_) => {}
        }
    }

    fn kept(&mut self, kept: Option<bool>) {
        self.keeping = kept == Some(true);
        self.found = false;
        let words = match kept {
            Some(true) => self.lang.t(
                "名单会保存在这台设备上，意外关闭后可以恢复。",
                "The list is kept on this machine and can be brought back.",
            ),
            Some(false) => self.lang.t("名单不再保存在这台设备上。", "The list is no longer kept on this machine."),
            None => self.lang.t(
                "浏览器没有保存或读出名单。请改用导出。",
                "The browser did not keep the list, or could not read it. Export it instead.",
            ),
        };
        self.notice = Some((kept.is_none(), words.to_owned()));
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
            }
            Event::Opening(former) => {
                next.stage = Stage::Opening;
                next.former_wanted = former;
                next.notice = None;
            }
            Event::Idle => next.stage = Stage::Idle,
            Event::Planned(sheets) => next.stage = Stage::Planning(Rc::new(sheets)),
            Event::Show(tab) => next.tab = tab,
            Event::Look(view) => {
                next.view = view;
                next.tab = Tab::Table;
            }
            Event::LookForNear => next.near = (Rc::default(), false),
            Event::Tell(wrong, words) => next.notice = Some((wrong, words)),
            Event::Dismiss => next.notice = None,
            Event::Printed => next.printed = Rc::default(),
        }
        Rc::new(next)
    }
}

/// The state and the worker, as components get them.
#[derive(Clone)]
pub struct Bench {
    /// State.
    pub desk: UseReducerHandle<Desk>,
    /// Worker.
    pub client: Rc<Client>,
    /// The state's number of changes when this was made: handles of a state show its newest.
    changes: u64,
}

impl PartialEq for Bench {
    fn eq(&self, other: &Self) -> bool {
        self.changes == other.changes
    }
}

impl Bench {
    /// Of a state and its worker.
    pub fn new(desk: UseReducerHandle<Desk>, client: Rc<Client>) -> Self {
        let changes = desk.changes;
        Self { desk, client, changes }
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
