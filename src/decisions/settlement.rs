//! What the words of a decision mean under a policy: one of the words that are offered, or an amount, and nothing else.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::{
    decisions::vocabulary::{VOCABULARY, decision_words},
    model::LARGEST_AMOUNT,
    policy::{at::PolicyAt, classify::Settlement},
    text::normal_word,
};

/// What a decision settles; nothing where its words mean nothing. `计入=832平台` settles both questions of a line.
pub(super) fn settlements(policy: &PolicyAt, text: &str) -> Vec<Settlement> {
    let word = normal_word(text);
    let words = &VOCABULARY.words;
    let behind = |list: &[String]| {
        let rest = list.iter().find_map(|w| word.strip_prefix(w.as_str())?.strip_prefix(['=', ':']));
        rest.map(str::to_owned)
    };
    if let Some(amount) = behind(&words.amount) {
        return yuan_to_fen(&amount).map(Settlement::Amount).into_iter().collect();
    }
    if let Some(channel) = behind(&words.r#in) {
        return channel_of(policy, &channel).map_or_else(Vec::new, |c| vec![c, Settlement::In]);
    }
    let plain = [
        (&words.r#in, Settlement::In),
        (&words.out, Settlement::Out),
        (&words.out_of_base, Settlement::OutOfBase),
    ];
    let plain = plain
        .into_iter()
        .find(|(list, _)| list.contains(&word))
        .map(|(_, settlement)| settlement);
    plain.or_else(|| channel_of(policy, &word)).into_iter().collect()
}

/// The channel of that title or id, among those that a person may choose.
fn channel_of(policy: &PolicyAt, word: &str) -> Option<Settlement> {
    let channels = policy.info().channels;
    let channel = channels
        .into_iter()
        .find(|c| normal_word(&c.title) == word || c.id.as_ref() == word)?;
    Some(Settlement::Channel(channel.id))
}

/// The words that may be written, for a refusal.
pub(super) fn words_to_write(policy: &PolicyAt) -> String {
    let amount = VOCABULARY.words.amount.first().map(|w| format!("{w}=123.45"));
    decision_words(&policy.info())
        .into_iter()
        .chain(amount)
        .collect::<Vec<_>>()
        .join(" / ")
}

fn yuan_to_fen(text: &str) -> Option<i64> {
    let yuan: Decimal = text.replace([',', '元', '¥'], "").parse().ok()?;
    let fen = yuan.checked_mul(Decimal::from(100))?;
    let largest = LARGEST_AMOUNT.0;
    fen.fract()
        .is_zero()
        .then(|| fen.to_i64())
        .flatten()
        .filter(|f| (-largest..=largest).contains(f))
}
