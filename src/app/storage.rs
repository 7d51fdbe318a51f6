//! What the user asked to be kept on this machine: drafts by name, and choices of display. Nothing is stored unasked.

use gloo::utils::window;
use js_sys::{Function, Reflect};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Storage;

use super::draft::Draft;
use super::envelope::crc32;
use super::memory;
use crate::values::decode::{decoded, records};
use crate::values::json::Json;
use crate::values::order;

/// Version of what is stored.
const VERSION: u32 = 1;
const PREFIX: &str = "policy-selfcheck/";
/// The database of the workspace's list.
const LIST: &str = "policy-selfcheck-workspace";

/// A kept draft.
#[derive(Debug, Clone, PartialEq, Serialize)]
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

records! { Kept { id, name, revision, digest, draft, profile } }

/// Why something could not be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreError {
    /// The browser does not let the page store anything.
    Blocked,
    /// There is no room.
    Full,
    /// Another window has written since.
    Newer,
    /// It has been deleted since.
    Gone,
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
        let (version, kept): (u32, Self) = decoded(&Json::parse(body).ok()?)?;
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

/// What is stored under a key; none where there is nothing or the browser refuses.
fn text_at(key: &str) -> Option<String> {
    local()?.get_item(key).ok()?
}

/// The names of what is stored, in no order.
fn keys(storage: &Storage) -> Vec<String> {
    (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok().flatten()).collect()
}

/// An id that no entry has, readable or not.
pub fn free_id(policy: &str) -> u32 {
    let folder = folder(policy);
    let keys = local().map(|storage| keys(&storage)).unwrap_or_default();
    let taken = keys.iter().filter_map(|key| key.strip_prefix(&folder)?.parse::<u32>().ok());
    taken.max().unwrap_or(0).saturating_add(1)
}

/// All drafts of a policy by id, and how many entries could not be read; those are left where they are.
pub fn list(policy: &str) -> (Vec<Kept>, usize) {
    let Some(storage) = local() else { return (Vec::new(), 0) };
    let folder = folder(policy);
    let (mut kept, mut damaged) = (Vec::new(), 0);
    for name in keys(&storage).iter().filter(|name| name.starts_with(&folder)) {
        // An entry under another's name would be changed in that other's place.
        match text_at(name).and_then(|text| Kept::from_text(&text)).filter(|one| key(policy, one.id) == *name) {
            Some(one) => kept.push(one),
            None => damaged += 1,
        }
    }
    order::sort_by_key(&mut kept, |one| one.id);
    (kept, damaged)
}

/// One draft.
pub fn read(policy: &str, id: u32) -> Option<Kept> {
    Kept::from_text(&text_at(&key(policy, id))?)
}

/// Whether the browser lets the page store anything.
pub fn is_open() -> bool {
    local().is_some()
}

/// Writes a draft as the revision after the one that was read; gives the new revision.
///
/// # Errors
/// When the browser refuses, or something stands there that is newer or cannot be read.
pub fn write(policy: &str, kept: &Kept) -> Result<u64, StoreError> {
    let storage = local().ok_or(StoreError::Blocked)?;
    let key = key(policy, kept.id);
    let newer = |text: String| Kept::from_text(&text).is_none_or(|there| there.revision > kept.revision);
    if text_at(&key).is_some_and(newer) {
        return Err(StoreError::Newer);
    }
    let next = Kept { revision: kept.revision.saturating_add(1), ..kept.clone() };
    storage.set_item(&key, &next.to_text()).map_err(|_| StoreError::Full)?;
    Ok(next.revision)
}

/// Removes a draft.
pub fn remove(policy: &str, id: u32) {
    if let Some(storage) = local() {
        let _ = storage.remove_item(&key(policy, id));
    }
}

/// Removes every draft of a policy, those that cannot be read too.
pub fn remove_all(policy: &str) {
    if let Some(storage) = local() {
        remove_under(&storage, &folder(policy));
    }
}

fn remove_under(storage: &Storage, prefix: &str) {
    for key in keys(storage).iter().filter(|key| key.starts_with(prefix)) {
        let _ = storage.remove_item(key);
    }
}

/// Removes everything this page ever stored, of any policy: drafts, choices, what a tab holds, the workspace's list.
pub fn wipe() {
    for storage in [local(), session()].into_iter().flatten() {
        remove_under(&storage, PREFIX);
    }
    memory::forget();
    let _ = delete_list();
}

/// Asks the browser to delete the list that the workspace was told to keep.
fn delete_list() -> Result<(), JsValue> {
    let databases = Reflect::get(&window(), &JsValue::from_str("indexedDB"))?;
    let delete: Function = Reflect::get(&databases, &JsValue::from_str("deleteDatabase"))?.dyn_into()?;
    delete.call1(&databases, &JsValue::from_str(LIST)).map(drop)
}

/// Whether the browser keeps anything of a frame for as long as the tab.
pub fn keeps_frames() -> bool {
    session().is_some()
}

fn session() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// What this tab holds under a name.
pub fn in_tab(name: &str) -> Option<String> {
    session()?.get_item(&[PREFIX, name].concat()).ok()?
}

/// Puts something under a name for as long as the tab, or takes it away; whether the browser did so.
pub fn put_in_tab(name: &str, text: Option<&str>) -> bool {
    let Some(storage) = session() else { return false };
    let key = [PREFIX, name].concat();
    match text.map(|text| storage.set_item(&key, text)) {
        Some(Ok(())) => true,
        // What stands there is older than what was refused.
        Some(Err(_)) => {
            let _ = storage.remove_item(&key);
            false
        }
        None => storage.remove_item(&key).is_ok(),
    }
}

/// How the user chose to see the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Display {
    /// Dark or light; none: as the system.
    pub dark: Option<bool>,
    /// Large text.
    pub large: bool,
    /// English.
    pub english: bool,
}

records! { Display { dark, large, english } }

/// The chosen display, if one was chosen.
pub fn display() -> Option<Display> {
    decoded(&Json::parse(&text_at(&[PREFIX, "display"].concat())?).ok()?)
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

    use super::super::draft::Answer;
    use super::super::odd;
    use super::super::route::Route;
    use super::super::state::State;
    use super::super::words::Lang;
    use super::*;
    use crate::EMBEDDED_POLICY;
    use crate::policy::Bundle;
    use crate::report::Assessor;

    fn kept() -> Kept {
        let (name, digest) = ("甲".to_owned(), "sha256-x".to_owned());
        Kept { id: 1, name, revision: 3, digest, draft: Draft::default(), profile: "{}".into() }
    }

    thread_local! {
        static WHOLE: (&'static Assessor, Kept) = whole();
    }

    /// An entry with rows and answers of this policy.
    fn whole() -> (&'static Assessor, Kept) {
        let assessor: &'static Assessor =
            Box::leak(Box::new(Assessor::new(Bundle::from_json(EMBEDDED_POLICY).unwrap()).unwrap()));
        let mut draft = Draft::new(assessor.policy());
        for table in 0..assessor.policy().facts.tables.len() {
            draft.add_row(assessor.policy(), table);
            draft.add_row(assessor.policy(), table);
        }
        for (answer, number) in draft.applicant.iter_mut().zip(0_usize..) {
            *answer = [Answer::Flag(true), Answer::Typed("2025-03-10".into()), Answer::Unsure(String::new())]
                [number % 3]
                .clone();
        }
        let digest = assessor.digest().to_owned();
        let state = State::new(assessor, Some(draft.into()), Route::Result, "2026-06-01".parse().unwrap()).unwrap();
        (assessor, Kept { digest, ..state.to_keep(1, "甲".into(), 3) })
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

        /// What carries a right checksum may still be anything: it is refused, or opens as answers of the policy.
        #[test]
        fn odd_entries_are_refused_or_opened(changes in odd::changes()) {
            let (assessor, kept) = WHOLE.with(Clone::clone);
            let text = kept.to_text();
            let mut value = serde_json::from_str(text.split_once(':').unwrap().1).unwrap();
            odd::change(&mut value, &changes);
            let body = value.to_string();
            let Some(read) = Kept::from_text(&format!("{}:{body}", crc32(body.as_bytes()))) else { return Ok(()) };
            let loaded = memory::loaded(assessor, Lang::Zh, &read);
            prop_assert!(loaded.draft.fits(assessor.policy()));
            prop_assert!(State::new(assessor, Some(loaded), Route::Result, "2026-06-01".parse().unwrap()).is_some());
        }
    }
}
