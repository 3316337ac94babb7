"""Holds the ledger to its word with other people's programs: DuckDB runs `bangfu policy sql` and must give the audit's figures to the fen and its
verdicts; pyarrow must find the schema of docs/ledger.md. On the samples, the corpus of tests, and generated ledgers that are hard to assess.

usage: check.py [--bangfu PROGRAM] [--rounds N]      needs duckdb and pyarrow from PyPI
prints `N passed, N failed`
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import compare
import duckdb
import hard
import pyarrow.dataset
import pyarrow.parquet

ROOT = Path(__file__).resolve().parents[2]
TABLES = ["files", "lines", "facts", "submitted", "units", "terms"]
KINDS = {"string": "text", "large_string": "text", "string_view": "text", "int64": "INT64", "date32[day]": "DATE"}


def run(program, *args, stdin=None):
    done = subprocess.run([program, *map(str, args)], input=stdin, capture_output=True, text=True, encoding="utf-8")
    if done.returncode not in (0, 3):
        raise RuntimeError(f"bangfu {args[0]}: {done.returncode}\n{done.stderr}")
    return done.stdout


def duck(ledger, script):
    """Rows of bangfu_summary."""
    db = duckdb.connect()
    for table in TABLES:
        parts = f"{ledger}/{table}/**/*.parquet"
        db.execute(f"CREATE VIEW ledger_{table} AS SELECT * FROM read_parquet('{parts}', hive_partitioning = true)")
    for statement in compare.statements(script):
        db.execute(statement)
    return db, db.execute(f"SELECT {', '.join(compare.COLUMNS)} FROM bangfu_summary").fetchall()


def documented():
    """Columns of each table by docs/ledger.md: {table: [(name, kind)]}."""
    tables, current = {}, None
    for line in (ROOT / "docs/ledger.md").read_text(encoding="utf-8").splitlines():
        if found := re.match(r"### `(\w+)`", line):
            current = tables.setdefault(found[1], [])
        elif (found := re.match(r"\| `(\w+)` \| (\w+) \|", line)) and current is not None:
            current.append((found[1], found[2]))
    return tables


class Tally:
    passed = failed = 0

    def check(self, what, problem):
        if problem:
            self.failed += 1
            print(f"FAILED {what}: {problem}")
        else:
            self.passed += 1
            print(f"ok     {what}")


def figures(tally, program, work, name, inbox, options):
    """One inbox: audit, its ledger by audit and by tasks, SQL on both."""
    out, whole, tasks = work / f"{name}-out", work / f"{name}-whole", work / f"{name}-tasks"
    run(program, "audit", inbox, "-o", out, "--format", "json", "--quiet", "--ledger", whole, *options)
    beyond = compare.beyond_sql(out)
    audit = compare.without(compare.of_audit(out / "summary.json"), beyond)
    tally.check(f"{name}: {len(beyond)} units are for audit alone", "" if len({row[:2] for row in audit}) > len(beyond) else "too many to say anything")
    policy = options[options.index("--policy") + 1] if "--policy" in options else "yuncheng-2023-31-24"
    others = [o for i, o in enumerate(options) if o != "--policy" and (i == 0 or options[i - 1] != "--policy")]
    script = run(program, "policy", "sql", policy, *others)
    files = sorted(str(p) for p in inbox.rglob("*") if p.is_file())
    for start in range(0, len(files), 7):  # lists that overlap
        chunk = "\n".join(files[max(0, start - 3) : start + 7])
        run(program, "read", "--files-from", "-", "--base", inbox, "--ledger", tasks, *options, stdin=chunk)
    for kind, ledger in (("audit's ledger", whole), ("ledger of tasks", tasks)):
        _, rows = duck(ledger, script)
        differing = compare.differences(audit, compare.without(compare.of_sql(rows), beyond))
        tally.check(f"{name}: {kind}: {len(rows)} rows by DuckDB", "" if rows and not differing else f"{len(differing)} differ: {differing[:4]}")
    return whole


def schema(tally, ledger):
    docs = documented()
    for table in TABLES:
        found = pyarrow.dataset.dataset(ledger / table, format="parquet", partitioning="hive").schema
        columns = [(f.name, KINDS.get(str(f.type), str(f.type))) for f in found if f.name not in ("year", "month", "run")]
        tally.check(f"schema of {table} by pyarrow", "" if columns == docs.get(table) else f"{columns} is not {docs.get(table)}")
    lines = pyarrow.dataset.dataset(ledger / "lines", format="parquet", partitioning="hive")
    march = lines.to_table(columns=["amount_fen"], filter=(pyarrow.dataset.field("year") == 2024) & (pyarrow.dataset.field("month") == 3))
    fen = sum(v for v in march["amount_fen"].to_pylist() if v is not None)
    by_duck = duckdb.sql(f"SELECT SUM(amount_fen) FROM read_parquet('{ledger}/lines/*/*/*.parquet', hive_partitioning = true) WHERE year = 2024 AND month = 3")
    tally.check("March by pyarrow and by DuckDB", "" if march.num_rows and by_duck.fetchall()[0][0] == fen else f"{fen}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bangfu", default=str(ROOT / "target/debug/bangfu"))
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    tally, program = Tally(), options.bangfu
    registry = ["--registry", str(ROOT / "samples/units.xlsx")]
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        for month in ("2024-01", "2024-03"):
            whole = figures(tally, program, work, f"samples {month}", ROOT / "samples/inbox", ["--period", month, *registry])
        schema(tally, whole)
        figures(tally, program, work, "samples, no registry", ROOT / "samples/inbox", ["--period", "2024-02"])
        figures(tally, program, work, "broken samples", ROOT / "samples/inbox-broken", ["--period", "2024-03", *registry])
        figures(tally, program, work, "national policy", ROOT / "samples/inbox", ["--period", "2024-03", "--policy", "national-832", *registry])
        figures(tally, program, work, "corpus", ROOT / "tests/corpus/inbox", ["--period", "2024-03"])
        for seed in range(1, options.rounds + 1):
            folder = work / f"hard-{seed}"
            hard.build(folder, seed)
            for policy in ("yuncheng-2023-31-24", "national-832"):
                more = ["--period", "2024-03", "--policy", policy, "--registry", str(folder / "units.csv")]
                figures(tally, program, work, f"hard {seed} {policy}", folder / "inbox", more)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
