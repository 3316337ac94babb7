//! What `.xlsx` and `.xlsb` have in common: a zip of parts, found by their relations, and the sheets in it.

use std::sync::Arc;

use crate::{
    formats::{
        cells::{Book, Damage, DateSystem, Format, Visibility},
        container::Container,
        limits::Limits,
        sheet_builder::{SheetBuilder, cells_left, missing},
        unreadable::Unreadable,
        xml::{self, attribute, each_start},
    },
    model::CellRef,
};

/// A package whose workbook part was found.
pub(crate) struct Package<'a> {
    container: Container<'a>,
    limits: &'a Limits,
    format: Format,
    /// Path of the part that lists the sheets.
    path: String,
    relations: Vec<Relation>,
    /// The part that lists the sheets; empty where it is missing.
    pub(crate) workbook: Vec<u8>,
}

/// Where a part says that another one is.
struct Relation {
    id: String,
    /// Type URI; its last part tells what it is, transitional or strict.
    kind: String,
    /// Relative to the part.
    target: String,
}

/// What the workbook part says.
#[derive(Default)]
pub(crate) struct Outline {
    /// Sheets of every kind in tab order.
    pub(crate) sheets: Vec<Listed>,
    /// 1904 date system.
    pub(crate) date1904: bool,
}

/// A sheet as the workbook lists it.
pub(crate) struct Listed {
    /// Tab name.
    pub(crate) name: Arc<str>,
    /// Relation id.
    pub(crate) relation: String,
    pub(crate) visibility: Visibility,
}

/// What the cells of all sheets refer to.
#[derive(Default)]
pub(crate) struct Shared {
    /// Shared texts, in order.
    pub(crate) strings: Vec<Arc<str>>,
    /// Whether a style shows dates, by its number.
    pub(crate) dates: Vec<bool>,
    /// Whether a style strikes its text through; empty where none does.
    pub(crate) struck: Vec<bool>,
}

struct Worksheet {
    name: Arc<str>,
    visibility: Visibility,
    path: String,
}

impl<'a> Package<'a> {
    /// Finds the workbook part and its relations.
    pub(crate) fn open(bytes: &'a [u8], format: Format, limits: &'a Limits) -> Result<Self, Unreadable> {
        let mut container = Container::open(bytes, limits)?;
        let package = relations(&mut container, "_rels/.rels")?;
        let named = package.into_iter().find(|r| r.kind.ends_with("/officeDocument"));
        let named = named.map(|r| r.target.trim_start_matches('/').to_owned());
        let path = match format {
            Format::Xlsb => named
                .filter(|n| n.ends_with(".bin"))
                .unwrap_or_else(|| "xl/workbook.bin".to_owned()),
            _ => named.unwrap_or_else(|| "xl/workbook.xml".to_owned()),
        };
        let workbook = container.part(&path)?.unwrap_or_default();
        let (folder, name) = path.rsplit_once('/').map_or(("", path.as_str()), |(folder, name)| (folder, name));
        let of_workbook = format!("{folder}/_rels/{name}.rels");
        let relations = relations(&mut container, of_workbook.trim_start_matches('/'))?;
        Ok(Self {
            container,
            limits,
            format,
            path,
            relations,
            workbook,
        })
    }

    /// The first part of a kind that the workbook relates to; empty where there is none.
    pub(crate) fn part(&mut self, kind: &str) -> Result<Vec<u8>, Unreadable> {
        match self.relations.iter().find(|r| r.kind.rsplit('/').next() == Some(kind)) {
            Some(found) => Ok(self.container.part(&resolve(&self.path, &found.target))?.unwrap_or_default()),
            None => Ok(Vec::new()),
        }
    }

    /// The book; `parse` takes the cells of a worksheet's part.
    pub(crate) fn into_book(
        mut self,
        outline: &Outline,
        parse: impl Fn(Vec<u8>, SheetBuilder) -> Result<SheetBuilder, Unreadable>,
    ) -> Result<Book, Unreadable> {
        let mut damage = Vec::new();
        let listed = self.worksheets(&outline.sheets, &mut damage)?;
        self.limits.check_sheets(listed.len())?;
        let mut sheets = Vec::with_capacity(listed.len());
        for Worksheet { name, visibility, path } in listed {
            let Some(part) = self.container.part(&path)? else {
                sheets.push(missing(name, visibility, path, &mut damage));
                continue;
            };
            let empty = SheetBuilder::new(cells_left(&sheets, self.limits), self.limits);
            let mut read = parse(part, empty)?;
            read.marks.comments = self.comments(&path)?;
            sheets.push(read.into_sheet(name, visibility, &mut damage));
        }
        Ok(Book {
            format: self.format,
            date_system: if outline.date1904 { DateSystem::D1904 } else { DateSystem::D1900 },
            sheets,
            damage,
        })
    }

    /// Cells of a worksheet with a comment, in order.
    fn comments(&mut self, sheet: &str) -> Result<Vec<(u32, u32)>, Unreadable> {
        let mut out = Vec::new();
        if !self.container.names().iter().any(|n| n.contains("comments")) {
            return Ok(out);
        }
        let (folder, name) = sheet.rsplit_once('/').unwrap_or(("", sheet));
        let of_sheet = relations(&mut self.container, &format!("{folder}/_rels/{name}.rels"))?;
        let Some(found) = of_sheet.iter().find(|r| r.kind.ends_with("/comments")) else {
            return Ok(out);
        };
        let part = self.container.part(&resolve(sheet, &found.target))?.unwrap_or_default();
        each_start(&xml::decode(part), |e| {
            if e.local_name().as_ref() == "comment"
                && let Some(cell) = attribute(e, "ref").and_then(|r| r.parse::<CellRef>().ok())
            {
                out.push((cell.row, cell.col));
            }
        });
        out.sort_unstable();
        Ok(out)
    }

    /// The worksheets in tab order; what is listed and has no path is missing.
    fn worksheets(&self, sheets: &[Listed], damage: &mut Vec<Damage>) -> Result<Vec<Worksheet>, Unreadable> {
        const FOLDER: &str = "xl/worksheets/";
        let listed: Vec<Worksheet> = sheets
            .iter()
            .filter_map(|s| {
                let path = match self.relations.iter().find(|r| r.id == s.relation) {
                    Some(r) if !r.kind.ends_with("/worksheet") => return None,
                    Some(r) => resolve(&self.path, &r.target),
                    // Nothing says where its content is: it is said to be missing, not passed over.
                    None => String::new(),
                };
                Some(Worksheet {
                    name: s.name.clone(),
                    visibility: s.visibility,
                    path,
                })
            })
            .collect();
        if listed.iter().any(|s| !s.path.is_empty()) {
            return Ok(listed);
        }
        // A book whose directory is lost still has its sheets.
        let ending = if self.format == Format::Xlsb { ".bin" } else { ".xml" };
        let mut names: Vec<&str> = self
            .container
            .names()
            .iter()
            .filter_map(|n| n.strip_prefix(FOLDER)?.strip_suffix(ending))
            .filter(|n| !n.contains('/') && !n.starts_with("binaryIndex"))
            .collect();
        if names.is_empty() {
            return Err(Unreadable::Damaged("no worksheet in the workbook".to_owned()));
        }
        names.sort_by_key(|n| (n.len(), *n));
        damage.push(Damage::directory_lost(self.path.as_str()));
        let found = |name: &str| Worksheet {
            name: Arc::from(name),
            visibility: Visibility::Visible,
            path: format!("{FOLDER}{name}{ending}"),
        };
        Ok(names.into_iter().map(found).collect())
    }
}

fn relations(container: &mut Container<'_>, path: &str) -> Result<Vec<Relation>, Unreadable> {
    let mut out = Vec::new();
    each_start(&xml::decode(container.part(path)?.unwrap_or_default()), |e| {
        let value = |name| attribute(e, name).map(std::borrow::Cow::into_owned);
        if e.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(kind), Some(target)) = (value("Id"), value("Type"), value("Target"))
        {
            out.push(Relation { id, kind, target });
        }
    });
    Ok(out)
}

/// A target against the part that names it: absolute, or relative with `..`.
fn resolve(part: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut folders: Vec<&str> = part.split('/').collect();
    folders.pop();
    for step in target.split('/') {
        match step {
            ".." => {
                folders.pop();
            }
            "." | "" => {}
            name => folders.push(name),
        }
    }
    folders.join("/")
}
