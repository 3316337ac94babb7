//! What was not sent, not registered or hidden, and channels and origins that contradict each other.

use super::{Clean, Flags, HEAD, NotApplicable, Region, ledger, s};

fn hidden(unit: &str, name: &str, hide: &[bool]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (i, hidden) in hide.iter().enumerate() {
        let sheet = book.add_worksheet().set_name(format!("{name}{i}")).unwrap();
        for (c, text) in ["日期", "品名", "金额"].into_iter().enumerate() {
            sheet.write_string(1, c as u16, text).unwrap();
        }
        sheet.write_string(0, 0, format!("填报单位：{unit}")).unwrap();
        sheet.write_string(2, 0, "2024-03-01").unwrap();
        sheet.write_string(2, 1, format!("米{i}")).unwrap();
        sheet.write_number(2, 2, 10.0).unwrap();
        sheet.set_hidden(*hidden);
    }
    book.save_to_buffer().unwrap()
}

pub fn cases(r: &mut Region) {
    r.case("not_submitted", "真", Flags(1), &[]);
    // A workbook without a single purchase was sent in all the same.
    r.with("not_submitted", "界", Clean, &[("a.csv", format!("填报单位：{{unit}}\n{HEAD}\n"))]);
    r.case("not_submitted", "近", Clean, &s(&["2024-03-01|米|10|10|100"]));
    r.case("not_submitted", "无", NotApplicable, &[]);
    let no_canteen = r.registry.last_mut().unwrap();
    *no_canteen = no_canteen.replace("自办", "无食堂");
    let months = |months: &[u8]| months.iter().map(|m| format!("2024-{m:02}-05|米|10|10|100")).collect::<Vec<_>>();
    let all: Vec<u8> = (1..=12).collect();
    r.four(
        "gap_in_months",
        &months(&[1, 12]),
        (Flags(1), &months(&all[..11])),
        &months(&all),
        &[],
    );
    r.case("unregistered_unit", "近", Clean, &s(&["2024-03-01|米|10|10|100"]));
    for name in ["真", "界"] {
        let unit = format!("unregistered_unit{name}小学");
        r.file(&unit, "台账.csv", ledger(&unit, &s(&["2024-03-01|米|10|10|100"])).into_bytes());
        r.wanted.push((unit, "unregistered_unit", Flags(1)));
    }
    let says = |channel: &str, supplier: &str, origin: &str| s(&[&format!("2024-03-01|米|10|10|100|{supplier}|{channel}|{origin}")]);
    r.four(
        "channel_conflict",
        &says("农贸市场", "夏县消费帮扶超市", ""),
        (Flags(1), &says("832平台", "夏县消费帮扶超市", "")),
        &says("消费帮扶超市", "夏县消费帮扶超市", ""),
        &[],
    );
    r.four(
        "origin_conflict",
        &says("832平台", "", "山东省寿光市"),
        // The neighbour of a county on the list, in the same city, is not on it.
        (Flags(1), &says("832平台", "", "山西省运城市芮城县")),
        &says("832平台", "", "山西省运城市平陆县"),
        &[],
    );
    for (name, says, hide) in [
        ("真", Flags(1), &[false, true][..]),
        ("界", Flags(2), &[false, true, true]),
        ("近", Clean, &[false, false]),
    ] {
        r.case("hidden_sheet", name, says, &[]);
        let unit = format!("hidden_sheet{name}小学");
        let bytes = hidden(&unit, "表", hide);
        r.file(&unit, "台账.xlsx", bytes);
    }
    r.case("hidden_sheet", "无", NotApplicable, &[]);
}
