//! The committed JSON Schemas are those of the types, so that editors check policy files as the build does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::fs;
use std::path::Path;

use policy_selfcheck::policy::schema::schemas;
use serde_json::Value;

#[test]
fn committed_schemas_are_current() {
    for (name, schema) in schemas() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("policy-data/schema/{name}.schema.json"));
        let committed: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap_or_default()).unwrap_or_default();
        assert_eq!(committed, schema, "{} is out of date: run `cargo xtask schema`", file.display());
    }
}
