//! A web server for this machine alone: holds a site in memory and answers from there, so no address can reach
//! another file, and a new site takes the place of the old one at once.

use std::collections::HashMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;

use anyhow::{Context, Result, anyhow, bail};
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

use crate::http::{ALWAYS, CONTENT_SECURITY, Encoding, FRAMED_BY, caching, content_type, file_name};
use crate::{site, standalone};

const THREADS: usize = 4;

/// Files by name.
type Files = HashMap<String, Vec<u8>>;

/// A running server; it ends with the program.
pub struct Running {
    port: u16,
    files: Arc<RwLock<Arc<Files>>>,
    server: Arc<Server>,
}

impl Running {
    /// Takes the port (0: any free one). Answers only after [`Running::answer`].
    ///
    /// # Errors
    /// When the port is taken or not allowed.
    pub fn bind(port: u16) -> Result<Self> {
        let server = Server::http(("127.0.0.1", port)).map_err(|error| {
            anyhow!(
                "cannot listen on 127.0.0.1:{port} ({error}); choose another port with --port, or 0 for any free one"
            )
        })?;
        let port = server.server_addr().to_ip().map_or(port, |address| address.port());
        Ok(Self { port, files: Arc::default(), server: Arc::new(server) })
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

    /// Answers requests, in threads of its own.
    pub fn answer(&self) {
        for _ in 0..THREADS {
            let (server, files) = (Arc::clone(&self.server), Arc::clone(&self.files));
            thread::spawn(move || {
                while let Ok(request) = server.recv() {
                    let now = Arc::clone(&files.read().unwrap_or_else(PoisonError::into_inner));
                    let response = answer(&now, &request);
                    // The browser may have gone; that is its affair.
                    let _ = request.respond(response);
                }
            });
        }
    }
}

fn answer(files: &Files, request: &Request) -> Response<Cursor<Vec<u8>>> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return with_headers(plain(405, "only GET and HEAD\n"), CONTENT_SECURITY, &[("Allow", "GET, HEAD")]);
    }
    let found = file_name(request.url()).and_then(|name| files.get(&name).map(|bytes| (name, bytes)));
    let Some((name, bytes)) = found else { return with_headers(plain(404, "no such file\n"), CONTENT_SECURITY, &[]) };
    let copy = |ending: &str| files.get(&format!("{name}.{ending}"));
    let (brotli, gzip) = (copy("br"), copy("gz"));
    let encoding = Encoding::choose(&accepted(request), brotli.is_some(), gzip.is_some());
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
    with_headers(Response::from_data(body.clone()), inside.flatten().unwrap_or(CONTENT_SECURITY), &headers)
}

fn accepted(request: &Request) -> String {
    let headers = request.headers().iter().filter(|header| header.field.equiv("Accept-Encoding"));
    headers.map(|header| header.value.as_str()).collect::<Vec<_>>().join(",")
}

fn plain(status: u16, text: &str) -> Response<Cursor<Vec<u8>>> {
    Response::from_string(text).with_status_code(StatusCode(status))
}

fn with_headers(
    mut response: Response<Cursor<Vec<u8>>>,
    security: &str,
    headers: &[(&str, &str)],
) -> Response<Cursor<Vec<u8>>> {
    // Chunks would hide the length from the browser.
    response = response.with_chunked_threshold(usize::MAX);
    let security = [security, FRAMED_BY].concat();
    let own = [("Content-Security-Policy", security.as_str())];
    for (name, value) in headers.iter().chain(ALWAYS).chain(&own) {
        if let Ok(header) = Header::from_bytes(*name, *value) {
            response.add_header(header);
        }
    }
    response
}
