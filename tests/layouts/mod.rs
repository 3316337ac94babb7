//! How tables are read, as small workbooks in cells: what each shape means, row by row.

mod hard;
mod plain;
mod shapes;
