//! Rows as a text table: RFC 4180 with a byte order mark, so that spreadsheet programs read it as UTF-8.

use super::{BookFault, OutCell};
use crate::values::Plain;

/// Characters at the beginning of a text that make spreadsheet programs take it for a formula.
pub(super) const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Writes rows.
#[derive(Debug)]
pub struct CsvWriter {
    writer: csv::Writer<Vec<u8>>,
}

impl Default for CsvWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl CsvWriter {
    /// An empty table.
    pub fn new() -> Self {
        let mark = vec![0xEF, 0xBB, 0xBF];
        let writer = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(mark);
        Self { writer }
    }

    /// The part of a table that goes on where another ended: without a byte order mark.
    pub fn going_on() -> Self {
        let writer = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        Self { writer }
    }

    /// How many bytes are ready.
    pub fn ready(&self) -> usize {
        self.writer.get_ref().len()
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When there is no memory left.
    pub fn row(&mut self, cells: &[OutCell<'_>]) -> Result<(), BookFault> {
        let fields = cells.iter().map(|cell| match cell {
            OutCell::Empty => String::new(),
            OutCell::Text(text) | OutCell::Common(text) if text.starts_with(FORMULA) => ["'", text].concat(),
            OutCell::Text(text) | OutCell::Common(text) => (*text).to_owned(),
            OutCell::Number(number) | OutCell::Money(number) => Plain(*number).to_string(),
            OutCell::Date(day) => day.to_string(),
        });
        self.writer.write_record(fields).map_err(|_| BookFault::NoRoom)
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// When there is no memory left.
    pub fn finish(self) -> Result<Vec<u8>, BookFault> {
        self.writer.into_inner().map_err(|_| BookFault::NoRoom)
    }
}
