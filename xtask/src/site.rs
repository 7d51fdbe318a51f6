//! The site: a folder of static files whose names change with their content, tied together by hashes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::compress::{COMPRESSIBLE, brotli, gzip, integrity, short_hash};
use crate::http::CONTENT_SECURITY;
use crate::split::PARTS;
use crate::standalone::{self, Parts};
use crate::toolchain::{Toolchain, cargo};
use crate::wasm::{self, Aim, Module};
use crate::{deploy, offline, package, project, style};

/// The module that starts the page.
const BOOT: &str = include_str!("../assets/boot.js");
/// The module that starts the workspace's worker.
const WORKER: &str = include_str!("../assets/worker.js");
/// The library's functions, and their declarations beside those of the formats.
const LIBRARY: &str = include_str!("../assets/selfcheck.js");
const LIBRARY_TYPES: &str = include_str!("../assets/selfcheck.d.ts");
/// The library's entry in Node.
const NODE: &str = include_str!("../assets/node.js");
/// The element that other pages embed.
const EMBED: &str = include_str!("../assets/embed.js");
const STYLE_TAG: &str = r#"<link rel="stylesheet" href="style.css">"#;
const BOOT_TAG: &str = r#"<script type="module" src="boot.js"></script>"#;
const CHARSET_TAG: &str = r#"<meta charset="utf-8">"#;

/// What to build and where.
#[derive(Debug)]
pub struct Site<'a> {
    /// The folder to write; what it held before is gone afterwards.
    pub out: PathBuf,
    /// Small, compressed, with the library for programs; else quick to build.
    pub release: bool,
    /// The policy to embed instead of the one that ships.
    pub policy: Option<&'a Path>,
}

/// Builds the site beside its folder and then puts it in place, so that a failure leaves the former one.
///
/// # Errors
/// When compiling fails, a file cannot be written, or `index.html` lacks a tag.
pub fn build(root: &Path, toolchain: &Toolchain, site: &Site<'_>) -> Result<()> {
    let new = site.out.with_extension("new");
    empty(&new)?;
    page(root, toolchain, site, &new)?;
    if site.release {
        library(root, toolchain, site, &new)?;
        package::write(root, toolchain, &new)?;
        deploy::write(&new)?;
        compress(&new)?;
    }
    empty(&site.out)?;
    fs::remove_dir(&site.out).with_context(|| format!("cannot replace {}", site.out.display()))?;
    fs::rename(&new, &site.out).with_context(|| format!("cannot write {}", project::shown(root, &site.out)))
}

fn page(root: &Path, toolchain: &Toolchain, site: &Site<'_>, out: &Path) -> Result<()> {
    let page = Program::build(root, toolchain, site, &Program::PAGE)?;
    let roster = Program::build(root, toolchain, site, &Program::ROSTER)?;
    let styles = [style::sheet(root, "styles", site.release)?, style::sheet(root, "styles/workspace", site.release)?];
    let template = fs::read_to_string(root.join("index.html")).context("cannot read index.html")?;

    let (wasm, glue) = page.write(out)?;
    let kept = if site.release { "true" } else { "false" };
    write(&out.join("embed.js"), EMBED.as_bytes())?;
    let boot = BOOT
        .replace("EMBED_JS_INTEGRITY", &integrity(EMBED.as_bytes()))
        .replace("!KEPT", &["!", kept].concat())
        .replace("APP_WASM_INTEGRITY", &wasm.integrity)
        .replace("APP_WASM", &wasm.name)
        .replace("APP_JS", &glue.name);
    let boot = boot.replace("\"LATER_PARTS\"", &page.write_later(out)?);
    let boot = with_workspace(out, &roster, &styles[1], &boot)?;
    let boot = Part::write(out, "boot", "js", boot.as_bytes())?;
    let style = Part::write(out, "style", "css", styles[0].as_bytes())?;
    write(&out.join("index.html"), fill(&template, &style, &boot, &glue, &wasm)?.as_bytes())?;
    offline::identity(out)?;
    if site.release {
        offline::worker(out)?;
    }
    let parts = Parts {
        template: &template,
        styles: [&styles[0], &styles[1]],
        page: (&page.glue, &page.wasm),
        roster: (&roster.glue, &roster.wasm),
        worker: WORKER,
    };
    write(&out.join("standalone.html"), standalone::file(&parts)?.as_bytes())
}

/// A program of the site: what is built before its files are named.
struct Program {
    name: &'static str,
    /// In one piece.
    wasm: Vec<u8>,
    /// In parts with their names, the first first; in a release of the page alone.
    parts: Vec<(&'static str, Vec<u8>)>,
    glue: String,
    snippets: PathBuf,
}

/// What a program is made of.
struct Recipe {
    name: &'static str,
    features: &'static str,
    aim: Aim,
}

impl Program {
    const PAGE: Recipe = Recipe { name: "app", features: "page", aim: Aim::SmallInParts };
    /// That of the workspace's workers.
    const ROSTER: Recipe = Recipe { name: "roster", features: "worker", aim: Aim::Quick };

    fn build(root: &Path, toolchain: &Toolchain, site: &Site<'_>, recipe: &Recipe) -> Result<Self> {
        let Recipe { name, features, aim } = *recipe;
        let module = Module { name, features, release: site.release, aim, library: false, policy: site.policy };
        let built = wasm::build(root, toolchain, &module)?;
        let glue = String::from_utf8(read(&built.join(format!("{name}.js")))?).context("the glue is not UTF-8")?;
        let wasm = read(&built.join(format!("{name}_bg.wasm")))?;
        let in_parts = aim == Aim::SmallInParts && site.release;
        let parts = PARTS.into_iter().filter(|_| in_parts);
        let parts = parts.map(|part| Ok((part, read(&built.join(format!("{name}_{part}.wasm")))?)));
        let parts = parts.collect::<Result<_>>()?;
        Ok(Self { name, wasm, parts, glue, snippets: built.join("snippets") })
    }

    /// The written program, or what starts it, and its glue.
    fn write(&self, out: &Path) -> Result<(Part, Part)> {
        let wasm = Part::write(out, self.name, "wasm", self.parts.first().map_or(&self.wasm, |(_, first)| first))?;
        let glue = Part::write(out, self.name, "js", self.glue.as_bytes())?;
        copy_folder(&self.snippets, &out.join("snippets"))?;
        Ok((wasm, glue))
    }

    /// Writes the later parts; gives their names and hashes in their order, as entries of a JavaScript list.
    fn write_later(&self, out: &Path) -> Result<String> {
        let later = self.parts.iter().skip(1).map(|(name, bytes)| {
            let part = Part::write(out, name, "wasm", bytes)?;
            Ok(format!("[\"{}\", \"{}\"]", part.name, part.integrity))
        });
        Ok(later.collect::<Result<Vec<_>>>()?.join(", "))
    }
}

/// Writes what the start module loads when the workspace is opened, beside the workspace's part of the page's program: gives
/// the start module with names and hashes.
fn with_workspace(out: &Path, program: &Program, style: &str, boot: &str) -> Result<String> {
    let (wasm, glue) = program.write(out)?;
    let worker = WORKER.replace("ROSTER_JS", &glue.name);
    let worker = Part::write(out, "worker", "js", worker.as_bytes())?;
    let style = Part::write(out, "workspace", "css", style.as_bytes())?;
    Ok(boot
        .replace("WORKSPACE_CSS_INTEGRITY", &style.integrity)
        .replace("WORKSPACE_CSS", &style.name)
        .replace("ROSTER_WASM_INTEGRITY", &wasm.integrity)
        .replace("ROSTER_WASM", &wasm.name)
        .replace("WORKER_JS", &worker.name))
}

/// The library for programs: files whose names stay. Its functions stand before the glue, which knows of texts alone.
fn library(root: &Path, toolchain: &Toolchain, site: &Site<'_>, out: &Path) -> Result<()> {
    let module = Module {
        name: "selfcheck",
        features: "door",
        release: true,
        aim: Aim::Small,
        library: true,
        policy: site.policy,
    };
    let built = wasm::build(root, toolchain, &module)?;
    write(&out.join("selfcheck_glue.js"), &read(&built.join("selfcheck.js"))?)?;
    write(&out.join("selfcheck_bg.wasm"), &read(&built.join("selfcheck_bg.wasm"))?)?;
    write(&out.join("selfcheck.js"), LIBRARY.as_bytes())?;
    write(&out.join("node.js"), NODE.as_bytes())?;
    let types = [declarations(root, site)?, LIBRARY_TYPES.into()].concat();
    write(&out.join("selfcheck.d.ts"), &types)?;
    copy_folder(&built.join("snippets"), &out.join("snippets"))
}

/// TypeScript declarations of what goes into the library and comes out, from the Rust types and the policy.
fn declarations(root: &Path, site: &Site<'_>) -> Result<Vec<u8>> {
    let mut command = cargo(root);
    command.args(["run", "--quiet", "--features", "schema", "--bin", "policy-schema", "--", "--typescript"]);
    match site.policy {
        Some(folder) => command.env("SELFCHECK_POLICY", folder),
        None => command.env_remove("SELFCHECK_POLICY"),
    };
    let output = command.stderr(Stdio::inherit()).output().context("cannot start cargo")?;
    if !output.status.success() {
        bail!("the declarations of the formats were not written");
    }
    Ok(output.stdout)
}

/// A written file as others refer to it.
struct Part {
    name: String,
    integrity: String,
}

impl Part {
    fn write(out: &Path, stem: &str, extension: &str, bytes: &[u8]) -> Result<Self> {
        let name = format!("{stem}-{}.{extension}", short_hash(bytes));
        write(&out.join(&name), bytes)?;
        Ok(Self { name, integrity: integrity(bytes) })
    }
}

/// The page with the names and hashes of its files, and with its own security policy for hosts that send none.
fn fill(template: &str, style: &Part, boot: &Part, glue: &Part, wasm: &Part) -> Result<String> {
    let security =
        format!("{CHARSET_TAG}\n  <meta http-equiv=\"Content-Security-Policy\" content=\"{CONTENT_SECURITY}\">");
    let style_tag = format!(
        "<link rel=\"stylesheet\" href=\"{}\" integrity=\"{}\">\n{}",
        style.name,
        style.integrity,
        offline::HEAD
    );
    let boot_tag = format!(
        "<link rel=\"modulepreload\" href=\"{}\" integrity=\"{}\">\n  \
         <link rel=\"preload\" href=\"{}\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n  \
         <script type=\"module\" src=\"{}\" integrity=\"{}\"></script>",
        glue.name, glue.integrity, wasm.name, boot.name, boot.integrity
    );
    let mut html = template.to_owned();
    for (tag, with) in [(CHARSET_TAG, security), (STYLE_TAG, style_tag), (BOOT_TAG, boot_tag)] {
        if html.matches(tag).count() != 1 {
            bail!("index.html must contain exactly once: {tag}");
        }
        html = html.replace(tag, &with);
    }
    Ok(html)
}

fn compress(folder: &Path) -> Result<()> {
    for file in files(folder)? {
        let extension = file.extension().unwrap_or_default().to_string_lossy().into_owned();
        if !COMPRESSIBLE.contains(&extension.as_str()) {
            continue;
        }
        let bytes = read(&file)?;
        write(&file.with_extension(format!("{extension}.gz")), &gzip(&bytes)?)?;
        write(&file.with_extension(format!("{extension}.br")), &brotli(&bytes)?)?;
    }
    Ok(())
}

/// All files of a folder and of the folders in it, in the order of their names; none where there is no such folder.
///
/// # Errors
/// When a folder cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop().filter(|folder| folder.is_dir()) {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry.with_context(|| format!("cannot read {}", folder.display()))?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let place = to.join(file.strip_prefix(from).context("a file outside its folder")?);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        write(&place, &read(&file)?)?;
    }
    Ok(())
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

/// Writes a file.
///
/// # Errors
/// When it cannot be written.
pub fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str) -> Part {
        Part { name: name.into(), integrity: format!("sha384-{name}") }
    }

    #[test]
    fn the_page_names_its_files_and_their_hashes() -> Result<()> {
        let template = include_str!("../../index.html");
        let html = fill(template, &part("s.css"), &part("b.js"), &part("a.js"), &part("a.wasm"))?;
        assert!(html.contains(r#"<link rel="stylesheet" href="s.css" integrity="sha384-s.css">"#), "{html}");
        assert!(html.contains(r#"<script type="module" src="b.js" integrity="sha384-b.js"></script>"#), "{html}");
        assert!(html.contains("script-src 'self' 'wasm-unsafe-eval'"), "{html}");
        Ok(())
    }

    #[test]
    fn a_page_without_a_place_for_its_script_is_refused() {
        let template = format!("{CHARSET_TAG}{STYLE_TAG}");
        let parts = [part("s.css"), part("b.js"), part("a.js"), part("a.wasm")];
        let [style, boot, glue, wasm] = &parts;
        assert!(fill(&template, style, boot, glue, wasm).is_err());
    }

    #[test]
    fn the_start_module_has_a_place_for_each_name() {
        let once = ["\"APP_WASM\"", "\"APP_WASM_INTEGRITY\"", "\"./APP_JS\"", "!KEPT", "\"LATER_PARTS\""];
        let names = once.into_iter().map(|name| (name, 1)).chain([("\"EMBED_JS_INTEGRITY\"", 2)]);
        for (name, times) in names {
            assert_eq!(BOOT.matches(name).count(), times, "{name}");
        }
    }
}
