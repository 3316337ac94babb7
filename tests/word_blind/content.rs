//! Texts that are left as they are, by where they stand in their workbook.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::Read as _,
    path::Path,
};

use zip::ZipArchive;

use crate::word_blind::mutations::collect;

/// A text with its place.
struct Cell {
    sheet: usize,
    row: usize,
    col: String,
    text: String,
}

/// The texts of a workbook, and the words that tell which of them are left.
pub(super) struct Content {
    tabs: Vec<String>,
    cells: Vec<Cell>,
    /// Headers of columns of sellers and of remarks.
    headers: BTreeSet<String>,
    /// Headers of any column.
    all_headers: BTreeSet<String>,
    /// Labels of sellers in the head of a table.
    sellers: BTreeSet<String>,
    /// Words that give a table its role.
    roles: BTreeSet<String>,
    /// Words that say what a row is.
    row_roles: BTreeSet<String>,
    /// Headers of columns of goods.
    goods: BTreeSet<String>,
    /// Words that say what was given, lost or taken off where goods are named: 损耗白菜, 3月返点.
    lost: BTreeSet<String>,
    /// Words that say what was paid for where goods are named: 账户充值.
    items: BTreeSet<String>,
}

fn words(of: &toml::Value) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    collect(of, &[], &mut words);
    words
}

fn between<'a>(text: &'a str, before: &'a str, after: &'a str) -> Option<&'a str> {
    all_between(text, before, after).next()
}

fn all_between<'a>(text: &'a str, before: &'a str, after: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(before)
        .skip(1)
        .filter_map(move |rest| rest.split_once(after).map(|(text, _)| text))
}

impl Content {
    pub(super) fn of(workbook: &Path) -> Self {
        let layouts: toml::Table = toml::from_str(include_str!("../../src/data/layouts/base.toml")).unwrap();
        let mut headers = words(&layouts["field"]["supplier"]["names"]);
        headers.extend(words(&layouts["field"]["remark"]["names"]));
        let sellers = words(&layouts["field"]["supplier"]["names"]);
        let mut roles = words(&layouts["role"]);
        roles.extend(words(&layouts["status"]["void"]));
        // 小卖部 as a tab: who paid for the whole table.
        let policy: toml::Table = toml::from_str(include_str!("../../src/data/policies/yuncheng-2023-31-24.toml")).unwrap();
        roles.extend(words(&policy["funding"]["beside"]));
        let mut items = words(&layouts["rows"]["owed"]);
        items.extend(words(&layouts["rows"]["paid_off"]));
        let mut lost = words(&layouts["status"]["given"]);
        lost.extend(words(&layouts["status"]["taken_off"]));
        let mut content = Self {
            tabs: Vec::new(),
            cells: Vec::new(),
            headers,
            all_headers: layouts["field"]
                .as_table()
                .unwrap()
                .values()
                .flat_map(|field| words(&field["names"]))
                .collect(),
            sellers,
            roles,
            row_roles: words(&layouts["row_role"]),
            goods: words(&layouts["field"]["item"]["names"]),
            lost,
            items,
        };
        if workbook.extension().is_some_and(|e| e == "csv") {
            let text = fs::read_to_string(workbook).unwrap_or_default();
            for (row, line) in text.lines().enumerate() {
                let fields = line.split([',', ';', '\t']).enumerate();
                content.cells.extend(fields.map(|(col, text)| Cell {
                    sheet: 0,
                    row,
                    col: col.to_string(),
                    text: text.to_owned(),
                }));
            }
            return content;
        }
        let Some(mut parts) = File::open(workbook).ok().and_then(|f| ZipArchive::new(f).ok()) else {
            return content;
        };
        let mut part = |name: &str| {
            let mut xml = String::new();
            let found = parts.by_name(name).is_ok_and(|mut part| part.read_to_string(&mut xml).is_ok());
            found.then_some(xml)
        };
        let book = part("xl/workbook.xml").unwrap_or_default();
        content.tabs = all_between(&book, "<sheet name=\"", "\"").map(str::to_owned).collect();
        let shared = part("xl/sharedStrings.xml").unwrap_or_default();
        let shared: Vec<&str> = all_between(&shared, "<si>", "</si>")
            .map(|si| between(si, "<t>", "</t>").unwrap_or_default())
            .collect();
        for sheet in 1.. {
            let Some(xml) = part(&format!("xl/worksheets/sheet{sheet}.xml")) else {
                break;
            };
            for cell in all_between(&xml, "<c r=\"", "</c>") {
                let (place, rest) = cell.split_once('"').unwrap_or_default();
                let of_shared = || shared.get(between(rest, "<v>", "</v>")?.parse::<usize>().ok()?).copied();
                let text = between(rest, "<t>", "</t>").or_else(|| of_shared().filter(|_| rest.contains("t=\"s\"")));
                let (col, row) = place.split_at(place.find(|c: char| c.is_ascii_digit()).unwrap_or(place.len()));
                content.cells.extend(text.map(|text| Cell {
                    sheet,
                    row: row.parse().unwrap_or_default(),
                    col: col.to_owned(),
                    text: text.to_owned(),
                }));
            }
        }
        content
    }

    /// What stands above a cell in its column.
    fn above<'c>(&'c self, cell: &'c Cell) -> impl Iterator<Item = &'c Cell> {
        let cells = self.cells.iter();
        cells.filter(|h| h.sheet == cell.sheet && h.col == cell.col && h.row < cell.row)
    }

    /// What stands beside a cell in its row.
    fn beside<'c>(&'c self, cell: &'c Cell) -> impl Iterator<Item = &'c Cell> {
        let cells = self.cells.iter();
        cells.filter(|h| h.sheet == cell.sheet && h.row == cell.row && h.col != cell.col)
    }

    /// Whether a text gives a whole table its role (a tab 退货, 退货金额 as the only header of money), or is no label but content: a seller's name in
    /// its column, what a remark says. Another seller and another remark are no mistake that anybody could see.
    pub(super) fn tells(&self, text: &str, word: &str) -> bool {
        let here: Vec<&Cell> = self.cells.iter().filter(|c| c.text == text).collect();
        let of_role = self.roles.contains(word);
        let holds_role = self
            .roles
            .iter()
            .any(|role| role.chars().count() > 1 && text.contains(role.as_str()));
        if self.tabs.iter().any(|tab| tab == text) {
            return of_role;
        }
        let below = |cell: &&Cell| self.above(cell).any(|h| self.headers.contains(&h.text));
        let alone = |cell: &&Cell| cell.text.ends_with("金额") && !self.beside(cell).any(|h| h.text.ends_with("金额"));
        // 二、报损 over a header: of the whole table below; 以下为退货： of all rows below.
        let over_header = |cell: &&Cell| {
            let of_sheet = || self.cells.iter().filter(|h| h.sheet == cell.sheet);
            let lone = self.beside(cell).next().is_none();
            lone && (cell.text.ends_with(['：', ':']) || of_sheet().any(|h| h.row == cell.row + 1 && self.all_headers.contains(&h.text)))
        };
        // 领料 in a column of which no other word says what its rows are: nothing but the word itself tells.
        let unexplained = |cell: &&Cell| {
            let mut column = self
                .cells
                .iter()
                .filter(|h| h.sheet == cell.sheet && h.col == cell.col && h.text != text);
            self.row_roles.contains(text) && !column.any(|h| self.row_roles.iter().any(|w| h.text.contains(w.as_str())))
        };
        // 乙方 | 夏县超市, 供货单位：夏县超市 in a head.
        let is_label = |text: &str| self.sellers.contains(text.trim_end_matches([':', '：']));
        let of_seller = |cell: &&Cell| {
            let mut left = self.cells.iter().filter(|h| h.sheet == cell.sheet && h.row == cell.row);
            let labelled = cell
                .text
                .split_once(['：', ':'])
                .is_some_and(|(label, name)| !name.is_empty() && is_label(label));
            labelled || left.any(|h| h.col < cell.col && h.col.len() == cell.col.len() && is_label(&h.text))
        };
        let among_goods = |cell: &&Cell| self.above(cell).any(|h| self.goods.contains(&h.text));
        // 大米（爱心企业捐赠）: what is said of goods in brackets.
        let in_brackets = |cell: &&Cell| {
            let said = text.split_once(['（', '(']).filter(|(goods, _)| !goods.is_empty());
            said.is_some_and(|(_, said)| said.contains(word)) && among_goods(cell)
        };
        // 合计：105.00元 alone in its row: a label with its own figure.
        let with_figure = |cell: &&Cell| {
            let figure = text
                .split_once(['：', ':'])
                .is_some_and(|(_, figure)| figure.starts_with(|c: char| c.is_ascii_digit()));
            figure && self.beside(cell).next().is_none()
        };
        // 单价（元/斤）: what the price is for.
        let of_measure = |_: &&Cell| text.contains('/') && text.split_once(['（', '(']).is_some_and(|(_, unit)| unit.contains(word));
        let no_header = !self.all_headers.contains(text) || (!here.is_empty() && here.iter().all(among_goods));
        let is_lost = no_header && self.lost.iter().any(|w| text.contains(w.as_str()));
        // 账户充值 among goods: so does its own name.
        if is_lost || self.items.iter().any(|w| text.contains(w.as_str())) {
            return true;
        }
        let all = |is: &dyn Fn(&&Cell) -> bool| here.iter().all(is);
        !here.is_empty()
            && (all(&below)
                || all(&of_seller)
                || (of_role && all(&alone))
                || (holds_role && all(&over_header))
                || all(&unexplained)
                || all(&in_brackets)
                || all(&with_figure)
                || all(&of_measure))
    }
}
