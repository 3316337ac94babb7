//! Several statements of one unit and month: one counts, the others are compared with it and never added, unless their names or their figures say
//! that they are of different parts of the unit.
//!
//! Two are of the same purchases where they state the same total, where they are called the same but for words of versions, where each names only
//! channels that the other leaves out, and where one is a table over several units and the other is not. A part that only one of them has is taken
//! out of the rest of the other. What else differs is open. A statement that is the sum of all others, of its month or of the year, is theirs; one of
//! several months covers those of its months.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{
        cell::{AmountFormula, Term},
        dates::Month,
        field::Field,
        line::{Line, LineKind, PeriodSource},
        standing::BaseStanding,
    },
    values::date::title::months_in,
};

/// What becomes of a line of a further statement, or of the one that counts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Compared {
    /// Said by the statement that counts.
    Elsewhere,
    /// Perhaps.
    Perhaps,
    /// Its whole stands in the statement that counts: it takes its own parts out of that one's rest.
    TakenOut(i64, AmountFormula),
    /// The line at this place, of another statement, says so many fen more.
    Differs(usize, i64),
}

/// Channel of a part as it is compared; the rest has none.
type Key = Option<String>;

/// The lines of one table of one month.
struct Statement {
    lines: Vec<usize>,
    by_key: BTreeMap<Key, Vec<usize>>,
    /// Months that its title spans, where its lines have none of their own.
    first_month: i8,
    /// Its rows name the unit, as a table over several units does.
    names_unit: bool,
    /// File and sheet.
    place: [String; 2],
    /// What file, tab and title call it, without words of forms and versions.
    name: [String; 3],
}

impl Statement {
    fn sum(&self, lines: &[Line], key: &Key) -> i64 {
        let of = self.by_key.get(key).into_iter().flatten();
        of.filter_map(|i| lines.get(*i)?.amount_fen).fold(0, i64::saturating_add)
    }

    fn total(&self, lines: &[Line]) -> i64 {
        self.by_key.keys().map(|key| self.sum(lines, key)).fold(0, i64::saturating_add)
    }

    fn is_readable(&self, lines: &[Line]) -> bool {
        self.lines.iter().filter_map(|i| lines.get(*i)).all(|l| l.amount_fen.is_some())
    }

    fn parts(&self) -> impl Iterator<Item = &Key> {
        self.by_key.keys().filter(|k| k.is_some())
    }
}

/// What the statements of a unit say of each other; `bare`: a name without dates, versions and words of forms.
#[must_use]
pub(crate) fn compare(lines: &[Line], bare: &dyn Fn(&str) -> String) -> Vec<(usize, Compared)> {
    let mut out = Vec::new();
    let mut months = statements(lines, bare);
    months.values_mut().for_each(|of_month| of_month.retain(|s| s.is_readable(lines)));
    sum_of_months(lines, &mut months, &mut out);
    over_months(lines, &mut months, &mut out);
    for mut of_month in months.into_values().filter(|s| s.len() > 1) {
        if let Some(sum) = sum_of_others(lines, &of_month) {
            let sum = of_month.remove(sum);
            out.extend(sum.lines.iter().map(|i| (*i, Compared::Elsewhere)));
            continue;
        }
        // The one that names most counts.
        of_month.sort_by_key(|s| (std::cmp::Reverse(s.parts().count()), s.lines.first().copied()));
        let mut counting: Vec<Joined> = Vec::new();
        for further in of_month {
            match counting.iter_mut().find(|one| is_same(lines, &one.statement, &further)) {
                Some(one) => one.join(lines, &further, &mut out),
                None => counting.push(Joined::new(further)),
            }
        }
    }
    out
}

fn statements(lines: &[Line], bare: &dyn Fn(&str) -> String) -> BTreeMap<Month, Vec<Statement>> {
    let counts = |l: &Line| l.kind == LineKind::Statement && l.base != BaseStanding::Out;
    let mut places: BTreeMap<(Month, &str, &str, u16, i8), Statement> = BTreeMap::new();
    // Months beside each other under a title of the quarter are each their own.
    let sheet = |l: &Line| (l.source.file.clone(), l.source.sheet.clone());
    let mut rows = BTreeMap::new();
    let mut beside = BTreeSet::new();
    for line in lines.iter().filter(|l| counts(l) && l.period_source == PeriodSource::Section) {
        if *rows.entry((sheet(line), line.source.row)).or_insert(line.period) != line.period {
            beside.insert(sheet(line));
        }
    }
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| counts(l)) {
        let title = line.evidence.title.as_deref().unwrap_or_default();
        let last = line.period.month();
        let own_month = line.period_source == PeriodSource::Date || beside.contains(&sheet(line));
        let stem = line.source.file.rsplit('/').next().unwrap_or_default();
        let names = [title, &line.source.sheet, stem];
        let span = |name: &&str| months_in(name).filter(|(first, end)| !own_month && first < end && *end == last);
        let first_month = names.iter().find_map(span).map_or(last, |(first, _)| first);
        let place = (
            line.period,
            &*line.source.file,
            &*line.source.sheet,
            line.evidence.table,
            first_month,
        );
        let statement = places.entry(place).or_insert_with(|| Statement {
            lines: Vec::new(),
            by_key: BTreeMap::new(),
            first_month,
            names_unit: line.source.cells.get(Field::UnitName).is_some(),
            place: [&*line.source.file, &*line.source.sheet].map(str::to_owned),
            name: [&*line.source.file, &line.source.sheet, title].map(|name| {
                // Rows of months say themselves which: 2月统计 and 3月统计 are of one kind.
                bare(&if own_month { without_months(name) } else { name.to_owned() })
            }),
        });
        let key = line
            .channel_text
            .as_deref()
            .map(|text| line.channel.as_deref().unwrap_or(text).to_owned());
        statement.lines.push(i);
        statement.by_key.entry(key).or_default().push(i);
    }
    let mut months: BTreeMap<Month, Vec<Statement>> = BTreeMap::new();
    for ((month, ..), statement) in places {
        months.entry(month).or_default().push(statement);
    }
    months
}

/// A name without its months and years.
fn without_months(name: &str) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    for c in name.chars() {
        match c {
            c if c.is_ascii_digit() => digits.push(c),
            '月' | '年' if !digits.is_empty() => digits.clear(),
            c => {
                out.push_str(&std::mem::take(&mut digits));
                out.push(c);
            }
        }
    }
    out + &digits
}

/// Statements that are, by every channel, the sum of all others of two months or more of the year: 累计, 汇总 beside a tab a month.
fn sum_of_months(lines: &[Line], months: &mut BTreeMap<Month, Vec<Statement>>, out: &mut Vec<(usize, Compared)>) {
    let years: BTreeSet<i16> = months.keys().map(|m| m.year()).collect();
    for year in years {
        let of_year = || {
            months
                .iter()
                .filter(|(m, _)| m.year() == year)
                .flat_map(|(m, of)| of.iter().map(move |s| (*m, s)))
        };
        if of_year().map(|(m, _)| m).collect::<BTreeSet<_>>().len() < 2 || of_year().count() < 3 {
            continue;
        }
        let mut sums: BTreeMap<&Key, i64> = BTreeMap::new();
        for (_, statement) in of_year() {
            for key in statement.by_key.keys() {
                let sum = sums.entry(key).or_default();
                *sum = sum.saturating_add(statement.sum(lines, key));
            }
        }
        // Where its own sheet names a month it is of that one.
        let unnamed = |s: &Statement| {
            s.lines
                .iter()
                .filter_map(|i| lines.get(*i))
                .all(|l| matches!(l.period_source, PeriodSource::FileName | PeriodSource::Run))
        };
        let is_sum = |s: &Statement| unnamed(s) && sums.iter().all(|(key, sum)| s.sum(lines, key).saturating_mul(2) == *sum);
        let Some(lines_of_sum) = of_year().map(|(_, s)| s).find(|s| is_sum(s)).map(|s| s.lines.clone()) else {
            continue;
        };
        out.extend(lines_of_sum.iter().map(|i| (*i, Compared::Elsewhere)));
        months.values_mut().for_each(|of| of.retain(|s| s.lines != lines_of_sum));
    }
    months.retain(|_, of| !of.is_empty());
}

/// A statement of several months holds those of its months. Where all of them have one, it is their sum; where not, it is what counts.
fn over_months(lines: &[Line], months: &mut BTreeMap<Month, Vec<Statement>>, out: &mut Vec<(usize, Compared)>) {
    let mut spans: Vec<(Month, i8)> = months
        .iter()
        .flat_map(|(last, of_month)| of_month.iter().map(|s| (*last, s.first_month)))
        .filter(|(last, first)| *first < last.month())
        .collect();
    // The widest first: 1–3月 holds 1–2月.
    spans.sort_by_key(|(last, first)| (first - last.month(), *last));
    for (last, first) in spans {
        let Some(at) = months.get(&last).and_then(|of| of.iter().position(|s| s.first_month == first)) else {
            continue;
        };
        let Some(whole) = months.get_mut(&last).map(|of| of.remove(at)) else {
            continue;
        };
        let covered = || (first..=last.month()).filter_map(|m| Month::new(last.year(), m));
        let detailed: BTreeSet<Month> = lines.iter().filter(|l| l.kind == LineKind::Detail).map(|l| l.period).collect();
        let has = |m: &Month| detailed.contains(m) || months.get(m).is_some_and(|of| of.iter().any(|s| s.first_month == m.month()));
        let within = || covered().filter_map(|m| months.get(&m)).flatten();
        let spanning = |s: &&Statement| lines.get(s.lines[0]).is_some_and(|l| s.first_month < l.period.month());
        let sum = within()
            .filter(|s| !spanning(s))
            .map(|s| s.total(lines))
            .fold(0, i64::saturating_add);
        let widest = within().map(|s| s.total(lines)).max().unwrap_or(0);
        let any = covered().any(|m| has(&m));
        if covered().all(|m| has(&m)) {
            out.extend(whole.lines.iter().map(|i| (*i, Compared::Elsewhere)));
            let more = whole.total(lines).saturating_sub(sum);
            let rest = within().filter_map(|s| s.by_key.get(&None)?.first()).next_back();
            if let (true, Some(rest), Some(says)) = (more != 0 && detailed.is_empty(), rest, whole.lines.first()) {
                out.push((*rest, Compared::Differs(*says, more)));
            }
        } else if covered().any(|m| detailed.contains(&m)) || sum.max(widest) > whole.total(lines) {
            out.extend(whole.lines.iter().map(|i| (*i, Compared::Perhaps)));
        } else if any {
            out.extend(within().flat_map(|s| &s.lines).map(|i| (*i, Compared::Elsewhere)));
            covered().for_each(|m| {
                months.remove(&m);
            });
        } else if let Some(of) = months.get_mut(&last) {
            of.push(whole);
        }
    }
}

/// The statement that is the sum of all others, in all and by every channel.
fn sum_of_others(lines: &[Line], of_month: &[Statement]) -> Option<usize> {
    if of_month.len() < 3 {
        return None;
    }
    let keys: BTreeSet<&Key> = of_month.iter().flat_map(|s| s.by_key.keys()).collect();
    let is_sum = |at: usize| {
        let others = |key: &Key| {
            let others = of_month.iter().enumerate().filter(|(i, _)| *i != at);
            others.map(|(_, s)| s.sum(lines, key)).fold(0, i64::saturating_add)
        };
        keys.iter()
            .all(|key| of_month.get(at).is_some_and(|s| s.sum(lines, key) == others(key)))
    };
    (0..of_month.len()).rev().find(|at| is_sum(*at))
}

/// Whether two statements are of the same purchases.
fn is_same(lines: &[Line], one: &Statement, other: &Statement) -> bool {
    let both = || one.parts().filter(|key| other.by_key.contains_key(*key));
    let agree = || both().all(|key| one.sum(lines, key) == other.sum(lines, key));
    let disjoint = one.parts().next().is_some() && other.parts().next().is_some() && both().next().is_none();
    let complete = |s: &Statement| s.sum(lines, &None) == 0;
    let total = one.total(lines);
    // Where a part is all that a statement has, it speaks of that channel alone.
    (total != 0 && total == other.total(lines) && agree())
        || (one.name == other.name && one.place != other.place)
        || one.names_unit != other.names_unit
        || (disjoint && !complete(one) && !complete(other))
}

/// The statement that counts, with the parts that others have brought.
struct Joined {
    statement: Statement,
    /// What was taken out of its rest, fen.
    taken_out: i64,
}

impl Joined {
    fn new(statement: Statement) -> Self {
        Self { statement, taken_out: 0 }
    }

    fn join(&mut self, lines: &[Line], further: &Statement, out: &mut Vec<(usize, Compared)>) {
        let own = &self.statement;
        let rest = own.sum(lines, &None) - self.taken_out;
        let new: Vec<&Key> = further.parts().filter(|key| !own.by_key.contains_key(*key)).collect();
        let brought = new.iter().map(|key| further.sum(lines, key)).fold(0, i64::saturating_add);
        let only_own = own.parts().filter(|key| !further.by_key.contains_key(*key));
        let only_own = only_own.map(|key| own.sum(lines, key)).fold(0, i64::saturating_add);
        let further_rest = further.by_key.get(&None).and_then(|of| of.first()).copied();
        let joins = brought > 0 && brought <= rest && further_rest.is_some();
        for (key, of) in &further.by_key {
            if new.contains(&key) {
                if !joins {
                    out.extend(of.iter().map(|i| (*i, Compared::Perhaps)));
                }
                continue;
            }
            // With no rest beside it nothing else can hold what this one says beyond.
            let beyond = key.is_none() && !own.by_key.contains_key(key) && further.total(lines) > own.total(lines);
            for i in of {
                let taken_out = Some(*i) == further_rest && joins;
                let formula = || {
                    let brought = new.iter().filter_map(|key| further.by_key.get(*key)).flatten();
                    brought.filter_map(|i| lines.get(*i)).flat_map(terms_taken_out).collect()
                };
                out.push((
                    *i,
                    match (taken_out, beyond) {
                        (true, _) => Compared::TakenOut(-brought, AmountFormula(formula())),
                        (false, true) => Compared::Perhaps,
                        (false, false) => Compared::Elsewhere,
                    },
                ));
            }
        }
        for key in own.by_key.keys() {
            let more = match key {
                None => further.sum(lines, key) - only_own - (rest - if joins { brought } else { 0 }),
                Some(_) if further.by_key.contains_key(key) => further.sum(lines, key) - own.sum(lines, key),
                Some(_) => 0,
            };
            let says = further.by_key.get(key).or(further.by_key.get(&None)).and_then(|of| of.first());
            if let (true, Some(at), Some(says)) = (more != 0, own.by_key.get(key).and_then(|of| of.first()), says) {
                out.push((*at, Compared::Differs(*says, more)));
            }
        }
        if joins {
            self.taken_out = self.taken_out.saturating_add(brought);
            for key in new {
                if let Some(of) = further.by_key.get(key) {
                    self.statement.by_key.insert(key.clone(), of.clone());
                }
            }
        }
    }
}

/// A line's amount taken off, by its cells.
fn terms_taken_out(line: &Line) -> Vec<Term> {
    let own = line
        .source
        .cells
        .get(Field::Amount)
        .map(|cell| AmountFormula(vec![Term::cell(cell, 100)]));
    let formula = line.amount_formula.as_deref().cloned().or(own);
    formula.map(|f| f.negated().0).unwrap_or_default()
}
