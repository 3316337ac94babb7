//! One kind of food in a county sold by few: outside the channels, whose shops are few by design, and without the white list of unified delivery.

use crate::{
    checks::{check::Meta, prelude::*, settings::CheckSettings},
    model::{CountyCategory, Severity},
    text::Catalog,
};

/// What it is. It speaks of a county, not of a unit.
pub const META: Meta = Meta {
    id: "category_in_few_hands",
    severity: Severity::Warning,
};

/// See the module; `county`: the kinds of food of one.
pub(crate) fn run(county: &[&CountyCategory], settings: &CheckSettings, catalog: &Catalog) -> Outcome {
    let large = |c: &&&CountyCategory| c.units >= settings.category_min_units && c.fen >= settings.category_min_fen;
    let examined: Vec<&&CountyCategory> = county.iter().filter(large).collect();
    if examined.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::TooFewUnits);
    }
    let (mut passed, mut flags) = (0, Vec::new());
    for kind in examined {
        let hands = kind.largest.iter().take(settings.category_hands);
        let sold = hands.clone().fold(0_i64, |sum, seller| sum.saturating_add(seller.fen));
        let reached = i128::from(sold) * 10_000 >= i128::from(settings.category_share_bp) * i128::from(kind.fen);
        if !reached {
            passed += 1;
            continue;
        }
        let names: Vec<String> = hands
            .map(|s| {
                let (share, units) = (s.share_bp.map_or_else(String::new, percent), s.units.to_string());
                catalog.say(
                    "checks.category_in_few_hands.seller",
                    &[("name", &s.name), ("share", &share), ("units", &units)],
                )
            })
            .collect();
        let share = i64::try_from(i128::from(sold) * 10_000 / i128::from(kind.fen.max(1))).unwrap_or(i64::MAX);
        let args = [
            ("category", catalog.get(&format!("word.category.{}", kind.category)).to_owned()),
            ("sellers", names.join(catalog.get("word.joiner"))),
            ("share", percent(share)),
            ("threshold", percent(settings.category_share_bp)),
            ("units", kind.units.to_string()),
            ("total", Fen(kind.fen).yuan()),
            ("amount", Fen(sold).yuan()),
        ];
        flags.push(Flag::new(&*kind.category, args).worth(sold));
    }
    Outcome::Examined { passed, flags }
}
