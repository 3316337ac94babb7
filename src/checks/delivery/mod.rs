//! Checks on when goods were made, ordered and accepted, and by whom.

pub(super) mod accepted_before_order;
pub(super) mod accepted_by_buyer;
pub(super) mod accepted_by_one_person;
mod arrival;
pub(super) mod expired_on_arrival;
mod persons;
pub(super) mod produced_after_purchase;
