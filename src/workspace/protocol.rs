//! What the page and its worker say to each other: JSON texts, files beside them as bytes.

mod kept;
mod plan;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::book::BookFault;
use crate::roster::compare::{Difference, PolicyChange};
use crate::roster::view::{Overview, View};
pub use kept::Keeping;
pub use plan::{KnownSheet, PlannedColumn, PlannedSheet};

/// Which told cells are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FaultFind {
    /// Words that applicant, value or place must hold.
    pub search: String,
    /// Only of this group.
    pub group: Option<FaultKey>,
}

/// Told cells of one column that are told for the same kind of reason.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FaultKey {
    /// Sheet.
    pub sheet: String,
    /// Head of the column.
    pub head: String,
    /// Kind of reason, in words.
    pub kind: String,
}

/// Long work in the worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Work {
    /// Rows are being read.
    Reading,
    /// Applicants are being assessed.
    Assessing,
    /// A list that was kept is being brought back.
    Restoring,
    /// A former list is being taken in.
    Former,
    /// Lists or policies are being compared.
    Comparing,
    /// A file is being written, or sheets made for printing.
    Writing,
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
    /// One applicant's result as a short summary in Markdown.
    Letter(u32),
    /// Such summaries one after the other.
    Letters,
}

/// From the page to the worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// The language of all words from now on.
    Speak {
        /// English instead of Chinese.
        english: bool,
    },
    /// Opens files as one; they come along, or their bytes.
    Open {
        /// Their names.
        names: Vec<String>,
        /// What sheets of the same heads meant before.
        known: Vec<KnownSheet>,
    },
    /// Guesses from the heads alone what the opened file means.
    Guess,
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
        /// Keeps it on this machine, in place of the list that is kept under this number.
        keep: Option<u32>,
    },
    /// Takes in the former roster, as another worker has read it; its text comes along.
    Former,
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
        /// Which.
        find: FaultFind,
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
        /// Also those of its column that hold the same.
        #[serde(default)]
        alike: bool,
    },
    /// Lets a told row, line or cell go as it is.
    LetGo {
        /// Its number.
        fault: u32,
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
        /// Days; the most last.
        days: Vec<u16>,
    },
    /// Claims that one change would turn.
    Near,
    /// Compares with the former roster.
    Compare,
    /// Compares with what another policy gives the same applicants; its JSON comes along.
    ComparePolicy,
    /// Writes a file.
    Export {
        /// For what.
        what: Export,
        /// Only the applicants of a view.
        view: Option<View>,
    },
    /// Sheets to print for the applicants of a view.
    Print {
        /// Which applicants.
        view: View,
    },
    /// Keeps everything on this machine from now on; a list that is kept there is replaced if it has this number.
    Keep(Option<u32>),
    /// Keeps nothing any longer.
    Unkeep,
    /// Looks for what is kept, and brings it back; with a number, only the list that has it.
    Restore(Option<u32>),
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
    /// Computable amounts of claims that count: item, known part, whether more may come.
    pub amounts: Vec<(u16, Decimal, bool)>,
    /// Total under the strict reading, yuan.
    pub lower: Decimal,
    /// Total under the lenient reading, yuan.
    pub upper: Decimal,
    /// Whether both totals may still grow.
    pub open: bool,
    /// Whether the total is one settled figure and nothing is open.
    pub settled: bool,
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
    /// How many others of the column hold the same and can be mended alike.
    pub alike: u32,
    /// Whether the row or line may be let go as it is.
    pub let_go: bool,
    /// The applicant, if it may be left out instead.
    pub index: Option<u32>,
}

/// Told cells as they are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FaultPart {
    /// All.
    pub total: u32,
    /// Those that are looked for.
    pub found: u32,
    /// First of them.
    pub from: u32,
    /// Rows.
    pub rows: Vec<FaultRow>,
    /// Groups of all, with how many each has.
    pub groups: Vec<(FaultKey, u32)>,
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

/// An item, or one of its claims, on a printed sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedLine {
    /// Title, and row.
    pub title: String,
    /// Amount, and what is missing.
    pub words: String,
    /// The sentence it rests on, with its place.
    pub quote: Option<(String, String)>,
}

/// A printed sheet of one applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// Name.
    pub name: String,
    /// Day of assessment, and whether the policy is in force then.
    pub day: String,
    /// The total in words.
    pub total: String,
    /// What is open.
    pub open: Vec<String>,
    /// What may not be combined, and other support.
    pub overlap: Vec<String>,
    /// What is to be asked of the authority.
    pub ask: Vec<String>,
    /// Windows that are still open.
    pub windows: Vec<String>,
    /// Per status: its words and lines.
    pub groups: Vec<(String, Vec<PrintedLine>)>,
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
    /// What one of its sheets means now.
    Replanned {
        /// Number of the sheet.
        number: usize,
        /// The sheet.
        sheet: PlannedSheet,
    },
    /// How far the work is.
    Progress {
        /// What is being done.
        work: Work,
        /// From 0 to 1.
        share: f64,
        /// Rows read or applicants assessed.
        count: u32,
    },
    /// The work was stopped; everything is as before.
    Cancelled,
    /// The file is not read; of several files which one.
    Refused(BookFault, Option<String>),
    /// Profiles and tables were chosen together.
    Mixed,
    /// The browser could not read the file.
    Unread,
    /// The roster has been imported.
    Imported {
        /// Whether it is kept on this machine.
        kept: Keeping,
    },
    /// The former roster has been read; its text comes along.
    ReadFormer,
    /// No sheet holds applicants.
    NoApplicants,
    /// No row of the sheet of applicants, or no profile, holds one.
    Nobody {
        /// Whether the file was to hold profiles.
        profiles: bool,
    },
    /// The roster is there or has changed.
    Changed,
    /// The former roster is there.
    Former {
        /// Its applicants.
        count: u32,
        /// Its told cells.
        told: u32,
        /// The first of them.
        faults: Vec<FaultRow>,
    },
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
    Overview(Box<Overview>),
    /// Told cells.
    Faults(FaultPart),
    /// What was typed does not mend the cell.
    NotMended {
        /// Number of the fault.
        fault: u32,
        /// What was typed.
        typed: String,
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
    /// What was typed mended the cell, but of those that hold the same so many not.
    MendedInPart {
        /// So many.
        left: u32,
    },
    /// Windows that close soon.
    Closing {
        /// The first of them.
        list: Vec<Todo>,
        /// All, per number of days asked for.
        counts: Vec<u32>,
    },
    /// Claims that one change would turn.
    Near {
        /// The first of them that were found since the last reply.
        list: Vec<Todo>,
        /// All that were found.
        found: u32,
        /// Applicants that have been looked at.
        done: u32,
        /// Applicants.
        total: u32,
    },
    /// Differences to the former roster or under another policy.
    Differences {
        /// The first of them.
        list: Vec<Difference>,
        /// All.
        count: u32,
        /// How the other policy differs, where it is one.
        policy: Option<PolicyChange>,
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
    /// Whether everything is kept on this machine.
    Kept(Keeping),
    /// What was kept is back.
    Restored {
        /// Whether it goes on being kept.
        kept: Keeping,
        /// It was kept under another version of the policy and has been judged anew.
        anew: bool,
    },
    /// Nothing is left.
    Wiped,
}
