//! A document's template: TOML blocks whose texts are minijinja.

use minijinja::{Environment, UndefinedBehavior};
use serde::Deserialize;

use crate::{
    report::{
        RenderError,
        docx::{tables, view},
    },
    text::fault::{Fault, Foreign},
};

/// A document's template.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Template {
    pub fonts: Fonts,
    pub block: Vec<Block>,
}

/// Font families: East Asian and Latin.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fonts {
    pub title: String,
    pub heading: String,
    pub subheading: String,
    pub body: String,
    pub latin: String,
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
    pub style: Style,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub row: Vec<FormRow>,
}

/// A row of a form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormRow {
    pub label: String,
    #[serde(default)]
    pub text: String,
    /// Least height in lines.
    #[serde(default)]
    pub lines: u16,
}

pub(crate) fn refuse(name: &str, reason: impl std::fmt::Display) -> RenderError {
    Fault::usage("report.template").with("name", name).because(Foreign::of(reason))
}

/// A table that the documents do not have.
pub(crate) fn no_table(name: &str, table: &str) -> RenderError {
    let refused = Fault::usage("report.no_table").with("name", name).with("table", table);
    refused.with("known", tables::NAMES.join(" "))
}

pub(crate) fn environment<'a>() -> Environment<'a> {
    let mut environment = Environment::new();
    // A misspelt name must not leave a hole in a letter.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("han", view::han);
    environment
}

impl Template {
    /// # Errors
    /// [`RenderError`] with the line of the mistake.
    pub fn parse(name: &str, text: &str) -> Result<Self, RenderError> {
        toml::from_str(text).map_err(|e| refuse(name, e))
    }
}

/// Whether a template parses: its TOML, and every text in it.
///
/// # Errors
/// [`RenderError`] with the line of the mistake.
pub(crate) fn check(name: &str, text: &str) -> Result<(), RenderError> {
    let template = Template::parse(name, text)?;
    let environment = environment();
    for block in &template.block {
        let texts = std::iter::once(&block.text).chain(block.row.iter().flat_map(|r| [&r.label, &r.text]));
        for text in texts {
            environment.template_from_str(text).map_err(|e| refuse(name, e))?;
        }
        if block.style == Style::Table && !tables::NAMES.contains(&block.text.as_str()) {
            return Err(no_table(name, &block.text));
        }
    }
    Ok(())
}
