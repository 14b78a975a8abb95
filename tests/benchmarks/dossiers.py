"""A dossier of some sixty pages as a PDF: seconds, and processor time beside them."""

import io
import random
import time
from collections.abc import Callable
from typing import Any

import pypdf
from PIL import Image

from assessments.api import DossierPiece, DossierSheet
from certificates.documents.dossier_pdf import dossier_pdf
from tests.benchmarks.figures import Report, at_least, say
from tests.benchmarks.searching import installation
from tests.builders.people import NOW

PIECES, PICTURES = 45, 2  # of each third piece
WORDS = "The team opened the container before the officers of the port and named what was in it. " * 18


def measure(report: Report, *, pg: bool) -> None:
    """The dossier as it is printed, with pictures."""
    say("Measuring dossiers")
    with installation(pg=pg) as app, app.test_request_context():
        sheet = dossier()
        made, took, busy = timed(lambda: dossier_pdf(sheet))
        pages = len(pypdf.PdfReader(io.BytesIO(made)).pages)
        report.add("pages of a dossier", pages, "pages", aim=at_least(60))
        report.add("that dossier as a PDF", took, "s")
        report.add("that dossier as a PDF, processor", busy, "s")
        report.add("that dossier, bytes", len(made), "bytes")


def dossier() -> DossierSheet:
    """Many pieces with long texts, some with photographs and the word of a witness."""
    pieces = [
        DossierPiece(
            title=f"Mission report {n}",
            facts=(("Kind", "Mission report"), ("Date", "2026-05-04"), ("Country", "Zambia")),
            text=WORDS * 2,
            files=(f"report-{n}.pdf, 12 pages",),
            pictures=tuple((photograph(n), f"Photograph {n}") for _ in range(PICTURES)) if n % 3 == 0 else (),
            witnesses=(("Head of unit", WORDS),),
        )
        for n in range(PIECES)
    ]
    words = {"index": "Index", "files": "Files", "witnesses": "Witnesses", "none": "Nothing"}
    return DossierSheet("Dossier", "en", words, (("Name", "Boupha Keo"),), pieces, NOW)


def photograph(seed: int) -> bytes:
    """A JPEG as the dossier keeps it."""
    chance = random.Random(seed)
    small = Image.frombytes("RGB", (64, 48), chance.randbytes(64 * 48 * 3))
    out = io.BytesIO()
    small.resize((960, 720)).save(out, "JPEG", quality=75)
    return out.getvalue()


def timed(act: Callable[[], Any]) -> tuple[Any, float, float]:
    """What it answers, seconds by the wall, seconds of processors."""
    begun, busy = time.perf_counter(), time.process_time()
    found = act()
    return found, time.perf_counter() - begun, time.process_time() - busy
