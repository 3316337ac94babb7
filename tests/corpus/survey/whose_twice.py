# -*- coding: utf-8 -*-
"""The same purchase twice: across sheets, files and units; no registry."""
import os, shutil
from common import Theme, D

t = Theme('whose_twice')
HEAD = ['日期', '品名', '数量', '单价', '金额', '采购渠道']


def lines(n, k, first=1, month=3):
    """k lines of one month from the `first` on: every fifth through 832, each of n yuan and its number in fen more."""
    out = []
    for i in range(first, first + k):
        a = n + i / 100
        out.append([D(1 + i % 28, month), '菜%d' % i, 10 + i, None, a, '832平台' if i % 5 == 1 else '农贸市场'])
    return out


def fen(rows):
    return sum(round(r[4] * 100) for r in rows), sum(round(r[4] * 100) for r in rows if r[5] == '832平台')


def exp(unit, rows, disputed=(), **more):
    base, p832 = fen(rows)
    bd, d832 = fen(disputed)
    t.exp(unit, base=base, p832=p832, bd=bd, d832=d832, doverall=d832, **more)


def book(name, *tabs):
    getattr(t, 'xls' if name.endswith('.xls') else 'xlsx')(name, [(tab, [HEAD] + rows) for tab, rows in tabs])


# ---- a sheet whose lines all stand in another: counted once
a = lines(10, 8)
book('谁甲一小学.xlsx', ('3月', a), ('3月 (2)', a)); exp('谁甲一小学', a, findings=['duplicate_sheet'], reasons=['duplicate_sheet'])
book('谁甲二小学.xls', ('备份', a), ('三月', a)); exp('谁甲二小学', a, findings=['duplicate_sheet'], note='the copy comes first')
book('谁甲三小学.xlsx', ('全月', a), ('上旬', a[:4]), ('下旬', a[4:])); exp('谁甲三小学', a, findings=['duplicate_sheet'], note='parts beside the whole')
book('谁甲四小学.xlsx', ('上旬', a[:4]), ('下旬', a[4:]), ('总账', a)); exp('谁甲四小学', a, findings=['duplicate_sheet'], note='the fuller one counts')
book('谁甲五小学.xlsx', ('3月', a), ('Sheet1', sorted(a, key=lambda r: r[1], reverse=True))); exp('谁甲五小学', a, findings=['duplicate_sheet'], note='other order')
jan = lines(20, 6, month=1)
book('谁甲六小学.xlsx', ('1月', jan), ('3月', a), ('明细', jan + a)); exp('谁甲六小学', jan + a, month_base=fen(a)[0], findings=['duplicate_sheet'])
# ---- four fifths: the repeated lines of the second are disputed
b = lines(30, 10)
book('谁乙一小学.xlsx', ('3月', b), ('3月改', b[:8] + lines(31, 2))); exp('谁乙一小学', b + lines(31, 2), b[:8], reasons=['duplicate_suspected'])
book('谁乙二小学.xls', ('旧', lines(30, 12)), ('3月', b))
exp('谁乙二小学', b, lines(30, 12), note='the old tab is the copy, though it is the fuller one')
# counterpart: fewer than four fifths, nothing; one or two equal purchases, nothing
book('谁乙三小学.xlsx', ('早餐', b), ('午餐', b[:7] + lines(33, 3))); exp('谁乙三小学', b + b[:7] + lines(33, 3), reasons=[])
book('谁乙四小学.xlsx', ('一食堂', b), ('二食堂', b[:2] + lines(34, 8))); exp('谁乙四小学', b + b[:2] + lines(34, 8), reasons=[])
book('谁乙五小学.xlsx', ('一年级', b), ('二年级(2)', lines(35, 10))); exp('谁乙五小学', b + lines(35, 10), reasons=[], note='a plain tab, no copy')
book('谁乙六小学.xlsx', ('3月', b + b[:3])); exp('谁乙六小学', b + b[:3], reasons=[], note='the same purchase twice in one sheet: two purchases')
book('谁乙七小学.xlsx', ('2月', lines(30, 10, month=2)), ('3月', b)); exp('谁乙七小学', lines(30, 10, month=2) + b, month_base=fen(b)[0], reasons=[])
more = [r[:2] + [r[2] + 1] + r[3:] for r in b]
book('谁乙八小学.xlsx', ('甲', b), ('乙', more)); exp('谁乙八小学', b + more, reasons=[], note='other quantities')


# order numbers: another number is another purchase, a missing one is not
def numbered(rows, p):
    return [r + ['%s%06d' % (p, i)] for i, r in enumerate(rows)]


HO = HEAD + ['订单编号']
t.xlsx('谁乙九小学.xlsx', [('甲', [HO] + numbered(b, 'DD')), ('乙', [HO] + numbered(b, 'EE'))]); exp('谁乙九小学', b + b, reasons=[], note='other order numbers')
t.xlsx('谁乙十小学.xlsx', [('甲', [HO] + numbered(b, 'DD')), ('乙', [HEAD] + b)]); exp('谁乙十小学', b, findings=['duplicate_sheet'], note='the copy has no order numbers')
# one and two lines that stand in another sheet: disputed, not dropped
book('谁丙一小学.xlsx', ('3月', b), ('补', b[:2])); exp('谁丙一小学', b, b[:2], reasons=['duplicate_suspected'])
# other channels for the same purchases: nobody can say which
c = lines(40, 5)
other = [r[:5] + ['供销数据平台'] for r in c]
book('谁丙二小学.xlsx', ('甲', c), ('乙', other))
# base once; 832 against the local channel: in 'overall' either way; the market against the local channel: open
t.exp('谁丙二小学', base=fen(c)[0], direct=fen(c)[1], d832=fen(c)[1], dlocal=fen(c)[0], doverall=fen(c)[0] - fen(c)[1],
      reasons=['channel_conflict', 'duplicate_sheet'])
# a table without channels beside tabs by channel: the tabs' channels hold for the purchases counted once
whole = lines(41, 15)
tab = lambda is_832: [HEAD[:5]] + [r[:5] for r in whole if (r[5] == '832平台') == is_832]
t.xlsx('谁丙三小学.xlsx', [('总表', [HEAD[:5]] + [r[:5] for r in whole]), ('832平台', tab(True)), ('农贸市场', tab(False))])
exp('谁丙三小学', whole, findings=['duplicate_sheet'], reasons=['duplicate_sheet'])

# ---- across files
D0 = iter(range(500, 900, 5))
d = lines(next(D0), 10)
book('谁丁一小学/3月台账.xlsx', ('Sheet1', d)); t.csv('谁丁一小学/3月台账报送.csv', [HEAD] + d); exp('谁丁一小学', d, findings=['duplicate_file'], reasons=['duplicate_file'])
d = lines(next(D0), 10)
book('谁丁二小学/1.xls', ('Sheet1', d[:9])); book('谁丁二小学/2.xlsx', ('Sheet1', d)); exp('谁丁二小学', d, findings=['duplicate_file'], note='the fuller one counts')
d = lines(next(D0), 10)
book('谁丁三小学/初稿.xlsx', ('Sheet1', d)); book('谁丁三小学/终稿.xlsx', ('Sheet1', d[:8] + lines(51, 2)))
exp('谁丁三小学', d + lines(51, 2), d[:8], findings=['duplicate_across_files'], reasons=['duplicate_suspected'])
d = lines(next(D0), 10)
feb = lines(next(D0), 10, month=2)
book('谁丁四小学/1-2月.xlsx', ('Sheet1', lines(53, 9, month=1) + feb)); book('谁丁四小学/2-3月.xlsx', ('Sheet1', feb + d))
exp('谁丁四小学', lines(53, 9, month=1) + feb + d, month_base=fen(d)[0], findings=['duplicate_file'], note='one month of two in both files')
d = lines(next(D0), 10)
book('谁丁五小学/汇总.xlsx', ('上', d[:5]), ('下', d[5:])); book('谁丁五小学/3月.xlsx', ('Sheet1', d[3:7] + d[:1])); exp('谁丁五小学', d, findings=['duplicate_file'])
d = lines(next(D0), 10)
book('谁丁六小学/3月.xlsx', ('Sheet1', d)); book('谁丁六小学/3月补.xlsx', ('Sheet1', d[:6] + lines(54, 6))); exp('谁丁六小学', d + d[:6] + lines(54, 6), reasons=[], note='half only')
d = lines(next(D0), 10)
book('谁丁七小学/台账 - 副本.xlsx', ('Sheet1', d)); t.csv('谁丁七小学/台账.csv', [HEAD] + d, encoding='gb18030'); exp('谁丁七小学', d, findings=['duplicate_file'])
d = lines(next(D0), 10)
feb = lines(next(D0), 10, month=2)
book('谁丁八小学/2月.xlsx', ('Sheet1', feb)); book('谁丁八小学/3月.xlsx', ('Sheet1', d)); exp('谁丁八小学', feb + d, month_base=fen(d)[0], reasons=[])
stmt = lambda a: [['月份', '采购总额', '832平台', '供销数据平台', '消费帮扶超市'], ['3月', a, a / 10, a / 5, a / 20]]
t.xlsx('谁丁九小学/3月统计表.xlsx', stmt(1000)); t.csv('谁丁九小学/3月统计表报县.csv', stmt(1000))
t.exp('谁丁九小学', base=100000, p832=10000, local=25000, findings=['duplicate_file'], note='a statement twice')


# ---- one workbook, byte for byte, under two units' names
def copy(first, *others):
    for o in others:
        shutil.copyfile(t.path(first), t.path(o))


e = lines(60, 6)
book('谁戊一小学.xlsx', ('Sheet1', e)); copy('谁戊一小学.xlsx', '谁戊二小学.xlsx')
for u in ('谁戊一小学', '谁戊二小学'):
    exp(u, [], e, reasons=['same_ledger_two_units'], verdict='undetermined')
t.csv('谁戊三小学/3月.csv', [HEAD] + lines(61, 12)); copy('谁戊三小学/3月.csv', '谁戊四小学/3月.csv', '谁戊四小学/3月副本.csv')
for u in ('谁戊三小学', '谁戊四小学'):
    exp(u, [], lines(61, 12), reasons=['same_ledger_two_units'], findings=['same_lines_two_units'])
t.xls('谁戊五小学.xls', [['谁戊六小学食堂2024年3月采购台账'], HEAD] + lines(62, 6)); copy('谁戊五小学.xls', '谁戊七小学.xls')
exp('谁戊六小学', lines(62, 6), reasons=[], findings=['duplicate_file'], note='the unit named inside owns it')
t.no_unit('谁戊五小学', '谁戊七小学')
book('谁戊八小学/3月.xlsx', ('Sheet1', lines(63, 6))); copy('谁戊八小学/3月.xlsx', '谁戊八小学/3月 - 副本.xlsx', '待整理/3月.xlsx')
exp('谁戊八小学', lines(63, 6), reasons=[], findings=['duplicate_file'], note='copies of one unit, and one of nobody')
t.no_unit('待整理')
# line for line the same, but not byte for byte: a finding, no dispute
f = lines(70, 11)
t.xlsx('谁己一小学.xlsx', [['谁己一小学食堂采购台账'], HEAD] + f); t.csv('谁己二小学.csv', [['谁己二小学食堂采购台账'], HEAD] + f)
for u in ('谁己一小学', '谁己二小学'):
    exp(u, f, reasons=[], findings=['same_lines_two_units'])
t.xlsx('谁己三小学.xlsx', [['谁己三小学'], HEAD] + lines(71, 9)); t.csv('谁己四小学.csv', [['谁己四小学'], HEAD] + lines(71, 9))
for u in ('谁己三小学', '谁己四小学'):
    exp(u, lines(71, 9), reasons=[], note='nine lines only: no finding')
t.done()
