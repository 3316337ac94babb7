"""pack.py FOLDER ZIP: the zip that is handed over.

Explorer of Windows 7 takes every name for one in the system's code page, GBK; later ones, and other programs, read the name in Unicode that is
noted beside it (Info-ZIP's field 0x7075).
"""

import struct
import sys
import zipfile
import zlib
from pathlib import Path

folder, target = Path(sys.argv[1]), sys.argv[2]


class Entry(zipfile.ZipInfo):
    """Its name in GBK, without the mark that says UTF-8."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits


FIRST = ["bangfu.exe", "使用说明.txt"]
files = sorted(p for p in folder.rglob("*") if p.is_file())
files.sort(key=lambda p: FIRST.index(p.name) if p.parent == folder and p.name in FIRST else len(FIRST))
with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
    for path in files:
        name = f"bangfu/{path.relative_to(folder).as_posix()}"
        # The date of the files says nothing, and the same files shall be the same zip.
        entry = Entry(name, (2024, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 0
        text = name.encode()
        entry.extra = struct.pack("<HHBI", 0x7075, 5 + len(text), 1, zlib.crc32(name.encode("gbk"))) + text
        out.writestr(entry, path.read_bytes())
