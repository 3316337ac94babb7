//! Tables of one unit.

use std::collections::BTreeSet;

use crate::{
    decisions::register::RegisterRow,
    model::{Finding, Month, ReservationResult, UnitFile, UnitReport},
    report::{
        policy_words,
        tables::{Cell, Described, Kind, Show as _, Table},
        words,
    },
    text::Catalog,
};

/// Places of a finding that are named.
const PLACES: usize = 5;

/// With the columns of 疑点, whether of a unit or of the region; `of` finds it.
pub(crate) fn with_finding<'a, S: Copy + 'a>(
    table: Described<'a, S>,
    of: impl Fn(S) -> &'a Finding + Copy + 'a,
    catalog: &'a Catalog,
) -> Described<'a, S> {
    table
        .column("severity", 9.0, Kind::Centre, move |s| of(s).severity.word(catalog))
        .column("title", 20.0, Kind::Wrap, move |s| &*of(s).title)
        .column("detail", 50.0, Kind::Wrap, move |s| &*of(s).detail)
        .column("amount", 13.0, Kind::Yuan, move |s| of(s).amount_fen)
        .column("places", 38.0, Kind::Wrap, move |s| places(of(s), catalog))
        .column("clause", 28.0, Kind::Wrap, move |s| of(s).clause.as_deref())
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

/// 疑点.
pub(crate) fn findings<'a>(report: &'a UnitReport, catalog: &'a Catalog) -> Table<'a> {
    with_finding(Table::of(catalog, "column", &report.findings), |f| f, catalog)
        .column("key", 18.0, Kind::Text, |f| &*f.key)
        .table()
}

/// What is open, as the register of decisions lists it, with room for the decisions.
pub(crate) fn disputed<'a>(rows: &'a [RegisterRow], catalog: &'a Catalog) -> Table<'a> {
    let table = Table::of(catalog, "column", rows)
        .column("line", 18.0, Kind::Text, |d| &*d.line)
        .column("period", 9.0, Kind::Month, |d| d.period)
        .column("item", 14.0, Kind::Wrap, |d| &*d.item)
        .column("supplier", 20.0, Kind::Wrap, |d| &*d.supplier)
        .column("amount", 13.0, Kind::Yuan, |d| d.amount_fen)
        .column("channel_text", 14.0, Kind::Wrap, |d| &*d.channel)
        .column("reasons", 26.0, Kind::Wrap, |d| &*d.reasons)
        .column("effect", 30.0, Kind::Wrap, |d| &*d.effect)
        .column("source", 30.0, Kind::Wrap, |d| &*d.source);
    let inputs = ["decision", "evidence", "by", "decided_on"];
    let with_input = |table: Described<'a, _>, key| table.column(key, 12.0, Kind::Input, |_| Cell::Empty);
    inputs.into_iter().fold(table, with_input).table()
}

/// What was wrong with the data.
pub(crate) fn issues<'a>(report: &'a UnitReport, catalog: &'a Catalog) -> Table<'a> {
    Table::of(catalog, "column", &report.issues)
        .column("severity", 12.0, Kind::Centre, |i| i.severity.word(catalog))
        .column("place", 34.0, Kind::Wrap, |i| &*i.place)
        .column("message", 50.0, Kind::Wrap, |i| &*i.message)
        .column("found", 30.0, Kind::Wrap, |i| &*i.found)
        .column("fix", 36.0, Kind::Wrap, |i| &*i.fix)
        .table()
}

/// Rows that could not be used, in the columns of [`issues`].
pub(crate) fn rejected<'a>(report: &'a UnitReport, catalog: &'a Catalog) -> Table<'a> {
    let rows = report.rejected.iter().map(|r| {
        let (source, reason) = (r.source.to_string(), words::word(catalog, "rejection", &r.reason));
        let [rejected, fix] = ["xlsx.rejected", "xlsx.rejected_fix"].map(|key| catalog.get(key).to_owned());
        let texts = [rejected, source, reason, r.text.to_string(), fix];
        texts.map(|text| text.cell(Kind::Wrap)).into()
    });
    Table::new(issues(report, catalog).columns, rows)
}

/// Every file with its rows by fate, which add up; numbered, for 明细 names files by number.
pub(crate) fn files<'a>(report: &'a UnitReport, catalog: &'a Catalog) -> Table<'a> {
    let fates: BTreeSet<&str> = report.files.iter().flat_map(|f| f.fates.keys().map(String::as_str)).collect();
    let table = Table::of(catalog, "column", &report.files)
        .column("file", 44.0, Kind::Wrap, |f| &*f.path)
        .column("rows", 9.0, Kind::Count, |f| f.rows)
        .column("lines", 9.0, Kind::Count, |f| f.lines);
    let with_fate = |table: Described<'a, &'a UnitFile>, fate: &'a str| {
        table.headed("", words::word(catalog, "fate", fate), 9.0, Kind::Count, move |f| {
            f.fates.get(fate).copied().unwrap_or(0)
        })
    };
    let table = fates.into_iter().fold(table, with_fate);
    let table = table.column("sha256", 36.0, Kind::Wrap, |f| &*f.sha256);
    table.table().numbered(catalog.get("pages.file_number"))
}

/// The purchase plan: a row a month, a column a requirement's channels.
pub(crate) fn purchase_plan<'a>(report: &'a UnitReport, catalog: &'a Catalog) -> Option<Table<'a>> {
    let plan = report.purchase_plan.as_ref()?;
    // A row without a month is the whole.
    let months = plan.months.iter().enumerate().map(Some).chain([None]);
    let of = |row: Option<(usize, &Month)>, monthly: &[i64], all: i64| match row {
        Some((at, _)) => monthly.get(at).copied().unwrap_or(0),
        None => all,
    };
    let other = move |row| of(row, &plan.other_monthly_fen, plan.other_fen);
    let mut table = Table::of(catalog, "purchase_plan", months).column("month", 28.0, Kind::Text, |row| {
        let total = || catalog.get("xlsx.purchase_plan.total").to_owned();
        row.map_or_else(total, |(_, month)| month.words(catalog))
    });
    for part in &plan.parts {
        let head = policy_words::plan_part(&report.policy, &part.id, catalog);
        table = table.headed("", head, 20.0, Kind::Yuan, move |row| of(row, &part.monthly_fen, part.fen));
    }
    let all = move |row| {
        let parts = plan.parts.iter().map(|p| of(row, &p.monthly_fen, p.fen));
        parts.chain([other(row)]).fold(0, i64::saturating_add)
    };
    let table = table.column("other", 18.0, Kind::Yuan, other).column("all", 18.0, Kind::Yuan, all);
    Some(table.table())
}

/// What is reserved and how the year is going; nothing where the registry gives neither a reserve nor a plan.
pub(crate) fn plan<'a>(report: &'a UnitReport, catalog: &'a Catalog) -> Option<Table<'a>> {
    let (reservation, pace) = (report.reservation.as_ref(), report.pace.as_ref());
    if reservation.is_none() && pace.is_none() {
        return None;
    }
    let rows = report.scopes.ytd.requirements.iter().filter_map(move |r| {
        let reserved = reservation.and_then(|x| x.requirements.iter().find(|q| q.id == r.id));
        let going = pace.and_then(|p| p.iter().find(|q| q.id == r.id));
        (reserved.is_some() || going.is_some()).then_some((r, reserved, going))
    });
    let verdict = |q: &ReservationResult| q.verdict.word(catalog);
    let table = Table::of(catalog, "plan", rows)
        .column("requirement", 20.0, Kind::Text, |(r, ..)| {
            words::requirement(&report.policy.requirements, &r.id)
        })
        .column("threshold", 10.0, Kind::Percent, |(r, q, _)| {
            q.map_or(r.threshold_bp, |q| q.threshold_bp)
        })
        .column("plan", 18.0, Kind::Yuan, move |_| reservation.map(|x| x.plan_fen))
        .column("reserved", 18.0, Kind::Yuan, |(_, q, _)| q?.reserved_fen)
        .column("share", 12.0, Kind::Percent, |(_, q, _)| q?.ratio_bp)
        .column("verdict", 12.0, Kind::Centre, move |(_, q, _)| q.map(verdict))
        .column("completion", 12.0, Kind::Percent, |(.., p)| p?.completion_bp)
        .column("time", 10.0, Kind::Percent, |(.., p)| Some(p?.time_bp))
        .column("needed", 20.0, Kind::Yuan, |(.., p)| p?.needed_monthly_fen)
        .column("forecast", 16.0, Kind::Percent, |(.., p)| p?.forecast_bp)
        .column("state", 14.0, Kind::Centre, |(.., p)| Some(p?.state.word(catalog)));
    Some(table.table())
}
