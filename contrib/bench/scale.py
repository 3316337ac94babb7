#!/usr/bin/env python3
"""Time and peak memory of bangfu from 200 to 20,000 workbooks, and on one workbook of 200,000 lines, with the limits of issue 8 beside.

    cargo build --release --bins --examples        # without polars: --no-default-features
    python3 contrib/bench/scale.py                 # some minutes, 10 GB of disk for a while; --small leaves 20,000 workbooks out

Writes each corpus anew with the seed, audits it, compares every figure with the corpus's truth and removes all again. Two runs a size:
JSON alone, and all of xlsx, html and JSON. CPU time a workbook shows the slope.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from run import HERE, check_aside, timed

# Units, lines a workbook, largest peak in MiB (0: no limit set).
SIZES = [(200, 120, 0), (2_000, 120, 300), (20_000, 120, 600), (1, 200_000, 600)]


def corpus(program, to, units, lines):
    """Writes a corpus of one month."""
    subprocess.run([program, to, "--units", str(units), "--lines", str(lines)], check=True, stdout=subprocess.DEVNULL)


def size_of(folder):
    """Bytes of the files below a folder."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def main():
    """Runs the sizes and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--bin", type=Path, default=HERE.parents[1] / "target/release")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--work", type=Path, help="folder for the corpora (default: the system's temporary one)")
    parser.add_argument("--small", action="store_true", help="without 20,000 workbooks")
    parser.add_argument("--format", action="append", help="formats to measure (default: json, then xlsx,html,json)")
    args = parser.parse_args()
    formats = args.format or ["json", "xlsx,html,json"]
    print("| workbooks | lines | formats | wall s | CPU s | CPU ms a workbook | CPU µs a line | peak MiB | at most | OUT MB |")
    print("|---|---|---|---|---|---|---|---|---|---|", flush=True)
    failed = 0
    for units, lines, most in SIZES:
        if args.small and units > 2_000:
            continue
        with tempfile.TemporaryDirectory(dir=args.work, prefix="bangfu-scale-") as work:
            work = Path(work)
            corpus(args.bin / "examples/make_corpus", work / "corpus", units, lines)
            for form in formats:
                out = work / "out"
                command = [args.bin / "bangfu", "audit", work / "corpus/inbox", "-o", out, "--period", "2024-01", "--registry",
                           work / "corpus/registry.csv", "--quiet", "--jobs", str(args.jobs), "--format", form]  # fmt: skip
                cpu, wall, peak = timed(command)
                check_aside(out, work / "corpus/truth.json")
                mib = peak / 1024
                over = bool(most) and mib > most
                failed += over
                limit = f"{most}{' EXCEEDED' if over else ''}" if most else "–"
                print(f"| {units} | {units * lines:,} | {form} | {wall:.2f} | {cpu:.2f} | {cpu / units * 1000:.2f} | "
                      f"{cpu / units / lines * 1e6:.1f} | {mib:.0f} | {limit} | {size_of(out) / 1e6:.0f} |", flush=True)  # fmt: skip
                shutil.rmtree(out)
                os.sync()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
