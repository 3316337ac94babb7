//! Who can belong to whom: spans of days on one side, days on the other, all of one unit and amount.

use std::{cmp::Reverse, collections::BinaryHeap};

use jiff::civil::Date;

/// A claim: the days on which its order may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First day.
    pub from: Date,
    /// Last day, included.
    pub to: Date,
    /// The claim.
    pub what: usize,
}

/// An order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// Day.
    pub at: Date,
    /// The order.
    pub what: usize,
}

/// Claims and orders that are connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Claims.
    pub spans: Vec<usize>,
    /// Orders.
    pub points: Vec<usize>,
    /// As many on either side, and each can have one of its own: whichever way they are paired, all of them have a partner.
    pub paired: bool,
}

/// The connected groups that hold both sides. Time and memory grow with the number of claims and orders, not with their product.
pub fn groups(mut spans: Vec<Span>, mut points: Vec<Point>) -> Vec<Group> {
    spans.sort_unstable();
    points.sort_unstable();
    // A span reaches the points from `a` to before `b`: it ties them together.
    let reach = |s: &Span| (points.partition_point(|p| p.at < s.from), points.partition_point(|p| p.at <= s.to));
    let mut tied = vec![0_i64; points.len() + 1];
    for (a, b) in spans.iter().map(reach).filter(|(a, b)| a < b) {
        tied[a] += 1;
        tied[b - 1] -= 1;
    }
    // Number of the group of each point: a new one begins where no span reaches over the gap.
    let (mut open, mut number, mut of) = (0, 0, Vec::with_capacity(points.len()));
    for delta in &tied[..points.len()] {
        of.push(number);
        open += delta;
        number += usize::from(open == 0);
    }
    let mut members: Vec<(Vec<Span>, Vec<Point>)> = vec![Default::default(); number + 1];
    for (point, group) in points.iter().zip(&of) {
        members[*group].1.push(*point);
    }
    for span in &spans {
        let (a, b) = reach(span);
        if a < b {
            members[of[a]].0.push(*span);
        }
    }
    members
        .into_iter()
        .filter(|(s, p)| !s.is_empty() && !p.is_empty())
        .map(|(s, p)| Group {
            paired: s.len() == p.len() && each_has_one(&s, &p),
            spans: s.iter().map(|s| s.what).collect(),
            points: p.iter().map(|p| p.what).collect(),
        })
        .collect()
}

/// Whether every point can be given a span of its own: at each point take, of the spans that have begun, the one that ends first.
fn each_has_one(spans: &[Span], points: &[Point]) -> bool {
    let mut waiting = BinaryHeap::new();
    let mut next = spans.iter().peekable();
    points.iter().all(|point| {
        while let Some(span) = next.next_if(|s| s.from <= point.at) {
            waiting.push(Reverse(span.to));
        }
        waiting.pop().is_some_and(|Reverse(to)| to >= point.at)
    })
}
