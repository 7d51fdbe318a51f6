//! The command line.

use std::path::PathBuf;

/// What `cargo xtask` without a command prints.
pub const USAGE: &str = "\
usage: cargo xtask COMMAND

  setup                 installs what is missing (wasm target, npm packages, browser); the others do so as needed
  serve [--port 8080] [--release] [--policy FOLDER] [--no-watch]
                        builds the site, serves it on 127.0.0.1 and rebuilds it when a file changes
  dist [--policy FOLDER]
                        writes the site for release and the library for programs to dist/, with a table of sizes
  size                  the same as dist
  test [--no-browser]   formatting, lints, every test; the last line counts them
  bench                 the benchmarks, native and in the browser
  reproduce             builds the release twice from nothing and compares every file (takes a while)
  schema                writes policy-data/schema/, JSON Schemas of the policy files, from the Rust types

--policy FOLDER (or SELFCHECK_POLICY=FOLDER) embeds another policy than the one that ships.
CHROMIUM=PATH names the browser for tests.";

/// One command with its options.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    Help,
    Setup,
    Serve(Serve),
    Dist { policy: Option<PathBuf> },
    Test { browser: bool },
    Bench,
    Schema,
    Reproduce,
}

/// Options of `serve`.
#[derive(Debug, PartialEq, Eq)]
pub struct Serve {
    pub port: u16,
    pub release: bool,
    pub policy: Option<PathBuf>,
    pub watch: bool,
}

/// Reads the words after `cargo xtask`.
///
/// # Errors
/// An unknown command or option, a missing or wrong value: in words for the user.
pub fn parse(words: &[String]) -> Result<Command, String> {
    let mut rest = Words { words: words.iter() };
    let Some(name) = rest.words.next() else { return Ok(Command::Help) };
    if words.iter().any(|word| word == "--help" || word == "-h") {
        return Ok(Command::Help);
    }
    match name.as_str() {
        "help" => rest.end(Command::Help),
        "setup" => rest.end(Command::Setup),
        "bench" => rest.end(Command::Bench),
        "schema" => rest.end(Command::Schema),
        "reproduce" => rest.end(Command::Reproduce),
        "dist" | "size" => rest.dist(),
        "test" => rest.test(),
        "serve" => rest.serve(),
        other => Err(format!("unknown command “{other}”")),
    }
}

struct Words<'a> {
    words: std::slice::Iter<'a, String>,
}

impl Words<'_> {
    fn end(mut self, command: Command) -> Result<Command, String> {
        self.words.next().map_or(Ok(command), |word| Err(unknown(word)))
    }

    fn dist(mut self) -> Result<Command, String> {
        let mut policy = None;
        while let Some((option, value)) = self.option() {
            match option {
                "--policy" => policy = Some(self.folder(value)?),
                _ => return Err(unknown(option)),
            }
        }
        Ok(Command::Dist { policy })
    }

    fn test(mut self) -> Result<Command, String> {
        let mut browser = true;
        while let Some((option, value)) = self.option() {
            match (option, value) {
                ("--no-browser", None) => browser = false,
                _ => return Err(unknown(option)),
            }
        }
        Ok(Command::Test { browser })
    }

    fn serve(mut self) -> Result<Command, String> {
        let mut serve = Serve { port: 8080, release: false, policy: None, watch: true };
        while let Some((option, value)) = self.option() {
            match (option, value) {
                ("--port", value) => serve.port = port(self.value(option, value)?)?,
                ("--policy", value) => serve.policy = Some(self.folder(value)?),
                ("--release", None) => serve.release = true,
                ("--no-watch", None) => serve.watch = false,
                _ => return Err(unknown(option)),
            }
        }
        Ok(Command::Serve(serve))
    }
}

impl<'a> Words<'a> {
    /// The next option, with its value when written as `--name=value`.
    fn option(&mut self) -> Option<(&'a str, Option<&'a str>)> {
        let word = self.words.next()?;
        Some(word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value))))
    }

    fn value(&mut self, option: &str, given: Option<&'a str>) -> Result<&'a str, String> {
        given.or_else(|| self.words.next().map(String::as_str)).ok_or_else(|| format!("{option} needs a value"))
    }

    fn folder(&mut self, given: Option<&'a str>) -> Result<PathBuf, String> {
        self.value("--policy", given).map(PathBuf::from)
    }
}

fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| format!("--port needs a number from 0 to 65535, not “{text}”"))
}

fn unknown(word: &str) -> String {
    format!("unknown option “{word}”")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn reads_commands_and_options() {
        assert_eq!(parsed(""), Ok(Command::Help));
        assert_eq!(parsed("serve --help"), Ok(Command::Help));
        assert_eq!(parsed("test --no-browser"), Ok(Command::Test { browser: false }));
        assert_eq!(parsed("size"), Ok(Command::Dist { policy: None }));
        let serve = Serve { port: 9000, release: true, policy: Some("a/b".into()), watch: false };
        assert_eq!(parsed("serve --port 9000 --release --policy=a/b --no-watch"), Ok(Command::Serve(serve)));
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(parsed("sreve"), Err("unknown command “sreve”".into()));
        assert_eq!(parsed("serve --prot 1"), Err("unknown option “--prot”".into()));
        assert_eq!(parsed("serve --port"), Err("--port needs a value".into()));
        assert_eq!(parsed("serve --port 70000"), Err("--port needs a number from 0 to 65535, not “70000”".into()));
        assert_eq!(parsed("setup now"), Err("unknown option “now”".into()));
    }
}
