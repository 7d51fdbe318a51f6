//! From JSON Schema, as it is made of Rust types, to TypeScript.

use std::fmt::Write;

use serde_json::{Map, Value as Json};

use super::comment;

/// Declares a type under a name, and each type it refers to under its own.
pub(super) fn declare(out: &mut String, name: &str, schema: &Json) {
    one(out, name, schema);
    for (name, schema) in schema.get("$defs").and_then(Json::as_object).into_iter().flatten() {
        one(out, name, schema);
    }
}

fn one(out: &mut String, name: &str, schema: &Json) {
    out.push_str(&meaning(schema, ""));
    let _ = match schema.get("properties").and_then(Json::as_object) {
        Some(properties) => writeln!(out, "export interface {} {}\n", own_name(name), members(schema, properties, "")),
        None => writeln!(out, "export type {} = {};\n", own_name(name), kind(schema, "")),
    };
}

/// Names that the other formats need for themselves get another one.
fn own_name(name: &str) -> String {
    match name {
        "Validity" | "ItemKind" | "Row" => ["Policy", name].concat(),
        other => other.to_owned(),
    }
}

fn meaning(schema: &Json, indent: &str) -> String {
    let words = schema.get("description").and_then(Json::as_str);
    words.map(|words| format!("{indent}/** {} */\n", comment(&words.replace('\n', " ")))).unwrap_or_default()
}

fn members(schema: &Json, properties: &Map<String, Json>, indent: &str) -> String {
    let inner = [indent, "  "].concat();
    let required = |name: &str| {
        let list = schema.get("required").and_then(Json::as_array);
        list.is_some_and(|list| list.iter().any(|one| one == name))
    };
    let mut text = String::from("{\n");
    for (name, member) in properties {
        text.push_str(&meaning(member, &inner));
        let mark = if required(name) { "" } else { "?" };
        let _ = writeln!(text, "{inner}{name}{mark}: {};", kind(member, &inner));
    }
    text + indent + "}"
}

fn kind(schema: &Json, indent: &str) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
        return own_name(reference.rsplit('/').next().unwrap_or_default());
    }
    if let Some(value) = schema.get("const") {
        return value.to_string();
    }
    if let Some(values) = schema.get("enum").and_then(Json::as_array) {
        return joined(values.iter().map(ToString::to_string));
    }
    if let Some(kinds) = ["oneOf", "anyOf"].iter().find_map(|key| schema.get(*key)?.as_array()) {
        return joined(kinds.iter().map(|one| kind(one, indent)));
    }
    match schema.get("type") {
        Some(Json::Array(names)) => joined(names.iter().filter_map(Json::as_str).map(|n| simple(schema, n, indent))),
        Some(Json::String(name)) => simple(schema, name, indent),
        _ => "unknown".into(),
    }
}

fn joined(kinds: impl Iterator<Item = String>) -> String {
    kinds.collect::<Vec<_>>().join(" | ")
}

fn simple(schema: &Json, name: &str, indent: &str) -> String {
    let of = |key: &str| schema.get(key).map_or("unknown".into(), |inner| kind(inner, indent));
    let properties = schema.get("properties").and_then(Json::as_object);
    let parts = schema.get("prefixItems").and_then(Json::as_array);
    match (name, properties, parts) {
        ("integer", ..) => "number".into(),
        ("object", Some(properties), _) => members(schema, properties, indent),
        ("object", ..) => ["Record<string, ", &of("additionalProperties"), ">"].concat(),
        ("array", _, Some(parts)) => {
            let parts: Vec<String> = parts.iter().map(|part| kind(part, indent)).collect();
            ["[", &parts.join(", "), "]"].concat()
        }
        ("array", ..) => {
            let items = of("items");
            if items.contains(" | ") { ["(", &items, ")[]"].concat() } else { [&items, "[]"].concat() }
        }
        (other, ..) => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_form_of_schema_that_types_give() {
        let schema = json!({
            "description": "A */ thing.", "type": "object", "required": ["a"],
            "properties": {
                "a": { "type": "array", "items": { "$ref": "#/$defs/Validity" } },
                "b": { "type": ["integer", "null"] },
                "c": { "type": "array", "prefixItems": [{ "type": "string" }, { "type": "boolean" }] },
                "d": { "type": "object", "additionalProperties": { "type": "string" } },
            },
            "$defs": { "Validity": { "oneOf": [{ "const": "x" }, { "type": "object", "properties": { "y": {} } }] } },
        });
        let mut out = String::new();
        declare(&mut out, "Thing", &schema);
        assert_eq!(
            out,
            "/** A * / thing. */\nexport interface Thing {\n  a: PolicyValidity[];\n  b?: number | null;\n  \
             c?: [string, boolean];\n  d?: Record<string, string>;\n}\n\n\
             export type PolicyValidity = \"x\" | {\n  y?: unknown;\n};\n\n"
        );
    }
}
