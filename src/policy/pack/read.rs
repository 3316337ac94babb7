//! Reading a pack: an embedded one by its id, or a file, with the parent that it extends.

use std::{path::Path, sync::Arc};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{
    model::DateField,
    policy::pack::{Channel, Food, Funding, Policy, PurchaseLimit, Requirement, SystemRule, Words, soundness},
    text::{Fault, hex::hex, written},
};

/// Packs that come with the program, by id.
const EMBEDDED: [(&str, &str); 10] = [
    ("yuncheng-2023-31-24", include_str!("../../data/policies/yuncheng-2023-31-24.toml")),
    ("national-832", include_str!("../../data/policies/national-832.toml")),
    ("guangdong-2025", include_str!("../../data/policies/guangdong-2025.toml")),
    ("lvliang-2025-3", include_str!("../../data/policies/lvliang-2025-3.toml")),
    ("changzhou-2024", include_str!("../../data/policies/changzhou-2024.toml")),
    ("qinghai-2025", include_str!("../../data/policies/qinghai-2025.toml")),
    ("zhangye-2023", include_str!("../../data/policies/zhangye-2023.toml")),
    ("yichang-2025", include_str!("../../data/policies/yichang-2025.toml")),
    ("bozhou-2025-1", include_str!("../../data/policies/bozhou-2025-1.toml")),
    ("enyang-2023", include_str!("../../data/policies/enyang-2023.toml")),
];

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
    system: Option<SystemRule>,
}

impl Policy {
    /// An embedded id, else a file. A pack that `extends` another takes from it what it does not give itself: date, counties, channels,
    /// words, food, funding; never requirements, and not who answers for them.
    pub fn load(wanted: &str) -> Result<Self, Fault> {
        let (policy, problems) = Self::read(wanted)?;
        if problems.is_empty() {
            Ok(policy)
        } else {
            Err(Fault::usage("policy.unsound").with("name", wanted).each(problems))
        }
    }

    /// As [`Self::load`], with the problems beside the policy: for `policy check`.
    ///
    /// # Errors
    /// The file is missing or no TOML of this shape.
    pub fn read(wanted: &str) -> Result<(Self, Vec<Fault>), Fault> {
        let source = source_of(wanted)?;
        let syntax = |name: &str, e: toml::de::Error| Fault::usage("policy.syntax").with("name", name).because(e);
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
        let mut problems: Vec<Fault> = Vec::new();
        if base.as_ref().is_some_and(|b| b.extends.is_some()) {
            problems.push(Fault::usage("policy.extends_twice"));
        }
        let inherited = base.as_ref();
        let words = raw.words.or_else(|| inherited.and_then(|b| b.words.clone()));
        let food = raw.food.or_else(|| inherited.and_then(|b| b.food.clone()));
        let funding = raw.funding.or_else(|| inherited.and_then(|b| b.funding.clone()));
        for (what, given) in [("words", words.is_some()), ("food", food.is_some()), ("funding", funding.is_some())] {
            if !given {
                problems.push(Fault::usage("policy.part_missing").with("part", what));
            }
        }
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
            words: words.unwrap_or_default(),
            food: food.unwrap_or_default(),
            funding: funding.unwrap_or_default(),
            system: raw.system,
            fingerprint: hex(&hash.finalize()),
        };
        soundness::examine(&policy, &mut problems);
        Ok((policy, problems))
    }

    /// The embedded packs.
    ///
    /// # Errors
    /// One of them does not load: a test forbids it.
    pub fn embedded() -> Result<Vec<Self>, Fault> {
        EMBEDDED.iter().map(|(id, _)| Self::load(id)).collect()
    }
}

fn source_of(wanted: &str) -> Result<String, Fault> {
    if let Some((_, text)) = EMBEDDED.iter().find(|(id, _)| *id == wanted) {
        return Ok((*text).to_owned());
    }
    written::read(Path::new(wanted)).map_err(|error| {
        let known = EMBEDDED.map(|(id, _)| id).join(" ");
        Fault::usage("policy.not_found")
            .with("wanted", wanted)
            .with("known", known)
            .because(error)
    })
}
