//! What the shipped policy holds: counts that change only when the text or its agreed reading changes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use policy_selfcheck::policy::model::{AmountRule, ItemKind};

mod support;

/// The items in the order of the text.
const IDS: &str = "3.1 4.1 4.2 5.1 5.2 6.1 6.2a 6.2b 7.1a 7.1b 7.2 7.3 8.1a 8.1b 8.2 9.1 9.2 10.1 10.2 10.3 10.4a \
                   10.4b 10.5 11.0a 11.1 11.0b 11.2a 11.2b 12.0 12.1 12.2 13.0 13.1 13.2 13.3 14.0 14.1 14.2a 14.2b \
                   14.2c 14.3 15.0 15.1 16.1 16.2a 16.2b 16.3 17.1 18.1";

/// The words of articles `from` to `to`.
fn words(from: u16, to: u16) -> String {
    let articles = support::assessor().policy().text.articles.iter();
    articles.filter(|a| (from..=to).contains(&a.article)).flat_map(|a| a.paragraphs.concat()).collect()
}

#[test]
fn wording_of_the_operative_articles_is_counted() {
    let text = words(3, 18);
    let counts = [
        ("经评定", 13),
        ("综合评价", 4),
        ("择优", 1),
        ("年度", 6),
        ("每年", 4),
        ("一次性", 2),
        ("再给予", 2),
        ("一定", 10),
    ];
    for (word, count) in counts {
        assert_eq!(text.matches(word).count(), count, "{word}");
    }
}

#[test]
fn digits_of_the_operative_sentences_are_the_stated_ones() {
    let text = words(3, 18);
    let rates: Vec<&str> = text.split('%').collect();
    let before: Vec<String> = rates[..rates.len() - 1]
        .iter()
        .map(|part| part.chars().rev().take_while(char::is_ascii_digit).collect::<Vec<_>>().into_iter().rev().collect())
        .collect();
    assert_eq!(before, ["30", "30", "50", "50", "5"]);
    assert_eq!(text.chars().filter(char::is_ascii_digit).count(), 9, "no other digits stand in articles 3 to 18");
}

#[test]
fn every_item_is_there_in_the_order_of_the_text() {
    let ids: Vec<&str> = support::assessor().policy().items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, IDS.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn kinds_and_amounts_are_counted() {
    let items = &support::assessor().policy().items;
    let shares = items.iter().filter(|i| matches!(i.amount, Some(AmountRule::Share(_)))).count();
    let unspecified = items.iter().filter(|i| matches!(i.amount, Some(AmountRule::Unspecified(_)))).count();
    let kind = |kind| items.iter().filter(|item| item.kind == kind).count();
    assert_eq!((shares, unspecified), (5, 17));
    assert_eq!((kind(ItemKind::Money), kind(ItemKind::Fund)), (22, 1));
    assert_eq!(kind(ItemKind::Honour) + kind(ItemKind::Service), 2);
    assert_eq!(kind(ItemKind::Direction) + kind(ItemKind::Government), 24);
}

#[test]
fn evaluation_is_asked_where_the_text_asks_for_it() {
    let items = &support::assessor().policy().items;
    let without: Vec<&str> = items
        .iter()
        .filter(|item| item.kind == ItemKind::Money && item.evaluations.is_empty())
        .map(|item| item.id.as_str())
        .collect();
    assert_eq!(without, ["8.2", "14.2a", "14.2b", "14.2c", "14.3"]);
    let comprehensive: Vec<&str> = items
        .iter()
        .filter(|item| item.evaluations.iter().any(|wording| wording == "comprehensive"))
        .map(|item| item.id.as_str())
        .collect();
    assert_eq!(comprehensive, ["4.2", "13.1", "13.2", "13.3"]);
}

#[test]
fn there_are_52_ambiguities_and_each_touches_something() {
    let policy = support::assessor().policy();
    assert_eq!(policy.ambiguities.len(), 52);
    let said = serde_json::to_string(&(&policy.items, &policy.stacking, &policy.document)).unwrap();
    for ambiguity in &policy.ambiguities {
        assert!(said.contains(&format!("\"{}\"", ambiguity.id)), "{} touches nothing", ambiguity.id);
    }
}

#[test]
fn nothing_promises_money_or_denies_a_cap() {
    let said = serde_json::to_string(support::assessor().policy()).unwrap();
    for word in ["上不封顶", "您将获得", "一定能", "保证获得"] {
        assert!(!said.contains(word), "{word}");
    }
}

#[test]
fn the_small_reader_loses_nothing() {
    use policy_selfcheck::policy::Bundle;
    for folder in ["policy-data/changping-2026-6", "tests/policies/brookfield-2031"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let text = policy_selfcheck::policy::files::load(&folder).unwrap();
        assert_eq!(serde_json::to_string(&Bundle::from_json(&text).unwrap()).unwrap(), text);
    }
    assert!(Bundle::from_json("{}").is_err());
}
