#!/usr/bin/env python3
"""Whether anything grows faster than its input: doubles one dimension after the other and fits the exponent of CPU time and of memory.

    cargo build && python3 contrib/bench/growth.py target/debug/bangfu            # some ten minutes; exit 1 above 1.1
    python3 contrib/bench/growth.py target/debug/bangfu units equal_numbers       # some dimensions only
    python3 contrib/bench/growth.py target/debug/bangfu --table                   # as in docs/performance.md

Every dimension is run at n, 2n and 4n, each twice, the quicker counts; what an empty run takes is taken off. The exponent is the slope from
n to 4n: 1 is as the input grows, 2 as its square.
"""

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

AT_MOST = 1.1
HEAD = "采购日期,食材名称,数量,单价,金额,供应商,采购渠道,订单编号,备注\n"


def line(i, order="", channel="832平台", item=None):
    """A purchase."""
    n = i % 997 + 1
    return f"2024-03-{i % 28 + 1:02},{item or f'食材{i % 211}'},{n},2.5,{n * 2.5:.2f},供应商{i % 13},{channel},{order},\n"


def ledger(lines, unit="甲小学", **more):
    """One workbook of so many lines."""
    return {f"{unit}2024年3月食堂台账.csv": HEAD + "".join(line(i, **more) for i in range(lines))}


def units(n):
    """Units of 20 lines."""
    return {k: v for u in range(n) for k, v in ledger(20, f"第{u}小学").items()}


def files(n):
    """Files of one unit, each with lines of its own."""
    return {f"甲小学/{f}/台账.csv": HEAD + "".join(line(f * 20 + i, item=f"品{f}之{i}") for i in range(20)) for f in range(n)}


def copies(n):
    """Files of one unit with the same lines in another order."""
    lines = [line(i, item=f"品{i}") for i in range(40)]
    return {f"甲小学/{f}/台账.csv": HEAD + "".join(lines[f % 40 :] + lines[: f % 40]) + line(f, item=f"另{f}") for f in range(n)}


def columns(n):
    """Columns that nobody knows."""
    head = HEAD.strip() + "".join(f",栏{c}" for c in range(n)) + "\n"
    return {"甲小学2024年3月食堂台账.csv": head + "".join(line(i).strip() + f",{i}" * n + "\n" for i in range(30))}


def equal_numbers(n):
    """Units whose ledgers all repeat the same 40 long order numbers."""
    texts = {}
    for u in range(n):
        texts[f"第{u}小学2024年3月食堂台账.csv"] = HEAD + "".join(line(i, order=f"DD2024030100{i:04}") for i in range(40))
    return texts


def far_prices(n):
    """Units of which half pays forty times what the others pay for the same goods."""
    row = "2024-03-05,小米,2,{p},{a},甲社,832平台,,\n"
    price = lambda u: 2 if u % 2 else 80
    return {f"第{u}小学2024年3月食堂台账.csv": HEAD + row.format(p=price(u), a=price(u) * 2) for u in range(n)}


def disputes(n):
    """Lines through a channel that nobody knows."""
    return ledger(n, channel="某某渠道")


def findings(n):
    """Order numbers that stand twice, with another amount."""
    text = HEAD + "".join(line(i, order=f"DD2024030100{i // 2:06}") for i in range(n))
    return {"甲小学2024年3月食堂台账.csv": text}


def unreadable(n):
    """Amounts in words: an issue a line."""
    text = HEAD + "".join(f"2024-03-05,食材{i},,,约{i}元左右,甲社,832平台,,\n" for i in range(n))
    return {"甲小学2024年3月食堂台账.csv": text}


def rejected(n):
    """Rows that are no line."""
    text = HEAD + "".join(f"2024-03-05,,,,,甲社{i},,,\n" for i in range(n))
    return {"甲小学2024年3月食堂台账.csv": text}


def headers(n):
    """Rows that all look like headers."""
    return {"甲小学2024年3月食堂台账.csv": "".join(HEAD + line(i) for i in range(n))}


def totals(n):
    """Subtotals, each of the two lines above it."""
    text = HEAD
    for i in range(n):
        a, b = line(2 * i), line(2 * i + 1)
        fen = sum(round(float(x.split(",")[4]) * 100) for x in (a, b))
        text += a + b + f",小计,,,{fen / 100:.2f},,,,\n"
    return {"甲小学2024年3月食堂台账.csv": text}


def xlsx(sheets):
    """A workbook as small as one can be: rows of texts and numbers, merged regions."""
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

    def letters(c):
        return (letters(c // 26 - 1) if c >= 26 else "") + chr(65 + c % 26)

    def cell(r, c, v):
        at = f'r="{letters(c)}{r + 1}"'
        return f"<c {at}><v>{v}</v></c>" if isinstance(v, (int, float)) else f'<c {at} t="inlineStr"><is><t>{v}</t></is></c>'

    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        + "".join(f'<Override PartName="/xl/worksheets/s{i}.xml" ContentType="{types}.worksheet+xml"/>' for i in range(len(sheets)))
        + "</Types>",
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r" Type="{related}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{related}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{i + 1}" r:id="r{i}"/>' for i, (name, _, _) in enumerate(sheets))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(f'<Relationship Id="r{i}" Type="{related}/worksheet" Target="worksheets/s{i}.xml"/>' for i in range(len(sheets)))
        + "</Relationships>",
    }
    for i, (_, rows, merges) in enumerate(sheets):
        data = "".join(f'<row r="{r + 1}">' + "".join(cell(r, c, v) for c, v in enumerate(row) if v != "") + "</row>" for r, row in rows)
        merged = "<mergeCells>" + "".join(f'<mergeCell ref="{m}"/>' for m in merges) + "</mergeCells>" if merges else ""
        parts[f"xl/worksheets/s{i}.xml"] = f"<worksheet {main}><sheetData>{data}</sheetData>{merged}</worksheet>"
    return parts


def rows_of(lines, first=0):
    """A table as cells."""
    texts = [HEAD.strip().split(",")] + [line(first + i).strip().split(",") for i in range(lines)]
    number = lambda v, c: float(v) if c in (2, 3, 4) and v.replace(".", "").isdigit() else v
    return list(enumerate([number(v, c) for c, v in enumerate(row)] for row in texts))


def sheets(n):
    """Sheets of 20 lines."""
    return {"甲小学2024年3月食堂台账.xlsx": xlsx([(f"表{s}", rows_of(20, s * 20), []) for s in range(n)])}


def merged(n):
    """A merged region for every two lines."""
    merges = [f"A{2 * i + 2}:A{2 * i + 3}" for i in range(n)] + [f"F{2 * i + 2}:F{2 * i + 3}" for i in range(n)]
    return {"甲小学2024年3月食堂台账.xlsx": xlsx([("三月", rows_of(2 * n), merges)])}


def wide_merges(n):
    """Merged regions across many columns, all in one row."""
    return {"甲小学2024年3月食堂台账.xlsx": xlsx([("三月", rows_of(20), [f"A{i + 30}:XFD{i + 31}" for i in range(0, 2 * n, 2)])])}


def members(n):
    """Workbooks in one archive."""
    return {"三月.zip": units(n)}


DIMENSIONS = {
    units: 50, files: 40, copies: 20, lambda n: ledger(n): 2000, columns: 200, sheets: 40, disputes: 2000, findings: 2000,
    unreadable: 1500, rejected: 2000, headers: 400, totals: 500, equal_numbers: 50, far_prices: 300, members: 50, merged: 1000,
    wide_merges: 200,
}  # fmt: skip
NAMES = {f: "lines" if f.__name__ == "<lambda>" else f.__name__ for f in DIMENSIONS}


def write(folder, contents):
    """Files, workbooks (parts by name) and archives (files by name)."""
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
            continue
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            for part, text in content.items():
                packed.writestr(part, text)


def timed(program, folder, form, more):
    """CPU seconds and peak MiB of one audit."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    command = [program, "audit", "inbox", "--period", "2024-03", "--format", form, "--quiet", "--allow-empty", "-o", "out", *more]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE)
    error = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        sys.exit(f"{command}: {error.decode()}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def measure(program, folder, form, more=()):
    """The quicker and smaller of two runs."""
    return tuple(map(min, zip(*(timed(program, folder, form, more) for _ in range(2)))))


def decided(folder):
    """Decisions on every disputed line of the last run."""
    summary = json.loads((folder / "out/summary.json").read_text(encoding="utf-8"))
    report = json.loads((folder / "out" / summary["units"][0]["path"] / "report.json").read_text(encoding="utf-8"))
    rows = "".join(f"{line['id']},计入=832平台,张三,已核对发票,2024-04-02\n" for line in report["lines"])
    (folder / "decisions.csv").write_text("明细编号,核实意见,核实人,依据,日期\n" + rows, encoding="utf-8")
    return ["--overrides", "decisions.csv"]


def main():
    """Measures and tells."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("program", type=lambda p: str(Path(p).resolve()))
    parser.add_argument("dimensions", nargs="*")
    parser.add_argument("--format", default="json", help="formats of the reports (default: json)")
    parser.add_argument("--table", action="store_true", help="as Markdown")
    args = parser.parse_args()
    all_dimensions = [(NAMES[f], f, n) for f, n in DIMENSIONS.items()] + [("decisions", disputes, 1000)]
    wanted = [d for d in all_dimensions if not args.dimensions or d[0] in args.dimensions]
    row = "| {:14} | {:>6} | {:>7} | {:>7} | {:>7} | {:>8} | {:>8} | {:>8} |" if args.table else "{:14} {:>6} {:>7} {:>7} {:>7} {:>8} {:>8} {:>8}"
    print(row.format("dimension", "n", "n s", "2n s", "4n s", "exponent", "4n MiB", "exponent"))
    if args.table:
        print("|---|---|---|---|---|---|---|---|")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="bangfu-growth-") as work:
        empty = Path(work) / "empty"
        (empty / "inbox").mkdir(parents=True)
        base, least = measure(args.program, empty, args.format)
        for name, make, n in wanted:
            seconds, memory = [], []
            for size in (n, 2 * n, 4 * n):
                folder = Path(work) / f"{name}-{size}"
                write(folder / "inbox", make(size))
                more = []
                if name == "decisions":
                    timed(args.program, folder, args.format, [])
                    more = decided(folder)
                cpu, peak = measure(args.program, folder, args.format, more)
                seconds.append(max(cpu - base, 0.001))
                memory.append(max(peak - least, 0.5))
                shutil.rmtree(folder)
            time, space = (math.log2(v[2] / v[0]) / 2 for v in (seconds, memory))
            # Of a few MiB the steps of the allocator are all that is seen.
            bad = time > AT_MOST or (space > AT_MOST and memory[2] > 40)
            failed += bad
            cells = (name, n, *(f"{s:.2f}" for s in seconds), f"{time:.2f}", f"{memory[2]:.0f}", f"{space:.2f}")
            print(row.format(*cells) + ("  <-- grows faster than its input" if bad else ""), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
