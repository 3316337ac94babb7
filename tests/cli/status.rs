//! The exit status, and what stops a run before it begins.

use super::{HEAD, add_damaged_file, add_failing_unit, everything, passing};
use crate::support::program::{Place, tree};

#[test]
fn the_status_tells_what_came_of_it_and_3_wins_over_4() {
    let flag = ["--fail-on-noncompliance"];
    for (failing, damaged, plain, strict) in [(false, false, 0, 0), (true, false, 0, 4), (false, true, 3, 3), (true, true, 3, 3)] {
        let place = passing();
        if failing {
            add_failing_unit(&place);
        }
        if damaged {
            add_damaged_file(&place);
        }
        for (more, expected) in [(&[][..], plain), (&flag[..], strict)] {
            let run = place.audit("out", more);
            assert_eq!(run.status, expected, "{more:?}: {}", run.err);
            assert!(run.out.is_empty(), "stdout is for machines");
            assert!(place.at("out/summary.json").is_file(), "0, 3 and 4 have published");
        }
    }
    // Undetermined counts as not compliant.
    let place = passing();
    place.write(
        "inbox/乙小学2024年3月食堂台账.csv",
        format!("{HEAD}2024-03-07,白菜,1000,丙菜摊,不明渠道\n"),
    );
    assert_eq!(place.audit("out", &flag).status, 4);
    assert_eq!(place.json("out/summary.json")["units"][0]["verdict"], "undetermined");
}

#[test]
fn what_stops_a_run_is_1_and_nothing_is_published() {
    let place = passing();
    // Somebody else holds the lock.
    let lock = bangfu::publish::work_folder::WorkFolder::open(&place.at("out")).unwrap();
    let run = place.audit("out", &[]);
    assert_eq!(run.status, 1);
    assert!(run.err.contains("另一次运行"), "{}", run.err);
    drop(lock);
    assert_eq!(place.audit("out", &[]).status, 0);
}

#[test]
fn bad_usage_is_2_names_what_is_wrong_and_writes_nothing() {
    let place = passing();
    place.write("bad.toml", "id = 'x'\nsurprise = 1\n");
    place.write("own.toml", "in = 1\n");
    place.write("no-names.csv", "编号,金额\n1,2\n");
    place.write("no-decision.csv", "行号,意见人\n1,2\n");
    place.write("notes/a.txt", "mine");
    place.write("templates/docx/notise.toml", "");
    place.write("old/run.json", "{\"schema\": \"bangfu/run/1\", \"outputs\": []}");
    place.write("old/p.toml", "");
    let base = ["audit", "inbox", "--period", "2024-03", "-o", "out"];
    let with = |more: &[&'static str]| [&base[..], more].concat();
    let cases: Vec<(Vec<&str>, &str)> = vec![
        (vec!["audit"], "inbox"),
        (vec!["audit", "inbox", "-o", "out"], "--period"),
        (vec!["audit", "inbox", "--period", "2024-03"], "-o"),
        (vec!["audit", "inbox", "--period", "2024-13", "-o", "out"], "2024-13"),
        (vec!["audit", "inbox", "--period", "last", "-o", "out"], "last-month"),
        (vec!["audit", "nowhere", "--period", "2024-03", "-o", "out"], "nowhere"),
        (vec!["audit", "inbox", "--period", "2020-03", "-o", "out"], "2020-03"),
        (vec!["audit", "inbox", "--period", "2024-03", "-o", "inbox"], "inbox"),
        (vec!["audit", "inbox", "--period", "2024-03", "-o", "."], "inbox"),
        (vec!["audit", "inbox", "--period", "2024-03", "-o", "notes"], "notes"),
        (vec!["audit", "inbox", "--period", "2024-03", "-o", "own.toml"], "own.toml"),
        (vec!["audit", "old", "--period", "2024-03", "-o", "out"], "核查结果文件夹"),
        (
            vec!["audit", "inbox", "--period", "2024-03", "-o", "old", "--policy", "old/p.toml"],
            "old/p.toml",
        ),
        (with(&["--polcy", "x"]), "--polcy"),
        (with(&["--policy", "no-such-policy"]), "no-such-policy"),
        (with(&["--policy", "bad.toml"]), "bad.toml"),
        (with(&["--registry", "none.xlsx"]), "none.xlsx"),
        (with(&["--registry", "no-names.csv"]), "单位名称"),
        (with(&["--overrides", "none.csv"]), "none.csv"),
        (with(&["--overrides", "no-decision.csv"]), "决定"),
        (with(&["--layouts", "own.toml"]), "own.toml"),
        (with(&["--templates", "templates"]), "notise.toml"),
        (with(&["--format", "pdf"]), "pdf"),
        (with(&["--jobs", "0"]), "--jobs"),
        (with(&["--jobs", "two"]), "--jobs"),
        (with(&["--lang", "fr"]), "--lang"),
        (with(&["--config", "none.toml"]), "none.toml"),
        (with(&["--ledger", "notes"]), "notes"),
        (with(&["--max-cells", "many"]), "--max-cells"),
        (vec!["explain", "nowhere", "甲小学"], "nowhere"),
        (vec!["verify", "nowhere"], "nowhere"),
        (vec!["diff", "old", "nowhere"], "summary.json"),
        (vec!["inspect", "nowhere.xlsx"], "nowhere.xlsx"),
        (vec!["template", "invoice", "-o", "x.xlsx"], "invoice"),
        (vec!["policy", "show", "no-such-policy"], "no-such-policy"),
        (vec!["checks", "show", "no_such_check"], "no_such_check"),
        (vec!["completions", "tcsh"], "tcsh"),
        (vec!["audits"], "audits"),
    ];
    let before = everything(&place);
    for (args, names) in cases {
        let run = place.run(&args);
        let said = run.err;
        assert_eq!(run.status, 2, "{args:?}: {said}");
        assert!(run.out.is_empty(), "{args:?}");
        let first = said.lines().next().unwrap_or_default();
        assert!(first.starts_with("bangfu: "), "{args:?}: {said}");
        assert!(
            said.lines().any(|l| l.starts_with("提示：")),
            "{args:?} says not what to do: {said}"
        );
        assert!(said.contains(names), "{args:?} does not name {names}: {said}");
        assert!(!said.contains("panicked") && said.lines().count() <= 9, "{args:?}: {said}");
        assert_eq!(everything(&place), before, "{args:?} wrote something");
    }
}

#[test]
fn ten_problems_of_a_kind_are_told_and_how_many_there_are() {
    for (damaged, shown, more) in [(10, 10, false), (11, 10, true)] {
        let place = passing();
        for number in 0..damaged {
            // Each its own bytes, else they were copies of each other.
            place.write(&format!("inbox/坏{number:02}.xlsx"), format!("PK\u{3}\u{4}{number}"));
        }
        let run = place.audit("out", &[]);
        let lines = run.err.lines().filter(|l| l.starts_with("坏")).count();
        assert_eq!((run.status, lines), (3, shown), "{}", run.err);
        assert_eq!(run.err.contains("同类问题共11项，还有1项未列出"), more, "{}", run.err);
        assert_eq!(run.err.contains("index.html\n共"), more, "where the whole list is: {}", run.err);
    }
}

#[test]
fn an_inbox_without_a_workbook_leaves_the_last_reports_unless_it_is_allowed() {
    let place = passing();
    place.audit("out", &[]).ok();
    let before = tree(&place.at("out"));
    std::fs::remove_dir_all(place.at("inbox")).unwrap();
    // A share that is not mounted is an empty folder; a stray file is no workbook.
    place.write("inbox/.keep", "");
    place.write("inbox/读我.pdf", "%PDF-1.4");
    let run = place.audit("out", &[]);
    assert_eq!(run.status, 1, "{}", run.err);
    assert!(
        run.err.contains("没有表格文件：inbox") && run.err.contains("--allow-empty"),
        "{}",
        run.err
    );
    assert_eq!(tree(&place.at("out")), before);
    let run = place.audit("out", &["--allow-empty"]);
    assert_eq!(run.status, 3, "no line was read: {}", run.err);
    assert!(run.err.starts_with("注意：所有文件中没有读到采购记录"), "{}", run.err);
    assert_eq!(place.json("out/summary.json")["inputs"]["files"], 0);
}

#[test]
fn fewer_than_half_of_the_registered_units_is_said_first_and_is_3() {
    for (registered, status) in [
        ("甲小学,自办\n丁小学,自办\n", 0),
        ("甲小学,自办\n丁小学,自办\n戊小学,自办\n", 3),
        ("甲小学,自办\n丁小学,自办\n戊小学,无食堂\n", 0),
    ] {
        let place = passing();
        place.write("名册.csv", format!("单位名称,食堂情况\n{registered}"));
        let run = place.audit("out", &["--registry", "名册.csv"]);
        assert_eq!(run.status, status, "{registered}{}", run.err);
        assert_eq!(
            run.err.starts_with("注意：名册中应报送的3个单位，只有1个"),
            status == 3,
            "{}",
            run.err
        );
    }
}

#[test]
fn months_without_a_purchase_stand_beside_the_verdict() {
    let ledger = |month: &str| format!("{HEAD}2024-{month}-05,大米,1000,甲合作社,832平台\n2024-{month}-06,面,2000,甲超市,消费帮扶超市\n");
    for (months, said) in [
        (&["01", "02", "03"][..], ""),
        (&["01"][..], "（数据只到2024年1月）"),
        (&["01", "03"][..], "（2024年2月没有采购记录）"),
        (&["03"][..], "（2024年1月、2024年2月没有采购记录）"),
    ] {
        let place = Place::new();
        for month in months {
            place.write(
                &format!("inbox/甲小学{month}.csv"),
                format!("填报单位：甲小学\n{}", ledger(month)).replace("\\\n", "\n"),
            );
        }
        place.audit("out", &[]);
        let page = std::fs::read_to_string(place.unit_folder("out", "甲小学").join("report.html")).unwrap();
        assert!(page.contains(&format!("结论：达标{said}。")), "{months:?}: {said}");
        let missing = place.report("out", "甲小学")["months_without_lines"].as_array().map_or(0, Vec::len);
        assert_eq!(missing, 3 - months.len());
    }
}
