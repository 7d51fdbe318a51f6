//! The workspace's words for what cannot be read.

use rust_decimal::Decimal;

use crate::app::faults;
use crate::app::words::{Lang, typed_fault};
use crate::book::BookFault;
use crate::policy::model::{Facts, Policy};
use crate::roster::code::CodeFault;
use crate::roster::plan::EVALUATIONS;
use crate::roster::{CellFault, Reason, Repair, SheetRole, Target};
use crate::values::TypedFault;
use crate::values::display::{grouped, is_rounded};

/// An amount in little room: exact in large units where it can be, else the figure; ≈ where it is rounded to the fen.
pub fn figure(lang: Lang, yuan: Decimal) -> String {
    let short = lang.short_yuan(yuan);
    match short.find(['（', '(']) {
        Some(_) if is_rounded(yuan) => ["≈ ", &lang.yuan_parts(yuan).0].concat(),
        Some(_) => lang.yuan_parts(yuan).0,
        None => short,
    }
}

/// An amount in a cell of the table, where its title says it in full: 约 where it is rounded, 起 where more may come.
pub fn cell(lang: Lang, yuan: Decimal, more: bool) -> String {
    let rounded = if is_rounded(yuan) { lang.t("约 ", "about ") } else { "" };
    let whole = match lang {
        Lang::Zh => [rounded, figure(lang, yuan).trim_start_matches("≈ ")].concat(),
        Lang::En => [rounded, grouped(yuan).trim_end_matches(".00")].concat(),
    };
    // What does not fit is told in large units: the end of a figure is not cut off, nor what stands behind it.
    let shown = if lang == Lang::Zh && whole.chars().count() > MOST_LETTERS { about(lang, yuan) } else { whole };
    let (from, on) = match lang {
        _ if !more => ("", ""),
        Lang::Zh => ("", " 起"),
        Lang::En => ("from ", ""),
    };
    [from, &shown, on].concat()
}

/// Letters that a cell of the table has room for.
const MOST_LETTERS: usize = 11;

/// A large sum in few letters, as a figure that nobody takes for exact: 约 and two decimals of 万 or 亿 where it is
/// longer; in English millions and billions.
pub fn about(lang: Lang, yuan: Decimal) -> String {
    let units: [(u64, &str); 2] = match lang {
        Lang::Zh => [(100_000_000, " 亿元"), (10_000, " 万元")],
        Lang::En => [(1_000_000_000, " billion"), (1_000_000, " million")],
    };
    let fits = units.into_iter().find(|(size, _)| yuan >= Decimal::from(*size));
    let Some((size, unit)) = fits else { return figure(lang, yuan) };
    let exact = yuan / Decimal::from(size);
    let rounded = exact.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    let sign = lang.t("", "CNY ");
    [if rounded == exact { "" } else { lang.t("约 ", "about ") }, sign, &rounded.normalize().to_string(), unit].concat()
}

/// A wording in Chinese and English; what is said of the case goes where `{}` stands.
type Words = (&'static str, &'static str);

/// Words with values in their places.
fn fill(words: &str, values: &[&str]) -> String {
    let mut values = values.iter();
    words.split("{}").flat_map(|part| [part, values.next().copied().unwrap_or_default()]).collect()
}

/// Why a cell is told and how to mend it.
pub fn of_cell(lang: Lang, facts: &Facts, fault: &CellFault) -> String {
    let zeros = if let Repair::Value { zeros, .. } = fault.repair { zeros } else { 0 };
    let is_state = || fault.repair.pointer().is_some_and(|at| at.split('/').nth(1) == Some(EVALUATIONS));
    let plain = match &fault.reason {
        // What it may look like depends on the column's unit.
        Reason::Typed(TypedFault::NotAnAmount) if zeros > 0 => lang.t("这里要填金额。", "Write an amount.").to_owned(),
        // Not every amount is a cost, which would be 0 where there is none.
        Reason::Typed(TypedFault::NegativeAmount) => {
            lang.t("金额不能是负数。", "An amount cannot be negative.").to_owned()
        }
        Reason::UnknownWord if fault.value.trim().is_empty() && is_state() => lang
            .t(
                "没有写评定进展。可填：已通过、未通过、评定中、未申请、不清楚。",
                "The state is not written. Write passed, failed, under way, not applied or not sure.",
            )
            .to_owned(),
        // Profiles have no other sheets.
        Reason::SameName { row } if fault.head.is_empty() => reason(lang, facts, &Reason::SameCode { row: *row }),
        other => reason(lang, facts, other),
    };
    if zeros == 0 { plain } else { [&plain, lang.t("", " "), &how_read(lang, zeros)].concat() }
}

/// How what is typed is read in a column whose amounts are in a unit: a number without one is not in yuan.
fn how_read(lang: Lang, zeros: u32) -> String {
    let (unit, number) = (unit(lang, zeros), if zeros > 4 { "6" } else { "600" });
    let words = lang.t(
        "本列单位是{}：填 {} 即 {} {}；也可以写明单位，如 600万元。",
        "This column is in {}: {} means {} × {}. Or write the unit, such as 6,000,000元.",
    );
    fill(words, &[unit, number, number, unit])
}

/// The unit of a column's amounts.
pub fn unit(lang: Lang, zeros: u32) -> &'static str {
    match zeros {
        3 => lang.t("千元", "1,000 yuan"),
        4 => lang.t("万元", "10,000 yuan"),
        6 => lang.t("百万元", "million yuan"),
        7 => lang.t("千万元", "10 million yuan"),
        8 => lang.t("亿元", "100 million yuan"),
        _ => lang.t("元", "yuan"),
    }
}

/// A reason in words, whatever cell it is told of.
fn reason(lang: Lang, facts: &Facts, reason: &Reason) -> String {
    let (_, (zh, en)) = told(reason);
    let words = lang.t(zh, en);
    match reason {
        Reason::Typed(fault) => typed_fault(lang, *fault).to_owned(),
        Reason::NotAChoice { fact, word } => {
            let values = facts.get(*fact).map(|fact| &fact.values[..]).unwrap_or_default();
            let known: Vec<&str> = values.iter().map(|value| lang.of(&value.label)).collect();
            fill(words, &[word, &known.join(lang.t("、", ", "))])
        }
        Reason::SameName { row } | Reason::SameCode { row } => fill(words, &[&row.to_string()]),
        Reason::SameItem { row } => fill(words, &[&row.to_string(), &row.to_string()]),
        Reason::Rule(why) | Reason::NotAProfile(why) => {
            let of_format = || if why.starts_with("E_") { faults::of_format(lang, why) } else { why };
            fill(words, &[faults::constraint(facts, lang, why).unwrap_or_else(of_format)])
        }
        _ => words.to_owned(),
    }
}

/// The kind of a reason in few words, the same for all cells that are mended in the same way.
pub fn reason_kind(lang: Lang, reason: &Reason) -> &'static str {
    let ((zh, en), _) = told(reason);
    lang.t(zh, en)
}

/// The kind of a reason, and the reason itself.
fn told(reason: &Reason) -> (Words, Words) {
    const CODE: Words = ("统一社会信用代码有误", "no valid code");
    match reason {
        // What cannot be read says why itself.
        Reason::Typed(_) => (("金额、日期或数量读不出", "no amount, day or count"), ("", "")),
        Reason::NotYesNo => {
            (("不是“是”或“否”", "neither yes nor no"), ("这里要填“是”“否”或“不清楚”。", "Write yes, no or unknown."))
        }
        Reason::NotAChoice { .. } => (
            ("没有这个选项", "none of the values"),
            ("没有“{}”这个选项。可填：{}。", "“{}” is none of the values: {}."),
        ),
        Reason::ProgramFault => (
            ("表格软件显示错误", "an error of the spreadsheet"),
            (
                "表格软件在这一格显示错误。请改成数值或文字。",
                "The spreadsheet shows an error here. Write a value instead.",
            ),
        ),
        Reason::NoResult => (
            ("公式没有结果", "a formula without a result"),
            (
                "文件里没有保存这个公式的结果。请用表格软件打开、保存后重新导入，或在这里填写数值。",
                "The file does not hold this formula's result. Open and save it in a spreadsheet program and import it again, or write the value here.",
            ),
        ),
        Reason::NoOwner => {
            (("没有写是哪家企业", "names no applicant"), ("这一行没有写企业名称。", "The row names no applicant."))
        }
        Reason::UnknownOwner => (
            ("名单里没有这家企业", "not in the list"),
            (
                "企业名单里没有这个名称或代码。请改成名单里的写法。",
                "No applicant of the list has this name or code. Write it as in the list.",
            ),
        ),
        Reason::NoName => (
            ("没有写企业名称", "no name"),
            (
                "没有写企业名称。请补上；这一行不是企业的，请移除。",
                "The applicant has no name. Write it, or leave the row out if it is no applicant.",
            ),
        ),
        Reason::Code(CodeFault::Length) => {
            (CODE, ("统一社会信用代码应为 18 位。", "A unified social credit code has 18 characters."))
        }
        Reason::Code(CodeFault::Character) => (
            CODE,
            (
                "含有代码不用的字符（不用 I、O、S、V、Z）。",
                "It holds a character that codes do not use (I, O, S, V, Z).",
            ),
        ),
        Reason::Code(CodeFault::CheckCharacter) => {
            (CODE, ("校验位不符，请逐位核对。", "The check character does not fit. Compare it digit by digit."))
        }
        Reason::SameName { .. } => (
            ("重复", "the same twice"),
            (
                "与第 {} 行重复。确为两家可保留，否则请移除一行。其他工作表里这个名称的行都算在第一家名下；用统一社会信用代码可以分开。",
                "The same as in row {}. Keep both if they are two, else leave one out. Rows of other sheets under this name count for the first of them; credit codes tell them apart.",
            ),
        ),
        Reason::SameCode { .. } => (
            ("重复", "the same twice"),
            (
                "与第 {} 行重复。确为两家可保留，否则请移除一行。",
                "The same as in row {}. Keep both if they are two, else leave one out.",
            ),
        ),
        Reason::Total => (
            ("像是合计或说明", "perhaps a sum or a note"),
            (
                "这一行像是合计或说明，不是企业，但已按企业计入。不是企业请移除，确为企业可保留。",
                "The row seems to be a sum or a note, but counts as an applicant. Leave it out if it is no applicant, else keep it.",
            ),
        ),
        Reason::Foreign => (
            ("外币", "a foreign currency"),
            (
                "这一列是外币，条文只按人民币计算。请换算成人民币后填写。",
                "The column is in a foreign currency, and the policy counts in yuan only. Write the amount in yuan.",
            ),
        ),
        Reason::UnknownWord => (("看不懂的词", "an unknown word"), ("看不懂这个词。", "This word is not known here.")),
        Reason::SameItem { .. } => (
            ("重复", "the same twice"),
            (
                "第 {} 行已填写同一事项，内容不同；以第 {} 行为准。",
                "Row {} says something else of the same item; row {} counts.",
            ),
        ),
        Reason::KnownItem => (("重复", "the same twice"), ("该事项已填写。", "This item has been told of already.")),
        Reason::Rule(_) => (("与其他内容矛盾", "against a rule"), ("{}", "{}")),
        Reason::NotAProfile(_) => {
            (("不是填报数据", "no profile"), ("这一行不是填报数据。{}", "The line is no profile. {}"))
        }
    }
}

/// Why a file is not read and what to do.
pub fn book_fault(lang: Lang, fault: &BookFault) -> String {
    let (zh, en) = refused(fault);
    let words = lang.t(zh, en);
    match fault {
        BookFault::TooManyColumns { sheet } | BookFault::TooManyRows { sheet } => fill(words, &[sheet]),
        _ => words.to_owned(),
    }
}

fn refused(fault: &BookFault) -> Words {
    match fault {
        BookFault::Empty => ("文件是空的。", "The file is empty."),
        BookFault::Password => (
            "文件有密码。请在表格软件中去掉密码，另存后再导入。",
            "The file has a password. Save it without one and import it again.",
        ),
        BookFault::OldFormat => {
            ("这是旧版 .xls 文件。请在表格软件中另存为 .xlsx。", "This is an old .xls file. Save it as .xlsx.")
        }
        BookFault::NotAWorkbook => (
            "这不是 .xlsx 工作簿。可导入 .xlsx、.csv、.json 或 .jsonl。",
            "This is no .xlsx workbook. Import .xlsx, .csv, .json or .jsonl.",
        ),
        BookFault::NotText => (
            "读不出文字。请另存为 .xlsx，或以 UTF-8、GB18030、UTF-16 保存为 .csv。",
            "No text can be read. Save it as .xlsx, or as .csv in UTF-8, GB18030 or UTF-16.",
        ),
        BookFault::TooLarge => (
            "文件太大：最多 200 MB，解开后最多 1 GB，其中文字最多 200 MB。请分成几份。",
            "The file is too large: 200 MB at most, 1 GB unpacked, of which 200 MB of text. Split it.",
        ),
        BookFault::TooManyColumns { .. } => (
            "工作表“{}”超过 1,000 列。请删去多余的列。",
            "Sheet “{}” has more than 1,000 columns. Remove what is not needed.",
        ),
        BookFault::TooManyRows { .. } => {
            ("工作表“{}”超过 300,000 行。请分成几份。", "Sheet “{}” has more than 300,000 rows. Split it.")
        }
        BookFault::Suspicious => (
            "文件里有表格软件不会写的内容，为安全起见没有打开。请用表格软件另存后再导入。",
            "The file holds what no spreadsheet program writes and was not opened. Save it anew and import it again.",
        ),
        BookFault::Damaged => (
            "文件已损坏或不完整，没有导入。请在表格软件中打开并另存，再导入。",
            "The file is damaged or cut off and was not imported. Open it in a spreadsheet program, save it anew and import it again.",
        ),
        BookFault::NoRoom => (
            "内存不足，文件没有写成。请关闭其他页面，或筛选后分几次导出。",
            "There is not enough memory to write the file. Close other pages, or export fewer applicants at a time.",
        ),
        BookFault::WebPage => (
            "这是网页格式的文件，不是工作簿（有些系统导出的 .xls 就是这样）。请在表格软件中打开，另存为 .xlsx。",
            "This is a web page, no workbook, as some systems export it under the name .xls. Open it in a spreadsheet program and save it as .xlsx.",
        ),
        BookFault::Pdf => (
            "这是 PDF 文件，不能作为名单读取。请改用 .xlsx 或 .csv。",
            "This is a PDF document, which cannot be read as a list. Use .xlsx or .csv.",
        ),
        BookFault::Picture => (
            "这是图片，不能作为名单读取。请改用 .xlsx 或 .csv。",
            "This is a picture, which cannot be read as a list. Use .xlsx or .csv.",
        ),
    }
}

/// What the rows of a sheet are.
pub fn role(lang: Lang, policy: &Policy, role: SheetRole) -> String {
    match role {
        SheetRole::Applicants => lang.of(&policy.facts.applicant_sheet).to_owned(),
        SheetRole::Table(table) => policy.facts.table_at(table).map_or("", |t| lang.of(&t.sheet)).to_owned(),
        SheetRole::Evaluations => lang.t("评定", "Evaluations").to_owned(),
        SheetRole::Tags => lang.t("标签", "Tags").to_owned(),
        SheetRole::Ignored => lang.t("不导入", "Not imported").to_owned(),
    }
}

/// What a column holds; also the head of the column in files that are written.
pub fn target(lang: Lang, policy: &Policy, role: SheetRole, target: Target) -> String {
    lang.of(&target.label(&policy.facts, role)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EMBEDDED_POLICY;
    use crate::policy::Bundle;

    #[test]
    fn what_is_said_of_the_case_stands_in_its_place_as_it_is() {
        assert_eq!(fill("“{}”：{}。", &["{}", "甲"]), "“{}”：甲。");
        let fault = BookFault::TooManyRows { sheet: "{}表".into() };
        assert_eq!(book_fault(Lang::Zh, &fault), "工作表“{}表”超过 300,000 行。请分成几份。");
        assert_eq!(fill(told(&Reason::NoOwner).1.1, &[]), "The row names no applicant.");
    }

    fn fault(reason: Reason, repair: Repair, value: &str) -> CellFault {
        let place = crate::roster::Place { sheet: 0, row: 2, column: 1 };
        CellFault { id: 0, place, head: "列".into(), value: value.into(), reason, repair }
    }

    #[test]
    fn a_told_amount_says_how_its_column_is_read() {
        let facts = Bundle::from_json(EMBEDDED_POLICY).unwrap().policy.facts;
        let value = |zeros| Repair::Value {
            applicant: 0,
            pointer: String::new(),
            fact: crate::policy::FactRef::Applicant(0),
            zeros,
        };
        let told = |why, zeros, lang| of_cell(lang, &facts, &fault(Reason::Typed(why), value(zeros), "十万"));
        let (wrong, below) = (TypedFault::NotAnAmount, TypedFault::NegativeAmount);
        let words = told(wrong, 4, Lang::Zh);
        assert_eq!(words, "这里要填金额。本列单位是万元：填 600 即 600 万元；也可以写明单位，如 600万元。");
        assert!(told(below, 8, Lang::Zh).contains("填 6 即 6 亿元"));
        assert!(told(wrong, 4, Lang::En).contains("600 means 600 × 10,000 yuan"));
        assert!(!told(wrong, 4, Lang::En).contains("6 million"));
        assert!(told(wrong, 0, Lang::Zh).contains("6,000,000"));
        assert_eq!(told(below, 0, Lang::Zh), "金额不能是负数。");
    }

    #[test]
    fn a_state_that_is_not_written_is_told_so() {
        let facts = Bundle::from_json(EMBEDDED_POLICY).unwrap().policy.facts;
        let told = |value: &str| {
            let repair = Repair::Word { applicant: 0, pointer: "/evaluations/1".into() };
            of_cell(Lang::Zh, &facts, &fault(Reason::UnknownWord, repair, value))
        };
        assert!(told("").starts_with("没有写评定进展"));
        assert_eq!(told("一半"), "看不懂这个词。");
    }

    #[test]
    fn of_two_of_a_name_it_is_said_whose_other_rows_are() {
        let facts = Bundle::from_json(EMBEDDED_POLICY).unwrap().policy.facts;
        let told = |reason| of_cell(Lang::Zh, &facts, &fault(reason, Repair::None { applicant: 1 }, "甲"));
        assert!(told(Reason::SameName { row: 5 }).starts_with("与第 5 行重复"));
        assert!(told(Reason::SameName { row: 5 }).contains("都算在第一家名下"));
        assert!(!told(Reason::SameCode { row: 5 }).contains("都算在第一家名下"));
    }

    #[test]
    fn a_broken_rule_is_told_in_the_language_that_is_spoken() {
        let facts = Bundle::from_json(EMBEDDED_POLICY).unwrap().policy.facts;
        for constraint in &facts.constraints {
            let broken = Reason::Rule(constraint.message.zh.clone());
            assert_eq!(reason(Lang::En, &facts, &broken), constraint.message.en);
            assert_eq!(reason(Lang::Zh, &facts, &broken), constraint.message.zh);
        }
        assert_eq!(reason(Lang::En, &facts, &Reason::Rule("E_INT_NEGATIVE".into())), "A count cannot be negative.");
        let former = Reason::Rule("数量不能小于零".into());
        assert_eq!(reason(Lang::En, &facts, &former), "数量不能小于零", "as an earlier version kept it");
    }
}
