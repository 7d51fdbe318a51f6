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
    let inside = packages(&tree(root, toolchain)?)?;
    let lock = std::fs::read_to_string(root.join("Cargo.lock")).context("cannot read Cargo.lock")?;
    site::write(&out.join("sbom.cdx.json"), pretty(&bill(&inside, &checksums(&lock)))?.as_bytes())
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
  "files": ["selfcheck.js", "selfcheck_glue.js", "node.js", "selfcheck_bg.wasm", "selfcheck.d.ts", {}],
  "sideEffects": ["./node.js"]
}}
"#,
        env!("CARGO_PKG_VERSION"),
        licences.join(", "),
    )
}

/// What cargo tells of the packages that are compiled into the page, the workspace and the library: a line each, with
/// its depth, once for each package that needs it. What only runs while building is none of it.
fn tree(root: &Path, toolchain: &Toolchain) -> Result<String> {
    let mut command = toolchain.cargo(root);
    command.args(["tree", "--locked", "--target", TARGET, "--edges", "normal,no-proc-macro"]);
    command.args(["--features", "page,worker", "--prefix", "depth", "--format", "|{p}|{l}"]);
    let output = command.output().context("cannot start cargo")?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).context("cargo tree writes no UTF-8")
}

/// Name and version.
type Name = (String, String);

/// A package that is built in.
#[derive(Debug, Default)]
struct Package {
    licence: String,
    needs: BTreeSet<Name>,
}

/// The packages of a tree, and what each needs.
fn packages(tree: &str) -> Result<BTreeMap<Name, Package>> {
    let mut found = BTreeMap::<Name, Package>::new();
    let mut above: Vec<Name> = Vec::new();
    for line in tree.lines().filter(|line| !line.is_empty()) {
        let parts = line.split_once('|').and_then(|(depth, rest)| Some((depth, rest.split_once('|')?)));
        let (depth, (package, licence)) = parts.with_context(|| format!("cargo tree writes “{line}”"))?;
        let depth: usize = depth.parse().with_context(|| format!("cargo tree writes “{line}”"))?;
        let mut words = package.split_whitespace();
        let name = words.next().zip(words.next().and_then(|version| version.strip_prefix('v')));
        let (name, version) = name.with_context(|| format!("cargo tree writes “{line}”"))?;
        let name: Name = (name.to_owned(), version.to_owned());
        above.truncate(depth);
        if let Some(package) = above.last().and_then(|above| found.get_mut(above)) {
            package.needs.insert(name.clone());
        }
        // Where a package is told again, its own needs are left out.
        let licence = licence.trim_end_matches("(*)").trim();
        licence.clone_into(&mut found.entry(name.clone()).or_default().licence);
        above.push(name);
    }
    Ok(found)
}

/// Checksums of packages by name and version.
fn checksums(lock: &str) -> BTreeMap<Name, String> {
    let word = |part: &str, key: &str| {
        let line = part.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
        line.and_then(|line| line.strip_suffix('"')).map(str::to_owned)
    };
    let parts = lock.split("[[package]]").skip(1);
    parts.filter_map(|part| Some(((word(part, "name")?, word(part, "version")?), word(part, "checksum")?))).collect()
}

/// A bill of materials in `CycloneDX` 1.5, without a time or number of its own, so that equal builds have equal bills.
fn bill(inside: &BTreeMap<Name, Package>, checksums: &BTreeMap<Name, String>) -> Value {
    let is_root = |name: &Name| name.0 == NAME;
    let reference =
        |name: &Name| if is_root(name) { NAME.to_owned() } else { format!("pkg:cargo/{}@{}", name.0, name.1) };
    let component = |(name, package): (&Name, &Package)| {
        // A slash is the older way to write “or”.
        let licence = package.licence.replace('/', " OR ");
        let sum = checksums.get(name).map(|sum| json!({ "alg": "SHA-256", "content": sum }));
        json!({
            "type": "library",
            "bom-ref": reference(name),
            "name": name.0,
            "version": name.1,
            "purl": reference(name),
            "licenses": if licence.is_empty() { json!([]) } else { json!([{ "expression": licence }]) },
            "hashes": sum.into_iter().collect::<Vec<_>>(),
        })
    };
    let needs = |(name, package): (&Name, &Package)| json!({ "ref": reference(name), "dependsOn": package.needs.iter().map(reference).collect::<Vec<_>>() });
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": {
            "type": "application", "bom-ref": NAME, "name": NAME, "version": env!("CARGO_PKG_VERSION"),
            "licenses": [{ "expression": LICENCE }],
        } },
        "components": inside.iter().filter(|(name, _)| !is_root(name)).map(component).collect::<Vec<_>>(),
        "dependencies": inside.iter().map(needs).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bill_names_what_is_compiled_in_and_what_needs_what() -> Result<()> {
        let tree = "0|policy-selfcheck v0.1.0 (/a folder)|MIT OR Apache-2.0\n1|a v1.0.0|MIT/Apache-2.0\n2|b v2.0.0|MIT\n\
                    1|b v2.0.0|MIT (*)\n1|c v1.0.0|\n";
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"ab12\"\n";
        let bill = bill(&packages(tree)?, &checksums(lock));
        let names: Vec<_> = bill["components"].as_array().into_iter().flatten().map(|c| c["name"].clone()).collect();
        assert_eq!(names, ["a", "b", "c"]);
        assert_eq!(bill["components"][0]["hashes"][0]["content"], "ab12");
        assert_eq!(bill["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(bill["components"][1]["licenses"][0]["expression"], "MIT");
        let needs = |name: &str| {
            let all = bill["dependencies"].as_array().into_iter().flatten();
            all.filter(|one| one["ref"] == name).map(|one| one["dependsOn"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(needs(NAME), [json!(["pkg:cargo/a@1.0.0", "pkg:cargo/b@2.0.0", "pkg:cargo/c@1.0.0"])]);
        assert_eq!(needs("pkg:cargo/a@1.0.0"), [json!(["pkg:cargo/b@2.0.0"])]);
        assert!(packages("cargo says something else").is_err());
        Ok(())
    }
}
