//! What the state becomes by actions that change answers.

use std::rc::Rc;

use super::{Action, Made, Removed, RowPart, SUPPOSE, Slot, State, evaluation_id, row_title};
use crate::app::adviser::Advised;
use crate::app::draft::{Draft, RowDraft, TableDraft, set_entry};
use crate::app::route::Route;
use crate::app::visible::field_id;

impl State {
    /// Makes a change that answers depend on.
    pub(super) fn change_answers(&mut self, action: Action) {
        if let Some(action) = self.edit(action) {
            self.replace(action);
        }
    }

    /// Changes single answers, or in which words, on which day and by which code they are assessed; gives back any other
    /// action.
    fn edit(&mut self, action: Action) -> Option<Action> {
        match action {
            Action::Answer(slot, answer) => {
                let target = match slot {
                    Slot::Applicant(index) => self.draft.applicant.get_mut(index),
                    Slot::Cell(table, uid, column) => {
                        self.row_mut(table, uid).and_then(|row| row.cells.get_mut(column))
                    }
                };
                if let Some(target) = target {
                    *target = answer;
                }
            }
            Action::Have(table, have) => {
                let empty = self.draft.tables.get(table).is_some_and(|t| t.rows.is_empty());
                if have == TableDraft::Rows && empty {
                    self.draft.add_row(self.policy(), table);
                } else if let Some(table) = self.draft.tables.get_mut(table) {
                    table.have = have;
                }
            }
            Action::AddRow(table) => self.add_row(table),
            Action::RemoveRow(table, uid) => self.remove_row(table, uid),
            Action::PutBack => self.put_back(),
            Action::RowText(table, uid, part, text) => self.row_text(table, uid, part, text),
            Action::Evaluate(claim, state) => {
                // The claim may stand elsewhere afterwards: whoever works by keyboard goes with it.
                self.look(&evaluation_id(&claim));
                set_entry(&mut self.draft.evaluations, claim, state);
            }
            Action::Tag(claim, tags) => set_entry(&mut self.draft.tags, claim, tags),
            Action::Distinct(distinct) => self.draft.distinct = distinct,
            Action::AsOf(text) => self.draft.as_of = text,
            Action::Speak(lang) => self.lang = lang,
            Action::Name(name) => self.draft.name = name,
            Action::Rest(rest) => self.rest = rest,
            other => return Some(other),
        }
        None
    }

    /// Puts other answers in the place of the present ones.
    fn replace(&mut self, action: Action) {
        self.removed = None;
        match action {
            Action::Restore => {
                if let Some(kept) = self.kept.take() {
                    self.draft = kept.draft.clone();
                }
                self.say(self.lang.t("已恢复原来的回答", "Your own answers are back"));
                self.look(SUPPOSE);
            }
            Action::Load(loaded) => {
                self.visited.clear();
                self.advised = None;
                self.kept = None;
                self.draft = loaded.draft;
                self.opened = loaded.opened;
                self.trouble = None;
                self.made = loaded.made;
                self.go(Route::Result, None);
            }
            Action::Advise { place, name, draft } => {
                self.visited.clear();
                let own = self.own_draft().clone();
                self.advised = Some(Rc::new(Advised { place, name, own }));
                self.draft = *draft;
                self.kept = None;
                self.go(Route::Result, None);
            }
            Action::EndAdvice | Action::LeaveAdvice => {
                self.visited.clear();
                if let Some(advised) = self.advised.take() {
                    self.draft = advised.own.clone();
                    self.kept = None;
                }
                self.go(Route::Workspace, None);
            }
            Action::Clear => {
                self.visited.clear();
                self.advised = None;
                self.opened = None;
                self.trouble = None;
                self.made = Made::Here;
                self.kept = None;
                self.draft = Draft::new(self.policy());
                self.say(self.lang.t("已全部清空", "Everything is forgotten"));
                self.go(Route::Start, None);
            }
            _ => {}
        }
    }

    fn add_row(&mut self, index: usize) {
        let policy = self.policy();
        self.draft.add_row(policy, index);
        let (Some(definition), Some(table)) = (policy.facts.tables.get(index), self.draft.tables.get(index)) else {
            return;
        };
        let number = table.rows.len().to_string();
        self.say(&[self.lang.t("已添加：", "Added: "), self.lang.of(&definition.row_label), " ", &number].concat());
        self.look(&row_title(&definition.name, self.draft.last_uid));
    }

    /// Removes a row; the focus goes to the one that takes its place, or the one before, or the question above.
    fn remove_row(&mut self, index: usize, uid: u32) {
        let Some(definition) = self.policy().facts.tables.get(index) else { return };
        let Some(table) = self.draft.tables.get_mut(index) else { return };
        let Some(place) = table.rows.iter().position(|row| row.uid == uid) else { return };
        let row = table.rows.remove(place);
        if table.rows.is_empty() {
            table.have = TableDraft::Open;
        }
        let next = table.rows.get(place).or(table.rows.last()).map(|row| row_title(&definition.name, row.uid));
        let number = (place + 1).to_string();
        let back = if row.is_blank() { "" } else { self.lang.t("，可以恢复", "; it can be put back") };
        self.say(
            &[self.lang.t("已删除：", "Removed: "), self.lang.of(&definition.row_label), " ", &number, back].concat(),
        );
        self.removed = (!row.is_blank()).then(|| Rc::new(Removed { table: index, place, row }));
        self.look(&next.unwrap_or_else(|| field_id(&["/", &definition.name].concat())));
    }

    /// Puts the row that was removed last where it was.
    fn put_back(&mut self) {
        let Some(removed) = self.removed.take() else { return };
        let Some(definition) = self.policy().facts.tables.get(removed.table) else { return };
        let Some(table) = self.draft.tables.get_mut(removed.table) else { return };
        table.rows.insert(removed.place.min(table.rows.len()), removed.row.clone());
        table.have = TableDraft::Rows;
        self.say(&[self.lang.t("已恢复：", "Put back: "), self.lang.of(&definition.row_label)].concat());
        self.look(&row_title(&definition.name, removed.row.uid));
    }

    fn row_text(&mut self, table: usize, uid: u32, part: RowPart, text: String) {
        let names_project = self.policy().facts.tables.get(table).is_some_and(|table| table.rows_are_projects);
        let Some(row) = self.row_mut(table, uid) else { return };
        let place = match part {
            RowPart::Name => &mut row.name,
            RowPart::Project => &mut row.project,
            RowPart::Matter => &mut row.matter,
        };
        let was = std::mem::replace(place, text);
        if names_project && part == RowPart::Name {
            self.rename_project(table, uid, was.trim());
        }
    }

    /// What was said to be of a project stays with it when it gets another name.
    fn rename_project(&mut self, table: usize, uid: u32, was: &str) {
        let rows = self.draft.tables.get(table).map(|table| &table.rows[..]).unwrap_or_default();
        let name = rows.iter().find(|row| row.uid == uid).map(|row| row.name.trim().to_owned()).unwrap_or_default();
        let again = rows.iter().any(|row| row.uid != uid && row.name.trim() == was);
        // A name that is gone, or that another project bears, leads to no project.
        if was.is_empty() || name.is_empty() || again {
            return;
        }
        let rows = self.draft.tables.iter_mut().flat_map(|table| &mut table.rows).map(|row| &mut row.project);
        let tags = self.draft.tags.iter_mut().map(|(_, tags)| &mut tags.project);
        for project in rows.chain(tags).filter(|project| project.trim() == was) {
            project.clone_from(&name);
        }
    }

    fn row_mut(&mut self, table: usize, uid: u32) -> Option<&mut RowDraft> {
        self.draft.tables.get_mut(table)?.rows.iter_mut().find(|row| row.uid == uid)
    }
}
