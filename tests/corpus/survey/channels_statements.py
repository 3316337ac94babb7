# -*- coding: utf-8 -*-
"""Statements of the theme channels; see channels.py."""


def write(t):
    def st(unit, rows, fmt='xlsx', title=None, tab='Sheet1', merges=()):
        rows = [[title or f'{unit}2024年3月食堂食材采购统计表']] + [list(r) for r in rows]
        if fmt == 'csv':
            t.csv(unit + '.csv', rows)
        elif fmt == 'xls':
            t.xls(unit + '.xls', [(tab, rows)])
        else:
            t.xlsx(unit + '.xlsx', [(tab, rows, merges)])

    every = lambda yuan, **more: dict(d832=yuan, dlocal=yuan, doverall=yuan, **more)
    P = ['832平台', '供销数据平台', '消费帮扶超市']
    # A part that no alias knows: a column among the parts, one that says 其中, one of a group, with and without 其他.
    st('渠表一小学', [['月份', '采购总额', *P, '利民点'], ['3月', 1000, 100, 150, 60, 90]])
    t.exp('渠表一小学', 100000, p832=10000, local=21000, reasons=['channel_unknown'], **every(9000))
    st('渠表二小学', [['采购总额', '其中：832平台', '其中：利民点', '其中：消费帮扶超市'], [1000, 100, 90, 60]], 'xls')
    t.exp('渠表二小学', 100000, p832=10000, local=6000, reasons=['channel_unknown'], **every(9000))
    st('渠表三小学', [['月份', '采购总额', '其中', None, None], [None, None, '832平台', '利民点', '消费帮扶超市'], ['3月', 1000, 100, 90, 60]], merges=['A2:A3', 'B2:B3', 'C2:E2'])
    t.exp('渠表三小学', 100000, p832=10000, local=6000, reasons=['channel_unknown'], **every(9000))
    st('渠表四小学', [['月份', '采购总额', *P, '利民点', '其他'], ['3月', 1000, 100, 150, 60, 90, 600]], 'csv')
    t.exp('渠表四小学', 100000, p832=10000, local=21000, reasons=['channel_unknown'], **every(9000))
    # Rows as parts, the unknown one between and last.
    st('渠表五小学', [['项目', '金额（元）'], ['采购总额', 1000], ['其中：832平台', 100], ['利民点', 90], ['消费帮扶超市', 60], ['填表人：张三']])
    t.exp('渠表五小学', 100000, p832=10000, local=6000, reasons=['channel_unknown'], **every(9000))
    st('渠表六小学', [['项目', '金额（元）'], ['采购总额', 1000], ['其中：832平台', 100], ['消费帮扶超市', 60], ['利民点', 90], ['审核人：李四']], 'xls')
    t.exp('渠表六小学', 100000, p832=10000, local=6000, reasons=['channel_unknown'], **every(9000))
    st('渠表七小学', [['项目', '笔数', '金额'], ['采购总额', 40, 1000], ['其中：832平台', 4, 100], ['其中：利民点', 3, 90]], 'csv')
    t.exp('渠表七小学', 100000, p832=10000, reasons=['channel_unknown'], **every(9000))
    # Subtotals over parts: behind them, before them, by their figures alone, by a requirement's name.
    st('渠计一小学', [['月份', '采购总额', *P, '消费帮扶小计'], ['3月', 1000, 100, 150, 60, 310]])
    t.exp('渠计一小学', 100000, p832=10000, local=21000, reasons=[])
    st('渠计二小学', [['月份', '采购总额', '消费帮扶采购合计', *P], ['3月', 1000, 310, 100, 150, 60]], 'xls')
    t.exp('渠计二小学', 100000, p832=10000, local=21000, reasons=[])
    st('渠计三小学', [['月份', '采购总额', *P, '共帮'], ['3月', 1000, 100, 150, 60, 310]], 'csv')
    t.exp('渠计三小学', 100000, p832=10000, local=21000, reasons=[])
    st('渠计四小学', [['月份', '采购总额', '832平台', '本地渠道', '供销数据平台', '消费帮扶超市'], ['3月', 1000, 100, 210, 150, 60]])
    t.exp('渠计四小学', 100000, p832=10000, local=21000, reasons=[])
    st('渠计五小学', [['月份', '采购总额', *P], ['3月', 1000, 210, 150, 60]], 'xls')
    t.exp('渠计五小学', 100000, p832=21000, local=21000, reasons=[], note='a channel that happens to be the sum of two others is a part')
    st('渠计六小学', [['项目', '金额'], ['采购总额', 1000], ['其中：832平台', 100], ['供销数据平台', 150], ['消费帮扶超市', 60], ['消费帮扶小计', 310], ['其他', 690]])
    t.exp('渠计六小学', 100000, p832=10000, local=21000, reasons=[])
    # The subtotal says more than its parts: what it was is not said.
    st('渠计七小学', [['月份', '采购总额', *P, '消费帮扶小计'], ['3月', 1000, 100, 150, 60, 350]])
    t.exp('渠计七小学', 100000, p832=10000, local=21000, reasons=['channel_unknown'], **every(4000))
    # A requirement's own name as a part.
    st('渠计八小学', [['月份', '采购总额', '832平台', '本地渠道'], ['3月', 1000, 100, 210]])
    t.exp('渠计八小学', 100000, p832=10000, local=21000, reasons=[])
    st('渠计九小学', [['采购总额', '消费帮扶采购合计'], [1000, 310]], 'xls')
    t.exp('渠计九小学', 100000, direct=31000, d832=31000, dlocal=31000, doverall=0, reasons=['channel_unknown'])
    st('渠计十小学', [['项目', '金额'], ['采购总额', 1000], ['其中：832平台', 100], ['本地渠道', 210]], 'csv')
    t.exp('渠计十小学', 100000, p832=10000, local=21000, reasons=[])
    # Nothing in words.
    for i, (word, fmt) in enumerate([('无', 'xlsx'), ('未采购', 'xls'), ('未发生', 'csv'), ('／', 'xlsx'), ('—', 'xls')]):
        unit = f'渠零{"一二三四五"[i]}小学'
        st(unit, [['月份', '采购总额', *P], ['3月', 1000, 100, word, 60]], fmt)
        t.exp(unit, 100000, p832=10000, local=6000, reasons=[])
    st('渠零六小学', [['项目', '金额'], ['采购总额', 1000], ['其中：832平台', '无'], ['供销数据平台', 150], ['消费帮扶超市', '未采购']])
    t.exp('渠零六小学', 100000, local=15000, reasons=[])
    st('渠零七小学', [['月份', '采购总额', *P], ['2月', 500, 50, 30, 20], ['3月', 1000, 100, '待统计', 60]])
    t.exp('渠零七小学', 50000 + 16000, p832=15000, local=11000, month_base=16000, voverall='undetermined', reasons=['amount_unreadable'],
          note='words that are no zero: only what is read is certain')
    # Shares and counts are no amounts, whatever they are called.
    st('渠率一小学', [['月份', '采购总额', '832平台', '832平台占比', '供销数据平台', '笔数', '家数'], ['3月', 1000, 100, '10%', 150, 4, 3]])
    t.exp('渠率一小学', 100000, p832=10000, local=15000, reasons=[])
    st('渠率二小学', [['月份', '采购总额', '832平台', '完成度', '供销数据平台'], ['3月', 1000, 100, '10%', 150]], 'csv')
    t.exp('渠率二小学', 100000, p832=10000, local=15000, reasons=[])
    st('渠率三小学', [['项目', '金额', '份额'], ['采购总额', 1000, '100%'], ['其中：832平台', 100, '10%'], ['供销数据平台', 150, '15%']], 'xls')
    t.exp('渠率三小学', 100000, p832=10000, local=15000, reasons=[])
    st('渠率四小学', [['月份', '采购总额', '832平台', '供销数据平台', '年初以来'], ['3月', 1000, 100, 150, 5200]])
    t.exp('渠率四小学', 100000, p832=10000, local=15000, reasons=[], note='more than the whole: no part of it')
    # The whole under a new name.
    st('渠全一小学', [['月份', '食堂花销', *P, '其他'], ['2月', 500, 100, 100, 100, 200], ['3月', 1000, 100, 150, 60, 690]])
    t.exp('渠全一小学', 150000, p832=20000, local=41000, month_base=100000, reasons=[])
    st('渠全二小学', [['月份', '食堂花销', '其中', None, None], [None, None, *P], ['3月', 1000, 100, 150, 60]], 'xlsx', merges=['A2:A3', 'B2:B3', 'C2:E2'])
    t.exp('渠全二小学', 100000, p832=10000, local=21000, reasons=[])
    st('渠全三小学', [['项目', '金额'], ['食堂花销', 1000], ['其中：832平台', 100], ['供销数据平台', 150], ['消费帮扶超市', 60]], 'xls')
    t.exp('渠全三小学', 100000, p832=10000, local=21000, reasons=[])
    st('渠全四小学', [['月份', '营业额', *P], ['3月', 1000, 100, 150, 60]], 'csv')
    t.exp('渠全四小学', 31000, p832=10000, local=21000, voverall='undetermined', reasons=['amount_unreadable'], note='nothing says that it is the whole')
    # Parts that come to more than the whole: the whole, or a part, is wrong.
    st('渠全五小学', [['月份', '采购总额', *P, '其他'], ['3月', 1000, 100, 150, 60, 740]])
    t.exp('渠全五小学', 105000, p832=10000, local=21000, bd=-5000, d832=-5000, dlocal=-5000, doverall=-5000, v832='undetermined', findings=['total_mismatch'])
    # Several columns of unknown names, and no whole: a part, or the whole; a sum of which one part is unknown.
    st('渠全六小学', [['月份', '利民点', '供销数据平台', '消费帮扶超市', '其他'], ['3月', 100, 150, 60, 690]])
    t.exp('渠全六小学', 100000, local=21000, reasons=['channel_unknown'], **every(10000))
    st('渠全七小学', [['月份', '食堂花销', '利民点', '供销数据平台', '消费帮扶超市', '其他'], ['2月', 500, 100, 100, 100, 200], ['3月', 1000, 100, 150, 60, 690]], 'xls')
    t.exp('渠全七小学', 150000, local=41000, month_base=100000, reasons=['channel_unknown'], **every(20000))
    st('渠全八小学', [['月份', '采购总额', '832平台', '本地渠道', '利民点', '消费帮扶超市'], ['3月', 1000, 100, 210, 150, 60]], 'csv')
    t.exp('渠全八小学', 100000, p832=10000, local=6000, reasons=['channel_unknown'], **every(15000))
    # Labels and values in pairs.
    st('渠对一小学', [['本月采购总额', 12000, '其中：832平台', 1200], ['供销数据平台', 1500, '消费帮扶超市', 900]])
    t.exp('渠对一小学', 1200000, p832=120000, local=240000, reasons=[])
    st('渠对二小学', [['填报单位', '渠对二小学', '填报月份', '3月'], ['采购总额', 12000, '832平台', 1200], ['利民点', 1500, '消费帮扶超市', 900], ['填表人', '张三', '联系电话', 8022311]], 'xls')
    t.exp('渠对二小学', 1200000, p832=120000, local=90000, reasons=['channel_unknown'], **every(150000))
    st('渠对三小学', [['采购总额（万元）', 1.2, '其中：832平台（万元）', 0.12, '供销数据平台（万元）', 0.15]], 'csv')
    t.exp('渠对三小学', 1200000, p832=120000, local=150000, reasons=[])
    st('渠对四小学', [['食堂花销', 12000, '其中：832平台', 1200], ['供销数据平台', '无', '消费帮扶超市', 900], ['消费帮扶小计', 2100, '占比', '17.5%']])
    t.exp('渠对四小学', 1200000, p832=120000, local=90000, reasons=[])
    # Rows for this month and this year.
    st('渠期一小学', [['项目', '本月数', '本年累计'], ['采购总额', 1000, 3000], ['其中：832平台', 100, 500], ['供销数据平台', 150, 300]])
    t.exp('渠期一小学', 100000, p832=10000, local=15000, reasons=[])
    st('渠期二小学', [['项目', '本年累计金额', '本月金额'], ['采购总额', 3000, 1000], ['其中：832平台', 500, 100], ['供销数据平台', 300, 150]], 'xls')
    t.exp('渠期二小学', 100000, p832=10000, local=15000, reasons=[])
    # Channel columns of purchases: an unknown one, words for nothing.
    st('渠列一小学', [['日期', '品名', '832平台', '利民点', '其他', '合计'], ['2024-03-01', '大米', 100, None, None, 100], ['2024-03-02', '豆腐', None, 90, None, 90],
                 ['2024-03-03', '白菜', None, None, 60, 60]], title='渠列一小学2024年3月食堂采购明细')
    t.exp('渠列一小学', 25000, p832=10000, reasons=['channel_unknown'], **every(9000))
    st('渠列二小学', [['日期', '品名', '832平台', '供销数据平台', '其他', '合计'], ['2024-03-01', '大米', 100, '无', '—', 100], ['2024-03-02', '豆腐', '未采购', 90, '无', 90]], 'xls',
       title='渠列二小学2024年3月食堂采购明细')
    t.exp('渠列二小学', 19000, p832=10000, local=9000, reasons=[])
