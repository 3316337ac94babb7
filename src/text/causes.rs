//! An error with its causes, for people: each error prints its own sentence alone.

use std::error::Error;

/// `writing OUT: No space left on device`.
#[must_use]
pub(crate) fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("writing OUT")]
    struct Writing(#[source] std::io::Error);

    #[test]
    fn each_cause_is_said_once_in_its_order() {
        let cause = std::io::Error::other("disk full");
        assert_eq!(with_causes(&Writing(cause)), "writing OUT: disk full");
    }
}
