//! 全部明细: a row a line.

use std::{borrow::Cow, collections::HashMap};

use crate::{
    model::{
        field::Field,
        goods::prices::OverpaidLine,
        line::{Line, LineKind},
        policy_info::PolicyInfo,
        standing::BaseStanding,
        standing::Standing,
        unit_report::UnitReport,
    },
    report::{
        flat::{Column, Kind, Record, columns as named, text, told_apart, yuan},
        words,
    },
    text::catalog::Catalog,
};

pub(super) fn columns(policy: &PolicyInfo, catalog: &Catalog) -> Vec<Column> {
    let mut all = named(
        catalog,
        "lines",
        [
            ("unit", Kind::Text, 24),
            ("code", Kind::Text, 14),
            ("county", Kind::Text, 10),
            ("sector", Kind::Text, 8),
            ("period", Kind::Text, 9),
            ("date", Kind::Day, 11),
            ("item", Kind::Text, 14),
            ("category", Kind::Text, 10),
            ("spec", Kind::Text, 10),
            ("measure", Kind::Text, 8),
            ("quantity", Kind::Decimal, 9),
            ("unit_price", Kind::Decimal, 9),
            ("yuan", Kind::Yuan, 13),
            ("fen", Kind::Whole, 13),
            ("supplier", Kind::Text, 26),
            ("origin", Kind::Text, 14),
            ("channel", Kind::Text, 20),
            ("channel_text", Kind::Text, 16),
            ("base", Kind::Text, 9),
        ],
    );
    let title = |title: &str| catalog.say("flat.lines.counts", &[("title", title)]);
    all.extend(policy.requirements.iter().map(|r| Column {
        name: title(&r.title),
        kind: Kind::Text,
        width: 11,
    }));
    all.extend(named(
        catalog,
        "lines",
        [
            ("reasons", Kind::Text, 26),
            ("decision", Kind::Text, 12),
            ("decided_by", Kind::Text, 10),
            ("evidence", Kind::Text, 16),
            ("order_no", Kind::Text, 22),
            ("invoice_no", Kind::Text, 20),
            ("funding", Kind::Text, 12),
            ("remark", Kind::Text, 16),
            ("kind", Kind::Text, 9),
            ("amount_text", Kind::Text, 12),
            ("line", Kind::Text, 22),
            ("file", Kind::Text, 40),
            ("sheet", Kind::Text, 12),
            ("row", Kind::Whole, 8),
            ("cell", Kind::Text, 8),
            ("overpaid_yuan", Kind::Yuan, 13),
            ("overpaid_fen", Kind::Whole, 13),
            ("price_basis", Kind::Text, 30),
        ],
    ));
    told_apart(&mut all);
    all
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
    let record = move |line: &'a Line| record(unit, line, &words, overpaid.get(&*line.id).copied(), catalog);
    unit.lines.iter().map(record)
}

fn record<'a>(
    unit: &'a UnitReport,
    line: &'a Line,
    words: &Words<'a>,
    overpaid: Option<&'a OverpaidLine>,
    catalog: &'a Catalog,
) -> Record<'a> {
    let decimal = |value: Option<rust_decimal::Decimal>| value.map_or(Cow::Borrowed(""), |v| Cow::Owned(v.to_string()));
    let fen = line.amount_fen.map_or_else(String::new, |fen| fen.to_string());
    let base = match line.base {
        BaseStanding::In => Standing::Counted,
        BaseStanding::Disputed => Standing::Disputed,
        BaseStanding::Out => Standing::NotCounted,
    };
    let mut row: Record<'a> = vec![
        words.unit.clone(),
        words.code.clone(),
        words.county.clone(),
        Cow::Owned(words.sector.clone()),
        Cow::Owned(line.period.to_string()),
        line.date.map_or(Cow::Borrowed(""), |date| Cow::Owned(date.to_string())),
        text(line.item.as_deref()),
        text(line.category.as_deref()),
        text(line.spec.as_deref()),
        text(line.measure.as_deref()),
        decimal(line.quantity),
        decimal(line.unit_price),
        yuan(line.amount_fen),
        Cow::Owned(fen),
        text(line.supplier.as_deref()),
        text(line.origin.as_deref()),
        Cow::Owned(text(Some(&words::channel(catalog, &unit.policy, line))).into_owned()),
        text(words::channel_written(catalog, line)),
        words.standing(base),
    ];
    let of = |id: &str| line.requirements.get(id).copied().unwrap_or(Standing::NotCounted);
    row.extend(unit.policy.requirements.iter().map(|r| words.standing(of(&r.id))));
    let decision = line.decision.as_ref();
    let cell = line.source.cells.get(Field::Amount);
    let beyond = || overpaid.map_or(Cow::Borrowed(""), |o| Cow::Owned(o.overpaid_fen.to_string()));
    row.extend([
        Cow::Owned(words::reasons(catalog, &line.reasons)),
        text(decision.map(|d| d.decision.as_str())),
        text(decision.map(|d| d.by.as_str())),
        text(decision.map(|d| d.evidence.as_str())),
        text(line.order_no.as_deref()),
        text(line.invoice_no.as_deref()),
        text(line.funding.as_deref()),
        text(line.remark.as_deref()),
        Cow::Borrowed(match line.kind {
            LineKind::Detail => words.kinds[0],
            LineKind::Statement => words.kinds[1],
        }),
        text(line.amount_text.as_deref()),
        Cow::Borrowed(&line.id),
        text(Some(&line.source.file)),
        text(Some(&line.source.sheet)),
        Cow::Owned(line.source.row.to_string()),
        cell.map_or(Cow::Borrowed(""), |cell| Cow::Owned(cell.to_string())),
        yuan(overpaid.map(|o| o.overpaid_fen)),
        beyond(),
        text(overpaid.map(|o| &*o.basis)),
    ]);
    row
}
