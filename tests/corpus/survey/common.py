# -*- coding: utf-8 -*-
"""What the scripts of the second survey share. Each script writes the workbooks of one theme and the figures worked out by hand;
nothing here uses bangfu.

    python3 tests/corpus/survey/THEME.py      writes inbox/THEME/ and expected/THEME.json anew (needs openpyxl and xlwt)
"""
import csv, datetime as dt, io, itertools, json, os, shutil
from openpyxl import Workbook
import xlwt

HERE = os.path.dirname(os.path.abspath(__file__))


class Theme:
    """Workbooks of one theme, and what each unit's year to date (up to March 2024) must be."""

    def __init__(self, name):
        self.name = name
        self.root = os.path.join(HERE, 'inbox', name)
        shutil.rmtree(self.root, ignore_errors=True)
        os.makedirs(self.root)
        self.units = {}
        self.absent = []
        self.registry = None

    def exp(self, unit, base, p832=0, local=0, direct=0, bd=0, d832=0, dlocal=0, doverall=None, **more):
        """Fen. base, p832, local, direct: certain; bd, d832, dlocal, doverall: disputed, in the base and in each requirement.

        More, where given: month_base (fen of March), verdict (of the unit), requirement verdicts v832, vlocal, voverall,
        low832, high832, lowlocal … (bp), reasons (codes that stand on its lines, all of them), findings (checks that must be among
        its findings), fates (rows of its files by fate, those named), note (for people)."""
        assert unit not in self.units, unit
        self.units[unit] = dict(base=base, p832=p832, local=local, overall=p832 + local + direct, bd=bd, d832=d832, dlocal=dlocal,
                                doverall=d832 + dlocal if doverall is None else doverall, **more)

    def no_unit(self, *names):
        """Names that must not appear as units."""
        self.absent += names

    def path(self, name):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def xlsx(self, name, sheets, merges=()):
        """`sheets`: rows of the one sheet, or a list of (tab, rows) or (tab, rows, merges)."""
        wb = Workbook()
        wb.remove(wb.active)
        if not sheets or not isinstance(sheets[0], tuple):
            sheets = [('Sheet1', sheets, merges)]
        for tab, rows, *merged in sheets:
            ws = wb.create_sheet(tab)
            for row in rows:
                ws.append(list(row))
            for m in (merged[0] if merged else ()):
                ws.merge_cells(m)
        wb.save(self.path(name))

    def xls(self, name, sheets):
        wb = xlwt.Workbook()
        if not isinstance(sheets[0], tuple):
            sheets = [('Sheet1', sheets)]
        for tab, rows, *_ in sheets:
            ws = wb.add_sheet(tab)
            date = xlwt.easyxf(num_format_str='yyyy-mm-dd')
            for r, row in enumerate(rows):
                for c, v in enumerate(row):
                    if v is not None:
                        ws.write(r, c, v, date) if isinstance(v, dt.datetime) else ws.write(r, c, v)
        wb.save(self.path(name))

    def csv(self, name, rows, encoding='utf-8-sig', comma=','):
        shown = lambda v: '' if v is None else v.strftime('%Y-%m-%d') if isinstance(v, dt.datetime) else str(v)
        out = io.StringIO()
        csv.writer(out, delimiter=comma, lineterminator='\r\n').writerows([[shown(v) for v in row] for row in rows])
        open(self.path(name), 'wb').write(out.getvalue().encode(encoding))

    def raw(self, name, data):
        open(self.path(name), 'wb').write(data)

    def done(self):
        os.makedirs(os.path.join(HERE, 'expected'), exist_ok=True)
        out = dict(units=self.units, absent=self.absent, registry=self.registry)
        with open(os.path.join(HERE, 'expected', self.name + '.json'), 'w') as f:
            json.dump(out, f, ensure_ascii=False, indent=1)
        print(self.name, len(self.units), 'units')


def D(day, month=3, year=2024):
    return dt.datetime(year, month, day)


def numbered(first):
    """Names of units, one after the other: `first`, a number of two digits, the kind of unit."""
    digits, numbers = '一二三四五六七八九十', itertools.count(1)

    def unit(kind='小学'):
        tens, ones = divmod(next(numbers), 10)
        return first + (digits[tens - 1] if tens else '零') + (digits[ones - 1] if ones else '〇') + kind
    return unit


def books(theme, unit):
    """Two functions that write a unit's books and give its name: tabs of one workbook, workbooks of one sheet. Rows are functions of the name."""
    def sheets(*tabs, kind='xlsx'):
        u = unit()
        getattr(theme, kind)(f'{u}3月.{kind}', [(tab, rows(u)) for tab, rows in tabs])
        return u

    def files(*named):
        u = unit()
        for name, rows in named:
            theme.xlsx(f'{u}{name}.xlsx', rows(u))
        return u
    return sheets, files


# 100.00 yuan: 大米 50.00 (832), 白菜 20.00, 土豆 30.00.
HEAD = ['日期', '品名', '数量', '单价', '金额', '渠道']
GOODS = [[D(4), '大米', 10, 5, 50, '832平台'], [D(5), '白菜', 10, 2, 20, '农贸市场'], [D(6), '土豆', 10, 3, 30, '农贸市场']]
