# -*- coding: utf-8 -*-
"""Statements beside each other and beside ledgers, rows and units of statements, totals over several tables, totals that contradict, invoices."""
from common import D, Theme

_ = None
T = Theme('statements')
H = ['日期', '品名', '数量', '单价', '金额', '供应商', '采购渠道']
LINES = [[D(1), '大米', 100, 5, 500, '平陆县粮油合作社', '832平台'],
         [D(2), '食油', 4, 50, 200, '夏县消费帮扶超市', '消费帮扶超市'],
         [D(3), '猪肉', 10, 30, 300, '张三', '农贸市场']]
BEEF = [D(4), '牛肉', 2, 50, 100, '李四', '农贸市场']
SH = ['月份', '采购总额', '832平台', '消费帮扶超市']
count = 0


def unit():
    global count
    count += 1
    digits = '零一二三四五六七八九'
    return f'统{digits[count // 100]}{digits[count // 10 % 10]}{digits[count % 10]}小学'


def total(label, yuan):
    return [label, _, _, _, yuan]


def save(kind, name, sheets):
    if kind == 'csv':
        T.csv(name + '.csv', sheets[0][1])
    else:
        (T.xls if kind == 'xls' else T.xlsx)(f'{name}.{kind}', sheets)


def ledger(kind, u, rows, header=H, tab='3月'):
    save(kind, u, [(tab, [[f'{u}2024年3月食堂采购台账'], header] + rows)])


def statement(kind, u, rows, tab='统计', title=_, name=_):
    save(kind, name or u, [(tab, [[title or f'{u}2024年3月食堂食材采购统计表']] + rows)])


# --- 1 the grand total of several tables, whatever it is called
def stacked(kind, u, last):
    rows = [[f'{u}2024年3月食堂采购台账'], ['一、粮油类'], H, *LINES[:2], total('小计', 700), ['二、肉类'], H, LINES[2], BEEF, total('小计', 400), *last]
    save(kind, u, [('3月', rows)])


for kind, label in [('xlsx', '应付总额'), ('xls', '计'), ('csv', '本月付给各家'), ('xlsx', _)]:
    u = unit(); stacked(kind, u, [total(label, 1100)])
    T.exp(u, 110000, 50000, 20000, reasons=[], fates=dict(line=4))
u = unit(); stacked('xls', u, [[_, _, _, _, 1100, '月结']])
T.exp(u, 110000, 50000, 20000, reasons=[], fates=dict(line=4), note='the label stands in another column')
u = unit(); stacked('xlsx', u, [[D(5), '羊肉', 11, 100, 1100, '王五', '农贸市场']])
T.exp(u, 220000, 50000, 20000, reasons=[], fates=dict(line=5), note='its quantity and its date make it a purchase')
u = unit(); stacked('csv', u, [total('总计', 1150)])
T.exp(u, 110000, 50000, 20000, bd=5000, d832=5000, dlocal=5000, doverall=5000, findings=['total_mismatch'], note='the nearer of the two sums that it may mean')

# --- 2 a total below one that agrees says something else
KNOWN = dict(base=100000, p832=50000, local=20000)
ALL = lambda fen: dict(bd=fen, d832=fen, dlocal=fen, doverall=fen)
for kind, label in [('xlsx', '总计'), ('xls', '合计'), ('csv', '其他合计')]:
    u = unit(); ledger(kind, u, LINES + [total('小计', 1000), total(label, 1500)])
    T.exp(u, **KNOWN, **ALL(50000), findings=['total_mismatch'])
u = unit(); ledger('xlsx', u, LINES + [total('小计', 1000), total('总计', 900)])
T.exp(u, **KNOWN, **ALL(-10000))
for kind, label in [('xlsx', '总计'), ('csv', '合计')]:
    u = unit(); ledger(kind, u, LINES + [total('合计', 1000), total('运费', 50), total(label, 1050)])
    T.exp(u, **KNOWN, **ALL(5000))
u = unit(); ledger('xls', u, LINES + [total('合计', 1000), total('优惠', 50), total('实付合计', 950)])
T.exp(u, **KNOWN, **ALL(-5000), note='the last word of the table')
# ... and those that contradict nothing
u = unit(); ledger('xlsx', u, LINES + [total('合计', 1000), total('832平台合计', 500), total('农贸市场合计', 300)]); T.exp(u, **KNOWN, reasons=[])
u = unit(); ledger('xls', u, LINES + [total('小计', 1000), total('832平台合计', 500), total('农贸市场合计', 300)]); T.exp(u, **KNOWN, reasons=[])
u = unit(); ledger('csv', u, LINES + [total('支出合计', 1000), total('收入合计', 2000)]); T.exp(u, **KNOWN, reasons=[])
u = unit(); ledger('xlsx', u, LINES + [total('合计', 1000), total('上月欠款', 500), total('应付总计', 1500)]); T.exp(u, **KNOWN, reasons=[])
u = unit(); save('xlsx', u, [('第一周', [[f'{u}3月采购'], H, *LINES[:2], total('小计', 700)]), ('第二周', [[f'{u}3月采购'], H, LINES[2], total('小计', 300), total('总计', 1000)])])
T.exp(u, **KNOWN, reasons=[], note='the total of both tabs')

# --- 3 rows of a statement that are of no month
MARCH = ['3月', 1000, 100, 200]
ONE = dict(base=100000, p832=10000, local=20000)
for kind, before, after in [('xlsx', '上年同期', '增减'), ('xls', '去年同期', '比上年增加额'), ('csv', '上年同期数', '同比'), ('xlsx', '年度目标', '差额')]:
    u = unit(); statement(kind, u, [SH, [before, 900, 50, 200], MARCH, [after, 100, 50, 0]])
    T.exp(u, **ONE, reasons=[])
for kind in ('xlsx', 'csv'):
    u = unit(); statement(kind, u, [['项目'] + SH[1:], ['计划数', 1200, 120, 240], ['完成数', 1000, 100, 200], ['完成率', '83%', '83%', '83%']])
    T.exp(u, **ONE, reasons=[])
u = unit(); statement('xls', u, [SH, ['往岁', 900, 50, 200], MARCH])
T.exp(u, **ONE, bd=90000, d832=5000, dlocal=20000, doverall=25000, reasons=['month_suspected'], note='a word that nobody knows beside a month')
u = unit(); statement('xlsx', u, [['项目'] + SH[1:], ['计划内采购', 600, 60, 100], ['计划外采购', 400, 40, 100]]); T.exp(u, **ONE, reasons=[])
u = unit(); statement('csv', u, [['类别'] + SH[1:], ['粮油', 600, 60, 100], ['蔬菜', 400, 40, 100]]); T.exp(u, **ONE, reasons=[])
u = unit(); statement('xls', u, [SH, ['1-2月', 500, 50, 100], MARCH]); T.exp(u, 150000, 15000, 30000, reasons=[])

# --- 4 the unit of money in a column of its own
for kind, head in [('xlsx', ['指标', '单位', '数值']), ('xls', ['项目', '计量单位', '金额']), ('csv', ['内容', '单位', '数'])]:
    u = unit(); statement(kind, u, [head, ['食堂食材采购总额', '万元', 5], ['其中：832平台', '万元', 0.6], ['消费帮扶超市', '万元', 1.1]])
    T.exp(u, 5000000, 600000, 1100000, reasons=[])
u = unit(); statement('xlsx', u, [['指标', '单位', '数值'], ['就餐人数', '人', 320], ['食堂食材采购总额', '万元', 5], ['其中：832平台', '元', 6000], ['消费帮扶超市', '元', 11000]])
T.exp(u, 5000000, 600000, 1100000, reasons=[], note='each row in its own')
u = unit(); statement('xls', u, [['指标', '单位', '数值'], ['食堂食材采购总额', '元', 50000], ['其中：832平台', '元', 6000], ['消费帮扶超市', '元', 11000]])
T.exp(u, 5000000, 600000, 1100000, reasons=[])
u = unit(); ledger('xlsx', u, [[D(1), '大米', '万元', 0.05, '832平台'], [D(3), '猪肉', '万元', 0.03, '农贸市场']], ['日期', '品名', '单位', '金额', '采购渠道'])
T.exp(u, 80000, 50000)
u = unit(); ledger('csv', u, [[D(1), '大米', '万斤', 500, '832平台'], [D(3), '猪肉', '斤', 300, '农贸市场']], ['日期', '品名', '单位', '金额', '采购渠道'])
T.exp(u, 80000, 50000)

# --- 5 forms: a figure with its unit, label and figure in one cell, a month before the name
u = unit(); statement('xlsx', u, [['3月份食堂采购总额', '1000元'], ['通过832平台采购', '100元'], ['通过消费帮扶超市采购', '200元'], ['832平台占比', '10%']], title=u)
T.exp(u, **ONE, reasons=[])
u = unit(); statement('xls', u, [['2月份食堂采购总额', 1000], ['其中：832平台', 100], ['消费帮扶超市', 200]], title=u)
T.exp(u, **ONE, month_base=0, reasons=[])
u = unit(); statement('xlsx', u, [['采购总额：1000元', _, '832平台采购：100元', _, '消费帮扶超市采购：200元']]); T.exp(u, **ONE, reasons=[])
u = unit(); statement('xls', u, [['本月采购总额：1000'], ['其中：832平台：100'], ['消费帮扶超市：200']]); T.exp(u, **ONE, reasons=[])
u = unit(); statement('csv', u, [['采购总额', '元', 1000, '832平台', '元', 100], ['消费帮扶超市', '元', 200, '就餐人数', '人', 320]]); T.exp(u, **ONE, reasons=[])

# --- 6 two statements of one month
OTHER = ['3月', 1040, 110, 200]
for kind, second in [('xlsx', '（修改）'), ('xls', '（更正）'), ('xlsx', '（最终版）')]:
    u = unit(); statement(kind, u, [SH, MARCH], name=f'{u}/3月统计表'); statement(kind, u, [SH, OTHER], name=f'{u}/3月统计表{second}')
    T.exp(u, **ONE, bd=4000, d832=1000, dlocal=0, doverall=1000, reasons=['statement_superseded'])
BY = ['月份', '食堂采购总额', '832平台采购额', '占比'], ['月份', '食堂采购总额', '消费帮扶超市采购额', '占比']
u = unit(); save('xlsx', u, [('832', [[f'{u}832平台采购统计'], BY[0], ['3月', 1000, 100, '10%']]), ('本地', [[f'{u}本地渠道采购统计'], BY[1], ['3月', 1000, 200, '20%']])])
T.exp(u, **ONE)
u = unit(); statement('xls', u, [BY[0], ['3月', 1000, 100, '10%']], title=f'{u}832平台采购统计', name=f'{u}/832'); statement('xls', u, [BY[1], ['3月', 1000, 200, '20%']], title=f'{u}本地渠道采购统计', name=f'{u}/本地')
T.exp(u, **ONE)
u = unit(); save('xlsx', u, [('3月', [[f'{u}3月采购'], ['渠道', '金额'], ['832平台', 100], ['消费帮扶超市', 200], ['农贸市场', 700], ['合计', 1000]]), ('汇总', [[f'{u}3月采购汇总'], SH, MARCH])])
T.exp(u, **ONE)
u = unit(); statement('xlsx', u, [['季度'] + SH[1:], ['一季度', 3000, 300, 600]], title=f'{u}一季度统计', name=f'{u}/一季度'); statement('xlsx', u, [SH, MARCH], title=f'{u}3月统计', name=f'{u}/3月')
T.exp(u, 300000, 30000, 60000)
CANTEENS = lambda u: [('教工食堂', [[f'{u}教工食堂3月统计'], SH, ['3月', 400, 40, 100]]), ('学生食堂', [[f'{u}学生食堂3月统计'], SH, ['3月', 600, 60, 100]])]
u = unit(); save('xls', u, CANTEENS(u) + [('合计', [[f'{u}3月统计'], SH, MARCH])]); T.exp(u, **ONE)
a, b = unit(), unit(); statement('xlsx', a, [SH, MARCH], name=f'{a}/3月统计'); save('xlsx', f'{a}与{b}汇总', [('汇总', [['2024年3月各单位消费帮扶采购情况'], ['单位名称'] + SH, [a] + OTHER, [b, '3月', 500, 50, 100]])])
T.exp(a, **ONE, bd=4000, d832=1000, dlocal=0, doverall=1000, note='its own, and the table of the bureau'); T.exp(b, 50000, 5000, 10000)
# ... and those that are of different purchases
u = unit(); save('xlsx', u, CANTEENS(u)); T.exp(u, **ONE, reasons=[])
u = unit(); save('xlsx', u, [('第1周', [[f'{u}3月采购统计'], SH, ['3月', 400, 40, 100]]), ('第2周', [[f'{u}3月采购统计'], SH, ['3月', 600, 60, 100]])]); T.exp(u, **ONE, reasons=[])
u = unit(); save('xls', u, [(f'3.{d}', [[f'{u}采购统计'], ['渠道', '金额'], ['832平台', 50], ['消费帮扶超市', 100], ['农贸市场', 350 + d - 4]]) for d in (4, 5)]); T.exp(u, 100100, 10000, 20000, reasons=[])
u = unit(); save('xlsx', u, [(f'{m}月', [[f'{u}{m}月统计表'], SH, [f'{m}月', 1000, 100, 200]]) for m in (1, 2, 3)]); T.exp(u, 300000, 30000, 60000, reasons=[])

# --- 7 a detail of the counted channels alone, beside a statement of everything
ORDERS = [[D(1), '大米', 100, 5, 500], [D(5), '小米', 10, 10, 100]]
for kind in ('xlsx', 'xls'):
    u = unit(); save(kind, f'{u}/832平台订单', [('832订单', [[f'{u}832平台3月订单'], H[:5], *ORDERS])]); statement(kind, u, [SH, ['3月', 3000, 600, 500]], name=f'{u}/统计')
    T.exp(u, 60000, 60000, bd=240000, dlocal=50000, doverall=50000, v832='pass', low832=2000, verdict='undetermined', findings=['statement_mismatch'])
u = unit(); save('xlsx', f'{u}/台账', [('3月', [[f'{u}3月台账'], H, *LINES])]); statement('xlsx', u, [SH, ['3月', 3000, 500, 200]], name=f'{u}/统计')
T.exp(u, **KNOWN, findings=['statement_mismatch'], note='a ledger of everything counts')
u = unit(); save('xlsx', f'{u}/832平台订单', [('832订单', [[f'{u}832平台3月订单'], H[:5], *ORDERS])]); statement('xlsx', u, [SH[:3], ['3月', 600, 600]], name=f'{u}/统计')
T.exp(u, 60000, 60000, note='the statement says no more than the detail')

# --- 8 spending of which food is a part
W = ['月份', '食堂总支出', '其中：食材采购', '人工', '燃气', '832平台', '消费帮扶超市']
for kind, head in [('xlsx', W), ('xls', W[:1] + ['伙食总开支'] + W[2:]), ('csv', W[:2] + ['其中：食品原料', '工资', '水电'] + W[5:])]:
    u = unit(); statement(kind, u, [head, ['3月', 1600, 1000, 500, 100, 100, 200]])
    T.exp(u, **ONE, reasons=[])

u = unit(); T.xlsx(f'{u}.xlsx', [('统计', [[f'{u}2024年3月食堂采购统计表'], ['月份', '食堂总支出', '其中', _, _, _, _], [_, _, '食材采购', '人工', '燃气', '832平台', '消费帮扶超市'], ['3月', 1600, 1000, 500, 100, 100, 200]], ['A2:A3', 'B2:B3', 'C2:G2'])])
T.exp(u, **ONE, reasons=[])

# --- 9 invoices: the net amount, the rate and the tax
NET = ['开票日期', '销方名称', '货物名称', '金额', '税率', '税额', '采购渠道']
INVOICES = [[D(1), '会泽公司', '大米', 1000, '9%', 90, '832平台'], [D(2), '老王', '猪肉', 500, '9%', 45, '农贸市场'], [D(3), '老王', '调料', 200, '13%', 26, '农贸市场']]
for kind in ('xlsx', 'xls', 'csv'):
    u = unit(); ledger(kind, u, INVOICES, NET); T.exp(u, 186100, 109000)
u = unit(); ledger('xlsx', u, [[r[0], r[1], r[2], 10, r[3] / 10, *r[3:]] for r in INVOICES], NET[:3] + ['数量', '单价'] + NET[3:]); T.exp(u, 186100, 109000, note='quantity × price is net too')
u = unit(); ledger('xls', u, [r[:4] + r[5:] for r in INVOICES], NET[:4] + NET[5:]); T.exp(u, 186100, 109000, note='without the column of rates')
GROSS = [[D(1), '会泽公司', '大米', 1090, '9%', 90, '832平台'], [D(2), '老王', '猪肉', 545, '9%', 45, '农贸市场'], [D(3), '老王', '调料', 226, '13%', 26, '农贸市场']]
for kind in ('xlsx', 'csv'):
    u = unit(); ledger(kind, u, GROSS, NET); T.exp(u, 186100, 109000, reasons=[], note='the tax is in the amount')
u = unit(); ledger('xlsx', u, [r[:4] + ['免税', 0] + r[6:] for r in INVOICES], NET); T.exp(u, 170000, 100000)

# --- 10 a template beside the ledger
u = unit(); save('xlsx', u, [('模板', [['某某学校采购台账（模板）'], H, *LINES]), ('3月', [[f'{u}3月台账'], H, *LINES[:2], BEEF])]); T.exp(u, 80000, 50000, 20000)
u = unit(); save('xls', u, [('3月', [[f'{u}3月台账'], H, *LINES[:2], BEEF]), ('样式', [['××小学食堂采购台账模板'], H, [D(9), '土豆', 10, 2, 20, '老李', '农贸市场']])]); T.exp(u, 80000, 50000, 20000)
u = unit(); save('xlsx', u, [('台账模板', [[f'{u}3月采购台账'], H, *LINES])]); T.exp(u, **KNOWN, reasons=[], note='a template that was filled in')
u = unit(); save('xlsx', u, [('模板', [[f'{u}采购台账'], H, [D(9), '土豆', 10, 2, 20, '老李', '农贸市场']]), ('3月', [[f'{u}3月台账'], H, *LINES])])
T.exp(u, **KNOWN, bd=2000, reasons=['duplicate_suspected'], note='filled in or not, beside a ledger nobody can tell')

# --- 11 totals of sellers that carry a date
BY_SELLER = [[D(4), '土豆', 10, 2, 20, '鑫源', '农贸市场'], [D(5), '白菜', 10, 3, 30, '鑫源', '农贸市场'], [D(31), '鑫源月结', _, _, 50, '鑫源', _],
             [D(4), '猪肉', 10, 30, 300, '德胜', '农贸市场'], [D(6), '牛肉', 2, 50, 100, '德胜', '农贸市场'], [D(31), '德胜月结', _, _, 400, '德胜', _]]
for kind in ('xlsx', 'xls', 'csv'):
    u = unit(); ledger(kind, u, BY_SELLER); T.exp(u, 45000, reasons=[], fates=dict(line=4, subtotal=2))
u = unit(); ledger('xlsx', u, BY_SELLER[:2] + [[D(31), '红薯', 25, 2, 50, '鑫源', '农贸市场']] + BY_SELLER[3:5] + [[D(31), '羊肉', 10, 40, 400, '德胜', '农贸市场']])
T.exp(u, 90000, reasons=[], fates=dict(line=6), note='purchases with quantities that happen to be the sums')

# --- 12 a workbook of which nothing could be read has not said that nothing was bought
u = unit(); T.xlsx(f'{u}.xlsx', [('3月', [[f'{u}2024年3月食堂采购'], [f'填报单位：{u}'], ['甲栏', '乙栏', '丙栏'], ['土豆', '老王', 20.5], ['白菜', '老王', 30.5], ['猪肉', '老李', 300.5]])])
T.exp(u, 0, verdict='undetermined')
u = unit(); T.xlsx(f'{u}.xlsx', [('3月', [[f'{u}2024年3月食堂采购台账'], [f'填报单位：{u}'], H])])
T.exp(u, 0, verdict='no_data', note='an empty form')

# --- 13 figures that run on from month to month (累计)
RUN = [SH, ['1月', 5000, 600, 700], ['2月', 8000, 900, 1100], ['3月', 14000, 1600, 2100]]
for kind, name in (('xlsx', '2024年食材采购累计统计表'), ('xls', '2024年1-3月累计采购情况统计')):
    u = unit(); statement(kind, u, RUN, title=u + name); T.exp(u, 0, bd=2700000, d832=310000, dlocal=390000, doverall=700000, reasons=['void_suspected'])
u = unit(); statement('xlsx', u, RUN[:3] + [['3月', 6000, 700, 1000]], title=u + '2024年食材采购累计统计表')
T.exp(u, 1900000, 220000, 280000, reasons=[], note='less in March: no figures that run on')
u = unit(); statement('xlsx', u, RUN, title=u + '2024年食材采购统计表'); T.exp(u, 2700000, 310000, 390000, reasons=[], note='more from month to month')

# --- 14 several months in one column or row: the last of them is its month, and what is their sum with others is nothing more
# 4,500.00 yuan in January and February, 2,800.00 in March.
SPANNED = dict(base=730000, p832=150000, local=80000, month_base=280000)
for kind, early, all_ in [('xlsx', '1-2月', '累计'), ('xls', '1—2月', '1-3月'), ('csv', '1至2月', '本年累计'), ('xlsx', '2024年1-2月', '一季度')]:
    u = unit(); statement(kind, u, [['采购渠道', early, '3月', all_], ['832平台', 1000, 500, 1500], ['消费帮扶超市', 500, 300, 800], ['农贸市场', 3000, 2000, 5000], ['合计', 4500, 2800, 7300]],
                          title=u + '2024年食堂食材采购统计表（元）')
    T.exp(u, **SPANNED, reasons=[])
    u = unit(); statement(kind, u, [['项目', early, '3月', all_], ['采购总额', 4500, 2800, 7300], ['其中：832平台', 1000, 500, 1500], ['消费帮扶超市', 500, 300, 800]],
                          title=u + '2024年食堂食材采购统计表（元）')
    T.exp(u, **SPANNED, reasons=[])
for kind, all_ in [('xlsx', '合计'), ('csv', '总计')]:
    u = unit(); statement(kind, u, [SH, ['1-2月', 4500, 1000, 500], ['3月', 2800, 500, 300], [all_, 7300, 1500, 800]]); T.exp(u, **SPANNED, reasons=[])
u = unit(); statement('xls', u, [SH, ['1-2月', 4500, 1000, 500], ['3月', 2800, 500, 300], ['1-3月', 7300, 1500, 800]])
T.exp(u, **SPANNED, bd=730000, d832=150000, dlocal=80000, doverall=230000, reasons=['month_suspected'], note='only the wider row is open')
u = unit(); statement('xlsx', u, [['采购渠道', '1月', '2月', '3月', '1-3月'], ['832平台', 600, 400, 500, 1500], ['消费帮扶超市', 300, 200, 300, 800], ['农贸市场', 1400, 1600, 2000, 5000]],
                      title=u + '2024年食堂食材采购统计表（元）')
T.exp(u, **SPANNED, reasons=[])
# Goods by such spans, below them their quantities too, and sellers.
for kind, early, all_ in [('xlsx', '1-2月', '累计'), ('xls', '1-2月', '1-3月')]:
    u = unit(); save(kind, u, [('2024', [[u + '2024年食堂食材采购表'], ['品名', early, _, '3月', _, all_, _, '渠道'], [_] + ['数量', '金额'] * 3 + [_],
                                         ['大米', 200, 1000, 100, 500, 300, 1500, '832平台'], ['白菜', 150, 300, 100, 200, 250, 500, '农贸市场']])])
    T.exp(u, base=200000, p832=150000, month_base=70000, reasons=[])
market = [['采购渠道：农贸市场']]
for kind, head in [('xlsx', ['品名', '1-2月金额', '3月金额', '累计金额']), ('csv', ['供应商', '1-2月', '3月', '合计'])]:
    u = unit(); save(kind, u, [('2024', [[u + '2024年食堂食材采购金额表（元）']] + market + [head, ['老王菜店', 1000, 500, 1500], ['张记粮油店', 300, 200, 500]])])
    T.exp(u, base=200000, month_base=70000, reasons=[])
# Look-alikes: of 3月 beside 1-3月 the month counts; goods whose figures nothing calls money are none.
u = unit(); statement('xls', u, [['采购渠道', '3月', '1-3月'], ['832平台', 500, 1500], ['消费帮扶超市', 300, 800], ['农贸市场', 2000, 5000], ['合计', 2800, 7300]],
                      title=u + '2024年食堂食材采购统计表（元）')
T.exp(u, base=280000, p832=50000, local=30000, month_base=280000, reasons=[])
u = unit(); save('xlsx', u, [('2024', [[u + '2024年食堂食材表'], ['品名', '1-2月', '3月', '累计'], ['大米', 1000, 500, 1500], ['白菜', 300, 200, 500]])]); T.no_unit(u)
T.done()
