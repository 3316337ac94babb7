//! Cells by place and by field.

use std::{cmp::Ordering, fmt, str::FromStr, sync::Arc};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, MapAccess, Visitor},
};

use crate::model::Field;

/// A cell by its absolute, zero-based position; shows as `F17`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellRef {
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub col: u32,
}

/// Seven letters and ten digits.
const LONGEST: usize = 17;

impl CellRef {
    /// As a spreadsheet names the cell, `F17`. Every value of every line carries one: no formatting machinery.
    #[must_use]
    pub fn label(&self) -> String {
        self.written(&mut [0; LONGEST]).to_owned()
    }

    /// Appends the name between quotation marks, as JSON has it.
    pub(crate) fn append_quoted(&self, to: &mut Vec<u8>) {
        to.push(b'"');
        to.extend_from_slice(self.written(&mut [0; LONGEST]).as_bytes());
        to.push(b'"');
    }

    fn written<'b>(&self, buffer: &'b mut [u8; LONGEST]) -> &'b str {
        let mut at = LONGEST;
        let mut put = |sign: u64| {
            at -= 1;
            buffer[at] = u8::try_from(sign).unwrap_or(b'?');
        };
        let mut row = u64::from(self.row) + 1;
        while row > 0 {
            put(u64::from(b'0') + row % 10);
            row /= 10;
        }
        let mut col = u64::from(self.col) + 1;
        while col > 0 {
            put(u64::from(b'A') + (col - 1) % 26);
            col = (col - 1) / 26;
        }
        std::str::from_utf8(&buffer[at..]).unwrap_or_default()
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.written(&mut [0; LONGEST]))
    }
}

/// A text that names no cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no cell")]
pub struct NoCell(String);

impl FromStr for CellRef {
    type Err = NoCell;
    fn from_str(text: &str) -> Result<Self, NoCell> {
        let digits = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
        let (letters, digits) = text.split_at(digits);
        let col = letters.bytes().try_fold(0_u64, |n, b| {
            let letter = b.is_ascii_uppercase().then(|| u64::from(b - b'A') + 1)?;
            n.checked_mul(26)?.checked_add(letter)
        });
        let col = col.and_then(|c| u32::try_from(c.checked_sub(1)?).ok());
        let row = digits.parse::<u64>().ok().and_then(|r| u32::try_from(r.checked_sub(1)?).ok());
        let found = col.zip(row).map(|(col, row)| Self { row, col });
        found.filter(|c| c.label() == text).ok_or_else(|| NoCell(text.to_owned()))
    }
}

/// Zero-based column index to letters: 0 → `A`, 26 → `AA`.
#[must_use]
pub fn column_letters(col: u32) -> String {
    let mut name = CellRef { row: 0, col }.label();
    name.pop();
    name
}

/// The cell of each value used, by field; in JSON `{"amount": "F17"}`. Lines of one table have their values in the same columns, so they share the
/// list of them ([`Shapes`]): one a line was a third of all memory.
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
    #[must_use]
    pub fn get(&self, field: Field) -> Option<CellRef> {
        let at = self.places.binary_search_by_key(&field, |place| place.field).ok()?;
        self.places.get(at).map(|place| self.cell(place).1)
    }

    /// By field, in the order of the fields.
    pub fn iter(&self) -> impl Iterator<Item = (Field, CellRef)> + '_ {
        self.places.iter().map(|place| self.cell(place))
    }

    /// The row of all cells, where it is one: of most lines.
    pub(crate) fn one_row(&self) -> Option<u32> {
        self.places.iter().all(|place| place.up == 0).then_some(self.row)
    }

    /// Whether both share the list of their columns. Equal ones may be kept apart.
    pub(crate) fn same_columns(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.places, &other.places)
    }

    fn cell(&self, place: &Place) -> (Field, CellRef) {
        let cell = CellRef {
            row: self.row.saturating_sub(place.up),
            col: place.col,
        };
        (place.field, cell)
    }
}

/// By field and beside each other, with the row that they are counted from. Of two cells of one field the later one stays.
fn places(cells: &mut Vec<(Field, CellRef)>) -> (u32, impl ExactSizeIterator<Item = Place> + '_) {
    if !cells.is_sorted_by(|a, b| a.0 < b.0) {
        cells.reverse();
        cells.sort_by_key(|(field, _)| *field);
        cells.dedup_by_key(|(field, _)| *field);
    }
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
        let (row, places) = places(&mut cells);
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
        let row = cells.iter().map(|(_, cell)| cell.row).max().unwrap_or_default();
        self.now.clear();
        self.now.extend(cells.iter().map(|(field, cell)| Place {
            field: *field,
            up: row - cell.row,
            col: cell.col,
        }));
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

/// Names for people; where nobody reads along (the store of readings), what it is made of.
impl Serialize for FieldCells {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        if !serializer.is_human_readable() {
            return (self.row, &*self.places).serialize(serializer);
        }
        let mut map = serializer.serialize_map(Some(self.places.len()))?;
        for (field, cell) in self.iter() {
            map.serialize_entry(&field, cell.written(&mut [0; LONGEST]))?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for FieldCells {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Cells;
        impl<'de> Visitor<'de> for Cells {
            type Value = FieldCells;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("cells by field")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FieldCells, A::Error> {
                let mut cells = Vec::new();
                while let Some((field, text)) = map.next_entry::<Field, String>()? {
                    cells.push((field, text.parse().map_err(A::Error::custom)?));
                }
                Ok(cells.into_iter().collect())
            }
        }
        if !deserializer.is_human_readable() {
            let (row, places): (u32, Vec<Place>) = Deserialize::deserialize(deserializer)?;
            return Ok(Self {
                row,
                places: places.into(),
            });
        }
        deserializer.deserialize_map(Cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_a_spreadsheet_does() {
        for (col, letters) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            assert_eq!(column_letters(col), letters);
            let cell = CellRef { row: 16, col };
            assert_eq!(cell.to_string(), format!("{letters}17"));
            assert_eq!(format!("{letters}17").parse(), Ok(cell));
        }
        let last = CellRef {
            row: u32::MAX,
            col: u32::MAX,
        };
        assert_eq!(last.to_string(), "MWLQKWV4294967296");
        assert_eq!("MWLQKWV4294967296".parse(), Ok(last));
        for text in [
            "",
            "F",
            "17",
            "F0",
            "f17",
            "F017",
            "F17 ",
            "$F$17",
            "MWLQKWW1",
            "A4294967297",
            "大1",
        ] {
            assert!(text.parse::<CellRef>().is_err(), "{text}");
        }
    }

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
        // As the store keeps them.
        for cells in [first, carried, FieldCells::default()] {
            let kept = postcard::to_stdvec(&cells).unwrap();
            assert_eq!(postcard::from_bytes::<FieldCells>(&kept).unwrap(), cells);
        }
    }
}
