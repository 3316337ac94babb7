//! What the program wrote is never read as a ledger, however it came into an inbox; what it gives out to be filled in is.

use std::fs;

use crate::support::program::{Place, find};

#[test]
fn a_report_copied_alone_into_an_inbox_is_listed_and_not_read() {
    let place = Place::new();
    // A channel that nothing knows, so that 待核实.xlsx is written too.
    let ledger = "填报单位：盐湖区实验中学\n采购日期,食材名称,金额,采购渠道\n2024-03-05,大米,100,农贸市场\n2024-03-06,面粉,60,某某网\n";
    place.write("inbox/台账.csv", ledger);
    place.audit("out", &["--quiet"]).ok();
    let summary = || fs::read(place.at("out/summary.csv")).unwrap();
    let before = summary();
    let unit = place.unit_folder("out", "盐湖区实验中学");
    let copied = [
        (unit.join("report.xlsx"), "a.xlsx"),
        (unit.join("report.html"), "b.html"),
        (place.at("out/summary.xlsx"), "c.xlsx"),
        (place.at("out/待核实.xlsx"), "d.xlsx"),
        (place.at("out/index.html"), "e.html"),
    ];
    for (from, name) in &copied {
        fs::copy(from, place.at("inbox").join(name)).unwrap_or_else(|e| panic!("{}: {e}", from.display()));
    }
    place.audit("out", &["--quiet"]).ok();
    let run = place.json("out/run.json");
    for (_, name) in &copied {
        let input = find(&run["inputs"], "path", name);
        assert_eq!(
            (&input["outcome"], &input["reason"]),
            (&"ignored".into(), &"own_output".into()),
            "{name}"
        );
    }
    assert_eq!(run["totals"]["lines"], 2);
    assert_eq!(summary(), before, "no purchase counts twice");
}

#[test]
fn a_template_that_a_unit_filled_in_is_no_output() {
    let place = Place::new();
    for kind in ["ledger", "registry", "overrides"] {
        place.run(&["template", kind, "-o", "made.xlsx"]).ok();
        assert!(
            !bangfu::inbox::own_output::is_output(&fs::read(place.at("made.xlsx")).unwrap()),
            "{kind}"
        );
        fs::remove_file(place.at("made.xlsx")).unwrap();
    }
}
