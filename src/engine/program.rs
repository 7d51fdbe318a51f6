//! The compiled form of a policy's items: conditions as one flat list of nodes, names as numbers.

use rust_decimal::Decimal;

use crate::policy::FactRef;
use crate::values::Date;

/// Four-valued truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It does not hold.
    False,
    /// It holds.
    True,
    /// A fact is missing.
    Unknown,
    /// The facts are known, the text does not settle it.
    Unclear,
}

/// A fact or place that a verdict misses or failed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactPath {
    /// An applicant fact.
    Applicant(u16),
    /// A cell.
    Cell {
        /// Table.
        table: u16,
        /// Column.
        column: u16,
        /// Row number.
        row: u32,
    },
    /// A whole table.
    Table(u16),
    /// The evaluation state held by an item's key or a claim's own.
    Evaluation {
        /// Item.
        item: u16,
        /// Row, when the claim's own key held it.
        row: Option<u32>,
        /// Whether the item's key held it.
        of_item: bool,
    },
}

impl FactPath {
    /// The fact at the place, whatever the row; none for tables and evaluations.
    pub fn fact(self) -> Option<FactRef> {
        match self {
            Self::Applicant(index) => Some(FactRef::Applicant(index)),
            Self::Cell { table, column, .. } => Some(FactRef::Column { table, column }),
            Self::Table(_) | Self::Evaluation { .. } => None,
        }
    }
}

/// What a value is compared with.
#[derive(Debug, Clone, Copy)]
pub(super) enum Against {
    Money(Decimal),
    Int(u64),
    Date(Date),
    Fact(FactRef),
}

/// Which orders make a comparison true.
#[derive(Debug, Clone, Copy)]
pub(super) struct Orders {
    pub(super) less: bool,
    pub(super) equal: bool,
    pub(super) greater: bool,
}

impl Orders {
    pub(super) fn negated(self) -> Self {
        Self { less: !self.less, equal: !self.equal, greater: !self.greater }
    }
}

/// One node; groups hold the nodes that follow up to `end`. Negation is compiled away.
#[derive(Debug, Clone, Copy)]
pub(super) enum Node {
    /// All members hold.
    All { end: u32 },
    /// Some member holds.
    Any { end: u32 },
    /// A bool fact has this value.
    Is { fact: FactRef, value: bool },
    /// A choice or set has one of these bits, or has none of them.
    Has { fact: FactRef, bits: u64, holds: bool },
    /// A comparison.
    Compare { fact: FactRef, orders: Orders, against: Against },
    /// An event within years of another date; `holds: false` swaps true and false.
    Within { event: FactRef, of: FactRef, years: u16, ambiguity: u16, holds: bool },
    /// A span shorter than so many years.
    Span { start: FactRef, end: FactRef, years: u16, ambiguity: u16, holds: bool },
    /// Any-of (or all-of) over the rows of a table.
    Rows { table: u16, any: bool, end: u32 },
    /// The node that follows, with unclear in place of one verdict.
    Soften { verdict: Verdict, ambiguity: u16, end: u32 },
    /// Never settled.
    Unclear { ambiguity: u16 },
}

/// A term of a sum.
#[derive(Debug, Clone, Copy)]
pub(super) struct TermRule {
    pub(super) fact: FactRef,
    pub(super) less: Option<FactRef>,
}

/// What is paid.
#[derive(Debug, Clone)]
pub(super) enum AmountProgram {
    None,
    Unspecified { units: Option<FactRef> },
    Share { rate: Decimal, terms: Vec<TermRule> },
}

/// Another reading of an item's total.
#[derive(Debug, Clone)]
pub(crate) enum ReadingProgram {
    LargestGroup(FactRef),
    RequiresEach(Vec<FactRef>),
    LargestPerProject,
}

/// One item, ready to run.
#[derive(Debug, Clone)]
pub(super) struct ItemProgram {
    pub(super) table: Option<u16>,
    /// First node of the condition; `None`: the item states a direction.
    pub(super) condition: Option<u32>,
    pub(super) amount: AmountProgram,
    pub(super) is_money: bool,
    pub(super) evaluated: bool,
    /// Directions: bits of the role fact; 0: nobody in particular.
    pub(super) audience: u64,
    pub(super) ambiguities: Vec<u16>,
    pub(super) disclosures: Vec<(u16, u32)>,
    pub(super) readings: Vec<ReadingProgram>,
    /// Claims of one class never conflict.
    pub(super) stacking_class: u16,
}

/// First, last certain and last possible day in force.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub(super) from: Date,
    pub(super) last_certain: Date,
    pub(super) last_possible: Date,
}

/// A policy compiled for evaluation.
#[derive(Debug, Clone)]
pub struct Program {
    pub(super) nodes: Vec<Node>,
    pub(super) items: Vec<ItemProgram>,
    pub(super) role_fact: FactRef,
    pub(super) days: Days,
    pub(super) awards: AwardColumns,
}

/// Where other support stands in a profile, by numbers.
#[derive(Debug, Clone)]
pub(crate) struct AwardColumns {
    pub(crate) table: u16,
    pub(crate) level: FactRef,
    pub(crate) status: FactRef,
    pub(crate) amount: FactRef,
    /// Bit of the state that deducts.
    pub(crate) received: u64,
    /// Bit of the level that competes with claims.
    pub(crate) competing: u64,
    /// Bits of the levels that go in parallel, with their words in profiles.
    pub(crate) parallel: Vec<(u64, String)>,
}

impl Program {
    pub(super) fn node(&self, at: u32) -> Option<&Node> {
        self.nodes.get(at as usize)
    }

    pub(super) fn item(&self, item: u16) -> Option<&ItemProgram> {
        self.items.get(usize::from(item))
    }

    /// Whether an item's claims are money.
    pub fn is_money(&self, item: u16) -> bool {
        self.item(item).is_some_and(|i| i.is_money)
    }

    /// Whether the text asks for an official evaluation of the item.
    pub fn is_evaluated(&self, item: u16) -> bool {
        self.item(item).is_some_and(|i| i.evaluated)
    }

    /// Class of claims that stack by the text itself: claims of one class never conflict.
    pub fn stacking_class(&self, item: u16) -> u16 {
        self.item(item).map_or(u16::MAX, |i| i.stacking_class)
    }

    /// Other readings of an item's total, in the order of the item.
    pub(crate) fn readings(&self, item: u16) -> impl Iterator<Item = &ReadingProgram> {
        self.item(item).into_iter().flat_map(|rule| rule.readings.iter())
    }

    pub(crate) fn awards(&self) -> &AwardColumns {
        &self.awards
    }
}
