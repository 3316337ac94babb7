//! Every check with four cases: one true, one exactly on the threshold (or the least that differs), one near miss, one where the check
//! does not apply. All in one run of the program over ledgers written here; expectations worked out by hand beside each.

mod across;
mod behaviour;
mod coverage;
mod integrity;
mod truth;

use std::collections::BTreeMap;

use crate::support::program::{Place, report};

/// What a check must say of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// This many findings.
    Flags(u64),
    /// Examined, nothing found.
    Clean,
    /// Not applicable, with a reason.
    NotApplicable,
}
use Says::{Clean, Flags, NotApplicable};

#[derive(Default)]
struct Region {
    /// unit → files
    ledgers: BTreeMap<String, Vec<(String, Vec<u8>)>>,
    /// rows of the registry
    registry: Vec<String>,
    /// unit, check, what it must say
    wanted: Vec<(String, &'static str, Says)>,
}

const HEAD: &str = "日期,品名,数量,计量单位,单价,金额,供应商,采购渠道,产地,订单编号,发票号,备注";

/// `date|item|quantity|price|amount|supplier|channel|origin|order|invoice`, blanks at the end left out.
fn row(text: &str) -> String {
    let mut f: Vec<&str> = text.split('|').collect();
    f.resize(10, "");
    format!(
        "{},{},{},公斤,{},{},{},{},{},{},{},",
        f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9]
    )
}

fn ledger(unit: &str, rows: &[String]) -> String {
    let mut out = format!("填报单位：{unit}\n{HEAD}\n");
    for text in rows {
        out.push_str(&row(text));
        out.push('\n');
    }
    out
}

impl Region {
    /// A registered school with one CSV ledger (none: nothing sent).
    fn case(&mut self, check: &'static str, name: &str, says: Says, rows: &[String]) {
        let unit = format!("{check}{name}小学");
        self.registry.push(format!("{unit},学校,自办"));
        if !rows.is_empty() {
            let text = ledger(&unit, rows);
            self.file(&unit, "台账.csv", text.into_bytes());
        }
        self.wanted.push((unit, check, says));
    }

    fn file(&mut self, unit: &str, name: &str, bytes: Vec<u8>) {
        self.ledgers.entry(unit.to_owned()).or_default().push((name.to_owned(), bytes));
    }

    /// A unit with files of its own making.
    fn with(&mut self, check: &'static str, name: &str, says: Says, files: &[(&str, String)]) {
        self.case(check, name, says, &[]);
        let unit = format!("{check}{name}小学");
        for (file, text) in files {
            self.file(&unit, file, text.replace("{unit}", &unit).into_bytes());
        }
    }

    /// The four cases of a check on one ledger each.
    fn four(&mut self, check: &'static str, hit: &[String], edge: (Says, &[String]), miss: &[String], none: &[String]) {
        self.case(check, "真", Flags(1), hit);
        self.case(check, "界", edge.0, edge.1);
        self.case(check, "近", Clean, miss);
        self.case(check, "无", NotApplicable, none);
    }
}

fn s(rows: &[&str]) -> Vec<String> {
    rows.iter().map(|r| (*r).to_owned()).collect()
}

fn times(n: usize, f: impl Fn(usize) -> String) -> Vec<String> {
    (0..n).map(f).collect()
}

#[test]
fn every_check_flags_what_it_should_and_nothing_else() {
    let mut r = Region::default();
    integrity::cases(&mut r);
    coverage::cases(&mut r);
    behaviour::cases(&mut r);
    across::cases(&mut r);
    truth::cases(&mut r);
    let place = Place::new();
    place.write("名册.csv", format!("单位名称,类别,食堂\n{}\n", r.registry.join("\n")));
    for (unit, files) in &r.ledgers {
        for (name, bytes) in files {
            place.write(&format!("inbox/{unit}/{name}"), bytes);
        }
    }
    place.audit_year_with_limit();
    let summary = place.json("out/summary.json");
    let units: BTreeMap<&str, _> = summary["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|u| (u["unit"].as_str().unwrap(), u))
        .collect();
    let mut wrong = Vec::new();
    for (unit, check, says) in &r.wanted {
        let Some(entry) = units.get(unit.as_str()) else {
            wrong.push(format!("{unit}: no report"));
            continue;
        };
        let report = report(&place.at("out"), entry);
        let view = report["checks"].as_array().unwrap().iter().find(|c| c["check"] == *check);
        let found = match view {
            Some(v) if !v["not_applicable"].is_null() => {
                // A reason in words, not a key without a text.
                if !v["not_applicable"].as_str().unwrap().chars().any(|c| c > '\u{4e00}') {
                    wrong.push(format!("{unit}: no words for {v}"));
                }
                NotApplicable
            }
            Some(v) => match v["flagged"].as_u64().unwrap() {
                0 => Clean,
                n => Flags(n),
            },
            None => {
                wrong.push(format!("{unit}: {check} did not run"));
                continue;
            }
        };
        if found != *says {
            wrong.push(format!("{unit}: {found:?}, wanted {says:?}"));
        }
        for finding in report["findings"].as_array().unwrap().iter().filter(|f| f["check"] == *check) {
            assert!(finding["key"].as_str().is_some_and(|k| k.len() == 12), "{finding}");
            assert!(!finding["detail"].as_str().unwrap().contains('{'), "{finding}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Findings of a unit rest on other units' workbooks as well as on its own.
#[test]
fn a_changed_unit_changes_what_the_others_are_told() {
    let place = Place::new();
    let write = |unit: &str, order: &str| {
        let text = ledger(unit, &s(&[&format!("2024-03-01|米|10|10|100||832平台||{order}")]));
        place.write(&format!("inbox/{unit}.csv"), text);
    };
    let flagged = |unit: &str| -> bool {
        place.audit("out", &["--quiet"]).ok();
        let report = place.report("out", unit);
        let findings = report["findings"].as_array().unwrap();
        findings.iter().any(|f| f["check"] == "order_claimed_by_two_units")
    };
    write("东山小学", "DD20240301");
    write("西山小学", "DD20240302");
    assert!(!flagged("东山小学"));
    write("西山小学", "DD20240301");
    assert!(flagged("东山小学"));
    write("西山小学", "DD20240309");
    assert!(!flagged("东山小学"));
}
