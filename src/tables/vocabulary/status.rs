//! States of a purchase: done away with, open, or as it stands.

use rust_decimal::Decimal;

use crate::{
    formats::cells::Value,
    tables::vocabulary::Vocabulary,
    text::{
        letters::holds_unturned,
        normal::{self, lowercase},
    },
    values,
};

/// What opens a bracket, as [`normal::header`] has it.
const OPENING: [char; 5] = ['(', '（', '[', '［', '【'];
/// Bytes of a Chinese character: most names begin with another one than these words do.
const FIRST: usize = 3;
/// Characters beside such a word in a label.
const MOST_AROUND: usize = 4;

/// What a text says of the purchase beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Done away with; `reversal`: on a negative amount this is what takes the purchase back.
    Void {
        /// 红冲, 退款.
        reversal: bool,
    },
    /// Perhaps: 退款中, 售后.
    Open,
}

/// A column that answers yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flag {
    /// The answer that voids a purchase: yes to 是否作废, no to 是否有效.
    voiding: bool,
    /// It asks whether goods were sent back.
    returned: bool,
}

/// Letters of the shortest English word for a state.
const SHORTEST_WORD: usize = 4;

impl Vocabulary {
    /// What a text says of the purchase beside it; `whole`: only where it is all that the text says, but for 已.
    #[must_use]
    pub(crate) fn state(&self, text: &str, whole: bool) -> Option<State> {
        let words = &self.words.status;
        // Nearly every cell is refused here: no word of the lists begins in it. The letters of an order number are no word.
        let english = |t: &str| t.split(|c: char| !c.is_ascii_alphabetic()).any(|w| w.len() >= SHORTEST_WORD);
        let begins = |c: char| !c.is_ascii() && self.state_starts.has(c);
        let letters = text.bytes().any(|b| b.is_ascii_alphabetic());
        if !(letters && english(text)) && (text.is_ascii() || !text.contains(begins)) {
            return None;
        }
        let mut text = lowercase(normal::squeeze(text));
        if whole {
            let bare = text.strip_prefix('已').unwrap_or(&text);
            let is = |list: &[String]| list.iter().any(|w| *w == text || w == bare);
            let state = State::Void {
                reversal: is(&words.reversal),
            };
            return is(&words.void).then_some(state).or(is(&words.open).then_some(State::Open));
        }
        for word in &words.stands {
            text = text.replace(word.as_str(), " ");
        }
        let has = |list: &[String]| holds_unturned(&text, list, &words.stands_before);
        if has(&words.open) || is_counted(&text, &words.short) {
            return Some(State::Open);
        }
        has(&words.void).then(|| State::Void {
            reversal: has(&words.reversal),
        })
    }

    /// What a cell of a column of states says.
    #[must_use]
    pub(crate) fn state_in_column(&self, text: &str) -> Option<State> {
        // A number is no state.
        let waits = || !text.is_ascii() && self.words.status.waiting.iter().any(|w| text.contains(w.as_str()));
        self.state(text, false).or_else(|| waits().then_some(State::Open))
    }

    /// What a text says that is more than a word: `不合格，退回`.
    #[must_use]
    pub(crate) fn state_in_parts(&self, text: &str) -> Option<State> {
        let mut parts = text.split(['，', ',', '；', ';', '、', '。']).filter(|part| !part.is_empty());
        parts.find_map(|part| self.state(part, true))
    }

    /// Whether an item was given, by how its name begins or what stands in brackets behind it.
    #[must_use]
    pub(crate) fn is_given(&self, item: &str) -> bool {
        let first = item.as_bytes().first_chunk::<FIRST>();
        let begins = |w: &String| w.as_bytes().first_chunk() == first && item.starts_with(w.as_str());
        let given = &self.words.status.given;
        given.iter().any(begins) || self.is_given_in_brackets(item)
    }

    /// Whether what stands in brackets behind a name says so.
    #[must_use]
    pub(crate) fn is_given_in_brackets(&self, name: &str) -> bool {
        // Most names hold none of the bytes that these begin with.
        let may_open = |b: u8| matches!(b, b'(' | b'[' | 0xE3 | 0xEF);
        name.bytes().any(may_open) && name.contains(OPENING) && {
            let bracket = normal::header(name).bracket;
            let words = &self.words.status;
            words.given.iter().any(|w| bracket.contains(w.as_str())) || words.sent_back.contains(&bracket)
        }
    }

    /// Whether a remark says that goods were exchanged: as many came as went back.
    #[must_use]
    pub(crate) fn is_exchanged(&self, remark: &str) -> bool {
        self.words.status.exchanged.iter().any(|w| remark.contains(w.as_str()))
    }

    /// Where a remark says how much came of what was ordered (实收8斤), the figure.
    #[must_use]
    pub(crate) fn received_count(&self, remark: &str) -> Option<Decimal> {
        let remark = normal::squeeze(remark);
        let (_, behind) = remark.split_once("实收")?;
        let end = behind.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(behind.len());
        behind[..end].parse().ok()
    }

    /// Whether a label is of what was taken off a bill: 优惠, 抹零, 3月返点.
    #[must_use]
    pub(crate) fn is_taken_off(&self, label: &str) -> bool {
        let label = normal::squeeze(label);
        let around = |w: &String| label.contains(w.as_str()) && label.chars().count() <= w.chars().count() + MOST_AROUND;
        self.words.status.taken_off.iter().any(around)
    }

    /// Where a header asks whether the purchase beside it is void (是否作废), or stands (是否有效).
    #[must_use]
    pub(crate) fn flag(&self, header: &str) -> Option<Flag> {
        let header = lowercase(normal::squeeze(header));
        let words = &self.words.status;
        let has = |list: &[String]| list.iter().any(|w| header.contains(w.as_str()));
        if !has(&words.flag) {
            return None;
        }
        let voiding = has(&words.flag_void).then_some(true).or(has(&words.flag_valid).then_some(false))?;
        Some(Flag {
            voiding,
            returned: header.contains('退'),
        })
    }

    /// Whether a question is one of papers, of quality or of money: its answers say nothing of whether the purchase was made.
    #[must_use]
    pub(crate) fn asks_of_papers(&self, header: &str) -> bool {
        let header = lowercase(normal::squeeze(header));
        self.words.status.flag_plain.iter().any(|w| header.contains(w.as_str()))
    }

    /// What a cell below such a header says of the purchase. What was sent back may be taken off elsewhere, and a figure is no plain answer.
    #[must_use]
    pub(crate) fn flagged(&self, flag: Flag, value: &Value) -> Option<State> {
        let text = values::text(value)?;
        let yes = self.is_tick(&text);
        if yes || self.is_cross(&text) {
            let open = flag.returned || text.bytes().all(|b| b.is_ascii_digit());
            let state = if open { State::Open } else { State::Void { reversal: false } };
            return (yes == flag.voiding).then_some(state);
        }
        // A blank answers nothing, and a word of its own is a state.
        let done = || self.is_nothing(&text) || self.is_done(&text);
        self.state(&text, false)
            .or((!done() && !text.starts_with(['未', '无', '不', '没'])).then_some(State::Open))
    }

    /// Whether a state is that of a purchase on its way or made.
    #[must_use]
    pub(crate) fn is_done(&self, text: &str) -> bool {
        let text = lowercase(normal::squeeze(text));
        let mut words = self.words.status.done.iter().chain(&self.words.status.stands);
        text.is_empty() || self.is_nothing(&text) || words.any(|w| text.contains(w.as_str()))
    }

    /// Whether a header is that of a column of states.
    #[must_use]
    pub(crate) fn is_state_header(&self, header: &str) -> bool {
        let header = lowercase(normal::squeeze(header));
        let has = |list: &[String]| list.iter().any(|w| header.contains(w.as_str()));
        has(&self.words.status.header) && !has(&self.words.status.not_header)
    }
}

/// Whether one of the words has a count right behind it: 退2斤, 扣30元.
fn is_counted(text: &str, words: &[String]) -> bool {
    let count = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit() || c == '两' || c == '半' || normal::is_chinese_digit(c));
    words
        .iter()
        .any(|w| text.match_indices(w.as_str()).any(|(at, _)| count(&text[at + w.len()..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_void_open_and_neither() {
        let l = Vocabulary::embedded();
        let void = |reversal| Some(State::Void { reversal });
        for text in ["已取消", "交易关闭", "作废", "A001作废", "Cancelled", "全额退 款"] {
            assert!(matches!(l.state(text, false), Some(State::Void { .. })), "{text}");
        }
        assert_eq!((l.state("已红冲", false), l.state("退款成功", false)), (void(true), void(true)));
        for text in ["退款中", "部分退款成功", "售后", "待付款"] {
            assert_eq!(l.state(text, false), Some(State::Open), "{text}");
        }
        for text in ["交易完成", "未取消", "退款关闭", "已完成（无退款）", "A001", "正常", ""] {
            assert_eq!(l.state(text, false), None, "{text}");
        }
        assert_eq!((l.state("取消糖", true), l.state("已取消", true)), (None, void(false)));
    }
}
