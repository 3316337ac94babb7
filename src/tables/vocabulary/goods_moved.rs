//! What headers and slips say of goods beside their purchase: what left the store, was sold or eaten, what came.

use crate::{
    tables::vocabulary::Vocabulary,
    text::{letters::holds_any, normal},
};

impl Vocabulary {
    /// Whether a text is what sellers call a slip of what they sent out.
    #[must_use]
    pub(crate) fn is_sellers_slip(&self, text: &str) -> bool {
        holds_any(&normal::squeeze(text), &self.words.role.seller_slips)
    }

    /// Whether a header speaks of what left the store, or of who took it.
    #[must_use]
    pub(crate) fn speaks_of_issue(&self, header: &str) -> bool {
        self.is_of_issues(header) || holds_any(&normal::squeeze(header), &self.words.role.issue_hints)
    }

    /// Whether a header of figures is of nothing but what left the store.
    #[must_use]
    pub(crate) fn is_of_issues(&self, header: &str) -> bool {
        holds_any(&normal::squeeze(header), &self.words.role.issue_headers)
    }

    /// Whether a text of income says of whose (`Some(true)`), or only that something was sold.
    #[must_use]
    pub(crate) fn is_earned(&self, text: &str) -> Option<bool> {
        let (text, words) = (normal::squeeze(text), &self.words.role);
        let earned = holds_any(&text, &words.earned);
        (earned || holds_any(&text, &words.sold)).then_some(earned)
    }

    /// Whether a header says that goods came.
    #[must_use]
    pub(crate) fn speaks_of_arrival(&self, header: &str) -> bool {
        holds_any(&normal::squeeze(header), &self.words.role.arrivals)
    }

    /// Whether a header is of what dishes are sold for.
    #[must_use]
    pub(crate) fn speaks_of_sale(&self, header: &str) -> bool {
        holds_any(&normal::squeeze(header), &self.words.role.sale_headers)
    }

    /// Whether a header is of persons.
    #[must_use]
    pub(crate) fn is_person_header(&self, header: &str) -> bool {
        let text = normal::header(header).text;
        self.words.role.person_headers.iter().any(|w| text.ends_with(w.as_str()))
    }

    /// Whether a header is of meals.
    #[must_use]
    pub(crate) fn speaks_of_meals(&self, header: &str) -> bool {
        holds_any(&normal::squeeze(header), &self.words.role.meal_headers)
    }

    /// Whether a header is of purchases and nothing else.
    #[must_use]
    pub(crate) fn speaks_of_buying(&self, header: &str) -> bool {
        holds_any(&normal::squeeze(header), &self.words.role.buying_headers)
    }
}
