//! What an adviser can push: windows that close soon, and claims that one change would turn.

use serde_json::Value as Json;

use super::protocol::{Reply, Todo};
use super::session::Session;
use crate::advice::one_change;
use crate::app::draft::Draft;
use crate::app::exchange::draft_of;
use crate::app::near_misses::change_words;
use crate::app::route::Route;
use crate::app::state::State;
use crate::engine::{Outcome, Status};
use crate::roster::Applicant;

/// Entries of each list that the page gets; it counts the others.
pub const MOST: usize = 300;

impl Session {
    /// Windows that close within so many days of each applicant's own day of assessment.
    pub fn closing(&self, days: &[u16]) -> Reply {
        let most = days.iter().max().copied().map(u32::from).unwrap_or_default();
        let mut list: Vec<(u32, u32, crate::values::Date, u16)> = Vec::new();
        for (index, one) in (0..).zip(&self.roster.applicants).filter(|(_, one)| !one.left_out) {
            let soon = one.windows().filter(|(_, _, left)| *left <= most);
            list.extend(soon.map(|(day, item, left)| (left, index, day, item)));
        }
        list.sort_unstable_by_key(|(left, index, _, item)| (*left, *index, *item));
        let counts = days.iter().map(|days| list.partition_point(|(left, ..)| *left <= u32::from(*days)));
        let counts = counts.map(|count| u32::try_from(count).unwrap_or(u32::MAX)).collect();
        let todo = |(days, index, day, item): &(u32, u32, crate::values::Date, u16)| {
            let name = self.roster.applicants.get(*index as usize).map(|one| one.name.to_string()).unwrap_or_default();
            Todo { index: *index, name, item: *item, words: self.lang.date(*day), days: *days }
        };
        Reply::Closing { list: list.iter().take(MOST).map(todo).collect(), counts }
    }

    /// Claims of an applicant that one change would turn; they are remembered until its answers change.
    pub fn near(&mut self, index: usize) -> &[Todo] {
        if self.near.len() != self.roster.applicants.len() {
            self.near = vec![None; self.roster.applicants.len()];
        }
        if self.near.get(index).is_some_and(Option::is_none) {
            let found = self.look_for_near(index);
            if let Some(slot) = self.near.get_mut(index) {
                *slot = Some(found.into());
            }
        }
        self.near.get(index).and_then(Option::as_deref).unwrap_or_default()
    }

    fn look_for_near(&self, index: usize) -> Vec<Todo> {
        let (policy, program) = (self.assessor.policy(), self.assessor.program());
        let one = self.roster.applicants.get(index).filter(|one| !one.left_out);
        let Some((one, profile)) = one.and_then(|one| Some((one, self.assessor.read(&one.profile.text()).ok()?)))
        else {
            return Vec::new();
        };
        let mut outcome = Outcome::default();
        program.evaluate(&profile, &mut outcome);
        let mut state = None;
        let mut list = Vec::new();
        for claim in outcome.claims.iter().filter(|claim| claim.status == Status::NotEligible) {
            let Some(change) = one_change(policy, program, &profile, (claim.item, claim.row)) else { continue };
            if state.is_none() {
                state = self.state(one);
            }
            let words = state.as_ref().map(|state| change_words(state, &[&change])).unwrap_or_default();
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            list.push(Todo { index, name: one.name.to_string(), item: claim.item, words, days: 0 });
        }
        list
    }

    /// An applicant as the page would show it.
    pub fn state(&self, one: &Applicant) -> Option<State> {
        let json: Json = serde_json::from_str(&one.profile.text()).ok()?;
        let draft: Draft = draft_of(self.assessor.policy(), self.lang, &json);
        let mut state = State::new(self.assessor, Some(draft.into()), Route::Result, self.as_of)?;
        state.lang = self.lang;
        Some(state)
    }
}
