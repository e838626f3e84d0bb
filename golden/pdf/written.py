"""Cases written object by object: fonts, rules and layouts that no library writes."""

import subprocess
import tempfile
from pathlib import Path

from content import UKAI, UMING, ZENHEI, Truth, budget, case, chars_of, indicators, plan
from writer import Cell, CidFont, EmbeddedFont, Pdf, SimpleGbkFont, Table, grid, rows_of, wrap


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
        grid="aligned",
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
    size = 10.5
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


@case
def raw_scaled(path):
    """Browsers and print drivers flip the page and scale it; text comes in fonts of size 1, inside a form."""
    truth, pdf = Truth("像浏览器那样翻转并缩放坐标，字号为 1，内容在嵌套的表单对象里，线是 re 描边。", "writer.py"), Pdf()
    font, table = CidFont("SimSun", "UniGB-UCS2-H", "utf-16-be"), indicators()
    sheet = pdf.sheet()

    class Flipped:
        ops = []

        def text(self, x, y, font, size, text, mode=0, rise=0):
            self.ops.append(b"BT /F1 1 Tf %.3f 0 0 %.3f %.3f %.3f Tm %s Tj ET" % (size * 4, -size * 4, x * 4, y * 4, font.show(text)))

        def line(self, x0, y0, x1, y1, width=0.5, dash=""):
            self.ops.append(b"%.2f w %.2f %.2f %.2f %.2f re S" % (width * 2, x0 * 4, y0 * 4, (x1 - x0) * 4, (y1 - y0) * 4))

    flipped = Flipped()
    heading(flipped, truth, font, 60, 70, "白鹭河项目支出绩效自评表")
    grid(flipped, table, 60, 90, WIDTHS, font, center=(0, 1, 3, 6))
    sheet.text(1, 1, font, 1, " ")
    sheet.form = b"q 0.5 0 0 0.5 0 0 cm\n" + b"\n".join(flipped.ops) + b"\nQ"
    sheet.ops.append(b"q 0.5 0 0 -0.5 0 841.89 cm /X0 Do Q")
    truth.tables.append(table)
    pdf.save(path)
    return truth


@case
def raw_tall_text(path):
    truth, pdf = Truth("行高固定，格内文字比格子高，上下都溢出；仍属于原来的格子。", "writer.py"), Pdf()
    font, sheet = CidFont("SimSun", "GBK-EUC-H", "gbk"), pdf.sheet()
    heading(sheet, truth, font, 60, 60, "问题与整改")
    table = rows_of([["序号", "问题", "整改", "完成"], ["1", "台账不全", "补齐", "是"], ["2", "部分监测井入冬以后道路结冰车辆无法到达", "改在封冻前巡检", "是"], ["3", "公示偏晚", "提前", "否"]])
    xs, height = [60, 100, 200, 300, 350], 22
    for r in range(5):
        sheet.line(60, 80 + r * height, 350, 80 + r * height)
    for x in xs:
        sheet.line(x, 80, x, 80 + 4 * height)
    for cell in table.cells:
        lines = wrap(cell.text, font, 9, xs[cell.col + 1] - xs[cell.col] - 6)
        if len(lines) == 2:
            lines = [cell.text[:7], cell.text[7:14], cell.text[14:]]
        middle = 80 + (cell.row + 0.5) * height
        for n, line in enumerate(l for l in lines if l):
            # Three lines of nine points in a row of twenty-two: the first and last stick out.
            sheet.text(xs[cell.col] + 3, middle + (n - (len(lines) - 1) / 2) * 9.5 + 3.2, font, 9, line)
    truth.tables.append(table)
    pdf.save(path)
    return truth


@case
def raw_page_titles(path):
    truth, pdf = Truth("电子表格打印：每页重复标题、单位行和表头，页脚有“第几页”。", "writer.py", 3), Pdf()
    font = CidFont("SimSun", "GBK-EUC-H", "gbk")
    whole = plan(45)
    rows = [[c for c in whole.filled() if c.row == r] for r in range(whole.rows)]
    for page in range(3):
        sheet = pdf.sheet()
        sheet.text(200, 60, font, 14, "年度工作计划执行明细表")
        sheet.text(60, 82, font, 9, "编制单位：鹭洲湿地管护站")
        body = rows[1 + page * 15 : 16 + page * 15]
        part = rows_of([[c.text for c in row] for row in [rows[0]] + body])
        grid(sheet, part, 60, 90, [40, 150, 50, 80, 80, 70], font, size=10, least=40)
        sheet.text(270, 820, font, 9, f"第 {page + 1} 页，共 3 页")
        for row in body:
            for cell in row:
                cell.page = page + 1
    whole.cells = [c for row in rows for c in row]
    truth.tables.append(whole)
    # Repeated on each page, the title may be taken for the document's or for a running head.
    truth.extra = {"may_hold": '["年度工作计划执行明细表", "编制单位：鹭洲湿地管护站"]'}
    truth.furniture = ["第1页，共3页", "第2页，共3页", "第3页，共3页"]
    pdf.save(path)
    return truth


@case
def raw_object_streams(path):
    truth, pdf = Truth("对象流和交叉引用流（PDF 1.5），线性化；内容分成几段流。", "writer.py 和 qpdf"), Pdf()
    font = CidFont("KaiTi", "GBK-EUC-H", "gbk")
    report_page(pdf, truth, font, "白鹭河项目支出绩效自评表", indicators(), WIDTHS, rules="boxes")
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.pdf"
        pdf.save(plain)
        subprocess.run(["qpdf", "--object-streams=generate", "--linearize", "--deterministic-id", plain, path], check=True)
    return truth


@case
def raw_spaced(path):
    truth, pdf = Truth("分散对齐：字与字之间拉得很开，数字逐字定位；标签用全角空格撑开。", "writer.py"), Pdf()
    font, sheet = CidFont("SimSun", "UniGB-UCS2-H", "utf-16-be"), pdf.sheet()

    class Spread:
        def __getattr__(self, name):
            return getattr(sheet, name)

        def text(self, x, y, font, size, text, mode=0, rise=0):
            for n, char in enumerate(text):
                sheet.text(x + sum(font.width(c) for c in text[:n]) * size + n * 4, y, font, size, char)

    heading(Spread(), truth, font, 150, 60, "项目绩效自评表")
    table = rows_of([["项　目", "分　值", "得　分"], ["投入", "20", "19.50"], ["过程", "30", "28.75"], ["产出与效果", "50", "47.25"], ["合　　计", "100", "95.50"]])
    grid(Spread(), table, 60, 80, [140, 100, 100], font, size=10)
    truth.tables.append(table)
    pdf.save(path)
    return truth
