//! The native program: profiles in, reports out.

use std::io::{self, BufRead, BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use policy_selfcheck::EMBEDDED_POLICY;
use policy_selfcheck::policy::Bundle;
use policy_selfcheck::policy::files;
use policy_selfcheck::profile::MAX_BYTES;
use policy_selfcheck::report::Assessor;

const HELP: &str = "\
selfcheck: what a published support measure offers an applicant, how much, why, and what it leaves open

usage:
  selfcheck assess FILE        a profile (JSON; - for standard input) in, a report out
  selfcheck assess --jsonl -   a profile per line in, a report or errors object per line out
  selfcheck advise FILE        a profile in, advice out: what to ask next, what would change a verdict, and by when
  selfcheck policy             the embedded policy as JSON
  selfcheck check FOLDER       checks a folder of policy data
  selfcheck --help, --version

options:
  --policy FOLDER              use this folder of policy data in place of the embedded one

exit status: 0 a report; 2 an errors object (the profile breaks the format); 1 anything else
";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    match run(&args) {
        Ok(code) => code,
        // The reader of the output has gone: nobody is left to tell.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("selfcheck: {failure}");
            ExitCode::FAILURE
        }
    }
}

#[derive(Debug)]
enum Failure {
    Usage(String),
    Policy(String),
    Input(String, io::Error),
    Output(io::Error),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Usage(message) => write!(f, "{message}\n\n{HELP}"),
            Self::Policy(message) => f.write_str(message),
            Self::Input(file, error) => write!(f, "cannot read {file}: {error}"),
            Self::Output(error) => write!(f, "cannot write: {error}"),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

fn run(args: &[String]) -> Result<ExitCode, Failure> {
    let (policy, rest) = match args {
        [option, folder, rest @ ..] if option == "--policy" => (Some(folder.as_str()), rest),
        rest => (None, rest),
    };
    let words: Vec<&str> = rest.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["assess", "--jsonl", "-"] => assess_lines(&assessor(policy)?),
        ["assess", file] if is_file(file) => answer_file(&assessor(policy)?, file, Assessor::assess),
        ["advise", file] if is_file(file) => answer_file(&assessor(policy)?, file, Assessor::advise),
        ["policy"] => print(&policy_json(policy)?).map(|()| ExitCode::SUCCESS),
        ["check", folder] => {
            bundle(folder)?;
            print(&format!("{folder}: no problems")).map(|()| ExitCode::SUCCESS)
        }
        ["--help" | "-h" | "help"] => print(HELP.trim_end()).map(|()| ExitCode::SUCCESS),
        ["--version" | "-V"] => {
            print(&format!("selfcheck {}", policy_selfcheck::ENGINE_VERSION)).map(|()| ExitCode::SUCCESS)
        }
        [] => Err(Failure::Usage("say what to do".into())),
        other => Err(Failure::Usage(format!("cannot make sense of “{}”", other.join(" ")))),
    }
}

fn print(text: &str) -> Result<(), Failure> {
    Ok(writeln!(io::stdout(), "{text}")?)
}

/// A folder of policy data as a bundle.
fn bundle(folder: &str) -> Result<String, Failure> {
    files::load(Path::new(folder)).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Failure::Policy(format!("{} problem(s) in {folder}:\n{}", problems.len(), lines.join("\n")))
    })
}

fn policy_json(folder: Option<&str>) -> Result<String, Failure> {
    folder.map_or_else(|| Ok(EMBEDDED_POLICY.to_owned()), bundle)
}

fn assessor(folder: Option<&str>) -> Result<Assessor, Failure> {
    let bundle = Bundle::from_json(&policy_json(folder)?).map_err(|error| Failure::Policy(error.to_string()))?;
    Assessor::new(bundle).map_err(|error| Failure::Policy(error.to_string()))
}

/// Reads little more than the largest profile, however large the input is.
fn read(file: &str) -> Result<Vec<u8>, Failure> {
    let limit = MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    let done = if file == "-" {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        fs::File::open(file).and_then(|open| open.take(limit).read_to_end(&mut bytes))
    };
    done.map(|_| bytes).map_err(|error| Failure::Input(file.to_owned(), error))
}

/// What answers a profile: by a report or advice, or by an errors object.
type Door = fn(&Assessor, &str) -> Result<String, String>;

fn answer(assessor: &Assessor, bytes: &[u8], door: Door) -> Result<String, String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => door(assessor, text),
        // A character cut by the size limit is no fault of the encoding.
        Err(_) if bytes.len() > MAX_BYTES => assessor.assess(&" ".repeat(bytes.len())),
        Err(_) => Err(assessor.not_utf8()),
    }
}

fn is_file(word: &str) -> bool {
    word == "-" || !word.starts_with('-')
}

fn answer_file(assessor: &Assessor, file: &str, door: Door) -> Result<ExitCode, Failure> {
    let (text, code) = match answer(assessor, &read(file)?, door) {
        Ok(report) => (report, ExitCode::SUCCESS),
        Err(errors) => (errors, ExitCode::from(2)),
    };
    print(&text)?;
    Ok(code)
}

fn assess_lines(assessor: &Assessor) -> Result<ExitCode, Failure> {
    let mut input = io::stdin().lock();
    let mut output = BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    loop {
        line.clear();
        let count =
            input.read_until(b'\n', &mut line).map_err(|error| Failure::Input("standard input".into(), error))?;
        if count == 0 {
            output.flush()?;
            return Ok(ExitCode::SUCCESS);
        }
        let profile = line.strip_suffix(b"\n").unwrap_or(&line);
        let text = answer(assessor, profile, Assessor::assess).unwrap_or_else(|errors| errors);
        writeln!(output, "{text}")?;
    }
}
