# -*- coding: utf-8 -*-
"""Small papers beside the ledger (one or two lines without days), money that is yet to be spent, firms with their phones, orders that wait, goods that
no kitchen eats, purchases for persons, months side by side under a quarter's title, a shop's own list; and what looks alike.

    python3 tests/corpus/survey/small.py
"""
from common import D, Theme, books, numbered

T = Theme('small')
unit = numbered('小单')
sheets, files = books(T, unit)
_ = None
plain = dict(reasons=[])
HEAD = ['日期', '品名', '数量', '单价', '金额', '渠道']
LINES = [[D(4), '白菜', 50, 2, 100, '农贸市场'], [D(4), '猪肉', 10, 15, 150, '农贸市场'], [D(5), '大米', 50, 5, 250, '832平台'], [D(6), '豆油', 2, 60, 120, '消费帮扶超市']]
# 620.00 yuan: 832 platform 250.00, the shop 120.00.
WHOLE = (62000, 25000, 12000)
ledger = lambda u: [[u + '2024年3月食堂采购台账'], HEAD] + LINES
GOODS = ['品名', '数量', '单价', '金额', '验收人']


def note(rows, title='食材验收单', total=False, head=GOODS):
    return lambda u: [[u + title], head] + [list(r) + ['张'] for r in rows] + ([['合计', _, _, sum(r[3] for r in rows)]] if total else [])


open_ = lambda fen, *more: dict(bd=fen, d832=fen, dlocal=fen, doverall=fen, reasons=['channel_missing', *more])
twice = lambda fen: open_(fen, 'duplicate_suspected')
CABBAGE, PORK = ['白菜', 50, 2, 100], ['猪肉', 10, 15, 150]

# --- one or two lines of the ledger, without days ------------------------------------------------------------------------------------------
T.exp(files(('3月台账', ledger), ('3月4日验收单', note([CABBAGE]))), *WHOLE, **twice(10000))
T.exp(files(('3月台账', ledger), ('3.4送货', note([CABBAGE, PORK], '食材送货单', True))), *WHOLE, **twice(25000))
T.exp(sheets(('台账', ledger), ('3月4日', note([PORK])), kind='xls'), *WHOLE, **twice(15000))
# The day in the title, another unit of the same goods, one of them booked on the next day; no day at all.
bags = [['大米', 1, 250, 250], ['豆油', 2, 60, 120]]
T.exp(files(('3月台账', ledger), ('验收单', note(bags, '食材验收单 2024年3月5日', True))), *WHOLE, **twice(37000))
T.exp(files(('3月台账', ledger), ('收据', note([['豆油', 2, 60, 120]], '收据'))), *WHOLE, **twice(12000))
# Look-alikes: another day, another amount, another seller of the same, papers of one kind.
more = lambda fen: dict(base=62000 + fen, p832=25000, local=12000, d832=fen, dlocal=fen, doverall=fen, reasons=['channel_missing'])
T.exp(files(('3月台账', ledger), ('3月11日验收单', note([CABBAGE]))), **more(10000))
T.exp(files(('3月台账', ledger), ('3月4日验收单', note([['白菜', 40, 2, 80]]))), **more(8000))
T.exp(files(('3月4日验收单', note([CABBAGE])), ('3月5日验收单', note([CABBAGE], total=True))), 20000, d832=20000, dlocal=20000, doverall=20000, reasons=['channel_missing'])
other = note([['白菜', 50, 2, 100, '平陆扶贫超市']], head=GOODS[:4] + ['渠道', '验收人'])
T.exp(files(('3月台账', ledger), ('3月4日补', other)), 72000, 25000, 22000, **plain)
T.exp(sheets(('第1周', ledger), ('第2周', note([CABBAGE]))), **more(10000))

# --- money that is yet to be spent -----------------------------------------------------------------------------------------------------------
later = lambda header, title=(): lambda u: [*title, ['品名', '数量', '单价', header], ['白菜', 60, 2, 120], ['猪肉', 50, 15, 750]]
asked = open_(87000, 'not_purchases_suspected')
T.exp(sheets(('台账', ledger), ('下周', later('预计金额'))), *WHOLE, **asked)
T.exp(sheets(('台账', ledger), ('4月', later('预估费用（元）'))), *WHOLE, reasons=asked['reasons'])
T.exp(files(('3月台账', ledger), ('备货', later('拟购金额'))), *WHOLE, **asked)
alone = lambda header: lambda u: [[u + '2024年3月'], HEAD[:4] + [header, HEAD[5]]] + LINES
T.exp(sheets(('3月', alone('预计金额'))), 0, bd=62000, d832=25000, dlocal=12000, reasons=['not_purchases_suspected'])
# Look-alikes: what was paid stands beside it; a plan's tab.
both = lambda u: [[u + '2024年3月采购台账'], HEAD[:4] + ['预计金额', '金额', '渠道']] + [r[:4] + [r[4] + 5] + r[4:] for r in LINES]
T.exp(sheets(('3月', both)), *WHOLE, **plain)
T.exp(sheets(('台账', ledger), ('下周拟购', later('金额'))), *WHOLE, **plain)

# --- firms with their persons and phones -------------------------------------------------------------------------------------------------------
firms = lambda *head: lambda u: [list(head), ['李家菜店', '李', 13800000000, 500000], ['张家粮行', '张', 13800000001, 300000]]
for head, kind in (['供应商', '联系人', '电话', '注册资金'], 'xlsx'), (['供货商', '法人', '手机', '注册资本（元）'], 'xls'), (['供应商名称', '法定代表人', '联系方式', '授信'], 'xlsx'):
    T.exp(sheets(('台账', ledger), ('供应商信息', firms(*head)), kind=kind), *WHOLE, **plain)
# Look-alike: a column of whom to reach in a ledger.
reach = lambda u: [[u + '2024年3月采购台账'], HEAD + ['供应商', '联系人', '电话']] + [r + ['李家商行', '李某', 13800000000] for r in LINES]
T.exp(sheets(('3月', reach)), *WHOLE, **plain)

owed = lambda u: [[u + '2024年3月采购'], ['供应商', '3月货款', '联系人', '电话'], ['李家菜店', 500, '李某', 13800000000], ['张家粮油店', 120, '张某', 13800000001]]
T.exp(sheets(('3月', owed)), 62000, **plain)

# --- orders that wait, or were refused -----------------------------------------------------------------------------------------------------------
state = lambda last, head='订单状态': lambda u: [[u + '2024年3月采购明细'], HEAD + [head]] + [r + [s] for r, s in zip(LINES, ['已完成'] * 3 + [last])]
for word in '等待买家付款', '未付款', '待审核':
    T.exp(sheets(('3月', state(word))), 50000, 25000, bd=12000, dlocal=12000, reasons=['void_suspected'])
for word in '审核不通过', '已驳回':
    T.exp(sheets(('3月', state(word)), kind='xls'), 50000, 25000, fates=dict(void=1), **plain)
# Look-alikes: on its way; a purchase on credit.
for word, head in ('待发货', '订单状态'), ('审核通过', '状态'), ('未付款', '备注'), ('未付款', '付款状态'):
    T.exp(sheets(('3月', state(word, head))), *WHOLE, **plain)

# --- goods that nobody eats, and food that holds such a word -------------------------------------------------------------------------------------
NO_FOOD = ['洗涤剂', '洁厕灵', '百洁布', '烧碱', '蜂窝煤', '柴火', '玉米芯', '食品袋', '打包盒', '纸杯', '牙签', '留样盒', '水桶', '铁锅', '案板', '蒸馍布', '电子秤', '洗碗机', '净水滤芯', '灶具配件', '灭蝇纸', '粘鼠板',
           '健康证办理', '垃圾清运', '磨刀', '意外险', '劳保用品', '宣传栏', '加工费（磨面）', '不锈钢盆', '竹蒸笼', '保鲜盒', '吸管', '灯管', '插座', '汤勺', '卖废品']
FOOD = ['桶装水', '纯净水桶装', '保鲜袋装榨菜', '铁锅炖鱼料', '铁锅饼', '柴火鸡', '甜玉米', '竹笼包', '灶糖', '纸杯蛋糕', '牙签肉', '食用碱', '碱面', '锅盖面', '食品袋装豆干', '案板面', '有机菜花', '纯净水']
bought = lambda names: lambda u: [[u + '2024年3月采购台账'], HEAD] + LINES + [[D(7), name, 1, 10, 10, '农贸市场'] for name in names]
T.exp(sheets(('3月', bought(NO_FOOD))), *WHOLE, bd=len(NO_FOOD) * 1000, reasons=['not_food_suspected'])
T.exp(sheets(('3月', bought(FOOD)), kind='xls'), 62000 + len(FOOD) * 1000, *WHOLE[1:], **plain)

# --- bought for persons, sold in a shop ------------------------------------------------------------------------------------------------------------
person = dict(bd=10000, reasons=['funding_suspected'])
T.exp(sheets(('3月', lambda u: [[u + '3月台账'], HEAD + ['备注']] + [LINES[0] + ['教师自费']] + LINES[1:])), 52000, 25000, 12000, **person)
T.exp(sheets(('3月', lambda u: [[u + '3月台账'], HEAD, LINES[0][:1] + ['白菜（教师个人代购）'] + LINES[0][2:]] + LINES[1:]), kind='xls'), 52000, 25000, 12000, **person)
shop = lambda title: lambda u: [[title], HEAD[:5], [D(4), '饮料', 100, 3, 300], [D(5), '方便面', 50, 4, 200]]
T.exp(sheets(('食堂', ledger), ('超市', shop('医院超市进货'))), *WHOLE, bd=50000, reasons=['funding_suspected'])
# Look-alikes.
T.exp(sheets(('3月', lambda u: [[u + '3月台账'], HEAD + ['备注']] + [LINES[0] + ['自费生食堂']] + LINES[1:])), *WHOLE, **plain)
T.exp(sheets(('食堂', ledger), ('超市', shop('超市采购'))), 112000, 25000, 12000, **plain)
# What dishes take.
menu = lambda title, used: lambda u: [[u + title], ['日期', '菜名', '食材', used, '单价', '成本'], [D(4), '土豆丝', '土豆', 30, 2, 60], [D(5), '红烧肉', '猪肉', 20, 15, 300]]
T.no_unit(sheets(('3月', menu('3月第一周食谱及成本', '用量（斤）'))))

# --- months side by side under a quarter's title -------------------------------------------------------------------------------------------------
PART = ['总额', '832平台', '消费帮扶超市', '其他']
FIGURES = [1000, 100, 200, 700, 700, 50, 150, 500, 850, 80, 170, 600]
quarter = lambda title, months: lambda u: [[title], ['学校'] + [v for m in months for v in (m, _, _, _)], [''] + PART * 3, [u] + FIGURES]
for title, months, kind in ('2024年一季度学校食堂采购汇总', ['1月', '2月', '3月'], 'xlsx'), ('2024年1-3月采购统计', ['一月', '二月', '三月'], 'xls'):
    u = unit(); getattr(T, kind)(f'{u}.{kind}', quarter(title, months)(u)); T.exp(u, 255000, 23000, 52000, month_base=85000, **plain)
# Months in capitals.
cap = lambda *months: lambda u: [[u + '2024年采购统计'], ['月份', '采购总额', '832平台', '消费帮扶超市']] + [[m, *r] for m, r in zip(months, ([10000, 1000, 2000], [5000, 500, 1000], [8000, 900, 1500]))]
for months in (['元月', '贰月', '叁月'], ['壹月份', '贰月份', '叁月份']):
    T.exp(sheets(('统计', cap(*months))), 2300000, 240000, 450000, month_base=800000, **plain)

# --- a shop's own list of what it sold -----------------------------------------------------------------------------------------------------------
sold = lambda kind, store='夏县消费帮扶超市': [['门店', '单号', '日期', '商品名称', '数量', '单价', '金额', '类型'], [store, 'X001', D(4), '小米', 10, 8, 80, kind],
                                     [store, 'X002', D(5), '小米', 2, 8, 16, '退货'], [store, 'X003', D(6), '核桃', 2, 50, 100, kind]]
u = unit(); T.csv(f'夏县消费帮扶超市_{u}.csv', sold('销售')); T.exp(u, 16400, 0, 16400, **plain)
u = unit(); T.xlsx(f'夏县消费帮扶超市_{u}.xlsx', sold('零售')); T.exp(u, 16400, 0, 16400, **plain)
# Look-alike: a store of the unit's own that buys and sells.
own = lambda u: [[u + '2024年3月进销'], HEAD[:5] + ['类型', '供应商']] + [r[:5] + [k, '李家商行'] for r, k in zip(LINES, ['进货', '进货', '销售', '进货'])]
T.exp(sheets(('3月', own)), 37000, d832=37000, dlocal=37000, doverall=37000, reasons=['channel_missing'])
T.done()
