//! What one policy at one month says of each line by itself: the part of classification that looks into texts, done once, exactly, by the same
//! code as an audit. What needs other lines (copies, statements beside details) and all that is arithmetic is left to
//! the SQL of `bangfu policy sql`.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use sha2::{Digest, Sha256};

use crate::{
    ledger::{
        entry::{Content, Entry},
        parquet::write_table,
        table::{Kind, Schema, Table},
    },
    model::{
        dates::Month,
        line::{Line, OpenAmount},
        reasons::UnitNote,
    },
    policy::{self, at::PolicyAt, pack::Policy},
    rows::reading::READER_VERSION,
    tables::vocabulary::Vocabulary,
    text::fault::Fault,
    text::hex::hex,
    units::{
        assemble::{AssembleContext, UnitData, UnitWork},
        placing::{Placer, UnitKey},
        records::OpenedFile,
        registry::Registry,
        terms::terms_of,
    },
};

/// Columns of `facts` (docs/ledger.md).
pub(crate) const FACTS: Schema = &[
    ("part", Kind::Text),
    ("path", Kind::Text),
    ("unit_key", Kind::Text),
    ("line_id", Kind::Text),
    ("line_no", Kind::Int),
    ("period", Kind::Int),
    ("date", Kind::Day),
    ("kind", Kind::Text),
    ("amount_fen", Kind::Int),
    ("base", Kind::Text),
    ("candidates", Kind::Text),
    ("candidate_count", Kind::Int),
    ("channel", Kind::Text),
    ("origin_conflict", Kind::Int),
    ("reasons", Kind::Text),
    ("reason_count", Kind::Int),
    ("order_key", Kind::Text),
    ("item_key", Kind::Text),
    ("open_amount", Kind::Text),
    ("open_kind", Kind::Text),
    ("open_fen", Kind::Int),
];

/// Columns of `submitted`.
pub(crate) const SUBMITTED: Schema = &[
    ("part", Kind::Text),
    ("path", Kind::Text),
    ("unit_key", Kind::Text),
    ("registered", Kind::Int),
    ("county", Kind::Text),
    ("name_key", Kind::Text),
    ("unit", Kind::Text),
    ("broken_off", Kind::Int),
];

/// Columns of `units`.
pub(crate) const UNITS: Schema = &[
    ("unit_key", Kind::Text),
    ("unit", Kind::Text),
    ("code", Kind::Text),
    ("county", Kind::Text),
    ("sector", Kind::Text),
    ("canteen", Kind::Text),
    ("exempt", Kind::Text),
    ("plan_fen", Kind::Int),
];

/// Columns of `terms`.
pub(crate) const TERMS: Schema = &[
    ("unit_key", Kind::Text),
    ("requirement", Kind::Text),
    ("threshold_bp", Kind::Int),
    ("plan_fen", Kind::Int),
    ("reserved_fen", Kind::Int),
];

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
        let (mut units, mut terms) = (Table::new(UNITS), Table::new(TERMS));
        for (i, unit) in self.registry.iter().flat_map(|r| r.units.iter().enumerate()) {
            let key = key_text(&UnitKey::Registered(i));
            let of = terms_of(Some(unit), true);
            units.push([
                key.as_str().into(),
                unit.name.as_ref().into(),
                unit.code.as_deref().into(),
                unit.county.as_deref().into(),
                unit.sector.map(crate::model::unit::Sector::code).into(),
                unit.canteen.code().into(),
                of.exempt.map(UnitNote::code).into(),
                unit.plan_fen.into(),
            ]);
            for term in crate::assess::terms::terms(self.policy, &of, self.period) {
                terms.push([
                    key.as_str().into(),
                    term.requirement.as_ref().into(),
                    term.threshold_bp.into(),
                    of.plan_fen.into(),
                    term.reserved_fen.into(),
                ]);
            }
        }
        write_table(&self.path(folder, "units", "part-registry.parquet"), units)?;
        write_table(&self.path(folder, "terms", "part-registry.parquet"), terms)
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
            let (registered, county, name) = match &placed.key {
                UnitKey::Registered(_) => (true, None, None),
                UnitKey::Found { county, name } => (false, county.as_deref(), Some(name.as_str())),
            };
            submitted.push([
                part.into(),
                entry.path.as_ref().into(),
                key.as_str().into(),
                registered.into(),
                county.into(),
                name.into(),
                placed.shown.as_ref().into(),
                record.broken_off.into(),
            ]);
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
                push_fact(facts, (part, &entry.path, &key), line_no, (line, evidence), &data.open_amounts);
            }
        }
    }
}

fn push_fact(
    facts: &mut Table,
    (part, path, key): (&str, &str, &str),
    line_no: u32,
    (line, evidence): (&Line, &policy::channel_evidence::Evidence),
    open_amounts: &[OpenAmount],
) {
    let duplicate = policy::duplicates::duplicate_key(line);
    let candidates: Option<BTreeSet<&str>> = evidence.candidates.as_ref().map(|c| c.iter().map(AsRef::as_ref).collect());
    let open = line.open.and_then(|i| open_amounts.get(i));
    facts.push([
        part.into(),
        path.into(),
        key.into(),
        line.id.as_str().into(),
        line_no.into(),
        (i64::from(line.period.year()) * 100 + i64::from(line.period.month())).into(),
        line.date.into(),
        line.kind.code().into(),
        line.amount_fen.into(),
        line.base.code().into(),
        candidates
            .as_ref()
            .map(|c| format!(",{},", c.iter().copied().collect::<Vec<_>>().join(",")))
            .into(),
        candidates.as_ref().map(|c| c.len() as i64).into(),
        line.channel.as_deref().into(),
        evidence.origin_conflict.into(),
        line.reasons.iter().map(|r| r.code()).collect::<Vec<_>>().join(",").into(),
        (line.reasons.len() as u64).into(),
        duplicate.as_ref().map(|(order, _)| order.clone()).into(),
        duplicate.and_then(|(_, item)| item).into(),
        open.map(|o| o.id.as_str()).into(),
        open.map(|o| o.kind.code()).into(),
        open.map(|o| o.fen).into(),
    ]);
}
