//! Any bytes as an archive in an inbox: every member has an outcome, none is larger than allowed, and each is read or refused.
#![no_main]

#[path = "../../tests/support/accounted.rs"]
#[allow(dead_code)]
mod accounted;

use std::{cell::OnceCell, fs, path::PathBuf, sync::LazyLock};

use accounted::NARROW;
use bangfu::{inbox::{discover::discover, outputs::ReservedPaths}, tables::vocabulary::Vocabulary};
use libfuzzer_sys::fuzz_target;

static LAYOUTS: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::embedded);

thread_local! {
    static INBOX: OnceCell<PathBuf> = const { OnceCell::new() };
}

fn inbox() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("bangfu-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fuzz_target!(|bytes: &[u8]| {
    let folder = INBOX.with(|i| i.get_or_init(inbox).clone());
    fs::write(folder.join("inbox.zip"), bytes).expect("an inbox");
    let found = discover(&[folder], &NARROW, &ReservedPaths::default()).expect("a folder can be searched");
    let outcomes = found.files.len() + found.ignored.len() + found.quarantined.len();
    assert!(found.files.len() <= NARROW.members);
    assert!(outcomes > 0 || bytes.starts_with(b"PK"), "no outcome");
    for file in &found.files {
        if let Ok(member) = file.bytes(&NARROW) {
            assert!(member.len() as u64 <= NARROW.inflated_bytes.max(NARROW.file_bytes));
            let _ = accounted::read_accounted(&member, &NARROW, &LAYOUTS);
        }
    }
});
