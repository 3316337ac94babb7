//! The registry (单位名册) of the sample units.

use super::{
    books::{Book, Cell, Sheet, text, yuan},
    catalogue::COUNTIES,
    records::Record,
    units::{Saved, Unit},
};

/// All units with their standing data, and the thirteen counties' order.
pub fn book(units: &[(Vec<Record>, Unit)]) -> Book {
    let mut s = Sheet::new("单位名册");
    s.heads(&[
        "单位名称",
        "单位代码",
        "县(市、区)",
        "行业",
        "食堂",
        "代表单位",
        "别名",
        "曾用名",
        "年度采购计划(元)",
        "预留832平台(元)",
        "预留本地渠道(元)",
        "预留合计(元)",
    ]);
    for (_, unit) in units {
        let code = COUNTIES.iter().find(|c| c.0 == unit.county).map_or("", |c| c.1);
        let mut row = vec![
            text(unit.name),
            text(format!("{code}{:03}", unit.number)),
            text(unit.county),
            text(unit.sector),
            text(unit.canteen),
            text(unit.representative),
            text(unit.alias),
            Cell::Blank,
        ];
        row.extend(unit.plan.iter().flatten().map(|fen| yuan(*fen)));
        s.row(row);
    }
    Book {
        path: "units".to_owned(),
        sheets: vec![s],
        saved: Saved::Xlsx,
    }
}
