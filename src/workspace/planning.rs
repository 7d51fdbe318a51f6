//! What an opened file means: guessed, remembered, agreed to.

use super::protocol::{KnownSheet, PlannedColumn, PlannedSheet, Reply};
use super::session::Session;
use crate::roster::guess::{HEAD_ROWS, Preview, columns, guess};
use crate::roster::{ColumnPlan, Plan, SheetPlan, SheetRole, Target};

/// Sample values of a column.
const SAMPLES: usize = 3;

impl Session {
    /// What the opened file most likely means; sheets whose heads are known mean what they meant before.
    pub fn planned(&self, known: &[KnownSheet]) -> Reply {
        let plan = guess(self.assessor.policy(), &self.previews);
        let mut known: Vec<&KnownSheet> = known.iter().collect();
        let sheets = plan.sheets.iter().zip(&self.previews).zip(&self.sheets).map(|((sheet, preview), name)| {
            let found = known.iter().enumerate().find_map(|(place, known)| Some((place, self.meant(known, preview)?)));
            let Some((place, meant)) = found else { return self.shown(sheet, preview, name) };
            // Of several sheets with the same heads, each is remembered for itself.
            known.remove(place);
            let is_new = SheetPlan { name: sheet.name.clone(), ..meant.clone() } != *sheet;
            PlannedSheet { known: is_new, ..self.shown(&meant, preview, name) }
        });
        Reply::Planned { sheets: sheets.collect(), profiles: false }
    }

    /// A sheet as it was agreed to before, if it has these heads.
    fn meant(&self, known: &KnownSheet, preview: &Preview) -> Option<SheetPlan> {
        let facts = &self.assessor.policy().facts;
        let filled = |heads: &[String]| heads.iter().rposition(|head| !head.is_empty()).map_or(0, |last| last + 1);
        let same = |heads: &[String]| heads.get(..filled(heads)) == known.heads.get(..filled(&known.heads));
        let rows = preview.rows.iter().take(HEAD_ROWS);
        let (head_row, heads) = rows.into_iter().find(|(_, heads)| filled(heads) > 0 && same(heads))?;
        let targets = known.targets.iter().map(String::as_str).chain(std::iter::repeat(""));
        let zeros = known.zeros.iter().copied().map(Some).chain(std::iter::repeat(None));
        let column = |((head, key), zeros): ((&String, &str), Option<u32>)| {
            let column = ColumnPlan::new(facts, head.clone(), Target::from_key(key, facts));
            if let Some(zeros) = zeros { column.in_unit(facts, zeros) } else { column }
        };
        Some(SheetPlan {
            name: preview.name.clone(),
            role: SheetRole::from_key(&known.role, facts),
            head_row: *head_row,
            columns: heads.iter().zip(targets).zip(zeros).map(column).collect(),
            complete: known.complete,
        })
    }

    fn shown(&self, sheet: &SheetPlan, preview: &Preview, name: &str) -> PlannedSheet {
        let facts = &self.assessor.policy().facts;
        let below = preview.rows.iter().filter(|(number, _)| *number > sheet.head_row);
        let column = |(place, column): (usize, &ColumnPlan)| {
            let values = below.clone().filter_map(|(_, cells)| cells.get(place)).filter(|value| !value.is_empty());
            PlannedColumn {
                head: column.head.clone(),
                target: column.target.key(facts),
                zeros: column.zeros,
                sample: values.take(SAMPLES).cloned().collect(),
            }
        };
        PlannedSheet {
            name: name.to_owned(),
            role: sheet.role.key(facts),
            head_row: sheet.head_row,
            columns: sheet.columns.iter().enumerate().map(column).collect(),
            complete: sheet.complete,
            known: false,
        }
    }

    /// One sheet with other rows or another row of heads.
    pub fn replanned(&self, number: usize, role: &str, head_row: u32) -> Reply {
        let facts = &self.assessor.policy().facts;
        let (Some(preview), Some(name)) = (self.previews.get(number), self.sheets.get(number)) else {
            return Reply::Cancelled;
        };
        let role = SheetRole::from_key(role, facts);
        let heads = preview.rows.iter().find(|(row, _)| *row == head_row).map(|(_, heads)| heads.clone());
        let columns = columns(facts, role, &heads.unwrap_or_default());
        let plan = SheetPlan { name: preview.name.clone(), role, head_row, columns, complete: false };
        Reply::Replanned { number, sheet: self.shown(&plan, preview, name) }
    }

    /// The plan that the user has agreed to.
    pub fn plan(&self, sheets: &[PlannedSheet]) -> Plan {
        let facts = &self.assessor.policy().facts;
        let column = |column: &PlannedColumn| {
            let target = Target::from_key(&column.target, facts);
            ColumnPlan::new(facts, column.head.clone(), target).in_unit(facts, column.zeros)
        };
        let sheet = |sheet: &PlannedSheet| SheetPlan {
            name: sheet.name.clone(),
            role: SheetRole::from_key(&sheet.role, facts),
            head_row: sheet.head_row,
            columns: sheet.columns.iter().map(column).collect(),
            complete: sheet.complete,
        };
        Plan { sheets: sheets.iter().map(sheet).collect() }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::*;
    use crate::EMBEDDED_POLICY;
    use crate::policy::Bundle;
    use crate::policy::model::FactType;
    use crate::report::Assessor;
    use crate::values::Date;

    /// A sheet of a table with a column of amounts that has this unit in its head.
    fn session(unit: &str) -> Session {
        static READY: OnceLock<Assessor> = OnceLock::new();
        let assessor = READY.get_or_init(|| Assessor::new(Bundle::from_json(EMBEDDED_POLICY).unwrap()).unwrap());
        let table = &assessor.policy().facts.tables[0];
        let money = table.columns.iter().find(|column| column.kind == FactType::Money).unwrap();
        let heads = vec!["企业名称".to_owned(), [&money.short.zh, unit].concat()];
        let mut session = Session::new(assessor, Date::new(2026, 6, 1).unwrap());
        session.sheets.push(table.sheet.zh.clone());
        session.previews.push(Preview { name: table.sheet.zh.clone(), rows: vec![(1, heads)] });
        session
    }

    fn sheets(session: &Session, known: &[KnownSheet]) -> Vec<PlannedSheet> {
        let Reply::Planned { sheets, .. } = session.planned(known) else { panic!("no plan") };
        sheets
    }

    #[test]
    fn a_unit_that_is_chosen_holds_and_is_remembered() {
        let session = session("");
        let mut shown = sheets(&session, &[]);
        assert_eq!(shown[0].columns[1].zeros, 0);
        shown[0].columns[1].zeros = 4;
        assert_eq!(session.plan(&shown).sheets[0].columns[1].zeros, 4);
        let mut known = KnownSheet {
            heads: shown[0].columns.iter().map(|column| column.head.clone()).collect(),
            role: shown[0].role.clone(),
            targets: shown[0].columns.iter().map(|column| column.target.clone()).collect(),
            zeros: vec![0, 4],
            complete: false,
        };
        assert_eq!(sheets(&session, &[known.clone()])[0].columns[1].zeros, 4);
        // What an earlier version remembered says nothing of units, and what nobody offers is no unit.
        known.zeros = vec![0, 5];
        assert_eq!(sheets(&session, &[known.clone()])[0].columns[1].zeros, 0);
        known.zeros.clear();
        assert_eq!(sheets(&session, &[known])[0].columns[1].zeros, 0);
    }

    #[test]
    fn a_foreign_column_stays_foreign_whatever_is_chosen() {
        let mut shown = sheets(&session("（万元）"), &[]);
        let (target, other) = (shown[0].columns[1].target.clone(), session("（万美元）"));
        assert_eq!(shown[0].columns[1].zeros, 4);
        shown = sheets(&other, &[]);
        assert_eq!(shown[0].columns[1].target, "");
        shown[0].columns[1].target = target;
        shown[0].columns[1].zeros = 4;
        let column = &other.plan(&shown).sheets[0].columns[1];
        assert_eq!((column.zeros, column.foreign), (0, true));
    }
}
