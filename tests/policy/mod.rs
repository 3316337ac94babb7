//! The law at a date, applied to lines.

mod case_files;
mod every_answer;
mod periods;
mod variants;
mod words;

use bangfu::{
    model::{
        dates::Month,
        line::{ChannelEvidence, Line, LineKind, PeriodSource},
        source::{FieldCells, Source},
        standing::{BaseStanding, Standings},
    },
    policy::{at::PolicyAt, pack::Policy},
};

fn blank_line(id: usize, period: Month, fen: Option<i64>) -> Line {
    Line {
        id: format!("00000000-1-F{id}"),
        period,
        period_source: PeriodSource::Date,
        date: None,
        kind: LineKind::Detail,
        item: None,
        category: None,
        spec: None,
        measure: None,
        quantity: None,
        unit_price: None,
        amount_fen: fen,
        amount_text: None,
        amount_formula: None,
        supplier: None,
        origin: None,
        order_no: None,
        supplier_code: None,
        invoice_no: None,
        funding: None,
        remark: None,
        channel_text: None,
        channel: None,
        channel_source: None,
        base: BaseStanding::In,
        union: false,
        requirements: Standings::default(),
        reasons: vec![],
        decision: None,
        details: None,
        notes: vec![],
        source: Source {
            file: "a.xlsx".into(),
            sheet: "1".into(),
            row: u32::try_from(id).unwrap_or(0),
            cells: FieldCells::default(),
        },
        evidence: ChannelEvidence::default(),
        open: None,
    }
}

fn yuncheng() -> (PolicyAt, Month) {
    let period = "2024-03".parse().unwrap();
    (Policy::load("yuncheng-2023-31-24").unwrap().at(period, false).unwrap(), period)
}
