//! How many questions six typical applicants answer on the page, step by step as it leads them, from their role to a
//! settled result. `cargo test --lib --features page asked -- --nocapture` prints the table in the docs.

use serde_json::{Value as Json, json};

use super::draft::Answer;
use super::exchange::draft_of;
use super::route::Route;
use super::state::State;
use super::visible::Tally;
use super::words::Lang;
use crate::EMBEDDED_POLICY;
use crate::policy::Bundle;
use crate::policy::layout::APPLICANT;
use crate::report::Assessor;

fn assessor() -> &'static Assessor {
    let bundle = Bundle::from_json(EMBEDDED_POLICY).expect("the build has checked it");
    Box::leak(Box::new(Assessor::new(bundle).expect("the build has checked it")))
}

/// The page with these answers, after the groups that were visited.
fn page(assessor: &'static Assessor, known: &Json, visited: &[String], at: Option<&str>) -> State {
    let draft = draft_of(assessor.policy(), Lang::Zh, known);
    let today = "2026-06-01".parse().expect("a day");
    let mut state = State::new(assessor, Some(draft.into()), Route::Start, today).expect("a report");
    state.visited = visited.to_vec();
    if let Some(id) = at.filter(|id| !visited.iter().any(|known| known == id)) {
        state.visited.push(id.to_owned());
    }
    state
}

/// The first question of a group that is shown and not answered, as a path; optional ones are passed over.
fn first_open(state: &State, id: &str) -> Option<String> {
    let facts = &state.policy().facts;
    let group = facts.groups.iter().find(|group| group.id == id)?;
    let applicant = state.facts_of(group).into_iter().find_map(|index| {
        let fact = &facts.applicant[index];
        let open = state.asks(index) && !state.draft.applicant[index].is_given() && !fact.optional;
        open.then(|| format!("{APPLICANT}.{}", fact.name))
    });
    applicant.or_else(|| state.tables_of(group).into_iter().find_map(|index| open_in_table(state, index)))
}

fn open_in_table(state: &State, index: usize) -> Option<String> {
    let (definition, table) = (&state.policy().facts.tables[index], &state.draft.tables[index]);
    if !state.asks_table(index) || state.is_awards(index) {
        return None;
    }
    if table.have == super::draft::TableDraft::Open {
        return Some(definition.name.clone());
    }
    table.rows.iter().enumerate().find_map(|(number, row)| {
        let open = |(column, answer): (usize, &Answer)| {
            let fact = &definition.columns[column];
            let asked = state.asks_cell(index, row.uid, column) && !answer.is_given() && !fact.optional;
            asked.then(|| format!("{}[{number}].{}", definition.name, fact.name))
        };
        row.cells.iter().enumerate().find_map(open)
    })
}

/// Takes an answer over from the truth.
fn answer(truth: &Json, known: &mut Json, path: &str) {
    if let Some(name) = path.strip_prefix(APPLICANT).and_then(|rest| rest.strip_prefix('.')) {
        known[APPLICANT][name] = truth[APPLICANT][name].clone();
        assert!(!known[APPLICANT][name].is_null(), "the truth does not say {path}");
    } else if let Some((table, rest)) = path.split_once('[') {
        let (row, column) = rest.split_once("].").expect("a cell");
        let row: usize = row.parse().expect("a number");
        known[table][row][column] = truth[table][row][column].clone();
        assert!(!known[table][row][column].is_null(), "the truth does not say {path}");
    } else {
        let rows = truth[path].as_array().map_or(&[][..], Vec::as_slice).iter();
        known[path] = rows.map(|row| json!({"id": row["id"]})).collect();
    }
}

/// Goes through the page from step to step; the number of questions answered.
fn asked(assessor: &'static Assessor, truth: &Json) -> usize {
    let mut known = json!({"format": assessor.policy().document.formats.profile, "as_of": "2026-06-01", APPLICANT: {}});
    let (mut visited, mut count) = (Vec::new(), 0);
    let mut at = page(assessor, &known, &visited, None).steps()[0].id.clone();
    loop {
        let mut state = page(assessor, &known, &visited, Some(&at));
        visited.clone_from(&state.visited);
        while let Some(path) = first_open(&state, &at) {
            let before = state.steps();
            answer(truth, &mut known, &path);
            count += 1;
            state = page(assessor, &known, &visited, Some(&at));
            let place = |steps: &[&crate::policy::model::QuestionGroup]| steps.iter().position(|group| group.id == at);
            assert_eq!(place(&before), place(&state.steps()), "the step one is in stays where it is");
            let shown = state.groups().iter().map(|group| state.open_questions(group)).sum::<usize>();
            let Tally { open, .. } = state.tally();
            assert_eq!(shown, open, "what is shown to be answered is what can change something");
            assert!(count < 200, "the questions do not come to an end");
        }
        match state.next_step(&at) {
            Some(group) => at.clone_from(&group.id),
            None => return count,
        }
    }
}

#[test]
fn six_applicants_answer_no_more_than_matters() {
    let assessor = assessor();
    let mut wrong: Vec<String> = Vec::new();
    let file: Json = serde_json::from_str(include_str!("../applicants.json")).expect("JSON");
    for one in file["applicants"].as_array().expect("a list") {
        let count = asked(assessor, &one["truth"]);
        println!("{}: {count} questions", one["name"]);
        wrong.extend((json!(count) != one["asked"]).then(|| format!("{}: {count}", one["name"])));
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn the_projects_come_after_the_role_of_a_company() {
    let assessor = assessor();
    let known = json!({"format": assessor.policy().document.formats.profile, "as_of": "2026-06-01", APPLICANT: {"roles": ["tech_enterprise"]}});
    let first = assessor.policy().facts.groups[0].id.clone();
    let state = page(assessor, &known, &[], Some(&first));
    let next = state.next_step(&first).expect("a step");
    assert_eq!(next.tables, ["projects"]);
}

#[test]
fn what_can_change_nothing_is_not_asked_though_it_is_optional() {
    let assessor = assessor();
    let project = |answer: bool| {
        let known = json!({"format": assessor.policy().document.formats.profile, "as_of": "2026-06-01",
            APPLICANT: {"roles": ["tech_enterprise"]}, "projects": [{"id": "p", "is_commercialisation": answer}]});
        page(assessor, &known, &[], None)
    };
    let table = assessor.policy().facts.table("projects").map(usize::from).expect("a table");
    let shown = |state: &State| {
        let uid = state.draft.tables[table].rows[0].uid;
        let columns = assessor.policy().facts.tables[table].columns.iter().enumerate();
        columns.filter(|(column, fact)| fact.optional && state.asks_cell(table, uid, *column)).count()
    };
    assert_eq!(shown(&project(true)), 2);
    assert_eq!(shown(&project(false)), 0);
}

#[test]
fn a_founding_date_is_not_asked_before_a_round() {
    let assessor = assessor();
    let mut known = json!({"format": assessor.policy().document.formats.profile, "as_of": "2026-06-01",
        APPLICANT: {"roles": ["tech_enterprise"], "is_tech_company": true, "founder_origin": "university", "founder_is_main_shareholder": true}});
    let index = assessor.policy().facts.applicant.iter().position(|fact| fact.name == "founded_on").expect("a fact");
    assert!(!page(assessor, &known, &[], None).asks(index));
    known["financing_rounds"] = json!([]);
    assert!(!page(assessor, &known, &[], None).asks(index));
    known["financing_rounds"] = json!([{"id": "r"}]);
    assert!(page(assessor, &known, &[], None).asks(index));
}

#[test]
fn while_a_table_is_open_the_headline_says_that_more_may_come() {
    let assessor = assessor();
    let known = json!({"format": assessor.policy().document.formats.profile, "as_of": "2026-06-01", APPLICANT: {"roles": ["tech_enterprise"]}});
    let words = super::may_add::may_add_words(&page(assessor, &known, &[], None));
    assert!(words.expect("something is open").starts_with("还可能增加"));
}

/// Where an item without a stated amount is open, the bound of what can be computed is no bound of all.
#[test]
fn no_bound_is_told_of_what_the_text_does_not_bound() {
    let assessor = assessor();
    let known = json!({"format": assessor.policy().document.formats.profile, "as_of": "2026-06-01",
        APPLICANT: {"roles": ["tech_enterprise"]}, "projects": [{"id": "p", "is_commercialisation": true, "is_major": true,
        "rd_cost": "12000000", "rent_cost": "800000", "fitout_cost": "205000", "fixed_asset_investment": "3000000"}]});
    let words = super::may_add::may_add_words(&page(assessor, &known, &[], None)).expect("something is open");
    assert!(
        words.contains("金额可以计算的，最多还增加 ") && words.ends_with("；还可能增加条文未载明金额的事项"),
        "{words}"
    );
}
