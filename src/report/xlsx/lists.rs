//! 待核实, 疑点, 问题 and 文件: plain tables under a filter.

use std::collections::BTreeMap;

use crate::{
    model::{
        finding::Finding,
        results::{DecidingLine, Verdict},
        standing::Standing,
        unit_report::UnitReport,
    },
    report::{
        RenderError,
        table::Cell,
        words,
        xlsx::{
            book::{Book, Column},
            styles::Kind,
        },
    },
    text::catalog::Catalog,
};

/// 待核实: the disputed lines, largest first, with room for the decision.
pub(crate) fn disputed(book: &mut Book<'_>, report: &UnitReport) -> Result<(), RenderError> {
    let catalog = book.catalog;
    let c = |key: &str, width: f64, kind: Kind| Column::new(book.word(&format!("column.{key}")), width, kind);
    let mut columns = vec![
        c("line", 18.0, Kind::Text),
        c("period", 9.0, Kind::Month),
        c("item", 16.0, Kind::Wrap),
        c("supplier", 20.0, Kind::Wrap),
        c("amount", 13.0, Kind::Yuan),
        c("channel_text", 16.0, Kind::Wrap),
        c("reasons", 26.0, Kind::Wrap),
        c("touches", 20.0, Kind::Wrap),
        c("decides", 26.0, Kind::Wrap),
        c("source", 28.0, Kind::Wrap),
    ];
    columns.extend(["decision", "evidence", "by", "decided_on"].map(|k| c(k, 12.0, Kind::Input)));
    let mut deciding: BTreeMap<&str, Vec<(&str, &DecidingLine)>> = BTreeMap::new();
    for r in &report.scopes.ytd.requirements {
        for line in &r.deciding {
            deciding
                .entry(&line.line)
                .or_default()
                .push((words::requirement(&report.policy.requirements, &r.id), line));
        }
    }
    let mut lines: Vec<_> = report.lines.iter().filter(|l| l.is_disputed()).collect();
    // Unreadable amounts first: nobody knows how much they decide.
    lines.sort_by_key(|l| std::cmp::Reverse(l.amount_fen.map_or(i64::MAX, i64::saturating_abs)));
    let titles = |counts: &dyn Fn(&str) -> bool| {
        let touched = report
            .policy
            .requirements
            .iter()
            .filter(|r| counts(&r.id))
            .map(|r| r.title.as_str());
        touched.collect::<Vec<_>>().join(catalog.get("word.joiner"))
    };
    let decided = |id: &str| deciding.get(id).map_or_else(String::new, |d| decides(catalog, d));
    let amounts = report.scopes.ytd.open_amounts.iter().filter(|o| o.decision.is_none()).map(|open| {
        vec![
            Cell::Text(open.id.as_str().into()),
            Cell::Month(report.run.period),
            Cell::text(None),
            Cell::text(None),
            Cell::Yuan(open.fen()),
            Cell::text(None),
            Cell::owned(words::open_kind(catalog, open.kind)),
            Cell::owned(titles(&|id| open.requirements.get(id).is_some_and(|fen| *fen != 0))),
            Cell::owned(decided(&open.id)),
            Cell::owned(open.source.to_string()),
        ]
    });
    let lines = lines.into_iter().map(|line| {
        vec![
            Cell::Text(line.id.as_str().into()),
            Cell::Month(line.period),
            Cell::text(line.item.as_deref()),
            Cell::text(line.supplier.as_deref()),
            line.amount_fen.map_or_else(|| Cell::text(line.amount_text.as_deref()), Cell::Yuan),
            Cell::text(words::channel_written(catalog, line)),
            Cell::owned(words::reasons(catalog, &line.reasons)),
            Cell::owned(titles(&|id| line.requirements.get(id) == Some(&Standing::Disputed))),
            Cell::owned(decided(&line.id)),
            Cell::owned(line.source.to_string()),
        ]
    });
    let sheet = book.table("disputed", &columns, amounts.chain(lines))?;
    book.push(sheet);
    Ok(())
}

/// 832 平台：计入则达标，不计入则未达标.
fn decides(catalog: &Catalog, deciding: &[(&str, &DecidingLine)]) -> String {
    let word = |v: Verdict| words::verdict(catalog, v);
    let parts: Vec<String> = deciding
        .iter()
        .map(|(requirement, line)| {
            catalog.say(
                "xlsx.decides",
                &[
                    ("requirement", requirement),
                    ("if_counted", &word(line.if_counted)),
                    ("if_not", &word(line.if_not)),
                ],
            )
        })
        .collect();
    parts.join(catalog.get("word.joiner"))
}

/// The first places of a finding, and how many more there are.
pub(crate) fn evidence(catalog: &Catalog, finding: &Finding) -> String {
    const SHOWN: usize = 5;
    let places: Vec<String> = finding.evidence.iter().take(SHOWN).map(ToString::to_string).collect();
    let mut text = places.join(catalog.get("word.joiner"));
    let more = finding.evidence_total.saturating_sub(places.len());
    if more > 0 {
        text.push_str(&catalog.say("xlsx.more", &[("count", &more.to_string())]));
    }
    text
}

/// 疑点.
pub(crate) fn findings(book: &mut Book<'_>, report: &UnitReport) -> Result<(), RenderError> {
    let catalog = book.catalog;
    let c = |key: &str, width: f64, kind: Kind| Column::new(book.word(&format!("column.{key}")), width, kind);
    let columns = [
        c("severity", 9.0, Kind::Centre),
        c("title", 20.0, Kind::Wrap),
        c("detail", 56.0, Kind::Wrap),
        c("amount", 13.0, Kind::Yuan),
        c("places", 40.0, Kind::Wrap),
        c("clause", 30.0, Kind::Wrap),
        c("key", 14.0, Kind::Text),
    ];
    let rows = report.findings.iter().map(|f| {
        vec![
            Cell::owned(words::severity(catalog, f.severity)),
            Cell::Text(f.title.as_str().into()),
            Cell::Text(f.detail.as_str().into()),
            Cell::yuan(f.amount_fen),
            Cell::owned(evidence(catalog, f)),
            Cell::text(f.clause.as_deref()),
            Cell::Text(f.key.as_str().into()),
        ]
    });
    let sheet = book.table("findings", &columns, rows)?;
    book.push(sheet);
    Ok(())
}

/// 问题: what was wrong with the data, and the rows that could not be used.
pub(crate) fn issues(book: &mut Book<'_>, report: &UnitReport) -> Result<(), RenderError> {
    let catalog = book.catalog;
    let c = |key: &str, width: f64, kind: Kind| Column::new(book.word(&format!("column.{key}")), width, kind);
    let columns = [
        c("severity", 10.0, Kind::Centre),
        c("place", 34.0, Kind::Wrap),
        c("message", 56.0, Kind::Wrap),
        c("found", 34.0, Kind::Wrap),
        c("fix", 40.0, Kind::Wrap),
    ];
    let issues = report.issues.iter().map(|i| {
        vec![
            Cell::owned(words::severity(catalog, i.severity)),
            Cell::Text(i.place.as_str().into()),
            Cell::Text(i.message.as_str().into()),
            Cell::Text(i.found.as_str().into()),
            Cell::Text(i.fix.as_str().into()),
        ]
    });
    let rejected = report.rejected.iter().map(|r| {
        vec![
            Cell::text(Some(catalog.get("xlsx.rejected"))),
            Cell::owned(r.source.to_string()),
            Cell::owned(words::rejection(catalog, &r.reason)),
            Cell::Text(r.text.as_str().into()),
            Cell::text(Some(catalog.get("xlsx.rejected_fix"))),
        ]
    });
    let sheet = book.table("issues", &columns, issues.chain(rejected))?;
    book.push(sheet);
    Ok(())
}

/// 文件: every file with its rows by fate, which add up.
pub(crate) fn files(book: &mut Book<'_>, report: &UnitReport) -> Result<(), RenderError> {
    let catalog = book.catalog;
    let c = |key: &str, width: f64, kind: Kind| Column::new(book.word(&format!("column.{key}")), width, kind);
    let mut fates: Vec<&str> = report.files.iter().flat_map(|f| f.fates.keys().map(String::as_str)).collect();
    fates.sort_unstable();
    fates.dedup();
    let mut columns = vec![
        c("file", 50.0, Kind::Wrap),
        c("rows", 9.0, Kind::Count),
        c("lines", 9.0, Kind::Count),
    ];
    columns.extend(fates.iter().map(|f| Column::new(words::fate(catalog, f), 9.0, Kind::Count)));
    columns.push(c("sha256", 68.0, Kind::Text));
    let rows = report.files.iter().map(|f| {
        let mut row = vec![Cell::Text((&*f.path).into()), Cell::Count(f.rows), Cell::Count(f.lines)];
        row.extend(fates.iter().map(|fate| Cell::Count(f.fates.get(*fate).copied().unwrap_or(0))));
        row.push(Cell::Text(f.sha256.as_str().into()));
        row
    });
    let sheet = book.table("files", &columns, rows)?;
    book.push(sheet);
    Ok(())
}
