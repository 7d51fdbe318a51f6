//! Reading how many tests passed and failed from what test programs print.

use std::fmt;
use std::ops::AddAssign;

/// Tests that passed, failed, and could not be run here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Counts {
    /// One that could not be run.
    pub const SKIPPED: Self = Self { passed: 0, failed: 0, skipped: 1 };
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// Who prints the summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printer {
    /// No tests inside: the step itself is the test.
    None,
    /// `cargo nextest run`.
    Nextest,
    /// `cargo test`, one summary per program.
    Cargo,
    /// `node --test`.
    Node,
}

/// The result of a step: its tests; a step that fails without a failed test, or has no tests to count, counts itself.
pub fn counts(printer: Printer, succeeded: bool, text: &str) -> Counts {
    let text = without_colours(text);
    let mut counts = match printer {
        Printer::None => Counts { passed: u64::from(succeeded), ..Counts::default() },
        Printer::Nextest => nextest(&text),
        Printer::Cargo => cargo(&text),
        Printer::Node => node(&text),
    };
    if !succeeded && counts.failed == 0 {
        counts.failed = 1;
    }
    counts
}

/// `Summary [ 0.1s] 4 tests run: 2 passed (1 slow), 1 failed, 1 timed out, 3 skipped`
fn nextest(text: &str) -> Counts {
    let line = text.lines().rev().find(|line| line.trim_start().starts_with("Summary ["));
    let results = line.and_then(|line| line.rsplit_once("run: ")).map_or("", |(_, results)| results);
    let bad = ["failed", "timed out", "exec failed"];
    let failed = bad.iter().map(|word| before(results, word)).sum();
    Counts { passed: before(results, "passed"), failed, ..Counts::default() }
}

/// `test result: FAILED. 2 passed; 1 failed; 0 ignored; …`
fn cargo(text: &str) -> Counts {
    let mut counts = Counts::default();
    for results in text.lines().filter_map(|line| line.strip_prefix("test result: ")) {
        let results = results.split_once(". ").map_or(results, |(_, results)| results);
        counts += Counts { passed: before(results, "passed"), failed: before(results, "failed"), ..Counts::default() };
    }
    counts
}

/// `ℹ pass 2`, `ℹ fail 1`, `ℹ cancelled 0`, `ℹ skipped 1`, with `#` in place of the sign in another form of the same report.
fn node(text: &str) -> Counts {
    let value = |word: &str| {
        let lines = text.lines().filter_map(|line| line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")));
        lines.filter_map(|line| line.strip_prefix(word)?.trim().parse::<u64>().ok()).next_back().unwrap_or(0)
    };
    Counts { passed: value("pass "), failed: value("fail ") + value("cancelled "), skipped: value("skipped ") }
}

/// The number before a word in a list such as `2 passed (1 slow), 1 failed`.
fn before(list: &str, word: &str) -> u64 {
    list.split([',', ';', '(']).find_map(|part| part.trim().strip_suffix(word)?.trim().parse().ok()).unwrap_or(0)
}

fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(printer: Printer, succeeded: bool, text: &str) -> (u64, u64) {
        let counts = counts(printer, succeeded, text);
        (counts.passed, counts.failed)
    }

    #[test]
    fn nextest_with_every_kind_of_result() {
        let text =
            "     Summary [   0.1s] 7 tests run: 4 passed (1 slow), 2 failed, 1 timed out, 3 skipped\n        FAIL a\n";
        assert_eq!(found(Printer::Nextest, false, text), (4, 3));
        let coloured = "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] \u{1b}[1m3\u{1b}[0m tests run: \
                        \u{1b}[1m3\u{1b}[0m \u{1b}[32mpassed\u{1b}[0m, 0 skipped";
        assert_eq!(found(Printer::Nextest, true, coloured), (3, 0));
    }

    #[test]
    fn cargo_test_adds_its_programs() {
        let text =
            "test result: ok. 2 passed; 0 failed; 0 ignored\nx\ntest result: FAILED. 1 passed; 3 failed; 0 ignored\n";
        assert_eq!(found(Printer::Cargo, false, text), (3, 3));
    }

    #[test]
    fn node_in_both_forms() {
        assert_eq!(found(Printer::Node, false, "ℹ tests 4\nℹ pass 2\nℹ fail 1\nℹ cancelled 1\n"), (2, 2));
        assert_eq!(found(Printer::Node, true, "# pass 5\n# fail 0\n"), (5, 0));
    }

    #[test]
    fn what_was_skipped_is_said() {
        let mut all = counts(Printer::Node, true, "ℹ pass 2\nℹ fail 0\nℹ skipped 1\n");
        assert_eq!(all.to_string(), "2 passed, 0 failed, 1 skipped");
        all += Counts::SKIPPED;
        assert_eq!(all.to_string(), "2 passed, 0 failed, 2 skipped");
        assert_eq!(counts(Printer::None, true, "").to_string(), "1 passed, 0 failed");
    }

    #[test]
    fn a_step_that_breaks_counts_as_failed() {
        assert_eq!(found(Printer::Nextest, false, "error: could not compile"), (0, 1));
        assert_eq!(found(Printer::None, false, ""), (0, 1));
        assert_eq!(found(Printer::None, true, ""), (1, 0));
    }
}
