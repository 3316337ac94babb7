//! Platform exports of a run: loaded before anything is written, matched with all units' lines between the two passes (docs of `reconcile`).

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::{
    formats::cells::Limits,
    inbox::discover::{Discovery, Ignored, Origin},
    model::{
        dates::Month,
        line::{Line, LineKind, PeriodSource},
        money::Overflow,
        reconciliation::{LineRef, MatchView, OrderView, Outcome, Part, Reconciliation, RegionReconciliation, Side},
        standing::Standing,
    },
    policy::{self, at::PolicyAt},
    publish::manifest::HashedFile,
    reconcile::{
        self, Claim, Match, ReconcileSettings,
        orders::{Coverage, Order, Owner, Row, orders},
        words::{self, Number},
    },
    rows::reading::Reading,
    rows::workbook::read_bytes,
    run::{
        PIECE,
        context::{UnitContext, classify, gather},
        error::AuditError,
        provenance::absolute,
    },
    tables::vocabulary::Layouts,
    units::{
        assemble::{AssembleContext, FileRecord, UnitWork, line_of},
        names::normal_name,
        placing::{Placer, UnitKey, nfkc_tight, own_unit},
    },
};

/// Rows of one order shown.
const SOURCES_KEPT: usize = 20;
/// Orders of unknown units shown for the region.
const UNKNOWN_KEPT: usize = 100;

/// One export, read.
#[derive(Debug)]
pub struct Export {
    /// Channel id.
    channel: Arc<str>,
    path: PathBuf,
    file: FileRecord,
    reading: Reading,
}

impl Export {
    /// For the manifest: the bytes that were read.
    #[must_use]
    pub fn hashed(&self) -> HashedFile {
        HashedFile {
            path: absolute(&self.path).display().to_string(),
            sha256: self.file.hex(),
        }
    }
}

fn refused(kind: &str, path: &Path, why: impl std::fmt::Display) -> AuditError {
    AuditError::Usage(format!("--platform-export {kind}={}: {why}", path.display()))
}

/// Reads the exports. A bad one stops the run before it starts: orders that cannot be read would make honest claims look false.
///
/// # Errors
/// [`AuditError::Usage`]: no such channel, not readable, or no orders found.
pub fn load(
    given: &[(String, PathBuf)],
    policy: &PolicyAt,
    limits: &Limits,
    layouts: &Layouts,
    placer: &Placer<'_>,
) -> Result<Vec<Export>, AuditError> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    given
        .iter()
        .map(|(kind, path)| {
            let channel = channel_of(kind, policy).ok_or_else(|| refused(kind, path, unknown_kind(policy)))?;
            let bytes = std::fs::read(path).map_err(|e| refused(kind, path, e))?;
            let reading = read_bytes(&bytes, limits, layouts).map_err(|e| refused(kind, path, e))?;
            complete(&reading).map_err(|why| refused(kind, path, why))?;
            let name = path.file_name().map_or_else(|| kind.clone(), |n| n.to_string_lossy().into_owned());
            let same = names.entry(name.clone()).or_insert(0);
            *same += 1;
            let shown = if *same == 1 { name } else { format!("{name} ({same})") };
            let mut file = FileRecord::new(Arc::from(shown.as_str()), placer.path_hints(&shown));
            file.sha256 = Sha256::digest(&bytes).into();
            file.size = bytes.len() as u64;
            Ok(Export {
                channel,
                path: path.clone(),
                file,
                reading,
            })
        })
        .collect()
}

fn channel_of(kind: &str, policy: &PolicyAt) -> Option<Arc<str>> {
    let channels = policy.info().channels;
    let wanted = nfkc_tight(kind).to_lowercase();
    let is = |id: &str| channels.iter().find(|c| c.id.as_ref() == id).map(|c| c.id.clone());
    is(kind)
        .or_else(|| words::aliased(&wanted).iter().find_map(|id| is(id)))
        .or_else(|| {
            channels
                .iter()
                .find(|c| nfkc_tight(&c.title).to_lowercase() == wanted)
                .map(|c| c.id.clone())
        })
}

fn unknown_kind(policy: &PolicyAt) -> String {
    let ids: Vec<String> = policy.info().channels.into_iter().map(|c| c.id.to_string()).collect();
    let short: Vec<&str> = words::aliases().collect();
    format!(
        "no channel of that name; there are {}, and for short {}",
        ids.join(", "),
        short.join(", ")
    )
}

/// An export must give orders with amounts, and numbers or dates to know them by.
fn complete(reading: &Reading) -> Result<(), String> {
    let headers = || {
        let tables = reading.sheets.iter().flat_map(|s| &s.tables);
        let found: Vec<&str> = tables
            .flat_map(|t| {
                t.columns
                    .iter()
                    .map(|c| c.header.as_ref())
                    .chain(t.unmapped.iter().map(|u| u.text.as_ref()))
            })
            .take(30)
            .collect();
        if found.is_empty() {
            "no table was found".to_owned()
        } else {
            format!("headers found: {}", found.join(", "))
        }
    };
    let lines: Vec<_> = reading.lines.iter().filter(|l| l.kind == LineKind::Detail).collect();
    if lines.is_empty() {
        return Err(format!("no orders could be read; {}", headers()));
    }
    if lines.iter().all(|l| l.date.is_none() && l.rest().other_dates.is_empty()) {
        return Err(format!("no order has a date that can be read; {}", headers()));
    }
    Ok(())
}

/// Takes exports out of the inputs: an export that lies in the inbox is no ledger.
pub fn keep_out(inputs: &mut Discovery, given: &[(String, PathBuf)]) {
    let real = |p: &Path| std::fs::canonicalize(p).ok();
    let exports: Vec<PathBuf> = given.iter().filter_map(|(_, p)| real(p)).collect();
    if exports.is_empty() {
        return;
    }
    let (out, kept) = std::mem::take(&mut inputs.files).into_iter().partition(|f| match &f.origin {
        Origin::Disk(path) => real(path).is_some_and(|p| exports.contains(&p)),
        Origin::Member { .. } => false,
    });
    inputs.files = kept;
    inputs
        .ignored
        .extend(out.into_iter().map(|f: crate::inbox::discover::InputFile| Ignored {
            path: f.path,
            reason: "platform_export".to_owned(),
        }));
    inputs.ignored.sort_by(|a, b| a.path.cmp(&b.path));
}

/// What one platform's exports say of all units.
#[derive(Debug)]
struct Platform {
    channel: Arc<str>,
    title: String,
    exports: Vec<Arc<str>>,
    coverage: Coverage,
    orders: Vec<Order>,
    claims: Vec<Claim>,
    matches: Vec<Match>,
    /// Matches that concern a unit.
    of_unit: BTreeMap<u32, Vec<usize>>,
    /// Lines that another unit's report shows, by claim.
    refs: BTreeMap<usize, LineRef>,
}

/// All platforms.
#[derive(Debug)]
pub struct Reconciled {
    platforms: Vec<Platform>,
    units: BTreeMap<UnitKey, u32>,
}

impl Reconciled {
    /// Places the orders, gathers every unit's claims and matches them.
    ///
    /// # Errors
    /// A reading of the run cannot be fetched.
    pub fn new(exports: &[Export], works: &[UnitWork], cx: &UnitContext<'_>, settings: ReconcileSettings) -> Result<Self, AuditError> {
        let units: BTreeMap<UnitKey, u32> = (0_u32..).zip(works).map(|(i, w)| (w.key.clone(), i)).collect();
        let mut channels: Vec<Arc<str>> = exports.iter().map(|e| e.channel.clone()).collect();
        channels.sort();
        channels.dedup();
        let owners = Owners::new(&units, works, cx);
        let mut platforms: Vec<Platform> = channels
            .into_iter()
            .map(|channel| {
                let of: Vec<&Export> = exports.iter().filter(|e| e.channel == channel).collect();
                let rows: Vec<Row> = of.iter().enumerate().flat_map(|(i, e)| rows(i, e, &owners, cx)).collect();
                Platform {
                    title: cx.policy.channel_title(&channel),
                    channel,
                    exports: of.iter().map(|e| e.file.path.clone()).collect(),
                    coverage: Coverage::of(&rows, settings.whole_months),
                    orders: orders(rows),
                    claims: Vec::new(),
                    matches: Vec::new(),
                    of_unit: BTreeMap::new(),
                    refs: BTreeMap::new(),
                }
            })
            .collect();
        let numbers: Vec<BTreeMap<Arc<str>, Owner>> = platforms
            .iter()
            .map(|p| p.orders.iter().filter_map(|o| Some((o.number.clone()?, o.owner))).collect())
            .collect();
        let claims: Vec<UnitClaims> = works
            .par_iter()
            .enumerate()
            .with_max_len(PIECE)
            .map(|(i, work)| unit_claims(work, u32::try_from(i).unwrap_or(u32::MAX), cx, &platforms, &numbers))
            .collect::<Result<_, _>>()?;
        for (i, platform) in platforms.iter_mut().enumerate() {
            for (claim, line) in claims.iter().flat_map(|c| &c[i]) {
                if let Some(line) = line {
                    platform.refs.insert(platform.claims.len(), line.clone());
                }
                platform.claims.push(claim.clone());
            }
            platform.solve(cx.run.period, settings);
        }
        Ok(Self { platforms, units })
    }

    /// Disputes the unit's lines that the platform does not bear out.
    pub fn dispute(&self, key: &UnitKey, policy: &PolicyAt, lines: &mut [Line]) {
        let Some(unit) = self.units.get(key) else { return };
        for platform in &self.platforms {
            for m in platform.matches_of(*unit) {
                let Some(reason) = platform.reason(m) else { continue };
                for claim in m.claims.iter().map(|c| &platform.claims[*c]).filter(|c| c.unit == *unit) {
                    if let Some(line) = lines.get_mut(claim.line as usize) {
                        policy::classify::dispute(line, policy, reason);
                    }
                }
            }
        }
    }

    /// The unit's tables of matches.
    ///
    /// # Errors
    /// Totals that overflow or do not add up.
    pub fn views(&self, work: &UnitWork, lines: &[Line]) -> Result<Vec<Reconciliation>, AuditError> {
        let Some(unit) = self.units.get(&work.key) else {
            return Ok(Vec::new());
        };
        self.platforms.iter().map(|p| p.view(*unit, work, lines)).collect()
    }

    /// The region's totals.
    ///
    /// # Errors
    /// Totals that overflow or do not add up.
    pub fn region(&self) -> Result<Vec<RegionReconciliation>, AuditError> {
        self.platforms
            .iter()
            .map(|p| {
                let (ledger, platform) = p.sides(|_| true, |_| true, "region")?;
                Ok(RegionReconciliation {
                    channel: p.channel.clone(),
                    title: p.title.clone(),
                    exports: p.exports.clone(),
                    covered: p.covered(),
                    ledger,
                    platform,
                    unit_unknown: p
                        .matches
                        .iter()
                        .filter(|m| m.outcome == Outcome::UnitUnknown)
                        .flat_map(|m| &m.orders)
                        .take(UNKNOWN_KEPT)
                        .map(|o| order_view(&p.orders[*o]))
                        .collect(),
                })
            })
            .collect()
    }
}

type UnitClaims = Vec<Vec<(Claim, Option<LineRef>)>>;

/// Finds the unit of the run that an export names.
struct Owners<'a> {
    units: &'a BTreeMap<UnitKey, u32>,
    /// Units without a registry entry by name, where the name stands in one county only.
    names: BTreeMap<String, Option<u32>>,
    cx: &'a UnitContext<'a>,
}

impl<'a> Owners<'a> {
    fn new(units: &'a BTreeMap<UnitKey, u32>, works: &[UnitWork], cx: &'a UnitContext<'a>) -> Self {
        let mut names: BTreeMap<String, Option<u32>> = BTreeMap::new();
        for (i, work) in (0_u32..).zip(works) {
            let mut known = vec![normal_name(&work.name)];
            if let UnitKey::Found { name, .. } = &work.key {
                known.push(name.clone());
            }
            known.dedup();
            for name in known {
                names.entry(name).and_modify(|n| *n = None).or_insert(Some(i));
            }
        }
        Self { units, names, cx }
    }

    fn of(&self, own: Option<&str>, export: &Export) -> Owner {
        let Some(placed) = self.cx.placer.place(own, &export.file.hints) else {
            return if own.is_some_and(|t| !t.trim().is_empty()) {
                Owner::Unknown
            } else {
                Owner::Unnamed
            };
        };
        let key = self.cx.merged.get(&placed.key).unwrap_or(&placed.key);
        let by_key = self.units.get(key).copied();
        let by_name = || match key {
            UnitKey::Found { name, .. } => self.names.get(name).copied().flatten(),
            UnitKey::Registered(_) => None,
        };
        match by_key.or_else(by_name) {
            Some(unit) => Owner::Unit(unit),
            // A file's or folder's name that is no unit of the run says nothing.
            None if own.is_none() => Owner::Unnamed,
            None => Owner::Unknown,
        }
    }
}

fn rows(index: usize, export: &Export, owners: &Owners<'_>, cx: &UnitContext<'_>) -> Vec<Row> {
    let prefix = &export.file.hex()[..8];
    let assemble = AssembleContext {
        placer: cx.placer,
        merged: cx.merged,
        run: cx.run.period,
        date_field: cx.policy.date_field(),
    };
    let mut last: Option<(Option<&str>, Owner)> = None;
    let details = export.reading.lines.iter().filter(|l| l.kind == LineKind::Detail);
    details
        .map(|raw| {
            let own = own_unit(&export.reading, raw);
            let owner = match last {
                Some((text, owner)) if text == own => owner,
                _ => owners.of(own, export),
            };
            last = Some((own, owner));
            let line = line_of(raw, &export.reading, &export.file, prefix, assemble);
            Row {
                export: index,
                owner,
                unit_text: own.map(Arc::from),
                order_no: line.order_no,
                damaged_id: line.notes.iter().any(|n| n.as_ref() == "damaged_id"),
                date: line.date,
                period: (line.period_source != PeriodSource::Run).then_some(line.period),
                amount_fen: line.amount_fen,
                status: raw.rest().status.clone(),
                item: line.item,
                supplier: line.supplier,
                source: line.source,
            }
        })
        .collect()
}

fn unit_claims(
    work: &UnitWork,
    unit: u32,
    cx: &UnitContext<'_>,
    platforms: &[Platform],
    numbers: &[BTreeMap<Arc<str>, Owner>],
) -> Result<UnitClaims, AuditError> {
    let mut data = gather(work, cx)?;
    let _ = classify(work, &mut data, cx);
    let mut out: UnitClaims = vec![Vec::new(); platforms.len()];
    for (i, line) in (0_u32..).zip(&data.lines) {
        if line.reasons.iter().any(|r| r.as_ref() == "statement_superseded") {
            continue;
        }
        let noted = line.notes.iter().any(|n| n.as_ref() == "damaged_id");
        let number = words::number(line.order_no.as_deref(), noted);
        for ((platform, known), out) in platforms.iter().zip(numbers).zip(&mut out) {
            let owner = match &number {
                Number::Intact(n) => known.get(n).copied(),
                Number::None | Number::Damaged => None,
            };
            let of_channel = line.channel.as_ref() == Some(&platform.channel);
            if of_channel || owner.is_some() {
                let elsewhere = owner.is_some_and(|o| o != Owner::Unit(unit));
                out.push((
                    claim_of(line, (unit, i), of_channel, &number),
                    elsewhere.then(|| line_ref(line, Some(work.name.clone()))),
                ));
            }
        }
    }
    Ok(out)
}

fn claim_of(line: &Line, (unit, index): (u32, u32), of_channel: bool, number: &Number) -> Claim {
    let repeats = |r: &Arc<str>| matches!(r.as_ref(), "duplicate_suspected" | "duplicate_across_files");
    Claim {
        unit,
        line: index,
        claims: of_channel && line.requirements.values().any(|s| *s != Standing::NotCounted),
        of_channel,
        statement: line.kind == LineKind::Statement,
        repeated: line.reasons.iter().any(repeats),
        number: match number {
            Number::Intact(n) => Some(n.clone()),
            Number::None | Number::Damaged => None,
        },
        damaged: *number == Number::Damaged,
        days: line.date.map_or((line.period.first_day(), line.period.last_day()), |d| (d, d)),
        period: line.period,
        amount_fen: line.amount_fen,
        supplier: line.supplier.as_deref().map(normal_name).unwrap_or_default().into(),
    }
}

fn line_ref(line: &Line, unit: Option<Arc<str>>) -> LineRef {
    LineRef {
        line: line.id.clone(),
        unit,
        order_no: line.order_no.clone(),
        period: line.period,
        date: line.date,
        item: line.item.clone(),
        amount_fen: line.amount_fen,
        source: line.source.clone(),
    }
}

fn order_view(order: &Order) -> OrderView {
    OrderView {
        order_no: order.order_no.clone(),
        unit: order.unit_text.clone(),
        date: order.date,
        status: order.status.clone(),
        amount_fen: order.amount_fen,
        sources: order.sources.iter().take(SOURCES_KEPT).cloned().collect(),
    }
}

impl Platform {
    fn covered(&self) -> Vec<String> {
        self.coverage.ranges.iter().map(|(from, to)| format!("{from}/{to}")).collect()
    }

    fn solve(&mut self, period: Month, settings: ReconcileSettings) {
        self.matches = reconcile::reconcile(&self.orders, &self.claims, &self.coverage, period, settings);
        for (i, m) in self.matches.iter().enumerate() {
            let owners = m
                .orders
                .iter()
                .filter(|_| !m.orders_elsewhere)
                .filter_map(|o| match self.orders[*o].owner {
                    Owner::Unit(unit) => Some(unit),
                    Owner::Unknown | Owner::Unnamed => None,
                });
            let units: std::collections::BTreeSet<u32> = m.claims.iter().map(|c| self.claims[*c].unit).chain(owners).collect();
            for unit in units {
                self.of_unit.entry(unit).or_default().push(i);
            }
        }
    }

    fn matches_of(&self, unit: u32) -> impl Iterator<Item = &Match> {
        self.of_unit.get(&unit).into_iter().flatten().map(|i| &self.matches[*i])
    }

    fn sums(&self, m: &Match) -> (Option<i64>, Option<i64>) {
        let sum = |mut amounts: Box<dyn Iterator<Item = Option<i64>> + '_>| amounts.try_fold(0_i64, |sum, a| sum.checked_add(a?));
        (
            sum(Box::new(m.claims.iter().map(|c| self.claims[*c].amount_fen))),
            sum(Box::new(m.orders.iter().map(|o| self.orders[*o].amount_fen))),
        )
    }

    /// Why a match disputes its lines, if it does.
    fn reason(&self, m: &Match) -> Option<&'static str> {
        match m.outcome {
            Outcome::Unconfirmed | Outcome::OtherUnit | Outcome::Cancelled | Outcome::Ambiguous => Some("unconfirmed_by_platform"),
            // Credit needs evidence: what the ledger claims beyond the platform's amount has none.
            Outcome::AmountDiffers => match self.sums(m) {
                (Some(ledger), Some(platform)) if ledger <= platform => None,
                _ => Some("platform_amount_differs"),
            },
            _ => None,
        }
    }

    /// Both sides over the units asked for. The wholes are summed from the orders and claims, the parts from the matches; they must agree.
    fn sides(&self, ours: impl Fn(&Claim) -> bool, owned: impl Fn(&Order) -> bool, whose: &str) -> Result<(Side, Side), AuditError> {
        let overflow = |source| AuditError::Overflow {
            unit: whose.to_owned(),
            source,
        };
        let mut matched = vec![false; self.claims.len()];
        let mut parts: BTreeMap<Outcome, [(u64, i64); 2]> = BTreeMap::new();
        let add = |to: &mut (u64, i64), fen: Option<i64>| {
            to.0 += 1;
            to.1 = to.1.checked_add(fen.unwrap_or(0)).ok_or(Overflow)?;
            Ok(())
        };
        for m in &self.matches {
            let part = parts.entry(m.outcome).or_default();
            for c in m.claims.iter().copied().filter(|c| ours(&self.claims[*c])) {
                matched[c] = true;
                add(&mut part[0], self.claims[c].amount_fen).map_err(overflow)?;
            }
            for o in m.orders.iter().filter(|o| !m.orders_elsewhere && owned(&self.orders[**o])) {
                add(&mut part[1], self.orders[*o].amount_fen).map_err(overflow)?;
            }
        }
        let (mut ledger, mut platform) = ((0, 0), (0, 0));
        for (claim, matched) in self.claims.iter().zip(matched).filter(|(c, _)| ours(c)) {
            // A line that was only looked up, and found nowhere, is no part of the reconciliation.
            if claim.claims || matched {
                add(&mut ledger, claim.amount_fen).map_err(overflow)?;
            }
        }
        for order in self.orders.iter().filter(|o| owned(o)) {
            add(&mut platform, order.amount_fen).map_err(overflow)?;
        }
        let side = |(count, fen): (u64, i64), which: usize| Side {
            count,
            fen,
            parts: Outcome::ALL
                .into_iter()
                .filter_map(|outcome| {
                    let (count, fen) = parts.get(&outcome)?[which];
                    (count > 0).then_some(Part { outcome, count, fen })
                })
                .collect(),
        };
        let (ledger, platform) = (side(ledger, 0), side(platform, 1));
        if ledger.adds_up() && platform.adds_up() {
            Ok((ledger, platform))
        } else {
            Err(AuditError::NotReconciled {
                whose: whose.to_owned(),
                channel: self.channel.to_string(),
            })
        }
    }

    fn view(&self, unit: u32, work: &UnitWork, lines: &[Line]) -> Result<Reconciliation, AuditError> {
        let (ledger, platform) = self.sides(|c| c.unit == unit, |o| o.owner == Owner::Unit(unit), &work.name)?;
        let mut matches: Vec<MatchView> = self.matches_of(unit).map(|m| self.match_view(m, unit, lines)).collect();
        // What is in order comes last; otherwise as the ledger and the export have it.
        let rank = |o: Outcome| Outcome::ALL.iter().position(|a| *a == o).map_or(usize::MAX, |i| (i + 10) % 11);
        matches.sort_by_key(|m| rank(m.outcome));
        Ok(Reconciliation {
            channel: self.channel.clone(),
            title: self.title.clone(),
            exports: self.exports.clone(),
            covered: self.covered(),
            ledger,
            platform,
            matches,
        })
    }

    fn match_view(&self, m: &Match, unit: u32, lines: &[Line]) -> MatchView {
        let (ledger_fen, platform_fen) = self.sums(m);
        let refs = m.claims.iter().filter_map(|c| {
            let claim = &self.claims[*c];
            if claim.unit == unit {
                lines.get(claim.line as usize).map(|l| line_ref(l, None))
            } else {
                self.refs.get(c).cloned()
            }
        });
        MatchView {
            outcome: m.outcome,
            way: m.way,
            orders: m.orders.iter().map(|o| order_view(&self.orders[*o])).collect(),
            lines: refs.collect(),
            ledger_fen: (!m.claims.is_empty()).then_some(ledger_fen).flatten(),
            platform_fen: (!m.orders.is_empty()).then_some(platform_fen).flatten(),
            notes: m.notes.iter().map(|n| (*n).to_owned()).collect(),
        }
    }
}

/// Rows of the exports that could not be used, by export: what they hold is unknown, so a line that seems unconfirmed may stand in them.
#[must_use]
pub fn rejected(exports: &[Export]) -> Vec<(Arc<str>, u64)> {
    exports
        .iter()
        .map(|e| (e.file.path.clone(), e.reading.rejected.len() as u64))
        .filter(|(_, n)| *n > 0)
        .collect()
}
