//! Profiles in and out: a profile becomes a draft, a draft travels in a link. Nothing here touches the browser.

use serde_json::{Value as Json, json};

use super::computed::auto_id;
use super::draft::{Answer, ClaimId, ClaimTags, Draft, RowDraft, Table, TableDraft};
use super::words::Lang;
use crate::policy::Policy;
use crate::policy::layout::APPLICANT;
use crate::policy::model::{Fact, FactType};
use crate::profile::MAX_BYTES;

/// Version of the links and of what is stored.
const VERSION: u64 = 1;
/// Most letters of a link that are read.
pub const MAX_LINK: usize = 65_536;

/// A profile with what it was made by.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope {
    /// Digest of the policy's data.
    pub digest: String,
    /// The profile as JSON text.
    pub profile: String,
}

/// Why something from outside is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It has been damaged or cut off.
    Damaged,
    /// It is something else, or of another version.
    Foreign,
    /// It is too large.
    TooLarge,
}

impl Refusal {
    /// What is wrong and what to do.
    pub fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Damaged => lang.t(
                "内容已损坏或不完整，没有载入。请让对方重新复制一次。",
                "It is damaged or incomplete and was not loaded. Ask for it to be copied again.",
            ),
            Self::Foreign => lang.t(
                "这不是本页的填报内容，或来自不同的版本，没有载入。",
                "It is not made by this page, or by another version of it, and was not loaded.",
            ),
            Self::TooLarge => lang.t("内容太大，没有载入。", "It is too large and was not loaded."),
        }
    }
}

impl Envelope {
    /// The bytes of an envelope: the checksum of the text, then the text.
    pub fn to_bytes(&self) -> Vec<u8> {
        let text =
            json!({ "v": VERSION, "policy": self.digest, "engine": crate::ENGINE_VERSION, "profile": self.profile });
        let text = text.to_string();
        let mut bytes = crc32(text.as_bytes()).to_be_bytes().to_vec();
        bytes.extend_from_slice(text.as_bytes());
        bytes
    }

    /// Reads the bytes of an envelope.
    ///
    /// # Errors
    /// When they are damaged, foreign or too many.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > 2 * MAX_BYTES {
            return Err(Refusal::TooLarge);
        }
        let (sum, text) = bytes.split_at_checked(4).ok_or(Refusal::Damaged)?;
        if sum != crc32(text).to_be_bytes() {
            return Err(Refusal::Damaged);
        }
        let value: Json = serde_json::from_slice(text).map_err(|_| Refusal::Foreign)?;
        let word = |key: &str| at(&value, key).as_str().map(str::to_owned).ok_or(Refusal::Foreign);
        if *at(&value, "v") != json!(VERSION) {
            return Err(Refusal::Foreign);
        }
        Ok(Self { digest: word("policy")?, profile: word("profile")? })
    }
}

/// A member of an object; null where there is none.
fn at<'j>(value: &'j Json, key: &str) -> &'j Json {
    value.get(key).unwrap_or(&Json::Null)
}

/// CRC-32 (ISO 3309, as in zip and PNG).
pub fn crc32(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg());
        }
    }
    !sum
}

/// Letters of base64url (RFC 4648, section 5).
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as base64url without padding.
pub fn to_base64url(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let index = (group >> (18 - 6 * place)) & 63;
            out.push(LETTERS.get(index as usize).map_or('A', |letter| char::from(*letter)));
        }
    }
    out
}

/// Base64url without padding as bytes.
///
/// # Errors
/// When a letter is none of base64url's.
pub fn from_base64url(text: &str) -> Result<Vec<u8>, Refusal> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    for chunk in text.as_bytes().chunks(4) {
        let mut group = 0_u32;
        for letter in chunk {
            let index = LETTERS.iter().position(|known| known == letter).ok_or(Refusal::Damaged)?;
            group = group << 6 | u32::try_from(index).unwrap_or(0);
        }
        group <<= 6 * (4 - chunk.len());
        let [_, bytes @ ..] = group.to_be_bytes();
        out.extend(bytes.into_iter().take(chunk.len() - 1));
    }
    Ok(out)
}

/// A draft that says what a profile says. The profile must be one that the engine reads.
pub fn draft_of(policy: &Policy, lang: Lang, profile: &Json) -> Draft {
    let mut draft = Draft::new(policy);
    at(profile, "as_of").as_str().unwrap_or_default().clone_into(&mut draft.as_of);
    at(at(profile, APPLICANT), "name").as_str().unwrap_or_default().clone_into(&mut draft.name);
    for (fact, answer) in policy.facts.applicant.iter().zip(&mut draft.applicant) {
        *answer = answer_of(fact, at(at(profile, APPLICANT), &fact.name));
    }
    let mut ids: Vec<Vec<(String, u32)>> = Vec::new();
    for (index, definition) in policy.facts.tables.iter().enumerate() {
        let mut named = Vec::new();
        if let Some(rows) = at(profile, &definition.name).as_array() {
            let mut table =
                Table { have: if rows.is_empty() { TableDraft::Empty } else { TableDraft::Rows }, rows: Vec::new() };
            for (number, row) in (1..).zip(rows) {
                draft.last_uid += 1;
                let text = |key: &str| at(row, key).as_str().unwrap_or_default().to_owned();
                let id = text("id");
                let name = if text("name").is_empty() && id != auto_id(lang, definition, number) {
                    id.clone()
                } else {
                    text("name")
                };
                let cells = definition.columns.iter().map(|column| answer_of(column, at(row, &column.name))).collect();
                let (project, matter) = (text("project"), text("matter"));
                table.rows.push(RowDraft { uid: draft.last_uid, name, project, matter, cells });
                named.push((id, draft.last_uid));
            }
            if let Some(slot) = draft.tables.get_mut(index) {
                *slot = table;
            }
        }
        ids.push(named);
    }
    let claim = |key: &str| claim_of(policy, &ids, key);
    if let Some(states) = at(profile, "evaluations").as_object() {
        let known = states.iter().filter_map(|(key, state)| Some((claim(key)?, state.as_str()?.to_owned())));
        draft.evaluations = known.collect();
    }
    if let Some(tags) = at(profile, "tags").as_object() {
        let part = |tag: &Json, key: &str| at(tag, key).as_str().unwrap_or_default().to_owned();
        let known = tags.iter().filter_map(|(key, tag)| {
            Some((claim(key)?, ClaimTags { project: part(tag, "project"), matter: part(tag, "matter") }))
        });
        draft.tags = known.collect();
    }
    draft.distinct = *at(profile, "untagged_matters") == "distinct";
    draft
}

/// The claim behind a key: the item and the row's number.
fn claim_of(policy: &Policy, ids: &[Vec<(String, u32)>], key: &str) -> Option<ClaimId> {
    let Some((item, row)) = key.split_once('#') else { return Some((key.to_owned(), None)) };
    let table = policy.item_at(policy.item(item)?)?.per_row.as_deref()?;
    let rows = ids.get(usize::from(policy.facts.table(table)?))?;
    let uid = rows.iter().find(|(id, _)| id == row)?.1;
    Some((item.to_owned(), Some(uid)))
}

fn answer_of(fact: &Fact, value: &Json) -> Answer {
    match (fact.kind, value) {
        (FactType::Bool, Json::Bool(flag)) => Answer::Flag(*flag),
        (FactType::Choice, Json::String(word)) => Answer::Word(word.clone()),
        (FactType::Set, Json::Array(words)) => {
            Answer::Words(words.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect())
        }
        (FactType::Money | FactType::Date, Json::String(text)) => Answer::Typed(text.clone()),
        (FactType::Int, Json::Number(count)) => Answer::Typed(count.to_string()),
        _ => Answer::Open,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::computed::compute;
    use super::*;
    use crate::EMBEDDED_POLICY;
    use crate::policy::Bundle;
    use crate::report::Assessor;

    fn assessor() -> &'static Assessor {
        Box::leak(Box::new(Assessor::new(Bundle::from_json(EMBEDDED_POLICY).unwrap()).unwrap()))
    }

    #[test]
    fn crc32_as_in_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn base64url_there_and_back() {
        for length in 0..70_u8 {
            let bytes: Vec<u8> = (0..length).map(|n| n.wrapping_mul(37)).collect();
            assert_eq!(from_base64url(&to_base64url(&bytes)), Ok(bytes));
        }
    }

    #[test]
    fn a_profile_comes_back_as_it_went() {
        let assessor = assessor();
        let facts = &assessor.policy().facts;
        let mut draft = Draft::new(assessor.policy());
        draft.name = "星图".into();
        draft.as_of = "2026-06-01".into();
        for table in 0..facts.tables.len() {
            draft.add_row(assessor.policy(), table);
            draft.add_row(assessor.policy(), table);
        }
        draft.tables[0].rows[0].name = "同名".into();
        draft.tables[0].rows[1].name = "同名".into();
        draft.tables[0].rows[1].matter = "事项".into();
        let day = "2026-07-01".parse().unwrap();
        let first = compute(assessor, &draft, day, Lang::Zh).unwrap().json;
        let back = draft_of(assessor.policy(), Lang::Zh, &first);
        assert_eq!(compute(assessor, &back, day, Lang::Zh).unwrap().json, first);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

        /// A damaged envelope is refused: it never becomes another profile.
        #[test]
        fn damaged_envelopes_are_refused(place in any::<prop::sample::Index>(), change in 1_u8.., cut in any::<bool>()) {
            let envelope = Envelope { digest: "sha256-x".into(), profile: "{\"format\":\"a\",\"as_of\":\"b\"}".into() };
            let mut bytes = envelope.to_bytes();
            let at = place.index(bytes.len());
            if cut { bytes.truncate(at) } else { bytes[at] ^= change }
            prop_assert!(Envelope::from_bytes(&bytes).is_err());
        }

        /// Any text is refused or read, never fatal.
        #[test]
        fn any_letters(text in any::<String>()) {
            if let Ok(bytes) = from_base64url(&text) {
                prop_assert!(Envelope::from_bytes(&bytes).is_err());
            }
        }
    }
}
