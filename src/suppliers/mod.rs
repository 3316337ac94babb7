//! Who a supplier is: what its name is made of ([`parts`]), its credit code ([`credit_code`]), which spellings may be one firm's ([`proposals`], for a person
//! to decide, never merged by likeness alone), and what kind of food it sells ([`category`]).
//!
//! In: names as ledgers write them. Out: keys, scores and reasons. Pure.

pub(crate) mod category;
pub(crate) mod credit_code;
pub(crate) mod parts;
pub(crate) mod proposals;

/// A supplier's name as it is compared: without a credit code that stands in it.
pub(crate) fn key(name: &str) -> String {
    crate::text::names::normal_name(&credit_code::without(name))
}
