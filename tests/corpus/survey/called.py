# -*- coding: utf-8 -*-
"""What people call a registered unit: short names with the county's short name or its last letter, a village alone, a unit's kind where there is one.
The registry is registry/called.csv.

    python3 tests/corpus/survey/called.py
"""
import csv, os
from common import HERE, D, Theme

T = Theme('called')
T.registry = 'registry/called.csv'
HEAD = ['日期', '品名', '数量', '单价', '金额', '渠道']
UNITS = {'临猗县': ['临猗县第三中学', '临猗县城南小学', '临猗县教育局', '临猗县第五小学'], '夏县': ['夏县第八小学', '夏县中学', '夏县特殊教育学校', '夏县公安局', '夏县实验小学', '夏县第五小学'],
         '盐湖区': ['盐湖区张村小学', '盐湖区李村小学', '盐湖区李村幼儿园', '盐湖区王村小学']}
sums = {name: 0 for names in UNITS.values() for name in names}
amounts = iter(range(101, 1000))


def goods(unit):
    """Two purchases of a unit: through the platform, no two of one amount, and on the market."""
    n = next(amounts)
    if unit:
        sums[unit] += n
    return [[D(4), '大米', 1, n, n, '832平台'], [D(5), '白菜', 10, 5, 50, '农贸市场']]


def book(unit, path, title='2024年3月食堂采购台账', kind='xlsx'):
    rows = [[title], HEAD] + goods(unit)
    if kind == 'xls':
        T.xls(path + '.xls', [('Sheet1', rows)])
    elif kind == 'csv':
        T.csv(path + '.csv', rows)
    else:
        T.xlsx(path + '.xlsx', rows)


# --- short names -------------------------------------------------------------------------------------------------------------------------
book('临猗县第三中学', '临猗三中3月')
book('临猗县第三中学', '县三中3月台账', kind='xls')
book('临猗县第三中学', 'a', '临猗三中2024年3月食堂采购台账')
book('临猗县第三中学', 'b', '县三中食堂2024年3月采购', 'csv')
book('夏县第八小学', '县八小3月')
book('夏县第八小学', '八小3月', kind='csv')
book('夏县中学', '夏中3月')
book('夏县中学', 'c', '夏中食堂2024年3月采购台账')
book('夏县特殊教育学校', '特校3月', kind='xls')
book('夏县公安局', '公安局机关灶3月')
book('夏县公安局', 'd', '公安局机关灶2024年3月采购台账')
book('临猗县城南小学', '关于报送城南小学3月台账的附件')
# --- villages -----------------------------------------------------------------------------------------------------------------------------
book('盐湖区张村小学', '张村3月')
book('盐湖区张村小学', '盐湖区张村3月', kind='xls')
# --- folders ------------------------------------------------------------------------------------------------------------------------------
book('临猗县第三中学', '临猗/三中3月')
book('临猗县教育局', '临猗/教育局3月')
book('夏县实验小学', '夏县/实小3月')
book('临猗县第五小学', '临猗/五小3月')
book('夏县第五小学', '夏县/五小3月')
# --- columns, tabs, bands --------------------------------------------------------------------------------------------------------------------
T.xlsx('各校1.xlsx', [['3月采购'], ['学校'] + HEAD] + [[called] + row for called, unit in
       (('特校', '夏县特殊教育学校'), ('县三中', '临猗县第三中学'), ('夏中', '夏县中学'), ('张村', '盐湖区张村小学'), ('王村', '盐湖区王村小学'), ('公安局', '夏县公安局')) for row in goods(unit)])
T.xlsx('各校2.xlsx', [(called, [['3月采购'], HEAD] + goods(unit)) for called, unit in (('特校', '夏县特殊教育学校'), ('县八小', '夏县第八小学'), ('临猗三中', '临猗县第三中学'))])
T.xlsx('各校3.xlsx', [['3月各校采购'], HEAD, ['一、城南小学（学生320人，教职工28人）']] + goods('临猗县城南小学') + [['二、夏县实验小学（学生1320人，教职工88人）']] + goods('夏县实验小学')
       + [['三、张村小学(幼儿园12人)']] + goods('盐湖区张村小学'))
# --- look-alikes: a school and a nursery of one village, one short name of two counties, a village among a school's tabs ---------------------------
book(None, '李村3月')
book(None, '县五小3月')
T.xlsx('夏县实验小学3月.xlsx', [('3月', [['3月采购'], HEAD] + goods('夏县实验小学')), ('王村', [['3月采购'], HEAD] + goods('夏县实验小学'))])
for name, fen in sums.items():
    lines = {'临猗县第三中学': 7, '夏县第八小学': 3, '夏县中学': 3, '夏县特殊教育学校': 3, '夏县公安局': 3, '临猗县城南小学': 2, '盐湖区张村小学': 4, '临猗县教育局': 1, '夏县实验小学': 4,
             '临猗县第五小学': 1, '夏县第五小学': 1, '盐湖区王村小学': 1}.get(name, 0)
    if lines:
        T.exp(name, fen * 100 + lines * 5000, fen * 100, reasons=[])
for name in '盐湖区李村小学', '盐湖区李村幼儿园':
    T.exp(name, 0)
T.done()
with open(os.path.join(HERE, 'registry', 'called.csv'), 'w', encoding='utf-8-sig', newline='') as f:
    csv.writer(f).writerows([['单位名称', '所属县']] + [[name, county] for county, names in UNITS.items() for name in names])
