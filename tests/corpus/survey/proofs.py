# -*- coding: utf-8 -*-
"""What figures prove where words do not: parts of a row's amount, a second row of headers, rows that are pairs, one more seller's column, units of
measure; and ledgers that only look so.

    python3 tests/corpus/survey/proofs.py
"""
from common import D, GOODS, HEAD, Theme, numbered

T = Theme('proofs')
unit = numbered('证')



def book(head, rows, kind='xlsx', title='2024年3月食堂采购台账', above=(), below=(), tab='Sheet1', merges=()):
    name = unit()
    sheet = [[name + title]] + [list(r) for r in above] + ([head] if head else []) + rows + [list(r) for r in below]
    if kind == 'csv':
        T.csv(f'{name}3月.csv', sheet)
    elif kind == 'xls':
        T.xls(f'{name}3月.xls', [(tab, sheet)])
    else:
        T.xlsx(f'{name}3月.xlsx', [(tab, sheet, merges)])
    return name


# --- parts of a row's amount, each row adding up: goods that are no food, and a fund's ------------------------------------------------
def days(kinds, rows, kind='xlsx', **more):
    total = [[day, *parts, sum(p or 0 for p in parts), channel] for day, parts, channel in rows]
    return book(['日期', *kinds, '合计', '渠道'], total, kind, **more)
MARKET, P832 = '农贸市场', '832平台'
T.exp(days(['米面油', '蔬菜', '燃气', '餐具'], [(D(4), (40, 10, 100, 0), MARKET), (D(5), (100, 0, 0, 50), P832)]), 15000, 10000, reasons=['not_food'])
T.exp(days(['蔬菜', '肉类', '人工工资'], [(D(4), (40, 10, 100), MARKET), (D(5), (100, 0, 30), P832)], 'xls'), 15000, 10000)
T.exp(days(['蔬菜', '肉类', '液化气'], [(D(4), (40, None, 100), MARKET), (D(5), (100, 10, None), P832)], 'csv'), 15000, 11000)
# Under two rows of headers.
T.exp(book(None, [['日期', '食材', '', '其他费用', '', '合计'], ['', '蔬菜', '肉类', '水电费', '燃气费', ''],
                  [D(4), 100, 200, 50, 20, 370], [D(5), 120, 180, 0, 0, 300]],
           title='2024年3月食堂采购明细', merges=['A2:A3', 'B2:C2', 'D2:E2', 'F2:F3']), 60000, d832=60000, dlocal=60000, doverall=60000)
T.exp(book(HEAD[:4] + ['食堂', '职工个人', '合计', '渠道'],
           [[D(4), '米', 10, 4, 40, 0, 40, P832], [D(5), '油', 10, 6, 0, 60, 60, P832], [D(6), '菜', 10, 10, 100, 0, 100, MARKET]]),
      14000, 4000, bd=6000, d832=6000, reasons=['funding_suspected'])
T.exp(book(['渠道', '米面', '蔬菜', '餐具', '合计'],
           [[P832, 50, 30, 0, 80], ['消费帮扶超市', 50, 100, 0, 150], ['其他', 100, 600, 70, 770], ['合计', 200, 730, 70, 1000]],
           title='2024年3月采购统计'), 93000, 8000, 15000)
# Counterparts: parts that do not come to the amount prove nothing; meals are all food.
T.exp(days(['早餐', '午餐', '晚餐'], [(D(4), (40, 10, 100), MARKET), (D(5), (100, 0, 30), P832)]), 28000, 13000)
T.exp(days(['蔬菜', '肉类', '粮油'], [(D(4), (40, 10, 100), MARKET), (D(5), (100, 0, 30), P832)], 'xls'), 28000, 13000)

# --- words over figures alone, several below one header: a second row of headers -----------------------------------------------------
WHOLE = ['食堂食材采购总额', '832平台采购额', '消费帮扶超市采购额']
def two_rows(leaves, figures, kind='xlsx', merged=True, months=False):
    width, first = len(leaves), int(months)
    top = (['月份'] if months else []) + [t for w in WHOLE for t in [w] + [''] * (width - 1)]
    rows = [top, ([''] if months else []) + leaves * 3] + figures
    col = lambda c: chr(65 + c)
    merges = [f'{col(first + i * width)}2:{col(first + (i + 1) * width - 1)}2' for i in range(3)] + (['A2:A3'] if months else [])
    return book(None, rows, kind, title='2024年3月消费帮扶采购情况表', merges=merges if merged else ())
stated = (1000000, 110000, 210000)
T.exp(two_rows(['年度计划', '本月完成', '占比'], [[120000, 10000, 0.0833, 12000, 1100, 0.0917, 24000, 2100, 0.0875]]), *stated)
T.exp(two_rows(['应完成', '已完成'], [[120000, 10000, 12000, 1100, 24000, 2100]], 'xls', False), *stated)
T.exp(two_rows(['岗乙', '实采'], [[120000, 10000, 12000, 1100, 24000, 2100]], 'csv', False), *stated)
T.exp(two_rows(['年初预留', '已执行', '执行率'], [['3月', 120000, 10000, 0.0833, 12000, 1100, 0.0917, 24000, 2100, 0.0875]], months=True), *stated)
T.exp(two_rows(['计划', '实绩', '进度'], [['3月', 120000, 10000, 0.0833, 12000, 1100, 0.0917, 24000, 2100, 0.0875]], months=True), *stated)
T.exp(two_rows(['品种数', '金额'], [[9, 10000, 2, 1100, 3, 2100]]), *stated)
# Counterparts: this month beside the year so far; one row of headers.
T.exp(two_rows(['本月', '自年初累计'], [[10000, 30000, 1100, 3000, 2100, 6000]]), *stated)
T.exp(book(['月份'] + WHOLE, [['3月', 10000, 1100, 2100]], title='2024年食堂采购统计表'), *stated)

# Groups of sellers, channels and goods over a weight and its money.
def groups(tops, leaves, kind='xlsx', title='2024年3月食堂采购台账', merged=True):
    rows = [['日期'] + [t for top in tops for t in (top, '')], [''] + list(leaves) * 3,
            [D(4), 11, 55, 9, 36, 31, 62], [D(5), 12, 60, 10, 40, 32, 64]]
    return book(None, rows, kind, title, merges=['B2:C2', 'D2:E2', 'F2:G2', 'A2:A3'] if merged else ())
T.exp(groups(['夏县消费帮扶超市', '王记粮油店', '南关农贸市场'], ['斤数', '元']), 31700, 0, 11500)
T.exp(groups(['832平台', '夏县消费帮扶超市', '农贸市场'], ['重量', '钱数'], 'xls', merged=False), 31700, 11500, 7600)
T.exp(groups(['832平台', '夏县消费帮扶超市', '农贸市场'], ['数量', '花费']), 31700, 11500, 7600)

# --- rows of pairs below the purchases: a figure with its label before it is none -----------------------------------------------------
TOTAL = ['合计', '', '', '', 100, '']
T.exp(book(HEAD, GOODS, below=[TOTAL, ['填报人', '张三', '', '电话', 13800138000]]), 10000, 5000)
T.exp(book(HEAD, GOODS, 'xls', below=[['经办人', '李四', '', '附件数', 12]]), 10000, 5000)
T.exp(book(HEAD, GOODS, 'csv', below=[TOTAL, ['岗乙岗', '王五', '', '就餐人数', 350]]), 10000, 5000)
T.exp(book(HEAD[:2] + ['832平台', '供销数据平台', '消费帮扶超市', '其他'],
           [[D(4), '大米', 500, '', '', ''], [D(5), '面粉', '', 400, '', ''], [D(6), '白菜', '', '', '', 100], [D(7), '食油', '', '', 200, '']],
           below=[['填报人', '张三', '电话', 13800138000]]), 120000, 50000, 60000)
T.exp(book(['月份', '采购总额', '832平台', '消费帮扶超市'], [['3月', 10000, 1100, 2100]], title='2024年食堂采购统计表',
           below=[['填报人', '张三', '联系电话', 13800138000]]), *stated)
# Counterpart: a late purchase after the total.
T.exp(book(HEAD, GOODS, below=[TOTAL, [D(29), '鸡蛋', 10, 1, 10, MARKET]]), 11000, 5000)

# Rows that have nothing of what all purchases have.
for label, kind in (('就餐人数', 'xlsx'), ('岗乙', 'xls'), ('月末盘存', 'csv')):
    T.exp(book(HEAD, GOODS + [[D(29), label, '', '', 35, '']], kind), 10000, 5000, bd=3500, d832=3500, dlocal=3500, doverall=3500,
          reasons=['channel_blank', 'not_purchases_suspected'])
# Counterparts: one with a channel, and one that is taken off.
T.exp(book(HEAD, GOODS + [[D(29), '零星采购', '', '', 35, MARKET]]), 13500, 5000)

# --- one more column among the channels ------------------------------------------------------------------------------------------------
def by_column(header, kind='xlsx', figures=(68, 36, 94)):
    rows = [[D(4), 84, 31, figures[0]], [D(5), 68, 52, figures[1]], [D(6), 52, 73, figures[2]]]
    return book(['日期', '832平台', '夏县消费帮扶超市', header], rows, kind, title='2024年3月食堂采购金额表（单位：元）')
T.exp(by_column('王记粮油店'), 55800, 20400, 15600)
T.exp(by_column('岗乙', 'xls'), 36000, 20400, 15600, bd=19800, d832=19800, dlocal=19800, doverall=19800)
# Counterparts: counts and shares.
T.exp(by_column('就餐人数', 'csv'), 36000, 20400, 15600)
T.exp(by_column('岗乙', figures=(0.3, 0.2, 0.5)), 36000, 20400, 15600)

# --- figures beside the header ---------------------------------------------------------------------------------------------------------
T.exp(book(HEAD + ['', '月预算', 20000], GOODS), 10000, 5000)
T.exp(book(HEAD + ['', 1784], GOODS, 'xls'), 10000, 5000)
T.exp(book([2024] + HEAD[1:], GOODS), 10000, 5000)

# --- kilos and the price of half a kilo, without an amount ------------------------------------------------------------------------------
open_amount = dict(verdict='undetermined', reasons=['amount_unreadable'])
T.exp(book(HEAD[:2] + ['单位', '数量', '单价', '渠道'], [[D(4), '大米', '公斤', 10, '5元/斤', P832], [D(5), '白菜', '斤', 10, '2元/斤', MARKET]]), 2000, **open_amount)
T.exp(book(HEAD[:4] + ['渠道'], [[D(4), '大米', '5公斤', '3元/斤', P832], [D(5), '白菜', '10斤', '2元/斤', MARKET]], 'csv'), 2000, **open_amount)
# Counterpart: the same unit by another name.
T.exp(book(HEAD[:2] + ['单位', '数量', '单价（元/kg）', '渠道'], [[D(4), '大米', '公斤', 10, 5, P832], [D(5), '白菜', '千克', 10, 2, MARKET]], 'xls'), 7000, 5000)

# --- the unit of money in the tab and in a note ------------------------------------------------------------------------------------------
T.exp(book(HEAD[:2] + HEAD[4:], [r[:2] + [v, r[5]] for r, v in zip(GOODS, (0.5, 0.2, 0.3))], tab='3月（万元）'), 1000000, 500000)
T.exp(book(HEAD[:2] + HEAD[4:], [r[:2] + [v, r[5]] for r, v in zip(GOODS, (0.5, 0.2, 0.3))], 'xls', below=[['注：本表金额以万元为单位']]), 1000000, 500000)
# Counterpart: a note of a limit.
T.exp(book(HEAD, GOODS, 'csv', below=[['注：单笔超过1万元的须附合同。']]), 10000, 5000)

# --- a year's book: tabs that are numbered are its months -------------------------------------------------------------------------------
def tabbed(tabs, rows=lambda n: [['大米', 10, 5, 50, '832平台'], ['白菜', 10, 2 * n, 20 * n, '农贸市场']], head=HEAD[1:], title='2024年食堂采购台账', fmt='xlsx', file='2024年台账'):
    name = unit()
    sheets = [(tab, [[name + title], head] + rows(n)) for n, tab in enumerate(tabs, 1)]
    getattr(T, fmt)(f'{name}{file}.{fmt}', sheets)
    return name
# 50 + 20, 50 + 40, 50 + 60 in January, February, March.
year = dict(month_base=11000)
T.exp(tabbed(['1', '2', '3', '4', '5']), 27000, 15000, **year)
T.exp(tabbed(['01', '02', '03'], fmt='xls'), 27000, 15000, **year)
T.exp(tabbed(['一', '二', '三']), 27000, 15000, **year)
T.exp(tabbed(['24.1', '24.2', '24.3', '24.4']), 27000, 15000, **year)
T.exp(tabbed(['元月', '2月', '3月']), 27000, 15000, **year)
# Counterparts: the file names the month, so that these are its days or weeks; rows with days of their own; tabs of other names beside.
T.exp(tabbed(['1', '2', '3'], file='3月台账'), 27000, 15000, month_base=27000)
T.exp(tabbed(['1', '2', '3'], lambda n: [[D(n), '大米', 10, 5, 50, '832平台']], HEAD), 15000, 15000, month_base=15000)

# --- figures in one cell -----------------------------------------------------------------------------------------------------------------
two = dict(verdict='undetermined', reasons=['amount_unreadable'])
T.exp(book(HEAD, GOODS[:2] + [[D(6), '土豆\n小米', '10\n5', '3\n6', '30\n30', MARKET]]), 7000, 5000, **two)
T.exp(book(HEAD, GOODS[:2] + [[D(6), '土豆 小米', '', '', '30 30', MARKET]], 'csv'), 7000, 5000, **two)
# Counterparts: blanks that part thousands, and digits set apart.
T.exp(book(HEAD, GOODS[:2] + [[D(6), '土豆', '', '', '1 500.00', MARKET]]), 157000, 5000)
T.exp(book(HEAD, GOODS[:2] + [[D(6), '土豆', '', '', '3 0', MARKET]], 'csv'), 10000, 5000)

# --- carried from page to page under a name that nobody knows, and lines below a total where nothing tells them from memos -----------------------
dated = [[D(4), '大米', None, None, 50], [D(5), '白菜', 10, 2, 20], [D(6), '土豆', None, None, 30]]
page = [[None, '岗甲', None, None, 70]] + dated + [[None, '岗甲', None, None, 170]]
T.exp(book(HEAD[:5], page), 10000, bd=24000, d832=34000, dlocal=34000, doverall=34000)
BARE = ['品名', '金额', '渠道']
bare = [[r[1]] + r[4:] for r in GOODS] + [['合计', 100, None]]
T.exp(book(BARE, bare + [['豆腐', 7, MARKET], ['豆芽', 8, MARKET]]), 10000, 5000, bd=1500, reasons=['total_suspected'])
T.exp(book(BARE, bare + [['豆腐', 7, MARKET], ['豆芽', 8, MARKET], ['合计', 115, None]], 'xls'), 11500, 5000, reasons=[])
# A subtotal goes back to its section's title; a row without a label of whose figures all but one are sums.
sections = [['一、832平台采购'], GOODS[0][:5], [D(5), '小米', 10, 2, 20], ['二、农贸市场采购'], GOODS[1][:5], GOODS[2][:5], ['小计', None, None, None, 50]]
T.exp(book(HEAD[:5], sections), 12000, 7000)
wide = [[D(4), '大米', 50, None, None, 50], [D(5), '面粉', None, 40, None, 40], [D(6), '白菜', None, None, 30, 30], [None, None, 55, 40, 30, 120]]
T.exp(book(['日期', '品名', P832, '消费帮扶超市', MARKET, '合计'], wide, 'xls'), 12000, 5000, 4000, d832=500)
# Heads of groups below the head of all; what is carried forward is in the total; a section ends in what may be its total.
headed = [[None, '岗甲', None, None, 100, None], [None, '岗乙', None, None, 50, None], [D(4), '大米', 5, 5, 25, P832], [D(5), '小米', 5, 5, 25, P832],
          [None, '岗丙', None, None, 50, None]] + GOODS[1:]
T.exp(book(HEAD, headed), 10000, 5000, reasons=[])
T.exp(book(HEAD, [['承前页', None, None, None, 60, None]] + GOODS + [['合计', None, None, None, 160, None]], 'xls'), 10000, 5000, reasons=[])
ends = [['一、832平台采购'], GOODS[0][:5], [D(5), '小米', 10, 2, 20], [D(5), '木耳', 1, 30, 30], [None, '岗甲', None, None, 105], ['二、农贸市场采购'], GOODS[1][:5], GOODS[2][:5]]
T.exp(book(HEAD[:5], ends, 'csv'), 15000, 10000, bd=11000, d832=11000, doverall=11000)
# Nobody's total below two units: not that of the bureau either which the title names.
one, other, bureau = unit(), unit('幼儿园'), unit('教育局')
T.no_unit(bureau)
T.xlsx('证两家3月.xlsx', [[bureau + '2024年3月食堂采购台账'], ['单位'] + HEAD, [one] + GOODS[0], [one] + GOODS[1], [other] + GOODS[2], [None] * 5 + [105, None]])
T.exp(one, 7000, 5000, bd=500, d832=500)
T.exp(other, 3000, bd=500)
# Below a total what comes to it again; sums of days that name a channel.
again = GOODS + [['合计', None, None, None, 100, None], [D(31), '岗甲', None, None, 60, MARKET], [D(31), '岗乙', None, None, 40, MARKET]]
T.exp(book(HEAD, again), 10000, 5000, bd=10000, reasons=['total_suspected'])
daily = [GOODS[0], [D(4)] + GOODS[1][1:], [D(4), '岗甲', None, None, 70, MARKET], GOODS[2], [D(6), '豆腐', 10, 1, 10, MARKET], [D(6), '岗甲', None, None, 40, MARKET]]
T.exp(book(HEAD, daily, 'xls'), 11000, 5000, bd=11000, reasons=['total_suspected'])
# A total by any name where each line names its channel.
T.exp(book(BARE, bare[:3] + [['岗甲', 100, None]]), 10000, 5000, reasons=[])
# Parts that 其中 stands above are not all of the amount, though 其他 is one of them.
T.exp(book(['日期', '品名', '采购金额', '其中：832平台', '其中：其他'], [[D(4), '大米', 50, 20, 10], [D(5), '面粉', 40, 40, None]]), 9000, 6000)
# A total in the words beside its label, or in its cell: what it says beyond the lines is open.
for foot in ['合计（大写）', '壹佰零伍元整'], ['合计：105.00元']:
    T.exp(book(HEAD, GOODS + [foot]), 10000, 5000, bd=500, d832=500)
# One amount over two goods through two channels: whose it is nobody says, above a total or below it.
shared = [[D(4), '大米', None, None, 70, P832], [D(4), '白菜', None, None, None, MARKET], GOODS[2]]
T.exp(book(HEAD, shared, merges=['E3:E4']), 10000, 0, d832=7000)
late = GOODS + [['合计', None, None, None, 100, None], [D(7), '小米', None, None, 8, P832], [None, '豆芽', None, None, None, MARKET]]
T.exp(book(HEAD, late, merges=['E7:E8']), 10800, 5000, d832=800)
# A day says that something was bought; the unit of all rows is that of their total.
T.exp(book(HEAD, GOODS + [[D(7), '豆腐', None, None, None, MARKET]]), 10000, 5000, verdict='undetermined', reasons=['amount_unreadable'])
T.exp(book(['日期', '品名', '单位', '金额', '渠道'], [[D(4), '大米', '万元', 1.2, P832], [D(5), '白菜', '万元', 0.3, MARKET], ['合计', None, None, 1.5, None]], 'xls'), 1500000, 1200000)

# A total below tables side by side, whatever it is called; beside it a part that nobody can read.
for foot in '王五菜店', '岗甲':
    u = unit()
    T.xlsx(f'{u}3月.xlsx', [[u + '2024年3月食材采购'], ['品名', '金额'] * 2, ['大米', 50, '面粉', 60], ['豆油', 70, '食盐', 10], [foot, 190]])
    T.exp(u, 19000, bd=19000, d832=38000, dlocal=38000, doverall=38000, reasons=['channel_missing', 'total_suspected'])
u = unit()
T.xlsx(f'{u}3月.xlsx', [[u + '2024年3月采购情况表'], ['采购总额', 1000], ['其中：832平台', '200多元'], ['其中：帮扶超市', '150左右']])
T.exp(u, 0, verdict='undetermined', reasons=['amount_unreadable'])
# The next page of a unit that no registry knows: its name with the place before it.
T.xlsx('3月食材.xlsx', [['2024年3月食材采购台账'], ['填报单位：张证小学'], HEAD] + GOODS[:2] + [['填报单位：夏县张证小学'], HEAD, GOODS[2]])
T.exp('张证小学', 10000, 5000, reasons=[])
T.done()
