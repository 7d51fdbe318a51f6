//! A whole policy as one JSON text, checked and with its digest: what the build embeds.

use std::fmt;

use serde::Serialize;

use super::model::Policy;
use crate::values::decode::decoded;
use crate::values::json::Json;

/// A checked policy with the digest of its data.
#[derive(Debug, Clone, Serialize)]
pub struct Bundle {
    /// `sha256-` and the Base64 of the SHA-256 of the policy's compact JSON.
    pub digest: String,
    /// The policy.
    pub policy: Policy,
}

/// A bundle that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadError;

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the policy is no bundle that this program reads")
    }
}

impl std::error::Error for LoadError {}

impl Bundle {
    /// Reads a bundle. The build has checked it, so this does not check it again.
    ///
    /// # Errors
    /// When the text is no bundle.
    pub fn from_json(text: &str) -> Result<Self, LoadError> {
        Json::parse(text).ok().as_ref().and_then(decoded).ok_or(LoadError)
    }
}
