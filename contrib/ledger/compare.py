"""What SQL says beside what an audit says: to the fen, and to the verdict. Shared by the checks with DuckDB and with Spark."""

import json
from collections import Counter

COLUMNS = [
    "county", "unit", "sector", "unit_verdict", "scope", "requirement", "threshold_bp", "base_fen", "base_disputed_fen", "counted_fen",
    "disputed_fen", "low_fen", "low_base_fen", "high_fen", "high_base_fen", "verdict",
]  # fmt: skip


def floor_bp(numerator, base):
    """The share in basis points, rounded down; null when the base is not positive."""
    return numerator * 10_000 // base if base > 0 else None


def ceil_div(a, b):
    return -(-a // b)


def shortfalls(numerator, base, threshold, verdict):
    """Least amount to move, and least extra purchase (docs/figures.md, Gap and pace), from the low end."""
    missing = threshold * base - numerator * 10_000
    if verdict in ("no_data", "exempt") or missing <= 0:
        return 0, 0
    substitute = ceil_div(missing, 10_000)
    return substitute, ceil_div(missing, 10_000 - threshold) if threshold < 10_000 else substitute


def of_audit(summary_path):
    """One tuple a unit, scope and requirement of summary.json."""
    with open(summary_path, encoding="utf-8") as file:
        summary = json.load(file)
    rows = []
    for unit in summary["units"]:
        for scope in ("month", "ytd"):
            of = unit["scopes"][scope]
            for r in of["requirements"]:
                rows.append((
                    unit["county"], unit["unit"], unit["sector"], unit["verdict"], scope, r["id"], r["threshold_bp"], of["base_fen"],
                    of["base_disputed_fen"], r["counted_fen"], r["disputed_fen"], r["ratio_low_bp"], r["ratio_high_bp"], r["verdict"],
                    r["shortfall_substitute_fen"], r["shortfall_additional_fen"],
                ))  # fmt: skip
    return Counter(rows)


# What a line's reasons, and a unit's findings, show where an audit compares files and tables and the SQL does not (docs/ledger.md).
BEYOND_REASONS = {"duplicate_file", "duplicate_sheet", "same_ledger_two_units", "unit_conflict", "not_purchases", "not_purchases_suspected"}
BEYOND_FINDINGS = {"duplicate_file", "duplicate_sheet", "duplicate_across_files", "same_ledger_two_units"}


def beyond_sql(out):
    """Units of an OUT that the SQL does not judge as an audit does: (county, unit)."""
    with open(out / "summary.json", encoding="utf-8") as file:
        summary = json.load(file)
    beyond = set()
    for unit in summary["units"]:
        with open(out / unit["path"] / "report.json", encoding="utf-8") as file:
            report = json.load(file)
        reasons = {reason for line in report["lines"] for reason in line["reasons"]}
        if reasons & BEYOND_REASONS or {f["check"] for f in report["findings"]} & BEYOND_FINDINGS:
            beyond.add((unit["county"], unit["unit"]))
    return beyond


def without(rows, units):
    """The rows of other units."""
    return Counter({row: count for row, count in rows.items() if row[:2] not in units})


def of_sql(rows):
    """The same from rows of bangfu_summary, in the order of COLUMNS. Ratios are shown by their definition, from the two ends."""
    out = []
    for row in rows:
        r = dict(zip(COLUMNS, row, strict=True))
        low, base = int(r["low_fen"]), int(r["low_base_fen"])
        out.append((
            r["county"], r["unit"], r["sector"], r["unit_verdict"], r["scope"], r["requirement"], int(r["threshold_bp"]), int(r["base_fen"]),
            int(r["base_disputed_fen"]), int(r["counted_fen"]), int(r["disputed_fen"]), floor_bp(low, base),
            floor_bp(int(r["high_fen"]), int(r["high_base_fen"])), r["verdict"], *shortfalls(low, base, int(r["threshold_bp"]), r["verdict"]),
        ))  # fmt: skip
    return Counter(out)


def differences(audit, sql):
    """Rows that only one of the two has."""
    return [("audit", r) for r in (audit - sql).elements()] + [("sql", r) for r in (sql - audit).elements()]


def statements(script):
    """The script's statements. No literal of it holds a semicolon at a line's end."""
    text = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
    return [s.strip() for s in text.split(";\n") if s.strip()]
