//! Files the workspace writes: the template, the results as workbook and text table, profiles, letters. A large file is
//! written some applicants at a time, and what is ready of it is taken away meanwhile.

mod answers;
pub mod letter;
mod results;
mod template;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};

pub use answers::state_words;

use super::protocol::{Export, Reply};
use super::session::Session;
use crate::app::words::Lang;
use crate::book::{BookFault, Column, CsvWriter, OutCell, XlsxWriter};
use crate::roster::{Applicant, CellFault, SheetRole};

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A part of a file, written for one applicant after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Totals, in a workbook or a text table.
    Results,
    /// A verdict per item.
    Verdicts,
    /// What counted claims of an item come to.
    Known,
    /// Every claim that is not refused, with why.
    Reasons,
    /// Cells that could not be read.
    Told,
    /// Answers, to be imported again.
    Answers(SheetRole),
    /// Values to choose from.
    Choices,
    /// What all this is.
    About,
    /// The template's sheets.
    Template,
    /// A JSON text a line.
    Profiles,
    /// A summary for a mail.
    Letters,
}

/// Where it is written to.
enum Out {
    Workbook(Box<XlsxWriter>),
    Table(Box<CsvWriter>),
    Text(String),
}

/// A file that is being written.
pub struct Job {
    export: Export,
    /// Applicants in their order.
    who: Vec<u32>,
    /// Told cells of each applicant; those of rows that nobody owns stand under the largest number.
    told: BTreeMap<u32, Vec<usize>>,
    stages: VecDeque<Stage>,
    all: usize,
    /// How many applicants of the first stage are done; none: it has not begun.
    done: Option<usize>,
    out: Out,
    reasons: u32,
    left_out: u32,
}

impl Job {
    /// Begins a file.
    pub fn new(session: &Session, export: &Export, only: Option<&[u32]>) -> Self {
        let applicants = &session.roster.applicants;
        let live = |index: &u32| applicants.get(*index as usize).is_some_and(|one| !one.left_out);
        let who: Vec<u32> = match (export, only) {
            (Export::Letter(index), _) => vec![*index],
            (_, Some(only)) => only.iter().copied().filter(live).collect(),
            (_, None) => (0..).take(applicants.len()).filter(live).collect(),
        };
        let out = match export {
            Export::Template | Export::Workbook => Out::Workbook(Box::default()),
            Export::Table => Out::Table(Box::default()),
            Export::Profiles | Export::Letter(_) | Export::Letters => Out::Text(String::new()),
        };
        let stages = stages(session, export);
        let mut told: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (number, fault) in session.roster.faults.iter().enumerate() {
            told.entry(fault.repair.applicant().unwrap_or(u32::MAX)).or_default().push(number);
        }
        let all = stages.len();
        Self { export: export.clone(), who, told, stages, all, done: None, out, reasons: 0, left_out: 0 }
    }

    /// How far it is, from 0 to 1.
    pub fn progress(&self) -> f64 {
        let whole = self.all.max(1) * self.who.len().max(1);
        let done = (self.all - self.stages.len()) * self.who.len().max(1) + self.done.unwrap_or_default();
        #[allow(clippy::cast_precision_loss, reason = "a share needs no more digits")]
        let share = done as f64 / whole as f64;
        share.min(1.0)
    }

    /// Writes up to so many applicants more; whether something is left.
    ///
    /// # Errors
    /// When there is no memory left.
    pub fn advance(&mut self, session: &Session, most: usize) -> Result<bool, BookFault> {
        let Some(stage) = self.stages.front().copied() else { return Ok(false) };
        if self.done.is_none() {
            self.begin(session, stage)?;
        }
        let from = self.done.unwrap_or_default();
        let to = if stage.is_whole() { self.who.len() } else { self.who.len().min(from + most) };
        if !stage.is_whole() {
            for place in from..to {
                let index = self.who.get(place).copied().unwrap_or_default();
                if let Some(one) = session.roster.applicants.get(index as usize) {
                    self.one(session, stage, index, one)?;
                }
            }
        }
        self.done = Some(to);
        if to == self.who.len() {
            self.end(session, stage)?;
            self.stages.pop_front();
            self.done = None;
        }
        Ok(!self.stages.is_empty())
    }

    /// How many bytes are ready to be taken away.
    pub fn ready(&self) -> usize {
        match &self.out {
            Out::Workbook(writer) => writer.ready(),
            Out::Table(writer) => writer.ready(),
            Out::Text(text) => text.len(),
        }
    }

    /// Takes away what is ready: the parts one after the other are the file.
    pub fn take(&mut self) -> Vec<u8> {
        match &mut self.out {
            Out::Workbook(writer) => writer.take(),
            Out::Table(writer) => std::mem::replace(&mut **writer, CsvWriter::going_on()).finish().unwrap_or_default(),
            Out::Text(text) => std::mem::take(text).into_bytes(),
        }
    }

    /// The reply, and the last bytes of the file.
    ///
    /// # Errors
    /// When there is no memory left.
    pub fn finish(self, session: &Session) -> Result<(Reply, Vec<u8>), BookFault> {
        let lang = session.lang;
        let stem = |words: &str, end: &str| [words, "-", &session.as_of.to_string(), end].concat();
        let results = lang.t("自查结果", "results");
        let (name, kind) = match self.export {
            Export::Letter(_) => {
                let Out::Text(text) = self.out else { return Err(BookFault::NoRoom) };
                return Ok((Reply::Letter(text), Vec::new()));
            }
            Export::Template => (lang.t("企业名单模板.xlsx", "roster-template.xlsx").to_owned(), WORKBOOK),
            Export::Workbook => (stem(results, ".xlsx"), WORKBOOK),
            Export::Table => (stem(results, ".csv"), "text/csv"),
            Export::Profiles => (stem(lang.t("填报数据", "profiles"), ".jsonl"), "application/x-ndjson"),
            Export::Letters => (stem(lang.t("结果摘要", "summaries"), ".md"), "text/markdown"),
        };
        let bytes = match self.out {
            Out::Workbook(writer) => writer.finish()?,
            Out::Table(writer) => writer.finish()?,
            Out::Text(text) => text.into_bytes(),
        };
        Ok((Reply::File { name, kind: kind.to_owned(), left_out: self.left_out }, bytes))
    }

    fn begin(&mut self, session: &Session, stage: Stage) -> Result<(), BookFault> {
        let lang = session.lang;
        match (stage, &mut self.out) {
            (Stage::Results, Out::Table(writer)) => writer.row(&texts(&results::table_heads(session))),
            (Stage::Results, Out::Workbook(writer)) => {
                writer.sheet(lang.t("结果", "Results"), &results::result_columns(lang))
            }
            (Stage::Verdicts, Out::Workbook(writer)) => {
                writer.sheet(lang.t("逐项结论", "Verdicts"), &results::item_columns(session, |_| true))
            }
            (Stage::Known, Out::Workbook(writer)) => {
                writer.sheet(lang.t("已知金额", "Known amounts"), &results::item_columns(session, results::computed))
            }
            (Stage::Reasons, Out::Workbook(writer)) => {
                writer.sheet(lang.t("原因", "Reasons"), &results::reason_columns(lang))
            }
            (Stage::Told, Out::Workbook(writer)) => {
                writer.sheet(lang.t("读不出的单元格", "Cells to mend"), &results::told_columns(lang))
            }
            (Stage::Answers(role), Out::Workbook(writer)) => answers::begin(session, role, writer),
            (Stage::Choices, Out::Workbook(writer)) => template::choices(session, writer),
            (Stage::About, Out::Workbook(writer)) => results::about(session, writer, self.left_out),
            (Stage::Template, Out::Workbook(writer)) => template::template(session, writer),
            _ => Ok(()),
        }
    }

    fn one(&mut self, session: &Session, stage: Stage, index: u32, one: &Applicant) -> Result<(), BookFault> {
        let lang = session.lang;
        match (stage, &mut self.out) {
            (Stage::Results, Out::Table(writer)) => writer.row(&results::table_cells(session, one)),
            (Stage::Results, Out::Workbook(writer)) => writer.row(&results::result_cells(lang, one)),
            (Stage::Verdicts, Out::Workbook(writer)) => writer.row(&results::verdicts(lang, one)),
            (Stage::Known, Out::Workbook(writer)) => writer.row(&results::known(session, one)),
            (Stage::Reasons, Out::Workbook(writer)) => {
                let counts = (&mut self.reasons, &mut self.left_out);
                results::reasons(session, writer, one, counts)
            }
            (Stage::Told, Out::Workbook(writer)) => {
                let told = faults(session, &self.told, index);
                told.iter().try_for_each(|fault| results::told(session, writer, &one.name, fault))
            }
            (Stage::Answers(role), Out::Workbook(writer)) => {
                answers::rows(session, role, writer, one, &faults(session, &self.told, index))
            }
            (Stage::Profiles, Out::Text(text)) => {
                text.push_str(&one.profile.text());
                text.push('\n');
                Ok(())
            }
            (Stage::Letters, Out::Text(text)) => {
                if !text.is_empty() {
                    text.push_str("\n---\n\n");
                }
                if let Some(state) = session.state(one) {
                    text.push_str(&letter::letter(&state));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn end(&mut self, session: &Session, stage: Stage) -> Result<(), BookFault> {
        let Out::Workbook(writer) = &mut self.out else { return Ok(()) };
        let nobodys = faults(session, &self.told, u32::MAX);
        match stage {
            Stage::Told => nobodys.iter().try_for_each(|fault| results::told(session, writer, "", fault)),
            Stage::Answers(role) => answers::nobodys_rows(session, role, writer, &nobodys),
            _ => Ok(()),
        }
    }
}

impl Stage {
    /// Whether it is written at once, not for one applicant after the other.
    fn is_whole(self) -> bool {
        matches!(self, Self::Choices | Self::About | Self::Template)
    }
}

fn stages(session: &Session, export: &Export) -> VecDeque<Stage> {
    let answers = || SheetRole::all(session.assessor.policy()).into_iter().map(Stage::Answers);
    match export {
        Export::Template => vec![Stage::Template].into(),
        Export::Table => vec![Stage::Results].into(),
        Export::Profiles => vec![Stage::Profiles].into(),
        Export::Letter(_) | Export::Letters => vec![Stage::Letters].into(),
        Export::Workbook => {
            let mut all = vec![Stage::Results, Stage::Verdicts, Stage::Known, Stage::Reasons];
            if !session.roster.faults.is_empty() {
                all.push(Stage::Told);
            }
            all.extend(answers());
            all.extend([Stage::Choices, Stage::About]);
            all.into()
        }
    }
}

fn faults<'s>(session: &'s Session, told: &BTreeMap<u32, Vec<usize>>, index: u32) -> Vec<&'s CellFault> {
    let numbers = told.get(&index).map(|numbers| &numbers[..]).unwrap_or_default();
    numbers.iter().filter_map(|number| session.roster.faults.get(*number)).collect()
}

fn column(head: impl Into<String>, width: u16) -> Column {
    Column { head: head.into(), width, ..Column::default() }
}

fn texts(words: &[String]) -> Vec<OutCell<'_>> {
    words.iter().map(|words| OutCell::Text(words)).collect()
}

/// What is shown of a word that says yes or no.
fn yes_no(lang: Lang, flag: bool) -> &'static str {
    if flag { lang.t("是", "yes") } else { lang.t("否", "no") }
}
