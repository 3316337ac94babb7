//! What one policy at one month says of each line by itself: the part of classification that looks into texts, done once, exactly, by the same
//! code as an audit. What needs other lines (copies, statements beside details) and all that is arithmetic is left to
//! the SQL of `bangfu policy sql`.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use sha2::{Digest, Sha256};

use crate::{
    assess::terms::{Term, terms},
    ledger::{
        entry::{Content, Entry},
        parquet::write_table,
        table::{Table, columns},
    },
    model::{Line, Month, OpenAmount, Sector, UnitNote, UnitTerms},
    policy::{self, at::PolicyAt, channel_evidence::Evidence, duplicates::duplicate_key, pack::Policy},
    rows::reading::READER_VERSION,
    tables::vocabulary::Vocabulary,
    text::{Fault, hex::hex},
    units::{
        assemble::{AssembleContext, UnitData, UnitWork},
        file_record::FileRecord,
        placing::{Placed, Placer, UnitKey},
        records::OpenedFile,
        registry::{RegisteredUnit, Registry},
        terms::terms_of,
    },
};

columns! {
    /// Columns of `facts` (docs/ledger.md).
    FACTS;
    fn push_fact((part, path, unit_key): (&str, &str, &str), line_no: u32, line: &Line, evidence: &Evidence, open: Option<&OpenAmount>) {
        let duplicate = duplicate_key(line);
        let candidates = evidence.candidates.as_ref().map(|c| c.iter().map(AsRef::as_ref).collect::<BTreeSet<&str>>());
        "part": Text = part,
        "path": Text = path,
        "unit_key": Text = unit_key,
        "line_id": Text = line.id.as_str(),
        "line_no": Int = line_no,
        "period": Int = i64::from(line.period.year()) * 100 + i64::from(line.period.month()),
        "date": Day = line.date,
        "kind": Text = line.kind.code(),
        "amount_fen": Int = line.amount_fen,
        "base": Text = line.base.code(),
        "candidates": Text = candidates.as_ref().map(|c| format!(",{},", c.iter().copied().collect::<Vec<_>>().join(","))),
        "candidate_count": Int = candidates.map(|c| c.len() as i64),
        "channel": Text = line.channel.as_deref(),
        "origin_conflict": Int = evidence.origin_conflict,
        "reasons": Text = line.reasons.iter().map(|r| r.code()).collect::<Vec<_>>().join(","),
        "reason_count": Int = line.reasons.len() as u64,
        "order_key": Text = duplicate.as_ref().map(|(order, _)| order.as_str()),
        "item_key": Text = duplicate.as_ref().and_then(|(_, item)| item.as_deref()),
        "open_amount": Text = open.map(|o| o.id.as_str()),
        "open_kind": Text = open.map(|o| o.kind.code()),
        "open_fen": Int = open.map(|o| o.fen),
    }
}

columns! {
    /// Columns of `submitted`.
    SUBMITTED;
    fn push_submitted((part, unit_key): (&str, &str), record: &FileRecord, placed: &Placed) {
        let found = if let UnitKey::Found { county, name } = &placed.key { Some((county.as_deref(), name.as_str())) } else { None };
        "part": Text = part,
        "path": Text = &*record.path,
        "unit_key": Text = unit_key,
        "registered": Int = found.is_none(),
        "county": Text = found.and_then(|(county, _)| county),
        "name_key": Text = found.map(|(_, name)| name),
        "unit": Text = &*placed.shown,
        "broken_off": Int = record.broken_off,
    }
}

columns! {
    /// Columns of `units`.
    UNITS;
    fn push_unit(unit_key: &str, unit: &RegisteredUnit, of: &UnitTerms) {
        "unit_key": Text = unit_key,
        "unit": Text = &*unit.name,
        "code": Text = unit.code.as_deref(),
        "county": Text = unit.county.as_deref(),
        "sector": Text = unit.sector.map(Sector::code),
        "canteen": Text = unit.canteen.code(),
        "exempt": Text = of.exempt.map(UnitNote::code),
        "plan_fen": Int = unit.plan_fen,
    }
}

columns! {
    /// Columns of `terms`.
    TERMS;
    fn push_term(unit_key: &str, of: &UnitTerms, term: &Term) {
        "unit_key": Text = unit_key,
        "requirement": Text = &*term.requirement,
        "threshold_bp": Int = term.threshold_bp,
        "plan_fen": Int = of.plan_fen,
        "reserved_fen": Int = term.reserved_fen,
    }
}

/// A policy at a month, with the registry, as a view of a ledger.
pub(crate) struct View<'a> {
    policy: &'a PolicyAt,
    registry: Option<&'a Registry>,
    placer: Placer<'a>,
    period: Month,
    key: String,
    layouts: &'a Vocabulary,
}

/// Name of a view: everything beside the readings that its rows depend on.
pub(crate) fn run_key(policy: &Policy, period: Month, registry_sha256: Option<&str>) -> String {
    let mut hash = Sha256::new();
    for part in [
        policy.fingerprint(),
        &period.to_string(),
        registry_sha256.unwrap_or(""),
        &READER_VERSION.to_string(),
        env!("CARGO_PKG_VERSION"),
    ] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    // A letter first: engines take a partition of digits for a number.
    format!("r{}", &hex(&hash.finalize())[..15])
}

/// A unit's key as a text that sorts and joins.
fn key_text(key: &UnitKey) -> String {
    match key {
        UnitKey::Registered(i) => format!("R{i:07}"),
        UnitKey::Found { county, name } => format!("F{}|{name}", county.as_deref().unwrap_or("")),
    }
}

/// Removes what every view holds of a part that no record names any more.
pub(crate) fn remove(folder: &Path, part: &str) {
    for table in ["facts", "submitted"] {
        let Ok(runs) = std::fs::read_dir(folder.join(table)) else {
            continue;
        };
        for run in runs.filter_map(Result::ok) {
            let _ = std::fs::remove_file(run.path().join(format!("part-{part}.parquet")));
        }
    }
}

impl<'a> View<'a> {
    /// The view named `key` ([`run_key`]).
    pub fn new(policy: &'a PolicyAt, registry: Option<&'a Registry>, layouts: &'a Vocabulary, period: Month, key: String) -> Self {
        Self {
            policy,
            registry,
            placer: Placer::new(registry, policy.counties(), layouts),
            period,
            key,
            layouts,
        }
    }

    fn path(&self, folder: &Path, table: &str, name: &str) -> std::path::PathBuf {
        folder.join(table).join(format!("run={}", self.key)).join(name)
    }

    /// The registered units and their terms: the same file whoever writes it.
    pub fn write_units(&self, folder: &Path) -> Result<(), Fault> {
        let (mut units, mut of_units) = (Table::new(UNITS), Table::new(TERMS));
        for (i, unit) in self.registry.iter().flat_map(|r| r.units.iter().enumerate()) {
            let key = key_text(&UnitKey::Registered(i));
            let of = terms_of(Some(unit), true);
            push_unit(&mut units, &key, unit, &of);
            for term in terms(self.policy, &of, self.period) {
                push_term(&mut of_units, &key, &of, &term);
            }
        }
        write_table(&self.path(folder, "units", "part-registry.parquet"), units)?;
        write_table(&self.path(folder, "terms", "part-registry.parquet"), of_units)
    }

    /// The facts of the entries' lines.
    pub fn write(&self, folder: &Path, part: &str, entries: &[Entry]) -> Result<(), Fault> {
        let (mut facts, mut submitted) = (Table::new(FACTS), Table::new(SUBMITTED));
        for entry in entries {
            self.add(entry, part, &mut facts, &mut submitted);
        }
        let name = format!("part-{part}.parquet");
        write_table(&self.path(folder, "facts", &name), facts)?;
        write_table(&self.path(folder, "submitted", &name), submitted)
    }

    fn add(&self, entry: &Entry, part: &str, facts: &mut Table, submitted: &mut Table) {
        let reading = match &entry.content {
            Content::Read(reading) => Ok(&**reading),
            Content::Unreadable(reason) => Err(reason),
            Content::Unopened(_) | Content::Ignored(_) => return,
        };
        let opened = OpenedFile {
            path: entry.path.clone(),
            sha256: entry.sha256,
            size: entry.size,
            reading,
        };
        let record = opened.record(&self.placer);
        let none = BTreeMap::new();
        for placed in record.units.iter().chain(&record.unit_of_broken(&self.placer)) {
            let key = key_text(&placed.key);
            push_submitted(submitted, (part, &key), &record, placed);
            let Ok(reading) = reading else { continue };
            let work = UnitWork {
                key: placed.key.clone(),
                name: placed.shown.clone(),
                county: None,
                files: Vec::new(),
                path: String::new(),
            };
            let mut data = UnitData::default();
            let cx = AssembleContext {
                placer: &self.placer,
                merged: &none,
                run: self.period,
                date_field: self.policy.date_field(),
                layouts: self.layouts,
            };
            data.add_file(&work, &record, reading, cx);
            let evidence = policy::classify::weigh_all(self.policy, &mut data.lines);
            for (line_no, (line, evidence)) in (0_u32..).zip(data.lines.iter().zip(&evidence)) {
                let open = line.open.and_then(|i| data.open_amounts.get(i));
                push_fact(facts, (part, &entry.path, &key), line_no, line, evidence, open);
            }
        }
    }
}
