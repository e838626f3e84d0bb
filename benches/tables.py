#!/usr/bin/env python3
"""Compares the tables that fuhe, pdfplumber and PyMuPDF find in PDF files whose cells are known.

usage: tables.py [--truth DIR] [--cells BINARY] [--out DIR]

DIR holds the PDF files, `grids.json` (their cells) and `score.py` (adjacency relations after ICDAR 2013); default:
../shared/tables/icdar2013-eu beside the repository. BINARY is the example `cells` (`cargo build --example cells`).
Readers that are not installed (`pip install pdfplumber pymupdf`) are left out. Needs no network.
"""
import argparse, glob, json, os, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)


def by_pdfplumber(path):
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [t.extract() for page in pdf.pages for t in page.find_tables()]


def by_pymupdf(path):
    import pymupdf

    with pymupdf.open(path) as pdf:
        return [t.extract() for page in pdf for t in page.find_tables().tables]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--truth", default=os.path.join(ROOT, "..", "shared", "tables", "icdar2013-eu"))
    parser.add_argument("--cells", default=os.path.join(ROOT, "target", "debug", "examples", "cells"))
    parser.add_argument("--out", default="/tmp/fuhe-tables")
    args = parser.parse_args()
    files = sorted(glob.glob(os.path.join(args.truth, "*.pdf")))
    if not files:
        sys.exit(f"no PDF files in {args.truth}")

    def score(name, seconds):
        folder = os.path.join(args.out, name)
        line = subprocess.run([sys.executable, os.path.join(args.truth, "score.py"), folder], capture_output=True, text=True)
        print(f"{name:12} {seconds:7.1f} s CPU  {line.stdout.strip() or line.stderr.strip()}")

    def children():
        used = os.times()
        return used.children_user + used.children_system

    before = children()
    subprocess.run([args.cells, os.path.join(args.out, "fuhe"), *files], check=True)
    score("fuhe", children() - before)
    for name, read in [("pdfplumber", by_pdfplumber), ("pymupdf", by_pymupdf)]:
        folder = os.path.join(args.out, name)
        os.makedirs(folder, exist_ok=True)
        start = time.process_time()
        try:
            for path in files:
                tables = read(path)
                out = os.path.join(folder, os.path.splitext(os.path.basename(path))[0] + ".json")
                with open(out, "w") as file:
                    json.dump([[[cell or "" for cell in row] for row in table] for table in tables], file)
        except ImportError:
            print(f"{name:12} not installed")
            continue
        score(name, time.process_time() - start)


if __name__ == "__main__":
    main()
