//! Sheets to print, one per applicant.

use super::files::letter::{certainty, overlap_lines, to_ask, windows};
use super::protocol::{Printed, PrintedLine, Reply};
use super::session::Session;
use crate::app::live::{headline_words, open_words};
use crate::app::markdown::lines;
use crate::app::result::CARDS;
use crate::app::state::State;
use crate::app::windows::left_words;
use crate::app::words::Lang;
use crate::report::ItemReport;
use crate::roster::view::View;

/// Most applicants of one print job.
pub const MOST_PRINTED: usize = 500;

impl Session {
    /// Sheets for the first applicants of a view.
    pub fn print(&mut self, view: &View) -> Reply {
        let chosen = self.selected(view).to_vec();
        let left_out = u32::try_from(chosen.len().saturating_sub(MOST_PRINTED)).unwrap_or(u32::MAX);
        let sheets = chosen.iter().take(MOST_PRINTED).filter_map(|index| {
            let one = self.roster.applicants.get(*index as usize)?;
            Some(printed(&self.state(one)?))
        });
        Reply::Print { sheets: sheets.collect(), left_out }
    }
}

fn printed(state: &State) -> Printed {
    let (lang, report) = (state.lang, &state.computed.report);
    let all: Vec<_> = (report.items.iter())
        .flat_map(|item| lines(state, item).into_iter().map(move |(status, title, words)| (status, title, words, item)))
        .collect();
    let groups = CARDS.into_iter().filter_map(|wanted| {
        let of_status = all.iter().filter(|(status, ..)| *status == wanted);
        let lines: Vec<PrintedLine> = of_status
            .map(|(_, title, words, item)| PrintedLine {
                title: title.clone(),
                words: words.clone(),
                quote: quoted(state, item),
            })
            .collect();
        (!lines.is_empty()).then(|| (lang.status(wanted).to_owned(), lines))
    });
    Printed {
        name: state.draft.name.clone(),
        day: [lang.t("测算日：", "As of: "), &lang.date(report.as_of), " · ", lang.validity(report.validity)].concat(),
        total: [headline_words(state), certainty(state)].concat(),
        open: open_words(state).iter().map(|words| Lang::begun(words)).collect(),
        overlap: overlap_lines(state),
        ask: to_ask(state),
        windows: windows(state, |days| left_words(state, days)),
        groups: groups.collect(),
    }
}

/// The most telling sentence of an item, and where it stands.
fn quoted(state: &State, item: &ItemReport<'_>) -> Option<(String, String)> {
    let quote = item.item.quotes.first()?;
    Some((quote.text.clone(), state.lang.article(quote.article)))
}
