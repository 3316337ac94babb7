//! Whether a number format shows a date.

/// Built-in formats that are dates, the Chinese ones included.
pub(crate) fn is_builtin_date(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

/// Whether a format code shows a date: y, m with d, or 年 月 日 outside quotes, brackets and escapes. A time or a duration alone is no date.
pub(crate) fn is_date_code(code: &str) -> bool {
    let first = code.split(';').next().unwrap_or(code);
    let (mut year, mut month, mut day, mut clock) = (false, false, false, false);
    let mut chars = first.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                // 年 月 日 stand in quotes: yyyy"年"m"月"; they are no evidence of their own.
                for q in chars.by_ref() {
                    if q == '"' {
                        break;
                    }
                }
            }
            '[' => {
                // [h] is a duration's hour; [Red], [$-804] and [>0] say nothing about dates.
                let inside: String = chars.by_ref().take_while(|q| *q != ']').collect();
                clock |= !inside.is_empty() && inside.chars().all(|q| matches!(q, 'h' | 'H' | 'm' | 'M' | 's' | 'S'));
            }
            '\\' | '_' | '*' => {
                chars.next();
            }
            'y' | 'Y' | 'e' | 'E' if c.eq_ignore_ascii_case(&'y') => year = true,
            'm' | 'M' => month = true,
            'd' | 'D' | 'a' | 'A' => day |= c.eq_ignore_ascii_case(&'d') || first.to_ascii_lowercase().contains("aaa"),
            'h' | 'H' | 's' | 'S' => clock = true,
            _ => {}
        }
    }
    year || day || (month && !clock)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_numbers() {
        for (code, date) in [
            ("yyyy-mm-dd", true),
            ("yyyy\"年\"m\"月\"d\"日\";@", true),
            ("[$-804]yyyy\"年\"m\"月\"", true),
            ("m\"月\"d\"日\"", true),
            ("m/d", true),
            ("aaaa", true),
            ("dddd", true),
            ("General", false),
            ("0.00", false),
            ("#,##0.00\"元\"", false),
            ("\"day\"0", false),
            ("[Red]0.00", false),
            ("￥#,##0.00;[Red]￥-#,##0.00", false),
            ("h:mm", false),
            ("[h]:mm", false),
            ("mm:ss", false),
            ("0.00E+00", false),
            ("@", false),
        ] {
            assert_eq!(is_date_code(code), date, "{code}");
        }
    }
}
