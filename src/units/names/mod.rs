//! What file and folder names say: a unit, a month. People write `盐湖区实验中学2024年3月食堂采购台账(终稿)2.xlsx`.

mod campus;
pub(super) mod compare;
mod institution;
pub(super) mod registered;

use std::sync::Arc;

use crate::{tables::vocabulary::word_lists::UnitWords, text::names::nfkc_tight};

/// Months in words; 十二月 holds 二月, so the longest come first.
const MONTHS: [(&str, i8); 12] = [
    ("十一月", 11),
    ("十二月", 12),
    ("一月", 1),
    ("二月", 2),
    ("三月", 3),
    ("四月", 4),
    ("五月", 5),
    ("六月", 6),
    ("七月", 7),
    ("八月", 8),
    ("九月", 9),
    ("十月", 10),
];

/// Year and month as far as a name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct MonthHint {
    /// Four-digit year.
    pub year: Option<i16>,
    /// 1 to 12; `None` when the name holds none or several.
    pub month: Option<i8>,
    /// It is the month of a whole day (`20240305`).
    pub stamp: bool,
}

impl MonthHint {
    /// Own values first.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            year: self.year.or(other.year),
            month: self.month.or(other.month),
            stamp: if self.year.is_some() { self.stamp } else { other.stamp },
        }
    }
}

/// Words of names, ready for use (`data/layouts/names.toml`).
#[derive(Debug, Clone, Default)]
pub(crate) struct NameWords(pub(crate) UnitWords);

impl NameWords {
    /// The longest words first, so that a part never spoils the whole.
    #[must_use]
    pub(crate) fn new(words: &UnitWords) -> Self {
        let mut words = words.clone();
        for list in [&mut words.ledger_words, &mut words.canteen_suffixes, &mut words.institution_ends] {
            list.sort_by_key(|w| std::cmp::Reverse(w.chars().count()));
        }
        Self(words)
    }

    /// `盐湖区实验中学食堂` and `盐湖区实验中学` are one unit; a name that is little else than 食堂 stays.
    #[must_use]
    pub(crate) fn canteen_stripped<'t>(&self, name: &'t str, least: usize) -> &'t str {
        let rests = self
            .0
            .canteen_suffixes
            .iter()
            .filter_map(|suffix| name.strip_suffix(suffix.as_str()));
        rests.clone().find(|rest| rest.chars().count() >= least).unwrap_or(name)
    }

    /// The pieces of a name that dates, version marks and ledger words leave, without what cannot stand at the edge of a name.
    pub(crate) fn pieces(&self, name: &str) -> Vec<String> {
        let text = without_dates(&self.without_ledger_words(name));
        let pieces = text.split([' ', '_', '-', '—', '、', ',', '，', ';', ':', '：']);
        let pieces = pieces.map(|p| p.trim_matches(is_edge)).filter(|p| !p.is_empty());
        pieces.map(str::to_owned).collect()
    }

    fn without_ledger_words(&self, name: &str) -> String {
        let mut text = nfkc_tight(name).into_owned();
        // Most words do not even begin in it: that is cheaper to find than that they are not there.
        let bit = |c: char| 1_u64 << (u32::from(c.to_ascii_lowercase()) % 64);
        let signs = text.chars().fold(0, |signs, c| signs | bit(c));
        for word in &self.0.ledger_words {
            if word.chars().next().is_none_or(|first| signs & bit(first) == 0) {
                continue;
            }
            // 食堂 inside a name (机关食堂管理中心) stays when letters follow that are no ledger words; taking it off at the end is safe.
            while let Some(at) = text.to_ascii_lowercase().rfind(word.as_str()) {
                let after = &text[at + word.len()..];
                if after.starts_with(is_name_letter) && word.chars().count() < 3 {
                    break;
                }
                text.replace_range(at..at + word.len(), " ");
            }
        }
        text
    }

    /// The part of a file's or folder's name that can be a unit's name. `None` when fewer than three letters are left, or only a county's name.
    #[must_use]
    pub(crate) fn unit_in_name(&self, name: &str, counties: &[Arc<str>]) -> Option<String> {
        let letters = |p: &str| p.chars().filter(|c| is_name_letter(*c)).count();
        let pieces = self.pieces(name).into_iter();
        let candidates = pieces.filter(|p| letters(p) >= 3 && !counties.iter().any(|c| c.as_ref() == *p));
        let candidate = candidates.max_by_key(|p| p.chars().count())?;
        (!self.0.no_units.contains(&candidate.to_lowercase())).then_some(candidate)
    }
}

/// Without dates; a number that belongs to a name stays.
fn without_dates(text: &str) -> String {
    let mut out = String::new();
    let chars: Vec<char> = text.chars().collect();
    let mut i = 0;
    while i < chars.len() {
        if chars[i].is_ascii_digit() {
            let start = i;
            while i < chars.len()
                && (chars[i].is_ascii_digit() || matches!(chars[i], '.' | '-' | '/' | '~' | '至' | '年' | '月' | '日' | '份' | '号'))
            {
                i += 1;
            }
            // A number that belongs to a name (运城市第13中学, 24团) is kept: no date sign touches it and letters follow.
            let run: String = chars[start..i].iter().collect();
            let plain = run.chars().all(|c| c.is_ascii_digit()) && run.len() <= 3;
            if plain && start > 0 && is_name_letter(chars[start - 1]) && chars.get(i).is_some_and(|c| is_name_letter(*c)) {
                out.push_str(&run);
            } else {
                out.push(' ');
            }
        } else {
            out.push(chars[i]);
            i += 1;
        }
    }
    out
}

/// What cannot stand at the edge of a name.
fn is_edge(c: char) -> bool {
    c.is_whitespace() || "-_—·.,、()[]【】+&#~年月份的《》\"".contains(c)
}

/// A letter of any script.
pub(crate) fn is_name_letter(c: char) -> bool {
    c.is_alphabetic()
}

/// The first month of a range such as `1-3月`, from what stands before its last number.
fn range_start(before: &[char]) -> Option<i8> {
    let (sign, rest) = before.split_last()?;
    if !matches!(sign, '-' | '—' | '–' | '~' | '至' | '到' | '、') {
        return None;
    }
    let digits = rest.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let month: String = rest[rest.len() - digits..].iter().collect();
    if digits > 2 {
        None
    } else {
        month.parse().ok().filter(|m| (1..=12).contains(m))
    }
}

/// The month in a name: `2024年3月`, `2024-03`, `202403`, `2024.3`, `24年3月`, `3月份`. Two different months give none.
#[must_use]
pub fn month_in_name(name: &str) -> MonthHint {
    let text: Vec<char> = nfkc_tight(name).chars().collect();
    let (mut years, mut months): (Vec<i16>, Vec<i8>) = (Vec::new(), Vec::new());
    let (mut i, mut stamp) = (0, false);
    while i < text.len() {
        if !text[i].is_ascii_digit() {
            i += 1;
            continue;
        }
        let start = i;
        while i < text.len() && text[i].is_ascii_digit() {
            i += 1;
        }
        let run: String = text[start..i].iter().collect();
        let next = text.get(i).copied();
        let valid_year = |y: i16| (2000..=2099).contains(&y);
        match (run.len(), next) {
            (4, _) if run.parse().is_ok_and(valid_year) => {
                years.extend(run.parse::<i16>().ok());
                // 2024-03, 2024.3, 2024_3 (a 月 or 年 after it is handled by its own number)
                if matches!(next, Some('-' | '.' | '_' | '/')) {
                    let digits: String = text[i + 1..].iter().take_while(|c| c.is_ascii_digit()).collect();
                    if (1..=2).contains(&digits.len()) {
                        months.extend(digits.parse::<i8>().ok().filter(|m| (1..=12).contains(m)));
                        i += 1 + digits.len();
                    }
                }
            }
            (6 | 8, _) => {
                if let (Ok(y), Ok(m)) = (run[..4].parse::<i16>(), run[4..6].parse::<i8>())
                    && valid_year(y)
                    && (1..=12).contains(&m)
                {
                    years.push(y);
                    months.push(m);
                    stamp |= run.len() == 8;
                }
            }
            (2, Some('年')) => years.extend(run.parse::<i16>().ok().map(|y| 2000 + y)),
            (1 | 2, Some('月')) => {
                months.extend(run.parse::<i8>().ok().filter(|m| (1..=12).contains(m)));
                // 1-3月: the range's first month too, so that no single month is read from it.
                months.extend(range_start(&text[..start]));
            }
            _ => {}
        }
    }
    if months.is_empty() {
        let joined: String = text.iter().collect();
        months.extend(MONTHS.iter().find(|(word, _)| joined.contains(word)).map(|(_, month)| *month));
    }
    let only = |mut v: Vec<i8>| {
        v.sort_unstable();
        v.dedup();
        if let [one] = v[..] { Some(one) } else { None }
    };
    years.sort_unstable();
    years.dedup();
    MonthHint {
        year: if let [one] = years[..] { Some(one) } else { None },
        month: only(months),
        stamp,
    }
}
