//! What the panel of what may not be combined says: lower bounds as such, and awards by name.

use serde_json::{Value as Json, json};

use super::*;
use crate::EMBEDDED_POLICY;
use crate::app::exchange::draft_of;
use crate::app::live::open_words;
use crate::app::markdown::markdown;
use crate::app::route::Route;
use crate::policy::Bundle;
use crate::report::Assessor;

/// The page with a project whose rent may be missing, in a platform that has a claim without a stated amount.
fn page(rent: Option<&str>, awards: &Json) -> State {
    let policy = Bundle::from_json(EMBEDDED_POLICY).expect("the build has checked it");
    let assessor = Box::leak(Box::new(Assessor::new(policy).expect("the build has checked it")));
    let mut project = json!({
        "id": "一期", "is_commercialisation": true, "is_major": true, "early_poc": true, "rd_cost": "1000000",
        "fitout_cost": "0", "fixed_asset_investment": "0", "property_land_cost": "0",
    });
    if let Some(rent) = rent {
        project["rent_cost"] = json!(rent);
    }
    let known = json!({
        "format": assessor.policy().document.formats.profile, "as_of": "2026-06-01",
        "applicant": { "roles": ["tech_enterprise"] }, "projects": [project], "other_awards": awards.clone(),
    });
    let draft = draft_of(assessor.policy(), Lang::Zh, &known);
    State::new(assessor, Some(draft.into()), Route::Result, "2026-06-01".parse().expect("a day")).expect("a report")
}

#[test]
fn a_break_even_that_may_still_move_is_told_as_such() {
    let words = |rent| {
        let state = page(rent, &json!([]));
        let overlap = state.computed.report.overlap.as_ref().expect("claims count");
        let (pair, yuan) = overlap.undecided.first().expect("a claim without an amount competes");
        pair_words(&state, pair, *yuan).1
    };
    // 30% of 1,000,000 and of 1,500,000.
    let (open, settled) = (words(None), words(Some("500000")));
    assert!(open.contains("目前至少 ¥300,000.00") && !open.contains("获批超过 ¥"), "{open}");
    assert!(settled.contains("获批超过 ¥450,000.00") && !settled.contains("至少"), "{settled}");
}

#[test]
fn an_award_that_takes_away_is_named_with_what_it_takes() {
    let award = json!([{ "id": "区里的奖励", "level": "district", "status": "received", "amount": "1" }]);
    let state = page(Some("0"), &award);
    let overlap = state.computed.report.overlap.as_ref().expect("claims count");
    assert!(overlap.lower.is_zero() && !overlap.upper.is_zero());
    let [(name, words)] = &award_words(&state, overlap)[..] else { panic!("one award, one entry") };
    assert!(name == "区里的奖励" && words.contains("不计入") && words.contains("一期"), "{words}");
    assert!(markdown(&state).contains(words.as_str()));
}

/// What is not said of an award is said of the total: nothing is deducted, and it may be less.
#[test]
fn an_award_of_which_something_is_not_said_is_never_said_to_be_not_received() {
    for (award, doubtful) in [
        (json!({ "id": "甲", "level": "district", "status": "unknown" }), true),
        (json!({ "id": "甲", "level": "district" }), true),
        (json!({ "id": "甲", "status": "received", "amount": "1" }), true),
        (json!({ "id": "甲", "level": "district", "status": "applied" }), false),
        (json!({ "id": "甲", "level": "municipal", "status": "received" }), false),
    ] {
        let state = page(Some("0"), &json!([award]));
        let overlap = state.computed.report.overlap.as_ref().expect("claims count");
        let [(_, words)] = &award_words(&state, overlap)[..] else { panic!("{award}: one entry") };
        let told = open_words(&state).iter().any(|words| words.contains("可能减少合计"));
        assert_eq!(
            (words.contains("没有抵减"), words.contains("还没有收到") && doubtful, told),
            (doubtful, false, doubtful),
            "{award}: {words}"
        );
    }
}

/// Support that meets no claim, received or not, changes nothing, and nothing is said of it.
#[test]
fn an_award_of_another_project_and_matter_lowers_nothing() {
    let award = json!([{ "id": "甲", "level": "district", "project": "别的", "matter": "别的" }]);
    let state = page(Some("0"), &award);
    assert!(!open_words(&state).iter().any(|words| words.contains("可能减少合计")));
}
