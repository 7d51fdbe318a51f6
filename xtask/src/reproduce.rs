//! Whether equal sources give equal files: the release built twice, from nothing, in folders of different names.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::process::run as run_process;
use crate::site;
use crate::toolchain::cargo;

/// SHA-256 of every file by its name.
type Digests = BTreeMap<String, String>;

/// Builds twice and compares every file; prints one digest for all.
///
/// # Errors
/// When building fails, or the files differ: which ones.
pub fn run(root: &Path) -> Result<()> {
    let folders = [root.join("target/reproduce/one"), root.join("target/reproduce/another-folder")];
    // Both before the first build, so that who goes on working changes neither.
    let names = sources(root)?;
    for folder in &folders {
        copy(root, &names, folder)?;
    }
    let [first, second] = [build(&folders[0])?, build(&folders[1])?];
    let names = first.keys().chain(second.keys());
    let different: Vec<&str> = names.filter(|name| first.get(*name) != second.get(*name)).map(String::as_str).collect();
    if !different.is_empty() {
        bail!("two builds differ in: {}", different.join(", "));
    }
    println!("Two clean builds agree in all {} files; SHA-256 of their list: {}", first.len(), whole(&first));
    Ok(())
}

/// Copies the sources into a folder that holds nothing else afterwards.
fn copy(root: &Path, names: &[PathBuf], folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    for name in names {
        let (from, to) = (root.join(name), folder.join(name));
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        }
        fs::copy(&from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    Ok(())
}

/// Builds the sources of a folder, and gives the digests of what comes out.
fn build(folder: &Path) -> Result<Digests> {
    run_process(cargo(folder).args(["xtask", "dist"]).env_remove("CARGO_TARGET_DIR"))?;
    let out = folder.join("dist");
    let mut digests = Digests::new();
    for file in site::files(&out)? {
        let name = file.strip_prefix(&out).context("a file outside its folder")?.to_string_lossy().replace('\\', "/");
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        digests.insert(name, hexadecimal(&Sha256::digest(&bytes)));
    }
    Ok(digests)
}

/// Names of the files that git holds or would hold.
fn sources(root: &Path) -> Result<Vec<PathBuf>> {
    let mut git = Command::new("git");
    git.current_dir(root).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let output = git.output().context("cannot start git")?;
    if !output.status.success() {
        bail!("git does not list the sources: {}", String::from_utf8_lossy(&output.stderr));
    }
    let names = String::from_utf8(output.stdout).context("a file name is not UTF-8")?;
    let names = names.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from);
    Ok(names.filter(|name| root.join(name).is_file()).collect())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// One digest for all: that of the lines `digest  name`, as `sha256sum` writes them, in the order of the names.
fn whole(digests: &Digests) -> String {
    let lines: Vec<String> = digests.iter().map(|(name, digest)| format!("{digest}  {name}\n")).collect();
    hexadecimal(&Sha256::digest(lines.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_all_is_that_of_the_list() {
        let empty = hexadecimal(&Sha256::digest(b""));
        assert_eq!(empty, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        let one = Digests::from([("a".to_owned(), empty.clone())]);
        assert_eq!(whole(&one), hexadecimal(&Sha256::digest(format!("{empty}  a\n"))));
    }
}
