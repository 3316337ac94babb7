//! A policy pack: the clause as dated data, from TOML. A figure or a word of the law lives there, never here.

use std::{path::Path, sync::Arc};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{
    model::{dates::Month, policy_info::LegalRef},
    policy::limit::PurchaseLimit,
};

/// Packs that come with the program, by id.
pub const EMBEDDED: [(&str, &str); 4] = [
    ("yuncheng-2023-31-24", include_str!("../data/policies/yuncheng-2023-31-24.toml")),
    ("national-832", include_str!("../data/policies/national-832.toml")),
    ("guangdong-2025", include_str!("../data/policies/guangdong-2025.toml")),
    ("lvliang-2025-3", include_str!("../data/policies/lvliang-2025-3.toml")),
];

/// Why a policy cannot be used: exit status 2, nothing written.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// Neither an embedded id nor a file.
    #[error("no policy `{wanted}`: it is none of {known} and no file")]
    NotFound {
        /// What was asked for.
        wanted: String,
        /// Embedded ids.
        known: String,
        /// Why it could not be read as a file.
        source: std::io::Error,
    },
    /// Not TOML, or not of this shape; the message shows line and excerpt.
    #[error("{name}")]
    Syntax {
        /// Policy id or file.
        name: String,
        /// Cause, with line and excerpt.
        source: Box<toml::de::Error>,
    },
    /// Contents that contradict themselves, all of them.
    #[error("{name}: {}", problems.join("; "))]
    Unsound {
        /// Policy id or file.
        name: String,
        /// Each with the place it speaks of.
        problems: Vec<String>,
    },
    /// No dated value covers the month.
    #[error(
        "{name}: requirement `{requirement}` has no value for {period}{reason}; --extend-policy goes on with the last one, and every report then says so"
    )]
    NotCovered {
        /// Policy id or file.
        name: String,
        /// Requirement.
        requirement: String,
        /// Month.
        period: Month,
        /// Why, e.g. that a change is expected.
        reason: String,
    },
}

/// Which date decides a line's month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateField {
    /// Purchase (order) date.
    #[default]
    Order,
    /// Receipt date.
    Receipt,
    /// Payment date.
    Payment,
}

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
    /// What it rests on.
    #[serde(rename = "ref")]
    pub reference: LegalRef,
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
    /// Dated values, ascending.
    #[serde(rename = "value")]
    pub values: Vec<DatedValue>,
}

/// Words beside the channels'.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Turn a match into its opposite.
    pub negations: Vec<String>,
    /// The same, after a match: 832平台以外.
    #[serde(default)]
    pub negations_after: Vec<String>,
    /// Hold an alias and are no channel.
    pub not_a_channel: Vec<String>,
    /// Pending words that give way to a channel named beside them.
    pub weak_pending: Vec<String>,
    /// Taken off headings before they are compared with ordinary channels.
    pub heading_words: Vec<String>,
    /// 退货 and the like.
    pub returns: Vec<String>,
}

/// What is food.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Food {
    /// Plainly not food: out of the base.
    pub out_categories: Vec<String>,
    /// Suggests it: disputed.
    pub suspect_categories: Vec<String>,
    /// Item names that suggest it.
    pub suspect_items: Vec<String>,
    /// The same, compared whole.
    pub suspect_items_whole: Vec<String>,
    /// Names that hold such a word and are food.
    pub food_after_all: Vec<String>,
}

/// What union and private money does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Treatment {
    /// As any purchase.
    In,
    /// Out of the base.
    Out,
    /// A person decides.
    Disputed,
}

/// Union and private money.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Funding {
    /// Words of the funding column.
    pub words: Vec<String>,
    /// Treatment.
    pub treatment: Treatment,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPack {
    id: String,
    title: String,
    extends: Option<String>,
    date: Option<DateField>,
    counties: Option<Vec<Arc<str>>>,
    #[serde(rename = "requirement")]
    requirements: Vec<Requirement>,
    #[serde(default, rename = "channel")]
    channels: Vec<Channel>,
    #[serde(default, rename = "limit")]
    limits: Vec<PurchaseLimit>,
    words: Option<Words>,
    food: Option<Food>,
    funding: Option<Funding>,
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
    fingerprint: String,
}

impl Policy {
    /// An embedded id, else a file. A pack that `extends` another takes from it what it does not give itself: date, counties, channels,
    /// words, food, funding; never requirements.
    ///
    /// # Errors
    /// [`PolicyError`].
    pub fn load(wanted: &str) -> Result<Self, PolicyError> {
        let (policy, problems) = Self::read(wanted)?;
        if problems.is_empty() {
            Ok(policy)
        } else {
            Err(PolicyError::Unsound {
                name: wanted.to_owned(),
                problems,
            })
        }
    }

    /// As [`Self::load`], with the problems beside the policy: for `policy check`.
    ///
    /// # Errors
    /// The file is missing or no TOML of this shape.
    pub fn read(wanted: &str) -> Result<(Self, Vec<String>), PolicyError> {
        let source = source_of(wanted)?;
        let syntax = |name: &str, e| PolicyError::Syntax {
            name: name.to_owned(),
            source: Box::new(e),
        };
        let raw: RawPack = toml::from_str(&source).map_err(|e| syntax(wanted, e))?;
        let mut hash = Sha256::new();
        hash.update(source.as_bytes());
        let base: Option<RawPack> = match &raw.extends {
            Some(parent) => {
                let text = source_of(parent)?;
                hash.update(text.as_bytes());
                Some(toml::from_str(&text).map_err(|e| syntax(parent, e))?)
            }
            None => None,
        };
        let mut problems = Vec::new();
        if base.as_ref().is_some_and(|b| b.extends.is_some()) {
            problems.push("extends: the parent extends another pack; one step is allowed".to_owned());
        }
        let inherited = base.as_ref();
        let mut missing = |what: &str| problems.push(format!("[{what}] is missing, and no parent gives it"));
        let empty = || Words {
            negations: vec![],
            negations_after: vec![],
            not_a_channel: vec![],
            weak_pending: vec![],
            heading_words: vec![],
            returns: vec![],
        };
        let words = raw.words.or_else(|| inherited.and_then(|b| b.words.clone())).unwrap_or_else(|| {
            missing("words");
            empty()
        });
        let food = raw.food.or_else(|| inherited.and_then(|b| b.food.clone())).unwrap_or_else(|| {
            missing("food");
            Food {
                out_categories: vec![],
                suspect_categories: vec![],
                suspect_items: vec![],
                suspect_items_whole: vec![],
                food_after_all: vec![],
            }
        });
        let funding = raw
            .funding
            .or_else(|| inherited.and_then(|b| b.funding.clone()))
            .unwrap_or_else(|| {
                missing("funding");
                Funding {
                    words: vec![],
                    treatment: Treatment::Disputed,
                }
            });
        let policy = Self {
            id: raw.id,
            title: raw.title,
            date: raw.date.or_else(|| inherited.and_then(|b| b.date)).unwrap_or_default(),
            counties: raw
                .counties
                .or_else(|| inherited.and_then(|b| b.counties.clone()))
                .unwrap_or_default(),
            requirements: raw.requirements,
            channels: if raw.channels.is_empty() {
                inherited.map(|b| b.channels.clone()).unwrap_or_default()
            } else {
                raw.channels
            },
            limits: raw.limits,
            words,
            food,
            funding,
            fingerprint: crate::units::assemble::hex(&hash.finalize()),
        };
        policy.lint(&mut problems);
        Ok((policy, problems))
    }

    /// Everything that makes the pack unsound, each with its place.
    fn lint(&self, problems: &mut Vec<String>) {
        for id in doubles(self.requirements.iter().map(|r| &r.id)) {
            problems.push(format!("requirement `{id}` is given twice"));
        }
        for id in doubles(self.channels.iter().map(|c| &c.id)) {
            problems.push(format!("channel `{id}` is given twice"));
        }
        if self.requirements.is_empty() {
            problems.push("no [[requirement]]".to_owned());
        }
        if !self.channels.iter().any(|c| c.kind == ChannelKind::Ordinary) {
            problems.push("no channel of kind \"ordinary\"".to_owned());
        }
        for r in &self.requirements {
            if r.values.is_empty() {
                problems.push(format!("requirement `{}`: no value", r.id));
            }
            for c in &r.channels {
                match self.channels.iter().find(|k| k.id == *c) {
                    None => problems.push(format!("requirement `{}`: unknown channel `{c}`", r.id)),
                    Some(k) if k.kind != ChannelKind::Counted => {
                        problems.push(format!("requirement `{}`: channel `{c}` is not of kind \"counted\"", r.id))
                    }
                    Some(_) => {}
                }
            }
            for pair in r.values.windows(2) {
                if pair[0].from >= pair[1].from {
                    problems.push(format!(
                        "requirement `{}`: value from {} stands after {}; dates must ascend",
                        r.id, pair[1].from, pair[0].from
                    ));
                }
            }
            for v in &r.values {
                let given = matches!(v.target, Target::Share(_));
                if v.reference.doc.trim().is_empty()
                    || given && (v.reference.number.trim().is_empty() || v.reference.quote.trim().is_empty())
                {
                    problems.push(format!(
                        "requirement `{}`: value from {} has no reference (doc, number, quote)",
                        r.id, v.from
                    ));
                }
            }
        }
        self.lint_parts(problems);
        self.lint_limits(problems);
        for (i, a) in self.channels.iter().enumerate() {
            for b in &self.channels[i + 1..] {
                for word in a.aliases.iter().filter(|w| b.aliases.contains(w)) {
                    problems.push(format!("alias `{word}` belongs to `{}` and `{}`", a.id, b.id));
                }
            }
        }
    }

    /// A part must not ask for more than the whole that holds all its channels, at any date.
    fn lint_parts(&self, problems: &mut Vec<String>) {
        let share = |r: &Requirement, m: Month| match r.values.iter().rev().find(|v| v.from <= m).map(|v| &v.target) {
            Some(Target::Share(bp)) => Some(*bp),
            _ => None,
        };
        for whole in &self.requirements {
            for part in self
                .requirements
                .iter()
                .filter(|p| p.id != whole.id && p.channels.iter().all(|c| whole.channels.contains(c)))
            {
                for month in part.values.iter().chain(&whole.values).map(|v| v.from) {
                    if let (Some(p), Some(w)) = (share(part, month), share(whole, month))
                        && p > w
                    {
                        problems.push(format!(
                            "from {month}: part `{}` asks for {p} bp, more than the whole `{}` with {w} bp",
                            part.id, whole.id
                        ));
                    }
                }
            }
        }
    }

    /// Id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// SHA-256 of the pack's (and its parent's) text, hex.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Names of the channels that a line may have, for drop-downs.
    #[must_use]
    pub fn channel_titles(&self) -> Vec<String> {
        self.channels
            .iter()
            .filter(|c| c.kind != ChannelKind::Pending)
            .map(|c| c.title.clone())
            .collect()
    }

    /// Requirement ids, in order.
    #[must_use]
    pub fn requirement_ids(&self) -> Vec<String> {
        self.requirements.iter().map(|r| r.id.to_string()).collect()
    }

    /// The embedded packs.
    ///
    /// # Errors
    /// One of them does not load: a test forbids it.
    pub fn embedded() -> Result<Vec<Self>, PolicyError> {
        EMBEDDED.iter().map(|(id, _)| Self::load(id)).collect()
    }
}

fn doubles<'a>(ids: impl Iterator<Item = &'a Arc<str>>) -> Vec<Arc<str>> {
    let mut all: Vec<&Arc<str>> = ids.collect();
    all.sort();
    let mut out: Vec<Arc<str>> = all.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0].clone()).collect();
    out.dedup();
    out
}

fn source_of(wanted: &str) -> Result<String, PolicyError> {
    if let Some((_, text)) = EMBEDDED.iter().find(|(id, _)| *id == wanted) {
        return Ok((*text).to_owned());
    }
    std::fs::read_to_string(Path::new(wanted)).map_err(|source| PolicyError::NotFound {
        wanted: wanted.to_owned(),
        known: EMBEDDED.map(|(id, _)| id).join(", "),
        source,
    })
}
