//! `bangfu diff OUT_A OUT_B`: which units' figures changed between two runs, and which lines did it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    model::{BaseStanding, Fen, Line, PolicyInfo, RegionSummary, ScopeResult, Standing, UnitReport, UnitSummary, Verdict, percent},
    report::{
        published::{summary, unit_report},
        since::{Counts, Previous},
        words,
    },
    text::{Catalog, Fault, one_line},
};

/// Schema id of `diff --format json`.
pub const DIFF_SCHEMA: &str = "bangfu/diff/1";

/// What changed between two runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RunDiff {
    /// `bangfu/diff/1`.
    pub schema: &'static str,
    /// All of it in numbers.
    pub summary: Counts,
    /// Units with another verdict.
    pub verdicts: Vec<VerdictDiff>,
    /// Run facts that differ: period, policy, tool.
    pub run: Vec<String>,
    /// Units only in the first run.
    pub gone: Vec<String>,
    /// Units only in the second run.
    pub new: Vec<String>,
    /// Units whose figures changed.
    pub changed: Vec<UnitDiff>,
}

/// A unit whose verdict changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VerdictDiff {
    /// Folder below OUT.
    pub path: String,
    /// In the first run.
    pub before: Verdict,
    /// In the second run.
    pub after: Verdict,
}

/// One unit's change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnitDiff {
    /// Folder below OUT.
    pub path: String,
    /// Figures, `what: before → after`.
    pub figures: Vec<String>,
    /// Lines, `+` new, `-` gone, `~` classified or read differently.
    pub lines: Vec<String>,
}

impl RunDiff {
    /// Nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.run.is_empty() && self.gone.is_empty() && self.new.is_empty() && self.changed.is_empty()
    }
}

/// Compares two published runs.
///
/// # Errors
/// [`Fault`] when one of them cannot be read.
pub fn diff(a: &Path, b: &Path, catalog: &Catalog) -> Result<RunDiff, Fault> {
    let (before, after) = (summary(a)?, summary(b)?);
    let mut out = RunDiff {
        schema: DIFF_SCHEMA,
        summary: Previous::read(a)?.counts(&after),
        run: run_facts(&before, &after, catalog),
        ..RunDiff::default()
    };
    let by_path = |s: &RegionSummary| s.units.iter().map(|u| (u.path.clone(), u.clone())).collect::<BTreeMap<_, _>>();
    let (old, new) = (by_path(&before), by_path(&after));
    for path in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
        match (old.get(path), new.get(path)) {
            (Some(_), None) => out.gone.push(path.clone()),
            (None, Some(_)) => out.new.push(path.clone()),
            (Some(x), Some(y)) => {
                let (rx, ry) = (unit_report(a, x)?, unit_report(b, y)?);
                let (figures, lines) = (figures(x, y, &rx, catalog), changed_lines(&rx, &ry, catalog));
                if x.verdict != y.verdict {
                    out.verdicts.push(VerdictDiff {
                        path: path.clone(),
                        before: x.verdict,
                        after: y.verdict,
                    });
                }
                if !figures.is_empty() || !lines.is_empty() {
                    out.changed.push(UnitDiff {
                        path: path.clone(),
                        figures,
                        lines,
                    });
                }
            }
            (None, None) => {}
        }
    }
    Ok(out)
}

fn run_facts(a: &RegionSummary, b: &RegionSummary, catalog: &Catalog) -> Vec<String> {
    let facts = [
        ("period", a.run.period.to_string(), b.run.period.to_string()),
        ("policy", a.run.policy.clone(), b.run.policy.clone()),
        ("tool", a.run.tool.clone(), b.run.tool.clone()),
    ];
    facts
        .into_iter()
        .filter(|(_, x, y)| x != y)
        .map(|(what, x, y)| format!("{}: {x} → {y}", catalog.get(&format!("cli.diff.{what}"))))
        .collect()
}

fn figures(a: &UnitSummary, b: &UnitSummary, report: &UnitReport, catalog: &Catalog) -> Vec<String> {
    let mut out = Vec::new();
    let mut push = |what: String, x: String, y: String| {
        if x != y {
            out.push(format!("{what}: {x} → {y}"));
        }
    };
    let verdict = |u: &UnitSummary| catalog.get(&format!("word.verdict.{}", u.verdict.code())).to_owned();
    push(catalog.get("cli.diff.verdict").to_owned(), verdict(a), verdict(b));
    for (name, x, y) in [("month", &a.scopes.month, &b.scopes.month), ("ytd", &a.scopes.ytd, &b.scopes.ytd)] {
        let scope = catalog.get(&format!("cli.explain.{name}")).to_owned();
        push(
            format!("{scope} {}", catalog.get("cli.explain.base")),
            Fen(x.base_fen).yuan(),
            Fen(y.base_fen).yuan(),
        );
        push(
            format!("{scope} {}", catalog.get("cli.diff.base_disputed")),
            Fen(x.base_disputed_fen).yuan(),
            Fen(y.base_disputed_fen).yuan(),
        );
        for id in x
            .requirements
            .iter()
            .chain(&y.requirements)
            .map(|r| r.id.clone())
            .collect::<BTreeSet<_>>()
        {
            let show = |s: &ScopeResult| {
                s.requirements.iter().find(|r| r.id == id).map_or_else(
                    || "—".to_owned(),
                    |r| {
                        let bp = |v: Option<i64>| v.map_or_else(|| "—".to_owned(), percent);
                        let said = [
                            ("low", bp(r.ratio_low_bp)),
                            ("high", bp(r.ratio_high_bp)),
                            ("counted", Fen(r.counted_fen).yuan()),
                            ("disputed", Fen(r.disputed_fen).yuan()),
                            ("threshold", percent(r.threshold_bp)),
                        ];
                        catalog.say("cli.diff.ratio", &said.each_ref().map(|(k, v)| (*k, v.as_str())))
                    },
                )
            };
            let info = report.policy.requirements.iter().find(|r| r.id == id);
            let title = info.map_or(id.as_ref(), |r| r.title.as_str());
            push(format!("{scope} {title}"), show(x), show(y));
        }
    }
    out
}

/// Lines by what they say, not by where they stand: a ledger sent again with one row more shows one line.
fn changed_lines(a: &UnitReport, b: &UnitReport, catalog: &Catalog) -> Vec<String> {
    let standing = |l: &Line| {
        (
            l.channel.clone(),
            l.base,
            l.requirements.clone(),
            l.reasons.clone(),
            l.decision.clone(),
        )
    };
    let by_id = |r: &UnitReport| r.lines.iter().map(|l| (l.id.clone(), l.clone())).collect::<BTreeMap<_, _>>();
    let (old, new) = (by_id(a), by_id(b));
    let mut out = Vec::new();
    let mut gone: Vec<&Line> = Vec::new();
    for (id, x) in &old {
        match new.get(id) {
            Some(y) if standing(x) != standing(y) || x.amount_fen != y.amount_fen || x.period != y.period => {
                out.push(format!(
                    "~ {} [{}] → [{}]",
                    describe(x),
                    standing_text(x, &a.policy, catalog),
                    standing_text(y, &b.policy, catalog)
                ));
            }
            Some(_) => {}
            None => gone.push(x),
        }
    }
    // A file that was sent anew has other ids; lines that say and count the same on both sides are no change.
    let said = |l: &Line| {
        (
            l.period,
            l.date,
            l.item.clone(),
            l.supplier.clone(),
            l.amount_fen,
            l.order_no.clone(),
        )
    };
    let mut fresh: BTreeMap<_, Vec<&Line>> = BTreeMap::new();
    for (_, line) in new.iter().filter(|(id, _)| !old.contains_key(*id)) {
        fresh.entry(said(line)).or_default().push(line);
    }
    gone.retain(|x| {
        let alike = fresh.get_mut(&said(x));
        let at = alike
            .as_ref()
            .and_then(|alike| alike.iter().position(|y| standing(x) == standing(y)));
        let same = alike.zip(at);
        let found = same.is_some();
        same.map(|(alike, at)| alike.swap_remove(at));
        !found
    });
    let mut fresh: Vec<&Line> = fresh.into_values().flatten().collect();
    fresh.sort_by(|x, y| x.id.cmp(&y.id));
    out.extend(
        gone.iter()
            .map(|l| format!("- {} [{}]", describe(l), standing_text(l, &a.policy, catalog))),
    );
    out.extend(
        fresh
            .iter()
            .map(|l| format!("+ {} [{}]", describe(l), standing_text(l, &b.policy, catalog))),
    );
    out
}

fn describe(l: &Line) -> String {
    let amount = l.amount_fen.map_or_else(|| "?".to_owned(), |f| Fen(f).yuan());
    format!(
        "{} {} {} {amount} ({})",
        l.period,
        l.item.as_deref().unwrap_or("—"),
        l.supplier.as_deref().unwrap_or("—"),
        l.source
    )
}

fn standing_text(l: &Line, policy: &PolicyInfo, catalog: &Catalog) -> String {
    let channel = l.channel.as_deref().map_or_else(
        || catalog.get("word.channel_open"),
        |id| {
            policy
                .channels
                .iter()
                .find(|c| c.id.as_ref() == id)
                .map_or(id, |c| c.title.as_str())
        },
    );
    let base = match l.base {
        BaseStanding::In => "cli.explain.base_in",
        BaseStanding::Disputed => "cli.explain.base_disputed",
        BaseStanding::Out => "cli.explain.base_out",
    };
    let counts: Vec<String> = policy
        .requirements
        .iter()
        .filter_map(|r| {
            let word = match l.requirements.get(&r.id)? {
                Standing::Counted => "word.standing.counted",
                Standing::Disputed => "word.standing.disputed",
                Standing::NotCounted => return None,
            };
            Some(format!("{} {}", r.title, catalog.get(word)))
        })
        .collect();
    let mut parts = vec![
        channel.to_owned(),
        format!("{} {}", catalog.get("cli.explain.base"), catalog.get(base)),
    ];
    parts.extend(counts);
    parts.extend(l.reasons.iter().map(|r| r.words(catalog)));
    parts.extend(l.decision.as_ref().map(|d| words::decision(d, catalog)));
    parts.join(catalog.get("word.joiner"))
}

/// The diff as text: all of it in one sentence first, then the verdicts, then unit by unit.
#[must_use]
pub fn text(diff: &RunDiff, catalog: &Catalog) -> String {
    if diff.is_empty() {
        return format!("{}\n", catalog.get("cli.diff.same"));
    }
    let mut out = format!("{}\n", diff.summary.say(catalog));
    for v in &diff.verdicts {
        let [before, after] = [v.before, v.after].map(|v| v.word(catalog));
        out.push_str(&format!("{}: {before} → {after}\n", v.path));
    }
    out.push('\n');
    for fact in &diff.run {
        out.push_str(&format!("{}\n", one_line(fact)));
    }
    out.extend(diff.gone.iter().map(|p| format!("- {p}\n")));
    out.extend(diff.new.iter().map(|p| format!("+ {p}\n")));
    for unit in &diff.changed {
        out.push_str(&format!("{}\n", unit.path));
        out.extend(unit.figures.iter().chain(&unit.lines).map(|l| format!("    {}\n", one_line(l))));
    }
    out
}
