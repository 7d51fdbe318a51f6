//! Changing a roster: mending a told cell, taking over an edited profile, leaving an applicant out.

use serde_json::{Map, Value as Json, json};

use super::assess::Quick;
use super::code;
use super::fault::{CellFault, Place, Reason, Repair};
use super::list::{Applicant, Roster, why};
use super::plan::{EVALUATIONS, TAGS};
use super::read_cell::{is_unknown, read_cell, same_name, state_of_words};
use crate::book::Cell;
use crate::policy::layout::APPLICANT;
use crate::policy::model::{FactType, Facts};
use crate::profile::EvaluationState;
use crate::report::Assessor;

impl Roster {
    /// Mends the fault of this number with what is typed; gives the applicant that changed. The fault is gone
    /// afterwards. Nothing happens where there is no such fault.
    ///
    /// # Errors
    /// Why what is typed does not do either.
    pub fn mend(&mut self, assessor: &Assessor, fault: u32, typed: &str) -> Result<Option<u32>, Reason> {
        let Some(told) = self.faults.iter().find(|known| known.id == fault).cloned() else { return Ok(None) };
        let changed = match told.repair.clone() {
            Repair::Value { applicant, pointer, fact: at, zeros } => {
                let Some(fact) = assessor.policy().facts.get(at) else { return Ok(None) };
                let value = read_cell(&Cell::Text(typed.to_owned()), at, fact, zeros)?;
                self.edit(assessor, applicant, |json| match (fact.kind, &value) {
                    (FactType::Set, Some(Json::Array(words))) => join(json, &pointer, words),
                    // What was read of a set stays when the rest is let go.
                    (FactType::Set, None) => {}
                    _ => put(json, &pointer, value.clone()),
                })?;
                Some(applicant)
            }
            Repair::Text { applicant, pointer } => {
                let words = typed.trim();
                if !is_unknown(words) {
                    self.edit(assessor, applicant, |json| put(json, &pointer, Some(json!(words))))?;
                }
                Some(applicant)
            }
            Repair::Key { applicant, part, json } => {
                let value: Json = serde_json::from_str(&json).unwrap_or(Json::Null);
                let key = typed.trim();
                if key.is_empty() {
                    // What is refused stands nowhere: without a key it is let go.
                    self.let_go(fault);
                    return Ok(Some(applicant));
                }
                if self.keys(applicant, &part).iter().any(|known| known == key) {
                    return Err(Reason::KnownItem);
                }
                let members = Map::from_iter([(key.to_owned(), value)]);
                self.edit(assessor, applicant, |profile| add(profile, &part, Json::Object(members.clone())))?;
                Some(applicant)
            }
            Repair::Word { applicant, pointer } => {
                let state = EvaluationState::from_word(typed).map(|_| typed).or_else(|| state_of_words(typed));
                let word = match typed {
                    "distinct" | "互不相同" | "不同" => "distinct",
                    _ => state.ok_or(Reason::UnknownWord)?,
                };
                self.edit(assessor, applicant, |json| put(json, &pointer, Some(json!(word))))?;
                Some(applicant)
            }
            Repair::Owner { part, json } => {
                let owner = self.find(typed).ok_or(Reason::UnknownOwner)?;
                let value: Json = serde_json::from_str(&json).unwrap_or(Json::Null);
                self.edit(assessor, owner, |profile| add(profile, &part, value.clone()))?;
                self.owner_found(told.place, owner, &part);
                Some(owner)
            }
            Repair::Name { applicant } => {
                let name = typed.trim();
                if name.is_empty() {
                    return Err(Reason::NoName);
                }
                self.edit(assessor, applicant, |json| {
                    put(json, &["", APPLICANT, "name"].join("/"), Some(json!(name)));
                })?;
                let other = self.find_other(applicant, |one| same_name(&one.name) == same_name(name));
                if let Some(applicant) = self.applicants.get_mut(applicant as usize) {
                    applicant.name = name.into();
                }
                self.tell_twice(&told, applicant, name, other.map(|row| Reason::SameName { row }));
                Some(applicant)
            }
            Repair::Code { applicant } => {
                let code = code::check(typed).map_err(Reason::Code)?;
                let other = self.find_other(applicant, |one| *one.code == *code);
                self.tell_twice(&told, applicant, &code, other.map(|row| Reason::SameCode { row }));
                if let Some(applicant) = self.applicants.get_mut(applicant as usize) {
                    applicant.code = code.into();
                }
                Some(applicant)
            }
            Repair::Profile => {
                self.add_profile(assessor, typed, told.place)?;
                None
            }
            Repair::None { applicant } => Some(applicant),
        };
        self.faults.retain(|known| known.id != fault);
        Ok(changed)
    }

    /// Lets a told row, line or cell go as it is: it is not imported and not told any more. Whether it can be let go.
    pub fn let_go(&mut self, fault: u32) -> bool {
        let Some(told) = self.faults.iter().find(|known| known.id == fault && known.repair.can_be_let_go()) else {
            return false;
        };
        let (place, whole) = (told.place, matches!(told.repair, Repair::Owner { .. }));
        // What else is told of a row that nobody owns goes with it.
        let of_row = |known: &CellFault| {
            let here = (known.place.sheet, known.place.row) == (place.sheet, place.row);
            whole && here && known.repair.applicant() == Some(u32::MAX)
        };
        self.faults.retain(|known| known.id != fault && !of_row(known));
        true
    }

    /// Takes over an edited profile.
    ///
    /// # Errors
    /// Why it is refused; nothing has changed then.
    pub fn replace(&mut self, assessor: &Assessor, index: u32, profile: &str) -> Result<(), Reason> {
        let read = assessor.read(profile).map_err(|faults| first_rule(assessor, &faults))?;
        let summary = Quick::new(assessor).summary(&read);
        let profile = self.pack(assessor.policy(), profile);
        if let Some(applicant) = self.applicants.get_mut(index as usize) {
            if let Some(name) = read.name {
                applicant.name = name.into();
            }
            applicant.profile = profile;
            applicant.summary = summary;
        }
        Ok(())
    }

    /// Leaves an applicant out, with what is told of it.
    pub fn leave_out(&mut self, index: u32) {
        if let Some(applicant) = self.applicants.get_mut(index as usize) {
            applicant.left_out = true;
        }
        self.faults.retain(|fault| fault.repair.applicant() != Some(index));
    }

    /// Adds the profile of a line of JSON; a line that is no profile is told.
    ///
    /// # Errors
    /// Why it is refused; the caller tells it.
    pub fn add_profile(&mut self, assessor: &Assessor, text: &str, place: Place) -> Result<(), Reason> {
        let mut json: Json = serde_json::from_str(text).map_err(|error| Reason::NotAProfile(broken_off(&error)))?;
        if !json.is_object() {
            return Err(Reason::NotAProfile(String::new()));
        }
        let settled = Self::settle(&mut Quick::new(assessor), assessor, &mut json);
        let index = u32::try_from(self.applicants.len()).unwrap_or(u32::MAX);
        let mut refused = settled.refused.into_iter();
        let Some((profile, summary)) = settled.profile else {
            return Err(Reason::NotAProfile(refused.next().map(|one| one.why).unwrap_or_default()));
        };
        for one in refused {
            let repair = field(&assessor.policy().facts, index, &one.now, &one.value);
            // A value that cannot be mended has no name either: its place in the profile stands for one.
            let head = if matches!(repair, Repair::None { .. }) { &*one.now } else { "" };
            let value = one.value.as_str().map_or_else(|| one.value.to_string(), str::to_owned);
            self.tell(place, head, &value, Reason::Rule(one.why), repair);
        }
        let name = json.pointer(&["", APPLICANT, "name"].join("/")).and_then(Json::as_str).unwrap_or_default();
        let profile = self.pack(assessor.policy(), &profile);
        self.applicants.push(Applicant {
            name: name.into(),
            row: (place.sheet, place.row),
            profile,
            summary,
            ..Applicant::default()
        });
        self.tell_added_twice(index, name, place);
        Ok(())
    }

    /// Tells an added profile whose name an earlier one has.
    fn tell_added_twice(&mut self, index: u32, name: &str, place: Place) {
        let key = same_name(name);
        if key.is_empty() {
            return;
        }
        let first = self.added.get(&key).and_then(|first| self.applicants.get(*first as usize));
        let first = first.filter(|first| !first.left_out && same_name(&first.name) == key);
        match first.map(|first| first.row.1) {
            Some(row) => self.tell(place, "", name, Reason::SameName { row }, Repair::None { applicant: index }),
            None => drop(self.added.insert(key, index)),
        }
    }

    /// Tells what an applicant has been given that another row has too.
    fn tell_twice(&mut self, told: &CellFault, applicant: u32, value: &str, reason: Option<Reason>) {
        if let Some(reason) = reason {
            self.tell(told.place, &told.head, value, reason, Repair::None { applicant });
        }
    }

    /// The row of another applicant that this holds for.
    fn find_other(&self, index: u32, is: impl Fn(&Applicant) -> bool) -> Option<u32> {
        let others = (0..).zip(&self.applicants).filter(|(other, one)| *other != index && !one.left_out);
        others.map(|(_, one)| one).find(|one| is(one)).map(|one| one.row.1)
    }

    /// Keys that an applicant has under a part of its profile.
    fn keys(&self, index: u32, part: &str) -> Vec<String> {
        let profile = self.json(index);
        profile.get(part).and_then(Json::as_object).map(|members| members.keys().cloned().collect()).unwrap_or_default()
    }

    /// Tells a line that is no profile.
    pub fn tell_line(&mut self, place: Place, text: &str, reason: Reason) {
        let shown: String = text.chars().take(200).collect();
        self.tell(place, "", &shown, reason, Repair::Profile);
    }

    fn find(&self, words: &str) -> Option<u32> {
        let (name, code) = (same_name(words), code::check(words).ok());
        let found = self.applicants.iter().position(|applicant| {
            !applicant.left_out
                && (same_name(&applicant.name) == name || code.as_deref().is_some_and(|code| *applicant.code == *code))
        });
        found.filter(|_| !name.is_empty()).and_then(|index| u32::try_from(index).ok())
    }

    /// What else is told of a row that had no owner is now about this applicant and the row just added.
    fn owner_found(&mut self, place: Place, owner: u32, part: &str) {
        let profile = self.json(owner);
        let last = profile.get(part).and_then(Json::as_array).map_or(0, |rows| rows.len().saturating_sub(1));
        let of_row = |fault: &&mut CellFault| (fault.place.sheet, fault.place.row) == (place.sheet, place.row);
        for fault in self.faults.iter_mut().filter(of_row) {
            match &mut fault.repair {
                Repair::Value { applicant, pointer, .. } if *applicant == u32::MAX => {
                    *applicant = owner;
                    let name = pointer.rsplit('/').next().unwrap_or_default();
                    *pointer = format!("/{part}/{last}/{name}");
                }
                Repair::Text { applicant, pointer } if *applicant == u32::MAX => {
                    *applicant = owner;
                    if profile.get(part).is_some_and(Json::is_array) {
                        let name = pointer.rsplit('/').next().unwrap_or_default();
                        *pointer = format!("/{part}/{last}/{name}");
                    }
                }
                Repair::Word { applicant, .. } | Repair::None { applicant } if *applicant == u32::MAX => {
                    *applicant = owner;
                }
                _ => {}
            }
        }
    }

    /// Changes an applicant's profile, if the reader then still takes it.
    fn edit(&mut self, assessor: &Assessor, index: u32, change: impl Fn(&mut Json)) -> Result<(), Reason> {
        let mut json = self.json(index);
        change(&mut json);
        let text = json.to_string();
        let packed = self.pack(assessor.policy(), &text);
        let Some(applicant) = self.applicants.get_mut(index as usize) else { return Err(Reason::UnknownOwner) };
        let profile = assessor.read(&text).map_err(|faults| first_rule(assessor, &faults))?;
        applicant.summary = Quick::new(assessor).summary(&profile);
        applicant.profile = packed;
        Ok(())
    }

    /// An applicant's profile; null where there is no such applicant.
    fn json(&self, index: u32) -> Json {
        let text = self.applicants.get(index as usize).map(|one| one.profile.text()).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or(Json::Null)
    }
}

/// Where a text stops being JSON.
fn broken_off(error: &serde_json::Error) -> String {
    format!("第 {} 行第 {} 个字符附近不合 JSON 的写法或不完整。", error.line(), error.column())
}

/// How a refused value of a profile is mended.
fn field(facts: &Facts, applicant: u32, pointer: &str, value: &Json) -> Repair {
    let steps: Vec<&str> = pointer.split('/').skip(1).collect();
    let (owner, name, at) = match steps[..] {
        [APPLICANT, name] | [APPLICANT, name, _] => (APPLICANT, name, ["/", APPLICANT, "/", name].concat()),
        [table, row, name] | [table, row, name, _] => (table, name, ["/", table, "/", row, "/", name].concat()),
        _ => ("", "", String::new()),
    };
    if let Ok(fact) = facts.find(&[owner, ".", name].concat()) {
        return Repair::Value { applicant, pointer: at, fact, zeros: 0 };
    }
    match steps[..] {
        [part @ (EVALUATIONS | TAGS), _] => Repair::Key { applicant, part: part.to_owned(), json: value.to_string() },
        [_, _, "id" | "name" | "project" | "matter"] if value.is_string() => {
            Repair::Text { applicant, pointer: pointer.to_owned() }
        }
        _ => Repair::None { applicant },
    }
}

/// Adds words to the set at a JSON Pointer.
fn join(json: &mut Json, pointer: &str, words: &[Json]) {
    match json.pointer_mut(pointer) {
        Some(Json::Array(known)) => {
            let new: Vec<Json> = words.iter().filter(|word| !known.contains(word)).cloned().collect();
            known.extend(new);
        }
        _ => put(json, pointer, Some(Json::Array(words.to_vec()))),
    }
}

fn first_rule(assessor: &Assessor, faults: &[crate::profile::Fault<'_>]) -> Reason {
    Reason::Rule(faults.first().map(|fault| why(assessor, fault)).unwrap_or_default())
}

/// Puts a value at a JSON Pointer, making objects on the way; none takes the value out.
fn put(json: &mut Json, pointer: &str, value: Option<Json>) {
    let Some((parent, key)) = pointer.rsplit_once('/') else { return };
    let key = key.replace("~1", "/").replace("~0", "~");
    if json.pointer(parent).is_none() {
        put(json, parent, Some(Json::Object(Map::new())));
    }
    if let Some(Json::Object(members)) = json.pointer_mut(parent) {
        match value {
            Some(value) => {
                members.insert(key, value);
            }
            None => {
                members.remove(&key);
            }
        }
    }
}

/// Adds a row to a table, or the members of an object to another, under this name.
fn add(profile: &mut Json, part: &str, value: Json) {
    let Some(members) = profile.as_object_mut() else { return };
    match value {
        Json::Object(new) if !new.contains_key("id") => {
            let slot = members.entry(part).or_insert_with(|| Json::Object(Map::new()));
            if let Json::Object(known) = slot {
                known.extend(new);
            }
        }
        mut row => {
            let slot = members.entry(part).or_insert_with(|| json!([]));
            if let Json::Array(rows) = slot {
                let wish = row.get("id").and_then(Json::as_str).unwrap_or_default().to_owned();
                let mut id = wish.clone();
                let mut again = 2;
                while rows.iter().any(|known| known.get("id").and_then(Json::as_str) == Some(&id)) {
                    id = format!("{wish}（{again}）");
                    again += 1;
                }
                if let Some(slot) = row.get_mut("id") {
                    *slot = json!(id);
                }
                rows.push(row);
            }
        }
    }
}
