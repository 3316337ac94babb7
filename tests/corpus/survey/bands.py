# -*- coding: utf-8 -*-
"""Several units in one table: named in bands between its rows, by its totals, and by its columns. The registry is registry/bands.csv.

    python3 tests/corpus/survey/bands.py
"""
import csv
from common import HERE, Theme, D

T = Theme('bands')
T.registry = 'registry/bands.csv'
HEAD = ['日期', '品名', '数量', '单价', '金额', '采购渠道']
REGISTERED = []


def lines(n):
    """Three lines: one through 832 of n yuan, two ordinary ones of 2n yuan each."""
    return [[D(1), '大米', 10, n / 10, n, '832平台'], [D(4), '白菜', 20, n / 10, 2 * n, '农贸市场'], [D(5), '猪肉', 20, n / 10, 2 * n, '农贸市场']]


def exp(unit, n, registered=True, **more):
    T.exp(unit, base=n * 500, p832=n * 100, **more)
    if registered:
        REGISTERED.append(unit)


def two(first, second, n, **more):
    exp(first, n, **more)
    exp(second, n + 10, **more)


# --- bands --------------------------------------------------------------------------------------------------------------------------
TITLE = [['各校食材采购登记']]
T.xlsx('学区甲/2.xlsx', TITLE + [HEAD, ['带一小学']] + lines(100) + [['带二小学']] + lines(110))
two('带一小学', '带二小学', 100, note='alone in the first column')
T.xls('学区甲/3.xls', TITLE + [HEAD, ['学校：带三小学']] + lines(120) + [['小计', None, None, None, 600], ['学校：带四小学']] + lines(130)
      + [['小计', None, None, None, 650]])
two('带三小学', '带四小学', 120, note='with a label')
T.csv('学区甲/4.csv', TITLE + [['序号'] + HEAD, ['一', '带五小学']] + [[i + 1] + r for i, r in enumerate(lines(140))] + [['二', '带六小学']]
      + [[i + 1] + r for i, r in enumerate(lines(150))])
two('带五小学', '带六小学', 140, note='number and name in two cells')
T.xlsx('学区甲/5.xlsx', [['配送明细'], HEAD, ['带七小学', None, None, None, 800]] + lines(160) + [['带八小学', None, None, None, 850]] + lines(170))
two('带七小学', '带八小学', 160, note='a band with the sum of its lines')
T.xls('学区甲/6.xls', [['配送明细'], HEAD] + lines(180) + [['带九小学合计', None, None, None, 900]] + lines(190) + [['带十小学合计', None, None, None, 950]])
two('带九小学', '带十小学', 180, note='named by the total below')
T.csv('学区甲/7.csv', [['配送明细'], HEAD, ['带桥一小']] + lines(200) + [['带桥二小']] + lines(210))
two('带桥一小', '带桥二小', 200, note='short names, which only the registry knows')
T.xlsx('学区甲/8.xlsx', [('3月', [HEAD, ['一、带十一小学']] + lines(220) + [['二、带十二小学']] + lines(230), ['A2:F2', 'A6:F6'])])
two('带十一小学', '带十二小学', 220, note='numbered and merged across')
T.xls('学区甲/9.xls', TITLE + [HEAD] + lines(240) + [['单位：带十三小学']] + lines(250) + [['单位：带十四小学']])
two('带十三小学', '带十四小学', 240, note='the label stands below the lines')
T.xlsx('学区甲/10.xlsx', TITLE + [HEAD, ['夏县带外一小学']] + lines(260) + [['夏县带外二小学']] + lines(270))
exp('夏县带外一小学', 260, registered=False, note='no registry knows them')
exp('夏县带外二小学', 270, registered=False)
# Counterparts: bands within a school's part, bands that are no units, a registered firm that sells.
T.csv('学区甲/11.csv', TITLE + [HEAD, ['带十五小学'], ['粮油类']] + lines(280)[:1] + [['蔬菜类']] + lines(280)[1:] + [['带十六小学'], ['蔬菜类']] + lines(290))
two('带十五小学', '带十六小学', 280, note='kinds of goods within')
T.xlsx('带十七小学3月.xlsx', [HEAD, ['东校区']] + lines(300)[:2] + [['教师食堂']] + lines(300)[2:])
exp('带十七小学', 300, note='parts of one unit')
T.xls('带十八小学3月.xls', [HEAD[:5], ['运城市带粮油公司']] + [r[:5] for r in lines(310)] + [['合计', None, None, None, 1550]])
T.exp('带十八小学', base=155000, d832=155000, dlocal=155000, doverall=155000, reasons=['channel_missing'], note='a registered firm that sells')
REGISTERED += ['带十八小学', '运城市带粮油公司']
T.xlsx('带十九小学3月.xlsx', [HEAD + ['供应商']] + [r + ['运城市带粮油公司'] for r in lines(320)] + [['运城市带粮油公司小计', None, None, None, 1600]])
exp('带十九小学', 320, note='a seller in a total')
T.no_unit('东校区', '教师食堂', '蔬菜类', '学区甲')

# --- columns ------------------------------------------------------------------------------------------------------------------------
T.xlsx('汇总/1.xlsx', [['夏县带局2024年3月各校食堂采购额（元）'], ['渠道', '带廿一小学', '带廿二小学', '合计'], ['832平台', 100, 200, 300],
       ['消费帮扶超市', 50, 60, 110], ['农贸市场', 850, 740, 1590], ['合计', 1000, 1000, 2000]])
T.exp('带廿一小学', 100000, 10000, 5000, note='channels as rows')
T.exp('带廿二小学', 100000, 20000, 6000)
T.xls('汇总/2.xls', [['2024年3月供应商分学校供货额'], ['供应商', '带廿三小学', '带廿四小学', '小计'], ['东街农贸市场', 300, 400, 700], ['832平台', 100, 50, 150],
      ['合计', 400, 450, 850]])
T.exp('带廿三小学', 40000, 10000, note='sellers as rows')
T.exp('带廿四小学', 45000, 5000)
T.csv('汇总/3.csv', [['3月消费帮扶采购统计'], ['项目', '带廿五小学', '带廿六小学'], ['食堂采购总额', 3000, 4000], ['其中：832平台', 330, 410], ['消费帮扶超市', 620, 810]])
T.exp('带廿五小学', 300000, 33000, 62000, note='the whole and its parts as rows')
T.exp('带廿六小学', 400000, 41000, 81000)
T.xlsx('汇总/4.xlsx', [['各校食材采购金额（832平台采购）'], ['日期', '带廿七小学', '带廿八小学', '小计'], [D(4), 247, 752, 999], [D(5), 412, 594, 1006]])
T.exp('带廿七小学', 65900, 65900, note='days as rows')
T.exp('带廿八小学', 134600, 134600)
T.xls('汇总/5.xls', [('2024', [['各校食堂采购表'], ['月份', '带廿九小学', None, '带三十小学', None], [None, '采购总额', '832平台', '采购总额', '832平台'],
      ['3月', 500, 100, 600, 90]])])
T.exp('带廿九小学', 50000, 10000, note='groups of a whole and its parts')
T.exp('带三十小学', 60000, 9000)
# Counterpart: heads and kilos are listed in the same way, and nothing says money.
T.xlsx('带三一小学3月.xlsx', [('台账', [['带三一小学食堂采购台账'], HEAD] + lines(330)),
       ('人数', [['各校用餐人数'], ['日期', '带三一小学', '带三二小学', '小计'], [D(4), 300, 200, 500], [D(5), 310, 210, 520]])])
exp('带三一小学', 330)
REGISTERED += ['带三二小学'] + ['带%s小学' % n for n in '廿一 廿二 廿三 廿四 廿五 廿六 廿七 廿八 廿九 三十'.split()] + ['夏县带局']
T.no_unit('供应商分学校', '汇总')
with open(HERE + '/registry/bands.csv', 'w', encoding='utf-8-sig', newline='') as f:
    w = csv.writer(f)
    w.writerow(['单位名称', '所属县'])
    w.writerows([u, '夏县'] for u in REGISTERED)
T.done()
