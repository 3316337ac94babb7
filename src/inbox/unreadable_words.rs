//! Why a file could not be read, in words: what was found and what to do.

use std::io;

use crate::{
    formats::{Unreadable, sniff::PROTECTED},
    text::{Catalog, Cause},
};

impl Cause for Unreadable {
    fn words(&self, catalog: &Catalog) -> String {
        unreadable_words(self, catalog).0.trim_end_matches(['。', '.']).to_owned()
    }

    fn fix(&self, catalog: &Catalog) -> Option<String> {
        Some(unreadable_words(self, catalog).1)
    }
}

/// Message, and what to do.
pub fn unreadable_words(reason: &Unreadable, catalog: &Catalog) -> (String, String) {
    let code = reason.code();
    let detail = detail(reason, catalog);
    let (limit, allowed) = match reason {
        Unreadable::OverLimit { limit, allowed, .. } => (limit.as_str(), allowed.to_string()),
        _ => ("", String::new()),
    };
    let what = catalog.say(&format!("limit.{limit}"), &[("allowed", &allowed)]);
    let args = [("detail", detail.as_str()), ("limit", limit), ("what", &what)];
    let say = |part: &str| catalog.say(&format!("quarantine.{code}.{part}"), &args);
    let fix = match reason {
        Unreadable::Unsupported(found) if ARCHIVES.contains(&found.as_str()) => "fix_archive",
        Unreadable::NotAWorkbook(found) if PROTECTED.contains(&found.as_str()) => "fix_protected",
        _ => "fix",
    };
    (say("message"), say(fix))
}

/// Unsupported formats that are to be unpacked, not to be opened.
const ARCHIVES: [&str; 7] = ["7z", "RAR", "archive in an archive", "tar", "gzip", "bzip2", "xz"];

/// How a technical cause begins, and the words for people that go before it.
const DAMAGES: [(&str, &str); 6] = [
    ("zip: ", "container"),
    ("OLE: ", "container"),
    ("BIFF: ", "records"),
    ("no worksheet", "no_sheets"),
    ("no table", "no_sheets"),
    ("content.xml is missing", "no_sheets"),
];

/// What was found: content by its name in the catalogue; a technical cause as it is, behind words for people.
fn detail(reason: &Unreadable, catalog: &Catalog) -> String {
    let found = match reason {
        Unreadable::Damaged(d) | Unreadable::NotAWorkbook(d) | Unreadable::Unsupported(d) | Unreadable::Internal(d) | Unreadable::Io(d) => {
            d
        }
        Unreadable::Empty | Unreadable::Encrypted | Unreadable::OwnOutput | Unreadable::OverLimit { .. } => return String::new(),
    };
    if matches!(reason, Unreadable::Damaged(_)) {
        let known = DAMAGES.iter().find(|(start, _)| found.starts_with(start));
        let (technical, kind) = (found.as_str(), known.map_or("part", |(_, kind)| *kind));
        return catalog.say(&format!("damaged.{kind}"), &[("cause", technical)]);
    }
    if let (Unreadable::Io(_), Some(code)) = (reason, system_code(found)) {
        return io::Error::from_raw_os_error(code).words(catalog);
    }
    let slug: String = found.chars().map(|c| if c == ' ' { '_' } else { c.to_ascii_lowercase() }).collect();
    catalog.find(&format!("content.{slug}")).unwrap_or(found).to_owned()
}

/// The number of the system's error, at the end of its text: `Permission denied (os error 13)`.
fn system_code(text: &str) -> Option<i32> {
    text.rsplit_once("(os error ")?.1.strip_suffix(')')?.parse().ok()
}
