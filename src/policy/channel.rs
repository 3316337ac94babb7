//! Which channels a text names.

use std::{collections::BTreeSet, sync::Arc};

use super::pack::{Channel, ChannelKind, Policy};
use crate::place::nfkc_tight;

/// What a text says about the channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// Nothing that any alias matches.
    Nothing,
    /// A negation or a pending word: a person decides.
    Open,
    /// These channels; more than one contradict each other.
    Channels(BTreeSet<Arc<str>>),
}

/// Where a text stands decides which aliases count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A channel column's cell or header.
    Column,
    /// A section's title or a tab's name: ordinary names only when they are all there is.
    Heading,
    /// A supplier's name.
    Supplier,
}

/// As compared: NFKC, lower case, no blanks, quotes or brackets (what they hold stays).
#[must_use]
pub fn normal(text: &str) -> String {
    let quote = |c: char| {
        matches!(
            c,
            '"' | '\'' | '“' | '”' | '‘' | '’' | '「' | '」' | '《' | '》' | '(' | ')' | '[' | ']' | '【' | '】' | '〔' | '〕'
        )
    };
    nfkc_tight(text).to_lowercase().chars().filter(|c| !quote(*c)).collect()
}

/// A cell that holds only a dash, a slash or the like is blank.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// The channels that `text` names.
#[must_use]
pub fn named(policy: &Policy, text: &str, place: Place) -> Named {
    let mut rest = normal(text);
    for word in &policy.words.not_a_channel {
        rest = rest.replace(&normal(word), "\u{0}");
    }
    let mut hits = matches(policy, &rest, place);
    if place == Place::Heading && !hits.iter().any(|h| h.channel.kind == ChannelKind::Counted) {
        // 盐湖区农贸市场服务中心食堂采购台账 names a unit, 三、市场采购 a channel: an ordinary name must be all that a heading says.
        hits.retain(|h| h.channel.kind != ChannelKind::Ordinary || is_all_of_heading(policy, &rest, h.word.clone()));
    }
    if hits.is_empty() {
        return Named::Nothing;
    }
    if hits.iter().any(|h| h.negated) {
        return Named::Open;
    }
    // 832平台消费帮扶: a weak word gives way to the channel beside it. So does a plain 超市 beside nothing but itself.
    let strong = hits.iter().any(|h| h.channel.kind == ChannelKind::Counted);
    if strong {
        hits.retain(|h| h.channel.kind != ChannelKind::Pending || !policy.words.weak_pending.iter().any(|w| normal(w) == h.word));
    }
    if hits.iter().any(|h| h.channel.kind == ChannelKind::Pending) {
        return Named::Open;
    }
    Named::Channels(hits.iter().map(|h| h.channel.id.clone()).collect())
}

struct Hit<'p> {
    channel: &'p Channel,
    word: String,
    negated: bool,
}

impl Clone for Hit<'_> {
    fn clone(&self) -> Self {
        Self {
            channel: self.channel,
            word: self.word.clone(),
            negated: self.negated,
        }
    }
}

/// Matches that do not overlap, the longest first.
fn matches<'p>(policy: &'p Policy, text: &str, place: Place) -> Vec<Hit<'p>> {
    let mut words: Vec<(String, &Channel)> = policy
        .channels
        .iter()
        .flat_map(|c| {
            let list = if place == Place::Supplier {
                &c.supplier_aliases
            } else {
                &c.aliases
            };
            list.iter().map(move |w| (normal(w), c))
        })
        .filter(|(w, _)| !w.is_empty())
        .collect();
    words.sort_by(|(a, _), (b, _)| (b.len(), a).cmp(&(a.len(), b)));
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let mut hits = Vec::new();
    for (word, channel) in &words {
        for (at, _) in text.match_indices(word.as_str()) {
            let end = at + word.len();
            if taken.iter().any(|(s, e)| at < *e && *s < end) || touches_digit(text, at, end, word) {
                continue;
            }
            taken.push((at, end));
            let before = &text[..at];
            let after = &text[end..];
            let turned = policy.words.negations.iter().any(|n| before.ends_with(n.as_str()))
                || policy.words.negations_after.iter().any(|n| after.starts_with(n.as_str()));
            let negated = channel.kind != ChannelKind::Ordinary && turned;
            hits.push(Hit {
                channel,
                word: word.clone(),
                negated,
            });
        }
    }
    hits
}

/// `832` within `18320` is no channel.
fn touches_digit(text: &str, at: usize, end: usize, word: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let starts = word.starts_with(|c: char| c.is_ascii_digit()) && digit(text[..at].chars().next_back());
    let ends = word.ends_with(|c: char| c.is_ascii_digit()) && digit(text[end..].chars().next());
    starts || ends
}

/// Whether, numbering and words such as 采购 taken off, nothing is left but the ordinary name (or several of them).
fn is_all_of_heading(policy: &Policy, text: &str, word: String) -> bool {
    let mut rest = text
        .trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十、.．:：-—第".contains(c))
        .to_owned();
    let ordinary = policy
        .channels
        .iter()
        .filter(|c| c.kind == ChannelKind::Ordinary)
        .flat_map(|c| &c.aliases)
        .map(|a| normal(a));
    let mut words: Vec<String> = ordinary
        .chain([word])
        .chain(policy.words.heading_words.iter().map(|w| normal(w)))
        .collect();
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    for w in words {
        rest = rest.replace(&w, "");
    }
    !rest.chars().any(char::is_alphanumeric)
}
