//! Tables of one unit.

use crate::{
    decisions::register::RegisterRow,
    model::{finding::Finding, results::PlanPart, unit_report::UnitReport},
    report::{
        policy_words,
        tables::{self, Cell, Column, Kind, Table, columns},
        words,
    },
    text::catalog::Catalog,
};

/// Places of a finding that are named.
const PLACES: usize = 5;

/// Columns of 疑点, whether of a unit or of the region.
pub(crate) fn finding_columns(catalog: &Catalog) -> Vec<Column> {
    columns(
        catalog,
        "column",
        [
            ("severity", 9.0, Kind::Centre),
            ("title", 20.0, Kind::Wrap),
            ("detail", 50.0, Kind::Wrap),
            ("amount", 13.0, Kind::Yuan),
            ("places", 38.0, Kind::Wrap),
            ("clause", 28.0, Kind::Wrap),
            ("key", 18.0, Kind::Text),
        ],
    )
}

/// Where a finding shows: its first places, cells of one sheet behind its name, and how many there are beside.
pub(crate) fn places(f: &Finding, catalog: &Catalog) -> String {
    let shown: Vec<String> = f.evidence.iter().take(PLACES).map(ToString::to_string).collect();
    let (mut places, mut sheet) = (String::new(), "");
    for place in &shown {
        let (head, cell) = place.rsplit_once(" › ").unwrap_or(("", place));
        if !places.is_empty() {
            places.push_str(catalog.get("word.joiner"));
        }
        // Cells of one sheet share its name.
        places.push_str(if head.is_empty() || head != sheet { place } else { cell });
        sheet = head;
    }
    let more = f.evidence_total.saturating_sub(shown.len());
    if more > 0 {
        places.push_str(&catalog.say("xlsx.more", &[("count", &more.to_string())]));
    }
    places
}

/// A finding in those columns.
pub(crate) fn finding<'a>(f: &'a Finding, catalog: &Catalog) -> Vec<Cell<'a>> {
    vec![
        Cell::owned(words::severity(catalog, f.severity)),
        Cell::text(Some(&f.title)),
        Cell::text(Some(&f.detail)),
        Cell::yuan(f.amount_fen),
        Cell::owned(places(f, catalog)),
        Cell::text(f.clause.as_deref()),
        Cell::text(Some(&f.key)),
    ]
}

/// 疑点.
pub(crate) fn findings<'a>(report: &'a UnitReport, catalog: &'a Catalog) -> Table<'a> {
    let rows = report.findings.iter().map(|f| finding(f, catalog));
    Table::new(finding_columns(catalog), rows)
}

/// What is open, as the register of decisions lists it.
pub(crate) fn disputed<'a>(rows: &'a [RegisterRow], catalog: &Catalog) -> Table<'a> {
    let columns = columns(
        catalog,
        "column",
        [
            ("line", 18.0, Kind::Text),
            ("period", 9.0, Kind::Month),
            ("item", 14.0, Kind::Wrap),
            ("supplier", 20.0, Kind::Wrap),
            ("amount", 13.0, Kind::Yuan),
            ("channel_text", 14.0, Kind::Wrap),
            ("reasons", 26.0, Kind::Wrap),
            ("effect", 30.0, Kind::Wrap),
            ("source", 30.0, Kind::Wrap),
        ],
    );
    let rows = rows.iter().map(|d| {
        vec![
            Cell::text(Some(&d.line)),
            d.period.map_or(Cell::Empty, Cell::Month),
            Cell::text(Some(&d.item)),
            Cell::text(Some(&d.supplier)),
            Cell::yuan(d.amount_fen),
            Cell::text(Some(&d.channel)),
            Cell::text(Some(&d.reasons)),
            Cell::text(Some(&d.effect)),
            Cell::text(Some(&d.source)),
        ]
    });
    Table::new(columns, rows)
}

fn problem_columns(catalog: &Catalog) -> Vec<Column> {
    columns(
        catalog,
        "column",
        [
            ("severity", 12.0, Kind::Centre),
            ("place", 34.0, Kind::Wrap),
            ("message", 50.0, Kind::Wrap),
            ("found", 30.0, Kind::Wrap),
            ("fix", 36.0, Kind::Wrap),
        ],
    )
}

/// What was wrong with the data.
pub(crate) fn issues<'a>(report: &'a UnitReport, catalog: &'a Catalog) -> Table<'a> {
    let rows = report.issues.iter().map(|i| {
        let texts = [&i.place, &i.message, &i.found, &i.fix].map(|t| Cell::text(Some(t)));
        let severity = Cell::owned(words::severity(catalog, i.severity));
        [severity].into_iter().chain(texts).collect()
    });
    Table::new(problem_columns(catalog), rows)
}

/// Rows that could not be used.
pub(crate) fn rejected<'a>(report: &'a UnitReport, catalog: &'a Catalog) -> Table<'a> {
    let rows = report.rejected.iter().map(|r| {
        vec![
            Cell::text(Some(catalog.get("xlsx.rejected"))),
            Cell::owned(r.source.to_string()),
            Cell::owned(words::rejection(catalog, &r.reason)),
            Cell::text(Some(&r.text)),
            Cell::text(Some(catalog.get("xlsx.rejected_fix"))),
        ]
    });
    Table::new(problem_columns(catalog), rows)
}

/// Every file with its rows by fate, which add up; numbered, for 明细 names files by number.
pub(crate) fn files<'a>(report: &'a UnitReport, catalog: &'a Catalog) -> Table<'a> {
    let mut fates: Vec<&str> = report.files.iter().flat_map(|f| f.fates.keys().map(String::as_str)).collect();
    fates.sort_unstable();
    fates.dedup();
    let mut columns = columns(
        catalog,
        "column",
        [("file", 44.0, Kind::Wrap), ("rows", 9.0, Kind::Count), ("lines", 9.0, Kind::Count)],
    );
    columns.extend(fates.iter().map(|f| Column::new(words::fate(catalog, f), 9.0, Kind::Count)));
    columns.push(Column::new(catalog.get("xlsx.column.sha256"), 36.0, Kind::Wrap));
    let rows = report.files.iter().map(move |f| {
        let mut row = vec![Cell::text(Some(&f.path)), Cell::Count(f.rows), Cell::Count(f.lines)];
        row.extend(fates.iter().map(|fate| Cell::Count(f.fates.get(*fate).copied().unwrap_or(0))));
        row.push(Cell::text(Some(&f.sha256)));
        row
    });
    Table::new(columns, rows).numbered(catalog.get("pages.file_number"))
}

/// The purchase plan: a row a month, a column a requirement's channels.
pub(crate) fn purchase_plan<'a>(report: &'a UnitReport, catalog: &'a Catalog) -> Option<Table<'a>> {
    let plan = report.purchase_plan.as_ref()?;
    let mut columns = columns(catalog, "purchase_plan", [("month", 28.0, Kind::Text)]);
    let part = |p: &PlanPart| Column::new(policy_words::plan_part(&report.policy, &p.id, catalog), 20.0, Kind::Yuan);
    columns.extend(plan.parts.iter().map(part));
    columns.extend(tables::columns(
        catalog,
        "purchase_plan",
        [("other", 18.0, Kind::Yuan), ("all", 18.0, Kind::Yuan)],
    ));
    let row = |name: String, parts: Vec<i64>| {
        let all = parts.iter().copied().fold(0_i64, i64::saturating_add);
        let figures = parts.into_iter().chain([all]).map(Cell::Yuan);
        [Cell::owned(name)].into_iter().chain(figures).collect::<Vec<_>>()
    };
    let months = plan.months.iter().enumerate().map(|(at, month)| {
        let of = |monthly: &[i64]| monthly.get(at).copied().unwrap_or(0);
        let parts = plan.parts.iter().map(|p| of(&p.monthly_fen)).chain([of(&plan.other_monthly_fen)]);
        row(month.words(catalog), parts.collect())
    });
    let all = plan.parts.iter().map(|p| p.fen).chain([plan.other_fen]).collect();
    let total = row(catalog.get("xlsx.purchase_plan.total").to_owned(), all);
    Some(Table::new(columns, months.chain([total]).collect::<Vec<_>>()))
}

/// What is reserved and how the year is going; nothing where the registry gives neither a reserve nor a plan.
pub(crate) fn plan<'a>(report: &'a UnitReport, catalog: &'a Catalog) -> Option<Table<'a>> {
    let (reservation, pace) = (report.reservation.as_ref(), report.pace.as_ref());
    if reservation.is_none() && pace.is_none() {
        return None;
    }
    let columns = columns(
        catalog,
        "plan",
        [
            ("requirement", 20.0, Kind::Text),
            ("threshold", 10.0, Kind::Percent),
            ("plan", 18.0, Kind::Yuan),
            ("reserved", 18.0, Kind::Yuan),
            ("share", 12.0, Kind::Percent),
            ("verdict", 12.0, Kind::Centre),
            ("completion", 12.0, Kind::Percent),
            ("time", 10.0, Kind::Percent),
            ("needed", 20.0, Kind::Yuan),
            ("forecast", 16.0, Kind::Percent),
            ("state", 14.0, Kind::Centre),
        ],
    );
    let rows = report.scopes.ytd.requirements.iter().filter_map(move |r| {
        let reserved = reservation.and_then(|x| x.requirements.iter().find(|q| q.id == r.id));
        let going = pace.and_then(|p| p.iter().find(|q| q.id == r.id));
        (reserved.is_some() || going.is_some()).then(|| {
            vec![
                Cell::text(Some(words::requirement(&report.policy.requirements, &r.id))),
                Cell::Percent(reserved.map_or(r.threshold_bp, |q| q.threshold_bp)),
                Cell::yuan(reservation.map(|x| x.plan_fen)),
                Cell::yuan(reserved.and_then(|q| q.reserved_fen)),
                Cell::percent(reserved.and_then(|q| q.ratio_bp)),
                Cell::owned(reserved.map_or_else(String::new, |q| words::verdict(catalog, q.verdict))),
                Cell::percent(going.and_then(|p| p.completion_bp)),
                Cell::percent(going.map(|p| p.time_bp)),
                Cell::yuan(going.and_then(|p| p.needed_monthly_fen)),
                Cell::percent(going.and_then(|p| p.forecast_bp)),
                Cell::owned(going.map_or_else(String::new, |p| words::pace(catalog, p.state))),
            ]
        })
    });
    Some(Table::new(columns, rows))
}
