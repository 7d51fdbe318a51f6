//! The template to fill in, and the sheet of the values to choose from.

use super::super::session::Session;
use super::super::words;
use super::{answers, column, texts};
use crate::app::words::Lang;
use crate::book::{BookFault, OutCell, XlsxWriter, letters};
use crate::policy::Policy;
use crate::policy::model::{FactType, Item};
use crate::profile::EvaluationState;
use crate::roster::plan::EXAMPLES;
use crate::roster::{SheetRole, Target};
use rust_decimal::Decimal;

/// Name of the sheet of choices.
fn sheet_name(lang: Lang) -> &'static str {
    lang.t("选项", "Choices")
}

/// A column of choices.
struct List {
    target: Option<Target>,
    head: String,
    words: Vec<String>,
}

/// Every list of choices. Numbers of items come first, with their titles beside them.
fn lists(lang: Lang, policy: &Policy) -> Vec<List> {
    let items = || policy.items.iter().filter(|item| item.kind == crate::policy::model::ItemKind::Money);
    let claim = words::target(lang, policy, SheetRole::Evaluations, Target::Claim);
    let mut all = vec![
        List { target: Some(Target::Claim), head: claim, words: items().map(|item| item.id.clone()).collect() },
        List {
            target: None,
            head: lang.t("支持事项", "Item").to_owned(),
            words: items().map(|item| item_words(lang, policy, item)).collect(),
        },
    ];
    for role in SheetRole::all(policy) {
        for target in role.targets(&policy.facts) {
            let Target::Fact(at) = target else { continue };
            let Some(fact) = policy.facts.get(at).filter(|fact| matches!(fact.kind, FactType::Choice | FactType::Set))
            else {
                continue;
            };
            let mut words: Vec<String> = fact.values.iter().map(|value| lang.of(&value.label).to_owned()).collect();
            let unknown = lang.t("不清楚", "not sure");
            if !words.iter().any(|word| word == unknown) {
                words.push(unknown.to_owned());
            }
            let head = [&words::role(lang, policy, role), " · ", lang.of(&fact.short)].concat();
            all.push(List { target: Some(target), head, words });
        }
    }
    all
}

/// An item's title, and what it is taken for one by one.
fn item_words(lang: Lang, policy: &Policy, item: &Item) -> String {
    let table = item.per_row.as_deref().and_then(|name| policy.facts.table(name));
    let row = table.and_then(|table| policy.facts.table_at(table)).map(|table| lang.of(&table.row_label));
    let title = lang.of(&item.title);
    row.map_or_else(
        || title.to_owned(),
        |row| [title, lang.t("（按", " (per "), row, lang.t("逐项申请）", ")")].concat(),
    )
}

/// Where the values of a target stand, as a reference; empty where they stand nowhere.
pub fn list_of(lang: Lang, policy: &Policy, target: Target) -> String {
    let lists = lists(lang, policy);
    let found = lists.iter().enumerate().find(|(_, list)| list.target == Some(target));
    found.map_or_else(String::new, |(number, list)| {
        let (column, last) = (letters(number), list.words.len() + 1);
        format!("'{}'!${column}$2:${column}${last}", sheet_name(lang))
    })
}

/// Writes the sheet of choices.
///
/// # Errors
/// When there is no memory left.
pub fn choices(session: &Session, writer: &mut XlsxWriter) -> Result<(), BookFault> {
    let lang = session.lang;
    let lists = lists(lang, session.assessor.policy());
    let columns: Vec<_> = lists.iter().map(|list| column(list.head.clone(), 24)).collect();
    writer.sheet(sheet_name(lang), &columns)?;
    let longest = lists.iter().map(|list| list.words.len()).max().unwrap_or_default();
    (0..longest).try_for_each(|row| {
        let cells = lists.iter().map(|list| list.words.get(row).map_or(OutCell::Empty, |words| OutCell::Text(words)));
        writer.row(&cells.collect::<Vec<_>>())
    })
}

/// Writes the template.
///
/// # Errors
/// When there is no memory left.
pub fn template(session: &Session, writer: &mut XlsxWriter) -> Result<(), BookFault> {
    let (lang, policy) = (session.lang, session.assessor.policy());
    for role in SheetRole::all(policy) {
        writer.sheet(&words::role(lang, policy, role), &answers::columns(lang, policy, role))?;
        let targets = role.targets(&policy.facts);
        // Days that follow each other, and amounts of which each is less, as a part is less than its whole.
        let (mut days, mut amounts) =
            ((0..).map(|years| policy.document.validity.from.anniversary(years)), AMOUNTS.into_iter());
        let mut next = |kind| match kind {
            FactType::Money => amounts.next().map_or(OutCell::Empty, |yuan| OutCell::Money(yuan.into())),
            _ => days.next().map_or(OutCell::Empty, OutCell::Date),
        };
        let cells: Vec<OutCell<'_>> = targets.iter().map(|target| example(lang, policy, *target, &mut next)).collect();
        writer.row(&cells)?;
    }
    choices(session, writer)?;
    writer.sheet(lang.t("说明", "About"), &[])?;
    let lines = [
        lang.t("每家企业在“企业”表占一行；项目、融资等在各自的表里每项占一行，用企业名称或统一社会信用代码对应。", "One row per applicant in the first sheet; projects, rounds and so on have a row each in their own sheets, tied by the applicant's name or code."),
        lang.t("不知道的留空或填“不清楚”，不会当作“否”。", "Leave blank what you do not know: it is not taken for a no."),
        lang.t("金额填数字（元），也可写 120万、1.2亿元；日期可写 2026-04-21、2026年4月21日。", "Amounts: 1200000 or 120万. Days: 2026-04-21."),
        lang.t("可填的词都列在“选项”表；可多选的列用“、”隔开，例如“高校、科研机构”的写法。", "The words that can be chosen stand on the sheet of choices. Separate several values by semicolons."),
        lang.t("“评定”表填主管部门的评定进展，“标签”表填各项申请属于哪个项目和事项；事项编号见“选项”表。两张表都可以不填。", "The sheet of evaluations holds how far the authority's evaluation is, the sheet of tags which project and matter a claim belongs to; numbers of items stand on the sheet of choices. Both may stay empty."),
        lang.t("各表第二行是示例，导入时自动跳过，可以删去。", "The second row of each sheet is an example; it is skipped when imported."),
        lang.t("文件只在您的浏览器里读取，不上传。", "Files are read in your browser alone and never uploaded."),
    ];
    lines.iter().try_for_each(|line| writer.row(&texts(&[(*line).to_owned()])))
}

/// Amounts of an example, yuan.
const AMOUNTS: [u32; 6] = [6_000_000, 1_200_000, 800_000, 500_000, 300_000, 100_000];

fn example<'p>(
    lang: Lang,
    policy: &'p Policy,
    target: Target,
    next: &mut impl FnMut(FactType) -> OutCell<'p>,
) -> OutCell<'p> {
    let [zh, en] = EXAMPLES;
    match target {
        Target::Owner => OutCell::Text(lang.t(zh, en)),
        Target::Project => OutCell::Text(lang.t("示例项目", "Example project")),
        Target::State => OutCell::Text(answers::state_words(lang, EvaluationState::Passed)),
        Target::Claim => {
            let item = policy.items.iter().find(|item| item.kind == crate::policy::model::ItemKind::Money);
            item.map_or(OutCell::Empty, |item| OutCell::Text(&item.id))
        }
        Target::Fact(at) => policy.facts.get(at).map_or(OutCell::Empty, |fact| match fact.kind {
            FactType::Bool => OutCell::Text(lang.t("是", "yes")),
            FactType::Money | FactType::Date => next(fact.kind),
            FactType::Int => OutCell::Number(Decimal::ONE),
            FactType::Choice | FactType::Set => {
                fact.values.first().map_or(OutCell::Empty, |value| OutCell::Text(lang.of(&value.label)))
            }
        }),
        _ => OutCell::Empty,
    }
}
