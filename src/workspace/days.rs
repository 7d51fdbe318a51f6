//! The days of assessment of a list, and whether the measure is in force then: figures without it would pass for current.

use markup::html;
use yew::prelude::*;

use super::desk::Bench;
use crate::app::words::Lang;
use crate::engine::Status;
use crate::policy::model::Validity;

/// The day, or the first and the last of them; with a notice where the measure is not certainly in force.
pub fn days(bench: &Bench) -> Html {
    let lang = bench.lang();
    let Some((all, (first, last))) = bench.desk.overview.as_ref().and_then(|all| Some((all, all.days?))) else {
        return Html::default();
    };
    let (from, to) = (lang.date(first), lang.date(last));
    let words = match lang {
        _ if first == last => [lang.t("测算日：", "Day of assessment: "), &from].concat(),
        Lang::Zh => format!("测算日各家不同：{from} 至 {to}"),
        Lang::En => format!("Days of assessment: {from} to {to}"),
    };
    let validity = &bench.desk.policy().document.validity;
    html! {
        <div class="desk-days">
            <p class="muted">{ words }</p>
            { for outside(lang, validity, all.outside).into_iter().map(|words| html! {
                <p class="notice" data-status={Status::Unclear.word()}>{ words }</p>
            }) }
        </div>
    }
}

/// What follows for applicants on whose day the measure is not in force, and for those on whose day that is unclear.
pub fn outside(lang: Lang, validity: &Validity, (outside, unclear): (u32, u32)) -> Vec<String> {
    let (from, last) = (lang.date(validity.from), lang.date(validity.last_certain_day));
    let not_current = match lang {
        Lang::Zh => {
            format!("{outside} 家的测算日不在施行期（{from} 至 {last}）内：不给出合计，各项结论和金额只供参考。")
        }
        Lang::En => format!(
            "On the day of {outside} applicants the measure is not in force ({from} to {last}): no totals are given, verdicts and amounts are for information only."
        ),
    };
    let doubtful = match lang {
        Lang::Zh => format!("{unclear} 家的测算日是否仍在施行期，条文不明，请向解释单位确认。"),
        Lang::En => format!(
            "Whether the measure is still in force on the day of {unclear} applicants is unclear: ask the interpreting body."
        ),
    };
    let told = [(outside > 0, not_current), (unclear > 0, doubtful)];
    told.into_iter().filter_map(|(told, words)| told.then_some(words)).collect()
}
