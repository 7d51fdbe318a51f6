//! Which questions are shown: those answered, and those whose answer can still change something.

use super::draft::{Answer, RowDraft, TableDraft};
use super::state::State;
use crate::advice::optional_matters;
use crate::engine::FactPath;
use crate::policy::layout::APPLICANT;
use crate::policy::model::{Condition, FactType, Operand, QuestionGroup};
use crate::values::{Date, order};

/// How far one has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Questions answered, the optional ones of rows apart.
    pub answered: usize,
    /// Questions that are open and can change something.
    pub open: usize,
    /// Questions answered by 不清楚 that can still change something.
    pub unsure: usize,
}

impl State {
    /// Whether an applicant fact is asked.
    pub fn asks(&self, index: usize) -> bool {
        let policy = self.policy();
        let Some(fact) = policy.facts.applicant.get(index) else { return false };
        let path = format!("{APPLICANT}.{}", fact.name);
        let answered = self.draft.applicant.get(index).is_some_and(Answer::is_given);
        let at = u16::try_from(index).map(FactPath::Applicant);
        answered
            || path == policy.facts.role_fact
            || self.computed.missing.contains(&path)
            || (fact.optional && at.is_ok_and(|at| self.matters(at)))
    }

    /// Whether an optional fact can still change what is said.
    fn matters(&self, at: FactPath) -> bool {
        optional_matters(self.assessor.program(), &self.computed.profile, at)
    }

    /// Whether a table is asked: also the table of other support, once anything counts.
    pub fn asks_table(&self, index: usize) -> bool {
        let policy = self.policy();
        let Some(table) = policy.facts.tables.get(index) else { return false };
        let answered = self.draft.tables.get(index).is_some_and(|table| table.have != TableDraft::Open);
        answered || self.computed.missing.contains(&table.name) || (self.is_awards(index) && self.anything_counts())
    }

    /// Whether a table holds other support.
    pub fn is_awards(&self, index: usize) -> bool {
        self.policy().facts.tables.get(index).is_some_and(|t| t.name == self.policy().stacking.awards.table)
    }

    /// Whether a money claim counts.
    pub fn anything_counts(&self) -> bool {
        let items = &self.computed.report.items;
        items.iter().any(|item| item.is_money() && item.claims.iter().any(|claim| claim.status.counts()))
    }

    /// Whether a column is asked in a row.
    pub fn asks_cell(&self, table: usize, uid: u32, column: usize) -> bool {
        let Some(definition) = self.policy().facts.tables.get(table) else { return false };
        let Some(fact) = definition.columns.get(column) else { return false };
        let row = self.draft.tables.get(table).and_then(|t| t.rows.iter().find(|row| row.uid == uid));
        let answered = row.and_then(|row| row.cells.get(column)).is_some_and(Answer::is_given);
        if answered || (fact.optional && self.is_awards(table)) {
            return true;
        }
        let Some(id) = self.computed.row_ids.get(table).and_then(|ids| ids.get(&uid)) else { return false };
        if fact.optional {
            let (Ok(table), Ok(column)) = (u16::try_from(table), u16::try_from(column)) else { return false };
            let row = self.computed.profile.rows(table).and_then(|rows| rows.iter().position(|row| row.id == *id));
            let row = row.and_then(|row| u32::try_from(row).ok());
            return row.is_some_and(|row| self.matters(FactPath::Cell { table, column, row }));
        }
        self.computed.missing.contains(&format!("{}[{id}].{}", definition.name, fact.name))
    }

    /// Whether what stands at a fact path was answered by 不清楚.
    pub fn is_unsure(&self, path: &str) -> bool {
        let facts = &self.policy().facts;
        let unsure = |answer: Option<&Answer>| matches!(answer, Some(Answer::Unsure(_)));
        if let Some(name) = path.strip_prefix(APPLICANT).and_then(|rest| rest.strip_prefix('.')) {
            let index = facts.applicant.iter().position(|fact| fact.name == name);
            return unsure(index.and_then(|index| self.draft.applicant.get(index)));
        }
        let (name, rest) = path.split_once('[').unwrap_or((path, ""));
        let Some(index) = facts.table(name).map(usize::from) else { return false };
        let (Some(definition), Some(table)) = (facts.tables.get(index), self.draft.tables.get(index)) else {
            return false;
        };
        let Some((id, column)) = rest.rsplit_once("].") else { return table.have == TableDraft::Unsure };
        let Some(column) = definition.columns.iter().position(|fact| fact.name == column) else { return false };
        // Few answers are so: whose row it is comes last.
        let ids = self.computed.row_ids.get(index);
        table.rows.iter().any(|row| {
            unsure(row.cells.get(column)) && ids.and_then(|ids| ids.get(&row.uid)).is_some_and(|known| known == id)
        })
    }

    /// Names of projects: rows that are one, and what claims are said to be of.
    pub fn projects(&self) -> Vec<String> {
        let tables = self.policy().facts.tables.iter().zip(&self.computed.row_ids);
        let rows = tables.filter(|(table, _)| table.rows_are_projects).flat_map(|(_, ids)| ids.values().cloned());
        let tags = self.draft.tags.iter().map(|(_, tags)| tags.project.trim().to_owned());
        let mut names: Vec<String> = rows.chain(tags).filter(|name| !name.is_empty()).collect();
        order::sort_by(&mut names, Ord::cmp);
        names.dedup();
        names
    }

    /// Whether a day after the day of assessment stands at a fact path: it is told, and yet nobody can judge by it.
    pub fn is_to_come(&self, path: &str) -> bool {
        let (owner, name) = path.rsplit_once('.').unwrap_or_default();
        // Rows are many, days among their columns few.
        let facts = &self.policy().facts;
        let table = facts.tables.iter().find(|table| owner.split('[').next() == Some(table.name.as_str()));
        let columns = table.map_or(&facts.applicant, |table| &table.columns);
        if !columns.iter().any(|fact| fact.name == name && fact.kind == FactType::Date) {
            return false;
        }
        let json = &self.computed.json;
        let object = match owner.strip_suffix(']').and_then(|owner| owner.split_once('[')) {
            Some((table, id)) => {
                let rows = json.get(table).and_then(serde_json::Value::as_array);
                rows.and_then(|rows| rows.iter().find(|row| row.get("id").is_some_and(|known| known == id)))
            }
            None => json.get(owner),
        };
        let value = object.and_then(|object| object.get(name)).and_then(serde_json::Value::as_str);
        value.and_then(|text| text.parse::<Date>().ok()).is_some_and(|day| day > self.computed.report.as_of)
    }

    /// The groups in the order they are gone through: those that have been visited as they were, those answered
    /// elsewhere, then the one whose best question settles most.
    pub fn steps(&self) -> Vec<&'static QuestionGroup> {
        let groups = self.groups();
        let mut ids: Vec<&str> = self.visited.iter().map(String::as_str).collect();
        ids.extend(groups.iter().filter(|group| self.is_answered(group)).map(|group| group.id.as_str()));
        let questions = self.computed.questions(self.assessor).iter();
        let open = questions.filter(|asked| !self.is_unsure(&asked.path) && !self.is_to_come(&asked.path));
        ids.extend(open.filter_map(|asked| Some(self.group_of(&asked.path)?.id.as_str())));
        ids.extend(groups.iter().map(|group| group.id.as_str()));
        let mut steps: Vec<&'static QuestionGroup> = Vec::new();
        for id in ids {
            if let Some(group) = groups.iter().find(|group| group.id == id)
                && !steps.iter().any(|known| known.id == id)
            {
                steps.push(group);
            }
        }
        steps
    }

    /// The step after one: the next in order that has open questions or was not shown yet.
    pub fn next_step(&self, id: &str) -> Option<&'static QuestionGroup> {
        let after = self.steps().into_iter().skip_while(|group| group.id != id).skip(1);
        let visited = |group: &QuestionGroup| self.visited.contains(&group.id);
        after.into_iter().find(|group| self.open_questions(group) > 0 || !visited(group))
    }

    /// Whether anything in a group is answered.
    pub fn is_answered(&self, group: &QuestionGroup) -> bool {
        let given = |index: &usize| self.draft.applicant.get(*index).is_some_and(Answer::is_given);
        let told = |index: &usize| self.draft.tables.get(*index).is_some_and(|table| table.have != TableDraft::Open);
        self.facts_of(group).iter().any(given) || self.tables_of(group).iter().any(told)
    }

    /// How many questions are answered, open and able to change something, and answered by 不清楚 but still able to.
    pub fn tally(&self) -> Tally {
        let facts = &self.policy().facts;
        let known = |answer: &Answer| answer.is_given() && !matches!(answer, Answer::Unsure(_));
        let mut answered = self.draft.applicant.iter().filter(|answer| known(answer)).count();
        for (definition, table) in facts.tables.iter().zip(&self.draft.tables) {
            answered += usize::from(matches!(table.have, TableDraft::Empty | TableDraft::Rows));
            let rows = if table.have == TableDraft::Rows { &table.rows[..] } else { &[] };
            let cells = rows.iter().flat_map(|row| definition.columns.iter().zip(&row.cells));
            answered += cells.filter(|(fact, answer)| !fact.optional && known(answer)).count();
        }
        let asked = self.computed.questions(self.assessor).iter().filter(|asked| !self.is_to_come(&asked.path));
        let (unsure, open): (Vec<_>, Vec<_>) = asked.partition(|asked| self.is_unsure(&asked.path));
        Tally { answered, open: open.len(), unsure: unsure.len() }
    }

    /// Groups with something to ask, in order.
    pub fn groups(&self) -> Vec<&'static QuestionGroup> {
        self.policy().facts.groups.iter().filter(|group| self.asks_group(group)).collect()
    }

    fn asks_group(&self, group: &QuestionGroup) -> bool {
        self.facts_of(group).iter().any(|&index| self.asks(index))
            || self.tables_of(group).iter().any(|&index| self.asks_table(index))
    }

    /// Applicant facts of a group, by index.
    pub fn facts_of(&self, group: &QuestionGroup) -> Vec<usize> {
        let facts = &self.policy().facts.applicant;
        group.facts.iter().filter_map(|name| facts.iter().position(|fact| fact.name == *name)).collect()
    }

    /// Tables of a group, by index.
    pub fn tables_of(&self, group: &QuestionGroup) -> Vec<usize> {
        let tables = &self.policy().facts.tables;
        group.tables.iter().filter_map(|name| tables.iter().position(|table| table.name == *name)).collect()
    }

    /// Questions of a group that are shown and not answered: 不清楚 is an answer.
    pub fn open_questions(&self, group: &QuestionGroup) -> usize {
        let answers = &self.draft.applicant;
        let optional = |index: usize| self.policy().facts.applicant.get(index).is_some_and(|fact| fact.optional);
        let unanswered = |index: usize| !answers.get(index).is_some_and(Answer::is_given) && !optional(index);
        let facts = self.facts_of(group).into_iter().filter(|&index| self.asks(index) && unanswered(index)).count();
        // The table of other support may stay open: no verdict waits for it.
        let tables =
            self.tables_of(group).into_iter().filter(|&index| self.asks_table(index) && !self.is_awards(index));
        facts + tables.map(|index| self.open_in_table(index)).sum::<usize>()
    }

    fn open_in_table(&self, index: usize) -> usize {
        let Some(table) = self.draft.tables.get(index) else { return 0 };
        match table.have {
            TableDraft::Open => 1,
            TableDraft::Unsure | TableDraft::Empty => 0,
            TableDraft::Rows => table.rows.iter().map(|row| self.open_in_row(index, row)).sum(),
        }
    }

    /// Questions of a row that are shown and not answered.
    pub fn open_in_row(&self, table: usize, row: &RowDraft) -> usize {
        let Some(definition) = self.policy().facts.tables.get(table) else { return 0 };
        let cells = definition.columns.iter().zip(&row.cells).enumerate();
        let open = cells.filter(|(column, (fact, answer))| {
            !fact.optional && !answer.is_given() && self.asks_cell(table, row.uid, *column)
        });
        open.count()
    }

    /// The group that asks a fact path such as `applicant.x`, `table[row].column` or `table`.
    fn group_of(&self, path: &str) -> Option<&'static QuestionGroup> {
        let mut groups = self.policy().facts.groups.iter();
        if let Some(name) = path.strip_prefix(APPLICANT).and_then(|rest| rest.strip_prefix('.')) {
            return groups.find(|group| group.facts.iter().any(|fact| fact == name));
        }
        let table = path.split('[').next()?;
        groups.find(|group| group.tables.iter().any(|name| name == table))
    }

    /// The group that asks what stands at a JSON Pointer of the profile; none for what every group asks.
    pub fn group_at(&self, pointer: &str) -> Option<&'static QuestionGroup> {
        let mut parts = pointer.split('/').skip(1);
        let owner = parts.next()?;
        match parts.next() {
            Some(name) if owner == APPLICANT => self.group_of(&[APPLICANT, ".", name].concat()),
            _ => self.group_of(owner),
        }
    }

    /// The group that asks a fact path, and the field's DOM id.
    pub fn place_of(&self, path: &str) -> Option<(String, String)> {
        let policy = self.policy();
        let group = self.group_of(path)?;
        if let Some(name) = path.strip_prefix(APPLICANT).and_then(|rest| rest.strip_prefix('.')) {
            return Some((group.id.clone(), field_id(&format!("/{APPLICANT}/{name}"))));
        }
        let (table, row) = path.split_once('[').map_or((path, None), |(table, rest)| (table, Some(rest)));
        let index = policy.facts.table(table).map(usize::from)?;
        let field = row.and_then(|rest| {
            let (id, column) = rest.rsplit_once("].")?;
            let uid = self.computed.row_ids.get(index)?.iter().find(|(_, known)| *known == id)?.0;
            let number = self.draft.tables.get(index)?.rows.iter().position(|row| row.uid == *uid)?;
            Some(format!("/{table}/{number}/{column}"))
        });
        Some((group.id.clone(), field_id(&field.unwrap_or_else(|| format!("/{table}")))))
    }
}

/// The DOM id of the field at a JSON Pointer.
pub fn field_id(pointer: &str) -> String {
    format!("f{}", pointer.replace('/', "-"))
}

/// Whether a condition is judged by a fact.
pub fn judges(condition: &Condition, path: &str) -> bool {
    match condition {
        Condition::All(members) | Condition::Any(members) => members.iter().any(|member| judges(member, path)),
        Condition::Not(inner) => judges(inner, path),
        Condition::Softened(soft) => judges(&soft.condition, path),
        Condition::SomeRow(rows) => judges(&rows.fulfils, path),
        Condition::IsTrue(rule) => rule.fact == path,
        Condition::OneOf(rule) | Condition::HasAny(rule) => rule.fact == path,
        Condition::Compare(rule) => rule.fact == path || matches!(&rule.than, Operand::Fact(other) if other == path),
        Condition::WithinYears(rule) => rule.event == path || rule.of == path,
        Condition::SpanWithinYears(rule) => rule.start == path || rule.end == path,
        Condition::Unclear(_) | Condition::ConditionOf(_) => false,
    }
}
