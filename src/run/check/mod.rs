//! `bangfu check`: an audit of the given workbooks that publishes nothing, and says what to mend in them.

mod mend;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    formats::{self, Book, within_memory},
    inbox::input_file::InputFile,
    model::{DateField, Month, PeriodSource},
    report::{
        self_check::{CHECK_SCHEMA, PeriodFrom, SelfCheck},
        xlsx::marked,
    },
    run::{
        RunEvents,
        assess_units::assess_unit,
        check::mend::Mending,
        context::{Grouped, UnitContext},
        cross_unit::cross_unit,
        inputs::{read::Read, readings::Readings},
        load::Loaded,
        options::AuditOptions,
    },
    text::{Catalog, Fault},
    units::{
        assemble::date_that_counts,
        file_record::{FileOutcome, FileRecord},
        grouping::units_of,
        placing::{Placer, month_of},
    },
};

/// What `bangfu check` was asked to do.
#[derive(Debug, Clone)]
pub(crate) struct CheckOptions {
    /// As of an audit; where the month is to be found in the files, `period` is this month.
    pub audit: AuditOptions,
    /// Find the month in the files.
    pub find_period: bool,
    /// Make a copy with the cells marked.
    pub copy: bool,
}

/// What inboxes hold, for somebody who has yet to say which month to audit.
#[derive(Debug)]
pub(crate) struct Holding {
    /// Workbooks, and how many of them could be read.
    pub files: usize,
    pub read: usize,
    pub lines: u64,
    /// The last month with lines, up to `AuditOptions::period`.
    pub last: Option<Month>,
}

/// Reads the inboxes of an audit and says what they hold; `audit.period` is this month.
pub(crate) fn holding(audit: &AuditOptions, events: &dyn RunEvents) -> Result<Holding, Fault> {
    let (given, mut inputs) = Loaded::load(audit)?;
    let input_files = std::mem::take(&mut inputs.files);
    events.phase(Catalog::new(audit.lang).get("cli.audit.reading"), input_files.len());
    let placer = given.placer();
    let read = Read::all(&input_files, inputs, audit, &given, &placer, events)?;
    let (last, from) = last_month(&read, given.at.date_field(), audit.period)?;
    Ok(Holding {
        files: read.files.len() + read.inputs.quarantined.len(),
        read: read
            .files
            .iter()
            .filter(|f| !matches!(f.outcome, FileOutcome::Quarantined(_)))
            .count(),
        lines: read.files.iter().map(|f| f.lines).sum(),
        last: (from == PeriodFrom::Data).then_some(last),
    })
}

/// Checks the workbooks. The second value is the copy, where one is asked for.
pub(crate) fn check(options: &CheckOptions, events: &dyn RunEvents) -> Result<(SelfCheck, Option<Vec<u8>>), Fault> {
    let CheckOptions { audit, find_period, copy } = options;
    let (given, mut inputs) = Loaded::load(audit)?;
    let catalog = Catalog::new(audit.lang);
    let input_files = std::mem::take(&mut inputs.files);
    let placer = given.placer();
    let mut read = Read::all(&input_files, inputs, audit, &given, &placer, events)?;
    let (period, period_from) = if *find_period {
        last_month(&read, given.at.date_field(), audit.period)?
    } else {
        (audit.period, PeriodFrom::Given)
    };
    let audit = &AuditOptions { period, ..audit.clone() };
    // What is given may mean another thing in another month.
    let of_month = find_period.then(|| Loaded::load(audit)).transpose()?;
    let loaded = of_month.as_ref().map_or(&given, |(loaded, _)| loaded);

    let mut mending = Mending::new(&loaded.at.info(), &catalog);
    mending.files(&read, &audit.inboxes)?;
    name_unnamed(&mut read.files, &read.readings, &placer, &catalog)?;
    let grouped = Grouped::of(&mut read.files, loaded.registry.as_ref(), &placer);
    let run = loaded.run_info(audit);
    let cx = UnitContext::new(&run, (loaded, &read), &grouped, &placer, &audit.checks, &catalog);
    let cross = cross_unit(&grouped.works, &cx, &|| events.stopped())?;
    let mut units = Vec::new();
    for work in grouped.works.iter().filter(|w| !w.files.is_empty()) {
        let report = assess_unit(work, &cross, &cx)?;
        mending.unit(&report);
        units.push(report.summary());
    }
    let (mend, look, notes) = mending.finish();
    let check = SelfCheck {
        schema: CHECK_SCHEMA.to_owned(),
        policy: loaded.at.info(),
        files: (read.files.len() + read.inputs.quarantined.len()) as u64,
        lines: read.files.iter().map(|f| f.lines).sum(),
        run,
        period_from,
        units,
        mend,
        look,
        notes,
    };
    let copy = copy.then(|| marked_copy(&check, &input_files, audit, &catalog)).transpose()?;
    Ok((check, copy))
}

/// The last month that holds lines, up to `today`. A few lines that lie a year after all others have a mistyped year.
fn last_month(read: &Read<'_>, field: DateField, today: Month) -> Result<(Month, PeriodFrom), Fault> {
    let mut months: BTreeMap<Month, u64> = BTreeMap::new();
    for file in read.files.iter().filter(|f| f.outcome == FileOutcome::Read) {
        let reading = read.readings.get(file)?;
        for line in &reading.lines {
            let (month, source, _) = month_of(&reading, line, date_that_counts(line, field), &file.hints, today);
            if source != PeriodSource::Run && month <= today {
                *months.entry(month).or_insert(0) += 1;
            }
        }
    }
    let number = |m: Month| i32::from(m.year()) * 12 + i32::from(m.month());
    let mut months: Vec<(Month, u64)> = months.into_iter().collect();
    while let [.., (before, many), (last, few)] = months.as_slice()
        && number(*last) - number(*before) > 9
        && few < many
    {
        months.pop();
    }
    Ok(months
        .last()
        .map_or((today, PeriodFrom::Today), |(last, _)| (*last, PeriodFrom::Data)))
}

/// A workbook that names no unit is assessed all the same, under a name that says so: what else is wrong with it must not wait for the next time.
fn name_unnamed(files: &mut [FileRecord], readings: &Readings<'_>, placer: &Placer<'_>, catalog: &Catalog) -> Result<(), Fault> {
    for file in files.iter_mut().filter(|f| f.lines > 0 && f.unplaced == f.lines) {
        file.hints.given = Some(catalog.say("check.unnamed", &[("file", &file.path)]));
        let reading = readings.get(file)?;
        (file.units, _) = units_of(&reading, file, placer);
    }
    Ok(())
}

/// The workbooks that hold something to mend, with the places marked.
fn marked_copy(check: &SelfCheck, files: &[InputFile], audit: &AuditOptions, catalog: &Catalog) -> Result<Vec<u8>, Fault> {
    let items = check.mend.iter().chain(&check.look);
    let marked: BTreeSet<&Arc<str>> = items.flat_map(|item| &item.places).map(|place| &place.file).collect();
    let mut books: Vec<(Arc<str>, Book)> = Vec::new();
    for file in files.iter().filter(|f| marked.contains(&f.path)) {
        // What cannot be read is in the list, and nothing of it can be shown.
        if let Ok(book) = within_memory(&audit.limits, |limits| formats::read(&file.bytes(limits)?, limits)) {
            books.push((file.path.clone(), book));
        }
    }
    marked::render(check, &books, catalog)
}
