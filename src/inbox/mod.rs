//! TODO room.

pub mod discover;
pub mod own_output;
pub(crate) mod stable_read;
pub mod unreadable_words;
