//! Tables of what became of earlier points, and of months and years.

use crate::{
    model::{Followed, HistoryReport, Point, Reason, RegionSummary, RequirementInfo},
    report::{
        tables::{Described, Kind, Table},
        words,
    },
    text::Catalog,
};

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
    let about = move |f: &Followed| if disputes { reasons(&f.about, catalog) } else { String::new() };
    Table::of(catalog, "history", list)
        .column("state", 11.0, Kind::Centre, |f| f.state.word(catalog))
        .column("county", 10.0, Kind::Text, |f| f.county.as_deref())
        .column("unit", 24.0, Kind::Wrap, |f| &*f.unit)
        .column(title, 26.0, Kind::Wrap, |f| &*f.title)
        .column("reasons", 26.0, Kind::Wrap, about)
        .column("detail", 60.0, Kind::Wrap, |f| &*f.detail)
        .column("amount", 13.0, Kind::Yuan, |f| f.amount_fen)
        .column("first", 9.0, Kind::Month, |f| f.first)
        .column("last", 9.0, Kind::Month, |f| f.last)
        .column("months", 8.0, Kind::Count, |f| f.months_open.map(u64::from))
        .column("answer", 36.0, Kind::Wrap, |f| answer(f, catalog))
        .column("key", 16.0, Kind::Text, |f| &*f.key)
        .table()
}

fn reasons(codes: &[String], catalog: &Catalog) -> String {
    let word = |code: &String| {
        let reason: Result<Reason, _> = serde_json::from_value(serde_json::Value::String(code.clone()));
        reason.map_or_else(|_| code.clone(), |reason| reason.words(catalog))
    };
    codes.iter().map(word).collect::<Vec<_>>().join(catalog.get("word.joiner"))
}

/// Both ends of a requirement's share in a month.
fn share(point: &Point, info: &RequirementInfo) -> String {
    let share = point.requirements.iter().find(|r| r.id == info.id);
    share.map_or_else(|| "—".to_owned(), |r| words::interval((r.ratio_low_bp, r.ratio_high_bp), "–"))
}

/// With the columns of a month: base, and both ends of every requirement; `of` finds it.
fn month_columns<'a, S: Copy + 'a>(
    table: Described<'a, S>,
    of: impl Fn(S) -> &'a Point + Copy + 'a,
    infos: &'a [RequirementInfo],
    catalog: &'a Catalog,
) -> Table<'a> {
    let verdict = |p: &Point| p.verdict.map_or_else(String::new, |v| v.word(catalog));
    let table = table
        .column("month", 9.0, Kind::Month, move |s| of(s).period)
        .column("verdict", 10.0, Kind::Centre, move |s| verdict(of(s)))
        .column("base", 16.0, Kind::Yuan, move |s| of(s).base_fen);
    let with_share = |table: Described<'a, S>, info: &'a RequirementInfo| {
        table.headed("", info.title.as_str(), 16.0, Kind::Centre, move |s| share(of(s), info))
    };
    infos.iter().fold(table, with_share).table()
}

/// The months of one series, this run's last.
pub(crate) fn months<'a>(points: &'a [Point], infos: &'a [RequirementInfo], catalog: &'a Catalog) -> Table<'a> {
    month_columns(Table::of(catalog, "history", points), |p| p, infos, catalog)
}

/// Every unit in every month.
pub(crate) fn units<'a>(report: &'a HistoryReport, summary: &'a RegionSummary, catalog: &'a Catalog) -> Table<'a> {
    let each = report.units.iter().flat_map(|u| u.points.iter().map(move |p| (u, p)));
    let table = Table::of(catalog, "history", each)
        .column("county", 10.0, Kind::Text, |(u, _)| u.county.as_deref())
        .column("unit", 26.0, Kind::Wrap, |(u, _)| &*u.unit);
    month_columns(table, |(_, p)| p, &summary.policy.requirements, catalog)
}

/// The same month of this year and of the year before beside each other; nothing where no month has both.
pub(crate) fn years<'a>(points: &'a [Point], infos: &'a [RequirementInfo], catalog: &'a Catalog) -> Option<Table<'a>> {
    let year = points.last()?.period.year();
    let of_year = |year| points.iter().filter(move |p| p.period.year() == year);
    let before = |now: &Point| of_year(year - 1).find(|p| p.period.month() == now.period.month());
    let pairs: Vec<(&Point, &Point)> = of_year(year).filter_map(|now| Some((before(now)?, now))).collect();
    if pairs.is_empty() {
        return None;
    }
    let mut table = Table::of(catalog, "history", pairs)
        .column("month", 9.0, Kind::Month, |(_, now)| now.period)
        .column("base_before", 16.0, Kind::Yuan, |(before, _)| before.base_fen)
        .column("base", 16.0, Kind::Yuan, |(_, now)| now.base_fen);
    for info in infos {
        let past = catalog.say("history.year_before", &[("title", &info.title)]);
        table = table
            .headed("", past, 16.0, Kind::Centre, move |(before, _)| share(before, info))
            .headed("", info.title.as_str(), 16.0, Kind::Centre, move |(_, now)| share(now, info));
    }
    Some(table.table())
}
