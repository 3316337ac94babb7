#!/usr/bin/env python3
"""Whole runs of bangfu beside what people would write instead, on the same corpus, as ratios of CPU seconds.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install -r contrib/bench/requirements.txt
    cargo build --release --bins --examples
    target/release/examples/make_corpus /tmp/corpus
    /tmp/peers/bin/python contrib/bench/run.py /tmp/corpus --rounds 5

Every round runs each candidate once, in turn, so that a machine that slows down slows all of them; the table shows medians over the rounds
of user + system seconds, the ratio to the bare loop of the same round, the wall clock and the peak memory (of the largest process). What
bangfu finds is compared with the corpus's truth first, and the sums of bare loops and peers with each other: a fast wrong answer is none.
2,000 workbooks and 5 rounds take some ten minutes on two cores.
"""

import argparse
import json
import multiprocessing
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
    """One peer over the whole inbox; prints its sums as the bare loop does, so that the work is known to be done."""
    from multiprocessing import Pool

    files = sorted(Path(inbox).rglob("*.xlsx"))
    sums = {}
    with Pool(jobs) as pool:
        for of_file in pool.imap_unordered(PEERS[name], files, chunksize=8):
            for channel, amount in of_file.items():
                sums[channel] = sums.get(channel, 0) + amount
    print(f"{len(files)} workbooks", *(f"{channel}\t{amount:.2f}" for channel, amount in sums.items()), sep="\n")


def timed(command, said=None):
    """User + system seconds, wall seconds and peak KiB (of the largest process) of a command and its children; `said` takes what it printed."""
    with tempfile.TemporaryFile() as out:
        start = time.monotonic()
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode()
        if child.returncode != 0:
            sys.exit(f"{command}: status {child.returncode}\n{text}")
        if said is not None:
            said.append(text)
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss


def sums_of(text):
    """Sums by channel in fen, as a bare loop or a peer printed them."""
    rows = [line.split("\t") for line in text.splitlines() if "\t" in line]
    return {channel: round(float(amount) * 100) for channel, amount in rows}


def check_aside(out, truth):
    """`check` in a process of its own: what it loads would stand as the peak of every program that is started later (a child begins with its
    parent's)."""
    with multiprocessing.get_context("spawn").Pool(1) as aside:
        return aside.apply(check, (out, truth))


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
    parser.add_argument("--warm", action="store_true", help="each run once uncounted before, its results removed: for results in memory (TMPDIR=/dev/shm)")
    parser.add_argument("--period", default="2024-01", help="the corpus's last month")
    parser.add_argument("--no-peers", action="store_true", help="only bangfu and the bare loops")
    parser.add_argument("--peer", choices=PEERS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    inbox = str(args.corpus / "inbox")
    if args.peer:
        return peer(args.peer, inbox, args.jobs)

    work = Path(tempfile.mkdtemp(dir=args.corpus))
    bare = str(args.bin / "examples/bare_loop")

    alone = [str(args.bin / "examples/read_and_assess"), inbox, "--period", args.period, "--registry", str(args.corpus / "registry.csv")]

    def audit(out, *options, jobs=args.jobs):
        fixed = ["--period", args.period, "--registry", args.corpus / "registry.csv", "--quiet"]
        return [args.bin / "bangfu", "audit", inbox, "-o", out, "--jobs", str(jobs), *fixed, *options]

    jobs = ["--jobs", str(args.jobs)]
    like = work / "like.xlsx"

    def runs_into(folder):
        """Every candidate, by name: its command, and the run that it is set against."""
        runs = {
            READING: ([bare, "read", inbox, *jobs], READING),
            READING_1: ([bare, "read", inbox, "--jobs", "1"], READING),
            ALONE: ([*alone, *jobs], READING),
            JSON: (audit(folder / "json", "--format", "json"), READING),
            JSON_1: (audit(folder / "json1", "--format", "json", jobs=1), READING),
            WRITING: ([bare, "write", inbox, str(folder / "bare"), str(like), *jobs], WRITING),
            ALL: (audit(folder / "all"), WRITING),
            ALL_1: (audit(folder / "all1", jobs=1), WRITING),
        }
        if not args.no_peers:
            for name in PEERS:
                command = [sys.executable, __file__, str(args.corpus), "--peer", name, *jobs]
                runs[f"{name}, reading"] = (command, READING)
        return runs

    try:
        timed(audit(work / "first"))
        said = []
        timed([*alone, *jobs], said)
        if json.loads(said[0])["units"] != json.loads((args.corpus / "truth.json").read_text())["units"]:
            sys.exit("reading and assessing alone finds something else than the truth")
        print(f"{check_aside(work / 'first', args.corpus / 'truth.json')} units as in the truth; {args.jobs} threads or processes, {args.rounds} rounds")
        shutil.copy(next((work / "first").rglob("report.xlsx")), like)
        measured = {}
        expected = None
        for number in range(args.rounds):
            # Folders of their own, which stay to the end: where files were just deleted, ext4 makes new ones far more slowly.
            folder = work / str(number)
            folder.mkdir()
            runs = runs_into(folder)
            for name, (command, _base) in runs.items():
                said = []
                # A virtual machine takes its time to give memory that another process has just given back: a run then takes up to twice its
                # CPU time, where the bare loop, which holds next to nothing, takes the same.
                if args.warm:
                    (work / "warm").mkdir()
                    timed(runs_into(work / "warm")[name][0], [])
                    shutil.rmtree(work / "warm")
                os.sync()
                measured.setdefault(name, []).append(timed(command, said))
                if "bangfu" not in name:
                    found = sums_of(said[0])
                    expected = expected or found
                    # Sums of floats in another order differ by a fen here and there.
                    if found.keys() != expected.keys() or any(abs(found[c] - expected[c]) > 100 for c in found):
                        sys.exit(f"{name}: {found} instead of {expected}: not the same work")
    finally:
        shutil.rmtree(work)

    print("\n| run | CPU s | times | times the least–most | wall s | wall times | peak MiB |\n|---|---|---|---|---|---|---|")
    for name, (_, base) in runs.items():
        cpu, wall, peak = (statistics.median(column) for column in zip(*measured[name]))
        ratios = sorted(own[0] / of[0] for own, of in zip(measured[name], measured[base]))
        spread = f"{ratios[0]:.2f}–{ratios[-1]:.2f}"
        walls = ratio(measured, name, base, 1)
        print(f"| {name} | {cpu:.2f} | {statistics.median(ratios):.2f} | {spread} | {wall:.2f} | {walls:.2f} | {peak / 1024:.0f} |")
    print("\n| ratio | by CPU | by wall | target |\n|---|---|---|---|")
    targets = [
        ("reading and assessing alone ÷ bare loop that reads", ALONE, READING, "at most 1.1"),
        ("JSON ÷ bare loop that reads", JSON, READING, "at most 1.6"),
        ("xlsx, html, JSON ÷ bare loop that writes", ALL, WRITING, "at most 1.3"),
        ("pandas+openpyxl ÷ bangfu, reading and assessing alone", "pandas+openpyxl, reading", ALONE, ""),
        ("JSON: 1 thread ÷ 2 threads", JSON_1, JSON, ""),
        ("xlsx, html, JSON: 1 thread ÷ 2 threads", ALL_1, ALL, ""),
        ("bare loop that reads: 1 thread ÷ 2 threads", READING_1, READING, "(what the machine gives)"),
    ]
    for what, own, of, target in targets:
        if own in measured:
            print(f"| {what} | {ratio(measured, own, of, 0):.2f} | {ratio(measured, own, of, 1):.2f} | {target} |")
    return None


READING, READING_1, WRITING = "bare loop, reading", "bare loop, reading, 1 thread", "bare loop, reading and writing"
ALONE = "bangfu, reading and assessing alone"
JSON, JSON_1 = "bangfu, JSON", "bangfu, JSON, 1 thread"
ALL, ALL_1 = "bangfu, xlsx, html, JSON", "bangfu, xlsx, html, JSON, 1 thread"


def ratio(measured, own, of, at):
    """Median of the rounds' ratios, by column: 0 CPU, 1 wall."""
    return statistics.median(a[at] / b[at] for a, b in zip(measured[own], measured[of]))


if __name__ == "__main__":
    main()
