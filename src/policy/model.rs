//! The data model of a policy: what `policy-data/<policy>/*.json` may say.
//!
//! Everything a policy means lives in these types; nothing here knows any particular policy.

mod condition;
mod document;
mod facts;
mod item;

pub use condition::{
    Basis, Compare, Condition, IsTrue, Operand, Softened, SomeRow, SpanWithinYears, Unclear, Values, WithinYears,
};
pub use document::{Article, Document, DocumentText, EvaluationWording, Formats, Place, Quote, Validity};
pub use facts::{Choice, Comparison, Constraint, Fact, FactType, Facts, QuestionGroup, Table};
pub use item::{
    Ambiguity, AmountRule, Awards, Disclosure, Item, ItemKind, Payee, PayeeBasis, Reading, ReadingRule, Remark, Share,
    StackedGroup, Stacking, Term, Unspecified,
};

use serde::{Deserialize, Serialize};

/// Wording in the languages of the product. Chinese is the authentic one, English unofficial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Chinese (简体中文).
    pub zh: String,
    /// English, unofficial.
    pub en: String,
}

/// A whole policy: document, text, facts, items, ambiguities and the stacking rule.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// What the document is; `document.json`.
    pub document: Document,
    /// Its wording, sentence by sentence; `text.json`.
    pub text: DocumentText,
    /// What can be asked of an applicant; `facts.json`.
    pub facts: Facts,
    /// What the document gives, in the order of the text; `items/*.json` by file name.
    pub items: Vec<Item>,
    /// What sentences say that is no item of its own; `remarks.json`.
    pub remarks: Vec<Remark>,
    /// What the text leaves open; `ambiguities.json`.
    pub ambiguities: Vec<Ambiguity>,
    /// Which benefits may not be combined; `stacking.json`.
    pub stacking: Stacking,
}
