//! The native program: its doors, exit codes and streams.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const SOUND: &str = r#"{"format":"changping-profile/1","as_of":"2026-06-01"}"#;

fn run(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_selfcheck"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_sound_profile_gives_a_report() {
    let output = run(&["assess", "-"], SOUND.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(json(&output)["format"], "changping-report/1");
}

#[test]
fn a_broken_profile_gives_errors_and_exit_2() {
    let output = run(&["assess", "-"], b"{}");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(json(&output)["format"], "changping-errors/1");
}

#[test]
fn bytes_that_are_no_utf8() {
    let output = run(&["assess", "-"], b"{\"format\":\"\xff\"}");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(json(&output)["errors"][0]["code"], "E_JSON");
}

#[test]
fn too_large_is_told_even_when_it_is_no_utf8() {
    let output = run(&["assess", "-"], &vec![0xff; 1_048_577]);
    assert_eq!(json(&output)["errors"][0]["code"], "E_TOO_LARGE");
}

#[test]
fn a_file_that_does_not_exist() {
    let output = run(&["assess", "no-such-file.json"], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no-such-file.json"));
    assert!(output.stdout.is_empty());
}

#[test]
fn lines_in_lines_out_in_order() {
    let input = format!("{SOUND}\n\n{{}}\n{SOUND}\n");
    let output = run(&["assess", "--jsonl", "-"], input.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let formats: Vec<&str> = lines.iter().map(|line| line["format"].as_str().unwrap()).collect();
    assert_eq!(formats, ["changping-report/1", "changping-errors/1", "changping-errors/1", "changping-report/1"]);
    assert_eq!(lines[1]["errors"][0]["code"], "E_JSON", "a blank line");
    assert_eq!(lines[0], lines[3]);
}

#[test]
fn lines_with_carriage_returns_and_no_last_newline() {
    let output = run(&["assess", "--jsonl", "-"], format!("{SOUND}\r\n{SOUND}").as_bytes());
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 2);
}

#[test]
fn a_line_and_a_file_give_the_same_report() {
    let single = run(&["assess", "-"], SOUND.as_bytes()).stdout;
    let line = run(&["assess", "--jsonl", "-"], SOUND.as_bytes()).stdout;
    assert_eq!(String::from_utf8(single).unwrap().trim_end(), String::from_utf8(line).unwrap().trim_end());
}

#[test]
fn no_input_no_lines() {
    let output = run(&["assess", "--jsonl", "-"], b"");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
}

#[test]
fn the_policy_it_carries() {
    let policy = json(&run(&["policy"], b""));
    assert_eq!(policy["policy"]["document"]["id"], "changping-2026-6");
    assert!(policy["digest"].as_str().unwrap().starts_with("sha256-"));
}

#[test]
fn the_shipped_folder_passes_the_check_and_another_fails() {
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/policy-data/changping-2026-6");
    assert_eq!(run(&["check", shipped], b"").status.code(), Some(0));
    let output = run(&["check", env!("CARGO_MANIFEST_DIR")], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("document.json"));
}

#[test]
fn help_version_and_wrong_use() {
    for (args, code) in [(&["--help"][..], 0), (&["--version"], 0), (&[], 1), (&["assess"], 1), (&["fly"], 1)] {
        let output = run(args, b"");
        assert_eq!(output.status.code(), Some(code), "{args:?}");
        assert!(!output.stdout.is_empty() || !output.stderr.is_empty());
    }
    let version = run(&["--version"], b"").stdout;
    assert!(String::from_utf8(version).unwrap().contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn advice_names_questions_near_misses_and_deadlines() {
    let profile = r#"{"format":"changping-profile/1","as_of":"2026-11-22","applicant":{"founded_on":"2025-03-10",
        "is_tech_company":true,"founder_origin":"university","founder_is_main_shareholder":true},"financing_rounds":[]}"#;
    let output = run(&["advise", "-"], profile.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let advice = json(&output);
    assert_eq!(advice["format"], "changping-advice/1");
    assert_eq!(advice["questions"][0]["fact"], "applicant.roles");
    assert_eq!(advice["near_misses"][0]["claim"], "6.2a");
    assert_eq!(advice["near_misses"][0]["changes"][0]["table"], "financing_rounds");
    assert_eq!(advice["deadlines"][0]["last_day"], "2027-03-09");
    assert_eq!(advice["deadlines"][0]["days_left"], 107);
    assert_eq!(advice["deadlines"][0]["unclear"]["from"], "2027-03-10");
    assert_eq!(advice["deadlines"][0]["unclear"]["until"], "2027-03-10");
    assert_eq!(run(&["advise", "-"], b"{}").status.code(), Some(2));
}
