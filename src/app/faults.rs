//! What is wrong with a profile, in words of either language: what, and at which field of which row.

use super::words::Lang;
use crate::policy::Policy;
use crate::policy::layout::APPLICANT;
use crate::policy::model::Facts;
use crate::profile::Fault;

/// Most faults that are listed; a list that nobody reads to its end helps nobody.
const SHOWN: usize = 20;

/// What is wrong with a value. Constraints of a policy may share a code; their words say which it is.
pub fn what<'p>(facts: &'p Facts, lang: Lang, fault: &Fault<'_>) -> &'p str {
    constraint(facts, lang, &fault.message).unwrap_or_else(|| of_format(lang, fault.code))
}

/// The words of a policy's constraint, by those in Chinese.
pub fn constraint<'p>(facts: &'p Facts, lang: Lang, message: &str) -> Option<&'p str> {
    let constraint = facts.constraints.iter().find(|constraint| constraint.message.zh == message)?;
    Some(lang.of(&constraint.message))
}

/// What is wrong, by an error code of the format.
pub fn of_format(lang: Lang, code: &str) -> &'static str {
    match code {
        "E_JSON" => lang.t("这不是填报文件，或文件已损坏。", "This is no profile file, or it is damaged."),
        "E_FORMAT" => lang.t(
            "这不是本政策的填报文件。“存为数据”得到的是结果，不能载入。",
            "This is no profile for this measure. What “Save as data” gives is a result and cannot be loaded.",
        ),
        "E_UNKNOWN_FIELD" => lang.t("本政策没有这一项。", "This measure knows no such field."),
        "E_ENUM" => lang.t("不是可选的答案。", "This is none of the possible answers."),
        "E_DATE" => lang.t(
            "缺少日期，或日期不对：年份须在 1900 至 2199 之间，例如 2025-03-10。",
            "The day is missing or wrong: write it as 2025-03-10, in the years 1900 to 2199.",
        ),
        "E_MONEY" => lang.t("不是金额。", "This is no amount."),
        "E_MONEY_NEGATIVE" => lang.t("金额不能是负数。", "An amount cannot be negative."),
        "E_MONEY_PRECISION" => {
            lang.t("金额最多精确到分（两位小数）。", "Amounts go to the fen at most (two decimals).")
        }
        "E_MONEY_RANGE" => lang.t("金额太大。", "The amount is too large."),
        "E_INT_NEGATIVE" => lang.t("数量不能是负数。", "A count cannot be negative."),
        "E_DUPLICATE_ID" => lang.t("编号与前面一行重复。", "The row has the id of an earlier row."),
        "E_MISSING_ID" => lang.t("这一行没有编号。", "The row has no id."),
        "E_UNKNOWN_ITEM" => lang.t("没有对应的事项。", "There is no such item."),
        "E_TOO_LARGE" => lang.t("内容太大，超过 1 MB。", "It is too large: more than 1 MB."),
        _ => lang.t("内容的类型不对。", "The value is of the wrong kind."),
    }
}

/// What a field is called, by its JSON Pointer: 成果转化项目 1 · 房租费用. Empty for the profile as a whole; what the
/// policy does not know is quoted.
pub fn place(policy: &Policy, lang: Lang, pointer: &str) -> String {
    let mut parts = pointer.split('/').skip(1).map(|part| part.replace("~1", "/").replace("~0", "~"));
    let (Some(owner), second, third) = (parts.next(), parts.next(), parts.next()) else { return String::new() };
    let facts = &policy.facts;
    let quoted = |word: &str| [lang.t("“", "“"), word, lang.t("”", "”")].concat();
    let own = |key: &str| match key {
        "id" => lang.t("编号", "id").to_owned(),
        "name" => lang.t("名称", "name").to_owned(),
        "project" => lang.t("所属项目", "project").to_owned(),
        "matter" => lang.t("支持事项", "matter").to_owned(),
        other => quoted(other),
    };
    if owner == APPLICANT {
        let Some(name) = second else { return lang.t("企业情况", "applicant").to_owned() };
        let fact = facts.applicant.iter().find(|fact| fact.name == name);
        return fact.map_or_else(|| own(&name), |fact| lang.of(&fact.short).to_owned());
    }
    if let Some(table) = facts.tables.iter().find(|table| table.name == owner) {
        let Some(row) = second.and_then(|row| row.parse::<usize>().ok()) else {
            return lang.of(&table.label).to_owned();
        };
        let head = [lang.of(&table.row_label), " ", &row.saturating_add(1).to_string()].concat();
        let Some(key) = third else { return head };
        let column = table.columns.iter().find(|column| column.name == key);
        let name = column.map_or_else(|| own(&key), |column| lang.of(&column.short).to_owned());
        return [&head, " · ", &name].concat();
    }
    let behind = |words: &str| second.as_ref().map_or(words.to_owned(), |key| [words, &quoted(key)].concat());
    match owner.as_str() {
        "format" => String::new(),
        "as_of" => lang.t("测算日", "Day of assessment").to_owned(),
        "evaluations" => behind(lang.t("评定情况", "Evaluations ")),
        "tags" => behind(lang.t("项目和事项", "Projects and matters ")),
        "untagged_matters" => lang.t("未标明的事项", "Untagged matters").to_owned(),
        other => quoted(other),
    }
}

/// A field with what is wrong there.
pub fn sentence(lang: Lang, place: &str, what: &str) -> String {
    if place.is_empty() { what.to_owned() } else { [place, lang.t("：", ": "), what].concat() }
}

/// Every fault of a profile as a sentence of its own; past a number of them only how many more there are.
pub fn list(policy: &'static Policy, lang: Lang, faults: &[Fault<'_>]) -> Vec<String> {
    let words = |fault: &Fault<'_>| sentence(lang, &place(policy, lang, &fault.path), what(&policy.facts, lang, fault));
    let mut lines: Vec<String> = faults.iter().take(SHOWN).map(words).collect();
    if let Some(more) = faults.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let more = more.to_string();
        lines.push([lang.t("另有 ", "and "), &more, lang.t(" 处。", " more.")].concat());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EMBEDDED_POLICY;
    use crate::policy::Bundle;
    use crate::profile::FaultKind;
    use crate::report::Assessor;

    const KINDS: [FaultKind; 15] = [
        FaultKind::Json,
        FaultKind::Format,
        FaultKind::UnknownField,
        FaultKind::Type,
        FaultKind::Enum,
        FaultKind::Date,
        FaultKind::Money,
        FaultKind::MoneyNegative,
        FaultKind::MoneyPrecision,
        FaultKind::MoneyRange,
        FaultKind::IntNegative,
        FaultKind::DuplicateId,
        FaultKind::MissingId,
        FaultKind::UnknownItem,
        FaultKind::TooLarge,
    ];

    fn assessor() -> &'static Assessor {
        Box::leak(Box::new(Assessor::new(Bundle::from_json(EMBEDDED_POLICY).unwrap()).unwrap()))
    }

    fn is_chinese(text: &str) -> bool {
        text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
    }

    #[test]
    fn every_code_has_words_of_its_own_in_each_language() {
        for code in KINDS.iter().map(|kind| kind.code()) {
            let (zh, en) = (of_format(Lang::Zh, code), of_format(Lang::En, code));
            assert!(is_chinese(zh) && !is_chinese(en), "{code}: {zh} / {en}");
            assert!(!zh.contains("E_") && !en.contains("E_"), "{code}");
            assert_eq!(code == FaultKind::Type.code(), zh == of_format(Lang::Zh, "E_NONE"), "{code}");
        }
    }

    #[test]
    fn constraints_that_share_a_code_keep_their_own_words() {
        let facts = &assessor().policy().facts;
        for constraint in &facts.constraints {
            let message = (&*constraint.message.zh).into();
            let fault = Fault { code: &constraint.code, path: String::new(), message };
            assert_eq!(what(facts, Lang::En, &fault), constraint.message.en);
            assert_eq!(what(facts, Lang::Zh, &fault), constraint.message.zh);
        }
    }

    #[test]
    fn places_are_fields_and_rows_and_never_pointers() {
        let policy = assessor().policy();
        for table in &policy.facts.tables {
            for column in &table.columns {
                let pointer = format!("/{}/1/{}", table.name, column.name);
                let expected = format!("{} 2 · {}", table.row_label.zh, column.short.zh);
                assert_eq!(place(policy, Lang::Zh, &pointer), expected);
            }
        }
        for fact in &policy.facts.applicant {
            assert_eq!(place(policy, Lang::En, &format!("/{APPLICANT}/{}", fact.name)), fact.short.en);
        }
        for odd in ["", "/", "/zzz", "/a~1b/0", "/format", "/tags/x~1y", "/evaluations", "//0/"] {
            assert!(!place(policy, Lang::Zh, odd).starts_with('/'), "{odd}");
        }
    }

    #[test]
    fn a_long_list_is_cut_with_its_count() {
        let faults: Vec<Fault<'_>> = (0..50).map(|n| Fault::new(FaultKind::Type, format!("/zzz/{n}"))).collect();
        let lines = list(assessor().policy(), Lang::En, &faults);
        assert_eq!(lines.len(), SHOWN + 1);
        assert_eq!(lines.last().unwrap(), "and 30 more.");
    }
}
