# -*- coding: utf-8 -*-
"""Channels: what a blank, a title, a tab, a supplier, a remark says of the channel; statements with their parts. Figures by hand.

    python3 tests/corpus/survey/channels.py
"""
from common import D, Theme, books, numbered
import channels_statements

t = Theme('channels')
H = ['日期', '品名', '数量', '单价', '金额', '供应商', '采购渠道', '备注']
NO = ['日期', '品名', '数量', '单价', '金额', '供应商', '备注']


def book(unit, head, rows, fmt='xlsx', tab='Sheet1', above=(), title=None):
    """`rows`: (item, yuan, {column: text}); a title, what stands `above`, the header, the rows and their total."""
    out = [[title or f'{unit}2024年3月食堂食材采购台账']] + [list(a) for a in above] + [head]
    for i, row in enumerate(rows):
        if isinstance(row, str):
            out.append([row])
            continue
        item, yuan, said = row
        cells = {'日期': D(i % 27 + 1), '品名': item, '数量': 1, '单价': yuan, '金额': yuan, **said}
        out.append([cells.get(h) for h in head])
    total = sum(r[1] for r in rows if not isinstance(r, str))
    out.append(['合计' if h == '日期' else total if h == '金额' else None for h in head])
    if fmt == 'csv':
        t.csv(unit + '.csv', out)
    elif fmt == 'xls':
        t.xls(unit + '.xls', [(tab, out)])
    else:
        t.xlsx(unit + '.xlsx', [(tab, out)])


def C(channel, **more): return {'采购渠道': channel, **more}
def S(supplier, **more): return {'供应商': supplier, **more}
def blanks(yuan, **more): return dict(d832=yuan, dlocal=yuan, doverall=yuan, **more)


# --- A blank: the column marks only what is special.
book('渠空一小学', H, [('大米', 100, C('832平台')), ('白菜', 200, {}), ('粉条', 50, C('夏县消费帮扶超市'))])
t.exp('渠空一小学', 35000, p832=10000, local=5000, reasons=[])
book('渠空二小学', H, [('大米', 100, C('供销数据平台')), ('白菜', 200, C('—')), ('粉条', 50, C('/'))], 'xls')
t.exp('渠空二小学', 35000, local=10000, reasons=[])
book('渠空三小学', H, [('大米', 100, C('消费帮扶专馆')), ('白菜', 200, {})], 'csv')
t.exp('渠空三小学', 30000, reasons=['channel_unknown'], **blanks(10000), note='a pending channel is special too')
book('渠空四小学', H, [('大米', 100, {}), ('白菜', 200, {})])
t.exp('渠空四小学', 30000, reasons=[], note='nothing is marked')
# The column writes ordinary channels out too.
book('渠空五小学', H, [('大米', 100, C('832平台')), ('白菜', 200, C('农贸市场')), ('粉条', 50, {})])
t.exp('渠空五小学', 35000, p832=10000, reasons=['channel_blank'], **blanks(5000))
book('渠空六小学', H, [('大米', 100, C('832平台')), ('白菜', 200, C('自采')), ('粉条', 50, C('-'))], 'xls')
t.exp('渠空六小学', 35000, p832=10000, reasons=['channel_blank'], **blanks(5000))
book('渠空七小学', H, [('大米', 100, C('消费帮扶超市')), ('白菜', 200, C('无')), ('粉条', 50, {})], 'csv')
t.exp('渠空七小学', 35000, local=10000, reasons=['channel_blank'], **blanks(5000))
book('渠空八小学', H, [('大米', 100, C('832平台')), ('白菜', 30, C('利民点')), ('粉条', 20, {})])
t.exp('渠空八小学', 15000, p832=10000, reasons=['channel_blank', 'channel_unknown'], **blanks(5000), note='a word that nobody knows may be an ordinary channel')
book('渠空九小学', H, [('大米', 100, C('832平台')), ('白菜', 200, C('非832平台')), ('粉条', 50, {})])
t.exp('渠空九小学', 35000, p832=10000, reasons=['channel_blank', 'channel_unknown'], d832=5000, dlocal=25000, doverall=25000)
# Something else on the line points to a counted channel.
book('渠空十小学', H, [('大米', 100, C('832平台')), ('粉条', 5, S('夏县消费帮扶超市')), ('白菜', 200, S('老王菜店'))])
t.exp('渠空十小学', 30500, p832=10000, dlocal=500, reasons=['channel_blank'])
book('渠空十一小学', H, [('大米', 100, C('消费帮扶超市')), ('粉条', 50, {'备注': '通过832平台下单'}), ('白菜', 200, {'备注': '新鲜'})], 'xls')
t.exp('渠空十一小学', 35000, local=10000, d832=5000, reasons=['channel_blank'])
ORDERS = H[:-1] + ['832平台订单号']
book('渠空十二小学', ORDERS, [('大米', 100, C('消费帮扶超市')), ('粉条', 50, {'832平台订单号': 'DD20240302001'}), ('白菜', 200, {})], 'csv')
t.exp('渠空十二小学', 35000, local=10000, d832=5000, reasons=['channel_blank'])
PLAIN = H[:-1] + ['订单编号']
book('渠空十三小学', PLAIN, [('大米', 100, C('消费帮扶超市')), ('粉条', 50, {'订单编号': 'DD20240302001'}), ('白菜', 200, {})])
t.exp('渠空十三小学', 35000, local=10000, reasons=[], note='any shop gives order numbers')
# Each table by itself.
HEAD = ['日期', '品名', '数量', '单价', '金额', '采购渠道']
row = lambda day, item, yuan, channel: [D(day), item, 1, yuan, yuan, channel]
t.xlsx('渠空十四小学.xlsx', [('上旬', [['渠空十四小学2024年3月采购明细'], HEAD, row(1, '大米', 100, '832平台'), row(2, '白菜', 40, None)]),
                        ('下旬', [['渠空十四小学2024年3月采购明细'], HEAD, row(21, '猪肉', 60, '农贸市场'), row(22, '豆腐', 30, None)])])
t.exp('渠空十四小学', 23000, p832=10000, reasons=['channel_blank'], **blanks(3000))
# One table of two units: the column is one, whoever writes in it.
UNITS = ['学校名称'] + HEAD
t.xlsx('渠县学校3月采购明细.xlsx', [['2024年3月学校食堂采购明细'], UNITS, ['渠空十五小学'] + row(1, '大米', 100, '832平台'), ['渠空十五小学'] + row(2, '白菜', 40, None),
                             ['渠空十六小学'] + row(1, '猪肉', 60, '农贸市场'), ['渠空十六小学'] + row(3, '豆腐', 30, '消费帮扶超市')])
t.exp('渠空十五小学', 14000, p832=10000, reasons=['channel_blank'], **blanks(4000))
t.exp('渠空十六小学', 9000, local=3000, reasons=[])
# Questions: yes and nothing; yes, no and nothing; a no beside a supplier that says yes.
Q = H[:6] + ['是否832平台']
ask = lambda a, **more: {'是否832平台': a, **more}
book('渠问一小学', Q, [('大米', 100, ask('是')), ('白菜', 200, {}), ('粉条', 50, ask('√'))])
t.exp('渠问一小学', 35000, p832=15000, reasons=[])
book('渠问二小学', Q, [('大米', 100, ask('是')), ('白菜', 200, ask('否')), ('粉条', 50, {})], 'xls')
t.exp('渠问二小学', 35000, p832=10000, reasons=['channel_blank'], **blanks(5000))
book('渠问三小学', Q, [('大米', 100, ask('是')), ('白菜', 200, ask('否')), ('粉条', 50, ask('否', **S('夏县消费帮扶超市')))], 'csv')
t.exp('渠问三小学', 35000, p832=10000, dlocal=5000, reasons=['channel_conflict'])
# Plain words for none.
for i, (word, fmt) in enumerate([('无', 'xlsx'), ('否', 'xls'), ('非帮扶', 'csv'), ('非消费帮扶', 'xlsx'), ('普通', 'xls'), ('非消费帮扶渠道', 'csv'), ('非扶贫产品', 'xlsx')]):
    unit = f'渠无{"一二三四五六七"[i]}小学'
    book(unit, H, [('大米', 100, C('832平台')), ('白菜', 200, C(word))], fmt)
    t.exp(unit, 30000, p832=10000, reasons=[])
book('渠无八小学', H, [('大米', 100, C('832平台')), ('白菜', 200, C('非消费帮扶超市'))])
t.exp('渠无八小学', 30000, p832=10000, reasons=['channel_unknown'], **blanks(20000), note='not that shop: the platform, perhaps')
# Requirements by their own names.
book('渠名一小学', H, [('大米', 100, C('本地渠道')), ('白菜', 200, C('农贸市场'))])
t.exp('渠名一小学', 30000, local=10000, reasons=[])
book('渠名二小学', H, [('大米', 100, C('消费帮扶采购合计')), ('白菜', 200, C('农贸市场'))], 'xls')
t.exp('渠名二小学', 30000, direct=10000, d832=10000, dlocal=10000, doverall=0, reasons=['channel_unknown'])
book('渠名三小学', H, [('大米', 100, C('本地渠道采购', **S('832网络销售平台'))), ('白菜', 200, C('农贸市场'))], 'csv')
t.exp('渠名三小学', 30000, direct=10000, d832=10000, dlocal=10000, doverall=0, reasons=['channel_conflict'])

# --- No column: titles, tabs, heads, suppliers, remarks.
t.xlsx('渠源一小学.xlsx', [['渠源一小学2024年3月食堂采购'], NO, ['一、832平台采购'], [D(1), '大米', 1, 100, 100], ['二、农贸市场采购'], [D(2), '白菜', 1, 40, 40],
                       ['三、消费帮扶专馆采购'], [D(3), '木耳', 1, 3, 3], ['四、利民点采购'], [D(4), '豆腐', 1, 7, 7]])
t.exp('渠源一小学', 15000, p832=10000, reasons=['channel_unknown'], **blanks(1000))
sheet = lambda unit, *rows: [[f'{unit}2024年3月采购明细'], NO, *rows]
U = '渠源二小学'
t.xls(U + '.xls', [('832平台', sheet(U, [D(1), '大米', 1, 100, 100])), ('农贸市场', sheet(U, [D(2), '白菜', 1, 40, 40])), ('张记肉铺', sheet(U, [D(3), '猪肉', 1, 60, 60])),
                   ('利民点', sheet(U, [D(4), '豆腐', 1, 7, 7])), ('消费帮扶超市', sheet(U, [D(5), '粉条', 1, 9, 9]))])
t.exp(U, 21600, p832=10000, local=900, reasons=['channel_missing'], **blanks(700))
book('渠源三小学', NO, [('大米', 100, {}), ('面粉', 50, {})], above=[['采购平台：832平台']])
t.exp('渠源三小学', 15000, p832=15000, reasons=[])
book('渠源四小学', NO, [('大米', 100, {}), ('面粉', 50, {})], 'xls', above=[['采购渠道：', '农贸市场']])
t.exp('渠源四小学', 15000, reasons=[])
book('渠源五小学', NO, [('大米', 100, {}), ('面粉', 50, {})], 'csv', above=[['采购渠道：利民点']])
t.exp('渠源五小学', 15000, reasons=['channel_unknown'], **blanks(15000))
SHOPS = [('粉条', 100, S('夏县消费帮扶超市')), ('白菜', 200, S('老王菜店')), ('面粉', 50, S('城东粮油批发部')), ('猪肉', 30, S('张记肉铺')),
         ('食油', 20, S('惠民粮油店')), ('土豆', 10, S('禹都农贸市场')), ('鸡蛋', 40, S('王建国'))]
book('渠源六小学', NO, SHOPS)
t.exp('渠源六小学', 45000, local=10000, reasons=['channel_missing'], **blanks(4000))
LIKE = [('粉条', 100, S('退伍军人消费服务超市')), ('白菜', 200, S('帮扶社区超市')), ('面粉', 50, S('832便利店')), ('猪肉', 30, S('永辉超市股份有限公司'))]
book('渠源七小学', NO, LIKE, 'xls')
t.exp('渠源七小学', 38000, reasons=['channel_unknown'], **blanks(25000), note='a firm named after help or 832 is no channel of the measure, and no plain shop either')
book('渠源八小学', NO, [('大米', 100, {'备注': '832平台'}), ('粉条', 50, {'备注': '供销数据平台采购'}), ('白菜', 40, {'备注': '禹都农贸市场'}),
                    ('豆腐', 30, {'备注': '已验收'}), ('鸡蛋', 20, {'备注': '市场价波动'})], 'csv')
t.exp('渠源八小学', 24000, p832=10000, local=5000, reasons=['channel_missing'], **blanks(5000))
book('渠源九小学', NO, [('大米', 100, S('王建国', 备注='832平台订单')), ('白菜', 40, S('老王菜店', 备注='通过832平台'))])
t.exp('渠源九小学', 14000, p832=10000, d832=4000, reasons=['channel_conflict'])
book('渠源十小学', NO, [('大米', 100, {}), ('白菜', 40, {})], title='老王菜店送货单', above=[['收货单位：渠源十小学', None, '2024年3月']])
t.exp('渠源十小学', 14000, reasons=[])
book('渠源十一小学', H, [('大米', 100, C('农贸市场', **S('夏县消费帮扶超市'))), ('白菜', 40, C('农贸市场', **S('退伍军人消费服务超市')))], 'xls')
t.exp('渠源十一小学', 14000, dlocal=10000, reasons=['channel_conflict'])
book('渠源十二小学', H, [('大米', 100, C('农贸市场', 备注='832平台订单')), ('白菜', 40, C('农贸市场', 备注='832平台无货'))], 'csv')
t.exp('渠源十二小学', 14000, d832=10000, reasons=['channel_conflict'])
# Titles that only hold a channel's word: whose ledger it is, no channel.
book('渠县扶贫局', NO, [('白菜', 40, S('老王菜店')), ('大米', 100, {})], title='渠县扶贫局2024年3月采购明细')
t.exp('渠县扶贫局', 14000, reasons=['channel_missing'], **blanks(10000))
book('渠农贸市场服务中心', NO, [('白菜', 40, {}), ('大米', 100, {})], 'xls', title='渠农贸市场服务中心食堂2024年3月采购明细')
t.exp('渠农贸市场服务中心', 14000, reasons=['channel_missing'], **blanks(14000))
book('渠源十三小学', NO, [('白菜', 40, {}), ('大米', 100, {})], tab='消费帮扶专柜')
t.exp('渠源十三小学', 14000, reasons=['channel_unknown'], **blanks(14000))
# A section goes before the supplier; another counted channel contradicts it.
t.xlsx('渠源十四小学.xlsx', [['渠源十四小学2024年3月食堂采购'], NO, ['一、832平台采购'], [D(1), '大米', 1, 100, 100, '老王菜店'], [D(2), '面粉', 1, 5, 5, '夏县消费帮扶超市']])
t.exp('渠源十四小学', 10500, p832=10000, d832=500, dlocal=500, doverall=0, direct=500, reasons=['channel_conflict'])

# --- Fees.
FEES = ['运费', '配送费', '包装费', '押金', '服务费']
book('渠费一小学', H, [('大米', 100, C('832平台'))] + [(f, 10, C('832平台')) for f in FEES])
t.exp('渠费一小学', 10000, p832=10000, bd=5000, d832=5000, reasons=['not_food_suspected'])
K = H[:-1] + ['类别']
book('渠费二小学', K, [('大米', 100, C('农贸市场'))] + [('三月', 10, C('农贸市场', 类别=f)) for f in FEES], 'xls')
t.exp('渠费二小学', 10000, bd=5000, reasons=['not_food_suspected'])
book('渠费三小学', H, [('咖啡', 100, C('农贸市场')), ('搬运费', 10, C('农贸市场')), ('冷链费用', 10, C('农贸市场')), ('周转筐押金', 10, C('农贸市场'))], 'csv')
t.exp('渠费三小学', 10000, bd=3000, reasons=['not_food_suspected'])
# A blank that the same supplier's other line settles, and one that nothing settles.
book('渠空廿一小学', H, [('大米', 100, C('832平台')), ('白菜', 40, C('农贸市场', **S('老王菜店'))), ('萝卜', 30, C('', **S('老王菜店'))), ('鸡蛋', 20, C('', **S('王建国')))])
t.exp('渠空廿一小学', 19000, p832=10000, reasons=['channel_blank'], **blanks(2000))
# The channel stands once over the lines of its group, left of the goods; behind the goods it marks what is special.
for unit, head, kind in (('渠组一小学', ['采购平台', '日期', '品名', '金额'], 'xlsx'), ('渠组二小学', ['日期', '采购平台', '品名', '金额'], 'xls')):
    rows = [('832平台', D(4), '小米', 115), (None, D(5), '木耳', 184), ('小计', None, None, 299), ('消费帮扶超市', D(6), '苹果', 124), (None, D(7), '面粉', 132), ('小计', None, None, 256)]
    at = {'采购平台': 0, '日期': 1, '品名': 2, '金额': 3}
    out = [[unit + '2024年3月食堂食材采购台账'], head] + [['小计', None, None, r[3]] if r[0] == '小计' else [r[at[h]] for h in head] for r in rows]
    getattr(t, kind)(f'{unit}.{kind}', [('Sheet1', out)])
    t.exp(unit, 55500, 11500, 12400, reasons=['channel_blank'], **blanks(31600))
marked = [('大米', 115, C('832平台')), ('木耳', 184, {}), ('苹果', 124, C('消费帮扶超市')), ('白菜', 132, {})]
book('渠组三小学', H, marked)
t.exp('渠组三小学', 55500, 11500, 12400, reasons=[])
# A section's title with its own sum, above a header of its own.
lines = {'832平台': [[D(4), '小米', 10, 11.5, 115], [D(5), '木耳', 2, 92, 184]], '农贸市场': [[D(8), '白菜', 40, 1.6, 64], [D(9), '猪肉', 8, 26, 208]]}
for unit, sums, kind in (('渠节一小学', ([299], [272]), 'xlsx'), ('渠节二小学', (['小计', 299], ['小计', 272]), 'xls'), ('渠节三小学', (['299.00'], ['272.00']), 'csv')):
    day = (lambda d: f'2024-03-{d.day:02}') if kind == 'csv' else lambda d: d
    out = [[unit + '食堂2024年3月食材采购台账']]
    for n, (channel, own) in enumerate(lines.items()):
        pad = [None] * (4 - len(sums[n]))
        out += [[f'{"一二"[n]}、{channel}采购'] + pad + sums[n], ['日期', '品名', '数量', '单价', '金额']] + [[day(r[0])] + r[1:] for r in own]
    getattr(t, kind)(f'{unit}.{kind}', out if kind == 'csv' else [('3月', out)])
    t.exp(unit, 57100, 29900, reasons=[])

channels_statements.write(t)

# --- a legend, a wish: no channel of the table -----------------------------------------------------------------------------------------------------
T = t
sheets, _ = books(T, numbered('标'))
STARRED = [['★小米', 40, 10, 400], ['白菜', 60, 1.5, 90], ['★木耳', 4, 90, 360], ['猪肉', 5, 30, 150]]
plain_goods = [[r[0].strip('★')] + r[1:] for r in STARRED]
below = lambda title, line=None, rows=STARRED: lambda u: [[u + '3月食堂采购明细' + title]] + ([[line]] if line else []) + [['品名', '数量', '单价', '金额']] + rows
open_channel = dict(d832=100000, dlocal=100000, doverall=100000)
for title in '（★为832平台采购）', '，★号为832平台采购', '（标★为832平台商品）', '（鼓励通过832平台采购）', '（优先采购832平台产品）', '（832平台采购请标★）':
    T.exp(sheets(('3月', below(title)), kind='xls' if '商品' in title else 'xlsx'), 100000, **open_channel)
for line in '注：带*为832平台商品', '★为832平台采购', '请优先通过832平台采购', '鼓励通过消费帮扶超市采购':
    T.exp(sheets(('3月', below('', line))), 100000, **open_channel)
# Look-alikes: signs for show, and all of the table.
for title in '（832平台）', '（以下均为832平台采购）':
    T.exp(sheets(('3月', below(title, rows=plain_goods))), 100000, 100000, reasons=[])
for line in '★832平台采购★', '*3月832平台采购*':
    T.exp(sheets(('3月', below('', line, plain_goods))), 100000, 100000, reasons=[])

# --- what stands on an order's first row alone ----------------------------------------------------------------------------------------------------
unit = numbered('首')
GOODS = [('XS240304001', D(4), [('小米', 10, 11.5, 115), ('木耳', 2, 92, 184)]), ('XS240305001', D(5), [('香菇', 3, 78, 234), ('核桃', 5, 32, 160), ('红枣', 4, 25, 100)]),
         ('XS240306001', D(6), [('粉条', 7, 10, 70)])]


def orders(head, firsts, rest=(), number='each', kind='xlsx'):
    """Orders with `firsts` on their first rows and `rest` on all; the number on each row, merged or written once."""
    u = unit()
    rows = [[no if number == 'each' or n == 0 else None, day, *goods, *(f[at] if n == 0 else None for f in firsts), *rest]
            for at, (no, day, of) in enumerate(GOODS) for n, goods in enumerate(of)]
    body = [[u + '食堂2024年3月食材采购台账'], ['订单号', '日期', '品名', '数量', '单价', '金额', *head]] + rows
    if kind == 'xlsx':
        T.xlsx(f'{u}3月.xlsx', [('3月', body, ['A3:A4', 'A5:A7'] if number == 'merged' else [])])
    else:
        getattr(T, kind)(f'{u}3月.{kind}', body)
    return u


# 863.00 yuan; 234.00 cancelled, 260.00 below it.
left = dict(bd=26000, d832=26000, doverall=26000, reasons=['void_suspected'])
for number in 'each', 'merged', 'once':
    T.exp(orders(['订单状态', '渠道'], [('已完成', '已取消', '已完成')], ['832平台'], number), 36900, 36900, fates=dict(line=5, void=1), **left)
T.exp(orders(['是否作废', '渠道'], [('否', '是', '否')], ['832平台'], kind='xls'), 36900, 36900, **left)
T.exp(orders(['订单状态', '渠道'], [('已完成', '退款中', '已完成')], ['832平台'], kind='csv'), 36900, 36900, **{**left, 'bd': 49400, 'd832': 49400, 'doverall': 49400})
# Look-alikes: a state on each row.
u = unit()
states = ['已完成', '已完成', '已取消', '已完成', '已完成', '已完成']
T.xlsx(f'{u}3月.xlsx', [[u + '食堂2024年3月食材采购台账'], ['订单号', '日期', '品名', '数量', '单价', '金额', '渠道', '订单状态']] + [
    [no, day, *goods, '832平台', states.pop(0)] for no, day, of in GOODS for goods in of])
T.exp(u, 62900, 62900, reasons=[])
# The channel of an order: what stands below it is open.
for number in 'each', 'merged':
    T.exp(orders(['渠道'], [('832平台', '832平台', None)], number=number), 86300, 34900, d832=44400, dlocal=44400, doverall=44400, reasons=['channel_blank'])
T.exp(orders(['渠道', '供应商'], [('832平台', None, None)], ['隰县玉露农业'], kind='xls'), 86300, 11500, d832=18400, dlocal=18400, doverall=18400, reasons=['channel_blank'])
GOODS = GOODS[:2]
T.exp(orders(['渠道'], [('832平台', '消费帮扶超市')], number='once'), 79300, 11500, 23400, d832=44400, dlocal=44400, doverall=44400, reasons=['channel_blank'])
# Look-alikes: goods of one number and several sellers, and numbers of the platform's orders alone among purchases of other days.
T.xlsx('首零八中学3月.xlsx', [['首零八中学2024年3月食材采购台账'], ['入库单号', '日期', '品名', '数量', '单价', '金额', '渠道', '供应商'],
                         ['RK240304001', D(4), '小米', 10, 11.5, 115, '832平台', '隰县玉露农业'], ['RK240304001', D(4), '白菜', 10, 2, 20, None, '老王菜店']])
T.exp('首零八中学', 13500, 11500, reasons=[])
T.xlsx('首零九中学3月.xlsx', [['首零九中学2024年3月食材采购台账'], ['订单号', '日期', '品名', '数量', '单价', '金额', '渠道'], ['XS240304001', D(4), '小米', 10, 11.5, 115, '832平台'],
                         [None, D(5), '白菜', 10, 2, 20, None], ['XS240306001', D(6), '木耳', 2, 92, 184, '832平台'], [None, D(7), '土豆', 10, 3, 30, None]])
T.exp('首零九中学', 34900, 29900, reasons=[])
t.done()
