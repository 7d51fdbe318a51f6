//! What the head of a column says of its amounts: their unit and their currency.

use super::plan::Target;
use super::read_cell::half;
use crate::policy::model::{FactType, Facts};

/// Units that amounts of a column may have, by the zeros that they add.
pub const UNITS: [u32; 6] = [0, 3, 4, 6, 7, 8];

/// How the unit of so many zeros is written behind a number; nothing for yuan.
pub fn written(zeros: u32) -> &'static str {
    match zeros {
        3 => "千",
        4 => "万",
        6 => "百万",
        7 => "千万",
        8 => "亿",
        _ => "",
    }
}

/// Whether a target's column holds amounts.
pub fn is_money(facts: &Facts, target: Target) -> bool {
    let Target::Fact(fact) = target else { return false };
    facts.get(fact).is_some_and(|fact| fact.kind == FactType::Money)
}

/// Zeros that the unit in a head adds to amounts. A foreign unit is none: what is typed instead is in yuan.
pub fn zeros(facts: &Facts, target: Target, head: &str) -> u32 {
    if !is_money(facts, target) || is_foreign(head) {
        return 0;
    }
    let units = [("百万", 6), ("千万", 7), ("万", 4), ("亿", 8), ("千元", 3)];
    units.iter().find(|(unit, _)| head.contains(unit)).map_or(0, |(_, zeros)| *zeros)
}

/// Foreign currencies in Chinese, and as marks.
const NAMES: [&str; 21] = [
    "美元",
    "美金",
    "港元",
    "港币",
    "港幣",
    "欧元",
    "日元",
    "日圆",
    "英镑",
    "韩元",
    "澳元",
    "加元",
    "新加坡元",
    "新币",
    "台币",
    "澳门元",
    "瑞士法郎",
    "外币",
    "$",
    "€",
    "£",
];

/// Their codes and English names, which must stand as words of their own.
const CODES: [&str; 19] = [
    "USD", "HKD", "EUR", "JPY", "GBP", "AUD", "SGD", "KRW", "CHF", "TWD", "NTD", "DOLLAR", "DOLLARS", "EURO", "EUROS",
    "YEN", "POUND", "POUNDS", "STERLING",
];

/// Whether a head names a foreign currency that its amounts are in, not one that they have been converted from.
pub fn is_foreign(head: &str) -> bool {
    let head: String = head.chars().map(half).map(|letter| letter.to_ascii_uppercase()).collect();
    let yuan = |rest: &str| ["人民币", "RMB", "CNY"].iter().any(|name| rest.contains(name));
    let converted = head.split_once('折').is_some_and(|(_, into)| yuan(into));
    let mut words = head.split(|letter: char| !letter.is_ascii_alphabetic());
    !converted && (NAMES.iter().any(|name| head.contains(name)) || words.any(|word| CODES.contains(&word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_whether_its_currency_is_foreign() {
        for head in
            ["研发费用（万美元）", "研发费用(USD)", "租金（ＵＳＤ）", "R&D costs (US dollars)", "融资额 港币", "金额$"]
        {
            assert!(is_foreign(head), "{head}");
        }
        for head in [
            "研发费用（万元）",
            "研发费用（元）",
            "融资额（美元折合人民币，万元）",
            "R&D costs (CNY)",
            "Europe",
            "CAD 软件费用",
        ] {
            assert!(!is_foreign(head), "{head}");
        }
        assert!(is_foreign("人民币投资额（折美元）"));
    }

    #[test]
    fn every_unit_is_written_and_read_alike() {
        for zeros in UNITS {
            let yuan = crate::values::parse_typed_amount(&["3", written(zeros)].concat()).unwrap();
            assert_eq!(yuan, Some(rust_decimal::Decimal::from(3 * 10_u64.pow(zeros))), "{zeros}");
        }
    }
}
