//! Files as they are opened, several of them as one; and the profiles that a file may hold instead of tables.

use super::protocol::Reply;
use super::session::Session;
use crate::book::{Book, BookFault, Cell};
use crate::report::Assessor;
use crate::roster::guess::{HEAD_ROWS, Preview};
use crate::roster::{Place, Roster};

/// Rows shown for planning.
const PREVIEW_ROWS: usize = HEAD_ROWS + 5;

/// Opened files.
pub enum Opened {
    /// Tables.
    Books(Vec<Book>),
    /// Profiles as JSON texts, with where each stands: number of the file and of the text in it.
    Profiles {
        /// Names of the files.
        names: Vec<String>,
        /// The texts.
        texts: Vec<(Place, String)>,
    },
}

impl Opened {
    /// Opens files; the session gets what planning needs, and the reply says what they most likely mean or why they are
    /// not read.
    pub fn open(session: &mut Session, files: Vec<(String, Vec<u8>)>) -> Result<Self, Reply> {
        let (mut books, mut names, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        let several = files.len() > 1;
        let refused = |name: &str, fault| Reply::Refused(fault, several.then(|| name.to_owned()));
        for (name, bytes) in files {
            if let Some(found) = profiles(&name, &bytes) {
                let sheet = u16::try_from(names.len()).unwrap_or(u16::MAX);
                let place = |row: u32| Place { sheet, row, column: 0 };
                texts.extend((1..).zip(found).map(|(row, text)| (place(row), text)));
                names.push(name);
            } else {
                let book = Book::open(&name, bytes).map_err(|fault| refused(&name, fault))?;
                books.push((name, book));
            }
        }
        session.previews.clear();
        session.sheets.clear();
        match (books.is_empty(), names.is_empty()) {
            (false, false) => return Err(Reply::Mixed),
            (true, _) => return Ok(Self::Profiles { names, texts }),
            (false, true) => {}
        }
        for (name, book) in &mut books {
            let found = previews(book).map_err(|fault| refused(name, fault))?;
            // Of several files the sheets may be called the same.
            let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
            for preview in found {
                let taken = session.sheets.contains(&preview.name);
                let shown = if taken { [stem, " · ", &preview.name].concat() } else { preview.name.clone() };
                session.sheets.push(shown);
                session.previews.push(preview);
            }
        }
        Ok(Self::Books(books.into_iter().map(|(_, book)| book).collect()))
    }
}

/// The book and its sheet that a sheet of all books is.
pub fn sheet_of(books: &mut [Book], sheet: usize) -> Option<(&mut Book, usize)> {
    let mut number = sheet;
    for book in books {
        let sheets = book.sheets().len();
        if number < sheets {
            return Some((book, number));
        }
        number -= sheets;
    }
    None
}

/// The first rows of every sheet.
fn previews(book: &mut Book) -> Result<Vec<Preview>, BookFault> {
    let names: Vec<String> = book.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    let mut previews = Vec::new();
    for (number, name) in names.into_iter().enumerate() {
        let mut rows = book.rows(number)?;
        let mut first = Vec::new();
        while first.len() < PREVIEW_ROWS
            && let Some(row) = rows.next_row()?
        {
            first.push((row.number, row.cells.iter().map(Cell::text).collect()));
        }
        previews.push(Preview { name, rows: first });
    }
    Ok(previews)
}

/// Whether nothing came in that could become a list. A line that is no profile can be mended into one; a row that belongs
/// to an applicant belongs to nobody where there is none.
pub fn is_empty(roster: &Roster, profiles: bool) -> bool {
    roster.applicants.is_empty() && (!profiles || roster.faults.is_empty())
}

/// Adds the profile of a text to a roster, or tells why it is none. Blank texts are passed over.
pub fn add_profile(roster: &mut Roster, assessor: &Assessor, place: Place, text: &str) {
    if !text.trim().is_empty()
        && let Err(reason) = roster.add_profile(assessor, text, place)
    {
        roster.tell_line(place, text, reason);
    }
}

/// Profiles as JSON texts: a file of one, a list of them, or one a line; none where it is no such file.
fn profiles(name: &str, bytes: &[u8]) -> Option<Vec<String>> {
    let plain = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let first = plain.iter().find(|byte| !byte.is_ascii_whitespace())?;
    let named = name
        .rsplit('.')
        .next()
        .is_some_and(|end| end.eq_ignore_ascii_case("json") || end.eq_ignore_ascii_case("jsonl"));
    if !named && !matches!(first, b'{' | b'[') {
        return None;
    }
    let text = std::str::from_utf8(plain).ok()?;
    let raw: Result<Vec<&serde_json::value::RawValue>, _> = serde_json::from_str(text);
    if let Ok(list) = raw {
        return Some(list.into_iter().map(|one| one.get().to_owned()).collect());
    }
    if serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok() {
        return Some(vec![text.to_owned()]);
    }
    Some(text.lines().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::Reason;

    #[test]
    fn only_lines_that_can_become_profiles_are_worth_a_list() {
        let mut roster = Roster::default();
        assert!(is_empty(&roster, true) && is_empty(&roster, false));
        roster.tell_line(Place { sheet: 0, row: 1, column: 0 }, "{", Reason::NotAProfile(String::new()));
        assert!(!is_empty(&roster, true) && is_empty(&roster, false));
    }
}
