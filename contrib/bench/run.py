#!/usr/bin/env python3
"""Whole runs of bangfu beside what people would write instead, on the same corpus, as ratios of CPU seconds.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install -r contrib/bench/requirements.txt
    cargo build --release --bins --examples
    target/release/examples/make_corpus /tmp/corpus
    /tmp/peers/bin/python contrib/bench/run.py /tmp/corpus --rounds 5

Every round runs each candidate once, in turn, so that a machine that slows down slows all of them; the table shows medians over the rounds
of user + system seconds, the ratio to the bare loop of the same round, the wall clock and the peak memory. What bangfu finds is compared
with the corpus's truth first: a fast wrong answer is none.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHANNEL, AMOUNT = "采购渠道", "金额(元)"


def sums_openpyxl(path):
    """Sum by channel with pandas over openpyxl."""
    import pandas

    return _sums_pandas(pandas.read_excel(path, header=None, engine="openpyxl"))


def sums_calamine(path):
    """Sum by channel with pandas over calamine."""
    import pandas

    return _sums_pandas(pandas.read_excel(path, header=None, engine="calamine"))


def _sums_pandas(frame):
    head = next(i for i, row in enumerate(frame.values) if CHANNEL in row and AMOUNT in row)
    table = frame.iloc[head + 1 :]
    table.columns = frame.iloc[head]
    lines = table[table["序号"].map(lambda v: isinstance(v, (int, float)) and v == v)]
    return lines.groupby(lines[CHANNEL].fillna(""))[AMOUNT].sum().to_dict()


def sums_polars(path):
    """Sum by channel with polars over fastexcel."""
    import fastexcel
    import polars

    sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string")
    rows = sheet.to_polars()
    head = next(i for i, row in enumerate(rows.iter_rows()) if CHANNEL in row and AMOUNT in row)
    names = dict(zip(rows.columns, rows.row(head)))
    table = rows.slice(head + 1).select(
        [polars.col(c).alias(n) for c, n in names.items() if n in ("序号", CHANNEL, AMOUNT)]
    )
    lines = table.filter(polars.col("序号").cast(polars.Float64, strict=False).is_not_null())
    grouped = lines.group_by(polars.col(CHANNEL).fill_null("")).agg(polars.col(AMOUNT).cast(polars.Float64).sum())
    return dict(grouped.iter_rows())


PEERS = {"pandas+openpyxl": sums_openpyxl, "pandas+calamine": sums_calamine, "polars+fastexcel": sums_polars}


def peer(name, inbox, jobs):
    """One peer over the whole inbox; prints the total in fen, so that the work is known to be done."""
    from multiprocessing import Pool

    files = sorted(Path(inbox).rglob("*.xlsx"))
    with Pool(jobs) as pool:
        results = pool.map(PEERS[name], files, chunksize=8)
    print(round(sum(sum(r.values()) for r in results) * 100))


def timed(command):
    """User + system seconds, wall seconds and peak KiB of a command and its children."""
    with tempfile.TemporaryFile() as out:
        start = time.monotonic()
        child = subprocess.Popen(command, stdout=out, stderr=out)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            out.seek(0)
            sys.exit(f"{command}: status {child.returncode}\n{out.read().decode()}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss


def check(out, truth):
    """Every unit's figures against the truth of the generator; how many units were compared."""
    units = {u["unit"]: u for u in json.loads((out / "summary.json").read_text())["units"]}
    truth = json.loads(truth.read_text())["units"]
    if units.keys() != truth.keys():
        sys.exit("the units are not those of the corpus")
    for name, expected in truth.items():
        scope = units[name]["scopes"]["ytd"]
        found = {r["id"]: {k: r[k] for k in ("counted_fen", "disputed_fen", "verdict")} for r in scope["requirements"]}
        found |= {"base_fen": scope["base_fen"], "verdict": units[name]["verdict"]}
        if found != expected:
            sys.exit(f"{name}: {found} instead of {expected}")
    return len(units)


def main():
    """Runs the rounds and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("corpus", type=Path, help="what make_corpus wrote")
    parser.add_argument("--bin", type=Path, default=HERE.parents[1] / "target/release")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--period", default="2024-01", help="the corpus's last month")
    parser.add_argument("--no-peers", action="store_true", help="only bangfu and the bare loops")
    parser.add_argument("--peer", choices=PEERS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    inbox = str(args.corpus / "inbox")
    if args.peer:
        return peer(args.peer, inbox, args.jobs)

    work = Path(tempfile.mkdtemp(dir=args.corpus))
    bare = str(args.bin / "examples/bare_loop")

    def audit(name, *options, jobs=args.jobs):
        fixed = ["--period", args.period, "--registry", args.corpus / "registry.csv", "--no-cache", "--quiet"]
        return [args.bin / "bangfu", "audit", inbox, "-o", work / name, "--jobs", str(jobs), *fixed, *options]

    jobs = ["--jobs", str(args.jobs)]
    try:
        timed(audit("all"))
        print(f"{check(work / 'all', args.corpus / 'truth.json')} units as in the truth")
        like = str(next((work / "all").rglob("report.xlsx")))
        reading, writing = "bare loop, reading", "bare loop, reading and writing"
        runs = {
            reading: ([bare, "read", inbox, *jobs], reading),
            "bangfu, JSON": (audit("json", "--format", "json"), reading),
            "bangfu, JSON, 1 thread": (audit("json1", "--format", "json", jobs=1), reading),
            writing: ([bare, "write", inbox, str(work / "bare"), like, *jobs], writing),
            "bangfu, xlsx, html, JSON": (audit("all"), writing),
        }
        if not args.no_peers:
            for name in PEERS:
                command = [sys.executable, __file__, str(args.corpus), "--peer", name, *jobs]
                runs[f"{name}, reading"] = (command, reading)
        measured = {name: [] for name in runs}
        for _ in range(args.rounds):
            for name, (command, _base) in runs.items():
                measured[name].append(timed(command))
    finally:
        shutil.rmtree(work)

    print("| run | CPU s | times | times the least–most | wall s | peak MiB |\n|---|---|---|---|---|---|")
    for name, (_, base) in runs.items():
        cpu, wall, peak = (statistics.median(column) for column in zip(*measured[name]))
        ratios = sorted(own[0] / of[0] for own, of in zip(measured[name], measured[base]))
        spread = f"{ratios[0]:.2f}–{ratios[-1]:.2f}"
        print(f"| {name} | {cpu:.2f} | {statistics.median(ratios):.2f} | {spread} | {wall:.2f} | {peak / 1024:.0f} |")
    return None


if __name__ == "__main__":
    main()
