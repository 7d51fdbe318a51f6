//! What the user asked to be kept on this machine: drafts by name, and choices of display. Nothing is stored unasked.

use gloo::utils::window;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

use super::draft::Draft;
use super::exchange::crc32;
use crate::values::order;

/// Version of what is stored.
const VERSION: u32 = 1;
const PREFIX: &str = "policy-selfcheck/";

/// A kept draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Unique within the machine and the policy.
    pub id: u32,
    /// What the user calls it.
    pub name: String,
    /// Counts the writes, so that two windows notice each other.
    pub revision: u64,
    /// Digest of the policy's data when it was written.
    pub digest: String,
    /// The answers as typed.
    pub draft: Draft,
    /// The same as a profile, for when the policy has changed.
    pub profile: String,
}

/// Why something could not be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreError {
    /// The browser does not let the page store anything.
    Blocked,
    /// There is no room.
    Full,
    /// Another window has written since.
    Newer,
}

impl Kept {
    /// As text with a checksum in front.
    pub fn to_text(&self) -> String {
        let body = serde_json::to_string(&(VERSION, self)).unwrap_or_default();
        [&crc32(body.as_bytes()).to_string(), ":", &body].concat()
    }

    /// Reads a text; none where it is damaged or foreign.
    pub fn from_text(text: &str) -> Option<Self> {
        let (sum, body) = text.split_once(':')?;
        if sum.parse() != Ok(crc32(body.as_bytes())) {
            return None;
        }
        let (version, kept): (u32, Self) = serde_json::from_str(body).ok()?;
        (version == VERSION).then_some(kept)
    }
}

fn local() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Where a policy's drafts stand.
fn folder(policy: &str) -> String {
    [PREFIX, policy, "/draft/"].concat()
}

/// Key of a draft.
pub fn key(policy: &str, id: u32) -> String {
    [&folder(policy), id.to_string().as_str()].concat()
}

/// All drafts of a policy by id, and how many entries could not be read; those are left where they are.
pub fn list(policy: &str) -> (Vec<Kept>, usize) {
    let Some(storage) = local() else { return (Vec::new(), 0) };
    let folder = folder(policy);
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok().flatten());
    let (mut kept, mut damaged) = (Vec::new(), 0);
    for key in keys.filter(|key| key.starts_with(&folder)) {
        match storage.get_item(&key).ok().flatten().and_then(|text| Kept::from_text(&text)) {
            Some(one) => kept.push(one),
            None => damaged += 1,
        }
    }
    order::sort_by_key(&mut kept, |one| one.id);
    (kept, damaged)
}

/// One draft.
pub fn read(policy: &str, id: u32) -> Option<Kept> {
    Kept::from_text(&local()?.get_item(&key(policy, id)).ok()??)
}

/// Writes a draft as the revision after the one that was read; gives the new revision.
///
/// # Errors
/// When the browser refuses, or another window has written a newer revision.
pub fn write(policy: &str, kept: &Kept) -> Result<u64, StoreError> {
    let storage = local().ok_or(StoreError::Blocked)?;
    if read(policy, kept.id).is_some_and(|there| there.revision > kept.revision) {
        return Err(StoreError::Newer);
    }
    let next = Kept { revision: kept.revision + 1, ..kept.clone() };
    storage.set_item(&key(policy, kept.id), &next.to_text()).map_err(|_| StoreError::Full)?;
    Ok(next.revision)
}

/// Removes a draft.
pub fn remove(policy: &str, id: u32) {
    if let Some(storage) = local() {
        let _ = storage.remove_item(&key(policy, id));
    }
}

/// Removes everything this page ever stored, of any policy.
pub fn wipe() {
    let Some(storage) = local() else { return };
    let keys: Vec<String> =
        (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok().flatten()).collect();
    for key in keys.iter().filter(|key| key.starts_with(PREFIX)) {
        let _ = storage.remove_item(key);
    }
}

/// Where a frame's answers stand, by the key that its host gave it.
fn frame_key(key: &str) -> String {
    [PREFIX, "frame/", key].concat()
}

/// The answers of a frame in this tab, if it has been there.
pub fn frame_draft(key: &str) -> Option<Draft> {
    let storage = window().session_storage().ok().flatten()?;
    serde_json::from_str(&storage.get_item(&frame_key(key)).ok()??).ok()
}

/// Keeps the answers of a frame for as long as the tab; where the browser refuses, they last as long as the frame.
pub fn keep_frame_draft(key: &str, text: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.set_item(&frame_key(key), text);
    }
}

/// How the user chose to see the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Display {
    /// Dark or light; none: as the system.
    pub dark: Option<bool>,
    /// Large text.
    pub large: bool,
    /// English.
    pub english: bool,
}

/// The chosen display, if one was chosen.
pub fn display() -> Option<Display> {
    serde_json::from_str(&local()?.get_item(&[PREFIX, "display"].concat()).ok()??).ok()
}

/// Remembers a chosen display; where the browser refuses, it lasts as long as the page.
pub fn remember_display(display: Display) {
    if let (Some(storage), Ok(text)) = (local(), serde_json::to_string(&display)) {
        let _ = storage.set_item(&[PREFIX, "display"].concat(), &text);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kept() -> Kept {
        let (name, digest) = ("甲".to_owned(), "sha256-x".to_owned());
        Kept { id: 1, name, revision: 3, digest, draft: Draft::default(), profile: "{}".into() }
    }

    #[test]
    fn what_is_kept_comes_back() {
        assert_eq!(Kept::from_text(&kept().to_text()), Some(kept()));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

        /// A damaged entry is refused: it never becomes other answers.
        #[test]
        fn damaged_entries_are_refused(place in any::<prop::sample::Index>(), change in 1_u8..128, cut in any::<bool>()) {
            let mut bytes = kept().to_text().into_bytes();
            let at = place.index(bytes.len());
            if cut { bytes.truncate(at) } else { bytes[at] ^= change }
            let text = String::from_utf8_lossy(&bytes);
            prop_assert_eq!(Kept::from_text(&text), None);
        }

        #[test]
        fn any_entry(text in any::<String>()) {
            prop_assert_eq!(Kept::from_text(&text), None);
        }
    }
}
