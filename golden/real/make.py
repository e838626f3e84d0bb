"""Writes the truth of two real documents and the printed sums of all budgets. Run by hand beside the shared files.

    pip install pdfplumber
    python3 golden/real/make.py ../shared/real

Every cell comes from pdfplumber, never from fuhe. Which pages make one table, which rows are repeated heads, and the shape
of each head were written down from the rendered pages (`pdftoppm`); the numbers and names are compared, in order, with
what `pdftotext -layout` prints. A difference stops the program.
"""

import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pdfplumber

HERE = Path(__file__).resolve().parent
SHARED = Path(sys.argv[1])

# Pages of each table in turn, and the number of head rows that later pages repeat.
TABLES = {
    "pt-wanli-2024-budget": [([10], 0), ([11, 12, 13, 14, 15], 0), ([16, 17, 18, 19, 20], 0), ([21], 0), ([22, 23, 24, 25, 26], 3), ([27], 0), ([28], 0), ([29, 30], 0), ([31], 0)],
    "pt-commerce-2025-unit-budget": [([9], 0), ([10, 11], 0), ([12, 13], 0), ([14], 0), ([15, 16], 3), ([17], 0), ([18], 0), ([19, 20], 0), ([21], 0)],
}
# The spans of the heads as seen on the page images: (row, column, rows, columns).
BY_CODE = [(0, 0, 1, 4), (1, 0, 1, 3), (1, 3, 2, 1), (1, 4, 2, 1), (1, 5, 2, 1), (1, 6, 2, 1)]
BY_CODE_3 = [(0, 4, 1, 3)] + BY_CODE
BY_CODE_5 = [(0, 4, 1, 5)] + BY_CODE + [(1, 7, 2, 1), (1, 8, 2, 1)]
BY_ECONOMY = [(0, 0, 1, 3), (0, 3, 1, 3), (1, 0, 1, 2), (1, 2, 2, 1), (1, 3, 2, 1), (1, 4, 2, 1), (1, 5, 2, 1)]
TRAVEL = [(0, 0, 1, 6), (0, 6, 3, 1), (1, 0, 2, 1), (1, 1, 2, 1), (1, 2, 2, 1), (1, 3, 1, 3)]
BOTH_SIDES = [(0, 0, 1, 2), (0, 2, 1, 5)]
HEADS = {
    "pt-wanli-2024-budget": [[(0, 0, 1, 2), (0, 2, 1, 2)], BY_CODE_5, BY_CODE_3, BOTH_SIDES, BY_CODE_3, BY_CODE_3, BY_CODE_3, BY_ECONOMY, TRAVEL],
    "pt-commerce-2025-unit-budget": [
        BOTH_SIDES + [(1, 0, 3, 1), (1, 1, 3, 1), (1, 2, 3, 1), (1, 3, 1, 4), (2, 3, 2, 1), (2, 4, 1, 2), (2, 6, 2, 1)],
        BY_CODE_5, BY_CODE_3, BOTH_SIDES, BY_CODE_3, BY_CODE_3, BY_CODE_3, BY_ECONOMY, TRAVEL],
}


def bare(text):
    return "".join((text or "").split())


def seen(page):
    """The page without the white boxes that lie under cells and titles: nobody sees their edges."""
    white = ((1,), (1.0, 1.0, 1.0), (0, 0, 0, 0), 1)
    return page.filter(lambda o: o["object_type"] != "rect" or o["non_stroking_color"] not in white)


def cluster(values):
    out = []
    for value in sorted(values):
        if not out or value - out[-1] > 2:
            out.append(value)
    return out


def index(edges, value):
    return min(range(len(edges)), key=lambda n: abs(edges[n] - value))


def page_cells(page, table, xs):
    """(row, column, rows, columns, text) on the columns `xs`."""
    ys = cluster([c[1] for c in table.cells] + [c[3] for c in table.cells])
    out = []
    for box in table.cells:
        row, col = index(ys, box[1]), index(xs, box[0])
        text = bare(page.crop(box, strict=False).filter(lambda o, b=box: o["object_type"] != "char" or b[0] - 1 <= (o["x0"] + o["x1"]) / 2 <= b[2] + 1 and b[1] <= (o["top"] + o["bottom"]) / 2 <= b[3]).extract_text())
        out.append((row, col, index(ys, box[3]) - row, index(xs, box[2]) - col, text))
    return sorted(out), len(ys) - 1


def truth(name):
    printed = {}
    out = [
        "# The budget tables of a real document, every cell. See make.py for how it was written and checked.",
        None,
    ]
    with pdfplumber.open(SHARED / f"{name}.pdf") as pdf:
        out[1] = f"pages = {len(pdf.pages)}"
        for (pages, repeated), head in zip(TABLES[name], HEADS[name]):
            xs = None
            cells, base = [], 0
            for page_number in pages:
                page = seen(pdf.pages[page_number - 1])
                table = max(page.find_tables(), key=lambda t: (t.bbox[2] - t.bbox[0]) * (t.bbox[3] - t.bbox[1]))
                if xs is None:
                    xs = cluster([c[0] for c in table.cells] + [c[2] for c in table.cells])
                found, rows = page_cells(page, table, xs)
                rows = max(r + h for r, _, h, _, _ in found)
                drop = repeated if page_number != pages[0] else 0
                cells += [(r - drop + base, c, h, w, page_number, t) for r, c, h, w, t in found if r >= drop]
                base += rows - drop
            cols = len(xs) - 1
            spans = sorted((r, c, h, w) for r, c, h, w, _, _ in cells if (h > 1 or w > 1) and r < 4 and base > 4 or (h > 1 or w > 1) and r < 3)
            assert spans == sorted(head), (name, pages, spans, head)
            covered = [(r + i, c + j) for r, c, h, w, *_ in cells for i in range(h) for j in range(w)]
            assert sorted(covered) == [(r, c) for r in range(base) for c in range(cols)], (name, pages, "holes or overlaps")
            out += ["", "[[table]]", f"rows = {base}", f"cols = {cols}", 'grid = "ruled"', "cells = ["]
            out += [f'    [{r}, {c}, {h}, {w}, {p}, "{t}"],' for r, c, h, w, p, t in cells] + ["]"]
            for r, c, h, w, p, t in cells:
                printed.setdefault(p, []).append(t)
    # Every character of every cell, page by page, against poppler's: as multisets, and every single-line text literally.
    for page, texts in printed.items():
        text = bare(subprocess.run(["pdftotext", "-layout", "-f", str(page), "-l", str(page), SHARED / f"{name}.pdf", "-"], capture_output=True, text=True, check=True).stdout)
        for t in texts:
            if t not in text and t not in ACROSS_LINES:
                raise SystemExit(f"{name} page {page}: pdftotext does not print {t}")
        numbers = sorted(t for t in texts if re.fullmatch(r"\d[\d,]*(\.\d+)?", t))
        layout = subprocess.run(["pdftotext", "-layout", "-f", str(page), "-l", str(page), SHARED / f"{name}.pdf", "-"], capture_output=True, text=True, check=True).stdout
        other = sorted(w for w in layout.split() if re.fullmatch(r"\d[\d,]*(\.\d+)?", w))
        assert numbers == other, (name, page, set(numbers) ^ set(other))
    (HERE / f"{name}.toml").write_text("\n".join(out) + "\n", encoding="utf8")
    print(name, sum(len(t) for t in printed.values()), "cells")


# A head that stands in two lines beside other cells: pdftotext prints its parts apart.
ACROSS_LINES = {"事业单位经营收入", "部门预算经济分类科目编码", "2024年机关运行经费预算数", "机关运行经费预算数"}


# ---------------------------------------------------------------- sums


def number(text):
    text = (text or "").replace(",", "").replace(" ", "").replace("\n", "")
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def rows_of(pdf):
    """(page, codes, name, values) of each row of each table; values are the columns after the name, from the right."""
    for page_number, page in enumerate(pdf.pages, 1):
        for table in seen(page).find_tables():
            for row in table.extract():
                yield page_number, [bare(c) for c in row]


def sums(path):
    """Sums that a reader can check on the page: (page, kind, total name, total text, parts as (name, text)), and whether each holds."""
    with pdfplumber.open(path) as pdf:
        rows = list(rows_of(pdf))
    out = []
    block = []
    for page, row in rows:
        codes = []
        for cell in row[:3]:
            if re.fullmatch(r"\d{3}" if not codes else r"\d{1,2}", cell):
                codes.append(cell)
            else:
                break
        if codes:
            rest = [c for c in row[len(codes):]]
            names = [n for n, c in enumerate(rest) if c]
            if not names or number(rest[names[0]]) is not None:
                continue
            block.append((page, codes, rest[names[0]], rest[names[0] + 1:]))
            continue
        label = next((c for c in row if c), "")
        if label == "合计" and block:
            values = row[len(row) - len(block[0][3]):]
            if len(values) == len(block[0][3]) and any(number(v) is not None for v in values):
                add_block(out, page, values, block)
            block = []
        elif label not in ("合计", "项目", "类", "功能分类科目编码") and any(number(c) for c in row):
            block = []
    return out


def add_block(out, page, totals, block):
    columns = len(block[0][3])
    block = [b for b in block if len(b[3]) == columns]
    for column in range(columns):
        for n, (at, codes, name, values) in enumerate(block):
            children = []
            for child in block[n + 1:]:
                if len(child[1]) <= len(codes):
                    break
                if len(child[1]) == len(codes) + 1:
                    children.append(child)
            if children and number(values[column]):
                out.append(("column", at, name, values[column], [(c[2], c[3][column]) for c in children if c[3][column]]))
        top = [b for b in block if len(b[1]) == 1]
        if number(totals[column]):
            out.append(("column", page, "合计", totals[column], [(c[2], c[3][column]) for c in top if c[3][column]]))
    for at, codes, name, values in block + [(page, [], "合计", totals)]:
        parts = [v for v in values[1:] if v]
        if number(values[0]) and parts and columns > 2:
            out.append(("row", at, name, values[0], [(name, v) for v in parts]))


def holds(item):
    parts = [number(v) for _, v in item[4]]
    return parts and None not in parts and sum(parts) == number(item[3])


def main():
    for name in TABLES:
        truth(name)
    out = ["# Sums that hold in print in the budget tables of the real files: kind, page of the total, name, total, parts (name, figure).", "# Written by make.py with pdfplumber, not with fuhe."]
    for path in sorted(SHARED.glob("*.pdf")):
        every = sums(path)
        good = [s for s in every if holds(s)]
        print(f"{path.stem}: {len(good)} of {len(every)} printed sums hold")
        for bad in (s for s in every if not holds(s)):
            print("   does not hold:", bad)
        if good:
            out += ["", "[[file]]", f'name = "{path.stem}"', "sums = ["]
            for kind, page, name, total, parts in good:
                listed = ", ".join(f'["{n}", "{v}"]' for n, v in parts)
                out.append(f'    ["{kind}", {page}, "{name}", "{total}", [{listed}]],')
            out.append("]")
    (HERE / "sums.toml").write_text("\n".join(out) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
