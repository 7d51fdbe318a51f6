//! The text is the official one, byte for byte; every quote is in it; every operative sentence is claimed.

use std::collections::BTreeSet;

use super::Checker;
use crate::policy::model::{Condition, Place, Quote};

const FILE: &str = "text.json";

impl Checker<'_> {
    /// The sentences joined are the official text.
    pub(super) fn text(&mut self, official: &str) {
        let text = &self.policy.text;
        let own = text.articles.iter().flat_map(|a| a.paragraphs.iter().map(|sentences| sentences.concat()));
        let lines: Vec<String> = text.before.iter().cloned().chain(own).chain(text.after.iter().cloned()).collect();
        let joined = lines.join("\n");
        if joined != official {
            let official: Vec<&str> = official.split('\n').collect();
            let differing = (0..lines.len().max(official.len()))
                .find(|&n| lines.get(n).map(String::as_str) != official.get(n).copied())
                .unwrap_or(0);
            let message = format!(
                "the sentences joined differ from the official text in line {}: the data has “{}”, the official text “{}”",
                differing + 1,
                lines.get(differing).map_or("(no line)", String::as_str),
                official.get(differing).copied().unwrap_or("(no line)")
            );
            self.problem(FILE, "", message);
        }
        for (article, number) in text.articles.iter().zip(1..) {
            let place = format!("article {}", article.article);
            if article.article != number {
                self.problem(FILE, &place, format!("articles must be numbered 1, 2, 3, …; here {number} is expected"));
            }
            let shape = |part: &[Vec<String>]| part.iter().map(Vec::len).collect::<Vec<_>>();
            let empty = article.translation.iter().flatten().any(|words| words.trim().is_empty());
            if empty || shape(&article.translation) != shape(&article.paragraphs) {
                let message = "each sentence needs its English in “translation”, in the same paragraphs and order";
                self.problem(FILE, &place, message);
            }
            for sentence in article.paragraphs.iter().flatten() {
                let inside = sentence.strip_suffix('。').unwrap_or(sentence);
                if inside.is_empty() || inside.contains('。') {
                    let message = format!("“{sentence}” must be one sentence: split after every 。 and nowhere else");
                    self.problem(FILE, &place, message);
                }
            }
        }
    }

    /// A quote stands at its place, byte for byte.
    pub(super) fn quote(&mut self, file: &str, place: &str, quote: &Quote) {
        let Quote { article, paragraph, sentence, text } = quote;
        let at = format!("article {article}, paragraph {paragraph}, sentence {sentence}");
        match self.policy.sentence(*article, *paragraph, *sentence) {
            None => self.problem(file, place, format!("the quote “{text}” points to {at}, which does not exist")),
            Some(_) if text.is_empty() => self.problem(file, place, format!("the quote of {at} is empty")),
            Some(words) if !words.contains(text.as_str()) => {
                let message =
                    format!("the quote “{text}” is not in {at}, which reads “{words}”; copy it from the text");
                self.problem(file, place, message);
            }
            Some(_) => {}
        }
    }

    /// A place exists.
    pub(super) fn place(&mut self, file: &str, place: &str, cited: Place) {
        let Place { article, paragraph, sentence } = cited;
        if self.policy.sentence(article, paragraph, sentence).is_none() {
            let at = format!("article {article}, paragraph {paragraph}, sentence {sentence}");
            self.problem(file, place, format!("it cites {at}, which does not exist"));
        }
    }

    /// Every sentence of the operative articles is quoted by an item, a remark or the stacking rule.
    pub(super) fn sentences_claimed(&mut self) {
        let policy = self.policy;
        let mut claimed = BTreeSet::new();
        let mut claim = |quote: &Quote| {
            claimed.insert((quote.article, quote.paragraph, quote.sentence));
        };
        policy.items.iter().flat_map(|item| &item.quotes).for_each(&mut claim);
        policy.remarks.iter().flat_map(|remark| &remark.quotes).for_each(&mut claim);
        policy.stacking.quotes.iter().for_each(&mut claim);
        let range = policy.text.claimed_from..=policy.text.claimed_to;
        for article in policy.text.articles.iter().filter(|a| range.contains(&a.article)) {
            for (paragraph, sentences) in (1..).zip(&article.paragraphs) {
                for (sentence, words) in (1..).zip(sentences) {
                    if !claimed.contains(&(article.article, paragraph, sentence)) {
                        let place = format!("article {}, paragraph {paragraph}, sentence {sentence}", article.article);
                        let message = format!(
                            "no item and no remark claims the sentence “{words}”; quote it in an item, or say in remarks.json what it means"
                        );
                        self.problem(FILE, &place, message);
                    }
                }
            }
        }
    }

    /// The quotes of a condition's leaves.
    pub(super) fn condition_quotes(&mut self, file: &str, place: &str, condition: &Condition) {
        let quote = match condition {
            Condition::IsTrue(rule) => &rule.quote,
            Condition::OneOf(rule) | Condition::HasAny(rule) => &rule.quote,
            Condition::Compare(rule) => &rule.quote,
            Condition::WithinYears(rule) => &rule.quote,
            Condition::SpanWithinYears(rule) => &rule.quote,
            Condition::Unclear(rule) => &rule.quote,
            _ => return,
        };
        self.quote(file, place, quote);
    }
}
