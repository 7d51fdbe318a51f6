//! Build script: checks the policy data and embeds it. Broken data breaks the build, in words for its authors.
//!
//! `SELFCHECK_POLICY` names another policy's folder; by default it is the one this product ships.
#![allow(dead_code, unused_imports, reason = "the build uses the policy layer only in part")]

mod policy;
mod values;

use std::path::PathBuf;
use std::{env, fs, process};

/// The policy that ships.
const SHIPPED: &str = "policy-data/changping-2026-6";

fn main() {
    println!("cargo::rerun-if-env-changed=SELFCHECK_POLICY");
    println!("cargo::rerun-if-changed=src/build.rs");
    println!("cargo::rerun-if-changed=src/policy");
    println!("cargo::rerun-if-changed=src/values");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let folder = env::var_os("SELFCHECK_POLICY").map_or_else(|| root.join(SHIPPED), PathBuf::from);
    println!("cargo::rerun-if-changed={}", folder.display());
    match policy::files::load(&folder) {
        Ok(bundle) => {
            let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("policy.json");
            if let Err(error) = fs::write(&target, bundle) {
                println!("cargo::error=cannot write {}: {error}", target.display());
                process::exit(1);
            }
        }
        Err(problems) => {
            for problem in &problems {
                println!("cargo::error={problem}");
            }
            println!("cargo::error={} problem(s) in the policy data of {}", problems.len(), folder.display());
            process::exit(1);
        }
    }
}
