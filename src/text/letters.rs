//! Which characters a text holds, roughly: most words of a list are refused by their first ones, before they are searched for.

/// Characters of a text, as a set that may hold others too.
#[derive(Debug, Clone, Default)]
pub(crate) struct Letters([u64; 4]);

impl Letters {
    /// Those of `text`.
    #[must_use]
    pub(crate) fn of(text: &str) -> Self {
        let mut set = [0; 4];
        for c in text.chars() {
            let (word, bit) = place(c);
            set[word] |= bit;
        }
        Self(set)
    }

    /// Whether the text may hold `word`: its first two characters are there.
    #[must_use]
    pub(crate) fn may_hold(&self, word: &str) -> bool {
        word.chars().take(2).all(|c| self.may_have(c))
    }

    fn may_have(&self, c: char) -> bool {
        let (at, bit) = place(c);
        self.0[at] & bit != 0
    }
}

/// The first characters of a list of words: nearly every text is refused by its own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Starts {
    roughly: Letters,
    exactly: Vec<char>,
}

impl Starts {
    /// Those of `words`.
    #[must_use]
    pub(crate) fn of<'w>(words: impl IntoIterator<Item = &'w String>) -> Self {
        let exactly: Vec<char> = words.into_iter().filter_map(|w| w.chars().next()).collect();
        let roughly = Letters::of(&exactly.iter().collect::<String>());
        Self { roughly, exactly }
    }

    /// Whether a word begins with `c`.
    #[must_use]
    pub(crate) fn has(&self, c: char) -> bool {
        self.roughly.may_have(c) && self.exactly.contains(&c)
    }
}

/// Whether a text holds one of the words.
#[must_use]
pub(crate) fn holds_any(text: &str, words: &[String]) -> bool {
    let letters = Letters::of(text);
    words.iter().any(|w| letters.may_hold(w) && text.contains(w.as_str()))
}

/// Whether a text holds one of the words where none of `before` stands right before it (未退款 is no 退款).
#[must_use]
pub(crate) fn holds_unturned(text: &str, words: &[String], before: &[String]) -> bool {
    let letters = Letters::of(text);
    let turned = |at: usize| text.get(..at).is_some_and(|t| before.iter().any(|w| t.ends_with(w.as_str())));
    let held = |w: &&String| letters.may_hold(w);
    words
        .iter()
        .filter(held)
        .any(|w| text.match_indices(w.as_str()).any(|(at, _)| !turned(at)))
}

fn place(c: char) -> (usize, u64) {
    let c = u32::from(c);
    ((c >> 6 & 3) as usize, 1 << (c & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_that_is_there_is_refused() {
        let text = "运城市2024年3月食堂采购台账（832平台）";
        let letters = Letters::of(text);
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for (i, from) in starts.iter().enumerate() {
            for to in &starts[i + 1..] {
                assert!(letters.may_hold(&text[*from..*to]));
            }
        }
        assert!(!letters.may_hold("鸡蛋"));
        assert!(holds_any(text, &["鸡蛋".to_owned(), "台账".to_owned()]));
        assert!(!holds_any(text, &["台食".to_owned()]));
        let unturned = |text| holds_unturned(text, &["退款".to_owned()], &["未".to_owned()]);
        assert!(unturned("已退款") && unturned("未退款，后退款") && !unturned("未退款"));
    }
}
