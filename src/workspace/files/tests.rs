//! What is written is read again: the same profiles, results and told cells.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::sync::OnceLock;

use super::*;
use crate::EMBEDDED_POLICY;
use crate::app::unwritten::procedure;
use crate::book::{Book, Cell};
use crate::policy::Bundle;
use crate::report::Assessor;
use crate::roster::guess::{self, HEAD_ROWS, Preview};
use crate::roster::{Gather, Reason, Roster};
use crate::values::Date;
use crate::workspace::protocol::{FaultFind, Reply};

const TENANTS: &[u8] = include_bytes!("../../../tests/rosters/incubator-200.xlsx");

fn assessor() -> &'static Assessor {
    static READY: OnceLock<Assessor> = OnceLock::new();
    READY.get_or_init(|| Assessor::new(Bundle::from_json(EMBEDDED_POLICY).unwrap()).unwrap())
}

fn day() -> Date {
    Date::new(2026, 6, 1).unwrap()
}

/// Takes in a file as it is guessed.
fn import(bytes: Vec<u8>) -> Roster {
    let mut book = Book::open("x.xlsx", bytes).unwrap();
    let names: Vec<String> = book.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    let mut previews = Vec::new();
    for (number, name) in names.into_iter().enumerate() {
        let mut rows = book.rows(number).unwrap();
        let mut first = Vec::new();
        while let (true, Some(row)) = (first.len() < HEAD_ROWS, rows.next_row().unwrap()) {
            first.push((row.number, row.cells.iter().map(Cell::text).collect()));
        }
        previews.push(Preview { name, rows: first });
    }
    let plan = guess::guess(assessor().policy(), &previews);
    let mut gather = Gather::new(assessor(), plan.clone(), day());
    for sheet in Gather::order(&plan) {
        let mut rows = book.rows(sheet).unwrap();
        while let Some(row) = rows.next_row().unwrap() {
            gather.row(sheet, row.number, row.cells);
        }
    }
    let mut closing = gather.close();
    while closing.advance(500) {}
    closing.into_roster()
}

fn session(lang: Lang) -> Session {
    let mut session = Session::new(assessor(), day());
    session.lang = lang;
    session.roster = import(TENANTS.to_vec());
    session
}

/// A whole file, written so many applicants at a time.
fn written(session: &Session, export: &Export, only: Option<&[u32]>, step: usize) -> Vec<u8> {
    let mut job = Job::new(session, export, only);
    let (mut bytes, mut before) = (Vec::new(), 0.0);
    while job.advance(session, step).unwrap() {
        assert!((before..=1.0).contains(&job.progress()));
        before = job.progress();
        let ready = job.ready();
        let part = job.take();
        assert_eq!((part.len(), job.ready()), (ready, 0));
        bytes.extend(part);
    }
    bytes.extend(job.finish(session).unwrap().1);
    bytes
}

/// Told cells: what stands there and why, whatever their place. An amount's unit may have been written out.
fn told(roster: &Roster) -> Vec<String> {
    let mut lines: Vec<String> = roster
        .faults
        .iter()
        .map(|fault| {
            let name = fault.repair.applicant().and_then(|index| roster.applicants.get(index as usize));
            let name = name.map(|one| one.name.to_string()).unwrap_or_default();
            let reason = format!("{:?}", fault.reason);
            let reason = reason.split(['(', ' ', '{']).next().unwrap_or_default();
            format!("{name} {} {reason}", fault.value.trim_end_matches(['千', '万', '亿', '元']).to_uppercase())
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn a_workbook_comes_back_as_it_was() {
    for lang in [Lang::Zh, Lang::En] {
        let session = session(lang);
        let back = import(written(&session, &Export::Workbook, None, 37));
        assert_eq!(back.applicants.len(), session.roster.applicants.len());
        let plain = |profile: &str| {
            let mut json: serde_json::Value = serde_json::from_str(profile).unwrap();
            json.as_object_mut().unwrap().retain(|_, part| part.as_object().is_none_or(|members| !members.is_empty()));
            json
        };
        for (was, is) in session.roster.applicants.iter().zip(&back.applicants) {
            let (before, after) = (plain(&was.profile.text()), plain(&is.profile.text()));
            for key in before.as_object().unwrap().keys().chain(after.as_object().unwrap().keys()) {
                assert_eq!(before[key], after[key], "{key} of {}", was.name);
            }
            assert_eq!((&was.code, &was.summary), (&is.code, &is.summary), "{}", was.name);
        }
        assert_eq!(told(&back), told(&session.roster));
    }
}

fn sheet(bytes: Vec<u8>, name: &str) -> Vec<Vec<String>> {
    let mut book = Book::open("x.xlsx", bytes).unwrap();
    let number = book.sheets().iter().position(|sheet| sheet.name == name).unwrap();
    let mut rows = book.rows(number).unwrap();
    let mut all = Vec::new();
    while let Some(row) = rows.next_row().unwrap() {
        all.push(row.cells.iter().map(Cell::text).collect());
    }
    all
}

#[test]
fn told_cells_stand_on_a_sheet_of_their_own() {
    let session = session(Lang::Zh);
    let rows = sheet(written(&session, &Export::Workbook, None, 1_000), "读不出的单元格");
    assert_eq!(rows.len(), session.roster.faults.len() + 1);
    let fault = session.roster.faults.iter().find(|fault| fault.value == "合计").unwrap();
    let row = rows.iter().find(|row| row[4] == "合计").unwrap();
    assert_eq!((row[0].as_str(), row[1].as_str()), ("项目", format!("A{}", fault.place.row).as_str()));
}

#[test]
fn only_those_that_are_asked_for_are_written_in_their_order() {
    let session = session(Lang::Zh);
    let only = [7, 3];
    let names: Vec<&str> = only.iter().map(|index| &*session.roster.applicants[*index as usize].name).collect();
    let rows = sheet(written(&session, &Export::Workbook, Some(&only), 1), "结果");
    assert_eq!(rows.iter().skip(1).map(|row| row[0].as_str()).collect::<Vec<_>>(), names);
    let lines = String::from_utf8(written(&session, &Export::Profiles, Some(&only), 1)).unwrap();
    assert_eq!(lines.lines().count(), 2);
    let letters = String::from_utf8(written(&session, &Export::Letters, Some(&only), 1)).unwrap();
    assert_eq!(letters.matches("# 政策自查摘要").count(), 2);
}

#[test]
fn known_amounts_are_those_that_count() {
    let session = session(Lang::Zh);
    let rows = sheet(written(&session, &Export::Workbook, None, 1_000), "已知金额");
    let items: Vec<u16> =
        (0..).zip(&assessor().policy().items).filter(|(_, item)| results::computed(item)).map(|(n, _)| n).collect();
    for row in rows.iter().skip(1).filter(|row| !row[0].is_empty()) {
        let mut named = session.roster.applicants.iter().filter(|one| *one.name == *row[0]);
        let (Some(one), None) = (named.next(), named.next()) else { continue };
        for (place, item) in items.iter().enumerate() {
            let cell = row.get(place + 1).map(String::as_str).unwrap_or_default();
            let counted = one.counted(*item).map(|(yuan, _)| yuan);
            assert_eq!(
                cell.parse::<rust_decimal::Decimal>().ok(),
                counted.map(|yuan| yuan.normalize()),
                "{}",
                one.name
            );
        }
    }
}

#[test]
fn a_letter_is_short_and_says_what_is_open() {
    let session = session(Lang::Zh);
    let letters =
        (0_u32..200).map(|index| String::from_utf8(written(&session, &Export::Letters, Some(&[index]), 1)).unwrap());
    for (one, letter) in session.roster.applicants.iter().zip(letters) {
        let settled = one.summary.settled;
        assert_eq!(
            (letter.contains("（按现有回答已算出）"), letter.contains("（尚未确定）")),
            (settled, !settled),
            "{letter}"
        );
        assert!(letter.lines().count() < 90 && !letter.contains("\\~"), "{letter}");
        let policy = assessor().policy();
        let procedure = procedure(Lang::Zh, policy).unwrap();
        assert!(letter.contains(&policy.document.disclaimer.zh) && letter.trim_end().ends_with(procedure));
    }
}

#[test]
fn the_template_offers_all_words_and_comes_back_empty() {
    for lang in [Lang::Zh, Lang::En] {
        let mut session = Session::new(assessor(), day());
        session.lang = lang;
        let bytes = written(&session, &Export::Template, None, 1);
        let mut book = Book::open("x.xlsx", bytes.clone()).unwrap();
        let choices = sheet(bytes.clone(), lang.t("选项", "Choices"));
        let offered: Vec<&String> = choices.iter().flatten().collect();
        let facts = &assessor().policy().facts;
        for fact in facts.applicant.iter().chain(facts.tables.iter().flat_map(|table| &table.columns)) {
            for value in &fact.values {
                assert!(offered.contains(&&lang.of(&value.label).to_owned()), "{} is not offered", value.value);
            }
        }
        // Days and amounts of the examples are such, not texts.
        let mut rows = book.rows(1).unwrap();
        rows.next_row().unwrap();
        let example = rows.next_row().unwrap().unwrap().cells.to_vec();
        assert!(example.iter().any(|cell| matches!(cell, Cell::Date(_))));
        assert!(example.iter().any(|cell| matches!(cell, Cell::Number(_))));
        let back = import(bytes);
        assert_eq!((back.applicants.len(), back.faults.len()), (0, 0));
    }
}

/// What a refused cell, a row without a name and a value have to offer.
#[test]
fn a_refused_mend_comes_back_and_rows_of_nobody_can_be_left_out() {
    let mut session = session(Lang::Zh);
    let told = |session: &Session, wanted: fn(&Reason) -> bool| {
        session.roster.faults.iter().find(|fault| wanted(&fault.reason)).unwrap().id
    };
    let code = told(&session, |reason| matches!(reason, Reason::Code(_)));
    let Reply::NotMended { fault, typed, reason } = session.mend(code, "1234", false) else { panic!("mended") };
    assert_eq!((fault, typed.as_str(), reason.contains("18")), (code, "1234", true));
    let Reply::Faults(part) = session.faults(&FaultFind::default(), 0, 1_000) else { panic!("no part") };
    let row = |id| part.rows.iter().find(|row| row.id == id).unwrap();
    let unnamed = row(told(&session, |reason| *reason == Reason::NoName));
    assert!(unnamed.typed && unnamed.index.is_some());
    assert_eq!(row(code).index, None, "only its code is wrong");
}

/// An amount in a foreign currency is told again when the workbook comes back, not read as yuan.
#[test]
fn foreign_amounts_are_no_yuan_after_export_either() {
    let mut session = session(Lang::Zh);
    let amount = |fault: &&mut CellFault| matches!(fault.reason, Reason::Typed(crate::values::TypedFault::NotAnAmount));
    let fault = session.roster.faults.iter_mut().find(amount).unwrap();
    fault.reason = Reason::Foreign;
    fault.value = "600".into();
    fault.head = "费用（万美元）".into();
    let (count, back) = (session.roster.faults.len(), import(written(&session, &Export::Workbook, None, 1_000)));
    assert_eq!(back.faults.len(), count);
    assert!(back.faults.iter().any(|fault| fault.value == "600（费用（万美元））"));
}
