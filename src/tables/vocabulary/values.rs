//! What values are called: names of sellers, institutions and places, channels and ways of buying. They tell what a column is where its header does not.

use crate::{
    tables::vocabulary::{Vocabulary, key},
    text::normal::{self, Normal},
    values::money_unit::without_unit_tail,
};

/// Characters of a name, at least.
const SHORTEST_NAME: usize = 3;

fn ends(words: &[String], text: &str) -> bool {
    let k = normal::header(text).text;
    k.chars().count() >= SHORTEST_NAME && words.iter().any(|w| k.ends_with(w.as_str()))
}

impl Vocabulary {
    /// Whether a text ends as a seller's name does.
    #[must_use]
    pub(crate) fn looks_like_seller(&self, text: &str) -> bool {
        ends(&self.words.values.seller, text)
    }

    /// Whether a text ends as the name of a school, a hospital or an office does.
    #[must_use]
    pub(crate) fn looks_like_institution(&self, text: &str) -> bool {
        ends(&self.words.values.institution, text) || is_numbered_school(text)
    }

    /// Whether a text, or its beginning, ends as the name of a school, a hospital or an office does.
    #[must_use]
    pub(crate) fn holds_institution(&self, text: &str) -> bool {
        let k = normal::header(text).text;
        let ended = |word: &String| {
            let mut places = k.match_indices(word.as_str());
            places.any(|(at, word)| k[..at + word.len()].chars().count() >= SHORTEST_NAME)
        };
        let mut ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        self.words.values.institution.iter().any(ended) || ends.any(|end| is_numbered_school(&text[..end]))
    }

    /// Whether a text ends as the name of a county or a town does.
    #[must_use]
    pub(crate) fn looks_like_place(&self, text: &str) -> bool {
        ends(&self.words.values.place, text)
    }

    /// Whether a text speaks of funds.
    #[must_use]
    pub(crate) fn looks_like_fund(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        k.chars().count() <= 12 && self.words.values.fund.iter().any(|w| k.contains(w.as_str()))
    }

    /// Whether a text is a usual category of goods.
    #[must_use]
    pub(crate) fn is_category(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        self.words.values.category.iter().any(|w| *w == k)
    }

    /// Whether a text names a channel, rather than a way of buying (线上, 招标).
    #[must_use]
    pub(crate) fn names_channel(&self, text: &str) -> bool {
        self.mentions_channel(text) || (self.channel_names.contains_key(&key(text)) && !self.is_method(text))
    }

    /// Whether a text is a channel's own name, and no single seller's.
    #[must_use]
    pub(crate) fn is_plain_channel(&self, text: &str) -> bool {
        self.channel_names.contains_key(&key(text))
    }

    /// Whether a text is a way of buying that names no channel.
    #[must_use]
    pub(crate) fn is_method(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        self.words.values.method.iter().any(|w| *w == k)
    }

    /// Whether a header speaks of a channel only where its values do.
    #[must_use]
    pub(crate) fn is_method_header(&self, matched: &str) -> bool {
        self.words.columns.method.iter().any(|w| w == matched)
    }

    /// Whether a header says that a column is of the period itself, and nothing else (本月).
    #[must_use]
    pub(crate) fn is_this_period(&self, text: &str) -> bool {
        self.words.columns.this_period.iter().any(|w| w == text)
    }

    /// Whether a header speaks of money and of no count: enough for the only figures of a ledger.
    #[must_use]
    pub(crate) fn speaks_of_money(&self, header: &str) -> bool {
        let text = normal::header(header).text.to_lowercase();
        let says = |words: &[String]| words.iter().any(|w| text.contains(w.as_str()));
        says(&self.words.columns.money_parts) && !says(&self.words.columns.count_parts)
    }

    /// Whether a header says that the amount below it is a whole order's.
    #[must_use]
    pub(crate) fn is_order_total(&self, header: &str) -> bool {
        let text = normal::header(header).text;
        self.words.columns.order_total.iter().any(|w| text.contains(w.as_str()))
    }

    /// Whether a title or a tab says that the figures of its table are money.
    #[must_use]
    pub(crate) fn is_title_of_money(&self, title: &str) -> bool {
        let text = normal::squeeze(title);
        self.words.columns.money_titles.iter().any(|w| text.contains(w.as_str()))
    }

    /// Whether a header speaks of what was received, not of what was ordered.
    #[must_use]
    pub(crate) fn is_received(&self, header: &str) -> bool {
        let other = self.words.columns.no_amount.iter().any(|w| header.contains(w.as_str())) || self.speaks_of_issue(header);
        self.speaks_of_quantity(header) && self.speaks_of_receipt(header) && !other
    }

    /// Whether a header says only that what is below it was received, be it counted or found good.
    #[must_use]
    pub(crate) fn is_bare_receipt(&self, header: &str) -> bool {
        self.words.columns.received.contains(&normal::header(header).text)
    }

    /// Whether a header speaks of what came, be it a count or money.
    #[must_use]
    pub(crate) fn speaks_of_receipt(&self, header: &str) -> bool {
        self.words.columns.received.iter().any(|w| header.contains(w.as_str()))
    }

    /// Whether a header is that of a count of what was sent back, refused or cancelled.
    #[must_use]
    pub(crate) fn counts_returned(&self, header: &str) -> bool {
        let text = normal::header(header).text;
        let counted = self.speaks_of_quantity(header);
        let mut words = self.words.columns.returned.iter().chain(&self.words.status.flag_void);
        words.any(|w| *w == text || (counted && text.contains(w.as_str())))
    }

    /// Whether a group of figures is of what was bought in the end, not of what was asked for.
    #[must_use]
    pub(crate) fn is_actual(&self, title: &str) -> bool {
        self.words.columns.actual.iter().any(|w| title.contains(w.as_str()))
    }

    /// Whether a header ends as that of a price does.
    #[must_use]
    pub(crate) fn ends_as_price(&self, header: &str) -> bool {
        let text = normal::header(header).text.to_lowercase();
        let text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
        self.words.columns.price_ends.iter().any(|w| text.ends_with(w.as_str()))
    }

    /// Whether a header speaks of a quantity.
    #[must_use]
    pub(crate) fn speaks_of_quantity(&self, header: &str) -> bool {
        let text = normal::header(header).text.to_lowercase();
        self.words.columns.quantity_parts.iter().any(|w| text.contains(w.as_str()))
    }

    /// Whether a header that no name matches ends as that of an amount does (应结金额, 花费).
    #[must_use]
    pub(crate) fn ends_as_amount(&self, header: &Normal) -> bool {
        let words = &self.words.columns;
        // 不含税金额 is one, 税额 is none.
        let taxed = words
            .untaxed
            .iter()
            .fold(header.text.clone(), |text, w| text.replace(w.as_str(), ""));
        let text = without_unit_tail(&taxed);
        words.amount_ends.iter().any(|w| text.ends_with(w.as_str())) && !words.no_amount.iter().any(|w| text.contains(w.as_str()))
    }

    /// Whether a header ends as that of a count, a weight or a share does.
    #[must_use]
    pub(crate) fn ends_as_count(&self, header: &str) -> bool {
        let text = normal::header(header).text;
        self.words.columns.count_ends.iter().any(|w| text.ends_with(w.as_str()))
    }

    /// Whether a header is that of the tax beside an amount.
    #[must_use]
    pub(crate) fn is_tax(&self, header: &str) -> bool {
        let text = normal::header(header).text;
        let bare = without_unit_tail(&text);
        self.words.columns.tax.iter().any(|w| w == bare)
    }

    /// Whether a cell says that there is no tax: 免税, or nothing but signs (`***`).
    #[must_use]
    pub(crate) fn says_exempt(&self, text: &str) -> bool {
        let text = normal::squeeze(text);
        let signs = !text.is_empty() && text.chars().all(|c| c == '*');
        signs || self.words.columns.exempt.iter().any(|w| *w == text)
    }

    /// Whether a header is that of an amount sent back.
    #[must_use]
    pub(crate) fn is_returned(&self, header: &str) -> bool {
        let text = normal::header(header).text;
        let text = without_unit_tail(&text);
        let words = &self.words.columns;
        words.returned.iter().any(|w| text.contains(w.as_str())) && words.amount_ends.iter().any(|w| text.ends_with(w.as_str()))
    }

    /// Whether a header says that its amounts are those paid, or hold the tax: no other amount goes before them.
    #[must_use]
    pub(crate) fn is_paid(&self, header: &str) -> bool {
        let text = normal::squeeze(header);
        let words = &self.words.columns;
        let says = |list: &[String]| list.iter().any(|w| text.contains(w.as_str()));
        !says(&words.untaxed) && says(&words.paid)
    }

    /// Whether a header says which of several amounts it is, and nothing else: 含税, 实付, 原价.
    #[must_use]
    pub(crate) fn says_which_amount(&self, text: &str) -> bool {
        let words = &self.words.columns;
        [&words.untaxed, &words.paid, &words.listed]
            .into_iter()
            .flatten()
            .any(|w| w == text)
    }

    /// Whether a header says that its amounts are those after a discount.
    #[must_use]
    pub(crate) fn is_after_discount(&self, header: &str) -> bool {
        self.words.columns.after_discount.iter().any(|w| header.contains(w.as_str()))
    }

    /// Whether the header of an amount at one rate of another one says that it was paid.
    #[must_use]
    pub(crate) fn is_after_cut(&self, header: &str) -> bool {
        self.is_paid(header) || self.words.columns.after_cut.iter().any(|w| header.contains(w.as_str()))
    }

    /// Whether a header speaks of what is taken off a list price.
    #[must_use]
    pub(crate) fn speaks_of_cut(&self, header: &str) -> bool {
        self.words.columns.cut.iter().any(|w| header.contains(w.as_str()))
    }

    /// Whether the label of a total says that it is what was paid.
    #[must_use]
    pub(crate) fn is_total_after_cut(&self, label: &str) -> bool {
        let paid = self.words.columns.paid_total.iter().any(|w| label.contains(w.as_str()));
        paid || self.is_after_discount(label) || (self.speaks_of_cut(label) && label.contains('后'))
    }

    /// Whether a header speaks of what is taken off an amount, as a fine for bad goods is.
    #[must_use]
    pub(crate) fn speaks_of_deduction(&self, header: &str) -> bool {
        self.speaks_of_cut(header) || self.words.columns.deducted.iter().any(|w| header.contains(w.as_str()))
    }

    /// Whether an amount at one rate of another one is a part of it, or something else, by its header.
    #[must_use]
    pub(crate) fn is_beside_cut(&self, header: &str) -> bool {
        let said = self.words.columns.beside_cut.iter().any(|w| header.contains(w.as_str()));
        said || self.is_untaxed(header)
            || self.is_tax(header)
            || self.is_other_period(header)
            || self.mentions_channel(header)
            || self.looks_like_fund(header)
    }

    /// Whether a header says that tax is not in the amount.
    #[must_use]
    pub(crate) fn is_untaxed(&self, header: &str) -> bool {
        let text = normal::squeeze(header);
        self.words.columns.untaxed.iter().any(|w| text.contains(w.as_str()))
    }
}

/// `夏县二中`, `三小`, `一幼`: a school by its number.
fn is_numbered_school(text: &str) -> bool {
    let name = text.strip_suffix(['中', '小', '幼', '园']);
    name.and_then(|name| name.chars().next_back()).is_some_and(normal::is_chinese_digit)
}
