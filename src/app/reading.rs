//! The rules of the policy in plain words, made from the data alone.

use rust_decimal::Decimal;

use super::words::Lang;
use crate::policy::Policy;
use crate::policy::model::{AmountRule, Basis, Compare, Comparison, Condition, Fact, Operand, Quote, Term, Values};
use crate::values::display::percent;

/// What is said of a condition without parts: the rule, what it rests on, and how one can know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule<'p> {
    /// The rule in words.
    pub words: String,
    /// The words of the text.
    pub quote: Option<&'p Quote>,
    /// Whether the text sets no standard, so that the applicant judges.
    pub undefined: bool,
}

/// Reads a policy aloud in a language.
#[derive(Clone, Copy)]
pub struct Reader<'p> {
    /// The policy.
    pub policy: &'p Policy,
    /// The language.
    pub lang: Lang,
}

impl<'p> Reader<'p> {
    /// A condition without parts in words; none for groups.
    pub fn rule(self, condition: &'p Condition, negated: bool) -> Option<Rule<'p>> {
        let lang = self.lang;
        let rule = |words: String, quote: &'p Quote, basis: Basis| Rule {
            words: if negated { [lang.t("不属于：", "not: "), &words].concat() } else { words },
            quote: Some(quote),
            undefined: basis == Basis::Undefined,
        };
        Some(match condition {
            Condition::IsTrue(one) => rule(self.fact(&one.fact).to_owned(), &one.quote, one.basis),
            Condition::OneOf(one) | Condition::HasAny(one) => rule(self.choice(one), &one.quote, one.basis),
            Condition::Compare(one) => rule(self.comparison(one), &one.quote, one.basis),
            Condition::WithinYears(one) => {
                let years = one.years.to_string();
                let (event, of) = (self.fact(&one.event), self.fact(&one.of));
                let words = match lang {
                    Lang::Zh => [event, "在", of, "起 ", &years, " 年内（周年当天条文不明）"].concat(),
                    Lang::En => {
                        [event, " within ", &years, " years of ", of, " (the anniversary itself is unclear)"].concat()
                    }
                };
                rule(words, &one.quote, one.basis)
            }
            Condition::SpanWithinYears(one) => {
                let years = one.years.to_string();
                let (start, end) = (self.fact(&one.start), self.fact(&one.end));
                let words = match lang {
                    Lang::Zh => [start, "到", end, "不满 ", &years, " 年（更长的条文不明，不填按符合）"].concat(),
                    Lang::En => {
                        [start, " to ", end, ": under ", &years, " years (longer is unclear, not told counts)"].concat()
                    }
                };
                rule(words, &one.quote, one.basis)
            }
            Condition::Unclear(one) => {
                Rule { words: self.ambiguity(&one.ambiguity).to_owned(), quote: Some(&one.quote), undefined: false }
            }
            _ => return None,
        })
    }

    /// A whole condition in one line; none where its parts have no words.
    pub fn line(self, condition: &'p Condition, negated: bool) -> Option<String> {
        let lang = self.lang;
        match condition {
            Condition::All(members) | Condition::Any(members) => {
                let all = matches!(condition, Condition::All(_)) != negated;
                let group = |member: &Condition| matches!(member, Condition::All(_) | Condition::Any(_));
                let parts: Vec<String> = members
                    .iter()
                    .filter_map(|member| {
                        let words = self.line(member, negated)?;
                        Some(if group(member) {
                            [lang.t("（", "("), &words, lang.t("）", ")")].concat()
                        } else {
                            words
                        })
                    })
                    .collect();
                let joint = if all { lang.t("；", "; ") } else { lang.t("，或 ", ", or ") };
                (!parts.is_empty()).then(|| parts.join(joint))
            }
            Condition::Not(inner) => self.line(inner, !negated),
            Condition::ConditionOf(id) => self.line(self.other(id)?, negated),
            Condition::Softened(soft) => {
                let words = self.line(&soft.condition, negated)?;
                Some([&*words, lang.t("（不满足时条文不明）", " (unclear where this fails)")].concat())
            }
            Condition::SomeRow(rows) => {
                let words = self.line(&rows.fulfils, negated)?;
                let label = self.row_label(&rows.table);
                Some([lang.t("有一条", "some "), label, lang.t("（", " ("), &words, lang.t("）", ")")].concat())
            }
            leaf => self.rule(leaf, negated).map(|rule| rule.words),
        }
    }

    /// The condition behind a reference to another item.
    pub fn other(self, id: &str) -> Option<&'p Condition> {
        self.policy.items.iter().find(|item| item.id == id)?.condition.as_ref()
    }

    /// An ambiguity in words.
    pub fn ambiguity(self, id: &str) -> &'p str {
        self.policy.ambiguities.iter().find(|ambiguity| ambiguity.id == id).map_or("", |a| self.lang.of(&a.text))
    }

    /// What a row of a table is called.
    pub fn row_label(self, table: &str) -> &'p str {
        self.policy.facts.tables.iter().find(|known| known.name == table).map_or("", |t| self.lang.of(&t.row_label))
    }

    /// An amount as a formula in words; none where the text states none.
    pub fn formula(self, rule: &AmountRule) -> Option<String> {
        let AmountRule::Share(share) = rule else { return None };
        let terms: Vec<String> = share.terms.iter().map(|term| self.term(term)).collect();
        let sum = terms.join(" + ");
        let sum = if terms.len() > 1 { [self.lang.t("（", "("), &sum, self.lang.t("）", ")")].concat() } else { sum };
        Some([&percent(share.rate), " × ", &sum].concat())
    }

    fn term(self, term: &Term) -> String {
        match &term.less {
            Some(less) => {
                [self.lang.t("（", "("), self.fact(&term.fact), " − ", self.fact(less), self.lang.t("）", ")")].concat()
            }
            None => self.fact(&term.fact).to_owned(),
        }
    }

    fn find(self, path: &str) -> Option<&'p Fact> {
        self.policy.facts.get(self.policy.facts.find(path).ok()?)
    }

    fn fact(self, path: &str) -> &'p str {
        self.find(path).map_or("", |fact| self.lang.of(&fact.short))
    }

    fn choice(self, rule: &Values) -> String {
        let known = self.find(&rule.fact).map_or(&[][..], |fact| &fact.values);
        let labels = rule.values.iter().filter_map(|value| known.iter().find(|choice| choice.value == *value));
        let labels: Vec<&str> = labels.map(|choice| self.lang.of(&choice.label)).collect();
        let several = labels.len() > 1;
        let joined = labels.join(self.lang.t("、", ", "));
        let end = if several { self.lang.t(" 之一", " (one of them)") } else { "" };
        [self.fact(&rule.fact), self.lang.t("：", ": "), &joined, end].concat()
    }

    fn comparison(self, rule: &Compare) -> String {
        let (lang, zero) = (self.lang, matches!(rule.than, Operand::Int(0)));
        let order = match rule.is {
            Comparison::AtLeast => lang.t("不低于 ", " at least "),
            Comparison::AtMost => lang.t("不高于 ", " at most "),
            Comparison::MoreThan if zero => {
                return [self.fact(&rule.fact), lang.t("：至少 1", ": at least 1")].concat();
            }
            Comparison::MoreThan => lang.t("高于 ", " above "),
            Comparison::LessThan => lang.t("低于 ", " below "),
        };
        let than = match &rule.than {
            Operand::Money(yuan) => lang.yuan(*yuan),
            Operand::Int(count) => lang_count(*count),
            Operand::Date(day) => return self.day(rule, &lang.date(*day)),
            Operand::Fact(path) => self.fact(path).to_owned(),
        };
        [self.fact(&rule.fact), order, &than].concat()
    }

    fn day(self, rule: &Compare, day: &str) -> String {
        let lang = self.lang;
        let (before, after) = match rule.is {
            Comparison::AtLeast => (lang.t("不早于 ", " on or after "), ""),
            Comparison::AtMost => (lang.t("不晚于 ", " on or before "), ""),
            Comparison::MoreThan => (lang.t("晚于 ", " after "), ""),
            Comparison::LessThan => (lang.t("早于 ", " before "), ""),
        };
        [self.fact(&rule.fact), before, day, after].concat()
    }
}

fn lang_count(count: u64) -> String {
    Decimal::from(count).to_string()
}

#[cfg(test)]
#[path = "../../tests/page/reading.rs"]
mod tests;
