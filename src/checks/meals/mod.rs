//! Checks on what was eaten beside what was bought, and on what goods are called.

pub(super) mod category_against_item;
mod goods;
pub(super) mod purchases_beside_meals;
