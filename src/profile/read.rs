//! Reading a profile: all errors at once, none that merely follows from another.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::demand::demands;
use super::fault::{Fault, FaultKind, MAX_BYTES, MAX_INT, Path};
use super::keyed;
use super::value::{Profile, Row, Tags, Untagged, Value};
use crate::policy::FactRef;
use crate::policy::layout::APPLICANT;
use crate::policy::model::{Constraint, Fact, FactType, Policy, Table};
use crate::values::json::Json;
use crate::values::{Date, MoneyFault, parse_amount};

/// Members of an object.
pub(super) type Members<'a> = [(Cow<'a, str>, Json<'a>)];

/// Reads a profile for a policy.
///
/// # Errors
/// Every fault of the profile, in the order of the text, each once and at its own place.
pub fn read<'p>(policy: &'p Policy, text: &str) -> Result<Profile, Vec<Fault<'p>>> {
    if text.len() > MAX_BYTES {
        return Err(vec![Fault::new(FaultKind::TooLarge, String::new())]);
    }
    let json = Json::parse(text).map_err(|error| {
        let place = format!("{}：第 {} 行第 {} 列（{error}）", FaultKind::Json.message(), error.line(), error.column());
        vec![Fault { message: place.into(), ..Fault::new(FaultKind::Json, String::new()) }]
    })?;
    let Json::Object(members) = &json else {
        return Err(vec![Fault::new(FaultKind::Type, String::new())]);
    };
    let mut reader = Reader { policy, faults: Vec::new(), nameable: vec![true; policy.facts.tables.len()] };
    let profile = reader.profile(members);
    match profile {
        Some(profile) if reader.faults.is_empty() => Ok(profile),
        _ => Err(reader.faults),
    }
}

/// Collects faults while it reads.
pub(super) struct Reader<'p> {
    pub(super) policy: &'p Policy,
    pub(super) faults: Vec<Fault<'p>>,
    /// Per table: whether every row has a name of its own, so that keys on its rows can be judged.
    pub(super) nameable: Vec<bool>,
}

impl<'p> Reader<'p> {
    pub(super) fn fault(&mut self, kind: FaultKind, path: &Path<'_>) {
        self.faults.push(Fault::new(kind, path.pointer()));
    }

    fn profile(&mut self, members: &Members<'_>) -> Option<Profile> {
        let policy = self.policy;
        let facts = &policy.facts;
        let root = Path::Root;
        let mut profile = Profile {
            as_of: Date::new(1970, 1, 1)?,
            name: None,
            applicant: vec![Value::Unknown; facts.applicant.len()],
            tables: vec![None; facts.tables.len()],
            untagged: Untagged::Unknown,
            item_evaluations: Vec::new(),
            claim_evaluations: Vec::new(),
            claim_tags: Vec::new(),
        };
        let mut format = None;
        let mut as_of = None;
        let (mut evaluations, mut tags) = (None, None);
        for (key, json) in members {
            let path = Path::Key(&root, key);
            match key.as_ref() {
                "format" => format = Some(json),
                "as_of" => as_of = Some(json),
                APPLICANT => self.applicant(json, &path, &mut profile),
                "evaluations" => evaluations = Some(json),
                "tags" => tags = Some(json),
                "untagged_matters" => profile.untagged = self.untagged(json, &path),
                name => match facts.table(name).map(usize::from) {
                    Some(index) => {
                        if let (Some(table), Some(slot)) = (facts.tables.get(index), profile.tables.get_mut(index)) {
                            *slot = self.table(index, table, json, &path);
                        }
                    }
                    None => self.fault(FaultKind::UnknownField, &path),
                },
            }
        }
        if !matches!(format, Some(Json::Str(text)) if *text == policy.document.formats.profile) {
            self.fault(FaultKind::Format, &Path::Key(&root, "format"));
        }
        let as_of_path = Path::Key(&root, "as_of");
        match as_of {
            None | Some(Json::Null) => self.fault(FaultKind::Date, &as_of_path),
            Some(json) => {
                if let Value::Date(date) = self.value(json, &as_of_path, FactType::Date, None) {
                    profile.as_of = date;
                }
            }
        }
        self.constraints(&profile);
        if let Some(json) = evaluations {
            keyed::evaluations(self, json, &mut profile);
        }
        if let Some(json) = tags {
            keyed::tags(self, json, &mut profile);
        }
        Some(profile)
    }

    fn untagged(&mut self, json: &Json<'_>, path: &Path<'_>) -> Untagged {
        match json {
            Json::Null => Untagged::Unknown,
            Json::Str(word) if word == "unknown" => Untagged::Unknown,
            Json::Str(word) if word == "distinct" => Untagged::Distinct,
            Json::Str(_) => {
                self.fault(FaultKind::Enum, path);
                Untagged::Unknown
            }
            _ => {
                self.fault(FaultKind::Type, path);
                Untagged::Unknown
            }
        }
    }

    fn applicant(&mut self, json: &Json<'_>, path: &Path<'_>, profile: &mut Profile) {
        let Some(members) = self.object(json, path) else { return };
        let facts: &'p [Fact] = &self.policy.facts.applicant;
        for (key, json) in members {
            let path = Path::Key(path, key);
            if key == "name" {
                profile.name = self.words(json, &path);
            } else if let Some(index) = facts.iter().position(|f| f.name == key.as_ref()) {
                if let (Some(fact), Some(slot)) = (facts.get(index), profile.applicant.get_mut(index)) {
                    *slot = self.value(json, &path, fact.kind, Some(fact));
                }
            } else {
                self.fault(FaultKind::UnknownField, &path);
            }
        }
    }

    fn table(&mut self, index: usize, table: &'p Table, json: &Json<'_>, path: &Path<'_>) -> Option<Vec<Row>> {
        let items = match json {
            Json::Null => return None,
            Json::Array(items) => items,
            _ => {
                self.fault(FaultKind::Type, path);
                self.unnameable(index);
                return None;
            }
        };
        let mut rows: Vec<Row> = Vec::with_capacity(items.len());
        let mut known: BTreeSet<String> = BTreeSet::new();
        for (number, item) in items.iter().enumerate() {
            let path = Path::Index(path, number);
            let Json::Object(members) = item else {
                self.fault(FaultKind::Type, &path);
                self.unnameable(index);
                continue;
            };
            let row = self.row(table, members, &path);
            let id_path = Path::Key(&path, "id");
            let named = match members.iter().find(|(key, _)| key == "id").map(|(_, json)| json) {
                Some(Json::Str(id)) if !id.is_empty() => {
                    let repeated = !known.insert(id.clone().into_owned());
                    repeated.then_some(FaultKind::DuplicateId)
                }
                None | Some(Json::Null | Json::Str(_)) => Some(FaultKind::MissingId),
                Some(_) => Some(FaultKind::Type),
            };
            if let Some(kind) = named {
                self.fault(kind, &id_path);
                self.unnameable(index);
            }
            rows.push(row);
        }
        Some(rows)
    }

    fn unnameable(&mut self, table: usize) {
        if let Some(flag) = self.nameable.get_mut(table) {
            *flag = false;
        }
    }

    fn row(&mut self, table: &'p Table, members: &Members<'_>, path: &Path<'_>) -> Row {
        let mut row = Row { cells: vec![Value::Unknown; table.columns.len()], ..Row::default() };
        for (key, json) in members {
            let path = Path::Key(path, key);
            match key.as_ref() {
                "id" => {
                    if let Json::Str(id) = json {
                        row.id = id.clone().into_owned();
                    }
                }
                "name" => row.name = self.words(json, &path),
                "project" => row.tags.project = self.tag(json, &path),
                "matter" => row.tags.matter = self.tag(json, &path),
                name => match table.columns.iter().position(|c| c.name == name) {
                    Some(index) => {
                        if let (Some(fact), Some(cell)) = (table.columns.get(index), row.cells.get_mut(index)) {
                            *cell = self.value(json, &path, fact.kind, Some(fact));
                        }
                    }
                    None => self.fault(FaultKind::UnknownField, &path),
                },
            }
        }
        if table.rows_are_projects && row.tags.project.is_none() {
            row.tags.project = Some(row.id.clone());
        }
        row
    }

    /// Members of an object; null is as absent.
    pub(super) fn object<'j, 'a>(&mut self, json: &'j Json<'a>, path: &Path<'_>) -> Option<&'j Members<'a>> {
        match json {
            Json::Object(members) => Some(members),
            Json::Null => None,
            _ => {
                self.fault(FaultKind::Type, path);
                None
            }
        }
    }

    fn words(&mut self, json: &Json<'_>, path: &Path<'_>) -> Option<String> {
        match json {
            Json::Str(text) => Some(text.clone().into_owned()),
            Json::Null => None,
            _ => {
                self.fault(FaultKind::Type, path);
                None
            }
        }
    }

    /// A tag: any text but the empty one.
    pub(super) fn tag(&mut self, json: &Json<'_>, path: &Path<'_>) -> Option<String> {
        let words = self.words(json, path)?;
        if words.is_empty() {
            self.fault(FaultKind::Type, path);
            return None;
        }
        Some(words)
    }

    /// A fact's value; `fact` gives the possible words of choices and sets.
    fn value(&mut self, json: &Json<'_>, path: &Path<'_>, kind: FactType, fact: Option<&Fact>) -> Value {
        let read = match (kind, json) {
            (_, Json::Null) => return Value::Unknown,
            (FactType::Bool, Json::Bool(flag)) => Ok(Value::Bool(*flag)),
            (FactType::Int, Json::Int(count)) if *count <= MAX_INT => Ok(Value::Int(*count)),
            (FactType::Int, Json::NegativeInt) => Err(FaultKind::IntNegative),
            (FactType::Date, Json::Str(text)) => text.parse().map(Value::Date).map_err(|_| FaultKind::Date),
            (FactType::Money, Json::Str(text)) => parse_amount(text).map(Value::Money).map_err(money_fault),
            (FactType::Choice, Json::Str(word)) => {
                fact.and_then(|f| bit(f, word)).map(Value::Choice).ok_or(FaultKind::Enum)
            }
            (FactType::Set, Json::Array(items)) => return self.set(items, path, fact),
            _ => Err(FaultKind::Type),
        };
        read.unwrap_or_else(|kind| {
            self.fault(kind, path);
            Value::Unknown
        })
    }

    fn set(&mut self, items: &[Json<'_>], path: &Path<'_>, fact: Option<&Fact>) -> Value {
        let mut bits = 0;
        for (number, item) in items.iter().enumerate() {
            let kind = match item {
                Json::Str(word) => match fact.and_then(|f| bit(f, word)) {
                    Some(found) => {
                        bits |= found;
                        continue;
                    }
                    None => FaultKind::Enum,
                },
                _ => FaultKind::Type,
            };
            self.fault(kind, &Path::Index(path, number));
        }
        Value::Set(bits)
    }

    /// The policy's own demands, where both facts are known and well-formed.
    fn constraints(&mut self, profile: &Profile) {
        let policy = self.policy;
        for demand in demands(&policy.facts) {
            let Some(constraint) = policy.facts.constraints.get(demand.number) else { continue };
            for row in demand.broken(profile) {
                self.broken(constraint, demand.fact, row);
            }
        }
    }

    fn broken(&mut self, constraint: &'p Constraint, fact: FactRef, row: Option<usize>) {
        let Some(name) = self.policy.facts.get(fact).map(|f| f.name.as_str()) else { return };
        let table = fact.table().and_then(|t| self.policy.facts.table_at(t)).map_or(APPLICANT, |t| t.name.as_str());
        let root = Path::Root;
        let head = Path::Key(&root, table);
        let line = row.map(|number| Path::Index(&head, number));
        let path = Path::Key(line.as_ref().unwrap_or(&head), name).pointer();
        self.faults.push(Fault { code: &constraint.code, path, message: Cow::Borrowed(&constraint.message.zh) });
    }
}

/// The bit of a choice's or set's word.
fn bit(fact: &Fact, word: &str) -> Option<u64> {
    let index = fact.values.iter().position(|choice| choice.value == word)?;
    u32::try_from(index).ok().and_then(|shift| 1_u64.checked_shl(shift))
}

fn money_fault(fault: MoneyFault) -> FaultKind {
    match fault {
        MoneyFault::NotANumber => FaultKind::Money,
        MoneyFault::Negative => FaultKind::MoneyNegative,
        MoneyFault::Precision => FaultKind::MoneyPrecision,
        MoneyFault::Range => FaultKind::MoneyRange,
    }
}

/// Tags of nothing.
pub(super) const NO_TAGS: Tags = Tags { project: None, matter: None };
