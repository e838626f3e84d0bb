#!/usr/bin/env python3
"""Compares the tables that fuhe reads from DOC and RTF files with those of LibreOffice's conversions to DOCX.

usage: formats_doc.py [--cells BINARY] [--work DIR] [--verbose] FILE_OR_FOLDER…

BINARY is the example `cells` (`cargo build --example cells`). Needs LibreOffice (`soffice`); conversions are kept in the
work folder. LibreOffice's own choices count as differences here.
"""
import argparse, glob, json, os, re, subprocess, sys, xml.etree.ElementTree as tree, zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
LABEL = "\x01"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def bare(text):
    return re.sub(r"\s+", "", text)


def text_of(node):
    """The text of a node without what an older reader would be given and without deletions."""
    if node.tag in (FALLBACK, W + "del", W + "instrText", W + "delText"):
        return ""
    if node.tag in (W + "t", W + "sym"):
        return node.text or "?"
    if node.tag == W + "noBreakHyphen":
        return "-"
    text = "".join(text_of(child) for child in node)
    numbered = node.tag == W + "p" and node.find(f"{W}pPr/{W}numPr") is not None
    return LABEL + text if numbered else text


def equal(wanted, read):
    """Whether two tables say the same; the number of a list, which a DOCX leaves to its reader, may stand or not."""
    if [len(row) for row in wanted] != [len(row) for row in read]:
        return False
    pattern = lambda text: re.escape(text).replace(re.escape(LABEL), ".{0,8}")
    return all(re.fullmatch(pattern(a), b) for x, y in zip(wanted, read) for a, b in zip(x, y))


def children(node, name):
    """Children of a name, also inside content controls and other wrappers."""
    for child in node:
        if child.tag == W + name:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from children(child, name)


def grid(table):
    """A table as rows of texts, every place that a cell covers holding its text."""
    rows = []
    for row in children(table, "tr"):
        out = []
        before = row.find(f"{W}trPr/{W}gridBefore")
        out += [""] * int(before.get(W + "val")) if before is not None else []
        for cell in children(row, "tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            text = bare(text_of(cell))
            at = len(out)
            if merge is not None and merge.get(W + "val") != "restart" and rows and at < len(rows[-1]):
                text = rows[-1][at]
            out += [text] * (int(span.get(W + "val")) if span is not None else 1)
        rows.append(out)
    return rows


def reference(path):
    with zipfile.ZipFile(path) as package:
        body = tree.fromstring(package.read("word/document.xml"))
    tables = []

    def walk(node):
        if node.tag == FALLBACK:
            return
        rows = grid(node) if node.tag == W + "tbl" else []
        cells = [cell for row in children(node, "tr") for cell in children(row, "tc")] if rows else []
        filled = [cell for cell in cells if bare(text_of(cell)) or cell.find(f".//{W}tbl") is not None]
        # A table that only holds others in their places is none; other tables in cells are text of the cell.
        holds = len(list(node.iter(W + "tbl"))) > 1
        if rows and not (holds and (len(filled) == 1 or max(map(len, rows)) == 1)):
            tables.append(rows)
            return
        for child in node:
            walk(child)

    walk(body)
    return tables


def own(table):
    rows = max((cell["r1"] for cell in table), default=-1) + 1
    columns = max((cell["c1"] for cell in table), default=-1) + 1
    out = [[""] * columns for _ in range(rows)]
    for cell in table:
        for row in range(cell["r0"], cell["r1"] + 1):
            for column in range(cell["c0"], cell["c1"] + 1):
                out[row][column] = bare(cell["text"])
    return out


def slim(rows):
    """Without columns that repeat their left neighbor and without empty ends: grid lines that no cell needs."""
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    columns = list(zip(*rows))
    kept = [c for i, c in enumerate(columns) if i == 0 or c != columns[i - 1]]
    while kept and not any(kept[-1]):
        kept.pop()
    return [row for row in zip(*kept) if any(row)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", default=os.path.join(HERE, "..", "target", "debug", "examples", "cells"))
    parser.add_argument("--work", default="/tmp/fuhe-formats-doc")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("paths", nargs="+")
    args = parser.parse_args()
    files = []
    for path in args.paths:
        found = glob.glob(os.path.join(path, "**", "*"), recursive=True) if os.path.isdir(path) else [path]
        files += sorted(f for f in found if f.lower().endswith((".doc", ".dot", ".rtf")))
    counts = dict.fromkeys(["files", "not converted", "tables", "identical", "merged", "merged identical"], 0)
    for number, path in enumerate(files):
        name = f"{number:04}-" + os.path.splitext(os.path.basename(path))[0]
        folder = os.path.join(args.work, name)
        made = glob.glob(os.path.join(folder, "*.docx"))
        if not made and not os.path.isdir(folder):
            os.makedirs(folder)
            profile = "-env:UserInstallation=file://" + os.path.join(args.work, "profile")
            command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", folder, path]
            try:
                subprocess.run(command, capture_output=True, timeout=120)
            except subprocess.TimeoutExpired:
                pass
            made = glob.glob(os.path.join(folder, "*.docx"))
        counts["files"] += 1
        if not made:
            counts["not converted"] += 1
            continue
        subprocess.run([args.cells, folder, path], check=True, capture_output=True)
        with open(os.path.join(folder, os.path.splitext(os.path.basename(path))[0] + ".json")) as file:
            read = [slim(own(table)) for table in json.load(file)]
        wanted = [table for table in map(slim, reference(made[0])) if table]
        left = list(read)
        for table in wanted:
            merged = any(a and a == b for row in table for a, b in zip(row, row[1:]))
            found = next((t for t in left if equal(table, t)), None)
            same = found is not None
            counts["tables"] += 1
            counts["identical"] += same
            counts["merged"] += merged
            counts["merged identical"] += merged and same
            if same:
                left.remove(found)
            elif args.verbose:
                nearest = max(read, key=lambda t: sum(a == b for x, y in zip(t, table) for a, b in zip(x, y)), default=[])
                print(f"{path}\n  LibreOffice {table}\n  fuhe        {nearest}")
    print(", ".join(f"{name} {count}" for name, count in counts.items()))
    print(f"identical: {100 * counts['identical'] / max(counts['tables'], 1):.1f} %")


if __name__ == "__main__":
    main()
