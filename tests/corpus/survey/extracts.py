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
            side = [other[1], other[4]] if other else ['合计', P832 / 100] if n == len(beside) and not channel else [None, None]
            body.append(r[:5] + (['农贸市场'] if channel else []) + side + (['832平台'] if channel and other else []))
        return [[u + '3月采购'], tops, head] + body + [['合计', None, None, None, fen(own) / 100] + [None, '合计', P832 / 100] * channel]
    return write


for left, right, channel in ('农贸市场采购', '832平台采购', False), ('3月市场采购', '3月832采购', False), ('3月食材', '零星采购', True), ('甲', '乙', True):
    T.exp(sheets(('3月', sides(left, right, channel))), fen(LINES[:5]) + P832, P832, **plain)

# --- side by side without a gap below titles of their own, and numbered headers ------------------------------------------------------------------
def beside(left, right, head, rows, total=True):
    """The ledger on the left, something else on its right."""
    def write(u):
        empty, lines = [None] * 6, [r[:6] for r in LINES]
        both = [(lines[n] if n < len(lines) else empty) + (rows[n] if n < len(rows) else []) for n in range(max(len(lines), len(rows)))]
        foot = [['合计', None, None, None, WHOLE / 100]] if total else []
        return [[(u + left)] + [None] * 5 + ([right] if right else []), HEAD[:6] + head] + both + foot
    return write


T.exp(sheets(('3月', beside('3月采购明细', '其他支出', ['日期', '项目', '金额'], [[D(5), '燃气费', 300], [D(9), '电费', 200]]))), WHOLE, P832, SHOP,
      bd=50000, d832=50000, dlocal=50000, doverall=50000, reasons=['channel_missing', 'not_food_suspected', 'not_purchases_suspected'])
T.exp(sheets(('3月', beside('3月采购明细', '去年3月采购', ['日期', '品名', '数量', '金额'], [[D(2, 3, 2023), '白菜', 50, 75]])), kind='xls'), WHOLE, P832, SHOP, month_base=WHOLE, note='another year')

def numbered_heads(*heads, total=None, middle=False):
    name = lambda head, n: f'食材{n}{head}' if middle else f'{head}{n}'
    pairs = [(LINES[0], LINES[2]), (LINES[1], LINES[5]), (LINES[3], LINES[6]), (LINES[4], None)]
    place = {'品名': 1, '名称': 1, '数量': 2, '单价': 3, '金额': 4, '渠道': 5}
    def write(u):
        rows = [[D(3 + n)] + [None if r is None else r[place[head]] for r in pair for head in heads] for n, pair in enumerate(pairs)]
        return [[u + '2024年3月采购'], ['日期'] + [name(head, n) for n in (1, 2) for head in heads]] + rows
    return write


T.exp(sheets(('3月', numbered_heads('品名', '金额', '渠道'))), WHOLE, P832, SHOP, **plain)
T.exp(sheets(('3月', numbered_heads('品名', '数量', '单价', '金额', '渠道')), kind='xls'), WHOLE, P832, SHOP, **plain)
T.exp(sheets(('3月', numbered_heads('名称', '金额', '渠道', middle=True))), WHOLE, P832, SHOP, **plain)
# A form for several units: the unit on the left holds for each part.
one, two = unit(), unit()
T.xlsx('摘收集结果.xlsx', [['提交时间', '单位名称', '采购日期', '食材1名称', '食材1金额', '食材1渠道', '食材2名称', '食材2金额', '食材2渠道'],
                     ['2024-03-05 17:20:11', one, D(5), '小米', 411.2, '832平台', '白菜', 90, '农贸市场'],
                     ['2024-03-06 17:21:05', two, D(6), '面粉', 205.5, '消费帮扶超市', '木耳', 360, '832平台']])
T.exp(one, 50120, 41120, **plain)
T.exp(two, 56550, 36000, SHOP, **plain)
# Counterpart: numbered prices of an inquiry are no amounts.
asked = lambda u: [[u + '3月市场询价'], ['品名', '单价1', '单价2', '均价'], ['白菜', 1.4, 1.6, 1.5], ['面粉', 4, 4.2, 4.1]]
T.exp(sheets(('台账', ledger), ('询价', asked)), WHOLE, P832, SHOP, **plain)
# Three units beside each other below their titles.
three_units = [unit(kind) for kind in ('小学', '幼儿园', '初级中学')]
parts = [LINES[:3], LINES[3:5], LINES[5:]]
cells = lambda rows, n: (rows[n] if n < len(rows) else [None] * 6)[:6]
T.xlsx('摘三校.xlsx', [[v for u in three_units for v in [u + '3月食堂采购明细'] + [None] * 5], HEAD[:6] * 3] + [[v for rows in parts for v in cells(rows, n)] for n in range(3)])
for u, rows in zip(three_units, parts):
    by = lambda channel: fen([r for r in rows if r[5] == channel])
    T.exp(u, fen(rows), by('832平台'), by('消费帮扶超市'), **plain)

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

# --- what a tester found -------------------------------------------------------------------------------------------------------------------------
# A part again with one line more, which may be one of the ledger's in other words where it tells no day.
NEW = [D(20), '红枣', 5, 12.9, 64.5, '832平台', '隰县玉露农业']
more = dict(bd=P832 + 6450, d832=P832 + 6450, reasons=twice)
T.exp(sheets(('台账', ledger), ('832平台', part('3月832平台采购', of('832平台') + [NEW]))), WHOLE, P832, SHOP, **more)
T.exp(sheets(('台账', ledger), ('832平台', part('3月832平台采购', of('832平台') + [NEW], ['日期'] + GOODS, lambda r: r[:5])), kind='xls'), WHOLE + 6450, P832 + 6450, SHOP,
      bd=P832, d832=P832, reasons=twice)
# Rounded to yuan, without days.
yuan = part('3月粮油公示', grains, ['品名', '数量', '金额'], lambda r: [r[1], r[2], round(r[4] + 0.001)])
T.exp(sheets(('台账', ledger), ('公示', yuan)), WHOLE, P832, SHOP, **{**open_all(grains), 'bd': 72000, 'd832': 72000, 'dlocal': 72000, 'doverall': 72000})
# Half of it stands there, on the same days.
half = part('3月832平台采购', of('832平台')[:2] + [NEW, [D(21), '核桃', 2, 31.25, 62.5, '832平台', '隰县玉露农业']], ['日期'] + GOODS, lambda r: r[:5])
T.exp(sheets(('台账', ledger), ('832平台', half)), WHOLE + 12700, P832 + 12700, SHOP, bd=51400, d832=51400, reasons=twice)


def levels(total):
    """线上 over two channels and 线下 over two, each with goods of its own."""
    four = ['832平台', '市消费帮扶供销平台', '消费帮扶超市', '农贸市场']
    goods = [[('木耳', 184.3), ('粉条', 42.5), ('面粉', 67.2), ('白菜', 28.6)], [('小米', 36.8), None, ('挂面', 20.4), ('大葱', 12.2)]]
    def write(u):
        tail = ['小计'] if total else []
        row = lambda of: [v for pair in of for v in (pair or (None, None))] + ([round(sum(p[1] for p in of if p), 2)] if total else [])
        tops = ['日期', '线上', None, None, None, '线下', None, None, None] + tail
        mid = [None] + [v for channel in four for v in (channel, None)]
        return [[u + '2024年3月采购'], tops, mid, [None] + ['品名', '金额'] * 4] + [[D(3 + n)] + row(of) for n, of in enumerate(goods)]
    u = unit()
    merges = ['B2:E2', 'F2:I2', 'B3:C3', 'D3:E3', 'F3:G3', 'H3:I3']
    T.xlsx(f'{u}3月.xlsx', write(u), merges)
    return u


for total in True, False:
    T.exp(levels(total), 39200, 22110, 13010, **plain)
# The total of the groups says more than they do.
rest = lambda u: [[u + '3月采购'], ['日期', '品名', '消费帮扶超市', '农贸市场', '合计'], [None, None, '金额', '金额', '金额'], [D(3), '面粉', 50, 30.5, 96.5], [D(4), '大米', 37.5, 77.5, 115]]
T.exp(sheets(('3月', rest)), 19550, 0, 8750, bd=1600, dlocal=1600, doverall=1600)

# Feet whose label stands where the day does; goods given, grown or sent back.
below = lambda *row: lambda u: [[u + '2024年3月采购'], HEAD[:3] + HEAD[4:6]] + [r[:3] + r[4:6] for r in LINES] + [list(row)]
T.exp(sheets(('3月', below('伙食费收入', None, 300, 5400))), WHOLE, P832, SHOP, bd=540000, d832=540000, dlocal=540000, doverall=540000)
for goods in '大米（爱心企业捐赠）', '萝卜(自种)':
    T.exp(sheets(('3月', below(D(20), goods, 10, 100, '农贸市场'))), WHOLE, P832, SHOP, bd=10000, reasons=['void_suspected'])
# With a price, too.
priced = lambda u: [[u + '2024年3月采购'], HEAD[:6]] + [r[:6] for r in LINES] + [['伙食费收入', None, 300, 18, 5400]]
T.exp(sheets(('3月', priced)), WHOLE, P832, SHOP, bd=540000, d832=540000, dlocal=540000, doverall=540000)
for goods, quantity in ('退猪肉', 1), ('猪肉', -1):
    T.exp(sheets(('3月', below(D(20), goods, quantity, 26, '农贸市场'))), WHOLE, P832, SHOP, bd=2600, reasons=['return_suspected'])
# A title that says how much there has to be.
told = lambda title: lambda u: [[u + title], HEAD[1:5] + HEAD[6:]] + [r[1:5] + ['百姓粮油'] for r in LINES[:2]]
T.exp(sheets(('3月', told('3月采购台账（832平台应占10%）'))), 29550, 0, 0, d832=29550, dlocal=29550, doverall=29550, reasons=['channel_unknown'])
T.exp(sheets(('3月', told('3月采购台账（832平台）'))), 29550, 29550, 0, **plain)
# A version sent again with one quantity corrected.
corrected = lambda u: [[u + '3月采购台账'], HEAD] + [r if r[1] != '猪肉' else r[:2] + [6, 34.46, 206.76] + r[5:] for r in LINES]
once = lambda u: [[u + '3月采购台账'], HEAD] + LINES
T.exp(files(('3月台账', once), ('3月台账（修改后）', corrected)), WHOLE - 17230, P832, SHOP, bd=WHOLE - 17230 + 17230 + 20676, d832=P832, dlocal=SHOP, reasons=twice)
# Schools by number and kind in bands, without a registry.
one, two, three = unit(), unit('') + '二中', unit('') + '职中'
T.xlsx('摘各校.xlsx', [['3月各校食堂采购台账'], HEAD, [one]] + LINES[:3] + [[two]] + LINES[3:5] + [[three]] + LINES[5:])
for u, rows in (one, LINES[:3]), (two, LINES[3:5]), (three, LINES[5:]):
    by = lambda channel: fen([r for r in rows if r[5] == channel])
    T.exp(u, fen(rows), by('832平台'), by('消费帮扶超市'), **plain)
# All of the ledger again, in fewer words: sums by seller under other names are compared, a list by other names of the goods is in doubt.
longer = lambda u: ledger(u) + [NEW]
lots = lambda u: [[u + '3月食材采购'], ['品名', '金额'], ['蔬菜一批', 147.4], ['面食一批', 205.5], ['杂粮干货一批', 938.5], ['肉一批', 172.3]]
T.exp(sheets(('台账', longer), ('3月', lots)), WHOLE + 6450, P832 + 6450, SHOP, reasons=['statement_superseded'])
renamed = [['本地白菜', 60, 90], ['雪花面', 50, 205.5], ['黄小米', 50, 514], ['黄心土豆', 28, 57.4], ['鲜猪肉', 5, 172.3], ['东北木耳', 4, 360]]
T.exp(sheets(*halves, ('清单', lambda u: [[u + '3月食材采购'], ['品名', '数量', '金额']] + renamed)), WHOLE, P832, SHOP, **open_all(LINES))


# --- days that papers share, sums that were rounded -------------------------------------------------------------------------------------------
NEXT = [[D(13), '白菜', 30, 1.62, 48.6, '农贸市场', '老王菜店'], [D(14), '土豆', 20, 2.81, 56.2, '农贸市场', '老王菜店'], [D(20), '豆腐', 9, 4.04, 36.4, '农贸市场', '老王菜店']]
week = lambda rows: lambda u: [[u + '3月采购'], HEAD] + rows
first, second = LINES, LINES[5:] + NEXT
both = WHOLE + fen(NEXT)
T.exp(files(('第1周', week(first)), ('第2周', week(second))), both, P832, SHOP, bd=46280, d832=46280, reasons=twice)
T.exp(sheets(('上半月', week(first)), ('下半月', week(second)), kind='xls'), both, P832, SHOP, bd=46280, d832=46280, reasons=twice)
# Counterpart: another purchase on a day that both have.
other = [LINES[5][:2] + [12, 10.28, 123.36] + LINES[5][5:]] + NEXT
T.exp(files(('第1周', week(first[:6])), ('第2周', week(other))), fen(first[:6]) + fen(other), 51400 + 12336, SHOP, **plain)
# Sums by goods in whole yuan, and in 万元.
by_goods = [['白菜', 90], ['面粉', 206], ['小米', 514], ['土豆', 57], ['猪肉', 172], ['木耳', 360]]
through = {'面粉': '消费帮扶超市', '小米': '832平台', '木耳': '832平台'}
shown = lambda head, unit: lambda u: [[u + '3月食材公示'], ['品名', head, '渠道']] + [[g, round(n / unit, 4), through.get(g, '农贸市场')] for g, n in by_goods]
T.exp(sheets(('台账', ledger), ('公示', shown('金额', 1))), WHOLE, P832, SHOP, bd=139900, d832=87400, dlocal=20600, reasons=twice)
wan = lambda u: [[u + '3月食材公示'], ['品名', '金额（万元）', '渠道']] + [[g, n, through.get(g, '农贸市场')] for g, n in (('白菜', 0.009), ('面粉', 0.021), ('小米', 0.051), ('土豆', 0.006), ('猪肉', 0.017), ('木耳', 0.036))]
T.exp(sheets(('台账', ledger), ('公示', wan), kind='xls'), WHOLE, P832, SHOP, bd=140000, d832=87000, dlocal=21000, reasons=twice)
# Counterpart: other amounts of the same goods.
again = lambda u: [[u + '3月补记'], ['品名', '金额', '渠道']] + [[g, n + 5, through.get(g, '农贸市场')] for g, n in by_goods]
T.exp(sheets(('台账', ledger), ('补记', again)), WHOLE + 142900, P832 + 88400, SHOP + 21100, **plain)
# A version in another tab, with one quantity corrected; a line more in it is a purchase.
amended = dict(bd=WHOLE - 17230 + 17230 + 20676, d832=P832, dlocal=SHOP, reasons=twice)
T.exp(sheets(('3月', once), ('定稿', corrected), kind='xls'), WHOLE - 17230, P832, SHOP, **amended)
further = lambda u: once(u) + [NEW]
T.exp(sheets(('3月', once), ('续', further)), WHOLE + 6450, P832 + 6450, SHOP, reasons=['duplicate_sheet'])

T.done()
