//! How it stands with what is kept on this machine. Windows share it: each kept list has a number, and a window changes
//! the list that it has kept or brought back itself, no other.

use serde::{Deserialize, Serialize};

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
}

impl Keeping {
    /// Number under which the list is kept, if this says so.
    pub fn number(self) -> Option<u32> {
        if let Self::On(number) = self { Some(number) } else { None }
    }
}
