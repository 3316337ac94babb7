//! Encoded readings that wait for their unit in memory: a run that keeps nothing need not write them to a file to read them back.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// Readings by content, up to a bound; what does not fit goes to the store's file.
#[derive(Debug)]
pub(super) struct Held {
    values: RwLock<Values>,
    most_bytes: usize,
}

#[derive(Debug, Default)]
struct Values {
    by_content: HashMap<[u8; 32], Arc<[u8]>>,
    bytes: usize,
}

impl Held {
    /// Room for `most_bytes` of encoded readings.
    #[must_use]
    pub fn new(most_bytes: usize) -> Self {
        Self {
            values: RwLock::default(),
            most_bytes,
        }
    }

    /// Keeps `content`, or gives it back where there is no room.
    pub fn put(&self, key: &[u8; 32], content: Vec<u8>) -> Result<(), Vec<u8>> {
        let mut values = self.values.write().unwrap_or_else(PoisonError::into_inner);
        let bytes = values.bytes.saturating_add(content.len());
        if bytes > self.most_bytes {
            return Err(content);
        }
        // A copy of a file may be put twice: it is counted twice, and nothing worse.
        values.bytes = bytes;
        values.by_content.insert(*key, content.into());
        Ok(())
    }

    /// What is kept under `key`.
    #[must_use]
    pub fn get(&self, key: &[u8; 32]) -> Option<Arc<[u8]>> {
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
        assert_eq!(held.put(&[1; 32], vec![1; 3]), Ok(()));
        assert_eq!(held.put(&[2; 32], vec![2; 3]), Err(vec![2; 3]));
        assert_eq!(held.put(&[3; 32], vec![3; 2]), Ok(()));
        assert_eq!(held.put(&[4; 32], vec![4]), Err(vec![4]));
        assert_eq!(held.get(&[1; 32]).as_deref(), Some(&[1, 1, 1][..]));
        assert_eq!((held.get(&[2; 32]), held.get(&[3; 32]).as_deref()), (None, Some(&[3, 3][..])));
    }
}
