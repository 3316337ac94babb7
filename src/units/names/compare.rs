//! Names as they are compared, how people shorten them, and how far they are apart.

use crate::{tables::vocabulary::word_lists::UnitWords, text::names::normal_name};

/// A county's name without its last letter.
pub(super) fn stem(county: &str) -> &str {
    county.trim_end_matches(['县', '市', '区'])
}

/// What people make of a unit's name: the ends of kinds shortened, and behind a number to one character.
pub(super) fn short_forms(name: &str, words: &UnitWords) -> Vec<String> {
    let shortened = |pair: &String, numbered: bool| {
        let (long, short) = pair.split_once('=')?;
        let head = name.strip_suffix(long)?;
        let number = head.chars().next_back().is_some_and(crate::text::normal::is_chinese_digit);
        (!head.is_empty() && (number || !numbered)).then(|| format!("{head}{short}"))
    };
    let numbered = words.numbered_forms.iter().filter_map(|pair| shortened(pair, true));
    let plain = words.short_forms.iter().filter_map(|pair| shortened(pair, false));
    let mut forms: Vec<String> = numbered.chain(plain).collect();
    // 礼元镇初级中学 is 礼元初中.
    let of_town = std::iter::once(name).chain(forms.iter().map(String::as_str));
    let without_town: Vec<String> = of_town
        .flat_map(|form| {
            ['镇', '乡']
                .map(|town| form.replacen(town, "", 1))
                .into_iter()
                .filter(move |bare| bare != form)
        })
        .collect();
    forms.extend(without_town);
    forms
}

/// A name as compared: NFKC, no blanks, quotes or brackets, lower case; 第十三, 第13 and 十三 are one.
#[must_use]
pub(crate) fn canonical(name: &str) -> String {
    let name = normal_name(name);
    let chars: Vec<char> = name
        .chars()
        .filter(|c| !matches!(c, '(' | ')' | '[' | ']' | '【' | '】' | '〔' | '〕'))
        .collect();
    let mut out = String::with_capacity(name.len());
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let digits = chars[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        let next = chars.get(at + 1);
        if digits > 0 {
            let run: String = chars[at..at + digits].iter().collect();
            match run.parse::<usize>() {
                Ok(number @ 1..=99) if digits <= 2 => push_number(&mut out, number),
                _ => out.push_str(&run),
            }
            at += digits;
            continue;
        }
        if *c != '第' || !next.is_some_and(|n| n.is_ascii_digit() || crate::text::normal::is_chinese_digit(*n)) {
            out.push(*c);
        }
        at += 1;
    }
    out
}

/// How a text is parted.
pub(super) struct Around {
    /// Its parts behind blanks and brackets.
    pub(super) begun: Vec<String>,
    /// Where brackets open in it as compared, and what they hold.
    pub(super) brackets: Vec<(usize, String)>,
}

impl Around {
    pub(super) fn of(text: &str) -> Self {
        // A blank or a bracket parts words as no letter does, and names are compared without them.
        let parts = text.split(|c: char| c.is_whitespace() || "()（）[]【】“”\"/".contains(c)).skip(1);
        let bracket = |(at, open): (usize, &str)| {
            let held = text[at + open.len()..].split([')', '）']).next()?;
            Some((canonical(&text[..at]).len(), canonical(held)))
        };
        Self {
            begun: parts.map(canonical).filter(|part| !part.is_empty()).collect(),
            brackets: text.match_indices(['(', '（']).filter_map(bracket).collect(),
        }
    }
}

fn push_number(out: &mut String, number: usize) {
    let digit = |n: usize| "一二三四五六七八九".chars().nth(n.wrapping_sub(1));
    let (tens, ones) = (number / 10, number % 10);
    if tens > 1 {
        out.extend(digit(tens));
    }
    if tens > 0 {
        out.push('十');
    }
    out.extend(digit(ones));
}

pub(super) fn bits(chars: &[char]) -> u64 {
    chars.iter().fold(0, |bits, c| bits | 1 << (u32::from(*c) % 64))
}

/// Whether a name stands within another.
pub(super) fn holds(long: &[char], short: &[char]) -> bool {
    short.len() > 1 && long.windows(short.len()).any(|w| w == short)
}

/// Characters to insert, drop or replace.
pub(super) fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (y, above) in b.iter().zip(row.iter_mut().skip(1)) {
            let here = (corner + usize::from(x != y)).min(left + 1).min(*above + 1);
            (corner, *above, left) = (*above, here, here);
        }
    }
    row.last().copied().unwrap_or(0)
}
