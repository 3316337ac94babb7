//! What texts were found to say under a policy ([`crate::text::memoize`]).

use std::sync::Arc;

use crate::{
    policy::{
        at::PolicyAt,
        channel::{Named, Place, named},
        food::{Role, Words},
        origin::{Origin, judge},
    },
    text::memoize::{Memo, memoize},
};

/// What was found so far.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    named: [Memo<Named>; Place::COUNT],
    words: [Memo<Words>; Role::COUNT],
    origins: Memo<Origin>,
}

impl Seen {
    /// [`named`].
    pub(crate) fn named(&mut self, policy: &PolicyAt, text: &Arc<str>, place: Place) -> Named {
        memoize(
            &mut self.named[place as usize],
            text,
            || Arc::clone(text),
            || named(policy, text, place),
        )
    }

    /// [`judge`].
    pub(crate) fn origin(&mut self, text: &Arc<str>) -> Origin {
        memoize(&mut self.origins, text, || Arc::clone(text), || judge(text))
    }

    /// [`Words::of`].
    pub(crate) fn words(&mut self, policy: &PolicyAt, role: Role, text: &Arc<str>) -> Words {
        memoize(
            &mut self.words[role as usize],
            text,
            || Arc::clone(text),
            || Words::of(&policy.policy, role, text),
        )
    }
}
