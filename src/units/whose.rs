//! Whose ledger it is: what names the unit of a line, in the order in which it is believed.
//!
//! Unit columns, unit lines, titles, the tab, the rest of the book, the file's name, the folders. The first of them that names a *registered* unit
//! decides; only where none does, the first that names what looks like an institution. So a name that is only found never stands before one that
//! the registry confirms.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use crate::{
    model::{cell::CellRef, codes},
    rows::reading::{OF_BANDS, RawLine, Reading, SheetReading, TableReading},
    tables::region::Located,
    units::placing::{PathHints, Placed, Placer, UnitKey},
};

mod contested;
mod named;
mod path;
mod registered_columns;

codes! {
    /// What named the unit of a line.
    pub enum NamedBy {
        /// A cell of the line's own row.
        Column = "column",
        /// `填报单位：` above or below the table.
        UnitLine = "unit_line",
        /// A title.
        Title = "title",
        /// The tab.
        Tab = "tab",
        /// Another sheet of the book.
        Book = "book",
        /// The file's name.
        FileName = "file_name",
        /// A folder.
        Folder = "folder",
    }
}

/// The unit of a line, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// The unit.
    pub unit: Placed,
    /// What named it.
    pub by: NamedBy,
    /// The text that did.
    pub text: String,
    /// Where in the book it stands.
    pub cell: Option<(u16, CellRef)>,
    /// Other registered units that the same evidence names: whose the line is stays open.
    pub rivals: Vec<Placed>,
    /// Something else contradicts it.
    pub contested: bool,
}

/// Names of one rank.
struct Level<'r> {
    by: NamedBy,
    texts: Vec<Text<'r>>,
    /// A label or a unit column says that they are units.
    labelled: bool,
}

#[derive(Clone, Copy)]
struct Text<'r> {
    text: &'r str,
    cell: Option<(u16, CellRef)>,
    /// A column that nobody knows: its texts count only where the registry has them.
    guess: Option<u32>,
}

/// What the place of a line depends on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Place<'r> {
    sheet: u16,
    table: u16,
    column: Option<&'r str>,
    /// The band that it stands below.
    band: Option<&'r str>,
    guesses: &'r [(u32, Arc<str>)],
}

/// Tells whose the lines of one reading are.
pub struct Whose<'r> {
    placer: &'r Placer<'r>,
    reading: &'r Reading,
    hints: &'r PathHints,
    /// Columns that nobody knows and most of whose texts the registry has.
    columns: BTreeSet<(u16, u16, u32)>,
    known: HashMap<Place<'r>, Option<Placement>>,
    last: Option<(Place<'r>, Option<Placement>)>,
    /// What the book as a whole names.
    book: Option<Level<'r>>,
}

/// Texts of a book that are asked what the book as a whole names.
const MOST_OF_BOOK: usize = 200;
/// Lines of one book whose places are remembered.
const MOST_KNOWN: usize = 10_000;

impl<'r> Whose<'r> {
    /// For the lines of a reading.
    #[must_use]
    pub fn new(placer: &'r Placer<'r>, reading: &'r Reading, hints: &'r PathHints) -> Self {
        let mut whose = Self {
            placer,
            reading,
            hints,
            columns: BTreeSet::new(),
            known: HashMap::new(),
            last: None,
            book: None,
        };
        whose.columns = whose.registered_columns();
        whose.book = whose.of_book();
        whose
    }

    /// The unit of a line; `None` where nothing names one.
    pub fn line(&mut self, line: &'r RawLine) -> Option<&Placement> {
        let rare = line.rare();
        let known = |(col, _): &(u32, _)| self.columns.contains(&(line.sheet, line.table, *col));
        let place = Place {
            sheet: line.sheet,
            table: line.table,
            column: rare.unit_name.as_deref(),
            band: rare.names.iter().find(|(col, _)| *col == OF_BANDS).map(|(_, text)| &**text),
            guesses: if rare.names.iter().any(known) { &rare.names } else { &[] },
        };
        self.at(place)
    }

    /// The unit of a sheet without lines.
    pub fn sheet(&mut self, sheet: u16) -> Option<&Placement> {
        self.at(Place {
            sheet,
            table: 0,
            column: None,
            band: None,
            guesses: &[],
        })
    }

    fn at(&mut self, place: Place<'r>) -> Option<&Placement> {
        // Lines of one table repeat their unit.
        if self.last.as_ref().is_none_or(|(last, _)| *last != place) {
            if self.known.len() >= MOST_KNOWN {
                self.known.clear();
            }
            let known = self.known.get(&place).cloned();
            let placement = known.unwrap_or_else(|| {
                let placement = self.find(place);
                self.known.insert(place, placement.clone());
                placement
            });
            self.last = Some((place, placement));
        }
        self.last.as_ref()?.1.as_ref()
    }

    fn find(&self, place: Place<'r>) -> Option<Placement> {
        let levels = self.levels(place);
        // Where the registry has the unit, hardly anything asks what else the texts name.
        let found = std::cell::LazyCell::new(|| self.first_found(&levels));
        let another = |unit: usize| found.as_ref().is_some_and(|f| f.by != NamedBy::Folder && self.is_another(f, unit));
        let Some(mut registered) = self.first_registered(&levels, false, another) else {
            // Nothing but a seller's paper: an institution's name goes before the seller, who stands there only in doubt.
            let seller = self.first_registered(&levels, true, another);
            let sure = found.as_ref().is_some_and(|f| self.placer.is_institution(&f.unit));
            return seller.filter(|_| !sure).or_else(|| found.clone());
        };
        if let Some(part) = self.part_by_tab(place, &registered) {
            return Some(part);
        }
        // Another institution in the workbook than on the file, or in the rows than above them: the registered one stands, and nobody is sure.
        if let UnitKey::Registered(unit) = registered.unit.key {
            let below: &[NamedBy] = match registered.by {
                NamedBy::FileName => &[NamedBy::Column, NamedBy::UnitLine, NamedBy::Title],
                NamedBy::Column => &[],
                _ if place.column.is_none() => &[],
                _ => &[NamedBy::Column],
            };
            let another = || found.as_ref().is_some_and(|f| below.contains(&f.by) && self.is_another(f, unit));
            registered.contested |= !below.is_empty() && another();
            registered.contested |= place.band.is_some_and(|band| self.is_of_another(band, unit));
            // Above the first table nothing stands nearer to it than to another.
            let nearer = || {
                found
                    .as_ref()
                    .is_some_and(|f| self.stands_nearer(place, f, &registered) && self.is_another(f, unit))
            };
            let nearer = place.table > 0 && nearer();
            registered.contested |= nearer;
        }
        Some(registered)
    }

    /// What names a unit, the most trusted first.
    fn levels(&self, place: Place<'r>) -> Vec<Level<'r>> {
        let sheet = self.reading.sheets.get(usize::from(place.sheet));
        let table = sheet.and_then(|s| s.tables.get(usize::from(place.table)));
        let located = |list: &'r [Located]| -> Vec<Text<'r>> {
            let text = |l: &'r Located| Text {
                text: &l.text,
                cell: Some((place.sheet, l.cell)),
                guess: None,
            };
            list.iter().map(text).collect()
        };
        let bare = |text: &'r str, guess: Option<u32>| Text { text, cell: None, guess };
        let column = place.column.map(|t| bare(t, None)).into_iter();
        let guesses = place
            .guesses
            .iter()
            .filter(|(col, _)| self.columns.contains(&(place.sheet, place.table, *col)));
        let level = |by, texts| Level {
            by,
            texts,
            labelled: matches!(by, NamedBy::Column | NamedBy::UnitLine),
        };
        let mut levels = vec![level(
            NamedBy::Column,
            column.chain(guesses.map(|(col, text)| bare(text, Some(*col)))).collect(),
        )];
        levels.extend(table.map(|t| level(NamedBy::UnitLine, located(&t.unit_names))));
        // Of a sheet the first line that names a registered unit; those of other tables give way to this table's titles.
        let of_sheet = sheet.map(|s| located(&s.unit_names)).unwrap_or_default();
        let foreign = |t: &Text<'_>| t.cell.zip(sheet).is_some_and(|(at, s)| is_of_another_table(s, place.table, at.1));
        let (others, own): (Vec<_>, Vec<_>) = of_sheet.into_iter().partition(foreign);
        levels.extend(own.into_iter().map(|text| level(NamedBy::UnitLine, vec![text])));
        levels.extend(table.map(|t| level(NamedBy::Title, located(&t.titles))));
        levels.extend(others.into_iter().map(|text| level(NamedBy::UnitLine, vec![text])));
        let of_sheet = sheet.map(|s| located(&s.titles)).unwrap_or_default();
        levels.extend(of_sheet.into_iter().map(|text| level(NamedBy::Title, vec![text])));
        levels.extend(sheet.map(|s| level(NamedBy::Tab, vec![bare(&s.name, None)])));
        levels.extend(self.book.as_ref().map(|book| Level {
            texts: book.texts.clone(),
            ..*book
        }));
        levels.push(level(NamedBy::FileName, vec![bare(&self.hints.stem, None)]));
        levels.extend(self.hints.folders.iter().map(|f| level(NamedBy::Folder, vec![bare(f, None)])));
        levels
    }

    /// The first registered unit, or the first that only `sells` by the paper that names it; `another`: whether what is found without the registry
    /// is plainly another's than a unit.
    fn first_registered(&self, levels: &[Level<'r>], sells: bool, another: impl Fn(usize) -> bool) -> Option<Placement> {
        let Placer {
            names, words, counties, ..
        } = self.placer;
        let county = self.hints.county.as_ref();
        self.placer.registry?;
        levels.iter().find_map(|level| {
            let mut units: Vec<(usize, Text<'r>)> = Vec::new();
            for text in &level.texts {
                let of_text = if let Some(col) = text.guess {
                    self.placer.of_guess(col, text.text, county).into_iter().collect()
                } else {
                    let of_path = matches!(level.by, NamedBy::FileName | NamedBy::Folder);
                    let mut named = names.find(text.text, county, words, counties);
                    if named.is_empty() && of_path {
                        named = names.of_campus(text.text, county, words, counties);
                    }
                    let owners = if level.labelled {
                        named.clone()
                    } else {
                        self.placer.without_sellers(text.text, &named)
                    };
                    let village = level.by != NamedBy::Tab && level.by != NamedBy::Title && named.is_empty();
                    let village = village.then(|| names.of_village(text.text, county, words, counties)).flatten();
                    if sells && owners.is_empty() {
                        named
                    } else {
                        owners.into_iter().chain(village).collect()
                    }
                };
                units.extend(of_text.into_iter().map(|unit| (unit, *text)));
            }
            let narrow = names.narrower(&units.iter().map(|(unit, _)| *unit).collect::<Vec<_>>());
            let (unit, text) = *units.iter().find(|(unit, _)| narrow.contains(unit))?;
            let others: BTreeSet<usize> = narrow.into_iter().filter(|other| *other != unit).collect();
            let placement = Placement {
                unit: self.placer.registered(unit, text.text),
                by: level.by,
                text: text.text.to_owned(),
                cell: text.cell,
                contested: sells || !others.is_empty(),
                rivals: others.into_iter().map(|other| self.placer.registered(other, "")).collect(),
            };
            // A bureau's folder must not claim an unregistered school.
            (level.by != NamedBy::Folder || !another(unit)).then_some(placement)
        })
    }

    /// The first name that looks like a unit's. A label's or a unit column's may be any; other words must name an institution. At the very last
    /// what a file's or a folder's name leaves: better a unit that nobody knows than lines that are nobody's.
    fn first_found(&self, levels: &[Level<'r>]) -> Option<Placement> {
        let Placer { words, counties, .. } = self.placer;
        let of = |level: &Level<'r>, name: &dyn Fn(&str) -> Option<String>| {
            level.texts.iter().filter(|t| t.guess.is_none()).find_map(|text| {
                let shown = name(text.text)?;
                Some(Placement {
                    unit: self.placer.found(&shown, self.hints),
                    by: level.by,
                    text: text.text.to_owned(),
                    cell: text.cell,
                    rivals: Vec::new(),
                    contested: false,
                })
            })
        };
        let labelled = |text: &str| {
            let text = text.trim();
            let name = words.unit_in_name(text, counties).filter(|_| words.may_be_unit(text, counties))?;
            // 夏县实验小学食堂3月: the month is none of the name.
            let dated = text.contains(['年', '月']) && text.contains(|c: char| c.is_ascii_digit());
            Some(if dated { name } else { text.to_owned() })
        };
        let institution = |text: &str| words.institution_in(text, counties);
        let rest = |text: &str| words.unit_in_name(text, counties).filter(|name| words.may_be_unit(name, counties));
        let first = levels.iter().find_map(|level| {
            if level.labelled {
                of(level, &labelled)
            } else {
                of(level, &institution)
            }
        });
        let of_path = |level: &&Level<'r>| matches!(level.by, NamedBy::FileName | NamedBy::Folder);
        let left = || levels.iter().filter(of_path).find_map(|level| of(level, &rest));
        let given = || {
            levels
                .iter()
                .find(of_path)
                .and_then(|level| of(level, &|_| self.hints.given.clone()))
        };
        first.or_else(left).or_else(given)
    }

    /// What a book's unit lines, or else its titles, name where all that name anything agree: it holds for sheets that say nothing.
    fn of_book(&self) -> Option<Level<'r>> {
        let sheets = &self.reading.sheets;
        let lines = (0_u16..).zip(sheets).flat_map(|(n, s)| {
            s.unit_names
                .iter()
                .chain(s.tables.iter().flat_map(|t| &t.unit_names))
                .map(move |u| (n, u))
        });
        let titles = (0_u16..)
            .zip(sheets)
            .flat_map(|(n, s)| s.titles.iter().chain(s.tables.iter().flat_map(|t| &t.titles)).map(move |u| (n, u)));
        if sheets.len() < 2 {
            return None;
        }
        let agreed = |texts: &mut dyn Iterator<Item = (u16, &'r Located)>, labelled: bool| {
            let mut first: Option<(Placed, Text<'r>)> = None;
            for (sheet, located) in texts.take(MOST_OF_BOOK) {
                let text = Text {
                    text: &located.text,
                    cell: Some((sheet, located.cell)),
                    guess: None,
                };
                let levels = [Level {
                    by: NamedBy::Book,
                    texts: vec![text],
                    labelled,
                }];
                let registered = self.first_registered(&levels, false, |_| false);
                let Some(placed) = registered.or_else(|| self.first_found(&levels)) else {
                    continue;
                };
                match &first {
                    Some((unit, _)) if unit.key != placed.unit.key => return None,
                    Some(_) => {}
                    None => first = Some((placed.unit, text)),
                }
            }
            first.map(|(_, text)| Level {
                by: NamedBy::Book,
                texts: vec![text],
                labelled,
            })
        };
        agreed(&mut { lines }, true).or_else(|| agreed(&mut { titles }, false))
    }
}

/// Whether a unit line of the sheet stands above the table before this one, or is that of the next one.
fn is_of_another_table(sheet: &SheetReading, table: u16, cell: CellRef) -> bool {
    let at = usize::from(table);
    let before = at.checked_sub(1).and_then(|at| sheet.tables.get(at));
    let (own, next) = (sheet.tables.get(at), sheet.tables.get(at + 1));
    let above = |t: &TableReading| own.is_some_and(|own| t.header.0 < own.header.0) && cell.row < t.header.0;
    before.is_some_and(above) || next.is_some_and(|t| cell.row > t.header.0 || t.unit_names.iter().any(|name| name.cell == cell))
}
