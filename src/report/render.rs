//! Which files a report becomes. One arm a format.

use std::str::FromStr;

use rayon::prelude::*;

use crate::{
    model::{region_summary::RegionSummary, unit_report::UnitReport},
    report::{RenderError, csv, docx, html, json, templates::Templates, xlsx},
    text::catalog::Catalog,
};

/// Formats of the unit reports, `--format xlsx,html,docx,json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)]
pub struct Formats {
    /// Audit working paper.
    pub xlsx: bool,
    /// Page for a browser.
    pub html: bool,
    /// Notice to the unit.
    pub docx: bool,
    /// Data.
    pub json: bool,
}

impl Formats {
    const NONE: Self = Self {
        xlsx: false,
        html: false,
        docx: false,
        json: false,
    };

    /// Those beside JSON, each alone.
    pub fn others(self) -> impl Iterator<Item = Self> {
        let none = Self::NONE;
        [
            (self.xlsx, Self { xlsx: true, ..none }),
            (self.html, Self { html: true, ..none }),
            (self.docx, Self { docx: true, ..none }),
        ]
        .into_iter()
        .filter_map(|(wanted, alone)| wanted.then_some(alone))
    }
}

impl Default for Formats {
    fn default() -> Self {
        Self {
            xlsx: true,
            html: true,
            docx: false,
            json: true,
        }
    }
}

impl FromStr for Formats {
    type Err = String;
    fn from_str(list: &str) -> Result<Self, String> {
        let mut formats = Self::NONE;
        for name in list.split(',').map(str::trim).filter(|n| !n.is_empty()) {
            match name {
                "xlsx" => formats.xlsx = true,
                "html" => formats.html = true,
                "docx" => formats.docx = true,
                "json" => formats.json = true,
                other => return Err(format!("`{other}` is no format; there are xlsx, html, docx and json")),
            }
        }
        if formats == Self::NONE {
            return Err("name at least one of xlsx, html, docx, json".to_owned());
        }
        Ok(formats)
    }
}

/// Files of a unit, named below its folder.
///
/// # Errors
/// [`RenderError`].
pub fn render_unit(
    report: &UnitReport,
    formats: Formats,
    catalog: &Catalog,
    templates: &Templates,
) -> Result<Vec<(&'static str, Vec<u8>)>, RenderError> {
    let mut files = Vec::with_capacity(4);
    if formats.json {
        let mut bytes = Vec::new();
        json::write_unit(report, &mut bytes)?;
        files.push(("report.json", bytes));
    }
    if formats.xlsx {
        files.push(("report.xlsx", xlsx::render_unit(report, catalog)?));
    }
    if formats.html {
        files.push(("report.html", html::unit::render(report, catalog)?));
    }
    if formats.docx {
        files.push((
            "report.docx",
            docx::render_unit(report, catalog, templates, docx::NoticeKind::default())?,
        ));
    }
    Ok(files)
}

/// Takes a file by its name.
pub type Put<'a, E> = dyn Fn(&'static str, &[u8]) -> Result<(), E> + Sync + 'a;

/// Makes the files of the region beside `summary.json` and hands each to `put`, named below OUT. `summary.csv` is always made: scripts read it.
///
/// # Errors
/// [`RenderError`], or what `put` says.
pub fn render_region<E: From<RenderError> + Send>(
    summary: &RegionSummary,
    formats: Formats,
    catalog: &Catalog,
    templates: &Templates,
    put: &Put<'_, E>,
) -> Result<(), E> {
    type Make<'a> = Box<dyn Fn() -> Result<Vec<u8>, RenderError> + Sync + 'a>;
    let mut files: Vec<(&'static str, Make<'_>)> = vec![("summary.csv", Box::new(|| csv::render_summary(summary, catalog)))];
    if formats.xlsx {
        files.push(("summary.xlsx", Box::new(|| xlsx::render_region(summary, catalog))));
    }
    if formats.html {
        files.push(("index.html", Box::new(|| html::region::render(summary, catalog))));
    }
    if formats.docx {
        files.push(("summary.docx", Box::new(|| docx::render_region(summary, catalog, templates))));
    }
    // Side by side, for nothing else is left to do: of a region of 2,000 units they take a third of a second. Each is gone before its thread makes another.
    files.par_iter().try_for_each(|(name, make)| put(name, &make()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_listed_and_a_wrong_one_is_named() {
        assert_eq!(
            "xlsx, json".parse(),
            Ok(Formats {
                xlsx: true,
                html: false,
                docx: false,
                json: true
            })
        );
        assert!("pdf".parse::<Formats>().unwrap_err().contains("pdf"));
        assert!(",".parse::<Formats>().is_err());
    }
}
