//! One scope (a month, the year to date) of one unit: sums, intervals, verdicts and the lines that decide them.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    assess::{
        intervals::{Answer, Choice, Of, answers, plus, result, verdict},
        open_amounts::{Open, open_in},
        own_base::registered,
    },
    model::{
        BaseKind, BaseStanding, DecidingLine, Line, OpenAmount, OpenKind, Overflow, OwnBase, Ratio, RequirementResult, ScopeResult, Source,
        Standing, UnitTerms, Verdict,
    },
    policy::{at::PolicyAt, pack::Requirement},
};

/// Deciding lines shown.
const DECIDING_SHOWN: usize = 20;

/// One scope's lines and the requirements' thresholds.
pub(super) struct Scope<'a> {
    pub policy: &'a PolicyAt,
    /// By requirement, bp.
    pub thresholds: &'a BTreeMap<Arc<str>, i64>,
    /// What the registry says of the unit.
    pub terms: &'a UnitTerms,
    /// All lines of the unit.
    pub lines: &'a [Line],
    /// Indices of those that lie in the scope.
    pub inside: Vec<usize>,
    /// Months of the scope, for a base that is an amount of the year.
    pub months: i8,
    /// All open amounts of the unit.
    pub open_amounts: &'a [OpenAmount],
    /// A file of the unit breaks off.
    pub broken_off: bool,
}

impl Scope<'_> {
    pub fn result(&self) -> Result<ScopeResult, Overflow> {
        let (base_fen, mut base_disputed_fen) = self.base(BaseKind::Actual)?;
        let canteen = self.inside.iter().map(|i| &self.lines[*i]).filter(|line| !line.union);
        let open = open_in(canteen, self.open_amounts);
        for amount in &open {
            base_disputed_fen = base_disputed_fen.checked_add(amount.base_fen()).ok_or(Overflow)?;
        }
        let ids = || self.policy.requirements.iter().map(|r| &r.requirement.id);
        Ok(ScopeResult {
            base_fen,
            base_disputed_fen,
            requirements: self
                .policy
                .requirements
                .iter()
                .map(|r| self.requirement(&r.requirement, &open))
                .collect::<Result<_, _>>()?,
            open_amounts: open.iter().map(|o| o.share(ids().cloned())).collect(),
        })
    }

    /// Purchases that are certainly, and that are perhaps, in a base, fen.
    fn base(&self, kind: BaseKind) -> Result<(i64, i64), Overflow> {
        let (mut certain, mut disputed) = (0_i64, 0_i64);
        for line in self.inside.iter().map(|i| &self.lines[*i]).filter(|line| kind.takes(line.union)) {
            let amount = line.amount_fen.unwrap_or(0);
            match line.base {
                BaseStanding::In => certain = certain.checked_add(amount).ok_or(Overflow)?,
                BaseStanding::Disputed => disputed = disputed.checked_add(amount).ok_or(Overflow)?,
                BaseStanding::Out => {}
            }
        }
        Ok((certain, disputed))
    }

    /// The base of a requirement that is no share of the canteen's purchases.
    fn own_base(&self, of: &Requirement, open: &[Open<'_>]) -> Result<Option<OwnBase>, Overflow> {
        let kind = of.base;
        if kind == BaseKind::Actual {
            return Ok(None);
        }
        if let Some(base) = registered(of, self.terms, self.months) {
            return Ok(Some(base));
        }
        let (base_fen, mut base_disputed_fen) = self.base(kind)?;
        for amount in open {
            base_disputed_fen = base_disputed_fen.checked_add(amount.base_fen()).ok_or(Overflow)?;
        }
        Ok(Some(OwnBase {
            kind,
            base_fen,
            base_disputed_fen,
            year_fen: None,
        }))
    }

    /// The answers of each line in the scope for one requirement with threshold `t`, bp.
    fn gather(&self, of: &Requirement, t: i64, open: &[Open<'_>]) -> Result<Gathered, Overflow> {
        let (id, base) = (&of.id, of.base);
        let standing = |line: &Line| line.requirements.get(id).copied().unwrap_or(Standing::NotCounted);
        let bounded = |line: &Line| {
            line.open
                .is_some_and(|i| open.iter().any(|o| o.index == i && o.amount.kind == OpenKind::Unreadable))
        };
        let mut out = Gathered {
            unbounded: self.broken_off,
            ..Gathered::default()
        };
        // Against an amount of the year a line has nothing to say about the base.
        let in_base = |(n, d): Answer| if base.is_registered() { (n, 0) } else { (n, d) };
        for i in self.inside.iter().filter(|i| base.takes(self.lines[**i].union)) {
            let line = &self.lines[*i];
            // What a table leaves open is bounded among the canteen's lines only.
            out.unbounded |= line.union && line.open.is_some();
            out.anything |= line.base != BaseStanding::Out;
            let Some(amount) = line.amount_fen else {
                let touches = !base.is_registered() || standing(line) != Standing::NotCounted;
                out.unbounded |= line.base != BaseStanding::Out && touches && !bounded(line);
                continue;
            };
            let standing = standing(line);
            match standing {
                Standing::Counted => out.counted_fen = out.counted_fen.checked_add(amount).ok_or(Overflow)?,
                Standing::Disputed => out.disputed_fen = out.disputed_fen.checked_add(amount).ok_or(Overflow)?,
                Standing::NotCounted => {}
            }
            let (one, other) = answers(line, standing, amount);
            out.choices.push(match (in_base(one), other.map(in_base)) {
                (only, other) if other.is_none_or(|other| other == only) => Choice::certain(only, *i),
                (one, other) => Choice::new(&[one, other.unwrap_or(one)], t, Of::Line(*i)),
            });
        }
        for (at, amount) in open.iter().enumerate() {
            out.disputed_fen = out.disputed_fen.checked_add(amount.disputed_fen(id)).ok_or(Overflow)?;
            let answers = amount.answers(id).map(in_base);
            if answers != [(0, 0); 3] {
                out.choices.push(Choice::new(&answers, t, Of::Open(at)));
            }
        }
        Ok(out)
    }

    fn requirement(&self, of: &Requirement, open: &[Open<'_>]) -> Result<RequirementResult, Overflow> {
        let id = &of.id;
        let t = self.thresholds.get(id).copied().unwrap_or(0);
        let open = if of.base.takes(false) { open } else { &[] };
        let own_base = self.own_base(of, open)?;
        let Gathered {
            mut choices,
            counted_fen,
            disputed_fen,
            anything,
            unbounded,
        } = self.gather(of, t, open)?;
        if let Some(base) = own_base.filter(|b| b.kind.is_registered()) {
            choices.push(Choice::fixed((0, base.base_fen)));
        }
        let low = choices.iter().try_fold(Ratio::of(0, 0), |s, c| plus(s, c.worst))?;
        let high = choices.iter().try_fold(Ratio::of(0, 0), |s, c| plus(s, c.best))?;
        let settled = !choices.iter().any(|c| c.open);
        // Nothing bought, or returns that outweigh every purchase: there is no share to speak of.
        let missing = own_base.is_some_and(|b| b.is_missing());
        // A workbook that could not be read says that there was something, and not what.
        let unbounded = unbounded || (!anything && self.terms.unread);
        let nothing = missing || (!unbounded && (!anything || (settled && low.denominator_fen <= 0)));
        let mut result = RequirementResult {
            counted_fen,
            disputed_fen,
            ..result(id.clone(), t, (low, high), nothing, unbounded).over(own_base)
        };
        if result.verdict == Verdict::Undetermined {
            result.deciding = self.deciding(&choices, open, (low, high), t, unbounded);
        }
        Ok(result)
    }

    /// The disputed lines and open amounts, largest first, with what each answer would give while the others stay open.
    fn deciding(&self, choices: &[Choice], open: &[Open<'_>], (low, high): (Ratio, Ratio), t: i64, unbounded: bool) -> Vec<DecidingLine> {
        let unreadable = self
            .inside
            .iter()
            .copied()
            .filter(|i| self.lines[*i].amount_fen.is_none() && self.lines[*i].base != BaseStanding::Out);
        let open_end = Settled {
            bp: (None, None),
            verdict: Verdict::Undetermined,
        };
        let mut out: Vec<DecidingLine> = unreadable.map(|i| deciding_line(&self.lines[i], open_end, open_end)).collect();
        let settled = |low: Ratio, high: Ratio| Settled {
            bp: (low.floor_bp(), high.floor_bp()),
            verdict: verdict(low, high, t, unbounded),
        };
        let amount = |of: Of| match of {
            Of::Line(i) => self.lines[i].amount_fen.unwrap_or_default(),
            Of::Open(i) => open[i].amount.fen,
        };
        let mut choices: Vec<&Choice> = choices.iter().filter(|c| c.open).collect();
        choices.sort_by_key(|c| (std::cmp::Reverse(amount(c.of).unsigned_abs()), c.of));
        for c in choices {
            let moved = |s: Ratio, from: Answer, to: Answer| Ratio::of(s.numerator_fen - from.0 + to.0, s.denominator_fen - from.1 + to.1);
            let counted = settled(moved(low, c.worst, c.best), high);
            let not = settled(low, moved(high, c.best, c.worst));
            out.push(match c.of {
                Of::Line(i) => deciding_line(&self.lines[i], counted, not),
                Of::Open(i) => {
                    let amount = open[i].amount;
                    DecidingLine {
                        open: Some(amount.kind),
                        ..deciding(&amount.id, Some(amount.fen), &amount.source, counted, not)
                    }
                }
            });
        }
        out.truncate(DECIDING_SHOWN);
        out
    }
}

fn deciding_line(line: &Line, counted: Settled, not: Settled) -> DecidingLine {
    DecidingLine {
        reasons: line.reasons.clone(),
        ..deciding(&line.id, line.amount_fen, &line.source, counted, not)
    }
}

fn deciding(id: &str, amount_fen: Option<i64>, source: &Source, counted: Settled, not: Settled) -> DecidingLine {
    DecidingLine {
        line: id.to_owned(),
        amount_fen,
        reasons: Vec::new(),
        open: None,
        if_counted_bp: counted.bp,
        if_counted: counted.verdict,
        if_not_bp: not.bp,
        if_not: not.verdict,
        source: source.clone(),
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
    /// An unreadable amount that no stated total bounds, or a file that breaks off.
    unbounded: bool,
}

/// The requirement's interval (floor, bp) and verdict once one line is settled.
#[derive(Clone, Copy)]
struct Settled {
    bp: (Option<i64>, Option<i64>),
    verdict: Verdict,
}
