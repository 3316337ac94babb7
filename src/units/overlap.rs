//! The same purchase in two sheets or files of a unit: never added up twice without a word.
//!
//! Lines are compared by month, date, item, quantity and amount, and by order number where both have one. A file or sheet (three lines or more), or
//! what it holds of one month, whose lines all stand in another is counted once. Where four fifths or more stand there, or one or two purchases that
//! tell day and quantity or fen, which version is right a person must say: the repeated lines are disputed; so they are where only the amounts were
//! rounded to yuan. What shares less is no version.

mod corrected;
mod edges;
pub(crate) mod names;
pub(crate) mod retold;
mod short;
pub(crate) mod slips;

use std::{
    collections::{BTreeMap, HashMap},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use crate::{
    formats::cells::DateSystem,
    model::{
        dates::{Month, PartialDate},
        line::{Line, LineKind, Role},
    },
    text::{file_names::stem, names::normal_name, normal},
    units::overlap::names::differ_in_one_place,
    values::date::{self, DateCell},
};

/// Lines of a copy, at least, that is counted once; fewer may be chance.
const FEWEST: usize = 3;
/// An order number of fewer characters is a serial: it proves nothing.
const SHORTEST_ORDER: usize = 6;
/// Files or sheets that are asked for one purchase: what stands in more of them is bought every day.
const MOST_ASKED: usize = 16;
/// Fen of a yuan.
pub(crate) const FEN: i64 = 100;

/// A sheet or file that repeats another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repetition {
    /// All of it stands in the other: counted once. Else its repeated lines are disputed.
    pub whole: bool,
    /// Sheets are compared, else files.
    pub of_sheets: bool,
    /// File and sheet that count.
    pub first: (Arc<str>, Arc<str>),
    /// File and sheet that repeat.
    pub second: (Arc<str>, Arc<str>),
    /// Lines in common.
    pub common: usize,
    /// Lines of the first.
    pub first_lines: usize,
    /// Lines of the second.
    pub second_lines: usize,
    /// The second's repeated lines, each with the line that it repeats.
    pub lines: Vec<(usize, usize)>,
    /// Their amounts, fen.
    pub amount_fen: i64,
}

type Digest = (u64, u64);

/// What two lines of one purchase share, but for the order number.
fn purchase(line: &Line) -> impl std::hash::Hash + std::fmt::Debug + '_ {
    // The parts of a statement differ by nothing but their channel.
    let part = line.channel_text.as_deref().filter(|_| line.kind == LineKind::Statement);
    let item = line.item.as_deref().map(normal_name);
    let quantity = line.quantity.map(|d| d.normalize());
    (line.kind, line.period, line.date, item, quantity, line.amount_fen, part)
}

/// The same for two lines of one purchase, as two hashes: one could be another purchase's.
#[must_use]
pub fn signature(line: &Line) -> Digest {
    let purchase = purchase(line);
    let half = |which: u8| {
        let mut hasher = DefaultHasher::new();
        (which, &purchase).hash(&mut hasher);
        hasher.finish()
    };
    (half(0), half(1))
}

/// The same for two lines of one purchase whose amounts were rounded to whole yuan on one side, or their odd fen left off: what tells it has to be on
/// the line. Any other line is like none.
fn signature_in_yuan(line: &Line, at: usize, added: i64) -> Digest {
    // A quantity, or who sold it.
    let told_by = line.quantity.is_some() || line.supplier.is_some();
    let told = line.date.zip(line.item.as_deref()).filter(|_| told_by);
    let yuan = line.amount_fen.map(|fen| fen.saturating_add(added).div_euclid(FEN));
    let purchase = told.zip(yuan).map(|((day, item), yuan)| {
        let seller = line.supplier.as_deref().filter(|_| line.quantity.is_none()).map(normal_name);
        (day, normal_name(item), line.quantity.map(|q| q.normalize()), seller, yuan)
    });
    let half = |which: u8| {
        let mut hasher = DefaultHasher::new();
        (which, line.kind, &purchase, purchase.is_none().then_some(at)).hash(&mut hasher);
        hasher.finish()
    };
    (half(0), half(1))
}

/// The order number as compared here.
#[must_use]
pub fn order(line: &Line) -> Option<String> {
    line.order_no
        .as_deref()
        .map(normal_name)
        .filter(|o| o.chars().count() >= SHORTEST_ORDER)
}

/// Whether a line has a quantity, or an amount to the fen: whole yuan may be the same by chance.
pub(crate) fn tells_how_much(line: &Line) -> bool {
    line.quantity.is_some() || line.amount_fen.is_some_and(|fen| fen % FEN != 0)
}

/// Lines of one signature in one place, in reading order.
type Group = Vec<usize>;

/// A file or sheet, or its lines of one month.
struct Place {
    lines: usize,
    groups: BTreeMap<Digest, Group>,
    first_line: usize,
}

struct Comparison<'a> {
    lines: &'a [Line],
    signatures: Vec<Digest>,
    orders: Vec<Option<String>>,
    /// Number of each line's file and sheet, in their order.
    sheets: Vec<(u32, u32)>,
    /// Files and tabs that say that they are copies.
    copies: Vec<(bool, bool)>,
    dropped: Vec<bool>,
    judged: Vec<bool>,
    /// Amounts are compared in whole yuan.
    in_yuan: bool,
    found: Vec<Repetition>,
}

/// How lines are put together to be compared.
#[derive(Clone, Copy)]
struct Level {
    of_sheets: bool,
    of_months: bool,
}

/// Files before sheets, wholes before months.
fn levels() -> impl Iterator<Item = Level> {
    let of_months = |of_sheets| [false, true].map(|of_months| Level { of_sheets, of_months });
    [false, true].into_iter().flat_map(of_months)
}

/// Sheets and files of one unit that repeat others. A line is repeated at most once. `copies`: what tabs and files of copies are called.
#[must_use]
pub fn repetitions(lines: &[Line], copies: &[String]) -> Vec<Repetition> {
    let one_place = |pair: &[Line]| pair[0].source.file == pair[1].source.file && pair[0].source.sheet == pair[1].source.sheet;
    if lines.windows(2).all(one_place) {
        return Vec::new();
    }
    let signatures: Vec<Digest> = lines.iter().map(signature).collect();
    let in_yuan =
        [FEN / 2, 0].map(|added| -> Vec<Digest> { lines.iter().enumerate().map(|(at, l)| signature_in_yuan(l, at, added)).collect() });
    let as_written = any_repeated(lines, &signatures);
    let in_yuan = in_yuan.map(|signatures| any_repeated(lines, &signatures).then_some(signatures));
    if !as_written && in_yuan.iter().all(Option::is_none) {
        return Vec::new();
    }
    let mut numbers: BTreeMap<(&str, &str), (u32, u32)> = BTreeMap::new();
    let mut files: BTreeMap<&str, u32> = BTreeMap::new();
    let mut sheets = Vec::with_capacity(lines.len());
    for line in lines {
        let files_so_far = u32::try_from(files.len()).unwrap_or(u32::MAX);
        let file = *files.entry(&line.source.file).or_insert(files_so_far);
        let sheets_so_far = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        sheets.push(
            *numbers
                .entry((&line.source.file, &line.source.sheet))
                .or_insert((file, sheets_so_far)),
        );
    }
    let is_copy = |name: &str| {
        let name = normal_name(name);
        copies.iter().any(|word| name.contains(word.as_str()))
    };
    let file_name = |path: &str| is_copy(path.rsplit('/').next().unwrap_or(path));
    let mut comparison = Comparison {
        lines,
        signatures,
        orders: lines.iter().map(order).collect(),
        sheets,
        copies: lines
            .iter()
            .map(|l| (file_name(&l.source.file), is_copy(&l.source.sheet)))
            .collect(),
        dropped: vec![false; lines.len()],
        judged: vec![false; lines.len()],
        in_yuan: false,
        found: Vec::new(),
    };
    levels().for_each(|level| comparison.compare(level, true));
    levels().for_each(|level| comparison.compare(level, false));
    comparison.in_yuan = true;
    for signatures in in_yuan.into_iter().flatten() {
        comparison.signatures = signatures;
        levels().for_each(|level| comparison.compare(level, false));
    }
    comparison.found
}

/// Whether any purchase stands in two sheets: of most units none does.
fn any_repeated(lines: &[Line], signatures: &[Digest]) -> bool {
    let mut seen: HashMap<Digest, (&str, &str)> = HashMap::with_capacity(lines.len());
    lines.iter().zip(signatures).any(|(line, signature)| {
        let place = (&*line.source.file, &*line.source.sheet);
        *seen.entry(*signature).or_insert(place) != place
    })
}

impl Comparison<'_> {
    /// The places of a level, those first that count before others: the fuller ones, then the first; a copy by its name last.
    fn places(&self, level: Level, whole: bool) -> Vec<Place> {
        let mut places: BTreeMap<(u32, Option<Month>), Place> = BTreeMap::new();
        for (i, line) in self.lines.iter().enumerate().filter(|(i, _)| !(whole && self.dropped[*i])) {
            let (file, sheet) = self.sheets[i];
            let key = (if level.of_sheets { sheet } else { file }, level.of_months.then_some(line.period));
            let place = places.entry(key).or_insert_with(|| Place {
                lines: 0,
                groups: BTreeMap::new(),
                first_line: i,
            });
            place.lines += 1;
            place.groups.entry(self.signatures[i]).or_default().push(i);
        }
        let mut places: Vec<Place> = places.into_values().collect();
        places.sort_by_key(|place| {
            let (file, tab) = self.copies[place.first_line];
            // A tab that says so is the copy, though it be the fuller one; so is what asks for the goods.
            let role = self.lines[place.first_line].evidence.role;
            let asked = role.is_some_and(|(role, _)| role == Role::Requests);
            (
                asked || (level.of_sheets && tab),
                std::cmp::Reverse(place.lines),
                file,
                place.first_line,
            )
        });
        places
    }

    /// Finds what repeats a place before it: all of it (`whole`), or most.
    fn compare(&mut self, level: Level, whole: bool) {
        let places = self.places(level, whole);
        let mut holders: HashMap<Digest, Vec<usize>> = HashMap::new();
        for (at, place) in places.iter().enumerate() {
            let mut common: BTreeMap<usize, usize> = BTreeMap::new();
            for (signature, group) in &place.groups {
                for other in holders.get(signature).into_iter().flatten() {
                    let held = places.get(*other).map(|place| self.held(place, signature)).unwrap_or_default();
                    *common.entry(*other).or_insert(0) += self.matches(&held, group);
                }
            }
            let best = common.into_iter().max_by_key(|(other, n)| (*n, std::cmp::Reverse(*other)));
            let repeats = best.is_some_and(|(other, n)| n > 0 && self.judge(level, whole, &places[other], place, n));
            if !(repeats && whole) {
                for signature in place.groups.keys() {
                    let known = holders.entry(*signature).or_default();
                    if known.len() < MOST_ASKED {
                        known.push(at);
                    }
                }
            }
        }
    }

    /// Lines of a place that say a purchase and count.
    fn held(&self, place: &Place, signature: &Digest) -> Group {
        let lines = place.groups.get(signature).into_iter().flatten();
        lines.copied().filter(|i| !self.dropped[*i]).collect()
    }

    /// How many lines of `group` stand in `held`, each line once; other order numbers are other purchases.
    fn matches(&self, held: &[usize], group: &[usize]) -> usize {
        if let ([a], [b]) = (held, group) {
            return usize::from(self.orders[*a].is_none() || self.orders[*b].is_none() || self.orders[*a] == self.orders[*b]);
        }
        let numbered = |lines: &[usize]| {
            let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
            lines
                .iter()
                .filter_map(|i| self.orders[*i].clone())
                .for_each(|o| *numbers.entry(o).or_insert(0) += 1);
            numbers
        };
        let (ours, theirs) = (numbered(group), numbered(held));
        let same: usize = ours.iter().map(|(number, n)| theirs.get(number).map_or(0, |m| (*n).min(*m))).sum();
        let rest = |lines: &[usize], numbers: &BTreeMap<String, usize>| {
            let all: usize = numbers.values().sum();
            (all - same, lines.len() - all)
        };
        let ((their_rest, their_blank), (our_rest, our_blank)) = (rest(held, &theirs), rest(group, &ours));
        let beside_number = our_blank.min(their_rest);
        same + beside_number + their_blank.min(our_rest + our_blank - beside_number)
    }

    /// Notes that `second` repeats `first`, where so many lines in common say so.
    fn judge(&mut self, level: Level, whole: bool, first: &Place, second: &Place, common: usize) -> bool {
        let all = common == second.lines;
        if level.of_sheets && !self.is_dated(second) && self.are_other_days(first, second) {
            return false;
        }
        let repeats = if whole {
            // Goods without a day may be of two weeks that were alike: of two tabs, or of files called 第1周 and 第2周.
            let other = if level.of_sheets {
                !self.copies[second.first_line].1
            } else {
                self.are_other_files(first, second)
            };
            let copy = self.is_dated(second) || !other;
            all && second.lines >= FEWEST && copy
        } else if second.lines < FEWEST {
            all && !self.in_yuan && self.is_told(second)
        } else {
            common * 5 >= second.lines * 4
        };
        let mut mine = second.groups.values().flatten();
        if !repeats || (!whole && mine.any(|i| self.judged[*i])) {
            return false;
        }
        let mut lines: Vec<(usize, usize)> = Vec::with_capacity(common);
        for (signature, group) in &second.groups {
            let held = self.held(first, signature);
            let count = self.matches(&held, group);
            lines.extend(group.iter().copied().zip(held.into_iter().cycle()).take(count));
        }
        lines.retain(|(i, _)| !self.dropped[*i]);
        if lines.is_empty() {
            return false;
        }
        lines.sort_unstable();
        if whole {
            lines.iter().for_each(|(i, _)| self.dropped[*i] = true);
        } else {
            second.groups.values().flatten().for_each(|i| self.judged[*i] = true);
        }
        let name = |place: &Place| {
            let source = &self.lines[place.first_line].source;
            (source.file.clone(), source.sheet.clone())
        };
        let fen = lines.iter().filter_map(|(i, _)| self.lines[*i].amount_fen);
        self.found.push(Repetition {
            whole,
            of_sheets: level.of_sheets,
            first: name(first),
            second: name(second),
            common,
            first_lines: first.lines,
            second_lines: second.lines,
            amount_fen: fen.fold(0_i64, i64::saturating_add),
            lines,
        });
        true
    }

    /// Whether the tabs of two places name different days (3.4 and 3.5).
    fn are_other_days(&self, one: &Place, other: &Place) -> bool {
        let day = |place: &Place| match date::text(&normal::header(&self.lines[place.first_line].source.sheet).text, DateSystem::D1900) {
            DateCell::Is(day @ (PartialDate::Full(_) | PartialDate::MonthDay { .. } | PartialDate::DayOnly { .. })) => Some(day),
            _ => None,
        };
        day(one).is_some_and(|first| day(other).is_some_and(|second| first != second))
    }

    /// Whether the names or titles of two files, neither called a copy, are the same but for one place that both fill.
    fn are_other_files(&self, one: &Place, other: &Place) -> bool {
        let [one, other] = [one, other].map(|place| (&self.lines[place.first_line], self.copies[place.first_line].0));
        let name = |line: &Line| normal_name(stem(&line.source.file));
        let title = |line: &Line| line.evidence.title.as_deref().map(normal_name).unwrap_or_default();
        let differ = |name: &dyn Fn(&Line) -> String| differ_in_one_place(&name(one.0), &name(other.0));
        !one.1 && !other.1 && (differ(&name) || differ(&title))
    }

    /// Whether its purchases tell their day; a statement's figures have none.
    fn is_dated(&self, place: &Place) -> bool {
        let mut lines = place.groups.values().flatten().map(|i| &self.lines[*i]);
        lines.all(|l| l.date.is_some() || l.kind == LineKind::Statement)
    }

    /// Whether each line of a place tells what was bought, when and how much, by its quantity or to the fen: one such line twice is no chance.
    fn is_told(&self, place: &Place) -> bool {
        let mut lines = place.groups.values().flatten().map(|i| &self.lines[*i]);
        lines.all(|l| l.date.is_some() && l.item.is_some() && l.amount_fen.is_some() && tells_how_much(l))
    }
}
