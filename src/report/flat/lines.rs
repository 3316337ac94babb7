//! 全部明细: a row a line.

use std::collections::HashMap;

use crate::{
    model::{
        field::Field,
        goods::prices::OverpaidLine,
        line::{Line, LineKind},
        policy_info::PolicyInfo,
        standing::Standing,
        unit_report::UnitReport,
    },
    report::{
        flat::{Column, Kind, Rows, Whole, columns as named, told_apart},
        words,
    },
    text::{catalog::Catalog, fault::Fault},
};

type Says = fn(Row<'_>, &mut Rows);

const BEFORE_REQUIREMENTS: [(&str, Kind, u8, Says); 19] = [
    ("unit", Kind::Text, 24, |r, rows| rows.text(Some(&r.unit.unit))),
    ("code", Kind::Text, 14, |r, rows| rows.text(r.unit.code.as_deref())),
    ("county", Kind::Text, 10, |r, rows| rows.text(r.unit.county.as_deref())),
    ("sector", Kind::Text, 8, |r, rows| rows.word(&r.words.sector)),
    ("period", Kind::Text, 9, |r, rows| rows.value(Some(r.line.period))),
    ("date", Kind::Day, 11, |r, rows| rows.value(r.line.date)),
    ("item", Kind::Text, 14, |r, rows| rows.text(r.line.item.as_deref())),
    ("category", Kind::Text, 10, |r, rows| rows.text(r.line.category.as_deref())),
    ("spec", Kind::Text, 10, |r, rows| rows.text(r.line.spec.as_deref())),
    ("measure", Kind::Text, 8, |r, rows| rows.text(r.line.measure.as_deref())),
    ("quantity", Kind::Decimal, 9, |r, rows| rows.value(r.line.quantity)),
    ("unit_price", Kind::Decimal, 9, |r, rows| rows.value(r.line.unit_price)),
    ("yuan", Kind::Yuan, 13, |r, rows| rows.yuan(r.line.amount_fen)),
    ("fen", Kind::Whole, 13, |r, rows| rows.value(r.line.amount_fen)),
    ("supplier", Kind::Text, 26, |r, rows| rows.text(r.line.supplier.as_deref())),
    ("origin", Kind::Text, 14, |r, rows| rows.text(r.line.origin.as_deref())),
    ("channel", Kind::Text, 20, |r, rows| {
        rows.text(Some(&words::channel(r.catalog, &r.unit.policy, r.line)));
    }),
    ("channel_text", Kind::Text, 16, |r, rows| {
        rows.text(words::channel_written(r.catalog, r.line));
    }),
    ("base", Kind::Text, 9, |r, rows| {
        rows.word(r.words.standing(words::of_base(r.line.base)));
    }),
];

const BEHIND_REQUIREMENTS: [(&str, Kind, u8, Says); 18] = [
    ("reasons", Kind::Text, 26, |r, rows| {
        rows.word(&words::reasons(r.catalog, &r.line.reasons));
    }),
    ("decision", Kind::Text, 12, |r, rows| {
        rows.text(r.line.decision.as_ref().map(|d| d.decision.as_str()));
    }),
    ("decided_by", Kind::Text, 10, |r, rows| {
        rows.text(r.line.decision.as_ref().map(|d| d.by.as_str()));
    }),
    ("evidence", Kind::Text, 16, |r, rows| {
        rows.text(r.line.decision.as_ref().map(|d| d.evidence.as_str()));
    }),
    ("order_no", Kind::Text, 22, |r, rows| rows.text(r.line.order_no.as_deref())),
    ("invoice_no", Kind::Text, 20, |r, rows| rows.text(r.line.invoice_no.as_deref())),
    ("funding", Kind::Text, 12, |r, rows| rows.text(r.line.funding.as_deref())),
    ("remark", Kind::Text, 16, |r, rows| rows.text(r.line.remark.as_deref())),
    ("kind", Kind::Text, 9, |r, rows| {
        rows.word(match r.line.kind {
            LineKind::Detail => r.words.kinds[0],
            LineKind::Statement => r.words.kinds[1],
        });
    }),
    ("amount_text", Kind::Text, 12, |r, rows| rows.text(r.line.amount_text.as_deref())),
    ("line", Kind::Text, 22, |r, rows| rows.word(&r.line.id)),
    ("file", Kind::Text, 40, |r, rows| rows.text(Some(&r.line.source.file))),
    ("sheet", Kind::Text, 12, |r, rows| rows.text(Some(&r.line.source.sheet))),
    ("row", Kind::Whole, 8, |r, rows| rows.value(Some(r.line.source.row))),
    ("cell", Kind::Text, 8, |r, rows| rows.value(r.line.source.cells.get(Field::Amount))),
    ("overpaid_yuan", Kind::Yuan, 13, |r, rows| {
        rows.yuan(r.overpaid.map(|o| o.overpaid_fen))
    }),
    ("overpaid_fen", Kind::Whole, 13, |r, rows| {
        rows.value(r.overpaid.map(|o| o.overpaid_fen));
    }),
    ("price_basis", Kind::Text, 30, |r, rows| rows.text(r.overpaid.map(|o| &*o.basis))),
];

pub(super) fn columns(policy: &PolicyInfo, catalog: &Catalog) -> Vec<Column> {
    let mut all = named(catalog, "lines", &BEFORE_REQUIREMENTS);
    all.extend(policy.requirements.iter().map(|r| Column {
        name: catalog.say("flat.lines.counts", &[("title", &r.title)]),
        kind: Kind::Text,
        width: 11,
    }));
    all.extend(named(catalog, "lines", &BEHIND_REQUIREMENTS));
    told_apart(&mut all);
    all
}

/// A line, its unit, and what it costs beyond its price.
#[derive(Clone, Copy)]
struct Row<'a> {
    unit: &'a UnitReport,
    line: &'a Line,
    overpaid: Option<&'a OverpaidLine>,
    catalog: &'a Catalog,
    words: &'a Words<'a>,
}

/// Words that every row has, looked up once a unit.
struct Words<'a> {
    sector: String,
    /// 计入, 存疑, 不计入.
    standings: [&'a str; 3],
    /// 采购明细, 汇总表.
    kinds: [&'a str; 2],
}

impl<'a> Words<'a> {
    fn standing(&self, standing: Standing) -> &'a str {
        let [counted, disputed, not] = self.standings;
        match standing {
            Standing::Counted => counted,
            Standing::Disputed => disputed,
            Standing::NotCounted => not,
        }
    }
}

/// Adds the rows of a unit.
pub(super) fn add(unit: &UnitReport, catalog: &Catalog, rows: &mut Rows, whole: &mut Whole<'_>) -> Result<(), Fault> {
    let standing = |standing: Standing| words::known(catalog, "standing", standing.code());
    let kind = |kind: LineKind| words::known(catalog, "kind", kind.code());
    let words = &Words {
        sector: words::sector(catalog, unit.sector),
        standings: [Standing::Counted, Standing::Disputed, Standing::NotCounted].map(standing),
        kinds: [LineKind::Detail, LineKind::Statement].map(kind),
    };
    let overpaid: HashMap<&str, &OverpaidLine> = unit.prices.iter().flat_map(|p| &p.lines).map(|l| (&*l.line, l)).collect();
    for line in &unit.lines {
        let row = Row {
            unit,
            line,
            overpaid: overpaid.get(&*line.id).copied(),
            catalog,
            words,
        };
        BEFORE_REQUIREMENTS.iter().for_each(|(.., says)| says(row, rows));
        for requirement in &unit.policy.requirements {
            let counts = line.requirements.get(&requirement.id).copied();
            rows.word(words.standing(counts.unwrap_or(Standing::NotCounted)));
        }
        BEHIND_REQUIREMENTS.iter().for_each(|(.., says)| says(row, rows));
        whole(rows)?;
    }
    Ok(())
}
