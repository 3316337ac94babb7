//! Which files of an inbox are workbooks: folders at any depth, files, zips of workbooks (one level).

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;

use crate::{
    formats::{
        cells::{Limits, Unreadable},
        sniff::{OTHER_SPREADSHEETS, Sniffed, sniff},
    },
    inbox::stable_read,
};

/// Reason of a file that would not keep still; `content.changed_while_it_was_read` words it.
const CHANGED: &str = "changed while it was read";

/// Extensions that workbooks have; a file of another extension is one when its content says so.
const WORKBOOKS: [&str; 20] = [
    "xlsx", "xlsm", "xltx", "xltm", "xlsb", "xls", "xlt", "et", "ett", "ods", "ots", "fods", "sxc", "csv", "tsv", "txt", "htm", "html",
    "mht", "mhtml",
];

/// Spreadsheets and archives of formats that are not read: somebody sent data in them, so they are no mere bystanders of an inbox.
const NOT_READ: [(&str, &str); 25] = [
    ("rar", "RAR"),
    ("7z", "7z"),
    ("gz", "gzip"),
    ("tgz", "gzip"),
    ("tar", "tar"),
    ("bz2", "bzip2"),
    ("xz", "xz"),
    ("numbers", "Apple Numbers"),
    ("uos", "UOF"),
    ("uof", "UOF"),
    ("gnumeric", "Gnumeric"),
    ("slk", "SYLK"),
    ("sylk", "SYLK"),
    ("dif", "DIF"),
    ("dbf", "dBASE"),
    ("prn", "printer text"),
    ("wks", "Lotus"),
    ("wk1", "Lotus"),
    ("wk3", "Lotus"),
    ("wk4", "Lotus"),
    ("123", "Lotus"),
    ("qpw", "Quattro Pro"),
    ("wb2", "Quattro Pro"),
    ("wq1", "Quattro Pro"),
    ("xlr", "Works"),
];

/// The name of a format that is not read, by extension or content.
fn not_read(extension: &str, content: &Sniffed) -> Option<&'static str> {
    let by_content = match content {
        Sniffed::Other(name @ ("RAR" | "7z" | "gzip")) => Some(*name),
        Sniffed::Other(name) if OTHER_SPREADSHEETS.contains(name) => Some(*name),
        _ => None,
    };
    by_content.or_else(|| NOT_READ.iter().find(|(e, _)| *e == extension).map(|(_, name)| *name))
}

/// An inbox that cannot be searched: exit status 2.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// Not there.
    #[error("inbox {} cannot be read", path.display())]
    NotThere {
        /// Inbox.
        path: PathBuf,
        /// Cause.
        source: std::io::Error,
    },
    /// What a run wrote: its workbooks are reports, and reading them would count every purchase again.
    #[error("inbox {} is, or lies in, the output of a run ({}); name the folder of the ledgers", path.display(), output.display())]
    IsOutput {
        /// Inbox.
        path: PathBuf,
        /// Folder that a run wrote.
        output: PathBuf,
    },
}

/// What to do with something that a run may have written. A report must never be read as a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skip {
    /// Look into it.
    No,
    /// Pass over it without a word: this run's own places, whether or not they exist yet.
    Silent,
    /// Another run's output: pass over it and list it.
    Listed,
}

/// Knows what runs have written.
pub trait Outputs: Sync {
    /// Whether to look into a folder, or at a file that a link names.
    fn skip(&self, path: &Path) -> Skip;
    /// Name of a run's manifest.
    fn manifest_name(&self) -> &str;
    /// Whether a file of that name that starts so is the manifest of a run: its folder is an output.
    fn is_manifest(&self, head: &[u8]) -> bool;
}

/// Nothing was ever written: for callers that name single files.
#[derive(Debug, Clone, Copy)]
pub struct NoOutputs;

impl Outputs for NoOutputs {
    fn skip(&self, _: &Path) -> Skip {
        Skip::No
    }
    fn manifest_name(&self) -> &str {
        ""
    }
    fn is_manifest(&self, _: &[u8]) -> bool {
        false
    }
}

/// Where a file's bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// On disk.
    Disk(PathBuf),
    /// Member of a zip, by its index.
    Member {
        /// Archive.
        archive: PathBuf,
        /// Index in the archive's directory.
        index: usize,
        /// The archive as it was when its directory was read.
        stamp: stable_read::Stamp,
    },
}

/// A workbook to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Path below the inbox, `/` as separator; a zip's member as `inbox.zip/台账.xlsx`.
    pub path: Arc<str>,
    /// Where it is.
    pub origin: Origin,
}

/// A file that is no workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// Path below the inbox.
    pub path: Arc<str>,
    /// Reason code: `not_a_workbook`, `own_output`.
    pub reason: String,
}

/// What the inboxes hold, each list sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discovery {
    /// Workbooks.
    pub files: Vec<InputFile>,
    /// Other files.
    pub ignored: Vec<Ignored>,
    /// What could not be looked into.
    pub quarantined: Vec<(Arc<str>, Unreadable)>,
}

impl InputFile {
    /// The file's bytes. A file that changes while it is read is read again ([`steady`]), and quarantined when it goes on changing: half of
    /// it would be old.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn bytes(&self, limits: &Limits) -> Result<Vec<u8>, Unreadable> {
        let io = |e: std::io::Error| Unreadable::Io(e.to_string());
        match &self.origin {
            Origin::Disk(path) => stable_read::read(path, limits.file_bytes).map_err(|e| match e {
                stable_read::Unsteady::Io(e) => io(e),
                stable_read::Unsteady::TooLarge(found) => over(found, limits),
                stable_read::Unsteady::Changing => Unreadable::Io(CHANGED.to_owned()),
            }),
            Origin::Member { archive, index, stamp } => {
                let file = fs::File::open(archive).map_err(io)?;
                // Members are known by their place: in another archive of the same name it would be another workbook's.
                if stable_read::Stamp::of(&file.metadata().map_err(io)?) != *stamp {
                    return Err(Unreadable::Io(CHANGED.to_owned()));
                }
                let mut zip = zip::ZipArchive::new(std::io::BufReader::new(file)).map_err(|e| Unreadable::Damaged(format!("zip: {e}")))?;
                let mut member = zip.by_index(*index).map_err(|e| {
                    let text = e.to_string();
                    if text.to_lowercase().contains("password") {
                        Unreadable::Encrypted
                    } else {
                        Unreadable::Damaged(text)
                    }
                })?;
                let mut bytes = Vec::new();
                member
                    .by_ref()
                    .take(limits.file_bytes + 1)
                    .read_to_end(&mut bytes)
                    .map_err(|e| Unreadable::Damaged(format!("zip: {e}")))?;
                if stable_read::Stamp::of(&fs::metadata(archive).map_err(io)?) != *stamp {
                    Err(Unreadable::Io(CHANGED.to_owned()))
                } else if bytes.len() as u64 > limits.file_bytes {
                    Err(over(bytes.len() as u64, limits))
                } else {
                    Ok(bytes)
                }
            }
        }
    }
}

fn over(found: u64, limits: &Limits) -> Unreadable {
    Unreadable::OverLimit {
        limit: "max-file-mib".to_owned(),
        found: found.div_ceil(1 << 20),
        allowed: limits.file_bytes.div_ceil(1 << 20),
    }
}

/// Lock files, the system's own files, dot files: passed over without a word.
fn passed_over(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with("~$") || name.starts_with('.') || matches!(lower.as_str(), "thumbs.db" | "desktop.ini" | "__macosx")
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default()
}

/// Searches the inboxes.
///
/// # Errors
/// An inbox that is not there. What cannot be read below one is quarantined, and the search goes on.
pub fn discover(inboxes: &[PathBuf], limits: &Limits, outputs: &dyn Outputs) -> Result<Discovery, DiscoverError> {
    let mut found = Discovery::default();
    let mut prefixes = BTreeSet::new();
    let look = Look { limits, outputs };
    for inbox in inboxes {
        refuse_output(inbox, outputs)?;
        let meta = fs::metadata(inbox).map_err(|source| DiscoverError::NotThere {
            path: inbox.clone(),
            source,
        })?;
        // With several inboxes each path starts with its inbox's own name, made unique.
        let prefix = if inboxes.len() > 1 {
            let name = inbox
                .file_name()
                .map_or_else(|| "inbox".to_owned(), |n| n.to_string_lossy().into_owned());
            let unique = (1..)
                .map(|i| if i == 1 { name.clone() } else { format!("{name}~{i}") })
                .find(|n| prefixes.insert(n.clone()));
            format!("{}/", unique.unwrap_or(name))
        } else {
            String::new()
        };
        if meta.is_dir() {
            search(inbox, &prefix, look, &mut found);
        } else {
            let name = inbox.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let label = if prefix.is_empty() {
                name
            } else {
                prefix.trim_end_matches('/').to_owned()
            };
            consider(inbox, label, true, look, &mut found);
        }
    }
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    found.ignored.sort_by(|a, b| a.path.cmp(&b.path));
    found.quarantined.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

/// What one path of a list is: a workbook, an archive of workbooks, a folder of them, or nothing of the kind. Named as a search of `base`
/// names it; without a base (or outside it) by its own parts. Nothing at all for what a search passes over.
///
/// # Errors
/// It is not there.
pub fn listed(base: Option<&Path>, path: &Path, limits: &Limits) -> Result<Discovery, DiscoverError> {
    let meta = fs::metadata(path).map_err(|source| DiscoverError::NotThere {
        path: path.to_owned(),
        source,
    })?;
    let below = base.and_then(|b| path.strip_prefix(b).ok()).unwrap_or(path);
    let parts: Vec<String> = below
        .components()
        .filter(|c| matches!(c, std::path::Component::Normal(_)))
        .map(|c| c.as_os_str().to_string_lossy().into_owned())
        .collect();
    let mut found = Discovery::default();
    if parts.iter().any(|p| passed_over(p)) {
        return Ok(found);
    }
    let label = parts.join("/");
    let look = Look {
        limits,
        outputs: &NoOutputs,
    };
    if meta.is_dir() {
        let prefix = if label.is_empty() { label } else { format!("{label}/") };
        search(path, &prefix, look, &mut found);
    } else {
        consider(path, label, false, look, &mut found);
    }
    Ok(found)
}

/// How to look at what is found.
#[derive(Clone, Copy)]
struct Look<'a> {
    limits: &'a Limits,
    outputs: &'a dyn Outputs,
}

/// An inbox that is or lies in a run's output, by its real path.
fn refuse_output(inbox: &Path, outputs: &dyn Outputs) -> Result<(), DiscoverError> {
    let Ok(real) = fs::canonicalize(inbox) else { return Ok(()) };
    match real.ancestors().find(|a| outputs.skip(a) != Skip::No) {
        None => Ok(()),
        Some(output) => Err(DiscoverError::IsOutput {
            path: inbox.to_owned(),
            output: output.to_owned(),
        }),
    }
}

fn search(root: &Path, prefix: &str, look: Look<'_>, found: &mut Discovery) {
    let label_of = |path: &Path| {
        let below = path.strip_prefix(root).unwrap_or(path);
        let parts: Vec<String> = below.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
        format!("{prefix}{}", parts.join("/"))
    };
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    let mut walk = walkdir::WalkDir::new(root).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) if entry.depth() > 0 && passed_over(&entry.file_name().to_string_lossy()) => {
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
            }
            Ok(entry) => {
                let kind = entry.file_type();
                let skip = if entry.depth() > 0 && !kind.is_file() {
                    look.outputs.skip(entry.path())
                } else {
                    Skip::No
                };
                if skip == Skip::Listed {
                    ignore(found, label_of(entry.path()), "own_output");
                }
                if skip != Skip::No {
                    if kind.is_dir() {
                        walk.skip_current_dir();
                    }
                } else if kind.is_file() || kind.is_symlink() && entry.path().is_file() {
                    let label = label_of(entry.path());
                    files.push((entry.into_path(), label));
                }
            }
            Err(e) => {
                let label = e
                    .path()
                    .map(|p| p.strip_prefix(root).unwrap_or(p).to_string_lossy().into_owned())
                    .unwrap_or_default();
                found
                    .quarantined
                    .push((Arc::from(format!("{prefix}{label}")), Unreadable::Io(e.to_string())));
            }
        }
    }
    // Each is opened: on a file server that is where the time goes.
    let parts = files.into_par_iter().map(|(path, label)| {
        let mut part = Discovery::default();
        consider(&path, label, false, look, &mut part);
        part
    });
    for part in parts.collect::<Vec<_>>() {
        found.files.extend(part.files);
        found.ignored.extend(part.ignored);
        found.quarantined.extend(part.quarantined);
    }
}

/// A file on disk: a workbook, an archive of workbooks, or neither.
fn consider(path: &Path, label: String, named_by_user: bool, look: Look<'_>, found: &mut Discovery) {
    let limits = look.limits;
    let known = WORKBOOKS.contains(&extension(&label).as_str());
    let head = match head_of(path, known) {
        Ok(head) => head,
        Err(e) => {
            found.quarantined.push((Arc::from(label), Unreadable::Io(e.to_string())));
            return;
        }
    };
    let file = |label: String| InputFile {
        path: Arc::from(label),
        origin: Origin::Disk(path.to_owned()),
    };
    if known && is_package(&head) {
        found.files.push(file(label));
        return;
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        // Only the directory at its end tells an archive from a workbook.
        let small_enough = fs::metadata(path).is_ok_and(|m| m.len() <= limits.file_bytes);
        let sniffed = if small_enough {
            // One that is cut off or broken keeps what its name says: as a workbook it has a reason of its own.
            fs::read(path).map(|b| match sniff(&b) {
                Sniffed::Zip if known && zip::ZipArchive::new(io::Cursor::new(&b)).is_err() => Sniffed::Xlsx,
                sniffed => sniffed,
            })
        } else if known {
            Ok(Sniffed::Xlsx)
        } else {
            Ok(Sniffed::Zip)
        };
        match sniffed {
            Ok(Sniffed::Zip) => members(path, &label, look, found),
            Ok(Sniffed::Other(_)) if !known => set_aside(found, label, &sniffed.unwrap_or(Sniffed::Zip)),
            _ => found.files.push(file(label)),
        }
        return;
    }
    let content = sniff(&head);
    let by_content = is_workbook(&content) && !matches!(extension(&label).as_str(), "doc" | "ppt" | "msi" | "msg" | "wps" | "dps" | "db");
    if known || by_content || (named_by_user && not_read(&extension(&label), &content).is_none()) {
        found.files.push(file(label))
    } else {
        set_aside(found, label, &content)
    }
}

/// Of a file so much is looked at to tell what it is.
const HEAD_BYTES: u64 = 8192;
/// Nearly every workbook is told by less: the first name of a package.
const FIRST_BYTES: u64 = 64;

/// How a file begins.
fn head_of(path: &Path, known: bool) -> io::Result<Vec<u8>> {
    let mut file = fs::File::open(path)?;
    let mut head = Vec::new();
    if known {
        file.by_ref().take(FIRST_BYTES).read_to_end(&mut head)?;
    }
    if !is_package(&head) {
        file.take(HEAD_BYTES.saturating_sub(head.len() as u64)).read_to_end(&mut head)?;
    }
    Ok(head)
}

/// Whether a container's first name is one that only Office's packages begin with. An archive of workbooks has none; a damaged package has a
/// reason of its own when it is read. So nearly every workbook is told by its first bytes, and read once.
fn is_package(head: &[u8]) -> bool {
    const LOCAL_HEADER: usize = 30;
    let name = head.strip_prefix(b"PK\x03\x04").and_then(|_| head.get(LOCAL_HEADER..));
    let starts: [&[u8]; 3] = [b"[Content_Types].xml", b"_rels/.rels", b"docProps/"];
    name.is_some_and(|name| starts.iter().any(|start| name.starts_with(start)))
}

/// Whether the content alone shows a workbook: text and pages are told by their extension.
fn is_workbook(content: &Sniffed) -> bool {
    use Sniffed::{Encrypted, FlatOds, Ods, Xls, Xlsb, Xlsx, XmlSpreadsheet};
    matches!(content, Xlsx | Xlsb | Ods | FlatOds | Xls | XmlSpreadsheet | Encrypted)
}

/// A file that is not read: with a reason of its own where it is a spreadsheet or an archive all the same.
fn set_aside(found: &mut Discovery, label: String, content: &Sniffed) {
    match not_read(&extension(&label), content) {
        Some(format) => found
            .quarantined
            .push((Arc::from(label), Unreadable::Unsupported(format.to_owned()))),
        None => ignore(found, label, "not_a_workbook"),
    }
}

fn ignore(found: &mut Discovery, label: String, reason: &str) {
    found.ignored.push(Ignored {
        path: Arc::from(label),
        reason: reason.to_owned(),
    });
}

/// The workbooks of a zip. Names without the UTF-8 flag are GBK, as Chinese Windows writes them.
fn members(archive: &Path, label: &str, look: Look<'_>, found: &mut Discovery) {
    let limits = look.limits;
    let opened = fs::File::open(archive)
        .and_then(|f| Ok((stable_read::Stamp::of(&f.metadata()?), f)))
        .map_err(|e| Unreadable::Io(e.to_string()));
    let zip = opened.and_then(|(stamp, f)| {
        let zip = zip::ZipArchive::new(std::io::BufReader::new(f)).map_err(|e| Unreadable::Damaged(format!("zip: {e}")))?;
        Ok((stamp, zip))
    });
    let (stamp, mut zip) = match zip {
        Ok(opened) => opened,
        Err(reason) => {
            found.quarantined.push((Arc::from(label), reason));
            return;
        }
    };
    let most = limits.members;
    let told = |found: &Discovery| found.files.len() + found.quarantined.len() + found.ignored.len();
    let before = told(found);
    let mut names = BTreeMap::new();
    let packed = packed_outputs(&mut zip, most, look.outputs);
    for index in 0..zip.len().min(most) {
        let (name, encrypted) = match zip.by_index_raw(index) {
            Ok(member) if member.is_dir() => continue,
            Ok(member) => (member_name(member.name_raw()), member.encrypted()),
            Err(e) => {
                found
                    .quarantined
                    .push((Arc::from(format!("{label}/#{index}")), Unreadable::Damaged(format!("zip: {e}"))));
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
        if packed.iter().any(|folder| name.starts_with(folder.as_str())) {
            ignore(found, unique, "own_output");
        } else if encrypted {
            found.quarantined.push((Arc::from(unique), Unreadable::Encrypted));
        } else if extension(&name) == "zip" {
            found
                .quarantined
                .push((Arc::from(unique), Unreadable::Unsupported("archive in an archive".to_owned())));
        } else {
            let known = WORKBOOKS.contains(&extension(&name).as_str());
            let mut head = Vec::new();
            if !known && let Ok(member) = zip.by_index(index) {
                // What breaks off is told when the member is read.
                let _ = member.take(8192).read_to_end(&mut head);
            }
            let content = sniff(&head);
            if known || is_workbook(&content) {
                found.files.push(InputFile {
                    path: Arc::from(unique),
                    origin: Origin::Member {
                        archive: archive.to_owned(),
                        index,
                        stamp,
                    },
                });
            } else {
                set_aside(found, unique, &content);
            }
        }
    }
    if zip.len() > most {
        let reason = Unreadable::OverLimit {
            limit: "max-members".to_owned(),
            found: zip.len() as u64,
            allowed: most as u64,
        };
        found.quarantined.push((Arc::from(label), reason));
    }
    // Whatever lies in an inbox has an outcome.
    if told(found) == before {
        found
            .quarantined
            .push((Arc::from(label), Unreadable::Damaged("zip: no file in it".to_owned())));
    }
}

/// Folders within an archive that hold a run's manifest, each with its closing separator (the root is empty).
fn packed_outputs<R: io::Read + io::Seek>(zip: &mut zip::ZipArchive<R>, most: usize, outputs: &dyn Outputs) -> Vec<String> {
    let mut found = Vec::new();
    for index in 0..zip.len().min(most) {
        let Ok(name) = zip.by_index_raw(index).map(|m| member_name(m.name_raw())) else {
            continue;
        };
        let cut = name.rfind(['/', '\\']).map_or(0, |i| i + 1);
        if name[cut..] != *outputs.manifest_name() {
            continue;
        }
        let mut head = Vec::new();
        let read = zip.by_index(index).map(|m| m.take(200).read_to_end(&mut head));
        if read.is_ok() && outputs.is_manifest(&head) {
            found.push(name[..cut].to_owned());
        }
    }
    found
}

fn member_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(raw).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(found: &Discovery) -> Vec<&str> {
        found.files.iter().map(|f| f.path.as_ref()).collect()
    }

    #[test]
    fn workbooks_are_found_at_any_depth_and_lock_files_are_passed_over() {
        let dir = tempfile::tempdir().unwrap();
        for name in [
            "b/c/台账.csv",
            "a.xlsx",
            "~$a.xlsx",
            ".~b.et",
            "b/.DS_Store",
            "说明.docx",
            "__MACOSX/x.xlsx",
            "图.jpg",
        ] {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, b"a,b\n").unwrap();
        }
        let found = discover(&[dir.path().to_owned()], &Limits::default(), &NoOutputs).unwrap();
        assert_eq!(labels(&found), ["a.xlsx", "b/c/台账.csv"]);
        assert_eq!(
            found.ignored.iter().map(|i| i.path.as_ref()).collect::<Vec<_>>(),
            ["图.jpg", "说明.docx"]
        );
    }

    #[test]
    fn a_zip_of_workbooks_is_opened_one_level_and_its_names_are_labels_only() {
        use std::io::Write as _;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("三月.zip");
        let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
        let options = zip::write::SimpleFileOptions::default();
        for name in ["../../x.csv", "夏县/y.csv", "inner.zip", "readme.pdf", "__MACOSX/y.csv"] {
            zip.start_file(name, options).unwrap();
            zip.write_all(b"a,b\n").unwrap();
        }
        zip.finish().unwrap();
        let found = discover(&[dir.path().to_owned()], &Limits::default(), &NoOutputs).unwrap();
        assert_eq!(labels(&found), ["三月.zip/x.csv", "三月.zip/夏县/y.csv"]);
        assert_eq!(found.files[0].bytes(&Limits::default()).unwrap(), b"a,b\n");
        assert_eq!(found.ignored.len(), 1);
        let refused: Vec<(&str, &str)> = found.quarantined.iter().map(|(p, r)| (p.as_ref(), r.code())).collect();
        assert_eq!(refused, [("三月.zip/inner.zip", "unsupported_format")]);
    }

    #[test]
    fn an_archive_without_anything_in_it_has_an_outcome() {
        let dir = tempfile::TempDir::new().unwrap();
        let empty = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
        for name in ["三月.zip", "三月.xlsx"] {
            fs::write(dir.path().join(name), empty).unwrap();
        }
        let found = discover(&[dir.path().to_owned()], &Limits::default(), &NoOutputs).unwrap();
        let reasons: Vec<&str> = found.quarantined.iter().map(|(_, why)| why.code()).collect();
        assert_eq!((reasons.as_slice(), found.files.len()), (&["damaged", "damaged"][..], 0));
    }

    #[test]
    fn an_inbox_that_is_not_there_is_named() {
        let e = discover(&[PathBuf::from("no/such/inbox")], &Limits::default(), &NoOutputs).unwrap_err();
        assert!(e.to_string().contains("no/such/inbox"), "{e}");
    }
}
