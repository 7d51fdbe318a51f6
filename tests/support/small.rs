//! Small policies made at random, each with a profile, and every change of it tried: what a search is held against.

use std::path::Path;

use policy_selfcheck::advice::{Change, Wanted};
use policy_selfcheck::engine::{FactPath, Findings, Verdict};
use policy_selfcheck::policy::model::FactType;
use policy_selfcheck::policy::{Bundle, FactRef, files};
use policy_selfcheck::profile::{Profile, Row, Value};
use policy_selfcheck::report::Assessor;
use policy_selfcheck::values::Date;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value as Json, json};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/policies/brookfield-2031");
/// The item whose condition is made up.
const ITEM: &str = "R2";

/// A policy, a profile, and the claim in question.
pub struct Case {
    pub assessor: Assessor,
    pub profile: Profile,
    pub claim: (u16, Option<u32>),
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rule = self.assessor.policy().item_at(self.claim.0).unwrap();
        write!(f, "{:?}\n{:?}", rule.condition, self.profile)
    }
}

/// Leaves about the applicant.
fn own_leaf() -> BoxedStrategy<Json> {
    let truth =
        select(vec!["applicant.organic", "applicant.fully_insured"]).prop_map(|fact| json!({"is_true": rule(fact)}));
    let kinds = subsequence(vec!["grower", "cooperative", "school"], 1..3).prop_map(|values| {
        let mut rule = rule("applicant.kinds");
        rule["values"] = json!(values);
        json!({"has_any": rule})
    });
    let rank = subsequence(vec!["a", "b", "c"], 1..3).prop_map(|values| {
        let mut rule = rule("applicant.rank");
        rule["values"] = json!(values);
        json!({"one_of": rule})
    });
    let workers = (select(vec!["at_least", "at_most", "more_than", "less_than"]), 1..4).prop_map(|(is, count)| {
        let mut rule = rule("applicant.workers");
        rule["is"] = json!(is);
        rule["than"] = json!({"int": count});
        json!({"compare": rule})
    });
    prop_oneof![2 => truth, 2 => kinds, 1 => rank, 2 => workers].boxed()
}

/// Leaves about a row.
fn row_leaf() -> BoxedStrategy<Json> {
    let frost = Just(json!({"is_true": rule("orchards.frost")}));
    let loss = select(vec!["at_least", "less_than"]).prop_map(|is| {
        let mut rule = rule("orchards.loss");
        rule["is"] = json!(is);
        rule["than"] = json!({"money": "100"});
        json!({"compare": rule})
    });
    let planted = (1..3).prop_map(|years| {
        let mut rule = rule("");
        rule.as_object_mut().unwrap().remove("fact");
        rule["event"] = json!("orchards.planted_on");
        rule["of"] = json!("applicant.begun");
        rule["years"] = json!(years);
        rule["on_the_day"] = json!("Q-1");
        json!({"within_years": rule})
    });
    prop_oneof![frost, loss, planted].boxed()
}

fn rule(fact: &str) -> Json {
    json!({"fact": fact, "basis": "observable", "quote": {"article": 2, "paragraph": 1, "sentence": 1, "text": "果园"}})
}

fn groups(leaf: BoxedStrategy<Json>, depth: u32) -> BoxedStrategy<Json> {
    leaf.prop_recursive(depth, 5, 3, |inner| {
        prop_oneof![
            3 => prop::collection::vec(inner.clone(), 2..4).prop_map(|all| json!({"all": all})),
            3 => prop::collection::vec(inner.clone(), 2..4).prop_map(|any| json!({"any": any})),
            1 => inner.clone().prop_map(|inner| json!({"not": inner})),
            1 => inner.prop_map(|condition| json!({"softened": {"condition": condition, "ambiguity": "Q-2"}})),
        ]
    })
    .boxed()
}

fn condition() -> BoxedStrategy<Json> {
    let rows = groups(row_leaf(), 1).prop_map(|inner| json!({"some_row": {"table": "orchards", "fulfils": inner}}));
    let leaf = prop_oneof![4 => own_leaf(), 1 => rows].boxed();
    groups(leaf, 2)
}

fn maybe<T: std::fmt::Debug + Clone + Into<Json> + 'static>(values: Vec<T>) -> BoxedStrategy<Json> {
    prop_oneof![1 => Just(Json::Null), 5 => select(values).prop_map(Into::into)].boxed()
}

fn profile() -> BoxedStrategy<Json> {
    let kinds = subsequence(vec!["grower", "cooperative", "school"], 0..3).prop_map(|kinds| json!(kinds));
    let days = vec!["2029-05-01", "2030-05-01", "2030-12-31", "2031-05-01"];
    let facts = (
        kinds,
        maybe(vec![true, false]),
        maybe(vec![true, false]),
        maybe(vec![0, 1, 3]),
        maybe(vec!["a", "b", "c"]),
        maybe(days.clone()),
    );
    let row = (maybe(days), maybe(vec![true, false]), maybe(vec!["99.99", "100", "500"]));
    let rows = prop_oneof![
        1 => Just(Json::Null),
        4 => prop::collection::vec(row, 0..2).prop_map(|rows| {
            let rows = rows.into_iter().enumerate();
            rows.map(|(n, (day, frost, loss))| json!({"id": format!("r{n}"), "planted_on": day, "frost": frost, "loss": loss})).collect()
        }),
    ];
    (facts, rows)
        .prop_map(|((kinds, organic, insured, workers, rank, begun), rows)| {
            json!({
                "as_of": "2031-06-01", "orchards": rows,
                "applicant": {"kinds": kinds, "organic": organic, "fully_insured": insured, "workers": workers, "rank": rank, "begun": begun},
            })
        })
        .boxed()
}

/// Policies with one made-up condition.
pub fn cases() -> BoxedStrategy<Case> {
    let bundle = files::load(Path::new(FOLDER)).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let bundle: Json = serde_json::from_str(&bundle).unwrap();
    (condition(), profile())
        .prop_map(move |(condition, mut profile)| {
            let mut bundle = bundle.clone();
            let policy = &mut bundle["policy"];
            let facts = policy["facts"]["applicant"].as_array_mut().unwrap();
            let mut begun = facts[1].clone();
            begun["name"] = json!("begun");
            begun["type"] = json!("date");
            let mut rank = facts[1].clone();
            rank["name"] = json!("rank");
            rank["type"] = json!("choice");
            rank["values"] =
                ["a", "b", "c"].iter().map(|word| json!({"value": word, "label": {"zh": word, "en": word}})).collect();
            facts.extend([begun, rank]);
            let items = policy["items"].as_array_mut().unwrap();
            let item = items.iter_mut().find(|item| item["id"] == ITEM).unwrap();
            item["condition"] = condition;
            profile["format"] = policy["document"]["formats"]["profile"].clone();
            let assessor = Assessor::new(Bundle::from_json(&bundle.to_string()).unwrap()).unwrap();
            let read = assessor.read(&profile.to_string()).unwrap();
            let claim = (assessor.policy().item(ITEM).unwrap(), None);
            Case { assessor, profile: read, claim }
        })
        .boxed()
}

impl Case {
    /// Every set of up to three changes, of every fact that is told and of a new row, that turns the claim.
    pub fn all_turns(&self, start: Verdict) -> Vec<Vec<Change>> {
        let places = self.places();
        let mut turns = Vec::new();
        for a in 0..places.len() {
            self.try_all(start, &places, a, &mut Vec::new(), &mut turns);
        }
        turns
    }

    fn try_all(
        &self,
        start: Verdict,
        places: &[Vec<Change>],
        at: usize,
        tried: &mut Vec<Change>,
        turns: &mut Vec<Vec<Change>>,
    ) {
        for change in &places[at] {
            tried.push(change.clone());
            if self.turns(start, tried) && !self.moves_a_start(tried) {
                turns.push(tried.clone());
            }
            if tried.len() < 3 {
                for next in at + 1..places.len() {
                    self.try_all(start, places, next, tried, turns);
                }
            }
            tried.pop();
        }
    }

    /// Whether a start is changed together with what is held against it.
    fn moves_a_start(&self, changes: &[Change]) -> bool {
        let facts = &self.assessor.policy().facts;
        let (start, event) = (facts.find("applicant.begun").unwrap(), facts.find("orchards.planted_on").unwrap());
        let dated = self.assessor.program().columns_of(self.claim.0, facts.table("orchards").unwrap()).contains(&event);
        let is_of = |fact: FactRef| move |change: &Change| change.place().fact() == Some(fact);
        let event = |change: &Change| is_of(event)(change) || matches!(change, Change::Row { .. });
        dated && changes.iter().any(is_of(start)) && changes.iter().any(event)
    }

    fn turns(&self, start: Verdict, changes: &[Change]) -> bool {
        let mut then = self.profile.clone();
        let mut added = None;
        for change in changes {
            change.apply(&mut then);
            if let Change::Row { table, cells } = change {
                then.as_of = cells.iter().filter_map(|cell| cell.value.date()).fold(then.as_of, Date::max);
                added = Some((*table, u32::try_from(then.rows(*table).unwrap().len() - 1).unwrap()));
            }
        }
        let mut findings = Findings::default();
        let verdict = self.assessor.program().verdict_with(&then, self.claim, &mut findings).unwrap();
        let lacks = findings
            .missing
            .iter()
            .any(|at| matches!(at, FactPath::Cell { table, row, .. } if Some((*table, *row)) == added));
        verdict == Verdict::True
            || (start == Verdict::False && verdict == Verdict::Unknown && !lacks && self.can_be_true(&then))
    }

    /// Whether some answers to what is missing make the claim true.
    fn can_be_true(&self, profile: &Profile) -> bool {
        let (program, facts) = (self.assessor.program(), &self.assessor.policy().facts);
        let mut findings = Findings::default();
        match program.verdict_with(profile, self.claim, &mut findings).unwrap() {
            Verdict::True => return true,
            Verdict::Unknown => {}
            _ => return false,
        }
        let at = findings.missing[0];
        if let FactPath::Table(table) = at {
            let cells = vec![Value::Unknown; facts.table_at(table).unwrap().columns.len()];
            return [vec![Row { cells, ..Row::default() }], Vec::new()].into_iter().any(|rows| {
                let mut told = profile.clone();
                told.tables[usize::from(table)] = Some(rows);
                self.can_be_true(&told)
            });
        }
        let fact = at.fact().unwrap();
        let row = match at {
            FactPath::Cell { table, row, .. } => profile.rows(table).and_then(|rows| rows.get(row as usize)),
            _ => None,
        };
        let values = program.turning_values(self.claim.0, (fact, facts.get(fact).unwrap()), profile, row);
        let mut past = values.into_iter().filter(|value| value.date().is_none_or(|day| day <= profile.as_of));
        past.any(|value| {
            let mut told = profile.clone();
            Change::Fact { at, to: Wanted::only(value) }.apply(&mut told);
            self.can_be_true(&told)
        })
    }

    /// Per fact that is told, and for a new row, every change at a turning value.
    fn places(&self) -> Vec<Vec<Change>> {
        let (facts, profile) = (&self.assessor.policy().facts, &self.profile);
        let mut places = Vec::new();
        for (value, index) in profile.applicant.iter().zip(0..) {
            if value.is_known() {
                places.push(self.changes(FactPath::Applicant(index), *value));
            }
        }
        let table = facts.table("orchards").unwrap();
        for (row, number) in profile.rows(table).unwrap_or_default().iter().zip(0..) {
            for (value, column) in row.cells.iter().zip(0..) {
                if value.is_known() {
                    places.push(self.changes(FactPath::Cell { table, column, row: number }, *value));
                }
            }
        }
        if self.assessor.program().tables_of(self.claim.0).contains(&table) {
            places.push(self.new_rows(table));
        }
        places
    }

    fn values(&self, at: FactPath) -> Vec<Value> {
        let fact = at.fact().unwrap();
        let definition = self.assessor.policy().facts.get(fact).unwrap();
        let row = match at {
            FactPath::Cell { table, row, .. } => self.profile.rows(table).and_then(|rows| rows.get(row as usize)),
            _ => None,
        };
        self.assessor.program().turning_values(self.claim.0, (fact, definition), &self.profile, row)
    }

    fn changes(&self, at: FactPath, now: Value) -> Vec<Change> {
        let set = self.assessor.policy().facts.get(at.fact().unwrap()).unwrap().kind == FactType::Set;
        let values = if set { (0..8).map(Value::Set).collect() } else { self.values(at) };
        let others = values
            .into_iter()
            .filter(|value| *value != now && value.date().is_none_or(|day| day <= self.profile.as_of));
        others.map(|value| Change::Fact { at, to: Wanted::only(value) }).collect()
    }

    fn new_rows(&self, table: u16) -> Vec<Change> {
        let columns = self.assessor.policy().facts.table_at(table).unwrap().columns.len();
        let mut rows: Vec<Vec<Wanted>> = vec![Vec::new()];
        for column in 0..u16::try_from(columns).unwrap() {
            let used =
                self.assessor.program().columns_of(self.claim.0, table).contains(&FactRef::Column { table, column });
            let values = if used { self.values(FactPath::Cell { table, column, row: u32::MAX }) } else { Vec::new() };
            let options: Vec<Wanted> = values.into_iter().chain([Value::Unknown]).map(Wanted::only).collect();
            rows = rows.iter().flat_map(|row| options.iter().map(|cell| [&row[..], &[*cell]].concat())).collect();
        }
        rows.into_iter().map(|cells| Change::Row { table, cells }).collect()
    }
}

/// Whether each of these changes is a part of one of those: the same fact within the range, fewer values of a set
/// changed, or a row of which fewer cells are asked.
pub fn part_of(profile: &Profile, few: &[Change], many: &[Change]) -> bool {
    few.iter().all(|part| many.iter().any(|whole| is_part(profile, part, whole)))
}

fn is_part(profile: &Profile, part: &Change, whole: &Change) -> bool {
    match (part, whole) {
        (
            Change::Fact { at: FactPath::Applicant(here), to },
            Change::Fact { at: FactPath::Applicant(there), to: other },
        ) => {
            let now = profile.applicant[usize::from(*here)];
            let fewer = match (to.value, other.value, now) {
                (Value::Set(few), Value::Set(many), Value::Set(now)) => (few ^ now) & !(many ^ now) == 0,
                (Value::Set(few), Value::Set(many), _) => few & !many == 0,
                _ => to.holds(other.value),
            };
            here == there && fewer
        }
        (Change::Fact { at, to }, Change::Fact { at: there, to: other }) => at == there && to.holds(other.value),
        (Change::Row { table, cells }, Change::Row { table: there, cells: others }) => {
            let fewer = |(few, many): (&Wanted, &Wanted)| !few.value.is_known() || few.holds(many.value);
            table == there && cells.iter().zip(others).all(fewer)
        }
        (Change::Evaluation { .. }, Change::Evaluation { .. }) => true,
        _ => false,
    }
}
