//! Readings as rows and back, exactly: what has no column of its own stands in a JSON column, so that a reading that learns a new field keeps it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json};

use crate::{
    formats::Unreadable,
    ledger::{
        entry::{Content, Entry, Partition},
        table::{Table, columns},
    },
    model::{CellRef, Field, Month, PartialDate},
    rows::reading::{READER_VERSION, RareFields, RawAmount, RawLine, Reading},
    text::{Fault, Foreign, hex::hex},
    units::placing::{PathHints, month_of, own_unit, plain_hints},
};

columns! {
    /// Columns of `files` (docs/ledger.md).
    FILES;
    fn push_file((part, layouts): (&str, &str), entry: &Entry, reading: Option<&Reading>, detail: Option<String>, document: Option<String>) {
        let counts = entry.counts();
        "part": Text = part,
        "path": Text = &*entry.path,
        "outcome": Text = entry.outcome(),
        "reason": Text = entry.reason(),
        "detail": Text = detail,
        "sha256": Text = hex(&entry.sha256),
        "size": Int = entry.size,
        "rows": Int = counts[0],
        "lines": Int = counts[1],
        "rejected": Int = counts[2],
        "months": Text = reading.map(|r| months(r, &entry.path)),
        "reader_version": Int = READER_VERSION,
        "layouts": Text = layouts,
        "document": Text = document,
    }
}

columns! {
    /// Columns of `lines` (docs/ledger.md).
    LINES;
    fn push_line((part, path, sha256): (&str, &str, &str), reading: &Reading, (index, line): (u32, &RawLine), record: String) {
        let sheet = reading.sheets.get(usize::from(line.sheet));
        let in_table = sheet.and_then(|s| s.tables.get(usize::from(line.table))).and_then(|t| t.section.as_ref());
        let cell = line.cells.get(Field::Amount).unwrap_or(CellRef { row: line.row, col: 0 });
        "part": Text = part,
        "path": Text = path,
        "sha256": Text = sha256,
        "line_index": Int = index,
        "line_id": Text = format!("{}-{}-{}", &sha256[..8], u32::from(line.sheet) + 1, cell),
        "sheet": Text = sheet.map(|s| &*s.name),
        "row_no": Int = line.row + 1,
        "amount_cell": Text = cell.to_string(),
        "kind": Text = line.kind.code(),
        "date": Day = line.date.and_then(|d| if let PartialDate::Full(day) = d { Some(day) } else { None }),
        "unit_text": Text = own_unit(reading, line),
        "unit_column": Text = line.rare().unit_name.as_deref(),
        "item": Text = line.item.as_deref(),
        "category": Text = line.category.as_deref(),
        "spec": Text = line.spec.as_deref(),
        "measure": Text = line.measure.as_deref(),
        "quantity": Text = line.quantity.map(|n| n.to_string()),
        "unit_price": Text = line.unit_price.map(|n| n.to_string()),
        "amount_fen": Int = if let RawAmount::Fen(fen) = line.amount { Some(fen) } else { None },
        "amount_text": Text = if let RawAmount::Unreadable(text) = &line.amount { Some(&**text) } else { None },
        "supplier": Text = line.supplier.as_deref(),
        "origin": Text = line.origin.as_deref(),
        "order_no": Text = line.order_no.as_deref(),
        "invoice_no": Text = line.rare().invoice_no.as_deref(),
        "funding": Text = line.rare().funding.as_deref(),
        "remark": Text = line.rare().remark.as_deref(),
        "status": Text = line.rare().status.as_deref(),
        "channel_text": Text = line.channel.as_deref(),
        "has_channel_column": Int = line.has_channel_column,
        "section": Text = line.rare().section.as_deref().or(in_table.map(|s| &*s.text)),
        "record": Text = record,
    }
}

/// A field of a line or of its rare ones that has a column of text.
type TextOf<T> = fn(&mut T) -> &mut Option<Arc<str>>;

/// Texts that have a column of their own, so that `record` does not hold them.
const TEXTS: [(&str, TextOf<RawLine>); 8] = [
    ("item", |l| &mut l.item),
    ("category", |l| &mut l.category),
    ("spec", |l| &mut l.spec),
    ("measure", |l| &mut l.measure),
    ("supplier", |l| &mut l.supplier),
    ("origin", |l| &mut l.origin),
    ("order_no", |l| &mut l.order_no),
    ("channel_text", |l| &mut l.channel),
];
const RARE_TEXTS: [(&str, TextOf<RareFields>); 5] = [
    ("unit_column", |l| &mut l.unit_name),
    ("invoice_no", |l| &mut l.invoice_no),
    ("funding", |l| &mut l.funding),
    ("remark", |l| &mut l.remark),
    ("status", |l| &mut l.status),
];

/// A part is damaged, or was written by another version.
fn damaged(place: &str, why: impl std::fmt::Display) -> Fault {
    Fault::stopped("ledger.damaged").with("path", place).because(Foreign::of(why))
}

fn json(what: &str, path: &str) -> impl Fn(serde_json::Error) -> Fault {
    let place = format!("{path}: {what}");
    move |e| damaged(&place, e)
}

/// The month as far as file and path tell: the run's month must not matter, for a reading belongs to no run.
fn partition(reading: &Reading, line: &RawLine, hints: &PathHints) -> Partition {
    let of = |run: Option<Month>| run.map(|run| month_of(reading, line, line.date, hints, run).0);
    match (of(Month::new(2000, 1)), of(Month::new(2001, 2))) {
        (Some(a), Some(b)) if a == b => (a.year(), a.month()),
        _ => (0, 0),
    }
}

/// One table a month of the entries' lines.
pub(crate) fn lines_tables(entries: &[Entry], part: &str) -> Result<BTreeMap<Partition, Table>, Fault> {
    let mut tables: BTreeMap<Partition, Table> = BTreeMap::new();
    for entry in entries {
        let Content::Read(reading) = &entry.content else { continue };
        let (hints, sha) = (plain_hints(&entry.path), hex(&entry.sha256));
        for (index, line) in (0_u32..).zip(&reading.lines) {
            let table = tables.entry(partition(reading, line, &hints)).or_insert_with(|| Table::new(LINES));
            let record = record_of(line).map_err(json("line", &entry.path))?;
            push_line(table, (part, &entry.path, &sha), reading, (index, line), record);
        }
    }
    Ok(tables)
}

/// All of a line that has no column.
fn record_of(line: &RawLine) -> serde_json::Result<String> {
    let mut rest = line.clone();
    TEXTS.iter().for_each(|(_, of)| *of(&mut rest) = None);
    (rest.quantity, rest.unit_price, rest.amount) = (None, None, RawAmount::Fen(0));
    if let Some(rare) = &mut rest.rare {
        RARE_TEXTS.iter().for_each(|(_, of)| *of(rare) = None);
    }
    let Json::Object(mut map) = serde_json::to_value(&rest)? else {
        return Ok(String::new());
    };
    map.remove("amount");
    map.retain(|_, v| !v.is_null());
    serde_json::to_string(&map)
}

/// A row of `lines` as it was read.
pub(crate) fn line_at(table: &Table, row: usize) -> Result<RawLine, Fault> {
    let path = table.text("path", row).unwrap_or_default();
    let broken = json("line", path);
    let mut map: Map<String, Json> = serde_json::from_str(table.text("record", row).unwrap_or_default()).map_err(&broken)?;
    let amount = match (table.int("amount_fen", row), table.text("amount_text", row)) {
        (Some(fen), _) => RawAmount::Fen(fen),
        (None, text) => RawAmount::Unreadable(Arc::from(text.unwrap_or_default())),
    };
    map.insert("amount".to_owned(), serde_json::to_value(&amount).map_err(&broken)?);
    let mut line: RawLine = serde_json::from_value(Json::Object(map)).map_err(&broken)?;
    let text = |column: &str| table.text(column, row).map(Arc::from);
    let number = |column: &str| {
        table
            .text(column, row)
            .map(|t| t.parse::<Decimal>().map_err(|e| damaged(&format!("{path}: {column}"), e)))
            .transpose()
    };
    TEXTS.iter().for_each(|(column, of)| *of(&mut line) = text(column));
    (line.quantity, line.unit_price) = (number("quantity")?, number("unit_price")?);
    if let Some(rare) = &mut line.rare {
        RARE_TEXTS.iter().for_each(|(column, of)| *of(rare) = text(column));
    }
    Ok(line)
}

/// The entries' rows of `files`.
pub(crate) fn files_table(entries: &[Entry], part: &str, layouts: &str) -> Result<Table, Fault> {
    let mut table = Table::new(FILES);
    for entry in entries {
        let broken = json("document", &entry.path);
        let reading = match &entry.content {
            Content::Read(reading) => Some(reading.as_ref()),
            _ => None,
        };
        let detail = match &entry.content {
            Content::Unreadable(why) | Content::Unopened(why) => Some(serde_json::to_string(why).map_err(&broken)?),
            Content::Ignored(_) | Content::Read(_) => None,
        };
        let document = reading
            .map(|r| {
                // By its fields, not `..r.clone()`: that would copy every line to drop it.
                serde_json::to_string(&Reading {
                    format: r.format,
                    date_system: r.date_system,
                    sheets: r.sheets.clone(),
                    lines: Vec::new(),
                    stock: r.stock.clone(),
                    rejected: r.rejected.clone(),
                    issues: r.issues.clone(),
                })
            })
            .transpose()
            .map_err(&broken)?;
        push_file(&mut table, (part, layouts), entry, reading, detail, document);
    }
    Ok(table)
}

/// `2024/2 2024/3`: the partitions that hold the reading's lines.
fn months(reading: &Reading, path: &str) -> String {
    let hints = plain_hints(path);
    let months: BTreeSet<Partition> = reading.lines.iter().map(|l| partition(reading, l, &hints)).collect();
    let words: Vec<String> = months.iter().map(|(y, m)| format!("{y}/{m}")).collect();
    words.join(" ")
}

/// The partitions that [`months`] wrote.
pub(crate) fn partitions(months: &str) -> Vec<Partition> {
    months
        .split(' ')
        .filter_map(|w| w.split_once('/'))
        .filter_map(|(y, m)| Some((y.parse().ok()?, m.parse().ok()?)))
        .collect()
}

/// A row of `files`, without its lines.
pub(crate) fn entry_at(table: &Table, row: usize) -> Result<Entry, Fault> {
    let path = table.text("path", row).unwrap_or_default();
    let why = || -> Result<Unreadable, Fault> {
        serde_json::from_str(table.text("detail", row).unwrap_or_default()).map_err(json("detail", path))
    };
    let content = match table.text("outcome", row).unwrap_or_default() {
        "read" => Content::Read(Arc::new(
            serde_json::from_str(table.text("document", row).unwrap_or_default()).map_err(json("document", path))?,
        )),
        "quarantined" => Content::Unreadable(why()?),
        "unopened" => Content::Unopened(why()?),
        "ignored" => Content::Ignored(table.text("reason", row).unwrap_or_default().to_owned()),
        other => return Err(damaged(path, format!("outcome `{other}`"))),
    };
    let mut sha256 = [0; 32];
    let hex = table.text("sha256", row).unwrap_or_default();
    for (byte, digits) in sha256.iter_mut().zip(hex.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(digits).unwrap_or_default();
        *byte = u8::from_str_radix(digits, 16).map_err(|_| damaged(path, format!("sha256 `{hex}`")))?;
    }
    Ok(Entry {
        path: Arc::from(path),
        sha256,
        size: u64::try_from(table.int("size", row).unwrap_or(0)).unwrap_or(0),
        content,
    })
}
