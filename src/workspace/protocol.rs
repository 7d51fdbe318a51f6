//! What the page and its worker say to each other: JSON texts, files beside them as bytes.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::book::BookFault;
use crate::roster::compare::Difference;
use crate::roster::view::{Overview, View};

/// A column of a plan, in words for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedColumn {
    /// Head as it stands.
    pub head: String,
    /// What it holds.
    pub target: String,
    /// Zeros that its unit adds to amounts.
    pub zeros: u32,
    /// The first values under it.
    pub sample: Vec<String>,
}

/// A sheet of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedSheet {
    /// Name.
    pub name: String,
    /// What its rows are.
    pub role: String,
    /// Row of the heads, from 1.
    pub head_row: u32,
    /// Columns.
    pub columns: Vec<PlannedColumn>,
    /// Applicants without a row have none, instead of not known.
    pub complete: bool,
}

/// What a file is written for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Export {
    /// An empty workbook to fill in.
    Template,
    /// Results, reasons and data of everybody, as a workbook.
    Workbook,
    /// The table of results as text.
    Table,
    /// Profiles, one JSON text a line.
    Profiles,
    /// One applicant's result as Markdown.
    Letter(u32),
}

/// From the page to the worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// The language of all words from now on.
    Speak {
        /// English instead of Chinese.
        english: bool,
    },
    /// Opens a file; its bytes come along.
    Open {
        /// Its name.
        name: String,
    },
    /// Plans a sheet anew for other rows or another row of heads.
    Plan {
        /// Number of the sheet.
        sheet: usize,
        /// What its rows are.
        role: String,
        /// Row of the heads.
        head_row: u32,
    },
    /// Imports the opened file.
    Import {
        /// What everything means.
        sheets: Vec<PlannedSheet>,
        /// Day of assessment.
        as_of: String,
        /// As the former roster to compare with, not as the present one.
        former: bool,
    },
    /// Stops what is going on.
    Cancel,
    /// A part of the table.
    Rows {
        /// Which applicants.
        view: View,
        /// First of them.
        from: u32,
        /// How many.
        count: u32,
    },
    /// Everything added up.
    Overview,
    /// Told cells.
    Faults {
        /// First of them.
        from: u32,
        /// How many.
        count: u32,
    },
    /// Mends a told cell.
    Mend {
        /// Its number.
        fault: u32,
        /// What is typed.
        typed: String,
    },
    /// An applicant's profile.
    Profile {
        /// Applicant.
        index: u32,
    },
    /// An edited profile comes back.
    Replace {
        /// Applicant.
        index: u32,
        /// Profile.
        profile: String,
    },
    /// Leaves an applicant out.
    LeaveOut {
        /// Applicant.
        index: u32,
    },
    /// Windows that close within so many days.
    Closing {
        /// Days.
        days: u16,
    },
    /// Claims that one change would turn.
    Near,
    /// Compares with the former roster.
    Compare,
    /// Compares with what another policy gives the same applicants; its JSON comes along.
    ComparePolicy,
    /// Writes a file.
    Export(Export),
    /// Sheets to print for the applicants of a view.
    Print {
        /// Which applicants.
        view: View,
    },
    /// Keeps everything on this machine from now on, or no longer.
    Keep {
        /// Whether.
        on: bool,
    },
    /// Looks for what is kept, and brings it back.
    Restore,
    /// Forgets everything, also what is kept.
    Wipe,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    /// Applicant.
    pub index: u32,
    /// Name.
    pub name: String,
    /// Code.
    pub code: String,
    /// Per item the place of its status in the order of statuses, as a digit.
    pub statuses: String,
    /// Computable amounts: item, known part, whether more may come.
    pub amounts: Vec<(u16, Decimal, bool)>,
    /// Lower total, yuan.
    pub lower: Decimal,
    /// Upper total, yuan.
    pub upper: Decimal,
    /// Counted claims without a stated amount.
    pub unspecified: u16,
    /// Facts missing.
    pub missing: u16,
    /// The next last day and its item.
    pub deadline: Option<(String, u16)>,
    /// Told cells.
    pub told: bool,
}

/// A told cell in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultRow {
    /// Its number.
    pub id: u32,
    /// Sheet.
    pub sheet: String,
    /// The cell as the program names it, such as `C12`; empty for a whole line.
    pub cell: String,
    /// Head of its column.
    pub head: String,
    /// The applicant, if it is one's.
    pub applicant: String,
    /// What stands there.
    pub value: String,
    /// Why it is told and how to mend it.
    pub reason: String,
    /// Whether something can be typed.
    pub typed: bool,
    /// The applicant that may be left out instead.
    pub index: Option<u32>,
}

/// Something to do for an applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Todo {
    /// Applicant.
    pub index: u32,
    /// Name.
    pub name: String,
    /// Item.
    pub item: u16,
    /// What, in words.
    pub words: String,
    /// For windows: days left.
    pub days: u32,
}

/// A printed sheet of one applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// Name.
    pub name: String,
    /// The total in words.
    pub total: String,
    /// What is open.
    pub open: Vec<String>,
    /// Per status: its words, and items with what belongs to them.
    pub groups: Vec<(String, Vec<(String, String)>)>,
}

/// From the worker to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// The worker is ready; whether something is kept on this machine.
    Ready {
        /// Whether.
        kept: bool,
    },
    /// What the opened file most likely means.
    Planned {
        /// Sheets.
        sheets: Vec<PlannedSheet>,
        /// Whether the file holds profiles and needs no plan.
        profiles: bool,
    },
    /// How far the work is.
    Progress {
        /// Whether rows are being read; else applicants are being assessed.
        reading: bool,
        /// From 0 to 1.
        share: f64,
        /// Rows read or applicants assessed.
        count: u32,
    },
    /// The work was stopped; everything is as before.
    Cancelled,
    /// The file is not read.
    Refused(BookFault),
    /// No sheet holds applicants.
    NoApplicants,
    /// The roster is there or has changed.
    Changed,
    /// The former roster is there: so many applicants.
    Former(u32),
    /// Part of the table.
    Rows {
        /// The view it belongs to.
        view: View,
        /// Applicants of the view.
        total: u32,
        /// First of them.
        from: u32,
        /// Rows.
        rows: Vec<TableRow>,
    },
    /// Everything added up.
    Overview(Overview),
    /// Told cells.
    Faults {
        /// All.
        total: u32,
        /// First of them.
        from: u32,
        /// Rows.
        rows: Vec<FaultRow>,
    },
    /// What was typed does not mend the cell.
    NotMended {
        /// Number of the fault.
        fault: u32,
        /// Why.
        reason: String,
    },
    /// An applicant's profile.
    Profile {
        /// Applicant.
        index: u32,
        /// Name.
        name: String,
        /// Profile.
        json: String,
    },
    /// Windows that close soon.
    Closing(Vec<Todo>),
    /// Claims that one change would turn.
    Near {
        /// Them.
        list: Vec<Todo>,
        /// Whether all applicants have been looked at.
        done: bool,
    },
    /// Differences to the former roster or under another policy.
    Differences {
        /// Them.
        list: Vec<Difference>,
        /// Under another policy.
        policy: bool,
    },
    /// The other policy cannot be used; why.
    NotAPolicy(String),
    /// A file; its bytes come along.
    File {
        /// Its name.
        name: String,
        /// Its media type.
        kind: String,
        /// Rows that did not fit.
        left_out: u32,
    },
    /// A text to copy.
    Letter(String),
    /// Sheets to print, and applicants beyond the most that one job prints.
    Print {
        /// Sheets.
        sheets: Vec<Printed>,
        /// Left out.
        left_out: u32,
    },
    /// Whether everything is kept on this machine; none: the browser refuses.
    Kept(Option<bool>),
    /// Nothing is left.
    Wiped,
}
