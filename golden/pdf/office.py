"""Cases that LibreOffice lays out, from DOCX."""

import subprocess
import tempfile
from pathlib import Path

from content import Truth, case, place_rows
from writer import rows_of


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
    table = rows_of([["分项", "分值", "得分", "得分率"], ["投入", "20", "19.00", "95.00%"], ["过程", "30", "28.50", "95.00%"], ["产出", "30", "27.60", "92.00%"], ["效果", "20", "19.20", "96.00%"], ["合计", "100", "94.30", "94.30%"]], grid="aligned")
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


@case
def lo_prose(path):
    """Line ends as a word processor makes them: quotes, titles and numbers are carried over, so that lines end short."""
    truth = Truth("LibreOffice，正文：引号、书名号、数字和英文不能拆开，行尾参差；首行缩进；跨页。", "LibreOffice", 2)
    word = Word("AR PL UMing CN")
    names = ["巡护", "监测", "修复", "科普", "救护", "档案"]
    word.paragraph("鹭洲湿地管护站绩效自评说明", 16)
    truth.paragraphs.append("鹭洲湿地管护站绩效自评说明")
    for n, name in enumerate(names):
        head = f"（{'一二三四五六'[n]}）{name}工作"
        text = (
            f"全年按照“{'稳' * (n + 1)}字当头”的要求推进{name}工作，修订《鹭洲湿地{name}工作{'暂行' * (n % 3)}规程》，支出{38 + n * 7}.{n}5万元，占全年计划的"
            f"{91 + n}.{n * 13 + 10}%；“一周一报”“一月一评”坚持不断，全站{20 + n}人分成{n + 2}个小组，用APP登记{1200 + n * 137}条记录，"
            f"其中{name}类占{40 + n}%，另有（{n + 3}）处点位因水位偏高没有到达，已在《年度{name}日志》里逐一注明原因和补做日期。"
        )
        follow = "以上数据与财务账、外业台账核对一致。"
        for paragraph, indent in ((head, False), (text, True), (follow, True)):
            word.paragraph(paragraph, 14, indent=indent)
            truth.paragraphs.append(paragraph)
    word.save(path)
    return truth
