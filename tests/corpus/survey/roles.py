# -*- coding: utf-8 -*-
"""What a sheet or a table is: payments, returns, income, losses, plans, assets, summaries, void, examples; and what only looks so.

    python3 tests/corpus/survey/roles.py
"""
import roles_rows
from common import Theme, D
from roles_words import HEAD, DAY, LEDGER, ledger, three

T = Theme('roles')
exp = lambda unit, plus=0, p832=0, local=0, **more: T.exp(unit, 50000 + plus, 10000 + p832, 12000 + local, **more)
# The sure set: what every book below holds is 大米 100.00 (832), 猪肉 280.00 (ordinary), 白菜 120.00 (local): 500.00.
BOOK = lambda unit, title='食堂食材采购台账': [[f'{unit}2024年3月{title}']] + LEDGER

# --- payments, balances: money and no item ----------------------------------------------------------------------------------------
PAID = [['付款日期', '收款单位', '付款金额', '付款方式'], [D(29), '张三粮油店', 300, '转账'], [D(30), '李四肉铺', 900, '转账']]
T.xlsx('角一小学3月.xlsx', [('采购', BOOK('角一小学')), ('付款', [['付款明细表']] + PAID)])
exp('角一小学', fates=dict(not_purchase=2))
T.xls('角二小学3月.xls', [('台账', BOOK('角二小学') + [[None], ['二、应付账款情况'], ['供应商', '期初余额', '本月应付金额', '已付金额'],
      ['张三粮油店', 0, 300, 100], ['李四肉铺', 0, 900, 0]])])
exp('角二小学')
T.csv('角三小学3月采购台账.csv', BOOK('角三小学'))
T.csv('角三小学3月往来款.csv', [['日期', '单位名称', '金额'], ['2024-03-29', '张三粮油店', 300], ['2024-03-30', '李四肉铺', 900]][:1]
      + [['2024-03-29', '角三小学', 300], ['2024-03-30', '角三小学', 900]])
exp('角三小学', note='the file alone says what it is')
# By figures: the amounts are the sums by supplier, by day, by month of nothing else than the ledger.
BIG = three() + [[D(7), '鸡蛋', 10, 6, 60, '张三粮油店', '832平台'], [D(7), '豆腐', 20, 2, 40, '李四肉铺', '农贸市场']]
big = lambda unit, **more: T.exp(unit, 60000, 16000, 12000, **more)  # 100+60 through 832, 120 local, 280+40 ordinary
T.xlsx('角四小学3月.xlsx', [('采购', [['角四小学2024年3月食材采购台账'], HEAD] + BIG),
       ('Sheet2', [['三月对照'], ['供应商', '金额'], ['张三粮油店', 160], ['李四肉铺', 320], ['王五菜店', 120]])])
big('角四小学', note='supplier sums under a title that says nothing')
T.xlsx('角五小学3月.xlsx', [('采购', [['角五小学2024年3月食材采购台账'], HEAD] + BIG),
       ('每日', [['逐日'], ['日期', '金额'], [D(4), 100], [D(5), 280], [D(6), 120], [D(7), 100]])])
big('角五小学', note='sums of days')
T.xls('角六小学3月.xls', [('采购', BOOK('角六小学')), ('Sheet2', [['三月份流水'], ['日期', '供应商', '金额'],
      [D(28), '张三粮油店', 300], [D(28), '李四肉铺', 900]])])
exp('角六小学', bd=120000, note='nobody can tell: perhaps paid, perhaps bought')
# Counterparts: a shop called 结算, a purchase ledger that speaks of settling, goods under 付款明细, a ledger of channels.
T.xlsx('角七小学3月.xlsx', [('采购', [['角七小学2024年3月采购台账'], HEAD] + [r[:5] + ['结算街粮油店'] + r[6:] for r in three()])])
exp('角七小学')
T.csv('角八小学3月.csv', [['角八小学3月货款结算采购明细表']] + LEDGER)
exp('角八小学')
T.xls('角九小学3月.xls', [('付款', [['角九小学3月付款明细']] + LEDGER)])
exp('角九小学', note='goods, quantities and prices: purchases, whatever the title')
T.xlsx('角十小学3月.xlsx', [('Sheet1', [['角十小学2024年3月'], ['日期', '采购渠道', '金额'], [D(4), '832平台', 100], [D(5), '农贸市场', 280],
       [D(6), '供销数据平台', 120]])])
exp('角十小学')

# --- returns ----------------------------------------------------------------------------------------------------------------------
BACK = [D(20), '大米', 4, 5, 20, '张三粮油店', '832平台']
T.xlsx('角十一小学3月.xlsx', [('采购', BOOK('角十一小学')), ('退货', [HEAD, BACK])])
exp('角十一小学', -2000, -2000)
T.xls('角十二小学3月.xls', [('Sheet1', BOOK('角十二小学') + [['二、退回供应商'], BACK])])
exp('角十二小学', -2000, -2000, note='a heading within the table')
T.csv('角十三小学3月采购台账.csv', BOOK('角十三小学'))
T.csv('角十三小学3月退货单.csv', [HEAD, DAY(BACK)])
exp('角十三小学', -2000, -2000, note='the file alone says so')
T.xlsx('角十四小学3月.xlsx', [('Sheet1', BOOK('角十四小学') + [[None], HEAD[:4] + ['退货金额'] + HEAD[5:], BACK])])
exp('角十四小学', -2000, -2000)
T.xls('角十五小学3月.xls', [('采购', BOOK('角十五小学')), ('退货明细', [HEAD, BACK[:2] + [-4, 5, -20] + BACK[5:]])])
exp('角十五小学', -2000, -2000, note='written as negative already')
T.csv('角十六小学3月.csv', [['角十六小学3月采购台账']] + LEDGER + [['2024-03-09', '挂面', 10, 8, 80, '退伍军人服务超市', '农贸市场']])
exp('角十六小学', 8000)

# --- income, top-ups --------------------------------------------------------------------------------------------------------------
T.xlsx('角十七小学3月.xlsx', [('采购', BOOK('角十七小学')), ('伙食费', [['伙食费收入登记表'], ['日期', '班级', '人数', '金额'],
       [D(1), '一年级', 30, 6000], [D(1), '二年级', 31, 6200]])])
exp('角十七小学')
T.xls('角十八小学3月.xls', [('台账', BOOK('角十八小学') + [[None], ['餐卡充值明细'], ['日期', '部门', '金额'], [D(1), '教务处', 500], [D(2), '总务处', 700]])])
exp('角十八小学')
ways = lambda kind, sign=1: [['交易时间', '商品', kind, '金额', '供应商', '采购渠道'], [D(1), '餐卡充值', '收入', 600, '教师', '']] + [
    [r[0], r[1], '支出', sign * r[4], r[5], r[6]] for r in three()]
T.csv('角十九小学3月.csv', [DAY(r) for r in ways('收/支')])
exp('角十九小学', fates=dict(not_purchase=1))
T.xlsx('角二十小学3月.xlsx', ways('方向'))
exp('角二十小学', note='by the values of the column, whatever its header')
T.xls('角二一小学3月.xls', ways('收支类型', -1))
exp('角二一小学', note='spending written as negative, as banks do')
T.xlsx('角二二小学3月.xlsx', [('伙食费', [['角二二小学3月伙食费采购明细'], HEAD + ['类型']] + [r + [k] for r, k in zip(three(), ['主食', '肉类', '蔬菜'])])])
exp('角二二小学', note='类型 of goods; bought with meal money')
T.csv('角二三小学3月.csv', [['角二三小学3月出入库台账'], HEAD[:5] + ['类型'] + HEAD[5:]] + [DAY(r[:5] + ['入库'] + r[5:]) for r in three()]
      + [DAY([D(8), '大米', 10, 5, 50, '出库', '', ''])])
exp('角二三小学', fates=dict(not_purchase=1))
T.xls('角二四小学3月.xls', [HEAD + ['业务']] + [r + ['采购'] for r in three()] + [BACK + ['采购退货']])
exp('角二四小学', -2000, -2000)
T.xlsx('角二五小学3月.xlsx', [('Sheet1', [['角二五小学食堂现金收支明细'], ['日期', '摘要', '收入金额', '支出金额', '余额', '采购渠道'],
       [D(1), '收伙食费', 6000, None, 6000, None], [D(4), '买大米', None, 100, 5900, '832平台'], [D(5), '买肉', None, 280, 5620, '农贸市场'],
       [D(6), '买菜', None, 120, 5500, '供销数据平台']])])
exp('角二五小学')

# --- losses, issues ---------------------------------------------------------------------------------------------------------------
LOST = [HEAD[:5] + ['原因'], [D(21), '白菜', 5, 3, 15, '腐烂'], [D(22), '豆腐', 2, 4, 8, '变质']]
T.xlsx('角二六小学3月.xlsx', [('采购', BOOK('角二六小学')), ('报损', LOST)])
exp('角二六小学')
T.xls('角二七小学3月.xls', [('台账', BOOK('角二七小学') + [[None], ['食材损耗登记表']] + LOST)])
exp('角二七小学')
T.csv('角二八小学3月采购台账.csv', BOOK('角二八小学'))
T.csv('角二八小学3月食材出库单.csv', [DAY(r) for r in LOST])
exp('角二八小学')
T.xlsx('角二九小学3月.xlsx', [('出库', [['角二九小学3月出库单'], ['日期', '品名', '数量', '单价', '金额', '领用人'], [D(8), '大米', 10, 5, 50, '赵六']]),
       ('入库', [['角二九小学3月入库单'], HEAD] + three())])
exp('角二九小学')

# --- plans, prices ----------------------------------------------------------------------------------------------------------------
PLAN = [['品名', '数量', '单价', '金额'], ['大米', 100, 5, 500], ['白菜', 300, 3, 900]]
T.xlsx('角三十小学3月.xlsx', [('台账', BOOK('角三十小学')), ('计划', PLAN)])
exp('角三十小学')
T.xls('角三一小学3月.xls', [('台账', BOOK('角三一小学')), ('Sheet2', [['角三一小学2024年食堂采购预算表（初稿）']] + PLAN)])
exp('角三一小学')
T.csv('角三二小学3月台账.csv', BOOK('角三二小学'))
T.csv('角三二小学3月食材报价单.csv', PLAN)
exp('角三二小学')
T.xlsx('角三三小学3月.xlsx', [('台账', BOOK('角三三小学')), ('带量食谱', [['第一周带量食谱'], ['日期', '餐次', '品名', '数量', '单价', '金额'],
       [D(4), '午餐', '大米', 20, 5, 100], [D(4), '午餐', '鸡肉', 10, 12, 120]])])
exp('角三三小学')
T.xls('角三四计划生育服务中心3月.xls', [('Sheet1', [['角三四计划生育服务中心2024年3月食堂食材台账']] + LEDGER)])
exp('角三四计划生育服务中心')
T.csv('角三五小学3月.csv', [['角三五小学3月中标供应商配送采购明细表']] + LEDGER)
exp('角三五小学')
T.xlsx('角三六小学3月.xlsx', [('台账', BOOK('角三六小学')), ('采购计划', [['角三六小学食材采购台账'], HEAD, [D(11), '面粉', 10, 4, 40, '张三粮油店', '农贸市场'],
       [D(12), '冬瓜', 10, 2, 20, '王五菜店', '农贸市场']])])
exp('角三六小学', fates=dict(rejected=2), note='the title contradicts the tab: set aside, and said')

# --- assets, services -------------------------------------------------------------------------------------------------------------
THINGS = [HEAD, [D(14), '蒸饭柜', 1, 3000, 3000, '山西厨具厂', '政采云'], [D(15), '冰柜', 1, 2000, 2000, '山西厨具厂', '政采云']]
T.xlsx('角三七小学3月.xlsx', [('食材', BOOK('角三七小学')), ('设备', [['食堂设备购置明细表']] + THINGS)])
exp('角三七小学')
T.xls('角三八小学3月.xls', [('食材', BOOK('角三八小学') + [[None], ['二、维修费用'], HEAD, [D(14), '灶台', 1, 600, 600, '刘师傅', '零星采购']])])
exp('角三八小学')
T.csv('角三九小学3月台账.csv', BOOK('角三九小学'))
T.xlsx('角三九小学3月其他.xlsx', [('Sheet1', [['角三九小学3月食材及厨具采购明细'], HEAD, [D(14), '面粉', 10, 4, 40, '张三粮油店', '农贸市场'],
       [D(15), '蒸屉', 2, 30, 60, '山西厨具厂', '农贸市场']])])
exp('角三九小学', bd=10000, reasons=['not_food_suspected'], note='some of it is food')
T.xls('角四十厨具设备有限公司3月.xls', [('Sheet1', [['角四十厨具设备有限公司2024年3月食堂采购台账']] + LEDGER)])
exp('角四十厨具设备有限公司')

# --- summaries beside their detail ------------------------------------------------------------------------------------------------
T.xlsx('角四一小学3月.xlsx', [('明细', [['角四一小学2024年3月采购明细'], HEAD] + BIG), ('汇总', [['3月采购汇总'], ['供应商', '金额'],
       ['张三粮油店', 160], ['李四肉铺', 320], ['王五菜店', 120], ['合计', 600]])])
big('角四一小学')
GOODS = [['品名', '数量', '金额'], ['大米', 40, 200], ['猪肉', 10, 280], ['白菜', 40, 120]]
TWICE = three() + [[D(7), '大米', 20, 5, 100, '张三粮油店', '832平台']]
T.xls('角四二小学3月.xls', [('明细', [['角四二小学2024年3月采购明细'], HEAD] + TWICE), ('总表', [['角四二小学3月采购汇总表']] + GOODS)])
exp('角四二小学', 10000, 10000)
T.csv('角四三小学3月明细.csv', [HEAD] + [DAY(r) for r in TWICE])
T.csv('角四三小学3月汇总.csv', GOODS)
exp('角四三小学', 10000, 10000)
T.xlsx('角四四小学3月.xlsx', [('明细', [['角四四小学2024年3月采购明细'], HEAD] + TWICE), ('Sheet2', [[None], ['行标签', '求和项:金额'], ['大米', 200],
       ['猪肉', 280], ['白菜', 120], ['总计', 600]])])
exp('角四四小学', 10000, 10000)
T.xlsx('角四五小学3月.xlsx', [('明细', [['角四五小学2024年3月采购明细'], HEAD] + TWICE), ('Sheet2', [['各品种']] + GOODS)])
exp('角四五小学', 10000, 10000, note='its amounts are the sums of the items')
T.xls('角四六小学3月.xls', [('Sheet1', [['角四六小学2024年3月采购汇总表'], HEAD] + three())])
exp('角四六小学', note='alone it is the ledger')
T.xlsx('角四七小学3月.xlsx', [('明细', BOOK('角四七小学')), ('汇总', [['其他采购汇总'], ['品名', '数量', '金额'], ['面粉', 10, 40], ['冬瓜', 10, 20], ['粉条', 5, 50]])])
exp('角四七小学', bd=11000, d832=11000, dlocal=11000, doverall=11000, note='called a summary, and nothing of it is in the ledger')

# --- void, copies, examples -------------------------------------------------------------------------------------------------------
T.xlsx('角四八小学3月.xlsx', [('3月', BOOK('角四八小学')), ('作废', [HEAD, BACK])])
exp('角四八小学', fates=dict(void=1))
T.xls('角四九小学3月.xls', [('3月', BOOK('角四九小学')), ('备份', [HEAD] + [[r[0], r[1], r[2] + 1, r[3], r[4] + r[3], r[5], r[6]] for r in three()])])
exp('角四九小学', bd=53600, d832=10500, dlocal=12300, note='an older state of the same month, or other purchases: 105 + 308 + 123')
T.xlsx('角五十小学.xlsx', [('3月', BOOK('角五十小学')), ('旧', [HEAD] + [[D(r[0].day, 2)] + r[1:] for r in three()])])
T.exp('角五十小学', 100000, 20000, 24000, month_base=50000, note='February is nowhere else')
T.xlsx('角五一小学3月.xlsx', [('二年级', BOOK('角五一小学')), ('二年级(2)', [HEAD, [D(11), '面粉', 10, 4, 40, '张三粮油店', '农贸市场'],
       [D(12), '冬瓜', 10, 2, 20, '王五菜店', '农贸市场']])])
exp('角五一小学', 6000)
T.xls('角五二小学3月.xls', [('填写示例', [['某某小学采购台账']] + LEDGER), ('3月', BOOK('角五二小学'))])
exp('角五二小学', fates=dict(example=3))

roles_rows.write(T, exp)
T.done()
