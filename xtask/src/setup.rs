//! Installing what is missing. Quick when nothing is.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::process::{asked, find, run};
use crate::toolchain::{self, Toolchain};

/// Names a Chromium goes by.
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC_BROWSERS: &[&str] = &[
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// Everything at once.
///
/// # Errors
/// What could not be installed, and how to mend it.
pub fn all(root: &Path) -> Result<()> {
    let toolchain = toolchain::ready(root)?;
    println!("wasm      {}", toolchain.name());
    println!("node      {}", node(root)?);
    println!("packages  node_modules as package-lock.json says");
    println!("browser   {}", browser()?.display());
    Ok(())
}

/// What building a site for release needs.
///
/// # Errors
/// As [`all`].
pub fn for_release(root: &Path) -> Result<Toolchain> {
    let toolchain = toolchain::ready(root)?;
    node(root)?;
    Ok(toolchain)
}

/// Node with the packages of package-lock.json; gives Node's version.
///
/// # Errors
/// When Node is missing and cannot be installed, is too old, or npm fails.
pub fn node(root: &Path) -> Result<String> {
    if find(&["node"]).is_none() || find(&["npm"]).is_none() {
        println!("Installing Node …");
        apt_install(&["nodejs", "npm"]).context("Node 20 or newer with npm is needed: see https://nodejs.org")?;
    }
    let version = asked(Command::new("node").arg("--version")).context("`node --version` fails")?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|number| number.parse::<u32>().ok());
    if major.is_none_or(|major| major < 20) {
        bail!("Node 20 or newer is needed, this is {version}: see https://nodejs.org");
    }
    packages(root)?;
    Ok(version)
}

fn packages(root: &Path) -> Result<()> {
    let installed = changed(&root.join("node_modules/.package-lock.json"));
    let wanted = changed(&root.join("package-lock.json"));
    if installed.is_some() && installed >= wanted {
        return Ok(());
    }
    println!("Installing the npm packages …");
    let npm = find(&["npm"]).context("there is no npm")?;
    run(Command::new(npm).current_dir(root).args(["ci", "--no-fund", "--no-audit"]))
        .context("the npm packages of package-lock.json could not be installed; is the registry reachable?")
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|data| data.modified()).ok()
}

/// cargo-deny for the tests: this version, built once for this repository.
///
/// # Errors
/// When it cannot be built.
pub fn deny(root: &Path) -> Result<PathBuf> {
    const VERSION: &str = "0.20.2";
    let folder = root.join("target/tools");
    let program = folder.join("bin").join(format!("cargo-deny{}", env::consts::EXE_SUFFIX));
    let is_there = asked(Command::new(&program).arg("--version")).is_some_and(|version| version.ends_with(VERSION));
    if !is_there {
        println!("Building cargo-deny {VERSION}, once (a few minutes) …");
        let mut command = toolchain::cargo(root);
        command.args(["install", "cargo-deny", "--locked", "--quiet", "--force", "--version", VERSION, "--root"]);
        run(command.arg(&folder)).context("cargo-deny could not be installed")?;
    }
    Ok(program)
}

/// nginx for the tests of its configuration, with what makes a certificate; newly installed, it is not started.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn nginx() -> Result<PathBuf> {
    const PLACES: &[&str] = &["nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx"];
    if find(PLACES).is_none() || find(&["openssl"]).is_none() {
        println!("Installing nginx …");
        apt_install(&["nginx-light", "openssl"])?;
    }
    find(PLACES).context("nginx is missing after its installation")
}

/// The browser for tests: the one `CHROMIUM` names, one on the search path, or a newly installed one; with a font
/// for Chinese.
///
/// # Errors
/// When there is none and none can be installed.
pub fn browser() -> Result<PathBuf> {
    let browser = if let Some(found) = find_browser()? {
        found
    } else {
        println!("Installing Chromium …");
        apt_install(&["chromium"])
            .context("the browser tests need Chromium or Chrome; set CHROMIUM to its path or test with --no-browser")?;
        find_browser()?.context("there is no chromium on the search path after installing it")?
    };
    let fonts = asked(Command::new("fc-list").args([":lang=zh", "family"]));
    if cfg!(target_os = "linux") && fonts.is_none_or(|list| list.is_empty()) && find(&["apt-get"]).is_some() {
        println!("Installing a font for Chinese …");
        if let Err(error) = apt_install(&["fontconfig", "fonts-noto-cjk"]) {
            println!("No font for Chinese ({error:#}): screenshots will show boxes, tests still hold.");
        }
    }
    Ok(browser)
}

fn find_browser() -> Result<Option<PathBuf>> {
    if let Some(named) = env::var_os("CHROMIUM").filter(|name| !name.is_empty()) {
        let path = PathBuf::from(named);
        if !path.is_file() {
            bail!("CHROMIUM names {}, which is no file", path.display());
        }
        return Ok(Some(path));
    }
    let on_mac = || MAC_BROWSERS.iter().map(PathBuf::from).find(|path| path.is_file());
    Ok(find(BROWSERS).or_else(on_mac))
}

/// Installs Debian packages; updates the list of packages when the first attempt fails.
///
/// # Errors
/// When there is no apt-get, or it fails.
pub fn apt_install(packages: &[&str]) -> Result<()> {
    if find(&["apt-get"]).is_none() {
        bail!("{} missing, and there is no apt-get to install it", packages.join(", "));
    }
    let install = || {
        let mut command = as_root("apt-get");
        command.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
        command
    };
    if run(&mut install()).is_ok() {
        return Ok(());
    }
    run(as_root("apt-get").args(["update", "-qq"]))?;
    run(&mut install())
}

/// A command run as root: as it is for root, by sudo for others.
pub fn as_root(program: &str) -> Command {
    let is_root = asked(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
    let mut command = if is_root {
        Command::new("env")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.arg("env");
        sudo
    };
    // The run level keeps installed servers from being started.
    command.args(["DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", program]);
    command
}
