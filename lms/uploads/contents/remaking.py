"""Photos turned into fresh JPEGs, and pages of a PDF drawn as pictures, each in a process of its own."""

import io
import subprocess
import sys
from pathlib import Path

import structlog
from PIL import Image

from lms.gettext_noop import N_
from lms.uploads.rules.kinds import FileKind, UnfitFile

HERE = Path(__file__).parent
EDGE = 2048  # pixels along the longer edge of a photo
PAGE_WIDTH = 1100  # pixels of a page of a PDF
SMALLER_QUALITY = 80
PATIENCE = 60  # seconds
TOO_MANY_PIXELS = N_("This picture is too large to be opened here. Make it smaller, then send it again.")
BROKEN_PHOTO = N_(
    "This picture cannot be opened. Perhaps it is damaged or not complete. Take or save it again, then send it."
)
LOCKED_PDF = N_("This PDF is protected by a password. Save it without one, then send it again.")
BROKEN_PDF = N_("This PDF cannot be shown. Perhaps it is damaged. Print it into a new PDF, then send that.")
TOO_MANY_PAGES = N_("This PDF has too many pages to be shown here (at most 300). Send it in parts.")
PHOTO_FAULTS = {3: TOO_MANY_PIXELS}
PDF_FAULTS = {3: LOCKED_PDF, 5: TOO_MANY_PAGES}

log = structlog.get_logger()


def fresh_photo(path: Path, kind: FileKind, edge: int = EDGE) -> bytes:
    """The photo at this path as a fresh JPEG without anything but its pixels; UnfitFile where it cannot be."""
    status, made = _run("photo_process.py", kind.value, str(edge), given=path.read_bytes())
    if status or not made:
        raise UnfitFile(PHOTO_FAULTS.get(status, BROKEN_PHOTO))
    return made


def smaller(photo: bytes, edge: int) -> bytes:
    """One of our own fresh JPEGs with at most so many pixels along its longer edge; never what somebody sent."""
    with Image.open(io.BytesIO(photo), formats=["JPEG"]) as opened:
        opened.draft("RGB", (edge, edge))
        opened.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        made = io.BytesIO()
        opened.save(made, "JPEG", quality=SMALLER_QUALITY)
        return made.getvalue()


def pdf_pages(path: Path) -> int:
    """How many pages a PDF has; UnfitFile where it cannot be drawn."""
    status, made = _run("pdf_process.py", "count", str(path), "0", "0")
    if status or not made:
        raise UnfitFile(PDF_FAULTS.get(status, BROKEN_PDF))
    return int(made)


def drawn_page(path: Path, number: int) -> bytes | None:
    """Page `number` of a PDF, counted from 1, as a PNG; nothing where it cannot be drawn."""
    status, made = _run("pdf_process.py", "page", str(path), str(number), str(PAGE_WIDTH))
    return None if status else made


def _run(program: str, *words: str, given: bytes = b"") -> tuple[int, bytes]:
    """Exit status and answer of one of our programs; a status below nought where it was ended."""
    command = [sys.executable, "-I", str(HERE / program), *words]
    try:
        done = subprocess.run(command, input=given, env={}, capture_output=True, check=False, timeout=PATIENCE)  # noqa: S603  # our own program
    except subprocess.TimeoutExpired:
        log.warning("file-not-opened", program=program, reason="time")
        return -1, b""
    if done.returncode:
        reason = done.stderr[:200].decode("utf-8", "replace")
        log.warning("file-not-opened", program=program, status=done.returncode, reason=reason)
    return done.returncode, done.stdout
