#!/usr/bin/env python3
"""Working papers in a real spreadsheet program: recalculated by LibreOffice, every figure equals report.json, and a changed
cell moves the ratios as the clause says.

    python3 tests/office/run.py [path of the program]

Needs soffice and openpyxl (Debian: libreoffice-calc, python3-openpyxl). Expectations come from report.json and from whole numbers
worked out here, never from the workbook's own cached values: those are taken out before LibreOffice sees the file.
"""
import json, pathlib, re, shutil, subprocess, sys, tempfile, zipfile

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / 'target/debug/bangfu')
VERDICTS = {'pass': '达标', 'fail': '未达标', 'undetermined': '待核实', 'no_data': '无数据', 'exempt': '不适用'}
passed = failed = 0


def check(what, found, wanted):
    global passed, failed
    same = abs(found - wanted) < 5e-7 if isinstance(found, (int, float)) and isinstance(wanted, (int, float)) else found == wanted
    if same:
        passed += 1
    else:
        failed += 1
        print(f'FAILED {what}: found {found!r}, wanted {wanted!r}')


def without_cached_values(source, target):
    """A copy in which no formula has a result, so that what is read later was calculated by LibreOffice."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith('xl/worksheets/sheet'):
                data = re.sub(rb'(</f>)<v>[^<]*</v>', rb'\1', data)
            new.writestr(name, data)


def recalculate(folder):
    """Every workbook of a folder, opened and saved again by LibreOffice, always recalculating."""
    profile = folder / 'profile'
    (profile / 'user').mkdir(parents=True)
    (profile / 'user' / 'registrymodifications.xcu').write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
        '<value>0</value></prop></item></oor:items>', encoding='utf-8')
    out = folder / 'recalculated'
    books = sorted(str(p) for p in folder.glob('*.xlsx'))
    subprocess.run(['soffice', f'-env:UserInstallation=file://{profile}', '--headless', '--convert-to', 'xlsx', '--outdir', str(out), *books],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=900)
    return out


def calculation(path):
    """Figures of 计算 by (label, scope, title of the requirement)."""
    sheet = openpyxl.load_workbook(path, data_only=True)['计算']
    rows = list(sheet.iter_rows(values_only=True))
    head = next(i for i, r in enumerate(rows) if r[0] == '期间')
    figures = {}
    for row in rows[head + 2:]:
        if row[0] is None:
            break
        for col in range(1, len(row)):
            if rows[head][col]:
                figures[row[0], rows[head][col], rows[head + 1][col]] = row[col]
    return figures


def floor_bp(numerator, denominator):
    return numerator * 10_000 // denominator


def compare(unit, report, figures):
    titles = {r['id']: r['title'] for r in report['policy']['requirements']}
    for scope, label in (('month', '本月'), ('ytd', '本年累计')):
        result = report['scopes'][scope]
        for r in result['requirements']:
            def at(row):
                return figures[row, label, titles[r['id']]]
            name = f'{unit} {scope} {r["id"]}'
            check(f'{name} 规定比例', at('规定比例'), r['threshold_bp'] / 10_000)
            check(f'{name} 计入', at('计入金额（元）'), r['counted_fen'] / 100)
            check(f'{name} 待核实', at('待核实金额（元）'), r['disputed_fen'] / 100)
            check(f'{name} 采购总额', at('采购总额（已确认，元）'), result['base_fen'] / 100)
            check(f'{name} 采购总额待核实', at('采购总额（待核实，元）'), result['base_disputed_fen'] / 100)
            check(f'{name} 结论', at('结论'), VERDICTS[r['verdict']])
            for row, key in (('比例下限', 'ratio_low_bp'), ('比例上限', 'ratio_high_bp')):
                if r[key] is not None:
                    check(f'{name} {row}', at(row), r[key] / 10_000)
            if r['verdict'] in ('pass', 'fail'):
                check(f'{name} 缺口', at('需调整渠道金额（元）'), r['shortfall_substitute_fen'] / 100)
                check(f'{name} 缺口·增', at('需增加采购金额（元）'), r['shortfall_additional_fen'] / 100)


def move_one_line(source, target, report):
    """The largest certain ordinary line goes through 832: the cell an auditor would change. Returns what should follow."""
    lines = [l for l in report['lines'] if l['base'] == 'in' and l['channel'] == 'ordinary' and l['amount_fen']]
    line = max(lines, key=lambda l: l['amount_fen'])
    book = openpyxl.load_workbook(source)
    sheet = book['明细']
    head = {c.value: c.column for c in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, head['明细编号']).value == line['id']:
            sheet.cell(row, head['采购渠道']).value = '832平台'
    book.save(target)
    wanted = {}
    ytd = report['scopes']['ytd']
    for r in ytd['requirements']:
        counted = r['counted_fen'] + (line['amount_fen'] if r['id'] in ('overall', 'platform_832') else 0)
        wanted[r['id']] = (counted, floor_bp(counted, ytd['base_fen']))
    return wanted


def ranking(out, summary):
    """排名 of summary.xlsx beside summary.json."""
    rows = list(openpyxl.load_workbook(out / 'summary.xlsx', data_only=True)['排名'].iter_rows(values_only=True))
    head = {name: i for i, name in enumerate(rows[0])}
    by_unit = {row[head['单位']]: row for row in rows[1:]}
    check('ranked units', len(by_unit), len(summary['units']))
    titles = {r['id']: r['title'] for r in summary['policy']['requirements']}
    for unit in summary['units']:
        row = by_unit[unit['unit']]
        check(f'{unit["unit"]} ranked verdict', row[head['结论']], VERDICTS[unit['verdict']])
        for r in unit['scopes']['ytd']['requirements']:
            for end, key in (('比例下限', 'ratio_low_bp'), ('比例上限', 'ratio_high_bp')):
                column = next(i for name, i in head.items() if name.startswith(titles[r['id']]) and name.endswith(end))
                if r[key] is not None:
                    check(f'{unit["unit"]} ranked {r["id"]} {end}', row[column], r[key] / 10_000)


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix='bangfu-office-'))
    out = folder / 'out'
    subprocess.run([PROGRAM, 'audit', str(ROOT / 'samples/inbox'), '--registry', str(ROOT / 'samples/units.xlsx'), '--period', '2024-03',
                    '--format', 'xlsx,json', '--quiet', '-o', str(out)], check=True)
    summary = json.loads((out / 'summary.json').read_text(encoding='utf-8'))
    reports, moved = {}, {}
    for i, unit in enumerate(summary['units']):
        place = out / unit['path']
        report = json.loads((place / 'report.json').read_text(encoding='utf-8'))
        reports[i] = report
        without_cached_values(place / 'report.xlsx', folder / f'unit-{i}.xlsx')
        # A unit without any dispute, so that the arithmetic of the change is two whole numbers.
        certain = report['verdict'] in ('pass', 'fail') and not any(l['reasons'] for l in report['lines'])
        if certain and len(moved) < 3:
            moved[i] = move_one_line(folder / f'unit-{i}.xlsx', folder / f'moved-{i}.xlsx', report)
    done = recalculate(folder)
    for i, report in reports.items():
        path = done / f'unit-{i}.xlsx'
        check(f'{report["unit"]} opens', path.exists(), True)
        if report['scopes']['ytd']['requirements'] and report['verdict'] not in ('exempt', 'no_data'):
            compare(report['unit'], report, calculation(path))
        cover = openpyxl.load_workbook(path, data_only=True)['封面']
        check(f'{report["unit"]} 封面', cover.cell(2, 2).value, VERDICTS[report['verdict']])
        for sheet in openpyxl.load_workbook(path, data_only=True):
            errors = [c.coordinate for row in sheet.iter_rows() for c in row if isinstance(c.value, str) and re.match(r'#(REF|VALUE|NAME|DIV/0|N/A)|Err:', c.value)]
            check(f'{report["unit"]} {sheet.title} errors', errors, [])
    ranking(out, summary)
    check('units with a changed line', len(moved) > 0, True)
    for i, wanted in moved.items():
        report = reports[i]
        titles = {r['id']: r['title'] for r in report['policy']['requirements']}
        figures = calculation(done / f'moved-{i}.xlsx')
        for requirement, (counted, bp) in wanted.items():
            check(f'{report["unit"]} changed {requirement} 计入', figures['计入金额（元）', '本年累计', titles[requirement]], counted / 100)
            check(f'{report["unit"]} changed {requirement} 下限', figures['比例下限', '本年累计', titles[requirement]], bp / 10_000)
    shutil.rmtree(folder)
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
