use super::*;
use crate::model::dates::Month;

fn read(texts: &[&str]) -> Titles {
    let vocabulary = Vocabulary::embedded();
    let mut t = Titles::default();
    let mut skip = false;
    for (i, text) in texts.iter().enumerate() {
        if std::mem::take(&mut skip) {
            continue;
        }
        let beside = texts.get(i + 1).map(|t| Value::Text((*t).into()));
        skip = t.text(text, CellRef { row: 0, col: 0 }, beside.as_ref(), &vocabulary);
    }
    t
}
fn unit(texts: &[&str]) -> Option<String> {
    read(texts).units.first().map(|u| u.text.to_string())
}

#[test]
fn a_unit_line_is_taken_apart() {
    let t = read(&["填报单位：盐湖区实验中学    2024年3月   单位：元"]);
    assert_eq!(t.units[0].text.as_ref(), "盐湖区实验中学");
    assert_eq!(t.month, Some(PartialDate::YearMonth(Month::new(2024, 3).unwrap())));
    assert_eq!(t.money, Some(MoneyUnit::Yuan));
    let t = read(&["填报单位：盐湖区实验中学 2024年3月 金额单位：万元"]);
    assert_eq!((t.units[0].text.as_ref(), t.money), ("盐湖区实验中学", Some(MoneyUnit::WanYuan)));
    assert_eq!(unit(&["单位：盐湖区实验中学"]).as_deref(), Some("盐湖区实验中学"));
    assert_eq!(unit(&["单 位 ： 盐湖区实验中学"]).as_deref(), Some("盐湖区实验中学"));
    assert_eq!(
        unit(&["填报单位（盖章）：盐湖区实验中学（公章）"]).as_deref(),
        Some("盐湖区实验中学")
    );
    assert_eq!(unit(&["单位名称:", "盐湖区实验中学"]).as_deref(), Some("盐湖区实验中学"));
    assert_eq!(unit(&["单位名称：", "填报日期：2024.4.2"]), None);
    assert_eq!(unit(&["填报单位 盐湖区实验中学"]).as_deref(), Some("盐湖区实验中学"));
    assert_eq!(unit(&["单位（盖章）", "盐湖区实验中学"]).as_deref(), Some("盐湖区实验中学"));
    assert_eq!(unit(&["学校 2024年3月 采购台账"]), None);
    assert_eq!(unit(&["配送单位：运城市某某公司"]), None);
    assert_eq!(unit(&["采购单位", "中标单位"]), None);
    assert_eq!(unit(&["填报单位：________"]), None);
    assert_eq!(unit(&["单位：公斤"]), None);
    assert_eq!(unit(&["单位：元"]), None);
    assert_eq!(read(&["（单位：万元）"]).money, Some(MoneyUnit::WanYuan));
    assert_eq!(read(&["单位：人民币元"]).money, Some(MoneyUnit::Yuan));
    assert_eq!(read(&["采购统计表（万元）"]).money, Some(MoneyUnit::WanYuan));
    assert_eq!(
        unit(&["采购单位：运城市中心医院（南院）"]).as_deref(),
        Some("运城市中心医院（南院）")
    );
}

#[test]
fn the_day_of_filling_in_is_not_the_month() {
    let t = read(&["盐湖区实验中学2024年3月食堂采购台账", "填报日期：2024年4月2日"]);
    assert_eq!(t.month, Some(PartialDate::YearMonth(Month::new(2024, 3).unwrap())));
    assert_eq!(read(&["填报日期：2024年4月2日"]).month, None);
    assert_eq!(read(&["月份：3月"]).month, Some(PartialDate::MonthOnly { month: 3 }));
}

#[test]
fn sections_are_known_by_number_or_channel() {
    let l = Vocabulary::embedded();
    for yes in [
        "一、832平台采购",
        "（二）供销数据平台",
        "832平台采购明细",
        "第一部分 线上采购",
        "三、其他",
    ] {
        assert!(is_section(yes, &l), "{yes}");
    }
    for no in ["一斤白菜", "盐湖区实验中学台账", "十三香", "蔬菜类"] {
        assert!(!is_section(no, &l), "{no}");
    }
}
