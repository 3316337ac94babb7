//! Tables of what is handed out: the index of a county's files, the fields of a letter to each unit, the purchase plans.

use std::sync::Arc;

use crate::{
    model::{Contact, Fen, PolicyInfo, PurchasePlan, RequirementResult, RunInfo, UnitSummary, percent},
    report::{
        policy_words,
        tables::{Kind, Table},
        words,
    },
    text::Catalog,
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
    /// Both ends of a requirement's share; empty where the unit has none.
    fn share(&self, unit: &UnitSummary, id: &str) -> String {
        let Some(r) = result(unit, id) else { return String::new() };
        let ends = words::interval((r.ratio_low_bp, r.ratio_high_bp), self.catalog.get("check.between"));
        if r.unbounded {
            self.catalog.say("pages.ratio_unbounded", &[("ends", &ends)])
        } else {
            ends
        }
    }

    fn gap(unit: &HandedUnit) -> Option<i64> {
        let gaps = unit.summary.scopes.ytd.requirements.iter().map(|r| r.shortfall_substitute_fen);
        gaps.max().filter(|fen| *fen > 0 && !unit.sends_back)
    }

    /// The files of a county, a row a unit; the last columns are paths within the archive.
    pub fn index<'a>(&'a self, units: &'a [HandedUnit]) -> Table<'a> {
        let catalog = self.catalog;
        let papers = |unit: &HandedUnit| {
            let names = unit.papers.iter().filter_map(|path| path.rsplit('/').next());
            names.collect::<Vec<_>>().join(catalog.get("word.joiner"))
        };
        let mut table = Table::of(catalog, "handout", units)
            .column("unit", 30.0, Kind::Wrap, |u| &*u.summary.unit)
            .column("sector", 8.0, Kind::Centre, |u| words::sector(catalog, u.summary.sector))
            .column("verdict", 10.0, Kind::Centre, |u| u.summary.verdict.word(catalog));
        for info in &self.policy.requirements {
            table = table.headed("", info.title.as_str(), 17.0, Kind::Centre, move |u| {
                self.share(&u.summary, &info.id)
            });
        }
        table = table
            .column("gap", 16.0, Kind::Yuan, Self::gap)
            .column("disputed", 10.0, Kind::Count, |u| u.summary.disputed_lines)
            .column("findings", 8.0, Kind::Count, |u| findings(&u.summary))
            .column("papers", 30.0, Kind::Wrap, papers);
        for (at, key) in FILES.into_iter().enumerate() {
            table = table.column(key, 12.0, Kind::Centre, move |u| u.files.get(at).map(String::as_str));
        }
        table.table().numbered(catalog.get("docx.number"))
    }

    /// A field a column, all texts as a letter writes them: a mail merge takes what a cell holds, not what it shows.
    pub fn mail_merge<'a>(&'a self, units: &'a [HandedUnit]) -> Table<'a> {
        let catalog = self.catalog;
        let yuan = |fen: i64| Fen(fen).yuan();
        let text = Kind::Text;
        let mut table = Table::of(catalog, "merge", units)
            .column("unit", 30.0, text, |u| &*u.summary.unit)
            .column("code", 20.0, text, |u| u.summary.code.as_deref())
            .column("county", 10.0, text, |u| u.summary.county.as_deref())
            .column("sector", 8.0, text, |u| words::sector(catalog, u.summary.sector))
            .column("parent", 16.0, text, |u| u.parent.as_deref())
            .column("contact", 10.0, text, |u| u.contact.person.as_deref())
            .column("phone", 16.0, text, |u| u.contact.phone.as_deref())
            .column("email", 20.0, text, |u| u.contact.email.as_deref())
            .column("address", 30.0, text, |u| u.contact.address.as_deref())
            .column("span", 16.0, text, |_| words::span(self.run.period, catalog))
            .column("verdict", 10.0, text, |u| u.summary.verdict.word(catalog))
            .column("note", 24.0, text, |u| words::note(catalog, u.summary.note))
            .column("base", 16.0, text, move |u| yuan(u.summary.scopes.ytd.base_fen))
            .column("base_disputed", 16.0, text, move |u| yuan(u.summary.scopes.ytd.base_disputed_fen));
        for info in &self.policy.requirements {
            let head = |key: &str| catalog.say(&format!("xlsx.merge.of_{key}"), &[("title", &info.title)]);
            let of = move |u: &'a HandedUnit| result(&u.summary, &info.id);
            let gap = move |u: &'a HandedUnit| of(u).filter(|_| !u.sends_back);
            table = table
                .headed("", head("threshold"), 16.0, text, move |u| Some(percent(of(u)?.threshold_bp)))
                .headed("", head("share"), 16.0, text, move |u| self.share(&u.summary, &info.id))
                .headed("", head("verdict"), 16.0, text, move |u| Some(of(u)?.verdict.word(catalog)))
                .headed("", head("counted"), 16.0, text, move |u| Some(yuan(of(u)?.counted_fen)))
                .headed("", head("gap"), 16.0, text, move |u| Some(yuan(gap(u)?.shortfall_substitute_fen)))
                .headed("", head("added"), 16.0, text, move |u| Some(yuan(gap(u)?.shortfall_additional_fen)));
        }
        table
            .column("gap", 16.0, text, move |u| Self::gap(u).map(yuan))
            .column("extra", 16.0, text, move |u| Some(yuan(u.plan.as_ref()?.extra_fen)))
            .column("disputed", 12.0, text, |u| u.summary.disputed_lines.to_string())
            .column("findings", 10.0, text, |u| findings(&u.summary).to_string())
            .column("archive", 24.0, text, |u| &*u.archive)
            .column("file", 50.0, text, |u| &*u.files[0])
            .table()
    }

    /// The plans, a row a unit.
    pub fn plans<'a>(&'a self, units: &'a [HandedUnit]) -> Table<'a> {
        let catalog = self.catalog;
        let planned = units.iter().filter_map(|u| Some((&u.summary, u.plan.as_ref()?)));
        let by = |plan: &PurchasePlan| catalog.get(&format!("xlsx.plans.by_{}", plan.remaining_by.code())).to_owned();
        let mut table = Table::of(catalog, "plans", planned)
            .column("county", 10.0, Kind::Text, |(u, _)| u.county.as_deref())
            .column("unit", 28.0, Kind::Wrap, |(u, _)| &*u.unit)
            .column("verdict", 10.0, Kind::Centre, |(u, _)| u.verdict.word(catalog))
            .column("months", 10.0, Kind::Count, |(_, plan)| plan.months.len() as u64)
            .column("remaining", 17.0, Kind::Yuan, |(_, plan)| plan.remaining_fen)
            .column("remaining_by", 16.0, Kind::Centre, move |(_, plan)| by(plan));
        for info in &self.policy.requirements {
            let head = policy_words::plan_part(self.policy, &info.id, catalog);
            table = table.headed("", head, 20.0, Kind::Yuan, move |(_, plan)| {
                plan.parts.iter().find(|p| p.id == info.id).map_or(0, |p| p.fen)
            });
        }
        table
            .column("other", 17.0, Kind::Yuan, |(_, plan)| plan.other_fen)
            .column("extra", 17.0, Kind::Yuan, |(_, plan)| plan.extra_fen)
            .column("all", 17.0, Kind::Yuan, |(_, plan)| {
                plan.remaining_fen.saturating_add(plan.extra_fen)
            })
            .table()
    }

    /// The same by month: a row a unit, month and requirement.
    pub fn plan_months<'a>(&'a self, units: &'a [HandedUnit]) -> Table<'a> {
        let catalog = self.catalog;
        let planned = units.iter().filter_map(|u| Some((&u.summary, u.plan.as_ref()?)));
        let rows = planned.flat_map(|(u, plan)| {
            plan.months.iter().enumerate().flat_map(move |(at, month)| {
                let of = move |monthly: &[i64]| monthly.get(at).copied().unwrap_or(0);
                let parts = plan.parts.iter().map(move |p| (u, *month, Some(&p.id), of(&p.monthly_fen)));
                // What may be bought anywhere.
                parts.chain([(u, *month, None, of(&plan.other_monthly_fen))])
            })
        });
        Table::of(catalog, "plans", rows)
            .column("county", 10.0, Kind::Text, |(u, ..)| u.county.as_deref())
            .column("unit", 28.0, Kind::Wrap, |(u, ..)| &*u.unit)
            .column("month", 10.0, Kind::Month, |(_, month, ..)| month)
            .column("through", 30.0, Kind::Wrap, |(.., part, _)| match part {
                Some(id) => policy_words::plan_part(self.policy, id, catalog),
                None => catalog.get("xlsx.plans.anywhere").to_owned(),
            })
            .column("channels", 40.0, Kind::Wrap, |(.., part, _)| {
                part.map(|id| words::channels(self.policy, id, catalog))
            })
            .column("amount", 17.0, Kind::Yuan, |(.., fen)| fen)
            .table()
    }
}

fn result<'u>(unit: &'u UnitSummary, id: &str) -> Option<&'u RequirementResult> {
    unit.scopes.ytd.requirements.iter().find(|r| &*r.id == id)
}

fn findings(unit: &UnitSummary) -> u64 {
    unit.findings.iter().map(|f| f.count).sum()
}
