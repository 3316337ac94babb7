//! The columns of 计算, and what the lines alone give for each.

use crate::model::{BaseKind, BaseStanding, Line, Month, RequirementResult, ScopeResult, Standing, UnitReport};

/// One column: a requirement in a scope.
pub struct Case<'a> {
    pub col: u16,
    pub index: usize,
    pub from: Month,
    pub to: Month,
    pub scope: &'a ScopeResult,
    pub result: &'a RequirementResult,
}

impl Case<'_> {
    /// What the requirement is a share of.
    pub fn base(&self) -> BaseKind {
        self.result.own_base.map_or(BaseKind::Actual, |b| b.kind)
    }

    /// The base that is certain, and that is disputed, fen.
    pub fn base_fen(&self) -> (i64, i64) {
        let own = self.result.own_base.map(|b| (b.base_fen, b.base_disputed_fen));
        own.unwrap_or((self.scope.base_fen, self.scope.base_disputed_fen))
    }

    /// Months of the scope.
    pub fn months(&self) -> i8 {
        self.to.month() - self.from.month() + 1
    }
}

/// What the lines alone give, fen.
#[derive(Default)]
pub struct Sums {
    pub counted: i64,
    pub disputed: i64,
    pub base: i64,
    pub base_disputed: i64,
    pub both: i64,
    pub unreadable: u64,
}

impl Sums {
    pub fn of(lines: &[Line], case: &Case<'_>) -> Self {
        let mut sums = Self::default();
        let inside = |l: &&Line| case.from <= l.period && l.period <= case.to && case.base().takes(l.union);
        for line in lines.iter().filter(inside) {
            let fen = line.amount_fen.unwrap_or(0);
            sums.unreadable += u64::from(line.amount_fen.is_none());
            let standing = line.requirements.get(&case.result.id).copied().unwrap_or(Standing::NotCounted);
            let add = |slot: &mut i64| *slot = slot.saturating_add(fen);
            match standing {
                Standing::Counted => add(&mut sums.counted),
                Standing::Disputed => add(&mut sums.disputed),
                Standing::NotCounted => {}
            }
            match line.base {
                BaseStanding::In => add(&mut sums.base),
                BaseStanding::Disputed => {
                    add(&mut sums.base_disputed);
                    if standing == Standing::Disputed {
                        add(&mut sums.both);
                    }
                }
                BaseStanding::Out => {}
            }
        }
        sums
    }
}

/// Every column, from the second on. In January the month is the year to date, which stands alone.
pub fn cases(report: &UnitReport) -> Vec<Case<'_>> {
    let period = report.run.period;
    let month = (period != period.january()).then_some((&report.scopes.month, period));
    let scopes = month.into_iter().chain([(&report.scopes.ytd, period.january())]);
    let cases = scopes.flat_map(|(scope, from)| {
        scope.requirements.iter().enumerate().map(move |(index, result)| Case {
            col: 0,
            index,
            from,
            to: period,
            scope,
            result,
        })
    });
    (1u16..).zip(cases).map(|(col, case)| Case { col, ..case }).collect()
}
