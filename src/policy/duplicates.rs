//! Orders that a unit entered twice.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    model::{Line, Reason},
    policy::{
        at::PolicyAt,
        classify::{classify_each, dispute},
        copies::hear_copy,
    },
    text::{names::is_serial, normal_word},
};

/// Classifies all lines of one unit, orders that were entered twice among them.
pub fn classify(policy: &PolicyAt, lines: &mut [Line]) {
    classify_each(policy, lines);
    dispute_duplicates(lines);
}

/// Same order number, item and amount twice: all but one. A return of the first is no duplicate: its amount differs. Which one stays
/// is decided by what the lines say, not by where they stand, so that the figures do not depend on the order of rows and files.
pub fn dispute_duplicates(lines: &mut [Line]) {
    // By order number first: nearly every order is of one line, and then nothing else has to be compared.
    let counted = lines.iter().enumerate().filter(|(_, l)| !l.is_counted_elsewhere());
    let mut orders: Vec<(String, usize)> = counted.filter_map(|(i, l)| Some((duplicate_order(l)?, i))).collect();
    orders.sort_unstable();
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    let mut elsewhere = Vec::new();
    for of_order in orders.chunk_by(|(a, _), (b, _)| a == b).filter(|of_order| of_order.len() > 1) {
        elsewhere.extend(under_other_names(lines, of_order.iter().map(|(_, i)| *i)));
        for (order, i) in of_order {
            let line = &lines[*i];
            let key = (order, line.item.as_deref().map(normal_word), line.amount_fen, line.kind);
            groups.entry(key).or_default().push(*i);
        }
    }
    for mut group in groups.into_values().filter(|g| g.len() > 1) {
        group.sort_by(|a, b| {
            let key = |l: &Line| (l.period, l.date, l.base, l.channel.is_none(), l.requirements.clone());
            (key(&lines[*a]), *a).cmp(&(key(&lines[*b]), *b))
        });
        for i in &group[1..] {
            dispute(&mut lines[*i], Reason::DuplicateSuspected);
        }
    }
    for (i, first) in elsewhere {
        // One order came through one channel: what the record that stays says of it, this one may be too.
        let kept = lines[first].clone();
        hear_copy(&mut lines[i], &kept);
        dispute(&mut lines[i], Reason::DuplicateSuspected);
    }
}

/// Of the lines of one order those that another sheet or file lists too, each with the line that it repeats: on the same day, with the same amount and
/// (as far as both tell) quantity, whatever they call the goods (土豆, 乌蒙山土豆 5斤装). Two such lines of one sheet are two goods of one order.
fn under_other_names(lines: &[Line], of_order: impl Iterator<Item = usize>) -> Vec<(usize, usize)> {
    let place = |l: &Line| (Arc::clone(&l.source.file), Arc::clone(&l.source.sheet));
    let mut same: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for i in of_order {
        let line = &lines[i];
        if let Some(day) = line.date {
            same.entry((day, line.amount_fen, line.kind)).or_default().push(i);
        }
    }
    let mut out = Vec::new();
    for mut group in same.into_values().filter(|g| g.len() > 1) {
        let key = |l: &Line| (l.base, l.channel.is_none(), l.requirements.clone());
        group.sort_by(|a, b| (key(&lines[*a]), *a).cmp(&(key(&lines[*b]), *b)));
        let first = place(&lines[group[0]]);
        let (mut stay, repeat): (Vec<usize>, Vec<usize>) = group.into_iter().partition(|i| place(&lines[*i]) == first);
        let agree = |a: usize, b: usize| lines[a].quantity.zip(lines[b].quantity).is_none_or(|(a, b)| a == b);
        for i in repeat {
            if let Some(at) = stay.iter().position(|first| agree(i, *first)) {
                out.push((i, stay.swap_remove(at)));
            }
        }
    }
    out
}

/// Order number and item as two lines of one purchase share them; `None` for a line without order number or readable amount.
pub fn duplicate_key(line: &Line) -> Option<(String, Option<String>)> {
    Some((duplicate_order(line)?, line.item.as_deref().map(normal_word)))
}

fn duplicate_order(line: &Line) -> Option<String> {
    let order = line.order_no.as_deref().filter(|o| line.amount_fen.is_some() && !is_serial(o))?;
    Some(normal_word(order))
}
