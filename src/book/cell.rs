//! What stands in a cell, whatever file it came from.

use crate::values::Date;

/// Errors of spreadsheet programs as they stand in text tables.
const FAULTS: [&str; 9] = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"];

/// A cell's content.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text as it stands.
    Text(String),
    /// A number.
    Number(f64),
    /// A logical value.
    Bool(bool),
    /// A day; a time of day is dropped.
    Date(Date),
    /// An error of the program that made the file, such as `#N/A`.
    Fault(String),
    /// A formula, as it stands, whose result the file does not hold.
    Unworked(String),
}

impl Cell {
    /// Whether nothing stands in it, or blanks only.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// Whether it is an error of the program that made the file, also one that has become a text on the way, or a formula
    /// without a result.
    pub fn is_fault(&self) -> bool {
        match self {
            Self::Fault(_) | Self::Unworked(_) => true,
            Self::Text(text) => FAULTS.contains(&text.trim()),
            _ => false,
        }
    }

    /// The content as text, as the program shows it without a number format.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Fault(text) | Self::Unworked(text) => text.trim().to_owned(),
            Self::Number(number) => number_text(*number),
            Self::Bool(true) => "TRUE".into(),
            Self::Bool(false) => "FALSE".into(),
            Self::Date(day) => day.to_string(),
        }
    }
}

/// A number as a spreadsheet shows it: 15 significant digits, no exponent.
fn number_text(number: f64) -> String {
    let shown = format!("{number:.14e}").parse().unwrap_or(number);
    if shown == 0.0 { "0".into() } else { format!("{shown}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_the_program_shows_them() {
        for (number, text) in [
            (0.1 + 0.2, "0.3"),
            (-0.0, "0"),
            (12_000_000.0, "12000000"),
            (1_234_567.89, "1234567.89"),
            (1e15, "1000000000000000"),
        ] {
            assert_eq!(Cell::Number(number).text(), text);
        }
    }
}
