//! What is asked of a published OUT: `explain` and `diff`, with the real program on the samples.

use crate::support::program::{Place, Ran, json, report, run, samples};

fn explain(more: &[&str]) -> Ran {
    run(&[&["explain", samples().to_str().unwrap()], more].concat())
}

/// 1234567 fen as `12,345.67`.
fn yuan(fen: i64) -> String {
    let whole = (fen / 100).to_string();
    let groups: Vec<&str> = whole.as_bytes().rchunks(3).rev().map(|c| std::str::from_utf8(c).unwrap()).collect();
    format!("{}.{:02}", groups.join(","), fen % 100)
}

#[test]
fn explain_tells_the_figures_of_the_report_and_names_the_cells() {
    let summary = json(&samples().join("summary.json"));
    let mut told = 0;
    for unit in summary["units"].as_array().unwrap() {
        let report = report(samples(), unit);
        let text = explain(&[unit["unit"].as_str().unwrap()]).ok().out;
        for scope in ["month", "ytd"] {
            let scope = &report["scopes"][scope];
            assert!(text.contains(&format!("采购总额（分母）: {}元", yuan(scope["base_fen"].as_i64().unwrap()))));
            for r in scope["requirements"].as_array().unwrap() {
                for end in ["low", "high"] {
                    let [n, d] = ["numerator_fen", "denominator_fen"].map(|k| yuan(r[end][k].as_i64().unwrap()));
                    assert!(text.contains(&format!("{n} ÷ {d} = ")), "{} {end} of {}", unit["unit"], r["id"]);
                }
                told += 1;
            }
        }
        for line in report["lines"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|l| l["period"].as_str().unwrap().starts_with("2024-0"))
        {
            let source = &line["source"];
            let place = format!("{} › {}", source["file"].as_str().unwrap(), source["sheet"].as_str().unwrap());
            assert!(text.contains(&place), "{place}");
            if let Some(cell) = source["cells"]["amount"].as_str() {
                assert!(text.contains(&format!("─ {cell} ")), "{place} › {cell}");
            }
        }
    }
    assert!(told > 100, "{told} requirements compared");
}

#[test]
fn explain_keeps_to_the_requirement_and_names_near_units() {
    let text = explain(&["临猗县临晋中学", "--requirement", "platform_832"]).ok().out;
    assert!(text.contains("(platform_832)") && !text.contains("(local_channels)") && !text.contains("(overall)"));
    let said = explain(&["临猗县临晋中学", "--requirement", "832"]).refused();
    assert!(said.contains("platform_832"), "{said}");
    let ran = explain(&["临猗县临晋小学"]);
    assert_eq!(ran.out, "");
    let said = ran.refused();
    assert!(said.contains("临猗县临晋中学"), "{said}");
}

#[test]
fn diff_names_the_unit_the_figures_and_the_line() {
    let place = Place::new();
    for (out, channel) in [("a", "832平台"), ("b", "自行采购"), ("c", "自行采购")] {
        let ledger =
            format!("日期,品名,供应商,采购渠道,金额\n2024-03-01,小米,甲合作社,{channel},200.00\n2024-03-02,面粉,乙粮油,自行采购,800.00\n");
        place.write("inbox/盐湖区甲小学2024年3月食堂采购台账.csv", ledger);
        place.audit(out, &["--format", "json"]).ok();
    }
    let text = place.run(&["diff", "a", "b"]).ok().out;
    for wanted in ["盐湖区甲小学", "小米", "200.00", "20.00%", "0.00%", "832"] {
        assert!(text.contains(wanted), "{wanted} in\n{text}");
    }
    // First all of it in one sentence.
    assert!(
        text.lines().next().unwrap().starts_with("有变化的单位1个，其中结论有变化的0个"),
        "{text}"
    );
    let data: serde_json::Value = serde_json::from_str(&place.run(&["diff", "a", "b", "--format", "json"]).ok().out).unwrap();
    assert_eq!((&data["schema"], &data["summary"]["changed"]), (&"bangfu/diff/1".into(), &1.into()));
    assert_eq!(
        data["changed"][0]["lines"].as_array().unwrap().len(),
        2,
        "gone and new: the file is another"
    );
    assert!(!text.contains("面粉"), "unchanged:\n{text}");
    assert_eq!(place.run(&["diff", "b", "c"]).ok().out.trim(), "两次运行的各项数字和明细都相同");
}

/// 1000 yuan of which 300 through the 832 platform, or through nothing that anybody knows.
fn ledger(place: &Place, channel: &str) {
    let rows = format!("2024-03-01,小米,甲合作社,{channel},300.00\n2024-03-02,面粉,乙粮油,自行采购,700.00\n");
    place.write(
        "inbox/盐湖区甲小学2024年3月食堂采购台账.csv",
        format!("日期,品名,供应商,采购渠道,金额\n{rows}"),
    );
}

/// The region's page and the unit's.
fn pages(place: &Place, out: &str) -> [String; 2] {
    let unit = place.unit_folder(out, "盐湖区甲小学").join("report.html");
    [place.at(out).join("index.html"), unit].map(|path| std::fs::read_to_string(path).unwrap())
}

#[test]
fn pages_say_what_changed_since_the_out_that_they_replace_and_the_data_does_not() {
    let place = Place::new();
    ledger(&place, "阳光惠采");
    place.audit("out", &[]).ok();
    let first = place.json("out/summary.json");
    assert!(
        pages(&place, "out").iter().all(|page| !page.contains("与上次运行")),
        "there is no run before the first"
    );
    ledger(&place, "自行采购");
    place.audit("out", &[]).ok();
    let [region, unit] = pages(&place, "out");
    assert!(region.contains("有变化的单位1个，其中结论有变化的1个") && region.contains("待核实采购由1笔变为0笔"));
    assert!(unit.contains("与上次运行（2024年3月）相比") && unit.contains("结论：待核实 → 未达标") && unit.contains("待核实笔数：1 → 0"));
    // The same once more: nothing changed, nothing is said; the data never spoke of it.
    place.audit("out", &[]).ok();
    assert!(pages(&place, "out").iter().all(|page| !page.contains("与上次运行")));
    let again = place.json("out/summary.json");
    place.audit("alone", &[]).ok();
    assert!(again == place.json("alone/summary.json") && again != first);
    place.run(&["verify", "out"]).ok();
}

#[test]
fn previous_names_another_out_and_one_that_is_none_is_refused() {
    let place = Place::new();
    ledger(&place, "阳光惠采");
    place.audit("a", &[]).ok();
    ledger(&place, "832平台");
    place.audit("b", &["--previous", "a"]).ok();
    let [_, unit] = pages(&place, "b");
    assert!(unit.contains("832平台采购：0.00%–30.00% → 30.00%"), "{unit}");
    let ran = place.audit("b", &["--previous", "nowhere"]);
    assert_eq!(ran.status, 2, "{}", ran.err);
    // What stands in OUT and cannot be read as a run is no reason to stop.
    std::fs::write(place.at("a/summary.json"), "{").unwrap();
    let ran = place.audit("b", &["--previous", "a"]);
    assert_eq!(ran.status, 2, "{}", ran.err);
}
