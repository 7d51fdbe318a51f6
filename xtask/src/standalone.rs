//! The whole page in one file that opens without a server: programs, styles and start script stand inside it, and its
//! security policy names each by its hash.

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::compress::gzip;

/// The start script, which follows the glue of the page's program.
const START: &str = include_str!("../assets/standalone.js");
/// What the worker imports from the glue, in one file.
const WORKER_START: &str = "\n{\nconst init = __wbg_init;\n";
const STYLE_TAG: &str = r#"<link rel="stylesheet" href="style.css">"#;
const BOOT_TAG: &str = r#"<script type="module" src="boot.js"></script>"#;
const CHARSET_TAG: &str = r#"<meta charset="utf-8">"#;
const END_TAG: &str = "</body>";

/// What goes into the file.
#[derive(Debug)]
pub struct Parts<'a> {
    /// `index.html` as it is written.
    pub template: &'a str,
    /// Style sheets of the page and of the workspace.
    pub styles: [&'a str; 2],
    /// Glue and program of the page.
    pub page: (&'a str, &'a [u8]),
    /// Glue and program of the workspace's workers.
    pub roster: (&'a str, &'a [u8]),
    /// The workspace's worker as the site has it.
    pub worker: &'a str,
}

/// The file.
///
/// # Errors
/// When a part lacks its place, or would end the element that it stands in.
pub fn file(parts: &Parts<'_>) -> Result<String> {
    let worker = worker(parts.worker)?;
    let script = [&plain(parts.page.0)?, "\n", START].concat();
    let glue = plain(parts.roster.0)?;
    for text in [&script, &glue, &worker] {
        if text.contains("</script") || text.contains("<!--") {
            bail!("a script of the single file would end its own element");
        }
    }
    let styles = parts.styles.map(|style| format!("<style>{style}</style>")).join("\n  ");
    let policy = policy(&parts.styles, &script);
    // The page's words come first, so that they are read while the programs are.
    let programs = [
        data("program", &packed(parts.page.1)?),
        data("roster-program", &packed(parts.roster.1)?),
        data("roster-glue", &glue),
        data("worker", &worker),
        format!("<script type=\"module\">{script}</script>"),
        END_TAG.to_owned(),
    ];
    let head = format!("{CHARSET_TAG}\n  <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    let mut html = parts.template.to_owned();
    let places = [(CHARSET_TAG, head), (STYLE_TAG, styles), (BOOT_TAG, String::new()), (END_TAG, programs.join("\n"))];
    for (tag, with) in places {
        if html.matches(tag).count() != 1 {
            bail!("index.html must contain exactly once: {tag}");
        }
        html = html.replace(tag, &with);
    }
    Ok(html)
}

/// The security policy that a file of this module carries: a server that sends it must send the same.
pub fn policy_of(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once("http-equiv=\"Content-Security-Policy\" content=\"")?;
    Some(rest.split_once('"')?.0)
}

fn policy(styles: &[&str], script: &str) -> String {
    let hashes = |texts: &mut dyn Iterator<Item = &str>| {
        texts.map(|text| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))).collect::<Vec<_>>().join(" ")
    };
    format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {}; img-src data:; connect-src 'none'; \
         worker-src blob:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
         trusted-types default",
        hashes(&mut [script].into_iter()),
        hashes(&mut styles.iter().copied()),
    )
}

/// Glue that is no module any more: a worker that starts from a file can be none.
fn plain(glue: &str) -> Result<String> {
    let lines = glue.lines().filter(|line| !line.starts_with("export {"));
    let lines: Vec<&str> = lines.map(|line| line.strip_prefix("export ").unwrap_or(line)).collect();
    if let Some(line) = lines.iter().find(|line| line.starts_with("import ") || line.contains("import.meta")) {
        bail!("the single file cannot load another module: {line}");
    }
    Ok(lines.join("\n"))
}

/// The site's worker without its first line, which imports the glue.
fn worker(site: &str) -> Result<String> {
    let rest = site.split_once("import init, { serve }").and_then(|(_, rest)| rest.split_once('\n'));
    let (_, kept) = rest.context("worker.js has not the form that the single file expects")?;
    // In a block, so that its names do not meet those of the glue before it.
    Ok([WORKER_START, kept, "}\n"].concat())
}

fn packed(program: &[u8]) -> Result<String> {
    Ok(STANDARD.encode(gzip(program)?))
}

/// Text that the page reads and the browser does not run.
fn data(id: &str, text: &str) -> String {
    format!("<script type=\"text/plain\" id=\"{id}\">{text}</script>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(page: &str) -> Result<String> {
        file(&Parts {
            template: include_str!("../../index.html"),
            styles: ["a{}", "b{}"],
            page: (page, b"p"),
            roster: ("w();", b"w"),
            worker: include_str!("../assets/worker.js"),
        })
    }

    #[test]
    fn each_inline_part_is_named_by_its_hash() -> Result<()> {
        let html = made("glue();")?;
        let policy = policy_of(&html).context("no policy")?;
        let mut found = 0;
        for (open, close) in [("<style>", "</style>"), ("<script type=\"module\"", "</script>")] {
            for part in html.split(open).skip(1) {
                let text = part.split_once(close).map_or("", |(text, _)| text);
                let text = if open == "<style>" { text } else { text.split_once('>').map_or("", |(_, text)| text) };
                assert!(policy.contains(&STANDARD.encode(Sha256::digest(text))), "{text}");
                found += 1;
            }
        }
        assert_eq!(found, 3);
        assert!(policy.contains("connect-src 'none'") && !policy.contains("unsafe-inline"));
        assert!(!html.contains("boot.js") && !html.contains("style.css"));
        Ok(())
    }

    #[test]
    fn a_script_that_would_end_its_element_is_refused() {
        assert!(made("\"</script>\"").is_err());
    }

    #[test]
    fn glue_is_no_module_any_more() -> Result<()> {
        assert_eq!(plain("export function a() {}\nexport { b as default };\nc();")?, "function a() {}\nc();");
        assert!(plain("import { a } from './a.js';").is_err());
        assert!(plain("  new URL('a.wasm', import.meta.url);").is_err());
        Ok(())
    }

    #[test]
    fn the_worker_fetches_nothing() -> Result<()> {
        let text = worker(include_str!("../assets/worker.js"))?;
        assert!(!text.contains("fetch(") && !text.contains("import") && text.contains("selfcheckStore"));
        Ok(())
    }
}
