//! Lines dated outside the month that their file or sheet states: kept, in their own month.

use std::collections::BTreeSet;

use crate::{
    checks::{
        check::{Check, CheckContext, Flag, Meta, NotApplicableReason, Outcome},
        figures::{args, sources, sum},
    },
    model::{
        dates::Month,
        finding::Severity,
        line::{Line, PeriodSource},
        money::Fen,
    },
};

/// See the module.
pub struct OutOfPeriod;

impl Check for OutOfPeriod {
    fn meta(&self) -> Meta {
        Meta::new("out_of_period", Severity::Warning)
    }
    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        let stated = |l: &Line| cx.data.stated_months.get(&(l.source.file.clone(), l.source.sheet.clone())).copied();
        let dated: Vec<&Line> = cx.data.lines.iter().filter(|l| l.period_source == PeriodSource::Date).collect();
        let compared: Vec<_> = dated.iter().filter_map(|l| stated(l).map(|m| (*l, m))).collect();
        let late: Vec<&Line> = dated
            .iter()
            .copied()
            .filter(|l| l.period > cx.period && stated(l).is_none_or(|m| m == l.period))
            .collect();
        if compared.is_empty() && late.is_empty() {
            return Outcome::NotApplicable(NotApplicableReason::NoStatedMonth);
        }
        let mut flags = Vec::new();
        let months: BTreeSet<(Month, Month)> = compared
            .iter()
            .filter(|(l, m)| l.period != *m)
            .map(|(l, m)| (*m, l.period))
            .collect();
        let mut outside = 0;
        for (month, actual) in months {
            let lines: Vec<&Line> = compared
                .iter()
                .filter(|(l, m)| *m == month && l.period == actual)
                .map(|(l, _)| *l)
                .collect();
            outside += lines.len();
            let amount = sum(&lines);
            flags.push(Flag {
                subject: format!("{month}|{actual}"),
                args: args([
                    ("stated", month.to_string()),
                    ("actual", actual.to_string()),
                    ("count", lines.len().to_string()),
                    ("amount", Fen(amount).yuan()),
                ]),
                amount_fen: Some(amount),
                evidence: sources(&lines),
                ..Flag::default()
            });
        }
        if !late.is_empty() {
            let amount = sum(&late);
            flags.push(Flag {
                subject: format!("after|{}", cx.period),
                args: args([
                    ("stated", cx.period.to_string()),
                    ("actual", late.iter().map(|l| l.period).max().unwrap_or(cx.period).to_string()),
                    ("count", late.len().to_string()),
                    ("amount", Fen(amount).yuan()),
                ]),
                amount_fen: Some(amount),
                evidence: sources(&late),
                ..Flag::default()
            });
        }
        Outcome::Examined {
            passed: (dated.len().saturating_sub(outside + late.len())) as u64,
            flags,
        }
    }
}
