//! Answers in sheets that can be imported again. What could not be read stands in its cell as it was.

use serde_json::{Map, Value as Json};

use super::super::session::Session;
use super::super::words;
use super::template::list_of;
use super::{column, yes_no};
use crate::app::words::Lang;
use crate::book::{BookFault, Column, Format, OutCell, XlsxWriter};
use crate::policy::Policy;
use crate::policy::model::{Fact, FactType};
use crate::profile::EvaluationState;
use crate::roster::{Applicant, CellFault, Reason, Repair, SheetRole, Target, unit};
use crate::values::{Date, parse_amount};

/// Begins the sheet of a role.
pub fn begin(session: &Session, role: SheetRole, writer: &mut XlsxWriter) -> Result<(), BookFault> {
    let (lang, policy) = (session.lang, session.assessor.policy());
    writer.sheet(&words::role(lang, policy, role), &columns(lang, policy, role))
}

/// The columns of a sheet of answers.
pub fn columns(lang: Lang, policy: &Policy, role: SheetRole) -> Vec<Column> {
    let targets = role.targets(&policy.facts);
    targets.iter().map(|target| answer_column(lang, policy, role, *target)).collect()
}

fn answer_column(lang: Lang, policy: &Policy, role: SheetRole, target: Target) -> Column {
    let mut made = column(words::target(lang, policy, role, target), 16);
    match target {
        Target::Owner => made.width = 28,
        Target::Code => made.width = 22,
        Target::Untagged => made.choices = untagged(lang).map(str::to_owned).to_vec(),
        Target::State => {
            made.choices = EvaluationState::ALL.map(|(_, state)| state_words(lang, state).to_owned()).to_vec();
        }
        Target::Claim => {
            made.list = list_of(lang, policy, target);
            lang.t("编号见“选项”表。按项目、合同等逐项申请的，写成“编号#行编号”，行编号是该项目在其表中的“编号”或名称。", "Numbers stand on the sheet of choices. For an item taken per project, contract and so on, write number#row, where row is its id or name on its sheet.").clone_into(&mut made.note);
        }
        Target::Project | Target::Matter => {
            lang.t("同一项目（事项）的各行写同样的名称，用来判断是否重复享受；不清楚的留空。", "Rows of the same project (matter) bear the same name; it decides what may not be combined. Leave it blank if you do not know.").clone_into(&mut made.note);
        }
        Target::Fact(at) => {
            if let Some(fact) = policy.facts.get(at) {
                fact_column(lang, policy, target, fact, &mut made);
            }
        }
        _ => {}
    }
    made
}

fn fact_column(lang: Lang, policy: &Policy, target: Target, fact: &Fact, made: &mut Column) {
    made.choices = choices(lang, fact);
    lang.of(&fact.help).clone_into(&mut made.note);
    match fact.kind {
        FactType::Money => {
            made.head.push_str(lang.t("（元）", " (CNY)"));
            made.format = Format::Money;
        }
        FactType::Date => made.format = Format::Date,
        FactType::Choice => made.list = list_of(lang, policy, target),
        FactType::Set => {
            made.list = list_of(lang, policy, target);
            let several = lang.t(
                "可填多个，用“、”隔开，见“选项”表。",
                "Several values are separated by semicolons; they stand on the sheet of choices. ",
            );
            made.note.insert_str(0, several);
        }
        FactType::Bool | FactType::Int => {}
    }
}

/// The values of a fact that a cell may hold, for those that are one of several.
fn choices(lang: Lang, fact: &Fact) -> Vec<String> {
    let unknown = lang.t("不清楚", "not sure");
    match fact.kind {
        FactType::Bool => [lang.t("是", "yes"), lang.t("否", "no"), unknown].map(str::to_owned).to_vec(),
        FactType::Choice => {
            let mut words: Vec<String> = fact.values.iter().map(|value| lang.of(&value.label).to_owned()).collect();
            if !words.iter().any(|word| word == unknown) {
                words.push(unknown.to_owned());
            }
            words
        }
        _ => Vec::new(),
    }
}

fn untagged(lang: Lang) -> [&'static str; 2] {
    [lang.t("互不相同", "distinct"), lang.t("不清楚", "unknown")]
}

/// A state of an evaluation in words.
pub fn state_words(lang: Lang, state: EvaluationState) -> &'static str {
    match state {
        EvaluationState::NotApplied => lang.t("未申请", "not applied"),
        EvaluationState::InProgress => lang.t("评定中", "under way"),
        EvaluationState::Passed => lang.t("已通过", "passed"),
        EvaluationState::Failed => lang.t("未通过", "failed"),
        EvaluationState::Unknown => lang.t("不清楚", "not sure"),
    }
}

/// A row of answers on its way into a sheet.
struct Answer {
    owner: String,
    code: String,
    /// The row's members; of an evaluation or tags with `claim`, and `state`.
    members: Map<String, Json>,
    /// Texts that could not be read, by the name of the member.
    raw: Vec<(String, String)>,
}

/// The rows that an applicant has in the sheet of a role.
pub fn rows(
    session: &Session,
    role: SheetRole,
    writer: &mut XlsxWriter,
    one: &Applicant,
    faults: &[&CellFault],
) -> Result<(), BookFault> {
    let key = role.key(&session.assessor.policy().facts);
    let mark = ["\"", &key, "\""].concat();
    let text = one.profile.text();
    if role != SheetRole::Applicants && faults.is_empty() && !text.contains(&mark) {
        return Ok(());
    }
    let json: Json = serde_json::from_str(&text).unwrap_or(Json::Null);
    let (owner, code) = (one.name.to_string(), one.code.to_string());
    let mut answers: Vec<Answer> = Vec::new();
    for (pointer, mut members) in rows_of(&json, role, &key) {
        if role == SheetRole::Applicants
            && let Some(word) = json.get("untagged_matters")
        {
            members.insert("untagged_matters".to_owned(), word.clone());
        }
        let raw = raw_of(faults, role, &pointer);
        answers.push(Answer { owner: owner.clone(), code: code.clone(), members, raw });
    }
    if role == SheetRole::Applicants {
        let unnamed = faults.iter().find(|fault| matches!(fault.repair, Repair::Name { .. }));
        if let (Some(answer), Some(fault)) = (answers.first_mut(), unnamed) {
            answer.owner.clone_from(&fault.value);
        }
    }
    answers.extend(refused(faults, role, &key, &answers, (&owner, &code)));
    answers.iter().try_for_each(|answer| write(session, role, writer, answer))
}

/// Evaluations and tags that are in no profile: the state is no state, or the key names nothing.
fn refused(faults: &[&CellFault], role: SheetRole, key: &str, known: &[Answer], who: (&str, &str)) -> Vec<Answer> {
    let claim_of = |fault: &CellFault| match &fault.repair {
        Repair::Key { part, json, .. } if part == key => {
            let value = serde_json::from_str(json).unwrap_or(Json::Null);
            Some(keyed(&fault.value, &value))
        }
        Repair::Word { pointer, .. } if matches!(role, SheetRole::Evaluations) => {
            let claim = pointer.strip_prefix('/')?.strip_prefix(key)?.strip_prefix('/')?;
            let claim = claim.replace("~1", "/").replace("~0", "~");
            let stands = known.iter().any(|answer| answer.members.get("claim").is_some_and(|known| *known == claim));
            (!stands).then(|| keyed(&claim, &Json::String(fault.value.clone())))
        }
        _ => None,
    };
    let answer = |members| Answer { owner: who.0.to_owned(), code: who.1.to_owned(), members, raw: Vec::new() };
    faults.iter().filter_map(|fault| claim_of(fault)).map(answer).collect()
}

/// Rows that belong to nobody in the list.
pub fn nobodys_rows(
    session: &Session,
    role: SheetRole,
    writer: &mut XlsxWriter,
    faults: &[&CellFault],
) -> Result<(), BookFault> {
    let key = role.key(&session.assessor.policy().facts);
    for fault in faults {
        let Repair::Owner { part, json } = &fault.repair else { continue };
        let Ok(Json::Object(members)) = serde_json::from_str(json) else { continue };
        if *part != key {
            continue;
        }
        let here = |known: &&&CellFault| {
            (known.place.sheet, known.place.row) == (fault.place.sheet, fault.place.row) && known.id != fault.id
        };
        let raw: Vec<(String, String)> = (faults.iter().filter(here))
            .filter_map(|known| {
                let name = known.repair.pointer()?.rsplit('/').next()?;
                let state = matches!(known.repair, Repair::Word { .. });
                Some((if state { "state" } else { name }.to_owned(), raw(known)))
            })
            .collect();
        let (owner, code) = (fault.value.clone(), String::new());
        let members = if matches!(role, SheetRole::Table(_)) {
            members
        } else {
            members.iter().next().map(|(claim, value)| keyed(claim, value)).unwrap_or_default()
        };
        write(session, role, writer, &Answer { owner, code, members, raw })?;
    }
    Ok(())
}

/// Texts of an object's cells that could not be read. `pointer` leads to the object.
fn raw_of(faults: &[&CellFault], role: SheetRole, pointer: &str) -> Vec<(String, String)> {
    let of_object = |fault: &&&CellFault| {
        let at = fault.repair.pointer()?;
        let (parent, name) = at.rsplit_once('/')?;
        let own = role == SheetRole::Applicants && at == "/untagged_matters";
        (parent == pointer || own).then(|| (name.to_owned(), raw(fault)))
    };
    faults.iter().filter_map(|fault| of_object(&fault)).collect()
}

/// What stood in a cell, with the unit of its column, which the sheet that is written has not.
fn raw(fault: &CellFault) -> String {
    if fault.reason == Reason::Foreign {
        // Without its head it would be read as yuan.
        return [&fault.value, "（", &fault.head, "）"].concat();
    }
    let unit = if let Repair::Value { zeros, .. } = &fault.repair { unit::written(*zeros) } else { "" };
    let bare = fault.value.ends_with(|letter: char| letter.is_numeric() || letter == '.');
    if bare { [&fault.value, unit].concat() } else { fault.value.clone() }
}

/// An evaluation or tags as a row.
fn keyed(claim: &str, value: &Json) -> Map<String, Json> {
    let mut row = value.as_object().cloned().unwrap_or_default();
    row.insert("claim".into(), Json::String(claim.to_owned()));
    if let Json::String(state) = value {
        row.insert("state".into(), Json::String(state.clone()));
    }
    row
}

/// The rows that a profile has in a sheet, each with the JSON Pointer of its object.
fn rows_of(json: &Json, role: SheetRole, key: &str) -> Vec<(String, Map<String, Json>)> {
    let found = json.get(key).unwrap_or(&Json::Null);
    match (role, found) {
        (SheetRole::Applicants, found) => vec![(["/", key].concat(), found.as_object().cloned().unwrap_or_default())],
        (_, Json::Array(rows)) => {
            let objects = rows.iter().enumerate().filter_map(|(number, row)| Some((number, row.as_object()?.clone())));
            objects.map(|(number, row)| (format!("/{key}/{number}"), row)).collect()
        }
        (_, Json::Object(members)) => {
            let step = |claim: &str| claim.replace('~', "~0").replace('/', "~1");
            members.iter().map(|(claim, value)| (format!("/{key}/{}", step(claim)), keyed(claim, value))).collect()
        }
        _ => Vec::new(),
    }
}

fn write(session: &Session, role: SheetRole, writer: &mut XlsxWriter, answer: &Answer) -> Result<(), BookFault> {
    let (lang, policy) = (session.lang, session.assessor.policy());
    let targets = role.targets(&policy.facts);
    let cells: Vec<Owned> = targets.iter().map(|target| answer_cell(lang, policy, *target, answer)).collect();
    writer.row(&cells.iter().map(Owned::cell).collect::<Vec<_>>())
}

/// A cell that owns its text.
enum Owned {
    Empty,
    Text(String),
    Common(String),
    Money(rust_decimal::Decimal),
    Number(u64),
    Date(Date),
}

impl Owned {
    fn cell(&self) -> OutCell<'_> {
        match self {
            Self::Empty => OutCell::Empty,
            Self::Text(text) => OutCell::Text(text),
            Self::Common(text) => OutCell::Common(text),
            Self::Money(yuan) => OutCell::Money(*yuan),
            Self::Number(count) => OutCell::Number((*count).into()),
            Self::Date(day) => OutCell::Date(*day),
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Common(text) => Some(text),
            _ => None,
        }
    }
}

fn answer_cell(lang: Lang, policy: &Policy, target: Target, answer: &Answer) -> Owned {
    let row = &answer.members;
    let word = |key: &str| row.get(key).and_then(Json::as_str);
    let (name, cell) = match target {
        Target::Owner => ("", Owned::Text(answer.owner.clone())),
        Target::Code => ("", Owned::Text(answer.code.clone())),
        Target::State => {
            let words = |state: &str| {
                EvaluationState::from_word(state).map_or(state, |state| state_words(lang, state)).to_owned()
            };
            ("state", word("state").map_or(Owned::Empty, |state| Owned::Common(words(state))))
        }
        Target::Untagged => {
            let distinct = word("untagged_matters") == Some("distinct");
            ("untagged_matters", if distinct { Owned::Common(untagged(lang)[0].to_owned()) } else { Owned::Empty })
        }
        Target::Fact(at) => match policy.facts.get(at) {
            Some(fact) => {
                (fact.name.as_str(), row.get(&fact.name).map_or(Owned::Empty, |value| fact_cell(lang, fact, value)))
            }
            None => ("", Owned::Empty),
        },
        Target::Id | Target::Name | Target::Project | Target::Matter | Target::Claim => {
            let key = plain_key(target);
            (key, word(key).map_or(Owned::Empty, |text| Owned::Text(text.to_owned())))
        }
        Target::Ignored => ("", Owned::Empty),
    };
    let raw = answer.raw.iter().find(|(known, _)| !name.is_empty() && known == name);
    match raw {
        None => cell,
        // Of a set some words may have been read.
        Some((_, raw)) => match cell.text().filter(|_| is_set(policy, target)) {
            Some(read) => Owned::Text([read, lang.t("、", "; "), raw].concat()),
            None => Owned::Text(raw.clone()),
        },
    }
}

fn is_set(policy: &Policy, target: Target) -> bool {
    let Target::Fact(at) = target else { return false };
    policy.facts.get(at).is_some_and(|fact| fact.kind == FactType::Set)
}

/// The member of a row that a target is.
fn plain_key(target: Target) -> &'static str {
    match target {
        Target::Id => "id",
        Target::Name => "name",
        Target::Project => "project",
        Target::Matter => "matter",
        _ => "claim",
    }
}

fn fact_cell(lang: Lang, fact: &Fact, value: &Json) -> Owned {
    let label = |word: &str| {
        fact.values.iter().find(|choice| choice.value == word).map_or(word, |choice| lang.of(&choice.label)).to_owned()
    };
    match value {
        Json::Bool(flag) => Owned::Common(yes_no(lang, *flag).to_owned()),
        Json::Number(count) => count.as_u64().map_or_else(|| Owned::Text(count.to_string()), Owned::Number),
        Json::String(text) if fact.kind == FactType::Money => {
            // A double holds 15 digits; longer amounts stay text, to the fen.
            match parse_amount(text) {
                Ok(yuan) if text.len() <= 15 => Owned::Money(yuan),
                _ => Owned::Text(text.clone()),
            }
        }
        Json::String(text) if fact.kind == FactType::Date => {
            text.parse().map_or_else(|_| Owned::Text(text.clone()), Owned::Date)
        }
        Json::String(text) => Owned::Common(label(text)),
        Json::Array(words) => {
            let labels: Vec<String> = words.iter().filter_map(Json::as_str).map(label).collect();
            Owned::Common(labels.join(lang.t("、", "; ")))
        }
        _ => Owned::Empty,
    }
}
