//! Reports on their way into the next OUT: each is rendered, written and forgotten.

use rayon::prelude::*;

use crate::{
    decisions::{register::RegisterRow, supplier_rows::SupplierRegisterRow},
    model::{RegionSummary, UnitReport},
    publish::build::Build,
    report::{
        render::{self, Formats, Rendering},
        xlsx,
    },
    run::extras::{Extras, Made},
    text::Fault,
};

/// Where reports are written, and how they are rendered.
#[derive(Clone, Copy)]
pub(crate) struct Reports<'a> {
    pub build: &'a Build,
    pub formats: &'a Formats,
    pub with: Rendering<'a>,
    /// What is asked for beside them.
    pub extras: &'a Extras<'a>,
}

impl Reports<'_> {
    /// A unit's reports and papers, in its folder, and what else it gives; `index`: its place among the units.
    pub fn write_unit(&self, index: usize, unit: &UnitReport) -> Result<(), Fault> {
        let past = self.extras.add(index, unit)?;
        let mut with = self.with;
        with.beside.past = past.as_ref();
        // One at a time: none waits in memory for another.
        for format in self.formats.iter() {
            let path = format!("{}/{}", unit.path, format.unit_file());
            self.build.stream(&path, |to| render::write_unit(unit, format, with, to))?;
        }
        let templates = self.with.templates;
        for paper in templates.papers.of_unit(unit) {
            let bytes = paper.unit(unit, &templates.letterhead, self.with.catalog)?;
            self.build.write(&format!("{}/{}", unit.path, paper.name), &bytes)?;
        }
        Ok(())
    }

    /// The region's reports and papers, and the register of decisions where anything is open or decided.
    pub fn write_region(&self, summary: &RegionSummary, register: &[RegisterRow], made: &Made) -> Result<(), Fault> {
        let (mut with, names) = (self.with, made.names.as_slice());
        with.beside.register = !register.is_empty() || !names.is_empty();
        with.beside.suppliers = made.suppliers.as_ref();
        with.beside.history = made.history.as_ref();
        let files = || {
            self.formats
                .region_files(made.history.is_some())
                .into_par_iter()
                .try_for_each(|file| {
                    let write = |to: &mut _| file.write(summary, with, to);
                    self.build.stream(file.code(), write).map(drop)
                })
        };
        let templates = self.with.templates;
        for paper in templates.papers.of_region() {
            let bytes = paper.region(summary, &templates.letterhead, self.with.catalog)?;
            self.build.write(&paper.name, &bytes)?;
        }
        let (files, register) = rayon::join(files, || self.write_register(register, names, summary));
        files.and(register)
    }

    fn write_register(&self, register: &[RegisterRow], names: &[SupplierRegisterRow], summary: &RegionSummary) -> Result<(), Fault> {
        if !register.is_empty() || !names.is_empty() {
            let sheet = xlsx::disputes::render(register, names, &summary.policy, summary.run.period, self.with.catalog)?;
            self.build.write("待核实.xlsx", &sheet)?;
        }
        Ok(())
    }
}
