//! Large and hostile pages for the browser tests: a region of 3,000 units, a unit of 20,000 lines, and a unit whose every text is hostile.
//!
//! `cargo run --example big_pages -- OUT DIR` takes a finished run (of the samples) as its material, and writes each page beside its JSON.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use bangfu::{
    model::{region_summary::RegionSummary, unit_report::UnitReport},
    report::{html, json, render::Beside},
    text::catalog::{Catalog, Lang},
};

const UNITS: usize = 3_000;
const LINES: usize = 20_000;
const HOSTILE: [&str; 8] = [
    "<script>document.title='broken'</script>",
    "</script><script>document.title='broken'</script>",
    "</title><img src=http://192.0.2.1/x onerror=\"document.title='broken'\">",
    "=HYPERLINK(\"http://192.0.2.1/x\",\"食堂\")",
    "../../x",
    "\" onmouseover=\"document.title='broken'",
    "<!--<script>",
    "a\u{2028}b\u{202E}c\u{0}d",
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(out), Some(dir)) = (args.next(), args.next()) else {
        return Err("usage: big_pages OUT DIR".into());
    };
    let summary: RegionSummary = serde_json::from_slice(&fs::read(out.join("summary.json"))?)?;
    let fullest = summary.units.iter().max_by_key(|u| u.disputed_lines).ok_or("no units")?;
    let report: UnitReport = serde_json::from_slice(&fs::read(out.join(&fullest.path).join("report.json"))?)?;
    let catalog = Catalog::new(Lang::Zh);

    let region = many_units(summary);
    let mut bytes = Vec::new();
    json::write_whole(&region, &mut bytes)?;
    write(&dir, "", &bytes, || Ok(html::region::render(&region, Beside::default(), &catalog)?))?;
    let long = many_lines(&report);
    write(&dir, "units/big/lines", &unit_json(&long)?, || {
        Ok(html::unit::render(&long, Beside::default(), &catalog)?)
    })?;
    let bad = hostile(report);
    write(&dir, "units/big/hostile", &unit_json(&bad)?, || {
        Ok(html::unit::render(&bad, Beside::default(), &catalog)?)
    })
}

fn unit_json(report: &UnitReport) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut bytes = Vec::new();
    json::write_unit(report, &mut bytes)?;
    Ok(bytes)
}

fn write(dir: &Path, path: &str, json: &[u8], page: impl FnOnce() -> Result<Vec<u8>, Box<dyn Error>>) -> Result<(), Box<dyn Error>> {
    let folder = dir.join(path);
    fs::create_dir_all(&folder)?;
    let begun = Instant::now();
    let html = page()?;
    eprintln!(
        "{}: {} KB in {} ms",
        folder.display(),
        html.len() / 1024,
        begun.elapsed().as_millis()
    );
    let (page_name, json_name) = if path.is_empty() {
        ("index.html", "summary.json")
    } else {
        ("report.html", "report.json")
    };
    fs::write(folder.join(page_name), html)?;
    fs::write(folder.join(json_name), json)?;
    Ok(())
}

/// The same units again and again, each with a name and a base of its own.
fn many_units(mut region: RegionSummary) -> RegionSummary {
    let some = std::mem::take(&mut region.units);
    for i in 0..UNITS {
        let mut unit = some[i % some.len()].clone();
        unit.unit = format!("{}第{i}食堂", unit.unit).into();
        // Every unit's page is one of the two that are there.
        unit.path = if i % 2 == 0 { "units/big/lines" } else { "units/big/hostile" }.into();
        let step = i64::try_from(i).unwrap_or(0);
        unit.scopes.ytd.base_fen = unit.scopes.ytd.base_fen.saturating_add((step * 7919) % 1_000_003);
        region.units.push(unit);
    }
    for (unit, text) in region.units.iter_mut().zip(HOSTILE) {
        unit.unit = text.into();
    }
    region
}

fn many_lines(report: &UnitReport) -> UnitReport {
    let mut long = UnitReport {
        lines: Vec::new(),
        ..report.clone()
    };
    for i in 0..LINES {
        let mut line = report.lines[i % report.lines.len()].clone();
        let step = i64::try_from(i).unwrap_or(0);
        line.amount_fen = line.amount_fen.map(|f| f.saturating_add((step * 7919) % 100_003));
        line.source.row = u32::try_from(i + 4).unwrap_or(0);
        let cell = bangfu::model::cell::CellRef {
            row: line.source.row.saturating_sub(1),
            col: 6,
        };
        line.source.cells = line.source.cells.iter().map(|(f, _)| (f, cell)).collect();
        line.id = format!("0badcafe-1-G{}", i + 4);
        line.order_no = Some(format!("{}", 100_000_000_000_000_000_u64 + u64::try_from(step * 104_729).unwrap_or(0)).into());
        long.lines.push(line);
    }
    long
}

fn hostile(mut report: UnitReport) -> UnitReport {
    let mut texts = HOSTILE.iter().cycle();
    let mut next = || *texts.next().unwrap_or(&"");
    report.unit = next().into();
    report.county = Some(next().into());
    for (i, line) in report.lines.iter_mut().enumerate() {
        line.item = Some(if i % 50 == 3 { "萝".repeat(20_000).into() } else { next().into() });
        line.supplier = Some(next().into());
        line.channel_text = Some(next().into());
        line.order_no = Some(next().into());
        line.remark = Some(next().into());
        line.source.sheet = next().into();
    }
    for finding in &mut report.findings {
        finding.title = next().into();
        finding.detail = next().into();
    }
    for file in &mut report.files {
        file.path = next().into();
    }
    report
}
