# -*- coding: utf-8 -*-
"""What was left, went out or was lost, in the ledger's own columns: bands inside one table, tables stacked below it, tabs, a column of kinds.

    python3 tests/corpus/survey/stock.py
"""
from common import D, Theme, books, numbered

T = Theme('stock')
unit = numbered('存')
sheets, files = books(T, unit)

HEAD = ['日期', '品名', '数量', '单价', '金额', '渠道']
# 870.00 yuan: 400.00 through the 832 platform, 200.00 through the shop.
BOUGHT = [[D(2), '白菜', 100, 1.5, 150, '农贸市场'], [D(3), '面粉', 50, 4, 200, '消费帮扶超市'], [D(4), '小米', 40, 10, 400, '832平台'], [D(6), '土豆', 60, 2, 120, '农贸市场']]
WHOLE = (87000, 40000, 20000)
USED = [[None, '大米', 4, 5, 20, None], [None, '白菜', 30, 1.5, 45, None], [None, '面粉', 20, 4, 80, None]]
LEFT = [[None, '大米', 1, 5, 5, None], [None, '面粉', 36, 4, 144, None]]
BEFORE = [[None, '大米', 5, 5, 25, None], [None, '面粉', 6, 4, 24, None]]
title = lambda u: [u + '食堂2024年3月食材台账']
ledger = lambda u: [[u + '食堂2024年3月食材采购明细'], HEAD] + BOUGHT

# --- bands inside one table ------------------------------------------------------------------------------------------------------------
bands = lambda *parts: lambda u: [title(u), HEAD] + [row for band, rows in parts for row in [[band]] + rows]
aside = lambda n: dict(reasons=[], fates=dict(rejected=n))
T.exp(sheets(('3月', bands(('一、上月结存', BEFORE), ('二、本月购进', BOUGHT), ('三、本月消耗', USED), ('四、月末结存', LEFT)))), *WHOLE, **aside(7))
T.exp(sheets(('3月', bands(('期初库存', BEFORE), ('本期采购', BOUGHT), ('本期领用', USED), ('期末库存', LEFT))), kind='xls'), *WHOLE, **aside(7))
T.exp(sheets(('3月', bands(('入库', BOUGHT), ('出库', USED)))), *WHOLE, **aside(3))
T.exp(sheets(('3月', bands(('（一）采购', BOUGHT), ('（二）报损', USED)))), *WHOLE, **aside(3))
# Counterparts: purchases under both bands; an opening balance that is blank, above the purchases.
T.exp(sheets(('3月', bands(('一、本月采购', BOUGHT), ('二、上月补记', [[D(8), '萝卜', 100, 1.2, 120, '农贸市场']])))), 99000, 40000, 20000, reasons=[])
T.exp(sheets(('3月', lambda u: [title(u), HEAD, ['上月结存']] + BOUGHT)), *WHOLE, reasons=[])
T.exp(sheets(('3月', lambda u: [title(u), HEAD, [None, '上月结存', None, None, 75]] + BOUGHT + [[None, '月末结存', None, None, 60]])), *WHOLE, reasons=[])

# --- below the ledger, under a header of its own ---------------------------------------------------------------------------------------
COUNTED = ['日期', '品名', '单位', '数量', '单价', '金额']
counted = [[D(31), '大米', '公斤', 3, 5, 15], [D(31), '面粉', '公斤', 3, 4, 12], [D(31), '猪肉', '公斤', 3, 26, 78]]
below = lambda band, gap: lambda u: ledger(u) + [['合计', None, None, None, 870]] + [[]] * gap + [[band], COUNTED] + counted
for band in '月末库存盘点', '上月结存', '月末结存', '期末库存':
    T.exp(sheets(('3月', below(band, 1))), *WHOLE, reasons=[])
T.exp(sheets(('3月', below('月末库存盘点表', 0)), kind='xls'), *WHOLE, reasons=[])

# --- a tab, a title or a section over the same columns: a person has to look, for it may be the seller's word --------------------------
OUT = [[D(8), '萝卜', 100, 1.2, 120, '农贸市场'], [D(9), '鸡蛋', 50, 9, 450, '消费帮扶超市'], [D(10), '粉条', 40, 12, 480, '832平台']]
open_ = dict(bd=105000, d832=48000, dlocal=45000, reasons=['not_purchases_suspected'])
out = lambda name: lambda u: [[u + name], HEAD] + OUT
T.exp(sheets(('采购', ledger), ('出库', out('食堂3月台账'))), *WHOLE, **open_)
T.exp(sheets(('Sheet1', ledger), ('Sheet2', out('食堂3月食材领用明细')), kind='xls'), *WHOLE, **open_)
T.exp(files(('3月采购', ledger), ('3月盘点', out('食堂3月库存盘点表'))), *WHOLE, **open_)
T.exp(sheets(('3月', lambda u: ledger(u) + [[], ['二、报损'], HEAD] + OUT)), *WHOLE, **open_)
# The same goods, and no more than was bought before: what was used.
taken = [[D(8), '白菜', 50, 1.5, 75, None], [D(9), '面粉', 25, 4, 100, None], [D(10), '小米', 20, 10, 200, None]]
T.exp(sheets(('采购', ledger), ('领用', lambda u: [[u + '食堂3月台账'], HEAD] + taken)), *WHOLE, reasons=['not_purchases'])
# Counterpart: the only table there is.
T.exp(sheets(('3月', lambda u: [[u + '2024年3月销售出库单'], ['购货单位：' + u], HEAD] + OUT)), 105000, 48000, 45000, reasons=[])

# --- a column of kinds -----------------------------------------------------------------------------------------------------------------
kinds = lambda head, into, used: lambda u: [title(u), ['日期', head] + HEAD[1:]] + [[r[0], into] + r[1:] for r in BOUGHT] + [[D(20), used] + r[1:] for r in USED]
T.exp(sheets(('3月', kinds('项目', '本月购进', '本月消耗'))), *WHOLE, reasons=[])
T.exp(sheets(('3月', kinds('业务类型', '本期采购', '本期领用')), kind='xls'), *WHOLE, reasons=[])

# --- a new page within a band says nothing of its rows ----------------------------------------------------------------------------------
T.exp(sheets(('3月', bands(('入库', BOUGHT), ('出库', USED[:1] + [['承前页']] + USED[1:])))), *WHOLE, **aside(3))

# --- where it came from, in a column of its own ------------------------------------------------------------------------------------------
other = [[D(20), '大米', 20, 5, 100, None], [D(21), '土豆', 20, 2, 40, None]]
source = lambda head, words: lambda u: [title(u), HEAD + [head]] + [r + ['采购'] for r in BOUGHT] + [r + [w] for r, w in zip(other, words)]
for head, words, kind in (('来源', ('上月结转', '学校菜园自种'), 'xlsx'), ('来历', ('从二小调入', '家长送来'), 'xls')):
    T.exp(sheets(('3月', source(head, words)), kind=kind), *WHOLE, bd=14000, d832=14000, dlocal=14000, doverall=14000)
# Counterpart: all of it was bought.
T.exp(sheets(('3月', source('来源', ('采购', '采购')))), 101000, 40000, 20000, d832=14000, dlocal=14000, doverall=14000)
# What was lost, found, carried over or came back, among the goods; what was grown, among the sellers.
for goods, kind in (('损耗白菜', 'xlsx'), ('盘盈 面粉', 'xls'), ('大米（上月结转）', 'xlsx'), ('面粉（借用归还）', 'xlsx')):
    more = lambda u: [title(u), HEAD] + BOUGHT + [[D(31), goods, 5, 4, 20, '农贸市场']]
    T.exp(sheets(('3月', more), kind=kind), *WHOLE, bd=2000, reasons=['void_suspected'])
grown = lambda u: [title(u), HEAD + ['供应商']] + [r + ['老王菜店'] for r in BOUGHT] + [[D(20), '白菜', 20, 2, 40, '农贸市场', '学校劳动基地（自产）']]
T.exp(sheets(('3月', grown)), *WHOLE, bd=4000, reasons=['void_suspected'])

# --- beside the ledger, behind a gap: the tab speaks of the ledger ------------------------------------------------------------------------------
def gap(who):
    rows = [r + [None] + (USED[n][:1] + USED[n][1:5] + ['张三'] if n < 3 else []) for n, r in enumerate(BOUGHT)]
    return lambda u: [title(u), HEAD + [None, '日期', '品名', '数量', '单价', '金额', who]] + rows


open_used = dict(bd=14500, d832=14500, dlocal=14500, doverall=14500)
for who in '领用人', '经手人':
    T.exp(sheets(('采购', gap(who))), *WHOLE, **open_used)
T.done()
