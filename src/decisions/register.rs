//! The register of decisions (待核实.xlsx): what is open, ready to be decided, and all that was decided, so that the next run needs no other.

use std::{collections::BTreeMap, sync::atomic::Ordering};

use crate::{
    decisions::{
        overrides::Overrides,
        row::{DecisionRow, Subject},
        vocabulary::rectified_word,
        waivers::Waiver,
    },
    model::{BaseStanding, Decision, Line, Month, Standing, UnitReport, Verdict},
    text::Catalog,
};

/// A row of the register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RegisterRow {
    /// Line id.
    pub line: String,
    pub unit: String,
    pub period: Option<Month>,
    pub item: String,
    pub amount_fen: Option<i64>,
    pub supplier: String,
    /// Channel text.
    pub channel: String,
    /// Reasons in words; of a decision that matched nothing, that.
    pub reasons: String,
    /// `台账.xlsx › 3月 › F17`.
    pub source: String,
    /// What was decided; nothing where it is open.
    pub decision: Option<Box<Decision>>,
    /// A finding's key, where it is a finding that was looked into.
    pub finding: String,
    /// Last month for which that holds.
    pub expires: String,
    /// What deciding it does to the verdict, in words.
    pub effect: String,
    /// How much it weighs: first what decides a verdict by itself.
    pub weight: Weight,
}

/// How much a row weighs for its unit's verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Weight {
    /// Its answer is one of those that the verdict turns on.
    Decides,
    /// It matters with others only.
    Together,
    /// The verdict stands whatever the answer.
    #[default]
    Nothing,
}

/// All that is open of a unit: amounts that its tables leave open and its disputed lines, first what decides, then the largest.
#[must_use]
pub fn open(report: &UnitReport, catalog: &Catalog) -> Vec<RegisterRow> {
    rows(report, |l| l.is_disputed().then_some(None), false, catalog)
}

/// What is open of a unit in the year to date, and what was decided one by one.
#[must_use]
pub fn of_unit(report: &UnitReport, overrides: Option<&Overrides>, catalog: &Catalog) -> Vec<RegisterRow> {
    let decided = |l: &Line| {
        l.decision.as_ref()?;
        overrides?.of_line(&report.unit, &l.id).map(|row| row.decision.clone())
    };
    let listed = |l: &Line| {
        let decided = decided(l);
        (decided.is_some() || l.is_disputed() && l.period.in_year_to_date(report.run.period)).then_some(decided)
    };
    rows(report, listed, true, catalog)
}

/// The rows of lines that are listed, each with its decision, and of open amounts.
fn rows(report: &UnitReport, listed: impl Fn(&Line) -> Option<Option<Decision>>, decided: bool, catalog: &Catalog) -> Vec<RegisterRow> {
    let effects = Effects::of(report, catalog);
    let line = |l: &Line, decision: Option<Decision>| RegisterRow {
        weight: effects.weight(l.period, l.base == BaseStanding::Disputed, |id| {
            l.requirements.get(id) == Some(&Standing::Disputed)
        }),
        line: l.id.clone(),
        period: Some(l.period),
        item: l.item.as_deref().unwrap_or_default().to_owned(),
        amount_fen: l.amount_fen,
        supplier: l.supplier.as_deref().unwrap_or_default().to_owned(),
        channel: l.channel_text.as_deref().unwrap_or_default().to_owned(),
        reasons: l.reasons.iter().map(|r| r.words(catalog)).collect::<Vec<_>>().join("；"),
        source: l.source.to_string(),
        decision: decision.map(Box::new),
        ..RegisterRow::default()
    };
    // What a table's total leaves open is decided like a line.
    let amounts = report.scopes.ytd.open_amounts.iter();
    let amounts = amounts.filter(|o| if o.decision.is_some() { decided } else { o.fen() != 0 });
    let amounts = amounts.map(|o| RegisterRow {
        weight: effects.weight(report.run.period, o.base_fen != 0, |id| {
            o.requirements.get(id).is_some_and(|fen| *fen != 0)
        }),
        line: o.id.clone(),
        period: Some(report.run.period),
        amount_fen: Some(o.fen()),
        reasons: catalog.get(&format!("word.open.{}", o.kind.code())).to_owned(),
        source: o.source.to_string(),
        decision: o.decision.clone().map(Box::new),
        ..RegisterRow::default()
    });
    let mut lines: Vec<RegisterRow> = report.lines.iter().filter_map(|l| Some(line(l, listed(l)?))).collect();
    lines.sort_by_cached_key(|row| {
        (
            std::cmp::Reverse(row.amount_fen.map_or(u64::MAX, i64::unsigned_abs)),
            row.line.clone(),
        )
    });
    let mut rows: Vec<RegisterRow> = amounts.chain(lines).map(|row| effects.onto(row, report)).collect();
    rows.sort_by_key(|row| row.weight);
    rows
}

/// What each answer does to the verdicts of a unit's year to date.
struct Effects<'a> {
    /// By the id of a line or an open amount.
    deciding: BTreeMap<&'a str, Vec<String>>,
    /// Requirements that are open.
    undetermined: Vec<&'a str>,
    period: Month,
    catalog: &'a Catalog,
}

impl<'a> Effects<'a> {
    fn of(report: &'a UnitReport, catalog: &'a Catalog) -> Self {
        let mut deciding: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let word = |v: Verdict| catalog.get(&format!("word.verdict.{}", v.code())).to_owned();
        for r in &report.scopes.ytd.requirements {
            let info = report.policy.requirements.iter().find(|info| info.id == r.id);
            for d in r.deciding.iter().filter(|d| d.settles()) {
                let said = [
                    ("requirement", info.map_or(&*r.id, |info| &*info.title)),
                    ("if_counted", &*word(d.if_counted)),
                    ("if_not", &*word(d.if_not)),
                ];
                deciding.entry(&d.line).or_default().push(catalog.say("xlsx.decides", &said));
            }
        }
        let open = report.scopes.ytd.requirements.iter().filter(|r| r.verdict == Verdict::Undetermined);
        Self {
            deciding,
            undetermined: open.map(|r| &*r.id).collect(),
            period: report.run.period,
            catalog,
        }
    }

    /// Of what no single answer settles: whether it matters at all, by its month and by what it leaves open.
    fn weight(&self, period: Month, base: bool, numerator: impl Fn(&str) -> bool) -> Weight {
        let touches = base || self.undetermined.iter().any(|id| numerator(id));
        if touches && !self.undetermined.is_empty() && period.in_year_to_date(self.period) {
            Weight::Together
        } else {
            Weight::Nothing
        }
    }

    fn onto(&self, mut row: RegisterRow, report: &UnitReport) -> RegisterRow {
        row.unit = report.unit.to_string();
        if row.decision.is_some() {
            return row;
        }
        if let Some(said) = self.deciding.get(row.line.as_str()) {
            (row.weight, row.effect) = (Weight::Decides, said.join("；"));
        } else {
            let key = if row.weight == Weight::Together {
                "pages.effect_together"
            } else {
                "pages.effect_nothing"
            };
            self.catalog.get(key).clone_into(&mut row.effect);
        }
        row
    }
}

/// Decisions and waivers that no unit's lines show: of suppliers and channel texts, and those that match nothing.
pub fn of_no_line(overrides: &Overrides, catalog: &Catalog) -> Vec<RegisterRow> {
    let unmatched = |used: bool| if used { "" } else { catalog.get("policy.disputes.unmatched") }.to_owned();
    let decision = |row: &DecisionRow| {
        let mut out = RegisterRow {
            unit: row.unit.clone(),
            reasons: unmatched(row.is_used()),
            decision: Some(Box::new(row.decision.clone())),
            ..RegisterRow::default()
        };
        match &row.subject {
            Subject::Line(_) => out.line.clone_from(&row.written),
            Subject::Supplier(_) => out.supplier.clone_from(&row.written),
            Subject::ChannelText(_) => out.channel.clone_from(&row.written),
        }
        out
    };
    let waiver = |w: &Waiver| RegisterRow {
        reasons: unmatched(w.used.load(Ordering::Relaxed)),
        decision: Some(Box::new(Decision {
            // As it was written: the next run reads it here.
            decision: if w.waived.rectified { rectified_word() } else { String::new() },
            by: w.waived.by.clone(),
            evidence: w.waived.reason.clone(),
            date: w.waived.date.clone(),
            source: w.waived.source.clone(),
        })),
        finding: w.key.clone(),
        expires: w.waived.until.clone(),
        ..RegisterRow::default()
    };
    let shown = |row: &&DecisionRow| row.is_used() && matches!(row.subject, Subject::Line(_));
    let decisions = overrides.rows.iter().filter(|row| !shown(row)).map(decision);
    decisions.chain(overrides.waivers.rows.iter().map(waiver)).collect()
}
