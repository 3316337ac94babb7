//! What a template is for, by words of its file's name.

use crate::{
    model::{UnitReport, Verdict},
    report::one_cause::OneCause,
};

/// A kind of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 审计取证单: a unit with something to be put on record.
    Evidence,
    /// 审计工作底稿: every unit.
    WorkingPaper,
    /// 通知: every unit but exempt ones; the one for what its report asks of it where there is such a template.
    Notice(Asks),
    /// 通报: the region.
    Bulletin,
}

/// What a notice asks of its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asks {
    /// Whatever no other template is for.
    Anything,
    /// 补正: the ledger goes back, for it lacks what shares rest on.
    Complete,
    /// 报送: there is no data.
    Submit,
    /// 整改: a share is below its threshold.
    Rectify,
}

/// Words of a file's name.
const KINDS: [(&str, Kind); 4] = [
    ("取证单", Kind::Evidence),
    ("工作底稿", Kind::WorkingPaper),
    ("通知", Kind::Notice(Asks::Anything)),
    ("通报", Kind::Bulletin),
];
const ASKS: [(&str, Asks); 3] = [("补正", Asks::Complete), ("报送", Asks::Submit), ("整改", Asks::Rectify)];

impl Kind {
    /// By the file's name; none where it has no such word, or several.
    pub fn of_name(stem: &str) -> Option<Self> {
        let mut kinds = KINDS.into_iter().filter(|(word, _)| stem.contains(word));
        let (_, kind) = kinds.next()?;
        if kinds.next().is_some() {
            return None;
        }
        Some(match kind {
            Self::Notice(_) => {
                let asks = ASKS.into_iter().find(|(word, _)| stem.contains(word));
                Self::Notice(asks.map_or(Asks::Anything, |(_, asks)| asks))
            }
            other => other,
        })
    }

    /// The words that tell kinds.
    pub fn words() -> String {
        KINDS.map(|(word, _)| word).join("、")
    }
}

/// What is asked of a unit.
pub fn asked_of(report: &UnitReport) -> Asks {
    if OneCause::of(report).is_some_and(|cause| cause.sends_back()) {
        Asks::Complete
    } else {
        match report.verdict {
            Verdict::NoData => Asks::Submit,
            Verdict::Fail => Asks::Rectify,
            _ => Asks::Anything,
        }
    }
}

/// Whether there is something to put on record: a share below its threshold or open, a finding, a line to be settled.
pub fn has_matter(report: &UnitReport) -> bool {
    matches!(report.verdict, Verdict::Fail | Verdict::Undetermined)
        || report.findings.iter().any(|f| f.waived.is_none())
        || report.lines.iter().any(|l| l.is_disputed())
}
