//! The results: totals, verdicts, known amounts, reasons, and the cells that could not be read.

use rust_decimal::Decimal;

use super::super::session::Session;
use super::super::words;
use super::{column, yes_no};
use crate::app::card::path_words;
use crate::app::markdown::amount_in_words;
use crate::app::unwritten::procedure;
use crate::app::words::Lang;
use crate::book::{BookFault, Column, OutCell, XlsxWriter, letters};
use crate::engine::Status;
use crate::policy::model::{AmountRule, Item};
use crate::roster::{Applicant, CellFault};

/// Most rows of a sheet of reasons.
const MOST_REASONS: u32 = 1_000_000;

/// Heads and widths of the table of results.
pub fn result_columns(lang: Lang) -> Vec<Column> {
    let heads = [
        (lang.t("企业名称", "Applicant"), 28),
        (lang.t("统一社会信用代码", "Unified social credit code"), 22),
        (lang.t("已知金额合计·从严口径（元）", "Known amounts, strict reading (CNY)"), 20),
        (lang.t("已知金额合计·从宽口径（元）", "Known amounts, lenient reading (CNY)"), 20),
        (lang.t("合计是否已算出", "Total worked out"), 12),
        (lang.t("已计入的金额是否可能更高", "Counted amounts may be higher"), 14),
        (lang.t("自述符合、未载明金额（项）", "Claims without stated amount"), 16),
        (lang.t("条文不明（项）", "Unclear claims"), 12),
        (lang.t("还缺信息（个）", "Facts missing"), 12),
        (lang.t("最近的期限", "Next last day"), 14),
    ];
    heads.into_iter().map(|(head, width)| column(head, width)).collect()
}

pub fn result_cells(lang: Lang, one: &Applicant) -> [OutCell<'_>; 10] {
    let summary = &one.summary;
    let number = |count: usize| OutCell::Number(count.into());
    // A bare 0 would say more than the answers do.
    let total = |yuan: Decimal| if yuan.is_zero() { OutCell::Empty } else { OutCell::Money(yuan) };
    [
        OutCell::Text(&one.name),
        OutCell::Text(&one.code),
        total(summary.lower),
        total(summary.upper),
        OutCell::Common(yes_no(lang, summary.settled)),
        OutCell::Common(yes_no(lang, summary.open)),
        number(summary.unspecified.into()),
        number(summary.unclear.into()),
        number(summary.missing.len()),
        summary.deadlines.first().map_or(OutCell::Empty, |(day, _)| OutCell::Date(*day)),
    ]
}

/// Heads of the text table: the results and every item.
pub fn table_heads(session: &Session) -> Vec<String> {
    let items = session.assessor.policy().items.iter();
    let mut heads: Vec<String> = result_columns(session.lang).into_iter().map(|column| column.head).collect();
    heads.extend(items.map(|item| session.lang.of(&item.title).to_owned()));
    heads
}

pub fn table_cells<'a>(session: &Session, one: &'a Applicant) -> Vec<OutCell<'a>> {
    let lang = session.lang;
    let mut cells = result_cells(lang, one).to_vec();
    cells.extend(one.summary.statuses.iter().map(|status| OutCell::Common(lang.status(*status))));
    cells
}

/// The applicant, and a column per item.
pub fn item_columns(session: &Session, wanted: fn(&Item) -> bool) -> Vec<Column> {
    let items = session.assessor.policy().items.iter().filter(|item| wanted(item));
    let name = column(session.lang.t("企业名称", "Applicant"), 28);
    std::iter::once(name).chain(items.map(|item| column(session.lang.of(&item.title), 18))).collect()
}

/// Whether an item's amount is computed.
pub fn computed(item: &Item) -> bool {
    matches!(item.amount, Some(AmountRule::Share(_)))
}

pub fn verdicts(lang: Lang, one: &Applicant) -> Vec<OutCell<'_>> {
    let statuses = one.summary.statuses.iter().map(|status| OutCell::Common(lang.status(*status)));
    std::iter::once(OutCell::Text(&one.name)).chain(statuses).collect()
}

/// What counted claims come to, item by item; nothing where none counts.
pub fn known<'a>(session: &Session, one: &'a Applicant) -> Vec<OutCell<'a>> {
    let items = (0_u16..).zip(&session.assessor.policy().items).filter(|(_, item)| computed(item));
    let cells = items.map(|(number, _)| one.counted(number).map_or(OutCell::Empty, |(yuan, _)| OutCell::Money(yuan)));
    std::iter::once(OutCell::Text(&one.name)).chain(cells).collect()
}

pub fn reason_columns(lang: Lang) -> Vec<Column> {
    let heads = [
        (lang.t("企业名称", "Applicant"), 28),
        (lang.t("条款", "Article"), 10),
        (lang.t("支持事项", "Item"), 28),
        (lang.t("项目或合同等", "Row"), 16),
        (lang.t("结论", "Verdict"), 24),
        (lang.t("金额", "Amount"), 32),
        (lang.t("还缺", "Missing"), 36),
        (lang.t("条文原文", "Text"), 60),
    ];
    heads.into_iter().map(|(head, width)| column(head, width)).collect()
}

/// Every claim of an applicant that is not refused, with why. `counts`: rows so far, and rows that did not fit.
pub fn reasons(
    session: &Session,
    writer: &mut XlsxWriter,
    one: &Applicant,
    (rows, left_out): (&mut u32, &mut u32),
) -> Result<(), BookFault> {
    let (lang, assessor) = (session.lang, session.assessor);
    let policy = assessor.policy();
    let Ok(profile) = assessor.read(&one.profile.text()) else { return Ok(()) };
    let report = assessor.report(&profile);
    for item in report.items.iter().filter(|item| item.status != Status::DirectionOnly) {
        for claim in item.claims.iter().filter(|claim| claim.status != Status::NotEligible) {
            if *rows == MOST_REASONS {
                *left_out += 1;
                continue;
            }
            *rows += 1;
            let article = item.item.quotes.first().map(|quote| lang.article(quote.article)).unwrap_or_default();
            let words: Vec<String> = claim.missing.iter().map(|path| path_words(lang, &policy.facts, path)).collect();
            writer.row(&[
                OutCell::Text(&one.name),
                OutCell::Common(&article),
                OutCell::Common(lang.of(&item.item.title)),
                OutCell::Text(claim.key.split_once('#').map_or("", |(_, row)| row)),
                OutCell::Common(lang.status(claim.status)),
                OutCell::Text(&amount_in_words(lang, policy, item, claim)),
                OutCell::Text(&words.join(lang.t("、", ", "))),
                OutCell::Common(item.item.quotes.first().map_or("", |quote| &quote.text)),
            ])?;
        }
    }
    Ok(())
}

pub fn told_columns(lang: Lang) -> Vec<Column> {
    let heads = [
        (lang.t("工作表", "Sheet"), 16),
        (lang.t("单元格", "Cell"), 10),
        (lang.t("列", "Column"), 24),
        (lang.t("所属企业", "Whose"), 28),
        (lang.t("内容", "What stands there"), 24),
        (lang.t("原因", "Reason"), 60),
    ];
    heads.into_iter().map(|(head, width)| column(head, width)).collect()
}

pub fn told(session: &Session, writer: &mut XlsxWriter, name: &str, fault: &CellFault) -> Result<(), BookFault> {
    let sheet = session.roster.sheets.get(usize::from(fault.place.sheet)).map_or("", String::as_str);
    let cell = [letters(usize::from(fault.place.column)), fault.place.row.to_string()].concat();
    let reason = words::of_cell(session.lang, &session.assessor.policy().facts, fault);
    writer.row(&[
        OutCell::Common(sheet),
        OutCell::Text(&cell),
        OutCell::Text(&session.head(fault)),
        OutCell::Text(name),
        OutCell::Text(&fault.value),
        OutCell::Text(&reason),
    ])
}

pub fn about(session: &Session, writer: &mut XlsxWriter, left_out: u32) -> Result<(), BookFault> {
    let (lang, document) = (session.lang, &session.assessor.policy().document);
    writer.sheet(lang.t("说明", "About"), &[])?;
    let left_out = match lang.t("zh", "en") {
        _ if left_out == 0 => String::new(),
        "zh" => format!("“原因”表超过行数上限，有 {left_out} 行没有写入。"),
        _ => format!("{left_out} rows did not fit into the sheet of reasons."),
    };
    let lines = [
        lang.of(&document.title),
        &document.number,
        &[lang.t("测算日：", "As of: "), &lang.date(session.as_of)].concat(),
        lang.of(&document.disclaimer),
        procedure(lang, session.assessor.policy()).unwrap_or_default(),
        lang.unofficial(),
        lang.t("合计只含已计入且已知的金额；没有这样的金额，或测算日不在施行期内时留空，这时各项结论和金额只供参考。从严口径和从宽口径是对重复享受规则的两种读法，都不是主管部门核定的金额，也不是上限。", "Totals hold counted and known amounts only. They are left empty where there is none, and where the measure is not in force on the day of assessment: verdicts and amounts are for information only then. The strict and the lenient reading differ in what may be combined; neither is what the authority grants, nor a bound of it."),
        lang.t("“合计是否已算出”为“否”时，金额尚未定下来：还缺信息、条文不明，或已计入的金额可能更高。", "Where a total is not settled, facts are missing, the text is unclear, or counted amounts may be higher."),
        &[lang.t("政策数据摘要：", "Digest of the policy data: "), session.assessor.digest()].concat(),
        &[lang.t("程序版本：", "Engine: "), crate::ENGINE_VERSION].concat(),
        lang.t("“企业”等各表可以修改后重新导入；读不出的单元格按原样写在原处。", "The sheets of answers can be changed and imported again; cells that could not be read stand in them as they were."),
        &left_out,
    ];
    lines.iter().filter(|line| !line.is_empty()).try_for_each(|line| writer.row(&[OutCell::Text(line)]))
}
