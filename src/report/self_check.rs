//! What `bangfu check` says (`bangfu/check/1`): the verdict that an audit of these workbooks would give, and what to mend in them first.

use std::{fmt::Write as _, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    model::{CellRef, Fen, PolicyInfo, RequirementResult, RunInfo, UnitSummary, Verdict, codes, percent},
    report::words,
    text::{Catalog, one_line, stem},
};

/// Schema id of `check --format json`.
pub const CHECK_SCHEMA: &str = "bangfu/check/1";
/// Places of one item that the text names.
const MOST_PLACES: usize = 20;
/// Different sentences of one item that the text says.
const MOST_MESSAGES: usize = 3;
/// Characters of a cell that the text repeats.
const FOUND_SHOWN: usize = 24;

codes! {
    /// Where the month comes from.
    pub enum PeriodFrom {
        /// `--period`.
        Given = "given",
        /// The last month that has purchases in the files.
        Data = "data",
        /// No purchase has a month: this month.
        Today = "today",
    }
}

/// What an audit of the workbooks would find, and what to mend in them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SelfCheck {
    /// `bangfu/check/1`.
    pub schema: String,
    /// Month, policy, program.
    pub run: RunInfo,
    /// Where the month comes from.
    pub period_from: PeriodFrom,
    /// Policy at the month.
    pub policy: PolicyInfo,
    /// Files found.
    pub files: u64,
    /// Lines read.
    pub lines: u64,
    /// As in `summary.json`.
    pub units: Vec<UnitSummary>,
    /// What must be mended, worst first: as long as there is any, the exit status is 3.
    pub mend: Vec<MendItem>,
    /// What is worth a look before submitting.
    pub look: Vec<MendItem>,
    /// Notes that need nothing.
    pub notes: u64,
}

/// One cause, wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MendItem {
    /// Code of an issue, a rejection, a dispute or a check.
    pub cause: String,
    /// What is wrong.
    pub title: String,
    /// What to do.
    pub fix: String,
    /// Amount at stake, fen, where it is known.
    pub amount_fen: Option<i64>,
    /// Every place.
    pub places: Vec<MendPlace>,
}

/// A file, a row or a cell to mend.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct MendPlace {
    /// Path below the input.
    pub file: Arc<str>,
    /// Sheet; none for the whole file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<Arc<str>>,
    /// Cell; the first of the row where the whole row is meant.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "cell_label")]
    #[schemars(with = "Option<String>")]
    pub cell: Option<CellRef>,
    /// What stands there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub found: String,
    /// What is wrong with it, where the title does not say all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
}

mod cell_label {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use crate::model::CellRef;

    pub(super) fn serialize<S: Serializer>(cell: &Option<CellRef>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&cell.as_ref().map(CellRef::label).unwrap_or_default())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<CellRef>, D::Error> {
        String::deserialize(from)?.parse().map(Some).map_err(D::Error::custom)
    }
}

impl MendItem {
    /// Places in one column below each other with the same words, as one.
    pub fn ranges(&self) -> impl Iterator<Item = &[MendPlace]> {
        self.places.chunk_by(|a, b| {
            let follows = a.cell.zip(b.cell).is_some_and(|(a, b)| (a.row + 1, a.col) == (b.row, b.col));
            follows && (&a.file, &a.sheet, &a.found, &a.message) == (&b.file, &b.sheet, &b.found, &b.message)
        })
    }
}

/// `F5` or `F5–F236`; nothing for a whole file.
pub(crate) fn cells(range: &[MendPlace]) -> String {
    let cell = |place: Option<&MendPlace>| place.and_then(|p| p.cell).map(|c| c.to_string());
    match (cell(range.first()), cell(range.last())) {
        (Some(first), Some(last)) if first != last => format!("{first}–{last}"),
        (first, _) => first.unwrap_or_default(),
    }
}

impl SelfCheck {
    /// 3 while something must be mended.
    pub fn exit_status(&self) -> u8 {
        if self.mend.is_empty() { 0 } else { 3 }
    }

    /// For people.
    pub fn text(&self, catalog: &Catalog) -> String {
        let mut out = String::new();
        let mut put = |line: String| {
            let _ = writeln!(out, "{}", one_line(&line));
        };
        let say = |key: &str, args: &[(&str, &str)]| catalog.say(&format!("check.{key}"), args);
        // Without a unit no ratio is foretold, and no month matters.
        if !self.units.is_empty() {
            let month = self.run.period.words(catalog);
            let how = catalog.get(&format!("check.period_from.{}", self.period_from.code())).to_owned();
            put(say("period", &[("month", &month), ("how", &how), ("policy", &self.policy.title)]));
            words::pending(&self.run, &self.policy, catalog).into_iter().for_each(&mut put);
        }
        put(say(
            "inputs",
            &[("files", &self.files.to_string()), ("lines", &self.lines.to_string())],
        ));
        for unit in &self.units {
            put(String::new());
            self.unit(unit, catalog).into_iter().for_each(&mut put);
        }
        for (key, items) in [("mend", &self.mend), ("look", &self.look)] {
            if !items.is_empty() {
                put(String::new());
                put(say(key, &[("count", &items.len().to_string())]));
                for (number, item) in (1_usize..).zip(items) {
                    self.item(number, item, catalog).into_iter().for_each(&mut put);
                }
            }
        }
        put(String::new());
        if self.notes > 0 {
            put(say("notes", &[("count", &self.notes.to_string())]));
        }
        put(say(if self.mend.is_empty() { "sound" } else { "again" }, &[]));
        out
    }

    /// The foretold verdict, and each ratio of the month and of the year to date.
    fn unit(&self, unit: &UnitSummary, catalog: &Catalog) -> Vec<String> {
        let say = |key: &str, args: &[(&str, &str)]| catalog.say(&format!("check.{key}"), args);
        let mut remark = words::months_without_lines(&unit.months_without_lines, self.run.period, catalog);
        if let Some(note) = unit.note {
            remark = say("note", &[("note", &words::note(catalog, Some(note)))]);
        }
        let (lines, disputed) = (unit.lines.to_string(), unit.disputed_lines.to_string());
        let verdict = unit.verdict.word(catalog);
        let args = [
            ("unit", &*unit.unit),
            ("verdict", &verdict),
            ("remark", &remark),
            ("lines", &lines),
            ("disputed", &disputed),
        ];
        let mut out = vec![say("unit", &args)];
        if matches!(unit.verdict, Verdict::Exempt) {
            return out;
        }
        let period = self.run.period;
        let month = period.words(catalog);
        let year = period.january().words(catalog);
        let ratio = |r: &RequirementResult| {
            let ends = words::interval((r.ratio_low_bp, r.ratio_high_bp), catalog.get("check.between"));
            say("ratio", &[("ratio", &ends), ("verdict", &r.verdict.word(catalog))])
        };
        for (m, y) in unit.scopes.month.requirements.iter().zip(&unit.scopes.ytd.requirements) {
            let args = [
                ("requirement", words::requirement(&self.policy.requirements, &m.id)),
                ("threshold", &percent(y.threshold_bp)),
                ("month", &month),
                ("in_month", &ratio(m)),
                ("from", &year),
                ("in_year", &ratio(y)),
            ];
            out.push(say("requirement", &args));
        }
        out
    }

    /// What, how much, where, and what to do.
    fn item(&self, number: usize, item: &MendItem, catalog: &Catalog) -> Vec<String> {
        let say = |key: &str, args: &[(&str, &str)]| catalog.say(&format!("check.{key}"), args);
        let (count, amount) = (item.places.len().to_string(), item.amount_fen.map(|fen| Fen(fen).yuan()));
        let extent = match (&amount, item.places.len()) {
            (Some(amount), _) => say("extent_amount", &[("count", &count), ("amount", amount)]),
            (None, 0..=1) => String::new(),
            (None, _) => say("extent", &[("count", &count)]),
        };
        let mut out = vec![say(
            "item",
            &[("number", &number.to_string()), ("title", &item.title), ("extent", &extent)],
        )];
        let mut messages: Vec<&str> = Vec::new();
        for message in item.places.iter().map(|p| p.message.as_str()).filter(|m| !m.is_empty()) {
            if messages.len() < MOST_MESSAGES && !messages.contains(&message) {
                messages.push(message);
            }
        }
        out.extend(messages.iter().map(|m| say("message", &[("text", m)])));
        out.push(say("places", &[("text", &self.places(item, messages.is_empty(), catalog))]));
        out.push(say("how", &[("text", &item.fix)]));
        out
    }

    /// `3月：F5–F236、F240（阳光商城）；4月：…`, the file before it where there are several.
    fn places(&self, item: &MendItem, with_found: bool, catalog: &Catalog) -> String {
        let (mut out, mut told) = (String::new(), 0);
        let mut last: Option<&MendPlace> = None;
        let mut ranges = item.ranges().take(MOST_PLACES).peekable();
        while let Some(range) = ranges.next() {
            let Some(first) = range.first() else { continue };
            let beside = |other: &MendPlace| (&other.file, &other.sheet) == (&first.file, &first.sheet);
            let cells = cells(range);
            if last.is_some_and(beside) {
                out.push_str(catalog.get("word.joiner"));
            } else {
                if last.is_some() {
                    out.push_str(catalog.get("check.next_sheet"));
                }
                out.push_str(&self.place(first));
                if !cells.is_empty() {
                    out.push_str(catalog.get("check.colon"));
                }
            }
            out.push_str(&cells);
            // Cells that say the same share the word.
            let next = ranges.peek().and_then(|r| r.first()).filter(|p| beside(p));
            if with_found && !first.found.is_empty() && next.is_none_or(|p| p.found != first.found) {
                let shown: String = first.found.chars().take(FOUND_SHOWN).collect();
                out.push_str(&catalog.say("check.found", &[("text", &shown)]));
            }
            told += range.len();
            last = Some(first);
        }
        if told < item.places.len() {
            let more = (item.places.len() - told).to_string();
            out.push_str(&catalog.say("check.more", &[("count", &more)]));
        }
        out
    }

    fn place(&self, place: &MendPlace) -> String {
        match &place.sheet {
            None => place.file.to_string(),
            // The sheet of a CSV bears the file's own name.
            Some(sheet) if &**sheet == stem(&place.file) => place.file.to_string(),
            Some(sheet) if self.files == 1 => sheet.to_string(),
            Some(sheet) => format!("{} › {sheet}", place.file),
        }
    }
}
