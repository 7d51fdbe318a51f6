//! The parts of a policy one by one: document, facts, items, remarks, ambiguities, stacking.

use std::collections::BTreeMap;

use super::Checker;
use super::conditions::{Spot, words};
use crate::policy::layout::APPLICANT;
use crate::policy::model::{Fact, FactType, Item, ItemKind};

/// Most values of a choice or set: they are kept as bits of a word.
const MAX_VALUES: usize = 64;
/// Keys of profiles and rows that no table, fact or column may be called.
const PROFILE_KEYS: [&str; 6] = ["format", "as_of", APPLICANT, "evaluations", "tags", "untagged_matters"];
const ROW_KEYS: [&str; 4] = ["id", "name", "project", "matter"];

impl Checker<'_> {
    pub(super) fn document(&mut self) {
        const FILE: &str = "document.json";
        let document = &self.policy.document;
        let validity = &document.validity;
        if !(validity.from <= validity.last_certain_day && validity.last_certain_day <= validity.last_possible_day) {
            let message = "“from”, “last_certain_day” and “last_possible_day” must follow each other";
            self.problem(FILE, "validity", message);
        }
        self.ambiguity(FILE, "validity", &validity.boundary_ambiguity);
        document.ambiguities.iter().for_each(|id| self.ambiguity(FILE, "ambiguities", id));
        if let Some(id) = document.procedure_ambiguity.as_ref().filter(|id| !document.ambiguities.contains(id)) {
            let message = format!("{id} must be one of “ambiguities”");
            self.problem(FILE, "procedure_ambiguity", message);
        }
        self.unique(FILE, "evaluation wordings", document.evaluations.iter().map(|wording| wording.id.as_str()));
    }

    pub(super) fn facts(&mut self) {
        const FILE: &str = "facts.json";
        let facts = &self.policy.facts;
        self.unique(FILE, "applicant facts", facts.applicant.iter().map(|fact| fact.name.as_str()));
        self.unique(FILE, "tables", facts.tables.iter().map(|table| table.name.as_str()));
        self.fact_of(Spot::new(FILE, "role_fact", &[]), &facts.role_fact, &[FactType::Set], "“role_fact”");
        facts.applicant.iter().for_each(|fact| self.one_fact(FILE, APPLICANT, fact, &["name"]));
        for table in &facts.tables {
            if PROFILE_KEYS.contains(&table.name.as_str()) {
                self.problem(FILE, &table.name, "this name is taken by the profile format; choose another");
            }
            self.unique(FILE, "columns", table.columns.iter().map(|column| column.name.as_str()));
            table.columns.iter().for_each(|column| self.one_fact(FILE, &table.name, column, &ROW_KEYS));
            table.cites.iter().for_each(|cited| self.place(FILE, &table.name, *cited));
        }
        self.groups(FILE);
        for constraint in &facts.constraints {
            let place = format!("constraint on {}", constraint.fact);
            let table = constraint.fact.split_once('.').map_or("", |(head, _)| head);
            let tables = [table];
            let spot = Spot::new(FILE, &place, &tables);
            let kinds = (self.fact(spot, &constraint.fact), self.fact(spot, &constraint.other));
            if let (Some(kind), Some(other)) = kinds
                && kind != other
            {
                let message = format!("{} cannot be compared with {}", words(kind), words(other));
                self.problem(FILE, &place, message);
            }
            if !constraint.code.starts_with("E_") {
                self.problem(FILE, &place, "an error code begins with “E_”");
            }
        }
    }

    fn one_fact(&mut self, file: &str, owner: &str, fact: &Fact, taken: &[&str]) {
        let place = format!("{owner}.{}", fact.name);
        if taken.contains(&fact.name.as_str()) {
            self.problem(file, &place, "this name is taken by the profile format; choose another");
        }
        let has_values = matches!(fact.kind, FactType::Choice | FactType::Set);
        if has_values == fact.values.is_empty() {
            let message = "a “choice” or “set” lists its values, other types list none";
            self.problem(file, &place, message);
        }
        if fact.values.len() > MAX_VALUES {
            self.problem(file, &place, format!("at most {MAX_VALUES} values are possible"));
        }
        self.unique(file, "values", fact.values.iter().map(|choice| choice.value.as_str()));
        self.unique(
            file,
            "words for values",
            fact.values.iter().flat_map(|choice| {
                [&choice.label.zh, &choice.label.en].into_iter().chain(&choice.also).map(String::as_str)
            }),
        );
        fact.cites.iter().for_each(|cited| self.place(file, &place, *cited));
    }

    /// Every applicant fact and every table stands in exactly one question group.
    fn groups(&mut self, file: &str) {
        let facts = &self.policy.facts;
        self.unique(file, "question groups", facts.groups.iter().map(|group| group.id.as_str()));
        let kinds = [
            ("fact", facts.applicant.iter().map(|fact| &fact.name).collect::<Vec<_>>()),
            ("table", facts.tables.iter().map(|table| &table.name).collect()),
        ];
        for (what, names) in kinds {
            let mut count: BTreeMap<&str, usize> = names.iter().map(|name| (name.as_str(), 0)).collect();
            for group in &facts.groups {
                for name in if what == "fact" { &group.facts } else { &group.tables } {
                    match count.get_mut(name.as_str()) {
                        Some(times) => *times += 1,
                        None => self.problem(
                            file,
                            &group.id,
                            format!("the group names the {what} “{name}”, which does not exist"),
                        ),
                    }
                }
            }
            for (name, times) in count.into_iter().filter(|(_, times)| *times != 1) {
                let message = format!("the {what} stands in {times} question groups; it must stand in exactly one");
                self.problem(file, name, message);
            }
        }
    }

    pub(super) fn items(&mut self) {
        let policy = self.policy;
        self.unique("items", "items", policy.items.iter().map(|item| item.id.as_str()));
        for item in &policy.items {
            self.item(item);
        }
    }

    fn item(&mut self, item: &Item) {
        const FILE: &str = "items";
        let place = format!("item {}", item.id);
        if item.id.is_empty() || item.id.contains('#') {
            self.problem(FILE, &place, "an item's id is not empty and has no “#”");
        }
        if item.quotes.is_empty() {
            self.problem(FILE, &place, "the item quotes no sentence; quote the words it rests on");
        }
        item.quotes.iter().for_each(|quote| self.quote(FILE, &place, quote));
        self.shape(FILE, &place, item);
        if let Some(table) = item.per_row.as_deref().filter(|table| self.policy.facts.table(table).is_none()) {
            self.problem(FILE, &place, format!("there is no table “{table}”"));
        }
        let tables: Vec<&str> = item.per_row.as_deref().into_iter().collect();
        let spot = Spot::new(FILE, &place, &tables);
        item.condition.iter().for_each(|condition| self.condition(spot, condition));
        item.disclosures.iter().for_each(|disclosure| self.condition(spot, &disclosure.when));
        item.amount.iter().for_each(|amount| self.amount(spot, amount));
        item.readings.iter().for_each(|reading| self.reading(spot, &reading.rule));
        let role_fact = &self.policy.facts.role_fact;
        self.known_values(spot, role_fact, &item.audience);
        let readings = item.readings.iter().map(|reading| &reading.ambiguity);
        let disclosed = item.disclosures.iter().map(|disclosure| &disclosure.ambiguity);
        for id in item.ambiguities.iter().chain(readings).chain(disclosed) {
            self.ambiguity(FILE, &place, id);
        }
        for id in &item.evaluations {
            if !self.policy.document.evaluations.iter().any(|wording| wording.id == *id) {
                self.problem(FILE, &place, format!("there is no evaluation wording “{id}” in document.json"));
            }
        }
    }

    /// What an item of its kind must and must not have.
    fn shape(&mut self, file: &str, place: &str, item: &Item) {
        let direction = item.kind.is_direction();
        let rules = [
            (direction && item.condition.is_some(), "a direction has no condition"),
            (direction && item.per_row.is_some(), "a direction has no “per_row”"),
            (!direction && item.condition.is_none(), "the item lacks its condition"),
            (!direction && !item.audience.is_empty(), "only directions have an “audience”"),
            (item.kind == ItemKind::Money && item.amount.is_none(), "an item of money needs an “amount”"),
            (item.kind != ItemKind::Money && item.amount.is_some(), "only items of money have an “amount”"),
        ];
        for (broken, message) in rules {
            if broken {
                self.problem(file, place, message);
            }
        }
    }

    pub(super) fn remarks(&mut self) {
        const FILE: &str = "remarks.json";
        let policy = self.policy;
        self.unique(FILE, "remarks", policy.remarks.iter().map(|remark| remark.id.as_str()));
        for remark in &policy.remarks {
            remark.quotes.iter().for_each(|quote| self.quote(FILE, &remark.id, quote));
            for id in remark.items.iter().filter(|id| policy.item(id).is_none()) {
                self.problem(FILE, &remark.id, format!("there is no item “{id}”"));
            }
            remark.ambiguities.iter().for_each(|id| self.ambiguity(FILE, &remark.id, id));
        }
    }

    pub(super) fn ambiguities(&mut self) {
        let policy = self.policy;
        self.unique(
            "ambiguities.json",
            "ambiguities",
            policy.ambiguities.iter().map(|ambiguity| ambiguity.id.as_str()),
        );
    }

    pub(super) fn stacking(&mut self) {
        const FILE: &str = "stacking.json";
        let policy = self.policy;
        let stacking = &policy.stacking;
        stacking.quotes.iter().for_each(|quote| self.quote(FILE, "quotes", quote));
        stacking.ambiguities.iter().for_each(|id| self.ambiguity(FILE, "ambiguities", id));
        self.unique(FILE, "stacked groups", stacking.stacked.iter().flat_map(|g| &g.items).map(String::as_str));
        for group in &stacking.stacked {
            self.quote(FILE, "stacked", &group.quote);
            for id in group.items.iter().filter(|id| policy.item(id).is_none()) {
                self.problem(FILE, "stacked", format!("there is no item “{id}”"));
            }
        }
        let awards = &stacking.awards;
        let tables = [awards.table.as_str()];
        let spot = Spot::new(FILE, "awards", &tables);
        let path = |column: &str| format!("{}.{column}", awards.table);
        self.fact_of(spot, &path(&awards.level), &[FactType::Choice], "“level”");
        self.fact_of(spot, &path(&awards.status), &[FactType::Choice], "“status”");
        self.fact_of(spot, &path(&awards.amount), &[FactType::Money], "“amount”");
        self.known_values(spot, &path(&awards.status), std::slice::from_ref(&awards.received));
        self.known_values(spot, &path(&awards.status), &awards.not_received);
        let levels: Vec<String> = awards.parallel.keys().cloned().chain([awards.competing_level.clone()]).collect();
        self.known_values(spot, &path(&awards.level), &levels);
    }
}
