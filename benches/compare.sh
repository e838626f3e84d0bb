#!/usr/bin/env bash
# CPU time of fuhe against what else reads the same files, in one run.
#
#   benches/compare.sh [FILE …]              default: ../shared/files/*/report.{pdf,docx,xlsx}
#   PYTHON=/path/to/venv/bin/python ROUNDS=5 benches/compare.sh
#
# fuhe:        `fuhe extract --to jsonl FILE`: the whole pipeline, process start included.
# fuhe, cells: the example `cells`, which reads a file and writes out its cells; start taken off, as for Python below. For
#              formats that are compared by the reading of cells alone.
# pdftotext:   `pdftotext -layout FILE -`: text only, process start included.
# pdfplumber:  page.extract_tables() of every page; PyMuPDF: page.find_tables() of every page; python-docx: the text of every
#              cell of every table. The start of Python and the imports are measured by themselves and taken off, so that only
#              the reading counts.
#
# A figure is user plus system time of the process, best of ROUNDS, so that a busy machine matters little. A tool that is
# not installed is skipped with a line that says so. Needs python3 for the clock (resource module), nothing else.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
PYTHON=${PYTHON:-python3}
ROUNDS=${ROUNDS:-3}
release=${CARGO_TARGET_DIR:-$root/target}/release
FUHE=${FUHE:-$release/fuhe}
CELLS=${CELLS:-$release/examples/cells}

if [ "$#" -eq 0 ]; then
    set -- "$root"/../shared/files/*/report.pdf "$root"/../shared/files/*/report.docx "$root"/../shared/files/*/report.xlsx
fi
if [ ! -e "$1" ]; then
    echo "skipped: $1 is absent; name some files" >&2
    exit 0
fi
if [ ! -x "$FUHE" ]; then
    echo "building $FUHE" >&2
    cargo build --release --quiet --manifest-path "$root/Cargo.toml"
fi

if [ ! -x "$CELLS" ]; then
    echo "building $CELLS" >&2
    cargo build --release --quiet --example cells --manifest-path "$root/Cargo.toml"
fi

FUHE="$FUHE" CELLS="$CELLS" ROUNDS="$ROUNDS" exec "$PYTHON" - "$@" <<'PYTHON'
import os, resource, shutil, subprocess, sys, tempfile

files, rounds = sys.argv[1:], int(os.environ["ROUNDS"])
# By ending: the tool, its Python module, what reads the file in argv[1], how many times the cost of fuhe it should be.
TOOLS = {
    ".pdf": [
        ("pdfplumber", "pdfplumber", "with pdfplumber.open(sys.argv[1]) as pdf:\n    for page in pdf.pages: page.extract_tables()", 100),
        ("PyMuPDF", "pymupdf", "for page in pymupdf.open(sys.argv[1]):\n    for table in page.find_tables().tables: table.extract()", 100),
    ],
    ".docx": [
        ("python-docx", "docx", "for table in docx.Document(sys.argv[1]).tables:\n    for row in table.rows:\n      for cell in row.cells: cell.text", 20),
    ],
    ".xlsx": [
        ("openpyxl", "openpyxl", "for sheet in openpyxl.load_workbook(sys.argv[1], data_only=True):\n    for row in sheet.iter_rows(values_only=True): list(row)", 10),
    ],
}


def cpu(command):
    """User plus system seconds of a process, best of the rounds."""
    best = None
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        # fuhe ends with 1 when it has found errors, which is no failure.
        if done.returncode not in (0, 1):
            sys.exit(f"{command[0]} ends with {done.returncode}: {' '.join(command[1:])}")
        took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = took if best is None else min(best, took)
    return best


def measure(ending, files):
    print(f"\n{ending[1:].upper()}: CPU milliseconds, best of {rounds}; and times fuhe\n")
    rows = {"fuhe": [cpu([os.environ["FUHE"], "extract", "--to", "jsonl", f]) for f in files]}
    # What the other tools are held against: the whole of fuhe for pages, which they lay out too; else its reading.
    base = "fuhe"
    if ending != ".pdf":
        base = "fuhe, cells"
        with tempfile.TemporaryDirectory() as out:
            start = cpu([os.environ["CELLS"], out])
            rows[base] = [max(cpu([os.environ["CELLS"], out, f]) - start, 0.0) for f in files]
    if ending == ".pdf" and shutil.which("pdftotext"):
        rows["pdftotext"] = [cpu(["pdftotext", "-layout", f, "-"]) for f in files]
    for tool, module, program, _ in TOOLS[ending]:
        program = f"import sys, {module}\nif len(sys.argv) > 1:\n  {program}"
        if subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True).returncode:
            print(f"skipped: {module} is absent from {sys.executable}")
            continue
        start = cpu([sys.executable, "-c", program])
        rows[tool] = [max(cpu([sys.executable, "-c", program, f]) - start, 0.0) for f in files]
    names = ["/".join(f.split("/")[-2:]) for f in files]
    print("file".ljust(28) + "".join(tool.rjust(22) for tool in rows))
    sums = {tool: sum(times) for tool, times in rows.items()}
    for n, name in enumerate(names + ["all"]):
        line = name[-28:].ljust(28)
        least = rows[base][n] if n < len(files) else sums[base]
        for tool, times in rows.items():
            took = times[n] if n < len(files) else sums[tool]
            ratio = f"{took / least:.2f}x".rjust(10) if least and not tool.startswith("fuhe") else " " * 10
            line += f"{took * 1000:.1f}".rjust(12) + ratio
        print(line)
    print()
    if sums.get("pdftotext"):
        print(f"fuhe costs {sums['fuhe'] / sums['pdftotext']:.2f} times pdftotext -layout (aim: at most 0.7)")
    for tool, _, _, aim in TOOLS[ending]:
        if tool in sums and sums[base]:
            print(f"{tool} costs {sums[tool] / sums[base]:.0f} times {base} (aim: at least {aim})")


for ending in TOOLS:
    of_ending = [f for f in files if f.lower().endswith(ending)]
    if of_ending:
        measure(ending, of_ending)
PYTHON
