//! Tables of what is handed out: the index of a county's files, the fields of a letter to each unit, the purchase plans.

use std::sync::Arc;

use crate::{
    model::{
        money::percent,
        policy_info::PolicyInfo,
        results::{PurchasePlan, RequirementResult},
        unit::Contact,
        unit_report::{RunInfo, UnitSummary},
    },
    report::{
        policy_words,
        tables::{Cell, Column, Kind, Table, columns},
        words,
    },
    text::catalog::Catalog,
};

/// A unit whose files are handed out.
pub(crate) struct HandedUnit {
    pub summary: UnitSummary,
    pub contact: Contact,
    /// Its bureau (主管部门), where the registry has one.
    pub parent: Option<Arc<str>>,
    pub plan: Option<PurchasePlan>,
    /// Its ledger goes back for a column: its shares and gaps say nothing.
    pub sends_back: bool,
    /// Its files in its county's archive, by kind: notice, working paper, page; empty where there is none.
    pub files: [String; 3],
    /// The bureau's own papers beside them.
    pub papers: Vec<String>,
    /// The archive's name.
    pub archive: String,
}

/// What all handed-out units share.
pub(crate) struct HandedRun<'a> {
    pub run: &'a RunInfo,
    pub policy: &'a PolicyInfo,
    pub catalog: &'a Catalog,
}

/// Kinds of files, in the order of [`HandedUnit::files`].
pub(crate) const FILES: [&str; 3] = ["notice", "paper", "page"];

impl HandedRun<'_> {
    fn shares(&self, unit: &UnitSummary) -> impl Iterator<Item = String> {
        let result = |id: &str| unit.scopes.ytd.requirements.iter().find(|r| &*r.id == id);
        let interval = |r: &RequirementResult| {
            let ends = words::interval((r.ratio_low_bp, r.ratio_high_bp), self.catalog.get("check.between"));
            if r.unbounded {
                self.catalog.say("pages.ratio_unbounded", &[("ends", &ends)])
            } else {
                ends
            }
        };
        let all = self
            .policy
            .requirements
            .iter()
            .map(|info| result(&info.id).map_or_else(String::new, interval));
        all.collect::<Vec<_>>().into_iter()
    }

    fn gap(unit: &HandedUnit) -> Option<i64> {
        let gaps = unit.summary.scopes.ytd.requirements.iter().map(|r| r.shortfall_substitute_fen);
        gaps.max().filter(|fen| *fen > 0 && !unit.sends_back)
    }

    /// The files of a county, a row a unit; the last columns are paths within the archive.
    pub fn index<'a>(&'a self, units: &'a [HandedUnit]) -> Table<'a> {
        let catalog = self.catalog;
        let mut all = columns(
            catalog,
            "handout",
            [
                ("unit", 30.0, Kind::Wrap),
                ("sector", 8.0, Kind::Centre),
                ("verdict", 10.0, Kind::Centre),
            ],
        );
        all.extend(
            self.policy
                .requirements
                .iter()
                .map(|r| Column::new(r.title.as_str(), 17.0, Kind::Centre)),
        );
        all.extend(columns(
            catalog,
            "handout",
            [
                ("gap", 16.0, Kind::Yuan),
                ("disputed", 10.0, Kind::Count),
                ("findings", 8.0, Kind::Count),
                ("papers", 30.0, Kind::Wrap),
                ("notice", 12.0, Kind::Centre),
                ("paper", 12.0, Kind::Centre),
                ("page", 12.0, Kind::Centre),
            ],
        ));
        let rows = units.iter().map(move |unit| {
            let u = &unit.summary;
            let mut row = vec![
                Cell::text(Some(&u.unit)),
                Cell::owned(words::sector(catalog, u.sector)),
                Cell::owned(words::verdict(catalog, u.verdict)),
            ];
            row.extend(self.shares(u).map(Cell::owned));
            row.extend([
                Cell::yuan(Self::gap(unit)),
                Cell::Count(u.disputed_lines),
                Cell::Count(u.findings.iter().map(|f| f.count).sum()),
            ]);
            let papers = unit.papers.iter().filter_map(|path| path.rsplit('/').next());
            row.push(Cell::owned(papers.collect::<Vec<_>>().join(catalog.get("word.joiner"))));
            row.extend(unit.files.iter().map(|path| Cell::text(Some(path))));
            row
        });
        Table::new(all, rows).numbered(catalog.get("docx.number"))
    }

    /// A field a column, all texts as a letter writes them: a mail merge takes what a cell holds, not what it shows.
    pub fn mail_merge<'a>(&'a self, units: &'a [HandedUnit]) -> Table<'a> {
        let catalog = self.catalog;
        let text = |key: &'static str, width: f64| (key, width, Kind::Text);
        let mut all = columns(
            catalog,
            "merge",
            [
                text("unit", 30.0),
                text("code", 20.0),
                text("county", 10.0),
                text("sector", 8.0),
                text("parent", 16.0),
                text("contact", 10.0),
                text("phone", 16.0),
                text("email", 20.0),
                text("address", 30.0),
                text("span", 16.0),
                text("verdict", 10.0),
                text("note", 24.0),
                text("base", 16.0),
                text("base_disputed", 16.0),
            ],
        );
        for info in &self.policy.requirements {
            let of = |key: &str| catalog.say(&format!("xlsx.merge.of_{key}"), &[("title", &info.title)]);
            all.extend(["threshold", "share", "verdict", "counted", "gap", "added"].map(|key| Column::new(of(key), 16.0, Kind::Text)));
        }
        all.extend(columns(
            catalog,
            "merge",
            [
                text("gap", 16.0),
                text("extra", 16.0),
                text("disputed", 12.0),
                text("findings", 10.0),
                text("archive", 24.0),
                text("file", 50.0),
            ],
        ));
        let rows = units.iter().map(move |unit| self.merged(unit));
        Table::new(all, rows)
    }

    fn merged<'a>(&self, unit: &'a HandedUnit) -> Vec<Cell<'a>> {
        let (catalog, u) = (self.catalog, &unit.summary);
        let fen = |fen: Option<i64>| Cell::owned(fen.map_or_else(String::new, |f| words::yuan(Some(f))));
        let ytd = &u.scopes.ytd;
        let mut row = vec![
            Cell::text(Some(&u.unit)),
            Cell::text(u.code.as_deref()),
            Cell::text(u.county.as_deref()),
            Cell::owned(words::sector(catalog, u.sector)),
            Cell::text(unit.parent.as_deref()),
            Cell::text(unit.contact.person.as_deref()),
            Cell::text(unit.contact.phone.as_deref()),
            Cell::text(unit.contact.email.as_deref()),
            Cell::text(unit.contact.address.as_deref()),
            Cell::owned(words::span(self.run.period, catalog)),
            Cell::owned(words::verdict(catalog, u.verdict)),
            Cell::owned(words::note(catalog, u.note)),
            fen(Some(ytd.base_fen)),
            fen(Some(ytd.base_disputed_fen)),
        ];
        let mut shares = self.shares(u);
        for info in &self.policy.requirements {
            let share = shares.next().unwrap_or_default();
            let found = ytd.requirements.iter().find(|r| r.id == info.id);
            let gap = |of: fn(&RequirementResult) -> i64| found.map(of).filter(|_| !unit.sends_back);
            row.extend([
                Cell::owned(found.map_or_else(String::new, |r| percent(r.threshold_bp))),
                Cell::owned(share),
                Cell::owned(found.map_or_else(String::new, |r| words::verdict(catalog, r.verdict))),
                fen(found.map(|r| r.counted_fen)),
                fen(gap(|r| r.shortfall_substitute_fen)),
                fen(gap(|r| r.shortfall_additional_fen)),
            ]);
        }
        row.extend([
            fen(Self::gap(unit)),
            fen(unit.plan.as_ref().map(|p| p.extra_fen)),
            Cell::owned(u.disputed_lines.to_string()),
            Cell::owned(u.findings.iter().map(|f| f.count).sum::<u64>().to_string()),
            Cell::text(Some(&unit.archive)),
            Cell::text(Some(&unit.files[0])),
        ]);
        row
    }

    /// The plans, a row a unit.
    pub fn plans<'a>(&'a self, units: &'a [HandedUnit]) -> Table<'a> {
        let catalog = self.catalog;
        let mut all = columns(
            catalog,
            "plans",
            [
                ("county", 10.0, Kind::Text),
                ("unit", 28.0, Kind::Wrap),
                ("verdict", 10.0, Kind::Centre),
                ("months", 10.0, Kind::Count),
                ("remaining", 17.0, Kind::Yuan),
                ("remaining_by", 16.0, Kind::Centre),
            ],
        );
        let part = |id: &str| Column::new(policy_words::plan_part(self.policy, id, catalog), 20.0, Kind::Yuan);
        all.extend(self.policy.requirements.iter().map(|r| part(&r.id)));
        all.extend(columns(
            catalog,
            "plans",
            [("other", 17.0, Kind::Yuan), ("extra", 17.0, Kind::Yuan), ("all", 17.0, Kind::Yuan)],
        ));
        let rows = units.iter().filter_map(move |unit| {
            let plan = unit.plan.as_ref()?;
            let u = &unit.summary;
            let by = format!("xlsx.plans.by_{}", plan.remaining_by.code());
            let mut row = vec![
                Cell::text(u.county.as_deref()),
                Cell::text(Some(&u.unit)),
                Cell::owned(words::verdict(catalog, u.verdict)),
                Cell::Count(plan.months.len() as u64),
                Cell::Yuan(plan.remaining_fen),
                Cell::owned(catalog.get(&by).to_owned()),
            ];
            let of = |id: &str| plan.parts.iter().find(|p| &*p.id == id).map_or(0, |p| p.fen);
            row.extend(self.policy.requirements.iter().map(|r| Cell::Yuan(of(&r.id))));
            let all = plan.remaining_fen.saturating_add(plan.extra_fen);
            row.extend([plan.other_fen, plan.extra_fen, all].map(Cell::Yuan));
            Some(row)
        });
        Table::new(all, rows)
    }

    /// The same by month: a row a unit, month and requirement.
    pub fn plan_months<'a>(&'a self, units: &'a [HandedUnit]) -> Table<'a> {
        let catalog = self.catalog;
        let all = columns(
            catalog,
            "plans",
            [
                ("county", 10.0, Kind::Text),
                ("unit", 28.0, Kind::Wrap),
                ("month", 10.0, Kind::Month),
                ("through", 30.0, Kind::Wrap),
                ("channels", 40.0, Kind::Wrap),
                ("amount", 17.0, Kind::Yuan),
            ],
        );
        let rows = units.iter().flat_map(move |unit| {
            let u = &unit.summary;
            let plan = unit.plan.iter();
            plan.flat_map(move |plan| {
                plan.months.iter().enumerate().flat_map(move |(at, month)| {
                    let of = move |monthly: &[i64]| Cell::Yuan(monthly.get(at).copied().unwrap_or(0));
                    let head = move || [Cell::text(u.county.as_deref()), Cell::text(Some(&u.unit)), Cell::Month(*month)];
                    let parts = plan.parts.iter().map(move |p| {
                        let through = [
                            policy_words::plan_part(self.policy, &p.id, catalog),
                            words::channels(self.policy, &p.id, catalog),
                        ];
                        head()
                            .into_iter()
                            .chain(through.map(Cell::owned))
                            .chain([of(&p.monthly_fen)])
                            .collect()
                    });
                    let other = Cell::text(Some(catalog.get("xlsx.plans.anywhere")));
                    let other = head()
                        .into_iter()
                        .chain([other, Cell::Empty, of(&plan.other_monthly_fen)])
                        .collect();
                    parts.chain([other])
                })
            })
        });
        Table::new(all, rows)
    }
}
