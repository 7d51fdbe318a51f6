//! Guessing what sheets and columns mean from their names: exact words first, then likeness.

use super::plan::{ColumnPlan, Plan, SheetPlan, SheetRole, Target};
use super::read_cell::half;
use super::unit;
use crate::policy::model::{Facts, Policy, Text};

/// The beginning of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Name of the sheet.
    pub name: String,
    /// First rows with their numbers, as text.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// Rows at the beginning that may hold the heads.
pub const HEAD_ROWS: usize = 10;
/// Least likeness at which a head is taken for a target.
const ENOUGH: f32 = 0.6;

/// What the sheets of a file most likely mean. Sheets whose names say nothing are taken for what no other sheet is.
pub fn guess(policy: &Policy, previews: &[Preview]) -> Plan {
    let only = previews.len() == 1;
    let guessed: Vec<(bool, SheetPlan)> = previews.iter().map(|preview| sheet(policy, preview, only)).collect();
    let mut sheets: Vec<SheetPlan> = Vec::new();
    for (number, (named, plan)) in guessed.iter().enumerate() {
        let before = guessed.iter().take(number).any(|(_, other)| other.role == plan.role);
        let by_name = guessed.iter().any(|(named, other)| *named && other.role == plan.role);
        let taken = !named && (before || by_name);
        sheets.push(if taken { unread(policy, previews, number) } else { plan.clone() });
    }
    Plan { sheets }
}

/// A sheet that is not imported.
fn unread(policy: &Policy, previews: &[Preview], number: usize) -> SheetPlan {
    let Some(preview) = previews.get(number) else { return SheetPlan::default() };
    let (_, head_row, columns) = heads(&policy.facts, SheetRole::Ignored, preview);
    SheetPlan { name: preview.name.clone(), role: SheetRole::Ignored, head_row, columns, complete: false }
}

/// What a sheet most likely means, and whether its name says so.
fn sheet(policy: &Policy, preview: &Preview, only: bool) -> (bool, SheetPlan) {
    let facts = &policy.facts;
    let mut best: Option<(f32, bool, SheetPlan)> = None;
    for role in SheetRole::all(policy) {
        let likeness = role_names(facts, role).iter().map(|name| likeness(&preview.name, name)).fold(0.0, f32::max);
        let named = likeness >= ENOUGH;
        let (heads, head_row, columns) = heads(facts, role, preview);
        let plan = SheetPlan { name: preview.name.clone(), role, head_row, columns, complete: false };
        // A sheet's name says most; where it says nothing, more than whose row it is must be recognised.
        let tied = plan.column(Target::Owner).is_some() || plan.column(Target::Code).is_some();
        let told = plan.columns.iter().any(|column| matches!(column.target, Target::Fact(_) | Target::Claim));
        if !tied || !(named || only || told) {
            continue;
        }
        let score = heads + if named { 100.0 * likeness } else { 0.0 } + applicants_first(role, only);
        if best.as_ref().is_none_or(|(most, ..)| score > *most) {
            best = Some((score, named, plan));
        }
    }
    match best {
        Some((_, named, plan)) => (named, plan),
        None => (false, unread(policy, std::slice::from_ref(preview), 0)),
    }
}

fn applicants_first(role: SheetRole, only: bool) -> f32 {
    if only && role == SheetRole::Applicants { 0.5 } else { 0.0 }
}

/// What the columns of a sheet most likely mean when its rows are of this role and its heads in this row.
pub fn columns(facts: &Facts, role: SheetRole, heads: &[String]) -> Vec<ColumnPlan> {
    assign(facts, role, heads).1
}

/// The row of heads that fits best: how well, its number, its columns.
fn heads(facts: &Facts, role: SheetRole, preview: &Preview) -> (f32, u32, Vec<ColumnPlan>) {
    let mut best: Option<(f32, u32, Vec<ColumnPlan>)> = None;
    for (number, cells) in preview.rows.iter().take(HEAD_ROWS) {
        let (score, columns) = assign(facts, role, cells);
        // Of rows that fit alike the first, since heads may stand again further down. But where they follow each other the
        // last: heads merged over two rows stand in both.
        let fits = |most: f32, row: u32| score > most || (score > 0.0 && score >= most && *number == row + 1);
        if best.as_ref().is_none_or(|(most, row, _)| fits(*most, *row)) {
            best = Some((score, *number, columns));
        }
    }
    best.unwrap_or_default()
}

/// Gives each target to the head that is most like it, the likest pairs first.
fn assign(facts: &Facts, role: SheetRole, heads: &[String]) -> (f32, Vec<ColumnPlan>) {
    let mut pairs: Vec<(f32, usize, Target)> = Vec::new();
    for target in role.targets(facts) {
        let names = names(facts, role, target);
        for (place, head) in heads.iter().enumerate() {
            let like = names.iter().map(|name| likeness(head, name)).fold(0.0, f32::max);
            if like >= ENOUGH {
                pairs.push((like, place, target));
            }
        }
    }
    // A table's name for a row may also be the wording of a fact, which then means more.
    let is_fact = |target: Target| matches!(target, Target::Fact(_));
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| is_fact(b.2).cmp(&is_fact(a.2))));
    let mut columns: Vec<ColumnPlan> =
        heads.iter().map(|head| ColumnPlan::new(facts, head.clone(), Target::Ignored)).collect();
    let (mut score, mut used) = (0.0, Vec::new());
    let foreign = foreign(facts, heads, &pairs);
    for (like, place, target) in pairs.into_iter().filter(|(_, place, _)| !foreign.contains(place)) {
        let Some(column) = columns.get_mut(place) else { continue };
        if column.target == Target::Ignored && !used.contains(&target) {
            *column = ColumnPlan::new(facts, std::mem::take(&mut column.head), target);
            used.push(target);
            score += like;
        }
    }
    (score, columns)
}

/// Columns that most likely hold amounts in a foreign currency: they would be read as yuan, so nothing is guessed of them.
/// `pairs`: the likest first.
fn foreign(facts: &Facts, heads: &[String], pairs: &[(f32, usize, Target)]) -> Vec<usize> {
    let likest = |place: usize| pairs.iter().find(|(_, at, _)| *at == place).map(|(.., target)| *target);
    let is_foreign = |(place, head): (usize, &String)| {
        let money = unit::is_foreign(head) && likest(place).is_some_and(|target| unit::is_money(facts, target));
        money.then_some(place)
    };
    heads.iter().enumerate().filter_map(is_foreign).collect()
}

fn both(text: &Text) -> [&str; 2] {
    [&text.zh, &text.en]
}

fn role_names(facts: &Facts, role: SheetRole) -> Vec<&str> {
    match role {
        SheetRole::Applicants => {
            let mut names = both(&facts.applicant_sheet).to_vec();
            names.extend([
                "企业",
                "企业名单",
                "名单",
                "申请人",
                "单位",
                "入驻企业",
                "applicants",
                "companies",
                "tenants",
            ]);
            names
        }
        SheetRole::Table(table) => facts.table_at(table).map_or_else(Vec::new, |table| {
            let texts = [&table.sheet, &table.label, &table.row_label];
            let mut names: Vec<&str> = texts.into_iter().flat_map(both).collect();
            names.push(&table.name);
            names
        }),
        SheetRole::Evaluations => vec!["评定", "评定结果", "evaluations"],
        SheetRole::Tags => vec!["标签", "tags"],
        SheetRole::Ignored => Vec::new(),
    }
}

/// What heads of a target's column may say: what it is called in files of this program, and how others call it.
fn names(facts: &Facts, role: SheetRole, target: Target) -> Vec<String> {
    let label = target.label(facts, role);
    let mut names = if target == Target::Ignored { Vec::new() } else { vec![label.zh, label.en] };
    let others: &[&str] = match target {
        Target::Owner => &[
            "企业",
            "单位名称",
            "单位",
            "公司名称",
            "公司",
            "申请人",
            "申请人名称",
            "机构名称",
            "全称",
            "企业全称",
            "单位全称",
            "公司全称",
            "机构全称",
            "company",
            "company name",
            "tenant",
            "applicant.name",
        ],
        Target::Code => &["社会信用代码", "信用代码", "税号", "uscc", "credit code"],
        Target::Name => &["名称", "name", "项目名称", "合同名称", "姓名", "轮次"],
        Target::Project => &["项目标识"],
        Target::Matter => &["事项"],
        Target::Untagged => &["untagged_matters"],
        Target::Claim => &["申请事项"],
        Target::State => &["状态"],
        _ => &[],
    };
    names.extend(others.iter().map(|&name| name.to_owned()));
    match target {
        Target::Name => {
            let row = if let SheetRole::Table(table) = role { facts.table_at(table) } else { None };
            names.extend(row.map(|table| table.row_label.zh.clone()));
        }
        Target::Fact(fact) => {
            if let Some(fact) = facts.get(fact) {
                names.extend(both(&fact.label).map(str::to_owned));
                names.extend(fact.heads.iter().cloned());
                names.push(fact.name.clone());
            }
        }
        _ => {}
    }
    names
}

/// How alike two names are, from 0 to 1: equal after tidying up is 1, else by common pairs of characters (Dice).
pub fn likeness(a: &str, b: &str) -> f32 {
    let (a, b) = (tidy(a), tidy(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    if a == b {
        return 1.0;
    }
    let pairs = |letters: &[char]| letters.windows(2).map(<[char]>::to_vec).collect::<Vec<_>>();
    let (x, mut y) = (pairs(&a), pairs(&b));
    if x.is_empty() || y.is_empty() {
        return 0.0;
    }
    let all = x.len() + y.len();
    let common =
        x.iter().filter(|pair| y.iter().position(|other| other == *pair).map(|at| y.swap_remove(at)).is_some());
    #[allow(clippy::cast_precision_loss, reason = "lengths of names are small")]
    let share = 2.0 * common.count() as f32 / all as f32;
    share.min(0.99)
}

/// A name without case, width, marks, what stands in brackets, and words that say nothing.
fn tidy(name: &str) -> Vec<char> {
    let mut depth = 0_u32;
    let mut out = String::new();
    for letter in name.chars() {
        let letter = half(letter);
        match letter {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            _ if depth == 0 && letter.is_alphanumeric() => out.extend(letter.to_lowercase()),
            _ => {}
        }
    }
    let plain = ["是否属于", "是否为", "是否"].iter().find_map(|word| out.strip_prefix(word)).unwrap_or(&out);
    plain.strip_suffix('吗').unwrap_or(plain).chars().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EMBEDDED_POLICY;
    use crate::policy::Bundle;
    use crate::policy::model::FactType;

    fn preview(name: &str, rows: &[&[&str]]) -> Preview {
        let rows = (1..).zip(rows).map(|(n, row)| (n, row.iter().map(|&cell| cell.to_owned()).collect()));
        Preview { name: name.into(), rows: rows.collect() }
    }

    #[test]
    fn every_heading_of_the_policy_is_recognised() {
        let policy = Bundle::from_json(EMBEDDED_POLICY).unwrap().policy;
        for role in SheetRole::all(&policy) {
            for target in role.targets(&policy.facts) {
                for name in names(&policy.facts, role, target) {
                    let (_, columns) = assign(&policy.facts, role, std::slice::from_ref(&name));
                    // One word may stand for two columns of a sheet; then it stands for the first of them.
                    assert_ne!(columns[0].target, Target::Ignored, "{name}");
                }
            }
        }
    }

    #[test]
    fn heads_below_a_title_are_found_with_their_units() {
        let policy = Bundle::from_json(EMBEDDED_POLICY).unwrap().policy;
        let table = &policy.facts.tables[0];
        let money = table.columns.iter().find(|c| c.kind == FactType::Money).unwrap();
        let head = format!("{}（万元）", money.short.zh);
        let sheet = preview(&table.sheet.zh, &[&["2026 年度汇总"], &[], &["企业名称", &head, "备注"]]);
        let plan = guess(&policy, &[preview("说明", &[&["填写说明"]]), sheet]);
        assert_eq!(plan.sheets[0].role, SheetRole::Ignored);
        assert_eq!((plan.sheets[1].role, plan.sheets[1].head_row), (SheetRole::Table(0), 3));
        let columns = &plan.sheets[1].columns;
        assert_eq!((columns[0].target, columns[1].zeros, columns[2].target), (Target::Owner, 4, Target::Ignored));
    }

    #[test]
    fn likeness_goes_from_0_to_1() {
        assert!((likeness("是否科技型企业？", "科技型企业") - 1.0).abs() < f32::EPSILON);
        assert!(likeness("成立时间", "成立日期") < ENOUGH);
        assert!(likeness("企业成立日期", "成立日期") >= ENOUGH);
        assert!(likeness("", "名称") < f32::EPSILON);
    }
}
