//! Why a line is disputed or does not count, and why a unit has no verdict.

use serde::{Deserialize, Serialize};

use crate::text::catalog::Catalog;

/// Why a line is disputed, or does not count; in the order of the codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The amount cannot be read.
    AmountUnreadable,
    /// Evidence points to different channels.
    ChannelConflict,
    /// Nothing names a channel.
    ChannelMissing,
    /// What names the channel is no word of the policy, or a pending one.
    ChannelUnknown,
    /// An auditor has decided that the line does not count.
    DecidedOut,
    /// The line stands in another file of the unit too.
    DuplicateAcrossFiles,
    /// The same order number, item and amount as another line.
    DuplicateSuspected,
    /// Paid from funds that are no canteen's.
    FundingOut,
    /// Perhaps paid from such funds.
    FundingSuspected,
    /// Plainly no food.
    NotFood,
    /// Perhaps no food.
    NotFoodSuspected,
    /// The origin contradicts the channel.
    OriginConflict,
    /// The platform has the order with a smaller amount.
    PlatformAmountDiffers,
    /// Perhaps a return.
    ReturnSuspected,
    /// A part of a statement of a month that has detail lines.
    StatementSuperseded,
    /// The platform's export does not bear the line out.
    UnconfirmedByPlatform,
}

impl Reason {
    /// All of them, in order.
    pub const ALL: [Self; 16] = [
        Self::AmountUnreadable,
        Self::ChannelConflict,
        Self::ChannelMissing,
        Self::ChannelUnknown,
        Self::DecidedOut,
        Self::DuplicateAcrossFiles,
        Self::DuplicateSuspected,
        Self::FundingOut,
        Self::FundingSuspected,
        Self::NotFood,
        Self::NotFoodSuspected,
        Self::OriginConflict,
        Self::PlatformAmountDiffers,
        Self::ReturnSuspected,
        Self::StatementSuperseded,
        Self::UnconfirmedByPlatform,
    ];

    /// The word used in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::AmountUnreadable => "amount_unreadable",
            Self::ChannelConflict => "channel_conflict",
            Self::ChannelMissing => "channel_missing",
            Self::ChannelUnknown => "channel_unknown",
            Self::DecidedOut => "decided_out",
            Self::DuplicateAcrossFiles => "duplicate_across_files",
            Self::DuplicateSuspected => "duplicate_suspected",
            Self::FundingOut => "funding_out",
            Self::FundingSuspected => "funding_suspected",
            Self::NotFood => "not_food",
            Self::NotFoodSuspected => "not_food_suspected",
            Self::OriginConflict => "origin_conflict",
            Self::PlatformAmountDiffers => "platform_amount_differs",
            Self::ReturnSuspected => "return_suspected",
            Self::StatementSuperseded => "statement_superseded",
            Self::UnconfirmedByPlatform => "unconfirmed_by_platform",
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self, catalog: &Catalog) -> String {
        catalog.get(&format!("word.reason.{}", self.code())).to_owned()
    }

    /// Whether it speaks of the channel alone: the line is still a purchase, and naming its channel settles it.
    #[must_use]
    pub fn is_of_channel(self) -> bool {
        self.is_of_known_channel() || matches!(self, Self::ChannelMissing | Self::ChannelUnknown | Self::ChannelConflict)
    }

    /// Whether it leaves no doubt which channel the line names: saying that the line counts settles it too.
    #[must_use]
    pub fn is_of_known_channel(self) -> bool {
        matches!(
            self,
            Self::OriginConflict | Self::UnconfirmedByPlatform | Self::PlatformAmountDiffers
        )
    }
}

/// Why a unit is exempt or has no data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitNote {
    /// Exempt: it has no canteen.
    NoCanteen,
    /// Exempt: another unit reports for the shared canteen.
    SharedCanteen,
    /// No workbook of it was read.
    NotSubmitted,
    /// Its workbooks hold no purchase of the year to date.
    NothingBought,
}

impl UnitNote {
    /// The word used in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoCanteen => "no_canteen",
            Self::SharedCanteen => "shared_canteen",
            Self::NotSubmitted => "not_submitted",
            Self::NothingBought => "nothing_bought",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::catalog::Lang;

    #[test]
    fn reasons_stand_in_the_order_of_their_codes_and_have_words() {
        let codes = Reason::ALL.map(Reason::code);
        assert!(codes.is_sorted() && Reason::ALL.is_sorted());
        for reason in Reason::ALL {
            assert_eq!(serde_json::to_string(&reason).unwrap(), format!("\"{}\"", reason.code()));
            for lang in [Lang::Zh, Lang::En] {
                assert!(Catalog::new(lang).has(&format!("word.reason.{}", reason.code())), "{reason:?}");
            }
        }
    }
}
