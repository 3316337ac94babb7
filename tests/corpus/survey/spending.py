# -*- coding: utf-8 -*-
"""What a canteen spent, with wages, gas and water among its parts and rows; rows of earlier years; periods beside 本月 under each group.

    python3 tests/corpus/survey/spending.py
"""
from common import D, Theme, numbered

_ = None
T = Theme('spending')
unit = numbered('支')
plain = dict(reasons=[])


def one(rows, kind='xlsx', title='2024年3月食堂支出公示', tab='公示', merges=()):
    u = unit()
    sheet = [[u + title]] + (rows(u) if callable(rows) else rows)
    if kind == 'csv':
        T.csv(f'{u}3月.csv', sheet)
    elif kind == 'xls':
        T.xls(f'{u}3月.xls', [(tab, sheet)])
    else:
        T.xlsx(f'{u}3月.xlsx', [(tab, sheet, merges)])
    return u


# --- parts that are plainly no food: in rows -------------------------------------------------------------------------------------------------
out = ['channel_unknown', 'not_food']
T.exp(one([['项目', '金额'], ['832平台', 500], ['市场采购', 1000], ['工资', 2000], ['合计', 3500]]), 150000, 50000, 0, reasons=out)
T.exp(one([['支出内容', '金额（元）'], ['消费帮扶超市', 500], ['农贸市场', 1000], ['水电费', 900], ['设备维修', 300], ['合计', 2700]], 'xls'), 150000, 0, 50000, reasons=out)
T.exp(one([['支出类别', '金额（元）'], ['食材采购', 8300], ['其中：832平台', 800], ['其中：消费帮扶超市', 1500], ['人员工资', 4000], ['水电燃气', 900],
           ['合计', 13200]], 'csv'), 830000, 80000, 150000, reasons=out)
# Counterpart: parts that nobody knows are channels, and stay what was bought.
T.exp(one([['项目', '金额'], ['832平台', 500], ['市场采购', 1000], ['老乡菜摊', 2000], ['合计', 3500]], title='2024年3月食材采购统计'), 350000, 50000, 0,
      d832=200000, dlocal=200000, doverall=200000, reasons=['channel_unknown'])

# --- in columns -----------------------------------------------------------------------------------------------------------------------------
DAYS = [['日期', '832平台', '农贸市场', '液化气', '合计'], [D(4), 500, 200, _, 700], [D(5), _, 50, 200, 250]]
T.exp(one(DAYS, title='2024年3月食堂采购'), 75000, 50000, 0, reasons=out)
T.exp(one([DAYS[0][:3] + ['人工工资', '合计']] + DAYS[1:], 'xls', '2024年3月食堂日支出'), 75000, 50000, 0, reasons=out)
T.exp(one([DAYS[0][:3] + ['劳务', '合计']] + [[str(r[0])[:10]] + r[1:] for r in DAYS[1:]], 'csv', '食堂采购'), 75000, 50000, 0, reasons=out)
T.exp(one([DAYS[0][:3] + ['老王菜店', '合计']] + DAYS[1:], title='2024年3月食堂采购'), 95000, 50000, 0, **plain, note='a shop')
# What a row was for, where no other column says it, in a column that nobody knows: disputed.
FOR = [['项目', '金额', '其中：832平台', '其中：消费帮扶超市'], ['米面粮油', 1000, 200, 100], ['肉蛋奶', 800, _, 200], ['蔬菜', 500, _, _], ['燃气', 300, _, _],
       ['炊事员工资', 2000, _, _], ['合计', 4600, 200, 300]]
T.exp(one(FOR), 230000, 20000, 30000, bd=230000, reasons=['not_food_suspected'])
T.exp(one([['名目'] + FOR[0][1:]] + FOR[1:], 'xls'), 230000, 20000, 30000, bd=230000, reasons=['not_food_suspected'])
T.exp(one(FOR[:4] + [['合计', 2300, 200, 300]], title='2024年3月食堂采购'), 230000, 20000, 30000, **plain)

# --- the food beside the whole ----------------------------------------------------------------------------------------------------------------
MADE = [['月份', '采购总额', '其中：非食材', '食材采购额', '832平台', '帮扶超市'], ['1月', 1000, 50, 950, 100, 200], ['2月', 600, 20, 580, 60, 120], ['3月', 700, _, 700, 80, 140]]
T.exp(one(MADE, title='2024年食材采购月报'), 223000, 24000, 46000)
T.exp(one([['月份', '食堂支出', '食材', '人工', '燃料', '832平台', '帮扶超市'], ['1月', 1500, 1000, 400, 100, 100, 200], ['2月', 1100, 600, 400, 100, 60, 120],
           ['3月', 1200, 700, 400, 100, 80, 140]], 'xls', '2024年食堂支出月报'), 230000, 24000, 46000, **plain)
T.exp(one([['月份', '总支出', '燃料', '食材', '832平台', '消费帮扶超市'], ['3月', 2430, 130, 2300, 240, 460]], 'csv', '2024年食堂支出'), 230000, 24000, 46000, **plain)

# --- earlier years ----------------------------------------------------------------------------------------------------------------------------
YEARS = ['年度', '采购总额', '832平台', '帮扶超市']
T.exp(one([YEARS, [2023, 5000, 500, 1000], [2024, 1500, 150, 300]], title='食堂采购情况'), 150000, 15000, 30000, **plain)
T.exp(one([YEARS, ['2023年1-3月', 2000, 200, 400], ['2024年1-3月', 1500, 150, 300]], 'xls', '食堂采购情况对比表'), 150000, 15000, 30000, **plain)
T.exp(one([['学期'] + YEARS[1:], ['2023年秋季学期', 25000, 2500, 5000], ['2024年春季学期（截至3月）', 1500, 150, 300]], 'csv', '食堂采购统计'), 150000, 15000, 30000,
      **plain)
T.exp(one([['项目'] + YEARS[1:], ['2022年', 9000, 900, 1800], ['2023年', 9500, 950, 1900], ['2024年', 1500, 150, 300]], title='食堂历年采购'), 150000, 15000, 30000,
      **plain)
# Counterpart: rows of one year.
T.exp(one([YEARS, [2024, 1500, 150, 300]], title='食堂采购情况'), 150000, 15000, 30000, **plain)

# --- a period that nobody knows beside 本月 -----------------------------------------------------------------------------------------------------
PERIODS = lambda other: lambda u: [['单位', '采购总额', _, '832平台', _, '供销平台', _], [_] + ['本月', other] * 3, [u, 1000, 3000, 200, 500, 150, 400]]
HEAD = ('B2:C2', 'D2:E2', 'F2:G2', 'A2:A3')
T.exp(one(PERIODS('自年初'), title='2024年3月采购统计表', merges=HEAD), 100000, 20000, 15000, **plain)
T.exp(one(PERIODS('去年'), title='2024年3月采购统计表', merges=HEAD), 100000, 20000, 15000, **plain)
# Counterpart: under one group it may be a part.
T.exp(one(lambda u: [['单位', '采购总额', _, '832平台'], [_, '本月', '县扶贫馆', _], [u, 1000, 300, 200]], title='2024年3月采购统计表', merges=('B2:C2', 'A2:A3', 'D2:D3')),
      100000, 20000, 0, d832=30000, dlocal=30000, doverall=30000, reasons=['channel_unknown'])
T.done()
