//! Statements of channels that count and nothing else: what was bought elsewhere is not said, so the base is open.

use crate::{
    model::field::Field,
    rows::{reader::TableReader, reading::RawLine},
    tables::region::{Column, TableKind},
};

impl TableReader<'_, '_> {
    /// A row a channel, none of them an ordinary one, and no total of more than these.
    pub(in crate::rows::reader) fn doubt_missing_whole(&mut self) {
        let region = self.input.region;
        let vocabulary = self.input.data.vocabulary;
        let by_rows = region.columns.iter().any(|c| c.field == Field::Channel && c.channel.is_none());
        if region.kind != TableKind::Statement || !by_rows || region.columns.iter().any(Column::is_channel_amount) {
            return;
        }
        let lines = self.sink.lines.get(self.first_line..).unwrap_or_default();
        let named = |line: &RawLine, is: &dyn Fn(&str) -> bool| line.channel.as_deref().is_some_and(is);
        let counts = lines.iter().any(|l| named(l, &|c| vocabulary.mentions_channel(c)));
        let ordinary = lines
            .iter()
            .any(|l| l.channel.is_none() || named(l, &|c| vocabulary.is_other_channel(c)));
        let of_aid = || {
            let title = self.input.titles.title.as_ref();
            title.is_some_and(|t| vocabulary.is_of_assistance(&t.text))
        };
        let of_more = self.stated.iter().any(|total| !vocabulary.is_of_assistance(&total.label)) && !of_aid();
        let Some(last) = lines.last().filter(|_| counts && !ordinary && !of_more) else {
            return;
        };
        let (row, mut base) = (last.row, last.clone());
        base.channel = None;
        self.value_cells.clear();
        self.whole_missing(row, base);
    }
}
