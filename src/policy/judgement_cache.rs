//! What texts were found to say under a policy ([`crate::text::memoize`]).

use std::sync::Arc;

use crate::{
    policy::{
        channel::{Lexicon, Named, Place},
        food::{BaseSigns, Role},
        origin::{Origin, judge},
        pack::Policy,
    },
    text::memoize::{Memo, memoize},
};

/// What was found so far.
#[derive(Debug, Default)]
pub(crate) struct JudgementCache {
    named: [Memo<Named>; Place::COUNT],
    signs: [Memo<BaseSigns>; Role::COUNT],
    origins: Memo<Origin>,
}

impl JudgementCache {
    /// [`Lexicon::named`].
    pub(crate) fn named(&mut self, pack: &Policy, lexicon: &Lexicon, text: &Arc<str>, place: Place) -> Named {
        memoize(
            &mut self.named[place as usize],
            text,
            || Arc::clone(text),
            || lexicon.named(pack, text, place),
        )
    }

    /// [`judge`].
    pub(crate) fn origin(&mut self, text: &Arc<str>) -> Origin {
        memoize(&mut self.origins, text, || Arc::clone(text), || judge(text))
    }

    /// [`BaseSigns::of`].
    pub(crate) fn signs(&mut self, pack: &Policy, role: Role, text: &Arc<str>) -> BaseSigns {
        memoize(
            &mut self.signs[role as usize],
            text,
            || Arc::clone(text),
            || BaseSigns::of(pack, role, text),
        )
    }
}
