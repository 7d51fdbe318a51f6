//! A look at a packed workbook before it is read: how much it unpacks to, and whether it holds what only an attack does.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{BookFault, MAX_SHEETS, MAX_TEXTS, MAX_UNPACKED};

/// Most parts of a workbook.
const MAX_PARTS: usize = 20_000;
/// Most texts that a table of texts may announce: the reader makes room for them at once.
const MAX_ANNOUNCED: u64 = 20_000_000;
/// Bytes at the beginning of a part in which a document type or an announcement can stand.
const HEAD: usize = 4096;

/// Unpacks every part once, counting, and keeps nothing. Declared sizes are not believed.
///
/// # Errors
/// When it is no workbook, or too large, or not what a spreadsheet program writes.
pub fn check(bytes: &[u8]) -> Result<(), BookFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| BookFault::Damaged(error.to_string()))?;
    if archive.len() > MAX_PARTS {
        return Err(BookFault::Suspicious);
    }
    let names = archive.file_names().map(|name| name.map(std::borrow::Cow::into_owned));
    let names: Vec<String> = names.collect::<Result<_, _>>().map_err(|error| BookFault::Damaged(error.to_string()))?;
    if !names.iter().any(|name| name.eq_ignore_ascii_case("[Content_Types].xml"))
        || !names.iter().any(|name| name.to_ascii_lowercase().ends_with("workbook.xml"))
    {
        return Err(BookFault::NotAWorkbook);
    }
    if names.iter().filter(|name| name.contains("worksheets/")).count() > 4 * MAX_SHEETS {
        return Err(BookFault::Suspicious);
    }
    let mut left = MAX_UNPACKED;
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).map_err(|error| BookFault::Damaged(error.to_string()))?;
        let name = part.name().map_err(|error| BookFault::Damaged(error.to_string()))?.to_ascii_lowercase();
        if !name.contains(".xml") && !name.contains(".rels") {
            continue;
        }
        let texts = name.ends_with("sharedstrings.xml");
        let limit = if texts { left.min(MAX_TEXTS) } else { left };
        left -= part_size(&mut part, limit, texts)?;
    }
    Ok(())
}

/// How many bytes a part unpacks to.
fn part_size(part: &mut impl Read, limit: u64, texts: bool) -> Result<u64, BookFault> {
    let mut head = Vec::with_capacity(HEAD);
    let mut buffer = vec![0; 1 << 16];
    let mut size = 0;
    loop {
        let read = part.read(&mut buffer).map_err(|error| BookFault::Damaged(error.to_string()))?;
        if read == 0 {
            return Ok(size);
        }
        size += read as u64;
        if size > limit {
            return Err(BookFault::TooLarge);
        }
        if head.len() < HEAD {
            let before = head.len();
            head.extend(buffer.iter().take(read).take(HEAD - before));
            harmless(&head, texts)?;
        }
    }
}

/// No document type, and no more texts announced than fit.
fn harmless(head: &[u8], texts: bool) -> Result<(), BookFault> {
    let head = String::from_utf8_lossy(head);
    if head.contains("<!DOCTYPE") || head.contains("<!ENTITY") {
        return Err(BookFault::Suspicious);
    }
    let announced = head.split("uniqueCount=").nth(1).filter(|_| texts);
    let digits = announced.and_then(|rest| rest.get(1..)).and_then(|rest| rest.split(['"', '\'']).next());
    match digits.map(str::parse::<u64>) {
        Some(Ok(count)) if count > MAX_ANNOUNCED => Err(BookFault::Suspicious),
        Some(Err(_)) if digits.is_some_and(|digits| digits.len() > 8) => Err(BookFault::Suspicious),
        _ => Ok(()),
    }
}
