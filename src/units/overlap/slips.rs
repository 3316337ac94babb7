//! One slip twice in a sheet: the sheets of a carbon pad (存根联, 客户联) written out below or beside each other. Called parts of one slip they count once; what
//! repeats another table of the same day without saying so may be one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    model::line::{Line, LineKind},
    text::{names::normal_name, normal},
    units::overlap::{Digest, FEWEST, Repetition, order, signature},
};

/// What a line shares with that of the same slip.
type Entry = (Digest, Option<String>, Option<String>);

/// A table of a sheet.
struct Slip {
    lines: Vec<usize>,
    /// Its own title.
    title: String,
}

/// Tables of one sheet that repeat one before them line for line. `parts`: what the sheets of a carbon pad are called.
#[must_use]
pub fn slips(lines: &[Line], parts: &[String]) -> Vec<Repetition> {
    let mut out = Vec::new();
    let mut from = 0;
    for sheet in lines.chunk_by(|a, b| a.source.sheet == b.source.sheet && a.source.file == b.source.file) {
        let first = sheet.first().map(|l| l.evidence.table);
        if sheet.iter().any(|l| Some(l.evidence.table) != first) {
            compare(lines, &slips_of(lines, from..from + sheet.len()), parts, &mut out);
        }
        from += sheet.len();
    }
    out
}

fn slips_of(lines: &[Line], places: std::ops::Range<usize>) -> Vec<Slip> {
    let mut slips: BTreeMap<u16, Slip> = BTreeMap::new();
    for at in places {
        let Some(line) = lines.get(at).filter(|l| l.kind == LineKind::Detail) else {
            continue;
        };
        let title = || {
            line.evidence
                .section
                .as_deref()
                .or(line.evidence.title.as_deref())
                .unwrap_or_default()
        };
        let slip = slips.entry(line.evidence.table);
        let slip = slip.or_insert_with(|| Slip {
            lines: Vec::new(),
            title: normal::squeeze(title()).into_owned(),
        });
        slip.lines.push(at);
    }
    slips.into_values().collect()
}

/// The slips of a sheet in their order, each beside those before it of the same lines.
fn compare(lines: &[Line], slips: &[Slip], parts: &[String], out: &mut Vec<Repetition>) {
    /// Slips of the same lines: the one that counts, and the titles of its parts.
    struct Pad<'s> {
        first: &'s Slip,
        titles: BTreeSet<&'s str>,
    }
    let mut pads: BTreeMap<Vec<Entry>, Pad<'_>> = BTreeMap::new();
    for slip in slips {
        let entries = entries(lines, slip);
        let Some(pad) = pads.get_mut(&entries) else {
            let titles = BTreeSet::from([&*slip.title]);
            pads.insert(entries, Pad { first: slip, titles });
            continue;
        };
        // The next day's slip begins with the same part again.
        let part = !pad.titles.contains(&*slip.title) && are_parts(&pad.first.title, &slip.title, parts);
        // One or two lines may be alike by chance.
        let many = slip.lines.len() >= FEWEST;
        let dated = slip.lines.iter().all(|at| lines[*at].date.is_some());
        if part || (many && dated) {
            out.push(repetition(lines, pad.first, slip, part && many));
        }
        if part {
            pad.titles.insert(&slip.title);
        } else {
            *pad = Pad {
                first: slip,
                titles: BTreeSet::from([&*slip.title]),
            };
        }
    }
}

fn entries(lines: &[Line], slip: &Slip) -> Vec<Entry> {
    let entry = |at: &usize| {
        let line = &lines[*at];
        let said = line.supplier.as_deref().or(line.channel_text.as_deref());
        (signature(line), order(line), said.map(normal_name))
    };
    let mut entries: Vec<Entry> = slip.lines.iter().map(entry).collect();
    entries.sort_unstable();
    entries
}

fn repetition(lines: &[Line], first: &Slip, second: &Slip, whole: bool) -> Repetition {
    let name = |slip: &Slip| {
        let source = &lines[slip.lines[0]].source;
        let cells = source.cells.iter().map(|(_, cell)| cell.to_string()).next().unwrap_or_default();
        (Arc::clone(&source.file), Arc::from(format!("{} › {cells}", source.sheet)))
    };
    // Line by line, in the order that makes the slips equal.
    let sorted = |slip: &Slip| {
        let mut of = slip.lines.clone();
        of.sort_by_key(|at| signature(&lines[*at]));
        of
    };
    let fen = second.lines.iter().filter_map(|at| lines[*at].amount_fen);
    Repetition {
        whole,
        of_sheets: true,
        first: name(first),
        second: name(second),
        common: second.lines.len(),
        first_lines: first.lines.len(),
        second_lines: second.lines.len(),
        amount_fen: fen.fold(0_i64, i64::saturating_add),
        lines: sorted(second).into_iter().zip(sorted(first)).collect(),
    }
}

/// Whether two titles differ in nothing but which part of a slip each names: 送货单（存根联）, 送货单（客户联）.
fn are_parts(one: &str, other: &str, parts: &[String]) -> bool {
    let same = one
        .chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum::<usize>();
    let tails = [one, other].map(|title| {
        let tail = title.get(same..).unwrap_or_default();
        tail.split_at(tail.find(|c: char| !c.is_alphanumeric()).unwrap_or(tail.len()))
    });
    let is_part = |name: &str| parts.iter().any(|word| name.ends_with(word.as_str()));
    // A number or a day behind it would make it another slip.
    let unnumbered = || tails.iter().all(|(_, rest)| !rest.contains(|c: char| c.is_ascii_digit()));
    tails.iter().all(|(name, _)| is_part(name)) && (tails[0].1 == tails[1].1 || unnumbered())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_differ_in_the_part_of_a_slip_alone() {
        let parts = ["联", "存根", "回单"].map(str::to_owned);
        let same = |one: &str, other: &str| are_parts(one, other, &parts);
        assert!(same("送货单(存根联)", "送货单(客户联)") && same("送货单第一联", "送货单第二联") && same("送货单-存根", "送货单-回单"));
        assert!(same("存根联:送货单", "记账联:送货单"));
        assert!(same("送货单(第一联 存根)", "送货单(第二联 客户)"));
        // Another number, another seller, the same part.
        assert!(!same("送货单No1(存根联)", "送货单No2(客户联)") && !same("王联商店送货单", "李联商店送货单"));
        assert!(!same("送货单(存根联)", "送货单(存根联)") && !same("送货单(白联)3.4", "送货单(红联)3.5"));
    }
}
