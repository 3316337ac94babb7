//! `report.docx`: an editable notice to the unit, or the region's bulletin, laid out after GB/T 9704.
//!
//! In: a finished report and a template (TOML blocks whose texts are minijinja). Out: the bytes of a document. A value from a workbook
//! is one run of text: it can become neither markup nor a template.

pub(crate) mod layout;
pub(crate) mod tables;
pub(crate) mod view;

use minijinja::{Environment, UndefinedBehavior, value::Serde};
use serde::{Deserialize, Serialize};

use crate::{
    model::{region_summary::RegionSummary, unit_report::UnitReport},
    report::{RenderError, templates::Templates},
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

/// A document's template.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Template {
    fonts: Fonts,
    block: Vec<Block>,
}

/// Font families: East Asian and Latin.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fonts {
    title: String,
    heading: String,
    subheading: String,
    body: String,
    latin: String,
}

/// What a block looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Style {
    Title,
    Subtitle,
    Addressee,
    Heading,
    Subheading,
    Body,
    Quote,
    Right,
    Caption,
    /// `text` names a table.
    Table,
    /// Rows of label and text.
    Form,
    /// What follows starts a page.
    PageBreak,
}

/// A block: its text gives one paragraph a line, none when it is blank.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Block {
    style: Style,
    #[serde(default)]
    text: String,
    #[serde(default)]
    row: Vec<FormRow>,
}

/// A row of a form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormRow {
    label: String,
    #[serde(default)]
    text: String,
    /// Least height in lines.
    #[serde(default)]
    lines: u16,
}

/// `report.docx` of a unit.
///
/// # Errors
/// [`RenderError::Template`] when the template does not parse or asks for what is not there.
pub fn render_unit(report: &UnitReport, catalog: &Catalog, templates: &Templates, kind: NoticeKind) -> Result<Vec<u8>, RenderError> {
    let name = match kind {
        NoticeKind::Notice => "docx/notice.toml",
        NoticeKind::Evidence => "docx/evidence.toml",
    };
    let view = view::unit(report, catalog);
    render(name, templates, &view, report.run.period, |table| {
        tables::unit(table, report, catalog)
    })
}

/// `summary.docx` of the region (通报).
///
/// # Errors
/// [`RenderError::Template`] when the template does not parse or asks for what is not there.
pub fn render_region(summary: &RegionSummary, catalog: &Catalog, templates: &Templates) -> Result<Vec<u8>, RenderError> {
    let view = view::region(summary, catalog);
    render("docx/bulletin.toml", templates, &view, summary.run.period, |table| {
        tables::region(table, summary, catalog)
    })
}

fn refuse(name: &str, reason: impl ToString) -> RenderError {
    RenderError::Template {
        name: name.to_owned(),
        reason: reason.to_string(),
    }
}

fn environment<'a>() -> Environment<'a> {
    let mut environment = Environment::new();
    // A misspelt name must not leave a hole in a letter.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("han", view::han);
    environment
}

/// Whether a template parses: its TOML, and every text in it.
///
/// # Errors
/// [`RenderError::Template`] with the line of the mistake.
pub(crate) fn check(name: &str, text: &str) -> Result<(), RenderError> {
    let template: Template = toml::from_str(text).map_err(|e| refuse(name, e))?;
    let environment = environment();
    for block in &template.block {
        let texts = std::iter::once(&block.text).chain(block.row.iter().flat_map(|r| [&r.label, &r.text]));
        for text in texts {
            environment.template_from_str(text).map_err(|e| refuse(name, e))?;
        }
        if block.style == Style::Table && !tables::NAMES.contains(&block.text.as_str()) {
            return Err(refuse(
                name,
                format!("no table `{}`; there are {}", block.text, tables::NAMES.join(", ")),
            ));
        }
    }
    Ok(())
}

fn render(
    name: &str,
    templates: &Templates,
    view: &impl Serialize,
    period: crate::model::dates::Month,
    table: impl Fn(&str) -> Option<tables::Table>,
) -> Result<Vec<u8>, RenderError> {
    let template: Template = toml::from_str(templates.get(name)).map_err(|e| refuse(name, e))?;
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
                let found = table(&block.text).ok_or_else(|| refuse(name, format!("no table `{}` in this document", block.text)))?;
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
