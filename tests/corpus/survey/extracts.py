# -*- coding: utf-8 -*-
"""A part of the ledger listed again in a table of its own (one channel's, one seller's, one kind of goods), groups of columns that list goods of their
own, and tables that look alike and are neither.

    python3 tests/corpus/survey/extracts.py
"""
from common import D, Theme, books, numbered

T = Theme('extracts')
unit = numbered('摘')
sheets, files = books(T, unit)
plain = dict(reasons=[])
twice = ['duplicate_suspected']

HEAD = ['日期', '品名', '数量', '单价', '金额', '渠道', '供应商']
# 1,399.20 yuan: 832 platform 411.20 + 102.80 + 360 = 874.00 (小米 twice), the shop 205.50, 老王菜店 147.40.
LINES = [[D(2), '白菜', 60, 1.5, 90, '农贸市场', '老王菜店'], [D(3), '面粉', 50, 4.11, 205.5, '消费帮扶超市', '县消费帮扶超市'],
         [D(4), '小米', 40, 10.28, 411.2, '832平台', '隰县玉露农业'], [D(6), '土豆', 28, 2.05, 57.4, '农贸市场', '老王菜店'],
         [D(7), '猪肉', 5, 34.46, 172.3, '农贸市场', '张记肉铺'], [D(12), '小米', 10, 10.28, 102.8, '832平台', '隰县玉露农业'],
         [D(15), '木耳', 4, 90, 360, '832平台', '隰县玉露农业']]
WHOLE, P832, SHOP = 139920, 87400, 20550
ledger = lambda u: [[u + '食堂2024年3月食材采购台账'], HEAD] + LINES
undated = lambda u: [[u + '食堂食材采购台账'], HEAD[1:]] + [r[1:] for r in LINES]
of = lambda channel: [r for r in LINES if r[5] == channel]
fen = lambda rows: round(sum(r[4] for r in rows) * 100)
GOODS = ['品名', '数量', '单价', '金额']


def part(title, rows, head=GOODS, cut=lambda r: r[1:5], total=False):
    """A list of some rows of the ledger."""
    return lambda u: [[u + title], head] + [cut(r) for r in rows] + ([['合计'] + [None] * (len(head) - 2) + [fen(rows) / 100]] if total else [])


# --- one channel's ----------------------------------------------------------------------------------------------------------------------
p832 = dict(bd=P832, d832=P832, reasons=twice)
T.exp(sheets(('台账', ledger), ('832平台', part('3月832平台采购', of('832平台')))), WHOLE, P832, SHOP, **p832)
T.exp(sheets(('台账', ledger), ('网采', part('3月832平台采购', of('832平台'), total=True)), kind='xls'), WHOLE, P832, SHOP, **p832)
T.exp(files(('3月台账', ledger), ('3月832', part('3月832平台采购', of('832平台')))), WHOLE, P832, SHOP, **p832)
T.exp(sheets(('台账', undated), ('832平台', part('832平台采购', of('832平台')))), WHOLE, P832, SHOP, **p832)
# Below the ledger, with the days; and with other names of the goods on the same days.
below = lambda u: ledger(u) + [[], [u + '3月832平台采购'], HEAD] + of('832平台')
T.exp(sheets(('3月', below)), WHOLE, P832, SHOP, **p832)
renamed = part('3月832平台采购', of('832平台'), ['日期'] + GOODS, lambda r: [r[0], '有机' + r[1]] + r[2:5])
T.exp(sheets(('台账', ledger), ('832平台', renamed)), WHOLE, P832, SHOP, **p832)
# One line, and one amount for all.
T.exp(sheets(('台账', ledger), ('帮扶超市', part('3月消费帮扶超市采购', of('消费帮扶超市')))), WHOLE, P832, SHOP,
      bd=SHOP, dlocal=SHOP, reasons=twice)
lump = lambda u: [[u + '3月832平台采购'], ['日期', '品名', '金额'], [D(31), '食材一批', P832 / 100]]
T.exp(sheets(('台账', ledger), ('832平台', lump)), WHOLE, P832, SHOP, **p832)
# The ledger in two halves, the list of the whole month.
halves = [('上半月', lambda u: ledger(u)[:5]), ('下半月', lambda u: ledger(u)[:2] + LINES[3:])]
T.exp(sheets(*halves, ('832平台', part('3月832平台采购', of('832平台')))), WHOLE, P832, SHOP, **p832)

# --- one seller's, one kind of goods ----------------------------------------------------------------------------------------------------------
king = [r for r in LINES if r[6] == '老王菜店']
by_seller = part('3月对账单', king, GOODS + ['供应商'], lambda r: r[1:5] + [r[6]])
open_all = lambda rows: dict(bd=fen(rows), d832=fen(rows), dlocal=fen(rows), doverall=fen(rows), reasons=['channel_missing'] + twice)
T.exp(files(('3月台账', ledger), ('对账单', by_seller)), WHOLE, P832, SHOP, bd=fen(king), reasons=twice)
grains = [r for r in LINES if r[1] in ('小米', '面粉')]
T.exp(files(('3月台账', ledger), ('3月粮油', part('3月粮油采购明细', grains))), WHOLE, P832, SHOP, **open_all(grains))

# --- look-alikes -------------------------------------------------------------------------------------------------------------------------------
# Another amount, another day, another order; what costs the same and is ordered every week.
near = part('3月832平台采购', [r[:4] + [r[4] + (0.01 if r[1] == '木耳' else 0)] for r in of('832平台')])
T.exp(sheets(('台账', ledger), ('832平台', near)), WHOLE + P832 + 1, 2 * P832 + 1, SHOP, **plain)
later = part('3月832平台采购', [[D(r[0].day + 13)] + r[1:] for r in of('832平台')], ['日期'] + GOODS, lambda r: r[:5])
T.exp(sheets(('台账', ledger), ('832平台', later)), WHOLE + P832, 2 * P832, SHOP, **plain)
milk = ['纯牛奶', 10, 48, 480, '832平台']
week = lambda *rows: lambda u: [[u + '食材采购单'], HEAD[1:6]] + [milk] + list(rows)
T.exp(sheets(('第1周', week(['白菜', 50, 1.6, 80, '农贸市场'])), ('第2周', week())), 104000, 96000, **plain)
# Two purchases of whole yuan of other goods that come to the same.
other = lambda u: [[u + '3月832平台采购'], GOODS, ['红枣', 20, 20, 400]]
few = lambda u: [[u + '3月采购台账'], HEAD[:6], [D(2), '白菜', 100, 2, 200, '农贸市场'], [D(4), '小米', 40, 10, 400, '832平台']]
T.exp(sheets(('台账', few), ('832平台', other)), 100000, 80000, **plain)

# --- groups that list goods of their own -----------------------------------------------------------------------------------------------------
channels = ['832平台', '市消费帮扶供销平台', '农贸市场']
rows = [[('木耳', 633.42), ('花椒', 58.35), ('豆角', 74.9)], [('粉条', 42.5), ('黄瓜', 67.2), ('土豆', 85.5)], [('小米', 36.8), None, ('大葱', 28.6)]]
sums = [sum(round((of[at][1] if of[at] else 0) * 100) for of in rows) for at in range(3)]
row_sum = lambda of: round(sum(pair[1] for pair in of if pair), 2)


def groups(front, goods=('品名', '金额'), total=None, days=True, titles=channels):
    def write(u):
        sides = [[title, None] for title in titles]
        flat = lambda of: [v for pair in of for v in (pair or (None, None))]
        beside = lambda of: [total(of)] if total else []
        label = ['小计'] if total else []
        head = ['日期' if days else '序号'] + (label if front else []) + [v for side in sides for v in side] + ([] if front else label)
        names = [None] + ([None] if label and front else []) + list(goods) * 3
        body = [[D(3 + 4 * n) if days else n + 1] + (beside(of) if front else []) + flat(of) + ([] if front else beside(of)) for n, of in enumerate(rows)]
        return [[u + '2024年3月采购'], head, names] + body
    return write


for front, total, days in (False, None, True), (True, row_sum, True), (True, row_sum, False), (False, row_sum, True):
    T.exp(sheets(('3月', groups(front, total=total, days=days))), sum(sums), sums[0], sums[1], **plain)
T.exp(sheets(('3月', groups(False, ('物品', '小计金额')))), sum(sums), sums[0], sums[1], **plain)
T.exp(sheets(('3月', groups(True, total=row_sum, titles=['832平台', '县城大集', '农贸市场'])), kind='xls'), sum(sums), sums[0], 0,
      d832=sums[1], dlocal=sums[1], doverall=sums[1], reasons=['channel_unknown'])

# Sides of unlike width, the shorter one with its own total; sides whose rows name their channels.
def sides(left, right, channel=False):
    def write(u):
        own, beside = LINES[:5], of('832平台')
        head = ['日期'] + GOODS + (['渠道'] if channel else []) + ['品名', '金额'] + (['渠道'] if channel else [])
        tops = [left] + [None] * (4 + channel) + [right, None]
        body = []
        for n, r in enumerate(own):
            other = beside[n] if n < len(beside) else None
            side = [other[1], other[4]] if other else ['合计', P832 / 100] if n == len(beside) else [None, None]
            body.append(r[:5] + (['农贸市场'] if channel else []) + side + (['832平台'] if channel and other else []))
        return [[u + '3月采购'], tops, head] + body + [['合计', None, None, None, fen(own) / 100]]
    return write


for left, right, channel in ('农贸市场采购', '832平台采购', False), ('3月市场采购', '3月832采购', False), ('3月食材', '零星采购', True), ('甲', '乙', True):
    T.exp(sheets(('3月', sides(left, right, channel))), fen(LINES[:5]) + P832, P832, **plain)

# --- days among words that nobody knows --------------------------------------------------------------------------------------------------------
said = lambda *days: lambda u: [[u + '食堂采购台账'], HEAD] + [[day] + r[1:] for day, r in zip(days, LINES[:3])]
T.exp(sheets(('3月', said('3月2日', '初三（3.3）', '3月4日'))), fen(LINES[:3]), 41120, SHOP, **plain)
T.exp(sheets(('3月', said('3月2日', '廿三（2.3）', '3月4日'))), fen(LINES[:3]) - SHOP, 41120, 0, bd=SHOP, dlocal=SHOP, doverall=SHOP, reasons=['month_suspected'])

# --- tabs of a year's book, days without a month ------------------------------------------------------------------------------------------------
def year(*tabs):
    u = unit()
    rows = lambda n: [[f'{r[0].day + n}号'] + r[1:4] + [round(r[4] + 100 * n, 2)] + r[5:] for r in LINES[:3]]
    T.xlsx(f'{u}2024年台账.xlsx', [(tab, [[u + '食堂采购'], HEAD] + rows(n)) for n, tab in enumerate(tabs)])
    return u


three = 3 * fen(LINES[:3]) + 9 * 10000
months = dict(month_base=fen(LINES[:3]) + 60000, reasons=[])
for tabs in ('M1', 'M2', 'M3'), ('Jan', 'Feb', 'Mar'), ('January', 'February', 'March'):
    T.exp(year(*tabs), three, 3 * 41120 + 30000, 3 * SHOP + 30000, **months)
T.exp(year('表1', '表2', '表3'), 0, 0, 0, bd=three, d832=3 * 41120 + 30000, dlocal=3 * SHOP + 30000, reasons=['month_suspected'])
# Counterpart: tabs of other names are parts of one month.
T.exp(year('早餐', '午餐', '晚餐'), three, 3 * 41120 + 30000, 3 * SHOP + 30000, month_base=three, reasons=[])

# --- feet of labels that are no purchase ----------------------------------------------------------------------------------------------------------
foot = lambda *row: lambda u: [[u + '2024年3月采购'], HEAD[1:6]] + [r[1:6] for r in LINES] + [list(row)]
T.exp(sheets(('3月', foot(None, None, '餐费收入', 1600, '采购支出', WHOLE / 100))), WHOLE, P832, SHOP, **plain)

T.done()
