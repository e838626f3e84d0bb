"""Cases that reportlab writes."""

from content import UMING, ZENHEI, Truth, case, indicators, place_rows, plan
from writer import ReportlabFont, ReportlabSheet, grid
from written import heading


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
