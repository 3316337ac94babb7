# -*- coding: utf-8 -*-
"""What stands beside a ledger and tells its purchases again: sums of its days, accounts of income and expenses, payments, the parts of a slip,
versions with other prices, invoices beside their goods.

    python3 tests/corpus/survey/beside.py
"""
from common import D, Theme, books, numbered

T = Theme('beside')
unit = numbered('旁')
sheets, files = books(T, unit)

HEAD = ['日期', '品名', '数量', '单价', '金额', '渠道']
# 400.00 yuan: 170.00 through the 832 platform, 100.00 through the shop.
BOUGHT = [[D(1), '白菜', 10, 1, 10, '农贸市场'], [D(1), '大米', 20, 5, 100, '832平台'], [D(8), '萝卜', 10, 2, 20, '农贸市场'], [D(9), '面粉', 10, 4, 40, '消费帮扶超市'],
          [D(15), '小米', 10, 7, 70, '832平台'], [D(22), '猪肉', 5, 20, 100, '农贸市场'], [D(23), '油', 1, 60, 60, '消费帮扶超市']]
WHOLE = (40000, 17000, 10000)
ledger = lambda u: [[u + '食堂2024年3月食材采购明细'], HEAD] + BOUGHT
detail = ('明细', ledger)
none = dict(reasons=['statement_superseded'])
twice = dict(reasons=['duplicate_suspected'])

# --- sums of the ledger's days ---------------------------------------------------------------------------------------------------------
PARTS = ['采购金额', '832平台', '消费帮扶超市']
DAYS = [[D(1), 110, 100, 0], [D(8), 20, 0, 0], [D(9), 40, 0, 40], [D(15), 70, 70, 0], [D(22), 100, 0, 0], [D(23), 60, 0, 60]]
WEEKS = [['第1周', '3.1-3.7', 110, 100, 0], ['第2周', '3.8-3.14', 60, 0, 40], ['第3周', '3.15-3.21', 70, 70, 0], ['第4周', '3.22-3.31', 160, 0, 60]]
days = lambda rows: lambda u: [[u + '3月每日采购汇总'], ['日期'] + PARTS] + rows
weeks = lambda u: [[u + '3月各周采购汇总'], ['周次', '起止日期'] + PARTS] + WEEKS
T.exp(sheets(detail, ('日汇总', days(DAYS + [['合计', 400, 170, 100]]))), *WHOLE, **none)
T.exp(sheets(('日表', days(DAYS)), ('3月', ledger), kind='xls'), *WHOLE, **none)
T.exp(files(('3月明细', ledger), ('3月每日', days(DAYS))), *WHOLE, **none)
T.exp(sheets(*[(f'第{n}周', lambda u, n=n: [[f'第{n}周采购明细'], HEAD] + [r for r in BOUGHT if (r[0].day - 1) // 7 + 1 == n]) for n in (1, 2, 3, 4)], ('各周', weeks)),
      *WHOLE, **none)
# No week's number; goods without quantities.
T.exp(sheets(detail, ('各周', lambda u: [[u + '各周采购'], ['起止日期'] + PARTS] + [r[1:] for r in WEEKS])), *WHOLE, **none)
T.exp(sheets(('明细', lambda u: [[u + '3月采购明细'], ['日期', '品名', '金额', '渠道']] + [r[:2] + r[4:] for r in BOUGHT]), ('各周', weeks)), *WHOLE, **none)
# One day differs: which is right a person must say.
T.exp(sheets(detail, ('日汇总', days(DAYS[:1] + [[D(8), 21, 0, 0]] + DAYS[2:]))), *WHOLE, bd=40100, d832=17000, dlocal=10000, **twice)
# Counterparts: what there is; days of something else.
T.exp(sheets(('日汇总', days(DAYS))), *WHOLE, reasons=[])
T.exp(sheets(detail, ('教工灶', days([[D(2), 50, 50, 0], [D(4), 30, 0, 0], [D(10), 44, 0, 44]]))), 52400, 22000, 14400, reasons=[])

# --- income beside expenses --------------------------------------------------------------------------------------------------------------
SIDES = [['上月结余', 1200.5, '食材采购', 400], ['学生伙食费', 20000, '燃料费', 320], ['教师伙食费', 1500, '水电费', 210], ['财政补助', 800, '人工工资', 2400],
         ['收入合计', 23500.5, '支出合计', 3330], ['本月结余', 20170.5, None, None]]
account = lambda *head: lambda u: [[u + '食堂收支月报表'], ['2024年3月', None, None, '单位：元'], *head] + SIDES
one_row, items, two_rows = [['收入', '金额', '支出', '金额']], [['收入项目', '金额', '支出项目', '金额']], [['收入', None, '支出', None], ['项目', '金额', '项目', '金额']]
for head in one_row, items, two_rows:
    T.exp(sheets(('收支表', account(*head)), detail), *WHOLE, reasons=[])
T.exp(files(('3月收支表', account(*one_row)), ('3月明细', ledger)), *WHOLE, reasons=[])
for head in one_row, items, two_rows:
    T.no_unit(sheets(('收支表', account(*head)), kind='xls'))
# Counterparts: what was spent day by day; goods.
missing = dict(reasons=['channel_missing'])
T.exp(sheets(('3月', lambda u: [[u + '食堂现金日记账'], ['日期', '摘要', '收入', '支出', '余额'], [D(1), '收伙食费', 900, None, 900], [D(2), '白菜', None, 30, 870],
                               [D(3), '大米', None, 50, 820]])), 8000, d832=8000, dlocal=8000, doverall=8000, **missing)
T.exp(sheets(('公示', lambda u: [[u + '食堂3月支出公示'], HEAD] + BOUGHT)), *WHOLE, reasons=[])

# --- deliveries and payments ---------------------------------------------------------------------------------------------------------------
def running(delivered, paid, balance=True):
    rows = [[D(2), '老王', '送白菜', 150, None, 3150, '农贸市场'], [D(3), '老王', '送面粉', 200, None, 3350, '消费帮扶超市'], [D(4), '老王', '送小米', 400, None, 3750, '832平台'],
            [D(20), '老王', '付货款', None, 2000, 1750, None]]
    rows = [[D(1), None, '期初余额', None, None, 3000, None]] * balance + rows + [['合计', None, None, 750, 2000, None, None]]
    keep = [i for i in range(7) if balance or i != 5]
    head = ['日期', '供应商', '摘要', delivered, paid, '余额', '渠道']
    return sheets(('3月', lambda u: [[u + '与供应商往来账（3月）']] + [[r[i] for i in keep] for r in [head] + rows]))


for delivered, paid in ('送货金额', '付款金额'), ('进货金额', '付款金额'), ('入库金额', '结算金额'), ('货款', '付款'):
    T.exp(running(delivered, paid), 75000, 40000, 20000, reasons=[])
    # 付款 is read as no money at all; its row is one without an amount, for which the total leaves nothing.
    T.exp(running(delivered, paid, False), 75000, 40000, 20000, reasons=['amount_unreadable', 'channel_blank'] if paid == '付款' else [])
# Counterpart: of what was put on a card only what was spent is bought.
T.exp(sheets(('3月', lambda u: [[u + '食堂备用金'], ['日期', '摘要', '充值金额', '消费金额', '余额', '渠道'], [D(1), '充值', 1000, None, 1000, None], [D(2), '白菜', None, 150, 850, '农贸市场'],
                               [D(3), '面粉', None, 200, 650, '832平台']])), 35000, 20000, 0)

# --- the parts of a slip -------------------------------------------------------------------------------------------------------------------
GOODS = [['面粉', '袋', 5, 40, 200], ['鸡蛋', '箱', 2, 90, 180], ['苹果', '箱', 3, 50, 150]]


def slip(part, day, goods=GOODS):
    return lambda u: [['夏县消费帮扶超市送货单' + part, None, None, None, None], ['客户：' + u, None, None, f'日期：2024年3月{day}日', None], ['品名', '单位', '数量', '单价', '金额']] + goods + [
        ['合计', None, None, None, sum(g[4] for g in goods)]]


below = lambda *slips: ('送货单', lambda u: [row for s in slips for row in s(u) + [[None]]])
abreast = lambda one, other: ('3.4', lambda u: [a + [None] + b for a, b in zip(one(u), other(u))])
copy = dict(findings=['duplicate_sheet'], reasons=['duplicate_sheet'])
T.exp(sheets(below(slip('（存根联）', 4), slip('（客户联）', 4))), 53000, 0, 53000, **copy)
T.exp(sheets(abreast(slip('（白联）', 4), slip('（红联）', 4))), 53000, 0, 53000, **copy)
T.exp(sheets(below(*[slip(f'（第{n}联）', 4) for n in '一二三']), kind='xls'), 53000, 0, 53000, **copy)
# The same goods on the next day, in two parts again; no word of parts; two lines.
T.exp(sheets(below(*[slip(part, day) for day in (4, 5) for part in ('（存根联）', '（客户联）')])), 106000, 0, 106000, **copy)
T.exp(sheets(below(slip('', 4), slip('', 4))), 53000, 0, 53000, bd=53000, dlocal=53000, **twice)
T.exp(sheets(below(slip('（存根联）', 4, GOODS[:2]), slip('（回单联）', 4, GOODS[:2]))), 38000, 0, 38000, bd=38000, dlocal=38000, **twice)
# Counterparts: another day; another quantity; one or two equal lines.
T.exp(sheets(below(slip('', 4), slip('', 5))), 106000, 0, 106000, reasons=[])
T.exp(sheets(below(slip('（存根联）', 4), slip('（客户联）', 4, GOODS[:2] + [['苹果', '箱', 4, 50, 200]]))), 111000, 0, 111000, reasons=[])
T.exp(sheets(below(slip('', 4, GOODS[:2]), slip('', 4, GOODS[:2]))), 76000, 0, 76000, reasons=[])

# --- versions with other prices -------------------------------------------------------------------------------------------------------------
def priced(*raised, by=1):
    rows = [r[:3] + [r[3] + by, (r[3] + by) * r[2]] + r[5:] if i in raised else r for i, r in enumerate(BOUGHT)]
    return lambda u: [[u + '食堂2024年3月食材采购台账'], HEAD] + rows


# One yuan more a measure: 大米 20.00 more, 白菜, 萝卜, 面粉, 小米 10.00, 猪肉 5.00, 油 1.00.
T.exp(sheets(('终稿', ledger), ('初稿', priced(1))), *WHOLE, bd=42000, d832=19000, dlocal=10000, **twice)
T.exp(sheets(('终稿', ledger), ('初稿', priced(1, 2, 3, 4, 5)), kind='xls'), *WHOLE, bd=45500, d832=20000, dlocal=11000, **twice)
T.exp(sheets(('3月', ledger), ('不要用', priced(0, 1, 2, 3, 4, 5))), *WHOLE, bd=46500, d832=20000, dlocal=11000, **twice)
T.exp(sheets(('3月', ledger), ('草稿', priced(*range(7)))), *WHOLE, bd=46600, d832=20000, dlocal=11100, **twice)
# All raised by a tenth, under a name that says nothing.
T.exp(sheets(('甲', ledger), ('乙', lambda u: [[u + '3月采购台账'], HEAD] + [r[:3] + [r[3] * 1.1, round(r[4] * 1.1, 2)] + r[5:] for r in BOUGHT])), *WHOLE,
      bd=44000, d832=18700, dlocal=11000, **twice)
# The first one says more: its changed line is open too.
T.exp(sheets(('一稿', priced(1)), ('二稿', ledger)), 30000, 7000, 10000, bd=52000, d832=29000, dlocal=10000, **twice)
# Counterparts: two canteens that share two lines; milk every day; other orders.
T.exp(sheets(('学生食堂', ledger), ('教工食堂', lambda u: [[u + '教工食堂3月采购台账'], HEAD] + BOUGHT[:2] + [[D(d), n, q, 3, q * 3, '农贸市场'] for d, n, q in ((10, '豆腐', 4), (11, '鱼', 5), (12, '鸡', 6))])),
      40000 + 11000 + 4500, 17000 + 10000, 10000, reasons=[])
milk = lambda price: lambda u: [[u + '3月牛奶采购台账'], HEAD] + [[D(d), '牛奶', 10, price, 10 * price, '农贸市场'] for d in range(1, 9)]
T.exp(sheets(('一年级', milk(3)), ('二年级', milk(4))), 24000 + 32000, reasons=[])

# --- invoices beside their goods -------------------------------------------------------------------------------------------------------------
WHOLES = ['序号', '发票代码', '发票号码', '数电发票号码', '销方识别号', '销方名称', '购方识别号', '购买方名称', '开票日期', '金额', '税额', '价税合计', '发票状态', '备注']
ITEMS = WHOLES[:9] + ['货物或应税劳务名称', '数量', '单价', '金额', '税额', '价税合计', '发票状态', '备注']
number = lambda n: f'241420000000000{n:05}'
start = lambda u, i, n: [i, None, None, number(n), '91140800000000001', '禹都蔬菜批发部', '12140800MB0000000X', u, f'2024-03-{n:02} 10:11:12']
# Three invoices, the second of two goods: 109.00, 109.00 + 54.50, 218.00.
wholes = lambda *more: lambda u: [WHOLES] + [start(u, i, n) + [net, net * 9 / 100, net * 109 / 100, '正常', '农贸市场采购'] for i, (n, net) in enumerate([(1, 100), (2, 150), (3, 200), *more], 1)]
items = lambda u: [ITEMS] + [start(u, i, n) + ['*蔬菜*' + name, 10, net / 10, net, net * 9 / 100, net * 109 / 100, '正常', '农贸市场采购']
                             for i, (n, name, net) in enumerate([(1, '白菜', 100), (2, '萝卜', 100), (2, '芹菜', 50), (3, '番茄', 200)], 1)]
T.exp(sheets(('发票基础信息', wholes()), ('信息汇总表', items)), 49050, **none)
T.exp(files(('全量发票1', items), ('全量发票2', wholes())), 49050, **none)
# Counterpart: goods alone.
T.exp(sheets(('信息汇总表', items)), 49050, reasons=[])
# An invoice whose goods are not listed: perhaps a purchase.
T.exp(sheets(('发票基础信息', wholes((4, 300))), ('信息汇总表', items)), 49050, bd=32700, d832=0, dlocal=0, reasons=['not_purchases_suspected', 'statement_superseded'])
T.done()
