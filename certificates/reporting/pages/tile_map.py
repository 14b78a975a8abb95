"""Tile map: each country a square, roughly where it lies; drawn without borders, which nobody can dispute.

`tiles.txt` is a plan of the world, a line a row, that anybody can mend with an editor. A square bears its letters where
the programme has people; the others only show where one is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

from lms.svg import TEXT, WIDTH, Canvas, width_of

PLAN = Path(__file__).parent / "tiles.txt"
GAP = 1.5
LARGEST, LETTERS_FROM = 34, 20  # units of a square; from how large a one letters stand in it
STEPS = (5, 50, 500)  # people from which a square is darker, and darker again


@dataclass(frozen=True)
class TileMap:
    """What is shown on the map: a number of people by country; none where it is left out."""

    title: str
    summary: str
    people: Mapping[str, int | None]
    legend: tuple[str, ...]  # left out, then each step, lightest first


@cache
def places() -> Mapping[str, tuple[int, int]]:
    """Where each country stands, by its two letters: column and row."""
    found = {}
    for row, line in enumerate(PLAN.read_text(encoding="utf-8").splitlines()):
        for column, code in enumerate(line.split()):
            if code.isalpha():
                found[code] = (column, row)
    return found


def tile_map_svg(shown: TileMap) -> Markup:
    """The drawing: as much of the world as the programme reaches, and one square round it."""
    known = {code: places()[code] for code in shown.people if code in places()}
    left, right, top, bottom = _frame(list(known.values()))
    size = min(WIDTH / (right - left + 1), LARGEST)
    canvas = Canvas(mirrored=False)
    for code, (column, row) in places().items():
        if left <= column <= right and top <= row <= bottom:
            x, y = (column - left) * size, (row - top) * size
            kind = _step(shown.people[code]) if code in known else "tile none"
            canvas.box(x, y, size - GAP, size - GAP, kind)
            if code in known and size >= LETTERS_FROM:
                canvas.text(x + (size - GAP) / 2, y + size / 2 + 4, code, anchor="middle", kind=f"letters {kind}")
    height = _legend(canvas, (bottom - top + 1) * size + TEXT, shown.legend)
    return Markup(
        '<svg class="chart tiles" viewBox="0 0 {} {}" role="img" aria-labelledby="map-title map-desc">'
        '<title id="map-title">{}</title><desc id="map-desc">{}</desc>{}</svg>'
    ).format(WIDTH, round(height, 1), shown.title, shown.summary, canvas.drawn())


def _frame(known: list[tuple[int, int]]) -> tuple[int, int, int, int]:
    """The columns and rows that are drawn; nowhere yet: the whole plan."""
    every = known or list(places().values())
    columns, rows = [column for column, _row in every], [row for _column, row in every]
    return max(min(columns) - 1, 0), max(columns) + 1, max(min(rows) - 1, 0), max(rows) + 1


def _step(people: int | None) -> str:
    if people is None:
        return "tile hidden"
    return f"tile step{sum(people >= least for least in STEPS)}"


def _legend(canvas: Canvas, top: float, words: tuple[str, ...]) -> float:
    """A square and its words for each step, beside each other as long as there is room."""
    kinds = ("tile hidden", *(f"tile step{number}" for number in range(1, len(STEPS) + 1)))
    x, y = 0.0, top
    for kind, said in zip(kinds, words, strict=True):
        width = 2 * TEXT + width_of(said)
        if x and x + width > WIDTH:
            x, y = 0.0, y + 1.5 * TEXT
        canvas.box(x, y, TEXT, TEXT, kind)
        canvas.text(x + 1.5 * TEXT, y + TEXT - 2, said)
        x += width + TEXT
    return y + 1.5 * TEXT
