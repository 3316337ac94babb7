# -*- coding: utf-8 -*-
"""Theme `roles`: rows that are void, cancelled, refunded, examples, or number the columns; and what only looks so."""
from common import D
from roles_words import HEAD, DAY, three

EGGS = [D(8), '鸡蛋', 10, 6, 60, '张三粮油店', '832平台']
OIL = [D(9), '食油', 2, 70, 140, '李四肉铺', '农贸市场']


def with_column(header, values, more):
    rows = three() + [list(r) for r in more]
    return [HEAD + [header]] + [r + [v] for r, v in zip(rows, values)]


def write(T, exp):
    book = lambda rows, unit: [[f'{unit}2024年3月采购台账']] + rows
    # --- status ------------------------------------------------------------------------------------------------------------------
    T.csv('角五三小学3月.csv', [DAY(r) for r in with_column('订单状态', ['交易成功'] * 3 + ['交易关闭', '已取消'], [EGGS, OIL])])
    exp('角五三小学', fates=dict(void=2))
    T.xls('角五四小学3月.xls', with_column('发票状态', ['正常'] * 3 + ['作废', '已红冲'], [EGGS, OIL]))
    exp('角五四小学', fates=dict(void=2))
    T.xlsx('角五五小学3月.xlsx', book(with_column('单据处理状态', ['已完成'] * 3 + ['退款成功', '无效'], [EGGS, OIL]), '角五五小学'))
    exp('角五五小学', fates=dict(void=2))
    T.xlsx('角五六小学3月.xlsx', book(with_column('跟踪', ['完成', '完成', '完成', '已取消', '完成'], [EGGS, OIL]), '角五六小学'))
    exp('角五六小学', 14000, bd=6000, d832=6000, reasons=['void_suspected'], note='a header that nobody knows')
    T.xls('角五七小学3月.xls', with_column('订单编号', ['A20240301', 'A20240302', 'A20240303', '作废', 'A20240305作废'], [EGGS, OIL]))
    exp('角五七小学', fates=dict(void=2))
    T.csv('角五八小学3月.csv', [DAY(r) for r in with_column('备注', ['', '', '', '此单作废', '已退款'], [EGGS, OIL])])
    exp('角五八小学', bd=20000, d832=6000)
    T.xlsx('角五九小学3月.xlsx', with_column('状态', ['已完成', '部分退款', '退款中', '待付款', '已完成'], [EGGS, OIL]))
    # 猪肉 280 (ordinary), 白菜 120 (local) and 鸡蛋 60 (832) are open; 大米 100 (832) and 食油 140 (ordinary) stand.
    T.exp('角五九小学', 24000, 10000, 0, bd=46000, d832=6000, dlocal=12000, reasons=['void_suspected'])
    sugar = [D(8), '取消糖', 10, 6, 60, '退伍军人服务超市', '农贸市场']
    T.csv('角六十小学3月.csv', [DAY(r) for r in with_column('状态', ['交易成功', '未取消', '无退款', '退款关闭', '正常'], [sugar, OIL])])
    exp('角六十小学', 20000, note='words that hold 取消 and void nothing')
    # --- reversed invoices: the pair nets off, however it is marked ---------------------------------------------------------------
    red = EGGS[:2] + [-10, 6, -60] + EGGS[5:]
    T.xlsx('角六一小学3月.xlsx', with_column('发票状态', ['正常'] * 4 + ['红冲'], [EGGS, red]))
    exp('角六一小学', note='the reversal is marked')
    T.xls('角六二小学3月.xls', with_column('发票状态', ['正常'] * 3 + ['已红冲', '正常'], [EGGS, red]))
    exp('角六二小学', note='the original is marked')
    T.csv('角六三小学3月.csv', [DAY(r) for r in with_column('发票状态', ['正常'] * 3 + ['已红冲', '红冲'], [EGGS, red])])
    exp('角六三小学', note='both are marked')
    T.xlsx('角六四小学3月.xlsx', with_column('备注', ['', '', '', '', '红冲'], [EGGS, red]))
    exp('角六四小学', note='a remark beside the negative twin')
    T.xls('角六五小学3月.xls', with_column('订单状态', ['已完成', '已完成', '已完成', '已取消', ''], [EGGS, ['合计', None, None, None, 560, None, None]]))
    exp('角六五小学', note='the total holds what was cancelled, and contradicts nothing')
    T.csv('角六六小学3月.csv', [DAY(r) for r in with_column('状态', ['完成', '完成', '完成', '作废', ''], [EGGS, ['合计', '', '', '', 500, '', '']])])
    exp('角六六小学')
    # --- examples, numbers of columns ---------------------------------------------------------------------------------------------
    numbered = [['序号'] + HEAD, ['例', D(1), '大米', 1, 5, 5, '某某公司', '832平台']] + [[i + 1] + r for i, r in enumerate(three())]
    T.xlsx('角六七小学3月.xlsx', book(numbered, '角六七小学'))
    exp('角六七小学', fates=dict(example=1))
    T.csv('角六八小学3月.csv', [HEAD + ['备注'], DAY([D(1), '大米', 1, 5, 5, '某某公司', '832平台', '样例，请勿删除'])] + [DAY(r + ['']) for r in three()])
    exp('角六八小学', fates=dict(example=1))
    T.xls('角六九小学3月.xls', [HEAD, ['示例：3月1日', '大米', 1, 5, 5, '某某公司', '832平台']] + three())
    exp('角六九小学', fates=dict(example=1))
    T.xlsx('角七十小学3月.xlsx', book([HEAD, [1, 2, 3, 4, 5, 6, 7]] + three(), '角七十小学'))
    exp('角七十小学')
    T.xls('角七一小学3月.xls', [HEAD, ['甲', '乙', '1', '2', '3=1×2', '丙', '丁']] + three())
    exp('角七一小学')
    T.csv('角七二小学3月.csv', [HEAD, ['栏次', '1', '2', '3', '4', '5', '6']] + [DAY(r) for r in three()])
    exp('角七二小学')
    T.xlsx('角七三小学3月.xlsx', book([HEAD] + three() + [[D(8), '例汤料', 1, 5, 5, '示范农场', '农贸市场'], [D(9), '甲鱼', 2, 3, 6, '样板市场', '农贸市场']], '角七三小学'))
    exp('角七三小学', 1100, note='goods and shops that only sound so')
    # --- a column of kinds of which one word is known and others are not ---------------------------------------------------------------
    T.xlsx('角七四小学3月.xlsx', book(with_column('跟单', ['岗乙', '岗乙', '岗乙', '领料', '岗乙'], [EGGS, OIL]), '角七四小学'))
    exp('角七四小学', 14000, bd=6000, d832=6000, reasons=['void_suspected'], note='of what nobody knows one row is said to be no purchase')
    T.xls('角七五小学3月.xls', with_column('流向', ['进货', '进货', '进货', '岗乙', '进货'], [EGGS, OIL]))
    exp('角七五小学', 14000, bd=6000, d832=6000, reasons=['void_suspected'], note='beside purchases one row is something else')
    T.csv('角七六小学3月.csv', [DAY([r[0], '采购' if r[5] != '回' else '领用'] + r[1:5] + r[6:]) if r[1] != '品名' else [r[0], '收发类别', '甲乙'] + r[2:5] + r[6:]
                            for r in [HEAD] + three() + [EGGS[:5] + ['回'] + EGGS[6:]]])
    exp('角七六小学', fates=dict(not_purchase=1), note='goods under a header that nobody knows beside a column of kinds')
    T.xlsx('角七七小学3月.xlsx', book(with_column('经手', ['王采购', '采购员李', '王采购', '李四', '李四'], [[D(8), '鸡蛋', 10, 6, 60, '张三粮油店', '农贸市场'], OIL]), '角七七小学'))
    exp('角七七小学', 20000, reasons=[], note='names that only hold such a word')
