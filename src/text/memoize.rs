//! Answers by text. Canteens write the same few thousand texts: headers, channels, suppliers, origins, foods. Each is judged once for many lines
//! and units; that is right wherever nothing but the text and what is fixed for the run decides.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Texts kept of one kind; where ledgers hold more different ones, it begins anew: memory must not grow with the region.
const MOST: usize = 20_000;

/// Answers by text.
pub(crate) type Memo<T> = HashMap<Arc<str>, T>;

/// The answer for `text`, found now where it is not known yet. `kept` makes the text to keep.
pub(crate) fn memoize<T: Clone>(memo: &mut Memo<T>, text: &str, kept: impl FnOnce() -> Arc<str>, find: impl FnOnce() -> T) -> T {
    if let Some(answer) = memo.get(text) {
        return answer.clone();
    }
    if memo.len() >= MOST {
        memo.clear();
    }
    let answer = find();
    memo.insert(kept(), answer.clone());
    answer
}

/// Places of [`Shared`] that are asked first.
const PLACES: usize = 256;

/// Answers by texts that many cells and lines share: one at the same place in memory is the same, and is not compared.
#[derive(Debug)]
pub(crate) struct Shared<T> {
    memo: Memo<T>,
    recent: Vec<Option<(Arc<str>, T)>>,
}

impl<T: Clone> Shared<T> {
    /// The answer for `text`, found now where it is not known yet.
    pub(crate) fn answer(&mut self, text: &Arc<str>, find: impl FnOnce() -> T) -> T {
        let at = (Arc::as_ptr(text).addr() >> 4) % PLACES;
        if let Some(Some((known, answer))) = self.recent.get(at)
            && Arc::ptr_eq(known, text)
        {
            return answer.clone();
        }
        let answer = memoize(&mut self.memo, text, || Arc::clone(text), find);
        if self.recent.is_empty() {
            self.recent.resize_with(PLACES, || None);
        }
        if let Some(place) = self.recent.get_mut(at) {
            *place = Some((Arc::clone(text), answer.clone()));
        }
        answer
    }
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self {
            memo: Memo::new(),
            recent: Vec::new(),
        }
    }
}

/// Memos between units: a thread that begins with a unit takes one that another thread has left.
#[derive(Debug)]
pub(crate) struct MemoPool<T>(Mutex<Vec<T>>);

impl<T: Default> MemoPool<T> {
    /// Lends a memo to `work`.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let mut memo = self.lock().pop().unwrap_or_default();
        let done = work(&mut memo);
        self.lock().push(memo);
        done
    }

    fn lock(&self) -> MutexGuard<'_, Vec<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for MemoPool<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

/// A copy of what decides may be changed, and then says other things of the same texts.
impl<T> Clone for MemoPool<T> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What was looked up so far is no part of what decides.
impl<T> PartialEq for MemoPool<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for MemoPool<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_judged_once_and_a_full_memo_begins_anew() {
        let mut answers = Memo::default();
        let mut asked = 0;
        let mut ask = |answers: &mut Memo<usize>, text: String| {
            memoize(
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
        let pool: MemoPool<Vec<u8>> = MemoPool::default();
        pool.with(|seen| seen.push(1));
        assert_eq!(pool.with(|seen| seen.len()), 1);
        assert_eq!(pool.clone().with(|seen| seen.len()), 0);
    }
}
