//! Which channel a line came through, by all the evidence there is: its own cell, what stands above it, its other cells.

use std::sync::Arc;

use crate::{
    model::{ChannelSource, Line, LineKind, Reason},
    policy::{
        at::{InForce, PolicyAt},
        channel::{Channels, Named, Place, channels, is_blank},
        judgement_cache::JudgementCache,
        pack::ChannelKind,
    },
    text::names::is_serial,
};

/// What a line's texts say, before requirements and other lines come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Channels that it may have come through: one by all the evidence there is, several that contradict each other; `None`: any.
    pub candidates: Option<Channels>,
    /// Its origin contradicts its channel.
    pub origin_conflict: bool,
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
        let numbered = line.order_no.as_deref().is_some_and(|o| !is_serial(o));
        Self {
            section: of(evidence.section.as_ref(), Place::Heading),
            sheet: of(evidence.sheet.as_ref(), Place::Heading),
            // Without a column of channels the text is one of a pair above the lines (`采购平台：832平台`).
            // What no alias matches is a channel all the same.
            head: match of(line.channel_text.as_ref().filter(|_| !evidence.has_column), Place::Column) {
                Named::Nothing if line.channel_text.as_deref().is_some_and(|t| !evidence.has_column && !is_blank(t)) => Named::Unsaid,
                said => said,
            },
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
pub(super) fn channel_of(policy: &PolicyAt, line: &mut Line, reasons: &mut Vec<Reason>, cache: &mut JudgementCache) -> Option<Channels> {
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
/// counted channel, nor the channel above it where each stands once over a group. A word that nobody knows may be an ordinary channel written out, and an order number that of a platform.
fn blank(policy: &PolicyAt, line: &Line, hints: &Hints, reasons: &mut Vec<Reason>, cache: &mut JudgementCache) -> Option<Channels> {
    let texts = line.evidence.column_texts.as_ref();
    let numbered = line.notes.iter().any(|n| &**n == "order_unknown");
    let grouped = line.evidence.column_grouped;
    if numbered || grouped || texts.is_some_and(|texts| cache.writes_ordinary_out(&policy.policy, &policy.lexicon, texts)) {
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
        Named::AnyBut(denied) => {
            reasons.push(Reason::ChannelUnknown);
            return Some(any_but(policy, &denied));
        }
        Named::Nothing | Named::Pending | Named::Unsaid => {
            reasons.push(Reason::ChannelUnknown);
            return None;
        }
    };
    let mut conflict = !several && ids.len() != 1;
    for other in others.filter(|n| matches!(n, Named::AnyBut(_)) || is_counted(policy, n)) {
        match other {
            Named::AnyBut(denied) if ids.iter().any(|id| denied.contains(id)) => {
                ids = channels(any_but(policy, denied).iter().chain(&*ids).cloned());
                conflict = true;
            }
            Named::AnyBut(_) => {}
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

fn any_but(policy: &PolicyAt, denied: &[Arc<str>]) -> Channels {
    let all = policy.policy.channels.iter().map(|c| &c.id);
    channels(all.filter(|id| !denied.contains(id)).cloned())
}

fn is_partly_inside(r: &InForce, ids: &[Arc<str>]) -> bool {
    let inside = |id: &Arc<str>| r.requirement.channels.contains(id);
    ids.iter().any(inside) && !ids.iter().all(inside)
}
