//! Reading a file that somebody may be writing: all of one version, or none.
//!
//! The clock is no proof: it may jump, a copy may keep an old time, and two writes within one tick have the same. So the file's stamp is compared
//! before and after, and a file that was (or claims to have been) written just now is read twice.

use std::{
    fs::{File, Metadata},
    io::{self, Read as _},
    path::Path,
    time::{Duration, SystemTime},
};

/// What tells two versions of a file apart without reading it. Never enough alone: see the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    /// Device, inode and time of the last change of any kind, where the system has them: `touch` cannot set these back.
    unix: Option<(u64, u64, i64, i64)>,
}

impl Stamp {
    /// Of a file's metadata.
    pub(crate) fn of(meta: &Metadata) -> Self {
        #[cfg(unix)]
        let unix = {
            use std::os::unix::fs::MetadataExt as _;
            Some((meta.dev(), meta.ino(), meta.ctime(), meta.ctime_nsec()))
        };
        #[cfg(not(unix))]
        let unix = None;
        Self {
            len: meta.len(),
            modified: meta.modified().ok(),
            unix,
        }
    }
}

/// Why a file has no bytes.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// The system.
    Io(io::Error),
    /// Larger than allowed: at least so many bytes.
    TooLarge(u64),
    /// It went on changing.
    Changing,
}

/// A version younger than this may be half of two: clocks of file systems tick as slowly as two seconds (FAT).
const FRESH: Duration = Duration::from_secs(2);
/// Waits between tries: somebody saves a workbook within these, or is still at work on it.
const WAITS: [Duration; 3] = [Duration::from_millis(50), Duration::from_millis(200), Duration::from_millis(500)];

/// The file's bytes, of one version.
pub(crate) fn read(path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    let stamp = || std::fs::metadata(path).map(|m| Stamp::of(&m));
    let bytes = || {
        let file = File::open(path)?;
        // Room for what the system says it holds, within the limit, and for the read that finds the end: else a dozen small reads feel their way.
        let room = file.metadata()?.len().min(most).saturating_add(64);
        let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or(0));
        file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read_stable(stamp, bytes, most, SystemTime::now, std::thread::sleep)
}

fn read_stable(
    mut stamp: impl FnMut() -> io::Result<Stamp>,
    mut bytes: impl FnMut() -> io::Result<Vec<u8>>,
    most: u64,
    now: impl Fn() -> SystemTime,
    mut wait: impl FnMut(Duration),
) -> Result<Vec<u8>, ReadError> {
    for pause in WAITS.into_iter().map(Some).chain([None]) {
        let before = stamp().map_err(ReadError::Io)?;
        if before.len > most {
            return Err(ReadError::TooLarge(before.len));
        }
        let first = bytes().map_err(ReadError::Io)?;
        if first.len() as u64 > most {
            return Err(ReadError::TooLarge(first.len() as u64));
        }
        let settled = before
            .modified
            .is_some_and(|m| now().duration_since(m).is_ok_and(|age| age >= FRESH));
        let same = (settled || bytes().map_err(ReadError::Io)? == first) && stamp().map_err(ReadError::Io)? == before;
        if same && first.len() as u64 == before.len {
            return Ok(first);
        }
        pause.map(&mut wait);
    }
    Err(ReadError::Changing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{cell::RefCell, collections::VecDeque};

    const NOW: Duration = Duration::from_secs(1_000_000);

    /// What a file shows at each look: `(len, age in seconds)` for a stamp, a text for its bytes.
    fn run(stamps: &[(u64, i64)], texts: &[&str]) -> (Result<String, String>, usize) {
        let stamps: RefCell<VecDeque<_>> = RefCell::new(stamps.iter().copied().collect());
        let texts: RefCell<VecDeque<_>> = RefCell::new(texts.iter().copied().collect());
        let now = SystemTime::UNIX_EPOCH + NOW;
        let mut waits = 0;
        // The last look is what the file stays at.
        fn next<T: Copy>(queue: &RefCell<VecDeque<T>>) -> T {
            let mut queue = queue.borrow_mut();
            if queue.len() > 1 { queue.pop_front().unwrap() } else { queue[0] }
        }
        let stamp = || {
            let (len, age) = next(&stamps);
            let age_of = Duration::from_secs(age.unsigned_abs());
            let modified = Some(if age < 0 { now + age_of } else { now - age_of });
            Ok(Stamp { len, modified, unix: None })
        };
        let result = read_stable(stamp, || Ok(next(&texts).as_bytes().to_vec()), 10, || now, |_| waits += 1);
        let result = result.map(|b| String::from_utf8(b).unwrap()).map_err(|e| format!("{e:?}"));
        (result, waits)
    }

    #[test]
    fn a_file_that_keeps_still_is_read_once_and_a_fresh_one_twice() {
        assert_eq!(run(&[(3, 60)], &["old", "new"]), (Ok("old".into()), 0), "settled: one read");
        // Just written, or from the future after a clock that jumped: believed when two reads agree.
        for age in [0, 1, -3600] {
            assert_eq!(run(&[(3, age)], &["old"]), (Ok("old".into()), 0), "{age}");
            assert_eq!(run(&[(3, age)], &["old", "new", "new"]), (Ok("new".into()), 1), "{age}");
        }
        assert_eq!(run(&[(3, 2)], &["old", "new"]).0, Ok("old".into()), "two seconds are enough");
    }

    #[test]
    fn a_file_that_changes_is_read_again_and_given_up_when_it_goes_on() {
        // Another size, another time, or a length that is not the stamp's.
        assert_eq!(run(&[(3, 60), (4, 60)], &["old", "newx"]), (Ok("newx".into()), 1));
        assert_eq!(run(&[(3, 60), (3, 50)], &["old", "new"]), (Ok("new".into()), 1));
        assert_eq!(run(&[(4, 60)], &["old", "whole", "full"]), (Ok("full".into()), 2));
        let ever: Vec<(u64, i64)> = (0..20).map(|n| (3, 100 - n)).collect();
        assert_eq!(run(&ever, &["old"]), (Err("Changing".into()), WAITS.len()));
        assert_eq!(run(&[(11, 60)], &["x"]).0, Err("TooLarge(11)".into()));
        assert_eq!(run(&[(10, 60)], &["0123456789"]).0, Ok("0123456789".into()));
        assert_eq!(run(&[(3, 60)], &["grown while read"]).0, Err("TooLarge(16)".into()));
    }

    #[test]
    fn a_replaced_file_has_another_stamp_even_with_its_old_time_and_size() {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("a.csv");
        std::fs::write(&path, "old").unwrap();
        let time = std::fs::metadata(&path).unwrap().modified().unwrap();
        let before = Stamp::of(&std::fs::metadata(&path).unwrap());
        let other = dir.path().join("b.csv");
        std::fs::write(&other, "new").unwrap();
        File::options().write(true).open(&other).unwrap().set_modified(time).unwrap();
        std::fs::rename(&other, &path).unwrap();
        let after = Stamp::of(&std::fs::metadata(&path).unwrap());
        assert_eq!((before.len, before.modified), (after.len, after.modified));
        assert_eq!(before == after, cfg!(not(unix)));
    }
}
