//! Which files a report becomes: one arm a format.

use std::{io::Write, str::FromStr};

use crate::{
    model::{HistoryReport, RegionSummary, SupplierReport, UnitPast, UnitReport, codes},
    report::{RenderError, csv, html, json, paper::Papers, since::Previous, templates::Templates, xlsx},
    text::{Catalog, Fault},
};

codes! {
    /// A format of reports, as `--format` names it.
    pub enum Format {
        /// Audit working paper.
        Xlsx = "xlsx",
        /// Page for a browser.
        Html = "html",
        /// Notice to the unit.
        Docx = "docx",
        /// Data.
        Json = "json",
    }
}

impl Format {
    const ALL: [Self; 4] = [Self::Xlsx, Self::Html, Self::Docx, Self::Json];

    /// The file in a unit's folder.
    pub fn unit_file(self) -> String {
        format!("report.{}", self.code())
    }
}

codes! {
    /// What a run writes beside its reports, where `--format` asks for it.
    pub enum Extra {
        /// Every line and every finding of the region as flat tables.
        Lines = "lines",
        /// Who sells to the units.
        Suppliers = "suppliers",
    }
}

impl Extra {
    const ALL: [Self; 2] = [Self::Lines, Self::Suppliers];
}

/// The formats of a run, `--format xlsx,html,docx,json,lines`; each once, in the order of [`Format`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formats {
    reports: Vec<Format>,
    extras: Vec<Extra>,
}

impl Formats {
    /// Each format of the reports.
    pub fn iter(&self) -> impl Iterator<Item = Format> + '_ {
        self.reports.iter().copied()
    }

    /// All formats of the reports.
    pub fn as_slice(&self) -> &[Format] {
        &self.reports
    }

    /// Whether this is asked for beside the reports.
    pub fn has(&self, extra: Extra) -> bool {
        self.extras.contains(&extra)
    }

    /// All names, as `--format` takes them.
    pub fn names(&self) -> Vec<&'static str> {
        let extras = self.extras.iter().map(|extra| extra.code());
        self.iter().map(Format::code).chain(extras).collect()
    }

    /// The files of the region: `summary.json` and `summary.csv` are always made, for scripts read them.
    pub fn region_files(&self, with_history: bool) -> Vec<RegionFile> {
        let others = self.iter().filter_map(|format| match format {
            Format::Xlsx => Some(RegionFile::Xlsx),
            Format::Html => Some(RegionFile::Html),
            Format::Docx => Some(RegionFile::Docx),
            Format::Json => None,
        });
        let suppliers = self.has(Extra::Suppliers).then_some(RegionFile::Suppliers);
        let html = self.iter().any(|format| format == Format::Html);
        let page = suppliers.filter(|_| html).map(|_| RegionFile::SuppliersPage);
        let all = [RegionFile::Json, RegionFile::Csv].into_iter().chain(others);
        let history = with_history.then_some(RegionFile::History);
        let past = history.filter(|_| html).map(|_| RegionFile::HistoryPage);
        all.chain(suppliers).chain(page).chain(history).chain(past).collect()
    }
}

/// What else a run writes and knows, which the pages link to and tell.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// Formats of the run.
    pub formats: &'a [Format],
    /// Whether there is a register of decisions.
    pub register: bool,
    /// The run that this one is compared with.
    pub previous: Option<&'a Previous>,
    /// The bureau's own papers.
    pub papers: Option<&'a Papers>,
    /// Who sells to the units, where that was asked for.
    pub suppliers: Option<&'a SupplierReport>,
    /// What became of earlier runs, where that was asked for.
    pub history: Option<&'a HistoryReport>,
    /// The same of the unit at hand.
    pub past: Option<&'a UnitPast>,
}

/// What reports are rendered with.
#[derive(Clone, Copy)]
pub struct Rendering<'a> {
    /// Words.
    pub catalog: &'a Catalog,
    /// Templates of the documents.
    pub templates: &'a Templates,
    /// What stands beside them.
    pub beside: Beside<'a>,
}

impl Default for Formats {
    fn default() -> Self {
        Self {
            reports: vec![Format::Xlsx, Format::Html, Format::Json],
            extras: Vec::new(),
        }
    }
}

impl FromStr for Formats {
    type Err = Fault;
    fn from_str(list: &str) -> Result<Self, Fault> {
        let (mut reports, mut extras) = (Vec::new(), Vec::new());
        for name in list.split([',', '，', '、']).map(str::trim).filter(|n| !n.is_empty()) {
            let extra = Extra::ALL.into_iter().find(|extra| extra.code() == name);
            match (Format::ALL.into_iter().find(|format| format.code() == name), extra) {
                (Some(format), _) => reports.push(format),
                (None, Some(extra)) => extras.push(extra),
                (None, None) => return Err(Fault::usage("report.unknown_format").with("found", name)),
            }
        }
        if reports.is_empty() && extras.is_empty() {
            return Err(Fault::usage("report.no_format"));
        }
        reports.sort_unstable();
        reports.dedup();
        extras.sort_unstable();
        extras.dedup();
        Ok(Self { reports, extras })
    }
}

/// Writes a unit's report in one format. JSON is written piece by piece; the others are made first, and handed on whole.
pub fn write_unit(report: &UnitReport, format: Format, with: Rendering<'_>, to: &mut impl Write) -> Result<(), RenderError> {
    let catalog = with.catalog;
    let bytes = match format {
        Format::Json => return json::write_unit(report, to),
        Format::Xlsx => xlsx::render_unit(report, catalog)?,
        Format::Html => html::unit::render(report, with.beside, catalog)?,
        Format::Docx => with.templates.notice(report, catalog)?,
    };
    hand_on(&bytes, &format.unit_file(), to)
}

codes! {
    /// A file about the whole region, by its name below OUT.
    pub enum RegionFile {
        /// Data.
        Json = "summary.json",
        /// One row a unit.
        Csv = "summary.csv",
        /// Workbook.
        Xlsx = "summary.xlsx",
        /// Page for a browser.
        Html = "index.html",
        /// Bulletin.
        Docx = "summary.docx",
        /// Suppliers as data.
        Suppliers = "suppliers.json",
        /// The page of suppliers.
        SuppliersPage = "suppliers.html",
        /// Earlier runs as data.
        History = "history.json",
        /// The page of earlier runs.
        HistoryPage = "history.html",
    }
}

impl RegionFile {
    /// Writes it, as [`write_unit`] does; nothing of what was not asked for.
    pub fn write(self, summary: &RegionSummary, with: Rendering<'_>, to: &mut impl Write) -> Result<(), RenderError> {
        let (catalog, beside) = (with.catalog, with.beside);
        let nothing = Ok(Vec::new());
        let bytes = match self {
            Self::Json => return json::write_whole(summary, to),
            Self::Csv => csv::render_summary(summary, catalog),
            Self::Xlsx => xlsx::render_region(summary, beside.suppliers, beside.history, catalog),
            Self::Html => html::region::render(summary, beside, catalog),
            Self::Docx => with.templates.bulletin(summary, catalog),
            Self::Suppliers => return beside.suppliers.map_or(Ok(()), |suppliers| json::write_whole(suppliers, to)),
            Self::SuppliersPage => beside.suppliers.map_or(nothing, |s| html::suppliers::render(s, summary, catalog)),
            Self::History => return beside.history.map_or(Ok(()), |history| json::write_whole(history, to)),
            Self::HistoryPage => beside.history.map_or(nothing, |h| html::history::render(h, summary, catalog)),
        };
        hand_on(&bytes?, self.code(), to)
    }
}

fn hand_on(bytes: &[u8], what: &str, to: &mut impl Write) -> Result<(), RenderError> {
    to.write_all(bytes)
        .map_err(|e| Fault::stopped("report.write").with("what", what).because(e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_listed_and_a_wrong_one_is_named() {
        let formats: Formats = "json, xlsx,json".parse().unwrap();
        assert!(formats.iter().eq([Format::Xlsx, Format::Json]));
        assert_eq!(formats.region_files(false), [RegionFile::Json, RegionFile::Csv, RegionFile::Xlsx]);
        assert_eq!("pdf".parse::<Formats>().unwrap_err().key(), "report.unknown_format");
        assert!(",".parse::<Formats>().is_err());
        let formats: Formats = "lines、json,lines".parse().unwrap();
        assert!(formats.iter().eq([Format::Json]) && formats.has(Extra::Lines));
        assert_eq!(formats.names(), ["json", "lines"]);
    }
}
