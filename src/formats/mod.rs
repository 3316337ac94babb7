//! TODO room.

pub(crate) mod biff;
pub mod cells;
pub(crate) mod container;
pub(crate) mod csv;
pub(crate) mod html;
pub(crate) mod mhtml;
pub(crate) mod number_format;
pub(crate) mod ods;
pub(crate) mod sheet_builder;
pub mod sniff;
pub(crate) mod xls;
pub(crate) mod xlsb;
pub(crate) mod xlsx;
pub(crate) mod xml2003;
