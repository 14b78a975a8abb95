"""The process that opens a PDF for another: limited in memory and time.

It is run by its path and knows nothing of the product. `count PATH` answers how many pages there are; `page PATH N
WIDTH` draws page N, counted from 1, as a PNG so many points wide. Typst draws: a renderer without scripts, forms
or outside files. Its exit status says what is wrong: 3 a password, 4 damaged, 5 too many pages.
"""

import resource
import sys
import tempfile
from pathlib import Path

import typst

MEMORY = 3_000_000_000  # bytes of address space, of which threads take most
SECONDS = 40  # of computing
LOCKED, BROKEN, TOO_MANY = 3, 4, 5
MOST_PAGES = 300
NO_PAGE = "does not exist"
PASSWORD = ("encrypt", "password")


class BrokenPdf(Exception):
    """It cannot be drawn."""


def main(task: str, path: str, number: int, width: int) -> int:
    """Answer on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        if task == "count":
            pages = page_count(Path(path))
            sys.stdout.write(str(pages))
            return TOO_MANY if pages > MOST_PAGES else 0
        drawn = drawn_page(Path(path), number, width)
    except BrokenPdf as fault:
        return LOCKED if any(word in str(fault).lower() for word in PASSWORD) else BROKEN
    if drawn is None:
        return BROKEN
    sys.stdout.buffer.write(drawn)
    return 0


def drawn_page(path: Path, number: int, width: int) -> bytes | None:
    """A page as a PNG; nothing where the document has no such page."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "it.pdf").symlink_to(path.resolve())
        page = Path(folder) / "page.typ"
        page.write_text(
            "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
            f'#image("it.pdf", page: {number}, width: {width}pt)\n'
        )
        try:
            made = typst.compile(str(page), format="png", ppi=72.0, root=folder, ignore_system_fonts=True)
        except (typst.TypstError, RuntimeError) as fault:
            if NO_PAGE in str(fault):
                return None
            raise BrokenPdf(str(fault)) from fault
        drawn: bytes = made
        return drawn


def page_count(path: Path) -> int:
    """How many pages there are: doubled until there is none, then halved; each try is drawn one point wide."""
    if drawn_page(path, 1, 1) is None:
        raise BrokenPdf
    there, beyond = 1, 2
    while beyond <= MOST_PAGES * 2 and drawn_page(path, beyond, 1) is not None:
        there, beyond = beyond, beyond * 2
    while beyond - there > 1:
        middle = (there + beyond) // 2
        there, beyond = (middle, beyond) if drawn_page(path, middle, 1) is not None else (there, middle)
    return there


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
