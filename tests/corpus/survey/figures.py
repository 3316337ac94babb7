# -*- coding: utf-8 -*-
"""What figures tell of columns and rows whose words nobody knows, and what is only spoken of: each with the look-alike that stays as it is."""
from common import D, Theme

T = Theme('figures')
HEAD = ['日期', '品名', '数量', '单价', '金额', '渠道']
# Three purchases: 50 yuan through 832, 20 and 30 on the market.
GOODS = [[D(4), '大米', 10, 5, 50, '832平台'], [D(5), '白菜', 10, 2, 20, '农贸市场'], [D(6), '土豆', 10, 3, 30, '农贸市场']]
PLAIN = [row[:5] for row in GOODS]
number = iter(range(1, 1000))


def unit():
    return f'数{"〇一二三四五六七八九"[(n := next(number)) // 10]}{"〇一二三四五六七八九"[n % 10]}小学'


def book(above, head, rows, below=(), kind='xlsx', tab='Sheet1', title='食堂采购台账', merges=()):
    """One workbook of one sheet: a title with the unit, what stands above the header, rows, what stands below."""
    u = unit()
    sheet = [[f'{u}2024年3月{title}']] + [list(r) for r in above] + [head] + [list(r) for r in rows] + [list(r) for r in below]
    if kind == 'csv':
        T.csv(f'{u}3月.csv', sheet)
    elif kind == 'xls':
        T.xls(f'{u}3月.xls', [(tab, sheet)])
    else:
        T.xlsx(f'{u}3月.xlsx', [(tab, sheet, list(merges))])
    return u


def open_channel(u, base=10000, **more):
    T.exp(u, base, d832=base, dlocal=base, doverall=base, **more)


NO = HEAD[:5]
# --- what is only spoken of names no channel -------------------------------------------------------------------------------------
for above, kind, reason in [([['其中832平台：', 0, '消费帮扶超市：', 0]], 'xlsx', 'missing'), ([['832平台采购金额', 0, '帮扶超市采购金额', 0]], 'xls', 'missing'),
                            ([['附：832平台订单3张']], 'xlsx', 'unknown'), ([['832平台占比', '12.5%']], 'csv', 'missing'),
                            ([['832平台注册账号：yc001']], 'xlsx', 'unknown'), ([['消费帮扶超市电话：0359-1234567']], 'xls', 'missing'),
                            ([['填报范围：全部采购（含832平台）']], 'xlsx', 'unknown')]:
    open_channel(book(above, NO, PLAIN, kind=kind), reasons=['channel_' + reason])
for title in ['食堂采购台账（含832平台）', '落实832平台政策食堂采购台账', '食堂采购台账（832平台等渠道）']:
    open_channel(book([], NO, PLAIN, title=title), reasons=['channel_unknown'])
# Excluded: through 832 nothing was bought, which of the others is open.
for title in ['食堂采购台账（不含832平台）', '食堂采购台账（832平台除外）', '非832平台采购台账']:
    T.exp(book([], NO, PLAIN, title=title), 10000, dlocal=10000, reasons=['channel_unknown'])
T.exp(book([['是否通过832平台采购：否']], NO, PLAIN), 10000, dlocal=10000, reasons=['channel_unknown'])
# The answer yes, and what a title, a section or a pair says plainly.
T.exp(book([['是否通过832平台采购：是']], NO, PLAIN, kind='xls'), 10000, 10000, reasons=[])
T.exp(book([['采购平台：832平台', None, '采购月份：3月']], NO, PLAIN), 10000, 10000, reasons=[])
T.exp(book([], NO, PLAIN, title='832平台采购明细'), 10000, 10000, reasons=[])
T.exp(book([['一、832平台采购', None, 100]], NO, PLAIN), 10000, 10000, reasons=[], note='a numbered section, whatever stands beside it')
# Beside a column of channels a figure above the table contradicts nothing.
T.exp(book([['本月采购总金额：', 100, '其中832平台（元）：', 50]], HEAD, GOODS), 10000, 5000, reasons=[])
# Remarks.
REMARK = NO + ['供应商', '备注']
def remarked(text):
    return book([], REMARK, [PLAIN[0] + ['绿源公司', text]] + [r + ['老王菜店', None] for r in PLAIN[1:]])
for text in ['比832平台便宜', '下次改832平台', '832平台价格高，未购']:
    T.exp(remarked(text), 10000, d832=5000, dlocal=5000, doverall=5000, reasons=['channel_unknown'])
T.exp(remarked('通过832平台下单，已验收'), 10000, 5000, reasons=[])
T.exp(remarked('832平台缺货，改农贸市场'), 10000, reasons=[], note='an ordinary purchase')
# Ordinary names in a title, behind the month or the kind of unit; a unit's own name is none.
T.exp(book([], NO, PLAIN, title='农贸市场采购明细'), 10000, reasons=[])
T.exp(book([], NO, PLAIN, title='菜市场采购登记', kind='csv'), 10000, reasons=[])
open_channel(book([], NO, PLAIN, title='农贸市场服务中心食堂采购台账'), reasons=['channel_missing'])

# --- sides of a stock book by their figures --------------------------------------------------------------------------------------
def stock(titles, wrong=False, kind='xlsx', title='食材收发存台账'):
    top, sub = ['品名', '单价'], [None, None]
    for t in titles:
        top += [t, None]
        sub += ['数量', '金额']
    rows = []
    for item, price, figures in [('大米', 5, (2, 10, 9, 3)), ('白菜', 2, (1, 10, 8, 3)), ('土豆', 3, (4, 10, 14, 0 if not wrong else 1))]:
        row = [item, price]
        for q in figures[-len(titles):]:
            row += [q, q * price]
        rows.append(row)
    n = len(titles)
    merges = ['A2:A3', 'B2:B3'] + [f'{chr(67 + 2 * i)}2:{chr(68 + 2 * i)}2' for i in range(n)]
    return book([top + ['渠道']], sub + [None], [r + [c] for r, c in zip(rows, ('832平台', '农贸市场', '农贸市场'))], kind=kind, merges=merges, title=title)
for titles, kind in [(('昨日结存', '今日购进', '今日消耗', '今日结存'), 'xlsx'), (('月初库存', '本月增加', '本月减少', '月末余额'), 'xls'),
                     (('原有', '新进', '用去', '剩余'), 'xlsx'), (('期初', '收', '付', '存'), 'csv'), (('甲栏', '乙栏', '丙栏', '丁栏'), 'xlsx')]:
    T.exp(stock(titles, kind=kind), 10000, 5000, reasons=[])

# --- totals of days that carry their date ----------------------------------------------------------------------------------------
DAYS = [[D(4), '大米', 10, 5, 50, '832平台'], [D(4), '白菜', 10, 2, 20, '农贸市场'], [D(5), '土豆', 10, 3, 30, '农贸市场'], [D(5), '鸡蛋', 10, 6, 60, '农贸市场']]
def with_totals(label, above=False, day=lambda d: d):
    out = []
    for d, fen in ((4, 70), (5, 90)):
        own = [r for r in DAYS if r[0] == D(d)]
        total = [[day(D(d)), label, None, None, fen, None]]
        out += total + own if above else own + total
    return out
for label, kind in [('当日小结', 'xlsx'), ('日清', 'xls'), (None, 'csv')]:
    T.exp(book([], HEAD, with_totals(label), kind=kind), 16000, 5000, reasons=[])
T.exp(book([], HEAD, with_totals('当天菜金', above=True)), 16000, 5000, reasons=[])
T.exp(book([], HEAD, with_totals('日结', day=lambda d: f'3月{d.day}日')), 16000, 5000, reasons=[])
# One day alone may be chance: three purchases that add up to a fourth are open, two are not.
T.exp(book([], HEAD, [[D(4), '大米', 10, 5, 50, '832平台'], [D(4), '白菜', 10, 2, 20, '农贸市场'], [D(4), '猪肉', None, None, 70, '农贸市场'], [D(6), '鸡蛋', 10, 1, 10, '农贸市场']]),
      15000, 5000, reasons=[])
T.exp(book([], HEAD, [[D(4), '大米', 10, 5, 50, '832平台'], [D(4), '白菜', 10, 2, 20, '农贸市场'], [D(4), '葱', 10, 1, 10, '农贸市场'], [D(4), '猪肉', None, None, 80, None],
                          [D(6), '鸡蛋', 10, 1, 10, '农贸市场']]), 9000, 5000, bd=8000, d832=8000, dlocal=8000, doverall=8000, reasons=['channel_blank', 'total_suspected'])

# --- columns that answer whether a purchase is void ------------------------------------------------------------------------------
def flagged(header, answers, kind='xlsx'):
    return book([], HEAD + [header], [r + [a] for r, a in zip(GOODS, answers)], kind=kind)
T.exp(flagged('是否作废', ('否', '是', '否')), 8000, 5000, reasons=[], fates=dict(void=1))
T.exp(flagged('是否有效', ('是', '是', '否'), 'xls'), 7000, 5000, reasons=[], fates=dict(void=1))
T.exp(flagged('删除标志', ('', '已删除', '')), 8000, 5000, bd=2000, reasons=['void_suspected'])
T.exp(flagged('取消标志', (0, 1, 0), 'csv'), 8000, 5000, bd=2000, reasons=['void_suspected'], note='a figure is no plain answer')
T.exp(flagged('是否退货', ('否', '是', '否')), 8000, 5000, bd=2000, reasons=['void_suspected'], note='it may be taken off elsewhere')
T.exp(flagged('是否验收', ('是', '是', '否')), 10000, 5000, reasons=[], note='asks for something else')
T.exp(flagged('退款状态', ('无退款', '无退款', '无退款')), 10000, 5000, reasons=[])

# --- amounts, quantities and prices ----------------------------------------------------------------------------------------------
NAMED = ['日期', '品名', None, '供应商', '渠道']
def only_money(header, kind='xlsx'):
    return book([], [header if h is None else h for h in NAMED], [[r[0], r[1], r[4], '绿源公司', r[5]] for r in GOODS], kind=kind)
for header, kind in [('支出金额', 'xlsx'), ('款项', 'xls'), ('应付', 'csv'), ('菜金', 'xlsx'), ('￥', 'xlsx')]:
    T.exp(only_money(header, kind), 10000, 5000, reasons=[])
T.no_unit(only_money('斤两'))  # no word of money: nobody knows
def factors(quantity, price, kind='xlsx'):
    return book([], ['日期', '品名', quantity, price, '渠道'], [[r[0], r[1], r[2], r[3], r[5]] for r in GOODS], kind=kind)
for quantity, price, kind in [('数量', '结算价', 'xlsx'), ('数量', '元/斤', 'xls'), ('到货数', '单价', 'csv'), ('件数', '单价', 'xlsx')]:
    T.exp(factors(quantity, price, kind), 10000, 5000, reasons=[])
# The price is for the column of its unit.
T.exp(book([], ['日期', '品名', '数量（件）', '重量（斤）', '单价（元/斤）', '渠道'], [[r[0], r[1], 1, r[2], r[3], r[5]] for r in GOODS]), 10000, 5000, reasons=[])
# What was received, not what was ordered, each with an amount of its own.
T.exp(book([], ['日期', '品名', '采购数量', '实收数量', '单价', '采购金额', '实收金额', '渠道'],
           [[r[0], r[1], r[2] + 1, r[2], r[3], (r[2] + 1) * r[3], r[4], r[5]] for r in GOODS]), 10000, 5000, reasons=[])
# The price of a package, how many, and the row's total.
T.exp(book([], ['日期', '品名', '金额', '件数', '总金额', '渠道'], [[r[0], r[1], r[3], r[2], r[4], r[5]] for r in GOODS]), 10000, 5000, reasons=[])
# The total of quantities beside a price is no money; the total of amounts is.
WEEK = ['品名', '单价', '周一', '周二', '周三', '合计', '渠道']
T.exp(book([], WEEK, [['大米', 3.3, 7, 2, 1, 10, '832平台'], ['白菜', 1.7, 3, 5, 2, 10, '农贸市场']], title='采购数量表'), 5000, 3300, reasons=[])
# Two languages.
T.exp(book([], ['日期\nDate', '品名 Item', '数量/Qty', '单价 Unit Price', '金额 Amount', '渠道 Channel'], GOODS), 10000, 5000, reasons=[])
# Ones and noughts under channels' names are answers; amounts of one yuan are amounts.
FLAGS = ['日期', '品名', '数量', '单价', '金额', '832平台', '消费帮扶超市']
T.exp(book([], FLAGS, [r[:5] + f for r, f in zip(GOODS, ([1, 0], [0, 0], [0, 1]))]), 10000, 5000, 3000)
# A column of channels by its header's end.
T.exp(book([], HEAD[:5] + ['购货渠道类别'], GOODS), 10000, 5000, reasons=[])

# --- groups side by side beside a column of channels -----------------------------------------------------------------------------
def groups(titles, amounts, kind='xlsx'):
    top, sub = ['日期', '品名'], [None, None]
    for t in titles:
        top += [t, None]
        sub += ['数量', '金额']
    rows = [[D(4), '大米', *amounts[0], '832平台'], [D(5), '白菜', *amounts[1], '农贸市场']]
    merges = ['A2:A3', 'B2:B3'] + [f'{chr(67 + 2 * i)}2:{chr(68 + 2 * i)}2' for i in range(len(titles))]
    return book([top + ['渠道']], sub + [None], rows, kind=kind, merges=merges)
T.exp(groups(('早餐', '午餐', '晚餐'), ((1, 5, 2, 10, 3, 15), (1, 2, 2, 4, 3, 6))), 4200, 3000, reasons=[])
T.exp(groups(('申报', '审批', '实际采购'), ((9, 45, 8, 40, 7, 35), (9, 18, 8, 16, 7, 14)), 'xls'), 4900, 3500, reasons=[])

# --- what is not food, or not the canteen's, by its tab, its section or its title ------------------------------------------------
T.exp(book([], HEAD, GOODS, tab='非食材'), bd=10000, base=0, d832=5000, doverall=5000, reasons=['not_food_suspected'])
T.exp(book([['三、燃料']], HEAD, GOODS), bd=10000, base=0, d832=5000, doverall=5000, reasons=['not_food_suspected'])
T.exp(book([], HEAD, GOODS, title='食堂非食材采购', kind='xls'), bd=10000, base=0, d832=5000, doverall=5000, reasons=['not_food_suspected'])
T.exp(book([], HEAD, GOODS, title='工会慰问品采购'), bd=10000, base=0, d832=5000, doverall=5000, reasons=['funding_suspected'])
T.exp(book([], HEAD + ['备注'], [r + ['工会发放职工福利' if r[1] == '大米' else None] for r in GOODS]), 5000, bd=5000, d832=5000, doverall=5000, reasons=['funding_suspected'])
T.exp(book([], HEAD + ['供应商'], [r + ['县工会惠民超市'] for r in GOODS]), 10000, 5000, note='a seller')

# --- what is given away, by a remark or a column of uses ------------------------------------------------------------------------------------------
given = dict(bd=5000, d832=5000, doverall=5000, reasons=['funding_suspected'])
use = lambda text, more=(): [r + ([text] if r[1] == '大米' else ['食堂']) + list(more) for r in GOODS]
for text, kind in ('慰问老党员', 'xlsx'), ('春节慰问', 'xls'), ('职工福利', 'csv'), ('三八节福利', 'xlsx'):
    T.exp(book([], HEAD + ['用途'], use(text), kind=kind), 5000, **given)
    T.exp(book([], HEAD + ['备注'], use(text), kind=kind), 5000, **given)
T.exp(book([], HEAD + ['用途', '备注'], use('慰问困难职工', ['食堂验收'])), 5000, **given)
# Look-alikes: whose meals they are, and an institution's name.
for text in '食堂', '教职工餐', '福利院配餐', '敬老院':
    T.exp(book([], HEAD + ['用途'], use(text)), 10000, 5000, reasons=[])
T.exp(book([], HEAD, GOODS, title='社会福利院食堂采购台账'), 10000, 5000, reasons=[])
T.done()
