//! A web server for this machine alone: holds a site in memory and answers from there, so no address can reach
//! another file, and a new site takes the place of the old one at once.

use std::collections::HashMap;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::connection::{Request, Response, converse};
use crate::http::{ALWAYS, CONTENT_SECURITY, Encoding, FRAMED_BY, caching, content_type, file_name};
use crate::{site, standalone};

/// Files by name.
type Files = HashMap<String, Vec<u8>>;

/// A running server; it ends with the program.
pub struct Running {
    port: u16,
    files: Arc<RwLock<Arc<Files>>>,
    listener: Arc<TcpListener>,
}

impl Running {
    /// Takes the port (0: any free one). Answers only after [`Running::answer`].
    ///
    /// # Errors
    /// When the port is taken or not allowed.
    pub fn bind(port: u16) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).with_context(|| {
            format!("cannot listen on 127.0.0.1:{port}; choose another port with --port, or 0 for any free one")
        })?;
        let port = listener.local_addr().context("the server has no address")?.port();
        Ok(Self { port, files: Arc::default(), listener: Arc::new(listener) })
    }

    /// A server for a folder, on any free port, answering.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn start(folder: &Path) -> Result<Self> {
        let running = Self::bind(0)?;
        running.replace(folder)?;
        running.answer();
        Ok(running)
    }

    /// The address of the site.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Serves this folder's files from now on.
    ///
    /// # Errors
    /// When the folder cannot be read or holds no page.
    pub fn replace(&self, folder: &Path) -> Result<()> {
        let mut files = Files::new();
        for file in site::files(folder)? {
            let name = file.strip_prefix(folder).context("a file outside its folder")?;
            let name = name.to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?);
        }
        if !files.contains_key("index.html") {
            bail!("there is no index.html in {}", folder.display());
        }
        *self.files.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(files);
        Ok(())
    }

    /// Answers requests, each connection in a thread of its own.
    pub fn answer(&self) {
        let (listener, files) = (Arc::clone(&self.listener), Arc::clone(&self.files));
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let files = Arc::clone(&files);
                thread::spawn(move || {
                    // The browser may have gone; that is its affair.
                    let _ = converse(&mut stream, |request| {
                        let now = Arc::clone(&files.read().unwrap_or_else(PoisonError::into_inner));
                        answer(&now, request)
                    });
                });
            }
        });
    }
}

fn answer(files: &Files, request: &Request) -> Response {
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return response(405, b"only GET and HEAD\n", CONTENT_SECURITY, &[PLAIN, ("Allow", "GET, HEAD")]);
    }
    let found = file_name(&request.target).and_then(|name| files.get(&name).map(|bytes| (name, bytes)));
    let Some((name, bytes)) = found else { return response(404, b"no such file\n", CONTENT_SECURITY, &[PLAIN]) };
    let copy = |ending: &str| files.get(&format!("{name}.{ending}"));
    let (brotli, gzip) = (copy("br"), copy("gz"));
    let encoding = Encoding::choose(&request.accepted, brotli.is_some(), gzip.is_some());
    let body = match encoding {
        Encoding::Plain => bytes,
        Encoding::Gzip => gzip.unwrap_or(bytes),
        Encoding::Brotli => brotli.unwrap_or(bytes),
    };
    let mut headers = vec![("Content-Type", content_type(&name)), ("Cache-Control", caching(&name))];
    if brotli.is_some() || gzip.is_some() {
        headers.push(("Vary", "Accept-Encoding"));
    }
    headers.extend(encoding.name().map(|name| ("Content-Encoding", name)));
    // The single file's parts stand inside it; its own policy names them.
    let inside = (name == "standalone.html").then(|| str::from_utf8(bytes).ok().and_then(standalone::policy_of));
    response(200, body, inside.flatten().unwrap_or(CONTENT_SECURITY), &headers)
}

const PLAIN: (&str, &str) = ("Content-Type", "text/plain; charset=utf-8");

fn response(status: u16, body: &[u8], security: &str, headers: &[(&'static str, &str)]) -> Response {
    let own = ("Content-Security-Policy", [security, FRAMED_BY].concat());
    let given = headers.iter().chain(ALWAYS).map(|(name, value)| (*name, (*value).to_owned()));
    Response { status, headers: given.chain([own]).collect(), body: body.to_vec() }
}
