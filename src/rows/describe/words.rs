//! Codes, dates and places in words.

use serde::Serialize;

use crate::{
    model::{cell::column_letters, dates::PartialDate, finding::Issue},
    rows::reading::TableReading,
    text::catalog::Catalog,
};

/// Lines shown of a workbook, or of each sheet.
pub(super) const SHOWN_LINES: usize = 10;

/// An issue in words.
pub(crate) struct IssueWords {
    pub(crate) title: String,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) fix: String,
}

/// The words of an issue, with `{found}` and its arguments filled in.
#[must_use]
pub(crate) fn issue_words(issue: &Issue, catalog: &Catalog) -> IssueWords {
    let mut args = issue.args.clone();
    args.entry("found".into()).or_insert_with(|| issue.found.clone());
    if let Some(field) = args.get_mut("field") {
        *field = catalog.get(&format!("field.{field}")).to_owned();
    }
    // Codes among the arguments have words of their own.
    for (code, list) in [("role", "role"), ("by", "role_by")] {
        if let Some(word) = args.get(code).map(|c| format!("{list}.{c}")).filter(|key| catalog.has(key)) {
            args.insert(format!("{code}_words"), catalog.get(&word).to_owned());
        }
    }
    let say = |part: &str| {
        let key = format!("issue.{}.{part}", issue.code);
        catalog.has(&key).then(|| catalog.format(&key, &args))
    };
    IssueWords {
        title: say("title").filter(|t| !t.is_empty()).unwrap_or_else(|| issue.code.clone()),
        message: say("message").unwrap_or_default(),
        fix: say("fix").unwrap_or_default(),
    }
}

/// Sheet and cell of an issue.
pub(super) fn place_of_issue(issue: &Issue) -> String {
    let mut parts: Vec<String> = issue.sheet.iter().map(ToString::to_string).collect();
    parts.extend(issue.cell.map(|c| c.to_string()));
    parts.join(" › ")
}

/// Letters of a column; of a table on its side the number of the row.
pub(super) fn place_of_column(table: &TableReading, at: u32) -> String {
    if table.sideways {
        (u64::from(at) + 1).to_string()
    } else {
        column_letters(at)
    }
}

/// The code by which JSON and the catalog know a value.
pub(super) fn code<T: Serialize>(value: T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A partial date as people read it.
pub(super) fn date_words(date: PartialDate, catalog: &Catalog) -> String {
    let (key, month, day) = match date {
        PartialDate::Full(_) | PartialDate::YearMonth(_) => return show_date(date),
        PartialDate::MonthDay { month, day } => ("month_day", month, day),
        PartialDate::MonthOnly { month } | PartialDate::MonthAmbiguousDay { month } => ("month", month, 0),
        PartialDate::DayOnly { day } => ("day", 0, day),
    };
    let (month, day) = (month.to_string(), day.to_string());
    catalog.say(&format!("inspect.date.{key}"), &[("month", &month), ("day", &day)])
}

/// A partial date as ISO 8601 writes it, for programs.
pub(super) fn show_date(date: PartialDate) -> String {
    match date {
        PartialDate::Full(d) => d.to_string(),
        PartialDate::MonthDay { month, day } => format!("--{month:02}-{day:02}"),
        PartialDate::YearMonth(m) => m.to_string(),
        PartialDate::MonthOnly { month } | PartialDate::MonthAmbiguousDay { month } => format!("--{month:02}"),
        PartialDate::DayOnly { day } => format!("---{day:02}"),
    }
}
