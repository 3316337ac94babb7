"""Writes the bureau-like 审计取证单 of these tests with python-docx; LibreOffice then saves it:
python3 make.py raw.docx && soffice --headless --convert-to "docx:MS Word 2007 XML" --outdir saved raw.docx
"""
import io
import struct
import sys
import zlib

from docx import Document
from docx.shared import Cm, Pt, RGBColor

def png(n=24):
    """A red ring, as a stamp."""
    rows=b''
    for y in range(n):
        rows+=b'\0'
        for x in range(n):
            r=((x-n/2+.5)**2+(y-n/2+.5)**2)**.5
            rows+=b'\xd0\x10\x10' if n/2-3<r<n/2-.5 else b'\xff\xff\xff'
    chunk=lambda t,d: struct.pack('>I',len(d))+t+d+struct.pack('>I',zlib.crc32(t+d))
    return b'\x89PNG\r\n\x1a\n'+chunk(b'IHDR',struct.pack('>IIBBBBB',n,n,8,2,0,0,0))+chunk(b'IDAT',zlib.compress(rows,9))+chunk(b'IEND',b'')

out=sys.argv[1]
d=Document()
s=d.sections[0]
s.header.paragraphs[0].text='某某市审计局　　{{ 单位名称 }}'
s.footer.paragraphs[0].text='本单一式两份'
d.add_heading('审计取证单',0)
d.add_paragraph('编号：{单位名称}')
t=d.add_table(rows=2,cols=2); t.style='Table Grid'
t.cell(0,0).text='被审计单位'; t.cell(0,1).text='{{单位名称}}（｛｛县区｝｝）'
t.cell(1,0).text='事项摘要'
c=t.cell(1,1); c.text='{{#事项}}'
c.add_paragraph('{{中文序号}}、{{标题}}')
c.add_paragraph('{{#情况}}{{序号}}. {{说明}}{{/情况}}')
c.add_paragraph('{{/事项}}')
for x in ('核对台账','询问经办人'): d.add_paragraph(x,style='List Number')
t=d.add_table(rows=2,cols=3); t.style='Table Grid'
for i,h in enumerate(('序号','品名','金额')): t.cell(0,i).text=h
t.cell(1,0).text='{{#待核实明细}}{{序号}}'; t.cell(1,1).text='{{品名}}'; t.cell(1,2).text='{{金额}}{{/待核实明细}}'
p=d.add_paragraph(); r=p.add_run('结论：'); r.bold=True
r=p.add_run('{{结论}}'); r.font.color.rgb=RGBColor(0xd0,0x10,0x10); r.font.size=Pt(14)
p.add_run('。')
d.add_paragraph().add_run().add_picture(io.BytesIO(png()),width=Cm(2))
d.add_paragraph('取证人：　　　　审计组长：　　　　日期：')
d.save(out)
