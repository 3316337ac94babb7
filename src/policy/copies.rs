//! Lines that another one counts for: what becomes of them, and what they still say.

use std::sync::Arc;

use crate::{
    model::{BaseStanding, Line, Reason, Standing},
    policy::classify::follow_base,
};

/// Counts nowhere: another line says the same purchase, or a detail the same month.
pub fn count_elsewhere(line: &mut Line, reason: Reason) {
    line.base = BaseStanding::Out;
    follow_base(line);
    line.reasons = vec![reason];
}

/// What a copy of the line, which is not counted, says of the same purchase: it may name the channel that the line leaves open. Where both name
/// one and they differ, or the copy names one that nobody knows, nobody can tell which it was.
pub fn hear_copy(line: &mut Line, copy: &Line) {
    let silent = |r: &Reason| matches!(r, Reason::ChannelMissing | Reason::ChannelBlank);
    let unknown = |r: &Reason| matches!(r, Reason::ChannelUnknown | Reason::ChannelConflict);
    match (&line.channel, &copy.channel) {
        (Some(known), Some(said)) if known == said => {}
        (Some(_), said) if said.is_some() || copy.reasons.iter().any(unknown) => {
            for (own, other) in line.requirements.values_mut().zip(copy.requirements.values()) {
                if own != other {
                    *own = Standing::Disputed;
                }
            }
            line.channel = None;
            line.reasons.push(Reason::ChannelConflict);
            line.reasons.sort_unstable();
            line.reasons.dedup();
        }
        (None, Some(said)) if line.reasons.iter().any(silent) && line.base == copy.base => {
            line.channel = Some(Arc::clone(said));
            line.requirements = copy.requirements.clone();
            line.reasons.retain(|r| !silent(r));
        }
        _ => {}
    }
}
