//! Conditions and amounts: facts exist, types fit, ambiguities are known.

use super::Checker;
use crate::policy::model::{AmountRule, Condition, FactType, Item, Operand, ReadingRule, Values};

/// Where a condition stands.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    pub(super) file: &'a str,
    pub(super) place: &'a str,
    /// Tables whose columns the condition may use.
    tables: &'a [&'a str],
}

impl<'a> Spot<'a> {
    pub(super) fn new(file: &'a str, place: &'a str, tables: &'a [&'a str]) -> Self {
        Self { file, place, tables }
    }
}

/// Words for a type.
pub(super) fn words(kind: FactType) -> &'static str {
    match kind {
        FactType::Bool => "a yes/no fact",
        FactType::Date => "a date",
        FactType::Money => "an amount of money",
        FactType::Int => "a whole number",
        FactType::Choice => "a choice",
        FactType::Set => "a set",
    }
}

impl Checker<'_> {
    /// The fact's type, if it exists and may be used here.
    pub(super) fn fact(&mut self, spot: Spot<'_>, path: &str) -> Option<FactType> {
        let kind = match self.policy.facts.kind(path) {
            Ok(kind) => kind,
            Err(unknown) => {
                self.problem(spot.file, spot.place, unknown.to_string());
                return None;
            }
        };
        let fact = self.policy.facts.find(path).ok()?;
        let table = fact.table().and_then(|t| self.policy.facts.table_at(t)).map(|t| t.name.as_str());
        if let Some(table) = table.filter(|table| !spot.tables.contains(table)) {
            let message = format!(
                "“{path}” is a column of the table “{table}”, which is not at hand here: use it in an item with “per_row”: “{table}”, or inside “some_row” of that table"
            );
            self.problem(spot.file, spot.place, message);
        }
        Some(kind)
    }

    /// The fact exists and has one of the types.
    pub(super) fn fact_of(&mut self, spot: Spot<'_>, path: &str, allowed: &[FactType], purpose: &str) {
        if let Some(kind) = self.fact(spot, path).filter(|kind| !allowed.contains(kind)) {
            let wanted: Vec<&str> = allowed.iter().map(|kind| words(*kind)).collect();
            let message = format!("“{path}” is {}, but {purpose} needs {}", words(kind), wanted.join(" or "));
            self.problem(spot.file, spot.place, message);
        }
    }

    pub(super) fn condition(&mut self, spot: Spot<'_>, condition: &Condition) {
        self.condition_quotes(spot.file, spot.place, condition);
        match condition {
            Condition::All(members) | Condition::Any(members) => {
                if members.is_empty() {
                    self.problem(spot.file, spot.place, "“all” and “any” need at least one member");
                }
                for member in members {
                    self.condition(spot, member);
                }
            }
            Condition::Not(inner) => self.condition(spot, inner),
            Condition::IsTrue(rule) => self.fact_of(spot, &rule.fact, &[FactType::Bool], "“is_true”"),
            Condition::OneOf(rule) => self.values(spot, rule, FactType::Choice, "“one_of”"),
            Condition::HasAny(rule) => self.values(spot, rule, FactType::Set, "“has_any”"),
            Condition::Compare(rule) => self.compare(spot, &rule.fact, &rule.than),
            Condition::WithinYears(rule) => {
                self.fact_of(spot, &rule.event, &[FactType::Date], "“within_years”");
                self.fact_of(spot, &rule.of, &[FactType::Date], "“within_years”");
                self.ambiguity(spot.file, spot.place, &rule.on_the_day);
            }
            Condition::SpanWithinYears(rule) => {
                self.fact_of(spot, &rule.start, &[FactType::Date], "“span_within_years”");
                self.fact_of(spot, &rule.end, &[FactType::Date], "“span_within_years”");
                self.ambiguity(spot.file, spot.place, &rule.otherwise);
            }
            Condition::SomeRow(rule) => {
                if self.policy.facts.table(&rule.table).is_none() {
                    self.problem(spot.file, spot.place, format!("there is no table “{}”", rule.table));
                }
                let tables: Vec<&str> = spot.tables.iter().copied().chain([rule.table.as_str()]).collect();
                self.condition(Spot { tables: &tables, ..spot }, &rule.fulfils);
            }
            Condition::Softened(rule) => {
                self.ambiguity(spot.file, spot.place, &rule.ambiguity);
                self.condition(spot, &rule.condition);
            }
            Condition::Unclear(rule) => self.ambiguity(spot.file, spot.place, &rule.ambiguity),
            Condition::ConditionOf(id) => self.condition_of(spot, id),
        }
    }

    /// The other item exists, has a condition, stands on the same rows, and does not lead back here.
    fn condition_of(&mut self, spot: Spot<'_>, id: &str) {
        let Some(other) = self.policy.items.iter().find(|item| item.id == id) else {
            self.problem(spot.file, spot.place, format!("“condition_of” names the item “{id}”, which does not exist"));
            return;
        };
        if other.condition.is_none() {
            self.problem(spot.file, spot.place, format!("the item “{id}” has no condition to use here"));
        }
        if other.per_row.as_deref().is_some_and(|table| !spot.tables.contains(&table)) {
            self.problem(
                spot.file,
                spot.place,
                format!("the item “{id}” is per row of a table that is not at hand here"),
            );
        }
        if self.leads_to(other, id, 0) {
            self.problem(spot.file, spot.place, format!("the conditions of “{id}” lead back to themselves"));
        }
    }

    /// Whether following `condition_of` from an item's condition comes to the item `goal`.
    fn leads_to(&self, item: &Item, goal: &str, depth: usize) -> bool {
        let mut named = Vec::new();
        if let Some(condition) = &item.condition {
            named_items(condition, &mut named);
        }
        named.iter().any(|id| {
            let next = self.policy.items.iter().find(|other| other.id == **id);
            *id == goal || depth > self.policy.items.len() || next.is_some_and(|n| self.leads_to(n, goal, depth + 1))
        })
    }

    fn values(&mut self, spot: Spot<'_>, rule: &Values, kind: FactType, purpose: &str) {
        self.fact_of(spot, &rule.fact, &[kind], purpose);
        if rule.values.is_empty() {
            self.problem(spot.file, spot.place, format!("{purpose} on “{}” lists no values", rule.fact));
        }
        self.known_values(spot, &rule.fact, &rule.values);
    }

    pub(super) fn known_values(&mut self, spot: Spot<'_>, path: &str, values: &[String]) {
        let facts = &self.policy.facts;
        let Some(fact) = facts.find(path).ok().and_then(|found| facts.get(found)) else { return };
        for value in values.iter().filter(|value| !fact.values.iter().any(|choice| choice.value == **value)) {
            let known: Vec<&str> = fact.values.iter().map(|choice| choice.value.as_str()).collect();
            let message = format!("“{value}” is no value of “{path}”; its values are {}", known.join(", "));
            self.problem(spot.file, spot.place, message);
        }
    }

    fn compare(&mut self, spot: Spot<'_>, path: &str, operand: &Operand) {
        let Some(kind) = self.fact(spot, path) else { return };
        let (other, what) = match operand {
            Operand::Money(amount) => (FactType::Money, format!("the amount {amount}")),
            Operand::Int(count) => (FactType::Int, format!("the number {count}")),
            Operand::Date(date) => (FactType::Date, format!("the date {date}")),
            Operand::Fact(other) => match self.fact(spot, other) {
                Some(kind) => (kind, format!("“{other}”, which is {}", words(kind))),
                None => return,
            },
        };
        if kind != other || !matches!(kind, FactType::Money | FactType::Int | FactType::Date) {
            let message = format!(
                "“{path}” is {} and cannot be compared with {what}; compare money with money, dates with dates, numbers with numbers",
                words(kind)
            );
            self.problem(spot.file, spot.place, message);
        }
    }

    pub(super) fn amount(&mut self, spot: Spot<'_>, rule: &AmountRule) {
        match rule {
            AmountRule::Unspecified(rule) => {
                if let Some(units) = &rule.units {
                    self.fact_of(spot, units, &[FactType::Int], "“units”");
                }
            }
            AmountRule::Share(rule) => {
                self.quote(spot.file, spot.place, &rule.quote);
                let fits = rule.rate > rust_decimal::Decimal::ZERO
                    && rule.rate <= rust_decimal::Decimal::ONE
                    && rule.rate.normalize().scale() <= 4;
                if !fits {
                    let message =
                        format!("the rate {} must be above 0, at most 1, with at most four decimals", rule.rate);
                    self.problem(spot.file, spot.place, message);
                }
                if rule.terms.is_empty() {
                    self.problem(spot.file, spot.place, "the sum has no terms");
                }
                for path in rule.terms.iter().flat_map(|term| [Some(&term.fact), term.less.as_ref()]).flatten() {
                    self.fact_of(spot, path, &[FactType::Money], "a sum");
                }
            }
        }
    }

    pub(super) fn reading(&mut self, spot: Spot<'_>, rule: &ReadingRule) {
        match rule {
            ReadingRule::LargestGroup(path) => self.fact_of(spot, path, &[FactType::Choice], "“largest_group”"),
            ReadingRule::RequiresEach(paths) => {
                for path in paths {
                    self.fact_of(spot, path, &[FactType::Bool], "“requires_each”");
                }
            }
            ReadingRule::LargestPerProject => {}
        }
    }
}

/// Items that a condition refers to.
fn named_items<'c>(condition: &'c Condition, named: &mut Vec<&'c str>) {
    match condition {
        Condition::All(members) | Condition::Any(members) => members.iter().for_each(|c| named_items(c, named)),
        Condition::Not(inner) => named_items(inner, named),
        Condition::SomeRow(rule) => named_items(&rule.fulfils, named),
        Condition::Softened(rule) => named_items(&rule.condition, named),
        Condition::ConditionOf(id) => named.push(id),
        _ => {}
    }
}
