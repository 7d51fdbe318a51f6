//! What tells others what they get: the description for `npm pack`, the licences, and the list of what is inside.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::site;
use crate::toolchain::{TARGET, Toolchain};

const NAME: &str = "policy-selfcheck";
const LICENCE: &str = "MIT OR Apache-2.0";
const LICENCES: &[&str] = &["LICENSE-APACHE", "LICENSE-MIT"];

/// Writes `package.json`, the licences and `sbom.cdx.json`.
///
/// # Errors
/// When cargo does not tell what is inside, or a file cannot be written.
pub fn write(root: &Path, toolchain: &Toolchain, out: &Path) -> Result<()> {
    for name in LICENCES {
        let text = std::fs::read(root.join(name)).with_context(|| format!("cannot read {name}"))?;
        site::write(&out.join(name), &text)?;
    }
    site::write(&out.join("package.json"), description().as_bytes())?;
    let told = metadata(root, toolchain)?;
    let lock = std::fs::read_to_string(root.join("Cargo.lock")).context("cannot read Cargo.lock")?;
    site::write(&out.join("sbom.cdx.json"), pretty(&bill(&told, &checksums(&lock))?)?.as_bytes())
}

fn pretty(value: &Value) -> Result<String> {
    Ok(serde_json::to_string_pretty(value).context("cannot write JSON")? + "\n")
}

/// The library for programs, as npm packs it. Of the conditions of `exports` the first that fits counts, so the text is
/// written in its order.
fn description() -> String {
    let licences: Vec<String> = LICENCES.iter().map(|name| format!("\"{name}\"")).collect();
    format!(
        r#"{{
  "name": "{NAME}",
  "version": "{}",
  "description": "What a published support measure offers an applicant, how much and why: assess, advise, policy.",
  "license": "{LICENCE}",
  "type": "module",
  "main": "./selfcheck.js",
  "types": "./selfcheck.d.ts",
  "exports": {{
    ".": {{ "types": "./selfcheck.d.ts", "node": "./node.js", "default": "./selfcheck.js" }},
    "./selfcheck_bg.wasm": "./selfcheck_bg.wasm"
  }},
  "files": ["selfcheck.js", "node.js", "selfcheck_bg.wasm", "selfcheck.d.ts", {}],
  "sideEffects": ["./node.js"]
}}
"#,
        env!("CARGO_PKG_VERSION"),
        licences.join(", "),
    )
}

/// What cargo tells of the packages that are compiled into the page, the workspace and the library.
fn metadata(root: &Path, toolchain: &Toolchain) -> Result<Value> {
    let mut command = toolchain.cargo(root);
    command.args(["metadata", "--format-version", "1", "--locked", "--filter-platform", TARGET]);
    command.args(["--features", "policy-selfcheck/page,policy-selfcheck/workspace"]);
    let output = command.output().context("cannot start cargo")?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).context("cargo metadata writes no JSON")
}

/// Checksums of packages by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let word = |part: &str, key: &str| {
        let line = part.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
        line.and_then(|line| line.strip_suffix('"')).map(str::to_owned)
    };
    let parts = lock.split("[[package]]").skip(1);
    parts.filter_map(|part| Some(((word(part, "name")?, word(part, "version")?), word(part, "checksum")?))).collect()
}

/// A bill of materials in `CycloneDX` 1.5, without a time or number of its own, so that equal builds have equal bills.
fn bill(told: &Value, checksums: &BTreeMap<(String, String), String>) -> Result<Value> {
    let packages = told["packages"].as_array().context("cargo metadata names no packages")?;
    let root = packages.iter().find(|package| package["name"] == NAME).context("cargo metadata lacks the project")?;
    let inside = compiled_in(told, root["id"].as_str().unwrap_or_default());
    let mut components = BTreeMap::new();
    for package in packages.iter().filter(|package| inside.contains(package["id"].as_str().unwrap_or_default())) {
        let (name, version) = (text(package, "name"), text(package, "version"));
        let licences = package.get("license").and_then(Value::as_str).map(|licence| {
            // A slash is the older way to write “or”.
            json!([{ "expression": licence.replace('/', " OR ") }])
        });
        let sums = checksums.get(&(name.clone(), version.clone()));
        let component = json!({
            "type": "library",
            "bom-ref": format!("pkg:cargo/{name}@{version}"),
            "name": name,
            "version": version,
            "purl": format!("pkg:cargo/{name}@{version}"),
            "licenses": licences.unwrap_or(json!([])),
            "hashes": sums.map(|sum| json!({ "alg": "SHA-256", "content": sum })).into_iter().collect::<Vec<_>>(),
        });
        components.insert((name, version), component);
    }
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": {
            "type": "application", "bom-ref": NAME, "name": NAME, "version": text(root, "version"),
            "licenses": [{ "expression": LICENCE }],
        } },
        "components": components.into_values().collect::<Vec<_>>(),
    }))
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// Ids of the packages that end up in the programs: reached without tests and build scripts.
fn compiled_in(told: &Value, root: &str) -> BTreeSet<String> {
    let nodes = told.pointer("/resolve/nodes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut found = BTreeSet::new();
    let mut open = vec![root.to_owned()];
    while let Some(id) = open.pop() {
        let node = nodes.iter().find(|node| node["id"] == id.as_str());
        let deps = node.and_then(|node| node["deps"].as_array()).map(Vec::as_slice).unwrap_or_default();
        for dep in deps {
            let kinds = dep["dep_kinds"].as_array().map(Vec::as_slice).unwrap_or_default();
            let id = text(dep, "pkg");
            if kinds.iter().any(|kind| kind["kind"].is_null()) && found.insert(id.clone()) {
                open.push(id);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bill_names_what_is_compiled_in_and_nothing_else() -> Result<()> {
        let dep = |id: &str, kind: Option<&str>| json!({ "pkg": id, "dep_kinds": [{ "kind": kind }] });
        let package = |name: &str| json!({ "name": name, "id": name, "version": "1.0.0", "license": "MIT/Apache-2.0" });
        let told = json!({
            "packages": [package(NAME), package("a"), package("b"), package("test"), package("build")],
            "resolve": { "nodes": [
                { "id": NAME, "deps": [dep("a", None), dep("test", Some("dev")), dep("build", Some("build"))] },
                { "id": "a", "deps": [dep("b", None)] },
            ] },
        });
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"ab12\"\n";
        let bill = bill(&told, &checksums(lock))?;
        let names: Vec<_> = bill["components"].as_array().into_iter().flatten().map(|c| text(c, "name")).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(bill["components"][0]["hashes"][0]["content"], "ab12");
        assert_eq!(bill["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        Ok(())
    }
}
