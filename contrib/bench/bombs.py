#!/usr/bin/env python3
"""An inbox of bombs beside good workbooks: the run must end within its memory, with every good unit reported and every bomb refused.

    cargo build --release && python3 contrib/bench/bombs.py target/release/bangfu                # 50 of each kind, some minutes
    python3 contrib/bench/bombs.py target/debug/bangfu --each 2 --memory 256                     # a short round

Bombs stand in the inbox as they are, or as members of an archive where they are large themselves.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from growth import ledger, rows_of, write, xlsx

MIB = 1 << 20
CELL = '<c r="{}"><v>1</v></c>'


def sheet(before, piece, times, after, part="xl/worksheets/s0.xml"):
    """A workbook of which one part is one piece many times over."""
    parts = xlsx([("三月", rows_of(3), [])])
    related = "xl/_rels/workbook.xml.rels"
    strings = 'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"'
    parts[related] = parts[related].replace("</Relationships>", f'<Relationship Id="s" {strings}/></Relationships>')
    return "xlsx", parts, part, (before, piece, times, after)


def spreadsheet(body_start, piece, times, body_end):
    """Excel 2003 XML."""
    head = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"' \
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>'  # fmt: skip
    return "xml", {}, None, (head + body_start, piece, times, body_end + "</Table></Worksheet></Workbook>")


def ods(piece, times):
    """OpenDocument with one piece many times over in its table."""
    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    head = f'<office:document-content{names}><office:body><office:spreadsheet><table:table table:name="a">'
    tail = "</table:table></office:spreadsheet></office:body></office:document-content>"
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": "<manifest/>"}
    return "ods", parts, "content.xml", (head, piece, times, tail)


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
STRINGS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
END = "</sheetData></worksheet>"
ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(12)
) + "]>"
CELLS = "<table:table-cell office:value-type='float' office:value='1' table:number-columns-repeated='1000'/>"

# Name: suffix, further parts, the part that blows up (None: the file itself, packed), and what it is made of.
KINDS = {
    "blanks": sheet(SHEET, " " * 4096, 400_000, END),
    "cells": sheet(SHEET, "<row>" + '<c><v>1</v></c>' * 1000 + "</row>", 20_000, END),
    "inline": sheet(SHEET, "<row>" + '<c t="inlineStr"><is><t>abc</t></is></c>' * 1000 + "</row>", 10_000, END),
    "strings": sheet(STRINGS, "<si><t>" + "字" * 1000 + "</t></si>", 400_000, "</sst>", "xl/sharedStrings.xml"),
    "merges": sheet(SHEET + "</sheetData><mergeCells>", '<mergeCell ref="A1:XFD1048576"/>' * 100, 100_000, "</mergeCells></worksheet>"),
    "entities": sheet(ENTITIES + SHEET, "<row><c t='inlineStr'><is><t>&m;</t></is></c></row>", 1000, END),
    "nested": sheet(SHEET, "<a>" * 1000, 100_000, ""),
    "ods_cells": ods(f"<table:table-row table:number-rows-repeated='1000'>{CELLS}</table:table-row>", 1000),
    "ods_blanks": ods(" " * 4096, 400_000),
    "formulas": spreadsheet("<Row>", '<Cell ss:Formula="=1"/>' * 100, 90_000, "</Row>"),
    "data": spreadsheet("<Row>", "<Cell><Data>a</Data></Cell>" * 100, 80_000, "</Row>"),
    "html_cells": ("html", {}, None, ("<html><table><tr><td>品名<td>金额<tr>", "<td>1" * 100, 450_000, "</table></html>")),
    "html_spans": ("html", {}, None, ("<html><table>", "<tr><td rowspan=1000 colspan=1000>1" * 10, 100_000, "</table></html>")),
    "csv": ("csv", {}, None, ("品名,金额\n", "1," * 1000 + "\n", 110_000, "")),
}  # fmt: skip


def bomb(path, suffix, parts, part, content):
    """Writes one bomb piece by piece; text files as the one member of an archive."""
    before, piece, times, after = content
    target = path.with_suffix(f".{suffix}" if part else ".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, text in parts.items():
            if name != part:
                packed.writestr(name, text)
        with packed.open(part or f"{path.name}.{suffix}", "w", force_zip64=True) as to:
            to.write(before.encode())
            block = piece.encode() * max(1, min(times, MIB // len(piece.encode())))
            for _ in range(times * len(piece.encode()) // len(block)):
                to.write(block)
            to.write(after.encode())
    return target


def main():
    """Writes the inbox, runs, and tells."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("program", type=lambda p: str(Path(p).resolve()))
    parser.add_argument("--each", type=int, default=50, help="bombs of each kind, and good workbooks (default: 50)")
    parser.add_argument("--memory", type=int, default=1024, help="--max-memory, and the most that the process may take, MiB")
    parser.add_argument("--kinds", nargs="*", default=list(KINDS))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bangfu-bombs-") as work:
        inbox = Path(work) / "inbox"
        inbox.mkdir()
        for u in range(args.each):
            write(inbox, ledger(120, unit=f"好{u}小学"))
        for kind in args.kinds:
            first = bomb(inbox / f"{kind}0", *KINDS[kind])
            for i in range(1, args.each):
                os.link(first, inbox / f"{kind}{i}{first.suffix}")
        command = [args.program, "audit", inbox, "--period", "2024-03", "--format", "json", "--quiet", "-o", Path(work) / "out",
                   "--max-memory", str(args.memory)]  # fmt: skip
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        peak, seconds = used.ru_maxrss / 1024, used.ru_utime + used.ru_stime
        code = os.waitstatus_to_exitcode(status)
        print(f"exit {code}, {seconds:.0f} s of CPU, peak {peak:.0f} MiB")
        summary = json.loads((Path(work) / "out/summary.json").read_text(encoding="utf-8"))
        good = [u for u in summary["units"] if u["unit"].startswith("好") and u["lines"] == 120]
        print(f"{len(good)} of {args.each} good units reported")
        refused = {}
        for problem in summary["problems"]:
            if problem["kind"] == "quarantined":
                refused.setdefault(problem["path"].split("/")[0].rstrip("0123456789.xlsodzipmhtcv"), set()).add(problem["message"][:60])
        for kind in args.kinds:
            print(f"  {kind}: {'; '.join(sorted(refused.get(kind.rstrip('xlsodzipmhtcv'), ['read']))) }")
    return 0 if code == 3 and len(good) == args.each and peak <= args.memory else 1


if __name__ == "__main__":
    sys.exit(main())
