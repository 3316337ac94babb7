//! What a unit has to mend before it submits.

use std::fmt::Write as _;

use crate::{
    model::{finding::Issue, finding::Severity, money::Fen},
    rows::{
        describe::words::{IssueWords, issue_words, place_of_issue},
        reading::{Reading, RejectedRaw, SheetReading, StatedTotal},
    },
    tables::vocabulary::meaning::TotalKind,
    text::catalog::Catalog,
};

/// One thing to mend: where it stands and its words.
struct Mend {
    place: String,
    words: IssueWords,
}

/// What a unit has to mend before it submits: every error and warning and rejected row with its cell, in plain words.
/// The second value is how many there are.
#[must_use]
pub fn check_text(reading: &Reading, catalog: &Catalog) -> (String, usize) {
    let issues = reading.issues.iter().filter(|i| i.severity != Severity::Info);
    let rejected = reading.rejected.iter();
    let totals = reading
        .sheets
        .iter()
        .flat_map(|s| s.tables.iter().flat_map(|t| &t.totals).map(move |total| (s, total)));
    let mend: Vec<Mend> = issues
        .map(|i| mend_issue(i, catalog))
        .chain(rejected.map(|r| mend_rejected(r, reading, catalog)))
        .chain(totals.filter_map(|(s, total)| mend_total(s, total, catalog)))
        .collect();
    let count = mend.len().to_string();
    let key = if mend.is_empty() {
        "inspect.check_ok"
    } else {
        "inspect.check_mend"
    };
    let mut out = String::new();
    let mut put = |key: &str, args: &[(&str, &str)]| {
        let _ = writeln!(out, "{}", catalog.say(key, args));
    };
    put(key, &[("lines", &reading.lines.len().to_string()), ("count", &count)]);
    for (number, Mend { place, words }) in (1..).zip(&mend) {
        put(
            "inspect.check_item",
            &[
                ("number", &i32::to_string(&number)),
                ("place", place),
                ("title", &words.title),
                ("message", &words.message),
                ("fix", &words.fix),
            ],
        );
    }
    let notes = reading.issues.iter().filter(|i| i.severity == Severity::Info).count();
    if notes > 0 {
        put("inspect.check_note", &[("count", &notes.to_string())]);
    }
    (out, mend.len())
}

fn mend_issue(issue: &Issue, catalog: &Catalog) -> Mend {
    Mend {
        place: place_of_issue(issue),
        words: issue_words(issue, catalog),
    }
}

fn mend_rejected(rejected: &RejectedRaw, reading: &Reading, catalog: &Catalog) -> Mend {
    let sheet = reading.sheets.get(usize::from(rejected.sheet)).map_or("", |s| s.name.as_ref());
    let key = format!("reject.{}", rejected.reason);
    Mend {
        place: format!("{sheet} › {}", rejected.row + 1),
        words: IssueWords {
            title: catalog.get("fate.rejected").to_owned(),
            message: format!("{} [{}] ", catalog.get(&key), rejected.text),
            fix: catalog.get(&format!("reject_fix.{}", rejected.reason)).to_owned(),
        },
    }
}

/// A total that is not the sum of its lines.
fn mend_total(sheet: &SheetReading, total: &StatedTotal, catalog: &Catalog) -> Option<Mend> {
    let stated = total.stated_fen?;
    if total.kind == TotalKind::Running || total.unreadable > 0 || stated == total.lines_fen {
        return None;
    }
    let words = catalog.say(
        "inspect.total",
        &[
            ("label", &total.label),
            ("cell", &total.cell.to_string()),
            ("stated", &Fen(stated).yuan()),
            ("sum", &Fen(total.lines_fen).yuan()),
        ],
    );
    Some(Mend {
        place: format!("{} › {}", sheet.name, total.cell),
        words: IssueWords {
            title: catalog.get("fate.total").to_owned(),
            message: format!("{} ", words.trim()),
            fix: catalog.get("inspect.check_total_fix").to_owned(),
        },
    })
}
