//! The commands.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::args::{Command, Serve, USAGE};
use crate::process::run as run_process;
use crate::server::Running;
use crate::site::{self, Site};
use crate::toolchain::cargo;
use crate::watch::Watch;
use crate::{dist, project, reproduce, setup, steps, toolchain};

/// Runs a command.
///
/// # Errors
/// What failed, and how to mend it.
pub fn run(command: &Command) -> Result<ExitCode> {
    let root = project::root()?;
    match command {
        Command::Help => println!("{USAGE}"),
        Command::Setup => setup::all(&root)?,
        Command::Serve(options) => serve(&root, options)?,
        Command::Dist { policy } => dist::run(&root, policy.as_deref())?,
        Command::Test { browser } => return Ok(steps::run(&root, *browser)),
        Command::Bench => bench(&root)?,
        Command::Schema => schema(&root)?,
        Command::Reproduce => reproduce::run(&root)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn serve(root: &Path, options: &Serve) -> Result<()> {
    let policy = project::policy(options.policy.as_deref())?;
    let server = Running::bind(options.port)?;
    let toolchain = if options.release { setup::for_release(root)? } else { toolchain::ready(root)? };
    let out = root.join(if options.release { "target/site-serve" } else { "target/site-dev" });
    let site = Site { out, release: options.release, policy: policy.as_deref() };
    let mut watch = Watch::new(root, site.policy);
    println!("Building the site …");
    let build = || -> Result<()> {
        site::build(root, &toolchain, &site)?;
        server.replace(&site.out)
    };
    let first = build();
    if let (Err(error), false) = (&first, options.watch) {
        bail!("{error:#}");
    }
    server.answer();
    let ready = format!("Serving {} - Ctrl-C ends it", server.url());
    say(&first.map_or_else(|error| format!("{error:#}\nWaiting for a change."), |()| ready.clone()))?;
    loop {
        if !options.watch {
            std::thread::park();
            continue;
        }
        let file = watch.wait();
        println!("Changed: {}; building …", project::shown(root, &file));
        let start = Instant::now();
        say(&match build() {
            Ok(()) => format!("Built in {:.1} s.\n{ready}", start.elapsed().as_secs_f32()),
            Err(error) => format!("{error:#}\nStill serving the last site that could be built; waiting for a change."),
        })?;
    }
}

/// Prints at once, also where the output is no terminal.
fn say(text: &str) -> Result<()> {
    println!("{text}");
    std::io::stdout().flush().context("cannot write to the terminal")
}

fn bench(root: &Path) -> Result<()> {
    run_process(cargo(root).arg("bench"))?;
    let script = root.join("tests/browser/bench.mjs");
    if !script.is_file() {
        return Ok(());
    }
    let toolchain = setup::for_release(root)?;
    let browser = setup::browser()?;
    let out = root.join("target/site");
    site::build(root, &toolchain, &Site { out: out.clone(), release: true, policy: None })?;
    let server = Running::start(&out)?;
    let mut command = std::process::Command::new("node");
    command.current_dir(root).arg(script);
    command.env("SITE_URL", server.url()).env("SITE_DIR", &out).env("DOOR_DIR", &out).env("CHROMIUM", browser);
    run_process(&mut command)
}

/// JSON Schemas of the policy files, for editors.
fn schema(root: &Path) -> Result<()> {
    let folder = root.join("policy-data/schema");
    let mut command = cargo(root);
    command.args(["run", "--quiet", "--features", "schema", "--bin", "policy-schema", "--"]).arg(&folder);
    run_process(&mut command)?;
    for file in site::files(&folder)? {
        println!("{}", project::shown(root, &file));
    }
    Ok(())
}
