//! The release: the site in `dist/`, and a table of its sizes.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::compress::is_hashed;
use crate::site::{self, Site};
use crate::split::PARTS;
use crate::{project, setup};

/// Builds the release and prints its sizes.
///
/// # Errors
/// When building fails.
pub fn run(root: &Path, policy: Option<&Path>) -> Result<()> {
    let toolchain = setup::for_release(root)?;
    let policy = project::policy(policy)?;
    let out = root.join("dist");
    site::build(root, &toolchain, &Site { out: out.clone(), release: true, policy: policy.as_deref() })?;
    println!("{}", table(&out)?);
    Ok(())
}

/// Sizes of the files of a release, in bytes: as they are, by gzip, by Brotli; and the sum of what the page loads.
///
/// # Errors
/// When a file cannot be read.
pub fn table(folder: &Path) -> Result<String> {
    let mut rows = Vec::new();
    for file in site::files(folder)? {
        let name = file.strip_prefix(folder).context("a file outside its folder")?.display().to_string();
        if file.extension().is_some_and(|extension| extension == "br" || extension == "gz") {
            continue;
        }
        let raw = size(&file)?;
        // A file without a copy is sent as it is.
        let sent = |ending| Some(copy(&file, ending)).filter(|copy| copy.exists()).map_or(Ok(raw), |copy| size(&copy));
        let sizes = [raw, sent("gz")?, sent("br")?];
        rows.push((name, sizes));
    }
    let opened = |name: &str| ["workspace-", "roster-", "worker-"].iter().any(|opened| name.starts_with(opened));
    let loaded = |name: &str| name == "index.html" || is_hashed(name) && !opened(name);
    let later = |name: &str| PARTS.iter().skip(1).any(|part| name.starts_with(&format!("{part}-")));
    let first = |name: &str| loaded(name) && !later(name);
    let sum = |of: &dyn Fn(&str) -> bool| {
        let sizes = rows.iter().filter(|(name, _)| of(name)).map(|(_, sizes)| sizes);
        sizes.fold([0; 3], |[raw, gzip, brotli], [r, g, b]| [raw + r, gzip + g, brotli + b])
    };
    let sums = [("start and check pages", sum(&first)), ("the page, all together", sum(&loaded))];
    rows.extend(sums.map(|(name, sizes)| (name.to_owned(), sizes)));
    let line = |(name, [raw, gzip, brotli]): &(String, [u64; 3])| format!("{name:<32}{raw:>10}{gzip:>10}{brotli:>10}");
    let lines: Vec<String> = rows.iter().map(line).collect();
    Ok(format!("{:<32}{:>10}{:>10}{:>10}\n{}", "bytes", "raw", "gzip", "brotli", lines.join("\n")))
}

fn copy(file: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn size(file: &Path) -> Result<u64> {
    Ok(fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?.len())
}
