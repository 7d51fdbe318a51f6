//! Changing a roster: mending a told cell, taking over an edited profile, leaving an applicant out.

use serde_json::{Map, Value as Json, json};

use super::assess::Quick;
use super::code;
use super::fault::{CellFault, Place, Reason, Repair};
use super::list::{Applicant, Roster};
use super::read_cell::{read_cell, same_name, state_of_words};
use crate::book::Cell;
use crate::policy::layout::APPLICANT;
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
        let changed = match told.repair {
            Repair::Value { applicant, pointer, fact: at, zeros } => {
                let Some(fact) = assessor.policy().facts.get(at) else { return Ok(None) };
                let value = read_cell(&Cell::Text(typed.to_owned()), at, fact, zeros)?;
                self.edit(assessor, applicant, |json| put(json, &pointer, value.clone()))?;
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
                if let Some(applicant) = self.applicants.get_mut(applicant as usize) {
                    applicant.name = name.into();
                }
                Some(applicant)
            }
            Repair::Code { applicant } => {
                let code = code::check(typed).map_err(Reason::Code)?;
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

    /// Takes over an edited profile.
    ///
    /// # Errors
    /// Why it is refused; nothing has changed then.
    pub fn replace(&mut self, assessor: &Assessor, index: u32, profile: &str) -> Result<(), Reason> {
        let read = assessor.read(profile).map_err(|faults| first_rule(&faults))?;
        let summary = Quick::new(assessor).summary(&read);
        if let Some(applicant) = self.applicants.get_mut(index as usize) {
            if let Some(name) = read.name {
                applicant.name = name.into();
            }
            applicant.profile = profile.into();
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
        let mut json: Json = serde_json::from_str(text).map_err(|error| Reason::NotAProfile(error.to_string()))?;
        if !json.is_object() {
            return Err(Reason::NotAProfile(String::new()));
        }
        let settled = Self::settle(&mut Quick::new(assessor), assessor, &mut json);
        let index = u32::try_from(self.applicants.len()).unwrap_or(u32::MAX);
        let mut refused = settled.refused.into_iter();
        let Some((profile, summary)) = settled.profile else {
            return Err(Reason::NotAProfile(refused.next().map(|(_, _, why)| why).unwrap_or_default()));
        };
        for (pointer, value, why) in refused {
            self.tell(place, &pointer, &value.to_string(), Reason::Rule(why), Repair::None { applicant: index });
        }
        let name = json.pointer(&["", APPLICANT, "name"].join("/")).and_then(Json::as_str).unwrap_or_default();
        self.applicants.push(Applicant {
            name: name.into(),
            row: (place.sheet, place.row),
            profile: profile.into(),
            summary,
            ..Applicant::default()
        });
        Ok(())
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
        let profile = self.applicants.get(owner as usize).map(|applicant| &*applicant.profile).unwrap_or_default();
        let profile: Json = serde_json::from_str(profile).unwrap_or(Json::Null);
        let last = profile.get(part).and_then(Json::as_array).map_or(0, |rows| rows.len().saturating_sub(1));
        let of_row = |fault: &&mut CellFault| (fault.place.sheet, fault.place.row) == (place.sheet, place.row);
        for fault in self.faults.iter_mut().filter(of_row) {
            match &mut fault.repair {
                Repair::Value { applicant, pointer, .. } if *applicant == u32::MAX => {
                    *applicant = owner;
                    let name = pointer.rsplit('/').next().unwrap_or_default();
                    *pointer = format!("/{part}/{last}/{name}");
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
        let Some(applicant) = self.applicants.get_mut(index as usize) else { return Err(Reason::UnknownOwner) };
        let mut json: Json = serde_json::from_str(&applicant.profile).unwrap_or(Json::Null);
        change(&mut json);
        let text = json.to_string();
        let profile = assessor.read(&text).map_err(|faults| first_rule(&faults))?;
        applicant.summary = Quick::new(assessor).summary(&profile);
        applicant.profile = text.into();
        Ok(())
    }
}

fn first_rule(faults: &[crate::profile::Fault<'_>]) -> Reason {
    Reason::Rule(faults.first().map(|fault| fault.message.clone().into_owned()).unwrap_or_default())
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
