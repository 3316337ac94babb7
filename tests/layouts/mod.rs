//! How tables are read (docs/tables.md), as small workbooks in cells: what each shape means, row by row.

mod amounts;
mod cells;
mod channels;
mod dates;
mod headers;
mod no_purchases;
mod sections;
mod statements;
mod totals;

/// The header of a plain ledger.
const HEAD: &str = "日期|品名|数量|单位|单价|金额|供应商|采购渠道";
