//! From a draft to a profile and its report: what cannot be read is told beside its field and left out.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::{Map, Value as Json, json};

use super::draft::{Answer, ClaimTags, Draft, RowDraft, TableDraft};
use super::words::{Lang, typed_fault};
use crate::advice::{NearMiss, Question, near_misses, questions};
use crate::overlap::Weigh;
use crate::policy::layout::APPLICANT;
use crate::policy::model::{Fact, FactType, Table};
use crate::profile::Profile;
use crate::profile::value::ClaimIndex;
use crate::report::{Assessor, Report};
use crate::values::{Date, Plain, parse_typed_amount, parse_typed_count, parse_typed_date};

/// A field that cannot be read or contradicts another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// JSON Pointer of the field in the profile.
    pub pointer: String,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// Everything that follows from a draft.
#[derive(Debug)]
pub struct Computed {
    /// The profile as JSON.
    pub json: Json,
    /// The profile.
    pub profile: Profile,
    /// The report.
    pub report: Report<'static>,
    /// Fields that are told to be mended.
    pub faults: Vec<FieldFault>,
    /// Fact paths that some claim or item misses.
    pub missing: BTreeSet<String>,
    /// Per table: ids of the rows by row number.
    pub row_ids: Vec<BTreeMap<u32, String>>,
    /// Fact paths that are open, the one that settles most first; found when first asked for.
    questions: OnceCell<Vec<Asked>>,
    /// Near misses of claims that were asked for.
    near_misses: RefCell<BTreeMap<ClaimIndex, Rc<Vec<NearMiss>>>>,
}

/// An open question by its fact path.
#[derive(Debug)]
pub struct Asked {
    /// The path.
    pub path: String,
    /// The question.
    pub question: Question,
}

impl Computed {
    /// Open questions, the one that settles most first.
    pub fn questions(&self, assessor: &Assessor) -> &[Asked] {
        self.questions.get_or_init(|| {
            let open = questions(assessor.policy(), assessor.program(), &self.profile).into_iter();
            open.map(|question| Asked { path: assessor.path(&self.profile, question.at), question }).collect()
        })
    }

    /// Near misses of a claim.
    pub fn near_misses(&self, assessor: &Assessor, claim: ClaimIndex) -> Rc<Vec<NearMiss>> {
        let mut known = self.near_misses.borrow_mut();
        let find = || Rc::new(near_misses(assessor.policy(), assessor.program(), &self.profile, claim));
        known.entry(claim).or_insert_with(find).clone()
    }

    /// The fault of a field.
    pub fn fault(&self, pointer: &str) -> Option<&str> {
        self.faults.iter().find(|fault| fault.pointer == pointer).map(|fault| fault.message.as_str())
    }
}

/// Computes a draft; `today` is the day of assessment where none is given, and `weigh` what weighs claims, once it is
/// there.
pub fn compute(
    assessor: &'static Assessor,
    draft: &Draft,
    today: Date,
    lang: Lang,
    weigh: Option<Weigh>,
) -> Option<Computed> {
    let mut builder = Builder { assessor, lang, faults: Vec::new(), row_ids: Vec::new() };
    let mut json = builder.profile(draft, today);
    let mut faults = builder.faults;
    // What the profile's reader refuses is told and left out; each round removes at least one value.
    let profile = loop {
        match assessor.read(&json.to_string()) {
            Ok(profile) => break profile,
            Err(found) => {
                let mut removed = false;
                for fault in found {
                    removed |= remove(&mut json, &fault.path);
                    let message = super::faults::what(&assessor.policy().facts, lang, &fault).to_owned();
                    faults.push(FieldFault { pointer: fault.path, message });
                }
                if !removed {
                    return None;
                }
            }
        }
    };
    let report = assessor.report_by(&profile, weigh);
    let items = report.items.iter();
    let own = items.clone().flat_map(|item| item.missing.iter());
    let missing = own.chain(items.flat_map(|item| item.claims.iter().flat_map(|claim| claim.missing.iter())));
    let mut names = BTreeSet::new();
    names.extend(missing.cloned());
    let missing = names;
    let (row_ids, questions, near_misses) = (builder.row_ids, OnceCell::new(), RefCell::default());
    Some(Computed { json, profile, report, faults, missing, row_ids, questions, near_misses })
}

/// Removes the value at a JSON Pointer; whether there was one.
fn remove(json: &mut Json, pointer: &str) -> bool {
    let Some((parent, key)) = pointer.rsplit_once('/') else { return false };
    let key = key.replace("~1", "/").replace("~0", "~");
    match json.pointer_mut(parent) {
        Some(Json::Object(members)) => members.remove(&key).is_some(),
        Some(Json::Array(items)) => match key.parse::<usize>() {
            Ok(index) if index < items.len() => {
                items.remove(index);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

struct Builder {
    assessor: &'static Assessor,
    lang: Lang,
    faults: Vec<FieldFault>,
    row_ids: Vec<BTreeMap<u32, String>>,
}

impl Builder {
    fn profile(&mut self, draft: &Draft, today: Date) -> Json {
        let policy = self.assessor.policy();
        let mut root = Map::new();
        root.insert("format".into(), json!(policy.document.formats.profile));
        let as_of = match parse_typed_date(&draft.as_of) {
            Ok(date) => date.unwrap_or(today),
            Err(fault) => {
                self.tell("/as_of".into(), fault);
                today
            }
        };
        root.insert("as_of".into(), json!(as_of.to_string()));
        let applicant = policy.facts.applicant.iter().zip(&draft.applicant).filter_map(|(fact, answer)| {
            Some((fact.name.clone(), self.value(fact, answer, &format!("/{APPLICANT}/{}", fact.name))?))
        });
        let mut applicant = object(applicant);
        if !draft.name.trim().is_empty() {
            applicant.insert("name".into(), json!(draft.name.trim()));
        }
        root.insert(APPLICANT.into(), Json::Object(applicant));
        for (table, state) in policy.facts.tables.iter().zip(&draft.tables) {
            let ids = row_ids(self.lang, table, &state.rows);
            match state.have {
                TableDraft::Open => {}
                TableDraft::Unsure => {
                    root.insert(table.name.clone(), Json::Null);
                }
                TableDraft::Empty => {
                    root.insert(table.name.clone(), json!([]));
                }
                TableDraft::Rows => {
                    let rows = state.rows.iter().enumerate().map(|(n, row)| self.row(table, n, row, &ids));
                    root.insert(table.name.clone(), Json::Array(rows.collect()));
                }
            }
            self.row_ids.push(if state.have == TableDraft::Rows { ids } else { BTreeMap::new() });
        }
        let evaluations = draft.evaluations.iter().filter_map(|(claim, state)| Some((self.key(claim)?, json!(state))));
        root.insert("evaluations".into(), Json::Object(object(evaluations)));
        let tags = draft.tags.iter().filter_map(|(claim, tags)| Some((self.key(claim)?, tag_json(tags))));
        root.insert("tags".into(), Json::Object(object(tags)));
        root.insert("untagged_matters".into(), json!(if draft.distinct { "distinct" } else { "unknown" }));
        Json::Object(root)
    }

    /// The key of a claim whose row still exists.
    fn key(&self, (item, row): &(String, Option<u32>)) -> Option<String> {
        let policy = self.assessor.policy();
        let Some(uid) = row else { return Some(item.clone()) };
        let table = policy.item_at(policy.item(item)?)?.per_row.as_deref()?;
        let ids = self.row_ids.get(usize::from(policy.facts.table(table)?))?;
        ids.get(uid).map(|id| format!("{item}#{id}"))
    }

    fn row(&mut self, table: &'static Table, number: usize, row: &RowDraft, ids: &BTreeMap<u32, String>) -> Json {
        let mut members = Map::new();
        members.insert("id".into(), json!(ids.get(&row.uid)));
        for (key, text) in [("name", &row.name), ("project", &row.project), ("matter", &row.matter)] {
            if !text.trim().is_empty() {
                members.insert(key.into(), json!(text.trim()));
            }
        }
        for (column, answer) in table.columns.iter().zip(&row.cells) {
            let pointer = format!("/{}/{number}/{}", table.name, column.name);
            if let Some(value) = self.value(column, answer, &pointer) {
                members.insert(column.name.clone(), value);
            }
        }
        Json::Object(members)
    }

    fn value(&mut self, fact: &Fact, answer: &Answer, pointer: &str) -> Option<Json> {
        let typed = match answer {
            Answer::Open => return None,
            // To the engine both are unknown; to people 不清楚 is an answer.
            Answer::Unsure(_) => return Some(Json::Null),
            Answer::Flag(flag) => return Some(json!(flag)),
            Answer::Word(word) => return Some(json!(word)),
            Answer::Words(words) => return Some(json!(words)),
            Answer::Typed(text) => text,
        };
        let read = match fact.kind {
            FactType::Money => parse_typed_amount(typed).map(|v| v.map(|yuan| json!(Plain(yuan).to_string()))),
            FactType::Date => parse_typed_date(typed).map(|v| v.map(|date| json!(date.to_string()))),
            FactType::Int => parse_typed_count(typed).map(|v| v.map(|count| json!(count))),
            FactType::Bool | FactType::Choice | FactType::Set => return None,
        };
        read.unwrap_or_else(|fault| {
            self.tell(pointer.to_owned(), fault);
            None
        })
    }

    fn tell(&mut self, pointer: String, fault: crate::values::TypedFault) {
        self.faults.push(FieldFault { pointer, message: typed_fault(self.lang, fault).to_owned() });
    }
}

/// Members as an object. Collecting them would bring a sort for each use.
fn object(members: impl Iterator<Item = (String, Json)>) -> Map<String, Json> {
    let mut object = Map::new();
    object.extend(members);
    object
}

fn tag_json(tags: &ClaimTags) -> Json {
    let part = |text: &str| if text.trim().is_empty() { Json::Null } else { json!(text.trim()) };
    json!({ "project": part(&tags.project), "matter": part(&tags.matter) })
}

/// Ids that people can read: the row's name, or its kind and number; repeated names get a number.
fn row_ids(lang: Lang, table: &Table, rows: &[RowDraft]) -> BTreeMap<u32, String> {
    let mut taken = BTreeSet::new();
    let mut ids = BTreeMap::new();
    for (row, number) in rows.iter().zip(1..) {
        let name = row_name(lang, table, row, number);
        let unique = (2..).map(|n| [&name, &*lang.bracketed(&n.to_string())].concat());
        let id = std::iter::once(name.clone()).chain(unique).find(|id| !taken.contains(id)).unwrap_or(name);
        taken.insert(id.clone());
        ids.insert(row.uid, id);
    }
    ids
}

/// What a row is called: its name, or its kind and number.
pub fn row_name(lang: Lang, table: &Table, row: &RowDraft, number: usize) -> String {
    match row.name.trim() {
        "" => auto_id(lang, table, number),
        name => name.to_owned(),
    }
}

/// What a row without a name is called.
pub fn auto_id(lang: Lang, table: &Table, number: usize) -> String {
    format!("{} {number}", lang.of(&table.row_label))
}

#[cfg(test)]
mod tests {
    use super::super::draft::is_typed;
    use super::*;
    use crate::EMBEDDED_POLICY;
    use crate::overlap::weigh;
    use crate::policy::Bundle;

    fn assessor() -> &'static Assessor {
        let bundle = Bundle::from_json(EMBEDDED_POLICY).expect("the build has checked it");
        Box::leak(Box::new(Assessor::new(bundle).expect("the build has checked it")))
    }

    fn today() -> Date {
        "2026-06-01".parse().expect("a day")
    }

    #[test]
    fn a_blank_draft_misses_the_roles() {
        let assessor = assessor();
        let draft = Draft::new(assessor.policy());
        let computed = compute(assessor, &draft, today(), Lang::Zh, Some(weigh)).expect("a report");
        assert!(computed.faults.is_empty());
        assert!(computed.missing.contains(&assessor.policy().facts.role_fact));
    }

    #[test]
    fn what_cannot_be_read_is_told_and_left_out() {
        let assessor = assessor();
        let policy = assessor.policy();
        let mut draft = Draft::new(policy);
        draft.as_of = "昨天".into();
        for (fact, answer) in policy.facts.applicant.iter().zip(&mut draft.applicant) {
            if is_typed(fact) {
                *answer = Answer::Typed("??".into());
            }
        }
        let typed = policy.facts.applicant.iter().filter(|fact| is_typed(fact)).count();
        let computed = compute(assessor, &draft, today(), Lang::Zh, Some(weigh)).expect("a report");
        assert_eq!(computed.faults.len(), typed + 1);
        assert_eq!(computed.report.as_of, today());
    }

    #[test]
    fn rows_of_one_name_get_ids_of_their_own() {
        let table = &assessor().policy().facts.tables[0];
        let row = |uid| RowDraft { uid, name: " 同名 ".into(), ..RowDraft::default() };
        let ids = row_ids(Lang::Zh, table, &[row(1), row(2)]);
        assert_eq!(ids.into_values().collect::<Vec<_>>(), ["同名", "同名（2）"]);
    }
}
