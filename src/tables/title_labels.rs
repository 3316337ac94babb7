//! `填报单位：X    2024年3月   单位：元`: the labelled values of a title line, and what is left of it.

use crate::{
    model::field::Field,
    tables::vocabulary::{Vocabulary, meaning::TitleLabel},
    text::normal,
    values::{
        date::title::{TitlePeriod, period_in},
        money_unit::money_unit,
    },
};

/// Characters of a label that is nothing but a label.
const SURE_LABEL: usize = 4;

/// Characters before a label that belong to it.
const LONGEST_PREFIX: usize = 4;

/// A label with its value in one text.
pub(crate) struct Labelled {
    pub(crate) label: TitleLabel,
    pub(crate) value: String,
}

/// The name in a value: without `（盖章）`, underscores and blanks around it.
pub(crate) fn unit_name(value: &str) -> Option<String> {
    let mut name = value;
    while let Some(open) = name.rfind(['(', '（']) {
        let inner = &name[open..];
        if inner.contains(['章', '签']) || inner.trim_matches(['(', ')', '（', '）', ' ']).is_empty() {
            name = name[..open].trim_end();
        } else {
            break;
        }
    }
    let name = name.trim_matches(|c: char| normal::is_blank(c) || matches!(c, '_' | '-' | '。' | ';' | ',' | '，' | '；'));
    (name.chars().count() >= 2 && !name.chars().all(|c| c.is_ascii_digit() || c == '.')).then(|| name.to_owned())
}

/// Labelled values of a text, and what is left of it.
pub(crate) fn labelled_values(text: &str, vocabulary: &Vocabulary) -> (Vec<Labelled>, String) {
    let text = text.replace(['\u{3000}', '\t', '\n', '\r'], "  ");
    let colons: Vec<(usize, usize)> = text.match_indices([':', '：']).map(|(i, c)| (i, i + c.len())).collect();
    let mut found: Vec<(usize, usize, TitleLabel)> = Vec::new();
    let mut floor = 0;
    for (colon, behind) in colons {
        let word = word_before(&text[floor..colon]);
        let dated = || names_time(&value_of(&text[behind..]).0);
        if let Some(label) = vocabulary.other_date_label(&normal::header(word).text).filter(|_| dated()) {
            found.push((floor + text[floor..colon].trim_end().len() - word.len(), behind, label));
            floor = behind;
        } else if let Some((mut start, mut label)) = label_before(&text, floor, colon, vocabulary) {
            let glued = text[floor..start].ends_with(char::is_alphabetic);
            if label == TitleLabel::Head(Field::Date) && glued {
                label = TitleLabel::SomeDay;
            }
            // 配送单位, 中标单位: some other unit's label, which ends in the word for ours.
            let word = text[floor..start].trim_end_matches(char::is_alphabetic);
            if label == TitleLabel::UnitOrMoney && floor + word.len() < start && money_unit(&value_of(&text[behind..]).0).is_none() {
                (start, label) = (floor + word.len(), TitleLabel::Other);
            }
            // 预算单位名称: the word goes on before the label that we know, and is no title.
            let before = text[floor..start].trim_end_matches(char::is_alphabetic).len() + floor;
            if label == TitleLabel::ReportingUnit && text[before..start].chars().count() <= LONGEST_PREFIX {
                start = before;
            }
            found.push((start, behind, label));
            floor = behind;
        }
    }
    let mut out = Vec::new();
    let mut rest = String::new();
    let mut cursor = 0;
    for (i, (start, value_from, label)) in found.iter().enumerate() {
        rest.push_str(&text[cursor..*start]);
        rest.push(' ');
        let limit = found.get(i + 1).map_or(text.len(), |n| n.0);
        let raw = &text[*value_from..limit];
        let (value, left) = value_of(raw);
        out.push(Labelled { label: *label, value });
        rest.push_str(&left);
        rest.push(' ');
        cursor = limit;
    }
    rest.push_str(&text[cursor..]);
    (out, rest)
}

/// `填报单位 X`: a label with its value behind a blank or a bracket (`单位（盖章） X`), no colon between. Words that are more than labels (学校, 食堂)
/// need a value that looks like an organisation.
pub(crate) fn label_without_colon(text: &str, vocabulary: &Vocabulary) -> Option<Labelled> {
    let ends = text.char_indices().filter(|(_, c)| normal::is_blank(*c) || matches!(c, ')' | '）'));
    for (at, c) in ends.take(4) {
        let behind = at + c.len_utf8();
        let label = normal::header(&text[..behind]).text;
        if !matches!(
            vocabulary.title_label(&label),
            Some(TitleLabel::ReportingUnit | TitleLabel::UnitOrMoney)
        ) {
            continue;
        }
        let (value, _) = value_of(&text[behind..]);
        let names = if label.chars().count() >= SURE_LABEL {
            value.starts_with(char::is_alphabetic)
        } else {
            vocabulary.looks_like_organisation(&value)
        };
        return (names && !value.contains([':', '：'])).then_some(Labelled {
            label: TitleLabel::ReportingUnit,
            value,
        });
    }
    None
}

/// The word that ends a text.
fn word_before(text: &str) -> &str {
    let text = text.trim_end();
    let word = text.trim_end_matches(|c: char| c.is_alphabetic() || matches!(c, '(' | ')' | '（' | '）'));
    &text[word.len()..]
}

/// Whether a value names a day, a month or a year.
pub(crate) fn names_time(value: &str) -> bool {
    let TitlePeriod { year, month } = period_in(value);
    year.is_some() || month.is_some()
}

/// The longest label that ends at the colon; blanks inside it and a `（盖章）` before the colon are allowed.
fn label_before(text: &str, floor: usize, colon: usize, vocabulary: &Vocabulary) -> Option<(usize, TitleLabel)> {
    let head = &text[floor..colon];
    let mut end = head.trim_end();
    if end.ends_with([')', '）'])
        && let Some(open) = end.rfind(['(', '（'])
    {
        end = end[..open].trim_end();
    }
    let mut best = None;
    for (start, c) in end.char_indices().rev().take(24) {
        if normal::is_blank(c) {
            continue;
        }
        let label = normal::squeeze(&end[start..]);
        if label.chars().count() > 12 {
            break;
        }
        if let Some(kind) = vocabulary.title_label(&label) {
            best = Some((floor + start, kind));
        }
    }
    best
}

/// The value behind a colon: up to two blanks, or one blank before a digit or a bracket; and what follows.
fn value_of(raw: &str) -> (String, String) {
    let lead = raw.len() - raw.trim_start().len();
    let body = &raw[lead..];
    let bytes: Vec<(usize, char)> = body.char_indices().collect();
    for (i, (at, c)) in bytes.iter().enumerate() {
        if !normal::is_blank(*c) {
            continue;
        }
        let next = bytes.get(i + 1).map(|b| b.1);
        if next.is_none_or(|n| normal::is_blank(n) || n.is_ascii_digit() || matches!(n, '(' | '（')) {
            return (body[..*at].trim_end().to_owned(), body[*at..].to_owned());
        }
    }
    let value = body.trim_end();
    // `（单位：万元）`: the bracket opened before the label.
    let open = value.matches(['(', '（']).count();
    let value = if value.matches([')', '）']).count() > open {
        value.trim_end_matches([')', '）'])
    } else {
        value
    };
    (value.to_owned(), String::new())
}
