# -*- coding: utf-8 -*-
"""Totals that contradict their lines, what they leave open, what stands below them, and totals of tables with several columns."""
from common import D

_ = None
# Only what is special is marked: a blank is an ordinary purchase.
PLAIN = [[D(1), '大米', 100, 5, 500, '平陆县粮油合作社', '832平台'],
         [D(2), '食油', 4, 50, 200, '夏县消费帮扶超市', '消费帮扶超市'],
         [D(3), '猪肉', 10, 30, 300, '张三', _]]


def more(T, unit, save, title, total, LINES, KNOWN, FINE, H):
    differences(T, unit, save, title, total, LINES, KNOWN, FINE, H)
    unreadable(T, unit, save, total, LINES)
    below(T, unit, save, title, total, LINES, FINE)
    doubts(T, unit, save, total)
    columns(T, unit, save, title)
    weights(T, unit, title)
    last_word(T, unit, save, total, LINES, KNOWN, FINE)


def differences(T, unit, save, title, total, LINES, KNOWN, FINE, H):
    # 合计 says 100 more: whose they are is open, 20 % of the local channels with them
    for kind, label in [('xlsx', '合计'), ('xls', '总计'), ('csv', '合计')]:
        u = unit(); save(kind, u, LINES + [total(label, 1100)])
        T.exp(u, **KNOWN, bd=10000, d832=10000, dlocal=10000, doverall=10000, verdict='undetermined', v832='pass', voverall='pass', vlocal='undetermined',
              lowlocal=1818, highlocal=2727, reasons=[], findings=['total_mismatch'])
    # 100 less
    u = unit(); save('xlsx', u, LINES + [total('合计', 900)])
    T.exp(u, **KNOWN, bd=-10000, d832=-10000, dlocal=-10000, doverall=-10000, vlocal='undetermined', lowlocal=1111, highlocal=2222, low832=4444, high832=5555)
    # a nought forgotten: no channel can lose more than it has
    u = unit(); save('xls', u, LINES + [total('合计', 100)])
    T.exp(u, **KNOWN, bd=-90000, d832=-50000, dlocal=-20000, doverall=-70000, low832=0, high832=5000, verdict="undetermined")
    # what no line of the table went through gets nothing
    u = unit(); save('csv', u, LINES[:1] + LINES[2:] + [total('合计', 900)])
    T.exp(u, 80000, 50000, bd=10000, d832=10000, dlocal=0, doverall=10000, vlocal='fail', verdict='fail')
    # a difference that turns nothing is a finding, the verdict stands
    u = unit(); save('xlsx', u, [[D(1), '大米', 100, 5, 500, 'A', '832平台'], [D(2), '苹果', 100, 5, 500, 'B', '消费帮扶超市'], total('合计', 1010)])
    T.exp(u, 100000, 50000, 50000, bd=1000, d832=1000, dlocal=1000, doverall=1000, verdict='pass', findings=['total_mismatch'])
    # rounded to its own decimals: no difference
    W = ['日期', '品名', '数量', '单价', '金额（万元）', '供应商', '采购渠道']
    u = unit(); save('xlsx', u, [LINES[0][:4] + [0.0501] + LINES[0][5:], LINES[2][:4] + [0.1234] + LINES[2][5:], total('合计', 0.17)], W)
    T.exp(u, 173500, 50100, note='0.1735 is 0.17 rounded to its two decimals: 35 yuan are within half of the last')
    u = unit(); save('csv', u, [LINES[0][:4] + [0.0501] + LINES[0][5:], LINES[2][:4] + [0.1234] + LINES[2][5:], total('合计', 0.18)], W)
    T.exp(u, 173500, 50100, bd=6500, d832=6500, doverall=6500)
    # a subtotal's slip inside a grand total that agrees is a finding only
    u = unit(); save('xlsx', u, LINES[:2] + [total('小计', 710)] + LINES[2:] + [total('小计', 300), total('合计', 1000)])
    T.exp(u, **FINE, findings=['total_mismatch'])
    # one difference in both counts once
    u = unit(); save('xls', u, LINES[:2] + [total('小计', 710)] + LINES[2:] + [total('小计', 300), total('合计', 1010)])
    T.exp(u, **KNOWN, bd=1000, d832=1000, dlocal=1000, doverall=1000)
    # without a grand total the subtotals speak, each of its own lines
    u = unit(); save('csv', u, LINES[:2] + [total('小计', 700)] + LINES[2:] + [total('小计', 350)])
    T.exp(u, **KNOWN, bd=5000, doverall=0, vlocal='undetermined', lowlocal=1904, highlocal=2000)
    # 累计 spans other months
    u = unit(); save('xlsx', u, LINES + [total('合计', 1000), total('累计', 5000)]); T.exp(u, **FINE)
    u = unit(); save('xls', u, LINES + [total('本年累计', 5000)]); T.exp(u, **FINE)
    # a total over two units' lines touches both
    a, b = unit(), unit()
    T.xlsx(f'{a}与{b}.xlsx', [['单位名称', '日期', '品名', '数量', '单价', '金额', '采购渠道'], [a, D(1), '大米', 100, 5, 500, '832平台'], [a, D(1), '猪肉', 10, 50, 500, '农贸市场'],
                              [b, D(1), '小米', 100, 5, 500, '832平台'], ['合计', _, _, _, _, 1550, _]])
    T.exp(a, 100000, 50000, bd=5000, d832=5000, doverall=5000); T.exp(b, 50000, 50000, bd=5000, d832=5000, doverall=5000)
    # the total above its lines
    u = unit(); save('xlsx', u, [total('合计', 1000)] + LINES); T.exp(u, **FINE)
    u = unit(); save('csv', u, [total('合计', 1100)] + LINES)
    T.exp(u, **KNOWN, bd=10000, d832=10000, dlocal=10000, doverall=10000, verdict='undetermined', findings=['total_mismatch'])
    u = unit(); save('xls', u, [['合计', 600], ['大米', 100], ['面粉', 200], ['食油', 300]], ['品名', '金额'])
    T.exp(u, 60000, d832=60000, dlocal=60000, doverall=60000, reasons=['channel_missing'], fates=dict(line=3))


def unreadable(T, unit, save, total, LINES):
    def with_words(*at):
        return [r[:2] + [_, _, w] + r[5:] if (w := dict(zip(at, ['约二百', '若干'])).get(i)) else r for i, r in enumerate(LINES)]
    # from nothing to what the total leaves
    u = unit(); save('xlsx', u, with_words(0) + [total('合计', 1000)])
    T.exp(u, 50000, 0, 20000, bd=50000, d832=50000, dlocal=0, doverall=50000, v832='undetermined', low832=0, high832=5000, vlocal='pass', reasons=['amount_unreadable'])
    # several share it
    u = unit(); save('xls', u, with_words(1, 2) + [total('合计', 1000)])
    T.exp(u, 50000, 50000, bd=50000, d832=0, dlocal=50000, doverall=50000, v832='pass', low832=5000, high832=10000, vlocal='undetermined')
    # a total below the readable lines bounds nothing
    u = unit(); save('csv', u, with_words(0) + [total('合计', 400)])
    T.exp(u, 50000, 0, 20000, bd=0, v832='undetermined', vlocal='undetermined', voverall='undetermined')
    # no total, no bound
    u = unit(); save('xlsx', u, with_words(0)); T.exp(u, 50000, 0, 20000, bd=0, v832='undetermined', vlocal='undetermined')


def below(T, unit, save, title, total, LINES, FINE):
    # memos below the grand total: set aside, not rejected
    memos = [[total('832平台', 500)], [total('帮扶占比', 0.7)], [total('其中：832平台', 500, 1), total('其中：其他', 500, 1)],
             [total('扣款', -20, 1), total('应付', 980, 1)], [['本月就餐人数', 350]], [total('上月欠款', 333)]]
    for kind, memo in zip(['xlsx', 'xls', 'csv'] * 2, memos):
        # What was taken off may be of the price: by so much the total is open.
        off = dict(bd=-2000, d832=-2000, dlocal=-2000, doverall=-2000) if memo[0][1] == '扣款' else {}
        u = unit(); save(kind, u, LINES + [total('合计', 1000)] + memo); T.exp(u, **dict(FINE, **off, fates=dict(line=3, rejected=0)))
    # the same below a total that figures prove
    u = unit(); save('xlsx', u, LINES + [total('应结', 1000), total('扣款', -20, 1), total('实结', 980, 1)]); T.exp(u, **dict(FINE, bd=-2000, d832=-2000, dlocal=-2000, doverall=-2000, fates=dict(line=3, rejected=0)))
    # late lines: item with date, with quantity, with price
    late = [[D(30), '鸡蛋', _, _, 100, '李四', '农贸市场'], [_, '鸡蛋', 20, _, 100, '李四', '农贸市场'], [_, '鸡蛋', _, 5, 100, '李四', '农贸市场']]
    for kind, line in zip(['xlsx', 'xls', 'csv'], late):
        u = unit(); save(kind, u, LINES + [total('合计', 1000), line]); T.exp(u, 110000, 50000, 20000, reasons=[], fates=dict(line=4))
    # a ledger that goes on below its month's total with carried dates
    u = unit()
    T.xlsx(f'{u}.xlsx', title(u, '2024年食堂台账') + [['日期', '品名', '金额', '采购渠道'], [D(1, 2), '大米', 100, '832平台'], [_, '猪肉', 50, '农贸市场'], ['合计', _, 150, _],
                                                 [D(1), '大米', 100, '832平台'], [_, '猪肉', 70, '农贸市场'], [_, '牛肉', 30, '农贸市场'], ['合计', _, 200, _]])
    T.exp(u, 35000, 20000, month_base=20000, reasons=[], fates=dict(line=5))
    # a deduction above the total is part of it
    u = unit(); save('xls', u, PLAIN + [total('扣款', -20, 1), total('应付', 980, 1)]); T.exp(u, 98000, 50000, 20000, fates=dict(line=4))


def doubts(T, unit, save, total):
    # an unknown label, no date, quantity or price, and another figure: perhaps a lump sum, perhaps a total that is 234 yuan beyond its lines
    may_be = dict(bd=123400 + 23400, d832=23400, dlocal=23400, doverall=23400, reasons=['total_suspected'])
    for kind, label in [('xlsx', '清算款'), ('csv', '本期付'), ('xls', '全单')]:
        u = unit(); save(kind, u, PLAIN + [total(label, 1234, 1)])
        T.exp(u, 100000, 50000, 20000, verdict='undetermined', fates=dict(line=4), **may_be)
    u = unit(); save('xlsx', u, PLAIN + [total('清算款', 1234, 0)]); T.exp(u, 100000, 50000, 20000, **may_be)
    # equal to the one line above: nothing proves it, nothing disproves it
    for kind, label, at in [('xlsx', '总支付', 0), ('xls', '老王粮油', 1), ('csv', '结', 0)]:
        u = unit(); save(kind, u, PLAIN[:1] + [total(label, 500, at)]); T.exp(u, 50000, 50000, bd=50000, reasons=['total_suspected'], fates=dict(line=2))
    u = unit(); save('xlsx', u, PLAIN[:1] + [[D(2), '面粉', 100, 5, 500, '王五', _]]); T.exp(u, 100000, 50000, reasons=[], fates=dict(line=2))
    u = unit(); save('xls', u, PLAIN[:1] + [total('合计', 500)]); T.exp(u, 50000, 50000, reasons=[], fates=dict(line=1))
    # equal to the lines above, but through a channel and from a supplier of its own
    u = unit(); save('csv', u, PLAIN + [[_, '豆腐一批', _, _, 1000, '老王豆腐坊', '832平台']])
    T.exp(u, 100000, 50000, 20000, bd=100000, d832=100000, doverall=100000, reasons=['total_suspected'], fates=dict(line=4))


def columns(T, unit, save, title):
    head = [['日期', '品名', '采购金额（元）', _, _, _], [_, _, '832平台', '供销数据平台', '消费帮扶超市', '其他']]
    merges = ['A3:A4', 'B3:B4', 'C3:F3']
    body = [[D(1), '大米', 500, _, _, _], [D(2), '食油', _, _, 200, _], [D(3), '猪肉', _, _, _, 300]]
    for label, at in [('本期', 0), ('全部款项', 1), ('三笔', 0)]:
        u = unit(); row = [_, _, 500, _, 200, 300]; row[at] = label
        T.xlsx(f'{u}.xlsx', title(u) + head + body + [row], merges); T.exp(u, 100000, 50000, 20000, reasons=[], fates=dict(line=3))
    # one column's sum alone is a purchase
    u = unit(); T.xlsx(f'{u}.xlsx', title(u) + head + [[D(1), '大米', 100, _, _, _], [_, '小米', 200, _, _, _], [D(2), '猪肉', _, _, _, 50], [_, '面粉', 300, _, _, _]], merges)
    T.exp(u, 65000, 60000, reasons=[], fates=dict(line=4))
    # the whole agrees, one channel's total does not: its share is open, the base is not
    head = [['日期', '品名', '合计', '832平台', '供销数据平台', '消费帮扶超市', '其他']]
    body = [[D(1), '大米', 500, 500, _, _, _], [D(2), '食油', 200, _, _, 200, _], [D(3), '猪肉', 300, _, _, _, 300]]
    u = unit(); T.xlsx(f'{u}.xlsx', title(u) + head + body + [['合计', _, 1000, 600, _, 200, 200]])
    T.exp(u, 100000, 50000, 20000, bd=0, d832=10000, dlocal=0, doverall=10000, low832=5000, high832=6000, reasons=[])
    u = unit(); T.xls(f'{u}.xls', title(u) + head + body + [['合计', _, 1100, 600, _, 200, 300]])
    T.exp(u, 100000, 50000, 20000, bd=10000, d832=10000, dlocal=10000, doverall=10000, reasons=[])
    # statements
    head = ['月份', '采购总额', '832平台', '供销数据平台', '帮扶超市']
    rows = [['1月', 100, 20, 10, 5], ['2月', 200, 30, 20, 10], ['3月', 300, 40, 30, 20]]
    for kind, label in [('xlsx', '全部'), ('xls', '三个月'), ('csv', 'SUM')]:
        u = unit(); save(kind, u, rows + [[label, 600, 90, 60, 35]], head); T.exp(u, 60000, 9000, 9500, month_base=30000, reasons=[])
    u = unit(); save('xlsx', u, rows + [['合计', 700, 90, 60, 35]], head)
    T.exp(u, 60000, 9000, 9500, bd=10000, d832=10000, dlocal=10000, doverall=10000, reasons=[])


def weights(T, unit, title):
    # 合计 of weights or of people is no amount
    u = unit(); T.xlsx(f'{u}.xlsx', title(u) + [['日期', '品名', '重量（斤）', '合计'], [D(1), '大米', 50, 50], [D(2), '猪肉', 20, 20]]); T.exp(u, 0, verdict='no_data')
    u = unit(); T.csv(f'{u}.csv', title(u, '2024年3月就餐人数') + [['日期', '早餐人数', '午餐人数', '晚餐人数', '合计'], ['2024-03-01', 50, 60, 70, 180], ['2024-03-02', 50, 60, 70, 180]])
    T.exp(u, 0, verdict='no_data')
    u = unit()
    T.xlsx(f'{u}.xlsx', title(u) + [['品名', '采购重量（公斤）', _, _, _], [_, '第一周', '第二周', '第三周', '合计'], ['大米', 50, 60, 70, 180], ['猪肉', 5, 6, 7, 18]], ['A3:A4', 'B3:E3'])
    T.exp(u, 0, verdict='no_data')
    # ... money is
    u = unit(); T.xlsx(f'{u}.xlsx', title(u) + [['日期', '品名', '数量', '单价', '合计', '采购渠道'], [D(1), '大米', 50, 2, 100, '832平台'], [D(2), '猪肉', 20, 10, 200, '农贸市场']])
    T.exp(u, 30000, 10000, reasons=[])
    u = unit(); T.xls(f'{u}.xls', title(u) + [['日期', '品名', '合计', '采购渠道'], [D(1), '大米', 100, '832平台'], [D(2), '猪肉', 200, '农贸市场']]); T.exp(u, 30000, 10000, reasons=[])
    u = unit(); T.xls(f'{u}.xls', title(u) + [['日期', '品名', '重量', '合计（元）', '采购渠道'], [D(1), '大米', 20, 100, '832平台'], [D(2), '猪肉', 5, 200, '农贸市场']]); T.exp(u, 30000, 10000, reasons=[])


def last_word(T, unit, save, total, LINES, KNOWN, FINE):
    """What stands below a total and says that the table comes to something else."""
    less = dict(KNOWN, bd=-5000, d832=-5000, dlocal=-5000, doverall=-5000, fates=dict(line=3))
    u = unit(); save('xlsx', u, LINES + [total('货款合计', 1000, 1), total('减：优惠', -50, 1), total('实付', 950, 1)]); T.exp(u, **less, findings=['total_mismatch'])
    u = unit(); save('xls', u, LINES + [total('合计', 1000), total('折让', -50, 1), total('甲乙丙', 950, 1)]); T.exp(u, **less, note='names that nobody knows')
    u = unit(); save('csv', u, LINES + [total('合计', 1000), total('立减', 50), total('结清', 950)]); T.exp(u, **less, note='taken off, written without a sign')
    u = unit(); save('xlsx', u, LINES + [total('合计', 1000), total('减：优惠', -50, 1)]); T.exp(u, **less, note='no line is negative: it is none of them')
    u = unit(); save('xls', u, LINES + [total('合计', 1000), total('送货', 20, 1), total('装卸', 10, 1), total('共付', 1030, 1)])
    T.exp(u, **KNOWN, bd=3000, d832=3000, dlocal=3000, doverall=3000, fates=dict(line=3))
    # look-alikes: parts of the total, a return that is among the lines, what is owed from before
    u = unit(); save('csv', u, LINES + [total('合计', 1000), total('其中：粮油', 700), total('肉蛋', 300)]); T.exp(u, **FINE)
    u = unit(); save('xlsx', u, LINES[:2] + [[D(3), '猪肉', 11, 30, 330, '张三肉店', '农贸市场'], [D(4), '猪肉', -1, 30, -30, '张三肉店', '农贸市场'],
                                             total('合计', 1000), total('其中：退货', -30)])
    T.exp(u, 100000, 50000, 20000, reasons=[], fates=dict(line=4))
    u = unit(); save('xls', u, LINES + [total('合计', 1000), total('上月欠款', 300), total('本月应付', 1300)]); T.exp(u, **FINE)
    u = unit(); save('csv', u, LINES + [total('合计', 1000), total('上月累计', 5000), total('本年累计', 6000)]); T.exp(u, **FINE)
