//! What checks share that judge each purchase by itself: one point a unit, evidence line by line.

use crate::checks::prelude::*;

/// Purchases of which `judge` says that something is wrong are flagged together, with what it says of the first; of which it says nothing are not
/// examined. Without any examined line the check is not applicable, for the `reason`.
pub(super) fn run<'a>(
    cx: &CheckContext<'a>,
    reason: NotApplicableReason,
    mut judge: impl FnMut(&'a Line) -> Option<Option<[(&'static str, String); 2]>>,
) -> Outcome {
    let (mut passed, mut found, mut example) = (0, Vec::new(), None);
    for line in cx.purchases().filter(|l| !l.is_counted_elsewhere()) {
        match judge(line) {
            None => {}
            Some(None) => passed += 1,
            Some(Some(says)) => {
                found.push(line);
                example.get_or_insert((line, says));
            }
        }
    }
    let Some((first, [one, other])) = example else {
        return Outcome::passed(passed).unless_nothing(reason);
    };
    let item = first.item.as_deref().unwrap_or_default().to_owned();
    let args = [("count", found.len().to_string()), ("item", item), one, other];
    Outcome::flagged(Flag::of_lines(cx.period.year().to_string(), &found, args), passed)
}
