# -*- coding: utf-8 -*-
"""Whose lines they are, where several names stand around them: units stacked under the same header, registered names among other words,
sellers that are registered themselves, bands with marks, pairs above the header. The registry is registry/owners.csv; names stand in it with
the county, in the workbooks mostly without.

    python3 tests/corpus/survey/owners.py
"""
import csv, os
from common import HERE, Theme, D

T = Theme('owners')
T.registry = 'registry/owners.csv'
HEAD = ['日期', '品名', '数量', '单价', '金额', '采购渠道']
NUM = '一二三四五六七八九'
SELLER = '临猗县归丰粮油有限公司'
registered = [SELLER, '临猗县归教育局']
count = 0


def short(kind='小学'):
    """A unit of the registry, as it is called there without its county."""
    global count
    count += 1
    tens, ones = divmod(count % 100, 10)
    name = '归' + '百' * (count // 100) + (NUM[tens - 1] if tens else '零') + (NUM[ones - 1] if ones else '〇') + kind
    registered.append('临猗县' + name)
    return name


full = lambda name: '临猗县' + name
# 1,000.00 yuan, 500.00 of them through the 832 platform; and 1,100.00, of which 1,000.00.
A = [[D(1), '大米', 10, 50, 500, '832平台'], [D(2), '面粉', 10, 40, 400, '农贸市场'], [D(3), '白菜', 50, 2, 100, '农贸市场']]
B = [[D(1), '小米', 20, 50, 1000, '832平台'], [D(5), '鸡蛋', 20, 5, 100, '农贸市场']]
SUM = lambda n: ['合计', None, None, None, n]
a = lambda unit, **more: T.exp(full(unit), 100000, 50000, **more)
b = lambda unit, **more: T.exp(full(unit), 110000, 100000, **more)
both = lambda unit, **more: T.exp(full(unit), 210000, 150000, **more)

# --- units stacked in one sheet, the same header above each -------------------------------------------------------------------------------
for i, (label, totals, gap) in enumerate([('单位：', 1, 1), ('单位：', 0, 0), ('填报单位：', 1, 0), ('学校名称：', 0, 1), ('收货单位：', 1, 1), ('客户：', 1, 1)]):
    one, two = short(), short('幼儿园')
    rows = [['学区3月食堂采购明细']]
    for unit, lines, total in ((one, A, 1000), (two, B, 1100)):
        rows += [[label + full(unit)], HEAD] + lines + [SUM(total)] * totals + [[]] * gap
    T.xlsx(f'归学区{i}.xlsx', rows)
    a(one, note=label); b(two, note=label)
# Each signs below its block.
for i, gap in enumerate((0, 1)):
    one, two = short(), short('幼儿园')
    rows = [['学区3月食堂采购明细']]
    for unit, lines, total in ((one, A, 1000), (two, B, 1100)):
        rows += [HEAD] + lines + [SUM(total), ['单位（盖章）：' + full(unit)]] + [[]] * gap
    T.xls(f'归签章{i}.xls', rows)
    a(one, note='signed below'); b(two, note='signed below')
# Three units, none of them with a total; two that no registry knows.
one, two, three = short(), short('中学'), short('幼儿园')
T.csv('归三校.csv', [x for u, lines in ((one, A), (two, B), (three, A)) for x in [['单位：' + u], HEAD] + lines])
a(one); b(two); a(three)
T.xlsx('归未登记.xlsx', [x for u, lines in (('归野小学', A), ('归野幼儿园', B)) for x in [['单位：临猗县' + u, None, None, '2024年3月'], HEAD] + lines + [[]]])
T.exp('临猗县归野小学', 100000, 50000, note='not registered'); T.exp('临猗县归野幼儿园', 110000, 100000, note='not registered')
# A title names the first, a line the second; who made out the sheet stands at its end.
one, two = short(), short('幼儿园')
T.xlsx('归汇编.xlsx', [[one + '3月食堂采购明细'], HEAD] + A + [['单位：' + two], HEAD] + B + [['填报单位：临猗县归教育局']])
a(one, note='the title names it'); b(two)
# A total of both at the end.
one, two = short(), short('幼儿园')
T.xlsx('归总计.xlsx', [['学区3月食堂采购明细'], ['单位：' + one], HEAD] + A + [SUM(1000), ['单位：' + two], HEAD] + B + [SUM(1100), ['总计', None, None, None, 2100]])
a(one, reasons=[]); b(two, reasons=[])
# The same unit, another seller or another month above the same header.
one = short()
T.xlsx('归换商.xlsx', [x for seller, lines in (('归镇粮店', A), ('临猗县消费帮扶超市', B))
                     for x in [['单位：' + one, None, None, '供货单位：' + seller], HEAD[:5]] + [r[:5] for r in lines]])
T.exp(full(one), 210000, 0, 110000, note='another seller above the same header')
one = short()
T.xls('归换月.xls', [x for month, lines in ((2, A), (3, B)) for x in [[f'单位：{one}', None, None, f'2024年{month}月'], HEAD[1:]] + [r[1:] for r in lines]])
both(one, month_base=110000, note='another month above the same header')
# Counterparts: pages of one unit, its line repeated above each header, or signed at the foot of each; notes of one customer.
one = short()
T.xlsx('归分页.xlsx', [['食堂采购台账'], ['单位：' + one], HEAD] + A + [['单位：' + one], HEAD] + B + [SUM(2100)])
both(one, note='pages')
one = short()
T.xlsx('归页脚.xlsx', [['食堂采购台账'], HEAD] + A + [['单位（盖章）：' + one], HEAD] + B + [SUM(2100), ['单位（盖章）：' + one]])
both(one, note='pages signed each')
one = short()
NOTE = lambda day, lines: [['归镇百货送货单'], ['客户：' + one, None, None, f'2024年3月{day}日'], HEAD] + [[D(day)] + r[1:] for r in lines] + [[]]
T.xlsx('归送货.xlsx', NOTE(4, A) + NOTE(5, B))
both(one, note='delivery notes')
one = short()
T.xlsx(f'{one}3月.xlsx', [[one + '食堂采购台账'], HEAD] + A + [['单位：' + full(one)], HEAD] + B)
both(one, note='the title already names it')

# Canteens of one unit are no units.
one = short()
T.xlsx('归食堂.xlsx', [[one + '3月采购台账'], ['食堂：学生食堂'], HEAD] + A + [[], ['食堂：教工食堂'], HEAD] + B)
both(one, note='canteens of one unit')
T.no_unit('学生食堂', '教工食堂')

# --- registered names among other words of a title ------------------------------------------------------------------------------------------
for i, title in enumerate(['{}营养餐采购', '{}师生伙食采购', '{}后勤3月采购', '{}总务处采购台账', '{}膳食委员会采购公示', '{}/食堂/3月', '{}食堂(教师)采购',
                           '{}与永济鑫源商贸3月对账单', '关于{}3月份食材采购的情况', '表一 {}食堂采购台账', '临猗{}采购台账', '永济鑫源商贸送{}3月清单',
                           '{}小学部食堂采购台账', '{}校食堂采购台账', '{}营养餐采购（丰源公司配送）']):
    unit = short()
    [T.xlsx, T.xls, T.csv][i % 3](f'归题{i}.' + ['xlsx', 'xls', 'csv'][i % 3], [[title.format(unit)], HEAD] + A)
    a(unit, note=title)
    T.no_unit(unit)
# Counterparts: what only holds a registered name is another's.
for i, title in enumerate(['{}附属幼儿园3月采购台账', '{}分校食堂采购台账', '{}东校区食堂采购台账', '城关{}食堂采购台账', '盐湖区{}食堂采购台账', '归山中学{}食堂采购台账', '{}门口归家超市送货单']):
    unit = short()
    T.xlsx(f'归似{i}.xlsx', [[title.format(unit)], HEAD] + A)
    T.exp(full(unit), 0, verdict='no_data', note=title)

# --- the seller is in the registry too ------------------------------------------------------------------------------------------------------
PAPER = [r[:5] for r in A]
T.exp(SELLER, 0, verdict='no_data', note='it only sells')
for i, paper in enumerate(['送货单', '对账单', '月结单', '供货明细', '配送清单', '销货单', '随货同行单']):
    unit = short()
    T.xlsx(f'{full(unit)}/{paper}.xlsx' if i % 2 else f'{unit}{paper}.xlsx', [[SELLER + paper], HEAD[:5]] + PAPER + [SUM(1000)])
    T.exp(full(unit), 100000, d832=100000, dlocal=100000, doverall=100000, reasons=['channel_missing'], note='seller in the title')
for i, title in enumerate(['{}营养餐采购（' + SELLER + '配送）', '{}与' + SELLER + '3月往来对账单', SELLER + '给{}送货明细', '致：{}  ' + SELLER + '3月份供货对账单']):
    unit = short()
    T.xlsx(f'归卖{i}.xlsx', [[title.format(unit)], HEAD] + A)
    a(unit, note=title)
unit = short()
T.xlsx('归包.xlsx', [[f'{unit}学生食堂采购台账（承包方：{SELLER}）'], HEAD] + A)
a(unit, note='whose canteen another runs')
unit = short()
T.xlsx('归约.xlsx', [['食材采购明细'], [f'甲方：{unit}    乙方：{SELLER}'], HEAD] + A)
a(unit, note='both parties in one cell')
# Two schools in a title: disputed in both.
one, two = short(), short()
T.xlsx('归联.xlsx', [[f'{one}与{two}联合采购台账'], HEAD] + A)
for unit in (one, two):
    T.exp(full(unit), 0, bd=100000, d832=50000, reasons=['unit_conflict'], note='two registered names')
# Counterpart: a registered firm's own canteen.
firm = short('机械有限公司')
T.xlsx('归厂.xlsx', [[firm + '职工食堂3月采购台账'], HEAD] + A)
a(firm, note='a firm with a canteen')

# --- bands with marks, brackets, months --------------------------------------------------------------------------------------------------------
for i, band in enumerate(['★{}', '●{}', '◆ {}', '*{}*', '【{}】', '{}（教师灶）', '{} 3月', '{}采购明细', '▲{}：']):
    one, two = short(), short()
    T.xlsx(f'归各校{i}.xlsx', [['3月各校食堂采购台账'], HEAD, [band.format(one)]] + A + [[band.format(two)]] + B)
    a(one, note=band); b(two, note=band)
# Kinds of goods and markets below a unit's band are its own.
one, two = short(), short()
T.xlsx('归各校市.xlsx', [['3月各校食堂采购台账'], HEAD, [one + '采购明细'], ['蔬菜类']] + A[2:] + [['早市小摊']] + A[:2] + [[two + '采购明细']] + B)
a(one, note='bands below the band'); b(two)
# Marks are no part of a name that no registry knows either.
T.xlsx('归各校野.xlsx', [['3月各校食堂采购台账'], HEAD, ['★归野一小学']] + A + [['【归野二小学】']] + B)
T.exp('归野一小学', 100000, 50000); T.exp('归野二小学', 110000, 100000)
# A band of a unit that no registry knows ends the one before it, and says nothing of the rows above it.
one, two = short(), short()
T.xlsx('归各校生.xlsx', [['3月各校食堂采购台账'], HEAD, ['归野三小学采购']] + A + [[one]] + B + [['归野四小学采购']] + A + [[two + '附属幼儿园']] + A)
b(one, note='only its own rows'); T.exp(full(two), 0, verdict='no_data', note='a band of its kindergarten')
T.exp(two + '附属幼儿园', 100000, 50000, note='not registered')
# Counterpart: bands that hold no registered name.
unit = short()
T.xlsx('归灶.xlsx', [[unit + '3月采购台账'], HEAD, ['★教师灶']] + A + [['★学生灶']] + B)
both(unit, note='parts of one unit')

# --- pairs right above the header ----------------------------------------------------------------------------------------------------------------
PLAIN = [r[:5] for r in A]
local = lambda unit, **more: T.exp(full(unit), 100000, 0, 100000, **more)
for i, (buyer, seller) in enumerate([('购货方', '销货方'), ('甲方', '乙方'), ('需方', '供方'), ('订货方', '供货商')]):
    for j in (0, 1):
        unit = short()
        row = [f'{buyer}：{full(unit)}', None, None, f'{seller}：临猗县消费帮扶超市'] if j else [buyer, full(unit), None, seller, '临猗县消费帮扶超市']
        T.xlsx(f'归对{i}{j}.xlsx', [['采购台账'], row, HEAD[:5]] + PLAIN)
        local(unit, note=f'{buyer}, {seller}')
# Counterpart: units as columns are a header.
one, two = short(), short()
T.xlsx('归横.xlsx', [['各校食材采购金额（元）'], ['供应商', full(one), full(two)], ['归镇菜店', 1000, 1100], ['归镇肉铺', 500, 600]])
for unit, n in ((one, 150000), (two, 170000)):
    T.exp(full(unit), n, note='units as columns')
# --- names that no registry knows, or not so ------------------------------------------------------------------------------------------------------
# A band that shortens a registered name below another's; one that ends as a school's name does.
one, two = short(), short('初级中学')
T.xlsx('归短.xlsx', [['3月各校采购台账'], HEAD, [one]] + A + [SUM(1000), [two.replace('初级中学', '初中')]] + B + [SUM(1100)])
a(one); b(two)
one, two = short(), short('中心校')
T.xlsx('归野初.xlsx', [['3月各校采购台账'], HEAD, [one]] + A + [[two]] + B + [['归野高中']] + A)
a(one); b(two); T.exp('归野高中', 100000, 50000, note='not registered')
# The next table is another school's by its title, which no registry knows.
one = short()
T.xlsx('归题.xlsx', [['学区3月采购台账'], [full(one) + '3月采购'], HEAD] + A + [SUM(1000), [], ['临猗县归野七小学3月采购'], HEAD] + B + [SUM(1100)])
a(one, bd=110000, d832=100000, reasons=['unit_conflict'])
# Counterpart: the next table is its own nursery's kitchen.
one = short()
T.xlsx('归题灶.xlsx', [['学区3月采购台账'], [full(one) + '3月采购'], HEAD] + A + [SUM(1000), [], [full(one) + '教师食堂3月采购'], HEAD] + B + [SUM(1100)])
both(one, reasons=[])
# Names below their rows, without a label.
for names, how in ((short, 'xlsx'), (lambda: full(short()), 'csv')):
    one, two = names(), names()
    rows = lambda of: [['2024-03-%02d' % r[0].day] + r[1:] for r in of] if how == 'csv' else of
    getattr(T, how)(f'归底{how}.{how}', [['3月各校采购台账'], HEAD] + rows(A) + [[None, None, None, one]] + rows(B) + [[None, None, None, two]])
    a(one if how == 'xlsx' else one[3:]); b(two if how == 'xlsx' else two[3:])
# The rows at the top may be those of the unit that the title names.
one, two = short(), short()
T.xlsx('归底题.xlsx', [['归山教育中心小学3月各校采购台账'], HEAD] + A + [[one]] + B + [[two]])
a(one, bd=110000, d832=100000, reasons=['unit_conflict']); T.exp(full(two), 0, bd=110000, d832=100000, reasons=['unit_conflict'])
# Short names, which only the registry knows.
one, two = short(), short()
T.xlsx('归底短.xlsx', [['3月各校采购台账'], HEAD] + A + [[one[:-1]]] + B + [[two[:-1]]])
a(one); b(two)
# A nursery's short name.
nursery, one = '示范幼儿园', short()
registered.append(full(nursery))
T.xlsx('归园.xlsx', [['3月各校采购台账'], HEAD, ['示范园']] + B + [[one]] + A)
a(one); b(nursery)
# A tab that names a part of the file's unit, which is registered by itself; another tab is the unit's own.
one = short()
registered.append(full(one) + '附属幼儿园')
T.xlsx(f'{one}3月.xlsx', [('小学', [['2024年3月采购'], HEAD] + A, []), ('附属幼儿园', [['2024年3月采购'], HEAD] + B, [])])
a(one); b(one + '附属幼儿园')
one = short()
T.xlsx(f'{one}3月.xlsx', [('小学', [['2024年3月采购'], HEAD] + A, []), ('学前部', [['2024年3月采购'], HEAD] + B, [])])
both(one)
# Campuses in names of files, and in brackets; another name of the unit, and what it has besides, in brackets.
for i, (own, part) in enumerate([('（本部）3月', '（北校区）3月'), ('3月', '北校区3月'), ('3月台账', '（新校区）2024年3月台账')]):
    one = short('中学')
    T.xlsx(f'{one}{own}.xlsx', [[f'第{i + 1}册采购台账'], HEAD] + A)
    T.xls(f'{one}{part}.xls', [[f'第{i + 1}册采购台账'], HEAD] + B)
    both(one, note=part)
    T.no_unit(one)
for i, title in enumerate(['{}（归南完小）2024年3月采购台账', '{}（含幼儿园）2024年3月采购台账', '{}（东校区）食堂3月采购台账']):
    one = short()
    [T.xlsx, T.csv][i % 2](f'归括{i}.' + ['xlsx', 'csv'][i % 2], [[title.format(one)], HEAD] + A)
    a(one, note=title)
    T.no_unit(one, one + '(归南完小')
# Counterparts: another campus of it is registered, what the bracket holds is registered itself, 附属幼儿园 is another's.
one = short('中学')
registered.append(full(one) + '南校区')
T.xlsx(f'{one}北校区3月.xlsx', [['第9册采购台账'], HEAD] + A)
T.exp(full(one), 0, verdict='no_data', note='a campus beside one that is registered')
one, two = short(), short('教学点')
T.xlsx('归括点.xlsx', [[f'{one}（{two}）2024年3月采购台账'], HEAD] + A)
a(two)
T.exp(full(one), 0, verdict='no_data', note='the bracket names a unit of its own')
one = short()
T.xlsx('归括园.xlsx', [[f'{one}（附属幼儿园）2024年3月采购台账'], HEAD] + A)
T.exp(full(one), 0, verdict='no_data', note='a nursery in brackets')
T.done()

if __name__ == '__main__':
    with open(os.path.join(HERE, 'registry', 'owners.csv'), 'w', encoding='utf-8-sig', newline='') as f:
        csv.writer(f).writerows([['单位名称', '所属县']] + [[name, '临猗县'] for name in registered])
