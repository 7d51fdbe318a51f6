//! Advice as JSON, for programs.

use serde_json::{Map, Value as Json, json};

use super::change::{Change, Wanted, is_ordered};
use super::{afterwards, deadlines, near_misses, questions};
use crate::engine::{Outcome, Status, Verdict};
use crate::policy::FactRef;
use crate::policy::layout::APPLICANT;
use crate::policy::model::Fact;
use crate::profile::value::ClaimIndex;
use crate::profile::{Profile, Value};
use crate::report::Assessor;
use crate::values::Plain;

impl Assessor {
    /// From profile JSON to advice JSON: questions, near misses and deadlines; or to an errors object.
    ///
    /// # Errors
    /// The errors object, as JSON.
    pub fn advise(&self, text: &str) -> Result<String, String> {
        match self.read(text) {
            Ok(profile) => Ok(self.advice(&profile).to_string()),
            // The reader found faults, so assessing writes them.
            Err(_) => self.assess(text),
        }
    }

    fn advice(&self, profile: &Profile) -> Json {
        let (policy, program) = (self.policy(), self.program());
        let mut outcome = Outcome::default();
        program.evaluate(profile, &mut outcome);
        let claims: Vec<_> = outcome.claims.iter().map(|claim| (claim.item, claim.row)).collect();
        let asked = questions(policy, program, profile).into_iter().map(|question| {
            json!({
                "fact": self.path(profile, question.at), "items": question.items,
                "settles": f64::from(question.settles) / 100.0, "money": question.money,
            })
        });
        // An item per row that has no rows has no claim; it is named by itself.
        let without =
            outcome.items.iter().zip(0..).filter(|(item, _)| item.count == 0 && item.status == Status::NotEligible);
        let refused: Vec<ClaimIndex> = claims.iter().copied().chain(without.map(|(_, item)| (item, None))).collect();
        let misses = refused.iter().flat_map(|claim| {
            let found = near_misses(policy, program, profile, *claim).into_iter();
            found.map(|miss| {
                let changes: Vec<Json> = miss.changes.iter().map(|change| self.change(profile, change)).collect();
                let open = miss.verdict == Verdict::Unknown;
                json!({ "claim": self.claim_key(profile, *claim), "changes": changes, "leaves_facts_open": open })
            })
        });
        let windows = deadlines(policy, program, profile, &claims).into_iter().map(|deadline| {
            let unclear = afterwards(policy, program, profile, &deadline).map(|after| {
                let causes = after.ambiguities.iter().filter_map(|n| policy.ambiguities.get(usize::from(*n)));
                let causes: Vec<&String> = causes.map(|ambiguity| &ambiguity.id).collect();
                let from = deadline.last_day.next().map(|day| day.to_string());
                json!({ "from": from, "until": after.until.to_string(), "ambiguities": causes })
            });
            json!({
                "claim": self.claim_key(profile, deadline.claim), "fact": self.fact_name(deadline.event),
                "last_day": deadline.last_day.to_string(), "days_left": deadline.days_left, "unclear": unclear,
            })
        });
        json!({
            "format": policy.document.formats.advice,
            "policy": { "id": policy.document.id, "document": policy.document.number, "digest": self.digest() },
            "engine": crate::ENGINE_VERSION,
            "as_of": profile.as_of.to_string(),
            "questions": asked.collect::<Vec<_>>(),
            "near_misses": misses.collect::<Vec<_>>(),
            "deadlines": windows.collect::<Vec<_>>(),
        })
    }

    fn claim_key(&self, profile: &Profile, (item, row): (u16, Option<u32>)) -> String {
        let Some(rule) = self.policy().item_at(item) else { return String::new() };
        let table = rule.per_row.as_deref().and_then(|name| self.policy().facts.table(name));
        let rows = table.and_then(|table| profile.rows(table)).unwrap_or_default();
        match row.and_then(|number| rows.get(number as usize)) {
            Some(row) => [&rule.id, "#", &row.id].concat(),
            None => rule.id.clone(),
        }
    }

    /// `applicant.x` or `table.column`.
    fn fact_name(&self, fact: FactRef) -> String {
        let facts = &self.policy().facts;
        let owner = match fact.table() {
            None => APPLICANT,
            Some(table) => facts.table_at(table).map_or("", |table| &table.name),
        };
        [owner, ".", facts.get(fact).map_or("", |fact| &fact.name)].concat()
    }

    /// A change with an example that does it, and the bounds within which every other does.
    fn change(&self, profile: &Profile, change: &Change) -> Json {
        let facts = &self.policy().facts;
        let changeable = change.can_be_done(facts, profile.as_of);
        match change {
            Change::Fact { at, to } => {
                let mut json = json!({ "fact": self.path(profile, *at), "value": null, "changeable": changeable });
                if let (Some(fact), Json::Object(members)) = (at.fact().and_then(|fact| facts.get(fact)), &mut json) {
                    members.insert("value".into(), plain(fact, to.value));
                    members.extend(bounds(fact, to));
                }
                json
            }
            Change::Row { table, cells } => {
                let definition = facts.table_at(*table);
                let columns = definition.map_or(&[][..], |table| &table.columns).iter().zip(cells);
                let (mut row, mut all_bounds) = (Map::new(), Map::new());
                for (column, cell) in columns.filter(|(_, cell)| cell.value.is_known()) {
                    row.insert(column.name.clone(), plain(column, cell.value));
                    if is_ordered(cell.value) {
                        all_bounds.insert(column.name.clone(), Json::Object(bounds(column, cell)));
                    }
                }
                let name = definition.map(|table| &table.name);
                json!({ "table": name, "row": row, "bounds": all_bounds, "changeable": changeable })
            }
            Change::Evaluation { .. } => {
                json!({ "evaluation": self.path(profile, change.place()), "changeable": changeable })
            }
        }
    }
}

/// The bounds of a wanted value, those that there are.
fn bounds(fact: &Fact, wanted: &Wanted) -> Map<String, Json> {
    let mut bounds = Map::new();
    for (name, bound) in [("at_least", wanted.least), ("at_most", wanted.most)] {
        if let Some(bound) = bound {
            bounds.insert(name.into(), plain(fact, bound));
        }
    }
    bounds
}

/// A value as it stands in profiles.
fn plain(fact: &Fact, value: Value) -> Json {
    let word = |n: usize| fact.values.get(n).map(|choice| choice.value.as_str());
    let words = |bits: u64| (0..64).filter(move |n| bits >> n & 1 == 1).filter_map(word);
    match value {
        Value::Unknown => Json::Null,
        Value::Bool(flag) => json!(flag),
        Value::Date(day) => json!(day.to_string()),
        Value::Money(yuan) => json!(Plain(yuan).to_string()),
        Value::Int(count) => json!(count),
        Value::Choice(bits) => json!(words(bits).next()),
        Value::Set(bits) => json!(words(bits).collect::<Vec<_>>()),
    }
}
