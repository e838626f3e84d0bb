"""Makes the PDFs of this folder, each with its truth beside it as TOML. Run by hand; the tests need only what it wrote.

    apt-get install libreoffice-writer-nogui qpdf poppler-utils fonts-arphic-uming fonts-arphic-ukai fonts-wqy-zenhei fonts-noto-cjk
    pip install reportlab python-docx fonttools
    python3 golden/pdf/make.py [NAME …]

The truth is what was laid out, never what a reader found. Only the page on which LibreOffice put a row is looked up, with
pdftotext. All bodies, places and figures are invented.

Truth: `pages`, `paragraphs` (body text in reading order; white space does not count), `furniture` (running heads and feet),
`[[table]]` with `rows`, `cols`, `grid` and `cells` as `[row, col, rows, cols, page, text]`, plus a seventh number where a page
break cuts a merged cell: the rows before the break; there a second, empty cell after the break is as good as one long one.
`records` lists project and total score of each record that the file must give.
`error` names the error the file must end in; `may_be` the error it may end in. `no_text` lists pages without usable text.
`doubtful = true`: a character may be missing or U+FFFD, but none may be wrong, and a notice must say so.
"""

import logging
import sys

import damaged  # noqa: F401 (each module lists its cases)
import library  # noqa: F401
import office  # noqa: F401
import published  # noqa: F401
import written  # noqa: F401
from content import CASES, HERE


def main():
    logging.disable(logging.WARNING)  # fontTools names every table it drops.
    wanted = sys.argv[1:] or list(CASES)
    for name in wanted:
        path = HERE / f"{name}.pdf"
        truth = CASES[name](path)
        truth.write(HERE / f"{name}.toml")
        print(f"{name}: {path.stat().st_size} bytes, {truth.pages} page(s), {sum(len(t.filled()) for t in truth.tables)} cells")


if __name__ == "__main__":
    main()
