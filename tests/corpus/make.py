# -*- coding: utf-8 -*-
"""Workbooks written from the layouts alone, each with figures worked out by hand; nothing here uses bangfu.

    python3 make.py            writes inbox/ and expected.json anew (needs openpyxl, xlwt and LibreOffice)

`exp(unit, base, p832, local, direct, bd, d832, dlocal, doverall)`: fen of the year to date up to March 2024. base, p832, local and
direct are what counts for certain; bd, d832, dlocal and doverall are what is disputed in the base and in each requirement.
"""
import csv, datetime as dt, io, json, os, shutil, subprocess, zipfile
from openpyxl import Workbook
import xlwt
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, 'inbox'); shutil.rmtree(ROOT, ignore_errors=True); os.makedirs(ROOT)
EXP = {}
def exp(unit, base, p832=0, local=0, direct=0, bd=0, d832=0, dlocal=0, doverall=None, note='', **_):
    EXP[unit] = dict(base=base, p832=p832, local=local, overall=p832+local+direct, bd=bd, d832=d832, dlocal=dlocal,
                     doverall=d832+dlocal if doverall is None else doverall, note=note)
def save(wb, name):
    p = os.path.join(ROOT, name); os.makedirs(os.path.dirname(p), exist_ok=True); wb.save(p)
def book(rows, merges=(), title='Sheet1', wb=None):
    if wb is None: wb = Workbook(); ws = wb.active; ws.title = title
    else: ws = wb.create_sheet(title)
    for r in rows: ws.append(r)
    for m in merges: ws.merge_cells(m)
    return wb
D = lambda d, m=3: dt.datetime(2024, m, d)
H=['序号','采购日期','食材名称','类别','单位','数量','单价','金额','供应商','采购渠道','备注']
def std(unit, body, header=H, extra=(), name=None, merges=()):
    rows=[[f'{unit}2024年3月食堂食材采购台账'],[f'填报单位：{unit}',None,None,None,None,None,'单位：元'],header]+body+list(extra)
    save(book(rows,merges), name or f'{unit}2024年3月台账.xlsx')
# 1 plain detail with total and footer
std('甲一小学',[[1,D(1),'大米','粮油','公斤',100,5.2,520,'平陆县粮油合作社','832平台',''],
 [2,D(2),'土豆','蔬菜','公斤',50,2,100,'夏县消费帮扶超市','消费帮扶超市',''],
 [3,D(3),'猪肉','肉类','公斤',20,28.5,570,'张三肉店','农贸市场','']],extra=[['合计',None,None,None,None,None,None,1190],['制表人：张三',None,None,'审核人：李四']])
exp('甲一小学',119000,52000,10000)
# 2 blank channel = ordinary, with 帮扶超市 supplier too
std('甲二小学',[[1,D(1),'大米','粮油','公斤',100,5,500,'平陆县粮油合作社','832平台',''],[2,D(2),'白菜','蔬菜','公斤',50,2,100,'老王菜店',None,'']])
exp('甲二小学',60000,50000)
# 3 no channel column, section title
rows=[['甲三中学食堂采购明细（2024年3月）'],['一、832平台采购'],['日期','品名','数量','单价','金额','供应商'],[D(1),'大米',10,5,50,'A'],[D(2),'小米',10,6,60,'B'],['小计',None,None,None,110],
 ['二、消费帮扶超市采购'],['日期','品名','数量','单价','金额','供应商'],[D(3),'苹果',10,7,70,'夏县消费帮扶超市'],['小计',None,None,None,70],['三、市场采购'],['日期','品名','数量','单价','金额','供应商'],[D(4),'猪肉',10,30,300,'肉铺'],['小计',None,None,None,300],['总计',None,None,None,480]]
save(book(rows),'甲三中学3月.xlsx'); exp('甲三中学',48000,11000,7000)
# 4 no channel at all -> channel_missing
rows=[['甲四医院2024年3月采购台账'],['填报单位：甲四医院'],['日期','品名','数量','单价','金额'],[D(1),'大米',10,5,50],[D(2),'面粉',10,4,40]]
save(book(rows),'甲四医院.xlsx'); exp('甲四医院',9000,0,0,d832=9000,dlocal=9000,doverall=9000)
# 5 channel columns, two-row header
rows=[['甲五单位2024年3月食堂采购'],['日期','品名','采购金额（元）',None,None,None,'备注'],[None,None,'832平台','供销数据平台','消费帮扶超市','其他',None],[D(1),'大米',100,None,None,None,None],[D(2),'油',None,200,None,None,None],[D(3),'菜',None,None,50,30,None],['合计',None,100,200,50,30,None]]
save(book(rows,['A2:A3','B2:B3','C2:F2','G2:G3']),'甲五机关事务局.xlsx'); EXPN='甲五单位'; 
rows[0]=['甲五机关事务局2024年3月食堂采购']; save(book(rows,['A2:A3','B2:B3','C2:F2','G2:G3']),'甲五机关事务局.xlsx'); exp('甲五机关事务局',38000,10000,25000,lines=4)
# 6 statement
rows=[['食堂食材采购情况统计表'],['填报单位：甲六局','','','','单位：万元'],['月份','采购总额','其中',None,None],[None,None,'832平台','供销数据平台','帮扶超市'],['1月',1.2,0.12,0.2,0.05],['2月',1,0.1,0.1,0.1],['3月',2,0.5,0.3,0.1],['合计',4.2,0.72,0.6,0.25]]
save(book(rows,['C3:E3','A3:A4','B3:B4']),'甲六局2024年统计表.xlsx'); exp('甲六局',4200000,720000,850000)
# 7 wan in header bracket + text amounts
rows=[['甲七公司3月台账'],['填报单位：甲七公司'],['日期','名称','金额（万元）','采购渠道'],['2024.3.5','大米','0.5','832'],['2024年3月6日','油','１．２','市场'],['3月7日','肉',' 0.30 ','供销数据平台']]
save(book(rows),'甲七公司2024年3月.xlsx'); exp('甲七公司',2000000,500000,300000)
# 8 ditto, merged date/supplier/channel, blank date
rows=[['甲八学校2024年3月'],['填报单位：甲八学校'],['日期','品名','数量','单价','金额','供应商','渠道'],[D(4),'大米',1,10,10,'平陆合作社','832平台'],[None,'小米',1,20,20,None,None],[None,'豆',1,30,30,None,None],[D(5),'肉',1,40,40,'肉店','农贸市场'],['〃','鱼',1,50,50,'〃','〃']]
save(book(rows,['A4:A6','F4:F6','G4:G6']),'甲八学校.xlsx'); exp('甲八学校',15000,6000,0)
# 9 returns & brackets & product & unreadable
std('甲九小学',[[1,D(1),'大米','粮油','公斤',10,5,50,'a','832平台',''],[2,D(2),'大米','粮油','公斤',-2,5,-10,'a','832平台','退货'],[3,D(3),'油','粮油','桶',1,60,None,'b','市场',''],[4,D(4),'菜','蔬菜','公斤',None,None,'约二百','b','市场',''],[5,D(5),'肉','肉','公斤',None,None,'（12.50）','b','市场','']])
exp('甲九小学',5000-1000+6000-1250,4000,0,note='unreadable 1 ordinary')
# 10 subtotals per day, 本页合计, 累计 , footer 说明
std('甲十中学',[[1,D(1),'大米','粮油','公斤',10,5,50,'a','832平台',''],['小  计',None,None,None,None,None,None,50],[2,D(2),'油','粮油','桶',1,60,60,'b','超市',''],['小计',None,None,None,None,None,None,60],['本页合计',None,None,None,None,None,None,110],['本年累计',None,None,None,None,None,None,900]],extra=[['合计（大写）：壹佰壹拾元整'],['说明：以上为3月数据'],['经办人：','','','验收人：']])
exp('甲十中学',11000,5000,0)
# 11 stock book
rows=[['甲十一学校食堂进销存台账 2024年3月'],['日期','品名','入库',None,None,'出库',None,None,'结存',None,None,'采购渠道'],[None,None,'数量','单价','金额','数量','单价','金额','数量','单价','金额',None],[None,'上月结存',None,None,None,None,None,None,5,10,50,None],[D(1),'大米',10,5,50,None,None,None,15,None,100,'832平台'],[D(2),'大米',None,None,None,3,5,15,12,None,85,None],[D(3),'油',1,60,60,None,None,None,1,60,60,'市场'],['本月合计',None,None,None,110,None,None,15,None,None,145,None]]
save(book(rows,['A2:A3','B2:B3','C2:E2','F2:H2','I2:K2','L2:L3']),'甲十一学校.xlsx'); exp('甲十一学校',11000,5000,0)
# 12 sheets per channel
wb=Workbook(); ws=wb.active; ws.title='832平台'
for r in [['日期','品名','金额'],[D(1),'米',100],['合计',None,100]]: ws.append(r)
ws=wb.create_sheet('消费帮扶超市'); [ws.append(r) for r in [['日期','品名','金额'],[D(1),'菜',50]]]
ws=wb.create_sheet('其他采购'); [ws.append(r) for r in [['日期','品名','金额'],[D(1),'肉',850]]]
ws=wb.create_sheet('隐藏'); [ws.append(r) for r in [['日期','品名','金额'],[D(1),'肉',999]]]; ws.sheet_state='hidden'
save(wb,'甲十二医院2024年3月.xlsx'); exp('甲十二医院',100000,10000,5000)
# 13 sheets per month (Jan-Mar)
wb=Workbook(); wb.remove(wb.active)
for m,a in ((1,100),(2,200),(3,300)):
    ws=wb.create_sheet(f'{m}月'); [ws.append(r) for r in [[f'甲十三局{m}月采购'],['填报单位：甲十三局'],['品名','数量','单价','金额','渠道'],['米',1,a,a,'832平台'],['肉',1,a*2,a*2,'市场']]]
save(wb,'甲十三局2024年.xlsx'); exp('甲十三局',180000,60000,0)
# 14 two units in one workbook by column
rows=[['2024年3月采购汇总'],['单位名称','日期','品名','金额','采购渠道'],['甲十四小学',D(1),'米',100,'832平台'],['甲十四小学',D(2),'肉',100,'市场'],['甲十四中学',D(1),'米',30,'供销数据平台'],[None,D(2),'肉',70,'市场']]
save(book(rows,['A5:A6']),'夏县教育局汇总2024年3月.xlsx'); exp('甲十四小学',20000,10000); exp('甲十四中学',10000,0,3000)
# 15 non-food, funding, gift, unknown channel, conflict, origin conflict
hh=['日期','品名','类别','金额','供应商','产地','采购渠道','资金来源']
rows=[['甲十五公司2024年3月'],['填报单位：甲十五公司'],hh,
 [D(1),'大米','粮油',1000,'a','山西省临汾市永和县','832平台','公用经费'],
 [D(2),'碗碟','餐具',500,'b',None,'市场','公用经费'],
 [D(3),'液化气','燃气',300,'c',None,'市场',None],
 [D(4),'购物卡','其他',200,'d',None,'超市',None],
 [D(5),'木耳','干货',400,'e','山东省寿光市','832平台',None],
 [D(6),'粉条','干货',100,'夏县消费帮扶超市',None,'农贸市场',None],
 [D(7),'蜂蜜','副食',50,'g',None,'某某商城',None],
 [D(8),'苹果','水果',60,'h',None,'832平台','工会经费'],
 [D(9),'豆腐','豆制品',70,'专馆',None,'消费帮扶专馆',None]]
save(book(rows),'甲十五公司.xlsx')
# in base: 1000,400,100,50,70 => 1620 ; disputed base: 200 (购物卡 ordinary), 60(工会 832)
# 832: counted 1000; disputed 400 + unknown 50? + 60 ; conflict 100: local only; unknown 50: could be any
# 832: 木耳 400 + 蜂蜜 50 (unknown: could be any) + 苹果 60 + 豆腐 70; local: 粉条 100 + 50 + 70; overall each once
exp('甲十五公司',162000,100000,0,bd=26000,d832=58000,dlocal=22000,doverall=68000)
# 16 GB18030 csv and semicolon csv
t='单位：甲十六小学\n日期,品名,数量,单价,金额,采购渠道\n2024-03-01,大米,10,5.5,55.00,832平台\n2024-03-02,"猪肉,前腿",2,30,"1,060.00",农贸市场\n合计,,,,"1,115.00",\n'
open(os.path.join(ROOT,'甲十六小学.csv'),'wb').write(t.encode('gb18030')); exp('甲十六小学',111500,5500)
t='\ufeff填报单位：甲十七小学\r\n日期;品名;金额;采购渠道\r\n2024/3/1;大米;55,5;832平台\r\n'
# ambiguous decimal comma left out
t='填报单位：甲十七小学\r\n日期;品名;金额;采购渠道\r\n2024/3/1;大米;55.50;832平台\r\n2024/3/2;面;44.50;市场\r\n'
open(os.path.join(ROOT,'甲十七小学.txt'),'wb').write(b'\xff\xfe'+t.encode('utf-16-le')); exp('甲十七小学',10000,5550)
# 18 xls via xlwt with merged + 1904?
wb=xlwt.Workbook(encoding='utf-8'); ws=wb.add_sheet('3月'); st=xlwt.easyxf(num_format_str='yyyy-mm-dd')
for i,r in enumerate([['甲十八中学食堂采购台账'],['填报单位：甲十八中学'],['日期','品名','数量','单价','金额','采购渠道']]):
    for j,v in enumerate(r): ws.write(i,j,v)
ws.write(3,0,dt.datetime(2024,3,1),st); [ws.write(3,j,v) for j,v in ((1,'米'),(2,10),(3,5),(4,xlwt.Formula('C4*D4')),(5,'832平台'))]
ws.write(4,0,dt.datetime(2024,3,2),st); [ws.write(4,j,v) for j,v in ((1,'肉'),(2,10),(3,30.1),(4,301.0),(5,'市场'))]
wb.save(os.path.join(ROOT,'甲十八中学2024年3月.xls')); exp('甲十八中学',35100,5000,note='formula without cache -> product')
# 19 html as xls
h='<html><head><meta charset="gb2312"></head><body><table><tr><td colspan=4>填报单位：甲十九小学</td></tr><tr><th>日期</th><th>品名</th><th>金额</th><th>采购渠道</th></tr><tr><td>2024-03-01</td><td>米</td><td>100.00</td><td>832平台</td></tr><tr><td>2024-03-01</td><td>肉</td><td>900.00</td><td>市场</td></tr></table></body></html>'
open(os.path.join(ROOT,'甲十九小学.xls'),'wb').write(h.encode('gbk')); exp('甲十九小学',100000,10000)
# 20 stray cell far away
wb=book([['填报单位：甲二十小学'],['日期','品名','金额','采购渠道'],[D(1),'米',10,'832平台'],[D(2),'肉',90,'市场']]); wb.active['XFD1048576']=' '; save(wb,'甲二十小学2024-03.xlsx'); exp('甲二十小学',10000,1000)
# 21 side by side tables
rows=[['填报单位：乙一小学'],['日期','品名','金额','渠道',None,'日期','品名','金额','渠道'],[D(1),'米',10,'832平台',None,D(16),'油',20,'市场'],[D(2),'肉',30,'市场',None,D(17),'菜',40,'供销数据平台']]
save(book(rows),'乙一小学.xlsx'); exp('乙一小学',10000,1000,4000)
# 22 out of period + other months
rows=[['乙二小学2024年3月台账'],['日期','品名','金额','渠道'],[dt.datetime(2024,2,28),'米',10,'832平台'],[D(2),'肉',30,'市场'],[dt.datetime(2023,12,31),'鱼',99,'市场']]
save(book(rows),'乙二小学2024年3月.xlsx'); exp('乙二小学',4000,1000,note='dec 2023 outside ytd')
# 23 0.1/0.2 x300
rows=[['填报单位：乙三小学'],['日期','品名','金额','渠道']]+[[D(1+i%28),'豆芽%d'%i,0.1 if i%2 else 0.2,'832平台'] for i in range(300)]
save(book(rows),'乙三小学.xlsx'); exp('乙三小学',4500,4500)
# 24 total in words row, unlabelled total, numbered empties
rows=[['乙四小学'],['填报单位：乙四小学'],['序号','日期','品名','数量','单价','金额','渠道'],[1,D(1),'米',1,10,10,'832平台'],[2,D(2),'肉',1,30,30,'市场'],[3],[4],[5],[None,None,None,None,None,40,None]]
save(book(rows),'乙四小学.xlsx'); exp('乙四小学',4000,1000)
# 25 header in row 20ish and prose before with 金额 word
rows=[['关于报送食堂采购金额的说明'],['请按时填写采购日期、品名、金额']]+[[None]]*10+[['填报单位：乙五小学'],['采购日期','商品名称','总价','平台'],[D(1),'米',10,'“832”平台'],[D(2),'肉',30,'菜市场']]
save(book(rows),'乙五小学.xlsx'); exp('乙五小学',4000,1000)
# 26 month+day columns
rows=[['乙六小学2024年采购台账'],['填报单位：乙六小学'],['月','日','品名','金额','渠道'],[3,1,'米',10,'832平台'],[3,2,'肉',30,'市场'],[None,5,'鱼',20,'市场']]
save(book(rows,),'乙六小学.xlsx'); exp('乙六小学',6000,1000)
# 27 amount merged over items
rows=[['填报单位：乙七小学'],['日期','品名','数量','金额','渠道'],[D(1),'米',1,100,'832平台'],[D(1),'面',1,None,'832平台'],[D(2),'肉',1,50,'市场']]
save(book(rows,['D3:D4']),'乙七小学.xlsx'); exp('乙七小学',15000,10000)
# 28 both statement and detail
rows=[['填报单位：乙八局'],['月份','采购总额','832平台','帮扶超市'],['3月',100,10,20]]
save(book(rows),'乙八局3月统计表.xlsx')
rows=[['填报单位：乙八局'],['日期','品名','金额','渠道'],[D(1),'米',10,'832平台'],[D(2),'肉',70,'市场'],[D(3),'菜',15,'消费帮扶超市']]
save(book(rows),'乙八局3月明细.xlsx'); exp('乙八局',9500,1000,1500)
# 29 columns in odd order, weird header spelling
rows=[['填报单位: 乙九小学'],['采  购\n渠 道','供 货 商','金额（元）','单价(元/公斤)','数量\n（公斤）','品  名','日 期'],['832平台','a',50,5,10,'米','2024-3-1'],['超市','b',60,6,10,'肉','2024-3-2']]
save(book(rows),'乙九小学.xlsx'); exp('乙九小学',11000,5000)
# 30 serial dates in general format, 20240305 numbers
rows=[['填报单位：乙十小学'],['日期','品名','金额','渠道'],[45352,'米',10,'832平台'],[20240305,'肉',30,'市场'],['20240306','鱼',5,'市场'],['24.3.7','虾',5,'市场']]
save(book(rows),'乙十小学.xlsx'); exp('乙十小学',5000,1000)

# ---- second batch
# statement with bracket only on the total
rows=[['食堂食材采购情况统计表'],['填报单位：丙一局'],['月份','采购总额（万元）','其中：832平台','其中：供销数据平台','其中：帮扶超市'],['1月',1.2,0.12,0.2,0.05],['2月',1,0.1,0.1,0.1]]
save(book(rows),'丙一局2024年统计表.xlsx'); exp('丙一局',2200000,220000,450000)
# single-row statement with period from title
rows=[['丙二局2024年3月食堂采购统计表'],['填报单位：丙二局  单位：元'],['采购总额','832平台采购额','消费帮扶超市采购额'],[10000,1000,2500]]
save(book(rows),'丙二局.xlsx'); exp('丙二局',1000000,100000,250000)
# sections inside one table without repeating header
rows=[['填报单位：丙三小学'],['日期','品名','数量','单价','金额'],['一、832平台采购'],[D(1),'米',1,100,100],['二、消费帮扶超市采购'],[D(2),'菜',1,50,50],['三、其他采购'],[D(3),'肉',1,350,350],['合计',None,None,None,500]]
save(book(rows),'丙三小学2024年3月.xlsx'); exp('丙三小学',50000,10000,5000)
# daily tables stacked with dates in titles? month sections
rows=[['丙四小学2024年采购'],['品名','数量','单价','金额','渠道'],['1月份'],['米',1,10,10,'832平台'],['小计',None,None,10],['2月份'],['肉',1,20,20,'市场'],['小计',None,None,20],['3月份'],['菜',1,30,30,'供销数据平台'],['小计',None,None,30],['合计',None,None,60]]
save(book(rows),'丙四小学.xlsx'); exp('丙四小学',6000,1000,3000)
# text numbers with units, glued quantity, price per kg
rows=[['填报单位：丙五小学'],['日期','品名','数量','单价','金额','渠道'],['2024/3/1','米','27斤','2.5元/斤','67.5元','832平台'],['2024/3/2','肉','10公斤','￥30','￥300.00','市场'],['2024/3/3','油','1桶','60',None,'市场']]
save(book(rows),'丙五小学.xlsx'); exp('丙五小学',6750+30000+6000,6750)
# #REF! amount, 总计 bounds it
rows=[['填报单位：丙六小学'],['日期','品名','数量','单价','金额','渠道'],[D(1),'米',None,None,100,'832平台'],[D(2),'肉',None,None,'#REF!','市场'],['合计',None,None,None,500,None]]
wb=book(rows); wb.active['E4'].data_type='e'; save(wb,'丙六小学.xlsx'); exp('丙六小学',10000,10000,bd=40000,note='bounded')
# hidden rows counted
wb=book([['填报单位：丙七小学'],['日期','品名','金额','渠道'],[D(1),'米',10,'832平台'],[D(2),'肉',90,'市场']]); wb.active.row_dimensions[4].hidden=True; save(wb,'丙七小学.xlsx'); exp('丙七小学',10000,1000)
# return by remark positive
std('丙八小学',[[1,D(1),'米','粮油','公斤',10,5,50,'a','832平台',''],[2,D(2),'米','粮油','公斤',2,5,10,'a','832平台','退货'],[3,D(3),'肉','肉','公斤',2,20,40,'b','市场','']])
exp('丙八小学',9000,5000,0,bd=1000,d832=1000)
# duplicates by order no
rows=[['填报单位：丙九小学'],['日期','品名','金额','渠道','订单编号'],[D(1),'米',100,'832平台','1090698369754404144'],[D(1),'米',100,'832平台','1090698369754404144'],[D(2),'肉',300,'市场',None]]
save(book(rows),'丙九小学.xlsx'); exp('丙九小学',40000,10000,bd=10000,d832=10000)
# two versions of one ledger
b1=[['填报单位：丙十小学'],['日期','品名','金额','渠道'],[D(1),'米',100,'832平台'],[D(2),'肉',300,'市场'],[D(3),'菜',50,'市场'],[D(4),'油',60,'市场']]
save(book(b1),'丙十小学3月.xlsx'); b2=b1+[[D(5),'鱼',70,'市场']]; save(book(b2),'丙十小学3月(修改).xlsx'); exp('丙十小学',51000+7000,10000,note='the fuller version counts')
# price of package vs 总金额
rows=[['填报单位：丁一小学'],['日期','品名','数量','单价','金额','总金额','渠道'],[D(1),'米',10,None,5,50,'832平台'],[D(2),'油',2,None,60,120,'市场'],[D(3),'面',3,None,7,21,'市场']]
save(book(rows),'丁一小学.xlsx'); exp('丁一小学',19100,5000,note='金额 is package price')
# ods + gb18030 tsv named xls
t='填报单位：丁二小学\n日期\t品名\t金额\t采购渠道\n2024-3-1\t米\t１００\t832平台\n2024-3-2\t肉\t900.00\t农贸市场\n'
open(os.path.join(ROOT,'丁二小学.xls'),'wb').write(t.encode('gb18030')); exp('丁二小学',100000,10000)
# formula cached zero (openpyxl writes no cache at all)
wb=book([['填报单位：丁三小学'],['日期','品名','数量','单价','金额','渠道'],[D(1),'米',10,5,'=C3*D3','832平台'],[D(2),'肉',10,30,'=C4*D4','市场'],['合计',None,None,None,'=SUM(E3:E4)',None]]); save(wb,'丁三小学.xlsx'); exp('丁三小学',35000,5000)
# 市场监督管理局 title, no channel column
rows=[['夏县市场监督管理局2024年3月食堂采购台账'],['填报单位：夏县市场监督管理局'],['日期','品名','金额','供应商'],[D(1),'米',100,'夏县消费帮扶超市'],[D(2),'肉',300,'老张肉铺']]
save(book(rows),'夏县市场监督管理局.xlsx'); exp('夏县市场监督管理局',40000,0,10000,note='老张肉铺 is an ordinary shop')
# numeric 3.5 style dates ambiguous
rows=[['丁四小学2024年3月'],['填报单位：丁四小学'],['日期','品名','金额','渠道'],[3.1,'米',10,'832平台'],[3.5,'肉',20,'市场'],[3.12,'鱼',30,'市场'],[3.2,'菜',40,'市场']]
save(book(rows),'丁四小学.xlsx'); exp('丁四小学',10000,1000)
# 12/31 previous-year + next-year; Jan sheet etc
wb=Workbook(); wb.remove(wb.active)
for nm,d in (('2024.1',dt.datetime(2024,1,5)),('2024.2',dt.datetime(2024,2,5)),('2024.3',dt.datetime(2024,3,5))):
    ws=wb.create_sheet(nm); [ws.append(r) for r in [['日期','品名','金额','渠道'],[d,'米',10,'832平台'],[None,'肉',90,'市场']]]
save(wb,'丁五小学台账.xlsx'); exp('丁五小学',30000,3000)
# 合计 label in item column w/ spaces, 小计算器 item, 计 row
rows=[['填报单位：丁六小学'],['序号','日期','品名','金额','渠道'],[1,D(1),'小计算器',10,'市场'],[2,D(2),'米',90,'832平台'],[None,None,'合    计',100,None]]
save(book(rows),'丁六小学.xlsx'); exp('丁六小学',10000,9000)
# 贫困/direct
rows=[['填报单位：丁七小学'],['日期','品名','金额','渠道','产地'],[D(1),'木耳',100,'产地直采','山西省平陆县'],[D(2),'苹果',100,'展销会','山东烟台'],[D(3),'肉',800,'市场',None]]
save(book(rows),'丁七小学.xlsx'); exp('丁七小学',100000,0,0,direct=10000,doverall=10000)
# money unit line 千元? and per-cell 万元
rows=[['填报单位：丁八小学'],['日期','品名','金额','渠道'],[D(1),'米','0.01万元','832平台'],[D(2),'肉','900元','市场']]
save(book(rows),'丁八小学.xlsx'); exp('丁八小学',100000,10000)
# unit name split in two cells
rows=[['食堂采购台账'],['填报单位：','丁九小学',None,'单位：元'],['日期','品名','金额','渠道'],[D(1),'米',10,'832平台'],[D(2),'肉',90,'市场']]
save(book(rows),'台账3月.xlsx'); exp('丁九小学',10000,1000)

# ---- second part
# a01 goods as columns with a total column
save(book([['a一小学2024年3月食堂采购表（832平台）'],['日期','大米','白菜','猪肉','合计'],[D(1),100,20,300,420],[D(2),None,30,None,30],['合计',100,50,300,450]]),'a一小学.xlsx'); exp('a一小学',45000,45000)
# a02 vertical statement
save(book([['a二局2024年3月食堂食材采购情况统计表'],['填报单位：a二局',None],['项目','金额（元）'],['食堂食材采购总额',10000],['其中：832平台采购',1000],['供销数据平台采购',1500],['消费帮扶超市采购',500]]),'a二局.xlsx'); exp('a二局',1000000,100000,200000)
# a03 statement many units
save(book([['xx县2024年3月食堂采购统计表'],['单位名称','采购总额','其中',None,None],[None,None,'832平台','供销数据平台','消费帮扶超市'],['a三小学',1000,100,100,100],['a三中学',2000,300,200,200],['合计',3000,400,300,300]],['A2:A3','B2:B3','C2:E2']),'县统计表2024年3月.xlsx'); exp('a三小学',100000,10000,20000); exp('a三中学',200000,30000,40000)
# a04 1904
wb=book([['a四小学3月台账'],['日期','品名','金额','渠道'],[D(1),'大米',10,'832平台'],[D(31),'油',20,'市场']]); wb.epoch=dt.datetime(1904,1,1); save(wb,'a四小学2024年.xlsx'); exp('a四小学',3000,1000)
# a05 zip with gbk names
b=io.BytesIO(); book([['日期','品名','金额','渠道'],[D(1),'大米',10,'832平台'],[D(31),'油',20,'市场']]).save(b)
class ZI(zipfile.ZipInfo):
    def _encodeFilenameFlags(self): return self.filename.encode('gbk'), self.flag_bits
z=zipfile.ZipFile(ROOT+'/压缩包.zip','w'); zi=ZI('x'); zi.filename='某县/a五小学2024年3月.xlsx'; z.writestr(zi,b.getvalue()); z.close(); exp('a五小学',3000,1000)
# a06 folder is the unit
save(book([['日期','品名','金额','渠道'],[D(1),'大米',11,'832平台'],[D(31),'油',20,'市场']]),'a六小学/2024年3月/台账.xlsx'); exp('a六小学',3100,1100)
# a07 two-row header group 采购情况
save(book([['a七小学2024年3月食堂台账'],['序号','日期','食材名称','采购情况',None,None,None,'供应商','采购渠道'],[None,None,None,'数量','计量单位','单价（元）','金额（元）',None,None],[1,D(1),'米',10,'斤',2,20,'甲','832平台'],[2,D(2),'肉',2,'斤',15,30,'乙','农贸市场'],['合计',None,None,None,None,None,50]],['A2:A3','B2:B3','C2:C3','D2:G2','H2:H3','I2:I3']),'a七小学.xlsx'); exp('a七小学',5000,2000)
# a08 pages: repeated title+header
pg=lambda n,rows:[[f'a八小学2024年3月食堂采购明细表（第{n}页）'],['日期','品名','数量','单价','金额','渠道']]+rows+[['本页合计',None,None,None,sum(r[4] for r in rows)]]
save(book(pg(1,[[D(1),'米',1,10,10,'832'],[D(2),'面',1,20,20,'市场']])+pg(2,[[D(3),'油',1,30,30,'市场']])+[['总计',None,None,None,60],['制表：x','审核：y']]),'a八小学.xlsx'); exp('a八小学',6000,1000)
# a09 total in one cell
save(book([['a九小学2024年3月'],['日期','品名','金额','渠道'],[D(1),'米',1000,'832'],[D(2),'面',190,'市场'],['合计：壹仟壹佰玖拾元整（¥1,190.00）'],['合计：1190元']],['A5:D5','A6:D6']),'a九小学.xlsx'); exp('a九小学',119000,100000)
# a10 是否832
save(book([['a十小学2024年3月'],['日期','品名','金额','是否832平台'],[D(1),'米',1000,'是'],[D(2),'面',190,'否']]),'a十小学.xlsx'); exp('a十小学',119000,100000)
# a11 ticks
save(book([['a十一小学2024年3月'],['日期','品名','金额','采购渠道',None,None],[None,None,None,'832平台','供销数据平台','其他'],[D(1),'米',1000,'√',None,None],[D(2),'面',190,None,'√',None],[D(3),'面',10,None,None,'√']],['A2:A3','B2:B3','C2:C3','D2:F2']),'a十一小学.xlsx'); exp('a十一小学',120000,100000,19000)
# a12 day sections
save(book([['a十二小学2024年3月'],['品名','数量','单价','金额','渠道'],['3月5日'],['米',1,10,10,'832'],['面',1,20,20,'市场'],['3月6日'],['油',1,30,30,'市场']],['A3:E3','A6:E6']),'a十二小学.xlsx'); exp('a十二小学',6000,1000)
# a13 statement with month and cumulative groups
save(book([['2024年3月食堂采购情况统计表'],['单位名称','本月采购',None,None,None,'本年累计采购',None,None,None],[None,'总额','832平台','供销数据平台','帮扶超市','总额','832平台','供销数据平台','帮扶超市'],['a十三小学',1000,100,150,50,3000,500,450,150]],['A2:A3','B2:E2','F2:I2']),'2024年3月统计.xlsx'); exp('a十三小学',100000,10000,20000)
# a14 statement with percent columns
save(book([['a十四局2024年食堂采购统计表（单位：元）'],['月份','食堂采购总额','832平台采购额','占比','供销数据平台采购额','占比','消费帮扶超市采购额','占比','备注'],['1月',1000,100,'10%',100,'10%',100,'10%',None],['2月',2000,200,0.1,200,0.1,200,0.1,None],['3月',1000,300,.3,100,.1,100,.1,None],['一季度合计',4000,600,.15,400,.1,400,.1,None]]),'a十四局.xlsx'); exp('a十四局',400000,60000,80000)
# a15 summary sheet by supplier + detail
wb=book([['a十五小学2024年3月采购台账'],['日期','品名','金额','供应商','渠道'],[D(1),'米',1000,'甲社','832'],[D(2),'面',190,'乙店','市场']],title='明细'); book([['供应商汇总'],['供应商','金额'],['甲社',1000],['乙店',190],['合计',1190]],title='汇总',wb=wb); save(wb,'a十五小学.xlsx'); exp('a十五小学',119000,100000,note='summary by supplier')
# a16 stock without amount
save(book([['a十六小学2024年3月进销存'],['日期','品名','购进',None,'领用',None,'结存',None,'采购渠道'],[None,None,'数量','单价','数量','单价','数量','单价',None],[D(1),'米',10,2,5,2,5,2,'832平台'],[D(2),'面',20,1.5,5,1.5,15,1.5,'市场']],['A2:A3','B2:B3','C2:D2','E2:F2','G2:H2','I2:I3']),'a十六小学.xlsx'); exp('a十六小学',5000,2000)
# a17 title combined and chinese year
save(book([['采购台账（二〇二四年三月）'],['单位：a十七小学          二〇二四年三月            单位：元'],['日期','品名','金额','渠道'],['5日','米',10,'832'],['6日','油',20,'市场']],['A1:D1','A2:D2']),'x17.xlsx'); exp('a十七小学',3000,1000)
# a18 d.dd dates as text and numbers in order
save(book([['a十八小学2024年3月'],['日期','品名','金额','渠道'],['3.1','米',10,'832'],['3.9','油',20,'市场'],['3.10','油',20,'市场'],['3.20','油',20,'市场']]),'a十八小学.xlsx'); exp('a十八小学',7000,1000)
# a19 food names that look like no food
names=['烟台苹果','料酒','水果','矿泉水','手工馒头','香烟熏肉','人工养殖鲈鱼','电烤鸡','纸皮核桃','煤矿牌挂面','卡士酸奶','油烟菜']
save(book([['a十九小学2024年3月'],['日期','品名','金额','渠道']]+[[D(1),n,10,'市场'] for n in ['烟台苹果','料酒','水果','手工馒头','人工养殖鲈鱼','纸皮核桃','水饺','酒鬼花生','卡士酸奶']]),'a十九小学.xlsx'); exp('a十九小学',9000)
# a20 plain non-food by name without category -> disputed base
save(book([['a二十小学2024年3月'],['日期','品名','金额','渠道']]+[[D(1),n,10,'市场'] for n in ['洗洁精','一次性餐盒','购物卡','白酒','香烟']]+[[D(2),'米',100,'832']]),'a二十小学.xlsx'); exp('a二十小学',10000,10000,bd=5000)
# a21 ods via soffice of merged
save(book([['b一小学2024年3月'],['日期','品名','金额','渠道'],[D(1),'米',10,'832平台'],[None,'面',20,None],[D(3),'肉',30,'市场']],['A3:A4','D3:D4']),'tmp_b一小学.xlsx')
subprocess.run(['soffice','--headless','--convert-to','ods','--outdir',ROOT,ROOT+'/tmp_b一小学.xlsx'],stdout=subprocess.DEVNULL); os.rename(ROOT+'/tmp_b一小学.ods',ROOT+'/b一小学.ods'); os.remove(ROOT+'/tmp_b一小学.xlsx'); exp('b一小学',6000,3000)
# b02 html with rowspan
open(ROOT+'/b二小学.xls','w',encoding='gbk').write('<html><head><meta charset="gbk"></head><body><table border=1><tr><td colspan=4>b二小学2024年3月采购台账</td></tr><tr><th>日期</th><th>品名</th><th>金额</th><th>渠道</th></tr><tr><td rowspan=2>2024-03-01</td><td>米&nbsp;</td><td>1,000.00</td><td rowspan=2>832平台</td></tr><tr><td>面</td><td>20</td></tr><tr><td>2024-03-03</td><td>肉</td><td>30</td><td>市场</td></tr><tr><td>合计</td><td></td><td>1,050.00</td><td></td></tr></table></body></html>'); exp('b二小学',105000,102000)
# b03 digit columns
save(book([['b三小学2024年3月采购台账'],['日期','品名','金额',None,None,None,None,None,'渠道'],[None,None,'千','百','十','元','角','分',None],[D(1),'米',None,1,2,3,4,5,'832平台'],[D(2),'肉',1,0,0,0,0,0,'市场']],['A2:A3','B2:B3','C2:H2','I2:I3']),'b三小学.xlsx'); exp('b三小学',112345,12345,note='digit columns')
# b04 utf16 tsv
open(ROOT+'/b四小学2024年3月.csv','wb').write('\ufeff日期\t品名\t金额\t渠道\r\n2024/3/1\t米\t"1,000"\t832平台\r\n2024/3/2\t肉\t20\t农贸市场\r\n'.encode('utf-16-le')); exp('b四小学',102000,100000)
# b05 csv quoted newline, trailing commas, total
open(ROOT+'/b五小学.csv','w',encoding='utf-8').write('b五小学2024年3月台账,,,\r\n日期,"品名\n(规格)",金额(元),采购渠道\r\n2024-3-1,"米\n10kg","￥1,000.00",832平台\r\n2024-3-2,面,20元,市场\r\n合计,,1020,\r\n'); exp('b五小学',102000,100000)
# b06 supplier only column
save(book([['b六小学2024年3月'],['日期','品名','金额','供应商'],[D(1),'米',10,'夏县消费帮扶超市'],[D(2),'面',20,'832平台-平陆县合作社'],[D(3),'肉',30,'老王肉店']]),'b六小学.xlsx'); exp('b六小学',6000,2000,1000,note='no channel col; 老王肉店 is an ordinary shop')
# b07 amount unreadable bounded
save(book([['b七小学2024年3月'],['日期','品名','金额','渠道'],[D(1),'米',1000,'832平台'],[D(2),'面','看不清','市场'],[D(3),'肉',300,'市场'],['合计',None,1500,None]]),'b七小学.xlsx'); exp('b七小学',130000,100000,bd=20000,note='bounded')
# b08 sheet tabs months; tab contradicts
wb=book([['日期','品名','金额','渠道'],['2024.1.3','米',10,'832']],title='1月'); book([['日期','品名','金额','渠道'],['2024.2.3','米',20,'832']],title='2月',wb=wb); book([['日期','品名','金额','渠道'],['3.3','米',30,'市场'],['2024.2.28','面',40,'市场']],title='3月',wb=wb); save(wb,'b八小学2024年台账.xlsx'); exp('b八小学',10000,3000)
# b09 people as columns
save(book([['b九小学2024年3月采购（市场）'],['日期','张三','李四','合计'],[D(1),100,20,120],[D(2),None,30,30]]),'b九小学.xlsx'); exp('b九小学',15000,d832=15000,dlocal=15000,doverall=15000,note='a word in the title is no section')
# b10 discount row and freight
save(book([['b十小学2024年3月'],['日期','品名','数量','单价','金额','渠道'],[D(1),'米',10,10,100,'832'],[D(1),'优惠',None,None,-5,'832'],[D(2),'肉',1,20,20,'市场']]),'b十小学.xlsx'); exp('b十小学',11500,9500)
# c01 detail amount columns per channel with one-row header, total col
save(book([['c一小学2024年3月'],['日期','品名','832平台','供销数据平台','消费帮扶超市','其他渠道','合计'],[D(1),'米',100,None,None,None,100],[D(2),'油',None,200,None,50,250],['合计',None,100,200,0,50,350]]),'c一小学.xlsx'); exp('c一小学',35000,10000,20000)
# c02 groups each with qty/price/amount
save(book([['c二小学2024年3月食堂采购台账'],['日期','品名','832平台',None,None,'消费帮扶超市',None,None,'其他',None,None],[None,None,'数量','单价','金额','数量','单价','金额','数量','单价','金额'],[D(1),'米',10,2,20,None,None,None,5,2,10],[D(2),'油',None,None,None,1,60,60,None,None,None],['合计',None,None,None,20,None,None,60,None,None,10]],['A2:A3','B2:B3','C2:E2','F2:H2','I2:K2']),'c二小学.xlsx'); exp('c二小学',9000,2000,6000)
# c03 daily totals unlabeled
save(book([['c三小学2024年3月'],['日期','品名','数量','单价','金额','渠道'],[D(1),'米',10,2,20,'832'],[D(1),'面',10,3,30,'市场'],[None,None,None,None,50,None],[D(2),'油',1,60,60,'市场'],[None,None,None,None,60,None],[None,None,None,None,110,None]]),'c三小学.xlsx'); exp('c三小学',11000,2000)
# c04 sheet is 832 but some rows say otherwise in channel column
wb=book([['c四小学2024年3月'],['日期','品名','金额'],[D(1),'米',100]],title='832平台'); book([['日期','品名','金额'],[D(1),'菜',50]],title='帮扶超市',wb=wb); book([['日期','品名','金额'],[D(1),'肉',70]],title='市场采购',wb=wb); save(wb,'c四小学2024年3月.xlsx'); exp('c四小学',22000,10000,5000)
# c05 statement single row + parts over total -> ?
# c06 English/half header blanks, newline
save(book([['c六小学  2024 年 3 月  食 堂 采 购 台 账'],['日 期','品  名','数\n量','单 价\n（元）','金 额\n（元）','采 购\n渠 道'],[D(1),'米',10,2,20,'832平台'],[D(2),'肉',1,30,30,'农贸市场'],['合    计',None,None,None,50,None]]),'c六小学.xlsx'); exp('c六小学',5000,2000)
# c07 year split over columns 2024年/月/日
save(book([['c七小学食堂台账'],['2024年',None,'品名','金额','渠道'],['月','日',None,None,None],[3,1,'米',20,'832平台'],[None,2,'肉',30,'市场'],[None,None,'本月合计',50,None]],['A2:B2','C2:C3','D2:D3','E2:E3']),'c七小学.xlsx'); exp('c七小学',5000,2000)
# c08 wan statement rows by quarter header '单位：万元' in a cell far right
save(book([['c八局2024年消费帮扶采购统计表',None,None,None,None],[None,None,None,None,'单位：万元'],['月份','合计','832平台','供销数据平台','消费帮扶超市'],['2024年1月',1.23,0.2,0.3,0.1],['2024年2月',2.5,0.3,0.4,0.2],['2024年3月',3.0,1,1,1]]),'c八局.xlsx'); exp('c八局',6730000,1500000,3000000)
# c09 remark return
save(book([['c九小学2024年3月'],['日期','品名','金额','渠道','备注'],[D(1),'米',100,'832平台',None],[D(2),'肉',30,'市场','退货'],[D(3),'菜',-10,'市场','退']]),'c九小学.xlsx'); exp('c九小学',9000,10000,bd=3000)
# c10 duplicate order same item amount
save(book([['c十小学2024年3月'],['日期','品名','金额','渠道','订单号'],[D(1),'米',100,'832平台','DD20240301001'],[D(1),'米',100,'832平台','DD20240301001'],[D(2),'肉',30,'市场',None]]),'c十小学.xlsx'); exp('c十小学',13000,10000,bd=10000,d832=10000,doverall=10000)
# d01 ids, unit in row with separate cells
save(book([['食堂采购明细表'],['填报单位','d一小学',None,'年月','2024年3月'],['日期','品名','金额','渠道','订单号'],[D(1),'米',100,'832平台',1090698369754404144]]),'d一.xlsx'); exp('d一小学',10000,10000)
# d02 negative bracket text and full-width minus
save(book([['d二小学2024年3月'],['日期','品名','金额','渠道'],[D(1),'米','100.00','832平台'],[D(2),'米','－20','832平台'],[D(3),'肉','(5)','市场'],[D(4),'肉','¥ 55.5 元','市场']]),'d二小学.xlsx'); exp('d二小学',13050,8000)
# d03 carry-over rows 承前页 过次页
save(book([['d三小学2024年3月'],['日期','品名','金额','渠道'],[None,'承前页',500,None],[D(1),'米',100,'832平台'],[None,'过次页',600,None]]),'d三小学.xlsx'); exp('d三小学',10000,10000)
# d04 header appears late after a cover block with key-values
save(book([['d四小学食堂'],['学校地址：xx路','电话：0359-1234567'],['就餐人数：300','所属期：2024年3月'],[],['采购明细'],[],['序号','采购日期','商品','金额合计','平台'],[1,'3月1日','米',100,'832'],[2,'3月2日','肉',30,'市场'],[3,None,None,None,None],[4,None,None,None,None]]),'d四小学.xlsx'); exp('d四小学',13000,10000)
# d05 xls BIFF by xlwt with merged and dates
w=xlwt.Workbook(); s=w.add_sheet('3月'); st=xlwt.easyxf(num_format_str='yyyy-mm-dd'); s.write_merge(0,0,0,3,'d五小学2024年3月台账'); [s.write(1,i,v) for i,v in enumerate(['日期','品名','金额','渠道'])]
s.write_merge(2,3,0,0,D(1),st); s.write_merge(2,3,3,3,'832平台'); s.write(2,1,'米'); s.write(2,2,10.1); s.write(3,1,'面'); s.write(3,2,20.2); s.write(4,0,D(3),st); s.write(4,1,'肉'); s.write(4,2,30); s.write(4,3,'市场'); w.save(ROOT+'/d五小学.et'); exp('d五小学',6030,3030)
# d06 same ledger as xlsx and csv
rows=[['d六小学2024年3月'],['日期','品名','金额','渠道'],['2024-03-01','米',100,'832平台'],['2024-03-02','肉',30,'市场'],['2024-03-03','菜',31,'市场']]
save(book(rows),'d六小学3月.xlsx'); csv.writer(open(ROOT+'/d六小学3月.csv','w',encoding='utf-8-sig',newline='')).writerows(rows); exp('d六小学',16100,10000,note='the same ledger in two formats counts once')
# d07 price in yuan, amount wan col in bracket
save(book([['d七公司2024年3月'],['日期','品名','数量(吨)','单价(元/吨)','金额(万元)','渠道'],[D(1),'米',2,5000,1,'832平台'],[D(2),'肉',1,20000,2,'市场']]),'d七公司.xlsx'); exp('d七公司',3000000,1000000)
# d08 channel ditto & 同上
save(book([['d八小学2024年3月'],['日期','品名','金额','供应商','渠道'],[D(1),'米',100,'甲','832平台'],['同上','面',20,'同上','同上'],[D(2),'肉',30,'乙','市场'],['"','菜',5,'"','"']]),'d八小学.xlsx'); exp('d八小学',15500,12000)

# ---- third part
# e01 statement of a quarter in one row
save(book([['e一局2024年1-3月食堂采购情况统计表'],['单位名称','采购总额','832平台','供销数据平台','消费帮扶超市'],['e一局',3000,300,300,300]]),'e一局1-3月.xlsx'); exp('e一局',300000,30000,60000,note='quarter, month scope?')
# e02 months as column groups
save(book([['e二县2024年统计表'],['单位名称','1月',None,None,'2月',None,None,'3月',None,None],[None,'总额','832平台','消费帮扶超市','总额','832平台','消费帮扶超市','总额','832平台','消费帮扶超市'],['e二小学',100,10,20,200,20,40,300,30,60],['e二中学',10,1,2,20,2,4,30,3,6],['合计',110,11,22,220,22,44,330,33,66]],['A2:A3','B2:D2','E2:G2','H2:J2']),'e二县统计.xlsx'); exp('e二小学',60000,6000,12000); EXP['e二小学']['month_base']=30000; exp('e二中学',6000,600,1200)
# e03 months as columns, channels as rows
save(book([['e三局2024年食堂采购统计表（万元）'],['项目','1月','2月','3月','合计'],['采购总额',1,2,3,6],['其中：832平台',0.1,0.2,0.3,0.6],['供销数据平台',0.1,0.2,0.3,0.6],['消费帮扶超市',0.1,0.2,0.3,0.6]]),'e三局.xlsx'); exp('e三局',6000000,600000,1200000,note='title bracket wan')
# e04 header names none + whole by suffix
save(book([['e四局2024年3月统计'],['单位','年度食堂采购支出总额','832平台','供销数据平台','帮扶超市'],['e四局',1000,100,100,100]]),'e四局.xlsx'); exp('e四局',100000,10000,20000)
# e05 no whole -> undetermined
save(book([['e五局2024年3月统计表'],['单位名称','832平台','供销数据平台','帮扶超市'],['e五局',100,100,100]]),'e五局.xlsx'); exp('e五局',30000,10000,20000,note='undetermined')
# e06 year-over-year
save(book([['e六局2024年3月统计表'],['单位名称','本年采购额','上年同期采购额','832平台采购额','上年832平台采购额','帮扶超市采购额'],['e六局',1000,900,100,90,200]]),'e六局.xlsx'); exp('e六局',100000,10000,20000)
# e07 detail: 计划金额 + 实际金额
save(book([['e七小学2024年3月'],['日期','品名','计划数量','计划金额','实际数量','单价','实际金额','渠道'],[D(1),'米',10,100,8,10,80,'832平台'],[D(2),'肉',10,200,9,20,180,'市场']]),'e七小学.xlsx'); exp('e七小学',26000,8000)
# e08 discount columns: 原价金额 优惠金额 实付金额
save(book([['e八小学2024年3月'],['日期','品名','数量','单价','商品金额','优惠金额','实付金额','渠道'],[D(1),'米',10,10,100,5,95,'832平台'],[D(2),'肉',10,20,200,0,200,'市场']]),'e八小学.xlsx'); exp('e八小学',29500,9500,note='amount_mismatch? product fits 商品金额')
# e09 税
save(book([['e九小学2024年3月'],['日期','品名','数量','不含税单价','不含税金额','税额','价税合计','渠道'],[D(1),'米',10,10,100,9,109,'832平台'],[D(2),'肉',10,20,200,18,218,'市场']]),'e九小学.xlsx'); exp('e九小学',32700,10900)
# e10 total of words only above; sign row; blank rows between
save(book([['e十小学2024年3月'],[],['日期','品名','金额','渠道'],[],[D(1),'米',10,'832平台'],[],[D(2),'肉',20,'市场'],[],['合计',None,30],[],['校长：','','会计：']]),'e十小学.xlsx'); exp('e十小学',3000,1000)
# f01 fractions: 3 decimals
save(book([['f一小学2024年3月'],['日期','品名','金额','渠道'],[D(1),'米',10.125,'832平台'],[D(2),'肉',0.005,'市场'],[D(2),'肉',1.004999,'市场'],[D(2),'菜',2.675,'市场']]),'f一小学.xlsx'); exp('f一小学',1013+1+100+268,1013)
# f02 date only in sheet tab "3.5" daily tabs
wb=book([['品名','金额','渠道'],['米',10,'832平台']],title='3.5'); book([['品名','金额','渠道'],['肉',20,'市场']],title='3.6',wb=wb); save(wb,'f二小学2024年.xlsx'); exp('f二小学',3000,1000)
# f03 unit in tab
wb=book([['2024年3月采购'],['日期','品名','金额','渠道'],[D(1),'米',10,'832平台']],title='f三小学'); book([['2024年3月采购'],['日期','品名','金额','渠道'],[D(1),'肉',20,'市场']],title='f三中学',wb=wb); save(wb,'汇总2024年3月.xlsx'); exp('f三小学',1000,1000); exp('f三中学',2000)
# f04 section header in column A merged vertically (channel as vertical merged first col without header name)
save(book([['f四小学2024年3月采购'],['渠道','日期','品名','金额'],['832平台',D(1),'米',10],[None,D(2),'面',20],['消费帮扶超市',D(3),'果',30],['其他',D(4),'肉',40],[None,D(5),'菜',50],['合计',None,None,150]],['A3:A4','A6:A7']),'f四小学.xlsx'); exp('f四小学',15000,3000,3000)
# f05 vertical merged channel without merge and blank -> ordinary
save(book([['f五小学2024年3月采购'],['渠道','日期','品名','金额'],['832平台',D(1),'米',10],[None,D(2),'面',20]]),'f五小学.xlsx'); exp('f五小学',3000,1000)
# f06 subtotal label in channel col e.g. '832平台小计'
save(book([['f六小学2024年3月采购'],['渠道','日期','品名','金额'],['832平台',D(1),'米',10],['832平台小计',None,None,10],['其他',D(4),'肉',40],['其他小计',None,None,40],['总计',None,None,50]]),'f六小学.xlsx'); exp('f六小学',5000,1000)
# f07 amount with spaces, trailing dots, units glued
save(book([['f七小学2024年3月'],['日期','品名','金额','渠道'],[D(1),'米','1 000.00','832平台'],[D(2),'肉','20.5元整','市场'],[D(3),'菜','30.-','市场'],[D(3),'菜','人民币40元','市场'],[D(3),'菜','0.5万','市场']]),'f七小学.xlsx'); exp('f七小学',100000+2050+3000+4000+500000,100000,note='hard amounts')
# f08 two header rows w/out merges, group text repeated
save(book([['f八小学2024年3月'],['日期','品名','采购情况','采购情况','采购情况','渠道'],['日期','品名','数量','单价','金额','渠道'],[D(1),'米',1,10,10,'832'],[D(2),'肉',1,20,20,'市场']]),'f八小学.xlsx'); exp('f八小学',3000,1000)
# f09 merged title inside the table for weeks
save(book([['f九小学2024年3月'],['日期','品名','金额','渠道'],['第一周'],[D(1),'米',10,'832'],['周小计',None,10],['第二周'],[D(9),'肉',20,'市场'],['周小计',None,20],['本月合计',None,30]],['A3:D3','A6:D6']),'f九小学.xlsx'); exp('f九小学',3000,1000)
# f10 serial numbered total e.g. 合计 in col B
save(book([['f十小学2024年3月'],['序号','日期','品名','金额','渠道'],[1,D(1),'米',10,'832'],[2,D(2),'肉',20,'市场'],[3,'合计',None,30,None]]),'f十小学.xlsx'); exp('f十小学',3000,1000)
# g01 date like 2024.03 (month only) rows
save(book([['g一小学'],['日期','品名','金额','渠道'],['2024.02','米',10,'832'],['2024.03','肉',20,'市场']]),'g一小学.xlsx'); exp('g一小学',3000,1000); EXP['g一小学']['month_base']=2000
# g02 dates beyond: datetime text
save(book([['g二小学'],['下单时间','商品名称','实付金额','采购平台','订单号'],['2024-03-05 10:22:33','米','¥10.00','832平台','1234567890123456789'],['2024-03-31 23:59:59','肉','20','市场','']]),'g二小学.xlsx'); exp('g二小学',3000,1000)
# g03 previous year line and next month line: kept in own month
save(book([['g三小学2024年3月'],['日期','品名','金额','渠道'],[dt.datetime(2023,12,30),'米',10,'832'],[D(2,4),'肉',20,'市场'],[D(3),'菜',40,'市场']]),'g三小学.xlsx'); exp('g三小学',4000,0)
# g04 detail + statement same month, differing
wb=book([['g四小学2024年3月明细'],['日期','品名','金额','渠道'],[D(1),'米',10,'832'],[D(2),'肉',20,'市场']],title='明细'); book([['g四小学2024年统计表'],['月份','采购总额','832平台','消费帮扶超市'],['2月',100,10,20],['3月',31,10,0]],title='统计',wb=wb); save(wb,'g四小学.xlsx'); exp('g四小学',13000,2000,2000)
# g05 sheet named 模板 example / 填写说明 with sample rows? example sheet
wb=book([['g五小学2024年3月'],['日期','品名','金额','渠道'],[D(1),'米',10,'832']],title='台账'); book([['填写说明'],['1.日期：填写采购日期'],['2.金额：单位元'],['3.渠道：832平台、供销数据平台、其他']],title='填表说明',wb=wb); save(wb,'g五小学.xlsx'); exp('g五小学',1000,1000)
# g06 vendor quote: unit price 元/斤 with quantity 公斤 mismatch -> amount counts
save(book([['g六小学2024年3月'],['日期','品名','数量(公斤)','单价(元/斤)','金额','渠道'],[D(1),'米',10,2,40,'832']]),'g六小学.xlsx'); exp('g六小学',4000,4000)
# g07 total row label in amount-left cell  '金额合计'
save(book([['g七小学2024年3月'],['日期','品名','数量','金额','渠道'],[D(1),'米',1,10,'832'],[None,None,'金额合计',10,None]]),'g七小学.xlsx'); exp('g七小学',1000,1000)
# g08 repeated same item same day no order -> two lines
save(book([['g八小学2024年3月'],['日期','品名','金额','渠道'],[D(1),'米',10,'832'],[D(1),'米',10,'832']]),'g八小学.xlsx'); exp('g八小学',2000,2000)
# g09 very wide stray + hidden column + hidden rows
wb=book([['g九小学2024年3月'],['日期','品名','金额','渠道'],[D(1),'米',10,'832'],[D(2),'肉',20,'市场']]); wb.active.row_dimensions[4].hidden=True; wb.active.column_dimensions['D'].hidden=True; wb.active['XFD1048576']=' '; save(wb,'g九小学.xlsx'); exp('g九小学',3000,1000)
# g10 hidden sheet
wb=book([['g十小学2024年3月'],['日期','品名','金额','渠道'],[D(1),'米',10,'832']]); book([['g十小学2024年3月'],['日期','品名','金额','渠道'],[D(1),'米',100,'832']],title='旧',wb=wb); wb['旧'].sheet_state='veryHidden'; save(wb,'g十小学.xlsx'); exp('g十小学',1000,1000)
# h01 channels: various names
N=[('832平台',10,'p'),('“832”平台',10,'p'),('脱贫地区农副产品网络销售平台',10,'p'),('扶贫832',10,'p'),('832 平台',10,'p'),('８３２平台',10,'p'),('运城市消费帮扶供销数据平台',10,'l'),('供销数据平台',10,'l'),('夏县消费帮扶超市',10,'l'),('消费帮扶超市',10,'l'),('扶贫超市',10,'l'),('农贸市场',10,'o'),('超市',10,'o'),('市场',10,'o'),('展销会',10,'d'),('产地直采',10,'d')]
save(book([['h一小学2024年3月'],['日期','品名','金额','产地','渠道']]+[[D(1),'米%d'%i,a,'平陆县' if k in 'pd' else None,n] for i,(n,a,k) in enumerate(N)]),'h一小学.xlsx'); exp('h一小学',16000,6000,5000,2000)
# h02 stacked tables with different columns, unit per table
save(book([['2024年3月采购'],['填报单位：h二小学'],['日期','品名','金额','渠道'],[D(1),'米',10,'832'],['合计',None,10],[],['填报单位：h二中学'],['品名','日期','渠道','金额'],['肉',D(2),'市场',20],['合计',None,None,20]]),'两校.xlsx'); exp('h二小学',1000,1000); exp('h二中学',2000)
# h03 side by side without blank column: 日期 品名 金额 | 日期 品名 金额
save(book([['h三小学2024年3月（市场采购）'],['日期','品名','金额','渠道','日期','品名','金额','渠道'],[D(1),'米',10,'832',D(3),'肉',30,'市场'],[D(2),'面',20,'832',None,None,None,None],['合计',None,30,None,'合计',None,30,None]]),'h三小学.xlsx'); exp('h三小学',6000,3000)
# h04 side by side with a blank column and different header rows
save(book([['h四小学2024年3月'],[None,None,None,None,None,'二、市场采购'],['日期','品名','金额','渠道',None,'日期','品名','金额','渠道'],[D(1),'米',10,'832',None,D(3),'肉',30,'市场'],[D(2),'面',20,'832',None,D(4),'菜',5,'市场']]),'h四小学.xlsx'); exp('h四小学',6500,3000)
# h05 xlsx named csv ; csv named xlsx
save(book([['h五小学2024年3月'],['日期','品名','金额','渠道'],[D(1),'米',10,'832']]),'tmp.xlsx'); os.rename(ROOT+'/tmp.xlsx',ROOT+'/h五小学.csv'); exp('h五小学',1000,1000)
open(ROOT+'/h六小学.xlsx','wb').write('h六小学2024年3月\n日期;品名;金额;渠道\n2024-03-01;米;10,5;832\n'.encode('gb18030'))
# ---- fourth part: one ledger in many guises; the figures are the same in each
LEDGER = [(1, 5, '大米', '粮油', '公斤', 100, 520, '平陆县粮油合作社', '832平台'), (1, 18, '土豆', '蔬菜', '公斤', 50, 205, '夏县消费帮扶超市', '消费帮扶超市'),
          (1, 31, '猪肉', '肉类', '公斤', 20, 2850, '张三肉店', '农贸市场'), (2, 1, '面粉', '粮油', '袋', 3, 9999, '平陆县粮油合作社', '832平台'),
          (2, 29, '鸡蛋', '蛋类', '公斤', 12, 1075, '李四禽蛋', ''), (3, 8, '苹果', '水果', '公斤', 30, 640, '万荣果业', '供销数据平台'),
          (3, 9, '苹果', '水果', '公斤', -2, 640, '万荣果业', '供销数据平台'), (3, 15, '白菜', '蔬菜', '公斤', 7, 133, '王五蔬菜', '其他')]
MONEY = lambda r: r[5] * r[6]                                  # quantity x price in fen
SUM = lambda *channels: sum(MONEY(r) for r in LEDGER if not channels or r[8] in channels)
def guise(name, blank=SUM('')):
    unit = f'变体{name}小学'
    # `blank`: the column writes 农贸市场 and 其他 out, so that nobody can tell what a blank is; 0 where the table has no such column or word
    exp(unit, SUM(), SUM('832平台'), SUM('消费帮扶超市', '供销数据平台'), d832=blank, dlocal=blank, doverall=blank, note='guise')
    EXP[unit]['month_base'] = sum(MONEY(r) for r in LEDGER if r[0] == 3)
    return unit
YUAN = lambda fen: fen / 100
HEAD = ['日期', '品名', '类别', '计量单位', '数量', '单价', '金额', '供应商', '采购渠道']
def rows_of(date=lambda m, d: D(d, m), yuan=YUAN, cut=1):
    return [[date(r[0], r[1]), r[2], r[3], r[4], r[5], yuan(r[6]), yuan(MONEY(r) / cut), r[7], r[8] or None] for r in LEDGER]
def plain(unit, rows=None, head=HEAD, tail=True):
    out = [[f'{unit}2024年一季度食堂采购台账'], head] + (rows or rows_of())
    return out + ([['合计'] + [None] * 5 + [YUAN(SUM())]] if tail else [])
def text(rows, comma=','):
    shown = lambda v: '' if v is None else v.strftime('%Y-%m-%d') if isinstance(v, dt.datetime) else f'{v:.2f}' if isinstance(v, float) else str(v)
    return ''.join(comma.join(shown(v) for v in r) + '\r\n' for r in rows)
def raw(name, data): open(os.path.join(ROOT, name), 'wb').write(data)
# texts
raw('变体甲小学.csv', text(plain(guise('甲'))).encode()); raw('变体乙小学.csv', b'\xef\xbb\xbf' + text(plain(guise('乙'))).encode())
raw('变体丙小学.csv', text(plain(guise('丙'))).encode('gb18030')); raw('变体丁小学.txt', ('\ufeff' + text(plain(guise('丁')), '\t')).encode('utf-16-le'))
raw('变体戊小学.csv', ('\ufeff' + text(plain(guise('戊')))).encode('utf-16-be')); raw('变体己小学.csv', text(plain(guise('己')), ';').encode('gb18030'))
# real programs: LibreOffice's filters from one xlsx, and xlwt
def office(name, ending, to=None):
    unit = guise(name); tmp = os.path.join(ROOT, unit + '.xlsx'); book(plain(unit)).save(tmp)
    out = os.path.join(ROOT, 'office'); subprocess.run(['soffice', '--headless', '--convert-to', to or ending, '--outdir', out, tmp], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    os.remove(tmp); os.rename(os.path.join(out, unit + '.' + ending), os.path.join(ROOT, unit + '.' + ending)); shutil.rmtree(out)
office('庚', 'xls'); office('壬', 'ods'); office('癸', 'fods'); office('子', 'html'); office('寅', 'xlsx')
unit = guise('卯'); w = xlwt.Workbook(); s_ = w.add_sheet('Sheet1'); st = xlwt.easyxf(num_format_str='yyyy-mm-dd')
for r, row in enumerate(plain(unit)):
    for c, v in enumerate(row):
        if v is not None: s_.write(r, c, v, st) if isinstance(v, dt.datetime) else s_.write(r, c, v)
w.save(os.path.join(ROOT, unit + '.et'))
# the same table elsewhere, or dressed otherwise
unit = guise('辰'); save(book([[]] * 6 + [[None] * 3 + r for r in plain(unit)]), unit + '.xlsx')                     # moved
unit = guise('巳'); save(book(plain(unit), ['A1:I1']), unit + '.xlsx')                                               # merged title
unit = guise('午'); save(book(plain(unit, rows_of(yuan=lambda f: f / 1_000_000), ['日期', '品名', '类别', '计量单位', '数量', '单价（万元）', '金额（万元）', '供应商', '采购渠道'], False)), unit + '.xlsx')
unit = guise('未'); save(book([[f'{unit}台账']] + [['日期', '品名', '类别', '采购情况', None, None, None, '供应商', '采购渠道'], [None, None, None, '单位', '数量', '单价', '金额', None, None]] + rows_of(),
                              ['D2:G2', 'A2:A3', 'B2:B3', 'C2:C3', 'H2:H3', 'I2:I3']), unit + '.xlsx')                # two header rows
order = [8, 6, 1, 0, 7, 4, 5, 3, 2]
unit = guise('申'); save(book([[f'{unit}台账'], [HEAD[i] for i in order]] + [[r[i] for i in order] for r in rows_of()]), unit + '.xlsx')  # columns in another order
unit = guise('酉'); save(book(plain(unit, rows_of(lambda m, d: f'2024.{m}.{d}', lambda f: f'￥{f / 100:,.2f}元'))), unit + '.xlsx')      # texts for dates and money
unit = guise('戌'); wb = book(plain(unit)); wb.epoch = dt.datetime(1904, 1, 1); save(wb, unit + '.xlsx')             # 1904
unit = guise('亥'); rs = [[f'{unit}2024年台账'], HEAD]                                                                 # subtotals and pages
for m in (1, 2, 3):
    part = [row for row, r in zip(rows_of(), LEDGER) if r[0] == m]
    rs += part + [['小计'] + [None] * 5 + [sum(row[6] for row in part)], [], HEAD]
save(book(rs[:-1]), unit + '.xlsx')
unit = guise('东', 0); wb = None                                                                                         # a tab a month, days only
for m in (1, 2, 3):
    wb = book([[f'{unit}2024年{m}月采购台账'], HEAD] + [row for row, r in zip(rows_of(lambda m, d: f'{d}日'), LEDGER) if r[0] == m], title=f'{m}月', wb=wb)
save(wb, unit + '.xlsx')
unit = guise('南', 0)                                                                                                    # sections instead of a channel column
rs = [[f'{unit}2024年台账']]
for title, channels in (('一、832平台采购', ['832平台']), ('二、消费帮扶超市采购', ['消费帮扶超市']), ('三、供销数据平台采购', ['供销数据平台']), ('四、其他市场采购', ['农贸市场', '', '其他'])):
    rs += [[title], HEAD[:8]] + [row[:8] for row, r in zip(rows_of(), LEDGER) if r[8] in channels]
save(book(rs), unit + '.xlsx')
unit = guise('西', 0); cols = ['832平台', '供销数据平台', '消费帮扶超市', '其他']                                           # an amount column a channel
rs = [[f'{unit}2024年台账'], ['日期', '品名', '数量', '单价', '采购金额', None, None, None, '供应商'], [None] * 4 + cols + [None]]
for row, r in zip(rows_of(), LEDGER):
    at = cols.index(r[8]) if r[8] in cols else 3
    rs.append([row[0], row[1], row[4], row[5]] + [row[6] if i == at else None for i in range(4)] + [row[7]])
save(book(rs, ['E2:H2']), unit + '.xlsx')
unit = guise('北'); wb = book(plain(unit)); ws = wb.active                                                             # formulas never calculated
for r in range(3, 3 + len(LEDGER)): ws.cell(r, 7).value = f'=E{r}*F{r}'
ws.cell(3 + len(LEDGER), 7).value = f'=SUM(G3:G{2 + len(LEDGER)})'; save(wb, unit + '.xlsx')
unit = guise('中'); b = io.BytesIO(); book(plain(unit)).save(b)                                                        # inside an archive
with zipfile.ZipFile(os.path.join(ROOT, '变体压缩包.zip'), 'w') as z: z.writestr(f'一层/{unit}.xlsx', b.getvalue())
json.dump(EXP, open(os.path.join(HERE, 'expected.json'), 'w'), ensure_ascii=False, indent=1)
print(len(EXP), 'units')
