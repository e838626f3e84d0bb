"""A small PDF writer for `make.py`, because no library writes what old Chinese producers wrote.

Coordinates: points, origin top left, y down. A `Sheet` takes text, lines and filled boxes; `RawSheet` writes content
streams itself, `ReportlabSheet` draws through reportlab. `grid` lays a table out on either and gives back its truth.
"""

import io
import re
import zlib
from dataclasses import dataclass, field

# ---------------------------------------------------------------- fonts


class CidFont:
    """A composite font that is not embedded: a predefined CMap turns its codes into characters of Adobe-GB1."""

    def __init__(self, name, encoding, codec):
        self.name, self.encoding, self.codec = name, encoding, codec

    def width(self, char):
        return 0.5 if ord(char) < 0x80 else 1.0

    def show(self, text):
        return b"<" + text.encode(self.codec).hex().encode() + b">"

    def write(self, pdf):
        descriptor = pdf.add(
            b"<</Type/FontDescriptor/FontName/%s/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 859"
            b"/Descent -141/CapHeight 683/StemV 80>>" % self.name.encode()
        )
        # 1 to 95 are the proportional, 814 to 908 the half-width letters and digits.
        child = pdf.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
            b"/FontDescriptor %d 0 R/DW 1000/W[1 95 500 814 908 500]>>" % (self.name.encode(), descriptor)
        )
        return pdf.add(
            b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/%s/DescendantFonts[%d 0 R]>>"
            % (self.name.encode(), self.encoding.encode(), child)
        )


class SimpleGbkFont:
    """A simple TrueType font, not embedded, named in GBK bytes, whose strings are GBK bytes: no encoding says so."""

    def __init__(self, name):
        self.name = "".join(f"#{b:02X}" for b in name.encode("gbk"))

    def width(self, char):
        return 0.5 if ord(char) < 0x80 else 1.0

    def show(self, text):
        return b"<" + text.encode("gbk").hex().encode() + b">"

    def write(self, pdf):
        descriptor = pdf.add(
            b"<</Type/FontDescriptor/FontName/%s/Flags 32/FontBBox[0 -140 1000 860]/ItalicAngle 0/Ascent 859"
            b"/Descent -141/CapHeight 683/StemV 80>>" % self.name.encode()
        )
        return pdf.add(
            b"<</Type/Font/Subtype/TrueType/BaseFont/%s/Encoding/WinAnsiEncoding/FirstChar 0/LastChar 255/Widths[%s]"
            b"/FontDescriptor %d 0 R>>" % (self.name.encode(), b" ".join([b"500"] * 256), descriptor)
        )


class EmbeddedFont:
    """A TrueType subset under Identity-H. `unicode` maps a character to what ToUnicode says (None: no entry at all)."""

    def __init__(self, path, number, chars, name, unicode=lambda c: c, keep_cmap=False):
        from fontTools import subset
        from fontTools.ttLib import TTFont

        self.name, self.unicode = name, unicode
        font = TTFont(path, fontNumber=number)
        options = subset.Options(hinting=False, layout_features=[], name_IDs=[], notdef_outline=True, glyph_names=False)
        cutter = subset.Subsetter(options)
        cutter.populate(text=chars)
        cutter.subset(font)
        cmap = font.getBestCmap()
        self.gid = {chr(u): font.getGlyphID(g) for u, g in cmap.items()}
        scale = 1000 / font["head"].unitsPerEm
        self.advance = {c: font["hmtx"][cmap[ord(c)]][0] * scale for c in self.gid}
        for table in ["cmap"] * (not keep_cmap) + ["name", "OS/2", "GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx"]:
            if table in font:
                del font[table]
        font["post"].formatType = 3.0
        out = io.BytesIO()
        font.save(out, reorderTables=None)
        self.data = out.getvalue()

    def width(self, char):
        return self.advance[char] / 1000

    def show(self, text):
        return b"<" + "".join(f"{self.gid[c]:04X}" for c in text).encode() + b">"

    def write(self, pdf):
        name = b"ABCDEF+" + self.name.encode()
        file = pdf.stream(b"/Length1 %d" % len(self.data), self.data)
        descriptor = pdf.add(
            b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 859"
            b"/Descent -141/CapHeight 683/StemV 80/FontFile2 %d 0 R>>" % (name, file)
        )
        widths = b" ".join(b"%d[%d]" % (self.gid[c], round(w)) for c, w in sorted(self.advance.items(), key=lambda x: self.gid[x[0]]))
        child = pdf.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            b"/CIDToGIDMap/Identity/FontDescriptor %d 0 R/DW 1000/W[%s]>>" % (name, descriptor, widths)
        )
        pairs = [(self.gid[c], self.unicode(c)) for c in self.gid if self.unicode(c)]
        to_unicode = b""
        if pairs:
            lines = "\n".join(f"<{g:04X}><{u.encode('utf-16-be').hex()}>" for g, u in sorted(pairs))
            blocks = [lines.split("\n")[i : i + 100] for i in range(0, len(pairs), 100)]
            body = "".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar\n" for b in blocks)
            cmap = (
                "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n/CMapType 2 def\n"
                "1 begincodespacerange <0000><FFFF> endcodespacerange\n" + body + "endcmap end end"
            )
            to_unicode = b"/ToUnicode %d 0 R" % pdf.stream(b"", cmap.encode())
        return pdf.add(
            b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]%s>>" % (name, child, to_unicode)
        )


# ---------------------------------------------------------------- sheets


class Pdf:
    """A file written object by object."""

    def __init__(self):
        self.objects, self.sheets = [], []

    def add(self, body):
        self.objects.append(body)
        return len(self.objects)

    def stream(self, entries, data):
        packed = zlib.compress(data, 9)
        return self.add(b"<</Length %d/Filter/FlateDecode%s>>\nstream\n%s\nendstream" % (len(packed), entries, packed))

    def sheet(self, width=595.28, height=841.89, rotate=0):
        sheet = RawSheet(width, height, rotate)
        self.sheets.append(sheet)
        return sheet

    def save(self, path):
        self.objects = [b"", b""]  # catalog and page tree
        written, kids = {}, []
        for sheet in self.sheets:
            fonts = b""
            for name, font in sheet.fonts.items():
                if id(font) not in written:
                    written[id(font)] = font.write(self)
                fonts += b"/%s %d 0 R" % (name.encode(), written[id(font)])
            images = b""
            for n, (width, height, data) in enumerate(sheet.images):
                entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % (width, height)
                images += b"/I%d %d 0 R" % (n, self.stream(entries, data))
            if sheet.form:
                entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9999 9999]/Matrix[1 0 0 1 0 0]/Resources<</Font<<%s>>>>" % fonts
                images += b"/X0 %d 0 R" % self.stream(entries, sheet.form)
            content = self.stream(b"", b"\n".join(sheet.ops))
            turn = b"/Rotate %d" % sheet.rotate if sheet.rotate else b""
            kids.append(
                self.add(
                    b"<</Type/Page/Parent 2 0 R/MediaBox[%g %g %g %g]%s/Contents %d 0 R/Resources<</Font<<%s>>/XObject<<%s>>>>>>"
                    % (*sheet.window, turn, content, fonts, images)
                )
            )
        self.objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
        self.objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
        out, offsets = b"%PDF-1.6\n%\xe4\xbd\xa0\xe5\xa5\xbd\n", []
        for number, body in enumerate(self.objects, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1) + b"".join(b"%010d 00000 n \n" % o for o in offsets)
        out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, start)
        path.write_bytes(out)


class RawSheet:
    """A page as content stream operators. `turned` draws everything a quarter turn counter-clockwise on the sheet."""

    def __init__(self, width, height, rotate):
        self.width, self.height, self.rotate = width, height, rotate
        self.ops, self.fonts, self.images, self.turned = [], {}, [], False
        self.window = (0, 0, width, height)
        # Content of a form XObject /X0, with the sheet's fonts.
        self.form = None

    def at(self, x, y):
        """A point of the page as seen, in the sheet's own coordinates."""
        if self.rotate == 90 or self.turned:  # The reader turns the sheet clockwise (or the head): seen x runs upwards.
            return y, x
        return x, self.height - y

    def text(self, x, y, font, size, text, mode=0, rise=0):
        name = next((n for n, f in self.fonts.items() if f is font), None)
        if name is None:
            name = f"F{len(self.fonts) + 1}"
            self.fonts[name] = font
        px, py = self.at(x, y)
        matrix = "0 1 -1 0" if self.rotate == 90 or self.turned else "1 0 0 1"
        self.ops.append(
            b"BT /%s %g Tf %d Tr %g Ts %s %.2f %.2f Tm %s Tj ET"
            % (name.encode(), size, mode, rise, matrix.encode(), px, py, font.show(text))
        )

    def line(self, x0, y0, x1, y1, width=0.5, dash=""):
        a, b = self.at(x0, y0), self.at(x1, y1)
        self.ops.append(f"{width} w [{dash}] 0 d {a[0]:.2f} {a[1]:.2f} m {b[0]:.2f} {b[1]:.2f} l S".encode())

    def fill(self, x0, y0, x1, y1, gray=0):
        a, b = self.at(x0, y0), self.at(x1, y1)
        x, y = min(a[0], b[0]), min(a[1], b[1])
        self.ops.append(f"{gray} g {x:.2f} {y:.2f} {abs(a[0] - b[0]):.2f} {abs(a[1] - b[1]):.2f} re f 0 g".encode())

    def frame(self, x0, y0, x1, y1, width=0.5):
        a, b = self.at(x0, y0), self.at(x1, y1)
        x, y = min(a[0], b[0]), min(a[1], b[1])
        self.ops.append(f"{width} w [] 0 d {x:.2f} {y:.2f} {abs(a[0] - b[0]):.2f} {abs(a[1] - b[1]):.2f} re S".encode())

    def image(self, x0, y0, x1, y1, width, height, gray_bytes):
        name = len(self.images)
        self.images.append((width, height, gray_bytes))
        self.ops.append(f"q {x1 - x0:.2f} 0 0 {y1 - y0:.2f} {x0:.2f} {self.height - y1:.2f} cm /I{name} Do Q".encode())


class ReportlabFont:
    """A font registered with reportlab."""

    def __init__(self, name):
        self.name = name

    def width(self, char):
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return stringWidth(char, self.name, 1)


class ReportlabSheet:
    """A page drawn through reportlab's canvas."""

    def __init__(self, canvas, height):
        self.canvas, self.height = canvas, height

    def text(self, x, y, font, size, text, mode=0, rise=0):
        out = self.canvas.beginText(x, self.height - y)
        out.setFont(font.name, size)
        out.setTextRenderMode(mode)
        out.textOut(text)
        self.canvas.drawText(out)

    def line(self, x0, y0, x1, y1, width=0.5, dash=""):
        self.canvas.setLineWidth(width)
        self.canvas.setDash([float(d) for d in dash.split()])
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def fill(self, x0, y0, x1, y1, gray=0):
        self.canvas.setFillGray(gray)
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def frame(self, x0, y0, x1, y1, width=0.5):
        self.canvas.setLineWidth(width)
        self.canvas.setDash([])
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0)


# ---------------------------------------------------------------- tables


@dataclass
class Cell:
    """A cell as it is meant: what a careful reader writes down."""

    row: int
    col: int
    text: str
    rows: int = 1
    cols: int = 1
    page: int = 1
    # Rows of this merged cell that stand on the page where it starts, when a page break cuts it.
    first: int = 0


@dataclass
class Table:
    rows: int
    cols: int
    cells: list = field(default_factory=list)
    grid: str = "ruled"

    def filled(self):
        """The cells with the empty ones added, in row order."""
        taken = {(r, c) for cell in self.cells for r in range(cell.row, cell.row + cell.rows) for c in range(cell.col, cell.col + cell.cols)}
        assert len(taken) == sum(c.rows * c.cols for c in self.cells), "cells overlap"
        page = {}
        for cell in self.cells:
            page.setdefault(cell.row, cell.page)
        empty = [Cell(r, c, "", page=page.get(r, 1)) for r in range(self.rows) for c in range(self.cols) if (r, c) not in taken]
        return sorted(self.cells + empty, key=lambda c: (c.row, c.col))


def rows_of(lines, spans=(), page=1, grid="ruled"):
    """A table from lists of texts. `None` is covered by a span; spans are (row, col, rows, cols)."""
    sizes = {(r, c): (h, w) for r, c, h, w in spans}
    table = Table(len(lines), max(map(len, lines)), [], grid)
    for r, line in enumerate(lines):
        for c, text in enumerate(line):
            if text is not None:
                table.cells.append(Cell(r, c, text, *sizes.get((r, c), (1, 1)), page=page))
    return table


def wrap(text, font, size, width):
    """Lines as a word processor breaks them: between ideographs anywhere, a number only when it is too wide for a line."""
    lines = []
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for token in re.findall(r"[0-9A-Za-z.,%()+\-]+|.", paragraph):
            need = sum(font.width(c) for c in token) * size
            if used + need > width and used > 0 and need <= width:
                lines.append(line)
                line, used = "", 0.0
            for char in token:
                step = font.width(char) * size
                if used + step > width and line:
                    lines.append(line)
                    line, used = "", 0.0
                line, used = line + char, used + step
        lines.append(line)
    return lines


def grid(sheet, table, x, y, widths, font, size=9, rules="lines", pad=3, leading=1.35, center=(), least=0, no_wrap=()):
    """Draws a table; gives back the y below it. Row heights follow from the text. `center` lists columns set in the middle."""
    cells = table.filled()
    xs = [x]
    for width in widths:
        xs.append(xs[-1] + width)
    step = size * leading

    def lines_of(cell):
        room = 1e9 if (cell.row, cell.col) in no_wrap else xs[cell.col + cell.cols] - xs[cell.col] - 2 * pad
        return wrap(cell.text, font, size, room)

    heights = [max(least, step + 2 * pad)] * table.rows
    for cell in cells:
        need = len(lines_of(cell)) * step + 2 * pad
        if cell.rows == 1:
            heights[cell.row] = max(heights[cell.row], need)
    for cell in cells:
        need = len(lines_of(cell)) * step + 2 * pad
        span = range(cell.row, cell.row + cell.rows)
        lack = need - sum(heights[r] for r in span)
        if lack > 0:
            heights[cell.row + cell.rows - 1] += lack
    ys = [y]
    for height in heights:
        ys.append(ys[-1] + height)
    for cell in cells:
        x0, x1, y0, y1 = xs[cell.col], xs[cell.col + cell.cols], ys[cell.row], ys[cell.row + cell.rows]
        _edges(sheet, rules, x0, y0, x1, y1)
        lines = lines_of(cell)
        top = (y0 + y1 - len(lines) * step) / 2
        for n, line in enumerate(lines):
            width = sum(font.width(c) for c in line) * size
            left = (x0 + x1 - width) / 2 if cell.col in center or cell.cols > 1 else x0 + pad
            if line.strip():
                sheet.text(left, top + n * step + size * 0.95, font, size, line)
    if rules == "horizontal":
        for level in ys:
            sheet.line(xs[0], level, xs[-1], level)
    if rules == "three":
        for level, width in ((ys[0], 1.2), (ys[1], 0.6), (ys[-1], 1.2)):
            sheet.line(xs[0], level, xs[-1], level, width)
    if rules == "inner":
        for level in ys[1:-1]:
            sheet.line(xs[0], level, xs[-1], level)
        for level in xs[1:-1]:
            sheet.line(level, ys[0], level, ys[-1])
    return ys[-1]


def _edges(sheet, rules, x0, y0, x1, y1):
    """The four edges of one cell in a style."""
    edges = ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
    if rules == "lines":
        for edge in edges:
            sheet.line(*edge)
    elif rules == "frames":
        sheet.frame(x0, y0, x1, y1)
    elif rules == "boxes":  # Word and Excel write rules as filled boxes half a point wide.
        for a, b, c, d in edges:
            sheet.fill(a - 0.24, b - 0.24, c + 0.24, d + 0.24)
    elif rules == "dashed":
        for edge in edges:
            sheet.line(*edge, dash="2 1.5")
    elif rules == "double":
        for a, b, c, d in edges:
            flat = b == d
            for shift in (-0.75, 0.75):
                sheet.line(a + (0 if flat else shift), b + (shift if flat else 0), c + (0 if flat else shift), d + (shift if flat else 0), 0.4)
    elif rules == "pieces":  # Edges in short pieces that do not quite meet and do not quite align.
        for a, b, c, d in edges:
            n = 4
            for k in range(n):
                wobble = 0.2 * (k % 2)
                p = (a + (c - a) * k / n, b + (d - b) * k / n, a + (c - a) * (k + 1) / n, b + (d - b) * (k + 1) / n)
                gap = 0.3
                if b == d:
                    sheet.line(p[0] + gap, p[1] + wobble, p[2] - gap, p[3] + wobble)
                else:
                    sheet.line(p[0] + wobble, p[1] + gap, p[2] + wobble, p[3] - gap)
