//! Hashes, and compressed copies of files.

use std::io::Write;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256, Sha384};

/// Endings of files that shrink: each has copies by gzip and Brotli.
pub const COMPRESSIBLE: &[&str] = &["html", "css", "js", "wasm", "ts", "json", "svg", "txt", "webmanifest"];

/// The value of an `integrity` attribute for these bytes.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

/// Sixteen hexadecimal digits that stand for these bytes in a file name.
pub fn short_hash(bytes: &[u8]) -> String {
    let number = Sha256::digest(bytes).iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{number:016x}")
}

/// Whether a file name carries a hash of its content, as in `app-0123456789abcdef.js`.
pub fn is_hashed(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let hash = stem.rsplit_once('-').map_or("", |(_, hash)| hash);
    hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// The bytes in gzip format: smallest, and without a time, so that two builds are alike.
///
/// # Errors
/// When the compressor fails.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    writer.write_all(bytes).context("cannot compress by gzip")?;
    writer.finish().context("cannot compress by gzip")
}

/// The bytes in Brotli's format, smallest.
///
/// # Errors
/// When the compressor fails.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let params =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params).context("cannot compress by Brotli")?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrity_is_what_browsers_expect() {
        let known = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
        assert_eq!(integrity(b"alert('Hello, world.');"), known);
    }

    #[test]
    fn hashed_names_are_told_from_others() {
        assert!(is_hashed(&format!("app-{}.wasm", short_hash(b"x"))));
        assert!(is_hashed("style-0123456789abcdef.css.br"));
        for name in ["index.html", "selfcheck.js", "app-0123456789ABCDEF.js", "app-0123.js", "app-0123456789abcdeg.js"]
        {
            assert!(!is_hashed(name), "{name}");
        }
    }

    #[test]
    fn compressing_twice_gives_the_same_bytes() -> Result<()> {
        let text = "政策自查".repeat(500);
        assert_eq!(gzip(text.as_bytes())?, gzip(text.as_bytes())?);
        assert_eq!(brotli(text.as_bytes())?, brotli(text.as_bytes())?);
        assert!(brotli(text.as_bytes())?.len() < 100);
        Ok(())
    }
}
