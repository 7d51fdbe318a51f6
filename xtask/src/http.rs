//! What an answer says besides the file: its type, its form, how long it may be kept, what the page may do.

use crate::compress::is_hashed;

/// What the page may load and do: its own files and nothing else.
pub const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; frame-src 'self'; \
     manifest-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
     trusted-types default";
/// Who may show the page in a frame: every site. It holds no account and gives nothing away unless its user agrees.
/// Servers add it, since a page cannot say it of itself.
pub const FRAMED_BY: &str = "; frame-ancestors *";

/// Headers of every answer.
pub const ALWAYS: &[(&str, &str)] = &[
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    // Any page may read the files, which are public: integrity digests and modules of another origin need it.
    ("Access-Control-Allow-Origin", "*"),
    // Everything that Chromium knows, but copying by a button.
    (
        "Permissions-Policy",
        "accelerometer=(), aria-notify=(), attribution-reporting=(), autoplay=(), browsing-topics=(), camera=(), \
         captured-surface-control=(), ch-device-memory=(), ch-downlink=(), ch-dpr=(), ch-ect=(), \
         ch-prefers-color-scheme=(), ch-prefers-reduced-motion=(), ch-prefers-reduced-transparency=(), ch-rtt=(), \
         ch-save-data=(), ch-ua=(), ch-ua-arch=(), ch-ua-bitness=(), ch-ua-form-factors=(), ch-ua-full-version=(), \
         ch-ua-full-version-list=(), ch-ua-high-entropy-values=(), ch-ua-mobile=(), ch-ua-model=(), \
         ch-ua-platform=(), ch-ua-platform-version=(), ch-ua-wow64=(), ch-viewport-height=(), ch-viewport-width=(), \
         ch-width=(), clipboard-read=(), compute-pressure=(), cross-origin-isolated=(), deferred-fetch=(), \
         deferred-fetch-minimal=(), digital-credentials-get=(), display-capture=(), encrypted-media=(), \
         fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), \
         idle-detection=(), interest-cohort=(), join-ad-interest-group=(), keyboard-map=(), language-detector=(), \
         language-model=(), local-fonts=(), local-network=(), local-network-access=(), loopback-network=(), \
         magnetometer=(), microphone=(), midi=(), on-device-speech-recognition=(), otp-credentials=(), payment=(), \
         picture-in-picture=(), private-aggregation=(), private-state-token-issuance=(), \
         private-state-token-redemption=(), publickey-credentials-create=(), publickey-credentials-get=(), \
         run-ad-auction=(), screen-wake-lock=(), serial=(), shared-storage=(), shared-storage-select-url=(), \
         storage-access=(), summarizer=(), sync-xhr=(), translator=(), unload=(), usb=(), window-management=(), \
         xr-spatial-tracking=()",
    ),
];

/// The type of a file, by its name.
pub fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" | "ts" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// How long a file may be kept: for good where its name changes with its content.
pub fn caching(name: &str) -> &'static str {
    if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// The form a file is sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Plain,
    Gzip,
    Brotli,
}

impl Encoding {
    /// As the header names it; nothing for the plain form.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    /// The best form among those that the browser accepts; the caller takes the plain one where the file has no other.
    pub fn choose(accepted: &str, has_brotli: bool, has_gzip: bool) -> Self {
        let accepts = |wanted: &str| accepted.split(',').any(|part| is_accepted(part, wanted));
        match () {
            () if has_brotli && accepts("br") => Self::Brotli,
            () if has_gzip && accepts("gzip") => Self::Gzip,
            () => Self::Plain,
        }
    }
}

/// Whether one part of `Accept-Encoding`, such as `br;q=0.5`, accepts the named encoding.
fn is_accepted(part: &str, wanted: &str) -> bool {
    let mut words = part.split(';').map(str::trim);
    let named = words.next().is_some_and(|name| name.eq_ignore_ascii_case(wanted));
    let refused = words.any(|word| {
        word.strip_prefix("q=").is_some_and(|weight| weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0))
    });
    named && !refused
}

/// The name of the file that an address asks for: `index.html` for the folder itself. Nothing for an address that
/// climbs, is absolute twice, or hides a file's name behind an escape: no file of the site needs one.
pub fn file_name(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next()?.strip_prefix('/')?;
    if path.is_empty() {
        return Some("index.html".into());
    }
    let safe = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', '%', ':', '\0']);
    path.split('/').all(safe).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_by_name() {
        assert_eq!(content_type("a.wasm"), "application/wasm");
        assert_eq!(content_type("a/b.css"), "text/css; charset=utf-8");
        assert_eq!(content_type("index.html"), "text/html; charset=utf-8");
        assert_eq!(content_type("README"), "application/octet-stream");
    }

    #[test]
    fn only_hashed_files_are_kept() {
        assert!(caching("app-0123456789abcdef.wasm").contains("immutable"));
        assert_eq!(caching("index.html"), "no-cache");
        assert_eq!(caching("selfcheck_bg.wasm"), "no-cache");
    }

    #[test]
    fn encoding_is_the_best_accepted() {
        assert_eq!(Encoding::choose("gzip, deflate, br, zstd", true, true), Encoding::Brotli);
        assert_eq!(Encoding::choose("gzip, br", false, true), Encoding::Gzip);
        assert_eq!(Encoding::choose("br;q=0, GZIP ; q=0.5", true, true), Encoding::Gzip);
        assert_eq!(Encoding::choose("", true, true), Encoding::Plain);
        assert_eq!(Encoding::choose("brotli, x-gzip", true, true), Encoding::Plain);
        assert_eq!(Encoding::choose("gzip", false, false), Encoding::Plain);
    }

    #[test]
    fn addresses_cannot_climb() {
        assert_eq!(file_name("/"), Some("index.html".into()));
        assert_eq!(file_name("/?day=2026-08-01"), Some("index.html".into()));
        assert_eq!(file_name("/snippets/a/b.js"), Some("snippets/a/b.js".into()));
        for address in
            ["/../Cargo.toml", "/a/../../b", "/%2e%2e/b", "//etc/passwd", "/.git/config", "/c:/x", "/a\\b", "x"]
        {
            assert_eq!(file_name(address), None, "{address}");
        }
    }
}
