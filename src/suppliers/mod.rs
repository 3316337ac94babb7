//! Who a supplier is: what its name is made of ([`parts`]), its credit code ([`credit_code`]), which spellings may be one firm's ([`proposals`], for a person
//! to decide, never merged by likeness alone), and what kind of food it sells ([`category`]).
//!
//! In: names as ledgers write them. Out: keys, scores and reasons. Pure.

pub(crate) mod category;
pub(crate) mod credit_code;
pub(crate) mod parts;
pub(crate) mod proposals;
