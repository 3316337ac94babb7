//! From cells to tables: which rows are headers, what each column means, what the titles say, and what kind of table it is.
//!
//! In: a sheet's cells. Out: [`region::Header`]s with their regions, [`titles::Titles`], and the place of every cell as it was. What
//! the rows below a header say is none of this room's business.

pub(crate) mod amount_column;
pub(crate) mod bands;
pub(crate) mod columns;
pub(crate) mod digits;
pub(crate) mod disambiguate;
pub(crate) mod evidence;
pub(crate) mod grid;
pub(crate) mod head_pairs;
pub(crate) mod header;
pub mod region;
pub(crate) mod role;
pub(crate) mod row_cells;
pub(crate) mod statement;
pub(crate) mod table_data;
mod title_days;
pub(crate) mod title_labels;
pub(crate) mod titles;
pub(crate) mod transposed;
pub mod vocabulary;
