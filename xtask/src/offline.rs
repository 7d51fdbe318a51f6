//! What makes the site an app that can be installed and opened without network: icons, manifest, service worker.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::compress::{integrity, is_hashed, short_hash};
use crate::{icon, site};

const WORKER: &str = include_str!("../assets/sw.js");
/// The element that other pages embed: kept too, for its preview.
const ELEMENT: &str = "embed.js";
const MANIFEST: &str = r##"{
  "name": "政策自查",
  "short_name": "政策自查",
  "lang": "zh-CN",
  "description": "回答几组问题，逐条看到一份政策能支持什么、金额怎样算出、还缺什么。全部在本机计算。",
  "id": "./",
  "start_url": "./",
  "scope": "./",
  "display": "standalone",
  "background_color": "#f6f8fb",
  "theme_color": "#0b4ea2",
  "icons": [
    { "src": "icon.svg", "sizes": "any", "type": "image/svg+xml" },
    { "src": "icon-192.png", "sizes": "192x192", "type": "image/png" },
    { "src": "icon-512.png", "sizes": "512x512", "type": "image/png" },
    { "src": "icon-512-maskable.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable" }
  ]
}
"##;

/// What the page says of it in its head.
pub const HEAD: &str = "\
  <link rel=\"manifest\" href=\"manifest.webmanifest\">
  <link rel=\"apple-touch-icon\" href=\"icon-180.png\">
  <meta name=\"theme-color\" content=\"#ffffff\" media=\"(prefers-color-scheme: light)\">
  <meta name=\"theme-color\" content=\"#18212d\" media=\"(prefers-color-scheme: dark)\">";

/// Writes icons and manifest.
///
/// # Errors
/// When a file cannot be written.
pub fn identity(out: &Path) -> Result<()> {
    site::write(&out.join("manifest.webmanifest"), MANIFEST.as_bytes())?;
    site::write(&out.join("icon.svg"), icon::svg().as_bytes())?;
    let sizes =
        [("icon-180", 180, true), ("icon-192", 192, false), ("icon-512", 512, false), ("icon-512-maskable", 512, true)];
    for (name, size, maskable) in sizes {
        site::write(&out.join(format!("{name}.png")), &icon::png(size, maskable)?)?;
    }
    Ok(())
}

/// Writes the service worker, which names every file of the page with its hash. The site's other files are in place.
///
/// # Errors
/// When a file cannot be read or written.
pub fn worker(out: &Path) -> Result<()> {
    let mut files = Vec::new();
    for file in site::files(out)? {
        let name = file.strip_prefix(out).context("a file outside its folder")?.to_string_lossy().replace('\\', "/");
        let own = ["index.html", ELEMENT, "manifest.webmanifest"].contains(&name.as_str()) || name.starts_with("icon");
        if own || is_hashed(&name) || name.starts_with("snippets/") {
            let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            // Some servers send the visitor of index.html on to the folder, and such an answer cannot be kept.
            let address = if name == "index.html" { "./" } else { &name };
            files.push(format!("  [\"{address}\", \"{}\"],", integrity(&bytes)));
        }
    }
    let list = format!("[\n{}\n]", files.join("\n"));
    let version = short_hash([WORKER, &list].concat().as_bytes());
    let text = WORKER.replace("SITE_FILES", &list).replace("SITE_VERSION", &version);
    site::write(&out.join("sw.js"), text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_worker_names_the_files_of_the_page_alone() -> Result<()> {
        let out = std::env::temp_dir().join(format!("selfcheck-offline-{}", std::process::id()));
        fs::create_dir_all(&out)?;
        for name in ["index.html", "app-0123456789abcdef.js", "selfcheck.js", "embed.js"] {
            fs::write(out.join(name), name)?;
        }
        identity(&out)?;
        worker(&out)?;
        let first = fs::read_to_string(out.join("sw.js"))?;
        for name in ["./", "app-0123456789abcdef.js", "embed.js", "icon.svg", "icon-192.png", "manifest.webmanifest"] {
            assert!(first.contains(&format!("[\"{name}\", \"sha384-")), "{name}");
        }
        assert!(!first.contains("[\"selfcheck.js") && !first.contains("SITE_"));
        fs::write(out.join("index.html"), "other")?;
        worker(&out)?;
        let name = |text: &str| text.lines().find(|line| line.starts_with("const NAME")).map(str::to_owned);
        assert_ne!(name(&first), name(&fs::read_to_string(out.join("sw.js"))?), "another page is another version");
        fs::remove_dir_all(&out)?;
        Ok(())
    }
}
