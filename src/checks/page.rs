//! What each check is, in words: the help of `bangfu checks` and the page docs/zh/checks.md, from the same texts.

use std::fmt::Write as _;

use crate::{
    checks::{check::Meta, metas},
    text::Catalog,
};

/// Version that brought the checks.
const SINCE: &str = "0.1.0";
/// Parts of a check's text, in the order of reading.
const PARTS: [&str; 6] = ["flags", "why", "example", "exclusions", "verify", "basis"];

fn severity(meta: Meta, catalog: &Catalog) -> String {
    catalog.get(&format!("word.severity.{}", meta.severity.code())).to_owned()
}

/// A part's text; what the policy fills in at run time is said to be the policy's.
fn part(meta: Meta, part: &str, catalog: &Catalog) -> Option<String> {
    let key = format!("checks.{}.{part}", meta.id);
    let text = catalog.has(&key).then(|| catalog.get(&key).to_owned())?;
    Some(if text.contains('{') {
        catalog.get("checks.page.by_policy").to_owned()
    } else {
        text
    })
}

fn title(meta: Meta, catalog: &Catalog) -> String {
    catalog.get(&format!("checks.{}.title", meta.id)).to_owned()
}

/// One line a check: id, severity, title.
pub fn list(catalog: &Catalog) -> String {
    metas().fold(String::new(), |mut out, meta| {
        let title = title(meta, catalog);
        let _ = writeln!(out, "{}\t{}\t{title}", meta.id, severity(meta, catalog));
        out
    })
}

/// A check for a terminal.
pub fn text(meta: Meta, catalog: &Catalog) -> String {
    let title = title(meta, catalog);
    let mut out = format!("{} · {title} · {} · {}\n", meta.id, severity(meta, catalog), SINCE);
    for name in PARTS {
        if let Some(text) = part(meta, name, catalog) {
            let _ = write!(out, "\n{}\n    {text}\n", catalog.get(&format!("checks.page.{name}")));
        }
    }
    out
}

/// All checks as a page.
pub fn markdown(catalog: &Catalog) -> String {
    let mut out = format!("{}\n", catalog.get("checks.page.head"));
    for meta in metas() {
        let title = title(meta, catalog);
        let _ = write!(out, "\n## {title} `{}`\n\n{} · {}\n\n", meta.id, severity(meta, catalog), SINCE);
        for name in PARTS {
            if let Some(text) = part(meta, name, catalog) {
                let _ = writeln!(out, "- **{}** {text}", catalog.get(&format!("checks.page.{name}")));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    /// 疑点, never 违规: the auditor concludes.
    #[test]
    fn every_check_has_every_part_and_no_text_concludes() {
        for lang in [Lang::Zh, Lang::En] {
            let catalog = Catalog::new(lang);
            for meta in metas() {
                for name in ["title", "detail", "flags", "why", "example", "exclusions", "verify", "basis"] {
                    let key = format!("checks.{}.{name}", meta.id);
                    assert!(catalog.has(&key), "{key}");
                    let text = catalog.get(&key);
                    for word in ["违规", "违法", "舞弊", "fraud", "illegal", "violation"] {
                        assert!(!text.contains(word), "{key} says {word}");
                    }
                }
            }
        }
    }
}
