//! Tables that are no ledger beside the unit's ledgers: sums of what stands there (told by their figures, whatever they are called), spare
//! copies, tables that only their file's name explains, and tables of money of which nothing says what for.
//!
//! A ledger has goods, and days where any table of the unit has days. What is less than that, and whose amounts are the sums of a ledger's by
//! supplier, item, category, day, channel or month, is compared and never added. What is not proved so and not said to be purchases may be.

mod came_in;
mod part_again;
mod periods;
mod pieces;
mod same_sums;
mod sums;
mod tables;

pub use tables::Beside;

use std::collections::{HashMap, HashSet};

use crate::{
    model::{
        dates::Month,
        line::{Line, Role, RoleEvidence, TableRole},
        reasons::Reason,
    },
    rows::reading::Reading,
    tables::{role, vocabulary::Vocabulary},
    text::names::{is_serial, normal_word},
    units::beside::{
        came_in::CameIn,
        part_again::parts_again,
        periods::Days,
        pieces::pieces,
        same_sums::same_sums,
        sums::{Stated, Sums, rows},
        tables::{Table, tables},
    },
};

/// Lines of a file whose tables nothing else explains take the role that the file's name gives them.
pub(crate) fn name_by_file(lines: &mut [Line], path: &str, reading: &Reading, taken: &[u32], vocabulary: &Vocabulary) {
    let mut known: HashMap<(u16, u16), Option<TableRole>> = HashMap::new();
    let raw_of = |at: u32| usize::try_from(at).ok().and_then(|at| reading.lines.get(at));
    // What is sent back in a table of its own rows needs no file's name to say so.
    let negative = lines.iter().zip(taken).filter(|(line, _)| line.amount_fen.is_some_and(|f| f < 0));
    let with_returns: HashSet<(u16, u16)> = negative
        .filter_map(|(_, at)| raw_of(*at))
        .map(|raw| (raw.sheet, raw.table))
        .collect();
    for (line, at) in lines.iter_mut().zip(taken) {
        let Some((role @ (Role::Purchases | Role::Unnamed), RoleEvidence::Columns)) = line.evidence.role else {
            continue;
        };
        let Some(raw) = raw_of(*at) else { continue };
        let of_file = known.entry((raw.sheet, raw.table)).or_insert_with(|| {
            let table = reading.sheets.get(usize::from(raw.sheet))?.tables.get(usize::from(raw.table))?;
            let fields = table.columns.iter().map(|c| (c.field, c.channel.is_some()));
            role::of_file(path, table.kind, fields, vocabulary)
        });
        let Some(said) = of_file
            .as_ref()
            .filter(|said| said.role != role && (said.by == RoleEvidence::File || !said.sure))
        else {
            continue;
        };
        if said.role == Role::Returns && with_returns.contains(&(raw.sheet, raw.table)) {
            continue;
        }
        line.evidence.role = Some((said.role, said.by));
        match said.role {
            Role::Returns => {
                if let Some(fen) = line.amount_fen.filter(|f| *f > 0) {
                    line.amount_fen = fen.checked_neg();
                    line.turn_formula();
                    line.notes.push("sign_turned".into());
                }
            }
            Role::Assets if said.sure => line.notes.push("assets_table".into()),
            Role::Assets => line.notes.push("assets_suspected".into()),
            _ => {}
        }
        line.notes.sort();
    }
}

/// What the lines of such tables are.
#[must_use]
pub fn beside(lines: &[Line]) -> Vec<(usize, Beside)> {
    let tables = tables(lines);
    let mut out = by_role(lines, &tables);
    if tables.len() < 2 {
        return out;
    }
    let told = out.iter().map(|(i, _)| *i).collect();
    for mut pieces in pieces(lines, &tables, &told).into_values().filter(|pieces| pieces.len() > 1) {
        let again = same_sums(&pieces);
        let told: HashSet<usize> = again.iter().map(|(i, _)| *i).collect();
        pieces.retain(|piece| !piece.at.iter().any(|i| told.contains(i)));
        out.extend(again);
        out.extend(parts_again(&pieces));
    }
    out
}

/// What tables are that are no ledger, or repeat the ledgers row by row.
fn by_role(lines: &[Line], tables: &[Table]) -> Vec<(usize, Beside)> {
    let days = tables.iter().any(|t| t.is_ledger() && t.dated);
    let is_ledger = |t: &&Table| t.is_ledger() && (t.dated || !days);
    let mut out = bills(lines, tables.iter().filter(is_ledger));
    out.extend(unexplained(lines, tables.iter().filter(is_ledger)));
    let mut proved = by_invoice(lines, tables);
    proved.extend(by_period(lines, tables, &is_ledger, &proved));
    let told: HashSet<usize> = proved.iter().map(|(i, _)| *i).collect();
    out.retain(|(i, _)| !told.contains(i));
    out.extend(proved);
    if tables.iter().all(|t| is_ledger(&t)) {
        return out;
    }
    let again: HashSet<usize> = out.iter().map(|(i, _)| *i).collect();
    let of_ledgers = || tables.iter().filter(is_ledger).flat_map(|t| &t.lines);
    let ledgers = || of_ledgers().filter(|i| !again.contains(i)).filter_map(|i| lines.get(*i));
    let sums = Sums::of(ledgers());
    let came_in = CameIn::of(ledgers());
    let months: HashSet<Month> = ledgers().map(|l| l.period).collect();
    let row = |i: &usize| lines.get(*i).map(|l| (&l.source.file, &l.source.sheet, l.source.row));
    let rows_of_ledgers: HashSet<_> = of_ledgers().filter_map(row).collect();
    // Goods right beside a ledger, without its days: what is left of them, as likely as a purchase.
    let stands_beside =
        |t: &Table| t.is_ledger() && is_bare_beside(t) && t.lines.iter().all(|i| row(i).is_some_and(|row| rows_of_ledgers.contains(&row)));
    for table in tables.iter().filter(|t| !is_ledger(t)) {
        let open = || table.lines.iter().filter(|i| !told.contains(i));
        let own: Vec<&Line> = open().filter_map(|i| lines.get(*i)).collect();
        let beside = || stands_beside(table).then_some(Beside::Perhaps(Reason::NotPurchasesSuspected));
        let of_table = judge(table, &own, &sums, &came_in).or_else(beside);
        out.extend(open().zip(&own).filter_map(|(i, line)| {
            let beside = match of_table? {
                // Without a ledger of the month a summary is what there is.
                Beside::Sums if !months.contains(&line.period) && table.role == Role::Summary => return None,
                // Nothing else of the month: it may be all that there is.
                Beside::NoPurchase if !months.contains(&line.period) => Beside::Perhaps(Reason::NotPurchasesSuspected),
                Beside::Perhaps(_) if !months.contains(&line.period) && table.by != RoleEvidence::File && !table.is_asked() => return None,
                other => other,
            };
            Some((*i, beside))
        }));
    }
    out
}

/// Tables without a quantity and a price that state the sums of the ledgers' days; not those of which something is `proved`.
fn by_period(lines: &[Line], tables: &[Table], is_ledger: &dyn Fn(&&Table) -> bool, proved: &[(usize, Beside)]) -> Vec<(usize, Beside)> {
    let proved: HashSet<usize> = proved.iter().map(|(i, _)| *i).collect();
    let open = |t: &&Table| !t.counted && t.dated && role::is_purchase(t.role) && !t.lines.iter().any(|i| proved.contains(i));
    let of = |table: &Table| -> Vec<&Line> { table.lines.iter().filter_map(|i| lines.get(*i)).collect() };
    let ledgers: Vec<&Table> = tables.iter().filter(is_ledger).collect();
    let any_counted = ledgers.iter().any(|t| t.counted);
    let mut out = Vec::new();
    for table in tables.iter().filter(open) {
        let own = of(table);
        // Of two ledgers without quantities the one with fewer rows may be the sums.
        let length = rows(&own).len();
        let whole = |ledger: &&&Table| {
            if any_counted {
                ledger.counted
            } else {
                rows(&of(ledger)).len() > length
            }
        };
        let days = Days::of(ledgers.iter().filter(whole).flat_map(|ledger| of(ledger)));
        let found = days.states(&own).map(|all| match all {
            true => Beside::Sums,
            false => Beside::Perhaps(Reason::DuplicateSuspected),
        });
        out.extend(found.into_iter().flat_map(|beside| table.lines.iter().map(move |i| (*i, beside))));
    }
    out
}

/// Invoices as wholes, where another table lists the goods of the same invoice, which come to as much.
fn by_invoice(lines: &[Line], tables: &[Table]) -> Vec<(usize, Beside)> {
    let of = |counted: bool| {
        let of_tables = tables.iter().filter(move |t| t.counted == counted && role::is_purchase(t.role));
        let lines = of_tables.flat_map(|t| &t.lines).filter_map(|i| Some((*i, lines.get(*i)?)));
        lines.filter_map(|(i, line)| {
            let number = normal_word(line.invoice_no.as_deref().filter(|n| !is_serial(n))?);
            Some((i, (line.period, number), line.amount_fen?))
        })
    };
    let mut whole: HashMap<(Month, String), (usize, i64)> = HashMap::new();
    let mut repeated: HashSet<(Month, String)> = HashSet::new();
    for (i, invoice, fen) in of(false) {
        if whole.insert(invoice.clone(), (i, fen)).is_some() {
            repeated.insert(invoice);
        }
    }
    if whole.is_empty() {
        return Vec::new();
    }
    let mut goods: HashMap<(Month, String), i64> = HashMap::new();
    for (_, invoice, fen) in of(true) {
        let sum = goods.entry(invoice).or_default();
        *sum = sum.saturating_add(fen);
    }
    let same = whole
        .into_iter()
        .filter(|(invoice, (_, fen))| !repeated.contains(invoice) && goods.get(invoice) == Some(fen));
    let mut same: Vec<usize> = same.map(|(_, (i, _))| i).collect();
    same.sort_unstable();
    same.into_iter().map(|i| (i, Beside::Sums)).collect()
}

/// Whether no word but a title calls a table purchases, and it tells neither seller nor channel.
fn is_bare(table: &Table) -> bool {
    !table.sold && matches!(table.by, RoleEvidence::Columns | RoleEvidence::Title) && table.role == Role::Purchases
}

/// The same, where the tab calls it so: in the rows of a ledger the tab speaks of that one.
fn is_bare_beside(table: &Table) -> bool {
    is_bare(table) || (!table.sold && table.by == RoleEvidence::Tab && table.role == Role::Purchases)
}

/// Tables that no word calls purchases and that tell neither seller nor channel of any line, where another sheet of the workbook is a ledger of the
/// same month that does, or where the ledgers bought all of it before, and at the same prices: goods that went out are listed in the same way. So are
/// tables that tell neither right beside such a ledger, under its title or under none.
fn unexplained<'t>(lines: &[Line], ledgers: impl Iterator<Item = &'t Table>) -> Vec<(usize, Beside)> {
    let ledgers: Vec<&Table> = ledgers.collect();
    if !ledgers.iter().any(|t| is_bare_beside(t)) {
        return Vec::new();
    }
    let sold = || ledgers.iter().filter(|t| t.sold).flat_map(|t| &t.lines);
    let place = |i: &usize| lines.get(*i).map(|l| (&l.source.file, l.period));
    let places: HashSet<_> = sold().filter_map(place).collect();
    let sheet = |i: &usize| lines.get(*i).map(|l| (&l.source.file, &l.source.sheet));
    let sheets: HashSet<_> = sold().filter_map(sheet).collect();
    let row = |i: &usize| lines.get(*i).map(|l| (&l.source.file, &l.source.sheet, l.source.row));
    let rows: HashSet<_> = sold().filter_map(row).collect();
    let in_its_rows = |t: &Table| t.lines.iter().all(|i| row(i).is_some_and(|row| rows.contains(&row)));
    let stands_beside =
        |i: &usize| place(i).is_some_and(|place| places.contains(&place)) && sheet(i).is_some_and(|sheet| !sheets.contains(&sheet));
    let (bare, told): (Vec<&Table>, Vec<&Table>) = ledgers.iter().partition(|t| is_bare(t) || (is_bare_beside(t) && in_its_rows(t)));
    if told.is_empty() {
        return Vec::new();
    }
    let of = |table: &Table| table.lines.iter().filter_map(|i| lines.get(*i)).collect::<Vec<&Line>>();
    let came_in = CameIn::of(told.iter().flat_map(|t| of(t)));
    let may_be_other = |t: &&Table| {
        let no_word = t.by == RoleEvidence::Columns;
        in_its_rows(t) || (no_word && (t.lines.iter().any(stands_beside) || came_in.holds_at_price(&of(t))))
    };
    let beside = bare.into_iter().filter(may_be_other).flat_map(|t| &t.lines);
    beside.map(|i| (*i, Beside::Perhaps(Reason::NotPurchasesSuspected))).collect()
}

/// Ledgers without a quantity and a price (invoices, bills) whose amounts by seller come to what the ledgers with quantities hold of these
/// sellers, or through these channels: the same purchases again. Where that holds for most of them and not for all, or for one alone, a person has to
/// look.
fn bills<'t>(lines: &[Line], ledgers: impl Iterator<Item = &'t Table>) -> Vec<(usize, Beside)> {
    let (counted, bills): (Vec<&Table>, Vec<&Table>) = ledgers.partition(|t| t.counted);
    if counted.is_empty() || bills.is_empty() {
        return Vec::new();
    }
    let of_sellers = repeated_sums(lines, &counted, &bills, &|l| l.supplier.as_deref());
    let known: HashSet<usize> = of_sellers.iter().map(|(at, _)| *at).collect();
    let of_channels = repeated_sums(lines, &counted, &bills, &|l| l.channel_text.as_deref()).into_iter();
    let of_channels = of_channels.filter(|(at, _)| !known.contains(at));
    of_sellers.into_iter().chain(of_channels).collect()
}

/// Bills whose amounts by a name are those of the ledgers by the same name.
fn repeated_sums(lines: &[Line], counted: &[&Table], bills: &[&Table], name: &dyn Fn(&Line) -> Option<&str>) -> Vec<(usize, Beside)> {
    let seller = |l: &Line| Some((l.period, normal_word(name(l)?), l.amount_fen?));
    let by_seller = |table: &Table| {
        let mut sums: HashMap<String, (Month, i128, usize)> = HashMap::new();
        for line in table.lines.iter().filter_map(|i| lines.get(*i)) {
            let (month, name, fen) = seller(line)?;
            let sum = sums.entry(name).or_insert((month, 0, 0));
            if sum.0 != month {
                return None;
            }
            *sum = (month, sum.1 + i128::from(fen), sum.2 + 1);
        }
        Some(sums)
    };
    let mut held: HashMap<(Month, String), (i128, usize)> = HashMap::new();
    for (month, name, fen) in counted.iter().flat_map(|t| &t.lines).filter_map(|i| seller(lines.get(*i)?)) {
        let sum = held.entry((month, name)).or_default();
        *sum = (sum.0 + i128::from(fen), sum.1 + 1);
    }
    let mut out = Vec::new();
    for table in bills {
        let Some(sums) = by_seller(table) else { continue };
        let same = |(name, (month, fen, count)): (&String, &(Month, i128, usize))| {
            let of_ledger = held.get(&(*month, name.clone()))?;
            (of_ledger.0 == *fen).then_some(of_ledger.1 > *count)
        };
        let found: Vec<bool> = sums.iter().filter_map(same).collect();
        // That a sum of several lines is met to the fen is no chance.
        if found.len() * 2 <= sums.len() || !found.contains(&true) {
            continue;
        }
        let beside = if found.len() == sums.len() && found.len() > 1 {
            Beside::Sums
        } else {
            Beside::Perhaps(Reason::DuplicateSuspected)
        };
        out.extend(table.lines.iter().map(|i| (*i, beside)));
    }
    out
}

fn judge(table: &Table, own: &[&Line], sums: &Sums, came_in: &CameIn) -> Option<Beside> {
    let lines: Vec<Stated<'_>> = own.iter().map(|l| (*l, l.amount_fen)).filter(|(_, fen)| *fen != Some(0)).collect();
    // The parts of a row by channel are told by themselves, or as the row's whole.
    let rows = rows(own);
    let (of_lines, of_rows) = (sums.hits(&lines), sums.hits(&rows));
    let by_rows = of_rows.0 * lines.len() > of_lines.0 * rows.len();
    let ((hits, several), filled) = if by_rows { (of_rows, rows) } else { (of_lines, lines) };
    let all = hits == filled.len() && hits > 0;
    let summed = Some(Beside::Sums);
    let perhaps = Some(Beside::Perhaps(Reason::NotPurchasesSuspected));
    match table.role {
        Role::Copy => Some(Beside::Perhaps(Reason::DuplicateSuspected)),
        Role::Summary if !table.goods || hits * 2 >= filled.len().max(1) => summed,
        Role::Summary => perhaps,
        Role::Unnamed if all || sums.covers(&filled) => summed,
        Role::Unnamed => perhaps,
        // Said to be purchases, with less than a ledger has: only figures prove that it is none.
        Role::Purchases | Role::Returns | Role::Assets => {
            let proved = all && hits > 1 && (several || !table.goods);
            let again = (all && hits > 2) || (filled.len() > 2 && sums.are_rounded(&filled));
            let repeated = || again.then_some(Beside::Perhaps(Reason::DuplicateSuspected));
            if proved || (!table.goods && sums.covers(&filled)) {
                summed
            } else {
                repeated()
            }
        }
        // What was asked for, and what its columns make one of issues or sales, and not for certain: it is where the ledgers hold all of it.
        _ if (table.is_asked() || table.by == RoleEvidence::Columns) && !came_in.covers(own, !table.is_asked()) => perhaps,
        _ => Some(Beside::NoPurchase),
    }
}
