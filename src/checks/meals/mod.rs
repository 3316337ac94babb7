//! Checks on what was eaten beside what was bought, and on what goods are called.

pub(super) mod category_against_item;
pub(crate) mod diet;
mod goods;
pub(super) mod per_head_far_from_own_months;
pub(super) mod purchases_beside_meals;
