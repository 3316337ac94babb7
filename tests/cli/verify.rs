//! `verify` right after a run tells no difference, whatever lay in the inbox and whatever limits the run had.

use std::fs;

use super::{HEAD, passing};
use crate::support::program::find;

#[test]
fn what_a_run_set_aside_is_not_changed_until_it_is() {
    let place = passing();
    place.audit("before", &["--format", "xlsx,json"]).ok();
    // A copied report, a page and an export: they are found as workbooks, and set aside when they are read or because they were given.
    let folder = place.unit_folder("before", place.json("before/summary.json")["units"][0]["unit"].as_str().unwrap());
    fs::copy(folder.join("report.xlsx"), place.at("inbox/抄来的报告.xlsx")).unwrap();
    place.write("inbox/说明.pdf", "no workbook");
    place.write(
        "inbox/832导出.csv",
        "订单编号,下单时间,采购单位,商品名称,订单金额,订单状态\n8321,2024-03-05,甲小学,小米,200,已完成\n",
    );
    let export = ["--platform-export", "832=inbox/832导出.csv", "--format", "json"];
    let ran = place.audit("out", &export);
    assert!([0, 3].contains(&ran.status), "{}", ran.err);
    let manifest = place.json("out/run.json");
    for (path, reason) in [("抄来的报告.xlsx", "own_output"), ("832导出.csv", "platform_export")] {
        let input = find(&manifest["inputs"], "path", path);
        assert_eq!((&input["outcome"], &input["reason"]), (&"ignored".into(), &reason.into()));
        assert_eq!(input["sha256"].as_str().unwrap().len(), 64, "{path}");
    }
    place.run(&["verify", "out"]).ok();
    // A ledger in the place of the copied report is new.
    place.write("inbox/抄来的报告.xlsx", format!("{HEAD}2024-03-07,白菜,1000,丙菜摊,农贸市场\n"));
    let said = place.run(&["verify", "out"]);
    assert_eq!(said.status, 3);
    assert!(said.out.contains("抄来的报告.xlsx"), "{}", said.out);
}

/// Limits that a run was given hold for its inputs when they are looked at again, higher ones and lower ones.
#[test]
fn the_limits_of_a_run_are_remembered() {
    let place = passing();
    // Nobody can read more than one file of the archive; by itself nothing is wrong with it.
    let mut zip = zip::ZipWriter::new(fs::File::create(place.at("inbox/三月.zip")).unwrap());
    for name in ["乙小学2024年3月食堂台账.csv", "丙小学2024年3月食堂台账.csv"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, format!("{HEAD}2024-03-07,{name},1000,丙菜摊,农贸市场\n").as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    let lower = place.audit("lower", &["--max-members", "1", "--format", "json"]);
    assert_eq!(lower.status, 3, "{}", lower.err);
    assert_eq!(place.json("lower/run.json")["options"]["limits"]["members"], 1);
    place.run(&["verify", "lower"]).ok();
    place.audit("usual", &["--format", "json"]).ok();
    place.run(&["verify", "usual"]).ok();
}
