//! Checks on stock books: what was there, came in, went out, is left and was counted.

mod books;
pub(super) mod stock_count_differs;
pub(super) mod stock_does_not_balance;
pub(super) mod stock_not_carried_over;
