//! A unit's long tables: disputed lines, all lines, problems of the data, rows that could not be used.

use minijinja::Value;
use serde_json::{Value as Json, json};

use crate::{
    model::{BaseStanding, DecidingLine, Line, OpenShare, RequirementResult, Standing, UnitReport, Verdict},
    report::{
        html::{
            paged_table::{self, Cell, Column, Kind},
            svg::DASH,
        },
        words,
    },
    text::Catalog,
};

fn amount(line: &Line, catalog: &Catalog) -> Cell {
    line.amount_fen.map_or_else(
        || {
            Cell::text(line.amount_text.as_deref().unwrap_or("?"))
                .by(Json::Null)
                .small(catalog.get("word.reason.amount_unreadable"))
        },
        Cell::yuan,
    )
}

/// Where a line stands; sorted by its place in the report, which is the order of files, sheets and rows.
fn place(at: usize, line: &Line) -> Cell {
    Cell::text(line.source.to_string()).by(json!(at)).small(&line.id)
}

/// Every disputed line, first what decides, then those of unreadable amount and the largest: the order of `待核实.xlsx`.
pub fn disputed(report: &UnitReport, catalog: &Catalog) -> Value {
    let head = |key: &str, kind| Column::new(catalog.get(&format!("html.{key}")), kind);
    let columns = [
        head("line_id", Kind::D),
        head("item", Kind::T),
        head("supplier", Kind::T),
        head("amount", Kind::N),
        head("evidence_of_channel", Kind::T),
        head("why_open", Kind::T),
        head("settles", Kind::T),
        head("place", Kind::P),
    ];
    let decides = |id: &str| {
        report
            .scopes
            .ytd
            .requirements
            .iter()
            .any(|r| r.deciding.iter().any(|d| d.settles() && d.line == id))
    };
    let mut open: Vec<(usize, &Line)> = report.lines.iter().enumerate().filter(|(_, l)| l.is_disputed()).collect();
    let size = |l: &Line| std::cmp::Reverse(l.amount_fen.map_or(u64::MAX, i64::unsigned_abs));
    open.sort_by_cached_key(|(_, l)| (!decides(&l.id), size(l), l.id.clone()));
    let amounts = report.scopes.ytd.open_amounts.iter().map(|o| open_amount(o, report, catalog));
    let words = LineWords::new(catalog);
    let lines = open.into_iter().map(|(at, l)| {
        let when = l.date.map_or_else(|| l.period.to_string(), |d| d.to_string());
        let outside = !l.period.in_year_to_date(report.run.period);
        vec![
            Cell::text(&l.id)
                .by(json!(at))
                .small(when)
                .small(if outside { catalog.get("html.outside") } else { "" }),
            Cell::some(l.item.as_deref()).small(l.category.as_deref().unwrap_or_default()),
            Cell::some(l.supplier.as_deref()),
            amount(l, catalog),
            Cell::text(words::channel_written(catalog, l).unwrap_or_else(|| catalog.get("html.channel_blank")))
                .small(labelled(&words.origin, l.origin.as_deref()))
                .small(labelled(&words.order_no, l.order_no.as_deref()))
                .small(labelled(&words.funding, l.funding.as_deref()))
                .small(labelled(&words.remark, l.remark.as_deref())),
            Cell::text(words::reasons(catalog, &l.reasons)).small(touches(l, report, catalog)),
            settles(l, report, catalog),
            Cell::text(l.source.to_string()).by(json!(at)),
        ]
    });
    paged_table::table("disputed", &columns, &[5], amounts.chain(lines))
}

/// An amount that a table leaves open, as a row among the disputed lines.
fn open_amount(open: &OpenShare, report: &UnitReport, catalog: &Catalog) -> Vec<Cell> {
    let base = (open.base_fen != 0).then(|| catalog.get("html.the_base"));
    let numerator = |id: &str| open.requirements.get(id).is_some_and(|fen| *fen != 0);
    let numerators = report
        .policy
        .requirements
        .iter()
        .filter(|r| numerator(&r.id))
        .map(|r| r.title.as_str());
    let touched: Vec<&str> = base.into_iter().chain(numerators).collect();
    let touches = catalog.say("html.touches", &[("value", &touched.join(catalog.get("word.joiner")))]);
    let hint = || catalog.get(&format!("html.settle.{}", open.kind.code())).to_owned();
    let settles = open.decision.as_ref().map_or_else(hint, |d| words::decision(d, catalog));
    vec![
        Cell::text(&open.id).by(json!(-1)),
        Cell::text(""),
        Cell::text(""),
        Cell::yuan(open.fen()),
        Cell::text(""),
        Cell::text(open.kind.word(catalog)).small(touches),
        answers(Cell::text(settles), &open.id, report, catalog),
        Cell::text(open.source.to_string()).by(json!(-1)),
    ]
}

/// What a disputed line touches: the base, and which requirements.
fn touches(line: &Line, report: &UnitReport, catalog: &Catalog) -> String {
    let base = (line.base == BaseStanding::Disputed).then(|| catalog.get("html.the_base"));
    let open = |id: &str| line.requirements.get(id) == Some(&Standing::Disputed);
    let requirements = report.policy.requirements.iter().filter(|r| open(&r.id)).map(|r| r.title.as_str());
    let all: Vec<&str> = base.into_iter().chain(requirements).collect();
    catalog.say("html.touches", &[("value", &all.join(catalog.get("word.joiner")))])
}

/// What to look at, by reason, and what each answer does to the verdict where the line is one of those that decide.
fn settles(line: &Line, report: &UnitReport, catalog: &Catalog) -> Cell {
    let hints: Vec<&str> = line
        .reasons
        .iter()
        .filter_map(|r| catalog.find(&format!("html.settle.{}", r.code())))
        .collect();
    answers(Cell::text(hints.join(catalog.get("html.part_joiner"))), &line.id, report, catalog)
}

/// What each answer does to the verdicts that the line or amount decides.
fn answers(mut cell: Cell, id: &str, report: &UnitReport, catalog: &Catalog) -> Cell {
    let deciding = |r: &'_ RequirementResult| r.deciding.iter().find(|d| d.line == id).cloned();
    for r in &report.scopes.ytd.requirements {
        let Some(d): Option<DecidingLine> = deciding(r) else { continue };
        let end = |v: Verdict, bp| format!("{} {}", v.word(catalog), words::interval(bp, DASH));
        let args = [
            ("requirement", words::requirement(&report.policy.requirements, &r.id).to_owned()),
            ("if_counted", end(d.if_counted, d.if_counted_bp)),
            ("if_not", end(d.if_not, d.if_not_bp)),
        ];
        cell = cell.small(catalog.say("html.answers", &args.each_ref().map(|(k, v)| (*k, v.as_str()))));
    }
    cell
}

/// Every line, in the order of files, sheets and rows.
pub fn lines(report: &UnitReport, catalog: &Catalog) -> Value {
    let head = |key: &str, kind| Column::new(catalog.get(&format!("html.{key}")), kind);
    let mut columns = vec![
        head("date", Kind::D).choices(catalog.get("html.month")),
        head("item", Kind::T),
        head("quantity", Kind::N),
        head("unit_price", Kind::N),
        head("amount", Kind::N),
        head("supplier", Kind::T),
        head("channel", Kind::T),
        head("base_standing", Kind::D),
    ];
    columns.extend(report.policy.requirements.iter().map(|r| Column::new(r.title.clone(), Kind::D)));
    columns.extend([head("reasons", Kind::T), head("place", Kind::P)]);
    let words = LineWords::new(catalog);
    let rows = report.lines.iter().enumerate().map(|(at, l)| line(at, l, report, catalog, &words));
    paged_table::table("lines", &columns, &[0, 6, 7], rows)
}

/// Words that every line asks for, looked up once.
struct LineWords {
    standings: [String; 3],
    remark: String,
    as_written: String,
    origin: String,
    order_no: String,
    funding: String,
}

impl LineWords {
    fn new(catalog: &Catalog) -> Self {
        let label = |key: &str| format!("{}{}", catalog.get(key), catalog.get("html.colon"));
        Self {
            standings: [Standing::Counted, Standing::Disputed, Standing::NotCounted].map(|s| s.word(catalog)),
            remark: label("html.remark"),
            as_written: label("html.as_written"),
            origin: label("html.origin"),
            order_no: label("html.order_no"),
            funding: label("html.funding"),
        }
    }

    fn standing(&self, standing: Standing) -> &str {
        &self.standings[standing as usize]
    }

    fn base(&self, base: BaseStanding) -> &str {
        self.standing(words::of_base(base))
    }
}

/// `产地：寿光`, where there is something to say; the label holds its colon.
fn labelled(label: &str, value: Option<&str>) -> String {
    value.map_or_else(String::new, |v| format!("{label}{v}"))
}

fn line(at: usize, l: &Line, report: &UnitReport, catalog: &Catalog, words: &LineWords) -> Vec<Cell> {
    let number = |d: Option<rust_decimal::Decimal>| {
        use rust_decimal::prelude::ToPrimitive;
        d.map_or_else(
            || Cell::text("").by(Json::Null),
            |d| Cell::text(d.normalize().to_string()).by(json!(d.to_f64())),
        )
    };
    // A line without a day shows its month; one that stands in another month than its day (policy's choice of date) shows both.
    let (month, when) = (l.period.to_string(), l.date.map_or_else(|| l.period.to_string(), |d| d.to_string()));
    let mut cells = Vec::with_capacity(10 + report.policy.requirements.len());
    cells.extend([
        Cell::text(&when)
            .extra(&month)
            .small(if when.starts_with(&month) { "" } else { &month }),
        Cell::some(l.item.as_deref())
            .small(l.category.as_deref().unwrap_or_default())
            .small(labelled(&words.remark, l.remark.as_deref())),
        number(l.quantity).small(l.measure.as_deref().unwrap_or_default()),
        number(l.unit_price),
        amount(l, catalog),
        Cell::some(l.supplier.as_deref()),
        Cell::text(words::channel(catalog, &report.policy, l))
            .small(labelled(&words.as_written, words::channel_written(catalog, l)))
            .small(labelled(&words.origin, l.origin.as_deref()))
            .small(labelled(&words.order_no, l.order_no.as_deref())),
        Cell::text(words.base(l.base)),
    ]);
    let standing = |id: &str| l.requirements.get(id).map(|s| words.standing(*s));
    cells.extend(report.policy.requirements.iter().map(|r| Cell::some(standing(&r.id))));
    let why = l.decision.as_ref().map(|d| words::decision(d, catalog)).unwrap_or_default();
    cells.push(Cell::text(words::reasons(catalog, &l.reasons)).small(why));
    cells.push(place(at, l));
    cells
}
