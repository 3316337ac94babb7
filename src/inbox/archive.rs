//! The workbooks of a zip, one level deep.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufReader, Read, Seek},
    path::Path,
    sync::Arc,
};

use zip::ZipArchive;

use crate::{
    formats::{Limits, Unreadable, sniff::sniff},
    inbox::{
        file_kinds::{Outcome, extension, is_workbook, is_workbook_name, passed_over, set_aside},
        input_file::Origin,
        outputs::{MANIFEST, MANIFEST_BYTES, starts_manifest},
        stable_read::Stamp,
    },
};

/// Of a member so much is looked at to tell what it is.
const HEAD_BYTES: u64 = 8192;

/// What becomes of each member of an archive, by its path below the inbox: `三月.zip/夏县/台账.xlsx`. Whatever lies in an inbox has an outcome; an
/// archive that cannot be opened or has nothing in it has one under its own path.
pub(super) fn members(archive: &Path, label: &str, limits: &Limits) -> Vec<(Arc<str>, Outcome)> {
    let (stamp, mut zip) = match open(archive) {
        Ok(opened) => opened,
        Err(reason) => return vec![(Arc::from(label), Outcome::Unreadable(reason))],
    };
    let mut out: Vec<(Arc<str>, Outcome)> = Vec::new();
    let mut names = BTreeMap::new();
    let packed = packed_outputs(&mut zip, limits.members);
    for index in 0..zip.len().min(limits.members) {
        let (name, encrypted) = match zip.by_index_raw(index) {
            Ok(member) if member.is_dir() => continue,
            Ok(member) => (member_name(member.name_raw()), member.encrypted()),
            Err(e) => {
                let reason = Unreadable::Damaged(format!("zip: {e}"));
                out.push((Arc::from(format!("{label}/#{index}")), Outcome::Unreadable(reason)));
                continue;
            }
        };
        // A member's name is a label, never a path: `..` and absolute names lose their meaning.
        let parts: Vec<&str> = name
            .split(['/', '\\'])
            .filter(|p| !p.is_empty() && *p != "." && *p != "..")
            .collect();
        if parts.iter().any(|p| passed_over(p)) {
            continue;
        }
        let base = format!("{label}/{}", parts.join("/"));
        let copy = names.entry(base.clone()).or_insert(0_usize);
        *copy += 1;
        let unique = if *copy == 1 { base } else { format!("{base}~{copy}") };
        let workbook = || {
            Outcome::Workbook(Origin::Member {
                archive: archive.to_owned(),
                index,
                stamp,
            })
        };
        let outcome = if packed.iter().any(|folder| name.starts_with(folder.as_str())) {
            Outcome::Ignored("own_output")
        } else if encrypted {
            Outcome::Unreadable(Unreadable::Encrypted)
        } else if extension(&name) == "zip" {
            Outcome::Unreadable(Unreadable::Unsupported("archive in an archive".to_owned()))
        } else if is_workbook_name(&name) {
            workbook()
        } else {
            let content = sniff(&head(&mut zip, index, HEAD_BYTES));
            if is_workbook(&content) {
                workbook()
            } else {
                set_aside(&unique, &content)
            }
        };
        out.push((Arc::from(unique), outcome));
    }
    if zip.len() > limits.members {
        let reason = Unreadable::over_limit("max-members", zip.len() as u64, limits.members as u64);
        out.push((Arc::from(label), Outcome::Unreadable(reason)));
    }
    if out.is_empty() {
        let reason = Unreadable::Damaged("zip: no file in it".to_owned());
        out.push((Arc::from(label), Outcome::Unreadable(reason)));
    }
    out
}

fn open(archive: &Path) -> Result<(Stamp, ZipArchive<BufReader<File>>), Unreadable> {
    let io = |e: std::io::Error| Unreadable::Io(e.to_string());
    let file = File::open(archive).map_err(io)?;
    let stamp = Stamp::of(&file.metadata().map_err(io)?);
    let zip = ZipArchive::new(BufReader::new(file)).map_err(|e| Unreadable::Damaged(format!("zip: {e}")))?;
    Ok((stamp, zip))
}

/// Folders within an archive that hold a run's manifest, each with its closing separator (the root is empty).
fn packed_outputs<R: Read + Seek>(zip: &mut ZipArchive<R>, most: usize) -> Vec<String> {
    let mut found = Vec::new();
    for index in 0..zip.len().min(most) {
        let Ok(name) = zip.by_index_raw(index).map(|m| member_name(m.name_raw())) else {
            continue;
        };
        let cut = name.rfind(['/', '\\']).map_or(0, |i| i + 1);
        if name[cut..] == *MANIFEST && starts_manifest(&head(zip, index, MANIFEST_BYTES)) {
            found.push(name[..cut].to_owned());
        }
    }
    found
}

/// How a member begins, as far as it can be read: what breaks off is told when it is read as a workbook.
fn head<R: Read + Seek>(zip: &mut ZipArchive<R>, index: usize, bytes: u64) -> Vec<u8> {
    let mut head = Vec::new();
    if let Ok(member) = zip.by_index(index) {
        let _ = member.take(bytes).read_to_end(&mut head);
    }
    head
}

/// Names without the UTF-8 flag are GBK, as Chinese Windows writes them.
fn member_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(raw).0.into_owned(),
    }
}
