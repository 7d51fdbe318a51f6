//! How it stands with what is kept on this machine. Windows share it: each kept list has a number, and a window changes
//! the list that it has kept or brought back itself, no other.

use serde::{Deserialize, Serialize};

use super::Request;

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Keeping {
    /// The list is kept under this number.
    On(u32),
    /// It is, and another window changes it too.
    Shared,
    /// It is not kept.
    Off,
    /// It is not kept or not read: the browser refuses.
    Refused,
    /// It is not kept, for another list is, under this number.
    Other(u32),
    /// It is kept no longer: another window has replaced or wiped it.
    Lost,
    /// It is kept no longer: the change rests on one that means something else after what another window has changed.
    Apart,
}

impl Keeping {
    /// Number under which the list is kept, if this says so.
    pub fn number(self) -> Option<u32> {
        if let Self::On(number) = self { Some(number) } else { None }
    }
}

impl Request {
    /// Whether this changes an applicant or a told cell from these numbers on: of those that have been made since a list
    /// was written or read, other windows have made their own.
    pub fn rests_on_new(&self, (applicants, faults): (u32, u32)) -> bool {
        match self {
            Self::Replace { index, .. } | Self::LeaveOut { index } => *index >= applicants,
            Self::Mend { fault, .. } | Self::LetGo { fault } => *fault >= faults,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_other_windows_know_is_not_new() {
        let of = |index| Request::LeaveOut { index };
        let cell = |fault| Request::Mend { fault, typed: String::new(), alike: false };
        assert!(!of(2).rests_on_new((3, 0)) && of(3).rests_on_new((3, 9)));
        assert!(!cell(4).rests_on_new((0, 5)) && cell(5).rests_on_new((9, 5)));
        assert!(!Request::Overview.rests_on_new((0, 0)));
    }
}
