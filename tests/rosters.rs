//! A roster of 200 tenants through book, guess, gathering and mending: every fault put into it is told at its cell and
//! nothing else, every other cell stands in its applicant's profile, and results are those of the report.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use policy_selfcheck::book::{Book, Cell};
use policy_selfcheck::policy::model::Text;
use policy_selfcheck::report::Report;
use policy_selfcheck::roster::code::CodeFault;
use policy_selfcheck::roster::guess::{self, HEAD_ROWS, Preview};
use policy_selfcheck::roster::view::View;
use policy_selfcheck::roster::{
    Applicant, CellFault, ColumnPlan, Gather, Place, Plan, Reason, Roster, SheetPlan, SheetRole, Summary, Target,
};
use policy_selfcheck::values::{Date, TypedFault};
use rust_decimal::Decimal;
use serde_json::Value;

mod support;
use support::assessor;

fn file(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rosters").join(name)).unwrap()
}

/// What was put into the roster as faults.
fn put_in() -> Vec<Value> {
    serde_json::from_slice(&file("incubator-200.faults.json")).unwrap()
}

/// Every applicant's row, code and profile as they are once all faults are mended.
fn truth() -> Vec<Value> {
    let text = String::from_utf8(file("incubator-200.profiles.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn previews(book: &mut Book) -> Vec<Preview> {
    let names: Vec<String> = book.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    let mut all = Vec::new();
    for (number, name) in names.into_iter().enumerate() {
        let mut rows = book.rows(number).unwrap();
        let mut first = Vec::new();
        while let (true, Some(row)) = (first.len() < HEAD_ROWS, rows.next_row().unwrap()) {
            first.push((row.number, row.cells.iter().map(Cell::text).collect()));
        }
        all.push(Preview { name, rows: first });
    }
    all
}

fn import() -> (Plan, Roster) {
    static READ: OnceLock<(Plan, Roster)> = OnceLock::new();
    READ.get_or_init(|| import_as(false)).clone()
}

/// The roster; `complete`: who has no row in a sheet has none of it.
fn import_as(complete: bool) -> (Plan, Roster) {
    let policy = assessor().policy();
    let mut book = Book::open("incubator-200.xlsx", file("incubator-200.xlsx")).unwrap();
    let mut plan = guess::guess(policy, &previews(&mut book));
    plan.sheets.iter_mut().for_each(|sheet| sheet.complete = complete);
    let mut gather = Gather::new(assessor(), plan.clone(), Date::new(2026, 6, 1).unwrap());
    for sheet in Gather::order(&plan) {
        let mut rows = book.rows(sheet).unwrap();
        while let Some(row) = rows.next_row().unwrap() {
            gather.row(sheet, row.number, row.cells);
        }
    }
    let mut closing = gather.close();
    while closing.advance(37) {}
    assert_eq!(closing.progress(), (200, 200));
    (plan, closing.into_roster())
}

/// A list takes a fraction of its text: most of it stands once in the dictionary.
#[test]
fn profiles_are_held_packed() {
    let (_, roster) = import();
    let sizes = roster.applicants.iter().map(|one| (one.profile.size(), one.profile.text().len()));
    let (packed, text) = sizes.fold((0, 0), |(a, b), (packed, text)| (a + packed, b + text));
    assert!(packed * 3 < text, "{packed} of {text} bytes");
}

/// The word of `faults.json` for a reason, and the other row that it names.
fn kind(reason: &Reason) -> (&'static str, Option<u32>) {
    let word = match reason {
        Reason::Typed(TypedFault::NotAnAmount) => "not_an_amount",
        Reason::Typed(TypedFault::NegativeAmount) => "negative_amount",
        Reason::Typed(TypedFault::TooFine) => "too_fine",
        Reason::Typed(TypedFault::TooLarge) => "too_large",
        Reason::Typed(TypedFault::NotADay) => "not_a_day",
        Reason::Typed(TypedFault::NoSuchDay) => "no_such_day",
        Reason::Typed(TypedFault::NotACount) => "not_a_count",
        Reason::NotYesNo => "not_yes_no",
        Reason::NotAChoice { .. } => "not_a_choice",
        Reason::ProgramFault => "program_fault",
        Reason::NoResult => "no_result",
        Reason::NoOwner => "no_owner",
        Reason::UnknownOwner => "unknown_owner",
        Reason::NoName => "no_name",
        Reason::Code(CodeFault::Length) => "code_length",
        Reason::Code(CodeFault::Character) => "code_character",
        Reason::Code(CodeFault::CheckCharacter) => "code_check",
        Reason::SameName { row } => return ("same_name", Some(*row)),
        Reason::SameCode { row } => return ("same_code", Some(*row)),
        Reason::Total => "total",
        Reason::Foreign => "foreign",
        Reason::UnknownWord => "unknown_word",
        Reason::SameItem { row } => return ("same_item", Some(*row)),
        Reason::KnownItem => "known_item",
        Reason::Rule(_) => "rule",
        Reason::NotAProfile(_) => "not_a_profile",
    };
    (word, None)
}

/// A fault as a line that can be compared: place, head, value, reason and the other row.
fn line(sheet: &str, place: (u64, u64), head: &str, value: &str, reason: &str, other: Option<u64>) -> String {
    format!("{sheet}!{}:{} {head} “{value}” {reason} {other:?}", place.0, place.1)
}

fn told_line(roster: &Roster, fault: &CellFault) -> String {
    let (reason, other) = kind(&fault.reason);
    let Place { sheet, row, column } = fault.place;
    let sheet = &roster.sheets[usize::from(sheet)];
    line(sheet, (row.into(), column.into()), &fault.head, &fault.value, reason, other.map(u64::from))
}

fn wanted_line(fault: &Value) -> String {
    let word = |key: &str| fault[key].as_str().unwrap();
    let place = (fault["row"].as_u64().unwrap(), fault["column"].as_u64().unwrap());
    line(word("sheet"), place, word("head"), word("value"), word("reason"), fault["other_row"].as_u64())
}

/// An applicant's profile; no evaluations and no tags are as none given.
fn profile_of(applicant: &Applicant) -> Value {
    let mut profile: Value = serde_json::from_str(&applicant.profile.text()).unwrap();
    profile.as_object_mut().unwrap().retain(|_, part| part.as_object().is_none_or(|members| !members.is_empty()));
    profile
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// The number of the applicant whose row this is.
fn applicant(truth: &[Value], fault: &Value) -> Option<usize> {
    truth.iter().position(|known| known["row"] == fault["applicant"])
}

/// The profile without what the faults keep out of it: rows from the last, so that numbers of others stay.
fn before_mending(mut profile: Value, mut pointers: Vec<String>) -> Value {
    pointers.sort_by_key(|pointer| std::cmp::Reverse(pointer.matches('/').count()));
    for pointer in pointers {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        match profile.pointer_mut(parent).unwrap() {
            Value::Array(rows) => drop(rows.remove(key.parse().unwrap())),
            Value::Object(members) => drop(members.remove(&key.replace("~1", "/").replace("~0", "~")).unwrap()),
            other => panic!("{other} holds nothing"),
        }
        // A table that nobody has a row in, or no evaluation or tag: not known.
        let empty = profile
            .pointer(parent)
            .is_some_and(|part| *part == Value::Array(Vec::new()) || *part == Value::Object(serde_json::Map::new()));
        if empty && parent != "/applicant" {
            profile.as_object_mut().unwrap().remove(&parent[1..]);
        }
    }
    profile
}

/// Asserts that an applicant's results are those of the report on its profile.
#[track_caller]
fn as_reported(profile: &str, summary: &Summary) {
    let read = assessor().read(profile).unwrap_or_else(|faults| panic!("{faults:?} in {profile}"));
    let report = assessor().report(&read);
    let statuses: Vec<_> = report.items.iter().map(|item| item.status).collect();
    assert_eq!(*summary.statuses, statuses, "{profile}");
    let figures = |totals: &policy_selfcheck::report::Totals| {
        (
            totals.lower,
            totals.upper,
            totals.unspecified.len(),
            totals.unclear.len(),
            totals.determined && totals.complete,
        )
    };
    let none = (Decimal::ZERO, Decimal::ZERO, 0, 0, false);
    let found = (summary.lower, summary.upper, summary.unspecified.into(), summary.unclear.into(), summary.settled);
    match &report.totals {
        Some(totals) => assert_eq!(found, figures(totals), "{profile}"),
        None => assert_eq!((found.0, found.1, found.4), (none.0, none.1, none.4), "{profile}"),
    }
    assert_eq!(missing_of(summary), missing_in(&report), "{profile}");
    let (counted, sums) = sums_in(&assessor().assess(profile).unwrap());
    let applicant = Applicant { summary: summary.clone().into(), ..Applicant::default() };
    for (item, (known, open)) in (0_u16..).zip(sums) {
        assert_eq!(applicant.counted(item), known.map(|known| (known, open)), "item {item} of {profile}");
    }
    assert_eq!(summary.amounts.iter().filter(|claim| claim.counts()).count(), counted, "{profile}");
    if report.totals.is_some() {
        assert_eq!(summary.open, report_is_open(profile), "{profile}");
    }
}

/// From a report as programs get it: how many money claims count and have a computable amount, and per item the sum of
/// their known parts (none where there is no such claim) and whether one of them may grow.
fn sums_in(report: &str) -> (usize, Vec<(Option<Decimal>, bool)>) {
    let report: Value = serde_json::from_str(report).unwrap();
    let (mut counted, mut sums) = (0, Vec::new());
    for item in report["items"].as_array().unwrap() {
        let (mut sum, mut open) = (None, false);
        for claim in item["claims"].as_array().into_iter().flatten() {
            let counts = ["meets", "meets_pending_evaluation"].contains(&claim["status"].as_str().unwrap());
            let known = match claim["amount"]["kind"].as_str() {
                Some("exact" | "at_least") => &claim["amount"]["yuan"],
                _ => &Value::Null,
            };
            if let (true, Some(known)) = (counts, known.as_str()) {
                counted += 1;
                sum = Some(sum.unwrap_or(Decimal::ZERO) + known.parse::<Decimal>().unwrap());
                open |= claim["amount"]["kind"] == "at_least";
            }
        }
        sums.push((sum, open));
    }
    (counted, sums)
}

fn report_is_open(profile: &str) -> bool {
    sums_in(&assessor().assess(profile).unwrap()).1.iter().any(|(_, open)| *open)
}

fn missing_of(summary: &Summary) -> BTreeSet<String> {
    let keys: Vec<String> = summary.missing.iter().map(|fact| fact.key(&assessor().policy().facts)).collect();
    let set: BTreeSet<String> = keys.iter().cloned().collect();
    assert_eq!(set.len(), keys.len(), "a fact is missing twice");
    set
}

/// Fact paths of a report without the rows they speak of: `projects[p1].rent_cost` is `projects.rent_cost`.
fn missing_in(report: &Report<'_>) -> BTreeSet<String> {
    let paths = report
        .items
        .iter()
        .flat_map(|item| item.missing.iter().chain(item.claims.iter().flat_map(|claim| &claim.missing)));
    let plain = paths.map(|path| match (path.find('['), path.rfind(']')) {
        (Some(from), Some(to)) => [&path[..from], &path[to + 1..]].concat(),
        _ => path.clone(),
    });
    plain.collect()
}

#[test]
fn sheets_and_heads_are_recognised() {
    let (plan, _) = import();
    let facts = &assessor().policy().facts;
    let roles: Vec<String> = plan.sheets.iter().map(|sheet| sheet.role.key(facts)).collect();
    let tables = facts.tables.iter().map(|table| table.name.clone());
    let mut wanted = vec![String::new(), "applicant".to_owned()];
    wanted.extend(tables);
    wanted.extend(["evaluations", "tags", ""].map(str::to_owned));
    assert_eq!(roles, wanted);
    let ignored = |sheet: &&SheetPlan| sheet.role != SheetRole::Ignored;
    let unused: BTreeSet<&str> = plan
        .sheets
        .iter()
        .filter(ignored)
        .flat_map(|sheet| &sheet.columns)
        .filter(|column| column.target == Target::Ignored)
        .map(|column| column.head.as_str())
        .collect();
    assert_eq!(unused, ["序号", "联系人", "备注", "经办人", "说明", "电话", "邮箱"].into());
    // No fact is left without a column, and no unit in a head is overlooked.
    for sheet in plan.sheets.iter().filter(ignored) {
        for target in sheet.role.targets(facts) {
            let needed = matches!(target, Target::Fact(_));
            assert!(!needed || sheet.column(target).is_some(), "{} has no {}", sheet.name, target.key(facts));
        }
        for column in &sheet.columns {
            let zeros = [("万元", 4), ("亿元", 8), ("千元", 3)].iter().find(|(unit, _)| column.head.contains(unit));
            assert_eq!(column.zeros, zeros.map_or(0, |(_, zeros)| *zeros), "{}", column.head);
        }
    }
}

#[test]
fn just_the_faults_that_were_put_in_are_told_at_their_cells() {
    let (_, roster) = import();
    let told: BTreeSet<String> = roster.faults.iter().map(|fault| told_line(&roster, fault)).collect();
    let wanted: BTreeSet<String> = put_in().iter().map(wanted_line).collect();
    assert_eq!(told.len(), roster.faults.len(), "a fault is told twice");
    let (lacking, more): (Vec<_>, Vec<_>) = (wanted.difference(&told).collect(), told.difference(&wanted).collect());
    assert!(lacking.is_empty() && more.is_empty(), "not told: {lacking:#?}\ntold besides: {more:#?}");
    // Every kind of fault that a table can have is among them.
    let kinds: BTreeSet<&str> = roster.faults.iter().map(|fault| kind(&fault.reason).0).collect();
    assert!(wanted.len() >= 40 && kinds.len() == 21, "{} faults of {kinds:?}", wanted.len());
}

#[test]
fn every_other_cell_stands_in_its_profile() {
    let (_, roster) = import();
    let (truth, faults) = (truth(), put_in());
    assert_eq!(roster.applicants.len(), truth.len());
    for (number, (applicant_, known)) in roster.applicants.iter().zip(&truth).enumerate() {
        let own: Vec<&Value> = faults.iter().filter(|fault| applicant(&truth, fault) == Some(number)).collect();
        let late = |fault: &&&Value| fault["late"] != true;
        let pointers = own.iter().filter(late).filter_map(|fault| fault["pointer"].as_str()).map(str::to_owned);
        let wanted = before_mending(known["profile"].clone(), pointers.collect());
        let profile = profile_of(applicant_);
        assert_eq!(profile, wanted, "row {}", known["row"]);
        assert_eq!(u64::from(applicant_.row.1), known["row"].as_u64().unwrap());
        let coded = own.iter().find(|fault| fault["reason"].as_str().unwrap().starts_with("code_"));
        let code = coded.map_or_else(|| text(known, "code"), |fault| text(fault, "value"));
        assert_eq!(*applicant_.code, *code);
        assert_eq!(*applicant_.name, *text(&profile["applicant"], "name"));
    }
}

#[test]
fn results_are_those_of_the_report() {
    let (_, roster) = import();
    for applicant in &roster.applicants {
        as_reported(&applicant.profile.text(), &applicant.summary);
    }
    // The roster is varied enough to say something.
    let summaries = || roster.applicants.iter().map(|applicant| &applicant.summary);
    assert!(summaries().any(|summary| summary.lower < summary.upper));
    assert!(summaries().any(|summary| summary.unclear > 0) && summaries().any(|summary| summary.unspecified > 0));
}

#[test]
fn a_complete_sheet_says_who_has_none() {
    let ((_, roster), (_, complete)) = (import(), import_as(true));
    let tables: Vec<&str> = assessor().policy().facts.tables.iter().map(|table| table.name.as_str()).collect();
    for (applicant, other) in complete.applicants.iter().zip(&roster.applicants) {
        let (mut profile, other) = (profile_of(applicant), profile_of(other));
        for table in &tables {
            assert!(profile[table].is_array() && other[table] != serde_json::json!([]));
        }
        profile.as_object_mut().unwrap().retain(|_, part| *part != serde_json::json!([]));
        assert_eq!(profile, other);
        as_reported(&applicant.profile.text(), &applicant.summary);
    }
    let settled = |roster: &Roster| roster.applicants.iter().filter(|applicant| applicant.summary.settled).count();
    assert!(settled(&complete) > settled(&roster) && settled(&complete) < 200);
}

/// The told fault that was put in as this one.
fn number_of(roster: &Roster, wanted: &Value) -> Option<u32> {
    let wanted = wanted_line(wanted);
    roster.faults.iter().find(|fault| told_line(roster, fault) == wanted).map(|fault| fault.id)
}

#[test]
fn mending_with_right_values_gives_the_true_profiles() {
    let (_, mut roster) = import();
    let truth = truth();
    for fault in put_in() {
        let Some(right) = fault["right"].as_str() else { continue };
        let number = number_of(&roster, &fault).unwrap_or_else(|| panic!("{fault} is not told"));
        let (before, left) = (roster.applicants.clone(), roster.faults.len());
        let changed = roster.mend(assessor(), number, right).unwrap_or_else(|why| panic!("{fault}: {why:?}"));
        assert_eq!(roster.faults.len(), left - 1);
        assert!(roster.faults.iter().all(|told| told.id != number), "{fault}");
        let own = applicant(&truth, &fault).unwrap();
        assert_eq!(changed.map(|index| index as usize), Some(own), "{fault}");
        for (index, (was, is)) in before.iter().zip(&roster.applicants).enumerate() {
            let same_profile = fault["pointer"].is_null() || index != own;
            assert_eq!(was.profile == is.profile, same_profile, "{fault}");
            assert!(index == own || was == is, "{fault} changes another");
        }
    }
    let nobodys = roster.faults.iter().map(|fault| fault.value.as_str()).collect::<Vec<_>>();
    assert_eq!(nobodys, ["合计"], "the sum below a table is all that is left");
    for (applicant, known) in roster.applicants.iter().zip(&truth) {
        let profile = profile_of(applicant);
        assert_eq!(profile, known["profile"], "row {}", known["row"]);
        assert_eq!(*applicant.code, *text(known, "code"));
        assert_eq!(*applicant.name, *text(&profile["applicant"], "name"));
        as_reported(&applicant.profile.text(), &applicant.summary);
    }
}

#[test]
fn what_cannot_be_read_mends_nothing() {
    let (_, mut roster) = import();
    let before = roster.clone();
    // Yes and no, words and figures, names and codes: this is none of them.
    let wrong = "@@";
    for fault in &before.faults {
        let nothing_to_type = matches!(fault.repair, policy_selfcheck::roster::Repair::None { .. });
        let any_name = matches!(fault.repair, policy_selfcheck::roster::Repair::Name { .. });
        let any_tag = matches!(fault.repair, policy_selfcheck::roster::Repair::Text { .. });
        if !nothing_to_type && !any_name && !any_tag {
            assert!(roster.mend(assessor(), fault.id, wrong).is_err(), "{fault:?}");
        }
    }
    assert_eq!(roster, before);
}

#[test]
fn leaving_an_applicant_out_takes_its_faults_along() {
    let (_, mut roster) = import();
    let truth = truth();
    let faults = put_in();
    let own = |fault: &Value| fault["reason"] == "not_a_day" && fault["sheet"] == "企业";
    let fault = faults.iter().find(|fault| own(fault)).unwrap();
    let (index, left) = (applicant(&truth, fault).unwrap(), roster.faults.len());
    roster.leave_out(u32::try_from(index).unwrap());
    assert!(roster.applicants[index].left_out);
    assert_eq!((number_of(&roster, fault), roster.faults.len()), (None, left - 1));
}

const LINE: Place = Place { sheet: 0, row: 1, column: 0 };

#[test]
fn profiles_of_the_worked_cases_get_their_reports() {
    let mut roster = Roster::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut sound = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let case: Value = serde_json::from_slice(&fs::read(entry.unwrap().path()).unwrap()).unwrap();
        let text = case["profile_text"].as_str().map_or_else(|| case["profile"].to_string(), str::to_owned);
        let faults = assessor().read(&text).err().unwrap_or_default();
        let (told, many) = (roster.faults.len(), roster.applicants.len());
        let Ok(()) = roster.add_profile(assessor(), &text, LINE) else {
            assert!(!faults.is_empty() && roster.applicants.len() == many);
            continue;
        };
        let applicant = roster.applicants.last().unwrap();
        as_reported(&applicant.profile.text(), &applicant.summary);
        assert_eq!(roster.faults.len() - told, faults.len(), "{text}");
        if faults.is_empty() {
            sound += 1;
            let given: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::from_str::<Value>(&applicant.profile.text()).unwrap(), given);
            assert_eq!(assessor().assess(&text), assessor().assess(&applicant.profile.text()));
        }
    }
    assert!(sound >= 40, "{sound}");
}

/// What a told cell is called in both languages: a head of the user's own is the same in both.
fn called(fault: &CellFault) -> Text {
    let own = || Text { zh: fault.head.clone(), en: fault.head.clone() };
    fault.named(&assessor().policy().facts).unwrap_or_else(own)
}

/// Of a profile with faults only what is refused is taken out, and each is told once under its own pointer.
#[test]
fn a_refused_profile_keeps_what_is_sound() {
    let text = r#"{"format":"changping-profile/1","as_of":"2026-06-01","applicant":{"name":"甲","founded_on":"never",
        "roles":["nobody","nothing","university"]},"projects":[{"id":"p","rd_cost":"-1"},null,{"id":"q","rd_cost":"x"}]}"#;
    let mut roster = Roster::default();
    roster.add_profile(assessor(), text, LINE).unwrap();
    // They have no heads: they are named in the language of the page.
    let told: Vec<_> = roster.faults.iter().map(|fault| (called(fault), fault.value.clone())).collect();
    let wanted = [
        ("成立日期", "Founding date", "never"),
        ("主体类型", "Kind of applicant", "nobody"),
        ("主体类型", "Kind of applicant", "nothing"),
        ("研发费用", "R&D costs", "-1"),
        ("/projects/1", "/projects/1", "null"),
        ("研发费用", "R&D costs", "x"),
    ];
    assert_eq!(told, wanted.map(|(zh, en, value)| (Text { zh: zh.into(), en: en.into() }, value.into())));
    let kept: Value = serde_json::from_str(&roster.applicants[0].profile.text()).unwrap();
    assert_eq!(kept["applicant"], serde_json::json!({ "name": "甲", "roles": ["university"] }));
    assert_eq!(kept["projects"], serde_json::json!([{ "id": "p" }, { "id": "q" }]));
    // Each can be mended where it stands; words join those that a set has already.
    for (fault, typed) in roster.faults.clone().iter().zip(["2025-03-10", "孵化器", "", "12万", "", "3元"]) {
        roster.mend(assessor(), fault.id, typed).unwrap_or_else(|why| panic!("{fault:?}: {why:?}"));
    }
    let mended: Value = serde_json::from_str(&roster.applicants[0].profile.text()).unwrap();
    let applicant =
        serde_json::json!({ "name": "甲", "founded_on": "2025-03-10", "roles": ["university", "incubator"] });
    assert_eq!(mended["applicant"], applicant);
    assert_eq!(
        mended["projects"],
        serde_json::json!([{ "id": "p", "rd_cost": "120000" }, { "id": "q", "rd_cost": "3" }])
    );
    assert!(roster.faults.is_empty());
}

/// A profile with a key that names nothing, and one with a name that is no text's.
#[test]
fn a_refused_key_of_a_profile_is_mended() {
    let text = r#"{"format":"changping-profile/1","as_of":"2026-06-01","applicant":{"name":"甲"},
        "evaluations":{"5.9":"passed"}}"#;
    let mut roster = Roster::default();
    roster.add_profile(assessor(), text, LINE).unwrap();
    let fault = roster.faults[0].clone();
    assert_eq!(called(&fault), Text { zh: "事项编号".into(), en: "Claim".into() });
    assert!(roster.mend(assessor(), fault.id, "5.8").is_err());
    roster.mend(assessor(), fault.id, "5.1").unwrap();
    let mended: Value = serde_json::from_str(&roster.applicants[0].profile.text()).unwrap();
    assert_eq!((&mended["evaluations"], roster.faults.len()), (&serde_json::json!({ "5.1": "passed" }), 0));
}

#[test]
fn added_profiles_of_one_name_are_told() {
    let line = |name: &str| {
        format!(r#"{{"format":"changping-profile/1","as_of":"2026-06-01","applicant":{{"name":"{name}"}}}}"#)
    };
    let mut roster = Roster::default();
    for (row, name) in (1..).zip(["甲", "乙", " 甲 ", "丙"]) {
        roster.add_profile(assessor(), &line(name), Place { sheet: 0, row, column: 0 }).unwrap();
    }
    let [told] = &roster.faults[..] else { panic!("{:?}", roster.faults) };
    assert_eq!((told.place.row, &told.reason), (3, &Reason::SameName { row: 1 }));
    assert_eq!(told.repair.applicant(), Some(2));
}

#[test]
fn what_is_mended_into_another_is_told() {
    let (_, mut roster) = import();
    let other = roster.applicants.iter().find(|one| !one.name.is_empty() && !one.code.is_empty()).unwrap().clone();
    let of = |roster: &Roster, wanted: &str| {
        roster.faults.iter().find(|fault| kind(&fault.reason).0 == wanted).unwrap().clone()
    };
    let unnamed = of(&roster, "no_name");
    roster.mend(assessor(), unnamed.id, &other.name).unwrap();
    let told = roster.faults.last().unwrap();
    assert_eq!((told.place, &told.reason), (unnamed.place, &Reason::SameName { row: other.row.1 }));
    let uncoded = of(&roster, "code_length");
    roster.mend(assessor(), uncoded.id, &other.code).unwrap();
    let told = roster.faults.last().unwrap();
    assert_eq!((told.place, &told.reason), (uncoded.place, &Reason::SameCode { row: other.row.1 }));
}

#[test]
fn a_sum_below_a_table_can_be_let_go() {
    let (_, mut roster) = import();
    let (applicants, all) = (roster.applicants.clone(), roster.faults.len());
    let sum = roster.faults.iter().find(|fault| fault.value == "合计").unwrap().id;
    assert!(roster.let_go(sum) && !roster.let_go(sum));
    assert_eq!((roster.faults.len(), &roster.applicants), (all - 1, &applicants));
    // With a row go the cells of it that are told besides.
    let third = roster.faults.iter().find(|fault| fault.value == "第三家").unwrap().id;
    assert!(roster.let_go(third));
    assert_eq!(roster.faults.len(), all - 4);
    // A value is mended or left blank, not let go.
    let value = roster.faults.iter().find(|fault| kind(&fault.reason).0 == "not_a_day").unwrap().id;
    assert!(!roster.let_go(value));
}

/// A row of totals below the applicants counts until the user says what it is, and is told meanwhile.
#[test]
fn a_row_that_adds_up_applicants_is_told() {
    let plan = Plan {
        sheets: vec![
            guess::guess(
                assessor().policy(),
                &[Preview { name: "企业".into(), rows: vec![(1, vec!["企业名称".into()])] }],
            )
            .sheets
            .remove(0),
        ],
    };
    let mut gather = Gather::new(assessor(), plan, Date::new(2026, 6, 1).unwrap());
    let names = ["甲公司", "小 计（1家）", "合计科技公司", "Total：", "总计"];
    for (row, name) in (2..).zip(names) {
        gather.row(0, row, &[Cell::Text(name.into())]);
    }
    let mut closing = gather.close();
    while closing.advance(10) {}
    let roster = closing.into_roster();
    let told: Vec<_> = roster.faults.iter().map(|fault| (fault.place.row, kind(&fault.reason).0)).collect();
    assert_eq!((told, roster.applicants.len()), (vec![(3, "total"), (5, "total"), (6, "total")], 5));
}

#[test]
fn a_tag_that_is_an_error_is_mended_in_place() {
    let (_, mut roster) = import();
    let fault = put_in().into_iter().find(|fault| fault["head"] == "所属项目").unwrap();
    let number = number_of(&roster, &fault).unwrap();
    let index = roster.mend(assessor(), number, "主项目").unwrap().unwrap();
    let profile: Value = serde_json::from_str(&roster.applicants[index as usize].profile.text()).unwrap();
    assert!(profile["other_awards"].as_array().unwrap().iter().any(|row| row["project"] == "主项目"));
}

/// A total that is not settled is never among the settled ones, and the other way round.
#[test]
fn settled_totals_can_be_chosen() {
    let (_, roster) = import_as(true);
    let facts = &assessor().policy().facts;
    let chosen = |settled| {
        let view = View { settled: Some(settled), ..View::default() };
        roster.select(facts, &view)
    };
    let (yes, no) = (chosen(true), chosen(false));
    assert_eq!((yes.len() + no.len(), yes.is_empty(), no.is_empty()), (200, false, false));
    assert!(yes.iter().all(|index| roster.applicants[*index as usize].summary.settled));
    let open = roster.applicants.iter().filter(|one| one.summary.open);
    assert!(open.clone().count() > 0 && open.clone().all(|one| !one.summary.settled));
}

/// What an item gives all applicants is what counts of it, in reports as programs get them.
#[test]
fn the_overview_adds_up_what_counts() {
    let (_, roster) = import();
    let policy = assessor().policy();
    let all = roster.overview(policy);
    let mut sums = vec![Decimal::ZERO; policy.items.len()];
    for one in &roster.applicants {
        let (_, own) = sums_in(&assessor().assess(&one.profile.text()).unwrap());
        sums.iter_mut().zip(own).for_each(|(sum, (known, _))| *sum += known.unwrap_or_default());
    }
    let known: Vec<Decimal> = all.items.iter().map(|reach| reach.known).collect();
    assert_eq!(known, sums);
    assert_eq!(all.open as usize, roster.applicants.iter().filter(|one| one.summary.open).count());
}

#[test]
fn a_line_that_is_no_profile_is_told_and_mended() {
    let mut roster = Roster::default();
    for line in ["{", "[]", "3", "{}", "{\"as_of\":\"2026-06-01\"}"] {
        let why = roster.add_profile(assessor(), line, LINE).expect_err(line);
        assert_eq!(kind(&why).0, "not_a_profile");
        roster.tell_line(LINE, line, why);
    }
    assert_eq!((roster.applicants.len(), roster.faults.len()), (0, 5));
    for number in roster.faults.iter().map(|fault| fault.id).collect::<Vec<_>>() {
        let right =
            format!(r#"{{"format":"changping-profile/1","as_of":"2026-06-01","applicant":{{"name":"甲{number}"}}}}"#);
        assert!(roster.mend(assessor(), number, "{").is_err());
        roster.mend(assessor(), number, &right).unwrap();
    }
    assert_eq!((roster.applicants.len(), roster.faults.len()), (5, 0));
    as_reported(&roster.applicants[0].profile.text(), &roster.applicants[0].summary);
}

/// What a list of CSV is guessed to mean, once changed, and what comes of it.
fn list(text: &str, change: impl Fn(&mut Plan)) -> (Plan, Roster) {
    let mut book = Book::open("企业.csv", text.into()).unwrap();
    let mut plan = guess::guess(assessor().policy(), &previews(&mut book));
    change(&mut plan);
    let mut gather = Gather::new(assessor(), plan.clone(), Date::new(2026, 6, 1).unwrap());
    let mut rows = book.rows(0).unwrap();
    while let Some(row) = rows.next_row().unwrap() {
        gather.row(0, row.number, row.cells);
    }
    drop(rows);
    let mut closing = gather.close();
    while closing.advance(10) {}
    (plan, closing.into_roster())
}

fn names(roster: &Roster) -> Vec<&str> {
    roster.applicants.iter().map(|one| &*one.name).collect()
}

/// Each fault's row and kind.
fn kinds(roster: &Roster) -> Vec<(u32, &'static str)> {
    roster.faults.iter().map(|fault| (fault.place.row, kind(&fault.reason).0)).collect()
}

#[test]
fn heads_that_stand_again_are_no_applicant_and_hide_none() {
    let text = "2026 年入驻企业名单,,\n序号,企业名称,成立日期\n1,甲公司,2020-01-02\n2,乙公司,2021-01-02\n,B座入驻企业,\n\
        序 号,企业名称,成立日期\n3,丙公司,2022-01-02\n";
    let (plan, roster) = list(text, |_| {});
    assert_eq!(plan.sheets[0].head_row, 2);
    assert_eq!(names(&roster), ["甲公司", "乙公司", "B座入驻企业", "丙公司"]);
    assert_eq!(kinds(&roster), []);
    // Heads merged over two rows stand in both; where only the name's stands again, the row is told.
    let merged = "企业名称,成立日期\n企业名称,成立日期\n甲公司,2020-01-02\n企业名称,（年月日）\n";
    let (plan, roster) = list(merged, |_| {});
    assert_eq!((plan.sheets[0].head_row, names(&roster)), (2, vec!["甲公司", "企业名称"]));
    assert_eq!(kinds(&roster), [(4, "total"), (4, "not_a_day")]);
}

#[test]
fn rows_of_nobody_are_told_and_can_be_left_out() {
    let text = "序号,企业名称,成立日期\n1,甲公司,2020-01-02\n小计,小计,\n2,乙公司,2020-01-02\n小计,小计,\n,—,\n,制表人：张三,\n\
        注：以上信息由企业自报,,\n";
    let (_, mut roster) = list(text, |_| {});
    let told = [(3, "total"), (5, "total"), (6, "total"), (7, "total"), (8, "no_name")];
    assert_eq!((kinds(&roster), roster.applicants.len()), (told.to_vec(), 7));
    for fault in roster.faults.clone() {
        assert!(fault.repair.can_be_left_out(), "{fault:?}");
        roster.leave_out(fault.repair.applicant().unwrap());
    }
    assert!(roster.faults.is_empty());
    let view = View::default();
    assert_eq!(roster.select(&assessor().policy().facts, &view), [0, 2]);
}

#[test]
fn a_column_of_full_names_holds_the_names() {
    for head in ["全称", "单位全称", "企业全称", "公司全称", "机构全称"] {
        let (_, roster) = list(&format!("序号,{head},成立日期\n1,甲公司,2020-01-02\n"), |_| {});
        assert_eq!((names(&roster), roster.faults.len()), (vec!["甲公司"], 0), "{head}");
    }
}

/// Amounts in a foreign currency are never taken for yuan: not guessed, and told where the user wants them.
#[test]
fn foreign_amounts_are_told() {
    let facts = &assessor().policy().facts;
    let (number, table) =
        (0_u16..).zip(&facts.tables).find(|(_, table)| table.columns.iter().any(|c| c.name == "rd_cost")).unwrap();
    let cost = table.columns.iter().find(|column| column.name == "rd_cost").unwrap();
    let target = Target::Fact(facts.find(&format!("{}.rd_cost", table.name)).unwrap());
    let heads = |unit: &str| ["企业名称".to_owned(), format!("{}{unit}", cost.short.zh)];
    let role = SheetRole::Table(number);
    for unit in ["（万美元）", "(USD)", "（港元）", "(US$)"] {
        let columns = guess::columns(facts, role, &heads(unit));
        assert_eq!((columns[1].target, columns[1].zeros), (Target::Ignored, 0), "{unit}");
    }
    for (unit, zeros) in [("", 0), ("（万元）", 4), ("（亿元）", 8)] {
        let columns = guess::columns(facts, role, &heads(unit));
        assert_eq!((columns[1].target, columns[1].zeros, columns[1].foreign), (target, zeros, false), "{unit}");
    }
    let applicants = guess::columns(facts, SheetRole::Applicants, &["企业名称".to_owned()]);
    let mut columns = guess::columns(facts, role, &heads("（万美元）"));
    columns[1] = ColumnPlan::new(facts, columns[1].head.clone(), target).in_unit(facts, 4);
    let sheet = |role, columns| SheetPlan { role, head_row: 1, columns, ..SheetPlan::default() };
    let plan = Plan { sheets: vec![sheet(SheetRole::Applicants, applicants), sheet(role, columns)] };
    let mut gather = Gather::new(assessor(), plan, Date::new(2026, 6, 1).unwrap());
    let name = Cell::Text("甲".into());
    gather.row(0, 2, std::slice::from_ref(&name));
    gather.row(1, 2, &[name.clone(), Cell::Number(600.0)]);
    gather.row(1, 3, &[name, Cell::Empty]);
    let mut closing = gather.close();
    while closing.advance(10) {}
    let mut roster = closing.into_roster();
    assert_eq!(kinds(&roster), [(2, "foreign")]);
    let cost = |roster: &Roster| profile_of(&roster.applicants[0])[&table.name][0]["rd_cost"].clone();
    assert!(cost(&roster).is_null());
    // What is typed instead is in yuan, whatever the foreign unit was.
    roster.mend(assessor(), roster.faults[0].id, "43000").unwrap();
    assert_eq!(cost(&roster), "43000");
}
