//! `report.docx`: an editable notice to the unit, or the region's bulletin, laid out after GB/T 9704.
//!
//! In: a finished report and a template (TOML blocks whose texts are minijinja). Out: the bytes of a document. A value from a workbook
//! is one run of text: it can become neither markup nor a template.

pub(crate) mod capitals;
pub(crate) mod layout;
pub(crate) mod merged;
pub(crate) mod tables;
pub(crate) mod template;
pub(crate) mod view;

use minijinja::value::Serde;
use serde::{Deserialize, Serialize};

use crate::{
    model::{dates::Month, region_summary::RegionSummary, unit_report::UnitReport},
    report::{
        RenderError,
        docx::template::{Style, Template, environment, no_table, refuse},
        templates::Templates,
    },
    text::catalog::Catalog,
};

/// Which document a unit gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoticeKind {
    /// 核实整改通知.
    #[default]
    Notice,
    /// 审计取证单.
    Evidence,
}

/// `report.docx` of a unit.
///
/// # Errors
/// [`RenderError`] when the template does not parse or asks for what is not there.
pub fn render_unit(report: &UnitReport, catalog: &Catalog, templates: &Templates, kind: NoticeKind) -> Result<Vec<u8>, RenderError> {
    let name = match kind {
        NoticeKind::Notice => "docx/notice.toml",
        NoticeKind::Evidence => "docx/evidence.toml",
    };
    let view = view::unit(report, &templates.letterhead, catalog);
    render(name, templates, &view, report.run.period, &|table| {
        tables::unit(table, report, catalog)
    })
}

/// `summary.docx` of the region (通报).
///
/// # Errors
/// [`RenderError`] when the template does not parse or asks for what is not there.
pub fn render_region(summary: &RegionSummary, catalog: &Catalog, templates: &Templates) -> Result<Vec<u8>, RenderError> {
    let view = view::region(summary, &templates.letterhead, catalog);
    let table = |table: &str| tables::region(table, summary, catalog);
    render("docx/bulletin.toml", templates, &view, summary.run.period, &table)
}

fn render(
    name: &str,
    templates: &Templates,
    view: &impl Serialize,
    period: Month,
    table: &dyn Fn(&str) -> Option<tables::Printed>,
) -> Result<Vec<u8>, RenderError> {
    let template = Template::parse(name, templates.get(name))?;
    let environment = environment();
    let fill = |text: &str| -> Result<String, RenderError> {
        // Most texts hold no placeholder.
        if !text.contains(['{']) {
            return Ok(text.to_owned());
        }
        environment.render_str(text, Serde(view)).map_err(|e| refuse(name, e))
    };
    let mut page = layout::Page::new(&template.fonts, period);
    for block in &template.block {
        match block.style {
            Style::Table => {
                let found = table(&block.text).ok_or_else(|| no_table(name, &block.text))?;
                page.table(&found);
            }
            Style::Form => {
                let rows: Result<Vec<_>, RenderError> = block.row.iter().map(|r| Ok((fill(&r.label)?, fill(&r.text)?, r.lines))).collect();
                page.form(&rows?);
            }
            Style::PageBreak => page.page_break(),
            style => {
                for line in fill(&block.text)?.lines().filter(|l| !l.trim().is_empty()) {
                    page.paragraph(style, line);
                }
            }
        }
    }
    page.finish()
}
