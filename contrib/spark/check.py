"""Holds contrib/spark/job.py to the audit: on a local cluster of two executors the figures are the audit's to the fen and the verdicts the same; also
with one executor killed in the middle of its list.

usage: check.py [--bangfu PROGRAM] [--master MASTER]      needs pyspark from PyPI and a JDK (check.sh gets both)
prints `N passed, N failed`
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "ledger"))

import compare  # noqa: E402
import hard  # noqa: E402


def spark(job, master, env):
    import pyspark

    home = Path(pyspark.__file__).parent
    command = [home / "bin/spark-submit", "--master", master, "--conf", "spark.sql.shuffle.partitions=1", "--conf", "spark.ui.enabled=false",
               "--conf", "spark.sql.adaptive.enabled=false", "--conf", "spark.sql.codegen.wholeStage=false",
               "--conf", "spark.log.level=WARN", "--conf", "spark.executor.memory=768m", "--conf", "spark.driver.host=127.0.0.1", "--conf",
               "spark.driver.bindAddress=127.0.0.1", HERE / "job.py", *job]  # fmt: skip
    env = {**os.environ, "SPARK_HOME": str(home), "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1", **env}
    return subprocess.run([str(c) for c in command], env=env, capture_output=True, text=True, encoding="utf-8")


def tree(ledger):
    """Parts with their bytes' hash. Not what a killed task left aside."""
    return {str(p.relative_to(ledger)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(ledger.rglob("*.parquet"))}


class Tally:
    passed = failed = 0

    def check(self, what, problem):
        self.passed, self.failed = self.passed + (not problem), self.failed + bool(problem)
        print(f"FAILED {what}: {problem}" if problem else f"ok     {what}", flush=True)


def one(tally, options, work, name, inbox, registry):
    """Audit, then Spark, then Spark with a lost executor."""
    out = work / f"{name}-out"
    month = ["--period", "2024-03", "--registry", registry]
    done = subprocess.run([options.bangfu, "audit", inbox, "-o", out, "--format", "json", "--quiet", *month])
    tally.check(f"{name}: audit", "" if done.returncode in (0, 3) else f"exit {done.returncode}")
    audit = compare.of_audit(out / "summary.json")
    ledgers = []
    for loses in (False, True):
        title = f"{name}: an executor killed" if loses else f"{name}: Spark"
        ledger, answer, mark = work / f"{name}-{loses}", work / f"{name}-{loses}.jsonl", work / f"{name}-mark"
        program = HERE / "die_once.sh" if loses else options.bangfu
        job = ["--inbox", inbox, "--ledger", ledger, "--answer", answer, "--bangfu", program, "--tasks", "8", *month]
        done = spark(job, options.master, {"BANGFU_REAL": options.bangfu, "BANGFU_MARK": str(mark)})
        if done.returncode != 0:
            tally.check(title, f"exit {done.returncode}\n{done.stderr[-4000:]}")
            continue
        if loses:
            tally.check(f"{title}: it was", "" if (mark / "killed").exists() else "no executor was killed")
        rows = [[r[c] for c in compare.COLUMNS] for r in map(json.loads, answer.read_text(encoding="utf-8").splitlines())]
        differing = compare.differences(audit, compare.of_sql(rows))
        problem = "" if rows and not differing else f"{len(rows)} rows, {len(differing)} differ: {differing[:4]}"
        tally.check(f"{title}: {len(rows)} rows to the fen and the verdict", problem)
        ledgers.append(tree(ledger))
    tally.check(f"{name}: both ledgers hold the same bytes", "" if len(ledgers) == 2 and ledgers[0] == ledgers[1] else "they differ")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bangfu", default=str(ROOT / "target/debug/bangfu"))
    parser.add_argument("--master", default="local-cluster[2,1,768]")
    options = parser.parse_args()
    tally = Tally()
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        one(tally, options, work, "samples", ROOT / "samples/inbox", ROOT / "samples/units.xlsx")
        hard.build(work / "hard", seed=7, units=40)
        one(tally, options, work, "hard", work / "hard/inbox", work / "hard/units.csv")
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
