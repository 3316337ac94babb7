"""console.py ROOT: bangfu.exe on a console of its own under Wine, as a person starts it: by a double click, and with a folder dropped on it.

ROOT is the Debian that contrib/dist/windows/root made, with the program built for the tests.
"""

import json
import os
import pty
import re
import select
import shutil
import sys
import time
from pathlib import Path

root = Path(sys.argv[1])
PROGRAM = "/target/x86_64-win7-windows-gnu/debug/bangfu.exe"
LIMIT = 180


def place(name):
    """A folder below the user's home, empty."""
    folder = root / "home/desk" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def started(folder, arguments, answers):
    """What stood on the console of a run that was given each answer when it asked, and its exit status."""
    inside = "/" + str(folder.relative_to(root))
    own = f"{inside}/bangfu.exe"
    (root / own[1:]).write_bytes((root / PROGRAM[1:]).read_bytes())
    os.system(f"chown -R --reference '{root}/home/desk' '{folder}'")
    env = {"HOME": "/home/desk", "USER": "desk", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm", "WINEDEBUG": "-all"}
    env |= {"WINEPREFIX": "/home/desk/wine", "BANGFU_TODAY": "2024-05-02", "COLUMNS": "150", "LINES": "60"}
    chroot = ["chroot", "--userspec=desk:desk", str(root), "env", "-i", *(f"{k}={v}" for k, v in env.items())]
    command = [*chroot, "bash", "-c", 'cd "$0" && exec /usr/lib/wine/wine64 "$@"', inside, own, *arguments]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    said, end, asked = "", time.time() + LIMIT, list(answers)
    while time.time() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                read = os.read(terminal, 65536)
            except OSError:
                break
            if not read:
                break
            said += read.decode(errors="replace")
        elif asked and tight(asked[0][0]) in tight(plain(said)):
            os.write(terminal, (asked.pop(0)[1] + "\r").encode())
    else:
        sys.exit(f"it still runs after {LIMIT} s, waiting to ask {asked}:\n{plain(said)}")
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return plain(said), status


def plain(said):
    """Without what steers a terminal."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\x1b[()][A-Z0-9]|\r", "", said)


def tight(text):
    """The console breaks lines where it likes."""
    return re.sub(r"\s", "", text)


def has(said, *parts):
    for part in parts:
        if tight(part) not in tight(said):
            sys.exit(f"not said: {part}\n{said}")


samples = Path(__file__).parents[2] / "samples"
passed = 0

desk = place("双击")
shutil.copytree(samples / "inbox", desk / "台账")
shutil.copy(samples / "units.xlsx", desk / "名册.xlsx")
said, status = started(desk, [], [("直接按回车", ""), ("按回车键结束", "")])
print(said)
has(said, "台账", "单位名册  名册.xlsx", "核查哪个月？直接按回车为2024-03", "audit 台账 --registry 名册.xlsx -o 报告 --period 2024-03")
has(said, "共29个单位", r"报告\index.html", "按回车键结束")
assert status in (0, 3), status
truth = {u["unit"]: u["verdict"] for u in json.loads((samples / "truth.json").read_text())["units"]}
made = {u["unit"]: u["verdict"] for u in json.loads((desk / "报告/summary.json").read_text())["units"]}
assert made == truth, "the verdicts are not those of the samples"
assert not (desk / ".报告.bangfu").exists()
passed += 1

desk = place("拖放")
(desk / "收到 的").mkdir()
(desk / "收到 的/3月.csv").write_text("填报单位：盐湖区甲小学\n日期,品名,供应商,采购渠道,金额\n2024-03-05,面粉,鑫源粮油,自行采购,700.00\n")
said, status = started(desk, ["Z:\\home\\desk\\拖放\\收到 的"], [("核查哪个月", "13月"), ("不是月份", "2024年3月"), ("按回车键结束", "")])
has(said, "“13月”不是月份", "没有单位名册", "未达标1", '"收到 的" -o 报告')
assert status == 0, (status, said)
passed += 1

desk = place("自查")
(desk / "3月.csv").write_text("填报单位：盐湖区甲小学\n日期,品名,供应商,采购渠道,金额\n2024-03-05,面粉,鑫源粮油,自行采购,700.00\n")
said, status = started(desk, ["Z:\\home\\desk\\自查\\3月.csv"], [("按回车键结束", "")])
has(said, "check 3月.csv", "盐湖区甲小学", "按回车键结束")
assert status in (0, 3) and not (desk / "报告").exists(), (status, said)
passed += 1
print(f"console: {passed} passed, 0 failed")
