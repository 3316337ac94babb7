# -*- coding: utf-8 -*-
"""Whose ledger it is: the registry's names in columns, unit lines, titles, tabs, file names and folders, in this order; then names that
look like institutions. The registry is registry/whose.csv."""
from common import Theme, D

t = Theme('whose')
t.registry = 'registry/whose.csv'
HEAD = ['日期', '品名', '数量', '单价', '金额', '采购渠道']


def lines(n, k=3):
    """k lines: one through 832 of n yuan, the others ordinary of 2n yuan each."""
    out = [[D(1), '大米', 10, n / 10, n, '832平台']]
    return out + [[D(4 + i), '蔬菜%d' % i, 20, n / 10, 2 * n, '农贸市场'] for i in range(k - 1)]


def exp(unit, n, k=3, **more):
    t.exp(unit, base=n * 100 + (k - 1) * n * 200, p832=n * 100, **more)


# ---- unit column: other headers, and a header nobody knows over registered names
for (header, ext), units in {('用餐单位', 'xlsx'): ['谁一小学', '谁二小学'], ('客户名称', 'xls'): ['谁三小学', '谁四小学'],
                             ('配送学校', 'csv'): ['谁五小学', '谁六小学'], ('送到何处', 'xlsx'): ['谁七小学', '谁八小学'],
                             ('去向', 'csv'): ['谁九小学', '谁十小学']}.items():
    rows = [HEAD[:5] + [header, HEAD[5]]]
    for i, u in enumerate(units):
        n = 100 + 10 * i
        rows += [r[:5] + [u, r[5]] for r in lines(n)]
        exp(u, n, note='unit column ' + header)
    getattr(t, ext)('夏县谁配送中心%s%s.%s' % (header, ext, ext), rows)
t.no_unit('夏县谁配送中心客户名称xls', '夏县谁配送中心', '谁配送中心')
# counterpart: a column of parts of one unit is no unit column
t.xlsx('谁十一小学3月.xlsx', [HEAD[:5] + ['使用单位', HEAD[5]]] + [r[:5] + [p, r[5]] for r, p in zip(lines(111), ['初中部', '教师餐厅', '东校区'])])
exp('谁十一小学', 111, note='parts of the unit in a unit column')
t.no_unit('初中部', '教师餐厅', '东校区')
# counterpart: suppliers that happen to be registered
t.xlsx('谁十二小学3月.xlsx', [HEAD[:5] + ['供应商', HEAD[5]]] + [r[:5] + ['运城市谁粮油公司', r[5]] for r in lines(112)])
exp('谁十二小学', 112, note='registered firm as the supplier')
# bureau and school in one row: the registry says whose school it is
t.xlsx('明细1.xlsx', [HEAD[:5] + ['主管单位', '学校名称', HEAD[5]]] + [r[:5] + ['谁教育局', '谁十三小学', r[5]] for r in lines(113)])
exp('谁十三小学', 113, note='bureau and school, the registry tells')
t.csv('明细2.csv', [HEAD[:5] + ['归口', '去处', HEAD[5]]] + [r[:5] + ['谁教育局', '谁十四小学', r[5]] for r in lines(114)])
exp('谁十四小学', 114, note='bureau and school under headers nobody knows')
# … and where it does not: disputed in both
t.xlsx('明细3.xlsx', [HEAD[:5] + ['单位名称', '去处', HEAD[5]]] + [r[:5] + ['谁十五小学', '谁十六小学', r[5]] for r in lines(115)])
for u in ('谁十五小学', '谁十六小学'):
    t.exp(u, base=0, bd=57500, d832=11500, verdict='undetermined', reasons=['unit_conflict'])

# ---- unit line: above, below, with and without a colon, in two cells
t.xlsx('3月送审.xlsx', [['食堂采购台账'], ['填报单位 谁十七小学'], HEAD] + lines(117))
exp('谁十七小学', 117, note='label and name in one cell without a colon')
t.xls('台账A.xls', [['食堂采购台账'], ['填报单位', '谁十八小学', None, '单位', '元'], HEAD] + lines(118))
exp('谁十八小学', 118, note='label and name in two cells')
t.csv('台账B.csv', [HEAD] + lines(119) + [[], ['单位（盖章）：夏县谁十九小学', '', '2024年3月31日']])
exp('谁十九小学', 119, note='below the table, with the county')
t.xlsx('台账C.xlsx', [HEAD] + lines(120) + [['合计', None, None, None, 600], ['单位（盖章）', '谁二十小学']])
exp('谁二十小学', 120, note='below the table in two cells')
# registered in the second unit line goes before the unregistered in the first
t.xlsx('台账D.xlsx', [['编制单位：后勤服务中心'], ['学校：谁二一小学'], HEAD] + lines(121))
exp('谁二一小学', 121, note='second unit line is the registered one')
t.no_unit('后勤服务中心')
# counterpart: the seller's own lines
t.xlsx('谁二二小学.xlsx', [['配送单位：运城市谁鲜配送有限公司'], ['中标单位：运城市谁鲜配送有限公司'], HEAD] + lines(122))
exp('谁二二小学', 122, note='sellers in labelled lines')
t.xlsx('谁二三小学.xlsx', [['采购单位', '中标单位', '合同号'], [], HEAD] + lines(123))
exp('谁二三小学', 123, note='header words are no names')
t.no_unit('中标单位', '运城市谁鲜配送有限公司')

# ---- title
t.xlsx('3月.xlsx', [['夏县谁二四小学食堂2024年3月采购台账'], HEAD] + lines(124))
exp('谁二四小学', 124, note='title')
t.xls('新建 Microsoft Excel 工作表.xls', [['2023-2024学年第二学期谁二五中学食堂食材进货查验记录（3月）'], HEAD] + lines(125))
exp('谁二五中学', 125, note='title with school year')
t.csv('打印版.csv', [['中共谁县委办公室机关食堂三月份食材采购明细'], HEAD] + lines(126))
exp('中共谁县委办公室', 126, note='office in the title')
t.xlsx('工作簿1.xlsx', [['谁局机关食堂2024年3月采购台账'], HEAD] + lines(127))
exp('谁局', 127, note='a short registered name begins the title')
t.xlsx('微信文件.xlsx', [('Sheet1', [['谁二八小学3月食堂采购'], HEAD] + lines(128) + [[], ['谁二九小学3月食堂采购'], HEAD] + lines(129))])
exp('谁二八小学', 128, note='stacked tables, a title each')
exp('谁二九小学', 129, note='stacked tables, a title each')
# counterpart: a longer name of an unregistered school that holds a registered one
t.xlsx('3月（三）.xlsx', [['谁三一小学附属幼儿园食堂2024年3月采购台账'], HEAD] + lines(131))
exp('谁三一小学附属幼儿园', 131, note='not 谁三一小学')
t.xlsx('谁三一小学.xlsx', [HEAD] + lines(231))
exp('谁三一小学', 231, note='the registered one')
t.csv('送货单.csv', [['运城市谁鲜商贸有限公司送货单'], ['收货单位：谁三二小学'], HEAD] + lines(132))
exp('谁三二小学', 132, note='delivery note: the customer')
t.xlsx('谁三三小学送货单.xlsx', [['运城市谁鲜商贸有限公司销售出库单（采购入库）'], HEAD] + lines(133))
exp('谁三三小学', 133, note='delivery note: the seller in the title')
t.no_unit('运城市谁鲜商贸有限公司')

# ---- tab
t.xlsx('2024年3月汇总.xlsx', [(u, [HEAD] + lines(n)) for u, n in (('谁三四小学', 134), ('谁三五小学', 135), ('谁三六小学3月', 136))])
exp('谁三四小学', 134, note='tab'); exp('谁三五小学', 135, note='tab'); exp('谁三六小学', 136, note='tab with a month')
t.xls('城区片.xls', [('谁三七小学', [HEAD] + lines(137)), ('Sheet2', [HEAD] + [])])
exp('谁三七小学', 137, note='tab before a file name that is no unit')
t.xlsx('谁三八小学.xlsx', [('一年级', [HEAD] + lines(138)), ('二年级(2)', [HEAD] + lines(238))])
t.exp('谁三八小学', base=(138 + 238) * 500, p832=(138 + 238) * 100, note='plain tabs, none a copy')
t.xlsx('谁三九小学.xlsx', [('运城市谁粮油商行', [HEAD] + lines(139)), ('老谁菜店', [HEAD] + lines(239))])
t.exp('谁三九小学', base=(139 + 239) * 500, p832=(139 + 239) * 100, note='tabs by supplier')
t.no_unit('二年级', '一年级', '运城市谁粮油商行', '老谁菜店')

# ---- file names and folders
t.xlsx('夏县谁四十小学2024年3月食堂采购台账(打印版)(2).xlsx', [['食堂采购台账'], HEAD] + lines(140))
exp('谁四十小学', 140, note='file name')
t.csv('谁四一小学/2024年3月/3月.csv', [HEAD] + lines(141))
exp('谁四一小学', 141, note='folder')
t.xls('乡镇/谁四二小学（第2批）/工作簿1.xls', [['总务处采购台账'], HEAD] + lines(142))
exp('谁四二小学', 142, note='folder; 总务处 is no unit')
t.xlsx('学校/谁四三小学.xlsx', [['营养办公室食堂采购台账'], HEAD] + lines(143))
exp('谁四三小学', 143, note='registered in the file name before an institution in the title')
t.no_unit('总务处', '营养办公室', '3月', '第2批', '打印版')
# counterpart: an unregistered school in a registered bureau's folder is not the bureau's
t.xlsx('谁教育局/3月.xlsx', [['填报单位：夏县谁城关小学'], HEAD] + lines(144))
exp('夏县谁城关小学', 144, note='unregistered school')
t.exp('谁教育局', base=0, verdict='no_data')

# ---- how a name is written: aliases, brackets, numbers, county and city
for i, (unit, text) in enumerate([('谁四五中学（东校区）', '谁四五中学(东校区)'), ('谁第一高中', '谁一高中'), ('谁第13中学', '谁第十三中学'),
                                  ('谁实验学校', '谁育英学校'), ('运城市谁妇幼保健院', '谁妇幼保健院'), ('谁中医院', '山西省运城市夏县谁中医院'),
                                  ('夏县谁职业中学', '谁职业中学')]):
    n = 150 + i
    t.xlsx('甲批%d.xlsx' % i, [[text + '食堂2024年3月采购台账'], HEAD] + lines(n))
    exp(unit, n, note='written ' + text)
    t.no_unit(text)
# a name in two counties, without a county: nobody's but a found one; with the folder's county it is known
t.xlsx('平陆县/谁二校.xlsx', [['谁完全小学食堂采购台账（2024年3月）'], HEAD] + lines(160))
exp('平陆县谁完全小学', 160, note='the county is the folder')
t.exp('夏县谁完全小学', base=0, verdict='no_data')
# ---- not registered at all: an institution in the title, never a paper's name
t.xlsx('报送材料/台账汇总(1).xlsx', [['夏县谁庙前镇卫生院职工食堂2024年3月采购台账'], HEAD] + lines(161))
exp('夏县谁庙前镇卫生院', 161, note='found in the title')
t.csv('报送材料/谁文德小学2024年3月.csv', [HEAD] + lines(162))
exp('谁文德小学', 162, note='found in the file name')
t.xlsx('报送材料/谁东村供销社3月.xlsx', [HEAD] + lines(163))
exp('谁东村供销社', 163, note='a file name that ends in no known word')
t.no_unit('台账汇总', '报送材料', '夏县谁庙前镇卫生院职工食堂', '夏县')
# ---- a registered name behind a label that nobody knows; what is no registered name invents none
for label, ext, n in [('伙食单位', 'xlsx', 171), ('部门', 'xls', 172), ('核算主体', 'csv', 173), ('委托方', 'xlsx', 174)]:
    u = f'谁{label}供热公司'
    getattr(t, ext)(f'明细{n}.{ext}', [['2024年3月采购明细'], [f'{label}：{u}'], HEAD] + lines(n))
    exp(u, n, note='registered, behind the label ' + label)
t.xlsx('谁廿九小学3月.xlsx', [['2024年3月采购明细'], ['送货方：谁外地商贸公司'], HEAD] + lines(175))
exp('谁廿九小学', 175, note='a firm that the registry does not have is no unit')
t.no_unit('谁外地商贸公司')
# a registered firm sells on its own paper to an institution that the registry does not have
t.xlsx('送货单176.xlsx', [['运城市谁粮油公司送货单'], ['收货单位：谁西沟小学'], HEAD] + lines(176))
exp('谁西沟小学', 176, note='who received goes before who sold, registered or not')
t.done()

if __name__ == '__main__':
    import csv
    units = sorted(u for u in t.units if u not in ('谁三一小学附属幼儿园', '夏县谁城关小学', '夏县谁庙前镇卫生院', '谁文德小学', '谁东村供销社', '谁西沟小学'))
    with open('registry/whose.csv' if False else __file__.rsplit('/', 1)[0] + '/registry/whose.csv', 'w', encoding='utf-8-sig', newline='') as f:
        w = csv.writer(f)
        w.writerow(['单位名称', '所属县', '别名', '主管部门'])
        for u in units:
            w.writerow([u, '平陆县' if u.startswith('平陆') else '夏县', {'谁实验学校': '谁育英学校'}.get(u, ''),
                        '谁教育局' if u in ('谁十三小学', '谁十四小学') else ''])
        w.writerow(['运城市谁粮油公司', '夏县', '', ''])
