//! What checks share that judge each purchase by itself: one point a unit, evidence line by line.

use crate::{
    checks::check::{CheckContext, Flag, NotApplicableReason, Outcome},
    model::{goods::details::Details, line::Line},
};

/// Purchases of which `judge` says that something is wrong are flagged together, with what it says of the first; of which it says nothing are not
/// examined. Without any examined line the check is not applicable, for the `reason`.
pub(super) fn run(
    cx: &CheckContext<'_>,
    reason: NotApplicableReason,
    judge: impl Fn(&Line, &Details) -> Option<Result<(), [(&'static str, String); 2]>>,
) -> Outcome {
    let (mut passed, mut found, mut example) = (0, Vec::new(), None);
    for line in cx.purchases().filter(|l| !l.is_counted_elsewhere()) {
        match line.details.as_deref().and_then(|details| judge(line, details)) {
            None => {}
            Some(Ok(())) => passed += 1,
            Some(Err(says)) => {
                found.push(line);
                example.get_or_insert((line, says));
            }
        }
    }
    let Some((first, says)) = example else {
        return if passed == 0 {
            Outcome::NotApplicable(reason)
        } else {
            Outcome::passed(passed)
        };
    };
    let mut flag = Flag::of_lines(
        cx.period.year().to_string(),
        &found,
        [
            ("count", found.len().to_string()),
            ("item", first.item.as_deref().unwrap_or_default().to_owned()),
        ],
    );
    flag.args.extend(says.map(|(name, value)| (name.to_owned(), value)));
    Outcome::Examined { passed, flags: vec![flag] }
}
