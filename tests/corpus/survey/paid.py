# -*- coding: utf-8 -*-
"""List prices and what was paid after a cut, tills, prices of another unit, remarks on what came short, exempt invoices.

    python3 tests/corpus/survey/paid.py
"""
from common import D, Theme, books, numbered

T = Theme('paid')
certain = dict(reasons=[])


def case(unit, rows, *want, kind='xlsx', **more):
    u = unit()
    getattr(T, kind)(f'{u}3月.{kind}', [[u + '3月配送明细']] + rows)
    T.exp(u, *want, **more)


# --- the list price and what was paid: 800.00 yuan at 8 % off is 736.00, the platform's 250.00 is 230.00 ------------------------------------
cut = numbered('浮')
HEAD = ['日期', '品名', '数量', '单价', '金额']
GOODS = [[D(4), '土豆', 50, 2, 100, '配送公司'], [D(5), '猪肉', 30, 15, 450, '配送公司'], [D(6), '大米', 50, 5, 250, '832平台']]
PAID = [92, 414, 230]
beside = lambda headers, *columns: [HEAD + headers + ['渠道']] + [r[:5] + list(own) + r[5:] for r, own in zip(GOODS, zip(*columns))]
for header, kind in ('下浮8%后金额', 'xlsx'), ('结算价', 'xls'), ('优惠后', 'csv'), ('应结', 'xlsx'), ('审核金额', 'xls'):
    case(cut, beside([header], PAID), 73600, 23000, kind=kind, **certain)
open_cut = dict(bd=-6400, d832=-6400, **certain)
case(cut, beside(['乙'], PAID), 80000, 25000, **open_cut)
# The total of the last column alone proves it.
case(cut, beside(['乙'], PAID) + [['合计', None, None, None, None, 736]], 73600, 23000, **certain)
for header, kind in ('扣除下浮', 'xlsx'), ('下浮额', 'csv'):
    case(cut, beside([header], [8, 36, 20]), 73600, 23000, kind=kind, **certain)
case(cut, beside(['下浮比例', '下浮后'], ['8%'] * 3, PAID) + [['合计', None, None, None, 800, None, 736]], 73600, 23000, **certain)
case(cut, beside(['下浮率', '乙'], ['8%', '10%', '4%'], [92, 405, 240]), 73700, 24000, kind='csv', **certain)
case(cut, beside(['折扣'], [0.95, 0.9, 0.96]), 80000, 25000, bd=-6000, d832=-6000, **certain)
case(cut, beside(['折扣'], ['9.5折', '9折', '9.6折']), 80000, 25000, kind='xls', bd=-6000, d832=-6000, **certain)
for header, kind in ('下浮后单价', 'xlsx'), ('折后价', 'csv'):
    case(cut, [HEAD[:4] + [header, '渠道']] + [r[:4] + [r[3] * 0.92, r[5]] for r in GOODS], 73600, 23000, kind=kind, **certain)
# Look-alikes: no tax, a part that was paid or bought, what it cost or will cost, prices.
same = lambda rows, kind='xlsx': case(cut, rows, 80000, 25000, kind=kind, **certain)
same(beside(['税率', '税额'], ['9%'] * 3, [8.26, 37.16, 20.64]))
same(beside(['不含税金额'], [91.74, 412.84, 229.36]))
same(beside(['甲'], [91.74, 412.84, 229.36]), 'csv')
same(beside(['成本额'], [80, 360, 200]))
same(beside(['已付'], [80, 360, 200]), 'xls')
same(beside(['已结算'], [80, 360, 200]))
same(beside(['扣税', '税后'], [9, 40.5, 22.5], [91, 409.5, 227.5]), 'csv')
same(beside(['折合率'], [0.5] * 3))
same(beside(['下月计划'], [90, 405, 225]))
same(beside(['市场价'], [2.2, 16.5, 5.5]))
same(beside(['指导价', '下浮率'], [2.2, 16, 5.5], ['8%'] * 3))
same(beside(['其中帮扶产品'], [90, 405, 225]))
same(beside(['折扣'], [1, 1, 1]))

# --- below the total ----------------------------------------------------------------------------------------------------------------------
foot = numbered('后')
TWO = [[D(4), '土豆', 50, 2, 100, '配送公司'], [D(6), '大米', 50, 5, 250, '832平台']]
below = lambda *rows: [HEAD + ['渠道']] + TWO + [['合计', None, None, None, 350]] + [[label, None, None, None, fen] for label, fen in rows]
less = dict(bd=-2800, d832=-2800, **certain)
for label, kind in ('下浮后合计', 'xlsx'), ('折后合计', 'csv'), ('实际付款', 'xls'), ('优惠后应付', 'xlsx'):
    case(foot, below((label, 322)), 35000, 25000, kind=kind, **less)
case(foot, [r + [None] for r in below()[:1]] + below()[1:] + [['按合同下浮8%后应付款：322元']], 35000, 25000, **less)
case(foot, below() + [['下浮8%后实付：322.00']], 35000, 25000, kind='xls', **less)
for rows in [('其中：832平台', 322)], [('已付', 322)], [('欠款', 322)], [('上月结余', 322)], [('实付', 350)], [('应付款', 200)], [('微信支付', 322), ('现金', 28)], [('实付', 322), ('尚欠', 28)]:
    case(foot, below(*rows), 35000, 25000, **certain)
case(foot, below() + [['大写：叁佰伍拾元整']], 35000, 25000, **certain)
case(foot, below() + [['说明：上月下浮8%后应付款：12元']], 35000, 25000, **certain)

case(foot, below(('下浮后合计', 322), ('下浮金额', 28)), 35000, 25000, **less)

# --- 金额 | 扣款 | 实付 -----------------------------------------------------------------------------------------------------------------------
rest = numbered('扣')
for head, kind in (['扣款', '实付'], 'xlsx'), (['损耗', '净额'], 'csv'), (['质量扣款', '应付金额'], 'xls'):
    case(rest, beside(head, [10, 0, 0], [90, 450, 250]), 79000, 25000, kind=kind, **certain)
# A subsidy, and what is still owed, are no less paid.
case(rest, beside(['已付', '未付'], [10, 0, 0], [90, 450, 250]), 80000, 25000, **certain)

# --- tills --------------------------------------------------------------------------------------------------------------------------------------
till = numbered('券')


def slip(head, rows, *want, kind='xlsx', **more):
    u = till()
    getattr(T, kind)(f'{u}小票.{kind}', [['夏县消费帮扶超市销售清单'], [f'客户名称：{u}', None, None, '日期：2024-03-08'], head] + rows)
    T.exp(u, *want, **more)


SOLD = [['小米', 10, 8, 5, 75], ['木耳', 5, 30, 0, 150], ['核桃', 2, 50, 10, 90]]
for (off, paid), kind in (('优惠', '实收'), 'xlsx'), (('让利', '实付'), 'xls'), (('立减', '应收'), 'csv'):
    slip(['商品名称', '数量', '售价', off, paid], SOLD, 31500, local=31500, kind=kind, **certain)
slip(['商品名称', '数量', '售价', '优惠', '实收'], SOLD + [['合计', 17, None, 15, 315]], 31500, local=31500, **certain)
# What came of what was ordered is a count.
slip(['商品名称', '数量', '售价', '优惠', '实收'], [['小米', 10, 8, 0, 10], ['木耳', 5, 30, 0, 5]], 23000, local=23000, **certain)
paid_rows = lambda *labels: [['小米', 10, 8, 80], ['木耳', 5, 30, 150]] + [[label, None, None, fen] for label, fen in labels]
maybe = lambda fen: dict(bd=fen, dlocal=fen, reasons=['total_suspected'])
slip(['商品', '数量', '售价', '小计'], paid_rows(('应收', 230), ('抹零', 0), ('微信支付', 230)) + [['核桃', 2, 50, 100], ['应收', None, None, 100], ['微信支付', None, None, 100]],
     33000, local=33000, **maybe(20000))

# --- a price for another unit ----------------------------------------------------------------------------------------------------------------
pack = numbered('箱')
case(pack, [['日期', '品名', '规格', '数量', '单价', '渠道'], [D(4), '大米', '50斤/袋', 2, '125元/袋', '832平台'], [D(5), '鸡蛋', '30斤/箱', 3, '4元/斤', '农贸市场']],
     25000, 25000, v832='undetermined', reasons=['amount_unreadable'])
case(pack, [['日期', '品名', '规格', '数量', '单价', '渠道'], [D(4), '大米', '50斤/袋', 2, 125, '832平台'], [D(5), '鸡蛋', '30斤/箱', 3, 120, '农贸市场']], 61000, 25000, **certain)
case(pack, [['日期', '品名', '数量', '每件斤数', '单价（元/件）', '渠道'], [D(4), '大米', 2, 50, 125, '832平台'], [D(5), '鸡蛋', 3, 30, 120, '农贸市场']], 61000, 25000, kind='xls', **certain)

# --- what came short, what was exchanged -------------------------------------------------------------------------------------------------------
short = numbered('短')
BOUGHT = [[D(4), '大米', 50, 5, 250, '832平台'], [D(5), '白菜', 50, 2, 100, '农贸市场'], [D(7), '猪肉', 10, 15, 150, '农贸市场']]
said = lambda header, *texts: [HEAD + ['渠道', header]] + [r + [t] for r, t in zip(BOUGHT, texts)]
doubt = dict(bd=15000, reasons=['void_suspected'])
for text, kind in ('退2斤', 'xlsx'), ('已退', 'csv'), ('少送2斤', 'xls'), ('坏了2斤', 'xlsx'), ('实收8斤', 'xlsx'), ('扣30元', 'csv'), ('缺斤', 'xls'), ('未收货', 'xlsx'):
    case(short, said('备注', '', '', text), 35000, 25000, kind=kind, **doubt)
case(short, said('到货情况', '已到', '已到', '未到货'), 35000, 25000, **doubt)
for text in '换货', '实收10斤', '押金已退', '折扣30元', '至少3天', '退休教师', '够吃':
    case(short, said('备注', '', '', text), 50000, 25000, **certain)
case(short, [HEAD + ['渠道']] + BOUGHT[:2] + [[D(7), '猪肉（退）', 10, 15, 150, '农贸市场']], 35000, 25000, **doubt)
for text, bd in ('已换货', -5000), ('换新', -5000):
    u = short()
    back = [['日期', '品名', '数量', '单价', '金额', '渠道', '处理情况'], [D(6), '大米', 10, 5, 50, '832平台', text]]
    T.xlsx(f'{u}3月.xlsx', [('采购', [HEAD + ['渠道']] + BOUGHT), ('退货', back)])
    T.exp(u, 50000, 25000, bd=bd, d832=bd, reasons=['void_suspected'])

# --- exempt of tax -------------------------------------------------------------------------------------------------------------------------------
free = numbered('税')
INVOICE = ['开票日期', '发票号码', '销方名称', '货物名称', '数量', '单价', '金额', '税率', '税额', '采购渠道']
for rate, tax, kind in ('免税', '免税', 'xlsx'), ('免税', '***', 'csv'), ('不征税', '不征税', 'xls'):
    case(free, [INVOICE, [D(10), '24142000000000000002', '李家菜店', '*蔬菜*白菜', 100, 1, 100, rate, tax, '农贸市场'],
                [D(11), '24142000000000000003', '平陆果业', '*水果*苹果', 50, 1, 50, '9%', 4.5, '832平台']], 15450, 5450, kind=kind, **certain)
# A tax that cannot be read is none of these.
case(free, [INVOICE, [D(10), '24142000000000000002', '李家菜店', '*蔬菜*白菜', 100, 1, 100, '9%', '九元', '农贸市场'],
            [D(11), '24142000000000000003', '平陆果业', '*水果*苹果', 50, 1, 50, '9%', 4.5, '832平台']], 5450, 5450, v832='undetermined', reasons=['amount_unreadable'])
T.done()
