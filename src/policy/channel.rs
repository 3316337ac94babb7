//! Which channels a text names.

use std::sync::Arc;

use crate::{
    policy::pack::{Channel, ChannelKind, Policy},
    text::{letters::Letters, normal_word},
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
    /// A channel that no document names: a person decides.
    Pending,
    /// A channel, among others perhaps: which one, it does not say.
    Unsaid,
    /// Any channel but these (非832平台).
    AnyBut(Channels),
    /// These channels, in the order of their ids; more than one contradict each other.
    Channels(Channels),
    /// One of these, which a requirement counts together (本地渠道); which of them is not said.
    OneOf(Channels),
}

impl Named {
    /// The channels named, whether one is meant or all.
    pub(crate) fn ids(&self) -> &[Arc<str>] {
        match self {
            Self::Channels(ids) | Self::OneOf(ids) => ids,
            Self::Nothing | Self::Pending | Self::Unsaid | Self::AnyBut(_) => &[],
        }
    }
}

/// Where a text stands decides which aliases count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// A channel column's cell or header.
    Column,
    /// A section's title, a table's title or a tab's name: ordinary names only when they are all there is, or a shop's name.
    Heading,
    /// A supplier's name.
    Supplier,
    /// A remark: of ordinary names only a shop's.
    Remark,
}

impl Place {
    /// How many there are.
    pub(crate) const COUNT: usize = 4;
}

/// Ink that says nothing in a cell; any other sign (★, ?) is somebody's mark.
const NO_WORDS: &str = "-—–―－~～_·、,，/／\\＼|｜'\"“”‘’()（）[]【】《》:：;；";

/// A cell that holds only a dash, a slash or the like is blank.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || NO_WORDS.contains(c))
}

/// What a word stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meant {
    /// The channel of this index.
    Channel(usize),
    /// Any channel of the requirement of this index.
    Requirement(usize),
}

/// A policy's channel words as they are compared, normalised and sorted once: every text is compared with all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lexicon {
    /// Words of channel texts, headings and tabs with what they stand for, the longest first.
    aliases: Vec<(String, Meant)>,
    /// Words of suppliers' names, likewise.
    supplier_aliases: Vec<(String, Meant)>,
    /// What the names of ordinary shops hold or end in.
    shops: Vec<String>,
    /// Whole texts that say that it was no channel at all.
    none: Vec<String>,
    /// Hold an alias and are no channel.
    not_a_channel: Vec<String>,
    /// Pending words that give way.
    weak_pending: Vec<String>,
    /// Taken off headings beside the ordinary words, the longest first.
    heading: Vec<String>,
    /// The same without the ordinary words.
    around: Vec<String>,
    /// Names of ordinary channels.
    ordinary: Vec<String>,
    /// What a heading's name of a unit, or its month, ends in.
    before_ordinary: Vec<String>,
    /// A heading with one of these is a canteen's, whatever shop's name it holds.
    canteen: Vec<String>,
}

impl Lexicon {
    pub(crate) fn new(policy: &Policy) -> Self {
        let normals = |words: &[String]| words.iter().map(|w| normal_word(w)).collect::<Vec<_>>();
        let longest_first = |mut words: Vec<(String, Meant)>| {
            words.retain(|(w, _)| !w.is_empty());
            words.sort_by(|(a, _), (b, _)| (b.len(), a).cmp(&(a.len(), b)));
            words
        };
        let of_channels = |of: fn(&Channel) -> &Vec<String>| {
            let channels = policy.channels.iter().enumerate();
            channels.flat_map(move |(i, c)| of(c).iter().map(move |w| (normal_word(w), Meant::Channel(i))))
        };
        let requirements = policy.requirements.iter().enumerate().flat_map(|(i, r)| {
            let names = r.aliases.iter().chain([&r.title]);
            names.map(move |w| (normal_word(w), Meant::Requirement(i)))
        });
        let ordinary = || policy.channels.iter().filter(|c| c.kind == ChannelKind::Ordinary);
        let around = &policy.words.heading_words;
        let mut heading: Vec<String> = ordinary().flat_map(|c| &c.aliases).chain(around).map(|w| normal_word(w)).collect();
        heading.sort_by_key(|w| std::cmp::Reverse(w.len()));
        Self {
            aliases: longest_first(of_channels(|c| &c.aliases).chain(requirements).collect()),
            supplier_aliases: longest_first(of_channels(|c| &c.supplier_aliases).collect()),
            shops: ordinary().flat_map(|c| normals(&c.supplier_aliases)).collect(),
            none: normals(&policy.words.none),
            not_a_channel: normals(&policy.words.not_a_channel),
            weak_pending: normals(&policy.words.weak_pending),
            heading,
            around: normals(around),
            ordinary: ordinary().flat_map(|c| normals(&c.aliases)).collect(),
            before_ordinary: normals(&policy.words.before_ordinary),
            canteen: normals(&policy.words.canteen),
        }
    }

    /// The channels that `text` names; `pack` is the policy that the words were taken from.
    pub(crate) fn named(&self, pack: &Policy, text: &str, place: Place) -> Named {
        let mut rest = normal_word(text);
        let answered = answered(&rest).filter(|_| place != Place::Column);
        let answered = answered.map(|(question, yes)| (question.to_owned(), yes));
        let denied = answered.as_ref().is_some_and(|(_, yes)| !yes);
        if let Some((question, _)) = answered {
            rest = question;
        }
        let ordinary = || {
            Named::Channels(channels(
                pack.channels.iter().find(|c| c.kind == ChannelKind::Ordinary).map(|c| c.id.clone()),
            ))
        };
        if place == Place::Column && self.none.contains(&rest) {
            return ordinary();
        }
        for word in &self.not_a_channel {
            if rest.contains(word.as_str()) {
                rest = rest.replace(word, "\u{0}");
            }
        }
        let mut hits = self.hits(pack, &rest, place);
        if matches!(place, Place::Heading | Place::Remark) && !hits.iter().any(|h| h.kind == ChannelKind::Counted) {
            // 盐湖区农贸市场服务中心食堂采购台账 names a unit, 三、市场采购 a channel: an ordinary name must be all that a heading says.
            let all = place == Place::Heading && (self.is_all_of_heading(&rest) || self.ends_as_ordinary(&rest));
            hits.retain(|h| h.kind != ChannelKind::Ordinary || all);
            if hits.is_empty() && self.is_shop(&rest) {
                return ordinary();
            }
        }
        if hits.is_empty() {
            return Named::Nothing;
        }
        let weak = |h: &Hit<'_>| h.kind == ChannelKind::Pending && self.weak_pending.iter().any(|w| w == h.word);
        if denied {
            return Named::AnyBut(channels(hits.iter().flat_map(|h| h.ids).cloned()));
        }
        if hits.iter().any(|h| h.negated) {
            // 非消费帮扶 is none of the channels, 非832平台 may be any other.
            let none = |h: &Hit<'_>| if h.negated { weak(h) } else { h.kind == ChannelKind::Ordinary };
            // So is 832平台缺货，改农贸市场.
            let instead = |h: &Hit<'_>| h.negated != (h.kind == ChannelKind::Ordinary);
            if hits.iter().all(none) || (place != Place::Heading && hits.iter().all(instead) && hits.iter().any(|h| !h.negated)) {
                return ordinary();
            }
            let denied = hits.iter().filter(|h| h.negated && h.kind == ChannelKind::Counted);
            return match channels(denied.flat_map(|h| h.ids).cloned()) {
                ids if ids.is_empty() => Named::Unsaid,
                ids => Named::AnyBut(ids),
            };
        }
        let unlike = || pack.words.unlike.iter().any(|w| rest.contains(w.as_str()));
        if place == Place::Column && hits.iter().any(|h| h.kind == ChannelKind::Counted) && unlike() {
            return Named::Unsaid;
        }
        // 含832平台: it is one of several. 比832平台便宜: it is spoken of, and that is all.
        if hits.iter().any(|h| h.among) {
            return Named::Unsaid;
        }
        // 832平台消费帮扶: a weak word gives way to the channel beside it. So does a plain 超市 beside nothing but itself.
        if hits.iter().any(|h| h.kind == ChannelKind::Counted) {
            hits.retain(|h| !weak(h));
        }
        if hits.iter().any(|h| h.kind == ChannelKind::Pending) {
            return Named::Pending;
        }
        together(pack, &hits, place)
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
        let letters = Letters::of(text);
        for (word, meant) in words.iter().filter(|(word, _)| letters.may_hold(word)) {
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
                let (kind, ids) = match *meant {
                    Meant::Channel(i) => (pack.channels[i].kind, std::slice::from_ref(&pack.channels[i].id)),
                    Meant::Requirement(i) => (ChannelKind::Counted, &*pack.requirements[i].channels),
                };
                let negated = kind != ChannelKind::Ordinary && turned;
                let spoken = matches!(place, Place::Heading | Place::Remark) && kind == ChannelKind::Counted;
                hits.push(Hit {
                    kind,
                    ids,
                    word,
                    negated,
                    among: spoken && is_among(pack, place, before, after),
                });
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

    /// 夏县某小学3月农贸市场采购明细: behind the month, or the kind of unit, an ordinary name and what kind of paper it is.
    fn ends_as_ordinary(&self, text: &str) -> bool {
        let behind = |name: &String| {
            text.match_indices(name.as_str()).any(|(at, _)| {
                let (before, after) = (&text[..at], &text[at + name.len()..]);
                let mut rest = after.to_owned();
                for word in self.ordinary.iter().chain(&self.around).filter(|w| *w != "食堂") {
                    rest = rest.replace(word, "");
                }
                let before = before.trim_end_matches('菜');
                let parted = self.before_ordinary.iter().any(|w| before.ends_with(w.as_str()));
                parted && !rest.chars().any(char::is_alphabetic)
            })
        };
        self.ordinary.iter().any(behind)
    }

    /// 老王菜店, 张记肉铺3月送货单: the name of a shop, with nothing behind it but what kind of paper it is and of which month.
    fn is_shop(&self, text: &str) -> bool {
        if self.canteen.iter().any(|w| text.contains(w.as_str())) {
            return false;
        }
        let mut rest = text;
        loop {
            let cut = rest.trim_end_matches(|c: char| c.is_ascii_digit() || "年月日份-.、:_".contains(c));
            let cut = self.around.iter().fold(cut, |t, w| t.strip_suffix(w.as_str()).unwrap_or(t));
            if cut.len() == rest.len() {
                break;
            }
            rest = cut;
        }
        self.shops.iter().any(|w| rest.ends_with(w.as_str()))
    }
}

/// What the words of a text say together.
fn together(pack: &Policy, hits: &[Hit<'_>], place: Place) -> Named {
    let one = |h: &&Hit<'_>| h.ids.len() == 1;
    let singles = channels(hits.iter().filter(one).flat_map(|h| h.ids).cloned());
    let several: Vec<&[Arc<str>]> = hits.iter().filter(|h| !one(h)).map(|h| h.ids).collect();
    if several.is_empty() {
        return Named::Channels(singles);
    }
    let all = |id: &&Arc<str>| several.iter().all(|ids| ids.contains(*id));
    let within = singles.iter().all(|id| all(&id));
    let common = channels(several.iter().flat_map(|ids| ids.iter()).filter(all).cloned());
    if !within || common.is_empty() {
        return Named::Channels(channels(several.iter().flat_map(|ids| ids.iter()).chain(singles.iter()).cloned()));
    }
    if !singles.is_empty() {
        return Named::Channels(singles);
    }
    let counted = pack.channels.iter().filter(|c| c.kind == ChannelKind::Counted).count();
    if place != Place::Column && common.len() == counted {
        // A title with 消费帮扶采购合计 says what a paper is about, not what every row of it is.
        return Named::Pending;
    }
    Named::OneOf(common)
}

/// A word of a channel in a text.
struct Hit<'p> {
    kind: ChannelKind,
    /// Channels that it may mean.
    ids: &'p [Arc<str>],
    word: &'p str,
    /// A word beside it turns it into its opposite.
    negated: bool,
    /// Words beside it say that it is one of several, or speak of something else than a purchase through it.
    among: bool,
}

/// `是否通过832平台采购：是`: what is asked, and the answer.
fn answered(text: &str) -> Option<(&str, bool)> {
    let (_, question) = text.split_once("是否")?;
    let (question, answer) = question.rsplit_once([':', '：', '?', '？'])?;
    match answer {
        "是" | "有" | "√" | "对" => Some((question, true)),
        "否" | "不是" | "无" | "没有" | "×" => Some((question, false)),
        _ => None,
    }
}

/// Whether the clause around a match says that the channel is one of several, or that something else is spoken of. Before it, in a heading, stands
/// the name of a unit, so that only the nearest words count there.
fn is_among(pack: &Policy, place: Place, before: &str, after: &str) -> bool {
    let words = &pack.words;
    let end = |c: char| matches!(c, ',' | '，' | '。' | ';' | '；' | '、' | '!' | '！');
    let before = before.rsplit(end).next().unwrap_or_default();
    let after = after.split(end).next().unwrap_or_default();
    let after = words.not_spoken_of.iter().fold(after.to_owned(), |t, w| t.replace(w.as_str(), ""));
    let start = before.char_indices().rev().nth(NEAR - 1).map_or(0, |(at, _)| at);
    let near = if place == Place::Heading { &before[start..] } else { before };
    let sign = |c: char| !c.is_alphanumeric() && !NO_WORDS.contains(c);
    let legend = before
        .rsplit_once(sign)
        .is_some_and(|(_, behind)| words.legend.iter().any(|w| behind.starts_with(w.as_str())));
    legend
        || words.among.iter().any(|w| before.ends_with(w.as_str()))
        || words.among_after.iter().any(|w| after.starts_with(w.as_str()))
        || words.spoken_of_before.iter().any(|w| near.contains(w.as_str()))
        || words.spoken_of.iter().any(|w| after.contains(w.as_str()))
}

/// Letters before a match that are looked at in a heading.
const NEAR: usize = 4;

/// `832` within `18320` is no channel.
fn touches_digit(text: &str, at: usize, end: usize, word: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let starts = word.starts_with(|c: char| c.is_ascii_digit()) && digit(text[..at].chars().next_back());
    let ends = word.ends_with(|c: char| c.is_ascii_digit()) && digit(text[end..].chars().next());
    starts || ends
}
