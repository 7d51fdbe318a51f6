//! Opening a file, whatever its name says, and reading its rows.

use std::io::Cursor;

use calamine::{
    DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError, XlsxFormulaMetadata,
};

use super::encoding::decode;
use super::{BookFault, Cell, MAX_COLUMNS, MAX_FILE, MAX_ROWS, guard};
use crate::values::Date;

/// What the head of a sheet may be merged over.
const MERGED_ROWS: u32 = 10;
/// Bytes that packed files begin with.
const PACKED: &[u8] = b"PK\x03\x04";
/// Bytes that compound files begin with: old workbooks, and new ones with a password.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

type Source = Cursor<Vec<u8>>;
/// A cell and its row and column, from 0.
type Placed = ((u32, u32), Cell);

/// A sheet of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    /// Its name; of a text file the file's.
    pub name: String,
    /// Whether it is shown.
    pub visible: bool,
}

/// How far a text file has been read: bytes, the last row's number, and rows that held something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Passed {
    bytes: usize,
    number: u32,
    count: u32,
}

/// An opened file.
pub struct Book {
    sheets: Vec<SheetInfo>,
    content: Content,
}

enum Content {
    Workbook(Box<Xlsx<Source>>),
    Text {
        text: String,
        delimiter: u8,
        /// What has been given up of it.
        gone: Passed,
    },
}

impl Book {
    /// Opens a file by its content; the name is for text files' only sheet.
    ///
    /// # Errors
    /// Why it is not read.
    pub fn open(name: &str, bytes: Vec<u8>) -> Result<Self, BookFault> {
        if bytes.len() > MAX_FILE {
            return Err(BookFault::TooLarge);
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(BookFault::Empty);
        }
        if bytes.starts_with(COMPOUND) {
            let locked = contains(&bytes, &utf16("EncryptedPackage"));
            return Err(if locked { BookFault::Password } else { BookFault::OldFormat });
        }
        if bytes.starts_with(PACKED) {
            guard::check(&bytes)?;
            return Self::workbook(bytes);
        }
        if let Some(kind) = other_kind(&bytes) {
            return Err(kind);
        }
        let text = decode(bytes)?;
        let delimiter = delimiter(&text);
        let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let sheets = vec![SheetInfo { name: stem.to_owned(), visible: true }];
        Ok(Self { sheets, content: Content::Text { text, delimiter, gone: Passed::default() } })
    }

    fn workbook(bytes: Vec<u8>) -> Result<Self, BookFault> {
        let book: Xlsx<Source> = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        let tables = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let sheets =
            tables.map(|sheet| SheetInfo { name: sheet.name.clone(), visible: sheet.visible == SheetVisible::Visible });
        let sheets: Vec<SheetInfo> = sheets.collect();
        if sheets.is_empty() {
            return Err(BookFault::NotAWorkbook);
        }
        Ok(Self { sheets, content: Content::Workbook(Box::new(book)) })
    }

    /// Its sheets.
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// Gives up what has been read of a text file: its rows then begin behind it.
    pub fn give_up(&mut self, passed: Passed) {
        let Content::Text { text, gone, .. } = &mut self.content else { return };
        let cut = passed.bytes.saturating_sub(gone.bytes);
        if text.is_char_boundary(cut) {
            text.drain(..cut);
            text.shrink_to_fit();
            *gone = passed;
        }
    }

    /// The rows of a sheet from the first that has not been given up.
    ///
    /// # Errors
    /// When the sheet cannot be read.
    pub fn rows(&mut self, sheet: usize) -> Result<Rows<'_>, BookFault> {
        let name = self.sheets.get(sheet).map(|info| info.name.clone()).unwrap_or_default();
        let mut start = Passed::default();
        let source = match &mut self.content {
            Content::Text { text, delimiter, gone } => {
                start = *gone;
                let reader = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .flexible(true)
                    .delimiter(*delimiter)
                    .from_reader(text.as_bytes());
                let record = csv::StringRecord::new();
                From::Text { reader, record, number: start.number, text: text.as_bytes(), gone: start.bytes }
            }
            Content::Workbook(book) => {
                let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
                let merged = merged.into_iter().filter(|region| region.start.0 < MERGED_ROWS);
                let merged: Vec<Dimensions> = merged.filter(|region| region.end.1 <= MAX_COLUMNS).collect();
                let reader = book.worksheet_cells_reader(&name).map_err(|error| damaged(&error))?;
                let last = reader.dimensions().end.0.min(MAX_ROWS);
                From::Workbook {
                    reader: Box::new(reader),
                    ahead: None,
                    merged,
                    kept: Vec::new(),
                    row: 0,
                    last,
                    done: false,
                }
            }
        };
        Ok(Rows { source, sheet: name, cells: Vec::new(), count: start.count })
    }
}

/// A row that holds something.
#[derive(Debug)]
pub struct Row<'a> {
    /// Its number as the program shows it, from 1.
    pub number: u32,
    /// Its cells from the first column.
    pub cells: &'a [Cell],
}

/// The rows of a sheet, one by one.
pub struct Rows<'a> {
    source: From<'a>,
    sheet: String,
    cells: Vec<Cell>,
    count: u32,
}

enum From<'a> {
    Text {
        reader: csv::Reader<&'a [u8]>,
        record: csv::StringRecord,
        number: u32,
        text: &'a [u8],
        /// Bytes before it that have been given up.
        gone: usize,
    },
    Workbook {
        reader: Box<XlsxCellReader<'a, Source>>,
        /// The first cell of the next row.
        ahead: Option<Placed>,
        merged: Vec<Dimensions>,
        /// Values of merged regions by their number.
        kept: Vec<(usize, Cell)>,
        row: u32,
        last: u32,
        /// The sheet's end has been reached.
        done: bool,
    },
}

impl Rows<'_> {
    /// The next row that holds something.
    ///
    /// # Errors
    /// When the file is damaged or larger than what is read.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, BookFault> {
        loop {
            self.cells.clear();
            let Some(number) = self.fill()? else { return Ok(None) };
            if self.cells.len() > MAX_COLUMNS as usize {
                return Err(BookFault::TooManyColumns { sheet: self.sheet.clone() });
            }
            if !self.cells.iter().all(Cell::is_blank) {
                self.count += 1;
                if self.count > MAX_ROWS {
                    return Err(BookFault::TooManyRows { sheet: self.sheet.clone() });
                }
                return Ok(Some(Row { number, cells: &self.cells }));
            }
        }
    }

    /// How much has been read, from 0 to 1: of a text file by bytes, of a workbook by the rows that it announces.
    pub fn progress(&self) -> f64 {
        match &self.source {
            From::Text { reader, text, gone, .. } => {
                let gone = *gone as u64;
                share(gone + reader.position().byte(), gone + text.len() as u64)
            }
            From::Workbook { row, last, .. } => share(u64::from(*row), u64::from(*last)),
        }
    }

    /// How far a text file has been read, once that is at least so many bytes. A workbook is unpacked as it is read:
    /// nothing of it can be given up.
    pub fn passed(&self, least: usize) -> Option<Passed> {
        let From::Text { reader, number, text, gone, .. } = &self.source else { return None };
        let mut bytes = usize::try_from(reader.position().byte()).ok().filter(|bytes| *bytes >= least)?;
        let (before, behind) = text.split_at_checked(bytes)?;
        // The end of a line is not to be taken for a blank line, nor a mark in the middle for that at the beginning.
        bytes += usize::from(before.ends_with(b"\r") && behind.starts_with(b"\n"));
        let marked = text.get(bytes..)?.starts_with("\u{feff}".as_bytes());
        (!marked).then_some(Passed { bytes: gone + bytes, number: *number, count: self.count })
    }

    fn fill(&mut self) -> Result<Option<u32>, BookFault> {
        match &mut self.source {
            From::Text { reader, record, number, text, .. } => {
                // The reader passes over blank lines without a word; a spreadsheet program shows them as rows.
                *number += blank_lines(text, reader.position().byte());
                if !reader.read_record(record).map_err(|_| BookFault::Damaged)? {
                    return Ok(None);
                }
                *number += 1;
                self.cells.extend(record.iter().take(MAX_COLUMNS as usize + 1).map(text_cell));
                Ok(Some(*number))
            }
            From::Workbook { reader, ahead, merged, kept, row, done, .. } => {
                let first = match ahead.take() {
                    Some(first) => Some(first),
                    None => next_cell(reader, done)?,
                };
                let Some((place, cell)) = first else { return Ok(None) };
                *row = place.0;
                put(&mut self.cells, place.1, cell, &self.sheet)?;
                while let Some((place, cell)) = next_cell(reader, done)? {
                    if place.0 != *row {
                        *ahead = Some((place, cell));
                        break;
                    }
                    put(&mut self.cells, place.1, cell, &self.sheet)?;
                }
                spread(merged, kept, *row, &mut self.cells);
                Ok(Some(*row + 1))
            }
        }
    }
}

/// The next cell that holds something; after the last one the reader is not asked again.
fn next_cell(reader: &mut XlsxCellReader<'_, Source>, done: &mut bool) -> Result<Option<Placed>, BookFault> {
    if *done {
        return Ok(None);
    }
    while let Some(found) = reader.next_cell_with_formula_metadata().map_err(|error| damaged(&error))? {
        let cell = match (&found.value, &found.formula) {
            (DataRef::Empty, Some(formula)) => Cell::Unworked(unworked(formula)),
            (value, _) => content(value),
        };
        if cell != Cell::Empty {
            return Ok(Some((found.pos, cell)));
        }
    }
    *done = true;
    Ok(None)
}

/// A formula as it stands in its cell; of one that follows from another cell's only its sign.
fn unworked(formula: &XlsxFormulaMetadata) -> String {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
            ["=", formula].concat()
        }
        _ => "=".to_owned(),
    }
}

fn put(cells: &mut Vec<Cell>, column: u32, cell: Cell, sheet: &str) -> Result<(), BookFault> {
    if column >= MAX_COLUMNS {
        return Err(BookFault::TooManyColumns { sheet: sheet.to_owned() });
    }
    let column = column as usize;
    if cells.len() <= column {
        cells.resize(column + 1, Cell::Empty);
    }
    if let Some(slot) = cells.get_mut(column) {
        *slot = cell;
    }
    Ok(())
}

/// Gives every cell of a merged region among the heads the region's value.
fn spread(merged: &[Dimensions], kept: &mut Vec<(usize, Cell)>, row: u32, cells: &mut Vec<Cell>) {
    for (number, region) in merged.iter().enumerate() {
        if row == region.start.0
            && let Some(cell) = cells.get(region.start.1 as usize)
        {
            kept.push((number, cell.clone()));
        }
        let value = kept.iter().find(|(known, _)| *known == number).map(|(_, cell)| cell.clone());
        let Some(value) = value.filter(|_| (region.start.0..=region.end.0).contains(&row)) else { continue };
        let (from, to) = (region.start.1 as usize, region.end.1 as usize);
        if cells.len() <= to {
            cells.resize(to + 1, Cell::Empty);
        }
        for slot in cells.iter_mut().take(to + 1).skip(from).filter(|slot| slot.is_blank()) {
            slot.clone_from(&value);
        }
    }
}

fn content(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        #[allow(clippy::cast_precision_loss, reason = "cells hold doubles")]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Bool(flag) => Cell::Bool(*flag),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            Date::new(year, month, day).map_or(Cell::Number(time.as_f64()), Cell::Date)
        }
        DataRef::DateTime(time) => Cell::Number(time.as_f64()),
        DataRef::DateTimeIso(text) => {
            let day = text.split('T').next().and_then(|day| day.parse().ok());
            day.map_or_else(|| Cell::Text(text.clone()), Cell::Date)
        }
        DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Error(error) => Cell::Fault(error.to_string()),
    }
}

/// Text; without the apostrophe that keeps it from being taken for a formula.
fn text_cell(text: &str) -> Cell {
    let plain = text.strip_prefix('\'').filter(|rest| rest.starts_with(super::write_csv::FORMULA)).unwrap_or(text);
    if plain.is_empty() { Cell::Empty } else { Cell::Text(plain.to_owned()) }
}

fn damaged(error: &XlsxError) -> BookFault {
    match error {
        XlsxError::Password => BookFault::Password,
        _ => BookFault::Damaged,
    }
}

fn share(part: u64, whole: u64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a share needs no more digits")]
    if whole == 0 { 1.0 } else { (part as f64 / whole as f64).min(1.0) }
}

/// Blank lines of a text behind its row that ends at this byte.
fn blank_lines(text: &[u8], end: u64) -> u32 {
    let end = usize::try_from(end).unwrap_or(usize::MAX);
    let (row, rest) = text.split_at_checked(end).unwrap_or((text, &[]));
    let mut rest = if row.ends_with(b"\r") { rest.strip_prefix(b"\n").unwrap_or(rest) } else { rest };
    let mut count = 0;
    while let Some(behind) =
        rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).or_else(|| rest.strip_prefix(b"\r"))
    {
        rest = behind;
        count += 1;
    }
    count
}

/// The mark between the fields of a text file: the one that its first lines hold most often outside quotes.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0_u32), (b';', 0), (b'\t', 0)];
    let (mut quoted, mut lines) = (false, 0);
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => lines += 1,
            _ if !quoted => {
                if let Some((_, count)) = counts.iter_mut().find(|(mark, _)| *mark == byte) {
                    *count += 1;
                }
            }
            _ => {}
        }
        if lines == 5 {
            break;
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(mark, _)| *mark)
}

/// What a file is that only its name makes a table.
fn other_kind(bytes: &[u8]) -> Option<BookFault> {
    let marked = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let plain = marked.trim_ascii_start();
    let begins = |words: &[u8]| plain.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words));
    let page = [&b"<!doctype html"[..], b"<html", b"<table", b"<head", b"<meta", b"<?xml", b"mime-version:"];
    let pictures = [&b"\x89PNG\r\n"[..], b"\xFF\xD8\xFF", b"GIF8"];
    if begins(b"%PDF-") {
        Some(BookFault::Pdf)
    } else if page.iter().any(|words| begins(words)) {
        Some(BookFault::WebPage)
    } else {
        pictures.iter().any(|start| bytes.starts_with(start)).then_some(BookFault::Picture)
    }
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
