//! What each line contributes: counted, disputed, not counted; in the base, disputed, out (docs/figures.md).

use std::sync::Arc;

use crate::{
    model::{BaseStanding, Line, Reason, Standing, Standings},
    policy::{
        at::{InForce, PolicyAt},
        blank_channels,
        channel::channels,
        channel_evidence::{Evidence, channel_of},
        food::{BaseSigns, Role},
        judgement_cache::JudgementCache,
        origin::Origin,
        pack::Treatment,
    },
};

/// Classifies each line, before it is compared with others.
pub fn classify_each(policy: &PolicyAt, lines: &mut [Line]) {
    let evidence = weigh_all(policy, lines);
    for (line, evidence) in lines.iter_mut().zip(&evidence) {
        stand(policy, line, evidence);
    }
}

/// What the line counts towards.
fn stand(policy: &PolicyAt, line: &mut Line, evidence: &Evidence) {
    let mut standings = numerators(policy, evidence, line.union);
    if evidence.origin_conflict {
        for standing in standings.values_mut().filter(|s| **s == Standing::Counted) {
            *standing = Standing::Disputed;
        }
    }
    line.requirements = standings;
    follow_base(line);
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
    let funding = line.funding.as_ref().filter(|_| policy.union);
    line.union = funding.is_some_and(|text| cache.signs(&policy.policy, Role::Funding, text).union);
    line.base = base_of(policy, line, &mut reasons, cache);
    if line.base == BaseStanding::In && line.notes.iter().any(|n| &**n == "total_suspected") {
        line.base = BaseStanding::Disputed;
        reasons.push(Reason::TotalSuspected);
    }
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

fn numerators(policy: &PolicyAt, evidence: &Evidence, union: bool) -> Standings {
    let standing = |r: &InForce| {
        let inside = |id: &Arc<str>| r.requirement.channels.contains(id);
        match &evidence.candidates {
            _ if !r.requirement.base.takes(union) => Standing::NotCounted,
            None => Standing::Disputed,
            Some(ids) if ids.iter().all(inside) => Standing::Counted,
            Some(ids) if ids.iter().any(inside) => Standing::Disputed,
            Some(_) => Standing::NotCounted,
        }
    };
    Standings::of(&policy.ids, policy.by_id.iter().map(|at| standing(&policy.requirements[*at])))
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
    let (section, sheet) = (said(Role::Above, &line.evidence.section), said(Role::Above, &line.evidence.sheet));
    let title = said(Role::Title, &line.evidence.title);
    // A part of a statement that is no channel (工资, 水电), or what stands beside an amount that nothing else describes.
    let undescribed = line.item.is_none() && line.category.is_none();
    let part = line
        .channel_text
        .as_ref()
        .filter(|_| undescribed && line.channel.is_none())
        .cloned();
    let [part, part_named] = [Role::Category, Role::Item].map(|role| said(role, &part));
    let beside = undescribed && said(Role::Category, &line.remark).out;
    let noted = |code: &str| line.notes.iter().any(|n| &**n == code);
    if category.out || part.out || noted("assets_table") {
        reasons.push(Reason::NotFood);
        return BaseStanding::Out;
    }
    let private = funding.private && !line.union;
    if private && pack.funding.treatment == Treatment::Out {
        reasons.push(Reason::FundingOut);
        return BaseStanding::Out;
    }
    let mut disputed = false;
    let mut dispute = |reason| {
        reasons.push(reason);
        disputed = true;
    };
    let suspect = |signs: BaseSigns| if line.union { signs.suspect_gift } else { signs.suspect };
    // A tab, a section or a band is a category for its rows, where they have none of their own.
    let above = line.category.is_none() && [section, sheet, title].iter().any(|signs| signs.out);
    if [item, category, part, part_named].into_iter().any(suspect) || beside || above || noted("assets_suspected") {
        dispute(Reason::NotFoodSuspected);
    }
    let by_words = !line.union && line.funding.is_none() && [section, sheet, title, remark, item].iter().any(|signs| signs.private);
    if (private || by_words) && pack.funding.treatment == Treatment::Disputed {
        dispute(Reason::FundingSuspected);
    }
    if line.amount_fen.is_none() {
        dispute(Reason::AmountUnreadable);
    }
    line.evidence.whose.into_iter().for_each(&mut dispute);
    // 退猪肉, or less than nothing of it.
    let sent_back = || {
        let quantity = line.quantity.is_some_and(|q| q.is_sign_negative() && !q.is_zero());
        quantity || line.item.as_deref().is_some_and(|item| item.starts_with('退'))
    };
    if line.amount_fen.is_some_and(|a| a > 0) && (remark.returns || item.returns || sent_back()) {
        dispute(Reason::ReturnSuspected);
    }
    let by_notes = [
        (noted("year_suspected") || noted("month_suspected"), Reason::MonthSuspected),
        (noted("duplicate_suspected"), Reason::DuplicateSuspected),
        (noted("purchase_suspected"), Reason::NotPurchasesSuspected),
        (noted("struck_row"), Reason::VoidSuspected),
        (noted("void_suspected"), Reason::VoidSuspected),
    ];
    by_notes
        .into_iter()
        .filter(|(is_noted, _)| *is_noted)
        .for_each(|(_, reason)| dispute(reason));
    if disputed { BaseStanding::Disputed } else { BaseStanding::In }
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
            line.union,
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
