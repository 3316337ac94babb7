//! Names this build (`BANGFU_BUILD`): what an earlier program read or wrote is taken over only by the same one (`src/batch/manifest.rs`).
//!
//! A digest of everything that the program is made of, found once here: hashing tens of megabytes of program at the start of every run was a
//! thirtieth of auditing 2,000 workbooks.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
};

/// The package's files that the program is made of; `Cargo.lock` pins every dependency by its checksum.
const MADE_OF: [&str; 4] = ["build.rs", "Cargo.toml", "Cargo.lock", "src"];
/// What Cargo says that changes the code made of them.
const SETTINGS: [&str; 6] = [
    "TARGET",
    "PROFILE",
    "OPT_LEVEL",
    "CARGO_CFG_FEATURE",
    "CARGO_CFG_TARGET_FEATURE",
    "CARGO_ENCODED_RUSTFLAGS",
];

fn main() -> io::Result<()> {
    let mut digest = xxhash_rust::xxh3::Xxh3::new();
    // Lengths before the bytes: no two lists of parts look the same.
    let mut part = |bytes: &[u8]| {
        digest.update(&(bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    };
    for root in MADE_OF {
        println!("cargo::rerun-if-changed={root}");
        for file in files(Path::new(root))? {
            part(file.to_string_lossy().as_bytes());
            part(&fs::read(&file)?);
        }
    }
    for name in SETTINGS {
        part(env::var(name).unwrap_or_default().as_bytes());
    }
    let compiler = env::var_os("RUSTC")
        .map(|rustc| Command::new(rustc).arg("-vV").output())
        .transpose()?;
    part(&compiler.map(|said| said.stdout).unwrap_or_default());
    println!("cargo::rustc-env=BANGFU_BUILD={:032x}", digest.digest128());
    Ok(())
}

/// The file itself, or all files below the folder, sorted; none where nothing is there.
fn files(at: &Path) -> io::Result<Vec<PathBuf>> {
    if !at.is_dir() {
        return Ok(at.exists().then(|| at.to_owned()).into_iter().collect());
    }
    let mut entries: Vec<PathBuf> = fs::read_dir(at)?.map(|entry| entry.map(|e| e.path())).collect::<io::Result<_>>()?;
    entries.sort();
    let below: Vec<Vec<PathBuf>> = entries.iter().map(|entry| files(entry)).collect::<io::Result<_>>()?;
    Ok(below.concat())
}
