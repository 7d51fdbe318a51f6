//! Days of the Gregorian calendar, years 1900 to 2199.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A day. Ordered by time; years 1900 to 2199.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The first of all.
    pub const FIRST: Self = Self { year: 1900, month: 1, day: 1 };

    /// The day, if it exists and lies in the years 1900 to 2199.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let fits = (1900..=2199).contains(&year) && day >= 1 && day <= days_in_month(year, month);
        fits.then_some(Self { year, month, day })
    }

    /// Year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    /// The same day `years` later; 29 February becomes 28 February in a common year. The result may lie past 2199.
    #[must_use]
    pub fn anniversary(self, years: u16) -> Self {
        let year = self.year.saturating_add(years);
        let day = self.day.min(days_in_month(year, self.month));
        Self { year, day, ..self }
    }

    /// The day before; none before 1900.
    pub fn previous(self) -> Option<Self> {
        if self.day > 1 {
            return Self::new(self.year, self.month, self.day - 1);
        }
        let (year, month) = if self.month > 1 { (self.year, self.month - 1) } else { (self.year.checked_sub(1)?, 12) };
        Self::new(year, month, days_in_month(year, month))
    }

    /// The day after; none after 2199.
    pub fn next(self) -> Option<Self> {
        Self::new(self.year, self.month, self.day + 1).or_else(|| {
            if self.month < 12 { Self::new(self.year, self.month + 1, 1) } else { Self::new(self.year + 1, 1, 1) }
        })
    }

    /// Days since 1970-01-01 (negative before).
    pub fn days_since_epoch(self) -> i32 {
        // Howard Hinnant's days_from_civil: years start in March, so that the leap day comes last.
        let (y, m, d) = (i32::from(self.year), i32::from(self.month), i32::from(self.day));
        let y = if m <= 2 { y - 1 } else { y };
        let year_of_era = y.rem_euclid(400);
        let day_of_year = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + d - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        y.div_euclid(400) * 146_097 + day_of_era - 719_468
    }

    /// The day that many days after 1970-01-01; none outside the years 1900 to 2199.
    pub fn from_days_since_epoch(days: i32) -> Option<Self> {
        // Howard Hinnant's civil_from_days.
        let days = days.checked_add(719_468)?;
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096).div_euclid(365);
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + days.div_euclid(146_097) * 400 + i32::from(month <= 2);
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 0,
    }
}

/// A text that is no day written `YYYY-MM-DD` in the years 1900 to 2199.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADate;

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a day written YYYY-MM-DD in the years 1900 to 2199")
    }
}

impl std::error::Error for NotADate {}

impl FromStr for Date {
    type Err = NotADate;

    /// Reads `YYYY-MM-DD`, ASCII digits only.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(NotADate);
        };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0u16, |sum, &byte| byte.is_ascii_digit().then(|| sum * 10 + u16::from(byte - b'0')))
        };
        let small = |digits: &[u8]| number(digits).and_then(|n| u8::try_from(n).ok());
        let parts = (number(&[y1, y2, y3, y4]), small(&[m1, m2]), small(&[d1, d2]));
        let (Some(year), Some(month), Some(day)) = parts else {
            return Err(NotADate);
        };
        Self::new(year, month, day).ok_or(NotADate)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|NotADate| de::Error::custom(format!("“{text}” is {NotADate}")))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect(text)
    }

    #[test]
    fn days_since_the_epoch_there_and_back() {
        let mut day = Date::new(1900, 1, 1);
        while let Some(here) = day {
            assert_eq!(Date::from_days_since_epoch(here.days_since_epoch()), Some(here));
            day = here.next();
        }
        assert_eq!(Date::from_days_since_epoch(i32::MAX), None);
    }

    #[test]
    fn reads_real_days_only() {
        assert_eq!(day("2024-02-29").to_string(), "2024-02-29");
        for wrong in
            ["2025-02-29", "1899-12-31", "2200-01-01", "2026-4-21", "2026-13-01", "2026-00-10", "２026-01-01", ""]
        {
            assert_eq!(wrong.parse::<Date>(), Err(NotADate), "{wrong}");
        }
    }

    #[test]
    fn leap_day_clamps_on_anniversaries() {
        assert_eq!(day("2024-02-29").anniversary(2).to_string(), "2026-02-28");
        assert_eq!(day("2024-02-29").anniversary(4).to_string(), "2028-02-29");
    }

    #[test]
    fn counts_days() {
        assert_eq!(day("1970-01-01").days_since_epoch(), 0);
        assert_eq!(day("2027-03-09").days_since_epoch() - day("2026-11-22").days_since_epoch(), 107);
        assert_eq!(day("1969-12-31").days_since_epoch(), -1);
    }
}
