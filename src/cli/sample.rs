//! `bangfu sample OUT UNIT|--all` and `bangfu sample evaluate FILE`.

use std::path::{Path, PathBuf};

use crate::{
    cli::{Overwrite, Shape, Status, print, print_err, print_json},
    model::{Fen, RegionSummary, UnitSummary},
    report::published,
    sample::{
        Pick, Taken,
        evaluate::{self, MusResult, StratifiedResult},
        factors,
        filled::Filled,
        mus,
        population::Population,
        sheet::{self, Fact, ListRow},
        stratified::{self, BANDS_FEN, Stratum},
    },
    text::{Catalog, Fault},
};

/// Options of `sample`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct SampleArgs {
    #[command(subcommand)]
    command: Option<SampleCommand>,
    #[arg(value_name = "OUT", required = true)]
    audited: Option<PathBuf>,
    #[arg(value_name = "UNIT", required_unless_present = "all")]
    unit: Option<String>,
    #[arg(long, conflicts_with = "unit")]
    all: bool,
    #[arg(long, value_enum, default_value_t = Method::Mus)]
    method: Method,
    #[arg(long, required = true)]
    seed: Option<u64>,
    #[arg(long, value_name = "N", conflicts_with = "tolerable", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    size: Option<u32>,
    #[arg(long, value_name = "YUAN")]
    tolerable: Option<String>,
    #[arg(long, value_name = "PERCENT", default_value_t = 95, value_parser = clap::value_parser!(u8).range(50..=99))]
    confidence: u8,
    #[arg(long, value_name = "ID")]
    requirement: Option<String>,
    #[arg(short, long, alias = "output", value_name = "FILE", required = true)]
    out: Option<PathBuf>,
    #[command(flatten)]
    overwrite: Overwrite,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Method {
    Mus,
    Stratified,
}

#[derive(Debug, clap::Subcommand)]
enum SampleCommand {
    Evaluate(EvaluateArgs),
}

/// Options of `sample evaluate`.
#[derive(Debug, clap::Args)]
struct EvaluateArgs {
    file: PathBuf,
    #[arg(long)]
    open_as_error: bool,
    #[arg(long, value_enum, default_value_t = Shape::Text)]
    format: Shape,
}

/// Runs it.
pub(crate) fn run(args: &SampleArgs, catalog: &Catalog) -> Status {
    if let Some(SampleCommand::Evaluate(evaluate)) = &args.command {
        return evaluated(evaluate, catalog);
    }
    let (Some(out), Some(seed), Some(output)) = (&args.audited, args.seed, &args.out) else {
        return Err(Fault::usage("usage.missing").with("arg", "OUT --seed -o"));
    };
    let summary = published::summary(out)?;
    let units = chosen(out, &summary, args)?;
    let population = Population::read(out, &units, args.requirement.as_deref())?;
    let total = population.total_fen().ok_or_else(|| Fault::usage("sample.overflow"))?;
    if population.items.is_empty() {
        return Err(Fault::usage("sample.nothing_to_draw"));
    }
    let (picks, mut facts) = match args.method {
        Method::Mus => draw_mus(args, &population, total, seed)?,
        Method::Stratified => draw_stratified(args, &population, seed, catalog)?,
    };
    let views = population.views(out, &units, &picks)?;
    let rows: Vec<ListRow> = views
        .into_iter()
        .zip(&picks)
        .map(|(view, pick)| ListRow {
            view,
            taken: pick.taken,
            stratum: pick.stratum,
        })
        .collect();
    let listed = rows
        .iter()
        .map(|r| (r.view.line.as_str(), r.view.fen.unwrap_or(0), r.taken, r.stratum));
    facts.push(("digest", sheet::digest(listed)));
    let of = units.first().filter(|_| !args.all).map_or("*", |u| u.unit.as_ref());
    let facts: Vec<Fact> = general(args, &summary, of, &population, total, seed)
        .into_iter()
        .chain(facts)
        .collect();
    let bytes = sheet::workbook(&rows, &population.apart, &facts, summary.run.period, catalog)?;
    args.overwrite.write(output, &bytes)?;
    print_err(&catalog.say(
        "sample.drawn",
        &[
            ("lines", &rows.len().to_string()),
            ("population", &population.items.len().to_string()),
            ("amount", &Fen(total).yuan()),
            ("apart", &population.apart.len().to_string()),
            ("file", &output.display().to_string()),
        ],
    ));
    Ok(0)
}

fn chosen<'s>(out: &Path, summary: &'s RegionSummary, args: &SampleArgs) -> Result<Vec<&'s UnitSummary>, Fault> {
    if let Some(id) = &args.requirement {
        published::ensure_requirement(&summary.policy, id)?;
    }
    match &args.unit {
        Some(unit) => Ok(vec![published::find_unit(out, summary, unit)?]),
        None => Ok(summary.units.iter().collect()),
    }
}

fn general(args: &SampleArgs, summary: &RegionSummary, of: &str, population: &Population, total: i64, seed: u64) -> Vec<Fact> {
    vec![
        ("schema", sheet::SCHEMA.to_owned()),
        ("tool", summary.run.tool.clone()),
        (
            "method",
            match args.method {
                Method::Mus => "mus",
                Method::Stratified => "stratified",
            }
            .to_owned(),
        ),
        ("of", of.to_owned()),
        ("period", summary.run.period.to_string()),
        ("requirement", args.requirement.clone().unwrap_or_else(|| "*".to_owned())),
        ("seed", seed.to_string()),
        ("population_lines", population.items.len().to_string()),
        ("population_fen", total.to_string()),
        ("apart_lines", population.apart.len().to_string()),
        ("outside_lines", population.outside.to_string()),
    ]
}

fn draw_mus(args: &SampleArgs, population: &Population, total: i64, seed: u64) -> Result<(Vec<Pick>, Vec<Fact>), Fault> {
    let factor = factors::reliability(args.confidence, 0).ok_or_else(|| Fault::usage("sample.confidence"))?;
    let (interval, asked) = match (args.size, &args.tolerable) {
        (Some(size), None) => (mus::interval_for_size(total, size), ("size", size.to_string())),
        (None, Some(yuan)) => {
            let fen = yuan_to_fen(yuan).ok_or_else(|| Fault::usage("sample.tolerable").with("found", yuan))?;
            (mus::interval_for_tolerable(fen, factor), ("tolerable_fen", fen.to_string()))
        }
        _ => return Err(Fault::usage("sample.mus_needs")),
    };
    let drawn = mus::draw(&population.items, interval, seed);
    let certain = drawn.picks.iter().filter(|p| p.taken == Taken::Certain).count();
    let facts = vec![
        asked,
        ("confidence", args.confidence.to_string()),
        ("factor_hundredths", factor.to_string()),
        ("interval_fen", drawn.interval_fen.to_string()),
        ("start_fen", drawn.start_fen.to_string()),
        ("certain_lines", certain.to_string()),
        ("certain_fen", drawn.certain_fen.to_string()),
        ("drawn_lines", (drawn.picks.len() - certain).to_string()),
    ];
    Ok((drawn.picks, facts))
}

fn draw_stratified(args: &SampleArgs, population: &Population, seed: u64, catalog: &Catalog) -> Result<(Vec<Pick>, Vec<Fact>), Fault> {
    let Some(size) = args.size else {
        return Err(Fault::usage("sample.stratified_needs"));
    };
    let (strata, picks) = stratified::draw(&population.items, size as usize, seed);
    let mut facts = vec![("size", size.to_string())];
    facts.extend(strata.iter().map(|s| ("stratum", stratum_row(s, population, catalog))));
    Ok((picks, facts))
}

/// `832平台 1,000.00–10,000.00 | lines | fen | size`.
fn stratum_row(s: &Stratum, population: &Population, catalog: &Catalog) -> String {
    let channel = population
        .channels
        .get(s.channel as usize)
        .map_or_else(|| catalog.get("sample.no_channel"), String::as_str);
    let from = s.band.checked_sub(1).and_then(|b| BANDS_FEN.get(b));
    let band = match (from, BANDS_FEN.get(s.band)) {
        (None, Some(to)) => format!("< {}", Fen(*to).yuan()),
        (Some(from), Some(to)) => format!("{}–{}", Fen(*from).yuan(), Fen(*to).yuan()),
        (Some(from), None) => format!("≥ {}", Fen(*from).yuan()),
        (None, None) => String::new(),
    };
    format!("{} {band} | {} | {} | {}", channel.replace('|', " "), s.lines, s.fen, s.size)
}

fn yuan_to_fen(text: &str) -> Option<i64> {
    use crate::values::amount::{Amount, read_amount};
    match read_amount(
        &crate::formats::cells::Value::Text(text.into()),
        crate::values::money_unit::MoneyUnit::Yuan,
    ) {
        Amount::Fen { fen, rounded: false } if fen > 0 => Some(fen),
        _ => None,
    }
}

#[derive(serde::Serialize)]
struct Answer<'f> {
    schema: &'static str,
    facts: &'f std::collections::BTreeMap<String, String>,
    lines: usize,
    open: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    mus: Option<MusResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stratified: Option<StratifiedResult>,
}

fn evaluated(args: &EvaluateArgs, catalog: &Catalog) -> Status {
    let filled = Filled::read(&args.file, args.open_as_error)?;
    let missing = |key: &str| Fault::usage("sample.no_fact").at(&args.file).with("key", key);
    let mut answer = Answer {
        schema: "bangfu/sample-evaluation/1",
        facts: &filled.facts,
        lines: filled.checked.len(),
        open: filled.open.len(),
        mus: None,
        stratified: None,
    };
    match filled.facts.get("method").map(String::as_str) {
        Some("mus") => {
            let interval = filled
                .number("interval_fen")
                .filter(|n| *n > 0)
                .ok_or_else(|| missing("interval_fen"))?;
            let total = filled.number("population_fen").ok_or_else(|| missing("population_fen"))?;
            let confidence = filled
                .number("confidence")
                .and_then(|c| u8::try_from(c).ok())
                .ok_or_else(|| missing("confidence"))?;
            let result = evaluate::mus(&filled.checked, interval, total, confidence);
            answer.mus = Some(result.ok_or_else(|| Fault::usage("sample.no_bound"))?);
        }
        Some("stratified") => {
            let result = evaluate::stratified(&filled.checked, &filled.strata);
            answer.stratified = Some(result.ok_or_else(|| Fault::usage("sample.overflow"))?);
        }
        _ => return Err(missing("method")),
    }
    match args.format {
        Shape::Json => print_json(&answer)?,
        Shape::Text => print(&text(&answer, catalog)),
    }
    Ok(0)
}

fn text(answer: &Answer<'_>, catalog: &Catalog) -> String {
    let yuan = |fen: i64| format!("{} {}", Fen(fen).yuan(), catalog.get("sample.yuan"));
    let both = |over: i64, under: i64| format!("{} / {}", yuan(over), yuan(under));
    let rows = |rows: &[(&str, String)]| -> String {
        let row = |(key, value): &(&str, String)| format!("{}: {value}\n", catalog.get(&format!("sample.result.{key}")));
        rows.iter().map(row).collect()
    };
    let mut out = rows(&[("lines", answer.lines.to_string())]);
    if answer.open > 0 {
        out.push_str(&rows(&[("open", answer.open.to_string())]));
    }
    if let Some(r) = &answer.mus {
        let factors: Vec<String> = r.factors_hundredths.iter().map(|f| format!("{}.{:02}", f / 100, f % 100)).collect();
        out.push_str(&rows(&[
            ("population", yuan(r.population_fen)),
            ("interval", yuan(r.interval_fen)),
            ("certain", both(r.certain.over_fen, r.certain.under_fen)),
            ("found", both(r.drawn.over_fen, r.drawn.under_fen)),
            ("projected_over", yuan(r.projected_over_fen)),
            ("projected_under", yuan(r.projected_under_fen)),
            ("basic", yuan(r.basic_precision_fen)),
            ("incremental", yuan(r.incremental_allowance_fen)),
            ("limit", format!("{} ({}%)", yuan(r.upper_limit_over_fen), r.confidence)),
            ("factors", factors.join(", ")),
        ]));
        if r.taints_above_whole > 0 {
            out.push_str(&rows(&[("above_whole", r.taints_above_whole.to_string())]));
        }
        out.push_str(catalog.get("sample.result.mus_note"));
    }
    if let Some(r) = &answer.stratified {
        out.push_str(&rows(&[("population", yuan(r.population_fen))]));
        for s in &r.strata {
            let args = [
                ("stratum", &*s.stratum),
                ("checked", &s.checked.to_string()),
                ("lines", &s.lines.to_string()),
                ("over", &Fen(s.errors.over_fen).yuan()),
                ("under", &Fen(s.errors.under_fen).yuan()),
                ("ratio", &Fen(s.projected_ratio_fen).yuan()),
                ("difference", &Fen(s.projected_difference_fen).yuan()),
            ];
            out.push_str(&catalog.say("sample.result.stratum", &args));
            out.push('\n');
        }
        let sums = [("ratio", r.projected_ratio_fen), ("difference", r.projected_difference_fen)];
        out.push_str(&rows(&sums.map(|(key, fen)| (key, yuan(fen)))));
        out.push_str(catalog.get("sample.result.stratified_note"));
    }
    out.push('\n');
    out
}
