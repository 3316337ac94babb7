# -*- coding: utf-8 -*-
"""Tables of what was used, sold or eaten beside a ledger of purchases, told by their columns; and ledgers that only look so.

    python3 tests/corpus/survey/uses.py
"""
from common import Theme, D, books, numbered
from roles_words import DAY, LEDGER

T = Theme('uses')
# Every book holds 500.00 yuan: 大米 20 for 100.00 (832), 猪肉 10 for 280.00, 白菜 40 for 120.00 (local).
exp = lambda unit, plus=0, **more: T.exp(unit, 50000 + plus, 10000, 12000, **more)
BOOK = lambda unit, ext='': [[f'{unit}2024年3月食堂食材采购台账']] + LEDGER
# 130.00 yuan of goods that the ledger does not have.
OTHER = [[D(7), '面粉', 10, 4, 40], [D(8), '粉条', 5, 10, 50], [D(9), '冬瓜', 20, 2, 40]]
open_ = dict(d832=13000, dlocal=13000, doverall=13000)
doubt = dict(bd=13000, reasons=['channel_missing', 'not_purchases_suspected'], **open_)


def beside(unit, kind, tab, rows, **more):
    """A second tab, or for CSV a second file whose name says nothing."""
    if kind == 'csv':
        T.csv(f'{unit}3月采购台账.csv', [DAY(r) for r in BOOK(unit)])
        T.csv(f'{unit}3月之二.csv', [DAY(r) for r in rows])
    else:
        getattr(T, kind)(f'{unit}3月.{kind}', [('购进', BOOK(unit)), (tab, rows)])
    exp(unit, **more)


# --- the quantities are what went out: none of it is a purchase ---------------------------------------------------------------------
B = ['日期', '品名']
P = ['单价', '金额']
beside('用一小学', 'xlsx', 'Sheet2', [B + ['领用数量'] + P + ['领用部门']] + [r + ['红案'] for r in OTHER], fates=dict(not_purchase=3))
beside('用二小学', 'xls', 'Sheet2', [B + ['出库数'] + P + ['出库人']] + [r + ['老王'] for r in OTHER])
beside('用三小学', 'csv', '', [B + ['投料量'] + P] + OTHER)
beside('用四小学', 'xlsx', '二', [B + ['期初', '期末', '耗用'] + P] + [r[:2] + [5, 3] + r[2:] for r in OTHER])
beside('用五小学', 'xls', 'Sheet2', [['厨房用料表'], B + ['数量'] + P] + OTHER)
beside('用六小学', 'xlsx', '成本核算', [B + ['用量', '单价', '成本']] + OTHER)

# --- a column beside them says who took it: a person has to look, but where the ledger holds all of it ------------------------------
beside('用七小学', 'xlsx', 'Sheet2', [B + ['数量'] + P + ['领料人']] + [r + ['老王'] for r in OTHER], **doubt)
beside('用八小学', 'xls', 'Sheet2', [B + ['用量'] + P] + OTHER, **doubt)
TAKEN = [[D(7), '大米', 20, 5, 100], [D(8), '猪肉', 4, 28, 112], [D(9), '白菜', 40, 3, 120]]
beside('用九小学', 'csv', '', [B + ['数量'] + P + ['领用人']] + [r + ['老王'] for r in TAKEN], note='all of it was bought before')
MORE = [[D(7), '大米', 21, 5, 105]] + TAKEN[1:]
beside('用十小学', 'xlsx', 'Sheet2', [B + ['数量'] + P + ['领用人']] + [r + ['老王'] for r in MORE], bd=33700, d832=33700, dlocal=33700, doverall=33700,
       note='one more than was bought')
EARLY = [[D(3), '大米', 20, 5, 100]] + TAKEN[1:]
beside('用十一小学', 'xls', 'Sheet2', [B + ['数量'] + P + ['领用人']] + [r + ['老王'] for r in EARLY], bd=33200, d832=33200, dlocal=33200, doverall=33200,
       note='taken a day before it was bought')

# --- counterparts: purchases with such a column ---------------------------------------------------------------------------------------
T.xlsx('用十二小学3月.xlsx', [('3月', [['用十二小学食材即入即出登记'], B + ['数量'] + P + ['领用人']] + [r + ['老王'] for r in OTHER])])
T.exp('用十二小学', 13000, reasons=['channel_missing'], note='all that the unit has', **open_)
beside('用十三小学', 'xls', '之二', [B + ['数量'] + P + ['供应商', '采购渠道', '领用人']] + [r + ['张三粮油店', '农贸市场', '老王'] for r in OTHER], plus=13000)
beside('用十四小学', 'xlsx', '之二', [['零星采购登记'], B + ['数量'] + P + ['领用人']] + [r + ['老王'] for r in OTHER], plus=13000)
beside('用十五小学', 'csv', '', [B + ['购进数量'] + P + ['领用数量', '采购渠道']] + [r + [1, '农贸市场'] for r in OTHER], plus=13000)
beside('用十六小学', 'xlsx', '之二', [B + ['数量'] + P + ['验收人', '领用人']] + [r + ['老李', '老王'] for r in OTHER], plus=13000, **open_)

# --- dishes sold, meals paid ----------------------------------------------------------------------------------------------------------
SOLD = [['日期', '菜品', '份数', '售价', '销售额']] + [r[:1] + ['炒' + r[1]] + r[2:] for r in OTHER]
beside('用十七小学', 'xlsx', '销售', [['售卖窗口日报']] + SOLD)
beside('用十八小学', 'xls', 'Sheet2', SOLD, **doubt)
beside('用十九小学', 'csv', '', [['送货单']] + [r + ['张三粮油店' if at else '供应商'] for at, r in enumerate(SOLD)], plus=13000, d832=0, dlocal=0,
       note='a seller\'s own word for the price')
MEALS = [[D(4), '王校长', 1, 8, 8], [D(5), '李主任', 1, 8, 8], [D(6), '赵老师', 1, 8, 8]]
beside('用二十小学', 'xlsx', '陪餐', [['日期', '姓名', '餐数', '单价', '金额']] + MEALS)
beside('用廿一小学', 'xls', 'Sheet2', [['日期', '姓名', '份数', '单价', '金额']] + MEALS, bd=2400, d832=2400, dlocal=2400, doverall=2400)
beside('用廿二小学', 'xlsx', 'Sheet2', [['日期', '姓名', '品名', '数量', '单价', '金额']] + [r[:1] + ['农户老赵'] + r[1:] for r in OTHER],
       **doubt, note='who sold it, or who took it: nothing says which')

# --- no word says what went out: it was bought before, at these prices --------------------------------------------------------------------
USED = [[D(7), '大米', 15, 5, 75], [D(8), '猪肉', 4, 28, 112], [D(9), '白菜', 30, 3, 90]]
beside('用廿三小学', 'csv', '', [B + ['数量'] + P] + USED, bd=27700, d832=27700, dlocal=27700, doverall=27700, reasons=['channel_missing', 'not_purchases_suspected'])
DEARER = [[D(7), '大米', 15, 5.2, 78]] + USED[1:]
beside('用廿四小学', 'csv', '', [B + ['数量'] + P] + DEARER, plus=28000, d832=28000, dlocal=28000, doverall=28000, reasons=['channel_missing'], note='a price that was never paid')
# On the right of the ledger, under its title, and longer: who took it.
TAKER = OTHER + [[D(10), '萝卜', 10, 3, 30]]
T.xlsx('用廿五小学3月.xlsx', [['用廿五小学2024年3月采购即入即出登记']] + [
    left + right for left, right in zip(LEDGER + [[None] * 7], [B + ['数量'] + P + ['领用人']] + [r + ['老王'] for r in TAKER])])
exp('用廿五小学', bd=16000, d832=16000, dlocal=16000, doverall=16000, reasons=['channel_missing', 'not_purchases_suspected'])
# The state of an order, and a remark, merged over its rows: all of them are void, or may be.
ORDERS = [['XS240304001', D(4), '小米', 10, 11.5, 115, '832平台'], [None, None, '木耳', 2, 92, 184, None],
          ['XS240305001', D(5), '香菇', 3, 78, 234, '832平台'], [None, None, '核桃', 5, 32, 160, None]]
merged = lambda *cols: [f'{c}{a}:{c}{a + 1}' for c in cols for a in (3, 5)]
for unit, head, states, more in (('用廿六小学', '订单状态', ('已完成', '已取消'), dict(fates=dict(line=2, void=2))), ('用廿七小学', '备注', (None, '作废'), dict(bd=39400, d832=39400, doverall=39400))):
    rows = [r + [states[n // 2] if n % 2 == 0 else None] for n, r in enumerate(ORDERS)]
    T.xlsx(f'{unit}3月.xlsx', [('3月', [[unit + '食堂2024年3月食材采购台账'], ['单号', '日期', '品名', '数量', '单价', '金额', '渠道', head]] + rows, merged('A', 'B', 'G', 'H'))])
    T.exp(unit, 29900, 29900, **more)
# --- what was asked for: no second purchase beside a ledger, and in doubt where it is all that there is -----------------------------------------
sheets, files = books(T, numbered('请'))
ASKED = [['白菜', 70, 1.6, 112], ['面粉', 40, 4, 160], ['粉条', 5, 10.1, 50.5]]
asked = lambda title, head=('申请人',), own=('老赵',), day=None: lambda u: [[title], (['日期'] if day else []) + ['品名', '数量', '单价', '金额', *head]] + [
    ([day] if day else []) + r + list(own) for r in ASKED]
seller, through = (('供应商', '备注'), ('老王菜店', None)), (('渠道',), ('农贸市场',))
maybe = dict(bd=32250, reasons=['not_purchases_suspected'])
unsure = dict(bd=32250, d832=32250, dlocal=32250, doverall=32250, reasons=['channel_missing', 'not_purchases_suspected'])
exp(sheets(('台账', BOOK), ('申购', asked('采购申请表'))), **unsure)
exp(sheets(('台账', BOOK), ('采购审批表', asked('采购审批表')), kind='xls'), **unsure)
exp(sheets(('台账', BOOK), ('Sheet2', asked('3月请购单', *through, day=D(4)))), **maybe)
exp(files(('3月台账', BOOK), ('3月订货单', asked('3月', *seller))), **maybe)
exp(files(('3月台账', BOOK), ('3月报货', asked('食堂报货单', *seller, day=D(3)))), **maybe)
# The ledger has all of it: nothing was bought beside it, whatever the day on which it was asked for.
held = lambda title, shift: lambda u: [[title], ['日期', '品名', '数量', '单价', '金额']] + [[D(2), '大米', 20, 5, 100], [D(2), '白菜', 40 - shift, 3, 120 - 3 * shift]]
exp(sheets(('申购单', held('申购单', 1)), ('台账', BOOK)), reasons=['not_purchases'])
exp(files(('3月台账', BOOK), ('3月要货单', held('要货单', 5))), reasons=['not_purchases'])
# Alone.
for title, kind in ('采购申请单', 'xlsx'), ('订货单', 'xls'):
    T.exp(sheets(('3月', asked(title, *seller, day=D(5))), kind=kind), 0, **maybe)
# Look-alikes: what came is told, or orders of a platform with their states.
accepted = (('渠道', '验收人'), ('农贸市场', '老李'))
for title in '采购审批及验收表', '采购申请单':
    T.exp(sheets(('3月', asked(title, *accepted, day=D(5)))), 32250, reasons=[])
T.exp(sheets(('3月', asked('采购申请表', ('验收情况', '渠道'), ('合格', '农贸市场'), day=D(5)))), 32250, reasons=[])
T.exp(sheets(('3月', asked('采购订单明细', ('订单编号', '订单状态', '采购平台'), ('DD20240305001', '已完成', '832平台'), day=D(5))), kind='xls'), 32250, 32250, reasons=[])

# --- what was sold or paid in, with quantities and prices ------------------------------------------------------------------------------------------
sheets, files = books(T, numbered('售'))
BUNS = [[D(5), '馒头', 70, 1, 70], [D(12), '馒头', 60, 1, 60], [D(19), '花卷', 55, 1.5, 82.5]]
sold = lambda title, more=(), own=(): lambda u: [[title], ['日期', '品名', '数量', '单价', '金额', *more]] + [r + list(own) for r in BUNS]
for title, kind in ('馒头外卖收入明细', 'xlsx'), ('废品销售收入', 'xls'), ('泔水收入', 'xlsx'), ('潲水出售登记', 'xls'):
    exp(sheets(('台账', BOOK), ('Sheet2', sold(title)), kind=kind), fates=dict(not_purchase=3))
exp(sheets(('3月', lambda u: BOOK(u) + [[], ['二、剩菜出售']] + sold('')(u)[1:])))
exp(sheets(('3月', lambda u: BOOK(u) + [['二、泔水收入']] + [r[:5] + ['现金'] for r in BUNS])), fates=dict(not_purchase=3))
exp(files(('3月台账', BOOK), ('3月面食外售', sold('3月'))))
# Goods sold, or a store's or a seller's own word for what was bought: beside a ledger a person has to look.
for title in '3月收入', '农产品出售明细':
    exp(sheets(('台账', BOOK), ('二', sold(title))), bd=21250, d832=21250, dlocal=21250, doverall=21250, reasons=['channel_missing', 'not_purchases_suspected'])
# Look-alikes.
T.exp(sheets(('3月', sold('主营业务收入明细'))), 21250, d832=21250, dlocal=21250, doverall=21250, reasons=['channel_missing'])
T.exp(sheets(('3月', sold('食堂收入', ['供应商', '渠道'], ['老王菜店', '农贸市场']))), 21250, reasons=[])
T.exp(sheets(('伙食费', sold('3月伙食费明细', ['渠道'], ['农贸市场']))), 21250, reasons=[])
T.done()
