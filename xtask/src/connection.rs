//! One connection of a browser: HTTP/1.1 (RFC 9112) for requests without a body, one after the other, in a thread of its
//! own. Nothing waits for another connection, however many a browser holds open.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

/// Most bytes of a request's head.
const MAX_HEAD: usize = 64 << 10;
/// Most headers of a request.
const MAX_HEADERS: usize = 100;
/// How long a connection may be silent.
const IDLE: Duration = Duration::from_secs(300);

/// How long to wait for the other side to close, at most.
const LINGER: Duration = Duration::from_secs(2);
/// Most reads of what comes after the end.
const MAX_DROPPED: usize = 256;

/// What a browser asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `HEAD` or another.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// The codings it takes.
    pub accepted: String,
    /// Whether another request may follow.
    keeps: bool,
}

/// What it gets.
#[derive(Debug)]
pub struct Response {
    /// Number of the status.
    pub status: u16,
    /// Headers besides the length.
    pub headers: Vec<(&'static str, String)>,
    /// Content.
    pub body: Vec<u8>,
}

/// What stands at the beginning of the bytes that came.
enum Head {
    Whole(Request, usize),
    Partial,
    Wrong,
}

/// Answers requests until the other side closes, is silent for long or breaks the protocol.
///
/// # Errors
/// When the connection breaks.
pub fn converse(stream: &mut TcpStream, answer: impl Fn(&Request) -> Response) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(IDLE))?;
    let mut came = Vec::new();
    loop {
        match head(&came) {
            Head::Whole(request, length) => {
                came.drain(..length);
                let response = answer(&request);
                send(stream, &response, &request)?;
                if !request.keeps {
                    return leave(stream);
                }
            }
            Head::Partial if came.len() < MAX_HEAD => {
                let mut more = [0; 4096];
                match stream.read(&mut more) {
                    Ok(0) => return Ok(()),
                    Ok(count) => came.extend_from_slice(more.get(..count).unwrap_or_default()),
                    Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => return Ok(()),
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            Head::Partial | Head::Wrong => {
                stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")?;
                return leave(stream);
            }
        }
    }
}

/// Closes after an answer. What still comes is read and dropped: closing over it would take the answer back.
fn leave(stream: &mut TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(LINGER))?;
    let mut rest = [0; 4096];
    for _ in 0..MAX_DROPPED {
        if !matches!(stream.read(&mut rest), Ok(count) if count > 0) {
            break;
        }
    }
    Ok(())
}

fn head(came: &[u8]) -> Head {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let length = match parsed.parse(came) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Head::Partial,
        Err(_) => return Head::Wrong,
    };
    let all = |name: &str| {
        let found = parsed.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        found.map(|header| String::from_utf8_lossy(header.value)).collect::<Vec<_>>().join(",")
    };
    // Of a body nothing is known here, so nothing that follows one can be read.
    let has_body = !all("Transfer-Encoding").is_empty() || !matches!(all("Content-Length").as_str(), "" | "0");
    let closes = all("Connection").to_ascii_lowercase().contains("close");
    let request = Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        target: parsed.path.unwrap_or_default().to_owned(),
        accepted: all("Accept-Encoding"),
        keeps: parsed.version == Some(1) && !closes && !has_body,
    };
    Head::Whole(request, length)
}

fn send(stream: &mut TcpStream, response: &Response, request: &Request) -> io::Result<()> {
    let reason = match response.status {
        200 => "OK",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "",
    };
    let mut head = format!("HTTP/1.1 {} {reason}\r\nContent-Length: {}\r\n", response.status, response.body.len());
    for (name, value) in &response.headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    head.push_str(if request.keeps { "\r\n" } else { "Connection: close\r\n\r\n" });
    stream.write_all(head.as_bytes())?;
    if request.method != "HEAD" {
        stream.write_all(&response.body)?;
    }
    stream.flush()
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// A connection to something that answers with the target.
    fn connect() -> io::Result<TcpStream> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let client = TcpStream::connect(listener.local_addr()?)?;
        let (mut stream, _) = listener.accept()?;
        thread::spawn(move || {
            converse(&mut stream, |request| Response {
                status: 200,
                headers: vec![("X-Accepted", request.accepted.clone())],
                body: request.target.clone().into_bytes(),
            })
        });
        Ok(client)
    }

    /// Everything that comes in answer to these bytes.
    fn told(parts: &[&str]) -> io::Result<String> {
        let mut client = connect()?;
        for part in parts {
            client.write_all(part.as_bytes())?;
            thread::yield_now();
        }
        client.shutdown(Shutdown::Write)?;
        let mut text = String::new();
        client.read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn requests_follow_each_other_however_they_are_cut() -> io::Result<()> {
        let text = told(&["GET /a HT", "TP/1.1\r\nAccept-Encoding: br\r\n\r\nHEAD /b HTTP/1.1\r\n\r", "\n"])?;
        let [first, second] = text.split("HTTP/1.1 ").skip(1).collect::<Vec<_>>()[..] else { panic!("{text}") };
        assert_eq!(first, "200 OK\r\nContent-Length: 2\r\nX-Accepted: br\r\n\r\n/a");
        assert_eq!(second, "200 OK\r\nContent-Length: 2\r\nX-Accepted: \r\n\r\n");
        Ok(())
    }

    #[test]
    fn a_connection_ends_when_it_must() -> io::Result<()> {
        for ends in [
            "GET /a HTTP/1.0\r\n\r\n",
            "GET /a HTTP/1.1\r\nConnection: Close\r\n\r\n",
            "POST /a HTTP/1.1\r\nContent-Length: 40\r\n\r\n",
        ] {
            let text = told(&[ends, "GET /b HTTP/1.1\r\n\r\n"])?;
            assert_eq!(text.matches("HTTP/1.1 200").count(), 1, "{ends}");
            assert!(text.contains("Connection: close"), "{ends}");
        }
        Ok(())
    }

    #[test]
    fn what_is_no_request_is_refused() -> io::Result<()> {
        for wrong in ["\u{1}\u{2}\r\n\r\n", "GET / HTTP/9\r\n\r\n", &["GET /", &"a".repeat(MAX_HEAD)].concat()] {
            assert!(told(&[wrong])?.starts_with("HTTP/1.1 400 "));
        }
        Ok(())
    }
}
