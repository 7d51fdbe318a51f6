//! What people type: amounts like `1,200万` or `１．５亿元`, days like `2026年4月21日`, counts.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::money::{MoneyFault, parse_amount};

/// Why something typed cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TypedFault {
    /// Not an amount.
    NotAnAmount,
    /// An amount below zero.
    NegativeAmount,
    /// Finer than a fen.
    TooFine,
    /// 10^18 yuan or more.
    TooLarge,
    /// Not written as a day.
    NotADay,
    /// Written as a day, but there is no such day, or it lies outside the years 1900 to 2199.
    NoSuchDay,
    /// Not a whole number from 0 to 2^53 − 1.
    NotACount,
}

/// One character the way ASCII writes it: full-width forms and Chinese marks become plain ones.
fn plain(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '。' => '.',
        '、' => ',',
        '−' | '–' | '—' => '-',
        '\u{FFE5}' => '¥',
        '\u{3000}' => ' ',
        other => other,
    }
}

fn plain_text(text: &str) -> String {
    text.chars().map(plain).filter(|c| !c.is_whitespace()).collect()
}

/// Units people write behind an amount, the longest first.
const UNITS: [(&str, u32); 11] = [
    ("billion", 9),
    ("million", 6),
    ("万亿", 12),
    ("千亿", 11),
    ("百亿", 10),
    ("亿", 8),
    ("千万", 7),
    ("百万", 6),
    ("万", 4),
    ("w", 4),
    ("千", 3),
];

/// Reads an amount in yuan as people type it; blank text is none.
///
/// # Errors
/// When it cannot be read; see [`TypedFault`].
pub fn parse_typed_amount(text: &str) -> Result<Option<Decimal>, TypedFault> {
    let text = plain_text(text);
    if text.is_empty() {
        return Ok(None);
    }
    let lower = text.to_ascii_lowercase();
    let bare = ["人民币", "rmb", "cny", "¥"].iter().fold(lower.as_str(), |rest, mark| rest.trim_start_matches(mark));
    let marks = ["圆", "元整", "元", "yuan", "rmb", "cny"];
    let bare = marks.iter().fold(bare, |rest, mark| rest.strip_suffix(mark).unwrap_or(rest));
    if let Some((large, small)) = in_two_units(bare) {
        return match (parse_typed_amount(large)?, parse_typed_amount(small)?) {
            (Some(large), Some(small)) => Ok(large.checked_add(small)),
            _ => Err(TypedFault::NotAnAmount),
        };
    }
    let unit = UNITS.iter().find_map(|(unit, zeros)| Some((bare.strip_suffix(unit)?, *zeros)));
    let (number, zeros) = unit.unwrap_or((bare, 0));
    let digits = without_separators(number).filter(|digits| !digits.is_empty()).ok_or(TypedFault::NotAnAmount)?;
    let shifted = shift(&digits, zeros as usize);
    match parse_amount(&shifted) {
        Ok(amount) => Ok(Some(amount)),
        Err(MoneyFault::NotANumber) => Err(TypedFault::NotAnAmount),
        Err(MoneyFault::Negative) => Err(TypedFault::NegativeAmount),
        Err(MoneyFault::Precision) => Err(TypedFault::TooFine),
        Err(MoneyFault::Range) => Err(TypedFault::TooLarge),
    }
}

/// An amount in two units, 1亿2000万, as its two parts: whole numbers, of which the second fills no unit of the first. An
/// amount whose second part has no unit may mean either (12万5) and is none.
fn in_two_units(text: &str) -> Option<(&str, &str)> {
    let place = text.find('亿').map(|at| at + '亿'.len_utf8())?;
    let (large, small) = text.split_at_checked(place)?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (first, second) = (large.strip_suffix('亿')?, small.strip_suffix(['万', 'w'])?);
    (digits(first) && digits(second) && second.len() <= 4).then_some((large, small))
}

/// Takes out thousands separators; none when they stand where no separator can: groups are of three or four digits.
fn without_separators(number: &str) -> Option<String> {
    let whole = number.split_once('.').map_or(number, |(whole, _)| whole);
    if number.get(whole.len()..)?.contains(',') {
        return None;
    }
    let mut groups = whole.split(',');
    groups.next().filter(|first| !whole.contains(',') || !first.is_empty())?;
    groups.all(|group| (3..=4).contains(&group.len())).then(|| number.replace(',', ""))
}

/// Moves the decimal point to the right and drops zeros that a shift left behind it.
fn shift(number: &str, places: usize) -> String {
    if places == 0 {
        return number.to_owned();
    }
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let moved: String = fraction.chars().chain(std::iter::repeat('0')).take(places).collect();
    let rest: String = fraction.chars().skip(places).collect();
    let rest = rest.trim_end_matches('0');
    let point = if rest.is_empty() { "" } else { "." };
    format!("{whole}{moved}{point}{rest}")
}

/// Reads a day as people type it: `2026-04-21`, `2026/4/21`, `2026.4.21`, `2026年4月21日`, `20260421`; blank is none.
///
/// # Errors
/// When it cannot be read; see [`TypedFault`].
pub fn parse_typed_date(text: &str) -> Result<Option<Date>, TypedFault> {
    let text = plain_text(text);
    if text.is_empty() {
        return Ok(None);
    }
    let text = text.trim_end_matches(['日', '号']);
    let parts: Vec<&str> = match text.len() {
        8 if text.bytes().all(|b| b.is_ascii_digit()) => {
            [text.get(..4), text.get(4..6), text.get(6..)].into_iter().flatten().collect()
        }
        _ => text.split(['-', '/', '.', '年', '月']).collect(),
    };
    let &[year, month, day] = parts.as_slice() else { return Err(TypedFault::NotADay) };
    let digits = |part: &str, most: usize| {
        let fits = !part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| part.parse::<u16>().ok()).flatten().ok_or(TypedFault::NotADay)
    };
    let (year, month, day) = (digits(year, 4)?, digits(month, 2)?, digits(day, 2)?);
    let small = |n: u16| u8::try_from(n).map_err(|_| TypedFault::NoSuchDay);
    Date::new(year, small(month)?, small(day)?).map(Some).ok_or(TypedFault::NoSuchDay)
}

/// Largest count: what JSON numbers carry without loss, 2^53 − 1.
const MAX_COUNT: u64 = 9_007_199_254_740_991;

/// Reads a count as people type it, with `家`, `个` or `项` behind it or not; blank is none.
///
/// # Errors
/// When it cannot be read.
pub fn parse_typed_count(text: &str) -> Result<Option<u64>, TypedFault> {
    let text = plain_text(text);
    if text.is_empty() {
        return Ok(None);
    }
    let number = without_separators(text.trim_end_matches(['家', '个', '项'])).ok_or(TypedFault::NotACount)?;
    let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let count = digits.then(|| number.parse().ok()).flatten();
    count.filter(|count| *count <= MAX_COUNT).map(Some).ok_or(TypedFault::NotACount)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Plain;

    fn amount(text: &str) -> Result<Option<String>, TypedFault> {
        parse_typed_amount(text).map(|found| found.map(|yuan| Plain(yuan).to_string()))
    }

    #[test]
    fn reads_amounts_as_people_type_them() {
        for (typed, yuan) in [
            ("1,200万", "12000000"),
            ("1.5亿元", "150000000"),
            ("１２００．５０", "1200.5"),
            ("¥ 6,000,000.00", "6000000"),
            ("￥6，000，000元", "6000000"),
            ("0.00001万", "0.1"),
            ("1,0000", "10000"),
            ("人民币 3千万元整", "30000000"),
            ("0", "0"),
            ("2.345000亿", "234500000"),
            ("CNY 4.2 million", "4200000"),
            ("1.5 Billion", "1500000000"),
            ("1亿2000万", "120000000"),
            ("3亿5万元", "300050000"),
            ("600w", "6000000"),
            ("3,000,000 yuan", "3000000"),
        ] {
            assert_eq!(amount(typed), Ok(Some(yuan.to_owned())), "{typed}");
        }
        assert_eq!(amount("  "), Ok(None));
    }

    #[test]
    fn says_what_is_wrong_with_an_amount() {
        use TypedFault::{NegativeAmount, NotAnAmount, TooFine, TooLarge};
        for (typed, fault) in [
            ("十万", NotAnAmount),
            ("12万5", NotAnAmount),
            ("1亿2000", NotAnAmount),
            ("1.5亿2000万", NotAnAmount),
            ("1亿20000万", NotAnAmount),
            ("1亿2亿", NotAnAmount),
            ("1,2", NotAnAmount),
            (",123", NotAnAmount),
            ("1.2,345", NotAnAmount),
            ("万", NotAnAmount),
            ("-5万", NegativeAmount),
            ("1.234", TooFine),
            ("0.0000001万", TooFine),
            ("10000000000亿", TooLarge),
        ] {
            assert_eq!(amount(typed), Err(fault), "{typed}");
        }
    }

    #[test]
    fn reads_days_as_people_type_them() {
        for typed in ["2026-04-21", "2026/4/21", "2026.4.21", "2026年4月21日", "２０２６年０４月２１号", "20260421"]
        {
            assert_eq!(parse_typed_date(typed), Ok(Date::new(2026, 4, 21)), "{typed}");
        }
        assert_eq!(parse_typed_date(""), Ok(None));
        assert_eq!(parse_typed_date("2025-2-29"), Err(TypedFault::NoSuchDay));
        assert_eq!(parse_typed_date("1800-1-1"), Err(TypedFault::NoSuchDay));
        assert_eq!(parse_typed_date("去年"), Err(TypedFault::NotADay));
        assert_eq!(parse_typed_date("2026-4"), Err(TypedFault::NotADay));
    }

    #[test]
    fn reads_counts() {
        assert_eq!(parse_typed_count("３家"), Ok(Some(3)));
        assert_eq!(parse_typed_count("1,200"), Ok(Some(1200)));
        assert_eq!(parse_typed_count("2.5"), Err(TypedFault::NotACount));
        assert_eq!(parse_typed_count("9007199254740992"), Err(TypedFault::NotACount));
    }
}
