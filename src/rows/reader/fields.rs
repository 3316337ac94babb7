//! The texts and figures of a line, with the cell of each.

use std::sync::Arc;

use crate::{
    formats::cells::{Cell, Value},
    model::{field::Field, finding::Severity, line::LineKind, source::FieldCells},
    rows::{
        reader::{Carried, TableReader},
        reading::{OF_REMARKS, RawAmount, RawLine},
    },
    tables::{columns::groups::day_of, grid::place, region::Fixed},
    values,
};

/// Whether [`target`] has a place for the field: told before its cell is made a text.
fn is_text(field: Field) -> bool {
    use Field::{
        Category, Channel, Funding, InvoiceNo, Item, Measure, OrderNo, Origin, Remark, Spec, Status, Supplier, SupplierCode, UnitName,
    };
    matches!(
        field,
        UnitName
            | Item
            | Category
            | Spec
            | Measure
            | Supplier
            | SupplierCode
            | Origin
            | Channel
            | OrderNo
            | InvoiceNo
            | Funding
            | Remark
            | Status
    )
}

/// Where a text goes; `None` for fields that are no texts.
fn target(line: &mut RawLine, field: Field) -> Option<&mut Option<Arc<str>>> {
    Some(match field {
        Field::Item => &mut line.item,
        Field::Category => &mut line.category,
        Field::Spec => &mut line.spec,
        Field::Measure => &mut line.measure,
        Field::Supplier => &mut line.supplier,
        Field::Origin => &mut line.origin,
        Field::Channel => &mut line.channel,
        Field::OrderNo => &mut line.order_no,
        Field::UnitName => &mut line.rare_mut().unit_name,
        Field::SupplierCode => &mut line.rare_mut().supplier_code,
        Field::InvoiceNo => &mut line.rare_mut().invoice_no,
        Field::Funding => &mut line.rare_mut().funding,
        Field::Remark => &mut line.rare_mut().remark,
        Field::Status => &mut line.rare_mut().status,
        _ => return None,
    })
}

impl TableReader<'_, '_> {
    /// Everything of a line but its amount; the cells of its values wait in `self.value_cells`.
    pub(super) fn base(&mut self, row: u32, kind: LineKind) -> RawLine {
        self.value_cells.clear();
        let mut line = RawLine {
            sheet: self.sink.sheet_number,
            table: self.input.table,
            kind,
            row,
            date: None,
            item: None,
            category: None,
            spec: None,
            measure: None,
            supplier: None,
            origin: None,
            channel: None,
            has_channel_column: false,
            order_no: None,
            quantity: None,
            unit_price: None,
            amount: RawAmount::Unreadable(Arc::default()),
            cells: FieldCells::default(),
            notes: Vec::new(),
            rare: None,
        };
        if self.carried.section_month.is_some() || self.carried.section.is_some() {
            let rare = line.rare_mut();
            (rare.section_month, rare.section) = (self.carried.section_month, self.carried.section.clone());
        }
        self.texts(&mut line);
        self.take_from_head(&mut line);
        (line.quantity, line.unit_price) = (self.figure(&mut line, Field::Quantity), self.figure(&mut line, Field::UnitPrice));
        self.dates(&mut line);
        self.fixed(&mut line);
        if !self.detail_columns.is_empty() || self.carried.head.headcount.is_some() {
            self.details(&mut line);
        }
        line
    }

    /// What the title of the table's group of columns says of all its lines; of their channel, where they do not say it themselves.
    fn fixed(&mut self, line: &mut RawLine) {
        for Fixed { field, title } in &self.input.region.fixed {
            if *field == Field::Channel && line.channel.is_some() {
                continue;
            }
            if *field == Field::DayColumn {
                line.date = day_of(&title.text).or(line.date);
            } else if let Some(target) = target(line, *field) {
                *target = Some(Arc::clone(&title.text));
            }
            if *field == Field::Supplier {
                // A company may sell, or have a canteen itself: the registry knows.
                line.rare_mut().names.push((title.cell.col, Arc::clone(&title.text)));
            }
            self.value_cells.push((*field, title.cell));
        }
    }

    fn texts(&mut self, line: &mut RawLine) {
        let region = self.input.region;
        let mut no = None;
        for (at, column) in region.columns.iter().enumerate() {
            let Some(cell) = self.row_cells.in_column(at).and_then(|c| c.cell) else {
                continue;
            };
            match &column.channel {
                Some(channel) if column.field == Field::Channel => no = no.or(self.tick(line, channel, cell).then_some(cell)),
                None if column.is_guess() => {
                    if let Some(text) = values::text(&cell.value) {
                        line.rare_mut().names.push((column.col, text));
                    }
                }
                None if is_text(column.field) => {
                    self.text(line, column.field, cell);
                    // Whose the goods are may stand there too.
                    if let (Field::Remark, Some(text)) = (column.field, &line.rare().remark) {
                        let text = Arc::clone(text);
                        line.rare_mut().names.push((OF_REMARKS, text));
                    }
                }
                _ => {}
            }
        }
        // A no is more than a blank: it says that the purchase was looked at.
        if let Some(cell) = no.filter(|_| line.channel.is_none()) {
            line.channel = Some(self.input.data.vocabulary.no_word());
            self.value_cells.push((Field::Channel, place(cell)));
        }
    }

    /// What the row does not say itself, and bands or pairs say for it.
    fn take_from_head(&mut self, line: &mut RawLine) {
        let Carried { head, band, .. } = &self.carried;
        if head.is_empty() && band.supplier.is_none() && band.channel.is_none() || self.names_another(line.row) {
            return;
        }
        let supplier = band.supplier.as_ref().or(head.supplier.as_ref());
        if let Some(said) = supplier.filter(|_| line.supplier.is_none()) {
            line.supplier = Some(Arc::clone(&said.text));
            self.value_cells.push((Field::Supplier, said.cell));
        }
        if let Some(said) = head.order_no.as_ref().filter(|_| line.order_no.is_none()) {
            line.order_no = Some(Arc::clone(&said.text));
            self.value_cells.push((Field::OrderNo, said.cell));
        }
        if let Some(said) = head.unit.as_ref().filter(|_| line.rare().unit_name.is_none()) {
            line.rare_mut().unit_name = Some(Arc::clone(&said.text));
            self.value_cells.push((Field::UnitName, said.cell));
        }
        let Some(said) = head.channel.as_ref().or(band.channel.as_ref()) else {
            return;
        };
        if self
            .input
            .region
            .columns
            .iter()
            .any(|c| c.field == Field::Channel || c.channel.is_some())
        {
            // Beside a column of channels it can only contradict, as a section's title does.
            if self.input.titles.section.is_none() {
                line.rare_mut().section.get_or_insert_with(|| Arc::clone(&said.text));
            }
        } else if line.channel.is_none() {
            line.channel = Some(Arc::clone(&said.text));
            self.value_cells.push((Field::Channel, said.cell));
        }
    }

    /// Whether a column that nobody knows names a seller or a channel in the row: what stands above may not hold for it then.
    fn names_another(&self, row: u32) -> bool {
        let (grid, vocabulary) = (self.input.data.grid, self.input.data.vocabulary);
        let names = |text: &str| vocabulary.mentions_channel(text) || vocabulary.is_seller(text);
        self.input.region.unmapped.iter().any(|header| {
            let cell = grid.cell(row, header.cell.col);
            matches!(cell.map(|c| &c.value), Some(Value::Text(text)) if names(text))
        })
    }

    /// A channel's column of ticks; whether it says no in so many words.
    fn tick(&mut self, line: &mut RawLine, channel: &Arc<str>, cell: &Cell) -> bool {
        let vocabulary = self.input.data.vocabulary;
        let Some(text) = values::text(&cell.value).filter(|t| !vocabulary.is_nothing(t)) else {
            return false;
        };
        if vocabulary.is_cross(&text) {
            return true;
        }
        // Two ticks name two channels: the joined text is neither, so that a person looks. So does a text that is
        // neither a yes nor a no.
        let said = if vocabulary.is_tick(&text) { Arc::clone(channel) } else { text };
        line.channel = Some(both(line.channel.take(), said));
        self.value_cells.push((Field::Channel, place(cell)));
        false
    }

    fn text(&mut self, line: &mut RawLine, field: Field, cell: &Cell) {
        let Some(text) = values::text(&cell.value) else { return };
        // A dash in a text column is a blank with ink on it.
        if field != Field::Item && field != Field::Remark && self.input.data.vocabulary.is_nothing(&text) && &*text != "无" {
            return;
        }
        let Some(target) = target(line, field) else { return };
        *target = Some(match target.take() {
            // A tick on the left and a text here: evidence of two kinds.
            // So are remarks in several columns.
            known if matches!(field, Field::Channel | Field::Remark) => both(known, text),
            _ => text,
        });
        self.value_cells.push((field, place(cell)));
        if matches!(field, Field::OrderNo | Field::InvoiceNo) && values::is_damaged_id(&cell.value) {
            line.notes.push(self.sink.note("damaged_id"));
            self.issue("damaged_id", Severity::Warning, place(cell), &values::show(&cell.value));
        }
    }

    /// A quantity or a price; the unit glued to it is the measure where no column names one.
    fn figure(&mut self, line: &mut RawLine, field: Field) -> Option<rust_decimal::Decimal> {
        let cell = self.row_cells.cell(field)?;
        let (number, unit) = values::quantity(&cell.value)?;
        self.value_cells.push((field, place(cell)));
        if line.measure.is_none() && !unit.is_empty() {
            line.measure = Some(unit.into());
        }
        Some(number)
    }
}

/// One text of two that may differ.
pub(super) fn both(known: Option<Arc<str>>, said: Arc<str>) -> Arc<str> {
    match known {
        Some(known) if *known != *said => format!("{known}、{said}").into(),
        _ => said,
    }
}
