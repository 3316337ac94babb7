//! Why a file could not be read, in words: what was found and what to do.

use crate::{formats::unreadable::Unreadable, text::catalog::Catalog};

/// Message, and what to do.
#[must_use]
pub fn unreadable_words(reason: &Unreadable, catalog: &Catalog) -> (String, String) {
    let code = reason.code();
    let detail = detail(reason, catalog);
    let (limit, found, allowed) = match reason {
        Unreadable::OverLimit { limit, found, allowed } => (limit.as_str(), found.to_string(), allowed.to_string()),
        _ => ("", String::new(), String::new()),
    };
    let what = format!("limit.{limit}");
    let args = [
        ("detail", detail.as_str()),
        ("limit", limit),
        ("what", catalog.get(&what)),
        ("found", &found),
        ("allowed", &allowed),
    ];
    let say = |part: &str| catalog.say(&format!("quarantine.{code}.{part}"), &args);
    let archive = matches!(reason, Unreadable::Unsupported(found) if ARCHIVES.contains(&found.as_str()));
    (say("message"), say(if archive { "fix_archive" } else { "fix" }))
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
    let slug: String = found.chars().map(|c| if c == ' ' { '_' } else { c.to_ascii_lowercase() }).collect();
    let key = format!("content.{slug}");
    if catalog.has(&key) {
        catalog.get(&key).to_owned()
    } else {
        found.clone()
    }
}
