//! Whatever stands in the cells of a roster: nothing is fatal, and every cell that holds something under a head that is
//! recognised stands in a profile afterwards or is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::sync::Arc;

use policy_selfcheck::book::Cell;
use policy_selfcheck::policy::model::Facts;
use policy_selfcheck::roster::pack::Words;
use policy_selfcheck::roster::{
    CellFault, Gather, Packed, Plan, Reason, Repair, Roster, SheetPlan, SheetRole, Target, code, guess,
};
use policy_selfcheck::values::Date;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

mod support;
use support::assessor;

/// Cells as people fill them, and worse.
const WORDS: [&str; 44] = [
    "",
    " ",
    "甲",
    "乙",
    "丙",
    "是",
    "否",
    "√",
    "也许",
    "不清楚",
    "-",
    "/",
    "待定",
    "0",
    "1",
    "12",
    "1,200万",
    "十万",
    "-5",
    "0.001",
    "1e9",
    "￥３．５亿元",
    "2026-04-21",
    "2024年2月29日",
    "2025-02-29",
    "1999/12/31 0:00:00",
    "去年",
    "20260421",
    "46133",
    "高校",
    "高校、孵化器",
    "其他；基金、社会资本",
    "国家级",
    "已获得",
    "none",
    "3家",
    "互不相同",
    "已通过",
    "一半",
    "5.1",
    "4.2",
    "6.2a",
    "91350100M000100Y43",
    "91350100M000100Y44",
];

/// States of evaluations in words, and as they stand in profiles.
const STATES: [(&str, &str); 4] =
    [("已通过", "passed"), ("未通过", "failed"), ("评定中", "in_progress"), ("不清楚", "unknown")];

fn cells() -> BoxedStrategy<Cell> {
    let days = (1900_u16..=2199, 1_u8..=12, 1_u8..=28).prop_map(|(y, m, d)| Cell::Date(Date::new(y, m, d).unwrap()));
    prop_oneof![
        8 => select(&WORDS[..]).prop_map(|words| Cell::Text(words.into())),
        2 => "\\PC{0,8}".prop_map(Cell::Text),
        1 => any::<String>().prop_map(Cell::Text),
        1 => Just(Cell::Empty),
        1 => any::<f64>().prop_map(Cell::Number),
        2 => (-10_i32..100_000).prop_map(|number| Cell::Number(f64::from(number) / 2.0)),
        1 => any::<bool>().prop_map(Cell::Bool),
        1 => days,
        1 => Just(Cell::Fault("#N/A".into())),
        1 => Just(Cell::Unworked("=A1+1".into())),
    ]
    .boxed()
}

/// A sheet of a role with every column that it can have, as the policy words their heads.
fn sheet(facts: &Facts, role: SheetRole) -> SheetPlan {
    let head = |target: Target| match target {
        Target::Fact(fact) => facts.get(fact).unwrap().short.zh.clone(),
        Target::Owner => "企业名称".into(),
        Target::Code => "统一社会信用代码".into(),
        Target::Id => "编号".into(),
        Target::Name => "名称".into(),
        Target::Project => "所属项目".into(),
        Target::Matter => "所属事项".into(),
        Target::Untagged => "未标明的项目和事项".into(),
        Target::Claim => "申请事项".into(),
        Target::State => "评定进展".into(),
        Target::Ignored => String::new(),
    };
    let targets = role.targets(facts);
    let heads: Vec<String> = targets.iter().map(|target| head(*target)).collect();
    let columns = guess::columns(facts, role, &heads);
    let found: Vec<Target> = columns.iter().map(|column| column.target).collect();
    assert_eq!(found, targets, "every head is recognised");
    SheetPlan { name: role.key(facts), role, head_row: 1, columns, complete: false }
}

/// What an import makes of a sheet of applicants and another one, rows from the second.
fn import(plan: &Plan, sheets: [&[Vec<Cell>]; 2]) -> Roster {
    let mut gather = Gather::new(assessor(), plan.clone(), Date::new(2026, 6, 1).unwrap());
    for (number, rows) in sheets.iter().enumerate().take(plan.sheets.len()) {
        for (row, cells) in (2..).zip(rows.iter()) {
            gather.row(number, row, cells);
        }
    }
    let mut closing = gather.close();
    while closing.advance(2) {}
    closing.into_roster()
}

/// Words for what nobody knows: no value, and nothing to tell.
fn says_unknown(words: &str) -> bool {
    let known = ["", "不清楚", "未知", "不详", "待定", "?", "？", "-", "—", "——", "/", "N/A", "n/a", "可能相同"];
    known.contains(&words) || ["unknown", "not sure"].contains(&words.to_ascii_lowercase().as_str())
}

/// Whether an object holds what a cell says: a fact under its name, words as they stand.
fn holds(object: &Value, facts: &Facts, target: Target, words: &str) -> bool {
    match target {
        Target::Fact(fact) => !object[&facts.get(fact).unwrap().name].is_null(),
        Target::Name => object["name"] == words,
        Target::Project => object["project"] == words,
        Target::Matter => object["matter"] == words,
        Target::Id => object["id"] == words,
        _ => false,
    }
}

fn at(roster: &Roster, sheet: u16, row: u32, column: Option<usize>) -> Vec<&CellFault> {
    let here = |fault: &&CellFault| {
        let same = column.is_none_or(|column| usize::from(fault.place.column) == column);
        (fault.place.sheet, fault.place.row, same) == (sheet, row, true)
    };
    roster.faults.iter().filter(here).collect()
}

fn profiles(roster: &Roster) -> Vec<Value> {
    let read = |profile: &str| {
        assert!(assessor().read(profile).is_ok(), "{profile}");
        serde_json::from_str(profile).unwrap()
    };
    roster.applicants.iter().map(|applicant| read(&applicant.profile.text())).collect()
}

fn table(width: usize) -> BoxedStrategy<Vec<Vec<Cell>>> {
    prop::collection::vec(prop::collection::vec(cells(), 0..=width), 1..6).boxed()
}

/// Rows that mostly belong to one of the two applicants; if wished with a claim and a state or tag behind.
fn owned(width: usize, claims: bool) -> BoxedStrategy<Vec<Vec<Cell>>> {
    let whose = select(&["甲", "乙", "甲", "乙", "丙", ""][..]);
    let claim = select(&["5.1", "4.2", "6.2a", "5.1#x", "5.1"][..]);
    let state = prop_oneof![4 => select(&STATES[..]).prop_map(|(words, _)| Cell::Text(words.into())), 1 => cells()];
    let rows = prop::collection::vec((prop::collection::vec(cells(), 4..=width), whose, claim, state), 1..6);
    let named = move |(mut cells, whose, claim, state): (Vec<Cell>, &str, &str, Cell)| {
        cells[0] = Cell::Text(whose.into());
        if claims {
            cells[2] = Cell::Text(claim.into());
            cells[3] = state;
        }
        cells
    };
    rows.prop_map(move |rows| rows.into_iter().map(named).collect()).boxed()
}

/// The applicants that those rows belong to.
fn two_applicants() -> Vec<Vec<Cell>> {
    ["甲", "乙"].map(|name| vec![Cell::Text(name.into())]).to_vec()
}

/// Values of members, and what only begins like them.
const VALUES: [&str; 13] =
    ["true", "true,", "tru", "false,", "[", "[\"other\"],", "\"", ",", "null", "\u{1}\u{2}", "\u{0}", "\"}}", "{"];

/// What profiles are made of, and what only begins like it.
fn profile_words() -> BoxedStrategy<String> {
    let facts = &assessor().policy().facts;
    let all = facts.applicant.iter().chain(facts.tables.iter().flat_map(|table| &table.columns));
    let names: Vec<String> = all.map(|fact| format!("\"{}\":", fact.name)).collect();
    (select(names), select(&VALUES[..])).prop_map(|(name, value)| name + value).boxed()
}

/// The object that became of a row with an id of its own, in a profile or waiting for its owner.
fn row_with(roster: &Roster, profiles: &[Value], table: &str, id: &str) -> Option<Value> {
    let kept = profiles.iter().filter_map(|profile| profile[table].as_array()).flatten().cloned();
    let waiting = roster.faults.iter().filter_map(|fault| match &fault.repair {
        Repair::Owner { part, json } if part == table => serde_json::from_str(json).ok(),
        _ => None,
    });
    kept.chain(waiting).find(|row: &Value| row["id"] == id)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_cell_of_the_applicants_is_lost(rows in table(24)) {
        let facts = &assessor().policy().facts;
        let plan = Plan { sheets: vec![sheet(facts, SheetRole::Applicants)] };
        let roster = import(&plan, [&rows, &[]]);
        let profiles = profiles(&roster);
        let filled: Vec<usize> = (0..rows.len()).filter(|row| !rows[*row].iter().all(Cell::is_blank)).collect();
        prop_assert_eq!(profiles.len(), filled.len());
        for (index, row) in filled.into_iter().enumerate() {
            let (applicant, number) = (&roster.applicants[index], u32::try_from(row).unwrap() + 2);
            for (column, (cell, planned)) in rows[row].iter().zip(&plan.sheets[0].columns).enumerate() {
                let words = cell.text();
                let kept = match planned.target {
                    Target::Owner => *applicant.name == *words && profiles[index]["applicant"]["name"] == words,
                    Target::Code => code::check(&words).map_or(*applicant.code == *words, |code| *applicant.code == code),
                    Target::Untagged => profiles[index]["untagged_matters"] == "distinct",
                    target => holds(&profiles[index]["applicant"], facts, target, &words),
                };
                let told = !at(&roster, 0, number, Some(column)).is_empty();
                prop_assert!(kept || told || says_unknown(&words), "row {} {}: {:?}", number, planned.head, cell);
            }
        }
    }

    #[test]
    fn no_cell_of_a_table_is_lost(number in 0_u16..7, rows in owned(20, false)) {
        let facts = &assessor().policy().facts;
        let (role, name) = (SheetRole::Table(number), &facts.tables[usize::from(number)].name);
        let plan = Plan { sheets: vec![sheet(facts, SheetRole::Applicants), sheet(facts, role)] };
        let own = plan.sheets[1].column(Target::Id).unwrap();
        let mut rows = rows;
        for (row, cells) in rows.iter_mut().enumerate() {
            cells.resize(plan.sheets[1].columns.len(), Cell::Empty);
            cells[own] = Cell::Text(format!("r{row}"));
        }
        let roster = import(&plan, [&two_applicants(), &rows]);
        let profiles = profiles(&roster);
        for (row, cells) in rows.iter().enumerate() {
            let number = u32::try_from(row).unwrap() + 2;
            let found = row_with(&roster, &profiles, name, &format!("r{row}"));
            let found = found.unwrap_or_else(|| panic!("row {number} is lost: {cells:?}"));
            for (column, (cell, planned)) in cells.iter().zip(&plan.sheets[1].columns).enumerate() {
                // Name and code say whose row it is: it is somebody's, or that is told.
                if matches!(planned.target, Target::Owner | Target::Code) { continue }
                let words = cell.text();
                let told = !at(&roster, 1, number, Some(column)).is_empty();
                let kept = told || says_unknown(&words) || holds(&found, facts, planned.target, &words);
                prop_assert!(kept, "row {} {}: {:?} in {}", number, planned.head, cell, found);
            }
        }
    }

    /// Applicants that are assessed as their rows come are those that wait for other sheets.
    #[test]
    fn a_list_alone_is_read_as_one_with_other_sheets(rows in prop::collection::vec(table(24), 1..4)) {
        let facts = &assessor().policy().facts;
        let rows = rows.concat();
        let alone = Plan { sheets: vec![sheet(facts, SheetRole::Applicants)] };
        let beside = Plan { sheets: vec![sheet(facts, SheetRole::Applicants), sheet(facts, SheetRole::Table(0))] };
        let gather = |plan: &Plan| Gather::new(assessor(), plan.clone(), Date::new(2026, 6, 1).unwrap());
        prop_assert_eq!((gather(&alone).is_at_once(), gather(&beside).is_at_once()), (true, false));
        let (at_once, after) = (import(&alone, [&rows, &[]]), import(&beside, [&rows, &[]]));
        prop_assert_eq!(at_once.applicants, after.applicants);
        prop_assert_eq!(at_once.faults, after.faults);
    }

    /// What is packed comes back as it was, whatever it is, and takes no more room than it has to.
    #[test]
    fn a_packed_text_comes_back(pieces in prop::collection::vec(prop_oneof![profile_words(), any::<String>()], 0..12)) {
        let words = Arc::new(Words::of(assessor().policy()));
        let text = pieces.concat();
        let packed = Packed::new(&words, &text);
        prop_assert_eq!(packed.text(), &*text);
        prop_assert!(packed.size() <= 2 * text.len());
        // Packed by another dictionary it is the same.
        prop_assert_eq!(packed, Packed::new(&Arc::default(), &text));
    }

    #[test]
    fn no_evaluation_and_no_tag_is_lost(tags in any::<bool>(), rows in owned(5, true)) {
        let facts = &assessor().policy().facts;
        let (role, part) = if tags { (SheetRole::Tags, "tags") } else { (SheetRole::Evaluations, "evaluations") };
        let plan = Plan { sheets: vec![sheet(facts, SheetRole::Applicants), sheet(facts, role)] };
        let roster = import(&plan, [&two_applicants(), &rows]);
        let profiles = profiles(&roster);
        for (number, cells) in (2_u32..).zip(&rows).filter(|(_, cells)| !cells.iter().all(Cell::is_blank)) {
            let words = |target| plan.sheets[1].column(target).and_then(|column| cells.get(column)).map(Cell::text).unwrap_or_default();
            let faults = at(&roster, 1, number, None);
            let waits = faults.iter().any(|fault| matches!(fault.repair, Repair::Owner { .. }));
            let refused = faults.iter().any(|fault| matches!(fault.reason, Reason::Rule(_) | Reason::SameItem { .. } | Reason::UnknownWord));
            let owner = profiles.iter().find(|profile| profile["applicant"]["name"] == words(Target::Owner));
            let kept = owner.map_or(&Value::Null, |profile| &profile[part][words(Target::Claim)]);
            // What stands twice alike is told once, at its first row; a code only says whose the row is.
            let said = |row: &[Cell]| -> Vec<String> {
                let columns = row.iter().zip(&plan.sheets[1].columns).filter(|(_, column)| column.target != Target::Code);
                // An error in a cell is told by itself; for the row it is as a blank, and so is 不清楚.
                let words = |cell: &Cell, target| match (target, cell.text()) {
                    (Target::State, text) => STATES.iter().find(|(word, _)| *word == text).map_or(text, |(_, state)| (*state).to_owned()),
                    (_, text) => if cell.is_fault() || says_unknown(&text) { String::new() } else { text },
                };
                let mut texts: Vec<String> = columns.map(|(cell, column)| words(cell, column.target)).collect();
                while texts.pop_if(|text| text.is_empty()).is_some() {}
                texts
            };
            let again = rows.iter().take(number as usize - 2).any(|earlier| said(earlier) == said(cells));
            if waits || refused || again { continue }
            if tags {
                for target in [Target::Project, Target::Matter] {
                    let told = !at(&roster, 1, number, plan.sheets[1].column(target)).is_empty();
                    let words = words(target);
                    prop_assert!(told || says_unknown(&words) || holds(kept, facts, target, &words), "{:?}", cells);
                }
            } else {
                let state = STATES.iter().find(|(state, _)| *state == words(Target::State));
                prop_assert!(kept.is_string() && state.is_none_or(|(_, word)| kept == word), "{:?}", cells);
            }
        }
    }

    /// Typing anything at all for any fault mends it or changes nothing.
    #[test]
    fn mending_with_anything_is_never_fatal(number in 0_u16..7, rows in owned(20, false), typed in select(&WORDS[..])) {
        let facts = &assessor().policy().facts;
        let plan = Plan { sheets: vec![sheet(facts, SheetRole::Applicants), sheet(facts, SheetRole::Table(number))] };
        let mut roster = import(&plan, [&two_applicants(), &rows]);
        for fault in roster.faults.clone() {
            let before = roster.clone();
            if roster.mend(assessor(), fault.id, typed).is_ok() {
                prop_assert!(roster.faults.iter().all(|known| known.id != fault.id));
            } else {
                prop_assert_eq!(&roster, &before);
            }
            profiles(&roster);
        }
    }
}

/// A profile larger than what is read is told at its applicant, not dropped without a word.
#[test]
fn an_applicant_with_too_many_rows_is_told() {
    let facts = &assessor().policy().facts;
    let plan = Plan { sheets: vec![sheet(facts, SheetRole::Applicants), sheet(facts, SheetRole::Table(0))] };
    let id = plan.sheets[1].column(Target::Id).unwrap();
    let row = |number: usize| {
        let mut cells = vec![Cell::Empty; id + 1];
        cells[0] = Cell::Text("甲".into());
        cells[id] = Cell::Text(format!("{number:0>200}"));
        cells
    };
    let rows: Vec<Vec<Cell>> = (0..6_000).map(row).collect();
    let roster = import(&plan, [&two_applicants(), &rows]);
    let [told] = &roster.faults[..] else { panic!("{:?}", roster.faults) };
    assert_eq!((told.place.row, told.value.as_str(), told.repair.applicant()), (2, "甲", Some(0)));
    assert!(matches!(told.reason, Reason::Rule(_)));
    assert_eq!(roster.applicants[1].name.as_ref(), "乙");
    assert!(assessor().read(&roster.applicants[1].profile.text()).is_ok());
}
