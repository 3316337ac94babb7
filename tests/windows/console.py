"""console.py ROOT: bangfu.exe on a console of its own under Wine, as a person starts it: by a double click, with a folder or a workbook dropped on it,
and while another program holds a report open.

ROOT is the Debian that contrib/dist/root made, with the program built for the tests. What stood on the consoles is left in ROOT/console/NAME, as the
terminal was sent it.
"""

import contextlib
import fcntl
import json
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

root = Path(sys.argv[1])
PROGRAM = root / "target/x86_64-win7-windows-gnu/debug/bangfu.exe"
# No run takes as long; one that waits for a key for ever is ended.
LIMIT = 300
LEDGER = "填报单位：盐湖区甲小学\n日期,品名,供应商,采购渠道,金额\n2024-03-05,面粉,鑫源粮油,自行采购,%s\n"
ENVIRONMENT = {
    "HOME": "/home/desk",
    "USER": "desk",
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "TERM": "xterm",
    "WINEDEBUG": "-all",
    "WINEPREFIX": "/home/desk/wine",
    "BANGFU_TODAY": "2024-05-02",
}


def place(name):
    """A folder below the user's home, empty but for the program."""
    folder = root / "home/desk" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    os.link(PROGRAM, folder / "bangfu.exe")
    return folder


def given(folder):
    """All in it is the user's."""
    user = (root / "home/desk").stat()
    for path in [folder, *folder.rglob("*")]:
        if path.name != "bangfu.exe":
            os.chown(path, user.st_uid, user.st_gid)


def command(folder, *words):
    """A Windows program, run in a folder by the user."""
    env = [f"{name}={value}" for name, value in ENVIRONMENT.items()]
    chroot = ["chroot", "--userspec=desk:desk", str(root), "env", "-i", *env]
    return [*chroot, "bash", "-c", 'cd "$0" && exec /usr/lib/wine/wine64 "$@"', f"/{folder.relative_to(root)}", *words]


def started(folder, arguments, answers):
    """What stood on the console of a run that was given each answer when it asked, and its exit status."""
    given(folder)
    words = command(folder, "bangfu.exe", *arguments)
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(words[0], words)
    rows_and_columns = struct.pack("HHHH", 50, 120, 0, 0)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, rows_and_columns)
    said, end, asked = b"", time.time() + LIMIT, list(answers)
    while time.time() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                read = os.read(terminal, 65536)
            except OSError:
                break
            if not read:
                break
            said += read
        elif asked and tight(asked[0][0]) in tight(plain(said)):
            os.write(terminal, (asked.pop(0)[1] + "\r").encode())
    else:
        os.kill(pid, 9)
        sys.exit(f"it still runs after {LIMIT} s, waiting to ask {asked}:\n{plain(said)}")
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    left = root / "console" / folder.name
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(said)
    return plain(said), status


def plain(said):
    """Without what steers a terminal."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\x1b[()][A-Z0-9]|\r", "", said.decode(errors="replace"))


def tight(text):
    """The console breaks lines where it likes."""
    return re.sub(r"\s", "", text)


def has(said, *parts):
    for part in parts:
        if tight(part) not in tight(said):
            sys.exit(f"not said: {part}\n{said}")


@contextlib.contextmanager
def held(folder, path):
    """While another program has the file open and shares it with nobody."""
    shutil.copy(root / "console/hold.exe", folder)
    given(folder)
    process = subprocess.Popen(command(folder, "hold.exe", path), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    try:
        assert process.stdout.readline().strip() == b"held"
        yield
    finally:
        process.kill()
        process.wait()


def base(folder, out):
    """The base of the only unit in a published OUT."""
    (unit,) = json.loads((folder / out / "summary.json").read_text())["units"]
    return unit["scopes"]["month"]["base_fen"]


samples = Path(__file__).parents[2] / "samples"
passed = []


def double_click():
    desk = place("双击")
    shutil.copytree(samples / "inbox", desk / "台账")
    shutil.copy(samples / "units.xlsx", desk / "名册.xlsx")
    said, status = started(desk, [], [("直接按回车", ""), ("按回车键结束", "")])
    has(said, "台账", "单位名册  名册.xlsx", "核查哪个月？直接按回车为2024-03")
    has(said, "audit 台账 --registry 名册.xlsx -o 报告 --period 2024-03")
    has(said, "共29个单位", r"报告\index.html", "按回车键结束")
    assert status in (0, 3), status
    truth = {u["unit"]: u["verdict"] for u in json.loads((samples / "truth.json").read_text())["units"]}
    made = {u["unit"]: u["verdict"] for u in json.loads((desk / "报告/summary.json").read_text())["units"]}
    assert made == truth, "the verdicts are not those of the samples"
    assert not (desk / ".报告.bangfu").exists()


def dropped_folder():
    desk = place("拖放")
    (desk / "收到 的").mkdir()
    (desk / "收到 的/3月.csv").write_text(LEDGER % "700.00")
    answers = [("核查哪个月", "13月"), ("不是月份", "2024年3月"), ("按回车键结束", "")]
    said, status = started(desk, ["Z:\\home\\desk\\拖放\\收到 的"], answers)
    has(said, "“13月”不是月份", "没有单位名册", "未达标1", '"收到 的" -o 报告')
    assert status == 0, (status, said)


def dropped_workbook():
    desk = place("自查")
    (desk / "3月.csv").write_text(LEDGER % "700.00")
    said, status = started(desk, ["Z:\\home\\desk\\自查\\3月.csv"], [("按回车键结束", "")])
    has(said, "check 3月.csv", "盐湖区甲小学", "按回车键结束")
    assert status in (0, 3) and not (desk / "报告").exists(), (status, said)


def report_held_open():
    desk = place("占用")
    answers = [("核查哪个月", ""), ("按回车键结束", "")]

    def run(amount):
        (desk / "台账").mkdir(exist_ok=True)
        (desk / "台账/3月.csv").write_text(LEDGER % amount)
        return started(desk, [], answers)[0]

    run("700.00")
    with held(desk, "报告\\summary.xlsx"):
        said = run("800.00")
    has(said, r"报告\summary.xlsx”正被别的程序打开", "报告 (2)", r"报告 (2)\index.html")
    assert (base(desk, "报告"), base(desk, "报告 (2)")) == (70000, 80000)
    run("900.00")
    assert base(desk, "报告") == 90000
    assert not [p.name for p in desk.iterdir() if p.name.startswith(("报告 ", "报告.", ".报告"))]


for test in [double_click, dropped_folder, dropped_workbook, report_held_open]:
    test()
    passed.append(test.__name__)
    print(f"console: {test.__name__} ... ok", flush=True)
print(f"console: {len(passed)} passed, 0 failed")
