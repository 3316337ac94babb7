//! Where a value comes from: file, sheet, and the cell of each field.

use std::{cmp::Ordering, collections::BTreeMap, fmt, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::model::{cell::CellRef, field::Field};

/// Where a line or a finding comes from (出处); shows as `台账.xlsx › 3月 › F17`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Path below the inbox, `/` as separator; a zip's member as `inbox.zip/台账.xlsx`.
    pub file: Arc<str>,
    /// Sheet name (for CSV the file's stem).
    pub sheet: Arc<str>,
    /// One-based row, as a spreadsheet shows it; 0 for the whole sheet or (without a sheet) the whole file.
    pub row: u32,
    /// Cell of each value used, by field, e.g. `{"amount": "F17"}`.
    #[schemars(with = "BTreeMap<Field, String>")]
    pub cells: FieldCells,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.row == 0 {
            return if self.sheet.is_empty() {
                f.write_str(&self.file)
            } else {
                write!(f, "{} › {}", self.file, self.sheet)
            };
        }
        let cell = self
            .cells
            .get(Field::Amount)
            .or_else(|| self.cells.iter().next().map(|(_, cell)| cell));
        match cell {
            Some(cell) => write!(f, "{} › {} › {cell}", self.file, self.sheet),
            None => write!(f, "{} › {} › {}", self.file, self.sheet, self.row),
        }
    }
}

/// The cell of each value used, by field; in JSON `{"amount": "F17"}`. Lines of one table have their values in the same columns, so they share the
/// list of them ([`Shapes`]), for one a line takes much memory.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct FieldCells {
    /// The lowest row; 0 without any cell. So equal cells are equal values.
    row: u32,
    places: Arc<[Place]>,
}

/// A field's cell beside the others; by field, one each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Place {
    field: Field,
    /// Rows above [`FieldCells::row`]: merged and carried-down values.
    up: u32,
    col: u32,
}

impl FieldCells {
    /// The field's cell.
    pub fn get(&self, field: Field) -> Option<CellRef> {
        let at = self.places.binary_search_by_key(&field, |place| place.field).ok()?;
        self.places.get(at).map(|place| self.cell(place).1)
    }

    /// By field, in the order of the fields.
    pub fn iter(&self) -> impl Iterator<Item = (Field, CellRef)> + '_ {
        self.places.iter().map(|place| self.cell(place))
    }

    fn cell(&self, place: &Place) -> (Field, CellRef) {
        let cell = CellRef {
            row: self.row.saturating_sub(place.up),
            col: place.col,
        };
        (place.field, cell)
    }
}

/// The cells beside each other, with the row that they are counted from.
fn places(cells: &[(Field, CellRef)]) -> (u32, impl Iterator<Item = Place> + '_) {
    let row = cells.iter().map(|(_, cell)| cell.row).max().unwrap_or_default();
    let place = move |(field, cell): &(Field, CellRef)| Place {
        field: *field,
        up: row - cell.row,
        col: cell.col,
    };
    (row, cells.iter().map(place))
}

/// Of two cells of one field the later one stays.
impl FromIterator<(Field, CellRef)> for FieldCells {
    fn from_iter<I: IntoIterator<Item = (Field, CellRef)>>(cells: I) -> Self {
        let mut cells: Vec<_> = cells.into_iter().collect();
        if !cells.is_sorted_by(|a, b| a.0 < b.0) {
            cells.reverse();
            cells.sort_by_key(|(field, _)| *field);
            cells.dedup_by_key(|(field, _)| *field);
        }
        let (row, places) = places(&cells);
        Self {
            row,
            places: places.collect(),
        }
    }
}

/// The lists of columns that the lines of a workbook share.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    /// The last few, each with the cells as they came: a table's lines have some four, as an origin or an order number is there or not.
    known: Vec<(Vec<Place>, Arc<[Place]>)>,
    now: Vec<Place>,
}

/// Lists kept to share; where more are needed nearly every line has its own.
const MOST_SHAPES: usize = 32;

impl Shapes {
    /// The cells of a line's values, in whatever order they came; of several cells of one field the last in the sheet stays.
    pub fn cells(&mut self, cells: &[(Field, CellRef)]) -> FieldCells {
        let (row, now) = places(cells);
        self.now.clear();
        self.now.extend(now);
        if let Some((_, places)) = self.known.iter().find(|(came, _)| *came == self.now) {
            let places = Arc::clone(places);
            return FieldCells { row, places };
        }
        if self.known.len() == MOST_SHAPES {
            self.known.clear();
        }
        let mut sorted = cells.to_vec();
        sorted.sort_unstable();
        let fresh: FieldCells = sorted.into_iter().collect();
        self.known.push((self.now.clone(), Arc::clone(&fresh.places)));
        fresh
    }
}

/// By field, then by what is shown: the order of evidence is the order of these texts.
impl Ord for FieldCells {
    fn cmp(&self, other: &Self) -> Ordering {
        let shown = |cells: &Self| -> Vec<(Field, String)> { cells.iter().map(|(f, c)| (f, c.label())).collect() };
        if self == other {
            return Ordering::Equal;
        }
        shown(self).cmp(&shown(other))
    }
}

impl PartialOrd for FieldCells {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for FieldCells {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let mut map = serializer.serialize_map(Some(self.places.len()))?;
        for (field, cell) in self.iter() {
            map.serialize_entry(&field, &format_args!("{cell}"))?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for FieldCells {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texts: BTreeMap<Field, String> = Deserialize::deserialize(deserializer)?;
        let cells = texts
            .into_iter()
            .map(|(field, text)| Ok((field, text.parse().map_err(D::Error::custom)?)));
        cells.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_one_cell_and_the_later_stays() {
        let at = |text: &str| text.parse().unwrap();
        let cells: FieldCells = [(Field::Amount, at("F17")), (Field::Date, at("A17")), (Field::Amount, at("G17"))]
            .into_iter()
            .collect();
        assert_eq!(serde_json::to_string(&cells).unwrap(), r#"{"date":"A17","amount":"G17"}"#);
        assert_eq!(
            serde_json::from_str::<FieldCells>(r#"{"amount":"G17","date":"A17"}"#).unwrap(),
            cells
        );
        assert!(serde_json::from_str::<FieldCells>(r#"{"amount":"seventeen"}"#).is_err());
        assert_eq!((cells.get(Field::Amount), cells.get(Field::Item)), (Some(at("G17")), None));
        let one = |text: &str| FieldCells::from_iter([(Field::Amount, at(text))]);
        assert!(one("AA1") < one("B1") && one("A10") < one("A9") && one("A1").cmp(&one("A1")).is_eq());
    }

    #[test]
    fn lines_share_the_list_of_their_columns() {
        let mut shapes = Shapes::default();
        let mut line = |texts: &[(Field, &str)]| {
            let mut cells: Vec<(Field, CellRef)> = texts.iter().map(|(f, t)| (*f, t.parse().unwrap())).collect();
            let shared = shapes.cells(&cells);
            assert_eq!(shared, FieldCells::from_iter(cells.clone()));
            cells.sort_by_key(|(field, _)| *field);
            assert_eq!(shared.iter().collect::<Vec<_>>(), cells);
            shared
        };
        let first = line(&[(Field::Amount, "F17"), (Field::Date, "A17")]);
        let other = line(&[(Field::Amount, "G17"), (Field::Date, "A17")]);
        let carried = line(&[(Field::Amount, "F19"), (Field::Date, "A17")]);
        let again = line(&[(Field::Amount, "F20"), (Field::Date, "A20")]);
        assert!(Arc::ptr_eq(&first.places, &again.places) && first != again);
        assert!(!Arc::ptr_eq(&first.places, &other.places) && !Arc::ptr_eq(&first.places, &carried.places));
        assert_eq!(line(&[]), FieldCells::default());
        // Of several cells of one field the last in the sheet stays, in whatever order they come.
        let at = |text: &str| text.parse::<CellRef>().unwrap();
        for remarks in [["C4", "B5"], ["B5", "C4"], ["B4", "C4"], ["C4", "B4"]] {
            let cells = [
                (Field::Remark, at(remarks[0])),
                (Field::Item, at("A4")),
                (Field::Remark, at(remarks[1])),
            ];
            let last = remarks.map(at).into_iter().max().unwrap();
            let wanted = FieldCells::from_iter([(Field::Item, at("A4")), (Field::Remark, last)]);
            assert_eq!((shapes.cells(&cells), shapes.cells(&cells)), (wanted.clone(), wanted));
        }
    }
}
