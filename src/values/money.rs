//! Amounts of money: yuan as exact decimals.

use std::fmt;

use rust_decimal::Decimal;

/// Why a text is no amount; of several faults the first in this order counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyFault {
    /// Not a decimal number.
    NotANumber,
    /// Less than zero.
    Negative,
    /// More than two decimals.
    Precision,
    /// 10^18 yuan or more.
    Range,
}

/// Digits before the point that an amount below 10^18 can have.
const WHOLE_DIGITS: usize = 18;
/// Decimals: a fen is the hundredth part of a yuan.
const DECIMALS: usize = 2;

/// Reads an amount as profiles write it: ASCII `-?[0-9]+(\.[0-9]+)?`, yuan, at least 0, at most two decimals, below
/// 10^18; leading zeros allowed, minus zero is no number.
///
/// # Errors
/// The first fault in the order of [`MoneyFault`].
pub fn parse_amount(text: &str) -> Result<Decimal, MoneyFault> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !fraction.is_none_or(all_digits) {
        return Err(MoneyFault::NotANumber);
    }
    let fraction = fraction.unwrap_or("");
    if negative {
        let is_zero = digits.bytes().all(|b| b == b'0' || b == b'.');
        return Err(if is_zero { MoneyFault::NotANumber } else { MoneyFault::Negative });
    }
    if fraction.len() > DECIMALS {
        return Err(MoneyFault::Precision);
    }
    let whole = whole.trim_start_matches('0');
    if whole.len() > WHOLE_DIGITS {
        return Err(MoneyFault::Range);
    }
    let mantissa = whole.bytes().chain(fraction.bytes()).fold(0_i128, |sum, b| sum * 10 + i128::from(b - b'0'));
    let scale = if fraction.is_empty() {
        0
    } else if fraction.len() == 1 {
        1
    } else {
        2
    };
    Ok(Decimal::from_i128_with_scale(mantissa, scale))
}

/// An amount without exponent and without trailing zeros, as reports write it.
#[derive(Debug, Clone, Copy)]
pub struct Plain(pub Decimal);

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.normalize(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_format_allows() {
        for (text, plain) in [("0", "0"), ("007.50", "7.5"), ("999999999999999999.99", "999999999999999999.99")] {
            assert_eq!(parse_amount(text).map(|d| Plain(d).to_string()), Ok(plain.to_owned()), "{text}");
        }
        assert_eq!(parse_amount(&format!("{}1", "0".repeat(100))), Ok(Decimal::ONE));
    }

    #[test]
    fn names_the_first_fault() {
        use MoneyFault::{Negative, NotANumber, Precision, Range};
        for (text, fault) in [
            ("", NotANumber),
            ("1.", NotANumber),
            (".5", NotANumber),
            ("+1", NotANumber),
            ("1e3", NotANumber),
            ("１", NotANumber),
            (" 1", NotANumber),
            ("-0", NotANumber),
            ("-0.00", NotANumber),
            ("-", NotANumber),
            ("-1.234", Negative),
            ("1.000", Precision),
            ("1000000000000000000.001", Precision),
            ("1000000000000000000", Range),
        ] {
            assert_eq!(parse_amount(text), Err(fault), "{text}");
        }
    }
}
