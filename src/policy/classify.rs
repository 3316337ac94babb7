//! What each line contributes: counted, disputed, not counted; in the base, disputed, out (docs/figures.md).

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use crate::{
    model::{
        line::{ChannelSource, Line, LineKind},
        reasons::Reason,
        standing::{BaseStanding, Standing, Standings},
    },
    policy::{
        at::{InForce, PolicyAt},
        blank_channels,
        channel::{Channels, Named, Place, channels, is_blank},
        food::{BaseSigns, Role},
        judgement_cache::JudgementCache,
        origin::Origin,
        pack::{ChannelKind, Treatment},
    },
    text::names::normal_word,
};

/// An order number of fewer characters is a serial: it proves nothing.
const SHORTEST_ORDER: usize = 6;

/// Classifies all lines of one unit, orders that were entered twice among them.
pub fn classify(policy: &PolicyAt, lines: &mut [Line]) {
    classify_each(policy, lines);
    dispute_duplicates(lines);
}

/// Classifies each line, before it is compared with others.
pub fn classify_each(policy: &PolicyAt, lines: &mut [Line]) {
    let evidence = weigh_all(policy, lines);
    for (line, evidence) in lines.iter_mut().zip(&evidence) {
        stand(policy, line, evidence);
    }
}

/// What the line counts towards.
fn stand(policy: &PolicyAt, line: &mut Line, evidence: &Evidence) {
    let mut standings = numerators(policy, evidence);
    if evidence.origin_conflict {
        for standing in standings.values_mut().filter(|s| **s == Standing::Counted) {
            *standing = Standing::Disputed;
        }
    }
    line.requirements = standings;
    follow_base(line);
}

/// What a line's texts say, before requirements and other lines come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Channels that it may have come through: one by all the evidence there is, several that contradict each other; `None`: any.
    pub candidates: Option<Channels>,
    /// Its origin contradicts its channel.
    pub origin_conflict: bool,
}

/// Channel, base and reasons of each line, by itself and by the others of its file; requirements are left as they are.
pub fn weigh_all(policy: &PolicyAt, lines: &mut [Line]) -> Vec<Evidence> {
    let weigh_each = |cache: &mut JudgementCache| lines.iter_mut().map(|line| weigh(policy, line, cache)).collect();
    let mut evidence: Vec<Evidence> = policy.memory.with(weigh_each);
    blank_channels::settle(policy, lines, &mut evidence);
    evidence
}

fn weigh(policy: &PolicyAt, line: &mut Line, cache: &mut JudgementCache) -> Evidence {
    let mut reasons = Vec::new();
    let candidates = channel_of(policy, line, &mut reasons, cache);
    line.channel = match candidates.as_deref() {
        Some([id]) => Some(id.clone()),
        _ => None,
    };
    let origin_conflict = origin_conflicts(policy, line, cache);
    if origin_conflict {
        reasons.push(Reason::OriginConflict);
    }
    line.base = base_of(policy, line, &mut reasons, cache);
    reasons.sort_unstable();
    line.reasons = reasons;
    Evidence {
        candidates,
        origin_conflict,
    }
}

/// Where the base is disputed, a purchase through the channel is disputed there too; out of the base is out of everything.
pub(super) fn follow_base(line: &mut Line) {
    for standing in line.requirements.values_mut() {
        *standing = match (line.base, *standing) {
            (BaseStanding::Out, _) => Standing::NotCounted,
            (BaseStanding::Disputed, Standing::Counted) => Standing::Disputed,
            (_, other) => other,
        };
    }
}

fn numerators(policy: &PolicyAt, evidence: &Evidence) -> Standings {
    let standing = |r: &InForce| {
        let inside = |id: &Arc<str>| r.requirement.channels.contains(id);
        match &evidence.candidates {
            None => Standing::Disputed,
            Some(ids) if ids.iter().all(inside) => Standing::Counted,
            Some(ids) if ids.iter().any(inside) => Standing::Disputed,
            Some(_) => Standing::NotCounted,
        }
    };
    Standings::of(&policy.ids, policy.by_id.iter().map(|at| standing(&policy.requirements[*at])))
}

/// What each text of a line says of its channel, beside the channel column.
struct Hints {
    section: Named,
    sheet: Named,
    head: Named,
    title: Named,
    supplier: Named,
    remark: Named,
    order: Named,
}

impl Hints {
    fn of(policy: &PolicyAt, line: &Line, cache: &mut JudgementCache) -> Self {
        let mut of =
            |text: Option<&Arc<str>>, place| text.map_or(Named::Nothing, |t| cache.named(&policy.policy, &policy.lexicon, t, place));
        let evidence = &line.evidence;
        let title = of(evidence.title.as_ref(), Place::Heading);
        let numbered = line.order_no.as_deref().is_some_and(|o| o.chars().count() >= SHORTEST_ORDER);
        Self {
            section: of(evidence.section.as_ref(), Place::Heading),
            sheet: of(evidence.sheet.as_ref(), Place::Heading),
            // Without a column of channels the text is one of a pair above the lines (`采购平台：832平台`).
            head: of(line.channel_text.as_ref().filter(|_| !evidence.has_column), Place::Column),
            // A title that only hints at help says what the paper is for.
            title: if title.ids().is_empty() { Named::Nothing } else { title },
            supplier: of(line.supplier.as_ref(), Place::Supplier),
            remark: of(line.remark.as_ref(), Place::Remark),
            order: of(evidence.order_header.as_ref().filter(|_| numbered), Place::Column),
        }
    }

    /// In the order in which they decide.
    fn in_order(&self) -> [(ChannelSource, &Named); 7] {
        [
            (ChannelSource::Section, &self.section),
            (ChannelSource::Sheet, &self.sheet),
            (ChannelSource::Head, &self.head),
            (ChannelSource::Title, &self.title),
            (ChannelSource::Supplier, &self.supplier),
            (ChannelSource::Remark, &self.remark),
            (ChannelSource::OrderNo, &self.order),
        ]
    }
}

/// The channel by the evidence in its order: the column; without one the section, the tab, the head, the title, the supplier, the remark.
fn channel_of(policy: &PolicyAt, line: &mut Line, reasons: &mut Vec<Reason>, cache: &mut JudgementCache) -> Option<Channels> {
    let hints = Hints::of(policy, line, cache);
    if line.evidence.has_column {
        let Some(text) = line.channel_text.as_ref().filter(|t| !is_blank(t)) else {
            return blank(policy, line, &hints, reasons, cache);
        };
        let first = cache.named(&policy.policy, &policy.lexicon, text, Place::Column);
        return combine(policy, first, hints.in_order().into_iter().map(|(_, n)| n), reasons);
    }
    let mut all = hints.in_order().into_iter();
    while let Some((source, first)) = all.next() {
        if *first != Named::Nothing {
            line.channel_source = Some(source);
            return combine(policy, first.clone(), all.map(|(_, n)| n), reasons);
        }
    }
    reasons.push(Reason::ChannelMissing);
    None
}

/// A blank in a channel column is an ordinary purchase where the column marks only what is special and nothing else on the line speaks for a
/// counted channel. A word that nobody knows may be an ordinary channel written out.
fn blank(policy: &PolicyAt, line: &Line, hints: &Hints, reasons: &mut Vec<Reason>, cache: &mut JudgementCache) -> Option<Channels> {
    let texts = line.evidence.column_texts.as_ref();
    if texts.is_some_and(|texts| cache.writes_ordinary_out(policy, texts)) {
        reasons.push(Reason::ChannelBlank);
        return None;
    }
    // A statement's title names its parts, and its blank is the remainder.
    let detail = line.kind == LineKind::Detail;
    let on_line = [Some(&hints.supplier), Some(&hints.remark), Some(&hints.order)];
    let above = [&hints.section, &hints.sheet, &hints.title].map(|n| detail.then_some(n));
    let pointed = on_line.into_iter().chain(above).flatten().filter(|n| is_counted(policy, n));
    let ordinary = policy.ordinary().map(|c| c.id.clone());
    let candidates = channels(pointed.flat_map(Named::ids).cloned().chain(ordinary));
    if candidates.len() > 1 {
        reasons.push(Reason::ChannelBlank);
    }
    Some(candidates)
}

fn is_counted(policy: &PolicyAt, named: &Named) -> bool {
    let counted = |id: &Arc<str>| policy.channel(id).is_some_and(|c| c.kind == ChannelKind::Counted);
    named.ids().iter().any(counted)
}

/// The first evidence decides; other evidence contradicts it only where it names a channel that the policy lists and that is another one,
/// and says which one it was where the first names several.
fn combine<'n>(policy: &PolicyAt, first: Named, others: impl Iterator<Item = &'n Named>, reasons: &mut Vec<Reason>) -> Option<Channels> {
    let mut several = matches!(first, Named::OneOf(_));
    let mut ids = match first {
        Named::Channels(ids) | Named::OneOf(ids) => ids,
        Named::Nothing | Named::Pending | Named::Negated => {
            reasons.push(Reason::ChannelUnknown);
            return None;
        }
    };
    let mut conflict = !several && ids.len() != 1;
    for other in others.filter(|n| is_counted(policy, n)) {
        match other {
            Named::Channels(more) if more.len() == 1 && more.iter().all(|id| ids.contains(id)) => {
                if several {
                    (ids, several) = (more.clone(), false);
                }
            }
            Named::OneOf(more) if ids.iter().any(|id| more.contains(id)) => {}
            // One heading that names several channels stands over all of them and contradicts none.
            Named::Channels(more) if more.len() != 1 => {}
            _ => {
                ids = channels(ids.iter().chain(other.ids()).cloned());
                conflict = true;
            }
        }
    }
    if conflict {
        reasons.push(Reason::ChannelConflict);
    } else if several && policy.requirements.iter().any(|r| is_partly_inside(r, &ids)) {
        // 消费帮扶采购合计 counts for the requirement of that name; which of its channels it was is not said.
        reasons.push(Reason::ChannelUnknown);
    }
    Some(ids)
}

fn is_partly_inside(r: &InForce, ids: &[Arc<str>]) -> bool {
    let inside = |id: &Arc<str>| r.requirement.channels.contains(id);
    ids.iter().any(inside) && !ids.iter().all(inside)
}

fn origin_conflicts(policy: &PolicyAt, line: &mut Line, cache: &mut JudgementCache) -> bool {
    let needs = line
        .channel
        .as_deref()
        .and_then(|id| policy.channel(id))
        .is_some_and(|c| c.origin_832);
    let Some(origin) = line.origin.as_ref().filter(|_| needs) else {
        return false;
    };
    match cache.origin(origin) {
        Origin::Outside => true,
        Origin::Unresolved => {
            line.notes.push("origin_unresolved".into());
            line.notes.sort();
            false
        }
        Origin::Inside => false,
    }
}

fn base_of(policy: &PolicyAt, line: &Line, reasons: &mut Vec<Reason>, cache: &mut JudgementCache) -> BaseStanding {
    let pack = &policy.policy;
    let mut said = |role, text: &Option<Arc<str>>| text.as_ref().map_or_else(BaseSigns::default, |t| cache.signs(pack, role, t));
    let (category, item) = (said(Role::Category, &line.category), said(Role::Item, &line.item));
    let (funding, remark) = (said(Role::Funding, &line.funding), said(Role::Remark, &line.remark));
    if category.out {
        reasons.push(Reason::NotFood);
        return BaseStanding::Out;
    }
    let private = funding.private;
    if private && pack.funding.treatment == Treatment::Out {
        reasons.push(Reason::FundingOut);
        return BaseStanding::Out;
    }
    let mut disputed = false;
    let mut dispute = |reason| {
        reasons.push(reason);
        disputed = true;
    };
    if item.suspect || category.suspect {
        dispute(Reason::NotFoodSuspected);
    }
    if private && pack.funding.treatment == Treatment::Disputed {
        dispute(Reason::FundingSuspected);
    }
    if line.amount_fen.is_none() {
        dispute(Reason::AmountUnreadable);
    }
    line.evidence.whose.into_iter().for_each(&mut dispute);
    if line.amount_fen.is_some_and(|a| a > 0) && (remark.returns || item.returns) {
        dispute(Reason::ReturnSuspected);
    }
    if disputed { BaseStanding::Disputed } else { BaseStanding::In }
}

/// Same order number, item and amount twice: all but one. A return of the first is no duplicate: its amount differs. Which one stays
/// is decided by what the lines say, not by where they stand, so that the figures do not depend on the order of rows and files.
pub fn dispute_duplicates(lines: &mut [Line]) {
    // By order number first: nearly every order is of one line, and then nothing else has to be compared.
    let mut orders: HashMap<String, Vec<usize>> = HashMap::with_capacity(lines.len());
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| !l.is_counted_elsewhere()) {
        if let Some(order) = duplicate_order(line) {
            orders.entry(order).or_default().push(i);
        }
    }
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (order, of_order) in orders.into_iter().filter(|(_, of_order)| of_order.len() > 1) {
        for i in of_order {
            let line = &lines[i];
            let key = (order.clone(), line.item.as_deref().map(normal_word), line.amount_fen, line.kind);
            groups.entry(key).or_default().push(i);
        }
    }
    for mut group in groups.into_values().filter(|g| g.len() > 1) {
        group.sort_by(|a, b| {
            let key = |l: &Line| (l.period, l.date, l.base, l.requirements.clone());
            (key(&lines[*a]), *a).cmp(&(key(&lines[*b]), *b))
        });
        for i in &group[1..] {
            dispute(&mut lines[*i], Reason::DuplicateSuspected);
        }
    }
}

/// Order number and item as two lines of one purchase share them; `None` for a line without order number or readable amount.
#[must_use]
pub fn duplicate_key(line: &Line) -> Option<(String, Option<String>)> {
    Some((duplicate_order(line)?, line.item.as_deref().map(normal_word)))
}

fn duplicate_order(line: &Line) -> Option<String> {
    let order = line.order_no.as_deref().filter(|o| line.amount_fen.is_some() && !is_blank(o))?;
    Some(normal_word(order))
}

/// Disputes a line as a whole: in the base, and wherever it counts. A reason that speaks of the channel alone (an order that the platform
/// does not confirm is still a purchase) disputes only what the line counts towards.
pub fn dispute(line: &mut Line, reason: Reason) {
    let touched = if reason.is_of_channel() {
        let mut touched = false;
        for standing in line.requirements.values_mut() {
            if *standing == Standing::Counted {
                *standing = Standing::Disputed;
            }
            touched |= *standing == Standing::Disputed;
        }
        touched
    } else {
        if line.base == BaseStanding::In {
            line.base = BaseStanding::Disputed;
        }
        line.base == BaseStanding::Disputed
    };
    if touched && !line.reasons.contains(&reason) {
        line.reasons.push(reason);
        line.reasons.sort();
    }
    follow_base(line);
}

/// What an auditor may decide about a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// It came through this channel.
    Channel(Arc<str>),
    /// It is canteen food, bought once, by the canteen, and the channel that it names holds.
    In,
    /// The dispute is settled against counting: disputed in the base, it leaves it; certain there, it stays and counts nowhere.
    Out,
    /// It is no purchase of canteen food at all.
    OutOfBase,
    /// Its amount is this, fen.
    Amount(i64),
}

/// Applies a decision: what it settles is no longer disputed, what it does not speak of stays.
pub fn settle(policy: &PolicyAt, line: &mut Line, settlement: &Settlement) {
    match settlement {
        Settlement::Out | Settlement::OutOfBase => return settle_out(line, *settlement == Settlement::OutOfBase),
        Settlement::Channel(id) => {
            line.channel = Some(id.clone());
            line.reasons.retain(|r| !r.is_of_channel());
        }
        // Which channel it was is not said by saying that the line counts.
        Settlement::In => line
            .reasons
            .retain(|r| (r.is_of_channel() && !r.is_of_known_channel()) || *r == Reason::AmountUnreadable),
        Settlement::Amount(fen) => {
            line.amount_fen = Some(*fen);
            line.open = None;
            line.reasons.retain(|r| *r != Reason::AmountUnreadable);
        }
    }
    let open = |line: &Line, channel: bool| line.reasons.iter().any(|r| r.is_of_channel() == channel);
    if line.base != BaseStanding::Out || *settlement == Settlement::In {
        line.base = if open(line, false) {
            BaseStanding::Disputed
        } else {
            BaseStanding::In
        };
    }
    if let (false, Some(id)) = (open(line, true), line.channel.clone()) {
        line.requirements = numerators(
            policy,
            &Evidence {
                candidates: Some(channels([id])),
                origin_conflict: false,
            },
        );
    }
    follow_base(line);
}

/// Counts nowhere. Out of the base only where that was the question or the answer: a purchase that is certain stays in the denominator,
/// or refusing it a channel would raise the unit's ratio.
fn settle_out(line: &mut Line, out_of_base: bool) {
    if out_of_base || line.base == BaseStanding::Disputed {
        line.base = BaseStanding::Out;
    }
    for standing in line.requirements.values_mut() {
        *standing = Standing::NotCounted;
    }
    line.reasons = vec![Reason::DecidedOut];
}
