//! Amounts as typed values: exact, bounded below (and perhaps above), unspecified by the text, or none.

use rust_decimal::Decimal;

use super::evaluate::{Evaluation, Frame, Observer};
use super::program::{AmountProgram, Program, TermRule};
use crate::policy::FactRef;
use crate::profile::{Profile, Row};

/// What a claim is worth. Yuan, exact, never rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Amount {
    /// All terms are known.
    Exact(Decimal),
    /// Some terms are unknown.
    AtLeast {
        /// What the known terms give.
        known: Decimal,
        /// What it cannot exceed, where that is bounded.
        at_most: Option<Decimal>,
    },
    /// The text states none.
    Unspecified {
        /// How many times it is paid, where it is paid per unit and the count is known.
        units: Option<u64>,
    },
    /// Nothing, or not money.
    None,
}

impl TermValue {
    /// The part that does not count, where it is known: of a gross figure of 0 it is 0.
    pub fn deduction(&self) -> Option<Decimal> {
        self.less_value.or_else(|| self.gross.filter(Decimal::is_zero))
    }
}

impl Amount {
    /// The part known to be paid; none where the text states no amount.
    pub fn known(self) -> Option<Decimal> {
        match self {
            Self::Exact(yuan) | Self::AtLeast { known: yuan, .. } => Some(yuan),
            Self::Unspecified { .. } | Self::None => None,
        }
    }
}

/// One term of a sum with the values it was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermValue {
    /// The gross fact.
    pub fact: FactRef,
    /// Its value, if known.
    pub gross: Option<Decimal>,
    /// The fact that is subtracted.
    pub less: Option<FactRef>,
    /// Its value, if known.
    pub less_value: Option<Decimal>,
    /// Least the term contributes.
    pub least: Decimal,
    /// Most it contributes; none: unbounded.
    pub most: Option<Decimal>,
}

/// A written-out computation: `rate × Σ terms`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arithmetic {
    /// Rate between 0 and 1.
    pub rate: Decimal,
    /// The terms in order.
    pub terms: Vec<TermValue>,
    /// Sum of what the terms contribute at least.
    pub base: Decimal,
    /// The result.
    pub amount: Amount,
}

impl Evaluation<'_> {
    /// An item's amount; facts it misses go to the observer.
    pub(super) fn amount<O: Observer>(
        &self,
        rule: &AmountProgram,
        frame: Option<&Frame<'_>>,
        observer: &mut O,
    ) -> Amount {
        match rule {
            AmountProgram::None => Amount::None,
            AmountProgram::Unspecified { units } => {
                Amount::Unspecified { units: units.and_then(|fact| self.value(fact, frame).int()) }
            }
            AmountProgram::Share { rate, terms } => {
                let mut sum = Sum::default();
                for term in terms {
                    let value = self.term(term, frame);
                    sum.add(&value);
                    if O::WATCHES && value.most != Some(value.least) {
                        let gross = value.gross.is_none().then_some(term.fact);
                        let less = term.less.filter(|_| value.less_value.is_none());
                        let paths = [gross, less].into_iter().flatten().filter_map(|fact| Self::path(fact, frame));
                        paths.for_each(|path| observer.missing(path));
                    }
                }
                sum.amount(*rate)
            }
        }
    }

    #[inline]
    fn term(&self, term: &TermRule, frame: Option<&Frame<'_>>) -> TermValue {
        let gross = self.value(term.fact, frame).money();
        let less_value = term.less.and_then(|fact| self.value(fact, frame).money());
        let (least, most) = match (gross, term.less, less_value) {
            (Some(gross), None, _) => (gross, Some(gross)),
            (Some(gross), Some(_), Some(less)) => {
                let net = gross - less;
                (net, Some(net))
            }
            (Some(gross), Some(_), None) => (Decimal::ZERO, Some(gross)),
            (None, ..) => (Decimal::ZERO, None),
        };
        TermValue { fact: term.fact, gross, less: term.less, less_value, least, most }
    }
}

/// Sum of terms: bounds that are exact as long as every term is.
#[derive(Default)]
struct Sum {
    least: Decimal,
    open: Decimal,
    unbounded: bool,
}

impl Sum {
    fn add(&mut self, term: &TermValue) {
        self.least += term.least;
        match term.most {
            // Most terms are known: nothing is added for them.
            Some(most) if most == term.least => {}
            Some(most) => self.open += most - term.least,
            None => self.unbounded = true,
        }
    }

    fn amount(&self, rate: Decimal) -> Amount {
        let known = rate * self.least;
        if self.unbounded {
            Amount::AtLeast { known, at_most: None }
        } else if self.open.is_zero() {
            Amount::Exact(known)
        } else {
            Amount::AtLeast { known, at_most: Some(rate * (self.least + self.open)) }
        }
    }
}

impl Program {
    /// The written-out computation of a claim, for items whose amount is a share.
    pub fn arithmetic(&self, profile: &Profile, item: u16, row: Option<(u32, &Row)>) -> Option<Arithmetic> {
        let rule = self.item(item)?;
        let AmountProgram::Share { rate, terms } = &rule.amount else { return None };
        let evaluation = Evaluation { program: self, profile };
        let frame = rule.table.map(|table| Frame { table, row, outer: None });
        let terms: Vec<TermValue> = terms.iter().map(|term| evaluation.term(term, frame.as_ref())).collect();
        let mut sum = Sum::default();
        for term in &terms {
            sum.add(term);
        }
        Some(Arithmetic { rate: *rate, base: sum.least, amount: sum.amount(*rate), terms })
    }
}
