//! Files that spreadsheet programs and people make: every cell is read as it stands in them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use policy_selfcheck::book::{Book, BookFault, Cell};
use serde_json::{Value, json};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/books")
}

fn expected() -> Value {
    serde_json::from_str(&fs::read_to_string(folder().join("expected.json")).unwrap()).unwrap()
}

fn open(file: &str) -> Result<Book, BookFault> {
    Book::open(file, fs::read(folder().join(file)).unwrap())
}

/// A cell as `expected.json` writes it.
fn written(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Number(number) => json!(number),
        Cell::Bool(flag) => json!(flag),
        Cell::Date(day) => json!({ "date": day.to_string() }),
        Cell::Fault(error) => json!({ "fault": error }),
        Cell::Unworked(formula) => json!({ "unworked": formula }),
    }
}

/// Rows from the first, each as long as its last cell with content.
fn rows(book: &mut Book, sheet: usize) -> Value {
    let mut rows = book.rows(sheet).unwrap();
    let mut all: Vec<Vec<Value>> = Vec::new();
    while let Some(row) = rows.next_row().unwrap() {
        let mut cells: Vec<Value> = row.cells.iter().map(written).collect();
        while cells.last().is_some_and(Value::is_null) {
            cells.pop();
        }
        assert!(all.len() < row.number as usize, "rows come in their order");
        all.resize(row.number as usize - 1, Vec::new());
        all.push(cells);
    }
    json!(all)
}

fn read(file: &str) -> Value {
    let mut book = open(file).unwrap_or_else(|fault| panic!("{file}: {fault:?}"));
    let sheets = book.sheets().to_vec();
    let all = sheets.iter().enumerate().map(
        |(number, sheet)| json!({ "name": sheet.name, "hidden": !sheet.visible, "rows": rows(&mut book, number) }),
    );
    all.collect()
}

#[test]
fn every_cell_is_read_as_it_stands() {
    let mut wrong = Vec::new();
    for (file, sheets) in expected()["books"].as_object().unwrap() {
        let found = read(file);
        if found != *sheets {
            wrong.push(format!("{file}\n  expected {sheets}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_refused_says_why() {
    for (file, why) in expected()["refused"].as_object().unwrap() {
        let told = open(file).err().map(|fault| format!("{fault:?}")).unwrap_or_default();
        assert_eq!(told, why.as_str().unwrap(), "{file}");
    }
}

#[test]
fn every_file_is_expected_and_all_are_small() {
    let expected = expected();
    let of = |part: &str| expected[part].as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let listed = &of("books") | &of("refused");
    let files = fs::read_dir(folder()).unwrap().map(Result::unwrap);
    let (names, sizes): (BTreeSet<String>, Vec<u64>) =
        files.map(|file| (file.file_name().into_string().unwrap(), file.metadata().unwrap().len())).unzip();
    let made_by = ["README.md", "expected.json", "make.py"].map(str::to_owned).into();
    assert_eq!(&names - &made_by, listed);
    assert!(listed.len() >= 30 && sizes.iter().sum::<u64>() < 300_000);
}
