//! What texts were found to say. Canteens write the same few thousand texts: headers, channels, suppliers, origins, foods. Each is judged once for
//! many lines and units; that is right wherever nothing but the text and what is fixed for the run decides.

use std::sync::{Arc, Mutex, PoisonError};

use crate::text::hash::HashMap;

/// Texts kept of one kind; where ledgers hold more different ones, it begins anew: memory must not grow with the region.
const MOST: usize = 20_000;

/// Answers by text.
pub(crate) type Known<T> = HashMap<Arc<str>, T>;

/// The answer for `text`, found now where it is not known yet. `kept` makes the text to keep.
pub(crate) fn known<T: Clone>(answers: &mut Known<T>, text: &str, kept: impl FnOnce() -> Arc<str>, find: impl FnOnce() -> T) -> T {
    if let Some(answer) = answers.get(text) {
        return answer.clone();
    }
    if answers.len() >= MOST {
        answers.clear();
    }
    let answer = find();
    answers.insert(kept(), answer.clone());
    answer
}

/// What each thread has found, between units: one that begins with a unit takes what another has left.
#[derive(Debug)]
pub(crate) struct Memory<T>(Mutex<Vec<T>>);

impl<T: Default> Memory<T> {
    /// Lends what was found to `work`.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let mut seen = self.lock().pop().unwrap_or_default();
        let done = work(&mut seen);
        self.lock().push(seen);
        done
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

/// A copy of what decides may be changed, and then says other things of the same texts.
impl<T> Clone for Memory<T> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What was looked up so far is no part of what decides.
impl<T> PartialEq for Memory<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Memory<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_judged_once_and_a_full_memory_begins_anew() {
        let mut answers = Known::default();
        let mut asked = 0;
        let mut ask = |answers: &mut Known<usize>, text: String| {
            known(
                answers,
                &text,
                || Arc::from(text.as_str()),
                || {
                    asked += 1;
                    text.len()
                },
            )
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
        let memory: Memory<Vec<u8>> = Memory::default();
        memory.with(|seen| seen.push(1));
        assert_eq!(memory.with(|seen| seen.len()), 1);
        assert_eq!(memory.clone().with(|seen| seen.len()), 0);
    }
}
