//! Pairs above a table or between its rows (`供应商：张三菜店`, `采购平台 | 832平台`): what they say of the lines below, and how such a row is told
//! from a header.

use std::sync::Arc;

use crate::{
    formats::cells::{DateSystem, Value},
    model::{cell::CellRef, dates::PartialDate, field::Field},
    tables::{region::Located, title_labels::labelled_values, vocabulary::Vocabulary},
    text::normal,
    values::{
        self,
        date::{self, DateCell},
    },
};

/// What the pairs say: it holds for every line that does not say it itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Head {
    pub(crate) supplier: Option<Located>,
    pub(crate) channel: Option<Located>,
    pub(crate) order_no: Option<Located>,
    /// Between rows: whose they are.
    pub(crate) unit: Option<Located>,
    /// A day.
    pub(crate) date: Option<(PartialDate, CellRef)>,
    /// 就餐人数 and 餐标 of that day.
    pub(crate) headcount: Option<Located>,
    pub(crate) meal_standard: Option<Located>,
}

impl Head {
    /// Whether it says nothing.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        let named = [
            &self.supplier,
            &self.channel,
            &self.order_no,
            &self.unit,
            &self.headcount,
            &self.meal_standard,
        ];
        named.into_iter().all(Option::is_none) && self.date.is_none()
    }

    /// Takes in one pair. A number belongs to one seller's note: with another seller it ends.
    pub(crate) fn set(&mut self, field: Field, text: &str, cell: CellRef) {
        let text = normal::trim(text).trim_end_matches(['(', '（', ',', '，', ';', '；', '。']);
        if !text.chars().any(char::is_alphanumeric) {
            return;
        }
        let value = Some(Located {
            text: Arc::from(text),
            cell,
        });
        match field {
            Field::Supplier => self.supplier = value,
            Field::Channel => self.channel = value,
            Field::OrderNo => self.order_no = value,
            Field::Headcount => self.headcount = value,
            Field::MealStandard => self.meal_standard = value,
            _ => {}
        }
    }

    /// What a row between lines changes: what it says holds instead of what was said before.
    pub(crate) fn followed_by(&mut self, next: Self) {
        if next.supplier.is_some() {
            self.order_no = None;
        }
        // Another day, other persons; what each pays stays.
        if next.date.is_some() {
            self.headcount = None;
        }
        self.headcount = next.headcount.or(self.headcount.take());
        self.meal_standard = next.meal_standard.or(self.meal_standard.take());
        self.supplier = next.supplier.or(self.supplier.take());
        self.channel = next.channel.or(self.channel.take());
        self.order_no = next.order_no.or(self.order_no.take());
        self.unit = next.unit.or(self.unit.take());
        self.date = next.date.or(self.date.take());
    }
}

/// A single day, of a month at least.
pub(crate) fn day(value: &Value, system: DateSystem) -> Option<PartialDate> {
    let read = match value {
        Value::Text(text) => date::text(text, system),
        value => values::read_date(value, system),
    };
    match read {
        DateCell::Is(date @ (PartialDate::Full(_) | PartialDate::MonthDay { .. })) => Some(date),
        _ => None,
    }
}

/// How a row of nothing but labels and values is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pairs {
    /// Some label ends in a colon.
    Marked,
    /// Labels and values by their places alone, as a header's first columns may stand.
    Bare,
}

/// Whether the texts of a row, left to right, are labels each with its value, in one cell or in two.
#[must_use]
pub(crate) fn pairs(texts: &[&str], vocabulary: &Vocabulary) -> Option<Pairs> {
    known_pairs(texts, vocabulary).or_else(|| pairs_of_organisations(texts, vocabulary))
}

fn known_pairs(texts: &[&str], vocabulary: &Vocabulary) -> Option<Pairs> {
    let is_label = |text: &str| vocabulary.title_label(&normal::squeeze(text)).is_some();
    let (mut at, mut marked) = (0, false);
    while let Some(text) = texts.get(at) {
        let next = texts.get(at + 1);
        at += 1;
        if text.contains([':', '：']) {
            let (labelled, rest) = labelled_values(text, vocabulary);
            if labelled.is_empty() || !normal::trim(&rest).is_empty() {
                // A label that nobody knows, beside others.
                if is_short_pair(text) {
                    continue;
                }
                return None;
            }
            marked = true;
            let open = matches!(labelled.as_slice(), [one] if one.value.is_empty());
            at += usize::from(open && next.is_some_and(|n| !n.contains([':', '：'])));
        } else {
            let value = next.filter(|n| is_label(text) && !n.contains([':', '：']) && !is_label(n))?;
            if vocabulary.field(&normal::header(value)).is_some() {
                return None;
            }
            at += 1;
        }
    }
    let colon = |text: &&str| text.contains([':', '：']);
    if texts.is_empty() || (!marked && texts.iter().any(colon)) {
        None
    } else {
        Some(if marked { Pairs::Marked } else { Pairs::Bare })
    }
}

/// `购货方：X | 销货方：Y`, `甲方 | X | 乙方 | Y`: several labels that nobody needs to know, each with an organisation for its value.
fn pairs_of_organisations(texts: &[&str], vocabulary: &Vocabulary) -> Option<Pairs> {
    let organisation = |text: &str| {
        vocabulary.looks_like_institution(text) || vocabulary.looks_like_organisation(text) || vocabulary.looks_like_seller(text)
    };
    let is_label = |text: &str| {
        let field = vocabulary.field(&normal::header(text)).map(|(field, _)| field);
        let names = matches!(field, None | Some(Field::UnitName | Field::Supplier));
        (1..=LONGEST_LABEL).contains(&normal::squeeze(text).chars().count()) && !organisation(text) && names
    };
    let is_pair = |(label, value): (&str, &str)| is_label(label) && organisation(normal::trim(value));
    let marked = texts.iter().map(|text| text.split_once([':', '：'])).collect::<Option<Vec<_>>>();
    if let Some(marked) = marked {
        return (marked.len() > 1 && marked.into_iter().all(is_pair)).then_some(Pairs::Marked);
    }
    let cells = texts.chunks(2).map(|pair| <[&str; 2]>::try_from(pair).ok());
    let bare: Vec<(&str, &str)> = cells.map(|pair| pair.map(Into::into)).collect::<Option<_>>()?;
    let different = bare.windows(2).all(|two| two[0].0 != two[1].0);
    (bare.len() > 1 && different && bare.into_iter().all(is_pair)).then_some(Pairs::Bare)
}

/// Characters of a label.
const LONGEST_LABEL: usize = 8;

/// `采购月份：3月`: a short word, a colon and a value.
fn is_short_pair(text: &str) -> bool {
    let Some((label, value)) = text.split_once([':', '：']) else {
        return false;
    };
    let short = (1..=LONGEST_LABEL).contains(&normal::squeeze(label).chars().count());
    short && !normal::trim(value).is_empty() && !value.contains([':', '：'])
}
