//! What can be wrong with a profile: every error with its code, its place and how to mend it.

use std::borrow::Cow;

use serde::Serialize;

/// Largest profile, in bytes of UTF-8.
pub const MAX_BYTES: usize = 1_048_576;
/// Largest integer a profile may hold: what JSON numbers carry everywhere without loss, 2^53 − 1.
pub const MAX_INT: u64 = 9_007_199_254_740_991;

/// Kinds of error that every policy shares; a policy's own constraints bring codes of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The text is no JSON.
    Json,
    /// `format` is missing or names another format.
    Format,
    /// A key that the format does not know.
    UnknownField,
    /// A value of the wrong JSON type.
    Type,
    /// A word that is not among the possible ones.
    Enum,
    /// Not a day `YYYY-MM-DD` in the years 1900 to 2199.
    Date,
    /// Not a decimal number.
    Money,
    /// An amount below zero.
    MoneyNegative,
    /// An amount with more than two decimals.
    MoneyPrecision,
    /// An amount of 10^18 or more.
    MoneyRange,
    /// A count below zero.
    IntNegative,
    /// A row id that an earlier row has.
    DuplicateId,
    /// A row without id.
    MissingId,
    /// A key that names no item or claim.
    UnknownItem,
    /// More than [`MAX_BYTES`].
    TooLarge,
}

impl FaultKind {
    /// The code in errors objects.
    pub fn code(self) -> &'static str {
        match self {
            Self::Json => "E_JSON",
            Self::Format => "E_FORMAT",
            Self::UnknownField => "E_UNKNOWN_FIELD",
            Self::Type => "E_TYPE",
            Self::Enum => "E_ENUM",
            Self::Date => "E_DATE",
            Self::Money => "E_MONEY",
            Self::MoneyNegative => "E_MONEY_NEGATIVE",
            Self::MoneyPrecision => "E_MONEY_PRECISION",
            Self::MoneyRange => "E_MONEY_RANGE",
            Self::IntNegative => "E_INT_NEGATIVE",
            Self::DuplicateId => "E_DUPLICATE_ID",
            Self::MissingId => "E_MISSING_ID",
            Self::UnknownItem => "E_UNKNOWN_ITEM",
            Self::TooLarge => "E_TOO_LARGE",
        }
    }

    /// What is wrong and how to mend it, in Chinese.
    pub fn message(self) -> &'static str {
        match self {
            Self::Json => "不是有效的 JSON，或有重复的键",
            Self::Format => "缺少 format，或 format 不是本政策的填报格式",
            Self::UnknownField => "没有这一项；请核对名称，或删去",
            Self::Type => "数据类型不对",
            Self::Enum => "不在可选值之内",
            Self::Date => "不是有效日期；请写成 YYYY-MM-DD，年份在 1900 至 2199 之间",
            Self::Money => "不是金额；请写成以元为单位的数字字符串，例如 \"1200000.50\"",
            Self::MoneyNegative => "金额不能小于零",
            Self::MoneyPrecision => "金额最多两位小数（精确到分）",
            Self::MoneyRange => "金额必须小于 10 的 18 次方元",
            Self::IntNegative => "数量不能小于零",
            Self::DuplicateId => "与前面一行的 id 重复",
            Self::MissingId => "每一行都要有不为空的 id",
            Self::UnknownItem => "没有对应的条目或申报项",
            Self::TooLarge => "超过 1,048,576 字节的上限",
        }
    }
}

/// One error in a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault<'p> {
    /// Code, `E_…`.
    pub code: &'p str,
    /// JSON Pointer (RFC 6901) to the place.
    pub path: String,
    /// What is wrong and how to mend it, in Chinese.
    pub message: Cow<'p, str>,
}

impl Fault<'_> {
    pub(crate) fn new(kind: FaultKind, path: String) -> Self {
        Self { code: kind.code(), path, message: Cow::Borrowed(kind.message()) }
    }
}

/// A place in a profile while it is read: a linked list on the stack, written out only when something is wrong.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    /// The place as JSON Pointer.
    pub(crate) fn pointer(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Key(parent, key) => parent.pointer() + "/" + &key.replace('~', "~0").replace('/', "~1"),
            Self::Index(parent, index) => parent.pointer() + "/" + &index.to_string(),
        }
    }
}
