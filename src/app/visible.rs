//! Which questions are shown: those answered, and those whose answer can still change something.

use super::draft::{Answer, Table, TableDraft};
use super::state::State;
use crate::policy::layout::APPLICANT;
use crate::policy::model::{Condition, Fact, Operand, QuestionGroup};

impl State {
    /// Whether an applicant fact is asked.
    pub fn asks(&self, index: usize) -> bool {
        let policy = self.policy();
        let Some(fact) = policy.facts.applicant.get(index) else { return false };
        let path = format!("{APPLICANT}.{}", fact.name);
        let answered = self.draft.applicant.get(index).is_some_and(Answer::is_given);
        answered || path == policy.facts.role_fact || self.computed.missing.contains(&path) || self.is_for_rows(&path)
    }

    /// Whether a fact is what the rows of an open table are judged by: asked with the table, not only after its rows.
    fn is_for_rows(&self, path: &str) -> bool {
        let policy = self.policy();
        let open = |table: &String| self.computed.missing.contains(table);
        policy.items.iter().filter_map(|item| item.condition.as_ref()).any(|c| in_rows(c, path, &open))
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

    fn anything_counts(&self) -> bool {
        let items = &self.computed.report.items;
        items.iter().any(|item| item.is_money() && item.claims.iter().any(|claim| claim.status.counts()))
    }

    /// Whether a column is asked in a row.
    pub fn asks_cell(&self, table: usize, uid: u32, column: usize) -> bool {
        let Some(definition) = self.policy().facts.tables.get(table) else { return false };
        let Some(fact) = definition.columns.get(column) else { return false };
        let row = self.draft.tables.get(table).and_then(|t| t.rows.iter().find(|row| row.uid == uid));
        let answered = row.and_then(|row| row.cells.get(column)).is_some_and(Answer::is_given);
        answered || fact.optional || self.is_missing(table, uid, fact)
    }

    fn is_missing(&self, table: usize, uid: u32, fact: &Fact) -> bool {
        let name = self.policy().facts.tables.get(table).map_or("", |t| t.name.as_str());
        let id = self.computed.row_ids.get(table).and_then(|ids| ids.get(&uid));
        id.is_some_and(|id| self.computed.missing.contains(&format!("{name}[{id}].{}", fact.name)))
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
        let unanswered = |index: usize| !answers.get(index).is_some_and(Answer::is_given);
        let facts = self.facts_of(group).into_iter().filter(|&index| self.asks(index) && unanswered(index)).count();
        let tables = self.tables_of(group).into_iter().filter(|&index| self.asks_table(index));
        facts + tables.map(|index| self.open_in_table(index)).sum::<usize>()
    }

    fn open_in_table(&self, index: usize) -> usize {
        let (Some(table), Some(definition)) = (self.draft.tables.get(index), self.policy().facts.tables.get(index))
        else {
            return 0;
        };
        match table.have {
            TableDraft::Open => 1,
            TableDraft::Unsure | TableDraft::Empty => 0,
            TableDraft::Rows => open_cells(self, index, table, &definition.columns),
        }
    }

    /// The group that asks a fact path such as `applicant.x`, `table[row].column` or `table`, and the field's DOM id.
    pub fn place_of(&self, path: &str) -> Option<(String, String)> {
        let policy = self.policy();
        let in_group = |named: &dyn Fn(&QuestionGroup) -> bool| policy.facts.groups.iter().find(|group| named(group));
        if let Some(name) = path.strip_prefix(APPLICANT).and_then(|rest| rest.strip_prefix('.')) {
            let group = in_group(&|group| group.facts.iter().any(|fact| fact == name))?;
            return Some((group.id.clone(), field_id(&format!("/{APPLICANT}/{name}"))));
        }
        let (table, row) = path.split_once('[').map_or((path, None), |(table, rest)| (table, Some(rest)));
        let group = in_group(&|group| group.tables.iter().any(|name| name == table))?;
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

fn open_cells(state: &State, index: usize, table: &Table, columns: &[Fact]) -> usize {
    let cells = table.rows.iter().flat_map(|row| {
        columns.iter().enumerate().zip(&row.cells).filter(move |((column, fact), answer)| {
            !fact.optional && !answer.is_given() && state.asks_cell(index, row.uid, *column)
        })
    });
    cells.count()
}

/// The DOM id of the field at a JSON Pointer.
pub fn field_id(pointer: &str) -> String {
    format!("f{}", pointer.replace('/', "-"))
}

/// Whether the rows of an open table are judged by a fact.
fn in_rows(condition: &Condition, path: &str, open: &impl Fn(&String) -> bool) -> bool {
    match condition {
        Condition::All(members) | Condition::Any(members) => members.iter().any(|member| in_rows(member, path, open)),
        Condition::Not(inner) => in_rows(inner, path, open),
        Condition::Softened(soft) => in_rows(&soft.condition, path, open),
        Condition::SomeRow(rows) => open(&rows.table) && judges(&rows.fulfils, path),
        _ => false,
    }
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
