# -*- coding: utf-8 -*-
"""The second half of columns.py: periods, groups side by side, digits, wide exports, words that nobody knows."""
from common import D, numbered

SHOP = '夏县消费帮扶超市'


def periods(t):
    head = [['食堂食材采购情况表（2024年3月）'], ['填报单位：列一局', '', '单位：元'], ['月份', '采购总额', None, '832平台', None, '消费帮扶超市', None], [None] + ['本月', '累计'] * 3]
    t.xlsx('列一局2024年3月.xlsx', head + [['3月', 1000, 3000, 100, 400, 200, 500]], ['A3:A4', 'B3:C3', 'D3:E3', 'F3:G3'])
    t.exp('列一局', 100000, 10000, 20000)
    head = [['食堂食材采购情况表（2024年3月）'], ['填报单位：列二局', '', '单位：元'], ['月份', '采购总额', None, '832平台', None, '消费帮扶超市', None], [None] + ['本年累计', '本期'] * 3]
    t.xlsx('列二局2024年3月.xlsx', head + [['3月', 3000, 1000, 400, 100, 500, 200]], ['A3:A4', 'B3:C3', 'D3:E3', 'F3:G3'])
    t.exp('列二局', 100000, 10000, 20000)
    t.csv('列三局2024年3月.csv', [['列三局2024年3月食堂采购'], ['日期', '品名', '累计金额', '本月金额', '上年同期金额', '渠道'], ['2024-03-01', '大米', 350, 50, 44, '832平台'],
                               ['2024-03-02', '青菜', 120, 20, 19, '农贸市场']])
    t.exp('列三局', 7000, 5000)
    t.xls('列四局2024年3月.xls', [['列四局2024年3月食堂采购'], ['日期', '品名', '金额', None, '渠道'], [None, None, '累计', '本期', None], [D(1), '大米', 350, 50, '832平台'], [D(2), '青菜', 120, 20, '农贸市场']])
    t.exp('列四局', 7000, 5000)


def groups(t):
    # By supplier: every group's amount is a line of that supplier.
    rows = [['列五局2024年3月食堂采购'], ['日期', '品名', SHOP, None, None, '运城绿源商贸公司', None, None], [None, None] + ['数量', '单价', '金额'] * 2,
            [D(1), '大米', 10, 5, 50, None, None, None], [D(2), '青菜', None, None, None, 10, 2, 20], [D(3), '面', 6, 5, 30, 2, 5, 10]]
    t.xlsx('列五局2024年3月.xlsx', rows, ['A2:A3', 'B2:B3', 'C2:E2', 'F2:H2'])
    t.exp('列五局', 11000, 0, 8000, d832=3000, dlocal=3000, doverall=3000)
    rows = [['列六局2024年3月食堂采购'], ['日期', '品名', SHOP, None, '城东农贸市场', None, '合计', None], [None, None] + ['数量', '金额'] * 3,
            [D(1), '大米', 10, 50, None, None, 10, 50], [D(2), '青菜', None, None, 10, 20, 10, 20], [D(3), '面', 6, 30, 2, 10, 8, 40]]
    t.xls('列六局2024年3月.xls', rows)
    t.exp('列六局', 11000, 0, 8000)
    # By unit.
    rows = [['2024年3月食堂采购'], ['品名', '列甲小学', None, '列乙小学', None, '渠道'], [None, '数量', '金额', '数量', '金额', None],
            ['大米', 10, 50, 20, 100, '832平台'], ['青菜', 5, 10, None, None, '农贸市场']]
    t.xlsx('两校2024年3月.xlsx', rows, ['A2:A3', 'B2:C2', 'D2:E2', 'F2:F3'])
    t.exp('列甲小学', 6000, 5000)
    t.exp('列乙小学', 10000, 10000)
    # By day, with the row's total, and without.
    t.xlsx('列七局2024年3月.xlsx', [['列七局2024年3月食堂采购', '', '单位：元'], ['品名', '渠道', '1日', '2日', '3日', '合计'], ['大米', '832平台', 50, None, 10, 60], ['青菜', '农贸市场', 10, 20, None, 30]])
    t.exp('列七局', 9000, 6000)
    t.csv('列八局2024年3月.csv', [['列八局2024年3月食堂采购'], ['品名', '渠道', '1日金额', '2日金额', '3日金额'], ['大米', '832平台', 50, '', 10], ['青菜', '农贸市场', 10, 20, '']])
    t.exp('列八局', 9000, 6000)
    # By channel, each with its quantity.
    rows = [['列九局2024年3月食堂采购'], ['日期', '品名', '832平台', None, '农贸市场', None], [None, None] + ['数量', '金额'] * 2, [D(1), '大米', 10, 50, None, None], [D(2), '青菜', None, None, 10, 20]]
    t.xlsx('列九局2024年3月.xlsx', rows, ['A2:A3', 'B2:B3', 'C2:D2', 'E2:F2'])
    t.exp('列九局', 7000, 5000)
    # One column a supplier, proved by the row's total.
    t.csv('列十局2024年3月.csv', [['列十局2024年3月食堂采购'], ['日期', SHOP, '城东农贸市场', '合计'], ['2024-03-01', 50, 10, 60], ['2024-03-02', '', 20, 20], ['2024-03-03', 30, '', 30]])
    t.exp('列十局', 11000, 0, 8000)
    # The counterpart: two tables side by side stay two tables.
    t.xlsx('列十一局2024年3月.xlsx', [['列十一局2024年3月食堂采购'], ['日期', '品名', '金额', '渠道', '日期', '品名', '金额', '渠道'], [D(1), '大米', 50, '832平台', D(2), '青菜', 20, '农贸市场']])
    t.exp('列十一局', 7000, 5000)


def digits(t):
    head = lambda unit: [[unit + '2024年3月食堂采购']]
    t.xlsx('列一公司2024年3月.xlsx', head('列一公司') + [['日期', '品名', '金额', None, None, '渠道'], [None, None, '元', '角', '分', None], [D(1), '大米', 123, 4, 5, '832平台'],
           [D(2), '青菜', 20, None, None, '农贸市场'], [D(3), '油', 1050, 5, None, '农贸市场']], ['C2:E2', 'A2:A3', 'B2:B3', 'F2:F3'])
    t.exp('列一公司', 12345 + 2000 + 105050, 12345)
    t.csv('列二公司2024年3月.csv', head('列二公司') + [['日期', '品名', '渠道', '千', '百', '十', '元', '角', '分'], ['2024-03-01', '大米', '832平台', '', 1, 2, 3, 4, 5], ['2024-03-02', '青菜', '农贸市场', '', '', 2, 0, 0, 0]])
    t.exp('列二公司', 12345 + 2000, 12345)
    t.xls('列三公司2024年3月.xls', head('列三公司') + [['日期', '品名', '元', '角', '分', '渠道'], [D(1), '大米', 123, 4, 5, '832平台'], [D(2), '青菜', 20, 0, 0, '农贸市场']])
    t.exp('列三公司', 12345 + 2000, 12345)
    # The counterpart: 元 beside 角 is no digit of it where whole figures with decimals stand in both.
    t.xlsx('列四公司2024年3月.xlsx', head('列四公司') + [['日期', '品名', '单价元', '数量', '金额元', '渠道'], [D(1), '大米', 5, 10, 50, '832平台'], [D(2), '青菜', 2, 10, 20, '农贸市场']])
    t.exp('列四公司', 7000, 5000)


def wide(t):
    def export(unit, how, known, more):
        """Eight known columns among `more` that nobody knows."""
        names = [f'扩展项{i}' for i in range(more)]
        at = [3 + i * (more // 8) for i in range(8)]
        def row(values, rest):
            out = list(rest)
            for place, value in zip(at, values):
                out.insert(place, value)
            return out
        body = [(1, '大米', 10, 5, 50, '平陆县粮油合作社', '832平台', 'DD240301001'), (2, '青菜', 10, 2, 20, '老王菜店', '农贸市场', 'DD240302002'), (3, '土豆', 15, 2, 30, SHOP, '消费帮扶超市', 'DD240303003')]
        date = (lambda d: f'2024-03-0{d}') if how == 'csv' else D
        other = lambda n: [f'甲{n}' if i % 3 else n * 7 + i for i in range(more)]
        rows = [row(known, names)] + [row((date(b[0]),) + b[1:], other(n)) for n, b in enumerate(body)]
        getattr(t, how)(f'{unit}2024年3月.{how}', rows)
        t.exp(unit, 10000, 5000, 3000)
    export('列五公司', 'csv', '采购日期 商品名称 数量 单价 金额 供应商 采购渠道 订单编号'.split(), 32)
    export('列六公司', 'xls', '入库日期 物料名称 实收数量 含税单价 价税合计 供应商名称 采购渠道 单据编号'.split(), 52)
    export('列七公司', 'xlsx', '单据日期 存货名称 数量 单价 金额 供货单位 渠道 单号'.split(), 80)


def unknown_words(t):
    head = lambda unit: [[unit + '2024年3月食堂采购'], ['填报单位：' + unit]]
    # One of several channel columns has a name that nobody knows: its amounts stay, disputed.
    rows = [['日期', '品名', '832平台', '乐友网', '消费帮扶超市', '其他'], [D(1), '大米', 100, None, None, None], [D(2), '油', None, 200, None, None], [D(3), '苹果', None, None, 300, None], [D(4), '肉', None, None, None, 400]]
    t.xlsx('列一集团2024年3月.xlsx', head('列一集团') + rows)
    t.exp('列一集团', 100000, 10000, 30000, d832=20000, dlocal=20000, doverall=20000)
    # The same beside the row's total, which proves it.
    rows = [['日期', '品名', '合计', '其中：832平台', '乐友网', '消费帮扶超市'], ['2024-03-01', '大米', 300, 100, 200, ''], ['2024-03-02', '油', 700, '', 300, 400], ['2024-03-03', '面', 80, '', 80, '']]
    t.csv('列二集团2024年3月.csv', head('列二集团') + rows)
    t.exp('列二集团', 108000, 10000, 40000, d832=58000, dlocal=58000, doverall=58000)
    # The total itself has such a name: proved by its parts.
    rows = [['日期', '品名', '统共', '832平台', '消费帮扶超市', '其他'], [D(1), '大米', 300, 100, 200, None], [D(2), '油', 700, None, 300, 400], [D(3), '面', 80, 50, None, 30]]
    t.xls('列三集团2024年3月.xls', head('列三集团') + rows)
    t.exp('列三集团', 108000, 15000, 50000)
    # Stock books: the group with a name that nobody knows is no second purchase.
    book = lambda a, b, c: [['日期', '品名', a, None, None, b, None, None, c, None, None, '渠道'], [None, None] + ['数量', '单价', '金额'] * 3 + [None],
                            [D(1), '大米', 10, 5, 50, 4, 5, 20, 6, 5, 30, '832平台'], [D(2), '油', 2, 60, 120, 1, 60, 60, 1, 60, 60, '农贸市场'], [D(3), '米', None, None, None, 2, 5, 10, 4, 5, 20, '832平台']]
    for unit, names in (('列四集团', ('入库', '灶上拿走', '结存')), ('列五集团', ('购进', '领用', '架上')), ('列六集团', ('拉来', '出库', '结存'))):
        t.xlsx(unit + '2024年3月.xlsx', [('3月', head(unit) + book(*names), ['A3:A4', 'B3:B4', 'C3:E3', 'F3:H3', 'I3:K3', 'L3:L4'])])
        t.exp(unit, 17000, 5000)
    # The goods' column: what is no food is still seen.
    t.xlsx('列七集团2024年3月.xlsx', head('列七集团') + [['日期', '啥', '数量', '单价', '金额', '渠道'], [D(1), '大米', 10, 5, 50, '832平台'], [D(2), '购物卡', 1, 100, 100, '832平台'], [D(3), '青菜', 10, 2, 20, '农贸市场']])
    t.exp('列七集团', 7000, 5000, bd=10000, d832=10000)
    # The funds' column.
    t.csv('列八集团2024年3月.csv', head('列八集团') + [['日期', '品名', '金额', '渠道', '谁出'], ['2024-03-01', '大米', 50, '832平台', '食堂经费'], ['2024-03-02', '油', 100, '832平台', '工会经费'], ['2024-03-03', '青菜', 20, '农贸市场', '食堂经费']])
    t.exp('列八集团', 7000, 5000, bd=10000, d832=10000)
    # The supplier's column: it contradicts the channel's.
    t.xls('列九集团2024年3月.xls', head('列九集团') + [['日期', '品名', '金额', '渠道', '跟谁'], [D(1), '大米', 50, '农贸市场', SHOP], [D(2), '油', 100, '832平台', '绿源商贸公司'], [D(3), '青菜', 20, '农贸市场', '老王菜店']])
    t.exp('列九集团', 17000, 10000, dlocal=5000)
    # The unit's column: two units in one workbook.
    t.xlsx('列丙丁2024年3月.xlsx', [['2024年3月食堂采购'], ['日期', '品名', '金额', '渠道', '归谁'], [D(1), '大米', 50, '832平台', '列丙小学'], [D(2), '油', 100, '农贸市场', '列丁小学'], [D(3), '青菜', 20, '农贸市场', '列丙小学']])
    t.exp('列丙小学', 7000, 5000)
    t.exp('列丁小学', 10000)
    # Figures where the amount of quantity and price stands, and that are not their product: one of both was paid.
    for unit, name, how in (('列庚一局', '所值', 'xlsx'), ('列庚二局', '合该', 'csv')):
        date = (lambda d: f'2024-03-0{d}') if how == 'csv' else D
        rows = [[date(1), '大米', 10, 10, 130, '832平台'], [date(2), '青菜', 10, 3, 50, '农贸市场'], [date(3), '面', 20, 4, 100, '消费帮扶超市']]
        getattr(t, how)(f'{unit}2024年3月.{how}', head(unit) + [['日期', '品名', '数量', '单价', name, '渠道']] + rows)
        t.exp(unit, 21000, 10000, 8000, bd=7000, d832=7000, dlocal=7000, doverall=7000)
    # Counterpart: a price of another kind.
    rows = [[D(1), '大米', 10, 10, 10.8, '832平台'], [D(2), '青菜', 10, 3, 3.3, '农贸市场'], [D(3), '面', 20, 4, 4.2, '消费帮扶超市']]
    t.xls('列庚三局2024年3月.xls', head('列庚三局') + [['日期', '品名', '数量', '单价', '街上卖', '渠道']] + rows)
    t.exp('列庚三局', 21000, 10000, 8000)
    # Days alone, in tabs that name no month of the year.
    tab = lambda more: [['列庚四局食堂采购'], ['哪天', '品名', '金额', '渠道'], ['2号', '大米', 50 + more, '832平台'], ['3号', '青菜', 20 + more, '农贸市场']]
    t.xls('列庚四局2024年台账.xls', [(f'表{n}', tab(n), []) for n in (1, 2)])
    t.exp('列庚四局', 0, bd=14600, d832=10300, dlocal=0, doverall=10300)
    # Less than nothing of one of the goods.
    rows = [[D(1), '大米', 10, 50, '832平台'], [D(2), '青菜', 20, 30, '农贸市场'], [D(3), '面', 5, 20, '农贸市场'], [D(4), '青菜', -2, 3, '农贸市场']]
    t.xlsx('列庚五局2024年3月.xlsx', head('列庚五局') + [['日期', '品名', '斤两', '金额', '渠道']] + rows)
    t.exp('列庚五局', 10000, 5000, bd=300)
    # Counterpart: how much dearer it was.
    rows = [[D(1), '大米', -0.1, 50, '832平台'], [D(2), '青菜', -0.2, 30, '农贸市场'], [D(3), '面', 0.1, 20, '农贸市场']]
    t.xlsx('列庚六局2024年3月.xlsx', head('列庚六局') + [['日期', '品名', '涨跌', '金额', '渠道']] + rows)
    t.exp('列庚六局', 10000, 5000)
    # Of numbered headers one that nobody knows stands for what its place does.
    rows = [[D(1), '大米', 50, '832平台', '青菜', 30, '农贸市场'], [D(2), '面', 20, '农贸市场', None, None, None]]
    t.csv('列庚七局2024年3月.csv', head('列庚七局') + [['日期', '品名1', '所值1', '渠道1', '品名2', '金额2', '渠道2']] + [[f'2024-03-0{n + 1}'] + r[1:] for n, r in enumerate(rows)])
    t.exp('列庚七局', 10000, 5000)
    t.xlsx('列庚各局2024年3月.xlsx', [['采购日期', '归谁', '品名1', '金额1', '渠道1', '品名2', '金额2', '渠道2'], [D(1), '列庚八局', *rows[0][1:]], [D(2), '列庚九局', *rows[1][1:]]])
    t.exp('列庚八局', 8000, 5000)
    t.exp('列庚九局', 2000)


def which(t):
    """Below 单价 and 金额 stands which of several they are; what is bought through two channels may stand there, too."""
    def book(unit, columns, tops, leaves, rows, kind='xls'):
        sheet = [[unit + '2024年3月食堂采购'], columns[:2] + tops + columns[2:], [None, None] + leaves + [None] * len(columns[2:])]
        getattr(t, kind)(f'{unit}2024年3月.{kind}', sheet + rows)
    # 10 × 4.36 = 43.60 of 50.00 with the tax; 20 × 2.20 = 44.00 of 50.00.
    taxed = [[D(1), '大米', 10, 4.36, 5, 43.6, 50, '832平台'], [D(2), '青菜', 20, 2.2, 2.5, 44, 50, '农贸市场'], [D(3), '面', 10, 2.7, 3, 27, 30, SHOP]]
    turned = [[r[0], r[1], r[2], r[4], r[3], r[6], r[5], r[7]] for r in taxed]
    columns, tops = ['日期', '品名', '渠道'], ['数量', '单价', None, '金额', None]
    book('列戊一局', columns, tops, [None, '不含税', '含税', '不含税', '含税'], taxed)
    t.exp('列戊一局', 13000, 5000, 3000)
    book('列戊二局', columns, tops, [None, '含税', '不含税', '含税', '不含税'], turned, 'xlsx')
    t.exp('列戊二局', 13000, 5000, 3000)
    # What was paid goes before what was asked for.
    due = [[D(1), '大米', 10, 60, 50, '832平台'], [D(2), '青菜', 20, 60, 50, '农贸市场'], [D(3), '面', 10, 40, 30, SHOP]]
    book('列戊三局', columns, ['数量', '金额', None], [None, '应付', '实付'], due)
    t.exp('列戊三局', 13000, 5000, 3000)
    # Two measures of one quantity are no amounts.
    both = [[D(1), '大米', 10, None, 5, 50, '832平台'], [D(2), '鸡蛋', None, 20, 2.5, 50, '农贸市场'], [D(3), '面', 10, None, 3, 30, SHOP]]
    book('列戊四局', columns, ['数量', None, '单价', '金额'], ['公斤', '其他', None, None], both)
    t.exp('列戊四局', 13000, 5000, 3000)
    # Counterpart: channels below the amount.
    parts = [[D(1), '大米', 50, None], [D(2), '青菜', None, 50], [D(3), '油', 30, 10]]
    book('列戊五局', columns[:2], ['金额', None], ['832平台', '农贸市场'], parts)
    t.exp('列戊五局', 14000, 8000)
def versions(t):
    """Groups that say the same purchases again, at another price or stage."""
    def book(unit, top, below, rows, kind='xls'):
        getattr(t, kind)(f'{unit}2024年3月.{kind}', [[unit + '2024年3月食堂采购'], top, below] + rows)
    prices = [[D(1), '大米', 10, 4.36, 43.6, 5, 50, '832平台'], [D(2), '青菜', 20, 2.2, 44, 2.5, 50, '农贸市场'], [D(3), '面', 10, 2.7, 27, 3, 30, SHOP],
              ['合计', None, 40, None, 114.6, None, 130, None]]
    top = lambda one, other: ['日期', '品名', '数量', one, None, other, None, '渠道']
    below = [None] * 3 + ['单价', '金额'] * 2 + [None]
    book('列戊六局', top('不含税', '含税'), below, prices)
    t.exp('列戊六局', 13000, 5000, 3000)
    # Which was paid nobody says: 130.00 or 114.60.
    book('列戊七局', top('岗甲', '岗乙'), below, prices, 'xlsx')
    t.exp('列戊七局', 13000, 5000, 3000, bd=-1540, d832=-1540, dlocal=-1540, doverall=-1540)
    stages = [[D(1), '大米', 10, 50, 9, 45, '832平台'], [D(2), '青菜', 20, 50, 20, 50, '农贸市场'], [D(3), '面', 10, 30, 10, 30, SHOP]]
    book('列戊八局', ['日期', '品名', '岗甲', None, '岗乙', None, '渠道'], [None] * 2 + ['数量', '金额'] * 2 + [None], stages)
    t.exp('列戊八局', 12500, 4500, 3000, bd=13000, d832=5000, dlocal=3000)
def differences(t):
    """What two columns of money say apart from each other, with and without a word for it."""
    def book(unit, head, rows, kind='xls', title='2024年3月食堂采购台账'):
        getattr(t, kind)(f'{unit}2024年3月.{kind}', [[unit + title], head] + rows)
    goods = [(D(1), '大米', 10, 5, 50, '832平台'), (D(2), '青菜', 10, 2, 20, '农贸市场'), (D(3), '土豆', 10, 3, 30, '农贸市场')]
    beside = lambda *columns: [list(r[:2]) + list(own) + [r[5]] for r, own in zip(goods, zip(*columns))]
    amounts = [r[4] for r in goods]
    # Quantity × price, and what was paid less without a word for it; after a discount that is the amount.
    for unit, header, base, p832, off in ('列己一局', '实付金额', 10000, 5000, -200), ('列己二局', '折后金额', 9800, 4800, 0):
        book(unit, ['日期', '品名', '数量', '单价', '金额', header, '渠道'], beside([10] * 3, [5, 2, 3], amounts, [48, 20, 30]))
        t.exp(unit, base, p832, bd=off, d832=off)
    # Nearly the same under a header that nobody knows; a third column holds the difference.
    book('列己三局', ['日期', '品名', '金额', '岗乙', '渠道'], beside(amounts, [49, 19.5, 29.5]), 'xlsx')
    t.exp('列己三局', 10000, 5000, bd=-200, d832=-200)
    book('列己四局', ['日期', '品名', '金额', '岗乙', '实付金额', '渠道'], beside(amounts, [5, 2, None], [45, 18, 30]))
    t.exp('列己四局', 9300, 4500, bd=700, d832=700)
    # What was sent back is the difference of the two.
    book('列己五局', ['日期', '品名', '采购金额', '退货金额', '金额', '渠道'], beside(amounts, [5, None, 2], [45, 20, 28]), 'xlsx')
    t.exp('列己五局', 9300, 4500)
    # Figures to the fen with their total are money; whole ones may be kilos.
    book('列己六局', ['日期', '品名', '岗乙', '渠道'], beside([50.25, 20.1, 30.4]) + [['合计', None, 100.75, None]], title='2024年3月食材登记')
    t.exp('列己六局', 10075, 5025)
    book('列己七局', ['日期', '品名', '岗乙', '渠道'], beside(amounts) + [['合计', None, 100, None]], title='2024年3月食材登记')
    t.no_unit('列己七局')
    # A tax by its rate, whatever it is called: the amount is net of it.
    book('列己八局', ['日期', '品名', '金额', '税率', '岗乙', '渠道'], beside([100, 200, 300], ['9%'] * 3, [9, 18, 27]), 'xlsx')
    t.exp('列己八局', 65400, 10900)
    # Where what was paid is blank, the other column says it.
    book('列己十局', ['日期', '品名', '金额', '实付金额', '渠道'], beside(amounts, [48, None, 30]))
    t.exp('列己十局', 9800, 4800)
    # Near quantity × price where it can be read: it is the amount, and what cannot be read is open.
    book('列己九局', ['日期', '品名', '数量', '单价', '岗乙', '渠道'], beside([10] * 3, [5, 2, 3], [48, '20,00', '30,00']))
    t.exp('列己九局', 4800, 4800, verdict='undetermined', reasons=['amount_unreadable'])


def counts(t):
    """Two counts of the same goods, each with an amount of its own or with one for both; what went back; money by where it came from."""
    unit = numbered('列计')
    # 1,200.00 yuan were ordered (832 platform 500, shop 600), 1,115.00 came or were kept (475, 540).
    goods = [('大米', 100, 95, 5, '832平台'), ('青菜', 50, 50, 2, '农贸市场'), ('面', 20, 18, 30, SHOP)]
    less = dict(bd=-8500, d832=-8500, dlocal=-8500, doverall=-8500)
    ordered, kept = (120000, 50000, 60000), (111500, 47500, 54000)

    def book(head, row, figures, kind='xlsx', **more):
        u = unit()
        day = (lambda d: f'2024-03-0{d}') if kind == 'csv' else D
        rows = [[day(n), r[0], *row(*r[1:4]), r[4]] for n, r in enumerate(goods, 1)]
        getattr(t, kind)(f'{u}2024年3月.{kind}', [[u + '2024年3月食堂采购台账'], ['日期', '品名'] + head.split() + ['渠道']] + rows)
        t.exp(u, *figures, **more)

    # Each amount is that of its own count: what was accepted counts, with a price and without, in any order.
    for n, (head, row) in enumerate([
            ('采购数量 单价 采购金额 验收数量 验收金额', lambda q, a, p: [q, p, q * p, a, a * p]), ('送货数量 送货金额 验收数量 验收金额', lambda q, a, p: [q, q * p, a, a * p]),
            ('订货数量 订货金额 实收数量 实收金额', lambda q, a, p: [q, q * p, a, a * p]), ('订购数量 单价 订购金额 到货数量 到货金额', lambda q, a, p: [q, p, q * p, a, a * p]),
            ('数量 单价 金额 签收数量 签收金额', lambda q, a, p: [q, p, q * p, a, a * p]), ('验收数量 验收金额 采购数量 单价 采购金额', lambda q, a, p: [a, a * p, q, p, q * p]),
            ('采购数量 采购单价 采购金额 验收数量 验收单价 验收金额', lambda q, a, p: [q, p, q * p, a, p, a * p])]):
        book(head, row, kept, ('xlsx', 'xls', 'csv')[n % 3])
    # At a price of its own, or with no counts: the difference is open.
    book('采购数量 采购单价 采购金额 验收数量 验收单价 验收金额', lambda q, a, p: [q, p, q * p, a, p * 0.9, round(a * p * 0.9, 2)], ordered, bd=-19650, d832=-19650, dlocal=-19650, doverall=-19650)
    book('采购金额 验收金额', lambda q, a, p: [q * p, a * p], ordered, 'xls', **less)
    # One amount: of what was accepted it counts; of what was ordered, less may have been paid.
    book('采购数量 验收数量 单价 金额', lambda q, a, p: [q, a, p, a * p], kept)
    for head, row in (('采购数量 验收数量 单价 金额', lambda q, a, p: [q, a, p, q * p]), ('实收数量 订购数量 单价 金额', lambda q, a, p: [a, q, p, q * p]),
                      ('数量 实收 单价 金额', lambda q, a, p: [q, a, p, q * p])):
        book(head, row, ordered, 'csv', **less)
    # Look-alikes: the same counts, another measure, what is left of them, a word beside them.
    book('采购数量 单价 采购金额 验收数量 验收金额', lambda q, a, p: [q, p, q * p, q, q * p], ordered)
    book('采购数量（斤） 验收数量（公斤） 单价 金额', lambda q, a, p: [q, q / 2, p, q * p], ordered, 'xls')
    book('采购数量 实际库存数量 单价 金额', lambda q, a, p: [q, a, p, q * p], ordered)
    book('数量 验收 单价 金额', lambda q, a, p: [q, '合格', p, q * p], ordered, 'csv')
    # What went back as a count: the amount of all may not be less it; what is quantity × price without it is.
    for head, row in (('数量 退货数量 单价 金额', lambda q, a, p: [q, q - a or None, p, q * p]), ('采购数量 单价 采购金额 拒收数量', lambda q, a, p: [q, p, q * p, q - a]),
                      ('数量 单价 金额 退回', lambda q, a, p: [q, p, q * p, q - a or None])):
        book(head, row, ordered, 'xls', **less)
    book('数量 退货数量 单价 金额', lambda q, a, p: [q, q - a or None, p, a * p], kept)
    # As money: quantity × price holds it, what is that less the returns does not, 采购金额 does, and 金额 alone does not tell.
    for n, word in enumerate(['退款金额', '退货金额', '退回金额']):
        kind = ('xlsx', 'xls', 'csv')[n]
        book(f'数量 单价 金额 {word}', lambda q, a, p: [q, p, q * p, (q - a) * p or None], kept, kind)
        book(f'数量 单价 金额 {word}', lambda q, a, p: [q, p, a * p, (q - a) * p or None], kept, kind)
        book(f'应付金额 {word} 实付金额', lambda q, a, p: [q * p, (q - a) * p or None, a * p], kept, kind)
        book(f'采购金额 {word}', lambda q, a, p: [q * p, (q - a) * p or None], kept, kind)
        book(f'金额 {word}', lambda q, a, p: [q * p, (q - a) * p or None], ordered, kind, **less)
    # Of what was received the returns may be gone, and what was refused may never have been in it.
    book('实收数量 单价 金额 退货金额', lambda q, a, p: [q, p, q * p, (q - a) * p or None], ordered, 'xls', **less)
    book('数量 单价 金额 拒收金额', lambda q, a, p: [q, p, q * p, (q - a) * p or None], ordered, **less)
    # Money by where it came from: the parts are quantity × price in every row, and without these their sum is the amount.
    half = lambda q, p: [q * p - 50, 50]
    for n, head in enumerate(['财政补助资金 伙食费', '营养餐补助 自筹资金', '岗甲 岗乙', '营养改善计划 学生伙食费']):
        book('数量 单价 ' + head, lambda q, a, p: [q, p, *half(q, p)], ordered, ('xlsx', 'xls', 'csv')[n % 3], reasons=[])
    for n, head in enumerate(['财政补助资金 伙食费', '专项资金 食堂资金', '营养改善计划 学生伙食费']):
        book(head, lambda q, a, p: half(q, p), ordered, ('xls', 'csv', 'xlsx')[n], reasons=[])
    union = dict(bd=15000, d832=5000, dlocal=5000, doverall=10000, reasons=['funding_suspected'])
    book('数量 单价 食堂经费 工会经费', lambda q, a, p: [q, p, *half(q, p)], (105000, 45000, 55000), **union)
    book('食堂经费 工会经费', lambda q, a, p: half(q, p), (105000, 45000, 55000), 'csv', **union)
    # An invoice program's own and foreign money are one; the tax is the difference of net and gross.
    for kind in ('xlsx', 'csv'):
        book('原币无税金额 原币税额 原币价税合计 本币价税合计', lambda q, a, p: [round(q * p / 1.09, 2), round(q * p - q * p / 1.09, 2), q * p, q * p], ordered, kind, reasons=[])
    # Look-alike: figures that do not come to it stay what they are.
    book('数量 单价 金额 财政补助资金 伙食费', lambda q, a, p: [q, p, q * p, *half(q, p)], ordered, 'xls', reasons=[])


def write(t):
    for part in (periods, groups, digits, wide, unknown_words, which, versions, differences, counts):
        part(t)
