//! The recount in a few lines for people.

use std::collections::BTreeMap;

use crate::{
    after::recount::difference::{Difference, DifferenceKind, Recount},
    model::Fen,
    text::{Catalog, one_line},
};

/// Differences, and files, that are told one by one; the JSON has all.
const SHOWN: usize = 20;
const NAMES_SHOWN: usize = 3;

impl Recount {
    /// A few lines: what was recounted, what could not be, and the first differences.
    #[must_use]
    pub fn text(&self, catalog: &Catalog) -> String {
        let count = |n: u64| grouped(n);
        let (units, lines, reread, cells) = (count(self.units), count(self.lines), count(self.reread_lines), count(self.cells));
        let differences = count(self.differences.len() as u64);
        let key = if self.differences.is_empty() { "equal" } else { "differs" };
        let said = [
            ("units", units.as_str()),
            ("lines", &lines),
            ("reread", &reread),
            ("cells", &cells),
            ("count", &differences),
        ];
        let mut out = vec![catalog.say(&format!("verify.recount.{key}"), &said)];
        let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for file in &self.unread {
            reasons.entry(file.reason).or_default().push(&file.path);
        }
        for (reason, files) in reasons {
            let (number, names) = (
                count(files.len() as u64),
                files[..files.len().min(NAMES_SHOWN)].join(catalog.get("verify.recount.and")),
            );
            let more = if files.len() > NAMES_SHOWN {
                catalog.get("verify.recount.more")
            } else {
                ""
            };
            let why = format!("verify.recount.why.{reason}");
            let said = [
                ("count", number.as_str()),
                ("reason", catalog.get(&why)),
                ("names", &names),
                ("more", more),
            ];
            out.push(catalog.say("verify.recount.unread", &said));
        }
        out.extend(self.differences.iter().take(SHOWN).map(|d| d.text(catalog)));
        if self.differences.len() > SHOWN {
            out.push(catalog.say("verify.recount.rest", &[("count", &count((self.differences.len() - SHOWN) as u64))]));
        }
        out.iter().map(|line| one_line(line)).collect::<Vec<_>>().join("\n") + "\n"
    }
}

fn grouped(n: u64) -> String {
    let yuan = Fen(i64::try_from(n).unwrap_or(i64::MAX).saturating_mul(100)).yuan();
    yuan.trim_end_matches(".00").to_owned()
}

impl Difference {
    fn text(&self, catalog: &Catalog) -> String {
        let is_fen = matches!(self.kind, DifferenceKind::Amount) || self.place.ends_with("_fen");
        let shown = |text: &str| match text.parse::<i64>() {
            Ok(fen) if is_fen => Fen(fen).yuan(),
            _ => text.to_owned(),
        };
        let mut touches = self.touches.join(catalog.get("verify.recount.and"));
        if !touches.is_empty() {
            touches = catalog.say("verify.recount.touches", &[("figures", &touches)]);
        }
        let said = [
            ("place", self.place.as_str()),
            ("stated", &shown(&self.stated)),
            ("found", &shown(&self.found)),
            ("touches", &touches),
        ];
        catalog.say(&format!("verify.recount.{}", self.kind.code()), &said)
    }
}
