//! Helpers shared by the tests. `accounted` and `wrapped` serve the fuzz targets too.

pub mod accounted;
pub mod book;
pub mod program;
pub mod report;
pub mod wrapped;
