# -*- coding: utf-8 -*-
"""Files: what breaks off, rows of CSV that do not fit, sums in cells, marks on cells, serials that stand in the column of order numbers."""
import io, os, re, zipfile
from common import Theme, D
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
import xlwt

t = Theme('heads_files')
H = ['日期', '品名', '数量', '单价', '金额', '采购渠道']
BODY = [[D(5), '小米', 10, 6, 60, '832平台'], [D(6), '苹果', 10, 7, 70, '消费帮扶超市'], [D(7), '土豆', 50, 2, 100, '农贸市场']]
MORE = [D(8), '猪肉', 10, 30, 300, '农贸市场']
OPEN = dict(verdict='undetermined', v832='undetermined', vlocal='undetermined', voverall='undetermined')
DONE = dict(verdict='pass', v832='pass', vlocal='pass', voverall='pass')


def titled(unit, rows, header=H):
    return [[unit + '2024年3月采购台账'], header, *rows]


def text(rows, sep=','):
    shown = lambda v: '' if v is None else v.strftime('%Y-%m-%d') if hasattr(v, 'strftime') else str(v)
    return ''.join(sep.join(shown(v) for v in r) + '\r\n' for r in rows)


def rezip(path, change):
    """The package anew with `change(name, bytes)` of every part."""
    parts = [(i.filename, zipfile.ZipFile(path).read(i)) for i in zipfile.ZipFile(path).infolist()]
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, data in parts:
            z.writestr(name, change(name, data))


# ---- files that break off: what stands before the break counts, and nobody knows what followed ---------------------------------
U = '头甲一小学'
t.xlsx(U + '.xlsx', titled(U, BODY + [MORE]))
rezip(t.path(U + '.xlsx'), lambda n, b: b[:b.index(b'<row r="6"') + 40] if n.endswith('sheet1.xml') else b)
t.exp(U, 23000, 6000, 7000, **OPEN, note='XML cut within the last row')
U = '头甲二小学'
wb = xlwt.Workbook(); ws = wb.add_sheet('3月'); date = xlwt.easyxf(num_format_str='yyyy-mm-dd')
for r, row in enumerate(titled(U, BODY)):
    for c, v in enumerate(row):
        ws.write(r, c, v, date) if hasattr(v, 'strftime') else ws.write(r, c, v)
stream = wb.get_biff_data() if hasattr(wb, 'get_biff_data') else b''
t.raw(U + '.xls', stream[:stream.rindex(b'\x0a\x00\x00\x00') - 30])
t.exp(U, 23000, 6000, 7000, **OPEN, note='the stream of an xls without its end')
U = '头甲三小学'
t.raw(U + '.csv', (text(titled(U, BODY)) + '2024-03-08,"猪肉,五花').encode())
t.exp(U, 23000, 6000, 7000, **OPEN, note='cut within a quoted field')
U = '头甲四小学'
t.raw(U + '.csv', (text(titled(U, BODY)) + '2024-03-08,猪肉').encode()[:-2])
t.exp(U, 23000, 6000, 7000, **OPEN, note='cut within a character of UTF-8')
U = '头甲五小学'
t.raw(U + '.csv', (text(titled(U, BODY)) + '2024-03-08,猪肉').encode('gb18030')[:-1])
t.exp(U, 23000, 6000, 7000, **OPEN, note='cut within a character of GB18030')
html = lambda rows: '<html><head><meta charset="utf-8"></head><body><table>' + ''.join('<tr>' + ''.join(f'<td>{"" if v is None else v.strftime("%Y-%m-%d") if hasattr(v, "strftime") else v}</td>' for v in r) + '</tr>' for r in rows)
U = '头甲六小学'
t.raw(U + '.xls', html(titled(U, BODY)).encode())
t.exp(U, 23000, 6000, 7000, **OPEN, note='HTML whose table is not closed')
U = '头甲七小学'
t.raw(U + '.xls', (html(titled(U, BODY)) + '</table></body></html>').encode())
t.exp(U, 23000, 6000, 7000, **DONE, note='the same, whole')
def xml2003(rows, end):
    cell = lambda v: '<Cell/>' if v is None else f'<Cell><Data ss:Type="DateTime">{v:%Y-%m-%d}T00:00:00</Data></Cell>' if hasattr(v, 'strftime') else f'<Cell><Data ss:Type="{"String" if isinstance(v, str) else "Number"}">{v}</Data></Cell>'
    return ('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="3月"><Table>'
            + ''.join('<Row>' + ''.join(map(cell, r)) + '</Row>' for r in rows) + end).encode()
U = '头甲八小学'
t.raw(U + '.xml', xml2003(titled(U, BODY), '<Row><Cell><Data ss:Type="String">2024'))
t.exp(U, 23000, 6000, 7000, **OPEN, note='Excel 2003 XML cut within a text')
U = '头甲九小学'
t.raw(U + '.xml', xml2003(titled(U, BODY), '<Row><Cell ss:Index="5"><Data ss:Type="Number">1</Data></Cell><Cell ss:Index="5"><Data ss:Type="Number">100</Data></Cell><Cell><Data ss:Type="String">农贸市场</Data></Cell><Cell ss:Index="1"><Data ss:Type="String">2024-03-09</Data></Cell><Cell><Data ss:Type="String">豆腐</Data></Cell></Row></Table></Worksheet></Workbook>'))
t.exp(U, 33000, 6000, 7000, verdict='pass', note='two cells in one place: the later stays')
U = '头甲十小学'
ods = lambda rows, end: ('<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="3月">'
    + ''.join('<table:table-row>' + ''.join('<table:table-cell/>' if v is None else f'<table:table-cell office:value-type="float" office:value="{v}"><text:p>{v}</text:p></table:table-cell>' if isinstance(v, int) else f'<table:table-cell office:value-type="string"><text:p>{v if isinstance(v, str) else v.strftime("%Y-%m-%d")}</text:p></table:table-cell>' for v in r) + '</table:table-row>' for r in rows) + end)
def open_document(name, content):
    with zipfile.ZipFile(t.path(name), 'w') as z:
        z.writestr('mimetype', 'application/vnd.oasis.opendocument.spreadsheet')
        z.writestr('content.xml', content)
open_document(U + '.ods', ods(titled(U, BODY), '<table:table-row><table:table-cell office:value-ty'))
t.exp(U, 23000, 6000, 7000, **OPEN, note='content.xml of an ods cut')
U = '头甲十一小学'
open_document(U + '.ods', ods(titled(U, BODY), '</table:table></office:spreadsheet></office:body></office:document-content>'))
t.exp(U, 23000, 6000, 7000, **DONE, note='the same, whole')
U = '头甲十二小学'
t.raw(U + '.csv', text(titled(U, BODY)).rstrip().encode())
t.exp(U, 23000, 6000, 7000, **DONE, note='a last line without a line end is whole')
U = '头甲十三小学'
t.xls(f'{U}/2024年2月.xls', [[U + '2024年2月采购台账'], H, [D(5, 2), '小米', 10, 6, 60, '832平台'], [D(6, 2), '梨', 10, 7, 70, '消费帮扶超市']])
t.raw(f'{U}/2024年3月.csv', (text(titled(U, BODY)) + '2024-03-08,"猪').encode())
t.exp(U, 36000, 12000, 14000, **OPEN, note='one file whole, one broken off')
U = '头甲十四小学'
t.xlsx(f'{U}/{U}2024年1-3月.xlsx', titled(U, BODY))
t.xlsx(f'{U}/{U}3月.xlsx', titled(U, [MORE]))
data = open(t.path(f'{U}/{U}3月.xlsx'), 'rb').read(); t.raw(f'{U}/{U}3月.xlsx', data[:len(data) * 2 // 3])
t.exp(U, 23000, 6000, 7000, verdict='undetermined', note='a container that is cut is quarantined: what it held nobody knows')
U = '头甲十五小学'
t.xlsx(U + '.xlsx', titled(U, BODY))
rezip(t.path(U + '.xlsx'), lambda n, b: b.replace(b'</sheetData>', b'').replace(b'</worksheet>', b'') if n.endswith('sheet1.xml') else b)
t.exp(U, 23000, 6000, 7000, **OPEN, note='cut between two rows')

# ---- rows of CSV --------------------------------------------------------------------------------------------------------------
U = '头乙一小学'
t.raw(U + '.csv', (text(titled(U, BODY)) + '2024-03-08,猪肉,10,120,1,200,农贸市场\r\n').encode())
t.exp(U, 23000, 6000, 7000, fates={'line': 3, 'rejected': 1}, note='an amount with a comma that nothing quotes')
U = '头乙二小学'
t.raw(U + '.csv', (text(titled(U, BODY)).replace('832平台', '832平台,,,') + '2024-03-08,猪肉,10,30,300\r\n').encode('gb18030'))
t.exp(U, 53000, 6000, 7000, fates={'line': 4}, d832=30000, dlocal=30000, doverall=30000, reasons=['channel_blank'], note='empty fields behind the last, and a row that ends early')
U = '头乙三小学'
t.raw(U + '.csv', text(titled(U, BODY)).replace('土豆', '"土豆\r\n（黄心）"').encode())
t.exp(U, 23000, 6000, 7000, **DONE, note='a line break within quotes')
U = '头乙四小学'
t.raw(U + '.csv', text(titled(U, BODY), ';').replace(';60;', ';60,00;').replace(';100;', ';100,50;').encode())
t.exp(U, 7000, 0, 7000, note='a decimal comma beside semicolons is no amount that can be read', verdict='undetermined')
U = '头乙五小学'
t.raw(U + '.csv', (text([[U + '2024年3月采购台账', *[None] * 6], [*H, None], *[[*r, None] for r in BODY]]) + '2024-03-08,猪肉,10,30,300,农贸市场,已付\r\n').encode())
t.exp(U, 53000, 6000, 7000, fates={'line': 4}, note='a column without a header is as wide as the header row')

# ---- sums in cells ------------------------------------------------------------------------------------------------------------
SUM = ['日期', '品名', '金额', '采购渠道']
sums = lambda a, b, c: [[D(5), '小米', a, '832平台'], [D(6), '苹果', b, '消费帮扶超市'], [D(7), '土豆', c, '农贸市场']]
for U, save, ext, (a, b, c) in [('头丙一小学', t.xlsx, 'xlsx', ('10*6=60', '40+30', '50×2=100元')), ('头丙二小学', t.csv, 'csv', ('=10*6', '10斤×7元=70元', '２０＋８０')), ('头丙三小学', t.xls, 'xls', ('12*5', '35＊2＝70', '33.50+66.5'))]:
    save(U + '.' + ext, titled(U, sums(a, b, c), SUM)); t.exp(U, 23000, 6000, 7000, **DONE)
U = '头丙四小学'
t.xlsx(U + '.xlsx', titled(U, sums('10*6=60', '10*7=80', '100'), SUM))
t.exp(U, 16000, 6000, 0, verdict='undetermined', note='a product that is not what stands behind it')
U = '头丙五小学'
t.csv(U + '.csv', titled(U, sums('60', '3-5', '1/2'), SUM))
t.exp(U, 6000, 6000, 0, verdict='undetermined', note='3-5 and 1/2 are no sums')

# ---- marks on cells -----------------------------------------------------------------------------------------------------------
def marked(unit, name, change):
    wb = Workbook(); ws = wb.active
    for row in titled(unit, BODY + [MORE]):
        ws.append(row)
    change(ws); wb.save(t.path(name))
strike = Font(strike=True)
def struck(*places):
    def change(ws):
        for p in places:
            for c in (ws[p] if isinstance(ws[p], tuple) else (ws[p],)):
                c.font = strike
    return change
U = '头丁一小学'; marked(U, U + '.xlsx', struck(6)); t.exp(U, 23000, 6000, 7000, bd=30000, d832=0, reasons=['void_suspected'], verdict='undetermined', note='a row struck through')
U = '头丁二小学'; marked(U, U + '.xlsx', struck(3, 'A5')); t.exp(U, 47000, 0, 7000, bd=6000, d832=6000, doverall=6000, reasons=['void_suspected'], note='a row of the platform struck through, and one cell of another, which says nothing')
U = '头丁三小学'; marked(U, U + '.xlsx', struck('B6', 'F3')); t.exp(U, 53000, 6000, 7000, reasons=[], verdict='fail', note='single cells struck through')
U = '头丁四小学'; marked(U, U + '.xlsx', lambda ws: setattr(ws['E6'], 'comment', Comment('含运费', '会计'))); t.exp(U, 53000, 6000, 7000, verdict='fail', note='a comment on an amount is reported')
U = '头丁五小学'; marked(U, U + '.xlsx', lambda ws: None)
rezip(t.path(U + '.xlsx'), lambda n, b: re.sub(rb'<c r="E6"[^>]*>.*?</c>', '<c r="E6" t="str"><f>_xlfn.DISPIMG("ID_5A",1)</f><v>=DISPIMG("ID_5A",1)</v></c>'.encode(), b) if n.endswith('sheet1.xml') else b)
t.exp(U, 23000, 6000, 7000, verdict='undetermined', note='a picture for an amount cannot be read')
U = '头丁六小学'
wb = Workbook(); wb.epoch = CALENDAR_MAC_1904; ws = wb.active
for row in [[U + '采购台账'], [D(5, 2)], ['品名', '金额', '采购渠道'], ['小米', 60, '832平台']]:
    ws.append(row)
wb.save(t.path(U + '.xlsx')); t.exp(U, 6000, 6000, month_base=0, note='a true date above the table, 1904 system')

U = '头丁七小学'
wb = xlwt.Workbook(); ws = wb.add_sheet('3月'); line = xlwt.easyxf('font: struck_out on'); day = xlwt.easyxf('font: struck_out on', num_format_str='yyyy-mm-dd')
for r, row in enumerate(titled(U, BODY + [MORE])):
    for c, v in enumerate(row):
        ws.write(r, c, v, (day if r == 5 else date) if hasattr(v, 'strftime') else line if r == 5 else xlwt.Style.default_style)
wb.save(t.path(U + '.xls')); t.exp(U, 23000, 6000, 7000, bd=30000, reasons=['void_suspected'], verdict='undetermined', note='a row struck through in an xls')
U = '头丁八小学'; marked(U, U + '.xlsx', lambda ws: struck(2)(ws)); t.exp(U, 53000, 6000, 7000, reasons=[], verdict='fail', note='a header struck through says nothing of the lines')

# ---- serials in the column of order numbers -----------------------------------------------------------------------------------
ORDER = ['单号', '日期', '品名', '金额', '采购渠道']
for U, save, ext, numbers, twice in [('头戊一小学', t.xlsx, 'xlsx', (1, 2, 1), False), ('头戊二小学', t.csv, 'csv', ('001', '002', '001'), False), ('头戊三小学', t.xls, 'xls', ('20240305001', '20240306002', '20240305001'), True), ('头戊四小学', t.xls, 'xls', ('No.12', 'No.13', 'No.12'), False)]:
    rows = [[numbers[0], D(5), '小米', 60, '832平台'], [numbers[1], D(6), '苹果', 70, '消费帮扶超市'], [numbers[2], D(9), '小米', 60, '832平台']]
    save(U + '.' + ext, titled(U, rows, ORDER))
    if twice:
        t.exp(U, 13000, 6000, 7000, bd=6000, d832=6000, doverall=6000, reasons=['duplicate_suspected'], note='one order number, item and amount twice')
    else:
        t.exp(U, 19000, 12000, 7000, reasons=[], note='serials that start anew are no order numbers')
t.done()
