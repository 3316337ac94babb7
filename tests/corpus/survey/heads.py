# -*- coding: utf-8 -*-
"""Heads, bands and folders: what stands above a table, between its rows and in the path holds for its lines."""
from common import Theme, D

t = Theme('heads')
G = ['品名', '数量', '单价', '金额']
GC = ['日期', '品名', '数量', '单价', '金额', '采购渠道']
L832, LOCAL, FREE = ['小米', 10, 6, 60], ['苹果', 10, 7, 70], ['土豆', 50, 2, 100]


def d(day, *rows):
    return [[D(day) if isinstance(day, int) else day, *r] for r in rows]


# ---- pairs above a table ------------------------------------------------------------------------------------------------------
t.xlsx('头一小学/头一小学2024年3月台账.xlsx', [['头一小学2024年3月食材采购台账'], ['采购平台：832平台    供应商：平陆县粮油合作社    日期：2024年3月5日'], G, L832, ['大米', 10, 5, 50]])
t.exp('头一小学', 11000, 11000, month_base=11000, note='several pairs in one cell')
t.xlsx('头二小学.xlsx', [['头二小学采购台账'], ['采购平台：', '832平台', '日期：', D(6, 2)], ['单号：', 20240206001, '供应商：', '平陆县粮油合作社'], G, L832, ['大米', 10, 5, 50]])
t.exp('头二小学', 11000, 11000, month_base=0, note='label and value in two cells, a true date of February, a number as number')
t.xls('头三小学2024年3月.xls', [['头三小学2024年3月采购台账'], ['供应商', '夏县消费帮扶超市', '采购平台', '消费帮扶超市'], ['日期', D(7), '经手人', '李四'], G, LOCAL, FREE])
t.exp('头三小学', 17000, 0, 17000, note='pairs without colons are no header, even where two values name channels')
t.csv('头四小学2024年3月.csv', [['头四小学2024年3月采购台账'], ['供货单位：夏县消费帮扶超市', None, '送货日期：2024-03-08'], G, LOCAL, FREE])
t.exp('头四小学', 17000, 0, 17000, note='supplier in the head is evidence where nothing else is')
t.xls('头五小学.xls', [['头五小学食材采购单'], ['采购渠道：农贸市场', None, '日期：2024年2月6日'], G, FREE, ['猪肉', 10, 30, 300]])
t.exp('头五小学', 40000, month_base=0, note='ordinary channel in the head; its date gives the month')
t.xlsx('头六小学2024年3月.xlsx', [['头六小学2024年3月采购台账'], ['填报日期：2024年4月2日', None, '采购平台：832平台'], G, L832])
t.exp('头六小学', 6000, 6000, month_base=6000, note='the day of filling in is no date of purchase')
t.xlsx('头七小学2024年3月.xlsx', [['头七小学2024年3月采购台账'], ['供应商：', None, '采购平台：', None, '日期：'], G, FREE])
t.exp('头七小学', 10000, d832=10000, dlocal=10000, doverall=10000, reasons=['channel_missing'], note='labels without values say nothing')
t.xls('头八小学2024年3月.xls', [['头八小学2024年3月采购台账'], ['日期：', '品名：', '数量：', '单价：', '金额：', '采购渠道：'], *d(5, L832 + ['832平台'], FREE + ['农贸市场'])])
t.exp('头八小学', 16000, 6000, note='a header whose words end in colons is a header')
t.xlsx('头九小学2024年3月.xlsx', [['头九小学2024年3月采购台账'], ['供应商：夏县消费帮扶超市'], G + ['供应商'], LOCAL + [None], L832 + ['平陆832平台服务站']])
t.exp('头九小学', 13000, 6000, 7000, note="a line's own supplier goes before the head's, which holds where the cell is blank")
t.csv('头十小学2024年3月.csv', [['头十小学2024年3月采购台账'], ['采购平台：832平台'], ['日期', '品名', '金额', '采购渠道'], ['2024-03-05', '小米', 60, '832平台'], ['2024-03-06', '土豆', 100, '农贸市场']], encoding='gb18030')
t.exp('头十小学', 16000, 6000, d832=10000, doverall=10000, reasons=['channel_conflict'], note='a column that contradicts the head')
t.xlsx('头十一小学.xlsx', [['头十一小学采购清单'], ['平台 ：', '832平台', None, '时间 ：', '2024/2/9'], ['品名', '金额'], ['小米', 60], ['大米', 50]])
t.exp('头十一小学', 11000, 11000, month_base=0, note='blanks before the colon')
t.xls('头十二小学2024年3月.xls', [['头十二小学2024年3月采购台账'], ['采购方式', '832平台', '单据编号', '20240305001'], ['一、小米等'], G, L832])
t.exp('头十二小学', 6000, 6000, note='no colon, a number as text')

# ---- delivery notes -----------------------------------------------------------------------------------------------------------
def note(unit, seller, date, no, rows, foot=True, two=False):
    head = [['供货单位：', seller, '收货单位：', unit], ['日期：', date, '单号：', no]] if two else [[f'供货单位：{seller}', None, f'收货单位：{unit}'], [f'日期：{date}', None, f'单号：{no}']]
    total = sum(r[3] for r in rows)
    return [['送 货 单'], *head, G, *rows, ['合计', None, None, total]] + ([['送货人：王五', None, '收货人：李四'], []] if foot else [[]])


U = '头十三小学'
t.xlsx('单据/头十三小学送货单.xlsx', note(U, '夏县消费帮扶超市', '2024年3月4日', 'XS20240304', [LOCAL]) + note(U, '脱贫地区农副产品网络销售平台', '2024年3月5日', 'XS20240305', [L832, ['大米', 10, 5, 50]]) + note(U, '夏县消费帮扶超市', '2024年2月26日', 'XS20240226', [['梨', 10, 3, 30]]))
t.exp(U, 21000, 11000, 10000, month_base=18000, note='three notes in one sheet, each with its head')
U = '头十四小学'
t.xls('单据/头十四小学送货单.xls', [('0304', note(U, '夏县消费帮扶超市', D(4), 8001, [LOCAL], two=True)), ('0226', note(U, '832平台', D(26, 2), 8002, [L832], two=True))])
t.exp(U, 13000, 6000, 7000, month_base=7000, note='one note a tab, numbers and dates as such')
U = '头十五小学'
for no, (seller, day) in enumerate([('夏县消费帮扶超市', '2024-03-04'), ('夏县消费帮扶超市', '2024-02-26'), ('832平台', '2024-03-11')]):
    t.csv(f'头十五小学/送货单{no + 1}.csv', note(U, seller, day, f'SH2024{no:04}', [[f'菜{no}', 10, 7 + no, 70 + 10 * no]]))
t.exp(U, 24000, 9000, 15000, month_base=16000, note='one note a file')
U = '头十六小学'
t.xlsx('单据/头十六小学入库单.xlsx', note(U, '夏县消费帮扶超市', D(4), 7001, [LOCAL, ['梨', 1, 30, 30]], two=True) + note(U, '832平台', D(5), 7002, [L832], two=True))
t.exp(U, 16000, 6000, 10000, note='stacked, the number and the date cells that no text row has')
U = '头十七小学'
foot = lambda seller: [['供货单位（盖章）：' + seller, None, '收货单位（盖章）：' + U], []]
t.xlsx('单据/头十七小学送货单.xlsx', [['送货单'], ['日期：2024年3月4日'], G, FREE, ['合计', None, None, 100], *foot('夏县消费帮扶超市'), ['送货单'], ['日期：2024年3月5日'], G, ['猪肉', 10, 30, 300], ['合计', None, None, 300], *foot('老张肉铺')])
t.exp(U, 40000, dlocal=40000, d832=40000, doverall=40000, note="a note's footer is not the next note's head")

# ---- bands --------------------------------------------------------------------------------------------------------------------
H = ['序号', '品名', '数量', '单价', '金额', '采购渠道']
def n(i, r, *more):
    return [i, *r, *more]


t.xlsx('头十八小学2024年3月.xlsx', [('Sheet1', [['头十八小学2024年3月采购台账'], H, ['2月29日（星期四）'], n(1, L832, '832平台'), ['3月1日（星期五）'], n(2, FREE, '农贸市场'), n(3, LOCAL, '消费帮扶超市'), ['合计', None, None, None, 230]], ['A1:F1', 'A3:F3', 'A5:F5'])])
t.exp('头十八小学', 23000, 6000, 7000, month_base=17000, note='bands with a weekday, merged across')
t.csv('头十九小学2024年3月.csv', [['头十九小学2024年3月采购台账'], H, ['2024年2月29日 星期四'], n(1, L832, '832平台'), ['2024年3月1日 周五'], n(2, FREE, '农贸市场')])
t.exp('头十九小学', 16000, 6000, month_base=10000, note='alone in the first column')
t.xls('头二十小学2024年3月.xls', [['头二十小学2024年3月采购台账'], H, [D(29, 2)], n(1, L832, '832平台'), [D(1)], n(2, FREE, '农贸市场')])
t.exp('头二十小学', 16000, 6000, month_base=10000, note='true dates alone in the column of serials')
t.xlsx('头二十一小学2024年3月.xlsx', [('Sheet1', [['头二十一小学2024年3月采购台账'], ['序号', '品名', '数量', '单价', '金额'], ['夏县消费帮扶超市'], n(1, LOCAL), ['832平台'], n(2, L832), ['农贸市场'], n(3, FREE)], ['A3:E3', 'A5:E5', 'A7:E7'])])
t.exp('头二十一小学', 23000, 6000, 7000, note='bands of a supplier, a platform, a market')
t.csv('头二十二小学2024年3月.csv', [['头二十二小学2024年3月采购台账'], ['序号', '品名', '数量', '单价', '金额'], ['832平台采购'], n(1, L832), ['早市小摊'], n(2, FREE)])
t.exp('头二十二小学', 16000, 6000, d832=10000, dlocal=10000, doverall=10000, reasons=['channel_missing'], note='a band of unknown words ends the one before')
t.xls('头二十三小学2024年3月.xls', [['头二十三小学2024年3月采购台账'], ['序号', '品名', '数量', '单价', '金额'], ['一、832平台采购'], ['粮油类'], n(1, L832), ['干货类'], n(2, ['木耳', 1, 90, 90]), ['小计', None, None, None, 150], ['二、农贸市场采购'], ['蔬菜类'], n(3, FREE), ['小计', None, None, None, 100]])
t.exp('头二十三小学', 25000, 15000, note='kinds of goods within a numbered section end nothing')
t.xlsx('头二十四小学2024年3月.xlsx', [['头二十四小学2024年3月采购台账'], G, ['夏县消费帮扶超市'], LOCAL, ['梨', 1, 30, 30], ['王二麻子'], FREE])
t.exp('头二十四小学', 20000, 0, 10000, d832=10000, dlocal=10000, doverall=10000, note='bands in the column of items: a name in the form of the band before')
t.xls('头二十五小学2024年3月.xls', [['头二十五小学2024年3月采购台账'], ['一、832平台采购'], G, L832, ['花椒'], ['大米', 10, 5, 50]])
t.exp('头二十五小学', 11000, 11000, fates={'rejected': 1}, note='goods listed and not bought are no band')
t.xlsx('头二十六小学2024年3月.xlsx', [['头二十六小学2024年3月采购台账'], ['序号', '品名', '数量', '单价', '金额', '采购渠道'], ['李四经手'], n(1, L832, '832平台'), ['王五经手'], n(2, FREE, '农贸市场'), ['合计', None, None, None, 160]])
t.exp('头二十六小学', 16000, 6000, fates={'line': 2}, note='persons as bands beside a column of channels')
t.csv('头二十七小学2024年3月.csv', [['头二十七小学2024年3月采购台账'], ['序号', '品名', '数量', '单价', '金额'], ['供应商：夏县消费帮扶超市', None, '日期：2024-02-27'], n(1, LOCAL), ['供应商：832平台', None, '日期：2024-03-06'], n(2, L832)])
t.exp('头二十七小学', 13000, 6000, 7000, month_base=6000, note='pairs between rows')
t.xlsx('头二十八小学2024年3月.xlsx', [('Sheet1', [['头二十八小学2024年3月采购台账'], ['一、832平台采购'], ['序号', '品名', '数量', '单价', '金额'], n(1, L832), ['头二十八小学2024年3月采购台账'], n(2, ['大米', 10, 5, 50])], ['A1:E1', 'A5:E5'])])
t.exp('头二十八小学', 11000, 11000, note='the title of the page again is no band')
t.xlsx('头二十九小学2024年3月.xlsx', [('Sheet1', [['头二十九小学2024年3月采购台账'], ['序号', '品名', '数量', '单价', '金额'], ['3月5日'], n(1, L832), ['3月6日（周三）'], n(2, FREE)], ['A3:E3', 'A5:E5']), ('832平台', [['序号', '品名', '金额'], [1, '红枣', 40]])])
t.exp('头二十九小学', 20000, 4000, d832=16000, dlocal=16000, doverall=16000, note='a day is no channel')
t.xls('头三十小学2024年3月.xls', [['头三十小学2024年3月采购台账'], ['序号', '品名', '数量', '单价', '金额'], ['消费帮扶超市'], n(1, LOCAL), ['小计', None, None, None, 70], ['老李那边'], n(2, FREE), ['小计', None, None, None, 100]])
t.exp('头三十小学', 17000, 0, 7000, d832=10000, dlocal=10000, doverall=10000, note='a band of unknown words behind a subtotal')

t.xls('头三十九小学2024年3月.xls', [['头三十九小学2024年3月采购台账'], ['序号', '品名', '数量', '单价', '金额'], ['2月29日（星期四）832平台'], n(1, L832), ['3月1日 消费帮扶超市'], n(2, LOCAL), ['3月2日 老李那边'], n(3, FREE)])
t.exp('头三十九小学', 23000, 6000, 7000, d832=10000, dlocal=10000, doverall=10000, month_base=17000, note='a day and a channel in one band')
t.csv('头四十小学2024年3月.csv', [['头四十小学2024年3月采购台账'], ['采购平台：832平台', None, '日期：2024-03-04'], G, L832, ['合计', None, None, 60], ['购物网站：京东自营', None, '日期：2024-03-05'], G, FREE, ['合计', None, None, 100]])
t.exp('头四十小学', 16000, 6000, d832=10000, dlocal=10000, doverall=10000, note='a label that nobody knows ends what the head of the table above said')
t.xlsx('头四十一小学2024年3月.xlsx', [['头四十一小学2024年3月采购台账'], ['采购平台：832平台'], ['序号', '品名', '数量', '单价', '金额'], n(1, L832), ['购物网站：京东自营'], n(2, FREE)])
t.exp('头四十一小学', 16000, 6000, d832=10000, dlocal=10000, doverall=10000, note='the same between rows')
t.csv('头四十二小学2024年3月.csv', [['头四十二小学2024年3月采购台账'], ['采购平台：832平台'], ['一、米面'], G, L832, ['制表人：张三'], ['二、干货'], G, ['木耳', 1, 90, 90]])
t.exp('头四十二小学', 15000, 15000, note='a head holds for the tables of its sheet that have none of their own')
t.xlsx('头四十三小学.xlsx', [['头四十三小学2月份采购清单'], ['2024年3月2日'], G + ['采购渠道'], L832 + ['832平台']])
t.exp('头四十三小学', 6000, 6000, month_base=0, note='a bare date beside a named month is the day on which the list was made out')
t.xls('单据/头四十四小学送货单.xls', [['头四十四小学送货单'], ['收货单位：头四十四小学'], [D(26, 2)], G + ['采购渠道'], L832 + ['832平台'], [], ['头四十四小学送货单'], ['收货单位：头四十四小学'], [D(4)], G + ['采购渠道'], FREE + ['农贸市场']])
t.exp('头四十四小学', 16000, 6000, month_base=10000, note='bare dates above stacked notes')

# ---- the folder's month -------------------------------------------------------------------------------------------------------
for unit, folder, save, ext in [('头三十一小学', '2024年2月', t.xlsx, 'xlsx'), ('头三十二小学', '202402', t.csv, 'csv'), ('头三十三小学', '2月份', t.xls, 'xls'), ('头三十四小学', '2024年/2月', t.xlsx, 'xlsx')]:
    save(f'{folder}/{unit}台账.{ext}', [[f'{unit}采购台账'], ['品名', '数量', '单价', '金额', '采购渠道'], L832 + ['832平台'], FREE + ['农贸市场']])
    t.exp(unit, 16000, 6000, month_base=0, note=f'{folder}/')
t.xlsx('2024年2月/头三十五小学台账.xlsx', [['头三十五小学3月采购台账'], ['品名', '数量', '单价', '金额', '采购渠道'], L832 + ['832平台']])
t.exp('头三十五小学', 6000, 6000, month_base=6000, note="the sheet's own month goes before the folder's")

# ---- a header in English ------------------------------------------------------------------------------------------------------
EN = ['Date', 'Item', 'Qty', 'Price', 'Amount', 'Supplier', 'Channel']
for unit, save, ext, head in [('头三十六小学', t.xlsx, 'xlsx', EN), ('头三十七小学', t.csv, 'csv', [w.upper() for w in EN]), ('头三十八小学', t.xls, 'xls', ['No.', 'Purchase Date', 'Description', 'Quantity', 'Unit Price', 'Total Price', 'Vendor', 'Platform'])]:
    body = [[D(5), *L832, '平陆县粮油合作社', '832平台'], [D(6), *FREE, '老王菜店', '农贸市场']]
    body = [[i + 1, *r] for i, r in enumerate(body)] if len(head) == 8 else body
    save(f'{unit}2024年3月.{ext}', [head, *body])
    t.exp(unit, 16000, 6000, note='English header')
t.done()
