//! Tables of what became of earlier points, and of months and years.

use crate::{
    model::{
        policy_info::RequirementInfo,
        reasons::Reason,
        region::history::{Followed, HistoryReport, Point, State},
        region_summary::RegionSummary,
    },
    report::{
        tables::{Cell, Column, Kind, Table, columns},
        words,
    },
    text::catalog::Catalog,
};

fn heads<const N: usize>(catalog: &Catalog, of: [(&'static str, f64, Kind); N]) -> Vec<Column> {
    columns(catalog, "history", of)
}

/// What became of a point, in a word.
pub(crate) fn state(state: State, catalog: &Catalog) -> String {
    words::word(catalog, "state", state.code())
}

/// Who said what, where somebody did.
fn answer(followed: &Followed, catalog: &Catalog) -> String {
    let Some(a) = &followed.answer else { return String::new() };
    let said = [
        ("by", a.by.as_str()),
        ("evidence", &a.evidence),
        ("date", &a.date),
        ("decision", &a.decision),
    ];
    let key = match (a.decision.is_empty(), a.date.is_empty()) {
        (true, true) => "history.answer",
        (true, false) => "history.answer_on",
        (false, true) => "history.decision",
        (false, false) => "history.decision_on",
    };
    catalog.say(key, &said)
}

/// Findings over the runs; `disputes`: disputed purchases, whose reasons are said in words.
pub(crate) fn followed<'a>(list: &'a [Followed], disputes: bool, catalog: &'a Catalog) -> Table<'a> {
    let title = if disputes { "goods" } else { "finding" };
    let all = heads(
        catalog,
        [
            ("state", 11.0, Kind::Centre),
            ("county", 10.0, Kind::Text),
            ("unit", 24.0, Kind::Wrap),
            (title, 26.0, Kind::Wrap),
            ("reasons", 26.0, Kind::Wrap),
            ("detail", 60.0, Kind::Wrap),
            ("amount", 13.0, Kind::Yuan),
            ("first", 9.0, Kind::Month),
            ("last", 9.0, Kind::Month),
            ("months", 8.0, Kind::Count),
            ("answer", 36.0, Kind::Wrap),
            ("key", 16.0, Kind::Text),
        ],
    );
    let rows = list.iter().map(move |f| {
        let about = if disputes { reasons(&f.about, catalog) } else { String::new() };
        vec![
            Cell::owned(state(f.state, catalog)),
            Cell::text(f.county.as_deref()),
            Cell::text(Some(&f.unit)),
            Cell::text(Some(&f.title)),
            Cell::owned(about),
            Cell::text(Some(&f.detail)),
            Cell::yuan(f.amount_fen),
            Cell::Month(f.first),
            Cell::Month(f.last),
            f.months_open.map_or(Cell::Empty, |n| Cell::Count(n.into())),
            Cell::owned(answer(f, catalog)),
            Cell::text(Some(&f.key)),
        ]
    });
    Table::new(all, rows)
}

fn reasons(codes: &[String], catalog: &Catalog) -> String {
    let word = |code: &String| {
        let reason: Result<Reason, _> = serde_json::from_value(serde_json::Value::String(code.clone()));
        reason.map_or_else(|_| code.clone(), |reason| reason.words(catalog))
    };
    codes.iter().map(word).collect::<Vec<_>>().join(catalog.get("word.joiner"))
}

/// Columns of a month: base, and both ends of every requirement.
fn month_columns(infos: &[RequirementInfo], catalog: &Catalog) -> Vec<Column> {
    let mut all = heads(
        catalog,
        [
            ("month", 9.0, Kind::Month),
            ("verdict", 10.0, Kind::Centre),
            ("base", 16.0, Kind::Yuan),
        ],
    );
    all.extend(infos.iter().map(|r| Column::new(r.title.as_str(), 16.0, Kind::Centre)));
    all
}

fn month_cells<'a>(point: &Point, infos: &[RequirementInfo], catalog: &Catalog) -> Vec<Cell<'a>> {
    let mut row = vec![
        Cell::Month(point.period),
        Cell::owned(point.verdict.map_or_else(String::new, |v| words::verdict(catalog, v))),
        Cell::Yuan(point.base_fen),
    ];
    row.extend(infos.iter().map(|info| {
        let share = point.requirements.iter().find(|r| r.id == info.id);
        Cell::owned(share.map_or_else(|| "—".to_owned(), |r| words::interval((r.ratio_low_bp, r.ratio_high_bp), "–")))
    }));
    row
}

/// The months of one series, this run's last.
pub(crate) fn months<'a>(points: &'a [Point], infos: &'a [RequirementInfo], catalog: &'a Catalog) -> Table<'a> {
    Table::new(month_columns(infos, catalog), points.iter().map(|p| month_cells(p, infos, catalog)))
}

/// Every unit in every month.
pub(crate) fn units<'a>(report: &'a HistoryReport, summary: &'a RegionSummary, catalog: &'a Catalog) -> Table<'a> {
    let infos = &summary.policy.requirements;
    let mut all = heads(catalog, [("county", 10.0, Kind::Text), ("unit", 26.0, Kind::Wrap)]);
    all.extend(month_columns(infos, catalog));
    let each = report.units.iter().flat_map(|u| u.points.iter().map(move |p| (u, p)));
    let rows = each.map(move |(u, p)| {
        let mut row = vec![Cell::text(u.county.as_deref()), Cell::text(Some(&u.unit))];
        row.extend(month_cells(p, infos, catalog));
        row
    });
    Table::new(all, rows)
}

/// The same month of this year and of the year before beside each other; nothing where no month has both.
pub(crate) fn years<'a>(points: &'a [Point], infos: &'a [RequirementInfo], catalog: &'a Catalog) -> Option<Table<'a>> {
    let year = points.last()?.period.year();
    let pairs: Vec<(&Point, &Point)> = points
        .iter()
        .filter(|p| p.period.year() == year)
        .filter_map(|now| {
            Some((
                points
                    .iter()
                    .find(|p| p.period.year() == year - 1 && p.period.month() == now.period.month())?,
                now,
            ))
        })
        .collect();
    if pairs.is_empty() {
        return None;
    }
    let mut all = heads(
        catalog,
        [
            ("month", 9.0, Kind::Month),
            ("base_before", 16.0, Kind::Yuan),
            ("base", 16.0, Kind::Yuan),
        ],
    );
    for info in infos {
        let before = catalog.say("history.year_before", &[("title", &info.title)]);
        all.extend([
            Column::new(before, 16.0, Kind::Centre),
            Column::new(info.title.as_str(), 16.0, Kind::Centre),
        ]);
    }
    let rows = pairs.into_iter().map(move |(before, now)| {
        let mut row = vec![Cell::Month(now.period), Cell::Yuan(before.base_fen), Cell::Yuan(now.base_fen)];
        let (then, mut this) = (month_cells(before, infos, catalog), month_cells(now, infos, catalog));
        for (old, new) in then.into_iter().zip(this.drain(..)).skip(3) {
            row.extend([old, new]);
        }
        row
    });
    Some(Table::new(all, rows))
}
