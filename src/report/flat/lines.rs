//! 全部明细: a row a line.

use std::{borrow::Cow, collections::HashMap};

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
        flat::{Column, Kind, Record, columns as named, shown_as, text, told_apart, yuan},
        words,
    },
    text::catalog::Catalog,
};

type Says = for<'r, 'a> fn(Row<'r, 'a>) -> Cow<'a, str>;

const BEFORE_REQUIREMENTS: [(&str, Kind, u8, Says); 19] = [
    ("unit", Kind::Text, 24, |r| r.words.unit.clone()),
    ("code", Kind::Text, 14, |r| r.words.code.clone()),
    ("county", Kind::Text, 10, |r| r.words.county.clone()),
    ("sector", Kind::Text, 8, |r| Cow::Owned(r.words.sector.clone())),
    ("period", Kind::Text, 9, |r| Cow::Owned(r.line.period.to_string())),
    ("date", Kind::Day, 11, |r| shown_as(r.line.date)),
    ("item", Kind::Text, 14, |r| text(r.line.item.as_deref())),
    ("category", Kind::Text, 10, |r| text(r.line.category.as_deref())),
    ("spec", Kind::Text, 10, |r| text(r.line.spec.as_deref())),
    ("measure", Kind::Text, 8, |r| text(r.line.measure.as_deref())),
    ("quantity", Kind::Decimal, 9, |r| shown_as(r.line.quantity)),
    ("unit_price", Kind::Decimal, 9, |r| shown_as(r.line.unit_price)),
    ("yuan", Kind::Yuan, 13, |r| yuan(r.line.amount_fen)),
    ("fen", Kind::Whole, 13, |r| shown_as(r.line.amount_fen)),
    ("supplier", Kind::Text, 26, |r| text(r.line.supplier.as_deref())),
    ("origin", Kind::Text, 14, |r| text(r.line.origin.as_deref())),
    ("channel", Kind::Text, 20, |r| {
        Cow::Owned(text(Some(&words::channel(r.catalog, &r.unit.policy, r.line))).into_owned())
    }),
    ("channel_text", Kind::Text, 16, |r| text(words::channel_written(r.catalog, r.line))),
    ("base", Kind::Text, 9, |r| r.words.standing(words::of_base(r.line.base))),
];

const BEHIND_REQUIREMENTS: [(&str, Kind, u8, Says); 18] = [
    ("reasons", Kind::Text, 26, |r| {
        Cow::Owned(words::reasons(r.catalog, &r.line.reasons))
    }),
    ("decision", Kind::Text, 12, |r| {
        text(r.line.decision.as_ref().map(|d| d.decision.as_str()))
    }),
    ("decided_by", Kind::Text, 10, |r| {
        text(r.line.decision.as_ref().map(|d| d.by.as_str()))
    }),
    ("evidence", Kind::Text, 16, |r| {
        text(r.line.decision.as_ref().map(|d| d.evidence.as_str()))
    }),
    ("order_no", Kind::Text, 22, |r| text(r.line.order_no.as_deref())),
    ("invoice_no", Kind::Text, 20, |r| text(r.line.invoice_no.as_deref())),
    ("funding", Kind::Text, 12, |r| text(r.line.funding.as_deref())),
    ("remark", Kind::Text, 16, |r| text(r.line.remark.as_deref())),
    ("kind", Kind::Text, 9, |r| {
        Cow::Borrowed(match r.line.kind {
            LineKind::Detail => r.words.kinds[0],
            LineKind::Statement => r.words.kinds[1],
        })
    }),
    ("amount_text", Kind::Text, 12, |r| text(r.line.amount_text.as_deref())),
    ("line", Kind::Text, 22, |r| Cow::Borrowed(&r.line.id)),
    ("file", Kind::Text, 40, |r| text(Some(&r.line.source.file))),
    ("sheet", Kind::Text, 12, |r| text(Some(&r.line.source.sheet))),
    ("row", Kind::Whole, 8, |r| Cow::Owned(r.line.source.row.to_string())),
    ("cell", Kind::Text, 8, |r| shown_as(r.line.source.cells.get(Field::Amount))),
    ("overpaid_yuan", Kind::Yuan, 13, |r| yuan(r.overpaid.map(|o| o.overpaid_fen))),
    ("overpaid_fen", Kind::Whole, 13, |r| shown_as(r.overpaid.map(|o| o.overpaid_fen))),
    ("price_basis", Kind::Text, 30, |r| text(r.overpaid.map(|o| &*o.basis))),
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
struct Row<'r, 'a> {
    unit: &'a UnitReport,
    line: &'a Line,
    overpaid: Option<&'a OverpaidLine>,
    catalog: &'a Catalog,
    words: &'r Words<'a>,
}

/// What every row has, or nearly every one, made once a unit.
struct Words<'a> {
    unit: Cow<'a, str>,
    code: Cow<'a, str>,
    county: Cow<'a, str>,
    sector: String,
    /// 计入, 存疑, 不计入.
    standings: [&'a str; 3],
    /// 采购明细, 汇总表.
    kinds: [&'a str; 2],
}

impl<'a> Words<'a> {
    fn standing(&self, standing: Standing) -> Cow<'a, str> {
        let [counted, disputed, not] = self.standings;
        Cow::Borrowed(match standing {
            Standing::Counted => counted,
            Standing::Disputed => disputed,
            Standing::NotCounted => not,
        })
    }
}

/// The rows of a unit.
pub(super) fn records<'a>(unit: &'a UnitReport, catalog: &'a Catalog) -> impl Iterator<Item = Record<'a>> {
    let standing = |standing: Standing| words::known(catalog, "standing", standing.code());
    let kind = |kind: LineKind| words::known(catalog, "kind", kind.code());
    let words = Words {
        unit: text(Some(&unit.unit)),
        code: text(unit.code.as_deref()),
        county: text(unit.county.as_deref()),
        sector: words::sector(catalog, unit.sector),
        standings: [Standing::Counted, Standing::Disputed, Standing::NotCounted].map(standing),
        kinds: [LineKind::Detail, LineKind::Statement].map(kind),
    };
    let overpaid: HashMap<&str, &OverpaidLine> = unit.prices.iter().flat_map(|p| &p.lines).map(|l| (&*l.line, l)).collect();
    let record = move |line: &'a Line| {
        let row = Row {
            unit,
            line,
            overpaid: overpaid.get(&*line.id).copied(),
            catalog,
            words: &words,
        };
        let of = |id: &str| line.requirements.get(id).copied().unwrap_or(Standing::NotCounted);
        let counts = unit.policy.requirements.iter().map(|r| words.standing(of(&r.id)));
        let before = BEFORE_REQUIREMENTS.iter().map(|(.., says)| says(row));
        let behind = BEHIND_REQUIREMENTS.iter().map(|(.., says)| says(row));
        before.chain(counts).chain(behind).collect()
    };
    unit.lines.iter().map(record)
}
