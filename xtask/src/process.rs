//! Running other programs, with errors that say which command failed.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

/// The command as one would type it.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Runs a command whose output goes to the terminal.
///
/// # Errors
/// When it cannot be started or fails.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start `{}`", shown(command)))?;
    check(command, status)
}

/// The standard output of a command that may be missing or fail: then nothing.
pub fn asked(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a command for at most the given time, then ends it.
///
/// # Errors
/// When it cannot be started, fails or takes longer.
pub fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    let mut child =
        command.stdin(Stdio::null()).spawn().with_context(|| format!("cannot start `{}`", shown(command)))?;
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().context("cannot wait for the command")? {
            return check(command, status);
        }
        if start.elapsed() > limit {
            child.kill().context("cannot end the command")?;
            child.wait().context("cannot wait for the command")?;
            bail!("`{}` was ended after {} seconds", shown(command), limit.as_secs());
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// Runs a command, passing its output on line by line, and gives whether it succeeded and everything it wrote.
///
/// # Errors
/// When it cannot be started.
pub fn run_and_read(command: &mut Command) -> Result<(bool, String)> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    let errors = child.stderr.take().map(|pipe| thread::spawn(move || pass_on(pipe, std::io::stderr())));
    let mut text = child.stdout.take().map(|pipe| pass_on(pipe, std::io::stdout())).unwrap_or_default();
    if let Some(reader) = errors {
        text.push_str(&reader.join().map_err(|_| anyhow!("reading the output of `{}` failed", shown(command)))?);
    }
    let status = child.wait().context("cannot wait for the command")?;
    Ok((status.success(), text))
}

fn pass_on(pipe: impl Read, mut to: impl Write) -> String {
    let mut text = String::new();
    let mut reader = BufReader::new(pipe);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
        // A closed terminal must not stop the count.
        let _ = to.write_all(&line);
        text.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    text
}

fn check(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    bail!("`{}` failed ({status})", shown(command))
}

/// The first program of these names on the search path.
pub fn find<S: AsRef<OsStr>>(names: &[S]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        let name = Path::new(name.as_ref());
        folders.iter().map(|folder| folder.join(name)).find_map(|file| program(&file))
    })
}

fn program(file: &Path) -> Option<PathBuf> {
    let named = |extension: &str| {
        let file = if extension.is_empty() { file.to_owned() } else { file.with_extension(extension) };
        file.is_file().then_some(file)
    };
    if cfg!(windows) { named("exe").or_else(|| named("cmd")) } else { named("") }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_takes_too_long_is_ended() {
        let mut command = Command::new("sleep");
        let start = Instant::now();
        let error = run_within(command.arg("30"), Duration::from_millis(200)).err();
        assert!(start.elapsed() < Duration::from_secs(20));
        assert_eq!(error.map(|error| error.to_string()), Some("`sleep 30` was ended after 0 seconds".into()));
    }

    #[test]
    fn both_outputs_are_read() -> Result<()> {
        let (succeeded, text) = run_and_read(Command::new("sh").args(["-c", "echo out; echo err >&2; exit 3"]))?;
        assert!(!succeeded);
        assert!(text.contains("out\n") && text.contains("err\n"));
        Ok(())
    }

    #[test]
    fn errors_name_the_command() {
        let error = run(&mut Command::new("false")).err().map(|error| error.to_string());
        assert!(error.is_some_and(|text| text.starts_with("`false` failed")));
        let error = run(Command::new("no-such-program-here").arg("x")).err().map(|error| error.to_string());
        assert_eq!(error, Some("cannot start `no-such-program-here x`".into()));
    }
}
