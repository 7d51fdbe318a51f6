//! `policy-schema FOLDER` writes the JSON Schemas of the policy files, `policy-schema --typescript` the TypeScript
//! declarations of profiles, reports and the embedded policy.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use policy_selfcheck::EMBEDDED_POLICY;
use policy_selfcheck::declarations::declarations;
use policy_selfcheck::policy::Bundle;
use policy_selfcheck::policy::schema::schemas;

fn main() -> ExitCode {
    let done = match env::args_os().nth(1) {
        Some(word) if word == "--typescript" => print(),
        Some(folder) => {
            write(Path::new(&folder)).map_err(|error| format!("cannot write to {}: {error}", folder.display()))
        }
        None => Err("usage: policy-schema FOLDER, or policy-schema --typescript".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("policy-schema: {error}");
            ExitCode::FAILURE
        }
    }
}

fn print() -> Result<(), String> {
    let bundle = Bundle::from_json(EMBEDDED_POLICY).map_err(|error| error.to_string())?;
    write!(io::stdout(), "{}", declarations(&bundle.policy)).map_err(|error| error.to_string())
}

fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, schema) in schemas() {
        fs::write(folder.join(format!("{name}.schema.json")), format!("{schema:#}\n"))?;
    }
    Ok(())
}
