//! Decisions by auditors (核实意见): one a line, a supplier or a channel text; the decision; by whom; on what evidence; when.
//! Reading them from a sheet stands in `overrides_sheet`, what their words mean in `settlement`. A row that matches nothing is reported.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::atomic::Ordering,
};

use crate::{
    decisions::{
        overrides_sheet::Sheet,
        row::{DecisionRow, Subject, contradict},
        settlement::{settlements, words_to_write},
        supplier_rows::SupplierDecisions,
        waivers::Waivers,
    },
    inbox::file_kinds::{is_workbook_name, passed_over},
    model::{Line, OpenAmount},
    policy::{
        at::PolicyAt,
        classify::{Settlement, settle},
    },
    text::{Fault, normal_name, normal_word},
};

/// Which rows speak of a subject.
#[derive(Debug, Default)]
struct Rows {
    /// The one that holds for all units.
    of_all: Option<usize>,
    /// Those that hold for one, by its name as compared.
    of_unit: HashMap<String, usize>,
}

/// All decisions of a run.
#[derive(Debug, Default)]
pub struct Overrides {
    pub(super) rows: Vec<DecisionRow>,
    by_subject: HashMap<Subject, Rows>,
    pub(super) waivers: Waivers,
    suppliers: SupplierDecisions,
}

/// The files that `--overrides` names, each with the name by which messages call it: files as they are, and every workbook of a folder.
pub fn files(given: &[PathBuf]) -> Result<Vec<(PathBuf, String)>, Fault> {
    let mut files = Vec::new();
    for path in given {
        let name = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if !path.is_dir() {
            files.push((path.clone(), name(path)));
            continue;
        }
        let before = files.len();
        let walk = walkdir::WalkDir::new(path).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|e| e.depth() == 0 || !passed_over(&e.file_name().to_string_lossy())) {
            let entry = entry.map_err(|e| Fault::given(path)(e.into()))?;
            if entry.path().is_file() && is_workbook_name(&name(entry.path())) {
                let below = entry.path().strip_prefix(path).unwrap_or(entry.path());
                files.push((entry.path().to_owned(), below.display().to_string().replace('\\', "/")));
            }
        }
        if files.len() == before {
            return Err(Fault::usage("decisions.empty_folder").at(path));
        }
    }
    Ok(files)
}

/// Refuses all decisions where some cannot be used.
fn refuse(problems: Vec<Fault>) -> Result<(), Fault> {
    if problems.is_empty() {
        return Ok(());
    }
    Err(Fault::usage("decisions.wrong").each(problems))
}

impl Overrides {
    /// The decisions of all sheets together.
    ///
    /// # Errors
    /// [`Fault`] with every row that cannot be used: not understood, no word that the policy knows, or two that decide one
    /// thing differently.
    pub fn new(sheets: Vec<Sheet>, policy: &PolicyAt) -> Result<Self, Fault> {
        let mut problems = Vec::new();
        let mut all = Self::default();
        let (mut waivers, mut suppliers) = (Vec::new(), Vec::new());
        for sheet in sheets {
            problems.extend(sheet.problems);
            waivers.extend(sheet.waivers);
            suppliers.extend(sheet.suppliers);
            for mut row in sheet.rows {
                row.settlements = settlements(policy, &row.decision.decision);
                if row.settlements.is_empty() {
                    let (place, found) = (&row.decision.source, &row.decision.decision);
                    let wrong = Fault::usage("decisions.not_a_decision").with("place", place).with("found", found);
                    problems.push(wrong.with("words", words_to_write(policy)));
                }
                all.add(row, &mut problems);
            }
        }
        all.waivers = Waivers::new(waivers, &mut problems);
        all.suppliers = SupplierDecisions::new(suppliers, &mut problems);
        refuse(problems).map(|()| all)
    }

    /// Adds a row, but for one that says again what another says.
    fn add(&mut self, row: DecisionRow, problems: &mut Vec<Fault>) {
        let of_subject = self.by_subject.entry(row.subject.clone()).or_default();
        let unit = normal_name(&row.unit);
        let same = if unit.is_empty() {
            of_subject.of_all
        } else {
            of_subject.of_unit.get(&unit).copied()
        };
        // One for all units must agree with those for one; beside a second one for all they have been compared already.
        let others: Vec<usize> = match same {
            Some(same) => vec![same],
            None if unit.is_empty() => of_subject.of_unit.values().copied().collect(),
            None => of_subject.of_all.into_iter().collect(),
        };
        let says = normal_word(&row.decision.decision);
        let mut differ: Vec<&DecisionRow> = others.iter().filter_map(|i| self.rows.get(*i)).collect();
        differ.retain(|other| normal_word(&other.decision.decision) != says);
        differ.sort_by_key(|other| &other.decision.source);
        problems.extend(differ.iter().map(|other| contradict(&other.decision, &row.decision)));
        if same.is_none() {
            if unit.is_empty() {
                of_subject.of_all = Some(self.rows.len());
            } else {
                of_subject.of_unit.insert(unit, self.rows.len());
            }
            self.rows.push(row);
        }
    }

    /// The rows that speak of a subject in a unit (its name as compared), the narrower last.
    fn rows_of(&self, subject: &Subject, unit: &str) -> impl Iterator<Item = &DecisionRow> {
        let rows = self.by_subject.get(subject);
        let rows = rows.into_iter().flat_map(|r| [r.of_all, r.of_unit.get(unit).copied()]);
        rows.flatten().filter_map(|i| self.rows.get(i))
    }

    /// Applies the decisions to a unit's lines: channel texts first, then suppliers, then single lines, so that the narrowest has the last
    /// word. Gives the lines as they were before, with their places.
    pub fn apply(&self, policy: &PolicyAt, unit: &str, lines: &mut [Line]) -> Vec<(usize, Line)> {
        let unit = normal_name(unit);
        let mut before = Vec::new();
        if self.rows.is_empty() {
            return before;
        }
        for (place, line) in lines.iter_mut().enumerate() {
            let subjects = [
                line.channel_text.as_deref().map(|c| Subject::ChannelText(normal_word(c))),
                line.supplier.as_deref().map(|s| Subject::Supplier(normal_name(s))),
                Some(Subject::Line(line.id.clone())),
            ];
            let rows: Vec<&DecisionRow> = subjects.iter().flatten().flat_map(|s| self.rows_of(s, &unit)).collect();
            if rows.is_empty() {
                continue;
            }
            before.push((place, line.clone()));
            for row in &rows {
                row.used.store(true, Ordering::Relaxed);
                for settlement in &row.settlements {
                    settle(policy, line, settlement);
                }
                line.decision = Some(row.decision.clone());
            }
            let open = line.reasons.iter().any(|r| r.is_of_channel() && !r.is_of_known_channel());
            let says_in = rows.iter().rev().find(|r| r.settlements.contains(&Settlement::In));
            if let Some(row) = says_in.filter(|_| open) {
                row.leaves_open.get_or_init(|| line.source.to_string());
            }
        }
        before
    }

    /// The decision on this very line.
    pub(super) fn of_line(&self, unit: &str, line: &str) -> Option<&DecisionRow> {
        self.rows_of(&Subject::Line(line.to_owned()), &normal_name(unit)).last()
    }

    /// Refuses, when all units are through, decisions that say a line counts and leave open through which channel.
    pub fn ensure_settled(&self, policy: &PolicyAt) -> Result<(), Fault> {
        let open = self.rows.iter().filter_map(|row| Some((row, row.leaves_open.get()?)));
        let problems: Vec<Fault> = open
            .map(|(row, line)| {
                let wrong = Fault::usage("decisions.no_channel")
                    .with("place", &row.decision.source)
                    .with("line", line);
                wrong.with("said", &row.decision.decision).with("words", words_to_write(policy))
            })
            .collect();
        refuse(problems)
    }

    /// Applies the decisions to what the unit's tables leave open: 不计入 says that nothing of it was bought. Gives all of it as it was before,
    /// where something was decided.
    pub fn apply_to_open_amounts(&self, unit: &str, amounts: &mut [OpenAmount]) -> Vec<OpenAmount> {
        if self.rows.is_empty() {
            return Vec::new();
        }
        let mut before = amounts.to_vec();
        let unit = normal_name(unit);
        let is_nothing = |s: &Settlement| matches!(s, Settlement::Out | Settlement::OutOfBase | Settlement::Amount(0));
        for amount in amounts.iter_mut() {
            let row = self.rows_of(&Subject::Line(amount.id.clone()), &unit).last();
            if let Some(row) = row.filter(|row| row.settlements.iter().any(is_nothing)) {
                row.used.store(true, Ordering::Relaxed);
                amount.fen = 0;
                amount.decision = Some(row.decision.clone());
            }
        }
        if amounts.iter().all(|amount| amount.decision.is_none()) {
            before.clear();
        }
        before
    }

    /// Findings that were looked into.
    pub fn waivers(&self) -> &Waivers {
        &self.waivers
    }

    /// What was decided about suppliers as such.
    pub(crate) fn suppliers(&self) -> &SupplierDecisions {
        &self.suppliers
    }

    /// Places of the decisions that matched no line of the run.
    pub fn unmatched(&self) -> Vec<String> {
        self.rows
            .iter()
            .filter(|r| !r.is_used())
            .map(|r| r.decision.source.clone())
            .collect()
    }
}
