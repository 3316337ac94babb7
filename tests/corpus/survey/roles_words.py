# -*- coding: utf-8 -*-
"""The ledger that the workbooks of the theme `roles` share."""
import datetime as dt
from common import D

HEAD = ['日期', '品名', '数量', '单价', '金额', '供应商', '采购渠道']


def three():
    return [[D(4), '大米', 20, 5, 100, '张三粮油店', '832平台'], [D(5), '猪肉', 10, 28, 280, '李四肉铺', '农贸市场'],
            [D(6), '白菜', 40, 3, 120, '王五菜店', '供销数据平台']]


def DAY(row):
    return [v.strftime('%Y-%m-%d') if isinstance(v, dt.datetime) else v for v in row]


LEDGER = [HEAD] + three()


def ledger(*more):
    return [HEAD] + three() + list(more)
