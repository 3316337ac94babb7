//! Whether a workbook that nobody has said anything about is a platform's export, and of which platform, by what it says itself.

use std::path::Path;

use crate::{
    formats::Limits,
    inbox::own_output::is_output,
    model::Field,
    policy::at::PolicyAt,
    reconcile::{exports::complete, words},
    rows::{
        reading::{Reading, TableReading},
        workbook::read_bytes,
    },
    tables::vocabulary::Vocabulary,
    text::names::nfkc_tight,
};

/// A platform's export that lies about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Recognised {
    /// As `--platform-export` takes it; `None` where its words name no platform, or several.
    pub kind: Option<&'static str>,
}

/// `None` for anything that is no export: a table of orders tells each order's number and state, and no channel, since all are of one.
pub(crate) fn recognise(path: &Path, policy: &PolicyAt, limits: &Limits, layouts: &Vocabulary) -> Option<Recognised> {
    let bytes = std::fs::read(path).ok().filter(|bytes| !is_output(bytes))?;
    let reading = read_bytes(&bytes, limits, &layouts.of_orders()).ok()?;
    let has = |table: &TableReading, field| table.columns.iter().any(|c| c.field == field);
    let tables = || reading.sheets.iter().flat_map(|s| &s.tables);
    let is_orders = |t: &TableReading| has(t, Field::OrderNo) && has(t, Field::Status) && !has(t, Field::Channel);
    if !tables().any(is_orders) || complete(&reading).is_err() {
        return None;
    }
    let said = said(path, &reading);
    let mut kinds = words::aliases().filter(|kind| {
        let ids = words::aliased(kind);
        let channels = policy.policy.channels.iter().filter(|c| ids.iter().any(|id| **id == *c.id));
        channels.flat_map(|c| &c.aliases).any(|word| names(&said, &nfkc_tight(word)))
    });
    let kind = kinds.next();
    Some(Recognised {
        kind: kind.filter(|_| kinds.next().is_none()),
    })
}

/// Ids of the channels that a kind of export stands for.
pub(crate) fn channels_of(kind: &str) -> &'static [String] {
    words::aliased(kind)
}

/// All that a workbook says beside its rows: its name, its sheets', titles and headers.
fn said(path: &Path, reading: &Reading) -> String {
    let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let mut texts = vec![name];
    for sheet in &reading.sheets {
        texts.push(sheet.name.to_string());
        texts.extend(sheet.title.iter().map(|t| t.text.to_string()));
        for table in &sheet.tables {
            texts.extend(table.title.iter().map(|t| t.text.to_string()));
            texts.extend(table.columns.iter().map(|c| c.header.to_string()));
        }
    }
    let tight: Vec<String> = texts.iter().map(|text| nfkc_tight(text).to_lowercase()).collect();
    tight.join("\n")
}

/// Whether `word` stands in `text`, and not as a part of a longer number.
fn names(text: &str, word: &str) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    text.match_indices(word).any(|(at, _)| {
        let (before, behind) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
        let cuts_a_number = is_digit(before) && is_digit(word.chars().next()) || is_digit(behind) && is_digit(word.chars().next_back());
        !cuts_a_number
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::pack::{DEFAULT_POLICY, Policy};

    fn kind_of(name: &str, text: &str) -> Option<Recognised> {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        let policy = Policy::load(DEFAULT_POLICY).unwrap().at("2024-03".parse().unwrap(), false).unwrap();
        recognise(&path, &policy, &Limits::default(), &Vocabulary::embedded())
    }

    #[test]
    fn an_export_is_told_by_its_columns_and_its_platform_by_its_words() {
        let orders = "订单编号,下单时间,采购单位,商品名称,订单金额,订单状态\nDD2024030100001,2024-03-01,盐湖区甲小学,小米,300.00,已完成\n";
        let kind = |name: &str, text: &str| kind_of(name, text).map(|r| r.kind);
        assert_eq!(kind("832订单.csv", orders), Some(Some("832")));
        assert_eq!(
            kind("订单.csv", &format!("脱贫地区农副产品网络销售平台订单\n{orders}")),
            Some(Some("832"))
        );
        assert_eq!(kind("供销平台订单.csv", orders), Some(Some("local")));
        // No platform named, two named, a number in which 832 stands.
        assert_eq!(kind("订单.csv", orders), Some(None));
        assert_eq!(kind("832和供销平台订单.csv", orders), Some(None));
        assert_eq!(kind("订单20240832001.csv", orders), Some(None));
        // Ledgers: with a channel, without states, without numbers.
        let ledger = "日期,品名,供应商,采购渠道,订单编号,金额,订单状态\n2024-03-01,小米,甲行,832平台,DD2024030100001,300.00,已完成\n";
        assert_eq!(kind("832台账.csv", ledger), None);
        assert_eq!(
            kind("832台账.csv", "订单编号,日期,品名,金额\nDD2024030100001,2024-03-01,小米,300.00\n"),
            None
        );
        assert_eq!(
            kind("832台账.csv", "日期,品名,金额,订单状态\n2024-03-01,小米,300.00,已完成\n"),
            None
        );
        assert_eq!(kind("说明.csv", "这是一份说明\n"), None);
    }
}
