//! Values from a JSON tree, by little code: it travels in the page, and what it reads was written by the build or by the
//! page itself, so that no message tells what is wrong.

use rust_decimal::Decimal;

use super::Date;
use super::json::Json;

/// What can be read from a JSON value.
///
/// A value of another shape gives any value of the type and makes `sound` false: so no step has to be taken back, which
/// would take more code than the steps.
pub trait Decode: Sized {
    /// The value.
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self;

    /// What stands for a key that is absent; unsound where the key is required.
    fn absent(sound: &mut bool) -> Self {
        *sound = false;
        Self::decode(&Json::Null, sound)
    }
}

/// The value of a JSON value; none where something in it has another shape.
pub fn decoded<T: Decode>(json: &Json<'_>) -> Option<T> {
    let mut sound = true;
    let value = T::decode(json, &mut sound);
    sound.then_some(value)
}

/// A value, or another one that is unsound.
pub fn or_unsound<T: Default>(value: Option<T>, sound: &mut bool) -> T {
    *sound &= value.is_some();
    value.unwrap_or_default()
}

/// What stands under a key.
pub fn member<'j, 'a>(json: &'j Json<'a>, key: &str) -> Option<&'j Json<'a>> {
    let Json::Object(members) = json else { return None };
    members.iter().find(|(known, _)| known == key).map(|(_, value)| value)
}

/// What stands under a key, or what stands for an absent one.
pub fn field<T: Decode>(json: &Json<'_>, key: &str, sound: &mut bool) -> T {
    match member(json, key) {
        Some(value) => T::decode(value, sound),
        None => T::absent(sound),
    }
}

/// The word and the value of `{"word": value}`; a bare word has no value.
pub fn tagged<'j, 'a>(json: &'j Json<'a>) -> Option<(&'j str, &'j Json<'a>)> {
    match json {
        Json::Str(word) => Some((word, &Json::Null)),
        Json::Object(members) => members.first().map(|(key, value)| (key.as_ref(), value)),
        _ => None,
    }
}

/// A string.
pub fn text<'j>(json: &'j Json<'_>) -> Option<&'j str> {
    if let Json::Str(text) = json { Some(text) } else { None }
}

impl Decode for String {
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self {
        or_unsound(text(json), sound).to_owned()
    }
}

impl Decode for bool {
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self {
        or_unsound(if let Json::Bool(flag) = json { Some(*flag) } else { None }, sound)
    }

    fn absent(_: &mut bool) -> Self {
        false
    }
}

impl Decode for u64 {
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self {
        or_unsound(if let Json::Int(number) = json { Some(*number) } else { None }, sound)
    }
}

impl Decode for u32 {
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self {
        or_unsound(Self::try_from(u64::decode(json, sound)).ok(), sound)
    }
}

impl Decode for u16 {
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self {
        or_unsound(Self::try_from(u64::decode(json, sound)).ok(), sound)
    }
}

impl Decode for Date {
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self {
        let date = text(json).and_then(|text| text.parse().ok());
        *sound &= date.is_some();
        date.unwrap_or(Self::FIRST)
    }
}

impl Decode for Decimal {
    /// Digits, perhaps with a point among them, as decimals are written.
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self {
        let text = or_unsound(text(json), sound);
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let scale = u32::try_from(part.len()).unwrap_or(u32::MAX);
        let digits = [whole, part].concat().parse().ok();
        or_unsound(digits.and_then(|digits| Self::try_from_i128_with_scale(digits, scale).ok()), sound)
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self {
        Self::new(T::decode(json, sound))
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self {
        if *json == Json::Null { None } else { Some(T::decode(json, sound)) }
    }

    fn absent(_: &mut bool) -> Self {
        None
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self {
        let list = or_unsound(if let Json::Array(list) = json { Some(&list[..]) } else { None }, sound);
        list.iter().map(|value| T::decode(value, sound)).collect()
    }

    fn absent(_: &mut bool) -> Self {
        Self::new()
    }
}

impl<A: Decode, B: Decode> Decode for (A, B) {
    fn decode(json: &Json<'_>, sound: &mut bool) -> Self {
        let (first, second) = match json {
            Json::Array(list) if list.len() == 2 => (list.first(), list.last()),
            _ => (None, None),
        };
        *sound &= first.is_some();
        (A::decode(first.unwrap_or(&Json::Null), sound), B::decode(second.unwrap_or(&Json::Null), sound))
    }
}

/// Structs whose keys are the names of their fields.
macro_rules! records {
    ($($name:ident { $($field:ident),* $(,)? })*) => {
        $(impl $crate::values::decode::Decode for $name {
            fn decode(json: &$crate::values::json::Json<'_>, sound: &mut bool) -> Self {
                Self { $($field: $crate::values::decode::field(json, stringify!($field), sound)),* }
            }
        })*
    };
}

/// Enums that are words.
macro_rules! words {
    ($($name:ident { $first:literal => $any:ident, $($word:literal => $variant:ident),* $(,)? })*) => {
        $(impl $crate::values::decode::Decode for $name {
            fn decode(json: &$crate::values::json::Json<'_>, sound: &mut bool) -> Self {
                match $crate::values::decode::text(json) {
                    Some($first) => Self::$any,
                    $(Some($word) => Self::$variant,)*
                    _ => {
                        *sound = false;
                        Self::$any
                    }
                }
            }
        })*
    };
}

/// Enums that are a word with a value.
macro_rules! tagged_by_word {
    ($($name:ident { $first:literal => $any:ident, $($word:literal => $variant:ident),* $(,)? })*) => {
        $(impl $crate::values::decode::Decode for $name {
            fn decode(json: &$crate::values::json::Json<'_>, sound: &mut bool) -> Self {
                match $crate::values::decode::tagged(json) {
                    $(Some(($word, value)) => Self::$variant($crate::values::decode::Decode::decode(value, sound)),)*
                    other => {
                        let value = other.and_then(|(word, value)| (word == $first).then_some(value));
                        *sound &= value.is_some();
                        let value = value.unwrap_or(&$crate::values::json::Json::Null);
                        Self::$any($crate::values::decode::Decode::decode(value, sound))
                    }
                }
            }
        })*
    };
}

pub(crate) use {records, tagged_by_word, words};
