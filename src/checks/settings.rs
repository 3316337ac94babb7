//! Thresholds of the checks, with defaults that a person can defend. `[checks]` in the settings file.

use serde::Deserialize;

/// Thresholds, each with its default.
macro_rules! settings {
    ($(#[$doc:meta])* pub struct $name:ident { $($(#[$of:meta])* pub $field:ident: $type:ty = $default:literal,)+ }) => {
        $(#[$doc])*
        pub struct $name {
            $($(#[$of])* pub $field: $type,)+
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }
    };
}

settings! {
    /// See each field; shares are in basis points, so that the settings file holds no fractions.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
    pub struct CheckSettings {
        /// `one_day_booking`: share of a month's amount on one date, from which it is flagged. Canteens buy on most working days;
        /// a month booked on one day is how one audited canteen hid its purchases.
        pub one_day_share_bp: i64 = 8_000,
        /// `one_day_booking`: fewest dated lines of the month; small canteens do buy once.
        pub one_day_min_lines: usize = 20,
        /// `price_far_above_own_median`: how many times the unit's own median price of the same item and measure.
        pub own_price_factor: u32 = 3,
        /// `price_far_above_own_median`: fewest purchases of the item to speak of a median.
        pub own_price_min_lines: usize = 5,
        /// `paid_above_price`: above a market price by no more than this, basis points, is what a retail market does from stall to stall and day to day. A
        /// guide price and a contract's price are held to the fen.
        pub market_margin_bp: i64 = 1_000,
        /// `supplier_concentration`: share of the year to date with one ordinary supplier.
        pub supplier_share_bp: i64 = 9_000,
        /// `supplier_concentration`: fewest lines of the unit.
        pub supplier_min_lines: usize = 30,
        /// `year_end_surge`: November's or December's amount beside the average of the months before. A canteen serves about as many
        /// meals each month; twice the average is not appetite.
        pub surge_factor_bp: i64 = 20_000,
        /// `year_end_surge`: fewest months from January to October with purchases, to speak of an average.
        pub surge_min_months: usize = 6,
        /// `weekend_purchases`: share of a school's amount dated on Saturdays and Sundays. Two days in seven are 28.57 %: at 30 % a
        /// school buys as if it were open all week.
        pub weekend_share_bp: i64 = 3_000,
        /// `weekend_purchases`: fewest dated lines.
        pub weekend_min_lines: usize = 30,
        /// `holiday_purchases`: fewest lines within a holiday; a watchman's meals are a line or two.
        pub holiday_min_lines: usize = 5,
        /// `round_amounts`: share of the lines of 100 yuan and more that are whole hundreds. By chance one amount in ten thousand is,
        /// with prices in whole yuan one in a hundred; agreed package prices bring more.
        pub round_share_bp: i64 = 5_000,
        /// `round_amounts`: fewest lines of 100 yuan and more.
        pub round_min_lines: usize = 30,
        /// `first_digit`: mean absolute deviation from Benford's shares. Nigrini calls 1.5 % nonconformity; four times that, because
        /// canteens buy the same few things at the same prices.
        pub first_digit_deviation_bp: i64 = 600,
        /// `first_digit`: fewest lines of 10 yuan and more. Below some 300 the digits scatter by chance alone.
        pub first_digit_min_lines: usize = 300,
        /// `split_under_limit`: share of the limit from which an amount is just below it.
        pub split_near_bp: i64 = 9_000,
        /// `split_under_limit`: days that belong together.
        pub split_days: i32 = 7,
        /// `returns_after_period`: first days of the next month.
        pub return_days: i8 = 10,
        /// `returns_after_period`: returned share of what the channels sold in the month before. Spoilt goods are sent back by the
        /// percent, not by the tenth.
        pub return_share_bp: i64 = 1_000,
        /// `stock_count_differs`: share of what was there and came in that may be missing or over at the count. Fresh goods dry up and are weighed anew
        /// by the percent; what the book says must add up exactly.
        pub stock_count_bp: i64 = 200,
        /// `accepted_by_one_person`: share of the amount with one acceptor, from which it is flagged. The guide to accepting bulk food of 2025
        /// (大宗食材验收指引) asks for two persons each time; half of the money is no exception any more.
        pub one_acceptor_share_bp: i64 = 5_000,
        /// `accepted_by_one_person`: fewest lines that name who accepted.
        pub one_acceptor_min_lines: usize = 20,
        /// `purchases_beside_meals`: purchases of a month beside headcount × standard, above which more was bought than was paid to be eaten. A tenth is
        /// stock over the month's end.
        pub meals_over_bp: i64 = 11_000,
        /// `purchases_beside_meals`: the same below which less was bought than was paid for. Fuel, wages and the rest take up to four tenths of a meal's
        /// price.
        pub meals_under_bp: i64 = 6_000,
        /// `purchases_beside_meals`: days with a headcount from which a month is recorded day by day; with fewer, every day of the month may have been
        /// one of meals.
        pub meals_full_days: usize = 15,
        /// `per_head_far_from_own_months`: how many times what a person ate in the unit's other months. Grain and oil may be bought for two months at
        /// once; nobody eats three times as much.
        pub per_head_own_factor_bp: i64 = 30_000,
        /// `per_head_far_from_own_months`: fewest other months that are recorded day by day.
        pub per_head_min_months: usize = 4,
        /// `per_head_far_from_sector`: how many times what a person ate in the other units of the sector, over the year to date.
        pub per_head_sector_factor_bp: i64 = 20_000,
        /// `month_copied`, `quantities_copied`: share of a month's lines that stand in an earlier month with the same item, quantity and amount, or with the
        /// same item and quantity on the same day. The four fifths from which two files are versions of one.
        pub copied_share_bp: i64 = 8_000,
        /// `month_copied`, `quantities_copied`: fewest lines of a month; half as many different purchases.
        pub copied_min_lines: usize = 20,
        /// `number_gaps`: share of the numbers from the first to the last that are there, from which they are the unit's own count.
        pub numbers_dense_bp: i64 = 8_000,
        /// `number_gaps`: fewest numbers of a series.
        pub numbers_min: usize = 20,
        /// Cross-unit price: how many times what the other units paid, and the same downwards.
        pub others_price_factor_bp: i64 = 20_000,
        /// Cross-unit price: how many median absolute deviations from the median.
        pub others_price_deviations: i64 = 5,
        /// Cross-unit price: fewest other units that bought the same in the same month.
        pub others_min_units: usize = 4,
        /// `category_in_few_hands`: how many suppliers are few. Two firms shared a county's school meals in a case that was published.
        pub category_hands: usize = 2,
        /// `category_in_few_hands`: their share of what the county's units buy of the kind outside the channels.
        pub category_share_bp: i64 = 8_000,
        /// `category_in_few_hands`: fewest units that buy the kind; in a small county few sell by nature.
        pub category_min_units: u64 = 5,
        /// `category_in_few_hands`: least amount of the kind, fen.
        pub category_min_fen: i64 = 1_000_000,
    }
}
