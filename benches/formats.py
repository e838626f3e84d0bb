#!/usr/bin/env python3
"""Compares the tables that fuhe reads with those that independent readers read in the same files.

usage: formats.py [--cells BINARY] [--verbose] [FORMAT … | FILE …]      default: all formats, files of ../shared

BINARY is the example `cells` (`cargo build --example cells`). For each format an independent reader stands in READERS:

  docx  lxml by the rules of the standard (revisions accepted, alternatives once, tables in cells as text of the cell), and
        python-docx, which reads neither content controls nor insertions nor tables in cells
  odt   LibreOffice, which converts to DOCX, and lxml

Two tables are identical when every place of the grid, merged places included, holds the same characters; white space does
not count. Where a cell holds automatic numbers, formulas or symbol fonts, which the other reader does not print, its
characters must stand in fuhe's in their order. A reader that is not installed is skipped with a line that says so
(`pip install lxml python-docx`, LibreOffice's soffice).
"""
import argparse, glob, json, os, shutil, subprocess, sys, tempfile, zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
SHARED = os.path.join(ROOT, "..", "shared")


def bare(text):
    return "".join(text.split())


class Cell(str):
    """The text of a cell; `loose` when fuhe prints more than the other reader does."""

    loose = False


def cell(text, loose=False):
    out = Cell(bare(text))
    out.loose = loose
    return out


# ---------------------------------------------------------------- DOCX by lxml


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


def docx_by_lxml(path, _scratch):
    import lxml  # noqa: F401

    return Docx(path).tables()


def docx_by_python_docx(path, _scratch):
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


# format: endings, independent readers
READERS = {
    "docx": ((".docx", ".docm"), {"lxml": docx_by_lxml, "python-docx": docx_by_python_docx}),
    "odt": ((".odt",), {"LibreOffice + lxml": by_libreoffice}),
}


# ---------------------------------------------------------------- fuhe


def by_fuhe(binary, paths, scratch):
    """The grids of each file; None where fuhe gives none."""
    named = []
    for n, path in enumerate(paths):
        link = os.path.join(scratch, f"{n:05}{os.path.splitext(path)[1]}")
        os.symlink(os.path.abspath(path), link)
        named.append(link)
    out = os.path.join(scratch, "cells")
    for at in range(0, len(named), 200):
        subprocess.run([binary, out] + named[at : at + 200], check=True)
    grids = []
    for link in named:
        with open(os.path.join(out, os.path.splitext(os.path.basename(link))[0] + ".json")) as file:
            grids.append([expanded(table) for table in json.load(file)])
    return grids


def expanded(cells):
    rows, cols = max(c["r1"] for c in cells) + 1, max(c["c1"] for c in cells) + 1
    grid = [[""] * cols for _ in range(rows)]
    for c in cells:
        for row in range(c["r0"], c["r1"] + 1):
            for col in range(c["c0"], c["c1"] + 1):
                grid[row][col] = bare(c["text"])
    return grid


# ---------------------------------------------------------------- comparison


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


def compare(name, reader, paths, grids, verbose):
    counts = {"files": 0, "unreadable": 0, "tables": 0, "same": 0, "merged": 0, "merged same": 0}
    with tempfile.TemporaryDirectory() as scratch:
        for path, ours in zip(paths, grids):
            try:
                theirs = reader(path, scratch)
            except ModuleNotFoundError as error:
                print(f"skipped: {name}: {error.name or error} is absent")
                return
            except Exception:
                counts["unreadable"] += 1
                continue
            counts["files"] += 1
            start = 0
            for table in theirs:
                at = next((i for i in range(start, len(ours)) if same_table(table, ours[i])), None)
                counts["tables"] += 1
                counts["merged"] += merged(table)
                if at is not None:
                    counts["same"] += 1
                    counts["merged same"] += merged(table)
                    start = at + 1
                elif verbose:
                    print(f"  {path}: {[str(c) for c in table[0][:6]] if table else table}")
    share = 100 * counts["same"] / counts["tables"] if counts["tables"] else 100.0
    print(
        f"{name}: {counts['same']} of {counts['tables']} tables identical ({share:.1f} %), with merged cells "
        f"{counts['merged same']} of {counts['merged']}; {counts['files']} files, {counts['unreadable']} that it cannot read"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
    built = [os.path.join(target, kind, "examples", "cells") for kind in ("release", "debug")]
    parser.add_argument("--cells", default=next((b for b in built if os.path.exists(b)), built[0]))
    parser.add_argument("--verbose", action="store_true", help="name the tables that differ")
    parser.add_argument("what", nargs="*", help="formats or files")
    arguments = parser.parse_args()
    if not os.path.exists(arguments.cells):
        sys.exit(f"{arguments.cells} is absent: cargo build --example cells")
    formats = [w for w in arguments.what if w in READERS] or list(READERS)
    files = [w for w in arguments.what if w not in READERS]
    for format in formats:
        endings, readers = READERS[format]
        every = files or sorted(glob.glob(os.path.join(SHARED, "**", "*"), recursive=True))
        paths = [p for p in every if p.lower().endswith(endings)]
        if not paths:
            print(f"skipped: {format}: no files")
            continue
        with tempfile.TemporaryDirectory() as scratch:
            grids = by_fuhe(arguments.cells, paths, scratch)
        for name, reader in readers.items():
            compare(f"{format} against {name}", reader, paths, grids, arguments.verbose)


if __name__ == "__main__":
    main()
