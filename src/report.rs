//! The report: verdicts, amounts, findings, readings, overlap and totals of one profile, ready to be written as JSON.

mod assemble;
mod readings;
mod write;

use std::sync::OnceLock;

use rust_decimal::Decimal;

use crate::engine::{Amount, CompileError, Program, Status, Validity};
use crate::policy::model::{Item, ItemKind};
use crate::policy::{Bundle, Policy};
use crate::profile::value::ClaimIndex;
use crate::profile::{self, Fault, Profile};

/// A policy ready to assess profiles.
#[derive(Debug)]
pub struct Assessor {
    policy: Policy,
    digest: String,
    program: Program,
    /// Made when the first report is written.
    prepared: OnceLock<write::Prepared>,
}

/// A report on one profile. Amounts are yuan.
#[derive(Debug)]
pub struct Report<'p> {
    /// The policy it is about.
    pub assessor: &'p Assessor,
    /// Day of assessment, from the profile.
    pub as_of: crate::values::Date,
    /// Whether the policy is in force on that day.
    pub validity: Validity,
    /// Every item, in the order of the text.
    pub items: Vec<ItemReport<'p>>,
    /// What may be combined; none outside the time in force, and where claims could not be weighed.
    pub overlap: Option<OverlapReport<'p>>,
    /// Totals; none outside the time in force, and where claims could not be weighed.
    pub totals: Option<Totals>,
}

/// One item of a report.
#[derive(Debug)]
pub struct ItemReport<'p> {
    /// Number of the item in the policy.
    pub index: u16,
    /// The item.
    pub item: &'p Item,
    /// Best status of its claims.
    pub status: Status,
    /// For directions: whether it speaks to the applicant's roles.
    pub relevant: Option<bool>,
    /// Its claims.
    pub claims: Vec<ClaimReport<'p>>,
    /// For an item per row without rows: what is missing, as fact paths.
    pub missing: Vec<String>,
    /// For an item per row without rows: what it failed on, as fact paths.
    pub failed: Vec<String>,
    /// Other readings of its total that differ.
    pub readings: Vec<ReadingReport<'p>>,
}

/// One claim of a report.
#[derive(Debug)]
pub struct ClaimReport<'p> {
    /// Item and row, by number.
    pub index: ClaimIndex,
    /// `item` or `item#row`.
    pub key: String,
    /// Status.
    pub status: Status,
    /// Amount.
    pub amount: Amount,
    /// Facts the amount alone still misses, as fact paths.
    pub amount_missing: Vec<String>,
    /// Facts that could still change status or amount, as fact paths.
    pub missing: Vec<String>,
    /// Facts it failed on, as fact paths.
    pub failed: Vec<String>,
    /// Ids of the ambiguities that touch it.
    pub ambiguities: Vec<&'p str>,
}

/// Another reading of an item's total.
#[derive(Debug)]
pub struct ReadingReport<'p> {
    /// Ambiguity it comes from.
    pub ambiguity: &'p str,
    /// Number among the item's readings.
    pub number: usize,
    /// What it gives, yuan.
    pub yuan: Decimal,
}

/// The overlap with claims by key and awards by id.
#[derive(Debug)]
pub struct OverlapReport<'p> {
    /// Whether all this is one settled figure.
    pub determined: bool,
    /// Whether the lower total is proven the best.
    pub exact: bool,
    /// Whether pairs or choices were left out of the lists.
    pub truncated: bool,
    /// Total of the lower reading.
    pub lower: Decimal,
    /// Total of the upper reading.
    pub upper: Decimal,
    /// Claims that add to the lower total.
    pub chosen_lower: Vec<String>,
    /// Claims that add to the upper total.
    pub chosen_upper: Vec<String>,
    /// Conflicts no figure settles: two claims and the break-even.
    pub undecided: Vec<([String; 2], Option<Decimal>)>,
    /// Awards that go in parallel, with their level.
    pub parallel: Vec<(String, &'p str)>,
    /// Awards that leave a choice, with the claims.
    pub to_choose: Vec<(String, Vec<String>)>,
    /// Received awards, by id, and the claims they meet in the lower reading; for the page, not part of the format.
    pub deducted: Vec<(String, Vec<String>)>,
}

/// The totals.
#[derive(Debug)]
pub struct Totals {
    /// Lower total.
    pub lower: Decimal,
    /// Upper total.
    pub upper: Decimal,
    /// Counted claims whose amount the text does not state.
    pub unspecified: Vec<String>,
    /// Money claims that are unclear.
    pub unclear: Vec<String>,
    /// Whether the overlap is one settled figure.
    pub determined: bool,
    /// Whether no money item or claim is open.
    pub complete: bool,
}

impl Assessor {
    /// Makes a checked policy ready.
    ///
    /// # Errors
    /// When a name in the policy does not exist.
    pub fn new(bundle: Bundle) -> Result<Self, CompileError> {
        let program = Program::compile(&bundle.policy)?;
        Ok(Self { policy: bundle.policy, digest: bundle.digest, program, prepared: OnceLock::new() })
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Digest of the policy data.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The compiled policy.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Reads a profile.
    ///
    /// # Errors
    /// Every fault of the profile.
    pub fn read(&self, text: &str) -> Result<Profile, Vec<Fault<'_>>> {
        profile::read(&self.policy, text)
    }

    /// From profile JSON to report JSON, or to an errors object.
    ///
    /// # Errors
    /// The errors object, as JSON.
    pub fn assess(&self, text: &str) -> Result<String, String> {
        match self.read(text) {
            Ok(profile) => Ok(self.report(&profile).to_json()),
            Err(faults) => Err(write::errors(&self.policy.document.formats.errors, &faults)),
        }
    }

    /// The errors object for bytes that are no UTF-8 and so no JSON.
    pub fn not_utf8(&self) -> String {
        let fault = Fault::new(profile::FaultKind::Json, String::new());
        write::errors(&self.policy.document.formats.errors, &[fault])
    }
}

impl ItemReport<'_> {
    /// Whether the item is money to the applicant.
    pub fn is_money(&self) -> bool {
        self.item.kind == ItemKind::Money
    }
}
