//! A look at a packed workbook before it is read: how much it unpacks to, and whether it holds what only an attack does.
//! What the reader later keeps in memory grows with texts, strings, styles and merged regions, not with the markup
//! around them, so each of these is limited.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::scan::{Part, Scan};
use super::{BookFault, MAX_SHEETS, MAX_TEXTS, MAX_UNPACKED};

/// Most parts of a workbook.
const MAX_PARTS: usize = 20_000;
/// Bytes that are unpacked at once.
const CHUNK: usize = 1 << 16;

/// Unpacks every part that is read later once, and keeps nothing. Declared sizes are not believed.
///
/// # Errors
/// When it is no workbook, or too large, or not what a spreadsheet program writes.
pub fn check(bytes: &[u8]) -> Result<(), BookFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > MAX_PARTS {
        return Err(BookFault::Suspicious);
    }
    let names = archive.file_names().map(|name| name.map(std::borrow::Cow::into_owned));
    let names: Vec<String> = names.collect::<Result<_, _>>().map_err(damaged)?;
    if !names.iter().any(|name| name.eq_ignore_ascii_case("[Content_Types].xml"))
        || !names.iter().any(|name| name.to_ascii_lowercase().ends_with("workbook.xml"))
    {
        return Err(BookFault::NotAWorkbook);
    }
    if names.iter().filter(|name| name.contains("worksheets/")).count() > 4 * MAX_SHEETS {
        return Err(BookFault::Suspicious);
    }
    let mut left = Left { bytes: MAX_UNPACKED, texts: MAX_TEXTS };
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.to_ascii_lowercase();
        if name.contains(".xml") || name.contains(".rels") {
            left.take(&mut part, Part::of(&name))?;
        }
    }
    Ok(())
}

/// A packed file that cannot be unpacked is damaged; what the unpacker says in its own language helps nobody.
#[allow(clippy::needless_pass_by_value, reason = "what `map_err` gives")]
fn damaged(error: ZipError) -> BookFault {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => BookFault::Password,
        _ => BookFault::Damaged,
    }
}

/// What the parts together may still hold, bytes.
struct Left {
    bytes: u64,
    texts: u64,
}

impl Left {
    /// Unpacks a part as far as it is harmless.
    fn take(&mut self, part: &mut impl Read, kind: Part) -> Result<(), BookFault> {
        let mut scan = Scan::new(kind);
        let mut buffer = vec![0; CHUNK];
        loop {
            let read = part.read(&mut buffer).map_err(|_| BookFault::Damaged)?;
            if read == 0 {
                self.texts = self.texts.saturating_sub(scan.texts());
                return Ok(());
            }
            self.bytes = self.bytes.checked_sub(read as u64).ok_or(BookFault::TooLarge)?;
            scan.feed(buffer.get(..read).unwrap_or_default())?;
            if scan.texts() > self.texts {
                return Err(BookFault::TooLarge);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A part without end: a beginning, and then the same again and again; counts what is read of it.
    struct Endless {
        start: Vec<u8>,
        again: &'static [u8],
        read: u64,
    }

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let start = std::mem::take(&mut self.start);
            let many = self.again.repeat(1 + 4096 / self.again.len());
            let part = if start.is_empty() { &many } else { &start };
            buffer[..part.len()].copy_from_slice(part);
            self.read += part.len() as u64;
            Ok(part.len())
        }
    }

    #[test]
    fn an_endless_part_is_left_after_what_its_kind_may_hold() {
        const SHEET: &str = "xl/worksheets/sheet1.xml";
        const TEXTS: &str = "xl/sharedstrings.xml";
        const STYLES: &str = "xl/styles.xml";
        let mb = 1 << 20;
        for (name, start, again, most, fault) in [
            // One cell: its text in one piece, in many, in a comment, in a marked section, as a formula.
            (SHEET, "<c t='inlineStr'><is><t>", "A", mb, BookFault::Suspicious),
            (SHEET, "<c t='inlineStr'><is>", "<r><t>AAAAAAAAAAAAAAAA</t></r>", 2 * mb, BookFault::Suspicious),
            (SHEET, "<c t='inlineStr'><is>", "</c><c><t>AAAA</t>", mb, BookFault::Damaged),
            (SHEET, "<c t='inlineStr'><is><t><!--", "<c>", mb, BookFault::Suspicious),
            (SHEET, "<c t='inlineStr'><is><t><![CDATA[", "<c>", mb, BookFault::Suspicious),
            (SHEET, "<c><f>", "1+", mb, BookFault::Suspicious),
            (TEXTS, "<sst><si><t>", "A", mb, BookFault::Suspicious),
            // A tag without end, and an attribute.
            (SHEET, "<c ", "a ", mb, BookFault::Suspicious),
            (SHEET, "", "<a>", mb, BookFault::Suspicious),
            (SHEET, "<c r='", ">", mb, BookFault::Suspicious),
            (STYLES, "<font><name val='", "A", mb, BookFault::Suspicious),
            // Ever more of what is kept.
            (TEXTS, "<sst>", "<si><t/></si>", 33 * mb, BookFault::TooLarge),
            (STYLES, "<cellXfs>", "<xf/>", mb, BookFault::Suspicious),
            ("xl/workbook.xml", "<definedNames>", "<definedName/>", 8 * mb, BookFault::Suspicious),
            (SHEET, "<mergeCells>", "<mergeCell ref='A1'/>", 8 * mb, BookFault::Suspicious),
            (SHEET, "<sheetData>", "<c><v>AAAAAAAAAAAAAAAA</v></c>", 4 * mb, BookFault::TooLarge),
            // Ever more of what is not.
            ("customxml/item1.xml", "\0\0", "A", 17 * mb, BookFault::Suspicious),
            ("docprops/app.xml", "<a>", "A", 17 * mb, BookFault::Suspicious),
            (SHEET, "", "<a/>", 33 * mb, BookFault::TooLarge),
        ] {
            let mut part = Endless { start: start.into(), again: again.as_bytes(), read: 0 };
            let mut left = Left { bytes: 32 * mb, texts: if start == "<sheetData>" { mb } else { MAX_TEXTS } };
            assert_eq!(left.take(&mut part, Part::of(name)), Err(fault), "{start}{again}…");
            assert!(part.read <= most, "{start}{again}…: {} bytes unpacked", part.read);
        }
    }

    #[test]
    fn parts_share_what_may_be_unpacked() {
        let mut left = Left { bytes: 10, texts: 4 };
        assert_eq!(left.take(&mut &b"<a>1234"[..], Part::Sheet), Ok(()));
        assert_eq!(left.take(&mut &b"<a>"[..], Part::Sheet), Ok(()));
        assert_eq!(left.take(&mut &b"<"[..], Part::Sheet), Err(BookFault::TooLarge));
        let mut left = Left { bytes: 100, texts: 4 };
        assert_eq!(left.take(&mut &b"<a>1234"[..], Part::Sheet), Ok(()));
        assert_eq!(left.take(&mut &b"<a>5"[..], Part::Sheet), Err(BookFault::TooLarge));
    }
}
