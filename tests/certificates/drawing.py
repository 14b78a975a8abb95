"""The straight lines of a PDF page as they are drawn, in millimetres from its top left corner."""

from __future__ import annotations

import io
from dataclasses import dataclass
from math import atan2, degrees, hypot

from pypdf import PdfReader
from pypdf.generic import ContentStream

MM = 25.4 / 72
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Stroke:
    """A straight line from one place to another."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def length(self) -> float:
        return hypot(self.x2 - self.x1, self.y2 - self.y1)

    @property
    def direction(self) -> float:
        """Degrees from the right, against the clock."""
        return degrees(atan2(self.y1 - self.y2, self.x2 - self.x1))


def after(first: Matrix, then: Matrix) -> Matrix:
    """One transformation after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def strokes(pdf: bytes) -> list[Stroke]:
    """Every path of two points that the only page strokes."""
    reader = PdfReader(io.BytesIO(pdf))
    (page,) = reader.pages
    high = float(page.mediabox.height)
    now: Matrix = (1, 0, 0, 1, 0, 0)
    kept: list[Matrix] = []
    path: list[tuple[float, float]] = []
    found = []
    for values, operator in ContentStream(page.get_contents(), reader).operations:
        if operator == b"q":
            kept.append(now)
        elif operator == b"Q":
            now = kept.pop()
        elif operator == b"cm":
            now = after(tuple(float(value) for value in values), now)
        elif operator in (b"m", b"l"):
            x, y = (float(value) for value in values)
            a, b, c, d, e, f = now
            path.append(((a * x + c * y + e) * MM, (high - (b * x + d * y + f)) * MM))
        elif operator in (b"S", b"s", b"f", b"f*", b"B", b"n"):
            if operator == b"S" and len(path) == 2:
                found.append(Stroke(*path[0], *path[1]))
            path = []
    return found
