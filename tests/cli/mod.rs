//! The program as a scheduler sees it: exit status, stdout, stderr, log lines, settings. Nothing here looks inside.

mod check;
mod encoding;
mod generated;
mod log;
mod rejected;
mod settings;
mod status;
mod verify;

use std::{collections::BTreeMap, path::PathBuf};

use walkdir::WalkDir;

use crate::support::program::{Place, tree};

const HEAD: &str = "采购日期,食材名称,金额,供应商,采购渠道\n";

/// An inbox of one unit that passes: 1,000 yuan, 200 through 832, 200 through the local platform.
fn passing() -> Place {
    let place = Place::new();
    let ledger = format!(
        "{HEAD}2024-03-05,小米,200,甲合作社,832平台\n2024-03-06,面粉,200,乙公司,供销数据平台\n2024-03-07,白菜,600,丙菜摊,农贸市场\n"
    );
    place.write("inbox/甲小学2024年3月食堂台账.csv", ledger);
    place
}

/// A unit that buys 1,000 yuan at the market alone.
fn add_failing_unit(place: &Place) {
    place.write(
        "inbox/乙小学2024年3月食堂台账.csv",
        format!("{HEAD}2024-03-07,白菜,1000,丙菜摊,农贸市场\n"),
    );
}

fn add_damaged_file(place: &Place) {
    place.write("inbox/丙小学.xlsx", "PK\u{3}\u{4} and no more");
}

/// Every file and folder with its bytes.
fn everything(place: &Place) -> (Vec<PathBuf>, BTreeMap<PathBuf, Vec<u8>>) {
    let entries = WalkDir::new(place.folder()).sort_by_file_name().into_iter();
    (entries.map(|entry| entry.unwrap().into_path()).collect(), tree(place.folder()))
}
