use jiff::civil::date;
use proptest::prelude::*;

use crate::{
    model::{FieldCells, Month, Outcome, Source},
    reconcile::{
        ReconcileSettings,
        claims::Claim,
        matching::reconcile,
        orders::{self, Coverage, Order, Owner},
        pairs,
    },
};

fn month(m: i8) -> Month {
    Month::new(2024, m).unwrap()
}

fn order(unit: u32, number: &str, day: i8, fen: i64) -> Order {
    Order {
        owner: Owner::Unit(unit),
        unit_text: None,
        number: (!number.is_empty()).then(|| number.into()),
        order_no: None,
        damaged: false,
        date: Some(date(2024, 3, day)),
        period: Some(month(3)),
        amount_fen: Some(fen),
        status: None,
        void: false,
        sources: Vec::new(),
    }
}

fn claim(unit: u32, number: &str, day: i8, fen: i64) -> Claim {
    Claim {
        unit,
        line: 0,
        claims: true,
        of_channel: true,
        statement: false,
        repeated: false,
        number: (!number.is_empty()).then(|| number.into()),
        damaged: false,
        days: (date(2024, 3, day), date(2024, 3, day)),
        period: month(3),
        amount_fen: Some(fen),
        supplier: "甲".into(),
    }
}

fn covered() -> Coverage {
    Coverage {
        ranges: vec![(date(2024, 3, 1), date(2024, 3, 31))],
    }
}

/// Outcomes with their orders and claims.
fn solved(orders: &[Order], claims: &[Claim]) -> Vec<(Outcome, Vec<usize>, Vec<usize>)> {
    let matches = reconcile(orders, claims, &covered(), month(3), ReconcileSettings::default());
    matches.into_iter().map(|m| (m.outcome, m.orders, m.claims)).collect()
}

#[test]
fn lines_of_one_order_are_added_up_and_a_repeated_one_is_told() {
    let orders = [order(0, "DD20240301", 1, 500)];
    let lines = [claim(0, "DD20240301", 1, 200), claim(0, "DD20240301", 1, 300)];
    assert_eq!(solved(&orders, &lines), [(Outcome::Confirmed, vec![0], vec![0, 1])]);
    // The third repeats the second: the order is used up without it.
    let mut again = claim(0, "DD20240301", 1, 300);
    again.repeated = true;
    let lines = [lines[0].clone(), lines[1].clone(), again];
    assert_eq!(
        solved(&orders, &lines),
        [(Outcome::Confirmed, vec![0], vec![0, 1]), (Outcome::ClaimedAgain, vec![0], vec![2])]
    );
    // An amount that cannot be read confirms nothing.
    let mut unreadable = claim(0, "DD20240301", 1, 0);
    unreadable.amount_fen = None;
    assert_eq!(solved(&orders, &[unreadable]), [(Outcome::AmountDiffers, vec![0], vec![0])]);
}

#[test]
fn short_numbers_are_no_evidence_between_units_or_channels() {
    // Eight characters tell, seven do not.
    for (number, outcome) in [("DD202403", Outcome::OtherUnit), ("DD20240", Outcome::Unconfirmed)] {
        let found = solved(&[order(1, number, 1, 500)], &[claim(0, number, 1, 999)]);
        assert!(found.iter().any(|m| m.0 == outcome), "{number}: {found:?}");
    }
    // Within the unit and the channel any number does.
    assert_eq!(solved(&[order(0, "7", 1, 500)], &[claim(0, "7", 20, 500)])[0].0, Outcome::Confirmed);
    let mut elsewhere = claim(0, "7", 20, 500);
    (elsewhere.claims, elsewhere.of_channel) = (false, false);
    assert_eq!(
        solved(&[order(0, "7", 1, 500)], &[elsewhere]),
        [(Outcome::NotInLedger, vec![0], vec![])]
    );
}

#[test]
fn an_order_claimed_by_two_units_stays_with_its_own() {
    let orders = [order(0, "DD20240301", 1, 500)];
    let lines = [claim(0, "DD20240301", 1, 500), claim(1, "DD20240301", 1, 500)];
    let matches = reconcile(&orders, &lines, &covered(), month(3), ReconcileSettings::default());
    assert_eq!((matches[0].outcome, matches[0].orders_elsewhere), (Outcome::Confirmed, false));
    assert_eq!((matches[1].outcome, matches[1].orders_elsewhere), (Outcome::OtherUnit, true));
    // An export that names no units: nobody can tell whose it is.
    let mut unnamed = orders[0].clone();
    unnamed.owner = Owner::Unnamed;
    assert_eq!(solved(&[unnamed], &lines), [(Outcome::Ambiguous, vec![0], vec![0, 1])]);
}

#[test]
fn goods_of_one_supplier_and_day_may_be_one_order() {
    let orders = [order(0, "", 5, 500)];
    let lines = [claim(0, "", 5, 200), claim(0, "", 5, 300)];
    assert_eq!(solved(&orders, &lines), [(Outcome::Confirmed, vec![0], vec![0, 1])]);
    let mut other = lines.clone();
    other[1].supplier = "乙".into();
    assert!(solved(&orders, &other).iter().all(|m| m.0 != Outcome::Confirmed));
}

#[test]
fn the_window_ends_on_its_day() {
    for (day, outcome) in [(12, Outcome::Confirmed), (13, Outcome::Unconfirmed)] {
        let found = solved(&[order(0, "", 5, 500)], &[claim(0, "", day, 500)]);
        assert!(found.iter().any(|m| m.0 == outcome), "{day}: {found:?}");
    }
    // The same day goes before the window: the second line keeps the second order.
    let orders = [order(0, "", 5, 500), order(0, "", 9, 500)];
    let lines = [claim(0, "", 5, 500), claim(0, "", 9, 500)];
    assert_eq!(
        solved(&orders, &lines),
        [(Outcome::Confirmed, vec![0], vec![0]), (Outcome::Confirmed, vec![1], vec![1])]
    );
}

#[test]
fn a_statement_is_compared_with_the_months_orders() {
    let mut statement = claim(0, "", 1, 800);
    statement.statement = true;
    statement.days = (date(2024, 3, 1), date(2024, 3, 31));
    let orders = [order(0, "A1", 5, 500), order(0, "A2", 9, 300)];
    assert_eq!(solved(&orders, &[statement.clone()]), [(Outcome::Confirmed, vec![0, 1], vec![0])]);
    statement.amount_fen = Some(801);
    assert_eq!(
        solved(&orders, &[statement.clone()]),
        [(Outcome::AmountDiffers, vec![0, 1], vec![0])]
    );
    assert_eq!(solved(&[], &[statement]), [(Outcome::Unconfirmed, vec![], vec![0])]);
}

#[test]
fn coverage_is_by_export_and_by_whole_months() {
    let row = |export: usize, m: i8, d: i8| orders::Row {
        export,
        owner: Owner::Unnamed,
        unit_text: None,
        order_no: None,
        damaged_id: false,
        date: Some(date(2024, m, d)),
        period: Some(month(m)),
        amount_fen: Some(1),
        status: None,
        item: None,
        supplier: None,
        source: Source {
            file: "x".into(),
            sheet: "x".into(),
            row: 1,
            cells: FieldCells::default(),
        },
    };
    let rows = [row(0, 1, 10), row(0, 1, 20), row(1, 3, 4), row(1, 3, 29)];
    let whole = Coverage::of(&rows, true);
    let day = |m: i8, d: i8| (date(2024, m, d), date(2024, m, d));
    for (m, d, held) in [
        (1, 1, true),
        (1, 31, true),
        (2, 1, false),
        (2, 29, false),
        (3, 1, true),
        (3, 31, true),
        (4, 1, false),
    ] {
        assert_eq!(whole.holds(day(m, d)), held, "{m}-{d}");
    }
    let days = Coverage::of(&rows, false);
    for (m, d, held) in [(3, 3, false), (3, 4, true), (3, 29, true), (3, 30, false)] {
        assert_eq!(days.holds(day(m, d)), held, "{m}-{d}");
    }
    // A purchase known to its month only must have all of it covered.
    assert!(whole.holds((date(2024, 3, 1), date(2024, 3, 31))) && !days.holds((date(2024, 3, 1), date(2024, 3, 31))));
}

/// The largest number of points that can have a span of their own, by trying everything.
fn most(spans: &[pairs::Span], points: &[pairs::Point]) -> usize {
    let Some((point, rest)) = points.split_first() else { return 0 };
    let without = most(spans, rest);
    let with = (0..spans.len())
        .filter(|i| spans[*i].from <= point.at && point.at <= spans[*i].to)
        .map(|i| {
            let others: Vec<_> = spans.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, s)| *s).collect();
            1 + most(&others, rest)
        })
        .max();
    with.unwrap_or(0).max(without)
}

proptest! {
    #[test]
    fn groups_are_the_connected_ones_and_paired_is_what_trying_everything_says(
        spans in prop::collection::vec((1_i8..20, 0_i8..6), 0..6),
        points in prop::collection::vec(1_i8..26, 0..6),
    ) {
        let spans: Vec<_> = spans.iter().enumerate()
            .map(|(what, (from, more))| pairs::Span { from: date(2024, 3, *from), to: date(2024, 3, from + more), what }).collect();
        let points: Vec<_> = points.iter().enumerate().map(|(what, d)| pairs::Point { at: date(2024, 3, *d), what }).collect();
        let groups = pairs::groups(spans.clone(), points.clone());
        let touch = |s: usize, p: usize| spans[s].from <= points[p].at && points[p].at <= spans[s].to;
        let group_of = |s: Option<usize>, p: Option<usize>| groups.iter().position(|g| {
            s.is_some_and(|s| g.spans.contains(&s)) || p.is_some_and(|p| g.points.contains(&p))
        });
        for s in 0..spans.len() {
            for p in 0..points.len() {
                if touch(s, p) {
                    prop_assert!(group_of(Some(s), None).is_some());
                    prop_assert_eq!(group_of(Some(s), None), group_of(None, Some(p)));
                }
            }
            let lonely = (0..points.len()).all(|p| !touch(s, p));
            prop_assert_eq!(group_of(Some(s), None).is_none(), lonely);
        }
        for g in &groups {
            let of: Vec<_> = g.spans.iter().map(|s| spans[*s]).collect();
            let at: Vec<_> = g.points.iter().map(|p| points[*p]).collect();
            prop_assert_eq!(g.paired, of.len() == at.len() && most(&of, &at) == at.len());
        }
    }

    /// Whatever comes in: every order stands in one match of its own, every claim in one at the most and a real one in one exactly, and
    /// a confirmed match agrees to the fen.
    #[test]
    fn nothing_is_lost_and_nothing_is_matched_twice(
        orders in prop::collection::vec((0_u32..2, 0_usize..5, 1_i8..28, 1_i64..4, any::<bool>()), 0..12),
        claims in prop::collection::vec((0_u32..2, 0_usize..5, 1_i8..28, 1_i64..4, any::<bool>(), any::<bool>()), 0..12),
    ) {
        const NUMBERS: [&str; 5] = ["", "", "DD202403001", "DD202403002", "7"];
        let mut seen = std::collections::BTreeSet::new();
        let orders: Vec<Order> = orders.iter()
            .filter(|o| NUMBERS[o.1].is_empty() || seen.insert(o.1))
            .map(|(unit, n, day, fen, void)| Order { void: *void, ..order(*unit, NUMBERS[*n], *day, *fen) }).collect();
        let claims: Vec<Claim> = claims.iter().map(|(unit, n, day, fen, real, repeated)| Claim {
            claims: *real, of_channel: *real, repeated: *repeated, ..claim(*unit, NUMBERS[*n], *day, *fen)
        }).collect();
        let matches = reconcile(&orders, &claims, &covered(), month(3), ReconcileSettings::default());
        let (mut of_order, mut of_claim) = (vec![0; orders.len()], vec![0; claims.len()]);
        for m in &matches {
            m.orders.iter().filter(|_| !m.orders_elsewhere).for_each(|o| of_order[*o] += 1);
            m.claims.iter().for_each(|c| of_claim[*c] += 1);
            if m.outcome == Outcome::Confirmed {
                let ledger: i64 = m.claims.iter().filter_map(|c| claims[*c].amount_fen).sum();
                let platform: i64 = m.orders.iter().filter_map(|o| orders[*o].amount_fen).sum();
                prop_assert_eq!(ledger, platform);
                prop_assert!(m.orders.iter().all(|o| !orders[*o].void));
            }
        }
        prop_assert!(of_order.iter().all(|n| *n == 1), "{:?}", matches);
        for (claim, n) in claims.iter().zip(of_claim) {
            prop_assert!(n == 1 || n == 0 && !claim.claims, "{:?}", matches);
        }
    }
}
