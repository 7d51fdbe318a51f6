//! Rows of nobody among rows of applicants: heads that stand again, sums, notes, signatures.

use super::plan::SheetPlan;
use super::read_cell::{is_same_name, same_name};
use crate::book::Cell;

/// Whether the heads stand again in a row, as they do at each part of a long list: every filled cell holds its column's
/// head.
pub(super) fn is_heads(plan: &SheetPlan, cells: &[Cell]) -> bool {
    let says = |cell: &Cell, head: &str| match cell {
        Cell::Text(text) => is_same_name(text, head),
        Cell::Number(_) => cell.text() == head,
        _ => false,
    };
    let same = |(place, cell): (usize, &Cell)| {
        cell.is_blank() || plan.columns.get(place).is_some_and(|column| says(cell, &column.head))
    };
    cells.iter().enumerate().all(same)
}

/// What rows that add up others are called.
const SUMS: [&str; 9] = ["合计", "总计", "小计", "共计", "累计", "total", "grandtotal", "subtotal", "sum"];

/// What stands before notes and signatures.
const NOTES: [&str; 36] = [
    "注",
    "附注",
    "备注",
    "说明",
    "填表说明",
    "制表",
    "制表人",
    "制表单位",
    "制表日期",
    "制表时间",
    "填表",
    "填表人",
    "填表单位",
    "填表日期",
    "填报人",
    "填报单位",
    "填报日期",
    "审核",
    "审核人",
    "复核",
    "复核人",
    "经办人",
    "负责人",
    "单位负责人",
    "联系人",
    "联系电话",
    "日期",
    "签字",
    "盖章",
    "以下空白",
    "note",
    "notes",
    "remark",
    "remarks",
    "preparedby",
    "checkedby",
];

/// Whether a name says that its row is no applicant's: 合计, 小计（12 家）, Total:, 注：…, 制表人：…, —, or the column's head
/// once more.
pub(super) fn says_nobody(name: &str, head: &str) -> bool {
    let name = same_name(name);
    let word = name.split(['(', ':']).next().unwrap_or_default();
    let numbered = || name.strip_prefix('注').is_some_and(|rest| rest.starts_with(|mark: char| mark.is_ascii_digit()));
    !name.chars().any(char::is_alphanumeric)
        || SUMS.contains(&word)
        || NOTES.contains(&word)
        || numbered()
        || is_same_name(&name, head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_notes_and_heads_are_nobody() {
        let rows = [
            "合 计",
            "小计（3家）",
            "Total:",
            "注：以上信息由企业自报",
            "注1：自报",
            "备注: x",
            "说明：略",
            "制表人：张三",
            "填表人：李四",
            "审核：",
            "—",
            "……",
            "企业 名称",
        ];
        for name in rows {
            assert!(says_nobody(name, "企业名称"), "{name}");
        }
        for name in ["注册会计师事务所", "合计科技公司", "说明书印刷厂", "审核通（北京）科技公司", "甲", "3M 中国"]
        {
            assert!(!says_nobody(name, "企业名称"), "{name}");
        }
    }
}
