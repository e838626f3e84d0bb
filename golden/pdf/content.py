"""Truth as a file, the list of cases, and the invented content that several cases share."""

import subprocess
from pathlib import Path

from writer import rows_of

HERE = Path(__file__).resolve().parent
UMING = ("/usr/share/fonts/truetype/arphic/uming.ttc", 0)
UKAI = ("/usr/share/fonts/truetype/arphic/ukai.ttc", 0)
ZENHEI = ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0)
CASES = {}


def case(function):
    CASES[function.__name__.replace("_", "-")] = function
    return function


class Truth:
    """What stands in a file, as it was laid out."""

    def __init__(self, what, writer, pages=1):
        self.what, self.writer, self.pages = what, writer, pages
        self.tables, self.paragraphs, self.furniture, self.extra = [], [], [], {}

    def write(self, path):
        quote = lambda s: '"' + "".join(s.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'
        out = [f"# {self.what}", f"# Written by {self.writer}; see make.py.", f"pages = {self.pages}"]
        out += [f"{k} = {v}" for k, v in self.extra.items()]
        for name in ("paragraphs", "furniture"):
            if getattr(self, name) or name == "paragraphs":
                out += [f"{name} = ["] + [f"    {quote(t)}," for t in getattr(self, name)] + ["]"]
        for table in self.tables:
            out += ["", "[[table]]", f'rows = {table.rows}', f'cols = {table.cols}', f'grid = "{table.grid}"', "cells = ["]
            for c in table.filled():
                cut = f", {c.first}" if c.first else ""
                out.append(f"    [{c.row}, {c.col}, {c.rows}, {c.cols}, {c.page}, {quote(c.text)}{cut}],")
            out.append("]")
        path.write_text("\n".join(out) + "\n", encoding="utf8")


def chars_of(*tables, more=""):
    text = more + "".join(c.text for t in tables for c in t.cells)
    return "".join(sorted(set(text) - set("\n"))) + "0123456789.%"


HEAD = ["一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分"]


def indicators(page=1):
    """A small indicator table with spans in both directions; everything adds up."""
    return rows_of(
        [
            HEAD,
            ["产出指标", "数量指标", "湿地巡护里程", "12", "≥3600公里", "3742.50公里", "12"],
            [None, None, "鸟类监测样线数", "8", "=24条", "24条", "8"],
            [None, "质量指标", "监测数据合格率", "10", "≥96%", "97.45%", "10"],
            [None, "时效指标", "巡护月报按期率", "10", "=100%", "91.67%", "9.17"],
            ["效益指标", "社会效益", "科普活动参与人次", "15", "≥5000人次", "4,860人次", "14.58"],
            [None, "生态效益", "黑脸琵鹭越冬数量", "15", "稳中有升", "达成预期目标", "15"],
            ["满意度指标", None, "周边村民满意度", "10", "≥90%", "93.2%", "10"],
            ["合计", None, None, "80", "", "", "78.75"],
        ],
        spans=[(1, 0, 4, 1), (1, 1, 2, 1), (5, 0, 2, 1), (7, 0, 1, 2), (8, 0, 1, 3)],
        page=page,
    )


def budget(page=1):
    return rows_of(
        [
            ["项目", "年初预算数", "全年预算数", "全年执行数", "执行率"],
            ["资金总额", "318.00", "326.40", "309.15", "94.72%"],
            ["其中：财政拨款", "300.00", "308.40", "292.35", "94.80%"],
            ["其他资金", "18.00", "18.00", "16.80", "93.33%"],
        ],
        page=page,
    )


def plan(rows, page=1):
    """A long plain table: row number, item, unit, plan, done, remark."""
    items = ["芦苇补植", "沟渠清淤", "围栏维修", "监测井洗井", "界碑更换", "无人机巡航", "水样送检", "枯枝清运", "浮标校准", "宣传栏更新",
             "栈道加固", "鱼苗增殖", "外来植物清除", "泵站检修", "护岸补坡", "气象站保养", "救护笼舍消毒", "样方调查", "标本整理", "志愿者培训"]
    units = ["亩", "米", "处", "眼", "块", "架次", "份", "吨", "个", "面"]
    lines = [["序号", "工作事项", "单位", "计划数", "完成数", "备注"]]
    for n in range(rows):
        done = 40 + n * 7 % 53
        lines.append([str(n + 1), f"{items[n % 20]}{'' if n < 20 else '（二）' if n < 40 else '（三）'}", units[n % 10], str(40 + n), f"{done}.{n % 10}0", "" if n % 3 else "跨年"])
    return rows_of(lines, page=page)


def place_rows(path, table, column):
    """Looks up, with pdftotext, on which page each row stands; the column must hold texts that stand nowhere else."""
    out = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
    pages = ["".join(p.split()) for p in out.split("\f")]
    for row in range(table.rows):
        key = next((c.text for c in table.cells if c.row == row and c.col == column and c.text), None)
        page = next((n for n, p in enumerate(pages, 1) if key and "".join(key.split()) in p), None)
        assert page, (path.name, row, key)
        for cell in table.cells:
            if cell.row == row:
                cell.page = page
    for cell in table.cells:
        pages_of = [c.page for r in range(cell.row, cell.row + cell.rows) for c in table.cells if c.row == r and c.rows == 1][:]
        before = len({r for r in range(cell.row, cell.row + cell.rows) if any(c.row == r and c.rows == 1 and c.page == cell.page for c in table.cells)})
        if before < cell.rows and pages_of:
            cell.first = before
    return len([p for p in pages if p])
