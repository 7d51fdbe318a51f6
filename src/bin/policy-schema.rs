//! Writes the JSON Schemas of the policy files: `policy-schema FOLDER`.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use policy_selfcheck::policy::schema::schemas;

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1) else {
        eprintln!("usage: policy-schema FOLDER");
        return ExitCode::FAILURE;
    };
    match write(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("policy-schema: cannot write to {}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, schema) in schemas() {
        fs::write(folder.join(format!("{name}.schema.json")), format!("{schema:#}\n"))?;
    }
    Ok(())
}
