//! `cargo xtask`: everything one does with this repository besides writing it.
//!
//! `main` reads the command line; each command has its module. Nothing here reaches the page.
#![forbid(unsafe_code)]

mod args;
mod compress;
mod connection;
mod deploy;
mod dist;
mod http;
mod icon;
mod offline;
mod package;
mod process;
mod project;
mod reach;
mod reproduce;
mod run;
mod server;
mod setup;
mod site;
mod split;
mod standalone;
mod steps;
mod style;
mod summary;
mod toolchain;
mod wasm;
mod watch;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let command = match args::parse(&words) {
        Ok(command) => command,
        Err(problem) => {
            eprintln!("xtask: {problem}\n\n{}", args::USAGE);
            return ExitCode::from(2);
        }
    };
    match run::run(&command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
