//! Reports and errors as JSON. What never changes of an item is rendered once, for the first report.

use rust_decimal::Decimal;
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::{Assessor, ClaimReport, ItemReport, OverlapReport, Report, Totals};
use crate::engine::{Amount, Status};
use crate::policy::Policy;
use crate::policy::model::ItemKind;
use crate::profile::Fault;
use crate::values::Plain;

/// Parts of reports that do not depend on the profile.
#[derive(Debug)]
pub(super) struct Prepared {
    policy: Box<RawValue>,
    /// Per item: title and quotes.
    items: Vec<(Box<RawValue>, Box<RawValue>)>,
}

#[derive(Serialize)]
struct PolicyHead<'a> {
    id: &'a str,
    document: &'a str,
    digest: &'a str,
}

impl Prepared {
    pub(super) fn new(policy: &Policy, digest: &str) -> Self {
        let head = PolicyHead { id: &policy.document.id, document: &policy.document.number, digest };
        let items = policy.items.iter().map(|item| (raw(&item.title.zh), raw(&item.quotes)));
        Self { policy: raw(&head), items: items.collect() }
    }
}

fn raw(value: &impl Serialize) -> Box<RawValue> {
    serde_json::value::to_raw_value(value).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

/// The errors object.
pub(super) fn errors(format: &str, faults: &[Fault<'_>]) -> String {
    #[derive(Serialize)]
    struct Errors<'a> {
        format: &'a str,
        errors: &'a [Fault<'a>],
    }
    json(&Errors { format, errors: faults })
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

impl Assessor {
    fn prepared(&self) -> &Prepared {
        self.prepared.get_or_init(|| Prepared::new(&self.policy, &self.digest))
    }
}

impl Report<'_> {
    /// The report as JSON, always the same bytes for the same profile.
    pub fn to_json(&self) -> String {
        json(self)
    }
}

impl ItemKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Money, Self::Fund, Self::Honour, Self::Service, Self::Direction, Self::Government];

    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Fund => "fund",
            Self::Honour => "honour",
            Self::Service => "service",
            Self::Direction => "direction",
            Self::Government => "government",
        }
    }
}

/// A decimal as a JSON string without exponent and trailing zeros.
struct Yuan(Decimal);

impl Serialize for Yuan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Plain(self.0))
    }
}

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Report", 8)?;
        out.serialize_field("format", &self.assessor.policy.document.formats.report)?;
        out.serialize_field("policy", &self.assessor.prepared().policy)?;
        out.serialize_field("engine", crate::ENGINE_VERSION)?;
        out.serialize_field("as_of", &self.as_of)?;
        out.serialize_field("validity", self.validity.word())?;
        out.serialize_field("items", &self.items.iter().map(|item| Head(self, item)).collect::<Vec<_>>())?;
        out.serialize_field("overlap", &self.overlap)?;
        out.serialize_field("totals", &self.totals)?;
        out.end()
    }
}

/// An item with the parts that were prepared.
struct Head<'a>(&'a Report<'a>, &'a ItemReport<'a>);

impl Serialize for Head<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(report, item) = self;
        let prepared = report.assessor.prepared().items.get(usize::from(item.index));
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("id", &item.item.id)?;
        out.serialize_entry("title", &prepared.map(|(title, _)| title))?;
        out.serialize_entry("kind", item.item.kind.word())?;
        out.serialize_entry("status", item.status.word())?;
        if item.status == Status::DirectionOnly {
            out.serialize_entry("relevant", &item.relevant)?;
        }
        out.serialize_entry("claims", &item.claims)?;
        if item.claims.is_empty() && item.status != Status::DirectionOnly {
            out.serialize_entry("missing", &item.missing)?;
            out.serialize_entry("failed", &item.failed)?;
        }
        out.serialize_entry("readings", &item.readings)?;
        out.serialize_entry("quotes", &prepared.map(|(_, quotes)| quotes))?;
        out.end()
    }
}

impl Serialize for super::ReadingReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Reading", 2)?;
        out.serialize_field("ambiguity", self.ambiguity)?;
        out.serialize_field("yuan", &Yuan(self.yuan))?;
        out.end()
    }
}

impl Serialize for ClaimReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Claim", 6)?;
        out.serialize_field("key", &self.key)?;
        out.serialize_field("status", self.status.word())?;
        out.serialize_field("amount", &AmountReport(self))?;
        out.serialize_field("missing", &self.missing)?;
        out.serialize_field("failed", &self.failed)?;
        out.serialize_field("ambiguities", &self.ambiguities)?;
        out.end()
    }
}

struct AmountReport<'a>(&'a ClaimReport<'a>);

impl Serialize for AmountReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        match self.0.amount {
            Amount::Exact(yuan) => {
                out.serialize_entry("kind", "exact")?;
                out.serialize_entry("yuan", &Yuan(yuan))?;
            }
            Amount::AtLeast { known, at_most } => {
                out.serialize_entry("kind", "at_least")?;
                out.serialize_entry("yuan", &Yuan(known))?;
                if let Some(most) = at_most {
                    out.serialize_entry("at_most", &Yuan(most))?;
                }
                out.serialize_entry("missing", &self.0.amount_missing)?;
            }
            Amount::Unspecified { units } => {
                out.serialize_entry("kind", "unspecified")?;
                if let Some(units) = units {
                    out.serialize_entry("units", &units)?;
                }
            }
            Amount::None => out.serialize_entry("kind", "none")?,
        }
        out.end()
    }
}

impl Serialize for OverlapReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Pair<'a> {
            between: &'a [String; 2],
            break_even_yuan: Option<Yuan>,
        }
        #[derive(Serialize)]
        struct Parallel<'a> {
            award: &'a str,
            level: &'a str,
        }
        #[derive(Serialize)]
        struct Choice<'a> {
            award: &'a str,
            claims: &'a [String],
        }
        let pairs = self.undecided.iter().map(|(between, yuan)| Pair { between, break_even_yuan: yuan.map(Yuan) });
        let parallel = self.parallel.iter().map(|(award, level)| Parallel { award, level });
        let choices = self.to_choose.iter().map(|(award, claims)| Choice { award, claims });
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("determined", &self.determined)?;
        out.serialize_entry("exact", &self.exact)?;
        out.serialize_entry("lower_yuan", &Yuan(self.lower))?;
        out.serialize_entry("upper_yuan", &Yuan(self.upper))?;
        out.serialize_entry("chosen_lower", &self.chosen_lower)?;
        out.serialize_entry("chosen_upper", &self.chosen_upper)?;
        out.serialize_entry("undecided", &pairs.collect::<Vec<_>>())?;
        out.serialize_entry("parallel", &parallel.collect::<Vec<_>>())?;
        out.serialize_entry("to_choose", &choices.collect::<Vec<_>>())?;
        if self.truncated {
            out.serialize_entry("truncated", &true)?;
        }
        out.end()
    }
}

impl Serialize for Totals {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Totals", 6)?;
        out.serialize_field("lower_yuan", &Yuan(self.lower))?;
        out.serialize_field("upper_yuan", &Yuan(self.upper))?;
        out.serialize_field("unspecified", &self.unspecified)?;
        out.serialize_field("unclear", &self.unclear)?;
        out.serialize_field("determined", &self.determined)?;
        out.serialize_field("complete", &self.complete)?;
        out.end()
    }
}
