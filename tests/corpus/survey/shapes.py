# -*- coding: utf-8 -*-
"""Tables in shapes of their own: days as columns, a ledger on its side, a column for each way of paying, a total for tables side by side, a caption;
and words before a label or in a seller's title that say nothing of what the table is for.

    python3 tests/corpus/survey/shapes.py
"""
from common import Theme, D
from roles_words import HEAD, LEDGER

T = Theme('shapes')
# 100.00 (832), 280.00 (ordinary), 120.00 (local).
exp = lambda unit, **more: T.exp(unit, 50000, 10000, 12000, **more)
open_ = lambda fen: dict(d832=fen, dlocal=fen, doverall=fen, reasons=['channel_missing'])

# --- a label's own words ----------------------------------------------------------------------------------------------------------------
T.xlsx('形一小学3月.xlsx', [['预算单位食堂采购明细表'], ['预算单位名称：形一小学']] + LEDGER)
exp('形一小学')
T.xls('形二.xls', [('Sheet1', [['一级预算单位名称：夏县形二小学', None, None, '金额单位：元']] + LEDGER)])
exp('夏县形二小学')
T.csv('形三小学3月.csv', [['食堂采购明细'], ['带量采购单位名称：形三小学']] + [[str(c)[:10] if i == 0 else c for i, c in enumerate(r)] for r in LEDGER])
exp('形三小学')
# Counterpart: the title itself speaks of a budget.
T.xlsx('形四小学3月.xlsx', [('台账', [['形四小学采购台账']] + LEDGER), ('二', [['食堂采购预算'], ['单位名称：形四小学'], ['品名', '数量', '单价', '金额'], ['大米', 100, 5, 500]])])
exp('形四小学')

# --- a seller's slips -------------------------------------------------------------------------------------------------------------------
SLIP = [['行号', '商品名称', '单位', '数量', '单价', '金额'], [1, '大米', '斤', 20, 5, 100], [2, '白菜', '斤', 40, 3, 120], ['合计', None, None, None, None, 220]]
T.xlsx('形五小学/XSCK0308.xlsx', [('销售出库单', [['宏达商行销售出库单'], ['购货单位：形五小学', None, None, '日期：2024-03-08']] + SLIP)])
T.exp('形五小学', 22000, note='what a seller sent out is what the unit bought', **open_(22000))
T.csv('形六小学/3月8日.csv', [['商品出库单'], ['客户：形六小学', '', '', '日期：2024-03-08']] + SLIP)
T.exp('形六小学', 22000, **open_(22000))
# Counterpart: the unit's own slip of what went out.
T.xls('形七小学3月.xls', [('台账', [['形七小学采购台账']] + LEDGER), ('出库单', [['食堂出库单'], ['领用部门：红案', None, None, '日期：2024-03-08']] + SLIP)])
exp('形七小学')

# --- days as columns --------------------------------------------------------------------------------------------------------------------
MARKET = '形八小学2024年3月食堂食材采购日报（单位：元）'
T.xlsx('形八小学3月.xlsx', [[MARKET], ['品名\\日期', '1日', '2日', '3日', '4日', '合计'], ['大米', 10, None, 20, 30, 60], ['白菜', 5, 5, None, 10, 20], ['合计', 15, 5, 20, 40, 80]])
T.exp('形八小学', 8000, note='the corner names both', **open_(8000))
T.xls('形九小学3月.xls', [('3月', [['形九小学2024年3月每日采购金额（元）'], ['名称'] + list(range(1, 11)) + ['合计'], ['大米', 10] + [None] * 8 + [20, 30],
      ['白菜'] + [2] * 10 + [20]])])
T.exp('形九小学', 5000, note='days as bare numbers', **open_(5000))
T.csv('形十小学3月.csv', [['形十小学2024年3月供货金额统计'], ['供应商', '3月4日', '3月5日', '3月6日', '3月7日', '合计'], ['东街农贸市场', 100, 200, 0, 50, 350],
                     ['832平台', 10, 20, 30, 40, 100], ['合计', 110, 220, 30, 90, 450]])
T.exp('形十小学', 45000, 10000, note='sellers by day')
# Counterpart: a row that only numbers the columns.
T.xlsx('形十一小学3月.xlsx', [HEAD, [1, 2, 3, 4, 5, 6, 7]] + LEDGER[1:])
exp('形十一小学')

# --- a ledger on its side ---------------------------------------------------------------------------------------------------------------
side = lambda rows: [list(r) for r in zip(*rows)]
T.xlsx('形十二小学3月.xlsx', [['形十二小学3月采购']] + side(LEDGER))
exp('形十二小学')
T.xls('形十三小学3月.xls', [('3月', [[None] + r for r in side([HEAD[:2] + HEAD[4:]] + [r[:2] + r[4:] for r in LEDGER[1:]])])])
exp('形十三小学', note='not from the first column on')
# Counterpart: a form of pairs above a ledger.
T.xlsx('形十四小学3月.xlsx', [['供应商', '张三粮油店'], ['日期', D(4)], []] + [['品名', '数量', '单价', '金额', '采购渠道'], ['大米', 20, 5, 100, '832平台'], ['猪肉', 10, 28, 280, '农贸市场'],
       ['白菜', 40, 3, 120, '供销数据平台']])
exp('形十四小学')

# --- ways of paying ---------------------------------------------------------------------------------------------------------------------
T.xlsx('形十五小学3月.xlsx', [['形十五小学3月食材采购支出（元）'], ['日期', '品名', '现金', '转账', '微信', '渠道'], [D(4), '大米', 100, None, None, '832平台'],
       [D(5), '猪肉', None, 280, None, '农贸市场'], [D(6), '白菜', None, 20, 100, '供销数据平台'], ['合计', None, 100, 300, 100, None]])
exp('形十五小学', note='one way, or two in a row')
T.csv('形十六小学3月.csv', [['日期', '品名', '公务卡支付', '赊账', '渠道'], ['2024-03-04', '大米', '100', '', '832平台'], ['2024-03-05', '猪肉', '', '280', '农贸市场'],
                       ['2024-03-06', '白菜', '120', '', '供销数据平台']])
exp('形十六小学')
# --- side by side -----------------------------------------------------------------------------------------------------------------------
G = ['品名', '数量', '单价', '金额', '渠道']
T.xlsx('形十八小学3月.xlsx', [['形十八小学2024年3月8日采购单'], G * 3, ['大米', 20, 5, 100, '832平台', '猪肉', 10, 28, 280, '农贸市场', '白菜', 40, 3, 120, '供销数据平台'],
       ['总计', None, None, 500]])
exp('形十八小学', reasons=[], note='the first table states the total of all three')
# Counterpart: a total that is nothing's.
T.xls('形十九小学3月.xls', [('3月', [['形十九小学2024年3月8日采购单'], G * 2, ['大米', 20, 5, 100, '832平台', '猪肉', 10, 28, 280, '农贸市场'],
      ['白菜', 40, 3, 120, '供销数据平台'], ['总计', None, None, 230]])])
T.exp('形十九小学', 50000, 10000, 12000, bd=1000, d832=1000, dlocal=1000, doverall=1000, findings=['total_mismatch'])

# --- a caption --------------------------------------------------------------------------------------------------------------------------
row = lambda cells, tag='td': '<tr>' + ''.join('<%s>%s</%s>' % (tag, str(c)[:10] if hasattr(c, 'year') else c, tag) for c in cells) + '</tr>'
page = lambda caption: ('<html><meta charset=utf-8><table>%s%s%s</table></html>' % (caption, row(HEAD, 'th'), ''.join(map(row, LEDGER[1:])))).encode()
T.raw('导出.xls', page('<caption>夏县形二十小学食堂采购</caption>'))
exp('夏县形二十小学', note='the unit stands in the caption')
T.raw('形廿一小学3月.xls', page('<caption></caption><thead>'))
exp('形廿一小学', note='an empty caption')
T.no_unit('导出')

# --- a row that stands one cell too far right ---------------------------------------------------------------------------------------------
MOVED = [['日期', '品名', '数量', '单价', '金额', '渠道'], [D(4), '大米', 20, 5, 100, '832平台'], [D(5), '猪肉', 10, 28, 280, '农贸市场']]
SENT = dict(reasons=[], fates={'rejected': 1})
T.xlsx('形廿二小学3月.xlsx', [['形廿二小学2024年3月采购台账']] + MOVED + [[D(6), '白菜', '斤', 40, 3, 120]])
T.exp('形廿二小学', 38000, 10000, 0, **SENT, note='a measure before the quantity: the product stands under the channel')
T.csv('形廿三小学3月.csv', MOVED + [['2024-03-06', '白菜', '特级', '40', '3', '120']])
T.exp('形廿三小学', 38000, 10000, 0, **SENT, note='any word')
# Counterparts: a quantity in words, and a number behind the amount that is no product.
T.xlsx('形廿四小学3月.xlsx', [['形廿四小学2024年3月采购台账'], MOVED[0] + ['小票号']] + [r + [7] for r in MOVED[1:]] + [[D(6), '白菜', '若干', 3, 120, '供销数据平台', 360]])
exp('形廿四小学', reasons=[])
T.xls('形廿五小学3月.xls', [('3月', [['形廿五小学2024年3月采购台账'], MOVED[0][:5] + ['小票号', '渠道']] + [r[:5] + [7] + r[5:] for r in MOVED[1:]] + [[D(6), '白菜', '一筐', 3, 120, 40, '供销数据平台']])])
exp('形廿五小学', reasons=[])
T.done()
