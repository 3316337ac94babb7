# -*- coding: utf-8 -*-
"""Days across: goods, kinds, suppliers or channels by day, in every form of a day, with and without a total. Amounts in several columns,
formulas that nobody calculated, headers of counts, the amount of an order in each of its rows.

    python3 tests/corpus/survey/crosstabs.py
"""
from common import Theme, D, numbered

T = Theme('crosstabs')
FIGURES = {'a': [100, 200, None, 50, 30], 'b': [80, None, 40, 60, 20], 'c': [10, 20, 30, 40, 50]}     # 380, 200, 150: 730 yuan
SUMS = {'a': 38000, 'b': 20000, 'c': 15000}


def cross(u, corner, names, days, total=None, title='2024年3月食堂采购金额表（单位：元）', head='采购渠道：农贸市场', foot=False):
    rows = [[u + title], [head], [corner, *days] + ([total] if total else [])]
    for name, key in zip(names, 'abc'):
        values = FIGURES[key]
        rows.append([name, *values] + ([sum(v for v in values if v)] if total else []))
    if foot:
        sums = [sum(FIGURES[k][i] or 0 for k in 'abc') for i in range(5)]
        rows.append(['合计', *sums] + ([sum(sums)] if total else []))
    return rows


GOODS, KINDS = ['土豆', '白菜', '猪肉'], ['蔬菜类', '肉类', '粮油类']
SELLERS = ['东街农贸市场', '老王菜店', '张记肉铺']
CHANNELS = ['832平台', '消费帮扶超市', '农贸市场']
all_in = dict(base=73000, month_base=73000, reasons=[])

# Goods by day, each form of a day, no total: each filled cell is a purchase of that day.
for n, days in enumerate([['1日', '2日', '3日', '4日', '5日'], [1, 2, 3, 4, 5], ['3月4日', '3月5日', '3月6日', '3月7日', '3月8日'],
                          ['3.4', '3.5', '3.6', '3.7', '3.8'], ['03-04', '03-05', '03-06', '03-07', '03-08'], [D(d) for d in range(4, 9)],
                          ['4号', '5号', '6号', '7号', '8号'], ['3/4', '3/5', '3/6', '3/7', '3/8'],
                          ['周一(4日)', '周二(5日)', '周三(6日)', '周四(7日)', '周五(8日)'], ['2024-03-04', '2024-03-05', '2024-03-06', '2024-03-07', '2024-03-08']]):
    u = f'叉{"一二三四五六七八九十"[n]}小学'
    write = (T.xlsx, T.xls)[n % 2]
    write(f'{u}.{"xlsx" if n % 2 == 0 else "xls"}', cross(u, '品名', GOODS, days, foot=n % 3 == 0))
    T.exp(u, **all_in)
MARCH = ['3月4日', '3月5日', '3月6日', '3月7日', '3月8日']
# With a total of the row; the corner names both sides; days with gaps.
u = '叉十一小学'
T.xlsx(f'{u}.xlsx', cross(u, '品名\\日期', GOODS, ['1日', '2日', '3日', '4日', '5日'], '合计', foot=True))
T.exp(u, **all_in)
u = '叉十二小学'
T.xls(f'{u}.xls', cross(u, '名称', GOODS, [1, 2, 3, 4, 5], '合计', title='2024年3月每日采购金额统计（元）'))
T.exp(u, **all_in)
u = '叉十三小学'
T.csv(f'{u}.csv', cross(u, '食材名称/日期', GOODS, ['4日', '7日', '11日', '18日', '25日'], '小计', foot=True))
T.exp(u, **all_in)
# Kinds, suppliers, channels as rows.
u = '叉十四小学'
T.xlsx(f'{u}.xlsx', cross(u, '类别', KINDS, MARCH))
T.exp(u, **all_in)
u = '叉十五小学'
T.csv(f'{u}.csv', cross(u, '供应商', SELLERS, MARCH, head='填报：食堂'))
T.exp(u, **all_in)
u = '叉十六小学'
T.xlsx(f'{u}.xlsx', cross(u, '供货单位', ['832平台', '夏县消费帮扶超市', '老王菜店'], [D(d) for d in range(4, 9)], '合计', head='填报：食堂', foot=True))
T.exp(u, base=73000, p832=38000, local=20000, reasons=[])
u = '叉十七小学'
T.xls(f'{u}.xls', cross(u, '采购渠道', CHANNELS, MARCH, head='填报：食堂'))
T.exp(u, base=73000, p832=38000, local=20000, reasons=[])
# Days of two months: each day is of its own one.
u = '叉十八小学'
T.xlsx(f'{u}.xlsx', cross(u, '品名', GOODS, ['2月27日', '2月28日', '2月29日', '3月1日', '3月2日']))
T.exp(u, base=73000, month_base=25000, reasons=[])

# Look-alikes. Nothing says that the figures are money: kilos are no yuan, the rows are rejected and no figure is made of them.
u = '叉十九小学'
T.xlsx(f'{u}.xlsx', cross(u, '品名', GOODS, MARCH, title='2024年3月食堂进货表（公斤）'))
T.no_unit(u)
# A ledger whose first row counts up.
u = '叉二十小学'
T.csv(f'{u}.csv', [[u + '2024年3月食堂采购台账'], ['品名', '数量', '单价', '金额', '采购渠道'], ['大米', 1, 2, 2, '农贸市场'], ['面粉', 3, 4, 12, '农贸市场']])
T.exp(u, base=1400, reasons=[])

# Days down, sellers across: each cell is a purchase of that seller, with a total that is their sum or with a title that speaks of money.
def down(u, names, total=None, title='2024年3月食堂采购金额表（单位：元）', more=0, foot=False):
    rows = [[u + title], ['日期', *names] + ([total] if total else [])]
    for day, f in zip((4, 5, 6), ([100, 80, 10], [200, None, 20], [None, 40, 30])):
        rows.append([D(day), *f] + ([sum(v for v in f if v) + more] if total else []))
    if foot:
        rows.append(['合计', 300, 120, 60] + ([480] if total else []))
    return rows


u = '行一小学'
T.xlsx(f'{u}.xlsx', down(u, SELLERS))
T.exp(u, base=48000, reasons=[])
u = '行二小学'
T.xls(f'{u}.xls', down(u, SELLERS, '合计', title='2024年3月食堂供货表', foot=True))
T.exp(u, base=48000, reasons=[])
u = '行三小学'
T.csv(f'{u}.csv', down(u, ['老王菜店', '张记肉铺', '夏县消费帮扶超市'], '总计', foot=True))
T.exp(u, base=48000, local=6000, reasons=[])
# A total that is not their sum: it stays the amount, and nobody knows from whom.
u = '行四小学'
T.xlsx(f'{u}.xlsx', down(u, SELLERS, '合计', more=5))
T.exp(u, base=49500, d832=49500, dlocal=49500, doverall=49500, reasons=['channel_missing'])
# Day by day side by side, under weekdays with their days; the head's channel holds for all.
u = '周一小学'
G = ['品名', '数量', '金额']
T.xlsx(f'{u}.xlsx', [[u + '第11周食材采购'], ['采购渠道：农贸市场'], ['周一（3月11日）', None, None, '周二（3月12日）', None, None, '周三（3月13日）', None, None], G * 3,
                     ['黄瓜', 26, 91, '花生油', 15, 68, '菠菜', 30, 131], ['香蕉', 6, 189, '面粉', 13, 39, '牛腩', 20, 107]], merges=['A3:C3', 'D3:F3', 'G3:I3'])
T.exp(u, base=62500, month_base=62500, reasons=[])

# Amounts in the columns of how they were paid, one or two of them a row.
H = ['日期', '品名', '现金', '转账', '微信', '采购渠道']
u = '分一小学'
T.xlsx(f'{u}.xlsx', [[u + '3月食材采购支出（元）'], H, [D(1), '苹果', 102.6, None, None, '农贸市场'], [D(4), '挂面', None, 296.8, None, '农贸市场'],
                     [D(5), '花生油', 100, None, 50.5, '农贸市场'], [D(6), '红薯', None, None, 66.5, '832平台']])
T.exp(u, base=61640, p832=6650, reasons=[])
u = '分二小学'
T.csv(f'{u}.csv', [[u + '2024年3月采购登记'], ['日期', '品名', '公务卡', '支付宝', '供应商'], ['3月1日', '苹果', 100, '', '老王菜店'], ['3月2日', '大米', '', 200, '张记粮油店'],
                   ['合计', '', 100, 200, '']])
T.exp(u, base=30000, reasons=[])
# Beside an amount they are nothing of their own.
u = '分三小学'
T.xls(f'{u}.xls', [[u + '3月食材采购台账'], ['日期', '品名', '金额', '现金', '转账', '采购渠道'], [D(1), '苹果', 100, 100, None, '农贸市场'], [D(4), '挂面', 200, None, 200, '农贸市场']])
T.exp(u, base=30000, reasons=[])

# 元 and 角分, two digits in one column.
u = '角一小学'
T.xlsx(f'{u}.xlsx', [[u + '食堂采购台账'], ['填报单位：' + u, None, None, '2024年3月'], ['日期', '品名', '数量', '单价', '金额', None, '采购渠道'],
                     [None, None, None, None, '元', '角分', None], [D(1), '胡萝卜', 86, 2.1, 180, 60, '农贸市场'], [D(4), '菠菜', 49, 3.7, 181, 30, '农贸市场'],
                     [D(9), '大米', 14, 2.5, 35, None, '832平台']], merges=['E3:F3'])
T.exp(u, base=39690, p832=3500, reasons=[])

# Formulas that nobody calculated: a product of two cells is taken, anything else is not known.
L = ['日期', '品名', '数量', '单价', '金额', '采购渠道']


def formulas(u, *written):
    days = [[D(n + 1), food, 10 * (n + 1), 2, f, '农贸市场'] for n, (food, f) in enumerate(zip(('土豆', '白菜', '豆腐', '萝卜'), written))]
    return [[u + '2024年3月食堂采购台账'], L] + days


u = '式一小学'
T.xlsx(f'{u}.xlsx', formulas(u, '=C3*D3', '=ROUND($C4*D4,2)', '=PRODUCT(C5:D5)', '=IF(C6="","",C6*D6)'))
T.exp(u, base=20000, reasons=[])
for u, tail in (('式二小学', '*0.95'), ('式三小学', '/2'), ('式四小学', '+5')):
    T.xlsx(f'{u}.xlsx', formulas(u, '=C3*D3' + tail, '=C4*D4' + tail))
    T.exp(u, base=0, month_base=0, reasons=['amount_unreadable'])

# Counts in a header's bracket are no amounts; money there is.
u = '次一小学'
T.xlsx(f'{u}.xlsx', [[u + '2024年3月采购统计（元）'], ['月份', '采购总额', '832平台(订单数)', '832平台(金额)', '消费帮扶超市(次数)', '消费帮扶超市(金额)'], ['3月', 50000, 4, 6000, 7, 11000]])
T.exp(u, base=5000000, p832=600000, local=1100000, reasons=[])
u = '次二小学'
T.csv(f'{u}.csv', [[u + '2024年3月采购统计'], ['月份', '采购总额（元）', '832平台（笔）', '832平台（元）', '帮扶超市（单）', '帮扶超市（元，保留整数）'], ['3月', 50000, 4, 6000, 7, 11000]])
T.exp(u, base=5000000, p832=600000, local=1100000, reasons=[])

# The amount of an order in each of its rows: the first counts, the others are open.
E = ['订单编号', '下单时间', '商品名称', '数量', '订单金额', '供应商', '订单状态']
u = '单一小学'
T.xlsx(f'{u}.xlsx', [[u + '832平台订单'], E] + [[f'8322403080000000{o}', f'2024-03-0{o + 1}', item, q, fen, '会泽县农产品公司', '已完成'] for o, fen, goods in (
    (1, 300, (('面粉', 5), ('木耳', 7), ('带鱼', 4))), (4, 200, (('花生油', 2), ('绿豆', 9)))) for item, q in goods])
T.exp(u, base=50000, bd=80000, p832=50000, d832=80000, reasons=['duplicate_suspected'])
u = '单二小学'
T.csv(f'{u}.csv', [[u + '832平台采购明细'], ['订单编号', '下单时间', '商品名称', '数量', '总金额'], ['832240308000001', '2024-03-01', '面粉', 5, 300], ['832240308000001', '2024-03-01', '木耳', 7, 300],
                   ['832240308000002', '2024-03-02', '绿豆', 1, 200], ['832240308000002', '2024-03-02', '带鱼', 3, 200]])
T.exp(u, base=50000, bd=50000, p832=50000, d832=50000, reasons=['duplicate_suspected'])
# Look-alikes: two goods of one price in one order; amounts that differ within an order.
u = '单三小学'
T.xls(f'{u}.xls', [[u + '832平台采购明细'], ['订单编号', '下单时间', '商品名称', '数量', '金额'], ['832240308000001', '2024-03-01', '牛奶', 5, 300], ['832240308000001', '2024-03-01', '酸奶', 6, 300],
                   ['832240308000002', '2024-03-02', '绿豆', 1, 200]])
T.exp(u, base=80000, p832=80000, reasons=[])
u = '单四小学'
T.xlsx(f'{u}.xlsx', [[u + '832平台订单'], E[:5], ['832240308000001', '2024-03-01', '牛奶', 5, 300], ['832240308000001', '2024-03-01', '酸奶', 6, 300],
                     ['832240308000002', '2024-03-02', '绿豆', 1, 200], ['832240308000002', '2024-03-02', '大米', 1, 100]])
T.exp(u, base=90000, p832=90000, reasons=[])
# A model beside the ledger, whose title names nobody, is an example; a tab that kept the word is a ledger.
F = ['采购日期', '食材名称', '数量', '单价', '金额', '采购渠道']
u = '模一小学'
T.xlsx(f'{u}.xlsx', [('模板', [['某某学校采购台账（模板）'], F, [D(6), '鸡蛋', 10, 5, 50, '农贸市场'], [D(7), '小米', 10, 4, 40, '832平台']]),
                     ('3月', [[u + '食堂采购台账'], F, [D(5), '挂面', 10, 6, 60, '农贸市场'], [D(8), '粉条', 10, 2, 20, '832平台']])])
T.exp(u, base=8000, p832=2000, reasons=[])
u = '模二小学'
T.xls(f'{u}.xls', [('模板', [[u + '食堂采购台账'], F, [D(5), '挂面', 10, 6, 60, '农贸市场'], [D(8), '粉条', 10, 2, 20, '832平台']])])
T.exp(u, base=8000, p832=2000, reasons=[])
# With prices: those of an order come to the amount of each of its rows.
u = '单五小学'
T.xlsx(f'{u}.xlsx', [[u + '832平台订单'], E[:4] + ['单价', '订单金额'], ['832240308000001', '2024-03-01', '面粉', 10, 5, 120], ['832240308000001', '2024-03-01', '木耳', 7, 10, 120],
                     ['832240308000002', '2024-03-02', '绿豆', 5, 10, 80], ['832240308000002', '2024-03-02', '带鱼', 6, 5, 80]])
T.exp(u, base=20000, bd=20000, p832=20000, d832=20000, reasons=['duplicate_suspected'])

# Goods as columns over rows of what is counted and what was paid: 1,300.00 yuan, and 280.00 on a second day. Only the money is bought.
unit = numbered('叉品')
MARKET = ['采购渠道：农贸市场']
NAMES, COUNTS, PRICES, MONEY = ['大米', '面粉', '猪肉'], [100, 50, 20], [5, 4, 30], [500, 200, 600]
LATER = [[10, 20, 5], [50, 80, 150]]


def turned(kind, corner, *rows, total=False, market=True, title='2024年3月食堂采购台账', names=NAMES):
    u = unit()
    end = lambda label, of: [sum(of) if '单价' not in label else None] if total else []
    body = [[label, *of, *(end(label, of) if label[:2] in ('数量', '重量', '金额', '单价') else [None] * total)] for label, of in rows]
    getattr(T, kind)(f'{u}3月.{kind}', [[u + title]] + [MARKET] * market + [[corner, *names] + ['合计'] * total] + body)
    return u


for kind, corner, total, rows in (('xlsx', '项目', False, [('数量', COUNTS), ('单价', PRICES), ('金额', MONEY)]), ('xls', '项目', True, [('数量', COUNTS), ('金额', MONEY)]),
                                  ('csv', '品名', True, [('数量（斤）', COUNTS), ('金额（元）', MONEY)]), ('xlsx', None, False, [('重量', COUNTS), ('金额', MONEY)]),
                                  ('xls', '名称', True, [('金额', MONEY), ('数量', COUNTS), ('单价', PRICES)])):
    T.exp(turned(kind, corner, *rows, total=total), base=130000, month_base=130000, reasons=[])
u = turned('xlsx', '项目', ('采购数量', COUNTS), ('采购金额', MONEY), ('采购渠道', ['832平台', '农贸市场', '夏县消费帮扶超市']), market=False)
T.exp(u, base=130000, p832=50000, local=60000, reasons=[])


def daily(kind, label, first, second, *rows, price=False, days=None, corner='日期'):
    """Two days, each with a row of counts and one of money, and perhaps one of prices."""
    u = unit()
    day = (lambda at, again: at if first or not again else None)
    body = []
    for at, (counted, paid) in zip(days or [D(4), D(5)], ([COUNTS, MONEY], LATER)):
        at = f'{at:%Y-%m-%d}' if kind == 'csv' else at
        body += [[at, '数量', *counted, sum(counted)]] + ([[day(at, True), '单价', *PRICES, None]] if price else []) + [[day(at, True), '金额', *paid, sum(paid)]]
    getattr(T, kind)(f'{u}3月.{kind}', [[u + '2024年3月食堂采购台账'], MARKET, [corner, label, *NAMES, '合计']] + (list(rows) if second else []) + body + ([] if second else list(rows)))
    return u


SUMS = [['合计', '数量', 110, 70, 25, 205], [None, '金额', 550, 280, 750, 1580]]
for kind, label, first, price in (('xlsx', '项目', False, False), ('xls', '类别', True, True), ('csv', '栏目', True, False), ('xlsx', None, False, False)):
    T.exp(daily(kind, label, first, False, price=price), base=158000, month_base=158000, reasons=[])
T.exp(daily('xls', '项目', False, False, *SUMS), base=158000, reasons=[])
T.exp(daily('xlsx', '项目', False, True, *SUMS), base=158000, reasons=[], note='the total on top')
T.exp(daily('csv', '内容', True, False, ['合计', '金额', 550, 280, 750, 1580]), base=158000, reasons=[])
T.exp(daily('xlsx', '项目', False, False, days=[D(29, 2), D(1)]), base=158000, month_base=28000, reasons=[], note='the day of the money stands beside the counts')
# Look-alikes: channels, and sides of a stock, are no goods.
u = turned('xls', '项目', ('数量', COUNTS), ('金额', MONEY), total=True, market=False, names=['832平台', '消费帮扶超市', '农贸市场'], title='2024年3月食堂采购统计表')
T.exp(u, base=130000, p832=50000, local=20000, reasons=[])
T.no_unit(turned('xlsx', '项目', ('数量', COUNTS), ('金额', MONEY), market=False, names=['期初', '购进', '领用']))
T.no_unit(turned('xls', '项目', ('数量', COUNTS[:2]), ('金额', MONEY[:2]), market=False, names=['报价', '成交价']))
T.no_unit(turned('csv', '项目', ('数量', COUNTS[:2]), ('金额', MONEY[:2]), market=False, names=['本月', '累计']))
T.done()
