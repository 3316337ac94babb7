//! Findings as a paper tells them: one by one, and merged where they rest on the same basis.

use serde_json::{Value as Json, json};

use crate::{
    model::{Fen, Finding, LegalRef, Month, PolicyInfo, RequirementResult, Source, Verdict, percent},
    report::{
        paper::values::{
            Record,
            shared::{amount, numbered, ratio, record},
        },
        policy_words, tables, words,
    },
    text::Catalog,
};

/// A finding with its unit, where the paper is not one unit's.
pub(super) fn finding(f: &Finding, catalog: &Catalog) -> Record {
    let mut out = record(json!({
        "标题": f.title, "说明": f.detail, "依据": f.clause.as_deref().unwrap_or_default(), "程度": f.severity.word(catalog),
        "疑点编号": f.key, "出处": tables::unit::places(f, catalog), "证据处数": f.evidence_total,
        "证据": numbered(f.evidence.iter().map(evidence)),
    }));
    amount(&mut out, "金额", f.amount_fen);
    out
}

fn evidence(source: &Source) -> Record {
    let place = source.to_string();
    let cell = place.rsplit_once(" › ").filter(|_| source.row > 0).map_or("", |(_, cell)| cell);
    record(json!({"文件": source.file, "工作表": source.sheet, "单元格": cell, "位置": place}))
}

/// What is merged: the same basis, in the same words.
#[derive(Default)]
struct Matter {
    basis: String,
    title: Option<String>,
    titles: Vec<String>,
    cases: Vec<Record>,
    fen: i64,
}

/// Matters in the order in which they are found.
#[derive(Default)]
pub(super) struct Matters(Vec<(String, Matter)>);

impl Matters {
    /// A share below its threshold, or open: those of one clause are one matter.
    pub fn requirements(&mut self, results: &[RequirementResult], policy: &PolicyInfo, month: Month, catalog: &Catalog) {
        for verdict in [Verdict::Fail, Verdict::Undetermined] {
            for r in results.iter().filter(|r| r.verdict == verdict) {
                let Some(info) = policy.requirements.iter().find(|i| i.id == r.id) else {
                    continue;
                };
                let basis = cited(&info.reference, policy, catalog);
                let matter = self.of(format!("{} {basis}", verdict.code()), basis);
                matter.titles.push(info.title.clone());
                let names = matter.titles.join(catalog.get("word.name_joiner"));
                let key = format!("paper.matter.{}", verdict.code());
                matter.title = Some(catalog.say(&key, &[("names", &names)]));
                matter.add(case(r, &info.title, month, catalog), r.shortfall_substitute_fen);
            }
        }
    }

    /// A finding with what a paper says of it: those of one basis are one matter, those without one of the same check.
    pub fn finding(&mut self, f: &Finding, case: Record) {
        let basis = f.clause.clone().unwrap_or_default();
        let key = if basis.is_empty() {
            format!("check {}", f.check)
        } else {
            format!("basis {basis}")
        };
        let matter = self.of(key, basis);
        if !matter.titles.contains(&f.title) {
            matter.titles.push(f.title.clone());
        }
        matter.add(case, f.amount_fen.unwrap_or(0));
    }

    fn of(&mut self, key: String, basis: String) -> &mut Matter {
        let at = self.0.iter().position(|(k, _)| *k == key).unwrap_or_else(|| {
            let fresh = Matter {
                basis,
                ..Matter::default()
            };
            self.0.push((key, fresh));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }

    /// Numbered, each with its numbered cases.
    pub fn finish(self, catalog: &Catalog) -> Json {
        numbered(self.0.into_iter().map(|(_, matter)| {
            let title = matter.title.unwrap_or_else(|| matter.titles.join(catalog.get("word.name_joiner")));
            let count = matter.cases.len();
            let mut out = record(json!({
                "标题": title, "依据": matter.basis, "条数": count, "情况": numbered(matter.cases.into_iter()),
            }));
            amount(&mut out, "金额", Some(matter.fen).filter(|fen| *fen != 0));
            out
        }))
    }
}

impl Matter {
    fn add(&mut self, mut case: Record, fen: i64) {
        // The basis is the matter's.
        case.remove("依据");
        self.cases.push(case);
        self.fen = self.fen.saturating_add(fen.saturating_abs());
    }
}

/// `《…》（运政办发〔2023〕31号）措施24：“…”`, all that the policy quotes of that clause.
fn cited(reference: &LegalRef, policy: &PolicyInfo, catalog: &Catalog) -> String {
    let all = words::cited(policy);
    let same = |r: &LegalRef| (&r.doc, &r.number, &r.article) == (&reference.doc, &reference.number, &reference.article);
    let quotes = all.iter().find(|(r, _)| same(r)).map(|(_, quotes)| words::quoted(quotes, catalog));
    let said = [
        ("doc", reference.doc.as_str()),
        ("number", &reference.number),
        ("article", &reference.article),
        ("quote", &quotes.unwrap_or_default()),
    ];
    let key = if reference.number.is_empty() {
        "paper.cited_no_number"
    } else {
        "paper.cited"
    };
    catalog.say(key, &said)
}

/// What is to be said of a share.
fn case(r: &RequirementResult, title: &str, month: Month, catalog: &Catalog) -> Record {
    let gap = Some(r.shortfall_substitute_fen).filter(|fen| *fen != 0);
    let (counted, disputed) = (Fen(r.counted_fen).yuan(), Fen(r.disputed_fen).yuan());
    let said = [
        ("counted", counted.as_str()),
        ("disputed", &disputed),
        ("ratio", &ratio(r, catalog)),
        ("threshold", &percent(r.threshold_bp)),
        ("gap", &Fen(gap.unwrap_or(0)).yuan()),
    ];
    let open = if r.disputed_fen != 0 {
        catalog.say("paper.case_open", &said)
    } else {
        String::new()
    };
    let missing = if gap.is_some() {
        catalog.say("paper.case_gap", &said)
    } else {
        String::new()
    };
    let base = policy_words::own_base(r, month, catalog);
    let key = if base.is_empty() { "paper.case" } else { "paper.case_own_base" };
    let mut said = said.to_vec();
    said.push(("base", &base));
    said.extend([("open", open.as_str()), ("missing", missing.as_str())]);
    let mut out = record(json!({
        "标题": title, "说明": catalog.say(key, &said), "程度": r.verdict.word(catalog),
        "疑点编号": "", "出处": "", "证据处数": 0, "证据": [],
    }));
    amount(&mut out, "金额", gap);
    out
}
