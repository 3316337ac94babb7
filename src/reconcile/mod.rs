//! Reconciliation (对账): a unit's claims to have bought through a platform against the platform's own export of orders.
//!
//! In: exports ([`exports`]) and the lines of all units, both already read and placed. Out: matches, every order and every claim in
//! exactly one of them ([`matching`]); from them, disputes on lines ([`session`]) and the tables that reports show ([`views`]).

pub(crate) mod claims;
pub(crate) mod exports;
mod matching;
mod orders;
mod pairs;
mod placed_rows;
pub(crate) mod recognise;
pub(crate) mod session;
pub(crate) mod views;
mod words;

#[cfg(test)]
mod tests;

/// How matching goes; `[reconcile]` in the settings file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ReconcileSettings {
    /// Days by which the ledger's date may differ from the platform's, either way: an order is booked when it is received.
    pub window_days: i32,
    /// An export with orders from 4 to 29 March covers March; else only those days. Whole months by default: a claim of the 31st must not
    /// pass for lack of a later order.
    pub whole_months: bool,
}

impl Default for ReconcileSettings {
    fn default() -> Self {
        Self {
            window_days: 7,
            whole_months: true,
        }
    }
}
