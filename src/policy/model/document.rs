//! What the document is and its wording, sentence by sentence.

use serde::{Deserialize, Serialize};

use super::Text;
use crate::values::Date;

/// Number, title, issuer, dates and validity of the document.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Stable id of the policy, e.g. for file names.
    pub id: String,
    /// Official document number, verbatim.
    pub number: String,
    /// Official title.
    pub title: Text,
    /// Short name for headings.
    pub short_title: Text,
    /// Body that issued it.
    pub issuer: Text,
    /// Body that interprets it: the only one a user can be pointed to.
    pub interpreter: Text,
    /// Day of issue the text shows.
    pub issued_on: Date,
    /// When it is in force.
    pub validity: Validity,
    /// What the document repeals.
    pub repeals: Vec<Text>,
    /// `format` strings of the JSON this policy speaks.
    pub formats: Formats,
    /// Sentence shown wherever figures stand: who decides.
    pub disclaimer: Text,
    /// Line shown on items that are directions or government action only.
    pub direction_note: Text,
    /// Line shown where the text states no amount.
    pub unspecified_note: Text,
    /// Line shown where the text states no cap.
    pub no_cap_note: Text,
    /// The evaluation wordings of the text, kept apart as labels.
    pub evaluations: Vec<EvaluationWording>,
    /// Ambiguities that touch the whole document.
    pub ambiguities: Vec<String>,
    /// The one among them that says what is not written of how to apply; none where the text writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure_ambiguity: Option<String>,
}

/// The `format` strings.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Formats {
    /// Of a profile.
    pub profile: String,
    /// Of a report.
    pub report: String,
    /// Of an errors object.
    pub errors: String,
    /// Of advice.
    pub advice: String,
}

/// When the document is in force. All days inclusive.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// First day in force.
    pub from: Date,
    /// Last day on which it certainly is in force.
    pub last_certain_day: Date,
    /// Last day on which it may be in force; later days are expired.
    pub last_possible_day: Date,
    /// Why the days between the two are open.
    pub boundary_ambiguity: String,
    /// What the validity rests on, in words.
    pub note: Text,
}

/// One evaluation wording of the text, e.g. 经评定.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EvaluationWording {
    /// Id used by items.
    pub id: String,
    /// The wording; `zh` is verbatim.
    pub label: Text,
}

/// The document's text: `before`, the articles' lines and `after` joined by newlines are the official file, byte for byte.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DocumentText {
    /// Lines before the first article.
    pub before: Vec<String>,
    /// The articles.
    pub articles: Vec<Article>,
    /// Lines after the last article.
    pub after: Vec<String>,
    /// Articles from this number to `claimed_to` must be claimed sentence by sentence by items or remarks.
    pub claimed_from: u16,
    /// See `claimed_from`.
    pub claimed_to: u16,
}

/// One article (条) with its paragraphs (款).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_field_names, reason = "the key an author writes, as in quotes")]
pub struct Article {
    /// Number, from 1.
    pub article: u16,
    /// What the article is about, for headings; not part of the text.
    pub topic: Text,
    /// Paragraphs; each a list of sentences that joined give the line byte for byte.
    pub paragraphs: Vec<Vec<String>>,
    /// Unofficial English, sentence by sentence in the same shape.
    pub translation: Vec<Vec<String>>,
}

/// Verbatim words of one sentence. All numbers count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// Article (条).
    pub article: u16,
    /// Paragraph (款) within the article.
    pub paragraph: u16,
    /// Sentence within the paragraph.
    pub sentence: u16,
    /// The words: the whole sentence or a part of it, byte for byte.
    pub text: String,
}

/// A place in the text without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Article (条).
    pub article: u16,
    /// Paragraph (款).
    pub paragraph: u16,
    /// Sentence.
    pub sentence: u16,
}
