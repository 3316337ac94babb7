"""Writes an inbox of invented ledgers that are hard to assess: refunds, zeros, unreadable amounts with and without totals, orders entered twice, files that
overlap, copies, statements beside details, units with and without a county, exceptions, reserves. From a seed; no workbook of anybody's.

usage: hard.py FOLDER [--seed N] [--units N]      writes FOLDER/inbox and FOLDER/units.csv
"""

import argparse
import csv
import random
import shutil
from pathlib import Path

COUNTIES = ["盐湖区", "临猗县", "夏县", "永济市", "平陆县"]
CHANNELS = ["832平台", "供销数据平台", "消费帮扶超市", "自行采购", "", "展销会", "帮扶专馆", "老王家", "非832平台", "832平台、帮扶超市", "超市"]
ITEMS = ["白菜", "猪肉", "洗洁精", "白酒", "料酒", "苹果", "餐具", "土豆"]
CATEGORIES = ["蔬菜", "肉禽", "餐具", "烟酒", "", "粮油"]
SUPPLIERS = ["运城市供销农副产品有限公司", "夏县消费帮扶超市", "老王蔬菜店", "大宁县昕水红枣专业合作社", ""]
ORIGINS = ["山西省平陆县", "山西省运城市", "山西省大宁县", "山东省烟台市", ""]
FUNDING = ["", "", "", "工会经费", "财政"]
REMARKS = ["", "", "", "退货", "已验收"]
HEADER = ["日期", "品名", "类别", "数量", "单价", "金额", "供应商", "产地", "采购渠道", "订单编号", "资金来源", "备注"]


def row(rng, month):
    price, quantity = rng.randint(1, 5000), rng.randint(1, 40)
    fen = price * quantity
    amount = f"{fen // 100}.{fen % 100:02}"
    kind = rng.random()
    if kind < 0.06:
        amount = "-" + amount
    elif kind < 0.09:
        amount = "0"
    elif kind < 0.15:
        amount = rng.choice(["见票", "??", "待补"])
    readable = amount.replace(".", "").lstrip("-").isdigit()
    day = rng.choice([f"2024-{month:02}-{rng.randint(1, 28):02}", f"{month}月{rng.randint(1, 28)}日", "", f"2023-12-{rng.randint(1, 28):02}"])
    return [
        day, rng.choice(ITEMS), rng.choice(CATEGORIES), quantity if readable and rng.random() < 0.3 else "", "", amount, rng.choice(SUPPLIERS),
        rng.choice(ORIGINS), rng.choice(CHANNELS), rng.choice(["", "", f"GX{rng.randint(1, 12):04}", "/"]), rng.choice(FUNDING), rng.choice(REMARKS),
    ]  # fmt: skip


def ledger(rng, unit, month):
    rows, total, readable = [], 0, True
    for _ in range(rng.randint(0, 14)):
        r = row(rng, month)
        rows.append(r)
        if rng.random() < 0.12:
            rows.append(list(r))
    header = HEADER
    if rng.random() < 0.25:  # no channel column: sections, tabs and suppliers speak
        header = [h for h in HEADER if h != "采购渠道"]
        rows = [[v for h, v in zip(HEADER, r) if h != "采购渠道"] for r in rows]
    at = header.index("金额")
    for r in rows:
        try:
            total += round(float(r[at]) * 100)
        except ValueError:
            readable = False
    out = [[f"单位：{unit}"]] if rng.random() < 0.8 else []
    out += [header, *rows]
    if rng.random() < 0.6:
        total += 0 if readable else rng.choice([0, 12345, 7, -500])
        out.append(["合计" if i == 0 else (f"{total / 100:.2f}" if h == "金额" else "") for i, h in enumerate(header)])
    return out


def statement(rng, unit):
    out = [[f"单位：{unit}"], ["月份", "食堂采购总额", "832平台", "供销数据平台", "消费帮扶超市"]]
    for month in (1, 2, 3):
        parts = [rng.randint(0, 300_000) for _ in range(3)]
        whole = sum(parts) + rng.randint(0, 900_000)
        out.append([f"2024年{month}月", *(f"{v / 100:.2f}" for v in (whole, *parts))])
    return out


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def build(folder, seed=1, units=60):
    rng, folder = random.Random(seed), Path(folder)
    registry = [["单位名称", "县", "类型", "食堂", "年度采购计划", "预留832平台", "预留本地渠道", "例外要求", "例外比例", "例外文号", "批准日期", "例外起始", "例外截止"]]
    for i in range(units):
        county, name = rng.choice(COUNTIES), f"第{i}{rng.choice(['小学', '中学', '医院', '局'])}"
        unit = f"{county}{name}"
        if rng.random() < 0.6:
            exception = ["platform_832", rng.choice(["5%", "0", "25%"]), "例〔2024〕1号", "2024-01-05", "2024-01", rng.choice(["", "2024-02"])] if rng.random() < 0.3 else [""] * 6
            plan = [f"{rng.randint(1, 90) * 1000}", f"{rng.randint(0, 12) * 500}", f"{rng.randint(0, 12) * 900}"] if rng.random() < 0.5 else [""] * 3
            registry.append([unit, county, rng.choice(["学校", "医院", "机关"]), rng.choice(["自办食堂"] * 8 + ["无食堂", "共用食堂"]), *plan, *exception])
        shown = unit if rng.random() < 0.8 else name
        place = folder / "inbox" / (county if rng.random() < 0.7 else "其他")
        for month in (1, 2, 3):
            rows = ledger(rng, shown, month)
            path = place / f"{unit}2024年{month}月台账.csv"
            write(path, rows)
            kind = rng.random()
            if kind < 0.08:
                shutil.copy(path, path.with_name(path.name.replace("台账", "台账副本")))
            elif kind < 0.2:  # a later version: most lines again, one more
                write(path.with_name(path.name.replace("台账", "台账二稿")), rows[:-1] + [row(rng, month)[: len(HEADER)]])
        if rng.random() < 0.2:
            write(place / f"{unit}2024年统计.csv", statement(rng, shown))
    write(folder / "units.csv", registry)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--units", type=int, default=60)
    options = parser.parse_args()
    build(options.folder, options.seed, options.units)
