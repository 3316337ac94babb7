//! The step across units: a first pass over all units takes the few columns that cross-unit checks need, the checks run once over
//! them, and each unit's report gets its flags, with the cells of both sides.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::{Arc, Mutex, PoisonError},
};

use rayon::prelude::*;
use rust_decimal::{Decimal, prelude::ToPrimitive as _};

use crate::{
    checks::{
        self,
        check::{Flag, Outcome},
        finding::{Checked, PLACES_SHOWN, sort_findings},
        meals::diet::{Bought, Diet, STAPLES},
        region::{
            REGION_CHECKS,
            check::{RegionFlag, RegionOutcome},
            columns::{CrossUnit, DietRow, Digest, LedgerRow, NumberRow, PriceRow},
            same_lines_two_units,
        },
    },
    model::{Fen, Line, Source},
    rows::reading::{RawAmount, RawLine},
    run::{
        PIECE,
        context::{UnitContext, gather},
    },
    text::{Fault, INTERRUPTED, normal_name},
    units::{
        assemble::{UnitData, UnitWork, date_that_counts, own_lines},
        placing::{UnitKey, month_of},
    },
};

/// What the cross-unit checks found, by unit.
#[derive(Debug, Default)]
pub struct CrossFindings {
    outcomes: Vec<RegionOutcome>,
    index: BTreeMap<String, u32>,
    names: Vec<Arc<str>>,
    sources: BTreeMap<(u32, u32), Source>,
}

/// Fewest characters of an order or invoice number, and fewest digits among them: `见附件` is none.
const SHORTEST: (usize, usize) = (6, 4);

/// A number as compared, where it is one: no blanks, one case, not damaged by a number format.
fn number(text: Option<&str>, line: &RawLine) -> Option<String> {
    let text = normal_name(text?);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let first = text.chars().next();
    let one_sign = text.chars().all(|c| Some(c) == first);
    let damaged = line.notes.iter().any(|n| &**n == "damaged_id");
    (text.chars().count() >= SHORTEST.0 && digits >= SHORTEST.1 && !one_sign && !damaged).then_some(text)
}

/// Two hashes of the text, as one could be another text's.
fn digest(text: &str) -> Digest {
    let half = |which: u8| {
        let mut hasher = DefaultHasher::new();
        (which, text).hash(&mut hasher);
        hasher.finish()
    };
    (half(0), half(1))
}

/// A price that can be compared.
fn is_priced(price: Option<Decimal>) -> bool {
    price.is_some_and(|p| p.is_sign_positive() && !p.is_zero())
}

/// Item, specification and measure of a line, as compared.
fn goods([item, spec, measure]: [Option<&str>; 3]) -> Option<Digest> {
    let text = |t: Option<&str>| t.map(normal_name).unwrap_or_default();
    let item = item.map(normal_name)?;
    Some(digest(&format!("{item}|{}|{}", text(spec), text(measure))))
}

fn goods_of(line: &Line) -> Option<Digest> {
    goods([line.item.as_deref(), line.spec.as_deref(), line.measure.as_deref()])
}

/// Runs the cross-unit checks over all units.
///
/// # Errors
/// A file has changed, or the run was stopped.
pub fn cross_unit(works: &[UnitWork], cx: &UnitContext<'_>, stopped: &(dyn Fn() -> bool + Sync)) -> Result<CrossFindings, Fault> {
    let all = Mutex::new(CrossUnit::with_room_for(cx.files.iter().map(|f| f.lines).sum()));
    works.par_iter().enumerate().with_max_len(PIECE).try_for_each(|(unit, work)| {
        if stopped() {
            return Err(Fault::stopped(INTERRUPTED));
        }
        let unit = u32::try_from(unit).unwrap_or(u32::MAX);
        let part = columns(unit, work, cx)?;
        // In whatever order: they are sorted by unit and line below.
        all.lock().unwrap_or_else(PoisonError::into_inner).append(part);
        Ok(())
    })?;
    let all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    let outcomes = checks::region::run_region(&all, cx.checks);
    drop(all);
    let wanted: BTreeSet<(u32, u32)> = outcomes
        .iter()
        .flat_map(|o| o.flags.values().flatten().flat_map(|f| f.others.iter().copied()))
        .collect();
    Ok(CrossFindings {
        outcomes,
        index: (0..).zip(works).map(|(i, w)| (w.path.clone(), i)).collect(),
        names: works.iter().map(|w| w.name.clone()).collect(),
        sources: sources(&wanted, works, cx)?,
    })
}

/// From the readings themselves: the lines are made of them once, when the unit is assessed.
fn columns(unit: u32, work: &UnitWork, cx: &UnitContext<'_>) -> Result<CrossUnit, Fault> {
    let assemble = cx.assemble();
    let mut out = CrossUnit::default();
    let mut prices: BTreeMap<(i32, Digest), (u32, Vec<i64>)> = BTreeMap::new();
    let mut diet = Diet::default();
    let mut next = 0;
    for file in work.files.iter().map(|index| &cx.files[*index]) {
        let reading = &*cx.readings.get(file)?;
        // Few ledgers say for how many they were bought.
        let says_persons = reading
            .lines
            .iter()
            .any(|l| l.rare().details.as_deref().is_some_and(|d| d.headcount.is_some()));
        // By the texts as written: a ledger repeats them.
        let mut known: HashMap<[Option<&str>; 3], Option<Digest>> = HashMap::default();
        let first = next;
        // A hash and the sum: one alone could be another ledger's.
        let mut lines = DefaultHasher::new();
        let mut sum_fen: i64 = 0;
        own_lines(work, file, reading, assemble, |_, raw, _| {
            let line = next;
            next += 1;
            let fen = match &raw.amount {
                RawAmount::Fen(fen) => Some(*fen),
                RawAmount::Unreadable(_) => None,
            };
            (raw.date, raw.item.as_deref(), raw.quantity.map(|q| q.normalize()), fen).hash(&mut lines);
            sum_fen = sum_fen.wrapping_add(fen.unwrap_or(0));
            let row = |text: String| NumberRow {
                unit,
                line,
                number: digest(&text),
            };
            out.orders.extend(number(raw.order_no.as_deref(), raw).map(row));
            out.invoices.extend(number(raw.rare().invoice_no.as_deref(), raw).map(row));
            let price = raw.unit_price.filter(|p| is_priced(Some(*p)));
            let price = price.and_then(|p| (p * Decimal::from(10_000)).round().to_i64());
            if says_persons {
                let date = date_that_counts(raw, assemble.date_field);
                let (month, _, date) = month_of(reading, raw, date, &file.hints, assemble.run);
                diet.add(&Bought {
                    month,
                    date,
                    item: raw.item.as_deref(),
                    spec: raw.spec.as_deref(),
                    measure: raw.measure.as_deref(),
                    quantity: raw.quantity,
                    details: raw.rare().details.as_deref(),
                    line,
                });
            }
            let texts = [raw.item.as_deref(), raw.spec.as_deref(), raw.measure.as_deref()];
            if let Some(price) = price
                && let Some(goods) = *known.entry(texts).or_insert_with(|| goods(texts))
            {
                let (period, ..) = month_of(reading, raw, date_that_counts(raw, assemble.date_field), &file.hints, assemble.run);
                let month = i32::from(period.year()) * 12 + i32::from(period.month());
                prices.entry((month, goods)).or_insert_with(|| (line, Vec::new())).1.push(price);
            }
        });
        if next - first >= same_lines_two_units::FEWEST {
            out.ledgers.push(LedgerRow {
                unit,
                first,
                count: next - first,
                lines: (lines.finish(), sum_fen.cast_unsigned()),
            });
        }
    }
    out.diets = diets(unit, work, &diet, cx);
    out.prices = prices
        .into_iter()
        .map(|((month, goods), (line, mut paid))| {
            paid.sort_unstable();
            PriceRow {
                unit,
                line,
                month,
                goods,
                price: paid[(paid.len() - 1) / 2],
            }
        })
        .collect();
    Ok(out)
}

/// What a person of the unit ate; nothing where the registry gives no sector.
fn diets(unit: u32, work: &UnitWork, diet: &Diet, cx: &UnitContext<'_>) -> Vec<DietRow> {
    let UnitKey::Registered(at) = work.key else { return Vec::new() };
    let Some(sector) = cx.registry.and_then(|r| r.units.get(at)?.sector) else {
        return Vec::new();
    };
    let row = |staple: usize| {
        let portion = diet.of_year(staple, cx.checks.meals_full_days, cx.run.period)?;
        Some(DietRow {
            unit,
            lines: portion.lines,
            sector,
            staple,
            milligrams: portion.milligrams,
        })
    };
    (0..STAPLES.len()).filter_map(row).collect()
}

/// The places of the other units' lines: only the few units that are named are gathered again.
fn sources(wanted: &BTreeSet<(u32, u32)>, works: &[UnitWork], cx: &UnitContext<'_>) -> Result<BTreeMap<(u32, u32), Source>, Fault> {
    let mut out = BTreeMap::new();
    let mut open: Option<(u32, UnitData)> = None;
    for (unit, line) in wanted {
        if open.as_ref().is_none_or(|(u, _)| u != unit) {
            let Some(work) = works.get(*unit as usize) else { continue };
            open = Some((*unit, gather(work, cx)?));
        }
        if let Some(found) = open.as_ref().and_then(|(_, d)| d.lines.get(*line as usize)) {
            out.insert((*unit, *line), found.source.clone());
        }
    }
    Ok(out)
}

impl CrossFindings {
    /// Adds what concerns one unit to what its own checks found.
    pub fn add_to(&self, checked: &mut Checked, work: &UnitWork, data: &UnitData, cx: &UnitContext<'_>) {
        let unit = self.index.get(&work.path).copied();
        for (check, outcome) in REGION_CHECKS.iter().zip(&self.outcomes) {
            let examined = unit.and_then(|unit| outcome.examined.get(&unit).copied());
            let made = match examined {
                None => Outcome::NotApplicable(check.nothing),
                Some(examined) => {
                    let flags: Vec<Flag> = unit
                        .and_then(|unit| outcome.flags.get(&unit))
                        .into_iter()
                        .flatten()
                        .map(|f| self.flag(check.meta.id, f, data, cx))
                        .collect();
                    Outcome::Examined {
                        passed: examined.saturating_sub(flags.len() as u64),
                        flags,
                    }
                }
            };
            checked.add(check.meta, made, &work.name, cx.catalog);
        }
        sort_findings(&mut checked.findings);
    }

    /// Words for a flag: the figures of the check, and what the unit's own lines say.
    fn flag(&self, check: &str, flag: &RegionFlag, data: &UnitData, cx: &UnitContext<'_>) -> Flag {
        let mut own: Vec<&Line> = flag.lines.iter().filter_map(|i| data.lines.get(*i as usize)).collect();
        let first = own.first().copied();
        if check == "price_far_from_others"
            && let Some(first) = first
        {
            let wanted = goods_of(first).filter(|_| is_priced(first.unit_price));
            let same = |l: &&Line| l.period == first.period && is_priced(l.unit_price) && wanted.is_some() && goods_of(l) == wanted;
            own = data.lines.iter().filter(same).collect();
        }
        let text = |f: fn(&Line) -> Option<&Arc<str>>| first.and_then(f).map(ToString::to_string).unwrap_or_default();
        let number = if check == "invoice_claimed_by_two_units" {
            text(|l| l.invoice_no.as_ref())
        } else {
            text(|l| l.order_no.as_ref())
        };
        let mut others: Vec<&str> = flag
            .others
            .iter()
            .filter_map(|(u, _)| self.names.get(*u as usize))
            .map(AsRef::as_ref)
            .collect();
        others.dedup();
        let fen = own.iter().filter_map(|l| l.amount_fen).fold(0_i64, i64::saturating_add);
        let mut args: BTreeMap<String, String> = flag.args.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
        let month = first.map(|l| l.period.to_string()).unwrap_or_default();
        for (key, value) in [
            ("number", number.clone()),
            ("others", others.iter().take(5).copied().collect::<Vec<_>>().join("、")),
            ("item", text(|l| l.item.as_ref())),
            ("measure", text(|l| l.measure.as_ref())),
            ("month", month.clone()),
            ("amount", Fen(fen).yuan()),
            ("slip", flag.slip.text(cx.catalog)),
        ] {
            args.entry(key.to_owned()).or_insert(value);
        }
        let file = first.map(|l| l.source.file.to_string()).unwrap_or_default();
        args.entry("file".to_owned()).or_insert_with(|| file.clone());
        let subject = if check == "same_lines_two_units" {
            file
        } else if let Some(kind) = flag.args.get("kind") {
            kind.clone()
        } else if flag.others.is_empty() {
            format!(
                "{month}|{}|{}|{}",
                text(|l| l.item.as_ref()),
                text(|l| l.spec.as_ref()),
                text(|l| l.measure.as_ref())
            )
        } else {
            normal_name(&number)
        };
        // Both sides are shown.
        let others_shown = flag.others.len().min(PLACES_SHOWN / 2);
        let own_shown = own.len().min(PLACES_SHOWN - others_shown);
        let mut evidence: Vec<Source> = own.iter().take(own_shown).map(|l| l.source.clone()).collect();
        evidence.extend(flag.others.iter().filter_map(|place| self.sources.get(place).cloned()));
        Flag {
            more_evidence: own.len() + flag.others_total - own_shown - flag.others.len(),
            subject,
            args,
            amount_fen: Some(fen),
            evidence,
        }
    }
}
