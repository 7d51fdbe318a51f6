//! `cargo xtask test`: every check in order, going on after one that fails, with one count at the end.

use std::env;
use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::Result;

use crate::process::{asked, find, run_and_read};
use crate::server::Running;
use crate::site::{self, Site};
use crate::summary::{Counts, Printer, counts};
use crate::toolchain::cargo;
use crate::{dist, project, setup};

/// Runs all steps; a failing one is counted and does not end the run.
pub fn run(root: &Path, browser: bool) -> ExitCode {
    let mut test = Test { root, counts: Counts::default(), failed: Vec::new() };
    test.native();
    let sites = test.sites();
    test.programs(sites.as_ref());
    if browser {
        test.browser(sites.as_ref());
    }
    if !test.failed.is_empty() {
        println!("\nFailed: {}", test.failed.join("; "));
    }
    println!("\n{}", test.counts);
    if test.counts.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

struct Test<'a> {
    root: &'a Path,
    counts: Counts,
    failed: Vec<String>,
}

/// The built sites, and the servers that show them.
struct Sites {
    folder: PathBuf,
    server: Running,
    fixture: Option<(PathBuf, Running)>,
}

impl Test<'_> {
    fn native(&mut self) {
        self.cargo("formatting", &["fmt", "--all", "--check"], Printer::None);
        let lints = |features| {
            ["clippy", "--quiet", "--workspace", "--all-targets", "--features", features, "--", "-D", "warnings"]
        };
        self.cargo("lints", &lints("schema,roster"), Printer::None);
        self.cargo("lints of the page", &lints("schema,page,worker"), Printer::None);
        let mut nextest = cargo(self.root);
        if asked(nextest.args(["nextest", "--version"])).is_some() {
            let run = ["nextest", "run", "--no-fail-fast"];
            self.cargo(
                "tests",
                &[&run[..], &["--workspace", "--features", "schema,roster"]].concat(),
                Printer::Nextest,
            );
            let of_page = ["--lib", "--features", "page,worker", "-E", "test(/^(app|workspace)::/)"];
            self.cargo("tests of the page's logic", &[&run[..], &of_page].concat(), Printer::Nextest);
        } else {
            let run = ["test", "--no-fail-fast"];
            self.cargo(
                "tests",
                &[&run[..], &["--workspace", "--tests", "--features", "schema,roster"]].concat(),
                Printer::Cargo,
            );
            let of_page = ["--lib", "--features", "page,worker", "--", "app::", "workspace::"];
            self.cargo("tests of the page's logic", &[&run[..], &of_page].concat(), Printer::Cargo);
        }
        self.cargo("examples in the documentation", &["test", "--doc", "--quiet"], Printer::Cargo);
        self.dependencies();
        self.cargo("native program", &["build", "--bin", "selfcheck"], Printer::None);
    }

    /// What others bring along; known faults only where their list can be had.
    fn dependencies(&mut self) {
        let (rules, faults) = ("licences, sources and duplicates", "known faults of dependencies");
        let deny = match setup::deny(self.root) {
            Ok(deny) => deny,
            Err(error) => {
                self.skip(rules, &format!("{error:#}"));
                return self.skip(faults, "for the same reason");
            }
        };
        let call = |words: &[&str]| {
            let mut command = Command::new(&deny);
            command.current_dir(self.root).args(["--workspace", "--all-features"]).args(words);
            command
        };
        let (mut check, mut known) = (call(&["check", "licenses", "bans", "sources"]), call(&["check", "advisories"]));
        let fetched = asked(&mut call(&["fetch", "db"])).is_some();
        self.command(rules, &mut check, Printer::None);
        if fetched {
            self.command(faults, &mut known, Printer::None);
        } else {
            self.skip(faults, "their list cannot be fetched");
        }
    }

    /// A step that cannot be run here: the last line counts it.
    fn skip(&mut self, name: &str, reason: &str) {
        println!("\n== {name}\n-- skipped: {reason}");
        self.counts += Counts::SKIPPED;
    }

    fn sites(&mut self) -> Option<Sites> {
        let root = self.root;
        let site = self.step("the page, for release", || {
            let toolchain = setup::for_release(root)?;
            let folder = root.join("target/site");
            let policy = project::policy(None)?;
            site::build(root, &toolchain, &Site { out: folder.clone(), release: true, policy: policy.as_deref() })?;
            println!("{}", dist::table(&folder)?);
            let server = Running::start(&folder)?;
            Ok((folder, server, toolchain))
        });
        let (folder, server, toolchain) = site?;
        let policy = root.join(project::FIXTURE_POLICY);
        let fixture = if policy.is_dir() {
            self.step("the page, with another policy", || {
                let out = root.join("target/site-fixture");
                site::build(root, &toolchain, &Site { out: out.clone(), release: false, policy: Some(&policy) })?;
                let server = Running::start(&out)?;
                Ok((out, server))
            })
        } else {
            None
        };
        Some(Sites { folder, server, fixture })
    }

    /// Tests that run in Node, without a browser.
    fn programs(&mut self, sites: Option<&Sites>) {
        self.node("the library in Node", "tests/wasm", sites, &[]);
        self.node("the reference", "tests/reference", sites, &[]);
        match setup::nginx() {
            Ok(nginx) => self.node("nginx as configured", "tests/servers", sites, &[("NGINX", &nginx)]),
            Err(error) => self.skip("nginx as configured", &format!("{error:#}")),
        }
    }

    fn browser(&mut self, sites: Option<&Sites>) {
        if test_files(&self.root.join("tests/browser")).is_empty() {
            return;
        }
        let root = self.root;
        let browser = self.step("browser for the tests", || {
            setup::node(root)?;
            setup::browser()
        });
        if let Some(browser) = browser {
            let nginx = setup::nginx().ok();
            let nginx = nginx.as_deref().map(|nginx| ("NGINX", nginx));
            let programs: Vec<_> = [("CHROMIUM", &*browser)].into_iter().chain(nginx).collect();
            self.node("the page in a browser", "tests/browser", sites, &programs);
        }
    }

    /// A step in this program; what it gives when it succeeds.
    fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        println!("\n== {name}");
        let start = Instant::now();
        let result = work();
        if let Err(error) = &result {
            println!("{error:#}");
        }
        self.note(name, start, counts(Printer::None, result.is_ok(), ""));
        result.ok()
    }

    fn cargo(&mut self, name: &str, words: &[&str], printer: Printer) {
        let mut command = cargo(self.root);
        command.args(words);
        if std::io::stdout().is_terminal() {
            command.env("CARGO_TERM_COLOR", "always");
        }
        self.command(name, &mut command, printer);
    }

    fn node(&mut self, name: &str, folder: &str, sites: Option<&Sites>, programs: &[(&str, &Path)]) {
        let files = test_files(&self.root.join(folder));
        if files.is_empty() {
            return;
        }
        if find(&["node"]).is_none() {
            self.step(name, || setup::node(self.root).map(drop));
        }
        let mut command = Command::new("node");
        command.current_dir(self.root).args(["--test", "--test-reporter=spec"]).args(files);
        command.env("SELFCHECK", self.native_program());
        if let Some(sites) = sites {
            command.env("SITE_URL", sites.server.url());
            command.env("SITE_DIR", &sites.folder).env("DOOR_DIR", &sites.folder);
            if let Some((folder, server)) = &sites.fixture {
                command.env("FIXTURE_SITE_URL", server.url()).env("FIXTURE_SITE_DIR", folder);
            }
        }
        command.envs(programs.iter().copied());
        self.command(name, &mut command, Printer::Node);
    }

    fn native_program(&self) -> PathBuf {
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), PathBuf::from);
        target.join("debug").join(format!("selfcheck{}", env::consts::EXE_SUFFIX))
    }

    fn command(&mut self, name: &str, command: &mut Command, printer: Printer) {
        println!("\n== {name}");
        let start = Instant::now();
        let result = match run_and_read(command) {
            Ok((succeeded, text)) => counts(printer, succeeded, &text),
            Err(error) => {
                println!("{error:#}");
                counts(printer, false, "")
            }
        };
        self.note(name, start, result);
    }

    fn note(&mut self, name: &str, start: Instant, result: Counts) {
        println!("-- {name}: {result} ({:.1} s)", start.elapsed().as_secs_f32());
        if result.failed > 0 {
            self.failed.push(name.to_owned());
        }
        self.counts += result;
    }
}

/// The test programs of a folder, in the order of their names.
fn test_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    files
}
