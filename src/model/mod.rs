//! The nouns that all rooms share: cells and fields, lines, findings, units, results, and the two reports as data.
//!
//! Nothing here reads a file or computes a figure. Codes that a report shows are enums with one place for their words. Other rooms name a noun as
//! `crate::model::Line`, whatever file holds it.

/// An enum of codes: each variant with the word that stands for it in JSON, the only place where that word is written. `as "group"`: the words for people
/// are texts `word.{group}.{code}`.
macro_rules! codes {
    ($(#[$doc:meta])* pub enum $name:ident $(as $group:literal)? { $($(#[$of:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
        )]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// The word used in JSON.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            $(
                /// The word for people.
                pub fn word(self, catalog: &crate::text::catalog::Catalog) -> String {
                    crate::model::known(catalog, $group, self.code()).to_owned()
                }
            )?
        }
    };
}

pub(crate) use codes;

/// The word of a code, `word.{group}.{code}`; the code itself where there is none.
pub(crate) fn known<'a>(catalog: &'a crate::text::catalog::Catalog, group: &str, code: &'a str) -> &'a str {
    let key = format!("word.{group}.{code}");
    catalog.find(&key).unwrap_or(code)
}

pub mod cell;
pub mod dates;
pub mod field;
pub mod finding;
pub mod goods;
pub mod line;
pub(crate) mod money;
pub mod policy_info;
pub mod reasons;
pub(crate) mod reconciliation;
pub mod region;
pub mod region_summary;
pub mod results;
pub mod source;
pub mod standing;
pub mod unit;
pub mod unit_report;

pub(crate) use self::{
    cell::*, dates::*, field::*, finding::*, goods::details::*, goods::prices::*, goods::stock::*, line::*, money::*, policy_info::*,
    reasons::*, reconciliation::*, region::history::*, region::suppliers::*, region::urgency::*, region_summary::*, results::*, source::*,
    standing::*, unit::*, unit_report::*,
};
