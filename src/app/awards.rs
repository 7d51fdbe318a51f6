//! Other support of which it is not clear whether it competes: nothing is deducted for it, and that is said.

use serde_json::Value as Json;

use super::draft::TableDraft;
use super::state::State;

/// What is not known of an award.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Of which level it is.
    Level,
    /// Whether it has been received.
    Received,
}

/// Awards in doubt, by id.
pub fn doubtful(state: &State) -> Vec<(&str, Doubt)> {
    let awards = &state.policy().stacking.awards;
    let rows = state.computed.json.get(&awards.table).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let doubt = |row: &Json| {
        let word = |column: &String| row.get(column).and_then(Json::as_str).unwrap_or_default().to_owned();
        let (level, status) = (word(&awards.level), word(&awards.status));
        match status {
            _ if awards.not_received.contains(&status) => None,
            _ if level.is_empty() => Some(Doubt::Level),
            _ if level == awards.competing_level && status != awards.received => Some(Doubt::Received),
            _ => None,
        }
    };
    rows.iter().filter_map(|row| Some((row.get("id")?.as_str()?, doubt(row)?))).collect()
}

/// That other support may change the totals, though nothing is deducted for it; none where it is clear.
pub fn doubt_words(state: &State) -> Option<String> {
    let (lang, facts) = (state.lang, &state.policy().facts);
    let index = facts.table(&state.policy().stacking.awards.table).map(usize::from)?;
    let label = lang.of(&facts.tables.get(index)?.label);
    let unsure = state.draft.tables.get(index).is_some_and(|table| table.have == TableDraft::Unsure);
    // One that meets no claim, whatever becomes of it, changes nothing.
    let meets =
        |id: &str| state.computed.report.overlap.iter().any(|all| all.to_choose.iter().any(|(award, _)| award == id));
    let doubts = doubtful(state);
    let count = doubts.iter().filter(|(id, doubt)| *doubt == Doubt::Level || meets(id)).count();
    if !state.anything_counts() || !(unsure || count > 0) {
        return None;
    }
    Some(match (lang.t("zh", "en"), unsure) {
        ("zh", true) => format!("有没有“{label}”您不清楚：已经获得的可能减少合计"),
        ("zh", false) => format!("{count} 项“{label}”的级别或是否已获得不清楚，没有抵减，可能减少合计"),
        (_, true) => format!("you are not sure of “{label}”: what has been received may lower the total"),
        (..) => format!("{count} of “{label}” may lower the total: its level, or whether it is received, is not said"),
    })
}
