//! A policy pack: the clause as dated data, from TOML. A figure or a word of the law lives there, never here.
//!
//! Here is what a pack holds; [`Policy::load`] stands in `read`, what makes a pack unsound in `soundness`.

mod read;
mod soundness;

use std::sync::Arc;

use serde::Deserialize;

use crate::model::{BaseKind, DateField, LegalRef, Month, Sector, codes};

/// The policy where none is named.
pub(crate) const DEFAULT_POLICY: &str = "yuncheng-2023-31-24";

/// What a channel is to the requirements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChannelKind {
    /// Named by at least one requirement.
    Counted,
    /// Plainly none of them.
    Ordinary,
    /// Looks like one, and no document names it: disputed.
    Pending,
}

/// A channel and the words that people use for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Id, e.g. `platform_832`.
    pub id: Arc<str>,
    /// Name for people.
    pub title: String,
    /// Kind.
    pub kind: ChannelKind,
    /// Goods must come from an 832 county.
    #[serde(default)]
    pub origin_832: bool,
    /// Words in channel texts, section titles and tab names.
    pub aliases: Vec<String>,
    /// Words in suppliers' names.
    pub supplier_aliases: Vec<String>,
    /// Words that name the channel in certain months only.
    #[serde(default, rename = "dated_alias")]
    pub dated_aliases: Vec<DatedAlias>,
}

/// A channel's word with its validity: counts for runs whose month lies in it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedAlias {
    /// Word.
    pub word: String,
    /// First month; open when not given.
    pub from: Option<Month>,
    /// Last month; open when not given.
    pub to: Option<Month>,
}

/// A share, or that it ended, or that a new one is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Basis points.
    Share(i64),
    /// No longer in force.
    Repealed,
    /// A change is due and not yet known.
    Expected,
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        use rust_decimal::{Decimal, prelude::ToPrimitive};
        let text = String::deserialize(d)?;
        match text.as_str() {
            "repealed" => Ok(Self::Repealed),
            "expected" => Ok(Self::Expected),
            share => {
                let bp = share
                    .parse::<Decimal>()
                    .ok()
                    .map(|s| s * Decimal::from(10_000))
                    .filter(|b| b.fract().is_zero())
                    .and_then(|b| b.to_i64());
                bp.filter(|b| (0..=10_000).contains(b)).map(Self::Share).ok_or_else(|| {
                    serde::de::Error::custom(format!(
                        "`{share}` is no share: write \"0.30\" (at most four decimals), \"repealed\" or \"expected\""
                    ))
                })
            }
        }
    }
}

/// A value from a month on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedValue {
    /// First month.
    pub from: Month,
    /// Value.
    pub target: Target,
    /// What it rests on; of an expected one, what announces it.
    #[serde(rename = "ref")]
    pub reference: LegalRef,
    /// Of an expected value: the document to look for.
    #[serde(default)]
    pub look_for: Option<String>,
}

codes! {
    /// Of which units a requirement asks something.
    #[derive(Default)]
    pub enum AskedOf {
        /// Those with a canteen of their own, run by whomever.
        #[default]
        Canteen = "canteen",
        /// Those without a canteen.
        NoCanteen = "no_canteen",
        /// Every unit.
        All = "all",
    }
}

/// A requirement (要求).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Id.
    pub id: Arc<str>,
    /// Name for people.
    pub title: String,
    /// Channels of the numerator.
    pub channels: Vec<Arc<str>>,
    /// What it is a share of.
    #[serde(default)]
    pub base: BaseKind,
    /// Of a `staff` base: fen for each member of the staff in the year.
    #[serde(default)]
    pub per_head_fen: Option<i64>,
    /// Of which units it is asked.
    #[serde(default)]
    pub asked_of: AskedOf,
    /// Words that name the requirement as a whole, beside its title: a purchase under them came through one of its channels.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Dated values, ascending.
    #[serde(rename = "value")]
    pub values: Vec<DatedValue>,
}

/// Words beside the channels'.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Turn a match into its opposite.
    pub negations: Vec<String>,
    /// The same, after a match: 832平台以外.
    #[serde(default)]
    pub negations_after: Vec<String>,
    /// Before a match in a heading: the channel is one of several (含832平台).
    #[serde(default)]
    pub among: Vec<String>,
    /// The same, after a match: 832平台等渠道.
    #[serde(default)]
    pub among_after: Vec<String>,
    /// Before a match in a heading or a remark: it is spoken of, and nothing was bought through it (比832平台便宜).
    #[serde(default)]
    pub spoken_of_before: Vec<String>,
    /// Beside a channel's name in a column of channels: what is perhaps like it, and not it (仿832, 832供货商).
    #[serde(default)]
    pub unlike: Vec<String>,
    /// The same, behind it in the clause: 832平台注册单位.
    #[serde(default)]
    pub spoken_of: Vec<String>,
    /// Behind a sign before a match: ★为832平台 is a legend.
    #[serde(default)]
    pub legend: Vec<String>,
    /// Taken off before these are looked for.
    #[serde(default)]
    pub not_spoken_of: Vec<String>,
    /// Whole channel texts that mean an ordinary purchase (无, 否).
    #[serde(default)]
    pub none: Vec<String>,
    /// Hold an alias and are no channel.
    pub not_a_channel: Vec<String>,
    /// Pending words that give way to a channel named beside them.
    pub weak_pending: Vec<String>,
    /// Taken off headings before they are compared with ordinary channels.
    pub heading_words: Vec<String>,
    /// What stands right before an ordinary channel's name in a heading where it is one: a month, or the end of a unit's name.
    #[serde(default)]
    pub before_ordinary: Vec<String>,
    /// Whose headings name a canteen and no shop, whatever they end in.
    #[serde(default)]
    pub canteen: Vec<String>,
    /// 退货 and the like.
    pub returns: Vec<String>,
    /// Before such a word: they did not (无退款).
    #[serde(default)]
    pub before_returns: Vec<String>,
}

/// What is food.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Food {
    /// Plainly not food: out of the base.
    pub out_categories: Vec<String>,
    /// A table's title that holds one of these is of other things than food.
    #[serde(default)]
    pub out_titles: Vec<String>,
    /// Suggests it: disputed.
    pub suspect_categories: Vec<String>,
    /// Item names that suggest it.
    pub suspect_items: Vec<String>,
    /// The same, compared whole.
    pub suspect_items_whole: Vec<String>,
    /// What such names end in (费).
    #[serde(default)]
    pub suspect_item_endings: Vec<String>,
    /// Names that hold such a word and are food.
    pub food_after_all: Vec<String>,
}

/// What union and private money does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Treatment {
    /// As any purchase.
    In,
    /// Out of the base.
    Out,
    /// A person decides.
    #[default]
    Disputed,
}

/// Union and private money.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Funding {
    /// Words of the funding column.
    pub words: Vec<String>,
    /// Those of them that say that the union paid: its purchases are told apart where a requirement is a share of them.
    #[serde(default)]
    pub union_words: Vec<String>,
    /// Words that make the canteen's food doubtful and are the very sense of what a union buys (慰问品, 礼盒).
    #[serde(default)]
    pub gift_words: Vec<String>,
    /// Beside the column of funds, these say that the union or the staff paid.
    #[serde(default)]
    pub beside: Vec<String>,
    /// Hold such a word and name the unit, or a seller.
    #[serde(default)]
    pub not_beside: Vec<String>,
    /// Treatment.
    pub treatment: Treatment,
}

/// A limit on single purchases (a contract or a tender is needed from there on): `[[limit]]` of a pack. None of the embedded packs has one: the
/// clause names none, and each city sets its own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurchaseLimit {
    /// First month.
    pub from: Month,
    /// From this amount on, fen.
    pub fen: i64,
    /// What it rests on.
    #[serde(rename = "ref")]
    pub reference: LegalRef,
}

/// Compliance by system (系统): a bureau (主管部门) answers for its units together. `[system]` of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SystemRule {
    /// Sectors for which it holds; all where none is named.
    #[serde(default)]
    pub sectors: Vec<Sector>,
    /// What it rests on.
    #[serde(rename = "ref")]
    pub reference: LegalRef,
}

/// A policy, sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) date: DateField,
    pub(crate) counties: Vec<Arc<str>>,
    pub(crate) requirements: Vec<Requirement>,
    pub(crate) channels: Vec<Channel>,
    pub(crate) limits: Vec<PurchaseLimit>,
    pub(crate) words: Words,
    pub(crate) food: Food,
    pub(crate) funding: Funding,
    pub(crate) system: Option<SystemRule>,
    fingerprint: String,
}

impl Policy {
    /// Id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// SHA-256 of the pack's (and its parent's) text, hex.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Names of the channels that a line may have, for drop-downs.
    pub fn channel_titles(&self) -> Vec<String> {
        self.channels
            .iter()
            .filter(|c| c.kind != ChannelKind::Pending)
            .map(|c| c.title.clone())
            .collect()
    }

    /// Requirement ids, in order.
    pub fn requirement_ids(&self) -> Vec<String> {
        self.requirements.iter().map(|r| r.id.to_string()).collect()
    }
}
