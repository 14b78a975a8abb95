"""SVG canvas: shapes with classes and escaped words, from the side where reading begins; how wide a text is about."""

import unicodedata
from collections.abc import Sequence

from markupsafe import Markup

WIDTH = 340  # units; a phone of 360 pixels shows about one a pixel, so that text stays as it is read elsewhere
TEXT = 12


class Canvas:
    """What is drawn so far; places count from the side where reading begins."""

    def __init__(self, *, mirrored: bool) -> None:
        self._mirrored = mirrored
        self._parts: list[Markup] = []

    def _x(self, x: float) -> str:
        return number(WIDTH - x if self._mirrored else x)

    def box(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        """A filled rectangle."""
        left = WIDTH - x - width if self._mirrored else x
        shape = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>')
        self._parts.append(shape.format(kind, *map(number, (left, y, width, height))))

    def path(self, points: Sequence[tuple[float, float]], kind: str) -> None:
        """A line through these points."""
        steps = " ".join(f"{'L' if at else 'M'}{self._x(x)} {number(y)}" for at, (x, y) in enumerate(points))
        self._parts.append(Markup('<path class="{}" d="{}"/>').format(kind, steps))

    def point(self, x: float, y: float, series: int) -> None:
        """The point of a series: a circle, a square, a diamond, a triangle."""
        corners = {
            1: ((-4, -4), (4, -4), (4, 4), (-4, 4)),
            2: ((0, -5), (5, 0), (0, 5), (-5, 0)),
            3: ((0, -5), (5, 4), (-5, 4)),
        }.get(series)
        if corners is None:
            shape = Markup('<circle class="s{}" cx="{}" cy="{}" r="4"/>')
            self._parts.append(shape.format(series + 1, self._x(x), number(y)))
            return
        listed = " ".join(f"{self._x(x + right)},{number(y + down)}" for right, down in corners)
        self._parts.append(Markup('<polygon class="s{}" points="{}"/>').format(series + 1, listed))

    def text(self, x: float, y: float, words: str, *, anchor: str = "start", kind: str = "", room: float = 0) -> None:
        """Words; cut to their room, where they have one."""
        shown = fitted(words, room) if room else words
        told = Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>')
        self._parts.append(told.format(kind, self._x(x), number(y), anchor, shown))

    def drawn(self) -> Markup:
        """Everything."""
        return Markup().join(self._parts)


def fitted(words: str, room: float) -> str:
    """As much of a text as fits into so many units, with a sign that some is left out."""
    if width_of(words) <= room:
        return words
    kept = ""
    for sign in words:
        if width_of(kept + sign) + TEXT > room:
            break
        kept += sign
    return f"{kept.rstrip()}…"


def width_of(words: str) -> float:
    """About how wide a text is: signs that stand on others have no width, wide ones that of a square."""
    return sum(
        0.0 if unicodedata.category(sign) in {"Mn", "Me", "Cf"}
        else float(TEXT) if unicodedata.east_asian_width(sign) in "WF"
        else 0.58 * TEXT
        for sign in words
    )  # fmt: skip


def number(value: float) -> str:
    """A place, to a tenth of a unit."""
    return f"{value:.1f}".removesuffix(".0")
