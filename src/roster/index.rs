//! Finding applicants by name or code while rows come in, without holding either twice.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Name, code and row of an applicant.
pub(super) type Known<'a> = (&'a str, &'a str, u32);

/// Applicants by a word. Only what the word hashes to is held: the applicant itself tells whether it is the one.
#[derive(Debug, Default)]
pub(super) struct Index {
    all: BTreeSet<(u64, u32)>,
}

impl Index {
    /// Adds an applicant.
    pub(super) fn insert(&mut self, word: &str, applicant: u32) {
        self.all.insert((hash(word), applicant));
    }

    /// The first applicant with a word, of those that this holds for.
    pub(super) fn find(&self, word: &str, is: impl Fn(u32) -> bool) -> Option<u32> {
        let hash = hash(word);
        self.all.range((hash, 0)..=(hash, u32::MAX)).map(|(_, applicant)| *applicant).find(|applicant| is(*applicant))
    }
}

fn hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}
