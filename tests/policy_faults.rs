//! Broken policy data is refused, with words that a policy author understands. Each test makes one fault in a copy of
//! the shipped data.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use policy_selfcheck::policy::files;
use serde_json::{Value, json};

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/policy-data/changping-2026-6");

/// A copy of the shipped data that is removed with the value.
struct Copy(PathBuf);

impl Copy {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(folder.join("items")).unwrap();
        for part in ["", "items"] {
            for entry in fs::read_dir(Path::new(SHIPPED).join(part)).unwrap() {
                let entry = entry.unwrap();
                if entry.file_type().unwrap().is_file() {
                    fs::copy(entry.path(), folder.join(part).join(entry.file_name())).unwrap();
                }
            }
        }
        Self(folder)
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).unwrap()
    }

    /// Changes a file as JSON.
    fn change(self, file: &str, change: impl FnOnce(&mut Value)) -> Self {
        let mut value: Value = serde_json::from_str(&self.text(file)).unwrap();
        change(&mut value);
        fs::write(self.0.join(file), value.to_string()).unwrap();
        self
    }

    /// Changes a file as text, in exactly one place.
    fn replace(self, file: &str, old: &str, new: &str) -> Self {
        let text = self.text(file);
        assert!(text.contains(old), "{file} has no {old}");
        fs::write(self.0.join(file), text.replacen(old, new, 1)).unwrap();
        self
    }

    /// Asserts that the data is refused and that one message says all of `words`, at a place in `file`.
    #[track_caller]
    fn refused(self, file: &str, words: &[&str]) {
        let problems = files::load(&self.0).expect_err("the fault must be found");
        let told = problems.iter().any(|problem| {
            let line = problem.to_string();
            problem.file.starts_with(file) && words.iter().all(|word| line.contains(word))
        });
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(told, "no message in {file} with {words:?}:\n{}", lines.join("\n"));
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The item with an id in a file of items.
fn item<'v>(items: &'v mut Value, id: &str) -> &'v mut Value {
    items.as_array_mut().unwrap().iter_mut().find(|item| item["id"] == id).unwrap()
}

#[test]
fn the_shipped_data_is_sound() {
    files::load(Path::new(SHIPPED)).unwrap();
}

#[test]
fn a_sentence_nobody_claims() {
    let copy = Copy::new().change("remarks.json", |remarks| {
        remarks.as_array_mut().unwrap().retain(|remark| remark["id"] != "20-change");
    });
    copy.refused("", &["20", "实行期间如遇", "claim"]);
}

#[test]
fn a_remark_that_leaves_open_what_nobody_knows() {
    let copy = Copy::new().change("remarks.json", |remarks| {
        item(remarks, "20-change")["ambiguities"] = json!(["AMB-99"]);
    });
    copy.refused("remarks.json", &["20-change", "AMB-99"]);
}

#[test]
fn a_quote_changed_by_one_character() {
    let copy = Copy::new().change("items/article-05.json", |items| {
        let quote = &mut item(items, "5.1")["quotes"][0]["text"];
        *quote = json!(quote.as_str().unwrap().replace("30%", "31%"));
    });
    copy.refused("items", &["5.1", "quote"]);
}

#[test]
fn a_quote_in_a_condition_changed_by_one_character() {
    Copy::new()
        .change("items/article-05.json", |items| {
            item(items, "5.2")["condition"]["is_true"]["quote"]["text"] = json!("支持青年科学家、专业技术人员");
        })
        .refused("items", &["5.2", "quote"]);
}

#[test]
fn a_quote_from_another_sentence() {
    Copy::new()
        .change("items/article-05.json", |items| item(items, "5.1")["quotes"][0]["sentence"] = json!(1))
        .refused("items", &["5.1", "quote"]);
}

#[test]
fn a_quote_of_a_sentence_that_does_not_exist() {
    Copy::new()
        .change("items/article-05.json", |items| item(items, "5.1")["quotes"][0]["sentence"] = json!(9))
        .refused("items", &["5.1", "sentence"]);
}

#[test]
fn text_that_is_not_the_official_text() {
    Copy::new()
        .replace("text.json", "三年内研发费用", "两年内研发费用")
        .refused("text.json", &["official text", "line 27", "两年内研发费用"]);
}

#[test]
fn a_sentence_split_in_the_wrong_place() {
    let copy = Copy::new().change("text.json", |text| {
        let paragraph = text["articles"][4]["paragraphs"][0].as_array_mut().unwrap();
        let joined = paragraph.iter().map(|s| s.as_str().unwrap()).collect::<String>();
        *paragraph = vec![json!(joined)];
    });
    copy.refused("text.json", &["5"]);
}

#[test]
fn an_unknown_fact() {
    Copy::new()
        .replace("items/article-05.json", "projects.disruptive_team", "projects.disruptive_taem")
        .refused("items", &["5.2", "projects.disruptive_taem", "did you mean “projects.disruptive_team”"]);
}

#[test]
fn money_compared_with_a_date() {
    Copy::new()
        .change("items/article-06.json", |items| {
            let rounds = &mut item(items, "6.2b")["condition"]["all"][3]["some_row"]["fulfils"]["all"];
            rounds[1]["compare"]["than"] = json!({"date": "2026-04-21"});
        })
        .refused("items", &["6.2b", "money", "date"]);
}

#[test]
fn money_compared_with_a_date_fact() {
    Copy::new()
        .change("items/article-06.json", |items| {
            let rounds = &mut item(items, "6.2b")["condition"]["all"][3]["some_row"]["fulfils"]["all"];
            rounds[1]["compare"]["than"] = json!({"fact": "financing_rounds.obtained_on"});
        })
        .refused("items", &["6.2b", "money", "date"]);
}

#[test]
fn a_yes_no_test_on_an_amount() {
    Copy::new()
        .change("items/article-05.json", |items| {
            item(items, "5.2")["condition"]["is_true"]["fact"] = json!("projects.rd_cost");
        })
        .refused("items", &["5.2", "projects.rd_cost", "money"]);
}

#[test]
fn a_missing_translation() {
    Copy::new()
        .change("items/article-05.json", |items| {
            item(items, "5.1")["title"].as_object_mut().unwrap().remove("en");
        })
        .refused("items/article-05.json", &["English", "missing"]);
}

#[test]
fn a_sentence_without_its_translation() {
    Copy::new()
        .change("text.json", |text| {
            text["articles"][4]["translation"][0].as_array_mut().unwrap().pop();
        })
        .refused("text.json", &["article 5", "translation"]);
}

#[test]
fn an_empty_chinese_wording() {
    Copy::new()
        .change("facts.json", |facts| facts["applicant"][0]["label"]["zh"] = json!(" "))
        .refused("facts.json", &["Chinese", "missing"]);
}

#[test]
fn an_unknown_ambiguity() {
    Copy::new().replace("items/article-05.json", "\"AMB-14\"", "\"AMB-99\"").refused("items", &["5.1", "AMB-99"]);
}

#[test]
fn a_procedure_that_is_no_point_of_the_document() {
    Copy::new()
        .replace("document.json", "\"procedure_ambiguity\": \"AMB-12\"", "\"procedure_ambiguity\": \"AMB-13\"")
        .refused("document.json", &["procedure_ambiguity", "AMB-13", "ambiguities"]);
}

#[test]
fn a_word_for_two_values() {
    Copy::new().replace("facts.json", "\"央企\"", "\"大学\"").refused("facts.json", &["大学", "two"]);
}

#[test]
fn an_ambiguity_twice() {
    Copy::new()
        .change("ambiguities.json", |list| {
            let first = list[0].clone();
            list.as_array_mut().unwrap().push(first);
        })
        .refused("ambiguities.json", &["AMB-01", "two"]);
}

#[test]
fn an_item_twice() {
    Copy::new()
        .change("items/article-05.json", |items| {
            let first = items[0].clone();
            items.as_array_mut().unwrap().push(first);
        })
        .refused("items", &["5.1", "two"]);
}

#[test]
fn a_column_of_another_table() {
    Copy::new()
        .change("items/article-05.json", |items| {
            item(items, "5.2")["condition"]["is_true"]["fact"] = json!("special_funds.is_special_fund");
        })
        .refused("items", &["5.2", "special_funds.is_special_fund"]);
}

#[test]
fn a_value_the_fact_does_not_have() {
    Copy::new()
        .replace("items/article-08.json", "\"municipal\"", "\"provincial\"")
        .refused("items", &["8.2", "provincial"]);
}

#[test]
fn money_without_an_amount() {
    Copy::new()
        .change("items/article-05.json", |items| {
            item(items, "5.2").as_object_mut().unwrap().remove("amount");
        })
        .refused("items", &["5.2", "amount"]);
}

#[test]
fn conditions_that_refer_to_each_other_in_a_circle() {
    Copy::new()
        .change("items/article-11.json", |items| {
            item(items, "11.2a")["condition"]["all"][0] = json!({"condition_of": "11.2b"});
        })
        .refused("items", &["11.2"]);
}

#[test]
fn a_key_that_does_not_exist() {
    Copy::new()
        .replace("items/article-05.json", "\"per_row\"", "\"per_rwo\"")
        .refused("items/article-05.json", &["per_rwo"]);
}

#[test]
fn a_fact_that_no_question_asks() {
    Copy::new()
        .change("facts.json", |facts| {
            facts["groups"][2]["facts"].as_array_mut().unwrap().pop();
        })
        .refused("facts.json", &["founded_on", "question groups"]);
}

#[test]
fn a_file_that_is_no_json() {
    Copy::new().replace("stacking.json", "{", "").refused("stacking.json", &["no valid JSON"]);
}

#[test]
fn a_file_that_is_missing() {
    let copy = Copy::new();
    fs::remove_file(copy.0.join("remarks.json")).unwrap();
    copy.refused("remarks.json", &["cannot be read"]);
}

#[test]
fn a_rate_above_one() {
    Copy::new().replace("items/article-05.json", "\"0.3\"", "\"30\"").refused("items", &["5.1", "rate"]);
}

#[test]
fn stacking_of_an_item_that_does_not_exist() {
    Copy::new().replace("stacking.json", "\"6.2b\"", "\"6.2z\"").refused("stacking.json", &["6.2z"]);
}

#[test]
fn several_faults_are_told_at_once() {
    let copy = Copy::new()
        .replace("items/article-05.json", "projects.disruptive_team", "projects.disruptive_taem")
        .replace("items/article-08.json", "\"municipal\"", "\"provincial\"");
    let problems = files::load(&copy.0).unwrap_err();
    assert!(problems.iter().any(|p| p.message.contains("disruptive_taem")));
    assert!(problems.iter().any(|p| p.message.contains("provincial")));
}
