//! Configuration for servers, from the same headers that `serve` sends: nginx, Caddy, and hosts that read `_headers`.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::compress::{COMPRESSIBLE, is_hashed};
use crate::http::{ALWAYS, CONTENT_SECURITY, FRAMED_BY, caching, content_type};
use crate::{site, standalone};

const HASHED: &str = "-[0-9a-f]{16}[.]";

/// Writes `deploy/nginx.conf`, `deploy/Caddyfile` and `_headers`.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(out: &Path) -> Result<()> {
    let html = fs::read_to_string(out.join("standalone.html")).context("cannot read standalone.html")?;
    let single = standalone::policy_of(&html).context("standalone.html has no policy")?;
    let policies = Policies { site: [CONTENT_SECURITY, FRAMED_BY].concat(), single: [single, FRAMED_BY].concat() };
    let mut names = Vec::new();
    for file in site::files(out)? {
        names.push(file.strip_prefix(out).context("a file outside its folder")?.to_string_lossy().replace('\\', "/"));
    }
    let folder = out.join("deploy");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    site::write(&folder.join("nginx.conf"), nginx(&policies).as_bytes())?;
    site::write(&folder.join("Caddyfile"), caddy(&policies).as_bytes())?;
    site::write(&out.join("_headers"), headers(&policies, &names).as_bytes())
}

/// Security policies of the site's files and of the single file.
struct Policies {
    site: String,
    single: String,
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().concat()
}

/// For a server block. Variables are set where nginx allows it, and headers stand in one place, because a block with a
/// header of its own inherits none.
fn nginx(policies: &Policies) -> String {
    let always = lines(ALWAYS.iter().map(|(name, value)| format!("add_header {name} \"{value}\" always;\n")));
    let types = COMPRESSIBLE
        .iter()
        .map(|ending| format!("  {} {ending};\n", content_type(&format!("x.{ending}")).replace("; charset=utf-8", "")));
    let copies = COMPRESSIBLE.iter().map(|ending| {
        let kind = content_type(&format!("x.{ending}"));
        format!("location ~ [.]{ending}[.]br$ {{ types {{ }} default_type \"{kind}\"; }}\n")
    });
    format!(
        "# The self-check's headers, caching and compressed copies. In a server block:\n\
         #   root /srv/selfcheck; include /srv/selfcheck/deploy/nginx.conf;\n\
         # To say who may show it in a frame, write their addresses in place of the * after frame-ancestors.\n\
         charset utf-8;\n\
         charset_types text/css text/plain text/javascript;\n\
         types {{\n{}  image/png png;\n}}\n\
         rewrite ^(.*/)$ $1index.html;\n\
         set $selfcheck_policy \"{}\";\n\
         if ($uri ~ \"/standalone[.]html$\") {{ set $selfcheck_policy \"{}\"; }}\n\
         set $selfcheck_caching \"{}\";\n\
         if ($uri ~ \"{HASHED}\") {{ set $selfcheck_caching \"{}\"; }}\n\
         # Files are compressed already: by Brotli for browsers that take it, else by gzip.\n\
         gzip off;\n\
         gzip_static on;\n\
         set $selfcheck_coding \"\";\n\
         if ($http_accept_encoding ~* \"(^|,)[ ]*br[ ]*(,|$)\") {{ set $selfcheck_coding br; }}\n\
         if (!-f $request_filename.br) {{ set $selfcheck_coding \"\"; }}\n\
         if ($selfcheck_coding) {{ rewrite ^(.*)$ $1.br; }}\n\
         {}\
         add_header Content-Encoding $selfcheck_coding;\n\
         add_header Vary Accept-Encoding;\n\
         add_header Cache-Control $selfcheck_caching;\n\
         add_header Content-Security-Policy $selfcheck_policy always;\n\
         {always}",
        lines(types),
        policies.site,
        policies.single,
        caching("index.html"),
        caching("app-0123456789abcdef.js"),
        lines(copies),
    )
}

/// For a site block.
fn caddy(policies: &Policies) -> String {
    let always = lines(ALWAYS.iter().map(|(name, value)| format!("\t{name} \"{value}\"\n")));
    format!(
        "# The self-check's headers, caching and compressed copies. In a site block:\n\
         #   root * /srv/selfcheck\n\
         #   import /srv/selfcheck/deploy/Caddyfile\n\
         @selfcheck_hashed path_regexp {HASHED}\n\
         @selfcheck_other not path_regexp {HASHED}\n\
         @selfcheck_single path */standalone.html\n\
         @selfcheck_site not path */standalone.html\n\
         @selfcheck_manifest path *.webmanifest\n\
         @selfcheck_types path *.ts\n\
         header {{\n{always}}}\n\
         header @selfcheck_site Content-Security-Policy \"{}\"\n\
         header @selfcheck_single Content-Security-Policy \"{}\"\n\
         header @selfcheck_hashed Cache-Control \"{}\"\n\
         header @selfcheck_other Cache-Control \"{}\"\n\
         header @selfcheck_manifest Content-Type \"{}\"\n\
         header @selfcheck_types Content-Type \"{}\"\n\
         file_server {{\n\tprecompressed br gzip\n}}\n",
        policies.site,
        policies.single,
        caching("app-0123456789abcdef.js"),
        caching("index.html"),
        content_type("x.webmanifest"),
        content_type("x.ts"),
    )
}

/// For static hosts. They join the headers of all fitting rules, so no header stands in two rules that fit one file.
fn headers(policies: &Policies, names: &[String]) -> String {
    let mut text = String::from("/*\n");
    for (name, value) in ALWAYS {
        let _ = writeln!(text, "  {name}: {value}");
    }
    let files = names.iter().filter(|name| !name.ends_with(".d.ts"));
    let paths = files.map(|name| (format!("/{name}"), name.as_str())).chain([("/".to_owned(), "index.html")]);
    for (path, name) in paths {
        let _ = writeln!(text, "{path}\n  Cache-Control: {}", caching(name));
        let kind = content_type(name);
        if kind.starts_with("text/html") || is_script(name) {
            let policy = if name == "standalone.html" { &policies.single } else { &policies.site };
            let _ = writeln!(text, "  Content-Security-Policy: {policy}");
        }
        if kind.contains("manifest") {
            let _ = writeln!(text, "  Content-Type: {kind}");
        }
    }
    text
}

/// Whether a file runs as a worker, which has a policy of its own.
fn is_script(name: &str) -> bool {
    name == "sw.js" || name.starts_with("worker-") && is_hashed(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policies() -> Policies {
        Policies { site: "default-src 'none'".into(), single: "script-src 'sha256-x'".into() }
    }

    #[test]
    fn nginx_gets_every_header_once() {
        let text = nginx(&policies());
        for (name, value) in ALWAYS {
            assert_eq!(text.matches(&format!("add_header {name} \"{value}\" always;")).count(), 1, "{name}");
        }
        assert!(text.contains("location ~ [.]wasm[.]br$ { types { } default_type \"application/wasm\"; }"), "{text}");
    }

    #[test]
    fn static_hosts_get_one_policy_for_each_file() {
        let text =
            headers(&policies(), &["app-0123456789abcdef.js".into(), "index.html".into(), "standalone.html".into()]);
        assert!(text.contains("/standalone.html\n  Cache-Control: no-cache\n  Content-Security-Policy: script-src"));
        assert!(text.contains("/app-0123456789abcdef.js\n  Cache-Control: public, max-age=31536000, immutable\n"));
        assert!(text.contains("\n/\n  Cache-Control: no-cache\n  Content-Security-Policy: default-src"));
    }
}
