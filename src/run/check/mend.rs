//! What to mend, gathered by cause: from reading the files, then from each unit's report.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use crate::{
    formats::Format,
    inbox::unreadable_words::unreadable_words,
    model::{CellRef, Field, Finding, Line, OpenKind, PolicyInfo, Reason, Severity, Source, UnitFile, UnitReport},
    report::self_check::{MendItem, MendPlace},
    rows::{
        describe::{IssueWords, issue_words},
        reading::Reading,
    },
    run::inputs::read::Read,
    text::{Catalog, Fault},
    units::{
        assemble::sheet_name,
        file_record::{FileOutcome, FileRecord},
    },
};

/// What is gathered so far.
pub(super) struct Mending<'a> {
    catalog: &'a Catalog,
    /// The channels' names, for advice.
    channels: String,
    /// By urgency and cause.
    items: BTreeMap<(Urgency, String), MendItem>,
    notes: u64,
    /// Rows whose amount an issue speaks of.
    told: BTreeSet<(Arc<str>, Option<Arc<str>>, u32)>,
    /// Files that name no unit.
    unnamed: BTreeSet<Arc<str>>,
}

/// In the order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    /// Nothing can be told of a whole file.
    File,
    Must,
    Look,
}

impl<'a> Mending<'a> {
    pub(super) fn new(policy: &PolicyInfo, catalog: &'a Catalog) -> Self {
        let counted = |id: &Arc<str>| policy.requirements.iter().any(|r| r.channels.contains(id));
        let titles: Vec<&str> = policy
            .channels
            .iter()
            .filter(|c| counted(&c.id))
            .map(|c| c.title.as_str())
            .collect();
        Self {
            catalog,
            channels: titles.join(catalog.get("word.joiner")),
            items: BTreeMap::new(),
            notes: 0,
            told: BTreeSet::new(),
            unnamed: BTreeSet::new(),
        }
    }

    /// Worst first: whole files, then by the amount at stake, one that nobody knows before all others.
    pub(super) fn finish(self) -> (Vec<MendItem>, Vec<MendItem>, u64) {
        let must: BTreeSet<String> = self
            .items
            .keys()
            .filter(|(u, _)| *u != Urgency::Look)
            .map(|(_, cause)| cause.clone())
            .collect();
        // A dispute says more than the note of reading that goes with it.
        let items = self
            .items
            .into_iter()
            .filter(|((u, cause), _)| *u != Urgency::Look || !must.contains(cause));
        let mut items: Vec<_> = items.map(|((urgency, _), item)| (urgency, item)).collect();
        items.sort_by_key(|(urgency, item)| {
            let most = std::cmp::Reverse((item.amount_fen.unwrap_or(i64::MAX), item.places.len()));
            (*urgency, most)
        });
        let (look, mend): (Vec<_>, Vec<_>) = items.into_iter().partition(|(urgency, _)| *urgency == Urgency::Look);
        let only_items = |all: Vec<(Urgency, MendItem)>| all.into_iter().map(|(_, item)| item).collect();
        (only_items(mend), only_items(look), self.notes)
    }

    fn add(&mut self, urgency: Urgency, cause: &str, (title, fix): (String, String), amount: Option<i64>, place: MendPlace) {
        let item = self.items.entry((urgency, cause.to_owned())).or_insert_with(|| MendItem {
            cause: cause.to_owned(),
            title,
            fix,
            amount_fen: amount.map(|_| 0),
            places: Vec::new(),
        });
        item.amount_fen = item
            .amount_fen
            .zip(amount)
            .map(|(sum, fen)| sum.saturating_add(fen.saturating_abs()));
        item.places.push(place);
    }

    /// Something that concerns a whole file, of which nothing else can be told.
    fn whole_file(&mut self, cause: &str, file: &Arc<str>, message: String) {
        self.add(Urgency::File, cause, self.words(cause), None, whole(file, message));
    }

    /// `check.title.{cause}` and [`Self::fix`].
    fn words(&self, cause: &str) -> (String, String) {
        (
            self.catalog.get(&format!("check.title.{cause}")).to_owned(),
            self.fix(cause, "other"),
        )
    }

    /// What to do: `check.fix.{cause}`, else what is said of others.
    fn fix(&self, cause: &str, or: &str) -> String {
        let key = |cause: &str| format!("check.fix.{cause}");
        let key = Some(key(cause)).filter(|k| self.catalog.has(k)).unwrap_or_else(|| key(or));
        self.catalog.say(&key, &[("channels", &self.channels)])
    }

    /// What reading tells: files that cannot be read, that hold no line or name no unit, issues, rejected rows.
    pub(super) fn files(&mut self, read: &Read<'_>, given: &[PathBuf]) -> Result<(), Fault> {
        for (path, reason) in &read.inputs.quarantined {
            self.unreadable(path, reason);
        }
        // In a folder other files may lie; one that was named is meant.
        let named = |path: &str| given.iter().any(|g| g.file_name().is_some_and(|n| n.to_string_lossy() == path));
        for other in read.inputs.ignored.iter().filter(|i| named(&i.path)) {
            let message = self.catalog.get(&format!("ignored.{}.message", other.reason)).to_owned();
            let (title, _) = self.words("ignored");
            let words = (title, self.fix(&other.reason, "ignored"));
            self.add(Urgency::File, &other.reason, words, None, whole(&other.path, message));
        }
        if read.files.is_empty() && self.items.is_empty() {
            let path = given.first().map(|g| g.display().to_string()).unwrap_or_default();
            self.whole_file("no_workbook", &path.into(), String::new());
        }
        for file in &read.files {
            match &file.outcome {
                FileOutcome::Quarantined(reason) => self.unreadable(&file.path, reason),
                FileOutcome::Duplicate(original) => {
                    let original = read.files.get(*original).map_or("", |f| &f.path);
                    let message = self.catalog.say("problem.duplicate_file", &[("original", original)]);
                    let words = self.words("duplicate_copy");
                    self.add(Urgency::Look, "duplicate_copy", words, None, whole(&file.path, message));
                }
                FileOutcome::Read => self.file(file, &*read.readings.get(file)?),
            }
        }
        Ok(())
    }

    fn unreadable(&mut self, path: &Arc<str>, reason: &crate::formats::unreadable::Unreadable) {
        let (message, fix) = unreadable_words(reason, self.catalog);
        let title = self.catalog.get("check.title.unreadable").to_owned();
        self.add(Urgency::File, reason.code(), (title, fix), None, whole(path, message));
    }

    fn file(&mut self, file: &FileRecord, reading: &Reading) {
        let before = self.items.len();
        for issue in &reading.issues {
            let urgency = match issue.severity {
                Severity::Error => Urgency::Must,
                Severity::Warning => Urgency::Look,
                Severity::Info => {
                    self.notes += 1;
                    continue;
                }
            };
            let IssueWords { title, message, fix } = issue_words(issue, self.catalog);
            let sheet = issue.sheet.as_ref().map(|name| tab(name, reading, file));
            if let Some(cell) = issue.cell.filter(|_| urgency == Urgency::Must) {
                self.told.insert((file.path.clone(), sheet.clone(), cell.row));
            }
            let place = MendPlace {
                file: file.path.clone(),
                sheet,
                cell: issue.cell,
                found: issue.found.clone(),
                message,
            };
            self.add(urgency, &issue.code, (title, fix), None, place);
        }
        for rejected in &reading.rejected {
            let words = (
                self.catalog.get(&format!("reject.{}", rejected.reason)).to_owned(),
                self.catalog.get(&format!("reject_fix.{}", rejected.reason)).to_owned(),
            );
            let place = MendPlace {
                file: file.path.clone(),
                sheet: Some(sheet_name(reading, rejected.sheet, file)),
                cell: Some(CellRef { row: rejected.row, col: 0 }),
                found: rejected.text.to_string(),
                message: String::new(),
            };
            self.add(Urgency::Must, &rejected.reason, words, None, place);
        }
        let nothing_else = self.items.len() == before;
        if file.lines == 0 && (nothing_else || file.units.is_empty()) {
            self.whole_file("no_lines", &file.path, String::new());
        }
        if file.unplaced > 0 || file.lines == 0 && file.units.is_empty() {
            // Where it is all of them the title says it.
            let message = if (1..file.lines).contains(&file.unplaced) {
                let lines = file.unplaced.to_string();
                self.catalog.say("check.unplaced", &[("lines", &lines)])
            } else {
                String::new()
            };
            self.unnamed.insert(file.path.clone());
            self.whole_file("no_unit", &file.path, message);
        }
    }

    /// What an audit of the unit tells: findings, amounts that tables leave open, disputed lines.
    pub(super) fn unit(&mut self, report: &UnitReport) {
        let mut stated: BTreeSet<(&Arc<str>, &Arc<str>, u32)> = BTreeSet::new();
        for finding in report.findings.iter().filter(|f| f.waived.is_none()) {
            stated.extend(finding.evidence.iter().map(|s| (&s.file, &s.sheet, s.row)));
            self.finding(finding, report);
        }
        for open in &report.scopes.ytd.open_amounts {
            let at = (&open.source.file, &open.source.sheet, open.source.row);
            if open.kind != OpenKind::Unreadable && !stated.contains(&at) {
                let most = open
                    .requirements
                    .values()
                    .copied()
                    .chain([open.base_fen])
                    .map(i64::saturating_abs)
                    .max();
                let place = place(&open.source, open.source.cells.get(Field::Amount), String::new());
                self.add(Urgency::Must, open.kind.code(), self.words(open.kind.code()), most, place);
            }
        }
        let mut columns: BTreeMap<(&Arc<str>, &Arc<str>, Field), u32> = BTreeMap::new();
        for line in &report.lines {
            for (field, cell) in line.source.cells.iter() {
                columns.insert((&line.source.file, &line.source.sheet, field), cell.col);
            }
            if line.is_disputed() {
                let column = |field| columns.get(&(&line.source.file, &line.source.sheet, field)).copied();
                self.disputed(line, &column);
            }
        }
    }

    /// A finding that neither reading nor a dispute tells in its own words.
    fn finding(&mut self, finding: &Finding, report: &UnitReport) {
        let id = &*finding.check;
        if self.catalog.has(&format!("issue.{id}.title")) || self.catalog.has(&format!("word.reason.{id}")) {
            return;
        }
        let named = |file: &UnitFile| !self.unnamed.contains(&file.path);
        if id == "unregistered_unit" && !report.files.iter().any(named) {
            return;
        }
        // A ledger of a unit that the registry does not know would be counted for nobody.
        let urgency = match finding.severity {
            _ if id == "unregistered_unit" => Urgency::File,
            Severity::Error => Urgency::Must,
            Severity::Warning => Urgency::Look,
            Severity::Info => {
                self.notes += 1;
                return;
            }
        };
        let words = (finding.title.clone(), self.fix(id, "look"));
        let mut places: Vec<MendPlace> = finding.evidence.iter().map(|s| place(s, first_of(s), String::new())).collect();
        if places.is_empty() {
            places.extend(report.files.first().map(|file| whole(&file.path, String::new())));
        }
        let mut amount = finding.amount_fen;
        for mut place in places {
            place.message.clone_from(&finding.detail);
            self.add(urgency, id, words.clone(), amount, place);
            amount = amount.map(|_| 0);
        }
    }

    fn disputed(&mut self, line: &Line, column: &dyn Fn(Field) -> Option<u32>) {
        for reason in line.reasons.iter().filter(|r| is_dispute(**r)) {
            let (field, found) = shown(*reason, line);
            let source = &line.source;
            let own = source.cells.get(field);
            let row = source.row.saturating_sub(1);
            let cell = own.or_else(|| column(field).map(|col| CellRef { row, col }));
            let place = place(source, cell.or_else(|| first_of(source)), found);
            let told = (place.file.clone(), place.sheet.clone(), row);
            if *reason == Reason::AmountUnreadable && self.told.contains(&told) {
                continue;
            }
            let words = (reason.words(self.catalog), self.fix(reason.code(), "other"));
            self.add(Urgency::Must, reason.code(), words, line.amount_fen, place);
        }
    }
}

/// A reason that a person has to clear up; the others say why a line does not count.
fn is_dispute(reason: Reason) -> bool {
    use Reason::{DecidedOut, DuplicateFile, DuplicateSheet, FundingOut, NotFood, StatementSuperseded};
    !matches!(
        reason,
        DecidedOut | DuplicateFile | DuplicateSheet | FundingOut | NotFood | StatementSuperseded
    )
}

/// The field that the reason speaks of, and what stands there.
fn shown(reason: Reason, line: &Line) -> (Field, String) {
    let text = |t: &Option<Arc<str>>| t.as_deref().unwrap_or_default().to_owned();
    match reason {
        Reason::ChannelBlank => (Field::Channel, String::new()),
        Reason::ChannelUnknown => (Field::Channel, text(&line.channel_text)),
        Reason::ChannelConflict => {
            let both = [&line.channel_text, &line.supplier].map(text);
            (
                Field::Channel,
                both.iter().filter(|t| !t.is_empty()).cloned().collect::<Vec<_>>().join(" / "),
            )
        }
        Reason::OriginConflict => (Field::Origin, text(&line.origin)),
        Reason::NotFoodSuspected => (Field::Item, text(&line.item)),
        Reason::FundingSuspected if line.funding.is_some() => (Field::Funding, text(&line.funding)),
        Reason::FundingSuspected | Reason::ReturnSuspected | Reason::VoidSuspected => (Field::Remark, text(&line.remark)),
        Reason::DuplicateSuspected => (Field::OrderNo, text(&line.order_no)),
        Reason::AmountUnreadable => (Field::Amount, text(&line.amount_text)),
        Reason::MonthSuspected => (Field::Date, String::new()),
        Reason::UnitConflict => (Field::UnitName, String::new()),
        _ => (Field::Amount, String::new()),
    }
}

fn first_of(source: &Source) -> Option<CellRef> {
    let named = source
        .cells
        .get(Field::Amount)
        .or_else(|| source.cells.iter().next().map(|(_, cell)| cell));
    named.or_else(|| source.row.checked_sub(1).map(|row| CellRef { row, col: 0 }))
}

fn place(source: &Source, cell: Option<CellRef>, found: String) -> MendPlace {
    MendPlace {
        file: source.file.clone(),
        sheet: Some(source.sheet.clone()).filter(|s| !s.is_empty()),
        cell,
        found,
        message: String::new(),
    }
}

fn whole(file: &Arc<str>, message: String) -> MendPlace {
    MendPlace {
        file: file.clone(),
        sheet: None,
        cell: None,
        found: String::new(),
        message,
    }
}

/// The tab's name as reports show it: a CSV has none of its own.
fn tab(name: &Arc<str>, reading: &Reading, file: &FileRecord) -> Arc<str> {
    match reading.format {
        Format::Csv => sheet_name(reading, 0, file),
        _ => name.clone(),
    }
}
