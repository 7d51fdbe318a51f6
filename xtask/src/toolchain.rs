//! A Rust toolchain that compiles to wasm: the user's own where the target can be added, else Debian's.
//!
//! Debian's toolchain has no standard library for wasm in its packages but ships the library's sources, so it is
//! built once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};

use crate::process::{asked, find, run, run_within};
use crate::setup::{apt_install, as_root};

/// The target of the page.
pub const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_LIBRARY: &str = "/usr/lib/rustlib/wasm32-unknown-unknown/lib";
/// Names the compiler that the libraries beside it were built by: another one cannot read them.
const BUILT_BY: &str = "built-by.txt";
const DOWNLOAD_LIMIT: Duration = Duration::from_secs(120);

/// The toolchain that compiles the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Toolchain {
    /// The one that `cargo` on the search path means.
    Own,
    /// Debian's, with the linker's path.
    Debian { linker: PathBuf },
}

impl Toolchain {
    /// In words for the user.
    pub fn name(&self) -> String {
        match self {
            Self::Own => format!("your own toolchain with the target {TARGET}"),
            Self::Debian { linker } => format!("Debian's toolchain in /usr/bin with {}", linker.display()),
        }
    }

    /// A call of this toolchain's cargo in the given folder.
    pub fn cargo(&self, folder: &Path) -> Command {
        match self {
            Self::Own => cargo(folder),
            Self::Debian { linker } => {
                let mut command = Command::new(DEBIAN_CARGO);
                clean(&mut command);
                // Set by rustup's proxies: libraries of the other toolchain.
                command.env_remove("LD_LIBRARY_PATH");
                command.current_dir(folder).env("RUSTC", DEBIAN_RUSTC);
                command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                command
            }
        }
    }
}

/// A call of the user's cargo in the given folder, without what the cargo above us has set.
pub fn cargo(folder: &Path) -> Command {
    let mut command = Command::new("cargo");
    clean(&mut command);
    command.current_dir(folder);
    command
}

fn clean(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let of_package = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"].iter().any(|start| text.starts_with(start));
        if of_package
            || ["CARGO", "RUSTC", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "RUSTUP_TOOLCHAIN"].contains(&&*text)
        {
            command.env_remove(&name);
        }
    }
}

/// The toolchain for the page; installs one when there is none.
///
/// # Errors
/// When neither way of installing works: says how to mend it.
pub fn ready(root: &Path) -> Result<Toolchain> {
    match find_installed(root) {
        Some(toolchain) => Ok(toolchain),
        None => install(root),
    }
}

fn find_installed(root: &Path) -> Option<Toolchain> {
    // Debian's own, even as the user's own, needs to be told its linker.
    let own_is_debian = find(&["rustc"]).is_some_and(|rustc| rustc == Path::new(DEBIAN_RUSTC));
    if !own_is_debian && own_has_target(root) {
        return Some(Toolchain::Own);
    }
    find_debian().or_else(|| (own_is_debian && own_has_target(root)).then_some(Toolchain::Own))
}

/// Debian's toolchain, where this program has set it up for the compiler that is there now.
fn find_debian() -> Option<Toolchain> {
    let built_by = fs::read_to_string(Path::new(DEBIAN_LIBRARY).join(BUILT_BY)).ok()?;
    if !Path::new(DEBIAN_CARGO).is_file() || debian_version()? != built_by.trim() {
        return None;
    }
    Some(Toolchain::Debian { linker: linker()? })
}

fn own_has_target(root: &Path) -> bool {
    let mut command = Command::new("rustc");
    clean(&mut command);
    command.current_dir(root).args(["--print", "target-libdir", "--target", TARGET]);
    asked(&mut command).is_some_and(|folder| has_library(Path::new(&folder)))
}

fn has_library(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("libstd-")))
    })
}

fn install(root: &Path) -> Result<Toolchain> {
    let by_rustup = match add_by_rustup(root) {
        Ok(()) if own_has_target(root) => {
            println!("The wasm target is there: {}.", Toolchain::Own.name());
            return Ok(Toolchain::Own);
        }
        Ok(()) => anyhow!("rustup reported success, yet rustc on the search path does not have the target"),
        Err(error) => error,
    };
    println!("rustup did not bring the target ({by_rustup:#}); trying Debian's toolchain.");
    if find(&["apt-get"]).is_none() {
        bail!(
            "no way to compile to wasm: {by_rustup:#}, and there is no apt-get here. \
             Make `rustup target add {TARGET}` work (it needs rustup and a connection to its servers), then try again"
        );
    }
    let toolchain = install_from_debian(root).with_context(|| {
        format!("no way to compile to wasm: {by_rustup:#}, and Debian's toolchain could not be set up either")
    })?;
    println!("The wasm target is there: {}.", toolchain.name());
    Ok(toolchain)
}

fn add_by_rustup(root: &Path) -> Result<()> {
    let rustup = find(&["rustup"]).context("there is no rustup")?;
    println!("Adding the wasm target by rustup (at most {} seconds) …", DOWNLOAD_LIMIT.as_secs());
    let mut command = Command::new(rustup);
    clean(&mut command);
    run_within(command.current_dir(root).args(["target", "add", TARGET]), DOWNLOAD_LIMIT)
}

fn install_from_debian(root: &Path) -> Result<Toolchain> {
    println!("Installing Debian's Rust toolchain by apt-get …");
    apt_install(&["rustc-web", "cargo-web", "rust-web-src"])?;
    if linker().is_none() {
        apt_install(&[&format!("lld-{}", llvm_major().context("cannot tell the LLVM version of /usr/bin/rustc")?)])?;
    }
    let linker = linker().context("there is no wasm-ld-* in /usr/bin after installing lld")?;
    let toolchain = Toolchain::Debian { linker };
    println!("Building Rust's standard library for wasm, once (about a minute) …");
    let built = build_library(root, &toolchain)?;
    copy_library(&built)?;
    Ok(toolchain)
}

fn debian_version() -> Option<String> {
    asked(Command::new(DEBIAN_RUSTC).env_remove("LD_LIBRARY_PATH").arg("--version"))
}

fn llvm_major() -> Option<String> {
    let text = asked(Command::new(DEBIAN_RUSTC).env_remove("LD_LIBRARY_PATH").arg("-vV"))?;
    let version = text.lines().find_map(|line| line.strip_prefix("LLVM version: "))?;
    version.split('.').next().map(str::to_owned)
}

/// The wasm linker of the newest LLVM.
fn linker() -> Option<PathBuf> {
    let names = fs::read_dir("/usr/bin").ok()?.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let newest = names.filter_map(|name| name.strip_prefix("wasm-ld-")?.parse::<u32>().ok()).max()?;
    Some(PathBuf::from(format!("/usr/bin/wasm-ld-{newest}")))
}

/// Compiles the standard library from an empty crate; gives the folder of the libraries.
fn build_library(root: &Path, toolchain: &Toolchain) -> Result<PathBuf> {
    let folder = root.join("target/wasm-std");
    fs::create_dir_all(folder.join("src")).with_context(|| format!("cannot make {}", folder.display()))?;
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n";
    fs::write(folder.join("Cargo.toml"), manifest).context("cannot write the empty crate")?;
    fs::write(folder.join("src/lib.rs"), "#![no_std]\n").context("cannot write the empty crate")?;
    let mut command = toolchain.cargo(&folder);
    command.args(["build", "--release", "--target", TARGET, "-Zbuild-std=std,panic_abort,panic_unwind,proc_macro"]);
    // Bitcode is what link-time optimisation of the page reads.
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", folder.join("target"));
    command.env_remove("CARGO_ENCODED_RUSTFLAGS");
    run(&mut command)?;
    Ok(folder.join("target").join(TARGET).join("release/deps"))
}

fn copy_library(built: &Path) -> Result<()> {
    let version = debian_version().context("cannot tell the version of /usr/bin/rustc")?;
    let note = built.join(BUILT_BY);
    fs::write(&note, version).with_context(|| format!("cannot write {}", note.display()))?;
    let entries = fs::read_dir(built).with_context(|| format!("cannot read {}", built.display()))?;
    let libraries = entries.flatten().map(|entry| entry.path()).filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".rlib") && !name.starts_with("libempty-")
    });
    run(as_root("rm").args(["-rf", DEBIAN_LIBRARY]))?;
    run(as_root("mkdir").args(["-p", DEBIAN_LIBRARY]))?;
    run(as_root("cp").args(libraries).arg(DEBIAN_LIBRARY))?;
    // Last, so that an interrupted copy does not count as done.
    run(as_root("cp").arg(note).arg(DEBIAN_LIBRARY))
}
