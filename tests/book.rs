//! Spreadsheets in and out: what is written is read back, hostile files are refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::io::{Cursor, Write};

use policy_selfcheck::book::{Book, BookFault, Cell, Column, CsvWriter, OutCell, XlsxWriter};
use policy_selfcheck::values::Date;
use proptest::prelude::*;
use rust_decimal::Decimal;
use zip::write::SimpleFileOptions;

/// All rows of a sheet.
fn rows(book: &mut Book, sheet: usize) -> Result<Vec<(u32, Vec<Cell>)>, BookFault> {
    let mut rows = book.rows(sheet)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next_row()? {
        all.push((row.number, row.cells.to_vec()));
    }
    Ok(all)
}

fn read(name: &str, bytes: Vec<u8>) -> Result<Vec<(u32, Vec<Cell>)>, BookFault> {
    rows(&mut Book::open(name, bytes)?, 0)
}

/// The rows of a text file, of which what has been read is given up after every so many rows.
fn given_up(words: &str, after: usize) -> Vec<(u32, Vec<Cell>)> {
    let mut book = Book::open("x.csv", words.as_bytes().to_vec()).unwrap();
    let mut all = Vec::new();
    let mut rows = book.rows(0).unwrap();
    while let Some(row) = rows.next_row().unwrap() {
        all.push((row.number, row.cells.to_vec()));
        let share = rows.progress();
        if all.len() % after == 0
            && let Some(passed) = rows.passed(1)
        {
            drop(rows);
            book.give_up(passed);
            rows = book.rows(0).unwrap();
            assert!((rows.progress() - share).abs() < 0.2, "{} of {}", rows.progress(), share);
        }
    }
    all
}

fn fault(bytes: Vec<u8>) -> BookFault {
    read("x.xlsx", bytes).expect_err("a fault")
}

fn text(words: &str) -> Cell {
    Cell::Text(words.into())
}

/// A workbook with these parts.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with one sheet whose data are given as XML.
fn workbook(sheet_data: &str, shared: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    packed(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "_rels/.rels",
            format!(r#"<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#).as_bytes(),
        ),
        (
            "xl/workbook.xml",
            format!(r#"<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#).as_bytes(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(r#"<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#).as_bytes(),
        ),
        ("xl/sharedStrings.xml", shared.as_bytes()),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{main}">{sheet_data}</worksheet>"#).as_bytes(),
        ),
    ])
}

#[test]
fn text_tables_as_people_have_them() {
    for (file, expected) in [
        ("a,b\r\n1,\"x,\"\"y\"\"\"\r\n", vec![(1, vec![text("a"), text("b")]), (2, vec![text("1"), text("x,\"y\"")])]),
        ("a;b\n1;2,5\n", vec![(1, vec![text("a"), text("b")]), (2, vec![text("1"), text("2,5")])]),
        ("a\tb\n1\t2\n", vec![(1, vec![text("a"), text("b")]), (2, vec![text("1"), text("2")])]),
        ("a,b\n\"two\nlines\",2\n", vec![(1, vec![text("a"), text("b")]), (2, vec![text("two\nlines"), text("2")])]),
        ("a,b\n,\n\n3\n", vec![(1, vec![text("a"), text("b")]), (4, vec![text("3")])]),
        ("a,b\r1,2", vec![(1, vec![text("a"), text("b")]), (2, vec![text("1"), text("2")])]),
    ] {
        assert_eq!(read("x.csv", file.as_bytes().to_vec()), Ok(expected), "{file:?}");
    }
}

#[test]
fn what_is_no_table_says_what_it_is() {
    assert_eq!(Book::open("x", Vec::new()).err(), Some(BookFault::Empty));
    assert_eq!(Book::open("x", b" \r\n".to_vec()).err(), Some(BookFault::Empty));
    assert_eq!(fault(vec![0xFF, 0x00, 0x00, 0x01, 0x80]), BookFault::NotText);
    assert_eq!(fault(packed(&[("word/document.xml", b"<x/>")])), BookFault::NotAWorkbook);
    let page = b"<html><body><table><tr><td>a</td></tr></table></body></html>";
    assert_eq!(fault(page.to_vec()), BookFault::WebPage);
    assert_eq!(fault([b"\xEF\xBB\xBF\r\n", &page[..]].concat()), BookFault::WebPage);
    assert_eq!(fault(b"%PDF-1.7\n1 0 obj".to_vec()), BookFault::Pdf);
    assert_eq!(fault(b"\x89PNG\r\n\x1A\n0000".to_vec()), BookFault::Picture);
    let compound = [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 600]].concat();
    assert_eq!(fault(compound.clone()), BookFault::OldFormat);
    let locked: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(fault([compound, locked].concat()), BookFault::Password);
}

#[test]
fn hostile_workbooks_are_refused() {
    let entities = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>";
    assert_eq!(fault(workbook("<sheetData/>", entities)), BookFault::Suspicious);
    let announced = format!(r#"<sst uniqueCount="{}"></sst>"#, u64::MAX);
    assert_eq!(fault(workbook("<sheetData/>", &announced)), BookFault::Suspicious);
    let far = r#"<sheetData><row r="1"><c r="XFD1048576"><v>1</v></c></row></sheetData>"#;
    assert!(matches!(fault(workbook(far, "<sst/>")), BookFault::TooManyColumns { .. }));
    let wide: String = (0..20_000).map(|_| "<c><v>1</v></c>").collect();
    let wide = format!("<sheetData><row r=\"1\">{wide}</row></sheetData>");
    assert!(matches!(fault(workbook(&wide, "<sst/>")), BookFault::TooManyColumns { .. }));
    let wide = ["a,".repeat(1_000_000), "b".into()].concat();
    assert!(matches!(fault(wide.into_bytes()), BookFault::TooManyColumns { .. }));
    // Small files that unpack to much. How little of them is unpacked, the module's own tests count.
    let far_too_much = "A".repeat(20 << 20);
    let one = format!("<sheetData><row><c t=\"inlineStr\"><is><t>{far_too_much}</t></is></c></row></sheetData>");
    for (packed, why) in [
        (workbook(&one, "<sst/>"), BookFault::Suspicious),
        (workbook("<sheetData/>", &format!("<sst><si><t>{far_too_much}</t></si></sst>")), BookFault::Suspicious),
    ] {
        assert!(packed.len() < 1 << 20, "{}", packed.len());
        assert_eq!(fault(packed), why);
    }
    // Elements within each other without end, and ends that fit no beginning.
    let deep = "<a>".repeat(100_000);
    assert_eq!(fault(workbook(&deep, "<sst/>")), BookFault::Suspicious);
    assert_eq!(fault(workbook("<sheetData></row>", "<sst/>")), BookFault::Damaged);
    let cut = workbook(far, "<sst/>");
    for part in [9, 2, 1] {
        assert_eq!(fault(cut[..cut.len() * part / 10].to_vec()), BookFault::Damaged);
    }
}

/// The longest text that a cell can hold, in the longest way of writing it, is read.
#[test]
fn the_longest_cell_is_read() {
    let long = "&#1114109;".repeat(32_767);
    let data = format!("<sheetData><row><c t=\"inlineStr\"><is><t>{long}</t></is></c></row></sheetData>");
    let found = read("x.xlsx", workbook(&data, "<sst/>")).unwrap();
    assert_eq!(found[0].1, [Cell::Text("\u{10FFFD}".repeat(32_767))]);
}

#[test]
fn a_far_row_alone_is_read_without_the_rows_before() {
    let far = r#"<sheetData><row r="1048576"><c r="B1048576"><v>7</v></c></row></sheetData>"#;
    let expected = vec![(1_048_576, vec![Cell::Empty, Cell::Number(7.0)])];
    assert_eq!(read("x.xlsx", workbook(far, "<sst/>")), Ok(expected));
}

#[test]
fn a_written_workbook_offers_choices_and_reads_back() {
    let column = |head: &str, choices: &[&str]| Column {
        head: head.into(),
        width: 12,
        choices: choices.iter().map(|&choice| choice.to_owned()).collect(),
        note: "说明".into(),
        ..Column::default()
    };
    let mut writer = XlsxWriter::new();
    writer
        .sheet("企业", &[column("名称", &[]), column("是否", &["是", "否"]), column("金额", &[]), column("日期", &[])])
        .unwrap();
    let day = Date::new(2026, 4, 21).unwrap();
    let cells =
        [OutCell::Text("=1+1 & <b>"), OutCell::Empty, OutCell::Money(Decimal::new(1_234_567, 2)), OutCell::Date(day)];
    writer.row(&cells).unwrap();
    writer.sheet("企业", &[]).unwrap();
    writer.row(&[OutCell::Number(Decimal::ONE)]).unwrap();
    let bytes = writer.finish().unwrap();
    let mut book = Book::open("x.xlsx", bytes).unwrap();
    let names: Vec<&str> = book.sheets().iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["企业", "企业 2"]);
    let row = vec![text("=1+1 & <b>"), Cell::Empty, Cell::Number(12_345.67), Cell::Date(day)];
    let heads = ["名称", "是否", "金额", "日期"].map(text).to_vec();
    assert_eq!(rows(&mut book, 0), Ok(vec![(1, heads), (2, row)]));
    assert_eq!(rows(&mut book, 1), Ok(vec![(1, vec![Cell::Number(1.0)])]));
}

#[test]
fn texts_never_become_formulas() {
    let mut writer = CsvWriter::new();
    for words in ["=cmd|' /C calc'!A0", "+1", "-2", "@x", "\tx"] {
        writer.row(&[OutCell::Text(words), OutCell::Money(Decimal::from(-5))]).unwrap();
    }
    let bytes = writer.finish().unwrap();
    let file = String::from_utf8(bytes.clone()).unwrap();
    for line in file.trim_start_matches('\u{FEFF}').lines() {
        assert!(line.starts_with('\'') && line.ends_with(",-5"), "{line}");
    }
    assert_eq!(read("x.csv", bytes).unwrap()[0].1[0], text("=cmd|' /C calc'!A0"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Rows keep their numbers and cells when the text before them is given up.
    #[test]
    fn a_text_can_be_given_up_as_it_is_read(
        pieces in prop::collection::vec(prop::sample::select(&["a", "甲", ",", "\n", "\r\n", "\r", "\n\n", "\"x\r\ny\"", "\"", "\u{feff}", " "][..]), 1..40),
        after in 1_usize..4,
    ) {
        let words = ["甲,乙\n", &pieces.concat()].concat();
        prop_assert_eq!(given_up(&words, after), read("x.csv", words.into_bytes()).unwrap());
    }

    /// What is written is read back, from either kind of file.
    #[test]
    fn there_and_back(table in prop::collection::vec(prop::collection::vec("[^\\x00-\\x1f\u{FFFE}\u{FFFF}']{0,12}", 1..6), 1..8)) {
        let mut xlsx = XlsxWriter::new();
        let columns: Vec<Column> = (0..6).map(|n| Column { head: format!("h{n}"), ..Column::default() }).collect();
        xlsx.sheet("s", &columns).unwrap();
        let mut csv = CsvWriter::new();
        for row in &table {
            let cells: Vec<OutCell<'_>> = row.iter().map(|words| OutCell::Text(words)).collect();
            xlsx.row(&cells).unwrap();
            csv.row(&[&[OutCell::Text("x"), OutCell::Text(",")], &cells[..]].concat()).unwrap();
        }
        let wanted = |first: &[Cell]| -> Vec<Vec<Cell>> {
            let cell = |words: &String| if words.is_empty() { Cell::Empty } else { text(words) };
            table.iter().map(|row| first.iter().cloned().chain(row.iter().map(cell)).collect()).collect()
        };
        let trimmed = |rows: Vec<Vec<Cell>>| -> Vec<Vec<Cell>> {
            let trim = |mut row: Vec<Cell>| { while row.last() == Some(&Cell::Empty) { row.pop(); } row };
            rows.into_iter().map(trim).filter(|row| !row.iter().all(Cell::is_blank)).collect()
        };
        let plain = |rows: Vec<(u32, Vec<Cell>)>| rows.into_iter().map(|(_, row)| row).collect::<Vec<_>>();
        let back = plain(read("x.xlsx", xlsx.finish().unwrap()).unwrap());
        prop_assert_eq!(trimmed(back.into_iter().skip(1).collect()), trimmed(wanted(&[])));
        let back = plain(read("x.csv", csv.finish().unwrap()).unwrap());
        prop_assert_eq!(trimmed(back), trimmed(wanted(&[text("x"), text(",")])));
    }

    /// Damaged and cut-off workbooks, and any bytes at all, are read or refused, never fatal.
    #[test]
    fn damage_is_never_fatal(place in any::<prop::sample::Index>(), change in any::<u8>(), cut in any::<bool>(), any in prop::collection::vec(any::<u8>(), 0..64)) {
        let mut bytes = workbook(r#"<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>1+1</f><v>2</v></c></row></sheetData>"#, "<sst uniqueCount=\"1\"><si><t>x</t></si></sst>");
        let at = place.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] = change }
        let _ = read("x.xlsx", bytes);
        let _ = read("x.csv", any.clone());
        let _ = read("x.xlsx", [b"PK\x03\x04", &any[..]].concat());
    }
}
