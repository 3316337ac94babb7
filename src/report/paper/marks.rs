//! The placeholders in a paragraph's characters, however Word has cut them into runs: `{{单位名称}}`, `{{#疑点}}`, `{{^疑点}}`, `{{/疑点}}`, in half-width
//! or full-width braces and signs, with blanks or without.

use std::ops::Range;

use crate::{
    report::paper::part::Char,
    text::normal::{is_blank, nfkc},
};

/// What a placeholder does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Value,
    /// `#`: for each, or where there is one.
    Each,
    /// `^`: where there is none.
    None,
    End,
}

/// A placeholder, by its characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub sign: Sign,
    /// Without blanks.
    pub name: String,
    pub chars: Range<usize>,
}

/// What a paragraph holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub marks: Vec<Mark>,
    /// A known name with braces on one side only, or single ones where two are meant.
    pub unfinished: Vec<String>,
}

/// Longer texts between braces are none of ours.
const LONGEST_NAME: usize = 40;

fn opens(c: &Char) -> bool {
    matches!(c.c, '{' | '｛')
}

fn closes(c: &Char) -> bool {
    matches!(c.c, '}' | '｝')
}

/// The sign and the name that stand between braces.
fn named(chars: &[Char]) -> (Sign, String) {
    let text: String = chars.iter().map(|c| c.c).filter(|c| !is_blank(*c)).collect();
    let text = nfkc(&text);
    let signs = [("#", Sign::Each), ("^", Sign::None), ("/", Sign::End)];
    let signed = signs
        .into_iter()
        .find_map(|(sign, is)| Some((is, text.strip_prefix(sign)?.to_owned())));
    signed.unwrap_or_else(|| (Sign::Value, text.into_owned()))
}

/// Finds them. `begins` tells whether a text begins with a name that there is: braces around other texts are the paper's own.
pub(super) fn find(chars: &[Char], begins: impl Fn(&str) -> bool) -> Found {
    let mut found = Found::default();
    let is = |at: usize, what: fn(&Char) -> bool| chars.get(at).is_some_and(what);
    let mut at = 0;
    while at < chars.len() {
        // Of three braces the last two count.
        if !is(at, opens) || is(at + 1, opens) && is(at + 2, opens) {
            at += 1;
            continue;
        }
        let double = is(at + 1, opens);
        let inner = at + if double { 2 } else { 1 };
        let end = (inner..chars.len())
            .find(|i| is(*i, opens) || is(*i, closes))
            .unwrap_or(chars.len());
        let (sign, name) = named(&chars[inner..end]);
        if !double {
            // `{单位名称}` is the paper's own; `{单位名称}}` lacks a brace.
            if is(end, closes) && is(end + 1, closes) && begins(&name) {
                found.unfinished.push(chars[at..end + 2].iter().map(|c| c.c).collect());
            }
            at = end.max(inner);
        } else if is(end, closes) && is(end + 1, closes) && !name.is_empty() && end - inner <= LONGEST_NAME {
            found.marks.push(Mark {
                sign,
                name,
                chars: at..end + 2,
            });
            at = end + 2;
        } else {
            if begins(&name) {
                found
                    .unfinished
                    .push(chars[at..end].iter().map(|c| c.c).take(LONGEST_NAME).collect());
            }
            at = end.max(inner);
        }
    }
    found
}
