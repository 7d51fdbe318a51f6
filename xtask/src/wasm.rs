//! From Rust to a wasm file and its JavaScript glue: cargo, wasm-bindgen, and for release wasm-opt.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::process::run;
use crate::reach;
use crate::split::{self, PARTS};
use crate::toolchain::{TARGET, Toolchain};

/// What of WebAssembly the compiler uses. Named one by one, because wasm-opt's “all” includes what browsers refuse.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Quickest.
const QUICK: &[&str] = &["-O2"];

/// Smallest when compressed: with the control flow built anew, in two rounds, as the second still finds a little, and no
/// function pasted into its one caller.
const SMALL: &[&str] = &[
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--one-caller-inline-max-function-size=0",
    "--skip-pass=inlining-optimizing",
];

/// What a release should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// Small.
    Small,
    /// Small, and also in [`PARTS`], `<name>_<part>.wasm`.
    SmallInParts,
    /// Quick rather than small.
    Quick,
}

/// What to compile.
#[derive(Debug)]
pub struct Module<'a> {
    /// Name of the written files: `<name>.js` and `<name>_bg.wasm`.
    pub name: &'a str,
    /// Cargo features.
    pub features: &'a str,
    /// Small, and without names of functions.
    pub release: bool,
    /// Of a release: what it should be.
    pub aim: Aim,
    /// Whether the glue knows its wasm file by itself: for programs.
    pub library: bool,
    /// The policy to embed instead of the one that ships.
    pub policy: Option<&'a Path>,
}

/// Compiles the module and writes its files into a folder under `target/`, which it gives.
///
/// # Errors
/// When one of the tools fails.
pub fn build(root: &Path, toolchain: &Toolchain, module: &Module<'_>) -> Result<PathBuf> {
    let compiled = compile(root, toolchain, module)?;
    let linked = fs::read(&compiled).with_context(|| format!("cannot read {}", compiled.display()))?;
    let kind = if module.release { "release" } else { "dev" };
    let out = root.join("target/web/bindgen").join(format!("{}-{kind}", module.name));
    if out.exists() {
        fs::remove_dir_all(&out).with_context(|| format!("cannot empty {}", out.display()))?;
    }
    bind(&linked, &out, module).with_context(|| format!("wasm-bindgen failed on {}", compiled.display()))?;
    if !module.release {
        return Ok(out);
    }
    let whole = out.join(format!("{}_bg.wasm", module.name));
    let mut files = vec![whole.clone()];
    if module.aim == Aim::SmallInParts {
        let bytes = fs::read(&whole).with_context(|| format!("cannot read {}", whole.display()))?;
        for (part, bytes) in PARTS.iter().zip(split::split(&linked, &bytes)?) {
            let file = out.join(format!("{}_{part}.wasm", module.name));
            fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
            files.push(file);
        }
    }
    for file in &files {
        optimise(root, file, module.aim)?;
    }
    Ok(out)
}

fn compile(root: &Path, toolchain: &Toolchain, module: &Module<'_>) -> Result<PathBuf> {
    let profile = match (module.release, module.aim) {
        (true, Aim::Quick) => "web-many",
        (true, _) => "web",
        _ => "web-dev",
    };
    let target = root.join("target/web");
    let mut command = toolchain.cargo(root);
    command.args(["rustc", "--lib", "--crate-type", "cdylib", "--target", TARGET]);
    command.args(["--profile", profile, "--features", module.features]);
    if module.release && module.aim == Aim::SmallInParts {
        command.args(["--", "-C", "link-arg=--emit-relocs"]);
    }
    command.env("CARGO_TARGET_DIR", &target).env_remove("RUSTFLAGS");
    command.env("CARGO_ENCODED_RUSTFLAGS", plain_paths(root).join("\u{1f}"));
    match module.policy {
        Some(folder) => command.env("SELFCHECK_POLICY", folder),
        None => command.env_remove("SELFCHECK_POLICY"),
    };
    run(&mut command).with_context(|| format!("compiling the {} to wasm failed", module.name))?;
    Ok(target.join(TARGET).join(profile).join("policy_selfcheck.wasm"))
}

/// Flags that keep this machine's folders out of the file, so that it is the same wherever it is built.
fn plain_paths(root: &Path) -> Vec<String> {
    let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")).map(PathBuf::from);
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| home.map(|home| home.join(".cargo")));
    let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    let mut flags = vec![remap(root, "selfcheck")];
    if let Some(cargo) = cargo {
        flags.push(remap(&cargo, "cargo"));
        let sources = cargo.join("registry/src");
        // The registry's folder has a name that differs between machines. The last fitting flag holds.
        let folders = fs::read_dir(&sources).into_iter().flatten().flatten();
        flags.extend(folders.map(|folder| remap(&folder.path(), "crates")));
    }
    flags.push(remap(Path::new("/usr/lib/rustlib/src/rust"), "rust"));
    flags
}

fn bind(linked: &[u8], out: &Path, module: &Module<'_>) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(module.name, reach::plain(linked)?);
    bindgen.web(true).map_err(|error| anyhow!(error))?;
    bindgen.typescript(false).omit_default_module_path(!module.library);
    // Names are for splitting, and the same as the linker's; wasm-opt takes them out.
    bindgen.demangle(!module.release).remove_producers_section(module.release);
    bindgen.generate(out).map_err(|error| anyhow!(error))
}

fn optimise(root: &Path, file: &Path, aim: Aim) -> Result<()> {
    let tool = root.join("node_modules/binaryen/bin/wasm-opt");
    let smaller = file.with_extension("opt");
    let mut command = Command::new("node");
    command.arg(tool).args(FEATURES).args(if aim == Aim::Quick { QUICK } else { SMALL }).args([
        "--strip-debug",
        "--strip-producers",
        "--strip-target-features",
        "-o",
    ]);
    run(command.arg(&smaller).arg(file))
        .context("making the wasm smaller failed; `npm ci` brings its tool, wasm-opt")?;
    fs::rename(&smaller, file).with_context(|| format!("cannot write {}", file.display()))
}
