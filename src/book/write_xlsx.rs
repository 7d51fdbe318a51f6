//! Rows as a workbook (ECMA-376), written through while they come: what is ready can be taken away at any time, so that
//! a large one needs little memory. Texts stand in their cells as texts, so that none is ever a formula.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::rc::Rc;

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::{BookFault, OutCell};
use crate::values::{Date, Plain};

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Width in characters.
    pub width: u16,
    /// How values are shown that are typed into it.
    pub format: Format,
    /// Values to choose from; none: free.
    pub choices: Vec<String>,
    /// Where the values stand to choose from, as a reference, for those that are too many for the cell itself.
    pub list: String,
    /// What is shown when a cell is selected.
    pub note: String,
}

/// How the cells of a column show what is typed into them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// As it stands.
    #[default]
    General,
    /// An amount with two decimals.
    Money,
    /// A day.
    Date,
}

impl Format {
    /// Number of the style.
    fn style(self) -> u8 {
        match self {
            Self::General => 0,
            Self::Money => 2,
            Self::Date => 3,
        }
    }
}

/// Longest list of choices that a cell can offer, in characters.
const MAX_CHOICES: usize = 255;
/// Longest note, in characters.
const MAX_NOTE: usize = 255;
/// Rows below the head that offer choices and notes.
const OFFERED_ROWS: u32 = 2_000;
/// Most characters of a cell.
const MAX_TEXT: usize = 32_767;

const STYLES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    r#"<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>"#,
    r#"<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>"#,
    r#"<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>"#,
    r#"<fill><patternFill patternType="solid"><fgColor rgb="FFE3EBF6"/><bgColor indexed="64"/></patternFill></fill></fills>"#,
    r#"<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"#,
    r#"<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>"#,
    r#"<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>"#,
    r#"<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>"#,
    r#"<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#,
    r#"<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>"#,
    r#"<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#,
);
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// What has been written and not been taken away.
#[derive(Clone, Default)]
struct Ready(Rc<RefCell<Vec<u8>>>);

impl Write for Ready {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes sheets, one after the other.
pub struct XlsxWriter {
    zip: ZipWriter<StreamWriter<Ready>>,
    ready: Ready,
    /// Texts that many cells have, with their numbers.
    common: BTreeMap<String, usize>,
    names: Vec<String>,
    columns: Vec<Column>,
    rows: u32,
    buffer: String,
}

impl Default for XlsxWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl XlsxWriter {
    /// An empty workbook.
    pub fn new() -> Self {
        let ready = Ready::default();
        let zip = ZipWriter::new_stream(ready.clone());
        let (names, columns, common) = (Vec::new(), Vec::new(), BTreeMap::new());
        Self { zip, ready, common, names, columns, rows: 0, buffer: String::new() }
    }

    /// How many bytes of the file are ready to be taken away.
    pub fn ready(&self) -> usize {
        self.ready.0.borrow().len()
    }

    /// Takes away what is ready of the file: the parts one after the other are the file.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut *self.ready.0.borrow_mut())
    }

    /// Begins a sheet: its first row holds the heads, stays in sight and filters.
    ///
    /// # Errors
    /// When there is no memory left.
    pub fn sheet(&mut self, name: &str, columns: &[Column]) -> Result<(), BookFault> {
        self.end_sheet()?;
        self.names.push(sheet_name(name, &self.names));
        self.columns = columns.to_vec();
        self.rows = 0;
        self.start(&format!("xl/worksheets/sheet{}.xml", self.names.len()))?;
        let mut text = format!("{DECLARATION}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\">");
        text.push_str(r#"<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>"#);
        for (column, number) in columns.iter().zip(1..) {
            let width = column.width.max(4);
            let style = column.format.style();
            let _ =
                write!(text, r#"<col min="{number}" max="{number}" width="{width}" style="{style}" customWidth="1"/>"#);
        }
        if columns.is_empty() {
            text.push_str(r#"<col min="1" max="1" width="80" customWidth="1"/>"#);
        }
        text.push_str("</cols><sheetData>");
        self.write(&text)?;
        if columns.is_empty() {
            return Ok(());
        }
        let heads: Vec<String> = columns.iter().map(|column| column.head.clone()).collect();
        let cells: Vec<OutCell<'_>> = heads.iter().map(|head| OutCell::Text(head)).collect();
        self.styled_row(&cells, true)
    }

    /// Writes a row of the sheet.
    ///
    /// # Errors
    /// When no sheet has begun or there is no memory left.
    pub fn row(&mut self, cells: &[OutCell<'_>]) -> Result<(), BookFault> {
        self.styled_row(cells, false)
    }

    fn styled_row(&mut self, cells: &[OutCell<'_>], head: bool) -> Result<(), BookFault> {
        self.rows += 1;
        let row = self.rows;
        let mut text = std::mem::take(&mut self.buffer);
        text.clear();
        let _ = write!(text, "<row r=\"{row}\">");
        for (cell, column) in cells.iter().zip(0..) {
            match cell {
                OutCell::Common(words) => {
                    let number = match self.common.get(*words) {
                        Some(number) => *number,
                        None => self.remember(words),
                    };
                    let _ = write!(text, r#"<c r="{}{row}" t="s"><v>{number}</v></c>"#, letters(column));
                }
                other => one_cell(&mut text, other, column, row, head),
            }
        }
        text.push_str("</row>");
        let written = self.write(&text);
        self.buffer = text;
        written
    }

    fn remember(&mut self, words: &str) -> usize {
        let number = self.common.len();
        self.common.insert(words.to_owned(), number);
        number
    }

    /// The last bytes of the file: all of it, where nothing has been taken away.
    ///
    /// # Errors
    /// When there is no memory left.
    pub fn finish(mut self) -> Result<Vec<u8>, BookFault> {
        self.end_sheet()?;
        self.write_common()?;
        let (mut sheets, mut relations, mut types) = (String::new(), String::new(), String::new());
        for (name, number) in self.names.iter().zip(1..) {
            let mut quoted = String::new();
            escape(&mut quoted, name);
            let _ = write!(sheets, r#"<sheet name="{quoted}" sheetId="{number}" r:id="rId{number}"/>"#);
            let _ = write!(
                relations,
                r#"<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>"#
            );
            let _ = write!(
                types,
                r#"<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"#
            );
        }
        let (styles, strings) = (self.names.len() + 1, self.names.len() + 2);
        let package = "http://schemas.openxmlformats.org/package/2006";
        let parts = [
            (
                "xl/workbook.xml",
                format!(
                    r#"{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>"#
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    r#"{DECLARATION}<Relationships xmlns="{package}/relationships">{relations}<Relationship Id="rId{styles}" Type="{RELATIONS}/styles" Target="styles.xml"/><Relationship Id="rId{strings}" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#
                ),
            ),
            ("xl/styles.xml", STYLES.to_owned()),
            (
                "_rels/.rels",
                format!(
                    r#"{DECLARATION}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "[Content_Types].xml",
                format!(
                    r#"{DECLARATION}<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>{types}</Types>"#
                ),
            ),
        ];
        for (name, text) in parts {
            self.start(name)?;
            self.write(&text)?;
        }
        self.zip.finish().map_err(|_| BookFault::NoRoom)?;
        Ok(std::mem::take(&mut *self.ready.0.borrow_mut()))
    }

    fn write_common(&mut self) -> Result<(), BookFault> {
        let mut words: Vec<(String, usize)> = std::mem::take(&mut self.common).into_iter().collect();
        words.sort_unstable_by_key(|(_, number)| *number);
        let mut text = format!(r#"{DECLARATION}<sst xmlns="{MAIN}" uniqueCount="{}">"#, words.len());
        for (words, _) in &words {
            text.push_str(r#"<si><t xml:space="preserve">"#);
            escape(&mut text, words);
            text.push_str("</t></si>");
        }
        text.push_str("</sst>");
        self.start("xl/sharedStrings.xml")?;
        self.write(&text)
    }

    fn end_sheet(&mut self) -> Result<(), BookFault> {
        if self.names.is_empty() {
            return Ok(());
        }
        let mut text = String::from("</sheetData>");
        if !self.columns.is_empty() {
            let last = letters(self.columns.len().saturating_sub(1));
            let _ = write!(text, r#"<autoFilter ref="A1:{last}{}"/>"#, self.rows.max(1));
            let offers: Vec<String> =
                self.columns.iter().enumerate().filter_map(|(n, column)| offer(n, column)).collect();
            if !offers.is_empty() {
                let _ =
                    write!(text, r#"<dataValidations count="{}">{}</dataValidations>"#, offers.len(), offers.concat());
            }
        }
        text.push_str("</worksheet>");
        self.write(&text)
    }

    fn start(&mut self, name: &str) -> Result<(), BookFault> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.zip.start_file(name, options).map_err(|_| BookFault::NoRoom)
    }

    fn write(&mut self, text: &str) -> Result<(), BookFault> {
        self.zip.write_all(text.as_bytes()).map_err(|_| BookFault::NoRoom)
    }
}

fn one_cell(text: &mut String, cell: &OutCell<'_>, column: usize, row: u32, head: bool) {
    let place = letters(column);
    match cell {
        OutCell::Empty => {}
        OutCell::Text(words) | OutCell::Common(words) => {
            let style = if head { r#" s="1""# } else { "" };
            let _ = write!(text, r#"<c r="{place}{row}"{style} t="inlineStr"><is><t xml:space="preserve">"#);
            escape(text, words);
            text.push_str("</t></is></c>");
        }
        OutCell::Number(number) => {
            let _ = write!(text, r#"<c r="{place}{row}"><v>{}</v></c>"#, Plain(*number));
        }
        OutCell::Money(yuan) => {
            let _ = write!(text, r#"<c r="{place}{row}" s="2"><v>{}</v></c>"#, Plain(*yuan));
        }
        OutCell::Date(day) => {
            let _ = write!(text, r#"<c r="{place}{row}" s="3"><v>{}</v></c>"#, serial(*day));
        }
    }
}

/// A day as serial number of the 1900 system.
fn serial(day: Date) -> i32 {
    let days = day.days_since_epoch() + 25_569;
    // Before March 1900 the system is a day behind, for its 29 February 1900 that never was.
    if days < 61 { days - 1 } else { days }
}

/// Choices and note of a column's cells.
fn offer(number: usize, column: &Column) -> Option<String> {
    let list = column.choices.join(",");
    let fits = !list.is_empty()
        && list.chars().count() <= MAX_CHOICES
        && column.choices.iter().all(|choice| !choice.contains([',', '"']));
    let source = if fits { Some(["\"", &list, "\""].concat()) } else { None };
    let source = source.or_else(|| (!column.list.is_empty()).then(|| column.list.clone()));
    if source.is_none() && column.note.is_empty() {
        return None;
    }
    let place = letters(number);
    let mut out = String::from("<dataValidation");
    // Other values stay allowed: what cannot be read is told after the import.
    out.push_str(if source.is_some() { r#" type="list" errorStyle="warning""# } else { "" });
    let _ = write!(out, r#" allowBlank="1" showInputMessage="1" sqref="{place}2:{place}{OFFERED_ROWS}""#);
    if !column.note.is_empty() {
        out.push_str(" prompt=\"");
        escape(&mut out, &column.note.chars().take(MAX_NOTE).collect::<String>());
        out.push('"');
    }
    out.push('>');
    if let Some(source) = source {
        out.push_str("<formula1>");
        escape(&mut out, &source);
        out.push_str("</formula1>");
    }
    out.push_str("</dataValidation>");
    Some(out)
}

/// A column's letters as programs show them: 0 is A.
pub fn letters(mut column: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    out.iter().rev().collect()
}

/// A name that programs take for a sheet: up to 31 characters, without marks, different from the others.
fn sheet_name(name: &str, others: &[String]) -> String {
    let clean: String = name.chars().filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control()).take(28).collect();
    let clean = if clean.trim().is_empty() { "Sheet".to_owned() } else { clean };
    let again = (2..).map(|n| format!("{clean} {n}"));
    std::iter::once(clean.clone()).chain(again).find(|name| !others.contains(name)).unwrap_or(clean)
}

/// Text as XML: marks escaped, what XML forbids left out, at most as long as a cell holds.
fn escape(out: &mut String, text: &str) {
    for letter in text.chars().take(MAX_TEXT) {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(letter),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            other => out.push(other),
        }
    }
}
