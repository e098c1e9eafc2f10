"""The pages of `sent.pdf` in a folder as `1.png`, `2.png`, …; writes how many there are.

A process of its own, held to so much time and memory: what is drawn comes from strangers. Run as
`python pdf_pages.py <folder> <most pages>`; knows nothing of Django.
"""

import resource
import sys
from pathlib import Path

import typst

SIDE = 842  # points: the longer side of A4
PPI = 144
CPU_SECONDS = 20
MEMORY = 2 * 1024**3
DRAWN = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#context {
  let whole = measure(image("sent.pdf", page: %(page)d))
  let times = calc.min(%(side)dpt / whole.width, %(side)dpt / whole.height)
  image("sent.pdf", page: %(page)d, width: whole.width * times, height: whole.height * times)
}"""
BEHIND_THE_LAST = "does not exist"


def pages_draw(folder: Path, most: int) -> int:
    """How many pages there are; of more than `most` only that many are drawn, and one counted."""
    for page in range(1, most + 2):
        if not page_draw(folder, page):
            return page - 1
    return most + 1


def page_draw(folder: Path, page: int) -> bool:
    """False where the PDF has no such page."""
    source = folder / "page.typ"
    source.write_text(DRAWN % {"page": page, "side": SIDE})
    try:
        picture = typst.compile(str(source), root=str(folder), format="png", ppi=PPI)
    except typst.TypstError as error:
        if page > 1 and BEHIND_THE_LAST in str(error):
            return False
        raise
    (folder / f"{page}.png").write_bytes(picture)
    return True


def limits_set() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    limits_set()
    print(pages_draw(Path(sys.argv[1]), int(sys.argv[2])))
