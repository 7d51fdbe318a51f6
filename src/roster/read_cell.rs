//! A cell as the value of a fact, as it stands in profiles.

use serde_json::{Value as Json, json};

use super::fault::Reason;
use super::unit;
use crate::book::Cell;
use crate::policy::FactRef;
use crate::policy::model::{Fact, FactType};
use crate::values::{Date, Plain, TypedFault, parse_typed_amount, parse_typed_count, parse_typed_date};

/// What is wrong with a cell in which the program that made the file has no value.
pub(super) fn failure(cell: &Cell) -> Reason {
    if matches!(cell, Cell::Unworked(_)) { Reason::NoResult } else { Reason::ProgramFault }
}

/// Reads a cell; blank or 不清楚 is none. `zeros`: what the unit in the column's head adds to amounts.
///
/// # Errors
/// Why it cannot be read.
pub fn read_cell(cell: &Cell, at: FactRef, fact: &Fact, zeros: u32) -> Result<Option<Json>, Reason> {
    if cell.is_fault() {
        return Err(failure(cell));
    }
    let text = cell.text();
    // A choice may have a word of its own for what nobody knows.
    let own_word = || fact.kind == FactType::Choice && choice(at, fact, &text).is_ok();
    if is_unknown(&text) && !own_word() {
        return Ok(None);
    }
    match fact.kind {
        FactType::Bool => yes_no(cell, &text).map(|flag| Some(json!(flag))),
        FactType::Money => amount(&text, zeros),
        FactType::Date => day(cell, &text),
        FactType::Int => parse_typed_count(&text).map(|count| count.map(|count| json!(count))).map_err(Reason::Typed),
        FactType::Choice => choice(at, fact, &text).map(|word| Some(json!(word))),
        FactType::Set => set(at, fact, &text).map(|words| Some(json!(words))),
    }
}

/// Words that say that nobody knows.
pub(super) fn is_unknown(text: &str) -> bool {
    matches!(text, "" | "不清楚" | "未知" | "不详" | "待定" | "?" | "？" | "-" | "—" | "——" | "/" | "N/A" | "n/a")
        || text.eq_ignore_ascii_case("unknown")
        || text.eq_ignore_ascii_case("not sure")
}

fn yes_no(cell: &Cell, text: &str) -> Result<bool, Reason> {
    if let Cell::Bool(flag) = cell {
        return Ok(*flag);
    }
    match text.to_lowercase().as_str() {
        "是" | "有" | "对" | "√" | "✓" | "✔" | "☑" | "y" | "yes" | "true" | "t" | "1" | "１" => Ok(true),
        "否" | "无" | "没有" | "不是" | "非" | "×" | "✗" | "✘" | "x" | "n" | "no" | "false" | "f" | "0" | "０" => {
            Ok(false)
        }
        _ => Err(Reason::NotYesNo),
    }
}

fn amount(text: &str, zeros: u32) -> Result<Option<Json>, Reason> {
    let own_unit = text.contains(['元', '圆', '万', '亿', '千', '百', '¥', '￥']);
    let whole = if own_unit { text.to_owned() } else { [text, unit::written(zeros)].concat() };
    let read = parse_typed_amount(&whole).map_err(Reason::Typed)?;
    Ok(read.map(|yuan| json!(Plain(yuan).to_string())))
}

fn day(cell: &Cell, text: &str) -> Result<Option<Json>, Reason> {
    let found = match cell {
        Cell::Date(day) => Some(*day),
        Cell::Number(serial) if (1.0..100_000.0).contains(serial) => {
            Some(from_serial(*serial).ok_or(Reason::Typed(TypedFault::NoSuchDay))?)
        }
        _ => parse_typed_date(without_time(text)).map_err(Reason::Typed)?,
    };
    Ok(found.map(|day| json!(day.to_string())))
}

/// A day without the time of day that programs write behind it; a time alone is no day.
fn without_time(text: &str) -> &str {
    let Some((day, time)) = text.split_once([' ', 'T']) else { return text };
    let time = time.trim_end_matches(['Z', 'z']);
    let is_time = time.contains(':') && time.chars().all(|mark| mark.is_ascii_digit() || ":.+-".contains(mark));
    if is_time && !day.is_empty() { day } else { text }
}

/// The day of a spreadsheet's serial number (1900 system, with its 29 February 1900 that never was).
fn from_serial(serial: f64) -> Option<Date> {
    #[allow(clippy::cast_possible_truncation, reason = "the caller has checked the range")]
    let days = serial.floor() as i32;
    let start = Date::new(1900, 1, 1)?;
    let offset = match days {
        60 => return None,
        1..60 => days - 1,
        _ => days - 2,
    };
    Date::from_days_since_epoch(start.days_since_epoch() + offset)
}

/// The word of a choice by its word, its wording in either language, or its number in the wording.
fn choice<'f>(at: FactRef, fact: &'f Fact, text: &str) -> Result<&'f str, Reason> {
    let same = |known: &str| {
        let plain = |words: &str| -> String {
            words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        plain(known) == plain(text)
    };
    let found = fact.values.iter().find(|value| value.value == text);
    let found = found.or_else(|| {
        let outside_brackets = |words: &str| words.split(['（', '(']).next().is_some_and(same);
        fact.values.iter().find(|value| {
            let labels = [&value.label.zh, &value.label.en];
            labels.into_iter().any(|words| same(words) || outside_brackets(words))
                || value.also.iter().any(|word| same(word))
        })
    });
    found.map(|value| value.value.as_str()).ok_or_else(|| Reason::NotAChoice { fact: at, word: text.to_owned() })
}

/// Marks between the values of a set.
const BETWEEN: [char; 10] = ['、', ',', '，', ';', '；', '/', '|', '\n', '+', ' '];

/// The words of a set. A wording may itself hold a mark, so the longest wording that fits is taken first.
fn set<'f>(at: FactRef, fact: &'f Fact, text: &str) -> Result<Vec<&'f str>, Reason> {
    let mut words = Vec::new();
    let mut rest = text.trim_matches(BETWEEN);
    while !rest.is_empty() {
        let fits = fact.values.iter().flat_map(|value| {
            let wordings = [&value.label.zh, &value.label.en, &value.value].into_iter().chain(&value.also);
            wordings.map(|wording| (value.value.as_str(), rest.strip_prefix(wording.as_str())))
        });
        let fits = fits.filter_map(|(word, behind)| behind.map(|behind| (word, behind)));
        let whole = fits.filter(|(_, behind)| behind.is_empty() || behind.starts_with(BETWEEN));
        let (word, behind) = if let Some(found) = whole.min_by_key(|(_, behind)| behind.len()) {
            found
        } else {
            let marks = BETWEEN.split_last().map_or(&[][..], |(_, marks)| marks);
            let (part, behind) = rest.split_once(marks).unwrap_or((rest, ""));
            (choice(at, fact, part.trim())?, behind)
        };
        if !words.contains(&word) {
            words.push(word);
        }
        rest = behind.trim_matches(BETWEEN);
    }
    Ok(words)
}

/// A letter without width.
pub(super) fn half(letter: char) -> char {
    match letter {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        other => other,
    }
}

/// What of a name counts in comparing: no blanks, width and case.
fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|letter| !letter.is_whitespace()).map(half).flat_map(char::to_lowercase)
}

/// A name for comparing.
pub(super) fn same_name(name: &str) -> String {
    letters(name).collect()
}

/// Whether two names are the same.
pub(super) fn is_same_name(a: &str, b: &str) -> bool {
    letters(a).eq(letters(b))
}

/// The state of an evaluation by its Chinese or English words.
pub(super) fn state_of_words(words: &str) -> Option<&'static str> {
    match words.to_lowercase().as_str() {
        "已通过" | "通过" | "passed" => Some("passed"),
        "未通过" | "不通过" | "failed" => Some("failed"),
        "评定中" | "进行中" | "under way" => Some("in_progress"),
        "未申请" | "not applied" => Some("not_applied"),
        "不清楚" | "未知" | "not sure" => Some("unknown"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EMBEDDED_POLICY;
    use crate::policy::Bundle;
    use crate::policy::model::Facts;

    fn facts() -> Facts {
        Bundle::from_json(EMBEDDED_POLICY).unwrap().policy.facts
    }

    fn read(facts: &Facts, kind: FactType, cell: &Cell, zeros: u32) -> Result<Option<Json>, Reason> {
        let columns = facts.tables.iter().flat_map(|table| &table.columns);
        let fact = facts.applicant.iter().chain(columns).find(|fact| fact.kind == kind).unwrap();
        read_cell(cell, FactRef::Applicant(0), fact, zeros)
    }

    fn text(words: &str) -> Cell {
        Cell::Text(words.into())
    }

    #[test]
    fn values_as_people_type_them() {
        let facts = facts();
        for (kind, cell, zeros, json) in [
            (FactType::Bool, text("✓"), 0, json!(true)),
            (FactType::Bool, text(" 否 "), 0, json!(false)),
            (FactType::Bool, Cell::Bool(true), 0, json!(true)),
            (FactType::Bool, Cell::Number(0.0), 0, json!(false)),
            (FactType::Money, text("1,200万"), 0, json!("12000000")),
            (FactType::Money, text("1200"), 4, json!("12000000")),
            (FactType::Money, text("1200元"), 4, json!("1200")),
            (FactType::Money, Cell::Number(0.1 + 0.2), 0, json!("0.3")),
            (FactType::Money, Cell::Number(123.4567), 4, json!("1234567")),
            (FactType::Date, Cell::Number(46133.0), 0, json!("2026-04-21")),
            (FactType::Date, Cell::Number(46133.75), 0, json!("2026-04-21")),
            (FactType::Date, Cell::Number(59.0), 0, json!("1900-02-28")),
            (FactType::Date, Cell::Number(61.0), 0, json!("1900-03-01")),
            (FactType::Date, Cell::Number(20_260_421.0), 0, json!("2026-04-21")),
            (FactType::Date, text("2026/4/21 0:00:00"), 0, json!("2026-04-21")),
            (FactType::Date, text("2026-04-21T08:00"), 0, json!("2026-04-21")),
            (FactType::Date, text("２０２６年４月２１日"), 0, json!("2026-04-21")),
            (FactType::Int, Cell::Number(3.0), 0, json!(3)),
        ] {
            assert_eq!(read(&facts, kind, &cell, zeros), Ok(Some(json)), "{cell:?}");
        }
        for unknown in ["", " ", "不清楚", "未知", "-", "N/A"] {
            assert_eq!(read(&facts, FactType::Money, &text(unknown), 0), Ok(None), "{unknown}");
        }
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let facts = facts();
        for (kind, cell, reason) in [
            (FactType::Bool, text("也许"), Reason::NotYesNo),
            (FactType::Money, text("十万"), Reason::Typed(TypedFault::NotAnAmount)),
            (FactType::Money, Cell::Number(-1.0), Reason::Typed(TypedFault::NegativeAmount)),
            (FactType::Date, Cell::Number(60.0), Reason::Typed(TypedFault::NoSuchDay)),
            (FactType::Date, text("2025-02-29"), Reason::Typed(TypedFault::NoSuchDay)),
            (FactType::Date, text("T:"), Reason::Typed(TypedFault::NotADay)),
            (FactType::Date, text("2026-04-21 或 5:1"), Reason::Typed(TypedFault::NotADay)),
            (FactType::Int, Cell::Number(2.5), Reason::Typed(TypedFault::NotACount)),
            (FactType::Int, Cell::Fault("#N/A".into()), Reason::ProgramFault),
            (FactType::Money, Cell::Unworked("=1+1".into()), Reason::NoResult),
            (FactType::Bool, text("#REF!"), Reason::ProgramFault),
        ] {
            assert_eq!(read(&facts, kind, &cell, 0), Err(reason), "{cell:?}");
        }
    }

    #[test]
    fn choices_by_word_and_wording() {
        let facts = facts();
        for fact in facts.applicant.iter().filter(|fact| matches!(fact.kind, FactType::Choice | FactType::Set)) {
            for value in &fact.values {
                for words in [&value.value, &value.label.zh, &value.label.en].into_iter().chain(&value.also) {
                    let read = read_cell(&text(words), FactRef::Applicant(0), fact, 0);
                    let json = if fact.kind == FactType::Set { json!([value.value]) } else { json!(value.value) };
                    assert_eq!(read, Ok(Some(json)), "{words}");
                }
            }
        }
    }
}
