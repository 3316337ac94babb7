# -*- coding: utf-8 -*-
"""Which column: several amounts, channels, dates, suppliers; headers that nobody knows; periods, groups side by side, digits, wide exports.
The workbooks of the second half are in columns_b.py."""
from common import Theme, D
import columns_b

t = Theme('columns')
COOP, SHOP, MEAT = '平陆县粮油合作社', '夏县消费帮扶超市', '老李肉店'


def ledger(unit, header, body, extra=(), how='xlsx', title='{}2024年3月食堂食材采购台账'):
    """A ledger with a title, a line of its unit, one header row."""
    width = len(header.split())
    rows = [[title.format(unit)], ['填报单位：' + unit, '', '单位：元'], header.split()] + [list(r) for r in body] + [list(r) for r in extra]
    rows = [r + [None] * (width - len(r)) for r in rows]
    if how == 'csv':
        t.csv(unit + '2024年3月.csv', rows)
    elif how == 'gbk':
        t.csv(unit + '2024年3月.csv', rows, encoding='gb18030')
    else:
        getattr(t, how)(f'{unit}2024年3月.{how}', rows)


# --- several amounts -------------------------------------------------------------------------------------------------------------
# The one that is quantity × price, wherever it stands and whatever its rank.
ledger('列一小学', '日期 品名 数量 单价 原价金额 实付金额 渠道', [[D(1), '大米', 10, 5, 60, 50, '832平台'], [D(2), '土豆', 20, 2, 45, 40, '消费帮扶超市'],
       [D(3), '猪肉', 3, 30, 99, 90, '农贸市场']])
t.exp('列一小学', 18000, 5000, 4000)
ledger('列二小学', '采购日期 订单金额 总金额 食材名称 数量 单价 采购渠道', [['2024-03-01', 50, 61, '大米', 10, 5, '832平台'], ['2024-03-02', 90, 99, '猪肉', 3, 30, '市场']], how='csv')
t.exp('列二小学', 14000, 5000)
# No quantity: the one whose sum is the stated total.
ledger('列三小学', '日期 品名 申报金额 核定金额 渠道', [[D(1), '大米', 60, 55, '832平台'], [D(2), '猪肉', 100, 90, '农贸市场'], [D(3), '青菜', 40, 35, '农贸市场']],
       [['合计', None, None, 180]], how='xls')
t.exp('列三小学', 18000, 5500)
ledger('列四小学', '日期 品名 上报金额 审定金额 渠道', [[D(1), '大米', 60, 55, '832平台'], [D(2), '猪肉', 100, 90, '农贸市场'], [D(3), '青菜', 40, 35, '农贸市场']],
       [['合计', None, 200]])
t.exp('列四小学', 20000, 6000)
# Neither: paid over listed.
for unit, listed, paid, how in (('列五小学', '标价金额', '实际支付额', 'xlsx'), ('列六小学', '商品金额', '实付款', 'csv'), ('列七小学', '应收金额', '净额', 'xls')):
    date = (lambda d: f'2024-03-0{d}') if how == 'csv' else D
    ledger(unit, f'日期 品名 {listed} {paid} 渠道', [[date(1), '大米', 60, 55, '832平台'], [date(2), '猪肉', 100, 90, '农贸市场']], how=how)
    t.exp(unit, 14500, 5500)
# Tax included over excluded, proved by the tax beside it; the sum where no column holds it.
ledger('列八小学', '日期 品名 数量 单价 金额 税率 税额 价税合计 渠道', [[D(1), '大米', 10, 10, 100, '9%', 9, 109, '832平台'], [D(2), '猪肉', 2, 100, 200, '9%', 18, 218, '农贸市场']])
t.exp('列八小学', 32700, 10900)
for unit, net, tax, how in (('列九小学', '不含税金额', '税额', 'xlsx'), ('列十小学', '未税金额', '税额', 'csv'), ('列十一小学', '税前金额', '税金', 'xls')):
    date = (lambda d: f'2024-03-0{d}') if how == 'csv' else D
    ledger(unit, f'日期 品名 {net} {tax} 渠道', [[date(1), '大米', 100, 9, '832平台'], [date(2), '猪肉', 200, 18, '农贸市场']], how=how)
    t.exp(unit, 32700, 10900)
# 税额 beside an amount that says nothing of tax (the price holds it): only told.
ledger('列十二小学', '日期 品名 金额 税额 渠道', [[D(1), '大米', 109, 9, '832平台'], [D(2), '猪肉', 218, 18, '农贸市场']])
t.exp('列十二小学', 32700, 10900)
# Returns in a column of their own: subtracted, or the column of what remains.
ledger('列十三小学', '日期 品名 采购金额 退货金额 渠道', [[D(1), '大米', 100, 20, '832平台'], [D(2), '猪肉', 200, None, '农贸市场'], [D(3), '青菜', 50, 50, '消费帮扶超市']])
t.exp('列十三小学', 28000 - 5000 + 5000, 8000)
ledger('列十四小学', '日期 品名 进货金额 退款额 净额 渠道', [['2024-03-01', '大米', 100, 20, 80, '832平台'], ['2024-03-02', '猪肉', 200, 0, 200, '农贸市场']], how='csv')
t.exp('列十四小学', 28000, 8000)
ledger('列十五小学', '日期 品名 数量 单价 金额 退回金额 渠道', [[D(1), '大米', 10, 10, 100, 20, '832平台'], [D(2), '猪肉', 2, 100, 200, '', '农贸市场']], how='xls')
t.exp('列十五小学', 28000, 8000)

# --- a number column with a header that nobody knows -------------------------------------------------------------------------------
GOODS = [('大米', 10, 5, 48, '832平台'), ('土豆', 20, 2, 39, '消费帮扶超市'), ('猪肉', 3, 30, 88.5, '农贸市场'), ('青菜', 8, 3, 24, '农贸市场')]
for unit, name, how in (('列一中学', '应结金额', 'xlsx'), ('列二中学', '报账数', 'csv'), ('列三中学', '花费', 'xls'), ('列四中学', '应付款', 'xlsx'), ('列五中学', '核销', 'gbk')):
    date = (lambda d: f'2024-03-0{d}') if how in ('csv', 'gbk') else D
    ledger(unit, f'日期 品名 数量 单价 {name} 渠道', [[date(d), g, q, p, a, c] for d, (g, q, p, a, c) in enumerate(GOODS, 1)], how=how)
    t.exp(unit, 4800 + 3900 + 8850 + 2400, 4800, 3900)
# Far from the product: some other number. The product counts.
for unit, name, values, how in (('列六中学', '库位', (3, 17, 8, 4), 'xlsx'), ('列七中学', '检测值', (0.2, 0.5, 0.1, 0.3), 'csv')):
    date = (lambda d: f'2024-03-0{d}') if how == 'csv' else D
    ledger(unit, f'日期 品名 数量 单价 {name} 渠道', [[date(d), g, q, p, values[d - 1], c] for d, (g, q, p, _, c) in enumerate(GOODS, 1)], how=how)
    t.exp(unit, 5000 + 4000 + 9000 + 2400, 5000, 4000)
# An amount that is known stays it, whatever stands beside it.
ledger('列八中学', '日期 品名 数量 单价 金额 参考数 渠道', [[D(d), g, q, p, a, q * p, c] for d, (g, q, p, a, c) in enumerate(GOODS, 1)], how='xls')
# … though a column that is quantity × price leaves the difference open.
t.exp('列八中学', 4800 + 3900 + 8850 + 2400, 4800, 3900, bd=450, d832=450, dlocal=450, doverall=450)
# Two of equal rank that differ, the total is neither's: the difference is open.
ledger('列十三中学', '日期 品名 采购金额 食堂账金额 渠道', [[D(1), '大米', 100, 120, '832平台'], [D(2), '猪肉', 200, 200, '农贸市场']])
t.exp('列十三中学', 30000, 10000, bd=2000, d832=2000)
ledger('列十四中学', '日期 品名 金额 采购金额 渠道', [['2024-03-01', '大米', 100, 90, '832平台'], ['2024-03-02', '猪肉', 200, 200, '农贸市场']], how='csv')
t.exp('列十四中学', 30000, 10000, bd=-1000, d832=-1000)
# 金额 is a price where 总金额 is so many times it.
ledger('列十五中学', '日期 品名 数量 金额 总金额 渠道', [[D(1), '大米', 10, 5, 50, '832平台'], [D(2), '猪肉', 2, 100, 200, '农贸市场']], how='xls')
t.exp('列十五中学', 25000, 5000)
# No quantity, no price: the one number column left whose total is stated.
for unit, name, how in (('列九中学', '实报', 'xlsx'), ('列十中学', '小写', 'csv'), ('列十一中学', '钱数', 'xls')):
    date = (lambda d: f'2024-03-0{d}') if how == 'csv' else D
    ledger(unit, f'日期 品名 {name} 渠道', [[date(d), g, a, c] for d, (g, _, _, a, c) in enumerate(GOODS, 1)], [['合计', None, 199.5]], how=how)
    t.exp(unit, 4800 + 3900 + 8850 + 2400, 4800, 3900)
# Without a total nothing says that it is money: set aside, and said. The other sheet counts.
t.xlsx('列十二中学2024年3月.xlsx', [('蔬菜', [['填报单位：列十二中学'], ['日期', '品名', '箱', '渠道'], [D(1), '大米', 12, '832平台'], [D(2), '青菜', 31, '农贸市场']]),
                              ('肉', [['填报单位：列十二中学'], ['日期', '品名', '金额', '渠道'], [D(3), '猪肉', 500, '农贸市场']])])
t.exp('列十二中学', 50000, fates=dict(rejected=2))

# --- several channel-like columns ---------------------------------------------------------------------------------------------------
ledger('列一幼儿园', '日期 品名 金额 采购方式 采购渠道', [[D(1), '大米', 50, '线上', '832平台'], [D(2), '青菜', 20, '线下', '农贸市场'], [D(3), '土豆', 30, '招标', '消费帮扶超市']])
t.exp('列一幼儿园', 10000, 5000, 3000)
ledger('列二幼儿园', '日期 采购途径 品名 采购方式 金额', [['2024-03-01', '832平台', '大米', '线上', 50], ['2024-03-02', '农贸市场', '青菜', '线下', 20]], how='csv')
t.exp('列二幼儿园', 7000, 5000)
# It names no channel: the supplier does.
ledger('列三幼儿园', '日期 品名 金额 采购方式 供应商', [[D(1), '大米', 50, '线上', SHOP], [D(2), '青菜', 20, '线下', '城东农贸市场'], [D(3), '面', 30, '招标', SHOP]], how='xls')
t.exp('列三幼儿园', 10000, 0, 8000)
# The counterpart: where it names channels it is the column.
ledger('列四幼儿园', '日期 品名 金额 采购方式', [[D(1), '大米', 50, '832平台'], [D(2), '青菜', 20, '自采'], [D(3), '土豆', 30, '消费帮扶超市']])
t.exp('列四幼儿园', 10000, 5000, 3000)
# 来源 with places is the origin.
ledger('列五幼儿园', '日期 品名 金额 来源 采购平台', [[D(1), '大米', 50, '平陆县', '832平台'], [D(2), '青菜', 20, '盐湖区', '农贸市场']])
t.exp('列五幼儿园', 7000, 5000)
ledger('列六幼儿园', '日期 品名 金额 来源', [[D(1), '大米', 50, '832平台'], [D(2), '青菜', 20, '农贸市场']], how='csv')
t.exp('列六幼儿园', 7000, 5000)
# A header that nobody knows over channels.
for unit, name, how in (('列七幼儿园', '走哪家', 'xlsx'), ('列八幼儿园', '网购否', 'csv'), ('列九幼儿园', '买处', 'xls')):
    date = (lambda d: f'2024-03-0{d}') if how == 'csv' else D
    ledger(unit, f'日期 品名 金额 {name}', [[date(1), '大米', 50, '832平台'], [date(2), '青菜', 20, '农贸市场'], [date(3), '土豆', 30, '消费帮扶超市']], how=how)
    t.exp(unit, 10000, 5000, 3000)

# --- dates, suppliers ---------------------------------------------------------------------------------------------------------------
BY_SUPPLIER = [(50, SHOP), (20, '城东农贸市场'), (30, SHOP)]
for unit, date_name, name, how in (('列一医院', '开票日期', '销方名称', 'xlsx'), ('列二医院', '记账时间', '配送单位', 'csv'), ('列三医院', '开票日期', '供方', 'xls'), ('列四医院', '记账时间', '收款人', 'xlsx')):
    date = (lambda m, d: f'2024-0{m}-0{d}') if how == 'csv' else (lambda m, d: D(d, m))
    ledger(unit, f'{date_name} 品名 金额 {name}', [[date(3, 1), '大米', *BY_SUPPLIER[0]], [date(2, 2), '青菜', *BY_SUPPLIER[1]], [date(3, 3), '面', *BY_SUPPLIER[2]]], how=how,
           title='{}食堂食材采购台账')
    t.exp(unit, 10000, 0, 8000, month_base=8000)
# A column of ticks is no supplier.
ledger('列五医院', '日期 品名 金额 供应商 销方名称', [[D(1), '大米', 50, '√', SHOP], [D(2), '青菜', 20, '√', '城东农贸市场'], [D(3), '面', 30, '√', SHOP]])
t.exp('列五医院', 10000, 0, 8000)
# 日期 over the days of production is not the day of purchase.
ledger('列六医院', '日期 品名 金额 购进日期 渠道', [[D(9, 1), '大米', 50, D(1), '832平台'], [D(20, 12, 2023), '油', 20, D(2), '农贸市场'], [D(3, 2), '面', 30, D(3), '农贸市场']])
t.exp('列六医院', 10000, 5000, month_base=10000)
# A header that nobody knows over dates: two months in one ledger.
for unit, name, how in (('列七医院', '哪天', 'xlsx'), ('列八医院', '办理', 'csv'), ('列九医院', '日子', 'xls')):
    date = (lambda m, d: f'2024-0{m}-0{d}') if how == 'csv' else (lambda m, d: D(d, m))
    ledger(unit, f'{name} 品名 金额 渠道', [[date(2, 1), '大米', 50, '832平台'], [date(2, 2), '青菜', 20, '农贸市场'], [date(3, 3), '土豆', 30, '消费帮扶超市']], how=how,
           title='{}食堂食材采购台账')
    t.exp(unit, 10000, 5000, 3000, month_base=3000)
# Days of production under a header that nobody knows, in a ledger of one month: the month is the title's.
ledger('列十医院', '品名 金额 出厂 渠道', [['大米', 50, D(9, 1), '832平台'], ['油', 20, D(20, 12, 2023), '农贸市场'], ['面', 30, D(3, 2), '农贸市场']])
t.exp('列十医院', 10000, 5000, month_base=10000)

columns_b.write(t)
t.done()
