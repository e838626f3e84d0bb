"""Makes the PDFs of this folder, each with its truth beside it as TOML. Run by hand; the tests need only what it wrote.

    apt-get install libreoffice-writer-nogui qpdf poppler-utils fonts-arphic-uming fonts-arphic-ukai fonts-wqy-zenhei fonts-noto-cjk
    pip install reportlab python-docx fonttools
    python3 golden/pdf/make.py [NAME …]

The truth is what was laid out, never what a reader found. Only the page on which LibreOffice put a row is looked up, with
pdftotext. All bodies, places and figures are invented.

Truth: `pages`, `paragraphs` (body text in reading order; white space does not count), `furniture` (running heads and feet),
`[[table]]` with `rows`, `cols`, `grid` and `cells` as `[row, col, rows, cols, page, text]`, plus a seventh number where a page
break cuts a merged cell: the rows before the break; there a second, empty cell after the break is as good as one long one.
`records` lists project and total score of each record that the file must give.
`error` names the error the file must end in; `may_be` the error it may end in. `no_text` lists pages without usable text.
`doubtful = true`: a character may be missing or U+FFFD, but none may be wrong, and a notice must say so.
"""

import logging
import subprocess
import sys
import tempfile
from pathlib import Path

from writer import (Cell, CidFont, EmbeddedFont, Pdf, ReportlabFont, ReportlabSheet, SimpleGbkFont, Table, grid, rows_of, wrap)

HERE = Path(__file__).resolve().parent
UMING = ("/usr/share/fonts/truetype/arphic/uming.ttc", 0)
UKAI = ("/usr/share/fonts/truetype/arphic/ukai.ttc", 0)
ZENHEI = ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0)
CASES = {}


def case(function):
    CASES[function.__name__.replace("_", "-")] = function
    return function


class Truth:
    def __init__(self, what, writer, pages=1):
        self.what, self.writer, self.pages = what, writer, pages
        self.tables, self.paragraphs, self.furniture, self.extra = [], [], [], {}

    def write(self, path):
        quote = lambda s: '"' + "".join(s.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'
        out = [f"# {self.what}", f"# Written by {self.writer}; see make.py.", f"pages = {self.pages}"]
        out += [f"{k} = {v}" for k, v in self.extra.items()]
        for name in ("paragraphs", "furniture"):
            if getattr(self, name):
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


# ---------------------------------------------------------------- content

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


# ---------------------------------------------------------------- written object by object


def heading(sheet, truth, font, x, y, text, size=14):
    sheet.text(x, y, font, size, text)
    truth.paragraphs.append(text)


def report_page(pdf, truth, font, title, table, widths, y=70, **options):
    """A title and a table on a new sheet."""
    sheet = pdf.sheet()
    heading(sheet, truth, font, 60, y, title)
    grid(sheet, table, 60, y + 20, widths, font, **options)
    truth.tables.append(table)
    return sheet


WIDTHS = [50, 60, 110, 40, 75, 80, 45]


def not_embedded(path, name, encoding, codec, title):
    truth, pdf = Truth(f"宋体一类字体不嵌入，编码 {encoding}，没有 ToUnicode。", "writer.py"), Pdf()
    font = CidFont(name, encoding, codec)
    report_page(pdf, truth, font, title, indicators(), WIDTHS, center=(0, 1, 3, 6))
    pdf.save(path)
    return truth


@case
def raw_gbk_euc(path):
    return not_embedded(path, "SimSun", "GBK-EUC-H", "gbk", "鹭洲湿地管护项目绩效自评表（2023年度）")


@case
def raw_gb_euc(path):
    return not_embedded(path, "FangSong_GB2312", "GB-EUC-H", "gb2312", "鹭洲湿地管护项目绩效自评表（2022年度）")


@case
def raw_unigb_ucs2(path):
    return not_embedded(path, "SimHei", "UniGB-UCS2-H", "utf-16-be", "鹭洲湿地管护项目绩效自评表（2021年度）")


@case
def raw_gbk_simple(path):
    truth, pdf = Truth("简单字体（名字也是 GBK 字节），不嵌入，字符串就是 GBK 字节。", "writer.py"), Pdf()
    report_page(pdf, truth, SimpleGbkFont("方正小标宋"), "白鹭河项目支出绩效自评表", indicators(), WIDTHS, rules="frames")
    pdf.save(path)
    return truth


@case
def raw_font_cmap(path):
    truth, pdf = Truth("嵌入子集，Identity-H，没有 ToUnicode；字体自己的 cmap 还在，可以反查。", "writer.py"), Pdf()
    table = indicators()
    font = EmbeddedFont(*UMING, chars_of(table, more="白鹭河项目支出绩效自评表"), "SimSun", unicode=lambda c: None, keep_cmap=True)
    report_page(pdf, truth, font, "白鹭河项目支出绩效自评表", table, WIDTHS)
    pdf.save(path)
    return truth


@case
def raw_no_unicode(path):
    truth, pdf = Truth("嵌入子集，Identity-H，没有 ToUnicode，字体也没有 cmap：读不出，必须说明。", "writer.py"), Pdf()
    table = budget()
    font = EmbeddedFont(*UMING, chars_of(table, more="预算执行情况"), "SimSun", unicode=lambda c: None)
    report_page(pdf, truth, font, "预算执行情况", table, [110, 80, 80, 80, 70])
    truth.extra = {"doubtful": "true"}
    pdf.save(path)
    return truth


@case
def raw_digits_doubtful(path):
    truth, pdf = Truth("ToUnicode 缺数字：汉字可读，数字不可信。", "writer.py"), Pdf()
    table = budget()
    font = EmbeddedFont(*UKAI, chars_of(table, more="预算执行情况"), "KaiTi", unicode=lambda c: None if c.isdigit() else c)
    report_page(pdf, truth, font, "预算执行情况", table, [110, 80, 80, 80, 70])
    truth.extra = {"doubtful": "true"}
    pdf.save(path)
    return truth


@case
def raw_radicals(path):
    truth, pdf = Truth("ToUnicode 把一些字写成康熙部首或兼容字：读出来应是通常的字。", "writer.py"), Pdf()
    odd = dict(zip("一二金目人生水行里面立黑", "⼀⼆⾦⽬⼈⽣⽔⾏⾥⾯⽴⿊"))
    table = indicators()
    font = EmbeddedFont(*UMING, chars_of(table, more="水面巡护项目自评表立行"), "SimSun", unicode=lambda c: odd.get(c, c))
    report_page(pdf, truth, font, "水面巡护项目自评表", table, WIDTHS)
    pdf.save(path)
    return truth


@case
def raw_rotate90(path):
    truth, pdf = Truth("纸张竖放，/Rotate 90：看上去是横页。", "writer.py"), Pdf()
    font = CidFont("SimSun", "GBK-EUC-H", "gbk")
    sheet = pdf.sheet(rotate=90)
    heading(sheet, truth, font, 80, 60, "单位整体支出绩效自评表（横页）")
    table = indicators()
    grid(sheet, table, 80, 80, [80, 90, 160, 60, 110, 120, 60], font, size=10, center=(0, 1, 3, 6))
    truth.tables.append(table)
    pdf.save(path)
    return truth


@case
def raw_sideways(path):
    truth, pdf = Truth("横表横着印在竖页上，没有 /Rotate：每个字都转了九十度。", "writer.py"), Pdf()
    font = CidFont("SimSun", "UniGB-UCS2-H", "utf-16-be")
    sheet = pdf.sheet()
    sheet.turned = True
    heading(sheet, truth, font, 80, 60, "单位整体支出绩效自评表（侧印）")
    table = indicators()
    grid(sheet, table, 80, 80, [80, 90, 160, 60, 110, 120, 60], font, size=10, rules="boxes", center=(0, 1, 3, 6))
    truth.tables.append(table)
    pdf.save(path)
    return truth


@case
def raw_vertical(path):
    truth, pdf = Truth("一字一行的竖排标签，被列宽折断的数字，格内列表。", "writer.py"), Pdf()
    table = rows_of(
        [
            ["类别", "指标", "分值", "目标值", "完成值", "得分", "说明"],
            ["产出指标", "清淤土方量", "20", "12000立方米", "11863.40立方米", "19.77", "1.三月前完成招标\n2.九月底验收"],
            [None, "闸门完好率", "15", "≥95%", "97.45%", "15", ""],
            [None, "资金支付额", "15", "1,002.59万元", "1,002.59万元", "15.00", "按合同约定的三个节点拨付，不另设尾款"],
            ["效益指标", "受益人口", "25", "≥48000人", "51237人", "25", ""],
            [None, "投诉件数", "25", "≤6件", "4件", "25", "均在五个工作日内办结"],
        ],
        spans=[(1, 0, 3, 1), (4, 0, 2, 1)],
    )
    font = EmbeddedFont(*UMING, chars_of(table, more="河道管护绩效自评表"), "SimSun")
    # Columns so narrow that one ideograph, or four digits, fill a line.
    report_page(pdf, truth, font, "河道管护绩效自评表", table, [16, 70, 17, 50, 34, 22, 120], size=10, pad=2.5)
    pdf.save(path)
    return truth


@case
def raw_lines(path):
    truth, pdf = Truth("同一页四张表：细长填充块、虚线、双线、断成小段又对不齐的线。", "writer.py"), Pdf()
    font = EmbeddedFont(*ZENHEI, chars_of(budget(), more="表一二三四各种线"), "SimHei")
    sheet, y = pdf.sheet(), 50
    for n, rules in enumerate(("boxes", "dashed", "double", "pieces")):
        heading(sheet, truth, font, 60, y, f"表{'一二三四'[n]}", 11)
        table = budget()
        y = grid(sheet, table, 60, y + 10, [110, 80, 80, 80, 70], font, rules=rules) + 40
        truth.tables.append(table)
    pdf.save(path)
    return truth


@case
def raw_open_rules(path):
    truth, pdf = Truth("三张少线的表：只有横线；三线表；只有内线没有外框。", "writer.py"), Pdf()
    font = EmbeddedFont(*ZENHEI, chars_of(budget(), more="表一二三各种线"), "SimHei")
    sheet, y = pdf.sheet(), 50
    for n, rules in enumerate(("horizontal", "three", "inner")):
        heading(sheet, truth, font, 60, y, f"表{'一二三'[n]}", 11)
        table = budget()
        table.grid = "any"
        y = grid(sheet, table, 60, y + 10, [110, 80, 80, 80, 70], font, rules=rules) + 50
        truth.tables.append(table)
    pdf.save(path)
    return truth


@case
def raw_unruled(path):
    truth, pdf = Truth("没有线的表，前后是正文。", "writer.py"), Pdf()
    font = CidFont("SimSun", "GBK-EUC-H", "gbk")
    sheet = pdf.sheet()
    lines = ["二、资金使用情况", "全年各项资金均按批复的用途使用，支出进度与合同约定相符，下表列出三个季度的", "支付情况，金额单位为万元。"]
    for n, line in enumerate(lines):
        sheet.text(82 if n < 2 else 60, 80 + 22 * n, font, 12, line)
    table = rows_of(
        [["季度", "计划支付", "实际支付", "进度"], ["第一季度", "86.00", "84.20", "97.91%"], ["第二季度", "120.50", "120.50", "100.00%"],
         ["第三季度", "64.75", "60.18", "92.94%"], ["合计", "271.25", "264.88", "97.65%"]],
        grid="guessed",
    )
    y = grid(sheet, table, 80, 140, [120, 110, 110, 100], font, size=10.5, rules="none")
    sheet.text(82, y + 30, font, 12, "其余资金结转下年度使用。")
    truth.paragraphs += [lines[0], lines[1] + lines[2], "其余资金结转下年度使用。"]
    truth.tables.append(table)
    pdf.save(path)
    return truth


@case
def raw_overflow(path):
    truth, pdf = Truth("格内文字超出格子右边或上下边，仍属于原来的格子。", "writer.py"), Pdf()
    table = rows_of(
        [["项目名称", "单位", "预算", "支出"], ["白鹭河口外来植物清除和补植", "元", "286400.00", "281955.50"], ["界碑", "元", "9600.00", "9600.00"], ["合计", "", "296000.00", "291555.50"]]
    )
    font = EmbeddedFont(*UMING, chars_of(table, more="超出格子"), "SimSun")
    # Thirteen ideographs of nine points in a column of 114: the last one crosses the rule.
    report_page(pdf, truth, font, "超出格子", table, [114, 60, 70, 70], no_wrap={(1, 0)}, center=(1,))
    pdf.save(path)
    return truth


@case
def raw_bold(path):
    truth, pdf = Truth("假粗体：同一个字错开一点印两遍；另一表头用描边加填充。数字 11、22 不能当成重印去掉。", "writer.py"), Pdf()
    table = rows_of([["名称", "数量", "金额"], ["水样", "11", "1122.00"], ["土样", "222", "3344.55"], ["鸟鸟鸣鸣录音", "8", "100.00"]])
    font = EmbeddedFont(*UMING, chars_of(table, more="采样费用明细采采样样"), "SimSun")
    sheet = pdf.sheet()

    class Twice:
        def __getattr__(self, name):
            return getattr(sheet, name)

        def text(self, x, y, font, size, text, mode=0, rise=0):
            # Old word processors print each glyph twice, 0.3 pt apart.
            step = 0
            for char in text:
                for shift in (0, 0.3):
                    sheet.text(x + step + shift, y, font, size, char)
                step += font.width(char) * size

    heading(Twice(), truth, font, 60, 60, "采样费用明细")
    grid(Twice(), table, 60, 80, [120, 60, 80], font)
    truth.tables.append(table)

    class Stroked(Twice):
        def text(self, x, y, font, size, text, mode=0, rise=0):
            sheet.text(x, y, font, size, text, mode=2)

    again = rows_of([["名称", "数量", "金额"], ["水样", "11", "1122.00"], ["土样", "222", "3344.55"]])
    heading(Stroked(), truth, font, 60, 230, "采采样样费用")
    grid(Stroked(), again, 60, 250, [120, 60, 80], font)
    truth.tables.append(again)
    pdf.save(path)
    return truth


@case
def raw_continued(path):
    truth, pdf = Truth("跨两页的表：第二页印“续表”和重复的表头；页眉、页脚、页码。", "writer.py", 2), Pdf()
    font = CidFont("SimSun", "UniGB-UCS2-H", "utf-16-be")
    whole = plan(24)
    title = "附表2 年度工作完成情况"
    parts = [whole.cells[: 6 * 15], whole.cells[:6] + whole.cells[6 * 15 :]]
    for page, part in enumerate(parts, 1):
        sheet = pdf.sheet()
        sheet.text(220, 40, font, 9, "鹭洲湿地管护站绩效自评报告")
        sheet.text(280, 815, font, 9, f"- {page} -")
        table = Table(len(part) // 6, 6, [Cell(n // 6, n % 6, c.text) for n, c in enumerate(part)])
        sheet.text(60, 80, font, 12, title if page == 1 else "续表")
        grid(sheet, table, 60, 95, [40, 150, 50, 80, 80, 70], font, size=10, center=(0, 2), least=45 if page == 1 else 0)
    for cell in whole.cells:
        cell.page = 1 if cell.row < 15 else 2
    truth.tables.append(whole)
    truth.paragraphs = [title]
    truth.furniture = ["鹭洲湿地管护站绩效自评报告", "-1-", "-2-"]
    truth.extra = {"may_hold": '["续表"]'}
    pdf.save(path)
    return truth


@case
def raw_row_cut(path):
    truth, pdf = Truth("没有重复表头的跨页表，一行文字被页末切成两半；合并的标签接到下一页；页末没有下框线。", "writer.py", 2), Pdf()
    font = CidFont("SimSun", "GBK-EUC-H", "gbk")
    whole = rows_of(
        [
            ["方面", "内容", "完成情况", "得分"],
            ["管护", "巡护", "全年组织日常巡护二百四十次，夜间巡护三十六次。", "18"],
            [None, "监测", "布设样线二十四条，其中水鸟样线十六条，林鸟样线八条，每条样线每月调查一次，全部数据按月入库并经第二人复核。", "19.5"],
            [None, "修复", "补植芦苇四十六亩，成活率93.80%。", "17"],
            ["保障", "制度", "修订管护办法一项。", "20"],
            [None, "经费", "支出309.15万元。", "19"],
        ],
        spans=[(1, 0, 3, 1), (4, 0, 2, 1)],
    )
    widths, x, size = [50, 60, 260, 60], 60, 10.5
    xs = [60, 110, 170, 430, 490]
    step = size * 1.35

    def row(sheet, y, lines, cells, label=None, top=True, bottom=True):
        h = lines * step + 8
        for n, text in enumerate(cells):
            for k, line in enumerate(text):
                sheet.text(xs[n] + 4, y + 4 + size + k * step, font, size, line)
        for edge in xs:
            sheet.line(edge, y, edge, y + h)
        start = xs[0] if label else xs[1]
        if top:
            sheet.line(start, y, xs[-1], y)
        return y + h

    first, second = pdf.sheet(), pdf.sheet()
    heading(first, truth, font, 60, 600, "管护工作完成情况表", 14)
    y = row(first, 640, 1, [["方面"], ["内容"], ["完成情况"], ["得分"]], label=True)
    y = row(first, y, 2, [["管护"], ["巡护"], ["全年组织日常巡护二百四十次，夜间巡护三", "十六次。"], ["18"]], label=True)
    y = row(first, y, 2, [[], ["监测"], ["布设样线二十四条，其中水鸟样线十六条，林", "鸟样线八条，每条样线每月调查一次，全部数"], ["19.5"]])
    y = row(second, 60, 1, [[], [], ["据按月入库并经第二人复核。"], []], top=False)
    y = row(second, y, 1, [[], ["修复"], ["补植芦苇四十六亩，成活率93.80%。"], ["17"]])
    y = row(second, y, 1, [["保障"], ["制度"], ["修订管护办法一项。"], ["20"]], label=True)
    y = row(second, y, 1, [[], ["经费"], ["支出309.15万元。"], ["19"]])
    second.line(xs[0], y, xs[-1], y)
    for cell in whole.cells:
        cell.page = 2 if cell.row >= 3 else 1
        if (cell.row, cell.col) == (1, 0):
            cell.first = 2
    truth.tables.append(whole)
    pdf.save(path)
    return truth


@case
def raw_ocr_layer(path):
    """A scan: one picture over the page, and under it the invisible text of a recognizer that erred."""
    truth, pdf = Truth("扫描图像下面藏着认错的文字层：不能当真，要说明。", "writer.py"), Pdf()
    font = CidFont("SimSun", "UniGB-UCS2-H", "utf-16-be")
    sheet = pdf.sheet()
    table = rows_of([["指标", "分值", "得分"], ["湿地巡护里程", "12", "21"], ["监测数据合格率", "10", "1O"], ["合计", "22", "2Z"]])
    shown = rows_of([["指标", "分值", "得分"], ["湿地巡护里程", "12", "12"], ["监测数据合格率", "10", "10"], ["合计", "22", "22"]])

    class Hidden:
        def text(self, x, y, font, size, text, mode=0, rise=0):
            sheet.text(x, y, font, size, text, mode=3)

        def line(self, *args, **options):
            pass

    grid(Hidden(), table, 60, 100, [150, 60, 60], font, size=14)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        page = Pdf()
        print_font = EmbeddedFont(*UMING, chars_of(shown), "SimSun")
        grid(page.sheet(), shown, 60, 100, [150, 60, 60], print_font, size=14)
        page.save(work / "page.pdf")
        subprocess.run(["pdftoppm", "-gray", "-r", "60", work / "page.pdf", work / "page"], check=True)
        image = next(work.glob("page*.pgm")).read_bytes()
    _, size, _, pixels = image.split(b"\n", 3)
    width, height = map(int, size.split())
    sheet.image(0, 0, 595.28, 841.89, width, height, pixels)
    truth.extra = {"no_text": "[1]"}
    pdf.save(path)
    return truth


@case
def raw_side_by_side(path):
    truth, pdf = Truth("左右并排的两张表，行高不同。", "writer.py"), Pdf()
    left = rows_of([["收入项目", "金额"], ["财政拨款", "308.40"], ["事业收入", "12.60"], ["其他收入", "5.40"], ["收入合计", "326.40"]])
    right = rows_of([["支出项目", "预算", "执行"], ["人员经费", "180.00", "176.25"], ["公用经费", "46.40", "42.90"], ["项目经费", "100.00", "90.00"], ["结余", "", "17.25"], ["支出合计", "326.40", "326.40"]])
    font = EmbeddedFont(*UKAI, chars_of(left, right, more="收支对照表"), "KaiTi")
    sheet = pdf.sheet()
    heading(sheet, truth, font, 240, 60, "收支对照表")
    grid(sheet, left, 50, 90, [110, 80], font, size=10, least=24)
    grid(sheet, right, 300, 90, [100, 70, 70], font, size=10, least=21)
    truth.tables += [left, right]
    pdf.save(path)
    return truth


@case
def raw_two_columns(path):
    truth, pdf = Truth("两栏排版，左栏有表，一句话从左栏末接到右栏头。", "writer.py"), Pdf()
    font = CidFont("FangSong", "GBK-EUC-H", "gbk")
    sheet = pdf.sheet()
    size, step = 10.5, 17

    def column(x, y, paragraphs, first=True):
        for n, text in enumerate(paragraphs):
            text = ("" if n == 0 and not first else "　　") + text
            while text:
                sheet.text(x, y, font, size, text[:20])
                text, y = text[20:], y + step
        return y

    one = "本项目由鹭洲湿地管护站承担，主要任务是巡护、监测和生境修复，实施期为两年，覆盖核心区全部范围。"
    two = "项目资金由省级财政安排，分三批拨付，下表列出各批次的金额，单位为万元。"
    cut = ("从支付进度看，前两批资金均在当季支付完毕，第三批因汛期推迟，", "到年底仍有尾款没有支付，已按规定结转，下一年度将优先安排支付。")
    last = "建议今后把汛期因素写进实施方案，并相应调整各季度的支付计划。"
    y = column(60, 80, [one, two])
    table = rows_of([["批次", "拨付", "支付"], ["第一批", "120.00", "120.00"], ["第二批", "100.00", "100.00"], ["第三批", "88.40", "72.35"]])
    y = grid(sheet, table, 60, y, [70, 70, 70], font, size=10) + 20
    text = "　　" + cut[0] + cut[1]
    lines = [text[i : i + 20] for i in range(0, len(text), 20)]
    for n, line in enumerate(lines[:2]):
        sheet.text(60, y + n * step, font, size, line)
    for n, line in enumerate(lines[2:]):
        sheet.text(320, 80 + n * step, font, size, line)
    column(320, 80 + len(lines[2:]) * step, [last] + [
        "鹭洲湿地管护站还将完善资料归档制度，按月整理巡护日志和监测原始记录。",
        "各科室于每季度末核对一次指标完成情况，发现偏差及时说明原因。",
    ])
    truth.paragraphs = [one, two, cut[0] + cut[1], last, "鹭洲湿地管护站还将完善资料归档制度，按月整理巡护日志和监测原始记录。", "各科室于每季度末核对一次指标完成情况，发现偏差及时说明原因。"]
    truth.tables.append(table)
    pdf.save(path)
    return truth


@case
def raw_paragraphs(path):
    truth, pdf = Truth("正文跨页：句子和数字被页末切开，页眉页脚不进正文；上标。", "writer.py", 2), Pdf()
    font = EmbeddedFont(*UMING, "".join(sorted(set(PROSE + "鹭洲湿地管护站绩效自评报告第页共一、基本情况核心区面积　0123456789"))), "SimSun")
    first, second = pdf.sheet(), pdf.sheet()
    for n, sheet in enumerate((first, second), 1):
        sheet.text(60, 40, font, 9, "鹭洲湿地管护站绩效自评报告")
        sheet.line(60, 46, 535, 46)
        sheet.text(270, 810, font, 9, f"第{n}页共2页")
    heading(first, truth, font, 84, 90, "一、基本情况", 14)
    lines = wrap("　　" + PROSE, font, 12, 475)
    for n, line in enumerate(lines):
        sheet, y = (first, 700 + 24 * n) if n < 4 else (second, 90 + 24 * (n - 4))
        sheet.text(60, y, font, 12, line)
    y, area = 90 + 24 * (len(lines) - 4), "　　核心区面积46.20公里"
    end = 60 + 12 * sum(font.width(c) for c in area)
    second.text(60, y, font, 12, area)
    second.text(end, y, font, 7, "2", rise=5)
    second.text(end + 7 * font.width("2"), y, font, 12, "。")
    truth.paragraphs += [PROSE, "核心区面积46.20公里2。"]
    truth.furniture = ["鹭洲湿地管护站绩效自评报告", "第1页共2页", "第2页共2页"]
    pdf.save(path)
    return truth


PROSE = (
    "全年共下达预算326.40万元，实际支出309.15万元，其中巡护经费128.60万元，监测经费96.35万元，修复经费84.20万元。年内完成巡护里程"
    "3742.50公里，布设样线二十四条，记录水鸟一百一十七种，较上年增加九种。受汛期影响，第三季度的围栏维修推迟到十一月完成，由此少支付"
    "尾款17.25万元，已按规定结转。各项工作均有台账可查，资料齐全，经抽查未见差错。"
)


@case
def raw_windows(path):
    truth, pdf = Truth("两页各是同一幅长内容的一个窗口：两页都带着全部文字，只显示一半，应各读一次。", "writer.py", 2), Pdf()
    font = CidFont("SimSun", "GBK-EUC-H", "gbk")
    upper, lower = budget(1), plan(8, 2)

    def draw(sheet):
        sheet.text(60, 80, font, 14, "表一 预算执行情况")
        grid(sheet, upper, 60, 100, [110, 80, 80, 80, 70], font)
        sheet.text(60, 942, font, 14, "表二 工作完成情况")
        grid(sheet, lower, 60, 962, [40, 150, 50, 80, 80, 70], font)

    for window in ((0, 842, 595, 1684), (0, 0, 595, 842)):
        sheet = pdf.sheet(595, 1684)
        sheet.window = window
        draw(sheet)
    truth.paragraphs = ["表一预算执行情况", "表二工作完成情况"]
    truth.tables = [upper, lower]
    pdf.save(path)
    return truth


@case
def raw_diagonal(path):
    truth, pdf = Truth("斜线表头：左上角一格用斜线分成两个名目；斜线不是表格线。", "writer.py"), Pdf()
    font = CidFont("SimSun", "GBK-EUC-H", "gbk")
    sheet = pdf.sheet()
    heading(sheet, truth, font, 60, 60, "分季度支付情况")
    table = rows_of([["", "一季度", "二季度", "三季度", "四季度"], ["巡护经费", "30.10", "32.45", "33.00", "33.05"], ["监测经费", "20.00", "25.15", "25.20", "26.00"]])
    grid(sheet, table, 60, 80, [100, 70, 70, 70, 70], font, least=30)
    sheet.line(60, 80, 160, 110)
    sheet.text(122, 92, font, 9, "季度")
    sheet.text(66, 106, font, 9, "项目")
    table.cells[0].text = "季度项目"
    truth.tables.append(table)
    pdf.save(path)
    return truth


@case
def raw_watermark(path):
    """Grey letters across the page, drawn first, as office programs do."""
    truth, pdf = Truth("整页斜排水印压在表上：水印的字不进格子。", "writer.py"), Pdf()
    font, table = CidFont("SimSun", "GBK-EUC-H", "gbk"), indicators()
    sheet = pdf.sheet()
    sheet.text(1, 1, font, 1, " ")  # Names the font on this sheet.
    for x, y in ((120, 560), (200, 330)):
        sheet.ops.append(b"q 0.85 g BT /F1 60 Tf 0.7071 0.7071 -0.7071 0.7071 %d %d Tm %s Tj ET Q" % (x, y, font.show("自评资料")))
    heading(sheet, truth, font, 60, 70, "白鹭河项目支出绩效自评表")
    grid(sheet, table, 60, 90, WIDTHS, font, center=(0, 1, 3, 6), least=40)
    truth.tables.append(table)
    truth.extra = {"may_hold": '["自评资料"]'}
    pdf.save(path)
    return truth


@case
def raw_page_frame(path):
    truth, pdf = Truth("页面四周有装饰框，正文里有下划线填空：都不是表。", "writer.py"), Pdf()
    font = CidFont("FangSong", "UniGB-UCS2-H", "utf-16-be")
    sheet = pdf.sheet()
    sheet.frame(40, 40, 555, 800, 1.5)
    sheet.frame(44, 44, 551, 796, 0.5)
    lines = [("项目支出绩效自评报告", 220, 120, 16), ("项目名称：鹭洲湿地管护", 120, 300, 14), ("主管部门：云岭省林业厅", 120, 350, 14), ("填报日期：二〇二四年三月", 120, 400, 14)]
    for text, x, y, size in lines:
        sheet.text(x, y, font, size, text)
        truth.paragraphs.append(text)
        if size == 14:
            start = x + 14 * 5
            sheet.line(start, y + 3, start + 180, y + 3)
    pdf.save(path)
    return truth


@case
def raw_framed_table(path):
    truth, pdf = Truth("单元格下面垫着白色和灰色填充块，标题外也有白色块：看不见的边不是线。", "writer.py"), Pdf()
    font, table = CidFont("SimSun", "UniGB-UCS2-H", "utf-16-be"), budget()
    sheet = pdf.sheet()
    for n, x in enumerate((60, 170, 250, 330, 410)):
        for level in range(5):
            sheet.fill(x, 60 + 20 * level, x + (110 if n == 0 else 80), 80 + 20 * level, 1)
    sheet.fill(60, 120, 480, 138, 0.8)
    heading(sheet, truth, font, 200, 75, "2023年预算执行情况表")
    sheet.text(60, 112, font, 9, "编制单位：鹭洲湿地管护站")
    sheet.text(430, 112, font, 9, "单位：万元")
    # One line with a wide gap: one text or two.
    truth.extra = {"may_hold": '["编制单位：鹭洲湿地管护站", "单位：万元", "编制单位：鹭洲湿地管护站单位：万元"]'}
    grid(sheet, table, 60, 120, [110, 80, 80, 80, 70], font, rules="boxes")
    truth.tables.append(table)
    pdf.save(path)
    return truth


@case
def raw_head_rows(path):
    truth, pdf = Truth("两层表头在第二页重复，第二页另有页眉；最后一行是合计。", "writer.py", 2), Pdf()
    font = CidFont("SimSun", "GBK-EUC-H", "gbk")
    head = [["编码", None, "科目名称", "预算数", None, "执行数"], ["类", "款", None, "小计", "其中：项目", None]]
    spans = [(0, 0, 1, 2), (0, 2, 2, 1), (0, 3, 1, 2), (0, 5, 2, 1)]
    body = []
    for n in range(12):
        code = 301 + n // 6
        top = n % 6 == 0
        body.append([str(code), "" if top else f"{n % 6:02d}", ["湿地保护支出", "能力建设支出"][n // 6] if top else f"第{n % 6}目支出", "75.00" if top else f"{n % 6 * 5}.00", "0" if top else "", "70.10" if top else f"{n % 6 * 5 - 1}.02"])
    total = [["合计", None, None, "150.00", "0", "140.20"]]
    whole = rows_of(head + body + total, spans + [(14, 0, 1, 3)])
    for page, rows in ((1, body[:7]), (2, body[7:])):
        sheet = pdf.sheet()
        sheet.text(60, 40, font, 9, "鹭洲湿地管护站二〇二三年决算")
        if page == 1:
            heading(sheet, truth, font, 60, 500, "支出决算表", 12)
        last = page == 2
        part = rows_of(head + rows + (total if last else []), spans + ([(2 + len(rows), 0, 1, 3)] if last else []))
        grid(sheet, part, 60, 520 if page == 1 else 60, [50, 40, 160, 70, 80, 70], font, rules="frames")
    for cell in whole.cells:
        cell.page = 1 if cell.row < 9 else 2
    truth.tables.append(whole)
    truth.furniture = ["鹭洲湿地管护站二〇二三年决算"]
    pdf.save(path)
    return truth


@case
def raw_two_projects(path):
    """Two project forms back to back: two records."""
    truth, pdf = Truth("一个文件里两张项目自评表，一页一张：两份记录，两张表，不能连成一张。", "writer.py", 2), Pdf()
    font = CidFont("SimSun", "UniGB-UCS2-H", "utf-16-be")
    for page, (project, done, score) in enumerate((("鹭洲湿地巡护", "3742.50公里", "96.5"), ("鹭洲水质监测", "486份", "91")), 1):
        sheet = pdf.sheet()
        heading(sheet, truth, font, 200, 60, "项目支出绩效自评表")
        sheet.text(270, 78, font, 10, "（2023年度）")
        truth.paragraphs.append("（2023年度）")
        part = float(score) - 60
        table = rows_of(
            [
                ["项目名称", None, project, None, None, None],
                ["主管部门", None, "云岭省林业厅", "实施单位", "鹭洲湿地管护站", None],
                ["一级指标", "二级指标", "三级指标", "分值", "实际完成值", "得分"],
                ["产出指标", "数量指标", "年度任务量", "40", done, f"{part:g}"],
                ["效益指标", "社会效益指标", "公众知晓率", "40", "97.45%", "40"],
                ["满意度指标", "服务对象满意度指标", "群众满意度", "20", "95%", "20"],
                ["总分", None, None, "100", "", score],
            ],
            spans=[(0, 0, 1, 2), (0, 2, 1, 4), (1, 0, 1, 2), (1, 4, 1, 2), (6, 0, 1, 3)], page=page,
        )
        grid(sheet, table, 60, 100, [70, 90, 100, 60, 90, 50], font, size=10)
        truth.tables.append(table)
    truth.extra = {"records": '[["鹭洲湿地巡护", "96.5"], ["鹭洲水质监测", "91"]]'}
    pdf.save(path)
    return truth


# ---------------------------------------------------------------- damaged and locked files, from one written above


def changed(path, change, what, **extra):
    source = HERE / "raw-gbk-euc.pdf"
    truth = raw_gbk_euc(source)
    truth.what, truth.extra = what, extra
    change(source, path)
    return truth


@case
def encrypted_empty(path):
    def lock(source, target):
        subprocess.run(["qpdf", "--encrypt", "", "owner-secret", "256", "--", source, target], check=True)

    return changed(path, lock, "AES-256 加密，用户口令为空：照常读。")


@case
def encrypted_rc4(path):
    def lock(source, target):
        subprocess.run(["qpdf", "--allow-weak-crypto", "--encrypt", "", "owner-secret", "128", "--use-aes=n", "--", source, target], check=True)

    return changed(path, lock, "RC4-128 加密，用户口令为空：照常读。")


@case
def encrypted_password(path):
    def lock(source, target):
        subprocess.run(["qpdf", "--encrypt", "user-secret", "owner-secret", "256", "--", source, target], check=True)

    truth = changed(path, lock, "要口令才能打开：报错 encrypted。", error='"encrypted"')
    truth.tables, truth.paragraphs = [], []
    return truth


@case
def broken_xref(path):
    def smash(source, target):
        data = source.read_bytes()
        at = data.rindex(b"xref\n0 ")
        broken = bytes(b"0"[0] + (b - 47) % 10 if 48 <= b <= 57 else b for b in data[at + 7 : data.rindex(b"trailer")])
        data = data[: at + 7] + broken + data[data.rindex(b"trailer") :]
        target.write_bytes(data[: data.rindex(b"startxref")] + b"startxref\n99999\n%%EOF\n")

    return changed(path, smash, "交叉引用表的偏移全错：照常读。")


@case
def truncated(path):
    def cut(source, target):
        data = source.read_bytes()
        target.write_bytes(data[: data.rindex(b"xref\n0 ") - 7])

    return changed(path, cut, "文件尾（交叉引用表和 trailer）丢失：读出来的不能错，或者报错 damaged。", may_be='"damaged"')


# ---------------------------------------------------------------- reportlab


def reportlab_page(path, name, draw, height=841.89, width=595.28):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    if name == "STSong-Light":
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    else:
        pdfmetrics.registerFont(TTFont(name, {"uming": UMING, "zenhei": ZENHEI}[name][0], subfontIndex=0))
    canvas = Canvas(str(path), pagesize=(width, height), invariant=1)
    draw(ReportlabSheet(canvas, height), ReportlabFont(name), canvas)
    canvas.save()


@case
def rl_stsong(path):
    truth = Truth("STSong-Light，UniGB-UCS2-H，不嵌入；合并格。", "reportlab")
    table = indicators()

    def draw(sheet, font, canvas):
        heading(sheet, truth, font, 60, 60, "鹭洲湿地管护项目绩效自评表")
        grid(sheet, table, 60, 80, [60, 70, 100, 40, 75, 80, 45], font, center=(0, 1, 3, 6), rules="frames")

    truth.tables.append(table)
    reportlab_page(path, "STSong-Light", draw)
    return truth


@case
def rl_embedded(path):
    truth = Truth("嵌入 TrueType 子集（每个子集 256 个字），横页，格子用填充块画线。", "reportlab")
    table = indicators()

    def draw(sheet, font, canvas):
        heading(sheet, truth, font, 60, 60, "鹭洲湿地管护项目绩效自评表（横页）")
        grid(sheet, table, 60, 80, [90, 90, 170, 60, 110, 120, 70], font, size=11, center=(0, 1, 3, 6), rules="boxes")

    truth.tables.append(table)
    reportlab_page(path, "uming", draw, height=595.28, width=841.89)
    return truth


@case
def rl_long(path):
    from reportlab.lib import colors
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, SimpleDocTemplate, TableStyle

    pdfmetrics.registerFont(TTFont("zenhei", ZENHEI[0], subfontIndex=0))
    truth = Truth("reportlab 自己分页的长表，表头每页重复，表头有底色，隔行浅灰。", "reportlab platypus", 2)
    whole = plan(50)
    lines = [[c.text for c in whole.filled() if c.row == r] for r in range(whole.rows)]
    style = TableStyle([("FONT", (0, 0), (-1, -1), "zenhei", 10), ("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)]
                       + [("BACKGROUND", (0, r), (-1, r), colors.whitesmoke) for r in range(2, whole.rows, 2)])
    table = LongTable(lines, colWidths=[40, 140, 50, 80, 80, 70], repeatRows=1)
    table.setStyle(style)
    SimpleDocTemplate(str(path), pagesize=(595.28, 841.89), invariant=1).build([table])
    place_rows(path, whole, 1)
    truth.tables.append(whole)
    return truth


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


# ---------------------------------------------------------------- LibreOffice


class Word:
    """A DOCX that LibreOffice turns into a PDF."""

    def __init__(self, font, landscape=False):
        import docx
        from docx.enum.section import WD_ORIENT
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt

        self.qn, self.Pt, self.Cm = qn, Pt, Cm
        self.doc = docx.Document()
        style = self.doc.styles["Normal"]
        style.font.name, style.font.size = font, Pt(10.5)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
        style.paragraph_format.space_after = Pt(0)
        section = self.doc.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        if landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.left_margin = section.right_margin = Cm(2)

    def paragraph(self, text, size=None, indent=False, bold=False):
        paragraph = self.doc.add_paragraph()
        run = paragraph.add_run(text)
        run.bold = bold
        if size:
            run.font.size = self.Pt(size)
        if indent:
            paragraph.paragraph_format.first_line_indent = self.Pt(21)
        return paragraph

    def table(self, truth, widths, borders="all", repeat=False, size=9, row_height=None, keep_rows=True):
        from docx.oxml import OxmlElement

        out = self.doc.add_table(truth.rows, truth.cols)
        out.autofit = False
        properties = out._tbl.tblPr
        edges = OxmlElement("w:tblBorders")
        wanted = {"all": ["top", "left", "bottom", "right", "insideH", "insideV"], "none": [], "horizontal": ["top", "bottom", "insideH"]}[borders]
        for edge in wanted:
            element = OxmlElement(f"w:{edge}")
            for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
                element.set(self.qn(f"w:{name}"), value)
            edges.append(element)
        properties.append(edges)
        for column, width in zip(out.columns, widths):
            column.width = self.Cm(width)
        for row in out.rows:
            for cell, width in zip(row.cells, widths):
                cell.width = self.Cm(width)
            if keep_rows:
                row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            if row_height:
                row.height = self.Cm(row_height)
        if repeat:
            out.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell in truth.filled():
            here = out.cell(cell.row, cell.col)
            if cell.rows > 1 or cell.cols > 1:
                here = here.merge(out.cell(cell.row + cell.rows - 1, cell.col + cell.cols - 1))
            here.text = ""
            for n, line in enumerate(cell.text.split("\n")):
                paragraph = here.paragraphs[0] if n == 0 else here.add_paragraph()
                run = paragraph.add_run(line)
                run.font.size = self.Pt(size)
        return out

    def running(self, head, foot):
        """A running head, and a foot `foot[0]N foot[1]` with the page number as a field."""
        from docx.oxml import OxmlElement

        section = self.doc.sections[0]
        section.header.paragraphs[0].text = head
        paragraph = section.footer.paragraphs[0]
        paragraph.add_run(foot[0])
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            run = paragraph.add_run()
            if kind:
                element = OxmlElement("w:fldChar")
                element.set(self.qn("w:fldCharType"), kind)
            else:
                element = OxmlElement("w:instrText")
                element.text = text
            run._r.append(element)
        paragraph.add_run(foot[1])

    def save(self, path):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / (path.stem + ".docx")
            self.doc.save(source)
            profile = f"-env:UserInstallation=file://{folder}/profile"
            subprocess.run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, source], check=True, capture_output=True)
            path.write_bytes((Path(folder) / (path.stem + ".pdf")).read_bytes())


@case
def lo_merged(path):
    truth = Truth("LibreOffice，宋体一类字体子集嵌入；行列合并，窄列折断数字，竖排标签，合成粗体标题。", "LibreOffice")
    word = Word("AR PL UMing CN")
    word.paragraph("鹭洲湿地管护项目支出绩效自评表", 16, bold=True)
    truth.paragraphs.append("鹭洲湿地管护项目支出绩效自评表")
    table = rows_of(
        [
            ["项目名称", None, "鹭洲湿地管护", None, None, None, None, None],
            ["项目资金", None, "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率"],
            [None, None, "资金总额", "318.00", "326.40", "309.15", "10", "94.72%"],
            [None, None, "其中：省级", "300.00", "308.40", "292.35", "—", "94.80%"],
            ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
            [None, "产出指标", "数量指标", "湿地巡护里程", "≥3600公里", "3742.50公里", "20", "20"],
            [None, None, None, "鸟类监测样线数", "24条", "24条", "10", "10"],
            [None, None, "质量指标", "监测数据合格率", "≥96%", "97.45%", "20", "20"],
            [None, "效益指标", "社会效益指标", "科普活动参与人次", "5000人次", "4,860人次", "20", "19.44"],
            [None, None, "生态效益指标", "1.越冬水鸟种数\n2.越冬水鸟只数", "稳定", "稳定", "20", "20"],
            ["总分", None, None, None, None, None, "100", "98.91"],
        ],
        spans=[(0, 0, 1, 2), (0, 2, 1, 6), (1, 0, 3, 2), (4, 0, 6, 1), (5, 1, 3, 1), (5, 2, 2, 1), (8, 1, 2, 1), (10, 0, 1, 6)],
    )
    word.table(table, [0.8, 1.6, 2.2, 3.2, 2.6, 1.7, 1.3, 1.3])
    truth.tables.append(table)
    word.save(path)
    return truth


@case
def lo_pages_repeated(path):
    truth = Truth("LibreOffice，跨页表，表头每页重复，合并标签被页末切开；页眉、页脚、页码。", "LibreOffice", 2)
    word = Word("AR PL UMing CN")
    word.running("鹭洲湿地管护站二〇二三年度自评材料", ("第 ", " 页"))
    word.paragraph("年度重点工作完成情况", 14)
    truth.paragraphs.append("年度重点工作完成情况")
    names = ["核心区巡护", "缓冲区巡护", "水鸟同步调查", "林鸟样线调查", "两栖类夜查", "水质月测", "沉积物取样", "芦苇收割", "外来草清除", "围栏检修", "界桩复位",
             "栈道加固", "监控杆维护", "无人机巡航", "火情演练", "科普进校", "志愿者轮训", "救护转运", "标本入库", "年报编制", "样地复查", "闸口调度"]
    lines = [["类别", "事项", "计划", "完成", "得分"]]
    for n, name in enumerate(names):
        label = {0: "巡护类", 5: "监测类", 12: "保障类", 19: "综合类"}.get(n)
        lines.append([label, name, f"{12 + n}次", f"{12 + n - n % 2}次", f"{4.5 - n % 2 * 0.25:.2f}"])
    spans = [(1, 0, 5, 1), (6, 0, 7, 1), (13, 0, 7, 1), (20, 0, 3, 1)]
    table = rows_of(lines, spans)
    word.table(table, [2.2, 5, 3, 3, 2.5], repeat=True, size=11, row_height=1.45)
    word.paragraph("以上事项均有台账。", indent=True)
    truth.paragraphs.append("以上事项均有台账。")
    word.save(path)
    truth.pages = place_rows(path, table, 1)
    truth.tables.append(table)
    truth.furniture = ["鹭洲湿地管护站二〇二三年度自评材料"] + [f"第{n}页" for n in range(1, truth.pages + 1)]
    return truth


@case
def lo_pages_plain(path):
    truth = Truth("LibreOffice，跨页表，表头不重复，行允许跨页断开；前后有正文。", "LibreOffice", 2)
    word = Word("AR PL UMing CN")
    word.paragraph("一、履职情况", 14)
    word.paragraph("各科室按年初计划推进工作，下表逐项列出完成情况和自评得分，未完成的说明原因。", indent=True)
    truth.paragraphs += ["一、履职情况", "各科室按年初计划推进工作，下表逐项列出完成情况和自评得分，未完成的说明原因。"]
    said = "按月安排并逐项登记，责任到人；第三季度受汛期影响有所推迟，经调整人员和设备，年底前全部补齐，相关记录已交资料室归档，抽查二十份未见差错，外业照片与日志逐日对应，可供复核。"
    names = ["巡护", "监测", "修复", "救护", "科普", "档案", "安全", "培训", "采购", "信息"]
    lines = [["序号", "事项", "完成情况", "得分"]]
    for n, name in enumerate(names):
        lines.append([str(n + 1), name + "工作", f"{name}{said}", f"{9.5 - n % 3 * 0.4:.1f}"])
    table = rows_of(lines)
    word.table(table, [1.4, 3, 10.5, 1.8], size=15, keep_rows=False)
    word.paragraph("二、下一步打算", 14)
    truth.paragraphs.append("二、下一步打算")
    word.save(path)
    truth.pages = place_rows(path, table, 1)
    truth.tables.append(table)
    return truth


@case
def lo_landscape(path):
    truth = Truth("LibreOffice，楷体，横页，十列两层表头。", "LibreOffice")
    word = Word("AR PL UKai CN", landscape=True)
    word.paragraph("专项资金支出明细表 单位：万元", 14)
    truth.paragraphs.append("专项资金支出明细表单位：万元")
    table = rows_of(
        [
            ["序号", "项目", "预算", None, None, "执行", None, None, "执行率", "备注"],
            [None, None, "小计", "中央", "省级", "小计", "中央", "省级", None, None],
            ["1", "生境修复", "146.40", "100.00", "46.40", "139.85", "98.20", "41.65", "95.53%", ""],
            ["2", "巡护监测", "128.00", "80.00", "48.00", "121.30", "78.10", "43.20", "94.77%", "含车辆"],
            ["3", "宣传教育", "52.00", "0", "52.00", "48.00", "0", "48.00", "92.31%", ""],
            ["合计", None, "326.40", "180.00", "146.40", "309.15", "176.30", "132.85", "94.72%", ""],
        ],
        spans=[(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 3), (0, 5, 1, 3), (0, 8, 2, 1), (0, 9, 2, 1), (5, 0, 1, 2)],
    )
    word.table(table, [1.3, 4, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.3, 2.5], size=10.5)
    truth.tables.append(table)
    word.save(path)
    return truth


@case
def lo_unruled(path):
    truth = Truth("LibreOffice，黑体一类（文泉驿正黑），没有边框的表。", "LibreOffice")
    word = Word("WenQuanYi Zen Hei")
    word.paragraph("三、分项得分", 14)
    word.paragraph("各分项的分值与得分列在下面，满分一百分。", indent=True)
    truth.paragraphs += ["三、分项得分", "各分项的分值与得分列在下面，满分一百分。"]
    table = rows_of([["分项", "分值", "得分", "得分率"], ["投入", "20", "19.00", "95.00%"], ["过程", "30", "28.50", "95.00%"], ["产出", "30", "27.60", "92.00%"], ["效果", "20", "19.20", "96.00%"], ["合计", "100", "94.30", "94.30%"]], grid="guessed")
    word.table(table, [4, 4, 4, 4], borders="none", size=11)
    word.paragraph("得分最低的是产出分项，原因是两项数量指标没有完成。", indent=True)
    truth.paragraphs.append("得分最低的是产出分项，原因是两项数量指标没有完成。")
    truth.tables.append(table)
    word.save(path)
    return truth


@case
def lo_horizontal(path):
    truth = Truth("LibreOffice，CFF 字体（思源黑体）子集嵌入，只有横线的表，有折行的格。", "LibreOffice")
    word = Word("Noto Sans CJK SC")
    word.paragraph("附件 资金支付台账", 14)
    truth.paragraphs.append("附件资金支付台账")
    table = rows_of([["日期", "收款单位", "用途", "金额（元）"], ["3月12日", "青河苗圃合作社", "芦苇苗采购", "96,400.00"], ["5月6日", "白鹭岛船艇租赁部", "巡护艇租赁和驾驶员聘用，含夜间值守", "158,000.00"], ["9月28日", "临江检测中心", "水样检测", "72,350.50"], ["合计", "", "", "326,750.50"]], grid="any")
    word.table(table, [2.5, 4.5, 5, 3.5], borders="horizontal", size=10.5)
    truth.tables.append(table)
    word.save(path)
    return truth


@case
def lo_vertical(path):
    truth = Truth("LibreOffice，合并的标签格设成文字竖排（tbRlV）和旋转（btLr）。", "LibreOffice")
    word = Word("AR PL UMing CN")
    word.paragraph("绩效指标完成情况", 14)
    truth.paragraphs.append("绩效指标完成情况")
    table = rows_of(
        [["类别", "性质", "指标", "分值", "得分"], ["产出指标", "定量指标", "巡护里程", "20", "20"], [None, None, "样线数", "20", "18.5"], [None, None, "合格率", "20", "20"],
         ["效益指标", "定性指标", "公众知晓", "20", "19"], [None, None, "生态改善", "20", "20"], [None, None, "管护能力", "10", "10"]],
        spans=[(1, 0, 3, 1), (1, 1, 3, 1), (4, 0, 3, 1), (4, 1, 3, 1)],
    )
    made = word.table(table, [1.4, 1.4, 5, 2.5, 2.5], size=11, row_height=0.9)
    from docx.oxml import OxmlElement

    for row, col in ((1, 0), (4, 0), (1, 1), (4, 1)):
        turn = OxmlElement("w:textDirection")
        turn.set(word.qn("w:val"), "tbRlV" if col == 0 else "btLr")
        made.cell(row, col)._tc.get_or_add_tcPr().append(turn)
    truth.tables.append(table)
    word.save(path)
    return truth


def main():
    logging.disable(logging.WARNING)  # fontTools names every table it drops.
    wanted = sys.argv[1:] or list(CASES)
    for name in wanted:
        path = HERE / f"{name}.pdf"
        truth = CASES[name](path)
        truth.write(HERE / f"{name}.toml")
        print(f"{name}: {path.stat().st_size} bytes, {truth.pages} page(s), {sum(len(t.filled()) for t in truth.tables)} cells")


if __name__ == "__main__":
    main()
