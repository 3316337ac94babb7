//! Maps over the texts of ledgers. Every text is looked up a dozen times; the hash of the standard library is made for keys that an attacker
//! chooses by the million, and took a thirtieth of a run. This one is seeded anew in each process too, and a workbook's cells are limited.

use std::collections;

/// A map with a fast hash.
pub(crate) type HashMap<K, V> = collections::HashMap<K, V, foldhash::fast::RandomState>;
/// A set with a fast hash.
pub(crate) type HashSet<K> = collections::HashSet<K, foldhash::fast::RandomState>;
