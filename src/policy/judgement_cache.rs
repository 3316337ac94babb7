//! What texts were found to say under a policy ([`crate::text::memoize`]).

use std::sync::Arc;

use crate::{
    policy::{
        channel::{Lexicon, Named, Place},
        food::{BaseSigns, Role},
        origin::{Origin, judge},
        pack::{ChannelKind, Policy},
    },
    text::memoize::Shared,
};

/// What was found so far.
#[derive(Debug, Default)]
pub(crate) struct JudgementCache {
    named: [Shared<Named>; Place::COUNT],
    signs: [Shared<BaseSigns>; Role::COUNT],
    origins: Shared<Origin>,
    /// The last channel column asked for: lines of one table share it.
    column: Option<(Arc<[Arc<str>]>, bool)>,
}

impl JudgementCache {
    /// [`Lexicon::named`].
    pub(crate) fn named(&mut self, pack: &Policy, lexicon: &Lexicon, text: &Arc<str>, place: Place) -> Named {
        self.named[place as usize].answer(text, || lexicon.named(pack, text, place))
    }

    /// Whether a channel column with these texts writes ordinary purchases out, as far as anybody can tell.
    pub(crate) fn writes_ordinary_out(&mut self, pack: &Policy, lexicon: &Lexicon, texts: &Arc<[Arc<str>]>) -> bool {
        if let Some((known, answer)) = &self.column
            && Arc::ptr_eq(known, texts)
        {
            return *answer;
        }
        let counted = |id: &Arc<str>| pack.channels.iter().any(|c| c.id == *id && c.kind == ChannelKind::Counted);
        let special = |named: Named| match named {
            Named::Nothing | Named::Unsaid | Named::AnyBut(_) => false,
            Named::Pending | Named::OneOf(_) => true,
            Named::Channels(ids) => ids.iter().all(counted),
        };
        let answer = texts.iter().any(|t| !special(self.named(pack, lexicon, t, Place::Column)));
        self.column = Some((Arc::clone(texts), answer));
        answer
    }

    /// [`judge`].
    pub(crate) fn origin(&mut self, text: &Arc<str>) -> Origin {
        self.origins.answer(text, || judge(text))
    }

    /// [`BaseSigns::of`].
    pub(crate) fn signs(&mut self, pack: &Policy, role: Role, text: &Arc<str>) -> BaseSigns {
        self.signs[role as usize].answer(text, || BaseSigns::of(pack, role, text))
    }
}
