//! A whole policy as one JSON text, checked and with its digest: what the build embeds.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::model::Policy;

/// A checked policy with the digest of its data.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// `sha256-` and the Base64 of the SHA-256 of the policy's compact JSON.
    pub digest: String,
    /// The policy.
    pub policy: Policy,
}

/// A bundle that cannot be read.
#[derive(Debug)]
pub struct LoadError(serde_json::Error);

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the embedded policy cannot be read: {}", self.0)
    }
}

impl std::error::Error for LoadError {}

impl Bundle {
    /// Reads a bundle. The build has checked it, so this does not check it again.
    ///
    /// # Errors
    /// When the text is no bundle.
    pub fn from_json(text: &str) -> Result<Self, LoadError> {
        serde_json::from_str(text).map_err(LoadError)
    }
}
