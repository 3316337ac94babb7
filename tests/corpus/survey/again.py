# -*- coding: utf-8 -*-
"""The same purchases told again by other words, and other tables of the same form that are no repetition: sums that meet to the fen, single orders,
weeks of standing orders; feet of labels and figures, blocks of days, tables side by side, marks and days as people write them.

    python3 tests/corpus/survey/again.py
"""
from common import D, Theme, books, numbered

T = Theme('again')
unit = numbered('又')
sheets, files = books(T, unit)

HEAD = ['日期', '品名', '数量', '单价', '金额', '渠道', '供应商']
# 938.70 yuan: 411.20 through the 832 platform, 205.50 through the shop; by seller 149.70, 205.50, 411.20, 172.30.
LINES = [[D(2), '白菜', 60, 1.5, 90, '农贸市场', '老王菜店'], [D(3), '面粉', 50, 4.11, 205.5, '消费帮扶超市', '县消费帮扶超市'],
         [D(4), '小米', 40, 10.28, 411.2, '832平台', '隰县玉露农业'], [D(6), '土豆', 30, 1.99, 59.7, '农贸市场', '老王菜店'],
         [D(7), '猪肉', 5, 34.46, 172.3, '农贸市场', '张记肉铺']]
WHOLE = (93870, 41120, 20550)
ledger = lambda u: [[u + '食堂2024年3月食材采购台账'], HEAD] + LINES
again = dict(bd=93870, d832=93870, dlocal=93870, doverall=93870, reasons=['channel_missing', 'duplicate_suspected'])

# --- sums that meet to the fen ----------------------------------------------------------------------------------------------------------
receipts = lambda label: lambda u: [[u + '3月报销明细'], ['日期', '摘要', '金额']] + [
    [D(31), label % seller, fen] for seller, fen in (('老王菜店', 149.7), ('县消费帮扶超市', 205.5), ('隰县玉露农业', 411.2), ('张记肉铺', 172.3))]
T.exp(sheets(('台账', ledger), ('报销', receipts('付%s货款'))), *WHOLE, **{**again, 'reasons': ['channel_missing', 'not_purchases_suspected']})
T.exp(files(('台账', ledger), ('报账', receipts('支%s款项'))), *WHOLE, **again)
# A second hand's list: no days; another measure; other names and no quantities.
goods = ['品名', '数量', '单价', '金额']
T.exp(sheets(('台账', ledger), ('复核', lambda u: [[u + '3月采购清单'], goods] + [r[1:5] for r in LINES])), *WHOLE, **again)
jin = lambda u: [[u + '3月送货清单'], ['日期'] + goods] + [[r[0], r[1], r[2] * 2, r[3] / 2, r[4]] for r in LINES]
T.exp(sheets(('台账', ledger), ('送货', jin), kind='xls'), *WHOLE, **again)
other = dict(zip((r[1] for r in LINES), ('大白菜', '白面', '黄小米', '马铃薯', '鲜猪肉')))
T.exp(files(('台账', ledger), ('送货清单', lambda u: [[u + '3月送货清单'], ['日期', '品名', '金额']] + [[r[0], other[r[1]], r[4]] for r in LINES])), *WHOLE, **again)
# Counterparts: the sums differ by a fen; a few purchases of whole yuan; what another canteen bought for as much on other days.
near = lambda u: [[u + '二灶3月采购台账'], HEAD] + [[D(20 + n)] + r[1:4] + [r[4] if n else 90.01] + r[5:] for n, r in enumerate(LINES)]
T.exp(sheets(('一灶', ledger), ('二灶', near)), 2 * 93870 + 1, 2 * 41120, 2 * 20550, reasons=[])
few = lambda day, *rows: lambda u: [[u + '3月采购台账'], HEAD[:6]] + [[D(day), item, None, None, yuan, '农贸市场'] for item, yuan in rows]
T.exp(sheets(('上旬', few(5, ('白菜', 100), ('土豆', 200))), ('中旬', few(15, ('猪肉', 300)))), 60000, reasons=[])
later = lambda u: [[u + '3月采购台账'], HEAD] + [[D(r[0].day + 14)] + r[1:] for r in LINES]
T.exp(sheets(('第一周', ledger), ('第三周', later)), 2 * 93870, 2 * 41120, 2 * 20550, reasons=[])

# --- one order of the platform, which the ledger holds without its number --------------------------------------------------------------
order = lambda day, item, fen=411.2: lambda u: [['订单编号', '下单时间', '采购单位', '商品名称', '数量', '单价', '实付金额', '订单状态'],
                                               ['832202403100000371', f'2024-03-{day:02} 10:00:00', u, item, 40, fen / 40, fen, '已完成']]
open_order = dict(bd=41120, d832=41120, reasons=['duplicate_suspected'])
T.exp(sheets(('台账', ledger), ('832平台订单', order(1, '小米'))), *WHOLE, **open_order)
T.exp(files(('台账', ledger), ('832平台订单', order(28, '【产地直发】黄小米5kg装'))), *WHOLE, **{**again, 'bd': 41120, 'd832': 41120, 'dlocal': 41120, 'doverall': 41120})
# Counterpart: an order of another amount.
T.exp(sheets(('台账', ledger), ('832平台订单', order(1, '小米', 408.8))), 93870 + 40880, 41120 + 40880, 20550, reasons=[])

# --- files of goods without a day: the names differ in one place, or one is a copy -------------------------------------------------------
week = lambda u: [[u + '食材采购单'], HEAD[1:6]] + [r[1:6] for r in LINES]
T.exp(files(('3月第1周', week), ('3月第2周', lambda u: week(u) + [['合计', None, None, 938.7, None]])), *WHOLE, bd=93870, d832=41120, dlocal=20550, reasons=['duplicate_suspected'])
T.exp(files(('3月采购单', week), ('3月采购单-副本', lambda u: week(u) + [['合计', None, None, 938.7, None]])), *WHOLE, reasons=['duplicate_file'])

# --- labels and figures in turn at the foot ----------------------------------------------------------------------------------------------
SHORT = HEAD[1:6]
foot = lambda *rows: lambda u: [[u + '食堂2024年3月采购明细'], SHORT] + [r[1:6] for r in LINES] + list(rows)
plain = dict(reasons=[])
T.exp(sheets(('3月', foot(['当日收入', 1600, '当日支出', 938.7]))), *WHOLE, **plain)
T.exp(sheets(('3月', foot(['合计', None, None, 938.7], ['收入', 1600, '结余', 661.3])), kind='xls'), *WHOLE, **plain)
T.exp(sheets(('3月', foot(['今日用去', 938.7, '每人', 4.69], ['昨日所余', 100, '今日所余', 200]))), *WHOLE, **plain)
# Counterpart: a price in words, in a row of its own channel.
T.exp(sheets(('3月', foot(['大葱', 10, '时价', 35, '农贸市场']))), 93870 + 3500, 41120, 20550, **plain)

# --- one block a day, with who signed below it -------------------------------------------------------------------------------------------
signed = ['采购人', '张三', '验收人', '李四']
day = lambda rows, head: [head(rows[0][0]), SHORT] + [r[1:6] for r in rows] + [['当日合计', None, None, sum(r[4] for r in rows)], signed, []]
days = lambda head: lambda u: [[u + '食堂2024年3月日记账']] + day(LINES[:2], head) + day(LINES[2:4], head) + day(LINES[4:], head)
T.exp(sheets(('3月', days(lambda d: ['日期', f'3月{d.day}日', '星期', '五', '就餐人数', 200]))), *WHOLE, **plain)
T.exp(sheets(('3月', days(lambda d: [f'3月{d.day}日', None, '经办：王五', None])), kind='xls'), *WHOLE, **plain)

# --- 万元 above a detail in yuan ------------------------------------------------------------------------------------------------------------
wan = lambda unit_line: lambda u: [[u + '2024年3月采购台账'], [unit_line], HEAD] + LINES
T.exp(sheets(('3月', wan('单位：万元'))), *WHOLE, **plain)
T.exp(sheets(('3月', wan('金额单位：万元')), kind='xls'), *WHOLE, **plain)
# Counterpart: a statement without prices, in 万元 indeed.
T.exp(sheets(('3月', lambda u: [[u + '2024年3月采购统计表'], ['采购总额（万元）', '832平台（万元）', '消费帮扶超市（万元）'], [9.387, 4.112, 2.055]])), 9387000, 4112000, 2055000)

# --- side by side without a gap, each below its own title ------------------------------------------------------------------------------------
side = lambda titles, *parts: lambda u: [[u + '2024年3月食堂采购']] + [
    [cell for title in titles for cell in [title, None, None, None]], HEAD[:3] + ['金额'] + HEAD[:3] + ['金额']] + [
    [cell for part in parts for cell in (part[n][:3] + [part[n][4]] if n < len(part) else [None] * 4)] for n in range(max(map(len, parts)))]
parts = [LINES[2:3], [LINES[0], LINES[3], LINES[4]]]
T.exp(sheets(('3月', side(['832平台', '农贸市场'], *parts))), 73320, 41120, **plain)
T.exp(sheets(('3月', side(['渠道：832平台', '渠道：农贸市场'], *parts)), kind='xls'), 73320, 41120, **plain)
T.exp(sheets(('3月', side(['供应商：县消费帮扶超市', '供应商：老王菜店'], LINES[1:2], [LINES[0], LINES[3]]))), 35520, 0, 20550, **plain)

# --- groups that each list goods of their own, with a sum of the row ---------------------------------------------------------------------------
GROUPED = [[D(4), '小米', 40, '红枣', 60, 100, '832平台'], [D(5), '白菜', 20.5, '猪肉', 130, 150.5, '农贸市场'], [D(6), '面粉', 30, '鸡蛋', 70, 100, '消费帮扶超市']]
grouped = lambda first, second, last: lambda u: [[u + '2024年3月采购'], ['日期', first, None, second, None, '合计', '渠道'], [None, '品名', '金额', '品名', '金额', None, None]] + [r + [] for r in GROUPED] + ([[last, None, 90.5, None, 260, 350.5, None]] if last else [])
for first, second, last in (('早餐', '午餐', '合计'), ('蔬菜类', '肉蛋类', None), ('甲组', '乙组', '合计')):
    T.exp(sheets(('3月', grouped(first, second, last))), 35050, 10000, 10000, **plain)

# --- days as people write them, and those that nobody can read ------------------------------------------------------------------------------------
written = lambda *days: lambda u: [[u + '食堂采购台账'], HEAD[:6]] + [[d] + r[1:6] for d, r in zip(days, LINES)]
T.exp(sheets(('台账', written('3.2号', '2月3日上午', '2024 3 4', '2024—3—6', '2024.3..7'))), *WHOLE, month_base=93870 - 20550, **plain)
T.exp(sheets(('台账', written('02-Mar-24', '’24.2.3', '0304', '2024-03-06', '3月7号')), kind='xls'), *WHOLE, month_base=93870 - 20550, **plain)
# One day unread among days of two months: which month it is of nobody can say. Among days of one month it is of this.
T.exp(files(('台账', written('2月2日', '某日', '3月4日', '3月6日', '3月7日'))), 93870 - 20550, 41120, 0, bd=20550, dlocal=20550, reasons=['month_suspected'])
T.exp(files(('台账', written('3月2日', '某日', '3月4日', '3月6日', '3月7日'))), *WHOLE, **plain)

# --- marks in a column of answers -----------------------------------------------------------------------------------------------------------------
marked = lambda mark: lambda u: [[u + '2024年3月采购台账'], HEAD[:5] + ['是否832']] + [r[:5] + [mark if r[5] == '832平台' else None] for r in LINES]
T.exp(sheets(('3月', marked('★'))), 93870, 41120, 0, **plain)
for mark in '△', '#':
    T.exp(sheets(('3月', marked(mark))), 93870, 0, 0, d832=41120, dlocal=41120, doverall=41120, reasons=['channel_unknown'])
T.exp(sheets(('3月', marked('—'))), 93870, 0, 0, **plain)

# --- drafts, last year's, a shop's, persons' -----------------------------------------------------------------------------------------------------------
SPARE = [[D(8), '萝卜', 100, 1.23, 123, '农贸市场', '老王菜店'], [D(9), '鸡蛋', 50, 9.01, 450.5, '消费帮扶超市', '县消费帮扶超市'], [D(10), '粉条', 40, 12, 480, '832平台', '隰县玉露农业']]
spare = lambda name: lambda u: [[u + name], HEAD] + SPARE
for tab, name, reason in (('草稿', '3月台账', 'duplicate_suspected'), ('去年同期', '3月台账', 'duplicate_suspected'), ('小卖部', '3月台账', 'funding_suspected'),
                          ('Sheet2', '小卖部3月进货明细', 'funding_suspected'), ('教师', '教师认购登记表', 'funding_suspected')):
    T.exp(sheets(('采购', ledger), (tab, spare(name))), *WHOLE, bd=105350, d832=48000, dlocal=45050, reasons=[reason])
T.exp(sheets(('3月', lambda u: ledger(u) + [['以下为退货：']] + [[D(9), '面粉', 2, 4.11, 8.22, '消费帮扶超市', '县消费帮扶超市']])), 93870 - 822, 41120, 20550 - 822, **plain)

# --- what a tester found ------------------------------------------------------------------------------------------------------------------------------------
# Two ledgers of as much, whose amounts are sums of each other's by chance: other goods through other channels.
market = lambda u: [[u + '3月市场采购'], HEAD[:6]] + [[D(2 + n), item, 10, yuan / 10, yuan, '农贸市场'] for n, (item, yuan) in enumerate((('豆腐', 200), ('豆腐', 200), ('面条', 300), ('面条', 300)))]
online = lambda u: [[u + '3月线上采购'], HEAD[:6], [D(8), '小米', 40, 10, 400, '832平台'], [D(9), '木耳', 10, 60, 600, '832平台']]
T.exp(sheets(('市场', market), ('线上', online)), 200000, 100000, **plain)
T.exp(files(('3月市场', market), ('3月线上', online)), 200000, 100000, **plain)
T.exp(sheets(('台账', written('周一3月2日', '星期六（2.3）', '周一 3月4日', '礼拜三3.6', '周四3月7日'))), *WHOLE, month_base=93870 - 20550, **plain)
# ○ may be a yes or an empty box; dots in a column of channels may stand for the one above.
T.exp(sheets(('3月', marked('○'))), 93870, 0, 0, d832=41120, dlocal=41120, doverall=41120, reasons=['channel_unknown'])
dots = lambda u: [[u + '2024年3月采购台账'], HEAD[:6], LINES[2][:6], [D(5), '木耳', 1, 60, 60, '...']]
T.exp(sheets(('3月', dots)), 47120, 41120, 0, d832=6000, dlocal=6000, doverall=6000, reasons=['channel_unknown'])
# The same label again is of one unit.
unit_label = lambda u: [['学区2024年3月采购台账'], HEAD[:6], ['单位：' + u]] + [r[:6] for r in LINES[:2]] + [['单位：' + u]] + [r[:6] for r in LINES[2:]]
T.exp(sheets(('3月', unit_label)), *WHOLE, **plain)
# Drafts by other names.
for tab in '底稿', '上年':
    T.exp(sheets(('采购', ledger), (tab, spare('3月台账'))), *WHOLE, bd=105350, d832=48000, dlocal=45050, reasons=['duplicate_suspected'])
T.exp(sheets(('采购', ledger), ('备用金', spare('3月备用金采购台账'))), 93870 + 105350, 41120 + 48000, 20550 + 45050, **plain)

T.done()
