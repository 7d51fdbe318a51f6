//! Noticing that a source file has changed: looks at the times of change once a second.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use crate::site;

/// What the site is made of.
const SOURCES: &[&str] = &["src", "styles", "index.html", "policy-data", "Cargo.toml", "Cargo.lock"];

type State = BTreeMap<PathBuf, (SystemTime, u64)>;

/// The sources as they were when last looked at.
pub struct Watch {
    places: Vec<PathBuf>,
    state: State,
}

impl Watch {
    /// Looks at the sources, and at the folder of another policy where one is embedded.
    pub fn new(root: &Path, policy: Option<&Path>) -> Self {
        let places: Vec<PathBuf> =
            SOURCES.iter().map(|name| root.join(name)).chain(policy.map(Path::to_owned)).collect();
        let state = look(&places);
        Self { places, state }
    }

    /// Returns when a file has changed, come or gone, and nothing has changed for a moment; names one such file.
    pub fn wait(&mut self) -> PathBuf {
        loop {
            thread::sleep(Duration::from_secs(1));
            let now = look(&self.places);
            let Some(file) = difference(&self.state, &now) else { continue };
            self.state = settle(&self.places, now);
            return file;
        }
    }
}

/// Waits until an editor or a version control tool has written all it wants to write.
fn settle(places: &[PathBuf], mut before: State) -> State {
    loop {
        thread::sleep(Duration::from_millis(200));
        let now = look(places);
        if now == before {
            return now;
        }
        before = now;
    }
}

fn look(places: &[PathBuf]) -> State {
    let all = places
        .iter()
        .flat_map(|place| if place.is_dir() { site::files(place).unwrap_or_default() } else { vec![place.clone()] });
    all.filter(|file| is_source(file)).filter_map(|file| Some((file.clone(), stamp(&file)?))).collect()
}

fn stamp(file: &Path) -> Option<(SystemTime, u64)> {
    let data = fs::metadata(file).ok()?;
    Some((data.modified().ok()?, data.len()))
}

/// Not the temporary files of editors.
fn is_source(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    !(name.starts_with(['.', '#']) || name.ends_with('~') || name.ends_with(".swp") || name.ends_with(".tmp"))
}

fn difference(before: &State, now: &State) -> Option<PathBuf> {
    let changed = now.iter().find(|(file, stamp)| before.get(*file) != Some(stamp));
    let gone = || before.keys().find(|file| !now.contains_key(*file));
    changed.map(|(file, _)| file).or_else(gone).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(files: &[(&str, u64)]) -> State {
        files.iter().map(|(file, length)| (file.into(), (SystemTime::UNIX_EPOCH, *length))).collect()
    }

    #[test]
    fn notices_changed_new_and_gone_files() {
        let before = state(&[("a", 1), ("b", 1)]);
        assert_eq!(difference(&before, &before), None);
        assert_eq!(difference(&before, &state(&[("a", 1), ("b", 2)])), Some("b".into()));
        assert_eq!(difference(&before, &state(&[("a", 1), ("b", 1), ("c", 1)])), Some("c".into()));
        assert_eq!(difference(&before, &state(&[("b", 1)])), Some("a".into()));
    }

    #[test]
    fn temporary_files_do_not_count() {
        assert!(is_source(Path::new("src/app/root.rs")));
        for name in ["src/.root.rs.swp", "src/root.rs~", "src/#root.rs#", "policy-data/x.tmp"] {
            assert!(!is_source(Path::new(name)), "{name}");
        }
    }
}
