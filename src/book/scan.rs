//! Walks through the markup of a workbook's part byte by byte: measures what a reader would have to keep of it. Tags
//! must fit each other, so that where a cell begins and ends is beyond doubt.

use super::{BookFault, MAX_STRINGS};

/// Most bytes of a cell's or string's text: 32,767 characters, each written as at most ten bytes (`&#1114111;`).
const MAX_CELL: u64 = 327_670;
/// Most bytes of a text elsewhere, and of a tag.
const MAX_RUN: u64 = 16 << 20;
const MAX_TAG: u64 = 64 << 10;
/// Most bytes of a tag of the styles: each cell format keeps copies of what its font's tag says.
const MAX_STYLE_TAG: u64 = 2 << 10;
/// Most cell formats; programs write at most 65,490, and once more as named styles.
const MAX_FORMATS: u32 = 2 * 65_536;
/// Most merged regions of a sheet.
const MAX_MERGED: u32 = 262_144;
/// Most tags of a part that is read as a whole: the list of sheets, relations, types, the theme.
const MAX_TAGS: u32 = 500_000;
/// Most bytes of a part in an encoding of two bytes, which is not looked at.
const MAX_OPAQUE: u64 = 16 << 20;
/// Most elements within each other, and bytes of a name.
const MAX_DEPTH: usize = 128;
const MAX_NAME: usize = 128;
/// Bytes of a tag that are looked at: its name, and of a table of strings what it announces.
const HEAD: usize = 1024;

/// What a part holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Cells, or what nobody reads: a sheet may have any name.
    Sheet,
    /// The strings that cells share.
    Strings,
    /// Formats.
    Styles,
    /// What the workbook consists of.
    Book,
}

impl Part {
    /// By the part's name in small letters.
    pub fn of(name: &str) -> Self {
        match name {
            name if name.ends_with("sharedstrings.xml") => Self::Strings,
            name if name.ends_with("styles.xml") => Self::Styles,
            name if [".rels", "workbook.xml", "[content_types].xml"].iter().any(|end| name.ends_with(end))
                || name.contains("theme/") =>
            {
                Self::Book
            }
            _ => Self::Sheet,
        }
    }
}

/// Where in the markup a byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    /// In a tag; within quotation marks of this kind.
    Tag(Option<u8>),
    /// `<!--`, `<![CDATA[` or `<?` up to its own end.
    Until(&'static [u8]),
    /// In an encoding of two bytes: a reader finds nothing in it.
    Opaque,
}

/// Goes through a part in pieces.
pub struct Scan {
    part: Part,
    state: State,
    /// The beginning of the tag that is open, and its last byte.
    head: Vec<u8>,
    before: u8,
    /// Bytes of the tag that is open.
    run: u64,
    /// Last bytes of a section, to see its end.
    last: [u8; 3],
    /// Names of the elements that are open, and their lengths.
    names: Vec<u8>,
    depth: Vec<usize>,
    /// How deep the cell or string lies that is open; 0: none is.
    inside: usize,
    /// Bytes of text since the cell or string began, or since the last tag.
    text: u64,
    /// Bytes and bytes of text of the part.
    size: u64,
    texts: u64,
    /// Strings, cell formats, merged regions or tags, by the part.
    count: u32,
}

impl Scan {
    /// From the beginning of a part.
    pub fn new(part: Part) -> Self {
        Self {
            part,
            state: State::Text,
            head: Vec::with_capacity(HEAD),
            before: 0,
            run: 0,
            last: [0; 3],
            names: Vec::new(),
            depth: Vec::new(),
            inside: 0,
            text: 0,
            size: 0,
            texts: 0,
            count: 0,
        }
    }

    /// Bytes of text so far, without markup.
    pub fn texts(&self) -> u64 {
        self.texts
    }

    /// Goes on.
    ///
    /// # Errors
    /// When the part holds more than a spreadsheet program writes, or what it never does.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), BookFault> {
        let mut rest = bytes;
        if self.size < 2 && rest.iter().take(2).any(|byte| matches!(byte, 0 | 0xFE | 0xFF)) {
            self.state = State::Opaque;
        }
        self.size += bytes.len() as u64;
        while let Some((&byte, behind)) = rest.split_first() {
            match self.state {
                State::Text => {
                    // Most of a text is passed over at once.
                    let end = rest.iter().position(|byte| *byte == b'<').unwrap_or(rest.len());
                    self.text(end as u64)?;
                    let open = rest.len() > end;
                    rest = rest.get(end + usize::from(open)..).unwrap_or_default();
                    if open {
                        self.state = State::Tag(None);
                        self.head.clear();
                        self.run = 0;
                    }
                    continue;
                }
                State::Tag(quote) => self.tag(byte, quote)?,
                State::Until(end) => {
                    let [_, b, c] = self.last;
                    self.last = [b, c, byte];
                    self.text(1)?;
                    if self.last.ends_with(end) {
                        self.state = State::Text;
                    }
                }
                State::Opaque if self.size > MAX_OPAQUE => return Err(BookFault::Suspicious),
                State::Opaque => return Ok(()),
            }
            rest = behind;
        }
        Ok(())
    }

    fn text(&mut self, bytes: u64) -> Result<(), BookFault> {
        self.text += bytes;
        self.texts += bytes;
        let most = if self.inside > 0 { MAX_CELL } else { MAX_RUN };
        if self.text > most { Err(BookFault::Suspicious) } else { Ok(()) }
    }

    fn tag(&mut self, byte: u8, quote: Option<u8>) -> Result<(), BookFault> {
        self.run += 1;
        if self.run > if self.part == Part::Styles { MAX_STYLE_TAG } else { MAX_TAG } {
            return Err(BookFault::Suspicious);
        }
        match (byte, quote) {
            (b'>', None) => {
                self.state = State::Text;
                return self.tag_ends();
            }
            (b'"' | b'\'', None) => self.state = State::Tag(Some(byte)),
            (_, Some(mark)) if mark == byte => self.state = State::Tag(None),
            _ => {}
        }
        self.before = byte;
        if self.head.len() == HEAD {
            return Ok(());
        }
        self.head.push(byte);
        match &self.head[..] {
            b"?" => self.until(b"?>"),
            b"!--" => self.until(b"-->"),
            b"![CDATA[" => self.until(b"]]>"),
            // A document type; else the beginning of one of those above.
            [b'!', ..] if !b"!--".starts_with(&self.head) && !b"![CDATA[".starts_with(&self.head) => {
                return Err(BookFault::Suspicious);
            }
            _ => {}
        }
        Ok(())
    }

    fn until(&mut self, end: &'static [u8]) {
        self.state = State::Until(end);
        self.last = [0; 3];
    }

    fn tag_ends(&mut self) -> Result<(), BookFault> {
        let closing = self.head.first() == Some(&b'/');
        let words = self.head.strip_prefix(b"/").unwrap_or(&self.head);
        let end = words.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/').unwrap_or(words.len());
        let (name, rest) = words.split_at_checked(end).unwrap_or_default();
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        let is_cell = matches!(local, b"c" | b"si");
        if closing {
            let length = self.depth.pop().ok_or(BookFault::Damaged)?;
            let start = self.names.len().saturating_sub(length);
            if self.names.get(start..) != Some(name) {
                return Err(BookFault::Damaged);
            }
            self.names.truncate(start);
            if self.inside > self.depth.len() {
                self.inside = 0;
            }
        } else {
            let (counted, most, fault) = match self.part {
                Part::Sheet => (local == b"mergeCell", MAX_MERGED, BookFault::Suspicious),
                Part::Strings => (local == b"si", MAX_STRINGS, BookFault::TooLarge),
                Part::Styles => (local == b"xf", MAX_FORMATS, BookFault::Suspicious),
                Part::Book => (true, MAX_TAGS, BookFault::Suspicious),
            };
            self.count += u32::from(counted);
            if self.count > most {
                return Err(fault);
            }
            if local == b"sst" && self.part == Part::Strings {
                announced(rest)?;
            }
            if self.before != b'/' {
                if name.len() > MAX_NAME || self.depth.len() == MAX_DEPTH {
                    return Err(BookFault::Suspicious);
                }
                self.names.extend_from_slice(name);
                self.depth.push(name.len());
                if is_cell && self.inside == 0 {
                    self.inside = self.depth.len();
                    self.text = 0;
                }
            }
        }
        if self.inside == 0 {
            self.text = 0;
        }
        Ok(())
    }
}

/// How many strings a table of strings announces: the reader makes room for them at once.
fn announced(attributes: &[u8]) -> Result<(), BookFault> {
    if attributes.len() + 8 >= HEAD {
        return Err(BookFault::Suspicious);
    }
    let attributes = String::from_utf8_lossy(attributes);
    let Some((_, rest)) = attributes.split_once("uniqueCount") else { return Ok(()) };
    let digits = rest.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let digits = digits.split(|letter: char| !letter.is_ascii_digit()).next().unwrap_or_default();
    match digits.parse::<u32>() {
        Ok(count) if count > MAX_STRINGS => Err(BookFault::Suspicious),
        Err(_) if !digits.is_empty() => Err(BookFault::Suspicious),
        _ => Ok(()),
    }
}
