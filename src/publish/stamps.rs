//! Which files of OUT are still as the last run wrote them, told without reading them: hashing hundreds of megabytes of reports again was
//! nearly all of a run that found nothing new.
//!
//! When OUT has been published, each file's stamp is noted in the work folder: device, inode, size, time of modification and time of change.
//! Later a file with the very same stamp is taken to be as written; every other is hashed, so a note that is missing, old or damaged costs time,
//! never a report. Whoever writes into a file, puts another in its place, or sets its times back moves its time of change, which no program can set.
//! Stamps are compared for equality and never ordered, so a clock that jumps changes nothing. What they miss is a disk that alters bytes by
//! itself: `bangfu verify` reads every file, and each month's reports are written anew.
//!
//! Where the system tells no time of change (Windows) nothing is taken over unread.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    inbox::stable_read::Stamp,
    publish::manifest,
    run::seal::{sealed, unsealed},
};

/// Name of the note in the work folder.
const FILE_NAME: &str = "published.stamps";
/// Seals the note; another format gets another.
const KEY: [u8; 32] = *b"bangfu stamps of published OUT 2";
/// A file written so shortly before OUT was published could be written again within one tick of the clock: its stamp proves nothing.
const TICK: Duration = Duration::from_millis(50);
/// The same on file systems that keep whole seconds (FAT: every other one).
const COARSE_TICK: Duration = Duration::from_secs(2);

/// The note.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Note {
    /// Of run.json: the note is of this OUT and no other.
    manifest: Option<Stamp>,
    /// Path below OUT, stamp.
    files: Vec<(String, Stamp)>,
}

/// Stamps of the files in OUT by their path below it.
#[derive(Debug, Default)]
pub struct Stamps(HashMap<String, Stamp>);

impl Stamps {
    /// What the work folder `work` notes of `out`; nothing where it does not fit.
    pub(crate) fn read(work: &Path, out: &Path) -> Self {
        let note = fs::read(path(work))
            .ok()
            .and_then(|bytes| unsealed(&KEY, &bytes).and_then(|content| postcard::from_bytes::<Note>(content).ok()));
        let now = stamp(&out.join(manifest::FILE_NAME)).ok();
        match note {
            Some(note) if now.is_some() && note.manifest == now => Self(note.files.into_iter().collect()),
            _ => Self::default(),
        }
    }

    /// Whether the file at `relative` with the stamp `now` must be as the run wrote it.
    pub(crate) fn prove(&self, relative: &str, now: &Stamp) -> bool {
        now.is_strong() && self.0.get(relative) == Some(now)
    }
}

/// Notes the stamps of `out`, which was `published` at that moment, for the next run. `written`: stamps that the files had while nobody else
/// could reach them. Unless they are `lasting` they are taken anew, and a file that has changed since is left out. A failure costs the next run time and
/// nothing else.
pub(crate) fn note<'a>((work, out): (&Path, &Path), written: impl Iterator<Item = (&'a str, Stamp)>, published: SystemTime, lasting: bool) {
    let written: Vec<_> = written.collect();
    let files = written
        .into_par_iter()
        .filter(|(_, before)| before.is_strong() && settled(before, published))
        .filter_map(|(relative, before)| {
            if lasting {
                return Some((relative.to_owned(), before));
            }
            let now = stamp(&out.join(relative)).ok()?;
            now.same_but_for_links(&before).then(|| (relative.to_owned(), now))
        })
        .collect();
    let note = Note {
        manifest: stamp(&out.join(manifest::FILE_NAME)).ok(),
        files,
    };
    let aside = path(work).with_extension("new");
    let written = postcard::to_stdvec(&note)
        .map_err(io::Error::other)
        .and_then(|content| fs::write(&aside, sealed(&KEY, content)))
        .and_then(|()| fs::rename(&aside, path(work)));
    if let Err(error) = written {
        tracing::warn!(event = "stamps_not_noted", %error);
        let _ = fs::remove_file(aside);
    }
}

/// The stamp of a file itself: what a link points to is no report of ours.
///
/// # Errors
/// It is not there, or no file.
pub(crate) fn stamp(path: &Path) -> io::Result<Stamp> {
    let meta = fs::symlink_metadata(path)?;
    if meta.is_file() {
        Ok(Stamp::of(&meta))
    } else {
        Err(io::Error::other("no file"))
    }
}

/// Whether a write from now on must show in the stamp.
pub(crate) fn tells_a_change(stamp: &Stamp) -> bool {
    stamp.is_strong() && settled(stamp, SystemTime::now())
}

/// Whether a later write must show in the time of modification.
fn settled(stamp: &Stamp, published: SystemTime) -> bool {
    let Some(modified) = stamp.modified() else { return false };
    // Before 1970 only by a clock that is wrong: such a stamp cannot be noted either.
    let Ok(since) = modified.duration_since(SystemTime::UNIX_EPOCH) else {
        return false;
    };
    let tick = if since.subsec_nanos() == 0 { COARSE_TICK } else { TICK };
    published.duration_since(modified).is_ok_and(|age| age > tick)
}

fn path(work: &Path) -> PathBuf {
    work.join(FILE_NAME)
}
