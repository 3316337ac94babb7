//! What texts were found to say under a policy ([`crate::memory`]).

use std::sync::Arc;

use super::{
    PolicyAt,
    channel::{Named, Place, named},
    food::{Role, Words},
    origin::{Origin, judge},
};
use crate::memory::{Known, known};

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Seen {
    named: [Known<Named>; Place::COUNT],
    words: [Known<Words>; Role::COUNT],
    origins: Known<Origin>,
}

impl Seen {
    /// [`named`].
    pub(super) fn named(&mut self, policy: &PolicyAt, text: &Arc<str>, place: Place) -> Named {
        known(
            &mut self.named[place as usize],
            text,
            || Arc::clone(text),
            || named(policy, text, place),
        )
    }

    /// [`judge`].
    pub(super) fn origin(&mut self, text: &Arc<str>) -> Origin {
        known(&mut self.origins, text, || Arc::clone(text), || judge(text))
    }

    /// [`Words::of`].
    pub(super) fn words(&mut self, policy: &PolicyAt, role: Role, text: &Arc<str>) -> Words {
        known(
            &mut self.words[role as usize],
            text,
            || Arc::clone(text),
            || Words::of(&policy.policy, role, text),
        )
    }
}
