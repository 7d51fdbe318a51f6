//! Workbooks and text tables as rows of cells, and back: knows nothing of policies or applicants. Rows come one by
//! one, so that a large file needs little memory.

pub mod cell;
mod encoding;
mod guard;
mod read;
mod scan;
mod write_csv;
mod write_xlsx;

pub use cell::Cell;
pub use read::{Book, Passed, Row, Rows, SheetInfo};
pub use write_csv::CsvWriter;
pub use write_xlsx::{Column, Format, XlsxWriter, letters};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::values::Date;

/// Largest file that is read, bytes.
pub const MAX_FILE: usize = 200 << 20;
/// Largest content of a workbook once unpacked, bytes.
pub const MAX_UNPACKED: u64 = 1 << 30;
/// Most text of a workbook, without the markup around it, bytes: as much as a text table may have.
pub const MAX_TEXTS: u64 = 200 << 20;
/// Most strings that the cells of a workbook share.
pub const MAX_STRINGS: u32 = 4_000_000;
/// Most columns of a sheet.
pub const MAX_COLUMNS: u32 = 1_000;
/// Most rows of a sheet that hold something.
pub const MAX_ROWS: u32 = 300_000;
/// Most sheets of a workbook.
pub const MAX_SHEETS: usize = 255;

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BookFault {
    /// Nothing is in it.
    Empty,
    /// It is locked by a password.
    Password,
    /// A workbook of Excel 97 to 2003 (`.xls`).
    OldFormat,
    /// A page of the web, whatever its name says: some programs save tables so as `.xls`.
    WebPage,
    /// A PDF document.
    Pdf,
    /// A picture.
    Picture,
    /// Packed, but no workbook of the kind `.xlsx`.
    NotAWorkbook,
    /// Neither a workbook nor text.
    NotText,
    /// It is larger than what is read, or unpacks to more.
    TooLarge,
    /// A sheet has more than [`MAX_COLUMNS`] columns.
    TooManyColumns {
        /// Name of the sheet.
        sheet: String,
    },
    /// A sheet has more than [`MAX_ROWS`] rows.
    TooManyRows {
        /// Name of the sheet.
        sheet: String,
    },
    /// It has parts that a workbook of a spreadsheet program never has.
    Suspicious,
    /// It is cut off or damaged.
    Damaged,
    /// There is no room left to write a file.
    NoRoom,
}

/// What is written into a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum OutCell<'a> {
    /// Nothing.
    Empty,
    /// Text, never a formula.
    Text(&'a str),
    /// Text that many cells have: a workbook keeps it once.
    Common(&'a str),
    /// A number.
    Number(Decimal),
    /// An amount with two decimals shown.
    Money(Decimal),
    /// A day.
    Date(Date),
}
