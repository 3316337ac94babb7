# -*- coding: utf-8 -*-
"""Totals proved by figures, and their look-alikes. Three variants of each rule and the counterpart that must stay as it is.

    python3 tests/corpus/survey/totals.py
"""
from common import Theme, D
import totals_a

T = Theme('totals')
N = [a + b for a in ['', '十', '二十', '三十', '四十', '五十', '六十', '七十', '八十', '九十', '百', '百一十', '百二十'] for b in '一二三四五六七八九十']
NAMES = iter(N)
H = ['日期', '品名', '数量', '单价', '金额', '供应商', '采购渠道']
_ = None


def unit():
    return '总' + next(NAMES) + '小学'


def title(u, what='2024年3月食堂采购台账'):
    return [[u + what], ['填报单位：' + u]]


# The three lines that most workbooks here have: 832 platform 500, county shop 200, market 300; in all 1000.00 yuan.
LINES = [[D(1), '大米', 100, 5, 500, '平陆县粮油合作社', '832平台'],
         [D(2), '食油', 4, 50, 200, '夏县消费帮扶超市', '消费帮扶超市'],
         [D(3), '猪肉', 10, 30, 300, '张三肉店', '农贸市场']]
KNOWN = dict(base=100000, p832=50000, local=20000)
FINE = dict(KNOWN, reasons=[], fates=dict(line=3))


def save(kind, u, rows, header=H):
    rows = title(u) + ([header] if header else []) + rows
    if kind == 'csv':
        T.csv(f'{u}.csv', rows)
    elif kind == 'xls':
        T.xls(f'{u}.xls', rows)
    else:
        T.xlsx(f'{u}.xlsx', rows)


def total(label, fen, at=0, width=7, amount=4):
    row = [_] * width
    row[at] = label
    row[amount] = fen
    return row


# --- 1 a row without date, quantity and price that equals the lines above is a total, whatever it is called
for label, at, kind in [('应付金额', 0, 'xlsx'), ('实付', 1, 'xls'), ('结算', 0, 'csv'), ('月结', 1, 'xlsx'), ('3月金额', 0, 'xls'),
                        ('共3笔', 1, 'csv'), ('Total', 0, 'xlsx'), ('甲乙丙丁戊', 1, 'xlsx'), ('二〇二四年三月', 0, 'csv'), ('3月', 0, 'xlsx'),
                        ('本期食材款', 5, 'xlsx'), (_, 0, 'xls'), ('肉蛋奶', 6, 'xlsx')]:
    u = unit()
    save(kind, u, LINES + [total(label, 1000, at)])
    T.exp(u, **FINE, note=f'total called {label}')

# ... the figure as text, with a sign, in a merged label, with the sum of the quantities
u = unit(); save('csv', u, LINES + [total('需支付', '￥1,000.00')]); T.exp(u, **FINE)
u = unit(); T.xlsx(f'{u}.xlsx', title(u) + [H] + LINES + [total('全月', 1000)], ['A7:D7']); T.exp(u, **FINE)
u = unit(); save('xlsx', u, LINES + [['结账', _, 114, _, 1000, _, _]]); T.exp(u, **FINE, note='with the sum of the quantities')
# ... lines under a merged and under a carried date
u = unit(); T.xlsx(f'{u}.xlsx', title(u) + [H] + LINES[:1] + [[_] + r[1:] for r in LINES[1:]] + [total('全月', 1000, 1)], ['A4:A7']); T.exp(u, **FINE)
u = unit(); save('xls', u, LINES[:1] + [[_] + r[1:] for r in LINES[1:]] + [total('全月', 1000, 1)]); T.exp(u, **FINE)
# ... its own decimals: 0.10 of ten thousand yuan is 1000 yuan; 999.6 rounded to 1000
W = ['日期', '品名', '数量', '单价', '金额（万元）', '供应商', '采购渠道']
u = unit()
save('xlsx', u, [LINES[0][:4] + [0.0501] + LINES[0][5:], LINES[1][:4] + [0.0199] + LINES[1][5:], LINES[2][:4] + [0.0304] + LINES[2][5:], total('总的', 0.1)], W)
T.exp(u, 100400, 50100, 19900, reasons=[], fates=dict(line=3), note='a rounding is no difference')
u = unit()
save('xls', u, [[D(1), '大米', 100, 5, 500.3, 'A', '832平台'], [D(2), '猪肉', 10, 30, 299.3, 'B', '农贸市场'], total('总的', 800)])
T.exp(u, 79960, 50030, reasons=[], fates=dict(line=2))

# --- 1b totals of groups called by the supplier, and a total of all
G = [[D(1), '大米', 100, 5, 500, _, '832平台'], [D(1), '小米', 10, 6, 60, _, '832平台'], total('张三粮油', 560, 1),
     [D(2), '猪肉', 10, 30, 300, _, '农贸市场'], [D(3), '牛肉', 10, 40, 400, _, '农贸市场'], total('李四肉店', 700, 1)]
GF = dict(base=126000, p832=56000, reasons=[], fates=dict(line=4))
for kind, more in [('xlsx', [total('两家', 1260, 1)]), ('xls', []), ('csv', [total('应付', 1260)])]:
    u = unit(); save(kind, u, G + more); T.exp(u, **GF)
# ... named in the supplier's own column
u = unit(); save('xlsx', u, [r if r[0] else [_, _, _, _, r[4], r[1], _] for r in G]); T.exp(u, **GF)

# --- 1c heads that equal the lines below them up to the next head
HEADS = [total('张三粮油', 560, 1)] + G[:2] + [total('李四肉店', 700, 1)] + G[3:5]
for kind, more in [('xlsx', []), ('xls', [total('合计', 1260)]), ('csv', [total('两家', 1260, 1)])]:
    u = unit(); save(kind, u, HEADS + more); T.exp(u, **GF, note='group heads')
u = unit(); save('xlsx', u, [total('总体', 1260)] + G[:2] + G[3:5]); T.exp(u, **GF, note='the total above all lines')

# --- 1d two real purchases and a third of their sum
u = unit(); save('xlsx', u, [[D(1), '大米', 20, 5, 100, 'A', '832平台'], [D(2), '猪肉', 10, 20, 200, 'B', '农贸市场'], [D(3), '牛肉', 6, 50, 300, 'B', '农贸市场']])
T.exp(u, 60000, 10000, reasons=[], fates=dict(line=3), note='300 = 100 + 200 with date and quantity is a purchase')
u = unit(); save('csv', u, [[D(1), '大米', 20, 5, 100, 'A', '832平台'], [D(2), '猪肉', 10, 20, 200, 'B', '农贸市场'], [D(3), '蔬菜一批', _, _, 300, 'C', '农贸市场']])
T.exp(u, 60000, 10000, reasons=[], fates=dict(line=3), note='its own date makes it a purchase')
u = unit(); save('xls', u, [[D(1), '大米', 20, 5, 100, 'A', '832平台'], [D(2), '猪肉', 10, 20, 200, 'B', '农贸市场'], [_, '蔬菜', 60, _, 300, 'C', '农贸市场']])
T.exp(u, 60000, 10000, reasons=[], fates=dict(line=3), note='its own quantity makes it a purchase')
# ... carried dates and nothing else: no evidence that a line is a total
u = unit(); T.xlsx(f'{u}.xlsx', title(u) + [['日期', '品名', '金额', '采购渠道'], [D(1), '大米', 100, '832平台'], [_, '猪肉', 200, '农贸市场'], [_, '牛肉', 300, '农贸市场'], [D(2), '鸡蛋', 50, '农贸市场']])
T.exp(u, 65000, 10000, reasons=[], fates=dict(line=4), note='blank dates below a date')
u = unit(); T.csv(f'{u}.csv', title(u) + [['日期', '品名', '金额', '采购渠道'], ['2024-03-01', '白菜', 100, '农贸市场'], ['', '萝卜', 100, '农贸市场'], ['2024-03-02', '大米', 100, '832平台']])
T.exp(u, 30000, 10000, reasons=[], fates=dict(line=3), note='two purchases of one amount')
# ... a lump sum in the middle of a ledger
u = unit(); save('xlsx', u, LINES[:2] + [[_, '蔬菜一批', _, _, 150, '王五', '农贸市场']] + LINES[2:])
T.exp(u, 115000, 50000, 20000, reasons=[], fates=dict(line=4))

# --- 1e item and amount alone: 100, 200, 300 may be three purchases; of three lines and more a fourth is open
B = ['品名', '金额']


def by_tab(kind, u, rows):
    sheets = [('832平台', title(u) + [B] + rows)]
    T.xls(f'{u}.xls', sheets) if kind == 'xls' else T.xlsx(f'{u}.xlsx', sheets)


u = unit(); by_tab('xlsx', u, [['大米', 100], ['猪肉', 200], ['牛肉', 300]]); T.exp(u, 60000, 60000, reasons=[], fates=dict(line=3))
for kind, label in [('xlsx', '结账款'), ('xls', '三月')]:
    u = unit(); by_tab(kind, u, [['大米', 100], ['猪肉', 200], ['牛肉', 300], [label, 600]])
    T.exp(u, 60000, 60000, bd=60000, d832=60000, reasons=['total_suspected'], fates=dict(line=4))
u = unit(); by_tab('xlsx', u, [['鸡蛋', 300], ['猪肉', 200], ['牛肉', 100], ['鸡蛋', 600], ['面粉', 50]])
T.exp(u, 125000, 125000, reasons=[], fates=dict(line=5), note='an item that stands elsewhere as one is no total')
u = unit(); save('csv', u, [['大米', 100, '832平台'], ['猪肉', 200, '农贸市场'], ['牛肉', 300, '农贸市场'], ['羊肉', 600, '农贸市场']], B + ['采购渠道'])
T.exp(u, 120000, 10000, reasons=[], fates=dict(line=4), note='a channel of its own makes it a purchase')

totals_a.more(T, unit, save, title, total, LINES, KNOWN, FINE, H)
# --- what was taken off the bill, in a row of its own without a quantity: less to pay, if anything ------------------------------------------------
for kind, cells in (('xlsx', [None, '优惠', _, _, 3.5, _, _]), ('xls', ['抹零', _, _, _, 3.5, _, _]), ('csv', ['2024-03-31', '3月返点', _, _, 3.5, _, '农贸市场'])):
    u = unit()
    rows = [['2024-03-%02d' % r[0].day] + r[1:] for r in LINES] if kind == 'csv' else LINES
    save(kind, u, rows + [cells]); T.exp(u, **KNOWN, bd=-350, **({} if kind == 'csv' else dict(d832=-350, dlocal=-350, doverall=-350)))
# Counterparts: goods called so, with a quantity; what was taken off as a negative amount.
u = unit(); save('xlsx', u, LINES + [[D(4), '优惠装面粉', 2, 50, 100, '张三肉店', '农贸市场']]); T.exp(u, 110000, 50000, 20000, reasons=[])
u = unit(); save('xlsx', u, LINES + [[D(31), '优惠', _, _, -3.5, '张三肉店', '农贸市场']]); T.exp(u, 99650, 50000, 20000, reasons=[])
T.done()
