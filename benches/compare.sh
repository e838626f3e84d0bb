#!/usr/bin/env bash
# CPU time of fuhe on PDF reports against what else reads them, in one run on the same files.
#
#   benches/compare.sh [FILE.pdf …]          default: ../shared/files/*/report.pdf
#   PYTHON=/path/to/venv/bin/python ROUNDS=5 benches/compare.sh
#
# fuhe:       `fuhe extract --to jsonl FILE`: the whole pipeline, process start included.
# pdftotext:  `pdftotext -layout FILE -`: text only, process start included.
# pdfplumber: page.extract_tables() of every page; PyMuPDF: page.find_tables() of every page; the start of Python and the
#             imports are measured by themselves and taken off, so that only the reading counts.
#
# A figure is user plus system time of the process, best of ROUNDS, so that a busy machine matters little. A tool that is
# not installed is skipped with a line that says so. Needs python3 for the clock (resource module), nothing else.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
PYTHON=${PYTHON:-python3}
ROUNDS=${ROUNDS:-3}
FUHE=${FUHE:-${CARGO_TARGET_DIR:-$root/target}/release/fuhe}

if [ "$#" -eq 0 ]; then
    set -- "$root"/../shared/files/*/report.pdf
fi
if [ ! -e "$1" ]; then
    echo "skipped: $1 is absent; name some PDF files" >&2
    exit 0
fi
if [ ! -x "$FUHE" ]; then
    echo "building $FUHE" >&2
    cargo build --release --quiet --manifest-path "$root/Cargo.toml"
fi

FUHE="$FUHE" ROUNDS="$ROUNDS" exec "$PYTHON" - "$@" <<'PYTHON'
import os, resource, shutil, subprocess, sys

files, rounds = sys.argv[1:], int(os.environ["ROUNDS"])
TABLES = {
    "pdfplumber": "import sys, pdfplumber\nif len(sys.argv) > 1:\n  with pdfplumber.open(sys.argv[1]) as pdf:\n    for page in pdf.pages: page.extract_tables()",
    "PyMuPDF": "import sys, pymupdf\nif len(sys.argv) > 1:\n  for page in pymupdf.open(sys.argv[1]):\n    for table in page.find_tables().tables: table.extract()",
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


rows = {"fuhe": [cpu([os.environ["FUHE"], "extract", "--to", "jsonl", f]) for f in files]}
if shutil.which("pdftotext"):
    rows["pdftotext"] = [cpu(["pdftotext", "-layout", f, "-"]) for f in files]
else:
    print("skipped: pdftotext is absent")
for tool, program in TABLES.items():
    module = "pymupdf" if tool == "PyMuPDF" else tool
    if subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True).returncode:
        print(f"skipped: {module} is absent from {sys.executable}")
        continue
    start = cpu([sys.executable, "-c", program])
    rows[tool] = [max(cpu([sys.executable, "-c", program, f]) - start, 0.0) for f in files]

names = ["/".join(f.split("/")[-2:]) for f in files]
print(f"CPU milliseconds, best of {rounds}; and times fuhe\n")
print("file".ljust(28) + "".join(tool.rjust(22) for tool in rows))
sums = {tool: sum(times) for tool, times in rows.items()}
for n, name in enumerate(names + ["all"]):
    line = name[-28:].ljust(28)
    base = rows["fuhe"][n] if n < len(files) else sums["fuhe"]
    for tool, times in rows.items():
        took = times[n] if n < len(files) else sums[tool]
        line += f"{took * 1000:.1f}".rjust(12) + (" " * 10 if tool == "fuhe" else f"{took / base:.2f}x".rjust(10) if base else " " * 10)
    print(line)
if "pdftotext" in sums and sums["pdftotext"]:
    print(f"\nfuhe costs {sums['fuhe'] / sums['pdftotext']:.2f} times pdftotext -layout (aim: at most 0.7)")
for tool in TABLES:
    if tool in sums and sums["fuhe"]:
        print(f"{tool} costs {sums[tool] / sums['fuhe']:.0f} times fuhe (aim: at least 100)")
PYTHON
