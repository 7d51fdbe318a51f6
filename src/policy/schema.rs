//! JSON Schema (draft 2020-12) of the policy files, made from the types that read them.

use schemars::{JsonSchema, schema_for};
use serde_json::Value;

use super::model::{Ambiguity, Document, DocumentText, Facts, Item, Policy, Remark, Stacking};

/// The schema of each kind of policy file, by the name of the file it describes.
pub fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("document", of::<Document>()),
        ("text", of::<DocumentText>()),
        ("facts", of::<Facts>()),
        ("items", of::<Vec<Item>>()),
        ("remarks", of::<Vec<Remark>>()),
        ("ambiguities", of::<Vec<Ambiguity>>()),
        ("stacking", of::<Stacking>()),
    ]
}

/// The schema of a whole policy, as programs get it.
pub fn policy() -> Value {
    of::<Policy>()
}

fn of<T: JsonSchema>() -> Value {
    schema_for!(T).to_value()
}
