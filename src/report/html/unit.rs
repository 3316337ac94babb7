//! A unit's page: the verdict in a sentence, why, what would close the gap, what is to be settled, and every line with its cell.

use minijinja::{Value, context, value::Serde};
use serde_json::{Value as Json, json};

use crate::{
    model::{Fen, Month, Pace, PaceState, RequirementResult, ScopeResult, UnitNote, UnitReport, Verdict, percent},
    report::{
        RenderError,
        html::{
            history,
            page::{link, page, paper_link, priced, reconciled, since_title, titled},
            paged_table,
            svg::{self, DASH},
            unit_tables,
        },
        one_cause::OneCause,
        policy_words,
        render::{Beside, Format},
        tables, words,
    },
    text::Catalog,
};

/// A unit's page.
///
/// # Errors
/// [`RenderError`] when a template does not hold; a test renders both.
pub fn render(report: &UnitReport, beside: Beside<'_>, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    let ytd = titled(&report.policy, &report.scopes.ytd);
    let months: Vec<(String, &ScopeResult)> = report.months.iter().map(|m| (m.period.month().to_string(), &m.result)).collect();
    // In January the month is the year to date.
    let month = (report.run.period.month() > 1).then_some(("month", &report.scopes.month));
    let scopes = [("ytd", &report.scopes.ytd)].into_iter().chain(month).map(|(name, result)| {
        let (month, span) = (report.run.period.words(catalog), words::span(report.run.period, catalog));
        let title = catalog.say(&format!("html.scope_{name}"), &[("month", &month), ("span", &span)]);
        json!({"title": title, "result": result, "how": result.requirements.iter().map(how).collect::<Vec<_>>()})
    });
    // Field by field: the lines of a large unit are worth copying once, into their table.
    let r = context! {
        unit => report.unit.as_ref(),
        verdict => report.verdict.code(),
        run => Serde(&report.run),
        policy => Serde(&report.policy),
        months => Serde(&report.months),
        reservation => Serde(&report.reservation),
        exceptions => &report.exceptions,
        checks => Serde(&report.checks),
    };
    let one_cause = OneCause::of(report);
    let sends_back = one_cause.as_ref().is_some_and(OneCause::sends_back);
    let reconciliation = report.reconciliation.iter();
    let values = context! {
        r => r,
        span => words::span(report.run.period, catalog),
        past => beside.past.map(|past| history::of_unit(past, &report.policy.requirements, catalog)),
        pending => words::pending(&report.run, &report.policy, catalog),
        facts => facts(report, catalog),
        sentence => said(report, catalog),
        bare => report.is_bare(),
        links => Serde(links(report, beside, catalog)),
        since => since(report, beside, catalog),
        cause => one_cause.as_ref().map(|c| c.says(catalog)),
        cause_places => one_cause.as_ref().filter(|c| c.sends_back()).map(|c| paged_table::shared("cause", c.table(catalog), &[])),
        // While a ledger has to go back for a column, the gap to the threshold says nothing.
        gaps => if sends_back { Vec::new() } else { gaps(report, catalog) },
        skipped => Serde(skipped(report, catalog)),
        plan => tables::unit::plan(report, catalog).map(|plan| paged_table::shared("plan-table", plan, &[])),
        paces => paces(report, catalog),
        purchases_say => report.purchase_plan.as_ref().map(|plan| policy_words::purchase_plan(plan, &report.policy, catalog)),
        purchases => tables::unit::purchase_plan(report, catalog).filter(|_| !sends_back).map(|plan| paged_table::shared("purchases-table", plan, &[])),
        bars => svg::bars(&ytd, catalog),
        month_chart => svg::months(&ytd, &months, catalog),
        scopes => Serde(scopes.collect::<Vec<_>>()),
        findings => Serde(findings(report, catalog)),
        disputed => unit_tables::disputed(report, catalog),
        reconcile => reconciled(reconciliation.map(|r| (&*r.title, &*r.exports, &*r.covered, [&r.ledger, &r.platform])), catalog),
        matches => paged_table::shared("matches", tables::reconcile::matches(report, catalog), &["outcome", "channel"]),
        prices => prices(report, catalog),
        lines => unit_tables::lines(report, catalog),
        issues => paged_table::shared("issues", tables::unit::issues(report, catalog), &["severity"]),
        rejected => paged_table::shared("rejected", tables::unit::rejected(report, catalog).only(&["message", "found", "place"]), &["message"]),
        files => paged_table::shared("files-table", tables::unit::files(report, catalog), &[]),
    };
    page("unit.html", values, &report.policy, catalog)
}

/// Purchases beside prices; nothing without any price.
fn prices(report: &UnitReport, catalog: &Catalog) -> Option<Value> {
    let prices = report.prices.as_ref()?;
    let tables = [
        ("prices", tables::prices::overpaid(prices, catalog)),
        ("prices_sums", tables::prices::sums(&prices.items, &prices.suppliers, catalog)),
        ("prices_unmatched", tables::prices::unmatched(prices, catalog)),
    ];
    Some(priced(prices.totals, tables, catalog))
}

/// The unit's other files.
fn links(report: &UnitReport, beside: Beside<'_>, catalog: &Catalog) -> Vec<Json> {
    let all = [(Format::Xlsx, "xlsx"), (Format::Docx, "docx"), (Format::Json, "json")];
    let written = all.into_iter().filter(|(format, _)| beside.formats.contains(format));
    let papers = beside.papers.into_iter().flat_map(|papers| papers.of_unit(report));
    written
        .map(|(format, key)| link(&format.unit_file(), key, &report.unit, &report.run, catalog))
        .chain(papers.map(|paper| paper_link(&paper.name, &report.unit, &report.run, catalog)))
        .collect()
}

/// What changed for the unit since the run that this one is compared with.
fn since(report: &UnitReport, beside: Beside<'_>, catalog: &Catalog) -> Option<Value> {
    let previous = beside.previous?;
    let title = |id: &str| words::requirement(&report.policy.requirements, id).to_owned();
    let phrases = previous.change(&report.summary())?.phrases(title, catalog);
    let says = phrases.join(catalog.get("html.part_joiner"));
    (!phrases.is_empty()).then(|| context! { title => since_title(previous, catalog), says => says })
}

/// Checks that could not be made, by why not.
fn skipped(report: &UnitReport, catalog: &Catalog) -> Vec<[String; 2]> {
    let mut by_reason: Vec<(&str, Vec<&str>)> = Vec::new();
    for check in &report.checks {
        let Some(reason) = check.not_applicable.as_deref() else { continue };
        let title = format!("checks.{}.title", check.check);
        let title = catalog.find(&title).unwrap_or(&check.check);
        match by_reason.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, titles)) => titles.push(title),
            None => by_reason.push((reason, vec![title])),
        }
    }
    let joiner = catalog.get("word.joiner");
    by_reason
        .into_iter()
        .map(|(reason, titles)| [reason.to_owned(), titles.join(joiner)])
        .collect()
}

/// The divisions behind both ends: `3,000.00 ÷ 10,433.33`.
fn how(r: &RequirementResult) -> [String; 2] {
    [r.low, r.high].map(|b| {
        let [n, d] = [b.numerator_fen, b.denominator_fen].map(|f| Fen(f).yuan());
        if b.denominator_fen == 0 {
            String::new()
        } else {
            format!("{n} ÷\u{a0}{d}")
        }
    })
}

fn facts(report: &UnitReport, catalog: &Catalog) -> String {
    let mut facts: Vec<String> = report.county.iter().map(ToString::to_string).collect();
    facts.push(words::sector(catalog, report.sector));
    facts.push(report.canteen.word(catalog));
    facts.extend(report.system.iter().map(|s| catalog.say("html.system_of", &[("value", s)])));
    if let Some(by) = &report.represented_by {
        facts.push(catalog.say("html.represented", &[("value", by)]));
    }
    facts.extend(report.code.iter().map(|c| catalog.say("html.code", &[("value", c)])));
    facts.retain(|f| !f.is_empty());
    facts.join(" · ")
}

/// `36.68%（要求不低于 30.00%，达标）`, for each requirement.
fn share(title: &str, r: &RequirementResult, period: Month, catalog: &Catalog) -> String {
    let text = if r.ratio_low_bp.is_none() && r.ratio_high_bp.is_none() {
        catalog.get("html.no_base").to_owned()
    } else if r.ratio_low_bp == r.ratio_high_bp {
        words::interval((r.ratio_low_bp, r.ratio_high_bp), DASH)
    } else {
        let [low, high] = [r.ratio_low_bp, r.ratio_high_bp].map(words::share);
        catalog.say("html.between", &[("low", &low), ("high", &high)])
    };
    let key = if r.unbounded { "html.says_unbounded" } else { "html.says_share" };
    let (threshold, verdict) = (percent(r.threshold_bp), r.verdict.word(catalog));
    let base = policy_words::own_base(r, period, catalog);
    let said = [("title", title), ("share", &text), ("threshold", &threshold)];
    let said = said.into_iter().chain([("base", base.as_str()), ("verdict", &verdict)]);
    catalog.say(key, &said.collect::<Vec<_>>())
}

/// The verdict, and beside it what persons decided.
fn said(report: &UnitReport, catalog: &Catalog) -> String {
    let said = sentence(report, catalog);
    let decided = words::decided(report.decided.as_ref(), report.verdict, catalog);
    if decided.is_empty() {
        return said;
    }
    catalog.say("html.says_decided", &[("said", &said), ("decided", &decided)])
}

/// The verdict in one sentence: unit, period, purchases, each ratio with its verdict, and the reservation; or why there is no figure.
fn sentence(report: &UnitReport, catalog: &Catalog) -> String {
    let when = words::span(report.run.period, catalog);
    let mut args = vec![("unit", report.unit.as_ref()), ("span", &when)];
    let by = report.represented_by.as_deref().unwrap_or_default();
    args.push(("by", by));
    match report.note {
        Some(UnitNote::SharedCanteen) if !by.is_empty() => return catalog.say("html.note.shared_by", &args),
        Some(note) => return catalog.say(&format!("html.note.{}", note.code()), &args),
        None => {}
    }
    let verdict = report.verdict.word(catalog);
    args.push(("verdict", &verdict));
    let ytd = &report.scopes.ytd;
    if ytd.requirements.iter().all(|r| r.verdict == Verdict::NoData) || report.verdict == Verdict::Exempt {
        return catalog.say("html.says_only", &args);
    }
    let mut parts: Vec<String> = titled(&report.policy, ytd)
        .iter()
        .filter(|(_, r)| r.verdict != Verdict::Exempt)
        .map(|(title, r)| share(title, r, report.run.period, catalog))
        .collect();
    for r in report.reservation.iter().flat_map(|r| &r.requirements) {
        let title = words::requirement(&report.policy.requirements, &r.id);
        let said = [
            ("title", title.to_owned()),
            ("share", words::share(r.ratio_bp)),
            ("threshold", percent(r.threshold_bp)),
            ("verdict", r.verdict.word(catalog)),
        ];
        parts.push(catalog.say("html.says_reserve", &said.each_ref().map(|(k, v)| (*k, v.as_str()))));
    }
    let base = Fen(ytd.base_fen).yuan();
    let open = if ytd.base_disputed_fen == 0 {
        String::new()
    } else {
        catalog.say("html.says_open_base", &[("value", &Fen(ytd.base_disputed_fen).yuan())])
    };
    let shares = parts.join(catalog.get("html.part_joiner"));
    let gap = words::months_without_lines(&report.months_without_lines, report.run.period, catalog);
    args.extend([("base", base.as_str()), ("open", &open), ("shares", &shares), ("gap", &gap)]);
    catalog.say("html.says", &args)
}

/// What would close each gap of the year to date, in words.
fn gaps(report: &UnitReport, catalog: &Catalog) -> Vec<String> {
    titled(&report.policy, &report.scopes.ytd)
        .iter()
        .filter(|(_, r)| r.shortfall_substitute_fen > 0)
        .map(|(title, r)| {
            let key = if r.verdict == Verdict::Undetermined {
                "html.gap_open"
            } else {
                "html.gap"
            };
            let said = [
                ("title", title.clone()),
                ("threshold", percent(r.threshold_bp)),
                ("substitute", Fen(r.shortfall_substitute_fen).yuan()),
                ("additional", Fen(r.shortfall_additional_fen).yuan()),
                ("disputed", Fen(r.disputed_fen).yuan()),
                ("channels", words::channels(&report.policy, &r.id, catalog)),
            ];
            catalog.say(key, &said.each_ref().map(|(k, v)| (*k, v.as_str())))
        })
        .collect()
}

/// How the year is going, in words.
fn paces(report: &UnitReport, catalog: &Catalog) -> Vec<String> {
    let one = |p: &Pace| {
        let key = match (p.state, p.needed_monthly_fen) {
            (PaceState::Met, _) => "met",
            (PaceState::Unreachable, _) => "unreachable",
            (_, None) => "over",
            (PaceState::OnTrack | PaceState::Behind, Some(_)) => "going",
        };
        let said = [
            ("title", words::requirement(&report.policy.requirements, &p.id).to_owned()),
            ("completion", words::share(p.completion_bp)),
            ("time", percent(p.time_bp)),
            ("needed", words::yuan(p.needed_monthly_fen)),
            ("forecast", words::share(p.forecast_bp)),
            ("state", catalog.get(&format!("html.pace.{}", p.state.code())).to_owned()),
        ];
        catalog.say(&format!("html.pace_says.{key}"), &said.each_ref().map(|(k, v)| (*k, v.as_str())))
    };
    report.pace.iter().flatten().map(one).collect()
}

/// Findings with their cells, and how to verify them.
fn findings(report: &UnitReport, catalog: &Catalog) -> Vec<Json> {
    let help = |check: &str, what: &str| catalog.find(&format!("checks.{check}.{what}")).unwrap_or_default();
    report
        .findings
        .iter()
        .map(|f| {
            json!({
                "severity": f.severity, "title": f.title, "detail": f.detail, "amount_fen": f.amount_fen, "clause": f.clause, "key": f.key,
                "why": help(&f.check, "why"), "verify": help(&f.check, "verify"),
                "evidence": f.evidence.iter().map(ToString::to_string).collect::<Vec<_>>(), "evidence_total": f.evidence_total,
            })
        })
        .collect()
}
