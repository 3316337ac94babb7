use bangfu::{
    formats::cells::Value,
    values::{
        amount::{Amount, quantity, read_amount, to_fen},
        is_damaged_id,
        money_unit::{MoneyUnit, money_tail, money_unit},
        numeral::capital_yuan,
        show,
    },
};

fn fen(text: &str) -> Option<i64> {
    match read_amount(&Value::Text(text.into()), MoneyUnit::Yuan) {
        Amount::Fen { fen, .. } => Some(fen),
        _ => None,
    }
}

#[test]
fn amounts_in_text_are_read_exactly() {
    for (text, want) in [
        ("1,234.50", 123_450),
        ("1，234.50", 123_450),
        ("￥1,234.5", 123_450),
        ("¥ 88", 8_800),
        ("88元", 8_800),
        ("88.5 元整", 8_850),
        ("1.2万元", 1_200_000),
        ("1.2万", 1_200_000),
        ("１２３．４５", 12_345),
        (" 12\u{a0}3.4 ", 12_340),
        ("(123.45)", -12_345),
        ("（123.45）", -12_345),
        ("（￥123.45）", -12_345),
        ("-12", -1_200),
        ("－12", -1_200),
        ("−12", -1_200),
        ("12-", -1_200),
        ("-￥12", -1_200),
        ("￥-12", -1_200),
        ("+12", 1_200),
        ("1.5E+03", 150_000),
        ("12元5角", 1_250),
        ("3元5角6分", 356),
        ("壹佰贰拾元整", 12_000),
        ("人民币壹佰贰拾元整", 12_000),
        ("'12.30", 1_230),
        ("0", 0),
        (".5", 50),
        ("0.005", 1),
        ("-0.005", -1),
        ("0.0049", 0),
        ("999999999999.98", 99_999_999_999_998),
    ] {
        assert_eq!(fen(text), Some(want), "{text}");
    }
}

#[test]
fn what_is_not_surely_a_number_is_not_read() {
    for text in [
        "约二百",
        "面议",
        "12.5.3",
        "1.234,56",
        "1,2345",
        "12,34",
        "50%",
        "27斤",
        "12x",
        "2024-03-05",
        "1/2",
        "二百",
        "12~15",
        "--5",
        "(-5)",
        "12,",
        ",12",
        "0x1F",
        "1e400",
        "￥",
        "元",
    ] {
        assert_eq!(fen(text), None, "{text}");
    }
    for text in ["", "  ", "-", "—", "/", "\u{3000}"] {
        assert_eq!(read_amount(&Value::Text(text.into()), MoneyUnit::Yuan), Amount::Blank, "{text:?}");
    }
    assert_eq!(read_amount(&Value::Text("1000000000000".into()), MoneyUnit::Yuan), Amount::TooLarge);
    assert_eq!(read_amount(&Value::Number(1e12), MoneyUnit::Yuan), Amount::TooLarge);
    assert_eq!(read_amount(&Value::Number(1e300), MoneyUnit::Yuan), Amount::TooLarge);
    assert_eq!(read_amount(&Value::Number(f64::NAN), MoneyUnit::Yuan), Amount::Unreadable);
    assert_eq!(read_amount(&Value::Error("#REF!".into()), MoneyUnit::Yuan), Amount::Unreadable);
}

#[test]
fn numbers_become_fen_through_their_shortest_decimal_half_up() {
    for (f, want, rounded) in [
        (0.1 + 0.2, 30, false),
        (0.145, 15, true),
        (2.675, 268, true),
        (-2.675, -268, true),
        (1.005, 101, true),
        (1.0049, 100, true),
        (12.34, 1234, false),
        (1e-300, 0, false),
        (123_456_789.01, 12_345_678_901, false),
    ] {
        assert_eq!(
            read_amount(&Value::Number(f), MoneyUnit::Yuan),
            Amount::Fen { fen: want, rounded },
            "{f}"
        );
    }
    assert_eq!(
        read_amount(&Value::Number(1.234567), MoneyUnit::WanYuan),
        Amount::Fen {
            fen: 1_234_567,
            rounded: false
        }
    );
    assert_eq!(
        read_amount(&Value::Text("5元".into()), MoneyUnit::WanYuan),
        Amount::Fen { fen: 500, rounded: false }
    );
}

#[test]
fn glued_units_are_taken_apart() {
    let q = |t: &str| quantity(&Value::Text(t.into())).map(|(d, u)| (d.to_string(), u));
    assert_eq!(q("27斤"), Some(("27".into(), "斤".into())));
    assert_eq!(q("60/kg"), Some(("60".into(), "kg".into())));
    assert_eq!(q("3.5元/斤"), Some(("3.5".into(), "斤".into())));
    assert_eq!(q("约10斤"), None);
    assert_eq!(q("3箱*10"), None);
}

#[test]
fn sums_are_read_exactly() {
    for (text, want) in [
        ("3*12=36", "36"),
        ("12×3=36元", "36"),
        ("120+80", "200"),
        ("=3*12", "36"),
        ("10斤×7.5元/斤＝75元", "75"),
        ("２０＋８０", "100"),
        ("2*3+4*5", "26"),
        ("120-20=100", "100"),
        ("3.333*3=10.00", "10.00"),
        ("0.1+0.2", "0.3"),
        ("5千克*4=20", "20"),
    ] {
        assert_eq!(
            fen(text),
            to_fen(want.parse().unwrap(), MoneyUnit::Yuan).map(|(fen, _)| fen),
            "{text}"
        );
    }
}

#[test]
fn what_contradicts_itself_or_is_no_sum_is_not_read() {
    for text in [
        "3*12=38",
        "3-5",
        "1/2",
        "12x",
        "3箱*10个装",
        "0x1F",
        "5千克*4",
        "约10*2",
        "2024-3-5",
        "1.2万+3",
        "10%*5",
        "3**4",
        "3+",
    ] {
        assert_eq!(fen(text), None, "{text}");
    }
}

#[test]
fn capital_amounts_are_exact_or_nothing() {
    for (text, yuan) in [
        ("壹佰贰拾元整", "120"),
        ("壹拾贰万叁仟肆佰伍拾陆元柒角捌分", "123456.78"),
        ("叁元零伍分", "3.05"),
        ("拾元整", "10"),
        ("壹万零伍拾圆正", "10050"),
        ("伍角", "0.5"),
        ("壹亿元整", "100000000"),
    ] {
        assert_eq!(capital_yuan(text), yuan.parse().ok(), "{text}");
    }
    for bad in ["壹佰", "约壹佰元", "贰贰元", "元", "壹拾壹佰元", "", "整"] {
        assert_eq!(capital_yuan(bad), None, "{bad}");
    }
}

#[test]
fn money_units_stand_in_brackets_and_tails() {
    assert_eq!(money_unit("万元"), Some(MoneyUnit::WanYuan));
    assert_eq!(money_unit("单位：元"), Some(MoneyUnit::Yuan));
    assert_eq!(money_unit("元/斤"), Some(MoneyUnit::Yuan));
    assert_eq!(money_unit("公斤"), None);
    assert_eq!(money_tail("金额/万元"), Some(MoneyUnit::WanYuan));
    assert_eq!(money_tail("金额"), None);
}

#[test]
fn identifiers_of_sixteen_digits_are_damaged_and_shorter_ones_are_not() {
    assert!(is_damaged_id(&Value::Number(1_090_698_369_754_404_144.0)));
    assert!(is_damaged_id(&Value::Number(1e15)));
    assert!(!is_damaged_id(&Value::Number(999_999_999_999_999.0)));
    assert!(is_damaged_id(&Value::Text("1.09070E+18".into())));
    assert!(!is_damaged_id(&Value::Text("1090698369754404144".into())));
    assert!(!is_damaged_id(&Value::Text("E20240305".into())));
    assert_eq!(show(&Value::Number(20_240_305_001.0)), "20240305001");
}
