use tempfile::TempDir;

use crate::{inbox::outputs::has_manifest, ledger::folder::*};

/// A ledger with one part that says `text`, and an OUT.
struct Case {
    dir: TempDir,
}

impl Case {
    fn new() -> Self {
        let case = Self {
            dir: TempDir::new().unwrap(),
        };
        case.run("old");
        case
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn work(&self) -> PathBuf {
        self.at(".台账.bangfu")
    }

    /// What stands at the ledger's place.
    fn says(&self) -> Option<String> {
        fs::read_to_string(self.at("台账/files/part")).ok()
    }

    /// A run of OUT says `text` from now on; the SHA-256 of its run.json.
    fn publish_out(&self, out: &str, text: &str) -> String {
        fs::create_dir_all(self.at(out)).unwrap();
        fs::write(
            self.at(out).join("run.json"),
            format!("{{\"schema\": \"bangfu/run/1\", \"of\": \"{text}\"}}"),
        )
        .unwrap();
        assert!(has_manifest(&self.at(out)));
        hash_file(&self.at(out).join("run.json")).unwrap()
    }

    fn written(&self, text: &str) -> LedgerFolder {
        let folder = LedgerFolder::open(&self.at("台账")).unwrap();
        fs::create_dir(folder.build().join("files")).unwrap();
        fs::write(folder.build().join("files/part"), text).unwrap();
        folder
    }

    /// Sealed for the run.json that `out` will have with `text`.
    fn sealed(&self, out: &str, text: &str) -> LedgerFolder {
        let mut folder = self.written(text);
        let twin = self.publish_out("twin", text);
        folder.seal(&self.at(out), &twin).unwrap();
        folder
    }

    fn run(&self, text: &str) {
        let folder = self.sealed("out", text);
        self.publish_out("out", text);
        folder.publish().unwrap();
        assert_eq!(self.says().as_deref(), Some(text));
        assert!(remains(&self.work()).is_empty());
    }
}

/// As `kill -9` leaves it: nothing is tidied, and the system takes the lock back.
fn killed(folder: LedgerFolder) -> PathBuf {
    let mut folder = folder;
    folder.due = true;
    folder.ready.clone().unwrap_or_else(|| folder.build())
}

#[test]
fn an_audit_has_the_ledger_alone_and_tasks_have_it_together() {
    let case = Case::new();
    let ledger = case.at("台账");
    let busy = |found: Result<(), Fault>| match found {
        Err(busy) if busy.key() == BUSY => busy.to_string(),
        other => panic!("{other:?}"),
    };
    let audit = LedgerFolder::open(&ledger).unwrap();
    for said in [
        busy(LedgerFolder::open(&ledger).map(drop)),
        busy(SharedLedger::open(&ledger).map(drop)),
    ] {
        assert!(
            said.contains("another run is writing") && said.contains("台账") && said.contains(&format!("pid {}", std::process::id())),
            "{said}"
        );
    }
    drop(audit);
    let tasks = [SharedLedger::open(&ledger).unwrap(), SharedLedger::open(&ledger).unwrap()];
    assert!(tasks.iter().all(|t| t._lock.is_some()));
    busy(LedgerFolder::open(&ledger).map(drop));
    let [one, two] = tasks;
    drop(one);
    busy(LedgerFolder::open(&ledger).map(drop));
    drop(two);
    drop(LedgerFolder::open(&ledger).unwrap());
    assert_eq!(case.says().as_deref(), Some("old"));
}

#[cfg(unix)]
#[test]
fn by_another_name_it_is_the_same_ledger() {
    let case = Case::new();
    std::os::unix::fs::symlink(case.at("台账"), case.at("link")).unwrap();
    let audit = LedgerFolder::open(&case.at("link")).unwrap();
    assert!(LedgerFolder::open(&case.at("台账/../台账/")).is_err());
    drop(audit);
    let mut folder = LedgerFolder::open(&case.at("link/")).unwrap();
    fs::create_dir(folder.build().join("files")).unwrap();
    fs::write(folder.build().join("files/part"), "new").unwrap();
    folder.seal(&case.at("out"), "0").unwrap();
    folder.publish().unwrap();
    assert!(fs::symlink_metadata(case.at("link")).unwrap().is_symlink(), "the link stays");
    assert_eq!(case.says().as_deref(), Some("new"));
}

#[test]
fn a_run_that_fails_or_is_killed_before_out_is_published_leaves_the_ledger_as_it_was() {
    let case = Case::new();
    drop(case.written("new"));
    assert!(remains(&case.work()).is_empty());
    drop(case.sealed("out", "new"));
    assert!(remains(&case.work()).is_empty());
    for sealed in [false, true] {
        let left = killed(if sealed { case.sealed("out", "new") } else { case.written("new") });
        assert!(left.exists());
        recover(&case.at("台账")).unwrap();
        assert_eq!(case.says().as_deref(), Some("old"));
        assert!(remains(&case.work()).is_empty());
    }
}

#[test]
fn a_run_killed_between_out_and_ledger_is_finished_by_whoever_opens_the_ledger() {
    let openers: [fn(&Path); 3] = [
        |ledger| drop(LedgerFolder::open(ledger).unwrap()),
        |ledger| drop(SharedLedger::open(ledger).unwrap()),
        |ledger| recover(ledger).unwrap(),
    ];
    for open in openers {
        let case = Case::new();
        killed(case.sealed("out", "new"));
        let run = case.publish_out("out", "new");
        assert_eq!(case.says().as_deref(), Some("old"), "until then");
        assert_eq!(Standing::of(&case.at("台账"), &run), Standing::Due);
        open(&case.at("台账"));
        assert_eq!(case.says().as_deref(), Some("new"));
        assert_eq!(Standing::of(&case.at("台账"), &run), Standing::InPlace);
        assert!(remains(&case.work()).is_empty());
    }
    // The same where there was no ledger before.
    let case = Case::new();
    killed(case.sealed("out", "new"));
    case.publish_out("out", "new");
    fs::remove_dir_all(case.at("台账")).unwrap();
    recover(&case.at("台账")).unwrap();
    assert_eq!(case.says().as_deref(), Some("new"));
}

/// Where two folders cannot be exchanged a kill leaves no ledger at its place.
#[test]
fn a_run_killed_between_two_renames_is_finished_and_never_loses_both() {
    for empty_in_the_way in [false, true] {
        let case = Case::new();
        killed(case.sealed("out", "new"));
        let run = case.publish_out("out", "new");
        fs::rename(case.at("台账"), case.work().join(PREVIOUS)).unwrap();
        assert_eq!(Standing::of(&case.at("台账"), &run), Standing::Due);
        if empty_in_the_way {
            fs::create_dir(case.at("台账")).unwrap();
        }
        recover(&case.at("台账")).unwrap();
        assert_eq!(case.says().as_deref(), Some("new"));
        assert!(remains(&case.work()).is_empty());
        // And where nothing is complete that could take its place, the one set aside goes back.
        fs::create_dir(case.work()).unwrap();
        fs::rename(case.at("台账"), case.work().join(PREVIOUS)).unwrap();
        assert_eq!(Standing::of(&case.at("台账"), &run), Standing::Gone);
        if empty_in_the_way {
            fs::create_dir(case.at("台账")).unwrap();
        }
        drop(SharedLedger::open(&case.at("台账")).unwrap());
        assert_eq!(case.says().as_deref(), Some("new"));
        assert!(remains(&case.work()).is_empty());
    }
}

/// Killed after the exchange: what stands beside is the ledger before, here of another OUT that is still published.
#[test]
fn an_exchange_that_was_made_is_not_undone() {
    let case = Case::new();
    let ready = killed(case.sealed("other", "new"));
    case.publish_out("other", "new");
    let spare = case.at("spare");
    fs::rename(case.at("台账"), &spare).unwrap();
    fs::rename(&ready, case.at("台账")).unwrap();
    fs::rename(&spare, &ready).unwrap();
    assert!(RunOf::read(&ready).unwrap().is_published(), "that of `out`");
    recover(&case.at("台账")).unwrap();
    assert_eq!(case.says().as_deref(), Some("new"));
    assert!(remains(&case.work()).is_empty());
}

#[test]
fn a_killed_run_whose_out_was_replaced_since_counts_for_nothing() {
    let case = Case::new();
    killed(case.sealed("out", "new"));
    case.publish_out("out", "new");
    case.publish_out("out", "newer, without a ledger");
    recover(&case.at("台账")).unwrap();
    assert_eq!(case.says().as_deref(), Some("old"));
}

#[test]
fn files_of_others_are_not_replaced_even_when_they_come_during_the_run() {
    let case = Case::new();
    let mut folder = case.written("new");
    fs::write(case.at("台账/notes.txt"), "mine").unwrap();
    let refused = folder.seal(&case.at("out"), "0").unwrap_err();
    assert!(refused.exit_status() == 2 && refused.to_string().contains("notes.txt"), "{refused}");
    drop(folder);
    assert!(LedgerFolder::open(&case.at("台账")).is_err());
    assert_eq!(case.says().as_deref(), Some("old"));
}

#[test]
fn a_ledger_that_tasks_wrote_is_of_no_run() {
    let case = Case::new();
    fs::remove_file(case.at("台账").join(RUN_NAME)).unwrap();
    let run = hash_file(&case.at("out/run.json")).unwrap();
    assert_eq!(Standing::of(&case.at("台账"), &run), Standing::Other);
    assert_eq!(Standing::of(&case.at("nowhere"), &run), Standing::Gone);
}
