//! 大写金额: an amount in Chinese capitals as cheques and official papers write it (正确填写票据和结算凭证的基本规定).

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];

/// `12_345_67` fen → `人民币壹万贰仟叁佰肆拾伍元陆角柒分`. Exact for every `i64`.
pub fn capitals(fen: i64) -> String {
    let (yuan, cents) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
    let (jiao, last) = (cents / 10, cents % 10);
    let mut out = String::from(if fen < 0 { "人民币负" } else { "人民币" });
    if yuan > 0 || cents == 0 {
        if yuan == 0 {
            out.push(DIGITS[0]);
        } else {
            whole(yuan, &mut out);
        }
        out.push('元');
    }
    match (jiao, last) {
        (0, 0) => out.push('整'),
        (0, _) => {
            // The place of jiao is skipped: 壹元零伍分.
            if yuan > 0 {
                out.push(DIGITS[0]);
            }
            push_digit(&mut out, last);
            out.push('分');
        }
        (_, 0) => {
            push_digit(&mut out, jiao);
            out.push_str("角整");
        }
        _ => {
            push_digit(&mut out, jiao);
            out.push('角');
            push_digit(&mut out, last);
            out.push('分');
        }
    }
    out
}

fn push_digit(out: &mut String, digit: u64) {
    out.push(usize::try_from(digit).ok().and_then(|d| DIGITS.get(d)).copied().unwrap_or('零'));
}

/// A positive whole number: above 亿 what stands before it is read as a number of its own (壹万亿), so depth is at most three.
fn whole(n: u64, out: &mut String) {
    for (unit, name, rest_digits) in [(100_000_000, '亿', 10_000_000), (10_000, '万', 1000)] {
        if n >= unit {
            whole(n / unit, out);
            out.push(name);
            let rest = n % unit;
            if rest > 0 {
                if rest < rest_digits {
                    out.push(DIGITS[0]);
                }
                whole(rest, out);
            }
            return;
        }
    }
    let mut skipped = false;
    let mut begun = false;
    for (unit, name) in [(1000, Some('仟')), (100, Some('佰')), (10, Some('拾')), (1, None)] {
        let digit = n / unit % 10;
        if digit == 0 {
            skipped = begun;
            continue;
        }
        if skipped {
            out.push(DIGITS[0]);
        }
        (skipped, begun) = (false, true);
        push_digit(out, digit);
        out.extend(name);
    }
}

#[cfg(test)]
mod tests {
    use super::capitals;

    #[test]
    fn amounts_are_written_as_cheques_write_them() {
        for (fen, text) in [
            (0, "零元整"),
            (5, "伍分"),
            (50, "伍角整"),
            (100, "壹元整"),
            (105, "壹元零伍分"),
            (1050, "壹拾元伍角整"),
            (10_500, "壹佰零伍元整"),
            (140_950, "壹仟肆佰零玖元伍角整"),
            (600_714, "陆仟零柒元壹角肆分"),
            (10_700_053, "壹拾万柒仟元伍角叁分"),
            (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
            (10_000_000, "壹拾万元整"),
            (10_000_100, "壹拾万零壹元整"),
            (1_000_100_000, "壹仟万壹仟元整"),
            (10_000_000_000, "壹亿元整"),
            (10_000_000_100, "壹亿零壹元整"),
            (100_000_000_000_000, "壹万亿元整"),
            (i64::MAX, "玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分"),
        ] {
            assert_eq!(capitals(fen), format!("人民币{text}"), "{fen}");
        }
        assert_eq!(capitals(-1_234_567), "人民币负壹万贰仟叁佰肆拾伍元陆角柒分");
    }
}
