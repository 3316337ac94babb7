//! Which channels a text names.

use std::sync::Arc;

use crate::{
    policy::pack::{Channel, ChannelKind, Policy},
    text::names::normal_word,
};

/// Ids of channels, each once, in order. Shared: every line has some, and they are always the same few.
pub type Channels = Arc<[Arc<str>]>;

/// Puts ids in order.
pub(crate) fn channels(ids: impl IntoIterator<Item = Arc<str>>) -> Channels {
    let mut ids: Vec<Arc<str>> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into()
}

/// What a text says about the channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// Nothing that any alias matches.
    Nothing,
    /// A negation or a pending word: a person decides.
    Open,
    /// These channels, in the order of their ids; more than one contradict each other.
    Channels(Channels),
}

/// Where a text stands decides which aliases count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// A channel column's cell or header.
    Column,
    /// A section's title or a tab's name: ordinary names only when they are all there is.
    Heading,
    /// A supplier's name.
    Supplier,
}

impl Place {
    /// How many there are.
    pub(crate) const COUNT: usize = 3;
}

/// A cell that holds only a dash, a slash or the like is blank.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// A policy's channel words as they are compared, normalised and sorted once: every text is compared with all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lexicon {
    /// Words of channel texts, headings and tabs with the index of their channel, the longest first.
    aliases: Vec<(String, usize)>,
    /// Words of suppliers' names, likewise.
    supplier_aliases: Vec<(String, usize)>,
    /// Hold an alias and are no channel.
    not_a_channel: Vec<String>,
    /// Pending words that give way.
    weak_pending: Vec<String>,
    /// Taken off headings beside the ordinary words, the longest first.
    heading: Vec<String>,
}

impl Lexicon {
    pub(crate) fn new(policy: &Policy) -> Self {
        let normals = |words: &[String]| words.iter().map(|w| normal_word(w)).collect::<Vec<_>>();
        let sorted = |of: fn(&Channel) -> &Vec<String>| {
            let mut words: Vec<(String, usize)> = policy
                .channels
                .iter()
                .enumerate()
                .flat_map(|(i, c)| of(c).iter().map(move |w| (normal_word(w), i)))
                .filter(|(w, _)| !w.is_empty())
                .collect();
            words.sort_by(|(a, _), (b, _)| (b.len(), a).cmp(&(a.len(), b)));
            words
        };
        let ordinary = policy
            .channels
            .iter()
            .filter(|c| c.kind == ChannelKind::Ordinary)
            .flat_map(|c| &c.aliases);
        let mut heading: Vec<String> = ordinary.chain(&policy.words.heading_words).map(|w| normal_word(w)).collect();
        heading.sort_by_key(|w| std::cmp::Reverse(w.len()));
        Self {
            aliases: sorted(|c| &c.aliases),
            supplier_aliases: sorted(|c| &c.supplier_aliases),
            not_a_channel: normals(&policy.words.not_a_channel),
            weak_pending: normals(&policy.words.weak_pending),
            heading,
        }
    }

    /// The channels that `text` names; `pack` is the policy that the words were taken from.
    pub(crate) fn named(&self, pack: &Policy, text: &str, place: Place) -> Named {
        let mut rest = normal_word(text);
        for word in &self.not_a_channel {
            if rest.contains(word.as_str()) {
                rest = rest.replace(word, "\u{0}");
            }
        }
        let mut hits = self.hits(pack, &rest, place);
        if place == Place::Heading && !hits.iter().any(|h| h.channel.kind == ChannelKind::Counted) {
            // 盐湖区农贸市场服务中心食堂采购台账 names a unit, 三、市场采购 a channel: an ordinary name must be all that a heading says.
            hits.retain(|h| h.channel.kind != ChannelKind::Ordinary || self.is_all_of_heading(&rest));
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
            hits.retain(|h| h.channel.kind != ChannelKind::Pending || !self.weak_pending.iter().any(|w| w == h.word));
        }
        if hits.iter().any(|h| h.channel.kind == ChannelKind::Pending) {
            return Named::Open;
        }
        Named::Channels(channels(hits.iter().map(|h| h.channel.id.clone())))
    }

    /// Words that stand in the text without overlapping, the longest first.
    fn hits<'p>(&'p self, pack: &'p Policy, text: &str, place: Place) -> Vec<Hit<'p>> {
        let words = if place == Place::Supplier {
            &self.supplier_aliases
        } else {
            &self.aliases
        };
        let mut taken: Vec<(usize, usize)> = Vec::new();
        let mut hits = Vec::new();
        for (word, channel) in words {
            let channel = &pack.channels[*channel];
            for (at, _) in text.match_indices(word.as_str()) {
                let end = at + word.len();
                if taken.iter().any(|(s, e)| at < *e && *s < end) || touches_digit(text, at, end, word) {
                    continue;
                }
                taken.push((at, end));
                let before = &text[..at];
                let after = &text[end..];
                let turned = pack.words.negations.iter().any(|n| before.ends_with(n.as_str()))
                    || pack.words.negations_after.iter().any(|n| after.starts_with(n.as_str()));
                let negated = channel.kind != ChannelKind::Ordinary && turned;
                hits.push(Hit { channel, word, negated });
            }
        }
        hits
    }

    /// Whether, numbering and words such as 采购 taken off, nothing is left but the ordinary name (or several of them).
    fn is_all_of_heading(&self, text: &str) -> bool {
        let mut rest = text
            .trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十、.．:：-—第".contains(c))
            .to_owned();
        for word in &self.heading {
            rest = rest.replace(word, "");
        }
        !rest.chars().any(char::is_alphanumeric)
    }
}

/// A word of a channel in a text.
struct Hit<'p> {
    channel: &'p Channel,
    word: &'p str,
    /// A word beside it turns it into its opposite.
    negated: bool,
}

/// `832` within `18320` is no channel.
fn touches_digit(text: &str, at: usize, end: usize, word: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let starts = word.starts_with(|c: char| c.is_ascii_digit()) && digit(text[..at].chars().next_back());
    let ends = word.ends_with(|c: char| c.is_ascii_digit()) && digit(text[end..].chars().next());
    starts || ends
}
