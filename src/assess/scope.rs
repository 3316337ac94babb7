//! One scope (a month, the year to date) of one unit: sums, intervals, verdicts and the lines that decide them.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    assess::{
        gap::shortfalls,
        intervals::{Answer, Choice, Sum, answers, block_answers, verdict},
    },
    model::{
        line::{Line, UnreadableBound},
        money::Overflow,
        results::{DecidingLine, RequirementResult, ScopeResult, Verdict},
        standing::{BaseStanding, Standing},
    },
    policy::at::PolicyAt,
};

/// Deciding lines shown.
const DECIDING_SHOWN: usize = 20;

/// One scope's lines and the requirements' thresholds.
pub(super) struct Scope<'a> {
    pub policy: &'a PolicyAt,
    /// By requirement, bp.
    pub thresholds: &'a BTreeMap<Arc<str>, i64>,
    /// All lines of the unit.
    pub lines: &'a [Line],
    /// Indices of those that lie in the scope.
    pub inside: Vec<usize>,
    pub bounds: &'a [UnreadableBound],
}

impl Scope<'_> {
    /// # Errors
    /// [`Overflow`] when amounts add up beyond 64 bits.
    pub fn result(&self) -> Result<ScopeResult, Overflow> {
        let (mut base_fen, mut base_disputed_fen) = (0_i64, 0_i64);
        for line in self.inside.iter().map(|i| &self.lines[*i]) {
            let amount = line.amount_fen.unwrap_or(0);
            match line.base {
                BaseStanding::In => base_fen = base_fen.checked_add(amount).ok_or(Overflow)?,
                BaseStanding::Disputed => base_disputed_fen = base_disputed_fen.checked_add(amount).ok_or(Overflow)?,
                BaseStanding::Out => {}
            }
        }
        for block in self.blocks().keys() {
            base_disputed_fen = base_disputed_fen.checked_add(self.bounds[*block].remainder_fen).ok_or(Overflow)?;
        }
        let requirements = self
            .policy
            .requirements
            .iter()
            .map(|r| self.requirement(&r.requirement.id))
            .collect::<Result<_, _>>()?;
        Ok(ScopeResult {
            base_fen,
            base_disputed_fen,
            requirements,
        })
    }

    /// Unreadable lines by the stated total that bounds them.
    fn blocks(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut blocks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for i in &self.inside {
            let line = &self.lines[*i];
            if let (Some(bound), None, true) = (line.bound, line.amount_fen, line.base != BaseStanding::Out)
                && self.bounds.get(bound).is_some_and(|b| b.remainder_fen >= 0)
            {
                blocks.entry(bound).or_default().push(*i);
            }
        }
        blocks
    }

    /// Whether some of the bound's lines lie outside the scope or the base: the remainder is then only the most that the others can hold.
    fn is_partial(&self, bound: usize, inside: &[usize]) -> bool {
        self.lines
            .iter()
            .filter(|l| l.bound == Some(bound) && l.amount_fen.is_none())
            .count()
            != inside.len()
    }

    /// The answers of each line in the scope for one requirement with threshold `t`, bp.
    fn gather(&self, id: &Arc<str>, t: i64) -> Result<Gathered, Overflow> {
        let standing = |line: &Line| line.requirements.get(id).copied().unwrap_or(Standing::NotCounted);
        let blocks = self.blocks();
        let mut out = Gathered::default();
        for i in &self.inside {
            let line = &self.lines[*i];
            out.anything |= line.base != BaseStanding::Out;
            let Some(amount) = line.amount_fen else {
                out.unbounded |= line.base != BaseStanding::Out && !line.bound.is_some_and(|b| blocks.contains_key(&b));
                continue;
            };
            let standing = standing(line);
            match standing {
                Standing::Counted => out.counted_fen = out.counted_fen.checked_add(amount).ok_or(Overflow)?,
                Standing::Disputed => out.disputed_fen = out.disputed_fen.checked_add(amount).ok_or(Overflow)?,
                Standing::NotCounted => {}
            }
            out.choices.push(match answers(line.base, standing, amount) {
                (only, None) => Choice::certain(only, *i),
                (one, Some(other)) => Choice::new(&[one, other], t, Some(*i)),
            });
        }
        for (bound, lines) in &blocks {
            let remainder = self.bounds[*bound].remainder_fen;
            // The total states that the amounts exist; which of the lines they belong to is open, so every line's answers are.
            let mut options: Vec<Answer> = lines
                .iter()
                .flat_map(|i| block_answers(&self.lines[*i], standing(&self.lines[*i]), remainder))
                .collect();
            if self.is_partial(*bound, lines) {
                options.push((0, 0));
            }
            options.sort_unstable();
            options.dedup();
            if lines.iter().any(|i| standing(&self.lines[*i]) != Standing::NotCounted) {
                out.disputed_fen = out.disputed_fen.checked_add(remainder).ok_or(Overflow)?;
            }
            out.choices.push(Choice::new(&options, t, None));
        }
        Ok(out)
    }

    fn requirement(&self, id: &Arc<str>) -> Result<RequirementResult, Overflow> {
        let t = self.thresholds.get(id).copied().unwrap_or(0);
        let Gathered {
            choices,
            counted_fen,
            disputed_fen,
            anything,
            unbounded,
        } = self.gather(id, t)?;
        let low = choices.iter().try_fold(Sum::default(), |s, c| s.add(c.worst))?;
        let high = choices.iter().try_fold(Sum::default(), |s, c| s.add(c.best))?;
        let settled = !choices.iter().any(|c| c.open);
        // Nothing bought, or returns that outweigh every purchase: there is no share to speak of.
        let nothing = !anything || (settled && !unbounded && low.d <= 0);
        let verdict = if nothing {
            Verdict::NoData
        } else {
            verdict(low, high, t, unbounded)
        };
        let (substitute, additional) = if nothing { (0, 0) } else { shortfalls(low.ratio(), t) };
        let deciding = if verdict == Verdict::Undetermined {
            self.deciding(&choices, low, high, t, unbounded)
        } else {
            Vec::new()
        };
        Ok(RequirementResult {
            id: id.clone(),
            threshold_bp: t,
            counted_fen,
            disputed_fen,
            ratio_low_bp: low.ratio().floor_bp(),
            ratio_high_bp: high.ratio().floor_bp(),
            verdict,
            shortfall_substitute_fen: substitute,
            shortfall_additional_fen: additional,
            low: low.ratio(),
            high: high.ratio(),
            unbounded,
            deciding,
        })
    }

    /// The disputed lines, largest first, with what each answer would give while the others stay open.
    fn deciding(&self, choices: &[Choice], low: Sum, high: Sum, t: i64, unbounded: bool) -> Vec<DecidingLine> {
        let mut open: Vec<&Choice> = choices.iter().filter(|c| c.open && c.line.is_some()).collect();
        let size = |c: &Choice| c.line.and_then(|i| self.lines[i].amount_fen).map_or(0, i64::unsigned_abs);
        open.sort_by_key(|c| (std::cmp::Reverse(size(c)), c.line));
        let unreadable = self
            .inside
            .iter()
            .copied()
            .filter(|i| self.lines[*i].amount_fen.is_none() && self.lines[*i].base != BaseStanding::Out);
        let open_end = Settled {
            bp: (None, None),
            verdict: Verdict::Undetermined,
        };
        let mut out: Vec<DecidingLine> = unreadable.map(|i| self.deciding_line(i, open_end, open_end)).collect();
        let settled = |low: Sum, high: Sum| Settled {
            bp: (low.ratio().floor_bp(), high.ratio().floor_bp()),
            verdict: verdict(low, high, t, unbounded),
        };
        for c in open {
            let Some(i) = c.line else { continue };
            let moved = |s: Sum, from: Answer, to: Answer| Sum {
                n: s.n - from.0 + to.0,
                d: s.d - from.1 + to.1,
            };
            let counted = settled(moved(low, c.worst, c.best), high);
            let not = settled(low, moved(high, c.best, c.worst));
            out.push(self.deciding_line(i, counted, not));
        }
        out.truncate(DECIDING_SHOWN);
        out
    }

    fn deciding_line(&self, i: usize, counted: Settled, not: Settled) -> DecidingLine {
        let line = &self.lines[i];
        DecidingLine {
            line: line.id.clone(),
            amount_fen: line.amount_fen,
            reasons: line.reasons.clone(),
            if_counted_bp: counted.bp,
            if_counted: counted.verdict,
            if_not_bp: not.bp,
            if_not: not.verdict,
            source: line.source.clone(),
        }
    }
}

/// What the lines of a scope may contribute to one requirement.
#[derive(Default)]
struct Gathered {
    choices: Vec<Choice>,
    counted_fen: i64,
    disputed_fen: i64,
    /// Some line is, or may be, in the base.
    anything: bool,
    /// An unreadable amount that no stated total bounds.
    unbounded: bool,
}

/// The requirement's interval (floor, bp) and verdict once one line is settled.
#[derive(Clone, Copy)]
struct Settled {
    bp: (Option<i64>, Option<i64>),
    verdict: Verdict,
}
