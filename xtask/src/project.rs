//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The folder of a policy that differs as much as possible from the one that ships: tests build a second site from it.
pub const FIXTURE_POLICY: &str = "tests/policies/brookfield-2031";

/// The repository, found from the place `cargo xtask` gives or from the current folder upwards.
///
/// # Errors
/// When neither leads into the repository.
pub fn root() -> Result<PathBuf> {
    if let Some(root) =
        env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).and_then(|own| own.parent().map(Path::to_owned))
    {
        return Ok(root);
    }
    let current = env::current_dir().context("cannot tell the current folder")?;
    match current.ancestors().find(|folder| folder.join("xtask/Cargo.toml").is_file()) {
        Some(root) => Ok(root.to_owned()),
        None => bail!("not inside the repository: call this as `cargo xtask` from its folder"),
    }
}

/// The folder of policy data to embed: the option, else the environment, else none (the one that ships).
///
/// # Errors
/// When the folder does not exist.
pub fn policy(option: Option<&Path>) -> Result<Option<PathBuf>> {
    let given = option.map(Path::to_owned).or_else(|| env::var_os("SELFCHECK_POLICY").map(PathBuf::from));
    let Some(folder) = given else { return Ok(None) };
    let full = folder.canonicalize().with_context(|| format!("cannot find the policy folder {}", folder.display()))?;
    if !full.is_dir() {
        bail!("the policy {} is not a folder", folder.display());
    }
    Ok(Some(full))
}

/// A path as the user reads it: from the repository's folder on, where it is inside.
pub fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}
