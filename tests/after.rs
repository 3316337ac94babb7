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
    assert!(!text.contains("面粉"), "unchanged:\n{text}");
    assert_eq!(place.run(&["diff", "b", "c"]).ok().out.trim(), "两次运行的各项数字和明细都相同");
}
