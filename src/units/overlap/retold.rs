//! The same purchases told again in another form: orders beside the ledger, a lump beside its details, the day of acceptance instead of the day of
//! purchase, a later version of which some lines were changed. Nobody can tell which record is right: what may be there twice is disputed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;

use crate::{
    model::{
        dates::Month,
        line::{Line, LineKind},
        standing::{BaseStanding, Standing},
    },
    text::{file_names::stem, names::normal_name},
    units::overlap::{corrected::corrected, edges::shared_edges, order, short::short_papers, signature},
};

/// Lines of a record, at least, that is found again.
const FEWEST: usize = 3;
/// Days between purchase and acceptance; a week later the same goods are bought anew.
const MOST_DAYS: i32 = 5;
/// The same between the day of a delivery note and those of a ledger.
const MOST_DAYS_OF_NOTE: i32 = 10;
/// Booked as a whole at the month's end.
const MOST_DAYS_OF_MONTH: i32 = 31;
/// So many lines of equal figures on the same days are no chance, whatever the goods are called.
const MANY: usize = 6;
/// Lines of one amount and quantity that are asked: what stands in more is bought every day.
const MOST_ASKED: usize = 32;

/// The lines of a sheet.
type Record = Vec<usize>;

/// Lines that are disputed for that; `bare` is a file's name without words of forms and versions.
#[must_use]
pub fn retold(lines: &[Line], bare: &dyn Fn(&str) -> String) -> BTreeSet<usize> {
    let mut records: BTreeMap<(&str, &str), Record> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if line.kind == LineKind::Detail && line.base == BaseStanding::In && line.amount_fen.is_some_and(|fen| fen > 0) {
            let record = records.entry((&line.source.file, &line.source.sheet));
            record.or_default().push(at);
        }
    }
    let records: Vec<Record> = records.into_values().collect();
    let mut found = corrected(lines, bare);
    if records.len() > 1 {
        let told = Told::of(lines, &records);
        for at in 0..records.len() {
            found.extend(told.again(at).into_iter().flatten());
        }
        found.extend(short_papers(lines, &records));
        found.extend(orders(lines, &records));
        found.extend(lumps(lines, &records));
        found.extend(unmeasured(lines, &records));
        found.extend(shared_edges(lines, &records));
    }
    found.extend(versions(lines, bare));
    found
}

/// Lines by quantity and amount, with the record of each.
struct Told<'l> {
    lines: &'l [Line],
    records: &'l [Record],
    by_figures: HashMap<(Decimal, i64), Vec<(usize, usize)>>,
    /// Whether each record is of several days.
    spread: Vec<bool>,
}

fn figures(line: &Line) -> Option<(Decimal, i64)> {
    Some((line.quantity?.normalize(), line.amount_fen?))
}

impl<'l> Told<'l> {
    fn of(lines: &'l [Line], records: &'l [Record]) -> Self {
        let several = |of: &Record| of.windows(2).any(|pair| lines[pair[0]].date != lines[pair[1]].date);
        let spread = records.iter().map(several).collect();
        let mut by_figures: HashMap<_, Vec<(usize, usize)>> = HashMap::new();
        for (record, of) in records.iter().enumerate() {
            for at in of {
                if let Some(key) = figures(&lines[*at]) {
                    by_figures.entry(key).or_default().push((record, *at));
                }
            }
        }
        Self {
            lines,
            records,
            by_figures,
            spread,
        }
    }

    /// The lines of a record of which all stand in another one too, a fuller one or one before it, some days apart.
    fn again(&self, record: usize) -> Option<Vec<usize>> {
        let own = self.records.get(record)?;
        let dated = own.iter().all(|at| self.lines[*at].date.is_some());
        let spread = self.spread.get(record) == Some(&true);
        if own.len() < FEWEST || !dated {
            return None;
        }
        let most_days = match spread {
            true => MOST_DAYS,
            false if own.len() >= MANY => MOST_DAYS_OF_MONTH,
            false => MOST_DAYS_OF_NOTE,
        };
        let mut used: BTreeSet<usize> = BTreeSet::new();
        let mut apart = false;
        let mut with: Option<usize> = None;
        for at in own {
            let candidates = self.by_figures.get(&figures(&self.lines[*at])?)?;
            let fits = |(other, there): &&(usize, usize)| {
                *other != record
                    && (*other < record || self.records[*other].len() > own.len())
                    && with.is_none_or(|with| with == *other)
                    && !used.contains(there)
                    && self.is_again(most_days, own.len() >= MANY, *at, *there)
                    && (spread || self.spread.get(*other) == Some(&true))
            };
            let (other, there) = candidates.iter().take(MOST_ASKED).find(fits)?;
            let (line, first) = (&self.lines[*at], &self.lines[*there]);
            apart |= line.date != first.date || line.item != first.item;
            with = Some(*other);
            used.insert(*there);
        }
        apart.then(|| own.clone())
    }

    /// Whether two lines of the same quantity and amount may be one purchase.
    fn is_again(&self, most_days: i32, many: bool, at: usize, other: usize) -> bool {
        let (own, other) = (&self.lines[at], &self.lines[other]);
        let item = |line: &Line| line.item.as_deref().map(normal_name).unwrap_or_default();
        let (ours, theirs) = (item(own), item(other));
        let near = days_apart(own, other).is_some_and(|days| days <= most_days) && own.period == other.period;
        let renamed = many && own.date == other.date;
        near && ((ours == theirs && !ours.is_empty()) || renamed) && order(own) == order(other)
    }
}

fn days_apart(one: &Line, other: &Line) -> Option<i32> {
    one.date.zip(other.date).map(|(a, b)| (a - b).get_days().abs())
}

/// Records of orders, each of which a ledger without order numbers holds too: within a month, by quantity and amount, or by amount through the same
/// channel. One order alone is enough: a canteen has one or two a month.
fn orders(lines: &[Line], records: &[Record]) -> Vec<usize> {
    let is_orders = |record: &&Record| record.iter().all(|at| order(&lines[*at]).is_some());
    let (orders, ledgers): (Vec<&Record>, Vec<&Record>) = records.iter().partition(is_orders);
    if orders.is_empty() {
        return Vec::new();
    }
    let mut unnumbered: HashMap<i64, Vec<usize>> = HashMap::new();
    for at in ledgers
        .iter()
        .flat_map(|record| record.iter().copied())
        .filter(|at| order(&lines[*at]).is_none())
    {
        if let Some(fen) = lines[at].amount_fen {
            unnumbered.entry(fen).or_default().push(at);
        }
    }
    let is_same = |own: &Line, other: &Line| {
        let through = own.channel.is_some() && own.channel == other.channel && own.requirements.values().any(|s| *s == Standing::Counted);
        let near = days_apart(own, other).map_or(own.period == other.period, |days| days <= MOST_DAYS_OF_MONTH);
        near && (through || figures(own).is_some_and(|own| figures(other) == Some(own)))
    };
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let mut held = |record: &&Record| {
        record.iter().all(|at| {
            let own = &lines[*at];
            let same = own.amount_fen.and_then(|fen| unnumbered.get(&fen));
            let mut same = same.into_iter().flatten().take(MOST_ASKED);
            same.find(|other| !used.contains(other) && is_same(own, &lines[**other]))
                .is_some_and(|other| used.insert(*other))
        })
    };
    orders.into_iter().filter(|r| held(r)).flatten().copied().collect()
}

/// Records without any quantity of which each line stands in another one with quantities, by day, item and amount.
fn unmeasured(lines: &[Line], records: &[Record]) -> Vec<usize> {
    let key = |at: &usize| {
        let line = &lines[*at];
        Some((line.date?, normal_name(line.item.as_deref()?), line.amount_fen?))
    };
    let measured = |r: &&Record, all: bool| r.iter().all(|at| lines[*at].quantity.is_some() == all);
    let of_measured = records.iter().filter(|r| measured(r, true)).flatten();
    let known: BTreeSet<_> = of_measured.filter_map(key).collect();
    let bare = records.iter().filter(|r| r.len() >= FEWEST && measured(r, false));
    let again = bare.filter(|r| r.iter().all(|at| key(at).is_some_and(|key| known.contains(&key))));
    again.flatten().copied().collect()
}

/// Lines without quantity and price, or of one piece, whose amount is that of a whole record of the month.
fn lumps(lines: &[Line], records: &[Record]) -> Vec<usize> {
    let mut sums: HashMap<(Month, i64), usize> = HashMap::new();
    for (at, record) in records.iter().enumerate().filter(|(_, r)| r.len() >= FEWEST) {
        let first = &lines[record[0]];
        let one_month = record.iter().all(|at| lines[*at].period == first.period);
        let told = record.iter().all(|at| lines[*at].quantity.is_some());
        let sum = record.iter().try_fold(0_i64, |sum, at| sum.checked_add(lines[*at].amount_fen?));
        if let Some(sum) = sum.filter(|_| one_month && told) {
            sums.insert((first.period, sum), at);
        }
    }
    // An order of several goods may be one line of a ledger.
    let mut of_orders: HashMap<(usize, String), (i64, usize)> = HashMap::new();
    for (record, of) in records.iter().enumerate() {
        for line in of.iter().map(|at| &lines[*at]).filter(|l| l.quantity.is_some()) {
            if let Some((number, fen)) = order(line).zip(line.amount_fen) {
                let sum = of_orders.entry((record, number)).or_default();
                *sum = (sum.0.saturating_add(fen), sum.1 + 1);
            }
        }
    }
    let month = |record: usize| records[record].first().map(|at| lines[*at].period);
    for ((record, _), (sum, _)) in of_orders.into_iter().filter(|(_, (_, rows))| *rows > 1) {
        if let Some(month) = month(record) {
            sums.entry((month, sum)).or_insert(record);
        }
    }
    let mut found = Vec::new();
    for (own, record) in records.iter().enumerate() {
        for at in record {
            let line = &lines[*at];
            let lump = (line.quantity.is_none() && line.unit_price.is_none()) || line.quantity == Some(Decimal::ONE);
            let sum = line.amount_fen.and_then(|fen| sums.get(&(line.period, fen)));
            if lump && sum.is_some_and(|of| *of != own) {
                found.push(*at);
            }
        }
    }
    found
}

/// Two files that are called the same but for words of versions, and half of whose lines are the same: the common ones of the second, and what differs in
/// both.
fn versions(lines: &[Line], bare: &dyn Fn(&str) -> String) -> Vec<usize> {
    if lines.windows(2).all(|pair| pair[0].source.file == pair[1].source.file) {
        return Vec::new();
    }
    let mut files: BTreeMap<String, BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
    let counts =
        |line: &Line| line.kind == LineKind::Detail && line.base != BaseStanding::Out && line.amount_fen.is_some_and(|fen| fen > 0);
    let file = |at: usize| &*lines[at].source.file;
    let of_files: Vec<usize> = (0..lines.len()).filter(|at| counts(&lines[*at])).collect();
    for of_file in of_files.chunk_by(|a, b| file(*a) == file(*b)) {
        let name = file(of_file[0]);
        files.entry(bare(stem(name))).or_default().entry(name).or_default().extend(of_file);
    }
    let mut found = Vec::new();
    for (_, of_name) in files.into_iter().filter(|(name, of)| !name.is_empty() && of.len() == 2) {
        let [first, second] = [0, 1].map(|n| of_name.values().nth(n).cloned().unwrap_or_default());
        let mut held: HashMap<_, Vec<usize>> = HashMap::new();
        for at in &first {
            held.entry(signature(&lines[*at])).or_default().push(*at);
        }
        let mut common: BTreeSet<usize> = BTreeSet::new();
        for at in &second {
            common.extend(held.get_mut(&signature(&lines[*at])).and_then(Vec::pop));
        }
        if common.len() > 1 && common.len() * 2 >= second.len().min(first.len()) {
            found.extend(second);
            found.extend(first.into_iter().filter(|at| !common.contains(at)));
        }
    }
    found
}
