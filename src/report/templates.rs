//! The documents of a run: the program's own, and beside them those on the bureau's own paper (`--templates DIR`).

use std::path::Path;

use crate::{
    model::{RegionSummary, UnitReport},
    report::{
        RenderError,
        letterhead::Letterhead,
        paper::{Paper, Papers},
    },
    text::{Catalog, Fault, Lang},
};

/// The templates of a run.
#[derive(Debug)]
pub struct Templates {
    /// Those that come with the program.
    own: Papers,
    /// The bureau's.
    pub papers: Papers,
    /// Of every document.
    pub letterhead: Letterhead,
}

impl Templates {
    /// What comes with the program.
    ///
    /// # Errors
    /// One of its templates does not hold.
    pub fn embedded(lang: Lang) -> Result<Self, RenderError> {
        Ok(Self {
            own: Papers::own(lang)?,
            papers: Papers::default(),
            letterhead: Letterhead::default(),
        })
    }

    /// With those of a folder beside them.
    ///
    /// # Errors
    /// [`RenderError`] when there is none in the folder, or one of them is wrong: the run stops before it reads anything.
    pub fn load(dir: &Path, lang: Lang) -> Result<Self, RenderError> {
        if !dir.is_dir() {
            return Err(Fault::usage("report.no_folder").at(dir));
        }
        // What took the place of the program's own before they were documents: nothing of a folder is left unread in silence.
        let before = std::fs::read_dir(dir.join("docx")).into_iter().flatten().flatten();
        let before = before
            .map(|entry| entry.path())
            .filter(|f| f.extension().is_some_and(|e| e == "toml"));
        if let Some(file) = before.min() {
            return Err(Fault::usage("report.toml_template").at(&file));
        }
        let papers = Papers::load(dir)?;
        if papers.is_empty() {
            return Err(Fault::usage("paper.none").at(dir));
        }
        Ok(Self {
            papers,
            ..Self::embedded(lang)?
        })
    }

    /// `report.docx`: the notice to a unit that says what its report asks of it.
    ///
    /// # Errors
    /// As [`Paper::unit`].
    pub fn notice(&self, report: &UnitReport, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
        there(self.own.notices(report).next())?.unit(report, &self.letterhead, catalog)
    }

    /// `summary.docx`: the region's bulletin.
    ///
    /// # Errors
    /// As [`Paper::region`].
    pub fn bulletin(&self, summary: &RegionSummary, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
        there(self.own.of_region().next())?.region(summary, &self.letterhead, catalog)
    }
}

fn there(paper: Option<&Paper>) -> Result<&Paper, Fault> {
    paper.ok_or_else(|| Fault::stopped("report.write").with("what", "docx"))
}
