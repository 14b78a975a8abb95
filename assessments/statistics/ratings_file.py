"""A file of ratings: rows subjects, columns markers, an empty cell where somebody did not rate.

The first row names the markers and the first column the subjects; a file that has numbers alone is read as well.
Commas, semicolons and tabs divide; with the latter two a comma may be the decimal sign.
"""

import csv
import io
import math
from dataclasses import dataclass

from lms.errors import RuleBroken
from lms.tables.reading.encodings import decoded

NOT_RATED = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "–", ".", "*"})
SUBJECTS = frozenset(  # first words of a title over the names of subjects
    {"subject", "subjects", "candidate", "candidates", "person", "persons", "participant", "target", "targets"}
    | {"unit", "units", "id", "ids", "case", "cases", "item", "items", "name", "names", "code", "row", "no", "nr"}
    | {"student", "learner", "officer", "performance", "script", "essay"}
)
SHOWN = 40  # characters of a wrong cell that are told
Rows = list[list[str]]


@dataclass(frozen=True)
class RatingsFile:
    """What a file holds: who rated, and what; names without an order are numbered as they come in the alphabet."""

    markers: tuple[str, ...]
    ratings: list[list[float | None]]
    ordered: bool


def read_ratings(content: bytes) -> RatingsFile:
    """The ratings of a file; raises RuleBroken with the row and column of what cannot be read."""
    numbered = [(number, row) for number, row in _rows(decoded(content).text) if any(row)]
    if not numbered:
        raise RuleBroken("The file is empty. Write a row for each subject and a column for each marker.")
    width = max(len(row) for _number, row in numbered)
    rows = [row + [""] * (width - len(row)) for _number, row in numbered]
    header = rows[0] if _is_header(rows) else None
    body, lines = (rows[1:], numbered[1:]) if header else (rows, numbered)
    first = 1 if _names_subjects(header, body) else 0
    markers = tuple((header[place] if header else "") or f"marker {place - first + 1}" for place in range(first, width))
    cells = [row[first:] for row in body]
    if len(markers) < 2:
        raise RuleBroken("Agreement needs two markers or more: write a column for each.")
    if not any(_is_rating(cell) for row in cells for cell in row):
        raise RuleBroken("There is no rating in the file: write a row for each subject under the names of the markers.")
    numbers = [line for line, _row in lines]
    ordered = any(_number(cell) is not None for row in cells for cell in row)
    ratings = _as_numbers(cells, markers, numbers) if ordered else _as_names(cells)
    return RatingsFile(markers, ratings, ordered)


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows with their numbers, the delimiter by what stands in the first line that says something."""
    text = text.removeprefix("\ufeff")
    line = next((one for one in text.splitlines() if one.strip()), "")
    delimiter = next((sign for sign in "\t;" if sign in line), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [(reader.line_num, [_point(cell.strip(), delimiter) for cell in row]) for row in reader]
    except csv.Error as fault:
        raise RuleBroken(f"Row {reader.line_num} cannot be read: a quotation mark is out of place.") from fault


def _point(cell: str, delimiter: str) -> str:
    """A cell with a point as the decimal sign."""
    pointed = cell.replace(",", ".", 1)
    return pointed if delimiter != "," and _number(pointed) is not None else cell


def _number(cell: str) -> float | None:
    try:
        found = float(cell)
    except ValueError:
        return None
    return found if math.isfinite(found) and "_" not in cell else None


def _is_rating(cell: str) -> bool:
    return cell.casefold() not in NOT_RATED


def _is_header(rows: Rows) -> bool:
    """Whether the first row names: it has a text over numbers, or, where all is text, nothing that comes again."""
    above, below = rows[0], rows[1:]
    texts = [place for place, cell in enumerate(above) if _is_rating(cell) and _number(cell) is None]
    if not texts:
        return False
    if any(_number(cell) is not None for row in below for cell in row):
        return len(texts) > 1 or any(_number(row[texts[0]]) is not None for row in below) or texts != [0]
    again = {cell for row in below for cell in row}
    return not again & {above[place] for place in texts}


def _names_subjects(header: list[str] | None, body: Rows) -> bool:
    """Whether the first column names the subjects: by its title, by texts among numbers, or by names that differ."""
    first = [row[0] for row in body]
    if header and (not header[0] or header[0].casefold().split("_")[0].split(" ")[0] in SUBJECTS):
        return True
    others = [cell for row in body for cell in row[1:] if _is_rating(cell)]
    texts = [cell for cell in first if _is_rating(cell) and _number(cell) is None]
    if others and all(_number(cell) is not None for cell in others):
        return len(texts) * 2 > len(first)
    if texts:
        return len(first) > 1 and len(set(first)) == len(first) and not set(first) & set(others)
    return bool(others) and not any(_number(cell) is not None for cell in others)


def _as_numbers(cells: Rows, markers: tuple[str, ...], lines: list[int]) -> list[list[float | None]]:
    """Every cell as a number; raises RuleBroken for one that is none."""
    ratings: list[list[float | None]] = []
    for line, row in zip(lines, cells, strict=True):
        for marker, cell in zip(markers, row, strict=True):
            if _is_rating(cell) and _number(cell) is None:
                raise RuleBroken(
                    f"Row {line}, column “{marker}”: “{cell[:SHOWN]}” is no number. Write a number, "
                    f"or leave the cell empty where nobody rated."
                )
        ratings.append([_number(cell) if _is_rating(cell) else None for cell in row])
    return ratings


def _as_names(cells: Rows) -> list[list[float | None]]:
    """Every name as its place in the alphabet."""
    places = {
        name: float(place) for place, name in enumerate(sorted({c for row in cells for c in row if _is_rating(c)}))
    }
    return [[places[cell] if _is_rating(cell) else None for cell in row] for row in cells]
