//! Profiles in and out: a profile becomes a draft, and what it cannot hold stands beside it. Nothing here touches the
//! browser.

use serde_json::Value as Json;

use super::computed::auto_id;
use super::draft::{Answer, ClaimId, ClaimTags, Draft, RowDraft, Table, TableDraft, is_typed};
use super::words::Lang;
use crate::policy::Policy;
use crate::policy::layout::APPLICANT;
use crate::policy::model::{Fact, FactType};

/// An answer that a profile cannot hold, such as a figure that nobody can read: where it stands, as JSON Pointer, and
/// what it is.
pub type Beside = (String, Answer);

/// A member of an object; null where there is none.
pub(super) fn at<'j>(value: &'j Json, key: &str) -> &'j Json {
    value.get(key).unwrap_or(&Json::Null)
}

/// A draft that says what a profile says. The profile must be one that the engine reads.
pub fn draft_of(policy: &Policy, lang: Lang, profile: &Json) -> Draft {
    let mut draft = Draft::new(policy);
    at(profile, "as_of").as_str().unwrap_or_default().clone_into(&mut draft.as_of);
    at(at(profile, APPLICANT), "name").as_str().unwrap_or_default().clone_into(&mut draft.name);
    for (fact, answer) in policy.facts.applicant.iter().zip(&mut draft.applicant) {
        *answer = answer_of(fact, at(profile, APPLICANT).get(&fact.name));
    }
    let mut ids: Vec<Vec<(String, u32)>> = Vec::new();
    for (index, definition) in policy.facts.tables.iter().enumerate() {
        let mut named = Vec::new();
        if let (Some(Json::Null), Some(slot)) = (profile.get(&definition.name), draft.tables.get_mut(index)) {
            slot.have = TableDraft::Unsure;
        }
        if let Some(rows) = at(profile, &definition.name).as_array() {
            let mut table =
                Table { have: if rows.is_empty() { TableDraft::Empty } else { TableDraft::Rows }, rows: Vec::new() };
            for (number, row) in (1..).zip(rows) {
                draft.last_uid += 1;
                let text = |key: &str| at(row, key).as_str().unwrap_or_default().to_owned();
                let id = text("id");
                let name = if text("name").is_empty() && id != auto_id(lang, definition, number) {
                    id.clone()
                } else {
                    text("name")
                };
                let cells = definition.columns.iter().map(|column| answer_of(column, row.get(&column.name))).collect();
                let (project, matter) = (text("project"), text("matter"));
                table.rows.push(RowDraft { uid: draft.last_uid, name, project, matter, cells });
                named.push((id, draft.last_uid));
            }
            if let Some(slot) = draft.tables.get_mut(index) {
                *slot = table;
            }
        }
        ids.push(named);
    }
    let claim = |key: &str| claim_of(policy, &ids, key);
    if let Some(states) = at(profile, "evaluations").as_object() {
        let known = states.iter().filter_map(|(key, state)| Some((claim(key)?, state.as_str()?.to_owned())));
        draft.evaluations = known.collect();
    }
    if let Some(tags) = at(profile, "tags").as_object() {
        let part = |tag: &Json, key: &str| at(tag, key).as_str().unwrap_or_default().to_owned();
        let known = tags.iter().filter_map(|(key, tag)| {
            Some((claim(key)?, ClaimTags { project: part(tag, "project"), matter: part(tag, "matter") }))
        });
        draft.tags = known.collect();
    }
    draft.distinct = *at(profile, "untagged_matters") == "distinct";
    draft
}

/// The claim behind a key: the item and the row's number.
fn claim_of(policy: &Policy, ids: &[Vec<(String, u32)>], key: &str) -> Option<ClaimId> {
    let Some((item, row)) = key.split_once('#') else { return Some((key.to_owned(), None)) };
    let table = policy.item_at(policy.item(item)?)?.per_row.as_deref()?;
    let rows = ids.get(usize::from(policy.facts.table(table)?))?;
    let uid = rows.iter().find(|(id, _)| id == row)?.1;
    Some((item.to_owned(), Some(uid)))
}

/// The answer that a value says: null is 不清楚.
fn answer_of(fact: &Fact, value: Option<&Json>) -> Answer {
    match (fact.kind, value) {
        (_, Some(Json::Null)) => Answer::Unsure(String::new()),
        (FactType::Bool, Some(Json::Bool(flag))) => Answer::Flag(*flag),
        (FactType::Choice, Some(Json::String(word))) => Answer::Word(word.clone()),
        (FactType::Set, Some(Json::Array(words))) => {
            Answer::Words(words.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect())
        }
        (FactType::Money | FactType::Date, Some(Json::String(text))) => Answer::Typed(text.clone()),
        (FactType::Int, Some(Json::Number(count))) => Answer::Typed(count.to_string()),
        _ => Answer::Open,
    }
}

/// The answers of a draft that its profile does not hold: texts that cannot be read, also where 不清楚 sets them aside,
/// and answers that contradict others. The day of assessment is always held: where it cannot be read, it is the day
/// that took its place.
pub fn beside(policy: &Policy, draft: &Draft, profile: &Json) -> Vec<Beside> {
    let mut found = Vec::new();
    let mut look = |pointer: String, answer: &Answer| {
        let held = match answer {
            Answer::Unsure(text) => text.is_empty(),
            _ => !answer.is_given() || profile.pointer(&pointer).is_some(),
        };
        if !held {
            found.push((pointer, answer.clone()));
        }
    };
    for (fact, answer) in policy.facts.applicant.iter().zip(&draft.applicant) {
        look(["/", APPLICANT, "/", &fact.name].concat(), answer);
    }
    for (table, state) in policy.facts.tables.iter().zip(&draft.tables) {
        let rows = if state.have == TableDraft::Rows { &state.rows[..] } else { &[] };
        for (row, number) in rows.iter().zip(0_usize..) {
            for (column, answer) in table.columns.iter().zip(&row.cells) {
                look(["/", &table.name, "/", &number.to_string(), "/", &column.name].concat(), answer);
            }
        }
    }
    found
}

/// Puts back what stood beside a profile. What fits no question of the policy, or one that the profile answers, is left
/// out.
pub fn put_beside(policy: &Policy, draft: &mut Draft, beside: &[Beside]) {
    for (pointer, answer) in beside {
        if let Some((fact, slot)) = slot_at(policy, draft, pointer)
            && matches!(slot, Answer::Open | Answer::Unsure(_))
            && fits(fact, answer)
        {
            slot.clone_from(answer);
        }
    }
}

/// The question at a JSON Pointer, and its answer in a draft.
fn slot_at<'p, 'd>(policy: &'p Policy, draft: &'d mut Draft, pointer: &str) -> Option<(&'p Fact, &'d mut Answer)> {
    let facts = &policy.facts;
    let mut parts = pointer.strip_prefix('/')?.split('/');
    let (owner, second) = (parts.next()?, parts.next()?);
    if owner == APPLICANT {
        let index = facts.applicant.iter().position(|fact| fact.name == second)?;
        return Some((facts.applicant.get(index)?, draft.applicant.get_mut(index)?));
    }
    let index = facts.tables.iter().position(|table| table.name == owner)?;
    let columns = &facts.tables.get(index)?.columns;
    let name = parts.next()?;
    let column = columns.iter().position(|column| column.name == name)?;
    let row = draft.tables.get_mut(index)?.rows.get_mut(second.parse::<usize>().ok()?)?;
    Some((columns.get(column)?, row.cells.get_mut(column)?))
}

/// Whether a question can have an answer.
fn fits(fact: &Fact, answer: &Answer) -> bool {
    let known = |word: &String| fact.values.iter().any(|choice| choice.value == *word);
    match answer {
        Answer::Open => false,
        Answer::Unsure(text) => text.is_empty() || is_typed(fact),
        Answer::Typed(_) => is_typed(fact),
        Answer::Flag(_) => fact.kind == FactType::Bool,
        Answer::Word(word) => fact.kind == FactType::Choice && known(word),
        Answer::Words(words) => fact.kind == FactType::Set && words.iter().all(known),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::super::computed::compute;
    use super::*;
    use crate::EMBEDDED_POLICY;
    use crate::overlap::weigh;
    use crate::policy::Bundle;
    use crate::report::Assessor;

    pub(in crate::app) fn assessor() -> &'static Assessor {
        Box::leak(Box::new(Assessor::new(Bundle::from_json(EMBEDDED_POLICY).unwrap()).unwrap()))
    }

    #[test]
    fn a_profile_comes_back_as_it_went() {
        let assessor = assessor();
        let facts = &assessor.policy().facts;
        let mut draft = Draft::new(assessor.policy());
        draft.name = "星图".into();
        draft.as_of = "2026-06-01".into();
        for table in 0..facts.tables.len() {
            draft.add_row(assessor.policy(), table);
            draft.add_row(assessor.policy(), table);
        }
        draft.tables[0].rows[0].name = "同名".into();
        draft.tables[0].rows[1].name = "同名".into();
        draft.tables[0].rows[1].matter = "事项".into();
        let day = "2026-07-01".parse().unwrap();
        let first = compute(assessor, &draft, day, Lang::Zh, Some(weigh)).unwrap().json;
        let back = draft_of(assessor.policy(), Lang::Zh, &first);
        assert_eq!(compute(assessor, &back, day, Lang::Zh, Some(weigh)).unwrap().json, first);
    }

    /// A draft with an answer of every kind: what can be read, 不清楚, what nobody can read, and none.
    pub(in crate::app) fn answered(policy: &Policy, pick: impl Fn(usize) -> usize) -> Draft {
        let mut draft = Draft::new(policy);
        for table in 0..policy.facts.tables.len() {
            draft.add_row(policy, table);
            draft.add_row(policy, table);
        }
        let columns = policy.facts.tables.iter().flat_map(|table| table.columns.iter().chain(&table.columns));
        let facts = policy.facts.applicant.iter().chain(columns);
        let Draft { applicant, tables, .. } = &mut draft;
        let cells = tables.iter_mut().flat_map(|table| &mut table.rows).flat_map(|row| &mut row.cells);
        for (number, (fact, answer)) in facts.zip(applicant.iter_mut().chain(cells)).enumerate() {
            let word = fact.values.first().map(|choice| choice.value.clone()).unwrap_or_default();
            let typed = match fact.kind {
                FactType::Date => "2025-03-10",
                FactType::Money => ["1000", "3000"][number % 2],
                _ => "3",
            };
            *answer = match (pick(number), fact.kind) {
                (0, _) => Answer::Open,
                (1, _) => Answer::Unsure(String::new()),
                (2, FactType::Date | FactType::Money | FactType::Int) => Answer::Unsure("八十".into()),
                (3, FactType::Date | FactType::Money | FactType::Int) => Answer::Typed("八十".into()),
                (_, FactType::Date | FactType::Money | FactType::Int) => Answer::Typed(typed.into()),
                (_, FactType::Bool) => Answer::Flag(number % 2 == 0),
                (_, FactType::Choice) => Answer::Word(word),
                (_, FactType::Set) => Answer::Words(vec![word]),
            };
        }
        draft
    }

    #[test]
    fn a_table_one_is_not_sure_of_comes_back_so() {
        let assessor = assessor();
        let mut draft = Draft::new(assessor.policy());
        draft.tables[0].have = TableDraft::Unsure;
        let json = compute(assessor, &draft, "2026-07-01".parse().unwrap(), Lang::Zh, Some(weigh)).unwrap().json;
        assert_eq!(draft_of(assessor.policy(), Lang::Zh, &json).tables, draft.tables);
    }

    #[test]
    fn what_stands_beside_never_takes_the_place_of_the_profile() {
        let assessor = assessor();
        let policy = assessor.policy();
        let full = answered(policy, |_| 9);
        let mut draft = full.clone();
        let nothing = answered(policy, |_| 3);
        let hostile = beside(policy, &nothing, &Json::Null);
        assert!(hostile.len() > 5);
        put_beside(policy, &mut draft, &hostile);
        assert_eq!(draft, full);
        put_beside(policy, &mut draft, &[("/nobody".into(), Answer::Flag(true)), (String::new(), Answer::Open)]);
        assert_eq!(draft, full);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

        /// No answer is lost in a link, and the report behind it is the same byte for byte.
        #[test]
        fn a_link_holds_every_answer(picks in prop::collection::vec(0_usize..9, 1..64)) {
            let assessor = assessor();
            let policy = assessor.policy();
            let draft = answered(policy, |number| picks[number % picks.len()]);
            let day = "2026-07-01".parse().unwrap();
            let first = compute(assessor, &draft, day, Lang::Zh, Some(weigh)).unwrap();
            let mut back = draft_of(policy, Lang::Zh, &first.json);
            put_beside(policy, &mut back, &beside(policy, &draft, &first.json));
            let again = compute(assessor, &back, "2030-01-01".parse().unwrap(), Lang::Zh, Some(weigh)).unwrap();
            prop_assert_eq!(&back.applicant, &draft.applicant);
            let cells = |draft: &Draft| -> Vec<Vec<Answer>> {
                draft.tables.iter().flat_map(|table| table.rows.iter().map(|row| row.cells.clone())).collect()
            };
            prop_assert_eq!(cells(&back), cells(&draft));
            prop_assert_eq!(again.report.to_json(), first.report.to_json());
        }
    }
}
