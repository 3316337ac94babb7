//! What was eaten beside what was bought, and what goods are called.

use super::{Clean, Flags, NotApplicable, Region, four, s, table, times};

pub fn cases(r: &mut Region) {
    per_head(r);
    let head = "日期,品名,数量,计量单位,单价,金额,就餐人数,餐标";
    // Twenty days, 100 persons, 10 yuan: 20,000. The first line of each day names the headcount, the second repeats it.
    let month = |days: usize, amount: &str| {
        let mut rows = times(days, |i| format!("2024-03-{:02},菜{i},1,公斤,1,1,100,10", i + 1));
        rows.extend(times(days, |i| format!("2024-03-{:02},肉{i},1,公斤,1,1,100,10", i + 1)));
        rows.push(format!("2024-03-01,米,1,公斤,{amount},{amount},100,10"));
        rows
    };
    // 40 lines of one yuan beside it: 22,000.01 in all; 21,960 + 40 are 22,000.
    four(
        r,
        "purchases_beside_meals",
        head,
        [
            (Flags(1), &month(20, "60000")),
            (Flags(1), &month(20, "21962.01")),
            (Clean, &month(20, "21960")),
            (NotApplicable, &s(&["2024-03-01,米,1,公斤,60,60,100,"])),
        ],
    );
    r.with(
        "purchases_beside_meals",
        "不足",
        Flags(1),
        &[("台账.csv", table(head, &month(20, "11957")))],
    );
    r.with(
        "purchases_beside_meals",
        "够",
        Clean,
        &[("台账.csv", table(head, &month(20, "11960")))],
    );
    // Two days of purchases: 31 days of 1,000 yuan bound it, 34,100.
    r.with(
        "purchases_beside_meals",
        "两日",
        Clean,
        &[("台账.csv", table(head, &month(2, "34096")))],
    );
    // What was eaten on two days may have been bought before.
    r.with(
        "purchases_beside_meals",
        "两日少",
        Clean,
        &[("台账.csv", table(head, &month(2, "1")))],
    );
    r.with(
        "purchases_beside_meals",
        "两日多",
        Flags(1),
        &[("台账.csv", table(head, &month(2, "34100")))],
    );
    // A list a day, of which the head says for how many and at what price: twenty days, 20,000 yuan.
    let lists = |amount: &str, day: &str| {
        let of = |i: usize| {
            format!(
                "日期：{day}{:02},就餐人数：100人,餐标：10元/天\n品名,数量,计量单位,单价,金额\n菜{i},1,公斤,{amount},{amount}\n",
                i + 1
            )
        };
        format!("填报单位：{{unit}}\n{}", times(20, of).join("\n"))
    };
    for (name, says, text) in [
        ("逐日表多", Flags(1), lists("1100.1", "2024-03-")),
        ("逐日表", Clean, lists("1100", "2024-03-")),
        // Persons above several days may be those of all of them.
        (
            "逐行日期",
            NotApplicable,
            format!(
                "填报单位：{{unit}}\n日期：2024-03-31,就餐人数：100人,餐标：10元\n日期,品名,金额\n{}\n",
                month(20, "60000")
                    .iter()
                    .map(|row| {
                        let cells: Vec<&str> = row.split(',').collect();
                        format!("{},{},{}", cells[0], cells[1], cells[5])
                    })
                    .collect::<Vec<_>>()
                    .join("\n")
            ),
        ),
    ] {
        r.with("purchases_beside_meals", name, says, &[("台账.csv", text)]);
    }
    let head = "日期,类别,品名,数量,计量单位,单价,金额";
    let row = |category: &str, item: &str| s(&[&format!("2024-03-01,{category},{item},10,公斤,5,50")]);
    four(
        r,
        "category_against_item",
        head,
        [
            (Flags(1), &row("蔬菜", "大米")),
            // Fruit and vegetables are near to each other, and two kinds.
            (Flags(1), &row("水果类", "黄瓜")),
            (Clean, &row("果蔬类", "黄瓜")),
            (NotApplicable, &row("蔬菜", "土豆粉")),
        ],
    );
}

/// Fifteen days of a month with 100 persons, and meat for them on the first, in kilograms; 75 are 50 grams a person and day.
fn month_of_meals(month: u8, meat: &str) -> Vec<String> {
    let mut rows = times(15, |i| format!("2024-{month:02}-{:02},菜{i},1,公斤,1,1,100", i + 1));
    rows.push(format!("2024-{month:02}-01,猪肉,{meat},公斤,20,,100"));
    rows
}

fn per_head(r: &mut Region) {
    let head = "日期,品名,数量,计量单位,单价,金额,就餐人数";
    let year = |last: &str, others: u8| -> Vec<String> {
        let months = (1..=others).flat_map(|m| month_of_meals(m, "75"));
        months.chain(month_of_meals(others + 1, last)).collect()
    };
    // 225 kilograms are three times as much.
    four(
        r,
        "per_head_far_from_own_months",
        head,
        [
            (Flags(1), &year("750", 4)),
            (Flags(1), &year("225", 4)),
            (Clean, &year("224.9", 4)),
            (NotApplicable, &year("750", 3)),
        ],
    );
    // Barracks, of which this region has no others: six of them, 50 grams a person and day but two. The lower middle of five others is 50.
    for (name, says, meat) in [
        ("真", Flags(1), "150"),
        ("近", Clean, "149.9"),
        ("一", Clean, "75"),
        ("二", Clean, "75"),
        ("三", Clean, "75"),
        ("四", Clean, "75"),
    ] {
        r.with(
            "per_head_far_from_sector",
            name,
            says,
            &[("台账.csv", table(head, &month_of_meals(3, meat)))],
        );
        let row = r.registry.last_mut().unwrap();
        *row = row.replace(",学校,", ",军营,");
    }
    r.with(
        "per_head_far_from_sector",
        "无",
        NotApplicable,
        &[("台账.csv", table(head, &month_of_meals(3, "150")))],
    );
    let row = r.registry.last_mut().unwrap();
    *row = row.replace(",学校,", ",医院,");
}
