//! One kind of food in few hands, planted in five of ten counties from heavy to light, the lightest below the threshold on purpose.

use std::{collections::BTreeSet, fmt::Write as _};

use super::region::Random;
use crate::support::program::Place;

const COUNTIES: [&str; 10] = [
    "盐湖区",
    "临猗县",
    "万荣县",
    "闻喜县",
    "稷山县",
    "新绛县",
    "绛县",
    "垣曲县",
    "夏县",
    "平陆县",
];
/// Of the meat of a county in percent, sold by two shops.
const PLANTED: [u64; 5] = [95, 90, 85, 82, 70];
const SCHOOLS: usize = 8;

/// Counties planted and counties flagged, in which of any kind.
pub fn measure() -> (BTreeSet<&'static str>, BTreeSet<String>) {
    let place = Place::new();
    let mut random = Random(2024);
    for (at, county) in COUNTIES.iter().enumerate() {
        for school in 0..SCHOOLS {
            let mut text = format!("填报单位：{county}第{school}小学\n日期,品名,金额,供应商,采购渠道\n");
            for month in 1..=3 {
                for day in 1..=20 {
                    for (item, kind) in [("猪肉", "肉店"), ("白菜", "菜店"), ("大米", "粮店"), ("鸡蛋", "蛋店")] {
                        let two = PLANTED
                            .get(at)
                            .is_some_and(|share| kind == "肉店" && random.between(1, 100) <= *share);
                        let shop = if two { random.between(0, 1) } else { random.between(2, 9) };
                        let amount = random.between(90, 110);
                        let name = ["赵记", "钱记", "孙记", "李记", "周记", "吴记", "郑记", "王记", "冯记", "陈记"][shop as usize];
                        writeln!(text, "2024-{month:02}-{day:02},{item},{amount}.00,{county}{name}{kind},农贸市场").unwrap();
                    }
                }
            }
            place.write(&format!("inbox/{county}/{county}第{school}小学.csv"), text);
        }
    }
    place.audit("out", &["--format", "json,suppliers", "--quiet"]);
    let report = place.json("out/suppliers.json");
    let flagged = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["county"].as_str().unwrap().to_owned());
    (COUNTIES[..PLANTED.len()].iter().copied().collect(), flagged.collect())
}
