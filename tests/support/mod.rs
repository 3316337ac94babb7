//! Helpers shared by the tests.
pub mod book;
