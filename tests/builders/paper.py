"""What a printed page is, measured in its PDF: where each word stands, how large it is, what it says."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader

WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">')
PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
BREAKS = re.compile(r"[\s\u200b\u00ad\u2010-]+")
A4 = (595, 842)
MM = 72 / 25.4


@dataclass(frozen=True)
class PaperPage:
    """A page with the boxes of its words, in points from its upper left corner."""

    width: float
    height: float
    words: tuple[tuple[float, float, float, float], ...]

    @property
    def margins(self) -> tuple[float, float, float, float]:
        """How many millimetres are free at the left, top, right and bottom."""
        left, top = min(one[0] for one in self.words), min(one[1] for one in self.words)
        right, bottom = max(one[2] for one in self.words), max(one[3] for one in self.words)
        return left / MM, top / MM, (self.width - right) / MM, (self.height - bottom) / MM

    @property
    def overlaps(self) -> int:
        """How many pairs of words stand over each other, by more than a third of the height of a line."""
        found, lines = 0, sorted(self.words, key=lambda one: one[1])
        for number, one in enumerate(lines):
            for other in lines[number + 1 :]:
                if other[1] >= one[3]:
                    break
                wide = min(one[2], other[2]) - max(one[0], other[0])
                high = min(one[3], other[3]) - other[1]
                found += wide > 2 and high > min(one[3] - one[1], other[3] - other[1]) / 3
        return found


def pages_of(pdf: bytes, folder: Path) -> list[PaperPage]:
    """The pages as poppler sees them; without it nothing is measured, and the test fails."""
    assert shutil.which("pdftotext"), "pdftotext was not found: install poppler-utils to measure what is printed."
    file = folder / "measured.pdf"
    file.write_bytes(pdf)
    said = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, check=True, timeout=60)
    return [
        PaperPage(
            float(width),
            float(height),
            tuple(tuple(map(float, box)) for box in WORD.findall(body)),  # type: ignore[misc]
        )
        for width, height, body in PAGE.findall(said.stdout.decode())
    ]


def read(pdf: bytes) -> tuple[str, dict[float, int]]:
    """What is said, squeezed, in the order of its writing; and how many signs there are of each size in points."""
    sizes: dict[float, int] = {}
    said = []

    def note(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        signs = len(text.strip())
        seen = round(abs(size * (tm[3] * cm[3])), 1)
        if signs:
            sizes[seen] = sizes.get(seen, 0) + signs

    for page in PdfReader(io.BytesIO(pdf)).pages:
        said.append(page.extract_text(visitor_text=note))
    return squeezed("".join(said)), sizes


def squeezed(text: str) -> str:
    """A text without spaces, hyphens and ligatures, since long words break anywhere."""
    return BREAKS.sub("", unicodedata.normalize("NFKC", text))


def demand_whole(pdf: bytes, folder: Path, texts: list[str], *, sideways: bool = False, margin: float = 6) -> None:
    """A4, nothing over an edge, nothing over something else, nothing left out, and 11 pt where one reads."""
    pages = pages_of(pdf, folder)
    wanted = A4[::-1] if sideways else A4
    for number, one in enumerate(pages, 1):
        off = max(abs(one.width - wanted[0]), abs(one.height - wanted[1]))
        assert off <= 1, f"page {number} is {one.width} by {one.height} points"
        assert min(one.margins) >= margin, f"page {number} leaves {one.margins} mm free"
        assert one.overlaps == 0, f"{one.overlaps} words of page {number} stand over others"
    said, sizes = read(pdf)
    assert [one for one in texts if squeezed(one) not in said] == []
    small = sum(signs for size, signs in sizes.items() if size < 11)
    assert min(sizes) >= 9, sizes
    assert small <= sum(sizes.values()) / 20, f"more than the foot of the page is smaller than 11 pt: {sizes}"
