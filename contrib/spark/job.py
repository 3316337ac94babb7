"""Audits an inbox on Apache Spark: the executors read workbooks with bangfu into a ledger (Parquet), the SQL of `bangfu policy sql` assesses it.

usage: spark-submit job.py --inbox DIR --ledger DIR --period 2024-03 --answer FILE [--registry FILE] [--policy ID] [--bangfu PROGRAM] [--tasks N]

Inbox, ledger, answer's folder, registry and bangfu must be at the same paths on driver and executors (NFS, or any mounted file system). A task that is lost
is tried again by Spark; it writes the same parts with the same bytes, so nothing is counted twice. The answer is one JSON line a unit, scope and
requirement; amounts in fen.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys

from pyspark.sql import SparkSession

TABLES = ["files", "facts", "submitted", "units", "terms"]
# Later views use these several times: computed once and kept, or Spark would plan and compute them again at every mention.
KEPT = ["bangfu_input", "bangfu_submission", "bangfu_unit", "bangfu_single", "bangfu_repeated", "bangfu_line", "bangfu_term", "bangfu_standing",
        "bangfu_sum", "bangfu_result", "bangfu_verdict"]  # fmt: skip


def statements(script):
    """The script's statements. No literal of it holds a semicolon at a line's end."""
    text = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
    return [s.strip() for s in text.split(";\n") if s.strip()]


def listed(inbox):
    """Files below the inbox. What is no workbook is for bangfu to say."""
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(inbox) for name in names)


def view_options(options):
    """Policy, month and registry, as `read` and `policy sql` take them."""
    more = ["--registry", options.registry] if options.registry else []
    return ["--period", options.period, *more]


def read(spark, options):
    """Every file into the ledger; gives the result lines."""
    command = [options.bangfu, "read", "--files-from", "-", "--base", options.inbox, "--ledger", options.ledger, "--policy", options.policy,
               "--jobs", "1", *view_options(options)]  # fmt: skip
    quoted = " ".join("'" + word.replace("'", "'\"'\"'") + "'" for word in command)
    files = listed(options.inbox)
    # Spark gives a piped program no environment at all.
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "TMPDIR") or k.startswith("BANGFU_")}
    told = spark.sparkContext.parallelize(files, options.tasks).pipe(quoted, env=environment, checkCode=True)
    outcomes = {}
    for line in told.toLocalIterator():
        result = json.loads(line)
        outcomes[result["outcome"]] = outcomes.get(result["outcome"], 0) + 1
    return outcomes


def assess(spark, options):
    """Rows of bangfu_summary."""
    script = subprocess.run([options.bangfu, "policy", "sql", options.policy, *view_options(options)], check=True, capture_output=True, text=True,
                            encoding="utf-8").stdout  # fmt: skip
    for table in TABLES:
        spark.read.parquet(os.path.join(options.ledger, table)).createOrReplaceTempView(f"ledger_{table}")
    for statement in statements(script):
        spark.sql(statement)
        for name in KEPT:
            if statement.startswith(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS\n"):
                # On disk, not in an executor's memory: what a lost executor kept would be lost.
                spark.table(name).checkpoint().createOrReplaceTempView(name)
    return spark.sql("SELECT * FROM bangfu_summary").toLocalIterator()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("inbox", "ledger", "period", "answer"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--registry")
    parser.add_argument("--policy", default="yuncheng-2023-31-24")
    parser.add_argument("--bangfu", default="bangfu")
    parser.add_argument("--tasks", type=int, default=64, help="lists that the files are cut into")
    options = parser.parse_args()
    for name in ("inbox", "ledger", "registry"):
        if getattr(options, name):
            setattr(options, name, os.path.abspath(getattr(options, name)))
    spark = SparkSession.builder.appName("bangfu").getOrCreate()
    kept = f"{options.answer}.work"
    spark.sparkContext.setCheckpointDir(kept)
    print("read", read(spark, options), file=sys.stderr)
    with open(options.answer, "w", encoding="utf-8") as answer:
        for row in assess(spark, options):
            answer.write(json.dumps(row.asDict(), ensure_ascii=False) + "\n")
    spark.stop()
    shutil.rmtree(kept, ignore_errors=True)


if __name__ == "__main__":
    main()
