//! What travels in a link: a profile with what it was made by, as bytes with a checksum and as letters. Nothing here
//! touches the browser.

use serde_json::json;

use super::exchange::Beside;
use super::words::Lang;
use crate::profile::MAX_BYTES;
use crate::values::decode::{decoded, field, member};
use crate::values::json::Json as Tree;

/// Version of the links and of what is stored.
const VERSION: u64 = 1;
/// Most letters of a link that are made and read.
pub const MAX_LINK: usize = 65_536;

/// How the bytes of a link are packed: the first letter.
const PLAIN: char = '0';
const DEFLATED: char = '1';

/// A profile with what it was made by.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope {
    /// Digest of the policy's data.
    pub digest: String,
    /// Version of the engine; empty where it is not told.
    pub engine: String,
    /// The profile as JSON text.
    pub profile: String,
    /// What the profile cannot hold.
    pub beside: Vec<Beside>,
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
        let mut text = json!({ "v": VERSION, "policy": self.digest, "engine": self.engine, "profile": self.profile });
        if let (Some(members), false) = (text.as_object_mut(), self.beside.is_empty()) {
            members.insert("beside".into(), json!(self.beside));
        }
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
        let tree = std::str::from_utf8(text).ok().and_then(|text| Tree::parse(text).ok()).ok_or(Refusal::Foreign)?;
        let mut sound = true;
        let version: u64 = field(&tree, "v", &mut sound);
        // Links made before answers could stand beside the profile have none.
        let beside = field(&tree, "beside", &mut sound);
        let (digest, profile) = (field(&tree, "policy", &mut sound), field(&tree, "profile", &mut sound));
        let engine = member(&tree, "engine").and_then(decoded).unwrap_or_default();
        let fits = sound && version == VERSION;
        fits.then_some(Self { digest, engine, profile, beside }).ok_or(Refusal::Foreign)
    }
}

/// The letters of a link for the bytes of an envelope, packed or plain.
///
/// # Errors
/// When they are more than a link may have.
pub fn to_letters(deflated: bool, bytes: &[u8]) -> Result<String, Refusal> {
    let mut letters = String::from(if deflated { DEFLATED } else { PLAIN });
    letters.push_str(&to_base64url(bytes));
    if letters.len() > MAX_LINK { Err(Refusal::TooLarge) } else { Ok(letters) }
}

/// The bytes behind the letters of a link, and whether they are packed.
///
/// # Errors
/// When they are damaged, foreign or too many.
pub fn from_letters(letters: &str) -> Result<(bool, Vec<u8>), Refusal> {
    if letters.len() > MAX_LINK {
        return Err(Refusal::TooLarge);
    }
    let mark = letters.chars().next().ok_or(Refusal::Damaged)?;
    let bytes = from_base64url(letters.get(mark.len_utf8()..).unwrap_or_default())?;
    match mark {
        PLAIN => Ok((false, bytes)),
        DEFLATED => Ok((true, bytes)),
        _ => Err(Refusal::Foreign),
    }
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

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use proptest::prelude::*;

    use super::super::computed::compute;
    use super::super::exchange::tests::{answered, assessor};
    use super::super::exchange::{beside, draft_of, put_beside};
    use super::super::odd;
    use super::*;
    use crate::overlap::weigh;
    use crate::report::Assessor;

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

    fn envelope() -> Envelope {
        let assessor = assessor();
        let draft = answered(assessor.policy(), |number| number % 7);
        let json = compute(assessor, &draft, "2026-07-01".parse().unwrap(), Lang::Zh, Some(weigh)).unwrap().json;
        Envelope {
            digest: assessor.digest().into(),
            engine: crate::ENGINE_VERSION.into(),
            beside: beside(assessor.policy(), &draft, &json),
            profile: json.to_string(),
        }
    }

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn inflated(bytes: &[u8]) -> Option<Vec<u8>> {
        let mut plain = Vec::new();
        let most = 2 * MAX_BYTES as u64 + 1;
        flate2::read::DeflateDecoder::new(bytes).take(most).read_to_end(&mut plain).ok()?;
        Some(plain)
    }

    /// What the page does with the letters of a link.
    fn unpacked(letters: &str) -> Result<Envelope, Refusal> {
        let (packed, bytes) = from_letters(letters)?;
        let plain = if packed { inflated(&bytes).ok_or(Refusal::Damaged)? } else { bytes };
        Envelope::from_bytes(&plain)
    }

    #[test]
    fn an_old_link_without_anything_beside_still_opens() {
        let text = json!({ "v": VERSION, "policy": "d", "engine": "0.1.0", "profile": "{}" }).to_string();
        let bytes = [&crc32(text.as_bytes()).to_be_bytes(), text.as_bytes()].concat();
        let read = Envelope::from_bytes(&bytes).unwrap();
        assert_eq!((read.engine.as_str(), read.profile.as_str(), read.beside), ("0.1.0", "{}", Vec::new()));
    }

    #[test]
    fn a_link_that_would_not_be_read_is_not_made() {
        assert_eq!(to_letters(false, &vec![0; MAX_LINK]), Err(Refusal::TooLarge));
        let letters = to_letters(false, &vec![0; MAX_LINK / 4 * 3 - 3]).unwrap();
        assert!(from_letters(&letters).is_ok());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

        /// A damaged envelope is refused: it never becomes another profile.
        #[test]
        fn damaged_envelopes_are_refused(place in any::<prop::sample::Index>(), change in 1_u8.., cut in any::<bool>()) {
            let mut bytes = ENVELOPE.with(Envelope::to_bytes);
            let at = place.index(bytes.len());
            if cut { bytes.truncate(at) } else { bytes[at] ^= change }
            prop_assert!(Envelope::from_bytes(&bytes).is_err());
        }

        /// Letters damaged after the packing are refused, or mean what they meant.
        #[test]
        fn damaged_links_are_refused(
            place in any::<prop::sample::Index>(), letter in 0_usize..64, how in 0_u8..4, packed in any::<bool>(),
        ) {
            ENVELOPE.with(|envelope| {
                let bytes = envelope.to_bytes();
                let whole = if packed { deflated(&bytes) } else { bytes };
                let mut letters = to_letters(packed, &whole).unwrap().into_bytes();
                let at = place.index(letters.len());
                match how {
                    0 => letters.truncate(at),
                    1 => { letters.remove(at); }
                    2 => letters.insert(at, LETTERS[letter]),
                    _ => letters[at] = LETTERS[letter],
                }
                let read = unpacked(std::str::from_utf8(&letters).unwrap());
                prop_assert!(read.as_ref().is_err() || read.as_ref() == Ok(envelope), "{:?}", read);
                Ok(())
            })?;
        }

        /// What carries a right checksum may still be anything: it is refused, or becomes answers that can be assessed.
        #[test]
        fn odd_envelopes_are_refused_or_read(changes in odd::changes()) {
            let text = ENVELOPE.with(Envelope::to_bytes)[4..].to_vec();
            let mut value: serde_json::Value = serde_json::from_slice(&text).unwrap();
            // The profile is a text in a text: it is changed as what it says.
            let mut profile: serde_json::Value = serde_json::from_str(value["profile"].as_str().unwrap()).unwrap();
            let (inside, outside) = changes.split_at(changes.len() / 2);
            odd::change(&mut profile, inside);
            value["profile"] = json!(profile.to_string());
            odd::change(&mut value, outside);
            let text = value.to_string();
            let bytes = [&crc32(text.as_bytes()).to_be_bytes(), text.as_bytes()].concat();
            let Ok(envelope) = Envelope::from_bytes(&bytes) else { return Ok(()) };
            let assessor = ASSESSOR.with(|assessor| *assessor);
            if assessor.read(&envelope.profile).is_ok() {
                let profile = serde_json::from_str(&envelope.profile).unwrap();
                let mut draft = draft_of(assessor.policy(), Lang::Zh, &profile);
                put_beside(assessor.policy(), &mut draft, &envelope.beside);
                prop_assert!(draft.fits(assessor.policy()));
                prop_assert!(compute(assessor, &draft, "2026-07-01".parse().unwrap(), Lang::Zh, Some(weigh)).is_some());
            }
        }

        /// Any text is refused, never fatal.
        #[test]
        fn any_letters(text in any::<String>(), mark in 0_u8..2) {
            let marked = format!("{mark}{text}");
            prop_assert!(unpacked(&text).is_err());
            prop_assert!(unpacked(&marked).is_err());
        }
    }

    thread_local! {
        static ASSESSOR: &'static Assessor = assessor();
        static ENVELOPE: Envelope = envelope();
    }
}
