//! JSON with members and elements changed, taken away or doubled: what damage and malice make of what was well formed.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value as Json, json};

/// Which value is changed, and into what.
pub type Change = (Index, u8);

/// A few changes.
pub fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec((any::<Index>(), any::<u8>()), 1..8)
}

/// Makes the changes one after the other.
pub fn change(value: &mut Json, changes: &[Change]) {
    for (place, how) in changes {
        let mut places = Vec::new();
        pointers(value, String::new(), &mut places);
        let pointer = places[place.index(places.len())].clone();
        let Some(target) = value.pointer_mut(&pointer) else { continue };
        *target = other(target.take(), *how);
    }
}

fn pointers(value: &Json, at: String, found: &mut Vec<String>) {
    match value {
        Json::Object(members) => {
            for (key, inner) in members {
                pointers(inner, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Json::Array(items) => {
            for (number, inner) in items.iter().enumerate() {
                pointers(inner, format!("{at}/{number}"), found);
            }
        }
        _ => {}
    }
    found.push(at);
}

fn other(value: Json, how: u8) -> Json {
    match (how % 16, value) {
        (0, _) => Json::Null,
        (1, _) => json!(true),
        (2, _) => json!(-1),
        (3, _) => json!(u64::MAX),
        (4, _) => json!(u32::MAX),
        (5, _) => json!(1e300),
        (6, _) => json!(""),
        (7, _) => json!("\u{0}\u{202e}<script>'\"&"),
        (8, _) => json!("八十".repeat(usize::from(how))),
        (9, _) => json!([]),
        (10, _) => json!({}),
        (11, Json::Array(mut items)) => {
            items.extend(items.first().cloned());
            Json::Array(items)
        }
        (12, Json::Array(mut items)) => {
            items.pop();
            Json::Array(items)
        }
        (13, Json::Object(mut members)) => {
            let first = members.keys().next().cloned();
            first.map(|key| members.remove(&key));
            Json::Object(members)
        }
        (14, Json::Object(mut members)) => {
            members.insert("zzz".into(), json!(0));
            Json::Object(members)
        }
        (_, value) => json!([value]),
    }
}
