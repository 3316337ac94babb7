//! Issuer, number and date of the documents.

/// What a document bears beside its text: filled in by hand where the settings do not give it.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Letterhead {
    /// The body that issues it.
    pub issuer: String,
    /// Its number (文号).
    pub number: String,
    /// Its date.
    pub date: Option<jiff::civil::Date>,
}
