//! Files the workspace writes: the template, the results as workbook and text table, profiles, letters.

use serde_json::{Map, Value as Json};

use super::protocol::{Export, Reply};
use super::session::Session;
use super::words;
use crate::app::card::path_words;
use crate::app::markdown::{amount_in_words, markdown};
use crate::app::words::Lang;
use crate::book::{BookFault, Column, CsvWriter, OutCell, XlsxWriter};
use crate::engine::Status;
use crate::policy::Policy;
use crate::policy::model::{AmountRule, Fact, FactType, Item};
use crate::profile::EvaluationState;
use crate::roster::{Applicant, SheetRole, Target};
use crate::values::{Date, parse_amount};

/// A large file is made in parts of about this many bytes, or of so many rows, so that it needs no room in one piece.
const PART: usize = 4 << 20;
const PART_ROWS: usize = 4_000;
/// Most rows of a sheet of reasons.
const MOST_REASONS: u32 = 1_000_000;
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Writes a file, in parts that follow each other.
pub fn write(session: &Session, export: &Export) -> (Reply, Vec<Vec<u8>>) {
    let lang = session.lang;
    let stem = |words: &str| [words, "-", &session.as_of.to_string()].concat();
    let written = match export {
        Export::Letter(index) => {
            let one = session.roster.applicants.get(*index as usize);
            let letter = one.and_then(|one| session.state(one)).map(|state| markdown(&state));
            return (Reply::Letter(letter.unwrap_or_default()), Vec::new());
        }
        Export::Template => template(session)
            .map(|bytes| (lang.t("企业名单模板.xlsx", "roster-template.xlsx").to_owned(), WORKBOOK, vec![bytes], 0)),
        Export::Workbook => workbook(session)
            .map(|(bytes, left_out)| (stem(lang.t("自查结果", "results")) + ".xlsx", WORKBOOK, vec![bytes], left_out)),
        Export::Table => {
            table(session).map(|parts| (stem(lang.t("自查结果", "results")) + ".csv", "text/csv", parts, 0))
        }
        Export::Profiles => {
            Ok((stem(lang.t("填报数据", "profiles")) + ".jsonl", "application/x-ndjson", profiles(session), 0))
        }
    };
    match written {
        Ok((name, kind, bytes, left_out)) => (Reply::File { name, kind: kind.to_owned(), left_out }, bytes),
        Err(fault) => (Reply::Refused(fault), Vec::new()),
    }
}

fn live(session: &Session) -> impl Iterator<Item = &Applicant> {
    session.roster.applicants.iter().filter(|one| !one.left_out)
}

fn column(head: impl Into<String>, width: u16) -> Column {
    Column { head: head.into(), width, ..Column::default() }
}

/// Heads and widths of the table of results.
fn result_columns(lang: Lang) -> Vec<Column> {
    let heads = [
        (lang.t("企业名称", "Applicant"), 28),
        (lang.t("统一社会信用代码", "Unified social credit code"), 22),
        (lang.t("可计入金额下限（元）", "Counts at least (CNY)"), 20),
        (lang.t("可计入金额上限（元）", "Counts at most (CNY)"), 20),
        (lang.t("金额是否已确定", "Settled"), 12),
        (lang.t("可申请但未载明金额（项）", "Claims without stated amount"), 16),
        (lang.t("条文不明（项）", "Unclear claims"), 12),
        (lang.t("还缺信息（个）", "Facts missing"), 12),
        (lang.t("最近的期限", "Next last day"), 14),
    ];
    heads.into_iter().map(|(head, width)| column(head, width)).collect()
}

fn result_cells(lang: Lang, one: &Applicant) -> [OutCell<'_>; 9] {
    let summary = &one.summary;
    let number = |count: usize| OutCell::Number(count.into());
    [
        OutCell::Text(&one.name),
        OutCell::Text(&one.code),
        OutCell::Money(summary.lower),
        OutCell::Money(summary.upper),
        OutCell::Text(if summary.settled { lang.t("是", "yes") } else { lang.t("否", "no") }),
        number(summary.unspecified.into()),
        number(summary.unclear.into()),
        number(summary.missing.len()),
        summary.deadlines.first().map_or(OutCell::Empty, |(day, _)| OutCell::Date(*day)),
    ]
}

fn profiles(session: &Session) -> Vec<Vec<u8>> {
    let mut parts = vec![Vec::new()];
    for one in live(session) {
        if parts.last().is_none_or(|part| part.len() > PART) {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut() {
            part.extend_from_slice(one.profile.as_bytes());
            part.push(b'\n');
        }
    }
    parts
}

fn table(session: &Session) -> Result<Vec<Vec<u8>>, BookFault> {
    let (lang, items) = (session.lang, &session.assessor.policy().items);
    let mut writer = CsvWriter::new();
    let mut heads: Vec<String> = result_columns(lang).into_iter().map(|column| column.head).collect();
    heads.extend(items.iter().map(|item| lang.of(&item.title).to_owned()));
    writer.row(&heads.iter().map(|head| OutCell::Text(head)).collect::<Vec<_>>())?;
    let mut parts = Vec::new();
    for (number, one) in (1_usize..).zip(live(session)) {
        let mut cells = result_cells(lang, one).to_vec();
        cells.extend(one.summary.statuses.iter().map(|status| OutCell::Text(lang.status(*status))));
        writer.row(&cells)?;
        if number.is_multiple_of(PART_ROWS) {
            parts.push(std::mem::replace(&mut writer, CsvWriter::going_on()).finish()?);
        }
    }
    parts.push(writer.finish()?);
    Ok(parts)
}

fn workbook(session: &Session) -> Result<(Vec<u8>, u32), BookFault> {
    let (lang, policy) = (session.lang, session.assessor.policy());
    let mut writer = XlsxWriter::new();
    writer.sheet(lang.t("结果", "Results"), &result_columns(lang))?;
    for one in live(session) {
        writer.row(&result_cells(lang, one))?;
    }
    let name = || column(lang.t("企业名称", "Applicant"), 28);
    let titles = |wanted: &dyn Fn(&Item) -> bool| {
        let items = policy.items.iter().filter(|item| wanted(item));
        std::iter::once(name()).chain(items.map(|item| column(lang.of(&item.title), 18))).collect::<Vec<_>>()
    };
    writer.sheet(lang.t("逐项结论", "Verdicts"), &titles(&|_| true))?;
    for one in live(session) {
        let statuses = one.summary.statuses.iter().map(|status| OutCell::Text(lang.status(*status)));
        writer.row(&std::iter::once(OutCell::Text(&one.name)).chain(statuses).collect::<Vec<_>>())?;
    }
    let computed = |item: &Item| matches!(item.amount, Some(AmountRule::Share(_)));
    writer.sheet(lang.t("已知金额", "Known amounts"), &titles(&computed))?;
    for one in live(session) {
        let cells = (0_u16..).zip(&policy.items).filter(|(_, item)| computed(item)).map(|(number, _)| {
            let any = one.summary.amounts.iter().any(|(item, _)| *item == number);
            if any { OutCell::Money(one.known(number)) } else { OutCell::Empty }
        });
        writer.row(&std::iter::once(OutCell::Text(&one.name)).chain(cells).collect::<Vec<_>>())?;
    }
    let left_out = reasons(session, &mut writer)?;
    data(session, &mut writer)?;
    about(session, &mut writer, left_out)?;
    Ok((writer.finish()?, left_out))
}

/// Every claim that is not refused, with why; gives how many rows did not fit.
fn reasons(session: &Session, writer: &mut XlsxWriter) -> Result<u32, BookFault> {
    let (lang, assessor) = (session.lang, session.assessor);
    let policy = assessor.policy();
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
    writer.sheet(lang.t("原因", "Reasons"), &heads.map(|(head, width)| column(head, width)))?;
    let (mut rows, mut left_out) = (0, 0);
    for one in live(session) {
        let Ok(profile) = assessor.read(&one.profile) else { continue };
        let report = assessor.report(&profile);
        for item in report.items.iter().filter(|item| item.status != Status::DirectionOnly) {
            for claim in item.claims.iter().filter(|claim| claim.status != Status::NotEligible) {
                if rows == MOST_REASONS {
                    left_out += 1;
                    continue;
                }
                rows += 1;
                let article = item.item.quotes.first().map(|quote| lang.article(quote.article)).unwrap_or_default();
                let words: Vec<String> =
                    claim.missing.iter().map(|path| path_words(lang, &policy.facts, path)).collect();
                writer.row(&[
                    OutCell::Text(&one.name),
                    OutCell::Text(&article),
                    OutCell::Text(lang.of(&item.item.title)),
                    OutCell::Text(claim.key.split_once('#').map_or("", |(_, row)| row)),
                    OutCell::Text(lang.status(claim.status)),
                    OutCell::Text(&amount_in_words(lang, policy, item, claim)),
                    OutCell::Text(&words.join(lang.t("、", ", "))),
                    OutCell::Text(item.item.quotes.first().map_or("", |quote| &quote.text)),
                ])?;
            }
        }
    }
    Ok(left_out)
}

fn about(session: &Session, writer: &mut XlsxWriter, left_out: u32) -> Result<(), BookFault> {
    let (lang, document) = (session.lang, &session.assessor.policy().document);
    writer.sheet(lang.t("说明", "About"), &[])?;
    let left_out = match lang.t("zh", "en") {
        _ if left_out == 0 => String::new(),
        "zh" => format!("“原因”表超过行数上限，有 {left_out} 行没有写入。"),
        _ => format!("{left_out} rows did not fit into the sheet of reasons."),
    };
    let lines = [
        lang.of(&document.title).to_owned(),
        document.number.clone(),
        [lang.t("测算日：", "As of: "), &lang.date(session.as_of)].concat(),
        lang.of(&document.disclaimer).to_owned(),
        [lang.t("政策数据摘要：", "Digest of the policy data: "), session.assessor.digest()].concat(),
        [lang.t("程序版本：", "Engine: "), crate::ENGINE_VERSION].concat(),
        lang.t("“企业”等各表可以修改后重新导入。", "The sheets of answers can be changed and imported again.")
            .to_owned(),
        left_out,
    ];
    lines.iter().try_for_each(|line| writer.row(&[OutCell::Text(line)]))
}

/// The columns of a sheet of answers.
fn answer_columns(lang: Lang, policy: &Policy, role: SheetRole) -> (Vec<Target>, Vec<Column>) {
    let targets = role.targets(&policy.facts);
    let columns = targets.iter().map(|target| {
        let mut made = column(words::target(lang, policy, role, *target), 16);
        match target {
            Target::Owner => made.width = 28,
            Target::Code => made.width = 22,
            Target::Untagged => made.choices = untagged(lang).map(str::to_owned).to_vec(),
            Target::State => {
                made.choices = EvaluationState::ALL.map(|(_, state)| state_words(lang, state).to_owned()).to_vec();
            }
            Target::Fact(at) => {
                if let Some(fact) = policy.facts.get(*at) {
                    made.choices = choices(lang, fact);
                    lang.of(&fact.help).clone_into(&mut made.note);
                    if fact.kind == FactType::Money {
                        made.head.push_str(lang.t("（元）", " (CNY)"));
                    }
                }
            }
            _ => {}
        }
        made
    });
    let columns = columns.collect();
    (targets, columns)
}

fn choices(lang: Lang, fact: &Fact) -> Vec<String> {
    match fact.kind {
        FactType::Bool => {
            [lang.t("是", "yes"), lang.t("否", "no"), lang.t("不清楚", "not sure")].map(str::to_owned).to_vec()
        }
        FactType::Choice => fact.values.iter().map(|value| lang.of(&value.label).to_owned()).collect(),
        _ => Vec::new(),
    }
}

fn untagged(lang: Lang) -> [&'static str; 2] {
    [lang.t("互不相同", "distinct"), lang.t("不清楚", "unknown")]
}

fn state_words(lang: Lang, state: EvaluationState) -> &'static str {
    match state {
        EvaluationState::NotApplied => lang.t("未申请", "not applied"),
        EvaluationState::InProgress => lang.t("评定中", "under way"),
        EvaluationState::Passed => lang.t("已通过", "passed"),
        EvaluationState::Failed => lang.t("未通过", "failed"),
        EvaluationState::Unknown => lang.t("不清楚", "not sure"),
    }
}

fn template(session: &Session) -> Result<Vec<u8>, BookFault> {
    let (lang, policy) = (session.lang, session.assessor.policy());
    let mut writer = XlsxWriter::new();
    let [zh, en] = crate::roster::plan::EXAMPLES;
    let example = lang.t(zh, en);
    for role in SheetRole::all(policy) {
        let (targets, columns) = answer_columns(lang, policy, role);
        writer.sheet(&words::role(lang, policy, role), &columns)?;
        let texts: Vec<String> = targets.iter().map(|target| example_value(lang, policy, *target, example)).collect();
        writer.row(&texts.iter().map(|text| OutCell::Text(text)).collect::<Vec<_>>())?;
    }
    writer.sheet(lang.t("说明", "About"), &[])?;
    let lines = [
        lang.t("每家企业在“企业”表占一行；项目、融资等在各自的表里每项占一行，用企业名称或统一社会信用代码对应。", "One row per applicant in the first sheet; projects, rounds and so on have a row each in their own sheets, tied by the applicant's name or code."),
        lang.t("不知道的留空或填“不清楚”，不会当作“否”。", "Leave blank what you do not know: it is not taken for a no."),
        lang.t("金额可写 1200000、120万、1.2亿元；日期可写 2026-04-21、2026年4月21日。多选用“、”隔开。", "Amounts: 1200000 or 120万. Days: 2026-04-21. Separate several values by commas."),
        lang.t("各表第二行是示例，导入时自动跳过，可以删去。", "The second row of each sheet is an example; it is skipped when imported."),
        lang.t("文件只在您的浏览器里读取，不上传。", "Files are read in your browser alone and never uploaded."),
    ];
    for line in lines {
        writer.row(&[OutCell::Text(line)])?;
    }
    writer.finish()
}

fn example_value(lang: Lang, policy: &Policy, target: Target, example: &str) -> String {
    match target {
        Target::Owner => example.to_owned(),
        Target::Fact(at) => policy.facts.get(at).map_or_else(String::new, |fact| match fact.kind {
            FactType::Bool => lang.t("是", "yes").to_owned(),
            FactType::Money => "120万".to_owned(),
            FactType::Date => policy.document.validity.from.to_string(),
            FactType::Int => "0".to_owned(),
            FactType::Choice | FactType::Set => {
                fact.values.first().map_or("", |value| lang.of(&value.label)).to_owned()
            }
        }),
        _ => String::new(),
    }
}

/// The answers of everybody, in sheets that can be imported again.
fn data(session: &Session, writer: &mut XlsxWriter) -> Result<(), BookFault> {
    let (lang, policy) = (session.lang, session.assessor.policy());
    for role in SheetRole::all(policy) {
        let (targets, columns) = answer_columns(lang, policy, role);
        let key = role.key(&policy.facts);
        writer.sheet(&words::role(lang, policy, role), &columns)?;
        let mark = ["\"", &key, "\""].concat();
        for one in live(session).filter(|one| role == SheetRole::Applicants || one.profile.contains(&mark)) {
            let json: Json = serde_json::from_str(&one.profile).unwrap_or(Json::Null);
            for row in rows_of(&json, role, &key) {
                let cells: Vec<Owned> =
                    targets.iter().map(|target| answer_cell(lang, policy, *target, one, &json, &row)).collect();
                writer.row(&cells.iter().map(Owned::cell).collect::<Vec<_>>())?;
            }
        }
    }
    Ok(())
}

/// The rows that a profile has in a sheet.
fn rows_of(json: &Json, role: SheetRole, key: &str) -> Vec<Map<String, Json>> {
    let found = json.get(key).unwrap_or(&Json::Null);
    match (role, found) {
        (SheetRole::Applicants, found) => vec![found.as_object().cloned().unwrap_or_default()],
        (_, Json::Array(rows)) => rows.iter().filter_map(|row| row.as_object().cloned()).collect(),
        (_, Json::Object(members)) => members
            .iter()
            .map(|(claim, value)| {
                let mut row = value.as_object().cloned().unwrap_or_default();
                row.insert("claim".into(), Json::String(claim.clone()));
                if let Json::String(state) = value {
                    row.insert("state".into(), Json::String(state.clone()));
                }
                row
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// A cell that owns its text.
enum Owned {
    Empty,
    Text(String),
    Money(rust_decimal::Decimal),
    Date(Date),
}

impl Owned {
    fn cell(&self) -> OutCell<'_> {
        match self {
            Self::Empty => OutCell::Empty,
            Self::Text(text) => OutCell::Text(text),
            Self::Money(yuan) => OutCell::Money(*yuan),
            Self::Date(day) => OutCell::Date(*day),
        }
    }
}

fn answer_cell(
    lang: Lang,
    policy: &Policy,
    target: Target,
    one: &Applicant,
    json: &Json,
    row: &Map<String, Json>,
) -> Owned {
    let word =
        |key: &str| row.get(key).and_then(Json::as_str).map_or(Owned::Empty, |text| Owned::Text(text.to_owned()));
    match target {
        Target::Owner => Owned::Text(one.name.to_string()),
        Target::Code => Owned::Text(one.code.to_string()),
        Target::Id => word("id"),
        Target::Name => word("name"),
        Target::Project => word("project"),
        Target::Matter => word("matter"),
        Target::Claim => word("claim"),
        Target::State => row.get("state").and_then(Json::as_str).map_or(Owned::Empty, |state| {
            Owned::Text(EvaluationState::from_word(state).map_or(state, |state| state_words(lang, state)).to_owned())
        }),
        Target::Untagged if json.get("untagged_matters").is_some_and(|word| word == "distinct") => {
            Owned::Text(untagged(lang)[0].to_owned())
        }
        Target::Fact(at) => policy.facts.get(at).map_or(Owned::Empty, |fact| {
            row.get(&fact.name).map_or(Owned::Empty, |value| fact_cell(lang, fact, value))
        }),
        Target::Untagged | Target::Ignored => Owned::Empty,
    }
}

fn fact_cell(lang: Lang, fact: &Fact, value: &Json) -> Owned {
    let label = |word: &str| {
        fact.values.iter().find(|choice| choice.value == word).map_or(word, |choice| lang.of(&choice.label)).to_owned()
    };
    match value {
        Json::Bool(flag) => Owned::Text(if *flag { lang.t("是", "yes") } else { lang.t("否", "no") }.to_owned()),
        Json::Number(count) => Owned::Text(count.to_string()),
        Json::String(text) if fact.kind == FactType::Money => {
            // A double holds 15 digits; longer amounts stay text, to the fen.
            match parse_amount(text) {
                Ok(yuan) if text.len() <= 15 => Owned::Money(yuan),
                _ => Owned::Text(text.clone()),
            }
        }
        Json::String(text) if fact.kind == FactType::Date => {
            text.parse().map_or_else(|_| Owned::Text(text.clone()), Owned::Date)
        }
        Json::String(text) => Owned::Text(label(text)),
        Json::Array(words) => {
            let labels: Vec<String> = words.iter().filter_map(Json::as_str).map(label).collect();
            Owned::Text(labels.join(lang.t("、", "; ")))
        }
        _ => Owned::Empty,
    }
}
