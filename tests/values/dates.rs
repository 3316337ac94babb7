use bangfu::{
    formats::cells::{DateSystem, Value},
    model::dates::{Month, PartialDate},
    values::{
        date::{
            DateCell, read_date, serial, text,
            title::{months_in, period_in},
        },
        numeral::date_digits,
    },
};

fn full_date(y: i16, m: i8, d: i8) -> DateCell {
    DateCell::Is(PartialDate::Full(jiff::civil::date(y, m, d)))
}
fn t(s: &str) -> DateCell {
    text(s, DateSystem::D1900)
}

#[test]
fn every_written_form_of_a_full_date() {
    for s in [
        "2024.3.5",
        "2024-03-05",
        "2024/3/5",
        "20240305",
        "2024年3月5日",
        "24.3.5",
        "24年3月5日",
        "2024-03-05 10:20:30",
        "2024-03-05T10:20:30",
        "2024/3/5 8:05",
        "2024年3月5日 10:20",
        "２０２４．３．５",
        "2024. 3. 5",
        "二〇二四年三月五日",
        "2024年3月5号",
        "2024-3-5 星期二",
        "2024.3.5.",
        "45356",
        "2024年3月5日（周二）",
        "24-3-5",
        "2024、3、5",
        "2024.3月5日",
    ] {
        assert_eq!(t(s), full_date(2024, 3, 5), "{s}");
    }
    assert_eq!(t("3/25/2024"), full_date(2024, 3, 25));
    assert_eq!(t("25/3/2024"), full_date(2024, 3, 25));
    assert_eq!(t("3/5/2024"), DateCell::Bad);
}

#[test]
fn partial_dates() {
    let md = DateCell::Is(PartialDate::MonthDay { month: 3, day: 5 });
    for s in ["3月5日", "3.5", "3/5", "3-5", "03-05", "3月5", "三月五日", "3月5号"] {
        assert_eq!(t(s), md, "{s}");
    }
    assert_eq!(t("6.20"), DateCell::Is(PartialDate::MonthDay { month: 6, day: 20 }));
    assert_eq!(t("6.2"), DateCell::Is(PartialDate::MonthDay { month: 6, day: 2 }));
    assert_eq!(t("5日"), DateCell::Is(PartialDate::DayOnly { day: 5 }));
    for s in ["2024年3月", "2024.3", "2024-03", "202403", "2024年3月份", "24年3月"] {
        assert_eq!(t(s), DateCell::Is(PartialDate::YearMonth(Month::new(2024, 3).unwrap())), "{s}");
    }
    for s in ["3月", "3月份", "三月", "3月上旬"] {
        assert_eq!(t(s), DateCell::Is(PartialDate::MonthOnly { month: 3 }), "{s}");
    }
    for s in ["3月1日-5日", "3月1日至3月5日", "3.1-3.5", "3月1-5日", "3.1~5"] {
        assert_eq!(t(s), DateCell::Range(PartialDate::MonthDay { month: 3, day: 1 }), "{s}");
    }
    assert_eq!(
        t("2024.3.1-2024.3.5"),
        DateCell::Range(PartialDate::Full(jiff::civil::date(2024, 3, 1)))
    );
    assert_eq!(t("1-5日"), DateCell::Range(PartialDate::DayOnly { day: 1 }));
}

#[test]
fn typos_are_not_dates() {
    for s in [
        "216.4.24",
        "2016.10.32",
        "13.5",
        "2.30",
        "2024.13.1",
        "2023.2.29",
        "abc",
        "2024年",
        "三月不知",
        "1.2.3.4",
        "20241301",
        "99999999999",
        "2204.3.5",
        "约3月",
    ] {
        assert_eq!(t(s), DateCell::Bad, "{s}");
    }
    assert_eq!(t("  "), DateCell::Blank);
}

#[test]
fn the_day_that_never_was_is_no_date() {
    assert_eq!(read_date(&Value::Date(60.0), DateSystem::D1900), DateCell::Bad);
}

#[test]
fn numbers_in_a_date_column() {
    let n = |f: f64| read_date(&Value::Number(f), DateSystem::D1900);
    assert_eq!(n(45356.0), full_date(2024, 3, 5));
    assert_eq!(n(45356.75), full_date(2024, 3, 5));
    assert_eq!(
        read_date(&Value::Number(45356.0 - 1462.0), DateSystem::D1904),
        full_date(2024, 3, 5)
    );
    assert_eq!(n(20_240_305.0), full_date(2024, 3, 5));
    assert_eq!(n(202_403.0), DateCell::Is(PartialDate::YearMonth(Month::new(2024, 3).unwrap())));
    assert_eq!(n(240_305.0), full_date(2024, 3, 5));
    assert_eq!(
        n(6.2),
        DateCell::Ambiguous {
            month: 6,
            short: 2,
            long: 20
        }
    );
    assert_eq!(
        n(6.1),
        DateCell::Ambiguous {
            month: 6,
            short: 1,
            long: 10
        }
    );
    assert_eq!(
        n(6.3),
        DateCell::Ambiguous {
            month: 6,
            short: 3,
            long: 30
        }
    );
    assert_eq!(n(2.3), DateCell::Is(PartialDate::MonthDay { month: 2, day: 3 }));
    assert_eq!(n(6.4), DateCell::Is(PartialDate::MonthDay { month: 6, day: 4 }));
    assert_eq!(n(6.25), DateCell::Is(PartialDate::MonthDay { month: 6, day: 25 }));
    assert_eq!(n(12.05), DateCell::Is(PartialDate::MonthDay { month: 12, day: 5 }));
    assert_eq!(n(5.0), DateCell::Is(PartialDate::DayOnly { day: 5 }));
    for bad in [13.5, 0.0, -3.0, 6.32, 1e300, f64::NAN, 99.0, 6.123] {
        assert_eq!(n(bad), DateCell::Bad, "{bad}");
    }
    assert_eq!(serial(60.0, DateSystem::D1900), None);
}

#[test]
fn dates_in_numerals() {
    assert_eq!(date_digits("二〇二四年三月十五日"), "2024年3月15日");
    assert_eq!(date_digits("二零二四年十二月二十日"), "2024年12月20日");
    assert_eq!(date_digits("十月"), "10月");
    assert_eq!(date_digits("3月"), "3月");
}

fn in_title(title: &str) -> (Option<i16>, Option<PartialDate>) {
    let found = period_in(title);
    (found.year, found.month)
}

#[test]
fn titles_give_year_and_month() {
    let ym = |y, m| (Some(y), Some(PartialDate::YearMonth(Month::new(y, m).unwrap())));
    for s in [
        "盐湖区实验中学2024年3月食堂食材采购台账",
        "2024年03月",
        "2024.3",
        "2024-03",
        "202403",
        "二〇二四年三月份",
        "2024年度3月",
        "24年3月",
        "2024年3月1日—3月31日",
        "2024年3月1日-31日",
    ] {
        assert_eq!(in_title(s), ym(2024, 3), "{s}");
    }
    assert_eq!(in_title("3月份采购"), (None, Some(PartialDate::MonthOnly { month: 3 })));
    assert_eq!(in_title("832平台采购明细"), (None, None));
    assert_eq!(in_title("2024年1-3月汇总"), (Some(2024), None));
    assert_eq!(in_title("2024年1月至3月"), (Some(2024), None));
    assert_eq!(in_title("2024年度采购台账"), (Some(2024), None));
    for (title, want) in [
        ("2024年1-3月食堂采购统计表", Some((1, 3))),
        ("2024年1月至3月", Some((1, 3))),
        ("2024年1月—12月汇总", Some((1, 12))),
        ("2024年第一季度统计", Some((1, 3))),
        ("2024年四季度", Some((10, 12))),
        ("2024年上半年", Some((1, 6))),
        ("2024年3月1日-31日", None),
        ("2024年3月", None),
        ("3月-1月", None),
        ("2024-3月", None),
        ("832平台2-月", None),
    ] {
        assert_eq!(months_in(title), want, "{title}");
    }
    assert_eq!(in_title("2023-2024学年"), (None, None));
    assert_eq!(in_title("第二中学"), (None, None));
}
