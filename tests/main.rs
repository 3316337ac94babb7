//! One binary with a module a promise, because each binary links the whole program. One of them alone: `cargo test --test main samples::`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    missing_docs
)]

mod after;
mod checks;
mod cli;
mod corpus;
mod decisions;
#[cfg(windows)]
mod desk;
mod docs;
mod flat;
mod formats;
#[cfg(target_os = "linux")]
mod guided;
mod handout;
mod history;
mod hostile;
mod house;
mod inbox;
mod inspect;
mod invariance;
#[cfg(unix)]
mod kill;
mod layouts;
mod ledger;
mod messages;
mod own_output;
mod pages;
mod paper;
mod planted;
mod policy;
mod prices;
mod problems;
mod publishing;
mod readers;
mod reading_properties;
mod reconcile;
mod recount;
mod registry;
mod samples;
mod sampling;
mod suppliers;
mod support;
mod templates;
#[cfg(unix)]
mod unattended;
mod values;
mod word_blind;
