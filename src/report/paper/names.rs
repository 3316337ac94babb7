//! Every placeholder that there is and what it means: `data/templates/docx/placeholders.toml`, which the documentation prints and the papers are
//! checked against.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use serde::Deserialize;

use crate::{
    report::paper::marks::Sign,
    text::{Catalog, Fault},
};

/// A placeholder.
#[derive(Debug, Clone)]
pub struct Name {
    /// Without braces.
    pub name: String,
    /// Written with `#` or `^` alone.
    pub condition: bool,
    /// What each entry of a list has; empty for a value.
    pub each: Vec<Name>,
}

/// Those of a unit's papers and those of the region's, each list with what its entries have.
#[derive(Debug, Clone)]
pub struct Names {
    /// Of 取证单, 工作底稿 and 通知.
    pub unit: Vec<Name>,
    /// Of 通报.
    pub region: Vec<Name>,
    /// What people call a part, by the name of its root.
    pub parts: BTreeMap<String, String>,
    listed: Listed,
}

/// The file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    unit: Vec<Entry>,
    region: Vec<Entry>,
    both: Vec<Entry>,
    lists: BTreeMap<String, Vec<Entry>>,
    parts: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    means: String,
    form: Option<Form>,
    list: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Form {
    Amount,
    Condition,
}

/// Every entry of a list has them.
pub(super) const NUMBER: &str = "序号";
pub(super) const HAN_NUMBER: &str = "中文序号";
/// Every amount has one in capitals.
pub(super) const CAPITALS: &str = "大写";

impl Names {
    /// # Errors
    /// The file that comes with the program does not hold.
    pub fn read() -> Result<Self, Fault> {
        let text = include_str!("../../data/templates/docx/placeholders.toml");
        let listed: Listed = toml::from_str(text).map_err(|e| Fault::stopped("report.write").with("what", "docx").because(e))?;
        let of = |own: &[Entry]| own.iter().chain(&listed.both).flat_map(|e| listed.expanded(e, 0)).collect();
        Ok(Self {
            unit: of(&listed.unit),
            region: of(&listed.region),
            parts: listed.parts.clone(),
            listed,
        })
    }

    /// The list for the documentation, as Markdown: a table for each kind of paper, then one for each list.
    pub fn page(&self, catalog: &Catalog) -> String {
        let Listed {
            unit, region, both, lists, ..
        } = &self.listed;
        let mut out = String::new();
        for (key, entries) in [("unit", unit), ("region", region), ("both", both)] {
            let _ = writeln!(out, "## {}\n", catalog.get(&format!("paper.page.{key}")));
            table(entries, catalog, &mut out);
        }
        let _ = writeln!(
            out,
            "## {}\n\n{}\n",
            catalog.get("paper.page.lists"),
            catalog.get("paper.page.numbered")
        );
        for (name, entries) in lists {
            let _ = writeln!(out, "### {name}\n");
            table(entries, catalog, &mut out);
        }
        out.truncate(out.trim_end().len());
        out + "\n"
    }
}

impl Listed {
    /// An entry of the file as the names that papers may write. Lists within lists are few: the file is the program's own, and has no circle.
    fn expanded(&self, entry: &Entry, depth: usize) -> Vec<Name> {
        let plain = |name: String| Name {
            name,
            condition: false,
            each: Vec::new(),
        };
        let inner = entry.list.as_ref().and_then(|list| self.lists.get(list)).filter(|_| depth < 4);
        let mut first = plain(entry.name.clone());
        first.condition = entry.form == Some(Form::Condition);
        if let Some(inner) = inner {
            first.each = [NUMBER, HAN_NUMBER].map(|n| plain(n.to_owned())).into();
            first.each.extend(inner.iter().flat_map(|e| self.expanded(e, depth + 1)));
        }
        let capitals = (entry.form == Some(Form::Amount)).then(|| plain(format!("{}{CAPITALS}", entry.name)));
        std::iter::once(first).chain(capitals).collect()
    }
}

fn table(entries: &[Entry], catalog: &Catalog, out: &mut String) {
    let _ = writeln!(out, "{}\n|---|---|", catalog.get("paper.page.head"));
    for Entry { name, means, form, list } in entries {
        let written = match form {
            Some(Form::Amount) => format!("`{{{{{name}}}}}` `{{{{{name}{CAPITALS}}}}}`"),
            Some(Form::Condition) => format!("`{{{{#{name}}}}}…{{{{/{name}}}}}`"),
            None if list.is_some() => format!("`{{{{#{name}}}}}…{{{{/{name}}}}}`"),
            None => format!("`{{{{{name}}}}}`"),
        };
        let see = list.as_ref().map(|list| catalog.say("paper.page.see", &[("list", list)]));
        let _ = writeln!(out, "| {written} | {means}{} |", see.unwrap_or_default());
    }
    out.push('\n');
}

/// The names that hold at a place: those of the paper, then those of each list around it.
#[derive(Debug, Clone)]
pub(super) struct Scope<'a>(Vec<&'a [Name]>);

/// Why a placeholder does not hold where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    Unknown,
    /// A list or condition without its sign.
    NeedsSign,
    /// A list within another one, which is not the entry's own.
    OtherList,
}

impl<'a> Scope<'a> {
    pub fn new(names: &'a [Name]) -> Self {
        Self(vec![names])
    }

    /// Within a list's entries.
    pub fn of(&self, list: &'a Name) -> Self {
        let mut inner = self.clone();
        inner.0.push(&list.each);
        inner
    }

    /// The placeholder of that name: the innermost list's first. A list is the innermost one's own, so that no paper multiplies lists by one another.
    pub fn find(&self, name: &str, sign: Sign) -> Result<&'a Name, Refused> {
        let at = |(depth, names): (usize, &&'a [Name])| Some((depth, names.iter().find(|n| n.name == name)?));
        let (depth, found) = self.0.iter().enumerate().rev().find_map(at).ok_or(Refused::Unknown)?;
        match sign {
            Sign::Value if found.condition || !found.each.is_empty() => Err(Refused::NeedsSign),
            Sign::Each if !found.each.is_empty() && depth + 1 < self.0.len() => Err(Refused::OtherList),
            _ => Ok(found),
        }
    }

    /// Whether a text begins with one of the names.
    pub fn begins(&self, text: &str) -> bool {
        all(&self.0).any(|(_, name)| text.starts_with(name))
    }

    /// The names that come nearest: those that hold the given one or stand in it, then those that share most of its characters, at most three; one
    /// of a list that does not stand around it with the list's name.
    pub fn nearest(&self, wanted: &str) -> Vec<String> {
        let chars: BTreeSet<char> = wanted.chars().collect();
        let mut scored: Vec<(usize, usize, String)> = Vec::new();
        for (list, name) in all(&self.0) {
            let shared = name.chars().filter(|c| chars.contains(c)).count();
            let holds = name.contains(wanted) || wanted.contains(name);
            let length = name.chars().count();
            if holds || shared * 2 >= length.max(chars.len()) {
                let shown = list.map_or_else(|| name.to_owned(), |list| format!("{list}·{name}"));
                let apart = length.abs_diff(wanted.chars().count()) + length - shared;
                scored.push((if name == wanted { 0 } else { 1 + apart }, length, shown));
            }
        }
        scored.sort();
        scored.dedup_by(|a, b| a.2 == b.2);
        scored.into_iter().take(3).map(|(.., shown)| shown).collect()
    }
}

/// Every name, with the list that it is an entry's of where that list does not stand around the place.
fn all<'a>(scopes: &[&'a [Name]]) -> impl Iterator<Item = (Option<&'a str>, &'a str)> {
    let mut out: Vec<(Option<&str>, &str)> = Vec::new();
    for names in scopes {
        out.extend(names.iter().map(|n| (None, n.name.as_str())));
    }
    if let Some(first) = scopes.first() {
        within(first, scopes, &mut out);
    }
    out.into_iter()
}

fn within<'a>(names: &'a [Name], scopes: &[&'a [Name]], out: &mut Vec<(Option<&'a str>, &'a str)>) {
    for list in names {
        if !scopes.iter().any(|scope| std::ptr::eq(*scope, list.each.as_slice())) {
            out.extend(list.each.iter().map(|n| (Some(list.name.as_str()), n.name.as_str())));
        }
        within(&list.each, scopes, out);
    }
}
