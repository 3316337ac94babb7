//! The pages say what the JSON beside them says: every figure of every sample unit, read back from the text of the page.

use std::path::Path;

use serde_json::Value;

use crate::support::program::{json, samples};

fn yuan(fen: &Value) -> String {
    let fen = fen.as_i64().unwrap();
    let digits = format!("{:03}", fen.abs());
    let (whole, cents) = digits.split_at(digits.len() - 2);
    let mut grouped = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(c);
    }
    format!("{}{grouped}.{cents}", if fen < 0 { "-" } else { "" })
}

/// The floor of a share in per cent; a dash where there is none.
fn percent(bp: &Value) -> String {
    bp.as_i64()
        .map_or_else(|| "—".to_owned(), |b| format!("{}.{:02}%", b / 100, b % 100))
}

/// The rows of the table within `section`, each cell as its texts: the main one, then the small ones. Written for these pages: a table's
/// rows as they stand, and those that stand as JSON behind it.
fn rows(page: &str, section: &str) -> Vec<Vec<Vec<String>>> {
    let part = page.split(&format!("id=\"{section}\"")).nth(1).unwrap_or_default();
    let part = part.split("</section>").next().unwrap();
    let body = part.split("<tbody>").nth(1).unwrap_or_default().split("</tbody>").next().unwrap();
    let mut found: Vec<Vec<Vec<String>>> = body.split("<tr>").skip(1).map(cells).collect();
    if let Some((_, json)) = part.split_once("<script type=\"application/json\"") {
        let json = json.split_once('>').unwrap().1.split("</script>").next().unwrap();
        let packed: Value = serde_json::from_str(json).unwrap();
        for row in packed["rows"].as_array().unwrap() {
            found.push(
                row.as_array()
                    .unwrap()
                    .iter()
                    .map(|n| {
                        let cell = &packed["cells"][usize::try_from(n.as_u64().unwrap()).unwrap()];
                        let text = cell.as_str().unwrap_or_else(|| cell[0].as_str().unwrap());
                        text.split('\n').map(str::to_owned).collect()
                    })
                    .collect(),
            );
        }
    }
    found
}

fn cells(row: &str) -> Vec<Vec<String>> {
    row.split_inclusive("</td>")
        .flat_map(|c| c.split_inclusive("</th>"))
        .filter_map(|c| c.trim_start().split_once('>').map(|(_, inner)| inner.to_owned()))
        .filter(|c| c.ends_with("</td>") || c.ends_with("</th>"))
        .map(|c| c.split("<small>").map(text).collect())
        .collect()
}

/// Text without tags and entities.
fn text(html: &str) -> String {
    let mut out = String::new();
    let mut within = false;
    for c in html.chars() {
        match c {
            '<' => within = true,
            '>' if within => within = false,
            c if !within => out.push(c),
            _ => {}
        }
    }
    let out = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    out.replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
        .trim()
        .to_owned()
}

const VERDICTS: [(&str, &str); 5] = [
    ("pass", "达标"),
    ("fail", "未达标"),
    ("undetermined", "待核实"),
    ("no_data", "无数据"),
    ("exempt", "不适用"),
];

fn word(verdict: &Value) -> &'static str {
    VERDICTS.iter().find(|(code, _)| Some(*code) == verdict.as_str()).unwrap().1
}

#[test]
fn every_figure_on_the_pages_of_the_samples_is_that_of_their_json() {
    let out = samples();
    let summary = json(&out.join("summary.json"));
    let region = std::fs::read_to_string(out.join("index.html")).unwrap();
    let ranking = rows(&region, "units-section");
    let units = summary["units"].as_array().unwrap();
    assert_eq!(ranking.len(), units.len());
    for unit in units {
        let row = ranking.iter().find(|r| r[2][0] == unit["unit"].as_str().unwrap()).unwrap();
        assert_eq!(row[4][0], word(&unit["verdict"]));
        let ytd = &unit["scopes"]["ytd"];
        let bare = unit["lines"] == 0;
        for (i, q) in ytd["requirements"].as_array().unwrap().iter().enumerate() {
            let (low, high) = (percent(&q["ratio_low_bp"]), percent(&q["ratio_high_bp"]));
            let both = if low == high { low } else { format!("{low} – {high}") };
            let both = if unit["verdict"] == "exempt" {
                "不适用".to_owned()
            } else {
                both
            };
            assert_eq!(row[5 + i][0].trim_end_matches(['✓', '✗', '？']).trim(), both, "{row:?}");
        }
        assert_eq!(row[8][0], if bare { "—".to_owned() } else { yuan(&ytd["base_fen"]) });
        unit_page(&out.join(unit["path"].as_str().unwrap()));
    }
}

fn unit_page(folder: &Path) {
    let report = json(&folder.join("report.json"));
    let page = std::fs::read_to_string(folder.join("report.html")).unwrap();
    let name = report["unit"].as_str().unwrap();
    let sentence = text(page.split("class=\"verdict").nth(1).unwrap().split("</section>").next().unwrap());
    assert!(sentence.contains(name) && sentence.contains(word(&report["verdict"])), "{sentence}");
    // The scopes' tables in the page's order: the year to date, then the month.
    let ratios = page
        .split("id=\"ratios\"")
        .nth(1)
        .map_or("", |part| part.split("</section>").next().unwrap());
    let bare = report["lines"].as_array().unwrap().is_empty();
    assert_eq!(ratios.is_empty(), bare, "no page of zeros: {name}");
    // Before the scopes' tables may stand one of the sheets that go back.
    for (table, scope) in ratios
        .split("<table class=\"stack\">")
        .skip(1)
        .map(|t| t.split("<tbody>").nth(1).unwrap())
        .zip(["ytd", "month"])
    {
        let scope = &report["scopes"][scope];
        let table: Vec<_> = table.split("</tbody>").next().unwrap().split("<tr>").skip(1).map(cells).collect();
        let wanted = scope["requirements"].as_array().unwrap();
        assert_eq!(table.len(), wanted.len());
        for (row, q) in table.iter().zip(wanted) {
            let shown: Vec<&str> = row[1..].iter().map(|c| c[0].as_str()).collect();
            let money = [
                "counted_fen",
                "disputed_fen",
                "shortfall_substitute_fen",
                "shortfall_additional_fen",
            ]
            .map(|k| yuan(&q[k]));
            let shares = ["threshold_bp", "ratio_low_bp", "ratio_high_bp"].map(|k| percent(&q[k]));
            let mut want = vec![word(&q["verdict"])];
            want.extend(shares.iter().chain(&money).map(String::as_str));
            assert_eq!(shown, want, "{name}");
            let division = format!("{} ÷\u{a0}{}", yuan(&q["low"]["numerator_fen"]), yuan(&q["low"]["denominator_fen"]));
            assert!(q["ratio_low_bp"].is_null() || row[3][1] == division, "{name} {row:?}");
        }
    }
    let lines = report["lines"].as_array().unwrap();
    let open = |l: &Value| l["base"] == "disputed" || l["requirements"].as_object().unwrap().values().any(|s| s == "disputed");
    if !lines.is_empty() {
        let shown = rows(&page, "lines-section");
        assert_eq!(shown.len(), lines.len(), "{name}");
        for (row, line) in shown.iter().zip(lines) {
            let amount = line["amount_fen"]
                .as_i64()
                .map_or_else(|| line["amount_text"].as_str().unwrap_or("?").to_owned(), |f| yuan(&f.into()));
            assert_eq!(row[4][0], amount);
            assert_eq!(row[1][0], line["item"].as_str().unwrap_or_default().trim());
            let place = row.last().unwrap();
            assert_eq!(place[1], line["id"].as_str().unwrap());
            for part in ["file", "sheet"] {
                assert!(place[0].contains(line["source"][part].as_str().unwrap()), "{place:?}");
            }
            assert!(place[0].ends_with(line["source"]["cells"]["amount"].as_str().unwrap()), "{place:?}");
        }
    }
    let disputed: Vec<&str> = lines.iter().filter(|l| open(l)).map(|l| l["id"].as_str().unwrap()).collect();
    let mut shown: Vec<String> = rows(&page, "disputed-section").iter().map(|r| r[0][0].clone()).collect();
    shown.sort();
    let mut wanted = disputed.clone();
    // What a total leaves open stands among them.
    let amounts = report["scopes"]["ytd"]["open_amounts"].as_array();
    wanted.extend(amounts.into_iter().flatten().map(|o| o["id"].as_str().unwrap()));
    wanted.sort_unstable();
    assert_eq!(shown, wanted, "{name}");
    for finding in report["findings"].as_array().unwrap() {
        let all = text(&page);
        assert!(all.contains(finding["title"].as_str().unwrap()), "{name}");
        assert!(
            finding["amount_fen"].is_null() || all.contains(&yuan(&finding["amount_fen"])),
            "{name}"
        );
    }
}
