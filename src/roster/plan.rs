//! What each sheet and column of a file means.

use super::unit;
use crate::policy::FactRef;
use crate::policy::layout::APPLICANT;
use crate::policy::model::{Facts, Policy, Text};

/// What the rows of a sheet are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SheetRole {
    /// An applicant each.
    Applicants,
    /// A row of a table of facts, by its number.
    Table(u16),
    /// The state of an evaluation.
    Evaluations,
    /// Project and matter of a claim.
    Tags,
    /// Not imported.
    #[default]
    Ignored,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Not imported.
    Ignored,
    /// The applicant's name; in other sheets the applicant that the row belongs to, by name or code.
    Owner,
    /// The applicant's unified social credit code.
    Code,
    /// Id of a row.
    Id,
    /// Name of a row.
    Name,
    /// Project tag.
    Project,
    /// Matter tag.
    Matter,
    /// Whether untagged claims are different.
    Untagged,
    /// Key of a claim or item.
    Claim,
    /// State of an evaluation.
    State,
    /// A fact.
    Fact(FactRef),
}

/// A column and its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnPlan {
    /// Its head as it stands.
    pub head: String,
    /// What it holds.
    pub target: Target,
    /// Zeros that its unit adds to amounts: 4 for 万元.
    pub zeros: u32,
    /// Whether its amounts are in a foreign currency, which nobody reads as yuan: they are told.
    pub foreign: bool,
}

impl ColumnPlan {
    /// Of a head that stands for a target, with the unit that it names.
    pub fn new(facts: &Facts, head: String, target: Target) -> Self {
        let foreign = unit::is_money(facts, target) && unit::is_foreign(&head);
        Self { zeros: unit::zeros(facts, target, &head), foreign, head, target }
    }

    /// With the unit that the user says its amounts are in.
    #[must_use]
    pub fn in_unit(self, facts: &Facts, zeros: u32) -> Self {
        let fits = unit::is_money(facts, self.target) && !self.foreign && unit::UNITS.contains(&zeros);
        Self { zeros: if fits { zeros } else { self.zeros }, ..self }
    }
}

/// A sheet and its columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetPlan {
    /// Name of the sheet.
    pub name: String,
    /// What its rows are.
    pub role: SheetRole,
    /// The row of the heads, from 1; rows above and the row itself are not read.
    pub head_row: u32,
    /// Its columns from the first.
    pub columns: Vec<ColumnPlan>,
    /// For a table: applicants without a row have none, instead of not known.
    pub complete: bool,
}

/// Every sheet of a file, in the file's order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Sheets.
    pub sheets: Vec<SheetPlan>,
}

impl SheetRole {
    /// The word for programs.
    pub fn key(self, facts: &Facts) -> String {
        match self {
            Self::Applicants => APPLICANT.into(),
            Self::Table(table) => facts.table_at(table).map(|t| t.name.clone()).unwrap_or_default(),
            Self::Evaluations => EVALUATIONS.into(),
            Self::Tags => TAGS.into(),
            Self::Ignored => String::new(),
        }
    }

    /// The role of a word; unknown words are not imported.
    pub fn from_key(key: &str, facts: &Facts) -> Self {
        match key {
            APPLICANT => Self::Applicants,
            EVALUATIONS => Self::Evaluations,
            TAGS => Self::Tags,
            name => facts.table(name).map_or(Self::Ignored, Self::Table),
        }
    }

    /// Roles that a sheet can have.
    pub fn all(policy: &Policy) -> Vec<Self> {
        let tables = (0..policy.facts.tables.len()).filter_map(|n| u16::try_from(n).ok()).map(Self::Table);
        let mut roles = vec![Self::Applicants];
        roles.extend(tables);
        roles.extend([Self::Evaluations, Self::Tags]);
        roles
    }

    /// Targets that its columns can have.
    pub fn targets(self, facts: &Facts) -> Vec<Target> {
        let numbers = |count: usize| (0..count).filter_map(|n| u16::try_from(n).ok());
        match self {
            Self::Applicants => {
                let mut targets = vec![Target::Owner, Target::Code];
                targets.extend(numbers(facts.applicant.len()).map(|n| Target::Fact(FactRef::Applicant(n))));
                targets.push(Target::Untagged);
                targets
            }
            Self::Table(table) => {
                let width = facts.table_at(table).map_or(0, |t| t.columns.len());
                let mut targets = vec![Target::Owner, Target::Code, Target::Id, Target::Name];
                targets.extend(numbers(width).map(|column| Target::Fact(FactRef::Column { table, column })));
                targets.extend([Target::Project, Target::Matter]);
                targets
            }
            Self::Evaluations => vec![Target::Owner, Target::Code, Target::Claim, Target::State],
            Self::Tags => vec![Target::Owner, Target::Code, Target::Claim, Target::Project, Target::Matter],
            Self::Ignored => Vec::new(),
        }
    }
}

/// Names of the example rows of a template, which are passed over: Chinese, English.
pub const EXAMPLES: [&str; 2] = ["示例（导入时跳过）", "Example (not imported)"];

/// Key of the states of evaluations in profiles.
pub const EVALUATIONS: &str = "evaluations";
/// Key of the tags in profiles.
pub const TAGS: &str = "tags";

/// Targets that are no fact, with their words for programs.
const WORDS: [(&str, Target); 10] = [
    ("", Target::Ignored),
    ("owner", Target::Owner),
    ("code", Target::Code),
    ("id", Target::Id),
    ("name", Target::Name),
    ("project", Target::Project),
    ("matter", Target::Matter),
    ("untagged_matters", Target::Untagged),
    ("claim", Target::Claim),
    ("state", Target::State),
];

impl Target {
    /// What a column of it is called, in files that are written and on the page; so written, it is recognised again.
    pub fn label(self, facts: &Facts, role: SheetRole) -> Text {
        let row = if let SheetRole::Table(table) = role { facts.table_at(table) } else { None };
        let fixed = |zh: &str, en: &str| Text { zh: zh.to_owned(), en: en.to_owned() };
        match self {
            Self::Ignored => fixed("不导入", "Not imported"),
            Self::Owner => fixed("企业名称", "Applicant"),
            Self::Code => fixed("统一社会信用代码", "Unified social credit code"),
            Self::Id => fixed("编号", "Id"),
            Self::Name => row.map_or_else(
                || fixed("名称", "Name"),
                |row| fixed(&[&row.row_label.zh, "名称"].concat(), &[&row.row_label.en, " name"].concat()),
            ),
            Self::Project => fixed("所属项目", "Project"),
            Self::Matter => fixed("所属事项", "Matter"),
            Self::Untagged => fixed("未标明的项目和事项", "Untagged"),
            Self::Claim => fixed("事项编号", "Claim"),
            Self::State => fixed("评定进展", "State"),
            Self::Fact(fact) => facts.get(fact).map_or_else(|| fixed("", ""), |fact| fact.short.clone()),
        }
    }

    /// The word for programs: of a fact `applicant.x` or `table.x`.
    pub fn key(self, facts: &Facts) -> String {
        if let Self::Fact(fact) = self {
            let owner = match fact.table() {
                None => APPLICANT,
                Some(table) => facts.table_at(table).map_or("", |t| &t.name),
            };
            return [owner, ".", facts.get(fact).map_or("", |f| &f.name)].concat();
        }
        WORDS.iter().find(|(_, target)| *target == self).map_or("", |(word, _)| word).to_owned()
    }

    /// The target of a word; unknown words are not imported.
    pub fn from_key(key: &str, facts: &Facts) -> Self {
        let plain = WORDS.iter().find(|(word, _)| *word == key).map(|(_, target)| *target);
        plain.or_else(|| facts.find(key).ok().map(Self::Fact)).unwrap_or(Self::Ignored)
    }
}

impl SheetPlan {
    /// The column of a target.
    pub fn column(&self, target: Target) -> Option<usize> {
        self.columns.iter().position(|column| column.target == target)
    }
}
