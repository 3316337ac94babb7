//! The law at a date.

mod periods;
