//! A stock book (进销存台账): what came in, what went out, what is left. Only what came in was bought.

use super::{
    books::{Cell, Sheet, sum, tenths, text, yuan},
    records::Record,
    units::Unit,
};

/// A month's stock book, one row a delivery; nine tenths of it is used the same day.
pub fn sheet(unit: &Unit, lines: &[Record], span: &str, tab: &str) -> Sheet {
    let mut s = Sheet::new(tab);
    s.title(format!("{}{span}食堂食材进销存台账", unit.name), 15);
    s.row(vec![
        text(format!("单位名称：{}", unit.name)),
        Cell::Blank,
        Cell::Blank,
        text("金额单位：元"),
    ]);
    let top = s.rows.len();
    s.heads(&[
        "日期",
        "品名",
        "计量单位",
        "入库",
        "",
        "",
        "出库",
        "",
        "",
        "结存",
        "",
        "",
        "供应商",
        "采购渠道",
        "备注",
    ]);
    s.heads(&["", "", "", "数量", "单价", "金额", "数量", "单价", "金额", "数量", "单价", "金额"]);
    s.merges.extend([3, 6, 9].map(|c| (top, c, top, c + 2)));
    s.merges.extend([0, 1, 2, 12, 13, 14].map(|c| (top, c, top + 1, c)));
    let mut opening = vec![text(""), text("上月结存")];
    opening.extend(vec![Cell::Blank; 9]);
    opening.push(yuan(1_863_250));
    s.row(opening);
    let mut out = 0;
    for r in lines {
        let used = r.quantity * 9 / 10;
        out += used * r.price_fen / 10;
        let left = r.quantity - used;
        s.row(vec![
            Cell::Date(r.month, r.day),
            text(&*r.item),
            text(r.measure),
            tenths(r.quantity),
            yuan(r.price_fen),
            yuan(r.amount_fen),
            tenths(used),
            yuan(r.price_fen),
            yuan(used * r.price_fen / 10),
            tenths(left),
            yuan(r.price_fen),
            yuan(left * r.price_fen / 10),
            text(&*r.supplier),
            text(&*r.channel_text),
        ]);
    }
    let blanks = |n| vec![Cell::Blank; n];
    s.row(
        [
            vec![text("本月合计")],
            blanks(4),
            vec![yuan(sum(lines))],
            blanks(2),
            vec![yuan(out)],
            blanks(2),
            vec![yuan(1_863_250 + sum(lines) - out)],
        ]
        .concat(),
    );
    s.row(vec![text("保管员：刘志刚"), Cell::Blank, Cell::Blank, text("会计：陈静")]);
    s
}
