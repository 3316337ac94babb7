# -*- coding: utf-8 -*-
"""The same purchases again in other words: invoices and bills by seller, orders that a platform names otherwise, amounts in whole yuan.

    python3 tests/corpus/survey/twice.py
"""
from common import Theme, D
from roles_words import HEAD, DAY

T = Theme('twice')
# 100.00 and 60.00 (832, 张三), 280.00 and 40.00 (李四), 120.00 and 30.00 (local, 王五): 630.00.
ROWS = [[D(4), '大米', 20, 5, 100, '张三粮油店', '832平台'], [D(5), '猪肉', 10, 28, 280, '李四肉铺', '农贸市场'], [D(6), '白菜', 40, 3, 120, '王五菜店', '供销数据平台'],
        [D(7), '面粉', 15, 4, 60, '张三粮油店', '832平台'], [D(8), '鸡蛋', 8, 5, 40, '李四肉铺', '农贸市场'], [D(9), '土豆', 15, 2, 30, '王五菜店', '供销数据平台']]
exp = lambda unit, plus=0, **more: T.exp(unit, 63000 + plus, 16000, 15000, **more)
BOOK = lambda unit: [[f'{unit}2024年3月食堂食材采购台账'], HEAD] + ROWS
INVOICE = ['开票日期', '发票号码', '销方名称', '货物名称', '价税合计']
bill = lambda number, seller, yuan: [D(30), '24142000000%09d' % number, seller, '*食品*食材一批', yuan]

# --- invoices -------------------------------------------------------------------------------------------------------------------------
ALL = [bill(1, '张三粮油店', 160), bill(2, '李四肉铺', 320), bill(3, '王五菜店', 150)]
T.xlsx('重一小学3月.xlsx', [('明细', BOOK('重一小学')), ('发票', [['发票清单'], INVOICE] + ALL + [['合计', None, None, None, 630]])])
exp('重一小学', note='one invoice a seller')
T.csv('重二小学3月台账.csv', [DAY(r) for r in BOOK('重二小学')])
T.csv('重二小学3月其二.csv', [DAY(r) for r in [INVOICE, bill(1, '张三粮油店', 100), bill(2, '张三粮油店', 60), bill(3, '李四肉铺', 320), bill(4, '王五菜店', 70), bill(5, '王五菜店', 80)]])
exp('重二小学', note='several invoices a seller, in a file whose name says nothing')
T.xls('重三小学3月.xls', [('明细', BOOK('重三小学')), ('Sheet2', [['日期', '摘要', '供应商', '金额'], [D(29), '货款', '张三粮油店', 160], [D(29), '货款', '李四肉铺', 320],
      [D(29), '货款', '王五菜店', 150]])])
exp('重三小学', note='no invoice numbers, and a word that says nothing')
T.xlsx('重四小学3月.xlsx', [('明细', BOOK('重四小学')), ('发票', [INVOICE] + ALL[:2] + [bill(3, '王五菜店', 155)])])
exp('重四小学', bd=63500, reasons=['duplicate_suspected'], note='two of three sellers: a person has to look')
T.xls('重五小学3月.xls', [('明细', BOOK('重五小学')), ('补录', [INVOICE, bill(1, '张三粮油店', 110), bill(2, '李四肉铺', 90), bill(3, '王五菜店', 55)])])
exp('重五小学', 25500, reasons=[], note='other purchases from the same sellers')
T.csv('重六小学3月台账.csv', [DAY(r) for r in BOOK('重六小学')])
T.csv('重六小学3月其二.csv', [DAY(r) for r in [INVOICE, bill(1, '张三粮油店', 160)]])
exp('重六小学', bd=16000, reasons=['duplicate_suspected'], note='one seller alone: it may be chance')
T.xlsx('重七小学3月.xlsx', [('明细', BOOK('重七小学')), ('Sheet2', [INVOICE, bill(1, '赵六豆腐坊', 45), bill(2, '钱七干货店', 65)])])
exp('重七小学', 11000, reasons=[], note='sellers that the ledger does not have')

# --- orders ---------------------------------------------------------------------------------------------------------------------------
NUMBER = {D(4): '832240304000123', D(7): '832240307000456'}
ORDERED = [HEAD + ['平台订单号']] + [r + [NUMBER.get(r[0])] for r in ROWS]
EXPORT = ['订单编号', '下单时间', '商品名称', '购买数量', '订单金额', '供应商名称', '订单状态']
SHOWN = [[NUMBER[D(4)], D(4), '五常稻花香 5kg装', 20, 100, '张三粮油店', '已完成'], [NUMBER[D(7)], D(7), '雪花粉 特惠', 15, 60, '张三粮油店', '已完成']]
T.xlsx('重八小学3月.xlsx', [('台账', ORDERED), ('832平台订单', [EXPORT] + SHOWN)])
exp('重八小学', bd=16000, d832=16000, reasons=['duplicate_suspected'], note='another name for the goods')
T.csv('重九小学3月台账.csv', [DAY(r) for r in ORDERED])
T.csv('重九小学3月832平台.csv', [DAY(r) for r in [EXPORT] + SHOWN[:1]])
exp('重九小学', bd=10000, d832=10000, doverall=10000, reasons=['channel_conflict', 'duplicate_suspected'], note='one order, in another file: by its number it came through the same channel')
# Counterparts: two goods of one order in one sheet; other orders of the same day, quantity and amount.
T.xls('重十小学3月.xls', [('台账', ORDERED + [[D(4), '小米', 20, 5, 100, '张三粮油店', '832平台', NUMBER[D(4)]]])])
T.exp('重十小学', 73000, 26000, 15000, reasons=[])
T.xlsx('重十一小学3月.xlsx', [('台账', ORDERED), ('832平台订单', [EXPORT] + [['832240304000%d' % (777 + i), *r[1:5], '五常农业公司', r[6]] for i, r in enumerate(SHOWN)])])
T.exp('重十一小学', 79000, 32000, 15000, reasons=[])

# --- whole yuan -----------------------------------------------------------------------------------------------------------------------
EXACT = [100.4, 280.5, 119.6, 60, 40.2, 29.7]
priced = lambda amounts: [HEAD] + [r[:3] + [None, a] + r[5:] for r, a in zip(ROWS, amounts)]
T.xlsx('重十二小学3月.xlsx', [('送货', priced(EXACT)), ('台账', priced([100, 281, 120, 60, 40, 30]))])
T.exp('重十二小学', 63040, 16040, 14930, bd=63100, d832=16000, dlocal=15000, reasons=['duplicate_suspected'], note='rounded')
T.csv('重十三小学3月一.csv', [DAY(r) for r in priced(EXACT)])
T.csv('重十三小学3月二.csv', [DAY(r) for r in priced([100, 280, 119, 60, 40, 29])])
T.exp('重十三小学', 63040, 16040, 14930, bd=62800, d832=16000, dlocal=14800, reasons=['duplicate_suspected'], note='what is less than a yuan left off')
T.xls('重十四小学3月.xls', [('上旬', priced(EXACT)), ('补录', priced([102, 283, 122, 62, 42, 32]))])
T.exp('重十四小学', 127340, 32440, 30330, reasons=[], note='other amounts')
T.done()
