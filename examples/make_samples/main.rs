//! Writes the sample inbox: `cargo run --example make_samples -- samples [--libreoffice]`.
//!
//! The same seed gives the same bytes. Files that are to be saved by a real spreadsheet program keep their committed
//! bytes unless `--libreoffice` is given, which runs `soffice` on them again (its bytes differ between versions).

mod generate;

use std::{path::PathBuf, process::ExitCode};

fn main() -> ExitCode {
    let mut libreoffice = false;
    let mut to = PathBuf::from("samples");
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--libreoffice" => libreoffice = true,
            other => to = PathBuf::from(other),
        }
    }
    match generate::write_all(&to, libreoffice) {
        Ok(files) => {
            println!("{files} files written below {}", to.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
