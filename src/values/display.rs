//! How values are shown to people.

use rust_decimal::{Decimal, RoundingStrategy};

use super::date::Date;
use super::money::Plain;

/// Yuan with separators and two decimals, rounded half up to the fen: `4,200,000.00`.
pub fn grouped(yuan: Decimal) -> String {
    let mut rounded = yuan.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(2);
    group(&rounded.to_string())
}

/// Whether showing two decimals rounds the amount.
pub fn is_rounded(yuan: Decimal) -> bool {
    yuan.normalize().scale() > 2
}

/// An exact amount with separators, no rounding: `500,000.005`.
pub fn grouped_exact(yuan: Decimal) -> String {
    group(&Plain(yuan).to_string())
}

fn group(number: &str) -> String {
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(w, f)| (w, Some(f)));
    let mut out = String::with_capacity(number.len() + whole.len() / 3 + 1);
    for (place, digit) in whole.char_indices() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// Yuan in the units Chinese readers think in, for amounts of 10,000 and more: the number, the power of ten of its
/// unit (4 for 万, 8 for 亿), and whether the number is exact.
pub fn in_large_units(yuan: Decimal) -> Option<(String, u32, bool)> {
    in_units(yuan, [8, 4])
}

/// Yuan in millions (6) or billions (9), for amounts of a million and more: as [`in_large_units`].
pub fn in_millions(yuan: Decimal) -> Option<(String, u32, bool)> {
    in_units(yuan, [9, 6])
}

/// Yuan in the first of the units, given by their powers of ten, that it reaches.
fn in_units(yuan: Decimal, units: [u32; 2]) -> Option<(String, u32, bool)> {
    let zeros = units.into_iter().find(|zeros| yuan >= Decimal::from(10_u64.pow(*zeros)))?;
    let shifted = yuan / Decimal::from(10_u64.pow(zeros));
    let rounded = shifted.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero);
    Some((group(&Plain(rounded).to_string()), zeros, rounded == shifted))
}

/// The Chinese way to show yuan: `¥4,200,000.00（420万元）`; says so when the fen is rounded or 万/亿 approximate.
pub fn yuan_zh(yuan: Decimal) -> String {
    let figure = format!("¥{}", grouped(yuan));
    let rounded = if is_rounded(yuan) { "，已四舍五入到分" } else { "" };
    match in_large_units(yuan) {
        Some((number, zeros, exact)) => {
            let unit = if zeros == 8 { "亿元" } else { "万元" };
            let about = if exact { "" } else { "约" };
            format!("{figure}（{about}{number}{unit}{rounded}）")
        }
        None if rounded.is_empty() => figure,
        None => format!("{figure}（已四舍五入到分）"),
    }
}

/// The English way to show yuan: `CNY 4,200,000.00 (4.2 million)`; says so when the fen is rounded or the millions are
/// approximate.
pub fn yuan_en(yuan: Decimal) -> String {
    let figure = ["CNY ", &grouped(yuan)].concat();
    let large = in_millions(yuan).map(|(number, zeros, exact)| {
        [if exact { "" } else { "about " }, &number, if zeros == 9 { " billion" } else { " million" }].concat()
    });
    let rounded = is_rounded(yuan).then(|| "rounded to the fen".to_owned());
    let behind: Vec<String> = large.into_iter().chain(rounded).collect();
    if behind.is_empty() { figure } else { [&figure, " (", &behind.join(", "), ")"].concat() }
}

/// A rate as percentage: `30%`.
pub fn percent(rate: Decimal) -> String {
    format!("{}%", Plain(rate * Decimal::ONE_HUNDRED))
}

/// The Chinese way to write a day: `2026年4月21日`.
pub fn date_zh(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// A small whole number the way articles are counted: 第十五条. Numbers above 99 are written in digits.
pub fn chinese_number(number: u16) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u16| DIGITS.get(usize::from(n)).copied().unwrap_or_default();
    match number {
        0 => "零".into(),
        1..=9 => digit(number).into(),
        10..=19 => format!("十{}", digit(number - 10)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(text: &str) -> Decimal {
        text.parse().expect(text)
    }

    #[test]
    fn shows_yuan_the_chinese_way() {
        for (amount, shown) in [
            ("4200000", "¥4,200,000.00（420万元）"),
            ("0", "¥0.00"),
            ("0.05", "¥0.05"),
            ("10.005", "¥10.01（已四舍五入到分）"),
            ("125000.05", "¥125,000.05（约12.5万元）"),
            ("500000.005", "¥500,000.01（约50万元，已四舍五入到分）"),
            ("123450000", "¥123,450,000.00（1.2345亿元）"),
            ("9999.99", "¥9,999.99"),
        ] {
            assert_eq!(yuan_zh(yuan(amount)), shown);
        }
    }

    #[test]
    fn shows_yuan_the_english_way() {
        for (amount, shown) in [
            ("4200000", "CNY 4,200,000.00 (4.2 million)"),
            ("999999.99", "CNY 999,999.99"),
            ("10.005", "CNY 10.01 (rounded to the fen)"),
            ("1500000000", "CNY 1,500,000,000.00 (1.5 billion)"),
            ("1250000.055", "CNY 1,250,000.06 (about 1.25 million, rounded to the fen)"),
        ] {
            assert_eq!(yuan_en(yuan(amount)), shown);
        }
    }

    #[test]
    fn counts_articles() {
        let shown = [1, 10, 15, 20, 21].map(chinese_number);
        assert_eq!(shown, ["一", "十", "十五", "二十", "二十一"]);
    }
}
