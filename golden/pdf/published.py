"""Cases in the manner in which reports are published: exports of office programs, spreadsheets printed to fit, stamps."""

import math

from content import UKAI, UMING, ZENHEI, Truth, budget, case, chars_of, indicators, plan
from writer import CidFont, EmbeddedFont, Pdf, grid, rows_of
from written import heading

GB = ("SimSun", "GBK-EUC-H", "gbk")


def unruled_pages(path, what, repeated, title):
    """A plain table without rules over three pages, the columns at the same places."""
    truth, pdf = Truth(what, "writer.py", 3), Pdf()
    font, whole = CidFont(*GB), plan(70)
    whole.grid = "aligned"
    breaks, foot = [(1, 24), (24, 60), (60, 71)], "鹭洲湿地管护站"
    for page, (first, last) in enumerate(breaks, 1):
        sheet = pdf.sheet()
        y = 60
        if page == 1:
            heading(sheet, truth, font, 60, 300, title)
            y = 320
        lines = [[c.text for c in whole.filled() if c.row == r] for r in range(first, last)]
        if page == 1 or repeated:
            lines.insert(0, [c.text for c in whole.filled() if c.row == 0])
        y = grid(sheet, rows_of(lines), 60, y, [40, 150, 50, 80, 80, 70], font, size=10, rules="none", least=20)
        sheet.text(250, 815, font, 9, f"{foot} {page}")
        for cell in whole.cells:
            if first <= cell.row < last:
                cell.page = page
    sheet.text(82, y + 40, font, 10, "以上各项工作均已按期报送完成情况。")
    truth.paragraphs.append("以上各项工作均已按期报送完成情况。")
    truth.furniture = [f"{foot}{n}" for n in (1, 2, 3)]
    truth.tables.append(whole)
    pdf.save(path)
    return truth


@case
def raw_unruled_repeated(path):
    return unruled_pages(path, "没有线的表跨三页，每页重复表头。", True, "年度工作完成情况")


@case
def raw_unruled_plain(path):
    return unruled_pages(path, "没有线的表跨三页，后两页没有表头。", False, "年度工作完成情况一览")


@case
def raw_unruled_apart(path):
    """Two tables without rules, each on its page: other columns, so two tables."""
    truth, pdf = Truth("两页各有一张没有线的表，上一张到页末为止，下一张的列不同：是两张表。", "writer.py", 2), Pdf()
    font = CidFont(*GB)
    first, second = plan(20), budget(2)
    first.grid = second.grid = "aligned"
    sheet = pdf.sheet()
    heading(sheet, truth, font, 60, 370, "一、工作完成情况", 12)
    grid(sheet, first, 60, 390, [40, 150, 50, 80, 80, 70], font, size=10, rules="none", least=20)
    sheet = pdf.sheet()
    grid(sheet, second, 60, 60, [110, 100, 100, 100, 70], font, size=10, rules="none", least=20)
    sheet.text(82, 200, font, 10, "执行率为全年执行数与全年预算数之比。")
    truth.paragraphs.append("执行率为全年执行数与全年预算数之比。")
    truth.tables += [first, second]
    pdf.save(path)
    return truth


FORM_HEAD = ["一级指标", "二级指标", "三级指标", "分值", "年度指标值", "全年实际值", "得分", "偏差原因分析及改进措施"]


@case
def raw_upright_labels(path):
    """A word processor's form: rules as filled boxes, first-level labels one character a line, cut by the page."""
    truth, pdf = Truth("楷体标题、细长填充块作线；一级指标一字一行，合并格被页末切开；第二页印“续表”和重复的表头。", "writer.py", 2), Pdf()
    lines = [
        FORM_HEAD,
        ["产出指标", "数量指标", "修复护岸长度", "10", "≥2.4公里", "2.46公里", "10", ""],
        [None, None, "更换老化管道", "10", "1,234米", "1,234米", "10", ""],
        [None, "质量指标", "工程验收合格率", "10", "≥98.5%", "98.50%", "10", ""],
        [None, "时效指标", "按期完工率", "10", "100%", "92.31%", "9.23", "一处征地滞后，已重新排定工期，次年三月底前完工"],
        [None, "成本指标", "单位护岸造价", "10", "≤1,860.00元/米", "1,842.75元/米", "10", ""],
        ["效益指标", "社会效益", "受益村庄数", "15", "≥12个", "12个", "15", ""],
        [None, "生态效益", "岸坡植被覆盖率", "15", "≥85%", "86.2%", "15", ""],
        ["满意度指标", "服务对象", "沿岸居民满意度", "10", "≥90%", "94.6%", "10", ""],
        ["总分", None, None, "90", "", "", "89.23", ""],
    ]
    spans = [(1, 0, 5, 1), (1, 1, 2, 1), (6, 0, 2, 1), (9, 0, 1, 3)]
    whole = rows_of(lines, spans)
    title = "白石河护岸修复项目支出绩效自评表"
    body = EmbeddedFont(*UMING, chars_of(whole, more="续表：（2024年度）"), "FangSong_GB2312")
    head = EmbeddedFont(*UKAI, title, "KaiTi_GB2312")
    widths = [22, 48, 92, 34, 70, 74, 34, 101]
    first = pdf.sheet()
    heading(first, truth, head, 150, 520, title, 16)
    heading(first, truth, body, 270, 540, "（2024年度）", 10.5)
    # Word processors set the text of a merged cell into its first part; the part behind the break is empty.
    upper = rows_of(lines[:4], [(1, 0, 3, 1), (1, 1, 2, 1)])
    grid(first, upper, 60, 555, widths, body, size=10, rules="boxes", least=58, center=(3, 6))
    second = pdf.sheet()
    second.text(60, 70, body, 10.5, "续表：")
    rest = [lines[0], [""] + lines[4][1:], *lines[5:]]
    lower = rows_of(rest, [(1, 0, 2, 1), (3, 0, 2, 1), (6, 0, 1, 3)])
    grid(second, lower, 60, 80, widths, body, size=10, rules="boxes", least=40, center=(3, 6))
    for cell in whole.cells:
        cell.page = 1 if cell.row < 4 else 2
        if (cell.row, cell.col) == (1, 0):
            cell.first = 3
    truth.tables.append(whole)
    truth.extra = {"may_hold": '["续表："]'}
    pdf.save(path)
    return truth


@case
def raw_fit_page(path):
    """A spreadsheet of many columns printed on one landscape page: everything scaled to less than half."""
    truth, pdf = Truth("电子表格“调整为一页宽”：横页，十五列，坐标缩到 0.38，字不到四点半，线极细。", "writer.py"), Pdf()
    font = CidFont("SimSun", "UniGB-UCS2-H", "utf-16-be")
    head = [
        ["序号", "项目名称", "主管部门", "预算数（万元）", None, None, "执行数（万元）", None, "执行率", "数量指标", None, None, "质量指标", None, "自评得分"],
        [None, None, None, "合计", "财政拨款", "其他资金", "合计", "财政拨款", None, "名称", "目标", "完成", "目标", "完成", None],
    ]
    spans = [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 2, 1), (0, 3, 1, 3), (0, 6, 1, 2), (0, 8, 2, 1), (0, 9, 1, 3), (0, 12, 1, 2), (0, 14, 2, 1)]
    names = ["湿地巡护", "水质监测", "护岸补坡", "泵站检修", "鱼苗增殖", "栈道加固", "界碑更换", "样方调查"]
    body = []
    for n, name in enumerate(names):
        budget_of, own = 1200 + n * 37, n % 3 * 10
        done = budget_of - 15 * n
        body.append([
            str(n + 1), f"{name}及后续管护经费（延续项目）", "云岭省林业厅", f"{budget_of:,}.50", f"{budget_of - own:,}.50", f"{own}.00" if own else "",
            f"{done:,}.50", f"{done - own:,}.50", f"{round(done / budget_of * 100, 2)}%", f"{name}任务量", f"≥{100 + n}项", f"{101 + n}项", "≥95%", f"{96 + n / 10}%", str(100 - n)])
    whole = rows_of(head + body, spans)
    sheet = pdf.sheet(841.89, 595.28)
    sheet.ops.append(b"0.38 0 0 0.38 40 330 cm")
    # The scaled page is higher than the sheet: what stands at its top has small y.
    sheet.height = 600
    heading(sheet, truth, font, 700, 40, "项目支出绩效自评汇总表", 18)
    grid(sheet, whole, 0, 60, [40, 210, 130, 120, 120, 110, 120, 120, 110, 150, 110, 110, 110, 110, 110], font, size=11, rules="lines", center=(0, 8, 14))
    truth.tables.append(whole)
    pdf.save(path)
    return truth


@case
def raw_wrapped(path):
    """Narrow columns: every number of more than a few digits is broken by its cell's width."""
    truth, pdf = Truth("列很窄，金额、百分数、日期、带千分位的数都被列宽折断。", "writer.py"), Pdf()
    table = rows_of(
        [
            ["项目名称", "年初预算数", "全年预算数", "执行数", "执行率", "完成时间"],
            ["白石河清淤", "1,234,567.89", "1,234,567.89", "1,216,049.37", "98.5%", "2024年11月30日"],
            ["护岸补坡", "98,765.40", "101,002.59", "101,002.59", "100.00%", "2024年9月"],
            ["泵站检修和电气更新", "560,000", "560,000", "545,160.25", "97.35%", "2024年12月"],
            ["合计", "1,893,333.29", "1,895,570.48", "1,862,212.21", "98.24%", ""],
        ]
    )
    font = EmbeddedFont(*ZENHEI, chars_of(table, more="资金执行情况明细（单位：元）"), "SimHei")
    sheet = pdf.sheet()
    heading(sheet, truth, font, 60, 60, "资金执行情况明细（单位：元）", 12)
    grid(sheet, table, 60, 80, [52, 36, 36, 36, 26, 40], font, size=9, pad=2.5)
    truth.tables.append(table)
    pdf.save(path)
    return truth


@case
def raw_gray_fills(path):
    """A web page's table: no rules, each cell filled, white gaps between."""
    truth, pdf = Truth("没有线：每格一个浅灰填充块，块之间留白缝；第二张隔行着色。", "writer.py"), Pdf()
    font = CidFont("SimSun", "UniGB-UCS2-H", "utf-16-be")
    first, second = indicators(), budget()
    second.grid = "any"
    sheet = pdf.sheet()

    class Filled:
        """Fills a cell where its frame would be."""

        def __getattr__(self, name):
            return getattr(sheet, name)

        def frame(self, x0, y0, x1, y1, width=0.5):
            sheet.fill(x0 + 0.7, y0 + 0.7, x1 - 0.7, y1 - 0.7, 0.92)

    heading(sheet, truth, font, 60, 50, "白鹭河项目支出绩效自评表")
    y = grid(Filled(), first, 60, 70, WIDTHS, font, rules="frames", center=(0, 3, 6))
    heading(sheet, truth, font, 60, y + 40, "预算执行情况", 12)
    step = 20
    for row in range(0, 4, 2):
        sheet.fill(60, y + 60 + row * step, 480, y + 60 + (row + 1) * step, 0.9)
    grid(sheet, second, 60, y + 60, [110, 80, 80, 80, 70], font, rules="none", least=step)
    truth.tables += [first, second]
    pdf.save(path)
    return truth


WIDTHS = [50, 60, 110, 40, 75, 80, 45]


@case
def raw_turned_between(path):
    """A landscape page between two portrait pages; its table goes on from neither."""
    truth, pdf = Truth("竖页之间夹一张横页（/Rotate 90），双线外框、虚线内线；三页三张表，页码都在看到的下边。", "writer.py", 3), Pdf()
    font = CidFont("FangSong", "GBK-EUC-H", "gbk")
    tables = [budget(1), plan(12, 2), indicators(3)]
    for page, table in enumerate(tables, 1):
        sheet = pdf.sheet(rotate=90 if page == 2 else 0)
        wide = page == 2
        heading(sheet, truth, font, 80, 70, ["一、预算执行情况", "二、工作完成情况", "三、绩效指标完成情况"][page - 1], 13)
        widths = {1: [110, 80, 80, 80, 70], 2: [60, 230, 80, 100, 100, 100], 3: WIDTHS}[page]
        y = grid(sheet, table, 60, 90, widths, font, rules="dashed" if wide else "double", least=22)
        if wide:
            for inset in (-1.5, 1.5):
                sheet.frame(60 - inset, 90 - inset, 60 + sum(widths) + inset, y + inset)
        sheet.text((842 if wide else 595) / 2 - 8, 570 if wide else 815, font, 9, f"— {page} —")
    truth.tables += tables
    truth.furniture = ["—1—", "—2—", "—3—"]
    pdf.save(path)
    return truth


@case
def raw_stamp(path):
    """A red seal drawn over the figures: letters along a circle, a star, and a line of text across the middle."""
    truth, pdf = Truth("公章压在数字上：圆弧上的字、五角星、中间横排的字都不进格子。", "writer.py"), Pdf()
    font, table = CidFont("SimSun", "UniGB-UCS2-H", "utf-16-be"), indicators()
    sheet = pdf.sheet()
    heading(sheet, truth, font, 60, 70, "白鹭河项目支出绩效自评表")
    grid(sheet, table, 60, 90, WIDTHS, font, center=(0, 3, 6), least=30)
    x, y, r = 440, 300, 60
    k = 0.5523 * r
    px, py = sheet.at(x, y)
    ops = [f"q 1 0 0 RG 1 0 0 rg 2.5 w {px + r:.2f} {py:.2f} m"]
    for a, b, c, d, e, f in ((r, k, k, r, 0, r), (-k, r, -r, k, -r, 0), (-r, -k, -k, -r, 0, -r), (k, -r, r, -k, r, 0)):
        ops.append(f"{px + a:.2f} {py + b:.2f} {px + c:.2f} {py + d:.2f} {px + e:.2f} {py + f:.2f} c")
    ops.append("s")
    for n in range(10):
        angle, reach = math.pi / 2 + n * math.pi / 5, 18 if n % 2 == 0 else 7
        ops.append(f"{px + reach * math.cos(angle):.2f} {py + reach * math.sin(angle):.2f} {'l' if n else 'm'}")
    ops.append("f")
    text = "鹭洲湿地管护站财务室"
    for n, char in enumerate(text):
        angle = math.radians(210 - n * 240 / (len(text) - 1))
        c, s = math.sin(angle), -math.cos(angle)
        gx, gy = px + 44 * math.cos(angle), py + 44 * math.sin(angle)
        ops.append(f"BT /F1 12 Tf {c:.4f} {s:.4f} {-s:.4f} {c:.4f} {gx - 6 * c:.2f} {gy - 6 * s:.2f} Tm {font.show(char).decode()} Tj ET")
    ops.append(f"BT /F1 9 Tf 1 0 0 1 {px - 22.5:.2f} {py - 36:.2f} Tm {font.show('财务专用章').decode()} Tj ET Q")
    sheet.ops.append("\n".join(ops).encode())
    truth.extra = {"may_hold": f'["{text}", "财务专用章"]'}
    truth.tables.append(table)
    pdf.save(path)
    return truth


@case
def raw_unruled_rest(path):
    """What is left of a table without rules on its second page is too little to be a table by itself."""
    truth, pdf = Truth("没有线的表，第二页只剩两行，备注一列在第二页全空；后面接正文。", "writer.py", 2), Pdf()
    font, whole = CidFont("FangSong", "UniGB-UCS2-H", "utf-16-be"), plan(22)
    whole.grid = "aligned"
    rows = [[c.text for c in whole.filled() if c.row == r] for r in range(23)]
    for row in (21, 22):
        rows[row][5] = ""
        next(c for c in whole.cells if (c.row, c.col) == (row, 5)).text = ""
    first, second = pdf.sheet(), pdf.sheet()
    heading(first, truth, font, 60, 320, "年度工作完成情况", 12)
    widths = [40, 150, 50, 80, 80, 70]
    grid(first, rows_of(rows[:21]), 60, 340, widths, font, size=10, rules="none", least=22, center=(0, 3, 4))
    y = grid(second, rows_of(rows[21:]), 60, 60, widths, font, size=10, rules="none", least=22, center=(0, 3, 4))
    second.text(82, y + 40, font, 10, "未完成的事项已列入下一年度计划。")
    truth.paragraphs.append("未完成的事项已列入下一年度计划。")
    for cell in whole.cells:
        cell.page = 1 if cell.row < 21 else 2
    truth.tables.append(whole)
    pdf.save(path)
    return truth


@case
def raw_white_lines(path):
    """A word processor's table style: cells filled, white lines between, a second ground inside each cell."""
    truth, pdf = Truth("套用的表格样式：单元格填色相接，之间是白线；格内文字另有一层底色；表下有一排相接的色块，不是表。", "writer.py"), Pdf()
    font, table, sheet = CidFont("SimHei", "UniGB-UCS2-H", "utf-16-be"), indicators(), pdf.sheet()

    class Styled:
        """Fills a cell where its frame would be."""

        def __getattr__(self, name):
            return getattr(sheet, name)

        def frame(self, x0, y0, x1, y1, width=0.5):
            gray = 0.7 if y0 < 71 else 0.9
            sheet.fill(x0, y0, x1, y1, gray)
            sheet.fill(x0 + 4, y0 + 2, x1 - 4, y1 - 2, gray)
            for a, b, c, d in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                sheet.fill(a - 0.25, b - 0.25, c + 0.25, d + 0.25, 1)

    heading(sheet, truth, font, 60, 50, "白鹭河项目支出绩效自评表")
    y = grid(Styled(), table, 60, 70, WIDTHS, font, rules="frames", center=(0, 3, 6))
    for n, (name, gray) in enumerate((("优", 0.6), ("良", 0.7), ("中", 0.8), ("差", 0.9))):
        sheet.fill(60 + 80 * n, y + 40, 140 + 80 * n, y + 60, gray)
        sheet.text(95 + 80 * n, y + 53, font, 9, name)
    truth.extra = {"may_hold": '["优", "良", "中", "差", "优良中差"]'}
    truth.tables.append(table)
    pdf.save(path)
    return truth
