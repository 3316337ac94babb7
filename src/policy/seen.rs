//! What texts were found to say. Canteens write the same few thousand texts: channels, suppliers, origins, foods. Each is judged once for many
//! lines and units, and nothing but the text and the policy decides what it says.

use std::sync::{Arc, Mutex, PoisonError};

use super::{
    PolicyAt,
    channel::{Named, Place, named},
    food::{Role, Words},
    origin::{Origin, judge},
};
use crate::hash::HashMap;

/// Texts kept of one kind; where ledgers hold more different ones, it begins anew: memory must not grow with the region.
const MOST: usize = 20_000;

/// Answers by text.
type Known<T> = HashMap<Arc<str>, T>;

fn known<T: Clone>(answers: &mut Known<T>, text: &Arc<str>, find: impl FnOnce() -> T) -> T {
    if let Some(answer) = answers.get(text) {
        return answer.clone();
    }
    if answers.len() >= MOST {
        answers.clear();
    }
    let answer = find();
    answers.insert(text.clone(), answer.clone());
    answer
}

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
        known(&mut self.named[place as usize], text, || named(policy, text, place))
    }

    /// [`judge`].
    pub(super) fn origin(&mut self, text: &Arc<str>) -> Origin {
        known(&mut self.origins, text, || judge(text))
    }

    /// [`Words::of`].
    pub(super) fn words(&mut self, policy: &PolicyAt, role: Role, text: &Arc<str>) -> Words {
        known(&mut self.words[role as usize], text, || Words::of(&policy.policy, role, text))
    }
}

/// What each thread has found, between units: one that begins with a unit takes what another has left.
#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<Vec<Seen>>);

impl Memory {
    /// Lends what was found to `work`.
    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Seen) -> T) -> T {
        let mut seen = self.lock().pop().unwrap_or_default();
        let done = work(&mut seen);
        self.lock().push(seen);
        done
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Seen>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A copy of a policy may be changed, and then says other things of the same texts.
impl Clone for Memory {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What was looked up so far is no part of a policy.
impl PartialEq for Memory {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Memory {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_judged_once_and_a_full_memory_begins_anew() {
        let mut answers = Known::default();
        let mut asked = 0;
        let mut ask = |answers: &mut Known<usize>, text: String| {
            let text = Arc::from(text);
            known(answers, &text, || {
                asked += 1;
                text.len()
            })
        };
        assert_eq!(ask(&mut answers, "大米".to_owned()), 6);
        assert_eq!(ask(&mut answers, "大米".to_owned()), 6);
        for i in 0..MOST {
            ask(&mut answers, format!("{i:06}"));
        }
        assert_eq!(answers.len(), 1);
        assert_eq!(asked, MOST + 1);
    }

    #[test]
    fn what_one_unit_found_the_next_one_has() {
        let memory = Memory::default();
        let _ = memory.with(|seen| seen.origin(&Arc::from("陕西省")));
        assert_eq!(memory.with(|seen| seen.origins.len()), 1);
        assert_eq!(memory.clone().with(|seen| seen.origins.len()), 0);
    }
}
