//! How rules and formulas of the policy read.

use super::*;
use crate::EMBEDDED_POLICY;
use crate::policy::Bundle;

fn policy() -> Policy {
    Bundle::from_json(EMBEDDED_POLICY).unwrap().policy
}

/// Every leaf of a condition in words.
fn leaves<'p>(reader: Reader<'p>, condition: &'p Condition, out: &mut Vec<String>) {
    match condition {
        Condition::All(members) | Condition::Any(members) => {
            for member in members {
                leaves(reader, member, out);
            }
        }
        Condition::Not(inner) => leaves(reader, inner, out),
        Condition::Softened(soft) => leaves(reader, &soft.condition, out),
        Condition::SomeRow(rows) => leaves(reader, &rows.fulfils, out),
        Condition::ConditionOf(id) => leaves(reader, reader.other(id).unwrap(), out),
        leaf => out.push(reader.rule(leaf, false).unwrap().words),
    }
}

#[test]
fn every_rule_of_every_item_has_words_in_both_languages() {
    let policy = policy();
    for lang in [Lang::Zh, Lang::En] {
        let reader = Reader { policy: &policy, lang };
        for condition in policy.items.iter().filter_map(|item| item.condition.as_ref()) {
            let mut words = Vec::new();
            leaves(reader, condition, &mut words);
            assert!(!words.is_empty() && words.iter().all(|rule| rule.chars().count() > 2), "{words:?}");
            let line = reader.line(condition, false).unwrap();
            assert!(words.iter().all(|rule| line.contains(rule)), "{line} lacks one of {words:?}");
        }
    }
}

#[test]
fn rules_and_formulas_read_well() {
    let policy = policy();
    let reader = Reader { policy: &policy, lang: Lang::Zh };
    let item = |id: &str| policy.items.iter().find(|item| item.id == id).unwrap();
    let mut words = Vec::new();
    leaves(reader, item("6.2b").condition.as_ref().unwrap(), &mut words);
    assert!(words.contains(&"创办人来自：高校、科研机构、医疗卫生机构 之一".to_owned()), "{words:?}");
    assert!(words.contains(&"投后估值不低于 ¥100,000,000.00（1亿元）".to_owned()), "{words:?}");
    assert!(words.contains(&"获得投资日期在成立日期起 3 年内（周年当天条文不明）".to_owned()), "{words:?}");
    assert_eq!(
        reader.formula(item("5.1").amount.as_ref().unwrap()).unwrap(),
        "30% × （研发费用 + 房租费用 + 装修费用 + （固定资产投资 − 房产、土地购置费用））"
    );
    assert_eq!(reader.formula(item("5.2").amount.as_ref().unwrap()), None);
}
