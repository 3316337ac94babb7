//! What was read, and what else was found.

use crate::{
    inbox::{discover::Discovery, input_file::InputFile},
    run::{
        RunEvents,
        inputs::{
            ReadContext,
            files::read_files,
            ledger::read_ledger,
            readings::{BoundedCache, Readings, SourceReader},
        },
        load::Loaded,
        options::AuditOptions,
    },
    text::Fault,
    units::{file_record::FileRecord, placing::Placer},
};

/// All inputs, read.
pub(crate) struct Read<'a> {
    pub files: Vec<FileRecord>,
    /// What was found beside them.
    pub inputs: Discovery,
    pub readings: Readings<'a>,
}

impl<'a> Read<'a> {
    /// Reads them.
    pub fn all(
        input_files: &'a [InputFile],
        mut inputs: Discovery,
        options: &'a AuditOptions,
        loaded: &'a Loaded,
        placer: &Placer<'_>,
        events: &dyn RunEvents,
    ) -> Result<Self, Fault> {
        let cache = BoundedCache::default();
        let cx = ReadContext {
            limits: &options.limits,
            layouts: &loaded.layouts,
            placer,
            cache: &cache,
            events,
        };
        let (files, source) = match &options.from_ledger {
            Some(folder) => read_ledger(folder, loaded, &mut inputs, cx)?,
            None => {
                let files = read_files(input_files, &mut inputs.ignored, cx)?;
                let source = SourceReader::Files {
                    files: input_files,
                    limits: &options.limits,
                    layouts: &loaded.layouts,
                };
                (files, source)
            }
        };
        Ok(Self {
            files,
            inputs,
            readings: Readings::new(cache, source),
        })
    }
}
