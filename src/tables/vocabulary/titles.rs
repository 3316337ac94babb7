//! What titles, tabs and section lines say.

use std::borrow::Cow;

use crate::{
    model::field::Field,
    tables::vocabulary::{Vocabulary, key, meaning::TitleLabel},
    text::normal,
    values::date::title::period_in,
};

impl Vocabulary {
    /// Kind of a title label.
    #[must_use]
    pub(crate) fn title_label(&self, label: &str) -> Option<TitleLabel> {
        let t = &self.words.title;
        // 单位盖章 is 单位（盖章）.
        let label = t
            .seal_ends
            .iter()
            .find_map(|end| label.strip_suffix(end.as_str()))
            .filter(|l| !l.is_empty())
            .unwrap_or(label);
        let any = |words: &[String]| words.iter().any(|w| w == label);
        if any(&t.other_date_labels) {
            Some(TitleLabel::OtherDate)
        } else if label == "单位" {
            Some(TitleLabel::UnitOrMoney)
        } else if any(&t.unit_labels) {
            Some(TitleLabel::ReportingUnit)
        } else if any(&t.money_labels) {
            Some(TitleLabel::Money)
        } else if let Some(field) = self.head_field(label) {
            Some(TitleLabel::Head(field))
        } else if any(&t.other_labels) || any(&self.words.rows.footer) {
            Some(TitleLabel::Other)
        } else {
            None
        }
    }

    /// What a label of a date says that it is, where that is not a day of purchases: a term or a day of something else, an end of a range.
    #[must_use]
    pub(crate) fn other_date_label(&self, label: &str) -> Option<TitleLabel> {
        let t = &self.words.title;
        let date = ["日期", "时间", "日"].iter().find_map(|end| label.strip_suffix(end));
        let is =
            |words: &[String]| date.is_some_and(|d| words.iter().any(|w| d == w || (w.chars().count() > 1 && d.ends_with(w.as_str()))));
        let ends = |words: &[String]| words.iter().any(|w| label.ends_with(w.as_str()));
        if ends(&t.other_date_ends) && t.other_date_words.iter().any(|w| label.contains(w.as_str())) {
            Some(TitleLabel::OtherDate)
        } else if is(&t.range_start) {
            Some(TitleLabel::RangeStart)
        } else if is(&t.range_end) {
            Some(TitleLabel::RangeEnd)
        } else {
            None
        }
    }

    /// A title without the papers that it rests on: `依据《…法》（2021年修正）`, `按照2021年…号文`.
    #[must_use]
    pub(crate) fn without_basis<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let start = normal::trim(text).trim_start_matches(|c: char| !c.is_alphanumeric());
        if self.words.title.basis_start.iter().any(|w| start.starts_with(w.as_str())) && !self.names_whole_table(start) {
            return Cow::Borrowed("");
        }
        let Some((before, rest)) = text.split_once('《') else {
            return Cow::Borrowed(text);
        };
        let Some((_, behind)) = rest
            .split_once('》')
            .filter(|(_, behind)| !(before.is_empty() && behind.is_empty()))
        else {
            return Cow::Borrowed(text);
        };
        // The bracket behind a paper's name is of the paper.
        let bracket = behind.starts_with(['(', '（']).then(|| behind.split_once([')', '）'])).flatten();
        Cow::Owned(format!("{before} {}", bracket.map_or(behind, |(_, rest)| rest)))
    }

    /// The field of a label that holds for all lines below it; what column headers are called, such labels are called.
    fn head_field(&self, label: &str) -> Option<Field> {
        let (field, _) = self.fields.get(&key(label))?;
        match field {
            Field::Supplier | Field::Channel | Field::OrderNo | Field::Headcount | Field::MealStandard => Some(*field),
            Field::Date | Field::OrderDate | Field::ReceiptDate => Some(Field::Date),
            _ => None,
        }
    }

    /// Whether a title is that of a statement.
    #[must_use]
    pub(crate) fn is_statement_title(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        self.words.title.statement.iter().any(|w| k.contains(w.as_str()))
    }

    /// Whether a short text is a section's title by its words (`832平台采购`).
    #[must_use]
    pub(crate) fn is_section_text(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        let t = &self.words.title;
        let words = || t.section.iter().any(|w| k.contains(w.as_str())) && !t.not_section.iter().any(|w| k.contains(w.as_str()));
        k.chars().count() <= 40 && (self.mentions_channel(&k) || words())
    }

    /// Whether a text ends as a section title does (`832平台采购`), not as an item (`832平台大米`).
    #[must_use]
    pub(crate) fn ends_as_section(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        self.words.title.section_end.iter().any(|w| k.ends_with(w.as_str()))
    }

    /// Whether a text is the label of a figure (`832平台采购金额`, `其中：832平台`).
    #[must_use]
    pub(crate) fn is_figure_label(&self, text: &str) -> bool {
        let header = normal::header(text);
        let label = header.text.trim_end_matches([':', '：']);
        let t = &self.words.title;
        // 各校采购金额（832平台采购）: the bracket says of what.
        if !self.mentions_channel(label) {
            return false;
        }
        t.figure_start.iter().any(|w| label.starts_with(w.as_str())) || t.figure_end.iter().any(|w| label.ends_with(w.as_str()))
    }

    /// Whether a section's title ends as one of a channel, and names neither a channel that counts nor goods nor a month.
    #[must_use]
    pub(crate) fn names_unknown_channel(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        let ends = &self.words.title.section_end;
        let Some(name) = ends.iter().find_map(|w| k.strip_suffix(w.as_str())) else {
            return false;
        };
        let name = name.trim_start_matches(|c: char| !c.is_alphabetic() || normal::is_chinese_digit(c));
        let goods = self.is_kind_of_goods(name) || self.words.values.category.iter().any(|w| name.contains(w.as_str()));
        !name.is_empty() && !goods && !self.mentions_channel(&k) && period_in(&k).month.is_none()
    }

    /// Whether a band names a kind of goods (`蔬菜类`).
    #[must_use]
    pub(crate) fn is_kind_of_goods(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        self.words.title.goods_end.iter().any(|w| k.ends_with(w.as_str()))
    }

    /// Whether a text is what only a whole table is called (`采购台账`).
    #[must_use]
    pub(crate) fn names_whole_table(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        self.words.title.not_section.iter().any(|w| k.contains(w.as_str()))
    }

    /// Whether a text is a seller's name by how it ends.
    #[must_use]
    pub(crate) fn is_seller(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        k.chars().count() <= 30
            && self
                .words
                .title
                .seller_end
                .iter()
                .any(|w| k.ends_with(w.as_str()) && k.len() > w.len())
    }

    /// Whether a text looks like an organisation's name.
    #[must_use]
    pub(crate) fn looks_like_organisation(&self, text: &str) -> bool {
        let k = normal::header(text).text;
        k.chars().count() >= 3 && self.words.title.organisation.iter().any(|w| k.ends_with(w.as_str()))
    }
}
