//! Each format's reader, by files assembled in the tests: which cells it gives, and what damage costs.

mod csv;
mod html;
mod mhtml;
mod ods;
mod xls;
mod xlsb;
