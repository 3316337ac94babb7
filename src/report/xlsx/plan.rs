//! 预留与进度: what the registry says is reserved, and how the year is going, where a plan is given.

use crate::{
    model::unit_report::UnitReport,
    report::{
        RenderError,
        table::Cell,
        words,
        xlsx::{
            book::{Book, Column},
            styles::Kind,
        },
    },
};

/// 预留与进度; no sheet where the registry gives neither a reserve nor a plan.
pub(crate) fn write(book: &mut Book<'_>, report: &UnitReport) -> Result<(), RenderError> {
    let (reservation, pace) = (report.reservation.as_ref(), report.pace.as_ref());
    if reservation.is_none() && pace.is_none() {
        return Ok(());
    }
    let catalog = book.catalog;
    let word = |key: &str| book.word(&format!("plan.{key}"));
    let columns = [
        Column::new(word("requirement"), 20.0, Kind::Text),
        Column::new(word("threshold"), 10.0, Kind::Percent),
        Column::new(word("plan"), 18.0, Kind::Yuan),
        Column::new(word("reserved"), 18.0, Kind::Yuan),
        Column::new(word("share"), 12.0, Kind::Percent),
        Column::new(word("verdict"), 12.0, Kind::Centre),
        Column::new(word("completion"), 12.0, Kind::Percent),
        Column::new(word("time"), 10.0, Kind::Percent),
        Column::new(word("needed"), 20.0, Kind::Yuan),
        Column::new(word("forecast"), 16.0, Kind::Percent),
        Column::new(word("state"), 14.0, Kind::Centre),
    ];
    let rows = report.scopes.ytd.requirements.iter().filter_map(|r| {
        let reserved = reservation.and_then(|x| x.requirements.iter().find(|q| q.id == r.id));
        let going = pace.and_then(|p| p.iter().find(|q| q.id == r.id));
        (reserved.is_some() || going.is_some()).then(|| {
            let mut row = vec![
                Cell::text(Some(words::requirement(&report.policy.requirements, &r.id))),
                Cell::Percent(reserved.map_or(r.threshold_bp, |q| q.threshold_bp)),
                reservation.map_or(Cell::Empty, |x| Cell::Yuan(x.plan_fen)),
                reserved.and_then(|q| q.reserved_fen).map_or(Cell::Empty, Cell::Yuan),
                Cell::percent(reserved.and_then(|q| q.ratio_bp)),
                Cell::owned(reserved.map_or_else(String::new, |q| words::verdict(catalog, q.verdict))),
            ];
            match going {
                Some(p) => row.extend([
                    Cell::percent(p.completion_bp),
                    Cell::Percent(p.time_bp),
                    p.needed_monthly_fen.map_or(Cell::Empty, Cell::Yuan),
                    Cell::percent(p.forecast_bp),
                    Cell::owned(words::pace(catalog, p.state)),
                ]),
                None => row.extend([const { Cell::Empty }; 5]),
            }
            row
        })
    });
    let sheet = book.table("plan", &columns, rows)?;
    book.push(sheet);
    Ok(())
}
