//! Why a line is disputed or does not count, and why a unit has no verdict.

use crate::text::Catalog;

codes! {
    /// Why a line is disputed, or does not count; in the order of the codes.
    pub enum Reason {
        /// The amount cannot be read.
        AmountUnreadable = "amount_unreadable",
        /// The channel is blank where the table writes ordinary channels out too, or where something else on the line names a counted one.
        ChannelBlank = "channel_blank",
        /// Evidence points to different channels.
        ChannelConflict = "channel_conflict",
        /// Nothing names a channel.
        ChannelMissing = "channel_missing",
        /// What names the channel is no word of the policy, or a pending one.
        ChannelUnknown = "channel_unknown",
        /// An auditor has decided that the line does not count.
        DecidedOut = "decided_out",
        /// All lines of its file stand in another file of the unit too, which is the one that counts.
        DuplicateFile = "duplicate_file",
        /// All lines of its sheet stand in another sheet too, which is the one that counts.
        DuplicateSheet = "duplicate_sheet",
        /// The same order number, item and amount as another line.
        DuplicateSuspected = "duplicate_suspected",
        /// Paid from funds that are no canteen's.
        FundingOut = "funding_out",
        /// Perhaps paid from such funds.
        FundingSuspected = "funding_suspected",
        /// Perhaps of another month: its date is mistyped, or nobody knows whether it is the purchase's.
        MonthSuspected = "month_suspected",
        /// Plainly no food.
        NotFood = "not_food",
        /// Perhaps no food.
        NotFoodSuspected = "not_food_suspected",
        /// Its table is of payments, plans or the like.
        NotPurchases = "not_purchases",
        /// Perhaps it is.
        NotPurchasesSuspected = "not_purchases_suspected",
        /// The origin contradicts the channel.
        OriginConflict = "origin_conflict",
        /// The platform has the order with a smaller amount.
        PlatformAmountDiffers = "platform_amount_differs",
        /// Perhaps a return.
        ReturnSuspected = "return_suspected",
        /// The same workbook was sent in for two units: whose it is nobody can tell.
        SameLedgerTwoUnits = "same_ledger_two_units",
        /// A part of a statement of a month that has detail lines.
        StatementSuperseded = "statement_superseded",
        /// Perhaps the total of the lines above.
        TotalSuspected = "total_suspected",
        /// The platform's export does not bear the line out.
        UnconfirmedByPlatform = "unconfirmed_by_platform",
        /// The line names two registered units.
        UnitConflict = "unit_conflict",
        /// Perhaps cancelled or refunded.
        VoidSuspected = "void_suspected",
    }
}

impl Reason {
    /// In words.
    pub fn words(self, catalog: &Catalog) -> String {
        catalog.get(&format!("word.reason.{}", self.code())).to_owned()
    }

    /// Whether it speaks of the channel alone: the line is still a purchase, and naming its channel settles it.
    pub fn is_of_channel(self) -> bool {
        self.is_of_known_channel()
            || matches!(
                self,
                Self::ChannelBlank | Self::ChannelMissing | Self::ChannelUnknown | Self::ChannelConflict
            )
    }

    /// Whether it leaves no doubt which channel the line names: saying that the line counts settles it too.
    pub fn is_of_known_channel(self) -> bool {
        matches!(
            self,
            Self::OriginConflict | Self::UnconfirmedByPlatform | Self::PlatformAmountDiffers
        )
    }
}

codes! {
    /// Why a unit is exempt or has no data.
    pub enum UnitNote as "note" {
        /// Exempt: it has no canteen.
        NoCanteen = "no_canteen",
        /// Exempt: another unit reports for the shared canteen.
        SharedCanteen = "shared_canteen",
        /// No workbook of it was read.
        NotSubmitted = "not_submitted",
        /// Its workbooks hold no purchase of the year to date.
        NothingBought = "nothing_bought",
        /// The registry does not give what the requirements are shares of.
        BaseMissing = "base_missing",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn reasons_stand_in_the_order_of_their_codes_and_have_words() {
        let words = include_str!("../data/text/zh/report.toml").parse::<toml::Table>().unwrap();
        let mut codes: Vec<&String> = words["word"]["reason"].as_table().unwrap().keys().collect();
        codes.sort();
        let reasons: Vec<Reason> = codes
            .iter()
            .map(|code| serde_json::from_value(serde_json::json!(code)).unwrap())
            .collect();
        assert!(reasons.is_sorted() && reasons.last() == Some(&Reason::VoidSuspected));
        assert_eq!(reasons.len(), Reason::VoidSuspected as usize + 1);
        for (reason, code) in reasons.iter().zip(codes) {
            assert_eq!(reason.code(), code);
            for lang in [Lang::Zh, Lang::En] {
                let catalog = Catalog::new(lang);
                assert_ne!(reason.words(&catalog), format!("word.reason.{code}"));
            }
        }
    }
}
