//! Deadlines as a calendar file (iCalendar, RFC 5545).

use crate::values::Date;

/// One whole-day entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Stable name of the entry within the file.
    pub id: String,
    /// The day.
    pub day: Date,
    /// Title.
    pub title: String,
    /// Further words.
    pub note: String,
}

/// A calendar file with an alarm a month before each entry. `made_on` stands for the time it was made: the core has
/// no clock.
pub fn calendar(product: &str, made_on: Date, entries: &[Entry]) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, &["PRODID:-//", &escaped(product), "//ZH"].concat());
    for entry in entries {
        line(&mut out, "BEGIN:VEVENT");
        line(&mut out, &["UID:", &escaped(&entry.id), "@", &escaped(product)].concat());
        line(&mut out, &["DTSTAMP:", &basic(made_on), "T000000Z"].concat());
        line(&mut out, &["DTSTART;VALUE=DATE:", &basic(entry.day)].concat());
        if let Some(next) = entry.day.next() {
            line(&mut out, &["DTEND;VALUE=DATE:", &basic(next)].concat());
        }
        line(&mut out, &["SUMMARY:", &escaped(&entry.title)].concat());
        line(&mut out, &["DESCRIPTION:", &escaped(&entry.note)].concat());
        for words in ["TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P30D"] {
            line(&mut out, words);
        }
        line(&mut out, &["DESCRIPTION:", &escaped(&entry.title)].concat());
        line(&mut out, "END:VALARM");
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out
}

/// A content line, folded after 75 octets at a character's border.
fn line(out: &mut String, words: &str) {
    let mut octets = 0;
    for letter in words.chars() {
        if octets + letter.len_utf8() > 75 {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(letter);
        octets += letter.len_utf8();
    }
    out.push_str("\r\n");
}

/// A text value: backslash, semicolon, comma and line ends escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            other => out.push(other),
        }
    }
    out
}

/// `YYYYMMDD`.
fn basic(day: Date) -> String {
    day.to_string().replace('-', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn an_entry_is_a_whole_day() {
        let entry =
            Entry { id: "a".into(), day: day("2028-02-29"), title: "甲,乙".into(), note: "一\n二;三".into() };
        let text = calendar("x", day("2026-06-01"), &[entry]);
        assert!(text.contains("DTSTART;VALUE=DATE:20280229\r\nDTEND;VALUE=DATE:20280301\r\n"));
        assert!(text.contains("SUMMARY:甲\\,乙\r\n") && text.contains("DESCRIPTION:一\\n二\\;三\r\n"));
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn lines_are_folded_after_75_octets() {
        let entry = Entry { id: "a".into(), day: day("2026-06-01"), title: "长".repeat(100), note: String::new() };
        let text = calendar("x", day("2026-06-01"), &[entry]);
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        assert!(text.replace("\r\n ", "").contains(&"长".repeat(100)));
    }
}
