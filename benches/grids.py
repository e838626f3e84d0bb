#!/usr/bin/env python3
"""Compares the cells that fuhe reads from workbooks and web pages with those of independent readers.

usage: grids.py [--cells BINARY] [--out DIR] FILE…

.xlsx with openpyxl, .xls with xlrd, .html with lxml (`pip install openpyxl xlrd lxml`). BINARY is the example `cells`
(`cargo build --example cells`). A sheet is identical when every cell that shows something stands at its place with its
text and span; numbers are compared by value within the digits shown. A table of a page is identical when its grid is;
tables that lay out the page (one column, or tables inside) are not compared. Files that the other reader cannot open are
counted apart. Prints the share, and with -v each difference. Needs no network.
"""
import argparse, datetime, json, os, re, subprocess, sys


def bare(text):
    return re.sub(r"[\s\u200b-\u200d\ufeff\xad\x00-\x1f]|_x000D_", "", str(text))


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


def sheets(path, tables, verbose):
    """Identical sheets, sheets, and the differences."""
    ours = {}
    for table in tables:
        for cell in table:
            if bare(cell["text"]):
                sheet, name = cell["at"]
                row, col = place_of(name)
                end = (row + cell["r1"] - cell["r0"], col + cell["c1"] - cell["c0"])
                ours.setdefault(sheet, {})[(row, col)] = (cell["text"], end)
    good = count = 0
    differences = []
    for number, cells in (by_xlrd if path.lower().endswith(".xls") else by_openpyxl)(path):
        read = ours.get(number, {})
        wrong = []
        for place in sorted(set(cells) | set(read)):
            if place not in cells:
                wrong.append((number, place, "only fuhe", read[place]))
                continue
            value, code, end = cells[place]
            if place not in read:
                # A format without digits for the value hides it.
                if not re.search(r";\s*(;|$)", code):
                    wrong.append((number, place, "missing", value, code))
            elif not same_value(value, code, read[place][0]):
                wrong.append((number, place, "text", value, code, read[place][0]))
            elif read[place][1] != end and not same_within(read, cells, place, end):
                wrong.append((number, place, "span", end, read[place][1]))
        if not cells and not read:
            continue
        count += 1
        good += not wrong
        differences += wrong
    return good, count, differences


def same_within(read, cells, place, end):
    """A merged cell over more than the table, or a line of text merged over columns, is cut to what it covers."""
    last = read[place][1]
    beyond = any(last[0] < r <= end[0] and place[1] <= c <= end[1] for r, c in cells)
    beside = any(last[1] < c <= end[1] and place[0] <= r <= end[0] for r, c in cells)
    return last[0] <= end[0] and last[1] <= end[1] and not beyond and not beside


def pages(path, tables, verbose):
    import lxml.html

    data = open(path, "rb").read()
    root = lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding=encoding(data)))
    ours = [json.dumps(grid_of(table)) for table in tables]
    good = count = 0
    differences = []
    for table in root.iter("table"):
        if table.xpath(".//table") or hidden(table):
            continue
        cells = expand(table)
        if cells is None:
            continue
        count += 1
        found = json.dumps(cells)
        if found in ours:
            ours.remove(found)
            good += 1
        else:
            differences.append((cells[:3], [json.loads(o)[:3] for o in ours][:2] if verbose else len(ours)))
    return good, count, differences


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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--cells", default=os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "target", "debug", "examples", "cells"))
    parser.add_argument("--out", default="/tmp/fuhe-grids")
    parser.add_argument("-v", action="store_true")
    args = parser.parse_args()
    totals = {}
    for path in args.files:
        subprocess.run([args.cells, args.out, path], check=True)
        tables = json.load(open(os.path.join(args.out, os.path.splitext(os.path.basename(path))[0] + ".json")))
        kind = os.path.splitext(path)[1].lower().replace(".htm", ".html").replace(".htmll", ".html").replace(".xlsm", ".xlsx")
        total = totals.setdefault(kind, [0, 0, 0, 0])
        try:
            good, count, differences = (pages if kind == ".html" else sheets)(path, tables, args.v)
        except Exception as error:
            total[3] += 1
            if args.v:
                print(f"{os.path.basename(path)}: the other reader fails: {str(error)[:100]}")
            continue
        total[0] += good
        total[1] += count
        total[2] += 1
        if differences and args.v:
            print(f"{os.path.basename(path)}: {good}/{count}")
            for difference in differences[:6]:
                print("   ", str(difference)[:300])
    for kind, (good, count, files, failed) in sorted(totals.items()):
        print(f"{kind}: {good} of {count} identical ({100 * good / max(count, 1):.1f} %) in {files} files; {failed} files the other reader cannot open")


if __name__ == "__main__":
    main()
