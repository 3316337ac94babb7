#!/usr/bin/env python3
"""The pages in a real browser: `pages.py OUT BIG`, a finished run over the samples, and what `examples/big_pages` made of it.

Truth is the JSON beside each page. Prints a line a test, and `N passed, N failed` at the end; fails if one fails.
"""

import json
import pathlib
import re
import sys
import tempfile
import time

from driver import ENTER, SHIFT, TAB, Browser

OUT, BIG = (pathlib.Path(a).resolve() for a in sys.argv[1:3])
# How long a step took is told and not judged: machines differ.
WORDS = {"pass": "达标", "fail": "未达标", "undetermined": "待核实", "no_data": "无数据", "exempt": "不适用"}

passed, failed = [], []


def check(name, ok, note=""):
    (passed if ok else failed).append(name)
    if not ok or note:
        print("ok  " if ok else "FAIL", name, str(note)[:400], flush=True)


def yuan(fen):
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02}"


def percent(bp):
    return f"{'-' if bp < 0 else ''}{abs(bp) // 100}.{abs(bp) % 100:02}%"


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


# Rows as they are drawn: of each cell the text of its first node, without the small lines below it.
ROWS = """const t = document.getElementById(arguments[0]);
return [...t.tBodies[0].rows].map(r => [...r.cells].map(c => c.firstChild ? c.firstChild.textContent : ''));"""
HEADS = "return [...document.getElementById(arguments[0]).tHead.rows[0].cells].map(h => h.textContent)"
# What one step costs, layout included.
TIMED = "const t0 = performance.now(); {} ; document.body.offsetHeight; return performance.now() - t0"
TOOLS = "document.querySelector('.tools[data-for=\"{}\"]')"


def rows(b, table):
    return b.js(ROWS, table)


def select(b, table, label, value):
    b.js(
        f"""const tools = {TOOLS.format(table)};
const s = [...tools.querySelectorAll('label')].find(l => l.firstChild.textContent === arguments[0]).querySelector('select');
s.value = arguments[1]; if (s.value !== arguments[1]) throw 'no such choice';
s.dispatchEvent(new Event('change'));""",
        label,
        value,
    )


def search(b, table, words):
    code = f"const i = {TOOLS.format(table)}.querySelector('input'); i.value = arguments[0]; i.dispatchEvent(new Event('input'))"
    return b.js(TIMED.format(code), words)


def status(b, table):
    """(from, to, shown, all) of the pager's line; zeros where nothing is found."""
    text = b.js(f"return document.querySelector('.pager[data-for=\"{table}\"] span').textContent")
    return [int(n) for n in re.findall(r"\d+", text)] or [0, 0, 0, 0]


def sort(b, table, at):
    return b.js(TIMED.format(f"document.querySelectorAll('#{table} th button')[arguments[0]].click()"), at)


def control(b):
    """The instruments themselves: a request, an error and a sideways scroll are seen."""
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "page.html"
        page.write_text("<div style='width:3000px'>x</div><img src='http://192.0.2.1/x.png'><script>console.error('seen')</script>")
        b.go(page)
        check("control: a wide page scrolls", b.js("return document.documentElement.scrollWidth > innerWidth"))
        check("control: a request is seen", any("192.0.2.1" in u for u in b.requests()))
        check("control: an error is seen", any("seen" in m for m in b.messages()))
        b.go("/")
    b.requests(), b.messages()


def region(b):
    summary = load(OUT / "summary.json")
    units = {u["unit"]: u for u in summary["units"]}
    b.go(OUT / "index.html")
    heads = b.js(HEADS, "units")
    unit_at, verdict_at, base_at = heads.index("单位"), heads.index("结论"), heads.index("采购总额（已确认，元）")
    names = lambda: [r[unit_at] for r in rows(b, "units")]
    check("region: every unit is listed once", sorted(names()) == sorted(units))
    order = ["fail", "undetermined", "no_data", "pass", "exempt"]
    places = [order.index(units[n]["verdict"]) for n in names()]
    check("region: worst first", places == sorted(places), names()[:3])
    for row in rows(b, "units"):
        unit = units[row[unit_at]]
        ytd = unit["scopes"]["ytd"]
        amount = lambda fen: yuan(fen) if unit["lines"] else "—"
        want = [row[verdict_at] == WORDS[unit["verdict"]], row[base_at] == amount(ytd["base_fen"])]
        for q, info in zip(ytd["requirements"], summary["policy"]["requirements"]):
            shown = row[heads.index(info["title"])]
            low, high = q["ratio_low_bp"], q["ratio_high_bp"]
            text = "—" if low is None else percent(low) if low == high else f"{percent(low)} – {percent(high)}"
            mark = {"pass": "\u00a0✓", "fail": "\u00a0✗", "undetermined": "\u00a0？"}.get(q["verdict"], "")
            want.append(shown == (WORDS["exempt"] if unit["verdict"] == "exempt" else text + mark))
        gap = max((q["shortfall_substitute_fen"] for q in ytd["requirements"]), default=0)
        want.append(row[heads.index("最大需调整渠道金额（元）")] == amount(gap))
        check(f"region: figures of {unit['unit']}", all(want))
    for verdict, word in WORDS.items():
        count = sum(u["verdict"] == verdict for u in units.values())
        check(f"region: tile {word}", b.js("return document.querySelector('.tile.' + arguments[0] + ' b').textContent", verdict) == str(count))
    for label, field in (("结论", "verdict"), ("县（市、区）", "county"), ("领域", "sector")):
        sectors = {"agency": "机关", "enterprise": "企业", "school": "学校", "hospital": "医院", "military": "军营"}
        for value in sorted({u[field] for u in units.values() if u[field]}):
            shown = {"verdict": WORDS, "sector": sectors}.get(field, {}).get(value, value)
            select(b, "units", label, shown)
            check(f"region: filter {shown}", set(names()) == {n for n, u in units.items() if u[field] == value})
        select(b, "units", label, "")
    select(b, "units", "结论", "未达标")
    select(b, "units", "领域", "学校")
    both = {n for n, u in units.items() if (u["verdict"], u["sector"]) == ("fail", "school")}
    check("region: two filters together", set(names()) == both and both)
    b.js(f"{TOOLS.format('units')}.querySelector('.reset').click()")
    check("region: reset shows all", len(names()) == len(units))
    search(b, "units", "夏县 中学")
    check("region: search of two words", set(names()) == {n for n, u in units.items() if "中学" in n and "夏县" in n + u["county"]})
    search(b, "units", "没有这样的单位")
    check("region: nothing found is said", names() == [] and "没有" in b.js("return document.querySelector('.pager[data-for=units] span').textContent"))
    search(b, "units", "")
    b.click(".tile.fail")
    check("region: a tile filters", set(names()) == {n for n, u in units.items() if u["verdict"] == "fail"})
    b.js(f"{TOOLS.format('units')}.querySelector('.reset').click()")
    sort(b, "units", base_at)
    bases = lambda: [float(r[base_at].replace(",", "")) for r in rows(b, "units") if r[base_at] != "—"]
    values = bases()
    check("region: numbers sort as numbers, largest first", values == sorted(values, reverse=True) and values[0] > values[-1])
    check("region: the sorted heading says so", b.js("return document.querySelectorAll('#units th')[arguments[0]].getAttribute('aria-sort')", base_at) == "descending")
    sort(b, "units", base_at)
    check("region: a second click turns it", bases() == values[::-1])
    sort(b, "units", 0)
    check("region: the first column brings the ranking back", places == [order.index(units[n]["verdict"]) for n in names()])
    silent = {u["unit"] for u in units.values() if u["verdict"] == "no_data"}
    check("region: units without data are named", set(b.js("return [...document.querySelectorAll('#silent a')].map(a => a.textContent)")) == silent)


def keyboard(b):
    """Everything with keys alone, from the page's top."""
    b.go(OUT / "index.html")
    active = "const e = document.activeElement; return [e.tagName, e.textContent.slice(0, 30), e.getAttribute('href')]"
    b.keys(TAB)
    check("keys: the first stop skips to the units", b.js(active)[2] == "#units-section")
    visible = b.js("const s = getComputedStyle(document.activeElement); return [s.outlineStyle, parseFloat(s.outlineWidth)]")
    check("keys: the focus is seen", visible[0] == "solid" and visible[1] >= 2, visible)
    check("keys: the skip link shows itself", b.js("return document.activeElement.getBoundingClientRect().left") >= 0)
    b.keys(ENTER)
    b.keys(TAB)
    check("keys: behind it comes the search", b.js(active)[0] == "INPUT")
    b.keys(*"中学")
    schools = {u["unit"] for u in load(OUT / "summary.json")["units"] if "中学" in u["unit"]}
    check("keys: typing filters", len(rows(b, "units")) == len(schools))
    for _ in range(30):
        b.keys(TAB)
        if b.js("return document.activeElement.closest('th') !== null"):
            break
    b.keys(ENTER)
    check("keys: Enter sorts", b.js("return document.querySelectorAll('#units th[aria-sort]').length") == 1)
    check("keys: the focus stays on the heading", b.js("return document.activeElement.closest('th') !== null"))
    for _ in range(30):
        b.keys(TAB)
        if b.js("return document.activeElement.closest('#units tbody') !== null"):
            break
    name = b.js(active)[1]
    b.keys(ENTER)
    wait(b, "report.html")
    check("keys: Enter opens the unit", b.js("return document.querySelector('h1').textContent") == name and name in schools)
    b.keys(TAB)
    b.keys(TAB)
    check("keys: the second stop leads back", b.js(active)[2].endswith("index.html"))
    b.keys(TAB, held=SHIFT)
    check("keys: and backwards to the skip link", b.js(active)[2] == "#verdict")
    b.keys(TAB)
    b.keys(ENTER)
    wait(b, "index.html")
    check("keys: back in the region", b.js("return document.querySelector('#units') !== null"))


def wait(b, ending):
    for _ in range(50):
        if b.js("return location.pathname").endswith(ending) and b.js("return document.readyState") == "complete":
            return
        time.sleep(0.1)


def figures(report):
    """Every figure of a unit's report.json that its page must show, as text; where nothing is judged there are none."""
    if not report["lines"]:
        return
    for scope in [*report["scopes"].values(), *(m["result"] for m in report["months"])]:
        yield from (yuan(scope["base_fen"]), yuan(scope["base_disputed_fen"]) if scope["base_disputed_fen"] else "")
        for q in scope["requirements"]:
            yield from (yuan(q["counted_fen"]), yuan(q["disputed_fen"]) if q["disputed_fen"] else "")
            yield from (percent(bp) for bp in (q["ratio_low_bp"], q["ratio_high_bp"]) if bp is not None)
    for scope in report["scopes"].values():
        for q in scope["requirements"]:
            yield from (yuan(q["shortfall_substitute_fen"]), yuan(q["shortfall_additional_fen"]), percent(q["threshold_bp"]))
    for q in (report["reservation"] or {}).get("requirements", []):
        yield from (yuan(q["reserved_fen"]), percent(q["ratio_bp"]))
    for q in report["pace"] or []:
        yield from (percent(bp) for bp in (q["completion_bp"], q["time_bp"], q["forecast_bp"]) if bp is not None)
        yield yuan(q["needed_monthly_fen"]) if q["needed_monthly_fen"] is not None else ""
    for f in report["findings"]:
        yield from (f["title"], f["detail"], yuan(f["amount_fen"]) if f["amount_fen"] is not None else "")


def units(b):
    for unit in load(OUT / "summary.json")["units"]:
        folder = OUT / unit["path"]
        report = load(folder / "report.json")
        b.go(folder / "report.html")
        text = b.js("return document.querySelector('main').textContent")
        missing = sorted({f for f in figures(report) if f not in text})
        check(f"unit: figures of {unit['unit']}", not missing, missing or "")
        check(f"unit: the sentence of {unit['unit']}", all(w in b.js("return document.querySelector('#verdict p').textContent") for w in (unit["unit"], WORDS[unit["verdict"]])))
        check(f"unit: no sideways scroll of {unit['unit']}", b.js("return document.documentElement.scrollWidth <= innerWidth"))
        if report["lines"]:
            all_rows, seen = [], None
            while seen != status(b, "lines"):
                seen = status(b, "lines")
                all_rows += rows(b, "lines")[0 if seen[0] == 1 else 0 :]
                b.js("document.querySelector('.pager[data-for=lines] [data-go=next]').click()")
            heads = b.js(HEADS, "lines")
            amount = heads.index("金额（元）")
            want = [yuan(x["amount_fen"]) if x["amount_fen"] is not None else x.get("amount_text") or "?" for x in report["lines"]]
            check(f"unit: every line of {unit['unit']}", [r[amount] for r in all_rows] == want, "" if len(all_rows) == len(want) else (len(all_rows), len(want)))
        disputed = [x for x in report["lines"] if x["base"] == "disputed" or "disputed" in x["requirements"].values()]
        shown = status(b, "disputed")[3] if disputed else 0
        check(f"unit: every disputed line of {unit['unit']}", shown == len(disputed))


def open_dispute(b):
    """A unit whose verdict the disputes decide: id, reason and what settles each."""
    unit = next(u for u in load(OUT / "summary.json")["units"] if u["verdict"] == "undetermined" and u["disputed_lines"] < 90)
    report = load(OUT / unit["path"] / "report.json")
    b.go(OUT / unit["path"] / "report.html")
    disputed = {x["id"]: x for x in report["lines"] if x["base"] == "disputed" or "disputed" in x["requirements"].values()}
    shown = {r[0]: r for r in rows(b, "disputed")}
    check("disputed: ids are the ones an overrides file takes", set(shown) == set(disputed))
    heads = b.js(HEADS, "disputed")
    check("disputed: each says what settles it", all(r[heads.index(next(h for h in heads if h in ("看什么可以定", "核实依据")))] for r in shown.values()))
    settling = {
        d["line"]
        for q in report["scopes"]["ytd"]["requirements"]
        for d in q.get("deciding", [])
        if (d["if_counted"], d["if_not"]) != ("undetermined", "undetermined")
    }
    size = lambda a: -abs(a) if a is not None else -(10**18)
    order = [(r[0] not in settling, size(disputed[r[0]]["amount_fen"])) for r in rows(b, "disputed")]
    check("disputed: first what decides, then the largest", order == sorted(order))
    check("disputed: the open part of the bars is hatched", b.js("return document.querySelectorAll('svg.bars .open').length") >= 1 and "hatch" in b.js("return getComputedStyle(document.querySelector('svg.bars .open')).fill"))
    check("charts: their text can be selected", b.js("const s = getSelection(); s.selectAllChildren(document.querySelector('svg.bars')); return s.toString()").count("%") >= 6)


def large(b):
    for name, page, table, n, words in (
        ("3,000 units", BIG / "index.html", "units", 3000, ["夏县", "第1234食堂"]),
        ("20,000 lines", BIG / "units/big/lines/report.html", "lines", 20000, ["1033", "0badcafe-1-G19999"]),
    ):
        begun = time.monotonic()
        b.go(page)
        check(f"{name}: all there", status(b, table)[3] == n)
        whole = (time.monotonic() - begun) * 1000
        loaded = b.js("return performance.getEntriesByType('navigation')[0].loadEventEnd")
        check(f"{name}: loaded", loaded > 0, f"after {loaded:.0f} ms, answered after {whole:.0f} ms")
        check(f"{name}: few rows are drawn at once", b.js("return document.querySelectorAll('tbody tr').length") < 1000)
        slowest = max((sort(b, table, c), head) for c, head in enumerate(b.js(HEADS, table)))
        check(f"{name}: sorted by every column", slowest[0] > 0, f"slowest {slowest[0]:.0f} ms ({slowest[1]})")
        for w in words:
            took = search(b, table, w)
            check(f"{name}: search {w}", 0 < status(b, table)[2] < n, f"{took:.0f} ms, {status(b, table)[2]} found")
        search(b, table, "")
        code = f"const s = {TOOLS.format(table)}.querySelector('select'); s.selectedIndex = 1; s.dispatchEvent(new Event('change'))"
        took = b.js(TIMED.format(code))
        check(f"{name}: filter", 0 < status(b, table)[2] < n, f"{took:.0f} ms, {status(b, table)[2]} left")
        b.js(f"{TOOLS.format(table)}.querySelector('.reset').click()")
        took = b.js(TIMED.format(f"document.querySelector('.pager[data-for={table}] [data-go=last]').click()"))
        check(f"{name}: the last window", status(b, table)[1] == n, f"{took:.0f} ms")


def hostile(b):
    b.go(BIG / "units/big/hostile/report.html")
    report = load(BIG / "units/big/hostile/report.json")
    check("hostile: the title is the name", b.js("return document.title").startswith(report["unit"].strip()))
    for selector in ("img", "iframe", "[onmouseover]", "[onerror]", "main script:not([type])", "main a[href*='192.0.2.1']"):
        check(f"hostile: no {selector}", b.js("return document.querySelectorAll(arguments[0]).length", selector) == 0)
    b.js("document.querySelectorAll('#lines th button')[1].click()")
    b.js("document.querySelector('.pager[data-for=lines] [data-go=last]').click()")
    check("hostile: inert in every window", b.js("return document.querySelectorAll('main img, main script:not([type])').length") == 0)
    check("hostile: formula stays text", "=HYPERLINK(" in b.js("return document.getElementById('lines').textContent"))
    check("hostile: no sideways scroll", b.js("return document.documentElement.scrollWidth <= innerWidth"))
    b.go(BIG / "units/big/hostile/report.html")
    tall = b.js("return Math.max(...[...document.querySelectorAll('#lines tbody tr')].map(r => r.offsetHeight))")
    check("hostile: 20,000 characters do not stretch a row", tall < 400, f"{tall} px")
    b.js("document.querySelector('#lines .fold summary').focus()")
    b.keys(ENTER)
    whole = b.js("const d = document.querySelector('#lines .fold'); return d.open && d.innerText.length")
    check("hostile: and unfold by key", whole >= 20000, whole)
    b.go(BIG / "index.html")
    check("hostile: region inert", b.js("return document.querySelectorAll('img, main script:not([type])').length") == 0)
    check("hostile: no script ran", "broken" not in b.js("return document.title"))


def phone(b):
    # A window is never narrower than 500: what counts is what the page is given.
    b.narrow(390)
    for page in (OUT / "index.html", OUT / load(OUT / "summary.json")["units"][0]["path"] / "report.html", BIG / "units/big/hostile/report.html"):
        b.go(page)
        check(f"phone: no sideways scroll of {page.parent.name}", b.js("return document.documentElement.scrollWidth <= innerWidth"))
    b.go(OUT / "index.html")
    shares = "return [...document.querySelectorAll('#units tbody tr:first-child td.n')].every(c => c.getBoundingClientRect().right <= innerWidth)"
    check("phone: the three shares of a unit without scrolling sideways", b.js("return innerWidth") == 390 and b.js(shares))
    b.narrow(None)


def paper(b):
    """Printed: every row is there, with nothing folded and no empty page left by windows."""
    unit = max(load(OUT / "summary.json")["units"], key=lambda u: u["lines"])
    b.go(OUT / unit["path"] / "report.html")
    b.js("window.drawn = 0; addEventListener('beforeprint', () => { window.drawn = document.querySelectorAll('#lines tbody tr').length })")
    before = b.js("return document.querySelectorAll('#lines tbody tr').length")
    check("paper: a PDF comes out", b.pdf().startswith(b"%PDF"))
    check("paper: every line is printed", b.js("return window.drawn") == unit["lines"] > before)
    check("paper: the window comes back", b.js("return document.querySelectorAll('#lines tbody tr').length") == before)


def main():
    b = Browser()
    tests = (control, region, keyboard, units, open_dispute, large, hostile, phone, paper)
    try:
        for test in tests:
            try:
                test(b)
            except Exception as e:  # One test's failure must not hide the others'.
                check(f"{test.__name__} ran to its end", False, repr(e))
        requests, said = b.requests(), b.messages()
        outside = sorted({u for u in requests if not u.startswith("file:")})
        check("no request leaves the page", requests and not outside, f"{len(requests)} requests" if not outside else outside)
        check("nothing on the console", not said, said)
    finally:
        b.close()
    print(f"{len(passed)} passed, {len(failed)} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
