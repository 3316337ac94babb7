# -*- coding: utf-8 -*-
"""Headers, labels and units that nobody knows, told by what stands below and beside them; and ledgers that only look so.

    python3 tests/corpus/survey/unknowns.py
"""
from common import D, GOODS, HEAD, Theme, numbered

T = Theme('unknowns')
unit = numbered('识')



def book(head, rows, kind='xlsx', title='2024年3月食堂采购台账', above=(), below=()):
    name = unit()
    sheet = [[name + title]] + [list(r) for r in above] + [head] + rows + [list(r) for r in below]
    if kind == 'csv':
        T.csv(f'{name}3月.csv', sheet)
    else:
        getattr(T, kind)(f'{name}3月.{kind}', sheet)
    return name


def column(header, values, kind='xlsx', at=None):
    head, rows = HEAD[:], [r[:] for r in GOODS]
    for row, value in zip([head] + rows, [header] + list(values)):
        row.insert(len(row) if at is None else at, value)
    return book(head, rows, kind)


# --- answers to a question that nobody knows: the rarer one may void the purchase -----------------------------------------------------
void = dict(bd=2000, reasons=['void_suspected'])
T.exp(column('岗乙否', ('否', '是', '否')), 8000, 5000, **void)
T.exp(column('岗乙', ('1', '0', '1'), 'csv'), 8000, 5000, **void)
T.exp(column('岗乙', ('', '√', ''), 'xls'), 8000, 5000, **void)
T.exp(column('岗乙', ('', '已核减', '')), 8000, 5000, **void)
# Counterparts: a question of papers or of quality, the same answer everywhere, a state of a purchase that was made, a count.
T.exp(column('是否索证', ('是', '否', '是')), 10000, 5000, reasons=[])
T.exp(column('农残检测合格', ('√', '', '√'), 'xls'), 10000, 5000, reasons=[])
T.exp(column('岗乙', ('是', '是', '是')), 10000, 5000, reasons=[])
T.exp(column('岗乙', ('', '已验收', ''), 'csv'), 10000, 5000, reasons=[])
T.exp(column('岗乙', (1, None, 1)), 10000, 5000, reasons=[])

# --- ticks under channels, one of them unknown -----------------------------------------------------------------------------------------
def ticked(headers, marks, kind='xlsx'):
    return book(HEAD[:5] + headers, [r[:5] + list(m) for r, m in zip(GOODS, marks)], kind)
T.exp(ticked(['832平台', '岗乙'], ((1, 0), (0, 0), (0, 1))), 10000, 5000, d832=3000, dlocal=3000, doverall=3000, reasons=['channel_unknown'])
# Counterpart: what all rows have, or what a channel's row has too, is no channel.
T.exp(ticked(['832平台', '索票'], (('√', '√'), ('', ''), ('', '√'))), 10000, 5000)

# --- the unit of money ---------------------------------------------------------------------------------------------------------------
STATED = ['月份', '采购总额', '832平台', '消费帮扶超市']
def statement(head, rows, kind='xlsx', title='2024年食堂采购统计表', **more):
    return book(head, rows, kind, title, **more)
wan = (5000000, 600000, 1100000)
T.exp(statement(STATED, [['单位', '万元', '万元', '万元'], ['3月', 5, 0.6, 1.1]]), *wan)
T.exp(statement(STATED, [['3月', 5, 0.6, 1.1]], 'xls', below=[['注：本表单位为万元。']]), *wan)
T.exp(statement(STATED, [['3月', 5, 0.6, 1.1]], 'csv', title='2024年食堂采购统计表（金额：万元）'), *wan)
T.exp(statement(STATED, [['3月', 5, 0.6, 1.1]], above=[['', '', '', '单位：万元（保留两位小数）']]), *wan)
T.exp(statement(STATED, [['3月', 500, 60, 110]], above=[['单位：百元']]), *wan)
# 万元 above, but each amount is a quantity times a price in yuan.
T.exp(book(HEAD[:3] + ['单价（元）'] + HEAD[4:], GOODS, above=[['单位：万元']]), 10000, 5000)
# Counterparts: prices in 万元 too; a note of something else.
T.exp(book(HEAD[:2] + ['数量（吨）', '单价（万元）'] + HEAD[4:], GOODS, above=[['单位：万元']]), 100000000, 50000000)
T.exp(book(HEAD, GOODS, below=[['注：采购计划以万元为单位另报。']]), 10000, 5000)

# --- statements whose whole is not said ------------------------------------------------------------------------------------------------
open_ = dict(verdict='undetermined')
T.exp(statement(STATED, [['3月', None, 6000, 11000]]), 1700000, 600000, 1100000, **open_)
T.exp(statement(['月份', '832平台', '消费帮扶超市', '合计'], [['3月', 6000, 11000, 17000]], 'xls', title='2024年消费帮扶统计表'),
      1700000, 600000, 1100000, **open_)
T.exp(statement(['渠道', '金额'], [['832平台', 6000], ['消费帮扶超市', 11000], ['帮扶合计', 17000]], 'csv', title='2024年3月消费帮扶采购统计表'),
      1700000, 600000, 1100000, **open_)
# Counterparts: a total of more than assistance; one under a title that speaks of all purchases.
T.exp(statement(['月份', '832平台', '消费帮扶超市', '合计'], [['3月', 6000, 11000, 50000]], title='2024年消费帮扶统计表'), *wan)
T.exp(statement(['月份', '832平台', '消费帮扶超市', '合计'], [['3月', 6000, 11000, 17000]], 'csv'), 1700000, 600000, 1100000, verdict='pass')
# A part of the union's money.
T.exp(statement(['月份', '采购总额', '832平台（食堂）', '832平台（工会）', '消费帮扶超市'], [['3月', 50000, 6000, 2000, 11000]]),
      4800000, 600000, 1100000, bd=200000, d832=200000, doverall=200000)
# What a share is the share of is a part, whatever it is called.
T.exp(statement(['月份', '采购总额', '岗乙', '占比'], [['3月', 50000, 6000, '12%']]), 5000000, d832=600000, dlocal=600000, doverall=600000)
T.exp(statement(['月份', '采购总额', '就餐人数', '占比'], [['3月', 50000, 600, '12%']], 'xls'), 5000000,
      d832=5000000, dlocal=5000000, doverall=5000000, note='a share of something else: no channel is named')

# Beside a plan or another period the one column of this one is the amount, by channel.
CHANNELS = [['832平台', 5000, 6000, '120%'], ['消费帮扶超市', 10000, 11000, '110%'], ['其他', 35000, 33000, '94%'], ['合计', 50000, 50000, '100%']]
T.exp(statement(['渠道', '计划', '实际', '完成率'], CHANNELS, title='2024年3月采购情况'), *wan)
T.exp(statement(['渠道', '上月', '本月', '增减'], [r[:3] + [r[2] - r[1]] for r in CHANNELS], 'xls', title='2024年3月采购情况'), *wan)

# --- groups of goods under their sums ------------------------------------------------------------------------------------------------
LIST = ['名称', '金额', '渠道']
groups = [['蔬菜', 60], ['　白菜', 20], ['　土豆', 40], ['肉类', 90], ['　猪肉', 50], ['　牛肉', 40]]
T.exp(book(LIST, [r + ['农贸市场'] for r in groups]), 15000, bd=15000, reasons=['total_suspected'])
# Counterpart: one amount that the next two happen to make.
T.exp(book(LIST, [r + ['农贸市场'] for r in [['大米', 60], ['白菜', 20], ['土豆', 40], ['猪肉', 90], ['牛肉', 55]]], 'xls'), 26500, reasons=[])

# --- lines behind the total of a section ---------------------------------------------------------------------------------------------
D5 = HEAD[:5]
band = lambda days: [['832平台'], [D(4), '大米', 10, 5, 50], [D(9), '面粉', 10, 2, 20], ['小计', None, None, None, 70],
                     [D(days[0]), '白菜', 10, 2, 20], [D(days[1]), '土豆', 10, 3, 30], ['小计', None, None, None, 50]]
T.exp(book(D5, band((5, 6))), 12000, 7000, d832=5000, dlocal=5000, doverall=5000, reasons=['channel_missing'],
      note='the days begin anew: another block')
T.exp(book(D5, band((10, 11)), 'xls'), 12000, 12000, reasons=[], note='a subtotal a week')

# --- a table that says nothing of itself beside a ledger -----------------------------------------------------------------------------
def beside(tab, rows):
    name = unit()
    T.xlsx(f'{name}3月.xlsx', [('购进', [[name + '2024年3月食堂采购台账'], HEAD[:5] + ['供应商', '渠道']] + [r[:5] + ['老王菜店'] + r[5:] for r in GOODS]), (tab, rows)])
    return name
OUT = [[D(7), '面粉', 10, 4, 40], [D(8), '粉条', 5, 10, 50], [D(9), '冬瓜', 20, 2, 40]]
T.exp(beside('岗乙', [D5] + OUT), 10000, 5000, bd=13000, d832=13000, dlocal=13000, doverall=13000, reasons=['channel_missing', 'not_purchases_suspected'])
T.exp(beside('零星', [['零星采购登记表'], D5] + OUT), 23000, 5000, reasons=[])
T.exp(beside('岗乙', [D5 + ['验收人']] + [r + ['老李'] for r in OUT]), 23000, 5000, d832=13000, dlocal=13000, doverall=13000, reasons=['channel_missing'])
# A bank's book of transfers; a canteen of a bank.
T.exp(beside('银行流水', [['交易日期', '摘要', '借方发生额', '贷方发生额', '余额', '对方户名'], [D(5), '货款', 50, None, 950, '老王菜店'], [D(6), '拨款', None, 500, 1450, '财政局']]),
      10000, 5000, reasons=[])

# --- quantities and prices -------------------------------------------------------------------------------------------------------------
GIVEN = ['日期', '品名', '订购量', '实收量', '单价', '渠道']
T.exp(book(GIVEN, [[r[0], r[1], 12, r[2], r[3], r[5]] for r in GOODS]), 10000, 5000)
T.exp(book(['日期', '品名', '数量（斤）', '单价（元/斤）', '渠道'], [r[:4] + r[5:] for r in GOODS], 'xls'), 10000, 5000)
# 公斤 and yuan a 斤 make no amount.
name = book(['日期', '品名', '数量（公斤）', '单价（元/斤）', '渠道'], [r[:4] + r[5:] for r in GOODS], 'xls')
T.no_unit(name)
# One order in two records, with and without a quantity.
NUMBER = '832240304000777'
name = unit()
T.xlsx(f'{name}3月.xlsx', [('台账', [HEAD + ['订单号']] + [r + [NUMBER if i == 0 else None] for i, r in enumerate(GOODS)]),
                         ('订单', [['订单编号', '下单时间', '商品名称', '订单金额', '供应商名称'], [NUMBER, D(4), '会泽大米 5kg', 50, '会泽公司']])])
T.exp(name, 10000, 5000, bd=5000, d832=5000, doverall=5000, reasons=['duplicate_suspected'])
# Days of production under 日期, those of the titles' month in a column that nobody knows.
made = [[D(20 + n, 2)] + r[1:] + [r[0]] for n, r in enumerate(GOODS)]
T.exp(book(HEAD + ['岗乙'], made), 10000, 5000, month_base=10000)
# Numbers of orders under such a header: one order twice.
T.exp(book(HEAD + ['岗乙'], [r + [f'8322403040007{n}'] for n, r in enumerate(GOODS)] + [[D(11)] + GOODS[0][1:] + ['83224030400070']], 'xls'), 10000, 5000,
      bd=5000, d832=5000, reasons=['duplicate_suspected'])
# Months, a question, numbers of some orders under such a header.
year = [r[1:] + [f'{n + 1}月'] for n, r in enumerate(GOODS)]
T.exp(book(HEAD[1:] + ['岗乙'], year, title='2024年食堂采购台账'), 10000, 5000, month_base=3000)
shops = [r[:5] + ['老王菜店', '是' if n == 1 else '否'] for n, r in enumerate(GOODS + GOODS[:1])]
T.exp(book(HEAD[:5] + ['供应商', '岗乙'], shops, 'xls'), 13000, bd=2000, d832=15000, dlocal=15000, doverall=15000)
some = [GOODS[0] + [None], GOODS[1][:5] + [None, '83224030400071'], GOODS[2][:5] + [None, None]]
T.exp(book(HEAD + ['岗乙'], some, 'csv'), 10000, 5000, d832=2000, dlocal=2000, doverall=2000)
# A price for half a kilo and kilos, as the column of units says.
T.exp(book(['日期', '品名', '单位', '数量', '单价（元/斤）', '渠道'], [r[:2] + ['公斤'] + r[2:4] + r[5:] for r in GOODS]), 0, verdict='undetermined', reasons=['amount_unreadable'])
# Figures that are the amount in half of the rows: the difference in the others is open.
half = [[r[0], r[1], r[4], r[4] * (1 + 2 * (n == 1)), r[5]] for n, r in enumerate(GOODS)] + [[D(7), '食油', 40, 120, '农贸市场']]
T.exp(book(['日期', '品名', '金额', '岗乙', '渠道'], half), 14000, 5000, bd=12000)
# Money that is never more than the amount may have been sent back; an amount and its tax come to what was paid, at no rate that the law has.
T.exp(book(['日期', '品名', '金额', '岗乙款', '渠道'], [r[:2] + [r[4], 5 if n == 0 else None, r[5]] for n, r in enumerate(GOODS)], 'xls'), 10000, 5000, bd=-500, d832=-500)
T.exp(book(['日期', '品名', '金额', '税额', '岗乙', '渠道'], [r[:2] + [r[4], r[4] * 0.07, r[4] * 1.07, r[5]] for r in GOODS]), 10700, 5350)
# A part by its figures, though a row of shares stands below.
T.exp(statement(['月份', '采购总额', '832平台', '岗乙'], [['3月', 50000, 6000, 11000], ['占比', '100%', '12%', '22%']]), 5000000, 600000,
      d832=1100000, dlocal=1100000, doverall=1100000)
# A sum of months beside them; a state that is not the usual one; what a place is in the group beside.
T.exp(statement(STATED, [['1月', 100, 10, 20], ['2月', 110, 11, 21], ['3月', 120, 12, 22], ['1-3月', 300, 30, 60]], 'xls'), 33000, 3300, 6300,
      bd=30000, d832=3000, dlocal=6000, reasons=['month_suspected'])
T.exp(column('订单状态', ('已完成', '已完成', '岗乙'), 'csv'), 7000, 5000, bd=3000, reasons=['void_suspected'])
T.exp(book(['日期', '品名', '老王菜店', None, '张记肉铺', None], [[None, None, '数量', '金额', '数量', '岗乙'], [D(4), '白菜', 10, 20, 5, 11], [D(5), '猪肉', 10, 280, 2, 57]]),
      36800, reasons=[])
# A yuan below the price; a part of a channel without a whole; 其他 alone is no channel.
T.exp(book(['日期', '品名', '单价', '金额', '渠道'], [[None, None, '元', '元', None]] + [r[:2] + r[3:] for r in GOODS], 'xls'), 10000, 5000, reasons=[])
T.exp(book(['日期', '832平台', '消费帮扶超市', '其中：大米'], [[D(4), 100, 50, 60], [D(5), 40, 30, 20]]), 22000, 14000, 8000, reasons=[])
T.exp(column('其他', (None, 5, None)), 10000, 5000, reasons=[])
# Beside 本月 some other period, for more than the month's whole.
T.exp(book(['采购总额', None, '832平台', None, '消费帮扶超市', None], [['本月', '岗乙'] * 3, [1000, 9000, 100, 1300, 200, 2600]], 'xls', '2024年3月食堂采购统计表'),
      100000, 10000, 20000, reasons=[])
# A statement on its side whose parts make the whole.
T.exp(book(['项目', '1月', '2月', '3月'], [['832平台', 10, 11, 12], ['消费帮扶超市', 20, 21, 22], ['其他', 70, 78, 86]], title='2024年食堂采购统计表'), 33000, 3300, 6300,
      month_base=12000, reasons=[])
# Below a header that nobody knows; a tab that names no unit beside one that does.
T.exp(book(HEAD, GOODS + [[], ['岗甲', '岗乙', '岗丙', '岗丁', '岗戊', '岗己'], ['煤', '块', 1, 40, 40, '王']]), 10000, 5000, reasons=[])
name = unit()
T.xlsx('识两页3月.xlsx', [('上', [[name + '2024年3月采购台账'], HEAD] + GOODS[:1]), ('下', [HEAD] + GOODS[1:])])
T.exp(name, 10000, 5000, reasons=[])
# 日期 over months is a statement: the ledger beside it counts.
name = unit()
T.xlsx(f'{name}3月.xlsx', [('台账', [[name + '2024年3月食堂采购台账'], HEAD] + GOODS),
                         ('二', [[name + '食堂采购'], ['日期', '采购总额', '832平台'], ['2024年1月', 80, 30], ['2024年3月', 110, 50]])])
T.exp(name, 18000, 8000, month_base=10000, findings=['statement_mismatch'])
# What one of two sellers did not sell that day.
T.exp(book(['日期', '品名', '老王菜店', None, '张记肉铺', None], [[None, None, '数量', '金额', '数量', '金额'], [D(4), '白菜', 10, 20, None, None], [D(5), '猪肉', None, None, 10, 280]]),
      30000, verdict='fail', reasons=[])
T.done()
