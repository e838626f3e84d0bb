#!/usr/bin/env python3
"""Compares the tables that fuhe reads with those that independent readers read in the same files.

usage: formats.py [--cells BINARY] [--verbose] [FORMAT | FILE | FOLDER …]      default: all formats, all files of ../shared

BINARY is the example `cells` (`cargo build --example cells`). The other readers:

  docx      lxml by the rules of the standard (revisions accepted, alternatives once, tables in cells as text of the cell);
            and python-docx, which reads neither content controls nor insertions nor tables in cells
  odt       LibreOffice, which converts to DOCX, and lxml
  doc, rtf  the same; columns that only LibreOffice's grid lines part are one
  xlsx      openpyxl, sheet by sheet: every cell that shows something at its place, with its value as far as the digits
  xls       xlrd                  shown tell, and its span
  html      lxml, by the rules of HTML; tables that lay out the page (one column, or tables inside) are not compared

Two tables are identical when every place of the grid, merged places included, holds the same characters; white space does
not count. Where a cell holds automatic numbers, formulas or symbol fonts, which the other reader does not print, its
characters must stand in fuhe's in their order. What the other reader cannot open is counted apart. A reader that is not
installed is skipped with a line that says so (`pip install lxml python-docx openpyxl xlrd`, LibreOffice's soffice).
"""
import argparse, datetime, glob, json, os, re, shutil, subprocess, sys, tempfile, warnings, zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
SHARED = os.path.join(ROOT, "..", "shared")


def bare(text):
    return re.sub(r"[\s\u200b-\u200d\ufeff\xad\x00-\x1f]|_x000D_", "", str(text))


class Cell(str):
    """The text of a cell; `loose` when fuhe prints more than the other reader does."""

    loose = False


def cell(text, loose=False):
    out = Cell(bare(text))
    out.loose = loose
    return out


# ---------------------------------------------------------------- text documents


def local(node):
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def child(node, *path):
    for name in path:
        node = next((c for c in node if local(c) == name), None) if node is not None else None
    return node


def value(node, name="val"):
    if node is None:
        return None
    return next((v for k, v in node.attrib.items() if k.rpartition("}")[2] == name), None)


def is_on(node):
    return node is not None and value(node) not in ("0", "false", "off")


GONE = {"del", "moveFrom", "Fallback", "sdtPr", "sdtEndPr", "rt", "instrText", "delText", "delInstrText", "pPr", "rPr"}


class Docx:
    """A DOCX file, read as the standard says it is printed."""

    def __init__(self, path):
        from lxml import etree

        parse = lambda data: etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
        self.archive = zipfile.ZipFile(path)
        names = self.archive.namelist()
        main = "word/document.xml"
        if "_rels/.rels" in names:
            for link in parse(self.archive.read("_rels/.rels")):
                if link.get("Type", "").endswith("/officeDocument"):
                    main = link.get("Target").lstrip("/")
        self.body = parse(self.archive.read(main))
        styles = os.path.dirname(main) + "/styles.xml"
        self.hidden, self.numbered = set(), set()
        if styles in names:
            for style in parse(self.archive.read(styles)):
                if child(style, "rPr", "vanish") is not None:
                    self.hidden.add(value(style, "styleId"))
                if child(style, "pPr", "numPr") is not None:
                    self.numbered.add(value(style, "styleId"))

    def tables(self):
        return [grid for kind, grid in self.blocks(self.body) if kind == "table"]

    def blocks(self, node):
        """Paragraphs and tables in order."""
        for part in node:
            name = local(part)
            if name in GONE or name == "sectPr":
                continue
            if name == "p":
                yield from self.paragraph(part)
            elif name == "tbl":
                yield from self.table(part)
            else:
                yield from self.blocks(part)

    def paragraph(self, node):
        pieces, boxes, loose = [], [], False

        def walk(node):
            nonlocal loose
            if local(node) == "r":
                style = child(node, "rPr", "rStyle")
                vanish = child(node, "rPr", "vanish")
                if is_on(vanish) or (vanish is None and value(style) in self.hidden):
                    return
                fonts = child(node, "rPr", "rFonts")
                loose |= (value(fonts, "ascii") or "").startswith(("Wingdings", "Symbol", "Webdings"))
            for part in node:
                name = local(part)
                if name in GONE:
                    continue
                if name == "txbxContent":
                    boxes.extend(self.blocks(part))
                elif name in ("drawing", "pict", "object"):
                    for box in part.iter():
                        above = {local(a) for a in box.iterancestors()}
                        if local(box) == "txbxContent" and "Fallback" not in above:
                            boxes.extend(self.blocks(box))
                elif name == "t":
                    pieces.append(part.text or "")
                elif name in ("tab", "br", "cr", "ptab"):
                    pieces.append(" ")
                else:
                    loose |= name in ("sym", "oMath", "noBreakHyphen", "fldChar")
                    walk(part)

        walk(node)
        style = value(child(node, "pPr", "pStyle"))
        loose |= child(node, "pPr", "numPr") is not None or style in self.numbered
        yield "text", ("".join(pieces), loose)
        yield from boxes

    def table(self, node):
        """A table as a grid, or what stands in it when it only lays out others."""
        rows, contents = [], []
        for row in self.inside(node, "tr"):
            if child(row, "trPr", "del") is not None or is_on(child(row, "trPr", "hidden")):
                continue
            col, places = int(value(child(row, "trPr", "gridBefore")) or 0), {}
            for place in self.inside(row, "tc"):
                wide = max(1, int(value(child(place, "tcPr", "gridSpan")) or 1))
                down, right = child(place, "tcPr", "vMerge"), child(place, "tcPr", "hMerge")
                blocks = list(self.blocks(place))
                if right is not None and value(right) != "restart" and places:
                    content = places[max(places)]
                elif down is not None and value(down) != "restart":
                    above = rows[-1].get(col) if rows else None
                    content = above if above is not None else cell("")
                else:
                    content = self.flat(blocks)
                    contents.append(blocks)
                places.update((at, content) for at in range(col, col + wide))
                col += wide
            rows.append(places)
        width = max((max(r) + 1 for r in rows if r), default=0)
        full = [c for c in contents if any(kind == "table" or bare(of[0]) for kind, of in c)]
        if any(kind == "table" for c in contents for kind, _ in c) and (width == 1 or len(full) == 1):
            for content in contents:
                yield from content
        elif width:
            yield "table", [[r.get(c, cell("")) for c in range(width)] for r in rows]

    def inside(self, node, wanted):
        for part in node:
            if local(part) == wanted:
                yield part
            elif local(part) not in GONE and local(part) not in ("tbl", "tr", "tc", "p"):
                yield from self.inside(part, wanted)

    def flat(self, blocks):
        text, loose = "", False
        for kind, of in blocks:
            if kind == "text":
                text, loose = text + of[0], loose or of[1]
            else:
                seen = []
                for places in of:
                    for place in places:
                        # A merged cell is one object in all its places.
                        if not any(place is s for s in seen):
                            seen.append(place)
                            text, loose = text + place, loose or place.loose
        return cell(text, loose)


def by_lxml(path, _scratch):
    import lxml  # noqa: F401

    return Docx(path).tables()


def by_python_docx(path, _scratch):
    import docx

    tables = []
    for table in docx.Document(path).tables:
        known = {}
        text = lambda c: known.setdefault(c._tc, cell(c.text))
        before = lambda row: [cell("")] * getattr(row, "grid_cols_before", 0)
        tables.append([before(row) + [text(c) for c in row.cells] for row in table.rows])
    return tables


def by_libreoffice(path, scratch):
    """Converted to DOCX by LibreOffice, then read with lxml."""
    import lxml  # noqa: F401

    if not shutil.which("soffice"):
        raise ModuleNotFoundError("soffice")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{scratch}/profile", "--convert-to", "docx"]
    subprocess.run(command + ["--outdir", scratch, path], capture_output=True, timeout=120)
    return Docx(os.path.join(scratch, os.path.splitext(os.path.basename(path))[0] + ".docx")).tables()


def same_text(theirs, ours):
    if theirs == ours:
        return True
    rest = iter(ours)
    return getattr(theirs, "loose", False) and all(c in rest for c in theirs)


def same_table(theirs, ours):
    if len(theirs) != len(ours):
        return False
    for row, own in zip(theirs, ours):
        # Places that no cell covers at the end of a row are no difference.
        width = max(len(row), len(own))
        row, own = list(row) + [""] * (width - len(row)), own + [""] * (width - len(own))
        if not all(same_text(a, b) for a, b in zip(row, own)):
            return False
    return True


def merged(table):
    return any(a and a is b for row in table for a, b in zip(row, row[1:])) or any(
        a and a is b for row, below in zip(table, table[1:]) for a, b in zip(row, below)
    )


def slim(table):
    """Without columns that repeat their left neighbor and without empty ends: grid lines that no cell needs."""
    width = max(map(len, table), default=0)
    columns = list(zip(*(list(row) + [""] * (width - len(row)) for row in table)))
    kept = [c for i, c in enumerate(columns) if i == 0 or c != columns[i - 1]]
    while kept and not any(kept[-1]):
        kept.pop()
    return [list(row) for row in zip(*kept) if any(row)]


def expanded(cells):
    """A table of fuhe with its text at every place that a cell covers."""
    rows, cols = max(c["r1"] for c in cells) + 1, max(c["c1"] for c in cells) + 1
    grid = [[""] * cols for _ in range(rows)]
    for c in cells:
        for row in range(c["r0"], c["r1"] + 1):
            for col in range(c["c0"], c["c1"] + 1):
                grid[row][col] = bare(c["text"])
    return grid


def documents(reader, normal=lambda table: table):
    """Compares the tables of text documents, which come in order."""

    def tables(path, ours, scratch):
        ours = [normal(expanded(table)) for table in ours]
        start = 0
        for table in filter(None, map(normal, reader(path, scratch))):
            at = next((i for i in range(start, len(ours)) if same_table(table, ours[i])), None)
            nearest = ours[start] if start < len(ours) else []
            start = start if at is None else at + 1
            yield at is not None, merged(table), (table, nearest)

    return tables


# ---------------------------------------------------------------- workbooks


def same_value(value, code, shown):
    """Whether a cell shows a value, as far as the digits shown tell."""
    if isinstance(value, bool):
        return bare(shown) == ("TRUE" if value else "FALSE")
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time, datetime.timedelta)):
        return bool(bare(shown))
    if not isinstance(value, (int, float)):
        return bare(value) == bare(shown) or "@" in code and bare(value) in bare(shown)
    plain = re.sub(r'"[^"]*"|\\.|!.|_.|\*.|\[[^\]]*\]', "", code)
    if re.search(r"[ymdhs/EA]", plain.replace("General", "")) or re.search(r"[0#?],+(?![0#?])", plain):
        return True  # dates, fractions, scientific notation and thousands: that something is shown
    if re.fullmatch(r"-?[\d.]+E-?\d+", shown):
        return abs(value - float(shown)) <= abs(value) * 1e-9
    numbers = re.findall(r"\d[\d,]*\.?\d*|\.\d+", shown)
    if not numbers:
        return abs(value) < 0.5 or not re.search(r"[0#?]|General", plain)
    number = "".join(numbers).replace(",", "")
    decimals = len(number.partition(".")[2])
    scale = 100 ** plain.split(";")[0].count("%")
    return abs(abs(value) * scale - float(number)) <= 0.5000001 * 10**-decimals + abs(value * scale) * 1e-9


def by_openpyxl(path):
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    for number, name in enumerate(book.sheetnames):
        sheet = book[name]
        if sheet.sheet_state != "visible" or not hasattr(sheet, "merged_cells"):
            continue
        spans, covered = {}, set()
        for area in sheet.merged_cells.ranges:
            spans[(area.min_row, area.min_col)] = (area.max_row, area.max_col)
            if area.size["rows"] * area.size["columns"] < 1_000_000:
                rows, cols = range(area.min_row, area.max_row + 1), range(area.min_col, area.max_col + 1)
                covered |= {(r, c) for r in rows for c in cols} - {(area.min_row, area.min_col)}
        cells = {}
        for row in sheet.iter_rows():
            for cell in row:
                place = (cell.row, cell.column)
                if cell.value is not None and bare(cell.value) and place not in covered:
                    cells[place] = (cell.value, cell.number_format or "General", spans.get(place, place))
        yield number, cells


def by_xlrd(path):
    import xlrd

    book = xlrd.open_workbook(path, formatting_info=True, logfile=open(os.devnull, "w"))
    for number, sheet in enumerate(book.sheets()):
        if sheet.visibility:
            continue
        spans, covered = {}, set()
        for r0, r1, c0, c1 in sheet.merged_cells:
            spans[(r0 + 1, c0 + 1)] = (r1, c1)
            covered |= {(r + 1, c + 1) for r in range(r0, r1) for c in range(c0, c1)} - {(r0 + 1, c0 + 1)}
        cells = {}
        for r in range(sheet.nrows):
            for c in range(sheet.row_len(r)):
                cell = sheet.cell(r, c)
                place = (r + 1, c + 1)
                value = {3: datetime.date.min, 4: bool(cell.value), 5: xlrd.error_text_from_code.get(cell.value)}.get(
                    cell.ctype, cell.value
                )
                if cell.ctype in (0, 6) or not bare(value) or place in covered:
                    continue
                code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
                cells[place] = (value, code, spans.get(place, place))
        yield number, cells


def place_of(name):
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()
    col = 0
    for letter in letters:
        col = col * 26 + ord(letter) - 64
    return int(row), col


def workbooks(reader):
    """Compares the cells of sheets."""

    def sheets(path, tables, _scratch):
        ours = {}
        for cell in (cell for table in tables for cell in table if bare(cell["text"])):
            sheet, name = cell["at"]
            row, col = place_of(name)
            end = (row + cell["r1"] - cell["r0"], col + cell["c1"] - cell["c0"])
            ours.setdefault(sheet, {})[(row, col)] = (cell["text"], end)
        for number, cells in reader(path):
            read = ours.get(number, {})
            if cells or read:
                wrong = [place for place in sorted(set(cells) | set(read)) if differs(cells, read, place)]
                spans = any(place != cell[2] for place, cell in cells.items())
                yield not wrong, spans, [(place, cells.get(place), read.get(place)) for place in wrong[:6]]

    return sheets


def differs(cells, read, place):
    if place not in cells:
        return True
    value, code, end = cells[place]
    if place not in read:
        # A format without digits for the value hides it.
        return not re.search(r";\s*(;|$)", code)
    same_span = read[place][1] == end or same_within(read, cells, place, end)
    return not same_value(value, code, read[place][0]) or not same_span


def same_within(read, cells, place, end):
    """A merged cell over more than the table, or a line of text merged over columns, is cut to what it covers."""
    last = read[place][1]
    beyond = any(last[0] < r <= end[0] and place[1] <= c <= end[1] for r, c in cells)
    beside = any(last[1] < c <= end[1] and place[0] <= r <= end[0] for r, c in cells)
    return last[0] <= end[0] and last[1] <= end[1] and not beyond and not beside


# ---------------------------------------------------------------- web pages


def pages(path, tables, _scratch):
    import lxml.html

    data = open(path, "rb").read()
    root = lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding=encoding(data)))
    ours = [grid_of(table) for table in tables]
    for table in root.iter("table"):
        cells = None if table.xpath(".//table") or hidden(table) else expand(table)
        if cells is None:
            continue
        same = cells in ours
        if same:
            ours.remove(cells)
        yield same, any((c[0], c[1]) != (c[2], c[3]) for c in cells), (cells[:3], [o[:3] for o in ours][:2])


def encoding(data):
    for name in ("utf-8-sig", "gb18030"):
        try:
            data.decode(name)
            return name.replace("-sig", "")
        except UnicodeDecodeError:
            pass
    return None


def hidden(element):
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style or element.get("hidden") is not None


def grid_of(table):
    return sorted([c["r0"], c["c0"], c["r1"], c["c1"], bare(c["text"])] for c in table if bare(c["text"]))


SILENT = {"script", "style", "noscript", "textarea", "select", "button", "svg", "math", "iframe", "object", "template", "rt", "rp", "video", "audio", "canvas"}


def shown(element):
    """The text of an element, without what is hidden."""
    if not isinstance(element.tag, str) or element.tag in SILENT or hidden(element):
        return ""
    label = ""
    if element.tag == "li" and element.getparent().tag == "ol" and not re.match(r"\s*[\d（(]", element.text_content()):
        label = f"{[li for li in element.getparent() if li.tag == 'li'].index(element) + 1}."
    return label + (element.text or "") + "".join(shown(child) + (child.tail or "") for child in element)


def expand(table):
    """The grid of a table after the rules of HTML; nothing for one that lays out a page."""
    rows = [r for part in table.xpath("./thead|./tbody|./tfoot|.") for r in part if r.tag == "tr" and not hidden(r)]
    order = {"thead": 0, "tbody": 1, "table": 1, "tfoot": 2}
    rows.sort(key=lambda r: order.get(r.getparent().tag, 1))
    taken, cells, filled = {}, [], 0
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            if cell.tag not in ("td", "th") or hidden(cell):
                continue
            while (r, c) in taken:
                c += 1
            span = lambda name, default: int((re.match(r"\s*(\d+)", cell.get(name) or "") or [0, default])[1])
            wide, tall = min(span("colspan", 1) or 1, 1000), span("rowspan", 1)
            tall = min(tall or len(rows), len(rows) - r)
            wide = next((w for w in range(1, wide) if (r, c + w) in taken), wide)
            taken.update({(y, x): 1 for y in range(r, r + tall) for x in range(c, c + wide)})
            text = bare(shown(cell))
            if text:
                cells.append([r, c, r + tall - 1, c + wide - 1, text])
            c += wide
    if len({c[1] for c in cells}) < 2 or len(cells) < 3:
        return None
    return sorted(cells)


# ---------------------------------------------------------------- fuhe, and the comparison

# format: endings, what it is compared with
FORMATS = {
    "docx": ((".docx", ".docm"), {"lxml": documents(by_lxml), "python-docx": documents(by_python_docx)}),
    "odt": ((".odt",), {"LibreOffice, lxml": documents(by_libreoffice)}),
    "doc": ((".doc", ".dot"), {"LibreOffice, lxml": documents(by_libreoffice, slim)}),
    "rtf": ((".rtf",), {"LibreOffice, lxml": documents(by_libreoffice, slim)}),
    "xlsx": ((".xlsx", ".xlsm"), {"openpyxl": workbooks(by_openpyxl)}),
    "xls": ((".xls",), {"xlrd": workbooks(by_xlrd)}),
    "html": ((".html", ".htm"), {"lxml": pages}),
}
COLUMNS = ["format", "against", "files", "not opened", "tables", "identical", "%", "merged", "identical"]
WIDTHS = [8, 20, 7, 12, 8, 11, 8, 8, 11]


def by_fuhe(binary, paths, scratch):
    """The paths under names of their own, and the tables of each file."""
    named = []
    for n, path in enumerate(paths):
        named.append(os.path.join(scratch, f"{n:05}{os.path.splitext(path)[1].lower()}"))
        os.symlink(os.path.abspath(path), named[-1])
    out = os.path.join(scratch, "cells")
    for at in range(0, len(named), 200):
        subprocess.run([binary, out] + named[at : at + 200], check=True)
    stem = lambda link: os.path.splitext(os.path.basename(link))[0]
    return named, [json.load(open(os.path.join(out, stem(link) + ".json"))) for link in named]


def compare(tables_of, paths, named, read, scratch, verbose):
    """Counts of files, files that the other reader cannot open, tables, and those identical; the same of merged ones."""
    counts = [0, 0, 0, 0, 0, 0]
    for path, link, ours in zip(paths, named, read):
        try:
            results = list(tables_of(link, ours, scratch))
        except ModuleNotFoundError:
            raise
        except Exception as error:
            counts[1] += 1
            if verbose:
                print(f"{path}: not opened: {str(error)[:100]}")
            continue
        counts[0] += 1
        for same, spans, difference in results:
            for at, counted in enumerate([True, same, spans, spans and same]):
                counts[2 + at] += bool(counted)
            if verbose and not same:
                print(f"{path}: {str(difference)[:600]}")
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
    built = [os.path.join(target, kind, "examples", "cells") for kind in ("release", "debug")]
    parser.add_argument("--cells", default=next((b for b in built if os.path.exists(b)), built[0]))
    parser.add_argument("--verbose", "-v", action="store_true", help="print each difference")
    parser.add_argument("what", nargs="*", metavar="FORMAT | FILE | FOLDER")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    if not os.path.exists(arguments.cells):
        sys.exit(f"{arguments.cells} is absent: cargo build --example cells")
    formats = [name for name in arguments.what if name in FORMATS] or list(FORMATS)
    every = []
    for path in [path for path in arguments.what if path not in FORMATS] or [SHARED]:
        every += sorted(glob.glob(os.path.join(path, "**", "*"), recursive=True)) if os.path.isdir(path) else [path]
    line = lambda cells: print("".join(str(c).ljust(w) if n < 2 else str(c).rjust(w) for n, (c, w) in enumerate(zip(cells, WIDTHS))))
    line(COLUMNS)
    for name in formats:
        endings, readers = FORMATS[name]
        paths = [path for path in every if path.lower().endswith(endings) and os.path.getsize(path)]
        if not paths:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            named, read = by_fuhe(arguments.cells, paths, scratch)
            for other, tables_of in readers.items():
                try:
                    counts = compare(tables_of, paths, named, read, scratch, arguments.verbose)
                except ModuleNotFoundError as error:
                    print(f"{name}: skipped: {error.name or error} is absent")
                    continue
                share = f"{100 * counts[3] / max(counts[2], 1):.1f}"
                line([name, other, *counts[:4], share, *counts[4:]])
                sys.stdout.flush()


if __name__ == "__main__":
    main()
