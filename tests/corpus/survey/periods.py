# -*- coding: utf-8 -*-
"""Which year and month rows without a year are of, beside days of other things: terms of contracts, laws, stamps, ends of ranges.

    python3 tests/corpus/survey/periods.py
"""
from common import Theme, D

T = Theme('periods')
H = ['日期', '品名', '数量', '单价', '金额', '供应商', '采购渠道']


def rows(*days):
    """200.00 yuan a day, the first one through the platform."""
    for n, day in enumerate(days):
        yield [day, '大米', 100, 2, 200, '平陆县粮油合作社' if n == 0 else '张三肉店', '832平台' if n == 0 else '农贸市场']


def book(u, *head):
    return [[u + '食堂采购台账'], ['填报单位：' + u], *head, H]


THREE = ('3月4日', '3月5日', '3月6日')
counted = dict(base=60000, p832=20000, month_base=60000, reasons=[])

# A contract's term, in one cell and in two, known words and a word that nobody knows: its years are not the rows'.
u = '期一小学'
T.xlsx(f'{u}.xlsx', book(u, ['合同期限：2023年9月1日至2024年8月31日']) + list(rows(*THREE)))
T.exp(u, **counted)
u = '期二小学'
T.xls(f'{u}.xls', book(u, ['协议有效期', '2022-09-01至2023-08-31']) + list(rows(*THREE)))
T.exp(u, **counted)
u = '期三小学'
T.csv(f'{u}.csv', book(u, ['甲乙：2023年9月1日']) + list(rows(*THREE)))
T.exp(u, **counted)
# A law and its revision; a paper with its number.
u = '期四小学'
T.xlsx(f'{u}.xlsx', book(u, ['依据《食品安全法》（2021年修正）']) + list(rows(*THREE)))
T.exp(u, **counted)
u = '期五小学'
T.csv(f'{u}.csv', book(u, ['按照2022年印发的通知要求填写']) + list(rows(*THREE)))
T.exp(u, **counted)
u = '期六小学'
T.xls(f'{u}.xls', book(u, ['执行《食堂管理办法》（2019年12月印发）']) + list(rows(*THREE)))
T.exp(u, **counted)
# The day on which the book was opened, as text and as a date beside its label.
u = '期七小学'
T.xlsx(f'{u}.xlsx', book(u, ['建账日期：2023年9月1日']) + list(rows(*THREE)))
T.exp(u, **counted)
u = '期八小学'
T.xlsx(f'{u}.xlsx', book(u, ['账套启用日期', D(1, 9, 2023)]) + list(rows(*THREE)))
T.exp(u, **counted)
# The stamp of a model in the file's name.
u = '期九小学'
T.xlsx(f'20230915模板_{u}.xlsx', book(u) + list(rows(*THREE)))
T.exp(u, **counted)
# A range in two labelled cells, half open, and rows without any day: March.
u = '期十小学'
T.xlsx(f'{u}.xlsx', book(u, ['起始日期：2024-03-01', None, '截止日期：2024-04-01'])[:-1] + [H[1:]] + [r[1:] for r in rows(1, 2, 3)])
T.exp(u, **counted)
u = '期十一小学'
T.csv(f'{u}.csv', book(u, ['开始时间', '2024-02-01', '结束时间', '2024-02-29'])[:-1] + [H[1:]] + [r[1:] for r in rows(1, 2, 3)])
T.exp(u, base=60000, p832=20000, month_base=0, reasons=[])
# The last day of a range alone says nothing; days under a header that nobody knows are days.
u = '期十二小学'
T.csv(f'{u}.csv', book(u, ['终止日期：2024-04-01'])[:-1] + [['创建于', *H[1:]]] + list(rows('2024-03-05 08:30:11', '2024-03-06 09:00:00', '2024-03-07 10:00:00')))
T.exp(u, **counted)
# A day that nobody knows, of the rows' own month in another year: theirs or not, a person has to look.
u = '期十三小学'
T.xlsx(f'{u}.xlsx', book(u, ['甲乙：2023年3月1日']) + list(rows(*THREE)))
T.exp(u, base=0, bd=60000, d832=20000, month_base=0, reasons=['month_suspected'])

# Look-alikes: the title's year and month, a period with its label, the year of a title between book marks, a file of an earlier month.
u = '期十四小学'
T.xlsx(f'{u}.xlsx', [[u + '2023年食堂采购台账'], ['填报单位：' + u], H] + list(rows(*THREE)))
T.exp(u, base=0, month_base=0)
u = '期十五小学'
T.csv(f'{u}.csv', book(u, ['所属期：2024年2月'])[:-1] + [H[1:]] + [r[1:] for r in rows(1, 2, 3)])
T.exp(u, base=60000, p832=20000, month_base=0, reasons=[])
u = '期十六小学'
T.xls(f'{u}.xls', [[f'《{u}2024年2月食堂采购台账》'], ['填报单位：' + u], H[1:]] + [r[1:] for r in rows(1, 2, 3)])
T.exp(u, base=60000, p832=20000, month_base=0, reasons=[])
u = '期十七小学'
T.xlsx(f'20240215_{u}.xlsx', book(u)[:-1] + [H[1:]] + [r[1:] for r in rows(1, 2, 3)])
T.exp(u, base=60000, p832=20000, month_base=0, reasons=[])
# The stamp of a day in the rows' own month: its year is theirs.
u = '期十八小学'
T.xlsx(f'20230304_{u}.xlsx', book(u) + list(rows(*THREE)))
T.exp(u, base=0, month_base=0)
T.done()
