//! Values that wait for their unit in memory: what a run has just read need not be written, read back and decoded to be used.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use rayon::prelude::*;

/// Values by content, up to a bound of bytes; what does not fit goes to the store's file.
#[derive(Debug)]
pub(crate) struct Held<T> {
    values: RwLock<Values<T>>,
    most_bytes: usize,
}

#[derive(Debug)]
struct Values<T> {
    by_content: HashMap<[u8; 32], T>,
    bytes: usize,
}

impl<T: Clone + Send> Held<T> {
    /// Room for `most_bytes`.
    #[must_use]
    pub fn new(most_bytes: usize) -> Self {
        Self {
            values: RwLock::new(Values {
                by_content: HashMap::new(),
                bytes: 0,
            }),
            most_bytes,
        }
    }

    /// Keeps a value of so many bytes, or gives it back where there is no room.
    pub fn put(&self, key: &[u8; 32], value: T, bytes: usize) -> Result<(), T> {
        let mut values = self.values.write().unwrap_or_else(PoisonError::into_inner);
        let bytes = values.bytes.saturating_add(bytes);
        if bytes > self.most_bytes {
            return Err(value);
        }
        // A copy of a file may be put twice: it is counted twice, and nothing worse.
        values.bytes = bytes;
        values.by_content.insert(*key, value);
        Ok(())
    }

    /// Lets go of all that is kept, and takes nothing more.
    pub fn close(&self) {
        let mut values = self.values.write().unwrap_or_else(PoisonError::into_inner);
        values.bytes = self.most_bytes;
        // Of a million lines that is work.
        std::mem::take(&mut values.by_content).into_par_iter().for_each(drop);
    }

    /// What is kept under `key`.
    #[must_use]
    pub fn get(&self, key: &[u8; 32]) -> Option<T> {
        self.values
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .by_content
            .get(key)
            .cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_given_back() {
        let held = Held::new(5);
        assert_eq!(held.put(&[1; 32], "one", 3), Ok(()));
        assert_eq!(held.put(&[2; 32], "two", 3), Err("two"));
        assert_eq!(held.put(&[3; 32], "three", 2), Ok(()));
        assert_eq!(held.put(&[4; 32], "four", 1), Err("four"));
        assert_eq!(
            (held.get(&[1; 32]), held.get(&[2; 32]), held.get(&[3; 32])),
            (Some("one"), None, Some("three"))
        );
    }

    #[test]
    fn closed_it_holds_nothing_and_takes_nothing() {
        let held = Held::new(5);
        assert_eq!(held.put(&[1; 32], "one", 3), Ok(()));
        held.close();
        assert_eq!((held.get(&[1; 32]), held.put(&[2; 32], "two", 1)), (None, Err("two")));
    }
}
