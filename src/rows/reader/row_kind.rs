//! What kind of row it is, by its visible cells: nothing is read here.

use std::sync::Arc;

use crate::{
    formats::cells::{Cell, DateSystem, Value},
    model::{cell::CellRef, dates::PartialDate, field::Field},
    rows::reader::TableReader,
    tables::{
        grid::place,
        head_pairs::Head,
        region::{DATES, TableKind},
        role, titles,
        vocabulary::meaning::{RowLabel, TotalKind},
    },
    text::normal,
    values::{
        self,
        date::{self, DateCell, title::period_in},
        is_numeric_text,
    },
};

/// Texts up to this many bytes are worth remembering as labels: goods, totals, no notes.
const LONGEST_LABEL: usize = 60;

/// What a row is.
pub(super) enum RowKind<'a> {
    Blank,
    Header,
    Total(TotalRow),
    /// 其中: part of a total.
    Part,
    /// 上月结存.
    Opening,
    Footer,
    /// The title of a section.
    Section(Arc<str>, &'a Cell),
    /// Any other text alone in its row.
    Band(&'a str, &'a Cell),
    /// Pairs that hold for the rows below.
    Pairs(Head),
    /// A month of its own.
    Month(PartialDate),
    /// A day that holds for the rows below; a heading, or a date cell alone.
    Day {
        date: PartialDate,
        cell: CellRef,
        heading: bool,
        /// What else the text names.
        beside: Option<(&'a str, &'a Cell)>,
    },
    Data,
}

/// A row that states a total.
#[derive(Clone, Copy)]
pub(super) struct TotalRow {
    pub(super) kind: TotalKind,
    /// 本月合计.
    pub(super) of_month: bool,
    /// Index of the label among the row's cells.
    pub(super) label_at: Option<usize>,
}

/// Fields of figures that make an amount.
pub(super) fn is_of_money(field: Field) -> bool {
    matches!(field, Field::Amount | Field::Quantity | Field::UnitPrice)
}

impl<'a> TableReader<'a, '_> {
    /// Classifies a row by its visible cells.
    pub(super) fn kind_of(&mut self, cells: &'a [Cell]) -> RowKind<'a> {
        let grid = self.input.data.grid;
        let mut shown = cells.iter().enumerate().filter(|(_, c)| grid.shows(c));
        let Some((first_at, first)) = shown.next() else {
            return RowKind::Blank;
        };
        let single = shown.all(|(_, c)| is_weekday(c));
        if let Some((title, cell)) = self.section_with_sum(cells) {
            return RowKind::Section(title, cell);
        }
        if let Some(kind) = self.labelled_kind(cells, first_at) {
            return match (&kind, &first.value) {
                (RowKind::Opening, Value::Text(text)) if single && self.is_band_of_stock(text) => {
                    RowKind::Section(normal::trim(text).into(), first)
                }
                _ => kind,
            };
        }
        if self.is_header_again(cells) {
            return RowKind::Header;
        }
        if let Some(head) = self.pairs(cells) {
            return RowKind::Pairs(head);
        }
        if single {
            return self.single(first);
        }
        self.numbered_band(cells).unwrap_or(RowKind::Data)
    }

    /// 月末结存 alone in its row, numbered or among bands that say what their rows are: it stands over the goods that were left. 承前页 says nothing of
    /// them.
    fn is_band_of_stock(&self, text: &str) -> bool {
        let data = self.input.data;
        let says_role = |text: &str| role::of_heading(&text.into(), data.vocabulary).is_some();
        let says = |row: usize| {
            let mut shown = data.grid.filled(row);
            let (Some(only), None) = (shown.next(), shown.next()) else {
                return false;
            };
            matches!(&only.value, Value::Text(t) if data.vocabulary.row_label(t).is_none() && says_role(t))
        };
        let any_says = || data.rows.iter().flat_map(|(from, to)| *from..*to).any(says);
        says_role(text) && (titles::is_numbered(&normal::squeeze(text)) || *self.bands_say_roles.get_or_init(any_says))
    }

    /// `二 | 第二小学` and nothing else: a numbered band in two cells, where the words stand in no column of goods.
    fn numbered_band(&self, cells: &'a [Cell]) -> Option<RowKind<'a>> {
        let mut shown = cells.iter().filter(|c| self.shows(c));
        let (number, band) = (shown.next()?, shown.next()?);
        let (Value::Text(number), Value::Text(text), None) = (&number.value, &band.value, shown.next()) else {
            return None;
        };
        let text = normal::trim(text);
        let numeral = normal::squeeze(number);
        let numeral = numeral.trim_matches(['(', ')', '、', '.']);
        let is_numeral = !numeral.is_empty() && numeral.chars().all(normal::is_chinese_digit);
        let no_goods = self.input.region.field_at(band.col) != Some(Field::Item) && !self.is_money_column(band.col);
        let no_date = date::text(text, self.input.data.date_system) == DateCell::Bad && !is_numeric_text(text);
        (is_numeral && no_date && (no_goods || self.input.data.vocabulary.looks_like_institution(text)))
            .then_some(RowKind::Band(text, band))
    }

    /// Words in a column of days that are no day: nothing that was left blank.
    pub(super) fn holds_words(&self, cells: &[Cell]) -> bool {
        let mut days = self.cells_of(cells, |field| DATES.contains(&field));
        days.any(|c| match &c.value {
            Value::Text(text) if self.shows(c) => {
                let text = normal::trim(text);
                text.chars().filter(|c| c.is_alphabetic()).count() > 2 && date::text(text, self.input.data.date_system) == DateCell::Bad
            }
            _ => false,
        })
    }

    /// Totals, footers and opening balances by their label: the first three texts of the row, or its item.
    fn labelled_kind(&mut self, cells: &'a [Cell], first_at: usize) -> Option<RowKind<'a>> {
        let grid = self.input.data.grid;
        let item_col = self.row_cells.sheet_column(Field::Item);
        let amount_col = self.amount_column().map(|c| c.col);
        let first = cells.get(first_at)?;
        if let Value::Text(text) = &first.value {
            match self.row_label(text) {
                Some(RowLabel::Footer) if self.is_footer(text, cells, first) => return Some(RowKind::Footer),
                Some(RowLabel::Footer) | None => {}
                Some(label) if Some(first.col) != amount_col => return Some(kind_by_label(label, first_at)),
                Some(_) => {}
            }
        }
        let item_shows = item_col.is_some_and(|col| cells.iter().any(|c| c.col == col && grid.shows(c)));
        let mut texts = 0;
        for (at, cell) in cells.iter().enumerate() {
            let Value::Text(text) = &cell.value else { continue };
            let is_item = Some(cell.col) == item_col;
            if (item_shows && !is_item) || Some(cell.col) == amount_col || !grid.shows(cell) {
                continue;
            }
            texts += 1;
            if !is_item && texts > 3 {
                continue;
            }
            match self.row_label(text) {
                None | Some(RowLabel::Footer) => {}
                Some(RowLabel::Part) if !is_item => {}
                Some(label) => return Some(kind_by_label(label, at)),
            }
        }
        None
    }

    /// Whether a row is a total, a footer, or this table's header again.
    pub(super) fn is_known_kind(&mut self, cells: &'a [Cell]) -> bool {
        let first = cells.iter().position(|c| self.shows(c)).unwrap_or(0);
        let label = self.labelled_kind(cells, first);
        label.is_some_and(|kind| !matches!(kind, RowKind::Opening)) || self.is_header_again(cells)
    }

    fn row_label(&mut self, text: &Arc<str>) -> Option<RowLabel> {
        let find = || self.input.data.vocabulary.row_label(normal::trim(text));
        if text.len() > LONGEST_LABEL {
            return find();
        }
        self.labels.answer(text, find)
    }

    /// A footer word with a colon, alone, or in a row without any figure.
    fn is_footer(&self, text: &str, cells: &[Cell], first: &Cell) -> bool {
        if text.contains([':', '：']) {
            return true;
        }
        let figure = cells
            .iter()
            .any(|c| self.is_money_column(c.col) && self.shows(c) && !matches!(&c.value, Value::Text(t) if !is_numeric_text(t)));
        let item_word = Some(first.col) == self.row_cells.sheet_column(Field::Item);
        (!figure && (!item_word || cells.len() == 1)) || (figure && self.are_figures_labelled(cells, |_| true))
    }

    /// `填报人 | 张三 | | 电话 | 13800138000`: whether each figure in a column of figures has words right before it, in such a column as `stands` says.
    fn are_figures_labelled(&self, cells: &[Cell], stands: impl Fn(u32) -> bool) -> bool {
        let is_word = |c: &Cell| matches!(&c.value, Value::Text(t) if !is_numeric_text(t) && !self.input.data.vocabulary.is_nothing(t));
        let shown: Vec<&Cell> = cells.iter().filter(|c| self.shows(c)).collect();
        let labelled = |at: usize| {
            at.checked_sub(1)
                .is_some_and(|before| is_word(shown[before]) && stands(shown[before].col))
        };
        let mut figures = (0..shown.len())
            .filter(|at| self.is_money_column(shown[*at].col) && !is_word(shown[*at]))
            .peekable();
        figures.peek().is_some() && figures.all(labelled)
    }

    /// Words where a day stands, and words before its figures where figures stand: who signed with a telephone number, how many meals, no purchase.
    pub(super) fn is_of_pairs(&self, cells: &[Cell]) -> bool {
        self.holds_words(cells) && self.are_figures_labelled(cells, |col| self.is_money_column(col))
    }

    /// A row's cells in the columns of such fields.
    pub(super) fn cells_of<'c>(&self, cells: &'c [Cell], is: impl Fn(Field) -> bool) -> impl Iterator<Item = &'c Cell> {
        let columns = self.input.region.columns.iter().filter(move |c| is(c.field));
        columns.filter_map(|column| cells.get(cells.binary_search_by_key(&column.col, |c| c.col).ok()?))
    }

    pub(super) fn is_money_column(&self, col: u32) -> bool {
        let mut columns = self.input.region.columns.iter();
        columns.any(|c| c.col == col && is_of_money(c.field))
    }

    /// The header repeated on a new page: at least two header texts (and half of the row) in their own columns.
    pub(super) fn is_header_again(&self, cells: &[Cell]) -> bool {
        let columns = &self.input.region.columns;
        let (mut same, mut texts) = (0, 0);
        for cell in cells.iter().filter(|c| self.shows(c)) {
            let Value::Text(text) = &cell.value else { return false };
            let text = normal::trim(text);
            let is_of =
                |header: &str| header == text || header.rsplit(" / ").next() == Some(text) || header.split(" / ").next() == Some(text);
            texts += 1;
            same += usize::from(columns.iter().any(|c| c.col == cell.col && is_of(&c.header)));
        }
        same >= 2 && same * 2 >= texts
    }

    /// A row with one cell: a section, a month, a day, a heading; or an item without anything.
    fn single(&self, cell: &'a Cell) -> RowKind<'a> {
        let field = self.input.region.field_at(cell.col);
        let merge = self.input.data.grid.merge_from(cell.row, cell.col);
        let wide = merge.is_some_and(|m| m.right > m.left);
        if field == Some(Field::Amount) && !wide {
            // Who signed, and when.
            let signs = |t: &str| {
                let day = date::text(t, self.input.data.date_system);
                self.input.data.vocabulary.looks_like_institution(t)
                    || (t.contains('年') && matches!(day, DateCell::Is(PartialDate::Full(_))))
            };
            return match &cell.value {
                Value::Text(text) if signs(normal::trim(text)) => RowKind::Footer,
                _ => RowKind::Data,
            };
        }
        let dated = matches!(field, Some(Field::Date | Field::OrderDate | Field::ReceiptDate));
        let money = self.is_money_column(cell.col);
        match &cell.value {
            Value::Text(text) => {
                let text = normal::trim(text);
                self.day_and_band(text, cell)
                    .or_else(|| self.single_date(text, cell, wide, dated))
                    .or_else(|| self.single_heading(text, cell, wide || field != Some(Field::Item)))
                    .unwrap_or(RowKind::Data)
            }
            Value::Date(_) if wide || !money => match values::read_date(&cell.value, self.input.data.date_system) {
                DateCell::Is(date) => RowKind::Day {
                    date,
                    cell: place(cell),
                    heading: wide || !dated,
                    beside: None,
                },
                _ => RowKind::Data,
            },
            _ => RowKind::Data,
        }
    }

    /// A date alone in its row; `None` where the text is none.
    fn single_date(&self, text: &str, cell: &Cell, wide: bool, dated: bool) -> Option<RowKind<'a>> {
        let DateCell::Is(date) = date::text(text, self.input.data.date_system) else {
            return None;
        };
        let marked = text.contains(['年', '月', '日', '号']);
        match date {
            PartialDate::Full(_) => {}
            _ if !(wide || dated || marked) => return None,
            PartialDate::YearMonth(_) | PartialDate::MonthOnly { .. } => return Some(RowKind::Month(date)),
            PartialDate::MonthDay { .. } | PartialDate::DayOnly { .. } => {}
            PartialDate::MonthAmbiguousDay { .. } => return Some(RowKind::Data),
        }
        Some(RowKind::Day {
            date,
            cell: place(cell),
            heading: wide || !dated || marked,
            beside: None,
        })
    }

    /// `3月5日（星期二）农贸市场`: a day, and the band that begins with it.
    fn day_and_band(&self, text: &'a str, cell: &'a Cell) -> Option<RowKind<'a>> {
        let (at, mark) = text.char_indices().find(|(_, c)| matches!(c, '日' | '号'))?;
        let (day, mut rest) = text.split_at(at + mark.len_utf8());
        let DateCell::Is(date @ (PartialDate::Full(_) | PartialDate::MonthDay { .. })) = date::text(day, self.input.data.date_system)
        else {
            return None;
        };
        let sign = |c: char| normal::is_blank(c) || "()（）,，、:：-—".contains(c);
        rest = rest.trim_matches(sign);
        for weekday in ["星期", "礼拜", "周"] {
            rest = rest
                .strip_prefix(weekday)
                .map_or(rest, |r| r.trim_start_matches(|c: char| "一二三四五六日天末".contains(c)));
        }
        rest = rest.trim_matches(sign);
        if rest.is_empty() {
            return None;
        }
        Some(RowKind::Day {
            date,
            cell: place(cell),
            heading: true,
            beside: Some((rest, cell)),
        })
    }

    /// A text alone in its row that is no date; where it may be an item (`no_item` is false) only what is surely a heading.
    fn single_heading(&self, text: &'a str, cell: &'a Cell, no_item: bool) -> Option<RowKind<'a>> {
        let vocabulary = self.input.data.vocabulary;
        if titles::labels_figure(text, None, vocabulary) {
            return no_item.then_some(RowKind::Footer);
        }
        if titles::is_section(text, vocabulary)
            && (no_item || titles::is_numbered(&normal::squeeze(text)) || vocabulary.ends_as_section(text))
        {
            return Some(RowKind::Section(text.into(), cell));
        }
        // `832平台大米` is an item that names a channel, not a section of it.
        let band = self.stands_as_band(cell) && !vocabulary.is_section_text(text);
        if !no_item && !band && !vocabulary.is_seller(text) && !vocabulary.looks_like_institution(text) {
            return None;
        }
        Some(period_in(text).month.map_or(RowKind::Band(text, cell), RowKind::Month))
    }

    /// Numbered in advance, formula tails that show 0: nothing but serial, measure, unit and date cells and zeros.
    pub(super) fn is_empty_form(&self, cells: &[Cell]) -> bool {
        let region = self.input.region;
        let zero = |cell: &Cell| match &cell.value {
            Value::Number(f) | Value::Date(f) => *f == 0.0,
            Value::Uncalculated => true,
            Value::Text(t) => self.input.data.vocabulary.is_nothing(t) || matches!(normal::trim(t), "0" | "0.00" | "0.0"),
            _ => false,
        };
        cells.iter().filter(|c| self.shows(c)).all(|c| match region.field_at(c.col) {
            Some(Field::Serial | Field::Measure | Field::UnitName | Field::DayColumn | Field::MonthColumn | Field::YearColumn) => true,
            Some(field) if DATES.contains(&field) => region.kind != TableKind::Statement || zero(c),
            _ => zero(c),
        })
    }
}

/// `星期四` beside a date is a part of it.
fn is_weekday(cell: &Cell) -> bool {
    matches!(&cell.value, Value::Text(text) if text.len() <= 12 && date::text(text, DateSystem::D1900) == DateCell::Blank)
}

fn kind_by_label(label: RowLabel, at: usize) -> RowKind<'static> {
    let total = |kind, of_month| {
        RowKind::Total(TotalRow {
            kind,
            of_month,
            label_at: Some(at),
        })
    };
    match label {
        RowLabel::Total(kind) => total(kind, false),
        RowLabel::MonthTotal => total(TotalKind::Total, true),
        RowLabel::Part => RowKind::Part,
        RowLabel::Opening => RowKind::Opening,
        RowLabel::Footer => RowKind::Footer,
    }
}
