//! A policy as a folder of JSON files, the way its authors write it.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::bundle::Bundle;
use super::check::{self, Problem};
use super::model::{Ambiguity, Document, DocumentText, Facts, Item, Policy, Remark, Stacking};

/// The official text beside the data, byte for byte.
pub const OFFICIAL_TEXT: &str = "measure.txt";
/// Folder with the items, a file per article.
pub const ITEMS: &str = "items";

/// Reads a policy's folder, checks it, and gives the bundle's JSON.
///
/// # Errors
/// Every problem found, each with its file and place.
pub fn load(folder: &Path) -> Result<String, Vec<Problem>> {
    let policy = read(folder)?;
    serde_json::to_string(&policy)
        .and_then(|compact| {
            let digest = format!("sha256-{}", base64(&Sha256::digest(compact.as_bytes())));
            serde_json::to_string(&Bundle { digest, policy })
        })
        .map_err(|error| vec![Problem::new("", "", error.to_string())])
}

/// Reads and checks a policy's folder.
///
/// # Errors
/// Every problem found, each with its file and place.
pub fn read(folder: &Path) -> Result<Policy, Vec<Problem>> {
    let mut files = Files { folder: folder.to_owned(), problems: Vec::new() };
    let document: Option<Document> = files.json("document.json");
    let text: Option<DocumentText> = files.json("text.json");
    let facts: Option<Facts> = files.json("facts.json");
    let items = files.items();
    let remarks: Option<Vec<Remark>> = files.json("remarks.json");
    let ambiguities: Option<Vec<Ambiguity>> = files.json("ambiguities.json");
    let stacking: Option<Stacking> = files.json("stacking.json");
    let official = files.text(OFFICIAL_TEXT);
    let parts = (document, text, facts, remarks, ambiguities, stacking, official);
    let (Some(document), Some(text), Some(facts), Some(remarks), Some(ambiguities), Some(stacking), Some(official)) =
        parts
    else {
        return Err(files.problems);
    };
    let policy = Policy { document, text, facts, items, remarks, ambiguities, stacking };
    let mut problems = files.problems;
    problems.extend(check::policy(&policy, &official));
    if problems.is_empty() { Ok(policy) } else { Err(problems) }
}

struct Files {
    folder: PathBuf,
    problems: Vec<Problem>,
}

impl Files {
    fn text(&mut self, name: &str) -> Option<String> {
        match fs::read_to_string(self.folder.join(name)) {
            Ok(text) => Some(text),
            Err(error) => {
                self.problems.push(Problem::new(name, "", format!("the file cannot be read: {error}")));
                None
            }
        }
    }

    fn json<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let text = self.text(name)?;
        match serde_json::from_str::<serde_json::Value>(&text) {
            Ok(value) => {
                let before = self.problems.len();
                check::wording(&value, name, &mut self.problems);
                if self.problems.len() > before {
                    return None;
                }
            }
            Err(error) => {
                self.problems.push(Problem::new(name, "", format!("this is no valid JSON: {error}")));
                return None;
            }
        }
        let mut reader = serde_json::Deserializer::from_str(&text);
        match serde_path_to_error::deserialize(&mut reader) {
            Ok(value) => Some(value),
            Err(error) => {
                let place = error.path().to_string();
                self.problems.push(Problem::new(name, &place, plain(&error.into_inner().to_string())));
                None
            }
        }
    }

    /// All items, file by file in the order of the names.
    fn items(&mut self) -> Vec<Item> {
        let listed = fs::read_dir(self.folder.join(ITEMS)).map(|entries| {
            let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
            let mut names: Vec<String> =
                names.filter(|name| Path::new(name).extension().is_some_and(|end| end == "json")).collect();
            names.sort();
            names
        });
        match listed {
            Ok(names) => {
                let lists = names.iter().filter_map(|name| self.json::<Items>(&format!("{ITEMS}/{name}")));
                lists.flat_map(|Items(list)| list).collect()
            }
            Err(error) => {
                self.problems.push(Problem::new(ITEMS, "", format!("the folder cannot be read: {error}")));
                Vec::new()
            }
        }
    }
}

#[derive(Deserialize)]
struct Items(Vec<Item>);

/// A reader's message without the jargon of Rust.
fn plain(message: &str) -> String {
    message
        .replace("missing field", "this entry lacks the key")
        .replace("unknown field", "there is no such key:")
        .replace("unknown variant", "there is no such word:")
        .replace("invalid type: ", "the value has the wrong type: ")
        .replace("duplicate field", "the key stands twice:")
}

/// Base64 with padding (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let index = (group >> (18 - 6 * place)) & 63;
            let letter = ALPHABET.get(index as usize).copied().unwrap_or(b'=');
            out.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_as_in_the_rfc() {
        let vectors = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (plain, coded) in vectors {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
