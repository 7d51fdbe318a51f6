//! The workspace's words for what cannot be read.

use rust_decimal::Decimal;

use crate::app::words::{Lang, typed_fault};
use crate::book::BookFault;
use crate::policy::model::{Facts, Policy};
use crate::roster::code::CodeFault;
use crate::roster::{Reason, SheetRole, Target};
use crate::values::display::{in_large_units, is_rounded};

/// An amount in little room: exact in large units where it can be, else the figure; ≈ where it is rounded to the fen.
pub fn figure(lang: Lang, yuan: Decimal) -> String {
    let short = lang.short_yuan(yuan);
    match short.find(['（', '(']) {
        Some(_) if is_rounded(yuan) => ["≈ ", &lang.yuan_parts(yuan).0].concat(),
        Some(_) => lang.yuan_parts(yuan).0,
        None => short,
    }
}

/// A large sum in few letters: in Chinese 约 and four decimals of 万 or 亿 where it is longer.
pub fn about(lang: Lang, yuan: Decimal) -> String {
    match (lang, in_large_units(yuan)) {
        (Lang::Zh, Some((number, zeros, exact))) => {
            [if exact { "" } else { "约 " }, &number, if zeros == 8 { " 亿元" } else { " 万元" }].concat()
        }
        _ => figure(lang, yuan),
    }
}

/// Why a cell is told and how to mend it.
pub fn reason(lang: Lang, facts: &Facts, reason: &Reason) -> String {
    let fixed = |zh: &'static str, en: &'static str| lang.t(zh, en).to_owned();
    match reason {
        Reason::Typed(fault) => typed_fault(lang, *fault).to_owned(),
        Reason::NotYesNo => fixed("这里要填“是”“否”或“不清楚”。", "Write yes, no or unknown."),
        Reason::NotAChoice { fact, word } => {
            let values = facts.get(*fact).map(|fact| &fact.values[..]).unwrap_or_default();
            let known: Vec<&str> = values.iter().map(|value| lang.of(&value.label)).collect();
            match lang.t("zh", "en") {
                "zh" => format!("没有“{word}”这个选项。可填：{}。", known.join("、")),
                _ => format!("“{word}” is none of the values: {}.", known.join(", ")),
            }
        }
        Reason::ProgramFault => fixed(
            "表格软件在这一格显示错误。请改成数值或文字。",
            "The spreadsheet shows an error here. Write a value instead.",
        ),
        Reason::NoOwner => fixed("这一行没有写企业名称。", "The row names no applicant."),
        Reason::UnknownOwner => fixed(
            "企业名单里没有这个名称或代码。请改成名单里的写法。",
            "No applicant of the list has this name or code. Write it as in the list.",
        ),
        Reason::NoName => fixed("没有写企业名称。", "The applicant has no name."),
        Reason::Code(CodeFault::Length) => {
            fixed("统一社会信用代码应为 18 位。", "A unified social credit code has 18 characters.")
        }
        Reason::Code(CodeFault::Character) => fixed(
            "含有代码不用的字符（不用 I、O、S、V、Z）。",
            "It holds a character that codes do not use (I, O, S, V, Z).",
        ),
        Reason::Code(CodeFault::CheckCharacter) => {
            fixed("校验位不符，请逐位核对。", "The check character does not fit. Compare it digit by digit.")
        }
        Reason::SameName { row } | Reason::SameCode { row } => match lang.t("zh", "en") {
            "zh" => format!("与第 {row} 行重复。确为两家可保留，否则请移除一行。"),
            _ => format!("The same as in row {row}. Keep both if they are two, else leave one out."),
        },
        Reason::UnknownWord => fixed("看不懂这个词。", "This word is not known here."),
        Reason::Rule(words) => words.clone(),
        Reason::NotAProfile(words) => [lang.t("这一行不是填报数据。", "The line is no profile. "), words].concat(),
    }
}

/// Why a file is not read and what to do.
pub fn book_fault(lang: Lang, fault: &BookFault) -> String {
    let fixed = |zh: &'static str, en: &'static str| lang.t(zh, en).to_owned();
    match fault {
        BookFault::Empty => fixed("文件是空的。", "The file is empty."),
        BookFault::Password => fixed(
            "文件有密码。请在表格软件中去掉密码，另存后再导入。",
            "The file has a password. Save it without one and import it again.",
        ),
        BookFault::OldFormat => {
            fixed("这是旧版 .xls 文件。请在表格软件中另存为 .xlsx。", "This is an old .xls file. Save it as .xlsx.")
        }
        BookFault::NotAWorkbook => fixed(
            "这不是 .xlsx 工作簿。可导入 .xlsx、.csv、.json 或 .jsonl。",
            "This is no .xlsx workbook. Import .xlsx, .csv, .json or .jsonl.",
        ),
        BookFault::NotText => fixed(
            "读不出文字。请另存为 .xlsx，或以 UTF-8、GB18030、UTF-16 保存为 .csv。",
            "No text can be read. Save it as .xlsx, or as .csv in UTF-8, GB18030 or UTF-16.",
        ),
        BookFault::TooLarge => fixed(
            "文件太大：最多 200 MB，解开后最多 1.5 GB。请分成几份。",
            "The file is too large: 200 MB at most, 1.5 GB unpacked. Split it.",
        ),
        BookFault::TooManyColumns { sheet } => match lang.t("zh", "en") {
            "zh" => format!("工作表“{sheet}”超过 1,000 列。请删去多余的列。"),
            _ => format!("Sheet “{sheet}” has more than 1,000 columns. Remove what is not needed."),
        },
        BookFault::TooManyRows { sheet } => match lang.t("zh", "en") {
            "zh" => format!("工作表“{sheet}”超过 300,000 行。请分成几份。"),
            _ => format!("Sheet “{sheet}” has more than 300,000 rows. Split it."),
        },
        BookFault::Suspicious => fixed(
            "文件里有表格软件不会写的内容，为安全起见没有打开。请用表格软件另存后再导入。",
            "The file holds what no spreadsheet program writes and was not opened. Save it anew and import it again.",
        ),
        BookFault::Damaged(words) => match lang.t("zh", "en") {
            "zh" => format!("文件已损坏或不完整，没有导入。请重新保存。（{words}）"),
            _ => format!("The file is damaged or cut off and was not imported. Save it anew. ({words})"),
        },
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
    let row = if let SheetRole::Table(table) = role { policy.facts.table_at(table) } else { None };
    match target {
        Target::Ignored => lang.t("不导入", "Not imported").to_owned(),
        Target::Owner => lang.t("企业名称", "Applicant").to_owned(),
        Target::Code => lang.t("统一社会信用代码", "Unified social credit code").to_owned(),
        Target::Id => lang.t("编号", "Id").to_owned(),
        Target::Name => match row {
            Some(row) => [lang.of(&row.row_label), lang.t("名称", " name")].concat(),
            None => lang.t("名称", "Name").to_owned(),
        },
        Target::Project => lang.t("所属项目", "Project").to_owned(),
        Target::Matter => lang.t("所属事项", "Matter").to_owned(),
        Target::Untagged => lang.t("未标明的项目和事项", "Untagged").to_owned(),
        Target::Claim => lang.t("事项编号", "Claim").to_owned(),
        Target::State => lang.t("评定进展", "State").to_owned(),
        Target::Fact(fact) => policy.facts.get(fact).map_or("", |fact| lang.of(&fact.short)).to_owned(),
    }
}
