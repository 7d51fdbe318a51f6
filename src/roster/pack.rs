//! Profiles as they are held: of a list of 100,000 all the texts alike are kept once, as words of a dictionary.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde_json::json;

use super::plan::{EVALUATIONS, TAGS};
use crate::policy::layout::APPLICANT;
use crate::policy::model::{Fact, FactType, Policy};

/// The first bytes of words: JSON never holds them raw (RFC 8259, section 7). A second byte tells words apart.
const LEADS: std::ops::Range<u8> = 0x01..0x20;
/// Stands before a byte that would be taken for the first of a word.
const AS_IT_IS: u8 = 0;

/// What profiles of a policy are mostly made of.
#[derive(Debug, PartialEq, Eq, Default)]
pub struct Words {
    /// Sorted; each with the longest other word that it begins with.
    words: Vec<(Box<str>, Option<u16>)>,
}

impl Words {
    /// Of a policy's facts and their values.
    pub fn of(policy: &Policy) -> Self {
        let format = json!(policy.document.formats.profile).to_string();
        let mut all: BTreeSet<String> = [
            ["{\"format\":", &format, ",\"as_of\":\""].concat(),
            ["\",\"", APPLICANT, "\":{"].concat(),
            ["},\"", EVALUATIONS, "\":{"].concat(),
            ["},\"", TAGS, "\":{"].concat(),
            "\"name\":\"".into(),
            "\"}}".into(),
            ",\"untagged_matters\":\"distinct\"}".into(),
        ]
        .into();
        let row = |member: &str| [",\"", member, "\":\""].concat();
        all.extend(["id", "name", "project", "matter"].map(|member| row(member).split_off(1)));
        all.extend(["name", "project", "matter"].map(row));
        policy.facts.applicant.iter().for_each(|fact| members(fact, &mut all));
        for table in &policy.facts.tables {
            all.insert(["},\"", &table.name, "\":[{\"id\":\""].concat());
            all.insert(["],\"", &table.name, "\":[{\"id\":\""].concat());
            all.insert([",\"", &table.name, "\":[]"].concat());
            table.columns.iter().for_each(|fact| members(fact, &mut all));
        }
        let all: Vec<String> = all.into_iter().take(LEADS.len() << 8).collect();
        let mut words: Vec<(Box<str>, Option<u16>)> = Vec::with_capacity(all.len());
        for word in all {
            let before = words.len().checked_sub(1).and_then(|last| u16::try_from(last).ok());
            let shorter = prefix(&words, before, &word);
            words.push((word.into(), shorter));
        }
        Self { words }
    }

    /// The number of the longest word that a text begins with.
    fn longest(&self, text: &str) -> Option<u16> {
        let behind = self.words.partition_point(|(word, _)| **word <= *text);
        prefix(&self.words, behind.checked_sub(1).and_then(|last| u16::try_from(last).ok()), text)
    }

    /// Packs a text behind what is packed already: texts that are packed one after the other are packed as one.
    pub(super) fn pack(&self, text: &str, packed: &mut Vec<u8>) {
        let mut rest = text;
        while let Some(&first) = rest.as_bytes().first() {
            let word = if matches!(first, b'"' | b',' | b'{' | b'}' | b']') { self.longest(rest) } else { None };
            let known = word.and_then(|number| Some((number, self.words.get(usize::from(number))?)));
            let length = if let Some((number, (word, _))) = known {
                let [lead, second] = number.to_be_bytes();
                packed.extend([lead + LEADS.start, second]);
                word.len()
            } else {
                let length = rest.chars().next().map_or(1, char::len_utf8);
                if first < LEADS.end {
                    packed.push(AS_IT_IS);
                }
                packed.extend_from_slice(rest.as_bytes().get(..length).unwrap_or_default());
                length
            };
            rest = rest.get(length..).unwrap_or_default();
        }
    }

    /// The text of what is packed.
    pub(super) fn text(&self, packed: &[u8]) -> String {
        let mut text = Vec::with_capacity(packed.len() * 8);
        let mut bytes = packed.iter().copied();
        while let Some(byte) = bytes.next() {
            if byte == AS_IT_IS {
                text.extend(bytes.next());
            } else if LEADS.contains(&byte) {
                let number = u16::from_be_bytes([byte - LEADS.start, bytes.next().unwrap_or_default()]);
                let word = self.words.get(usize::from(number)).map(|(word, _)| word.as_bytes());
                text.extend_from_slice(word.unwrap_or_default());
            } else {
                text.push(byte);
            }
        }
        String::from_utf8(text).unwrap_or_default()
    }
}

/// The longest word that a text begins with, among a word and those that it begins with itself. Of sorted words the
/// last one up to the text begins with all that the text begins with.
fn prefix(words: &[(Box<str>, Option<u16>)], from: Option<u16>, text: &str) -> Option<u16> {
    let mut number = from;
    while let Some((word, shorter)) = number.and_then(|number| words.get(usize::from(number))) {
        if text.starts_with(&**word) {
            return number;
        }
        number = *shorter;
    }
    None
}

/// The beginnings of a fact's member, and the whole member where it has few values.
fn members(fact: &Fact, all: &mut BTreeSet<String>) {
    let name = [&json!(fact.name).to_string(), ":"].concat();
    let values: Vec<String> = match fact.kind {
        FactType::Bool => vec!["true".into(), "false".into()],
        FactType::Choice => fact.values.iter().map(|value| json!(value.value).to_string()).collect(),
        FactType::Set => fact.values.iter().map(|value| json!([value.value]).to_string()).collect(),
        FactType::Int => Vec::new(),
        FactType::Money | FactType::Date => vec!["\"".into()],
    };
    if fact.kind == FactType::Set {
        all.insert([&name, "["].concat());
        all.extend(fact.values.iter().map(|value| json!(value.value).to_string()));
    }
    for value in values {
        let member = [&name[..], &value].concat();
        all.insert([&member, ","].concat());
        all.insert(member);
    }
    all.insert(name);
}

/// A text packed by a dictionary, which comes back as it was.
#[derive(Clone)]
pub struct Packed {
    bytes: Box<[u8]>,
    words: Arc<Words>,
}

impl Packed {
    /// Packs a text.
    pub fn new(words: &Arc<Words>, text: &str) -> Self {
        let mut packed = Vec::with_capacity(text.len() / 2);
        words.pack(text, &mut packed);
        Self::of(words, packed)
    }

    /// What is packed already.
    pub(super) fn of(words: &Arc<Words>, packed: Vec<u8>) -> Self {
        Self { bytes: packed.into(), words: Arc::clone(words) }
    }

    /// As it is packed.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text.
    pub fn text(&self) -> String {
        self.words.text(&self.bytes)
    }

    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }
}

impl Default for Packed {
    fn default() -> Self {
        Self::new(&Arc::default(), "")
    }
}

impl PartialEq for Packed {
    fn eq(&self, other: &Self) -> bool {
        let same = Arc::ptr_eq(&self.words, &other.words) && self.bytes == other.bytes;
        same || self.text() == other.text()
    }
}

impl Eq for Packed {}

impl fmt::Debug for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Packed").field(&self.text()).finish()
    }
}
