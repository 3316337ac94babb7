# -*- coding: utf-8 -*-
"""The same purchases in another form, and figures among purchases that are none: sums with a date, advances, slips, cumulative statements.

    python3 tests/corpus/survey/retold.py
"""
from common import D, Theme, books, numbered

T = Theme('retold')
unit = numbered('复')


HEAD = ['日期', '品名', '数量', '单价', '金额', '渠道']
# 70.00 yuan, 40.00 of them local; 300.00 through the 832 platform.
OWN = [[D(1), '白菜', 10, 1, 10, '农贸市场'], [D(1), '萝卜', 10, 2, 20, '农贸市场'], [D(2), '面粉', 10, 4, 40, '消费帮扶超市']]
ORDERED = [[D(4), '大米', 20, 5, 100, '832平台'], [D(11), '小米', 10, 7, 70, '832平台'], [D(18), '核桃', 10, 13, 130, '832平台']]
TITLE = lambda u: [[u + '食堂2024年3月食材采购台账']]
DAY = lambda row: [v.strftime('%Y-%m-%d') if hasattr(v, 'strftime') else v for v in row]


def book(rows, kind='xlsx', head=HEAD):
    u = unit()
    sheet = TITLE(u) + [head] + rows
    if kind == 'csv':
        T.csv(f'{u}3月.csv', [DAY(r) for r in sheet])
    else:
        getattr(T, kind)(f'{u}3月.{kind}', sheet)
    return u
sheets, files = books(T, unit)

LEDGER = lambda u: TITLE(u) + [HEAD] + OWN + ORDERED
plain = lambda u: TITLE(u) + [HEAD] + OWN
twice = dict(reasons=['duplicate_suspected'])

# --- the same purchases in another form ------------------------------------------------------------------------------------------------
ORDERS = ['订单编号', '下单时间', '商品名称', '数量', '单价', '订单金额', '订单状态']
number = lambda i: f'83220240700000{i:03}'
orders = lambda days, name='{}': lambda u: [ORDERS] + [[number(i), d, name.format(r[1]), r[2], r[3], r[4], '已完成'] for i, (d, r) in enumerate(zip(days, ORDERED))]
again = dict(bd=30000, d832=30000, doverall=30000, **twice)
T.exp(sheets(('台账', LEDGER), ('832平台订单', orders((D(1), D(2), D(3))))), 37000, 30000, 4000, note='other days', **again)
T.exp(sheets(('台账', LEDGER), ('832平台订单', orders((D(4), D(11), D(18)), '【832】{} 5kg装'))), 37000, 30000, 4000, note='other names', **again)
# Counterpart: orders of other goods.
OTHER = [[number(9), D(8), '红枣', 10, 20, 200, '已完成'], [number(10), D(9), '木耳', 4, 25, 100, '已完成']]
T.exp(sheets(('台账', LEDGER), ('832平台订单', lambda u: [ORDERS] + OTHER)), 67000, 60000, 4000, reasons=[])
# A lump with its details; two of them in a book of money alone.
T.exp(sheets(('台账', lambda u: plain(u) + [[D(20), '832平台采购（见附表）', 1, 300, 300, '832平台']]),
             ('832附表', lambda u: [[u + '3月832平台采购明细'], HEAD[:5]] + [r[:5] for r in ORDERED])), 37000, 30000, 4000, **again)
T.exp(sheets(('台账', lambda u: TITLE(u) + [['日期', '摘要', '金额', '渠道'], [D(31), '老王蔬菜店蔬菜款', 30, '农贸市场'], [D(31), '消费帮扶超市货款', 40, '消费帮扶超市'],
                                      [D(31), '832平台货款', 300, '832平台']]), ('送货明细', lambda u: [[u + '3月送货明细'], HEAD] + OWN + ORDERED)),
      37000, 30000, 4000, reasons=['statement_superseded'])
# The day of acceptance; a list without quantities; a later version.
later = lambda r: [D(r[0].day + 1)] + r[1:]
T.exp(files(('3月采购台账', LEDGER), ('3月入库台账', lambda u: [[u + '3月入库'], ['入库日期'] + HEAD[1:]] + [later(r) for r in OWN + ORDERED])),
      37000, 30000, 4000, bd=37000, d832=30000, dlocal=4000, **twice)
T.exp(files(('3月台账', LEDGER), ('3月报销明细', lambda u: [[u + '3月报销明细'], ['日期', '品名', '金额', '渠道']] + [r[:2] + r[4:] for r in OWN + ORDERED])),
      37000, 30000, 4000, bd=37000, d832=30000, dlocal=4000, **twice)
changed = [OWN[0], OWN[1], [D(2), '面粉', 10, 4.5, 45, '消费帮扶超市']]
T.exp(files(('3月台账', plain), ('3月台账（修改后）', lambda u: TITLE(u) + [HEAD] + changed)), 3000, 0, 0, bd=11500, dlocal=8500, doverall=8500, **twice)
# Counterpart: the same goods a week later.
week = lambda r: [D(r[0].day + 7)] + r[1:]
T.exp(sheets(('第一周', plain), ('第二周', lambda u: TITLE(u) + [HEAD] + [week(r) for r in OWN])), 14000, 0, 8000, reasons=[])

# --- sums with a date, advances, what was paid -----------------------------------------------------------------------------------------
total = dict(bd=7000, d832=7000, dlocal=7000, doverall=7000)
both = dict(reasons=['channel_blank', 'total_suspected'])
T.exp(book(OWN + [[D(31), '3月食材款', None, None, 70, None]]), 7000, 0, 4000, **total, **both)
T.exp(book(OWN + [[D(31), '三月采购', 1, 70, 70, None]], 'xls'), 7000, 0, 4000, **total, **both)
# Counterpart: who sold it is named.
T.exp(book(OWN + [[D(31), '牛肉', 1, 70, 70, '农贸市场']], 'csv'), 14000, 0, 4000, reasons=[])
advance = dict(reasons=['total_suspected'])
T.exp(book(OWN + [[D(5), '账户充值', None, None, 1000, '832平台']]), 7000, 0, 4000, bd=100000, d832=100000, doverall=100000, **advance)
T.exp(book(OWN + [[D(5), '付老王货款', None, None, 500, '农贸市场']], 'csv'), 7000, 0, 4000, bd=50000, **advance)
# Counterpart: in a book of money alone that is the purchase.
T.exp(book([[D(5), '付老王货款', 500, '农贸市场'], [D(6), '付超市货款', 300, '消费帮扶超市']], head=['日期', '摘要', '金额', '渠道']), 80000, 0, 30000, reasons=[])
# Heads of groups with prices below them.
GROUPS = [['老王蔬菜店', None, None, 30, '农贸市场'], ['白菜', 10, 1, 10, '农贸市场'], ['萝卜', 10, 2, 20, '农贸市场'], ['消费帮扶超市', None, None, 160, '消费帮扶超市'],
          ['面粉', 10, 4, 40, '消费帮扶超市'], ['油', 2, 60, 120, '消费帮扶超市']]
T.exp(book(GROUPS, head=['供应商/品名', '数量', '单价', '金额', '渠道']), 19000, 0, 16000, bd=19000, dlocal=16000, **advance)
# A slip's amount on its first line.
SLIP = ['日期', '单号', '品名', '数量', '单价', '单据金额', '渠道']
T.exp(book([[D(1), 'RK20240301001', '白菜', 10, 1, 30, '农贸市场'], [None, None, '萝卜', 10, 2, None, '农贸市场'], [D(2), 'RK20240302001', '面粉', 10, 4, 40, '消费帮扶超市']], 'xls', SLIP),
      7000, 0, 4000, bd=2000, **advance)
# What came in and went out, in one column and side by side; what was sent back.
T.exp(book([OWN[0][:2] + ['入'] + OWN[0][2:], OWN[2][:2] + ['入'] + OWN[2][2:], [D(3), '面粉', '出', 5, 4, 20, None]], head=['日期', '品名', '入/出', '数量', '单价', '金额', '渠道']),
      5000, 0, 4000, reasons=[])
T.exp(book([r + [q] for r, q in zip(OWN, ('合格', '不合格，退回', '合格'))], 'xls', HEAD + ['验收结果']), 5000, 0, 4000, bd=2000, reasons=['void_suspected'])

# --- cumulative statements ---------------------------------------------------------------------------------------------------------------
STATED = ['采购总额', '832平台', '消费帮扶超市']
MONTHS = {1: [100, 10, 20], 2: [110, 11, 21], 3: [120, 12, 22]}
sums = lambda last: [sum(MONTHS[m][i] for m in range(1, last + 1)) for i in range(3)]
stated = lambda title, row: lambda u: [[u + title], STATED, row]
year = (33000, 3300, 6300)
T.exp(sheets(('1月', stated('2024年1月统计', MONTHS[1])), ('1-2月', stated('2024年1-2月统计', sums(2))), ('1-3月', stated('2024年1-3月统计', sums(3)))), *year)
for tab in ('一季度', '累计'):
    T.exp(sheets(*[(f'{m}月', stated('食堂采购统计', MONTHS[m])) for m in MONTHS], (tab, stated('食堂采购统计', sums(3)))), *year)
# A summary with quantities is what there is where no ledger stands beside it.
T.exp(sheets(('汇总', lambda u: [[u + '2024年3月食堂采购汇总表'], ['渠道', '数量（斤）', '金额（元）'], ['832平台', 20, 80], ['消费帮扶超市', 50, 160], ['其他', 300, 560], ['合计', 370, 800]])),
      80000, 8000, 16000)
# 本月 and 累计 as sections of one sheet.
BY = lambda rows: [['渠道', '金额']] + rows
T.exp(sheets(('统计', lambda u: [[u + '2024年3月采购统计'], ['一、本月']] + BY([['832平台', 12], ['消费帮扶超市', 22], ['农贸市场', 86], ['合计', 120]])
                             + [['二、累计']] + BY([['832平台', 33], ['消费帮扶超市', 63], ['农贸市场', 234], ['合计', 330]])), kind='xls'), 12000, 1200, 2200)

# --- units of rows, of packages, of days -------------------------------------------------------------------------------------------------
T.exp(book([[D(1), '大米', '万元', 1.2, '832平台'], [D(2), '白菜', '元', 3000, '农贸市场']], head=['日期', '品名', '单位', '金额', '渠道']), 1500000, 1200000)
# Counterpart: measures.
T.exp(book([[D(1), '大米', '斤', 12, '832平台'], [D(2), '白菜', '斤', 30, '农贸市场']], 'xls', ['日期', '品名', '单位', '金额', '渠道']), 4200, 1200)
# What a package holds is no quantity, and days of quantities beside a price are no money.
T.no_unit(book([[D(1), '鸡蛋', 5, 30, 4, '农贸市场'], [D(2), '面粉', 2, 50, 3, '消费帮扶超市']], 'xls', ['日期', '品名', '件数', '斤/件', '单价（元/斤）', '渠道']))
T.no_unit(book([['白菜', '农贸市场', 1, 10, 20, None, 30], ['面粉', '消费帮扶超市', 4, 10, None, None, 10]], head=['品名', '渠道', '单价', '1日', '2日', '3日', '合计']))

# --- a part of the ledger told again ---------------------------------------------------------------------------------------------------------
# Accepted a day later, on one note a few days later, without quantities.
some = OWN + ORDERED[:1]
part = dict(bd=17000, d832=10000, dlocal=4000, **twice)
T.exp(files(('3月采购台账', LEDGER), ('3月入库台账', lambda u: [[u + '3月入库'], ['入库日期'] + HEAD[1:]] + [later(r) for r in some])), 37000, 30000, 4000, **part)
note = lambda u: [[u + '3月送货单'], HEAD] + [[D(6)] + r[1:] for r in OWN]
T.exp(files(('3月采购台账', LEDGER), ('3月送货单', note)), 37000, 30000, 4000, bd=7000, dlocal=4000, **twice)
T.exp(files(('3月采购台账', LEDGER), ('3月报销明细', lambda u: [[u + '3月报销明细'], ['日期', '品名', '金额', '渠道']] + [r[:2] + r[4:] for r in some])), 37000, 30000, 4000, **part)
# A figure before days that may be the price: the total may be kilos.
T.no_unit(book([['白菜', 2, 10, 20, 5, 35, '农贸市场'], ['面粉', 4, 10, 5, 5, 20, '消费帮扶超市']], 'xls', ['品名', '核定', '周一', '周二', '周三', '合计', '渠道']))
T.done()
