//! What assessing a unit takes beside the unit, and the lines of one: assembled, classified, with what folder and auditors decide.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    checks::settings::CheckSettings,
    decisions::overrides::Overrides,
    model::{BaseStanding, Line, LineKind, OpenAmount, OpenKind, Reason, RunInfo, Standing},
    policy::{self, at::PolicyAt},
    prices::price_list::PriceList,
    reconcile::session::Reconciled,
    run::{
        inputs::{files::copies, read::Read, readings::Readings},
        load::Loaded,
    },
    tables::vocabulary::Vocabulary,
    text::{Catalog, Fault},
    units::{
        assemble::{AssembleContext, UnitData, UnitWork},
        beside::{Beside, beside},
        file_record::FileRecord,
        grouping::{group, units_of_broken_files},
        overlap::{Repetition, repetitions, retold::retold, slips::slips},
        placing::{Placer, UnitKey},
        registry::Registry,
        statements::{Compared, compare},
    },
};

/// Run-wide facts for assessing units.
#[derive(Clone, Copy)]
pub struct UnitContext<'a> {
    /// Run.
    pub run: &'a RunInfo,
    /// Policy at the run's month.
    pub policy: &'a PolicyAt,
    /// Registry.
    pub registry: Option<&'a Registry>,
    /// Decisions.
    pub overrides: Option<&'a Overrides>,
    /// Market prices and contracts.
    pub prices: Option<&'a PriceList>,
    /// Placer.
    pub placer: &'a Placer<'a>,
    /// What tables are called.
    pub layouts: &'a Vocabulary,
    /// Readings.
    pub readings: &'a Readings<'a>,
    /// Whose the files are.
    pub grouped: &'a Grouped,
    /// Files of the run.
    pub files: &'a [FileRecord],
    /// Words.
    pub catalog: &'a Catalog,
    /// Thresholds of the checks.
    pub checks: &'a CheckSettings,
    /// What platform exports say, where some were given and all units' claims are known.
    pub reconciled: Option<&'a Reconciled>,
}

/// Whose the files of a run are.
pub struct Grouped {
    /// The units, each with its files.
    pub works: Vec<UnitWork>,
    /// Keys that turned out to be another's.
    merged: BTreeMap<UnitKey, UnitKey>,
    /// Byte-identical copies by the index of the file that counts.
    pub(crate) copies: BTreeMap<usize, Vec<Arc<str>>>,
    /// Units of files that break off.
    pub(crate) broken: BTreeSet<UnitKey>,
}

impl Grouped {
    /// Groups what was read by unit.
    pub fn of(files: &mut [FileRecord], registry: Option<&Registry>, placer: &Placer<'_>) -> Self {
        let (works, merged) = group(files, registry);
        Self {
            broken: units_of_broken_files(files, placer, &merged),
            copies: copies(files),
            works,
            merged,
        }
    }
}

impl<'a> UnitContext<'a> {
    /// Of a run without platform exports.
    pub(crate) fn new(
        run: &'a RunInfo,
        (loaded, read): (&'a Loaded, &'a Read<'a>),
        grouped: &'a Grouped,
        placer: &'a Placer<'a>,
        checks: &'a CheckSettings,
        catalog: &'a Catalog,
    ) -> Self {
        Self {
            run,
            policy: &loaded.at,
            registry: loaded.registry.as_ref(),
            overrides: loaded.overrides.as_ref(),
            prices: loaded.prices.as_ref(),
            placer,
            layouts: &loaded.layouts,
            grouped,
            readings: &read.readings,
            files: &read.files,
            catalog,
            checks,
            reconciled: None,
        }
    }

    /// What of it assembling needs.
    pub fn assemble(&self) -> AssembleContext<'a> {
        AssembleContext {
            placer: self.placer,
            merged: &self.grouped.merged,
            run: self.run.period,
            date_field: self.policy.date_field(),
            layouts: self.layouts,
        }
    }
}

/// Gathers a unit's lines.
///
/// # Errors
/// A file has changed.
pub fn gather(work: &UnitWork, cx: &UnitContext<'_>) -> Result<UnitData, Fault> {
    let mut data = UnitData::default();
    let assemble = cx.assemble();
    for index in &work.files {
        let file = &cx.files[*index];
        // One that is gone must stop the run: its lines would be missing in silence.
        data.add_file(work, file, &*cx.readings.get(file)?, assemble);
    }
    Ok(data)
}

/// Classifies the lines, applies what the folder (copies of sheets and files, statements beside details) and the auditors say.
pub fn classify(work: &UnitWork, data: &mut UnitData, cx: &UnitContext<'_>) -> Vec<Repetition> {
    policy::classify::classify_each(cx.policy, &mut data.lines);
    let mut repeated = repetitions(&data.lines, cx.placer.copy_words());
    repeated.extend(slips(&data.lines, cx.placer.slip_parts()));
    for repetition in &repeated {
        for (i, counts) in &repetition.lines {
            match (repetition.whole, repetition.of_sheets) {
                (false, _) => policy::classify::dispute(&mut data.lines[*i], Reason::DuplicateSuspected),
                (true, of_sheets) => {
                    let copy = data.lines[*i].clone();
                    policy::copies::hear_copy(&mut data.lines[*counts], &copy);
                    let reason = if of_sheets { Reason::DuplicateSheet } else { Reason::DuplicateFile };
                    policy::copies::count_elsewhere(&mut data.lines[*i], reason);
                }
            }
        }
    }
    for at in retold(&data.lines, &|name| cx.placer.name_of_statement(name)) {
        policy::classify::dispute(&mut data.lines[at], Reason::DuplicateSuspected);
    }
    policy::duplicates::dispute_duplicates(&mut data.lines);
    stand_beside(&mut data.lines);
    compare_statements(data, cx);
    supersede_statements(&mut data.lines);
    if let Some(reconciled) = cx.reconciled {
        reconciled.dispute(&work.key, &mut data.lines);
    }
    if let Some(overrides) = cx.overrides {
        data.undecided = overrides.apply(cx.policy, &work.name, &mut data.lines);
        data.undecided_amounts = overrides.apply_to_open_amounts(&work.name, &mut data.open_amounts);
    }
    repeated
}

/// Tables that are no ledger, or may be none, beside the unit's ledgers.
fn stand_beside(lines: &mut [Line]) {
    for (at, beside) in beside(lines) {
        let Some(line) = lines.get_mut(at) else { continue };
        match beside {
            Beside::Sums => {
                line.kind = LineKind::Statement;
                policy::copies::count_elsewhere(line, Reason::StatementSuperseded);
            }
            Beside::NoPurchase => policy::copies::count_elsewhere(line, Reason::NotPurchases),
            Beside::Perhaps(reason) => policy::classify::dispute(line, reason),
        }
    }
}

/// Several statements of one month: one counts.
fn compare_statements(data: &mut UnitData, cx: &UnitContext<'_>) {
    for (at, compared) in compare(&data.lines, &|name| cx.placer.name_of_statement(name)) {
        match compared {
            Compared::Differs(says, fen) => {
                let Some(says) = data.lines.get(says).map(|l| (l.id.clone(), l.source.clone())) else {
                    continue;
                };
                let open = data.open_amounts.len();
                let Some(line) = data.lines.get_mut(at) else { continue };
                // What its own table leaves open is there already.
                if line.open.is_some() {
                    policy::classify::dispute(line, Reason::DuplicateSuspected);
                    continue;
                }
                line.open = Some(open);
                data.open_amounts.push(OpenAmount {
                    id: says.0,
                    kind: OpenKind::Statements,
                    fen,
                    source: says.1,
                    decision: None,
                });
            }
            of_line => {
                let Some(line) = data.lines.get_mut(at) else { continue };
                match of_line {
                    Compared::Perhaps => policy::classify::dispute(line, Reason::NotPurchasesSuspected),
                    Compared::TakenOut(fen, formula) => {
                        line.amount_fen = Some(fen);
                        line.amount_formula = Some(Arc::new(formula));
                    }
                    _ => policy::copies::count_elsewhere(line, Reason::StatementSuperseded),
                }
            }
        }
    }
}

/// Where a unit and month have both, the detail counts and the statement is only compared. Where the detail holds nothing but purchases through
/// counted channels, it may be all that the unit lists one by one: what the statement says beside these channels may have been bought as well.
fn supersede_statements(lines: &mut [Line]) {
    let mut detailed: BTreeMap<_, Detailed> = BTreeMap::new();
    for line in lines.iter().filter(|l| l.kind == LineKind::Detail) {
        let month = detailed.entry(line.period).or_default();
        if line.base != BaseStanding::Out {
            month.channels.extend(line.channel.clone());
            month.ordinary |= !line.requirements.values().any(|s| *s == Standing::Counted);
        }
    }
    let left = |l: &Line| l.kind == LineKind::Statement && !l.is_counted_elsewhere() && !l.reasons.contains(&Reason::NotPurchasesSuspected);
    for line in lines.iter_mut().filter(|l| left(l)) {
        let Some(month) = detailed.get(&line.period) else { continue };
        let known = line.channel.as_ref().is_some_and(|c| month.channels.contains(c));
        if month.ordinary || month.channels.is_empty() || known || line.base == BaseStanding::Out {
            policy::copies::count_elsewhere(line, Reason::StatementSuperseded);
        } else {
            policy::classify::dispute(line, Reason::NotPurchasesSuspected);
        }
    }
}

/// What the detail of a month holds.
#[derive(Default)]
struct Detailed {
    channels: BTreeSet<Arc<str>>,
    /// Purchases through no counted channel, or perhaps none.
    ordinary: bool,
}
