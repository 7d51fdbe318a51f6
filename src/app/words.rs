//! The page's own words, in each language beside each other. What the policy says stands in the policy data.

use rust_decimal::Decimal;

use crate::engine::{Status, Validity};
use crate::policy::model::{Text, Validity as Days};
use crate::values::display::{chinese_number, date_zh, in_large_units, in_millions, yuan_en, yuan_zh};
use crate::values::{Date, TypedFault};

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Chinese (简体中文).
    #[default]
    Zh,
    /// English, unofficial.
    En,
}

impl Lang {
    /// One of two wordings.
    pub fn t<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The policy's wording.
    pub fn of(self, text: &Text) -> &str {
        self.t(&text.zh, &text.en)
    }

    /// A status.
    pub fn status(self, status: Status) -> &'static str {
        match status {
            Status::Meets => self.t("符合", "Meets"),
            Status::MeetsPendingEvaluation => self.t("自述符合，待评定", "Meets by your answers, evaluation pending"),
            Status::Unclear => self.t("条文不明，须向主管部门确认", "Text unclear, ask the authority"),
            Status::InsufficientFacts => self.t("还缺信息", "More facts needed"),
            Status::NotEligible => self.t("不符合", "Not eligible"),
            Status::DirectionOnly => self.t("支持方向", "Direction only"),
        }
    }

    /// What a status means.
    pub fn status_note(self, status: Status) -> &'static str {
        match status {
            Status::Meets => self.t(
                "条件都满足；条文没有要求评定，或您已填评定通过。",
                "All conditions hold; no evaluation is asked for, or you said it was passed.",
            ),
            Status::MeetsPendingEvaluation => self.t(
                "按您的回答条件满足，还要经主管部门评定。",
                "By your answers the conditions hold; an official evaluation is still needed.",
            ),
            Status::Unclear => self.t(
                "事实清楚，条文没有写明能不能算，须先问清。",
                "The facts are known, but the text does not settle the matter: ask first.",
            ),
            Status::InsufficientFacts => {
                self.t("还差一些回答，会列出是哪些。", "Some answers are missing; they are listed.")
            }
            Status::NotEligible => self.t("有条件不满足，会写明是哪一条。", "A condition does not hold; it is named."),
            Status::DirectionOnly => self.t(
                "条文表明鼓励，没有写可申领的资金或程序。",
                "The text encourages, but states no money or procedure to apply for.",
            ),
        }
    }

    /// That the English is not the text: nothing in Chinese.
    pub fn unofficial(self) -> &'static str {
        self.t("", "The English is unofficial; the Chinese text alone counts.")
    }

    /// Whether the policy is in force.
    pub fn validity(self, validity: Validity) -> &'static str {
        match validity {
            Validity::NotYet => self.t("尚未施行", "Not yet in force"),
            Validity::InForce => self.t("施行中", "In force"),
            Validity::Boundary => self.t("是否仍在施行期，条文不明", "Unclear whether still in force"),
            Validity::Expired => self.t("施行期已过", "No longer in force"),
        }
    }

    /// What follows from the validity where results stand.
    pub fn validity_note(self, validity: Validity, days: &Days) -> Option<String> {
        let (from, last) = (self.date(days.from), self.date(days.last_possible_day));
        Some(match validity {
            Validity::InForce => return None,
            Validity::NotYet => match self {
                Self::Zh => format!("测算日早于施行日 {from}，办法尚未施行，因此不给出合计；以下各项只供参考。"),
                Self::En => format!("The day of assessment is before {from}, when the measure takes effect: no totals are given and the items are for information only."),
            },
            Validity::Boundary => match self {
                Self::Zh => "测算日是否仍在施行期内，取决于最后一天怎样计算，条文没有写明，请向解释单位确认。".into(),
                Self::En => "Whether the measure is still in force on this day depends on how its last day is counted; the text does not say. Ask the interpreting body.".into(),
            },
            Validity::Expired => match self {
                Self::Zh => format!("测算日晚于 {last}，施行期已过，因此不给出合计；以下各项只供参考。"),
                Self::En => format!("The day of assessment is after {last}: the measure has expired, no totals are given and the items are for information only."),
            },
        })
    }

    /// An amount: the figure, and behind it the same in 万 or 亿, in English in millions or billions.
    pub fn yuan(self, yuan: Decimal) -> String {
        match self {
            Self::Zh => yuan_zh(yuan),
            Self::En => yuan_en(yuan),
        }
    }

    /// An amount in two parts that each stay unbroken: the figure, and what is written behind it.
    pub fn yuan_parts(self, yuan: Decimal) -> (String, String) {
        let whole = self.yuan(yuan);
        match whole.find(['（', '(']) {
            Some(at) => {
                let (figure, behind) = whole.split_at(at);
                (figure.trim_end().to_owned(), behind.to_owned())
            }
            None => (whole, String::new()),
        }
    }

    /// An amount in 万 or 亿, in English in millions or billions, where that is shorter and exact.
    pub fn short_yuan(self, yuan: Decimal) -> String {
        let units = match self {
            Self::Zh => in_large_units(yuan),
            Self::En => in_millions(yuan),
        };
        match (self, units) {
            (Self::Zh, Some((number, 8, true))) => [&number, "亿元"].concat(),
            (Self::Zh, Some((number, _, true))) => [&number, "万元"].concat(),
            (Self::En, Some((number, 9, true))) => ["CNY ", &number, " billion"].concat(),
            (Self::En, Some((number, _, true))) => ["CNY ", &number, " million"].concat(),
            _ => self.yuan(yuan),
        }
    }

    /// Something in brackets.
    pub fn bracketed(self, words: &str) -> String {
        [self.t("（", " ("), words, self.t("）", ")")].concat()
    }

    /// What an applicant is called, also where it has no name.
    pub fn called(self, name: &str) -> &str {
        if name.is_empty() { self.t("（未写名称）", "(no name)") } else { name }
    }

    /// Words as they begin a sentence or a line of a list.
    pub fn begun(words: &str) -> String {
        let mut letters = words.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect()
    }

    /// A number of things in English: `1 item`, `2 items`.
    pub fn counted(number: usize, one: &str, many: &str) -> String {
        [&*number.to_string(), " ", if number == 1 { one } else { many }].concat()
    }

    /// A day.
    pub fn date(self, date: Date) -> String {
        match self {
            Self::Zh => date_zh(date),
            Self::En => date.to_string(),
        }
    }

    /// A place in the text: 第五条第一款第2句. The paragraph is left out where the article has one only.
    pub fn place(self, article: u16, paragraph: Option<u16>, sentence: u16) -> String {
        let paragraph_zh = paragraph.map(|n| format!("第{}款", chinese_number(n))).unwrap_or_default();
        match self {
            Self::Zh => format!("第{}条{paragraph_zh}第{sentence}句", chinese_number(article)),
            Self::En => {
                let paragraph = paragraph.map(|n| format!(", paragraph {n}")).unwrap_or_default();
                format!("Article {article}{paragraph}, sentence {sentence}")
            }
        }
    }

    /// An article: 第五条.
    pub fn article(self, article: u16) -> String {
        match self {
            Self::Zh => format!("第{}条", chinese_number(article)),
            Self::En => format!("Article {article}"),
        }
    }
}

/// What is wrong with something typed, and how to mend it.
pub fn typed_fault(lang: Lang, fault: TypedFault) -> &'static str {
    match fault {
        TypedFault::NotAnAmount => lang
            .t("这里要填金额，例如 600万、1.5亿元 或 6,000,000。", "Write an amount, such as 6,000,000 or 6 million."),
        TypedFault::NegativeAmount => {
            lang.t("金额不能是负数。没有这笔费用请填 0。", "An amount cannot be negative. If there is none, write 0.")
        }
        TypedFault::TooFine => {
            lang.t("金额最多精确到分（两位小数）。", "Amounts go to the fen at most (two decimals).")
        }
        TypedFault::TooLarge => lang.t(
            "金额太大，须小于 10 亿亿元（10 的 18 次方）。请检查单位。",
            "The amount is too large (10^18 yuan or more). Check the unit.",
        ),
        TypedFault::NotADay => {
            lang.t("这里要填日期，例如 2025-03-10 或 2025年3月10日。", "Write a day, such as 2025-03-10.")
        }
        TypedFault::NoSuchDay => lang.t(
            "没有这一天，或不在 1900 至 2199 年之间，请检查年、月、日。",
            "There is no such day, or it lies outside the years 1900 to 2199.",
        ),
        TypedFault::NotACount => lang.t("这里要填不小于 0 的整数，没有请填 0。", "Write a whole number of 0 or more."),
    }
}
