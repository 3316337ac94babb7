//! Reports on their way into the next OUT: each is rendered, written and forgotten.

use crate::{
    decisions::open_disputes::OpenDispute,
    model::{
        region_summary::RegionSummary,
        unit_report::{RunInfo, UnitReport},
    },
    publish::build::Build,
    report::{self, render::Formats, templates::Templates},
    run::error::AuditError,
    text::catalog::Catalog,
};

/// Where reports are written, and how they are rendered.
#[derive(Clone, Copy)]
pub(crate) struct Reports<'a> {
    pub build: &'a Build,
    pub formats: Formats,
    pub templates: &'a Templates,
    pub catalog: &'a Catalog,
}

impl Reports<'_> {
    /// A unit's reports, in its folder.
    ///
    /// # Errors
    /// A report cannot be rendered or written.
    pub fn write_unit(&self, unit: &UnitReport) -> Result<(), AuditError> {
        if self.formats.json {
            let path = format!("{}/report.json", unit.path);
            self.build
                .stream(&path, |to| report::json::write_unit(unit, to).map_err(AuditError::from))?;
        }
        // One at a time: none waits in memory for another.
        for format in self.formats.others() {
            for (name, bytes) in report::render::render_unit(unit, format, self.catalog, self.templates)? {
                self.build.write(&format!("{}/{name}", unit.path), &bytes)?;
            }
        }
        Ok(())
    }

    /// The region's reports, and the list of open disputes where there are any.
    ///
    /// # Errors
    /// As [`Self::write_unit`].
    pub fn write_region(&self, summary: &RegionSummary, disputes: &[OpenDispute]) -> Result<(), AuditError> {
        let json = || {
            self.build.stream("summary.json", |to| {
                report::json::write_summary(summary, to).map_err(AuditError::from)
            })
        };
        let write = |name, bytes: &[u8]| self.build.write(name, bytes).map(drop).map_err(AuditError::from);
        let others = || report::render::render_region(summary, self.formats, self.catalog, self.templates, &write);
        let disputes = || self.write_disputes(disputes, &summary.run);
        let (json, (others, disputes)) = rayon::join(json, || rayon::join(others, disputes));
        json.and(others).and(disputes)
    }

    fn write_disputes(&self, disputes: &[OpenDispute], run: &RunInfo) -> Result<(), AuditError> {
        if !disputes.is_empty() {
            let sheet = report::xlsx::disputes::render(disputes, run.period, self.catalog)?;
            self.build.write("待核实.xlsx", &sheet)?;
        }
        Ok(())
    }
}
