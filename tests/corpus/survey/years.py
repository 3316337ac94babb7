# -*- coding: utf-8 -*-
"""Days whose year is mistyped, and ledgers that are really of two years.

    python3 tests/corpus/survey/years.py
"""
from common import D, Theme, books, numbered

T = Theme('years')
H = ['日期', '品名', '数量', '单价', '金额', '供应商', '采购渠道']


def title(u):
    return [[u + '食堂采购台账'], ['填报单位：' + u], H]


def row(day, fen, channel):
    yuan = fen // 100
    return [day, '大米', yuan // 2, 2, yuan, '平陆县粮油合作社' if channel else '张三肉店', '832平台' if channel else '农贸市场']


# The year before, between days of March: 300.00 yuan of 1,000.00 through the platform are of this March or of the last one.
u = '年一小学'
T.xlsx(f'{u}.xlsx', title(u) + [row(D(1), 20000, 1), row(D(14, 3, 2023), 30000, 1), row(D(15), 50000, 0)])
T.exp(u, base=70000, bd=30000, p832=20000, d832=30000, reasons=['month_suspected'], month_base=70000)
# Digits that changed places: 2042-03-01, an ordinary purchase; the first row, among five days.
u = '年二小学'
T.csv(f'{u}.csv', title(u) + [row(D(1, 3, 2042), 40000, 0), row(D(4), 20000, 1), row(D(5), 10000, 0), row(D(6), 10000, 0), row(D(7), 20000, 0)])
T.exp(u, base=60000, bd=40000, p832=20000, reasons=['month_suspected'])
# A year as text that is far away and another month: it is of its neighbours' month, if of any here.
u = '年三小学'
days = ['2024.2.26', '2024.2.27', '2014.12.3', '2024.3.1', '2024.3.4']
T.xls(f'{u}.xls', title(u) + [row(d, 10000, n == 2) for n, d in enumerate(days)])
T.exp(u, base=40000, bd=10000, d832=10000, month_base=20000, reasons=['month_suspected'])
# The day stands once and holds for the rows below it: three lines.
u = '年四小学'
T.xlsx(f'{u}.xlsx', title(u) + [row(D(1), 10000, 1), row(D(4, 3, 2025), 10000, 1), row(None, 10000, 0), row(None, 10000, 0), row(D(8), 10000, 0)])
T.exp(u, base=20000, bd=30000, p832=10000, d832=10000, reasons=['month_suspected'])
# Receipt beside order: the day that counts is the order's, and its year is the mistyped one.
u = '年五小学'
rows = [['下单日期', '验收日期', *H[1:]]]
for order, day in ((D(1), D(2)), (D(4, 3, 2023), D(5)), (D(8), D(9))):
    rows.append([order, day, *row(order, 10000, 0)[1:]])
T.xlsx(f'{u}.xlsx', title(u)[:2] + rows)
T.exp(u, base=20000, bd=10000, reasons=['month_suspected'])

# Look-alikes: a purchase of last December entered late, in January's ledger.
u = '年六小学'
T.xlsx(f'{u}.xlsx', title(u) + [row(D(29, 12, 2023), 10000, 0), row(D(2, 1), 10000, 1), row(D(3, 1), 10000, 0), row(D(4, 1), 10000, 0), row(D(8, 1), 20000, 0)])
T.exp(u, base=50000, p832=10000, month_base=0, reasons=[])
# A ledger of two years, in order: March of 2023 is no mistyped March.
u = '年七小学'
T.csv(f'{u}.csv', title(u) + [row(D(4, m, y), 10000, 0) for y, m in ((2023, 3), (2023, 4), (2023, 12), (2024, 1), (2024, 2), (2024, 3), (2024, 3))])
T.exp(u, base=40000, month_base=20000, reasons=[])
# Two rows alone, one of them of another year: nobody can say which is usual.
u = '年八小学'
T.xlsx(f'{u}.xlsx', title(u) + [row(D(4, 3, 2023), 10000, 0), row(D(4), 20000, 1)])
T.exp(u, base=20000, p832=20000, reasons=[])

# --- days outside of the month that the title names -----------------------------------------------------------------------------------------
march = lambda u: [[u + '食堂2024年3月采购台账'], ['填报单位：' + u], H]
# All of the year before: the year is wrong, or the title is.
u = '年九小学'
T.xlsx(f'{u}.xlsx', march(u) + [row(D(4, 3, 2023), 10000, 0), row(D(5, 3, 2023), 20000, 1), row(D(6, 3, 2023), 30000, 0)])
T.exp(u, base=0, bd=60000, d832=20000, reasons=['month_suspected'])
# Some of them; the month is the file's.
u = '年一〇小学'
T.csv(f'{u}2024年3月台账.csv', title(u) + [row(d, 10000, n == 1) for n, d in enumerate(['2024-03-01', '2023-03-07', '2024-03-08', '2023-03-14', '2024-03-15', '2023-03-21'])])
T.exp(u, base=30000, bd=30000, p832=0, d832=10000, reasons=['month_suspected'])
# Day and month in each other's place: 1, 2 and 5 March.
u = '年一一小学'
T.xls(f'{u}.xls', march(u) + [row(D(3, 1), 10000, 1), row(D(3, 2), 10000, 0), row(D(3, 5), 10000, 0), row(D(14), 10000, 0)])
T.exp(u, base=10000, bd=30000, d832=10000, reasons=['month_suspected'])
# Look-alikes: an old title over the days of this March; other days of January in a ledger called March.
u = '年一二小学'
T.xlsx(f'{u}.xlsx', [[u + '食堂2023年3月采购台账'], ['填报单位：' + u], H] + [row(D(4), 10000, 0), row(D(5), 20000, 1)])
T.exp(u, base=30000, p832=20000, reasons=[])
u = '年一三小学'
T.xlsx(f'{u}.xlsx', march(u) + [row(D(24, 1), 10000, 0), row(D(25, 1), 20000, 0), row(D(5), 20000, 1)])
T.exp(u, base=50000, p832=20000, month_base=20000, reasons=[])

# --- two years in a title: the months from August on are of the first ---------------------------------------------------------------------------
# Of an autumn semester, run in the March after it: 1 January is of the audited year, the days before are not.
for u, of, kind in (('年一五小学', '2023-2024学年第一学期', 'xlsx'), ('年一六小学', '2023年秋季学期', 'xls'), ('年一七小学', '2023年12月26日至2024年1月25日', 'csv')):
    getattr(T, kind)(f'{u}.{kind}', [[u + '食堂' + of + '采购明细'], ['填报单位：' + u], H] + [row('12月27日', 10000, 0), row('12月30日', 20000, 1), row('1月5日', 30000, 1), row('1月9日', 40000, 0)])
    T.exp(u, base=70000, p832=30000, month_base=0, reasons=[])
# A spring semester is of the second year.
u = '年一八小学'
T.xlsx(f'{u}.xlsx', [[u + '食堂2023—2024学年第二学期采购明细'], ['填报单位：' + u], H] + [row('3月5日', 10000, 1), row('3月20日', 20000, 0)])
T.exp(u, base=30000, p832=10000, reasons=[])
# Look-alike: a comparison of two years spans none.
u = '年一九小学'
T.xlsx(f'{u}.xlsx', [[u + '食堂2024年3月采购明细（与2023年同期对比）'], ['填报单位：' + u], H] + [row('3月5日', 10000, 1), row('3月20日', 20000, 0)])
T.exp(u, base=30000, p832=10000, reasons=[])

# --- tables that run over the end of a month, or of a year, without saying so ----------------------------------------------------------------------
sheets, files = books(T, numbered('转'))
body = lambda name, days, head=H: lambda u: [[u + name], head] + [row(d, 10000, n % 2) for n, d in enumerate(days)]
suspected = dict(reasons=['month_suspected'])
# An accounting month from the 26th to the 25th: the first days are of February.
SETTLED = [26, 27, 29, 1, 5, 12, 20, 25]
for kind, sign in ('xlsx', '日'), ('xls', '号'):
    T.exp(sheets(('Sheet1', body('2024年3月食堂采购台账', [f'{d}{sign}' for d in SETTLED])), kind=kind), 80000, 40000, month_base=50000, reasons=[])
T.exp(sheets(('3月', body('食堂采购台账', SETTLED, ['日'] + H[1:]))), 80000, 40000, month_base=50000, reasons=[])
# The 30th and 31st are of no February; so few rows may be two lists of one month.
T.exp(sheets(('Sheet1', body('2024年3月食堂采购台账', [f'{d}日' for d in [28, 30, 31] + SETTLED[3:]]))), 50000, 30000, bd=30000, d832=10000, month_base=50000, **suspected)
T.exp(sheets(('Sheet1', body('2024年3月食堂采购台账', ['26日', '28日', '3日', '12日']))), 20000, 10000, bd=20000, d832=10000, **suspected)
# Look-alikes: in order, turned round, two halves of a list.
for days in [1, 5, 12, 20, 25, 28], [31, 29, 20, 12, 5, 1], [1, 12, 25, 2, 13, 26], [1, 5, 3, 20, 25, 28]:
    T.exp(sheets(('Sheet1', body('2024年3月食堂采购台账', [f'{d}日' for d in days]))), 60000, 30000, month_base=60000, reasons=[])
# December's days in the book of January, and the other way round.
TURN = ['12月26日', '12月28日', '1月3日', '1月25日']
T.exp(sheets(('Sheet1', body('2024年1月食堂采购台账', TURN))), 20000, 10000, reasons=[])
T.exp(sheets(('Sheet1', body('2024年1月食堂采购台账', ['12.26', '12.28', '1.3', '1.25'])), kind='xls'), 20000, 10000, reasons=[])
T.exp(files(('2024年1月台账', body('食堂采购台账', TURN))), 20000, 10000, reasons=[])
T.exp(sheets(('Sheet1', body('2023年12月食堂采购台账', TURN))), 20000, 10000, reasons=[])
# A school year's rows, of which those from September on would be to come.
T.exp(files(('台账', body('食堂采购台账', ['9月5日', '10月8日', '12月6日', '1月4日', '3月5日']))), 20000, 10000, month_base=10000, reasons=[])
# A year that either side may be of.
T.exp(files(('台账', body('2023年食堂采购台账', ['9月5日', '12月6日', '1月4日', '3月5日']))), 0, bd=20000, d832=10000, month_base=0, **suspected)
# Look-alike: January before December.
T.exp(files(('台账', body('2024年食堂采购台账', ['1月3日', '2月4日', '3月5日', '12月26日']))), 30000, 10000, month_base=10000, reasons=[])
T.done()
